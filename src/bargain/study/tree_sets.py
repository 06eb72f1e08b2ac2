"""The subgame-perfect plays that a sequential game of a case can have, each with the stakes at which it is one.

Room      study.
Plays     a play comes about in some subgame-perfect equilibrium if at each move on it the mover does no better
          by any other action, for some way in which play goes on after that action. Every choice of such ways
          gives weak conditions on the stakes; ties are in all of them. Choices that the stakes exclude are
          dropped on the way up.
Orders    two games are compared over cells of full dimension, where equilibrium plays are unique: "more in the
          first" is one strict condition there, its opposite one weak condition. Ties are set aside, and said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import GameError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.exact.grammar import nearest
from bargain.games.conditions import at_least
from bargain.solve.spe_regions import spe_regions
from bargain.study.orders import shadow
from bargain.study.pieces import Alternative, added

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.encode import CodedCase
    from bargain.games import TreeGame
    from bargain.polyhedra import Polyhedron
    from bargain.solve.spe_regions import TreePlay
    from bargain.study.statements import BetterOff, Outcome

__all__ = ["SUBGAME_PERFECT", "better_off_sets", "outcome_sets", "play_words", "plays"]

SUBGAME_PERFECT = "pure subgame perfect"
MOST_WAYS = 20_000

Sets = tuple[tuple[Alternative, ...], tuple[Alternative, ...]]


def play_words(game: TreeGame, ends: Sequence[int]) -> str:
    """Return a play in words: its actions, and with chance one list for each way it can go."""
    return "; ".join(", ".join(game.path(end)) for end in ends)


def outcome_sets(case: CodedCase, asked: Outcome, space: Polyhedron) -> Sets:
    """Return the ways in which a play makes a statement true, and those in which one makes it false.

    With chance moves a statement is true of a play if it is true however chance falls.

    Raises
    ------
    GameError
        If the game has no such play or move, or no perfect information.
    """
    game = _tree(case, asked.game)
    _check(game, asked)
    yes: list[Alternative] = []
    no: list[Alternative] = []
    for item in plays(game, space):
        (yes if all(_fits(game, asked, end) for end in item.key) else no).append(item)
    return tuple(yes), tuple(no)


def better_off_sets(case: CodedCase, asked: BetterOff, space: Polyhedron) -> Sets:
    """Return the pairs of cells in which an actor has more in the first game, and those in which it has not.

    Cells of full dimension only, so that the pairs are disjoint and plays are unique in them.

    Raises
    ------
    GameError
        If the actor does not play in both, or a game has no perfect information.
    """
    games = [_tree(case, name) for name in (asked.game, asked.other)]
    players = []
    for name, game in zip((asked.game, asked.other), games, strict=True):
        if asked.actor not in game.players:
            raise GameError(f"game {name!r} has no player {asked.actor!r}", remedy=nearest(asked.actor, game.players))
        players.append(game.players.index(asked.actor))
    yes: list[Alternative] = []
    no: list[Alternative] = []
    for (one, first), (two, second) in product(*(list(_cells(game, space)) for game in games)):
        more = Condition(first.payoffs[players[0]] - second.payoffs[players[1]], Relation.ABOVE)
        for sign, kept in ((more, yes), (more.opposite(), no)):
            conditions = _joined(one, two, sign)
            if conditions is not None:
                kept.append(Alternative(label=f"{one.label} | {two.label}", conditions=conditions))
    return tuple(yes), tuple(no)


def _joined(one: Alternative, two: Alternative, more: Condition) -> tuple[Condition, ...] | None:
    """Return the conditions of two cells and a comparison; None if a comparison of numbers fails."""
    if more.form.is_constant:
        return (*one.conditions, *two.conditions) if more.holds({}) else None
    return tuple(dict.fromkeys((*one.conditions, *two.conditions, more)))


def _tree(case: CodedCase, name: str) -> TreeGame:
    """Return a sequential game with perfect information."""
    spec = case.spec(name)
    if spec.form != "sequential":
        raise GameError(f"game {name!r} is a {spec.form}, not played in moves", remedy="name a sequential game")
    game = case.tree(name)
    if not game.perfect_information or game.parameters:
        raise GameError(
            f"game {name!r} has hidden moves or open probabilities, so its subgame-perfect plays are not cut into "
            "polyhedra",
            remedy="ask `pbe` about signalling games",
        )
    return game


def _cells(game: TreeGame, space: Polyhedron) -> Iterator[tuple[Alternative, TreePlay]]:
    """Yield every cell of full dimension with its play."""
    for region in spe_regions(game, shadow(space, game.stakes), faces=False).regions:
        for cell, play in product(region.cells, region.plays):
            conditions = tuple(cell.space.row(label).condition for label in cell.cuts)
            yield Alternative(label=play_words(game, play.ends), conditions=conditions, key=play.ends), play


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which play may go on from a node: ends, expected payoffs, and what it asks of the stakes."""

    ends: tuple[int, ...]
    payoffs: tuple[Affine, ...]
    conditions: tuple[Condition, ...]


def plays(game: TreeGame, space: Polyhedron, *, limit: int = MOST_WAYS) -> tuple[Alternative, ...]:
    """Return every play of a pure subgame-perfect equilibrium, once for each way in which it is supported.

    Parameters
    ----------
    game : TreeGame
        Perfect information, probabilities that are numbers.
    space : Polyhedron
        Ways that it excludes are left out.
    limit : int
        The most ways to hold at a node.

    Raises
    ------
    RefusedError
        Beyond the limit.
    """
    area = shadow(space, game.stakes)
    ways: dict[int, list[_Way]] = {}
    for node in reversed(range(len(game.parents))):
        below = [ways.pop(child) for child in game.children[node]]
        if prod(len(w) for w in below) > limit:
            place = ", ".join(game.path(node)) or "the start"
            raise RefusedError(
                f"game {game.title!r} has more than {limit:,} ways to go on after {place}",
                remedy="ask about a smaller game, or fix some stakes",
            )
        found = _ways(game, node, below, area)
        ways[node] = _plus(game, node, found)
    return tuple(
        Alternative(label=play_words(game, way.ends), conditions=way.conditions, key=way.ends) for way in ways[0]
    )


def _ways(game: TreeGame, node: int, below: list[list[_Way]], area: Polyhedron) -> list[_Way]:
    """Return the ways to go on from a node, outcomes at the node itself left out."""
    if not below:
        return [_Way((node,), tuple(Affine.number(0) for _ in game.players), ())]
    at = game.infosets[game.sets[node]]
    if at.player < 0:
        return [way for chosen in product(*below) if (way := _mixed(game, at.probabilities, chosen, area))]
    out: dict[_Way, None] = {}
    for chosen in product(*below):
        for k, taken in enumerate(chosen):
            mine = taken.payoffs[at.player]
            gains = at_least(mine - other.payoffs[at.player] for j, other in enumerate(chosen) if j != k)
            if gains is not None:
                asked = (*(c for way in chosen for c in way.conditions), *gains)
                way = _Way(taken.ends, taken.payoffs, tuple(dict.fromkeys(asked)))
                if way not in out and added(area, way.conditions).feasibility():
                    out[way] = None
    return list(out)


def _mixed(game: TreeGame, chances: Sequence[object], chosen: Sequence[_Way], area: Polyhedron) -> _Way | None:
    """Return what comes of a chance move if play goes on in chosen ways; None if the stakes exclude that."""
    weights = [p for p in chances if isinstance(p, Fraction)]
    payoffs = tuple(
        Affine.total(way.payoffs[p] * w for way, w in zip(chosen, weights, strict=True))
        for p in range(len(game.players))
    )
    conditions = tuple(dict.fromkeys(c for way in chosen for c in way.conditions))
    ends = tuple(end for way, w in zip(chosen, weights, strict=True) if w for end in way.ends)
    return _Way(ends, payoffs, conditions) if added(area, conditions).feasibility() else None


def _plus(game: TreeGame, node: int, ways: list[_Way]) -> list[_Way]:
    """Return ways with the outcome that stands at the node itself."""
    at = game.placed[node]
    if at < 0:
        return ways
    earned = game.outcomes[at].payoffs
    return [replace(way, payoffs=tuple(u + e for u, e in zip(way.payoffs, earned, strict=True))) for way in ways]


def _fits(game: TreeGame, asked: Outcome, end: int) -> bool:
    """Tell whether one way of a play is the path asked for, or has the move."""
    path = game.path(end)
    if asked.move is None:
        return path == asked.path
    return asked.move in set(_moves(game, end))


def _moves(game: TreeGame, end: int) -> Iterator[tuple[str, str]]:
    """Yield who did what on the way to a node."""
    node = end
    while game.parents[node] >= 0:
        parent = game.parents[node]
        found = game.infosets[game.sets[parent]]
        if found.player >= 0:
            yield game.players[found.player], found.actions[game.moves[node]]
        node = parent


def _check(game: TreeGame, asked: Outcome) -> None:
    """Refuse a path that ends nowhere and a move that nobody has."""
    if asked.move is None:
        known = [", ".join(game.path(end)) for end in game.terminals]
        if ", ".join(asked.path) not in known:
            raise GameError(
                f"game {asked.game!r} has no play {', '.join(asked.path)!r}",
                remedy=nearest(", ".join(asked.path), known),
            )
        return
    moves = {move for end in game.terminals for move in _moves(game, end)}
    if asked.move not in moves:
        known = sorted(f"{who} plays {act}" for who, act in moves)
        raise GameError(
            f"in {asked.game!r} nobody can do this: {' plays '.join(asked.move)}",
            remedy=nearest(" plays ".join(asked.move), known),
        )
