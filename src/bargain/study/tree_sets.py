"""The subgame-perfect plays that a sequential game of a case can have, each with the stakes at which it is one.

Room      study.
Plays     a play comes about in some subgame-perfect equilibrium if at each move on it the mover does no better
          by any other action, for some way in which play goes on after that action. Every choice of such ways
          gives weak conditions on the stakes; ties are in all of them. In games of many strategies, choices
          that the stakes exclude are not gone on with; they are kept, so that proofs can say why.
Orders    two games are compared over cells of full dimension, where equilibrium plays are unique: "more in the
          first" is one strict condition there, its opposite one weak condition. Ties are set aside, and said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import GameError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.exact.grammar import nearest
from bargain.games.conditions import at_least
from bargain.solve.spe_regions import spe_regions
from bargain.study.orders import shadow
from bargain.study.pieces import Alternative, added, constant_zero, excluded
from bargain.study.verdict_values import MOST_DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.encode import CodedCase
    from bargain.games import TreeGame
    from bargain.polyhedra import Polyhedron
    from bargain.solve.spe_regions import TreePlay
    from bargain.study.statements import BetterOff, Outcome

__all__ = [
    "SUBGAME_PERFECT",
    "better_off_sets",
    "outcome_sets",
    "play_words",
    "plays",
    "strategies",
    "tree_of",
    "ways_of",
]

SUBGAME_PERFECT = "pure subgame perfect"
MOST_WAYS = 20_000

Alternatives = tuple[Alternative, ...]


def play_words(game: TreeGame, ends: Sequence[int]) -> str:
    """Return a play in words: its actions, and with chance one list for each way it can go."""
    return "; ".join(", ".join(game.path(end)) for end in ends)


def outcome_sets(case: CodedCase, asked: Outcome, space: Polyhedron) -> tuple[Alternatives, Alternatives, bool]:
    """Return the ways in which a play makes a statement true, those in which one makes it false, and if these are all.

    With chance moves a statement is true of a play if it is true however chance falls.

    Raises
    ------
    GameError
        If the game has no such play or move, or no perfect information.
    """
    game = tree_of(case, asked.game)
    _check(game, asked)
    found, shut = ways_of(game, space)
    fits = [all(_fits(game, asked, end) for end in item.key) for item in found]
    yes = tuple(item for item, ok in zip(found, fits, strict=True) if ok)
    no = tuple(item for item, ok in zip(found, fits, strict=True) if not ok)
    # What the space excludes half-way would be a way of either kind, so both sides carry the proof that it is none.
    return (*yes, *shut), (*no, *shut), strategies(game) <= MOST_DERIVED


def better_off_sets(case: CodedCase, asked: BetterOff, space: Polyhedron) -> tuple[Alternatives, Alternatives]:
    """Return the pairs of cells in which an actor has more in the first game, and those in which it has not.

    Pairs that share inner points only, their own boundaries left out, so that what is a tie of stakes is in none.

    Raises
    ------
    GameError
        If the actor does not play in both, or a game has no perfect information.
    """
    games = [tree_of(case, name) for name in (asked.game, asked.other)]
    players = []
    for name, game in zip((asked.game, asked.other), games, strict=True):
        if asked.actor not in game.players:
            raise GameError(f"game {name!r} has no player {asked.actor!r}", remedy=nearest(asked.actor, game.players))
        players.append(game.players.index(asked.actor))
    area = shadow(space, {name for game in games for name in game.stakes})
    yes: list[Alternative] = []
    no: list[Alternative] = []
    second_cells = list(_cells(games[1], space))
    for one, first in _cells(games[0], space):
        for two, second, meeting in _meeting(added(area, one.conditions), one, second_cells):
            label, gap = f"{one.label} | {two.label}", first.payoffs[players[0]] - second.payoffs[players[1]]
            both = tuple(dict.fromkeys((*one.conditions, *two.conditions)))
            yes += _compared(meeting, label, both, (gap, Relation.ABOVE))
            no += _compared(meeting, label, both, (-gap, Relation.AT_LEAST))
    return tuple(yes), tuple(no)


def _meeting(
    area: Polyhedron, one: Alternative, cells: Sequence[tuple[Alternative, TreePlay]]
) -> Iterator[tuple[Alternative, TreePlay, Polyhedron]]:
    """Yield the cells of one game that share points with a cell of another, and what they share."""
    opposite = {Condition(-c.form, c.relation) for c in one.conditions}
    for two, play in cells:
        if opposite.isdisjoint(two.conditions) and not excluded(area, two.conditions):
            meeting = added(area, two.conditions)
            if meeting.feasibility():
                yield two, play, meeting


def _compared(
    meeting: Polyhedron, label: str, both: tuple[Condition, ...], asked: tuple[Affine, Relation]
) -> list[Alternative]:
    """Return one pair of cells with a comparison of payoffs; where that leaves no inner point, with a strict one.

    The strict one then holds nowhere, and the proof of that is worth having.
    """
    form, relation = asked
    if form.is_constant:
        holds = Condition(form, relation).holds({})
        return [Alternative(label=label, conditions=both)] if holds else []
    strict = Condition(form, Relation.ABOVE)
    thin = not meeting.admits(strict) and not constant_zero(meeting, form)
    condition = strict if thin else Condition(form, relation)
    return [Alternative(label=label, conditions=(*both, condition))]


def tree_of(case: CodedCase, name: str) -> TreeGame:
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
    """Yield the inner points of every cell of full dimension, with its play."""
    for region in spe_regions(game, shadow(space, game.stakes), faces=False).regions:
        for cell, play in product(region.cells, region.plays):
            forms = (cell.space.row(label).condition.form for label in cell.cuts)
            conditions = tuple(Condition(form, Relation.ABOVE) for form in forms)
            yield Alternative(label=play_words(game, play.ends), conditions=conditions, key=play.ends), play


@dataclass(frozen=True, slots=True)
class _Way:
    """One way in which play may go on from a node: ends, expected payoffs, and what it asks of the stakes."""

    ends: tuple[int, ...]
    payoffs: tuple[Affine, ...]
    conditions: tuple[Condition, ...]


def strategies(game: TreeGame) -> int:
    """Return the number of pure strategy profiles of a game with perfect information."""
    return prod(len(at.actions) for at in game.infosets if at.player >= 0)


def plays(game: TreeGame, space: Polyhedron, *, limit: int = MOST_WAYS) -> Alternatives:
    """Return every play of a pure subgame-perfect equilibrium, once for each way in which it is supported.

    See `ways_of`, which also says what a space excludes on the way.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> from bargain.polyhedra import Polyhedron
    >>> game = game_tree("Grant", ("Ann", "Bob"), move("Ann", {"withhold": outcome(0, 0),
    ...     "grant": move("Bob", {"take": outcome("-c", "b"), "return": outcome("g - c", "b - d")})}))
    >>> space = Polyhedron.read(("b", "c", "d", "g"), {"r": "0 < c <= g <= 1", "s": "-1 <= d <= 1", "t": "b == 1"})
    >>> for item in plays(game, space):
    ...     print(item.label, [str(c) for c in item.conditions])
    withhold ['d >= 0', 'c >= 0']
    grant, take ['d >= 0', 'c <= 0']
    withhold ['d <= 0', 'c >= g']
    grant, return ['d <= 0', 'g >= c']
    """
    return ways_of(game, space, limit=limit)[0]


def ways_of(game: TreeGame, space: Polyhedron, *, limit: int = MOST_WAYS) -> tuple[Alternatives, Alternatives]:
    """Return the ways in which plays of pure subgame-perfect equilibria are supported, and beginnings that are not.

    Parameters
    ----------
    game : TreeGame
        Perfect information, probabilities that are numbers.
    space : Polyhedron
        Only for games of more than 512 strategy profiles: ways that it excludes are not gone on with.
    limit : int
        The most ways to hold at a node.

    Returns
    -------
    tuple of two tuples of Alternative
        The second holds what the space excludes, if it was looked at; its conditions have no point there.

    Raises
    ------
    RefusedError
        Beyond the limit.
    """
    if strategies(game) <= MOST_DERIVED:
        return _all_ways(game, limit)
    return space.once(("ways", game, limit), lambda: _ways_of(game, shadow(space, game.stakes), limit))


@lru_cache(maxsize=8)
def _all_ways(game: TreeGame, limit: int) -> tuple[Alternatives, Alternatives]:
    """Return the ways of a game of few strategies: the same whatever the space, so worked out once."""
    return _ways_of(game, None, limit)


def _ways_of(game: TreeGame, area: Polyhedron | None, limit: int) -> tuple[Alternatives, Alternatives]:
    """Return ways from the last moves to the first; without those that an area excludes, if there is one."""
    shut: list[Alternative] = []
    ways: dict[int, list[_Way]] = {}
    for node in reversed(range(len(game.parents))):
        below = [ways.pop(child) for child in game.children[node]]
        if prod(len(w) for w in below) > limit:
            place = ", ".join(game.path(node)) or "the start"
            raise RefusedError(
                f"game {game.title!r} has more than {limit:,} ways to go on after {place}",
                remedy="ask about a smaller game, or fix some stakes",
            )
        found = list(dict.fromkeys(_ways(game, node, below)))
        if area is not None:
            empty = [way for way in found if not added(area, way.conditions).feasibility()]
            shut += [Alternative(label="excluded on the way", conditions=way.conditions) for way in empty]
            found = [way for way in found if way not in empty]
        ways[node] = _plus(game, node, found)
    found_all = tuple(
        Alternative(label=play_words(game, way.ends), conditions=way.conditions, key=way.ends) for way in ways[0]
    )
    return found_all, tuple(shut)


def _ways(game: TreeGame, node: int, below: list[list[_Way]]) -> Iterator[_Way]:
    """Yield the ways to go on from a node, outcomes at the node itself left out."""
    if not below:
        yield _Way((node,), tuple(Affine.number(0) for _ in game.players), ())
        return
    at = game.infosets[game.sets[node]]
    for chosen in product(*below):
        shared = tuple(c for way in chosen for c in way.conditions)
        if at.player < 0:
            yield _mixed(game, at.probabilities, chosen)
            continue
        for k, taken in enumerate(chosen):
            mine = taken.payoffs[at.player]
            gains = at_least(mine - other.payoffs[at.player] for j, other in enumerate(chosen) if j != k)
            if gains is not None:
                yield _Way(taken.ends, taken.payoffs, tuple(dict.fromkeys((*shared, *gains))))


def _mixed(game: TreeGame, chances: Sequence[object], chosen: Sequence[_Way]) -> _Way:
    """Return what comes of a chance move if play goes on in chosen ways."""
    weights = [p for p in chances if isinstance(p, Fraction)]
    payoffs = tuple(
        Affine.total(way.payoffs[p] * w for way, w in zip(chosen, weights, strict=True))
        for p in range(len(game.players))
    )
    conditions = tuple(dict.fromkeys(c for way in chosen for c in way.conditions))
    ends = tuple(end for way, w in zip(chosen, weights, strict=True) if w for end in way.ends)
    return _Way(ends, payoffs, conditions)


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
