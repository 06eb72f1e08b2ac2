"""Laws of perfect Bayesian equilibria of signalling games, held against brute force over the definitions."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

import oracles_signalling as oracle
from bargain import verify
from bargain.games.signalling_trees import signalling_form, signalling_tree
from bargain.solve.pbe import pbe
from bargain.solve.pbe_intuitive import deterrents
from bargain.solve.pbe_signalling import kind_of
from bargain.solve.result import Status
from strategies_signalling import TIES, signalling_games

RICH = signalling_games(types=(2, 3), messages=(2, 2), replies=(2, 3), everybody=True)
ALL = st.one_of(RICH, signalling_games())
SHARES = st.lists(st.integers(0, 4), min_size=12, max_size=12)


def flat(plan):
    return tuple(p for row in plan for p in row)


def plans(solution, component):
    """Return the sender's and the receiver's extreme strategies of a component."""
    members = [solution.equilibria[n] for n in component.members]
    return sorted({e.strategy for e in members}), sorted({e.replies for e in members})


def blend(options, weights):
    """Return a mixture of strategies; weights are cut or recycled, and never all zero."""
    used = [weights[k % len(weights)] for k in range(len(options))]
    used = used if any(used) else [1] * len(options)
    total = Fraction(1, sum(used))
    return tuple(
        tuple(total * sum(w * p for w, p in zip(used, column, strict=True)) for column in zip(*rows, strict=True))
        for rows in zip(*options, strict=True)
    )


@given(ALL)
@settings(max_examples=60)
def test_pure_equilibria_are_those_of_the_definition(game):
    """Sound and complete in pure strategies: every profile is tried, with every belief that could support it."""
    found = pbe(game)
    assert {(e.strategy, e.replies) for e in found.pure} == oracle.pure_pbe(game)
    assert pbe(game, pure=True).equilibria == found.pure
    assert found.regret == 0
    assert verify(found).ok


@given(ALL, SHARES)
@settings(max_examples=40)
def test_every_point_of_a_component_is_an_equilibrium(game, shares):
    """Any mixture of a component's sender's strategies goes with any of its receiver's; all are Nash as well."""
    solution = pbe(game)
    assert solution.components
    for component in solution.components:
        senders, receivers = plans(solution, component)
        strategy, replies = blend(senders, shares), blend(receivers, shares[::-1])
        assert oracle.is_pbe(game, strategy, replies)
        assert oracle.is_nash(game, strategy, replies)
        assert len(component.members) == len(senders) * len(receivers)


@given(signalling_games(types=(2, 2), messages=(2, 2), replies=(2, 2), payoffs=TIES), st.sampled_from([2, 3, 4]))
@settings(max_examples=50)
def test_no_mixed_equilibrium_is_missing(game, steps):
    """Every equilibrium on a grid of behaviours lies in a component."""
    solution = pbe(game)
    hulls = [tuple([flat(p) for p in side] for side in plans(solution, c)) for c in solution.components]
    for sent in product(oracle.grid(2, steps), repeat=2):
        if any(
            p and not cells
            for row, plan in zip(game.payoffs[0], sent, strict=True)
            for p, cells in zip(plan, row, strict=True)
        ):
            continue
        for given_ in product(*(oracle.grid(max(1, len(r)), steps) for r in game.replies)):
            if oracle.is_pbe(game, sent, given_):
                assert any(oracle.in_hull(flat(sent), a) and oracle.in_hull(flat(given_), b) for a, b in hulls)


@given(RICH)
@settings(max_examples=50)
def test_beliefs_are_the_whole_polytope(game):
    """After an unsent message: exactly the beliefs that make every reply given best. Elsewhere Bayes' rule."""
    for item in pbe(game):
        for m, found in enumerate(item.beliefs):
            who = oracle.senders_of(game, m)
            weights = [game.prior[t] * item.strategy[t][m] for t in who]
            assert found.reached == bool(sum(weights))
            assert found.contains(found.example)
            if sum(weights):
                assert found.vertices == (tuple(w / sum(weights) for w in weights),)
                continue
            support = [r for r, p in enumerate(item.replies[m]) if p]
            wanted = oracle.corners(len(who), oracle.best_rows(game, m, support, who))
            assert set(found.vertices) == wanted == oracle.corners(len(who), found.rows)


@given(signalling_games())
@settings(max_examples=40)
def test_labels_say_what_messages_reveal(game):
    """Separating, pooling and semi-separating follow from the posteriors, in equilibrium and out of it."""
    for item in pbe(game):
        assert item.kind == oracle.kind_by_posteriors(game, item.strategy)
    size = len(game.messages)
    for rows in product([*oracle.grid(size, 1), (Fraction(1, size),) * size], repeat=len(game.types)):
        assert kind_of(game, rows) == oracle.kind_by_posteriors(game, rows)


@given(signalling_games(types=(2, 3), messages=(2, 2), replies=(2, 2), payoffs=TIES, everybody=True))
@settings(max_examples=50)
def test_the_intuitive_criterion_is_that_of_the_definition(game):
    """Equilibria fail by exactly the messages and types of the definition; the others stay."""
    every, kept = pbe(game), pbe(game, intuitive=True)
    wanted = {}
    for item in every:
        unsent = [m for m in range(len(game.messages)) if not item.sends(m)]
        wanted[item.strategy, item.replies] = oracle.fails_intuitively(game, item.values, unsent)
    assert [(e.strategy, e.replies) for e in kept] == [key for key, why in wanted.items() if not why]
    for item in kept.failed:
        assert {(f.message, f.kind) for f in item.failures} == wanted[item.strategy, item.replies]


@given(signalling_games(types=(2, 3), messages=(2, 2), replies=(2, 2), payoffs=TIES, everybody=True))
@settings(max_examples=60)
def test_a_component_that_the_criterion_tears_is_told(game):
    """Exact only if each component stays whole or goes whole, and the sender earns the same all over it."""
    every, kept = pbe(game), pbe(game, intuitive=True)
    left = {(e.strategy, e.replies) for e in kept}
    torn = False
    for component in every.components:
        members = [every.equilibria[n] for n in component.members]
        stay = {(e.strategy, e.replies) in left for e in members}
        torn = torn or len(stay) > 1 or len({e.values for e in members}) > 1
    if left:
        assert (kept.status is Status.EXACT) == (not torn)
    else:
        assert kept.status is Status.NONE_EXISTS


@given(ALL)
@settings(max_examples=60)
def test_no_component_lies_in_another(game):
    """Components are maximal: none has only members that another has too."""
    members = [set(c.members) for c in pbe(game).components]
    assert not any(a <= b for k, a in enumerate(members) for n, b in enumerate(members) if k != n)


@given(signalling_games(types=(2, 2), messages=(2, 2), replies=(2, 3), payoffs=TIES, everybody=True))
@settings(max_examples=30)
def test_deterring_pairs_of_belief_and_reply_are_exactly_those_found(game):
    """A belief and a mixed reply keep all types away, and the reply is best, exactly if a product holds the pair."""
    for item in pbe(game):
        for m in [m for m in range(2) if not item.sends(m)]:
            found = deterrents(game, item, m)
            assert found
            for belief, reply in product(oracle.grid(2, 6), oracle.grid(len(game.replies[m]), 3)):
                support = [r for r, p in enumerate(reply) if p]
                rows = oracle.best_rows(game, m, support, [0, 1])
                best = all(sum(a * b for a, b in zip(row, belief, strict=True)) >= 0 for row in rows)
                deters = all(
                    sum(p * x for p, x in zip(reply, game.payoffs[0][t][m], strict=True)) <= item.values[t]
                    for t in (0, 1)
                )
                inside = any(d.beliefs.contains(belief) and oracle.in_hull(reply, d.mixtures) for d in found)
                assert inside == (best and deters)


@given(signalling_games(everybody=True))
@settings(max_examples=30)
def test_a_tree_reads_back_as_the_same_game(game):
    """Writing a signalling game as a tree and reading it gives the game, and the same equilibria."""
    form = signalling_form(signalling_tree(game))
    assert form.game == game
    assert pbe(form.tree).equilibria == pbe(game).equilibria


@given(signalling_games(), st.integers(1, 5), st.integers(-4, 4))
@settings(max_examples=20)
def test_utility_units_do_not_matter(game, scale, shift):
    """A positive affine change of both players' utilities moves no strategy and no belief."""
    changed = replace(
        game,
        payoffs=tuple(
            tuple(tuple(tuple(scale * v + shift for v in cells) for cells in row) for row in table)
            for table in game.payoffs
        ),
    )
    before = [(e.strategy, e.replies, e.beliefs, e.kind) for e in pbe(game)]
    assert [(e.strategy, e.replies, e.beliefs, e.kind) for e in pbe(changed)] == before
