"""Regions of signalling games: what is refused, what is said, and what the checker finds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bargain import SignallingGame, load_case, pbe, verify
from bargain.errors import GameError, NotCertifiedError, ParametricGameError, RefusedError
from bargain.exact import Affine, parse_affine
from bargain.games import signalling_form
from bargain.polyhedra import Polyhedron
from bargain.solve import Kind, Status, belief_threshold, pbe_priors, pbe_regions
from strategies_pbe import beer_quiche

F = Fraction


def costly():
    """Return beer and quiche with an open price of fighting the strong."""
    return beer_quiche(more={("strong", "beer", "duel"): (1, parse_affine("-price"))})


def test_a_space_that_lacks_a_name_is_refused():
    """The name is given, and what to do."""
    with pytest.raises(ParametricGameError, match="uses 'price', which the space does not have; give a space"):
        pbe_regions(costly(), Polyhedron(("cost",), ()))
    assert pbe_regions(costly()).space.variables == ("price",)


def test_products_of_open_prior_and_open_payoffs_are_refused():
    """The message names the message sent and the type, and the formula to ask for instead."""
    p = Affine.name("p")
    with pytest.raises(ParametricGameError, match="after 'beer' the receiver weighs open payoffs by the open"):
        pbe_regions(replace(costly(), prior=(p, 1 - p)))
    with pytest.raises(ParametricGameError, match="has the open payoffs price"):
        pbe_priors(costly())


def test_too_many_patterns_and_choices_are_refused():
    """Each refusal says how many there are."""
    with pytest.raises(RefusedError, match="more than 15 pure patterns"):
        pbe_regions(costly(), limit=15)
    with pytest.raises(RefusedError, match="in more than 3 ways"):
        pbe(beer_quiche(), pure=True, limit=3)


def test_many_replies_are_refused_mixed_and_solved_pure():
    """Three messages of twenty replies each: too many sets of replies for mixed equilibria, not for pure ones."""
    replies = {m: tuple(map(str, range(20))) for m in "abc"}
    cells = {
        (t, m, r): (int(r), -((int(r) - 18 * (t == "u")) ** 2)) for t in ("t", "u") for m in replies for r in replies[m]
    }
    game = SignallingGame.build("many", ("S", "R"), {"t": "1/2", "u": "1/2"}, replies, cells)
    with pytest.raises(RefusedError, match="ask for the pure ones"):
        pbe(game)
    found = pbe(game, pure=True)
    assert (found.status, found.components, found.count) == (Status.EXACT_PURE_ONLY, (), len(found))
    assert {e.kind for e in found} == {Kind.POOLING}
    with pytest.raises(NotCertifiedError, match="is 'exact, pure only', not 'exact'"):
        found.require(Status.EXACT)


def test_several_open_comparisons_are_said_to_be_from_within():
    """Stakes and belief multiply: the status, the pattern and its words say that the region may be larger."""
    x, y = Affine.name("x"), Affine.name("y")
    cells = {}
    for t, sign in (("a", 1), ("b", -1)):
        cells |= {(t, "out", "go"): (1, 0)}
        cells |= {(t, "in", "p"): (0, 0), (t, "in", "q"): (2, sign * x), (t, "in", "r"): (2, -sign * y)}
    game = SignallingGame.build(
        "two", ("S", "R"), {"a": "1/2", "b": "1/2"}, {"out": ("go",), "in": ("p", "q", "r")}, cells
    )
    found = pbe_regions(game, Polyhedron.read(("x", "y"), {"x": "-1 <= x <= 1", "y": "-1 <= y <= 1"}))
    assert found.status is Status.EXACT_INCOMPLETE
    (pattern,) = [p for p in found if not p.exact]
    assert pattern.given[1] == 0
    assert "(at least)" in str(pattern)
    assert "several rows in stakes bound the belief after in" in found.reason
    inside = {"x": F(1), "y": F(1)}  # belief 1/2 makes p best here, no extreme belief does
    assert not pattern.contains(inside)
    assert any(e.kind is Kind.POOLING and e.replies[1][0] == 1 for e in pbe(game.at(inside)))
    assert verify(found).ok


def test_of_two_beliefs_the_one_that_asks_less_decides():
    """Fighting an unsent message pays 2 - price or 1 - price by type: some belief supports it up to price 2."""
    price = Affine.name("price")
    cells = {("a", "out"): (1, 0), ("b", "out"): (1, 0)}
    cells |= {(t, "in", "fight"): (0, gain - price) for t, gain in (("a", 2), ("b", 1))}
    cells |= {(t, "in", "yield"): (2, 0) for t in "ab"}
    replies = {"out": (), "in": ("fight", "yield")}
    game = SignallingGame.build("price", ("S", "R"), {"a": "1/2", "b": "1/2"}, replies, cells)
    (pattern,) = [p for p in pbe_regions(game) if p.sent == (0, 0)]
    assert pattern.conditions == (("price <= 2",),)
    assert pattern.parts[0].beliefs == (None, (1, 0))


def test_the_checker_of_regions_finds_what_is_wrong():
    """A pattern that is left out, and one that is claimed too widely, are faults."""
    good = pbe_regions(costly(), Polyhedron.read(("price",), {"price": "-3 <= price <= 3"}))
    assert verify(good).ok
    assert not verify(replace(good, patterns=good.patterns[:1])).ok
    wide = tuple(replace(p, parts=tuple(replace(part, region=good.space) for part in p.parts)) for p in good.patterns)
    assert not verify(replace(good, patterns=wide)).ok


def test_thresholds_name_what_they_need():
    """Unknown names, one type, and gains that do not depend on the type are errors with the remedy."""
    game = beer_quiche()
    assert belief_threshold(game, "beer", "leave", "duel") == F(1, 2)
    for names in (("bier", "leave", "duel"), ("beer", "stay", "duel")):
        with pytest.raises(GameError, match="has no"):
            belief_threshold(game, *names)
    even = beer_quiche(more={("weak", "beer", "duel"): (0, 0), ("weak", "beer", "leave"): (2, 1)})
    with pytest.raises(GameError, match="with either type; belief does not matter"):
        belief_threshold(even, "beer", "leave", "duel")
    one = SignallingGame.build("g", ("S", "R"), {"a": 1}, {"m": ("x", "y")}, {("a", "m", r): (0, 0) for r in "xy"})
    with pytest.raises(GameError, match="1 types can send"):
        belief_threshold(one, "m", "x", "y")


def test_the_flagship_separates_where_the_signal_pays_for_one_type_only():
    """Endurance: the pattern in which only the type that can last seeks partners, and its exact region."""
    case = load_case("russia-turkey-2022")
    found = pbe_regions(signalling_form(case.tree("endurance")).game, case.space())
    assert found.status is Status.EXACT_PURE_ONLY
    (pattern,) = found.of_kind(Kind.SEPARATING)
    assert pattern.plans.startswith("can last: seek partners, cannot last: stand alone")
    witness = dict(pattern.parts[0].region.interior_point())
    solved = pbe(case.tree("endurance", at=witness))
    assert any(e.kind is Kind.SEPARATING for e in solved.pure)
    assert verify(solved).ok
    assert "separating" in str(found.table().rows)
    assert "krepswilson1982" in found.cite()
