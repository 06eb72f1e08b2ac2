"""Work out the menus of a game, from the last kind of subgame to the whole.

Room      solve.
Kinds     subgames that are alike have the same menus, so each kind is settled once, after those below it.
Rule      at a move of player i with menus V_1 … V_k below, a vector of V_a is supported by some equilibria below if
          it gives i at least M = max_j min_{u in V_j} u_i, and their number is the product of what leads to it
          and of all entries elsewhere that do not give i more. A chance move takes all combinations.
Source    [kuhn1953]_; [osborne1994]_, proposition 99.2.
"""

from __future__ import annotations

from itertools import accumulate
from math import prod
from operator import mul
from typing import TYPE_CHECKING, cast

from bargain.games.tree import CHANCE
from bargain.solve.spe_kinds import SEVERAL, kinds_of
from bargain.solve.spe_menus import Menus, ladder, partial_sums, up_to
from bargain.solve.spe_untied import expected, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bargain.games.tree import TreeGame
    from bargain.solve.spe_menus import Local, Menu
    from bargain.solve.spe_untied import Value, Vector

__all__ = ["settle"]


def settle(game: TreeGame, solve: Callable[[Menus, int], tuple[Local, ...]] | None = None) -> Menus:
    """Return the menus of every kind of subgame.

    Parameters
    ----------
    game : TreeGame
        Rational payoffs and probabilities.
    solve : callable
        Gives the equilibria of a kind that several moves make up, given the menus below it; never called
        with perfect information. Where it finds none, no profile is an equilibrium: `dead` names the node,
        and what lies above is left.
    """
    kinds = kinds_of(game)
    ends, size = len(kinds.ends), len(kinds.nodes)
    menus = Menus(
        kinds=kinds,
        only=[*kinds.ends, *[None] * (size - ends)],
        best=[-1] * size,
        ties=None if solve is None else {},
    )
    for kind in range(ends, size):
        mover = kinds.movers[kind]
        if mover == SEVERAL:
            _component(menus, kind, solve)
            if menus.dead is not None:
                break
        elif mover == CHANCE:
            _chance(menus, kind)
        else:
            _decide(menus, kind, mover)
    return menus


def _decide(menus: Menus, kind: int, player: int) -> None:
    """Settle a move of one player: the plain case first, in which one action is best whatever happens."""
    below = menus.kinds.below[kind]
    vectors = [menus.only[c] for c in below]
    own = [v[player] for v in vectors if v is not None]
    top = max(own, default=0)
    if len(own) < len(below) or own.count(top) > 1:
        _decide_tied(menus, kind, player)
        return
    menus.best[kind] = at = own.index(top)
    menus.only[kind] = vectors[at]
    if menus.plural:
        count = prod([menus.plural[c] for c in below if c in menus.plural])
        if count != 1:
            menus.plural[kind] = count
            menus.close(kind)


def _decide_tied(menus: Menus, kind: int, player: int) -> None:
    """Settle a move at which several vectors may come out.

    An action with one vector behind it gives the mover at most the bar, so what it adds to the numbers is the
    same whatever is chosen elsewhere. Of several actions with several vectors each needs the ladders of the others.
    """
    below = menus.kinds.below[kind]
    single = [v for c in below if (v := menus.only[c]) is not None]
    several = [menus.many[c] for c in below if menus.only[c] is None]
    ways = prod([menus.plural[c] for c in below if c in menus.plural])
    bar = max([*[v[player] for v in single], *[min([v[player] for v in menu]) for menu in several]])
    out: Menu = {}
    best = [v for v in single if v[player] == bar]
    if best:
        number = ways * prod([sum([n for v, n in menu.items() if v[player] <= bar]) for menu in several])
        for vector in best:
            out[vector] = out.get(vector, 0) + number
    ladders = [ladder(menu, player) for menu in several] if len(several) > 1 else []
    elsewhere: dict[Value, list[int]] = {}  # per payoff of the mover, what all other actions allow, per action
    for k, menu in enumerate(several):
        for vector, count in menu.items():
            level = vector[player]
            if level < bar:
                continue
            if level not in elsewhere:
                elsewhere[level] = _but_one([up_to(steps, level) for steps in ladders], ways) if ladders else [ways]
            out[vector] = out.get(vector, 0) + count * elsewhere[level][k]
    if menus.ties is not None:
        _note_ties(menus, menus.ties, kind, (player, bar))
    menus.keep(kind, out)
    menus.close(kind)


def _note_ties(menus: Menus, ties: dict[int, bool], kind: int, least: tuple[int, Value]) -> None:
    """Note whether several actions can be best at once, and whether everybody's payoffs agree wherever they are.

    `least` is the player who moves, and the least that it gets in any equilibrium.
    """
    player, bar = least
    actions: dict[Value, set[int]] = {}
    vectors: dict[Value, set[Vector]] = {}
    for a, below in enumerate(menus.kinds.below[kind]):
        for vector in menus.menu(below):
            if vector[player] >= bar:
                actions.setdefault(vector[player], set()).add(a)
                vectors.setdefault(vector[player], set()).add(vector)
    shared = [len(vectors[level]) == 1 for level, own in actions.items() if len(own) > 1]
    if shared:
        ties[kind] = all(shared)


def _but_one(numbers: Sequence[int], start: int = 1) -> list[int]:
    """Return per number the product of `start` and all the others, without a division: these numbers are long.

    >>> _but_one([2, 3, 5], 7)
    [105, 70, 42]
    """
    before = list(accumulate(numbers[:-1], mul, initial=start))
    after = list(accumulate(numbers[:0:-1], mul, initial=1))
    return [b * a for b, a in zip(before, reversed(after), strict=True)]


def _chance(menus: Menus, kind: int) -> None:
    """Settle a chance move: every combination of what its branches may give."""
    odds, children = menus.kinds.odds(kind), menus.kinds.below[kind]
    vectors = [menus.only[c] for c in children]
    if all(v is not None for v in vectors):
        menus.only[kind] = expected(odds, cast("list[Vector]", vectors))
        count = prod([menus.plural.get(c, 1) for c in children])
        if count != 1:
            menus.plural[kind] = count
    else:
        below = [menus.menu(c) for c in children]
        *_, out = partial_sums(menus.game, menus.kinds.nodes[kind], odds, below)
        menus.keep(kind, {tuple(map(tidy, v)): k for v, k in out.items()})
    menus.close(kind)


def _component(menus: Menus, kind: int, solve: Callable[[Menus, int], tuple[Local, ...]] | None) -> None:
    """Settle a subgame that several moves make up."""
    if solve is None:
        raise TypeError("a subgame of several moves needs a solver")
    menus.local[kind] = solve(menus, kind)
    out: Menu = {}
    for item in menus.local[kind]:
        ways = prod([menus.menu(c)[v] for c, v in zip(menus.kinds.below[kind], item.inner, strict=True)])
        ways *= prod([len(menus.game.infosets[k].actions) for k in item.free])
        out[item.vector] = out.get(item.vector, 0) + ways
    if out:
        menus.keep(kind, out)
        menus.close(kind)
    else:
        menus.dead = menus.kinds.nodes[kind]
