"""Concession ranges: how far each side can go on each issue, at a point and over all that the source allows.

Room      study.
Question  for one issue, the rest of the package fixed: which shares does the rule admit?
Answer    exact intervals; formulas; for every end over the space a witness and certificates.
Cost      per issue and set of readings a few small linear programs for each part of the space on which
          the one-shot equilibrium is fixed; the search stops as soon as an end cannot get more extreme.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.case import READINGS
from bargain.errors import GameError
from bargain.exact import Condition, Relation, fraction
from bargain.polyhedra import Feasible, Row
from bargain.study.formulas import closed_forms
from bargain.study.grounds import grounds
from bargain.study.regimes import actor_space, oneshot_at, parts, regimes
from bargain.study.results import AtPoint, ConcessionRange, Interval, OverSpace, RangeEnd, Ranges
from bargain.study.rules import reservation
from bargain.study.shares import (
    Ladder,
    Reached,
    dips,
    greatest_share,
    least_reached,
    least_share,
    most_reached,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase, Exchange, Grantable
    from bargain.exact import Affine
    from bargain.polyhedra import Point
    from bargain.study.regimes import Regime
    from bargain.study.rules import Levels, Rule
    from bargain.study.shares import Proof

__all__ = ["COLUMNS", "ranges"]

COLUMNS: tuple[tuple[Reading, ...], ...] = (("stated",), ("stated", "inferred"), READINGS)
"""The three sets of readings that every report shows side by side."""


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
        If the game is not an exchange, or an issue or level is unknown.
    NumberError
        If a stake value is not an exact number.
    PolyhedronError
        If the point is outside the stake space.

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
    point, point_name = _point(case, at)
    spaces = [_Space(case, deal, asked, tuple(r)) for r in readings]
    signs = None
    if formulas:
        signs = spaces[-1] if spaces else _Space(case, deal, asked, READINGS)
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


def _rest_levels(deal: Exchange, rest: Mapping[str, str]) -> Levels:
    """Return the level index of every issue: as named, otherwise full."""
    for name, level in rest.items():
        deal.issue(name).level(level)
    return tuple((i.id, i.level(rest[i.id]) if i.id in rest else len(i.levels) - 1) for i in deal.issues)


def _point(case: CodedCase, at: Mapping[str, object] | None) -> tuple[dict[str, Fraction], str]:
    """Return the point for the worked numbers, refusing one outside the stake space."""
    if at is None:
        return (case.point(), "baseline") if case.baseline is not None else ({}, "")
    given = {name: fraction(value, what=f"stake {name!r}") for name, value in at.items()}
    base = dict(case.baseline.values) if case.baseline is not None else {}
    point = {**base, **given}
    space = case.space()
    for name in given:
        case.stake(name)
    missing = [name for name in space.variables if name not in point]
    if missing:
        raise GameError(f"the point gives no value for {', '.join(missing[:5])}", remedy="give every stake a value")
    broken = space.violated(point)
    if broken:
        raise GameError(
            f"the point is outside the stake space: it breaks {broken[0]} ({case.basis(broken[0].label)})",
            remedy="choose stakes that satisfy every row",
        )
    return point, "given point"


class _Space:
    """One set of readings: both actors' spaces, cut into parts; regimes are built when first asked for.

    A space that leaves many signs open has thousands of pairs of parts, and most questions are settled by
    the first few, so nothing is built ahead.
    """

    def __init__(self, case: CodedCase, deal: Exchange, rule: Rule, readings: tuple[Reading, ...]) -> None:
        self.deal, self.rule, self.readings = deal, rule, readings
        self.areas = {actor: actor_space(case, actor, readings) for actor in deal.actors}
        self.parts = {actor: parts(deal, actor, self.areas[actor]) for actor in deal.actors}
        self._built: list[dict[str, tuple[Regime, ...]]] = []
        self._to_build = product(*(self.parts[actor] for actor in deal.actors))

    def __len__(self) -> int:
        """Return the number of one-shot outcomes that the readings leave open."""
        return prod(len(found) for found in self.parts.values())

    def outcomes(self) -> Iterator[dict[str, tuple[Regime, ...]]]:
        """Iterate over one-shot outcomes, each with the regimes of both actors."""
        n = 0
        while n < len(self):
            if n == len(self._built):
                chosen = dict(zip(self.deal.actors, next(self._to_build), strict=True))
                self._built.append(regimes(self.deal, self.rule, self.areas, chosen))
            yield self._built[n]
            n += 1


def _range(
    case: CodedCase,
    deal: Exchange,
    rule: Rule,
    issue: Grantable,
    levels: Levels,
    point: dict[str, Fraction],
    spaces: Sequence[_Space],
    signs: _Space | None,
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
        over=tuple(_over_space(case, deal, rule, issue, rest, space) for space in spaces),
        forms=closed_forms(deal, rule, issue, rest, signs.areas, signs.parts)
        if signs is not None and _few_parts(signs)
        else (),
    )


_MOST_FORMS = 8


def _few_parts(space: _Space) -> bool:
    """Tell whether a formula for each part of the space would still be read."""
    return len(space) <= _MOST_FORMS


# ---- at a point --------------------------------------------------------------------------------------


def _at_point(deal: Exchange, rule: Rule, issue: Grantable, rest: Levels, point: dict[str, Fraction]) -> AtPoint:
    """Return the interval at one point, in numbers from start to end."""
    oneshot = oneshot_at(deal, point)
    lows, highs, fits = [], [], [True] * len(issue.levels)
    for side in _sides(deal, rule, issue, rest):
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


# ---- over the stake space ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One side of one issue: what a share is worth to it, and what it needs from it.

    For the grantor the value is minus the cost and the need minus the limit.
    """

    context: tuple[Exchange, Rule, Grantable, Levels]
    actor: str
    ladder: Ladder

    def need(self, oneshot: Levels, fallback: str) -> Affine:
        """Return the threshold under one one-shot outcome and fallback."""
        deal, rule, issue, rest = self.context
        patience = rule.patience(self.actor)
        if self.actor == issue.beneficiary:
            return rule.need(deal, issue, rest, oneshot, fallback).form(patience)
        return -rule.limit(deal, issue, rest, oneshot, fallback).form(patience)

    def extreme(self, regime: Regime, end: str, which: str) -> Reached:
        """Return the smallest or largest of the low or high end in one regime.

        The high end is 1 minus the least share of the ladder read from the top, so its smallest is
        found as the largest of that.
        """
        ladder = self.ladder if end == "low" else self.ladder.reversed()
        need = self.need(regime.oneshot, regime.fallback)
        wants_least = (end == "low") == (which == "smallest")
        found = (least_reached if wants_least else most_reached)(ladder, need, regime.space)
        if end == "high" and found.share is not None:
            return replace(found, share=1 - found.share)
        return found

    def accepts(self, regime: Regime, level: int) -> tuple[bool, bool]:
        """Tell whether one level is accepted somewhere, and everywhere, in one regime."""
        enough = Condition(self.ladder.values[level] - self.need(regime.oneshot, regime.fallback), Relation.AT_LEAST)
        somewhere = bool(regime.space.with_rows(Row("level", enough)).feasibility())
        everywhere = somewhere and not regime.space.with_rows(Row("level", enough.opposite())).feasibility()
        return somewhere, everywhere

    def dips(self, regime: Regime) -> bool:
        """Tell whether acceptance may fail between two shares that are accepted."""
        return dips(self.ladder, self.need(regime.oneshot, regime.fallback), regime.space)


def _sides(deal: Exchange, rule: Rule, issue: Grantable, rest: Levels) -> tuple[_Side, _Side]:
    """Return the beneficiary's and the grantor's side."""
    context = (deal, rule, issue, rest)
    taker = Ladder(shares=issue.shares, values=issue.benefit)
    giver = Ladder(shares=issue.shares, values=tuple(-c for c in issue.cost))
    return (
        _Side(context=context, actor=issue.beneficiary, ladder=taker),
        _Side(context=context, actor=issue.grantor, ladder=giver),
    )


def _over_space(
    case: CodedCase, deal: Exchange, rule: Rule, issue: Grantable, rest: Levels, space: _Space
) -> OverSpace:
    """Return certain and possible shares and levels over one space, with witnesses and certificates."""
    sides = _sides(deal, rule, issue, rest)
    low_most = _worst(sides, space, "low")
    high_least = _worst(sides, space, "high")
    possible, low_best, high_best = _possible(sides, space)
    certain = Interval(low=low_most.reached.share, high=high_least.reached.share)  # weak bounds: both ends belong
    certain_levels, possible_levels = _levels(sides, issue, space)
    ends = (
        _range_end(case, "low", "smallest", low_best),
        _range_end(case, "low", "largest", low_most),
        _range_end(case, "high", "smallest", high_least),
        _range_end(case, "high", "largest", high_best),
    )
    inner = len(issue.levels) > 2
    gap = inner and any(side.dips(r) for by_actor in space.outcomes() for side in sides for r in by_actor[side.actor])
    return OverSpace(
        readings=space.readings,
        certain=certain,
        possible=possible,
        certain_levels=certain_levels,
        possible_levels=possible_levels,
        ends=ends,
        parts=len(space),
        no_deal=_no_deal({a: deal.name(a) for a in deal.actors}, ends) if possible.empty else "",
        notes=("for some stakes a share between two admitted ones fails: the interval is a hull",) if gap else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extreme:
    """An extreme end, the actor whose it is, and the one-shot outcome under which it stands."""

    actor: str
    reached: Reached
    outcome: dict[str, tuple[Regime, ...]]

    @property
    def witness(self) -> Point:
        """Stakes of both actors: the end's own witness, and any of the other's under the same outcome."""
        others = [found[0].space for actor, found in self.outcome.items() if actor != self.actor and found]
        found = [area.feasibility() for area in others]
        return (*self.reached.witness, *(pair for f in found if isinstance(f, Feasible) for pair in f.witness))


def _worst(sides: tuple[_Side, _Side], space: _Space, end: str) -> _Extreme:
    """Return the largest low end or the smallest high end; stops at stakes where no share will do."""
    which = "largest" if end == "low" else "smallest"
    found: list[_Extreme] = []
    for by_actor in space.outcomes():
        for side in sides:
            for regime in by_actor[side.actor]:
                one = _Extreme(actor=side.actor, reached=side.extreme(regime, end, which), outcome=by_actor)
                if one.reached.share is None:
                    return one
                found.append(one)
    tightest = max(found, key=lambda e: _signed(e, end))
    proofs = tuple(p for e in found for p in e.reached.proofs)
    return replace(tightest, reached=replace(tightest.reached, proofs=proofs))


def _possible(sides: tuple[_Side, _Side], space: _Space) -> tuple[Interval, _Extreme, _Extreme]:
    """Return the hull of the shares that some stakes admit, and the two ends it comes from."""
    hull: list[tuple[_Extreme, _Extreme]] = []
    refused: list[tuple[_Extreme, _Extreme]] = []
    for by_actor in space.outcomes():
        low, high = (_tightest([_loosest(s, by_actor, end) for s in sides], end) for end in ("low", "high"))
        a, b = low.reached.share, high.reached.share
        if a is None or b is None or a > b:
            refused.append((low, high))
            continue
        hull.append((low, high))
        if a == 0 and b == 1 and low.reached.attained and high.reached.attained:
            return Interval(low=a, high=b), low, high
    if not hull:
        low, high = (_loosest_of([pair[n] for pair in refused], end) for n, end in enumerate(("low", "high")))
        return Interval(low=None, high=None), low, high
    shut = tuple(p for pair in refused for e in pair for p in e.reached.proofs)
    low, high = (_loosest_of([pair[n] for pair in hull], end) for n, end in enumerate(("low", "high")))
    low, high = (_with_proofs(e, shut, end) for e, end in ((low, "low"), (high, "high")))
    interval = Interval(
        low=low.reached.share,
        high=high.reached.share,
        low_open=not low.reached.attained,
        high_open=not high.reached.attained,
    )
    return interval, low, high


def _with_proofs(extreme: _Extreme, more: tuple[Proof, ...], end: str) -> _Extreme:
    """Add the proofs that the other one-shot outcomes admit nothing; a free end needs none."""
    if _free(extreme, end):
        return extreme
    return replace(extreme, reached=replace(extreme.reached, proofs=(*extreme.reached.proofs, *more)))


def _loosest(side: _Side, outcome: dict[str, tuple[Regime, ...]], end: str) -> _Extreme:
    """Return the smallest low end or largest high end of one side under one one-shot outcome."""
    which = "smallest" if end == "low" else "largest"
    found = [
        _Extreme(actor=side.actor, reached=side.extreme(regime, end, which), outcome=outcome)
        for regime in outcome[side.actor]
    ]
    return _loosest_of(found, end)


def _loosest_of(found: Sequence[_Extreme], end: str) -> _Extreme:
    """Return the loosest of several ends, with all proofs that nothing looser exists."""
    some = [e for e in found if e.reached.share is not None]
    if not some:
        proofs = tuple(p for e in found for p in e.reached.proofs)
        return replace(found[0], reached=replace(found[0].reached, proofs=proofs))
    best = min(some, key=lambda e: (_signed(e, end), not e.reached.attained))
    proofs = () if _free(best, end) else tuple(p for e in found for p in e.reached.proofs)
    return replace(best, reached=replace(best.reached, proofs=proofs))


def _tightest(found: Sequence[_Extreme], end: str) -> _Extreme:
    """Return the end that binds when both sides must agree; a side that refuses everything binds."""
    for extreme in found:
        if extreme.reached.share is None:
            return extreme
    return max(found, key=lambda e: (_signed(e, end), not e.reached.attained))


def _signed(extreme: _Extreme, end: str) -> Fraction:
    """Return a share such that smaller means looser, for either end."""
    share = extreme.reached.share or Fraction(0)
    return share if end == "low" else -share


def _free(extreme: _Extreme, end: str) -> bool:
    """Tell whether an end is the end of the scale, and reached, so that nothing needs proof."""
    return extreme.reached.attained and extreme.reached.share == (0 if end == "low" else 1)


def _levels(sides: tuple[_Side, _Side], issue: Grantable, space: _Space) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the levels that all stakes admit, and those that some admit."""
    certain, possible = [], []
    for n, name in enumerate(issue.levels):
        always, sometimes = True, False
        for by_actor in space.outcomes():
            answers = [[side.accepts(r, n) for r in by_actor[side.actor]] for side in sides]
            always = always and all(everywhere for answer in answers for _, everywhere in answer)
            sometimes = sometimes or all(any(somewhere for somewhere, _ in answer) for answer in answers)
            if sometimes and not always:
                break
        if always:
            certain.append(name)
        if sometimes:
            possible.append(name)
    return tuple(certain), tuple(possible)


def _range_end(case: CodedCase, side: str, extreme: str, found: _Extreme) -> RangeEnd:
    """Return an end with its grounds."""
    reached = found.reached
    labels = [label for proof in reached.proofs for label in proof.certificate.labels]
    return RangeEnd(
        side=side,
        extreme=extreme,
        actor=found.actor,
        share=reached.share,
        attained=reached.attained,
        witness=found.witness,
        proofs=reached.proofs,
        grounds=grounds(case, labels),
    )


def _no_deal(names: dict[str, str], ends: tuple[RangeEnd, ...]) -> str:
    """Say in words why no share is possible."""
    low, high = ends[0], ends[3]
    for end in (low, high):
        if end.share is None:
            return f"no deal: {names[end.actor]} accepts no share, by {end.grounds.words}"
    together = low.grounds.joined(high.grounds)
    return (
        f"no deal: {names[low.actor]} asks for at least {low.share}, more than the {high.share} that "
        f"{names[high.actor]} can yield, by {together.words}"
    )
