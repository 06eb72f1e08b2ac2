"""A game of a case with orders only: which profiles are stable at the baseline, and whatever the stakes are.

Room      study. The stabilities themselves are `solve.stability` and `solve.stability_over`.
Meaning   states are the pure profiles of a game in normal form; a move changes one's own action. At the baseline
          the payoffs order the states; over the stake space they do so at every admissible point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case.evidence import READINGS
from bargain.references import bibtex
from bargain.solve.result import Status
from bargain.solve.stability import ALL_CONCEPTS, stability
from bargain.solve.stability_over import stability_over
from bargain.solve.stability_result import SOURCES
from bargain.study.names import game_names
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.solve.stability_result import Stability, StabilityConcept, StabilitySolution, StakeStability
    from bargain.study.name_values import GameNames
    from bargain.tables import Cell

__all__ = ["CaseStability", "OrdinalReading", "case_stability", "ordinal_reading"]

_MOST_PROFILES = 64


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CaseStability:
    """The stabilities of one game of a case.

    Attributes
    ----------
    case : CodedCase
    game : id of the game
    readings : which claims count over the stake space
    baseline : at the baseline's numbers; None for a case without a baseline
    over : over the stake space; None for games of more than 64 profiles
    """

    case: CodedCase
    game: str
    readings: tuple[Reading, ...]
    baseline: StabilitySolution | None
    over: StakeStability | None

    @property
    def status(self) -> Status:
        """How far the answer reaches: exact, incomplete if a part had to be left out."""
        return Status.EXACT_INCOMPLETE if self.left_out else Status.EXACT

    @property
    def left_out(self) -> str:
        """What could not be judged, and why; empty if nothing."""
        if self.over is None:
            return f"over the stake space only games of at most {_MOST_PROFILES} profiles are judged"
        return "the case has no baseline" if self.baseline is None else ""

    def __repr__(self) -> str:
        parts = [repr(part) for part in (self.baseline, self.over) if part is not None]
        return "\n".join([*parts, f"  left out: {self.left_out}"] if self.left_out else parts)

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per profile: under each concept what it is at the baseline, and over the stakes."""
        if self.over is None or self.baseline is None:
            part = self.baseline or self.over
            at = Table(title=self.game, columns=(), rows=()) if part is None else part.table()
            return Table(title=at.title, columns=at.columns, rows=at.rows, notes=(*at.notes, f"{self.left_out}."))
        at, found = self.baseline.table(), list(self.baseline)
        rows = [
            (row[0], *(f"{cell or '-'}; {self._word(str(row[0]), c)}" for cell, c in self._cells(row, found)))
            for row in at.rows
        ]
        notes = (
            "E: at the baseline stable for all; otherwise for whom. Then: an equilibrium at all, some or no stakes.",
            f"{self.status}. Claims used: {', '.join(self.readings)}. {self.baseline.reason}.",
        )
        return Table(title=at.title, columns=at.columns, rows=tuple(rows), notes=notes)

    @staticmethod
    def _cells(row: Sequence[Cell], found: Sequence[Stability]) -> list[tuple[Cell, StabilityConcept]]:
        """Return the cells of a row with the concepts that they are about."""
        return [(cell, item.concept) for cell, item in zip(row[1:], found, strict=True)]

    def _word(self, state: str, concept: StabilityConcept) -> str:
        """Return the word on one equilibrium over the stakes."""
        return "" if self.over is None else self.over.of(state, concept.value).word.value

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        return {
            "status": self.status.value,
            "game": self.game,
            "readings": list(self.readings),
            "left_out": self.left_out,
            "baseline": None if self.baseline is None else self.baseline.to_dict(),
            "over": None if self.over is None else self.over.to_dict(),
        }

    def cite(self) -> str:
        """Return the BibTeX owed."""
        return bibtex(SOURCES)


def case_stability(
    case: CodedCase,
    name: str,
    *,
    readings: Sequence[Reading] = READINGS,
    concepts: Sequence[StabilityConcept | str] = ALL_CONCEPTS,
) -> CaseStability:
    """Return the stabilities of every pure profile of a game, at the baseline and over the stake space.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game in normal form.
    readings : which claims count over the stake space; all if left out
    concepts : sequence of StabilityConcept or its value

    Returns
    -------
    CaseStability
        Exact. Over the stake space for at most 64 profiles; what is left out is said.

    Raises
    ------
    CaseError
        If there is no such game.
    RefusedError
        For a game of more than 16,384 profiles.

    Examples
    --------
    >>> from bargain import load_case
    >>> case_stability(load_case("russia-turkey-2022"), "syria", concepts=["Nash", "SEQ"])
    <stabilities of 'Syria: hold firm or accommodate': 4 states, exact>
      Nash: ...
    <stabilities of 'Syria: hold firm or accommodate' over the stake space: 4 states, exact>
      Nash equilibria: necessary hold firm, accommodate | possible ...
      SEQ equilibria: ...
    """
    game = case.game(name)
    at = None if case.baseline is None else stability(game.at(case.point()), concepts=concepts)
    small = len(game.payoffs[0]) <= _MOST_PROFILES
    return CaseStability(
        case=case,
        game=name,
        readings=tuple(readings),
        baseline=at,
        over=stability_over(game, case.space(tuple(readings)), concepts=concepts) if small else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalReading:
    """All games in normal form of a case that are small enough, with orders only.

    Attributes
    ----------
    names : what each 2×2 game is called, by stakes
    stable : the stabilities of each game of at most 16 profiles
    left_out : ids of larger games in normal form, not judged here
    """

    names: tuple[GameNames, ...]
    stable: tuple[CaseStability, ...]
    left_out: tuple[str, ...]


def ordinal_reading(case: CodedCase, *, readings: Sequence[Reading] = READINGS, most: int = 16) -> OrdinalReading:
    """Read every game in normal form of a case with orders only.

    Parameters
    ----------
    case : CodedCase
    readings : which claims count over the stake space; all if left out
    most : int
        The most profiles of a game to judge; larger games are named in `left_out`.

    Examples
    --------
    >>> from bargain import load_case
    >>> found = ordinal_reading(load_case("russia-turkey-2022"), most=4)
    >>> [item.game for item in found.names]
    ['syria', 'caucasus', 'attrition', 'payments']
    """
    games = {spec.id: case.game(spec.id) for spec in case.games if spec.one_shot}
    small = [name for name, game in games.items() if len(game.payoffs[0]) <= most]
    return OrdinalReading(
        names=tuple(game_names(case, name, readings=readings) for name in small if games[name].shape == (2, 2)),
        stable=tuple(case_stability(case, name, readings=readings) for name in small),
        left_out=tuple(name for name in games if name not in small),
    )
