"""The actions of an exchange: one level for every issue that a player grants.

Room      case.
Order     packages count like digits, the last issue running fastest, levels in the order of the issue.
Labels    one issue: the level, "full"; several: "syria: full + energy: withhold".
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case.forms import Issue

__all__ = ["MOST_ACTIONS", "Package", "grants_of", "package_label", "packages"]

Package = tuple[tuple[str, str], ...]  # per issue granted: the issue's id and the level's name

MOST_ACTIONS = 10_000  # per player; a game with more could not be written down


def grants_of(player: str, issues: Sequence[Issue]) -> tuple[Issue, ...]:
    """Return the issues that a player grants, in the order given."""
    return tuple(issue for issue in issues if issue.grant is not None and issue.grant.grantor == player)


def packages(issues: Sequence[Issue], levels: Sequence[str] = ()) -> tuple[Package, ...]:
    """Return every choice of one level per issue.

    Parameters
    ----------
    issues : sequence of Issue
    levels : sequence of str
        The levels on offer; empty for all levels of each issue.

    Raises
    ------
    RefusedError
        For more than 10,000 packages.
    """
    menus = [[(issue.id, level) for level in issue.levels if not levels or level in levels] for issue in issues]
    count = prod(len(menu) for menu in menus)
    if count > MOST_ACTIONS:
        raise RefusedError(
            f"{count:,} packages for one player", remedy=f"name fewer issues or levels; {MOST_ACTIONS:,} are the most"
        )
    return tuple(product(*menus))


def package_label(package: Package) -> str:
    """Return the name of a package as an action.

    >>> package_label((("syria", "full"),)), package_label((("syria", "full"), ("grain", "withhold")))
    ('full', 'syria: full + grain: withhold')
    """
    if len(package) == 1:
        return package[0][1]
    return " + ".join(f"{issue}: {level}" for issue, level in package)
