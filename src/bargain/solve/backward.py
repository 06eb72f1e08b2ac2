"""Backward induction: all pure subgame-perfect equilibria of a tree with perfect information, ties and all.

Room      solve.
Method    `spe_untied` settles all subgames without ties in one pass; among the others `spe_kinds` finds those that
          are alike; `spe_settle` works out per kind of subgame the payoff vectors that its equilibria can give, with
          their numbers; `spe_list` writes the n-th equilibrium out; `spe_certify` asks the game for the gains
          of deviating.
Complete  every pure subgame-perfect equilibrium is counted. If there is one only, nobody is ever indifferent
          between two best actions, so there is no mixed one either; if there are several, somebody is, and
          every mixture there gives mixed ones as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.games.uncollected import uncollected
from bargain.solve.result import Status
from bargain.solve.spe_certify import movers, one_shot
from bargain.solve.spe_list import Lister, sorted_vectors
from bargain.solve.spe_menus import size_words
from bargain.solve.spe_settle import settle
from bargain.solve.tree_result import TreeEquilibrium, TreeSolution

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.games.tree import Behaviour, TreeGame
    from bargain.solve.spe_menus import Menus
    from bargain.solve.spe_untied import Vector

__all__ = ["LIMIT", "NODES", "backward_induction", "listable"]

LIMIT = 1_000  # equilibria listed
NODES = 500_000  # nodes over all equilibria listed
_SOURCES = ("selten1965", "kuhn1953", "osborne1994")


def backward_induction(game: TreeGame, *, limit: int = LIMIT) -> TreeSolution:
    """Find all pure subgame-perfect equilibria of a game with perfect information.

    Parameters
    ----------
    game : TreeGame
        Rational payoffs and probabilities, any number of players, chance moves.
    limit : int
        The most equilibria to list; `count` and `outcomes` speak of all. Of trees with very many nodes
        fewer are listed, at least one: half a million nodes over all of them.

    Returns
    -------
    TreeSolution
        Status EXACT if there is exactly one equilibrium, which then is the only one in mixed strategies
        too; EXACT_PURE_ONLY if ties leave several. `count` is exact, however large.

    Raises
    ------
    GameError
        If some player does not always know the node it is at (`spe` solves such games).
    ParametricGameError
        If stakes or probabilities are open (`spe_regions` and `spe_thresholds` solve such games).
    RefusedError
        If ties leave too many different payoff vectors to keep, with the number reached.

    Notes
    -----
    Exact. Linear in the nodes where nothing is tied: 300,000 in half a second. Ties cost memory for each
    distinct payoff vector, and chance moves over them the sums of all combinations; subgames that are alike
    cost this once.
    [kuhn1953]_; [selten1965]_; [osborne1994]_, proposition 99.2. What it concludes need not be what people do:
    the chain store of [selten1978]_ and the centipede of [rosenthal1981]_ are the standing doubts.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> game = game_tree("Entry", ("Entrant", "Incumbent"), move("Entrant", {"out": outcome(0, 2),
    ...     "in": move("Incumbent", {"fight": outcome(-1, -1), "yield": outcome(1, 1)})}))
    >>> backward_induction(game)
    <subgame perfect of 'Entry': 1 equilibrium, exact, regret 0>
      1. Entrant: in (1); Incumbent: yield (1)
    """
    if not game.perfect_information:
        raise GameError(
            f"game {game.title!r}: some player does not always know the node it is at",
            remedy="solve it with spe(), which takes subgames one by one",
        )
    whole = game.numeric()
    with uncollected():
        found, count, outcomes = _solved(whole, listable(whole, limit))
    return TreeSolution(
        game=game,
        concept="subgame perfect",
        status=Status.EXACT if count == 1 else Status.EXACT_PURE_ONLY,
        reason=_reason(count),
        equilibria=found,
        count=count,
        truncated=count > len(found),
        outcomes=outcomes,
        options=(("limit", limit),),
        sources=_SOURCES,
        completeness="every node was settled for every continuation; not re-derived",
    )


def _solved(game: TreeGame, number: int) -> tuple[tuple[TreeEquilibrium, ...], int, tuple[tuple[Fraction, ...], ...]]:
    """Return the first equilibria, how many there are, and all their payoffs; all else is given up."""
    menus, places = settle(game), movers(game)
    found = tuple([_equilibrium(menus, pair, places) for pair in Lister(menus).first(number)])
    vectors = sorted_vectors(menus.menu(menus.root))
    return found, menus.number(menus.root), tuple(map(menus.payoffs, vectors))


def listable(game: TreeGame, limit: int) -> int:
    """Return how many equilibria to list: the limit, or fewer of a tree with very many nodes."""
    return min(limit, max(1, NODES // len(game.parents)))


def _equilibrium(menus: Menus, pair: tuple[Vector, Behaviour], places: tuple[int, ...]) -> TreeEquilibrium:
    vector, profile = pair
    return TreeEquilibrium(profile=profile, payoffs=menus.payoffs(vector), certificate=one_shot(menus, profile, places))


def _reason(count: int) -> str:
    """Return why the answer reaches as far as it does."""
    if count == 1:
        return "nobody is ever indifferent between two best actions, so there is no other equilibrium, mixed or pure"
    return (
        f"ties: {size_words(count)} pure equilibria; where a player is indifferent between best actions "
        "every mixture of them gives further, mixed ones, which are not listed"
    )
