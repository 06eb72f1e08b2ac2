"""Which outcomes survive which concepts: the table of one game as a value.

Room      study. `concordance` fills it, `concordance_render` writes it.
Rows      outcomes: pure profiles, packages, or plays of a game in moves.
Columns   concepts at one point of the stake space; then, apart from them, what holds over the whole space.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError, NotCertifiedError
from bargain.exact.grammar import nearest
from bargain.games import NormalFormGame, TreeGame
from bargain.references import bibtex
from bargain.study.concordance_marks import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from bargain.encode import CodedCase
    from bargain.solve import AssessmentSolution, SignallingSolution, Solution, Status, TreeSolution
    from bargain.solve.stability_result import StabilitySolution
    from bargain.study.concordance_marks import Concept, Judgement, OverStakes, Ruler, SurvivingOutcome
    from bargain.tables import Table

    Evidence = Solution | TreeSolution | SignallingSolution | AssessmentSolution | StabilitySolution

__all__ = ["Concordance"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Concordance:
    """Which outcomes of one game survive which concepts.

    Attributes
    ----------
    status, reason : EXACT if every column is; EXACT_INCOMPLETE with the first that is not
    form : ``"normal form"``, ``"exchange"`` or ``"sequential"``
    case : the case; None for a game without one
    name, title : id and title of the game
    players : in the order of payoffs
    played : the game at the point, rational payoffs
    point_name, stakes : the point
    outcomes : the rows: all of a small game, those that survive something of a large one
    total : how many outcomes there are; `left_out` of them are not listed, since they survive nothing
    concepts : the columns at the point
    over : columns over all admissible stakes
    absent : concepts without a column, and why
    ruler : discount factors and disagreement
    evidence : the solvers' own results that the columns were read from; each has a checker of its own
    notes : what a reader has to know
    """

    status: Status
    reason: str
    form: str
    case: CodedCase | None
    name: str
    title: str
    players: tuple[str, ...]
    played: NormalFormGame | TreeGame
    point_name: str
    stakes: tuple[tuple[str, Fraction], ...]
    outcomes: tuple[SurvivingOutcome, ...]
    total: int
    concepts: tuple[Concept, ...]
    over: tuple[OverStakes, ...]
    absent: tuple[tuple[str, str], ...]
    ruler: Ruler
    evidence: tuple[Evidence, ...]
    notes: tuple[str, ...]
    options: tuple[tuple[str, str], ...]

    @property
    def normal(self) -> NormalFormGame:
        """The game at the point, of a concordance of profiles or packages; GameError for plays."""
        if isinstance(self.played, NormalFormGame):
            return self.played
        raise GameError(f"{self.name!r} is a game in moves", remedy="its tree is in `tree`")

    @property
    def tree(self) -> TreeGame:
        """The game at the point, of a concordance of plays; GameError for profiles and packages."""
        if isinstance(self.played, TreeGame):
            return self.played
        raise GameError(f"{self.name!r} is a game in which all move at once", remedy="its table is in `normal`")

    @property
    def left_out(self) -> int:
        """How many outcomes are not listed, because they survive no concept."""
        return self.total - len(self.outcomes)

    @property
    def not_credible(self) -> tuple[SurvivingOutcome, ...]:
        """Plays of pure Nash equilibria that no subgame-perfect one has: they rest on threats nobody would carry out.

        Only plays that subgame perfection was fully searched for; empty in games without moves.
        """
        named = {c.name: c for c in self.concepts}
        perfect = next((c for c in self.concepts if c.name.startswith("subgame perfect")), None)
        if perfect is None or "pure Nash" not in named:
            return ()
        pairs = zip(self.outcomes, named["pure Nash"].marks, perfect.marks, strict=True)
        return tuple(o for o, nash, spe in pairs if nash.survives and spe.mark is Mark.NO)

    def concept(self, name: str) -> Concept:
        """Return one column.

        Raises
        ------
        GameError
            With the nearest name.
        """
        for item in self.concepts:
            if item.name == name:
                return item
        raise GameError(
            f"no column {name!r} in the concordance of {self.name!r}",
            remedy=nearest(name, [c.name for c in self.concepts]),
        )

    def judgement(self, outcome: str, concept: str) -> Judgement:
        """Return one cell.

        Raises
        ------
        GameError
            With the nearest name.
        """
        names = [o.name for o in self.outcomes]
        if outcome not in names:
            raise GameError(f"no outcome {outcome!r} is listed for {self.name!r}", remedy=nearest(outcome, names))
        return self.concept(concept).marks[names.index(outcome)]

    def surviving(self, concept: str) -> tuple[str, ...]:
        """Return the outcomes that survive a concept, surely or by chance."""
        pairs = zip(self.outcomes, self.concept(concept).marks, strict=True)
        return tuple(o.name for o, mark in pairs if mark.survives)

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed, each once."""
        owed = [key for c in self.concepts for key in c.sources] + [key for o in self.over for key in o.sources]
        return tuple(dict.fromkeys(owed))

    def cite(self) -> str:
        """Return the BibTeX owed: bargain's entry, the case's source, and one per method."""
        own = [self.case.bibtex()] if self.case is not None else []
        return "\n\n".join([bibtex(self.sources), *own])

    def __iter__(self) -> Iterator[SurvivingOutcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __repr__(self) -> str:
        from bargain.study.concordance_render import text

        return text(self)

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self, *, limit: int | None = None) -> Table:
        """Return one row per outcome, one column per concept; the first `limit` outcomes only, if given."""
        from bargain.study.concordance_render import table

        return table(self, limit)

    def listing(self, *, limit: int | None = None) -> Table:
        """Return one row per outcome, numbered, with what it survives in words."""
        from bargain.study.concordance_render import listing

        return listing(self, limit)

    def matrix(self) -> Table:
        """Return one row per concept and one column per outcome, by its number in `listing`."""
        from bargain.study.concordance_render import matrix

        return matrix(self)

    def summary(self) -> Table:
        """Return one row per concept: how many outcomes survive, and how far the answer reaches."""
        from bargain.study.concordance_render import summary

        return summary(self)

    def to_latex(self, *, caption: str = "", label: str = "") -> str:
        """Return the table for a paper (booktabs)."""
        return self.table().to_latex(caption=caption, label=label)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, every number an exact string."""
        from bargain.study.concordance_render import plain

        return plain(self)

    def require(self, status: Status) -> Concordance:
        """Return self if it has this status; call it before a cell enters a paper.

        Raises
        ------
        NotCertifiedError
            Naming the status that it has, and the column at fault.
        """
        if self.status is status:
            return self
        raise NotCertifiedError(
            f"the concordance of {self.name!r} is {self.status.value!r}, not {status.value!r}: {self.reason}",
            remedy="read the reason, or require what the result is",
        )
