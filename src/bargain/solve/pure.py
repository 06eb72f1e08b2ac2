"""All pure equilibria, for any number of players.

Room      solve.
Method    every pure profile against every deviation; the definition itself, so `verify` brings its own code.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.solve.result import Equilibrium, Solution, Status
from bargain.solve.scaled import Scaled, certify, scaled

if TYPE_CHECKING:
    from bargain.games import NormalFormGame

__all__ = ["pure_nash", "pure_profiles"]


def pure_nash(game: NormalFormGame) -> Solution:
    """Find every pure-strategy Nash equilibrium, for any number of players.

    Parameters
    ----------
    game : NormalFormGame
        Rational payoffs.

    Returns
    -------
    Solution
        All of them, sorted by profile, descending; status NONE_EXISTS if there is none.
        Exact; costs two look-ups per pure profile and player.

    Raises
    ------
    ParametricGameError
        If stakes are open.

    Notes
    -----
    [nash1950]_; [osborne1994]_, definition 14.1.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("Chicken", ("Ann", "Bob"), (("swerve", "drive"),) * 2,
    ...     [[(3, 3), (2, 4)], [(4, 2), (0, 0)]])
    >>> pure_nash(g)
    <pure Nash of 'Chicken': 2 equilibria, exact, regret 0>
      1. Ann: swerve (2), Bob: drive (4)
      2. Ann: drive (4), Bob: swerve (2)
    """
    found = pure_profiles(scaled(game))
    return Solution(
        game=game,
        concept="pure Nash",
        status=Status.EXACT if found else Status.NONE_EXISTS,
        reason="every pure profile was checked; mixtures were not asked for",
        equilibria=found,
        components=None,
        connected=None,
        options=(),
        sources=("nash1950", "osborne1994"),
        completeness="every pure profile was checked; not re-derived",
    )


def pure_profiles(table: Scaled) -> tuple[Equilibrium, ...]:
    """Return the pure equilibria, sorted by profile, descending: first actions first."""
    tops: list[list[int]] = []
    for p, (size, own) in enumerate(zip(table.shape, table.strides, strict=True)):
        flat = table.payoffs[p]
        top = list(flat)
        block = own * size
        for start in range(0, len(flat), block):
            for o in range(start, start + own):
                best = max(flat[o : o + block : own])
                top[o : o + block : own] = [best] * size
        tops.append(top)
    zero, one = Fraction(0), Fraction(1)
    found = []
    for k, cell in enumerate(product(*(range(n) for n in table.shape))):
        if all(flat[k] == top[k] for flat, top in zip(table.payoffs, tops, strict=True)):
            profile = tuple(
                tuple([one if i == a else zero for i in range(n)]) for a, n in zip(cell, table.shape, strict=True)
            )
            found.append(certify(table, profile))
    return tuple(found)
