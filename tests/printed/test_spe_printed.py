"""Subgame perfection in print: a red id names the work to open."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bargain.games import chance, game_tree, move, outcome
from bargain.solve import Status, spe

if TYPE_CHECKING:
    from bargain.games.tree import TreeGame


def _entry() -> TreeGame:
    reply = move("Incumbent", {"fight": outcome(0, 0), "yield": outcome(2, 2)})
    return game_tree(
        "Chain store, one town", ("Entrant", "Incumbent"), move("Entrant", {"out": outcome(1, 5), "in": reply})
    )


def _chain_store(towns: int) -> TreeGame:
    """One chain store against an entrant per town; payoffs of the store add up over towns."""
    players = ("Store", *(f"Entrant {n}" for n in range(1, towns + 1)))

    def town(n: int, earned: tuple[int, ...]) -> object:
        if n > towns:
            return outcome(*earned)

        def after(store: int, entrant: int) -> object:
            return town(n + 1, (earned[0] + store, *earned[1:n], entrant, *earned[n + 1 :]))

        reply = move("Store", {"aggressive": after(0, 0), "cooperative": after(2, 2)})
        return move(f"Entrant {n}", {"out": after(5, 1), "in": reply})

    return game_tree("Chain store", players, town(1, (0,) * (towns + 1)))


def _centipede(rounds: int) -> TreeGame:
    """Rosenthal's game: who takes gets one more than at the move before, and the other one less."""
    part = outcome(rounds, rounds - 1)
    for k in reversed(range(rounds)):
        mover = "Ann" if k % 2 == 0 else "Bob"
        earn = (k + 1, k - 1) if k % 2 == 0 else (k - 1, k + 1)
        part = move(mover, {"take": outcome(*earn), "pass": part})
    return game_tree("Centipede", ("Ann", "Bob"), part)


def _horse() -> TreeGame:
    left = move("3", {"L": outcome(3, 3, 2), "R": outcome(0, 0, 0)}, at="three")
    right = move("3", {"L": outcome(4, 4, 0), "R": outcome(0, 0, 1)}, at="three")
    return game_tree(
        "Horse",
        ("1", "2", "3"),
        move("1", {"D": left, "C": move("2", {"d": right, "c": outcome(1, 1, 1)})}),
    )


def test_selten_1978_every_town_is_entered_and_nobody_fights() -> None:
    """In the only equilibrium each entrant comes in and the store cooperates in every town, [selten1978]_."""
    found = spe(_chain_store(3)).require(Status.EXACT)
    game = found.game
    for k, infoset in enumerate(game.infosets):
        assert infoset.actions[found[0].profile[k].index(Fraction(1))] in {"in", "cooperative"}
    assert found.outcomes == ((6, 2, 2, 2),)


@pytest.mark.parametrize("rounds", [2, 4, 100])
def test_rosenthal_1981_the_first_player_takes_at_once(rounds: int) -> None:
    """Everybody takes at every node although passing would make both richer, [rosenthal1981]_."""
    found = spe(_centipede(rounds)).require(Status.EXACT)
    assert found.outcomes == ((1, -1),)
    assert all(row == (1, 0) for row in found[0].profile)


def test_selten_1975_the_horse_is_one_subgame() -> None:
    """No proper subgame, three players: the pure equilibria are (C, c, R) and (D, c, L), [selten1975]_."""
    game = _horse()
    assert game.subgame_roots == (0,)
    found = spe(game)
    assert found.status is Status.EXACT_PURE_ONLY
    said = {
        tuple(s.actions[row.index(Fraction(1))] for s, row in zip(game.infosets, e.profile, strict=True)) for e in found
    }
    assert {tuple(sorted(x)) for x in said} == {("C", "R", "c"), ("D", "L", "c")}


@pytest.mark.slow
def test_kuhn_1953_poker_of_three_cards_has_the_value_of_minus_one_eighteenth() -> None:
    """The simplified poker has no proper subgame; its equilibria all give the first player −1/18, [kuhn1953]_."""
    cards = ("J", "Q", "K")

    def showdown(a: str, b: str, stake: int) -> object:
        sign = 1 if cards.index(a) > cards.index(b) else -1
        return outcome(sign * stake, -sign * stake)

    def deal(a: str, b: str) -> object:
        called = move("1", {"fold": outcome(-1, 1), "call": showdown(a, b, 2)}, at=f"1 {a} after a bet")
        passed = move("2", {"pass": showdown(a, b, 1), "bet": called}, at=f"2 {b} after a pass")
        raised = move("2", {"fold": outcome(1, -1), "call": showdown(a, b, 2)}, at=f"2 {b} after a bet")
        return move("1", {"pass": passed, "bet": raised}, at=f"1 {a}")

    deals = {f"{a}{b}": ("1/6", deal(a, b)) for a in cards for b in cards if a != b}
    found = spe(game_tree("Poker", ("1", "2"), chance(deals)), limit=3)
    assert found.status is Status.EXACT
    assert found.outcomes == ((Fraction(-1, 18), Fraction(1, 18)),)
    assert found.regret == 0


def test_osborne_1994_the_entrant_is_not_kept_out() -> None:
    """The threat to fight supports a Nash equilibrium, not a subgame-perfect one, [osborne1994]_, example 98.1."""
    found = spe(_entry())
    assert found.outcomes == ((2, 2),)
    assert found.count == 1
