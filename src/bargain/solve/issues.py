"""Which issues an action is made of, and which of them interact: exact tests on the whole payoff table.

Room      solve.
Words     a *choice* is one player's part of one issue, such as ("Russia", "syria") with levels
          withhold, partial, full. A *block* is a set of choices that interact in somebody's payoff,
          directly or through others; payoffs are a constant plus one term per block.
Test      two choices interact exactly if some mixed second difference of some payoff is not 0. Where
          no choice of one block interacts with one of another, payoffs are additive over blocks;
          the sum is formed again and compared with the table, cell by cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from bargain.errors import GameError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bargain.games import NormalFormGame
    from bargain.solve.scaled import Scaled

__all__ = ["Block", "Choice", "blocks", "choices", "read_labels"]

_PART, _LEVEL = " + ", ": "
_SAFE = 1 << 60  # integers below this, and sums of four of them, fit in 64 bits

Levels = "Sequence[Mapping[str, str]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One player's part of one issue.

    Attributes
    ----------
    player : index
    issue : label
    levels : labels, in order of first occurrence
    of : per action of the player, the index of the level it contains
    """

    player: int
    issue: str
    levels: tuple[str, ...]
    of: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Choices that are solved together, and each player's payoff from them.

    Attributes
    ----------
    choices : in player order
    payoffs : per player, integers in the table's units, one per combination of levels, the last
        choice running fastest; the first combination is worth 0 and the constant stands apart
    """

    choices: tuple[Choice, ...]
    payoffs: tuple[tuple[int, ...], ...]


def read_labels(game: NormalFormGame) -> tuple[tuple[dict[str, str], ...], ...]:
    """Return, per player and action, issue → level as the label says: ``"syria: full + energy: withhold"``.

    A label without ``": "`` is the level of a single issue named after the player.

    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("x", ("Ann", "Bob"), (("a: 0 + b: 1",), ("no",)), [[(0, 0)]])
    >>> read_labels(g)
    (({'a': '0', 'b': '1'},), ({'Bob': 'no'},))
    """
    return tuple(
        tuple(_read(label, who) for label in labels) for who, labels in zip(game.players, game.actions, strict=True)
    )


def _read(label: str, player: str) -> dict[str, str]:
    parts = [part.split(_LEVEL, 1) for part in label.split(_PART)]
    if all(len(part) == 2 for part in parts) and len({issue for issue, _ in parts}) == len(parts):
        return dict(parts)
    return {player: label}


def choices(game: NormalFormGame, levels: Sequence[Sequence[Mapping[str, str]]]) -> tuple[Choice, ...]:
    """Return the choices that the actions are made of.

    Raises
    ------
    GameError
        If a player's actions are not every combination of the levels of its issues, each once.
    """
    if [len(own) for own in levels] != list(game.shape):
        raise GameError(
            f"game {game.title!r}: levels for {[len(own) for own in levels]} actions, not {list(game.shape)}",
            remedy="give one {issue: level} per action of every player",
        )
    out: list[Choice] = []
    for p, own in enumerate(levels):
        mine: list[Choice] = []
        for issue in dict.fromkeys(name for action in own for name in action):
            seen = [action.get(issue, "") for action in own]
            order = tuple(dict.fromkeys(seen))
            mine.append(Choice(player=p, issue=issue, levels=order, of=tuple(order.index(s) for s in seen)))
        combos = set(zip(*(c.of for c in mine), strict=True))
        if not len(own) == len(combos) == prod(len(c.levels) for c in mine):
            raise GameError(
                f"game {game.title!r}: the {len(own)} actions of {game.players[p]!r} are not every combination of "
                f"{', '.join(f'{len(c.levels)} levels of {c.issue}' for c in mine)}, each once",
                remedy="give every combination, or solve the game whole with nash",
            )
        out += mine
    return tuple(out)


def blocks(table: Scaled, parts: tuple[Choice, ...]) -> tuple[tuple[Block, ...], tuple[int, ...]]:
    """Return the finest blocks over which the payoffs are additive, and each player's constant.

    Exact: every cell of every payoff table is used. Costs (choices)² passes over the table.
    """
    grids = [_grid(flat, table, parts) for flat in table.payoffs]
    axes = [a for a, c in enumerate(parts) if len(c.levels) > 1]
    linked = [(a, b) for a, b in combinations(axes, 2) if any(_interact(grid, a, b) for grid in grids)]
    groups = _groups(range(len(parts)), linked)
    constants = tuple(int(grid[(0,) * len(parts)]) for grid in grids)
    out, rebuilt = [], [np.full_like(grid, constant) for grid, constant in zip(grids, constants, strict=True)]
    for group in groups:
        at = tuple(slice(None) if a in group else 0 for a in range(len(parts)))
        terms = [grid[at] - constant for grid, constant in zip(grids, constants, strict=True)]
        wide = tuple(slice(None) if a in group else None for a in range(len(parts)))
        rebuilt = [whole + term[wide] for whole, term in zip(rebuilt, terms, strict=True)]
        payoffs = tuple(tuple(int(x) for x in term.ravel()) for term in terms)
        out.append(Block(choices=tuple(parts[a] for a in group), payoffs=payoffs))
    if not all(np.array_equal(a, b) for a, b in zip(grids, rebuilt, strict=True)):
        raise ArithmeticError("blocks without interaction do not add up to the payoffs")
    return tuple(out), constants


def _grid(flat: tuple[int, ...], table: Scaled, parts: tuple[Choice, ...]) -> NDArray[Any]:
    """Return one payoff table with one axis per choice."""
    kind = np.int64 if all(abs(x) < _SAFE for x in flat) else object
    cells = np.array(flat, dtype=kind).reshape(table.shape)
    for p in range(len(table.shape)):
        mine = [c for c in parts if c.player == p]
        sizes = [len(c.levels) for c in mine]
        spots = np.ravel_multi_index(tuple(np.array(c.of) for c in mine), sizes)
        cells = np.take(cells, np.argsort(spots), axis=p)
    return cells.reshape([len(c.levels) for c in parts])


def _interact(grid: NDArray[Any], a: int, b: int) -> bool:
    """Tell whether a mixed second difference along two axes is not 0 anywhere."""
    once = grid - np.take(grid, [0], axis=a)
    twice = once - np.take(once, [0], axis=b)
    return bool((twice != 0).any())


def _groups(items: Iterable[int], links: Sequence[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """Return the connected sets of items, in order of their first one."""
    group = {a: {a} for a in items}
    for a, b in links:
        if group[a] is not group[b]:
            group[a] |= group[b]
            for c in group[b]:
                group[c] = group[a]
    return tuple(sorted({tuple(sorted(g)) for g in group.values()}))
