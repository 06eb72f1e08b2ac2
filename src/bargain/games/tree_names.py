"""How nodes, players, information sets and actions of a game tree are named: in messages and as JSON keys.

Room      games: functions of a `TreeGame`.
Keys      the label if it is non-empty, not a number and unique; otherwise the number as text. So a key
          that is a number never means a label.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bargain.games.tree_parts import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.tree import TreeGame

__all__ = ["action_keys", "path", "player_keys", "set_keys", "set_name", "where"]

_NUMBER = re.compile(r"[+−-]?(?:\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)")
_SHOWN = 6  # labels of a path in a message; the middle of a longer one is left out
_LONGEST = 40  # signs of one label in a message


def path(game: TreeGame, node: int) -> tuple[str, ...]:
    """Return the labels of the actions from the root to a node; an empty label gives its number in brackets."""
    out = []
    while game.parents[node] != NOWHERE:
        parent, move = game.parents[node], game.moves[node]
        out.append(game.infosets[game.sets[parent]].actions[move] or f"[{move + 1}]")
        node = parent
    return tuple(reversed(out))


def where(labels: Sequence[str]) -> str:
    """Return a path in a message, bounded.

    >>> where([]), where(["in", "fight"])
    ('the root', "'in / fight'")
    >>> where([str(k) for k in range(100_000)])
    "'0 / 1 / 2 / … / 99997 / 99998 / 99999'"
    """
    if not labels:
        return "the root"
    short = [x if len(x) <= _LONGEST else f"{x[:_LONGEST]}…" for x in (*labels[:3], *labels[-3:])]
    if len(labels) <= _SHOWN:
        short = [x if len(x) <= _LONGEST else f"{x[:_LONGEST]}…" for x in labels]
    else:
        short.insert(3, "…")
    return repr(" / ".join(short))


def set_name(game: TreeGame, k: int) -> str:
    """Return an information set in words: its label, or the place of its only or first node."""
    infoset = game.infosets[k]
    if infoset.label:
        return f"information set {infoset.label!r}"
    return f"information set {infoset.number} ({where(path(game, infoset.nodes[0]))})"


def _keys(labels: Sequence[str], numbers: Sequence[int]) -> tuple[str, ...]:
    """Return a key for each label.

    >>> _keys(["hold", "", "7", "hold", "go"], [1, 2, 3, 4, 5])
    ('1', '2', '3', '4', 'go')
    """
    times = Counter(labels)
    return tuple(
        label if label and times[label] == 1 and not _NUMBER.fullmatch(label.strip()) else str(number)
        for label, number in zip(labels, numbers, strict=True)
    )


def player_keys(game: TreeGame) -> tuple[str, ...]:
    """Return the key of every player; numbers count from 1."""
    return _keys(game.players, range(1, len(game.players) + 1))


def set_keys(game: TreeGame) -> tuple[str, ...]:
    """Return the key of every information set, unique for its player; numbers are the file's."""
    out = [""] * len(game.infosets)
    owned: dict[int, list[int]] = {}
    for k, infoset in enumerate(game.infosets):
        owned.setdefault(infoset.player, []).append(k)
    for own in owned.values():
        keys = _keys([game.infosets[k].label for k in own], [game.infosets[k].number for k in own])
        for k, key in zip(own, keys, strict=True):
            out[k] = key
    return tuple(out)


def action_keys(game: TreeGame, k: int) -> tuple[str, ...]:
    """Return the key of every action of an information set; numbers count from 1."""
    actions = game.infosets[k].actions
    return _keys(actions, range(1, len(actions) + 1))
