"""What survives in the variants of a case, as values, and how it prints.

Room      study. `variants` works it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.references import bibtex
from bargain.study.verdict_values import quantifier_words
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.encode import CodedCase
    from bargain.study.compare_ranges import RangeStand
    from bargain.study.families import Quantifier
    from bargain.study.standing import Stand
    from bargain.study.variant_questions import Setting

__all__ = ["VariantRange", "VariantVerdict", "Variants"]

_MOST_LINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantVerdict:
    """One verdict as it stands and in every variant.

    Attributes
    ----------
    question : without the games that share it
    stand : as the case has it
    told : per variant, by id, how it stands there; None where it cannot be asked
    """

    question: str
    games: tuple[str, ...]
    quantifier: Quantifier
    stand: Stand
    told: tuple[tuple[str, Stand | None], ...]

    @property
    def changes(self) -> tuple[tuple[str, Stand], ...]:
        """The variants in which the verdict is another one."""
        return tuple((name, s) for name, s in self.told if s is not None and not s.agrees(self.stand))

    @property
    def unasked(self) -> tuple[str, ...]:
        """The variants in which the question cannot be asked."""
        return tuple(name for name, s in self.told if s is None)

    @property
    def survives(self) -> bool:
        """Whether the verdict is the same wherever it can be asked."""
        return not self.changes


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantRange:
    """One range as it stands and in every variant; None where another game is played instead."""

    stand: RangeStand
    told: tuple[tuple[str, RangeStand | None], ...]

    @property
    def changes(self) -> tuple[tuple[str, RangeStand], ...]:
        """The variants in which the certain or the possible shares are others."""
        return tuple((name, s) for name, s in self.told if s is not None and not s.agrees(self.stand))

    @property
    def unasked(self) -> tuple[str, ...]:
        """The variants in which the exchange is not played."""
        return tuple(name for name, s in self.told if s is None)

    @property
    def survives(self) -> bool:
        """Whether the range is the same wherever it can be asked."""
        return not self.changes


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _verb(number: int, verb: str) -> str:
    return verb if number > 1 else f"{verb}s"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Variants:
    """All verdicts and ranges of a case, with what becomes of them in its variants.

    Attributes
    ----------
    settings : the variants
    verdicts : over all readings, one for each question and quantifier
    ranges : of every exchange, under each rule
    """

    case: CodedCase
    settings: tuple[Setting, ...]
    verdicts: tuple[VariantVerdict, ...]
    ranges: tuple[VariantRange, ...]

    @property
    def settled(self) -> tuple[VariantVerdict, ...]:
        """The verdicts that hold or fail whatever the numbers, equalities aside, as the case has it."""
        return tuple(v for v in self.verdicts if not v.stand.open)

    @property
    def robust(self) -> tuple[VariantVerdict, ...]:
        """The settled verdicts that survive in every variant."""
        return tuple(v for v in self.settled if v.survives)

    @property
    def changed(self) -> tuple[VariantVerdict, ...]:
        """The verdicts, settled or open, that some variant changes."""
        return tuple(v for v in self.verdicts if not v.survives)

    @property
    def headline(self) -> str:
        """What survives, in one sentence."""
        kept, held = sum(r.survives for r in self.ranges), len(self.robust)
        where = "the one variant" if len(self.settings) == 1 else f"all {len(self.settings)} variants"
        return (
            f"of {_many(len(self.settled), 'settled verdict')} {held or 'none'} {_verb(held, 'survive')} in {where}; "
            f"of {_many(len(self.ranges), 'range')} {kept or 'none'} {'does' if kept < 2 else 'do'}"
        )

    def sentences(self) -> tuple[str, ...]:
        """Say per variant what it is and what it changes."""
        return tuple(self._sentence(setting) for setting in self.settings)

    def _sentence(self, setting: Setting) -> str:
        moved = [v for v in self.verdicts if setting.id in dict(v.changes)]
        ranges = [r for r in self.ranges if setting.id in dict(r.changes)]
        some = "; ".join(
            f"{v.question} in {' or '.join(v.games)}, {quantifier_words(v.quantifier)}: {_step(v, setting.id)}"
            for v in moved[:3]
        )
        more = f"; and {len(moved) - 3} more" if len(moved) > 3 else ""
        told = f"{some}{more}" if moved else "no verdict changes"
        many = f"{len(ranges)} range{' changes' if len(ranges) == 1 else 's change'}"
        width = f"; {many}" if ranges else "; no range changes"
        return f"{setting.id}: {told}{width}"

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        return ("nash1950", "selten1975", "friedman1971", "schrijver1986")

    def cite(self) -> str:
        """Return the BibTeX owed: the coded source, bargain and the methods."""
        return f"{self.case.bibtex()}\n\n{bibtex(self.sources)}"

    def __repr__(self) -> str:
        lines = [f"<variants of {self.case.id!r}: {self.headline}>"]
        lines += [f"  {line}" for line in self.sentences()[:_MOST_LINES]]
        if len(self.settings) > _MOST_LINES:
            lines.append(f"  and {len(self.settings) - _MOST_LINES} more variants; sentences() lists them")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self, *, all_of_them: bool = True) -> Table:
        """Return one row per verdict: survives, or in which variant it changes; without the open ones that survive."""
        shown = [v for v in self.verdicts if all_of_them or not v.stand.open or not v.survives]
        return Table(
            title=f"Verdicts in the variants of {self.case.id}",
            columns=("question", "games", "quantifier", "as it stands", "in the variants"),
            rows=tuple(
                (v.question, ", ".join(v.games), quantifier_words(v.quantifier), v.stand.words, _fate(v)) for v in shown
            ),
            notes=(f"{self.headline}.", "Over all readings, one variant at a time; exact; equalities aside."),
        )

    def ranges_table(self) -> Table:
        """Return one row per range: survives, or in which variant it changes."""
        return Table(
            title=f"Ranges in the variants of {self.case.id}",
            columns=("issue", "game", "rule", "certain", "possible", "in the variants"),
            rows=tuple(
                (r.stand.issue, r.stand.game, r.stand.rule, r.stand.certain, r.stand.possible, _range_fate(r))
                for r in self.ranges
            ),
            notes=("Shares of the issue, the rest of the exchange in full; over all readings; exact.",),
        )

    def settings_table(self) -> Table:
        """Return one row per variant: what it says, why, and how much it changes."""
        return Table(
            title=f"Variants of {self.case.id}",
            columns=("variant", "what is otherwise", "why", "verdicts changed", "ranges changed"),
            rows=tuple(
                (
                    s.id,
                    s.says,
                    s.why,
                    sum(s.id in dict(v.changes) for v in self.verdicts),
                    sum(s.id in dict(r.changes) for r in self.ranges),
                )
                for s in self.settings
            ),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "case": self.case.id,
            "digest": self.case.digest,
            "headline": self.headline,
            "variants": [{"id": s.id, "says": s.says, "why": s.why, "games": dict(s.games)} for s in self.settings],
            "verdicts": [
                {
                    "question": v.question,
                    "games": list(v.games),
                    "quantifier": v.quantifier,
                    "verdict": v.stand.words,
                    "survives": v.survives,
                    "changes": {name: s.words for name, s in v.changes},
                    "not_asked": list(v.unasked),
                }
                for v in self.verdicts
            ],
            "ranges": [
                {
                    "issue": r.stand.issue,
                    "game": r.stand.game,
                    "rule": r.stand.rule,
                    "certain": r.stand.certain,
                    "possible": r.stand.possible,
                    "survives": r.survives,
                    "changes": {name: {"certain": s.certain, "possible": s.possible} for name, s in r.changes},
                    "not_asked": list(r.unasked),
                }
                for r in self.ranges
            ],
            "sources": list(self.sources),
        }


def _step(item: VariantVerdict, variant: str) -> str:
    return f"{item.stand.words} becomes {dict(item.changes)[variant].words}"


def _fate(item: VariantVerdict) -> str:
    return _told([f"{name}: {s.words}" for name, s in item.changes], item.unasked)


def _range_fate(item: VariantRange) -> str:
    return _told([f"{name}: certain {s.certain}, possible {s.possible}" for name, s in item.changes], item.unasked)


def _told(changes: Sequence[str], unasked: Sequence[str]) -> str:
    """Say what becomes of something in the variants."""
    first = f"changes in {'; '.join(changes)}" if changes else "survives"
    return f"{first} (not asked in {', '.join(unasked)})" if unasked else first
