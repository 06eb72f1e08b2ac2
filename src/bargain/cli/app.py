"""The commands and their options; each command lives in a module of its own.

Room      cli.
"""

from __future__ import annotations

from typing import Annotated

import typer

from bargain import __version__
from bargain.cli.check import check
from bargain.cli.claims import claims
from bargain.cli.compare import compare
from bargain.cli.concordance import concordance
from bargain.cli.draw import draw
from bargain.cli.frontier import frontier
from bargain.cli.guard import guarded
from bargain.cli.linkage import linkage
from bargain.cli.name import name
from bargain.cli.nash import nash
from bargain.cli.observed import observed
from bargain.cli.offers import offers
from bargain.cli.patience import patience
from bargain.cli.payoffs import payoffs
from bargain.cli.pbe import pbe
from bargain.cli.ranges import ranges
from bargain.cli.regions import regions
from bargain.cli.report import report
from bargain.cli.spe import spe
from bargain.cli.stability import stability
from bargain.cli.variants import variants
from bargain.cli.verdict import pivotal, verdict

__all__ = ["app"]

app = typer.Typer(
    name="bargain",
    help="Game-theoretic models of bargaining whose numbers can be cited.",
    epilog="Exit codes: 0 answered, 1 bad input, 2 wrong usage, 3 refused or not converged.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:  # noqa: FBT001  the signature that typer calls
    """Print the version and end."""
    if wanted:
        typer.echo(f"bargain {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Game-theoretic models of bargaining whose numbers can be cited."""


for command in (
    report,
    ranges,
    claims,
    check,
    nash,
    spe,
    pbe,
    draw,
    frontier,
    linkage,
    offers,
    patience,
    payoffs,
    verdict,
    pivotal,
    regions,
    concordance,
    observed,
    name,
    stability,
    compare,
    variants,
):
    app.command()(guarded(command))
