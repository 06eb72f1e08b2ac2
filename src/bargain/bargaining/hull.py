"""Lotteries over packages: the convex hull of the frontier, and which vectors support it.

Room      bargaining.
Meaning   supported: some positive weights of the actors make the vector's weighted sum the largest of
          all. Corners are the supported vectors that are no mixture of others. With lotteries every
          mixture of packages can be agreed; its undominated vectors are the upper boundary of the hull.
Exactness two actors: an exact staircase walk. More: an exact linear program per vector, rows on demand.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.bargaining.support import supporting_weights
from bargain.errors import PackageError, RefusedError

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.bargaining.frontier import Frontier

__all__ = ["Hull", "hull", "supported"]

_MOST_PROGRAMS = 400


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hull:
    """The undominated boundary of the two-actor hull, as a chain of corners, first actor descending.

    Attributes
    ----------
    corners : frontier indexes of the corners
    supported : frontier indexes of all supported vectors, the corners among them
    """

    frontier: Frontier
    corners: tuple[int, ...]
    supported: tuple[int, ...]

    @property
    def vectors(self) -> tuple[tuple[Fraction, ...], ...]:
        """The utility vectors of the corners."""
        return tuple(self.frontier.vectors[n] for n in self.corners)


def hull(front: Frontier) -> Hull:
    """Return the undominated boundary of the hull of a two-actor frontier.

    Raises
    ------
    PackageError
        For more than two actors (see `supported`), or a weak frontier.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace, frontier
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Line", ("A", "B"), {"x": ("0", "1", "2")},
    ...     {"A": {"x": (0, 1, 4)}, "B": {"x": (4, 1, 0)}})
    >>> hull(frontier(space)).corners
    (0, 2)
    """
    if len(front.space.actors) != 2:
        raise PackageError(f"a chain of corners for {len(front.space.actors)} actors", remedy="use supported(frontier)")
    _strong(front)
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
