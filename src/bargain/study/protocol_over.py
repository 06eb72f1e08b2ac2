"""The rule `protocol` over the whole stake space: sampled, and said to be.

Room      study.
Why       which packages alternating offers lead to is not a linear matter of the stakes, so no certificate covers
          the space. The rule is asked exactly at points drawn from it; what was seen is a lower bound on what is
          possible, and what was seen everywhere an upper bound on what is certain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from bargain.encode import offered_packages
from bargain.encode.packages import packages_exchange
from bargain.errors import GameError
from bargain.solve import offers
from bargain.study.protocol import exchange_offers
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.encode import CodedCase, Exchange
    from bargain.solve import OffersSolution

__all__ = ["Seen", "SeenLevel", "protocol_over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLevel:
    """How often one level of an issue was agreed on by some equilibrium."""

    issue: str
    level: str
    first: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Seen:
    """What the rule gave at sampled stakes; approximate.

    Attributes
    ----------
    levels : per first proposer, issue and level, at how many points some equilibrium agrees on it
    points, seed : how many points were drawn, and how
    without : per first proposer, at how many points there was no stationary pure equilibrium
    prior : what the points are drawn from
    mixed : whether the sampler's own check passed
    """

    title: str
    levels: tuple[SeenLevel, ...]
    points: int
    seed: int
    without: tuple[tuple[str, int], ...]
    prior: str
    mixed: bool
    options: tuple[tuple[str, str], ...]
    status: str = "approximate"

    def share(self, issue: str, level: str, first: str) -> tuple[float, float]:
        """Return the share of points at which a level is agreed on, and its standard error.

        Raises
        ------
        GameError
            If there is no such entry.
        """
        for found in self.levels:
            if (found.issue, found.level, found.first) == (issue, level, first):
                share = found.times / self.points
                return share, sqrt(max(share * (1 - share), 0.25 / self.points) / self.points)
        raise GameError(f"nothing was asked about {issue!r} {level!r} with {first!r} first", remedy="see levels")

    def about(self, issues: Sequence[str]) -> Seen:
        """Return what was seen of some issues only.

        Raises
        ------
        GameError
            For an issue that was not asked about.
        """
        known = list(dict.fromkeys(s.issue for s in self.levels))
        stranger = next((i for i in issues if i not in known), None)
        if stranger is not None:
            raise GameError(f"{self.title!r} has no issue {stranger!r}", remedy=f"one of {', '.join(known)}")
        return replace(self, levels=tuple(s for s in self.levels if s.issue in issues))

    def table(self) -> Table:
        """Return one row per issue and level: at how many of the points it was agreed on."""
        firsts = [who for who, _ in self.without]
        times = {(s.issue, s.level, s.first): s.times for s in self.levels}
        keys = dict.fromkeys((s.issue, s.level) for s in self.levels)
        rows: list[tuple[Cell, ...]] = [(i, n, *(times[i, n, who] for who in firsts)) for i, n in keys]
        none = "; ".join(f"{who} first: {n}" for who, n in self.without if n)
        notes = [
            f"Approximate: {self.points} points, seed {self.seed}; prior: {self.prior}"
            + ("." if self.mixed else "; the sampler has NOT MIXED."),
            "A level counts at a point if some equilibrium agrees on it; several levels may count.",
            f"Points without a stationary pure equilibrium: {none}." if none else "",
        ]
        columns = ("issue", "level", *(f"{who} first: points" for who in firsts))
        title = f"{self.title}: levels under alternating offers at sampled stakes"
        return Table(title=title, columns=columns, rows=tuple(rows), notes=tuple(n for n in notes if n))

    def __repr__(self) -> str:
        mixed = "" if self.mixed else ", NOT MIXED"
        return (
            f"<protocol ranges of {self.title!r} at {self.points} sampled points: approximate, seed {self.seed}, "
            f"prior: {self.prior}{mixed}>"
        )

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "status": self.status,
            "title": self.title,
            "points": self.points,
            "seed": self.seed,
            "prior": self.prior,
            "mixed": self.mixed,
            "without_equilibrium": dict(self.without),
            "options": dict(self.options),
            "levels": [{"issue": s.issue, "level": s.level, "first": s.first, "points": s.times} for s in self.levels],
        }


def protocol_over(
    case: CodedCase, game: str, *, delta: object, points: int = 100, seed: int = 0, **terms: object
) -> Seen:
    """Ask the rule `protocol` at points drawn uniformly from the stake space.

    Parameters
    ----------
    case : CodedCase
    game : str
        An exchange of the case.
    delta : exact number, or mapping of actor to exact number
    points, seed : int
    **terms
        `rounds`, `breakdown`, `leaver`, `silence` and `every_level` of `protocol`.

    Returns
    -------
    Seen
        Approximate: counts of points. Each point is solved exactly as the binary number that was drawn.

    Raises
    ------
    GameError
        For fewer than one point, or as `protocol` does.
    """
    if points < 1:
        raise GameError(f"{points} points", remedy="draw at least 1")
    drawn = case.space().sample(points, seed)
    deal = packages_exchange(case, game, every_level=bool(terms.get("every_level")))
    times = {(i.id, level, who): 0 for i in deal.issues for level in i.levels for who in deal.names}
    without = dict.fromkeys(deal.names, 0)
    packages = offered_packages(deal)
    for row in drawn.points:
        at = {name: Fraction(float(v)) for name, v in zip(drawn.variables, row, strict=True)}
        opening = exchange_offers(case, game, at=at, delta=delta, **terms)  # type: ignore[arg-type]
        for first, who in enumerate(deal.names):
            found = offers(replace(opening, first=first))
            without[who] += not found.outcomes
            for issue, level in _levels(deal, packages, found):
                times[issue, level, who] += 1
    return Seen(
        title=deal.title,
        levels=tuple(SeenLevel(issue=i, level=n, first=w, times=t) for (i, n, w), t in times.items()),
        points=len(drawn),
        seed=seed,
        without=tuple(without.items()),
        prior=drawn.prior,
        mixed=drawn.mixed,
        options=(("delta", str(delta)), *((k, str(v)) for k, v in sorted(terms.items()))),
    )


def _levels(deal: Exchange, packages: Sequence[tuple[int, ...]], found: OffersSolution) -> set[tuple[str, str]]:
    """Return every issue and level that some equilibrium agrees on."""
    agreed = [packages[x] for x in found.packages]
    return {(issue.id, issue.levels[x[k]]) for x in agreed for k, issue in enumerate(deal.issues)}
