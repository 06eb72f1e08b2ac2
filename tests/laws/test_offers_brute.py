"""Alternating offers: what the solver finds is what brute force finds, no more and no less."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.games import OffersGame, RoundPlan
from bargain.solve import Status, offers, verify_offers
from oracles_offers import (
    as_plan,
    one_shot_gain,
    spe_payoffs,
    stationary_equilibria,
    stationary_profiles,
    stationary_values,
    tree_of,
)
from strategies_offers import offers_games


@given(offers_games(packages=3, rounds=3))
@settings(max_examples=70, deadline=None)
def test_finite_values_are_those_of_the_whole_tree(game: OffersGame) -> None:
    """With a last round: the payoffs are those of every pure subgame-perfect equilibrium of the tree written out."""
    assert set(offers(game).payoffs) == spe_payoffs(tree_of(game))


@given(offers_games(packages=2, rounds=6, exits=False))
@settings(max_examples=30, deadline=None)
def test_finite_values_over_more_rounds(game: OffersGame) -> None:
    """Rounds that repeat are not computed, and nothing is lost by it."""
    assert set(offers(game).payoffs) == spe_payoffs(tree_of(game))


@given(offers_games(packages=6, rounds=14))
@settings(max_examples=150, deadline=None)
def test_more_packages_and_rounds_agree_with_the_second_road(game: OffersGame) -> None:
    """The checker, which looks at every package in every round and skips none, finds the same payoffs."""
    found = verify_offers(offers(game))
    assert found.ok
    assert found.completeness.startswith("re-derived")


@given(offers_games(packages=3, exits=False))
@settings(max_examples=35, deadline=None)
def test_stationary_equilibria_are_all_there_and_counted(game: OffersGame) -> None:
    """Without a last round: values, pairs of offers and profiles are those found by trying every profile."""
    _agrees(game)


@given(offers_games(packages=2))
@settings(max_examples=35, deadline=None)
def test_stationary_equilibria_with_outside_options(game: OffersGame) -> None:
    """The same where players may walk out, by whichever rule."""
    _agrees(game)


def _agrees(game: OffersGame) -> None:
    found = offers(game)
    brute = stationary_equilibria(game)
    pairs = {stationary_values(game, profile) for profile in brute}
    assert {item.payoffs for item in found.equilibria} == pairs
    assert set(found.payoffs) == {pair[game.first] for pair in pairs}
    assert found.profiles == len(brute)
    by_pair = {(stationary_values(game, b), b[0][0], b[1][0]) for b in brute}
    assert found.offer_pairs == len(by_pair)
    assert (found.status is Status.NONE_EXISTS) == (not brute)
    assert all(game.regret(found.plan(k)) == 0 for k in range(len(found.equilibria)))
    assert not found.regret


@given(offers_games(packages=2), st.data())
@settings(max_examples=35, deadline=None)
def test_regret_is_the_largest_one_shot_gain(game: OffersGame, data: st.DataObject) -> None:
    """The game's own regret agrees with the gain from departing once, counted in another way."""
    profile = data.draw(st.sampled_from(list(stationary_profiles(game))))
    assert game.regret(as_plan(RoundPlan, game, profile)) == one_shot_gain(game, profile)
