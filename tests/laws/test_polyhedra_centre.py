"""The leximin centre: no point has better slacks, and only what should matter does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.errors import PolyhedronError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Polyhedron, Row
from strategies_polyhedra import corners, polyhedra, possible


def _slacks(p, values) -> list[Fraction]:
    rows = [row.condition for row in p.rows if row.condition.relation is not Relation.EQUAL]
    return sorted(c.form.at(values) for c in rows)


@given(polyhedra(boxed=True))
@settings(max_examples=70)
def test_every_level_is_as_high_as_it_can_be(p) -> None:
    """Rows no better off than a level kept, the rest cannot all be raised above their worst: elimination says so."""
    assume(not p.is_empty)
    at = dict(p.centre())
    assert p.contains(at)
    rows = [row for row in p.rows if row.condition.relation is not Relation.EQUAL and row.condition.form.names]
    equal = [row for row in p.rows if row.condition.relation is Relation.EQUAL]
    slack = {row.label: row.condition.form.at(at) for row in rows}
    for level in sorted(set(slack.values())):
        better = []
        for row in rows:
            mine = slack[row.label]
            held = Condition(row.condition.form - min(mine, level), Relation.AT_LEAST)
            raised = Condition(row.condition.form - level, Relation.ABOVE)
            better.append(Row(row.label, held if mine < level else raised))
        assert not possible([*equal, *better])


@given(polyhedra(boxed=True), st.data())
@settings(max_examples=70)
def test_no_other_point_has_better_slacks(p, data) -> None:
    """No mixture of vertices and centre has leximin-better slacks, and none but the centre has the same."""
    assume(not p.is_empty)
    at = dict(p.centre())
    points = [dict(zip(p.variables, corner, strict=True)) for corner in sorted(corners(p))]
    weights = data.draw(st.lists(st.integers(0, 4), min_size=len(points), max_size=len(points)))
    share = data.draw(st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(9, 10)]))
    assume(sum(weights))
    mixed = {n: sum((w * x[n] for w, x in zip(weights, points, strict=True)), Fraction(0)) for n in p.variables}
    other = {n: share * at[n] + (1 - share) * mixed[n] / sum(weights) for n in p.variables}
    assert _slacks(p, other) <= _slacks(p, at)
    assert (_slacks(p, other) == _slacks(p, at)) == (other == at)


@given(polyhedra(boxed=True))
@settings(max_examples=60)
def test_strictness_order_and_repetition_do_not_matter(p) -> None:
    """The centre is that of the closure, of the rows in another order, and of the rows written twice."""
    assume(not p.is_empty)
    twice = [replace(row, label=f"{row.label} again") for row in p.rows]
    centre = p.centre()
    assert p.closure().centre() == centre
    assert Polyhedron(p.variables, p.rows[::-1]).centre() == centre
    assert p.with_rows(*twice).centre() == centre


@given(polyhedra(boxed=True), st.fractions(min_value=-3, max_value=3, max_denominator=4))
@settings(max_examples=40)
def test_the_centre_moves_with_the_polyhedron(p, by) -> None:
    """Shifting every variable shifts the centre."""
    assume(not p.is_empty)
    shifted = []
    for row in p.rows:
        form = row.condition.form
        moved = form - by * sum((c for _, c in form.terms), Fraction(0))
        shifted.append(Row(row.label, Condition(moved, row.condition.relation)))
    centre = Polyhedron(p.variables, tuple(shifted)).centre()
    assert centre == tuple((name, value + by) for name, value in p.centre())


@given(polyhedra())
@settings(max_examples=80)
def test_an_interior_point_has_slack_wherever_that_is_possible(p) -> None:
    """A row is tight at the interior point only if it is tight everywhere."""
    assume(not p.is_empty)
    at = dict(p.interior_point())
    assert p.contains(at)
    for row in p.rows:
        if row.condition.form.at(at) == 0:
            assert not possible([*p.rows, Row("slack", Condition(row.condition.form, Relation.ABOVE))])


@pytest.mark.parametrize("n", [1, 2, 5, 30])
def test_a_chain_is_cut_in_equal_steps(n) -> None:
    """0 < x1 < … < xn < 1 has its centre at k/(n+1)."""
    names = [f"x{k}" for k in range(1, n + 1)]
    chain = Polyhedron.read(names, {"r": " < ".join(["0", *names, "1"])})
    assert [value for _, value in chain.centre()] == [Fraction(k, n + 1) for k in range(1, n + 1)]


def test_a_product_has_the_centres_of_its_factors() -> None:
    """Blocks that share no variable are centred apart: the coarse one does not hold back the fine one."""
    p = Polyhedron.read(("a", "b"), {"a": "0 <= a <= 1", "b": "0 <= b <= 100"})
    assert p.centre() == (("a", Fraction(1, 2)), ("b", Fraction(50)))


def test_later_levels_are_raised_too() -> None:
    """A narrow strip fixes one coordinate; the other is still centred, and by its own rows."""
    p = Polyhedron.read(("a", "b"), {"strip": "0 <= a - b <= 1/10", "b": "0 <= b <= 1"})
    assert p.centre() == (("a", Fraction(11, 20)), ("b", Fraction(1, 2)))


def test_an_unbounded_polyhedron_has_no_centre() -> None:
    """Without a largest smallest slack the centre is refused, with the variables named; an interior point is not."""
    p = Polyhedron.read(("a", "b"), {"r": "a >= 0", "s": "0 <= b <= 1"})
    with pytest.raises(PolyhedronError, match="no centre: slacks over a "):
        p.centre()
    assert p.interior_point() == (("a", Fraction(1)), ("b", Fraction(1, 2)))


def test_a_scale_is_part_of_how_a_row_is_written() -> None:
    """Slack is measured as written: doubling one side of an interval moves the centre towards it."""
    plain = Polyhedron.read(("a",), {"low": "a >= 0", "high": "a <= 1"})
    scaled = plain.without("low").with_rows(Row("low", Condition(2 * Affine.name("a"), Relation.AT_LEAST)))
    assert (plain.centre(), scaled.centre()) == ((("a", Fraction(1, 2)),), (("a", Fraction(1, 3)),))
