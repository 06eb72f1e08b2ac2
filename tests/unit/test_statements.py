"""What can be asked: every form reads back as written, and what cannot be read says where and why."""

from __future__ import annotations

import pytest

from bargain import load_case
from bargain.errors import BargainError, GameError
from bargain.study.statements import read_statement

CASE = load_case("russia-turkey-2022")


@pytest.mark.parametrize(
    "text",
    [
        "conceded syria in swap-syria-energy",
        "conceded syria at partial in swap-syria-energy",
        "equilibrium hold firm, accommodate in syria",
        "Russia plays hold firm in syria",
        "Turkey plays keep the dollar in sochi",
        "outcome hold firm in sochi",
        "share 1/2 of syria in swap-syria-energy under reservation",
        "Turkey is better off in sochi than in sochi-turkey-first",
        "R_cost_syria_full > R_cost_syria_partial",
    ],
)
def test_a_statement_reads_back(text: str) -> None:
    """What is printed is what was written, and is read the same again."""
    asked = read_statement(CASE, text)
    assert str(asked) == text
    assert read_statement(CASE, str(asked)) == asked


def test_moving_second_names_the_variants() -> None:
    """The variant in which the actor has the first move is the other one."""
    second = read_statement(CASE, "turkey is better off moving second in sochi")
    first = read_statement(CASE, "turkey is better off moving first in sochi-turkey-first")
    assert str(second) == "Turkey is better off in sochi than in sochi-turkey-first"
    assert str(first) == "Turkey is better off in sochi-turkey-first than in sochi"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("conceded syria", "is no statement"),
        ("conceded syra in swap-syria-energy", "syria"),
        ("conceded syria at most in swap-syria-energy", "full"),
        ("conceded syria in syria", "write 'ACTOR plays ACTION in syria'"),
        ("conceded syria in nowhere", "nowhere"),
        ("equilibrium hold firm in syria", "give 2 actions"),
        ("equilibrium hold firm, hold frim in syria", "hold firm"),
        ("Russia plays dance in syria", "dance"),
        ("nobody plays hold firm in syria", "nobody"),
        ("outcome hold on in sochi", "has no play"),
        ("Turkey plays yield on Syria in sochi", "nobody can do this"),
        ("share 3/2 of syria in swap-syria-energy under reservation", "is no share"),
        ("share 1/2 of syria in swap-syria-energy under love", "is no rule"),
        ("the West is better off moving first in sochi", "0 variants"),
        ("R_cost_syria_full", "is no statement"),
        ("R_cost_syria_full > __import__('os')", "is no statement"),
        ("x" * 3_000, "3000 characters"),
    ],
)
def test_what_cannot_be_asked_says_why(text: str, said: str) -> None:
    """The error names the thing and the remedy."""
    from bargain.study import verdict

    with pytest.raises(BargainError, match=None) as caught:
        verdict(CASE, text)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "conceded syria in {}",
        "equilibrium withhold, withhold in {}",
        "outcome withhold, withhold in {}",
        "Russia plays withhold in {}",
        "Russia is better off in {} than in sochi",
        "Russia is better off in sochi than in {}",
    ],
)
@pytest.mark.parametrize(("game", "how"), [("partnership", "repeated"), ("offers", "bargained over by offers")])
def test_games_about_an_exchange_send_the_reader_to_it(text: str, game: str, how: str) -> None:
    """One message in words of the command line, whatever is asked."""
    with pytest.raises(GameError) as caught:
        read_statement(CASE, text.format(game))
    assert f"game {game!r} is the exchange 'package' {how}" in str(caught.value)
    assert "ask about 'package'" in str(caught.value)
