"""What a bargaining solution chooses from: the undominated packages that everybody accepts, as gains.

Room      bargaining.
Meaning   acceptable: every actor gets at least its limit, the larger of its disagreement payoff and its
          outside option. Gains count from that limit. An actor without a limit accepts everything; its
          gains count from the least it can get from any allowed package, and the result says so.
Why only the frontier: whatever dominates an acceptable package is acceptable, and every solution
          here prefers it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from bargain.bargaining.choices import ideal_gains
from bargain.bargaining.frontier import Frontier, frontier
from bargain.bargaining.linear import extremes
from bargain.bargaining.space import PackageSpace

__all__ = ["Problem", "problem"]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """Acceptable frontier vectors as gains over an origin.

    Attributes
    ----------
    indexes : frontier indexes of the acceptable vectors
    gains : per acceptable vector, each actor's gain over the origin, all ≥ 0
    origin : where gains count from
    ideal : per actor, the largest gain over the acceptable vectors (empty if there are none)
    notes : what a reader has to know about the origin
    """

    frontier: Frontier
    indexes: tuple[int, ...]
    gains: tuple[Vector, ...]
    origin: Vector
    ideal: Vector
    notes: tuple[str, ...]


def problem(source: PackageSpace | Frontier) -> Problem:
    """Return the bargaining problem of a space or of its frontier."""
    front = frontier(source) if isinstance(source, PackageSpace) else source
    space = front.space
    limits = space.limits()
    notes: list[str] = []
    origin: list[Fraction] = []
    lows = extremes(space) if None in limits and len(front) else ()
    for i, (actor, low) in enumerate(zip(space.actors, limits, strict=True)):
        if low is not None:
            origin.append(low)
        else:
            origin.append(lows[i][0] if lows else Fraction(0))
            notes.append(f"{actor} has no limit: its gains count from its least payoff, {origin[-1]}")
    indexes = front.acceptable()
    gains = tuple(tuple(u - o for u, o in zip(front.vectors[n], origin, strict=True)) for n in indexes)
    return Problem(
        frontier=front, indexes=indexes, gains=gains, origin=tuple(origin), ideal=ideal_gains(gains), notes=tuple(notes)
    )
