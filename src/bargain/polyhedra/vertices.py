"""Vertices of bounded polyhedra, exactly.

Room      polyhedra.
Method    double description [motzkin1953]_: in the slacks of a feasible dictionary a block starts as the
          non-negative orthant, and its other rows are cut in one by one; a new vertex lies on the edge between
          a kept and a lost one that share enough tight rows. Blocks are solved apart and multiplied out.
Cost      can double with every variable: the number is bounded beforehand and work that would not finish
          is refused. Speaks of the closure: strict rows count as weak.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, gcd, prod
from typing import TYPE_CHECKING

from bargain.errors import PolyhedronError, RefusedError
from bargain.polyhedra.chart import Chart, Clash, chart
from bargain.polyhedra.existence import witness
from bargain.polyhedra.simplex import GOAL, climb

if TYPE_CHECKING:
    from bargain.polyhedra.system import Block, System
    from bargain.polyhedra.values import Point

__all__ = ["bounded", "vertices"]

_MOST_PAIRS = 20_000_000  # pairs of corners compared before the work is refused: some seconds
_Corner = tuple[tuple[int, ...], int]  # homogeneous coordinates, set of tight rows as bits


def bounded(block: Block) -> bool:
    """Tell whether a block's rows leave no direction without end."""
    base = chart(block.rows)
    if isinstance(base, Clash):
        return True
    if base.spare:
        return False
    d = base.dictionary()
    for row in d.rows:
        row[1] = 0
    d.rows.append([1, 0, *(int(j < d.movable) for j in range(len(d.nonbasic)))])
    d.basic.append(GOAL)
    return climb(d) is None


def vertices(over: System, limit: int) -> tuple[Point, ...]:
    """Return the vertices of the closure, ascending in the order of the variables.

    Raises
    ------
    PolyhedronError
        If there is no point, or no bound.
    RefusedError
        If there are more than `limit`, or the work would need far more than that on the way.
    """
    witness(over)
    for block in over.blocks:
        if not bounded(block):
            raise PolyhedronError(
                f"unbounded in {', '.join(block.variables[:4])}{', …' if len(block.variables) > 4 else ''}",
                remedy="bound it, for example by caps: only a bounded polyhedron is the hull of its vertices",
            )
    parts: list[list[tuple[Fraction, ...]]] = []
    for block in over.blocks:
        parts.append(_corners(block, limit))
        count = prod(map(len, parts))
        if count > limit:
            more = "" if len(parts) == len(over.blocks) else "at least "
            raise RefusedError(
                f"{more}{count:,} vertices, more than {limit:,}", remedy="raise the limit, or ask for extents instead"
            )
    names = [block.variables for block in over.blocks]
    points = [
        over.point({n: v for vs, values in zip(names, choice, strict=True) for n, v in zip(vs, values, strict=True)})
        for choice in product(*parts)
    ]
    return tuple(sorted(points, key=lambda point: tuple(v for _, v in point)))


def _corners(block: Block, limit: int) -> list[tuple[Fraction, ...]]:
    """Return the vertices of one bounded block."""
    base = chart(block.rows)
    if isinstance(base, Clash):
        return []
    corners = _cut(base, limit, len(block.variables))
    names = base.nonbasic[: base.movable]
    found = []
    for (scale, *ys), _ in corners:
        slacks = {name: Fraction(y, scale) for name, y in zip(names, ys, strict=True) if y}
        found.append(base.values(slacks))
    return found


def _cut(base: Chart, limit: int, variables: int) -> list[_Corner]:
    """Cut the rows of a dictionary into the orthant of its non-basic slacks."""
    size = base.movable + 1
    corners: list[_Corner] = [
        (tuple(int(i == j) for i in range(size)), ((1 << size) - 1) & ~(1 << j)) for j in range(size)
    ]
    table = [row[1 : base.movable + 2] for row, name in zip(base.rows, base.basic, strict=True) if name >= 0]
    work = 0
    for n, row in enumerate(table):
        sides = [sum(a * x for a, x in zip(row, corner[0], strict=True) if a) for corner in corners]
        work += sum(v > 0 for v in sides) * sum(v < 0 for v in sides)
        if work > _MOST_PAIRS or len(corners) > max(4 * limit, 64):
            most = _most(base.movable, len(table) + base.movable)
            raise RefusedError(
                f"vertices of {variables} connected variables: the first {size + n - 1} of "
                f"{size + len(table) - 1} rows already leave {len(corners):,} and the next one asks for {work:,} "
                f"comparisons; there can be up to {most:,} vertices",
                remedy=f"raise the limit of {limit:,} only if that is worth it, or ask for extents instead",
            )
        corners = _half(corners, sides, size + n, size)
    return [corner for corner in corners if corner[0][0]]


def _most(dimension: int, facets: int) -> int:
    """Return the largest number of vertices of a polytope (the upper bound theorem)."""
    free = facets - dimension
    if dimension < 1 or free < 1:
        return 1
    return comb(facets - (dimension + 1) // 2, free) + comb(facets - (dimension + 2) // 2, free)


def _half(corners: list[_Corner], sides: list[int], bit: int, size: int) -> list[_Corner]:
    """Keep the corners on the right side of a row, and add those where it cuts an edge.

    Two corners span an edge if no third corner is tight in all rows that both are tight in; `members` answers
    that by intersecting, over those rows, the sets of corners tight in each.
    """
    mark = 1 << bit
    kept = [(x, bits if side else bits | mark) for (x, bits), side in zip(corners, sides, strict=True) if side >= 0]
    outside = [(i, corners[i], side) for i, side in enumerate(sides) if side < 0]
    if not outside:
        return kept
    members, everyone = _members(corners, bit), (1 << len(corners)) - 1
    for i, ((x, bits), up) in enumerate(zip(corners, sides, strict=True)):
        if up <= 0:
            continue
        for k, (y, other), down in outside:
            common = bits & other
            if common.bit_count() < size - 2 or not _edge(members, everyone, common, (1 << i) | (1 << k)):
                continue
            mixed = [up * b - down * a for a, b in zip(x, y, strict=True)]
            g = gcd(*mixed)
            kept.append((tuple(v // g for v in mixed), common | mark))
    return kept


def _members(corners: list[_Corner], rows: int) -> list[int]:
    """Return per row the set of corners tight in it, as bits."""
    digits = [f"{bits:0{rows}b}" for _, bits in reversed(corners)]
    return [int("".join(column), 2) for column in reversed(list(zip(*digits, strict=True)))]


def _edge(members: list[int], both: int, common: int, pair: int) -> bool:
    """Tell whether only this pair of corners, out of `both`, is tight in all the common rows."""
    while common and both != pair:
        low = common & -common
        both &= members[low.bit_length() - 1]
        common ^= low
    return both == pair
