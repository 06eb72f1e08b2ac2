"""Every extreme equilibrium of a two-player game by a second road, for `verify` alone.

Room      solve. Imports nothing of bargain: it shares no code, no method and no number format with the solvers.
Method    walk from basis to basis: of {z >= 0 : row·z <= 1 for all rows}, rows positive, start at
          z = 0 and pivot every column in, the leaving row by the lexicographic rule, until no basis
          is new. That rule is the pivot rule of a polytope without ties, whose vertices and edges form
          a connected graph, so the walk sees all of it.
Limit     it gives up, and says so, after a number of bases that the caller states.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["all_extreme"]

Mixture = tuple[Fraction, ...]
Corner = tuple[Mixture, frozenset[int], frozenset[int]]  # mixture, its support, the best replies to it
Tableau = list[list[int]]


def all_extreme(
    mine: Sequence[Sequence[Fraction]], theirs: Sequence[Sequence[Fraction]], most: int
) -> frozenset[tuple[Mixture, Mixture]] | None:
    """Return every extreme equilibrium, or None if that takes more than `most` bases for a player.

    Parameters
    ----------
    mine, theirs : payoffs of the two players; mine[i][j] where they play i and j, theirs[j][i] likewise
    """
    xs = _corners(theirs, most)
    ys = _corners(mine, most) if xs is not None else None
    if xs is None or ys is None:
        return None
    by_support: dict[frozenset[int], list[Corner]] = {}
    for corner in ys:
        by_support.setdefault(corner[1], []).append(corner)
    return frozenset(
        (x, y)
        for x, used, replies in xs
        for support in _parts(replies, by_support)
        for y, _, answers in by_support[support]
        if used <= answers
    )


def _parts(whole: frozenset[int], known: dict[frozenset[int], list[Corner]]) -> Iterator[frozenset[int]]:
    """Iterate over the known supports within a set, whichever way is the shorter."""
    if 1 << len(whole) > len(known):
        yield from (s for s in known if s <= whole)
        return
    items = sorted(whole)
    for code in range(1, 1 << len(items)):
        part = frozenset(a for k, a in enumerate(items) if code >> k & 1)
        if part in known:
            yield part


def _corners(payoffs: Sequence[Sequence[Fraction]], most: int) -> list[Corner] | None:
    """Return the vertices of one player's best-reply polytope as mixtures; None past the limit."""
    unit = lcm(*(v.denominator for row in payoffs for v in row))
    whole = [[int(v * unit) for v in row] for row in payoffs]
    low = min(min(row) for row in whole)
    rows = [[v - low + 1 for v in row] for row in whole]
    found: dict[Mixture, Corner] = {}
    for basis in _walk(rows, most):
        if basis is None:
            return None
        total = sum(basis)
        if total:
            mixture = tuple(Fraction(z, total) for z in basis)
            if mixture not in found:
                found[mixture] = (mixture, frozenset(k for k, z in enumerate(basis) if z), _best(rows, basis))
    return list(found.values())


def _best(rows: Sequence[Sequence[int]], weights: Sequence[int]) -> frozenset[int]:
    values = [sum(v * w for v, w in zip(row, weights, strict=True)) for row in rows]
    top = max(values)
    return frozenset(i for i, v in enumerate(values) if v == top)


def _walk(rows: Sequence[Sequence[int]], most: int) -> Iterator[list[int] | None]:
    """Iterate over the points of all bases; a None at the end says that the limit was passed.

    A tableau row holds coefficients, right-hand side, and its infinitesimals: the identity at first.
    """
    m, n = len(rows), len(rows[0])
    start = [[*row, 1, *(int(i == k) for k in range(m))] for i, row in enumerate(rows)]
    seen = {frozenset(range(n, n + m))}
    todo: list[tuple[Tableau, list[int], list[int], int]] = [(start, list(range(n)), list(range(n, n + m)), 1)]
    while todo:
        tableau, outer, basis, divisor = todo.pop()
        point = [0] * n
        for i, var in enumerate(basis):
            if var < n:
                point[var] = tableau[i][n]
        yield point
        inside = frozenset(basis)
        for col in range(n):
            row = _first_to_bind(tableau, col, n)
            key = inside - {basis[row]} | {outer[col]}
            if key in seen:
                continue
            if len(seen) >= most:
                yield None
                return
            seen.add(key)
            fresh, swapped, held = _exchange(tableau, row, col, divisor), outer[:], basis[:]
            swapped[col], held[row] = basis[row], outer[col]
            todo.append((fresh, swapped, held, tableau[row][col]))


def _first_to_bind(tableau: Tableau, col: int, n: int) -> int:
    """Return the row with the lexicographically least ratio of right-hand side to a positive entry."""
    best = -1
    for i, row in enumerate(tableau):
        if row[col] > 0 and (best < 0 or _less(row, tableau[best], col, n)):
            best = i
    return best


def _less(a: list[int], b: list[int], col: int, n: int) -> bool:
    p, q = a[col], b[col]
    for x, y in zip(a[n:], b[n:], strict=True):
        gap = x * q - y * p
        if gap:
            return gap < 0
    raise ArithmeticError("two rows of a basis agree")


def _exchange(tableau: Tableau, row: int, col: int, divisor: int) -> Tableau:
    """Return the tableau after a pivot, in integers over the new divisor, which is the pivot itself."""
    line = tableau[row]
    pivot = line[col]
    out = []
    for i, other in enumerate(tableau):
        if i == row:
            fresh = line[:]
            fresh[col] = divisor
        else:
            factor = other[col]
            fresh = [(v * pivot - factor * w) // divisor for v, w in zip(other, line, strict=True)]
            fresh[col] = -factor
        out.append(fresh)
    return out
