"""A second look at the equilibrium payoffs of a repeated game: states, polygons and their distance, read anew.

Room      solve. Reads the stage's table; shares no code with the solver. Points in a hull are told by triangles,
          distances by the edges that are nearest.
Left      that no payoff lies outside the outer polygon is the solver's claim. Held against it: payoffs that are
          known to be ones of equilibrium, and that each has at least its minmax.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, cast

from bargain.solve.rechecked import Recheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.solve.payoff_result import PayoffSet

__all__ = ["verify_payoffs"]

Pair = tuple[Fraction, Fraction]


def verify_payoffs(found: PayoffSet) -> Recheck:
    """Check the equilibrium payoffs of a repeated game again.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> from bargain.solve.payoff_sets import payoff_set
    >>> stage = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(3, 0), (1, 1)]])
    >>> verify_payoffs(payoff_set(stage, "2/3"))
    <verification of payoffs of 'Dilemma' repeated: verified; ... checks; that nothing lies outside the outer ...>
    """
    return Recheck(
        what=f"payoffs of {found.stage.title!r} repeated",
        checks=tuple(_checks(found)),
        not_rederived="that nothing lies outside the outer polygon is not re-derived",
    )


def _checks(found: PayoffSet) -> Iterator[tuple[str, bool]]:
    """Yield what was checked and whether it passed."""
    values = [s.value for s in found.states]
    for n, state in enumerate(found.states):
        yield f"the value of state {n + 1} follows from what is played", _follows(found, n)
        yield f"nobody gains by leaving state {n + 1}", _kept(found, n)
        yield f"state {n + 1} lies in the inner polygon", _inside(state.value, found.inner)
    yield "the corners of the inner polygon are worth of states", set(found.inner) <= set(values)
    yield "the inner polygon lies in the outer one", all(_inside(c, found.outer) for c in found.inner)
    yield "one-shot equilibria lie in the outer polygon", all(_inside(u, found.outer) for u in _oneshot(found))
    table = [[[_paid(found, p, (a, b)) for b in _acts(found, 1)] for a in _acts(found, 0)] for p in (0, 1)]
    low = (
        min(max(row[b] for row in table[0]) for b in _acts(found, 1)),
        min(max(row) for row in table[1]),
    )
    yield "every corner has at least the minmax", all(c[i] >= low[i] for c in found.outer for i in (0, 1))
    if found.gap is not None:
        flat = [[v for row in rows for v in row] for rows in table]
        units = [max(values) - min(values) or Fraction(1) for values in flat]
        apart = max(_distance(c, found.inner, units) for c in found.outer)
        yield "the gap is the distance of the farthest outer corner", apart == found.gap


def _acts(found: PayoffSet, player: int) -> range:
    return range(found.stage.shape[player])


def _paid(found: PayoffSet, player: int, cell: tuple[int, int]) -> Fraction:
    """Read one entry of the table."""
    return cast("Fraction", found.stage.payoff(player, cell))


def _after(found: PayoffSet, n: int, player: int) -> Fraction:
    """Return what a player expects from the round after a state on."""
    return sum((p * found.states[m].value[player] for m, p in found.states[n].then), Fraction(0))


def _follows(found: PayoffSet, n: int) -> bool:
    state, d = found.states[n], found.delta
    if sum(p for _, p in state.then) != 1 or min(p for _, p in state.then) < 0:
        return False
    today = [_paid(found, i, state.cell) for i in (0, 1)]
    return all(state.value[i] == (1 - d) * today[i] + d * _after(found, n, i) for i in (0, 1))


def _kept(found: PayoffSet, n: int) -> bool:
    """Tell whether no action of one player alone is worth more than staying, the state worst for it to follow."""
    state, d = found.states[n], found.delta
    for i in (0, 1):
        worst = min(s.value[i] for s in found.states)
        for act in _acts(found, i):
            cell = (act, state.cell[1]) if i == 0 else (state.cell[0], act)
            if act != state.cell[i] and (1 - d) * _paid(found, i, cell) + d * worst > state.value[i]:
                return False
    return True


def _oneshot(found: PayoffSet) -> Iterator[Pair]:
    """Yield the payoffs of the pure equilibria of the stage."""
    for a in _acts(found, 0):
        for b in _acts(found, 1):
            u = _paid(found, 0, (a, b)), _paid(found, 1, (a, b))
            best = max(_paid(found, 0, (x, b)) for x in _acts(found, 0))
            if u[0] == best and u[1] == max(_paid(found, 1, (a, y)) for y in _acts(found, 1)):
                yield u


def _inside(point: Pair, corners: Sequence[Pair]) -> bool:
    """Tell whether a point is a corner, on a line between two, or in a triangle of three."""
    if point in corners:
        return True
    if any(_on(point, a, b) for a, b in combinations(corners, 2)):
        return True
    for a, b, c in combinations(corners, 3):
        signs = {_side(p, q, point) > 0 for p, q in ((a, b), (b, c), (c, a))}
        if len(signs) == 1 and all(_side(p, q, point) for p, q in ((a, b), (b, c), (c, a))):
            return True
    return False


def _side(a: Pair, b: Pair, p: Pair) -> Fraction:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _on(p: Pair, a: Pair, b: Pair) -> bool:
    return _side(a, b, p) == 0 and all(min(a[i], b[i]) <= p[i] <= max(a[i], b[i]) for i in (0, 1))


def _distance(point: Pair, corners: Sequence[Pair], units: Sequence[Fraction]) -> Fraction:
    """Return the distance of a point from a polygon: from the nearest place on an edge."""
    if _inside(point, corners):
        return Fraction(0)
    if len(corners) == 1:
        return _far(point, corners[0], units)
    return min(_from_edge(point, a, b, units) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))


def _far(a: Pair, b: Pair, units: Sequence[Fraction]) -> Fraction:
    return max(abs(a[i] - b[i]) / units[i] for i in (0, 1))


def _from_edge(point: Pair, a: Pair, b: Pair, units: Sequence[Fraction]) -> Fraction:
    """Return the distance from a segment: at an end, or where one difference is 0 or both are as large."""
    start = [(a[i] - point[i]) / units[i] for i in (0, 1)]
    slope = [(b[i] - a[i]) / units[i] for i in (0, 1)]
    lines = [(start[0], slope[0]), (start[1], slope[1])]
    lines += [(start[0] - start[1], slope[0] - slope[1]), (start[0] + start[1], slope[0] + slope[1])]
    shares = {Fraction(0), Fraction(1)} | {-s / m for s, m in lines if m and 0 <= -s / m <= 1}
    return min(max(abs(start[i] + t * slope[i]) for i in (0, 1)) for t in shares)
