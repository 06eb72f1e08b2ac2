"""Points of a union of too many packages to list, or the proof that there are none.

Room      study.
Asked     for stakes at which some package of one kind enforces itself and none of another kind does; and how far a
          stake goes where one of a kind does.
Point     first with issues without a move as in the one-shot equilibrium, then where boxes lead. At a point
          the packages are looked through, so a point that is returned is one.
Proof     boxes that hold all packages of the first kind; what they leave outside packages that were met is
          empty. A box that is neither proved nor leads to a point is cut by the levels of an issue: with one
          package per box everything is settled, so the search ends; after 400 boxes it is given up, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import Affine
from bargain.polyhedra import Certificate, Feasible, Infeasible
from bargain.study.observed_bounds import Area, further
from bargain.study.pieces import Alternative, added, full_dimensional, outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.polyhedra import End, Point, Polyhedron
    from bargain.study.observed_boxes import Menus, Packages, Pair
    from bargain.study.observed_values import Box
    from bargain.study.pieces import Cut

__all__ = ["MOST_BOXES", "Reach", "Searched", "Union", "covering", "furthest", "nowhere", "search"]

MOST_BOXES = 400
_TRIED = 24  # points without an inner one that are passed over for one with


@dataclass(frozen=True, slots=True, kw_only=True)
class Union:
    """Packages of one kind: the levels that they may have, and some that stand as one-shot else."""

    menus: Menus
    simple: tuple[tuple[Pair, tuple[int, ...]], ...]
    apart: int | None  # the issue whose levels are told apart from the start: that of a move that is not made

    @staticmethod
    def of(packages: Packages, must: Sequence[str], mustnt: str = "") -> Union:
        """Return the packages that agree with some moves and disagree with one."""
        where = {c.id: c.issue for c in packages.model.counted}
        issues = [i.id for i in packages.deal.issues]
        return Union(
            menus=packages.menus(must, mustnt),
            simple=tuple(packages.simple(must, mustnt)),
            apart=issues.index(where[mustnt]) if mustnt else None,
        )

    def boxes(self, packages: Packages) -> tuple[Box, ...]:
        """Return boxes that hold all of them."""
        return packages.boxes(self.menus, self.apart)

    def ways(self, packages: Packages) -> dict[tuple[int, ...], tuple[Alternative, ...]]:
        """Return what the boxes of each one-shot outcome are relaxed to."""
        out: dict[tuple[int, ...], tuple[Alternative, ...]] = {}
        for box in self.boxes(packages):
            out[box.oneshot] = (*out.get(box.oneshot, ()), *box.ways)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a search found.

    Attributes
    ----------
    area : stakes that answer, of which the first point does; None if there are none or none was found
    thick : whether stakes that answer fill some volume; False: not known
    boxes, cuts : the proof that there are none, one cut per way of each box
    settled : whether there is either
    """

    area: Polyhedron | None = None
    thick: bool = False
    boxes: tuple[Box, ...] = ()
    cuts: tuple[Cut, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether a point or a proof was found."""
        return self.area is not None or bool(self.boxes)


def search(packages: Packages, space: Polyhedron, one: Union, other: Union | None = None) -> Searched:
    """Return stakes at which a package of one kind enforces itself and none of the other does, or the proof of none."""
    found = _quick(packages, space, one, other)
    if found.area is not None:
        return found
    known: dict[tuple[int, ...], list[Alternative]] = {}
    waiting = list(one.boxes(packages))
    boxes: list[Box] = []
    cuts: list[Cut] = []
    while waiting:
        if len(waiting) + len(boxes) > MOST_BOXES:
            return Searched()
        box = waiting.pop()
        mine: list[Cut] = []
        for way in box.ways:
            cut = _left(packages, space, way, other, known.setdefault(box.oneshot, []))
            if cut is None:
                return Searched()
            if not cut.empty:
                spot = dict(_point(cut.open[0]))
                if packages.at(spot, one.menus) is not None:
                    return Searched(area=cut.open[0])
                waiting += packages.halves(box, way)
                break
            mine.append(cut)
        else:
            boxes.append(box)
            cuts += mine
    return Searched(boxes=tuple(boxes), cuts=tuple(cuts))


def _left(
    packages: Packages, space: Polyhedron, way: Alternative, other: Union | None, known: list[Alternative]
) -> Cut | None:
    """Return what a way of a box leaves outside packages of the other kind; those met are added to what is known.

    None if that takes more than the search is given.
    """
    while len(known) <= MOST_BOXES:
        try:
            cut = outside(space, known, way.conditions, whole=False)
        except RefusedError:
            return None
        if cut.empty or other is None:
            return cut
        met = packages.at(dict(_point(cut.open[0])), other.menus)
        if met is None:
            return cut
        known.append(met)
    return None


def _quick(packages: Packages, space: Polyhedron, one: Union, other: Union | None) -> Searched:
    """Return stakes of a package with the rest one-shot that lie outside every box of the other kind."""
    boxes = {} if other is None else other.ways(packages)
    thin = Searched()
    tried = 0
    for pair, levels in one.simple:
        way = packages.way(pair, levels)
        if way is None or tried > _TRIED:
            continue
        apart = boxes.get(pair.oneshot, ())
        try:
            cut = outside(space, apart, way.conditions, whole=False)
        except RefusedError:
            continue
        if cut.empty:
            continue
        if full_dimensional(cut.open[0], space):
            return Searched(area=cut.open[0], thick=True)
        tried += 1
        if thin.area is None:
            thin = Searched(area=cut.open[0])
    return thin


def nowhere(packages: Packages, space: Polyhedron, union: Union) -> Polyhedron | None:
    """Return stakes at which no package of a kind enforces itself, if some lie outside every box; else None."""
    ways = union.ways(packages)
    for pair in packages.pairs:
        try:
            cut = outside(space, ways.get(pair.oneshot, ()), pair.given, whole=False)
        except RefusedError:
            continue
        if not cut.empty:
            return cut.open[0]
    return None


def covering(packages: Packages, space: Polyhedron, union: Union, ways: Sequence[Alternative]) -> Searched:
    """Return stakes at which no package of a kind enforces itself, or the cut by which those met cover a space."""
    beyond = nowhere(packages, space, union)
    if beyond is not None:
        return Searched(area=beyond)
    known = list(ways)
    cut = _left(packages, space, Alternative(label="all stakes", conditions=()), union, known)
    if cut is None:
        return Searched()
    return Searched(cuts=(cut,)) if cut.empty else Searched(area=cut.open[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a stake goes where a package of a kind enforces itself.

    Attributes
    ----------
    end : as far as a package is known to reach
    outer : as far as none is proved to go beyond, where that is further; None where it is the end
    boxes, proofs : all packages by the box, with one certificate per way of each
    """

    end: End
    outer: End | None
    boxes: tuple[Box, ...]
    proofs: tuple[Certificate, ...]


def furthest(
    packages: Packages, space: Polyhedron, union: Union, areas: list[Area], *, stake: str, best: End, side: int
) -> Reach:
    """Return how far a stake goes: side 1 for the low end, −1 for the high one.

    Parameters
    ----------
    areas : list
        Packages that are known; those that reach further are added.
    best : End
        The furthest end of those that are known.
    """
    waiting = list(union.boxes(packages))
    done: list[Box] = []
    proofs: list[Certificate] = []
    outer: End | None = None
    while waiting:
        given_up = len(waiting) + len(done) > MOST_BOXES
        box = waiting.pop()
        mine: list[Certificate] = []
        for way in box.ways:
            proof, end = _reach(added(space, way.conditions), stake, side)
            if end is not None and further(end, best, side):
                best = _better(packages, space, box, areas, stake=stake, end=end, best=best, side=side)
            if end is not None and further(end, best, side):
                if not given_up:
                    waiting += packages.halves(box, way)
                    break
                outer = end if outer is None or further(end, outer, side) else outer
            mine.append(proof)
        else:
            done.append(box)
            proofs += mine
    if outer is not None and not further(outer, best, side):
        outer = None
    return Reach(end=best, outer=outer, boxes=tuple(done), proofs=tuple(proofs))


def _reach(area: Polyhedron, stake: str, side: int) -> tuple[Certificate, End | None]:
    """Return the proof that a stake goes no further in an area, and its end there; None for an empty area."""
    found = area.feasibility()
    if isinstance(found, Infeasible):
        return found.certificate, None
    form = Affine.name(stake)
    end = area.lowest(form) if side > 0 else area.highest(form)
    if not isinstance(end.certificate, Certificate):
        raise TypeError("every stake of a case is bounded")
    return end.certificate, end


def _better(
    packages: Packages, space: Polyhedron, box: Box, areas: list[Area], *, stake: str, end: End, best: End, side: int
) -> End:
    """Return the end of a package of a box that stands at a point, where it lies further out than the best so far."""
    pair = packages.pair(box)
    levels = pair.first(dict(end.point or ()), box.menus)
    way = None if levels is None else packages.way(pair, levels)
    if way is None:
        return best
    area = added(space, way.conditions)
    _, found = _reach(area, stake, side)
    if found is None or not further(found, best, side):
        return best
    areas.append(Area(way, area))
    return found


def _point(area: Polyhedron) -> Point:
    found = area.feasibility()
    return found.witness if isinstance(found, Feasible) else ()
