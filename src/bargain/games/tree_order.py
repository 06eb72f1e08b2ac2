"""Put the nodes of a tree, which were added in any order, into preorder.

Room      games: functions of plain lists.
Added     nodes are numbered as they are added: the root 0, then the children of every move in a row, so a parent
          comes before its children and before whatever is added below them.
Walks     two passes, from the last node to the first and back; nothing recurses.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from bargain.games.tree_parts import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Preorder", "first_seen", "parents_of", "preorder"]


@dataclass(frozen=True, slots=True)
class Preorder:
    """A tree in preorder.

    Attributes
    ----------
    places : per node as added its number in preorder
    parents, moves, children : per node in preorder, as in `TreeGame`
    """

    places: list[int]
    parents: list[int]
    moves: list[int]
    children: list[tuple[int, ...]]

    def spread(self, numbers: Mapping[int, int]) -> list[int]:
        """Return per node in preorder the number that its node as added has in a mapping, or NOWHERE."""
        out, places = [NOWHERE] * len(self.places), self.places
        for node, number in numbers.items():
            out[places[node]] = number
        return out


def parents_of(nodes: Sequence[int], sizes: Sequence[int]) -> list[int]:
    """Return per node as added its parent.

    Parameters
    ----------
    nodes, sizes : per move, in the order in which they were added, its node and how many children it has

    Examples
    --------
    >>> parents_of([0, 2], [2, 2])
    [-1, 0, 0, 2, 2]
    """
    out = [NOWHERE]
    for node, size in zip(nodes, sizes, strict=True):
        out += [node] * size
    return out


def preorder(nodes: Sequence[int], sizes: Sequence[int]) -> Preorder:
    """Return a tree in preorder; parameters as in `parents_of`.

    >>> tree = preorder([0, 1], [2, 2])
    >>> tree.places, tree.children
    ([0, 1, 4, 2, 3], [(1, 4), (2, 3), (), (), ()])
    """
    above = parents_of(nodes, sizes)
    within = [1] * len(above)  # how many nodes the subtree of each has
    for node in range(len(above) - 1, 0, -1):
        within[above[node]] += within[node]
    places = [0] * len(above)
    parents, moves = [NOWHERE] * len(above), [NOWHERE] * len(above)
    children: list[tuple[int, ...]] = [()] * len(above)
    child = 1
    for node, size in zip(nodes, sizes, strict=True):
        here = places[node]
        at, row = here + 1, []
        for move in range(size):
            places[child], parents[at], moves[at] = at, here, move
            row.append(at)
            at += within[child]
            child += 1
        children[here] = tuple(row)
    return Preorder(places, parents, moves, children)


def first_seen(numbers: Sequence[int], different: int) -> tuple[tuple[int, ...], list[int]]:
    """Return numbers counted anew in the order in which they are seen first, and the old ones in that order.

    `different` says how many different numbers there are beside NOWHERE.

    >>> first_seen([7, NOWHERE, 3, 7], 2)
    ((0, -1, 1, 0), [7, 3])
    """
    seen = [k for k in numbers if k != NOWHERE]
    if len(seen) == different:  # each once
        new = count()
        return tuple([k if k == NOWHERE else next(new) for k in numbers]), seen
    seen = list(dict.fromkeys(seen))
    anew = dict(zip(seen, range(different), strict=True))
    anew[NOWHERE] = NOWHERE
    return tuple(map(anew.__getitem__, numbers)), seen
