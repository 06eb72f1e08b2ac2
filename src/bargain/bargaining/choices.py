"""What each bargaining rule picks from a list of gain vectors; knows nothing of packages.

Room      bargaining.
Input     gains per candidate and actor, all ≥ 0, exact.
Output    the positions of all maximisers, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

__all__ = [
    "Choice",
    "egalitarian_choice",
    "equal_loss_choice",
    "ideal_gains",
    "kalai_smorodinsky_choice",
    "largest_groups",
    "nash_choice",
    "utilitarian_choice",
]

Vector = Sequence[Fraction]
Choice = Callable[[Sequence[Vector]], list[int]]


def _largest(gains: Sequence[Vector], key: Callable[[Vector], Any]) -> list[int]:
    """Return the positions with the largest key."""
    keys = [key(g) for g in gains]
    top = max(keys, default=None)
    return [n for n, value in enumerate(keys) if value == top]


def ideal_gains(gains: Sequence[Vector]) -> tuple[Fraction, ...]:
    """Return each actor's largest gain; empty without candidates."""
    return tuple(max(column) for column in zip(*gains, strict=True)) if gains else ()


def largest_groups(gains: Sequence[Vector]) -> list[tuple[int, ...]]:
    """Return the largest sets of actors that gain strictly in one vector, sorted."""
    patterns = {tuple(i for i, x in enumerate(g) if x > 0) for g in gains}
    size = max(map(len, patterns), default=0)
    return sorted(p for p in patterns if len(p) == size)


def nash_choice(gains: Sequence[Vector], powers: Sequence[int] | None = None) -> list[int]:
    """Maximise the product of gains; over each largest set of actors that can gain if not all can.

    Examples
    --------
    >>> nash_choice([(4, 1), (2, 2), (3, 1)])
    [0, 1]
    """
    chosen: set[int] = set()
    for group in largest_groups(gains):
        among = [n for n, g in enumerate(gains) if all(g[i] > 0 for i in group)]
        values = {}
        for n in among:
            product = Fraction(1)
            for i in group:
                product *= gains[n][i] ** (1 if powers is None else powers[i])
            values[n] = product
        top = max(values.values())
        chosen.update(n for n, value in values.items() if value == top)
    return sorted(chosen)


def kalai_smorodinsky_choice(gains: Sequence[Vector]) -> list[int]:
    """Maximise gain / ideal gain in leximin order; actors that cannot gain do not enter."""
    ideal = ideal_gains(gains)
    inside = [i for i, top in enumerate(ideal) if top > 0]
    return _largest(gains, lambda g: sorted(Fraction(g[i]) / ideal[i] for i in inside))


def egalitarian_choice(gains: Sequence[Vector]) -> list[int]:
    """Maximise the gains in leximin order."""
    return _largest(gains, sorted)


def utilitarian_choice(gains: Sequence[Vector]) -> list[int]:
    """Maximise the sum of gains, which is the sum of utilities less a constant."""
    return _largest(gains, sum)


def equal_loss_choice(gains: Sequence[Vector]) -> list[int]:
    """Minimise ideal gain − gain in leximin order."""
    ideal = ideal_gains(gains)
    return _largest(gains, lambda g: sorted(x - top for x, top in zip(g, ideal, strict=True)))
