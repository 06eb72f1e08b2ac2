"""The names of a game over a stake space as values: what they say, how they print, how they leave.

Room      study. `names` works them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.references import bibtex
from bargain.solve.result import Status
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.games.taxonomy import GameName
    from bargain.polyhedra import Point, Polyhedron

__all__ = ["GameNames", "NamedCell", "NamedPart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPart:
    """One polyhedron of a class: stakes that order both players' payoffs in one way.

    Attributes
    ----------
    name : the class, with the orders that hold here
    given : conditions beyond the rows of the case, none implied by those rows and the others
    deciding : those of them that do more than exclude a tie, so that they say where the class is but for ties
    area : the polyhedron, over the factors of the stake space that matter
    full : whether it has an inner point
    """

    name: GameName
    given: tuple[Condition, ...]
    deciding: tuple[Condition, ...]
    area: Polyhedron
    full: bool

    @property
    def where(self) -> str:
        """Where the class is, but for ties if it has volume; all conditions otherwise."""
        return " and ".join(map(str, self.deciding if self.full else self.given)) or "everywhere"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NamedCell:
    """The stakes at which the game is of one class.

    Attributes
    ----------
    name : the class
    full : whether some part has an inner point; otherwise a tie face
    parts : disjoint polyhedra, those with an inner point first
    witness : stakes inside the first part
    """

    name: GameName
    full: bool
    parts: tuple[NamedPart, ...]
    witness: Point

    def __repr__(self) -> str:
        return f"<cell: {self.name.words}; {len(self.parts)} part{'s' if len(self.parts) > 1 else ''}>"

    def holds(self, point: Mapping[str, Fraction]) -> bool:
        """Tell whether stakes lie in the cell, exactly."""
        return any(part.area.contains(point) for part in self.parts)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class GameNames:
    """A 2×2 game's stake space cut by what the game is called there.

    Attributes
    ----------
    space : the factors of the stake space that the game's stakes belong to
    cells : one per class, those with an inner point first
    ties : whether tie faces are listed; otherwise `faces` says how many classes were left out
    near : the strict classes that occur, in words
    """

    case: CodedCase
    game: str
    players: tuple[str, ...]
    readings: tuple[Reading, ...]
    space: Polyhedron
    cells: tuple[NamedCell, ...]
    ties: bool
    faces: int
    near: tuple[str, ...]

    @property
    def status(self) -> Status:
        """Always exact: the cells are disjoint and cover the space."""
        return Status.EXACT

    def __iter__(self) -> Iterator[NamedCell]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def necessary(self) -> GameName | None:
        """The class at all stakes but ties; None if there are several."""
        inner = [cell for cell in self.cells if cell.full]
        return inner[0].name if len(inner) == 1 else None

    @property
    def possible(self) -> tuple[GameName, ...]:
        """The classes that occur with an inner point."""
        return tuple(cell.name for cell in self.cells if cell.full)

    def verdict(self, number: int) -> str:
        """Tell whether the game is of a strict class at all, some or no stakes.

        Parameters
        ----------
        number : int
            Of Rapoport and Guyer, 1 to 78.

        Returns
        -------
        str
            "necessary", "necessary except on ties", "possible" or "impossible".

        Raises
        ------
        GameError
            If there is no such number.
        """
        if not 1 <= number <= 78:
            raise GameError(f"no 2×2 game has the number {number}", remedy="give one from 1 to 78")
        there = [cell for cell in self.cells if cell.name.number == number and cell.full]
        if not there:
            return "impossible"
        if len(self.possible) > 1:
            return "possible"
        return "necessary except on ties" if self.faces else "necessary"

    def at(self, point: Mapping[str, Fraction]) -> NamedCell:
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
            remedy="take stakes that satisfy every row of the case, and game_names(..., ties=True) for ties",
        )

    def __repr__(self) -> str:
        inner = len(self.possible)
        rest = f", {len(self.cells) - inner} tie faces" if self.ties else f"; {self.faces} tie faces not listed"
        head = f"<names of {self.game!r} over the stake space: {inner} class{'es' * (inner != 1)}{rest}, exact>"
        return "\n".join([head, *(f"  {cell.name.words}" for cell in self.cells)])

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per part of a class."""
        rows = [
            (
                cell.name.words if k == 0 else "",
                cell.name.kind if k == 0 else "",
                ", ".join(part.name.patterns or ("-",)),
                part.where,
            )
            for cell in self.cells
            for k, part in enumerate(part for part in cell.parts if part.full or not cell.full)
        ]
        used = f"Exact. Claims used: {', '.join(self.readings)}. Numbers after Rapoport and Guyer."
        left = "" if self.ties else f"{self.faces} classes with ties, of no volume, are not listed."
        return Table(
            title=f"What {self.game} is called, by stakes",
            columns=(
                "class",
                "its orders",
                f"payoffs of {', '.join(self.players)}",
                "where, beyond the rows of the case, but for ties",
            ),
            rows=tuple(rows),
            notes=tuple(n for n in (used, left) if n),
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        return {
            "status": self.status.value,
            "game": self.game,
            "players": list(self.players),
            "readings": list(self.readings),
            "faces_not_listed": 0 if self.ties else self.faces,
            "possible": [name.words for name in self.possible],
            "necessary": None if self.necessary is None else self.necessary.words,
            "cells": [
                {
                    **{k: v for k, v in cell.name.to_dict().items() if k != "orders"},
                    "full_dimensional": cell.full,
                    "parts": [
                        {
                            "where": [str(c) for c in part.given],
                            "deciding": [str(c) for c in part.deciding],
                            "orders": [list(order) for order in part.name.orders],
                            "full_dimensional": part.full,
                        }
                        for part in cell.parts
                    ],
                    "witness": {name: str(v) for name, v in cell.witness},
                }
                for cell in self.cells
            ],
        }

    def cite(self) -> str:
        """Return the BibTeX owed."""
        return bibtex(("rapoportguyer1966", "robinsongoforth2005", "bruns2015", "albrecht2024"))
