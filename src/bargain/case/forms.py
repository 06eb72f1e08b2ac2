"""What a case says about payoffs: stakes, rows, issues in their forms, outside options, games.

Room      case: values only; nothing here reads a file.
Unit      every payoff is affine in stakes of one actor; scales of two actors are never compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.case.evidence import Basis
    from bargain.exact import Affine, Condition

__all__ = [
    "CHANCE",
    "ONE_SHOT",
    "Bargain",
    "CaseRow",
    "Contest",
    "ContestEntry",
    "GameForm",
    "GameSpec",
    "Grant",
    "Issue",
    "Joint",
    "JointEntry",
    "Outside",
    "Punishment",
    "Repetition",
    "RowKind",
    "Sign",
    "Stake",
    "Term",
    "TreeNode",
]

Sign = Literal["positive", "nonnegative", "open"]
RowKind = Literal["row", "sign", "bound", "cap"]
GameForm = Literal["contest", "exchange", "joint", "normal", "sequential", "offers", "repeated"]
Punishment = Literal["grim trigger"]

ONE_SHOT: tuple[GameForm, ...] = ("contest", "exchange", "joint", "normal")  # everybody moves at once, and once
CHANCE = "chance"  # the mover of a chance move; no player may be called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """A named parameter: what one entry is worth to one actor, in that actor's own unit."""

    id: str
    actor: str
    issue: str  # empty if it belongs to no issue
    meaning: str
    unit: str
    sign: Sign  # `open`: the source does not settle it
    basis: Basis  # of its sign and bounds
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One linear condition on the stakes of one actor, with its basis.

    Labels: ``r003`` (later parts of a chain ``r003.2``, ``r003.3``), ``sign:<stake>``,
    ``low:<stake>``, ``high:<stake>``, and for a cap ``<convention>:<stake>:low`` and ``:high``.
    """

    label: str
    kind: RowKind
    actor: str
    condition: Condition
    basis: Basis
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What each level is worth to the beneficiary and costs the grantor; both 0 at the first level."""

    grantor: str
    beneficiary: str
    benefit: tuple[Affine, ...]
    cost: tuple[Affine, ...]  # a negative cost is a shared interest


@dataclass(frozen=True, slots=True, kw_only=True)
class ContestEntry:
    """One actor's payoffs in a contest: the other's stance is named second."""

    actor: str
    prevail: Affine  # holds firm, the other accommodates
    compromise: Affine  # both accommodate
    give_way: Affine  # accommodates, the other holds firm; the file's key is `yield`
    clash: Affine  # both hold firm


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """An issue on which two actors each take one of two stances: the firm one, then the soft one."""

    stances: tuple[str, str]
    entries: tuple[ContestEntry, ContestEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class JointEntry:
    """One actor's payoffs in a joint move; 0 if neither moves."""

    actor: str
    both: Affine
    alone: Affine  # moves while the other stays
    left: Affine  # stays while the other moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """An issue that works only if both of two actors move: the choice to stay, then to move."""

    choices: tuple[str, str]
    entries: tuple[JointEntry, JointEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A matter in dispute, in one or more forms; within a game it has exactly one."""

    id: str
    title: str
    about: str
    claims: tuple[str, ...]
    levels: tuple[str, ...]  # of the grant, from withhold to full
    shares: tuple[Fraction, ...]  # how much of the issue each level gives, from 0 to 1
    grant: Grant | None
    contest: Contest | None
    joint: Joint | None
    same_as: tuple[str, ...] = ()  # ids under which other codings of the source have this issue


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What an actor has without any deal."""

    actor: str
    value: Affine
    claims: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A payoff of one player wherever the others' and its own actions match; terms add up."""

    player: str
    when: tuple[tuple[str, tuple[str, ...]], ...]  # per player the actions that match; empty: always
    value: Affine
    claims: tuple[str, ...]
    after: tuple[tuple[str, ...], ...] = ()  # in a tree: per step the actions that match; ("*",) for any

    def matches(self, actions: dict[str, str]) -> bool:
        """Tell whether the term counts at one action per player."""
        return all(actions[player] in wanted for player, wanted in self.when)

    def counts(self, play: Sequence[tuple[str, str]]) -> bool:
        """Tell whether the term counts for a play of a tree, given as pairs of mover and action.

        Each player named under `when` must take one of its actions somewhere on the play, and the play must
        begin as `after` says.
        """
        begins = len(self.after) <= len(play) and all(
            wanted == ("*",) or action in wanted for wanted, (_, action) in zip(self.after, play, strict=False)
        )
        return begins and all(any((who, action) in play for action in wanted) for who, wanted in self.when)


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A move in a sequential game, at the history that leads to it."""

    history: tuple[str, ...]  # the actions taken so far; empty at the root
    mover: str  # a player, or CHANCE
    actions: tuple[str, ...]
    information_set: str  # nodes of one mover with the same label cannot be told apart; empty: alone in its set
    probabilities: tuple[Affine, ...]  # of a chance move, affine in the case's numbers; empty otherwise
    basis: Basis  # of probabilities that are written as plain numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Bargain:
    """An exchange whose packages are bargained over by alternating offers."""

    exchange: str
    first: str  # who makes the first offer
    rounds: int | None  # None: no deadline
    discount: tuple[tuple[str, str], ...]  # per player the number that is its discount factor
    breakdown: str  # the number that is the risk of breakdown after each refusal; empty: none


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """An exchange played again and again."""

    exchange: str
    discount: tuple[tuple[str, str], ...]  # per player the number that is its discount factor
    punishment: Punishment


@dataclass(frozen=True, slots=True, kw_only=True)
class GameSpec:
    """A game as the case states it: who plays on what, in which form, by which paragraphs."""

    id: str
    title: str
    form: GameForm
    players: tuple[str, ...]
    issues: tuple[str, ...]
    levels: tuple[str, ...]  # the levels on offer; empty: all levels of each issue
    actions: tuple[tuple[str, ...], ...]  # per player, in the order of `players`
    terms: tuple[Term, ...]
    outside: bool  # whether outside options count against the payoffs of this game
    paragraphs: tuple[str, ...]
    claims: tuple[str, ...]
    about: str
    variant_of: str = ""  # the game of which this is a variant
    varies: str = ""  # what the variant changes, in words
    nodes: tuple[TreeNode, ...] = ()  # of a sequential game, in preorder
    offers: Bargain | None = None
    repeated: Repetition | None = None

    @property
    def one_shot(self) -> bool:
        """Whether everybody moves at once, and once: a game in normal form."""
        return self.form in ONE_SHOT
