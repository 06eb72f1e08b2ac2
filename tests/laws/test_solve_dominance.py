"""Elimination: what it may remove, what it must keep, and what its log proves."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bargain.solve import iterated_dominance, nash, pure_nash
from bargain.solve.matrix_game import dominating_mixture, maximise
from bargain.solve.recheck import check_log
from oracles_games import corners
from strategies_solve import any_games, bimatrix, bimatrix_games, tables


@given(bimatrix_games(most=(4, 4)))
def test_strict_elimination_loses_no_equilibrium(game):
    """The reduced game has the equilibria of the whole one, lifted."""
    found = iterated_dominance(game)
    assert not found.loses_equilibria
    lifted = [found.lift(e.profile) for e in nash(found.reduced)]
    assert lifted == [e.profile for e in nash(game)]


@given(any_games(players=(2, 3), most=4))
def test_the_log_proves_itself(game):
    """Every removal is a strictly better mixture of actions still there, replayed by the checker."""
    tables_ = [game.numbers(p) for p in range(len(game.players))]
    for mixed in (False, True):
        found = iterated_dominance(game, mixed=mixed)
        assert check_log(tables_, game.shape, found.log, ()) == []
        kept = [set(range(n)) for n in game.shape]
        for r in found.log:
            kept[r.player].discard(r.action)
        assert tuple(tuple(sorted(k)) for k in kept) == found.kept
        assert found.reduced.shape == tuple(map(len, found.kept))
        assert [found.lift(e.profile) for e in pure_nash(found.reduced)] == [e.profile for e in pure_nash(game)]


@settings(max_examples=80)
@example([[2, 0], [0, 2], [1, 1]])  # half and half is as good, and no better
@given(st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(lambda s: tables(*s, st.integers(-2, 2))))
def test_a_row_is_strictly_dominated_exactly_if_it_is_never_a_best_reply(rows):
    """The linear program against the corners of the best-reply polyhedron, which square systems give."""
    reached = set()
    for y in corners(rows):
        values = [sum(v * w for v, w in zip(row, y, strict=True)) for row in rows]
        reached |= {i for i, v in enumerate(values) if v == max(values)}
    for a, row in enumerate(rows):
        found = dominating_mixture(rows, a, weak=False)
        assert (found is None) == (a in reached)
        if found is not None:
            by, strict = found
            assert strict
            assert sum(w for _, w in by) == 1
            assert all(k != a and w > 0 for k, w in by)
            for j, value in enumerate(row):
                assert sum(w * rows[k][j] for k, w in by) > value


@settings(max_examples=60)
@given(st.tuples(st.integers(1, 4), st.integers(1, 3)).flatmap(lambda s: tables(*s, st.integers(-1, 1))))
def test_a_row_is_weakly_dominated_exactly_if_no_full_mixture_makes_it_best(rows):
    """An admissible row is a best reply to some mixture of everything: looked for among blends of the corners."""
    ys = sorted(corners(rows))
    for a in range(len(rows)):
        found = dominating_mixture(rows, a, weak=True)
        best_at = [y for y in ys if sum(v * w for v, w in zip(rows[a], y, strict=True)) == _top(rows, y)]
        centre = [sum(column) for column in zip(*best_at, strict=True)] if best_at else [0]
        assert (found is None) == (min(centre) > 0)
        if found is not None:
            by, strict = found
            gains = [sum(w * rows[k][j] for k, w in by) - rows[a][j] for j in range(len(rows[a]))]
            assert min(gains) >= 0
            assert max(gains) > 0
            assert strict == (dominating_mixture(rows, a, weak=False) is not None)


def _top(rows, y):
    return max(sum(v * w for v, w in zip(row, y, strict=True)) for row in rows)


def test_weak_elimination_loses_an_equilibrium_and_says_so():
    """Two equilibria, one in weakly dominated actions; elimination keeps the other only."""
    game = bimatrix([[1, 0], [0, 0]], [[1, 0], [0, 0]], title="Weak")
    assert len(nash(game)) == 2
    found = iterated_dominance(game, weak=True)
    assert found.loses_equilibria
    assert found.kept == ((0,), (0,))
    assert "lose equilibria" in repr(found)
    assert "lose" in found.table().notes[0]
    assert [r.strict for r in found.log] == [False, False]


def test_a_mixture_dominates_where_no_action_does():
    """The middle row falls to half and half of the others, and to neither alone."""
    game = bimatrix([[4, 0], [0, 4], [1, 1]], [[0, 0]] * 3, title="Middle")
    assert len(iterated_dominance(game, mixed=False)) == 0
    found = iterated_dominance(game)
    assert found.kept == ((0, 1), (0, 1))
    assert found.log[0].by == ((0, Fraction(1, 2)), (1, Fraction(1, 2)))
    assert "1/2 r1 + 1/2 r2" in found.table().to_markdown()
    assert found.to_dict()["log"] == [
        {"round": 1, "player": "Row", "removed": "r3", "by": [["r1", "1/2"], ["r2", "1/2"]], "strict": True}
    ]


@settings(max_examples=60)
@given(st.data())
def test_linear_programs_have_equal_primal_and_dual_values(data):
    """Max goal·x over rows x <= bounds is reached, respects the rows, and its multipliers prove it."""
    m, n = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 4))
    numbers = st.integers(0, 5)
    rows = data.draw(tables(m, n, numbers))
    rows.append([1] * n)  # bounded
    bounds = data.draw(st.lists(numbers, min_size=m + 1, max_size=m + 1))
    goal = data.draw(st.lists(st.integers(-4, 4), min_size=n, max_size=n))
    value, x, u = maximise(goal, rows, bounds)
    assert min(*x, *u, 0) == 0
    assert all(sum(a * v for a, v in zip(row, x, strict=True)) <= b for row, b in zip(rows, bounds, strict=True))
    assert all(sum(w * row[j] for w, row in zip(u, rows, strict=True)) >= goal[j] for j in range(n))
    assert (
        value == sum(c * v for c, v in zip(goal, x, strict=True)) == sum(b * w for b, w in zip(bounds, u, strict=True))
    )


@given(any_games(players=(3, 3), most=2))
def test_elimination_ends_where_nothing_is_left_to_remove(game):
    """In the reduced game no action is dominated by another one, for three players as for two."""
    reduced = iterated_dominance(game).reduced
    shape = reduced.shape
    for p, n in enumerate(shape):
        others = list(product(*(range(k) if q != p else (0,) for q, k in enumerate(shape))))

        def value(a, cell, p=p):
            return reduced.payoff(p, (*cell[:p], a, *cell[p + 1 :]))

        for a, b in product(range(n), repeat=2):
            assert not all(value(a, c) > value(b, c) for c in others)
