"""Undominated vectors among many: the kernel of every merge.

Room      bargaining. NumPy only.
Input     one column of whole numbers per actor (int64), larger is better, one entry per candidate.
Output    (order, starts): candidate indexes of the undominated ones, grouped by equal vector, groups
          sorted by the first actor descending, then the second, …; within a group by index; and the
          start of each group.
Dominance strong: somebody better off and nobody worse off. Weak: everybody better off.
Cost      two actors: one sort. Three: a sort and a staircase in blocks. More: blocks against the kept.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Columns", "Groups", "ranked", "undominated"]

Columns = list[NDArray[np.int64]]
Groups = tuple[NDArray[np.intp], NDArray[np.intp]]
_BLOCK = 1024


def undominated(columns: Columns, *, weakly: bool = False) -> Groups:
    """Return the undominated candidates in groups of equal vectors.

    Parameters
    ----------
    weakly : bool
        Keep everything that no candidate beats for everybody.

    Examples
    --------
    >>> order, starts = undominated([np.array([3, 1, 2, 3]), np.array([0, 5, 0, 0])])
    >>> order.tolist(), starts.tolist()
    ([0, 3, 1], [0, 2])
    """
    if len(columns) == 2 and not weakly:
        return _two(columns[0], columns[1])
    order, starts = _distinct(columns)
    heads = order[starts]
    distinct = [c[heads] for c in columns]
    if len(columns) == 2:
        keep = _weak_two(distinct[0], distinct[1])
    elif len(columns) == 3 and not weakly:
        keep = _three(distinct)
    else:
        keep = _many(np.stack(distinct, axis=1), weakly=weakly)
    return _pick(order, starts, keep)


def ranked(columns: list[NDArray[np.object_]]) -> Columns:
    """Return dense ranks of columns of Python integers: order and ties kept, size bounded."""
    return [np.unique(c, return_inverse=True)[1].astype(np.int64) for c in columns]


def _two(u: NDArray[np.int64], v: NDArray[np.int64]) -> Groups:
    """Keep the staircase of two columns: a pass over u descending with the running maximum of v."""
    down = np.argsort(u, kind="stable")[::-1]
    t = v[down]
    alive = down[t >= np.maximum.accumulate(t)]
    s, t = u[alive], v[alive]
    if np.all(s[1:] < s[:-1]) and np.all(t[1:] > t[:-1]):  # no ties: the usual case, nothing left to do
        return alive, np.arange(len(alive), dtype=np.intp)
    order = alive[np.lexsort((alive, v[alive], -u[alive]))]  # few are left: a full sort is cheap now
    s, t = u[order], v[order]
    new_s = np.concatenate(([True], s[1:] != s[:-1]))
    starts = np.flatnonzero(new_s)
    best = np.maximum.reduceat(t, starts)  # per value of u the largest v
    rises = np.concatenate(([True], best[1:] > np.maximum.accumulate(best)[:-1]))
    group = np.cumsum(new_s) - 1
    keep = rises[group] & (t == best[group])
    order, s = order[keep], s[keep]
    return order, np.flatnonzero(np.concatenate(([True], s[1:] != s[:-1])))


def _distinct(columns: Columns) -> Groups:
    """Group equal vectors, sorted descending."""
    order = np.lexsort((np.arange(len(columns[0])), *(-c for c in reversed(columns))))
    fresh = np.zeros(len(order), dtype=bool)
    fresh[0] = True
    for column in columns:
        sorted_column = column[order]
        fresh[1:] |= sorted_column[1:] != sorted_column[:-1]
    return order, np.flatnonzero(fresh)


def _pick(order: NDArray[np.intp], starts: NDArray[np.intp], keep: NDArray[np.bool_]) -> Groups:
    """Return the groups that are kept."""
    sizes = np.diff(np.append(starts, len(order)))
    kept = order[np.repeat(keep, sizes)]
    return kept, np.concatenate(([0], np.cumsum(sizes[keep])[:-1])).astype(np.intp)


def _weak_two(u: NDArray[np.int64], v: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Keep a vector unless one with larger u has larger v; vectors are distinct and sorted descending."""
    highest = np.maximum.accumulate(v)
    before = np.searchsorted(-u, -u, side="left")  # how many have strictly larger u
    keep: NDArray[np.bool_] = (before == 0) | (v >= highest[np.maximum(before - 1, 0)])
    return keep


def _three(columns: Columns) -> NDArray[np.bool_]:
    """Keep the maxima in three dimensions; vectors are distinct and sorted descending.

    Whatever beats a vector stands before it, so each block is compared with the staircase of the
    last two columns of everything kept so far, then within itself.
    """
    _, v, w = columns
    keep = np.zeros(len(v), dtype=bool)
    stair_v: NDArray[np.int64] = np.empty(0, dtype=np.int64)  # descending
    stair_w: NDArray[np.int64] = np.empty(0, dtype=np.int64)  # ascending
    for start in range(0, len(v), _BLOCK):
        at = np.arange(start, min(start + _BLOCK, len(v)))
        if len(stair_v):
            reach = np.searchsorted(-stair_v, -v[at], side="right")  # stairs with v at least as large
            beaten = (reach > 0) & (stair_w[np.maximum(reach - 1, 0)] >= w[at])
            at = at[~beaten]
        if not len(at):
            continue
        bv, bw = v[at], w[at]
        dominated = np.triu((bv[:, None] >= bv[None, :]) & (bw[:, None] >= bw[None, :]), 1).any(axis=0)
        at = at[~dominated]
        keep[at] = True
        stair_v, stair_w = _stairs(np.concatenate((stair_v, v[at])), np.concatenate((stair_w, w[at])))
    return keep


def _stairs(v: NDArray[np.int64], w: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the staircase of points (v, w): v descending, w ascending, both strictly."""
    order, starts = _two(v, w)
    heads = order[starts]
    return v[heads], w[heads]


def _many(rows: NDArray[np.int64], *, weakly: bool) -> NDArray[np.bool_]:
    """Keep the maxima in any dimension; rows are distinct and sorted descending."""
    count, size = rows.shape
    keep = np.zeros(count, dtype=bool)
    kept = np.empty((0, size), dtype=np.int64)
    for start in range(0, count, 256):
        at = np.arange(start, min(start + 256, count))
        for chunk in range(0, len(kept), 4096):
            at = at[~_beaten(rows[at], kept[chunk : chunk + 4096], weakly=weakly)]
            if not len(at):
                break
        if not len(at):
            continue
        at = at[~_beaten(rows[at], rows[at], weakly=weakly)]
        keep[at] = True
        kept = np.concatenate((kept, rows[at]))
    return keep


def _beaten(rows: NDArray[np.int64], by: NDArray[np.int64], *, weakly: bool) -> NDArray[np.bool_]:
    """Tell for each row whether some vector of `by`, other than itself, dominates it."""
    better = np.ones((len(by), len(rows)), dtype=bool)
    same = np.ones_like(better)
    for column in range(rows.shape[1]):
        mine, theirs = rows[None, :, column], by[:, None, column]
        better &= theirs > mine if weakly else theirs >= mine
        same &= theirs == mine
    out: NDArray[np.bool_] = np.any(better if weakly else better & ~same, axis=0)
    return out
