"""The n-th equilibrium of a compact set, from its number alone.

Room      solve. Reads `spe_menus`; the counts there, cut at `CAP`, serve for every number below that.
Order     payoff vectors descending; within one vector earlier actions first, on the path before off it.
Walk      from the root down through the nodes that leave a choice, with an explicit stack. What is chosen at a
          node depends on its kind, on the vector that is to come out and on the number: each such step is worked
          out once.
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
    from bargain.solve.spe_menus import Local, Menu, Menus
    from bargain.solve.spe_untied import Value, Vector

__all__ = ["Lister", "sorted_vectors"]

Task = tuple[int, "Vector", int]  # a node or a place among its children, the vector to come out, the number
Row = tuple[Fraction, ...]
Step = tuple[Row | None, tuple[Task, ...]]  # the action taken, none at chance moves; what is left to choose below


def sorted_vectors(menu: Menu) -> list[Vector]:
    """Return the vectors of a menu, descending."""
    return sorted(menu, reverse=True)


class Lister:
    """Turns numbers into behaviour profiles; one pass over the game serves all of them."""

    def __init__(self, menus: Menus) -> None:
        self.menus = menus
        self.game = menus.game
        self.kinds = menus.kinds
        self._steps: dict[Task, Step] = {}  # by kind instead of node
        self._sorted: dict[int, list[Vector]] = {}
        self._ladders: dict[tuple[int, int], list[tuple[Value, int]]] = {}
        self._units: dict[tuple[int, int], Row] = {}
        self._base = self._settled()

    def __iter__(self) -> Iterator[tuple[Vector, Behaviour]]:
        menu = self.menus.menu(self.menus.root)
        for vector in sorted_vectors(menu):
            for rank in range(min(menu[vector], CAP)):
                yield vector, self.profile(vector, rank)

    def first(self, number: int) -> tuple[tuple[Vector, Behaviour], ...]:
        """Return the first equilibria, as payoff vector and profile."""
        return tuple(islice(self, number))

    def profile(self, vector: Vector, rank: int) -> Behaviour:
        """Return the equilibrium with this number among those that give a vector at the root."""
        rows = list(self._base)
        of, children, sets, steps = self.kinds.of, self.game.children, self.game.sets, self._steps
        tasks: list[Task] = [(0, vector, rank)] if self._open(self.menus.root) else []
        while tasks:
            node, wanted, number = tasks.pop()
            kind, below = of[node], children[node]
            if kind in self.menus.local:
                below = self.kinds.inner(kind)
                follow = self._within(rows, kind, wanted, number)
            else:
                task = kind, wanted, number
                row, follow = steps[task] if task in steps else self._step(task)
                if row is not None:
                    rows[sets[node]] = row
            for place, wanted, number in follow:
                tasks.append((below[place], wanted, number))
        return tuple(rows)

    def _open(self, kind: int) -> bool:
        """Tell whether a kind has several equilibria."""
        return self.menus.only[kind] is None or kind in self.menus.plural

    def _unit(self, size: int, action: int) -> Row:
        """Return the row of one pure choice; equal rows are one object."""
        key = size, action
        if key not in self._units:
            self._units[key] = tuple([Fraction(k == action) for k in range(size)])
        return self._units[key]

    def _settled(self) -> list[Row]:
        """Return the rows of all sets where nothing is left open, chance included."""
        rows: list[Row] = []
        best, of = [*self.menus.best, 0], self.kinds.of  # NOWHERE is -1, so it finds the 0 at the end
        for infoset, choice in zip(self.game.infosets, self.kinds.settled.choices, strict=True):
            if infoset.player == CHANCE:
                rows.append(cast("Row", infoset.probabilities))
            else:
                at = max(best[of[infoset.nodes[0]]], 0) if choice == NOWHERE else choice
                rows.append(self._unit(len(infoset.actions), at))
        for kind, items in self.menus.local.items():
            if not self._open(kind):
                self._put(rows, items[0], 0)
        return rows

    def _put(self, rows: list[Row], item: Local, number: int) -> None:
        """Write one equilibrium of a subgame of several moves; `number` counts the choices at its free sets."""
        for k, row in item.rows:
            rows[k] = row
        for k in item.free:
            number, action = divmod(number, len(self.game.infosets[k].actions))
            rows[k] = self._unit(len(self.game.infosets[k].actions), action)

    def _step(self, task: Task) -> Step:
        """Choose at a kind of move, once and for all, and return what is left to choose below."""
        chance = self.kinds.movers[task[0]] == CHANCE
        self._steps[task] = step = self._draw(*task) if chance else self._choose(*task)
        return step

    def _choose(self, kind: int, wanted: Vector, number: int) -> Step:
        """Choose an action of one player, and equilibria elsewhere that do not give it more."""
        below, player = self.kinds.below[kind], self.kinds.movers[kind]
        level = wanted[player]
        room = [up_to(self._ladder(c, player), level) for c in below] if number else []  # 0 is the first of everything
        for action, child in enumerate(below):
            count = self.menus.leading_to(child, wanted)
            block = count * prod([n for j, n in enumerate(room) if j != action])
            if number < block:
                break
            number -= block
        else:
            raise ArithmeticError("the number of an equilibrium is out of range")
        number, own = divmod(number, count)
        follow = [(action, wanted, own)] if self._open(child) else []
        for place, child in enumerate(below):
            if place != action and self._open(child):
                number, rank = divmod(number, room[place]) if room else (0, 0)
                follow.append((place, *self._up_to(child, player, level, rank)))
        return self._unit(len(below), action), tuple(follow)

    def _ladder(self, kind: int, player: int) -> list[tuple[Value, int]]:
        """Return `ladder` of a kind for a player who moves above it, worked out once."""
        if (kind, player) not in self._ladders:
            self._ladders[kind, player] = ladder(self.menus.menu(kind), player)
        return self._ladders[kind, player]

    def _vectors(self, kind: int) -> list[Vector]:
        """Return the vectors of a kind, descending, sorted once."""
        if kind not in self._sorted:
            self._sorted[kind] = sorted_vectors(self.menus.menu(kind))
        return self._sorted[kind]

    def _up_to(self, kind: int, player: int, level: Value, rank: int) -> tuple[Vector, int]:
        """Return the vector, and the number within it, of the rank-th equilibrium that gives at most this."""
        one = self.menus.only[kind]
        if one is not None:
            return one, rank
        menu = self.menus.many[kind]
        for vector in self._vectors(kind):
            if vector[player] <= level:
                if rank < menu[vector]:
                    return vector, rank
                rank -= menu[vector]
        raise ArithmeticError("the number of an equilibrium is out of range")

    def _draw(self, kind: int, wanted: Vector, number: int) -> Step:
        """Split what is wanted of a chance move over its branches, from the last to the first."""
        odds, children = self.kinds.odds(kind), self.kinds.below[kind]
        below = [self.menus.menu(c) for c in children]
        sums = partial_sums(self.game, self.kinds.nodes[kind], odds, below)
        follow: list[Task] = []
        for j in reversed(range(len(children))):
            for vector in self._vectors(children[j]):
                rest = tuple([w - odds[j] * v for w, v in zip(wanted, vector, strict=True)])
                block = sums[j].get(rest, 0) * below[j][vector]
                if number < block:
                    break
                number -= block
            else:
                raise ArithmeticError("the number of an equilibrium is out of range")
            number, own = divmod(number, below[j][vector])
            if self._open(children[j]):
                follow.append((j, vector, own))
            wanted = rest
        return None, tuple(follow)

    def _within(self, rows: list[Row], kind: int, wanted: Vector, number: int) -> tuple[Task, ...]:
        """Choose one equilibrium of a subgame of several moves, and what it assumes below."""
        inner = self.kinds.below[kind]
        for item in self.menus.local[kind]:
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

    def _inner_tasks(
        self, inner: Sequence[int], vectors: Sequence[Vector], below: Sequence[int], number: int
    ) -> tuple[Task, ...]:
        tasks: list[Task] = []
        for place, (kind, vector, count) in enumerate(zip(inner, vectors, below, strict=True)):
            number, rank = divmod(number, count)
            if self._open(kind):
                tasks.append((place, vector, rank))
        return tuple(tasks)
