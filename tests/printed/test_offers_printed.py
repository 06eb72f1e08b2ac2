"""Alternating offers in print: on grids that hold the printed division, it is an equilibrium, exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bargain.games import OffersGame
from bargain.solve import offers

IN_PRINT = [
    pytest.param(3, ("1/2", "1/2"), {}, "2/3", id="R82-one-over-one-plus-delta"),
    pytest.param(19, ("9/10", "9/10"), {}, "10/19", id="R82-nine-tenths"),
    pytest.param(5, ("1/2", "2/3"), {}, "1/2", id="R82-unequal"),
    pytest.param(10, ("9/10", "9/10"), {"rounds": 2}, "1/10", id="S72-two-rounds"),
    pytest.param(100, ("9/10", "9/10"), {"rounds": 3}, "91/100", id="S72-three-rounds"),
    pytest.param(7, ("3/4", "3/4"), {"rounds": 1}, "1", id="ultimatum"),
    pytest.param(4, ("1/2", "1/2"), {"outside": (None, "3/4")}, "1/4", id="BSS89-option-binds"),
    pytest.param(3, ("1/2", "1/2"), {"outside": (None, "1/4")}, "2/3", id="BSS89-option-idle"),
    pytest.param(3, ("1", "1"), {"breakdown": "1/2"}, "2/3", id="BRW86-risk-for-impatience"),
]


@pytest.mark.parametrize(("steps", "discounts", "terms", "share"), IN_PRINT)
def test_the_printed_division_is_an_equilibrium(
    steps: int, discounts: tuple[str, str], terms: dict[str, object], share: str
) -> None:
    """R82 Rubinstein, S72 Ståhl, BRW86 Binmore, Rubinstein and Wolinsky, BSS89 Binmore, Shaked and Sutton."""
    steps = steps * 2 if discounts == ("1/2", "2/3") else steps
    found = offers(OffersGame.pie(steps, discounts=discounts, **terms))
    assert (Fraction(share), 1 - Fraction(share)) in found.payoffs
