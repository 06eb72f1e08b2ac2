"""Laws of pure assessments on trees, held against brute force over plans, beliefs and trembles."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import oracles_sequential as oracle
from bargain import verify
from bargain.games import game_tree, move, outcome
from bargain.games.signalling_trees import signalling_form, signalling_tree
from bargain.games.tree import CHANCE
from bargain.solve.pbe import pbe
from bargain.solve.pbe_json import behaviour_of
from bargain.solve.sequential import weak_pbe
from bargain.solve.sequential_result import Consistency
from strategies_signalling import signalling_games, threats
from strategies_trees import trees


@given(st.one_of(threats(), trees(moves=(1, 5), actions=(2, 2))))
@settings(max_examples=70)
def test_all_pure_weak_equilibria_with_all_their_beliefs(game):
    """The profiles are those of the definition, and each set's extreme beliefs are those of all other plans."""
    wanted = oracle.weak_pbe(game)
    solution = weak_pbe(game)
    found = {e.profile: e for e in solution}
    assert verify(solution).ok
    assert solution.regret in {0, None}
    assert set(found) == set(wanted)
    for profile, item in found.items():
        assert {k: set(b.vertices) for k, b in enumerate(item.beliefs) if b is not None} == wanted[profile]
        assert item.subgame_perfect == all(oracle.is_nash_from(game, profile, root) for root in game.subgame_roots)


@given(threats())
@settings(max_examples=40)
def test_trembles_lead_to_beliefs_that_support_the_profile(game):
    """With errors of these sizes Bayes' rule gives beliefs that come close to those named, and these support it."""
    for item in weak_pbe(game).sequential:
        small = Fraction(1, 10**9)
        mixed = oracle.trembling(game, item, small)
        for k, s in enumerate(game.infosets):
            if s.player == CHANCE:
                continue
            passed = [oracle.reach(game, mixed, n) for n in s.nodes]
            assert all(0 < p < 1 or len(row) == 1 for row in [mixed[k]] for p in row)
            limit = item.consistent[k]
            assert all(abs(p / sum(passed) - q) < Fraction(1, 10**6) for p, q in zip(passed, limit, strict=True))
            assert item.beliefs[k].contains(limit)
            for row in oracle.gaps(game, item.profile, k):
                assert sum(a * b for a, b in zip(row, limit, strict=True)) >= 0


@given(signalling_games(types=(2, 3), messages=(2, 2), replies=(2, 2)))
@settings(max_examples=30)
def test_in_signalling_games_weak_equilibria_are_perfect_bayesian_and_sequential(game):
    """Two roads: the solver of trees and that of signalling games give the same pure equilibria, all sequential."""
    tree = signalling_tree(game)
    form = signalling_form(tree)
    assume(not isinstance(form, str))
    found = weak_pbe(tree)
    assert {e.profile for e in found} == {behaviour_of(form, e) for e in pbe(tree).pure}
    assert {e.consistency for e in found} <= {Consistency.SEQUENTIAL}


@given(threats(), st.integers(1, 3))
@settings(max_examples=50)
def test_what_is_called_not_sequential_has_no_small_trembles(game, seed):
    """No assignment of orders 1 to 3 and coefficients 1 to 3 supports a profile that is said to be not sequential."""
    for item in weak_pbe(game):
        if item.consistency is not Consistency.NOT_SEQUENTIAL:
            continue
        assert not any(_supports(game, item, orders) for orders in _orders(game, item, seed))


def test_plans_of_several_steps_count():
    """Two steps together may pay where neither does alone: no belief supports not taking them."""
    ends = {"x": {"b": outcome(0, -1), "c": outcome(0, 2)}, "y": {"b": outcome(0, 1), "c": outcome(0, 0)}}
    go = {
        k: move("Two", {"stop": outcome(0, 0), "on": move("Two", last, at="last")}, at="first")
        for k, last in ends.items()
    }
    game = game_tree("Steps", ("One", "Two"), move("One", {"out": outcome(5, 0), **go}))
    found = weak_pbe(game)
    assert {e.profile for e in found} == set(oracle.weak_pbe(game))
    assert all(e.profile[1:] != ((1, 0), (1, 0)) for e in found)
    assert len(found) == 2


def _orders(game, item, seed):
    """Yield some assignments of (order, coefficient) to all errors, spread by the seed."""
    errors = [
        (k, a)
        for k, s in enumerate(game.infosets)
        if s.player != CHANCE
        for a, p in enumerate(item.profile[k])
        if not p
    ]
    for n in range(40):
        yield {e: (1 + (n * seed + 7 * i * n + i) % 3, 1 + (n + 3 * i) % 3) for i, e in enumerate(errors)}


def _supports(game, item, orders):
    """Tell whether these errors lead to beliefs that support the profile."""
    for k, s in enumerate(game.infosets):
        if s.player == CHANCE:
            continue
        routes = [_route(game, item, orders, n) for n in s.nodes]
        least = min(total for total, _ in routes)
        weights = [w if total == least else 0 for total, w in routes]
        belief = [Fraction(w) / sum(weights) for w in weights] if sum(weights) else None
        if belief is None:
            return False
        if any(sum(a * b for a, b in zip(row, belief, strict=True)) < 0 for row in oracle.gaps(game, item.profile, k)):
            return False
    return True


def _route(game, item, orders, node):
    """Return the order and the weight of a node."""
    total, weight = 0, Fraction(1)
    while node:
        k, move = game.sets[game.parents[node]], game.moves[node]
        p = item.profile[k][move]
        if game.infosets[k].player == CHANCE:
            weight *= p
        elif not p:
            total += orders[k, move][0]
            weight *= orders[k, move][1]
        node = game.parents[node]
    return total, weight
