"""Laws of comparisons and variants: a coding equals itself, order is no matter, a dropped claim is seen exactly."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bargain import compare, load_case, pivotal, ranges, self_enforcing, variants
from bargain.case import Variant
from bargain.study.alignment import align, shared_issues
from bargain.study.families import family
from bargain.study.standing import Question
from bargain.study.variant_questions import asked_of, settings
from bargain.study.verdict_values import VerdictWord
from bargain.study.withheld import withheld

if TYPE_CHECKING:
    from bargain.study import Variants

pytest.importorskip("nltk")
FIRST, SECOND = load_case("russia-turkey-2022"), load_case("russia-turkey-2022-second")


def test_a_coding_agrees_with_itself() -> None:
    """Every claim is its own counterpart, coefficients are 1, nothing differs."""
    found = compare(SECOND, SECOND)
    assert {(p.first, p.second, p.likeness) for p in found.pairs} == {(c.id, c.id, 1) for c in SECOND.claims}
    for item in found.agreements:
        assert (item.same, item.kappa, item.alpha) == (item.units, 1, 1)
    assert not found.differences
    assert not found.other_ranges


def test_pairing_does_not_depend_on_which_is_named_first() -> None:
    """The mirror image of the pairs, likeness and all."""
    issues = shared_issues(FIRST, SECOND)
    one = align(FIRST, SECOND, issues)
    two = align(SECOND, FIRST, {b: a for a, b in issues.items()})
    assert {(p.first, p.second, p.likeness) for p in one} == {(p.second, p.first, p.likeness) for p in two}
    assert one == align(FIRST, SECOND, issues)


def _pairs(first: object, second: object) -> dict[tuple[str, str], Fraction]:
    """Return the pairs of two codings with their likenesses."""
    issues = shared_issues(FIRST, SECOND)
    return {(p.first, p.second): p.likeness for p in align(first, second, issues) if p.first and p.second}


def test_pairing_goes_by_the_places_within_a_paragraph_and_by_no_other_order() -> None:
    """Paragraphs in another order: the same pairs. Both codings from last to first: places are as near as before."""
    plain = _pairs(FIRST, SECOND)
    apart = [c for p in SECOND.source.locators[::-1] for c in SECOND.claims if c.locator == p]
    assert _pairs(FIRST, replace(SECOND, claims=tuple(apart))) == plain
    one, two = (replace(case, claims=case.claims[::-1]) for case in (FIRST, SECOND))
    back = _pairs(one, two)
    assert abs(sum(back.values()) - sum(plain.values())) < Fraction(1, 10_000)  # compared to a millionth


@pytest.mark.parametrize(
    ("one", "two"),
    [("c021", "c218"), ("c034", "c231"), ("c048", "c243"), ("c019", "c215"), ("c018", "c216")],
)
def test_what_is_read_in_the_same_sentence_is_a_pair(one: str, two: str) -> None:
    """Pairs that words alone miss or make otherwise, and that any reader would make; places settle them."""
    assert (one, two) in _pairs(FIRST, SECOND)


def test_place_alone_makes_no_pair() -> None:
    """Two claims without a word, an issue or an actor in common are not alike, wherever they stand."""
    for p in align(FIRST, SECOND, {}, least=Fraction(0)):
        assert not (p.first and p.second) or p.likeness > 0
    first = replace(FIRST, claims=tuple(replace(c, paraphrase="xxxxx") for c in FIRST.claims), rows=(), games=())
    second = replace(SECOND, claims=tuple(replace(c, paraphrase="yyyyy") for c in SECOND.claims), rows=(), games=())
    assert not [
        p for p in align(first, second, {}, least=Fraction(0)) if p.first and p.second and p.likeness < Fraction(1, 10)
    ]


@pytest.mark.parametrize("claim", ["c211", "c241", "c225"])
def test_a_dropped_claim_makes_exactly_the_differences_that_pivotal_predicts(claim: str) -> None:
    """Settled verdicts change if and only if the claim is among their falls; open ones never do."""
    dropped = replace(SECOND.varied(Variant(id="x", says="x", why="x", drop=(claim,))), id="without")
    found = compare(SECOND, dropped)
    issues = {name: name for name in (i.id for i in SECOND.issues)}
    assert dict(found.issues) == issues
    seen = 0
    for item, statement in zip(found.verdicts, _statements(), strict=True):
        if item.first.word in {VerdictWord.NECESSARY, VerdictWord.IMPOSSIBLE}:
            falls = {f.name for f in pivotal(SECOND, statement, quantifier=item.quantifier, moves=False).falls}
            assert (claim in falls) is not item.same, item.question
            seen += claim in falls
            assert item.same or (0, claim) in item.differ_by
        elif item.first.mostly is None:
            assert item.same, item.question
    assert seen


@cache
def _statements() -> tuple[object, ...]:
    """Return the statement of every question that the coding shares with itself, once per quantifier."""
    from bargain.study.compare_questions import shared_questions

    asked = shared_questions(SECOND, SECOND, {i.id: i.id for i in SECOND.issues})
    return tuple(q.first for q in asked for _ in ("every", "some"))


@cache
def _variants() -> Variants:
    return variants(SECOND)


def test_variants_say_what_a_fresh_decision_says() -> None:
    """Verdicts that were carried over are decided again in the varied case, without short cuts."""
    known = [s for s in settings(SECOND) if s.declared is not None and not s.declared.readings]
    told = {(v.question, v.games, v.quantifier): dict(v.told) for v in _variants().verdicts}
    for asked in asked_of(SECOND, settings(SECOND)):
        for setting in known:
            of = family(asked.statement, setting.case, setting.case.space())
            for quantifier in of.quantifiers:
                fresh = Question(setting.case, asked.statement, quantifier, of).stand
                stand = told[asked.words, asked.games, quantifier][setting.id]
                assert stand is not None
                assert fresh.agrees(stand), (asked.words, setting.id)


def test_ranges_of_variants_say_what_a_fresh_range_says() -> None:
    """The same for ranges, over the varied case."""
    cases = {s.id: s.case for s in settings(SECOND)}
    for item in _variants().ranges:
        if item.stand.game != "swap-commerce-payments" or "self" in item.stand.rule:
            continue
        for name, stand in item.told:
            fresh = ranges(cases[name], item.stand.game, readings=[("stated", "inferred", "assumed")], formulas=False)
            over = fresh[item.stand.issue].over[-1]
            assert stand is not None
            assert (stand.certain, stand.possible) == (str(over.certain), str(over.possible))


@given(st.fractions(Fraction(1, 10), Fraction(9, 10), max_denominator=10), st.data())
def test_nothing_after_a_breach_is_what_its_definition_says(delta: Fraction, data: st.DataObject) -> None:
    """At any point: what is granted stands if no side's saving exceeds δ times all that it is granted."""
    values = {
        name: data.draw(st.fractions(-1, 1, max_denominator=6), label=name)
        for name in ("r_commerce", "r_payments", "t_commerce", "t_payments")
    }
    rule = withheld(self_enforcing(delta))
    deal = SECOND.exchange("swap-commerce-payments")
    full = tuple((issue.id, 1) for issue in deal.issues)
    costs = {issue.grantor: issue.cost[1].at(values) for issue in deal.issues}
    oneshot = tuple((issue.id, int(costs[issue.grantor] < 0)) for issue in deal.issues)
    for issue in deal.issues:
        gets = next(i for i in deal.issues if i.beneficiary == issue.grantor).benefit[1].at(values)
        saved = costs[issue.grantor] - min(Fraction(0), costs[issue.grantor])
        limit = rule.limit(deal, issue, full, oneshot, "one-shot").form(delta).at(values)
        assert (costs[issue.grantor] <= limit) is (saved <= delta * gets)
        other = next(i for i in deal.issues if i.grantor == issue.beneficiary)
        spared = other.cost[1].at(values) - min(Fraction(0), other.cost[1].at(values))
        need = rule.need(deal, issue, full, oneshot, "one-shot").form(delta).at(values)
        assert (issue.benefit[1].at(values) >= need) is (spared <= delta * issue.benefit[1].at(values))


def test_dropping_nothing_changes_nothing() -> None:
    """A varied case without changes is the case."""
    same = SECOND.varied(Variant(id="x", says="x", why="x"))
    assert same.rows == SECOND.rows
    assert same.point() == SECOND.point()
