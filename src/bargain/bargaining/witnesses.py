"""Points of a stake space at which a rule is solved exactly, and the search for those that show something.

Room      bargaining, over polyhedra.
Points    an inner point, the ends of every stake drawn a little inside, and seeded mixtures of these: all exact
          members of the space, strict rows included, because mixtures with an inner point are inside.
Search    a level may be in a solution at some stakes although no such point shows it. So corners are asked
          for where it is worth most, or least, other payoffs weighed at random, until every level has been
          seen in a solution and missing from one, or the tries are used up. What is found is exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

import numpy as np

from bargain.bargaining.frontier import frontier
from bargain.bargaining.solutions import Bargain, egalitarian, kalai_smorodinsky, nash_solution
from bargain.bargaining.space import Package, PackageSpace, Value
from bargain.errors import PackageError, RefusedError
from bargain.exact import Affine
from bargain.polyhedra import Feasible, Polyhedron

__all__ = [
    "Seen",
    "Selector",
    "egalitarian_packages",
    "frontier_packages",
    "kalai_smorodinsky_packages",
    "levels_at",
    "nash_packages",
    "seek",
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


Entry = tuple[int, int]  # issue, level
Goal = tuple[int, int, bool]  # issue, level, and whether it is to be in a solution or missing from one


@dataclass(slots=True, kw_only=True)
class Seen:
    """Which levels have been seen in a solution and missing from one, with the first stakes that show it.

    Attributes
    ----------
    inside, outside : issue and level → stakes
    points : how many points were solved
    proved : what need not be looked for: (issue, level, whether in a solution)
    """

    space: PackageSpace
    packages: Selector
    proved: frozenset[Goal] = frozenset()
    inside: dict[Entry, Point] = field(default_factory=dict)
    outside: dict[Entry, Point] = field(default_factory=dict)
    points: int = 0

    def look(self, point: Point) -> None:
        """Solve the rule at one point and note what it shows."""
        some, every = levels_at(self.space, dict(point), self.packages)
        self.points += 1
        for k, (here, only) in enumerate(zip(some, every, strict=True)):
            for x in range(self.space.shape[k] if here else 0):
                if x in here:
                    self.inside.setdefault((k, x), point)
                if only != {x}:
                    self.outside.setdefault((k, x), point)

    def open(self) -> list[Goal]:
        """Return what is still to be shown."""
        entries = [(k, x) for k, size in enumerate(self.space.shape) for x in range(size)]
        wanted = [(*entry, True) for entry in entries if entry not in self.inside]
        wanted += [(*entry, False) for entry in entries if entry not in self.outside]
        return [goal for goal in wanted if goal not in self.proved]


def seek(
    space: PackageSpace,
    stakes: Polyhedron,
    packages: Selector,
    *,
    tries: int,
    seed: int,
    proved: frozenset[Goal] = frozenset(),
) -> Seen:
    """Look for stakes that show each level in a solution, and stakes that show it missing.

    Parameters
    ----------
    proved : frozenset of (issue, level, bool)
        What is known not to exist: the level in a solution (True), or missing from one (False).
    tries : int
        Most points that are solved.

    Raises
    ------
    PackageError
        If the stake space is empty or unbounded.

    Notes
    -----
    Cost per point: one exact linear program and one exact solution.
    """
    seen = Seen(space=space, packages=packages, proved=proved)
    start = witness_points(stakes, min(tries, 4), seed)
    for point in start:
        seen.look(point)
    inside = dict(start[0]) if start else {}
    draw = np.random.default_rng(seed)
    turn = 0
    while seen.points < tries and (goals := seen.open()):
        goal = goals[turn % len(goals)]
        turn += 1
        end = stakes.extent(_aim(space, goal, draw)).high
        if end.point is None:
            raise PackageError("the stake space is unbounded", remedy="add a row that bounds it")
        inward = int(draw.integers(1, 3))
        seen.look(tuple(sorted(_mix([dict(end.point), inside], [20 - inward, inward]).items())))
    return seen


def _aim(space: PackageSpace, goal: Goal, draw: np.random.Generator) -> Affine:
    """Return what is to be large: the level's worth to all, or that of another level, and others at random."""
    k, x, inside = goal
    size = space.shape[k]
    other = (x + 1 + int(draw.integers(0, max(1, size - 1)))) % size
    sign = 1 if inside else -1
    terms: list[Affine] = []
    for rows in space.payoffs:
        weight = sign * int(draw.integers(4, 40))
        terms.append((_form(rows[k][x]) - _form(rows[k][other])) * weight)
        for j, row in enumerate(rows):
            if j != k:
                terms.append((_form(row[-1]) - _form(row[0])) * int(draw.integers(-8, 9)))
    for pair in (space.disagreement, space.outside):
        terms += [_form(v) * -int(draw.integers(0, 9)) for v in pair if v is not None]
    return Affine.total(terms)


def _form(value: Value) -> Affine:
    return value if isinstance(value, Affine) else Affine.number(value)


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
