"""Bargaining over packages as printed: a red id names the page to open."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bargain.bargaining import (
    Issue,
    PackageSpace,
    Transfer,
    frontier,
    hull,
    linkage,
    lottery_nash,
    nash_solution,
    no_deal,
    smallest_side_payment,
    zone,
)
from bargain.games import NormalFormGame
from bargain.solve import pure_nash

# Nash (1950), p. 161: each good with its owner and what it is worth to Bill and to Jack.
GOODS = {
    "book": ("Bill", 2, 4),
    "whip": ("Bill", 2, 2),
    "ball": ("Bill", 2, 1),
    "bat": ("Bill", 2, 2),
    "box": ("Bill", 4, 1),
    "pen": ("Jack", 10, 1),
    "toy": ("Jack", 4, 1),
    "knife": ("Jack", 6, 2),
    "hat": ("Jack", 2, 2),
}
BILL_GIVES = {"book", "whip", "ball", "bat"}
JACK_GIVES = {"pen", "toy", "knife"}


def barter() -> PackageSpace:
    """Return the barter of Bill and Jack: one issue per good, kept by its owner or given away."""
    other = {"Bill": "Jack", "Jack": "Bill"}
    issues = [
        Issue(name=good, levels=("keep", "give"), grantor=owner, beneficiary=other[owner])
        for good, (owner, _, _) in GOODS.items()
    ]
    payoffs = {
        actor: {good: (0, (-1 if owner == actor else 1) * worth[n]) for good, (owner, *worth) in GOODS.items()}
        for n, actor in enumerate(("Bill", "Jack"))
    }
    return PackageSpace.build("barter", ("Bill", "Jack"), issues, payoffs, disagreement=(0, 0))


@pytest.mark.parametrize("rule", [nash_solution, lottery_nash], ids=["Nash50-161-goods", "Nash50-161-mixtures"])
def test_the_barter_of_bill_and_jack(rule) -> None:
    """Bill gains 12 and Jack 5, by one exchange only, with mixtures of exchanges as without."""
    space = barter()
    found = rule(space)
    given = {name for name, level in space.describe(_package(found)).items() if level == "give"}
    assert given == BILL_GIVES | JACK_GIVES
    assert _gains(found) == (12, 5)


def test_the_solution_is_a_corner_reached_once() -> None:
    """Nash50-161: the maximum lies at a vertex of the polygon, and one barter reaches it."""
    front = frontier(barter())
    corners = {front.vectors[n]: n for n in hull(front).corners}
    assert (12, 5) in corners
    assert front.multiplicity(corners[Fraction(12), Fraction(5)]) == 1
    assert zone(front).count > 1


def test_only_linked_goods_change_hands() -> None:
    """Nash50-161 as linkage: no good changes hands by itself; linked, all of (12, 5) is due to linking."""
    space = barter()
    found = linkage(space)
    assert (found.tried, found.apart.deal) == (21_147, False)
    assert found.linked.under_rule == ((12, 5),)
    assert [found.difference(a) for a in space.actors] == [(12,), (5,)]
    assert all(len(names) >= 2 for names in found.minimal)
    assert ("book", "pen") in found.minimal
    assert all({GOODS[g][0] for g in names} == {"Bill", "Jack"} for names in found.minimal)


def test_money_could_replace_the_linkage_of_all_goods_but_one() -> None:
    """Every exchanged good but the ball, which is worth less to Jack than to Bill, could be sold by itself."""
    space = barter()
    assert smallest_side_payment(space, Transfer.of("money", Bill=1, Jack=1)) is None
    alone = [
        n
        for n in ("book", "whip", "bat", "pen", "toy", "knife")
        if GOODS[n][1 if GOODS[n][0] == "Jack" else 2] >= GOODS[n][2 if GOODS[n][0] == "Jack" else 1]
    ]
    assert alone == ["book", "whip", "bat", "pen", "toy", "knife"]


def test_one_good_alone_has_no_deal_and_a_proof() -> None:
    """A gift needs a return: with the book alone Bill stays below what he has."""
    only = PackageSpace.build(
        "book",
        ("Bill", "Jack"),
        {"book": ("keep", "give")},
        {"Bill": {"book": (0, -2)}, "Jack": {"book": (0, 4)}},
        disagreement=(0, 1),
    )
    assert no_deal(only).kind == "weights"


# Just and Netanyahu (2000), p. 89, table 1: game 1 pays (1, 1) for C-C and (0, 0) for D-D, (q, r) for C-D and (s, t)
# for D-C. Conditions as (sign of q, of r - 1, of s - 1, of t). In the copy consulted the relation signs of the
# table are lost; these have the printed equilibria and fit the printed names.
STRUCTURES = {
    "PD": ((-1, 1, 1, -1), {"D-D"}),
    "assurance": ((-1, -1, -1, -1), {"C-C", "D-D"}),
    "iterated dominance": ((-1, 1, -1, -1), {"D-D"}),
    "chicken": ((1, 1, 1, 1), {"C-D", "D-C"}),
}


@pytest.mark.parametrize("name", STRUCTURES, ids=lambda name: f"JustNetanyahu00-T1-{name.replace(' ', '-')}")
def test_structures_of_games_have_the_printed_equilibria(name) -> None:
    """Table 1: which pairs of actions are equilibria of each structure, for several sizes of the payoffs."""
    (q, r, s, t), printed = STRUCTURES[name]
    for size in (Fraction(1, 3), Fraction(1, 2), Fraction(7, 8)):
        payoffs = {"CC": (1, 1), "CD": (q * size, 1 + r * size), "DC": (1 + s * size, t * size), "DD": (0, 0)}
        table = [[payoffs[a + b] for b in "CD"] for a in "CD"]
        game = NormalFormGame.from_table(name, ("one", "two"), ("CD", "CD"), table)
        found = {"-".join("CD"[side.index(1)] for side in e.profile) for e in pure_nash(game)}
        assert found == printed


def _package(found):
    return found.deals[0].package if hasattr(found, "deals") else found.lotteries[0][0][0]


def _gains(found):
    return found.deals[0].gains if hasattr(found, "deals") else found.gains[0]
