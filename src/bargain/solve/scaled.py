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

__all__ = ["Mixed", "Scaled", "certify", "certify_pairs", "scaled"]

Mixed = tuple[Fraction, ...]

_ZERO = Fraction(0)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replies:
    """What each action of one player earns against fixed mixtures of the others."""

    sums: tuple[int, ...]  # in units of 1 / unit
    unit: int
    values: tuple[Fraction, ...]
    best: tuple[int, ...]

    def payoff(self, weights: Weights) -> tuple[Fraction, Fraction]:
        """Return what a mixture of the player earns, and what it loses to the best reply."""
        earned = sum([w * self.sums[a] for a, w in weights.parts])
        top = self.values[self.best[0]]
        if earned == self.sums[self.best[0]] * weights.total:
            return top, _ZERO
        payoff = Fraction(earned, weights.total * self.unit)
        return payoff, top - payoff


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A mixture in integers: (action, weight) for each action used, and the sum of the weights."""

    parts: tuple[tuple[int, int], ...]
    total: int


def _weights(mixture: Sequence[Fraction]) -> Weights:
    used = [(a, w) for a, w in enumerate(mixture) if w]
    total = lcm(*[w.denominator for _, w in used])
    return Weights(parts=tuple([(a, w.numerator * (total // w.denominator)) for a, w in used]), total=total)


def _replies(table: Scaled, player: int, others: Sequence[Weights]) -> _Replies:
    """Return one player's replies to the other players' mixtures, given in player order without this one."""
    steps = [s for q, s in enumerate(table.strides) if q != player]
    against = [(0, 1)]
    unit = table.units[player]
    for mix, step in zip(others, steps, strict=True):
        against = [(o + a * step, w * x) for o, w in against for a, x in mix.parts]
        unit *= mix.total
    flat, own = table.payoffs[player], table.strides[player]
    size = table.shape[player]
    sums = [sum([w * flat[k + o] for o, w in against]) for k in range(0, size * own, own)]
    top = max(sums)
    shown = {s: Fraction(s, unit) for s in sums}
    best = tuple([a for a, s in enumerate(sums) if s == top])
    return _Replies(sums=tuple(sums), unit=unit, values=tuple([shown[s] for s in sums]), best=best)


def _equilibrium(profile: Profile, weights: Sequence[Weights], replies: Sequence[_Replies]) -> Equilibrium:
    earned = [r.payoff(w) for r, w in zip(replies, weights, strict=True)]
    certificate = BestReplies(
        values=tuple([r.values for r in replies]),
        best=tuple([r.best for r in replies]),
        regret=max([loss for _, loss in earned]),
    )
    return Equilibrium(profile=profile, payoffs=tuple([u for u, _ in earned]), certificate=certificate)


def certify(table: Scaled, profile: Profile) -> Equilibrium:
    """Return the profile with payoffs, action values, best replies and regret.

    Costs one look-up per action and per profile of the others' supports.
    """
    weights = [_weights(mix) for mix in profile]
    replies = [_replies(table, p, weights[:p] + weights[p + 1 :]) for p in range(len(profile))]
    return _equilibrium(profile, weights, replies)


def certify_pairs(
    table: Scaled, first: Sequence[Mixed], second: Sequence[Mixed], pairs: Sequence[tuple[int, int]]
) -> tuple[Equilibrium, ...]:
    """Return the profiles (first[x], second[y]) of a two-player game as `certify` would, each reply computed once."""
    xs, ys = [_weights(x) for x in first], [_weights(y) for y in second]
    to_y = [_replies(table, 0, [y]) for y in ys]
    to_x = [_replies(table, 1, [x]) for x in xs]
    return tuple([_equilibrium((first[x], second[y]), (xs[x], ys[y]), (to_y[y], to_x[x])) for x, y in pairs])
