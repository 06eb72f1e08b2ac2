"""The centre of a polytope: the point whose slacks are leximin.

Room      polyhedra.
Meaning   slack of an inequality row: the value of its form at the point, in the row's own units as
          written (2a >= 2b has twice the slack of a >= b). Equalities hold and have none.
Rule      make the smallest slack as large as possible; hold the rows that are forced to that level
          (positive multiplier in that program); make the smallest slack of the others as large as
          possible; and so on. This is the nucleolus' rule applied to rows, [schmeidler1969]_.
Unique    slacks are affine in the point, so leximin fixes every slack (two leximin points would have a
          mid-point that is better where they first differ), and on a polytope the slacks fix the
          point. Writing a row twice changes nothing; another scale or a redundant row can.
Speed     one dictionary serves all rounds: held slacks become one column, the rest stays where it was.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from bargain.errors import PolyhedronError
from bargain.polyhedra.chart import STRICT, WEAK, Chart, Clash, Rows, chart
from bargain.polyhedra.existence import witness
from bargain.polyhedra.programs import slack_values, with_slack
from bargain.polyhedra.simplex import GOAL, Dictionary, climb, reduced

if TYPE_CHECKING:
    from bargain.polyhedra.system import Block, System
    from bargain.polyhedra.values import Point

__all__ = ["centre", "interior_point"]


def centre(over: System) -> Point:
    """Return the unique leximin-slack point."""
    values = witness(over)
    for block in over.blocks:
        weights, unit = block.weights([WEAK, STRICT])
        found = _leximin(block.rows, weights, unit, stop=False)
        if found is None:
            raise PolyhedronError(
                f"no centre: slacks over {_some(block)} have no largest smallest value, or leave a line free",
                remedy="bound the polyhedron, for example by caps",
            )
        values.update(zip(block.variables, found, strict=True))
    return over.point(values)


def interior_point(over: System) -> Point:
    """Return a point that makes the smallest slack largest, rows that can have none set aside."""
    values = witness(over)
    for block in over.blocks:
        weights, unit = block.weights([WEAK, STRICT])
        found = _leximin(block.rows, weights, unit, stop=True)
        if found is not None:
            values.update(zip(block.variables, found, strict=True))
    return over.point(values)


def _some(block: Block) -> str:
    return ", ".join(block.variables[:4]) + (", …" if len(block.variables) > 4 else "")


@lru_cache(maxsize=256)
def _leximin(rows: Rows, weights: tuple[int, ...], unit: int, *, stop: bool) -> tuple[Fraction, ...] | None:
    """Return the leximin point of one block; with `stop`, the best of the first positive level.

    None where some level has no maximum or the rows leave a line free; with `stop` a level without a
    maximum is cut at 1, and only rows none of which has a slack give the chart's own vertex.
    """
    base = chart(rows)
    if isinstance(base, Clash):
        raise TypeError("a centre was asked of rows without a point")
    if base.spare and not stop:
        return None
    tau = len(rows[1])
    d = _without_equalities(with_slack(base, weights, tau), base)
    level = Fraction(0)
    held: dict[int, Fraction] = {}
    while d.movable > 1:
        d.rows.append([1, 0] + [int(name == tau) for name in d.nonbasic])
        d.basic.append(GOAL)
        column = climb(d)
        goal = d.rows.pop()
        d.basic.pop()
        if column is not None:
            return _cut(d, base, weights, (level, column, goal, unit, held)) if stop else None
        level += Fraction(goal[1], goal[0])
        tight = [j for j in range(d.movable) if goal[j + 2]]
        held.update((d.nonbasic[j], level) for j in tight)
        if (stop and level > 0) or len(tight) == d.movable:
            break
        _hold(d, tight, weights, tau)
    return base.values(_slacks(base, slack_values(d, base.nonbasic), weights, held, level))


def _without_equalities(d: Dictionary, base: Chart) -> Dictionary:
    """Drop the columns of equalities: they stay at zero, and no multiplier is asked for here."""
    cut = base.movable + 3
    rows = [reduced(row[:cut]) for row in d.rows]
    return Dictionary(rows, d.basic, d.nonbasic[: cut - 2], d.movable)


def _hold(d: Dictionary, tight: list[int], weights: tuple[int, ...], tau: int) -> None:
    """Hold these rows at the level reached: their columns become one, the further rise of the level."""
    at = d.basic.index(tau)
    del d.rows[at], d.basic[at]
    names = [d.nonbasic[j] for j in tight]
    gone = set(tight)
    for i, row in enumerate(d.rows):
        rise = -sum(row[j + 2] * weights[n] for j, n in zip(tight, names, strict=True) if row[j + 2])
        rest = [c for j, c in enumerate(row[2:]) if j not in gone]
        d.rows[i] = reduced([row[0], row[1], *rest, rise])
    d.nonbasic = [*(n for j, n in enumerate(d.nonbasic) if j not in gone), tau]
    d.movable = len(d.nonbasic)


def _slacks(
    base: Chart,
    values: dict[int, Fraction],
    weights: tuple[int, ...],
    held: dict[int, Fraction],
    level: Fraction,
) -> dict[int, Fraction]:
    """Return the slacks of the chart's non-basic rows, common level added back."""
    return {
        n: weights[n] * held[n] if n in held else values.get(n, Fraction(0)) + weights[n] * level
        for n in base.nonbasic[: base.movable]
    }


def _cut(
    d: Dictionary,
    base: Chart,
    weights: tuple[int, ...],
    state: tuple[Fraction, int, list[int], int, dict[int, Fraction]],
) -> tuple[Fraction, ...]:
    """Return a point along a rise without end, one unit of slack further up."""
    level, column, goal, unit, held = state
    step = Fraction(goal[0], goal[column + 2] * unit)
    values = slack_values(d, base.nonbasic)
    for name, row in zip(d.basic, d.rows, strict=True):
        if row[column + 2]:
            values[name] = values.get(name, Fraction(0)) + step * Fraction(row[column + 2], row[0])
    values[d.nonbasic[column]] = step
    reached = level + Fraction(goal[1], goal[0]) + Fraction(1, unit)
    return base.values(_slacks(base, values, weights, held, reached))
