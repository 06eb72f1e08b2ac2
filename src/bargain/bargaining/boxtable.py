"""All packages of a space as affine forms in the stakes, for bounds on boxes of stakes.

Room      bargaining, over polyhedra.
Exactness forms are whole numbers that floats hold exactly, after one factor common to all actors.
Levels    where payoffs add up and nothing is excluded, a level that another one dominates at all stakes is in
          no solution of any rule that picks from the frontier; packages with such levels are left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.errors import PackageError, RefusedError
from bargain.exact import Affine, Condition, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bargain.bargaining.space import PackageSpace, Value
    from bargain.polyhedra import Polyhedron

__all__ = ["BoxTable", "live_levels"]

_Array = NDArray[Any]
Live = tuple[tuple[int, ...], ...]  # per issue the levels that may be in a solution


def live_levels(space: PackageSpace, stakes: Polyhedron) -> Live:
    """Return per issue the levels that no other level of it dominates at all stakes; exact.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> from bargain.exact import Affine
    >>> from bargain.polyhedra import Polyhedron
    >>> gain = Affine.name("gain")
    >>> space = PackageSpace.build(
    ...     "Free", ("R", "T"), {"visas": ("no", "yes")}, {"R": {"visas": (0, 0)}, "T": {"visas": (0, gain)}}
    ... )
    >>> live_levels(space, Polyhedron.read(("gain",), {"r1": "0 < gain <= 1"}))
    ((1,),)
    """
    if not space.is_additive:
        return tuple(tuple(range(size)) for size in space.shape)
    return tuple(
        tuple(x for x in range(size) if not any(_dominates(space, stakes, k, y, x) for y in range(size) if y != x))
        for k, size in enumerate(space.shape)
    )


def _dominates(space: PackageSpace, stakes: Polyhedron, k: int, by: int, level: int) -> bool:
    """Tell whether one level of an issue is at all stakes at least as good for all, and better for somebody."""
    rises = [form(rows[k][by]) - form(rows[k][level]) for rows in space.payoffs]
    falls = any(stakes.admits(Condition(-rise, Relation.ABOVE)) for rise in rises)
    return not falls and not stakes.admits(Condition(-Affine.total(rises), Relation.AT_LEAST))


def form(value: Value) -> Affine:
    """Return a number as a form without stakes."""
    return value if isinstance(value, Affine) else Affine.number(value)


@dataclass(frozen=True, kw_only=True, eq=False)
class BoxTable:
    """Packages, their payoffs as affine forms, and the box that the stakes lie in.

    Attributes
    ----------
    rows : packages × issues
    forms : per actor packages × (stakes + 1), the constant last
    limits : per actor limits × (stakes + 1)
    names : the stakes, in the order of the columns
    low, high : the smallest box of floats around the stake space
    """

    rows: _Array
    forms: tuple[_Array, ...]
    limits: tuple[_Array, ...]
    names: tuple[str, ...]
    shape: tuple[int, ...]
    low: _Array
    high: _Array

    @staticmethod
    def of(space: PackageSpace, stakes: Polyhedron, live: Live, most: int) -> BoxTable:
        """List the packages made of some levels.

        Raises
        ------
        PackageError
            If a stake is unknown to the stake space, or unbounded.
        RefusedError
            For more than `most` packages, or coefficients that floats do not hold.
        """
        size = prod(map(len, live))
        if size > most:
            raise RefusedError(
                f"bounds for {size:,} packages in every cell",
                remedy=f"at most {most:,} are bounded; take fewer issues, or the linear questions of `robust`",
            )
        names = stakes.variables
        column = {name: n for n, name in enumerate(names)}
        listed = [p for p in product(*live) if space.allowed(p)]
        values = [space.forms(p) for p in listed]
        known = [
            [v for v in (space.disagreement[i], space.outside[i]) if v is not None] for i in range(len(space.actors))
        ]
        common = _common([v for row in (*values, *known) for v in row])
        low, high = _box(stakes)
        return BoxTable(
            rows=np.array(listed, dtype=np.int64).reshape(len(listed), len(space.shape)),
            forms=tuple(_matrix([row[i] for row in values], column, common) for i in range(len(known))),
            limits=tuple(_matrix(row, column, common) for row in known),
            names=names,
            shape=space.shape,
            low=low,
            high=high,
        )


def _matrix(values: Sequence[Value], column: Mapping[str, int], common: int) -> _Array:
    """Return one row of whole numbers per form."""
    rows = [_floats(v, column, common) for v in values]
    return np.array(rows).reshape(len(rows), len(column) + 1)


def _box(stakes: Polyhedron) -> tuple[_Array, _Array]:
    """Return the smallest box of floats around the stake space."""
    low, high = [], []
    for name in stakes.variables:
        extent = stakes.extent(Affine.name(name))
        if extent.low.value is None or extent.high.value is None:
            raise PackageError(f"stake {name!r} is unbounded", remedy="add a row that bounds it")
        low.append(_below(extent.low.value))
        high.append(-_below(-extent.high.value))
    return np.array(low), np.array(high)


def _below(value: Fraction) -> float:
    """Return a float not above a rational."""
    near = float(value)
    return near if Fraction(near) <= value else float(np.nextafter(near, -np.inf))


def _common(values: Iterable[Value]) -> int:
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


def _floats(value: Value, column: Mapping[str, int], common: int) -> _Array:
    """Return the coefficients and the constant of a form, times a common factor: whole numbers."""
    out: _Array = np.zeros(len(column) + 1)
    of = form(value)
    for name, c in of.terms:
        if name not in column:
            raise PackageError(f"stake {name!r} is not in the stake space", remedy="add it, or give it a value")
        out[column[name]] = float(c * common)
    out[-1] = float(of.constant * common)
    return out
