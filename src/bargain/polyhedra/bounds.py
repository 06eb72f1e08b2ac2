"""How far a form, or a ratio of two, can go over rows that have a point, and what that decides.

Room      polyhedra.
Source    linear-fractional programs by homogenisation, [charnes1962]_.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra.existence import witness
from bargain.polyhedra.programs import peak, supremum
from bargain.polyhedra.values import Certificate, End, Extent, Ray

if TYPE_CHECKING:
    from bargain.polyhedra.system import System

__all__ = ["admits", "extent", "highest", "lowest", "top"]


def extent(over: System, form: Affine) -> Extent:
    """Return both ends of a form, with points and certificates."""
    inside = witness(over)
    return Extent(form=form, low=lowest(over, form, inside), high=highest(over, form, inside))


def admits(over: System, condition: Condition, inside: dict[str, Fraction]) -> bool:
    """Tell whether some point of the rows satisfies an inequality too, without naming one; `inside` is any point.

    Costs one warm start per block that the form touches, where a point with room would need the rows' own
    first phase: a form of which some value is positive is positive at a point that keeps strict rows too.
    """
    if condition.holds(inside):
        return True
    value = top(over, condition.form)
    if value is None:
        return True
    if value or condition.relation.strict:
        return value > 0
    return highest(over, condition.form, inside).attained


def top(over: System, form: Affine) -> Fraction | None:
    """Return the least upper bound of a form over rows that have a point, None without bound; no point, no proof."""
    value = form.constant
    for block in over.touched(form):
        objective, scale = block.objective(form)
        found = peak(block.rows, objective)
        if found is None:
            return None
        value += found / scale
    return value


def lowest(over: System, form: Affine, inside: dict[str, Fraction]) -> End:
    """Return the lower end of a form."""
    end = highest(over, -form, inside)
    return end if end.value is None else replace(end, value=-end.value)


def highest(over: System, form: Affine, inside: dict[str, Fraction]) -> End:
    """Return the upper end of a form; the blocks it touches are solved one by one and added up."""
    value, attained, values = form.constant, True, dict(inside)
    multipliers: dict[int, Fraction] = {}
    for block in over.touched(form):
        objective, scale = block.objective(form)
        best = supremum(block.rows, objective)
        if best.value is None:
            step = dict.fromkeys(over.variables, Fraction(0)) | dict(zip(block.variables, best.direction, strict=True))
            ray = Ray(direction=over.point(step), form=form)
            return End(value=None, attained=False, point=over.point(inside), certificate=ray)
        value += best.value / scale
        attained = attained and best.attained
        values.update(zip(block.variables, best.point, strict=True))
        for i, y in over.labelled(block, best.multipliers).items():
            multipliers[i] = y / scale
    relation = Relation.AT_LEAST if attained else Relation.ABOVE
    proof = Certificate(multipliers=over.named(multipliers), conclusion=Condition(value - form, relation))
    return End(value=value, attained=attained, point=over.point(values), certificate=proof)
