"""What a game of alternating offers, and a plan for one, is held to.

Room      games. Used by `offers` alone.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import GameError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.offers import OffersGame
    from bargain.games.offers_plans import RoundPlan

__all__ = ["MOST_PACKAGES", "check_names", "check_numbers", "check_plan", "check_time"]

MOST_PACKAGES = 1_000_000
_MOST_ROUNDS = 1_000_000


def check_names(game: OffersGame) -> None:
    """Refuse players and packages that cannot be told apart."""
    if len(set(game.players)) != 2 or "" in game.players:
        raise GameError(f"offers game {game.title!r}: players {list(game.players)}", remedy="give two different names")
    if game.first not in (0, 1):
        raise GameError(f"offers game {game.title!r}: first is {game.first!r}", remedy="give 0 or 1")
    count = len(game.packages)
    if not 1 <= count <= MOST_PACKAGES:
        raise GameError(f"offers game {game.title!r}: {count:,} packages", remedy=f"give 1 to {MOST_PACKAGES:,}")
    if len(set(game.packages)) != count:
        twice = next(name for k, name in enumerate(game.packages) if name in game.packages[:k])
        raise GameError(f"offers game {game.title!r}: package {twice!r} twice", remedy="give each label once")
    if len(game.payoffs) != count:
        raise GameError(
            f"offers game {game.title!r}: payoffs of {len(game.payoffs):,} of {count:,} packages",
            remedy="give two numbers per package",
        )


def check_numbers(game: OffersGame) -> None:
    """Refuse payoffs that are not two Fractions each."""
    named = [("payoffs", row) for row in game.payoffs]
    named += [(n, getattr(game, n)) for n in ("discounts", "disagreement", "broken", "deadline")]
    named += [("exits", row) for row in game.exits if row is not None]
    for name, row in named:
        if [type(v) for v in row] != [Fraction, Fraction]:
            raise GameError(
                f"offers game {game.title!r}: {name} holds {row!r}",
                remedy="give two Fractions, or use OffersGame.build",
            )


def check_time(game: OffersGame) -> None:
    """Refuse horizons, patience and risks under which payoffs are not defined."""
    last = game.rounds
    if last is not None and (type(last) is not int or not 1 <= last <= _MOST_ROUNDS):
        raise GameError(
            f"offers game {game.title!r}: {last!r} rounds",
            remedy=f"give 1 to {_MOST_ROUNDS:,}, or None for no last one",
        )
    if type(game.breakdown) is not Fraction or not 0 <= game.breakdown <= 1:
        raise GameError(
            f"offers game {game.title!r}: a risk of breakdown of {game.breakdown}", remedy="give a number from 0 to 1"
        )
    for player, factor in zip(game.players, game.discounts, strict=True):
        if not 0 < factor <= 1:
            raise GameError(
                f"offers game {game.title!r}: discount factor {factor} of {player!r}",
                remedy="give a number above 0 and at most 1",
            )
        if last is None and factor * (1 - game.breakdown) == 1:
            raise GameError(
                f"offers game {game.title!r}: {player!r} is perfectly patient and talks may go on for ever, so delay "
                "costs it nothing and almost everything is an equilibrium",
                remedy="give a last round, a discount factor below 1, or a risk of breakdown",
            )


def check_plan(game: OffersGame, plan: Sequence[RoundPlan]) -> None:
    """Refuse a plan of another length, and moves that the protocol does not allow."""
    needed = 2 if game.rounds is None else game.rounds
    if len(plan) != needed:
        raise GameError(
            f"offers game {game.title!r}: a plan of {len(plan)} rounds", remedy=f"give {needed}, one RoundPlan for each"
        )
    known = range(len(game.packages))
    for k, here in enumerate(plan):
        p = game.proposer(k + 1)
        silent = here.offer is None
        if (silent and not game.silence) or (not silent and here.offer not in known):
            raise GameError(
                f"offers game {game.title!r}: round {k + 1} offers {here.offer!r}", remedy="offer a package"
            )
        if not all(x in known for x in here.accepts):
            raise GameError(f"offers game {game.title!r}: round {k + 1} accepts no package", remedy="give indices")
        if any(here.leaves[r] and not game.may_leave(who, p) for r, who in enumerate((p, 1 - p))):
            raise GameError(
                f"offers game {game.title!r}: round {k + 1}: walking out is not allowed",
                remedy="give the player an exit",
            )
