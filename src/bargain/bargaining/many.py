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

__all__ = ["floors", "ideals", "nash_many", "sums"]

Vector = tuple[Fraction, ...]
_ROUNDS = 3_000
_FINE = 10**9
_CLOSE = Fraction(1, 10**7)
_MOST_ATOMS = 60
_ZERO, _ONE = Fraction(0), Fraction(1)


def floors(gains: Sequence[Vector], kind: str) -> tuple[Spot, Vector]:
    """Maximise gains, shares of the ideal gain, or (negative) losses in leximin order; exact.

    Returns
    -------
    (mixture, ideal); the mixture is empty if no lottery is acceptable.

    Notes
    -----
    The smallest entry is raised first. Actors whose price is positive in the dual of that program are at the
    level reached in every optimum, by complementary slackness: they are held there, and the smallest entry of
    the others is raised, until nobody is left. At most one program per actor after the ideal gains.
    """
    if not gains:
        return (), ()
    size = len(gains[0])
    ideal = ideals(gains)
    if not ideal:
        return (), ()
    tops = tuple(value for value, _ in ideal)
    scales = tops if kind == "share" else (_ONE,) * size
    shifts = tops if kind == "loss" else (_ZERO,) * size
    if not any(scales):
        scales = (_ONE,) * size
    return _leximin(gains, scales, shifts), tops


def ideals(gains: Sequence[Vector]) -> list[tuple[Fraction, Spot]]:
    """Return each actor's largest gain over acceptable lotteries, and a lottery; empty if there is none."""
    size = len(gains[0])
    out = []
    for i in range(size):
        only = tuple(Fraction(int(j == i)) for j in range(size))
        found = highest_floor(gains, only, (_ZERO,) * size)
        if found is None:
            return []
        out.append((found.value, found.weights))
    return out


def _leximin(gains: Sequence[Vector], scales: Vector, shifts: Vector) -> Spot:
    """Raise the smallest of (gain − shift) / scale, hold whoever cannot be lifted further, and go on."""
    left = {i for i, scale in enumerate(scales) if scale > 0}
    held = [_ZERO] * len(scales)
    spot: Spot = ()
    while left:
        now = [tuple(g - h for g, h in zip(gain, held, strict=True)) for gain in gains]
        active = tuple(scale if i in left else _ZERO for i, scale in enumerate(scales))
        found = highest_floor(now, active, shifts)
        if found is None or not found.tight:
            return spot
        spot = found.weights
        for i in found.tight:
            held[i] = found.value * scales[i] + shifts[i]
            left.discard(i)
    return spot


def sums(gains: Sequence[Vector]) -> Spot:
    """Maximise the sum of gains over acceptable lotteries; exact. Empty if there is none."""
    if not gains:
        return ()
    return _best(gains, (_ONE,) * len(gains[0]))[0]


def _best(gains: Sequence[Vector], weights: Sequence[Fraction]) -> tuple[Spot, Fraction]:
    """Maximise a weighted sum of gains over acceptable lotteries; exact. An empty mixture if there is none."""
    size = len(gains[0])
    worth = [sum((w * g for w, g in zip(weights, gain, strict=True)), _ZERO) for gain in gains]
    low = min(_ZERO, *worth)
    shifted = [(*gain, w - low) for gain, w in zip(gains, worth, strict=True)]  # one more actor, never binding
    found = highest_floor(shifted, (_ZERO,) * size + (_ONE,), (_ZERO,) * (size + 1))
    return (found.weights, found.value + low) if found else ((), _ZERO)


def nash_many(gains: Sequence[Vector], powers: tuple[int, ...]) -> tuple[Spot, Fraction, tuple[int, ...]]:
    """Approximate the Nash product on the hull by conditional gradients with line search.

    Returns
    -------
    (mixture, bound, left out): the weighted geometric mean of gains is within a factor 1 + bound of the best.
        Actors that can gain nothing are left out of the product; all others can gain together, by mixing.
    """
    if not gains:
        return (), _ZERO, ()
    ideal = ideals(gains)
    if not ideal:
        return (), _ZERO, ()
    gaining = [i for i, (value, _) in enumerate(ideal) if value > 0]
    out = tuple(i for i, (value, _) in enumerate(ideal) if value == 0)
    if not gaining:
        return ideal[0][1], _ZERO, out
    total = sum(powers[i] for i in gaining)
    shares = [Fraction(powers[i], total) if i in gaining else _ZERO for i in range(len(powers))]
    if out:
        return (*_by_atoms(gains, shares, [spot for _, spot in ideal]), out)
    start = {
        n: sum((dict(spot).get(n, _ZERO) for _, spot in ideal), _ZERO) / len(ideal) for _, s in ideal for n, _ in s
    }
    table = np.array([[float(x) for x in g] for g in gains])
    weights = np.zeros(len(gains))
    for n, p in start.items():
        weights[n] = float(p)
    _ascend(table, np.array([float(s) for s in shares]), weights)
    mixture = _rational(weights)
    if min(_gain(gains, mixture)) <= 0:
        mixture = tuple(sorted(start.items()))
    # geometric mean ≤ weighted arithmetic mean: no vector g reaches more than the largest Σ share·g/gain
    slope = _slope(shares, _gain(gains, mixture))
    reach = max(sum((w * g for w, g in zip(slope, row, strict=True)), _ZERO) for row in gains)
    return mixture, max(reach - 1, _ZERO), ()


def _by_atoms(gains: Sequence[Vector], shares: list[Fraction], atoms: list[Spot]) -> tuple[Spot, Fraction]:
    """Mix acceptable lotteries, and add the one that the gradient asks for, until it promises next to nothing."""
    inside = [i for i, share in enumerate(shares) if share]
    weigh = np.array([float(shares[i]) for i in inside])
    while True:
        reached = [_gain(gains, atom) for atom in atoms]
        weights = np.full(len(atoms), 1 / len(atoms))
        _ascend(np.array([[float(g[i]) for i in inside] for g in reached]), weigh, weights)
        mixed = _mixed(atoms, _rational(weights))
        spot, value = _best(gains, _slope(shares, _gain(gains, mixed)))
        if value - 1 <= _CLOSE or len(atoms) >= _MOST_ATOMS or spot in atoms:
            return mixed, max(value - 1, _ZERO)
        atoms = [*atoms, spot]


def _mixed(atoms: list[Spot], weights: Spot) -> Spot:
    """Return the lottery over lotteries as one lottery."""
    out: dict[int, Fraction] = {}
    for n, p in weights:
        for m, q in atoms[n]:
            out[m] = out.get(m, _ZERO) + p * q
    return tuple(sorted(out.items()))


def _gain(gains: Sequence[Vector], spot: Spot) -> list[Fraction]:
    """Return the expected gains of a lottery."""
    return [sum((gains[n][i] * p for n, p in spot), _ZERO) for i in range(len(gains[0]))]


def _slope(shares: list[Fraction], gain: list[Fraction]) -> list[Fraction]:
    """Return the gradient of the logarithm of the product."""
    return [share / here if share else _ZERO for share, here in zip(shares, gain, strict=True)]


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
