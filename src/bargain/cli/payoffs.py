"""`bargain payoffs FILE|[CASE] GAME --delta P/Q`: what a repeated game pays in equilibrium, from outside and inside.

Room      cli.
Games     a game of a case in normal form at the baseline, or a repeated one, which brings its own discount factor if
          both players have the same; or a strategic game file.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, show_json, show_table
from bargain.cli.pictures import formatted, put, target_of
from bargain.errors import GameError

if TYPE_CHECKING:
    from bargain.games import NormalFormGame

__all__ = ["payoffs"]

_FILES = (".nfg", ".efg")


def payoffs(
    names: Annotated[
        list[str], typer.Argument(metavar="FILE | [CASE] GAME", help="A game file, - for stdin; or a game of a case.")
    ],
    *,
    delta: Annotated[str, typer.Option("--delta", metavar="P/Q", help="The discount factor of both players.")] = "",
    tolerance: Annotated[
        str,
        typer.Option("--tolerance", metavar="P/Q", help="How far the two sets may be apart, of the payoffs' range."),
    ] = "1/1000",
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help="A picture: .svg, .pdf or .png.")] = "",
    as_json: AsJson = False,
) -> None:
    """Enclose the equilibrium payoffs of a repeated game of two between an outer and an inner set.

    Subgame-perfect equilibria in pure actions, with a public lottery before every round. No payoff lies outside the
    outer set; every point of the inner one is one, by the states of play that are listed.
    """
    if len(names) > 2:
        raise typer.BadParameter("give one file, or [CASE] GAME")
    target = target_of(out) if out else None
    stage, coded = _stage(names)
    patience = delta or coded
    if not patience:
        raise GameError(f"game {stage.title!r} has no discount factor for both players", remedy="give --delta P/Q")
    from bargain.solve.payoff_sets import payoff_set

    with about(names[-1] if len(names) == 1 else ""), progress("enclosing the payoffs"):
        found = payoff_set(stage, patience, tolerance=tolerance)
    if target is not None:
        from bargain.report.payoffs_chart import payoffs_chart

        put(target, out, formatted(payoffs_chart(found), target.suffix.lower()))
    if as_json:
        show_json(found.to_dict())
    else:
        show_table(found.table())
    if found.status.value == "not converged":
        raise typer.Exit(3)  # what was found is shown; a script is told that it is not what was asked for


def _stage(names: list[str]) -> tuple[NormalFormGame, str]:
    """Return the stage game, and the discount factor that a case gives it, if there is one for both players."""
    if len(names) == 1 and (names[0] == "-" or names[0].endswith(_FILES) or Path(names[0]).is_file()):
        from bargain.cli.nash import read_game

        return read_game(names[0]), ""
    case = loaded(names[0] if len(names) == 2 else FLAGSHIP)
    if case.spec(names[-1]).repeated is not None:
        game = case.repeated(names[-1])
        first, second = game.patience
        return game.stage, str(first) if first == second else ""
    return case.game(names[-1]).at(case.point()), ""
