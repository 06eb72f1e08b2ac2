"""Points of a stake space at which a rule is solved exactly.

Room      bargaining, over polyhedra.
Points    the centre, the ends of every stake drawn a little inside, and seeded mixtures of these: all exact
          members of the space, strict rows included, because mixtures with an interior point are inside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import islice

import numpy as np

from bargain.bargaining.frontier import frontier
from bargain.bargaining.solutions import Bargain, egalitarian, kalai_smorodinsky, nash_solution
from bargain.bargaining.space import Package, PackageSpace
from bargain.errors import PackageError, RefusedError
from bargain.exact import Affine
from bargain.polyhedra import Feasible, Polyhedron

__all__ = [
    "Selector",
    "egalitarian_packages",
    "frontier_packages",
    "kalai_smorodinsky_packages",
    "levels_at",
    "nash_packages",
    "witness_points",
]

Point = tuple[tuple[str, Fraction], ...]
Selector = Callable[[PackageSpace], Iterable[Package]]
_MOST = 20_000


def witness_points(stakes: Polyhedron, count: int, seed: int) -> tuple[Point, ...]:
    """Return up to `count` exact points of a stake space, the same for the same seed.

    Raises
    ------
    PackageError
        If the space is empty.
    """
    found = stakes.feasibility()
    if not isinstance(found, Feasible):
        raise PackageError("the stake space is empty", remedy="look at its irreducible conflict")
    inside = dict(found.witness)
    corners = [inside]
    for name in stakes.variables:
        extent = stakes.extent(Affine.name(name))
        for end in (extent.low, extent.high):
            if end.point is not None and len(corners) < count:
                corners.append(_mix([dict(end.point), inside], [19, 1]))
    generator = np.random.default_rng(seed)
    points = list(corners)
    while len(points) < count:
        weights = generator.integers(0, 100, len(corners)).tolist()
        if any(weights):
            points.append(_mix(corners, weights))
    return tuple(tuple(sorted(p.items())) for p in points[:count])


def _mix(points: list[dict[str, Fraction]], weights: list[int]) -> dict[str, Fraction]:
    total = sum(weights)
    return {
        name: sum((p[name] * Fraction(w, total) for p, w in zip(points, weights, strict=True) if w), Fraction(0))
        for name in points[0]
    }


def levels_at(
    space: PackageSpace, stakes: Mapping[str, Fraction], packages: Selector
) -> tuple[list[set[int]], list[set[int]]]:
    """Return per issue the levels in some solution, and those levels if all solutions share one."""
    some: list[set[int]] = [set() for _ in space.issues]
    for package in packages(space.at(stakes)):
        for k, x in enumerate(package):
            some[k].add(x)
    return some, [levels if len(levels) == 1 else set() for levels in some]


def _of(result: Bargain) -> Iterable[Package]:
    """Return all packages of all deals."""
    if sum(deal.multiplicity for deal in result.deals) > _MOST:
        raise RefusedError("too many packages tie in a solution", remedy="look at utilities instead of levels")
    front = frontier(result.space)
    return [package for deal in result.deals for package in front.packages(deal.index)]


def nash_packages(space: PackageSpace) -> Iterable[Package]:
    """Return every package of the Nash bargaining solution."""
    return _of(nash_solution(space))


def kalai_smorodinsky_packages(space: PackageSpace) -> Iterable[Package]:
    """Return every package of the Kalai–Smorodinsky solution."""
    return _of(kalai_smorodinsky(space))


def egalitarian_packages(space: PackageSpace) -> Iterable[Package]:
    """Return every package of the egalitarian solution."""
    return _of(egalitarian(space))


def frontier_packages(space: PackageSpace) -> Iterable[Package]:
    """Return every package on the frontier, refusing more than 20,000."""
    front = frontier(space)
    if front.total > _MOST:
        raise RefusedError(f"{front.total:,} packages on the frontier", remedy=f"at most {_MOST:,} are listed")
    return [package for n in range(len(front)) for package in islice(front.packages(n), _MOST)]
