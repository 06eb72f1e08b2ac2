"""What the solver of general trees returns: pure assessments, with all beliefs that support them.

Room      solve. Knows no solver.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.solve.answer import Equilibria

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.games.tree import Behaviour, TreeGame
    from bargain.solve.answer import Status
    from bargain.solve.beliefs import BeliefSet, Weights
    from bargain.solve.result import Option
    from bargain.tables import Table

__all__ = ["AssessmentSolution", "Consistency", "PureAssessment", "Tremble"]


class Consistency(enum.StrEnum):
    """Whether some beliefs make a profile a sequential equilibrium."""

    SEQUENTIAL = "sequential"
    NOT_SEQUENTIAL = "not sequential"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tremble:
    """How often a player errs: an action off its plan has probability coefficient × ε to the order.

    Attributes
    ----------
    infoset, action : indices
    order : int
        At least 1.
    coefficient : Fraction
        Positive.
    """

    infoset: int
    action: int
    order: int
    coefficient: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class PureAssessment:
    """A pure profile that is weakly perfect Bayesian, with its beliefs.

    Attributes
    ----------
    profile : Behaviour
    payoffs : expected, per player
    beliefs : per information set, all beliefs that support the profile there; None for chance
    subgame_perfect : whether it is an equilibrium of every subgame
    consistency : whether it is a sequential equilibrium with some beliefs
    reason : on what that rests
    trembles : if sequential, errors whose limit beliefs are `consistent`
    consistent : if sequential, per information set one belief; None for chance
    """

    profile: Behaviour
    payoffs: tuple[Fraction, ...]
    beliefs: tuple[BeliefSet | None, ...]
    subgame_perfect: bool
    consistency: Consistency
    reason: str
    trembles: tuple[Tremble, ...] = ()
    consistent: tuple[Weights | None, ...] = ()

    @property
    def kind(self) -> str:
        """The strongest of the concepts that the profile is known to satisfy."""
        if self.consistency is Consistency.SEQUENTIAL:
            return "sequential"
        return "subgame perfect, weak perfect Bayesian" if self.subgame_perfect else "weak perfect Bayesian"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AssessmentSolution(Equilibria[PureAssessment]):
    """The pure weak perfect Bayesian equilibria of a tree.

    Attributes
    ----------
    game : TreeGame
        Rational.
    concept : in words
    status, reason : how far the answer reaches, and why
    equilibria : all pure ones, first actions first
    options : every argument of the solver with its value
    sources : BibTeX keys owed
    """

    game: TreeGame
    concept: str
    status: Status
    reason: str
    equilibria: tuple[PureAssessment, ...]
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many pure profiles there are."""
        return len(self.equilibria)

    @property
    def outcomes(self) -> tuple[tuple[Fraction, ...], ...]:
        """The distinct payoffs, in the order of the equilibria."""
        return tuple(dict.fromkeys(e.payoffs for e in self.equilibria))

    @property
    def sequential(self) -> tuple[PureAssessment, ...]:
        """Those certified to be sequential."""
        return tuple(e for e in self.equilibria if e.consistency is Consistency.SEQUENTIAL)

    @property
    def regret(self) -> Fraction | None:
        """The most that anyone gains by another strategy in any equilibrium listed, asked of the game; 0 if none."""
        from bargain.games.tree_values import regret

        return max((regret(self.game, e.profile) for e in self.equilibria), default=None)

    def __repr__(self) -> str:
        from bargain.solve.sequential_text import text

        return text(self)

    def table(self) -> Table:
        """Return one row per equilibrium: strategies, beliefs off the path, what else it satisfies, payoffs."""
        from bargain.solve.sequential_text import table

        return table(self)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, the form that `bargain pbe --json` prints."""
        from bargain.solve.sequential_json import assessment_json

        return assessment_json(self)
