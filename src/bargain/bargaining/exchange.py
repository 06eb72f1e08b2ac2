"""Exchange rates between two issues: what one step on X buys on Y.

Room      bargaining. Additive payoffs; each step is valued with everything else unchanged.
Meaning   the step on X costs one actor and benefits another; moving Y from its fallback to a level pays
          it back. `least` is the smallest level that makes up the cost, `most` the largest that the
          other side gives for it. In shares of Y's last level: [cost of the step / value of all of Y,
          benefit of the step / cost of all of Y], which is exact where Y is worth in proportion to shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import PackageError
from bargain.exact import Affine
from bargain.tables import Table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.bargaining.space import PackageSpace

__all__ = ["Exchange", "exchange", "exchange_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What the step from one level of `issue` to the next buys on `other`.

    Attributes
    ----------
    giver, taker : who bears the step, who enjoys it; empty if nobody does or both do
    levels : levels of `other` that leave both at least as well off as before; empty: no trade
    share : [least, most] share of the last level of `other`, None where it is not worth anything there
    """

    issue: str
    step: tuple[str, str]
    other: str
    giver: str
    taker: str
    levels: tuple[str, ...]
    share: tuple[Fraction, Fraction] | None

    @property
    def words(self) -> str:
        """The rate in words."""
        what = f"{self.issue} from {self.step[0]} to {self.step[1]}"
        if not self.giver:
            return f"{what} costs nobody what another gains: nothing to buy on {self.other}"
        if not self.levels:
            return (
                f"{what} buys no level of {self.other}: what {self.giver} needs for it is more than {self.taker} gives"
            )
        many = self.levels[0] if len(self.levels) == 1 else f"{self.levels[0]} to {self.levels[-1]}"
        return f"{what} buys {many} on {self.other}"


def exchange(
    space: PackageSpace, issue: str, level: int, other: str, *, actors: tuple[str, str] | None = None
) -> Exchange:
    """Value the step from `level` to the next one on `issue` in levels of `other`.

    Parameters
    ----------
    actors : pair of str, optional
        Between whom; the two actors of a two-actor space if left out.

    Raises
    ------
    PackageError
        For open stakes, a last level, or issues tied by an interaction.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "half", "all")},
    ...     {"R": {"gas": (0, -1), "port": (0, 1, 2)}, "T": {"gas": (0, 2), "port": (0, -1, -4)}})
    >>> exchange(space, "gas", 0, "port").words
    'gas from no to yes buys half on port'
    """
    k, j = space.issue(issue), space.issue(other)
    if level + 1 >= space.shape[k] or k == j:
        raise PackageError(
            f"no step from level {level} of {issue!r} in terms of {other!r}", remedy="take an earlier level"
        )
    if any(name in part.issues for part in space.interactions for name in (issue, other)):
        raise PackageError(f"{issue!r} or {other!r} interacts with other issues", remedy="rates need additive issues")
    pair = tuple(space.actor(a) for a in (actors or space.actors))
    if len(pair) != 2:
        raise PackageError(f"rates between {len(pair)} actors", remedy="name two with actors=(…, …)")
    step = {i: _step(space, i, k, level, level + 1) for i in pair}
    fallback = space.issues[j].fallback
    names = {"issue": issue, "step": space.issues[k].levels[level : level + 2], "other": other}
    givers = [i for i in pair if step[i] < 0]
    takers = [i for i in pair if step[i] > 0]
    if len(givers) != 1 or len(takers) != 1:
        return Exchange(**names, giver="", taker="", levels=(), share=None)  # type: ignore[arg-type]
    giver, taker = givers[0], takers[0]
    good = [
        x for x in range(space.shape[j]) if all(step[i] + _step(space, i, j, fallback, x) >= 0 for i in (giver, taker))
    ]
    value, cost = (_step(space, i, j, fallback, space.shape[j] - 1) for i in (giver, taker))
    share = (-step[giver] / value, -step[taker] / cost) if value > 0 > cost else None
    return Exchange(
        issue=issue,
        step=(names["step"][0], names["step"][1]),
        other=other,
        giver=space.actors[giver],
        taker=space.actors[taker],
        levels=tuple(space.issues[j].levels[x] for x in good),
        share=share,
    )


def exchange_table(space: PackageSpace, *, actors: tuple[str, str] | None = None) -> Table:
    """Return every rate at which a trade exists, one row per step and other issue."""
    tied = {name for part in space.interactions for name in part.issues}
    free = [issue for issue in space.issues if issue.name not in tied]
    rows = []
    for issue in free:
        for other in free:
            for level in range(len(issue.levels) - 1 if other is not issue else 0):
                rate = exchange(space, issue.name, level, other.name, actors=actors)
                if rate.levels:
                    low, high = rate.share or (None, None)
                    rows.append(
                        (issue.name, " → ".join(rate.step), other.name, rate.giver, ", ".join(rate.levels), low, high)
                    )
    return Table(
        title=f"Exchange rates of {space.title}",
        columns=("issue", "step", "buys on", "giver", "levels", "least share", "most share"),
        rows=tuple(rows),
    )


def _step(space: PackageSpace, actor: int, issue: int, low: int, high: int) -> Fraction:
    """Return what moving an issue is worth to one actor."""
    row = space.payoffs[actor][issue]
    a, b = row[low], row[high]
    if isinstance(a, Affine) or isinstance(b, Affine):
        raise PackageError(
            f"packages {space.title!r} have open stakes", remedy="give them values with space.at({...}) first"
        )
    return b - a
