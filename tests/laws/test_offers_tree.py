"""Alternating offers written out as trees: backward induction on the tree finds the same payoffs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from bargain.errors import GameError, RefusedError
from bargain.games import OffersGame
from bargain.games.offers_tree import offers_tree
from bargain.solve import backward_induction, offers
from strategies_offers import offers_games


@given(offers_games(packages=2, rounds=2))
@settings(max_examples=40, deadline=None)
def test_the_tree_has_the_same_payoffs(game: OffersGame) -> None:
    """Every pure subgame-perfect payoff of the tree is one of the game of offers, and the other way round."""
    assert {tuple(u) for u in backward_induction(offers_tree(game)).outcomes} == set(offers(game).payoffs)


def test_trees_that_do_not_end_or_fit_are_refused() -> None:
    """A tree without a last round, or of many packages and rounds, is refused before it is built."""
    with pytest.raises(GameError, match="no last round"):
        offers_tree(OffersGame.pie(3, discounts="1/2"))
    with pytest.raises(RefusedError, match="over the limit"):
        offers_tree(OffersGame.pie(100, discounts="1/2", rounds=5))
