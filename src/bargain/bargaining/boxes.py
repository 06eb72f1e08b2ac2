"""What survives the whole stake space under rules that are not linear: certified branch and bound.

Room      bargaining, over polyhedra.
Method    the stake space is cut into cells, each inside a box of stakes. On a cell every gain has a lower
          and an upper bound; a package whose best cannot reach another's worst is out for the whole
          cell. A level is necessary if all packages left in all cells have it, never if none has.
          Exact witnesses, stakes at which the rule is solved exactly, show what is possible.
Sound     bounds are computed in floats and widened by far more than their rounding error, so what is
          called necessary or never is proved; what neither a proof nor a witness settles within the
          budget is called undecided.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from fractions import Fraction
from itertools import count, product
from math import lcm
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.bargaining.bounds import Bounds, nash_bounds
from bargain.bargaining.robust import LevelVerdict
from bargain.bargaining.witnesses import Selector, levels_at, nash_packages, witness_points
from bargain.errors import PackageError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bargain.bargaining.space import PackageSpace

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
    sampled : per issue and level, the share of witness points with the level in some solution: approximate
    """

    space: PackageSpace
    rule: str
    levels: tuple[LevelVerdict, ...]
    cells: int
    open_cells: int
    witnesses: int
    sampled: tuple[tuple[str, str, float], ...]

    def verdict(self, issue: str, level: str) -> str:
        """Return the verdict on one level."""
        for entry in self.levels:
            if (entry.issue, entry.level) == (issue, level):
                return entry.verdict
        raise PackageError(f"no level {level!r} of issue {issue!r}", remedy="name an issue and one of its levels")

    def __repr__(self) -> str:
        head = f"<{self.rule} over the stakes of {self.space.title!r}: {self.cells} cells, {self.open_cells} open>"
        return "\n".join([head, *(f"  {entry}" for entry in self.levels)])


@dataclass(slots=True, kw_only=True)
class _Survivors:
    """Which levels survive somewhere, and which are shared by all survivors everywhere."""

    some: _Array  # issues × levels
    every: _Array


def robust_levels(
    space: PackageSpace,
    stakes: Polyhedron,
    *,
    bounds: Bounds = nash_bounds,
    packages: Selector = nash_packages,
    budget: int = 1_000,
    witnesses: int = 24,
    seed: int = 0,
) -> Robustness:
    """Classify every level of every issue under a rule over a bounded stake space.

    Parameters
    ----------
    bounds, packages : functions
        The rule, twice: what it leaves standing on a box, and what it picks at given stakes. Pairs:
        `nash_bounds`, `nash_packages`; `kalai_smorodinsky_bounds`, `kalai_smorodinsky_packages`;
        `egalitarian_bounds`, `egalitarian_packages`; `frontier_bounds`, `frontier_packages`.
    budget : int
        Most cells.
    witnesses, seed : int
        How many points of the stake space are solved exactly, and the seed that mixes them.

    Raises
    ------
    PackageError
        If the stake space is empty or unbounded.
    RefusedError
        For more than 20,000 packages.

    Notes
    -----
    Cost per cell: packages × stakes for the bounds, one exact linear program for feasibility.
    """
    if space.size > _MOST_PACKAGES:
        raise RefusedError(
            f"bounds for {space.size:,} packages in every cell",
            remedy=f"at most {_MOST_PACKAGES:,} are bounded; take fewer issues, or the linear questions of `robust`",
        )
    points = witness_points(stakes, witnesses, seed)
    at_points = [levels_at(space, dict(point), packages) for point in points]
    table = _Table.of(space, stakes)
    survivors, cells, open_cells = _branch(table, stakes, bounds, budget)
    levels, shares = [], []
    for k, issue in enumerate(space.issues):
        for x, level in enumerate(issue.levels):
            inside = [n for n, (some, _) in enumerate(at_points) if x in some[k]]
            outside = [n for n, (some, every) in enumerate(at_points) if some[k] and every[k] != {x}]
            levels.append(
                LevelVerdict(
                    issue=issue.name,
                    level=level,
                    verdict=_word(survivors, k, x, possible=bool(inside), missing=bool(outside)),
                    witness_for=points[inside[0]] if inside else None,
                    witness_against=points[outside[0]] if outside else None,
                )
            )
            shares.append((issue.name, level, len(inside) / len(points)))
    return Robustness(
        space=space,
        rule=getattr(packages, "__name__", "rule").removesuffix("_packages").replace("_", " "),
        levels=tuple(levels),
        cells=cells,
        open_cells=open_cells,
        witnesses=len(points),
        sampled=tuple(shares),
    )


def _word(survivors: _Survivors, k: int, x: int, *, possible: bool, missing: bool) -> str:
    """Return the verdict that proofs and witnesses allow."""
    if not survivors.some[k, x]:
        return "never"
    if survivors.every[k, x]:
        return "necessarily"
    return "possibly" if possible and missing else "undecided"


@dataclass(frozen=True, kw_only=True, eq=False)
class _Table:
    """All allowed packages, their gains as affine forms in the stakes, in floats with exact zeros kept."""

    rows: _Array  # packages × issues
    forms: tuple[_Array, ...]  # per actor packages × (stakes + 1)
    limits: tuple[_Array, ...]  # per actor limits × (stakes + 1)
    names: tuple[str, ...]
    shape: tuple[int, ...]
    low: _Array
    high: _Array

    @staticmethod
    def of(space: PackageSpace, stakes: Polyhedron) -> _Table:
        names = stakes.variables
        column = {name: n for n, name in enumerate(names)}
        listed = [p for p in product(*map(range, space.shape)) if space.allowed(p)]
        values = [space.forms(p) for p in listed]
        known = [
            [v for v in (space.disagreement[i], space.outside[i]) if v is not None] for i in range(len(space.actors))
        ]
        common = _common([v for row in (*values, *known) for v in row])
        forms = [np.array([_floats(row[i], column, common) for row in values]) for i in range(len(known))]
        limits = [
            np.array([_floats(v, column, common) for v in row]).reshape(len(row), len(names) + 1) for row in known
        ]
        low, high = [], []
        for name in names:
            extent = stakes.extent(Affine.name(name))
            if extent.low.value is None or extent.high.value is None:
                raise PackageError(f"stake {name!r} is unbounded", remedy="add a row that bounds it")
            low.append(_below(extent.low.value))
            high.append(-_below(-extent.high.value))
        return _Table(
            rows=np.array(listed, dtype=np.int64).reshape(len(listed), len(space.shape)),
            forms=tuple(forms),
            limits=tuple(limits),
            names=names,
            shape=space.shape,
            low=np.array(low),
            high=np.array(high),
        )


def _below(value: Fraction) -> float:
    """Return a float not above a rational."""
    near = float(value)
    return near if Fraction(near) <= value else float(np.nextafter(near, -np.inf))


def _common(values: Iterable[Affine | Fraction]) -> int:
    """Return a factor that makes every coefficient a whole number that floats hold exactly.

    Raises
    ------
    RefusedError
        If there is none: differences of forms would then not be exact.
    """
    numbers = [c for v in values for c in ([v] if isinstance(v, Fraction) else [v.constant, *dict(v.terms).values()])]
    common = lcm(*(c.denominator for c in numbers))
    if max((abs(c) * common for c in numbers), default=0) >= 2**52:
        raise RefusedError("payoffs with coefficients of more than 52 bits", remedy="round the coefficients")
    return common


def _floats(value: Affine | Fraction, column: Mapping[str, int], common: int) -> _Array:
    """Return the coefficients and the constant of a form, times a common factor: whole numbers."""
    out: _Array = np.zeros(len(column) + 1)
    form = Affine.number(value) if isinstance(value, Fraction) else value
    for name, c in form.terms:
        if name not in column:
            raise PackageError(f"stake {name!r} is not in the stake space", remedy="add it, or give it a value")
        out[column[name]] = float(c * common)
    out[-1] = float(form.constant * common)
    return out


def _branch(table: _Table, stakes: Polyhedron, bounds: Bounds, budget: int) -> tuple[_Survivors, int, int]:
    """Cut the stake space until every cell is settled or the budget ends; largest cells first."""
    wide = max(table.shape)
    out = _Survivors(
        some=np.zeros((len(table.shape), wide), dtype=bool), every=np.ones((len(table.shape), wide), dtype=bool)
    )
    ticket = count()
    queue: list[tuple[float, int, _Array, _Array, _Array]] = []
    heapq.heappush(queue, (0.0, next(ticket), table.low, table.high, np.arange(len(table.rows))))
    cells = open_cells = 0
    while queue:
        _, _, low, high, alive = heapq.heappop(queue)
        cells += 1
        if not _meets(stakes, table.names, low, high, table.low, table.high):
            continue
        left = alive[bounds([f[alive] for f in table.forms], list(table.limits), low, high)]
        some, every = _levels(table, left)
        settled = bool(np.all(~some | every)) or not len(left)
        narrow = not len(low) or float((high - low).max()) < _NARROWEST
        if settled or narrow or cells + len(queue) >= budget:
            open_cells += not settled
            out.some |= some
            if len(left):
                out.every &= every
            continue
        axis = _axis(table, left, low, high)
        middle = (low[axis] + high[axis]) / 2
        upper, lower = low.copy(), high.copy()
        upper[axis], lower[axis] = middle, middle
        size = -float(high[axis] - low[axis])
        heapq.heappush(queue, (size, next(ticket), low, lower, left))
        heapq.heappush(queue, (size, next(ticket), upper, high, left))
    return out, cells, open_cells


def _levels(table: _Table, left: _Array) -> tuple[_Array, _Array]:
    """Return which levels occur among the packages left, and which are shared by all of them."""
    wide = max(table.shape)
    some: _Array = np.zeros((len(table.shape), wide), dtype=bool)
    for k in range(len(table.shape)):
        some[k, np.unique(table.rows[left, k])] = True
    every = some & (some.sum(axis=1, keepdims=True) == 1)
    return some, every


def _axis(table: _Table, left: _Array, low: _Array, high: _Array) -> int:
    """Return the stake whose interval moves the gains of the packages left apart the most."""
    spread = np.zeros(len(table.names))
    for forms in table.forms:
        part = forms[left, :-1]
        spread = np.maximum(spread, part.max(axis=0) - part.min(axis=0))
    return int(np.argmax(spread * (high - low) + 1e-300 * (high - low)))


def _meets(stakes: Polyhedron, names: tuple[str, ...], low: _Array, high: _Array, low0: _Array, high0: _Array) -> bool:
    """Tell exactly whether the cell holds any stakes."""
    rows = []
    for n, name in enumerate(names):
        if low[n] > low0[n]:
            rows.append(
                Row(f"cell {name} low", Condition(Affine.name(name) - Fraction(float(low[n])), Relation.AT_LEAST))
            )
        if high[n] < high0[n]:
            rows.append(
                Row(f"cell {name} high", Condition(Fraction(float(high[n])) - Affine.name(name), Relation.AT_LEAST))
            )
    return not rows or isinstance(stakes.with_rows(*rows).feasibility(), Feasible)
