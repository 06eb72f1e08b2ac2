"""Edges of polyhedra: no variables, no rows, strict against weak, equalities, no bound, hostile input."""

from __future__ import annotations

import ast
import copy
import pickle
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path

import pytest

import bargain.polyhedra
from bargain.errors import ExpressionError, PolyhedronError, RefusedError
from bargain.exact import Affine, Condition, Relation, parse_affine, parse_conditions
from bargain.polyhedra import Certificate, Feasible, Infeasible, Pole, Polyhedron, Ray, Row, check
from bargain.polyhedra.check import check_decision, check_extent, check_feasibility, check_ratio
from bargain.polyhedra.simplex import GOAL, Dictionary, climb

UNIT = Polyhedron.read(("a", "b"), {"a": "0 <= a <= 1", "b": "0 <= b <= 1"})
TRIANGLE = Polyhedron.read(("a", "b"), {"r": "0 < b < a", "cap": "a <= 1"})
HALF = Fraction(1, 2)


def _one(text) -> Condition:
    return parse_conditions(text)[0]


# Values


@pytest.mark.parametrize(
    ("variables", "rows", "message"),
    [
        (("a", "a"), (), "the variable 'a' stands twice"),
        (("a",), (Row("r", _one("a > 0")), Row("r", _one("a > 1"))), "the row label 'r' stands twice"),
        (("cost",), (Row("r", _one("cots > 0")),), "row 'r' names the unknown variable 'cots'; did you mean 'cost'"),
    ],
)
def test_what_is_not_a_polyhedron_is_refused(variables, rows, message) -> None:
    """Repeated names and unknown variables are named, with the nearest known one."""
    with pytest.raises(PolyhedronError, match=message):
        Polyhedron(variables, rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ((Row("cap", _one("b > 0")),), "the row label 'cap' stands twice"),
        ((Row("new", _one("b > 0")), Row("new", _one("a > 0"))), "the row label 'new' stands twice"),
        ((Row("new", _one("bb > 0")),), "row 'new' names the unknown variable 'bb'; did you mean 'b'"),
    ],
)
def test_rows_that_are_added_are_looked_at_too(rows, message) -> None:
    """A label of a row that stood before is taken; a variable has to be one of the polyhedron."""
    with pytest.raises(PolyhedronError, match=message):
        TRIANGLE.with_rows(*rows)


def test_a_polyhedron_is_its_variables_and_rows() -> None:
    """Equal ones have equal hashes, however they came about and whatever they were asked before."""
    one = TRIANGLE.with_rows(Row("new", _one("a >= 2*b")))
    assert one.extent(parse_affine("a - b")).low.value == 0
    other = Polyhedron(TRIANGLE.variables, (*TRIANGLE.rows, Row("new", _one("a >= 2*b"))))
    assert (one, hash(one)) == (other, hash(other))
    assert one.row("new") == one.rows[-1]
    moved = TRIANGLE.with_rows(Row("new", _one("a >= 3*b")))
    assert one != moved
    assert {one: "twice", moved: "thrice"}[other] == "twice"
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301


def test_text_rows_are_read_and_their_parts_labelled() -> None:
    """A chain becomes one row per sign; what is not a comparison is refused by the grammar."""
    expected = {"r": "0 < b", "r.2": "b < a", "cap": "a <= 1"}
    assert TRIANGLE.rows == tuple(Row(label, _one(text)) for label, text in expected.items())
    with pytest.raises(ExpressionError, match="unknown stake 'c'"):
        Polyhedron.read(("a",), {"r": "c > 0"})


def test_a_polyhedron_is_a_value() -> None:
    """Equal rows are equal values whatever was asked of them, and survive copying and pickling."""
    asked = Polyhedron(TRIANGLE.variables, TRIANGLE.rows)
    asked.centre()
    fresh = Polyhedron(TRIANGLE.variables, TRIANGLE.rows)
    assert asked == fresh
    assert hash(asked) == hash(fresh)
    for twin in (pickle.loads(pickle.dumps(asked)), copy.deepcopy(asked), replace(asked)):  # noqa: S301
        assert twin == asked
        assert twin.centre() == asked.centre()
    with pytest.raises(AttributeError):
        asked.rows = ()


def test_rows_can_be_added_dropped_and_weakened() -> None:
    """Each gives a new polyhedron; a label that no row has is refused."""
    more = TRIANGLE.with_rows(Row("x", _one("a + b == 1")))
    assert repr(more) == "<Polyhedron: 2 variables, 4 rows (2 strict, 1 equalities)>"
    assert more.without("x") == TRIANGLE
    assert [row.condition.relation.strict for row in TRIANGLE.closure().rows] == [False] * 3
    assert more.row("x").condition == _one("a + b == 1")
    with pytest.raises(PolyhedronError, match="no row 'rr'; did you mean 'r'"):
        TRIANGLE.without("rr")


def test_membership_is_exact() -> None:
    """A strict row fails on its boundary, however near a point is; a missing value is refused."""
    tiny = Fraction(1, 10**40)
    assert TRIANGLE.contains({"a": HALF, "b": tiny})
    assert [row.label for row in TRIANGLE.violated({"a": 1 + tiny, "b": Fraction(0)})] == ["r", "cap"]
    with pytest.raises(PolyhedronError, match="no value for 'b'"):
        TRIANGLE.contains({"a": HALF})


# Existence


def test_without_variables_there_is_one_point() -> None:
    """No variables and true rows leave the empty point; a false row leaves nothing, and says why."""
    nothing = Polyhedron((), ())
    assert nothing.feasibility() == Feasible(witness=(), slack=None)
    assert nothing.centre() == nothing.interior_point() == ()
    assert nothing.vertices() == ((),)
    assert str(nothing.extent(Affine.number(3))) == "[3, 3]"
    for text in ("0 >= 1", "0 > 0", "1 == 0"):
        false = Polyhedron((), (Row("false", _one(text)), Row("true", _one("1 > 0"))))
        assert [row.label for row in false.irreducible_conflict()] == ["false"]
        assert check_feasibility(false.feasibility(), false.rows)
    assert [item.label for item in Polyhedron((), (Row("true", _one("1 > 0")),)).redundant()] == ["true"]


def test_strict_rows_can_be_what_makes_a_polyhedron_empty() -> None:
    """The closure of a > b, b >= a has points; the rows themselves have none."""
    p = Polyhedron.read(("a", "b"), {"r": "a > b", "s": "b >= a"})
    assert p.is_empty
    assert not p.closure().is_empty
    assert p.irreducible_conflict() == p.rows


@pytest.mark.parametrize(
    ("rows", "blamed"),
    [
        ({"r": "a == 1", "s": "a == 2", "t": "b > 0"}, ["r", "s"]),
        ({"r": "a + b == 1", "s": "2*a + 2*b == 2", "t": "a + b == 3"}, ["r", "t"]),
        ({"r": "a + b == 1", "s": "a - b == 1", "t": "b > 0"}, ["r", "s", "t"]),
        ({"q": "b <= 5", "r": "a >= 1", "s": "b >= a + 1", "t": "b <= 3/2"}, ["r", "s", "t"]),
    ],
)
def test_a_conflict_names_the_rows_to_blame(rows, blamed) -> None:
    """Equalities, repeated equalities and bystanders: the conflict holds exactly what is needed."""
    p = Polyhedron.read(("a", "b"), rows)
    assert [row.label for row in p.irreducible_conflict()] == blamed


def test_questions_about_nothing_name_the_contradiction() -> None:
    """Extents, verdicts, centres, vertices and samples of an empty polyhedron are refused with its proof."""
    empty = Polyhedron.read(("a",), {"r": "a > 1", "s": "a < 1"})
    form = Affine.name("a")
    for ask in (
        lambda: empty.extent(form),
        lambda: empty.ratio_extent(form, form),
        lambda: empty.decide(_one("a > 0")),
        empty.centre,
        empty.interior_point,
        empty.redundant,
        empty.vertices,
        lambda: empty.sample(1, seed=0),
    ):
        with pytest.raises(PolyhedronError, match=r"empty: 1 × \[r\] \+ 1 × \[s\] gives a contradiction"):
            ask()


# Extents


@pytest.mark.parametrize(
    ("form", "interval"),
    [
        ("a", "(0, 1]"),
        ("b", "(0, 1)"),
        ("a - b", "(0, 1)"),
        ("a + b", "(0, 2)"),
        ("2*a - 1", "(-1, 1]"),
        ("7", "[7, 7]"),
    ],
)
def test_ends_are_open_where_strict_rows_make_them_so(form, interval) -> None:
    """On the triangle 0 < b < a <= 1 only a = 1 is attained."""
    found = TRIANGLE.extent(parse_affine(form))
    assert str(found) == interval
    assert check_extent(found, TRIANGLE.rows)


def test_strict_rows_elsewhere_do_not_open_an_end() -> None:
    """An end on a face whose other points satisfy the strict rows is attained, although the first vertex is not."""
    p = Polyhedron.read(("a", "b"), {"a": "0 <= a <= 1", "b": "0 < b < 1"})
    found = p.extent(parse_affine("a"))
    assert str(found) == "[0, 1]"
    assert p.contains(dict(found.low.point))


def test_unbounded_ends_carry_a_ray() -> None:
    """Along lines and rays the end is None and the direction proves it."""
    p = Polyhedron.read(("a", "b", "c"), {"r": "a >= b", "s": "b > 0"})
    assert str(p.extent(parse_affine("a"))) == "(0, ∞)"
    assert str(p.extent(parse_affine("c - a"))) == "(-∞, ∞)"
    found = p.extent(parse_affine("2*b - a"))
    assert str(found) == "(-∞, ∞)"
    assert check_extent(found, p.rows)
    assert str(found.high.certificate) == "-a + 2*b grows without end along a by 1, b by 1"
    backwards = replace(found.high.certificate, direction=tuple((n, -v) for n, v in found.high.certificate.direction))
    assert not check(backwards, p.rows)
    assert not check(replace(found.high.certificate, direction=()), p.rows)


def test_an_unknown_variable_in_a_question_is_refused() -> None:
    """Forms and conditions speak of the polyhedron's variables only."""
    for ask in (
        lambda: UNIT.extent(Affine.name("c")),
        lambda: UNIT.decide(_one("c > 0")),
        lambda: UNIT.ratio_extent(Affine.name("a"), Affine.name("c")),
    ):
        with pytest.raises(PolyhedronError, match="the unknown variable 'c'"):
            ask()


# Ratios


@pytest.mark.parametrize(
    ("rows", "top", "bottom", "interval"),
    [
        ({"r": "1 <= a <= 2", "s": "3 <= b <= 4"}, "a", "b", "[1/4, 2/3]"),
        ({"r": "1 <= a <= 2", "s": "3 <= b <= 4"}, "a", "-b", "[-2/3, -1/4]"),
        ({"r": "1 <= a <= 2", "s": "0 < b <= 4"}, "a", "b", "[1/4, ∞)"),
        ({"r": "0 < a <= b", "s": "b <= 1"}, "a", "b", "(0, 1]"),
        ({"r": "0 < a < b", "s": "b <= 1"}, "b", "a", "(1, ∞)"),
        ({"r": "a >= 1", "s": "b >= 1"}, "1", "a", "(0, 1]"),
        ({"r": "a >= 1", "s": "b == 2*a"}, "b + 1", "a", "(2, 3]"),
        ({"r": "0 <= a <= 1", "s": "0 <= b <= 1"}, "a", "a + b", "[0, 1]"),
        ({"r": "a >= 1", "s": "b >= 1"}, "a - b", "1", "(-∞, ∞)"),
        ({"r": "a == 3", "s": "b == 5"}, "a", "b", "[3/5, 3/5]"),
        ({}, "2", "4", "[1/2, 1/2]"),
    ],
)
def test_ratios_known_by_hand(rows, top, bottom, interval) -> None:
    """Closed, open, vanishing and receding denominators, each with its proof."""
    p = Polyhedron.read(("a", "b"), rows)
    found = p.ratio_extent(parse_affine(top), parse_affine(bottom))
    assert str(found) == interval
    assert check_ratio(found, p.rows)


def test_a_denominator_that_can_vanish_inside_is_a_stated_proviso() -> None:
    """Where the denominator is zero in the polyhedron itself, the range is over the rest and says so."""
    found = UNIT.ratio_extent(parse_affine("a"), parse_affine("a + b"))
    assert found.proviso == Row("denominator not zero", _one("a + b > 0"))
    assert not check_ratio(replace(found, proviso=None), UNIT.rows)
    pole = UNIT.ratio_extent(parse_affine("a + 1"), parse_affine("b")).high
    assert isinstance(pole.certificate, Pole)
    assert str(pole.certificate) == "b falls to 0 where a + 1 stays positive"
    assert not check(replace(pole.certificate, numerator=parse_affine("-a")), UNIT.rows)
    assert check(
        Polyhedron.read(("a",), {"r": "a > 0"}).ratio_extent(parse_affine("a"), parse_affine("2")).high.certificate, ()
    )


@pytest.mark.parametrize(("bottom", "message"), [("a - b", r"both signs \(from -1 to 1\)"), ("0*a", "is 0 throughout")])
def test_a_denominator_without_a_sign_is_refused(bottom, message) -> None:
    """The message gives the range that shows it."""
    with pytest.raises(PolyhedronError, match=message):
        UNIT.ratio_extent(parse_affine("a"), parse_affine(bottom))


# Verdicts


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        ("a > b", "always"),
        ("a <= b", "never"),
        ("2*b > a", "sometimes"),
        ("a < 1", "always except where 1 == a"),
        ("a >= 1", "never except where a == 1"),
        ("a == 1", "sometimes"),
        ("a == b", "never"),
        ("a - a == 0", "always"),
    ],
)
def test_verdicts_know_open_from_closed(condition, text) -> None:
    """On the triangle 0 < b < a <= 1 strict rows settle what the closure leaves open."""
    verdict, _, exception = text.partition(" except where ")
    asked = _one(condition)
    found = TRIANGLE.decide(asked)
    assert check_decision(found, TRIANGLE.rows)
    assert (found.mostly or found.verdict) == verdict
    assert found.exceptions == ((_one(exception),) if exception else ())
    assert str(found) == f"{asked}: {verdict}{f' except where {_one(exception)}' if exception else ''}"


def test_exceptions_name_their_face() -> None:
    """Where 'always' fails only on an equality, the rows that are tight there are listed."""
    found = UNIT.decide(_one("a + b > 0"))
    assert (found.mostly, found.face) == ("always", ("a", "b"))
    assert found.exceptions == (_one("a + b == 0"),)


def test_equalities_that_rows_force_are_always() -> None:
    """Two weak rows can make an equality; its certificate has both directions."""
    p = Polyhedron.read(("a", "b"), {"r": "a >= b", "s": "a <= b", "t": "b > 0"})
    found = p.decide(_one("a == b"))
    assert (found.verdict, found.certificate.labels) == ("always", ("r", "s"))
    assert check_decision(found, p.rows)
    assert not check(replace(found.certificate, reverse=found.certificate.multipliers), p.rows)


# Vertices


def test_vertices_of_the_closure() -> None:
    """Strict rows count as weak; equalities cut down to a segment; blocks multiply."""
    assert [tuple(v for _, v in x) for x in TRIANGLE.vertices()] == [(0, 0), (1, 0), (1, 1)]
    segment = UNIT.with_rows(Row("s", _one("a + 2*b == 2")))
    assert [tuple(v for _, v in x) for x in segment.vertices()] == [(0, 1), (1, HALF)]
    assert len(UNIT.vertices()) == 4


def test_too_many_vertices_are_refused_with_an_estimate() -> None:
    """A product of boxes is counted without being listed; a joined box stops early."""
    names = [f"x{k}" for k in range(40)]
    box = Polyhedron.read(names, {f"r{k}": f"0 <= {name} <= 1" for k, name in enumerate(names)})
    with pytest.raises(RefusedError, match="at least 16,384 vertices, more than 10,000"):
        box.vertices()
    joined = box.with_rows(Row("sum", _one(" + ".join(names) + " <= 20")))
    with pytest.raises(RefusedError, match="there can be up to"):
        joined.vertices(limit=50)


def test_an_unbounded_polyhedron_is_not_the_hull_of_vertices() -> None:
    """Rays and lines are refused, naming the variables."""
    for rows in ({"r": "a >= 0", "b": "0 <= b <= 1"}, {"b": "0 <= b <= 1"}):
        with pytest.raises(PolyhedronError, match="unbounded in a"):
            Polyhedron.read(("a", "b"), rows).vertices()


def test_a_corner_of_many_rows_is_found_once() -> None:
    """An octahedron has four rows at each of its six corners; the same rows twice change nothing."""
    signs = list(product("+-", repeat=3))
    rows = {f"r{k}{t}": f"{x}a {y}b {z}c <= 1" for t in "12" for k, (x, y, z) in enumerate(signs)}
    corners = [tuple(int(v) for _, v in x) for x in Polyhedron.read(("a", "b", "c"), rows).vertices()]
    assert corners == [(-1, 0, 0), (0, -1, 0), (0, 0, -1), (0, 0, 1), (0, 1, 0), (1, 0, 0)]


def test_of_two_equal_rows_the_first_stays_and_strictness_counts() -> None:
    """A weak row follows from its strict twin, not the other way round."""
    twins = Polyhedron.read(("a",), {"r": "a <= 1", "again": "2*a <= 2", "weak": "a >= 0", "strict": "a > 0"})
    assert [item.label for item in twins.redundant()] == ["again", "weak"]
    assert twins.redundant()[0].certificate.multipliers == (("r", Fraction(2)),)
    assert [row.label for row in twins.irredundant().rows] == ["r", "strict"]
    equal = Polyhedron.read(
        ("a", "b"), {"r": "a == b", "s": "a <= 1", "up": "a >= b", "t": "2*b == 2*a", "u": "b <= 1"}
    )
    assert [item.label for item in equal.redundant()] == ["up", "t", "u"]
    assert all(check(item.certificate, equal.irredundant().rows) for item in equal.redundant())


# Bounds on the work, and the checker


def test_a_block_beyond_reason_is_refused() -> None:
    """More connected cells than exact arithmetic gets through in seconds are not started."""
    names = tuple(f"x{k}" for k in range(1001))
    links = [Affine.name(a) - Affine.name(b) for a, b in pairwise(names)]
    p = Polyhedron(names, tuple(Row(f"r{k}", Condition(link, Relation.AT_LEAST)) for k, link in enumerate(links)))
    with pytest.raises(RefusedError, match="1,000 connected rows on 1,001 variables: 1,001,000 cells"):
        p.feasibility()


def test_the_checker_shares_nothing_with_the_solver() -> None:
    """`check` and the values it reads import neither the simplex nor anything that does."""
    folder = Path(bargain.polyhedra.__file__).parent
    allowed = {"bargain.exact", "bargain.polyhedra.values"}
    for name in ("check.py", "values.py"):
        tree = ast.parse((folder / name).read_text("utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert {module for module in modules if module.startswith("bargain")} <= allowed


@pytest.mark.parametrize(
    "certificate",
    [
        Certificate(multipliers=()),
        Certificate(multipliers=(("unknown", Fraction(1)),)),
        Certificate(multipliers=(("r", Fraction(1)), ("r", Fraction(-1)))),
        Certificate(multipliers=(("r", Fraction(0)),), conclusion=_one("1 > 0")),
        Certificate(multipliers=(("r", Fraction(-1)),), conclusion=_one("b >= a")),
        Certificate(multipliers=(("r", Fraction(1)),), conclusion=_one("a >= 0")),
        Certificate(multipliers=(("r", Fraction(1)),), conclusion=_one("a == b")),
        Certificate(multipliers=(("r", Fraction(1)),), conclusion=_one("a > b + 1")),
        Certificate(multipliers=(("r", Fraction(1)),), conclusion=_one("a > b"), reverse=(("r", Fraction(1)),)),
        Certificate(multipliers=(("t", Fraction(1)),), conclusion=_one("a > 1")),
        Ray(direction=(("a", Fraction(0)), ("b", Fraction(1))), form=Affine.name("b")),
        Ray(direction=(("a", Fraction(1)), ("b", Fraction(1))), form=Affine.name("a") - Affine.name("b")),
        Pole(point=(("a", Fraction(-1)), ("b", Fraction(0))), numerator=Affine.number(1), denominator=Affine.name("b")),
        Pole(point=(("a", Fraction(1)),), numerator=Affine.number(1), denominator=Affine.name("b")),
    ],
)
def test_false_certificates_are_refused(certificate) -> None:
    """Sums that may not be taken, conclusions that do not follow from them, wrong rays and wrong poles."""
    rows = Polyhedron.read(("a", "b"), {"r": "a > b", "s": "b >= 0", "t": "a >= 1"}).rows
    assert not check(certificate, rows)


def test_true_certificates_are_accepted() -> None:
    """The smallest proofs, by hand: a strict sum, a constant of its own, an equality by both directions."""
    rows = Polyhedron.read(("a", "b"), {"r": "a > b", "s": "b >= 0", "e": "a + b == 2"}).rows
    one = Fraction(1)
    assert check(Certificate(multipliers=(("r", one), ("s", one)), conclusion=_one("a > 0")), rows)
    assert check(Certificate(multipliers=(), conclusion=_one("1 > 0")), rows)
    equal = Certificate(multipliers=(("e", one),), conclusion=_one("a == 2 - b"), reverse=(("e", -one),))
    assert check(equal, rows)
    assert not check(equal, (*rows, rows[0]))
    assert not check(Ray(direction=(("a", one), ("b", Fraction(0))), form=Affine.name("a")), rows)
    assert check(Ray(direction=(("a", one), ("b", Fraction(0))), form=Affine.name("a")), rows[:2])


def test_false_answers_are_refused() -> None:
    """A witness outside, a contradiction that is a bound, and an end with another's point prove nothing."""
    outside = (("a", Fraction(1)), ("b", Fraction(1)))
    assert not check_feasibility(Feasible(witness=outside, slack=HALF), TRIANGLE.rows)
    bound = Certificate(multipliers=(), conclusion=_one("1 > 0"))
    assert not check_feasibility(Infeasible(certificate=bound), TRIANGLE.rows)
    found = TRIANGLE.extent(parse_affine("a"))
    assert not check_extent(replace(found, low=found.high), TRIANGLE.rows)
    assert not check_extent(replace(found, low=replace(found.low, attained=True)), TRIANGLE.rows)
    assert not check_extent(replace(found, high=replace(found.high, value=Fraction(2))), TRIANGLE.rows)
    assert not check_extent(replace(found, high=replace(found.high, point=None)), TRIANGLE.rows)


def test_a_program_that_cycles_under_the_usual_rule_ends() -> None:
    """Chvátal's example comes back after six pivots by largest coefficient; Bland's rule gets out."""
    rows = [[2, 0, -1, 11, 5, -18], [2, 0, -1, 3, 1, -2], [1, 1, -1, 0, 0, 0], [1, 0, 10, -57, -9, -24]]
    d = Dictionary(rows=rows, basic=[4, 5, 6, GOAL], nonbasic=[0, 1, 2, 3], movable=4)
    assert climb(d) is None
    assert Fraction(d.rows[-1][1], d.rows[-1][0]) == 1
