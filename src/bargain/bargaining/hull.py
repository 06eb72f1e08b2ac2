"""Lotteries over packages: the convex hull of the frontier, and which vectors support it.

Room      bargaining.
Meaning   supported: some positive weights of the actors make the vector's weighted sum the largest of
          all. Corners are the supported vectors that are no mixture of others. With lotteries every
          mixture of packages can be agreed; its undominated vectors are the upper boundary of the hull.
Exactness two actors: an exact staircase walk. More: exact linear programs, rows on demand, up to a
          budget; what is left untested then is within a stated bound of the hull of the corners found.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.bargaining.support import supporting_weights
from bargain.bargaining.weighing import cover
from bargain.errors import PackageError, RefusedError

if TYPE_CHECKING:
    from bargain.bargaining.frontier import Frontier

__all__ = ["Hull", "hull", "supported"]

_MOST_PROGRAMS = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Hull:
    """The undominated boundary of the hull: its corners, first actor descending; a chain for two actors.

    Attributes
    ----------
    corners : frontier indexes of the corners; where approximate, of vectors whose hull comes within `bound`
    supported : two actors: frontier indexes of all supported vectors; more: those known to be, see `supported`
    status : "exact" or "approximate"
    bound : share of each actor's range over the frontier by which some lottery may lie above every lottery
        over the corners; 0 where exact
    """

    frontier: Frontier
    corners: tuple[int, ...]
    supported: tuple[int, ...]
    status: str = "exact"
    bound: Fraction = Fraction(0)

    @property
    def vectors(self) -> tuple[tuple[Fraction, ...], ...]:
        """The utility vectors of the corners."""
        return tuple(self.frontier.vectors[n] for n in self.corners)

    def __repr__(self) -> str:
        within = f" within {float(self.bound):.1g} of each range" if self.bound else ""
        title = self.frontier.space.title
        return f"<hull of {title!r}: {len(self.corners)} of {len(self.frontier):,} vectors, {self.status}{within}>"


def hull(front: Frontier, *, tolerance: Fraction = Fraction(0), budget: int = 400) -> Hull:
    """Return the undominated boundary of the hull of a frontier.

    Parameters
    ----------
    tolerance : Fraction
        Three actors and more: share of each actor's range that may be missed.
    budget : int
        Three actors and more: most exact linear programs; about ten milliseconds each.

    Raises
    ------
    PackageError
        For a weak frontier.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace, frontier
    >>> space = PackageSpace.build("Line", ("A", "B"), {"x": ("0", "1", "2")},
    ...     {"A": {"x": (0, 1, 4)}, "B": {"x": (4, 1, 0)}})
    >>> hull(frontier(space))
    <hull of 'Line': 2 of 3 vectors, exact>
    >>> space = PackageSpace.build("Club", ("A", "B", "C"), {"x": ("0", "1", "2", "3")},
    ...     {"A": {"x": (4, 0, 0, 1)}, "B": {"x": (0, 4, 0, 1)}, "C": {"x": (0, 0, 4, 1)}})
    >>> hull(frontier(space)).vectors
    ((Fraction(4, 1), ...), (Fraction(0, 1), Fraction(4, 1), Fraction(0, 1)), (Fraction(0, 1), ...))
    """
    _strong(front)
    if not len(front):
        return Hull(frontier=front, corners=(), supported=())
    if len(front.space.actors) > 2:
        return _many(front, tolerance, budget)
    u, v = front.whole
    corners: list[int] = []
    on_edge: list[int] = []
    for n in range(len(front)):
        while len(corners) > 1 and _turn(u, v, corners[-2], corners[-1], n) >= 0:
            corners.pop()
        corners.append(n)
    for left, right in pairwise(corners):
        on_edge += [n for n in range(left + 1, right) if _turn(u, v, left, n, right) == 0]
    return Hull(frontier=front, corners=tuple(corners), supported=tuple(sorted({*corners, *on_edge})))


def _many(front: Frontier, tolerance: Fraction, budget: int) -> Hull:
    """Cover the boundary for three actors and more; where that is exact, keep the corners only."""
    found, bound = cover(front.whole, tolerance=tolerance, budget=budget)
    if bound:
        return Hull(frontier=front, corners=found, supported=(), status="approximate", bound=bound)
    rows = [tuple(column[n] for column in front.whole) for n in found]
    corners = tuple(n for at, n in enumerate(found) if supporting_weights(rows, at, alone=True) is not None)
    return Hull(frontier=front, corners=corners, supported=corners)


def _turn(u: tuple[int, ...], v: tuple[int, ...], a: int, b: int, c: int) -> int:
    """Return > 0 where b lies strictly below the line from a to c, 0 on it (u descends from a to c)."""
    return (u[a] - u[b]) * (v[c] - v[a]) - (u[a] - u[c]) * (v[b] - v[a])


def supported(front: Frontier) -> tuple[bool, ...]:
    """Tell for every frontier vector whether some positive weights select it.

    Raises
    ------
    RefusedError
        For three or more actors and more than 400 vectors, one exact linear program each.
    """
    _strong(front)
    if len(front.space.actors) == 2:
        inside = set(hull(front).supported)
        return tuple(n in inside for n in range(len(front)))
    if len(front) > _MOST_PROGRAMS:
        raise RefusedError(
            f"{len(front):,} exact linear programs to tell supported vectors of {len(front.space.actors)} actors",
            remedy=f"at most {_MOST_PROGRAMS} are run; ask for two actors, or coarsen the payoffs",
        )
    rows = list(zip(*front.whole, strict=True))
    return tuple(supporting_weights(rows, n) is not None for n in range(len(rows)))


def _strong(front: Frontier) -> None:
    if front.weakly:
        raise PackageError("a weak frontier", remedy="ask for frontier(space) without weakly=True")
