"""Bounds on every stake over a union of polyhedra, with a proof for each end.

Room      study.
Method    the bounds of a union are those of its hull: the lowest low end and the highest high end of its
          members. An end that stays where the stake space has it needs one member that reaches as far; an
          end that moves needs a proof from every member that it goes no further.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from bargain.exact import Affine
from bargain.polyhedra import Certificate, Feasible, Infeasible
from bargain.study.observed_values import Bound
from bargain.study.pieces import added, full_dimensional, narrowed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.polyhedra import End, Point, Polyhedron
    from bargain.study.pieces import Alternative

__all__ = ["Area", "end_over", "further", "overlap_words", "possible_ways", "tightened", "whole_point"]

_MOST_PAIRS = 1_000


def possible_ways(
    space: Polyhedron, ways: Sequence[Alternative]
) -> tuple[tuple[Alternative, ...], tuple[tuple[Alternative, Certificate], ...]]:
    """Return the ways that have a point in a space, and the others each with the proof that it has none."""
    found, shut = [], []
    for way in ways:
        answer = added(space, way.conditions).feasibility()
        if isinstance(answer, Infeasible):
            shut.append((way, answer.certificate))
        else:
            found.append(way)
    return tuple(found), tuple(shut)


def whole_point(theta: Polyhedron, area: Polyhedron) -> Point:
    """Return the point by which an area was found not empty, as a point of the whole stake space."""
    values: dict[str, Fraction] = {}
    for answer in (theta.feasibility(), area.feasibility()):
        values |= dict(answer.witness) if isinstance(answer, Feasible) else {}
    return tuple((name, values[name]) for name in theta.variables)


def overlap_words(space: Polyhedron, ways: Sequence[Alternative]) -> str:
    """Say whether the members of a union share points, and whether they share volume.

    >>> from bargain.exact import parse_conditions
    >>> from bargain.polyhedra import Polyhedron
    >>> from bargain.study.pieces import Alternative
    >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "0 <= b <= 1"})
    >>> ways = [Alternative(label=t, conditions=parse_conditions(t)) for t in ("a >= b", "b >= a")]
    >>> overlap_words(p, ways)
    'sharing ties only'
    """
    if len(ways) == 1:
        return "one polyhedron"
    pairs = list(combinations(ways, 2))
    if len(pairs) > _MOST_PAIRS:
        return "overlap not examined"
    shared = False
    for one, other in pairs:
        area = added(space, (*one.conditions, *other.conditions))
        if isinstance(area.feasibility(), Feasible):
            if full_dimensional(area, space):
                return "overlapping"
            shared = True
    return "sharing ties only" if shared else "disjoint"


def tightened(theta: Polyhedron, space: Polyhedron, ways: Sequence[Alternative]) -> tuple[Bound, ...]:
    """Return the bounds of every stake over the union of ways that have a point.

    Parameters
    ----------
    theta : Polyhedron
        The whole stake space.
    space : Polyhedron
        Its factors that the ways speak of; stakes of other factors keep their bounds.
    ways : sequence of Alternative
        Not empty, each with a point.
    """
    areas = [Area(way, added(space, way.conditions)) for way in ways]
    mine = set(space.variables)
    out = []
    for stake in theta.variables:
        form = Affine.name(stake)
        before = (space if stake in mine else narrowed(theta, (stake,))).extent(form)
        low, low_proofs = (before.low, ()) if stake not in mine else end_over(areas, stake, before.low, side=1)
        high, high_proofs = (before.high, ()) if stake not in mine else end_over(areas, stake, before.high, side=-1)
        out.append(Bound(stake=stake, before=before, low=low, high=high, proofs=(low_proofs, high_proofs)))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Area:
    """One member of a union, and points of it that were met; many a point is at the bounds of several stakes."""

    way: Alternative
    space: Polyhedron
    points: list[Point] = field(default_factory=list)

    def end(self, stake: str, before: End, side: int) -> End:
        """Return how far a stake goes: side 1 for the low end, −1 for the high one."""
        if before.attained:
            known = next((p for p in self.points if (stake, before.value) in p), None)
            if known is not None:
                return replace(before, point=known)
        form = Affine.name(stake)
        end = self.space.lowest(form) if side > 0 else self.space.highest(form)
        if end.point is not None and end.attained:
            self.points.append(end.point)
        return end


def end_over(areas: Sequence[Area], stake: str, before: End, *, side: int) -> tuple[End, tuple[Certificate, ...]]:
    """Return the furthest end over all areas: side 1 for the low one, −1 for the high one."""
    best: End | None = None
    proofs: list[Certificate] = []
    for area in areas:
        end = area.end(stake, before, side)
        if (end.value, end.attained) == (before.value, before.attained):
            return replace(before, point=end.point), ()  # the rows of the space prove that nothing lies beyond
        if isinstance(end.certificate, Certificate):  # every stake is bounded
            proofs.append(end.certificate)
        if best is None or further(end, best, side):
            best = end
    if best is None:
        raise TypeError("a union without members has no bounds")
    return best, tuple(proofs)


def further(end: End, best: End, side: int) -> bool:
    """Tell whether an end lies further out, or as far and is reached where the other is not."""
    if end.value is None or best.value is None:
        raise TypeError("every stake of a case is bounded")
    gap = (best.value - end.value) * side
    return gap > 0 or (gap == 0 and end.attained and not best.attained)
