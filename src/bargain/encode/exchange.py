"""An exchange as the ranges see it: who grants what to whom, at which price in stakes.

Room      encode: the only joint between a case and anything that is played.
Meaning   benefit[l] and cost[l] are affine in stakes of the beneficiary and of the grantor; both are 0 at
          the first level. Between two levels a share is worth the straight line between them (a lottery
          over the two levels is worth exactly that).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.case import Case, GameSpec, Issue
    from bargain.exact import Affine

__all__ = ["Exchange", "Grantable", "exchange"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grantable:
    """One issue of an exchange, restricted to the levels on offer in it."""

    id: str
    title: str
    grantor: str
    beneficiary: str
    levels: tuple[str, ...]
    shares: tuple[Fraction, ...]  # share of the issue that each level gives, rising from 0 to 1
    benefit: tuple[Affine, ...]
    cost: tuple[Affine, ...]

    def level(self, name: str) -> int:
        """Return the index of a level.

        Raises
        ------
        GameError
            Naming the levels there are.
        """
        if name not in self.levels:
            raise GameError(
                f"issue {self.id!r} has no level {name!r} here", remedy=f"choose among {', '.join(self.levels)}"
            )
        return self.levels.index(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Two actors, each granting levels of its issues; payoffs additive by issue."""

    game: str
    title: str
    actors: tuple[str, str]
    names: tuple[str, str]
    issues: tuple[Grantable, ...]
    outside: tuple[tuple[str, Affine], ...]  # the outside options that bind in this game
    paragraphs: tuple[str, ...]

    def issue(self, name: str) -> Grantable:
        """Return one issue by id.

        Raises
        ------
        GameError
            Naming the issues there are.
        """
        for item in self.issues:
            if item.id == name:
                return item
        raise GameError(
            f"game {self.game!r} has no issue {name!r}",
            remedy=f"choose among {', '.join(i.id for i in self.issues)}",
        )

    def name(self, actor: str) -> str:
        """Return the reader's name of an actor."""
        return self.names[self.actors.index(actor)]

    def other(self, actor: str) -> str:
        """Return the other actor."""
        return self.actors[1] if actor == self.actors[0] else self.actors[0]

    def granted_by(self, actor: str) -> tuple[Grantable, ...]:
        """Return the issues that one actor grants, in order."""
        return tuple(i for i in self.issues if i.grantor == actor)


_FORMS = {"sequential": "game in moves", "offers": "game of offers", "repeated": "repeated game"}


def exchange(case: Case, name: str) -> Exchange:
    """Return the exchange that a game of the case describes.

    Raises
    ------
    GameError
        If the game has another form, or terms beyond the issues' own (its payoffs are then not additive
        by issue, and a range of one issue is not defined by the rest of the package alone).
    """
    spec = case.spec(name)
    if spec.form != "exchange":
        raise GameError(
            f"game {name!r} is a {_FORMS.get(spec.form, spec.form)}, not an exchange",
            remedy="concession ranges are asked of exchanges: "
            + ", ".join(g.id for g in case.games if g.form == "exchange"),
        )
    if spec.terms:
        raise GameError(
            f"game {name!r} adds terms to the issues' own payoffs, so it is not additive by issue",
            remedy="leave the terms out, or solve it as a game",
        )
    first, second = spec.players
    names = {actor.id: actor.name for actor in case.actors}
    outside = tuple((o.actor, o.value) for o in case.outside if spec.outside and o.actor in spec.players)
    return Exchange(
        game=spec.id,
        title=spec.title,
        actors=(first, second),
        names=(names[first], names[second]),
        issues=tuple(grantable(case.issue(i), spec) for i in spec.issues),
        outside=outside,
        paragraphs=spec.paragraphs,
    )


def grantable(issue: Issue, spec: GameSpec) -> Grantable:
    """Return one issue with only the levels that the game puts on offer."""
    if issue.grant is None:
        raise GameError(
            f"game {spec.id!r}: issue {issue.id!r} cannot be granted", remedy="give it an [issue.grant] table"
        )
    kept = [n for n, level in enumerate(issue.levels) if not spec.levels or level in spec.levels]
    return Grantable(
        id=issue.id,
        title=issue.title,
        grantor=issue.grant.grantor,
        beneficiary=issue.grant.beneficiary,
        levels=tuple(issue.levels[n] for n in kept),
        shares=tuple(issue.shares[n] for n in kept),
        benefit=tuple(issue.grant.benefit[n] for n in kept),
        cost=tuple(issue.grant.cost[n] for n in kept),
    )
