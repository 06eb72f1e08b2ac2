"""The reduced normal form of a game tree, and the way between mixed strategies and behaviours.

Room      games: functions of a `TreeGame` whose probabilities are numbers; payoffs may have open stakes.
Reduced   a reduced strategy says what a player does at the information sets that its own earlier choices
          leave within reach, and nothing elsewhere; so strategies that no play can tell apart are one.
Walks     one stack over the nodes; each end pays the profiles that lead to it.
Source    [kuhn1953]_; [osborne1994]_, sections 6.4 and 11.4.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import log10, prod
from typing import TYPE_CHECKING

from bargain.errors import GameError, ParametricGameError, RefusedError
from bargain.exact import Affine
from bargain.games.normal import NormalFormGame
from bargain.games.tree_names import set_keys
from bargain.games.tree_parts import CHANCE, NOWHERE, added
from bargain.games.tree_values import behaviour, check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.normal import Profile
    from bargain.games.tree import TreeGame
    from bargain.games.tree_parts import Behaviour, Payoff

__all__ = ["ReducedForm", "reduced_normal_form", "strategy_counts"]

Strategy = tuple[tuple[int, int], ...]  # (information set, action) where the strategy says something

_MOST_PAYOFFS = 1_000_000
_MOST_PAIRS = 20_000_000  # entries of all strategies of a player together
_ONE = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReducedForm:
    """A reduced normal form with the strategies that its actions stand for.

    Attributes
    ----------
    game : the normal form; one action per reduced strategy, in the order of `strategies`
    tree : the game tree it comes from
    strategies : per player, per action: the (information set, action) pairs that the strategy says
    """

    game: NormalFormGame
    tree: TreeGame
    strategies: tuple[tuple[Strategy, ...], ...]

    def __repr__(self) -> str:
        sizes = " × ".join(str(len(own)) for own in self.strategies)
        return f"<ReducedForm of {self.tree.title!r}: {sizes} reduced strategies>"

    def behaviour(self, profile: Profile) -> Behaviour:
        """Return a behaviour that plays as a mixed profile does, whatever the others do (Kuhn's theorem).

        At an information set that the player's own mixture never reaches, every action is equally likely.

        Raises
        ------
        GameError
            For imperfect recall, where a mixture may have no equal behaviour; naming the information set.
        """
        self.tree.require_recall("behaviour from mixed strategies")
        weights = self._weights(profile)
        choices: list[tuple[Fraction, ...]] = []
        for k, infoset in enumerate(self.tree.infosets):
            size = len(infoset.actions)
            here = [weights.get((k, a), Fraction(0)) for a in range(size)]
            total = sum(here)
            choices.append(tuple(w / total for w in here) if total else (Fraction(1, size),) * size)
        return behaviour(self.tree, choices)

    def _weights(self, profile: Profile) -> dict[tuple[int, int], Fraction]:
        """Return how much of its player's mixture says each (information set, action)."""
        out: dict[tuple[int, int], Fraction] = {}
        for own, mixture in zip(self.strategies, profile, strict=True):
            for strategy, weight in zip(own, mixture, strict=True):
                for pair in strategy if weight else ():
                    out[pair] = out.get(pair, Fraction(0)) + weight
        return out

    def mixed(self, profile: Behaviour) -> Profile:
        """Return the mixed profile that a behaviour amounts to."""
        check(self.tree, profile)
        return tuple(
            tuple(prod((profile[k][a] for k, a in strategy), start=_ONE) for strategy in own) for own in self.strategies
        )


def strategy_counts(game: TreeGame) -> tuple[int, ...]:
    """Return the number of reduced strategies of each player; an upper bound for one with imperfect recall.

    After an own action a player may come to several own information sets, and chooses at each: a product.
    At each it takes one of several actions: a sum. Costs one pass over the nodes and players.
    """
    return tuple(_count(game, player) for player in range(len(game.players)))


def _count(game: TreeGame, player: int) -> int:
    """Count the reduced strategies of one player, from its last information sets to its first."""
    after: dict[tuple[int, int] | None, int] = {}
    before = _own_before(game, player)
    for k in sorted(before, reverse=True):
        ways = sum(after.get((k, a), 1) for a in range(len(game.infosets[k].actions)))
        for last in before[k]:  # one under perfect recall
            after[last] = after.get(last, 1) * ways
    return after.get(None, 1)


def _own_before(game: TreeGame, player: int) -> dict[int, set[tuple[int, int] | None]]:
    """Return per own information set the own (information set, action) pairs that come last before it."""
    last: list[tuple[int, int] | None] = [None] * len(game.parents)
    out: dict[int, set[tuple[int, int] | None]] = {}
    for node, k in enumerate(game.sets):
        if k == NOWHERE:
            continue
        own = game.infosets[k].player == player
        if own:
            out.setdefault(k, set()).add(last[node])
        for a, child in enumerate(game.children[node]):
            last[child] = (k, a) if own else last[node]
    return out


def reduced_normal_form(game: TreeGame, *, limit: int = _MOST_PAYOFFS) -> ReducedForm:
    """Return the reduced normal form of a game tree.

    Parameters
    ----------
    game : TreeGame
        Probabilities are numbers; payoffs may have open stakes.
    limit : int
        The most payoffs to compute: profiles times players.

    Returns
    -------
    ReducedForm
        Strategies in lexicographic order of information sets and actions. Costs one visit per end of the
        tree and profile that leads there.

    Raises
    ------
    RefusedError
        If there would be more payoffs than `limit`, with their number.
    ParametricGameError
        If probabilities are open.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> entry = game_tree("Entry", ("Entrant", "Incumbent"), move("Entrant", {
    ...     "out": outcome(0, 2),
    ...     "in": move("Incumbent", {"fight": outcome(-1, -1), "yield": outcome(1, 1)}),
    ... }))
    >>> form = reduced_normal_form(entry)
    >>> form, form.game.actions
    (<ReducedForm of 'Entry': 2 × 2 reduced strategies>, (('out', 'in'), ('fight', 'yield')))
    >>> [str(v) for v in form.game.payoffs[0]]
    ['0', '0', '-1', '1']
    """
    if game.parameters:
        raise ParametricGameError(
            f"game {game.title!r} has open probabilities: {', '.join(game.parameters)}",
            remedy="give them values with game.at({...}) first",
        )
    if game.perfect_recall:  # else the counts are upper bounds, and the strategies themselves are counted
        _check_size(game, strategy_counts(game), limit)
    strategies = tuple(_strategies(game, player, limit) for player in range(len(game.players)))
    _check_size(game, [len(own) for own in strategies], limit)
    keys = set_keys(game)
    normal = NormalFormGame(
        title=game.title,
        players=_distinct(game.players),
        actions=tuple(_labels(game, keys, own) for own in strategies),
        payoffs=_payoffs(game, strategies),
    )
    return ReducedForm(game=normal, tree=game, strategies=strategies)


def _check_size(game: TreeGame, counts: Sequence[int], limit: int) -> None:
    """Refuse a game whose reduced normal form is beyond the limit."""
    payoffs = prod(counts) * len(counts)
    if payoffs > limit:
        sizes = " × ".join(map(_size, counts))
        raise RefusedError(
            f"game {game.title!r}: its reduced normal form has {sizes} profiles, {_size(payoffs)} payoffs in all, "
            f"over the limit of {limit:,}",
            remedy="solve the tree itself, or raise limit",
        )


def _size(count: int) -> str:
    """Return a count in digits, or its order of magnitude if it has too many.

    >>> _size(24_752), _size(100 * 2**50)
    ('24,752', 'about 10^17')
    """
    rest = max(count.bit_length() - 64, 0)
    return f"{count:,}" if count < 10**9 else f"about 10^{int(log10(count >> rest) + rest * log10(2))}"


def _strategies(game: TreeGame, player: int, limit: int) -> tuple[Strategy, ...]:
    """Return the reduced strategies of one player, in lexicographic order.

    A partial choice is extended at the first information set within its reach that it does not settle. With
    perfect recall a choice brings only later sets within reach, so the search goes on from the last one.
    """
    recalls = game.perfect_recall
    pasts = list((_last_choices if recalls else _pasts)(game, player).items())
    found: list[Strategy] = []
    stack: list[tuple[int, dict[int, int]]] = [(0, {})]
    pairs = 0
    while stack:
        at, chosen = stack.pop()
        while at < len(pasts) and (pasts[at][0] in chosen or not _within_reach(pasts[at][1], chosen)):
            at += 1
        if at < len(pasts):
            k = pasts[at][0]
            following = at + 1 if recalls else 0
            stack += ((following, {**chosen, k: a}) for a in range(len(game.infosets[k].actions) - 1, -1, -1))
            continue
        found.append(tuple(sorted(chosen.items())))
        pairs += len(chosen)
        if len(found) > limit or pairs > _MOST_PAIRS:
            raise _endless(game, player, min(limit, len(found)))
    return tuple(found)


def _endless(game: TreeGame, player: int, count: int) -> RefusedError:
    """Build the refusal of strategies that are too many or too long."""
    return RefusedError(
        f"game {game.title!r}: more than {count:,} reduced strategies of {game.players[player]!r}, or too long ones",
        remedy="solve the tree itself, or raise limit",
    )


def _within_reach(ways: Sequence[Strategy], chosen: dict[int, int]) -> bool:
    """Tell whether some way to an information set has only choices that were made."""
    return any(all(chosen.get(k) == a for k, a in way) for way in ways)


def _last_choices(game: TreeGame, player: int) -> dict[int, tuple[Strategy, ...]]:
    """Return per own information set the own choice that comes last before it; perfect recall needs no more."""
    before = _own_before(game, player)
    return {k: tuple((last,) if last else () for last in before[k]) for k in sorted(before)}


def _pasts(game: TreeGame, player: int) -> dict[int, tuple[Strategy, ...]]:
    """Return per own information set the distinct ways to it, each with all own choices on it."""
    histories: list[Strategy] = [()] * len(game.parents)
    out: dict[int, dict[Strategy, None]] = {}
    pairs = 0
    for node, k in enumerate(game.sets):
        if k == NOWHERE:
            continue
        past = histories[node]
        own = game.infosets[k].player == player
        if own:
            out.setdefault(k, {})[past] = None
        pairs += len(past) * len(game.children[node])
        if pairs > _MOST_PAIRS:
            raise _endless(game, player, 0)
        for a, child in enumerate(game.children[node]):
            histories[child] = (*past, (k, a)) if own else past
    return {k: tuple(out[k]) for k in sorted(out)}


def _payoffs(game: TreeGame, strategies: Sequence[Sequence[Strategy]]) -> tuple[tuple[Payoff, ...], ...]:
    """Return the flat payoff tables: every end pays the profiles that lead there, weighted by chance."""
    strides = [prod(map(len, strategies[p + 1 :])) for p in range(len(strategies))]
    tables: list[list[Payoff]] = [[Fraction(0)] * prod(map(len, strategies)) for _ in strategies]
    says = [[dict(s) for s in own] for own in strategies]
    stack = [(0, _ONE, tuple(tuple(range(len(own))) for own in strategies))]
    while stack:
        node, weight, able = stack.pop()
        k = game.sets[node]
        total = game.totals[node]
        if total is not None:
            _pay(tables, total if weight == 1 else [weight * v for v in total], _cells(able, strides))
        elif game.infosets[k].player == CHANCE:
            chances = zip(game.children[node], game.infosets[k].probabilities, strict=True)
            stack += ((child, weight * _plain(p), able) for child, p in chances if p != 0)
        else:
            p = game.infosets[k].player
            for a, child in enumerate(game.children[node]):
                kept = tuple(s for s in able[p] if says[p][s].get(k) == a)
                if kept:
                    stack.append((child, weight, (*able[:p], kept, *able[p + 1 :])))
    return tuple(map(tuple, tables))


def _plain(value: Payoff) -> Fraction:
    """Return a probability without open names."""
    return value.constant if isinstance(value, Affine) else value


def _cells(able: Sequence[Sequence[int]], strides: Sequence[int]) -> list[int]:
    """Return the flat positions of the profiles made of some strategies of each player."""
    cells = [0]
    for own, stride in zip(able, strides, strict=True):
        cells = [base + s * stride for base in cells for s in own]
    return cells


def _pay(tables: list[list[Payoff]], values: Sequence[Payoff], cells: Sequence[int]) -> None:
    """Add payoffs at some profiles."""
    for table, value in zip(tables, values, strict=True):
        for cell in cells if value != 0 else ():
            table[cell] = added(table[cell], value)


def _distinct(labels: Sequence[str]) -> tuple[str, ...]:
    """Return labels that differ: an empty or repeated one gets its number, from 1, in brackets.

    >>> _distinct(["Ann", "", "Ann"])
    ('Ann [1]', '[2]', 'Ann [3]')
    """
    times = Counter(labels)
    out = tuple(x if x and times[x] == 1 else f"{x} [{n}]".strip() for n, x in enumerate(labels, 1))
    return out if len(set(out)) == len(out) else tuple(f"[{n}]" for n in range(1, len(labels) + 1))


def _labels(game: TreeGame, keys: Sequence[str], own: Sequence[Strategy]) -> tuple[str, ...]:
    """Return a label per strategy: what is done, and where, if several information sets have names.

    Plain actions if they tell the strategies apart; then with the keys of the information sets; numbers as a
    last resort, since labels of files may be anything.
    """
    named = len({k for s in own for k, _ in s}) > 1 and any(
        game.infosets[k].label == keys[k] for s in own for k, _ in s
    )
    actions = tuple(" / ".join(game.action_key(k, a) for k, a in s) or "no move" for s in own)
    placed = tuple(" / ".join(f"{keys[k]}: {game.action_key(k, a)}" for k, a in s) or "no move" for s in own)
    numbers = tuple(" ".join(f"{game.infosets[k].number}:{a + 1}" for k, a in s) for s in own)
    for labels in (placed, numbers) if named else (actions, placed, numbers):
        if len(set(labels)) == len(labels):
            return labels
    raise GameError(f"game {game.title!r}: strategies of one player cannot be told apart", remedy="report this")
