"""The hull and the solutions on it for three actors and more, held to linear programs in floats by scipy."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from bargain.bargaining import (
    PackageSpace,
    frontier,
    hull,
    lottery_egalitarian,
    lottery_equal_loss,
    lottery_kalai_smorodinsky,
    lottery_nash,
    lottery_utilitarian,
)

CLOSE = 1e-7
NUMBER = st.integers(-3, 6)


def points(actors):
    """Draw a list of payoff vectors with many ties."""
    return st.lists(st.tuples(*[NUMBER] * actors), min_size=1, max_size=9, unique=True)


def choice(vectors, limit=0) -> PackageSpace:
    """Return the space with one package per vector."""
    who = "ABCD"[: len(vectors[0])]
    payoffs = {a: {"x": [v[i] for v in vectors]} for i, a in enumerate(who)}
    return PackageSpace.build(
        "choice", who, {"x": [str(n) for n in range(len(vectors))]}, payoffs, disagreement=(limit,) * len(who)
    )


def largest(rows, goal, floors=None):
    """Maximise goal · mixture over lotteries with every entry at least its floor; None if there is none."""
    table = np.array(rows, dtype=float).T
    floors = np.zeros(len(table)) if floors is None else np.array(floors, dtype=float)
    found = linprog(
        -(np.array(goal, dtype=float) @ table),
        A_ub=-table,
        b_ub=-(floors - 1e-9),
        A_eq=np.ones((1, len(rows))),
        b_eq=[1],
        bounds=(0, None),
    )
    return None if found.status == 2 else -found.fun


def is_corner(rows, at) -> bool:
    """Tell whether some weights make a vector the only best one."""
    others = [np.subtract(row, rows[at]) for n, row in enumerate(rows) if n != at]
    if not others:
        return True
    size = len(rows[0])
    found = linprog(
        [0] * size + [-1],
        A_ub=np.column_stack((np.array(others, dtype=float), np.ones(len(others)))),
        b_ub=np.zeros(len(others)),
        A_eq=[[1] * size + [0]],
        b_eq=[1],
        bounds=[(0, None)] * size + [(None, None)],
    )
    return -found.fun > CLOSE


def distance(rows, vector, ranges) -> float:
    """Return how far a vector lies above the nearest lottery, in shares of each range."""
    table = np.array(rows, dtype=float).T / np.array(ranges, dtype=float)[:, None]
    goal = np.array(vector, dtype=float) / np.array(ranges, dtype=float)
    found = linprog(
        [0] * len(rows) + [1],
        A_ub=np.column_stack((-table, -np.ones(len(goal)))),
        b_ub=-goal,
        A_eq=[[1] * len(rows) + [0]],
        b_eq=[1],
        bounds=[(0, None)] * len(rows) + [(0, None)],
    )
    return found.fun


@settings(max_examples=30)
@given(st.integers(3, 4).flatmap(points))
def test_corners_are_the_only_best_of_some_weights(vectors) -> None:
    """For three and four actors, with ties: exactly the corners, and the result says that it is exact."""
    front = frontier(choice(vectors))
    found = hull(front)
    rows = list(zip(*front.whole, strict=True))
    assert (found.status, found.bound) == ("exact", 0)
    assert found.corners == tuple(n for n in range(len(rows)) if is_corner(rows, n))


@pytest.mark.parametrize("budget", [1, 4])
@pytest.mark.parametrize("actors", [3, 4])
def test_a_budget_leaves_a_true_bound(actors, budget) -> None:
    """Every frontier vector lies within the bound of a lottery over the corners found, and some outside them."""
    draw = random.Random(actors)  # noqa: S311  seeded examples, no secrets
    names = [f"i{k}" for k in range(6)]
    who = "ABCD"[:actors]
    payoffs = {a: {n: [draw.randrange(60) for _ in range(3)] for n in names} for a in who}
    front = frontier(PackageSpace.build("drawn", who, dict.fromkeys(names, tuple("abc")), payoffs))
    found = hull(front, budget=budget)
    assert found.status == "approximate"
    assert f"approximate within {float(found.bound):.1g}" in repr(found)
    ranges = [max(column) - min(column) for column in front.whole]
    rows = list(zip(*front.whole, strict=True))
    far = [distance([rows[n] for n in found.corners], row, ranges) for row in rows]
    assert max(far) <= float(found.bound)
    assert max(far) > 0
    close = hull(front, tolerance=Fraction(1, 10))
    assert max(distance([rows[n] for n in close.corners], row, ranges) for row in rows) <= 0.1


RULES = {
    "gain": lottery_egalitarian,
    "share": lottery_kalai_smorodinsky,
    "loss": lottery_equal_loss,
}


@settings(max_examples=25)
@given(st.integers(3, 4).flatmap(points), st.sampled_from(sorted(RULES)))
def test_nobody_can_be_lifted_without_lowering_somebody_no_better_off(vectors, kind) -> None:
    """What leximin means on a convex set, one linear program per actor; the whole order, not its first step."""
    space = choice(vectors)
    rows = frontier(space).vectors
    found = RULES[kind](space)
    if not found.utilities:
        assert largest(rows, [1] * len(rows[0])) is None
        return
    (gains,) = found.gains
    size = len(gains)
    ideal = [largest(rows, [int(i == j) for j in range(size)]) for i in range(size)]
    assert [float(x) for x in found.ideal] == pytest.approx(ideal, abs=CLOSE)
    scales = [float(x) for x in found.ideal] if kind == "share" and any(found.ideal) else [1.0] * size
    shifts = [float(x) for x in found.ideal] if kind == "loss" else [0.0] * size
    entries = [(float(g) - s) / c if c else np.inf for g, s, c in zip(gains, shifts, scales, strict=True)]
    for i in range(size):
        floors = [float(g) if entries[j] <= entries[i] + CLOSE and j != i else 0 for j, g in enumerate(gains)]
        if np.isfinite(entries[i]):
            assert largest(rows, [int(i == j) for j in range(size)], floors) <= float(gains[i]) + 1e-6
    assert found.status == "exact"


def test_the_leximin_order_goes_on_after_its_first_step() -> None:
    """C has 1 whatever is done; the smallest gain is 1 at (1, 1, 1) too, but A and B can both have 2."""
    found = lottery_egalitarian(choice([(4, 0, 1), (0, 4, 1), (1, 1, 1)]))
    assert (found.status, found.gains) == ("exact", ((2, 2, 1),))


@settings(max_examples=20)
@given(st.integers(3, 4).flatmap(points))
def test_the_nash_product_over_those_who_can_gain_is_bounded(vectors) -> None:
    """The gradient at the answer promises no more than the bound; whoever cannot gain is named, nobody else."""
    space = choice(vectors)
    rows = frontier(space).vectors
    found = lottery_nash(space)
    if not found.utilities:
        return
    (gains,) = found.gains
    size = len(gains)
    able = [i for i in range(size) if largest(rows, [int(i == j) for j in range(size)]) > CLOSE]
    named = [note.split()[0] for note in found.notes if "left out" in note]
    assert named == [space.actors[i] for i in range(size) if i not in able]
    if able:
        assert min(gains[i] for i in able) > 0
        slope = [1 / (float(gains[i]) * len(able)) if i in able else 0 for i in range(size)]
        assert largest(rows, slope) <= 1 + float(found.bound) + 1e-6
        assert found.bound < Fraction(1, 100)
    assert min(gains) >= 0


def test_the_left_out_actor_does_not_spoil_the_product() -> None:
    """C gains nothing from anything acceptable; A and B still share as they would alone."""
    found = lottery_nash(choice([(4, 0, 0), (0, 4, 0), (3, 3, 0), (9, 9, -1)]))
    assert [float(g) for g in found.gains[0]] == pytest.approx([3, 3, 0], abs=1e-4)
    assert "C cannot gain and is left out" in found.notes
    assert found.status == "approximate"


@settings(max_examples=15)
@given(points(3))
def test_the_largest_sum_is_the_largest(vectors) -> None:
    """Over acceptable lotteries only."""
    space = choice(vectors)
    found = lottery_utilitarian(space)
    expected = largest(frontier(space).vectors, [1, 1, 1])
    assert (expected is None) == (not found.utilities)
    if found.utilities:
        assert float(sum(found.utilities[0])) == pytest.approx(expected, abs=1e-6)
