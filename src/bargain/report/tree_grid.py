"""How much room the parts of a drawn game tree take: heights of rows, places of columns.

Room      report. `tree_layout` says what is written, this computes lengths, `tree_place` makes the parts.
Unit      points.
Rows      between two plays lies what is written below the nodes that end with the first, and above those that
          begin with the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.games.tree import CHANCE, NOWHERE
from bargain.report.tree_columns import lanes_of, wide_sets
from bargain.report.tree_words import width

if TYPE_CHECKING:
    from bargain.games import TreeGame

__all__ = ["Grid", "Plan", "box_width", "boxes_between", "grid_of", "half_height"]

ABOVE, BELOW = 4.0, 9.0  # from a branch up to the baseline of its label, down to that of its probability
CELLS, EDGE, FAN, LANE = 12.0, 8.0, 18.0, 7.0  # between payoffs; around; the slant of a branch; between links
LINE = 9.6  # from one line to the next
_AFTER, _GAP, _NEXT = 7.0, 5.0, 3.0  # after a label; between rows; between links and boxes
_PAD_X, _PAD_Y = 5.0, 2.6  # within a box
_DOT, _LEAD = 2.2, 12.0  # a leaf; the least way from it to the payoffs


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is written where: per node its column, the lines in its box, those of the action that leads to it.

    Attributes
    ----------
    names : per player, lines of a heading
    boxes, actions : per node, lines
    chances : per node, the probability to be written under the branch that leads to it
    payoffs : per play, one cell for each player (`table`) or lines
    reach, taken : per node, whether it may be reached, and whether the action to it is taken
    """

    columns: tuple[int, ...]
    tags: tuple[tuple[int, str], ...]
    names: tuple[tuple[str, ...], ...]
    boxes: tuple[tuple[str, ...], ...]
    actions: tuple[tuple[str, ...], ...]
    chances: tuple[str, ...]
    payoffs: tuple[tuple[str, ...], ...]
    table: bool
    reach: tuple[bool, ...]
    taken: tuple[bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Where rows and columns lie.

    Attributes
    ----------
    y : per node its height, counted from the top of the first row
    high : of all rows
    left, box, fan : per column where the room for links, the boxes and the slants begin
    right : where the payoffs begin
    cells : widths of the columns of payoffs; one where each payoff has a line of its own
    lanes : per information set that needs one, the lane of its links
    """

    y: tuple[float, ...]
    high: float
    left: tuple[float, ...]
    box: tuple[float, ...]
    fan: tuple[float, ...]
    right: float
    cells: tuple[float, ...]
    lanes: dict[int, int]


def grid_of(game: TreeGame, plan: Plan) -> Grid:
    """Return where rows and columns lie."""
    y, high = _rows(game, plan)
    count = max(plan.columns) + 1
    lanes = _lanes(game, plan, y)
    links, boxes, labels = [0.0] * count, [0.0] * count, [0.0] * count
    for k, lane in lanes.items():
        column = plan.columns[game.infosets[k].nodes[0]]
        links[column] = max(links[column], LANE * (lane + 1))
    for node, (column, parent) in enumerate(zip(plan.columns, game.parents, strict=True)):
        boxes[column] = max(boxes[column], box_width(game, plan, node))
        if parent != NOWHERE:
            words = (*plan.actions[node], plan.chances[node])
            at = plan.columns[parent]
            labels[at] = max(labels[at], *map(width, words))
    left, box, fan, x = [], [], [], EDGE
    for n in range(count):
        left.append(x)
        box.append(x + links[n] + _NEXT)
        fan.append(box[-1] + boxes[n])
        x = fan[-1] + (FAN + labels[n] + _AFTER if n < count - 1 else _DOT)
    places = {"left": tuple(left), "box": tuple(box), "fan": tuple(fan)}
    return Grid(y=y, high=high, **places, right=x + _LEAD, cells=_cells(plan), lanes=lanes)


def box_width(game: TreeGame, plan: Plan, node: int) -> float:
    """Return the width of a node's box."""
    if not plan.boxes[node]:
        return 0.0
    round_ends = half_height(plan, node) if game.infosets[game.sets[node]].player == CHANCE else 0.0
    return max(map(width, plan.boxes[node])) + 2 * _PAD_X + round_ends


def _lanes(game: TreeGame, plan: Plan, y: tuple[float, ...]) -> dict[int, int]:
    """Return a lane for each information set that has boxes of others between its own."""
    by_column: dict[int, dict[int, tuple[float, float]]] = {}
    for k in wide_sets(game):
        nodes = game.infosets[k].nodes
        if len({plan.columns[n] for n in nodes}) == 1 and any(
            boxes_between(game, plan, a, b) for a, b in pairwise(nodes)
        ):
            by_column.setdefault(plan.columns[nodes[0]], {})[k] = (y[nodes[0]], y[nodes[-1]])
    out: dict[int, int] = {}
    for spans in by_column.values():
        out |= lanes_of(spans)
    return out


def boxes_between(game: TreeGame, plan: Plan, first: int, second: int) -> bool:
    """Tell whether a box stands between two of the same column; rows follow the numbers of nodes."""
    return any(plan.columns[node] == plan.columns[first] and game.children[node] for node in range(first + 1, second))


def _above(plan: Plan, node: int) -> float:
    """Return how far up from its row something at a node reaches."""
    label = ABOVE + LINE * len(plan.actions[node]) if plan.actions[node] else 0.0
    return max(label, half_height(plan, node), _DOT)


def _under(plan: Plan, node: int) -> float:
    """Return how far down from its row something at a node reaches."""
    return max(BELOW + 2.0 if plan.chances[node] else 0.0, half_height(plan, node), _DOT)


def half_height(plan: Plan, node: int) -> float:
    """Return half the height of a node's box."""
    lines = len(plan.boxes[node])
    return lines * LINE / 2 + _PAD_Y if lines else 0.0


def _rows(game: TreeGame, plan: Plan) -> tuple[tuple[float, ...], float]:
    """Return the height of every node, and of all: plays as near as may be, others half-way between children."""
    leaf_of = {node: n for n, node in enumerate(game.terminals)}
    first, last = [0] * len(game.parents), [0] * len(game.parents)
    above, under = [0.0] * len(leaf_of), [0.0] * len(leaf_of)
    for node in range(len(game.parents) - 1, -1, -1):
        below = game.children[node]
        first[node] = first[below[0]] if below else leaf_of[node]
        last[node] = last[below[-1]] if below else leaf_of[node]
        above[first[node]] = max(above[first[node]], _above(plan, node), _payoff_half(plan, first[node]))
        under[last[node]] = max(under[last[node]], _under(plan, node), _payoff_half(plan, last[node]))
    places = [above[0]]
    for n in range(1, len(above)):
        places.append(places[-1] + under[n - 1] + _GAP + above[n])
    y = [0.0] * len(game.parents)
    for node in range(len(y) - 1, -1, -1):
        below = game.children[node]
        y[node] = (y[below[0]] + y[below[-1]]) / 2 if below else places[leaf_of[node]]
    return tuple(y), places[-1] + under[-1]


def _payoff_half(plan: Plan, play: int) -> float:
    """Return half the height of the payoffs of a play."""
    return LINE / 2 if plan.table else len(plan.payoffs[play]) * LINE / 2


def _cells(plan: Plan) -> tuple[float, ...]:
    """Return the widths of the columns of payoffs; one column where each has a line of its own."""
    if not plan.table:
        return (max((width(line, bold=True) for lines in plan.payoffs for line in lines), default=0.0),)
    return tuple(
        max(width(words, bold=True) for words in (*name, *(row[p] for row in plan.payoffs)))
        for p, name in enumerate(plan.names)
    )
