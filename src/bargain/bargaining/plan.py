"""The order in which issues are merged, and what has to be remembered between two of them.

Room      bargaining.
Idea      merging runs over the issues once. An interaction is paid when its last issue is reached, so
          the levels of its earlier issues stay open until then; a forbidden combination needs one
          bit (does everything so far match?), a count needs its running number. A state is all of this.
          The number of states is what elimination costs beyond the additive case (where it is 1).
Order     greedy: next the issue that leaves the fewest open combinations, earlier issues first.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from bargain.bargaining.parts import Forbidden
from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.bargaining.scale import Scaled
    from bargain.bargaining.space import PackageSpace

__all__ = ["Plan", "State", "check_states", "plan"]

_MOST_STATES = 100_000
_MOST_LOOKS = 500_000

State = tuple[tuple[int, ...], tuple[int, ...]]  # levels of the open issues, one number per constraint


def check_states(count: int, step: int, steps: int) -> None:
    """Refuse to go on with more combinations of open issues and counts than fit.

    Raises
    ------
    RefusedError
        Beyond 100,000 states.
    """
    if count > _MOST_STATES:
        raise RefusedError(
            f"more than {_MOST_STATES:,} combinations stay open after issue {step + 1} of {steps}, "
            "because interactions or constraints tie too many issues to each other",
            remedy="drop some interactions, or bargain the tied issues apart",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Steps of a merge over one space."""

    order: tuple[int, ...]  # issue of each step
    steps: tuple[_Step, ...]
    start: State

    @property
    def is_plain(self) -> bool:
        """Whether no interaction and no constraint has to be remembered between two issues."""
        return not any(step.due or step.keep or step.watches for step in self.steps)

    def moves(self, step: int, state: State) -> Iterator[tuple[int, State, tuple[int, ...]]]:
        """Yield (level, next state, whole-number payoffs per actor) for every level that a state allows."""
        plan_step = self.steps[step]
        opened, watch = state
        for level in plan_step.levels:
            marks = plan_step.mark(watch, level)
            if marks is None:
                continue
            levels = (*opened, level)
            kept = tuple(levels[j] for j in plan_step.keep)
            yield level, (kept, marks), plan_step.pay(levels, level)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Step:
    """What one issue adds: payoffs, interactions that become complete, constraints that move on."""

    levels: tuple[int, ...]
    payoffs: tuple[tuple[int, ...], ...]  # per actor and level
    due: tuple[tuple[tuple[int, ...], tuple[int, ...], tuple[tuple[int, ...], ...]], ...]
    keep: tuple[int, ...]  # positions within (open levels, this level) that stay open
    watches: tuple[_Watch, ...]

    def mark(self, watch: tuple[int, ...], level: int) -> tuple[int, ...] | None:
        """Move every constraint on by one level; None where one is broken for good."""
        out = []
        for rule, value in zip(self.watches, watch, strict=True):
            moved = rule.move(value, level)
            if moved is None:
                return None
            out.append(moved)
        return tuple(out)

    def pay(self, levels: tuple[int, ...], level: int) -> tuple[int, ...]:
        """Return what the level adds per actor, complete interactions included."""
        own = [row[level] for row in self.payoffs]
        for positions, sizes, tables in self.due:
            cell = 0
            for position, size in zip(positions, sizes, strict=True):
                cell = cell * size + levels[position]
            for i, table in enumerate(tables):
                own[i] += table[cell]
        return tuple(own)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    """One constraint at one step: -1 is settled (it can no longer be broken)."""

    counted: frozenset[int]  # levels that count (AtMost) or match (Forbidden)
    here: bool  # whether this issue is named by the constraint
    left: int  # how many issues named by it come after this step
    least: int
    most: int

    def move(self, value: int, level: int) -> int | None:
        """Return the next value, or None when the constraint is broken for good."""
        if value < 0:
            return value
        value += self.here and level in self.counted
        if value > self.most or value + self.left < self.least:
            return None
        if value + self.left <= self.most and value >= self.least:
            return -1
        return value


def plan(space: PackageSpace, scaled: Scaled, *, only: dict[int, tuple[int, ...]] | None = None) -> Plan:
    """Lay out the steps of a merge.

    Parameters
    ----------
    only : dict, optional
        Issue index → level indexes that are allowed; all where left out.
    """
    groups = [tuple(space.issue(name) for name in part.issues) for part in space.interactions]
    order = _order(space, groups)
    rank = {k: step for step, k in enumerate(order)}
    last = [max(rank[k] for k in group) for group in groups]
    steps = []
    shape = space.shape
    opened: list[int] = []
    for step, k in enumerate(order):
        levels = [*opened, k]
        still = {j for group, end in zip(groups, last, strict=True) if end > step for j in group}
        due = tuple(
            (
                tuple(levels.index(j) for j in group),
                tuple(shape[j] for j in group),
                tuple(scaled.joints[i][n] for i in range(len(space.actors))),
            )
            for n, (group, end) in enumerate(zip(groups, last, strict=True))
            if end == step
        )
        keep = tuple(position for position, j in enumerate(levels) if j in still)
        steps.append(
            _Step(
                levels=(only or {}).get(k, tuple(range(shape[k]))),
                payoffs=tuple(scaled.issues[i][k] for i in range(len(space.actors))),
                due=due,
                keep=keep,
                watches=tuple(_watch(space, n, rank, step, k) for n in range(len(space.constraints))),
            )
        )
        opened = [levels[position] for position in keep]
    return Plan(order=order, steps=tuple(steps), start=((), (0,) * len(space.constraints)))


def _watch(space: PackageSpace, number: int, rank: dict[int, int], step: int, issue: int) -> _Watch:
    """Return what a constraint looks at when one issue is merged."""
    constraint = space.constraints[number]
    named: dict[int, frozenset[int]] = {}
    if isinstance(constraint, Forbidden):
        for name, level in constraint.entries:
            k = space.issue(name)
            named[k] = frozenset((space.issues[k].level(level),))
        least, most = 0, len(named) - 1
    else:
        for name, counted in constraint.entries:
            k = space.issue(name)
            named[k] = frozenset(space.issues[k].level(level) for level in counted)
        least, most = constraint.least, constraint.most
    left = sum(rank[k] > step for k in named)
    return _Watch(counted=named.get(issue, frozenset()), here=issue in named, left=left, least=least, most=most)


def _order(space: PackageSpace, groups: list[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the merging order: as given without interactions, else the best of the greedy ones."""
    n = len(space.issues)
    linked = sorted({k for group in groups for k in group})
    if not linked:
        return tuple(range(n))
    best: tuple[int, tuple[int, ...]] | None = None
    tries = max(1, min(24, _MOST_LOOKS // (len(groups) * len(linked) ** 2)))
    for first in linked[:tries]:
        candidate = _greedy(space.shape, groups, first)
        if best is None or candidate < best:
            best = candidate
    if best is not None and best[0] > _MOST_STATES:
        raise RefusedError(
            f"interactions tie {len(linked)} issues so densely that {best[0]:,} combinations stay open at once",
            remedy=f"at most {_MOST_STATES:,} are carried; drop some interactions, or bargain tied issues apart",
        )
    free = tuple(k for k in range(n) if k not in set(linked))
    return free + (best[1] if best else ())


def _greedy(shape: tuple[int, ...], groups: list[tuple[int, ...]], first: int) -> tuple[int, tuple[int, ...]]:
    """Return (most open combinations at any step, order) of the greedy order that starts at `first`."""
    left = sorted({k for group in groups for k in group})
    done: list[int] = []
    worst = 1
    while left:
        options = [first] if not done else left
        size, k = min((_open_size(shape, groups, {*done, option}), option) for option in options)
        worst = max(worst, size)
        done.append(k)
        left.remove(k)
    return worst, tuple(done)


def _open_size(shape: tuple[int, ...], groups: list[tuple[int, ...]], done: set[int]) -> int:
    """Return the number of combinations that stay open once these issues are merged."""
    still = {k for group in groups if not done.issuperset(group) for k in group}
    return prod(shape[k] for k in still & done)
