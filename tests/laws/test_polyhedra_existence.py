"""Whether rows can hold together: against Fourier–Motzkin elimination."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.exact import Condition, Relation
from bargain.polyhedra import Feasible, Infeasible, Polyhedron, Row, check
from bargain.polyhedra.check import check_feasibility
from strategies_polyhedra import contradictions, corners, polyhedra, possible


@given(polyhedra())
@settings(max_examples=70)
def test_a_polyhedron_is_empty_exactly_where_elimination_says_so(p) -> None:
    """Emptiness, strict rows included, agrees with elimination, and every answer proves itself."""
    answer = p.feasibility()
    assert isinstance(answer, Feasible) == possible(p.rows) == (not p.is_empty)
    assert check_feasibility(answer, p.rows)
    if isinstance(answer, Feasible):
        assert p.contains(dict(answer.witness))


@given(polyhedra())
@settings(max_examples=60)
def test_the_witness_gives_strict_rows_the_most_room(p) -> None:
    """No point gives every strict row more slack than the witness does, up to the cap of 1."""
    answer = p.feasibility()
    assume(isinstance(answer, Feasible))
    strict = [row for row in p.rows if row.condition.relation.strict]
    if not strict:
        assert answer.slack is None
        return
    reached = min(row.condition.form.at(dict(answer.witness)) for row in strict)
    assert answer.slack == min(reached, 1)
    if answer.slack < 1:
        more = [Row(f"more {r.label}", Condition(r.condition.form - answer.slack, Relation.ABOVE)) for r in strict]
        assert not possible((*p.rows, *more))


@given(polyhedra())
@settings(max_examples=70)
def test_a_conflict_is_irreducible(p) -> None:
    """The rows of a conflict cannot hold together, and can as soon as any one is dropped."""
    conflict = p.irreducible_conflict()
    assert bool(conflict) == p.is_empty
    if conflict:
        assert set(conflict) <= set(p.rows)
        assert not possible(conflict)
        assert all(possible([r for r in conflict if r is not row]) for row in conflict)


@given(contradictions(), st.data())
@settings(max_examples=80)
def test_a_tampered_contradiction_is_refused(p, data) -> None:
    """A contradiction with one multiplier changed, negated or taken away no longer proves anything."""
    answer = p.feasibility()
    assume(isinstance(answer, Infeasible))
    parts = [(label, y) for label, y in answer.certificate.multipliers if p.row(label).condition.form.names]
    assume(parts)
    label, y = data.draw(st.sampled_from(parts))
    for wrong in (y + 1, -y, Fraction(0)):
        changed = tuple((name, wrong if name == label else value) for name, value in answer.certificate.multipliers)
        assert not check(type(answer.certificate)(multipliers=changed), p.rows)
    rest = tuple(pair for pair in answer.certificate.multipliers if pair[0] != label)
    assert not check(type(answer.certificate)(multipliers=rest), p.rows)
    assert not check(answer.certificate, p.without(label).rows)


@given(polyhedra(most=5))
@settings(max_examples=80)
def test_redundant_rows_can_go_and_no_other(p) -> None:
    """Dropped rows follow from those that stay, by their certificates; each row that stays cuts something off."""
    assume(not p.is_empty)
    kept = p.irredundant()
    for item in p.redundant():
        assert item.certificate.conclusion == p.row(item.label).condition
        assert check(item.certificate, kept.rows)
    for row in kept.rows:
        rest = [r for r in kept.rows if r is not row]
        form = row.condition.form
        if row.condition.relation is Relation.EQUAL:
            away = [Condition(form, Relation.ABOVE), Condition(-form, Relation.ABOVE)]
        else:
            away = [row.condition.opposite()]
        assert any(possible([*rest, Row("away", c)]) for c in away)


@given(polyhedra(most=5, boxed=True))
@settings(max_examples=60)
def test_vertices_are_those_that_brute_force_finds(p) -> None:
    """Double description and trying every choice of rows find the same vertices."""
    assume(not p.is_empty)
    found = [tuple(value for _, value in point) for point in p.vertices()]
    assert found == sorted(corners(p))
    twice = [replace(row, label=f"{row.label} again") for row in p.rows]
    assert p.with_rows(*twice).vertices() == p.vertices()


@pytest.mark.parametrize("flip", [1, -1])
def test_crowded_corners_in_four_dimensions(flip) -> None:
    """A cube cut by many rows through its corners: edges are told from mere pairs on a common facet."""
    names = ("a", "b", "c", "d")
    cuts = ["a + b <= 1", "b + c <= 1", "c + d <= 1", "a + b + c + d <= 2", "a <= b", "c - d <= 0", "a + c <= b + d"]
    rows = {name: f"0 <= {name} <= 1" for name in names} | {f"cut {k}": cut for k, cut in enumerate(cuts)}
    p = Polyhedron.read(names, dict(list(rows.items())[::flip]))
    twice = p.with_rows(*(replace(row, label=f"{row.label} again") for row in p.rows))
    expected = sorted(corners(p))
    assert [tuple(value for _, value in point) for point in p.vertices()] == expected
    assert [tuple(value for _, value in point) for point in twice.vertices()] == expected
