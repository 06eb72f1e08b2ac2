"""Laws of the payoffs of repeated games, against the definition, against triggers, and against lines of support."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.games import NormalFormGame
from bargain.games.repeated import pure_minmax
from bargain.solve import Status, grim_trigger, payoff_set, verify_payoffs
from bargain.solve.payoff_outer import frame_of, outer_set

if TYPE_CHECKING:
    from bargain.solve import PayoffSet
    from bargain.solve.payoff_outer import Frame, Outer

DELTAS = st.sampled_from([Fraction(p, q) for p, q in ((1, 5), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (4, 5), (9, 10))])
Pair = tuple[Fraction, Fraction]


@st.composite
def stages(draw: st.DrawFn) -> NormalFormGame:
    """Draw a game of two with two or three actions each and few payoffs, so that things bind."""
    rows, columns = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    pays = draw(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=rows * columns, max_size=9))
    table = [[pays[a * columns + b] for b in range(columns)] for a in range(rows)]
    names = (tuple(f"a{k}" for k in range(rows)), tuple(f"b{k}" for k in range(columns)))
    return NormalFormGame.from_table("stage", ("A", "B"), names, table)


def _pays(stage: NormalFormGame, cell: tuple[int, int]) -> Pair:
    return stage.payoff(0, cell), stage.payoff(1, cell)


def _tempted(stage: NormalFormGame, cell: tuple[int, int]) -> Pair:
    """Return what each player gains by its best reply, by reading the row and the column."""
    a, b = cell
    own = _pays(stage, cell)
    best = (
        max(stage.payoff(0, (x, b)) for x in range(stage.shape[0])),
        max(stage.payoff(1, (a, y)) for y in range(stage.shape[1])),
    )
    return best[0] - own[0], best[1] - own[1]


def _halves(corners: tuple[Pair, ...]) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Return a·x + b·y <= c that cut out a hull: for every line through two corners with all others on one side."""
    out = []
    for p, q in product(corners, repeat=2):
        a, b = q[1] - p[1], p[0] - q[0]
        c = a * p[0] + b * p[1]
        if p != q and all(a * x + b * y <= c for x, y in corners):
            out.append((a, b, c))
    for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        out.append((Fraction(a), Fraction(b), max(a * x + b * y for x, y in corners)))
    return out


def _holds(corners: tuple[Pair, ...], point: Pair, margin: Fraction = Fraction(0)) -> bool:
    return bool(corners) and all(
        a * point[0] + b * point[1] <= c + margin * (abs(a) + abs(b)) for a, b, c in _halves(corners)
    )


def _generated(found: PayoffSet, point: Pair) -> bool:
    """Tell whether some pair and some continuation in the hull that nobody leaves give a point, by the definition."""
    stage, d = found.stage, found.delta
    worst = [min(c[i] for c in found.inner) for i in (0, 1)]
    for cell in product(range(stage.shape[0]), range(stage.shape[1])):
        today, more = _pays(stage, cell), _tempted(stage, cell)
        after = tuple((point[i] - (1 - d) * today[i]) / d for i in (0, 1))
        if _holds(found.inner, after) and all(d * (after[i] - worst[i]) >= (1 - d) * more[i] for i in (0, 1)):
            return True
    return False


@settings(deadline=None, max_examples=60)
@given(stages(), DELTAS)
def test_the_inner_set_generates_itself(stage: NormalFormGame, delta: Fraction) -> None:
    """Every corner is today's payoffs and a continuation in the set; so all its points are equilibrium payoffs."""
    found = payoff_set(stage, delta)
    for state in found.states:
        after = tuple((state.value[i] - (1 - delta) * _pays(stage, state.cell)[i]) / delta for i in (0, 1))
        assert _holds(found.inner, after)
    assert all(_generated(found, corner) for corner in found.inner)
    assert verify_payoffs(found).ok


def _crossings(rows: list[tuple[Fraction, Fraction, Fraction]]) -> list[Pair]:
    """Return the corners that lines cut out, exactly: every crossing of two that no third cuts off."""
    out = []
    for (a, b, c), (d, e, f) in product(rows, repeat=2):
        if under := a * e - b * d:
            x, y = (c * e - b * f) / under, (a * f - c * d) / under
            if all(k * x + m * y <= n for k, m, n in rows):
                out.append((x, y))
    return out


@settings(deadline=None, max_examples=40)
@given(stages(), DELTAS)
def test_no_step_from_outside_loses_anything(stage: NormalFormGame, delta: Fraction) -> None:
    """Step by step: whatever the definition brings about from the set before is in the set after, to the last digit."""
    frame = frame_of(stage, delta)
    low = [pure_minmax(stage, i).value for i in (0, 1)]
    before = tuple(_pays(stage, c) for c in stage.cells())
    outer = None
    for step in (1, 2, 3):
        outer = outer_set(frame, Fraction(10**6), step, outer)
        after = tuple((Fraction(x, frame.units[0]), Fraction(y, frame.units[1])) for x, y in outer.corners)
        low = [max(low[i], min(c[i] for c in before)) for i in (0, 1)]
        for cell in product(range(stage.shape[0]), range(stage.shape[1])):
            today, more = _pays(stage, cell), _tempted(stage, cell)
            asked = [low[i] + (1 - delta) / delta * more[i] for i in (0, 1)]
            rows = [*_halves(before), (Fraction(-1), Fraction(0), -asked[0]), (Fraction(0), Fraction(-1), -asked[1])]
            for point in _crossings(rows):
                made = ((1 - delta) * today[0] + delta * point[0], (1 - delta) * today[1] + delta * point[1])
                assert _holds(after, made) or not _needed(stage, frame, outer, made)
        if not after:
            return
        before = after


def _needed(stage: NormalFormGame, frame: Frame, outer: Outer, made: Pair) -> bool:
    """Tell whether a payoff is an average over the action pairs that are left; others are cut off rightly."""
    left = tuple(_pays(stage, frame.cells[k]) for k in outer.kept)
    return _holds(left, made)


def _supported(
    stage: NormalFormGame, delta: float, steps: int, lines: int = 48
) -> tuple[np.ndarray, np.ndarray] | None:
    """Enclose the payoffs by lines in fixed directions, in floats: normals and levels; None if nothing is left."""
    turns = np.arange(lines) * 2 * np.pi / lines
    normals = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    cells = list(product(range(stage.shape[0]), range(stage.shape[1])))
    pays = np.array([[float(v) for v in _pays(stage, c)] for c in cells])
    more = np.array([[float(v) for v in _tempted(stage, c)] for c in cells])
    levels = (pays @ normals.T).max(axis=0)
    corners = _corners(normals, levels)
    for _ in range(steps):
        threat = corners.min(axis=0)
        shifted = []
        for u, h in zip(pays, more, strict=True):
            asked = threat + (1 - delta) / delta * h
            rows = np.vstack([normals, [[-1.0, 0.0], [0.0, -1.0]]])
            left = _corners(rows, np.append(levels, -asked + 1e-9))
            if len(left):
                shifted.append(((1 - delta) * u + delta * left) @ normals.T)
        if not shifted:
            return None
        levels = np.vstack(shifted).max(axis=0)
        corners = _corners(normals, levels)
    return normals, levels


def _corners(rows: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Return all crossings of two lines that no line cuts off."""
    i, j = np.triu_indices(len(rows), 1)
    under = rows[i, 0] * rows[j, 1] - rows[i, 1] * rows[j, 0]
    use = np.abs(under) > 1e-9
    i, j, under = i[use], j[use], under[use]
    x = (levels[i] * rows[j, 1] - levels[j] * rows[i, 1]) / under
    y = (rows[i, 0] * levels[j] - rows[j, 0] * levels[i]) / under
    points = np.stack([x, y], axis=1)
    return points[(points @ rows.T <= levels + 1e-7).all(axis=1)]


@settings(deadline=None, max_examples=12)
@given(stages(), st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)]))
def test_lines_of_support_enclose_the_same_set(stage: NormalFormGame, delta: Fraction) -> None:
    """Another outer method: what it encloses holds the inner set; where it leaves nothing, nothing was found."""
    found = payoff_set(stage, delta)
    lines = _supported(stage, float(delta), 40)
    if lines is None:
        assert not found.inner
        return
    normals, levels = lines
    for corner in found.inner:
        assert (normals @ np.array([float(v) for v in corner]) <= levels + 1e-6).all()
    if found.status in {Status.EXACT, Status.APPROXIMATE}:
        kept = _corners(normals, levels)
        wide = (np.ptp([float(u) for u in stage.numbers(0)]) or 1.0) + (
            np.ptp([float(u) for u in stage.numbers(1)]) or 1.0
        )
        inner = np.array([[float(v) for v in c] for c in found.inner])
        reach = (inner @ normals.T).max(axis=0)
        assert len(kept)
        assert (levels >= reach - 1e-6).all()
        assert (levels - reach <= wide * (float(found.gap) + 0.75)).all()


@settings(deadline=None, max_examples=60)
@given(stages(), DELTAS)
def test_whatever_triggers_sustain_is_in_it(stage: NormalFormGame, delta: Fraction) -> None:
    """One-shot equilibria and every pair that reversion to pure ones holds up: never outside, and inside as found."""
    found = payoff_set(stage, delta)
    cells = list(product(range(stage.shape[0]), range(stage.shape[1])))
    oneshot = [c for c in cells if _tempted(stage, c) == (0, 0)]
    held = [_pays(stage, c) for c in oneshot]
    if oneshot:
        worst = [min(oneshot, key=lambda c, i=i: _pays(stage, c)[i]) for i in (0, 1)]
        reverting = grim_trigger(stage, punishments=[stage.mixed(c) for c in worst])
        held += [_pays(stage, c) for c in reverting.sustained((delta, delta))]
        assert found.status is not Status.NONE_EXISTS
    for pays in held:
        assert _holds(found.outer, pays)
        assert found.contains(pays) is True


@settings(deadline=None, max_examples=40)
@given(stages(), DELTAS, DELTAS)
def test_patience_takes_no_payoff_away(stage: NormalFormGame, one: Fraction, other: Fraction) -> None:
    """With public lotteries the set at a smaller discount factor lies in that at a larger one."""
    small, large = payoff_set(stage, min(one, other)), payoff_set(stage, max(one, other))
    assert all(_holds(large.outer, corner) for corner in small.inner)


@settings(deadline=None, max_examples=40)
@given(stages(), DELTAS)
def test_no_payoff_is_below_the_minmax_or_beyond_the_feasible(stage: NormalFormGame, delta: Fraction) -> None:
    """Each player can secure its pure minmax; averages of the table bound the rest, on the grid of the method."""
    found = payoff_set(stage, delta)
    table = tuple(_pays(stage, c) for c in stage.cells())
    low = [pure_minmax(stage, i).value for i in (0, 1)]
    assert all(c[i] >= low[i] for c in found.outer for i in (0, 1))
    assert all(_holds(table, c, Fraction(1, 10**6)) for c in found.outer)
    assert all(_holds(table, c) for c in found.inner)


@settings(deadline=None, max_examples=30)
@given(stages(), DELTAS, st.integers(1, 7), st.integers(-9, 9))
def test_units_do_not_matter(stage: NormalFormGame, delta: Fraction, scale: int, shift: int) -> None:
    """A positive affine change of one player's utility changes that player's payoffs in the same way, no status."""
    changed = NormalFormGame(
        title=stage.title,
        players=stage.players,
        actions=stage.actions,
        payoffs=(tuple(Fraction(scale, 3) * v + shift for v in stage.payoffs[0]), stage.payoffs[1]),
    )
    found, other = payoff_set(stage, delta), payoff_set(changed, delta)
    assert (found.status is Status.NONE_EXISTS) == (other.status is Status.NONE_EXISTS)
    margin = Fraction(1, 100) * 6 * scale
    for x, y in found.inner:
        assert _holds(other.outer, (Fraction(scale, 3) * x + shift, y), margin / 10**4)


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 9), DELTAS)
def test_the_dilemma_has_its_threshold(gain: int, loss: int, base: int, delta: Fraction) -> None:
    """Below what any concession needs only mutual shirking is left; from gain/(gain + 1) on mutual help is in."""
    help_, shirk = Fraction(base + 1), Fraction(base)
    stage = NormalFormGame.from_table(
        "Dilemma",
        ("A", "B"),
        (("help", "shirk"),) * 2,
        [[(help_, help_), (shirk - loss, help_ + gain)], [(help_ + gain, shirk - loss), (shirk, shirk)]],
    )
    found = payoff_set(stage, delta)
    assert found.contains((shirk, shirk)) is True
    assert (found.contains((help_, help_)) is True) == (delta >= Fraction(gain, gain + 1)) or gain > loss
    if delta < min(Fraction(gain, gain + 1), Fraction(loss, loss + gain + 1)):
        assert (found.status, found.outer, found.inner) == (Status.EXACT, ((shirk, shirk),), ((shirk, shirk),))
