"""The exact Pareto frontier of a package space, with a package, a count and all packages per vector.

Room      bargaining.
Meaning   strong frontier: utility vectors that no package improves for somebody without hurting another.
          Weak frontier: vectors that no package improves for everybody; it contains the strong one.
Order     by the first actor's utility descending, then the second's, and so on.
Source    dynamic programming over issues is folklore; supported and unsupported as in [ehrgott2005]_.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from bargain.bargaining.merge import LIMIT, Chain, merge
from bargain.bargaining.plan import plan
from bargain.bargaining.scale import Scaled, scale
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from numpy.typing import NDArray

    from bargain.bargaining.space import Package, PackageSpace

__all__ = ["Frontier", "Point", "frontier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One utility vector: what each actor gets, how many packages give exactly that, and one of them."""

    utilities: tuple[Fraction, ...]
    multiplicity: int
    package: Package


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Frontier:
    """Undominated utility vectors, sorted; `points[n]` is computed from whole numbers on first use.

    Attributes
    ----------
    space : PackageSpace
    weakly : bool
        Whether vectors are kept that only weak dominance excludes.
    numbers : str
        Arithmetic of the merge: "int64", "float64, certified" or "Python integers"; all exact.
    """

    space: PackageSpace
    weakly: bool
    numbers: str
    limit: int
    scaled: Scaled = field(repr=False)
    chain: Chain = field(repr=False)

    def __len__(self) -> int:
        return len(self.chain)

    def __iter__(self) -> Iterator[Point]:
        return iter(self.points)

    @cached_property
    def whole(self) -> tuple[tuple[int, ...], ...]:
        """Per actor the whole-number payoffs of the vectors, exact; see `Scaled.utility`."""
        if self.numbers != "float64, certified":
            return tuple(tuple(column.tolist()) for column in self.chain.stages[-1].values)
        rows = self._representatives
        return tuple(
            tuple(self._exact_column(i, rows).tolist()) if len(rows) else () for i in range(len(self.space.actors))
        )

    def _exact_column(self, actor: int, rows: NDArray[np.int32]) -> NDArray[Any]:
        """Sum one actor's whole-number payoffs over given packages in Python integers."""
        total: NDArray[Any] = np.zeros(len(rows), dtype=object)
        for k, row in enumerate(self.scaled.issues[actor]):
            total = total + np.array(row, dtype=object)[rows[:, k]]
        for part, table in zip(self.space.interactions, self.scaled.joints[actor], strict=True):
            cell: NDArray[Any] = np.zeros(len(rows), dtype=np.int64)
            for name in part.issues:
                k = self.space.issue(name)
                cell = cell * self.space.shape[k] + rows[:, k]
            total = total + np.array(table, dtype=object)[cell]
        return total

    @cached_property
    def _representatives(self) -> NDArray[np.int32]:
        return self.chain.representatives()

    @cached_property
    def vectors(self) -> tuple[tuple[Fraction, ...], ...]:
        """The utility vectors."""
        columns = [[self.scaled.utility(i, w) for w in column] for i, column in enumerate(self.whole)]
        return tuple(zip(*columns, strict=True))

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The vectors with their multiplicity and one package each."""
        rows = self._representatives.tolist()
        counts = self.chain.stages[-1].counts.tolist()
        return tuple(
            Point(utilities=u, multiplicity=int(n), package=tuple(row))
            for u, n, row in zip(self.vectors, counts, rows, strict=True)
        )

    def package(self, index: int) -> Package:
        """Return one package of a vector."""
        return tuple(self._representatives[index].tolist())

    def multiplicity(self, index: int) -> int:
        """Return how many packages give exactly this vector."""
        return int(self.chain.stages[-1].counts[index])

    def packages(self, index: int) -> Iterator[Package]:
        """Yield every package of a vector, one at a time; memory does not grow with their number."""
        stages, order = self.chain.stages, self.chain.plan.order
        last = len(stages) - 1
        levels, row, edge = ([0] * len(stages) for _ in range(3))
        row[last], edge[last] = index, int(stages[last].starts[index])
        step = last
        while step <= last:  # walk back along edges; a step without edges left returns to the step after it
            stage, here = stages[step], edge[step]
            if here == int(stage.starts[row[step] + 1]):
                step += 1
                continue
            edge[step] += 1
            levels[order[step]] = int(stage.levels[here])
            if step == 0:
                yield tuple(levels)
                continue
            step -= 1
            row[step] = int(stage.parents[here])
            edge[step] = int(stages[step].starts[row[step]])

    @property
    def total(self) -> int:
        """How many packages lie on the frontier."""
        return sum(int(n) for n in self.chain.stages[-1].counts.tolist())

    def acceptable(self) -> tuple[int, ...]:
        """Return the indexes of the vectors that give every actor at least its limit."""
        limits = self.space.limits()
        return tuple(
            n
            for n, vector in enumerate(self.vectors)
            if all(low is None or u >= low for u, low in zip(vector, limits, strict=True))
        )

    def to_table(self) -> Table:
        """Return one row per vector: utilities, multiplicity, one package."""
        space = self.space
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (*p.utilities, p.multiplicity, *space.describe(p.package).values()) for p in self.points
        )
        kind = "Weakly undominated" if self.weakly else "Undominated"
        return Table(
            title=f"{kind} packages of {space.title}",
            columns=(*space.actors, "packages", *(issue.name for issue in space.issues)),
            rows=rows,
        )

    def __repr__(self) -> str:
        kind = "weakly undominated" if self.weakly else "undominated"
        lines = [f"<frontier of {self.space.title!r}: {len(self):,} {kind} vectors, {self.total:,} packages, exact>"]
        for n in range(min(len(self), 5)):
            gets = ", ".join(f"{a} {u}" for a, u in zip(self.space.actors, self.vectors[n], strict=True))
            lines.append(f"  {n + 1}. {gets}")
        if len(self) > 5:
            lines.append("  …")
        return "\n".join(lines)


def frontier(
    space: PackageSpace,
    *,
    weakly: bool = False,
    only: dict[str, tuple[str, ...]] | None = None,
    limit: int = LIMIT,
    numbers: str | None = None,
) -> Frontier:
    """Find every undominated utility vector of a package space, exactly.

    Parameters
    ----------
    space : PackageSpace
        With numbers for all stakes.
    weakly : bool
        Keep what no package improves for everybody, instead of what no package improves for somebody.
    only : dict, optional
        Issue name → level names that are allowed; all where left out.
    limit : int
        Most candidates held at any step (about 60 bytes each for two actors).
    numbers : str, optional
        Force an arithmetic; by default the fastest that is exact for these payoffs.

    Returns
    -------
    Frontier
        Empty only if the constraints exclude every package.

    Raises
    ------
    PackageError
        For open stakes or unknown names.
    RefusedError
        Beyond `limit`, with an estimate.

    Notes
    -----
    Cost: issues × levels × frontier size × log, per state of the elimination. Two actors, 40 issues of
    5 levels: milliseconds. Three actors and more: the frontier itself grows fast, and is refused then.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}})
    >>> frontier(space)
    <frontier of 'Swap': 3 undominated vectors, 3 packages, exact>
      1. R 3, T -1
      2. R 2, T 1
      3. R -1, T 2
    """
    chosen = None
    if only is not None:
        chosen = {}
        for name, levels in only.items():
            k = space.issue(name)
            chosen[k] = tuple(sorted({space.issues[k].level(level) for level in levels}))
    scaled = scale(space)
    chain = merge(plan(space, scaled, only=chosen), scaled, weakly=weakly, limit=limit, numbers=numbers)
    return Frontier(space=space, weakly=weakly, numbers=chain.numbers, limit=limit, scaled=scaled, chain=chain)
