"""Write labels into a drawing so that they cover nothing: the bridge from `labels` to matplotlib.

Room      report.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from bargain.report.canvas import GREY, Style
from bargain.report.labels import Box, Point, place_labels

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes

__all__ = ["Callout", "joined", "write_callouts"]

_WRAP = 22  # characters
_LONG, _WIDE = 90, 34  # a text of so many characters gets longer lines
_SUMMAND = 40  # characters of a line that begins with a plus
_LEADER = 12.0  # pixels from the edge of a point from which its label gets a line
_BEYOND = 10_000.0  # pixels, further than any figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Callout:
    """A text that belongs to a point of the plane, which takes `radius` pixels around it."""

    at: Point
    text: str
    radius: float


def joined(labels: Sequence[str]) -> str:
    """Return at most three labels on lines of their own, and how many more there are.

    >>> print(joined(["up / left", "down / left"]))
    • up / left
    • down / left
    >>> print(joined(["accommodate / accommodate"]))
    accommodate /
    accommodate
    """
    shown = labels if len(labels) <= 3 else [*labels[:2], f"and {len(labels) - 2} more"]
    bullet = "• " if len(shown) > 1 else ""
    return "\n".join(_wrapped(bullet + label) for label in shown)


def _wrapped(label: str) -> str:
    """Break a long label, after the slash between the players' actions or before each plus if there are any."""
    if len(label) <= _WRAP:
        return label
    if " + " in label:
        parts = label.replace(" + ", "\n+ ").split("\n")
        return "\n".join("\n".join(textwrap.wrap(part, _SUMMAND)) for part in parts)
    first, slash, rest = label.partition(" / ")
    parts = [f"{first} /", rest] if slash else [label]
    signs = _WRAP if len(label) < _LONG else _WIDE
    return "\n".join("\n".join(textwrap.wrap(part, signs)) for part in parts)


def _list(text: str) -> bool:
    """Tell whether the lines of a text are items below each other."""
    return "•" in text or "\n+ " in text


def write_callouts(
    axes: Axes,
    callouts: Sequence[Callout],
    *,
    avoid: Iterable[Point] = (),
    lines: Iterable[tuple[Point, Point]] = (),
    cross: Point | None = None,
    boxed: bool = False,
) -> None:
    """Write the texts; the limits and the place of the axes must be final.

    Parameters
    ----------
    axes : where to write
    callouts : what to write
    avoid, lines : points and segments to keep clear of, in the units of the axes
    cross : a point whose horizontal and vertical to keep clear of
    boxed : whether texts get a white ground
    """
    if not callouts:
        return

    def pixels(point: Point) -> Point:
        x, y = axes.transData.transform(point)
        return float(x), float(y)

    def units(point: Point) -> Point:
        x, y = axes.transData.inverted().transform(point)
        return float(x), float(y)

    style: Style = {"fontsize": 8.0, "linespacing": 1.15, "ha": "center", "va": "center", "zorder": 12}
    if boxed:
        style["bbox"] = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "boxstyle": "square,pad=0.15"}
    texts = [axes.text(0, 0, c.text, multialignment="left" if _list(c.text) else "center", **style) for c in callouts]
    extents = [text.get_window_extent() for text in texts]
    bounds = axes.get_window_extent()
    segments = [(pixels(a), pixels(b)) for a, b in lines]
    if cross is not None:
        x, y = pixels(cross)
        segments += [((x, -_BEYOND), (x, _BEYOND)), ((-_BEYOND, y), (_BEYOND, y))]
    anchors = tuple(pixels(c.at) for c in callouts)
    boxes = place_labels(
        anchors,
        tuple((e.width, e.height) for e in extents),
        Box(bounds.x0 + 2, bounds.y0 + 2, bounds.x1 - 2, bounds.y1 - 2),
        radii=tuple(c.radius for c in callouts),
        avoid=tuple(map(pixels, avoid)),
        lines=tuple(segments),
    )
    for text, box, anchor, callout in zip(texts, boxes, anchors, callouts, strict=True):
        text.set_position(units(((box.left + box.right) / 2, (box.bottom + box.top) / 2)))
        near = box.grown(2.0).nearest(anchor)
        far = hypot(near[0] - anchor[0], near[1] - anchor[1])
        if far > callout.radius + _LEADER:
            part = callout.radius / far
            start = (anchor[0] + (near[0] - anchor[0]) * part, anchor[1] + (near[1] - anchor[1]) * part)
            ends = (units(start), units(near))
            axes.plot([e[0] for e in ends], [e[1] for e in ends], color=GREY, linewidth=0.6, zorder=4.5)
