"""The two sides of one issue: what a share is worth to each, and what each needs from it.

Room      study.
Meaning   for the beneficiary the value of a share is its benefit and the need what the rule asks of it;
          for the grantor the value is minus the cost and the need minus the limit. Both sides then have
          one form, and both have a low and a high end.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.study.shares import Ladder, Reached, dips, least_reached, most_reached

if TYPE_CHECKING:
    from bargain.encode import Exchange, Grantable
    from bargain.exact import Affine
    from bargain.study.regimes import Regime
    from bargain.study.rules import Levels, Rule
    from bargain.study.shares import Proof

__all__ = ["Side", "sides_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of one issue: what a share is worth to it, and what it needs from it.

    For the grantor the value is minus the cost and the need minus the limit.
    """

    context: tuple[Exchange, Rule, Grantable, Levels]
    actor: str
    ladder: Ladder
    _needs: dict[tuple[Levels, str], Affine] = field(init=False, repr=False, compare=False, default_factory=dict)

    def need(self, oneshot: Levels, fallback: str) -> Affine:
        """Return the threshold under one one-shot outcome and fallback; worked out once."""
        if (oneshot, fallback) not in self._needs:
            self._needs[oneshot, fallback] = self._need(oneshot, fallback)
        return self._needs[oneshot, fallback]

    def _need(self, oneshot: Levels, fallback: str) -> Affine:
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
            return replace(found, share=1 - found.share, proofs=_mirrored(found.proofs))
        if end == "high":
            return replace(found, proofs=_mirrored(found.proofs))
        return found

    def accepts(self, regime: Regime, level: int) -> tuple[bool, bool]:
        """Tell whether one level is accepted somewhere, and everywhere, in one regime."""
        enough = Condition(self.ladder.values[level] - self.need(regime.oneshot, regime.fallback), Relation.AT_LEAST)
        return regime.space.admits(enough), not regime.space.admits(enough.opposite())

    def dips(self, regime: Regime) -> bool:
        """Tell whether acceptance may fail between two shares that are accepted."""
        return dips(self.ladder, self.need(regime.oneshot, regime.fallback), regime.space)


def _mirrored(proofs: tuple[Proof, ...]) -> tuple[Proof, ...]:
    """Return proofs about a ladder read from the top, with shares counted from below again."""
    return tuple(replace(p, share=None if p.share is None else 1 - p.share) for p in proofs)


def sides_of(deal: Exchange, rule: Rule, issue: Grantable, rest: Levels) -> tuple[Side, Side]:
    """Return the beneficiary's and the grantor's side."""
    context = (deal, rule, issue, rest)
    taker = Ladder(shares=issue.shares, values=issue.benefit)
    giver = Ladder(shares=issue.shares, values=tuple(-c for c in issue.cost))
    return (
        Side(context=context, actor=issue.beneficiary, ladder=taker),
        Side(context=context, actor=issue.grantor, ladder=giver),
    )
