"""`bargain nash FILE.nfg`: all equilibria of a strategic game, exactly.

Room      cli.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.output import progress, show_json, show_table

if TYPE_CHECKING:
    from bargain.games import NormalFormGame

__all__ = ["nash"]


def nash(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A strategic game in Gambit's .nfg format; - for stdin.")],
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
    """Find all Nash equilibria, exactly. For two players every extreme one, for more the pure ones."""
    game = _game(file)
    from bargain.solve import nash as solve
    from bargain.solve import nash_json

    with about(file), progress(f"solving {game.title}" if game.title else "solving") as report:
        solution = solve(game, progress=report) if limit is None else solve(game, limit=limit, progress=report)
    if as_json:
        show_json(nash_json(solution))
    else:
        show_table(solution.table())


def _game(file: str) -> NormalFormGame:
    """Read the game from a file, or from stdin if the name is a dash."""
    from bargain.games.nfg import read_nfg, read_nfg_stream

    return read_nfg_stream(sys.stdin.buffer, file="stdin") if file == "-" else read_nfg(file)
