"""Exact small linear programs, to tell whether a mixture of other rows dominates a row.

Room      solve.
Method    a condensed tableau of integers over one common divisor; a pivot divides without remainder
          (Edmonds), so numbers stay as small as determinants. Bland's rule, so it ends.
Source    [schrijver1986]_, chapter 11.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Optimum", "dominating_mixture", "maximise"]

Mixture = tuple[tuple[int, Fraction], ...]
Optimum = tuple[Fraction, tuple[Fraction, ...], tuple[Fraction, ...]]


def maximise(goal: Sequence[int], rows: Sequence[Sequence[int]], bounds: Sequence[int]) -> Optimum:
    """Return value, point and multipliers of max goal·x over rows x <= bounds, x >= 0.

    Parameters
    ----------
    goal, rows, bounds : integers; bounds not negative, the polyhedron bounded in the direction of the goal

    Examples
    --------
    >>> value, point, multipliers = maximise((1, 1), ((2, 1), (1, 3)), (4, 6))
    >>> str(value), [str(x) for x in point], [str(u) for u in multipliers]
    ('14/5', ['6/5', '8/5'], ['2/5', '1/5'])
    """
    m, n = len(rows), len(goal)
    tableau = [[*row, b] for row, b in zip(rows, bounds, strict=True)]
    tableau.append([*(-c for c in goal), 0])
    outer = list(range(n))  # variables at 0, one per column; n + i is the slack of row i
    basis = list(range(n, n + m))
    divisor = 1
    while True:
        candidates = [j for j in range(n) if tableau[m][j] < 0]
        if not candidates:
            break
        col = min(candidates, key=outer.__getitem__)
        row = _leaving(tableau, basis, m, col)
        divisor = _pivot(tableau, row, col, divisor)
        outer[col], basis[row] = basis[row], outer[col]
    point = [Fraction(0)] * (n + m)
    for i, var in enumerate(basis):
        point[var] = Fraction(tableau[i][n], divisor)
    price = [Fraction(0)] * (n + m)
    for j, var in enumerate(outer):
        price[var] = Fraction(tableau[m][j], divisor)
    return Fraction(tableau[m][n], divisor), tuple(point[:n]), tuple(price[n:])


def _leaving(tableau: list[list[int]], basis: list[int], m: int, col: int) -> int:
    """Return the row that binds first; ties go to the lowest variable."""
    best = -1
    for i in range(m):
        a = tableau[i][col]
        if a <= 0:
            continue
        if best >= 0:
            gap = tableau[i][-1] * tableau[best][col] - tableau[best][-1] * a
            if gap > 0 or (gap == 0 and basis[i] > basis[best]):
                continue
        best = i
    if best < 0:
        raise ArithmeticError("the linear program is unbounded")
    return best


def _pivot(tableau: list[list[int]], row: int, col: int, divisor: int) -> int:
    """Exchange one row's and one column's variable; return the new common divisor."""
    pivot = tableau[row][col]
    line = tableau[row]
    for i, other in enumerate(tableau):
        if i == row:
            continue
        factor = other[col]
        fresh = [(a * pivot - factor * b) // divisor for a, b in zip(other, line, strict=True)]
        fresh[col] = -factor
        tableau[i] = fresh
    line[col] = divisor
    return pivot


def dominating_mixture(rows: Sequence[Sequence[int]], a: int, *, weak: bool) -> tuple[Mixture, bool] | None:
    """Return a mixture of the other rows that dominates row `a`, and whether strictly; None if none does.

    A row that is the only best one somewhere is not dominated; that is looked up before any program.

    Examples
    --------
    >>> by, strict = dominating_mixture([(4, 0), (0, 4), (1, 1)], 2, weak=False)
    >>> [(k, str(w)) for k, w in by], strict
    ([(0, '1/2'), (1, '1/2')], True)
    """
    others = [k for k in range(len(rows)) if k != a]
    gains = [[x - y for x, y in zip(rows[k], rows[a], strict=True)] for k in others]
    if not others or any(max(column) < 0 for column in zip(*gains, strict=True)):
        return None
    found = _strict(gains)
    if found is not None:
        return tuple((others[k], w) for k, w in found), True
    if weak and (found := _weak(gains)) is not None:
        return tuple((others[k], w) for k, w in found), False
    return None


def _strict(gains: Sequence[Sequence[int]]) -> Mixture | None:
    """Return a mixture of rows that is positive in every column: the value of the matrix game is positive."""
    if any(max(column) <= 0 for column in zip(*gains, strict=True)):
        return None
    shift = 1 - min(min(row) for row in gains)
    shifted = [[x + shift for x in row] for row in gains]
    total, _, prices = maximise([1] * len(gains[0]), shifted, [1] * len(gains))
    if 1 / total <= shift:
        return None
    return tuple((k, u / total) for k, u in enumerate(prices) if u)


def _weak(gains: Sequence[Sequence[int]]) -> Mixture | None:
    """Return a mixture of rows that is nowhere negative and somewhere positive."""
    columns = [[-x for x in column] for column in zip(*gains, strict=True)]
    rows = [*columns, [1] * len(gains)]
    value, point, _ = maximise([sum(row) for row in gains], rows, [0] * len(columns) + [1])
    if value <= 0:
        return None
    total = sum(point)
    return tuple((k, Fraction(w / total)) for k, w in enumerate(point) if w)
