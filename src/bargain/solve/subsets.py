"""Maximal Nash subsets and their connected unions, from the extreme equilibria of two players.

Room      solve.
Method    extreme equilibria are the edges of a graph between the mixtures of one player and those of
          the other. A maximal Nash subset is the product of the hulls of a maximal complete part of
          that graph; what hangs together in the graph hangs together in the set of equilibria.
Source    [avis2010]_, section on components.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["components", "connected"]

_MOST = 100_000  # maximal subsets in one connected set

Pair = tuple[int, int]
Groups = tuple[tuple[int, ...], ...]


def connected(pairs: Sequence[Pair]) -> Groups:
    """Return the connected sets of pairs, as sorted index tuples in order of their first index.

    >>> connected([(0, 0), (0, 1), (1, 2)])
    ((0, 1), (2,))
    """
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for x, y in pairs:
        parent[root((0, x))] = root((1, y))
    groups: dict[tuple[int, int], list[int]] = {}
    for n, (x, _) in enumerate(pairs):
        groups.setdefault(root((0, x)), []).append(n)
    return tuple(sorted(tuple(group) for group in groups.values()))


def components(pairs: Sequence[Pair]) -> Groups:
    """Return the maximal subsets as sorted index tuples, in lexicographic order.

    >>> components([(0, 0), (0, 1), (1, 1)])
    ((0, 1), (1, 2))

    Raises
    ------
    RefusedError
        If one connected set has more than 100,000 of them.
    """
    found: list[tuple[int, ...]] = []
    for group in connected(pairs):
        found += _of_one(pairs, group)
    return tuple(sorted(found))


def _of_one(pairs: Sequence[Pair], group: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the maximal subsets within one connected set: the intersections of neighbourhoods."""
    reach: dict[int, int] = {}
    for n in group:
        x, y = pairs[n]
        reach[x] = reach.get(x, 0) | 1 << y
    closed: set[int] = set()
    for seen in set(reach.values()):
        closed |= {c & seen for c in closed}
        closed.add(seen)
        closed.discard(0)
        if len(closed) > _MOST:
            raise RefusedError(
                f"a connected set of {len(group):,} extreme equilibria has more than {_MOST:,} maximal subsets",
                remedy="read the extreme equilibria alone, or break the ties between payoffs",
            )
    out = []
    for common in closed:
        members = {x for x, seen in reach.items() if common & ~seen == 0}
        out.append(tuple(n for n in group if pairs[n][0] in members and common >> pairs[n][1] & 1))
    return out
