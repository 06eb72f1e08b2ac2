"""`bargain name GAME`: what a 2×2 game is called, whatever the stakes, at some stakes, or at none.

Room      cli.
"""

from __future__ import annotations

from typing import Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, say, show_json, show_table

__all__ = ["name"]


def name(
    game: Annotated[
        str,
        typer.Argument(metavar="GAME", help="The id of a 2×2 game of the case, or a file in Gambit's .nfg format."),
    ],
    *,
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="A case; the one that ships if left out.")
    ] = FLAGSHIP,
    ties: Annotated[bool, typer.Option("--ties", help="List classes with ties, of no volume, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Name a 2×2 game by its orders: one of the 78 strict classes, or a class with ties and its neighbours."""
    if game.endswith(".nfg"):
        _named_file(game, as_json=as_json)
        return
    from bargain.study.names import game_names

    coded = loaded(case)
    with progress("cutting the stake space"):
        found = game_names(coded, game, ties=ties)
    if as_json:
        show_json(found.to_dict())
    else:
        show_table(found.table())


def _named_file(file: str, *, as_json: bool) -> None:
    """Name the game in a file."""
    from bargain.games import name_game, read_nfg

    with about(file):
        found = name_game(read_nfg(file))
    if as_json:
        show_json(found.to_dict())
        return
    say(f"{found.words}: {found.kind}.")
    if found.names[1:]:
        say(f"Also called {', '.join(found.names[1:])}.")
    say(f"Class {found.form}, cells row by row, the row player's rank first, 4 best.")
