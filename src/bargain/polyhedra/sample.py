"""Uniform points of a bounded polyhedron by hit-and-run: approximate, with a mixing check.

Room      polyhedra. The one file here that works in floats; NumPy is imported on use.
Hull      the affine hull is found exactly (equalities and rows that can have no slack), and the walk runs in
          coordinates on it, so equalities hold up to rounding and no volume is wasted.
Walk      [smith1984]_: a random line through the point, a uniform point of the line's piece inside. Blocks
          that share no variable are walked apart. Chains start spread out; the warm-up rounds learn
          the covariance by which directions are then drawn, which keeps the target uniform.
Check     split R-hat and effective sample size per variable, [vehtari2021]_ (without rank normalisation).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import NotConvergedError, PolyhedronError
from bargain.exact import Relation
from bargain.polyhedra.centre import interior_point
from bargain.polyhedra.chart import EQUAL, Chart, Clash, Rows, chart
from bargain.polyhedra.mixing import effective_size, split_r_hat
from bargain.polyhedra.programs import supremum
from bargain.polyhedra.vertices import bounded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from bargain.exact import Condition
    from bargain.polyhedra.system import Block, System

    Floats = NDArray[np.float64]

__all__ = ["Sample", "sample"]

_R_HAT = 1.05  # largest split R-hat that counts as mixed
_ENOUGH = 100  # least effective sample size that counts as mixed
_SHORTEST = 50  # points per chain that the check needs
_BATCH = 64  # steps between exact recomputations of the slacks
_TINY = 1e-290  # a slack that rounding brought to zero
_LONGEST = 50_000_000  # coordinates kept in memory
PRIOR = "uniform over the polyhedron, each variable in its own unit"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Sample:
    """Approximately uniform points of a polyhedron; floats, not to be cited as exact.

    Attributes
    ----------
    variables : tuple of str
    points : array of shape (n, variables)
        Read-only; rows hold up to rounding.
    seed, steps, warmup, chains : int
        Hit-and-run steps between kept points of a chain and before the first (those of the largest block;
        smaller blocks take fewer unless `steps` was given), number of chains.
    dimension : int
        Of the affine hull.
    r_hat, effective : tuple of float
        Per variable: split R-hat (1 when mixed) and effective sample size of all points walked.
    prior : str
        What the shares of points estimate: volume under this prior, and no other.
    """

    variables: tuple[str, ...]
    points: Floats
    seed: int
    steps: int
    warmup: int
    chains: int
    dimension: int
    r_hat: tuple[float, ...]
    effective: tuple[float, ...]
    prior: str = PRIOR

    @property
    def mixed(self) -> bool:
        """Whether every variable passes: split R-hat at most 1.05 and effective size at least 100."""
        return max(self.r_hat, default=1.0) <= _R_HAT and min(self.effective, default=float(_ENOUGH)) >= _ENOUGH

    def __len__(self) -> int:
        return len(self.points)

    def __repr__(self) -> str:
        worst, least = max(self.r_hat, default=1.0), min(self.effective, default=float(len(self)))
        return (
            f"<Sample: {len(self):,} points of {len(self.variables)} variables, approximate\n"
            f"  prior: {self.prior} (dimension {self.dimension})\n"
            f"  hit-and-run, seed {self.seed}, {self.chains} chains, {self.warmup:,} steps of warm-up, "
            f"{self.steps:,} steps between points\n"
            f"  {'mixed' if self.mixed else 'NOT MIXED'}: split R-hat at most {worst:.3f}, "
            f"effective size at least {least:,.0f}>"
        )

    def require(self) -> Sample:
        """Return the sample if it is mixed.

        Raises
        ------
        NotConvergedError
            Naming the worst variable.
        """
        if self.mixed:
            return self
        at = max(range(len(self.variables)), key=lambda j: (self.r_hat[j], -self.effective[j]))
        raise NotConvergedError(
            f"hit-and-run has not mixed: {self.variables[at]!r} has split R-hat {self.r_hat[at]:.3f}, "
            f"least effective size {min(self.effective):.0f}",
            remedy=f"raise n, or steps above {self.steps}",
        )

    def share(self, condition: Condition) -> tuple[float, float]:
        """Return the share of points where a condition holds, and its standard error.

        The error counts the points as if they were as many as the least effective size. An
        equality has share 0 unless it holds on the whole affine hull; decide that with `Polyhedron.decide`.

        Raises
        ------
        PolyhedronError
            If the condition is an equality or names an unknown variable.
        """
        if condition.relation is Relation.EQUAL:
            raise PolyhedronError(f"the share of {condition} is not a matter of sampling", remedy="use decide()")
        value = 0 * self.points.sum(axis=1) + float(condition.form.constant)
        for name, c in condition.form.terms:
            if name not in self.variables:
                raise PolyhedronError(f"unknown variable {name!r}", remedy=f"known: {', '.join(self.variables)}")
            value = value + float(c) * self.points[:, self.variables.index(name)]
        share = float((value > 0).mean() if condition.relation.strict else (value >= 0).mean())
        size = max(1.0, min(*self.effective, float(len(self))) if self.effective else float(len(self)))
        return share, float((max(share * (1 - share), 0.25 / size) / size) ** 0.5)


def sample(over: System, n: int, seed: int, steps: int | None, chains: int) -> Sample:
    """Return n points, walked block by block."""
    import numpy as np

    if n < 1 or (steps is not None and steps < 1) or chains < 2 or seed < 0:
        raise PolyhedronError(
            f"a sample of {n} points with {steps or 'default'} steps, {chains} chains and seed {seed}",
            remedy="give n >= 1, steps >= 1, chains >= 2 and seed >= 0",
        )
    length = max(-(-n // chains), _SHORTEST)
    if length * chains * max(len(over.variables), 1) > _LONGEST:
        raise PolyhedronError(f"{n:,} points of {len(over.variables)} variables", remedy="ask for fewer")
    inner = dict(interior_point(over))
    walked = np.zeros((length, chains, len(over.variables)))
    hulls = []
    for block in over.blocks:
        if not bounded(block):
            raise PolyhedronError(
                f"no uniform distribution: unbounded in {', '.join(block.variables[:4])}",
                remedy="bound the polyhedron, for example by caps",
            )
        hulls.append(_hull(block, [inner[v] for v in block.variables]))
    pace = [steps or _default_steps(base.movable) for base, _ in hulls]
    for k, (block, (base, start)) in enumerate(zip(over.blocks, hulls, strict=True)):
        columns = [over.variables.index(v) for v in block.variables]
        walked[:, :, columns] = _walk(base, start, np.random.default_rng([seed, k]), (length, chains, pace[k]))
    points = walked.reshape(length * chains, -1)[:n].copy()
    points.setflags(write=False)
    return Sample(
        variables=over.variables,
        points=points,
        seed=seed,
        steps=max(pace, default=1),
        warmup=max((sum(_rounds(base.movable)) for base, _ in hulls), default=0),
        chains=chains,
        dimension=sum(base.movable for base, _ in hulls),
        r_hat=split_r_hat(walked),
        effective=effective_size(walked),
    )


def _hull(block: Block, inner: list[Fraction]) -> tuple[Chart, Floats]:
    """Return a chart of the affine hull, and starting points in its coordinates, one per row.

    The hull adds as equalities the rows without slack at an inner point. The first start is that point,
    the others lie half-way from it to extreme points along each variable.
    """
    import numpy as np

    def slack(row: tuple[int, ...], point: list[Fraction]) -> Fraction:
        return row[0] + sum((c * x for c, x in zip(row[1:], point, strict=True) if c), Fraction(0))

    table = tuple((EQUAL if slack(row, inner) == 0 else kind, row) for kind, row in block.rows[1])
    rows: Rows = (block.rows[0], table)
    base = chart(rows)
    if isinstance(base, Clash):
        raise TypeError("the hull of rows with a point has none")
    starts = [inner]
    for j in range(rows[0]):
        for sign in (1, -1):
            objective = tuple(sign * int(i == j + 1) for i in range(rows[0] + 1))
            far = supremum(rows, objective).point
            starts.append([x + Fraction(1, 2) * (f - x) for x, f in zip(inner, far, strict=True)])
    names = base.nonbasic[: base.movable]
    return base, np.array([[float(slack(table[name][1], point)) for name in names] for point in starts])


def _default_steps(d: int) -> int:
    """Return the steps between kept points that a block of dimension d gets: mixing time grows like d²."""
    return max(20, -(-(d**2) // 3))


def _rounds(d: int) -> list[int]:
    """Return the lengths of the warm-up rounds: doubling, about ten times the squared dimension in all."""
    lengths, goal = [100 + 5 * d] if d else [], 10 * d * d + 500 if d else 0
    while sum(lengths) < goal:
        lengths.append(2 * lengths[-1])
    return lengths


def _walk(base: Chart, starts: Floats, rng: np.random.Generator, size: tuple[int, int, int]) -> Floats:
    """Return kept points of one block, shape (length, chains, variables)."""
    import numpy as np

    length, chains, steps = size
    d = base.movable
    lift = np.array([[float(Fraction(c, row[0])) for c in row[1 : d + 2]] for row in base.lift])
    if d == 0:
        return np.broadcast_to(lift[:, 0], (length, chains, len(base.lift)))
    cuts = [row[1 : d + 2] for row in base.rows if any(row[2 : d + 2])]
    faces = [[float(Fraction(c, max(map(abs, row)))) for c in row] for row in cuts]
    table = np.vstack([np.array(faces).reshape(-1, d + 1), np.hstack([np.zeros((d, 1)), np.eye(d)])])
    walker = _Walker(table[:, 1:], table[:, :1], rng)
    y = starts[np.arange(chains) % len(starts)].T.copy()
    shape: Floats = np.diag(starts.std(axis=0) + 1e-12)
    for count in _rounds(d):
        seen = walker.walk(y, shape, count, max(1, d // 4))
        spread = np.cov(seen[len(seen) // 3 :].transpose(1, 0, 2).reshape(d, -1)).reshape(d, d)
        shape = np.linalg.cholesky(spread + 1e-10 * np.trace(spread) / d * np.eye(d))
        y = seen[-1]
    kept = walker.walk(y, shape, length * steps, steps)
    points: Floats = lift[:, 0] + np.einsum("vd,ldc->lcv", lift[:, 1:], kept)
    return points


class _Walker:
    """Hit-and-run in {y: g·y + h >= 0}, all chains side by side; holds the generator and nothing else changes."""

    def __init__(self, g: Floats, h: Floats, rng: np.random.Generator) -> None:
        self.g, self.h, self.rng = g, h, rng

    def walk(self, y: Floats, shape: Floats, count: int, every: int) -> Floats:
        """Take `count` steps in directions shape·normal; return every so many-th state, (kept, d, chains)."""
        import numpy as np

        d = len(y)
        kept = np.empty((count // every, *y.shape))
        moves = np.vstack([shape, self.g @ shape])  # what a step does to the point, then to the slacks
        state = np.vstack([y, np.zeros((len(self.g), y.shape[1]))])
        slack = state[d:]
        largest, smallest = np.maximum.reduce, np.minimum.reduce
        for i in range(count):
            k = i % _BATCH
            if k == 0:
                slack[:] = self.g @ state[:d] + self.h
                np.maximum(slack, _TINY, out=slack)
                size = min(_BATCH, count - i)
                deltas = moves @ self.rng.standard_normal((size, *y.shape))
                shares = self.rng.random((size, y.shape[1]))
            delta = deltas[k]
            pace = delta[d:] / slack
            low, high = -1 / largest(pace), -1 / smallest(pace)
            state += (low + shares[k] * (high - low)) * delta
            np.maximum(slack, _TINY, out=slack)
            if (i + 1) % every == 0:
                kept[i // every] = state[:d]
        return kept
