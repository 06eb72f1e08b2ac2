"""From an exchange of a case to a package space: what can be agreed on at once, and what stands without a deal.

Room      encode.
Actors    carry their names, issues and levels the case's words; a package's payoff adds up over issues.
Fallback  without a deal every grant stands where its grantor likes it best: withheld, or given anyway where
          the grantor gains (a shared interest); ties count as withheld. That is the one-shot equilibrium in
          which shared-interest grants are still made, and its payoffs are the disagreement payoffs.
          Outside options that bind in the game are kept apart; an actor's limit is the larger of the two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.bargaining import Issue, PackageSpace, fallback_of_grantors
from bargain.encode.exchange import exchange, grantable
from bargain.errors import GameError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from bargain.case import Case
    from bargain.encode.exchange import Exchange

__all__ = ["case_packages", "packages_exchange"]


def packages_exchange(case: Case, name: str, *, every_level: bool = False) -> Exchange:
    """Return an exchange of a case, with every level of its issues if asked, also those the game does not offer."""
    found = exchange(case, name)
    if not every_level:
        return found
    spec = replace(case.spec(name), levels=())
    return replace(found, issues=tuple(grantable(case.issue(i), spec) for i in spec.issues))


def case_packages(
    case: Case,
    name: str,
    *,
    at: Mapping[str, Fraction] | None = None,
    every_level: bool = False,
    fallback: Mapping[str, int] | None = None,
) -> PackageSpace:
    """Return the packages of one exchange of a case.

    Parameters
    ----------
    case : Case
    name : str
        Id of a game of form exchange without further terms.
    at : mapping, optional
        Stake values, such as ``case.point()``. The fallback of every issue and the disagreement payoffs
        are then those of the one-shot equilibrium at these stakes. Left out, the stakes stay open.
    every_level : bool
        Take every level of an issue, also where the game puts fewer on offer.
    fallback : mapping, optional
        With open stakes: index of the level of each issue that stands without a deal; 0 where left out.
        Which level that is depends on the stakes; `bargain.study.linkage_over.package_parts` gives
        the parts of the stake space on which it is fixed.

    Raises
    ------
    CaseError
        If the case has no such game.
    GameError
        If the game is no exchange or has terms, so that payoffs do not add up over issues; or for a fallback
        of an unknown issue or together with `at`.
    PackageError
        If `at` leaves stakes open, or a fallback is no level.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> case_packages(case, "package", at=case.point(), every_level=True)
    <PackageSpace 'Everything on the table at once': Russia, Turkey; 11 issues, 177,147 packages>
    >>> len(case_packages(case, "swap-syria-energy").stakes)
    8
    """
    found = packages_exchange(case, name, every_level=every_level)
    grants = found.issues
    given = dict(fallback or {})
    wrong = [i for i in given if i not in {g.id for g in grants}]
    if wrong or (given and at is not None):
        raise GameError(
            f"game {name!r}: a fallback for {', '.join(wrong)}" if wrong else f"game {name!r}: a fallback at a point",
            remedy="name issues of the game, and leave the fallback out where the stakes are given",
        )
    outside = dict(found.outside)
    space = PackageSpace.build(
        found.title,
        found.names,
        tuple(
            Issue(
                name=g.id,
                levels=g.levels,
                grantor=found.name(g.grantor),
                beneficiary=found.name(g.beneficiary),
                fallback=given.get(g.id, 0),
            )
            for g in grants
        ),
        {
            found.name(actor): {g.id: [-c for c in g.cost] if g.grantor == actor else g.benefit for g in grants}
            for actor in found.actors
        },
        outside=tuple(outside.get(actor) for actor in found.actors),
    )
    if at is not None:
        return fallback_of_grantors(space.at({k: v for k, v in at.items() if k in set(space.stakes)}))
    return replace(space, disagreement=space.forms(space.fallback))
