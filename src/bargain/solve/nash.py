"""All Nash equilibria: for two players every extreme one and the maximal subsets; for more, the pure ones.

Room      solve.
Method    1. strictly dominated actions go; no equilibrium uses them.
          2. if no action left differs from another for its player, everything left is an equilibrium.
          3. otherwise the vertices of both best-reply polyhedra (`vertices`); a pair of vertices is
             an equilibrium exactly if every action is unused or a best reply ([avis2010]_).
          4. maximal subsets and connected sets (`subsets`).
Exactness rationals throughout; ties, duplicated actions and continua are ordinary cases.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.solve.dominance import Kept, eliminate, lift
from bargain.solve.pure import pure_profiles
from bargain.solve.result import Solution, Status
from bargain.solve.scaled import Scaled, certify, scaled
from bargain.solve.subsets import components, connected
from bargain.solve.vertices import Vertex, vertices

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.games import NormalFormGame, Profile

__all__ = ["Progress", "nash"]

Progress = "Callable[[str, int, int], None]"

_LIMIT = 200_000
_ONE = Fraction(1)


def nash(
    game: NormalFormGame, *, limit: int = _LIMIT, progress: Callable[[str, int, int], None] | None = None
) -> Solution:
    """Find all Nash equilibria of a two-player game, or all pure ones of a larger game.

    Parameters
    ----------
    game : NormalFormGame
        Rational payoffs.
    limit : int
        The most vertices per player's polytope to hold; beyond it the work is refused with an estimate.
    progress : callable, optional
        Called as progress(stage, done, total), with total 0 where it is not known.

    Returns
    -------
    Solution
        For one or two players: every extreme equilibrium, the maximal Nash subsets (`components`)
        and their connected unions, status EXACT. For more players: the pure equilibria, status
        EXACT_PURE_ONLY, components and connected None.

    Raises
    ------
    ParametricGameError
        If stakes are open.
    RefusedError
        If the enumeration would not finish; with what was reached and what may be to come.

    Notes
    -----
    Exponential in the worst case; a random 10 × 10 game has about a thousand vertices per player.
    [nash1950]_, [avis2010]_, [motzkin1953]_.

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
    options = (("limit", limit), ("progress", progress is not None))
    if len(game.players) > 2:
        return _pure_only(game, table, options)
    kept, log = eliminate(table, mixed=False, weak=False)
    pairs, first, second = _extreme(table, kept, limit, progress)
    found = tuple(certify(table, lift(table.shape, kept, _profile(table, first[x], second[y]))) for x, y in pairs)
    return Solution(
        game=game,
        concept="Nash",
        status=Status.EXACT,
        reason="every extreme equilibrium and every maximal Nash subset, in rationals",
        equilibria=found,
        components=components(pairs),
        connected=connected(pairs),
        options=options,
        sources=("nash1950", "avis2010", "motzkin1953"),
        completeness="enumerated; not re-derived",
        eliminated=log,
    )


Mixed = tuple[Fraction, ...]


def _profile(table: Scaled, first: Mixed, second: Mixed) -> Profile:
    return (first, second) if len(table.shape) == 2 else (first,)


def _pure_only(game: NormalFormGame, table: Scaled, options: tuple[tuple[str, int | bool], ...]) -> Solution:
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


def _extreme(
    table: Scaled, kept: Kept, limit: int, progress: Callable[[str, int, int], None] | None
) -> tuple[list[tuple[int, int]], list[Mixed], list[Mixed]]:
    """Return the extreme equilibria as pairs of indices into the two lists of mixtures, sorted descending."""
    mine = table.rows(0, kept)
    theirs = table.rows(1, kept) if len(table.shape) == 2 else [(0,) * len(mine)]
    m, n = len(mine), len(theirs)
    if len(set(mine)) == 1 and len(set(theirs)) == 1:
        first, second = _points(m), _points(n)
        return [(x, y) for x in range(m) for y in range(n)], first, second
    xs = vertices(theirs, limit=limit, tick=_ticker(progress, "first player's mixtures", n))
    ys = vertices(mine, limit=limit, tick=_ticker(progress, "second player's mixtures", m))
    return _match(xs, ys, m, n)


def _points(n: int) -> list[Mixed]:
    return [tuple(Fraction(int(i == a)) for i in range(n)) for a in range(n)]


def _ticker(
    progress: Callable[[str, int, int], None] | None, stage: str, total: int
) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, held: progress(f"{stage}: {held:,} vertices", done, total)


def _match(
    xs: list[Vertex], ys: list[Vertex], m: int, n: int
) -> tuple[list[tuple[int, int]], list[Mixed], list[Mixed]]:
    """Return the pairs in which every action is unused or a best reply."""
    everything = (1 << (m + n)) - 1
    low = (1 << n) - 1
    turned = [(t >> n | (t & low) << m, weights) for weights, t in ys]
    hits = [(w, v) for w, t in xs for u, v in turned if t | u == everything]
    first = sorted({_mixed(w) for w, _ in hits}, reverse=True)
    second = sorted({_mixed(v) for _, v in hits}, reverse=True)
    place = {mix: k for k, mix in enumerate(first)}
    seat = {mix: k for k, mix in enumerate(second)}
    return sorted((place[_mixed(w)], seat[_mixed(v)]) for w, v in hits), first, second


def _mixed(weights: tuple[int, ...]) -> Mixed:
    total = sum(weights)
    return tuple([Fraction(w, total) for w in weights])
