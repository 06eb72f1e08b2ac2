"""The parts of a game in extensive form: information sets, outcomes, lapses of memory, payoffs.

Room      games: below `game_tree`, which puts the parts together and offers them again.
Numbers   payoffs and probabilities are Fractions, or affine forms in names that are still open.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Affine

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "CHANCE",
    "NOWHERE",
    "Behaviour",
    "InfoSet",
    "Lapse",
    "Outcome",
    "Payoff",
    "added",
    "names_in",
    "substituted",
]

Payoff = Fraction | Affine
Behaviour = tuple[tuple[Fraction, ...], ...]  # per information set (chance included): one probability per action

CHANCE = -1  # the player of a chance move
NOWHERE = -1  # no parent, no information set, no outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class InfoSet:
    """An information set: the nodes that its player cannot tell apart, with the same actions.

    Attributes
    ----------
    player : index into the game's players, or CHANCE
    label : may be empty in files
    number : as in a file; unique for its player, counted from 1
    actions : labels in order; may be empty or repeated in files
    nodes : in preorder
    probabilities : for chance moves one per action; empty otherwise
    """

    player: int
    label: str
    number: int
    actions: tuple[str, ...]
    nodes: tuple[int, ...]
    probabilities: tuple[Payoff, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What every player earns when a play passes a node; one outcome may stand at several nodes."""

    label: str
    number: int
    payoffs: tuple[Payoff, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse:
    """An information set at which its player no longer knows what it knew or did before.

    Attributes
    ----------
    infoset : index of the information set
    why : in words, with the two nodes that differ
    """

    infoset: int
    why: str

    def __str__(self) -> str:
        return self.why


def names_in(values: Iterable[Payoff]) -> tuple[str, ...]:
    """Return the open names in some payoffs or probabilities, sorted.

    >>> names_in([Fraction(1), Affine.name("c"), Affine.name("b") + 1])
    ('b', 'c')
    """
    found: set[str] = set()
    for value in values:
        if isinstance(value, Affine):
            found.update(value.names)
    return tuple(sorted(found))


def substituted(value: Payoff, values: Mapping[str, Fraction]) -> Payoff:
    """Replace open names by numbers; a form without names left becomes a number."""
    if not isinstance(value, Affine):
        return value
    form = value.substitute(values)
    return form.constant if form.is_constant else form


def added(first: Payoff, second: Payoff) -> Payoff:
    """Return the sum of two payoffs; a form whose names cancel becomes a number.

    >>> b = Affine.name("b")
    >>> added(b + 1, -b)
    Fraction(1, 1)
    """
    total = first + second
    return total.constant if isinstance(total, Affine) and total.is_constant else total
