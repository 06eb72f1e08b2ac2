"""Laws of the .nfg format: what is written is read back, in both versions, whatever the labels."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.errors import FormatError
from bargain.games import NormalFormGame, parse_nfg, write_nfg, write_nfg_outcomes
from strategies_games import LABELS, SMALL, games


@settings(max_examples=60, deadline=None)
@given(games(players=(1, 4), labels=LABELS))
def test_writing_then_reading_is_the_identity(game: NormalFormGame) -> None:
    """Payoff version: the same title, labels, order and exact payoffs come back."""
    assert parse_nfg(write_nfg(game)) == game


@settings(max_examples=60, deadline=None)
@given(games(players=(1, 4), labels=LABELS, payoffs=SMALL))
def test_outcomes_are_the_same_game(game: NormalFormGame) -> None:
    """Outcome version: the same game comes back, although equal cells share an outcome."""
    assert parse_nfg(write_nfg_outcomes(game)) == game


@settings(max_examples=40, deadline=None)
@given(games(players=(2, 3)))
def test_the_first_players_action_runs_fastest(game: NormalFormGame) -> None:
    """The k-th payoff vector of the file belongs to the k-th profile, counted first player fastest."""
    words = write_nfg(game).split('""\n')[-1].split()
    cells = [tuple(reversed(c)) for c in product(*(range(n) for n in reversed(game.shape)))]
    expected = [game.payoff(p, c) for c in cells for p in range(len(game.players))]
    assert [Fraction(w) for w in words] == expected


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('NFG1R"{}\\ \n,-+./e0a'), max_size=60), st.integers(0, 60))
def test_broken_files_raise_nothing_but_format_errors(noise: str, at: int) -> None:
    """Whatever is spliced into a good file, the answer is a game or a located FormatError."""
    good = 'NFG 1 R "t" { "A" "B" } { 2 { "x" "y" } } 1 2 3 4 5 6 7 8'
    fault = None
    try:
        parse_nfg(good[:at] + noise + good[at:])
    except FormatError as error:
        fault = error
    assert fault is None or (fault.place is not None and fault.place.line and fault.place.column)
