"""Games of alternating offers and their solutions: errors, words, files, checks that can fail."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bargain import load_case, verify
from bargain.cli import main
from bargain.cli.app import app
from bargain.cli.guard import exit_code
from bargain.errors import BargainError, FormatError, GameError, RefusedError
from bargain.games import OffersGame, RoundPlan
from bargain.games.offers_file import parse_offers
from bargain.solve import Status, offers, verify_offers
from bargain.study import protocol, protocol_over

if TYPE_CHECKING:
    from pathlib import Path

SWAP = {"a": (3, 1), "b": (2, 2), "c": (1, 3)}
FILE = """
title = "Swap"
players = ["Ann", "Bob"]
discount = "9/10"
[packages]
a = [3, 1]
b = [2, 2]
c = [1, 3]
"""


def _swap(**terms: object) -> OffersGame:
    return OffersGame.build("Swap", ("Ann", "Bob"), SWAP, **{"discounts": "9/10", **terms})


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"discounts": 1}, "perfectly patient"),
        ({"discounts": 0}, "discount factor 0 of 'Ann'"),
        ({"discounts": "3/2", "rounds": 2}, "discount factor 3/2"),
        ({"discounts": 0.5}, "0.5 is a float"),
        ({"rounds": 0}, "0 rounds"),
        ({"rounds": True}, "True rounds"),
        ({"breakdown": 2}, "a risk of breakdown of 2"),
        ({"first": "Cid"}, "no player 'Cid'"),
        ({"leaver": "anyone"}, "one of responder, proposer, both, nobody"),
        ({"outside": [1]}, "outside options"),
        ({"disagreement": [1]}, "give two numbers"),
    ],
)
def test_bad_protocols_are_refused_by_name(terms: dict[str, object], words: str) -> None:
    """One message names the part, what was found, and what would be right."""
    with pytest.raises(BargainError, match=words):
        _swap(**terms)


def test_bad_packages_and_plans_are_refused() -> None:
    """No packages, one twice, two players of one name, a plan that does what is not allowed."""
    with pytest.raises(GameError, match="0 packages"):
        OffersGame.build("none", ("A", "B"), {}, discounts=1, rounds=1)
    with pytest.raises(GameError, match="two different names"):
        OffersGame.build("same", ("A", "A"), SWAP, discounts=1, rounds=1)
    with pytest.raises(GameError, match="package 'a' twice"):
        replace(_swap(), packages=("a", "b", "a"))
    with pytest.raises(GameError, match="give 2, one RoundPlan"):
        _swap().regret([RoundPlan(offer=0, accepts=frozenset())])
    with pytest.raises(GameError, match="walking out is not allowed"):
        _swap().regret([RoundPlan(offer=0, accepts=frozenset(), leaves=(False, True))] * 2)


def test_every_rejected_offer_waits_for_the_deadline() -> None:
    """If one player gains by no package, talks fail, and the deadline pays what it says."""
    found = offers(OffersGame.build("none", ("A", "B"), {"x": (-1, 5)}, discounts="1/2", rounds=3, silence=True))
    assert found.status is Status.EXACT
    assert found.payoffs == ((0, 0),)
    assert [e.kind for e in found[0].endings] == ["deadline"]
    assert found.may_fail


def test_ten_thousand_rounds_count_their_endings() -> None:
    """With perfect patience the same package may be agreed on in any round, and the rounds are counted unwalked."""
    found = offers(OffersGame.pie(4, discounts=1, rounds=10_000))
    ending = found[0].endings[0]
    assert (ending.first, ending.last, ending.rounds) == (1, 10_000, 10_000)


@pytest.mark.parametrize("rounds", range(1, 12))
def test_endings_counted_unwalked_are_those_of_the_walk(rounds: int) -> None:
    """Around the round in which repetition begins, first, last and number of rounds are those found by walking all."""
    game = OffersGame.build("ties", ("A", "B"), {"x": (0, 0), "y": (2, 1), "z": (1, 1)}, discounts=1, rounds=rounds)
    for outcome in offers(game):
        for ending in outcome.endings:
            assert 1 <= ending.first <= ending.last <= rounds
            assert ending.rounds <= ending.last - ending.first + 1
    assert verify_offers(offers(game)).ok


def test_ties_beyond_the_limit_are_refused() -> None:
    """Where indifference leaves too many values the solver says how many and stops."""
    with pytest.raises(RefusedError, match="over the limit of 20"):
        offers(OffersGame.pie(60, discounts="999/1000", rounds=500), limit=20)


def test_a_solution_reads_and_exports() -> None:
    """Status first, counts named, the best and the worst for each, all roads out."""
    found = offers(_swap())
    assert "pairs of offers" in repr(found)
    assert json.dumps(found.to_dict())
    assert "rubinstein1982" in found.cite()
    assert r"\begin{table}" in found.to_latex()
    assert found.best("Ann").payoffs[0] >= found.worst("Ann").payoffs[0]
    assert set(found.hull) <= set(found.payoffs)
    with pytest.raises(GameError, match="no player 'Cid'"):
        found.best("Cid")


def test_the_checker_sees_what_is_wrong() -> None:
    """An outcome left out, one changed, a wrong ending and a wrong status are faults."""
    found = offers(OffersGame.pie(10, discounts="9/10"))
    assert verify(found).ok
    less = replace(found, outcomes=found.outcomes[1:], equilibria=found.equilibria[1:])
    assert not verify(less).ok
    assert not verify(replace(found, outcomes=found.outcomes[1:])).ok
    moved = replace(found.outcomes[0], payoffs=(Fraction(2), Fraction(0)))
    assert not verify(replace(found, outcomes=(moved, *found.outcomes[1:]))).ok
    assert not verify(replace(found, status=Status.NONE_EXISTS)).ok
    finite = offers(OffersGame.pie(10, discounts="9/10", rounds=3))
    assert verify(finite).ok
    assert not verify(replace(finite, outcomes=finite.outcomes[1:])).ok


def test_files_say_where_they_are_wrong() -> None:
    """A file is a game; unknown keys, strangers and floats are named with the key."""
    assert offers(parse_offers(FILE)).payoffs == offers(_swap()).payoffs
    for text, words in (
        (FILE.replace("discount", "discont"), "did you mean 'discount'"),
        (FILE + "[outside]\nCid = 1\n", "'Cid' is no player"),
        (FILE.replace("[3, 1]", "[3, 0.5]"), "0.5 is a float"),
        (FILE.replace('["Ann", "Bob"]', '"Ann"'), "write players"),
        ("title = [", "not TOML: invalid value"),
        ("players = ['A', 'B']\npackages = 3", "write .packages."),
    ):
        with pytest.raises(FormatError, match=words):
            parse_offers(text, file="swap.toml")


def test_the_rule_protocol_gives_levels_for_both_orders() -> None:
    """Levels and hulls are those of the packages agreed on, and the checker works them out again."""
    case = load_case("russia-turkey-2022")
    found = protocol(case, "swap-syria-logistics", delta="9/10")
    assert [f.first for f in found["syria"].by_first] == ["Russia", "Turkey"]
    assert found["syria"].by_first[0].low == 1
    assert verify(found).ok
    wrong = replace(found["syria"].by_first[0], levels=(0,))
    item = replace(found["syria"], by_first=(wrong, found["syria"].by_first[1]))
    assert not verify(replace(found, ranges=(item,))).ok
    with pytest.raises(GameError, match="without discount factors"):
        protocol(case, "swap-syria-logistics")
    with pytest.raises(GameError, match="discount factors for russia"):
        protocol(case, "swap-syria-logistics", delta={"russia": "1/2"})
    with pytest.raises(GameError, match="outside the stake space"):
        protocol(case, "swap-syria-logistics", delta="1/2", at={"T_gain_syria_full": "-5"})


def test_sampled_ranges_say_that_they_are_sampled() -> None:
    """Over the stake space nothing is claimed to be exact."""
    seen = protocol_over(load_case("russia-turkey-2022"), "swap-syria-logistics", delta="9/10", points=8, seed=3)
    assert seen.status == "approximate"
    assert "approximate" in repr(seen)
    assert all(0 <= s.times <= 8 for s in seen.levels)
    share, error = seen.share("syria", "full", "Russia")
    assert 0 <= share <= 1
    assert error > 0


def _run(*words: str) -> int:
    return exit_code(lambda: app(list(words), standalone_mode=True))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files and cases, options over the file, JSON, and the exit codes."""
    path = tmp_path / "swap.toml"
    path.write_text(FILE, encoding="utf-8")
    assert _run("offers", str(path), "--json", "--first", "bob", "--rounds", "2", "--limit", "1") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["game"]["first"] == "Bob"
    assert found["game"]["rounds"] == 2
    assert len(found["outcomes"]) == 1
    assert _run("offers", str(path), "--outside", "Bob=5/2", "--json") == 0
    assert json.loads(capsys.readouterr().out)["game"]["exits"] == [None, ["0", "5/2"]]
    assert _run("offers", "swap-syria-logistics", "--delta", "9/10") == 0
    assert "proposes first" in capsys.readouterr().out
    assert _run("offers", "swap-syria-logistics", "--delta", "1", "--rounds", "3") == 0
    assert _run("offers", "swap-syria-logistics") == 1
    assert _run("offers", str(path), "--rounds", "many") == 2
    assert _run("offers", str(tmp_path / "none.toml")) == 1
    assert "none.toml" in capsys.readouterr().err
    assert _run("ranges", "--rule", "protocol", "--delta", "9/10", "--game", "swap-syria-logistics", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["rule"] == "protocol"
    assert _run("ranges", "--rule", "protocol", "--rounds", "2", "--game", "swap-syria-logistics") == 1
    assert _run("ranges", "--rule", "nonsense") == 2


@pytest.mark.parametrize("rounds", [1, 2, 7, 30])
def test_rounds_that_only_halve_what_comes_are_no_repeats(rounds: int) -> None:
    """Nobody takes the only package and the deadline pays 64: each round before halves that, however many."""
    game = OffersGame.build("Wait", ("A", "B"), {"bad": (-5, -5)}, discounts="1/2", rounds=rounds, deadline=(64, 64))
    (only,) = offers(game).outcomes
    assert only.payoffs == (Fraction(64, 2 ** (rounds - 1)),) * 2


def test_the_protocol_over_the_stake_space_is_a_command_and_says_that_it_samples(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Counts of points, labelled with seed and prior; the same as the function's; other rules need no sample."""
    line = ["ranges", "--game", "swap-syria-logistics", "--rule", "protocol", "--delta", "9/10", "--sampled", "6"]
    assert main([*line, "--seed", "3"]) == 0
    out = capsys.readouterr().out
    assert "Approximate: 6 points, seed 3; prior: " in out
    assert main([*line, "--seed", "3", "--issue", "syria", "--json"]) == 0
    (data,) = json.loads(capsys.readouterr().out)
    seen = protocol_over(load_case("russia-turkey-2022"), "swap-syria-logistics", delta="9/10", points=6, seed=3)
    assert data["status"] == "approximate"
    assert data["levels"] == [level for level in seen.to_dict()["levels"] if level["issue"] == "syria"]
    assert len(data["levels"]) == 6
    assert main([*line, "--issue", "nothing"]) == 1
    assert "has no issue 'nothing'" in capsys.readouterr().err
    assert main(["ranges", "--sampled", "6"]) == 2
    assert "--sampled goes with --rule protocol" in capsys.readouterr().err
