"""Ordinal games from print and from teaching: a red id names the work to open, or says that there is none.

RG66   Rapoport and Guyer, A Taxonomy of 2 × 2 Games (1966), as listed in AC24 (Albrecht, Christianos and Schäfer,
       Multi-Agent Reinforcement Learning, section 11.2).
R67    Rapoport, Exploiter, Leader, Hero, and Martyr (1967).
B15    Bruns, Names for Games (2015): the symmetric games by the order of T, R, S and P.
INTRO  the two games with which the graph model is usually introduced; what is wanted follows from the definitions by
       hand, and no page is claimed for it.
ELMIRA the conflict over groundwater at Elmira, the standard example of [fang1993]_ and of programs after it. Moves and
       rankings are given from memory of such programs, and no page was at hand: the equilibria wanted are held against
       the definitions written out once more, not against print.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from bargain.games import NormalFormGame, OrdinalGame, name_game, name_orders
from bargain.games.ordinal import members
from bargain.solve import stability, verify_stability
from oracles_ordinal import stable

TRSP = [
    ("TRSP", "Chicken", 66),
    ("RTSP", "Concord", 6),
    ("RSTP", "Harmony", 3),
    ("RSPT", "Peace", 5),
    ("RPST", "Coordination", 60),
    ("RPTS", "Assurance", 63),
    ("RTPS", "Stag Hunt", 61),
    ("TRPS", "Prisoner's Dilemma", 12),
    ("TPRS", "Deadlock", 9),
    ("TPSR", "Compromise", 7),
    ("TSPR", "Hero", 69),
    ("TSRP", "Leader", 68),
]


@pytest.mark.parametrize(("order", "title", "number"), TRSP, ids=[f"B15-{t}" for _, t, _ in TRSP])
def test_symmetric_games_by_the_order_of_temptation_reward_sucker_punishment(order, title, number):
    """The twelve orders of T, R, S, P that are no relabelling of each other are the twelve symmetric games."""
    r, s, t, p = (4 - order.index(letter) for letter in "RSTP")
    found = name_orders(((r, s, t, p), (r, t, s, p)))
    assert (found.names[0], found.number, found.symmetric) == (title, number, True)


def test_neighbours_on_the_ring_differ_by_one_swap():
    """Going round, each symmetric game is the last with two payoffs next to each other in rank swapped."""
    for (one, _, _), (two, _, _) in pairwise(TRSP):
        moved = [k for k in range(4) if one[k] != two[k]]
        assert len(moved) == 2
        assert moved[1] == moved[0] + 1


# Cells row by row, the row player's rank first.
RG66 = [
    (1, "44 33 22 11"),
    (12, "22 41 14 33"),
    (23, "44 33 11 22"),
    (45, "32 41 23 14"),
    (58, "44 23 11 32"),
    (66, "33 24 42 11"),
    (68, "22 34 43 11"),
    (69, "22 43 34 11"),
    (72, "32 21 43 14"),
    (78, "22 31 43 14"),
]


@pytest.mark.parametrize(("number", "cells"), RG66, ids=[f"RG66-{n}" for n, _ in RG66])
def test_numbers_as_listed(number, cells):
    """A listed game, columns swapped, players swapped, has its number."""
    mine = [int(c[0]) for c in cells.split()]
    theirs = [int(c[1]) for c in cells.split()]
    swapped = ([mine[k] for k in (1, 0, 3, 2)], [theirs[k] for k in (1, 0, 3, 2)])
    turned = ([theirs[k] for k in (0, 2, 1, 3)], [mine[k] for k in (0, 2, 1, 3)])
    for form in ((mine, theirs), swapped, turned):
        assert name_orders(tuple(map(tuple, form))).number == number


DILEMMA = [[(3, 3), (1, 4)], [(4, 1), (2, 2)]]
CHICKEN = [[(3, 3), (2, 4)], [(4, 2), (1, 1)]]


@pytest.mark.parametrize(
    ("table", "number", "wanted"),
    [
        pytest.param(
            DILEMMA,
            12,
            {"Nash": {3}, "GMR": {0, 3}, "SMR": {0, 3}, "SEQ": {0, 3}, "SIM": {0, 3}},
            id="INTRO-Prisoners-Dilemma",
        ),
        pytest.param(
            CHICKEN,
            66,
            {"Nash": {1, 2}, "GMR": {0, 1, 2}, "SMR": {0, 1, 2}, "SEQ": {1, 2}, "SIM": {0, 1, 2}},
            id="INTRO-Chicken",
        ),
    ],
)
def test_the_two_games_that_every_text_opens_with(table, number, wanted):
    """In the Dilemma the cooperative state is stable in all but Nash's sense; in Chicken not in sequence either."""
    game = NormalFormGame.from_table("g", ("Ann", "Bob"), (("cooperate", "defect"),) * 2, table)
    found = stability(game)
    got = {i.concept.value: {k for k in range(4) if i.equilibria >> k & 1} for i in found}
    assert got == wanted
    assert name_game(game).number == number


def elmira():
    """Return the conflict over groundwater at Elmira: nine states, the Ministry, Uniroyal, local government."""
    states = tuple(f"s{k}" for k in range(1, 10))
    moves = {
        "Ministry": ["12", "34", "56", "78"],
        "Uniroyal": ["13", "19", "24", "29", "39", "49", "57", "59", "68", "69", "79", "89"],
        "Local": ["15", "51", "26", "62", "37", "73", "48", "84"],
    }
    rankings = {"Ministry": "734851269", "Uniroyal": "148593726", "Local": "735186429"}
    return OrdinalGame.build(
        "Elmira",
        tuple(moves),
        states,
        {who: [(f"s{a}", f"s{b}") for a, b in arcs] for who, arcs in moves.items()},
        {who: [f"s{k}" for k in order] for who, order in rankings.items()},
    )


def test_elmira():
    """ELMIRA: states 5, 8 and 9 are equilibria in every sense, 1 and 4 only under the metarational ones."""
    game = elmira()
    found = stability(game)
    moves = [[set(members(reach)) for reach in row] for row in game.moves]
    values = [[-up.bit_count() for up in order.above] for order in game.orders]
    for item in found:
        for i, part in enumerate(item.stable):
            assert [bool(part >> s & 1) for s in range(9)] == [
                stable(moves, values, item.concept.value, i, s) for s in range(9)
            ]
    for concept in ("Nash", "SEQ"):
        assert found.equilibria(concept) == ("s5", "s8", "s9")
    for concept in ("GMR", "SMR"):
        assert found.equilibria(concept) == ("s1", "s4", "s5", "s8", "s9")
    assert verify_stability(found).ok
