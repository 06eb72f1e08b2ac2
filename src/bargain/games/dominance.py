"""When one action of a player does better than another against everything the others may do.

Room      games: questions about one pair of actions; iterated elimination is a solver's work.
Meaning   strict: better at every pure profile of the others; weak: at least as good at every one and
          better at one. Only pure actions dominate here; a mixture that dominates needs a linear program.
Stakes    with open stakes dominance is a set of conditions on them, one per profile of the others.
Source    [osborne1994]_, section 4.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import Affine, Condition, Relation

if TYPE_CHECKING:
    from bargain.games.normal import NormalFormGame

__all__ = ["dominance_conditions", "dominates", "weakly_dominates"]


def dominates(game: NormalFormGame, player: int, better: int, worse: int) -> bool:
    """Tell whether one action is strictly better than another whatever the others do.

    Parameters
    ----------
    game : NormalFormGame
        Without open stakes.
    player, better, worse : int
        Positions of the player and of two of its actions.

    Raises
    ------
    ParametricGameError
        If stakes are open; ask `dominance_conditions` then.
    GameError
        If there is no such player or action.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("quiet", "talk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(3, 0), (1, 1)]])
    >>> dominates(g, 0, 1, 0), dominates(g, 0, 0, 1)
    (True, False)
    """
    pairs = _pairs(game, player, better, worse)
    table = game.numbers(player)
    return better != worse and all(table[i] > table[j] for i, j in pairs)


def weakly_dominates(game: NormalFormGame, player: int, better: int, worse: int) -> bool:
    """Tell whether one action is never worse than another and sometimes better; raises as `dominates`."""
    pairs = _pairs(game, player, better, worse)
    table = game.numbers(player)
    gains = [table[i] - table[j] for i, j in pairs]
    return min(gains) >= 0 and max(gains) > 0


def dominance_conditions(game: NormalFormGame, player: int, better: int, worse: int) -> tuple[Condition, ...]:
    """Return the strict conditions on the stakes under which one action dominates another.

    They must hold together. Conditions without a stake that hold anyway are left out, and each is
    listed once; one that cannot hold stays, so that the set then has no solution.

    Raises
    ------
    GameError
        If there is no such player or action.

    Examples
    --------
    >>> from bargain.exact import parse_affine
    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("Swap", ("Ann", "Bob"), (("keep", "give"),) * 2,
    ...     [[(0, 0), (2, -1)], [(parse_affine("-c"), 2), (parse_affine("2 - c"), 1)]])
    >>> [str(c) for c in dominance_conditions(g, 0, better=0, worse=1)]
    ['c > 0']
    """
    pairs = _pairs(game, player, better, worse)
    table = [v if isinstance(v, Affine) else Affine.number(v) for v in game.payoffs[player]]
    forms = dict.fromkeys(table[i] - table[j] for i, j in pairs)
    return tuple(Condition(f, Relation.ABOVE) for f in forms if not (f.is_constant and f.constant > 0))


def _pairs(game: NormalFormGame, player: int, better: int, worse: int) -> list[tuple[int, int]]:
    """Return the positions of two actions in the flat tables, per profile of the others."""
    if not 0 <= player < len(game.players):
        raise GameError(f"game {game.title!r}: no player {player}", remedy=f"give 0 to {len(game.players) - 1}")
    size = game.shape[player]
    for action in (better, worse):
        if not 0 <= action < size:
            raise GameError(
                f"game {game.title!r}: {game.players[player]!r} has no action {action}", remedy=f"give 0 to {size - 1}"
            )
    others = [range(n) if p != player else range(1) for p, n in enumerate(game.shape)]
    stride = prod(game.shape[player + 1 :])
    bases = [game.index(cell) for cell in product(*others)]
    return [(base + better * stride, base + worse * stride) for base in bases]
