"""A place for every part of a game tree: from left to right, one row for every play, payoffs in columns.

Room      report. Plain values in points; SVG, PDF and TikZ are made from the same ones.
Why       words are level and long, plays are many: a tree that grows to the right has room for both, on every depth.
Rows      plays stand below each other, at least as far apart as what is written beside them and beside the nodes
          that they begin or end; a node stands half-way between its first and its last child. So subtrees take
          separate bands, and nothing in one can touch anything in another.
Columns   by depth, later where an information set would otherwise lie in two. Each column has room for the links
          of information sets, then boxes, then the slants, then the labels, which stand upon level lines.
Walks     over the nodes in preorder, forwards or backwards; none recurses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.games.tree import CHANCE, NOWHERE
from bargain.report.tree_columns import columns_of, tags_of
from bargain.report.tree_grid import Plan
from bargain.report.tree_place import placed
from bargain.report.tree_words import clean, fitted, names_of, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour
    from bargain.report.tree_parts import TreeLayout

__all__ = ["MOST_PLAYS", "check_size", "tree_layout"]

MOST_PLAYS = 200
_MOST_NODES = 1_000
_MOST_DEPTH = 40
_MOST_PLAYERS = 12
_ROW, _COLUMN = 0.7, 2.6  # centimetres that a play and a move take, roughly
_WRAPS = (26, 20, 15, 11)  # signs of a line of an action, the first with which the drawing is narrow enough
_NARROW = 500.0  # points
_NAME, _NAME_LINES, _ACTION_LINES = 10, 3, 2
_CELL = 16  # signs; if a payoff has more, every player's stands on a line of its own
_FORMULA = 48


def tree_layout(game: TreeGame, profile: Behaviour | None = None, *, notes: Sequence[str] = ()) -> TreeLayout:
    """Give every part of a game tree its place.

    Parameters
    ----------
    game : TreeGame
        Payoffs and probabilities may be formulas in stakes, if there is no profile.
    profile : Behaviour, optional
        What is played: branches that may be taken are marked, and those planned elsewhere.
    notes : sequence of str
        Lines under the tree.

    Raises
    ------
    RefusedError
        If the tree has more than 200 plays, 40 moves in a row, 1,000 nodes or 12 players, with an estimate.
    GameError, ParametricGameError
        If the profile does not fit the game, or the game has open stakes beside a profile.

    Notes
    -----
    A few milliseconds. The same game gives the same layout.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> toy = game_tree("Toy", ("Ann",), move("Ann", {"stay": outcome(0), "go": outcome(1)}))
    >>> layout = tree_layout(toy)
    >>> [label.words for label in layout.labels]
    ['Toy', 'Ann', 'Ann', 'stay', 'go', '0', '1']
    >>> layout.stations[0].y == (layout.leaves[0].at[1] + layout.leaves[1].at[1]) / 2
    True
    """
    check_size(game)
    uses = _Uses.of(game, profile)
    *wider, least = _WRAPS
    for signs in wider:
        layout = placed(game, _plan(game, uses, signs), notes)
        if layout.wide <= _NARROW:
            return layout
    return placed(game, _plan(game, uses, least), notes)


def check_size(game: TreeGame) -> None:
    """Refuse a tree that nobody could read.

    Raises
    ------
    RefusedError
        Saying how large the drawing would be.
    """
    plays, nodes, players = len(game.terminals), len(game.parents), len(game.players)
    depth = 0
    if plays <= MOST_PLAYS and nodes <= _MOST_NODES:
        depths = [0] * nodes
        for node in range(1, nodes):
            depths[node] = depths[game.parents[node]] + 1
        depth = max(depths)
    if plays > MOST_PLAYS or nodes > _MOST_NODES or depth > _MOST_DEPTH or players > _MOST_PLAYERS:
        size = f"about {plays * _ROW:,.0f} cm high" + (f" and {depth * _COLUMN:,.0f} cm wide" if depth else "")
        raise RefusedError(
            f"game {game.title!r}: {plays:,} plays, {nodes:,} nodes and {players:,} players are too many for a drawing "
            f"that can be read; it would be {size}",
            remedy=f"draw a subgame: at most {MOST_PLAYS} plays, {_MOST_NODES:,} nodes, {_MOST_DEPTH} moves in a row, "
            f"{_MOST_PLAYERS} players",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Uses:
    """What a profile makes of the tree: per node how likely it is, and per branch; None without a profile."""

    reach: tuple[bool, ...]
    taken: tuple[bool, ...]  # per node, whether the action that leads to it has positive probability
    mixed: tuple[str, ...]  # per node, the probability of that action where it is strictly between 0 and 1

    @classmethod
    def of(cls, game: TreeGame, profile: Behaviour | None) -> _Uses:
        nodes = range(len(game.parents))
        if profile is None:
            chances = tuple(_chance(game, node) for node in nodes)
            return cls(reach=(False,) * len(nodes), taken=(False,) * len(nodes), mixed=chances)
        likely = game.reach(profile)
        taken, mixed = [], []
        for node in nodes:
            parent = game.parents[node]
            p = 1 if parent == NOWHERE else profile[game.sets[parent]][game.moves[node]]
            taken.append(p > 0)
            mixed.append(_chance(game, node) or (number(p) if 0 < p < 1 and not isinstance(p, int) else ""))
        return cls(reach=tuple(p > 0 for p in likely), taken=tuple(taken), mixed=tuple(mixed))


def _chance(game: TreeGame, node: int) -> str:
    """Return the probability of the chance event that leads to a node; nothing if none does."""
    parent = game.parents[node]
    if parent == NOWHERE or game.infosets[game.sets[parent]].player != CHANCE:
        return ""
    return number(game.infosets[game.sets[parent]].probabilities[game.moves[node]])


def _plan(game: TreeGame, uses: _Uses, signs: int) -> Plan:
    """Return what is written where, broken into lines."""
    columns = columns_of(game)
    tags = tags_of(game, columns)
    names = names_of(game)
    rows = [[number(value) for value in game.totals[node] or ()] for node in game.terminals]
    table = all(len(cell) <= _CELL for row in rows for cell in row)
    return Plan(
        columns=columns,
        tags=tuple(tags.items()),
        names=tuple(fitted(name, _NAME, _NAME_LINES) for name in names),
        boxes=tuple(_box(game, node, names, tags) for node in range(len(game.parents))),
        actions=tuple(_action(game, node, signs) for node in range(len(game.parents))),
        chances=uses.mixed,
        payoffs=tuple(tuple(row) if table else _stacked(names, row) for row in rows),
        table=table,
        reach=uses.reach,
        taken=uses.taken,
    )


def _box(game: TreeGame, node: int, names: Sequence[str], tags: dict[int, str]) -> tuple[str, ...]:
    """Return what stands in the box of a node; nothing where the game ends."""
    k = game.sets[node]
    if k == NOWHERE:
        return ()
    player = game.infosets[k].player
    words = ("chance",) if player == CHANCE else fitted(names[player], _NAME, _NAME_LINES)
    return (*words, f"set {tags[k]}") if k in tags else words


def _action(game: TreeGame, node: int, signs: int) -> tuple[str, ...]:
    """Return the action that leads to a node; its number in brackets where it has no label."""
    parent = game.parents[node]
    if parent == NOWHERE:
        return ()
    move = game.moves[node]
    label = clean(game.infosets[game.sets[parent]].actions[move])
    return fitted(label or f"[{move + 1}]", signs, _ACTION_LINES)


def _stacked(names: Sequence[str], row: Sequence[str]) -> tuple[str, ...]:
    """Return long payoffs one below the other, each with the name of the one who has it."""
    lines: list[str] = []
    for name, cell in zip(names, row, strict=True):
        who = fitted(name, 2 * _NAME, 1)[0]
        lines += fitted(f"{who}: {cell}", _FORMULA, len(cell) + 1)
    return tuple(lines)
