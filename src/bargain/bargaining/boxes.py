"""What survives the whole stake space under rules that are not linear: certified branch and bound.

Room      bargaining, over polyhedra.
Method    first exact witnesses: stakes at which the rule is solved exactly and a level is in a solution, or
          missing from one. What they leave open is to be proved: the stake space is cut into cells, each
          inside a box of stakes; on a cell every gain has a lower and an upper bound, and a package whose
          best cannot reach another's worst is out for the whole cell. A level is necessary if all
          packages left in all cells have it, never if none has. A cell that settles nothing yet is a new
          witness before it is cut.
Sound     bounds are computed in floats and widened by far more than their rounding error, so what is
          called necessary or never is proved; what neither a proof nor a witness settles within the
          budget is called undecided.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.bargaining.bounds import Bounds, nash_bounds
from bargain.bargaining.boxtable import BoxTable, live_levels
from bargain.bargaining.robust import LevelVerdict
from bargain.bargaining.witnesses import Seen, Selector, levels_at, nash_packages, seek
from bargain.errors import PackageError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.bargaining.boxtable import Live
    from bargain.bargaining.space import PackageSpace
    from bargain.bargaining.witnesses import Goal, Point

__all__ = ["Robustness", "robust_levels"]

_MOST_PACKAGES = 20_000
_NARROWEST = 1e-9
_Array = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Robustness:
    """How every level of every issue fares under one rule over a stake space.

    Attributes
    ----------
    levels : one verdict per issue and level: "necessarily" (in every solution, at all stakes), "possibly"
        (in some solution at some stakes, and missing from some), "never", "undecided"
    cells : cells looked at; `open_cells` of them were not settled when the budget ended
    witnesses : points at which the rule was solved exactly
    sampled : per issue and level, the share of sampled points with the level in some solution: approximate;
        empty unless a sample was asked for
    notes : what was not tried, and what the sample is
    """

    space: PackageSpace
    rule: str
    levels: tuple[LevelVerdict, ...]
    cells: int
    open_cells: int
    witnesses: int
    sampled: tuple[tuple[str, str, float], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def undecided(self) -> tuple[tuple[str, str], ...]:
        """The issues and levels that the budget left open."""
        return tuple((e.issue, e.level) for e in self.levels if e.verdict == "undecided")

    def verdict(self, issue: str, level: str) -> str:
        """Return the verdict on one level."""
        for entry in self.levels:
            if (entry.issue, entry.level) == (issue, level):
                return entry.verdict
        raise PackageError(f"no level {level!r} of issue {issue!r}", remedy="name an issue and one of its levels")

    def __repr__(self) -> str:
        left = f"{len(self.undecided)} of {len(self.levels)} levels undecided"
        spent = f"{self.witnesses} points, {self.cells} cells, {self.open_cells} open"
        head = f"<{self.rule} over the stakes of {self.space.title!r}: {left}; {spent}>"
        return "\n".join([head, *(f"  {entry}" for entry in self.levels), *(f"  {note}" for note in self.notes)])


@dataclass(slots=True, kw_only=True)
class _Claims:
    """What is still to be proved, per issue and level, and whether it stands so far."""

    never: _Array  # in no solution
    always: _Array  # in every solution

    def broken_by(self, some: _Array, every: _Array) -> tuple[_Array, _Array]:
        """Return the claims that the packages left in a cell do not bear out."""
        return self.never & some, self.always & ~every if some.any() else self.always & False


def robust_levels(
    space: PackageSpace,
    stakes: Polyhedron,
    *,
    bounds: Bounds = nash_bounds,
    packages: Selector = nash_packages,
    budget: int = 200,
    witnesses: int = 200,
    sample: int = 0,
    seed: int = 0,
) -> Robustness:
    """Classify every level of every issue under a rule over a bounded stake space.

    Parameters
    ----------
    bounds, packages : functions
        The rule, twice: what it leaves standing on a box, and what it picks at given stakes. Pairs:
        `nash_bounds`, `nash_packages`; `kalai_smorodinsky_bounds`, `kalai_smorodinsky_packages`;
        `egalitarian_bounds`, `egalitarian_packages`; `frontier_bounds`, `frontier_packages`.
        The rule has to pick from the frontier.
    budget : int
        Most cells.
    witnesses, seed : int
        Most points of the stake space that are solved exactly before any cell is cut, and the seed that
        steers their search. It ends as soon as every level is seen in a solution and missing from one.
    sample : int
        Points drawn by hit-and-run for `sampled`.

    Raises
    ------
    PackageError
        If the stake space is empty or unbounded.
    RefusedError
        If payoffs have coefficients that floats do not hold.

    Notes
    -----
    Cost per point: one exact linear program and one solution. Per cell: packages × stakes for the bounds,
    one exact linear program for feasibility. Beyond 20,000 packages no cells are cut, and the result says so.
    """
    live = live_levels(space, stakes)
    proved = frozenset(_proved(space, live))
    seen = seek(space, stakes, packages, tries=witnesses, seed=seed, proved=proved)
    claims = _Claims(never=_mask(space, seen.inside), always=_mask(space, seen.outside))
    cells = open_cells = 0
    notes: tuple[str, ...] = ()
    if seen.open():
        cells, open_cells, notes = _prove(space, stakes, live, (bounds, seen, claims), budget)
    levels = tuple(
        LevelVerdict(
            issue=issue.name,
            level=level,
            verdict=_word(seen, claims, (k, x)),
            witness_for=seen.inside.get((k, x)),
            witness_against=seen.outside.get((k, x)),
        )
        for k, issue in enumerate(space.issues)
        for x, level in enumerate(issue.levels)
    )
    sampled, more = _sampled(space, stakes, packages, sample, seed) if sample else ((), ())
    return Robustness(
        space=space,
        rule=getattr(packages, "__name__", "rule").removesuffix("_packages").replace("_", " "),
        levels=levels,
        cells=cells,
        open_cells=open_cells,
        witnesses=seen.points,
        sampled=sampled,
        notes=(*notes, *more),
    )


def _mask(space: PackageSpace, shown: dict[tuple[int, int], Point]) -> _Array:
    """Return the levels for which nothing was shown."""
    out: _Array = np.zeros((len(space.shape), max(space.shape)), dtype=bool)
    for k, size in enumerate(space.shape):
        out[k, :size] = [(k, x) not in shown for x in range(size)]
    return out


def _word(seen: Seen, claims: _Claims, entry: tuple[int, int]) -> str:
    """Return the verdict that proofs and witnesses allow; claims that fell are no longer marked."""
    if claims.never[entry]:
        return "never"
    if claims.always[entry]:
        return "necessarily"
    return "possibly" if entry in seen.inside and entry in seen.outside else "undecided"


_Work = tuple[Bounds, Seen, _Claims]


def _prove(
    space: PackageSpace, stakes: Polyhedron, live: Live, work: _Work, budget: int
) -> tuple[int, int, tuple[str, ...]]:
    """Drop the claims that cannot be proved; return cells, open cells and what was not tried."""
    bounds, seen, claims = work
    try:
        table = BoxTable.of(space, stakes, live, _MOST_PACKAGES)
    except RefusedError as error:
        for k, x, inside in seen.open():
            (claims.never if inside else claims.always)[k, x] = False
        return 0, 0, (f"no cells were cut: {error}",)
    return (*_branch(table, stakes, (bounds, seen, claims), budget), ())


def _proved(space: PackageSpace, live: Live) -> Iterator[Goal]:
    """Yield what levels that are dominated at all stakes make impossible."""
    for k, size in enumerate(space.shape):
        for x in range(size):
            if x not in live[k]:
                yield k, x, True
            elif len(live[k]) == 1:
                yield k, x, False


def _branch(table: BoxTable, stakes: Polyhedron, work: _Work, budget: int) -> tuple[int, int]:
    """Cut the stake space until every claim is settled or the budget ends; largest cells first."""
    bounds, seen, claims = work
    ticket = count()
    queue: list[tuple[float, int, _Array, _Array, _Array]] = []
    heapq.heappush(queue, (0.0, next(ticket), table.low, table.high, np.arange(len(table.rows))))
    cells = open_cells = 0
    while queue and (claims.never.any() or claims.always.any()):
        _, _, low, high, alive = heapq.heappop(queue)
        cells += 1
        point = _point(stakes, table, low, high)
        if point is None:
            continue
        left = alive[bounds([f[alive] for f in table.forms], list(table.limits), low, high)]
        some, every = _levels(table, left)
        fallen = claims.broken_by(some, every)
        if not (fallen[0].any() or fallen[1].any()):
            continue
        _show(seen, claims, point)
        fallen = claims.broken_by(some, every)
        narrow = not len(low) or float((high - low).max()) < _NARROWEST
        if narrow or cells + len(queue) >= budget:
            open_cells += bool(fallen[0].any() or fallen[1].any())
            claims.never &= ~fallen[0]
            claims.always &= ~fallen[1]
            continue
        axis = _axis(table, left, low, high)
        middle = (low[axis] + high[axis]) / 2
        upper, lower = low.copy(), high.copy()
        upper[axis], lower[axis] = middle, middle
        size = -float(high[axis] - low[axis])
        heapq.heappush(queue, (size, next(ticket), low, lower, left))
        heapq.heappush(queue, (size, next(ticket), upper, high, left))
    return cells, open_cells


def _show(seen: Seen, claims: _Claims, point: Point) -> None:
    """Solve the rule at a point of a cell, and drop the claims that it refutes."""
    seen.look(point)
    claims.never &= _mask(seen.space, seen.inside)
    claims.always &= _mask(seen.space, seen.outside)


def _levels(table: BoxTable, left: _Array) -> tuple[_Array, _Array]:
    """Return which levels occur among the packages left, and which are shared by all of them."""
    wide = max(table.shape)
    some: _Array = np.zeros((len(table.shape), wide), dtype=bool)
    for k in range(len(table.shape)):
        some[k, np.unique(table.rows[left, k])] = True
    every = some & (some.sum(axis=1, keepdims=True) == 1)
    return some, every


def _axis(table: BoxTable, left: _Array, low: _Array, high: _Array) -> int:
    """Return the stake whose interval moves the gains of the packages left apart the most."""
    spread = np.zeros(len(table.names))
    for forms in table.forms:
        part = forms[left, :-1]
        spread = np.maximum(spread, part.max(axis=0) - part.min(axis=0))
    return int(np.argmax(spread * (high - low) + 1e-300 * (high - low)))


def _point(stakes: Polyhedron, table: BoxTable, low: _Array, high: _Array) -> Point | None:
    """Return exact stakes inside a cell, or None where it holds none."""
    rows = []
    for n, name in enumerate(table.names):
        if low[n] > table.low[n]:
            rows.append(
                Row(f"cell {name} low", Condition(Affine.name(name) - Fraction(float(low[n])), Relation.AT_LEAST))
            )
        if high[n] < table.high[n]:
            rows.append(
                Row(f"cell {name} high", Condition(Fraction(float(high[n])) - Affine.name(name), Relation.AT_LEAST))
            )
    found = stakes.with_rows(*rows).feasibility()
    return found.witness if isinstance(found, Feasible) else None


def _sampled(
    space: PackageSpace, stakes: Polyhedron, packages: Selector, size: int, seed: int
) -> tuple[tuple[tuple[str, str, float], ...], tuple[str, ...]]:
    """Return per level the share of drawn points with it in some solution, and what was drawn."""
    drawn = stakes.sample(size, seed)
    counts = np.zeros((len(space.shape), max(space.shape)))
    for row in drawn.points:
        point = {name: Fraction(float(value)) for name, value in zip(drawn.variables, row, strict=True)}
        for k, found in enumerate(levels_at(space, point, packages)[0]):
            counts[k, sorted(found)] += 1
    shares = tuple(
        (issue.name, level, float(counts[k, x]) / size)
        for k, issue in enumerate(space.issues)
        for x, level in enumerate(issue.levels)
    )
    mixed = "mixed" if drawn.mixed else "not mixed: its shares are no estimate"
    return shares, (f"shares are approximate: {size} points, {drawn.prior}; {mixed}",)
