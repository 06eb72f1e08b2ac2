"""Extents, ratios and verdicts: against elimination and brute-force vertices."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.errors import PolyhedronError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Certificate, Ray, Row, check
from bargain.polyhedra.chart import chart
from bargain.polyhedra.check import check_decision, check_extent, check_ratio
from bargain.polyhedra.programs import supremum
from strategies_polyhedra import RELATIONS, corners, forms, polyhedra, possible, with_condition

NEAR = Fraction(1, 1000)


def _known(p, form) -> Affine:
    """Return the form without variables that the polyhedron does not have."""
    return form.substitute({name: Fraction(0) for name in form.names if name not in p.variables})


@given(polyhedra(), forms())
@settings(max_examples=80)
def test_an_end_is_the_least_bound_and_attained_as_said(p, form) -> None:
    """Nothing lies beyond an end, something lies near it, and something on it exactly if it is attained."""
    assume(not p.is_empty)
    form = _known(p, form)
    found = p.extent(form)
    assert check_extent(found, p.rows)
    for end, upward in ((found.low, -form), (found.high, form)):
        if end.value is None:
            assert isinstance(end.certificate, Ray)
            assert possible(with_condition(p, upward - 1000, Relation.ABOVE))
            continue
        top = upward.at(dict(end.point))
        assert not possible(with_condition(p, upward - top, Relation.ABOVE))
        assert possible(with_condition(p, upward - top + NEAR, Relation.ABOVE))
        assert end.attained == possible(with_condition(p, upward - top, Relation.EQUAL))
        assert not end.attained or p.contains(dict(end.point))
    assert (p.lowest(form), p.highest(form)) == (found.low, found.high)
    assert p.top(form) == found.high.value


@given(polyhedra(most=5, boxed=True), forms())
@settings(max_examples=60)
def test_extents_of_bounded_polyhedra_are_those_of_their_vertices(p, form) -> None:
    """On a bounded polyhedron both ends are the extremes over brute-force vertices."""
    assume(not p.is_empty)
    form = _known(p, form)
    values = [form.at(dict(zip(p.variables, corner, strict=True))) for corner in corners(p)]
    found = p.extent(form)
    assert (found.low.value, found.high.value) == (min(values), max(values))


@given(polyhedra(), forms(), forms())
@settings(max_examples=40)
def test_answers_do_not_depend_on_what_was_asked_before(p, first, second) -> None:
    """The same question has the same answer, witness and multipliers after another question and without caches."""
    assume(not p.is_empty)
    first, second = _known(p, first), _known(p, second)
    alone = p.extent(first)
    p.extent(second)
    chart.cache_clear()
    supremum.cache_clear()
    p.extent(second)
    assert p.extent(first) == alone


@given(polyhedra(), forms(), st.data())
@settings(max_examples=70)
def test_a_tampered_bound_is_refused(p, form, data) -> None:
    """A bound proves nothing beyond itself, nor with a multiplier, a row or its strictness changed."""
    assume(not p.is_empty)
    end = p.extent(_known(p, form)).low
    assume(isinstance(end.certificate, Certificate))
    proof, claim = end.certificate, end.certificate.conclusion
    beyond = replace(proof, conclusion=Condition(claim.form - NEAR, claim.relation))
    assert not check(beyond, p.rows)
    if end.attained:
        assert not check(replace(proof, conclusion=Condition(claim.form, Relation.ABOVE)), p.rows)
    parts = [(label, y) for label, y in proof.multipliers if p.row(label).condition.form.names]
    assume(parts)
    label, y = data.draw(st.sampled_from(parts))
    for wrong in (y * 2, -y, Fraction(0)):
        changed = tuple((name, wrong if name == label else value) for name, value in proof.multipliers)
        assert not check(replace(proof, multipliers=changed), p.rows)
    assert not check(proof, p.without(label).rows)


@given(polyhedra(), forms(), RELATIONS, st.booleans())
@settings(max_examples=70)
def test_a_verdict_is_what_elimination_says(p, form, relation, touch) -> None:
    """Always, sometimes and never agree with elimination, exceptions included, and prove themselves."""
    assume(not p.is_empty)
    form = _known(p, form)
    if touch and p.extent(form).low.value is not None:
        form = form - p.extent(form).low.value
    decision = p.decide(Condition(form, relation))
    assert check_decision(decision, p.rows)
    above, below, on = (
        possible(with_condition(p, f, r))
        for f, r in ((form, Relation.ABOVE), (-form, Relation.ABOVE), (form, Relation.EQUAL))
    )
    holds = {Relation.AT_LEAST: above or on, Relation.ABOVE: above, Relation.EQUAL: on}[relation]
    fails = {Relation.AT_LEAST: below, Relation.ABOVE: below or on, Relation.EQUAL: above or below}[relation]
    assert decision.verdict == ("sometimes" if holds and fails else "always" if holds else "never")
    if decision.verdict == "sometimes" and relation is not Relation.EQUAL:
        assert decision.mostly == (None if above and below else "always" if above else "never")
        for label in decision.face:
            assert not possible((*with_condition(p, form, Relation.EQUAL), _strictly(p.row(label))))


def _strictly(row):
    return replace(row, label="strictly", condition=Condition(row.condition.form, Relation.ABOVE))


@given(polyhedra(), forms(), RELATIONS)
@settings(max_examples=60)
def test_a_verdict_does_not_pass_for_its_opposite(p, form, relation) -> None:
    """A decision with its verdict, witnesses or proof exchanged is refused."""
    assume(not p.is_empty)
    decision = p.decide(Condition(_known(p, form), relation))
    for verdict in type(decision.verdict):
        if verdict != decision.verdict:
            assert not check_decision(replace(decision, verdict=verdict), p.rows)
    swapped = replace(decision, witness_for=decision.witness_against, witness_against=decision.witness_for)
    if decision.verdict == "sometimes":
        assert not check_decision(swapped, p.rows)


@given(polyhedra(most=5, boxed=True), forms(), forms())
@settings(max_examples=80)
def test_ratios_of_bounded_polyhedra_are_extreme_at_vertices(p, top, bottom) -> None:
    """With a denominator clear of zero on the closure, a ratio has its extremes at brute-force vertices."""
    assume(not p.is_empty)
    top, bottom = _known(p, top), _known(p, bottom)
    bottom = bottom - p.extent(bottom).low.value + Fraction(1, 2)
    points = [dict(zip(p.variables, corner, strict=True)) for corner in corners(p)]
    values = [top.at(x) / bottom.at(x) for x in points]
    for sign in (1, -1):
        found = p.ratio_extent(top * sign, bottom * sign)
        assert (found.low.value, found.high.value, found.sign) == (min(values), max(values), sign)
        assert check_ratio(found, p.rows)


@given(polyhedra(), forms(), forms(), st.sampled_from([Fraction(0), Fraction(1), Fraction(-1)]))
@settings(max_examples=70)
def test_a_ratio_is_bounded_exactly_as_elimination_says(p, top, bottom, shift) -> None:
    """Unbounded polyhedra and vanishing denominators included: v is an end of N/D as N − v·D tells."""
    assume(not p.is_empty)
    top, bottom = _known(p, top), _known(p, bottom)
    low = p.extent(bottom).low.value
    bottom = bottom if low is None else bottom - low + shift
    try:
        found = p.ratio_extent(top, bottom)
    except PolyhedronError:
        one_sign = not all(possible(with_condition(p, f, Relation.ABOVE)) for f in (bottom, -bottom))
        assert not one_sign or not possible(with_condition(p, bottom * bottom_sign(p, bottom), Relation.ABOVE))
        return
    assert check_ratio(found, p.rows)
    clear = p.with_rows(Row("clear", Condition(bottom * found.sign, Relation.ABOVE)))
    for end, side in ((found.low, -1), (found.high, 1)):
        level = end.value if end.value is not None else Fraction(1000 * side)
        form = (top - bottom * level) * (found.sign * side)
        assert possible(with_condition(clear, form, Relation.ABOVE)) == (end.value is None)
        if end.value is not None:
            near = (top - bottom * (level - NEAR * side)) * (found.sign * side)
            assert possible(with_condition(clear, near, Relation.ABOVE))
            assert end.attained == possible(with_condition(clear, form, Relation.EQUAL))


def bottom_sign(p, form) -> int:
    """Return the side on which the form can lie."""
    return 1 if possible(with_condition(p, form, Relation.ABOVE)) else -1
