"""The solution of a two-player game from its extreme equilibria: certificates and maximal subsets.

Room      solve. Between `extreme`, which finds, and `nash` and `additive`, which decide the road.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bargain.solve.extreme import extreme
from bargain.solve.result import Equilibrium, Option, Removal, Solution, Status
from bargain.solve.scaled import Scaled, certify, certify_pairs
from bargain.solve.subsets import components, connected

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.games import NormalFormGame

__all__ = ["LIMIT", "SOURCES", "Call", "padded", "solve_pairs"]

LIMIT = 500_000
SOURCES = ("nash1950", "avis2010", "motzkin1953")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What the user asked for: the limits of the work, who wants to hear of it, and all options for the record."""

    options: tuple[tuple[str, Option], ...]
    limit: int
    progress: Callable[[str, int, int], None] | None


def padded(table: Scaled) -> Scaled:
    """Return a one-player table as a two-player one whose second player has one action and nothing at stake."""
    if len(table.shape) != 1:
        return table
    size = table.shape[0]
    return replace(
        table,
        shape=(size, 1),
        strides=(1, 1),
        units=(*table.units, 1),
        payoffs=(*table.payoffs, (0,) * size),
    )


def solve_pairs(
    game: NormalFormGame,
    table: Scaled,
    left: tuple[tuple[tuple[int, ...], ...], tuple[Removal, ...]],
    call: Call,
) -> Solution:
    """Return all equilibria of a game of one or two players, given what elimination left, and its log."""
    kept, log = left
    found = extreme(padded(table), kept, limit=call.limit, progress=call.progress)
    equilibria: tuple[Equilibrium, ...]
    if len(game.players) == 2:
        equilibria = certify_pairs(table, found.first, found.second, found.pairs)
    else:
        equilibria = tuple([certify(table, (found.first[x],)) for x, _ in found.pairs])
    return Solution(
        game=game,
        concept="Nash",
        status=Status.EXACT,
        reason="every extreme equilibrium and every maximal Nash subset, in rationals",
        equilibria=equilibria,
        components=components(found.pairs),
        connected=connected(found.pairs),
        options=call.options,
        sources=SOURCES,
        completeness="enumerated; not re-derived",
        eliminated=log,
    )
