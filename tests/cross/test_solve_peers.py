"""Other programs on the same games: nashpy always, Gambit where it is installed (a development tool, never needed)."""

from __future__ import annotations

import warnings
from fractions import Fraction

import pytest

from bargain.solve import nash
from strategies_solve import bimatrix, random_matrices


def is_regular(solution):
    """Tell whether every equilibrium stands alone and uses exactly its best replies."""
    return all(len(group) == 1 for group in solution.connected) and all(
        len(best) == sum(w > 0 for w in mix)
        for e in solution
        for mix, best in zip(e.profile, e.certificate.best, strict=True)
    )


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (3, 4), (4, 4), (5, 5)], ids=str)
def test_nashpy_vertex_enumeration_finds_the_same_on_regular_games(shape):
    """Same number, same mixtures to nine digits, on random integer games without degenerate equilibria."""
    nashpy = pytest.importorskip("nashpy")
    compared = 0
    for seed in range(12):
        mine, theirs = random_matrices(*shape, 99, seed)
        solution = nash(bimatrix(mine, theirs))
        if not is_regular(solution):
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = list(nashpy.Game(mine, theirs).vertex_enumeration())
        ours = sorted([abs(round(float(p), 9)) for mix in e.profile for p in mix] for e in solution)
        assert ours == sorted([abs(round(float(p), 9)) for mix in pair for p in mix] for pair in found)
        compared += 1
    assert compared >= 8


@pytest.mark.parametrize("most", [1, 3, 9])
@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 5), (4, 4), (6, 6)], ids=str)
def test_gambit_finds_the_same_extreme_equilibria(shape, most):
    """Equal lists of rationals, ties and continua included."""
    gambit = pytest.importorskip("pygambit", reason="skipped: pygambit is not installed (development only)")
    for seed in range(6):
        mine, theirs = random_matrices(*shape, most, 1000 * most + seed)
        assert {e.profile for e in nash(bimatrix(mine, theirs))} == gambit_extreme(gambit, mine, theirs)


def gambit_extreme(gambit, mine, theirs):
    """Return Gambit's extreme equilibria as exact profiles; the interface changed between versions 16 and 17."""
    import numpy as np

    kind = getattr(gambit, "StrategicGame", gambit.Game)
    arrays = [np.array([[gambit.Rational(v) for v in row] for row in table], dtype=object) for table in (mine, theirs)]
    game = kind.from_arrays(*arrays)
    found = gambit.nash.enummixed_solve(game, rational=True).equilibria
    if hasattr(game, "get_strategies"):
        strategies = [[(p, s) for s in game.get_strategies(p)] for p in game.players]
        return {tuple(tuple(Fraction(str(e[p][s])) for p, s in own) for own in strategies) for e in found}
    strategies = [list(p.strategies) for p in game.players]
    return {tuple(tuple(Fraction(str(e[s])) for s in own) for own in strategies) for e in found}
