"""The intuitive criterion, and what keeps the sender from messages that nobody sends.

Room      solve. Exact.
Criterion after an unsent message, types that would earn less than in the equilibrium whatever the receiver
          did (replying best to some belief over the types that can send it) are not believed to have sent it.
          An equilibrium fails if some type would earn more than in the equilibrium whatever the receiver did,
          replying best to some belief over the types that are left. If none is left, nothing follows.
Source    [chokreps1987]_, section III.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING

from bargain.solve.beliefs import simplex_vertices
from bargain.solve.pbe_replies import largest_reply_sets, some_belief, supporting
from bargain.solve.pbe_result import Deterrent, Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.signalling import SignallingGame
    from bargain.solve.pbe_result import SignallingEquilibrium

__all__ = ["deterrents", "intuitive_failures"]


def intuitive_failures(game: SignallingGame, values: Sequence[Fraction], unsent: Iterable[int]) -> tuple[Failure, ...]:
    """Return by which unsent messages and which types an equilibrium fails the intuitive criterion.

    Parameters
    ----------
    game : SignallingGame
        Rational.
    values : sequence of Fraction
        What each type earns in the equilibrium.
    unsent : iterable of int
        The messages that no type sends.

    Returns
    -------
    tuple of Failure
        Empty if the equilibrium passes.
    """
    out: list[Failure] = []
    for m in unsent:
        senders = game.senders(m)
        excluded = [t for t in senders if values[t] > _most(game, t, m, senders)]
        left = [t for t in senders if t not in excluded]
        out += [
            Failure(message=m, kind=t, excluded=tuple(excluded)) for t in left if values[t] < _least(game, t, m, left)
        ]
    return tuple(out)


def _earned(game: SignallingGame, kind: int, message: int, believed: Sequence[int]) -> list[Fraction]:
    """Return what a message earns a type under each reply that some belief over `believed` makes best."""
    cells = game.numbers[0][kind][message]
    return [cells[r] for r in range(game.width(message)) if some_belief(game, message, r, believed)]


def _most(game: SignallingGame, kind: int, message: int, believed: Sequence[int]) -> Fraction:
    return max(_earned(game, kind, message, believed))


def _least(game: SignallingGame, kind: int, message: int, believed: Sequence[int]) -> Fraction:
    return min(_earned(game, kind, message, believed))


def deterrents(game: SignallingGame, equilibrium: SignallingEquilibrium, message: int) -> tuple[Deterrent, ...]:
    """Return all pairs of belief and reply that keep every type from an unsent message.

    The receiver may mix over replies that are best under the belief. So the pairs are a finite union of
    products, one for each set of replies: beliefs that make all of them best, times the mixtures of them that
    leave every type at most what it earns in the equilibrium. Products within another are left out.

    Parameters
    ----------
    game : SignallingGame
        Rational.
    equilibrium : SignallingEquilibrium
    message : int
        One that no type sends.

    Returns
    -------
    tuple of Deterrent
        Never empty for an equilibrium.
    """
    found: list[Deterrent] = []
    for replies in _subsets(largest_reply_sets(game, message)):
        item = _deterrent(game, equilibrium.values, message, replies)
        if item is not None:
            found.append(item)
    return tuple(d for d in found if not any(_inside(d, other) for other in found if other is not d))


def _subsets(sets: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the non-empty subsets of the sets, small ones first."""
    every = {c for s in sets for size in range(1, len(s) + 1) for c in combinations(s, size)}
    return sorted(every, key=lambda c: (len(c), c))


def _deterrent(
    game: SignallingGame, values: Sequence[Fraction], message: int, replies: tuple[int, ...]
) -> Deterrent | None:
    """Return the product for one set of replies, or None if no mixture uses all of them and deters."""
    rows = tuple(tuple(values[t] - game.numbers[0][t][message][r] for r in replies) for t in game.senders(message))
    corners = simplex_vertices(len(replies), rows)
    beliefs = supporting(game, message, replies)
    if beliefs is None or not corners or not all(any(column) for column in zip(*corners, strict=True)):
        return None
    mixtures = tuple(
        tuple(c[replies.index(r)] if r in replies else Fraction(0) for r in range(game.width(message))) for c in corners
    )
    return Deterrent(message=message, replies=replies, beliefs=beliefs, mixtures=mixtures)


def _inside(small: Deterrent, large: Deterrent) -> bool:
    """Tell whether one product lies within another."""
    return set(small.replies) < set(large.replies) and small.beliefs.vertices == large.beliefs.vertices
