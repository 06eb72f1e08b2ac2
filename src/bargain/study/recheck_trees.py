"""What `recheck_verdicts` builds on: half-spaces in whole numbers, games in moves by brute force, walks in fractions.

Room      study. Imports no linear program and none of the code that decides verdicts.
Moves     the ways in which an outcome is supported are derived from whole strategy profiles, one condition per
          node and other action; at a point, what equilibria give at a node is a set of ends with payoffs, and
          an action can be taken if every other one has some continuation that is no better.
Walk      from a point along one stake after the other, to the last admissible value and between, in fractions.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import gcd, lcm, prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import Affine, Condition, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bargain.encode import CodedCase
    from bargain.games import TreeGame
    from bargain.polyhedra import Row
    from bargain.study.statements import BetterOff, Outcome

__all__ = [
    "Body",
    "body_of",
    "half",
    "outcome_bodies",
    "pairs_true",
    "plays_at",
    "plays_true",
    "strategy_count",
    "tied_at",
    "walk",
]

Half = tuple[tuple[tuple[str, int], ...], int, str]  # a half-space in whole numbers
Body = frozenset[Half]  # conditions that hold together
Reached = tuple[tuple[int, ...], tuple[Fraction, ...]]  # terminal nodes, expected payoffs
_MOST = 20_000  # different results held at one node
_BITS = 64  # denominators that a walk lets points have, before it rounds steps


def half(condition: Condition) -> Half:
    """Return a condition in whole numbers without common factor: equal for equal half-spaces."""
    numbers = [condition.form.constant, *(c for _, c in condition.form.terms)]
    top = lcm(*(n.denominator for n in numbers))
    whole = [n.numerator * (top // n.denominator) for n in numbers]
    common = gcd(*whole) or 1
    names = [name for name, _ in condition.form.terms]
    return (
        tuple(zip(names, (w // common for w in whole[1:]), strict=True)),
        whole[0] // common,
        condition.relation.value,
    )


def body_of(forms: Iterable[Affine]) -> Body | None:
    """Return the half-spaces on which forms are not negative; None if one of them is a negative number."""
    kept = list(forms)
    if any(f.is_constant and f.constant < 0 for f in kept):
        return None
    return frozenset(half(Condition(f, Relation.AT_LEAST)) for f in kept if not f.is_constant)


def strategy_count(game: TreeGame) -> int:
    """Return the number of pure strategy profiles of a game."""
    return prod(len(at.actions) for at in game.infosets if at.player >= 0)


def outcome_bodies(game: TreeGame, asked: Outcome) -> tuple[list[Body], list[Body]]:
    """Derive from every strategy profile under which conditions it is subgame perfect, by what its play makes true."""
    yes: list[Body] = []
    no: list[Body] = []
    movers = [n for n in range(len(game.parents)) if game.children[n] and not _chance(game, n)]
    for chosen in product(*(range(len(game.children[n])) for n in movers)):
        acts = dict(zip(movers, chosen, strict=True))
        values, ends = _followed(game, acts)
        gains = [
            values[game.children[n][k]][_mover(game, n)] - values[other][_mover(game, n)]
            for n, k in acts.items()
            for other in game.children[n]
            if other != game.children[n][k]
        ]
        body = body_of(gains)
        if body is not None:
            (yes if all(_true(game, asked, end) for end in ends[0]) else no).append(body)
    return yes, no


def _followed(
    game: TreeGame, acts: Mapping[int, int]
) -> tuple[dict[int, tuple[Affine, ...]], dict[int, tuple[int, ...]]]:
    """Return, for every node, what players get and where play ends from there on if a strategy profile is followed."""
    values: dict[int, tuple[Affine, ...]] = {}
    ends: dict[int, tuple[int, ...]] = {}
    for n in reversed(range(len(game.parents))):
        below = game.children[n]
        if not below:
            value = tuple(Affine.number(0) for _ in game.players)
            end: tuple[int, ...] = (n,)
        elif n in acts:
            value, end = values[below[acts[n]]], ends[below[acts[n]]]
        else:
            weights = _weights(game, n)
            value = tuple(
                Affine.total(values[c][p] * w for c, w in zip(below, weights, strict=True))
                for p in range(len(game.players))
            )
            end = tuple(e for c, w in zip(below, weights, strict=True) if w for e in ends[c])
        values[n] = tuple(u + _form(e) for u, e in zip(value, _earned(game, n), strict=True))
        ends[n] = end
    return values, ends


def _form(value: object) -> Affine:
    return value if isinstance(value, Affine) else Affine.number(value)  # type: ignore[arg-type]


def _earned(game: TreeGame, node: int) -> tuple[object, ...]:
    """Return what stands at a node itself."""
    at = game.placed[node]
    return tuple(game.outcomes[at].payoffs) if at >= 0 else (Fraction(0),) * len(game.players)


def _mover(game: TreeGame, node: int) -> int:
    return game.infosets[game.sets[node]].player


def _chance(game: TreeGame, node: int) -> bool:
    return _mover(game, node) < 0


def _weights(game: TreeGame, node: int) -> list[Fraction]:
    return [p for p in game.infosets[game.sets[node]].probabilities if isinstance(p, Fraction)]


def plays_at(game: TreeGame, point: Mapping[str, Fraction]) -> set[Reached]:
    """Return every play of a pure subgame-perfect equilibrium at a point: where it ends, and expected payoffs."""
    found: dict[int, set[Reached]] = {}
    for n in reversed(range(len(game.parents))):
        below = [found.pop(c) for c in game.children[n]]
        here = tuple(_form(e).at(point) for e in _earned(game, n))
        if not below:
            results: set[Reached] = {((n,), (Fraction(0),) * len(game.players))}
        elif _chance(game, n):
            results = {_mixed(chosen, _weights(game, n)) for chosen in product(*below)}
        else:
            results = _kept(below, _mover(game, n))
        if len(results) > _MOST:
            raise RefusedError(f"more than {_MOST:,} plays at one node", remedy="try other stakes")
        found[n] = {(ends, tuple(u + e for u, e in zip(us, here, strict=True))) for ends, us in results}
    return found[0]


def _mixed(chosen: Sequence[Reached], weights: Sequence[Fraction]) -> Reached:
    """Return what comes of a chance move."""
    pairs = list(zip(chosen, weights, strict=True))
    ends = tuple(end for (some, _), w in pairs if w for end in some)
    return ends, tuple(sum((us[p] * w for (_, us), w in pairs), Fraction(0)) for p in range(len(chosen[0][1])))


def _kept(below: Sequence[set[Reached]], mover: int) -> set[Reached]:
    """Return the results that a mover can be content with: every other action can go on no better for it."""
    worst = [min(us[mover] for _, us in results) for results in below]
    return {
        result
        for k, results in enumerate(below)
        for result in results
        if all(result[1][mover] >= bar for j, bar in enumerate(worst) if j != k)
    }


def plays_true(game: TreeGame, asked: Outcome, point: Mapping[str, Fraction]) -> Iterator[bool]:
    """Yield, for every play of an equilibrium at a point, whether a statement is true of it."""
    for ends, _ in sorted(plays_at(game, point)):
        yield all(_true(game, asked, end) for end in ends)


def _true(game: TreeGame, asked: Outcome, end: int) -> bool:
    """Tell whether the way to a node is the path asked for, or has the move."""
    steps, node = [], end
    while game.parents[node] >= 0:
        above = game.parents[node]
        at = game.infosets[game.sets[above]]
        steps.append((game.players[at.player] if at.player >= 0 else "", at.actions[game.moves[node]]))
        node = above
    if asked.move is not None:
        return asked.move in steps
    return tuple(act for _, act in reversed(steps)) == asked.path


def pairs_true(case: CodedCase, asked: BetterOff, point: Mapping[str, Fraction]) -> Iterator[bool]:
    """Yield, for every pair of equilibrium plays of two games at a point, whether an actor has more in the first."""
    first, second = (_payoffs(case, name, asked.actor, point) for name in (asked.game, asked.other))
    yield from (one > two for one, two in product(first, second))


def tied_at(case: CodedCase, asked: BetterOff, point: Mapping[str, Fraction]) -> bool:
    """Tell whether either game has several equilibrium plays at a point."""
    return any(len(plays_at(case.tree(name), point)) > 1 for name in (asked.game, asked.other))


def _payoffs(case: CodedCase, name: str, actor: str, point: Mapping[str, Fraction]) -> list[Fraction]:
    game = case.tree(name)
    player = game.players.index(actor)
    return sorted({us[player] for _, us in plays_at(game, point)})


def walk(
    start: Mapping[str, Fraction], names: Sequence[str], rows: Sequence[Row], steps: int
) -> Iterator[dict[str, Fraction]]:
    """Yield points of the rows: one stake at a time goes to its last admissible value, or part of the way.

    The ends are where ties are. Strict rows are not reached; equalities hold stakes where they are.
    """
    at = dict(start)
    for n in range(steps if names else 0):
        name = names[n % len(names)]
        low, high = _span(at, name, rows)
        if low is None or high is None or low == high:
            continue
        share = (Fraction(1), Fraction(0), Fraction(1, 3), Fraction(2, 3), Fraction(1, 2))[(n // len(names) + n) % 5]
        there = {**at, name: low + share * (high - low)}
        if all(row.condition.holds(there) for row in rows):
            yield there
        inner = Fraction(round((low + (high - low) * Fraction(2 * (n % 3) + 1, 6)) * _BITS), _BITS)
        if low < inner < high:
            at = {**at, name: inner}


def _span(at: Mapping[str, Fraction], name: str, rows: Sequence[Row]) -> tuple[Fraction | None, Fraction | None]:
    """Return how far one stake can go with all others as they are."""
    low: Fraction | None = None
    high: Fraction | None = None
    for row in rows:
        slope = row.condition.form.coefficient(name)
        if not slope:
            continue
        end = at[name] - row.condition.form.at(at) / slope
        if slope > 0 or row.condition.relation is Relation.EQUAL:
            low = end if low is None else max(low, end)
        if slope < 0 or row.condition.relation is Relation.EQUAL:
            high = end if high is None else min(high, end)
    return low, high
