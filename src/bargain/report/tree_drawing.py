"""A game tree as a picture: SVG, PDF and PNG.

Room      report. Every length comes from `tree_layout`; this gives things their look.
Look      movers differ in name, shade and the corners of their boxes; what is played is a thick blue line with an
          arrow, what would be played a thick black one, all else is thin: nothing is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bargain.games.tree import CHANCE
from bargain.report.canvas import BLACK, BLUE, GREY, Style, blank, drawing, saved
from bargain.report.document import Figure, Formats
from bargain.report.tree_parts import Ground, TreeLayout, Use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

    from bargain.report.labels import Box, Point
    from bargain.report.tree_parts import Branch, Label, Station

__all__ = ["ARROW", "CORNERS", "CUT", "SHADES", "TreePicture", "corners", "head_of", "shaft_of", "tree_figure"]

SHADES = ("ffffff", "dce4ec", "b7c5d3", "f3e3c3", "d9ead3", "ead1dc")  # of boxes, by mover
ARROW = (6.5, 2.6)  # length, half the breadth
CORNERS = ("square", "round", "cut")  # of boxes, by mover
CUT = 3.5
_POINTS = 72.0
_DOTS: Style = {"s": 9.0, "facecolor": "white", "edgecolor": GREY, "linewidth": 0.8, "zorder": 5}
_LINES: dict[Use, Style] = {
    Use.NONE: {"color": GREY, "linewidth": 0.7, "zorder": 2},
    Use.PLANNED: {"color": BLACK, "linewidth": 1.9, "zorder": 3},
    Use.PLAYED: {"color": BLUE, "linewidth": 2.3, "zorder": 4},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TreePicture:
    """What to draw.

    Attributes
    ----------
    name : file name
    layout : TreeLayout
    caption, alt : under the picture; in its place
    least : inches that the picture is wide at least; a narrower tree stands in the middle
    """

    name: str
    layout: TreeLayout
    caption: str
    alt: str
    least: float = 0.0


def tree_figure(picture: TreePicture) -> Figure:
    """Draw the tree; the same picture gives the same bytes.

    Parameters
    ----------
    picture : TreePicture

    Returns
    -------
    Figure
        In SVG, PDF and PNG, drawn when first asked for.
    """
    draw = partial(_draw, picture.layout, picture.least)
    return Figure(name=picture.name, caption=picture.caption, alt=picture.alt, draw=draw)


def _draw(layout: TreeLayout, least: float) -> Formats:
    """Draw the tree in all formats."""
    spare = max(0.0, least * _POINTS - layout.wide) / 2
    with drawing():
        figure = blank(layout.wide / _POINTS + 2 * spare / _POINTS, layout.high / _POINTS)
        figure.set_layout_engine("none")
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(-spare, layout.wide + spare)
        axes.set_ylim(layout.high, 0)
        _lines(axes, layout)
        for station in layout.stations:
            axes.add_patch(_frame(station))
        for label in layout.labels:
            _write(axes, label)
        return saved(figure)


def _lines(axes: Axes, layout: TreeLayout) -> None:
    """Draw branches, ends of plays and information sets."""
    played = [branch for branch in layout.branches if branch.use is Use.PLAYED]
    for use, style in _LINES.items():
        _together(axes, [shaft_of(branch) for branch in layout.branches if branch.use is use], style)
    for branch in played:
        axes.add_patch(_area(head_of(branch), {"facecolor": BLUE, "edgecolor": "none", "zorder": 6}))
    lead = [((leaf.at[0] + 4.0, leaf.at[1]), (leaf.until, leaf.at[1])) for leaf in layout.leaves if leaf.far]
    _together(axes, lead, {"color": GREY, "linewidth": 0.6, "linestyle": (0, (1, 2.5)), "zorder": 1})
    dots = [leaf.at for leaf in layout.leaves if not leaf.reached]
    axes.scatter([x for x, _ in dots], [y for _, y in dots], **_DOTS)
    dashed: Style = {"color": BLACK, "linewidth": 1.3, "linestyle": (0, (3.2, 2.0)), "zorder": 3}
    _together(axes, [link.points for link in layout.links], dashed)


def _together(axes: Axes, lines: Sequence[tuple[Point, ...]], style: Style) -> None:
    """Draw lines of one look as one."""
    from matplotlib.collections import LineCollection

    if lines:
        axes.add_collection(LineCollection(lines, capstyle="butt", joinstyle="round", **style), autolim=False)


def _area(corners: Sequence[Point], style: Style) -> Patch:
    """Return a filled shape."""
    from matplotlib.patches import Polygon

    return Polygon(corners, **style)


def shaft_of(branch: Branch) -> tuple[Point, ...]:
    """Return the line of a branch without the point of its arrow."""
    if branch.use is not Use.PLAYED:
        return branch.points
    *rest, (x, y) = branch.points
    return (*rest, (x - ARROW[0] / 2, y))


def head_of(branch: Branch) -> tuple[Point, ...]:
    """Return the corners of the arrow at the end of a branch."""
    x, y = branch.points[-1]
    length, half = ARROW
    return ((x - length, y - half), (x, y), (x - length, y + half))


def _frame(station: Station) -> Patch:
    """Return the box of a node: round for chance, corners and shade by mover."""
    style: Style = {"facecolor": "white", "edgecolor": BLACK, "linewidth": 0.8, "zorder": 5}
    if station.player == CHANCE:
        return _rounded(station.box, (station.box.top - station.box.bottom) / 2, style)
    style |= {"facecolor": f"#{SHADES[station.player % len(SHADES)]}", "linewidth": 1.7 if station.opens else 0.8}
    match CORNERS[station.player % len(CORNERS)]:
        case "round":
            return _rounded(station.box, 4.0, style)
        case "cut":
            return _area(corners(station.box, CUT), style)
        case _:
            return _area(corners(station.box, 0.0), style)


def corners(box: Box, cut: float) -> list[Point]:
    """Return the corners of a box, each cut off by a length.

    >>> from bargain.report.labels import Box
    >>> corners(Box(0, 0, 4, 2), 0.0), len(corners(Box(0, 0, 4, 2), 1.0))
    ([(0, 0), (4, 0), (4, 2), (0, 2)], 8)
    """
    left, low, right, high = box.left, box.bottom, box.right, box.top
    if not cut:
        return [(left, low), (right, low), (right, high), (left, high)]
    return [
        (left + cut, low),
        (right - cut, low),
        (right, low + cut),
        (right, high - cut),
        (right - cut, high),
        (left + cut, high),
        (left, high - cut),
        (left, low + cut),
    ]


def _rounded(box: Box, radius: float, style: Style) -> Patch:
    from matplotlib.patches import FancyBboxPatch

    shape = f"round,pad=0,rounding_size={radius}"
    return FancyBboxPatch(
        (box.left, box.bottom), box.right - box.left, box.top - box.bottom, boxstyle=shape, mutation_aspect=1, **style
    )


def _write(axes: Axes, label: Label) -> None:
    """Write one line of text."""
    style: Style = {
        "ha": {"start": "left", "middle": "center", "end": "right"}[label.anchor],
        "va": "baseline",
        "fontsize": label.size,
        "fontweight": "bold" if label.bold else "normal",
        "style": "italic" if label.ground is Ground.CHANCE else "normal",
        "color": GREY if label.ground is Ground.NOTE else BLACK,
        "zorder": 8,
    }
    axes.text(label.x, label.y, label.words, **style)
