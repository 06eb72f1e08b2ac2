"""Observed moves, orders only, concepts side by side and structural variants as sections of the report.

Room      report. Puts together what the sections of each question write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.concordance_sections import concordance_sections
from bargain.report.document import Bullets, Section
from bargain.report.evidence import places
from bargain.report.observed_sections import observed_sections
from bargain.report.ordinal_sections import ordinal_sections
from bargain.report.patience_words import listed
from bargain.report.variants_sections import variants_sections

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case import Case
    from bargain.study.wider import Wider

ONCE = "once"
FURTHER = frozenset(  # titles of the sections below, which a short print leaves to the files
    (
        "What the reported moves reveal",
        "Structural variants",
        "Concepts side by side",
        "What the games are called, by stakes",
        "Which profiles are stable by orders alone",
        "Questions that were refused",
    )
)

__all__ = ["FURTHER", "wider_data", "wider_sections"]


def wider_sections(case: Case, found: Wider) -> tuple[Section, ...]:
    """Return the sections on the further questions of a case.

    Parameters
    ----------
    case : Case
    found : Wider
        From `bargain.study.wider`.
    """
    sections: list[Section] = []
    if found.observed:
        sections.append(
            Section(
                title="What the reported moves reveal", blocks=(_moves(case), Bullets(items=tuple(_revealed(found))))
            )
        )
        shown = (item for item in found.observed if item.played != ONCE)
        sections += [part for item in shown for part in observed_sections(case, item)]
    if found.variants is not None:
        sections += variants_sections(case, found.variants)
    sections += concordance_sections(case, found.concordances)
    sections += ordinal_sections(case, found.ordinal)
    if found.left_out:
        said = tuple(f"{game}, {question}: {reason}." for game, question, reason in found.left_out)
        sections.append(Section(title="Questions that were refused", blocks=(Bullets(items=said),)))
    return tuple(sections)


def _moves(case: Case) -> str:
    """Say which moves the names stand for, how firm each is and where it is reported."""
    said = "; ".join(
        f"{move.id} = {listed([case.actor(a).name for a in move.actors])} on '{case.issue(move.issue).title}': "
        f"{move.level or move.entry} ({move.grade}, by {places(case, move.claims)})"
        for move in case.moves
    )
    return (
        f"The moves that the source reports, with their grades: {said}. "
        "A polyhedron is a set of stakes cut out by linear conditions."
    )


def _revealed(found: Wider) -> Iterator[str]:
    """Yield what moves reveal in each game; of games played once also why a costly grant is out of the question."""
    for item in found.observed:
        yield item.headline
        if item.played == ONCE:
            yield from (f"{text[0].upper()}{text[1:]}." for text in item.sentences)


def wider_data(found: Wider) -> dict[str, object]:
    """Return what programs read."""
    return {
        "observed": [item.to_dict() for item in found.observed],
        "names": [item.to_dict() for item in found.ordinal.names],
        "stability": [item.to_dict() for item in found.ordinal.stable],
        "concordance": [item.to_dict() for item in found.concordances],
        "variants": None if found.variants is None else found.variants.to_dict(),
        "refused": [{"game": g, "question": q, "reason": r} for g, q, r in found.left_out],
    }
