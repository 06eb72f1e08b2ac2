"""Costs, gains and thresholds of all packages of an exchange at once, on integer arrays with one axis per issue.

Room      solve. `repeated_exchange` asks; nothing here knows a discount factor's name or a level's.
Exact     64 bits where the sums fit, unbounded integers otherwise; ratios in lowest terms, ranked once.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bargain.solve.repeated_exchange import Enforcement

__all__ = ["holding", "least_elements", "ranked"]

_LONG = 2**62


def sums(found: Enforcement, player: int, factor: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return cost and benefit of every package to one player, on axes that broadcast; fits times `factor`."""
    import numpy as np

    triples = zip(found.grants, found.costs, found.gains, strict=True)
    tables = [costs if g.grantor == player else gains for g, costs, gains in triples]
    most = sum(max(map(abs, table)) for table in tables)
    kind: Any = np.int64 if (most + 1) * factor < _LONG else object
    cost: NDArray[Any] = np.zeros((1,) * len(tables), dtype=kind)
    gain = cost.copy()
    for axis, (grant, table) in enumerate(zip(found.grants, tables, strict=True)):
        line = np.array(table, dtype=kind).reshape([-1 if k == axis else 1 for k in range(len(tables))])
        if grant.grantor == player:
            cost = cost + line
        else:
            gain = gain + line
    return cost, gain


def holding(found: Enforcement, patience: tuple[Fraction, ...]) -> NDArray[np.bool_]:
    """Return where C·denominator <= B·numerator for both players."""
    import numpy as np

    kept = np.ones(found.shape, dtype=bool)
    for player, delta in enumerate(patience):
        cost, gain = sums(found, player, delta.denominator)
        kept &= (cost * delta.denominator <= gain * delta.numerator).astype(bool)
    return kept


@lru_cache(maxsize=2)
def ranked(found: Enforcement) -> tuple[tuple[Fraction, ...], tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Return all thresholds below 1, ascending, and per player each package's place among them; past the end: none."""
    import numpy as np

    parts = [_lowest_terms(found, player) for player in (0, 1)]
    pairs = {pair for _, pairs in parts for pair in pairs if pair is not None}
    bits = 2 * max([d.bit_length() for _, d in pairs], default=1)
    values = sorted(pairs, key=lambda pair: (pair[0] << bits) // pair[1])
    place: dict[tuple[int, int] | None, int] = {pair: k for k, pair in enumerate(values)}
    place[None] = len(values)
    ranks = [np.array([place[pair] for pair in pairs], dtype=np.int64)[inverse] for inverse, pairs in parts]
    shaped = [np.broadcast_to(r, found.shape) for r in ranks]
    return tuple(Fraction(n, d) for n, d in values), (shaped[0], shaped[1])


def _lowest_terms(found: Enforcement, player: int) -> tuple[NDArray[np.int64], list[tuple[int, int] | None]]:
    """Return one player's distinct thresholds as numerator and denominator, and which one each package has."""
    import numpy as np

    cost, gain = np.broadcast_arrays(*sums(found, player, 1))
    flat, distinct_costs = np.unique(cost, return_inverse=True)
    columns, distinct_gains = np.unique(gain, return_inverse=True)
    code = distinct_costs.reshape(cost.shape) * len(columns) + distinct_gains.reshape(cost.shape)
    used, inverse = np.unique(code, return_inverse=True)
    pairs: list[tuple[int, int] | None] = []
    for k in used.tolist():
        c, g = int(flat[k // len(columns)]), int(columns[k % len(columns)])
        pairs.append(_ratio(c, g))
    return inverse.reshape(cost.shape), pairs


def _ratio(cost: int, gain: int) -> tuple[int, int] | None:
    """Return cost/gain in lowest terms; None where no discount factor below 1 suffices."""
    if cost == gain == 0:
        return 0, 1
    if cost >= gain:
        return None
    common = gcd(cost, gain)
    return cost // common, gain // common


def least_elements(held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the packages of a set that are above no other one of it, level by level."""
    import numpy as np

    above = held.copy()
    for axis in range(held.ndim):
        above = np.logical_or.accumulate(above, axis=axis)
    below = np.zeros_like(held)
    for axis in range(held.ndim):
        steps = [slice(None)] * held.ndim
        steps[axis], back = slice(1, None), list(steps)
        back[axis] = slice(None, -1)
        below[tuple(steps)] |= above[tuple(back)]
    return held & ~below
