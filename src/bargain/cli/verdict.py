"""`bargain verdict "STATEMENT"` and `bargain pivotal "STATEMENT"`: what follows, and on what it hangs.

Room      cli.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, say, show_json, show_table

__all__ = ["pivotal", "verdict"]

StatementArgument = Annotated[
    str,
    typer.Argument(
        metavar="STATEMENT",
        help="Such as 'conceded syria in swap-syria-energy', or a comparison of stakes.",
    ),
]
CaseOption = Annotated[str, typer.Option("--case", metavar="CASE", help="A case; the one that ships if left out.")]
QuantifierOption = Annotated[
    Literal["every", "some"], typer.Option(help="Whether it must hold in every equilibrium or in some.")
]


def verdict(
    statement: StatementArgument,
    *,
    case: CaseOption = FLAGSHIP,
    quantifier: QuantifierOption = "every",
    check: Annotated[bool, typer.Option("--verify", help="Check the verdict again by other code.")] = False,
    as_json: AsJson = False,
) -> None:
    """Decide whether a statement holds whatever the stakes, at some stakes, or at none, under both quantifiers."""
    from bargain.study import verdict as decide
    from bargain.study.recheck_verdicts import verify_verdict

    coded = loaded(case)
    with progress("deciding"):
        found = decide(coded, statement)
        seen = verify_verdict(found).require() if check else None
    if as_json:
        show_json(found.to_dict(quantifier))
        return
    show_table(found.table())
    for item in found:
        if item.readings == found.answers[-1].readings:
            for line in found.sentences(item):
                say(f"- {line}")
    if seen is not None:
        say(repr(seen))


def pivotal(
    statement: StatementArgument,
    *,
    case: CaseOption = FLAGSHIP,
    quantifier: QuantifierOption = "every",
    as_json: AsJson = False,
) -> None:
    """Say on which claim a verdict hangs, which sets of claims imply it, and how little would move it."""
    from bargain.study import pivotal as find

    coded = loaded(case)
    with progress("looking for what moves it"):
        found = find(coded, statement, quantifier=quantifier)
    if as_json:
        show_json(found.to_dict())
        return
    show_table(found.table())
    say(found.headline)
    for names in found.sufficient:
        say(f"- enough by themselves: {', '.join(names) or 'no claim at all'}")
