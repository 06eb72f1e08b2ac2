"""The pictures: right geometry, nothing covered, same bytes, exact numbers in words."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.report import Figure, IssueRange, LevelMark, Mark, PayoffPicture, RangePicture, payoff_polygon, range_chart
from bargain.report import polygon as polygon_module
from bargain.report.hull import Pair, above, hull
from bargain.report.labels import Box, _candidates, _cuts, _fixed_costs, place_labels

F = Fraction
PAIRS = st.tuples(st.integers(-4, 4).map(F), st.integers(-4, 4).map(F))


def side(a: Pair, b: Pair, p: Pair) -> Fraction:
    """Return on which side of a line a point lies: positive for the left."""
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


@settings(max_examples=150)
@given(st.lists(PAIRS, min_size=1, max_size=12))
def test_the_hull_holds_every_point_and_only_corners(points: list[Pair]) -> None:
    """Corners are given points, strictly turning left, with every point on or left of every edge."""
    corners = hull(points)
    assert set(corners) <= set(points)
    for k, a in enumerate(corners):
        b, c = corners[(k + 1) % len(corners)], corners[(k + 2) % len(corners)]
        assert all(side(a, b, p) >= 0 for p in points) or len(corners) <= 2
        assert side(a, b, c) > 0 or len(corners) <= 2
    if len(corners) == 2:
        assert all(side(*corners, p) == 0 and corners[0] <= p <= corners[1] for p in points)


@settings(max_examples=150)
@given(st.lists(PAIRS, min_size=1, max_size=8), PAIRS)
def test_the_shaded_part_is_what_gives_both_enough(points: list[Pair], floor: Pair) -> None:
    """The cut part lies in the hull and above the floor, and misses no hull point of a fine grid that qualifies."""
    corners = hull(points)
    kept = above(corners, floor)
    assert all(x >= floor[0] and y >= floor[1] for x, y in kept)
    assert all(hull([*corners, p]) == corners for p in kept)
    for k in range(81):
        p = (F(k % 9) - 4, F(k // 9) - 4)
        inside = hull([*corners, p]) == corners
        if inside and p[0] >= floor[0] and p[1] >= floor[1]:
            assert hull([*kept, p]) == kept


SPOTS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 7)), min_size=1, max_size=9, unique=True)


@settings(max_examples=60, deadline=None)
@given(SPOTS)
def test_labels_cover_neither_each_other_nor_a_point(spots: list[tuple[int, int]]) -> None:
    """Up to nine labels on points at least 45 apart find free places inside the frame."""
    anchors = tuple((60.0 + 45 * x, 60.0 + 45 * y) for x, y in spots)
    frame = Box(0, 0, 560, 430)
    boxes = place_labels(anchors, ((76.0, 20.0),) * len(anchors), frame)
    for k, box in enumerate(boxes):
        assert frame.left <= box.left < box.right <= frame.right
        assert frame.bottom <= box.bottom < box.top <= frame.top
        assert not any(box.holds(p) for p in anchors)
        assert not any(box.shared(other) for other in boxes[k + 1 :])


def test_boxes_measure_what_they_cut() -> None:
    """The length of a segment inside a box, along and across its sides."""
    box = Box(0, 0, 3, 4)
    assert box.cut((0, 0), (3, 4)) == pytest.approx(5)
    assert box.cut((-1, 2), (9, 2)) == pytest.approx(3)
    assert box.cut((-1, 5), (9, 5)) == 0
    assert box.cut((1, -9), (1, 9)) == pytest.approx(4)
    assert box.nearest((5, 2)) == (3, 2)


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 4), min_size=1, max_size=5), st.tuples(*[st.integers(-2, 8)] * 4))
def test_many_boxes_measure_what_each_cuts(corners: list[tuple[int, ...]], ends: tuple[int, ...]) -> None:
    """Boxes and segments on one grid, so that they touch, run along sides and shrink to points."""
    boxes = [Box(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h in corners]
    sides = np.array([(b.left, b.bottom, b.right, b.top) for b in boxes]).T
    start, end = (float(ends[0]), float(ends[1])), (float(ends[2]), float(ends[3]))
    assert _cuts(sides, start, end).tolist() == [box.cut(start, end) for box in boxes]


@settings(max_examples=40, deadline=None)
@given(SPOTS, st.tuples(st.integers(0, 400), st.integers(0, 300)))
def test_places_cost_what_they_cover(spots: list[tuple[int, int]], at: tuple[int, int]) -> None:
    """Each place costs its distance, what it hides, crosses and leaves the frame by, as boxes measure it one by one."""
    frame = Box(20, 30, 380, 290)
    taken = tuple(((40.0 * x, 40.0 * y), 4.0 + x) for x, y in spots)
    lines = tuple((a[0], b[0]) for a, b in pairwise(taken))
    candidates = _candidates((float(at[0]), float(at[1])), (60.0, 18.0), 4.0)
    costs = []
    for box, distance in candidates:
        beyond = max(0, 20 - box.left) + max(0, box.right - 380) + max(0, 30 - box.bottom) + max(0, box.top - 290)
        hidden = sum(box.grown(radius).holds(q) for q, radius in taken)
        crossed = sum(box.grown(1.0).cut(*line) for line in lines)
        costs.append(distance + 100.0 * beyond + 400.0 * hidden + 3.0 * crossed)
    found = _fixed_costs(candidates, frame, taken, lines)
    assert [n for _, n, _ in found] == sorted(range(len(costs)), key=lambda n: (found_cost(found, n), n))
    for cost, n, box in found:
        assert box is candidates[n][0]
        assert cost == pytest.approx(costs[n])


def found_cost(found: list[tuple[float, int, Box]], n: int) -> float:
    """Return the cost of one candidate."""
    return next(cost for cost, k, _ in found if k == n)


def polygon(**more: object) -> PayoffPicture:
    """Return a picture with every kind of sign, and labels that try to be formulas."""
    given: dict[str, object] = {
        "name": "chicken",
        "title": "Chicken at $5 & more",
        "players": ("Ann", "Київ 中"),
        "outcomes": tuple(
            Mark(payoffs=(F(x), F(y)), label=f"${x}$ / {y}_^") for x, y in ((3, 3), (2, 4), (4, 2), (0, 0), (0, 0))
        ),
        "pure": (Mark(payoffs=(F(2), F(4))), Mark(payoffs=(F(4), F(2)))),
        "mixed": (Mark(payoffs=(F(8, 3), F(8, 3)), label="mixed"),),
        "continua": (((F(2), F(4)), (F(4), F(2))),),
        "disagreement": Mark(payoffs=(F(1), F(1, 2)), label="disagreement"),
        "note": "Invented.",
    }
    return PayoffPicture(**{**given, **more})  # type: ignore[arg-type]


def chart(**more: object) -> RangePicture:
    """Return a chart with full, empty and pointlike ranges."""
    levels = tuple(
        LevelMark(name=n, share=F(s), admissible=a)
        for n, s, a in (("withhold", "0", "never"), ("partial", "1/2", "possible"), ("full", "1", "certain"))
    )
    ranges = (
        IssueRange(issue="A long name of an issue that must break", grantor="Ann", certain=(F(1, 4), F(1, 2)),
                   possible=(F(0), F(1)), baseline=(F(1, 3), F(1, 3)), levels=levels),
        IssueRange(issue="Second", grantor="Bob", certain=None, possible=None, note="no deal (c001, c002)"),
        IssueRange(issue="Third", grantor="Ann", certain=(F(1), F(1)), possible=(F(1), F(1))),
    )  # fmt: skip
    given: dict[str, object] = {"name": "ranges", "title": "Ranges", "rule": "reservation", "ranges": ranges}
    return RangePicture(**{**given, **more})  # type: ignore[arg-type]


@cache
def polygon_drawn() -> Figure:
    """Draw the picture with every sign once for all tests."""
    return payoff_polygon(polygon())


@cache
def chart_drawn() -> Figure:
    """Draw the chart once for all tests."""
    return range_chart(chart())


def test_captions_and_descriptions_carry_the_exact_numbers() -> None:
    """Who cannot see the picture reads the same equilibria, disagreement point and ranges."""
    drawn = polygon_drawn()
    assert "Scatter of 4 payoff pairs" in drawn.alt
    assert "Mixed equilibrium at (8/3, 8/3)." in drawn.alt
    assert "Disagreement at (1, 1/2)." in drawn.alt
    assert "The two utilities are not compared." in drawn.caption
    ranges = chart_drawn()
    assert (
        "Ann on A long name of an issue that must break, certain: 1/4 to 1/2, possible: 0 to 1, baseline: 1/3"
        in ranges.alt
    )
    assert "Bob on Second, certain: none, possible: none" in ranges.alt


def test_what_coincides_is_named_all_the_same() -> None:
    """A mixed equilibrium and the zero point upon an outcome are both named, also where outcomes are many."""
    origin = (F(0), F(0))
    zero = Mark(payoffs=origin, label="no concession")
    marks = {"mixed": (Mark(payoffs=origin, label="mixed"),), "disagreement": zero}
    given = polygon(**marks)
    assert polygon_module._names(given)[origin].split("\n")[:2] == ["• mixed", "• no concession"]
    few = polygon(**marks, outcomes=(Mark(payoffs=origin, label="stay"), Mark(payoffs=(F(1), F(1)))))
    assert polygon_module._names(few)[origin].split("\n") == ["• stay", "• mixed", "• no concession"]
    drawn = payoff_polygon(given)
    assert "Dashed lines mark the point at which no concession is made" in drawn.caption
    assert "No concession at (0, 0)." in drawn.alt
    assert "1 continuum of equilibria." in drawn.alt


@pytest.mark.parametrize("points", [((0, 0),), ((0, 0), (1, 1)), ((0, 0), (0, 1), (0, 2))])
def test_flat_games_are_drawn_too(points: tuple[tuple[int, int], ...]) -> None:
    """A single payoff pair, or all pairs on one line, make a picture and no fault."""
    marks = tuple(Mark(payoffs=(F(x), F(y)), label="x / y") for x, y in points)
    drawn = payoff_polygon(polygon(outcomes=marks, pure=marks[:1], mixed=(), continua=((marks[0].payoffs,),)))
    assert drawn.svg.startswith(b"<?xml")


def test_thousands_of_outcomes_are_dots_and_only_equilibria_are_named() -> None:
    """A large game is drawn within seconds, its equilibria labelled."""
    marks = tuple(Mark(payoffs=(F(k * 37 % 101), F(k * 53 % 89)), label=f"{k}") for k in range(2048))
    drawn = payoff_polygon(polygon(outcomes=marks, pure=marks[:1]))
    assert drawn.pdf.startswith(b"%PDF")


@pytest.mark.parametrize("span", [(F(-1, 9), F(1)), (F(0), F(9, 8)), (F(3, 4), F(1, 4))])
def test_ranges_that_are_no_shares_are_refused(span: tuple[Fraction, Fraction]) -> None:
    """Ends outside 0 to 1 or crossed are refused with the issue named."""
    with pytest.raises(ValueError, match="issue 'Energy'"):
        range_chart(chart(ranges=(IssueRange(issue="Energy", grantor="Ann", certain=None, possible=span),)))


SCRIPT = """
import hashlib, sys, test_report_figures as t
from bargain.report import payoff_polygon, range_chart
for f in (payoff_polygon(t.polygon()), range_chart(t.chart())):
    for content in (f.svg, f.pdf, f.png):
        print(hashlib.sha256(content).hexdigest())
"""


def test_bytes_do_not_depend_on_the_day_the_folder_or_the_settings(tmp_path: Path) -> None:
    """Other hash seed, other clock, other folder, a user's own style: the same bytes of every format."""
    here = [
        hashlib.sha256(content).hexdigest()
        for f in (polygon_drawn(), chart_drawn())
        for content in (f.svg, f.pdf, f.png)
    ]
    (tmp_path / "matplotlibrc").write_text(
        "font.size: 20\nsvg.hashsalt: other\naxes.facecolor: black\naxes.grid: True\nfigure.dpi: 50\n"
    )
    surroundings = {**os.environ, "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "99", "TZ": "Asia/Tokyo"}
    surroundings |= {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]), "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, cwd=tmp_path, env=surroundings
    )
    assert done.stdout.split() == here, done.stderr


def test_a_users_settings_survive_a_drawing() -> None:
    """Drawing changes no setting of the caller's matplotlib."""
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 17.0}):
        range_chart(chart())
        assert mpl.rcParams["font.size"] == 17.0
        assert mpl.rcParams["svg.hashsalt"] is None


def test_no_file_tells_the_time_or_the_place() -> None:
    """No date, no user's folder and no clock in any format."""
    for drawn in (polygon_drawn(), chart_drawn()):
        for content in (drawn.svg, drawn.pdf, drawn.png):
            assert b"Date" not in content
            assert str(Path.home()).encode() not in content
