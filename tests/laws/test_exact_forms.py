"""Affine forms and conditions: values, whole numbers, and what is kept beside them, against sums of fractions."""

from __future__ import annotations

import copy
import pickle
from dataclasses import replace
from fractions import Fraction
from math import gcd

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bargain.errors import ExpressionError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Row
from bargain.polyhedra.system import integers, system

NAMES = ("a", "b", "c", "d")
NUMBERS = st.fractions(min_value=-6, max_value=6, max_denominator=12)
FORMS = st.builds(Affine.of, st.dictionaries(st.sampled_from(NAMES), NUMBERS), NUMBERS)
POINTS = st.fixed_dictionaries(dict.fromkeys(NAMES, NUMBERS))
RELATIONS = st.sampled_from(list(Relation))


def _sum(form: Affine, point: dict[str, Fraction]) -> Fraction:
    """Work a form out term by term."""
    total = form.constant
    for name, c in form.terms:
        total = total + c * point[name]
    return total


@given(FORMS, POINTS)
def test_a_value_is_the_sum_of_its_terms(form: Affine, point: dict[str, Fraction]) -> None:
    """The value, the quotient that stands for it, and its sign are those of the sum."""
    value = form.at(point)
    assert value == _sum(form, point)
    assert type(value) is Fraction
    up, down = form.quotient(point)
    assert down > 0
    assert Fraction(up, down) == value


@given(FORMS, FORMS, NUMBERS)
def test_arithmetic_is_that_of_coefficients(one: Affine, other: Affine, number: Fraction) -> None:
    """Sums, differences and multiples, term by term; what vanishes is not kept, and names stay sorted."""
    names = {*one.names, *other.names}

    def combined(a: Fraction, b: Fraction) -> Affine:
        terms = ((n, a * one.coefficient(n) + b * other.coefficient(n)) for n in sorted(names))
        return Affine(tuple((n, c) for n, c in terms if c), a * one.constant + b * other.constant)

    unit = Fraction(1)
    assert one + other == combined(unit, unit)
    assert one - other == combined(unit, -unit)
    assert one - one == Affine.number(0)
    assert one * number == combined(number, Fraction(0))
    assert one - number == combined(unit, Fraction(0)) + -number == -(number - one)


@given(FORMS, RELATIONS, POINTS)
def test_a_condition_holds_where_its_form_has_the_sign(
    form: Affine, relation: Relation, point: dict[str, Fraction]
) -> None:
    """At least, above and equal are told apart at zero and on both sides of it."""
    for moved in (form, form - _sum(form, point)):
        value = _sum(moved, point)
        expected = {Relation.AT_LEAST: value >= 0, Relation.ABOVE: value > 0, Relation.EQUAL: value == 0}[relation]
        assert Condition(moved, relation).holds(point) is expected


@given(FORMS)
def test_whole_numbers_are_the_form_at_a_positive_scale(form: Affine) -> None:
    """They have no common factor, and the form can be had back."""
    constant, coefficients, scale = form.whole
    assert scale > 0
    assert gcd(constant, *coefficients) in {0, 1}
    assert Affine.of(dict(zip(form.names, coefficients, strict=True)), constant) == form * scale


@given(st.lists(st.tuples(FORMS, RELATIONS), min_size=1, max_size=5), FORMS)
def test_the_part_of_a_form_in_a_block_is_told_in_whole_numbers(
    rows: list[tuple[Affine, Relation]], form: Affine
) -> None:
    """Blocks that a form touches are those with a variable of it, each with the form's coefficients there."""
    over = system(NAMES, tuple(Row(f"r{n}", Condition(*row)) for n, row in enumerate(rows)))
    touched = [block for block in over.blocks if set(block.variables) & set(form.names)]
    assert [block.members for block in over.touched(form)] == [block.members for block in touched]
    for block in touched:
        own = [Fraction(0), *(form.coefficient(name) for name in block.variables)]
        assert block.objective(form) == integers(own)


def test_a_value_needs_every_stake() -> None:
    """The missing one is named."""
    with pytest.raises(ExpressionError, match="no value for stake 'b'"):
        (Affine.name("a") + Affine.name("b")).at({"a": Fraction(1)})


@given(FORMS, RELATIONS, NUMBERS)
def test_what_is_kept_is_no_part_of_the_value(form: Affine, relation: Relation, other: Fraction) -> None:
    """A form that was asked about equals a new one, and what is made of it does not inherit its answers."""
    condition = Condition(form, relation)
    asked = form.names, form.whole, hash(form), str(condition), hash(condition)
    fresh = Affine(form.terms, form.constant)
    twin = Condition(fresh, relation)
    assert (fresh, twin) == (form, condition)
    assert asked == (fresh.names, fresh.whole, hash(fresh), str(twin), hash(twin))
    for made in (copy.copy(condition), copy.deepcopy(condition), pickle.loads(pickle.dumps(condition))):  # noqa: S301
        assert made == condition
        assert hash(made) == hash(condition)
    moved = replace(condition, form=replace(form, constant=form.constant + other))
    assert moved.form.whole == Affine(form.terms, form.constant + other).whole
    assert str(moved) == str(Condition(Affine(form.terms, form.constant + other), relation))
    assert (moved == condition) is (other == 0)
