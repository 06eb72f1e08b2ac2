"""Stability over a stake space: which states are stable whatever the admissible stakes are.

Room      solve. The stake space comes as a polyhedron; no case is known here.
Meaning   states are the pure profiles of a game whose payoffs are affine in stakes. At every admissible point
          the payoffs order the states, ties included; a state is judged by those orders.
Exact     a comparison is a linear condition, so what is admissible is a polyhedron: a comparison is unknown
          while both its sides have a point, and assuming one adds a row (`stability_doubt`).
Ties      "necessary except where two states tie": every point at which it fails lies on an equality of two
          payoffs that do not agree throughout, so that the failures have no volume; "impossible except …" likewise.
Product   stakes of different players that share no row are held apart, and programs stay small.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import GameError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.games.ordinal import profile_moves, profile_names
from bargain.polyhedra import Feasible, Polyhedron, Row
from bargain.solve.result import Status
from bargain.solve.stability import ALL_CONCEPTS, chosen
from bargain.solve.stability_doubt import Doubt, search
from bargain.solve.stability_partial import applicable
from bargain.solve.stability_result import SOURCES, Likelihood, StakeStability, StateVerdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import NormalFormGame
    from bargain.polyhedra import Point
    from bargain.solve.stability_doubt import Judged, Pair
    from bargain.solve.stability_result import StabilityConcept

__all__ = ["factors", "stability_over"]

_MOST_STATES = 64


def stability_over(
    game: NormalFormGame, space: Polyhedron, *, concepts: Sequence[StabilityConcept | str] = ALL_CONCEPTS
) -> StakeStability:
    """Tell, for every pure profile and concept, whether it is stable at all, some or no admissible stakes.

    Parameters
    ----------
    game : NormalFormGame
        Payoffs affine in stakes; at most 64 profiles.
    space : Polyhedron
        The admissible stakes, not empty; it must know every stake of the game.
    concepts : sequence of StabilityConcept or its value

    Returns
    -------
    StakeStability
        Exact, with stakes for and against that satisfy every row.

    Raises
    ------
    RefusedError
        For more profiles, or too many orders that matter.
    GameError
        If the space does not know a stake of the game, or is empty.

    Notes
    -----
    One feasibility program per comparison that matters and branch.

    Examples
    --------
    >>> from bargain.exact import parse_affine
    >>> from bargain.games import NormalFormGame
    >>> game = NormalFormGame.from_table("Stand", ("Ann", "Bob"), (("hold", "yield"),) * 2,
    ...     [[(parse_affine("-c"), parse_affine("-d")), (2, 0)], [(0, 2), (1, 1)]])
    >>> space = Polyhedron.read(("c", "d"), {"r1": "0 < c <= 1", "r2": "-1 <= d <= 1"})
    >>> stability_over(game, space, concepts=["Nash"])
    <stabilities of 'Stand' over the stake space: 4 states, exact>
      Nash equilibria: necessary yield, hold | possible hold, yield | impossible hold, hold; yield, yield
    """
    states = profile_names(game)
    if len(states) > _MOST_STATES:
        raise RefusedError(
            f"game {game.title!r} has {len(states):,} profiles, more than {_MOST_STATES} over a stake space",
            remedy="ask at numbers: stability(game.at({...}))",
        )
    moves = profile_moves(game)
    wanted, note = applicable(moves, chosen(concepts))
    kept, parts = factors(space, [_stakes(game, p) for p in range(len(game.players))])
    doubt = Doubt(moves)
    closed = _Stakes.start(game, parts, ties=True)
    inner = _Stakes.start(game, parts, ties=False)
    verdicts = tuple(
        _verdict(doubt, (closed, inner), (state, concept, player))
        for concept in wanted
        for state in range(len(states))
        for player in (None, *range(len(game.players)))
    )
    return StakeStability(
        game=game,
        space=kept,
        players=game.players,
        states=states,
        title=game.title,
        status=Status.EXACT,
        reason="preferences are the order of the payoffs at each admissible point, ties included" + note,
        verdicts=verdicts,
        sources=SOURCES,
    )


def _stakes(game: NormalFormGame, player: int) -> frozenset[str]:
    """Return the names of the stakes in one player's payoffs."""
    return frozenset(n for v in game.payoffs[player] if isinstance(v, Affine) for n in v.names)


def factors(
    space: Polyhedron, wanted: Sequence[frozenset[str]]
) -> tuple[Polyhedron, tuple[tuple[Polyhedron, int], ...]]:
    """Return the part of a space that sets of stakes belong to, and per set its own factor.

    Parameters
    ----------
    space : Polyhedron
    wanted : sets of names of variables

    Returns
    -------
    kept : Polyhedron
        The factors that hold any of the names.
    parts : per set, (factor, index)
        Sets whose factors share a variable get one factor together, and the same index.

    Raises
    ------
    GameError
        If a name is not one of the space's.
    """
    for name in sorted(frozenset[str]().union(*wanted)):
        if name not in space.variables:
            raise GameError(f"the stake space does not know the stake {name!r}", remedy="give the space of its case")
    blocks = [frozenset(b.variables) for b in space.system.blocks]
    groups: list[frozenset[str]] = []
    for names in wanted:
        whole = frozenset[str]().union(*(b for b in blocks if b & names))
        touching = [g for g in groups if g & whole]
        groups = [g for g in groups if not g & whole] + [whole.union(*touching)]
    spaces = [_restricted(space, group) for group in groups]
    index = [next((k for k, g in enumerate(groups) if g & names), 0) for names in wanted]
    kept = _restricted(space, frozenset[str]().union(*groups))
    return kept, tuple((spaces[k], k) for k in index)


def _restricted(space: Polyhedron, names: frozenset[str]) -> Polyhedron:
    members = sorted(i for b in space.system.blocks if names.intersection(b.variables) for i in b.members)
    return Polyhedron(tuple(v for v in space.variables if v in names), tuple(space.system.rows[i] for i in members))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stakes:
    """Rows per factor of the stake space, with a point of each.

    Attributes
    ----------
    gaps : per player and pair of profiles, by how much the first pays more; shared by all that follows
    place : per player, the factor that its stakes belong to
    areas, points : per factor, the admissible stakes and one of them
    ties : whether equal payoffs count; otherwise not to prefer is to prefer the other, where they differ at all
    known : what was asked before, by factor and form
    after : what was assumed before from here, so that no question is worked out twice
    """

    gaps: dict[Pair, Affine]
    place: tuple[int, ...]
    areas: tuple[Polyhedron, ...]
    points: tuple[Point, ...]
    ties: bool
    known: dict[tuple[int, Affine], bool | None] = field(default_factory=dict, compare=False, repr=False)
    after: dict[tuple[int, Affine, bool], _Stakes | None] = field(default_factory=dict, compare=False, repr=False)

    @staticmethod
    def start(game: NormalFormGame, parts: tuple[tuple[Polyhedron, int], ...], *, ties: bool) -> _Stakes:
        """Return what the rows of the space say."""
        areas = {k: area for area, k in sorted(parts, key=lambda part: part[1])}
        points = []
        for area in areas.values():
            found = area.feasibility()
            if not isinstance(found, Feasible):
                raise GameError("the stake space is empty", remedy="ask irreducible_conflict() which rows clash")
            points.append(found.witness)
        index = {k: n for n, k in enumerate(areas)}
        return _Stakes(
            gaps=_gaps(game),
            place=tuple(index[k] for _, k in parts),
            areas=tuple(areas.values()),
            points=tuple(points),
            ties=ties,
        )

    def knows(self, pair: Pair) -> bool | None:
        form = self.gaps[pair]
        if form.is_constant:
            return form.constant > 0
        key = (self.place[pair[0]], form)
        if key not in self.known:
            self.known[key] = self._ask(*key)
        return self.known[key]

    def _ask(self, k: int, form: Affine) -> bool | None:
        """Ask for a point on either side of a comparison."""
        if self._side(k, form, holds=True) is None:
            return False
        return True if self._side(k, form, holds=False) is None else None

    def assume(self, pair: Pair, *, holds: bool) -> _Stakes | None:
        key = (self.place[pair[0]], self.gaps[pair], holds)
        if key not in self.after:
            self.after[key] = self._assumed(*key)
        return self.after[key]

    def _assumed(self, k: int, form: Affine, holds: bool) -> _Stakes | None:  # noqa: FBT001  a part of a key
        found = self._side(k, form, holds=holds)
        if found is None:
            return None
        area, point = found
        return replace(
            self,
            areas=(*self.areas[:k], area, *self.areas[k + 1 :]),
            points=(*self.points[:k], point, *self.points[k + 1 :]),
            known={key: v for key, v in self.known.items() if v is not None or key[0] != k},
            after={},
        )

    def _side(self, k: int, form: Affine, *, holds: bool) -> tuple[Polyhedron, Point] | None:
        """Return the admissible stakes on one side of a comparison, with a point; None if there are none."""
        sign = form if holds else -form
        condition = Condition(sign, Relation.AT_LEAST if self.ties and not holds else Relation.ABOVE)
        area = self.areas[k].with_rows(Row(f"order:{len(self.areas[k].rows)}", condition))
        if condition.holds(dict(self.points[k])):
            return area, self.points[k]
        found = area.feasibility()
        return (area, found.witness) if isinstance(found, Feasible) else None

    def witness(self) -> Point:
        """Return stakes at which all that is assumed holds."""
        return tuple(value for point in self.points for value in point)


def _gaps(game: NormalFormGame) -> dict[Pair, Affine]:
    """Return, per player and pair of profiles, by how much the first pays more."""
    tables = [[v if isinstance(v, Affine) else Affine.number(v) for v in table] for table in game.payoffs]
    return {
        (p, x, y): table[x] - table[y]
        for p, table in enumerate(tables)
        for x, y in product(range(len(table)), repeat=2)
    }


def _verdict(
    doubt: Doubt, start: tuple[_Stakes, _Stakes], about: tuple[int, StabilityConcept, int | None]
) -> StateVerdict:
    """Return one verdict, with stakes for and against."""
    state, concept, player = about
    closed, inner = start

    def judge(know: _Stakes) -> Judged:
        return doubt.judge(know, concept, player, state)

    given, against = search(closed, judge, want=True), search(closed, judge, want=False)
    if given is None:
        word = Likelihood.IMPOSSIBLE
    elif against is None:
        word = Likelihood.NECESSARY
    else:
        word = Likelihood.POSSIBLE
        if search(inner, judge, want=False) is None:
            word = Likelihood.EXCEPT_TIES
        elif search(inner, judge, want=True) is None:
            word = Likelihood.ONLY_TIES
    return StateVerdict(
        state=state,
        concept=concept,
        player=player,
        word=word,
        witness_for=None if given is None else given.witness(),
        witness_against=None if against is None else against.witness(),
    )
