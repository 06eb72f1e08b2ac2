"""All vertices of a best-reply polyhedron, exactly, by double description over integers.

Room      solve.
Object    for integer rows a_1..a_m of length n, the polyhedron {(y, v): y >= 0, sum y = 1, v >= a_i·y}:
          mixtures y of one player, and what the other one can earn at least. Facet j < n is y_j = 0;
          facet n + i is v = a_i·y, "row i is a best reply to y".
Method    rows are inserted one by one; a new row cuts edges, and each cut edge is a new vertex
          ([motzkin1953]_). Row i is moved by an infinitesimal e_i, each far larger than those
          before it. So a vertex exactly on a new row counts as inside, every vertex has exactly
          n tight facets (its basis), every edge is "give up one facet", and no adjacency is searched:
          degenerate games cost nothing special. The vertices of the unmoved polyhedron are the
          distinct points among these.
Numbers   a vertex is the vector of its slacks on all n + m facets, scaled as cofactors of its basis.
          In that scale slack_g(p) = slack_f(q) for an edge p–q that gives up f for g, and the
          vertex where the edge meets a row divides by it without remainder (a Plücker relation),
          so integers stay as small as determinants.
Completeness by induction over rows: no comparison in it is inexact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Vertex", "vertices", "worst_case"]

Vertex = tuple[tuple[int, ...], int]  # weights of y, not normalised; mask of the facets that are tight


def worst_case(n: int, m: int) -> int:
    """Return the most vertices that n weights and m rows can have (the upper bound theorem).

    >>> worst_case(2, 2), worst_case(12, 12)
    (4, 24752)
    """
    from math import comb

    facets = n + m
    return comb(facets - (n + 1) // 2, n // 2) + comb(facets - 1 - n // 2, (n - 1) // 2)


def vertices(
    rows: Sequence[Sequence[int]], *, limit: int, tick: Callable[[int, int], None] | None = None
) -> list[Vertex]:
    """Return every vertex once.

    Parameters
    ----------
    rows : m rows of n integers
    limit : int
        The most vertices to hold at any time.
    tick : callable, optional
        Called with (rows inserted, vertices held) after each row.

    Raises
    ------
    RefusedError
        When more than `limit` vertices would be held.
    """
    n = len(rows[0])
    slacks, bases, around = _start(rows)
    alive = dict.fromkeys(range(n + 1))
    for i in range(1, len(rows)):
        facet = n + i
        outside = [v for v in alive if slacks[v][facet] < 0]
        if outside:
            first = len(slacks)
            _cut(facet, outside, slacks, bases, around)
            for v in outside:
                del alive[v]
                slacks[v], around[v] = [], {}
            alive.update(dict.fromkeys(range(first, len(slacks))))
            if len(alive) > limit:
                raise too_many(n, len(rows), i, len(alive), limit)
        if tick is not None:
            tick(i + 1, len(alive))
    found: dict[int, tuple[int, ...]] = {}
    for v in alive:
        tight = sum([1 << f for f, s in enumerate(slacks[v]) if s == 0])
        found.setdefault(tight, tuple(slacks[v][:n]))
    return [(weights, tight) for tight, weights in found.items() if any(weights)]


def too_many(n: int, m: int, done: int, held: int, limit: int) -> RefusedError:
    """Return the refusal: what was reached, what is to come."""
    return RefusedError(
        f"after {done + 1} of {m} rows the best-reply polytope of {n} weights has {held:,} vertices, over the limit of "
        f"{limit:,}; all rows may give up to {worst_case(n, m):,}",
        remedy="solve it by its structure (iterated_dominance, additive_nash), or raise limit",
    )


def _start(rows: Sequence[Sequence[int]]) -> tuple[list[list[int]], list[int], list[dict[int, int]]]:
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


def _cut(
    facet: int, outside: list[int], slacks: list[list[int]], bases: list[int], around: list[dict[int, int]]
) -> None:
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
