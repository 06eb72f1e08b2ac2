"""Stabilities against brute force: all small graphs that chance gives, complete, partial and over stakes."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.exact import Affine
from bargain.games import NormalFormGame, OrdinalGame, PreferenceOrder
from bargain.games.ordinal import members
from bargain.polyhedra import Polyhedron
from bargain.solve import (
    Likelihood,
    stability,
    stability_extensions,
    stability_over,
    verify_extensions,
    verify_stability,
    verify_stakes,
)
from bargain.solve.stability_bits import coalition
from oracles_ordinal import extensions, sequences, stable

CONCEPTS = ("Nash", "GMR", "SMR", "SEQ")


@st.composite
def graphs(draw, players=(1, 4), states=(1, 5)):
    """Return moves as sets and values as small numbers, ties included; moves may be one way and not transitive."""
    n, count = draw(st.integers(*players)), draw(st.integers(*states))
    arcs = [(s, t) for s in range(count) for t in range(count) if s != t]
    moves = []
    for _ in range(n):
        chosen = draw(st.lists(st.sampled_from(arcs), max_size=8)) if arcs else []
        moves.append([{t for a, t in chosen if a == s} for s in range(count)])
    values = [draw(st.tuples(*[st.integers(0, 3)] * count)) for _ in range(n)]
    return moves, values


def built(moves, values):
    """Return an OrdinalGame."""
    return OrdinalGame(
        title="g",
        players=tuple(f"p{i}" for i in range(len(moves))),
        states=tuple(f"s{k}" for k in range(len(values[0]))),
        moves=bits(moves),
        orders=tuple(PreferenceOrder.ranked(v) for v in values),
    )


def bits(moves):
    return tuple(tuple(sum(1 << t for t in reach) for reach in row) for row in moves)


@settings(max_examples=80, deadline=None)
@given(graphs())
def test_every_state_is_judged_as_the_definition_written_out_judges_it(graph):
    """Nash, GMR, SMR and SEQ of every state and player are those of sequences written out move by move."""
    moves, values = graph
    found = stability(built(moves, values), concepts=CONCEPTS)
    for item in found:
        for i, part in enumerate(item.stable):
            for s in range(len(values[0])):
                assert bool(part >> s & 1) == stable(moves, values, item.concept.value, i, s), (item.concept, i, s)
    assert verify_stability(found).completeness.startswith("re-derived")


@settings(max_examples=150, deadline=None)
@given(graphs(players=(2, 3), states=(3, 4)))
def test_legal_sequences_are_those_written_out(graph):
    """What a coalition reaches from every state is where sequences end in which nobody moves twice in a row."""
    moves, _ = graph
    wanted = [sequences(moves, None, s, lambda *_: True) for s in range(len(moves[0]))]
    assert [set(members(reach)) for reach in coalition(bits(moves))] == wanted


@settings(max_examples=80, deadline=None)
@given(graphs(players=(2, 4), states=(2, 6)))
def test_inclusions(graph):
    """Nash lies in SMR, SMR in GMR, Nash in SEQ, SEQ in GMR: for every player and for everybody."""
    found = {item.concept.value: item for item in stability(built(*graph), concepts=CONCEPTS)}
    for small, large in (("Nash", "SMR"), ("SMR", "GMR"), ("Nash", "SEQ"), ("SEQ", "GMR")):
        for a, b in zip(found[small].stable, found[large].stable, strict=True):
            assert a & ~b == 0
        assert found[small].equilibria & ~found[large].equilibria == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=6, max_size=6), st.booleans())
def test_games_in_normal_form_with_simultaneous_moves(cells, tall):
    """SIM on 2×3 and 3×2 games is the definition on profiles; Nash stability is pure equilibrium."""
    shape = (3, 2) if tall else (2, 3)
    table = [cells[k * shape[1] : (k + 1) * shape[1]] for k in range(shape[0])]
    game = NormalFormGame.from_table("g", ("a", "b"), [[str(k) for k in range(n)] for n in shape], table)
    found = stability(game)
    profiles = list(product(*map(range, shape)))
    moves = [[{k for k, q in enumerate(profiles) if q[1 - i] == p[1 - i] and q != p} for p in profiles] for i in (0, 1)]
    values = [[cells[k][i] for k in range(6)] for i in (0, 1)]
    for i in (0, 1):
        for s in range(6):
            assert bool(found["SIM"].stable[i] >> s & 1) == stable(moves, values, "SIM", i, s)
    assert [k for k in range(6) if found["Nash"].equilibria >> k & 1] == [
        k for k, p in enumerate(profiles) if game.regret(p) == 0
    ]


@settings(max_examples=50, deadline=None)
@given(graphs(players=(1, 3), states=(2, 4)), st.data())
def test_linear_extensions_walked_one_by_one(graph, data):
    """Over partial orders the word for every state, player and equilibrium is that of all extensions together."""
    moves, values = graph
    count = len(values[0])
    pairs = []
    for _ in moves:
        order = data.draw(st.permutations(range(count)))
        given = data.draw(st.lists(st.sampled_from([(a, b) for a in range(count) for b in range(a)]), max_size=3))
        pairs.append([(order[b], order[a]) for a, b in given])
    game = OrdinalGame(
        title="g",
        players=tuple(f"p{i}" for i in range(len(moves))),
        states=tuple(f"s{k}" for k in range(count)),
        moves=bits(moves),
        orders=tuple(PreferenceOrder.partial(count, p) for p in pairs),
    )
    found = stability_extensions(game, concepts=("Nash", "SMR", "SEQ"))
    every = list(product(*(extensions(count, p) for p in pairs)))
    if len(every) > 600:
        every = every[:: len(every) // 600 + 1]
    for verdict in found:
        who = range(len(moves)) if verdict.player is None else (verdict.player,)
        seen = {all(stable(moves, v, verdict.concept.value, i, verdict.state) for i in who) for v in every}
        allowed = {Likelihood.NECESSARY: {True}, Likelihood.IMPOSSIBLE: {False}}.get(verdict.word, {True, False})
        assert seen <= allowed, verdict
        if len(every) <= 600 and all(len(extensions(count, p)) <= 600 for p in pairs):
            walked = 1
            for p in pairs:
                walked *= len(extensions(count, p))
            assert len(seen) == len(allowed) or walked != len(every), verdict
    assert verify_extensions(found).ok


NAMES = ("a", "b", "c", "d")
BOX = Polyhedron.read(NAMES, {f"r{n}": f"-1 <= {n} <= 1" for n in NAMES} | {"tie": "a >= b", "open": "c > -1/2"})


@settings(max_examples=6, deadline=None)
@given(
    st.lists(st.sampled_from(["0", "1", "a", "b", "c", "d", "-a", "-c", "sum", "gap"]), min_size=8, max_size=8),
    st.lists(st.tuples(*[st.integers(-2, 2)] * 4), min_size=8, max_size=8),
)
def test_no_stakes_contradict_a_word(forms, points):
    """Over a box with ties of rows: witnesses, every admissible order, and points drawn at random agree."""
    read = {
        "0": Affine.number(0),
        "1": Affine.number(1),
        "sum": Affine.of({"a": 1, "c": 1}),
        "gap": Affine.of({"b": 1, "d": -1}),
        "-a": Affine.of({"a": -1}),
        "-c": Affine.of({"c": -1}),
    } | {n: Affine.name(n) for n in NAMES}
    payoffs = [read[f] for f in forms]
    table = [[(payoffs[0], payoffs[4]), (payoffs[1], payoffs[5])], [(payoffs[2], payoffs[6]), (payoffs[3], payoffs[7])]]
    game = NormalFormGame.from_table("g", ("x", "y"), (("l", "r"),) * 2, table)
    found = stability_over(game, BOX)
    seen = verify_stakes(found)
    assert seen.ok, seen.faults
    assert seen.completeness.startswith("re-derived")
    for point in points:
        stakes = {n: Fraction(v, 2) for n, v in zip(NAMES, point, strict=True)}
        if not BOX.contains(stakes):
            continue
        here = stability(game.at(stakes))
        for verdict in found:
            item = here[verdict.concept.value]
            part = item.equilibria if verdict.player is None else item.stable[verdict.player]
            holds = bool(part >> verdict.state & 1)
            assert not (verdict.word is Likelihood.NECESSARY and not holds)
            assert not (verdict.word is Likelihood.IMPOSSIBLE and holds)
            if verdict.word is Likelihood.EXCEPT_TIES and not holds:
                assert _ties(game, stakes), "it fails only where two payoffs tie that differ elsewhere"


def _ties(game, stakes):
    """Tell whether two payoffs of a player with different forms are equal at stakes."""
    numbers = game.at(stakes)
    return any(
        numbers.payoffs[p][x] == numbers.payoffs[p][y] and game.payoffs[p][x] != game.payoffs[p][y]
        for p in (0, 1)
        for x in range(4)
        for y in range(x)
    )
