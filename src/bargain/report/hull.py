"""Convex polygons in the plane, exactly: the hull of payoff pairs, and the part where both gain.

Room      report: plain geometry on Fractions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Pair", "above", "hull"]

Pair = tuple[Fraction, Fraction]


def hull(points: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return the corners of the convex hull, counterclockwise from the lowest leftmost; two for a segment.

    >>> hull([(Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (1, 0), (0, 2))])
    ((Fraction(0, 1), Fraction(0, 1)), (Fraction(2, 1), Fraction(0, 1)), (Fraction(0, 1), Fraction(2, 1)))
    """
    ordered = sorted(set(points))
    if len(ordered) <= 2:
        return tuple(ordered)
    return tuple(_chain(ordered)[:-1] + _chain(ordered[::-1])[:-1])


def _chain(points: list[Pair]) -> list[Pair]:
    """Return the corners that turn left, from the first point to the last."""
    out: list[Pair] = []
    for p in points:
        while len(out) >= 2 and _turn(out[-2], out[-1], p) <= 0:
            out.pop()
        out.append(p)
    return out


def _turn(a: Pair, b: Pair, c: Pair) -> Fraction:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def above(corners: tuple[Pair, ...], floor: Pair) -> tuple[Pair, ...]:
    """Return the part of a convex polygon where both coordinates are at least those of a point.

    >>> square = tuple((Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (2, 2), (0, 2)))
    >>> [(str(x), str(y)) for x, y in above(square, (Fraction(1), Fraction(1)))]
    [('1', '1'), ('2', '1'), ('2', '2'), ('1', '2')]
    """
    kept = list(corners)
    for axis in (0, 1):
        kept = _clipped(kept, axis, floor[axis])
    return hull(kept)


def _clipped(corners: list[Pair], axis: int, low: Fraction) -> list[Pair]:
    """Cut a polygon along one coordinate."""
    out: list[Pair] = []
    for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
        if a[axis] >= low:
            out.append(a)
        if (a[axis] - low) * (b[axis] - low) < 0:
            t = (low - a[axis]) / (b[axis] - a[axis])
            out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
    return out
