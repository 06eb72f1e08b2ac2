"""One step of a merge for two actors without interactions: most candidates are dropped before any sorting.

Room      bargaining. NumPy only.
Idea      every level shifts the same staircase. The shifted staircases are laid on one grid of the first
          actor's payoff, and the highest of them per cell is a bar: a candidate below the bar of the
          cells to its right is dominated. Only what reaches the bar is sorted.
Sound     a cell of distance to spare, far more than the rounding of positions, lies between a candidate
          and the bar it is held against; so what is dropped is dominated in exact arithmetic too.
Input     u strictly descending, v strictly ascending, whole numbers ≥ 0 or their rounded sums.
Cost      a few passes over levels × vectors, and a sort of what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.bargaining.certified import certified_two
from bargain.bargaining.maxima import undominated

if TYPE_CHECKING:
    from bargain.bargaining.maxima import Groups

__all__ = ["Grown", "Shifts", "grow", "shifts"]

_Array = NDArray[Any]
Shifts = tuple[NDArray[np.int32], _Array, _Array]  # levels, and what each adds to u and to v
Grown = tuple[_Array, _Array, NDArray[np.intp], NDArray[np.intp], NDArray[np.int32]]
_FEW = 2_000  # candidates that are sorted without a look at the bar
_CELLS = 2  # per vector
_SPARE = 3  # cells between a candidate and its bar: one for each rounding down, one to spare


def shifts(levels: tuple[int, ...], first: tuple[int, ...], second: tuple[int, ...], kind: type[Any]) -> Shifts:
    """Return the levels that no other level of the issue dominates, with their exact payoffs rounded to `kind`.

    >>> [a.tolist() for a in shifts((0, 1, 2), (5, 3, 5), (0, 1, 0), np.int64)]
    [[0, 1, 2], [5, 3, 5], [0, 1, 0]]
    >>> [a.tolist() for a in shifts((0, 1), (5, 3), (0, 0), np.int64)]
    [[0], [5], [0]]
    """
    kept = [
        x
        for x in levels
        if not any(
            first[y] >= first[x] and second[y] >= second[x] and (first[y], second[y]) != (first[x], second[x])
            for y in levels
        )
    ]
    return (
        np.array(kept, dtype=np.int32),
        np.array([first[x] for x in kept], dtype=kind),
        np.array([second[x] for x in kept], dtype=kind),
    )


def grow(u: _Array, v: _Array, added: Shifts, gaps: tuple[float, float]) -> Grown:
    """Return the next staircase: its columns, the start of each group of equal vectors, parents and levels.

    Parameters
    ----------
    u, v : array of n
        The staircase so far.
    added : Shifts
        What each level of the next issue adds.
    gaps : tuple of float
        Twice the bound on the rounding error of a sum, per actor; zeros for whole numbers.

    Raises
    ------
    UncertainError
        If rounded sums are too close to tell apart.
    """
    levels, first, second = added
    count, size = len(levels), len(u)
    if count * size <= _FEW:
        wide_u, wide_v = np.add.outer(first, u).ravel(), np.add.outer(second, v).ravel()
        order, starts = _sorted(wide_u, wide_v, gaps)
        which, parents = np.divmod(order, size)
    else:
        chosen = _reaching(u, v, first, second, gaps)
        wide_u = np.concatenate([u[k] + first[j] for j, k in enumerate(chosen)])
        wide_v = np.concatenate([v[k] + second[j] for j, k in enumerate(chosen)])
        order, starts = _sorted(wide_u, wide_v, gaps)
        which = np.repeat(np.arange(count), [len(k) for k in chosen])[order]
        parents = np.concatenate(chosen)[order]
    heads = order if len(starts) == len(order) else order[starts]
    return wide_u[heads], wide_v[heads], starts, parents, levels[which]


def _sorted(u: _Array, v: _Array, gaps: tuple[float, float]) -> Groups:
    """Return the undominated candidates in groups of equal vectors, in the arithmetic in use."""
    if u.dtype == np.float64:
        return certified_two(u, v, (gaps[0] / 2, gaps[1] / 2))
    return undominated([u, v])


def _reaching(u: _Array, v: _Array, first: _Array, second: _Array, gaps: tuple[float, float]) -> list[NDArray[np.intp]]:
    """Return per level the vectors of the staircase that reach the bar once shifted."""
    span = float(u[0] - u[-1])
    cells = _CELLS * len(u)
    if span <= 0 or span / cells <= 8 * gaps[0]:
        return [np.arange(len(u))] * len(first)
    place = ((u - u[-1]) * (cells / span)).astype(np.intp)  # descending along the staircase
    offsets = ((first - first.min()) * (cells / span)).astype(np.intp)
    widths = -np.diff(place, append=-1)  # each vector is the highest from its cell down to that of the next one
    highest = np.repeat(v[::-1], widths[::-1])
    bar = np.full(len(highest) + int(offsets.max()) + _SPARE, -1, dtype=v.dtype)
    for offset, more in zip(offsets.tolist(), second, strict=True):
        part = bar[offset : offset + len(highest)]
        np.maximum(part, highest + more, out=part)
        if offset:
            np.maximum(bar[:offset], highest[0] + more, out=bar[:offset])
    gap = gaps[1] if v.dtype == np.float64 else 0
    return [
        np.flatnonzero(v + (more + gap) >= bar[offset + _SPARE :][place])
        for offset, more in zip(offsets.tolist(), second, strict=True)
    ]
