"""Rules under which a concession is within range: nobody worse off than without it, or nobody tempted to break it.

Room      study.
Bounds    a rule gives two thresholds for one issue, the rest of the package fixed: what the beneficiary
          must receive from it (`need`) and what the grantor may pay for it (`limit`). Both are
          plain + over/δ + times·δ with affine parts, δ being that actor's discount factor.
One-shot  every grantor picks its cheapest level; a tie is broken towards granting less, which is the
          one-shot equilibrium worst for whoever deviates. Shared interests (negative costs) are granted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bargain.errors import NumberError
from bargain.exact import Affine, fraction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from bargain.encode import Exchange, Grantable

__all__ = ["Bound", "Levels", "Reservation", "Rule", "SelfEnforcing", "reservation", "self_enforcing"]

Levels = tuple[tuple[str, int], ...]  # one level index per issue
_NONE = Affine.number(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """A threshold: plain + over/δ + times·δ."""

    plain: Affine
    over: Affine = _NONE
    times: Affine = _NONE

    def form(self, patience: Fraction | None) -> Affine:
        """Return the threshold as one affine form at a fixed discount factor."""
        if patience is None:
            return self.plain
        return self.plain + self.over / patience + self.times * patience


class Rule(Protocol):
    """What a concession range is asked under."""

    @property
    def name(self) -> str:
        """The rule in the reader's words, with its numbers."""
        ...

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        ...

    def fallbacks(self, exchange: Exchange, actor: str) -> tuple[str, ...]:
        """Return what the actor may fall back on: 'one-shot', 'outside'."""
        ...

    def patience(self, actor: str) -> Fraction | None:
        """Return the actor's discount factor, None where the rule has none."""
        ...

    def need(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:
        """Return what the issue must be worth to its beneficiary."""
        ...

    def limit(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:
        """Return what the issue may cost its grantor."""
        ...


def received(exchange: Exchange, actor: str, levels: Levels, *, but: str = "") -> Affine:
    """Return the benefits of one actor from what the other grants, one issue left out."""
    at = dict(levels)
    return Affine.total(i.benefit[at[i.id]] for i in exchange.issues if i.beneficiary == actor and i.id != but)


def paid(exchange: Exchange, actor: str, levels: Levels, *, but: str = "") -> Affine:
    """Return the costs of what one actor grants, one issue left out."""
    at = dict(levels)
    return Affine.total(i.cost[at[i.id]] for i in exchange.issues if i.grantor == actor and i.id != but)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Both do at least as well as at disagreement: the larger of outside option and one-shot payoff."""

    @property
    def name(self) -> str:
        """The rule in the reader's words."""
        return "reservation"

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        return ("osborne1994",)

    def fallbacks(self, exchange: Exchange, actor: str) -> tuple[str, ...]:
        """Return the one-shot equilibrium, and the outside option where one binds."""
        return ("one-shot", "outside") if actor in dict(exchange.outside) else ("one-shot",)

    def patience(self, actor: str) -> Fraction | None:  # noqa: ARG002  the rule knows no time
        """Return None: the rule has no discount factor."""
        return None

    def need(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:
        """Return disagreement minus what the rest of the package gives the beneficiary."""
        return Bound(plain=-self._surplus(exchange, issue.beneficiary, issue.id, rest, oneshot, fallback))

    def limit(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:
        """Return what the rest of the package gives the grantor above its disagreement."""
        return Bound(plain=self._surplus(exchange, issue.grantor, issue.id, rest, oneshot, fallback))

    def _surplus(
        self, exchange: Exchange, actor: str, issue: str, rest: Levels, oneshot: Levels, fallback: str
    ) -> Affine:
        here = received(exchange, actor, rest, but=issue) - paid(exchange, actor, rest, but=issue)
        if fallback == "outside":
            return here - dict(exchange.outside)[actor]
        return here - (received(exchange, actor, oneshot) - paid(exchange, actor, oneshot))


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfEnforcing:
    """Nobody gains by taking once and losing, ever after, what the exchange adds (grim trigger).

    With per-period benefit B and cost C of the part that only the exchange sustains, C ≤ δ·B for each
    actor. The punishment is the one-shot equilibrium, the best deviation the stage best reply.
    """

    patiences: tuple[tuple[str, Fraction], ...]  # discount factor per actor, strictly between 0 and 1

    @property
    def name(self) -> str:
        """The rule with its discount factors."""
        values = {d for _, d in self.patiences}
        if len(values) == 1:
            return f"self-enforcing at δ = {values.pop()}"
        return "self-enforcing at " + ", ".join(f"δ_{a} = {d}" for a, d in self.patiences)

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        return ("friedman1971",)

    def fallbacks(self, exchange: Exchange, actor: str) -> tuple[str, ...]:  # noqa: ARG002  one punishment for all
        """Return the one punishment: the one-shot equilibrium."""
        return ("one-shot",)

    def patience(self, actor: str) -> Fraction | None:
        """Return the actor's discount factor; see `patience_of`."""
        return self.patience_of(actor)

    def patience_of(self, actor: str) -> Fraction:
        """Return the actor's discount factor.

        Raises
        ------
        NumberError
            If the rule was given none for this actor.
        """
        known = dict(self.patiences)
        if "" in known:
            return known[""]
        if actor not in known:
            raise NumberError(
                f"no discount factor for {actor!r}", remedy=f"give self_enforcing(..., {actor}=…) or one for all"
            )
        return known[actor]

    def need(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:  # noqa: ARG002
        """Return what the issue must give so that the beneficiary's costs stay within δ times its benefits."""
        actor = issue.beneficiary
        costs = paid(exchange, actor, rest) - paid(exchange, actor, oneshot)
        others = received(exchange, actor, rest, but=issue.id) - received(exchange, actor, oneshot, but=issue.id)
        return Bound(plain=issue.benefit[dict(oneshot)[issue.id]] - others, over=costs)

    def limit(self, exchange: Exchange, issue: Grantable, rest: Levels, oneshot: Levels, fallback: str) -> Bound:  # noqa: ARG002
        """Return what the issue may cost so that the grantor's costs stay within δ times its benefits."""
        actor = issue.grantor
        others = paid(exchange, actor, rest, but=issue.id) - paid(exchange, actor, oneshot, but=issue.id)
        gains = received(exchange, actor, rest) - received(exchange, actor, oneshot)
        return Bound(plain=issue.cost[dict(oneshot)[issue.id]] - others, times=gains)


def reservation() -> Reservation:
    """Return the rule 'both do at least as well as at disagreement'.

    >>> reservation().name
    'reservation'
    """
    return Reservation()


def self_enforcing(delta: object = None, **by_actor: object) -> SelfEnforcing:
    """Return the rule 'nobody gains by breaking the exchange' at given patience.

    Parameters
    ----------
    delta : exact number, optional
        One discount factor for all actors, strictly between 0 and 1.
    **by_actor : exact numbers
        Or one for each actor, by id.

    Raises
    ------
    NumberError
        For a float, a value outside (0, 1), none at all, or both forms at once.

    Examples
    --------
    >>> self_enforcing("9/10").name
    'self-enforcing at δ = 9/10'
    >>> self_enforcing(russia="4/5", turkey="9/10").name
    'self-enforcing at δ_russia = 4/5, δ_turkey = 9/10'
    """
    if (delta is None) == (not by_actor):
        raise NumberError(
            "self_enforcing needs discount factors", remedy='give one for all, "9/10", or one per actor by name'
        )
    given: Mapping[str, object] = by_actor if delta is None else {"": delta}
    patiences = []
    for actor, value in given.items():
        number = fraction(value, what=f"discount factor {actor}".strip())
        if not 0 < number < 1:
            raise NumberError(
                f"discount factor {actor}".strip() + f" is {number}", remedy="give a number strictly between 0 and 1"
            )
        patiences.append((actor, number))
    return SelfEnforcing(patiences=tuple(sorted(patiences)))
