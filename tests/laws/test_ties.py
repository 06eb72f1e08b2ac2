"""Laws of ties: what a space leaves of a condition, and whether a question fills some volume, as elimination says."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.exact import Condition, Relation, parse_conditions
from bargain.polyhedra import Polyhedron, Row
from bargain.study.families import Question
from bargain.study.pieces import Alternative, negations, outside
from bargain.study.ties import Standing, shut_out, standing, ties
from strategies_polyhedra import possible
from strategies_regions import BOX, FORMS, SPACES

CONDITIONS = st.builds(Condition, FORMS, st.sampled_from(list(Relation)))
WEAK = st.builds(Condition, FORMS, st.just(Relation.AT_LEAST))
CLOSED = st.lists(WEAK, min_size=1, max_size=2).map(lambda cs: Alternative(label="away", conditions=tuple(cs)))
OPEN = st.lists(CONDITIONS, min_size=1, max_size=2).map(lambda cs: Alternative(label="away", conditions=tuple(cs)))


def _questions(apart):
    return st.lists(
        st.builds(
            lambda start, away: Question(start=tuple(start), apart=tuple(away)),
            st.lists(CONDITIONS, max_size=2),
            st.lists(apart, max_size=2),
        ),
        min_size=1,
        max_size=3,
    )


def _rows(*conditions):
    return [Row(f"c{n}", c) for n, c in enumerate(conditions)]


def _above(form):
    return Condition(form, Relation.ABOVE)


@given(SPACES, CONDITIONS)
@settings(max_examples=80)
def test_what_a_space_leaves_of_a_condition_is_what_elimination_says(space, condition) -> None:
    """Room, flat, tied or never, asked twice; one condition that never holds shuts all out."""
    form = condition.form
    up, down = (possible([*space.rows, *_rows(_above(f))]) for f in (form, -form))
    holds = possible([*space.rows, *_rows(condition)])
    if not holds:
        want = Standing.NEVER
    elif up and condition.relation is not Relation.EQUAL:
        want = Standing.ROOM
    else:
        want = Standing.TIED if up or down else Standing.FLAT
    assert standing(space, condition) is want
    assert standing(space, condition) is want
    assert shut_out(space, (condition,)) is not holds


def _fills(space, question) -> bool:
    """Tell by elimination whether some point answers yes with room in every row that is no equality throughout."""
    inner = [
        Condition(r.condition.form, Relation.ABOVE)
        for r in space.rows
        if possible([*space.rows, *_rows(_above(r.condition.form))])
    ]
    for parts in product(*([no for c in item.conditions for no in negations(c)] for item in question.apart)):
        asked = [*question.start, *parts]
        own = [Condition(c.form, Relation.ABOVE) for c in asked if not _flat(space, c)]
        equal = any(c.relation is Relation.EQUAL and not _flat(space, c) for c in asked)
        if not equal and possible([*space.rows, *_rows(*inner, *own, *asked)]):
            return True
    return False


def _flat(space, condition) -> bool:
    return not any(possible([*space.rows, *_rows(_above(f))]) for f in (condition.form, -condition.form))


@given(SPACES, _questions(CLOSED) | _questions(OPEN))
@settings(max_examples=80)
def test_a_volume_is_one_and_what_has_none_lies_on_the_equalities_named(space, asked) -> None:
    """None exactly if some question has inner points; otherwise every point that answers yes is on a tie named."""
    found = ties(space, asked)
    assert (found is None) is any(_fills(space, question) for question in asked)
    for question in asked if found is not None else ():
        for area in outside(space, question.apart, question.start).open:
            assert any(not any(possible([*area.rows, *_rows(no)]) for no in negations(c)) for c in found)
    assert all(not _flat(space, c) for c in found or ())


@given(SPACES, _questions(CLOSED))
@settings(max_examples=40)
def test_a_question_known_to_be_answered_and_points_known_change_nothing(space, asked) -> None:
    """They only save looking."""
    open_ones = [n for n, q in enumerate(asked) if outside(space, q.apart, q.start).open]
    inside = dict(space.interior_point())
    for n in open_ones:
        point = dict(outside(space, asked[n].apart, asked[n].start).open[0].feasibility().witness)
        assert ties(space, asked, (inside, point), n) == ties(space, asked)


def _asks(start: str = "", away: str = "") -> Question:
    items = (Alternative(label=away, conditions=parse_conditions(away)),) if away else ()
    return Question(
        start=tuple(c for text in filter(None, start.split(", ")) for c in parse_conditions(text)), apart=items
    )


def test_what_is_kept_of_one_question_says_nothing_of_another() -> None:
    """Two conditions that leave no volume together, then two that do; each with room alone."""
    space = Polyhedron.read(("a", "b", "c"), BOX)
    thin, wide = _asks("a >= b, b >= a"), _asks("a >= 0, b >= 0")
    assert [str(c) for c in ties(space, (thin,)) or ()] == ["a == b"]
    assert ties(space, (thin, wide)) is None
    assert ties(space, (wide,)) is None


def test_a_point_on_the_edge_of_what_is_cut_away_shows_no_volume() -> None:
    """Nothing is left beside a closed set that is everything, though a known point lies on its edge."""
    space = Polyhedron.read(("a", "b", "c"), BOX)
    corner = dict.fromkeys("abc", Fraction(0))
    found = ties(space, (_asks("a == 0"), _asks(away="a + b >= 0")), (corner,))
    assert [str(c) for c in found or ()] == ["a == 0"]
