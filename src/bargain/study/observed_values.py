"""What reported moves reveal about the stakes, as values.

Room      study. `observed` finds them.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.study.verdict_values import VerdictWord

if TYPE_CHECKING:
    from bargain.exact import Condition
    from bargain.polyhedra import Certificate, End, Extent, Point
    from bargain.study.grounds import Grounds
    from bargain.study.pieces import Alternative
    from bargain.study.verdict_values import Answer

__all__ = [
    "Bound",
    "Box",
    "Conflict",
    "Costly",
    "Drops",
    "LeftOut",
    "ObservedStatus",
    "Step",
    "Unlisted",
    "alone_words",
    "bound_words",
]


_MOST_TIES = 3  # named one by one


class ObservedStatus(enum.StrEnum):
    """Whether a game can explain the moves that say something about it."""

    EVERYWHERE = "exact: some equilibrium agrees whatever the stakes"
    SOMEWHERE = "exact: some equilibrium agrees at some stakes"
    NOWHERE = "exact: no equilibrium agrees at any stakes"
    SILENT = "nothing asked: no move says anything about this game"


def bound_words(low: End, high: End) -> str:
    """Return two ends as an interval, round where an end is not reached."""
    left, right = ("[" if low.attained else "("), ("]" if high.attained else ")")
    ends = ["?" if end.value is None else show(end.value) for end in (low, high)]
    return f"{left}{ends[0]}, {ends[1]}{right}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """That for one side a level is throughout at least as good as another: what it adds to δ·B − C is no less.

    Attributes
    ----------
    actor, issue, low, high : the side, the issue, and the worse and the better level
    given : conditions of the one-shot outcome that the proof may use
    proof : of the difference; None where it is a number
    """

    actor: str
    issue: str
    low: int
    high: int
    given: tuple[Condition, ...]
    proof: Certificate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Packages of a repeated exchange counted from one one-shot outcome, and stakes that contain those of each.

    Attributes
    ----------
    oneshot : level per issue in the one-shot equilibrium
    menus : per issue the levels of the packages
    ways : what the packages are relaxed to; the key holds the levels that the first side counts on, then the second's
    steps : why the levels left out of `ways` need no more
    """

    oneshot: tuple[int, ...]
    menus: tuple[tuple[int, ...], ...]
    ways: tuple[Alternative, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlisted:
    """A union of too many packages to list: of its members those that were met are given.

    Attributes
    ----------
    packages : how many packages agree with the moves
    outcomes : how many one-shot outcomes each of them may be counted from
    shut : the proofs that there are no other one-shot outcomes
    beyond : stakes at which no package agrees; None where all stakes have one, or where that is not settled
    """

    packages: int
    outcomes: int
    shut: tuple[Certificate, ...]
    beyond: Point | None

    @property
    def words(self) -> str:
        """How many there may be."""
        outcomes = f"{self.outcomes} one-shot outcome" + "s" * (self.outcomes != 1)
        return f"{self.packages:,} packages, each counted from {outcomes}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """What is left to one stake where some equilibrium agrees with the moves.

    Attributes
    ----------
    before : over everything that the source allows
    low, high : over the union; a point of it, or of its closure where the end is not reached
    proofs : for the low and for the high end, one certificate per way that it goes no further; empty for an end
        that has not moved, which the certificate of `before` bounds
    boxes : where the union is not listed, what the proofs of either end speak of instead of ways
    outer : for an end that is not settled, how far nothing goes beyond, where `low` or `high` is as far as a
        package is known to reach; None for an end that is settled
    """

    stake: str
    before: Extent
    low: End
    high: End
    proofs: tuple[tuple[Certificate, ...], tuple[Certificate, ...]]
    boxes: tuple[tuple[Box, ...], tuple[Box, ...]] = ((), ())
    outer: tuple[End | None, End | None] = (None, None)

    @property
    def settled(self) -> bool:
        """Whether both ends are exact."""
        return self.outer == (None, None)

    @property
    def sides(self) -> tuple[bool, bool]:
        """Whether the low and the high end have moved."""
        pairs = ((self.low, self.before.low), (self.high, self.before.high))
        low, high = ((new.value, new.attained) != (old.value, old.attained) for new, old in pairs)
        return low, high

    @property
    def moved(self) -> bool:
        """Whether either end has moved."""
        return any(self.sides)

    @property
    def words(self) -> tuple[str, str]:
        """The interval before and after."""
        after = bound_words(self.low, self.high)
        if not self.settled:
            wide = bound_words(self.outer[0] or self.low, self.outer[1] or self.high)
            after = f"not settled: at least {after}, at most {wide}"
        return bound_words(self.before.low, self.before.high), after


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Moves and rows that cannot all stand, although any one of them may be given up.

    Attributes
    ----------
    moves : ids
    rows : labels; empty if no numbers at all make the moves an equilibrium
    proofs : every way in which an equilibrium could agree with the moves, with the proof that the rows exclude it
    grounds : the claims and conventions behind the rows
    without_move : per move, stakes of the case at which some equilibrium agrees with the others; none for one move
    without_row : per row, a point at which all other rows hold and some equilibrium agrees with the moves
    """

    moves: tuple[str, ...]
    rows: tuple[str, ...]
    without_move: tuple[Point, ...]
    without_row: tuple[Point, ...]
    proofs: tuple[tuple[Alternative, Certificate], ...]
    grounds: Grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Drops:
    """The fewest moves to give up so that some equilibrium agrees with the rest.

    Attributes
    ----------
    sets : every smallest set, in the order of the case; each with stakes at which some equilibrium then agrees
    tried : how many sets were looked at; all smaller ones are among them
    """

    sets: tuple[tuple[tuple[str, ...], Point], ...]
    tried: int

    @property
    def size(self) -> int:
        """How many moves have to be given up."""
        return len(self.sets[0][0])


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What the other moves say about one move, among the stakes at which some equilibrium agrees with the others.

    Attributes
    ----------
    some : whether some equilibrium that agrees with the others agrees with it too
    every : whether every one of them does
    within : conditions that hold wherever some equilibrium agrees with the others; ties are told within these
    boxes : where the union is not listed, per quantifier what the cuts of the proof start from
    unexamined : quantifiers under which it was not looked whether a possible move is so on ties only
    """

    id: str
    words: str
    within: tuple[Condition, ...]
    some: Answer
    every: Answer
    boxes: tuple[tuple[Box, ...], tuple[Box, ...]] = ((), ())
    unexamined: tuple[str, ...] = ()

    @property
    def words_of(self) -> tuple[str, str]:
        """The verdict in some equilibrium and in every one."""
        first, second = (
            alone_words(a) + (" (ties not examined)" if a.quantifier in self.unexamined else "") for a in self.answers
        )
        return first, second

    @property
    def answers(self) -> tuple[Answer, Answer]:
        """Both."""
        return self.some, self.every


def alone_words(item: Answer) -> str:
    """Return a verdict on one move; where the others have no equilibrium, that."""
    if item.word is VerdictWord.UNSETTLED:
        return str(item.word)
    if item.witness_for is None and item.witness_against is None:
        return "undecided, as no equilibrium agrees with the others"
    if item.mostly is None:
        return str(item.word)
    if len(item.exceptions) > _MOST_TIES:
        return f"{item.mostly} except on {len(item.exceptions)} ties"
    return f"{item.mostly} except on {' or '.join(str(c) for c in item.exceptions)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Costly:
    """A grant in a one-shot exchange: what its being an equilibrium says about its cost.

    Attributes
    ----------
    conditions : on the stakes, in words, those that the rows imply left out
    possible : whether the rows allow them
    elsewhere : ids of games of the case that can explain the move with a positive cost: repeated or in moves
    """

    id: str
    words: str
    conditions: str
    possible: bool
    elsewhere: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What it says, in a sentence."""
        out = f"move {self.id} ({self.words}) is part of a one-shot equilibrium only where {self.conditions}"
        out += ", so only if it costs its grantor nothing" if self.possible else ", which the rows exclude"
        if self.elsewhere:
            out += f"; of a grant that costs something ask {' or '.join(self.elsewhere)}"
        return out
