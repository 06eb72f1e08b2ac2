"""`bargain regions GAME`: at which stakes each profile is an equilibrium, and which stand together.

Room      cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, say, show_json, show_table

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.study.mixed import MixedRegion

__all__ = ["regions"]


def regions(
    game: Annotated[str, typer.Argument(metavar="GAME", help="The id of a game in normal form.")],
    *,
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="A case; the one that ships if left out.")
    ] = FLAGSHIP,
    ties: Annotated[bool, typer.Option("--ties", help="List tie faces, cells of no volume, too.")] = False,
    shares: Annotated[
        int, typer.Option(min=0, metavar="N", help="Estimate each cell's share of the stakes by N random points.")
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Cut the stake space by the set of pure equilibria, exactly; give each profile's region and the mixed formula."""
    from bargain.study import partition as cut
    from bargain.study import regions as find
    from bargain.study.volumes import volume_shares

    coded = loaded(case)
    with progress("cutting the stake space"):
        found = find(coded, game)
        cells = cut(coded, game, ties=ties)
        estimated = volume_shares(cells, points=shares) if shares else None
    mixed = _mixed(coded, game)
    if as_json:
        show_json(
            {
                **found.to_dict(),
                "partition": cells.to_dict(),
                "mixed": None if mixed is None else mixed.to_dict(),
                "shares": None if estimated is None else estimated.to_dict(),
            }
        )
        return
    show_table(found.table())
    show_table(cells.table())
    if estimated is not None:
        show_table(estimated.table())
    if mixed is not None:
        for line in repr(mixed).splitlines():
            say(line)


def _mixed(case: CodedCase, game: str) -> MixedRegion | None:
    """Return the mixed equilibrium's formula of a 2×2 game, None for another shape."""
    from bargain.study.mixed import mixed_region

    return mixed_region(case, game) if case.game(game).shape == (2, 2) else None
