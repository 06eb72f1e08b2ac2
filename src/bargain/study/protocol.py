"""Concession ranges under the rule `protocol`: what alternating offers give of each issue.

Room      study.
Question  for each first proposer, which levels of an issue do subgame-perfect equilibria agree on, and what is
          their hull in shares? Unlike under the other rules the rest of the package is not fixed: whole
          packages are proposed, and a level counts if some equilibrium package has it.
Point     payoffs are those of the exchange at one point of the stake space; disagreement is what each has in the
          one-shot equilibrium in which shared-interest grants are still made. Over the whole stake space
          `protocol_over` samples, and says so.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from bargain.encode import encode_offers, offered_label, offered_packages
from bargain.encode.packages import case_packages, packages_exchange
from bargain.errors import GameError
from bargain.games import Leaver, OffersGame
from bargain.solve import offers
from bargain.study.points import point_of
from bargain.study.protocol_values import LevelSet, Protocol, ProtocolRange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bargain.encode import CodedCase, Exchange, Grantable
    from bargain.solve import OffersSolution

__all__ = ["exchange_offers", "protocol"]

_ZERO = Fraction(0)


def protocol(  # noqa: PLR0913  one argument per part of the protocol
    case: CodedCase,
    game: str,
    *,
    delta: object = None,
    rounds: int | None = None,
    breakdown: object = 0,
    leaver: Leaver | str = Leaver.RESPONDER,
    silence: bool = False,
    issues: Sequence[str] = (),
    at: Mapping[str, object] | None = None,
    every_level: bool = False,
    limit: int = 1_000_000,
) -> Protocol:
    """Return the levels that subgame-perfect equilibria of alternating offers give each issue of an exchange.

    Parameters
    ----------
    case : CodedCase
    game : str
        Id of an exchange of the case, or of a game of offers, which brings its own patience and risk.
    delta : exact number, or mapping of actor to exact number
        Discount factors per round; needed for an exchange, and not taken for a game of offers.
    rounds : int, optional
        The last round; None: no last round, and stationary equilibria.
    breakdown : exact number
        Probability that talks end after a rejection.
    leaver : Leaver or str
        Who may walk out to its outside option after a rejection, where the exchange has them.
    silence : bool
        Whether a proposer may let its round pass.
    issues : sequence of str
        The issues to report; all if left out.
    at : mapping of stake to exact number
        The point; the case's baseline where it says nothing.
    every_level : bool
        Take every level of an issue, also where the exchange puts fewer on offer.
    limit : int
        As for `bargain.solve.offers`.

    Returns
    -------
    Protocol
        For each first proposer the set of levels and its hull, with the counts of equilibria.

    Raises
    ------
    GameError
        For an unknown issue, a game of another form, a missing discount factor, or a point outside the
        stake space.
    CaseError, NumberError, RefusedError

    Notes
    -----
    Exact at the point. Infinite horizons after [rubinstein1982]_, finite ones after [stahl1972]_.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> found = protocol(case, "swap-syria-energy", delta="9/10", rounds=1)
    >>> found.solutions[0].game.players
    ('Russia', 'Turkey')
    """
    point, name = point_of(case, at or {})
    deal, first = _opening(case, game, point, every_level=every_level, delta=delta, rounds=rounds,
                           breakdown=breakdown, leaver=leaver, silence=silence)  # fmt: skip
    wanted = tuple(deal.issue(i) for i in issues) if issues else deal.issues
    solutions = tuple(offers(replace(first, first=who), limit=limit) for who in (0, 1))
    packages = offered_packages(deal)
    return Protocol(
        case=case,
        game=game,
        title=first.title,
        deal=deal,
        ranges=tuple(_range(deal, issue, packages, solutions) for issue in wanted),
        solutions=(solutions[0], solutions[1]),
        stakes=tuple(sorted(point.items())),
        point_name=name,
        options=(
            ("game", game),
            ("discounts", ", ".join(str(d) for d in first.discounts)),
            ("rounds", first.rounds),
            ("breakdown", str(first.breakdown)),
            ("leaver", first.leaver.value),
            ("silence", first.silence),
            ("issues", ", ".join(i.id for i in wanted)),
            ("every_level", every_level),
            ("limit", limit),
        ),
    )


def _range(
    deal: Exchange,
    issue: Grantable,
    packages: Sequence[tuple[int, ...]],
    solutions: Sequence[OffersSolution],
) -> ProtocolRange:
    """Return the levels of one issue for each first proposer."""
    k = [i.id for i in deal.issues].index(issue.id)
    sets = []
    for s in solutions:
        levels = tuple(sorted({packages[x][k] for x in s.packages}))
        shares = [issue.shares[n] for n in levels]
        who = s.game.players[s.game.first]
        sets.append(LevelSet(first=who, levels=levels, low=min(shares, default=None), high=max(shares, default=None)))
    return ProtocolRange(
        issue=issue.id,
        title=issue.title,
        grantor=deal.name(issue.grantor),
        beneficiary=deal.name(issue.beneficiary),
        levels=issue.levels,
        shares=issue.shares,
        by_first=(sets[0], sets[1]),
    )


def _opening(
    case: CodedCase, game: str, point: Mapping[str, Fraction], *, every_level: bool, delta: object, **terms: object
) -> tuple[Exchange, OffersGame]:
    """Return the exchange whose packages are on the table, and the game of offers about it."""
    spec = case.spec(game)
    if spec.offers is None:
        if delta is None:
            raise GameError(
                f"alternating offers over {game!r} without discount factors", remedy='give delta, such as "9/10"'
            )
        deal = packages_exchange(case, game, every_level=every_level)
        return deal, exchange_offers(case, game, at=point, every_level=every_level, delta=delta, **terms)  # type: ignore[arg-type]
    if delta is not None or every_level or terms["rounds"] is not None or terms["breakdown"] != 0:
        raise GameError(
            f"game {game!r} brings its own packages, patience, risk and horizon",
            remedy=f"leave those out, or ask about the exchange {spec.offers.exchange!r}",
        )
    found = encode_offers(case, game, at=point)
    leaver, silence = Leaver(str(terms["leaver"])), bool(terms["silence"])
    return case.exchange(spec.offers.exchange), replace(found, leaver=leaver, silence=silence)


def exchange_offers(  # noqa: PLR0913  one argument per part of the protocol
    case: CodedCase,
    name: str,
    *,
    at: Mapping[str, Fraction],
    delta: object,
    rounds: int | None = None,
    breakdown: object = 0,
    leaver: Leaver | str = Leaver.RESPONDER,
    silence: bool = False,
    every_level: bool = False,
) -> OffersGame:
    """Return alternating offers over the packages of an exchange at a point, the first actor first.

    Parameters
    ----------
    case, name, at
        An exchange of the case, and a value for each of its stakes.
    delta, rounds, breakdown, leaver, silence, every_level
        As for `protocol`.

    Raises
    ------
    GameError, CaseError, NumberError
    """
    deal = packages_exchange(case, name, every_level=every_level)
    space = case_packages(case, name, at=at, every_level=every_level)
    labels = [offered_label(deal, x) for x in offered_packages(deal)]
    return OffersGame.build(
        space.title,
        deal.names,
        dict(zip(labels, zip(_totals(space.payoffs[0]), _totals(space.payoffs[1]), strict=True), strict=True)),
        discounts=_discounts(deal, delta),
        rounds=rounds,
        breakdown=breakdown,
        disagreement=space.disagreement,
        outside=space.outside,
        leaver=leaver,
        silence=silence,
    )


def _totals(tables: Sequence[Sequence[object]]) -> list[Fraction]:
    """Return the payoff of every package to one actor, in the order of the packages; sums in whole numbers."""
    rows = [[v for v in table if isinstance(v, Fraction)] for table in tables]
    unit = lcm(*(v.denominator for row in rows for v in row))
    totals = [0]
    for row in rows:
        steps = [int(v * unit) for v in row]
        totals = [total + step for total in totals for step in steps]
    return [Fraction(total, unit) for total in totals]


def _discounts(deal: Exchange, delta: object) -> tuple[object, object]:
    """Return one discount factor for each actor."""
    if not isinstance(delta, dict):
        return delta, delta
    unknown = [name for name in delta if name not in deal.actors]
    missing = [name for name in deal.actors if name not in delta]
    if unknown or missing:
        raise GameError(
            f"discount factors for {', '.join(map(str, delta))}", remedy=f"give one each for {', '.join(deal.actors)}"
        )
    return delta[deal.actors[0]], delta[deal.actors[1]]
