"""Regions and partitions as values: what they say, how they print, how they leave.

Room      study. `region_cuts` works them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact.grammar import nearest
from bargain.study.cells import adjacent
from bargain.study.pieces import full_dimensional
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import sympy

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.polyhedra import Certificate, Point, Polyhedron

__all__ = ["Cell", "Partition", "Region", "Regions"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Region:
    """The stakes at which one profile is an equilibrium.

    Attributes
    ----------
    profile : in words
    where : "everywhere", "somewhere" or "nowhere" within what the readings allow
    conditions : beyond the rows of the case; none implied by those rows and the others. Empty for everywhere;
        for nowhere all of them, as defined
    full : whether the region has an inner point; False for a tie face and for nowhere
    witness : stakes in the region, all of the game's factor; None for nowhere
    certificate : for nowhere, why; None otherwise
    area : the polyhedron itself, without rows that others imply; None for nowhere
    """

    profile: str
    where: str
    conditions: tuple[Condition, ...]
    full: bool
    witness: Point | None
    certificate: Certificate | None
    area: Polyhedron | None

    def sympy(self) -> tuple[sympy.Basic, ...]:
        """Return the conditions as SymPy relations in real symbols."""
        return tuple(c.to_sympy() for c in self.conditions)

    def __repr__(self) -> str:
        if self.where == "everywhere":
            return f"<region of {self.profile!r}: everywhere>"
        word = "where" if self.where == "somewhere" else "nowhere: the case excludes"
        tie = "" if self.full or self.where == "nowhere" else " (a tie face)"
        return f"<region of {self.profile!r}: {word} {' and '.join(map(str, self.conditions))}{tie}>"

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        return {
            "profile": self.profile,
            "where": self.where,
            "conditions": [str(c) for c in self.conditions],
            "full_dimensional": self.full,
            "witness": None if self.witness is None else {name: str(v) for name, v in self.witness},
            "certificate": None if self.certificate is None else str(self.certificate),
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Regions:
    """The regions of every pure profile of a game that is an equilibrium at some numbers, in cell order."""

    case: CodedCase
    game: str
    concept: str
    readings: tuple[Reading, ...]
    regions: tuple[Region, ...]
    never: int  # profiles that no numbers make an equilibrium

    def __iter__(self) -> Iterator[Region]:
        return iter(self.regions)

    def __len__(self) -> int:
        return len(self.regions)

    def __getitem__(self, profile: str) -> Region:
        """Return the region of one profile, in words.

        Raises
        ------
        GameError
            With the nearest profile that has one.
        """
        for item in self.regions:
            if item.profile == profile:
                return item
        known = [item.profile for item in self.regions]
        raise GameError(f"no region of {profile!r} in {self.game!r}", remedy=nearest(profile, known))

    def __repr__(self) -> str:
        head = f"<regions of {self.game!r}: {self.concept}, exact, {', '.join(self.readings)} claims>"
        return "\n".join([head, *(f"  {repr(item)[11:-1]}" for item in self.regions)])

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per profile."""
        return Table(
            title=f"Where each profile of {self.game} is an equilibrium",
            columns=("profile", "where", "conditions beyond the rows of the case"),
            rows=tuple((r.profile, r.where, " and ".join(map(str, r.conditions))) for r in self.regions),
            notes=(f"Concept: {self.concept}, exact. Claims used: {', '.join(self.readings)}.",),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "game": self.game,
            "concept": self.concept,
            "readings": list(self.readings),
            "never": self.never,
            "regions": [r.to_dict() for r in self.regions],
        }


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Cell:
    """The stakes at which exactly these profiles are the equilibria.

    Attributes
    ----------
    equilibria : profiles in words; empty where no pure equilibrium exists
    full : whether some part has an inner point
    parts : disjoint polyhedra over the stakes that matter, those with an inner point first
    given : per part the conditions beyond the rows of the case
    witness : stakes inside the first part
    """

    equilibria: tuple[str, ...]
    full: bool
    parts: tuple[Polyhedron, ...]
    given: tuple[tuple[Condition, ...], ...]
    witness: Point

    def __repr__(self) -> str:
        return f"<cell: {self.words}; {len(self.parts)} part{'s' if len(self.parts) > 1 else ''}>"

    @property
    def words(self) -> str:
        """The equilibria in one phrase."""
        return " | ".join(self.equilibria) or "no pure equilibrium"

    def holds(self, point: Mapping[str, object]) -> bool:
        """Tell whether stakes lie in the cell, exactly."""
        return any(part.contains(point) for part in self.parts)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Partition:
    """The stake space of a game cut by the set of its pure equilibria.

    Attributes
    ----------
    space : the factors of the stake space that the game's stakes belong to
    cells : those with an inner point first, each set of equilibria once
    ties : whether tie faces are listed; otherwise `faces` says how many were left out
    """

    case: CodedCase
    game: str
    concept: str
    readings: tuple[Reading, ...]
    space: Polyhedron
    cells: tuple[Cell, ...]
    ties: bool
    faces: int

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def adjacency(self) -> tuple[tuple[int, int], ...]:
        """Return pairs of cells with an inner point that share a facet, as indices into `cells`.

        Cost: programs for each pair of parts and condition that separates them.
        """
        inner = [[p for p in cell.parts if full_dimensional(p, self.space)] for cell in self.cells if cell.full]
        return tuple(
            (i, j)
            for i, mine in enumerate(inner)
            for j, theirs in enumerate(inner[i + 1 :], i + 1)
            if any(adjacent(a, b) for a in mine for b in theirs)
        )

    def at(self, point: Mapping[str, object]) -> Cell:
        """Return the cell that holds stakes.

        Raises
        ------
        GameError
            If none does: the stakes are outside the space, or on a tie face that was not asked for.
        """
        for cell in self.cells:
            if cell.holds(point):
                return cell
        raise GameError(
            f"no cell of {self.game!r} holds these stakes",
            remedy="take stakes that satisfy every row of the case, and partition(..., ties=True) for ties",
        )

    def __repr__(self) -> str:
        inner = sum(cell.full for cell in self.cells)
        rest = len(self.cells) - inner
        faces = f", {rest} tie faces" if self.ties else f"; {self.faces} tie faces not listed"
        kind = "pure equilibria" if self.concept == "pure Nash" else "subgame-perfect plays"
        head = f"<partition of {self.game!r} by its {kind}: {inner} cells{faces}, exact>"
        return "\n".join([head, *(f"  {n}. {cell.words}" for n, cell in enumerate(self.cells, 1))])

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per part of a cell."""
        rows = [
            (n if k == 0 else None, cell.words if k == 0 else "", " and ".join(map(str, given)) or "everywhere")
            for n, cell in enumerate(self.cells, 1)
            for k, given in enumerate(cell.given)
        ]
        note = f"Concept: {self.concept}, exact. Claims used: {', '.join(self.readings)}."
        left = "" if self.ties else f"{self.faces} tie faces, of no volume, are not listed."
        return Table(
            title=f"The stake space of {self.game}, by the set of equilibria",
            columns=("cell", "equilibria", "where"),
            rows=tuple(rows),
            notes=tuple(n for n in (note, left) if n),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        return {
            "game": self.game,
            "concept": self.concept,
            "readings": list(self.readings),
            "faces_not_listed": 0 if self.ties else self.faces,
            "cells": [
                {
                    "equilibria": list(cell.equilibria),
                    "full_dimensional": cell.full,
                    "parts": [[str(c) for c in given] for given in cell.given],
                    "witness": {name: str(v) for name, v in cell.witness},
                }
                for cell in self.cells
            ],
        }
