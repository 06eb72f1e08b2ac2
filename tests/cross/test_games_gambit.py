"""Our .nfg files and Gambit's reader agree; skipped where pygambit is not installed."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
from hypothesis import given, settings

from bargain.games import NormalFormGame, parse_nfg, write_nfg, write_nfg_outcomes
from bargain.games.interop import to_arrays
from strategies_games import games

pygambit = pytest.importorskip("pygambit")


def payoffs_by_gambit(text: str) -> list[list[Fraction]]:
    """Return Gambit's flat payoff tables, the last player's action running fastest."""
    arrays = pygambit.read_nfg(io.StringIO(text)).to_arrays(dtype=pygambit.Rational)
    return [[Fraction(str(v)) for v in array.ravel()] for array in arrays]


@settings(max_examples=40, deadline=None)
@given(games(players=(2, 3)))
def test_gambit_reads_what_we_write(game: NormalFormGame) -> None:
    """Both versions that we write give Gambit the payoffs that we hold."""
    ours = [list(a.ravel()) for a in to_arrays(game)]
    assert payoffs_by_gambit(write_nfg(game)) == ours
    assert payoffs_by_gambit(write_nfg_outcomes(game)) == ours


@settings(max_examples=40, deadline=None)
@given(games(players=(2, 3)))
def test_we_read_what_gambit_writes(game: NormalFormGame) -> None:
    """Gambit's own text of a game is the same game to us, labels included."""
    text = pygambit.read_nfg(io.StringIO(write_nfg(game))).to_nfg()
    assert parse_nfg(text) == game
