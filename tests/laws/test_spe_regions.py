"""Laws of parametric backward induction: regions against solves at single points, boundaries included."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.exact import Affine, parse_affine
from bargain.games import chance, game_tree, move, outcome
from bargain.polyhedra import Polyhedron
from bargain.solve.backward import backward_induction
from bargain.solve.result import Status
from bargain.solve.spe_region_verify import verify_tree_regions
from bargain.solve.spe_regions import SpeRegions, spe_regions
from bargain.solve.spe_roots import evaluate
from bargain.solve.spe_threshold_verify import verify_thresholds
from bargain.solve.spe_thresholds import spe_thresholds
from strategies_trees import trees

if TYPE_CHECKING:
    from bargain.games.tree import TreeGame

STAKES = ("a", "b", "c")
FORMS = st.builds(
    lambda x, y, z, k: Affine.of({"a": x, "b": y, "c": z}, k),
    *(st.integers(-1, 1) for _ in STAKES),
    st.integers(-1, 1),
)
BOX = {"la": "0 <= a <= 1", "lb": "0 <= b <= 1", "lc": "-1 <= c <= 1"}
SPACES = st.sampled_from(
    [
        BOX,
        {**BOX, "order": "a < b"},
        {**BOX, "order": "a <= b", "sum": "a + b <= 1"},
        {**BOX, "unit": "a + b == 1", "cut 1": "c > -1"},
    ]
)
GRID = [Fraction(k, 4) for k in range(-4, 5)]


def _plays_at(game: TreeGame, point: dict[str, Fraction]) -> set[tuple[tuple[int, ...], tuple[Fraction, ...]]]:
    """List every equilibrium of the game at a point; return ends reached and payoffs."""
    fixed = game.at(point)
    found = backward_induction(fixed, limit=100_000)
    assert not found.truncated
    out = set()
    for e in found:
        ends, todo = [], [0]
        while todo:
            node = todo.pop()
            if not game.children[node]:
                ends.append(node)
                continue
            k = game.sets[node]
            mover = game.infosets[k].player
            todo += [c for c, p in zip(game.children[node], e.profile[k], strict=True) if p or mover < 0]
        out.add((tuple(sorted(ends)), e.payoffs))
    return out


def _agree(game: TreeGame, found: SpeRegions, point: dict[str, Fraction]) -> None:
    inside = [r for r in (*found.regions, *found.faces) if r.contains(point)]
    assert len(inside) == 1
    cells = [c for c in inside[0].cells if c.space.contains(point)]
    assert len(cells) == 1
    said = {(p.ends, tuple(v.at(point) for v in p.payoffs)) for p in inside[0].plays}
    assert said == _plays_at(game, point)


@settings(deadline=None, max_examples=30)
@given(
    trees(players=(2, 3), moves=(1, 4), actions=(1, 3), information="perfect", payoffs=FORMS),
    SPACES,
    st.lists(st.tuples(*(st.sampled_from(GRID) for _ in STAKES)), max_size=12),
)
def test_regions_agree_with_solves_at_points(
    game: TreeGame, rows: dict[str, str], drawn: list[tuple[Fraction, ...]]
) -> None:
    """At grid points, witnesses, vertices and mid-points the plays and payoffs are those solved there."""
    space = Polyhedron.read(STAKES, rows)
    found = spe_regions(game, space)
    points = [dict(zip(STAKES, p, strict=True)) for p in drawn]
    witnesses = [dict(c.witness) for r in (*found.regions, *found.faces) for c in r.cells]
    middles = [{name: (x[name] + y[name]) / 2 for name in STAKES} for x, y in pairwise(witnesses)]
    corners = [dict(v) for v in space.vertices()]
    for point in [*points, *witnesses, *middles, *corners]:
        if space.contains(point):
            _agree(game, found, point)


@settings(deadline=None, max_examples=20)
@given(trees(players=(2, 2), moves=(1, 4), actions=(2, 2), information="perfect", payoffs=FORMS), SPACES)
def test_leaving_faces_out_changes_no_region(game: TreeGame, rows: dict[str, str]) -> None:
    """Every witness of a region found without faces lies in the region of the same plays found with them."""
    space = Polyhedron.read(STAKES, rows)
    whole, some = spe_regions(game, space), spe_regions(game, space, faces=False)
    assert some.faces == ()
    for region in some:
        for cell in region.cells:
            point = dict(cell.witness)
            assert [p.ends for p in whole.at(point).plays] == [p.ends for p in region.plays]
            assert whole.at(point).full
    for region in whole:
        for cell in region.cells:
            homes = [r for point in _inner(cell.space) for r in some if r.contains(point)]
            assert homes
            assert {tuple(p.ends for p in r.plays) for r in homes} == {tuple(p.ends for p in region.plays)}


def _inner(cell: Polyhedron) -> list[dict[str, Fraction]]:
    """Return points inside a cell: vertices weighted unevenly, so that no cut is likely to pass through all."""
    corners = [dict(v) for v in cell.vertices()]
    out = []
    for base in (3, 7, 11):
        weights = [Fraction(pow(base, k, 101)) for k in range(len(corners))]
        total = sum(weights)
        out.append({n: sum(w * v[n] for w, v in zip(weights, corners, strict=True)) / total for n in STAKES})
    return out


@settings(deadline=None, max_examples=10)
@given(trees(players=(2, 3), moves=(1, 4), actions=(2, 2), information="perfect", payoffs=FORMS), SPACES)
def test_regions_verify(game: TreeGame, rows: dict[str, str]) -> None:
    """The second look finds nothing wrong, and that the cells make up the space, with faces and without."""
    for faces in (True, False):
        found = spe_regions(game, Polyhedron.read(STAKES, rows), faces=faces)
        check = verify_tree_regions(found)
        assert check.ok, check.faults
        assert check.completeness.startswith("re-derived")


@pytest.mark.parametrize("faces", [True, False])
def test_lost_and_turned_cells_are_caught_with_faces_and_without(faces: bool) -> None:  # noqa: FBT001
    """A region lost, two regions' plays exchanged, a word of trust that the plays do not bear."""
    below = move("B", {"x": outcome("c - 1/2", "a"), "y": outcome("c", "b")})
    game = game_tree("Sides", ("A", "B"), move("A", {"out": outcome(0, 0), "in": below}))
    found = spe_regions(game, Polyhedron.read(STAKES, BOX), faces=faces)
    assert verify_tree_regions(found).ok
    assert len(found) > 2
    assert not verify_tree_regions(replace(found, regions=found.regions[1:])).ok
    one, two, *rest = found.regions
    swapped = (replace(one, plays=two.plays), replace(two, plays=one.plays), *rest)
    assert not verify_tree_regions(replace(found, regions=swapped)).ok
    assert not verify_tree_regions(replace(found, status=Status.NONE_EXISTS)).ok


@pytest.mark.parametrize("steps", [6, pytest.param(16, marks=pytest.mark.slow)])
def test_thousands_of_stakes_in_one_game_with_chance_and_three_players(steps: int) -> None:
    """A dense grid that holds every vertex and many points of every face."""
    third = move("C", {"press": outcome("b - a", "1/2 - c", "c"), "wait": outcome("b", "a", "1/4")})
    luck = chance({"seen": ("1/3", outcome(0, "a", "b")), "not": ("2/3", outcome("c", "b", 0))})
    deal = move("B", {"return": third, "take": luck})
    game = game_tree("Dense", ("A", "B", "C"), move("A", {"grant": deal, "keep": outcome("1/4", 0, 0)}))
    space = Polyhedron.read(STAKES, {"la": "0 <= a <= 1", "lb": "0 <= b <= 1", "lc": "0 <= c <= 1"})
    found = spe_regions(game, space)
    assert len(found.regions) >= 3
    assert found.faces
    grid = [Fraction(k, steps) for k in range(steps + 1)]
    plain = [dict(zip(STAKES, p, strict=True)) for p in product(grid, repeat=3)]
    for point in plain:
        _agree(game, found, point)
    assert parse_affine("b - a", names=STAKES) in {v for r in found for p in r.plays for v in p.payoffs}


def test_beaten_branches_are_not_cut() -> None:
    """Comparisons below an action that is never taken make no regions."""
    below = move("B", {"x": outcome("-3", "a"), "y": outcome("-3", "b")})
    game = game_tree("Off the path", ("A", "B"), move("A", {"stay": outcome(0, 0), "go": below}))
    found = spe_regions(game, Polyhedron.read(("a", "b"), {"r": "0 <= a <= 1", "s": "0 <= b <= 1"}))
    assert [str(c) for r in found for c in r.cells] == ["everywhere"]
    assert found.faces == ()


def _opened(game: TreeGame) -> TreeGame:
    """Open the chances of every chance move that has a choice, in p."""
    p = Affine.name("p")
    rows = {2: (p, 1 - p), 3: (p / 2, 1 - p, p / 2)}
    sets = tuple(
        replace(s, probabilities=rows[len(s.actions)]) if s.player < 0 and len(s.actions) in rows else s
        for s in game.infosets
    )
    return replace(game, infosets=sets)


@settings(deadline=None, max_examples=30)
@given(trees(players=(1, 2), moves=(2, 6), actions=(2, 3), information="perfect"))
def test_thresholds_agree_with_solves_at_values(game: TreeGame) -> None:
    """On a grid, inside every part and at every rational threshold; parts are disjoint and leave nothing out."""
    opened = _opened(game)
    assume(opened.parameters == ("p",))
    found = spe_thresholds(opened)
    values = {Fraction(k, 12) for k in range(13)} | {part.witness for part in found if part.witness is not None}
    values |= {t.low for t in found.thresholds if t.low == t.high}
    for value in sorted(values):
        said = {(q.ends, tuple(evaluate(v, value) for v in q.payoffs)) for q in found.at(value).plays}
        assert said == _plays_at(opened, {"p": value})
    for left, right in pairwise(found.parts):
        assert left.high == right.low
        assert left.closed[1] != right.closed[0]
    assert verify_thresholds(found, steps=7).ok


def test_an_irrational_threshold_is_exact() -> None:
    """Two draws in a row: Ann acts if p² >= 1/2, at exactly one half of the square root of two."""
    second = chance({"up": ("p", outcome(1)), "down": ("1 - p", outcome(0))})
    first = chance({"up": ("p", second), "down": ("1 - p", outcome(0))})
    found = spe_thresholds(game_tree("Twice", ("Ann",), move("Ann", {"keep": outcome("1/2"), "act": first})))
    assert [str(part) for part in found] == ["[0, sqrt(2)/2)", "{sqrt(2)/2}", "(sqrt(2)/2, 1]"]
    assert [len(part.plays) for part in found] == [1, 2, 1]
    assert found.parts[1].witness is None
    assert found.at(Fraction(7071, 10000)) == found.parts[0]
    assert found.at(Fraction(7072, 10000)) == found.parts[2]


def test_threats_of_an_indifferent_player_count_at_their_worst() -> None:
    """Bob never cares, so Ann may stay out wherever the worse of his answers is no better than that."""
    below = move("B", {"x": outcome("a", 0), "y": outcome("b", 0), "z": outcome("1 - a", 0)})
    game = game_tree("Whim", ("A", "B"), move("A", {"go": below, "out": outcome("c", 1), "half": outcome("1/2", 1)}))
    found = spe_regions(game, Polyhedron.read(STAKES, BOX))
    assert found.status is Status.EXACT_PURE_ONLY
    for point in product(GRID[4:], GRID[4:], GRID):
        _agree(game, found, dict(zip(STAKES, point, strict=True)))
    assert verify_tree_regions(found).ok


def test_cells_on_both_sides_of_a_face_stay_two_where_faces_are_left_out() -> None:
    """Without the face between them two cells of one play are not one polyhedron, and neither is lost."""
    below = move("B", {"x": outcome("c - 1", "a"), "y": outcome("c - 1", "b")})
    game = game_tree("Sides", ("A", "B"), move("A", {"out": outcome(0, 0), "in": below}))
    found = spe_regions(game, Polyhedron.read(STAKES, BOX), faces=False)
    for a, b, c in product(GRID[4:], GRID[4:], GRID[:-1]):
        homes = [r for r in found if r.contains({"a": a, "b": b, "c": c})]
        assert len(homes) == (a != b)
    assert [str(cell) for r in spe_regions(game, Polyhedron.read(STAKES, BOX)) for cell in r.cells] == ["c < 1"]
