"""Verdicts as values: the word, its quantifier, witnesses or proof, and what it rests on.

Room      study. `verdicts` decides.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.references import bibtex
from bargain.study.results import reading_words
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case import Case, Reading
    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.polyhedra import Certificate, Point
    from bargain.study.families import Quantifier
    from bargain.study.grounds import Grounds
    from bargain.study.pieces import Cut
    from bargain.study.statements import Statement

__all__ = ["MOST_DERIVED", "Answer", "Proof", "Verdict", "VerdictWord", "quantifier_words"]


MOST_DERIVED = 512  # strategy profiles of a game in moves up to which every one is written down, and checked anew


class VerdictWord(enum.StrEnum):
    """What follows from everything that the source allows."""

    NECESSARY = "necessary"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"
    NO_EQUILIBRIUM = "no equilibrium at any stakes"
    UNSETTLED = "not settled"  # only where a union has too many members to list and neither a proof nor a point was met


def quantifier_words(quantifier: Quantifier) -> str:
    """Return a quantifier as the reports print it.

    >>> quantifier_words("every"), quantifier_words("none")
    ('in every equilibrium', 'at the stakes')
    """
    return "at the stakes" if quantifier == "none" else f"in {quantifier} equilibrium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Why something cannot be: cuts without an open part.

    Attributes
    ----------
    cuts : each shows one set of stakes to be empty: those for or against the statement
    cover : shows that no stakes are without an equilibrium; empty where structure says so, or where some are
    """

    cuts: tuple[Cut, ...] = ()
    cover: tuple[Cut, ...] = ()

    @property
    def clashes(self) -> tuple[Certificate, ...]:
        """The multipliers of every part of the cuts that the verdict rests on."""
        return tuple(c for cut in self.cuts for c in cut.clashes())

    @property
    def labels(self) -> tuple[str, ...]:
        """The rows used, conditions of the question left out, each once."""
        used = (label for clash in self.clashes for label in clash.labels)
        return tuple(dict.fromkeys(label for label in used if not label.startswith("given:")))

    def words(self, case: Case) -> tuple[str, ...]:
        """Say, for each part, which conditions cannot hold together and which rows forbid it."""
        return tuple(dict.fromkeys(_clash_words(case, clash) for clash in self.clashes))


def _clash_words(case: Case, clash: Certificate) -> str:
    """Say what one contradiction says."""
    asked = [label.removeprefix("given:") for label in clash.labels if label.startswith("given:")]
    rows = [label for label in clash.labels if not label.startswith("given:")]
    said = [f"{case.row(label).condition} ({case.basis(label)})" for label in rows]
    what = " with ".join(asked) or "the rows themselves"
    if not said:
        return f"{what} contradicts itself"
    return f"{what} is excluded, because {' and '.join(said)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A verdict under one quantifier over one set of readings.

    Attributes
    ----------
    quantifier : "every", "some", or "none" where no game is played
    readings : the readings of the claims used
    word : necessary, possible, impossible, or that no equilibrium exists at all
    mostly, exceptions : for possible: what it is except on these equalities, if the other side has no volume
    witness_for, witness_against : stakes of the whole space, every row satisfied; None where there are none
    without : stakes at which no equilibrium of the concept exists; None if one always does
    proof : for necessary and impossible
    grounds : claims and conventions that the proof uses
    """

    quantifier: Quantifier
    readings: tuple[Reading, ...]
    word: VerdictWord
    mostly: VerdictWord | None
    exceptions: tuple[Condition, ...]
    witness_for: Point | None
    witness_against: Point | None
    without: Point | None
    proof: Proof
    grounds: Grounds

    @property
    def words(self) -> str:
        """The verdict in a phrase.

        Where no equilibrium exists at some stakes, that is part of it.
        """
        out = str(self.word)
        if self.mostly is not None:
            out = f"{self.mostly} except on {' or '.join(str(c) for c in self.exceptions)}"
        if self.without is not None and self.word is not VerdictWord.NO_EQUILIBRIUM:
            out += " where an equilibrium exists"
        return out

    @property
    def depends_on_convention(self) -> bool:
        """Whether the proof uses a convention."""
        return bool(self.grounds.conventions)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Verdict:
    """A statement decided: one answer per quantifier and set of readings.

    Attributes
    ----------
    concept : of which equilibria it speaks; "no game" for a statement about stakes
    stakes : those that its truth depends on, in the order of the case
    """

    case: CodedCase
    statement: Statement
    concept: str
    stakes: tuple[str, ...]
    answers: tuple[Answer, ...]

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.answers)

    def pick(self, quantifier: Quantifier, readings: tuple[Reading, ...] = ("stated", "inferred", "assumed")) -> Answer:
        """Return one answer; where no game is played every quantifier gives the same.

        Raises
        ------
        KeyError
            If there is no such answer.
        """
        for item in self.answers:
            if item.quantifier in {quantifier, "none"} and item.readings == readings:
                return item
        raise KeyError((quantifier, readings))

    @property
    def quantifiers(self) -> tuple[Quantifier, ...]:
        """The quantifiers answered, each once."""
        return tuple(dict.fromkeys(item.quantifier for item in self.answers))

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        return ("nash1950", "schrijver1986")

    def cite(self) -> str:
        """Return the BibTeX owed: the coded source, bargain and the methods."""
        return f"{self.case.bibtex()}\n\n{bibtex(self.sources)}"

    def sentences(self, item: Answer) -> tuple[str, ...]:
        """Say one answer in sentences: what it rests on, or stakes for and against."""
        head = f"{quantifier_words(item.quantifier)}, {reading_words(item.readings)}: {item.words}"
        out = [f"{head}; {item.grounds.words}" if item.proof.cuts else head]
        out += item.proof.words(self.case)
        for word, point in (
            ("it holds", item.witness_for),
            ("it fails", item.witness_against),
            ("no equilibrium exists", item.without),
        ):
            if point is not None and item.word is VerdictWord.POSSIBLE:
                values = ", ".join(f"{name} = {show(v)}" for name, v in point if name in self.stakes)
                out.append(f"for example {word} at {values}")
        return tuple(out)

    def __repr__(self) -> str:
        lines = [f"<verdict on '{self.statement}': {self.concept}>"]
        for quantifier in self.quantifiers:
            mine = [a for a in self.answers if a.quantifier == quantifier]
            said = ", ".join(f"{a.words} ({reading_words(a.readings)})" for a in mine)
            lines.append(f"  {quantifier_words(quantifier)}: {said}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per quantifier and set of readings."""
        rows = [
            (
                quantifier_words(a.quantifier),
                reading_words(a.readings),
                a.words,
                a.grounds.words if a.proof.cuts else "",
            )
            for a in self.answers
        ]
        return Table(
            title=str(self.statement),
            columns=("quantifier", "readings", "verdict", "rests on"),
            rows=tuple(rows),
            notes=(f"Concept: {self.concept}. Exact; every answer carries witnesses or a certificate.",),
        )

    def to_dict(self, quantifier: Quantifier = "every") -> dict[str, object]:
        """Return plain data for JSON: the answer with all readings first, the others under `answers`."""
        first = _plain(self.case, self.pick(quantifier))
        return {
            "statement": str(self.statement),
            "concept": self.concept,
            **first,
            "answers": [_plain(self.case, a) for a in self.answers],
        }


def _plain(case: Case, a: Answer) -> dict[str, object]:
    """Return one answer as plain data."""
    return {
        "verdict": str(a.word),
        "except_on": [str(c) for c in a.exceptions],
        "mostly": None if a.mostly is None else str(a.mostly),
        "quantifier": a.quantifier,
        "readings": list(a.readings),
        "for": _point(a.witness_for),
        "against": _point(a.witness_against),
        "without_equilibrium": _point(a.without),
        "certificate": [str(c) for c in a.proof.clashes],
        "because": list(a.proof.words(case)),
        "claims": list(a.grounds.claims),
        "conventions": list(a.grounds.conventions),
    }


def _point(point: Point | None) -> dict[str, str] | None:
    return None if point is None else {name: show(value) for name, value in point}
