"""Points given to a game: what is refused, and what may stay open."""

from __future__ import annotations

import pytest

from bargain import load_case
from bargain.errors import CaseError, GameError, NumberError

CASE = load_case("russia-turkey-2022")


def test_a_partial_point_leaves_the_rest_open() -> None:
    """Stakes of the case that are named become numbers, also those of other games; the rest stays open."""
    whole = CASE.game("syria")
    name = whole.stakes[0]
    other = next(stake.id for stake in CASE.stakes if stake.id not in whole.stakes)
    assert name not in CASE.game("syria", at={name: 1, other: 1}).stakes  # type: ignore[dict-item]
    assert CASE.game("syria", at={}).stakes == whole.stakes
    assert not CASE.game("syria", at=CASE.point()).stakes


def test_an_unknown_stake_is_refused_with_the_nearest_name() -> None:
    """A misspelt stake of the case, or with `strict` of the game, is no stake."""
    name = CASE.game("syria").stakes[0]
    with pytest.raises(CaseError, match=f"did you mean '{name}'"):
        CASE.game("syria", at={f"{name}x": 1})  # type: ignore[dict-item]
    game = CASE.game("syria")
    assert game.at({f"{name}x": 1}).stakes == game.stakes
    with pytest.raises(GameError, match=f"has no stake '{name}x'; did you mean '{name}'"):
        game.at({f"{name}x": 1}, strict=True)
    assert game.at({name: 1}, strict=True) == game.at({name: 1})


def test_a_full_point_outside_the_space_names_the_row() -> None:
    """Every stake given and one row broken: the row, its condition and what it rests on."""
    name = CASE.stakes[0].id
    with pytest.raises(GameError, match=r"outside the stake space: it breaks r001: .* \(convention levels\)"):
        CASE.game("syria", at={**CASE.point(), name: 1000})  # type: ignore[dict-item]
    with pytest.raises(NumberError, match=name):
        CASE.game("syria", at={name: 0.5})  # type: ignore[dict-item]
