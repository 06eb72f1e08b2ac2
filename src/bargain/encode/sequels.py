"""From an exchange of a case to the game of offers about its packages, and to the exchange repeated.

Room      encode.
Payoffs   of both are those of the exchange at a point of the stake space. While there is no deal each has its
          one-shot payoff, shared interests granted; an outside option counts where the game says so.
Patience  discount factors and the risk of breakdown are numbers of the case, or those given.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import lcm
from typing import TYPE_CHECKING

from bargain.encode.exchange import exchange
from bargain.encode.normal import encode_game
from bargain.encode.packages import case_packages
from bargain.encode.trees import case_numbers
from bargain.errors import GameError
from bargain.games.offers import OffersGame
from bargain.games.repeated import RepeatedGame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bargain.case import Case, GameSpec
    from bargain.encode.exchange import Exchange

__all__ = ["encode_offers", "encode_repeated", "offered_label", "offered_packages"]


def offered_packages(deal: Exchange) -> tuple[tuple[int, ...], ...]:
    """Return every package of an exchange as one level index per issue, the last issue running fastest."""
    return tuple(product(*(range(len(issue.levels)) for issue in deal.issues)))


def offered_label(deal: Exchange, package: Sequence[int]) -> str:
    """Return what a package grants, in words."""
    granted = [f"{i.id}: {i.levels[n]}" for i, n in zip(deal.issues, package, strict=True) if n]
    return " + ".join(granted) or "nothing granted"


def encode_offers(
    case: Case,
    name: str,
    *,
    at: Mapping[str, Fraction],
    numbers: Mapping[str, Fraction] | None = None,
) -> OffersGame:
    """Return a game of offers of the case at a point of the stake space.

    Parameters
    ----------
    case : Case
    name : str
        Id of a game of the form offers.
    at : mapping
        A value for every stake of the exchange; ``case.point()`` is the documented point.
    numbers : mapping, optional
        Discount factors and risks other than the case's, by name.

    Returns
    -------
    OffersGame
        One package per choice of a level for every issue, in the order of `offered_packages`.

    Raises
    ------
    CaseError
        If the case has no such game or number.
    GameError
        If the game has another form.
    """
    spec = case.spec(name)
    if spec.offers is None:
        raise _wrong(case, spec, "offers")
    deal = exchange(case, spec.offers.exchange)
    values = case_numbers(case, numbers)
    factors = dict(spec.offers.discount)
    space = case_packages(case, spec.offers.exchange, at=at)
    outside = {o.actor: o.value.at(at) for o in case.outside if spec.outside}
    labels = [offered_label(deal, package) for package in offered_packages(deal)]
    return OffersGame.build(
        spec.title,
        deal.names,
        dict(zip(labels, _worth(deal, at), strict=True)),
        discounts=tuple(values[factors[actor]] for actor in deal.actors),
        first=deal.name(spec.offers.first),
        rounds=spec.offers.rounds,
        breakdown=values[spec.offers.breakdown] if spec.offers.breakdown else 0,
        disagreement=space.disagreement,
        outside=tuple(outside.get(actor) for actor in deal.actors),
    )


def _worth(deal: Exchange, at: Mapping[str, Fraction]) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return what each package is worth to both actors; sums in whole numbers, as there may be many packages."""
    sides = []
    for actor in deal.actors:
        tables = [
            [form.at(at) for form in (i.benefit if i.beneficiary == actor else [-c for c in i.cost])]
            for i in deal.issues
        ]
        unit = lcm(*(value.denominator for table in tables for value in table))
        totals = [0]
        for table in tables:
            steps = [int(value * unit) for value in table]
            totals = [total + step for total in totals for step in steps]
        sides.append([Fraction(total, unit) for total in totals])
    return tuple(zip(*sides, strict=True))


def encode_repeated(
    case: Case,
    name: str,
    *,
    at: Mapping[str, Fraction],
    numbers: Mapping[str, Fraction] | None = None,
) -> RepeatedGame:
    """Return a repeated exchange of the case at a point of the stake space.

    Parameters are those of `encode_offers`.

    Raises
    ------
    CaseError
        If the case has no such game or number.
    GameError
        If the game has another form.
    """
    spec = case.spec(name)
    if spec.repeated is None:
        raise _wrong(case, spec, "repeated")
    values = case_numbers(case, numbers)
    stage = encode_game(case, spec.repeated.exchange).at(at)
    return RepeatedGame(stage=stage, patience=tuple(values[name] for _, name in spec.repeated.discount))


def _wrong(case: Case, spec: GameSpec, form: str) -> GameError:
    """Say that a game has another form, and which have this one."""
    found = ", ".join(game.id for game in case.games if game.form == form)
    return GameError(
        f"game {spec.id!r} is of the form {spec.form!r}, not {form!r}",
        remedy=f"games of that form: {found}" if found else f"the case has no game of the form {form!r}",
    )
