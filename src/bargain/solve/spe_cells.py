"""Backward induction with open names: the partition of what the names may be, by the plays that equilibria give.

Room      solve. Knows no polyhedron and no polynomial: cells and forms are what a `Splitter` makes of them.
Method    a node is asked about one cell at a time and answers with parts of it, on each of which the same plays
          are supported. At a node of player i the running bar M is the largest payoff that i gets from some
          action even in the worst equilibrium after it; plays that give i at least M are supported. Every
          comparison cuts a cell by the sign of a form into above, equal, below; empty parts are never made.
Pruning   an action all of whose ends give i less than M throughout the cell is passed over unseen.
Walk      each question is a generator on an explicit stack; nothing recurses.
Source    [kuhn1953]_; [osborne1994]_, proposition 99.2, read with payoffs that are forms.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from bargain.errors import RefusedError
from bargain.games.tree import CHANCE
from bargain.solve.spe_menus import size_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.tree import Payoff, TreeGame

__all__ = ["MOST", "Play", "Splitter", "partition"]

MOST = 20_000  # parts of cells made, over all nodes
_PLAYS = 10_000  # combinations of tied plays at a chance move

C = TypeVar("C")
F = TypeVar("F")


class Splitter(Protocol[C, F]):
    """What the walk needs to know of cells and forms."""

    def read(self, value: Payoff) -> F:
        """Return a payoff or a probability as a form."""
        ...

    def minus(self, first: F, second: F) -> F:
        """Return a difference."""
        ...

    def mean(self, weights: Sequence[F], values: Sequence[F]) -> F:
        """Return a weighted sum."""
        ...

    def split(self, cell: C, form: F) -> list[tuple[int, C]]:
        """Return the parts of a cell where a form is positive, zero, negative; only those with a point."""
        ...

    def positive(self, cell: C, form: F) -> bool:
        """Tell whether a form is positive throughout a cell; may say no where that is hard to see."""
        ...


@dataclass(frozen=True, slots=True)
class Play(Generic[F]):
    """What comes out: the terminal nodes reached, one per combination of chance moves, and the payoffs."""

    ends: tuple[int, ...]
    payoffs: tuple[F, ...]


def partition(game: TreeGame, cells: Splitter[C, F], start: C) -> list[tuple[C, tuple[Play[F], ...]]]:
    """Return disjoint parts of a cell that make it up, each with the plays that equilibria give there.

    Raises
    ------
    RefusedError
        If more parts than `MOST` would be made, or tied plays at a chance move have too many combinations.
    """
    return _Walk(game, cells).run(start)


Question = tuple[int, C]
Answer = Generator[Question[C], list[tuple[C, tuple[Play[F], ...]]], list[tuple[C, tuple[Play[F], ...]]]]


class _Walk(Generic[C, F]):
    """One walk over one game."""

    def __init__(self, game: TreeGame, cells: Splitter[C, F]) -> None:
        self.game = game
        self.cells = cells
        self.made = 0
        self._leaves: dict[int, Play[F]] = {}
        self._ranges: dict[tuple[int, int], tuple[F, ...]] = {}

    def run(self, start: C) -> list[tuple[C, tuple[Play[F], ...]]]:
        """Ask the root; questions below wait on a stack."""
        stack = [self._ask(0, start)]
        answer: list[tuple[C, tuple[Play[F], ...]]] | None = None
        while stack:
            try:
                node, cell = next(stack[-1]) if answer is None else stack[-1].send(answer)
            except StopIteration as done:
                stack.pop()
                answer = done.value
            else:
                stack.append(self._ask(node, cell))
                answer = None
        return answer or []

    def _ask(self, node: int, cell: C) -> Answer[C, F]:
        if not self.game.children[node]:
            return self._end(node, cell)
        if self.game.infosets[self.game.sets[node]].player == CHANCE:
            return self._chance(node, cell)
        return self._choose(node, cell)

    def _leaf(self, node: int) -> Play[F]:
        if node not in self._leaves:
            total = self.game.totals[node] or ()
            self._leaves[node] = Play((node,), tuple(self.cells.read(v) for v in total))
        return self._leaves[node]

    def _end(self, node: int, cell: C) -> Answer[C, F]:
        yield from ()
        return [(cell, (self._leaf(node),))]

    def _chance(self, node: int, cell: C) -> Answer[C, F]:
        """Combine the plays of all branches."""
        odds = [self.cells.read(p) for p in self.game.infosets[self.game.sets[node]].probabilities]
        parts: list[tuple[C, list[tuple[Play[F], ...]]]] = [(cell, [])]
        for child in self.game.children[node]:
            following = []
            for part, before in parts:
                answer = yield child, part
                following += [(inner, [*before, plays]) for inner, plays in answer]
            parts = following
        return [(part, self._mixed(node, odds, branches)) for part, branches in parts]

    def _mixed(self, node: int, odds: Sequence[F], branches: Sequence[tuple[Play[F], ...]]) -> tuple[Play[F], ...]:
        count = 1
        for plays in branches:
            count *= len(plays)
        if count > _PLAYS:
            raise RefusedError(
                f"game {self.game.title!r}: the chance move at {self.game.where(node)} has {size_words(count)} "
                f"combinations of tied plays, over the limit of {_PLAYS:,}",
                remedy="narrow the space so that fewer plays are tied",
            )
        out = []
        for combination in product(*branches):
            columns = zip(*(play.payoffs for play in combination), strict=True)
            payoffs = tuple(self.cells.mean(odds, column) for column in columns)
            out.append(Play(tuple(sorted(n for play in combination for n in play.ends)), payoffs))
        return tuple(out)

    def _choose(self, node: int, cell: C) -> Answer[C, F]:
        """Go through the actions of one player with the running bar."""
        player = self.game.infosets[self.game.sets[node]].player
        parts: list[tuple[C, F | None, tuple[Play[F], ...]]] = [(cell, None, ())]
        for child in self.game.children[node]:
            following: list[tuple[C, F | None, tuple[Play[F], ...]]] = []
            for part, bar, plays in parts:
                if bar is not None and self._beaten(child, player, bar, part):
                    following.append((part, bar, plays))
                    continue
                answer = yield child, part
                for inner, found in answer:
                    following += self._met(inner, bar, plays, found, player)
            parts = following
            self._count(node, len(parts))
        return [(part, plays) for part, _, plays in parts]

    def _count(self, node: int, parts: int) -> None:
        self.made += parts
        if self.made > MOST:
            raise RefusedError(
                f"game {self.game.title!r}: more than {MOST:,} parts of the space were made, the last at "
                f"{self.game.where(node)}",
                remedy="narrow the space, fix some stakes with game.at({...}), or leave faces out",
            )

    def _beaten(self, child: int, player: int, bar: F, cell: C) -> bool:
        """Tell whether everything below gives the player less than the bar, throughout a cell."""
        key = child, player
        if key not in self._ranges:
            inside = range(child, self.game.end(child))
            forms = (self._leaf(n).payoffs[player] for n in inside if not self.game.children[n])
            self._ranges[key] = tuple(dict.fromkeys(forms))
        return all(self.cells.positive(cell, self.cells.minus(bar, form)) for form in self._ranges[key])

    def _met(
        self, cell: C, bar: F | None, plays: tuple[Play[F], ...], found: tuple[Play[F], ...], player: int
    ) -> list[tuple[C, F | None, tuple[Play[F], ...]]]:
        """Let the plays of one more action meet those that are supported so far."""
        out: list[tuple[C, F | None, tuple[Play[F], ...]]] = []
        for part, low in self._lowest(cell, found, player):
            if bar is None:
                out.append((part, low, found))
                continue
            for sign, inner in self.cells.split(part, self.cells.minus(low, bar)):
                if sign > 0:
                    out += [(c, low, (*kept, *found)) for c, kept in self._at_least(inner, plays, low, player)]
                else:
                    out += [(c, bar, (*plays, *kept)) for c, kept in self._at_least(inner, found, bar, player)]
        return out

    def _lowest(self, cell: C, plays: tuple[Play[F], ...], player: int) -> list[tuple[C, F]]:
        """Split a cell by which of several payoffs of a player is the lowest."""
        forms = list(dict.fromkeys(play.payoffs[player] for play in plays))
        parts = [(cell, forms[0])]
        for form in forms[1:]:
            following = []
            for part, low in parts:
                for sign, inner in self.cells.split(part, self.cells.minus(form, low)):
                    following.append((inner, form if sign < 0 else low))
            parts = following
        return parts

    def _at_least(
        self, cell: C, plays: tuple[Play[F], ...], bar: F, player: int
    ) -> list[tuple[C, tuple[Play[F], ...]]]:
        """Split a cell by which of several plays give a player at least the bar."""
        parts: list[tuple[C, tuple[Play[F], ...]]] = [(cell, ())]
        for play in plays:
            following = []
            for part, kept in parts:
                for sign, inner in self.cells.split(part, self.cells.minus(play.payoffs[player], bar)):
                    following.append((inner, (*kept, play) if sign >= 0 else kept))
            parts = following
        return parts
