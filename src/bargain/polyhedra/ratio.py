"""The exact range of a ratio of two affine forms.

Room      polyhedra.
Method    y = x/denominator(x), s = 1/denominator(x): over the homogeneous rows with denominator(y, s) = 1 and
          s >= 0 the ratio is the linear form numerator(y, s). [charnes1962]_. Points with s > 0 are points of
          the closure, points with s = 0 directions; since the polyhedron has a point with s > 0, nothing is
          gained by the closure but ends that are not attained.
Proof     a finite end v is proved as the affine statement numerator − v·denominator of one sign.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import PolyhedronError
from bargain.exact import Affine, Condition, Relation, show
from bargain.polyhedra.bounds import extent, highest
from bargain.polyhedra.chart import EQUAL, WEAK, IntegerRow, Rows
from bargain.polyhedra.existence import witness
from bargain.polyhedra.programs import supremum
from bargain.polyhedra.system import System, integers, system
from bargain.polyhedra.values import Certificate, End, Pole, RatioExtent, Ray, Row

if TYPE_CHECKING:
    from bargain.polyhedra.values import Point

__all__ = ["ratio_extent"]


def ratio_extent(over: System, numerator: Affine, denominator: Affine) -> RatioExtent:
    """Return both ends of numerator / denominator, where the denominator is not zero."""
    sign, support = _sign(over, denominator)
    proviso = None
    if support.conclusion is not None and not support.conclusion.relation.strict:
        proviso = Row(_fresh(over), Condition(denominator * sign, Relation.ABOVE))
        over = system(over.variables, (*over.rows, proviso))
    top, bottom = numerator * sign, denominator * sign
    rows, names = _homogeneous(over, top, bottom)
    high = _end(over, (rows, names), top, bottom, denominator)
    low = _end(over, (rows, names), -top, bottom, denominator)
    return RatioExtent(
        numerator=numerator,
        denominator=denominator,
        low=low if low.value is None else replace(low, value=-low.value),
        high=high,
        sign=sign,
        support=support,
        proviso=proviso,
    )


def _sign(over: System, denominator: Affine) -> tuple[int, Certificate]:
    """Return the sign of the denominator with its proof.

    Raises
    ------
    PolyhedronError
        If it takes both signs, or is zero throughout.
    """
    found = extent(over, denominator)
    for end, sign in ((found.low, 1), (found.high, -1)):
        other = found.high if sign > 0 else found.low
        if end.value is None or end.value * sign < 0 or not isinstance(end.certificate, Certificate):
            continue
        if end.value == 0 and other.value == 0:
            raise PolyhedronError(
                f"the denominator {denominator} is 0 throughout", remedy="divide by a form that can differ from 0"
            )
        relation = Relation.AT_LEAST if end.value == 0 and end.attained else Relation.ABOVE
        conclusion = Condition(denominator * sign, relation)
        return sign, Certificate(multipliers=end.certificate.multipliers, conclusion=conclusion)
    ends = " to ".join("no bound" if e.value is None else show(e.value) for e in (found.low, found.high))
    raise PolyhedronError(
        f"the denominator {denominator} takes both signs (from {ends})",
        remedy="add a row that fixes its sign, or ask for each sign separately",
    )


def _fresh(over: System) -> str:
    """Return a label for the proviso that no row has."""
    label, known = "denominator not zero", {row.label for row in over.rows}
    while label in known:
        label += "'"
    return label


def _homogeneous(over: System, numerator: Affine, denominator: Affine) -> tuple[Rows, tuple[str, ...]]:
    """Return the rows over (y, s) of the blocks that the ratio touches, and the names of y."""
    touched = {*numerator.names, *denominator.names}
    blocks = [block for block in over.blocks if not touched.isdisjoint(block.variables)]
    names = tuple(name for block in blocks for name in block.variables)
    width, start = len(names) + 2, 1
    table: list[IntegerRow] = []
    for block in blocks:
        for kind, (k, *cs) in block.rows[1]:
            row = [0] * width
            row[start : start + len(cs)] = cs
            row[-1] = k
            table.append((EQUAL if kind == EQUAL else WEAK, tuple(row)))
        start += len(block.variables)
    table.append((WEAK, (*([0] * (width - 1)), 1)))
    table.append((EQUAL, integers([Fraction(-1), *_over(denominator, names)])[0]))
    return (width - 1, tuple(table)), names


def _over(form: Affine, names: tuple[str, ...]) -> list[Fraction]:
    """Return the coefficients of a form over y, then its constant for s."""
    terms = dict(form.terms)
    return [*(terms.get(name, Fraction(0)) for name in names), form.constant]


def _end(
    over: System, homogeneous: tuple[Rows, tuple[str, ...]], top: Affine, bottom: Affine, denominator: Affine
) -> End:
    """Return the upper end of top / bottom, bottom positive."""
    rows, names = homogeneous
    inside = witness(over)
    objective, scale = integers([Fraction(0), *_over(top, names)])
    best = supremum(rows, objective)
    if best.value is None:
        away, direction = _located(over, names, best.direction, inside)
        if away is not None:
            pole = Pole(point=away, numerator=top, denominator=denominator)
            return End(value=None, attained=False, point=over.point(inside), certificate=pole)
        ray = Ray(direction=direction, form=top, still=denominator)
        return End(value=None, attained=False, point=over.point(inside), certificate=ray)
    value = best.value / scale
    form = bottom * value - top
    bound = highest(over, -form, inside)
    if not isinstance(bound.certificate, Certificate) or bound.value is None:
        raise TypeError("a finite ratio was left without a bound")
    attained = bound.attained and bound.value == 0
    relation = Relation.AT_LEAST if attained else Relation.ABOVE
    proof = Certificate(multipliers=bound.certificate.multipliers, conclusion=Condition(form, relation))
    if attained:
        return End(value=value, attained=True, point=bound.point, certificate=proof)
    point, toward = _located(over, names, best.point, inside)
    return End(value=value, attained=False, point=point, certificate=proof, toward=toward)


def _located(
    over: System, names: tuple[str, ...], solution: tuple[Fraction, ...], inside: dict[str, Fraction]
) -> tuple[Point | None, Point]:
    """Return the point y/s of the closure (None if s = 0), and y as a direction."""
    *ys, s = solution
    step = dict.fromkeys(over.variables, Fraction(0)) | dict(zip(names, ys, strict=True))
    if s == 0:
        return None, over.point(step)
    at = inside | {name: y / s for name, y in zip(names, ys, strict=True)}
    return over.point(at), over.point(step)
