"""Sequential games over the stake space: regions of subgame-perfect plays, and what another order of moves changes.

Room      study.
Shadow    a game uses a few stakes of many. If every corner of the part that rows on these stakes alone cut out
          can be completed to admissible stakes, that part is the stake space as these stakes see it, up to its
          boundary, and the regions are worked out there; otherwise over all stakes that hang together.
Orders    two variants of a game give two partitions. Which plays of one go with which of the other is settled by
          a point for each pair that can occur, and by linear programs over all pairs of cells for each that
          cannot; so is whether a player ever gains by one order and ever by the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import PolyhedronError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron, Row
from bargain.solve.spe_regions import spe_regions
from bargain.study.pieces import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.case import Case
    from bargain.games import TreeGame
    from bargain.solve.spe_regions import SpeCell, SpeRegions

__all__ = ["Joint", "Orders", "Preference", "compare_orders", "inner_point", "regions_of", "shadow"]

_MOST_CORNERS = 300  # of one actor's part

Values = dict[str, "Fraction"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """A region of one order together with a region of the other.

    Attributes
    ----------
    first, second : indices into the regions of the two games
    witness : admissible values of the stakes of both games in both regions; empty if there are none
    """

    first: int
    second: int
    witness: tuple[tuple[str, Fraction], ...]

    @property
    def possible(self) -> bool:
        """Whether both can be the case at the same stakes."""
        return bool(self.witness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """Which of two orders a player does better under, over all admissible stakes but those of ties.

    Attributes
    ----------
    player : index
    first, second : stakes at which the first, and the second, order gives the player more; empty if none do
    """

    player: int
    first: tuple[tuple[str, Fraction], ...]
    second: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """Two variants of a game over the stake space.

    Attributes
    ----------
    ids : the games
    games : their partitions
    joints : one per pair of regions
    preferences : one per player
    """

    ids: tuple[str, str]
    games: tuple[SpeRegions, SpeRegions]
    joints: tuple[Joint, ...]
    preferences: tuple[Preference, ...]


def shadow(space: Polyhedron, names: Iterable[str]) -> Polyhedron:
    """Return a space as some of its stakes see it, if rows on them alone describe it; else all that hang together.

    Two convex sets with the same closure differ on the boundary only, so it is enough that every corner
    of the closure can be completed.

    Examples
    --------
    >>> rows = {"r1": "0 <= a <= b <= 1", "r2": "0 <= c <= 1", "r3": "a + c <= 1"}
    >>> shadow(Polyhedron.read(("a", "b", "c"), rows), ["a", "b"]).variables
    ('a', 'b')
    >>> shadow(Polyhedron.read(("a", "b", "c"), {**rows, "r4": "b + c >= 1", "r5": "c <= 1/2"}), ["b"]).variables
    ('a', 'b', 'c')
    """
    wanted = set(names)
    whole = narrowed(space, wanted)
    kept = tuple(v for v in whole.variables if v in wanted)
    part = Polyhedron(kept, tuple(row for row in whole.rows if wanted.issuperset(row.condition.form.names)))
    return part if all(_seen(whole, part, block.variables) for block in whole.system.blocks) else whole


def _seen(whole: Polyhedron, part: Polyhedron, members: Sequence[str]) -> bool:
    """Tell whether every corner of the part can be completed, among stakes that hang together."""
    own = [v for v in part.variables if v in set(members)]
    inner = Polyhedron(tuple(own), tuple(r for r in part.rows if set(r.condition.form.names) <= set(own))).closure()
    outer = Polyhedron(
        tuple(members), tuple(r for r in whole.rows if set(r.condition.form.names) <= set(members))
    ).closure()
    if inner.is_empty:
        return False
    try:
        corners = inner.vertices(_MOST_CORNERS)
    except (PolyhedronError, RefusedError):  # unbounded, or too many
        return False
    known: list[Values] = []
    return all(_completes(outer, dict(corner), known) for corner in corners)


def _completes(outer: Polyhedron, corner: Values, known: list[Values]) -> bool:
    """Tell whether a corner extends to a point; completions that were found are tried on later corners."""
    if any(not outer.violated({**rest, **corner}) for rest in known):
        return True
    rows = [Row(f"at {name}", Condition(Affine.name(name) - value, Relation.EQUAL)) for name, value in corner.items()]
    found = outer.with_rows(*rows).feasibility()
    if isinstance(found, Feasible):
        known.append(dict(found.witness))
        return True
    return False


def regions_of(case: Case, game: TreeGame) -> SpeRegions | None:
    """Return the partition of the stake space by subgame-perfect plays; None without perfect information."""
    if not game.perfect_information or game.parameters:
        return None
    return spe_regions(game, shadow(case.space(), game.stakes), faces=False)


def compare_orders(case: Case, ids: tuple[str, str], games: tuple[SpeRegions, SpeRegions]) -> Orders:
    """Return which plays of two variants go together, and who gains by which, over the stake space.

    Parameters
    ----------
    case : Case
    ids : two games with the same players
    games : their partitions, from `regions_of`
    """
    names = {name for found in games for name in found.game.stakes}
    space = shadow(case.space(), names)
    pairs = _Pairs(space, games)
    joints = [
        Joint(first=a, second=b, witness=pairs.witness(a, b))
        for a, b in product(range(len(games[0].regions)), range(len(games[1].regions)))
    ]
    players = range(len(games[0].game.players))
    return Orders(
        ids=ids,
        games=games,
        joints=tuple(joints),
        preferences=tuple(Preference(player=p, first=pairs.better(p, 1), second=pairs.better(p, -1)) for p in players),
    )


class _Pairs:
    """Pairs of cells of two partitions over one space, with the points of it that are known."""

    def __init__(self, space: Polyhedron, games: tuple[SpeRegions, SpeRegions]) -> None:
        self.space, self.games = space, games
        base = dict(inner_point(space))
        self.points: list[tuple[Values, int, int]] = []
        for found in games:
            for region in found.regions:
                for cell in region.cells:
                    self._note({**base, **{k: v for k, v in cell.witness if k in base}})

    def _note(self, point: Values) -> None:
        """Keep a point of the space with the regions that it lies in."""
        weak = [row.condition for row in self.space.rows if row.condition.relation is not Relation.EQUAL]
        if any(condition.form.at(point) <= 0 for condition in weak):
            return  # on the boundary, where what is left of the other stakes is not settled
        places = [next((n for n, r in enumerate(g.regions) if _inside(r.cells, point)), None) for g in self.games]
        if places[0] is not None and places[1] is not None:
            self.points.append((point, places[0], places[1]))

    def witness(self, a: int, b: int) -> tuple[tuple[str, Fraction], ...]:
        """Return a point in a region of each game: a known one, or one of a pair of cells; empty if there is none."""
        for point, first, second in self.points:
            if (first, second) == (a, b):
                return tuple(point.items())
        for one, two in product(self.games[0].regions[a].cells, self.games[1].regions[b].cells):
            found = inner_point(self._meet(one, two))
            if found:
                self.points.append((dict(found), a, b))
                return found
        return ()

    def _meet(self, one: SpeCell, two: SpeCell) -> Polyhedron:
        rows = [
            Row(f"{side}: {label}", cell.space.row(label).condition)
            for side, cell in (("first", one), ("second", two))
            for label in cell.cuts
        ]
        return self.space.with_rows(*rows)

    def better(self, player: int, sign: int) -> tuple[tuple[str, Fraction], ...]:
        """Return a point at which a player has more in the first game (sign 1), or in the second (-1), if any."""
        for point, a, b in self.points:
            gap = self._gap(player, a, b) * sign
            if gap.at(point) > 0:
                return tuple(point.items())
        for a, b in self._meeting():
            more = Row("more", Condition(self._gap(player, a, b) * sign, Relation.ABOVE))
            if more.condition.form.is_constant:
                continue  # equal everywhere, or a known point has shown it
            for one, two in product(self.games[0].regions[a].cells, self.games[1].regions[b].cells):
                found = inner_point(self._meet(one, two).with_rows(more))
                if found:
                    return found
        return ()

    def _meeting(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of regions with a point in common."""
        yield from dict.fromkeys((a, b) for _, a, b in self.points)

    def _gap(self, player: int, a: int, b: int) -> Affine:
        """Return what a player has more in the first game, in these regions."""
        first, second = (g.regions[n].plays[0].payoffs[player] for g, n in zip(self.games, (a, b), strict=True))
        return first - second


def inner_point(area: Polyhedron) -> tuple[tuple[str, Fraction], ...]:
    """Return a point with room in every inequality; nothing if the area has no such point."""
    rows = tuple(
        row
        if row.condition.relation is Relation.EQUAL
        else Row(row.label, Condition(row.condition.form, Relation.ABOVE))
        for row in area.rows
    )
    found = Polyhedron(area.variables, rows).feasibility()
    return found.witness if isinstance(found, Feasible) else ()


def _inside(cells: Sequence[SpeCell], point: Mapping[str, Fraction]) -> bool:
    """Tell whether a point of the space satisfies what cuts out one of some cells."""
    return any(all(cell.space.row(label).condition.holds(point) for label in cell.cuts) for cell in cells)
