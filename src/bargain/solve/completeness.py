"""Is anything missing? The second roads of `verify`, one per kind of claim.

Room      solve. Imports nothing of the solvers.
Returns   each: what is known, in words that begin "re-derived", "not re-derived" or "refuted"; and the faults.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm, prod
from typing import TYPE_CHECKING

from bargain.solve.rederive import all_extreme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.solve.result import Part, Solution

__all__ = ["by_parts", "by_profiles", "by_walk"]

Profile = tuple[tuple[Fraction, ...], ...]
Finding = tuple[str, list[str]]

_MOST_CELLS = 300_000


def by_walk(solution: Solution, tables: Sequence[tuple[Fraction, ...]], most: int) -> Finding:
    """Walk over all bases of both best-reply polytopes of what elimination left."""
    sizes = solution.game.shape
    active = [p for p, size in enumerate(sizes) if size > 1]
    if len(active) > 2:
        return f"not re-derived: {len(active)} players choose, and components are known for two", []
    gone = {(r.player, r.action) for r in solution.eliminated}
    kept = [[a for a in range(sizes[p]) if (p, a) not in gone] for p in active]
    kept += [[0]] * (2 - len(active))
    wide = sizes[active[1]] if len(active) == 2 else 1
    nothing = (Fraction(0),) * len(tables[0])
    first, second = ([tables[p] for p in active] + [nothing, nothing])[:2]
    mine = [[first[i * wide + j] for j in kept[1]] for i in kept[0]]
    theirs = [[second[i * wide + j] for i in kept[0]] for j in kept[1]]
    found = all_extreme(mine, theirs, most)
    if found is None:
        return f"not re-derived: more than {most:,} bases for a player", []
    wanted = set()
    for pair in found:
        profile: list[tuple[Fraction, ...]] = [(Fraction(1),)] * len(sizes)
        for p, mixture, own in zip(active, pair, kept, strict=False):
            weights = dict(zip(own, mixture, strict=True))
            profile[p] = tuple(weights.get(a, Fraction(0)) for a in range(sizes[p]))
        wanted.add(tuple(profile))
    return _compare(wanted, solution, "all bases walked")


def _compare(wanted: set[Profile], solution: Solution, how: str) -> Finding:
    """Return the verdict of two lists of profiles that should be one."""
    listed = {e.profile for e in solution.equilibria}
    missing, extra = len(wanted - listed), len(listed - wanted)
    if missing or extra:
        return f"refuted: {how}", [f"{missing} equilibria are missing and {extra} are not extreme ones"]
    return f"re-derived: {how}, same equilibria", []


def by_profiles(solution: Solution, tables: Sequence[tuple[Fraction, ...]]) -> Finding:
    """Look at every pure profile and every deviation from it."""
    shape = solution.game.shape
    if len(tables[0]) > _MOST_CELLS:
        return f"not re-derived: more than {_MOST_CELLS:,} pure profiles", []
    cells = list(product(*(range(n) for n in shape)))
    value = [dict(zip(cells, table, strict=True)) for table in tables]
    wanted = set()
    for cell in cells:
        others = ((p, (*cell[:p], a, *cell[p + 1 :])) for p, n in enumerate(shape) for a in range(n))
        if all(value[p][other] <= value[p][cell] for p, other in others):
            wanted.add(tuple(tuple(Fraction(int(i == a)) for i in range(n)) for a, n in zip(cell, shape, strict=True)))
    return _compare(wanted, solution, "all pure profiles looked at")


def by_parts(solution: Solution, tables: Sequence[tuple[Fraction, ...]]) -> Finding:
    """Add the parts, which were verified, up to the payoffs, and compare the marginals with theirs."""
    game = solution.game
    for p, size in enumerate(game.shape):
        combos = set(zip(*(part.levels[p] for part in solution.parts), strict=True))
        if len(combos) != size or prod(part.solution.game.shape[p] for part in solution.parts) != size:
            return "refuted: parts", [f"the parts do not make up the actions of player {p + 1}"]
    for p, table in enumerate(tables):
        if not _adds_up(solution.parts, p, table, game.shape):
            return "refuted: parts", [f"the payoffs of player {p + 1} are not a constant plus those of the parts"]
    return _marginals(solution)


def _adds_up(parts: Sequence[Part], player: int, table: Sequence[Fraction], shape: tuple[int, ...]) -> bool:
    """Tell whether a payoff table is one constant plus the parts' payoffs, in every cell."""
    inner = [part.solution.game.numbers(player) for part in parts]
    unit = lcm(*(v.denominator for numbers in (table, *inner) for v in numbers))
    whole = [[int(v * unit) for v in numbers] for numbers in inner]
    own = [(part.levels, numbers, part.solution.game.shape) for part, numbers in zip(parts, whole, strict=True)]
    constants = set()
    for cell, value in zip(product(*(range(n) for n in shape)), (int(v * unit) for v in table), strict=True):
        rest = value
        for levels, payoffs, sizes in own:
            k = 0
            for level, a, size in zip(levels, cell, sizes, strict=True):
                k = k * size + level[a]
            rest -= payoffs[k]
        constants.add(rest)
    return len(constants) == 1


def _marginals(solution: Solution) -> Finding:
    """Compare the marginals of the listed profiles with the combinations of the parts."""
    seen = set()
    memo: dict[tuple[int, tuple[Fraction, ...]], Profile] = {}
    for e in solution.equilibria:
        for p, mixture in enumerate(e.profile):
            if (p, mixture) not in memo:
                memo[p, mixture] = tuple(_marginal(part, p, mixture) for part in solution.parts)
        seen.add(tuple(zip(*(memo[p, mixture] for p, mixture in enumerate(e.profile)), strict=True)))
    known = [{e.profile for e in part.solution.equilibria} for part in solution.parts]
    if not all(all(m in k for m, k in zip(combo, known, strict=True)) for combo in seen):
        return "refuted: marginals", ["an equilibrium has marginals that are in no part's list"]
    total = prod(map(len, known))
    if solution.components is not None and len(seen) != total:
        return "refuted: marginals", [f"{total - len(seen)} combinations of the parts' equilibria are missing"]
    listed = "" if len(seen) == total else f", {len(seen):,} of {total:,} combinations listed"
    return f"re-derived: payoffs add up over the parts, each part walked{listed}", []


def _marginal(part: Part, player: int, mixture: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Return the weights that one player's mixture gives to its actions in a part."""
    weights = [Fraction(0)] * part.solution.game.shape[player]
    for k, w in zip(part.levels[player], mixture, strict=True):
        if w:
            weights[k] += w
    return tuple(weights)
