"""Pure perfect Bayesian equilibria of a signalling game alone, where the mixed ones are too many to ask for.

Room      solve. Exact.
Method    for every choice of messages by the types: replies that are best after those, by Bayes' rule; then every
          unsent message by itself, for replies that some belief makes best and that no type would want.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.solve.pbe_limits import capped
from bargain.solve.pbe_replies import best_at, some_belief

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.signalling import SignallingGame
    from bargain.solve.pbe_extreme import Plan

__all__ = ["pure_pairs"]


def pure_pairs(game: SignallingGame, limit: int) -> list[tuple[Plan, Plan]]:
    """Return the strategies of all pure equilibria, descending.

    Raises
    ------
    RefusedError
        If the types can choose messages in more than `limit` ways, or there are more equilibria.
    """
    options = [game.available(t) for t in range(len(game.types))]
    if capped(map(len, options), limit) is None:
        raise RefusedError(
            f"game {game.title!r}: the types can choose messages in more than {limit:,} ways",
            remedy="raise the limit",
        )
    out: list[tuple[Plan, Plan]] = []
    for sent in product(*options):
        for given in _replies(game, sent):
            out.append((_plan(sent, [len(game.messages)] * len(sent)), _plan(given, _widths(game))))
            if len(out) > limit:
                raise RefusedError(
                    f"game {game.title!r} has more than {limit:,} pure equilibria", remedy="raise the limit"
                )
    return sorted(out, reverse=True)


def _widths(game: SignallingGame) -> list[int]:
    return [game.width(m) for m in range(len(game.messages))]


def _plan(choices: Sequence[int], sizes: Sequence[int]) -> Plan:
    return tuple(tuple(Fraction(int(k == c)) for k in range(n)) for c, n in zip(choices, sizes, strict=True))


def _replies(game: SignallingGame, sent: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Yield the replies by message that make these messages an equilibrium."""
    used = sorted(set(sent))
    best = [_best_replies(game, sent, m) for m in used]
    for some in product(*best):
        after = dict(zip(used, some, strict=True))
        worth = [game.numbers[0][t][m][after[m]] for t, m in enumerate(sent)]
        kept = all(
            not cells or cells[after[m]] <= worth[t]
            for t, row in enumerate(game.numbers[0])
            for m, cells in enumerate(row)
            if m in after
        )
        if kept:
            lists = [[after[m]] if m in after else _deterring(game, m, worth) for m in range(len(game.messages))]
            yield from product(*lists)


def _best_replies(game: SignallingGame, sent: tuple[int, ...], m: int) -> tuple[int, ...]:
    """Return the best replies after a message that some types send."""
    return best_at(game, m, [game.odds[t] if sent[t] == m else Fraction(0) for t in game.senders(m)])


def _deterring(game: SignallingGame, m: int, worth: Sequence[Fraction]) -> list[int]:
    """Return the replies to an unsent message that some belief makes best and that leave every type where it is."""
    who = game.senders(m)
    return [
        r
        for r in range(game.width(m))
        if all(game.numbers[0][t][m][r] <= worth[t] for t in who) and some_belief(game, m, r, who)
    ]
