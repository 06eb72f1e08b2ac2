"""On which issues and actors a claim bears: what of the case would fall with it, or is named by it.

Room      study.
Issues    those that cite the claim, those of stakes whose sign or bounds require it, those of the stakes in rows
          that require it, those of moves that it reports.
Actors    those that cite it, the owners of such stakes and rows, and those who moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.case import Case

__all__ = ["Bearing", "bearings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What one claim bears on, by id, in the order of the case."""

    issues: tuple[str, ...]
    actors: tuple[str, ...]


def bearings(case: Case) -> dict[str, Bearing]:
    """Return for every claim what it bears on.

    Examples
    --------
    >>> from bargain import load_case
    >>> bearings(load_case("russia-turkey-2022"))["c045"]
    Bearing(issues=('energy',), actors=('turkey',))
    """
    issues: dict[str, set[str]] = {claim.id: set() for claim in case.claims}
    actors: dict[str, set[str]] = {claim.id: set() for claim in case.claims}
    home = {stake.id: stake.issue for stake in case.stakes}
    for issue in case.issues:
        _note(issues, issue.claims, {issue.id})
    for actor in case.actors:
        _note(actors, actor.claims, {actor.id})
    for row in case.rows:
        _note(issues, row.basis.claims, {home[name] for name in row.condition.form.names} - {""})
        _note(actors, row.basis.claims, {row.actor})
    for move in case.moves:
        _note(issues, move.claims, {move.issue})
        _note(actors, move.claims, set(move.actors))
    return {
        claim.id: Bearing(
            issues=tuple(issue.id for issue in case.issues if issue.id in issues[claim.id]),
            actors=tuple(actor.id for actor in case.actors if actor.id in actors[claim.id]),
        )
        for claim in case.claims
    }


def _note(into: dict[str, set[str]], claims: Iterable[str], what: set[str]) -> None:
    for claim in claims:
        into[claim].update(what)
