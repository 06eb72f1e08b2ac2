"""The payoffs of a repeated game as a picture: what is feasible, what each can secure, the outer and the inner set.

Room      report.
Reading   the two axes are different people's utilities: slopes and distances mean nothing.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.games.repeated import pure_minmax
from bargain.report.canvas import BLACK, BLUE, GREEN, ORANGE, Style, blank, drawing, saved
from bargain.report.document import Figure, name_of
from bargain.report.hull import hull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from bargain.report.document import Formats
    from bargain.report.hull import Pair
    from bargain.solve.payoff_result import PayoffSet

__all__ = ["payoffs_chart"]

_SIZE = (6.6, 5.2)  # inches


def payoffs_chart(found: PayoffSet) -> Figure:
    """Draw the equilibrium payoffs of a repeated game; the same input gives the same bytes."""
    first, second = found.stage.players
    inner = ", ".join(f"({show(x)}, {show(y)})" for x, y in found.inner) if found.gap == 0 else _rounded(found.inner)
    what = f"Payoffs of {first} (across) and {second} (up) if the game is repeated with discount factor {found.delta}."
    return Figure(
        name=name_of(f"payoffs {found.stage.title} {found.delta}"),
        caption=f"{found.stage.title}: equilibrium payoffs of the repeated game. {what} "
        f"{found.status.value.capitalize()}: {found.reason}.",
        alt=f"{what} Inner set with corners {inner or 'none'}; {_apart(found)}.",
        draw=partial(_draw, found),
    )


def _rounded(corners: Sequence[Pair]) -> str:
    return ", ".join(f"({float(x):.4g}, {float(y):.4g})" for x, y in corners)


def _apart(found: PayoffSet) -> str:
    """Say how far the sets are apart."""
    if not found.outer:
        return "no equilibrium in pure actions exists"
    if not found.gap:
        return "nothing was found inside" if found.gap is None else "the outer set is the same"
    return f"the outer set reaches beyond it by {float(found.gap):.1g} of the range of payoffs"


def _draw(found: PayoffSet) -> Formats:
    """Draw in all formats."""
    stage = found.stage
    every = [(stage.numbers(0)[stage.index(c)], stage.numbers(1)[stage.index(c)]) for c in stage.cells()]
    with drawing():
        figure = blank(*_SIZE)
        axes = figure.add_subplot()
        _area(axes, hull(every), {"facecolor": "#eef2f6", "edgecolor": "#9aa7b4", "zorder": 1}, "feasible on average")
        _area(
            axes, found.outer, {"facecolor": "#f7d9a8", "edgecolor": ORANGE, "zorder": 2}, "outer set: nothing beyond"
        )
        _area(axes, found.inner, {"facecolor": "#9ecae9", "edgecolor": BLUE, "zorder": 3}, "inner set: equilibria")
        line: Style = {"color": GREEN, "linewidth": 0.9, "linestyle": (0, (4, 3)), "zorder": 4}
        low = [pure_minmax(stage, i).value for i in (0, 1)]
        axes.axvline(float(low[0]), label="held to by pure actions", **line)
        axes.axhline(float(low[1]), **line)
        dots: Style = {"s": 14, "facecolor": "white", "edgecolor": BLACK, "linewidth": 0.7, "zorder": 5}
        if len(set(every)) <= 200:
            axes.scatter(*_columns(sorted(set(every))), label="one pair of actions", **dots)
        axes.margins(0.06)
        axes.set_xlabel(f"Payoff of {stage.players[0]}")
        axes.set_ylabel(f"Payoff of {stage.players[1]}")
        axes.set_title(
            f"{stage.title}: repeated, δ = {found.delta}", loc="left", fontsize=11, fontweight="bold", wrap=True
        )
        handles, names = axes.get_legend_handles_labels()
        note = f"{found.status.value}: {_apart(found)}"
        figure.legend(handles, names, loc="outside lower center", ncols=2, title=note, title_fontsize=8.5)
        return saved(figure)


def _area(axes: Axes, corners: Sequence[Pair], style: Style, label: str) -> None:
    """Draw a polygon, or the segment or the point that it is."""
    if len(corners) > 2:
        axes.fill(*_columns(corners), linewidth=1.0, label=label, **style)
    elif corners:
        mark: Style = {"color": style["edgecolor"], "zorder": style["zorder"] + 3, "label": label}
        axes.plot(*_columns(corners), marker="o", markersize=7, linewidth=3, **mark)


def _columns(points: Sequence[Pair]) -> tuple[list[float], list[float]]:
    return [float(p[0]) for p in points], [float(p[1]) for p in points]
