"""Pivotal evidence as values: on what a verdict hangs, how little would move it, and how it prints.

Room      study. `pivots` works it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.study.results import reading_words
from bargain.study.verdict_values import quantifier_words
from bargain.tables import Table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.polyhedra import Point
    from bargain.study.statements import Statement
    from bargain.study.verdict_values import Answer, VerdictWord

__all__ = ["Fall", "Pivotal", "Shift"]

_MOST_LINES = 8
_MOST_PARTS = 3  # of where it holds, in one sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Fall:
    """A claim or convention without which the verdict does not hold, and stakes that show it.

    Attributes
    ----------
    name : a claim's or convention's id
    rows : labels of the rows that fall with it
    witness : stakes that every other row allows and that say otherwise
    """

    name: str
    rows: tuple[str, ...]
    witness: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """How far one row must move to change the verdict, all others as they are.

    Attributes
    ----------
    row : label; the row reads form >= 0 or form > 0, and once moved form >= -by (relaxed) or form >= by (tightened)
    to : the verdict that no longer holds (relaxed), or that now does (tightened)
    by : how far the zero moves, in the unit of the row's form; at least this for `reached`, else more than this
    reached : whether exactly this far is enough
    share : the same as a share of how far the form can go over the stake space; None where that is unbounded
    """

    row: str
    to: VerdictWord
    by: Fraction
    reached: bool
    share: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pivotal:
    """On which evidence one answer of a verdict hangs.

    Attributes
    ----------
    statement, answer : what was decided
    where : for possible: the parts of the stake space in which it holds, as conditions beyond the case's rows
    falls : for necessary and impossible: each claim or convention whose fall breaks it, claims first
    sufficient : irreducible sets of claims and conventions that already imply it, smallest first
    truncated : whether there may be more such sets than were looked for
    relaxations : for necessary and impossible: per row, the smallest move that breaks it, in the same order
    tightenings : for possible: per row, the smallest move that settles it; rows that rest on claims first, then
        conventions, each by the share
    unmoved : for possible: rows of which no tightening settles it while stakes remain
    """

    case: CodedCase
    statement: Statement
    answer: Answer
    where: tuple[tuple[Condition, ...], ...]
    falls: tuple[Fall, ...]
    sufficient: tuple[tuple[str, ...], ...]
    truncated: bool
    relaxations: tuple[Shift, ...]
    tightenings: tuple[Shift, ...]
    unmoved: tuple[str, ...]

    @property
    def headline(self) -> str:
        """On what it hangs, in one sentence."""
        what = f"{self.statement}, {quantifier_words(self.answer.quantifier)}: {self.answer.words}"
        if self.where and len(self.where) <= _MOST_PARTS:
            what += f"; it holds exactly where {' or where '.join(' and '.join(map(str, part)) for part in self.where)}"
        if self.tightenings:
            first = self.tightenings[0]
            return f"{what}; it hangs most on {self._row(first.row)}, which settles it as {first.to} {_move(first)}"
        if self.falls:
            return f"{what}; it falls with {', or with '.join(self._name(f.name) for f in self.falls)}"
        if self.sufficient:
            return f"{what}; no single claim carries it: {len(self.sufficient)} sets of claims each imply it"
        return f"{what}; no single row settles it" if self.unmoved else what

    @property
    def hangs_on(self) -> tuple[str, ...]:
        """The stakes in the conditions under which an open statement holds."""
        return tuple(dict.fromkeys(n for part in self.where for c in part for n in c.form.names))

    def _row(self, label: str) -> str:
        row = self.case.row(label)
        return f"{row.condition} ({row.basis})"

    def _name(self, name: str) -> str:
        """Return a claim with its locator, or a convention."""
        found = [c for c in self.case.claims if c.id == name]
        return f"{name} ({found[0].locator}, {found[0].reading})" if found else f"convention {name}"

    def __repr__(self) -> str:
        lines = [f"<pivotal evidence: {self.headline}>"]
        lines += [f"  falls with {self._name(f.name)}: without {', '.join(f.rows)}" for f in self.falls]
        lines += [f"  enough: {', '.join(names) or 'nothing at all'}" for names in self.sufficient]
        if self.truncated:
            lines.append("  there may be more sets that are enough: the search was cut short")
        moves = [f"  {self._row(s.row)}: tightened {_move(s)} makes it {s.to}" for s in self.tightenings]
        moves += [f"  {self._row(s.row)}: relaxed {_move(s)} breaks it" for s in self.relaxations]
        lines += moves[:_MOST_LINES]
        if len(moves) > _MOST_LINES:
            lines.append(f"  and {len(moves) - _MOST_LINES} rows that must move further; table() lists them")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per piece of evidence, the most pivotal first."""
        rows = [(self._name(f.name), "falls", "no longer holds", ", ".join(f.rows)) for f in self.falls]
        rows += [(self._row(s.row), f"gives way {_move(s)}", "no longer holds", s.row) for s in self.relaxations]
        rows += [(self._row(s.row), f"is tightened {_move(s)}", str(s.to), s.row) for s in self.tightenings]
        return Table(
            title=f"On what hangs: {self.statement}, {quantifier_words(self.answer.quantifier)}",
            columns=("evidence", "change", "then", "rows"),
            rows=tuple(rows),
            notes=(
                f"Verdict: {self.answer.words} ({reading_words(self.answer.readings)}). Exact.",
                *(("Not every sufficient set of claims was looked for.",) if self.truncated else ()),
            ),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        return {
            "statement": str(self.statement),
            "verdict": str(self.answer.word),
            "quantifier": self.answer.quantifier,
            "readings": list(self.answer.readings),
            "headline": self.headline,
            "where": [[str(c) for c in part] for part in self.where],
            "falls": [{"name": f.name, "rows": list(f.rows), "witness": _plain(f.witness)} for f in self.falls],
            "sufficient": [list(names) for names in self.sufficient],
            "truncated": self.truncated,
            "relaxations": [_shift(s) for s in self.relaxations],
            "tightenings": [_shift(s) for s in self.tightenings],
            "unmoved": list(self.unmoved),
        }


def _move(shift: Shift) -> str:
    """Say how far a row moves."""
    least = "by" if shift.reached else "by more than"
    share = "" if shift.share is None else f" ({show(shift.share)} of its extent)"
    return f"{least} {show(shift.by)}{share}"


def _plain(point: Point) -> dict[str, str]:
    return {name: show(value) for name, value in point}


def _shift(shift: Shift) -> dict[str, object]:
    return {
        "row": shift.row,
        "to": str(shift.to),
        "by": show(shift.by),
        "reached": shift.reached,
        "share": None if shift.share is None else show(shift.share),
    }
