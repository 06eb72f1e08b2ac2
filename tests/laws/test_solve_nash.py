"""What must be true of every list of equilibria, with oracles that share no code with the solver."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.games import NormalFormGame
from bargain.solve import Status, nash, pure_nash
from oracles_games import extreme_equilibria, hanging_together, is_equilibrium, maximal_products, pure_equilibria
from strategies_solve import RATIONAL, SCALE, SMALL, any_games, bimatrix, bimatrix_games, matrices


def sets(groups, profiles):
    """Return index lists as sets of profiles."""
    return {frozenset(profiles[n] for n in group) for group in groups}


@settings(max_examples=150)
@given(bimatrix_games())
def test_extreme_equilibria_are_those_of_every_square_system(game):
    """Sound and complete on games up to 3 × 4, most of them degenerate; subsets and unions by trying all."""
    solution = nash(game)
    profiles = [e.profile for e in solution]
    wanted = extreme_equilibria(*matrices(game))
    assert set(profiles) == wanted
    assert profiles == sorted(wanted, reverse=True)
    products = maximal_products(wanted)
    assert sets(solution.components, profiles) == products
    assert sets(solution.connected, profiles) == hanging_together(products)


@settings(max_examples=60)
@given(bimatrix_games(most=(4, 4), numbers=RATIONAL))
def test_extreme_equilibria_of_rational_games(game):
    """Sound and complete where payoffs are quotients and mostly without ties."""
    assert {e.profile for e in nash(game)} == extreme_equilibria(*matrices(game))


@given(bimatrix_games(most=(5, 5)))
def test_regret_is_zero_and_the_game_says_so(game):
    """Nobody gains by deviating, asked of the game; payoffs and action values are the game's own."""
    for item in nash(game):
        assert game.regret(item.profile) == 0 == item.certificate.regret
        assert game.expected(item.profile) == item.payoffs
        assert tuple(game.action_values(p, item.profile) for p in range(2)) == item.certificate.values


@given(bimatrix_games(), st.data())
def test_every_mixture_inside_a_component_is_an_equilibrium(game, data):
    """A component is a product: mix one player's members, mix the other's, and nobody gains by deviating."""
    solution = nash(game)
    for group in solution.components:
        sides = [sorted({solution[n].profile[p] for n in group}) for p in range(2)]
        blends = []
        for side in sides:
            weights = data.draw(st.lists(st.integers(1, 5), min_size=len(side), max_size=len(side)))
            total = sum(weights)
            columns = zip(*side, strict=True)
            blends.append(tuple(sum(w * v for w, v in zip(weights, c, strict=True)) / total for c in columns))
        assert is_equilibrium(*matrices(game), *blends)


@given(bimatrix_games(), SCALE, SCALE, RATIONAL, RATIONAL)
def test_units_of_utility_do_not_matter(game, a, b, c, d):
    """A positive affine change of each player's payoffs moves no equilibrium and no component."""
    first, second = (game.numbers(p) for p in range(2))
    changed = replace(game, payoffs=(tuple(a * v + c for v in first), tuple(b * v + d for v in second)))
    before, after = nash(game), nash(changed)
    assert [e.profile for e in after] == [e.profile for e in before]
    assert [e.payoffs for e in after] == [(a * e.payoffs[0] + c, b * e.payoffs[1] + d) for e in before]
    assert (after.components, after.connected) == (before.components, before.connected)


@given(bimatrix_games(most=(3, 3)), st.integers(10**30, 10**31))
def test_enormous_payoffs_are_as_exact_as_small_ones(game, factor):
    """Payoffs of thirty digits give the same mixtures."""
    scaled = replace(game, payoffs=tuple(tuple(factor * v for v in table) for table in game.payoffs))
    assert [e.profile for e in nash(scaled)] == [e.profile for e in nash(game)]


@given(bimatrix_games(most=(3, 3)), st.data())
def test_the_order_of_actions_does_not_matter(game, data):
    """Permuting actions permutes equilibria and carries components along."""
    mine, theirs = matrices(game)
    rows = data.draw(st.sampled_from(list(permutations(range(len(mine))))))
    columns = data.draw(st.sampled_from(list(permutations(range(len(mine[0]))))))
    turned = bimatrix(*([[table[i][j] for j in columns] for i in rows] for table in (mine, theirs)))
    before, after = nash(game), nash(turned)
    moved = [(tuple(x[i] for i in rows), tuple(y[j] for j in columns)) for x, y in (e.profile for e in before)]
    assert set(moved) == {e.profile for e in after}
    profiles = [e.profile for e in after]
    assert sets(after.components, profiles) == sets(before.components, moved)
    assert sets(after.connected, profiles) == sets(before.connected, moved)


@given(bimatrix_games())
def test_the_order_of_players_does_not_matter(game):
    """Exchanging the players exchanges mixtures and payoffs."""
    mine, theirs = matrices(game)
    turned = bimatrix(*([list(column) for column in zip(*table, strict=True)] for table in (theirs, mine)))
    swapped = {(e.profile[::-1], e.payoffs[::-1]) for e in nash(turned)}
    assert swapped == {(e.profile, e.payoffs) for e in nash(game)}


@given(bimatrix_games(most=(3, 3)), st.data())
def test_a_duplicated_action_adds_ways_to_play_and_nothing_else(game, data):
    """With a row twice, merging its two weights gives exactly the old extreme equilibria."""
    mine, theirs = matrices(game)
    i = data.draw(st.integers(0, len(mine) - 1))
    doubled = bimatrix([*mine, mine[i]], [*theirs, theirs[i]])
    merged = set()
    for item in nash(doubled):
        x, y = item.profile
        merged.add((tuple(w + (x[-1] if k == i else 0) for k, w in enumerate(x[:-1])), y))
    assert merged == {e.profile for e in nash(game)}


@given(bimatrix_games())
def test_pure_equilibria_are_among_the_extreme_ones(game):
    """`pure_nash` gives exactly the extreme equilibria in which nobody mixes."""
    pure = [e for e in nash(game) if all(max(mix) == 1 for mix in e.profile)]
    assert list(pure_nash(game)) == pure


@given(any_games())
def test_pure_equilibria_of_any_number_of_players(game):
    """All of them, by the definition; `nash` gives the same beyond two players and says that it stops there."""
    found = pure_nash(game)
    cells = [tuple(mix.index(1) for mix in e.profile) for e in found]
    assert set(cells) == pure_equilibria([game.numbers(p) for p in range(len(game.players))], game.shape)
    assert cells == sorted(cells)
    assert found.status is (Status.EXACT if cells else Status.NONE_EXISTS)
    if len(game.players) > 2:
        other = nash(game)
        assert other.equilibria == found.equilibria
        assert (other.status, other.components, other.connected) == (Status.EXACT_PURE_ONLY, None, None)


@given(any_games(players=(1, 1), most=6))
def test_one_player_alone_maximises(game):
    """With one player the extreme equilibria are the best actions, in one component."""
    values = game.numbers(0)
    solution = nash(game)
    assert [e.profile[0].index(1) for e in solution] == [a for a, v in enumerate(values) if v == max(values)]
    assert solution.components == (tuple(range(len(solution))),)


@given(st.integers(1, 4), st.integers(1, 4), SMALL, SMALL)
def test_where_nothing_matters_everything_is_an_equilibrium(m, n, u, v):
    """Constant payoffs: every pair of actions is extreme, and all are one component."""
    solution = nash(bimatrix([[u] * n] * m, [[v] * n] * m))
    assert len(solution) == m * n
    assert solution.components == solution.connected == (tuple(range(m * n)),)


def test_a_game_with_open_stakes_in_constant_disguise():
    """Affine payoffs that hold no stake are numbers."""
    from bargain.exact import Affine

    one, zero = Affine.number(1), Fraction(0)
    game = NormalFormGame(
        title="x", players=("A", "B"), actions=(("a", "b"), ("c",)), payoffs=((one, zero), (one, one))
    )
    assert [e.profile[0] for e in nash(game)] == [(1, 0)]
