"""Counting pairs from two lists whose sums stay within two bounds.

Room      bargaining. NumPy only.
Method    the left list sorted by its first entry; blocks of 1, 2, 4, … entries, each sorted by the second;
          a prefix of the list is a handful of blocks, so all right entries are looked up block size by
          block size. Cost (n + m) log² n.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["count_pairs"]

_Array = NDArray[Any]
_Entry = tuple[tuple[_Array, ...], _Array]


def count_pairs(left: _Entry, right: _Entry, bounds: tuple[int, ...]) -> int:
    """Sum count × count over pairs with left + right ≤ bound in both entries.

    Examples
    --------
    >>> one = ((np.array([0, 2]), np.array([1, 0])), np.array([1, 3]))
    >>> count_pairs(one, one, (2, 1))
    6
    """
    (lu, lv), lc = left
    (ru, rv), rc = right
    by_first = np.argsort(lu, kind="stable")
    lu, lv, lc = lu[by_first], lv[by_first], lc[by_first]
    prefix = np.searchsorted(lu, bounds[0] - ru, side="right")  # how many left entries fit the first bound
    ranks = np.searchsorted(np.sort(lv), bounds[1] - rv, side="right")  # exclusive rank limit of the second
    place = np.empty(len(lv), dtype=np.int64)
    place[np.argsort(lv, kind="stable")] = np.arange(len(lv))
    wide = lc.dtype == object or int(lc.max(initial=0)) * len(lc) >= 1 << 62
    found: _Array = np.zeros(len(ru), dtype=object if wide else np.int64)
    size, span = 1, len(lv) + 1
    while size <= len(lv):
        block = np.arange(len(lv)) // size
        order = np.argsort(block * span + place, kind="stable")
        keys = (block * span + place)[order]
        sums = np.concatenate(([0], np.cumsum(lc[order].astype(object) if wide else lc[order])))
        used = (prefix // size) % 2 == 1  # this block size occurs in the binary form of the prefix
        number = prefix[used] // size - 1
        stop = np.searchsorted(keys, number * span + ranks[used], side="left")
        found[used] += sums[stop] - sums[number * size]
        size *= 2
    return sum(int(a) * int(b) for a, b in zip(found.tolist(), rc.tolist(), strict=True))
