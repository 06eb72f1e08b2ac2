"""Figures drawn once for three formats, and by other processes: the same picture whoever draws it."""

import io
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
import pytest

from bargain.report import Figure, PayoffPicture, Studio, payoff_polygon, studio
from bargain.report.canvas import blank, drawing, saved, settle
from bargain.report.polygon import Mark

PICTURE = PayoffPicture(
    name="polygon-toy",
    title="Toy",
    players=("Ann", "Bob"),
    outcomes=tuple(Mark(payoffs=(Fraction(x), Fraction(y)), label=f"{x}{y}") for x, y in ((0, 0), (2, 1), (1, 2))),
)


class Broken:
    """A pool that has lost its processes: before an order, or while it holds one."""

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once

    def submit(self, _draw: object) -> Future[object]:
        if self.at_once:
            raise BrokenExecutor
        lost: Future[object] = Future()
        lost.set_exception(BrokenExecutor())
        return lost


def noted(calls: list[str], name: str) -> tuple[bytes, bytes, bytes]:
    """Note that a figure is drawn, in this process."""
    calls.append(name)
    return (name.encode(),) * 3


def counted(calls: list[str], name: str = "one") -> Figure:
    """Return a figure that notes when it is drawn here."""
    return Figure(name=name, caption="", alt="", draw=partial(noted, calls, name))


@pytest.fixture(scope="module")
def artists() -> Iterator[Studio]:
    """Open a studio for the tests of this file: its processes take seconds to start."""
    with studio() as opened:
        yield opened


def test_another_process_draws_the_same_bytes(artists: Studio) -> None:
    """SVG, PDF and PNG of a picture drawn elsewhere are those drawn here."""
    figure = payoff_polygon(PICTURE)
    artists.ahead([figure])
    assert artists.formats(payoff_polygon(PICTURE)) == figure.draw()


@pytest.mark.parametrize("at_once", [True, False])
def test_what_a_broken_process_owes_is_drawn_here(at_once: bool) -> None:  # noqa: FBT001
    """A pool that breaks costs time, never a figure."""
    calls: list[str] = []
    artists, figure = Studio(Broken(at_once=at_once)), counted(calls)  # type: ignore[arg-type]
    artists.ahead([figure])
    assert artists.formats(figure) == (b"one",) * 3
    assert calls == ["one"]


def test_a_picture_announced_under_the_same_name_is_not_taken_for_another(artists: Studio) -> None:
    """What counts is the picture, not its name."""
    artists.ahead([payoff_polygon(PICTURE)])
    other = payoff_polygon(replace(PICTURE, title="Another toy"))
    assert artists.formats(other) == other.draw() != payoff_polygon(PICTURE).draw()


def test_what_cannot_be_handed_over_is_drawn_here(artists: Studio) -> None:
    """A function made on the spot has no name that another process could find."""
    figure = Figure(name="lambda", caption="", alt="", draw=lambda: (b"here",) * 3)
    artists.ahead([figure])
    assert artists.formats(figure) == (b"here",) * 3
    held = Figure(name="held", caption="", alt="", draw=partial(lambda: (b"here too",) * 3))
    artists.ahead([held])
    assert artists.formats(held) == (b"here too",) * 3


def test_without_a_studio_everything_is_drawn_here_and_once() -> None:
    """One processor, or a script: no process is started."""
    calls: list[str] = []
    with studio(workers=1) as artists:
        figure = counted(calls)
        artists.ahead([figure])
        assert calls == []
        artists.formats(figure)
    assert calls == ["one"]


def test_a_played_picture_has_the_pixels_of_a_drawn_one() -> None:
    """Lines, markers, areas, hatching and clipping land where matplotlib itself puts them, at another resolution."""
    import matplotlib.image as mpimg
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    with drawing():
        figure = blank(4.0, 3.0)
        axes = figure.add_subplot()
        axes.plot([0, 1, 3], [0, 2, 1], color="black", linewidth=2.0, linestyle="--")
        axes.scatter([0.5, 1.5, 2.5], [1, 1, 1], s=[30, 90, 160], facecolor=["red", "green", "blue"], edgecolor="black")
        axes.fill([0, 1, 1], [0, 0, 2], facecolor="none", edgecolor="orange", hatch="///")
        axes.fill([2, 5, 5], [0, 0, 2], facecolor="gray", alpha=0.5)  # runs out of the axes
        axes.set_xlim(-0.5, 3.5)
        axes.set_xticks([0, 1, 2, 3], [""] * 4)
        axes.set_yticks([0, 1, 2], [""] * 3)
        settle(figure)
        played = mpimg.imread(io.BytesIO(saved(figure)[2]), format="png")
        figure.set_dpi(160)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        drawn = np.asarray(canvas.buffer_rgba()) / 255.0
    assert played.shape == drawn.shape
    assert np.abs(played - drawn).max() < 0.02
    assert drawn[..., :3].std() > 0.1
