"""Our .efg files and Gambit's agree, in what they say and in what follows from it; skipped without pygambit."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.games import CHANCE, TreeGame, parse_efg, reduced_normal_form, write_efg
from bargain.games.interop import to_arrays
from bargain.games.tree_normal import strategy_counts
from strategies_trees import RATIONALS, trees

pygambit = pytest.importorskip("pygambit")

FEW = settings(max_examples=40, deadline=None)
GAMES = trees(players=(2, 3), payoffs=RATIONALS, moves=(1, 6))


def by_gambit(text: str) -> pygambit.Game:
    """Read a game with Gambit."""
    return pygambit.read_efg(io.StringIO(text))


def bare(game: TreeGame) -> TreeGame:
    """Return a game without the labels of outcomes, which Gambit makes up where there are none."""
    return replace(game, outcomes=tuple(replace(o, label="") for o in game.outcomes))


@FEW
@given(GAMES)
def test_gambit_writes_back_what_it_reads_from_us(game: TreeGame) -> None:
    """Our file through Gambit's reader and writer is the same game: numbers, order, sets, outcomes on the way."""
    assert bare(parse_efg(by_gambit(write_efg(game)).to_efg())) == game


@FEW
@given(GAMES)
def test_reduced_normal_forms_agree(game: TreeGame) -> None:
    """Gambit has the same strategies in the same order, with the same payoffs."""
    ours = reduced_normal_form(game).game
    theirs = by_gambit(write_efg(game)).to_arrays(dtype=pygambit.Rational)
    assert theirs[0].shape == strategy_counts(game)
    flat = [[Fraction(str(v)) for v in table.ravel()] for table in theirs]
    assert flat == [list(table.ravel()) for table in to_arrays(ours)]


@FEW
@given(GAMES)
def test_subgames_start_at_the_same_nodes(game: TreeGame) -> None:
    """Gambit finds subgames after the same actions, where no chance move is drawn at two nodes.

    For Gambit such a chance move ties its nodes together as a player's information set does; for us it does not.
    """
    assume(all(len(s.nodes) == 1 for s in game.infosets if s.player == CHANCE))
    histories = by_gambit(write_efg(game)).get_subgame_roots()
    theirs = {tuple(step.action for step in history) for history in histories}
    assert theirs == {game.path(root) for root in game.subgame_roots}


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_perfect_recall_is_judged_alike(data: st.DataObject) -> None:
    """Also where a player forgets."""
    game = data.draw(trees(players=(2, 3), moves=(2, 7), information="any"))
    theirs = by_gambit(write_efg(game))
    assert all(theirs.has_perfect_recall(p) for p in game.players) is game.perfect_recall
