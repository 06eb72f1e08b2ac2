"""What each bargaining rule picks from a list of gain vectors; knows nothing of packages.

Room      bargaining.
Input     gains per candidate and actor, all ≥ 0, exact.
Output    the positions of all maximisers, in order.
Exactness rational comparisons decide; on long lists floats only set aside what is far from the top.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
_Array = NDArray[Any]
_SHORT = 50
_SLACK = 1e-9
Choice = Callable[[Sequence[Vector]], list[int]]


def _largest(gains: Sequence[Vector], key: Callable[[Vector], Any], hint: Callable[[_Array], _Array]) -> list[int]:
    """Return the positions with the largest key; on long lists a rounded hint leaves only those near the top.

    The hint is the first entry that the key compares, and everything within far more than its rounding
    error of the largest is compared exactly.
    """
    among = _near(gains, hint)
    keys = [key(gains[n]) for n in among]
    top = max(keys, default=None)
    return [n for n, value in zip(among, keys, strict=True) if value == top]


def _near(gains: Sequence[Vector], hint: Callable[[_Array], _Array]) -> Sequence[int]:
    """Return the positions whose rounded value may be the largest; all of them on short lists."""
    if len(gains) <= _SHORT:
        return range(len(gains))
    try:
        table = np.array([[float(x) for x in g] for g in gains])
    except OverflowError:
        return range(len(gains))
    with np.errstate(all="ignore"):
        values = hint(table)
    if not np.isfinite(values).all():
        return range(len(gains))
    slack = _SLACK * (1 + np.abs(values).max() + np.abs(table).max())
    near: list[int] = np.flatnonzero(values >= values.max() - slack).tolist()
    return near


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
        shares = np.array([1.0 if powers is None else powers[i] for i in group])
        near = _near(
            [[gains[n][i] for i in group] for n in among],
            lambda table, shares=shares: (np.log(table) * (shares / shares.sum())).sum(axis=1),  # type: ignore[misc]
        )
        values = {}
        for n in (among[position] for position in near):
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
    tops = np.array([float(ideal[i]) for i in inside])
    return _largest(
        gains,
        lambda g: sorted(Fraction(g[i]) / ideal[i] for i in inside),
        lambda table: (table[:, inside] / tops).min(axis=1) if inside else table[:, 0],
    )


def egalitarian_choice(gains: Sequence[Vector]) -> list[int]:
    """Maximise the gains in leximin order."""
    return _largest(gains, sorted, lambda table: table.min(axis=1))


def utilitarian_choice(gains: Sequence[Vector]) -> list[int]:
    """Maximise the sum of gains, which is the sum of utilities less a constant."""
    return _largest(gains, sum, lambda table: table.sum(axis=1))


def equal_loss_choice(gains: Sequence[Vector]) -> list[int]:
    """Minimise ideal gain − gain in leximin order."""
    ideal = ideal_gains(gains)
    tops = np.array([float(top) for top in ideal])
    return _largest(
        gains,
        lambda g: sorted(x - top for x, top in zip(g, ideal, strict=True)),
        lambda table: (table - tops).min(axis=1),
    )
