"""The range of one issue over a whole space of stakes: certain, possible, the ends and their proofs.

Room      study.
Method    the space is cut into parts on which the one-shot outcome, and so every threshold, is fixed; on
          each part each side's ends are extremes of a least share (see `shares`), and sides of two actors
          are independent, because no row relates their stakes. The search stops as soon as an end cannot
          become more extreme.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.polyhedra import Feasible, Polyhedron
from bargain.study.grounds import grounds, in_order, names_of
from bargain.study.regimes import parts, regimes
from bargain.study.results import Interval, OverSpace, RangeEnd
from bargain.study.sides import sides_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase, Exchange, Grantable
    from bargain.polyhedra import Point
    from bargain.study.regimes import Regime
    from bargain.study.rules import Levels, Rule
    from bargain.study.shares import Proof, Reached
    from bargain.study.sides import Side

__all__ = ["Space", "over_space", "shares_over"]


class Space:
    """One set of readings: both actors' spaces, cut into parts; regimes are built when first asked for.

    A space that leaves many signs open has thousands of pairs of parts, and most questions are settled by
    the first few, so nothing is built ahead.
    """

    def __init__(self, deal: Exchange, rule: Rule, readings: tuple[Reading, ...], areas: dict[str, Polyhedron]) -> None:
        self.deal, self.rule, self.readings, self.areas = deal, rule, readings, areas
        cuts = {actor: parts(deal, actor, areas[actor]) for actor in deal.actors}
        self.parts = {actor: found for actor, (found, _) in cuts.items()}
        self.shut = [proof for _, proofs in cuts.values() for proof in proofs]  # that nothing else is left out
        self._built: list[dict[str, tuple[Regime, ...]]] = []
        self._to_build = product(*(self.parts[actor] for actor in deal.actors))

    @staticmethod
    def of(case: CodedCase, deal: Exchange, rule: Rule, readings: tuple[Reading, ...]) -> Space:
        """Return the space that these readings of the source leave."""
        return Space(deal, rule, readings, {actor: case.factor(actor, readings) for actor in deal.actors})

    def resting_on(self, case: CodedCase, names: set[str]) -> Space:
        """Return the space in which only those rows hold that rest on these claims and conventions."""
        areas = {}
        for actor, area in self.areas.items():
            rows = (row for row in area.rows if names.issuperset(names_of(case.basis(row.label))))
            areas[actor] = Polyhedron(area.variables, tuple(rows))
        return Space(self.deal, self.rule, self.readings, areas)

    def __len__(self) -> int:
        """Return the number of one-shot outcomes that the readings leave open."""
        return prod(len(found) for found in self.parts.values())

    def outcomes(self) -> Iterator[dict[str, tuple[Regime, ...]]]:
        """Iterate over one-shot outcomes, each with the regimes of both actors."""
        n = 0
        while n < len(self):
            if n == len(self._built):
                chosen = dict(zip(self.deal.actors, next(self._to_build), strict=True))
                found, shut = regimes(self.deal, self.rule, self.areas, chosen)
                self._built.append(found)
                self.shut.extend(shut)
            yield self._built[n]
            n += 1


def over_space(case: CodedCase, deal: Exchange, rule: Rule, issue: Grantable, rest: Levels, space: Space) -> OverSpace:
    """Return certain and possible shares and levels over one space, with witnesses and certificates."""
    sides = sides_of(deal, rule, issue, rest)
    certain, low_most, high_least = _certain(sides, space)
    possible, low_best, high_best = _possible(sides, space)
    certain_levels, possible_levels = _levels(sides, issue, space)
    ask = _Ask(case=case, sides=sides, space=space)
    ends = (
        ask.end("low", "smallest", low_best),
        ask.end("low", "largest", low_most),
        ask.end("high", "smallest", high_least),
        ask.end("high", "largest", high_best),
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


def shares_over(
    deal: Exchange, rule: Rule, issue: Grantable, rest: Levels, space: Space, known: tuple[Interval | None, ...]
) -> tuple[Interval, Interval]:
    """Return certain and possible shares alone: no levels, no proof; those that are known are not asked for again."""
    sides = sides_of(deal, rule, issue, rest)
    certain, possible = known
    return certain or _certain(sides, space)[0], possible or _possible(sides, space)[0]


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


def _worst(sides: tuple[Side, Side], space: Space, end: str) -> _Extreme:
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


def _certain(sides: tuple[Side, Side], space: Space) -> tuple[Interval, _Extreme, _Extreme]:
    """Return the shares that all stakes admit, and the two ends: bounds are weak, so both belong to it."""
    low, high = (_worst(sides, space, end) for end in ("low", "high"))
    return Interval(low=low.reached.share, high=high.reached.share), low, high


def _possible(sides: tuple[Side, Side], space: Space) -> tuple[Interval, _Extreme, _Extreme]:
    """Return the hull of the shares that some stakes admit, and the two ends it comes from."""
    hull: list[tuple[_Extreme, _Extreme]] = []
    refused: list[tuple[_Extreme, _Extreme]] = []
    for by_actor in space.outcomes():
        low, high = (_tightest([_loosest(s, by_actor, end) for s in sides], end) for end in ("low", "high"))
        a, b = low.reached.share, high.reached.share
        met = low.reached.attained and high.reached.attained
        if a is None or b is None or a > b or (a == b and not met):
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


def _loosest(side: Side, outcome: dict[str, tuple[Regime, ...]], end: str) -> _Extreme:
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


def _levels(sides: tuple[Side, Side], issue: Grantable, space: Space) -> tuple[tuple[str, ...], tuple[str, ...]]:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """The question of one range, to be asked again with fewer claims."""

    case: CodedCase
    sides: tuple[Side, Side]
    space: Space

    def end(self, side: str, extreme: str, found: _Extreme) -> RangeEnd:
        """Return an end with its proofs, resting on as little as can be.

        Conventions are given up first, then assumed, inferred and stated claims, as long as the end stays
        what it is over all stakes that the rest allows. Without any one of what remains it would move.
        """
        proofs = self._proofs(self.space, side, extreme, found)
        if proofs:
            order = in_order(self.case, (label for p in proofs for label in p.certificate.labels))
            kept = set(order)
            for name in order:
                again = self._without(side, extreme, found, kept - {name})
                if again is not None:
                    kept, proofs = kept - {name}, again
        labels = [label for proof in proofs for label in proof.certificate.labels]
        return RangeEnd(
            side=side,
            extreme=extreme,
            actor=found.actor,
            share=found.reached.share,
            attained=found.reached.attained,
            witness=found.witness,
            proofs=proofs,
            grounds=grounds(self.case, labels),
        )

    def _without(self, side: str, extreme: str, found: _Extreme, names: set[str]) -> tuple[Proof, ...] | None:
        """Return proofs of the same end from these claims and conventions alone; None if it moves."""
        space = self.space.resting_on(self.case, names)
        if (side == "low") == (extreme == "smallest"):
            _, low, high = _possible(self.sides, space)
            again = low if side == "low" else high
        else:
            again = _worst(self.sides, space, side)
        same = again.reached.share == found.reached.share and again.reached.attained == found.reached.attained
        return self._proofs(space, side, extreme, again) if same else None

    @staticmethod
    def _proofs(space: Space, side: str, extreme: str, found: _Extreme) -> tuple[Proof, ...]:
        """Return the proofs that nothing lies beyond an end, and that no part of the space was left out."""
        proofs = found.reached.proofs
        if not proofs:
            return ()
        if (side == "low") == (extreme == "smallest") and found.reached.share is not None:
            proofs = _telling(proofs, found.reached.share, 1 if side == "low" else -1)
        return (*proofs, *space.shut)


def _telling(proofs: tuple[Proof, ...], share: Fraction, way: int) -> tuple[Proof, ...]:
    """Return what is needed to show that nothing beyond a share is accepted.

    In each part of the space the refusals up to the share and the first one past it: between two refused
    shares of one segment everything is refused. A part that refuses more than that proves more than asked.
    """
    kept = []
    for part in {id(proof.space): None for proof in proofs}:
        mine = sorted((p for p in proofs if id(p.space) == part), key=lambda p: way * (p.share or 0))
        past = [n for n, p in enumerate(mine) if way * (p.share or 0) >= way * share]
        kept += mine[: past[0] + 1] if past else mine
    return tuple(kept)


def _no_deal(names: dict[str, str], ends: tuple[RangeEnd, ...]) -> str:
    """Say in words why no share is possible."""
    low, high = ends[0], ends[3]
    for end in (low, high):
        if end.share is None:
            return f"no deal: {names[end.actor]} accepts no share, by {end.grounds.words}"
    together = low.grounds.joined(high.grounds)
    asks = f"at least {low.share}" if low.attained else f"more than {low.share}"
    yields = f"at most {high.share}" if high.attained else f"less than {high.share}"
    return f"no deal: {names[low.actor]} accepts only {asks}, {names[high.actor]} only {yields}, by {together.words}"
