"""Hypothesis strategies for games, and short ways to write one down."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

from bargain.games import NormalFormGame

SMALL = st.integers(-2, 2)  # ties and zeros all the time
RATIONAL = st.fractions(min_value=-3, max_value=3, max_denominator=6)
SCALE = st.fractions(min_value=Fraction(1, 7), max_value=50, max_denominator=9)


def bimatrix(mine, theirs, title="game"):
    """Return the two-player game with these payoff matrices; actions r1, r2, … and c1, c2, …."""
    table = [list(zip(row, other, strict=True)) for row, other in zip(mine, theirs, strict=True)]
    actions = [f"r{i + 1}" for i in range(len(mine))], [f"c{j + 1}" for j in range(len(mine[0]))]
    return NormalFormGame.from_table(title, ("Row", "Column"), actions, table)


def matrices(game):
    """Return the two payoff matrices of a two-player game as nested lists."""
    m, n = game.shape
    first, second = game.numbers(0), game.numbers(1)
    return [[first[i * n + j] for j in range(n)] for i in range(m)], [
        [second[i * n + j] for j in range(n)] for i in range(m)
    ]


def random_matrices(m, n, most, seed, count=2):
    """Return matrices of m rows and n columns of integers up to `most` in size, the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311  games, not secrets
    return [[[draw.randint(-most, most) for _ in range(n)] for _ in range(m)] for _ in range(count)]


def tables(m, n, numbers):
    """Return matrices of m rows and n columns."""
    return st.lists(st.lists(numbers, min_size=n, max_size=n), min_size=m, max_size=m)


@st.composite
def bimatrix_games(draw, most=(3, 4), numbers=SMALL):
    """Return two-player games with 1 to `most` actions; small integers by default, so mostly degenerate."""
    m, n = draw(st.integers(1, most[0])), draw(st.integers(1, most[1]))
    return bimatrix(draw(tables(m, n, numbers)), draw(tables(m, n, numbers)))


@st.composite
def any_games(draw, players=(1, 4), most=3, numbers=SMALL):
    """Return games for one to four players."""
    shape = draw(st.lists(st.integers(1, most), min_size=players[0], max_size=players[1]))
    cells = 1
    for n in shape:
        cells *= n
    payoffs = tuple(tuple(Fraction(v) for v in draw(st.lists(numbers, min_size=cells, max_size=cells))) for _ in shape)
    return NormalFormGame(
        title="game",
        players=tuple(f"P{k + 1}" for k in range(len(shape))),
        actions=tuple(tuple(f"a{i + 1}" for i in range(n)) for n in shape),
        payoffs=payoffs,
    )


def package(costs, benefits, bonus=None):
    """Return the exchange game of a whole package: each side picks which of its issues to grant.

    `costs[p]` and `benefits[p]` have one number per issue that p can grant: what it costs p, what it brings the
    other. `bonus`, if given, is added to both where both grant their first issue (a joint issue).
    """
    actions = tuple(
        tuple(" + ".join(f"{'ab'[p]}{k}: {'full' if g else 'none'}" for k, g in enumerate(grants)) for grants in picks)
        for p, picks in enumerate(product((0, 1), repeat=len(c)) for c in costs)
    )
    picks = [list(product((0, 1), repeat=len(c))) for c in costs]

    def worth(numbers, grants):
        return sum((Fraction(v) for v, g in zip(numbers, grants, strict=True) if g), Fraction(0))

    payoffs = ([], [])
    for x, y in product(*picks):
        extra = Fraction(bonus) if bonus is not None and x[0] and y[0] else Fraction(0)
        payoffs[0].append(worth(benefits[1], y) - worth(costs[0], x) + extra)
        payoffs[1].append(worth(benefits[0], x) - worth(costs[1], y) + extra)
    return NormalFormGame(
        title="package", players=("A", "B"), actions=actions, payoffs=(tuple(payoffs[0]), tuple(payoffs[1]))
    )
