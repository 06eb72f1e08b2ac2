"""Why a profile is subgame perfect, asked of the game: gains of deviating, node by node or subgame by subgame.

Room      solve. Knows profiles, not how they were found.
One-shot  with perfect information no deviation pays anywhere if no single other action pays anywhere,
          [osborne1994]_, lemma 98.2; one pass over the nodes.
Subgame   otherwise the best deviation of each player in each subgame, from `games.tree_values`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

from bargain.games.tree import CHANCE, NOWHERE
from bargain.games.tree_values import subgame_regrets
from bargain.solve.tree_result import Deviations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.tree import Behaviour, TreeGame
    from bargain.solve.spe_menus import Menus
    from bargain.solve.spe_untied import Value, Vector

__all__ = ["movers", "one_shot", "per_subgame"]

_ZERO = Fraction(0)


def movers(game: TreeGame) -> tuple[int, ...]:
    """Return the nodes at which players move, in preorder."""
    players = [s.player for s in game.infosets]
    return tuple([n for n, k in enumerate(game.sets) if k != NOWHERE and players[k] != CHANCE])


def one_shot(menus: Menus, profile: Behaviour, places: tuple[int, ...]) -> Deviations:
    """Return what one other action would gain at each node, the rest of a pure profile unchanged.

    Works on the scaled payoffs of the terminal nodes, not on what the solver concluded from them.
    """
    game = menus.game
    values = list(menus.kinds.settled.ends)
    gains: dict[int, Fraction] = {}
    players = [s.player for s in game.infosets]
    actions = {id(row): _chosen(row) for row in {id(row): row for row in profile}.values()}
    chosen = [actions[id(row)] for row in profile]
    children, sets = game.children, game.sets
    for node in range(len(children) - 1, -1, -1):
        below = children[node]
        if not below:
            continue
        k = sets[node]
        player = players[k]
        if player == CHANCE:
            values[node] = _mean(profile[k], [cast("Vector", values[c]) for c in below])
            continue
        values[node] = here = cast("Vector", values[below[chosen[k]]])
        own = here[player]
        best = max([values[c][player] for c in below])  # type: ignore[index]  # all below have been met
        if best > own:
            gains[node] = Fraction(best - own) / menus.kinds.units[player]
    regrets = [gains.get(node, _ZERO) for node in places] if gains else [_ZERO] * len(places)
    return Deviations(test="one-shot", places=places, regrets=tuple(regrets))


def _chosen(row: Sequence[Fraction]) -> int:
    """Return the action that a pure row takes."""
    return next(a for a, p in enumerate(row) if p)


def _mean(odds: Sequence[Fraction], vectors: Sequence[Vector]) -> Vector:
    def total(column: tuple[Value, ...]) -> Value:
        return sum((p * v for p, v in zip(odds, column, strict=True)), _ZERO)

    return tuple([total(column) for column in zip(*vectors, strict=True)])


def per_subgame(game: TreeGame, profile: Behaviour) -> Deviations:
    """Return what the best deviation of any one player gains in each subgame."""
    found = subgame_regrets(game, profile)
    return Deviations(test="subgame", places=tuple(found), regrets=tuple(found.values()))
