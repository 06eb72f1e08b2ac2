"""All equilibria of every subgame as a compact set: per subgame the payoff vectors, each with how many lead to it.

Room      solve.
Menus     what can happen from a node on enters the choices above only through its payoffs, so a node keeps one
          entry per distinct vector. At a node of player i with menus V_1 … V_k, a vector of V_a is supported by
          some equilibria below if it gives i at least M = max_j min_{u in V_j} u_i, and their number is the
          product of what leads to it and of all entries elsewhere that do not give i more.
Numbers   payoffs are scaled to integers, per player; Fractions appear below chance moves only where they must.
Counts    exact, of any size. Once the node above is done they are cut at `CAP`, which is all that listing
          needs: the memory of a deep tree full of ties stays small.
Walk      nodes in reverse preorder; nothing recurses.
Source    [kuhn1953]_; [osborne1994]_, proposition 99.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm, log10, prod
from typing import TYPE_CHECKING, cast

from bargain.errors import RefusedError
from bargain.games.tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bargain.games.tree import TreeGame

__all__ = [
    "CAP",
    "MOST",
    "Local",
    "Menu",
    "Menus",
    "Value",
    "Vector",
    "ladder",
    "partial_sums",
    "settle",
    "size_words",
    "up_to",
]

Value = int | Fraction
Vector = tuple[Value, ...]
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
    """The menus of a game, as they are worked out.

    Attributes
    ----------
    units : per player, scaled payoff = unit × payoff
    only : per node its vector, where there is one
    many : menus with several vectors
    plural : how many equilibria, at nodes with one vector and more than one equilibrium
    best : per node the best action, where nothing is tied
    below : per subgame with several moves, the roots of the subgames directly below
    local : per such subgame its equilibria
    ties : nodes at which several actions are best in some equilibrium, with whether all payoffs agree
    dead : a subgame without an equilibrium of the kind asked for
    held : entries in `many`
    """

    game: TreeGame
    units: tuple[int, ...]
    only: list[Vector | None]
    best: list[int]
    many: dict[int, Menu] = field(default_factory=dict)
    plural: dict[int, int] = field(default_factory=dict)
    below: dict[int, tuple[int, ...]] = field(default_factory=dict)
    local: dict[int, tuple[Local, ...]] = field(default_factory=dict)
    ties: dict[int, bool] = field(default_factory=dict)
    dead: int | None = None
    held: int = 0

    def menu(self, node: int) -> Menu:
        """Return the vectors of a node with the number of equilibria that lead to each."""
        one = self.only[node]
        return self.many.get(node, {}) if one is None else {one: self.plural.get(node, 1)}

    def number(self, node: int) -> int:
        """Return how many equilibria a node has: exact at the root, cut at CAP below."""
        if self.only[node] is None:
            return sum(self.many.get(node, {}).values())
        return self.plural.get(node, 1)

    def payoffs(self, vector: Vector) -> tuple[Fraction, ...]:
        """Return a scaled vector in the players' own units."""
        return tuple([Fraction(v) / unit for v, unit in zip(vector, self.units, strict=True)])

    def scaled(self, payoffs: Iterable[Fraction]) -> Vector:
        """Return payoffs scaled."""
        return tuple([_whole(v * unit) for v, unit in zip(payoffs, self.units, strict=True)])

    def keep(self, node: int, menu: Menu) -> None:
        """Keep the menu of a node; refuse when too much would be held."""
        if len(menu) == 1:
            ((self.only[node], count),) = menu.items()
            if count != 1:
                self.plural[node] = count
            return
        self.many[node] = menu
        self.held += len(menu)
        if self.held > MOST:
            done = len(self.game.parents) - node
            raise RefusedError(
                f"game {self.game.title!r}: after {done:,} of {len(self.game.parents):,} nodes ties leave "
                f"{self.held:,} payoff vectors to keep, over the limit of {MOST:,}",
                remedy="break some ties: change payoffs that players are indifferent between, or cut the tree",
            )

    def close(self, nodes: Iterable[int]) -> None:
        """Cut counts that have been used to what listing needs."""
        for node in nodes:
            if self.plural.get(node, 1) > CAP:
                self.plural[node] = CAP
            elif node in self.many:
                menu = self.many[node]
                if max(menu.values()) > CAP:
                    self.many[node] = {v: min(k, CAP) for v, k in menu.items()}


def size_words(count: int) -> str:
    """Return a count in digits, or its order of magnitude if it has many.

    >>> size_words(24_752), size_words(2**400)
    ('24,752', 'about 10^120')
    """
    return f"{count:,}" if count < 10**12 else f"about 10^{int((count.bit_length() - 1) * log10(2))}"


def _whole(value: Fraction) -> Value:
    return value.numerator if value.denominator == 1 else value


def _units(game: TreeGame) -> tuple[int, ...]:
    """Return per player the least common denominator of its payoffs."""
    found: list[set[int]] = [set() for _ in game.players]
    seen: set[int] = set()
    for total in game.totals:
        if total is not None and id(total) not in seen:
            seen.add(id(total))
            for own, value in zip(found, total, strict=True):
                own.add(value.denominator)  # type: ignore[union-attr]  # numbers: the game has no open stakes
    return tuple([lcm(*own) for own in found])


def _leaves(game: TreeGame, units: tuple[int, ...]) -> list[Vector | None]:
    """Return per terminal node its payoffs, scaled; equal tuples of the game are scaled once."""
    known: dict[int, Vector] = {}
    out: list[Vector | None] = []
    for total in game.totals:
        if total is None:
            out.append(None)
            continue
        vector = known.get(id(total))
        if vector is None:
            numbers = cast("tuple[Fraction, ...]", total)
            vector = tuple([v.numerator * (u // v.denominator) for v, u in zip(numbers, units, strict=True)])
            known[id(total)] = vector
        out.append(vector)
    return out


def settle(game: TreeGame, solve: Callable[[Menus, int], tuple[Local, ...]] | None = None) -> Menus:
    """Return the menus of every subgame, from the last node to the first.

    Parameters
    ----------
    game : TreeGame
        Rational payoffs and probabilities.
    solve : callable
        Gives the equilibria of a subgame that several moves make up, given the menus below it; never called
        with perfect information. Where it finds none, no profile is an equilibrium: `dead` names the node,
        and what lies above is left.
    """
    units = _units(game)
    menus = Menus(game=game, units=units, only=_leaves(game, units), best=[-1] * len(game.parents))
    starts = bytearray(len(game.parents))
    for node in game.subgame_roots:
        starts[node] = 1
    perfect = game.perfect_information
    players = [s.player for s in game.infosets]
    for node in reversed(range(len(game.parents))):
        children = game.children[node]
        if not starts[node]:
            continue
        player = players[game.sets[node]]
        if not perfect and not all(starts[c] or not game.children[c] for c in children):
            _component(menus, node, starts, solve)
            if menus.dead is not None:
                break
        elif player == CHANCE:
            _chance(menus, node, children)
        else:
            _decide(menus, node, player, children)
    return menus


def _decide(menus: Menus, node: int, player: int, children: Sequence[int]) -> None:
    """Settle a node of one player: the plain case first, in which one action is best whatever happens."""
    only = menus.only
    top: Value | None = None
    at, tied = -1, False
    for k, child in enumerate(children):
        vector = only[child]
        if vector is None:
            tied = True
            break
        x = vector[player]
        if top is None or x > top:
            top, at, tied = x, k, False
        elif x == top:
            tied = True
    if tied:
        _decide_tied(menus, node, player, children)
        return
    only[node] = only[children[at]]
    menus.best[node] = at
    if menus.plural:
        count = prod([menus.plural[c] for c in children if c in menus.plural])
        if count != 1:
            menus.plural[node] = count
            menus.close(children)


def _decide_tied(menus: Menus, node: int, player: int, children: Sequence[int]) -> None:
    """Settle a node at which several vectors may come out."""
    below = [menus.menu(c) for c in children]
    bar = max(min(v[player] for v in menu) for menu in below)
    out: Menu = {}
    sources: dict[Value, tuple[set[int], set[Vector]]] = {}
    ladders = [ladder(menu, player) for menu in below]
    products: dict[Value, int] = {}
    for a, menu in enumerate(below):
        for vector, count in menu.items():
            level = vector[player]
            if level < bar:
                continue
            if level not in products:
                products[level] = prod([up_to(steps, level) for steps in ladders])
            out[vector] = out.get(vector, 0) + count * (products[level] // up_to(ladders[a], level))
            actions, vectors = sources.setdefault(level, (set(), set()))
            actions.add(a)
            vectors.add(vector)
    shared = [len(vectors) == 1 for actions, vectors in sources.values() if len(actions) > 1]
    if shared:
        menus.ties[node] = all(shared)
    menus.keep(node, out)
    menus.close(children)


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


def _chance(menus: Menus, node: int, children: Sequence[int]) -> None:
    """Settle a chance move: every combination of what its branches may give."""
    odds = cast("tuple[Fraction, ...]", menus.game.infosets[menus.game.sets[node]].probabilities)
    vectors = [menus.only[c] for c in children]
    if all(v is not None for v in vectors):
        menus.only[node] = _expected(odds, cast("list[Vector]", vectors))
        count = prod([menus.plural.get(c, 1) for c in children])
        if count != 1:
            menus.plural[node] = count
    else:
        below = [menus.menu(c) for c in children]
        *_, out = partial_sums(menus.game, node, odds, below)
        menus.keep(node, {tuple(map(_tidy, v)): k for v, k in out.items()})
    menus.close(children)


def _tidy(value: Value) -> Value:
    return value if isinstance(value, int) else _whole(value)


def _expected(odds: Sequence[Fraction], vectors: Sequence[Vector]) -> Vector:
    """Return the expected vector.

    >>> _expected((Fraction(1, 3), Fraction(2, 3)), ((3, 1), (0, 1)))
    (1, 1)
    """
    unit = lcm(*(p.denominator for p in odds))
    weights = [p.numerator * (unit // p.denominator) for p in odds]
    sums = [sum([w * v for w, v in zip(weights, column, strict=True)]) for column in zip(*vectors, strict=True)]
    return tuple([_whole(Fraction(s) / unit) if s % unit else s // unit for s in sums])


def partial_sums(game: TreeGame, node: int, odds: Sequence[Fraction], below: Sequence[Menu]) -> list[Menu]:
    """Return, after each branch of a chance move, the weighted sums so far with their numbers of equilibria."""
    sums: list[Menu] = [{(0,) * len(game.players): 1}]
    for p, menu in zip(odds, below, strict=True):
        step = [(tuple([_tidy(p * x) for x in v]), k) for v, k in menu.items()]
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
                total = tuple([_tidy(Fraction(a + b)) for a, b in zip(left, right, strict=True)])
                out[total] = out.get(total, 0) + n * k
        sums.append(out)
    return sums


def _component(
    menus: Menus,
    node: int,
    starts: bytearray,
    solve: Callable[[Menus, int], tuple[Local, ...]] | None,
) -> None:
    """Settle a subgame that several moves make up."""
    if solve is None:
        raise TypeError("a subgame of several moves needs a solver")
    menus.below[node] = inner = _directly_below(menus.game, node, starts)
    menus.local[node] = solve(menus, node)
    out: Menu = {}
    for item in menus.local[node]:
        ways = prod([menus.menu(c)[v] for c, v in zip(inner, item.inner, strict=True)])
        ways *= prod([len(menus.game.infosets[k].actions) for k in item.free])
        out[item.vector] = out.get(item.vector, 0) + ways
    if out:
        menus.keep(node, out)
        menus.close(inner)
    else:
        menus.dead = node


def _directly_below(game: TreeGame, root: int, starts: bytearray) -> tuple[int, ...]:
    """Return the roots of the largest subgames within a subgame, in preorder."""
    found, node, end = [], root + 1, game.end(root)
    while node < end:
        if starts[node]:
            found.append(node)
            node = game.end(node)
        else:
            node += 1
    return tuple(found)
