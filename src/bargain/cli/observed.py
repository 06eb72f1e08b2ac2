"""`bargain observed GAME`: what the reported moves reveal about the stakes.

Room      cli.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, say, show_json, show_table

__all__ = ["observed"]


def observed(
    game: Annotated[str, typer.Argument(metavar="GAME", help="The id of a one-shot, sequential or repeated game.")],
    *,
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="A case; the one that ships if left out.")
    ] = FLAGSHIP,
    grade: Annotated[
        Literal["announced", "agreed", "done"], typer.Option(help="The least firmness of the moves that count.")
    ] = "announced",
    delta: Annotated[
        str | None,
        typer.Option(metavar="P/Q", help="Discount factor; with it an exchange is taken as repeated for ever."),
    ] = None,
    every_level: Annotated[
        bool | None,
        typer.Option(help="Take every level of an exchange; if left out, where a move needs it."),
    ] = None,
    rest: Annotated[
        Literal["free", "one-shot"],
        typer.Option(help="Repeated: issues without a move at any level, or as in the one-shot equilibrium."),
    ] = "free",
    check: Annotated[bool, typer.Option("--verify", help="Check the result again by other code.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the stakes at which some equilibrium of a game agrees with the reported moves, with bounds and conflicts."""
    from bargain.study import observed as find
    from bargain.study.recheck_observed import verify_observed

    coded = loaded(case)
    with progress("looking for equilibria that agree"):
        found = find(coded, game, grade=grade, delta=delta, every_level=every_level, rest=rest)
        seen = verify_observed(found).require() if check else None
    if as_json:
        show_json(found.to_dict())
        return
    if found.tightened:
        show_table(found.table())
    else:
        say(found.headline)
    show_table(found.moves_table())
    if found.ways and found.unlisted is None:
        show_table(found.ways_table())
    for line in found.sentences:
        say(f"- {line}")
    if seen is not None:
        say(repr(seen))
