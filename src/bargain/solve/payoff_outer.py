"""From outside: sets that hold every equilibrium payoff of a repeated game, smaller at each step.

Room      solve.
Step      a payoff needs an action pair, today's payoffs, and a continuation in the set that makes up for what each
          player could gain by leaving, the worst of the set being the threat. The hull of all such payoffs holds
          every equilibrium payoff if the set did, [abreu1990]_. Continuations may be drawn by lot, in public.
Rounding  corners are whole numbers on a grid fine beside the payoffs; a corner between grid points is replaced by
          the grid points around it. So sets only grow by rounding, and numbers stay short, whatever the steps.
Left      an action pair for which no continuation suffices is dropped for good. All payoffs are averages over the
          pairs that are left, so their hull holds them too and is taken where it is the smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from bargain.games.repeated import best_deviation, pure_minmax
from bargain.solve.polygons import gap, hull, sides, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games import NormalFormGame

__all__ = ["Frame", "Outer", "frame_of", "outer_set"]

Whole = tuple[int, int]
Homogeneous = tuple[int, int, int]  # x, y over a common denominator above 0
_FINE = 32  # bits of the grid below the range of payoffs


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A stage game of two players on the grid.

    Attributes
    ----------
    cells : action pairs
    payoffs : per pair, times `units`
    tempts : per pair, what each player gains by its best other action, at least 0, times `units`
    minmax : the least to which pure actions hold each player, times `units`
    units : what each player's utility is multiplied by
    delta : numerator and denominator of the discount factor
    """

    cells: tuple[Whole, ...]
    payoffs: tuple[Whole, ...]
    tempts: tuple[Whole, ...]
    minmax: Whole
    units: Whole
    delta: Whole

    @property
    def ranges(self) -> Whole:
        """Each player's range of payoffs on the grid, at least 1."""
        first, second = ([u[i] for u in self.payoffs] for i in (0, 1))
        return max(max(first) - min(first), 1), max(max(second) - min(second), 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    """The outer set after some steps, on the grid; `kept` are the places of the pairs left."""

    corners: tuple[Whole, ...]
    threat: Whole
    kept: tuple[int, ...]
    steps: int
    settled: bool


def frame_of(stage: NormalFormGame, delta: Fraction) -> Frame:
    """Return a stage game on a grid of 2⁻³² of each player's range, or finer."""
    tables = [stage.numbers(i) for i in (0, 1)]
    units = []
    for table in tables:
        common = lcm(*(v.denominator for v in table))
        spread = int((max(table) - min(table)) * common)
        units.append(common << max(_FINE - spread.bit_length() + 1, 0))
    cells = [(a, b) for a in range(stage.shape[0]) for b in range(stage.shape[1])]
    payoffs, tempts = [], []
    for cell in cells:
        here = [tables[i][stage.index(cell)] for i in (0, 1)]
        best = [best_deviation(stage, i, cell) for i in (0, 1)]
        more = [
            max(d.value - u, Fraction(0)) if d is not None else Fraction(0) for d, u in zip(best, here, strict=True)
        ]
        payoffs.append((int(here[0] * units[0]), int(here[1] * units[1])))
        tempts.append((int(more[0] * units[0]), int(more[1] * units[1])))
    low = [pure_minmax(stage, i).value for i in (0, 1)]
    return Frame(
        cells=tuple(cells),
        payoffs=tuple(payoffs),
        tempts=tuple(tempts),
        minmax=(int(low[0] * units[0]), int(low[1] * units[1])),
        units=(units[0], units[1]),
        delta=(delta.numerator, delta.denominator),
    )


def outer_set(frame: Frame, tolerance: Fraction, most: int, after: Outer | None = None) -> Outer:
    """Return the set after as many steps as it takes until a step moves no corner by much, at most `most`.

    Parameters
    ----------
    tolerance : the movement allowed, a share of each player's range, is this times 1 − δ
    after : a set to go on from
    """
    corners = hull(frame.payoffs) if after is None else after.corners
    kept = tuple(range(len(frame.cells))) if after is None else after.kept
    threat = _threat(corners, frame.minmax) if after is None else after.threat
    enough = tolerance * (1 - Fraction(*frame.delta))
    first = set(corners)
    busy = tuple(k for k in kept if after is not None or frame.payoffs[k] in first)
    for step in range(1 if after is None else after.steps + 1, most + 1):
        found, kept, busy = _step(frame, corners, threat, kept, busy)
        whole = hull(frame.payoffs[k] for k in kept)
        if all(within(corner, found) for corner in whole):
            found = whole
        if not found:
            return Outer(corners=(), threat=threat, kept=(), steps=step, settled=True)
        moved = gap(corners, found, frame.ranges)
        corners, threat = found, _threat(found, threat)
        if moved <= enough:
            return Outer(corners=corners, threat=threat, kept=kept, steps=step, settled=True)
    return Outer(corners=corners, threat=threat, kept=kept, steps=most, settled=False)


def _threat(corners: Sequence[Whole], before: Whole) -> Whole:
    """Return the least that each player can be held to, never less than before."""
    return max(before[0], min(c[0] for c in corners)), max(before[1], min(c[1] for c in corners))


def _step(
    frame: Frame, corners: Sequence[Whole], threat: Whole, kept: Sequence[int], busy: Sequence[int]
) -> tuple[tuple[Whole, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the hull of what continuations in a set bring about, the pairs left, and those that make its corners.

    Those that made the corners before come first. What the others could bring about with any continuation in the
    set, whether it suffices or not, mostly lies in the hull of that already; then they are left as they are.
    """
    made: dict[Whole, int] = {}
    empty: set[int] = set()
    for k in busy:
        _add(frame, corners, threat, k, made, empty)
    found = hull(made)
    p, q = frame.delta
    edges = [(a, b, q * c, p * max(a * x + b * y for x, y in corners)) for a, b, c in sides(found)] if found else []
    high = max(c[0] for c in corners), max(c[1] for c in corners)
    done = set(busy)
    for k in kept:
        least = [p * threat[i] + (q - p) * frame.tempts[k][i] for i in (0, 1)]
        if least[0] > p * high[0] or least[1] > p * high[1]:
            empty.add(k)
            continue
        x, y = frame.payoffs[k]
        if k not in done and not (edges and all((q - p) * (a * x + b * y) + most <= c for a, b, c, most in edges)):
            _add(frame, corners, threat, k, made, empty)
    found = hull(made)
    return found, tuple(k for k in kept if k not in empty), tuple(sorted({made[c] for c in found}))


def _add(
    frame: Frame, corners: Sequence[Whole], threat: Whole, k: int, made: dict[Whole, int], empty: set[int]
) -> None:
    """Note what a pair brings about with continuations that suffice, or that there are none."""
    p, q = frame.delta
    body: list[Homogeneous] = [(x, y, 1) for x, y in corners]
    for i in (0, 1):
        if frame.tempts[k][i] or min(c[i] for c in corners) < threat[i]:
            body = _cut(body, i, p, p * threat[i] + (q - p) * frame.tempts[k][i])
    if not body:
        empty.add(k)
    x, y = ((q - p) * u for u in frame.payoffs[k])
    for point in body:
        for spot in _around((x * point[2] + p * point[0], y * point[2] + p * point[1]), q * point[2]):
            made.setdefault(spot, k)


def _around(top: Whole, under: int) -> Iterator[Whole]:
    """Yield the grid points around a quotient: one if it is on the grid, else two or four."""
    for x in {top[0] // under, -(-top[0] // under)}:
        for y in {top[1] // under, -(-top[1] // under)}:
            yield x, y


def _cut(body: Sequence[Homogeneous], axis: int, p: int, least: int) -> list[Homogeneous]:
    """Return the part of a polygon in which p times a coordinate is at least `least`."""
    over = [p * point[axis] - least * point[2] for point in body]
    out: list[Homogeneous] = []
    for n, (point, here) in enumerate(zip(body, over, strict=True)):
        if here >= 0:
            out.append(point)
        after, there = body[(n + 1) % len(body)], over[(n + 1) % len(body)]
        if here * there < 0:
            f, g = (here, -there) if here > 0 else (-here, there)
            out.append(_between(after, point, f, g))
    return out


def _between(a: Homogeneous, b: Homogeneous, f: int, g: int) -> Homogeneous:
    """Return the combination f·a + g·b of homogeneous points."""
    return f * a[0] + g * b[0], f * a[1] + g * b[1], f * a[2] + g * b[2]
