"""Laws of regions: every point of the space lies in one cell, and its equilibria are those found by trying all."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import load_case
from bargain.exact import Affine, Condition, Relation, parse_conditions
from bargain.polyhedra import Polyhedron, Row
from bargain.study.alternatives import pure_alternatives, words_of
from bargain.study.cells import adjacent, cut_by_sets
from bargain.study.pieces import Alternative, added, full_dimensional, outside
from bargain.study.recheck_trees import walk
from bargain.study.region_cuts import needed, partition, regions
from strategies_polyhedra import corners, possible
from strategies_regions import FORMS, SPACES, affine_games, points, stable

CASE = load_case("russia-turkey-2022")


@given(affine_games(shapes=((2, 2), (2, 3), (2, 2, 2))), SPACES)
@settings(max_examples=12)
def test_a_point_lies_in_one_piece_with_exactly_its_equilibria(game, space) -> None:
    """Pieces are disjoint, cover the space, and name the equilibria that trying every cell finds, ties included."""
    items = pure_alternatives(game)
    pieces = cut_by_sets(space, items)
    tried = points(space)
    for piece in pieces:
        tried += [dict(p) for p in (piece.area.interior_point(), *piece.area.vertices()) if space.contains(dict(p))]
    for point in tried:
        inside = [p for p in pieces if p.area.contains(point)]
        assert len(inside) == 1
        assert {items[k].key for k in inside[0].members} == stable(game, point)


@given(affine_games(shapes=((2, 2),)), SPACES)
@settings(max_examples=5)
def test_pieces_with_inner_points_come_first_and_are_those_that_elimination_finds(game, space) -> None:
    """An oracle without simplex agrees on which pieces leave room in every row that the space leaves room in."""
    pieces = cut_by_sets(space, pure_alternatives(game))
    flags = [piece.full for piece in pieces]
    assert flags == sorted(flags, reverse=True)
    for piece in pieces:
        assert piece.full is _full(piece.area, space)


def _full(area: Polyhedron, space: Polyhedron) -> bool:
    """Tell by elimination whether an area has as many dimensions as the space: the rows that cannot be strict agree."""

    def tight(rows, of):
        return {
            (r.condition.form)
            for r in of
            if not possible([*rows, Row("more", Condition(r.condition.form, Relation.ABOVE))])
            and not possible([*rows, Row("less", Condition(-r.condition.form, Relation.ABOVE))])
        }

    return tight(area.rows, area.rows) == tight(space.rows, area.rows)


@given(st.lists(st.lists(FORMS, min_size=1, max_size=2), max_size=3), SPACES)
@settings(max_examples=15)
def test_what_lies_outside_is_everything_else_once(forms, space) -> None:
    """The open parts of a cut hold a point exactly if no alternative does, and no point is in two of them."""
    items = [
        Alternative(label=str(n), conditions=tuple(Condition(f, Relation.AT_LEAST) for f in some))
        for n, some in enumerate(forms)
    ]
    cut = outside(space, items)
    for point in points(space):
        assert sum(area.contains(point) for area in cut.open) == (not any(item.holds(point) for item in items))
    assert outside(space, items, whole=False).empty is cut.empty


@given(st.lists(st.tuples(FORMS, st.sampled_from(list(Relation))), min_size=1, max_size=4), SPACES)
@settings(max_examples=15)
def test_needed_conditions_cut_out_the_same_set_and_none_can_go(parts, space) -> None:
    """Dropping what others imply changes nothing; dropping one more does."""
    conditions = [Condition(form, relation) for form, relation in parts]
    area = added(space, conditions)
    if not area.feasibility():
        return
    kept = needed(space, conditions)
    for point in points(space):
        assert all(c.holds(point) for c in kept) == all(c.holds(point) for c in conditions)
    for c in kept:
        rest = added(space, [k for k in kept if k != c])
        flips = [-c.form] if c.relation is not Relation.EQUAL else [c.form, -c.form]
        weak = c.relation is Relation.ABOVE
        relation = Relation.AT_LEAST if weak else Relation.ABOVE
        assert any(possible([*rest.rows, Row("no", Condition(f, relation))]) for f in flips)


def test_adjacent_cells_share_a_facet_and_others_do_not() -> None:
    """Two halves touch; two quarters that meet in a corner do not; what a gap parts does not."""
    square = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 2", "r2": "0 <= b <= 2"})

    def part(*texts: str) -> Polyhedron:
        return square.with_rows(*(Row(text, parse_conditions(text)[0]) for text in texts))

    left, right = part("a <= 1"), part("a > 1")
    assert adjacent(left, right)
    assert not adjacent(part("a < 1", "b < 1"), part("a >= 1", "b >= 1"))
    assert not adjacent(part("a <= 1/2"), part("a >= 1"))
    assert adjacent(part("a < 1", "b < 1"), part("a >= 1", "b < 1"))


@pytest.mark.parametrize("name", ["syria", "caucasus", "payments-west", "swap-economy-payments"])
def test_the_flagship_is_cut_as_its_games_are_played(name) -> None:
    """At corners and mixtures of the case's stakes one cell holds, with the equilibria of the game there."""
    cells = partition(CASE, name, ties=True)
    single = regions(CASE, name)
    game = CASE.game(name)
    words = [(cell, words_of(game, cell)) for cell in game.cells()]

    ends = [dict(CASE.point()) | dict(c.witness) for c in cells] + [dict(CASE.point())]
    tried = [{n: (one[n] + two[n]) / 2 for n in one} for one, two in combinations(ends[:8], 2)]
    tried += list(walk(ends[-1], cells.space.variables, CASE.space().rows, 20))
    for point in (*ends, *tried):
        here = {w for cell, w in words if cell in stable(game, point)}
        assert [set(c.equilibria) for c in cells if c.holds(point)] == [here]
        for item in single:
            assert (item.where != "nowhere" and all(c.holds(point) for c in item.conditions)) == (item.profile in here)


@given(affine_games(shapes=((2, 2),)), SPACES)
@settings(max_examples=10)
def test_corners_of_a_region_are_where_nobody_gains(game, space) -> None:
    """At every vertex of the rows of a profile's region, found by trying all choices of rows, nobody gains."""
    for item in pure_alternatives(game):
        area = added(space, item.conditions)
        for values in sorted(corners(area)):
            assert item.key in stable(game, dict(zip(area.variables, values, strict=True)))


def test_pairs_of_adjacent_cells_are_adjacent_both_ways() -> None:
    """Adjacency does not depend on the order of two cells."""
    cells = partition(CASE, "caucasus")
    listed = set(cells.adjacency())
    for i, j in combinations(range(len(cells)), 2):
        one, two = cells.cells[i].parts, cells.cells[j].parts
        both = {any(adjacent(a, b) for a in x for b in y) for x, y in ((one, two), (two, one))}
        assert both == {(i, j) in listed}


def test_an_equality_has_no_volume_and_a_pinned_stake_none_to_lose() -> None:
    """A condition that is an equality is thin; a space that is thin by its own rows is not."""
    space = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "1 <= b <= 1"})
    tie = Condition(Affine.name("a") - Affine.name("b"), Relation.EQUAL)
    assert not full_dimensional(added(space, (tie,)), space)
    assert full_dimensional(space, space)
    assert full_dimensional(added(space, parse_conditions("b >= 1")), space)


def test_every_alternative_is_cut_away_whichever_a_known_point_lies_in() -> None:
    """Slabs around a line, listed in any order, leave what lies between them and nothing of themselves."""
    line = Polyhedron.read(("a",), {"r": "0 <= a <= 9"})
    slabs = [
        Alternative(label=str(n), conditions=parse_conditions(f"{n} <= a <= {n} + 1/2")) for n in (8, 0, 7, 1, 6, 2, 3)
    ]
    for turn in range(len(slabs)):
        cut = outside(line, slabs[turn:] + slabs[:turn])
        for k in range(37):
            point = {"a": Fraction(k, 4)}
            assert sum(area.contains(point) for area in cut.open) == (not any(s.holds(point) for s in slabs))
