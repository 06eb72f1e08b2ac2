"""Where the pictures of game trees enter the report.

Room      report. One function, so that whoever draws trees changes one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour
    from bargain.report.document import Figure

__all__ = ["tree_figures"]


def tree_figures(name: str, tree: TreeGame, profiles: Sequence[Behaviour]) -> tuple[Figure, ...]:
    """Return the drawn tree of a game, with the paths of the given equilibria marked; none as long as nobody draws.

    Parameters
    ----------
    name : str
        For the file: lower-case letters, digits and hyphens.
    tree : TreeGame
        Payoffs at the baseline.
    profiles : sequence of Behaviour
        The equilibria whose paths are marked, the first one foremost.
    """
    del name, tree, profiles
    return ()
