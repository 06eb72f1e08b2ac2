"""Concession ranges: how far each side can go on each issue, at a point and over all that the source allows.

Room      study.
Question  for one issue, the rest of the package fixed: which shares does the rule admit?
Answer    exact intervals; formulas; for every end over the space a witness and certificates.
Cost      per issue and set of readings a few small linear programs for each part of the space on which
          the one-shot equilibrium is fixed; the search stops as soon as an end cannot get more extreme.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.case import READINGS
from bargain.study.formulas import closed_forms
from bargain.study.over import Space, over_space, shares_over
from bargain.study.points import point_of
from bargain.study.regimes import oneshot_at
from bargain.study.results import AtPoint, ConcessionRange, Interval, Ranges
from bargain.study.rules import reservation
from bargain.study.shares import greatest_share, least_share
from bargain.study.sides import sides_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.encode import CodedCase, Exchange, Grantable
    from bargain.study.formulas import ClosedForm
    from bargain.study.rules import Levels, Rule

__all__ = ["COLUMNS", "Shares", "ranges", "shares"]

_MOST_FORMS = 8  # parts of a space; with more of them a formula for each would not be read

COLUMNS: tuple[tuple[Reading, ...], ...] = (("stated",), ("stated", "inferred"), READINGS)
"""The three sets of readings that every report shows side by side."""


Shares = tuple[str, Interval, Interval]  # of an issue: certain and possible ones


def ranges(
    case: CodedCase,
    game: str,
    *,
    rule: Rule | None = None,
    issues: Sequence[str] = (),
    rest: Mapping[str, str] | None = None,
    at: Mapping[str, object] | None = None,
    readings: Sequence[Sequence[Reading]] = COLUMNS,
    formulas: bool = True,
) -> Ranges:
    """Return the concession range of each issue of an exchange.

    Parameters
    ----------
    case : CodedCase
    game : str
        Id of an exchange of the case.
    rule : Rule
        `reservation()` if left out, or `self_enforcing(delta)`.
    issues : sequence of str
        The issues to report; all if left out.
    rest : mapping of issue to level
        What the other issues are fixed at; those not named are granted in full.
    at : mapping of stake to exact number
        The point for the worked numbers; the case's baseline if left out (none if it has none).
    readings : sequence of sets of readings
        One stake space for each; by default stated only, plus inferred, plus assumed. An empty
        sequence asks only for the point.
    formulas : bool
        Whether to derive the closed forms; they cost a few linear programs, numbers at a point none.

    Returns
    -------
    Ranges
        Exact intervals in shares of the issue, with levels, formulas, witnesses and certificates.

    Raises
    ------
    GameError
        If the game is not an exchange, an issue or level is unknown, or the point is not complete or
        outside the stake space.
    NumberError
        If a stake value is not an exact number.

    Notes
    -----
    Linear-fractional programs after [charnes1962]_; certificates after [schrijver1986]_; grim-trigger
    enforcement after [friedman1971]_.

    Examples
    --------
    >>> from bargain import load_case, ranges
    >>> case = load_case("russia-turkey-2022")
    >>> found = ranges(case, "swap-syria-energy", issues=["syria"], readings=[])
    >>> found["syria"].rest_words
    'energy full'
    """
    asked = rule if rule is not None else reservation()
    deal = case.exchange(game)
    wanted = tuple(deal.issue(name) for name in issues) if issues else deal.issues
    levels = _rest_levels(deal, rest or {})
    point, point_name = point_of(case, at)
    spaces = [Space.of(case, deal, asked, tuple(r)) for r in readings]
    signs = None
    if formulas:
        signs = spaces[-1] if spaces else Space.of(case, deal, asked, READINGS)
    found = tuple(_range(case, deal, asked, issue, levels, point, spaces, signs) for issue in wanted)
    options = (
        ("game", game),
        ("rule", asked.name),
        ("issues", ", ".join(i.id for i in wanted)),
        ("rest", ", ".join(f"{i.id} {i.levels[n]}" for i, (_, n) in zip(deal.issues, levels, strict=True))),
        ("readings", "; ".join(", ".join(r) for r in readings)),
        ("formulas", formulas),
    )
    return Ranges(
        case=case,
        game=game,
        title=deal.title,
        rule=asked,
        stakes=tuple(sorted(point.items())),
        point_name=point_name,
        ranges=found,
        options=options,
    )


def shares(
    case: CodedCase,
    game: str,
    rule: Rule,
    known: Mapping[str, tuple[Interval | None, Interval | None]] | None = None,
) -> tuple[Shares, ...]:
    """Return for each issue of an exchange its certain and possible shares alone, over all readings.

    Parameters
    ----------
    known : mapping of issue to (certain, possible), optional
        What need not be asked.
    """
    deal = case.exchange(game)
    rest, space = _rest_levels(deal, {}), Space.of(case, deal, rule, READINGS)
    asked = known or {}
    found = ((i, shares_over(deal, rule, i, rest, space, asked.get(i.id, (None, None)))) for i in deal.issues)
    return tuple((issue.id, certain, possible) for issue, (certain, possible) in found)


def _rest_levels(deal: Exchange, rest: Mapping[str, str]) -> Levels:
    """Return the level index of every issue: as named, otherwise full."""
    for name, level in rest.items():
        deal.issue(name).level(level)
    return tuple((i.id, i.level(rest[i.id]) if i.id in rest else len(i.levels) - 1) for i in deal.issues)


def _range(
    case: CodedCase,
    deal: Exchange,
    rule: Rule,
    issue: Grantable,
    levels: Levels,
    point: dict[str, Fraction],
    spaces: Sequence[Space],
    signs: Space | None,
) -> ConcessionRange:
    """Answer for one issue: at the point, over each space, and as formulas."""
    rest = tuple((i, n) for i, n in levels)
    named = tuple((i.id, i.levels[n]) for i, (_, n) in zip(deal.issues, levels, strict=True) if i.id != issue.id)
    return ConcessionRange(
        game=deal.game,
        issue=issue.id,
        title=issue.title,
        grantor=deal.name(issue.grantor),
        beneficiary=deal.name(issue.beneficiary),
        levels=issue.levels,
        shares=issue.shares,
        rule=rule.name,
        rest=named,
        at=_at_point(deal, rule, issue, rest, point) if point else None,
        over=tuple(over_space(case, deal, rule, issue, rest, space) for space in spaces),
        forms=() if signs is None or len(signs) > _MOST_FORMS else _forms(deal, rule, issue, rest, signs),
    )


def _forms(deal: Exchange, rule: Rule, issue: Grantable, rest: Levels, space: Space) -> tuple[ClosedForm, ...]:
    """Return the formulas, one for each part of the space."""
    return closed_forms(deal, rule, issue, rest, space.areas, space.parts)


def _at_point(deal: Exchange, rule: Rule, issue: Grantable, rest: Levels, point: dict[str, Fraction]) -> AtPoint:
    """Return the interval at one point, in numbers from start to end."""
    oneshot = oneshot_at(deal, point)
    lows, highs, fits = [], [], [True] * len(issue.levels)
    for side in sides_of(deal, rule, issue, rest):
        need = max(side.need(oneshot, f).at(point) for f in rule.fallbacks(deal, side.actor))
        values = [v.at(point) for v in side.ladder.values]
        lows.append(least_share(issue.shares, values, need))
        highs.append(greatest_share(issue.shares, values, need))
        fits = [fit and v >= need for fit, v in zip(fits, values, strict=True)]
    low = None if None in lows else max(x for x in lows if x is not None)
    high = None if None in highs else min(x for x in highs if x is not None)
    names = (deal.name(issue.beneficiary), deal.name(issue.grantor))
    kept = tuple(name for name, fit in zip(issue.levels, fits, strict=True) if fit)
    inside = [n for n, s in enumerate(issue.shares) if low is not None and high is not None and low <= s <= high]
    return AtPoint(
        interval=Interval(low=low, high=high),
        levels=kept,
        oneshot=tuple((i.id, i.levels[n]) for i, (_, n) in zip(deal.issues, oneshot, strict=True)),
        accepts=tuple(zip(names, lows, highs, strict=True)),
        gaps=tuple(issue.levels[n] for n in inside if not fits[n]),
    )
