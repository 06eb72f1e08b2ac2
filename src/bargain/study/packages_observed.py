"""What observed moves say about a package: a set, because they are partial.

Room      study.
Observed  moves name levels of some issues only. What they leave open is open: the packages that agree with
          them are given by the two ends per actor, by their hull, and by one member, which completes the
          moves with what stands without a deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.bargaining import frontier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bargain.bargaining import Package, PackageSpace
    from bargain.case import Case, Move
    from bargain.case.evidence import Grade

__all__ = ["Observed", "observed_packages", "reach_corners"]

Pair = tuple[Fraction, Fraction]
_FIRMEST: tuple[Grade, ...] = ("done", "agreed", "announced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The packages that agree with the moves of some grades.

    Attributes
    ----------
    grades : firmest first
    moves : the moves used, one per issue
    open_issues : issues on which none was observed
    completed : the package with these levels, the open issues as they stand without a deal
    utilities, acceptable : of that package
    can_be_accepted : whether some package that agrees with the moves is acceptable to all
    corners : utilities of the packages at which the convex hull of them all turns; empty beyond two actors
    low, high : per actor the least and most over all packages that agree with the moves
    """

    grades: tuple[Grade, ...]
    moves: tuple[Move, ...]
    open_issues: tuple[str, ...]
    completed: Package
    utilities: tuple[Fraction, ...]
    acceptable: bool
    can_be_accepted: bool
    corners: tuple[tuple[Fraction, ...], ...]
    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]


def observed_packages(case: Case, space: PackageSpace) -> tuple[Observed, ...]:
    """Return what the observed moves say about a package: by what is done, then agreed too, then announced too.

    Of several moves on one issue the firmest counts, the last of several equally firm ones. Grades that add
    nothing are left out; empty if no move names a level of an issue of the packages.
    """
    out: list[Observed] = []
    names = {issue.name: issue for issue in space.issues}
    for n in range(1, len(_FIRMEST) + 1):
        grades = _FIRMEST[:n]
        chosen: dict[str, Move] = {}
        for grade in reversed(grades):
            chosen |= {
                m.issue: m
                for m in case.moves
                if m.grade == grade and m.issue in names and m.level in names[m.issue].levels
            }
        if chosen and (not out or len(chosen) > len(out[-1].moves)):
            out.append(_observed(space, grades, chosen))
    return tuple(out)


def _observed(space: PackageSpace, grades: tuple[Grade, ...], chosen: dict[str, Move]) -> Observed:
    """Build the set of packages that agree with some moves."""
    package = space.package({name: move.level for name, move in chosen.items()})
    gains = space.utilities(package)
    only: dict[str, tuple[str, ...]] = {name: (move.level,) for name, move in chosen.items()}
    free = [k for k, issue in enumerate(space.issues) if issue.name not in chosen]
    low, high = list(gains), list(gains)
    for i, k in product(range(len(space.actors)), free):
        row = _row(space, i, k)
        low[i] += min(row) - row[package[k]]
        high[i] += max(row) - row[package[k]]
    return Observed(
        grades=grades,
        moves=tuple(chosen[issue.name] for issue in space.issues if issue.name in chosen),
        open_issues=tuple(space.issues[k].name for k in free),
        completed=package,
        utilities=gains,
        acceptable=all(d is None or u >= d for u, d in zip(gains, space.limits(), strict=True)),
        can_be_accepted=bool(frontier(space, only=only).acceptable()),
        corners=reach_corners(space, only),
        low=tuple(low),
        high=tuple(high),
    )


def reach_corners(space: PackageSpace, only: Mapping[str, tuple[str, ...]] | None = None) -> tuple[Pair, ...]:
    """Return the utilities whose convex hull holds every package of two actors; interior points may be among them.

    Parameters
    ----------
    only : mapping, optional
        Issue name → the levels left to it.

    Notes
    -----
    Issue by issue the hull so far is added to the issue's own payoffs, so the cost grows with the number of
    corners and not of packages. Payoffs must add up over issues; empty for other than two actors.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build(
    ...     "Gift", ("R", "T"), {"gas": ("no", "yes")}, {"R": {"gas": (0, -1)}, "T": {"gas": (0, 2)}}
    ... )
    >>> reach_corners(space)
    ((Fraction(-1, 1), Fraction(2, 1)), (Fraction(0, 1), Fraction(0, 1)))
    """
    if len(space.actors) != 2 or not space.is_additive:
        return ()
    start = space.utilities(tuple(0 for _ in space.issues))
    corners: list[Pair] = [(start[0], start[1])]
    for k, issue in enumerate(space.issues):
        kept = (only or {}).get(issue.name, issue.levels)
        first, second = _row(space, 0, k), _row(space, 1, k)
        steps = [
            (a - first[0], b - second[0])
            for a, b, level in zip(first, second, issue.levels, strict=True)
            if level in kept
        ]
        corners = _turns({(x + dx, y + dy) for x, y in corners for dx, dy in steps})
    return tuple(corners)


def _turns(points: set[Pair]) -> list[Pair]:
    """Return the corners of the convex hull of some points, from the left."""
    ordered = sorted(points)
    if len(ordered) < 3:
        return ordered
    chains = []
    for way in (ordered, ordered[::-1]):
        chain: list[Pair] = []
        for p in way:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        chains.append(chain[:-1])
    return sorted({p for chain in chains for p in chain})


def _turn(a: Pair, b: Pair, c: Pair) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _row(space: PackageSpace, actor: int, issue: int) -> list[Fraction]:
    """Return what the levels of one issue are worth to one actor."""
    return [v for v in space.payoffs[actor][issue] if isinstance(v, Fraction)]
