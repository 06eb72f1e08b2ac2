"""All Nash equilibria: for two players every extreme one and the maximal subsets; for more, the pure ones.

Room      solve.
Method    1. strictly dominated actions go (by mixtures too where the rest of a moderate game may be too large): no
             equilibrium uses them.
          2. the vertices of what is left, matched (`extreme`), if that is sure to finish;
          3. otherwise issue by issue, if payoffs are additive (`additive`);
          4. otherwise vertices after all, refused as soon as they pass the limit.
          5. maximal subsets and connected sets (`subsets`).
Exactness rationals throughout; ties, duplicated actions and continua are ordinary cases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.solve.additive import additive_solution, find_issues
from bargain.solve.dominance import eliminate
from bargain.solve.extreme import sure_to_end
from bargain.solve.general import LIMIT, Call, padded, solve_pairs
from bargain.solve.pure import pure_profiles
from bargain.solve.result import Option, Solution, Status
from bargain.solve.scaled import Scaled, scaled

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.games import NormalFormGame

__all__ = ["nash"]

_PROGRAMS = 4_096  # cells up to which exact linear programs are worth their time


def nash(
    game: NormalFormGame, *, limit: int = LIMIT, progress: Callable[[str, int, int], None] | None = None
) -> Solution:
    """Find all Nash equilibria of a two-player game, or all pure ones of a larger game.

    Parameters
    ----------
    game : NormalFormGame
        Rational payoffs.
    limit : int
        The most vertices per player's polytope to hold; beyond it the work is refused with an estimate.
    progress : callable, optional
        Called as progress(stage, done, total).

    Returns
    -------
    Solution
        For one or two players: every extreme equilibrium, the maximal Nash subsets (`components`)
        and their connected unions, status EXACT; or, for a large game that is additive by issue,
        status EXACT_BY_MARGINALS (see `additive_nash`). For more players: the pure equilibria,
        status EXACT_PURE_ONLY, components and connected None.

    Raises
    ------
    ParametricGameError
        If stakes are open.
    RefusedError
        If the enumeration would not finish; with what was reached and what may be to come.

    Notes
    -----
    Exponential in the worst case; a random 10 × 10 game has about a thousand vertices per player,
    12 × 12 five thousand, 16 × 16 a hundred thousand. [nash1950]_, [avis2010]_, [motzkin1953]_.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("Chicken", ("Ann", "Bob"), (("swerve", "drive"),) * 2,
    ...     [[(3, 3), (2, 4)], [(4, 2), (0, 0)]])
    >>> nash(g)
    <Nash of 'Chicken': 3 equilibria in 3 components, exact, regret 0>
      1. Ann: swerve (2), Bob: drive (4)
      2. Ann: 2/3 swerve + 1/3 drive (8/3), Bob: 2/3 swerve + 1/3 drive (8/3)
      3. Ann: drive (4), Bob: swerve (2)
    """
    table = scaled(game)
    options: tuple[tuple[str, Option], ...] = (("limit", limit), ("progress", progress is not None))
    if len(game.players) > 2:
        return _pure_only(game, table, options)
    call = Call(options=options, limit=limit, progress=progress)
    left = eliminate(padded(table), mixed=False, weak=False)
    if not sure_to_end(padded(table), left[0], limit):
        issues = find_issues(game)
        if issues is not None:
            return additive_solution(game, table, issues, call)
        if len(table.payoffs[0]) <= _PROGRAMS:
            left = eliminate(padded(table), mixed=True, weak=False)
    return solve_pairs(game, table, left, call)


def _pure_only(game: NormalFormGame, table: Scaled, options: tuple[tuple[str, Option], ...]) -> Solution:
    """Return the pure equilibria of a game with more than two players."""
    return Solution(
        game=game,
        concept="Nash",
        status=Status.EXACT_PURE_ONLY,
        reason=f"{len(game.players)} players: every pure profile was checked; mixed equilibria were not looked for",
        equilibria=pure_profiles(table),
        components=None,
        connected=None,
        options=options,
        sources=("nash1950", "osborne1994"),
        completeness="every pure profile was checked; not re-derived",
    )
