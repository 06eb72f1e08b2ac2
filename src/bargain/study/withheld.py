"""Self-enforcement when a breach ends everything: the other side grants nothing any more.

Room      study. A rule like those of `rules`, for a variant of a case.
Meaning   grim trigger goes back to the one-shot equilibrium, in which shared interests are still granted. Here
          they are withheld too, against the interest of whoever withholds them, so the punishment is harsher and
          not credible by itself; where nobody has a shared interest the two rules agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.study.rules import SelfEnforcing

if TYPE_CHECKING:
    from bargain.encode import Exchange, Grantable
    from bargain.study.rules import Bound, Levels

__all__ = ["Withheld", "withheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld(SelfEnforcing):
    """Nobody gains by taking once and being granted nothing ever after."""

    @property
    def name(self) -> str:
        """The rule with its discount factors and its punishment."""
        return f"{SelfEnforcing.name.fget(self)}, nothing granted after a breach"  # type: ignore[attr-defined]

    def need(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:
        """Return what the issue must give its beneficiary, who would be granted nothing after a breach."""
        after = _nothing_from(exchange, exchange.other(issue.beneficiary), oneshot)
        return SelfEnforcing.need(self, exchange, issue, rest, after, fallback)

    def limit(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:
        """Return what the issue may cost its grantor, who would be granted nothing after a breach."""
        after = _nothing_from(exchange, exchange.other(issue.grantor), oneshot)
        return SelfEnforcing.limit(self, exchange, issue, rest, after, fallback)


def _nothing_from(exchange: Exchange, actor: str, oneshot: Levels) -> Levels:
    """Return a one-shot outcome in which an actor grants nothing."""
    theirs = {issue.id for issue in exchange.granted_by(actor)}
    return tuple((name, 0 if name in theirs else level) for name, level in oneshot)


def withheld(rule: SelfEnforcing) -> Withheld:
    """Return the rule with the harsher punishment, at the same patience.

    >>> from bargain.study.rules import self_enforcing
    >>> withheld(self_enforcing("9/10")).name
    'self-enforcing at δ = 9/10, nothing granted after a breach'
    """
    return Withheld(patiences=rule.patiences)
