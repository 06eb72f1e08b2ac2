"""What the rule `protocol` says of an exchange: levels that are agreed on, by issue and by first proposer.

Room      study. Knows no solver; `protocol` fills these in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.study.by_issue import ByIssue
from bargain.tables import Table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.encode import CodedCase, Exchange
    from bargain.solve import OffersSolution

__all__ = ["LevelSet", "Protocol", "ProtocolRange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSet:
    """The levels of one issue that equilibria agree on if one player proposes first.

    Attributes
    ----------
    first : who proposes first, in the reader's words
    levels : indices of levels, ascending; empty if no equilibrium agrees on anything
    low, high : the hull in shares of the issue; None without levels
    """

    first: str
    levels: tuple[int, ...]
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ProtocolRange:
    """How far one issue is conceded under alternating offers, per first proposer."""

    issue: str
    title: str
    grantor: str
    beneficiary: str
    levels: tuple[str, ...]
    shares: tuple[Fraction, ...]
    by_first: tuple[LevelSet, LevelSet]

    def words(self, found: LevelSet) -> str:
        """Return the levels by name and their hull."""
        if found.low is None or found.high is None:
            return "none"
        hull = str(found.low) if found.low == found.high else f"[{found.low}, {found.high}]"
        return f"{', '.join(self.levels[n] for n in found.levels)}; {hull}"

    def __repr__(self) -> str:
        each = "; ".join(f"{f.first} first: {self.words(f)}" for f in self.by_first)
        return f"<concession of {self.grantor} on {self.issue!r} under alternating offers: {each}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Protocol(ByIssue[ProtocolRange]):
    """The concession ranges of one exchange under alternating offers: what `bargain.protocol` returns.

    Attributes
    ----------
    case, game, title : the exchange asked about, or the game of offers
    deal : its issues, with the levels on offer
    ranges : one per issue asked for
    solutions : the equilibria if the first actor proposes first, and if the second does
    stakes, point_name : the point of the stake space
    options : every argument with its value
    """

    case: CodedCase = field(repr=False)
    game: str
    title: str
    deal: Exchange = field(repr=False)
    ranges: tuple[ProtocolRange, ...]
    solutions: tuple[OffersSolution, OffersSolution]
    stakes: tuple[tuple[str, Fraction], ...]
    point_name: str
    options: tuple[tuple[str, str | int | bool | None], ...]

    @property
    def status(self) -> str:
        """How far the answer reaches, for both orders."""
        each = [s.status.value for s in self.solutions]
        if each[0] == each[1]:
            return each[0]
        return ", ".join(
            f"{w} if {s.game.players[s.game.first]} is first" for w, s in zip(each, self.solutions, strict=True)
        )

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        return self.solutions[0].sources

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the ranges has to know: the class, the counts, failures."""
        out = []
        for s in self.solutions:
            who = s.game.players[s.game.first]
            many = len(s.packages)
            kind = "" if s.profiles is None else f", {_several(s.offer_pairs or 0, 'pair')} of offers"
            out.append(
                f"{who} first: {_several(len(s), 'pair')} of payoffs{kind}, {_several(many, 'package')} agreed on; "
                f"{s.status.value}."
            )
            if s.may_fail:
                out.append(f"With {who} first some equilibrium ends without agreement, which is not a level.")
            if not s.outcomes:
                out.append(s.reason)
        terms = self.solutions[0].game.terms
        return (*out, f"Protocol: {terms}." if terms else "", f"Stakes: {self.point_name}.")

    def table(self) -> Table:
        """Return one row per issue: the levels and their hull for each first proposer."""
        names = [s.game.players[s.game.first] for s in self.solutions]
        columns = ("issue", "grantor", *(f"{n} first: levels; share" for n in names))
        rows = [(r.issue, r.grantor, *(r.words(f) for f in r.by_first)) for r in self.ranges]
        title = f"Concession ranges in '{self.title}': protocol"
        return Table(title=title, columns=columns, rows=tuple(rows), notes=tuple(n for n in self.notes if n))

    def __repr__(self) -> str:
        lines = [f"<concession ranges of {self.game!r}: {_several(len(self), 'issue')}, protocol, {self.status}>"]
        for r in self.ranges:
            each = "; ".join(f"{f.first} first: {r.words(f)}" for f in r.by_first)
            lines.append(f"  {r.grantor} on {r.issue}: {each}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON; numbers are exact strings."""
        return {
            "case": self.case.id,
            "digest": self.case.digest,
            "game": self.game,
            "rule": "protocol",
            "status": self.status,
            "point": {"name": self.point_name, "stakes": {n: str(v) for n, v in self.stakes}},
            "options": dict(self.options),
            "sources": list(self.sources),
            "notes": [n for n in self.notes if n],
            "ranges": [
                {
                    "issue": r.issue,
                    "grantor": r.grantor,
                    "beneficiary": r.beneficiary,
                    "first": {
                        f.first: {
                            "levels": [r.levels[n] for n in f.levels],
                            "low": None if f.low is None else str(f.low),
                            "high": None if f.high is None else str(f.high),
                        }
                        for f in r.by_first
                    },
                }
                for r in self.ranges
            ],
            "solutions": [s.to_dict(limit=100) for s in self.solutions],
        }


def _several(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
