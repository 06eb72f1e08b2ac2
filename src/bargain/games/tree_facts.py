"""What follows from the shape of a game tree: blocks, sums, subgames, what players remember.

Room      games: functions of a `TreeGame`, which keeps their answers.
Walks     every function passes over the nodes once or twice, forwards or backwards in preorder; none recurses.
Source    [osborne1994]_, definitions 97.1 and 203.3; [selten1975]_ on subgames.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain
from math import lcm
from operator import add
from typing import TYPE_CHECKING, TypeVar, cast

from bargain.exact import Affine
from bargain.games.tree_parts import CHANCE, NOWHERE, Lapse, added

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bargain.games.tree import TreeGame
    from bargain.games.tree_parts import Payoff

__all__ = [
    "ends",
    "forms",
    "lapse",
    "perfect_information",
    "scaled",
    "scaled_totals",
    "subgame_roots",
    "terminals",
    "totals",
]

T = TypeVar("T")


def ends(game: TreeGame) -> tuple[int, ...]:
    """Return per node the first number after its subtree, so that the subtree is range(node, end)."""
    out = list(range(1, len(game.parents) + 1))
    for node in range(len(out) - 1, -1, -1):
        if game.children[node]:
            out[node] = out[game.children[node][-1]]
    return tuple(out)


def terminals(game: TreeGame) -> tuple[int, ...]:
    """Return the nodes without children, in preorder."""
    return tuple(node for node, children in enumerate(game.children) if not children)


def totals(game: TreeGame) -> tuple[tuple[Payoff, ...] | None, ...]:
    """Return per terminal node what every player earns on the path to it; None at other nodes."""
    payoffs = [outcome.payoffs for outcome in game.outcomes]
    return tuple(_summed(game, payoffs, (Fraction(0),) * len(game.players), added))


def scaled(game: TreeGame) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
    """Return per player the least unit that makes all its payoffs integers, and per outcome payoff × unit.

    For payoffs that are numbers. Outcomes that share one tuple are looked at once.
    """
    rows = cast("dict[int, tuple[Fraction, ...]]", {id(outcome.payoffs): outcome.payoffs for outcome in game.outcomes})
    columns = [_integers(own) for own in zip(*rows.values(), strict=True)]
    known = dict(zip(rows, zip(*[values for _, values in columns], strict=True), strict=True))
    units = tuple([unit for unit, _ in columns]) or (1,) * len(game.players)
    return units, [known[id(outcome.payoffs)] for outcome in game.outcomes]


def scaled_totals(game: TreeGame) -> list[tuple[int, ...] | None]:
    """Return per terminal node what every player earns on the path to it, times its unit; None at other nodes."""
    return _summed(game, game.scaled[1], (0,) * len(game.players), add)


def _integers(values: Sequence[Fraction]) -> tuple[int, list[int]]:
    """Return the least common denominator of some numbers, and the numbers times that.

    >>> _integers((Fraction(1, 2), Fraction(2, 3)))
    (6, [3, 4])
    """
    unit = lcm(*{v.denominator for v in values})
    if unit == 1:
        return unit, [v.numerator for v in values]
    return unit, [v.numerator * (unit // v.denominator) for v in values]


def _summed(
    game: TreeGame, payoffs: Sequence[tuple[T, ...]], nothing: tuple[T, ...], plus: Callable[[T, T], T]
) -> list[tuple[T, ...] | None]:
    """Return per terminal node the sum of the payoffs of the outcomes on the path to it; None at other nodes."""
    if all(k == NOWHERE for k, children in zip(game.placed, game.children, strict=True) if children):
        rows = [*payoffs, nothing]  # NOWHERE is -1, so it finds nothing at the end
        return [None if children else rows[k] for k, children in zip(game.placed, game.children, strict=True)]
    so_far: list[tuple[T, ...] | None] = [None] * len(game.parents)
    out: list[tuple[T, ...] | None] = [None] * len(game.parents)
    for node, (parent, placed, children) in enumerate(zip(game.parents, game.placed, game.children, strict=True)):
        here = so_far[parent] if parent != NOWHERE else None
        if placed != NOWHERE:
            own = payoffs[placed]
            here = own if here is None else tuple(map(plus, here, own))
        so_far[node] = here
        if not children:
            out[node] = nothing if here is None else here
    return out


def forms(game: TreeGame) -> tuple[tuple[Affine, ...], tuple[Affine, ...]]:
    """Return what is an affine form and no Fraction, among payoffs and among probabilities."""
    return _forms([outcome.payoffs for outcome in game.outcomes]), _forms([s.probabilities for s in game.infosets])


def _forms(rows: Sequence[Sequence[Payoff]]) -> tuple[Affine, ...]:
    if not any(issubclass(kind, Affine) for kind in set(map(type, chain.from_iterable(rows)))):
        return ()
    return tuple([value for row in rows for value in row if isinstance(value, Affine)])


def perfect_information(game: TreeGame) -> bool:
    """Tell whether every player always knows the node it is at; chance moves do not count."""
    return all(len(infoset.nodes) == 1 for infoset in game.infosets if infoset.player != CHANCE)


def subgame_roots(game: TreeGame) -> tuple[int, ...]:
    """Return the nodes at which a subgame starts, in preorder.

    Such a node has children, and no player's information set reaches from its subtree to elsewhere.
    """
    low, high = _reaches(game)
    end = ends(game)
    found = []
    for node in range(len(low) - 1, -1, -1):
        for child in game.children[node]:
            low[node] = min(low[node], low[child])
            high[node] = max(high[node], high[child])
        if game.children[node] and low[node] >= node and high[node] < end[node]:
            found.append(node)
    return tuple(reversed(found))


def _reaches(game: TreeGame) -> tuple[list[int], list[int]]:
    """Return per node the first and the last node of its information set, itself where it has none."""
    low = list(range(len(game.parents)))
    high = list(low)
    for infoset in game.infosets:
        if infoset.player != CHANCE and len(infoset.nodes) > 1:
            for node in infoset.nodes:
                low[node], high[node] = infoset.nodes[0], infoset.nodes[-1]
    return low, high


def lapse(game: TreeGame) -> Lapse | None:
    """Return the first information set that breaks perfect recall, or None.

    Its player remembers all if the player's own last action before it is the same at all its nodes:
    that action belongs to an earlier information set of the player, for which the same holds.
    """
    wide = {k for k, s in enumerate(game.infosets) if s.player != CHANCE and len(s.nodes) > 1}
    if not wide:
        return None
    before = _own_moves(game, {game.infosets[k].player for k in wide})
    for k in sorted(wide):
        nodes = game.infosets[k].nodes
        for node in nodes[1:]:
            if before[node] != before[nodes[0]]:
                return Lapse(infoset=k, why=_why(game, k, (nodes[0], node), before))
    return None


def _own_moves(game: TreeGame, players: set[int]) -> dict[int, tuple[int, int] | None]:
    """Return per node of these players the (information set, action) at which its mover moved last before."""
    end = ends(game)
    open_moves: dict[int, list[int]] = {player: [] for player in players}
    out: dict[int, tuple[int, int] | None] = {}
    for node, k in enumerate(game.sets):
        if k == NOWHERE or game.infosets[k].player not in players:
            continue
        above = open_moves[game.infosets[k].player]
        while above and end[above[-1]] <= node:
            above.pop()
        out[node] = (game.sets[above[-1]], _action(game, above[-1], node)) if above else None
        above.append(node)
    return out


def _action(game: TreeGame, node: int, below: int) -> int:
    """Return the action at a node that leads towards a node below it, by bisection over the blocks."""
    children = game.children[node]
    first, last = 0, len(children)
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if children[middle] <= below else (first, middle)
    return first


def _why(game: TreeGame, k: int, pair: tuple[int, int], before: dict[int, tuple[int, int] | None]) -> str:
    """Say what the player knew at one node of an information set and did not know at another."""
    infoset = game.infosets[k]
    words = []
    for node in pair:
        own = before[node]
        did = f"having played {game.infosets[own[0]].actions[own[1]]!r} at {game.set_name(own[0])}" if own else ""
        words.append(f"{game.where(node)} {did or 'without a move of its own before'}")
    return (
        f"{game.players[infoset.player]!r} has imperfect recall at {game.set_name(k)}: "
        f"it reaches {words[0]}, and {words[1]}, and cannot tell them apart"
    )
