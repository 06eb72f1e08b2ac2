"""A second look at the ranges of the rule `protocol`.

Room      study.
Checks    the payoffs of packages against the case, the solutions by `bargain.solve`'s checker, and the levels
          against the packages that the solutions agree on, by their names.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from bargain.solve import Verification
from bargain.solve.offers_verify import verify_offers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.study.protocol_values import Protocol

__all__ = ["verify_protocol"]


def verify_protocol(found: Protocol, *, most: int = 10_000_000) -> Verification:
    """Check ranges under the rule `protocol` again.

    Parameters
    ----------
    found : Protocol
    most : int
        As for `bargain.solve.offers_verify.verify_offers`.
    """
    inner = [verify_offers(s, most=most) for s in found.solutions]
    faults = [*_payoffs(found), *_levels(found), *(f for v in inner for f in v.faults)]
    checks = ("every package is worth what the case says", "levels and hulls are those of the packages agreed on")
    done = {v.completeness for v in inner}
    return Verification(
        subject=f"protocol ranges of {found.game!r}",
        checks=(*checks, *inner[0].checks),
        faults=tuple(faults),
        completeness=" / ".join(sorted(done)),
    )


def _payoffs(found: Protocol) -> Iterator[str]:
    """Hold every payoff against the case: per issue what its level gives or costs each actor."""
    at = dict(found.stakes)
    sides = [
        [[(c if i.beneficiary == who else -k).at(at) for c, k in zip(i.benefit, i.cost, strict=True)]
         for i in found.deal.issues]
        for who in found.deal.actors
    ]  # fmt: skip
    first, second = found.solutions
    count = prod(len(i.levels) for i in found.deal.issues)
    if first.game.payoffs != second.game.payoffs or len(first.game.payoffs) != count:
        yield "the two orders are not about all packages of the exchange"
        return
    for x, u in enumerate(first.game.payoffs):
        levels = _package(found, x)
        if u != tuple(sum((t[n] for t, n in zip(side, levels, strict=True)), Fraction(0)) for side in sides):
            yield f"package {first.game.packages[x]!r} is worth something else"
            return
    for player, side in enumerate(sides):
        grants = [(t, i.grantor == found.deal.actors[player]) for t, i in zip(side, found.deal.issues, strict=True)]
        own = sum((max(t) for t, grantor in grants if grantor), Fraction(0))
        if any(s.game.disagreement[player] < own for s in found.solutions):
            yield f"{found.deal.names[player]} has less at disagreement than its own shared interests give it"


def _package(found: Protocol, number: int) -> tuple[int, ...]:
    """Return the levels of a package from its number: the last issue runs fastest."""
    out = []
    for issue in reversed(found.deal.issues):
        number, level = divmod(number, len(issue.levels))
        out.append(level)
    return tuple(reversed(out))


def _levels(found: Protocol) -> Iterator[str]:
    """Work the levels out again."""
    names = [i.id for i in found.deal.issues]
    for item in found.ranges:
        k = names.index(item.issue)
        for said, s in zip(item.by_first, found.solutions, strict=True):
            agreed = {x for o in s.outcomes for e in o.endings for x in e.packages}
            levels = {_package(found, x)[k] for x in agreed}
            shares = [found.deal.issues[k].shares[n] for n in levels]
            hull = (min(shares), max(shares)) if shares else (None, None)
            if set(said.levels) != levels or (said.low, said.high) != hull:
                yield f"levels of {item.issue!r} are others if {said.first} proposes first"
