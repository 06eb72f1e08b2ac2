"""Where to write labels beside points so that nothing is covered: plain geometry, no plotting.

Room      report. All lengths are in one unit, whatever the caller draws in; y grows upwards.
Method    every label has the same rings of candidate places around its point; labels choose in turn,
          crowded ones first, and choose again while any of them gains. Deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import copysign, cos, hypot, pi, sin

__all__ = ["Box", "Point", "Segment", "place_labels"]

Point = tuple[float, float]
Segment = tuple[Point, Point]

_RINGS = (3.0, 8.0, 15.0, 25.0, 38.0, 56.0, 80.0, 110.0)
_TURNS = 16
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
        for turn in range(_TURNS):
            across, up = cos(2 * pi * turn / _TURNS), sin(2 * pi * turn / _TURNS)
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
    out: list[tuple[float, int, Box]] = []
    for n, (box, distance) in enumerate(candidates):
        beyond = (
            max(0.0, frame.left - box.left)
            + max(0.0, box.right - frame.right)
            + max(0.0, frame.bottom - box.bottom)
            + max(0.0, box.top - frame.top)
        )
        hidden = sum(box.grown(radius).holds(q) for q, radius in taken)
        crossed = sum(box.grown(1.0).cut(*segment) for segment in lines)
        out.append((distance + _OUTSIDE * beyond + _HIDDEN * hidden + _CROSSED * crossed, n, box))
    return sorted(out, key=lambda o: o[:2])


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
