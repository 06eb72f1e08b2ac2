"""The parts of a tree in which nobody is ever indifferent between two best actions: one pass from the leaves.

Room      solve. Read by `spe_kinds`, which looks for subgames that are alike in what is left.
Settled   an end; a move of a player at which what follows is settled, and one action gives the most; a chance
          move below which all is settled. Such a subgame has one equilibrium, and one payoff vector.
Open      a move at which two actions give the most, a subgame that several moves make up, and all above them.
Payoffs   `TreeGame.scaled`, integers per player: order and sums stay as they are, and integers are fast at any size.
Source    [kuhn1953]_; [osborne1994]_, proposition 99.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, TypeAlias, cast

from bargain.games.tree import CHANCE, NOWHERE
from bargain.games.tree_facts import scaled_totals

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.tree import TreeGame

__all__ = ["Untied", "Value", "Vector", "expected", "tidy", "untied"]

Value: TypeAlias = int | Fraction
Vector: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Untied:
    """What is settled without ties.

    Attributes
    ----------
    ends : per end its payoffs, scaled; None at other nodes
    values : per node the payoffs of its only equilibrium, scaled; None where that is open
    choices : per information set the only best action; NOWHERE where that is open, and at chance moves
    """

    ends: list[Vector | None]
    values: list[Vector | None]
    choices: list[int]


def untied(game: TreeGame, hidden: bytes | bytearray | None = None) -> Untied:
    """Settle what can be settled without ties, in a tree with rational payoffs and probabilities.

    Parameters
    ----------
    hidden : per node whether it has a move, but no subgame starts there; None if there is no such node
    """
    ends: list[Vector | None] = list(scaled_totals(game))
    parents, children, sets = game.parents, game.children, game.sets
    players = [s.player for s in game.infosets]
    values, choices = list(ends), [NOWHERE] * len(players)
    unsettled = bytearray(hidden or len(parents))  # one that is leaves its parent unsettled, of the root none
    for node in range(len(parents) - 1, -1, -1):
        below = children[node]
        if not below:
            continue
        if unsettled[node]:
            unsettled[parents[node]] = True
            continue
        k = sets[node]
        player = players[k]
        if player == CHANCE:
            odds = cast("tuple[Fraction, ...]", game.infosets[k].probabilities)
            values[node] = expected(odds, [cast("Vector", values[c]) for c in below])
            continue
        own = [values[c][player] for c in below]  # type: ignore[index]  # settled, or the node were not
        top = max(own)
        if own.count(top) > 1:
            unsettled[parents[node]] = True
            continue
        choices[k] = best = own.index(top)
        values[node] = values[below[best]]
    return Untied(ends=ends, values=values, choices=choices)


def expected(odds: Sequence[Fraction], vectors: Sequence[Vector]) -> Vector:
    """Return the expected vector.

    >>> expected((Fraction(1, 3), Fraction(2, 3)), ((3, 1), (0, 1)))
    (1, 1)
    """
    unit = lcm(*(p.denominator for p in odds))
    weights = [p.numerator * (unit // p.denominator) for p in odds]
    sums = [sum([w * v for w, v in zip(weights, column, strict=True)]) for column in zip(*vectors, strict=True)]
    return tuple([tidy(Fraction(s) / unit) if s % unit else s // unit for s in sums])


def tidy(value: Value) -> Value:
    """Return a number as an integer if it is one."""
    return value.numerator if value.denominator == 1 else value
