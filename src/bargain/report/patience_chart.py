"""The chart of patience: which concessions survive at which discount factor, and how many packages do.

Room      report. Input is plain values.
Reading   above, a staircase: at each common discount factor the number of packages that enforce themselves.
          Below, one row per issue: a bar starts where some self-enforcing package first holds the issue at a
          level, the darker the fuller; a dashed bar is granted without any exchange. Exact ends stand beside.
Scale     equal steps to the right halve 1 − δ, so that the future counts for twice as many rounds.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import log2
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.canvas import BLACK, BLUE, GREEN, GREY, Style, blank, drawing, saved
from bargain.report.document import Figure, Formats

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

__all__ = ["IssueSurvival", "PatiencePicture", "patience_chart"]

_WIDTH = 7.4  # inches
_STAIRS, _ROW, _HEAD, _FRAME = 1.35, 0.40, 0.27, 1.55  # inches: staircase, issue, grantor, title and legend
_WRAP = 34
_THICK = 0.44  # of a row
_LIGHT = "#b4ddf5"
_TICKS = tuple(Fraction(a, b) for a, b in ((0, 1), (1, 2), (3, 4), (9, 10), (19, 20), (49, 50), (99, 100)))
_MORE = tuple(1 - Fraction(1, 10**k) for k in (3, 4, 5, 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueSurvival:
    """One issue: where each of its levels first survives.

    Attributes
    ----------
    issue, grantor : names as they are to be written
    anyway : the level granted without any exchange, empty if nothing is
    levels : the levels above that one, from the least to the most, each with the least common discount factor
        at which some package holds it; None if at none
    """

    issue: str
    grantor: str
    anyway: str = ""
    levels: tuple[tuple[str, Fraction | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatiencePicture:
    """What to draw: a heading, where it stands, the staircase, and the issues in the order of reading.

    Attributes
    ----------
    stairs : discount factors, ascending, each with the number of self-enforcing packages from there on
    total : the number of packages
    """

    name: str
    title: str
    point: str
    stairs: tuple[tuple[Fraction, int], ...]
    total: int
    issues: tuple[IssueSurvival, ...]


def patience_chart(picture: PatiencePicture) -> Figure:
    """Draw the chart; issues are grouped by grantor, groups in order of first appearance.

    Parameters
    ----------
    picture : PatiencePicture

    Returns
    -------
    Figure
        In SVG, PDF and PNG; the same input gives the same bytes.

    Raises
    ------
    ValueError
        If a discount factor is not in [0, 1), or the staircase does not rise.
    """
    deltas = [d for d, _ in picture.stairs]
    counts = [n for _, n in picture.stairs]
    ends = [d for item in picture.issues for _, d in item.levels if d is not None]
    if not all(0 <= d < 1 for d in (*deltas, *ends)):
        raise ValueError(f"{picture.name!r}: a discount factor outside [0, 1)")
    if deltas != sorted(set(deltas)) or counts != sorted(set(counts)):
        raise ValueError(f"{picture.name!r}: the staircase does not rise")
    return Figure(name=picture.name, caption=_caption(picture), alt=_alt(picture), draw=partial(_draw, picture))


def _place(delta: Fraction) -> float:
    """Return where a discount factor lies on the axis: the number of times that 1 − δ was halved."""
    return -log2(1 - delta)


def _draw(picture: PatiencePicture) -> Formats:
    """Draw the picture in all formats."""
    groups = {i.grantor: [x for x in picture.issues if x.grantor == i.grantor] for i in picture.issues}
    rows = _ROW * len(picture.issues) + _HEAD * len(groups)
    with drawing():
        figure = blank(_WIDTH, _FRAME + _STAIRS + rows)
        above, below = figure.subplots(2, 1, sharex=True, gridspec_kw={"height_ratios": [_STAIRS, rows]})
        end = _end(picture)
        _staircase(above, picture, end)
        _issues(below, groups, end)
        _axis(below, picture, end)
        _legend(below, figure, picture)
        return saved(figure)


def _end(picture: PatiencePicture) -> float:
    """Return the right end of the axis: past the last threshold, and at least at 9/10."""
    known = [d for d, _ in picture.stairs] + [d for i in picture.issues for _, d in i.levels if d is not None]
    return max(_place(Fraction(9, 10)), max(map(_place, known), default=0.0)) + 0.7


def _staircase(axes: Axes, picture: PatiencePicture, end: float) -> None:
    """Draw the number of self-enforcing packages, on a scale of orders of magnitude."""
    axes.set_title(picture.title, loc="left", fontsize=11, fontweight="bold", wrap=True)
    axes.grid(axis="x", color="#e3e7eb", linewidth=0.7)
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.set_ylabel("packages that\nenforce themselves", fontsize=8.5)
    axes.text(1.02, 0.5, f"of {picture.total:,}", transform=axes.transAxes, fontsize=8, va="center", clip_on=False)
    if not picture.stairs:
        axes.set_yticks([0], ["0"])
        return
    xs = [_place(d) for d, _ in picture.stairs]
    ys = [n for _, n in picture.stairs]
    axes.step([*xs, end], [*ys, ys[-1]], where="post", color=BLUE, linewidth=1.8)
    axes.set_yscale("log")
    axes.set_ylim(0.7, max(ys) * 2.4)
    shown = _few(ys)
    axes.set_yticks(shown, [f"{n:,}" for n in shown])
    axes.minorticks_off()


def _few(counts: list[int]) -> list[int]:
    """Return counts that can stand beside each other on a scale of orders of magnitude."""
    kept: list[int] = []
    for n in reversed(counts):
        if not kept or n * 1.9 <= kept[-1]:
            kept.append(n)
    return kept[::-1]


def _issues(axes: Axes, groups: dict[str, list[IssueSurvival]], end: float) -> None:
    """Draw one row per issue."""
    y, places = 0.0, []
    for grantor, items in groups.items():
        y -= _HEAD / _ROW
        axes.text(0.02, y + 0.08, f"{grantor} grants", fontweight="bold", va="center", fontsize=9.5)
        for item in items:
            y -= 0.75 if item is items[0] else 1.0
            _row(axes, item, y, end)
            places.append((y, item))
        y -= 0.2
    axes.set_ylim(y - 0.4, 0.0)
    axes.set_yticks([at for at, _ in places], ["\n".join(textwrap.wrap(item.issue, _WRAP)) for _, item in places])
    axes.tick_params(axis="y", length=0, pad=8)
    axes.spines["left"].set_visible(False)


def _row(axes: Axes, item: IssueSurvival, y: float, end: float) -> None:
    """Draw one issue: where it is granted anyway, where each level survives, and the exact ends at the right."""
    axes.plot([0, end], [y, y], color="#c9d0d6", linewidth=0.8, zorder=1)
    if item.anyway:
        axes.plot([0, end], [y, y], color=GREEN, linewidth=2.2, linestyle=(0, (4, 2)), zorder=3)
    alive = [(level, d) for level, d in item.levels if d is not None]
    for level, delta in alive:
        start, full = _place(delta), level == item.levels[-1][0]
        style: Style = {"color": BLUE if full else _LIGHT, "zorder": 5 if full else 4, "linewidth": 0}
        axes.barh(y, end - start, left=start, height=_THICK, **style)
        axes.plot([start, start], [y - _THICK / 2, y + _THICK / 2], color=BLACK, linewidth=1.2, zorder=6)
    axes.text(end * 1.02, y, "\n".join(_words(item)), va="center", fontsize=7.6, linespacing=1.15, clip_on=False)


def _words(item: IssueSurvival) -> list[str]:
    """Return the exact ends in words."""
    lines = [f"{item.anyway} granted anyway"] if item.anyway else []
    parts = [f"{level} {_from(delta)}" for level, delta in item.levels]
    return lines + textwrap.wrap("; ".join(parts), 34)


def _from(delta: Fraction | None) -> str:
    if delta is None:
        return "at no δ"
    return f"from {show(delta)}" if delta else "at any δ"


def _axis(axes: Axes, picture: PatiencePicture, end: float) -> None:
    """Set up the scale of discount factors."""
    ticks = [d for d in (*_TICKS, *_MORE) if _place(d) <= end]
    axes.set_xlim(0, end)
    axes.set_xticks([_place(d) for d in ticks], [show(d) for d in ticks])
    axes.set_xlabel(f"common discount factor δ, {picture.point} (equal steps halve 1 − δ)")
    axes.grid(axis="x", color="#e3e7eb", linewidth=0.7, zorder=0)
    axes.set_axisbelow(True)


def _legend(axes: Axes, figure: Canvas, picture: PatiencePicture) -> None:
    """Explain the signs that occur."""
    from matplotlib.patches import Patch

    alive = {level == i.levels[-1][0] for i in picture.issues for level, d in i.levels if d is not None}
    handles: list[Artist] = []
    if True in alive:
        handles.append(Patch(color=BLUE, label="the fullest level survives"))
    if False in alive:
        handles.append(Patch(color=_LIGHT, label="a lower level survives"))
    if any(i.anyway for i in picture.issues):
        handles += axes.plot([], [], color=GREEN, linewidth=2.2, linestyle=(0, (4, 2)), label="granted anyway")
    if not handles:
        handles += axes.plot([], [], color=GREY, linewidth=0.8, label="nothing survives")
    figure.legend(handles=handles, loc="outside lower center", ncols=3, handletextpad=0.6, columnspacing=1.8)


def _caption(picture: PatiencePicture) -> str:
    return (
        f"{picture.title}. Above: how many of {picture.total:,} packages enforce themselves at a common discount "
        f"factor, {picture.point}. Below: from where some self-enforcing package holds each issue at each level; "
        "what is granted anyway enforces nothing. Whoever breaks a package is answered by the one-shot equilibrium "
        "for ever. Exact ends at the right."
    )


def _alt(picture: PatiencePicture) -> str:
    """Return a description with the exact numbers."""
    stairs = ", ".join(f"{n:,} from δ = {show(d)}" for d, n in picture.stairs[:12])
    more = "" if len(picture.stairs) <= 12 else f" and {len(picture.stairs) - 12} further steps"
    rows = "; ".join(f"{i.grantor} on {i.issue}: {', '.join(_words(i))}" for i in picture.issues)
    return f"Staircase: of {picture.total:,} packages {stairs or 'none'}{more}. Bars: {rows}."
