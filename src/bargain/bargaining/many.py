"""Solutions on the hull for three actors and more: exact floors and sums, Nash with an exact error bound.

Room      bargaining. Floats only propose; every gain, bound and probability returned is rational.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from bargain.bargaining.support import highest_floor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.bargaining.segments import Spot

__all__ = ["floors", "nash_many", "sums"]

Vector = tuple[Fraction, ...]
_ROUNDS = 3_000
_FINE = 10**9
_ZERO, _ONE = Fraction(0), Fraction(1)


def floors(gains: Sequence[Vector], kind: str) -> tuple[Spot, Vector]:
    """Maximise the smallest gain, share of the ideal gain, or (negative) loss; exact.

    Returns
    -------
    (mixture, ideal); the mixture is empty if no lottery is acceptable.
    """
    if not gains:
        return (), ()
    size = len(gains[0])
    nothing = (_ZERO,) * size
    ideal = []
    for i in range(size):
        only = tuple(Fraction(int(j == i)) for j in range(size))
        found = highest_floor(gains, only, nothing)
        if found is None:
            return (), ()
        ideal.append(found.value)
    scales = tuple(ideal) if kind == "share" else (_ONE,) * size
    shifts = tuple(ideal) if kind == "loss" else nothing
    if not any(scales):
        scales = (_ONE,) * size
    best = highest_floor(gains, scales, shifts)
    return (best.weights if best else ()), tuple(ideal)


def sums(gains: Sequence[Vector]) -> Spot:
    """Maximise the sum of gains over acceptable lotteries; exact. Empty if there is none."""
    if not gains:
        return ()
    wide = [(*g, sum(g, _ZERO)) for g in gains]
    size = len(gains[0])
    low = min(_ZERO, *(g[-1] for g in wide))
    shifted = [(*g[:-1], g[-1] - low) for g in wide]  # the sum as one more actor, its floor never binding
    found = highest_floor(shifted, (_ZERO,) * size + (_ONE,), (_ZERO,) * (size + 1))
    return found.weights if found else ()


def nash_many(gains: Sequence[Vector], powers: tuple[int, ...]) -> tuple[Spot, Fraction, tuple[str, ...]]:
    """Approximate the Nash product on the hull by conditional gradients with line search.

    Returns
    -------
    (mixture, bound, notes): the weighted geometric mean of gains is within a factor 1 + bound of the best.
    """
    if not gains:
        return (), _ZERO, ()
    size = len(gains[0])
    start = highest_floor(gains, (_ONE,) * size, (_ZERO,) * size)
    if start is None:
        return (), _ZERO, ()
    if start.value <= 0:
        return (
            start.weights,
            _ZERO,
            ("not all actors can gain strictly at once; this mixture only maximises the least gain",),
        )
    total = sum(powers)
    shares = [Fraction(p, total) for p in powers]
    table = np.array([[float(x) for x in g] for g in gains])
    weights = np.zeros(len(gains))
    for n, p in start.weights:
        weights[n] = float(p)
    _ascend(table, np.array([float(s) for s in shares]), weights)
    mixture = _rational(weights)
    gain = [sum((gains[n][i] * p for n, p in mixture), _ZERO) for i in range(size)]
    if min(gain) <= 0:
        mixture, gain = start.weights, [sum((gains[n][i] * p for n, p in start.weights), _ZERO) for i in range(size)]
    # geometric mean ≤ weighted arithmetic mean: no vector g reaches more than the largest Σ share·g/gain
    reach = max(sum((s * g / here for s, g, here in zip(shares, row, gain, strict=True)), _ZERO) for row in gains)
    return mixture, max(reach - 1, _ZERO), ()


def _ascend(table: np.ndarray, shares: np.ndarray, weights: np.ndarray) -> None:
    """Move weight from the worst used vector to the best one until the gap is tiny; in place."""
    for _ in range(_ROUNDS):
        gain = weights @ table
        worth = table @ (shares / gain)
        best = int(worth.argmax())
        if worth[best] <= 1 + 1e-12:
            return
        used = np.flatnonzero(weights > 0)
        worst = int(used[worth[used].argmin()])
        step = _line(gain, table[best] - table[worst], shares, float(weights[worst]))
        weights[best] += step
        weights[worst] -= step


def _line(gain: np.ndarray, move: np.ndarray, shares: np.ndarray, most: float) -> float:
    """Return the step in [0, most] that maximises the concave objective, by bisection on its slope."""
    low, high = 0.0, most

    def slope(t: float) -> float:
        now = gain + t * move
        return float("-inf") if now.min() <= 0 else float((shares * move / now).sum())

    if slope(high) >= 0:
        return high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return low


def _rational(weights: np.ndarray) -> Spot:
    """Return probabilities that are rational and sum to one."""
    whole = {n: round(float(w) * _FINE) for n, w in enumerate(weights) if w > 0}
    total = sum(whole.values())
    return tuple((n, Fraction(w, total)) for n, w in sorted(whole.items()) if w)
