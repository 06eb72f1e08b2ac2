"""The undominated boundary of the hull for three actors and more: vectors whose lotteries cover all others.

Room      bargaining, over polyhedra.
Idea      start with the best vector of a few weights of the actors. A vector that no lottery over the found ones
          reaches comes with weights under which it beats them all; the best vector under these weights is
          added. When every vector is reached, the found ones span the boundary, and that is exact.
Bound     each actor's payoffs are stretched over [0, 1]. What is left untested when the budget ends lies, for
          every actor, at most the bound above some lottery over the found vectors; so does every lottery
          over all vectors. A bound of 0 is exact.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from bargain.bargaining.support import highest_floor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["cover"]

Row = tuple[Fraction, ...]
_NEAR = 1e-9
_MOST_PAIRS = 64  # found vectors of which all halfway lotteries are looked at


def cover(
    columns: Sequence[Sequence[int]], *, tolerance: Fraction = Fraction(0), budget: int = 1_000
) -> tuple[tuple[int, ...], Fraction]:
    """Return vectors whose lotteries cover the undominated boundary of the hull, and the bound on what they miss.

    Parameters
    ----------
    columns : per actor one whole number per vector
    tolerance : Fraction
        Distance, as a share of each actor's range, that may be missed.
    budget : int
        Most exact linear programs.

    Examples
    --------
    >>> cover([(4, 0, 0, 1), (0, 4, 0, 1), (0, 0, 4, 1)])
    ((0, 1, 2), Fraction(0, 1))
    """
    rows = _stretched(columns)
    near = np.array([[float(x) for x in row] for row in rows])
    size = len(columns)
    found = {_best(rows, near, weights) for weights in _first(size)}
    above: NDArray[np.float64] = np.full(len(rows), np.inf)
    tested = np.zeros(len(rows), dtype=bool)
    for _ in range(budget):
        _lower(above, near, sorted(found))
        tested[sorted(found)] = True
        left = np.flatnonzero(~tested & (above > float(tolerance) - (tolerance == 0)))
        if not len(left):
            break
        at = int(left[above[left].argmax()])
        weights = _beating(rows, sorted(found), at)
        if weights is None:
            tested[at] = True
        else:
            found.add(_best(rows, near, weights))
    _lower(above, near, sorted(found))
    tested[sorted(found)] = True
    return tuple(sorted(found)), _up(float(above[~tested].max(initial=0.0)))


def _stretched(columns: Sequence[Sequence[int]]) -> list[Row]:
    """Return the vectors with every actor's payoffs over [1, 2]: positive, so that no floor at 0 binds."""
    lows = [min(column) for column in columns]
    ranges = [max(column) - low or 1 for column, low in zip(columns, lows, strict=True)]
    stretched = [
        [1 + Fraction(x - low, r) for x in column] for column, low, r in zip(columns, lows, ranges, strict=True)
    ]
    return list(zip(*stretched, strict=True))


def _first(size: int) -> list[Row]:
    """Return even weights, and weights that lean to one or two actors."""
    even = [Fraction(1)] * size
    out = [even]
    for k in (1, 2):
        for some in combinations(range(size), k):
            out += [[Fraction(lean) if i in some else Fraction(1) for i in range(size)] for lean in (4, 100)]
    return [tuple(w / sum(row) for w in row) for row in out]


def _best(rows: list[Row], near: NDArray[np.float64], weights: Row) -> int:
    """Return the vector with the largest weighted sum, exactly; of several the one with the largest plain sum."""
    scores = near @ np.array([float(w) for w in weights])
    close = np.flatnonzero(scores >= scores.max() - _NEAR).tolist()

    def key(n: int) -> tuple[Fraction, Fraction, int]:
        return sum((w * x for w, x in zip(weights, rows[n], strict=True)), Fraction(0)), sum(rows[n], Fraction(0)), -n

    return max(close, key=key)


def _beating(rows: list[Row], found: list[int], at: int) -> Row | None:
    """Return weights under which a vector beats every found one, or None if a lottery over them reaches it."""
    size = len(rows[at])
    best = highest_floor([rows[n] for n in found], (Fraction(1),) * size, rows[at])
    return None if best is None or best.value >= 0 else best.prices


def _lower(above: NDArray[np.float64], near: NDArray[np.float64], found: list[int]) -> None:
    """Lower the distances above the nearest found vector, or the nearest halfway lottery over two; in place."""
    points = near[found]
    if len(found) <= _MOST_PAIRS:
        i, j = np.triu_indices(len(found), 1)
        points = np.concatenate((points, (points[i] + points[j]) / 2))
    for start in range(0, len(near), 512):
        part = near[start : start + 512]
        far = (part[:, None, :] - points[None, :, :]).max(axis=2).min(axis=1)
        np.minimum(above[start : start + 512], far, out=above[start : start + 512])


def _up(distance: float) -> Fraction:
    """Return a short rational above a rounded distance; 0 for nothing."""
    return Fraction(0) if distance <= 0 else Fraction(int(distance * 10**6) + 2, 10**6)
