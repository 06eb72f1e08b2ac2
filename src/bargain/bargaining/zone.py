"""The zone of possible agreement: how many packages are acceptable, and how far each issue can go in it.

Room      bargaining.
Method    counting runs over the issues once and keeps, per state, the distinct vectors of gains so far
          with their number. Two shortcuts keep it exact and small: a vector that cannot reach the
          limits any more is dropped, and an actor whose limit is safe whatever follows is written
          down as safe (see `count`).
Refusal   counting is a knapsack problem: with payoffs of many digits the vectors do not coincide and
          their number explodes; beyond `limit` it is refused with an estimate. Extents per issue do
          not need the count and are never refused for that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.bargaining.count import count_acceptable, count_allowed
from bargain.bargaining.frontier import Frontier, frontier
from bargain.bargaining.linear import extremes
from bargain.bargaining.merge import LIMIT
from bargain.bargaining.nodeal import NoDeal, no_deal
from bargain.bargaining.reach import acceptable_levels
from bargain.bargaining.space import PackageSpace
from bargain.tables import Table

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["IssueRange", "Zone", "zone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRange:
    """The levels of one issue that occur in acceptable packages (the `reservation` rule in the zone)."""

    issue: str
    levels: tuple[str, ...]  # admissible, in the issue's order
    least: str
    most: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Zone:
    """The acceptable packages of a space.

    Attributes
    ----------
    count : number of acceptable packages; None if it was not asked for
    packages : number of all allowed packages, None if not counted
    ranges : one per issue; empty if the zone is empty
    utilities : per actor what it is sure of (its limit, or its least payoff where it has none) and
        its largest payoff over acceptable packages
    certificate : why the zone is empty, else None
    """

    space: PackageSpace
    count: int | None
    packages: int | None
    ranges: tuple[IssueRange, ...]
    utilities: tuple[tuple[Fraction, Fraction], ...]
    certificate: NoDeal | None

    @property
    def is_empty(self) -> bool:
        """Whether no package is acceptable."""
        return self.certificate is not None

    def to_table(self) -> Table:
        """Return one row per issue: admissible levels, least and most."""
        rows = tuple((r.issue, ", ".join(r.levels), r.least, r.most) for r in self.ranges)
        note = () if self.certificate is None else (self.certificate.words,)
        return Table(
            title=f"Zone of possible agreement of {self.space.title}",
            columns=("issue", "admissible", "least", "most"),
            rows=rows,
            notes=note,
        )

    def __repr__(self) -> str:
        if self.certificate is not None:
            return f"<zone of {self.space.title!r}: empty; {self.certificate.words}>"
        of = "" if self.count is None else f"{self.count:,} of {self.packages:,} packages, "
        fixed = [f"{r.issue} only {r.least}" for r in self.ranges if len(r.levels) == 1]
        return f"<zone of {self.space.title!r}: {of}{'; '.join(fixed) or 'no issue is settled'}>"


def zone(source: PackageSpace | Frontier, *, count: bool = True, limit: int = LIMIT) -> Zone:
    """Describe the zone of possible agreement.

    Parameters
    ----------
    count : bool
        Whether to count the acceptable packages.
    limit : int
        Most vectors held while counting.

    Raises
    ------
    RefusedError
        If counting needs more than `limit` vectors; ask again with count=False.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}}, disagreement=(0, 1))
    >>> zone(space)
    <zone of 'Swap': 1 of 4 packages, gas only yes; port only yes>
    """
    front = frontier(source) if isinstance(source, PackageSpace) else source
    space = front.space
    number = count_acceptable(space, limit=limit) if count else None
    total = count_allowed(space) if count else None
    accepted = front.acceptable()
    if not accepted:
        return Zone(space=space, count=number, packages=total, ranges=(), utilities=(), certificate=no_deal(front))
    levels = acceptable_levels(space)
    ranges = tuple(_range(space, k, levels[k]) for k in range(len(space.issues)))
    vectors = [front.vectors[n] for n in accepted]
    tops = tuple(max(v[i] for v in vectors) for i in range(len(space.actors)))
    lows = _lows(space)
    return Zone(
        space=space,
        count=number,
        packages=total,
        ranges=ranges,
        utilities=tuple(zip(lows, tops, strict=True)),
        certificate=None,
    )


def _lows(space: PackageSpace) -> tuple[Fraction, ...]:
    """Return what every actor is sure of in the zone: its limit, or its least payoff where it has none."""
    least = extremes(space)
    return tuple(low if low is not None else least[i][0] for i, low in enumerate(space.limits()))


def _range(space: PackageSpace, k: int, levels: tuple[int, ...]) -> IssueRange:
    issue = space.issues[k]
    names = tuple(issue.levels[x] for x in levels)
    return IssueRange(issue=issue.name, levels=names, least=names[0], most=names[-1])
