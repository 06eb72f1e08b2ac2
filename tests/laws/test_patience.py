"""Patience over what a source allows: what must hold of every package at every admissible point.

The oracle plays the exchange: payoffs of both actors added up, the best stage reply, the one-shot equilibrium.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import load_case, verify
from bargain.case import READINGS
from bargain.study.patience import patience
from strategies_stakes import points

NAMES = ("russia-turkey-2022", str(Path(__file__).parents[1] / "cases" / "tessa-river"))
CASES = tuple(map(load_case, NAMES))
GAMES = [(n, g.id) for n, case in enumerate(CASES) for g in case.games
         if g.form == "exchange" and not g.terms and len(g.issues) <= 4]  # fmt: skip


@cache
def found(k: int):
    """Return the patience result of one swap, over the widest and the narrowest space."""
    n, game = GAMES[k]
    return patience(CASES[n], game, readings=[("stated",), READINGS])


def by_definition(deal, levels: dict[str, str], stakes) -> tuple[list[Fraction | None], bool]:
    """Return both actors' least discount factors, and whether the package is the one-shot equilibrium."""
    oneshot, chosen = {}, {}
    for issue in deal.issues:
        costs = [c.at(stakes) for c in issue.cost]
        oneshot[issue.id] = costs.index(min(costs))
        chosen[issue.id] = issue.level(levels[issue.id]) if issue.id in levels else oneshot[issue.id]

    def payoff(actor: str, own: dict[str, int], other: dict[str, int]) -> Fraction:
        return sum(
            (
                -i.cost[own[i.id]].at(stakes) if i.grantor == actor else i.benefit[other[i.id]].at(stakes)
                for i in deal.issues
            ),
            Fraction(0),
        )

    out: list[Fraction | None] = []
    for actor in deal.actors:
        here, best = payoff(actor, chosen, chosen), payoff(actor, oneshot, chosen)
        after = payoff(actor, oneshot, oneshot)
        if here >= max(best, after):
            out.append(Fraction(0))
        else:
            out.append(None if here <= after else (best - here) / (best - after))
    return out, chosen == oneshot


@pytest.mark.parametrize("k", range(len(GAMES)))
@given(data=st.data())
@settings(max_examples=8)
def test_thresholds_at_admissible_points_lie_between_the_ends(k: int, data: st.DataObject) -> None:
    """Per actor and together; where a package is certain it is kept, where it is impossible it is not."""
    n, game = GAMES[k]
    deal = CASES[n].exchange(game)
    for one in found(k):
        for over in one.over:
            stakes = data.draw(points(NAMES[n], over.readings))
            each, anyway = by_definition(deal, dict(one.levels), stakes)
            if anyway:
                assert over.anyway != "for no stakes"
                continue
            both = None if None in each else max(t for t in each if t is not None)
            for delta, low, high in (
                (both, over.least, over.most),
                *((t, *e) for t, e in zip(each, over.by_actor, strict=True)),
            ):
                if delta is None:
                    assert high.delta is None
                else:
                    assert low.delta is not None
                    assert delta > low.delta or (delta == low.delta and low.attained)
                    assert high.delta is None or delta <= high.delta


@pytest.mark.parametrize("k", range(len(GAMES)))
@given(data=st.data())
@settings(max_examples=8)
def test_formulas_give_the_threshold_on_their_part(k: int, data: st.DataObject) -> None:
    """Exactly one part holds a point, and its formulas, as text and as SymPy, give what the definition gives."""
    n, game = GAMES[k]
    deal = CASES[n].exchange(game)
    for one in found(k):
        stakes = data.draw(points(NAMES[n], READINGS))
        here = [f for f in one.forms if all(c.holds(stakes) for c in f.where)]
        assert len(here) == 1 or not one.forms
        for form in here:
            each, anyway = by_definition(deal, dict(one.levels), stakes)
            assert form.anyway == anyway
            for actor, told in zip(deal.actors, each, strict=True):
                value = form.sympy(actor).subs({s: str(stakes[s.name]) for s in form.sympy(actor).free_symbols})
                if told is None:
                    assert value >= 1 or value.is_negative or not value.is_finite
                else:
                    assert value == told


@pytest.mark.parametrize("k", range(len(GAMES)))
def test_the_second_look_finds_nothing(k: int) -> None:
    """Certificates, witnesses, grounds, counts and formulas of every swap."""
    assert verify(found(k)).failed == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize("k", range(len(GAMES)))
def test_more_claims_never_widen_what_is_possible(k: int) -> None:
    """The least threshold only rises and the greatest only falls as readings are added."""
    for one in found(k):
        wide, narrow = one.over
        assert narrow.least.delta is None or (wide.least.delta or 0) <= narrow.least.delta
        if wide.most.delta is not None:
            assert narrow.most.delta is not None
            assert narrow.most.delta <= wide.most.delta


@pytest.mark.parametrize("k", range(len(GAMES)))
@given(data=st.data())
@settings(max_examples=5)
def test_orders_hold_at_admissible_points(k: int, data: st.DataObject) -> None:
    """A concession said to need no more patience than another costs no more above what is granted anyway."""
    n, game = GAMES[k]
    deal = CASES[n].exchange(game)
    stakes = data.draw(points(NAMES[n], READINGS))
    for order in found(k).orders:
        easier, harder = deal.issue(order.easier), deal.issue(order.harder)
        if order.kind == "concession":
            costs = [i.cost[-1].at(stakes) - min(c.at(stakes) for c in i.cost) for i in (easier, harder)]
            assert costs[0] <= costs[1]
        else:
            assert easier.benefit[-1].at(stakes) >= harder.benefit[-1].at(stakes)
            assert min(c.at(stakes) for c in easier.cost) == 0
