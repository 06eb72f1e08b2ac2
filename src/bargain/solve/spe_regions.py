"""Subgame perfection over a stake space: which plays equilibria give, region by region.

Room      solve.
Method    `spe_cells` walks the tree over cells of the space; parts with the same plays are one region, a list of
          disjoint polyhedra with strict and weak rows.
Faces     where stakes make somebody indifferent, several plays are possible: cells of lower dimension, kept
          apart as `faces`. Together with the regions they make up the whole space.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError, ParametricGameError, PolyhedronError
from bargain.exact import Affine, show
from bargain.solve.answer import Status, Tabled
from bargain.solve.spe_cells import Play, partition
from bargain.solve.spe_polyhedra import Cell, StakeCells, merged, rows_of
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.games.tree import TreeGame
    from bargain.polyhedra import Point, Polyhedron
    from bargain.solve.result import Option
    from bargain.solve.spe_polyhedra import Cuts

__all__ = ["SpeCell", "SpeRegion", "SpeRegions", "TreePlay", "spe_regions"]

_SOURCES = ("selten1965", "kuhn1953", "osborne1994")
_SHOWN = 8  # regions in a repr


@dataclass(frozen=True, slots=True, kw_only=True)
class TreePlay:
    """What comes out of the game: a path, or one per combination of chance moves.

    Attributes
    ----------
    ends : the terminal nodes that can be reached, in preorder
    payoffs : expected, per player, affine in the stakes
    """

    ends: tuple[int, ...]
    payoffs: tuple[Affine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeCell:
    """One polyhedron of a region, with a point in it.

    Attributes
    ----------
    space : the stake space with the rows that cut the cell out, those not needed left out
    cuts : labels of these rows
    witness : a point that satisfies every row
    """

    space: Polyhedron
    cuts: tuple[str, ...]
    witness: Point

    def __str__(self) -> str:
        return ", ".join(str(self.space.row(label).condition) for label in self.cuts) or "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeRegion:
    """All stakes of one dimension at which equilibria give the same plays.

    Attributes
    ----------
    plays : all plays of pure subgame-perfect equilibria, in preorder of their ends
    cells : disjoint polyhedra
    full : whether the cells have the dimension of the space; a face if not
    """

    plays: tuple[TreePlay, ...]
    cells: tuple[SpeCell, ...]
    full: bool

    def contains(self, point: Mapping[str, Fraction]) -> bool:
        """Tell whether a point lies in one of the cells."""
        return any(cell.space.contains(point) for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SpeRegions(Tabled):
    """The partition of a stake space by the plays of subgame-perfect equilibria.

    Attributes
    ----------
    game : the tree, payoffs affine in stakes
    space : the stake space
    status, reason : how far the answer reaches
    regions : of full dimension, in preorder of the plays
    faces : where somebody is indifferent; empty if they were not asked for
    options, sources, completeness : as of any result
    """

    game: TreeGame
    space: Polyhedron
    status: Status
    reason: str
    regions: tuple[SpeRegion, ...]
    faces: tuple[SpeRegion, ...]
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]
    completeness: str

    def __iter__(self) -> Iterator[SpeRegion]:
        return iter(self.regions)

    def __len__(self) -> int:
        return len(self.regions)

    def at(self, point: Mapping[str, Fraction]) -> SpeRegion:
        """Return the region or face that a point lies in.

        Raises
        ------
        PolyhedronError
            If the point lies outside the space, or on a face that was left out.
        """
        for region in (*self.regions, *self.faces):
            if region.contains(point):
                return region
        outside = [str(row) for row in self.space.violated(point)]
        raise PolyhedronError(
            f"the point lies in no region: {outside[0] if outside else 'it is on a face that was left out'}",
            remedy="give a point of the space, or ask for faces",
        )

    def words(self, play: TreePlay) -> str:
        """Return a play in words: the actions on its path, or on each of its paths."""
        paths = [" / ".join(self.game.path(n)) or "no move" for n in play.ends]
        return " or, by chance, ".join(paths)

    def __repr__(self) -> str:
        parts = f"{len(self.regions)} region{'s' * (len(self.regions) != 1)}"
        cells = sum(len(face.cells) for face in self.faces)
        tied = f", ties on {cells} face{'s' * (cells != 1)}" if dict(self.options)["faces"] else ", faces left out"
        lines = [f"<subgame-perfect plays of {self.game.title!r}: {parts}{tied}, {self.status.value}>"]
        lines += [f"  {self._plays(r)}: {' | '.join(map(str, r.cells))}" for r in self.regions[:_SHOWN]]
        if len(self.regions) > _SHOWN:
            lines.append(f"  and {len(self.regions) - _SHOWN} more; table() has all")
        return "\n".join(lines)

    def _plays(self, region: SpeRegion) -> str:
        return "; also ".join(self.words(play) for play in region.plays)

    def table(self, *, faces: bool = False) -> Table:
        """Return one row per cell: plays, payoffs, conditions, a point; with faces too if asked for."""
        rows = []
        for n, region in enumerate((*self.regions, *(self.faces if faces else ())), 1):
            payoffs = "; ".join("(" + ", ".join(map(str, play.payoffs)) + ")" for play in region.plays)
            for cell in region.cells:
                point = ", ".join(f"{name} = {show(v)}" for name, v in cell.witness if name in self.game.stakes)
                kind = "region" if region.full else "face"
                rows.append((n, kind, self._plays(region), payoffs, str(cell), point))
        return Table(
            title=f"Subgame-perfect plays of {self.game.title}",
            columns=("no.", "kind", "play", "payoffs", "conditions", "for example"),
            rows=tuple(rows),
            notes=(f"{self.status.value}: {self.reason}.", f"Completeness: {self.completeness}."),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, every number an exact string."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "completeness": self.completeness,
            "options": [[name, value] for name, value in self.options],
            "sources": list(self.sources),
            "variables": list(self.space.variables),
            "rows": [[row.label, str(row.condition)] for row in self.space.rows],
            "regions": [self._region(region) for region in self.regions],
            "faces": [self._region(region) for region in self.faces],
        }

    def _region(self, region: SpeRegion) -> dict[str, object]:
        return {
            "plays": [
                {
                    "ends": list(play.ends),
                    "paths": [list(self.game.path(n)) for n in play.ends],
                    "payoffs": [str(v) for v in play.payoffs],
                }
                for play in region.plays
            ],
            "cells": [
                {
                    "conditions": [str(cell.space.row(label).condition) for label in cell.cuts],
                    "witness": {name: show(v) for name, v in cell.witness},
                }
                for cell in region.cells
            ],
        }


def spe_regions(game: TreeGame, space: Polyhedron, *, faces: bool = True) -> SpeRegions:
    """Partition a stake space by the plays that subgame-perfect equilibria give.

    Parameters
    ----------
    game : TreeGame
        Perfect information; payoffs affine in stakes; probabilities numbers; any number of players.
    space : Polyhedron
        All stakes that are admissible; its variables include the game's stakes.
    faces : bool
        Whether to work out the faces on which somebody is indifferent. Without them regions cover the space
        up to sets of lower dimension.

    Returns
    -------
    SpeRegions
        For each region the plays of all pure subgame-perfect equilibria; disjoint polyhedra with strict and
        weak rows, a point in each. EXACT if every region has one play; EXACT_PURE_ONLY if payoffs that are
        equal whatever the stakes leave several, among which mixed equilibria may mix.

    Raises
    ------
    GameError
        If some player does not always know the node it is at.
    ParametricGameError
        If probabilities are open (`spe_thresholds` takes one open probability), or the space leaves a stake out.
    PolyhedronError
        If the space is empty.
    RefusedError
        If too many parts would be made.

    Notes
    -----
    One or two exact linear programs per comparison of payoffs that matters; actions that are beaten throughout
    a part of the space are passed over. [kuhn1953]_, [selten1965]_.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> from bargain.polyhedra import Polyhedron
    >>> game = game_tree("Grant", ("Ann", "Bob"), move("Ann", {"withhold": outcome(0, 0),
    ...     "grant": move("Bob", {"take": outcome("-c", "b"), "return": outcome("g - c", "b - d")})}))
    >>> space = Polyhedron.read(("b", "c", "d", "g"), {"r": "0 < c <= g <= 1", "s": "-1 <= d <= 1", "t": "b == 1"})
    >>> spe_regions(game, space)
    <subgame-perfect plays of 'Grant': 2 regions, ties on 2 faces, exact>
      withhold: d > 0
      grant / return: g > c, d < 0
    """
    _fit(game, space)
    parts = partition(game, StakeCells(faces=faces), Cell.whole(space, game.stakes))
    groups: dict[tuple[tuple[int, ...], ...], tuple[tuple[Play[Affine], ...], list[Cell]]] = {}
    for cell, plays in parts:
        ordered = tuple(sorted(set(plays), key=lambda play: play.ends))
        groups.setdefault(tuple(p.ends for p in ordered), (ordered, []))[1].append(cell)
    regions: list[SpeRegion] = []
    thin: list[SpeRegion] = []
    for key in sorted(groups):
        plays, cells = groups[key]
        cuts = merged(cells)
        for full, kept in ((True, regions), (False, thin)):
            chosen = [c for c in cuts if _full(c) is full]
            if chosen:
                kept.append(_region(space, plays, (chosen, cells), full=full))
    return SpeRegions(
        game=game,
        space=space,
        status=Status.EXACT if all(len(r.plays) == 1 for r in regions) else Status.EXACT_PURE_ONLY,
        reason=_reason(thin, faces=faces),
        regions=tuple(regions),
        faces=tuple(thin),
        options=(("faces", faces),),
        sources=_SOURCES,
        completeness="every comparison was decided by exact linear programs; not re-derived",
    )


def _fit(game: TreeGame, space: Polyhedron) -> None:
    """Refuse what this cannot solve."""
    if not game.perfect_information:
        raise GameError(
            f"game {game.title!r}: some player does not always know the node it is at",
            remedy="regions need perfect information; solve it at single points with spe(game.at({...}))",
        )
    if game.parameters:
        raise ParametricGameError(
            f"game {game.title!r} has open probabilities: {', '.join(game.parameters)}",
            remedy="give them values with game.at({...}), or give the stakes values and use spe_thresholds(game)",
        )
    left = sorted(set(game.stakes) - set(space.variables))
    if left:
        raise ParametricGameError(
            f"game {game.title!r} has stakes that the space does not know: {', '.join(left)}",
            remedy="add them to the space, or give them values with game.at({...})",
        )
    if space.is_empty:
        raise PolyhedronError("the stake space is empty", remedy="irreducible_conflict() gives rows that clash")


def _full(cuts: Cuts) -> bool:
    return all(signs != {0} for _, signs in cuts)


def _region(
    space: Polyhedron, plays: Sequence[Play[Affine]], found: tuple[Sequence[Cuts], Sequence[Cell]], *, full: bool
) -> SpeRegion:
    """Return a region or face; rows that regions do not need are left out, faces keep them."""
    cells, (cuts, known) = [], found
    for item in cuts:
        rows = rows_of(space, item, shorten=full)
        points = (cell.points[0] for cell in known)
        inside = next(p for p in points if all(row.condition.holds(p) for row in rows))
        cells.append(
            SpeCell(
                space=space.with_rows(*rows),
                cuts=tuple(row.label for row in rows),
                witness=tuple((name, inside[name]) for name in space.variables),
            )
        )
    return SpeRegion(
        plays=tuple(TreePlay(ends=p.ends, payoffs=p.payoffs) for p in plays),
        cells=tuple(sorted(cells, key=str)),
        full=full,
    )


def _reason(thin: Sequence[SpeRegion], *, faces: bool) -> str:
    if not faces:
        return "regions cover the space except where somebody is indifferent, which was left out"
    if thin:
        return "regions and faces make up the space; on a face somebody is indifferent, plays of pure equilibria"
    return "the regions make up the space"
