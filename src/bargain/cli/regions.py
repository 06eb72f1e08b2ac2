"""`bargain regions GAME`: at which stakes each profile or play comes about, which stand together, and a picture.

Room      cli.
Files     with --slice X,Y and --out: the plane of two stakes as .svg, .pdf or .png; the ending decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, say, show_json, show_table
from bargain.cli.pictures import formatted, put, target_of

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.report import Figure
    from bargain.study.mixed import MixedRegion
    from bargain.study.region_values import Partition

__all__ = ["regions"]


def regions(
    game: Annotated[str, typer.Argument(metavar="GAME", help="The id of a game in normal form, or in moves.")],
    *,
    case: Annotated[
        str, typer.Option("--case", metavar="CASE", help="A case; the one that ships if left out.")
    ] = FLAGSHIP,
    profile: Annotated[
        str,
        typer.Option("--profile", metavar="ACTION,…", help="One profile only, in a game of any size: one per player."),
    ] = "",
    ties: Annotated[bool, typer.Option("--ties", help="List tie faces, cells of no volume, too.")] = False,
    shares: Annotated[
        int, typer.Option(min=0, metavar="N", help="Estimate each cell's share of the stakes by N random points.")
    ] = 0,
    plane: Annotated[
        str, typer.Option("--slice", metavar="X,Y", help="Two stakes whose plane is drawn, others at the baseline.")
    ] = "",
    out: Annotated[str, typer.Option("--out", "-o", metavar="OUT", help="The picture: .svg, .pdf or .png.")] = "",
    as_json: AsJson = False,
) -> None:
    """Cut the stake space by the set of equilibria, exactly; give each profile's or play's region."""
    if bool(plane) != bool(out):
        raise typer.BadParameter("--slice and --out go together: two stakes, and the file to draw their plane in")
    target = target_of(out) if out else None
    coded = loaded(case)
    if profile:
        _one(coded, game, profile, as_json=as_json)
        return
    from bargain.study import partition as cut

    if target is not None:
        with progress("drawing"):
            figure = _slice(coded, cut(coded, game, ties=True), [part.strip() for part in plane.split(",")])
            content = formatted(figure, target.suffix.lower())
        put(target, out, content)
        return
    _all(coded, game, ties=ties, shares=shares, as_json=as_json)


def _all(coded: CodedCase, game: str, *, ties: bool, shares: int, as_json: bool) -> None:
    """Print every region and the partition."""
    from bargain.study import partition as cut
    from bargain.study import regions as find
    from bargain.study.volumes import volume_shares

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


def _one(coded: CodedCase, game: str, profile: str, *, as_json: bool) -> None:
    """Print the region of one profile."""
    from bargain.study import region
    from bargain.study.statements import labels_of

    with progress("cutting the stake space"):
        found = region(coded, game, labels_of(profile, coded.game(game).actions))
    if as_json:
        show_json({"game": game, **found.to_dict()})
        return
    say(repr(found).strip("<>"))


def _slice(coded: CodedCase, cells: Partition, stakes: list[str]) -> Figure:
    """Return the picture of a slice."""
    from bargain.report.slice_sections import slice_figure
    from bargain.study.slices import slice_through

    return slice_figure(coded, slice_through(coded, cells.game, stakes, cells=cells))


def _mixed(case: CodedCase, game: str) -> MixedRegion | None:
    """Return the mixed equilibrium's formula of a 2×2 game, None for another shape."""
    from bargain.study.mixed import mixed_region

    if case.spec(game).form == "sequential":
        return None
    return mixed_region(case, game) if case.game(game).shape == (2, 2) else None
