"""Who accepts a package at a point, from the definitions and nothing else: the checker of concession ranges.

Room      study. Shares no step with `rules`, `shares` or `ranges`: payoffs are added up in numbers, the
          one-shot equilibrium is found by trying every level, and acceptance is the definition's own
          inequality (for patience: V >= (1-δ)·D + δ·N with the best deviation D and the punishment N).
Ends      between two levels the surplus of an actor is a straight line in the share, so what it accepts on
          an issue follows exactly from its surplus at the levels.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.study.rules import Reservation, SelfEnforcing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bargain.encode import Exchange, Grantable
    from bargain.study.rules import Rule

__all__ = ["accepted", "accepts", "one_shot", "payoff", "surplus"]

Shares = dict[str, Fraction]


def _value(item: Grantable, share: Fraction, stakes: Mapping[str, Fraction]) -> tuple[Fraction, Fraction]:
    """Return (benefit, cost) of a share, on the straight line between the two levels around it."""
    for n in range(len(item.shares) - 1):
        low, high = item.shares[n], item.shares[n + 1]
        if low <= share <= high:
            up = (share - low) / (high - low)
            ends = [(item.benefit[m].at(stakes), item.cost[m].at(stakes)) for m in (n, n + 1)]
            return (
                ends[0][0] + up * (ends[1][0] - ends[0][0]),
                ends[0][1] + up * (ends[1][1] - ends[0][1]),
            )
    raise GameError(f"{share} is no share of {item.id!r}", remedy=f"give one between 0 and {item.shares[-1]}")


def payoff(deal: Exchange, actor: str, shares: Shares, stakes: Mapping[str, Fraction]) -> Fraction:
    """Return what an actor gets from a package of shares, in its own unit."""
    total = Fraction(0)
    for item in deal.issues:
        benefit, cost = _value(item, shares[item.id], stakes)
        total += (benefit if item.beneficiary == actor else 0) - (cost if item.grantor == actor else 0)
    return total


def one_shot(deal: Exchange, stakes: Mapping[str, Fraction]) -> Shares:
    """Return the shares of the one-shot equilibrium: every grantor's cheapest level, ties withheld."""
    chosen = {}
    for item in deal.issues:
        costs = [c.at(stakes) for c in item.cost]
        chosen[item.id] = next(s for s, c in zip(item.shares, costs, strict=True) if c == min(costs))
    return chosen


def surplus(deal: Exchange, rule: Rule, actor: str, shares: Shares, stakes: Mapping[str, Fraction]) -> Fraction:
    """Return by how much a package exceeds what an actor asks of it under a rule, at a point.

    Raises
    ------
    GameError
        For a rule whose definition is not known here.
    """
    here = payoff(deal, actor, shares, stakes)
    alone = one_shot(deal, stakes)
    punished = payoff(deal, actor, alone, stakes)
    if isinstance(rule, Reservation):
        outside = [value.at(stakes) for who, value in deal.outside if who == actor]
        return here - max([punished, *outside])
    if isinstance(rule, SelfEnforcing):
        own = {i.id for i in deal.issues if i.grantor == actor}
        best = {k: v if k in own else shares[k] for k, v in alone.items()}
        deviation = payoff(deal, actor, best, stakes)
        patience = rule.patience_of(actor)
        return here - (1 - patience) * deviation - patience * punished
    raise GameError(f"no independent definition of the rule {rule.name!r}", remedy="verify ranges of the rules shipped")


def accepts(deal: Exchange, rule: Rule, actor: str, shares: Shares, stakes: Mapping[str, Fraction]) -> bool:
    """Tell whether an actor accepts a package of shares under a rule, at a point.

    Raises
    ------
    GameError
        For a rule whose definition is not known here.
    """
    return surplus(deal, rule, actor, shares, stakes) >= 0


def accepted(shares: Sequence[Fraction], gains: Sequence[Fraction]) -> tuple[Fraction | None, Fraction | None]:
    """Return the least and the greatest share with a surplus of at least 0; None twice if there is none.

    Parameters
    ----------
    shares, gains : the share of each level, rising, and the surplus there

    >>> accepted((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(3)))
    (Fraction(1, 4), Fraction(1, 1))
    """
    fits = [n for n, gain in enumerate(gains) if gain >= 0]
    if not fits:
        return None, None
    return _zero(shares, gains, fits[0] - 1, fits[0]), _zero(shares, gains, fits[-1] + 1, fits[-1])


def _zero(shares: Sequence[Fraction], gains: Sequence[Fraction], fails: int, fits: int) -> Fraction:
    """Return where the line from a level that fails to its neighbour that does not crosses zero."""
    if not 0 <= fails < len(shares):
        return shares[fits]
    return shares[fits] + (shares[fails] - shares[fits]) * gains[fits] / (gains[fits] - gains[fails])
