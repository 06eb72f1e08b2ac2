"""Linked repeated Prisoner's Dilemmas: what pooling the temptations enforces, held to trigger strategies by hand.

The result is that of Bernheim and Whinston [bernheim1990] for firms in several markets, of McGinnis [mcginnis1986]
and of Folmer, van Mouche and Ragland [folmer1993] for linked issues: games that differ between the players in
opposite ways enforce together what neither enforces alone; games in proportion to each other enforce no more.
The oracle plays the linked games out: it knows deviations, punishments and discounting, and no packages.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bargain.bargaining import PackageSpace, linkage

STEP = st.fractions(min_value=Fraction(1, 8), max_value=4, max_denominator=8)
PATIENCE = st.fractions(min_value=Fraction(1, 10), max_value=Fraction(9, 10), max_denominator=20)
SIDE = st.tuples(STEP, STEP, STEP, STEP)  # sucker's payoff, then what each better outcome adds


def dilemma(side):
    """Return one player's payoffs S < P < R < T."""
    low, *steps = side
    out = [low]
    for step in steps:
        out.append(out[-1] + step)
    return tuple(out)


DILEMMA = st.tuples(SIDE.map(dilemma), SIDE.map(dilemma))  # both players of one game


def enforced(games, patience) -> bool:
    """Tell whether nobody deviates from cooperation in all games when any defection ends it in all of them for ever.

    Each deviation is a set of games in which a player defects once; discounted sums, not averages.
    """
    for player in range(2):
        kept = sum(game[player][2] for game in games) / (1 - patience)
        for where in product((False, True), repeat=len(games)):
            once = sum(game[player][3 if here else 2] for game, here in zip(games, where, strict=True))
            after = sum(game[player][1] for game in games) / (1 - patience)
            if any(where) and once + patience * after > kept:
                return False
    return True


def slack_space(games, patience) -> PackageSpace:
    """One issue per game; a level is worth what its cooperation leaves once the best deviation is paid for."""
    names = [f"game {k}" for k in range(len(games))]
    payoffs = {
        actor: {
            name: (0, r - (1 - patience) * t - patience * p)
            for name, (_, p, r, t) in zip(names, (game[i] for game in games), strict=True)
        }
        for i, actor in enumerate(("one", "two"))
    }
    return PackageSpace.build(
        "dilemmas", ("one", "two"), dict.fromkeys(names, ("defect", "cooperate")), payoffs, disagreement=(0, 0)
    )


def gains_somebody(space, games) -> bool:
    """Leave out ties, where a deal enforces but leaves nobody any slack."""
    return all(v != 0 for actor in space.payoffs for row in actor for v in row[1:]) and bool(games)


@settings(max_examples=60)
@given(st.lists(DILEMMA, min_size=2, max_size=3), PATIENCE)
def test_groups_of_games_enforce_what_trigger_strategies_enforce(games, patience) -> None:
    """Apart, linked, and the smallest sets that cooperate: as found by playing every deviation."""
    space = slack_space(games, patience)
    assume(gains_somebody(space, games))
    found = linkage(space, rule=None)
    names = [issue.name for issue in space.issues]
    works = {
        some: enforced([games[k] for k in some], patience)
        for size in range(1, len(games) + 1)
        for some in combinations(range(len(games)), size)
    }
    assert found.apart.deal == any(works[k,] for k in range(len(games)))
    assert found.linked.deal == any(works.values())
    smallest = [some for some in works if works[some] and not any(works[t] for t in works if set(t) < set(some))]
    assert sorted(found.minimal) == sorted(tuple(names[k] for k in some) for some in smallest)


@settings(max_examples=40)
@given(DILEMMA, PATIENCE, STEP, STEP)
def test_games_in_proportion_enforce_no_more_together(game, patience, first, second) -> None:
    """The irrelevance result: where one game is the other in another unit of each player, linking changes nothing."""
    for scales in ((first, first), (first, second)):
        other = tuple(tuple(x * scale for x in side) for side, scale in zip(game, scales, strict=True))
        both = linkage(slack_space([game, other], patience), rule=None)
        assert both.linked.deal == both.apart.deal == enforced([game], patience)


@settings(max_examples=50)
@given(DILEMMA, st.fractions(min_value=Fraction(1, 9), max_value=Fraction(8, 9), max_denominator=9))
def test_opposite_asymmetries_enforce_together_what_neither_enforces_alone(game, share) -> None:
    """A game and its mirror image, patience between what both need together and what one needs alone."""
    mirror = game[::-1]
    alone = max((t - r) / (t - p) for _, p, r, t in game)
    together = sum(t - r for _, p, r, t in game) / sum(t - p for _, p, r, t in game)
    assume(together < alone)
    patience = together + (alone - together) * share
    lack, slack = sorted(r - (1 - patience) * t - patience * p for _, p, r, t in game)
    found = linkage(slack_space([game, mirror], patience), rule=None)
    assert not enforced([game], patience)
    assert not enforced([mirror], patience)
    assert enforced([game, mirror], patience)
    assert (found.apart.deal, found.linked.deal) == (False, True)
    assert found.minimal == (("game 0", "game 1"),)
    assert found.linked.any_deal == ((lack + slack, lack + slack),)


def test_a_worked_pair() -> None:
    """Payoffs 1 < 2 < 3 < 4 against 1 < 2 < 6 < 8, and the mirror image: patience 1/2 is needed apart, 3/8 linked."""
    hard, easy = (Fraction(1), Fraction(2), Fraction(3), Fraction(4)), tuple(map(Fraction, (1, 2, 6, 8)))
    games = [(hard, easy), (easy, hard)]
    needed = {Fraction(2, 5): True, Fraction(3, 8): True, Fraction(37, 100): False, Fraction(1, 2): True}
    for patience, together in needed.items():
        assert enforced(games, patience) is together
        space = slack_space(games, patience)
        result = linkage(space, rule=None)
        utilities = space.utilities((1, 1))
        assert (min(utilities) >= 0) is together
        assert result.apart.deal is enforced(games[:1], patience)
