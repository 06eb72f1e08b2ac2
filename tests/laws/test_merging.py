"""Laws of merging: the same points before and after, none twice where parts are to be disjoint, no part too many."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import load_case
from bargain.exact import Condition, Relation, parse_conditions
from bargain.polyhedra import Polyhedron, Row
from bargain.study import partition, regions
from bargain.study.merging import covering, disjoint
from bargain.study.play_cuts import play_pieces
from strategies_polyhedra import possible
from strategies_regions import BOX, FORMS, SPACES, points

CASE = load_case("russia-turkey-2022")
READINGS = ("stated", "inferred", "assumed")
CONDITIONS = st.builds(Condition, FORMS, st.sampled_from(list(Relation)))
PARTS = st.lists(st.lists(CONDITIONS, min_size=1, max_size=3).map(tuple), min_size=1, max_size=4)


def _in(part, point) -> bool:
    return all(c.holds(point) for c in part)


def _opposites(condition):
    if condition.relation is Relation.EQUAL:
        return [Condition(f, Relation.ABOVE) for f in (condition.form, -condition.form)]
    return [condition.opposite()]


def _covered(space, part, others) -> bool:
    """Tell by elimination whether a part lies in the union of others."""
    if not others:
        return not possible([*space.rows, *(Row(f"c{n}", c) for n, c in enumerate(part))])
    first, *rest = others
    return all(_covered(space, (*part, no), rest) for c in first for no in _opposites(c))


@given(SPACES, PARTS)
@settings(max_examples=60)
def test_the_union_stays_what_it_was_and_no_part_lies_in_the_others(space, parts) -> None:
    """Both inclusions, and that every part is needed, by elimination."""
    found = covering(space, parts)
    assert len(found) <= len(parts)
    assert all(_covered(space, part, parts) for part in found)
    assert all(_covered(space, part, found) for part in parts)
    for n, part in enumerate(found):
        assert not _covered(space, part, [*found[:n], *found[n + 1 :]])


@given(SPACES, PARTS)
@settings(max_examples=40)
def test_disjoint_parts_share_no_point_and_leave_none_out(space, parts) -> None:
    """Every point tried lies in one area exactly if it lies in some part, and in no two."""
    areas = disjoint(space, parts)
    for point in points(space):
        assert sum(area.contains(point) for area in areas) == any(_in(part, point) for part in parts)
    for n, one in enumerate(areas):
        for other in areas[:n]:
            assert not possible([*one.rows, *(Row(f"other {k}", r.condition) for k, r in enumerate(other.rows))])


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["a >= b and c >= 0", "a >= b and c <= 0"], ["a >= b"]),
        (["a >= b", "a <= b"], [""]),
        (["a >= b", "a <= b and c >= 0"], ["a >= b", "c >= 0"]),
        (["a <= b and b <= 1/2", "a <= b and b >= 1/2 and c >= 0", "a <= b and b >= 1/2 and c <= 0"], ["b >= a"]),
        (["a == b", "a > b"], ["a >= b"]),
        (["a + b <= 1", "2*a <= 1", "2*b <= 1"], ["2*a <= 1", "2*b <= 1"]),
        # The union is a triangle that neither part describes alone.
        (["2*b <= a + 1 and a >= b and 2*a <= 1", "2*b <= a + 1 and a >= b and 2*a >= 1"], ["a >= b"]),
        (
            ["c <= b and b <= 1/2 and c >= 0", "c <= 1 - b and b >= 1/2 and c >= 0"],
            ["b >= c and b + c <= 1 and c >= 0"],
        ),
    ],
)
def test_parts_are_put_together_again_enlarged_or_left_out(texts, wanted) -> None:
    """A convex union is one part; larger parts are taken where the union has them; what two others cover goes."""
    space = Polyhedron.read(("a", "b", "c"), BOX)

    def read(text):
        return tuple(c for one in text.split(" and ") if one for c in parse_conditions(one))

    found = covering(space, [read(text) for text in texts])
    assert [set(part) for part in found] == [set(read(text)) for text in wanted]


@pytest.mark.parametrize("game", ["sochi", "sochi-turkey-first"])
def test_regions_and_cells_of_plays_hold_where_the_pieces_do_that_they_are_made_of(game) -> None:
    """Every piece that the tree is cut into lies in the regions of its plays and in one cell, at points of each."""
    _, pieces = play_pieces(CASE, game, READINGS)
    found, cells = regions(CASE, game), partition(CASE, game, ties=True)
    assert len(found.regions) < len(pieces)
    assert sum(len(cell.parts) for cell in cells.cells) < len(pieces)
    for words, area, _, _ in pieces:
        point = dict(area.interior_point())
        here = {r.profile.partition(" [")[0] for r in found.regions if r.area is not None and r.area.contains(point)}
        assert here == set(words)
        assert [cell.equilibria for cell in cells.cells if any(p.contains(point) for p in cell.parts)] == [words]
