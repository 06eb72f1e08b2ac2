"""Forged concession ranges: whatever is changed, the second look says so."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from bargain import load_case, ranges, self_enforcing, verify
from bargain.case import READINGS
from bargain.errors import NotCertifiedError
from bargain.study.acceptance import accepted
from bargain.study.grounds import Grounds

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.study import ConcessionRange, OverSpace, RangeEnd, Ranges

HALF = Fraction(1, 2)
CASE = load_case("russia-turkey-2022")


@cache
def genuine(patient: bool) -> Ranges:  # noqa: FBT001
    """Return the ranges of a swap under one of the rules."""
    return ranges(
        CASE,
        "swap-syria-energy",
        rule=self_enforcing("9/10") if patient else None,
        issues=["syria"],
        readings=[("stated",), READINGS],
        formulas=False,
    )


def first_over(found: Ranges, where: Callable[[ConcessionRange, OverSpace], bool]) -> tuple[int, int]:
    """Return where the first range over a space stands that a forgery applies to."""
    for n, item in enumerate(found):
        for m, over in reversed(list(enumerate(item.over))):
            if where(item, over):
                return n, m
    raise LookupError("no range to forge")


def with_over(found: Ranges, n: int, m: int, **changes: Any) -> Ranges:
    """Return the result with one range over a space changed."""
    item = found.ranges[n]
    over = replace(item.over[m], **changes)
    return with_item(found, n, over=(*item.over[:m], over, *item.over[m + 1 :]))


def with_item(found: Ranges, n: int, **changes: Any) -> Ranges:
    """Return the result with one range changed."""
    item = replace(found.ranges[n], **changes)
    return replace(found, ranges=(*found.ranges[:n], item, *found.ranges[n + 1 :]))


def on_end(change: Callable[[RangeEnd], RangeEnd], where: Callable[[RangeEnd], bool]) -> Callable[[Ranges], Ranges]:
    """Return the forgery that changes the first end of a kind."""

    def forge(found: Ranges) -> Ranges:
        n, m = first_over(found, lambda _, over: any(where(e) for e in over.ends))
        ends = found.ranges[n].over[m].ends
        hit = next(k for k, e in enumerate(ends) if where(e))
        return with_over(found, n, m, ends=(*ends[:hit], change(ends[hit]), *ends[hit + 1 :]))

    return forge


def on_over(
    change: Callable[[ConcessionRange, OverSpace], dict[str, Any]],
    where: Callable[[ConcessionRange, OverSpace], bool] = lambda _item, _over: True,
) -> Callable[[Ranges], Ranges]:
    """Return the forgery that changes the first range over a space of a kind."""

    def forge(found: Ranges) -> Ranges:
        n, m = first_over(found, where)
        return with_over(found, n, m, **change(found.ranges[n], found.ranges[n].over[m]))

    return forge


def on_point(**changes: Callable[[ConcessionRange], Any]) -> Callable[[Ranges], Ranges]:
    """Return the forgery that changes the numbers at the point of the first range."""

    def forge(found: Ranges) -> Ranges:
        item = found.ranges[0]
        assert item.at is not None
        return with_item(found, 0, at=replace(item.at, **{k: f(item) for k, f in changes.items()}))

    return forge


def at(item: ConcessionRange) -> Any:
    """Return the numbers at the point."""
    return item.at


def is_open(_item: ConcessionRange, over: OverSpace) -> bool:
    """Tell whether an end of the possible shares is approached and not reached."""
    return over.possible.low_open or over.possible.high_open


def excluded(item: ConcessionRange, over: OverSpace) -> bool:
    """Tell whether some level is not possible."""
    return len(over.possible_levels) < len(item.levels)


FORGERIES: dict[str, Callable[[Ranges], Ranges]] = {
    "an open end closed": on_over(
        lambda _, o: {"possible": replace(o.possible, low_open=False, high_open=False)}, is_open
    ),
    "an open end closed, in the end too": on_over(
        lambda _, o: {
            "possible": replace(o.possible, low_open=False, high_open=False),
            "ends": tuple(replace(e, attained=True) for e in o.ends),
        },
        is_open,
    ),
    "a closed end opened": on_over(
        lambda _, o: {"possible": replace(o.possible, high_open=True)}, lambda _, o: not o.possible.high_open
    ),
    "possible declared empty": on_over(
        lambda _, o: {
            "possible": replace(o.possible, low=None, high=None, low_open=False, high_open=False),
            "possible_levels": (),
            "certain_levels": (),
            "no_deal": "no deal: by decree",
        }
    ),
    "a reason for no deal where there is one": on_over(lambda _, _o: {"no_deal": "no deal: by decree"}),
    "all levels possible": on_over(lambda i, _: {"possible_levels": i.levels}, excluded),
    "a possible level dropped": on_over(lambda _, o: {"possible_levels": o.possible_levels[:-1]}),
    "levels out of order": on_over(lambda _, o: {"possible_levels": o.possible_levels[::-1]}),
    "all levels certain": on_over(
        lambda i, _: {"certain_levels": i.levels, "possible_levels": i.levels},
        lambda i, o: len(o.certain_levels) < len(i.levels),
    ),
    "certain widened": on_over(lambda _, o: {"certain": replace(o.possible, low_open=False, high_open=False)}),
    "all ends dropped": on_over(lambda _, _o: {"ends": ()}),
    "one end dropped": on_over(lambda _, o: {"ends": o.ends[1:]}),
    "one end twice": on_over(lambda _, o: {"ends": (*o.ends[:3], o.ends[0])}),
    "a closed certain end opened": on_over(lambda _, o: {"certain": replace(o.certain, high_open=True)}),
    "the grounds of an end emptied": on_end(lambda e: replace(e, grounds=Grounds()), lambda e: bool(e.grounds.claims)),
    "the grounds of an end replaced": on_end(
        lambda e: replace(e, grounds=replace(e.grounds, claims=("c001",))), lambda e: e.grounds.claims != ("c001",)
    ),
    "a convention added to the grounds of an end": on_end(
        lambda e: replace(e, grounds=replace(e.grounds, conventions=("cap-turkey",))),
        lambda e: not e.grounds.conventions,
    ),
    "proofs and grounds dropped": on_end(
        lambda e: replace(e, proofs=(), grounds=Grounds()), lambda e: bool(e.proofs) and e.binds
    ),
    "a part's condition made up": on_end(
        lambda e: replace(
            e,
            proofs=(
                replace(e.proofs[0], rows=(replace(e.proofs[0].rows[0], label="given:me:0<1"), *e.proofs[0].rows[1:])),
                *e.proofs[1:],
            ),
        ),
        lambda e: bool(e.proofs) and bool(e.proofs[0].rows),
    ),
    "an end moved": on_end(lambda e: replace(e, share=Fraction(1, 7)), lambda _: True),
    "an end's witness moved": on_end(
        lambda e: replace(e, witness=tuple((n, Fraction(0)) for n, _ in e.witness)), lambda e: e.attained
    ),
    "an end of nobody": on_end(lambda e: replace(e, actor="nobody"), lambda _: True),
    "an end as a float": on_end(lambda e: replace(e, share=float(e.share or 0)), lambda _: True),  # type: ignore[arg-type]
    "accepts swapped": on_point(accepts=lambda i: at(i).accepts[::-1]),
    "accepts emptied": on_point(accepts=lambda _: ()),
    "what one side accepts widened": on_point(
        accepts=lambda i: ((at(i).accepts[0][0], Fraction(0), Fraction(1)), *at(i).accepts[1:])
    ),
    "what one side accepts narrowed": on_point(
        accepts=lambda i: (*at(i).accepts[:1], (at(i).accepts[1][0], HALF, HALF))
    ),
    "one side accepts nothing": on_point(accepts=lambda i: ((at(i).accepts[0][0], None, None), *at(i).accepts[1:])),
    "the one-shot outcome changed": on_point(
        oneshot=lambda i: tuple((name, "full" if level != "full" else "withhold") for name, level in at(i).oneshot)
    ),
    "the one-shot outcome dropped": on_point(oneshot=lambda _: ()),
    "the interval at the point moved": on_point(interval=lambda i: replace(at(i).interval, low=Fraction(1, 7))),
    "the interval at the point opened": on_point(interval=lambda i: replace(at(i).interval, low_open=True)),
    "levels at the point dropped": on_point(levels=lambda i: at(i).levels[1:]),
    "a gap invented": on_point(gaps=lambda i: i.levels[-1:]),
    "another rest": lambda found: with_item(found, 0, rest=(("energy", "partial"),)),
    "no rest": lambda found: with_item(found, 0, rest=()),
    "grantor and beneficiary exchanged": lambda found: with_item(
        found, 0, grantor=found.ranges[0].beneficiary, beneficiary=found.ranges[0].grantor
    ),
    "shares of the levels changed": lambda found: with_item(
        found, 0, shares=(Fraction(0), Fraction(1, 3), Fraction(1))
    ),
    "another rule's name": lambda found: with_item(found, 0, rule="generosity"),
    "the point dropped": lambda found: replace(found, stakes=()),
    "the point moved": lambda found: replace(found, stakes=tuple((n, v + 100) for n, v in found.stakes)),
}


@pytest.mark.parametrize("patient", [False, True], ids=["reservation", "self-enforcing"])
def test_what_was_found_holds(patient: bool) -> None:  # noqa: FBT001
    """The genuine result passes, so that a forgery fails by what it changes."""
    assert verify(genuine(patient)).ok, verify(genuine(patient)).failed  # type: ignore[attr-defined]


@pytest.mark.parametrize("what", FORGERIES)
def test_a_forged_range_fails(what: str) -> None:
    """Each change fails the second look and its `require`."""
    forged = None
    for patient in (False, True):
        try:
            forged = FORGERIES[what](genuine(patient))
        except LookupError:
            continue
        if forged != genuine(patient):
            break
    assert forged is not None
    seen = verify(forged)
    assert not seen.ok  # type: ignore[attr-defined]
    with pytest.raises(NotCertifiedError):
        seen.require()  # type: ignore[attr-defined]


def test_what_is_accepted_follows_from_the_surplus_at_levels() -> None:
    """Straight lines between levels: ends where they cross zero, none where all are below."""
    shares = (Fraction(0), HALF, Fraction(1))
    one = Fraction(1)
    assert accepted(shares, (-one, -one, -one)) == (None, None)
    assert accepted(shares, (one, one, one)) == (0, 1)
    assert accepted(shares, (-one, one, -3 * one)) == (Fraction(1, 4), Fraction(5, 8))
    assert accepted(shares, (-one, 0 * one, -one)) == (HALF, HALF)
