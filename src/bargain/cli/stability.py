"""`bargain stability GAME`: which profiles are stable, by orders alone, at the baseline and over the stakes.

Room      cli.
"""

from __future__ import annotations

from typing import Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, say, show_json, show_table

__all__ = ["stability"]


def stability(
    game: Annotated[
        str,
        typer.Argument(
            metavar="GAME", help="The id of a game in normal form of the case, or a file in Gambit's .nfg format."
        ),
    ],
    *,
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="A case; the one that ships if left out.")
    ] = FLAGSHIP,
    concept: Annotated[
        list[str] | None,
        typer.Option("--concept", metavar="NAME", help="Nash, GMR, SMR, SEQ or SIM; may be given more than once."),
    ] = None,
    check: Annotated[bool, typer.Option("--verify", help="Check again by other code.")] = False,
    as_json: AsJson = False,
) -> None:
    """Judge every profile by Nash, GMR, SMR and SEQ stability, and by SIM for two players."""
    concepts = tuple(concept or ("Nash", "GMR", "SMR", "SEQ", "SIM"))
    if game.endswith(".nfg"):
        _file(game, concepts, check=check, as_json=as_json)
        return
    from bargain.solve import verify_stability, verify_stakes
    from bargain.study.ordinal import case_stability

    coded = loaded(case)
    with progress("judging every profile"):
        found = case_stability(coded, game, concepts=concepts)
    if as_json:
        show_json(found.to_dict())
    else:
        show_table(found.table())
    if check and found.baseline is not None:
        _tell(repr(verify_stability(found.baseline).require()), as_json=as_json)
    if check and found.over is not None:
        _tell(repr(verify_stakes(found.over).require()), as_json=as_json)


def _file(file: str, concepts: tuple[str, ...], *, check: bool, as_json: bool) -> None:
    """Judge the game in a file."""
    from bargain.games import read_nfg
    from bargain.solve import stability as judge
    from bargain.solve import verify_stability

    with about(file), progress("judging every profile"):
        found = judge(read_nfg(file), concepts=concepts)
    if as_json:
        show_json(found.to_dict())
    else:
        show_table(found.table())
    if check:
        _tell(repr(verify_stability(found).require()), as_json=as_json)


def _tell(text: str, *, as_json: bool) -> None:
    """Say what a second look found, on stderr where stdout holds JSON."""
    if as_json:
        typer.echo(text, err=True)
    else:
        say(text)
