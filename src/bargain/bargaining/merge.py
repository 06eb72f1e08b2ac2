"""Merging issue by issue: the frontier of everything so far, with all the ways that lead to it.

Room      bargaining.
Why       a package on the frontier has every part on the frontier of the parts: replace a dominated
          part by what dominates it and the whole is dominated. So undominated sums of the issues
          merged so far are enough, per state of what is still open (see `plan`).
Numbers   "int64" while no sum can leave 62 bits; beyond that "float64, certified": sums in floats with
          a bound on their error, every comparison that decides anything larger than the bound; where
          one is not, the whole merge runs again in "Python integers". All three are exact.
Two       actors without interactions and constraints take the shorter way of `stairs`.
Memory    per step one row per kept vector (8 bytes an actor, 16 for count and state) and one edge per
          way to reach it (17 bytes); `limit` bounds the candidates of any one step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.bargaining.certified import UncertainError, certified_two
from bargain.bargaining.maxima import Groups, ranked, undominated
from bargain.bargaining.plan import check_states
from bargain.bargaining.stairs import grow, shifts
from bargain.errors import RefusedError

if TYPE_CHECKING:
    from bargain.bargaining.plan import Plan, State
    from bargain.bargaining.scale import Scaled

__all__ = ["LIMIT", "Chain", "Stage", "merge"]

LIMIT = 5_000_000
_INT64 = 1 << 62
_FLOAT64 = 1 << 1000
_Array = NDArray[Any]
_How = tuple[bool, tuple[float, ...], int, list[int]]  # weakly, slack, limit, sizes so far


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """The kept vectors after one step, grouped by state, with the edges that lead to each."""

    values: tuple[_Array, ...]  # one column per actor
    counts: _Array  # how many partial packages reach each vector in its state
    states: tuple[tuple[State, int, int], ...]  # state, first row, row after the last
    starts: NDArray[np.intp]  # row → its first edge; one more entry at the end
    parents: NDArray[np.intp]  # edge → row of the stage before
    levels: NDArray[np.int32]  # edge → level of this step's issue


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """All stages of one merge; the last one has a single state, or none if no package is allowed."""

    stages: tuple[Stage, ...]
    plan: Plan
    numbers: str  # which arithmetic carried it

    def __len__(self) -> int:
        return len(self.stages[-1].counts)

    def representatives(self) -> NDArray[np.int32]:
        """Return one package per final vector, as rows of level indexes in issue order."""
        out = np.empty((len(self), len(self.stages)), dtype=np.int32)
        rows = np.arange(len(self))
        for step in range(len(self.stages) - 1, -1, -1):
            stage = self.stages[step]
            edges = rows if len(stage.parents) == len(stage.counts) else stage.starts[rows]
            out[:, self.plan.order[step]] = stage.levels[edges]
            rows = stage.parents[edges]
        return out


def merge(plan: Plan, scaled: Scaled, *, weakly: bool = False, limit: int = LIMIT, numbers: str | None = None) -> Chain:
    """Merge all issues of a plan.

    Parameters
    ----------
    weakly : bool
        Keep the weakly undominated vectors too.
    limit : int
        Most candidates in one step.
    numbers : str, optional
        Force one arithmetic (for tests); chosen by size if left out.

    Raises
    ------
    RefusedError
        When a step would have more candidates than `limit`, with an estimate of the whole.
    """
    if numbers is None:
        numbers = "int64" if max(scaled.top) < _INT64 else "float64, certified"
        if numbers != "int64" and (weakly or len(scaled.top) != 2 or max(scaled.top) >= _FLOAT64):
            numbers = "Python integers"
    if numbers == "float64, certified":
        try:
            return _run(plan, scaled, weakly=False, limit=limit, numbers=numbers)
        except UncertainError:
            numbers = "Python integers"
    return _run(plan, scaled, weakly=weakly, limit=limit, numbers=numbers)


def _run(plan: Plan, scaled: Scaled, *, weakly: bool, limit: int, numbers: str) -> Chain:
    """Merge in one arithmetic."""
    kind: type[Any] = {"int64": np.int64, "float64, certified": np.float64, "Python integers": object}[numbers]
    actors = len(scaled.top)
    plain = actors == 2 and not weakly and kind is not object and plan.is_plain
    before = Stage(
        values=tuple(np.zeros(1, dtype=kind) for _ in range(actors)),
        counts=np.ones(1, dtype=np.int64),
        states=((plan.start, 0, 1),),
        starts=np.zeros(2, dtype=np.intp),
        parents=np.empty(0, dtype=np.intp),
        levels=np.empty(0, dtype=np.int32),
    )
    stages: list[Stage] = []
    for step in range(len(plan.order)):
        slack = (0.0,) * actors
        if numbers == "float64, certified":  # a sum of step + 1 rounded numbers errs by less than this
            slack = tuple((step + 4) * 2.0**-52 * float(top) for top in scaled.top)
        how = (weakly, slack, limit, [len(s.counts) for s in stages])
        before = _plain_step(plan, step, before, kind, how) if plain else _step(plan, step, before, kind, how)
        stages.append(before)
    return Chain(stages=tuple(stages), plan=plan, numbers=numbers)


def _plain_step(plan: Plan, step: int, before: Stage, kind: type[Any], how: _How) -> Stage:
    """Add one issue to the staircase of two actors; there is a single state."""
    _, slack, limit, sizes = how
    levels, (first, second) = plan.steps[step].levels, plan.steps[step].payoffs
    if len(levels) * len(before.counts) > limit:
        raise _too_many(step, len(plan.order), limit, [*sizes, len(before.counts)])
    u, v = before.values
    added = shifts(levels, first, second, kind)
    u, v, starts, parents, levels_in = grow(u, v, added, (2 * slack[0], 2 * slack[1]))
    return Stage(
        values=(u, v),
        counts=_add(before.counts[parents], starts),
        states=((plan.start, 0, len(u)),),
        starts=np.append(starts, len(parents)),
        parents=parents,
        levels=levels_in,
    )


def _step(plan: Plan, step: int, before: Stage, kind: type[Any], how: _How) -> Stage:
    """Add one issue to every state."""
    weakly, slack, limit, sizes = how
    sources: dict[State, list[tuple[int, int, int, tuple[int, ...]]]] = {}
    total = 0
    for state, low, high in before.states:
        for level, after, pay in plan.moves(step, state):
            sources.setdefault(after, []).append((low, high, level, pay))
            check_states(len(sources), step, len(plan.order))
            total += high - low
            if total > limit:
                raise _too_many(step, len(plan.order), limit, [*sizes, len(before.counts)])
    parts: list[_Part] = []
    states: list[tuple[State, int, int]] = []
    row = 0
    for after in sorted(sources):
        part = _grow(before, sources[after], kind, weakly=weakly, slack=slack)
        states.append((after, row, row + len(part[1])))
        row += len(part[1])
        parts.append(part)
    return _join(parts, states, len(before.values), kind)


_Part = tuple[tuple[_Array, ...], _Array, NDArray[np.intp], NDArray[np.intp], NDArray[np.int32]]
_Source = tuple[int, int, int, tuple[int, ...]]  # first row, row after the last, level, payoffs


def _grow(before: Stage, sources: list[_Source], kind: type[Any], *, weakly: bool, slack: tuple[float, ...]) -> _Part:
    """Return values, counts, group starts, parents and levels of one state."""
    levels = np.array([source[2] for source in sources], dtype=np.int32)
    single = len(before.states) == 1
    if single:  # every source is the whole stage before: one outer sum per actor
        columns = [
            np.add.outer(np.array([source[3][i] for source in sources], dtype=kind), column).ravel()
            for i, column in enumerate(before.values)
        ]
    else:
        columns = [
            np.concatenate([column[low:high] + kind(pay[i]) for low, high, _, pay in sources])
            if kind is not object
            else np.concatenate([column[low:high] + pay[i] for low, high, _, pay in sources])
            for i, column in enumerate(before.values)
        ]
    order, starts = _groups(columns, kind, weakly=weakly, slack=slack)
    if single:
        which, parents = np.divmod(order, len(before.counts))
    else:
        offsets = np.concatenate(([0], np.cumsum([high - low for low, high, _, _ in sources])))
        which = np.searchsorted(offsets, order, side="right") - 1
        parents = order - offsets[which] + np.array([low for low, _, _, _ in sources])[which]
    heads = order if len(starts) == len(order) else order[starts]
    counts = _add(before.counts[parents], starts)
    return tuple(c[heads] for c in columns), counts, starts, parents, levels[which]


def _groups(columns: list[_Array], kind: type[Any], *, weakly: bool, slack: tuple[float, ...]) -> Groups:
    """Pick the undominated candidates in the arithmetic in use."""
    if kind is np.float64:
        return certified_two(columns[0], columns[1], slack)
    if kind is object:
        return undominated(ranked(columns), weakly=weakly)
    return undominated(columns, weakly=weakly)


def _add(counts: _Array, starts: NDArray[np.intp]) -> _Array:
    """Sum counts per group, in Python integers once 62 bits could be exceeded."""
    if len(starts) == len(counts):
        return counts
    if counts.dtype != object and int(counts.max()) * len(counts) >= _INT64:
        counts = counts.astype(object)
    out: _Array = np.add.reduceat(counts, starts)
    return out


def _join(parts: list[_Part], states: list[tuple[State, int, int]], actors: int, kind: type[Any]) -> Stage:
    """Put the states of one step into one stage."""
    if not parts:
        empty = np.empty(0, dtype=np.intp)
        return Stage(
            values=tuple(np.empty(0, dtype=kind) for _ in range(actors)),
            counts=np.empty(0, dtype=np.int64),
            states=(),
            starts=np.zeros(1, dtype=np.intp),
            parents=empty,
            levels=np.empty(0, dtype=np.int32),
        )
    if len(parts) == 1:
        values, counts, first, parents, levels = parts[0]
        return Stage(
            values=values,
            counts=counts,
            states=tuple(states),
            starts=np.append(first, len(parents)),
            parents=parents,
            levels=levels,
        )
    edges = np.cumsum([0, *(len(part[3]) for part in parts)])
    starts = [part[2] + offset for part, offset in zip(parts, edges, strict=False)]
    return Stage(
        values=tuple(np.concatenate([part[0][i] for part in parts]) for i in range(actors)),
        counts=np.concatenate([part[1] for part in parts]),
        states=tuple(states),
        starts=np.concatenate([*starts, edges[-1:]]).astype(np.intp),
        parents=np.concatenate([part[3] for part in parts]),
        levels=np.concatenate([part[4] for part in parts]),
    )


def _too_many(step: int, steps: int, limit: int, sizes: list[int]) -> RefusedError:
    """Build the refusal: where it stopped, and what the whole would need at the growth seen so far."""
    from math import log

    ratio = 1.0
    if len(sizes) > 3 and sizes[-1] > 1:
        half = max(1, len(sizes) // 2)
        ratio = log(max(2, sizes[-1]) / max(1, sizes[half - 1])) / log(len(sizes) / half)
    guess = sizes[-1] * (steps / max(1, step)) ** max(1.0, ratio)
    return RefusedError(
        f"merging issue {step + 1} of {steps} makes more than {limit:,} candidates "
        f"({sizes[-1]:,} vectors so far); at this growth the frontier has about {guess:.1g} vectors",
        remedy="raise limit=…, coarsen the payoffs, bargain fewer issues at once, or ask for two actors at a time",
    )
