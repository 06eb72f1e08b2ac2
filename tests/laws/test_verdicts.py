"""Laws of verdicts: no point contradicts a word, elimination agrees on emptiness, forged proofs are refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import load_case, verify
from bargain.exact import Affine, Condition, Relation, parse_conditions
from bargain.games import chance, game_tree, move, outcome
from bargain.polyhedra import Polyhedron, Row
from bargain.solve.backward import backward_induction
from bargain.study import verdict
from bargain.study.families import Family, family
from bargain.study.pieces import added
from bargain.study.pivots import _largest, _Work
from bargain.study.recheck_trees import plays_at, walk
from bargain.study.recheck_verdicts import holds_at
from bargain.study.statements import Played
from bargain.study.tree_sets import plays
from bargain.study.verdict_values import Answer, Verdict, VerdictWord
from bargain.study.verdicts import answer
from strategies_polyhedra import possible
from strategies_regions import BOX, FORMS, SPACES, affine_games, points, stable, toy

CASE = load_case("russia-turkey-2022")
READ = ("stated",)
CONDITIONS = st.builds(Condition, FORMS, st.sampled_from(list(Relation)))
SWAP = "conceded syria in swap-syria-energy"
HELD = "equilibrium hold firm, accommodate in syria"


def _asked(game, space) -> tuple[Played, Family]:
    """Ask whether the first player takes its first action."""
    asked = Played(game="drawn", actions=((0, (0,)),), words="p0 plays x0")
    return asked, family(asked, toy(game, space), space)


def _truth(game, point, quantifier) -> bool | None:
    """Return the truth at a point by the raw table; None without an equilibrium."""
    here = stable(game, point)
    if not here:
        return None
    return (all if quantifier == "every" else any)(cell[0] == 0 for cell in here)


@given(affine_games(), SPACES, st.sampled_from(["every", "some"]))
@settings(max_examples=30)
def test_no_point_contradicts_a_verdict_and_its_witnesses_are_ones(game, space, quantifier) -> None:
    """Playing the game at corners, faces and inner points never says otherwise than the word does."""
    _, of = _asked(game, space)
    found = answer(toy(game, space), of, quantifier, READ, space)
    seen = {_truth(game, p, quantifier) for p in points(space)}
    for point, said in ((found.witness_for, True), (found.witness_against, False), (found.without, None)):
        if point is None:
            assert said not in seen
        else:
            assert space.contains(dict(point))
            assert _truth(game, dict(point), quantifier) is said


@given(affine_games(), SPACES)
@settings(max_examples=30)
def test_elimination_agrees_on_which_sides_are_empty(game, space) -> None:
    """In some: true somewhere exactly if some support has a point; in every: false somewhere if some opponent has."""
    _, of = _asked(game, space)

    def meets(items) -> bool:
        return any(possible([*space.rows, *(Row(f"c{n}", c) for n, c in enumerate(i.conditions))]) for i in items)

    some = answer(toy(game, space), of, "some", READ, space)
    every = answer(toy(game, space), of, "every", READ, space)
    assert (some.witness_for is not None) == meets(of.supports)
    assert (every.witness_against is not None) == meets(of.opponents)


@given(affine_games(shapes=((2, 2),)), SPACES, st.sampled_from(["every", "some"]))
@settings(max_examples=25)
def test_exceptions_are_where_the_other_side_is_and_it_has_no_volume(game, space, quantifier) -> None:
    """Every point on the other side of 'except on' lies on one of its equalities; otherwise both sides have volume."""
    _, of = _asked(game, space)
    found = answer(toy(game, space), of, quantifier, READ, space)
    if found.mostly is None:
        return
    rare = found.mostly is not VerdictWord.NECESSARY
    for point in points(space):
        if _truth(game, point, quantifier) is rare:
            assert any(c.holds(point) for c in found.exceptions)
    assert not all(any(c.holds(p) for c in found.exceptions) for p in [dict(space.interior_point())])


@given(affine_games(shapes=((2, 2),)), SPACES)
@settings(max_examples=20)
def test_claims_fall_exactly_if_the_verdict_does_without_their_rows(game, space) -> None:
    """What falls is found again by deciding anew over the larger space; sets that are enough are, and none can go."""
    asked, of = _asked(game, space)
    case = toy(game, space)
    found = answer(case, of, "every", READ, space)
    if found.word not in {VerdictWord.NECESSARY, VerdictWord.IMPOSSIBLE}:
        return
    work = _Work(case, space, asked, of, found)
    broken = {fall.name for fall in work.falls()}
    for name in {claim.id for claim in case.claims}:
        rows = tuple(r for r in space.rows if case.basis(r.label).claims[0] != name)
        again = answer(case, of, "every", READ, Polyhedron(space.variables, rows))
        assert (again.word is found.word) == (name not in broken)
    sets, cut_short = work.sufficient()
    assert sets
    assert cut_short or set.intersection(*map(set, sets)) == broken
    for names in sets[:3]:
        for kept, holds in ((set(names), True), *((set(names) - {n}, False) for n in names)):
            rows = tuple(r for r in space.rows if case.basis(r.label).claims[0] in kept)
            again = answer(case, of, "every", READ, Polyhedron(space.variables, rows))
            assert (again.word is found.word) is holds


@given(affine_games(shapes=((2, 2),)), SPACES)
@settings(max_examples=15)
def test_rows_move_as_far_as_is_said_and_no_less(game, space) -> None:
    """At the stated move the verdict changes, or just beyond it; half-way it does not."""
    asked, of = _asked(game, space)
    case = toy(game, space)
    found = answer(case, of, "some", READ, space)
    work = _Work(case, space, asked, of, found)
    settled = found.word in {VerdictWord.NECESSARY, VerdictWord.IMPOSSIBLE}
    sign = -1 if settled else 1
    for shift in list(work.relaxations() if settled else work.tightenings())[:3]:
        form = space.row(shift.row).condition.form

        def word(by, label=shift.row, form=form) -> VerdictWord:
            moved = space.without(label).with_rows(Row(label, Condition(form - sign * by, Relation.AT_LEAST)))
            return answer(case, of, "some", READ, moved).word

        beyond = shift.by if shift.reached else shift.by + Fraction(1, 10**6)
        assert (word(beyond) is shift.to) is not settled
        if not shift.reached:
            assert (word(shift.by) is shift.to) is settled
        if shift.by:
            assert (word(shift.by * Fraction(999_999, 1_000_000)) is shift.to) is settled


@given(SPACES, st.lists(st.lists(CONDITIONS, min_size=1, max_size=2), max_size=4), FORMS)
@settings(max_examples=60)
def test_the_largest_value_over_areas_is_that_of_their_extents(space, asked, form) -> None:
    """The greatest of the upper ends, and reached if one area with that end reaches it."""
    areas = [area for cs in asked if not (area := added(space, cs)).is_empty]
    ends = [(end.value, end.attained) for area in areas for end in (area.extent(form).high,)]
    found = _largest(space, areas, form)
    assert (None if found is None else (found.value, found.reached)) == max(ends, default=None)


@pytest.mark.parametrize(
    ("texts", "wanted"),
    [
        (["a < 1"], (1, False)),
        (["a < 1", "a < b", "b >= 0"], (1, True)),
        (["2*a < 1", "2*a <= 1"], (Fraction(1, 2), True)),
        (["2*a <= 1", "4*a < 3"], (Fraction(3, 4), False)),
    ],
)
def test_an_area_that_comes_as_close_as_the_space_need_not_reach_it(texts, wanted) -> None:
    """A strict condition keeps the end out; another area may reach it."""
    space = Polyhedron.read(("a", "b", "c"), BOX)
    found = _largest(space, [added(space, parse_conditions(text)) for text in texts], Affine.name("a"))
    assert found is not None
    assert (found.value, found.reached) == wanted


@given(st.lists(FORMS, min_size=12, max_size=12), st.sampled_from([BOX, {**BOX, "order": "a < b"}]))
@settings(max_examples=25)
def test_plays_are_those_of_backward_induction_at_every_point(forms, rows) -> None:
    """A play's conditions hold at a point exactly if some equilibrium there leads to it."""
    leaf = [outcome(forms[2 * n], forms[2 * n + 1]) for n in range(6)]
    last = move("A", {"s": leaf[4], "t": leaf[5]})
    game = game_tree(
        "drawn",
        ("A", "B"),
        move(
            "A",
            {
                "l": move("B", {"l": leaf[0], "m": leaf[1], "r": leaf[2]}),
                "r": chance({"u": (Fraction(1, 3), leaf[3]), "d": (Fraction(2, 3), last)}),
            },
        ),
    )
    space = Polyhedron.read(("a", "b", "c"), rows)
    items = plays(game, space)
    for point in points(space)[:12]:
        solved = backward_induction(game.at(point), limit=10_000)
        here = {item.key for item in items if item.holds(point)}
        assert here == {ends for ends, _ in plays_at(game, point)}
        assert {e.payoffs for e in solved} == {payoffs for _, payoffs in plays_at(game, point)}


@pytest.mark.parametrize("text", ["share 1/2 of syria in swap-syria-energy under reservation", HELD, SWAP])
def test_witnesses_of_the_flagship_are_ones_and_a_walk_finds_no_other(text) -> None:
    """From the baseline along the stakes that matter, the statement is as the verdict says."""
    found = verdict(CASE, text)
    for item in found:
        if item.readings[-1] == "assumed" and item.word is not VerdictWord.POSSIBLE:
            for point in walk(dict(CASE.point()), found.stakes, CASE.space().rows, 20):
                truth = holds_at(CASE, found.statement, point, item.quantifier)
                assert truth is (item.word is VerdictWord.NECESSARY)


def _settled() -> tuple[Verdict, int]:
    """Return a verdict of the flagship with a proof, and where it stands among the answers."""
    found = verdict(CASE, HELD)
    n = next(n for n, a in enumerate(found) if a.word is VerdictWord.NECESSARY and a.quantifier == "some")
    return found, n


def _leaf(item: Answer) -> tuple[int, int]:
    """Return a cut and a node of it that carries multipliers."""
    for c, cut in enumerate(item.proof.cuts):
        for n, node in enumerate(cut.nodes):
            if node.clash is not None and len(node.clash.multipliers) > 1:
                return c, n
    raise AssertionError("no proof")


def _with_cut(item: Answer, c: int, cut) -> Answer:
    cuts = tuple(cut if k == c else old for k, old in enumerate(item.proof.cuts))
    return replace(item, proof=replace(item.proof, cuts=cuts))


def _with_node(item: Answer, c: int, n: int, node) -> Answer:
    cut = item.proof.cuts[c]
    return _with_cut(item, c, replace(cut, nodes=tuple(node if k == n else old for k, old in enumerate(cut.nodes))))


def test_forgeries_are_caught() -> None:
    """A flipped sign, a missing leaf, a dropped row, another word, quantifier or witness: each is refused."""
    found, n = _settled()
    item = found.answers[n]
    assert verify(replace(found, answers=(item,))).ok
    c, at = _leaf(item)
    node = item.proof.cuts[c].nodes[at]
    label, y = node.clash.multipliers[0]
    flipped = replace(node, clash=replace(node.clash, multipliers=((label, -y), *node.clash.multipliers[1:])))
    dropped = replace(node, clash=replace(node.clash, multipliers=node.clash.multipliers[1:]))
    less = replace(item.grounds, rows=item.grounds.rows[1:])
    other = next(a for a in found if a.quantifier == "every" and a.readings == item.readings)
    low = next(a for a in found if a.readings == ("stated",) and a.witness_against is not None)
    wrong = {
        "a flipped sign": _with_node(item, c, at, flipped),
        "a dropped row": _with_node(item, c, at, dropped),
        "a dropped ground": replace(item, grounds=less),
        "a missing leaf": _with_cut(item, c, replace(item.proof.cuts[c], nodes=item.proof.cuts[c].nodes[:-1])),
        "a leaf that is none": _with_node(item, c, at, replace(node, clash=None)),
        "no proof": replace(item, proof=replace(item.proof, cuts=())),
        "no proof that an equilibrium exists": replace(item, proof=replace(item.proof, cover=())),
        "another word": replace(item, word=VerdictWord.IMPOSSIBLE),
        "a swapped quantifier": replace(item, quantifier="every"),
        "a witness of the other side": replace(item, witness_for=low.witness_against),
        "a witness that is not in the space": replace(item, witness_for=tuple((k, v + 5) for k, v in item.witness_for)),
        "a witness without a stake": replace(item, witness_for=item.witness_for[1:]),
        "stricter readings than the proof's": replace(item, readings=("stated",)),
        "a fewer alternatives": _with_cut(
            item, c, replace(item.proof.cuts[c], alternatives=item.proof.cuts[c].alternatives[:-1])
        ),
    }
    assert other.word is VerdictWord.POSSIBLE
    for name, forged in wrong.items():
        assert not verify(replace(found, answers=(forged,))).ok, name
