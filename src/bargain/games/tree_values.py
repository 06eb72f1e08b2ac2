"""What a behaviour of all players in a game tree is worth, and what anyone would gain by leaving it.

Room      games: the checker, which is never the solver. Functions of a `TreeGame` without open names.
Behaviour per information set one probability per action; at chance moves the probabilities of the game.
Walks     over blocks of nodes, without recursion; subgames are judged bottom up, each node once per player.
Exactness Fractions throughout: regret == 0 is a fact.
Source    [osborne1994]_, sections 6.1 and 11.4; [kuhn1953]_ on why deviations may be sought set by set.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import Affine
from bargain.games.tree_parts import CHANCE, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.tree import TreeGame
    from bargain.games.tree_parts import Behaviour, Payoff

__all__ = [
    "action_values",
    "bayes",
    "behaviour",
    "expected",
    "node_values",
    "reach",
    "regret",
    "subgame_regret",
    "subgame_regrets",
]

_ZERO, _ONE = Fraction(0), Fraction(1)
Sequel = tuple[int, int] | None  # a player's last own (information set, action); None before its first move


def behaviour(game: TreeGame, choices: Sequence[int | Sequence[Fraction] | None]) -> Behaviour:
    """Return a behaviour from one entry per information set: an action's index, or probabilities.

    Entries at chance moves are not looked at: chance plays as the game says. None stands for such an entry.

    Raises
    ------
    GameError
        For an action that does not exist, or probabilities that do not fit, naming the information set.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> toy = game_tree("Toy", ("Ann",), move("Ann", {"stay": outcome(0), "go": outcome(1)}))
    >>> behaviour(toy, [1])
    ((Fraction(0, 1), Fraction(1, 1)),)
    """
    if len(choices) != len(game.infosets):
        raise GameError(
            f"game {game.title!r}: entries for {len(choices)} of {len(game.infosets)} information sets",
            remedy="give one per information set, chance moves included",
        )
    game.require_numbers()
    out: list[tuple[Fraction, ...]] = []
    for infoset, choice in zip(game.infosets, choices, strict=True):
        size = len(infoset.actions)
        if infoset.player == CHANCE:
            out.append(_numbers(infoset.probabilities))
        elif isinstance(choice, int):
            out.append(tuple(_ONE if a == choice else _ZERO for a in range(size)))
        else:
            out.append(tuple(choice or ()))
    check(game, tuple(out))
    return tuple(out)


def check(game: TreeGame, profile: Behaviour) -> None:
    """Refuse a behaviour that does not fit the game, naming the information set.

    Raises
    ------
    ParametricGameError
        If payoffs or probabilities are open.
    GameError
        For missing or negative probabilities, a sum other than 1, or a chance move played otherwise.
    """
    game.require_numbers()
    if len(profile) != len(game.infosets):
        raise GameError(
            f"game {game.title!r}: a behaviour at {len(profile)} of {len(game.infosets)} information sets",
            remedy="give one mixture per information set, chance moves included",
        )
    for k, (infoset, mixture) in enumerate(zip(game.infosets, profile, strict=True)):
        if len(mixture) != len(infoset.actions) or min(mixture) < 0 or sum(mixture) != 1:
            raise GameError(
                f"game {game.title!r}: {[str(x) for x in mixture]} is no mixture at {game.set_name(k)}",
                remedy=f"give {len(infoset.actions)} probabilities that sum to 1",
            )
        if any(isinstance(x, float) for x in mixture):
            raise GameError(
                f"game {game.title!r}: {list(mixture)} at {game.set_name(k)} is not exact", remedy="give Fractions"
            )
        if infoset.player == CHANCE and tuple(mixture) != infoset.probabilities:
            raise GameError(
                f"game {game.title!r}: chance does not play {[str(x) for x in mixture]} at {game.set_name(k)}",
                remedy=f"give {[str(x) for x in infoset.probabilities]}",
            )


def _numbers(values: Iterable[Payoff]) -> tuple[Fraction, ...]:
    """Return payoffs or probabilities of a checked game as the numbers that they are."""
    return tuple(value.constant if isinstance(value, Affine) else value for value in values)


def reach(game: TreeGame, profile: Behaviour) -> tuple[Fraction, ...]:
    """Return per node the probability that a play passes it; costs one pass over the nodes."""
    check(game, profile)
    out = [_ZERO] * len(game.parents)
    out[0] = _ONE
    for node, here in enumerate(out):
        if here and game.children[node]:
            for child, p in zip(game.children[node], profile[game.sets[node]], strict=True):
                out[child] = here if p == 1 else here * p
    return tuple(out)


def expected(game: TreeGame, profile: Behaviour) -> tuple[Fraction, ...]:
    """Return each player's expected payoff; costs one pass over the nodes."""
    totals = [_ZERO] * len(game.players)
    for placed, p in zip(game.placed, reach(game, profile), strict=True):
        if p and placed != NOWHERE:
            for player, value in enumerate(_numbers(game.outcomes[placed].payoffs)):
                totals[player] += p * value
    return tuple(totals)


def node_values(game: TreeGame, profile: Behaviour) -> tuple[tuple[Fraction, ...], ...]:
    """Return per node what each player expects from there on, the outcome at the node included.

    Nodes off the path of play have a value too, as the behaviour says what would happen there.
    Costs one pass over the nodes, backwards.
    """
    check(game, profile)
    payoffs = [_numbers(outcome.payoffs) for outcome in game.outcomes]
    nothing = (_ZERO,) * len(game.players)
    out = [nothing] * len(game.parents)
    for node in range(len(out) - 1, -1, -1):
        value = nothing if game.placed[node] == NOWHERE else payoffs[game.placed[node]]
        if game.children[node]:
            for child, p in zip(game.children[node], profile[game.sets[node]], strict=True):
                if p:
                    value = tuple(v + (c if p == 1 else p * c) for v, c in zip(value, out[child], strict=True))
        out[node] = value
    return tuple(out)


def bayes(game: TreeGame, profile: Behaviour) -> tuple[tuple[Fraction, ...] | None, ...]:
    """Return per information set the beliefs that Bayes' rule gives over its nodes, None where it is not reached."""
    passed = reach(game, profile)
    out: list[tuple[Fraction, ...] | None] = []
    for infoset in game.infosets:
        here = [passed[node] for node in infoset.nodes]
        total = sum(here, _ZERO)
        out.append(tuple(p / total for p in here) if total else None)
    return tuple(out)


def action_values(
    game: TreeGame, profile: Behaviour, beliefs: Sequence[Sequence[Fraction] | None] | None = None
) -> tuple[tuple[Fraction, ...] | None, ...]:
    """Return per information set what its mover expects from each action, given beliefs; play goes on as said.

    Parameters
    ----------
    beliefs : one probability per node and information set, optional
        Those of `bayes` if left out.

    Returns
    -------
    tuple
        None at chance moves and where there are no beliefs. What was earned before the information set
        is left out; it may differ between its nodes, and no action changes it.
    """
    values = node_values(game, profile)
    held = bayes(game, profile) if beliefs is None else beliefs
    out: list[tuple[Fraction, ...] | None] = []
    for infoset, belief in zip(game.infosets, held, strict=True):
        if infoset.player == CHANCE or belief is None:
            out.append(None)
            continue
        per_action = [_ZERO] * len(infoset.actions)
        for node, p in zip(infoset.nodes, belief, strict=True):
            for a, child in enumerate(game.children[node]):
                per_action[a] += p * values[child][infoset.player]
        out.append(tuple(per_action))
    return tuple(out)


def regret(game: TreeGame, profile: Behaviour) -> Fraction:
    """Return the most that any one player gains by leaving a behaviour alone, in the whole game; 0 at equilibrium.

    The best deviation is sought over all strategies of a player, by its information sets from the last
    to the first. Costs one pass over the nodes and players.

    Raises
    ------
    GameError
        For imperfect recall, where that search may miss the best deviation; naming the information set.
    """
    return _regrets(game, profile)[0]


def subgame_regret(game: TreeGame, profile: Behaviour) -> Fraction:
    """Return the most that any one player gains by leaving a behaviour alone in any subgame; 0 if subgame perfect.

    Costs and raises as `regret`: the best deviations of all subgames are found in the same pass.
    """
    return max(_regrets(game, profile).values())


def subgame_regrets(game: TreeGame, profile: Behaviour) -> dict[int, Fraction]:
    """Return per subgame root the most that any one player gains by deviating alone there, in preorder."""
    found = _regrets(game, profile)
    return {root: found[root] for root in game.subgame_roots}


def _regrets(game: TreeGame, profile: Behaviour) -> dict[int, Fraction]:
    """Return the regret at every subgame root, from the last to the first; the root counts in any game."""
    values = node_values(game, profile)
    game.require_recall("regret")
    roots = game.subgame_roots or (0,)
    payoffs = [_numbers(outcome.payoffs) for outcome in game.outcomes]
    worst = dict.fromkeys(roots, _ZERO)
    for player in range(len(game.players)):
        own = [p[player] for p in payoffs]
        best: dict[int, Fraction] = {}
        for root in reversed(roots):
            best[root] = _best(game, profile, player, own, root, best)
            worst[root] = max(worst[root], best[root] - values[root][player])
    return worst


def _best(
    game: TreeGame, profile: Behaviour, player: int, payoffs: list[Fraction], root: int, inner: dict[int, Fraction]
) -> Fraction:
    """Return the most that a player can get in a subgame if the others play as said.

    `inner` has the answers for the subgames within it. What can be earned is collected after each own
    (information set, action), weighted by what the others and chance do; then each information set, the
    last first, hands its best action's sum to the own action before it.
    """
    earned: dict[Sequel, Fraction] = {}
    before: dict[int, Sequel] = {}
    stack: list[tuple[int, Fraction, Sequel]] = [(root, _ONE, None)]
    while stack:
        node, weight, last = stack.pop()
        known = inner.get(node)
        if known is not None:
            earned[last] = earned.get(last, _ZERO) + weight * known
            continue
        if game.placed[node] != NOWHERE:
            earned[last] = earned.get(last, _ZERO) + weight * payoffs[game.placed[node]]
        k = game.sets[node]
        if k == NOWHERE:
            continue
        if game.infosets[k].player == player:
            before[k] = last
            stack += ((child, weight, (k, a)) for a, child in enumerate(game.children[node]))
        else:
            chances = zip(game.children[node], profile[k], strict=True)
            stack += ((child, weight if p == 1 else weight * p, last) for child, p in chances if p)
    for k in sorted(before, reverse=True):
        best = max(earned.get((k, a), _ZERO) for a in range(len(game.infosets[k].actions)))
        earned[before[k]] = earned.get(before[k], _ZERO) + best
    return earned.get(None, _ZERO)
