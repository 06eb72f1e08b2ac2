"""`bargain compare CASE CASE`: two codings of one source, side by side.

Room      cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import AsJson, CaseArgument, loaded
from bargain.cli.output import progress, say, show_json, show_table
from bargain.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["compare"]


def compare(
    first: CaseArgument,
    second: CaseArgument,
    *,
    pair: Annotated[
        list[str] | None,
        typer.Option(
            "--pair", metavar="CLAIM=CLAIM", help="Claims to take for a pair, first and second coding; again for more."
        ),
    ] = None,
    issue: Annotated[
        list[str] | None,
        typer.Option(
            "--issue", metavar="ISSUE=ISSUE", help="Issues to take for one, first and second coding; again for more."
        ),
    ] = None,
    claims: Annotated[bool, typer.Option("--claims", help="Print every claim with its counterpart too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Set two codings of one source side by side: agreement, and what differs, by which claims."""
    from bargain.study import compare as find

    one, two = loaded(first), loaded(second)
    given = _pairs("--pair", pair or ()), _pairs("--issue", issue or ())
    with progress("comparing") as show:
        found = find(one, two, claims=given[0], issues=given[1], progress=show)
    if as_json:
        show_json(found.to_dict())
        return
    tables = found.tables()
    for name in ("agreement", "paragraphs", *(("claims",) if claims else ()), "verdicts", "ranges"):
        show_table(tables[name])
    say(f"{found.headline}.")


def _pairs(option: str, texts: Sequence[str]) -> dict[str, str]:
    """Return ids of the first coding to ids of the second.

    Raises
    ------
    CaseError
        For text that is not two ids joined by an equals sign, or an id given twice.
    """
    out: dict[str, str] = {}
    for text in texts:
        one, sign, two = (part.strip() for part in text.partition("="))
        if not (one and sign and two):
            raise CaseError(f"{option} {text!r} is no pair", remedy="write two ids, such as c053=c249")
        if one in out:
            raise CaseError(f"{option} pairs {one!r} twice", remedy="give one pair for each")
        out[one] = two
    return out
