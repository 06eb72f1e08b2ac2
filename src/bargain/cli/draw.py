"""`bargain draw FILE.efg -o OUT`: a game tree as a picture, with an equilibrium marked.

Room      cli.
Files     the ending of OUT decides: .svg, .pdf, .png, or .tex, a TikZ document that compiles alone.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.guard import about, plain
from bargain.cli.options import loaded
from bargain.cli.output import progress
from bargain.cli.pictures import FIGURES, formatted, put, target_of
from bargain.errors import BargainError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour
    from bargain.report.tree_parts import TreeLayout

__all__ = ["draw"]

_ENDINGS = (*FIGURES, ".tex")
_LEGIBLE = 5.0  # points of type on a page of A4


class Solver(StrEnum):
    """What is marked in a drawing."""

    SPE = "spe"
    PBE = "pbe"
    NONE = "none"


def draw(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A game tree in Gambit's .efg format; - for stdin. Or a case.")
    ],
    game: Annotated[
        str, typer.Argument(metavar="[GAME]", help="A sequential game of the case, taken at its baseline.")
    ] = "",
    *,
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="OUT", help="The picture: .svg, .pdf, .png, or .tex for TikZ.")
    ],
    solve: Annotated[
        Solver, typer.Option("--solve", help="Which equilibrium is marked: subgame perfect, Bayesian, or none.")
    ] = Solver.SPE,
    equilibrium: Annotated[
        int, typer.Option("--equilibrium", min=1, metavar="N", help="Which one, in the order of the list.")
    ] = 1,
    stakes: Annotated[
        bool, typer.Option("--stakes", help="Write payoffs of a case as formulas in its stakes; nothing is marked.")
    ] = False,
) -> None:
    """Draw a game tree: what is played is marked, information sets are joined, payoffs are exact."""
    target = target_of(out, _ENDINGS)
    if stakes and not game:
        raise typer.BadParameter("--stakes is for a game of a case; a file has none")
    tree = _tree(file, game, stakes=stakes)
    with about(file), progress("drawing"):
        from bargain.report.tree_figures import key_of
        from bargain.report.tree_layout import check_size, tree_layout

        check_size(tree)
        said, profile = ("", None) if stakes or solve is Solver.NONE else _marked(tree, solve, equilibrium)
        layout = tree_layout(tree, profile)
        layout = tree_layout(tree, profile, notes=key_of(layout, said))
        content = _content(layout, target.suffix.lower())
    put(target, out, content)
    if layout.type_on_a4 < _LEGIBLE:
        size = f"{layout.wide / 72 * 2.54:.0f} x {layout.high / 72 * 2.54:.0f} cm"
        sys.stderr.write(f"bargain: {plain(out)} is {size}; on A4 its type would be {layout.type_on_a4:.1f} points\n")


def _tree(file: str, game: str, *, stakes: bool) -> TreeGame:
    """Read the tree from a file, from stdin, or from a case at its baseline or with open stakes."""
    if game:
        case = loaded(file)
        return case.tree(game) if stakes else case.tree(game, at=case.point())
    from bargain.games import read_efg, read_efg_stream

    return read_efg_stream(sys.stdin.buffer, file="stdin") if file == "-" else read_efg(file)


def _marked(tree: TreeGame, solver: Solver, number: int) -> tuple[str, Behaviour | None]:
    """Return what `_solved` does; a game that is not solved can still be drawn, and the message says how."""
    try:
        return _solved(tree, solver, number)
    except BargainError as fault:
        fault.remedy = "draw it with nothing marked (--solve none)" + (f", or {fault.remedy}" if fault.remedy else "")
        raise


def _solved(tree: TreeGame, solver: Solver, number: int) -> tuple[str, Behaviour | None]:
    """Return which equilibrium is marked, in words, and what is played in it; None if there is none."""
    if solver is Solver.PBE:
        name, standing, profiles = _bayesian(tree)
    else:
        from bargain.solve.spe import spe

        found = spe(tree, limit=max(number, 100))
        name, standing = "Subgame-perfect equilibrium", found.standing
        profiles = [item.profile for item in found]
    if not profiles:
        return f"{name}: {standing}; nothing is marked.", None
    if number > len(profiles):
        raise typer.BadParameter(f"--equilibrium {number}: {len(profiles)} are listed")
    return f"Marked: {name[:1].lower()}{name[1:]} {number} of {len(profiles)} listed ({standing}).", profiles[
        number - 1
    ]


def _bayesian(tree: TreeGame) -> tuple[str, str, Sequence[Behaviour]]:
    """Return the perfect Bayesian equilibria as behaviours, with their name and status."""
    from bargain.solve import SignallingSolution, pbe
    from bargain.solve.pbe_json import behaviour_of, own_form

    found = pbe(tree)
    if isinstance(found, SignallingSolution):
        form = found.form or own_form(found)
        return "Perfect Bayesian equilibrium", found.status.value, [behaviour_of(form, item) for item in found]
    return "Weak perfect Bayesian equilibrium", found.status.value, [item.profile for item in found]


def _content(layout: TreeLayout, ending: str) -> bytes:
    """Return the picture as a file's content."""
    from bargain.report.tree_drawing import TreePicture, tree_figure
    from bargain.report.tree_tikz import tree_tikz

    if ending == ".tex":
        return tree_tikz(layout).encode()
    return formatted(tree_figure(TreePicture(name="tree", layout=layout, caption="", alt="")), ending)
