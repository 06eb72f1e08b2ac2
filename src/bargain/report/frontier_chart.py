"""Packages as a picture: what can be reached, the frontier, who picks what, what was observed; and what linking buys.

Room      report. Input is plain values, so that any solver, table or paper can feed it.
Panels    the left one shows every package, the right one the part that both accept, enlarged.
Reading   the two axes are different people's utilities: slopes and distances mean nothing. A frontier of
          discrete packages is a set of points; the thin line only leads the eye, lotteries apart.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.callouts import Callout, joined, write_callouts
from bargain.report.canvas import BLACK, BLUE, GREEN, GREY, ORANGE, RED, SKY, Style, blank, drawing, saved, settle
from bargain.report.document import Figure, Formats
from bargain.report.hull import Pair, above, hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bargain.report.polygon import Mark

__all__ = ["FrontierPicture", "LinkagePicture", "frontier_chart", "linkage_chart"]

_WIDTH, _HEIGHT = 8.6, 4.9  # inches
_SINGLE = (6.6, 4.9)
_TOLD = 40  # frontier points named in the description
_SHAPES = ("o", "D", "^", "P", "X", "v", "s", "h")
_SHADES = (RED, SKY, ORANGE, BLUE, "#cc79a7", GREEN, GREY, "#f0e442")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierPicture:
    """What to draw of the packages of two actors.

    Attributes
    ----------
    corners : payoff pairs whose convex hull holds every package
    frontier : undominated payoff pairs
    floor : what each has without a deal
    solutions : payoff pairs that solutions pick, with the solutions' names; equal pairs are joined
    observed : the moves completed by what stands without a deal; None if none were observed
    completions : payoff pairs whose convex hull holds every package that agrees with the moves
    """

    name: str
    title: str
    players: tuple[str, str]
    corners: tuple[Pair, ...]
    frontier: tuple[Pair, ...]
    floor: Pair
    solutions: tuple[Mark, ...]
    observed: Pair | None = None
    completions: tuple[Pair, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkagePicture:
    """Gains over what stands without a deal, by what is linked.

    Attributes
    ----------
    apart, linked : undominated gains with every issue by itself, and with all together
    sets : gains that linking one smallest set of issues allows, with the names of its issues
    picks : gains that the named rule picks with all issues together
    """

    name: str
    title: str
    players: tuple[str, str]
    apart: tuple[Pair, ...]
    linked: tuple[Pair, ...]
    sets: tuple[Mark, ...]
    picks: tuple[Pair, ...]
    rule: str
    note: str = ""


def frontier_chart(picture: FrontierPicture) -> Figure:
    """Draw the packages of two actors; the same input gives the same bytes."""
    return Figure(
        name=picture.name, caption=_frontier_caption(picture), alt=_frontier_alt(picture), draw=partial(_draw, picture)
    )


def linkage_chart(picture: LinkagePicture) -> Figure:
    """Draw what linking buys; the same input gives the same bytes."""
    return Figure(
        name=picture.name,
        caption=_linkage_caption(picture),
        alt=_linkage_alt(picture),
        draw=partial(_draw_linkage, picture),
    )


def _columns(points: Sequence[Pair]) -> tuple[list[float], list[float]]:
    return [float(p[0]) for p in points], [float(p[1]) for p in points]


def _pair(point: Pair) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _draw(picture: FrontierPicture) -> Formats:
    """Draw both panels in all formats."""
    with drawing():
        figure = blank(_WIDTH, _HEIGHT)
        wide, near = figure.subplots(1, 2)
        for axes, size in ((wide, 1.0), (near, 1.6)):
            _areas(axes, picture)
            _points(axes, picture, size)
            axes.set_xlabel(f"Payoff of {picture.players[0]}")
        wide.set_ylabel(f"Payoff of {picture.players[1]}")
        wide.margins(0.06)
        wide.set_title("every package", loc="left", fontsize=9)
        near.set_title("enlarged: around what both accept", loc="left", fontsize=9)
        _enlarge(near, picture)
        figure.suptitle(picture.title, x=0.01, ha="left", fontsize=11, fontweight="bold")
        handles, names = wide.get_legend_handles_labels()
        style: Style = {"ncols": 3, "handletextpad": 0.6, "columnspacing": 1.8, "title_fontsize": 8.5}
        figure.legend(handles, names, loc="outside lower center", title=picture.note or None, **style)
        return saved(figure)


def _areas(axes: Axes, picture: FrontierPicture) -> None:
    """Draw the reach of all packages, the part that both accept, and the packages that agree with the moves."""
    corners = hull(picture.corners)
    axes.fill(*_columns(corners), facecolor="#eef2f6", edgecolor="#9aa7b4", linewidth=0.9, zorder=1)
    kept = above(corners, picture.floor)
    if len(kept) > 2:
        axes.fill(*_columns(kept), facecolor="#d5ece3", edgecolor="none", zorder=2, label="neither worse off")
    style: Style = {"color": GREEN, "linewidth": 0.9, "linestyle": (0, (4, 3)), "zorder": 3}
    axes.axvline(float(picture.floor[0]), **style)
    axes.axhline(float(picture.floor[1]), **style)
    ends = hull(picture.completions)
    if len(ends) > 1:
        label = _wrapped("observed moves: every completion, as a hull")
        if len(ends) == 2:
            axes.plot(*_columns(ends), color=ORANGE, linewidth=3, alpha=0.5, zorder=2.5, label=label)
        else:
            axes.fill(
                *_columns(ends), facecolor="none", edgecolor=ORANGE, hatch="///", linewidth=1.2, zorder=2.5, label=label
            )


def _points(axes: Axes, picture: FrontierPicture, size: float) -> None:
    """Draw the frontier, the solutions, the disagreement point and the completed moves."""
    shown = sorted(picture.frontier)
    axes.plot(*_columns(shown), color=GREY, linewidth=0.8, zorder=4)
    few = len(shown) <= _TOLD * 5
    style: Style = {"s": (24 if few else 6) * size, "facecolor": BLACK, "edgecolor": "white", "linewidth": 0.5}
    axes.scatter(*_columns(shown), label="frontier", zorder=5, **style)
    for n, (label, pairs) in enumerate(_by_names(picture.solutions).items()):
        shape, shade = _SHAPES[n % len(_SHAPES)], _SHADES[n % len(_SHADES)]
        mark: Style = {"marker": shape, "facecolor": shade, "edgecolor": BLACK, "linewidth": 0.9, "s": 80 * size}
        axes.scatter(*_columns(pairs), zorder=8, label=_wrapped(label), **mark)
    square: Style = {"marker": "s", "s": 95 * size, "facecolor": "none", "edgecolor": GREEN, "linewidth": 2.0}
    axes.scatter(*_columns([picture.floor]), label="without a deal", zorder=7, **square)
    if picture.observed is not None:
        star: Style = {"marker": "*", "s": 150 * size, "facecolor": ORANGE, "edgecolor": BLACK, "linewidth": 0.9}
        label = _wrapped("observed moves, the rest as without a deal")
        axes.scatter(*_columns([picture.observed]), label=label, zorder=9, **star)


def _wrapped(text: str) -> str:
    """Break a text for the legend; hyphens stay whole."""
    return textwrap.fill(text, 30, break_on_hyphens=False)


def _joined(marks: tuple[Mark, ...]) -> list[tuple[Pair, list[str]]]:
    """Return each payoff pair once with the names of all solutions that pick it."""
    found: dict[Pair, list[str]] = {}
    for mark in marks:
        found.setdefault(mark.payoffs, []).append(mark.label)
    return list(found.items())


def _by_names(marks: tuple[Mark, ...]) -> dict[str, list[Pair]]:
    """Return the payoff pairs that the same solutions pick together, by their names; a solution may pick several.

    >>> from fractions import Fraction
    >>> from bargain.report.polygon import Mark
    >>> pairs = (Fraction(1), Fraction(0)), (Fraction(0), Fraction(1)), (Fraction(1), Fraction(1))
    >>> {names: len(own) for names, own in _by_names(tuple(Mark(payoffs=p, label="sum") for p in pairs)).items()}
    {'sum': 3}
    """
    found: dict[str, list[Pair]] = {}
    for pair, names in _joined(marks):
        found.setdefault(", ".join(names), []).append(pair)
    return found


def _enlarge(axes: Axes, picture: FrontierPicture) -> None:
    """Set the limits around the part that both accept; where nothing gains, around what stands without a deal."""
    whole = [_columns(picture.corners)[k] for k in (0, 1)]
    kept = [p for p in picture.frontier if p[0] >= picture.floor[0] and p[1] >= picture.floor[1]]
    seen = [picture.floor, *kept, *(m.payoffs for m in picture.solutions)]
    if picture.observed is not None:
        seen.append(picture.observed)
    for k, limits in ((0, axes.set_xlim), (1, axes.set_ylim)):
        values = [float(p[k]) for p in seen]
        span = max(values) - min(values)
        room = max(0.25 * span, 0.06 * (max(whole[k]) - min(whole[k])), 1e-9)
        low, high = min(values) - room, max(values) + room
        near = 0.04 * (high - low)  # a mark that the frame would cut is taken in
        cut = [float(p[k]) for p in picture.frontier]
        low -= near * any(abs(v - low) < near for v in cut)
        high += near * any(abs(v - high) < near for v in cut)
        limits(low, high)


def _draw_linkage(picture: LinkagePicture) -> Formats:
    """Draw the gains in all formats."""
    with drawing():
        figure = blank(*_SINGLE)
        axes = figure.add_subplot()
        axes.axvline(0, color=GREEN, linewidth=0.9, linestyle=(0, (4, 3)), zorder=2)
        axes.axhline(0, color=GREEN, linewidth=0.9, linestyle=(0, (4, 3)), zorder=2)
        line = sorted(picture.linked)
        axes.plot(*_columns(line), color=BLUE, linewidth=0.8, zorder=4)
        kinds: tuple[tuple[str, Sequence[Pair], Style], ...] = (
            ("every issue by itself", picture.apart, {"marker": "s", "s": 110, "facecolor": "none", "edgecolor": GREEN,
                                                      "linewidth": 2.0}),
            ("one smallest set linked", [m.payoffs for m in picture.sets], {"marker": "^", "s": 110, "facecolor": SKY,
                                                                            "edgecolor": BLACK}),
            ("all linked: any deal nobody improves on", line, {"marker": "o", "s": 30, "facecolor": BLUE,
                                                               "edgecolor": "white"}),
            (f"all linked: {picture.rule}", picture.picks, {"marker": "o", "s": 230, "facecolor": "none",
                                                            "edgecolor": RED, "linewidth": 1.8}),
        )  # fmt: skip
        for order, (label, points, style) in enumerate(kinds):
            if points:
                full: Style = {"linewidth": 0.8, "zorder": 5 + order, **style}
                axes.scatter(*_columns(sorted(set(points))), label=label, **full)
        axes.margins(0.22)
        axes.set_xlabel(f"Gain of {picture.players[0]} over no deal")
        axes.set_ylabel(f"Gain of {picture.players[1]} over no deal")
        axes.set_title(picture.title, loc="left", fontsize=11, fontweight="bold", wrap=True)
        handles, names = axes.get_legend_handles_labels()
        legend: Style = {"ncols": 2, "handletextpad": 0.6, "columnspacing": 1.8, "title_fontsize": 8.5}
        figure.legend(handles, names, loc="outside lower center", title=picture.note or None, **legend)
        settle(figure)
        named = _joined(picture.sets)
        write_callouts(
            axes,
            [Callout(at=_pair(p), text=joined(names), radius=14.0) for p, names in named],
            avoid=[_pair(p) for p in (*picture.apart, *line)],
            lines=[(_pair(a), _pair(b)) for a, b in pairwise(line)],
            cross=(0.0, 0.0),
            boxed=True,
        )
        return saved(figure)


def _show(pair: Pair) -> str:
    return f"({show(pair[0])}, {show(pair[1])})"


def _list(pairs: Sequence[Pair]) -> str:
    more = f" and {len(pairs) - _TOLD} more" if len(pairs) > _TOLD else ""
    return ", ".join(map(_show, pairs[:_TOLD])) + more


def _frontier_caption(picture: FrontierPicture) -> str:
    """Return the caption: what is drawn and how to read it."""
    first, second = picture.players
    parts = [
        f"{picture.title}.",
        f"Payoffs of {first} (across) and {second} (up): the convex hull of all packages, the packages that nobody",
        "can improve on without hurting the other, and what the bargaining solutions pick.",
        "Dashed lines mark what each has without a deal; to their upper right neither is worse off.",
    ]
    if picture.observed is not None:
        parts.append(
            "Observed moves settle some issues only: hatched, the hull of all packages that agree with them; the star "
            "is the one that leaves the other issues as they stand without a deal, and was not itself observed."
        )
    parts.append("The two utilities are not compared.")
    return " ".join([*parts, picture.note] if picture.note else parts)


def _frontier_alt(picture: FrontierPicture) -> str:
    """Return a description with the exact numbers."""
    picked = "; ".join(f"{', '.join(names)} at {_show(pair)}" for pair, names in _joined(picture.solutions))
    parts = [
        f"Scatter of {len(picture.frontier)} undominated payoff pairs: {_list(picture.frontier)}.",
        f"Without a deal {_show(picture.floor)}.",
        f"Solutions: {picked}." if picked else "No solution: no package is acceptable.",
    ]
    if picture.observed is not None:
        parts.append(f"Observed moves, completed, at {_show(picture.observed)}.")
    return " ".join(parts)


def _linkage_caption(picture: LinkagePicture) -> str:
    return " ".join(
        part
        for part in (
            f"{picture.title}.",
            "Gains over what is granted without a deal, outside options aside: every issue bargained by itself, each",
            "smallest set of issues",
            "on which a deal is possible, and all issues together. The two utilities are not compared.",
            picture.note,
        )
        if part
    )


def _linkage_alt(picture: LinkagePicture) -> str:
    """Return a description with the exact numbers."""
    sets = "; ".join(f"{', '.join(names)} {_show(pair)}" for pair, names in _joined(picture.sets))
    return (
        f"Gains with every issue by itself: {_list(picture.apart) or 'none'}. "
        f"{f'One smallest set linked: {sets}. ' if sets else ''}"
        f"All linked: {_list(picture.linked) or 'none'}; {picture.rule}: {_list(picture.picks) or 'none'}."
    )
