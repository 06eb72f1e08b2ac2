"""One concession range at points, by definition: what each side accepts, the interval, the levels.

Room      study. Stands on `acceptance` alone; shares no step with the search.
Returns   findings: what was checked, in words, and whether it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.study.acceptance import accepted, one_shot, surplus
from bargain.study.results import Interval

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from bargain.encode import Exchange
    from bargain.study.results import ConcessionRange, Ranges
    from bargain.study.rules import Rule

__all__ = ["Finding", "Findings", "Sides", "at_point", "head", "sides_at"]

Finding = tuple[str, bool]
Findings = Iterator[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """What beneficiary and grantor accept of one issue at one point.

    Attributes
    ----------
    ends : per actor id, the beneficiary first: the least and greatest share that it accepts, or None twice
    levels : per level, whether both accept it
    """

    ends: tuple[tuple[str, Fraction | None, Fraction | None], ...]
    levels: tuple[bool, ...]

    @property
    def interval(self) -> Interval:
        """From the larger low end to the smaller high end."""
        lows = [low for _, low, _ in self.ends if low is not None]
        highs = [high for _, _, high in self.ends if high is not None]
        both = len(lows) == len(highs) == len(self.ends)
        return Interval(low=max(lows), high=min(highs)) if both else Interval(low=None, high=None)


def sides_at(deal: Exchange, rule: Rule, found: ConcessionRange, stakes: Mapping[str, Fraction]) -> Sides:
    """Return what both sides of an issue accept at a point; costs one payoff per level and side."""
    item = deal.issue(found.issue)
    rest = dict(found.rest)
    package = {i.id: i.shares[i.level(rest[i.id])] for i in deal.issues if i.id != item.id}
    ends, gains = [], []
    for actor in (item.beneficiary, item.grantor):
        own = [surplus(deal, rule, actor, {**package, item.id: share}, stakes) for share in item.shares]
        ends.append((actor, *accepted(item.shares, own)))
        gains.append(own)
    return Sides(ends=tuple(ends), levels=tuple(min(both) >= 0 for both in zip(*gains, strict=True)))


def head(deal: Exchange, result: Ranges, found: ConcessionRange) -> Findings:
    """Hold the issue, its levels, the rest and the point that a range speaks of against the case."""
    item = next((i for i in deal.issues if i.id == found.issue), None)
    if item is None:
        yield f"{found.issue} is an issue of the game", False
        return
    said = (found.game, found.rule, found.title, found.grantor, found.beneficiary, found.levels, found.shares)
    names = deal.name(item.grantor), deal.name(item.beneficiary)
    true = (result.game, result.rule.name, item.title, *names, item.levels, item.shares)
    yield f"{found.issue}: title, sides, levels, shares and rule are those of the case", said == true
    others = {i.id: i.levels for i in deal.issues if i is not item}
    rest = dict(found.rest)
    fits = len(rest) == len(found.rest) and set(rest) == set(others) and all(rest[k] in others[k] for k in others)
    yield f"{found.issue}: the rest of the package is one level of every other issue", fits
    yield f"{found.issue}: numbers at a point stand where a point was given", (found.at is None) == (not result.stakes)


def at_point(deal: Exchange, result: Ranges, found: ConcessionRange) -> Findings:
    """Work the numbers at the point out again and compare them one by one."""
    at, stakes = found.at, dict(result.stakes)
    if at is None:
        return
    name = f"{found.issue} at the {result.point_name}"
    true = sides_at(deal, result.rule, found, stakes)
    item = deal.issue(found.issue)
    alone = one_shot(deal, stakes)
    outcome = tuple((i.id, i.levels[i.shares.index(alone[i.id])]) for i in deal.issues)
    yield f"{name}: the one-shot equilibrium is every grantor's cheapest level", at.oneshot == outcome
    told = [who for who, _, _ in at.accepts]
    right = told == [deal.name(actor) for actor, _, _ in true.ends]
    yield f"{name}: both sides are named, the beneficiary first", right
    for (actor, low, high), (_, *said) in zip(true.ends, at.accepts, strict=False):
        yield f"{name}: {deal.name(actor)} accepts what is said, and nothing beyond", said == [low, high]
    yield f"{name}: the interval {at.interval} is what both accept", at.interval == true.interval
    for level, fits in zip(item.levels, true.levels, strict=True):
        yield f"{name}: level {level}", fits == (level in at.levels)
    kept = tuple(level for level, fits in zip(item.levels, true.levels, strict=True) if fits)
    inside = [s in true.interval for s in item.shares]
    gaps = tuple(n for n, fits, within in zip(item.levels, true.levels, inside, strict=True) if within and not fits)
    yield (
        f"{name}: levels stand in order, those that fail inside the interval are named",
        (at.levels == kept and at.gaps == gaps),
    )
