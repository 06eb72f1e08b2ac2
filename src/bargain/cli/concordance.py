"""`bargain concordance GAME`: which outcomes of one game survive which concepts.

Room      cli.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, say, show_json, show_table

__all__ = ["concordance"]

_ACROSS = 12  # outcomes that fit side by side


def concordance(
    game: Annotated[str, typer.Argument(metavar="GAME", help="The id of a game of the case.")],
    *,
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="A case; the one that ships if left out.")
    ] = FLAGSHIP,
    delta: Annotated[
        str, typer.Option("--delta", metavar="P/Q", help="A discount factor for all; the case's own if left out.")
    ] = "",
    disagreement: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ACTION",
            help="What stands without a deal: once per player, in their order, where equilibria leave it open.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Most outcomes shown; JSON has all.")] = 40,
    states: Annotated[
        int, typer.Option(min=0, metavar="N", help="Most outcomes of a game whose ordinal stabilities are worked out.")
    ] = 512,
    check: Annotated[bool, typer.Option("--verify", help="Check every yes and no again by other code.")] = False,
    as_json: AsJson = False,
) -> None:
    """Set the outcomes of one game against the concepts: Nash, perfection, stability, patience, bargaining."""
    from bargain.study import concordance as find
    from bargain.study import verify

    coded = loaded(case)
    with progress("comparing concepts"):
        found = find(coded, game, delta=delta or None, disagreement=disagreement or None, states=states)
        seen = verify(found) if check else None
    if as_json:
        show_json(found.to_dict())
        return
    show_table(found.listing(limit=limit))
    show_table(found.matrix() if len(found) <= _ACROSS else replace(found.summary(), notes=()))
    if seen is not None:
        say(repr(seen.require()))  # type: ignore[attr-defined]
