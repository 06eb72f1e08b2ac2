"""Is a pure profile sequential? Trembles whose limit beliefs support it, found by linear programs over orders.

Room      solve. Exact.
Trembles  an action off the plan has probability c·ε^k, k >= 1 and c > 0. As ε falls, belief at an information set
          goes to the nodes of least total order, in proportion to the products of their c and of chance.
Search    per information set off the path a set of nodes that are to have positive belief; a linear program says
          whether orders exist. The ratios of beliefs are products of c: where these can be chosen freely any
          belief of the polytope with this support will do; information sets that see the same errors share
          one polytope. If no support works the profile is not sequential. Where ratios depend on one another
          otherwise, one choice is tried, and the answer is undecided if it fails.
Source    [krepswilson1982]_, appendix A on labellings.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import lcm, prod
from typing import TYPE_CHECKING, cast

from bargain.exact import Affine, Condition, Relation
from bargain.games.tree import CHANCE, NOWHERE
from bargain.polyhedra import Feasible, Polyhedron, Row
from bargain.solve.beliefs import simplex_vertices
from bargain.solve.sequential_result import Consistency, Tremble

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.tree import TreeGame
    from bargain.solve.beliefs import BeliefSet

__all__ = ["consistent_beliefs"]

_ZERO, _ONE = Fraction(0), Fraction(1)
_MOST_PROGRAMS = 5_000  # per profile
Weights = tuple[Fraction, ...]
Error = tuple[int, int]  # information set, action
Answer = tuple[Consistency, str, tuple[Tremble, ...], tuple["Weights | None", ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """One information set off the path.

    Attributes
    ----------
    infoset : index
    errors : per node, the actions off the plan on its path
    odds : per node, the probability of chance's moves on its path
    found : the beliefs that support the profile
    """

    infoset: int
    errors: tuple[frozenset[Error], ...]
    odds: Weights
    found: BeliefSet


Pattern = tuple[tuple[int, ...], ...]  # per spot, the nodes with positive belief


def consistent_beliefs(
    game: TreeGame, choice: tuple[int, ...], beliefs: Sequence[BeliefSet | None], *, perfect: bool
) -> Answer:
    """Return whether a pure profile is sequential, why, and if so trembles and their limit beliefs."""
    if not perfect:
        return Consistency.NOT_SEQUENTIAL, "it is no equilibrium of some subgame", (), ()
    if any(s.player == CHANCE and 0 in s.probabilities for s in game.infosets):
        return Consistency.UNDECIDED, "chance has an event of probability 0, which no tremble reaches", (), ()
    spots = [
        _spot(game, choice, k, found) for k, found in enumerate(beliefs) if found is not None and not found.reached
    ]
    left = ""
    for found in _patterns(spots):
        if found is None:
            left = f"more than {_MOST_PROGRAMS:,} linear programs would be needed"
            break
        pattern, orders = found
        common = _shared(spots, pattern)
        if common is None:
            continue
        coefficients = _solved(*common)
        if coefficients is not None:
            trembles = _trembles(game, choice, orders, coefficients)
            return Consistency.SEQUENTIAL, "trembles are given", trembles, _limits(game, choice, beliefs, trembles)
        left = "beliefs at several information sets hang together, and the choice tried does not support the profile"
    if left:
        return Consistency.UNDECIDED, left, (), ()
    return Consistency.NOT_SEQUENTIAL, "no orders of errors lead to beliefs that support it", (), ()


def _spot(game: TreeGame, choice: tuple[int, ...], k: int, found: BeliefSet) -> _Spot:
    routes = [_route(game, choice, n) for n in game.infosets[k].nodes]
    return _Spot(infoset=k, errors=tuple(e for e, _ in routes), odds=tuple(p for _, p in routes), found=found)


def _route(game: TreeGame, choice: tuple[int, ...], node: int) -> tuple[frozenset[Error], Fraction]:
    """Return the errors and the chance moves on the path to a node."""
    errors, odds = [], _ONE
    while game.parents[node] != NOWHERE:
        parent, move = game.parents[node], game.moves[node]
        k = game.sets[parent]
        if game.infosets[k].player == CHANCE:
            odds *= cast("Fraction", game.infosets[k].probabilities[move])
        elif choice[k] != move:
            errors.append((k, move))
        node = parent
    return frozenset(errors), odds


def _patterns(spots: Sequence[_Spot]) -> Iterator[tuple[Pattern, dict[Error, int]] | None]:
    """Yield supports for all information sets for which orders of errors exist, with such orders; None to give up."""
    errors = sorted({e for spot in spots for route in spot.errors for e in route})
    names = {e: f"k{n}" for n, e in enumerate(errors)}
    base = [Condition(Affine.name(name) - 1, Relation.AT_LEAST) for name in names.values()]
    options = [_supports(spot) for spot in spots]
    stack: list[tuple[int, Pattern, list[Condition]]] = [(0, (), base)]
    programs = 0
    while stack:
        n, pattern, rows = stack.pop()
        programs += 1
        if programs > _MOST_PROGRAMS:
            yield None
            return
        body = Polyhedron(tuple(names.values()), tuple(Row(f"c{k}", c) for k, c in enumerate(rows)))
        answer = body.feasibility()
        if not isinstance(answer, Feasible):
            continue
        if n == len(spots):
            yield pattern, _whole(dict(answer.witness), names)
            continue
        stack += [
            (n + 1, (*pattern, support), rows + _order_rows(spots[n], support, names))
            for support in reversed(options[n])
        ]


def _supports(spot: _Spot) -> list[tuple[int, ...]]:
    """Return the sets of nodes that some supporting belief makes exactly the possible ones, small ones first."""
    size = len(spot.errors)
    out = []
    for count in range(1, size + 1):
        for support in combinations(range(size), count):
            inside = [v for v in spot.found.vertices if all(not p or k in support for k, p in enumerate(v))]
            if all(any(v[k] for v in inside) for k in support):
                out.append(support)
    return out


def _order_rows(spot: _Spot, support: tuple[int, ...], names: dict[Error, str]) -> list[Condition]:
    """Return that the nodes of the support have the same order, and all others a larger one."""
    orders = [Affine.of(dict.fromkeys((names[e] for e in route), 1)) for route in spot.errors]
    least = orders[support[0]]
    rows = [Condition(orders[k] - least, Relation.EQUAL) for k in support[1:] if orders[k] != least]
    others = (orders[k] for k in range(len(orders)) if k not in support)
    return rows + [Condition(order - least - 1, Relation.AT_LEAST) for order in others]


def _whole(orders: dict[str, Fraction], names: dict[Error, str]) -> dict[Error, int]:
    """Return orders as integers."""
    scale = lcm(*(k.denominator for k in orders.values())) if orders else 1
    return {error: int(orders[name] * scale) for error, name in names.items()}


Change = tuple[tuple[Error, int], ...]  # errors that one node takes more (+1) and less (−1) than another


def _shared(spots: Sequence[_Spot], pattern: Pattern) -> tuple[list[Change], list[Fraction]] | None:
    """Return what products of coefficients must be for beliefs with these supports; None if no product will do.

    Information sets of which the nodes take the same errors share one polytope.
    """
    groups: dict[tuple[Change, ...], list[tuple[_Spot, tuple[int, ...]]]] = {}
    for spot, support in zip(spots, pattern, strict=True):
        if len(support) > 1:
            groups.setdefault(_changes(spot, support), []).append((spot, support))
    rows: list[Change] = []
    ratios: list[Fraction] = []
    for changes, members in groups.items():
        common = _common_ratios(changes, members)
        if common is None:
            return None
        rows += changes
        ratios += common
    return rows, ratios


def _changes(spot: _Spot, support: tuple[int, ...]) -> tuple[Change, ...]:
    """Return per node of the support after the first what it takes more and less than the first."""
    first = spot.errors[support[0]]
    return tuple(
        tuple(sorted([(e, 1) for e in spot.errors[k] - first] + [(e, -1) for e in first - spot.errors[k]]))
        for k in support[1:]
    )


def _common_ratios(
    changes: tuple[Change, ...], members: Sequence[tuple[_Spot, tuple[int, ...]]]
) -> list[Fraction] | None:
    """Return products of coefficients that suit all these information sets, relative to the first node; or None.

    Belief is proportional to chance times the products, so each row of a polytope is a row in the products.
    Nodes that take the same errors have the same product.
    """
    size = len(changes) + 1
    rows = [tuple(row[k] * spot.odds[k] for k in support) for spot, support in members for row in spot.found.rows]
    every: list[Change] = [(), *changes]
    for i, j in combinations(range(size), 2):
        if every[i] == every[j]:
            tie = tuple(Fraction((k == i) - (k == j)) for k in range(size))
            rows += [tie, tuple(-x for x in tie)]
    vertices = simplex_vertices(size, tuple(rows))
    if not vertices:
        return None
    share = Fraction(1, len(vertices))
    middle = [share * sum(column) for column in zip(*vertices, strict=True)]
    return [x / middle[0] for x in middle[1:]] if all(middle) else None


def _solved(rows: Sequence[Change], ratios: Sequence[Fraction]) -> dict[Error, Fraction] | None:
    """Return coefficients whose products along the rows are the ratios, or None if elimination finds none.

    Each row is solved for one error with exponent ±1, which is then put into the others.
    """
    table = [dict(row) for row in rows]
    right = list(ratios)
    solved: list[Error] = []
    for n, row in enumerate(table):
        pivot = next((e for e in sorted(row) if abs(row[e]) == 1), None)
        if pivot is None:
            if row or right[n] != 1:
                return None
            continue
        solved.append(pivot)
        if row[pivot] < 0:
            table[n], right[n] = {e: -x for e, x in row.items()}, 1 / right[n]
        for m, other in enumerate(table):
            if m != n and (times := other.get(pivot, 0)):
                mixed = {e: other.get(e, 0) - times * table[n].get(e, 0) for e in {*other, *table[n]}}
                table[m] = {e: x for e, x in mixed.items() if x}
                right[m] /= right[n] ** times
    return {next(e for e in solved if e in row): right[n] for n, row in enumerate(table) if row}


def _trembles(
    game: TreeGame, choice: tuple[int, ...], orders: dict[Error, int], coefficients: dict[Error, Fraction]
) -> tuple[Tremble, ...]:
    """Return an error for every action off the plan; those that no belief hangs on have order 1."""
    return tuple(
        Tremble(infoset=k, action=a, order=orders.get((k, a), 1), coefficient=coefficients.get((k, a), _ONE))
        for k, infoset in enumerate(game.infosets)
        if infoset.player != CHANCE
        for a in range(len(infoset.actions))
        if a != choice[k]
    )


def _limits(
    game: TreeGame, choice: tuple[int, ...], beliefs: Sequence[BeliefSet | None], trembles: Sequence[Tremble]
) -> tuple[Weights | None, ...]:
    """Return the beliefs to which the trembles lead."""
    order = {(t.infoset, t.action): t.order for t in trembles}
    size = {(t.infoset, t.action): t.coefficient for t in trembles}
    out: list[Weights | None] = []
    for k, found in enumerate(beliefs):
        if found is None or found.reached:
            out.append(None if found is None else found.vertices[0])
            continue
        routes = [_route(game, choice, n) for n in game.infosets[k].nodes]
        totals = [sum(order[e] for e in errors) for errors, _ in routes]
        weights = [
            odds * prod((size[e] for e in errors), start=_ONE) if total == min(totals) else _ZERO
            for (errors, odds), total in zip(routes, totals, strict=True)
        ]
        out.append(tuple(w / sum(weights) for w in weights))
    return tuple(out)
