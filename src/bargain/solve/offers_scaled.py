"""The offers game in integers: classes of equal packages, what waiting is worth, and fast look-ups.

Room      solve. Used by the solvers of alternating offers only; never expands a tree.
Scale     gains over disagreement are multiplied by one positive integer per player, so that those of packages,
          outside options and endings are integers. Discounted gains are integers over a power of the discount
          factor's denominator that all values of a round share (its `scale`), so that whole numbers are compared.
Classes   packages with the same gains for both are one class; a solver sees classes, a result packages.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bargain.games import OffersGame

__all__ = ["Choice", "Link", "Number", "Scaled", "Side", "Vector", "Whole", "choices", "scaled"]

Number = Fraction | int
Vector = tuple[Number, Number]
Whole = tuple[int, int]
Link = Vector | int | None  # after a rejection: the next round at this value, who walked out, the deadline
Choice = tuple[Vector, Link, tuple[bool, bool]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """An offers game with integer gains.

    Attributes
    ----------
    gains : per class, both players' gains over disagreement, in units of 1/unit
    members : per class, the packages that have them
    keep, drift : waiting for a value v is worth keep*v + drift, per player; drift is in whole units
    exits : per proposer and player, the gains of both if the player walks out then; None if it cannot
    deadline : gains of both when the last offer is rejected
    """

    game: OffersGame
    unit: tuple[int, int]
    gains: tuple[tuple[int, int], ...]
    members: tuple[tuple[int, ...], ...]
    keep: tuple[Fraction, Fraction]
    drift: tuple[int, int]
    exits: tuple[tuple[Whole | None, Whole | None], ...]
    deadline: Whole

    @property
    def base(self) -> Whole:
        """What the scale is multiplied by from one round to the one before."""
        return self.keep[0].denominator, self.keep[1].denominator

    def wait(self, value: Vector) -> Vector:
        """Return what going on is worth now, if the next round is worth `value` then."""
        return self.keep[0] * value[0] + self.drift[0], self.keep[1] * value[1] + self.drift[1]

    def payoffs(self, value: Vector, scale: Whole = (1, 1)) -> tuple[Fraction, Fraction]:
        """Return payoffs in the players' own units."""
        here = self.game.disagreement
        first = Fraction(value[0]) / (self.unit[0] * scale[0])
        return first + here[0], Fraction(value[1]) / (self.unit[1] * scale[1]) + here[1]


def scaled(game: OffersGame) -> Scaled:
    """Return the game in integers."""
    lost, risk = game.over(game.broken), game.breakdown
    drift = [d * risk * b for d, b in zip(game.discounts, lost, strict=True)]
    ends = [game.over(u) for u in (game.deadline, *(e for e in game.exits if e is not None))]
    pairs = [game.over(u) for u in game.payoffs]
    sizes = [{g[i].denominator for g in (*pairs, *ends)} | {drift[i].denominator} for i in (0, 1)]
    unit = (lcm(*sizes[0]), lcm(*sizes[1]))

    def whole(value: Fraction, player: int) -> int:
        return value.numerator * (unit[player] // value.denominator)

    def both(gains: tuple[Fraction, Fraction]) -> Whole:
        return whole(gains[0], 0), whole(gains[1], 1)

    def leave(player: int, proposer: int) -> Whole | None:
        gone = game.exits[player]
        return both(game.over(gone)) if gone is not None and game.may_leave(player, proposer) else None

    found: dict[Whole, list[int]] = {}
    for x, pair in enumerate(pairs):
        found.setdefault(both(pair), []).append(x)
    return Scaled(
        game=game,
        unit=unit,
        gains=tuple(found),
        members=tuple(map(tuple, found.values())),
        keep=(game.discounts[0] * (1 - risk), game.discounts[1] * (1 - risk)),
        drift=both((drift[0], drift[1])),
        exits=tuple((leave(0, p), leave(1, p)) for p in (0, 1)),
        deadline=both(game.over(game.deadline)),
    )


def choices(game: Scaled, proposer: int, wait: Vector, link: Link, scale: Whole = (1, 1)) -> list[Choice]:
    """Return what may happen after a rejection if going on is worth `wait`; more than one entry at a tie.

    The responder decides first whether to walk out, knowing what the proposer will do. The last part of an
    entry says whether proposer and responder walk out.
    """
    here = game.exits[proposer]
    if here == (None, None):
        return [(wait, link, (False, False))]
    out = []
    for last, what, p_leaves in _exit(here[proposer], proposer, wait, link, scale):
        for first, how, r_leaves in _exit(here[1 - proposer], 1 - proposer, last, what, scale):
            out.append((first, how, (p_leaves, r_leaves)))
    return out


def _exit(
    option: Whole | None, player: int, vector: Vector, link: Link, scale: Whole
) -> list[tuple[Vector, Link, bool]]:
    """Return what is best for one player: to stay, to walk out, or either."""
    gone = None if option is None else (option[0] * scale[0], option[1] * scale[1])
    if gone is None or gone[player] < vector[player]:
        return [(vector, link, False)]
    left = (gone, player, True)
    return [left] if gone[player] > vector[player] else [(vector, link, False), left]


class Side:
    """The classes as one proposer sees them, by what they leave to the responder."""

    def __init__(self, game: Scaled, proposer: int) -> None:
        self.proposer = p = proposer
        self.responder = r = 1 - proposer
        self.order = tuple(sorted(range(len(game.gains)), key=lambda k: (game.gains[k][r], game.gains[k][p])))
        self.vectors = tuple(game.gains[k] for k in self.order)
        self.leaves = [v[r] for v in self.vectors]
        self.keeps = [v[p] for v in self.vectors]
        self.best = self.keeps[:]  # best[j]: the most that the proposer keeps among classes j and above
        for j in range(len(self.best) - 2, -1, -1):
            self.best[j] = max(self.best[j], self.best[j + 1])

    def at(self, least: Number, scale: int = 1) -> int:
        """Return the first position that leaves the responder at least this much."""
        return bisect_left(self.leaves, -(-least // scale))

    def above(self, least: Number, scale: int = 1) -> int:
        """Return the first position that leaves the responder more than this."""
        return bisect_left(self.leaves, least // scale + 1)

    @cached_property
    def _tree(self) -> tuple[int, list[int]]:
        """A complete binary tree of maxima over positions."""
        size = 1 << (len(self.keeps) - 1).bit_length()
        lowest = min(self.keeps) - 1
        tree = [lowest] * size + self.keeps + [lowest] * (size - len(self.keeps))
        for k in range(size - 1, 0, -1):
            tree[k] = max(tree[2 * k], tree[2 * k + 1])
        return size, tree

    def keeping(self, start: int, least: Number, scale: int = 1) -> list[int]:
        """Return the positions from `start` at which the proposer keeps at least `least`; log n for each."""
        need = -(-least // scale)
        if start >= len(self.best) or self.best[start] < need:
            return []
        size, tree = self._tree
        found = []
        stack = [(1, 0, size)]
        while stack:
            node, left, width = stack.pop()
            if left + width <= start or tree[node] < need or left >= len(self.keeps):
                continue
            if width == 1:
                found.append(left)
                continue
            half = width // 2
            stack += [(2 * node + 1, left + half, half), (2 * node, left, half)]
        return found
