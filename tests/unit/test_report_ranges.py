"""Concession ranges in words: what is said of them holds at the stakes that are named."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bargain import load_case, ranges, self_enforcing
from bargain.report.range_sections import _issue_range, deal_section, rule_lines
from bargain.report.range_words import alike, deal_lines, grounds_lines, point_lines
from bargain.study import Deal

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.study import Ranges

SWAPS = ("swap-syria-energy", "swap-economy-payments")


@cache
def case() -> CodedCase:
    """Load the flagship once."""
    return load_case("russia-turkey-2022")


@cache
def deal(game: str) -> Deal:
    """Find the ranges of one exchange under both rules once."""
    found = (ranges(case(), game), ranges(case(), game, rule=self_enforcing("9/10")))
    return Deal(exchange=case().exchange(game), found=found, verified=())


@cache
def package() -> Ranges:
    """Return the package at the baseline only."""
    return ranges(case(), "package", readings=[], formulas=False)


@pytest.mark.parametrize("game", SWAPS)
def test_the_counterexample_refuses_what_it_says(game: str) -> None:
    """At the stakes named, worked out in numbers, the actor named accepts no share."""
    line = deal_lines(case(), deal(game))[-1]
    said = dict(re.findall(r"([A-Za-z_]+) = ([-0-9/]+)", line))
    first = deal(game).found[0].ranges[0]
    end = next(e for e in first.over[-1].ends if e.share is None)
    assert said.items() <= {n: str(v) for n, v in end.witness}.items()
    names = {n for i in deal(game).exchange.issues for form in (*i.benefit, *i.cost) for n in form.names}
    own = {n for n in names if case().stake(n).actor == end.actor or case().stake(n).sign == "open"}
    assert own == set(said)
    there = ranges(case(), game, at=dict(end.witness), readings=[], formulas=False)[first.issue]
    assert there.at is not None
    assert there.at.no_deal == f"no deal: {case().actor(end.actor).name} accepts no share"
    assert line.endswith(f"{case().actor(end.actor).name} accepts no share.")


def test_why_there_is_no_deal_stands_wherever_the_range_is_empty() -> None:
    """The value, its repr, the tables, the words of the command line and of the report say the same reason."""
    found = deal(SWAPS[0]).found[1]
    why = "no deal: Turkey accepts no share"
    at = found["syria"].at
    assert at is not None
    assert (at.no_deal, repr(at)) == (why, f"<{why}>")
    assert f"at the point: {why}" in repr(found["syria"])
    assert f"at the baseline {why};" in repr(found)
    assert f"syria, at the baseline: {why}." in found.table().notes
    assert f"At the baseline, Russia on syria, with energy full: {why}." in point_lines(case(), found)
    assert any(why in line for line in deal_lines(case(), deal(SWAPS[0])))


def test_binding_ends_name_the_actor_and_the_paragraphs() -> None:
    """Each concession says which end binds, whose it is and on which claims, in names and not in ids."""
    words = " ".join(grounds_lines(case(), deal(SWAPS[0]).found[0]))
    assert re.search(r"possible, low end, set by Turkey: c045 \(G\.3\)", words)
    assert "counterexample" not in words
    assert not re.search(r"\b(turkey|russia)\b", words)


def test_short_reprs() -> None:
    """No repr spells out the stakes of a witness."""
    over = deal(SWAPS[0]).found[0]["syria"].over[-1]
    for value in (over, *over.ends):
        assert len(repr(value)) < 160
        assert "T_gain" not in repr(value)


def test_equal_concessions_of_a_large_exchange_stand_together() -> None:
    """Eleven equal rows are one; rows that differ are grouped by what they say; small exchanges stay apart."""
    assert [who for who, _ in alike(package(), lambda _: 0)] == ["each of 11 issues, with all other 10 issues full"]
    two = [who for who, _ in alike(package(), lambda r: r.grantor)]
    assert [who.split(" on ")[0] for who in two] == ["Russia", "Turkey"]
    assert sum(len(who.split(", each with")[0].split(", ")) for who in two) == 11
    assert len(alike(deal(SWAPS[0]).found[0], lambda _: 0)) == 2


def test_an_empty_baseline_is_told_in_the_chart() -> None:
    """Beside the bars stands 'baseline: none', since no bracket can be drawn."""
    drawn = _issue_range(case(), deal(SWAPS[0]).found[1]["syria"])
    assert drawn.baseline is None
    assert "baseline: none" in drawn.ends


def test_a_section_holds_table_formulas_and_lines() -> None:
    """One exchange: two tables of ranges, one of formulas, and the lines in words."""
    section = deal_section(case(), deal(SWAPS[0]))
    names = [block.name for block in section.blocks if hasattr(block, "name")]
    assert len([n for n in names if n.startswith("ranges-")]) == 2
    assert names[-1] == "formulas-swap-syria-energy"


def test_each_rule_is_explained_once_for_all_exchanges() -> None:
    """Two exchanges under the same two rules: two explanations, not four."""
    lines = rule_lines(tuple(deal(game) for game in SWAPS))
    assert [line.split(".", 1)[0] for line in lines] == ["Rule: reservation", "Rule: self-enforcing at δ = 9/10"]


def test_no_formula_divides_a_stake_by_itself() -> None:
    """Where each side grants its own anyway the grantor asks for all of it: 1, and not a cost over the same cost."""
    lows = [form.low for found in deal(SWAPS[1]).found for r in found for form in r.forms]
    assert not [low for low in lows if re.search(r"\b(\w+) / \1\b", low)]
    assert len([low for low in lows if low.endswith(") and 1")]) == 4
