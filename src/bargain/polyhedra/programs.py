"""Linear programs over one set of integer rows: the supremum of a form, and room for strict rows.

Room      polyhedra. Rows by number, variables by position; `system` gives them their names.
Strict    a supremum is attained unless a strict row vanishes wherever the form is largest; then the
          multipliers found carry that strict row, so the bound itself is proved strict.
Source    [schrijver1986]_, sections 7.4 and 7.8 (duality, Motzkin's transposition theorem).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import mul
from typing import TYPE_CHECKING

from bargain.polyhedra.chart import STRICT, Chart, Clash, Multipliers, Rows, chart
from bargain.polyhedra.simplex import GOAL, Dictionary, climb, restrict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Room", "Top", "peak", "room", "slack_values", "supremum", "with_slack"]

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """The supremum of a form: value == form + Σ multiplier × row, identically.

    `value` is None where the form grows without end, along `direction`.
    """

    value: Fraction | None
    attained: bool
    point: tuple[Fraction, ...]
    multipliers: Multipliers = ()
    direction: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A point of the rows, strict ones included, with their least slack (capped at 1); or a clash."""

    point: tuple[Fraction, ...] = ()
    slack: Fraction | None = None
    clash: Multipliers | None = None


def slack_values(d: Dictionary, among: Iterable[int], column: int | None = None) -> dict[int, Fraction]:
    """Return those of some slacks that are not zero at the vertex, or one unit along a column from there."""
    wanted = set(among)
    at = None if column is None else column + 2
    out = {}
    for name, row in zip(d.basic, d.rows, strict=True):
        if name in wanted and (k := row[1] + (row[at] if at is not None else 0)):
            out[name] = Fraction(k, row[0])
    if column is not None and d.nonbasic[column] in wanted:
        out[d.nonbasic[column]] = _ONE
    return out


def _zero(d: Dictionary, among: Iterable[int], column: int | None = None) -> list[int]:
    """Return those of some slacks that are zero at the vertex, or one unit along a column from there."""
    at = 0 if column is None else column + 2
    positive = {name for name, row in zip(d.basic, d.rows, strict=True) if row[1] or (at and row[at])}
    if column is not None:
        positive.add(d.nonbasic[column])
    return [i for i in among if i not in positive]


@lru_cache(maxsize=8192)
def peak(rows: Rows, objective: tuple[int, ...]) -> Fraction | None:
    """Return the value alone of `supremum`, None where there is no bound: no point, no proof, half the time."""
    base = chart(rows)
    if isinstance(base, Clash):
        raise TypeError("a supremum was asked over rows without a point")
    goal = _goal(base, objective)
    d = base.dictionary()
    columns = len(base.nonbasic)
    if any(goal[columns + 2 :]):
        return None
    d.rows.append(goal[: columns + 2])
    d.basic.append(GOAL)
    return Fraction(d.rows[-1][1], d.rows[-1][0]) if climb(d) is None else None


@lru_cache(maxsize=8192)
def supremum(rows: Rows, objective: tuple[int, ...]) -> Top:
    """Return the supremum of constant + coefficients · variables over rows that have a point.

    Starts from the chart of the rows, so the answer is a function of the arguments alone.
    """
    base = chart(rows)
    if isinstance(base, Clash):
        raise TypeError("a supremum was asked over rows without a point")
    goal = _goal(base, objective)
    d = base.dictionary()
    columns = len(base.nonbasic)
    if any(goal[columns + 2 :]):
        return _line(base, goal)
    d.rows.append(goal[: columns + 2])
    d.basic.append(GOAL)
    column = climb(d)
    start = slack_values(d, base.nonbasic)
    if column is not None:
        rates = {n: Fraction(r[column + 2], r[0]) for n, r in zip(d.basic, d.rows, strict=True) if n >= 0}
        rates[d.nonbasic[column]] = _ONE
        away = base.values(rates, direction=True)
        return Top(value=None, attained=False, point=base.values(start), direction=away)
    scale, level, *prices = d.rows[-1]
    used = {name: Fraction(-c, scale) for name, c in zip(d.nonbasic, prices, strict=True) if c}
    strict = [i for i, (kind, _) in enumerate(rows[1]) if kind == STRICT]
    point = None if any(i in used for i in strict) else _on_face(d, base, used, strict)
    return Top(
        value=Fraction(level, scale),
        attained=point is not None,
        point=base.values(start) if point is None else point,
        multipliers=tuple(sorted(used.items())),
    )


def _goal(base: Chart, objective: Sequence[int]) -> list[int]:
    """Write the objective over the chart's columns and its spare directions."""
    used = [(a, row) for a, row in zip(objective[1:], base.lift, strict=True) if a]
    d = lcm(*(row[0] for _, row in used))
    out = [0] * (len(base.nonbasic) + base.spare + 2)
    for a, row in used:
        f = a * (d // row[0])
        for j, c in enumerate(row):
            if c:
                out[j] += f * c
    out[0] = d
    out[1] += d * objective[0]
    return out


def _line(base: Chart, goal: list[int]) -> Top:
    """Return the unbounded answer for a form that changes along a line in the polyhedron."""
    at = next(j for j in range(len(base.nonbasic) + 2, len(goal)) if goal[j])
    sign = 1 if goal[at] > 0 else -1
    direction = tuple(Fraction(sign * row[at], row[0]) for row in base.lift)
    return Top(value=None, attained=False, point=base.values({}), direction=direction)


def _on_face(
    d: Dictionary, base: Chart, used: dict[int, Fraction], strict: Iterable[int]
) -> tuple[Fraction, ...] | None:
    """Return a point of the best face where every strict row is positive; else None, and make `used` strict.

    Columns with a price stay at zero on that face. Each strict row that vanishes at the vertex is raised
    on the face; the mean of the points found is positive on all. A row that cannot be raised gives an
    identity which, added to `used` with a small weight, puts that strict row into the multipliers.
    """
    found = [slack_values(d, base.nonbasic)]
    waiting = _zero(d, strict)
    d.rows.pop()
    d.basic.pop()
    restrict(d, [j for j in range(d.movable) if d.nonbasic[j] in used])
    while waiting:
        name = waiting[0]
        _aim(d, name)
        column = climb(d, enough=True)
        goal = d.rows.pop()
        d.basic.pop()
        if column is None and goal[1] == 0:
            _blend(used, name, {n: Fraction(c, goal[0]) for n, c in zip(d.nonbasic, goal[2:], strict=True) if c})
            return None
        found.append(slack_values(d, base.nonbasic, column))
        waiting = _zero(d, waiting, column)
    total: dict[int, Fraction] = {}
    for values in found:
        for i, v in values.items():
            total[i] = total[i] + v if i in total else v
    return base.values({i: v / len(found) for i, v in total.items()})


def _aim(d: Dictionary, name: int) -> None:
    """Append the goal 'slack `name`'."""
    if name in d.basic:
        d.rows.append(list(d.rows[d.basic.index(name)]))
    else:
        unit = [0] * (len(d.nonbasic) + 2)
        unit[0] = unit[d.nonbasic.index(name) + 2] = 1
        d.rows.append(unit)
    d.basic.append(GOAL)


def _blend(used: dict[int, Fraction], name: int, raised: dict[int, Fraction]) -> None:
    """Add ε·(slack `name` − Σ raised) ≡ 0 to the multipliers, ε small enough to keep their signs."""
    limits = [used[i] / c for i, c in raised.items() if c > 0 and used.get(i, 0) > 0]
    small = min([_ONE, *limits])
    for i, c in raised.items():
        used[i] = used.get(i, Fraction(0)) - small * c
    used[name] = used.get(name, Fraction(0)) + small
    for i in [i for i, y in used.items() if not y]:
        del used[i]


def with_slack(base: Chart, weights: Sequence[int], name: int) -> Dictionary:
    """Return the chart's dictionary with every slack i reduced by weights[i] × τ, τ a new last movable column.

    `name` is the id of τ. Feasible at τ = 0.
    """
    d = base.dictionary()
    held = [0, 0, *[weights[n] for n in d.nonbasic]]
    for row, own in zip(d.rows, d.basic, strict=True):
        row.insert(2 + d.movable, sum(map(mul, row, held)) - row[0] * weights[own])
    d.nonbasic.insert(d.movable, name)
    d.movable += 1
    return d


@lru_cache(maxsize=1024)
def room(rows: Rows, weights: tuple[int, ...], unit: int) -> Room:
    """Return the point that gives the strict rows most room, or the clash.

    Parameters
    ----------
    rows : Rows
    weights : tuple of int
        What one step of the common slack is worth to each row: 0 for rows that are not strict.
    unit : int
        Steps that make a slack of 1.
    """
    base = chart(rows)
    if isinstance(base, Clash):
        return Room(clash=base.multipliers)
    if not any(weights):
        return Room(point=base.values(slack_values(base.dictionary(), base.nonbasic)))
    tau, cap = len(rows[1]), len(rows[1]) + 1
    d = with_slack(base, weights, tau)
    at = 2 + d.nonbasic.index(tau)
    width = len(d.nonbasic) + 2
    d.rows.append([{0: 1, 1: 1, at: -unit}.get(j, 0) for j in range(width)])
    d.rows.append([{0: 1, at: 1}.get(j, 0) for j in range(width)])
    d.basic += [cap, GOAL]
    climb(d)
    scale, level, *prices = d.rows[-1]
    if level == 0:
        pairs = zip(d.nonbasic, prices, strict=True)
        return Room(clash=tuple(sorted((n, Fraction(-c, scale)) for n, c in pairs if c)))
    best = Fraction(level, scale)
    values = slack_values(d, base.nonbasic)
    slacks = {n: values.get(n, Fraction(0)) + weights[n] * best for n in base.nonbasic}
    return Room(point=base.values(slacks), slack=best * unit)
