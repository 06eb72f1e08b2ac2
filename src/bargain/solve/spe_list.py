"""The n-th equilibrium of a compact set, from its number alone.

Room      solve. Reads `spe_menus`; the counts there, cut at `CAP`, serve for every number below that.
Order     payoff vectors descending; within one vector earlier actions first, on the path before off it.
Walk      from the root down through the nodes that leave a choice, with an explicit stack.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice
from math import prod
from typing import TYPE_CHECKING, cast

from bargain.games.tree import CHANCE, NOWHERE
from bargain.solve.spe_menus import CAP, ladder, partial_sums, up_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.tree import Behaviour
    from bargain.solve.spe_menus import Local, Menu, Menus, Value, Vector

__all__ = ["Lister", "sorted_vectors"]

Task = tuple[int, "Vector", int]  # a node, the vector that is to come out, the number of the equilibrium
Row = tuple[Fraction, ...]


def sorted_vectors(menu: Menu) -> list[Vector]:
    """Return the vectors of a menu, descending."""
    return sorted(menu, reverse=True)


class Lister:
    """Turns numbers into behaviour profiles; one pass over the game serves all of them."""

    def __init__(self, menus: Menus) -> None:
        self.menus = menus
        self.game = menus.game
        self._ladders: dict[int, list[tuple[Value, int]]] = {}
        self._units: dict[tuple[int, int], Row] = {}
        self._base = self._settled()

    def __iter__(self) -> Iterator[tuple[Vector, Behaviour]]:
        menu = self.menus.menu(0)
        for vector in sorted_vectors(menu):
            for rank in range(min(menu[vector], CAP)):
                yield vector, self.profile(vector, rank)

    def first(self, number: int) -> tuple[tuple[Vector, Behaviour], ...]:
        """Return the first equilibria, as payoff vector and profile."""
        return tuple(islice(self, number))

    def profile(self, vector: Vector, rank: int) -> Behaviour:
        """Return the equilibrium with this number among those that give a vector at the root."""
        rows = list(self._base)
        tasks: list[Task] = [(0, vector, rank)]
        while tasks:
            node, wanted, number = tasks.pop()
            if self.menus.only[node] is None or node in self.menus.plural:
                tasks += self._step(rows, node, wanted, number)
        return tuple(rows)

    def _unit(self, size: int, action: int) -> Row:
        """Return the row of one pure choice; equal rows are one object."""
        key = size, action
        if key not in self._units:
            self._units[key] = tuple([Fraction(k == action) for k in range(size)])
        return self._units[key]

    def _settled(self) -> list[Row]:
        """Return the rows of all sets where nothing is left open, chance included."""
        rows: list[Row] = []
        for infoset in self.game.infosets:
            if infoset.player == CHANCE:
                rows.append(cast("Row", infoset.probabilities))
            else:
                rows.append(self._unit(len(infoset.actions), max(self.menus.best[infoset.nodes[0]], 0)))
        for node, items in self.menus.local.items():
            if node not in self.menus.plural and node not in self.menus.many:
                self._put(rows, items[0], 0)
        return rows

    def _put(self, rows: list[Row], item: Local, number: int) -> None:
        """Write one equilibrium of a subgame of several moves; `number` counts the choices at its free sets."""
        for k, row in item.rows:
            rows[k] = row
        for k in item.free:
            number, action = divmod(number, len(self.game.infosets[k].actions))
            rows[k] = self._unit(len(self.game.infosets[k].actions), action)

    def _step(self, rows: list[Row], node: int, wanted: Vector, number: int) -> list[Task]:
        """Choose at one node and return what is left to choose below."""
        if node in self.menus.local:
            return self._within(rows, node, wanted, number)
        k = self.game.sets[node]
        if k == NOWHERE:
            return []
        if self.game.infosets[k].player == CHANCE:
            return self._draw(node, wanted, number)
        return self._choose(rows, node, wanted, number)

    def _choose(self, rows: list[Row], node: int, wanted: Vector, number: int) -> list[Task]:
        """Choose an action of one player, and equilibria elsewhere that do not give it more."""
        children = self.game.children[node]
        player = self.game.infosets[self.game.sets[node]].player
        below = [self.menus.menu(c) for c in children]
        level = wanted[player]
        room = [up_to(self._ladder(c, player), level) for c in children]
        for a, menu in enumerate(below):
            if wanted in menu:
                block = menu[wanted] * prod([n for j, n in enumerate(room) if j != a])
                if number < block:
                    break
                number -= block
        else:
            raise ArithmeticError("the number of an equilibrium is out of range")
        rows[self.game.sets[node]] = self._unit(len(children), a)
        number, own = divmod(number, below[a][wanted])
        tasks = [(children[a], wanted, own)]
        for j, child in enumerate(children):
            if j != a:
                number, rank = divmod(number, room[j])
                if self.menus.only[child] is None:
                    tasks.append((child, *self._up_to(below[j], player, level, rank)))
                elif child in self.menus.plural:
                    tasks.append((child, next(iter(below[j])), rank))
        return tasks

    def _ladder(self, node: int, player: int) -> list[tuple[Value, int]]:
        """Return `ladder` of a node for the player who moves above it, worked out once."""
        if node not in self._ladders:
            self._ladders[node] = ladder(self.menus.menu(node), player)
        return self._ladders[node]

    @staticmethod
    def _up_to(menu: Menu, player: int, level: Value, rank: int) -> tuple[Vector, int]:
        """Return the vector, and the number within it, of the rank-th equilibrium that gives at most this."""
        for vector in sorted_vectors(menu):
            if vector[player] <= level:
                if rank < menu[vector]:
                    return vector, rank
                rank -= menu[vector]
        raise ArithmeticError("the number of an equilibrium is out of range")

    def _draw(self, node: int, wanted: Vector, number: int) -> list[Task]:
        """Split what is wanted of a chance move over its branches, from the last to the first."""
        odds = cast("tuple[Fraction, ...]", self.game.infosets[self.game.sets[node]].probabilities)
        children = self.game.children[node]
        below = [self.menus.menu(c) for c in children]
        sums = partial_sums(self.game, node, odds, below)
        tasks: list[Task] = []
        for j in reversed(range(len(children))):
            for vector in sorted_vectors(below[j]):
                rest = tuple([w - odds[j] * v for w, v in zip(wanted, vector, strict=True)])
                block = sums[j].get(rest, 0) * below[j][vector]
                if number < block:
                    break
                number -= block
            else:
                raise ArithmeticError("the number of an equilibrium is out of range")
            number, own = divmod(number, below[j][vector])
            tasks.append((children[j], vector, own))
            wanted = rest
        return tasks

    def _within(self, rows: list[Row], node: int, wanted: Vector, number: int) -> list[Task]:
        """Choose one equilibrium of a subgame of several moves, and what it assumes below."""
        inner = self.menus.below[node]
        for item in self.menus.local[node]:
            if item.vector != wanted:
                continue
            below = [self.menus.menu(c)[v] for c, v in zip(inner, item.inner, strict=True)]
            sizes = [len(self.game.infosets[k].actions) for k in item.free]
            block = prod(below) * prod(sizes)
            if number < block:
                break
            number -= block
        else:
            raise ArithmeticError("the number of an equilibrium is out of range")
        number, free = divmod(number, prod(sizes))
        self._put(rows, item, free)
        return self._inner_tasks(inner, item.inner, below, number)

    @staticmethod
    def _inner_tasks(inner: Sequence[int], vectors: Sequence[Vector], below: Sequence[int], number: int) -> list[Task]:
        tasks: list[Task] = []
        for child, vector, count in zip(inner, vectors, below, strict=True):
            number, rank = divmod(number, count)
            tasks.append((child, vector, rank))
        return tasks
