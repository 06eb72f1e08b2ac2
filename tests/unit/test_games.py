"""The SymPy view, dominance, and the roads to NumPy and nashpy."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings

from bargain.errors import GameError, NumberError, ParametricGameError
from bargain.exact import parse_affine
from bargain.games import NormalFormGame, dominance_conditions, dominates, weakly_dominates
from bargain.games.interop import as_written, from_arrays, from_nashpy, to_arrays, to_floats, to_nashpy
from strategies_games import SMALL, games


def swap() -> NormalFormGame:
    """Return a swap with open stakes: each gains b from the other's grant and pays c for its own."""
    b, c = parse_affine("b"), parse_affine("c")
    return NormalFormGame.from_table(
        "swap", ("Ann", "Bob"), (("keep", "give"),) * 2, [[(0, 0), (b, -c)], [(-c, b), (b - c, b - c)]]
    )


def test_sympy_view_speaks_of_the_same_stakes() -> None:
    """A payoff is a SymPy expression in real symbols named like the stakes; numbers are rationals."""
    b, c = sympy.Symbol("b", real=True), sympy.Symbol("c", real=True)
    assert swap().sympy(0, (1, 1)) == b - c
    third = NormalFormGame.from_table("t", ("A",), (("x",),), [("1/3",)])
    assert third.sympy(0, (0,)) == sympy.Rational(1, 3)


@settings(max_examples=80, deadline=None)
@given(games(players=(2, 3), actions=(2, 3), payoffs=SMALL))
def test_dominance_is_what_the_table_says(game: NormalFormGame) -> None:
    """Strict and weak dominance agree with a comparison of NumPy slices of the table."""
    for p, table in enumerate(to_arrays(game)):
        first, second = np.take(table, 0, axis=p), np.take(table, 1, axis=p)
        assert dominates(game, p, 0, 1) == bool(np.all(first > second))
        assert weakly_dominates(game, p, 0, 1) == bool(np.all(first >= second) and np.any(first > second))
        open_conditions = dominance_conditions(game, p, 0, 1)
        assert dominates(game, p, 0, 1) == (not open_conditions)


def test_dominance_under_open_stakes_is_a_set_of_conditions() -> None:
    """Keeping dominates giving exactly when the cost is positive; numbers are asked for otherwise."""
    assert [str(c) for c in dominance_conditions(swap(), 0, better=0, worse=1)] == ["c > 0"]
    with pytest.raises(ParametricGameError, match="open stakes: b, c"):
        dominates(swap(), 0, 0, 1)
    with pytest.raises(GameError, match="no player 2"):
        dominance_conditions(swap(), 2, 0, 1)
    with pytest.raises(GameError, match="'Bob' has no action 5; give 0 to 1"):
        dominance_conditions(swap(), 1, 5, 1)


@settings(max_examples=40, deadline=None)
@given(games())
def test_arrays_of_fractions_are_the_game(game: NormalFormGame) -> None:
    """To exact arrays and back is the identity."""
    again = from_arrays(to_arrays(game), title=game.title, players=game.players, actions=game.actions)
    assert again == game


def test_floats_are_labelled_and_need_a_meaning() -> None:
    """Thirds are marked as rounded; reading a float takes a function that says what it means."""
    third = NormalFormGame.from_table("t", ("A",), (("x", "y"),), [("1/3",), (1,)])
    half = NormalFormGame.from_table("t", ("A",), (("x", "y"),), [("1/2",), (1,)])
    assert not to_floats(third).exact
    assert to_floats(half).exact
    with pytest.raises(NumberError, match=r"payoff of '1' at \[0\]: 0\.1 is a float"):
        from_arrays([np.array([0.1, 1.0])])
    assert from_arrays([np.array([0.1, 1.0])], floats=as_written).payoffs[0] == (Fraction(1, 10), Fraction(1))
    assert from_arrays([np.array([0.1])], floats=Fraction).payoffs[0][0] != Fraction(1, 10)
    for bad in (np.nan, np.inf):
        with pytest.raises(NumberError, match="not exact"):
            from_arrays([np.array([bad])], floats=as_written)
    huge = NormalFormGame.from_table("t", ("A",), (("x",),), [(Fraction(10) ** 400,)])
    with pytest.raises(NumberError, match="beyond the range of a float"):
        to_floats(huge)


def test_nashpy_there_and_back() -> None:
    """Integer games survive the round trip through nashpy; other player numbers are refused."""
    game = from_arrays([[[3, 0], [5, 1]], [[3, 5], [0, 1]]], title="Dilemma")
    there = to_nashpy(game)
    assert there.payoff_matrices[0].tolist() == [[3, 0], [5, 1]]
    assert from_nashpy(there, title="Dilemma", floats=Fraction) == game
    with pytest.raises(GameError, match="nashpy takes games of two players"):
        to_nashpy(from_arrays([[1, 2]]))


def test_arrays_that_do_not_fit_are_refused() -> None:
    """Ragged arrays, differing shapes and surplus labels are errors that say so."""
    with pytest.raises(GameError, match=r"arrays of shape \(2,\), \(2, 2\)"):
        from_arrays([[[1, 2], [3]], [[1, 2], [3, 4]]])
    with pytest.raises(GameError, match="ragged"):
        from_arrays([[np.zeros((2, 2), int), np.zeros((2, 3), int)]])
    with pytest.raises(GameError, match=r"arrays of shape \(2,\), \(3,\)"):
        from_arrays([np.array([1, 2]), np.array([1, 2, 3])])
    with pytest.raises(GameError, match="arrays of shape none"):
        from_arrays([])
    with pytest.raises(GameError, match="one label per index"):
        from_arrays([[1, 2]], actions=(("only",),))
    with pytest.raises(NumberError, match="truth value"):
        from_arrays([np.array([True])])
