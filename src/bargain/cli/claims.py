"""`bargain claims [CASE]`: what was read in the source, paragraph by paragraph.

Room      cli.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import FLAGSHIP, AsJson, CaseArgument, loaded
from bargain.cli.output import show_json, show_table
from bargain.errors import CaseError
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from bargain.case import Claim, GameSpec
    from bargain.encode import CodedCase

__all__ = ["claims"]


def claims(
    case: CaseArgument = FLAGSHIP,
    *,
    paragraph: Annotated[str, typer.Option(metavar="LOCATOR", help="Only claims on this paragraph, such as G.4.")] = "",
    reading: Annotated[str, typer.Option(help="Only claims that are stated, inferred or assumed.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the claims of a case. With --json each names the rows and games that rest on it."""
    found = loaded(case)
    wanted = _wanted(found, paragraph, reading)
    if as_json:
        show_json([_plain(found, claim) for claim in wanted])
        return
    from bargain.report.evidence import claims_table

    show_table(claims_table(replace(found, claims=wanted)))


def _wanted(case: CodedCase, paragraph: str, reading: str) -> tuple[Claim, ...]:
    """Return the claims asked for; CaseError for a paragraph or a reading that the case cannot have."""
    from bargain.case import READINGS

    if paragraph and paragraph not in case.source.locators:
        raise CaseError(
            f"case {case.id!r} has no paragraph {paragraph!r}", remedy=nearest(paragraph, case.source.locators)
        )
    if reading and reading not in READINGS:
        raise CaseError(f"{reading!r} is not a reading", remedy=nearest(reading, READINGS))
    return tuple(c for c in case.claims if paragraph in {"", c.locator} and reading in {"", c.reading})


def _claims_of(spec: GameSpec) -> set[str]:
    """Return the claims that a game and its terms name."""
    return {*spec.claims, *(claim for term in spec.terms for claim in term.claims)}


def _plain(case: CodedCase, claim: Claim) -> dict[str, object]:
    """Return one claim with what rests on it."""
    return {
        "id": claim.id,
        "paragraph": claim.locator,
        "kind": claim.kind,
        "reading": claim.reading,
        "paraphrase": claim.paraphrase,
        "hedge": claim.hedge,
        "note": claim.note,
        "tension": list(claim.tension),
        "rows": [row.label for row in case.rows if claim.id in row.basis.claims],
        "numbers": [number.id for number in case.numbers if claim.id in number.basis.claims],
        "games": [spec.id for spec in case.games if claim.id in _claims_of(spec)],
    }
