"""Which vertices of the two best-reply polyhedra make equilibria: every label is tight in one of them.

Room      solve.
Method    a vertex with exactly as many tight facets as it has weights can only meet the exact
          complement of its labels, which is found by sorting; the others, degenerate ones, are tried
          against everything, in blocks of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Masks = NDArray[np.uint64]

__all__ = ["complete_pairs"]

_FEW = 3_000  # pairs below which a plain loop is the fastest
_BLOCK = 1 << 20  # pairs of masks compared at a time: what fits in a cache
_WORD = 64

Pairs = list[tuple[int, int]]


def complete_pairs(
    first: Sequence[int], second: Sequence[int], m: int, n: int, tick: Callable[[int, int], None] | None = None
) -> Pairs:
    """Return the index pairs whose masks together have all m + n bits.

    Parameters
    ----------
    first, second : masks of vertices with m and with n weights
    tick : called with (vertices done, vertices to do)

    Examples
    --------
    >>> complete_pairs([0b0110, 0b1001], [0b1001, 0b0111, 0b1110], 2, 2)
    [(0, 0), (1, 1), (1, 2)]
    """
    everything = (1 << (m + n)) - 1
    if len(first) * len(second) <= _FEW:
        return [(a, b) for a, t in enumerate(first) for b, u in enumerate(second) if t | u == everything]
    import numpy as np

    if m + n > _WORD:
        return _tried(_split(first, m + n), _split(second, m + n), _split([everything], m + n), tick)
    xs, ys = np.array(first, dtype=np.uint64), np.array(second, dtype=np.uint64)
    whole = np.array([[everything]], dtype=np.uint64)
    plain_x, plain_y = np.bitwise_count(xs) == m, np.bitwise_count(ys) == n
    rough_x, rough_y = np.flatnonzero(~plain_x), np.flatnonzero(~plain_y)
    px, py = np.flatnonzero(plain_x), np.flatnonzero(plain_y)
    _, a, b = np.intersect1d(xs[px] ^ whole[0, 0], ys[py], assume_unique=True, return_indices=True)
    found = list(zip(px[a].tolist(), py[b].tolist(), strict=True))
    more = _tried(xs[rough_x][:, None], ys[:, None], whole, tick)
    found += [(int(rough_x[i]), j) for i, j in more]
    more = _tried(ys[rough_y][:, None], xs[px][:, None], whole, tick)
    found += [(int(px[j]), int(rough_y[i])) for i, j in more]
    return sorted(found)


def _split(masks: Sequence[int], bits: int) -> Masks:
    """Return masks as rows of words, the lowest first."""
    import numpy as np

    low = (1 << _WORD) - 1
    return np.array([[t >> s & low for s in range(0, bits, _WORD)] for t in masks], dtype=np.uint64)


def _tried(first: Masks, second: Masks, everything: Masks, tick: Callable[[int, int], None] | None = None) -> Pairs:
    """Return the complete pairs among all, block by block."""
    import numpy as np

    out: Pairs = []
    step = max(1, _BLOCK // max(1, len(second)))
    for start in range(0, len(first), step):
        block = first[start : start + step]
        whole = np.ones((len(block), len(second)), dtype=np.bool_)
        for word in range(everything.shape[1]):
            whole &= (block[:, None, word] | second[None, :, word]) == everything[0, word]
        rows, columns = np.nonzero(whole)
        out += zip((rows + start).tolist(), columns.tolist(), strict=True)
        if tick is not None:
            tick(min(start + step, len(first)), len(first))
    return out
