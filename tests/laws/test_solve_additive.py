"""Additive games: the blocks are found and proved, the parts are the whole, and size does not matter."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.errors import GameError
from bargain.games import NormalFormGame
from bargain.solve import Status, additive_nash, nash, verify
from oracles_games import extreme_equilibria, is_equilibrium
from strategies_solve import SMALL, bimatrix, matrices, package, tables

LEVELS = ("none", "full")


SHAPES = st.sampled_from([((2, 2), (2, 2)), ((2, 1), (2, 2)), ((2, 2), (1, 3)), ((3, 2), (2, 1))])


@st.composite
def two_issue_games(draw):
    """Return a game that is the sum of two random games, and those two: a player's action is a pair of levels."""
    shape = draw(SHAPES)
    small = [(draw(tables(*s, SMALL)), draw(tables(*s, SMALL))) for s in shape]
    picks = [list(product(*(range(s[p]) for s in shape))) for p in range(2)]
    payoffs = tuple(
        tuple(Fraction(sum(part[p][i][j] for part, i, j in zip(small, x, y, strict=True))) for x, y in product(*picks))
        for p in range(2)
    )
    names = [[f"one: {a} + two: {b}" for a, b in own] for own in picks]
    game = NormalFormGame(title="sum", players=("A", "B"), actions=tuple(map(tuple, names)), payoffs=payoffs)
    return game, small


def marginals(profile, shapes):
    """Return the two marginal profiles of a profile over pairs."""
    out = []
    for k in range(2):
        sides = []
        for p in range(2):
            pairs = list(product(*(range(s[p]) for s in shapes)))
            sides.append(
                tuple(
                    sum((w for pair, w in zip(pairs, profile[p], strict=True) if pair[k] == a), Fraction(0))
                    for a in range(shapes[k][p])
                )
            )
        out.append(tuple(sides))
    return tuple(out)


@settings(max_examples=60)
@given(two_issue_games())
def test_the_parts_are_the_equilibria_of_the_sum(drawn):
    """Combinations of the parts' equilibria are equilibria, and every extreme one has extreme-hull marginals."""
    game, small = drawn
    shapes = [(len(a), len(a[0])) for a, _ in small]
    solution = additive_nash(game)
    for item in solution:
        assert is_equilibrium(*matrices(game), *item.profile)
    for profile in (e.profile for e in nash(game)):
        for (mine, theirs), (x, y) in zip(small, marginals(profile, shapes), strict=True):
            assert is_equilibrium(mine, theirs, x, y)
    wanted = set(product(*(extreme_equilibria(*pair) for pair in small)))
    assert {marginals(e.profile, shapes) for e in solution} == wanted


@settings(max_examples=60)
@given(two_issue_games())
def test_exact_means_the_extreme_equilibria_of_the_whole(drawn):
    """Where the status is EXACT the list, components and connected sets are those of `nash`; else only marginals."""
    game, _ = drawn
    solution, whole = additive_nash(game), nash(game)
    if solution.status is Status.EXACT:
        assert solution.equilibria == whole.equilibria
        assert (solution.components, solution.connected) == (whole.components, whole.connected)
    else:
        assert solution.status is Status.EXACT_BY_MARGINALS
        assert "only marginals matter" in solution.reason
        assert len(solution) != len(whole) or solution.equilibria != whole.equilibria
    assert len(solution.connected) == len(whole.connected)
    assert verify(solution).completeness.startswith("re-derived")


@given(two_issue_games(), st.integers(0, 100), st.integers(0, 1))
def test_additivity_is_read_off_the_table(drawn, cell, player):
    """One changed payoff is noticed, whatever the labels say: the blocks grow together or the call is refused."""
    game, _ = drawn
    if game.shape != (4, 4):
        return
    cell %= 16
    table = list(game.payoffs[player])
    table[cell] += Fraction(1, 1000)
    payoffs = (tuple(table), game.payoffs[1]) if player == 0 else (game.payoffs[0], tuple(table))
    broken = NormalFormGame(title="broken", players=game.players, actions=game.actions, payoffs=payoffs)
    with pytest.raises(GameError, match="not additive"):
        additive_nash(broken)


def no_enumeration(*_args, **_kwargs):
    """Stand in for the general enumerator."""
    raise AssertionError("the general enumerator was called")


COSTS = ([1, 2, 3, 4, 5], [2, 3, 1, 5, 4, 6])
GAINS = ([3, 1, 4, 1, 5], [9, 2, 6, 5, 3, 5])


@pytest.mark.parametrize("free", [0, 1, 2, 11], ids=lambda k: f"{k} costs 0")
def test_the_whole_package_is_solved_without_enumeration(free, monkeypatch):
    """2,048 cells, 32 × 64: the free grants are left, all combinations of them are extreme, in one component."""
    monkeypatch.setattr("bargain.solve.extreme.vertices", no_enumeration)
    order = [(0, 0), (1, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 1), (1, 2), (1, 3), (1, 4), (1, 5)]
    costs = [list(own) for own in COSTS]
    for p, k in order[:free]:
        costs[p][k] = 0
    game = package(costs, GAINS)
    assert game.shape == (32, 64)
    for solver in (nash, additive_nash):
        solution = solver(game)
        assert solution.status is Status.EXACT
        assert len(solution) == 2**free
        assert solution.components == solution.connected == (tuple(range(2**free)),)
        assert solution.regret == 0
        granted = {(mix.index(1)) for item in solution for mix in item.profile}
        assert all(max(mix) == 1 for item in solution for mix in item.profile)
        assert (granted == {0}) == (free == 0)
    assert verify(solution).completeness.startswith("re-derived")


def test_a_joint_issue_in_the_package_makes_a_block_of_its_own():
    """Both pay only if both move: two pure equilibria and a mixed one, every other grant withheld."""
    game = package(COSTS, GAINS, bonus=8)
    solution = additive_nash(game)
    assert next(p.label for p in solution.parts) == "A: a0 + B: b0"
    assert solution.status is Status.EXACT
    assert len(solution) == 3
    assert solution.equilibria == nash(game).equilibria
    assert verify(solution).completeness.startswith("re-derived")


def test_two_mixed_blocks_are_reported_by_marginals():
    """Two coordination issues at once: nine combinations; the mixed pair has many joint mixtures."""
    one = ([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    picks = list(product(range(2), repeat=2))
    payoffs = tuple(
        tuple(Fraction(one[p][x[0]][y[0]] + one[p][x[1]][y[1]]) for x, y in product(picks, picks)) for p in range(2)
    )
    names = tuple(f"oil: {a} + gas: {b}" for a, b in picks)
    game = NormalFormGame(title="Two", players=("A", "B"), actions=(names, names), payoffs=payoffs)
    solution = additive_nash(game)
    assert [p.label for p in solution.parts] == ["oil", "gas"]
    assert solution.status is Status.EXACT_BY_MARGINALS
    assert len(solution) == 9
    assert len(nash(game)) > 9
    assert nash(game).status is Status.EXACT
    found = verify(solution)
    assert found
    assert found.completeness.startswith("re-derived")


def test_nash_takes_the_additive_road_where_enumeration_may_not_end(monkeypatch):
    """With a limit below the worst case, `nash` answers by marginals rather than hope."""
    monkeypatch.setattr("bargain.solve.extreme._MOST", 1_000)
    free = [[0] * 5, [0] * 6]
    assert len(nash(package(free, GAINS), limit=10)) == 2048
    assert len(nash(bimatrix([[0] * 40] * 40, [[0] * 40] * 40))) == 1600


def test_more_combinations_than_a_list_can_hold(monkeypatch):
    """The list stops, and says so; the parts have everything; nothing is called complete that is not."""
    monkeypatch.setattr("bargain.solve.additive._MOST", 100)
    solution = additive_nash(package([[0] * 5, [0] * 6], GAINS))
    assert solution.status is Status.EXACT_BY_MARGINALS
    assert len(solution) == 100
    assert solution.components is None
    assert "2,048 combinations of their equilibria, of which 100 are listed" in solution.reason
    assert "100 of 2,048 combinations listed" in verify(solution).completeness


def test_levels_can_be_given_and_must_fit():
    """Without labels to read, the levels of each action are an argument; they must make up the actions."""
    game = bimatrix([[0, 1, 2, 3]] * 2, [[0, -1, -2, -3]] * 2, title="plain")
    levels = [[{"x": "0"}, {"x": "1"}], [{"y": str(j // 2), "z": str(j % 2)} for j in range(4)]]
    solution = additive_nash(game, levels=levels)
    assert [p.label for p in solution.parts] == ["Row: x", "Column: y", "Column: z"]
    assert [e.profile for e in solution] == [e.profile for e in nash(game)]
    with pytest.raises(GameError, match="every combination"):
        additive_nash(game, levels=[levels[0], [{"y": str(j), "z": str(j % 2)} for j in range(4)]])
    with pytest.raises(GameError, match="levels for"):
        additive_nash(game, levels=[levels[0]])


def test_three_players_in_blocks_of_two():
    """A third player's own issue does not hinder: every block has at most two active players, so nothing is lost."""
    picks = list(product(range(2), repeat=3))
    payoffs = (
        tuple(Fraction(2 * (x == y) + z) for x, y, z in picks),
        tuple(Fraction(x == y) for x, y, z in picks),
        tuple(Fraction(3 * x - z) for x, y, z in picks),
    )
    game = NormalFormGame(title="three", players=("A", "B", "C"), actions=(("0", "1"),) * 3, payoffs=payoffs)
    with pytest.raises(GameError, match="not additive"):
        additive_nash(
            NormalFormGame(
                title="t",
                players=game.players,
                actions=game.actions,
                payoffs=(tuple(Fraction(x * y * z) for x, y, z in picks),) * 3,
            )
        )
    solution = additive_nash(game)
    assert len(solution) == 3
    assert solution.status is Status.EXACT
    for item in solution:
        assert game.regret(item.profile) == 0
    assert verify(solution)
