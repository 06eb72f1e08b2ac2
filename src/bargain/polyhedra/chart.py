"""From integer rows to a feasible dictionary, once per set of rows.

Room      polyhedra. Knows rows by number and variables by position.
Steps     1. every variable is exchanged for a slack, equalities first, then the shortest rows;
          2. an artificial slack is driven out (first phase), or the rows are shown to contradict.
Result    a `Chart`: all programs over the same rows start from it, so an answer depends on the rows
          alone and never on what was asked before. Cost: about (variables + pivots) × rows × variables.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import lcm
from operator import itemgetter
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.polyhedra.simplex import GOAL, Dictionary, climb, pivot, reduced

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EQUAL", "STRICT", "WEAK", "Chart", "Clash", "IntegerRow", "Multipliers", "Rows", "chart"]

WEAK, STRICT, EQUAL = 0, 1, 2
IntegerRow = tuple[int, tuple[int, ...]]  # (kind, (constant, one coefficient per variable))
Rows = tuple[int, tuple[IntegerRow, ...]]  # (number of variables, rows)
Multipliers = tuple[tuple[int, Fraction], ...]  # (row, multiplier), rows ascending
_MOST_CELLS = 300_000  # sparse rows of this size take seconds


@dataclass(frozen=True, slots=True)
class Clash:
    """Rows that contradict each other even with strict ones made weak: Σ multiplier × row < 0."""

    multipliers: Multipliers


@dataclass(frozen=True, slots=True)
class Chart:
    """A feasible dictionary of the closure, and the variables in its terms.

    Attributes
    ----------
    rows, basic, nonbasic, movable
        The dictionary, without a goal; ids are row numbers.
    lift : tuple of tuple of int
        Per variable [d, k, c…] over the same columns, then over `spare` directions.
    spare : int
        Number of directions in which no row changes (lines in the polyhedron).
    """

    rows: tuple[tuple[int, ...], ...]
    basic: tuple[int, ...]
    nonbasic: tuple[int, ...]
    movable: int
    lift: tuple[tuple[int, ...], ...]
    spare: int

    def dictionary(self) -> Dictionary:
        """Return a fresh dictionary to pivot on; the goal is still to be appended."""
        return Dictionary([list(r) for r in self.rows], list(self.basic), list(self.nonbasic), self.movable)

    def values(self, slacks: Mapping[int, Fraction], *, direction: bool = False) -> tuple[Fraction, ...]:
        """Return the variables where the chart's non-basic slacks have these values (0 if not named).

        With `direction`, the rates at which the variables move where the slacks move at these rates.
        """
        top = lcm(*(slacks[name].denominator for name in self.nonbasic if name in slacks))
        used = [
            (j, slacks[name].numerator * (top // slacks[name].denominator))
            for j, name in enumerate(self.nonbasic, 2)
            if name in slacks
        ]
        base = 0 if direction else top
        return tuple(Fraction(row[1] * base + sum(row[j] * v for j, v in used), row[0] * top) for row in self.lift)


@lru_cache(maxsize=1024)
def chart(rows: Rows) -> Chart | Clash:
    """Return a feasible dictionary of rows read as >= 0 and == 0, or the multipliers of a clash.

    Raises
    ------
    RefusedError
        Above 300,000 cells (rows × variables).
    """
    size, table = rows
    if size * len(table) > _MOST_CELLS:
        raise RefusedError(
            f"{len(table):,} connected rows on {size:,} variables: {size * len(table):,} cells in exact arithmetic",
            remedy=f"use at most {_MOST_CELLS:,}, or split the rows so that they share no variable",
        )
    d, spare, clash = _exchange(size, table)
    if clash is None:
        clash = _first_phase(d, size)
    if clash is not None:
        return Clash(clash)
    columns = len(d.nonbasic) - spare
    at = {name: i for i, name in enumerate(d.basic)}
    lift = tuple(tuple(d.rows[at[-2 - j]]) if -2 - j in at else _line(d, j) for j in range(size))
    kept = [i for i, name in enumerate(d.basic) if name >= 0]
    return Chart(
        rows=tuple(tuple(d.rows[i][: columns + 2]) for i in kept),
        basic=tuple(d.basic[i] for i in kept),
        nonbasic=tuple(d.nonbasic[:columns]),
        movable=d.movable,
        lift=lift,
        spare=spare,
    )


def _line(d: Dictionary, variable: int) -> tuple[int, ...]:
    """Return the lift of a variable that stayed a column: a direction in which no row changes."""
    out = [0] * (len(d.nonbasic) + 2)
    out[0] = 1
    out[2 + d.nonbasic.index(-2 - variable)] = 1
    return tuple(out)


def _exchange(size: int, table: tuple[IntegerRow, ...]) -> tuple[Dictionary, int, Multipliers | None]:
    """Exchange variables for slacks; return the dictionary, the number of lines, and a clash of equalities."""
    d = Dictionary(
        rows=[[1, *form] for _, form in table],
        basic=list(range(len(table))),
        nonbasic=[-2 - j for j in range(size)],
        movable=size,
    )
    blanks = [form.count(0) - (not form[0]) for _, form in table]
    order = sorted(range(len(table)), key=lambda i: (table[i][0] != EQUAL, -blanks[i]))
    dropped: set[int] = set()
    still = list(range(size))  # columns of variables that are not exchanged yet
    for i in order:
        row = d.rows[i]
        open_columns = [j for j in still if row[j + 2]] if still else still
        if open_columns:
            j = min(open_columns, key=lambda j: (abs(row[j + 2]), j))
            pivot(d, i, j)
            still.remove(j)
        elif table[i][0] == EQUAL:
            if row[1]:
                return d, 0, _equalities_clash(d, i)
            dropped.add(i)
    return _arranged(d, table, dropped), len(still), None


def _equalities_clash(d: Dictionary, i: int) -> Multipliers:
    """Return multipliers on equalities whose sum is a negative constant: row i holds no variable any more."""
    row = d.rows[i]
    sign = -1 if row[1] > 0 else 1
    pairs = [(d.basic[i], row[0]), *((name, -c) for name, c in zip(d.nonbasic, row[2:], strict=True) if name >= 0)]
    return tuple(sorted((name, Fraction(sign * y)) for name, y in pairs if y))


def _arranged(d: Dictionary, table: tuple[IntegerRow, ...], dropped: set[int]) -> Dictionary:
    """Order columns as inequalities, equalities, lines; drop rows that equalities imply."""
    group = [2 if name < 0 else int(table[name][0] == EQUAL) for name in d.nonbasic]
    order = sorted(range(len(group)), key=lambda j: (group[j], j))
    kept = [i for i in range(len(d.rows)) if i not in dropped]
    pick = itemgetter(0, 1, *(j + 2 for j in order))
    return Dictionary(
        rows=[list(pick(d.rows[i])) for i in kept],
        basic=[d.basic[i] for i in kept],
        nonbasic=[d.nonbasic[j] for j in order],
        movable=group.count(0),
    )


def _first_phase(d: Dictionary, size: int) -> Multipliers | None:
    """Make every slack non-negative by an artificial slack driven to zero; return a clash if it cannot be."""
    low = [i for i, name in enumerate(d.basic) if name >= 0 and d.rows[i][1] < 0]
    if not low:
        return None
    extra = max((*d.basic, *d.nonbasic, size)) + 1
    for i, row in enumerate(d.rows):
        row.insert(2, row[0] if d.basic[i] >= 0 else 0)
    d.nonbasic.insert(0, extra)
    d.movable += 1
    d.rows.append([1, 0, -1, *([0] * (len(d.nonbasic) - 1))])
    d.basic.append(GOAL)
    pivot(d, min(low, key=lambda i: (Fraction(d.rows[i][1], d.rows[i][0]), i)), 0)
    climb(d, prefer=extra)
    d.rows.pop()
    d.basic.pop()
    if extra in d.basic:
        i = d.basic.index(extra)
        row = d.rows[i]
        if row[1] > 0:
            pairs = zip(d.nonbasic, row[2:], strict=True)
            return tuple(sorted((name, Fraction(y)) for name, y in pairs if y and name >= 0))
        pivot(d, i, next(j for j in range(d.movable) if row[j + 2]))
    j = d.nonbasic.index(extra)
    for i, row in enumerate(d.rows):
        del row[j + 2]
        d.rows[i] = reduced(row)
    del d.nonbasic[j]
    d.movable -= 1
    return None
