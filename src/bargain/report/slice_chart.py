"""The chart of a slice: which equilibria stand where, in the plane of two stakes.

Room      report. Input is plain values.
Reading   each shade and hatch is one set of equilibria, numbered in its middle and named below; the thick line is what
          the source allows at the values of the other stakes; the cross is the documented baseline.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bargain.report.canvas import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, blank, drawing, saved
from bargain.report.document import Figure, Formats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from matplotlib.axes import Axes

    Corner = tuple[Fraction, Fraction]
    Polygon = tuple[Corner, ...]

__all__ = ["SliceCell", "SlicePicture", "slice_chart"]

_WIDTH, _PLANE, _LINE = 6.6, 5.0, 0.17  # inches: the figure, the square, a line of the list below it
_WRAP = 92
_ALONG = 58  # signs of a line along an axis
_FILLS = (SKY, ORANGE, GREEN, "#cc79a7", "#f0e442", BLUE, RED, "#b9b9b9")
_HATCHES = ("", "//", "..", "\\\\", "--", "++", "oo")
_TIE = "xx"


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceCell:
    """One set of equilibria: its words, the polygons that it fills, and whether it takes a tie to have it."""

    words: str
    polygons: tuple[Polygon, ...]
    tie: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicePicture:
    """What to draw.

    Attributes
    ----------
    name, title : file name and heading
    axes : what the stakes to the right and upwards are called
    allowed : the polygon that the source leaves
    point : the baseline
    cells : in the order of their numbers
    note : a line below, such as where the other stakes are held
    """

    name: str
    title: str
    axes: tuple[str, str]
    allowed: Polygon
    point: Corner
    cells: tuple[SliceCell, ...]
    note: str = ""


def slice_chart(picture: SlicePicture) -> Figure:
    """Draw the chart.

    Parameters
    ----------
    picture : SlicePicture

    Returns
    -------
    Figure
        In SVG, PDF and PNG; the same input gives the same bytes.

    Raises
    ------
    ValueError
        If the source leaves no polygon.
    """
    if len(picture.allowed) < 3:
        raise ValueError(f"{picture.name!r}: the source leaves no polygon")
    names = "; ".join(f"{n}: {cell.words}" for n, cell in enumerate(picture.cells, 1))
    caption = f"{picture.title}. {picture.note}".strip()
    alt = f"The plane of {picture.axes[0]} and {picture.axes[1]}, cut into {len(picture.cells)} parts: {names}."
    return Figure(name=picture.name, caption=caption, alt=alt, draw=partial(_draw, picture))


def _lines(picture: SlicePicture) -> list[str]:
    """Return the list below the plane: cells by number, then the note."""
    out = []
    for n, cell in enumerate(picture.cells, 1):
        out += textwrap.wrap(f"{n}  {cell.words}", _WRAP, subsequent_indent="    ")
    return [*out, "×  the baseline, where the other stakes are held", *textwrap.wrap(picture.note, _WRAP)]


def _draw(picture: SlicePicture) -> Formats:
    """Draw the picture in all formats."""
    lines = _lines(picture)
    below = _LINE * (len(lines) + 1)
    with drawing():
        figure = blank(_WIDTH, _PLANE + below)
        axes, text = figure.subplots(2, 1, gridspec_kw={"height_ratios": [_PLANE, below]})
        axes.set_title(picture.title, loc="left", fontsize=11, fontweight="bold", wrap=True)
        for n, cell in enumerate(picture.cells):
            for polygon in cell.polygons:
                _fill(axes, polygon, n, tie=cell.tie)
        for n, cell in enumerate(picture.cells):
            for polygon in cell.polygons:
                _number(axes, polygon, n)
        _outline(axes, picture)
        axes.set_xlabel(textwrap.fill(picture.axes[0], _ALONG))
        axes.set_ylabel(textwrap.fill(picture.axes[1], _ALONG))
        text.set_axis_off()
        text.text(0, 1, "\n".join(lines), transform=text.transAxes, va="top", fontsize=8.2, linespacing=1.25)
        return saved(figure)


def _floats(polygon: Sequence[Corner]) -> tuple[list[float], list[float]]:
    return [float(x) for x, _ in polygon], [float(y) for _, y in polygon]


def _fill(axes: Axes, polygon: Polygon, n: int, *, tie: bool) -> None:
    """Fill one polygon in the shade and hatch of its cell."""
    xs, ys = _floats(polygon)
    hatch = _TIE if tie else _HATCHES[(n + n // len(_FILLS)) % len(_HATCHES)]
    axes.fill(xs, ys, facecolor=_FILLS[n % len(_FILLS)], edgecolor=GREY, linewidth=0.8, hatch=hatch, alpha=0.55)


def _number(axes: Axes, polygon: Polygon, n: int) -> None:
    """Write the number of a cell in the middle of a polygon."""
    xs, ys = _floats(polygon)
    box = {"boxstyle": "circle,pad=0.18", "facecolor": "white", "edgecolor": GREY, "linewidth": 0.6}
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    axes.text(x, y, str(n + 1), ha="center", va="center", fontsize=9, fontweight="bold", bbox=box)


def _outline(axes: Axes, picture: SlicePicture) -> None:
    """Draw what the source allows, the baseline, and room around both."""
    xs, ys = _floats(picture.allowed)
    axes.plot([*xs, xs[0]], [*ys, ys[0]], color=BLACK, linewidth=2.0)
    x, y = float(picture.point[0]), float(picture.point[1])
    axes.plot([x], [y], marker="x", markersize=9, markeredgewidth=4.2, color="white", linestyle="none")
    axes.plot([x], [y], marker="x", markersize=8, markeredgewidth=2.0, color=BLACK, linestyle="none")
    for ends, limit in ((xs, axes.set_xlim), (ys, axes.set_ylim)):
        room = 0.06 * (max(ends) - min(ends))
        limit(min(ends) - room, max(ends) + room)
