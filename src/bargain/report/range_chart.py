"""The chart of concession ranges: per issue, how much of it is certain and how much is possible.

Room      report. Input is plain values in shares of an issue, 0 to 1.
Reading   solid bar: in the range whatever stakes the source allows; light bar: for some of them;
          bracket: at the baseline. Rings on the bar are the discrete levels: filled where admissible
          for all stakes, hollow where for some, a cross where for none. Exact ends stand beside.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.canvas import BLACK, BLUE, GREY, RED, Style, blank, drawing, saved
from bargain.report.document import Figure, Formats

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

__all__ = ["IssueRange", "LevelMark", "RangePicture", "range_chart"]

Span = tuple[Fraction, Fraction]

_WIDTH = 7.4  # inches
_ROW, _HEAD, _FRAME = 0.58, 0.30, 1.60  # inches per issue, per grantor, and for title, axis and legend
_WRAP = 36
_THICK = 0.30  # of a row
_LIGHT = "#b4ddf5"  # the light sister of the solid blue

_LEVELS: dict[str, Style] = {
    "certain": {"marker": "o", "s": 34, "facecolor": BLACK, "edgecolor": "white", "linewidth": 0.9},
    "possible": {"marker": "o", "s": 30, "facecolor": "white", "edgecolor": BLACK, "linewidth": 1.1},
    "never": {"marker": "x", "s": 22, "color": GREY, "linewidth": 1.2},
}
_SAYS = {
    "certain": "level always admissible",
    "possible": "level sometimes admissible",
    "never": "level never admissible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelMark:
    """One discrete level: its name, its share of the issue, and for which stakes it is admissible."""

    name: str
    share: Fraction
    admissible: str  # "certain", "possible" or "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRange:
    """The ranges of one issue; None where the range is empty.

    Attributes
    ----------
    issue, grantor : names as they are to be written
    certain, possible : low and high share over all stakes, over some stakes
    baseline : low and high share at the baseline
    levels : the discrete levels
    ends : the exact ends as lines of text, where they say more than the shares do, such as open ends
    note : a few words instead of the exact ends, such as the reason why there is no deal
    """

    issue: str
    grantor: str
    certain: Span | None
    possible: Span | None
    baseline: Span | None = None
    levels: tuple[LevelMark, ...] = ()
    ends: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePicture:
    """What to draw: a heading, the rule in words, and the issues in the order of reading."""

    name: str
    title: str
    rule: str
    ranges: tuple[IssueRange, ...]


def range_chart(picture: RangePicture) -> Figure:
    """Draw the chart; issues are grouped by grantor, groups in order of first appearance.

    Parameters
    ----------
    picture : RangePicture

    Returns
    -------
    Figure
        In SVG, PDF and PNG; the same input gives the same bytes.

    Raises
    ------
    ValueError
        If an end of a range is outside 0 to 1, or crossed.
    """
    for item in picture.ranges:
        _check(item)
    draw = partial(_draw, picture)
    return Figure(name=picture.name, caption=_caption(picture), alt=_alt(picture), draw=draw)


def _draw(picture: RangePicture) -> Formats:
    """Draw the picture in all formats."""
    groups = {r.grantor: [x for x in picture.ranges if x.grantor == r.grantor] for r in picture.ranges}
    height = _FRAME + _ROW * len(picture.ranges) + _HEAD * len(groups)
    with drawing():
        figure = blank(_WIDTH, height)
        axes = figure.add_subplot()
        _frame(axes, picture)
        y, rows = 0.0, []
        for grantor, items in groups.items():
            y -= _HEAD / _ROW
            axes.text(0.0, y + 0.1, f"{grantor} grants", fontweight="bold", va="center", fontsize=9.5)
            for item in items:
                y -= 0.75 if item is items[0] else 1.0
                _row(axes, item, y)
                rows.append((y, item))
            y -= 0.25
        axes.set_ylim(y - 0.3, 0.0)
        axes.set_yticks([at for at, _ in rows], [_label(item.issue) for _, item in rows])
        _legend(axes, figure, picture)
        return saved(figure)


def _label(issue: str) -> str:
    """Break the name of an issue into lines; a level stays with what it is a level of."""
    whole = issue.replace(": ", ":\xa0").replace("(with ", "(with\xa0")
    return "\n".join(textwrap.wrap(whole, _WRAP))


def _check(item: IssueRange) -> None:
    """Refuse spans that are no part of the line from 0 to 1."""
    for span in (item.certain, item.possible, item.baseline):
        if span is not None and not 0 <= span[0] <= span[1] <= 1:
            raise ValueError(f"issue {item.issue!r}: [{span[0]}, {span[1]}] is not a range of shares")


def _frame(axes: Axes, picture: RangePicture) -> None:
    """Set up heading, scale and grid."""
    axes.set_title(picture.title, loc="left", fontsize=11, fontweight="bold", wrap=True)
    axes.set_xlim(-0.035, 1.035)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "1/4", "1/2", "3/4", "1"])
    axes.set_xlabel(f"share of the issue granted ({picture.rule})" if picture.rule else "share of the issue granted")
    axes.grid(axis="x", color="#e3e7eb", linewidth=0.7, zorder=0)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0, pad=8)
    levels = {tuple((level.share, level.name) for level in r.levels) for r in picture.ranges}
    if len(levels) == 1 and (names := next(iter(levels))):
        top = axes.secondary_xaxis("top")
        top.set_xticks([float(share) for share, _ in names], [name for _, name in names])
        top.tick_params(length=0, labelcolor=GREY)
        top.spines["top"].set_visible(False)


def _row(axes: Axes, item: IssueRange, y: float) -> None:
    """Draw one issue: bars, bracket, levels, and the exact ends at the right."""
    axes.plot([0, 1], [y, y], color="#c9d0d6", linewidth=0.8, zorder=1)
    for span, colour, order in ((item.possible, _LIGHT, 2), (item.certain, BLUE, 3)):
        if span is not None:
            low, width = float(span[0]), float(span[1] - span[0])
            style: Style = {"color": colour, "zorder": order, "linewidth": 0}
            axes.barh(y, width or 0.008, left=low if width else low - 0.004, height=_THICK, **style)
    if item.baseline is not None:
        _bracket(axes, item.baseline, y)
    for level in item.levels:
        axes.scatter([float(level.share)], [y], zorder=6, clip_on=False, **_LEVELS[level.admissible])
    words = textwrap.wrap(item.note, 28) or _ends(item)
    axes.text(1.06, y, "\n".join(words), va="center", fontsize=8, linespacing=1.25, clip_on=False)


def _bracket(axes: Axes, span: Span, y: float) -> None:
    """Draw the baseline range as a bracket over the bar; a point as one stroke."""
    low, high = float(span[0]), float(span[1])
    over, under = y + _THICK / 2 + 0.17, y + _THICK / 2 + 0.05
    axes.plot([low, low, high, high], [under, over, over, under], color=RED, linewidth=1.6, zorder=5, clip_on=False)


def _span(span: Span | None) -> str:
    if span is None:
        return "none"
    return show(span[0]) if span[0] == span[1] else f"{show(span[0])} to {show(span[1])}"


def _ends(item: IssueRange) -> list[str]:
    """Return the exact ends in words."""
    if item.ends:
        return list(item.ends)
    lines = [f"certain: {_span(item.certain)}", f"possible: {_span(item.possible)}"]
    return lines if item.baseline is None else [*lines, f"baseline: {_span(item.baseline)}"]


def _legend(axes: Axes, figure: Canvas, picture: RangePicture) -> None:
    """Explain the signs that occur."""
    from matplotlib.patches import Patch

    used = {level.admissible for r in picture.ranges for level in r.levels}
    handles: list[Artist] = []
    if any(r.certain for r in picture.ranges):
        handles.append(Patch(color=BLUE, label="for all stakes"))
    if any(r.possible for r in picture.ranges):
        handles.append(Patch(color=_LIGHT, label="for some stakes"))
    if any(r.baseline for r in picture.ranges):
        handles += axes.plot([], [], color=RED, linewidth=1.6, label="at the baseline")
    handles += [axes.scatter([], [], label=_SAYS[kind], **style) for kind, style in _LEVELS.items() if kind in used]
    figure.legend(handles=handles, loc="outside lower center", ncols=3, handletextpad=0.6, columnspacing=1.8)


def _caption(picture: RangePicture) -> str:
    rule = f" under the rule: {picture.rule}" if picture.rule else ""
    return (
        f"{picture.title}. How much of each issue its grantor can yield and the other must receive{rule}: "
        "for all stakes that the source allows (solid), for some (light), at the baseline (bracket); "
        "circles are the discrete levels. Exact ends at the right."
    )


def _alt(picture: RangePicture) -> str:
    """Return a description with the exact numbers."""
    rows = (f"{r.grantor} on {r.issue}, {', '.join(_ends(r))}" for r in picture.ranges)
    return f"Bars of shares from 0 to 1. {'; '.join(rows)}."
