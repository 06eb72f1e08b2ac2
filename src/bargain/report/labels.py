"""Where to write labels beside points so that nothing is covered: plain geometry, no plotting.

Room      report. All lengths are in one unit, whatever the caller draws in; y grows upwards.
Method    every label has the same rings of candidate places around its point; labels choose in turn,
          crowded ones first, and choose again while any of them gains.
Same      on every machine: sums are taken in one order, angles by the C library.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, cos, hypot, pi, sin
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    _Numbers = NDArray[np.float64]

__all__ = ["Box", "Point", "Segment", "place_labels"]

Point = tuple[float, float]
Segment = tuple[Point, Point]

_RINGS = (3.0, 8.0, 15.0, 25.0, 38.0, 56.0, 80.0, 110.0)
_TURNS = 16
_WAYS = tuple((cos(2 * pi * turn / _TURNS), sin(2 * pi * turn / _TURNS)) for turn in range(_TURNS))
_PASSES = 12
_COVERED = 50.0  # cost per unit of area covered on another label
_HIDDEN = 400.0  # cost of covering a point
_CROSSED = 3.0  # cost per unit of a line that a label lies on
_OUTSIDE = 100.0  # cost per unit beyond the frame
_LED = 60.0  # cost of a leader that crosses another label


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle with its sides along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    def grown(self, by: float) -> Box:
        """Return the box with a margin on every side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def shared(self, other: Box) -> float:
        """Return the area that two boxes share."""
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.top, other.top) - max(self.bottom, other.bottom)
        return width * height if width > 0 and height > 0 else 0.0

    def holds(self, point: tuple[float, float]) -> bool:
        """Tell whether a point lies inside."""
        return self.left < point[0] < self.right and self.bottom < point[1] < self.top

    def cut(self, start: tuple[float, float], end: tuple[float, float]) -> float:
        """Return how long a segment runs inside the box."""
        low, high = 0.0, 1.0
        for a, b, near, far in (
            (start[0], end[0], self.left, self.right),
            (start[1], end[1], self.bottom, self.top),
        ):
            if (a <= near and b <= near) or (a >= far and b >= far):
                return 0.0
            if a != b:
                first, last = (near - a) / (b - a), (far - a) / (b - a)
                if first > last:
                    first, last = last, first
                low = max(low, first)
                high = min(high, last)
        return (high - low) * hypot(end[0] - start[0], end[1] - start[1]) if high > low else 0.0

    def nearest(self, point: tuple[float, float]) -> tuple[float, float]:
        """Return the point of the box that is nearest to a point."""
        return (min(max(point[0], self.left), self.right), min(max(point[1], self.bottom), self.top))


def _candidates(point: Point, size: tuple[float, float], radius: float) -> list[tuple[Box, float]]:
    """Return possible places of one label with the cost of their distance; close and sideways first."""
    out = []
    for ring in _RINGS:
        for across, up in _WAYS:
            x = point[0] + (radius + ring) * across + size[0] / 2 * _aside(across)
            y = point[1] + (radius + ring) * up + size[1] / 2 * _aside(up)
            box = Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)
            out.append((box, ring + 2.0 * (across < 0) + abs(up)))
    return out


def _aside(direction: float) -> float:
    """Return how far the middle of a label moves off: wholly to one side, or in proportion near the axis."""
    return direction if abs(direction) < 0.5 else copysign(1.0, direction)


def place_labels(
    anchors: tuple[Point, ...],
    sizes: tuple[tuple[float, float], ...],
    frame: Box,
    *,
    radii: tuple[float, ...] = (),
    avoid: tuple[Point, ...] = (),
    lines: tuple[Segment, ...] = (),
) -> tuple[Box, ...]:
    """Return a place for each label, near its point, inside the frame, covering as little as possible.

    Parameters
    ----------
    anchors : points that the labels belong to
    sizes : width and height of each label
    frame : where labels may stand
    radii : how much room each point itself takes; 4 if left out
    avoid : further points that no label should cover
    lines : segments that labels should rather not lie on

    Examples
    --------
    >>> a, b = place_labels(((50.0, 50.0), (52.0, 50.0)), ((30.0, 8.0), (30.0, 8.0)), Box(0, 0, 100, 100))
    >>> a.shared(b)
    0.0
    """
    marks = (*anchors, *avoid)
    room = radii or (4.0,) * len(anchors)
    taken = (*zip(anchors, room, strict=True), *((p, 4.0) for p in avoid))
    options = [
        _fixed_costs(_candidates(p, s, r), frame, taken, lines) for p, s, r in zip(anchors, sizes, room, strict=True)
    ]
    chosen: list[Box | None] = [None] * len(anchors)
    crowd = [sum(hypot(p[0] - q[0], p[1] - q[1]) < 80 for q in marks) for p in anchors]
    order = sorted(range(len(anchors)), key=lambda k: (-crowd[k], k))
    for _ in range(_PASSES):
        before = list(chosen)
        for k in order:
            others = [(b, anchors[j]) for j, b in enumerate(chosen) if b is not None and j != k]
            chosen[k] = _best(options[k], anchors[k], others)
        if chosen == before:
            break
    return tuple(b for b in chosen if b is not None)


def _fixed_costs(
    candidates: list[tuple[Box, float]],
    frame: Box,
    taken: tuple[tuple[Point, float], ...],
    lines: tuple[Segment, ...],
) -> list[tuple[float, int, Box]]:
    """Return the candidates of one label after their costs that do not depend on other labels, least first."""
    sides = np.array([(b.left, b.bottom, b.right, b.top) for b, _ in candidates]).T
    left, bottom, right, top = sides
    beyond = np.maximum(0.0, frame.left - left) + np.maximum(0.0, right - frame.right)
    beyond = beyond + np.maximum(0.0, frame.bottom - bottom) + np.maximum(0.0, top - frame.top)
    hidden = np.zeros(len(candidates))
    for (x, y), radius in taken:
        across = (left - radius < x) & (x < right + radius)
        hidden += across & (bottom - radius < y) & (y < top + radius)
    crossed = np.zeros(len(candidates))
    grown = sides + np.array([[-1.0], [-1.0], [1.0], [1.0]])
    for segment in lines:
        crossed += _cuts(grown, *segment)
    costs = np.array([distance for _, distance in candidates]) + _OUTSIDE * beyond + _HIDDEN * hidden
    costs = costs + _CROSSED * crossed
    return [(float(costs[n]), int(n), candidates[n][0]) for n in np.argsort(costs, kind="stable")]


def _cuts(sides: _Numbers, start: Point, end: Point) -> _Numbers:
    """Return how long a segment runs inside each of many boxes, as `Box.cut` does for one."""
    count = sides.shape[1]
    low, high, apart = np.zeros(count), np.ones(count), np.zeros(count, dtype=bool)
    for a, b, near, far in zip(start, end, sides[:2], sides[2:], strict=True):
        apart |= (max(a, b) <= near) | (min(a, b) >= far)
        if a != b:
            first, last = (near - a) / (b - a), (far - a) / (b - a)
            low = np.maximum(low, np.minimum(first, last))
            high = np.minimum(high, np.maximum(first, last))
    length = hypot(end[0] - start[0], end[1] - start[1])
    return np.where(apart | (high <= low), 0.0, (high - low) * length)


def _best(options: list[tuple[float, int, Box]], anchor: Point, others: list[tuple[Box, Point]]) -> Box | None:
    """Return the place of least cost, the first of several, given where the other labels stand.

    Options come with rising fixed cost, so the rest need not be looked at once that alone is above the best.
    """
    least, first, best = float("inf"), 0, None
    for fixed, n, box in options:
        if fixed > least:
            break
        cost = fixed + _clash(box, anchor, others)
        if best is None or (cost, n) < (least, first):
            least, first, best = cost, n, box
    return best


def _clash(box: Box, anchor: Point, others: list[tuple[Box, Point]]) -> float:
    """Return the cost of a place given where the other labels stand."""
    margin = box.grown(2.0)
    cost = 0.0
    for other, its_anchor in others:
        cost += _COVERED * margin.shared(other)
        cost += _LED * (other.cut(anchor, box.nearest(anchor)) > 0)
        cost += _LED * (box.cut(its_anchor, other.nearest(its_anchor)) > 0)
    return cost
