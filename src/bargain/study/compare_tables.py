"""A comparison of two codings as tables and as plain data.

Room      study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.study.verdict_values import quantifier_words
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.study.alignment import Pair
    from bargain.study.compare_ranges import ComparedRange
    from bargain.study.compare_values import ComparedVerdict, Comparison
    from bargain.study.standing import Hang, Stand

__all__ = ["claim_words", "comparison_tables", "plain"]


def claim_words(found: Comparison, coding: int, claim: str) -> str:
    """Return a claim with its place, its reading and its counterpart, as in 'c053 (G.4, inferred; there c249)'."""
    case = (found.first, found.second)[coding]
    item = case.claim(claim)
    there = found.counterpart(coding, claim)
    return f"{claim} ({item.locator}, {item.reading}; {f'there {there}' if there else 'no counterpart'})"


def comparison_tables(found: Comparison) -> dict[str, Table]:
    """Return all tables of a comparison, by name."""
    return {
        "agreement": _agreement(found),
        "paragraphs": _paragraphs(found),
        "claims": _claims(found),
        "verdicts": _verdicts(found),
        "ranges": _ranges(found),
    }


def _title(found: Comparison) -> str:
    return f"{found.first.id} against {found.second.id}"


def _agreement(found: Comparison) -> Table:
    rows = tuple(
        (
            item.what,
            item.units,
            item.same,
            "undefined" if item.kappa is None else f"{item.kappa:.3f}",
            "undefined" if item.alpha is None else f"{item.alpha:.3f}",
        )
        for item in found.agreements
    )
    return Table(
        title=f"How far two coders agree: {_title(found)}",
        columns=("code", "units", "alike", "Cohen's kappa", "Krippendorff's alpha"),
        rows=rows,
        notes=(
            "Coefficients are approximate (floats), counts exact.",
            "Kinds and readings are compared over claims that pair up; the pairing looks at words, not at these codes.",
        ),
    )


def _paragraphs(found: Comparison) -> Table:
    rows = tuple(
        (
            p.locator,
            p.first,
            p.second,
            p.pairs,
            p.same_kind,
            p.same_reading,
            ", ".join(p.issues),
            ", ".join(p.issues_apart),
            ", ".join(p.actors_apart),
        )
        for p in found.paragraphs
    )
    return Table(
        title=f"Paragraph by paragraph: {_title(found)}",
        columns=(
            "paragraph", "claims, first", "claims, second", "pairs", "same kind", "same reading",
            "issues, both", "issues, one only", "actors, one only",
        ),
        rows=rows,
    )  # fmt: skip


def _claims(found: Comparison) -> Table:
    return Table(
        title=f"Claims side by side: {_title(found)}",
        columns=("paragraph", "first", "kind, reading", "second", "kind, reading", "likeness"),
        rows=tuple(_claim_row(found, pair) for pair in found.pairs),
        notes=("Likeness is the weighted share of words, issues and actors in common, to hundredths.",),
    )


def _claim_row(found: Comparison, pair: Pair) -> tuple[str, ...]:
    one, two = (
        "" if not name else f"{case.claim(name).kind}, {case.claim(name).reading}"
        for case, name in ((found.first, pair.first), (found.second, pair.second))
    )
    both = f"{float(pair.likeness):.2f}" if pair.first and pair.second else ""
    return (pair.locator, pair.first, one, pair.second, two, both)


def _verdicts(found: Comparison) -> Table:
    return Table(
        title=f"Verdicts that differ: {_title(found)}",
        columns=("question", "quantifier", "first", "second", "differ by"),
        rows=tuple(
            (v.question, quantifier_words(v.quantifier), v.first.words, v.second.words, _by(found, v))
            for v in found.differences
        ),
        notes=(
            f"{len(found.verdicts) - len(found.differences)} of {len(found.verdicts)} verdicts are the same in both.",
            "Over all readings; exact. 'Differ by': a claim without whose rows its coding says what the other says.",
        ),
    )


def _by(found: Comparison, item: ComparedVerdict) -> str:
    told = [claim_words(found, coding, claim) for coding, claim in item.differ_by]
    return "; ".join(told) if told else "no single claim"


def _ranges(found: Comparison) -> Table:
    return Table(
        title=f"Ranges that differ: {_title(found)}",
        columns=("issue", "rule", "certain, first", "certain, second", "possible, first", "possible, second", "claims"),
        rows=tuple(
            (
                f"{r.issue} in {r.first.game}",
                r.first.rule,
                r.first.certain,
                r.second.certain,
                r.first.possible,
                r.second.possible,
                "; ".join([*(claim_words(found, 0, c) for c in r.first_claims),
                           *(claim_words(found, 1, c) for c in r.second_claims)]),
            )
            for r in found.other_ranges
        ),
        notes=(f"{len(found.ranges) - len(found.other_ranges)} of {len(found.ranges)} ranges are the same in both.",),
    )  # fmt: skip


def plain(found: Comparison) -> dict[str, object]:
    """Return a comparison as plain data."""
    return {
        "first": {"id": found.first.id, "digest": found.first.digest},
        "second": {"id": found.second.id, "digest": found.second.digest},
        "same_source": found.same_source,
        "headline": found.headline,
        "issues": dict(found.issues),
        "agreement": [
            {"code": a.what, "units": a.units, "alike": a.same, "kappa": a.kappa, "alpha": a.alpha}
            for a in found.agreements
        ],
        "paragraphs": [
            {
                "paragraph": p.locator,
                "claims": [p.first, p.second],
                "pairs": p.pairs,
                "same_kind": p.same_kind,
                "same_reading": p.same_reading,
                "issues": list(p.issues),
                "issues_apart": list(p.issues_apart),
                "actors": list(p.actors),
                "actors_apart": list(p.actors_apart),
            }
            for p in found.paragraphs
        ],
        "claims": [
            {"paragraph": p.locator, "first": p.first, "second": p.second, "likeness": show(p.likeness)}
            for p in found.pairs
        ],
        "verdicts": [_verdict(v) for v in found.verdicts],
        "ranges": [_range(r) for r in found.ranges],
        "sources": list(found.sources),
    }


def _verdict(v: ComparedVerdict) -> dict[str, object]:
    return {
        "question": v.question,
        "quantifier": v.quantifier,
        "same": v.same,
        "first": _stand(v.first),
        "second": _stand(v.second),
        "first_hangs_on": _hangs(v.first_hangs),
        "second_hangs_on": _hangs(v.second_hangs),
        "differ_by": [{"coding": ("first", "second")[coding], "claim": claim} for coding, claim in v.differ_by],
    }


def _stand(stand: Stand) -> dict[str, object]:
    return {
        "verdict": str(stand.word),
        "mostly": None if stand.mostly is None else str(stand.mostly),
        "words": stand.words,
    }


def _hangs(hangs: Iterable[Hang]) -> list[dict[str, str]]:
    return [{"claim": h.claim, "then": h.then.words} for h in hangs]


def _range(r: ComparedRange) -> dict[str, object]:
    return {
        "issue": r.issue,
        "rule": r.first.rule,
        "same": r.same,
        "first": {"game": r.first.game, "certain": r.first.certain, "possible": r.first.possible},
        "second": {"game": r.second.game, "certain": r.second.certain, "possible": r.second.possible},
        "first_claims": list(r.first_claims),
        "second_claims": list(r.second_claims),
    }
