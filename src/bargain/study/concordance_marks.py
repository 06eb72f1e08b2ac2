"""The parts of a concordance: what a concept says of an outcome, columns, rows, and what they were measured with.

Room      study. `concordance_values` puts them together.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.exact import show

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.solve import Status
    from bargain.study.verdict_values import VerdictWord

__all__ = ["Concept", "Judgement", "Mark", "Odds", "OverStakes", "Ruler", "SurvivingOutcome"]

_MOST_ODDS = 3  # ranges of probabilities in one cell
Odds = tuple[tuple["Fraction", "Fraction"], ...]


class Mark(enum.StrEnum):
    """What a concept says of an outcome."""

    YES = "yes"
    NO = "no"
    MIXED = "in a mixture"
    UNDEFINED = "not defined"
    UNSEARCHED = "not searched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What one concept says of one outcome.

    Attributes
    ----------
    mark : Mark
    odds : under MIXED, per set of equilibria that hang together the lowest and highest probability; each
        once, in ascending order
    detail : what else belongs to the answer, such as the patience that it takes

    Examples
    --------
    >>> from fractions import Fraction
    >>> ninth = Fraction(1, 9)
    >>> print(Judgement(mark=Mark.MIXED, odds=((ninth, ninth),)), Judgement(mark=Mark.NO, detail="δ >= 8/9"))
    in a mixture (1/9) no (δ >= 8/9)
    """

    mark: Mark
    odds: Odds = ()
    detail: str = ""

    def __str__(self) -> str:
        if self.mark is Mark.MIXED:
            return f"{self.mark.value} ({self.chances})"
        return f"{self.mark.value} ({self.detail})" if self.detail else self.mark.value

    @property
    def survives(self) -> bool:
        """Whether some solution of the concept has the outcome, surely or by chance."""
        return self.mark in {Mark.YES, Mark.MIXED}

    @property
    def chances(self) -> str:
        """The probabilities in words."""
        told = [show(low) if low == high else f"{show(low)} to {show(high)}" for low, high in self.odds]
        more = len(told) - _MOST_ODDS
        return "; ".join(told[:_MOST_ODDS]) + (f"; {more} more" if more > 0 else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One column: a concept, how far its answer reaches, and what it says of every outcome listed.

    Attributes
    ----------
    name : as printed
    status, reason : how far the answer reaches, and why
    marks : one per outcome, in their order
    sources : BibTeX keys owed
    """

    name: str
    status: Status
    reason: str
    marks: tuple[Judgement, ...]
    sources: tuple[str, ...] = ()

    @property
    def defined(self) -> bool:
        """Whether the concept says anything about this game."""
        return any(m.mark is not Mark.UNDEFINED for m in self.marks)

    @property
    def surviving(self) -> int:
        """How many outcomes survive."""
        return sum(m.survives for m in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverStakes:
    """One column that speaks of every admissible stake, not of a point.

    Attributes
    ----------
    name : as printed
    words : per outcome, whether it survives at all stakes, some or none; None where it was not searched
    witnesses : per outcome stakes at which it survives; empty where there are none or none were kept
    tied : outcomes that survive on ties only, where somebody is exactly indifferent, as indices
    """

    name: str
    reason: str
    words: tuple[VerdictWord | None, ...]
    witnesses: tuple[tuple[tuple[str, Fraction], ...], ...]
    sources: tuple[str, ...] = ()
    tied: tuple[int, ...] = ()

    def said(self, n: int) -> str:
        """Return what is said of an outcome, in words."""
        word = self.words[n]
        if word is None:
            return "not searched"
        return "impossible except on ties" if n in self.tied else word.value


@dataclass(frozen=True, slots=True, kw_only=True)
class SurvivingOutcome:
    """One row.

    Attributes
    ----------
    name : in words
    key : one action index per player; one level index per issue; or the node where the play ends
    parts : (player or issue, action or level) in order; the actions of a play by themselves
    payoffs : per player, each in its own unit
    undominated : whether no other outcome is as good for all and better for one; None where chance moves, so that
        nobody chooses between plays
    """

    name: str
    key: tuple[int, ...]
    parts: tuple[tuple[str, str], ...]
    payoffs: tuple[Fraction, ...]
    undominated: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """What the concepts were measured with.

    Attributes
    ----------
    delta, delta_basis : a discount factor per player, and where they come from; empty if there are none
    limits, limits_basis : what each player must get in a bargain, and why; None if that is not defined
    fallback : key of the outcome that stands without a deal; None where it is none of the pure outcomes
    """

    delta: tuple[Fraction, ...] = ()
    delta_basis: str = ""
    limits: tuple[Fraction, ...] | None = None
    limits_basis: str = ""
    fallback: tuple[int, ...] | None = None
