"""A game in integers, and the proof that a profile of it is an equilibrium.

Room      solve.
Method    each player's payoffs times the least common multiple of their denominators: a change of
          unit, so best replies and equilibria stay what they are.
Exactness plain Python integers; values leave as Fractions in the player's own unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.solve.result import BestReplies, Equilibrium

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import NormalFormGame, Profile

__all__ = ["Scaled", "certify", "scaled"]

_MOST_BITS = 200_000_000  # of all payoffs together, after scaling


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """Integer payoffs of a game.

    Attributes
    ----------
    shape : numbers of actions
    strides : how far one step of each player moves in a flat table
    units : per player, the factor by which the payoffs were multiplied
    payoffs : per player, the flat integer table, the last player's action running fastest
    """

    shape: tuple[int, ...]
    strides: tuple[int, ...]
    units: tuple[int, ...]
    payoffs: tuple[tuple[int, ...], ...]

    def rows(self, player: int, kept: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
        """Return, for each kept action of one player, its payoffs against the others' kept profiles."""
        table, own = self.payoffs[player], self.strides[player]
        others = [(acts, s) for q, (acts, s) in enumerate(zip(kept, self.strides, strict=True)) if q != player]
        steps = [[a * s for a in acts] for acts, s in others]
        offsets = [sum(step) for step in product(*steps)]
        return [tuple([table[a * own + o] for o in offsets]) for a in kept[player]]


def scaled(game: NormalFormGame) -> Scaled:
    """Return the game in integers.

    Raises
    ------
    ParametricGameError
        If stakes are open.
    RefusedError
        If the common denominators would not fit in memory.
    """
    units: list[int] = []
    payoffs: list[tuple[int, ...]] = []
    for p in range(len(game.players)):
        numbers = game.numbers(p)
        unit = _common(game.title, [v.denominator for v in numbers])
        units.append(unit)
        payoffs.append(tuple([v.numerator * (unit // v.denominator) for v in numbers]))
    strides = [1]
    for size in reversed(game.shape[1:]):
        strides.insert(0, strides[0] * size)
    return Scaled(shape=game.shape, strides=tuple(strides), units=tuple(units), payoffs=tuple(payoffs))


def _common(title: str, denominators: list[int]) -> int:
    """Return the least common multiple, refusing one that would make the table enormous."""
    found = 1
    for d in set(denominators):
        found = lcm(found, d)
        if found.bit_length() * len(denominators) > _MOST_BITS:
            raise RefusedError(
                f"game {title!r}: the common denominator of {len(denominators)} payoffs has over "
                f"{found.bit_length():,} bits",
                remedy="give payoffs with fewer different denominators",
            )
    return found


def certify(table: Scaled, profile: Profile) -> Equilibrium:
    """Return the profile with payoffs, action values, best replies and regret.

    Costs one look-up per action and per profile of the others' supports.
    """
    supports = [[(a * s, w) for a, w in enumerate(mix) if w] for mix, s in zip(profile, table.strides, strict=True)]
    sizes = [lcm(*(w.denominator for _, w in support)) for support in supports]
    whole = [
        [(o, w.numerator * (d // w.denominator)) for o, w in support]
        for support, d in zip(supports, sizes, strict=True)
    ]
    values: list[tuple[Fraction, ...]] = []
    best: list[tuple[int, ...]] = []
    payoffs: list[Fraction] = []
    regret = Fraction(0)
    for p, size in enumerate(table.shape):
        against = [(0, 1)]
        unit = table.units[p]
        for q, support in enumerate(whole):
            if q != p:
                against = [(o + b, w * x) for o, w in against for b, x in support]
                unit *= sizes[q]
        flat, own = table.payoffs[p], table.strides[p]
        sums = [sum([w * flat[k + o] for o, w in against]) for k in range(0, size * own, own)]
        top = max(sums)
        earned = Fraction(sum([w * sums[o // own] for o, w in whole[p]]), sizes[p] * unit)
        values.append(tuple([Fraction(s, unit) for s in sums]))
        best.append(tuple([a for a, s in enumerate(sums) if s == top]))
        payoffs.append(earned)
        regret = max(regret, Fraction(top, unit) - earned)
    return Equilibrium(
        profile=profile,
        payoffs=tuple(payoffs),
        certificate=BestReplies(values=tuple(values), best=tuple(best), regret=regret),
    )
