"""What plans for alternating offers bring about, and what departing from them once would gain.

Room      games. Used by `offers` alone; gains are over disagreement, as of the round in question.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.offers import OffersGame, Pair

__all__ = ["RoundPlan", "reached", "round_regret", "stationary_values"]

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """What both do in the rounds of one kind: one round of a finite game, or all in which one player proposes.

    Attributes
    ----------
    offer : index of the package proposed; None: nothing is proposed (if the protocol allows silence)
    accepts : indices of the packages that the responder accepts
    leaves : whether the proposer, and whether the responder, walks out after a rejection
    """

    offer: int | None
    accepts: frozenset[int]
    leaves: tuple[bool, bool] = (False, False)


def _refused(game: OffersGame, proposer: int, here: RoundPlan, goes_on: Pair) -> Pair:
    """Return the gains after a rejection."""
    for leaves, who in ((here.leaves[1], 1 - proposer), (here.leaves[0], proposer)):
        gone = game.exits[who]
        if leaves and gone is not None:
            return game.over(gone)
    return goes_on


def reached(game: OffersGame, proposer: int, here: RoundPlan, goes_on: Pair) -> Pair:
    """Return the gains as of a round."""
    if here.offer is not None and here.offer in here.accepts:
        return game.gain(here.offer)
    return _refused(game, proposer, here, goes_on)


def stationary_values(game: OffersGame, plan: Sequence[RoundPlan]) -> tuple[Pair, Pair]:
    """Return the gains of a stationary plan when its first and when its second kind of round begins."""
    never = _fixed_point(game)
    both = [reached(game, game.proposer(k + 1), here, never) for k, here in enumerate(plan)]
    stop = [_ends(game, game.proposer(k + 1), here) for k, here in enumerate(plan)]
    if not stop[0] and not stop[1]:
        return never, never
    if not stop[0]:
        both[0] = game.wait(both[1])
    if not stop[1]:
        both[1] = game.wait(both[0])
    return both[0], both[1]


def _ends(game: OffersGame, proposer: int, here: RoundPlan) -> bool:
    """Tell whether talks end in this kind of round for sure."""
    agreed = here.offer is not None and here.offer in here.accepts
    return agreed or any(here.leaves[r] and game.may_leave(w, proposer) for r, w in enumerate((proposer, 1 - proposer)))


def _fixed_point(game: OffersGame) -> Pair:
    """Return the gains if talks go on until they break down, for ever if they never do."""
    lost = game.over(game.broken)
    risk = game.breakdown
    values = [d * risk * b / (1 - d * (1 - risk)) for d, b in zip(game.discounts, lost, strict=True)]
    return values[0], values[1]


def round_regret(game: OffersGame, proposer: int, here: RoundPlan, goes_on: Pair) -> Fraction:
    """Return the most that one deviation in this kind of round gains."""
    p, r = proposer, 1 - proposer
    mine = game.exits[p] if game.may_leave(p, p) else None
    stays = goes_on
    worst = _ZERO
    if mine is not None:
        gone = game.over(mine)
        stays = gone if here.leaves[0] else goes_on
        worst = max(gone[p], goes_on[p]) - stays[p]
    refused = stays
    theirs = game.exits[r] if game.may_leave(r, p) else None
    if theirs is not None:
        gone = game.over(theirs)
        refused = gone if here.leaves[1] else stays
        worst = max(worst, max(gone[r], stays[r]) - refused[r])
    best, chosen = refused[p] if game.silence else None, refused[p]
    for x in range(len(game.packages)):
        gain = game.gain(x)
        after = gain if x in here.accepts else refused
        worst = max(worst, max(gain[r], refused[r]) - after[r])
        best = after[p] if best is None else max(best, after[p])
        if x == here.offer:
            chosen = after[p]
    return worst if best is None else max(worst, best - chosen)
