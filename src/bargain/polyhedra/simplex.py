"""Exact linear programming on dictionaries of integers.

Room      polyhedra. Standard library only; knows rows by number, not by label.
Form      a dictionary writes some slacks (basic) as affine forms of others (non-basic, all zero at
          the current vertex). Row i is a list [d, k, c1, c2, …] of integers without common factor,
          d > 0, meaning d·x = k + c1·y1 + c2·y2 + …; the last row is the goal.
Fixed     columns from `movable` on belong to equalities (or to a face): they stay at zero and are
          kept only because their coefficients are the multipliers of a certificate.
Method    largest coefficient first; after a run of pivots without progress Bland's least-index rule
          until there is progress, so it always ends. [schrijver1986]_, section 11.3.
Exactness integers only: an answer is a proof. No float proposes a basis: on stake spaces (40 variables,
          120 rows) these warm starts take fewer milliseconds than a float solver needs for one call.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["GOAL", "Dictionary", "climb", "pivot", "reduced", "restrict"]

GOAL = -1  # the id of the goal row, which never leaves the basis
_PATIENCE = 8  # pivots without progress before Bland's rule takes over


@dataclass(slots=True)
class Dictionary:
    """Basic slacks as integer forms of the non-basic ones; changed in place by `pivot`.

    Ids count slacks from 0; rows with a negative id (the goal, the original variables) may take any
    value, so they never leave the basis.
    """

    rows: list[list[int]]
    basic: list[int]
    nonbasic: list[int]
    movable: int

    def copy(self) -> Dictionary:
        """Return an independent copy."""
        return Dictionary([list(r) for r in self.rows], list(self.basic), list(self.nonbasic), self.movable)


def reduced(row: list[int]) -> list[int]:
    """Divide a row by its common factor."""
    g = gcd(*row)
    return [a // g for a in row] if g > 1 else row


def pivot(d: Dictionary, leaving: int, entering: int) -> None:
    """Exchange the basic slack of row `leaving` with the non-basic one of column `entering`."""
    at = entering + 2
    rows = d.rows
    row = rows[leaving]
    if row[at] > 0:
        new = [-a for a in row]
        new[0], new[at] = row[at], row[0]
    else:
        new = row.copy()
        new[0], new[at] = -row[at], -row[0]
    moved = [(j, c) for j, c in enumerate(new) if c and j]
    rows[leaving] = reduced(new)
    d.basic[leaving], d.nonbasic[entering] = d.nonbasic[entering], d.basic[leaving]
    if moved == [(at, new[0])]:  # one slack is the other: its name changes, and no number in the other rows
        return
    for i, old in enumerate(rows):
        if old[at] and i != leaving:
            rows[i] = _substituted(old, at, new[0], moved)


def _substituted(old: list[int], at: int, p: int, moved: list[tuple[int, int]]) -> list[int]:
    """Return a row with its column `at` written in the terms of the new one, p times it being Σ moved; may reuse it.

    Most rows of stake spaces are sparse with denominator 1, and a whole row has no common factor then.
    """
    q = old[at]
    old[at] = 0
    if p > 1:
        shared = gcd(p, q)
        p, q = p // shared, q // shared
        if p > 1:
            old = [p * a for a in old]
    for j, c in moved:
        old[j] += q * c
    if old[0] == 1:
        return old
    common = gcd(*old)
    return [a // common for a in old] if common > 1 else old


def _leaving(d: Dictionary, at: int, prefer: int) -> int | None:
    """Return the row that first reaches zero as column `at` grows; least id among ties, `prefer` before all."""
    best, best_k, best_c, best_id = None, 0, 1, 0
    for i, row in enumerate(d.rows):
        c = row[at]
        if c >= 0 or d.basic[i] < 0:
            continue
        k, name = row[1], -1 if d.basic[i] == prefer else d.basic[i]
        if best is not None:
            order = k * best_c - best_k * -c
            if order > 0 or (order == 0 and name > best_id):
                continue
        best, best_k, best_c, best_id = i, k, -c, name
    return best


def climb(d: Dictionary, *, prefer: int = -2, enough: bool = False) -> int | None:
    """Raise the goal (the last row) to its maximum from a feasible dictionary.

    Parameters
    ----------
    d : Dictionary
        Feasible: every slack row has k >= 0. Changed in place.
    prefer : int
        The id that leaves first among ties (the artificial one of a first phase).
    enough : bool
        Stop as soon as the goal is positive.

    Returns
    -------
    int or None
        None at a maximum (or when `enough`); else the column along which the goal grows without end.
    """
    idle = 0
    while True:
        goal = d.rows[-1]
        if enough and goal[1] > 0:
            return None
        prices = goal[2 : 2 + d.movable]
        if idle < _PATIENCE:
            top = max(prices, default=0)
            column = prices.index(top) if top > 0 else None
        else:
            rising = [j for j, price in enumerate(prices) if price > 0]
            column = min(rising, key=d.nonbasic.__getitem__) if rising else None
        if column is None:
            return None
        row = _leaving(d, column + 2, prefer)
        if row is None:
            return column
        idle = 0 if d.rows[row][1] > 0 else idle + 1
        left = d.basic[row]
        pivot(d, row, column)
        if left == prefer:
            return None


def restrict(d: Dictionary, columns: Sequence[int]) -> None:
    """Hold these columns at zero from now on: they move behind `movable`."""
    for j in sorted(columns, reverse=True):
        d.movable -= 1
        last = d.movable
        if j != last:
            for row in d.rows:
                row[j + 2], row[last + 2] = row[last + 2], row[j + 2]
            d.nonbasic[j], d.nonbasic[last] = d.nonbasic[last], d.nonbasic[j]
