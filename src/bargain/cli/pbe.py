"""`bargain pbe FILE.efg`: perfect Bayesian equilibria, with the beliefs that support them.

Room      cli.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.options import AsJson, loaded
from bargain.cli.output import progress, show_json, show_table

if TYPE_CHECKING:
    from bargain.games import TreeGame
    from bargain.solve import AssessmentSolution, SignallingSolution

__all__ = ["pbe"]


def pbe(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A game tree in Gambit's .efg format; - for stdin. Or a case.")
    ],
    game: Annotated[
        str, typer.Argument(metavar="[GAME]", help="A sequential game of the case, taken at its baseline.")
    ] = "",
    *,
    intuitive: Annotated[
        bool, typer.Option("--intuitive", help="Take out equilibria that fail the intuitive criterion.")
    ] = False,
    pure: Annotated[bool, typer.Option("--pure", help="Only pure equilibria, for large signalling games.")] = False,
    limit: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Most equilibria listed.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find perfect Bayesian equilibria: all of a signalling game, the pure ones of any other tree."""
    tree = _tree(file, game)
    from bargain.solve import pbe as solve

    with about(file), progress(f"solving {tree.title}" if tree.title else "solving"):
        solution = solve(tree, intuitive=intuitive, pure=pure)
    if as_json:
        show_json(_plain(solution, limit))
    else:
        _show(solution, limit)


def _tree(file: str, game: str) -> TreeGame:
    """Read the tree from a file, from stdin, or from a case."""
    if game:
        case = loaded(file)
        return case.tree(game, at=case.point())
    from bargain.games import read_efg, read_efg_stream

    return read_efg_stream(sys.stdin.buffer, file="stdin") if file == "-" else read_efg(file)


def _plain(solution: SignallingSolution | AssessmentSolution, limit: int | None) -> dict[str, object]:
    """Return the solution as plain data with at most `limit` equilibria."""
    from bargain.solve import SignallingSolution
    from bargain.solve.pbe_json import pbe_json
    from bargain.solve.sequential_json import assessment_json

    if isinstance(solution, SignallingSolution):
        return pbe_json(solution, limit=limit)
    return assessment_json(solution, limit=limit)


def _show(solution: SignallingSolution | AssessmentSolution, limit: int | None) -> None:
    """Print the table, its rows cut at the limit with a note on how many are left."""
    table = solution.table()
    left = len(table.rows) - limit if limit is not None else 0
    if left > 0:
        table = replace(table, rows=table.rows[:limit], notes=(*table.notes, f"{left} more: raise --limit."))
    show_table(table)
