"""Games from print with their equilibria as printed: a red id names the book to open.

OR94   Osborne and Rubinstein, A Course in Game Theory (1994); section or example number.
AGT07  Nisan, Roughgarden, Tardos and Vazirani (eds), Algorithmic Game Theory (2007), chapter 3 by von Stengel.
N51    Nash, Non-cooperative Games (1951): the kinds of example every later text repeats.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from bargain.solve import iterated_dominance, nash, pure_nash, verify
from strategies_solve import bimatrix


def mix(text):
    """Return "2/3 1/3" as a mixture."""
    return tuple(map(Fraction, text.split()))


def eq(first, second):
    """Return a profile from two mixtures in words."""
    return mix(first), mix(second)


VON_STENGEL = [[3, 3], [2, 5], [0, 6]]

IN_PRINT = [
    pytest.param(
        [[2, 0], [0, 1]],
        [[1, 0], [0, 2]],
        [eq("1 0", "1 0"), eq("2/3 1/3", "1/3 2/3"), eq("0 1", "0 1")],
        [[0], [1], [2]],
        id="OR94-15.3-34.1-Bach-or-Stravinsky",
    ),
    pytest.param(
        [[2, 0], [0, 1]],
        [[2, 0], [0, 1]],
        [eq("1 0", "1 0"), eq("1/3 2/3", "1/3 2/3"), eq("0 1", "0 1")],
        [[0], [1], [2]],
        id="OR94-16.1-Mozart-or-Mahler",
    ),
    pytest.param([[3, 0], [4, 1]], [[3, 4], [0, 1]], [eq("0 1", "0 1")], [[0]], id="OR94-16.2-Prisoners-Dilemma"),
    pytest.param(
        [[3, 1], [4, 0]],
        [[3, 4], [1, 0]],
        [eq("1 0", "0 1"), eq("1/2 1/2", "1/2 1/2"), eq("0 1", "1 0")],
        [[0], [1], [2]],
        id="OR94-16.3-Hawk-Dove",
    ),
    pytest.param(
        [[1, -1], [-1, 1]], [[-1, 1], [1, -1]], [eq("1/2 1/2", "1/2 1/2")], [[0]], id="OR94-17.1-Matching-Pennies"
    ),
    pytest.param(
        [[0, -1, 1], [1, 0, -1], [-1, 1, 0]],
        [[0, 1, -1], [-1, 0, 1], [1, -1, 0]],
        [eq("1/3 1/3 1/3", "1/3 1/3 1/3")],
        [[0]],
        id="rock-paper-scissors",
    ),
    pytest.param(
        VON_STENGEL,
        [[3, 2], [2, 6], [3, 1]],
        [eq("1 0 0", "1 0"), eq("4/5 1/5 0", "2/3 1/3"), eq("0 1/3 2/3", "1/3 2/3")],
        [[0], [1], [2]],
        id="AGT07-3-three-by-two",
    ),
    pytest.param(
        VON_STENGEL,
        [[3, 3], [2, 6], [3, 1]],
        [eq("1 0 0", "1 0"), eq("1 0 0", "2/3 1/3"), eq("0 1/3 2/3", "1/3 2/3")],
        [[0, 1], [2]],
        id="AGT07-3-three-by-two-degenerate",
    ),
    pytest.param(
        [[0, 0, 0], [1, 1, 3], [2, 4, 1]],
        [[1, 2, 0], [2, 0, 3], [1, 4, 0]],
        [eq("0 1 0", "0 0 1"), eq("0 4/7 3/7", "0 2/5 3/5"), eq("0 0 1", "0 1 0")],
        [[0], [1], [2]],
        id="three-where-float-support-enumeration-returns-two",
    ),
]


@pytest.mark.parametrize(("mine", "theirs", "printed", "components"), IN_PRINT)
def test_agrees_with_print(mine, theirs, printed, components):
    """All equilibria as printed, in descending order, and nothing else; confirmed by the checker."""
    solution = nash(bimatrix(mine, theirs))
    assert [e.profile for e in solution] == printed
    assert [list(group) for group in solution.components] == components
    assert verify(solution).completeness.startswith("re-derived")


def test_a_beauty_contest_dissolves_by_dominance():
    """Names from 0 to 4, nearest to half the average wins, ties split: iterated elimination ends in 0 and 0."""

    def wins(i, j):
        target = Fraction(i + j, 4)
        first, second = abs(i - target), abs(j - target)
        return Fraction(1, 2) if first == second else Fraction(int(first < second))

    mine = [[wins(i, j) for j in range(5)] for i in range(5)]
    theirs = [[wins(j, i) for j in range(5)] for i in range(5)]
    game = bimatrix(mine, theirs)
    assert iterated_dominance(game, weak=True).kept == ((0,), (0,))
    assert [e.profile for e in pure_nash(game)] == [eq("1 0 0 0 0", "1 0 0 0 0")]
