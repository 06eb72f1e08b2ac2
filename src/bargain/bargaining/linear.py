"""The best package for one weighting of the actors, by elimination; and each actor's extremes.

Room      bargaining.
Cost      issues × levels × states, whatever the number of packages.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.bargaining.plan import Plan, State, check_states, plan
from bargain.bargaining.scale import Scaled, scale
from bargain.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.bargaining.space import Package, PackageSpace

__all__ = ["Best", "best", "extremes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """A package that maximises a weighted sum of utilities, and the maximum."""

    value: Fraction
    package: Package


def best(space: PackageSpace, weights: Sequence[Fraction | int]) -> Best | None:
    """Maximise a weighted sum of utilities over all allowed packages; weights may be negative.

    Returns
    -------
    Best or None
        None if the constraints exclude every package.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}})
    >>> best(space, (1, 1))
    Best(value=Fraction(3, 1), package=(1, 1))
    """
    if len(weights) != len(space.actors):
        raise PackageError(f"{len(weights)} weights for {len(space.actors)} actors", remedy="give one per actor")
    scaled = scale(space)
    return _best(scaled, plan(space, scaled), [Fraction(w) for w in weights])


def extremes(space: PackageSpace) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return each actor's smallest and largest payoff over all allowed packages.

    Raises
    ------
    PackageError
        If the constraints exclude every package.
    """
    scaled = scale(space)
    steps = plan(space, scaled)
    out = []
    for i in range(len(space.actors)):
        unit = [Fraction(int(j == i)) for j in range(len(space.actors))]
        high = _best(scaled, steps, unit)
        low = _best(scaled, steps, [-w for w in unit])
        if high is None or low is None:
            raise PackageError(f"packages {space.title!r}: the constraints exclude every package", remedy="relax one")
        out.append((-low.value, high.value))
    return tuple(out)


def _best(scaled: Scaled, steps: Plan, weights: list[Fraction]) -> Best | None:
    """Run the elimination for one weighting."""
    factors = [w * unit for w, unit in zip(weights, scaled.unit, strict=True)]
    tables: list[dict[State, tuple[Fraction, State, int]]] = []
    now: dict[State, Fraction] = {steps.start: Fraction(0)}
    for step in range(len(steps.order)):
        table: dict[State, tuple[Fraction, State, int]] = {}
        for state, value in now.items():
            for level, after, pay in steps.moves(step, state):
                reached = value + sum((f * p for f, p in zip(factors, pay, strict=True)), Fraction(0))
                if after not in table or reached > table[after][0]:
                    table[after] = (reached, state, level)
                    check_states(len(table), step, len(steps.order))
        tables.append(table)
        now = {state: entry[0] for state, entry in table.items()}
    if not now:
        return None
    state = next(iter(now))
    value = now[state] + sum((w * b for w, b in zip(weights, scaled.base, strict=True)), Fraction(0))
    levels = [0] * len(steps.order)
    for step in range(len(steps.order) - 1, -1, -1):
        _, state_before, level = tables[step][state]
        levels[steps.order[step]] = level
        state = state_before
    return Best(value=value, package=tuple(levels))
