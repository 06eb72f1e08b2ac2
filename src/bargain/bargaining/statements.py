"""What holds for every package on the frontier: settled issues, levels that never occur, "only if".

Room      bargaining.
Method    all packages of the frontier are the paths of the merge; one sweep along live paths tells which
          pairs of levels occur together. Every statement is about all packages, not about one per vector.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.bargaining.frontier import Frontier
    from bargain.bargaining.parts import Issue
    from bargain.bargaining.space import PackageSpace

__all__ = ["Implication", "Pattern", "holds", "pattern"]

_Array = NDArray[Any]
_MOST_CELLS = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Implication:
    """On the frontier: whenever `issue` is above (or at most) `level`, `other` is at least (or at most) `bound`."""

    issue: str
    level: str
    above: bool
    other: str
    bound: str
    at_least: bool
    words: str

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pattern:
    """What the frontier packages have in common.

    Attributes
    ----------
    occurring : per issue the levels that occur
    settled : issues with one level on the whole frontier
    never : (issue, level) pairs that do not occur
    implications : the strongest ones, one per step of the bound; those that settle nothing are left out
    """

    frontier: Frontier
    occurring: tuple[tuple[str, tuple[str, ...]], ...]
    settled: tuple[tuple[str, str], ...]
    never: tuple[tuple[str, str], ...]
    implications: tuple[Implication, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All statements in words."""
        always: dict[str, list[str]] = {}
        for name, level in self.settled:
            always.setdefault(level, []).append(name)
        out = [f"on the frontier {_and(names)} always {level}" for level, names in always.items()]
        done = {name for name, _ in self.settled}
        out += [f"on the frontier {name} is never {level}" for name, level in self.never if name not in done]
        return (*out, *(i.words for i in self.implications))

    def __repr__(self) -> str:
        count = f"{len(self.words)} statement{'' if len(self.words) == 1 else 's'}"
        lines = [f"<pattern of the frontier of {self.frontier.space.title!r}: {count}>"]
        return "\n".join([*lines, *(f"  {w}" for w in self.words[:12]), *(["  …"] if len(self.words) > 12 else [])])


def pattern(front: Frontier) -> Pattern:
    """Find what all packages on a frontier have in common.

    Returns
    -------
    Pattern
        Empty statements for an empty frontier. Costs one sweep along the merge and issues² × levels².

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace, frontier
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}})
    >>> pattern(frontier(space))
    <pattern of the frontier of 'Swap': 1 statement>
      on the frontier, where gas is no, port is yes
    """
    space = front.space
    together = _together(front)
    occur = [[x for x in range(size) if together[k, x, k, x]] for k, size in enumerate(space.shape)]
    names = [issue.name for issue in space.issues]
    levels = [issue.levels for issue in space.issues]
    implications = []
    for k in range(len(names)):
        for j in range(len(names)):
            if j != k and len(occur[k]) > 1 and len(occur[j]) > 1:
                implications += _pair(space, together, occur, k, j)
    return Pattern(
        frontier=front,
        occurring=tuple((names[k], tuple(levels[k][x] for x in xs)) for k, xs in enumerate(occur)),
        settled=tuple((names[k], levels[k][xs[0]]) for k, xs in enumerate(occur) if len(xs) == 1),
        never=tuple(
            (names[k], levels[k][x]) for k, xs in enumerate(occur) for x in range(space.shape[k]) if xs and x not in xs
        ),
        implications=tuple(implications),
    )


def holds(front: Frontier, issue: str, above: str, other: str, at_least: str) -> bool:
    """Tell whether no frontier package has `issue` above one level and `other` below another.

    Read: "on the frontier the grantor never gives more than `above` on `issue` unless `other` is at
    least `at_least`".
    """
    space = front.space
    k, j = space.issue(issue), space.issue(other)
    x, y = space.issues[k].level(above), space.issues[j].level(at_least)
    together = _together(front)
    return not together[k, x + 1 :, j, :y].any()


def _together(front: Frontier) -> _Array:
    """Return together[k, x, j, y]: whether some frontier package has x on issue k and y on issue j."""
    shape = front.space.shape
    wide = max(shape)
    if (len(shape) * wide) ** 2 > _MOST_CELLS:
        raise RefusedError(
            f"pairs of levels over {len(shape)} issues of up to {wide} levels",
            remedy=f"at most {_MOST_CELLS:,} pairs are compared; coarsen the levels",
        )
    out: _Array = np.zeros((len(shape), wide, len(shape), wide), dtype=bool)
    stages, order = front.chain.stages, front.chain.plan.order
    if not len(front):
        return out
    alive = _alive(front)
    seen: _Array = np.zeros((1, len(shape) * wide), dtype=bool)
    for step, stage in enumerate(stages):
        k = order[step]
        live = np.flatnonzero(np.repeat(alive[step], np.diff(stage.starts)))
        rows = seen[stage.parents[live]]
        levels = stage.levels[live]
        for x in np.unique(levels):
            mates = rows[levels == x].any(axis=0).reshape(len(shape), wide)
            out[k, x] |= mates
            out[:, :, k, x] |= mates
            out[k, x, k, x] = True
        rows[np.arange(len(live)), k * wide + levels] = True
        children = np.repeat(np.arange(len(stage.counts)), np.diff(stage.starts))[live]
        seen = np.zeros((len(stage.counts), len(shape) * wide), dtype=bool)
        if len(live):
            first = np.flatnonzero(np.concatenate(([True], children[1:] != children[:-1])))
            seen[children[first]] = np.logical_or.reduceat(rows, first, axis=0)
    return out


def _alive(front: Frontier) -> list[_Array]:
    """Return per step the rows from which some frontier vector is reached."""
    stages = front.chain.stages
    out: list[_Array] = [np.ones(len(front), dtype=bool)]
    for step in range(len(stages) - 1, 0, -1):
        marks = np.zeros(len(stages[step - 1].counts), dtype=bool)
        marks[stages[step].parents[np.repeat(out[-1], np.diff(stages[step].starts))]] = True
        out.append(marks)
    return out[::-1]


def _pair(space: PackageSpace, together: _Array, occur: list[list[int]], k: int, j: int) -> list[Implication]:
    """Return the implications from issue k to issue j that say more than the weaker ones before them.

    A statement and its contraposition are one: those with `at most` on both sides, or `above` with
    `at most`, are listed for k < j only.
    """
    first, last = occur[j][0], occur[j][-1]
    low, high, out = first, last, []
    for x in occur[k][:-1]:
        mates = np.flatnonzero(together[k, x + 1 :, j, :].any(axis=0))
        if mates[0] > low:
            low = int(mates[0])
            out.append(_implication(space.issues[k], x, space.issues[j], low, above=True, at_least=True))
        if mates[-1] < high and k < j:
            high = int(mates[-1])
            out.append(_implication(space.issues[k], x, space.issues[j], high, above=True, at_least=False))
    low = first
    for x in reversed(occur[k][:-1]):
        mates = np.flatnonzero(together[k, : x + 1, j, :].any(axis=0))
        if mates[0] > low and k < j:
            low = int(mates[0])
            out.append(_implication(space.issues[k], x, space.issues[j], low, above=False, at_least=True))
    return out


def _and(names: Sequence[str]) -> str:
    """Return names as the subject of a sentence, with its verb.

    >>> _and(["gas"]), _and(["gas", "port", "fish"])
    ('gas is', 'gas, port and fish are')
    """
    return f"{names[0]} is" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} are"


def _reach(issue: Issue, level: int, *, above: bool) -> str:
    """Say above which level an issue is, or at most at which; by its name where only one level is left."""
    if above:
        return issue.levels[-1] if level + 2 == len(issue.levels) else f"at least {issue.levels[level + 1]}"
    if level == 0:
        return "not granted" if issue.grantor else issue.levels[0]
    return f"at most {issue.levels[level]}"


def _implication(issue: Issue, level: int, other: Issue, bound: int, *, above: bool, at_least: bool) -> Implication:
    """Put one implication into words; grants are spoken of as such."""
    a, b = issue.levels[level], other.levels[bound]
    if issue.grantor and other.grantor and above and at_least:
        whole = b if bound == len(other.levels) - 1 else f"at least {b}"
        most = "grants nothing" if level == 0 else f"never grants more than {a}"
        words = (
            f"on the frontier {issue.grantor} {most} on {issue.name} "
            f"unless {other.grantor} grants {whole} on {other.name}"
        )
    else:
        words = (
            f"on the frontier, where {issue.name} is {_reach(issue, level, above=above)}, "
            f"{other.name} is {_reach(other, bound - 1 if at_least else bound, above=at_least)}"
        )
    return Implication(
        issue=issue.name, level=a, above=above, other=other.name, bound=b, at_least=at_least, words=words
    )
