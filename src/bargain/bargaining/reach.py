"""Which levels of each issue occur in some acceptable package, from frontiers before and after the issue.

Room      bargaining.
Method    additive payoffs: the frontier of the issues before, the frontier of the issues after, and one
          level in between; an acceptable combination exists iff two undominated parts reach the
          limits. Otherwise the frontier of the space with the level fixed.
Cost      two actors, additive: two chains of merges and one sorted look-up per issue and level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.bargaining.frontier import frontier
from bargain.bargaining.merge import Chain, merge
from bargain.bargaining.plan import Plan, plan
from bargain.bargaining.scale import Scaled, scale

if TYPE_CHECKING:
    from bargain.bargaining.space import PackageSpace

__all__ = ["acceptable_levels", "whole_limits"]

_Array = NDArray[Any]


def acceptable_levels(space: PackageSpace) -> tuple[tuple[int, ...], ...]:
    """Return per issue the level indexes that occur in acceptable packages."""
    if not space.is_additive or len(space.actors) != 2:
        return tuple(tuple(x for x in range(size) if _fixed(space, k, x)) for k, size in enumerate(space.shape))
    scaled = scale(space)
    needs = whole_limits(space, scaled)
    forward = plan(space, scaled)
    backward = Plan(order=forward.order[::-1], steps=forward.steps[::-1], start=forward.start)
    numbers = "int64" if max(scaled.top) < 1 << 62 else "Python integers"
    before, after = (merge(p, scaled, numbers=numbers) for p in (forward, backward))
    out = []
    for k, size in enumerate(space.shape):
        left, right = _front(before, k), _front(after, len(space.shape) - 1 - k)
        levels = []
        for x in range(size):
            gaps = [None if need is None else need - scaled.issues[i][k][x] for i, need in enumerate(needs)]
            if _meets(left, right, gaps):
                levels.append(x)
        out.append(tuple(levels))
    return tuple(out)


def whole_limits(space: PackageSpace, scaled: Scaled) -> tuple[int | None, ...]:
    """Return the least whole-number sum per actor that meets its limit; None: no limit."""
    out: list[int | None] = []
    for i, low in enumerate(space.limits()):
        out.append(None if low is None else -((scaled.base[i] - low) // scaled.unit[i]))
    return tuple(out)


def _front(chain: Chain, steps: int) -> tuple[_Array, _Array]:
    """Return the two columns after so many steps, first actor descending."""
    if steps == 0:
        zero: _Array = np.zeros(1, dtype=chain.stages[0].values[0].dtype)
        return zero, zero
    u, v = chain.stages[steps - 1].values
    return u, v


def _meets(left: tuple[_Array, _Array], right: tuple[_Array, _Array], gaps: list[int | None]) -> bool:
    """Tell whether some left and right vector together reach both gaps."""
    lows = [int(a.min()) + int(b.min()) for a, b in zip(left, right, strict=True)]
    highs = [int(a.max()) + int(b.max()) for a, b in zip(left, right, strict=True)]
    if any(gap is not None and gap > high for gap, high in zip(gaps, highs, strict=True)):
        return False
    need_u, need_v = (low if gap is None else max(gap, low) for gap, low in zip(gaps, lows, strict=True))
    # for each left vector, the right one with the largest v among those with enough u: the last such
    last = np.searchsorted(-right[0], -(need_u - left[0]), side="right") - 1
    ok = last >= 0
    return bool(np.any(left[1][ok] + right[1][last[ok]] >= need_v))


def _fixed(space: PackageSpace, issue: int, level: int) -> bool:
    """Tell whether a package with this level is acceptable, by the frontier of those packages."""
    named = space.issues[issue]
    return bool(frontier(space, only={named.name: (named.levels[level],)}).acceptable())
