"""Two-actor staircases from rounded sums, with every decision larger than the rounding error.

Room      bargaining. NumPy only.
Why       payoffs given as floats are exact binary numbers whose common denominator can exceed 62 bits.
          Their sums are compared in floats as a hint; a comparison closer than the error bound
          raises `UncertainError`, and the caller repeats the work in whole numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bargain.bargaining.maxima import Groups

__all__ = ["UncertainError", "certified_two"]


class UncertainError(ArithmeticError):
    """Two rounded sums are too close to tell apart. Never leaves the room."""


def certified_two(u: NDArray[np.float64], v: NDArray[np.float64], slack: tuple[float, ...]) -> Groups:
    """Return the undominated candidates, every one distinct from every other.

    Parameters
    ----------
    slack : tuple of float
        Per actor a bound on the error of each sum; differences up to twice this decide nothing.

    Raises
    ------
    UncertainError
        If a comparison that matters is too close.
    """
    gap_u, gap_v = 2 * slack[0], 2 * slack[1]
    down = np.argsort(u, kind="stable")[::-1]
    s, t = u[down], v[down]
    kept = t >= np.maximum.accumulate(t)
    rank = np.flatnonzero(kept)
    order = down[rank]
    top_s, top_t = s[rank], t[rank]
    if not (np.all(top_s[:-1] - top_s[1:] > gap_u) and np.all(top_t[1:] - top_t[:-1] > gap_v)):
        raise UncertainError
    lost = np.flatnonzero(~kept)
    holder = np.searchsorted(rank, lost) - 1  # the last kept one before: it has the largest v so far
    sure = (top_s[holder] - s[lost] > gap_u) & (top_t[holder] - t[lost] > gap_v)
    doubtful = lost[~sure]
    if len(doubtful) and not np.all(_beaten(s[doubtful], t[doubtful], top_s, top_t, (gap_u, gap_v))):
        raise UncertainError
    return order, np.arange(len(order), dtype=np.intp)


def _beaten(
    s: NDArray[np.float64],
    t: NDArray[np.float64],
    top_s: NDArray[np.float64],
    top_t: NDArray[np.float64],
    gaps: tuple[float, float],
) -> NDArray[np.bool_]:
    """Tell which candidates some kept one beats beyond doubt, its u larger by the gap at least."""
    clear = np.searchsorted(-top_s, -(s + gaps[0]), side="left")
    out: NDArray[np.bool_] = (clear > 0) & (top_t[np.maximum(clear - 1, 0)] - t > gaps[1])
    return out
