"""Repeated games from print: a red id names what to open.

F71    Friedman, A Non-cooperative Equilibrium for Supergames (1971): reversion to a one-shot equilibrium.
S91    Stahl, The Graph of Prisoners' Dilemma Supergame Payoffs (1991): cooperation in the prisoner's dilemma.
BW90   Bernheim and Whinston, Multimarket Contact and Collusive Behavior (1990): pooled incentive constraints.
A88    Abreu, On the Theory of Infinitely Repeated Games with Discounting (1988): punishments beyond reversion.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from bargain.exact import parse_affine
from bargain.games import NormalFormGame
from bargain.solve.repeated import grim_trigger, minmax_trigger
from bargain.solve.repeated_exchange import Grant, self_enforcing_packages
from bargain.solve.repeated_forms import critical_patience_sympy
from strategies_solve import bimatrix

DILEMMAS = [(3, 2, 1, 0), (5, 3, 1, 0), (4, 3, 2, 1), (10, 3, 1, 0), (3, 2, 1, -7)]  # T, R, P, S


@pytest.mark.parametrize(
    ("t", "r", "p", "s"), [pytest.param(*d, id=f"S91-T{d[0]}R{d[1]}P{d[2]}S{d[3]}") for d in DILEMMAS]
)
def test_cooperation_in_the_dilemma_needs_temptation_over_temptation_and_loss(t, r, p, s) -> None:
    """(T − R) / (T − P), whatever the sucker's payoff."""
    game = bimatrix([[r, s], [t, p]], [[r, t], [s, p]])
    for found in (grim_trigger(game), minmax_trigger(game), minmax_trigger(game, mixed=True)):
        assert found[(0, 0)].common == (Fraction(t - r, t - p), 1)
        assert found.credibility.label == "subgame perfect"


def test_cooperation_in_the_dilemma_as_a_formula() -> None:
    """S91: with R = 1, P = 0, T = 1 + g the condition is δ >= g / (1 + g)."""
    g, loss = parse_affine("1 + g"), parse_affine("-l")
    table = [[(1, 1), (loss, g)], [(g, loss), (0, 0)]]
    game = NormalFormGame.from_table("dilemma", ("A", "B"), (("c", "d"),) * 2, table)
    assert str(critical_patience_sympy(game, 0, (0, 0), punishment=(1, 1))) == "g/(g + 1)"


def test_unequal_patience_in_an_unequal_dilemma() -> None:
    """Each has its own ratio; a common discount factor must reach the larger."""
    game = bimatrix([[4, 0], [5, 1]], [[4, 7], [0, 1]])
    found = grim_trigger(game)[(0, 0)]
    assert [p.threshold.delta for p in found.players] == [Fraction(1, 4), Fraction(1, 2)]
    assert found.holds((Fraction(1, 4), Fraction(1, 2)))
    assert not found.holds((Fraction(1, 2), Fraction(49, 100)))
    assert found.binding == (1,)


def test_two_firms_in_quantities_need_nine_seventeenths() -> None:
    """F71, linear demand: half the monopoly output each, reversion to Cournot, best cheat 3/8."""
    outputs = [Fraction(1, 4), Fraction(1, 3), Fraction(3, 8)]
    profit = [[q * (1 - q - r) for r in outputs] for q in outputs]
    game = bimatrix(profit, [list(column) for column in zip(*profit, strict=True)])
    assert grim_trigger(game)[(0, 0)].common == (Fraction(9, 17), 1)


@pytest.mark.parametrize("n", [2, 3, 4])
def test_firms_in_prices_need_one_minus_one_over_n(n: int) -> None:
    """F71: n firms share a monopoly profit of 1; whoever undercuts takes (nearly) all of it, and then all earn 0."""
    actions = ("share", "undercut", "cost")

    def earn(cell: tuple[int, ...]) -> tuple[Fraction, ...]:
        low = max(cell)  # the lowest price: 0 the monopoly's, 1 just below, 2 at cost
        winners = [p for p, a in enumerate(cell) if a == low]
        return tuple(Fraction(int(low < 2 and p in winners), len(winners)) for p in range(n))

    def rows(prefix: tuple[int, ...]) -> object:
        return earn(prefix) if len(prefix) == n else [rows((*prefix, a)) for a in range(3)]

    game = NormalFormGame.from_table("prices", [f"firm {p}" for p in range(n)], [actions] * n, rows(()))
    found = grim_trigger(game, cells=[(0,) * n])
    assert found.profiles[0].common == (1 - Fraction(1, n), 1)
    assert found.punishments[0].payoff == 0


def test_minmax_can_punish_harder_than_reversion_without_being_credible() -> None:
    """A88: the dilemma with a third action that hurts both; whoever is to play it for ever would rather not."""
    game = bimatrix([[3, 0, -1], [4, 1, -1], [-2, -2, -3]], [[3, 4, -2], [0, 1, -2], [-1, -1, -3]])
    reversion, minmax = grim_trigger(game), minmax_trigger(game)
    assert reversion[(0, 0)].common == (Fraction(1, 3), 1)
    assert minmax[(0, 0)].common == (Fraction(1, 5), 1)
    assert minmax.credibility.label == "Nash, not subgame perfect"
    assert "one-shot deviation" in minmax.credibility.tested


def test_contact_in_two_markets_pools_the_constraints() -> None:
    """BW90: one exchange has slack, the other none; together they enforce what the second alone does not."""

    def grant(name: str, grantor: int, cost: str, benefit: str) -> Grant:
        zero = Fraction(0)
        costs, benefits = (zero, Fraction(cost)), (zero, Fraction(benefit))
        return Grant(name=name, grantor=grantor, levels=("no", "yes"), cost=costs, benefit=benefits)

    slack = (grant("a", 0, "1", "4"), grant("b", 1, "1", "4"))
    tight = (grant("c", 0, "3", "4"), grant("d", 1, "3", "4"))
    apart = [self_enforcing_packages(("A", "B"), g).common((1, 1)) for g in (slack, tight)]
    together = self_enforcing_packages(("A", "B"), (*slack, *tight))
    assert apart == [Fraction(1, 4), Fraction(3, 4)]
    assert together.common((1, 1, 1, 1)) == Fraction(1, 2)  # the pooled sums: (1 + 3) / (4 + 4)
    assert together.count("1/2") == 3  # nothing, the slack exchange, both
    irrelevant = self_enforcing_packages(("A", "B"), (*slack, *slack))
    assert irrelevant.common((1, 1, 1, 1)) == Fraction(1, 4)  # equal markets: pooling changes nothing


def test_one_for_one_thresholds_are_cost_over_benefit() -> None:
    """The condition c_R/b_R <= δ_R and c_T/b_T <= δ_T of a swap."""
    zero = Fraction(0)
    grants = (
        Grant(name="x", grantor=0, levels=("no", "yes"), cost=(zero, Fraction(2, 3)), benefit=(zero, Fraction(3, 4))),
        Grant(name="y", grantor=1, levels=("no", "yes"), cost=(zero, Fraction(1, 2)), benefit=(zero, Fraction(3, 4))),
    )
    found = self_enforcing_packages(("R", "T"), grants)
    assert (found.threshold(0, (1, 1)), found.threshold(1, (1, 1))) == (Fraction(8, 9), Fraction(2, 3))
    assert found.pairs("x", "yes") == ((Fraction(8, 9), Fraction(2, 3)),)
