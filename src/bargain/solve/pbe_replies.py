"""Which replies of the receiver some belief makes best, and for which beliefs.

Room      solve.
Best      the receiver may mix over a set of replies at a belief exactly if all of them are best there.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.solve.beliefs import BeliefSet, belief_set, simplex_vertices

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.signalling import SignallingGame

    Weights = tuple[Fraction, ...]

__all__ = ["best_at", "largest_reply_sets", "reply_rows", "some_belief", "supporting"]


def reply_rows(game: SignallingGame, message: int, replies: Iterable[int], senders: Sequence[int]) -> list[Weights]:
    """Return the rows of beliefs over `senders` under which all of `replies` are best after a message."""
    table = game.numbers[1]
    return [
        tuple(table[t][message][r] - table[t][message][other] for t in senders)
        for r in replies
        for other in range(game.width(message))
        if other != r
    ]


def supporting(game: SignallingGame, message: int, replies: Iterable[int]) -> BeliefSet | None:
    """Return the beliefs after a message under which all these replies are best, or None."""
    senders = game.senders(message)
    return belief_set(tuple(game.types[t] for t in senders), reply_rows(game, message, replies, senders))


def some_belief(game: SignallingGame, message: int, reply: int, senders: Sequence[int]) -> bool:
    """Tell whether a reply is best for some belief over these types."""
    return bool(simplex_vertices(len(senders), tuple(reply_rows(game, message, (reply,), senders))))


def best_at(game: SignallingGame, message: int, weights: Sequence[Fraction]) -> tuple[int, ...]:
    """Return the best replies after a message; weights over the types that can send it, not all zero."""
    senders, table = game.senders(message), game.numbers[1]
    values = [
        sum((w * table[t][message][r] for w, t in zip(weights, senders, strict=True)), Fraction(0))
        for r in range(game.width(message))
    ]
    top = max(values)
    return tuple(r for r, value in enumerate(values) if value == top)


def largest_reply_sets(game: SignallingGame, message: int) -> tuple[tuple[int, ...], ...]:
    """Return the sets of replies that some belief makes best together, the largest ones, in order.

    The sets that are best at one belief are largest at the corners of the parts of the simplex in which one
    reply is best.
    """
    senders = game.senders(message)
    found: set[tuple[int, ...]] = set()
    for r in range(game.width(message)):
        corners = simplex_vertices(len(senders), tuple(reply_rows(game, message, (r,), senders)))
        found |= {best_at(game, message, corner) for corner in corners}
    largest = [s for s in found if not any(set(s) < set(other) for other in found)]
    return tuple(sorted(largest))
