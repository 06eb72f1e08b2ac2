"""What a game in extensive form must satisfy, checked when it is made; each fault names the path to its node.

Room      games: functions of a `TreeGame`.
Cost      one pass over the nodes and one over the information sets.
Not here  imperfect recall: such games are games, and solvers that need memory refuse them by name.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import Affine
from bargain.games.tree_parts import CHANCE, NOWHERE, names_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.tree import TreeGame
    from bargain.games.tree_parts import InfoSet, Payoff

__all__ = ["check", "fault_in_chances"]


def check(game: TreeGame) -> None:
    """Refuse what is no game in extensive form.

    Raises
    ------
    GameError
        Naming the game, the node by its path, and the remedy.
    """
    _check_lengths(game)
    _check_shape(game)
    _check_outcomes(game)
    _check_sets(game)


def _fault(game: TreeGame, message: str, remedy: str, node: int | None = None) -> GameError:
    """Build the error for a node."""
    at = "" if node is None else f", {'' if node == 0 else 'node '}{game.where(node)}"
    return GameError(f"game {game.title!r}{at}: {message}", remedy=remedy)


def _check_lengths(game: TreeGame) -> None:
    """Refuse lists that do not run over the same nodes."""
    size = len(game.parents)
    if not game.players:
        raise _fault(game, "no players", "give at least one")
    if not size:
        raise _fault(game, "no nodes", "a game has a root at least")
    if any(len(x) != size for x in (game.moves, game.children, game.sets, game.placed, game.labels)):
        raise _fault(game, "lists of unequal length", "give one entry per node in each")


def _check_shape(game: TreeGame) -> None:
    """Refuse parents, moves and children that are not one tree in preorder."""
    parents, moves, children, sets = game.parents, game.moves, game.children, game.sets
    bound = len(game.infosets)
    ends = list(range(1, len(parents) + 1))
    linked = 0
    for node in range(len(parents) - 1, -1, -1):
        below = children[node]
        if (sets[node] == NOWHERE) is bool(below) or not NOWHERE <= sets[node] < bound:
            raise GameError(
                f"game {game.title!r}, node number {node}: {len(below)} children and information set {sets[node]}",
                remedy="a node has children exactly if someone moves there",
            )
        if below:
            end = node + 1
            for move, child in enumerate(below):
                if child != end or parents[child] != node or moves[child] != move:
                    raise _not_preorder(game, child)
                end = ends[child]
            ends[node] = end
            linked += len(below)
    if linked != len(parents) - 1 or parents[0] != NOWHERE or moves[0] != NOWHERE:
        raise _not_preorder(game, 0)


def _not_preorder(game: TreeGame, node: int) -> GameError:
    return GameError(
        f"game {game.title!r}, node number {node}: parents, moves and children are not one tree in preorder",
        remedy="build games with game_tree(), TreeBuilder or from a file",
    )


def _check_outcomes(game: TreeGame) -> None:
    """Refuse outcomes that do not pay every player once, and places without one."""
    size = len(game.players)
    for k, outcome in enumerate(game.outcomes):
        if len(outcome.payoffs) != size:
            node = game.placed.index(k) if k in game.placed else None
            name = f"outcome {outcome.label!r}" if outcome.label else f"outcome {outcome.number}"
            raise _fault(game, f"{name} has {len(outcome.payoffs)} payoffs", f"give {size}, one per player", node)
    numbers = {outcome.number for outcome in game.outcomes}
    if len(numbers) != len(game.outcomes):
        raise _fault(game, "two outcomes with one number", "number them anew")
    if min(game.placed) < NOWHERE or max(game.placed) >= len(game.outcomes):
        raise _fault(game, "an outcome that does not exist is placed", "list it among the outcomes")


def _check_sets(game: TreeGame) -> None:
    """Refuse information sets that do not fit the nodes, or one another; most have one node and no chance."""
    players, sets, children = len(game.players), game.sets, game.children
    seen: list[set[int]] = [set() for _ in range(players + 1)]  # numbers per player; chance, -1, is the last
    total, last, ordered = 0, NOWHERE, True
    for k, infoset in enumerate(game.infosets):
        nodes, who = infoset.nodes, infoset.player
        alone = len(nodes) == 1 and 0 <= nodes[0] < len(sets) and 0 <= who < players and not infoset.probabilities
        if not alone or sets[nodes[0]] != k or len(children[nodes[0]]) != len(infoset.actions):
            _check_set(game, k, infoset)
        total += len(nodes)
        if infoset.number in seen[who]:
            raise _fault(game, f"two information sets of one player with number {infoset.number}", "number them anew")
        seen[who].add(infoset.number)
        ordered = ordered and last < nodes[0]
        last = nodes[0]
    if total != len(sets) - sets.count(NOWHERE):
        raise _fault(game, "a node that names an information set which does not list it", "list every node once")
    if not ordered:
        raise _fault(game, "information sets out of order", "list them by their first nodes")


def _check_set(game: TreeGame, k: int, infoset: InfoSet) -> None:
    """Refuse an information set whose nodes do not fit it."""
    nodes = infoset.nodes
    if not nodes:
        raise _fault(game, f"information set {infoset.label or infoset.number!r} without nodes", "leave it out")
    if not CHANCE <= infoset.player < len(game.players):
        raise _fault(game, f"player number {infoset.player} does not exist", "name a player of the game", nodes[0])
    for node in nodes:
        if not 0 <= node < len(game.sets) or game.sets[node] != k:
            raise _fault(game, f"information set {k} lists node {node}, which is not in it", "list its own nodes")
        if len(game.children[node]) != len(infoset.actions):
            raise _fault(
                game,
                f"{len(game.children[node])} actions, but its information set has {len(infoset.actions)}",
                "nodes that a player cannot tell apart have the same actions",
                node,
            )
    if len(nodes) > 1:
        _check_paths(game, nodes)
    if infoset.player == CHANCE or infoset.probabilities:
        _check_chance(game, infoset)


def _check_paths(game: TreeGame, nodes: Sequence[int]) -> None:
    """Refuse nodes of one set on one path: a player who does not know whether it has moved (absent-mindedness)."""
    for first, second in pairwise(nodes):
        if first >= second:
            raise _fault(game, "the nodes of an information set are out of order", "list them in preorder", second)
        if second < game.end(first):
            raise _fault(
                game,
                f"on one path with {game.where(first)} of the same information set (absent-mindedness)",
                "let a path meet each information set once",
                second,
            )


def _check_chance(game: TreeGame, infoset: InfoSet) -> None:
    """Refuse probabilities where nobody draws, missing ones, negative ones, and a sum other than 1."""
    node = infoset.nodes[0]
    if infoset.player != CHANCE:
        raise _fault(game, "probabilities at a player's move", "only chance moves have them", node)
    if len(infoset.probabilities) != len(infoset.actions):
        raise _fault(
            game, f"{len(infoset.probabilities)} probabilities for {len(infoset.actions)} actions", "give each", node
        )
    fault = fault_in_chances(infoset.actions, infoset.probabilities)
    if fault:
        raise _fault(game, *fault, node)


def fault_in_chances(actions: Sequence[str], chances: Sequence[Payoff]) -> tuple[str, str] | None:
    """Return what is wrong with the probabilities of a chance move, and the remedy; None if nothing is.

    >>> fault_in_chances(["strong", "weak"], [Fraction(1, 3), Fraction(1, 2)])
    ('the probabilities sum to 5/6', 'let them sum to 1')
    >>> p = Affine.name("p")
    >>> fault_in_chances(["strong", "weak"], [p, 1 - p])
    """
    for action, chance in zip(actions, chances, strict=True):
        if not isinstance(chance, Affine) and chance < 0:
            return f"probability {chance} of {action!r}", "a probability is 0 or more"
    total = sum(chances, Fraction(0))
    if isinstance(total, Affine) and total.is_constant:
        total = total.constant
    if total == 1:
        return None
    every = f", whatever {', '.join(names_in(chances))}" if names_in(chances) else ""
    return f"the probabilities sum to {total}", f"let them sum to 1{every}"
