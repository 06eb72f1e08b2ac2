"""From inside: equilibria that are written down, and whose payoffs are exact.

Room      solve.
Plan      finitely many states, each with an action pair and a lottery over the state of the next round; whoever
          leaves alone is answered by the state worst for it. Values solve linear equations and are solved for in
          rationals; then nobody may gain by leaving in any state, which is checked in rationals too. All values
          are then equilibrium payoffs, and with a lottery at the start so is their hull [abreu1990]_.
Search    floats only propose: the outer step is repeated, with a little more asked of continuations than needed,
          until nothing moves. The corners become states: their values as simple fractions, if exact lotteries
          bring these about; or the continuations as lotteries over corners with short probabilities. Besides,
          the pairs that hold one another up when played for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.solve.polygons import hull

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games import NormalFormGame
    from bargain.solve.payoff_outer import Frame, Outer

__all__ = ["Draft", "drafts", "for_ever", "solved", "sustained", "together"]

_SLACKS = (-1e-8, 0.0, 1e-7, 1e-5, 1e-4, 1e-3, 1e-2)  # of the range of payoffs; below 0 for what just binds
_MOST_ROUNDS = 1_000
_STILL = 1e-14
_SAME = 1e-9
_SHORT = (10**3, 10**8)  # the largest denominators of a probability
_SIMPLE = 5_000  # the largest denominator of a value that is tried as an exact one
_MOST_STATES = 80

Point = tuple[float, float]
Shares = tuple[tuple[int, Fraction], ...]
Mix = dict[int, float]
Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """States before their values are known: the place of the pair played, and the lottery over what follows."""

    cells: tuple[int, ...]
    then: tuple[Shares, ...]


def for_ever(frame: Frame, kept: Sequence[int]) -> Draft:
    """Return the largest set of pairs, each played for ever, of which the worst ones hold the others up."""
    p, q = frame.delta
    left = list(kept)
    while left:
        threat = [min(frame.payoffs[k][i] for k in left) for i in (0, 1)]
        good = [
            k
            for k in left
            if all(p * (frame.payoffs[k][i] - threat[i]) >= (q - p) * frame.tempts[k][i] for i in (0, 1))
        ]
        if len(good) == len(left):
            break
        left = good
    corners = set(hull(frame.payoffs[k] for k in left))
    first = {frame.payoffs[k]: k for k in reversed(left)}
    chosen = sorted(first[c] for c in corners)
    return Draft(cells=tuple(chosen), then=tuple(((n, Fraction(1)),) for n in range(len(chosen))))


def drafts(frame: Frame, outer: Outer) -> Iterable[Draft]:
    """Yield what floats propose, the one that asks least of continuations first."""
    scale = frame.ranges
    low = [min(u[i] for u in frame.payoffs) for i in (0, 1)]
    start = [((c[0] - low[0]) / scale[0], (c[1] - low[1]) / scale[1]) for c in outer.corners]
    pays = {k: tuple((frame.payoffs[k][i] - low[i]) / scale[i] for i in (0, 1)) for k in outer.kept}
    tempts = {k: tuple(frame.tempts[k][i] / scale[i] for i in (0, 1)) for k in outer.kept}
    delta = frame.delta[0] / frame.delta[1]
    for slack in _SLACKS:
        found = _at_rest(pays, tempts, delta, start, slack)
        if found is not None:
            cells = tuple(k for _, k, _ in found[0])
            own = [tuple((point[i] * scale[i] + low[i]) / frame.units[i] for i in (0, 1)) for point, _, _ in found[0]]
            yield from _rounded(frame, cells, own)
            for short in _SHORT:
                yield Draft(cells=cells, then=tuple(_lottery(mix, found[1], short) for _, _, mix in found[0]))


def _at_rest(
    pays: dict[int, tuple[float, ...]],
    tempts: dict[int, tuple[float, ...]],
    delta: float,
    start: list[Point],
    slack: float,
) -> tuple[list[Made], list[int]] | None:
    """Return the corners at which the step with this slack comes to rest, and for the corners before, which these are.

    None if it does not come to rest, or nothing or too much is left.
    """
    corners, busy = start, list(pays)
    for _ in range(_MOST_ROUNDS):
        made = _float_step(pays, tempts, delta, corners, slack, busy)
        busy = sorted({k for _, k, _ in made})
        fresh = [point for point, _, _ in made]
        moved = _moved(corners, fresh)
        before, corners = corners, fresh
        if not fresh:
            return None
        if moved <= _STILL:
            nearest = [min(range(len(fresh)), key=lambda n, c=c: _far(fresh[n], c)) for c in before]  # type: ignore[misc]
            return (made, nearest) if len(fresh) <= _MOST_STATES else None
    return None


def _rounded(frame: Frame, cells: Sequence[int], own: Sequence[tuple[float, ...]]) -> Iterable[Draft]:
    """Yield states that have simple fractions for values, if continuations in their hull bring these about."""
    delta = Fraction(*frame.delta)
    values = [(Fraction(v[0]).limit_denominator(_SIMPLE), Fraction(v[1]).limit_denominator(_SIMPLE)) for v in own]
    then = []
    for k, value in zip(cells, values, strict=True):
        today = [Fraction(frame.payoffs[k][i], frame.units[i]) for i in (0, 1)]
        after = ((value[0] - (1 - delta) * today[0]) / delta, (value[1] - (1 - delta) * today[1]) / delta)
        shares = _shares(after, values)
        if shares is None:
            return
        then.append(shares)
    yield Draft(cells=tuple(cells), then=tuple(then))


def _shares(point: Pair, corners: Sequence[Pair]) -> Shares | None:
    """Return a point as a mixture of at most three corners of a polygon, or None if it lies outside."""
    if point in corners:
        return ((corners.index(point), Fraction(1)),)
    first, *rest = corners
    for n, (second, third) in enumerate(zip(rest, (*rest[1:], first), strict=True), 1):
        a, b = (second[0] - first[0], second[1] - first[1]), (third[0] - first[0], third[1] - first[1])
        x, y = point[0] - first[0], point[1] - first[1]
        under = a[0] * b[1] - a[1] * b[0]
        if under:
            s, t = (x * b[1] - y * b[0]) / under, (a[0] * y - a[1] * x) / under
        elif not any(a) or a[0] * y != a[1] * x:
            continue
        else:
            s, t = (x / a[0] if a[0] else y / a[1]), Fraction(0)
        if min(s, t, 1 - s - t) >= 0:
            weights = ((0, 1 - s - t), (n, s), (n + 1, t))
            return tuple((k, w) for k, w in weights if w)
    return None


Made = tuple[Point, int, Mix]  # a value, the pair that makes it, the mixture of corners that follows


def _float_step(
    pays: dict[int, tuple[float, ...]],
    tempts: dict[int, tuple[float, ...]],
    delta: float,
    corners: Sequence[Point],
    slack: float,
    busy: Sequence[int],
) -> list[Made]:
    """Return the corners of the step's hull with how they are made; pairs that made corners before come first."""
    threat = (min(c[0] for c in corners), min(c[1] for c in corners))
    made: list[Made] = []

    def add(k: int) -> None:
        body = [(c, {n: 1.0}) for n, c in enumerate(corners)]
        for i in (0, 1):
            if tempts[k][i] > 0:
                body = _float_cut(body, i, threat[i] + (1 - delta) / delta * tempts[k][i] + slack)
        for (x, y), mix in body:
            made.append((((1 - delta) * pays[k][0] + delta * x, (1 - delta) * pays[k][1] + delta * y), k, mix))

    for k in busy:
        add(k)
    found = [point for point, _, _ in _float_hull(made)]
    edges = [
        (b, -a, b * p[0] - a * p[1], delta * max(b * x - a * y for x, y in corners))
        for p, q in zip(found, (*found[1:], *found[:1]), strict=True)
        for a, b in ((q[0] - p[0], q[1] - p[1]),)
    ]
    for k in _reaching(pays, tempts, delta, corners, slack, edges if len(found) > 2 else []):
        if k not in busy:
            add(k)
    return _float_hull(made)


def _reaching(
    pays: dict[int, tuple[float, ...]],
    tempts: dict[int, tuple[float, ...]],
    delta: float,
    corners: Sequence[Point],
    slack: float,
    edges: Sequence[tuple[float, ...]],
) -> list[int]:
    """Return the pairs that could bring about something beyond a hull, by the box in which continuations must lie."""
    import numpy as np

    names, table, asked = np.array(list(pays)), np.array(list(pays.values())), np.array(list(tempts.values()))
    low, high = np.min(np.array(corners), axis=0), np.max(np.array(corners), axis=0)
    least = low + (1 - delta) / delta * asked + slack * (asked > 0)
    open_ones = (least <= high + _STILL).all(axis=1)
    if edges:
        rows = np.array(edges)
        normals, most = rows[:, :2], rows[:, 3]
        box = least @ np.minimum(normals, 0).T + high @ np.maximum(normals, 0).T
        over = (1 - delta) * (table @ normals.T) + np.minimum(delta * box, most) > rows[:, 2] + _STILL
        open_ones &= over.any(axis=1)
    return [int(k) for k in names[open_ones]]


def _float_cut(body: list[tuple[Point, Mix]], axis: int, least: float) -> list[tuple[Point, Mix]]:
    """Return the part of a polygon where a coordinate is large enough, with the mixtures of its corners."""
    out = []
    for n, (point, mix) in enumerate(body):
        here = point[axis] - least
        if here >= -_STILL:
            out.append((point, mix))
        after, other = body[(n + 1) % len(body)]
        there = after[axis] - least
        if here * there < 0 and min(abs(here), abs(there)) > _STILL:
            share = there / (there - here)
            mixed = {m: share * mix.get(m, 0.0) + (1 - share) * other.get(m, 0.0) for m in {*mix, *other}}
            out.append(
                (
                    (
                        share * point[0] + (1 - share) * after[0],
                        share * point[1] + (1 - share) * after[1],
                    ),
                    mixed,
                )
            )
    return out


def _float_hull(made: Sequence[Made]) -> list[Made]:
    """Return those at the corners of the hull, counter-clockwise; what is as good as on an edge is left out."""
    ordered = sorted(made, key=lambda m: m[0])
    kept: list[Made] = []
    for item in ordered:
        if not any(_far(item[0], other[0]) < _SAME for other in kept[-8:]):
            kept.append(item)
    if len(kept) < 3:
        return kept
    return [*_float_chain(kept), *_float_chain(kept[::-1])]


def _float_chain(ordered: Sequence[Made]) -> list[Made]:
    out: list[Made] = []
    for item in ordered:
        while len(out) > 1:
            (ax, ay), (bx, by), (cx, cy) = out[-2][0], out[-1][0], item[0]
            if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > _SAME * 1e-2 * _far((ax, ay), (cx, cy)):
                break
            out.pop()
        out.append(item)
    return out[:-1]


def _far(a: Point, b: Point) -> float:
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]))


def _moved(old: Sequence[Point], new: Sequence[Point]) -> float:
    """Return how far the farthest old corner is from the nearest new one."""
    return max((min((_far(a, b) for b in new), default=1.0) for a in old), default=0.0)


def _lottery(mix: Mix, nearest: Sequence[int], short: int) -> Shares:
    """Return a mixture of old corners as a lottery over states, with short probabilities."""
    total: dict[int, Fraction] = {}
    for corner, weight in mix.items():
        share = Fraction(weight).limit_denominator(short)
        if share > 0:
            total[nearest[corner]] = total.get(nearest[corner], Fraction(0)) + share
    whole = sum(total.values())
    return tuple((n, share / whole) for n, share in sorted(total.items()))


def solved(stage: NormalFormGame, frame: Frame, draft: Draft) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return the values of the states: today's payoffs and the lottery's, averaged; linear equations, exactly."""
    delta = Fraction(*frame.delta)
    rows: list[dict[int, Fraction]] = []
    right: list[list[Fraction]] = []
    for n, shares in enumerate(draft.then):
        row = {m: -delta * share for m, share in shares}
        row[n] = row.get(n, Fraction(0)) + 1
        rows.append(row)
        at = stage.index(frame.cells[draft.cells[n]])
        right.append([(1 - delta) * stage.numbers(i)[at] for i in (0, 1)])
    for n in range(len(rows)):  # what is taken from a state's row is at most delta, so no pivot is 0
        for m in range(len(rows)):
            factor = rows[m].get(n)
            if m == n or not factor:
                continue
            factor /= rows[n][n]
            for column, value in rows[n].items():
                rest = rows[m].get(column, Fraction(0)) - factor * value
                if rest:
                    rows[m][column] = rest
                else:
                    rows[m].pop(column, None)
            right[m] = [a - factor * b for a, b in zip(right[m], right[n], strict=True)]
    return tuple((r[0] / row[n], r[1] / row[n]) for n, (row, r) in enumerate(zip(rows, right, strict=True)))


def sustained(frame: Frame, draft: Draft, values: Sequence[tuple[Fraction, Fraction]]) -> bool:
    """Tell whether nobody gains by leaving in any state, the state worst for it to follow for ever."""
    delta = Fraction(*frame.delta)
    worst = [min(v[i] for v in values) for i in (0, 1)]
    for cell, shares in zip(draft.cells, draft.then, strict=True):
        for i in (0, 1):
            after = sum((share * values[m][i] for m, share in shares), Fraction(0))
            if delta * (after - worst[i]) < (1 - delta) * Fraction(frame.tempts[cell][i], frame.units[i]):
                return False
    return True


def together(first: Draft, second: Draft) -> Draft:
    """Return the states of two plans side by side; what either sustains, both together do."""
    size = len(first.cells)
    moved = tuple(tuple((n + size, share) for n, share in shares) for shares in second.then)
    return Draft(cells=first.cells + second.cells, then=first.then + moved)
