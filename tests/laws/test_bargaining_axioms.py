"""Axioms of bargaining solutions: laws where their theorem holds, counterexamples where discrete sets break them."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import prod

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.bargaining import (
    RULES,
    PackageSpace,
    egalitarian,
    egalitarian_choice,
    equal_loss_choice,
    frontier,
    kalai_smorodinsky,
    kalai_smorodinsky_choice,
    lottery_egalitarian,
    lottery_equal_loss,
    lottery_kalai_smorodinsky,
    lottery_nash,
    lottery_utilitarian,
    nash_choice,
    nash_solution,
    two_issues,
    utilitarian_choice,
)
from bargain.bargaining.lotteries import LOTTERY_RULES
from bargain.bargaining.support import highest_floor
from strategies_packages import all_packages, spaces, undominated

POINTS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), min_size=1, max_size=7, unique=True)
TRIPLES = st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=1, max_size=6, unique=True)


def choice(points, limits=None):
    """Return the space in which one issue chooses among utility vectors."""
    actors = "ABC"[: len(points[0])]
    levels = tuple(str(p) for p in points)
    payoffs = {a: {"x": [p[i] for p in points]} for i, a in enumerate(actors)}
    return PackageSpace.build("choice", actors, {"x": levels}, payoffs, disagreement=limits or [0] * len(actors))


def picks(rule, points, limits=None):
    """Return the utility vectors that a rule selects among these."""
    return {deal.utilities for deal in rule(choice(points, limits)).deals}


@given(st.sampled_from(sorted(RULES)), POINTS | TRIPLES)
def test_solutions_are_undominated_and_acceptable(name, points) -> None:
    """Strong Pareto optimality and individual rationality, for every rule."""
    space = choice(points)
    best = undominated(all_packages(space))
    assert all(u in best and min(u) >= 0 for u in picks(RULES[name], points))


@given(st.sampled_from(sorted(RULES)), POINTS)
def test_solutions_treat_actors_alike(name, points) -> None:
    """Symmetry: exchanging the actors exchanges the solutions."""
    mirrored = [p[::-1] for p in points]
    assert {u[::-1] for u in picks(RULES[name], points)} == picks(RULES[name], mirrored)


@given(st.sampled_from(["nash", "kalai_smorodinsky"]), POINTS, st.integers(1, 9), st.integers(-9, 9))
def test_nash_and_kalai_smorodinsky_know_no_scales(name, points, factor, shift) -> None:
    """Scale invariance: a positive affine change of one actor's utility carries the solution along."""
    moved = [(factor * a + shift, b) for a, b in points]
    carried = {(factor * a + shift, b) for a, b in picks(RULES[name], points)}
    assert picks(RULES[name], moved, [shift, 0]) == carried


@given(POINTS, st.data(), st.sampled_from(["nash", "egalitarian", "utilitarian"]))
def test_irrelevant_alternatives_do_not_matter(points, data, name) -> None:
    """Removing packages that leave some solution in place leaves exactly the solutions that remain."""
    kept = data.draw(st.lists(st.sampled_from(points), min_size=1, unique=True))
    before = picks(RULES[name], points) & {tuple(map(Fraction, p)) for p in kept}
    assume(before)
    if name == "nash":  # the theorem speaks of problems in which everybody can gain
        assume(any(min(p) > 0 for p in kept))
    assert picks(RULES[name], kept) == before


@given(POINTS, st.integers(1, 4), st.integers(1, 4))
def test_powers_of_nash_are_replications(points, first, second) -> None:
    """Powers p : q select what maximises the product with p copies of one actor and q of the other."""
    space = choice(points)
    assume(any(min(p) > 0 for p in points))
    best = max(a**first * b**second for a, b in points)
    selected = {d.utilities for d in nash_solution(space, weights={"A": first, "B": second}).deals}
    assert selected == {p for p in points if p[0] ** first * p[1] ** second == best}


def test_kalai_smorodinsky_is_not_monotone_on_discrete_sets() -> None:
    """A new package that changes no ideal gain halves what B gets: on discrete sets the theorem fails."""
    before, after = [(3, 0), (1, 2)], [(3, 0), (1, 2), (2, 1)]
    assert picks(kalai_smorodinsky, before) == {(1, 2)}
    assert picks(kalai_smorodinsky, after) == {(2, 1)}
    assert lottery_kalai_smorodinsky(choice(before)).utilities == lottery_kalai_smorodinsky(choice(after)).utilities


def test_nash_is_not_unique_on_discrete_sets() -> None:
    """Two packages share the largest product; with lotteries their middle beats both."""
    assert picks(nash_solution, [(4, 1), (1, 4)]) == {(4, 1), (1, 4)}
    assert lottery_nash(choice([(4, 1), (1, 4)])).utilities == ((Fraction(5, 2), Fraction(5, 2)),)


def test_equal_gains_may_not_exist_on_discrete_sets() -> None:
    """The egalitarian solution gives unequal gains when no package gives equal ones; lotteries restore them."""
    assert picks(egalitarian, [(3, 1), (0, 9)]) == {(3, 1)}
    (u,) = lottery_egalitarian(choice([(3, 1), (0, 9)])).utilities
    assert u[0] == u[1] == Fraction(27, 11)


@settings(max_examples=60)
@given(POINTS, POINTS)
def test_kalai_smorodinsky_with_lotteries_is_monotone(points, more) -> None:
    """Individual monotonicity: more packages with the same ideal gain of A never hurt B."""
    wider = points + [p for p in more if p not in points and p[0] <= max(a for a, _ in points)]
    small, large = (lottery_kalai_smorodinsky(choice(p)) for p in (points, wider))
    assume(all(small.ideal) and all(large.ideal) and small.ideal[0] == large.ideal[0])
    assert large.utilities[0][1] >= small.utilities[0][1]


@settings(max_examples=60)
@given(POINTS, POINTS)
def test_more_packages_never_lower_the_smallest_gain(points, more) -> None:
    """The egalitarian floor is monotone, with lotteries and without."""
    small, large = choice(points), choice([*points, *[p for p in more if p not in points]])
    for rule in (egalitarian, lottery_egalitarian):
        floors = []
        for space in (small, large):
            found = rule(space)
            gains = [d.gains for d in found.deals] if rule is egalitarian else found.gains
            floors.append(min(gains[0]))
        assert floors[0] <= floors[1]


@settings(max_examples=60)
@given(spaces(additive=True))
def test_solutions_with_lotteries_are_optimal_by_duality(space) -> None:
    """Two actors: each solution meets the condition that an independent linear program, or a gradient, states."""
    front = frontier(space)
    one, zero = Fraction(1), Fraction(0)
    nash = lottery_nash(front)
    if not nash.utilities:
        return
    gains = [tuple(u - o for u, o in zip(v, nash.origin, strict=True)) for v in front.vectors]
    x = nash.gains[0]
    if min(x) > 0:  # stationarity: no vector promises a better product to first order
        assert all(g[0] / x[0] + g[1] / x[1] <= 2 for g in gains)
    (e,) = lottery_egalitarian(front).gains
    assert min(e) == highest_floor(gains, (one, one), (zero, zero)).value
    loss = lottery_equal_loss(front)
    assert min(a - b for a, b in zip(loss.gains[0], loss.ideal, strict=True)) == (
        highest_floor(gains, (one, one), loss.ideal).value
    )
    share = lottery_kalai_smorodinsky(front)
    if all(share.ideal):
        reached = min(a / b for a, b in zip(share.gains[0], share.ideal, strict=True))
        assert reached == highest_floor(gains, share.ideal, (zero, zero)).value
    for rule in LOTTERY_RULES.values():
        for lottery in rule(front).lotteries:
            assert sum(p for _, p in lottery) == 1
            assert all(p > 0 for _, p in lottery)


@settings(max_examples=25)
@given(TRIPLES)
def test_three_actor_lotteries_state_a_true_error_bound(points) -> None:
    """No mixture of two vectors on a grid exceeds the approximate Nash product by more than the bound."""
    found = lottery_nash(choice(points))
    assert found.status in {"approximate", "none exists"}
    assert all(min(g) >= 0 for g in found.gains)
    value = 1
    for g in found.gains[0]:
        value *= g
    for a in points:
        for b in points:
            for share in range(5):
                mixed = [Fraction(share * p + (4 - share) * q, 4) for p, q in zip(a, b, strict=True)]
                assert mixed[0] * mixed[1] * mixed[2] <= value * (1 + found.bound) ** 3 or value == 0
    if value:  # the bound is what the gradient at the solution promises at most
        promised = max(sum(Fraction(a) / g for a, g in zip(p, found.gains[0], strict=True)) / 3 for p in points)
        assert promised <= 1 + found.bound
    sums = lottery_utilitarian(choice(points))
    assert sum(sums.utilities[0]) == max(sum(p) for p in points)


POSITIVE = st.fractions(min_value=Fraction(1, 4), max_value=6, max_denominator=6)


@cache
def _formulas():
    """Return the symbolic gains of every rule as functions that take Fractions and give Fractions."""
    import sympy

    forms = two_issues()
    return {name: sympy.lambdify(forms.symbols, forms.gains(name), modules="math") for name, _ in forms.shares}


@settings(max_examples=40)
@given(POSITIVE, POSITIVE, POSITIVE, POSITIVE, st.integers(1, 4), st.integers(1, 4))
def test_symbolic_two_issue_solutions_are_those_on_the_hull(b1, c1, b2, c2, p, q) -> None:
    """The formulas evaluated at rationals give the utilities of the exact solutions with lotteries."""
    assume(b1 * b2 > c1 * c2)
    levels = ("no", "yes")
    space = PackageSpace.build(
        "two",
        ("A", "B"),
        {"x": levels, "y": levels},
        {"A": {"x": (0, -c1), "y": (0, b1)}, "B": {"x": (0, b2), "y": (0, -c2)}},
        disagreement=(0, 0),
    )
    for name, rule in LOTTERY_RULES.items():
        exact = rule(space) if name != "nash" else lottery_nash(space, weights={"A": p, "B": q})
        mine = _formulas()[name](b1, c1, b2, c2, Fraction(p, p + q))
        assert mine in exact.gains or (name == "utilitarian" and sum(mine) == sum(exact.gains[0])), name


@settings(max_examples=40)
@given(st.integers(2, 3), st.sampled_from([Fraction(1), Fraction(1, 10**30), Fraction(10**30)]), st.integers(0, 999))
def test_hints_on_long_lists_change_nothing(actors, unit, seed) -> None:
    """Two hundred vectors, many of them tied or nearly so: the same picks as by comparing all of them exactly."""
    draw = random.Random(seed)  # noqa: S311  seeded examples, no secrets
    fine = Fraction(1, 10**25)
    gains = [tuple(unit * (draw.randint(0, 6) + draw.choice([0, 0, fine])) for _ in range(actors)) for _ in range(200)]
    ideal = [max(g[i] for g in gains) for i in range(actors)]
    keys = {
        egalitarian_choice: sorted,
        utilitarian_choice: sum,
        equal_loss_choice: lambda g: sorted(x - top for x, top in zip(g, ideal, strict=True)),
        kalai_smorodinsky_choice: lambda g: sorted(x / top for x, top in zip(g, ideal, strict=True)),
    }
    if any(min(g) > 0 for g in gains):
        keys[nash_choice] = prod
    for rule, key in keys.items():
        top = max(map(key, gains))
        assert rule(gains) == [n for n, g in enumerate(gains) if key(g) == top]


def test_limits_may_be_missing_and_the_result_says_so() -> None:
    """An actor without a limit accepts everything; gains count from its least payoff."""
    space = replace(choice([(0, 5), (4, 1)]), disagreement=(None, Fraction(1)))
    found = nash_solution(space)
    assert found.origin == (0, 1)
    assert "A has no limit" in found.notes[0]
