"""One round of alternating offers: which values may follow from which continuations.

Room      solve. The whole of the method: finite games apply it from the deadline back, stationary equilibria
          are the values that it maps to each other.
Meaning   after the offer of x the responder may accept if some continuation gives it at most u_r(x), and may
          reject with every continuation that gives it at least u_r(x). A proposer can be held down to
          `floor` = the largest, over its offers, of the worst reply to that offer; every reply that gives
          it at least this is the value of some equilibrium, and no other is.
Cost      with m continuations O(m log m + m log n) and log n for each value found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bargain.solve.offers_scaled import Link, Number, Side, Vector, Whole

__all__ = ["Entry", "outcomes"]


@dataclass(frozen=True, slots=True)
class Entry:
    """How a value comes about: agreement on packages of these classes now, or what a rejection leads to."""

    classes: tuple[int, ...] = ()
    links: tuple[Link, ...] = ()


def outcomes(
    side: Side, following: Mapping[Vector, tuple[Link, ...]], *, silence: bool, scale: Whole = (1, 1)
) -> dict[Vector, Entry]:
    """Return every value of a round in pure equilibria of what follows, with how each comes about.

    Parameters
    ----------
    side : Side
    following : mapping of value to links
        What a rejection may bring, as of this round; the players may coordinate on any of them after
        each offer.
    silence : bool
        Whether the proposer may propose nothing, which counts as a rejection.
    scale : pair of int
        What values are multiplied by, per player.
    """
    p, r = side.proposer, side.responder
    floor, start = _floor(side, following, silence, scale)
    out: dict[Vector, Entry] = {}
    for k in side.keeping(start, floor, scale[p]):
        gains = side.vectors[k]
        out[gains[0] * scale[0], gains[1] * scale[1]] = Entry((side.order[k],))
    least = side.leaves[0] * scale[r]
    for value, links in following.items():
        if value[p] >= floor and (silence or least <= value[r]):
            known = out.get(value)
            out[value] = Entry(known.classes if known else (), links)
    return out


def _floor(side: Side, following: Iterable[Vector], silence: bool, scale: Whole) -> tuple[Number, int]:  # noqa: FBT001
    """Return what the proposer gets at least, and the first position that may be accepted."""
    p, r = side.proposer, side.responder
    best, size = side.best, len(side.best)
    lowest: dict[Number, Number] = {}
    for value in following:
        known = lowest.get(value[r])
        lowest[value[r]] = value[p] if known is None or value[p] < known else known
    found: list[Number] = []
    refused: Number | None = None  # the worst that a rejection brings which the responder may choose here
    start = 0
    for least in sorted(lowest, reverse=True):
        start, above = side.at(least, scale[r]), side.above(least, scale[r])
        if above < size:
            found.append(best[above] * scale[p] if refused is None else min(best[above] * scale[p], refused))
        refused = lowest[least] if refused is None else min(refused, lowest[least])
        if start < size:
            found.append(min(best[start] * scale[p], refused))
    if refused is not None and (silence or start > 0):
        found.append(refused)
    return max(found), start
