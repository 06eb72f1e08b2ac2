"""Games in extensive form as values: moves, chance, information sets, outcomes.

Room      games: values only. Knows no country, no article, no solver.
Nodes     counted in preorder, the root 0; all lists below run over nodes in that order, so a subtree is one
          block of numbers and no walk needs recursion.
Payoffs   an outcome may stand at any node; a play earns the sum of the outcomes on its path, as in Gambit's
          files. `totals` holds these sums at the terminal nodes.
Chance    probabilities are numbers, or affine in named parameters; payoffs are numbers or affine in stakes.
Unit      each player's own utility; only differences and order within one player have meaning.
Source    [osborne1994]_, definitions 89.1 and 200.1; [kuhn1953]_.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from bargain.exact import Affine

__all__ = ["CHANCE", "NOWHERE", "Behaviour", "InfoSet", "Outcome", "TreeGame"]

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


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TreeGame:
    """A finite game in extensive form for n players.

    Attributes
    ----------
    title, comment : str
    players : tuple of str
    parents : per node its parent, NOWHERE for the root
    moves : per node the index of the action that leads to it, NOWHERE for the root
    children : per node its children in the order of the actions; empty at terminal nodes
    sets : per node the index of its information set, NOWHERE at terminal nodes
    placed : per node the index of the outcome that stands there, or NOWHERE
    labels : per node its label, mostly empty
    infosets : in order of first appearance in preorder
    outcomes : tuple of Outcome
    """

    title: str
    players: tuple[str, ...]
    parents: tuple[int, ...]
    moves: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    sets: tuple[int, ...]
    placed: tuple[int, ...]
    labels: tuple[str, ...]
    infosets: tuple[InfoSet, ...]
    outcomes: tuple[Outcome, ...]
    comment: str = ""
    _memo: dict[str, object] = field(default_factory=dict, init=False, compare=False, hash=False)
