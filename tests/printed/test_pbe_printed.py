"""Signalling games and assessments from print: a red id names the book to open.

CK87   Cho and Kreps, Signaling Games and Stable Equilibria (1987), figure I and section II.
G92    Gibbons, Game Theory for Applied Economists (1992), section 4.2.A.
S75    Selten, Reexamination of the Perfectness Concept (1975), figure 1: the horse.
MWG95  Mas-Colell, Whinston and Green, Microeconomic Theory (1995), section 9.C: weak, but not subgame perfect.
S73    Spence, Job Market Signaling (1973), with three wages instead of a continuum; numbers worked out by hand.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from bargain import SignallingGame, pbe, verify
from bargain.games import game_tree, move, outcome
from bargain.polyhedra import Polyhedron
from bargain.solve import Consistency, Kind, pbe_priors, pbe_regions
from strategies_pbe import beer_quiche, horse, spence

F = Fraction


def words(game, item):
    """Return a pure equilibrium as (messages by type, replies by message)."""
    return (
        "".join(game.messages[row.index(1)] for row in item.strategy),
        "".join(game.replies[m][row.index(1)] for m, row in enumerate(item.replies)),
    )


def gibbons():
    """Return the game of figure 4.2.2."""
    cells = {
        ("t1", "L", "u"): (1, 3),
        ("t1", "L", "d"): (4, 0),
        ("t1", "R", "u"): (2, 1),
        ("t1", "R", "d"): (0, 0),
        ("t2", "L", "u"): (2, 4),
        ("t2", "L", "d"): (0, 1),
        ("t2", "R", "u"): (1, 0),
        ("t2", "R", "d"): (1, 2),
    }
    replies = {"L": ("u", "d"), "R": ("u", "d")}
    return SignallingGame.build("G", ("S", "R"), {"t1": "1/2", "t2": "1/2"}, replies, cells)


def test_g92_pooling_holds_up_to_two_thirds_and_one_separating():
    """G92: (L, L), (u, d) for every q <= 2/3, and (R, L), (u, u)."""
    found = pbe(gibbons())
    pure = {words(found.game, e): (e.kind, str(e.beliefs[1])) for e in found.pure}
    assert pure == {
        ("LL", "ud"): (Kind.POOLING, "Pr(t1) <= 2/3"),
        ("RL", "uu"): (Kind.SEPARATING, "Pr(t1) == 1"),
    }
    assert verify(found).ok


def test_ck87_two_pooling_outcomes_of_which_one_is_intuitive():
    """CK87: everyone drinks beer, or everyone eats quiche; the surly type's beer upsets the second."""
    found = pbe(beer_quiche())
    assert [(e.kind, e.strategy) for c in found.components for e in [found[c.members[0]]]] == [
        (Kind.POOLING, ((1, 0), (1, 0))),
        (Kind.POOLING, ((0, 1), (0, 1))),
    ]
    kept = pbe(beer_quiche(), intuitive=True)
    assert {e.strategy for e in kept} == {((1, 0), (1, 0))}
    assert {(f.message, f.kind, f.excluded) for e in kept.failed for f in e.failures} == {(0, 0, (1,))}


def test_ck87_with_mostly_weak_types_the_weak_mix():
    """CK87, prior of the strong 1/3: the weak drink beer half the time, and half the beer drinkers are fought."""
    found = pbe(beer_quiche(prior={"strong": "1/3", "weak": "2/3"}))
    assert found.count == 1
    item = found[0]
    assert item.kind is Kind.SEMI_SEPARATING
    assert item.strategy == ((1, 0), (F(1, 2), F(1, 2)))
    assert item.replies == ((F(1, 2), F(1, 2)), (1, 0))
    assert item.beliefs[0].vertices == ((F(1, 2), F(1, 2)),)


def test_ck87_pooling_needs_a_prior_of_at_least_a_half():
    """CK87: both pooling outcomes exist exactly from prior 1/2 on; pure separation never."""
    found = pbe_priors(beer_quiche())
    assert {(p.kind, p.intervals("Pr(strong)")) for p in found} == {(Kind.POOLING, ("[1/2, 1)",))}
    assert {words_of(p) for p in found} == {"beer beer", "quiche quiche"}


def words_of(pattern):
    return " ".join(pattern.game.messages[m] for m in pattern.sent)


def test_s75_the_horse_keeps_one_pure_profile():
    """S75: of the two pure Nash equilibria only (C, c, R) is sequential; it needs belief 2/3 on Two's mistake."""
    (item,) = pbe(horse())
    assert item.profile == ((1, 0), (1, 0), (0, 1))
    assert item.consistency is Consistency.SEQUENTIAL
    assert str(item.beliefs[2]) == "Pr(C / d) >= 2/3"
    assert item.beliefs[2].contains(item.consistent[2])


def test_mwg95_weak_perfect_bayesian_need_not_be_subgame_perfect():
    """MWG95: staying out, feared to fight, is weakly perfect Bayesian and no equilibrium after entry."""
    after = move(
        "E",
        {
            "fight": move("I", {"fight": outcome(-3, -1), "yield": outcome(1, -2)}, at="entry"),
            "yield": move("I", {"fight": outcome(-2, -1), "yield": outcome(3, 1)}, at="entry"),
        },
    )
    found = pbe(game_tree("Entry", ("E", "I"), move("E", {"out": outcome(0, 2), "in": after})))
    facts = {e.payoffs: (e.subgame_perfect, e.consistency) for e in found}
    assert facts == {(0, 2): (False, Consistency.NOT_SEQUENTIAL), (3, 1): (True, Consistency.SEQUENTIAL)}
    assert verify(found).ok


@pytest.mark.parametrize(("cost_low", "separates"), [("3", True), ("2", True), ("3/2", False)])
def test_s73_a_degree_separates_if_it_costs_the_less_able_more_than_it_earns(cost_low, separates):
    """S73: wages 4 and 2 separate exactly if the low type's cost is at least the difference 2."""
    found = pbe(spence(cost_low=cost_low, cost_high="1/2"))
    kinds = {words(found.game, e) for e in found.pure if e.kind is Kind.SEPARATING}
    assert (("degreenone", "pay 4pay 2") in kinds) == separates


def test_s73_pooling_without_degrees_is_not_intuitive():
    """S73: pooling at wage 3 holds for beliefs up to 3/4 after a degree; the able type's degree upsets it."""
    found = pbe(spence(cost_low="3", cost_high="1/2"))
    pooled = [e for e in found.pure if words(found.game, e) == ("nonenone", "pay 3pay 3")]
    assert [str(e.beliefs[0]) for e in pooled] == ["Pr(high) >= 1/4 and Pr(high) <= 3/4"]
    kept = pbe(spence(cost_low="3", cost_high="1/2"), intuitive=True)
    assert {words(kept.game, e) for e in kept.pure} == {("degreenone", "pay 4pay 2")}


def test_s73_the_costs_that_separate_are_a_region():
    """S73 in stakes: the degree separates where it costs the able at most 2 and the others at least 2."""
    from dataclasses import replace

    from bargain.exact import Affine

    game, cost = spence(), {"high": Affine.name("high"), "low": Affine.name("low")}
    rows = tuple(
        tuple(tuple(pay - cost[t] if m == "degree" else Affine.number(pay) for pay in (4, 3, 2)) for m in game.messages)
        for t in game.types
    )
    found = pbe_regions(
        replace(game, payoffs=(rows, game.payoffs[1])),
        Polyhedron.read(("high", "low"), {"order": "0 <= high <= low"}),
    )
    (pattern,) = [p for p in found.of_kind(Kind.SEPARATING) if words_of(p) == "degree none"]
    assert pattern.conditions == (("high <= 2", "low >= 2"),)
