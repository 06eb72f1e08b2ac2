"""Which packages of an exchange enforce themselves, and at which patience: all of them at once, exactly.

Room      solve.
Exchange  two players; each grants levels of its own issues every round, at a cost to itself and a benefit to
          the other; payoffs add up over issues.
One-shot  each grantor picks its cheapest level, the lowest if several tie: the one-shot equilibrium worst for
          the other. Grants that it wants to make anyway are in it, so they enforce nothing.
Condition package x is kept by player i if C_i(x) <= δ_i·B_i(x): C_i is what its own grants cost above the
          one-shot ones, B_i what the other's grants are worth above the one-shot ones. Its threshold is
          C_i/B_i, weak; 0 where both are 0; none where C_i >= B_i otherwise.
Method    costs and benefits as integers in one unit per player, summed over all packages by broadcasting (64
          bits, or unbounded where these do not suffice); ratios in lowest terms, ranked exactly once. Then a
          count as a function of patience is a running sum, and least patience per issue a minimum along axes.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING

from bargain.errors import GameError, NumberError, RefusedError
from bargain.exact import fraction
from bargain.solve.repeated_arrays import holding, least_elements, ranked

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Enforcement", "Grant", "Least", "Sweep", "self_enforcing_packages"]

Package = tuple[int, ...]  # one level index per issue

_MOST = 5_000_000  # packages held at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One issue: who grants it, and what each of its levels costs the grantor and brings the other.

    Attributes
    ----------
    name : str
    grantor : 0 or 1
    levels : names, from the least granted to the most
    cost, benefit : per level, in the grantor's and in the other's own utility; a cost below 0 is a gain
    """

    name: str
    grantor: int
    levels: tuple[str, ...]
    cost: tuple[Fraction, ...]
    benefit: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """How many packages enforce themselves, as a function of one discount factor for both.

    Attributes
    ----------
    deltas : where the number rises, ascending; 0 first if some package needs no patience
    counts : the number of packages from there on
    total : how many packages there are; those that never enforce themselves are total − counts[-1]
    """

    deltas: tuple[Fraction, ...]
    counts: tuple[int, ...]
    total: int

    def at(self, delta: Fraction) -> int:
        """Return the number at one discount factor.

        >>> Sweep(deltas=(Fraction(0), Fraction(1, 2)), counts=(1, 4), total=4).at(Fraction(1, 2))
        4
        """
        from bisect import bisect_right

        place = bisect_right(self.deltas, delta)
        return self.counts[place - 1] if place else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Least:
    """The least common discount factor at which some package holds an issue at a level.

    Attributes
    ----------
    delta : None if no package does at any patience
    package : one that does, of those the one that grants least in all; None without one
    alike : how many packages do at exactly this discount factor
    anyway : whether the level is granted in the one-shot equilibrium, so that it needs no exchange
    """

    issue: str
    level: str
    delta: Fraction | None
    package: Package | None
    alike: int
    anyway: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Enforcement:
    """All packages of an exchange with the patience that each of them needs.

    Attributes
    ----------
    players : two names
    grants : the issues, in the order of the levels of a package
    oneshot : the level of each issue in the one-shot equilibrium that punishes
    units : per player, what its utility was multiplied by
    costs : per issue and level, what it costs the grantor above the one-shot level, times the grantor's unit
    gains : per issue and level, what it brings the other above the one-shot level, times the other's unit
    """

    players: tuple[str, str]
    grants: tuple[Grant, ...]
    oneshot: Package
    units: tuple[int, int]
    costs: tuple[tuple[int, ...], ...]
    gains: tuple[tuple[int, ...], ...]

    @property
    def shape(self) -> tuple[int, ...]:
        """Numbers of levels."""
        return tuple(len(g.levels) for g in self.grants)

    def __len__(self) -> int:
        return prod(self.shape)

    def threshold(self, player: int, package: Sequence[int]) -> Fraction | None:
        """Return the least discount factor at which one player keeps to a package; None if at none.

        Raises
        ------
        GameError
            If it is no package of this exchange.
        """
        cost, gain = self.terms(player, package)
        if cost == gain == 0:
            return Fraction(0)
        return None if cost >= gain else cost / gain

    def terms(self, player: int, package: Sequence[int]) -> tuple[Fraction, Fraction]:
        """Return the per-period cost and benefit, to one player, of what only the exchange sustains."""
        self._check(package)
        pairs = tuple(zip(self.grants, self.costs, self.gains, package, strict=True))
        cost = sum(costs[level] for g, costs, _, level in pairs if g.grantor == player)
        gain = sum(gains[level] for g, _, gains, level in pairs if g.grantor != player)
        return Fraction(cost, self.units[player]), Fraction(gain, self.units[player])

    def common(self, package: Sequence[int]) -> Fraction | None:
        """Return the least common discount factor at which a package enforces itself; None if none does."""
        both = [self.threshold(player, package) for player in (0, 1)]
        return None if None in both else max(t for t in both if t is not None)

    def holds(self, first: object, second: object = None) -> NDArray[np.bool_]:
        """Return, for every package, whether it enforces itself at these discount factors.

        Parameters
        ----------
        first, second : exact numbers strictly between 0 and 1
            Of the two players; the first one's for both if the second is left out.

        Returns
        -------
        array of bool
            One axis per issue.
        """
        patience = tuple(_patience(d) for d in (first, first if second is None else second))
        return holding(self, patience)

    def count(self, first: object, second: object = None) -> int:
        """Return how many packages enforce themselves at these discount factors."""
        return int(self.holds(first, second).sum())

    def sweep(self) -> Sweep:
        """Return the number of self-enforcing packages as a function of a common discount factor."""
        import numpy as np

        values, ranks = ranked(self)
        counts = np.bincount(np.maximum(*ranks).ravel(), minlength=len(values) + 1)[:-1]
        present = np.flatnonzero(counts)
        running = np.cumsum(counts[present])
        return Sweep(deltas=tuple(values[k] for k in present), counts=tuple(int(n) for n in running), total=len(self))

    def least(self) -> tuple[Least, ...]:
        """Return, per issue and level, the least common discount factor that some package holds it at."""
        import numpy as np

        values, ranks = ranked(self)
        worst = np.maximum(*ranks)
        places = zip(np.indices(self.shape, sparse=True), self.oneshot, strict=True)
        weight = sum(np.abs(index - o) for index, o in places)
        out = []
        for axis, grant in enumerate(self.grants):
            for level, name in enumerate(grant.levels):
                part = np.take(worst, level, axis=axis)
                rank = int(part.min())
                at = np.flatnonzero(part.ravel() == rank)
                place = at[np.argmin(np.take(np.broadcast_to(weight, self.shape), level, axis=axis).ravel()[at])]
                rest = [int(k) for k in np.unravel_index(place, part.shape)]
                never = rank == len(values)
                out.append(
                    Least(
                        issue=grant.name,
                        level=name,
                        delta=None if never else values[rank],
                        package=None if never else (*rest[:axis], level, *rest[axis:]),
                        alike=0 if never else len(at),
                        anyway=level == self.oneshot[axis],
                    )
                )
        return tuple(out)

    def extreme(
        self, first: object, second: object = None, *, most: int = 1_000
    ) -> tuple[tuple[Package, ...], tuple[Package, ...]]:
        """Return the minimal and the maximal packages that enforce themselves at these discount factors.

        Minimal ones grant, of all that differ from the one-shot equilibrium, nothing that another could leave
        out; maximal ones leave out nothing that another could add. More levels count as more granted.

        Raises
        ------
        RefusedError
            If there are more than `most` of either.
        """
        import numpy as np

        held = self.holds(first, second)
        changed = held.copy()
        changed[self.oneshot] = False
        low, high = least_elements(changed), least_elements(np.flip(held))
        found = (np.argwhere(low), np.argwhere(np.flip(high)))
        for name, packages in zip(("minimal", "maximal"), found, strict=True):
            if len(packages) > most:
                raise RefusedError(
                    f"{len(packages):,} {name} packages are more than the {most:,} to be listed", remedy="raise most"
                )
        small, large = (tuple(tuple(int(k) for k in p) for p in packages) for packages in found)
        return small, large

    def pairs(self, issue: str, level: str) -> tuple[tuple[Fraction, Fraction], ...]:
        """Return the least pairs of discount factors at which some package holds an issue at a level.

        With unequal patience the level survives where, for one pair, both players are at least that patient.

        Raises
        ------
        GameError
            For an unknown issue or level.
        """
        import numpy as np

        axis, place = self._find(issue, level)
        values, ranks = ranked(self)
        first, second = (np.take(r, place, axis=axis).ravel() for r in ranks)
        kept = (first < len(values)) & (second < len(values))
        out: list[tuple[Fraction, Fraction]] = []
        lowest = len(values)
        for a, b in np.unique(np.stack([first[kept], second[kept]], axis=1), axis=0).tolist():
            if b < lowest:
                out.append((values[a], values[b]))
                lowest = b
        return tuple(out)

    def holding(self, issue: str, level: str, first: object, second: object = None) -> int:
        """Return how many packages that enforce themselves at these discount factors hold an issue at a level.

        Raises
        ------
        GameError
            For an unknown issue or level.
        """
        import numpy as np

        axis, place = self._find(issue, level)
        return int(np.take(self.holds(first, second), place, axis=axis).sum())

    def _find(self, issue: str, level: str) -> tuple[int, int]:
        """Return the axis of an issue and the place of a level on it."""
        names = [g.name for g in self.grants]
        if issue not in names or level not in self.grants[names.index(issue)].levels:
            raise GameError(
                f"no issue {issue!r} with a level {level!r}",
                remedy="the issues are " + ", ".join(f"{g.name} ({'/'.join(g.levels)})" for g in self.grants),
            )
        axis = names.index(issue)
        return axis, self.grants[axis].levels.index(level)

    def words(self, package: Sequence[int]) -> str:
        """Return what a package grants beyond, or short of, the one-shot equilibrium, in words."""
        self._check(package)
        parts = [
            f"{g.name} {g.levels[k]}" for g, k, o in zip(self.grants, package, self.oneshot, strict=True) if k != o
        ]
        return ", ".join(parts) or "nothing beyond the one-shot equilibrium"

    def _check(self, package: Sequence[int]) -> None:
        """Refuse what is no package of this exchange."""
        if len(package) != len(self.grants) or not all(0 <= k < n for k, n in zip(package, self.shape, strict=True)):
            raise GameError(
                f"{list(package)} is no package of {len(self.grants)} issues",
                remedy=f"give one level index per issue, below {list(self.shape)}",
            )

    def __repr__(self) -> str:
        sweep = self.sweep()
        free = sweep.at(Fraction(0))
        ever = sweep.counts[-1] if sweep.counts else 0
        return (
            f"<self-enforcing packages of {self.players[0]} and {self.players[1]}: {len(self):,} packages, exact; "
            f"{free:,} at any patience, {ever:,} at some, {len(self) - ever:,} at none>"
        )


def self_enforcing_packages(players: tuple[str, str], grants: Sequence[Grant]) -> Enforcement:
    """Return every package of an exchange with the patience that it needs.

    Parameters
    ----------
    players : two names
    grants : sequence of Grant
        At least one.

    Returns
    -------
    Enforcement
        Exact; 177,147 packages take a fraction of a second and some tens of megabytes.

    Raises
    ------
    GameError
        For levels that do not fit, or an unknown grantor.
    RefusedError
        For more than five million packages.

    Notes
    -----
    Grim trigger with the one-shot equilibrium as punishment, [friedman1971]_; a package pools the incentive
    constraints of its issues, [bernheim1990]_.

    Examples
    --------
    >>> half = Fraction(1, 2)
    >>> grants = (
    ...     Grant(name="canal", grantor=0, levels=("shut", "open"), cost=(Fraction(0), half),
    ...           benefit=(Fraction(0), Fraction(1))),
    ...     Grant(name="port", grantor=1, levels=("shut", "open"), cost=(Fraction(0), half),
    ...           benefit=(Fraction(0), Fraction(2))))
    >>> found = self_enforcing_packages(("North", "South"), grants)
    >>> found
    <self-enforcing packages of North and South: 4 packages, exact; 1 at any patience, 2 at some, 2 at none>
    >>> str(found.threshold(0, (1, 1))), str(found.threshold(1, (1, 1))), found.count("1/2"), found.count("2/5", "1/2")
    ('1/4', '1/2', 2, 2)
    """
    if not grants:
        raise GameError("an exchange without issues", remedy="give at least one Grant")
    for g in grants:
        if g.grantor not in (0, 1) or not len(g.levels) == len(g.cost) == len(g.benefit) > 0:
            raise GameError(
                f"issue {g.name!r}: grantor {g.grantor}, {len(g.levels)} levels, {len(g.cost)} costs, "
                f"{len(g.benefit)} benefits",
                remedy="name player 0 or 1, and give one cost and one benefit per level",
            )
    count = prod(len(g.levels) for g in grants)
    if count > _MOST:
        raise RefusedError(
            f"{count:,} packages are more than the {_MOST:,} that are held at once",
            remedy="offer fewer levels, or ask about fewer issues at a time",
        )
    oneshot = tuple(g.cost.index(min(g.cost)) for g in grants)
    units = tuple(
        lcm(*[v.denominator for g in grants for v in (g.cost if g.grantor == player else g.benefit)])
        for player in (0, 1)
    )
    return Enforcement(
        players=players,
        grants=tuple(grants),
        oneshot=oneshot,
        units=(units[0], units[1]),
        costs=tuple(_above(g.cost, o, units[g.grantor]) for g, o in zip(grants, oneshot, strict=True)),
        gains=tuple(_above(g.benefit, o, units[1 - g.grantor]) for g, o in zip(grants, oneshot, strict=True)),
    )


def _above(values: Sequence[Fraction], oneshot: int, unit: int) -> tuple[int, ...]:
    """Return values above the one-shot level's, as integers."""
    return tuple(int((v - values[oneshot]) * unit) for v in values)


def _patience(delta: object) -> Fraction:
    """Return a discount factor, refusing what is none."""
    number = fraction(delta, what="discount factor")
    if not 0 < number < 1:
        raise NumberError(f"discount factor is {number}", remedy="give a number strictly between 0 and 1")
    return number
