"""The payoff polygon of a two-player game: what can be had, what is stable, what each can fall back on.

Room      report. Input is plain values, so that any solver, table or paper can feed it.
Reading   hull: all payoff pairs that lotteries over outcomes can give; equilibria by kind, continua as
          the pairs they span; the shaded part is where both do at least as well as at disagreement.
          The two axes are different people's utilities: slopes and distances mean nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bargain.report.callouts import Callout, joined, write_callouts
from bargain.report.canvas import BLACK, GREEN, GREY, ORANGE, RED, SKY, Style, blank, drawing, saved, settle
from bargain.report.document import Figure, Formats
from bargain.report.hull import Pair, above, hull

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Mark", "PayoffPicture", "payoff_polygon"]

_WIDTH, _HEIGHT = 6.6, 5.2  # inches
_MOST_LABELS = 12  # outcomes with different payoffs; beyond that only equilibria are labelled
_MOST_LINES = 3  # labels at one point that are written out
_MOST_AVOIDED = 200  # outcomes that labels keep clear of; among more they get a white ground
_RADII = {"outcome": 4.0, "equilibrium": 8.0, "disagreement": 11.0}  # pixels
_DISCS: Style = {"marker": "o", "s": 26, "facecolor": GREY, "edgecolor": "white"}
_DOTS: Style = {"marker": "o", "s": 4, "facecolor": "#8d99a6", "edgecolor": "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A pair of payoffs and what to call it; an empty label is not written."""

    payoffs: Pair
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PayoffPicture:
    """What to draw.

    Attributes
    ----------
    name, title : file name and heading
    players : the two names, in the order of the payoffs
    outcomes : one mark per pure profile; equal pairs are drawn and labelled once
    pure, mixed : equilibria; a label is used only where no outcome with these payoffs has one
    continua : per continuum of equilibria the payoff pairs whose convex hull it spans
    disagreement : what each gets without a deal, if known; its label names it, such as "no concession"
    note : a line under the figure, such as the point at which the stakes were fixed
    """

    name: str
    title: str
    players: tuple[str, str]
    outcomes: tuple[Mark, ...]
    pure: tuple[Mark, ...] = ()
    mixed: tuple[Mark, ...] = ()
    continua: tuple[tuple[Pair, ...], ...] = ()
    disagreement: Mark | None = None
    note: str = ""


def payoff_polygon(picture: PayoffPicture) -> Figure:
    """Draw the payoff polygon; the same input gives the same bytes.

    Parameters
    ----------
    picture : PayoffPicture

    Returns
    -------
    Figure
        In SVG, PDF and PNG, drawn when first asked for.
    """
    draw = partial(_draw, picture)
    return Figure(name=picture.name, caption=_caption(picture), alt=_alt(picture), draw=draw)


def _draw(picture: PayoffPicture) -> Formats:
    """Draw the picture in all formats."""
    with drawing():
        figure = blank(_WIDTH, _HEIGHT)
        axes = figure.add_subplot()
        corners = hull(m.payoffs for m in picture.outcomes)
        _areas(axes, picture, corners)
        _marks(axes, picture)
        axes.set_xlabel(f"Payoff of {picture.players[0]}")
        axes.set_ylabel(f"Payoff of {picture.players[1]}")
        axes.margins(x=0.2, y=0.14)
        axes.set_title(picture.title, loc="left", fontsize=11, fontweight="bold", wrap=True)
        handles, names = axes.get_legend_handles_labels()
        style: Style = {"ncols": 3, "handletextpad": 0.6, "columnspacing": 1.8, "title_fontsize": 8.5}
        figure.legend(handles, names, loc="outside lower center", title=picture.note or None, **style)
        settle(figure)
        _labels(axes, picture, corners)
        return saved(figure)


def _pair(point: Pair) -> tuple[float, float]:
    return float(point[0]), float(point[1])


def _columns(points: tuple[Pair, ...]) -> tuple[list[float], list[float]]:
    return [float(p[0]) for p in points], [float(p[1]) for p in points]


def _areas(axes: Axes, picture: PayoffPicture, corners: tuple[Pair, ...]) -> None:
    """Draw the hull, the part acceptable to both, and the continua."""
    axes.fill(*_columns(corners), facecolor="#eef2f6", edgecolor="none", zorder=1)
    axes.fill(*_columns(corners), facecolor="none", edgecolor="#9aa7b4", linewidth=1.0, zorder=3)
    if picture.disagreement is not None:
        floor = picture.disagreement.payoffs
        kept = above(corners, floor)
        if len(kept) > 2:
            axes.fill(*_columns(kept), facecolor="#d5ece3", edgecolor="none", zorder=2, label="neither worse off")
        style: Style = {"color": GREEN, "linewidth": 0.9, "linestyle": (0, (4, 3)), "zorder": 3}
        axes.axvline(float(floor[0]), **style)
        axes.axhline(float(floor[1]), **style)
    for k, span in enumerate(picture.continua):
        ends = hull(span)
        label = "continuum of equilibria" if k == 0 else None
        band: Style = {"color": ORANGE, "linewidth": 5.0, "solid_capstyle": "round", "alpha": 0.85, "zorder": 4}
        if len(ends) > 2:
            axes.fill(*_columns(ends), facecolor=ORANGE, alpha=0.35, edgecolor=ORANGE, linewidth=2.5, zorder=4)
            axes.plot([], [], label=label, **band)
        else:
            axes.plot(*_columns(ends), label=label, **band)


def _marks(axes: Axes, picture: PayoffPicture) -> None:
    """Draw outcomes, equilibria and the disagreement point, each kind with its own shape."""
    kinds: tuple[tuple[str, tuple[Mark, ...], Style], ...] = (
        ("outcome", picture.outcomes, _DOTS if _many(picture) else _DISCS),
        ("pure equilibrium", picture.pure, {"marker": "o", "s": 100, "facecolor": RED, "edgecolor": BLACK}),
        ("mixed equilibrium", picture.mixed, {"marker": "D", "s": 34, "facecolor": SKY, "edgecolor": BLACK}),
        (
            _floor_name(picture),
            (picture.disagreement,) if picture.disagreement else (),
            {"marker": "s", "s": 120, "facecolor": "none", "edgecolor": GREEN, "linewidth": 2.0},
        ),
    )
    for order, (kind, marks, style) in enumerate(kinds):
        pairs = tuple(sorted({m.payoffs for m in marks}))
        if pairs:
            full: Style = {"linewidth": 0.8, "zorder": 5 + order, **style}
            axes.scatter(*_columns(pairs), label=kind, **full)


def _names(picture: PayoffPicture) -> dict[Pair, str]:
    """Return one label per pair of payoffs that is to be labelled."""
    names: dict[Pair, list[str]] = {}
    special = {m.payoffs for m in (*picture.pure, *picture.mixed)}
    many = _many(picture)
    for mark in picture.outcomes:
        if mark.label and (not many or mark.payoffs in special):
            names.setdefault(mark.payoffs, []).append(mark.label)
    for mark in picture.pure:
        if mark.label and mark.payoffs not in names:
            names[mark.payoffs] = [mark.label]
    kinds: dict[Pair, list[str]] = {}  # these are named wherever they stand, also upon an outcome
    for mark in (*picture.mixed, *((picture.disagreement,) if picture.disagreement else ())):
        if mark.label and mark.label not in kinds.setdefault(mark.payoffs, []):
            kinds[mark.payoffs].append(mark.label)
    return {pair: joined(_in_order(names.get(pair, []), kinds.get(pair, []))) for pair in {**names, **kinds}}


def _in_order(outcomes: list[str], kinds: list[str]) -> list[str]:
    """Return the labels of one point; where not all will be written, the kinds come first."""
    return [*outcomes, *kinds] if len(outcomes) + len(kinds) <= _MOST_LINES else [*kinds, *outcomes]


def _floor_name(picture: PayoffPicture) -> str:
    """Name the point that is had without a deal."""
    return (picture.disagreement.label if picture.disagreement else "") or "disagreement"


def _many(picture: PayoffPicture) -> bool:
    """Tell whether there are too many outcomes to label each."""
    return len({m.payoffs for m in picture.outcomes}) > _MOST_LABELS


def _labels(axes: Axes, picture: PayoffPicture, corners: tuple[Pair, ...]) -> None:
    """Write the labels where they cover nothing that can be spared."""
    names = _names(picture)
    others = {m.payoffs for m in picture.outcomes} - set(names) if len(picture.outcomes) <= _MOST_AVOIDED else set()
    rings = [corners, *(hull(c) for c in picture.continua)]
    write_callouts(
        axes,
        [Callout(at=_pair(p), text=text, radius=_radius(picture, p)) for p, text in names.items()],
        avoid=[_pair(p) for p in sorted(others)],
        lines=[(_pair(a), _pair(b)) for ring in rings for a, b in zip(ring, ring[1:] + ring[:1], strict=True)],
        cross=None if picture.disagreement is None else _pair(picture.disagreement.payoffs),
        boxed=_many(picture),
    )


def _radius(picture: PayoffPicture, pair: Pair) -> float:
    """Return the room that the marks at a pair of payoffs take."""
    if picture.disagreement is not None and picture.disagreement.payoffs == pair:
        return _RADII["disagreement"]
    return _RADII["equilibrium" if pair in {m.payoffs for m in (*picture.pure, *picture.mixed)} else "outcome"]


def _show(pair: Pair) -> str:
    return f"({pair[0]}, {pair[1]})"


def _caption(picture: PayoffPicture) -> str:
    """Return the caption: what is drawn and how to read it."""
    first, second = picture.players
    parts = [
        f"{picture.title}.",
        f"Payoffs of {first} (across) and {second} (up):",
        "every outcome, the convex hull that lotteries over them span, and the equilibria.",
    ]
    if picture.disagreement is not None:
        what = (
            "the point at which no concession is made, from which stakes are counted"
            if picture.disagreement.label == "no concession"
            else ("the disagreement point")
        )
        parts.append(f"Dashed lines mark {what}; to their upper right neither is worse off.")
    if any(" / " in mark.label for mark in picture.outcomes):
        parts.append(f"A label names what {first} does, then what {second} does.")
    parts.append("The two utilities are not compared.")
    if picture.note:
        parts.append(picture.note)
    return " ".join(parts)


def _alt(picture: PayoffPicture) -> str:
    """Return a description with the exact numbers."""
    pairs = len({m.payoffs for m in picture.outcomes})
    parts = [f"Scatter of {pairs} payoff pairs with their convex hull."]
    for kind, marks in (("Pure", picture.pure), ("Mixed", picture.mixed)):
        shown = sorted({m.payoffs for m in marks})
        if shown:
            noun = "equilibrium" if len(shown) == 1 else "equilibria"
            parts.append(f"{kind} {noun} at {', '.join(map(_show, shown[:6]))}{' and more' if len(shown) > 6 else ''}.")
    if picture.continua:
        many = len(picture.continua)
        parts.append(f"{many} {'continuum' if many == 1 else 'continua'} of equilibria.")
    if picture.disagreement is not None:
        parts.append(f"{_floor_name(picture).capitalize()} at {_show(picture.disagreement.payoffs)}.")
    return " ".join(parts)
