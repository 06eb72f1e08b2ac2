"""What a laid-out game tree consists of: boxes, branches, labels, links, each with its place.

Room      report. Plain values; those who draw turn each into their own format.
Unit      points (72 to the inch); x grows to the right, y downwards from the top.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from bargain.report.labels import Box, Point
from bargain.report.tree_words import SIZE, width

__all__ = ["A4", "Branch", "Ground", "Label", "Leaf", "Link", "Station", "TreeLayout", "Use"]

A4 = (510.0, 757.0)  # points within margins of 15 mm
_ASCENT, _DESCENT = 0.76, 0.24  # ems
_LEAST_LEAD = 12.0


class Use(Enum):
    """What an equilibrium makes of a branch."""

    NONE = 0
    PLANNED = 1  # would be taken if play came here
    PLAYED = 2  # may be taken


class Ground(Enum):
    """What a label is for; those who draw give each its look."""

    TITLE = "title"
    PLAYER = "player"
    ACTION = "action"
    CHANCE = "chance"
    PAYOFF = "payoff"
    HEAD = "head"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One line of text: where its baseline starts, has its middle or ends."""

    x: float
    y: float
    words: str
    anchor: Literal["start", "middle", "end"] = "start"
    ground: Ground = Ground.ACTION
    size: float = SIZE
    bold: bool = False

    @property
    def extent(self) -> Box:
        """The room that it takes at most; the top has the smaller y."""
        wide = width(self.words, size=self.size, bold=self.bold)
        left = self.x - {"start": 0.0, "middle": wide / 2, "end": wide}[self.anchor]
        return Box(left, self.y - _ASCENT * self.size, left + wide, self.y + _DESCENT * self.size)


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """The box of a node with a move; its words are labels.

    Attributes
    ----------
    node : number in the game
    player : index of the mover, or CHANCE
    box : its frame; the top has the smaller y
    opens : whether a subgame starts here, in games where that is not so everywhere
    """

    node: int
    player: int
    box: Box
    opens: bool = False

    @property
    def y(self) -> float:
        """The height of its middle."""
        return (self.box.bottom + self.box.top) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The dot at which a play ends, and where the dotted line to its payoffs stops."""

    node: int
    at: Point
    until: float
    reached: bool

    @property
    def far(self) -> bool:
        """Whether there is so much room to the payoffs that a line has to lead to them."""
        return self.until - self.at[0] > _LEAST_LEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """The line of one action: from its node, with a slant, then level to what follows."""

    node: int  # that it leads to
    points: tuple[Point, ...]
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A dashed line between two nodes of one information set."""

    infoset: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLayout:
    """A game tree with a place for everything, `wide` by `high` points.

    Attributes
    ----------
    tags : information sets whose nodes are in different columns, with the letter that marks them
    """

    wide: float
    high: float
    stations: tuple[Station, ...]
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch, ...]
    links: tuple[Link, ...]
    labels: tuple[Label, ...]
    tags: tuple[tuple[int, str], ...] = ()

    @property
    def type_on_a4(self) -> float:
        """The size in points that most texts have when the drawing is put on a page of A4, upright or turned."""
        short, long = A4
        upright = min(1.0, short / self.wide, long / self.high)
        turned = min(1.0, long / self.wide, short / self.high)
        return SIZE * max(upright, turned)
