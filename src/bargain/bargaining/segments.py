"""The upper boundary of a two-actor hull as a chain of segments, and the points that solutions pick on it.

Room      bargaining. Exact: all picks are roots of linear equations.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Boundary", "Spot", "crossing", "largest_sum", "nash_spot"]

Spot = tuple[tuple[int, Fraction], ...]  # mixture of candidates: (position, probability)
Pair = tuple[Fraction, ...]
_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """Gains along the chain, first actor descending, all ≥ 0, each with the mixture that gives it."""

    gains: tuple[Pair, ...]
    spots: tuple[Spot, ...]

    @staticmethod
    def cut(corners: Sequence[Pair]) -> Boundary | None:
        """Keep the part of the chain on which both gains are ≥ 0; None if there is none."""
        gains: list[Pair] = []
        spots: list[Spot] = []

        def add(gain: Pair, spot: Spot) -> None:
            if min(gain) >= 0 and gain not in gains:
                gains.append(gain)
                spots.append(spot)

        for n, corner in enumerate(corners):
            if n:
                for t in _entries(corners[n - 1], corner):
                    add(_between(corners[n - 1], corner, t), ((n - 1, 1 - t), (n, t)))
            add(corner, ((n, _ONE),))
        return Boundary(gains=tuple(gains), spots=tuple(spots)) if gains else None

    @property
    def ideal(self) -> Pair:
        """The largest gain of each actor."""
        return (self.gains[0][0], self.gains[-1][1])

    def along(self, segment: int, t: Fraction) -> tuple[Pair, Spot]:
        """Return the gains and the mixture at share t of the way along a segment."""
        gain = _between(self.gains[segment], self.gains[segment + 1], t)
        mixed: dict[int, Fraction] = {}
        for spot, weight in ((self.spots[segment], 1 - t), (self.spots[segment + 1], t)):
            for n, p in spot:
                mixed[n] = mixed.get(n, _ZERO) + p * weight
        return gain, tuple(sorted(mixed.items()))


def _entries(left: Pair, right: Pair) -> list[Fraction]:
    """Return where the segment crosses an axis, in order."""
    out = []
    for i in range(2):
        step = right[i] - left[i]
        if step and 0 < -left[i] / step < 1:
            out.append(-left[i] / step)
    return sorted(out)


def _between(left: Pair, right: Pair, t: Fraction) -> Pair:
    return tuple(a + t * (b - a) for a, b in zip(left, right, strict=True))


def nash_spot(boundary: Boundary, powers: tuple[int, ...]) -> tuple[Spot, tuple[str, ...]]:
    """Maximise the weighted product along the chain: on each segment one linear equation."""
    options = [(_power(g, powers), g, s) for g, s in zip(boundary.gains, boundary.spots, strict=True)]
    for n in range(len(boundary.gains) - 1):
        (a, c), (b, d) = boundary.gains[n], boundary.gains[n + 1]
        slope_u, slope_v = b - a, d - c  # u = a + t·slope_u falls, v = c + t·slope_v rises
        # power_u · slope_u / u + power_v · slope_v / v = 0
        bottom = slope_u * slope_v * (powers[0] + powers[1])
        if bottom:
            t = -(powers[0] * slope_u * c + powers[1] * slope_v * a) / bottom
            if 0 < t < 1:
                gain, spot = boundary.along(n, t)
                options.append((_power(gain, powers), gain, spot))
    value, _, spot = max(options, key=lambda o: o[0])
    if value > 0:
        return spot, ()
    best = max(zip(boundary.gains, boundary.spots, strict=True), key=lambda o: (max(o[0]), sum(o[0])))
    return best[1], ("not both actors can gain strictly; the product runs over the one that can",)


def _power(gain: Pair, powers: tuple[int, ...]) -> Fraction:
    return Fraction(gain[0] ** powers[0] * gain[1] ** powers[1])


def crossing(boundary: Boundary, scales: Sequence[Fraction], shifts: Sequence[Fraction]) -> Spot:
    """Maximise the smaller of (gain − shift)/scale along the chain, then the larger one.

    An actor with scale 0 does not enter the comparison.
    """

    def key(gain: Pair) -> list[Fraction]:
        return sorted((g - s) / k for g, s, k in zip(gain, shifts, scales, strict=True) if k)

    options = list(zip(boundary.gains, boundary.spots, strict=True))
    if all(scales):
        for n in range(len(boundary.gains) - 1):
            here, there = (
                (g[0] - shifts[0]) / scales[0] - (g[1] - shifts[1]) / scales[1]
                for g in (boundary.gains[n], boundary.gains[n + 1])
            )
            if here > 0 > there:
                options.append(boundary.along(n, here / (here - there)))
    return max(options, key=lambda o: key(o[0]))[1]


def largest_sum(boundary: Boundary) -> list[Spot]:
    """Return the chain points with the largest sum: one, or the two ends of an edge."""
    top = max(sum(g) for g in boundary.gains)
    ties = [s for g, s in zip(boundary.gains, boundary.spots, strict=True) if sum(g) == top]
    return ties if len(ties) < 3 else [ties[0], ties[-1]]
