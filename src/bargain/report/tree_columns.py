"""In which column of a drawing each node of a game tree stands.

Room      report. Functions of a `TreeGame`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.games.tree import CHANCE, NOWHERE

if TYPE_CHECKING:
    from bargain.games import TreeGame

__all__ = ["columns_of", "lanes_of", "tags_of", "wide_sets"]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def wide_sets(game: TreeGame) -> tuple[int, ...]:
    """Return the information sets of players that have several nodes."""
    return tuple(k for k, s in enumerate(game.infosets) if s.player != CHANCE and len(s.nodes) > 1)


def columns_of(game: TreeGame) -> tuple[int, ...]:
    """Return per node its column: the nodes of an information set in one, and all behind what leads to them.

    Where two sets come before each other on different plays that cannot be; then columns are depths.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> last = {"left": outcome(0, 0), "right": outcome(1, 1)}
    >>> game = game_tree("Late", ("A", "B"), move("A", {"a": move("B", last, at="h"), "b": move("A", {
    ...     "c": move("B", last, at="h"), "d": outcome(0, 0)})}))
    >>> columns_of(game)
    (0, 2, 3, 3, 1, 2, 3, 3, 2)
    """
    group = list(range(len(game.parents)))
    for k in wide_sets(game):
        for node in game.infosets[k].nodes:
            group[node] = game.infosets[k].nodes[0]
    return tuple(_ranks(game, group) or _ranks(game, list(range(len(group)))))


def _ranks(game: TreeGame, group: list[int]) -> list[int]:
    """Return the least column of each node such that groups share theirs; empty if groups go round in a circle."""
    before = [0] * len(group)
    after: dict[int, list[int]] = {}
    for node, parent in enumerate(game.parents):
        if parent != NOWHERE:
            after.setdefault(group[parent], []).append(group[node])
            before[group[node]] += 1
    ready = [g for g in dict.fromkeys(group) if not before[g]]
    rank = dict.fromkeys(ready, 0)
    done = 0
    while ready:
        here = ready.pop()
        done += 1
        for g in after.get(here, ()):
            rank[g] = max(rank.get(g, 0), rank[here] + 1)
            before[g] -= 1
            if not before[g]:
                ready.append(g)
    return [rank[g] for g in group] if done == len(set(group)) else []


def tags_of(game: TreeGame, columns: tuple[int, ...]) -> dict[int, str]:
    """Return a letter for each information set whose nodes are in different columns, which no line can join."""
    apart = [k for k in wide_sets(game) if len({columns[n] for n in game.infosets[k].nodes}) > 1]
    return {k: _LETTERS[n % 26] * (n // 26 + 1) for n, k in enumerate(apart)}


def lanes_of(spans: dict[int, tuple[float, float]]) -> dict[int, int]:
    """Return a lane for each span of heights, the same for two only if they do not meet; few lanes.

    >>> lanes_of({7: (0, 5), 8: (2, 9), 9: (6, 8)})
    {7: 0, 8: 1, 9: 0}
    """
    ends: list[float] = []
    out: dict[int, int] = {}
    for key, (top, bottom) in sorted(spans.items(), key=lambda item: (item[1], item[0])):
        lane = next((n for n, end in enumerate(ends) if end < top), len(ends))
        ends[lane : lane + 1] = [bottom]
        out[key] = lane
    return out
