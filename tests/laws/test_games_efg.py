"""Laws of the .efg format and of the reduced normal form: nothing is lost on the way out and back."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.errors import FormatError
from bargain.games import CHANCE, NOWHERE, TreeGame, parse_efg, reduced_normal_form, write_efg
from bargain.games.tree_normal import strategy_counts
from strategies_trees import LABELS, RATIONALS, behaviours, trees

if TYPE_CHECKING:
    from collections.abc import Sequence

FEW = settings(max_examples=60, deadline=None)


@settings(max_examples=100, deadline=None)
@given(trees(players=(1, 3), payoffs=RATIONALS, information="any", labels=LABELS))
def test_writing_then_reading_is_the_identity(game: TreeGame) -> None:
    """Title, comment, labels, numbers, sets, outcomes, probabilities and payoffs come back as they were."""
    assert parse_efg(write_efg(game)) == game


@FEW
@given(trees(information="any"), st.data())
def test_numbers_of_a_file_are_kept(game: TreeGame, data: st.DataObject) -> None:
    """Information sets and outcomes may be numbered in any way; the numbers come back too."""
    sizes = (len(game.infosets), len(game.outcomes))
    sets, outcomes = (data.draw(st.lists(st.integers(1, 99), min_size=n, max_size=n, unique=True)) for n in sizes)
    numbered = replace(
        game,
        infosets=tuple(replace(s, number=n) for s, n in zip(game.infosets, sets, strict=True)),
        outcomes=tuple(replace(o, number=n) for o, n in zip(game.outcomes, outcomes, strict=True)),
    )
    assert parse_efg(write_efg(numbered)) == numbered


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('EFG2Rcpt"{}\\ \n,-+./e01'), max_size=60), st.integers(0, 200))
def test_broken_files_raise_nothing_but_format_errors(noise: str, at: int) -> None:
    """Whatever is spliced into a good file, the answer is a game or a located FormatError."""
    good = 'EFG 2 R "t" { "A" "B" } "" c "" 1 "" { "x" 1/2 "y" 1/2 } 0 p "" 1 1 "" { "l" "r" } 0 '
    good += 't "" 1 "" { 1 2 } t "" 2 "" { 3, 4 } p "" 2 1 "" { "u" } 1 t "" 0'
    fault = None
    try:
        parse_efg(good[:at] + noise + good[at:])
    except FormatError as error:
        fault = error
    assert fault is None or (fault.place is not None and fault.place.line and fault.place.column)


def plans(game: TreeGame, player: int) -> list[dict[int, int]]:
    """Return all plans of a player, those that differ out of reach included."""
    own = [k for k, s in enumerate(game.infosets) if s.player == player]
    choices = product(*(range(len(game.infosets[k].actions)) for k in own))
    return [dict(zip(own, c, strict=True)) for c in choices]


def earned(game: TreeGame, plan: dict[int, int]) -> list[Fraction]:
    """Return the expected payoffs of one plan of everyone, by following it from the root."""
    out = [Fraction(0)] * len(game.players)
    todo = [(0, Fraction(1))]
    while todo:
        node, weight = todo.pop()
        if game.placed[node] != NOWHERE:
            paid = game.outcomes[game.placed[node]].payoffs
            out = [a + weight * b for a, b in zip(out, paid, strict=True)]
        k = game.sets[node]
        if k == NOWHERE:
            continue
        if game.infosets[k].player == CHANCE:
            chances = zip(game.children[node], game.infosets[k].probabilities, strict=True)
            todo += [(child, weight * p) for child, p in chances]
        else:
            todo.append((game.children[node][plan[k]], weight))
    return out


def positions(
    strategies: Sequence[Sequence[tuple[tuple[int, int], ...]]], parts: Sequence[dict[int, int]]
) -> list[int]:
    """Return per player the one reduced strategy that a plan agrees with."""
    out = []
    for own, plan in zip(strategies, parts, strict=True):
        (only,) = [n for n, s in enumerate(own) if all(plan[k] == a for k, a in s)]
        out.append(only)
    return out


@FEW
@given(trees(players=(1, 3), moves=(1, 5), information="any"))
def test_every_plan_is_one_reduced_strategy_and_earns_its_payoffs(game: TreeGame) -> None:
    """With and without perfect recall: plans reduce to exactly one strategy each, and payoffs agree."""
    form = reduced_normal_form(game)
    for parts in product(*(plans(game, p) for p in range(len(game.players)))):
        cell = positions(form.strategies, parts)
        together = {k: a for plan in parts for k, a in plan.items()}
        assert [form.game.payoff(p, cell) for p in range(len(parts))] == earned(game, together)


@FEW
@given(trees(players=(1, 3)))
def test_counts_are_counts(game: TreeGame) -> None:
    """With perfect recall the number of strategies is known before any is made."""
    assert strategy_counts(game) == reduced_normal_form(game).game.shape


@FEW
@given(st.data())
def test_a_behaviour_and_its_mixture_are_the_same_play(data: st.DataObject) -> None:
    """Kuhn: payoffs and regret of a behaviour are those of its mixture, and the way back keeps every reached choice."""
    game = data.draw(trees(moves=(1, 5)))
    profile = data.draw(behaviours(game))
    form = reduced_normal_form(game)
    mixed = form.mixed(profile)
    assert form.game.expected(mixed) == game.expected(profile)
    assert form.game.regret(mixed) == game.regret(profile)
    back = form.behaviour(mixed)
    assert game.reach(back) == game.reach(profile)
    assert form.mixed(back) == mixed


@FEW
@given(st.data())
def test_a_mixture_and_its_behaviour_are_the_same_play(data: st.DataObject) -> None:
    """Any mixture of reduced strategies, correlated over information sets or not, is played by some behaviour."""
    game = data.draw(trees(moves=(1, 5)))
    form = reduced_normal_form(game)
    mixed = []
    for size in form.game.shape:
        weights = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any))
        mixed.append(tuple(Fraction(w, sum(weights)) for w in weights))
    played = form.behaviour(tuple(mixed))
    assert game.expected(played) == form.game.expected(tuple(mixed))
    assert game.regret(played) == form.game.regret(mixed)
