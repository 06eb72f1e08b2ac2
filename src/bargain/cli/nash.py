"""`bargain nash FILE`: all equilibria of a strategic game, or of the reduced normal form of a tree, exactly.

Room      cli.
Formats   told apart by the first word of the file, so that standard input works too.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.output import progress, show_json, show_table

if TYPE_CHECKING:
    from bargain.games import NormalFormGame

__all__ = ["nash", "read_game"]


def nash(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A game in Gambit's .nfg or .efg format; - for stdin.")],
    *,
    limit: Annotated[
        int | None,
        typer.Option(
            min=1,
            metavar="VERTICES",
            help="Give up beyond so many vertices of a best-reply polytope.",
            show_default=False,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find all Nash equilibria, exactly. For two players every extreme one, for more the pure ones.

    A game tree is solved in its reduced normal form: an action is then a plan for all own moves that it leaves
    within reach. Its equilibria need not be credible; for those that are, see spe.
    """
    game = read_game(file)
    from bargain.solve import nash as solve
    from bargain.solve import nash_json

    with about(file), progress(f"solving {game.title}" if game.title else "solving") as report:
        solution = solve(game, progress=report) if limit is None else solve(game, limit=limit, progress=report)
    if as_json:
        show_json(nash_json(solution))
    else:
        show_table(solution.table())


def read_game(file: str) -> NormalFormGame:
    """Read the game from a file, or from stdin if the name is a dash; a tree becomes its reduced normal form."""
    from bargain.games.efg import parse_efg
    from bargain.games.gamefile import file_text, stream_text
    from bargain.games.nfg import parse_nfg
    from bargain.games.tree_normal import reduced_normal_form

    name = "stdin" if file == "-" else file
    text = stream_text(sys.stdin.buffer, file=name) if file == "-" else file_text(file, ".nfg or .efg")
    if not text.lstrip().startswith("EFG"):
        return parse_nfg(text, file=name)
    with about(name):
        return reduced_normal_form(parse_efg(text, file=name)).game
