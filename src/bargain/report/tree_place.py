"""Where the parts of a drawn game tree stand, once rows and columns are known.

Room      report. `tree_layout` says what is written, `tree_grid` computes lengths, this makes the parts.
"""

from __future__ import annotations

import textwrap
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.games.tree import CHANCE, NOWHERE
from bargain.report.labels import Box
from bargain.report.tree_columns import wide_sets
from bargain.report.tree_grid import (
    ABOVE,
    BELOW,
    CELLS,
    EDGE,
    FAN,
    LANE,
    LINE,
    box_width,
    boxes_between,
    grid_of,
    half_height,
)
from bargain.report.tree_parts import Branch, Ground, Label, Leaf, Link, Station, TreeLayout, Use
from bargain.report.tree_words import SIZE, clean, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games import TreeGame
    from bargain.report.labels import Point
    from bargain.report.tree_grid import Grid, Plan

__all__ = ["placed"]

_MIDDLE = 2.8  # from the middle of a line down to its baseline; all lengths in points
_LEAST = 260.0  # width
_TITLE, _NOTE = 10.0, 7.0  # sizes of type


def placed(game: TreeGame, plan: Plan, notes: Sequence[str] = ()) -> TreeLayout:
    """Put everything in its place; see `tree_layout`."""
    grid = grid_of(game, plan)
    wide = max(_LEAST, grid.right + sum(grid.cells) + CELLS * (len(grid.cells) - 1) + EDGE)
    head = _written(clean(game.title), EDGE, wide, _TITLE)
    top = head[-1].y + 9.0 if head else EDGE
    names = _headings(plan, grid, top) if plan.table else []
    grid = replace(grid, y=tuple(y + (names[-1].y + 6.0 if names else top) for y in grid.y))
    end = grid.high + (names[-1].y + 6.0 if names else top)
    foot: list[Label] = []
    for note in notes:
        foot += _written(note, foot[-1].y + 3.0 if foot else end + 6.0, wide, _NOTE)
    stations = tuple(_stations(game, plan, grid))
    return TreeLayout(
        wide=wide,
        high=(foot[-1].y + 2.0 if foot else end) + EDGE,
        stations=stations,
        leaves=tuple(_leaves(game, plan, grid)),
        branches=tuple(_branches(game, plan, grid, stations)),
        links=tuple(_links(game, plan, grid, stations)),
        labels=(*head, *names, *_labels(game, plan, grid, stations), *foot),
        tags=plan.tags,
    )


def _stations(game: TreeGame, plan: Plan, grid: Grid) -> Iterator[Station]:
    """Make the boxes; where subgames start is marked in games in which that is not everywhere."""
    opens = set() if game.perfect_information else set(game.subgame_roots)
    for node, below in enumerate(game.children):
        if below:
            x, y, half = grid.box[plan.columns[node]], grid.y[node], half_height(plan, node)
            player = game.infosets[game.sets[node]].player
            frame = Box(x, y - half, x + box_width(game, plan, node), y + half)
            yield Station(node=node, player=player, box=frame, opens=node in opens and player != CHANCE)


def _leaves(game: TreeGame, plan: Plan, grid: Grid) -> Iterator[Leaf]:
    """Make the ends of plays."""
    for node in game.terminals:
        x = grid.box[plan.columns[node]]
        yield Leaf(node=node, at=(x, grid.y[node]), until=grid.right - 6.0, reached=plan.reach[node])


def _branches(game: TreeGame, plan: Plan, grid: Grid, stations: Sequence[Station]) -> Iterator[Branch]:
    """Make the lines of actions."""
    boxes = {station.node: station for station in stations}
    for node, parent in enumerate(game.parents):
        if parent == NOWHERE:
            continue
        start, column = boxes[parent], plan.columns[parent]
        x, y = grid.fan[column], grid.y[node]
        points = ((start.box.right, start.y), (x, start.y), (x + FAN, y), (grid.box[plan.columns[node]], y))
        planned = plan.taken[node] and start.player != CHANCE
        played = plan.taken[node] and plan.reach[parent]
        use = Use.PLAYED if played else Use.PLANNED if planned else Use.NONE
        yield Branch(node=node, points=points, use=use)


def _links(game: TreeGame, plan: Plan, grid: Grid, stations: Sequence[Station]) -> Iterator[Link]:
    """Make the dashed lines of information sets: straight between neighbours, round the others by a lane."""
    boxes = {station.node: station.box for station in stations}
    for k in wide_sets(game):
        nodes = game.infosets[k].nodes
        if len({plan.columns[n] for n in nodes}) > 1:
            continue
        for first, second in pairwise(nodes):
            a, b = boxes[first], boxes[second]
            lane = grid.left[plan.columns[first]] + LANE * grid.lanes.get(k, 0) + 2.0
            round_others = boxes_between(game, plan, first, second)
            points = _round(a, b, lane) if round_others else _straight(a, b)
            yield Link(infoset=k, points=points)


def _straight(first: Box, second: Box) -> tuple[Point, ...]:
    """Return the way from a box down to the next."""
    x = first.left + min(first.right - first.left, second.right - second.left) / 2
    return ((x, first.top), (x, second.bottom))


def _round(first: Box, second: Box, x: float) -> tuple[Point, ...]:
    """Return the way from a box to another around those between, to the left of them."""
    up, down = second.bottom, first.top
    return ((first.left, down - 3.0), (x, down + 2.0), (x, up - 2.0), (second.left, up + 3.0))


def _labels(game: TreeGame, plan: Plan, grid: Grid, stations: Sequence[Station]) -> Iterator[Label]:
    """Write into boxes, upon branches, and at the ends."""
    for station in stations:
        middle = (station.box.left + station.box.right) / 2
        ground = Ground.CHANCE if station.player == CHANCE else Ground.PLAYER
        for y, words in _centred(plan.boxes[station.node], station.y):
            yield Label(x=middle, y=y, words=words, anchor="middle", ground=ground)
    for node, parent in enumerate(game.parents):
        if parent != NOWHERE:
            x, y = grid.fan[plan.columns[parent]] + FAN + 1.0, grid.y[node]
            lines = plan.actions[node]
            for n, words in enumerate(lines):
                yield Label(x=x, y=y - ABOVE - LINE * (len(lines) - 1 - n), words=words)
            if plan.chances[node]:
                yield Label(x=x, y=y + BELOW, words=plan.chances[node], ground=Ground.CHANCE)
    for play, node in enumerate(game.terminals):
        yield from _payoffs(plan, grid, play, node)


def _payoffs(plan: Plan, grid: Grid, play: int, node: int) -> Iterator[Label]:
    """Write the payoffs of one play; in bold, if it may come about."""
    x, y, bold = grid.right, grid.y[node], plan.reach[node]
    if not plan.table:
        for at, words in _centred(plan.payoffs[play], y):
            yield Label(x=x, y=at, words=words, ground=Ground.PAYOFF, bold=bold)
        return
    for words, wide in zip(plan.payoffs[play], grid.cells, strict=True):
        x += wide
        yield Label(x=x, y=y + _MIDDLE, words=words, anchor="end", ground=Ground.PAYOFF, bold=bold)
        x += CELLS


def _centred(lines: Sequence[str], y: float) -> Iterator[tuple[float, str]]:
    """Return baselines for lines around a height."""
    for n, words in enumerate(lines):
        yield y + _MIDDLE + LINE * (n - (len(lines) - 1) / 2), words


def _headings(plan: Plan, grid: Grid, top: float) -> list[Label]:
    """Write the players' names over their columns, all last lines at one height."""
    most = max(map(len, plan.names))
    out, x = [], grid.right
    for lines, wide in zip(plan.names, grid.cells, strict=True):
        x += wide
        for n, words in enumerate(lines, most - len(lines)):
            y = top + SIZE + n * LINE
            out.append(Label(x=x, y=y, words=words, anchor="end", ground=Ground.HEAD, bold=True))
        x += CELLS
    return out


def _written(text: str, top: float, wide: float, size: float) -> list[Label]:
    """Write a text across the drawing, in as many lines as it takes."""
    bold = size == _TITLE
    most = (wide - 2 * EDGE) / (size * (0.65 if bold else 0.5))
    ground = Ground.TITLE if bold else Ground.NOTE
    lines = _broken(text, int(most), wide - 2 * EDGE, size, bold=bold)
    step = size * 1.25
    return [
        Label(x=EDGE, y=top + size + n * step, words=words, ground=ground, size=size, bold=bold)
        for n, words in enumerate(lines)
    ]


def _broken(text: str, signs: int, room: float, size: float, *, bold: bool) -> list[str]:
    """Break a text into lines that have room, fewer signs to a line until they do."""
    while True:
        lines = textwrap.wrap(text, signs, max_lines=4, placeholder=" …")
        if signs <= 8 or all(width(line, size=size, bold=bold) <= room for line in lines):
            return lines
        signs = signs * 9 // 10
