"""Alternating offers: what the literature proves of continuous pies holds on grids, within bounds that shrink."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.games import OffersGame
from bargain.solve import Status, offers
from oracles_offers import stationary_equilibria

DELTA = st.fractions(Fraction(1, 4), Fraction(19, 20), max_denominator=40)


def _pie(steps: int, deltas: tuple[Fraction, Fraction], **terms: object) -> OffersGame:
    return OffersGame.pie(steps, players=("A", "B"), discounts=deltas, **terms)


@given(DELTA, DELTA, st.integers(30, 120))
@settings(max_examples=20, deadline=None)
def test_every_stationary_equilibrium_is_near_rubinstein(a: Fraction, b: Fraction, steps: int) -> None:
    """With step h the first share is within h/(1-δ_A δ_B) of (1-δ_B)/(1-δ_A δ_B), so a finer grid brings all there."""
    found = offers(_pie(steps, (a, b)))
    split, most = (1 - b) / (1 - a * b), 1 / (steps * (1 - a * b))
    assert found.outcomes
    assert all(abs(u[0] - split) <= most for u in found.payoffs)


def test_equally_patient_players_split_by_one_over_one_plus_delta() -> None:
    """For fixed δ = 9/10 the set of payoffs closes in on 1/(1+δ) as the grid gets finer."""
    split = Fraction(10, 19)
    widths = []
    for steps in (10, 60, 400):
        found = [u[0] for u in offers(_pie(steps, (Fraction(9, 10),) * 2)).payoffs]
        widths.append(max(abs(x - split) for x in found))
    assert widths == sorted(widths, reverse=True)
    assert widths[-1] < Fraction(1, 75)


def test_then_patience_gives_the_nash_solution() -> None:
    """With δ_A = d^2, δ_B = d^3 and a grid much finer than 1-d, shares go to log weights 3/5 : 2/5 as d goes to 1."""
    gaps = []
    for k in (6, 12, 24):
        d = 1 - Fraction(1, k)
        found = offers(_pie(2 * k * k, (d**2, d**3)))
        gaps.append(max(abs(u[0] - Fraction(3, 5)) for u in found.payoffs))
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[-1] < Fraction(1, 20)


def test_the_nash_solution_of_a_curved_frontier() -> None:
    """On the frontier (x, 1-x^2) patient players agree near the maximum of the product x(1-x^2)."""
    found = offers(
        OffersGame.pie(800, discounts="49/50", worth=(lambda s: s, lambda s: 1 - (1 - s) ** 2), players=("A", "B"))
    )
    best = 3**-0.5
    assert all(abs(float(u[0]) - best) < 0.05 for u in found.payoffs)


@given(DELTA, DELTA, st.integers(1, 6), st.integers(0, 1))
@settings(max_examples=20, deadline=None)
def test_finite_games_are_near_stahls_values(a: Fraction, b: Fraction, rounds: int, first: int) -> None:
    """The last proposer can take all, each earlier one leaves the discounted next value; a grid adds a step a round."""
    steps = 120
    found = offers(_pie(steps, (a, b), rounds=rounds, first="AB"[first]))
    share, deltas = Fraction(1), (a, b)
    for number in range(rounds - 1, 0, -1):
        proposer = (first + number - 1) % 2
        share = 1 - deltas[1 - proposer] * share
    assert all(abs(u[first] - share) <= Fraction(rounds, steps) for u in found.payoffs)


@given(DELTA, st.fractions(0, Fraction(9, 10), max_denominator=20))
@settings(max_examples=20, deadline=None)
def test_an_outside_option_matters_only_if_it_beats_the_bargain(d: Fraction, option: Fraction) -> None:
    """A responder with an outside option gets the larger of it and δ/(1+δ), not a split of what is left beyond it."""
    steps = 100
    found = offers(_pie(steps, (d, d), outside=(None, option)))
    due = max(option, d / (1 + d))
    bound = 2 / (steps * (1 - d * d))
    assert all(abs(u[1] - due) <= bound for u in found.payoffs)


@pytest.mark.parametrize("option", ["1/10", "2/5"])
def test_a_threat_that_is_not_credible_changes_nothing(option: str) -> None:
    """An option below what the responder has in every equilibrium leaves the equilibria as they are."""
    plain = offers(_pie(50, (Fraction(9, 10),) * 2))
    with_option = offers(_pie(50, (Fraction(9, 10),) * 2, outside=(None, option)))
    assert with_option.payoffs == plain.payoffs
    assert with_option.profiles == plain.profiles


@given(st.lists(st.tuples(st.integers(-3, 5), st.integers(-3, 5)), min_size=1, max_size=8))
def test_the_ultimatum_gives_the_proposer_what_the_responder_does_not_refuse(pairs: list[tuple[int, int]]) -> None:
    """One round: strictly acceptable packages are the floor; ties with no deal may go either way."""
    game = OffersGame.build("u", ("A", "B"), {f"x{k}": p for k, p in enumerate(pairs)}, discounts=1, rounds=1)
    sure = [a for a, b in pairs if b > 0] + [min(a, 0) for a, b in pairs if b == 0] + [0 for _, b in pairs if b < 0]
    values = {p for p in pairs if p[1] >= 0 and p[0] >= max(sure)}
    values |= {(0, 0)} if max(sure) <= 0 and any(b <= 0 for _, b in pairs) else set()
    assert set(offers(game).payoffs) == values


@given(DELTA, st.integers(2, 40), st.fractions(Fraction(1, 10), 3, max_denominator=10), st.integers(-3, 3))
@settings(max_examples=20, deadline=None)
def test_units_of_utility_do_not_matter(d: Fraction, steps: int, unit: Fraction, zero: int) -> None:
    """Rescaling one player's payoffs together with its disagreement payoff rescales its equilibrium payoffs."""
    plain = offers(_pie(steps, (d, d)))
    worth = (lambda s: unit * s + zero, lambda s: s)
    moved = offers(_pie(steps, (d, d), worth=worth, disagreement=(zero, 0), broken=(zero, 0), deadline=(zero, 0)))
    assert [(unit * u[0] + zero, u[1]) for u in plain.payoffs] == list(moved.payoffs)
    assert moved.profiles == plain.profiles


@given(DELTA, st.integers(2, 30), st.fractions(Fraction(1, 20), Fraction(1, 2), max_denominator=20))
@settings(max_examples=15, deadline=None)
def test_risk_of_breakdown_is_impatience(d: Fraction, steps: int, risk: Fraction) -> None:
    """If a breakdown leaves what there is without a deal, risk q and factor δ are one factor δ(1-q)."""
    risky = offers(_pie(steps, (d, d), breakdown=risk))
    hasty = offers(_pie(steps, (d * (1 - risk),) * 2))
    assert risky.payoffs == hasty.payoffs
    assert risky.profiles == hasty.profiles


def test_fear_of_breakdown_pays_whoever_has_less_to_fear() -> None:
    """With no impatience but a risk, what each has after a breakdown shifts the split towards it."""
    even = offers(_pie(400, (Fraction(1),) * 2, breakdown="1/20"))
    shifted = offers(_pie(400, (Fraction(1),) * 2, breakdown="1/20", broken=("1/5", 0)))
    assert min(u[0] for u in shifted.payoffs) > max(u[0] for u in even.payoffs)


def test_some_packages_have_no_stationary_pure_equilibrium() -> None:
    """B loses by either package but has to propose one: pure replies run in a circle, and every profile fails."""
    game = OffersGame.build("circle", ("A", "B"), {"x": (1, -2), "y": (4, -1)}, discounts="2/3")
    found = offers(game)
    assert found.status is Status.NONE_EXISTS
    assert not found.outcomes
    assert "in a circle of 4" in found.reason
    assert stationary_equilibria(game) == []
    silent = offers(replace(game, silence=True))
    assert silent.payoffs == ((Fraction(0), Fraction(0)),)  # B keeps silent, and no package is agreed on
