"""Payoffs of repeated games as values: closed forms, statuses, words, plain data, the command, the picture."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bargain import load_case
from bargain.cli import main
from bargain.errors import GameError, NotCertifiedError, NumberError, ParametricGameError, RefusedError
from bargain.games import NormalFormGame
from bargain.report.payoffs_chart import payoffs_chart
from bargain.solve import Status, payoff_set
from bargain.study import verify

if TYPE_CHECKING:
    from pathlib import Path


def _game(table: list[list[tuple[int, int]]], title: str = "Stage") -> NormalFormGame:
    names = (tuple(f"a{k}" for k in range(len(table))), tuple(f"b{k}" for k in range(len(table[0]))))
    return NormalFormGame.from_table(title, ("Ann", "Bob"), names, table)


DILEMMA = _game([[(2, 2), (0, 3)], [(3, 0), (1, 1)]], "Dilemma")
PENNIES = _game([[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
BURNT = _game([[(3, 3), (0, 4), (-1, -2)], [(4, 0), (1, 1), (-1, -2)], [(-2, -1), (-2, -1), (-3, -3)]])
HALF = Fraction(1, 2)


@pytest.mark.parametrize("delta", ["1/2", "51/100", "2/3", "9/10", "99/100"])
def test_in_this_dilemma_everything_feasible_and_better_than_shirking_comes_in_at_one_half(delta: str) -> None:
    """Temptation and loss are 1: from 1/2 on the set is all that is feasible and at least (1, 1), not only at δ → 1."""
    found = payoff_set(DILEMMA, delta)
    assert found.inner == ((1, 1), (5 * HALF, 1), (2, 2), (1, 5 * HALF))
    assert found.gap is not None
    assert found.gap < Fraction(1, 10**8)
    assert found.status is (Status.EXACT if delta == "1/2" else Status.APPROXIMATE)


def test_just_below_only_the_one_shot_equilibrium_is_left_and_that_is_exact() -> None:
    """At 0.4999 nobody helps."""
    found = payoff_set(DILEMMA, "4999/10000")
    assert (found.status, found.inner, found.outer, found.left) == (Status.EXACT, ((1, 1),), ((1, 1),), 1)
    assert found.require(Status.EXACT) is found
    with pytest.raises(NotCertifiedError, match="approximate"):
        payoff_set(DILEMMA, "2/3").require(Status.EXACT)


def test_pairs_that_made_no_corner_before_may_make_one_later() -> None:
    """A pair inside everything feasible carries the whole set: the only one-shot equilibrium, with the rest cut off."""
    stage = _game([[(9, 0), (0, 9), (0, 0)], [(0, 9), (9, 0), (0, 0)], [(0, 0), (0, 0), (4, 4)]])
    found = payoff_set(stage, "1/100")
    assert (found.status, found.outer, found.inner) == (Status.EXACT, ((4, 4),), ((4, 4),))


def test_taking_turns_is_sustained_where_mutual_help_is_not() -> None:
    """With a temptation of 2 and a loss of 1, δ = 1/3: no pair but shirking holds for ever, turns do."""
    stage = _game([[(2, 2), (0, 4)], [(4, 0), (1, 1)]])
    found = payoff_set(stage, "1/3")
    assert (found.status, found.inner) == (Status.EXACT, ((1, 1), (3, 1), (1, 3)))
    assert verify(found).ok


def test_a_stick_and_a_carrot_punish_harder_than_any_one_shot_equilibrium() -> None:
    """Burning is no equilibrium and cannot be for ever; for a round, with help to follow, it is: −1 is credible."""
    found = payoff_set(BURNT, "4/5")
    assert found.inner[0] == (-1, -1)
    assert [found.worst(i)[1] for i in (0, 1)] == [-1, -1]
    assert found.worst(0)[0] <= -1
    assert verify(found).ok


def test_where_no_pure_play_holds_up_none_exists() -> None:
    """Pennies: somebody always leaves; nothing lies inside or outside."""
    found = payoff_set(PENNIES, "9/10")
    assert (found.status, found.inner, found.outer, found.gap) == (Status.NONE_EXISTS, (), (), None)
    assert found.contains((0, 0)) is False
    assert "none exists" in repr(found)
    with pytest.raises(GameError, match="no equilibrium of this kind"):
        found.worst(0)
    assert verify(found).ok


def test_what_lies_between_the_sets_is_not_known_and_too_wide_a_gap_is_said() -> None:
    """After two steps the outer set is still wide: the status says so, and what lies between stays open."""
    found = payoff_set(_game([[(3, 3), (0, 4)], [(5, 0), (1, 1)]]), "2/5", steps=2)
    assert found.status is Status.NOT_CONVERGED
    assert "more than the 1/1000 allowed" in found.reason
    assert found.steps == 2
    between = next(c for c in found.outer if found.contains(c) is None)
    assert not any(between == c for c in found.inner)
    assert verify(found).ok


def test_the_checker_sees_what_is_wrong() -> None:
    """A value, a lottery, a corner, a distance and an outer set that were changed."""
    found = payoff_set(BURNT, "4/5")
    first = found.states[0]
    for wrong in (
        replace(found, states=(replace(first, value=(first.value[0] + 1, first.value[1])), *found.states[1:])),
        replace(found, states=(replace(first, then=((1, HALF),)), *found.states[1:])),
        replace(found, states=(replace(first, cell=(2, 2)), *found.states[1:])),
        replace(found, inner=(*found.inner, (Fraction(9), Fraction(9)))),
        replace(found, inner=found.inner[1:]),
        replace(found, gap=found.gap + Fraction(1, 10**6)),
        replace(found, outer=found.inner[1:]),
        replace(found, delta=Fraction(1, 10)),
    ):
        assert not verify(wrong).ok


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: payoff_set(DILEMMA, 1), NumberError, "strictly between 0 and 1"),
        (lambda: payoff_set(DILEMMA, "1/2", tolerance=0), NumberError, "above 0"),
        (lambda: payoff_set(DILEMMA, "1/2", steps=0), GameError, "at least 1"),
        (lambda: payoff_set(_game([[(0, 0)] * 101] * 101), "1/2"), RefusedError, "10,201 action pairs"),
        (lambda: payoff_set(load_case("russia-turkey-2022").game("syria"), "1/2"), ParametricGameError, "stakes"),
        (
            lambda: payoff_set(NormalFormGame.from_table("Alone", ("Ann",), (("x",),), [(1,)]), "1/2"),
            GameError,
            "1 player",
        ),
        (lambda: payoff_set(DILEMMA, "1/2").contains((1,)), GameError, "give two"),
    ],
)
def test_faults_name_the_thing_and_the_remedy(call, error: type[Exception], words: str) -> None:
    """One message each."""
    with pytest.raises(error, match=words):
        call()


def test_the_command_reads_cases_and_files_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same numbers from a case and from a file; the picture's bytes are the same every time."""
    picture = tmp_path / "payoffs.svg"
    assert main(["payoffs", "swap-syria-logistics", "--delta", "9/10", "--json", "-o", str(picture)]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["status"] == "approximate"
    assert list(data)[:6] == ["status", "reason", "concept", "game", "players", "delta"]
    assert picture.read_bytes().startswith(b"<?xml")
    case = load_case("russia-turkey-2022")
    found = payoff_set(case.game("swap-syria-logistics").at(case.point()), "9/10")
    assert data == json.loads(json.dumps(found.to_dict()))
    assert payoffs_chart(found).svg == picture.read_bytes()
    (file := tmp_path / "d.nfg").write_text('NFG 1 R "D" { "A" "B" } { 2 2 }\n2 2 3 0 0 3 1 1\n', encoding="utf-8")
    assert main(["payoffs", str(file), "--delta", "1/2"]) == 0
    out = capsys.readouterr().out
    assert "Every point of the hull of (1, 1), (5/2, 1), (2, 2), (1, 5/2) is an equilibrium payoff." in out


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        (["payoffs", "swap-syria-logistics"], 1, "give --delta P/Q"),
        (["payoffs", "payments-west", "--delta", "1/2"], 1, "3 players"),
        (["payoffs", "nothing", "--delta", "1/2"], 1, "nothing"),
        (["payoffs", "syria", "--delta", "x"], 1, "discount factor"),
        (["payoffs", "a", "b", "c"], 2, "one file"),
        (["payoffs", "syria", "--delta", "1/2", "-o", "x.txt"], 2, "the ending decides"),
    ],
)
def test_bad_lines_end_in_one_message(
    line: list[str], code: int, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 1 for input, 2 for usage."""
    assert main(line) == code
    assert words in capsys.readouterr().err


@pytest.mark.slow
def test_the_partnership_of_the_flagship_is_enclosed() -> None:
    """2,048 pairs at its own patience: within a thousandth, and checked."""
    game = load_case("russia-turkey-2022").repeated("partnership")
    found = payoff_set(game.stage, game.patience[0])
    assert found.status is Status.APPROXIMATE
    assert verify(found).ok


def test_what_is_not_as_close_as_asked_is_shown_and_ends_with_three(capsys: pytest.CaptureFixture[str]) -> None:
    """A script can tell an enclosure that is too wide from one that is as asked; a reader sees both."""
    line = ["payoffs", "swap-syria-logistics", "--delta", "4/5", "--json"]
    assert main([*line, "--tolerance", "1/100000000000000"]) == 3
    assert '"status": "not converged"' in capsys.readouterr().out
    assert main(line) == 0
    assert '"status": "approximate"' in capsys.readouterr().out


@pytest.mark.parametrize(
    "line",
    [
        ["payoffs", "swap-syria-logistics", "--delta", "9/10"],
        ["regions", "syria", "--slice", "R_clash_syria,R_cost_syria_full"],
    ],
)
def test_a_picture_without_a_place_is_refused_before_the_work(
    line: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The fault names the file; nothing is left behind."""
    out = tmp_path / "none" / "x.svg"
    assert main([*line, "--out", str(out)]) == 1
    assert "x.svg: cannot be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
