"""How many packages are acceptable: an exact count by dynamic programming over the issues.

Room      bargaining.
State     what each actor still needs, as a whole number: 0 once its limit is safe (payoffs are scaled so
          that nothing later is negative), dropped once it cannot be met any more. Equal needs are one
          entry with a count, so payoffs of few digits stay small however many packages there are.
Halves    two actors, additive: both halves of the issues are run from the full need and joined by
          counting the pairs that meet it, which squares the reach.
Refusal   with payoffs of many digits needs hardly ever coincide; beyond `limit` the count is refused.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.bargaining.merge import LIMIT
from bargain.bargaining.pairs import count_pairs
from bargain.bargaining.plan import Plan, State, check_states, plan
from bargain.bargaining.reach import whole_limits
from bargain.bargaining.scale import Scaled, scale
from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.bargaining.space import PackageSpace

__all__ = ["count_acceptable", "count_allowed"]

_Array = NDArray[Any]
_INT64 = 1 << 62
_Entry = tuple[tuple[_Array, ...], _Array]  # needs per actor with a limit; counts


def count_allowed(space: PackageSpace) -> int:
    """Count the packages that no constraint excludes."""
    scaled = scale(space)
    return _total(_run(plan(space, scaled), scaled, (None,) * len(space.actors), range(len(space.issues)), LIMIT))


def count_acceptable(space: PackageSpace, *, limit: int = LIMIT) -> int:
    """Count the allowed packages that give every actor at least its limit.

    Parameters
    ----------
    limit : int
        Most vectors of needs held at once (about 60 bytes each).

    Raises
    ------
    RefusedError
        Beyond `limit`, with an estimate of the number of vectors.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}}, disagreement=(0, 0))
    >>> count_acceptable(space)
    2
    """
    scaled = scale(space)
    steps = plan(space, scaled)
    needs = whole_limits(space, scaled)
    count = len(steps.order)
    if any(need is not None and need > top for need, top in zip(needs, scaled.top, strict=True)):
        return 0
    if not space.is_additive or len(needs) != 2 or None in needs or max(scaled.top) >= _INT64 or count < 2:
        return _total(_run(steps, scaled, needs, range(count), limit))
    parts = [_run(steps, scaled, needs, half, limit) for half in (range(count // 2), range(count // 2, count))]
    if not all(parts):
        return 0
    left, right = (next(iter(part.values())) for part in parts)
    return count_pairs(left, right, tuple(max(need or 0, 0) for need in needs))


def _total(table: dict[State, _Entry]) -> int:
    """Add up the counts of all states."""
    return sum(int(n) for _, counts in table.values() for n in counts.tolist())


def _run(steps: Plan, scaled: Scaled, needs: Sequence[int | None], over: range, limit: int) -> dict[State, _Entry]:
    """Run over some of the steps, as if the others could still add their most."""
    active = [i for i, need in enumerate(needs) if need is not None]
    kind: Any = np.int64 if max(scaled.top) < _INT64 else object
    begin = tuple(np.array([max(needs[i] or 0, 0)], dtype=kind) for i in active)
    now: dict[State, _Entry] = {steps.start: (begin, np.ones(1, dtype=np.int64))}
    mass = 1
    sizes: list[int] = []
    for done, step in enumerate(over, 1):
        rest = {i: _most(steps, i, set(over[:done])) for i in active}
        mass *= len(steps.steps[step].levels)
        gathered: dict[State, list[_Entry]] = {}
        for state, (columns, counts) in now.items():
            for _, after, pay in steps.moves(step, state):
                entry = _move(columns, counts, [pay[i] for i in active], [rest[i] for i in active])
                if len(entry[1]):
                    gathered.setdefault(after, []).append(entry)
                    check_states(len(gathered), step, len(steps.order))
        sizes.append(sum(len(counts) for entries in gathered.values() for _, counts in entries))
        if sizes[-1] > limit:
            raise _refuse(done, len(over), sizes, limit, prod(len(steps.steps[s].levels) for s in over))
        now = {state: _equal(entries, exact=mass < _INT64) for state, entries in sorted(gathered.items())}
    return now


def _most(steps: Plan, actor: int, used: set[int]) -> int:
    """Return the most that the steps not used yet can add for one actor."""
    total = 0
    for n, step in enumerate(steps.steps):
        if n not in used:
            total += max(step.payoffs[actor][x] for x in step.levels)
            total += sum(max(tables[actor]) for _, _, tables in step.due)
    return total


def _move(columns: tuple[_Array, ...], counts: _Array, pay: list[int], rest: list[int]) -> _Entry:
    """Pay one level: needs fall, not below 0; entries that the rest cannot meet are dropped."""
    moved = tuple(np.maximum(column - p, 0) for column, p in zip(columns, pay, strict=True))
    alive = np.ones(len(counts), dtype=bool)
    for column, most in zip(moved, rest, strict=True):
        alive &= (column <= most).astype(bool)
    return tuple(column[alive] for column in moved), counts[alive]


def _equal(entries: list[_Entry], *, exact: bool) -> _Entry:
    """Join entries, adding the counts of equal needs; counts leave int64 once they might not fit."""
    counts = np.concatenate([entry[1] for entry in entries])
    if not exact and counts.dtype != object:
        counts = counts.astype(object)
    width = len(entries[0][0])
    columns = tuple(np.concatenate([entry[0][j] for entry in entries]) for j in range(width))
    keys = [np.unique(c, return_inverse=True)[1] if c.dtype == object else c for c in columns]
    if not width:
        return (), np.array([sum(counts.tolist())], dtype=counts.dtype)
    order = np.lexsort(keys)
    fresh = np.zeros(len(order), dtype=bool)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[order][1:] != key[order][:-1]
    starts = np.flatnonzero(fresh)
    return tuple(c[order[starts]] for c in columns), np.add.reduceat(counts[order], starts)


def _refuse(done: int, steps: int, sizes: list[int], limit: int, packages: int) -> RefusedError:
    """Build the refusal, with the growth seen so far."""
    growth = sizes[-1] / sizes[-2] if len(sizes) > 1 and sizes[-2] else 1.0
    guess = min(float(packages), sizes[-1] * growth ** (steps - done))
    return RefusedError(
        f"counting acceptable packages: {sizes[-1]:,} different needs after {done} of {steps} issues, "
        f"about {guess:.1g} at this growth; the limit is {limit:,}",
        remedy="raise limit=…, round the payoffs so that sums coincide, or ask for the zone with count=False",
    )
