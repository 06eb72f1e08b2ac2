"""`bargain spe FILE.efg`: subgame-perfect equilibria of a game tree, exactly.

Room      cli.
JSON      status, count, truncated, equilibria, outcomes, in this order; `spe_json` says what they hold.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.options import AsJson, loaded
from bargain.cli.output import progress, show_json, show_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.games import TreeGame

__all__ = ["spe"]


def spe(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A game tree in Gambit's .efg format; - for stdin. Or a case.")
    ],
    game: Annotated[
        str, typer.Argument(metavar="[GAME]", help="A sequential game of the case, taken at its baseline.")
    ] = "",
    *,
    limit: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Most equilibria listed.", show_default=False)
    ] = None,
    pure: Annotated[bool, typer.Option("--pure", help="Look for pure equilibria only.")] = False,
    as_json: AsJson = False,
) -> None:
    """Find the subgame-perfect equilibria of a game tree, ties and hidden moves included."""
    tree = _tree(file, game)
    from bargain.solve.backward import LIMIT
    from bargain.solve.spe import spe as solve
    from bargain.solve.spe_plain import spe_json

    with about(file), progress(f"solving {tree.title}" if tree.title else "solving"):
        solution = solve(tree, limit=LIMIT if limit is None else limit, pure=pure)
    if as_json:
        with _long_numbers():
            show_json(spe_json(solution))
    else:
        show_table(solution.table())


def _tree(file: str, game: str) -> TreeGame:
    """Read the tree from a file, from stdin, or from a case at its baseline."""
    if game:
        case = loaded(file)
        return case.tree(game, at=case.point())
    from bargain.games import read_efg, read_efg_stream

    return read_efg_stream(sys.stdin.buffer, file="stdin") if file == "-" else read_efg(file)


@contextmanager
def _long_numbers() -> Iterator[None]:
    """Let a count have as many digits as it has: it is ours, not a stranger's."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(before)
