"""All 6,561 games with two actions each and payoffs in {1, 2, 3}, against plane geometry."""

from __future__ import annotations

from itertools import product

import pytest

from bargain.solve import nash
from oracles_games import hanging_together, maximal_products, two_by_two
from strategies_solve import bimatrix

TABLES = [(row[:2], row[2:]) for row in product((1, 2, 3), repeat=4)]


@pytest.mark.parametrize("slice_", range(3))
def test_every_game_has_the_equilibria_components_and_connected_sets_of_the_unit_square(slice_):
    """Extreme equilibria, maximal subsets and connected sets are those of the two reaction curves."""
    for mine in TABLES[slice_::3]:
        for theirs in TABLES:
            solution = nash(bimatrix(mine, theirs))
            listed = [e.profile for e in solution]
            wanted = two_by_two(mine, theirs)
            assert set(listed) == wanted, (mine, theirs)
            assert listed == sorted(wanted, reverse=True), (mine, theirs)
            products = maximal_products(wanted)
            assert _sets(solution.components, listed) == products, (mine, theirs)
            assert _sets(solution.connected, listed) == hanging_together(products), (mine, theirs)


def _sets(groups, listed):
    found = {frozenset(listed[n] for n in group) for group in groups}
    assert len(found) == len(groups)
    return found


def test_most_of_these_games_have_continua():
    """4,293 of the 6,561 games, 65 %, have a component with more than one extreme equilibrium."""
    continua = sum(
        any(len(group) > 1 for group in maximal_products(two_by_two(mine, theirs)))
        for mine in TABLES
        for theirs in TABLES
    )
    assert continua == 4293
