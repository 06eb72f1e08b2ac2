"""What a rule leaves standing on a box of stakes: sound exclusions from lower and upper bounds of gains.

Room      bargaining. NumPy only; every bound is widened by a margin far above its rounding error.
Input     forms: per actor packages × (stakes + 1), the last column constant, entries whole numbers that floats
          hold exactly (so differences of forms are exact too); limits: per actor the forms it has to
          reach; low, high: the box.
Output    a mask of the packages that may still be solutions somewhere on the box.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bargain.errors import PackageError

__all__ = ["Bounds", "egalitarian_bounds", "frontier_bounds", "kalai_smorodinsky_bounds", "nash_bounds"]

_Array = NDArray[Any]
Bounds = Callable[[list[_Array], list[_Array], _Array, _Array], _Array]
_MARGIN = 1e-10
_RIVALS = 40


def _range(forms: _Array, low: _Array, high: _Array) -> tuple[_Array, _Array]:
    """Return bounds of affine forms over a box, widened; forms without stakes and constant stay exact."""
    part, constant = forms[..., :-1], forms[..., -1]
    a, b = part * low, part * high
    size = np.maximum(np.abs(a), np.abs(b)).sum(axis=-1) + np.abs(constant)
    lower = np.minimum(a, b).sum(axis=-1) + constant - _MARGIN * size
    upper = np.maximum(a, b).sum(axis=-1) + constant + _MARGIN * size
    return lower, upper


def _gains(forms: _Array, limits: _Array, low: _Array, high: _Array) -> tuple[_Array, _Array]:
    """Return bounds of one actor's gain: the smallest gain over its limits; no limit leaves ±∞."""
    if not len(limits):
        return np.full(len(forms), np.inf), np.full(len(forms), np.inf)
    pairs = [_range(forms - limit, low, high) for limit in limits]
    return np.min([p[0] for p in pairs], axis=0), np.min([p[1] for p in pairs], axis=0)


def _setting(
    forms: list[_Array], limits: list[_Array], low: _Array, high: _Array
) -> tuple[_Array, _Array, _Array, _Array]:
    """Return lower and upper gains (packages × actors), surely acceptable, possibly acceptable."""
    pairs = [_gains(f, lim, low, high) for f, lim in zip(forms, limits, strict=True)]
    lower, upper = (np.stack([p[n] for p in pairs], axis=1) for n in range(2))
    if not np.isfinite(upper).all():
        raise PackageError("a rule on gains needs a limit for every actor", remedy="give disagreement payoffs")
    return lower, upper, np.all(lower >= 0, axis=1), np.all(upper >= 0, axis=1)


def _reach(least: _Array, most: _Array, sure: _Array, maybe: _Array) -> _Array:
    """Keep what may be acceptable and whose most reaches the least of everything surely acceptable."""
    bar = least[sure].max(initial=-np.inf)
    out: _Array = maybe & (most >= bar)
    return out


def nash_bounds(forms: list[_Array], limits: list[_Array], low: _Array, high: _Array) -> _Array:
    """Exclude packages whose product of gains another exceeds on the whole box.

    Where nobody surely gains on all sides nothing is excluded but the unacceptable.
    """
    lower, upper, sure, maybe = _setting(forms, limits, low, high)
    least, most = np.clip(lower, 0, None).prod(axis=1), np.clip(upper, 0, None).prod(axis=1)
    strict = sure & (least > 0)
    keep = _reach(least * (1 - _MARGIN), most * (1 + _MARGIN), strict, maybe)
    rivals = np.flatnonzero(strict)[np.argsort(-least[strict], kind="stable")[:_RIVALS]]
    for y in rivals:  # ratios of gains move together: compare through the difference of the two forms
        ratio = np.ones(len(least))
        for i, f in enumerate(forms):
            _, rise = _range(f - f[y], low, high)
            ratio *= np.clip(1 + np.where(rise > 0, rise / lower[y, i], rise / upper[y, i]), 0, None)
        keep &= (ratio * (1 + _MARGIN) >= 1) | (np.arange(len(least)) == y)
    return keep


def egalitarian_bounds(forms: list[_Array], limits: list[_Array], low: _Array, high: _Array) -> _Array:
    """Exclude packages whose smallest gain stays below another's."""
    lower, upper, sure, maybe = _setting(forms, limits, low, high)
    return _reach(lower.min(axis=1), upper.min(axis=1), sure, maybe)


def kalai_smorodinsky_bounds(forms: list[_Array], limits: list[_Array], low: _Array, high: _Array) -> _Array:
    """Exclude packages whose smallest share of the ideal gain stays below another's."""
    lower, upper, sure, maybe = _setting(forms, limits, low, high)
    floor = np.where(sure[:, None], lower, -np.inf).max(axis=0, initial=0.0)
    ceiling = np.where(maybe[:, None], upper, -np.inf).max(axis=0, initial=0.0)
    if not (floor > 0).all():
        return maybe
    least, most = (lower / ceiling).min(axis=1), (upper / floor).min(axis=1)
    return _reach(least * (1 - _MARGIN), most * (1 + _MARGIN), sure, maybe)


def frontier_bounds(forms: list[_Array], limits: list[_Array], low: _Array, high: _Array) -> _Array:
    """Exclude packages that another dominates on the whole box, somebody strictly better off."""
    del limits
    count = len(forms[0])
    keep: _Array = np.ones(count, dtype=bool)
    middle = sum(_range(f, low, high)[0] for f in forms)
    for y in np.argsort(-np.asarray(middle), kind="stable")[: 2 * _RIVALS]:
        if not keep[y]:
            continue
        pairs = [_range(f[y] - f, low, high) for f in forms]
        weak = np.all([p[0] >= 0 for p in pairs], axis=0)
        strict = np.any([p[0] > 0 for p in pairs], axis=0)
        keep &= ~(weak & strict)
    return keep
