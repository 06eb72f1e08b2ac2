"""Convex polygons in exact numbers: hulls, halves cut off, and how far one polygon reaches beyond another.

Room      solve. Imports nothing.
Form      corners counter-clockwise, none on an edge; a segment has two, a point one, the empty set none.
Distance  the larger of the two differences, each in its own unit: the two axes are different people's utilities.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Corner", "around", "excess", "gap", "hull", "sides", "within"]

Number = Any  # integers on a grid, or Fractions; never both in one call
Corner = tuple[Any, Any]


def hull(points: Iterable[Corner]) -> tuple[Corner, ...]:
    """Return the corners of the convex hull; n log n for n points.

    >>> hull([(0, 0), (2, 0), (1, 0), (0, 2), (1, 1), (2, 2)])
    ((0, 0), (2, 0), (2, 2), (0, 2))
    >>> hull([(1, 1), (0, 0), (2, 2)]), hull([(3, 4), (3, 4)]), hull([])
    (((0, 0), (2, 2)), ((3, 4),), ())
    """
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return tuple(ordered)
    return (*_chain(ordered), *_chain(ordered[::-1]))


def _chain(ordered: Sequence[Corner]) -> list[Corner]:
    """Return one side of the hull without its last corner."""
    out: list[Corner] = []
    for point in ordered:
        while len(out) > 1 and _turn(out[-2], out[-1], point) <= 0:
            out.pop()
        out.append(point)
    return out[:-1]


def _turn(a: Corner, b: Corner, c: Corner) -> Number:
    """Return more than 0 if going from a by b to c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def sides(polygon: Sequence[Corner]) -> list[tuple[Number, Number, Number]]:
    """Return a, b, c of a·x + b·y <= c for every edge, both ways for a segment, and for the box around a polygon."""
    ends = zip(polygon, (*polygon[1:], polygon[0]), strict=True) if len(polygon) > 1 else ()
    rows = [(q[1] - p[1], p[0] - q[0], (q[1] - p[1]) * p[0] + (p[0] - q[0]) * p[1]) for p, q in ends]
    (left, right), (low, high) = ((min(p[i] for p in polygon), max(p[i] for p in polygon)) for i in (0, 1))
    box = ((1, 0, right), (-1, 0, -left), (0, 1, high), (0, -1, -low))
    return [*rows, *box]


def excess(point: Corner, polygon: Sequence[Corner], units: Sequence[Number]) -> Fraction:
    """Return how far a point lies from a polygon that is not empty, 0 within; the larger difference, in units.

    A box around the point and a polygon are apart exactly if an edge of one of them tells them apart.

    >>> excess((3, 1), ((0, 0), (2, 0), (2, 2), (0, 2)), (1, 1)), excess((3, 3), ((0, 0), (2, 2)), (2, 1))
    (Fraction(1, 1), Fraction(1, 1))
    """
    worst = Fraction(0)
    for a, b, c in sides(polygon):
        over = a * point[0] + b * point[1] - c
        if over > 0:
            worst = max(worst, Fraction(over) / (abs(a) * units[0] + abs(b) * units[1]))
    return worst


def within(point: Corner, polygon: Sequence[Corner]) -> bool:
    """Tell whether a point lies in a polygon, its edges included.

    >>> within((1, 1), ((0, 0), (2, 2))), within((1, 0), ((0, 0), (2, 2))), within((0, 0), ())
    (True, False, False)
    """
    return bool(polygon) and all(a * point[0] + b * point[1] <= c for a, b, c in sides(polygon))


def gap(outer: Sequence[Corner], inner: Sequence[Corner], units: Sequence[Number]) -> Fraction:
    """Return the Hausdorff distance of a polygon from one within it: how far its farthest corner lies from that."""
    return max((excess(corner, inner, units) for corner in outer), default=Fraction(0))


def around(
    inner: Sequence[tuple[Fraction, Fraction]], outer: Sequence[tuple[Fraction, Fraction]]
) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return the least polygon with the edges' directions of one that holds another; three corners or more.

    >>> box = tuple((Fraction(x), Fraction(y)) for x, y in ((0, 0), (2, 0), (2, 2), (0, 2)))
    >>> [f"{x} {y}" for x, y in around(box, ((Fraction(3), Fraction(1)), (Fraction(1), Fraction(-1))))]
    ['1 -1', '3 -1', '3 1', '1 1']
    """
    edges = [(q[1] - p[1], p[0] - q[0]) for p, q in zip(inner, (*inner[1:], inner[0]), strict=True)]
    rows = [(a, b, max(a * x + b * y for x, y in outer)) for a, b in edges]
    out = []
    for (a, b, c), (d, e, f) in zip((rows[-1], *rows[:-1]), rows, strict=True):
        under = a * e - b * d
        out.append(((c * e - b * f) / under, (a * f - c * d) / under))
    return hull(out)
