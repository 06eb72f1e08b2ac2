"""What grantors give by themselves: the fallback of a space in which shared-interest grants are still made.

Room      bargaining. A file of its own without arrays, so that reading a case loads none.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import PackageError

if TYPE_CHECKING:
    from bargain.bargaining.space import PackageSpace

__all__ = ["fallback_of_grantors"]


def fallback_of_grantors(space: PackageSpace) -> PackageSpace:
    """Return the space with every grant at its grantor's own best level, and disagreement set to match.

    This is the one-shot equilibrium in which shared-interest grants are still made; among levels that
    the grantor likes equally well the lowest is taken. Issues without a grantor keep their fallback.

    Raises
    ------
    PackageError
        For open stakes, or a grant that interacts with other issues (its best level is then no number).
    """
    tied = {name for part in space.interactions for name in part.issues}
    issues = []
    for k, issue in enumerate(space.issues):
        if not issue.grantor:
            issues.append(issue)
            continue
        if issue.name in tied:
            raise PackageError(
                f"grant {issue.name!r} interacts with other issues", remedy="set the fallback of the issue by hand"
            )
        row = [_number(v) for v in space.payoffs[space.actor(issue.grantor)][k]]
        issues.append(replace(issue, fallback=row.index(max(row))))
    moved = replace(space, issues=tuple(issues))
    return replace(moved, disagreement=moved.utilities(moved.fallback))


def _number(value: object) -> Fraction:
    if not isinstance(value, Fraction):
        raise PackageError("a grant has open stakes", remedy="give them values with space.at({...}) first")
    return value
