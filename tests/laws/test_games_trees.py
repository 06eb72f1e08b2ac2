"""Laws of game trees: what they are worth, who could gain, where subgames lie, by oracles that walk the raw lists.

The oracles enumerate: pure plans of a player over all its information sets, plays from the root, sets of
nodes. They share nothing with the walks over blocks that they judge.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.errors import GameError
from bargain.games import CHANCE, NOWHERE, TreeBuilder, TreeGame
from bargain.games.tree_facts import scaled_totals
from bargain.games.tree_values import action_values, bayes, behaviour, node_values, subgame_regrets
from strategies_trees import RATIONALS, TIES, behaviours, trees

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.games import Behaviour

FEW = settings(max_examples=60, deadline=None)


def descendants(game: TreeGame, node: int) -> set[int]:
    """Return a node and all below it, by the parents alone."""
    out = {node}
    for child, parent in enumerate(game.parents):
        if parent in out:
            out.add(child)
    return out


def worth(game: TreeGame, profile: Behaviour, root: int) -> list[Fraction]:
    """Return the expected sum of outcomes below a node, by following each end up to it."""
    out = [Fraction(0)] * len(game.players)
    for end in descendants(game, root):
        if game.children[end]:
            continue
        weight, sums, node = Fraction(1), [Fraction(0)] * len(game.players), end
        while True:
            if game.placed[node] != NOWHERE:
                paid = game.outcomes[game.placed[node]].payoffs
                sums = [a + b for a, b in zip(sums, paid, strict=True)]
            if node == root:
                break
            weight *= profile[game.sets[game.parents[node]]][game.moves[node]]
            node = game.parents[node]
        out = [a + weight * b for a, b in zip(out, sums, strict=True)]
    return out


def deviations(game: TreeGame, player: int, profile: Behaviour) -> Iterator[Behaviour]:
    """Give the profile with one player's part replaced by each of its pure plans."""
    own = [k for k, s in enumerate(game.infosets) if s.player == player]
    for plan in product(*(range(len(game.infosets[k].actions)) for k in own)):
        changed = list(profile)
        for k, a in zip(own, plan, strict=True):
            changed[k] = tuple(Fraction(int(i == a)) for i in range(len(profile[k])))
        yield tuple(changed)


def most_gain(game: TreeGame, profile: Behaviour, root: int) -> Fraction:
    """Return the most that any player gains below a node by any pure plan."""
    here = worth(game, profile, root)
    return max(
        worth(game, other, root)[p] - here[p]
        for p in range(len(game.players))
        for other in deviations(game, p, profile)
    )


def is_root(game: TreeGame, node: int) -> bool:
    """Tell by the definition whether a subgame starts at a node."""
    inside = descendants(game, node)
    own = [set(s.nodes) for s in game.infosets if s.player != CHANCE]
    return bool(game.children[node]) and all(nodes <= inside or not nodes & inside for nodes in own)


@FEW
@given(st.data())
def test_expected_payoffs_are_sums_over_plays(data: st.DataObject) -> None:
    """At every node the value is the sum over the ends below it; at the root it is the expected payoff."""
    game = data.draw(trees())
    profile = data.draw(behaviours(game))
    values = node_values(game, profile)
    assert [list(v) for v in values] == [worth(game, profile, node) for node in range(len(values))]
    assert game.expected(profile) == values[0]


@FEW
@given(st.data())
def test_reach_is_a_flow(data: st.DataObject) -> None:
    """All plays start at the root, none gets lost, and the ends share them out."""
    game = data.draw(trees())
    reach = game.reach(data.draw(behaviours(game)))
    assert reach[0] == 1
    assert sum(reach[end] for end in game.terminals) == 1
    assert all(not c or sum(reach[x] for x in c) == reach[node] for node, c in enumerate(game.children))


@FEW
@given(st.data())
def test_regret_is_the_best_of_all_pure_plans(data: st.DataObject) -> None:
    """In the whole game and in every subgame, no plan gains more, and one gains that much."""
    game = data.draw(trees(players=(1, 3), moves=(1, 6)))
    profile = data.draw(behaviours(game))
    assert game.regret(profile) == most_gain(game, profile, 0)
    in_subgames = {root: most_gain(game, profile, root) for root in game.subgame_roots}
    assert subgame_regrets(game, profile) == in_subgames
    assert game.subgame_regret(profile) == max(in_subgames.values())


@FEW
@given(trees())
def test_subgames_start_where_the_definition_says(game: TreeGame) -> None:
    """The roots are the moves whose subtree holds every information set that it touches."""
    assert game.subgame_roots == tuple(n for n in range(len(game.parents)) if is_root(game, n))


@FEW
@given(st.data())
def test_an_induced_subgame_is_the_same_play(data: st.DataObject) -> None:
    """Values, regret and labels of a subgame are those of its block in the whole game."""
    game = data.draw(trees())
    profile = data.draw(behaviours(game))
    values, regrets = node_values(game, profile), subgame_regrets(game, profile)
    for root in game.subgame_roots:
        part = game.induced(root)
        inside = tuple(profile[k] for k in part.sets)
        assert node_values(part.game, inside) == values[root : game.end(root)]
        assert part.game.regret(inside) == regrets[root]
        for k, own in enumerate(part.sets):
            assert part.game.infosets[k].number == game.infosets[own].number
            assert {part.node_in_whole(n) for n in part.game.infosets[k].nodes} <= set(game.infosets[own].nodes)


@FEW
@given(st.data())
def test_values_of_actions_are_conditional_payoffs(data: st.DataObject) -> None:
    """Weighted by reach and mixture, the values of a set's actions make up what its nodes are worth."""
    game = data.draw(trees())
    profile = data.draw(behaviours(game))
    values, reach = node_values(game, profile), game.reach(profile)
    for infoset, belief, worths, mixture in zip(
        game.infosets, bayes(game, profile), action_values(game, profile), profile, strict=True
    ):
        if infoset.player == CHANCE or belief is None:
            assert worths is None or infoset.player != CHANCE
            continue
        passed = sum(reach[n] for n in infoset.nodes)
        assert [b * passed for b in belief] == [reach[n] for n in infoset.nodes]
        below = sum(
            reach[n] * p * values[child][infoset.player]
            for n in infoset.nodes
            for child, p in zip(game.children[n], mixture, strict=True)
        )
        assert worths is not None
        assert passed * sum(p * v for p, v in zip(mixture, worths, strict=True)) == below


def own_past(game: TreeGame, node: int, player: int) -> list[tuple[int, int]]:
    """Return the player's own information sets and actions on the path to a node."""
    out = []
    while game.parents[node] != NOWHERE:
        move, node = game.moves[node], game.parents[node]
        if game.infosets[game.sets[node]].player == player:
            out.append((game.sets[node], move))
    return out


@settings(max_examples=150, deadline=None)
@given(trees(moves=(2, 7), information="any"))
def test_perfect_recall_is_equal_pasts(game: TreeGame) -> None:
    """A lapse is named exactly if some information set joins nodes with different own pasts, and regret is refused."""
    forgetful = {
        k
        for k, s in enumerate(game.infosets)
        if s.player != CHANCE and len({tuple(own_past(game, n, s.player)) for n in s.nodes}) > 1
    }
    found = game.imperfect_recall
    assert (found is None) is (not forgetful)
    if found is not None:
        assert found.infoset == min(forgetful)
        with pytest.raises(GameError, match="imperfect recall"):
            game.regret(behaviour(game, [0] * len(game.infosets)))


def _moved(b, game, node, number):
    """Add the move at a node of a game, if there is one, and note the new nodes below it."""
    if game.sets[node] != NOWHERE:
        s = game.infosets[game.sets[node]]
        at = f"{['chance', *game.players][s.player + 1]} {game.sets[node]}"
        if s.player == CHANCE:
            below = b.chance(number[node], dict(zip(s.actions, s.probabilities, strict=True)), at=at)
        else:
            below = b.move(number[node], game.players[s.player], s.actions, at=at)
        number |= dict(zip(game.children[node], below, strict=True))


@FEW
@given(st.data())
def test_builders_do_not_mind_the_order(data: st.DataObject) -> None:
    """Moves added in any order, parents first, make one and the same game."""
    game = data.draw(trees(moves=(1, 7)))
    built = []
    for order in (range(len(game.parents)), data.draw(topological(game))):
        b = TreeBuilder(game.title, game.players)
        number = {0: b.root}
        for node in order:
            _moved(b, game, node, number)
            if game.placed[node] != NOWHERE:
                label = f"outcome {game.placed[node]}"
                b.outcome(number[node], game.outcomes[game.placed[node]].payoffs, label=label)
        built.append(b.build())
    assert built[0] == built[1]
    assert (built[0].parents, built[0].sets, built[0].placed) == (game.parents, game.sets, game.placed)
    assert built[0].totals == game.totals


@FEW
@given(trees(moves=(1, 7), payoffs=TIES | RATIONALS))
def test_scaled_payoffs_are_payoffs_in_the_least_units(game: TreeGame) -> None:
    """Integers throughout: per outcome, and per end the sum on the path to it."""
    units, rows = game.scaled
    for player, unit in enumerate(units):
        assert unit == lcm(*(o.payoffs[player].denominator for o in game.outcomes))
    assert rows == [tuple(v * u for v, u in zip(o.payoffs, units, strict=True)) for o in game.outcomes]
    sums = scaled_totals(game)
    assert all(type(v) is int for row in [*rows, *(row for row in sums if row is not None)] for v in row)
    assert sums == [row and tuple(v * u for v, u in zip(row, units, strict=True)) for row in game.totals]


@FEW
@given(trees(moves=(1, 7), payoffs=TIES | st.fractions(-1, 2, max_denominator=2)), st.data())
def test_integers_build_the_game_that_fractions_build(game: TreeGame, data: st.DataObject) -> None:
    """Some payoffs, or all, given as integers, with labels or without: one game, Fractions in it, and its integers."""
    whole = data.draw(st.booleans())
    b = TreeBuilder(game.title, game.players)
    number = {0: b.root}
    known: set[int] = set()
    for node in data.draw(topological(game)):
        k = game.placed[node]
        _moved(b, game, node, number)
        if k != NOWHERE:
            label = f"outcome {k}" if game.placed.count(k) > 1 or data.draw(st.booleans()) else ""
            payoffs = game.outcomes[k].payoffs
            if k in known and data.draw(st.booleans()):
                payoffs = ()
            elif all(v.denominator == 1 for v in payoffs) and (whole or data.draw(st.booleans())):
                payoffs = tuple(int(v) for v in payoffs)
            known.add(k)
            b.outcome(number[node], payoffs, label=label)
    built = b.build()
    assert [o.payoffs for o in built.outcomes] == [game.outcomes[k].payoffs for k in _in_order(game)]
    assert all(type(v) is Fraction for o in built.outcomes for v in o.payoffs)
    assert built.scaled == replace(built).scaled
    assert all(type(v) is int for row in built.scaled[1] for v in row)
    assert built.totals == game.totals
    assert (built.parents, built.sets, built.placed) == (game.parents, game.sets, game.placed)


def _in_order(game: TreeGame) -> list[int]:
    """Return the outcomes of a game as they are met first in preorder."""
    return list(dict.fromkeys(k for k in game.placed if k != NOWHERE))


@st.composite
def topological(draw: st.DrawFn, game: TreeGame) -> list[int]:
    """Draw an order of the nodes in which parents come first."""
    ready, out = [0], []
    while ready:
        node = ready.pop(draw(st.integers(0, len(ready) - 1)))
        out.append(node)
        ready += game.children[node]
    return out


@FEW
@given(trees(information="perfect"), st.data())
def test_one_node_put_wrong_is_refused(game: TreeGame, data: st.DataObject) -> None:
    """Any change of one parent, move or information set of the flat lists makes them no game."""
    node = data.draw(st.integers(0, len(game.parents) - 1))
    name = data.draw(st.sampled_from(["parents", "moves", "sets"]))
    wrong = data.draw(st.integers(-1, len(game.parents)))
    values = list(getattr(game, name))
    assume(values[node] != wrong)
    values[node] = wrong
    with pytest.raises(GameError):
        replace(game, **{name: tuple(values)})
