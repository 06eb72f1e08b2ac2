"""Concession ranges: what must hold of every case, point and rule.

The oracle is `accepts`, which reads the definitions and shares no step with the search.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import load_case, ranges, reservation, self_enforcing, verify
from bargain.case import READINGS
from bargain.study import COLUMNS, Ranges
from bargain.study.acceptance import accepts, payoff
from strategies_stakes import points

if TYPE_CHECKING:
    from bargain.study import ConcessionRange, Rule

NAMES = ("russia-turkey-2022", str(Path(__file__).parents[1] / "cases" / "tessa-river"))
FLAGSHIP, INVENTED = map(load_case, NAMES)
RULES = (reservation(), self_enforcing("9/10"), self_enforcing("1/3"))
SWAPS = [(case, g.id) for case in (FLAGSHIP, INVENTED) for g in case.games
         if g.form == "exchange" and not g.terms and len(g.issues) <= 4]  # fmt: skip
GRID = [Fraction(n, 12) for n in range(13)]


def path(k: int) -> str:
    """Return what the case of a swap is loaded from."""
    return NAMES[0] if SWAPS[k][0] is FLAGSHIP else NAMES[1]


@cache
def found(k: int, r: int) -> Ranges:
    """Return the ranges of one swap under one rule, over all sets of readings."""
    case, name = SWAPS[k]
    return ranges(case, name, rule=RULES[r])


def package(k: int, item: ConcessionRange, share: Fraction) -> dict[str, Fraction]:
    """Return the package with one share and the rest as fixed."""
    case, name = SWAPS[k]
    rest = dict(item.rest)
    return {i.id: share if i.id == item.issue else i.shares[i.level(rest[i.id])] for i in case.exchange(name).issues}


def both(k: int, rule: Rule, item: ConcessionRange, share: Fraction, stakes: dict[str, Fraction]) -> bool:
    """Tell whether both sides accept a share."""
    deal = SWAPS[k][0].exchange(SWAPS[k][1])
    return all(accepts(deal, rule, a, package(k, item, share), stakes) for a in deal.actors)


@pytest.mark.parametrize("k", range(len(SWAPS)))
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_a_point_range_is_what_both_accept(k: int, data: st.DataObject) -> None:
    """On a grid of shares and at both ends, at random exact points of Θ, under every rule."""
    case, name = SWAPS[k]
    stakes = data.draw(points(path(k), READINGS))
    for rule in RULES:
        for item in ranges(case, name, rule=rule, at=stakes, readings=[], formulas=False):
            assert item.at is not None
            interval = item.at.interval
            for share in GRID:
                inside = share in interval and not item.at.gaps
                assert both(k, rule, item, share, stakes) == inside, (item.issue, share, str(interval))
            if not interval.empty:
                assert interval.low is not None
                assert interval.high is not None
                assert both(k, rule, item, interval.low, stakes)
                assert both(k, rule, item, interval.high, stakes)


@pytest.mark.parametrize("k", range(len(SWAPS)))
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_no_stakes_contradict_certain_or_possible(k: int, data: st.DataObject) -> None:
    """A certain share is accepted at every point; what some point accepts is possible. All readings."""
    for readings in COLUMNS:
        stakes = data.draw(points(path(k), readings))
        for r, rule in enumerate(RULES):
            for item in found(k, r):
                over = item.space(readings)
                for share in (*GRID, *item.shares):
                    accepted = both(k, rule, item, share, stakes)
                    assert accepted or share not in over.certain
                    assert not accepted or share in over.possible
                for level, share in zip(item.levels, item.shares, strict=True):
                    accepted = both(k, rule, item, share, stakes)
                    assert accepted or level not in over.certain_levels
                    assert not accepted or level in over.possible_levels


@pytest.mark.parametrize("k", range(len(SWAPS)))
def test_a_second_look_agrees(k: int) -> None:
    """Certificates add up, ends are met at their witnesses, the baseline holds by definition."""
    for r in range(len(RULES)):
        seen = verify(found(k, r))
        assert seen.ok, seen.failed  # type: ignore[attr-defined]


@pytest.mark.parametrize("k", range(len(SWAPS)))
def test_fewer_claims_leave_more_open(k: int) -> None:
    """Dropping readings never makes more certain or less possible."""
    for r in range(len(RULES)):
        for item in found(k, r):
            wide, middle, full = (item.space(readings) for readings in COLUMNS)
            for looser, tighter in ((wide, middle), (middle, full)):
                assert all(s in tighter.certain for s in GRID if s in looser.certain)
                assert all(s in looser.possible for s in GRID if s in tighter.possible)
                assert set(looser.certain_levels) <= set(tighter.certain_levels)
                assert set(tighter.possible_levels) <= set(looser.possible_levels)


@settings(max_examples=8, deadline=None)
@given(points(NAMES[0], READINGS), st.fractions("1/100", "98/100"))
def test_patience_only_helps(stakes: dict[str, Fraction], delta: Fraction) -> None:
    """What is self-enforcing at some patience is so at any higher one."""
    for name in ("swap-syria-logistics", "swap-economy-payments"):
        low = ranges(FLAGSHIP, name, rule=self_enforcing(delta), at=stakes, readings=[], formulas=False)
        high = ranges(FLAGSHIP, name, rule=self_enforcing((1 + delta) / 2), at=stakes, readings=[], formulas=False)
        for a, b in zip(low, high, strict=True):
            assert a.at is not None
            assert b.at is not None
            assert all(s in b.at.interval for s in GRID if s in a.at.interval)


@settings(max_examples=8, deadline=None)
@given(points(NAMES[0], READINGS))
def test_perfect_patience_is_reservation_where_no_outside_option_binds(stakes: dict[str, Fraction]) -> None:
    """As δ rises to 1 the self-enforcing range of a swap grows into the reservation range."""
    rule = self_enforcing(1 - Fraction(1, 10**12))
    for name in ("swap-syria-energy", "swap-mediation-logistics"):
        patient = ranges(FLAGSHIP, name, rule=rule, at=stakes, readings=[], formulas=False)
        reserve = ranges(FLAGSHIP, name, at=stakes, readings=[], formulas=False)
        for a, b in zip(patient, reserve, strict=True):
            assert a.at is not None
            assert b.at is not None
            if a.at.interval.empty or b.at.interval.empty:
                continue
            assert abs((a.at.interval.low or 0) - (b.at.interval.low or 0)) < Fraction(1, 10**6)
            assert abs((a.at.interval.high or 0) - (b.at.interval.high or 0)) < Fraction(1, 10**6)


@settings(max_examples=4, deadline=None)
@given(points(NAMES[0], READINGS))
def test_closed_forms_give_the_ends(stakes: dict[str, Fraction]) -> None:
    """The SymPy formula that applies at a point evaluates to the exact ends there."""
    import sympy

    delta = Fraction(9, 10)
    values = {sympy.Symbol(n, real=True): sympy.Rational(v.numerator, v.denominator) for n, v in stakes.items()}
    values |= {sympy.Symbol(f"delta_{a}", positive=True): sympy.Rational(9, 10) for a in ("russia", "turkey")}
    for name in ("swap-syria-energy", "swap-mediation-logistics", "swap-economy-payments"):
        for rule in (reservation(), self_enforcing(delta)):
            for item in ranges(FLAGSHIP, name, rule=rule, at=stakes, readings=[]):
                (form,) = [f for f in item.forms if all(c.holds(stakes) for c in f.where)]
                low, high = form.low_sympy().subs(values), form.high_sympy().subs(values)
                assert item.at is not None
                if item.at.interval.empty:
                    assert low > high or low == sympy.oo or high == -sympy.oo
                else:
                    assert (str(low), str(high)) == (str(item.at.interval.low), str(item.at.interval.high))


def test_a_tampered_range_is_caught() -> None:
    """A moved end, a dropped claim's row, a flipped certificate: each fails the second look."""
    good = found(0, 0)
    item = good.ranges[0]
    over = item.over[-1]
    assert item.at is not None
    assert verify(good).ok  # type: ignore[attr-defined]
    moved = replace(item, at=replace(item.at, interval=replace(item.at.interval, low=Fraction(1, 2))))
    ends = [e for e in over.ends if e.proofs]
    proof = ends[0].proofs[0]
    flipped = replace(proof, certificate=replace(proof.certificate, multipliers=proof.certificate.multipliers[:-1]))
    swapped = tuple(replace(e, proofs=(flipped, *e.proofs[1:])) if e is ends[0] else e for e in over.ends)
    foreign = replace(proof, rows=tuple(replace(r, label=f"x{r.label}") for r in proof.rows))
    alien = tuple(replace(e, proofs=(foreign, *e.proofs[1:])) if e is ends[0] else e for e in over.ends)
    wrong = replace(over, certain=replace(over.possible, low=Fraction(0), low_open=False))
    for bad in (
        moved,
        replace(item, over=(*item.over[:-1], replace(over, ends=swapped))),
        replace(item, over=(*item.over[:-1], replace(over, ends=alien))),
        replace(item, over=(*item.over[:-1], wrong)),
    ):
        seen = verify(replace(good, ranges=(bad, *good.ranges[1:])))
        assert not seen.ok  # type: ignore[attr-defined]


def test_payoff_by_shares_agrees_with_the_game_at_levels() -> None:
    """The checker's own payoffs equal the encoded game's at every pair of levels."""
    point = FLAGSHIP.point()
    deal, game = FLAGSHIP.exchange("swap-syria-energy"), FLAGSHIP.game("swap-syria-energy", at=FLAGSHIP.point())
    for cell in game.cells():
        shares = {issue.id: issue.shares[n] for issue, n in zip(deal.issues, cell, strict=True)}
        for p, actor in enumerate(deal.actors):
            assert payoff(deal, actor, shares, point) == game.payoff(p, cell)
