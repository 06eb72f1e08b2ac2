"""Check what a 2×2 game is called over a stake space: payoffs compared at points, classes written out anew.

Room      study: the checker of `game_names`. No linear program decides anything here; one is asked for a point of a
          part, and the point is then tried by arithmetic. Shares no step with the code that names games: a class is
          the set of the eight tables that swapping rows, columns and players makes, and its number is that of the
          printed game that lies in it.
"""

from __future__ import annotations

from itertools import chain, combinations, islice, permutations, product
from typing import TYPE_CHECKING

from bargain.exact import Affine
from bargain.games.taxonomy_table import NUMBERED
from bargain.polyhedra import Feasible
from bargain.solve.rechecked import Recheck
from bargain.study.pieces import Alternative
from bargain.study.recheck_edges import edges

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from bargain.games.taxonomy import GameName
    from bargain.study.name_values import GameNames

__all__ = ["verify_names"]

_TRIED = 120
_EDGES = 60
Table = tuple[tuple[int, int], ...]  # the cells row by row, in each the ranks of the row and the column player
Point = dict[str, "Fraction"]


def verify_names(found: GameNames) -> Recheck:
    """Check the names of a game over a stake space again.

    Parameters
    ----------
    found : GameNames

    Returns
    -------
    Recheck
        At a point of every part, between these and on both sides of every condition the payoffs are compared, the
        game is named by enumeration, and exactly one part holds it.
    """
    look = _Look(found)
    try:
        checks = tuple(look.checks())
    except (LookupError, ValueError) as fault:  # a point without a stake, orders cut short: no result of `game_names`
        checks = ((f"the result is well formed ({fault})", False),)
    return Recheck(
        what=f"the names of {found.game!r}",
        checks=checks,
        points=look.points,
        not_rederived="not re-derived: names in common use and patterns; that parts cover the space, and which have an "
        "inner point, is tried at points",
    )


class _Look:
    """One second look."""

    def __init__(self, found: GameNames) -> None:
        self.found = found
        self.game = found.case.game(found.game)
        readings = {c.id: c.reading for c in found.case.claims}
        self.rows = [
            row.condition
            for row in found.case.rows
            if row.basis.convention or {readings[c] for c in row.basis.claims} <= set(found.readings)
        ]
        some = found.case.space(found.readings).feasibility()
        self.whole = dict(some.witness) if isinstance(some, Feasible) else {}
        self.points = 0

    def checks(self) -> Iterator[tuple[str, bool]]:
        """Yield what was checked, and whether it passed."""
        found = self.found
        yield "players are those of the case", found.players == self.game.players
        forms = [cell.name.form for cell in found.cells]
        yield "every class is listed once", len(set(forms)) == len(forms)
        listed = found.ties or all(cell.full for cell in found.cells)
        yield (
            "tie faces are listed or counted",
            listed and (not found.ties or found.faces == sum(not cell.full for cell in found.cells)),
        )
        for cell in found.cells:
            for part in cell.parts:
                yield f"{cell.name.form}: what is said of the class follows from the orders", _named(part.name)
                yield f"{cell.name.form}: a part is of the class", _table(part.name) in _eight(_table(cell.name))
            witness = self._filled(dict(cell.witness))
            yield (
                f"{cell.name.form}: the witness is of the class",
                (self._inside(witness) and self._orders(witness) == cell.parts[0].name.orders),
            )
            yield (
                f"{cell.name.form}: a class has an inner point if a part has",
                (cell.full == any(part.full for part in cell.parts) == cell.parts[0].full),
            )
        near = [f"(no. {cell.name.number})" for cell in found.cells if cell.name.number is not None]
        yield "classes that occur are counted", sorted(w[w.rindex("(") :] for w in found.near) == sorted(near)
        tried = [*self._tried()]
        yield "every point tried lies in the one part of its order", all(self._placed(p) for p in tried)
        ways = [Alternative(label="", conditions=part.given) for cell in found.cells for part in cell.parts]
        near_edges = islice(edges(ways, tried, self._inside), _EDGES)
        yield "and so does every point at an edge", all(self._placed(p) for points in near_edges for p in points)

    def _filled(self, point: Mapping[str, Fraction]) -> Point:
        return {**self.whole, **point}

    def _inside(self, point: Point) -> bool:
        return all(c.holds(point) for c in self.rows)

    def _orders(self, point: Point) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return per player the rank of each cell at a point: one more than how many different payoffs are less."""
        mine, theirs = ([v.at(point) if isinstance(v, Affine) else v for v in payoffs] for payoffs in self.game.payoffs)
        first, second = (tuple(1 + len({u for u in us if u < v}) for v in us) for us in (mine, theirs))
        return first, second

    def _tried(self) -> Iterator[Point]:
        """Yield points: the baseline, one of every part, and mixtures; all of the space."""
        base = self.found.case.baseline
        starts = [] if base is None else [dict(base.values)]
        for cell in self.found.cells:
            starts.append(self._filled(dict(cell.witness)))
            for part in cell.parts:
                inner = part.area.feasibility()
                if isinstance(inner, Feasible):
                    starts.append(self._filled(dict(inner.witness)))
        unique = list({tuple(sorted(p.items())): p for p in starts}.values())
        mixed = ({n: (a[n] + 2 * b[n]) / 3 for n in a} for a, b in combinations(unique, 2))
        yield from chain(unique, islice(mixed, _TRIED))

    def _placed(self, point: Point) -> bool:
        """Tell whether the part with the orders of a point holds it, and no other; a tie face may be left out."""
        self.points += 1
        orders = self._orders(point)
        parts = [part for cell in self.found.cells for part in cell.parts]
        holding = [part for part in parts if all(c.holds(point) for c in part.given)]
        if [part for part in parts if part.area.contains(point)] != holding:
            return False
        if not holding:
            return not self.found.ties and any(len(set(order)) < 4 for order in orders)
        loose = holding[0]
        told = [part for part in parts if part.full and all(c.holds(point) for c in part.deciding)]
        shown = not loose.full or told == [loose]  # off ties the conditions shown say which part it is
        return self._inside(point) and len(holding) == 1 and loose.name.orders == orders and shown


def _table(name: GameName) -> Table:
    return tuple(zip(*name.orders, strict=True))


def _eight(table: Table) -> set[Table]:
    """Return the tables that swapping rows, columns and players makes of one."""
    (a, b, c, d) = table
    out: set[Table] = set()
    for w, x, y, z in ((a, b, c, d), (c, d, a, b), (b, a, d, c), (d, c, b, a)):
        out.add((w, x, y, z))
        out.add(tuple((v, u) for u, v in (w, y, x, z)))
    return out


def _number(table: Table) -> int | None:
    """Return the number of the printed game that lies in a class; None if none does."""
    forms = {" ".join(f"{u}{v}" for u, v in t) for t in _eight(table)}
    return next((n for n, text in NUMBERED.items() if text in forms), None)


def _named(name: GameName) -> bool:
    """Tell whether all that a name says, but for names in common use and patterns, follows from its orders."""
    table = _table(name)
    eight = _eight(table)
    number = _number(table)
    least = min(eight, key=lambda t: tuple(zip(*t, strict=True)))
    form = NUMBERED[number] if number is not None else " ".join(f"{u}{v}" for u, v in least)
    best = tuple(
        (k // 2, k % 2) for k in range(4) if table[k][0] >= table[(k + 2) % 4][0] and table[k][1] >= table[k ^ 1][1]
    )
    rows = [r for r in (0, 1) if all(table[2 * r + c][0] > table[2 * (1 - r) + c][0] for c in (0, 1))]
    columns = [c for c in (0, 1) if all(table[2 * r + c][1] > table[2 * r + 1 - c][1] for r in (0, 1))]
    dominant = (rows[0] if rows else None, columns[0] if columns else None)
    fine = [_finer(order) for order in name.orders]
    neighbours = {_number(tuple(zip(one, other, strict=True))) for one, other in product(*fine)}
    return (
        (name.number, name.form, name.equilibria, name.dominant) == (number, form, best, dominant)
        and set(name.neighbours) == neighbours
        and name.symmetric == _alike(table)
    )


def _finer(order: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Return the strict orders that keep what an order says."""
    return [
        p
        for p in permutations((1, 2, 3, 4))
        if all(p[x] < p[y] for x, y in product(range(4), repeat=2) if order[x] < order[y])
    ]


def _alike(table: Table) -> bool:
    """Tell whether swapping the players gives a table that swapping rows and columns gives as well."""
    (a, b, c, d) = table
    turned = tuple((v, u) for u, v in (a, c, b, d))
    return turned in {(a, b, c, d), (c, d, a, b), (b, a, d, c), (d, c, b, a)}
