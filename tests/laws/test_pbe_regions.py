"""Regions of stakes and priors agree with point solves by brute force, boundaries included."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import oracles_signalling as oracle
from bargain import verify
from bargain.errors import ParametricGameError
from bargain.exact import Affine
from bargain.polyhedra import Polyhedron
from bargain.solve.pbe_regions import pbe_priors, pbe_regions
from strategies_signalling import TIES, signalling_games

BOX = Polyhedron.read(("a", "b"), {"a": "0 <= a <= 2", "b": "0 <= b <= 2"})
GRID = [Fraction(k, 2) for k in range(5)]  # payoffs are small integers: boundaries pass through many of these points
SLOPES = st.sampled_from([0, 0, 0, 1, -1, 2])


@st.composite
def parametric(draw, **sizes):
    """Draw a game of which some payoffs are affine in a and b."""
    game = draw(signalling_games(payoffs=TIES, **sizes))
    a, b = Affine.name("a"), Affine.name("b")

    def opened(value):
        return value + draw(SLOPES) * a + draw(SLOPES) * b

    tables = tuple(tuple(tuple(tuple(map(opened, cells)) for cells in row) for row in table) for table in game.payoffs)
    return replace(game, payoffs=tables)


def plans(game, pattern):
    """Return a pattern as probabilities."""
    sent = tuple(tuple(Fraction(int(m == k)) for m in range(len(game.messages))) for k in pattern.sent)
    given_ = tuple(tuple(Fraction(int(r == k)) for r in range(game.width(m))) for m, k in enumerate(pattern.given))
    return sent, given_


@given(parametric(types=(1, 3), messages=(2, 3), replies=(1, 2)))
@settings(max_examples=20)
def test_regions_are_exactly_where_the_definition_holds(game):
    """With two replies everything is exact: at every point of a grid the patterns are those of brute force."""
    found = pbe_regions(game, BOX)
    assert all(p.exact for p in found)
    for x, y in product(GRID, repeat=2):
        point = {"a": x, "b": y}
        assert {plans(game, p) for p in found.at(point)} == oracle.pure_pbe(game.at(point))
    assert verify(found).ok


@given(parametric(types=(2, 2), messages=(2, 2), replies=(3, 3), everybody=True))
@settings(max_examples=10)
def test_regions_that_are_not_exact_lie_within(game):
    """With three replies a region that is called whole is whole; the others hold where they say they do."""
    found = pbe_regions(game, BOX)
    whole = {plans(game, p) for p in found if p.exact}
    open_ones = {plans(game, p) for p in found if not p.exact}
    for x, y in product(GRID[::2], repeat=2):
        point = {"a": x, "b": y}
        true = oracle.pure_pbe(game.at(point))
        said = {plans(game, p) for p in found.at(point)}
        assert said <= true
        assert true - said <= open_ones
        assert true & whole <= said


@given(signalling_games(types=(2, 3), messages=(1, 2), replies=(1, 3), payoffs=TIES), st.integers(2, 6))
@settings(max_examples=30)
def test_priors_are_exactly_where_the_definition_holds(game, steps):
    """With symbolic prior: at every interior prior of a grid the patterns are those of brute force."""
    found = pbe_priors(game)
    assert all(p.exact for p in found)
    for prior in oracle.grid(len(game.types), steps):
        if 0 not in prior:
            point = {f"Pr({t})": p for t, p in zip(game.types[:-1], prior[:-1], strict=True)}
            assert {plans(game, p) for p in found.at(point)} == oracle.pure_pbe(replace(game, prior=prior))


@given(parametric(types=(2, 2), messages=(1, 2), replies=(2, 2)))
@settings(max_examples=20)
def test_open_priors_and_open_payoffs_are_linear_or_refused(game):
    """Where prior and payoffs do not multiply the joint regions are exact; elsewhere it is refused."""
    p = Affine.name("p")
    both = replace(game, prior=(p, 1 - p))
    space = Polyhedron.read(("a", "b", "p"), {"a": "0 <= a <= 2", "b": "0 <= b <= 2"})
    found = None
    with suppress(ParametricGameError):
        found = pbe_regions(both, space)
    assume(found is not None)
    for x, y, q in product(GRID[::2], GRID[::2], (Fraction(1, 4), Fraction(1, 2))):
        point = {"a": x, "b": y, "p": q}
        assert {plans(game, part) for part in found.at(point)} == oracle.pure_pbe(both.at(point))
