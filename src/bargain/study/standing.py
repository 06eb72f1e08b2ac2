"""How one question stands in a case: its verdict in short, and the claims whose fall would change it.

Room      study.
Stand     the word of a verdict, with all readings, and what it is but for equalities.
Hangs     a settled verdict hangs on a claim if it is another one once the rows that require the claim are gone;
          so does "impossible except on …". What is open to begin with hangs on none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case import READINGS
from bargain.polyhedra import Polyhedron
from bargain.study.families import family
from bargain.study.grounds import names_of
from bargain.study.pieces import narrowed
from bargain.study.verdict_values import VerdictWord
from bargain.study.verdicts import answer

if TYPE_CHECKING:
    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.study.families import Family, Quantifier
    from bargain.study.statements import Statement
    from bargain.study.verdict_values import Answer

__all__ = ["Hang", "Question", "Stand"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A verdict in short.

    Attributes
    ----------
    word : necessary, possible, impossible, or that no equilibrium exists
    mostly : for possible: what it is except on equalities, if the other side has no volume
    words : the verdict in full, equalities named
    only : the readings over which it is, in words, where these are not all
    """

    word: VerdictWord
    mostly: VerdictWord | None
    words: str
    only: str = ""

    @staticmethod
    def of(found: Answer) -> Stand:
        """Return an answer in short."""
        return Stand(word=found.word, mostly=found.mostly, words=found.words)

    @property
    def open(self) -> bool:
        """Whether it depends on the stakes by more than equalities."""
        return self.word is VerdictWord.POSSIBLE and self.mostly is None

    def agrees(self, other: Stand) -> bool:
        """Tell whether two verdicts are the same, equalities aside."""
        return (self.word, self.mostly, self.only) == (other.word, other.mostly, other.only)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hang:
    """A claim on which a verdict hangs, and how it stands without the rows that require it."""

    claim: str
    then: Stand


class Question:
    """One statement about one case under one quantifier, over all readings or fewer; decided when first asked."""

    def __init__(
        self,
        case: CodedCase,
        statement: Statement,
        quantifier: Quantifier,
        of: Family | None = None,
        readings: tuple[Reading, ...] = READINGS,
    ) -> None:
        self.case, self.statement, self.quantifier, self.readings = case, statement, quantifier, readings
        self.space = case.space(readings)
        self.of = family(statement, case, self.space) if of is None else of  # the same for every quantifier
        self._found: Answer | None = None

    @property
    def asked(self) -> bool:
        """Whether the quantifier makes sense for the statement."""
        return self.quantifier in self.of.quantifiers

    @property
    def found(self) -> Answer:
        """The answer in full."""
        if self._found is None:
            self._found = answer(self.case, self.of, self.quantifier, self.readings, self.space)
        return self._found

    @property
    def stand(self) -> Stand:
        """The answer in short."""
        return Stand.of(self.found)

    def hangs(self) -> tuple[Hang, ...]:
        """Return every claim whose fall changes the verdict, by id.

        A proof stands without the claims that it does not use, so only those of the proof are tried; where
        there is none, because a witness exists, all claims whose rows touch the question.
        """
        here = self.stand
        if here.open:
            return ()
        claims = self.found.grounds.claims if self.found.proof.cuts else self._touching()
        tried = ((claim, self.without(claim)) for claim in claims)
        return tuple(Hang(claim=claim, then=then) for claim, then in tried if not then.agrees(here))

    def _touching(self) -> tuple[str, ...]:
        """Return the claims of the rows that hang together with the stakes of the question."""
        area = narrowed(self.space, {name for c in self.of.conditions for name in c.form.names})
        return tuple(sorted({claim for row in area.rows for claim in self.case.basis(row.label).claims}))

    def without(self, claim: str) -> Stand:
        """Return how the question stands without the rows that require a claim."""
        rows = tuple(r for r in self.space.rows if claim not in names_of(self.case.basis(r.label)))
        space = Polyhedron(self.space.variables, rows)
        return Stand.of(answer(self.case, self._family(space), self.quantifier, self.readings, space))

    def _family(self, space: Polyhedron) -> Family:
        return self.of if self.of.local else family(self.statement, self.case, space)
