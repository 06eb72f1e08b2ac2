"""The double description of `vertices` in Python's integers, of any size.

Room      solve.
Layout    per vertex: the list of its slacks; its basis as bits; its edges, as {facet given up: vertex
          at the other end}.
Speed     the fastest for small games, where arrays cost more than they save, and the only one for
          numbers beyond 54 bits or more than 64 facets; otherwise see `words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.solve.refusal import too_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["enumerate_integers"]

Slacks = list[list[int]]
Edges = list[dict[int, int]]


def enumerate_integers(
    rows: Sequence[Sequence[int]], *, limit: int, tick: Callable[[int, int], None] | None = None
) -> Slacks:
    """Return the slacks of all vertices of the moved polyhedron, the ray v among them.

    Parameters
    ----------
    rows : m rows of n integers
    limit : the most vertices to hold at any time
    tick : called with (rows inserted, vertices held) after each row

    Raises
    ------
    RefusedError
        When more than `limit` vertices would be held.
    """
    n, m = len(rows[0]), len(rows)
    slacks, bases, around = _start(rows)
    alive = list(range(n + 1))
    for i in range(1, m):
        facet = n + i
        outside = [v for v in alive if slacks[v][facet] < 0]
        if outside:
            alive = [v for v in alive if slacks[v][facet] >= 0]
            coming = len(alive) + sum(slacks[p][facet] >= 0 for v in outside for p in around[v].values())
            if coming > limit:
                raise too_many(n, m, i, coming, limit)
            first = len(slacks)
            _cut(facet, outside, slacks, bases, around)
            for v in outside:  # indices stay, memory goes
                slacks[v], around[v] = [], {}
            alive += range(first, len(slacks))
        if tick is not None:
            tick(i + 1, len(alive))
    return [slacks[v] for v in alive]


def _start(rows: Sequence[Sequence[int]]) -> tuple[Slacks, list[int], Edges]:
    """Return slacks, bases and edges for the first row alone: the ray v, and one vertex per weight."""
    n, m = len(rows[0]), len(rows)
    first = rows[0]
    slacks = [[0] * n + [1] * m]
    bases = [(1 << n) - 1]
    around = [{j: 1 + j for j in range(n)}]
    for j in range(n):
        top = first[j]
        slacks.append([0] * j + [1] + [0] * (n - 1 - j) + [top - row[j] for row in rows])
        bases.append((1 << (n + 1)) - 1 - (1 << j))
        edges = {k: 1 + k for k in range(n) if k != j}
        edges[n] = 0
        around.append(edges)
    return slacks, bases, around


def _cut(facet: int, outside: list[int], slacks: Slacks, bases: list[int], around: Edges) -> None:
    """Append the vertices where a new row meets the edges from outside in, and join them up."""
    bit = 1 << facet
    half: dict[int, tuple[int, int]] = {}  # ridges with one end so far: (vertex, facet it gives up)
    for v in outside:
        here, base, edges = slacks[v], bases[v], around[v]
        depth = -here[facet]
        for g, p in edges.items():
            there = slacks[p]
            height = there[facet]
            if height < 0:
                continue
            divisor = there[g]
            new = len(slacks)
            slacks.append([(depth * a + height * b) // divisor for a, b in zip(there, here, strict=True)])
            basis = base ^ (1 << g) | bit
            bases.append(basis)
            joined = {facet: p}
            around.append(joined)
            around[p][(bases[p] & ~base).bit_length() - 1] = new
            for h in edges:
                if h == g:
                    continue
                ridge = basis ^ (1 << h)
                other = half.pop(ridge, None)
                if other is None:
                    half[ridge] = (new, h)
                else:
                    joined[h] = other[0]
                    around[other[0]][other[1]] = new
    if half:
        raise ArithmeticError("an edge of the best-reply polyhedron has not two ends")
