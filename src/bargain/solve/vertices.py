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
          distinct points among these, and two of them differ in the facets that are tight.
Numbers   a vertex is the vector of its slacks on all n + m facets, scaled as cofactors of its basis.
          In that scale slack_g(p) = slack_f(q) for an edge p–q that gives up f for g, and the
          vertex where the edge meets a row divides by it without remainder (a Plücker relation),
          so integers stay as small as determinants.
Complete  by induction over rows: no comparison in it is inexact.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.solve.integers import enumerate_integers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bargain.solve.words import Words

__all__ = ["Vertices", "vertices"]

_SMALL = 15  # facets below which Python's integers beat arrays; measured
_MOST_FACETS = 64  # bits of a word
_THRIFT = 8  # the limit is for vertices of up to 64 numbers in words; Python's integers take about 8 times as much


@dataclass(frozen=True, slots=True)
class Vertices:
    """The vertices, each once.

    Attributes
    ----------
    tight : per vertex, the labels of its tight facets as bits
    weights : per vertex, y before it is divided by its sum
    """

    tight: list[int]
    weights: list[list[int]] | Words

    def mixture(self, k: int) -> tuple[Fraction, ...]:
        """Return the k-th vertex as probabilities."""
        whole = [int(w) for w in self.weights[k]]
        total = sum(whole)
        return tuple([Fraction(w, total) for w in whole])


def vertices(
    rows: Sequence[Sequence[int]],
    labels: Sequence[int],
    *,
    limit: int,
    tick: Callable[[int, int], None] | None = None,
) -> Vertices:
    """Return every vertex once.

    Parameters
    ----------
    rows : m rows of n integers
    labels : for each of the n + m facets, the number of the bit that stands for it in `tight`
    limit : int
        The most vertices to hold at any time (8 / (n + m) of it where words do not suffice).
    tick : callable, optional
        Called with (rows inserted, vertices held) after each row.

    Raises
    ------
    RefusedError
        When more than `limit` vertices would be held.

    Examples
    --------
    >>> found = vertices([(2, 0), (0, 1)], range(4), limit=100)
    >>> [(bin(t), [str(p) for p in found.mixture(k)]) for k, t in enumerate(found.tight)]
    [('0b110', ['1', '0']), ('0b1100', ['1/3', '2/3']), ('0b1001', ['0', '1'])]
    """
    n, m = len(rows[0]), len(rows)
    order = sorted(range(m), key=lambda i: -sum(rows[i]))  # rows that matter first: fewer vertices on the way
    ordered = [rows[i] for i in order]
    bits = [1 << labels[f] for f in (*range(n), *(n + i for i in order))]
    if _SMALL <= n + m <= _MOST_FACETS:
        from bargain.solve.words import Outgrown, enumerate_words

        try:
            return Vertices(*enumerate_words(ordered, bits, limit=limit, tick=tick))
        except Outgrown:
            pass
    found: dict[int, list[int]] = {}
    for slacks in enumerate_integers(ordered, limit=max(limit * _THRIFT // (n + m), n + 1), tick=tick):
        weights = slacks[:n]
        if any(weights):
            found.setdefault(sum([b for b, s in zip(bits, slacks, strict=True) if not s]), weights)
    return Vertices(list(found), list(found.values()))
