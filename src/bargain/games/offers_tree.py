"""A small game of alternating offers written out as a tree, so that the solvers of trees can be asked about it.

Room      games.
Moves     the proposer names a package (or is silent), the responder accepts or rejects, whoever may walks out or
          stays, and chance ends the talks or not. Payoffs are those as of round 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import GameError, RefusedError
from bargain.games.tree_build import chance, game_tree, move, outcome

if TYPE_CHECKING:
    from bargain.games.offers import OffersGame, Pair
    from bargain.games.tree import TreeGame
    from bargain.games.tree_build import Chance, End, Move

    Part = Move | Chance | End

__all__ = ["offers_tree"]

_MOST_NODES = 200_000


def offers_tree(game: OffersGame) -> TreeGame:
    """Return the whole tree of a game with a last round.

    Parameters
    ----------
    game : OffersGame

    Raises
    ------
    GameError
        If the game has no last round.
    RefusedError
        If the tree would have more than 200,000 nodes; `bargain.solve.offers` needs no tree.

    Examples
    --------
    >>> from bargain.games import OffersGame
    >>> swap = OffersGame.build("Swap", ("Ann", "Bob"), {"a": (3, 1), "b": (1, 3)}, discounts="1/2", rounds=2)
    >>> len(offers_tree(swap).parents)
    19
    """
    if game.rounds is None:
        raise GameError(f"{game.title!r} has no last round, so its tree does not end", remedy="give it a last round")
    wide = 4 * (len(game.packages) + game.silence) + 4
    if wide**game.rounds > _MOST_NODES:
        raise RefusedError(
            f"the tree of {game.title!r} may have {wide}^{game.rounds} nodes, over the limit of {_MOST_NODES:,}",
            remedy="ask bargain.solve.offers, which needs no tree",
        )
    following: Part = _end(game, game.deadline, game.rounds - 1)
    for number in range(game.rounds, 0, -1):
        following = _round(game, number, following)
    return game_tree(game.title, game.players, following)


def _end(game: OffersGame, payoffs: Pair, delay: int) -> End:
    """Return an end that is had `delay` rounds after the first."""
    gains = game.over(payoffs)
    return outcome(*(d + f**delay * g for d, f, g in zip(game.disagreement, game.discounts, gains, strict=True)))


def _round(game: OffersGame, number: int, following: Part) -> Part:
    """Return one round, given what comes after it."""
    p = game.proposer(number)
    proposer, responder = game.players[p], game.players[1 - p]
    if number != game.rounds and game.breakdown:
        lost = _end(game, game.broken, number)
        following = chance({"breakdown": (game.breakdown, lost), "go on": (1 - game.breakdown, following)})
    for player in (p, 1 - p):
        gone = game.exits[player]
        if gone is not None and game.may_leave(player, p):
            following = move(game.players[player], {"stay": following, "walk out": _end(game, gone, number - 1)})
    offered: dict[str, Part] = {
        name: move(responder, {"accept": _end(game, u, number - 1), "reject": following})
        for name, u in zip(game.packages, game.payoffs, strict=True)
    }
    if game.silence:
        offered["(silence)"] = following
    return move(proposer, offered)
