"""The two engines of vertex enumeration, the matching, and the polytopes themselves."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.errors import RefusedError
from bargain.solve.integers import enumerate_integers
from bargain.solve.pairs import complete_pairs
from bargain.solve.refusal import worst_case
from bargain.solve.vertices import vertices
from bargain.solve.words import Outgrown, _meet_wide, enumerate_words
from oracles_games import corners
from strategies_solve import random_matrices, tables

SIZES = st.tuples(st.integers(1, 5), st.integers(1, 5))


def by_integers(rows):
    """Return {tight facets: weights} by Python's integers."""
    n = len(rows[0])
    found = {}
    for slacks in enumerate_integers(rows, limit=10**6):
        if any(slacks[:n]):
            found[sum(1 << f for f, s in enumerate(slacks) if s == 0)] = slacks[:n]
    return found


def by_words(rows):
    """Return the same by words."""
    facets = len(rows) + len(rows[0])
    tight, weights = enumerate_words(rows, [1 << f for f in range(facets)], limit=10**6)
    return dict(zip(tight, weights.tolist(), strict=True))


def mixtures(found):
    """Return weights as probabilities."""
    return {t: tuple(Fraction(w, sum(ws)) for w in ws) for t, ws in found.items()}


@settings(max_examples=60)
@given(SIZES.flatmap(lambda s: tables(*s, st.integers(-2, 2))))
def test_both_engines_find_the_corners_that_square_systems_give(rows):
    """Every vertex once, its tight facets exactly those that are 0 there."""
    ints, words = mixtures(by_integers(rows)), mixtures(by_words(rows))
    assert ints == words
    assert set(ints.values()) == corners(rows)
    assert len(set(ints.values())) == len(ints)
    for tight, y in ints.items():
        values = [sum(v * w for v, w in zip(row, y, strict=True)) for row in rows]
        zero = [w == 0 for w in y] + [v == max(values) for v in values]
        assert tight == sum(1 << f for f, z in enumerate(zero) if z)


@pytest.mark.parametrize("most", [1, 9, 150])
@pytest.mark.parametrize("shape", [(8, 8), (12, 5), (5, 12), (9, 8)])
def test_engines_agree_on_games_of_the_size_people_solve(shape, most):
    """Ties, and numbers past 30 bits, where words divide in three steps."""
    rows = random_matrices(*shape, most, most)[0]
    assert mixtures(by_words(rows)) == mixtures(by_integers(rows))


def test_numbers_beyond_words_leave_for_integers():
    """Past 54 bits the words engine gives up rather than round; the front falls back and answers."""
    rows = random_matrices(8, 8, 10**9, 3)[0]
    with pytest.raises(Outgrown):
        by_words(rows)
    found = vertices(rows, range(16), limit=10**5)
    assert {found.mixture(k) for k in range(len(found.tight))} == set(mixtures(by_integers(rows)).values())


LARGE = st.integers(1 << 50, 1 << 53)


@given(LARGE, LARGE, LARGE, st.integers(1 << 48, (1 << 53) - 1))
def test_wide_quotients_are_exact(depth, height, divisor, quotient):
    """(depth·inside + height·outside) / divisor, where products need 106 bits and a float is off by several."""
    assume(gcd(depth, height) == 1)
    inside = quotient * divisor * pow(depth, -1, height) % height
    outside = (quotient * divisor - depth * inside) // height
    assert depth * inside + height * outside == divisor * quotient
    assume(abs(outside) < 1 << 54)
    columns = [np.array([v], dtype=np.int64) for v in (depth, inside, height, outside, divisor)]
    depths, insides, heights, outsides, divisors = columns
    assert _meet_wide(depths, insides[:, None], heights, outsides[:, None], divisors).tolist() == [[quotient]]


@given(st.integers(1, 4), st.integers(1, 4), st.data())
def test_pairs_are_complete_whatever_the_road(m, n, data):
    """Sorting, blocks of words, many words and a plain loop give the same pairs."""
    mask = st.integers(0, (1 << (m + n)) - 1)
    first = data.draw(st.lists(mask, min_size=1, max_size=60, unique=True))
    second = data.draw(st.lists(mask, min_size=1, max_size=60, unique=True))
    whole = (1 << (m + n)) - 1
    first = [t for t in first if t.bit_count() >= m] or [whole]
    second = [t for t in second if t.bit_count() >= n] or [whole]
    wanted = [(a, b) for a, t in enumerate(first) for b, u in enumerate(second) if t | u == whole]
    assert complete_pairs(first, second, m, n) == wanted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bargain.solve.pairs._FEW", 0)
        patch.setattr("bargain.solve.pairs._BLOCK", 7)
        assert complete_pairs(first, second, m, n) == wanted
        patch.setattr("bargain.solve.pairs._WORD", 3)
        assert sorted(complete_pairs(first, second, m, n)) == wanted


@pytest.mark.parametrize("shape", [(2, 2), (3, 4), (6, 6), (7, 3), (8, 8)])
def test_the_worst_case_bounds_what_is_found(shape):
    """The upper bound theorem holds for the moved polyhedron, the ray included."""
    for seed in range(4):
        rows = random_matrices(*shape, 9, seed)[0]
        assert len(enumerate_integers(rows, limit=10**6)) <= worst_case(shape[1], shape[0])


@pytest.mark.parametrize("engine", [by_integers, by_words])
def test_a_limit_refuses_with_what_was_reached_and_what_may_come(engine):
    """The message estimates the work: rows done, vertices held, the worst case."""
    rows = random_matrices(12, 12, 9, 1)[0]
    run = {by_integers: enumerate_integers, by_words: enumerate_words}[engine]
    bits = () if engine is by_integers else ([1 << f for f in range(24)],)
    with pytest.raises(RefusedError, match=r"after \d+ of 12 rows .* over the limit of 200; .* up to 24,752"):
        run(rows, *bits, limit=200)
