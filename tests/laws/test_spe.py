"""Laws of subgame perfection, against oracles that know only the definition and read only the raw lists."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.games import chance, game_tree, move, outcome
from bargain.games.tree_values import behaviour
from bargain.solve.backward import backward_induction
from bargain.solve.result import Status
from bargain.solve.spe import spe
from bargain.solve.spe_certify import movers, one_shot
from bargain.solve.spe_kinds import kinds_of
from bargain.solve.spe_settle import settle
from bargain.solve.spe_verify import verify_tree
from strategies_trees import RATIONALS, TIES, trees

if TYPE_CHECKING:
    from bargain.games.tree import TreeGame
    from bargain.games.tree_build import Part

Choice = dict[int, int]  # information set -> action


def _plain(game: TreeGame) -> list[int]:
    return [k for k, s in enumerate(game.infosets) if s.player >= 0]


def _profiles(game: TreeGame) -> list[Choice]:
    own = _plain(game)
    return [
        dict(zip(own, actions, strict=True))
        for actions in product(*(range(len(game.infosets[k].actions)) for k in own))
    ]


def _size(game: TreeGame) -> int:
    return prod(len(game.infosets[k].actions) for k in _plain(game))


def _value(game: TreeGame, node: int, chosen: Choice) -> tuple[Fraction, ...]:
    """Return expected payoffs from a node on, outcomes at and below it, by recursion."""
    here = (
        game.outcomes[game.placed[node]].payoffs if game.placed[node] >= 0 else tuple(Fraction(0) for _ in game.players)
    )
    if not game.children[node]:
        return here
    infoset = game.infosets[game.sets[node]]
    if infoset.player < 0:
        weighted = list(zip(infoset.probabilities, game.children[node], strict=True))
    else:
        weighted = [(Fraction(1), game.children[node][chosen[game.sets[node]]])]
    below = [(p, _value(game, c, chosen)) for p, c in weighted]
    return tuple(h + sum(p * v[i] for p, v in below) for i, h in enumerate(here))


def _descendants(game: TreeGame, root: int) -> set[int]:
    found = {root}
    for node in range(root + 1, len(game.parents)):
        if game.parents[node] in found:
            found.add(node)
    return found


def _subgames(game: TreeGame) -> dict[int, set[int]]:
    """Roots with the information sets inside; by definition, set by set."""
    out = {}
    for root, below in enumerate(game.children):
        inside = _descendants(game, root)
        sets = {game.sets[n] for n in inside if game.sets[n] >= 0}
        closed = all(set(game.infosets[k].nodes) <= inside for k in sets if game.infosets[k].player >= 0)
        if below and closed:
            out[root] = {k for k in sets if game.infosets[k].player >= 0}
    return out


def _is_spe(game: TreeGame, chosen: Choice, subgames: dict[int, set[int]]) -> bool:
    """Whether no player has a better pure strategy in any subgame."""
    for root, sets in subgames.items():
        here = _value(game, root, chosen)
        for player in range(len(game.players)):
            own = sorted(k for k in sets if game.infosets[k].player == player)
            for actions in product(*(range(len(game.infosets[k].actions)) for k in own)):
                other = {**chosen, **dict(zip(own, actions, strict=True))}
                if _value(game, root, other)[player] > here[player]:
                    return False
    return True


def _brute(game: TreeGame) -> tuple[set[tuple[tuple[int, int], ...]], set[tuple[Fraction, ...]]]:
    subgames = _subgames(game)
    good = [c for c in _profiles(game) if _is_spe(game, c, subgames)]
    return {tuple(sorted(c.items())) for c in good}, {_value(game, 0, c) for c in good}


def _as_choice(game: TreeGame, profile: tuple[tuple[Fraction, ...], ...]) -> tuple[tuple[int, int], ...] | None:
    """Return the pure choices of a behaviour, None if it mixes."""
    out = []
    for k in _plain(game):
        if max(profile[k]) != 1:
            return None
        out.append((k, profile[k].index(Fraction(1))))
    return tuple(out)


def _one_shot(game: TreeGame, profile: tuple[tuple[Fraction, ...], ...]) -> bool:
    """Whether no single other action at any node gains, by plain recursion on behaviours."""

    def value(node: int) -> tuple[Fraction, ...]:
        here = (
            game.outcomes[game.placed[node]].payoffs
            if game.placed[node] >= 0
            else tuple(Fraction(0) for _ in game.players)
        )
        if not game.children[node]:
            return here
        below = [(p, value(c)) for p, c in zip(profile[game.sets[node]], game.children[node], strict=True)]
        return tuple(h + sum(p * v[i] for p, v in below) for i, h in enumerate(here))

    for node, below in enumerate(game.children):
        if below and game.infosets[game.sets[node]].player >= 0:
            player = game.infosets[game.sets[node]].player
            own = game.outcomes[game.placed[node]].payoffs[player] if game.placed[node] >= 0 else 0
            if any(value(c)[player] + own > value(node)[player] for c in below):
                return False
    return True


@settings(deadline=None, max_examples=80)
@given(trees(players=(1, 3), moves=(1, 6), information="perfect"))
def test_backward_induction_finds_exactly_the_pure_equilibria(game: TreeGame) -> None:
    """With ties and chance: profiles, their number and their payoffs are those of brute force."""
    assume(_size(game) <= 300)
    profiles, outcomes = _brute(game)
    found = backward_induction(game, limit=10_000)
    assert {_as_choice(game, e.profile) for e in found} == profiles
    assert found.count == len(profiles) == len(found)
    assert set(found.outcomes) == outcomes
    assert list(found.outcomes) == sorted(outcomes, reverse=True)
    assert (found.status is Status.EXACT) == (len(profiles) == 1)


@settings(deadline=None, max_examples=60)
@given(trees(players=(2, 3), moves=(3, 9), information="perfect"), st.integers(0, 7))
def test_no_single_deviation_pays_at_any_node(game: TreeGame, limit: int) -> None:
    """Every equilibrium listed passes the one-shot test everywhere, and earns what it says."""
    found = backward_induction(game, limit=limit)
    assert len(found) == min(limit, found.count or 0)
    assert found.truncated == (len(found) < (found.count or 0))
    assert len({e.profile for e in found}) == len(found)
    for e in found:
        assert _one_shot(game, e.profile)
        assert e.certificate.regret == 0
        assert e.payoffs in found.outcomes


@st.composite
def repetitive(draw: st.DrawFn) -> TreeGame:
    """Draw a tree in which the same few parts return in many places, under other movers, odds and neighbours."""
    payoffs = st.tuples(*[st.integers(0, 2)] * 3)
    parts: list[tuple[Part, int, int]] = [(outcome(*draw(payoffs)), 1, 1) for _ in range(3)]  # nodes, combinations
    for _ in range(draw(st.integers(2, 9))):
        who = draw(st.sampled_from("ABC?"))
        below = [parts[k] for k in draw(st.lists(st.integers(0, len(parts) - 1), min_size=2, max_size=3))]
        nodes, combinations = 1 + sum(n for _, n, _ in below), prod(c for _, _, c in below) * len(below)
        if nodes > 300 or combinations > 10**6:
            continue
        if who == "?":
            weights = draw(st.sampled_from([(1, 1, 1), (1, 2, 3), (3, 1, 2)]))[: len(below)]
            odds = [Fraction(w, sum(weights)) for w in weights]
            part: Part = chance({f"e{k}": (p, b) for k, (p, (b, _, _)) in enumerate(zip(odds, below, strict=True))})
        else:
            part = move(who, {f"a{k}": b for k, (b, _, _) in enumerate(below)})
        parts.append((part, nodes, combinations))
    return game_tree("repetitive", ("A", "B", "C"), parts[-1][0])


def _numbers(game: TreeGame, node: int) -> dict[tuple[Fraction, ...], int]:
    """Return how many equilibria of the subtree give each payoff vector, by trying all combinations of those below."""
    if not game.children[node]:
        return {game.outcomes[game.placed[node]].payoffs: 1}
    infoset = game.infosets[game.sets[node]]
    out: dict[tuple[Fraction, ...], int] = {}
    for combination in product(*(_numbers(game, c).items() for c in game.children[node])):
        ways = prod(n for _, n in combination)
        vectors = [v for v, _ in combination]
        if infoset.player < 0:
            chosen = [
                tuple(
                    sum(p * x for p, x in zip(infoset.probabilities, col, strict=True))
                    for col in zip(*vectors, strict=True)
                )
            ]
        else:
            top = max(v[infoset.player] for v in vectors)
            chosen = [v for v in vectors if v[infoset.player] == top]
        for vector in chosen:
            out[vector] = out.get(vector, 0) + ways
    return out


@settings(deadline=None, max_examples=100)
@given(repetitive())
def test_subgames_that_are_alike_are_told_from_those_that_are_not(game: TreeGame) -> None:
    """Numbers and payoffs are those of a count that takes every node by itself; the listing has no profile twice."""
    numbers = _numbers(game, 0)
    found = backward_induction(game, limit=200)
    assert found.count == sum(numbers.values())
    assert list(found.outcomes) == sorted(numbers, reverse=True)
    assert len({e.profile for e in found}) == len(found) == min(200, found.count)
    for e in found:
        assert _one_shot(game, e.profile)
        assert e.payoffs == _expected(game, 0, e.profile)


def _only(game: TreeGame, node: int, roots: set[int]) -> tuple[Fraction, ...] | None:
    """Return what all earn at the only equilibrium from a node on, None if a tie or a hidden move is below."""
    if not game.children[node]:
        return game.totals[node]
    infoset = game.infosets[game.sets[node]]
    below = [_only(game, c, roots) for c in game.children[node]]
    if node not in roots or None in below:
        return None
    if infoset.player < 0:
        return tuple(
            sum(p * x for p, x in zip(infoset.probabilities, col, strict=True)) for col in zip(*below, strict=True)
        )
    best = max(below, key=lambda v: v[infoset.player])
    return best if sum(v[infoset.player] == best[infoset.player] for v in below) == 1 else None


@settings(deadline=None, max_examples=150)
@given(trees(players=(1, 3), moves=(1, 9), payoffs=TIES | RATIONALS))
def test_what_is_settled_without_ties_has_one_equilibrium(game: TreeGame) -> None:
    """Node by node: the payoffs and the action of the only equilibrium, and nothing where there may be several."""
    settled, (units, _) = kinds_of(game).settled, game.scaled
    roots = set(_subgames(game))
    chosen = [-1] * len(game.infosets)
    for node, value in enumerate(settled.values):
        only = _only(game, node, roots)
        assert value == (only and tuple(v * unit for v, unit in zip(only, units, strict=True)))
        k = game.sets[node]
        if only is not None and k >= 0 and game.infosets[k].player >= 0:
            gains = [_only(game, c, roots)[game.infosets[k].player] for c in game.children[node]]
            chosen[k] = gains.index(max(gains))
    assert settled.choices == chosen


@settings(deadline=None, max_examples=100)
@given(trees(players=(2, 3), moves=(1, 7), information="perfect", payoffs=TIES | RATIONALS), st.data())
def test_the_certificate_says_what_any_single_deviation_gains(game: TreeGame, data: st.DataObject) -> None:
    """Of any pure profile, equilibrium or not: node by node what the best other action adds, in the player's unit."""
    actions = [data.draw(st.integers(0, len(s.actions) - 1)) for s in game.infosets]
    profile = behaviour(game, actions)
    places = movers(game)
    proof = one_shot(settle(game), profile, places)
    assert places == tuple(n for n, k in enumerate(game.sets) if k >= 0 and game.infosets[k].player >= 0)
    for node, gain in zip(proof.places, proof.regrets, strict=True):
        player = game.infosets[game.sets[node]].player
        below = [_expected(game, c, profile)[player] for c in game.children[node]]
        assert gain == max(below) - below[actions[game.sets[node]]]


@settings(deadline=None, max_examples=100)
@given(trees(players=(2, 3), moves=(2, 6), actions=(2, 3), information="recall"))
def test_pure_equilibria_of_trees_with_hidden_moves_are_those_of_brute_force(game: TreeGame) -> None:
    """All pure profiles that are Nash in every subgame, each counted once."""
    assume(_size(game) <= 250)
    profiles, outcomes = _brute(game)
    found = spe(game, limit=10_000, pure=True)
    assert {_as_choice(game, e.profile) for e in found} == profiles
    assert found.count == len(profiles)
    assert set(found.outcomes) == outcomes


@settings(deadline=None, max_examples=100)
@given(trees(players=(2, 2), moves=(2, 6), actions=(2, 2), information="recall"))
def test_mixed_equilibria_are_nash_in_every_subgame_and_no_pure_one_is_missed(game: TreeGame) -> None:
    """Sound by brute-force deviations; complete for pure ones; exact statuses list all payoffs of pure ones."""
    assume(_size(game) <= 128)
    found = spe(game, limit=10_000)
    subgames = _subgames(game)
    assert len(found) > 0
    assert len({e.profile for e in found}) == len(found)
    for e in found:
        assert _nash_everywhere(game, e.profile, subgames)
        assert e.payoffs == _expected(game, 0, e.profile)
    profiles, outcomes = _brute(game)
    if found.status is not Status.EXACT_PURE_ONLY:
        assert profiles <= {_as_choice(game, e.profile) for e in found}
        assert outcomes <= set(found.outcomes)
    if found.count is not None and found.status is Status.EXACT:
        assert len(profiles) <= found.count == len(found)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 2), min_size=36, max_size=36))
def test_where_three_choose_at_once_only_that_subgame_is_pure(numbers: list[int]) -> None:
    """Three choose in one subgame, two in the other: sound by brute force, empty only if the three have nothing."""
    rows = [outcome(*numbers[3 * k : 3 * k + 3]) for k in range(12)]
    third = [move("C", {"l": rows[2 * k], "r": rows[2 * k + 1]}, at="c") for k in range(4)]
    both = [move("B", {"l": third[2 * k], "r": third[2 * k + 1]}, at="b") for k in range(2)]
    duel = [move("B", {"l": rows[8 + 2 * k], "r": rows[9 + 2 * k]}, at="blind") for k in range(2)]
    three = move("A", {"l": both[0], "r": both[1]}, at="a")
    game = game_tree(
        "C picks",
        ("A", "B", "C"),
        move("C", {"three": three, "two": move("A", dict(zip("lr", duel, strict=True)), at="duel")}, at="start"),
    )
    found = spe(game)
    pays = {cell: numbers[12 * cell[0] + 6 * cell[1] + 3 * cell[2] :][:3] for cell in product((0, 1), repeat=3)}
    agreed = [
        cell
        for cell, here in pays.items()
        if all(pays[*cell[:p], 1 - cell[p], *cell[p + 1 :]][p] <= here[p] for p in range(3))
    ]
    assert bool(found.count != 0) == bool(agreed)
    subgames = _subgames(game)
    assert all(_nash_everywhere(game, e.profile, subgames) for e in found)
    mixed = any(0 < p < 1 for e in found for row in e.profile for p in row)
    assert (found.status is Status.EXACT_PURE_ONLY) == (not mixed)
    profiles, outcomes = _brute(game)
    assert profiles == {_as_choice(game, e.profile) for e in found if all(max(row) == 1 for row in e.profile)}
    assert outcomes <= set(found.outcomes)
    assert verify_tree(found).ok


def _expected(game: TreeGame, node: int, profile: tuple[tuple[Fraction, ...], ...]) -> tuple[Fraction, ...]:
    here = (
        game.outcomes[game.placed[node]].payoffs if game.placed[node] >= 0 else tuple(Fraction(0) for _ in game.players)
    )
    if not game.children[node]:
        return here
    below = [
        (p, _expected(game, c, profile)) for p, c in zip(profile[game.sets[node]], game.children[node], strict=True)
    ]
    return tuple(h + sum(p * v[i] for p, v in below) for i, h in enumerate(here))


def _nash_everywhere(game: TreeGame, profile: tuple[tuple[Fraction, ...], ...], subgames: dict[int, set[int]]) -> bool:
    """No pure strategy of one player earns more in any subgame, against the behaviour of the others."""
    for root, sets in subgames.items():
        here = _expected(game, root, profile)
        for player in range(len(game.players)):
            own = sorted(k for k in sets if game.infosets[k].player == player)
            for actions in product(*(range(len(game.infosets[k].actions)) for k in own)):
                rows = list(profile)
                for k, a in zip(own, actions, strict=True):
                    rows[k] = tuple(Fraction(j == a) for j in range(len(rows[k])))
                if _expected(game, root, tuple(rows))[player] > here[player]:
                    return False
    return True


@settings(deadline=None, max_examples=60)
@given(trees(players=(2, 2), moves=(2, 5), actions=(2, 2), information="recall", payoffs=RATIONALS))
def test_units_of_utility_do_not_matter(game: TreeGame) -> None:
    """A positive affine change of one player's utility moves no equilibrium, only its payoffs."""
    from dataclasses import replace

    def changed(values: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
        return (values[0] * Fraction(7, 3), *values[1:])

    other = replace(game, outcomes=tuple(replace(o, payoffs=changed(o.payoffs)) for o in game.outcomes))
    first, second = spe(game), spe(other)
    assert {e.profile for e in first} == {e.profile for e in second}
    assert first.status is second.status
    assert {changed(v) for v in first.outcomes} == set(second.outcomes)


@settings(deadline=None, max_examples=60)
@given(trees(players=(2, 3), moves=(1, 6), information="recall"))
def test_results_verify(game: TreeGame) -> None:
    """The checker, which shares nothing with the solver, finds no fault in what the solver says."""
    found = spe(game)
    check = verify_tree(found)
    assert check.ok, check.faults
