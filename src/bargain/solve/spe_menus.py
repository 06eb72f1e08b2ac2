"""All equilibria of every subgame as a compact set: per subgame the payoff vectors, each with how many lead to it.

Room      solve. `spe_settle` works them out, `spe_list` reads equilibria off them.
Menus     what can happen in a subgame enters the choices above only through its payoffs, so a kind of subgame keeps
          one entry per distinct vector.
Numbers   payoffs are scaled to integers, per player; Fractions appear below chance moves only where they must.
Counts    exact, of any size. Once every kind above is done they are cut at `CAP`, which is all that listing
          needs: the memory of a deep tree full of ties stays small.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import log10, prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.games.tree import NOWHERE
from bargain.solve.spe_untied import Value, Vector, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.tree import TreeGame
    from bargain.solve.spe_kinds import Kinds

__all__ = [
    "CAP",
    "MOST",
    "Local",
    "Menu",
    "Menus",
    "ladder",
    "partial_sums",
    "size_words",
    "up_to",
]

Menu = dict[Vector, int]

CAP = 1 << 60
MOST = 2_000_000  # entries held over all menus


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """One equilibrium of a subgame with several moves, the subgames directly below it decided.

    Attributes
    ----------
    vector : its payoffs, scaled
    inner : the payoffs assumed in each subgame directly below, scaled
    rows : information set and probabilities, for the sets that the owner's moves do not exclude
    free : the sets that they do exclude: any choice there is an equilibrium
    """

    vector: Vector
    inner: tuple[Vector, ...]
    rows: tuple[tuple[int, tuple[Fraction, ...]], ...]
    free: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Menus:
    """The menus of a game, as they are worked out; the lists and dicts run over kinds of subgames.

    Attributes
    ----------
    only : per kind its vector, where there is one
    many : menus with several vectors
    plural : how many equilibria, of kinds with one vector and more than one equilibrium
    best : per kind the best action, where nothing is tied
    local : per kind of several moves its equilibria
    ties : kinds with moves at which several actions are best in some equilibrium, with whether all payoffs
        agree; None where nobody asks, as with perfect information
    dead : a node whose subgame has no equilibrium of the kind asked for
    held : entries in `many`
    last : per kind the last kind that leads to it, once asked for
    """

    kinds: Kinds
    only: list[Vector | None]
    best: list[int]
    many: dict[int, Menu] = field(default_factory=dict)
    plural: dict[int, int] = field(default_factory=dict)
    local: dict[int, tuple[Local, ...]] = field(default_factory=dict)
    ties: dict[int, bool] | None = None
    dead: int | None = None
    held: int = 0
    last: list[int] | None = None

    @property
    def game(self) -> TreeGame:
        """The game that they belong to."""
        return self.kinds.game

    @property
    def root(self) -> int:
        """The kind of the whole game."""
        return self.kinds.of[0]

    def menu(self, kind: int) -> Menu:
        """Return the vectors of a kind with the number of equilibria that lead to each."""
        one = self.only[kind]
        return self.many.get(kind, {}) if one is None else {one: self.plural.get(kind, 1)}

    def leading_to(self, kind: int, vector: Vector) -> int:
        """Return how many equilibria of a kind lead to a vector."""
        one = self.only[kind]
        if one is None:
            return self.many[kind].get(vector, 0)
        return self.plural.get(kind, 1) if one == vector else 0

    def number(self, kind: int) -> int:
        """Return how many equilibria a kind has: exact at the root, cut at CAP below."""
        if self.only[kind] is None:
            return sum(self.many.get(kind, {}).values())
        return self.plural.get(kind, 1)

    def payoffs(self, vector: Vector) -> tuple[Fraction, ...]:
        """Return a scaled vector in the players' own units."""
        return tuple([Fraction(v) / unit for v, unit in zip(vector, self.kinds.units, strict=True)])

    def scaled(self, payoffs: Iterable[Fraction]) -> Vector:
        """Return payoffs scaled."""
        return tuple([tidy(v * unit) for v, unit in zip(payoffs, self.kinds.units, strict=True)])

    def tied(self) -> dict[int, bool]:
        """Return the nodes at which several actions are best in some equilibrium, with whether all payoffs agree."""
        ties = self.ties or {}
        return {node: ties[kind] for node, kind in enumerate(self.kinds.of) if kind in ties}

    def keep(self, kind: int, menu: Menu) -> None:
        """Keep the menu of a kind; refuse when too much would be held."""
        if len(menu) == 1:
            ((self.only[kind], count),) = menu.items()
            if count != 1:
                self.plural[kind] = count
            return
        self.many[kind] = menu
        self.held += len(menu)
        if self.held > MOST:
            done = len(self.game.parents) - self.kinds.nodes[kind]
            raise RefusedError(
                f"game {self.game.title!r}: after {done:,} of {len(self.game.parents):,} nodes ties leave "
                f"{self.held:,} payoff vectors to keep, over the limit of {MOST:,}",
                remedy="break some ties: change payoffs that players are indifferent between, or cut the tree",
            )

    def close(self, kind: int) -> None:
        """Cut the counts below a kind that is done to what listing needs, unless another kind leads there as well."""
        for below in self.kinds.below[kind]:
            if self.plural.get(below, 1) > CAP:
                if self._done_with(below, kind):
                    self.plural[below] = CAP
            elif below in self.many:
                menu = self.many[below]
                if max(menu.values()) > CAP and self._done_with(below, kind):
                    self.many[below] = {v: min(k, CAP) for v, k in menu.items()}

    def _done_with(self, kind: int, at: int) -> bool:
        """Tell whether no kind after `at` leads to a kind."""
        if self.last is None:
            self.last = [NOWHERE] * len(self.only)
            for above, below in enumerate(self.kinds.below):
                for one in below:
                    self.last[one] = above
        return self.last[kind] <= at


def size_words(count: int) -> str:
    """Return a count in digits, or its order of magnitude if it has many.

    >>> size_words(24_752), size_words(2**400)
    ('24,752', 'about 10^120')
    """
    return f"{count:,}" if count < 10**12 else f"about 10^{int((count.bit_length() - 1) * log10(2))}"


def ladder(menu: Menu, player: int) -> list[tuple[Value, int]]:
    """Return a player's payoffs in a menu, ascending, with how many equilibria give at most that."""
    steps: dict[Value, int] = {}
    for vector, count in menu.items():
        steps[vector[player]] = steps.get(vector[player], 0) + count
    out, total = [], 0
    for level in sorted(steps):
        total += steps[level]
        out.append((level, total))
    return out


def up_to(steps: list[tuple[Value, int]], level: Value) -> int:
    """Return how many equilibria give at most this."""
    if steps[-1][0] <= level:
        return steps[-1][1]
    low, high = 0, len(steps) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if steps[middle][0] > level else (middle + 1, high)
    return steps[low - 1][1] if low else 0


def partial_sums(game: TreeGame, node: int, odds: Sequence[Fraction], below: Sequence[Menu]) -> list[Menu]:
    """Return, after each branch of a chance move, the weighted sums so far with their numbers of equilibria."""
    sums: list[Menu] = [{(0,) * len(game.players): 1}]
    for p, menu in zip(odds, below, strict=True):
        step = [(tuple([tidy(p * x) for x in v]), k) for v, k in menu.items()]
        if len(step) * len(sums[-1]) > MOST:
            combinations = prod(map(len, below))
            raise RefusedError(
                f"game {game.title!r}: the chance move at {game.where(node)} has {size_words(combinations)} "
                f"combinations of tied outcomes, over the limit of {MOST:,}",
                remedy="break some ties below it, or solve its branches as games of their own",
            )
        out: Menu = {}
        for left, n in sums[-1].items():
            for right, k in step:
                total = tuple([tidy(Fraction(a + b)) for a, b in zip(left, right, strict=True)])
                out[total] = out.get(total, 0) + n * k
        sums.append(out)
    return sums
