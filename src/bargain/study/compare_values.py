"""Two codings side by side, as values: pairs of claims, agreement, verdicts and ranges, and how they print.

Room      study. `compare` works it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.references import bibtex
from bargain.study.compare_tables import claim_words, comparison_tables, plain
from bargain.study.verdict_values import quantifier_words

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.study.agreement import Agreement
    from bargain.study.alignment import Pair
    from bargain.study.compare_ranges import ComparedRange
    from bargain.study.families import Quantifier
    from bargain.study.standing import Hang, Stand
    from bargain.tables import Table

__all__ = ["ComparedParagraph", "ComparedVerdict", "Comparison"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedParagraph:
    """One paragraph in two codings.

    Attributes
    ----------
    first, second : how many claims each makes of it
    pairs : how many of these are readings of the same thing
    same_kind, same_reading : in how many pairs the code is the same
    issues, actors : shared ones on which both let the paragraph bear
    issues_apart, actors_apart : shared ones on which only one of them does
    """

    locator: str
    first: int
    second: int
    pairs: int
    same_kind: int
    same_reading: int
    issues: tuple[str, ...]
    issues_apart: tuple[str, ...]
    actors: tuple[str, ...]
    actors_apart: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedVerdict:
    """One question in two codings.

    Attributes
    ----------
    question : in the words of the first coding
    quantifier : in every, or in some, equilibrium
    first, second : how it stands in each
    first_hangs, second_hangs : claims whose fall changes it there; looked for only where the two differ
    first_rests, second_rests : claims of the proof found, where there is one
    """

    question: str
    quantifier: Quantifier
    first: Stand
    second: Stand
    first_hangs: tuple[Hang, ...] = ()
    second_hangs: tuple[Hang, ...] = ()
    first_rests: tuple[str, ...] = ()
    second_rests: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both codings give the same verdict, equalities aside."""
        return self.first.agrees(self.second)

    @property
    def differ_by(self) -> tuple[tuple[int, str], ...]:
        """The claims without which one coding says what the other says: (0 or 1 for the coding, id)."""
        mine = [(0, h.claim) for h in self.first_hangs if h.then.agrees(self.second)]
        return (*mine, *((1, h.claim) for h in self.second_hangs if h.then.agrees(self.first)))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Comparison:
    """Two codings of one source, compared.

    Attributes
    ----------
    first, second : the codings
    same_source : whether both record the same text, by its SHA-256; None if one gives none
    issues : shared issues, ids in the first and in the second
    pairs : every claim of both once, in a pair or alone
    paragraphs : per paragraph, in the order of the source
    agreements : per code over all, with coefficients
    verdicts : every question that both can be asked
    ranges : every range of every exchange that both have
    """

    first: CodedCase
    second: CodedCase
    same_source: bool | None
    issues: tuple[tuple[str, str], ...]
    pairs: tuple[Pair, ...]
    paragraphs: tuple[ComparedParagraph, ...]
    agreements: tuple[Agreement, ...]
    verdicts: tuple[ComparedVerdict, ...]
    ranges: tuple[ComparedRange, ...]

    @property
    def aligned(self) -> tuple[Pair, ...]:
        """The claims that have a counterpart."""
        return tuple(p for p in self.pairs if p.first and p.second)

    @property
    def differences(self) -> tuple[ComparedVerdict, ...]:
        """The verdicts that differ."""
        return tuple(v for v in self.verdicts if not v.same)

    @property
    def other_ranges(self) -> tuple[ComparedRange, ...]:
        """The ranges that differ."""
        return tuple(r for r in self.ranges if not r.same)

    def counterpart(self, coding: int, claim: str) -> str:
        """Return the other coding's claim that is paired with one (coding 0 or 1); empty if it is alone."""
        for pair in self.pairs:
            here, there = (pair.first, pair.second) if coding == 0 else (pair.second, pair.first)
            if here == claim:
                return there
        return ""

    @property
    def headline(self) -> str:
        """The comparison in one sentence."""
        claims = f"{len(self.aligned)} of {len(self.first.claims)} and {len(self.second.claims)} claims pair up"
        verdicts = f"{len(self.differences)} of {len(self.verdicts)} verdicts differ"
        return f"{claims}; {verdicts}; {len(self.other_ranges)} of {len(self.ranges)} ranges differ"

    def sentences(self) -> tuple[str, ...]:
        """Say every verdict that differs, and by which claims."""
        return tuple(self._sentence(item) for item in self.differences)

    def _sentence(self, item: ComparedVerdict) -> str:
        by = [claim_words(self, coding, claim) for coding, claim in item.differ_by]
        told = f"{item.question}, {quantifier_words(item.quantifier)}: {item.first.words} against {item.second.words}"
        if by:
            return f"{told}; they differ by {', and by '.join(by)}"
        rests = [claim_words(self, 0, c) for c in item.first_rests] + [
            claim_words(self, 1, c) for c in item.second_rests
        ]
        return f"{told}; by no single claim" + (f": the proofs use {', '.join(rests)}" if rests else "")

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        return ("cohen1960", "krippendorff2018", "kuhn1955", "nash1950", "schrijver1986")

    def cite(self) -> str:
        """Return the BibTeX owed: the coded source, bargain and the methods."""
        return f"{self.first.bibtex()}\n\n{bibtex(self.sources)}"

    def __repr__(self) -> str:
        lines = [f"<{self.first.id} against {self.second.id}: {self.headline}>"]
        lines += [f"  {item}" for item in self.agreements]
        lines += [f"  {line}" for line in self.sentences()[:_MOST_LINES]]
        if len(self.differences) > _MOST_LINES:
            lines.append(f"  and {len(self.differences) - _MOST_LINES} more verdicts that differ; table() lists them")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return the verdicts that differ, and the claims by which they do."""
        return comparison_tables(self)["verdicts"]

    def tables(self) -> dict[str, Table]:
        """Return all tables by name: agreement, paragraphs, claims, verdicts, ranges."""
        return comparison_tables(self)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON; shares and likenesses are exact strings, coefficients approximate numbers."""
        return plain(self)


_MOST_LINES = 8
