"""The chart of what moves reveal: per stake, the bounds before and after.

Room      report. Input is plain values in an actor's own unit.
Reading   light bar: what the source allows; solid bar inside: what is left where some equilibrium agrees with the
          moves. A ring marks an end that is not reached, a diamond a bar of no length. Exact ends stand beside.
Scale     shared by the stakes of one actor only in print: units of two actors are not compared.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bargain.report.canvas import BLACK, BLUE, GREY, Style, blank, drawing, saved
from bargain.report.document import Figure, Formats

if TYPE_CHECKING:
    from fractions import Fraction

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

__all__ = ["ObservedPicture", "StakeBounds", "observed_chart"]

_WIDTH = 7.4  # inches
_ROW, _HEAD, _FRAME = 0.52, 0.32, 1.85  # inches per stake, per actor, and for title, axis and legend
_WRAP = 34
_THICK = 0.34  # of a row
_LIGHT = "#b4ddf5"


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeBounds:
    """One stake whose bounds move.

    Attributes
    ----------
    stake, actor : names as they are to be written
    before, after : low and high value
    reached : whether the low and the high end after are reached
    words : the intervals before and after, exact
    """

    stake: str
    actor: str
    before: tuple[Fraction, Fraction]
    after: tuple[Fraction, Fraction]
    reached: tuple[bool, bool]
    words: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedPicture:
    """What to draw: a heading, by which moves and how the game is played, the stakes that move, how many do not."""

    name: str
    title: str
    played: str
    stakes: tuple[StakeBounds, ...]
    kept: int


def observed_chart(picture: ObservedPicture) -> Figure:
    """Draw the chart; stakes are grouped by actor, groups in order of first appearance.

    Parameters
    ----------
    picture : ObservedPicture

    Returns
    -------
    Figure
        In SVG, PDF and PNG; the same input gives the same bytes.

    Raises
    ------
    ValueError
        If there is no stake to draw, or an interval after does not lie in the one before.
    """
    if not picture.stakes:
        raise ValueError(f"{picture.name!r}: no stake gets tighter bounds, so there is nothing to draw")
    for item in picture.stakes:
        if not item.before[0] <= item.after[0] <= item.after[1] <= item.before[1]:
            raise ValueError(f"stake {item.stake!r}: {item.words[1]} does not lie in {item.words[0]}")
    return Figure(name=picture.name, caption=_caption(picture), alt=_alt(picture), draw=partial(_draw, picture))


def _draw(picture: ObservedPicture) -> Formats:
    """Draw the picture in all formats."""
    groups = {s.actor: [x for x in picture.stakes if x.actor == s.actor] for s in picture.stakes}
    height = _FRAME + _ROW * len(picture.stakes) + _HEAD * len(groups)
    with drawing():
        figure = blank(_WIDTH, height)
        axes = figure.add_subplot()
        low = float(min(s.before[0] for s in picture.stakes))
        high = float(max(s.before[1] for s in picture.stakes))
        pad = (high - low) * 0.04 or 0.05
        axes.set_xlim(low - pad, high + pad)
        _frame(axes, picture)
        y, rows = 0.0, []
        for actor, items in groups.items():
            y -= 0.62
            axes.text(low, y + 0.12, f"{actor}, in its own unit", fontweight="bold", va="center", fontsize=9.5)
            for item in items:
                y -= 0.72 if item is items[0] else 1.0
                _row(axes, item, y, high + pad)
                rows.append((y, item))
            y -= 0.2
        axes.set_ylim(y - 0.4, 0.0)
        axes.set_yticks([at for at, _ in rows], ["\n".join(textwrap.wrap(s.stake, _WRAP)) for _, s in rows])
        _legend(axes, figure, picture)
        heading = "\n".join(textwrap.wrap(picture.title, 74))
        figure.suptitle(heading, x=0.01, ha="left", fontsize=11, fontweight="bold")
        return saved(figure)


def _frame(axes: Axes, picture: ObservedPicture) -> None:
    """Set up scale and grid."""
    axes.set_xlabel(_kept_words(picture))
    axes.grid(axis="x", color="#e3e7eb", linewidth=0.7, zorder=0)
    axes.set_axisbelow(True)
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0, pad=8)


def _kept_words(picture: ObservedPicture) -> str:
    if not picture.kept:
        return "value of the stake; no other stake keeps its bounds"
    return f"value of the stake; {picture.kept} other stake{'s' * (picture.kept > 1)} keep bounds as they are"


def _row(axes: Axes, item: StakeBounds, y: float, right: float) -> None:
    """Draw one stake: bars, ends that are not reached, and the exact ends at the right."""
    low, high = (float(v) for v in item.after)
    before = [float(v) for v in item.before]
    light: Style = {"color": _LIGHT, "zorder": 2, "linewidth": 0}
    axes.barh(y, before[1] - before[0], left=before[0], height=_THICK * 1.35, **light)
    if low == high:
        axes.scatter([low], [y], marker="D", s=36, color=BLUE, edgecolor="white", linewidth=0.8, zorder=5)
    else:
        solid: Style = {"color": BLUE, "zorder": 3, "linewidth": 0}
        axes.barh(y, high - low, left=low, height=_THICK * 0.7, **solid)
    for value, reached in zip((low, high), item.reached, strict=True):
        if not reached:
            ring: Style = {"marker": "o", "s": 26, "facecolor": "white", "edgecolor": BLACK, "linewidth": 1.1}
            axes.scatter([value], [y], zorder=6, clip_on=False, **ring)
    said: Style = {"va": "center", "fontsize": 8, "linespacing": 1.25, "clip_on": False}
    axes.annotate(
        f"before {item.words[0]}\nafter {item.words[1]}",
        (right, y),
        xytext=(6, 0),
        textcoords="offset points",
        **said,
    )


def _legend(axes: Axes, figure: Canvas, picture: ObservedPicture) -> None:
    """Explain the signs that occur."""
    from matplotlib.patches import Patch

    handles: list[Artist] = [Patch(color=_LIGHT, label="what the source allows")]
    if any(s.after[0] < s.after[1] for s in picture.stakes):
        handles.append(Patch(color=BLUE, label="left by the moves"))
    if any(s.after[0] == s.after[1] for s in picture.stakes):
        diamond: Style = {"marker": "D", "s": 36, "color": BLUE}
        handles.append(axes.scatter([], [], label="left by the moves: one value", **diamond))
    if not all(all(s.reached) for s in picture.stakes):
        ring: Style = {"marker": "o", "s": 26, "facecolor": "white", "edgecolor": BLACK, "linewidth": 1.1}
        handles.append(axes.scatter([], [], label="end not reached", **ring))
    figure.legend(handles=handles, loc="outside lower center", ncols=3, labelcolor=GREY, columnspacing=1.8)


def _caption(picture: ObservedPicture) -> str:
    return (
        f"{picture.title}. Bounds of each stake before (light) and after (solid) the moves are taken for equilibrium "
        f"play ({picture.played}). Only stakes whose bounds move; {picture.kept} others keep theirs. Units of two "
        "actors are not compared."
    )


def _alt(picture: ObservedPicture) -> str:
    """Return a description with the exact numbers."""
    rows = (f"{s.actor}, {s.stake}: {s.words[0]} before, {s.words[1]} after" for s in picture.stakes)
    return f"Bars of bounds of stakes. {'; '.join(rows)}."
