"""The parts of a package space: issues, interactions between issues, constraints on packages.

Room      bargaining.
Order     an interaction's table counts its issues' levels with the last issue running fastest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import PackageError
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from bargain.exact import Affine

__all__ = ["AtMost", "Constraint", "Forbidden", "Interaction", "Issue"]

_MOST_LEVELS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A matter with discrete levels, and where it stands without a deal.

    Parameters
    ----------
    name : str
    levels : tuple of str
        Unique names; the first is the status quo by convention (withhold).
    grantor, beneficiary : str
        Actors, where the issue is a grant; empty otherwise.
    fallback : int
        Index of the level that holds when nobody bargains over the issue: 0, or the level that its
        grantor gives in its own interest.

    Examples
    --------
    >>> Issue(name="gas", levels=("no", "some", "all")).level("all")
    2
    """

    name: str
    levels: tuple[str, ...]
    grantor: str = ""
    beneficiary: str = ""
    fallback: int = 0

    def __post_init__(self) -> None:
        """Refuse an issue without levels, repeated names and a fallback outside the levels."""
        if not self.name or not self.levels or len(set(self.levels)) != len(self.levels) or "" in self.levels:
            raise PackageError(
                f"issue {self.name!r}: levels {list(self.levels)}", remedy="give a name and unique level names"
            )
        if len(self.levels) > _MOST_LEVELS:
            raise PackageError(
                f"issue {self.name!r}: {len(self.levels):,} levels", remedy=f"give at most {_MOST_LEVELS:,}"
            )
        if not 0 <= self.fallback < len(self.levels):
            raise PackageError(
                f"issue {self.name!r}: fallback {self.fallback} of {len(self.levels)} levels",
                remedy="give the index of a level",
            )

    def level(self, name: str) -> int:
        """Return the index of a level, or refuse with the nearest known name."""
        if name not in self.levels:
            raise PackageError(f"issue {self.name!r} has no level {name!r}", remedy=nearest(name, self.levels))
        return self.levels.index(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    """What a combination of levels of a few issues is worth beyond the issues taken one by one.

    Parameters
    ----------
    issues : tuple of str
        Two or more different issues.
    values : tuple of tuple of Fraction or Affine
        Per actor one value per combination of levels, the last issue's level running fastest.
    """

    issues: tuple[str, ...]
    values: tuple[tuple[Fraction | Affine, ...], ...]

    def __post_init__(self) -> None:
        """Refuse a single or a repeated issue."""
        if len(self.issues) < 2 or len(set(self.issues)) != len(self.issues):
            raise PackageError(f"interaction of {list(self.issues)}", remedy="name two or more different issues")

    def value(
        self, actor: int, index: Mapping[str, int], issues: tuple[Issue, ...], package: tuple[int, ...]
    ) -> Fraction | Affine:
        """Return the value that one actor draws from a package."""
        cell = 0
        for name in self.issues:
            k = index[name]
            cell = cell * len(issues[k].levels) + package[k]
        return self.values[actor][cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """A combination of levels that cannot be agreed together."""

    entries: tuple[tuple[str, str], ...]  # (issue, level) pairs, each issue once
    why: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty combination and a repeated issue."""
        names = [name for name, _ in self.entries]
        if not names or len(set(names)) != len(names):
            raise PackageError(f"forbidden combination {list(self.entries)}", remedy="name each issue once")

    def allows(self, index: Mapping[str, int], issues: tuple[Issue, ...], package: tuple[int, ...]) -> bool:
        """Tell whether the package differs somewhere from the combination."""
        return any(issues[index[n]].levels[package[index[n]]] != level for n, level in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMost:
    """At most `most`, and at least `least`, of the named issues are at one of the named levels."""

    entries: tuple[tuple[str, tuple[str, ...]], ...]  # (issue, levels that count), each issue once
    most: int
    least: int = 0
    why: str = ""

    def __post_init__(self) -> None:
        """Refuse repeated issues and crossed bounds."""
        names = [name for name, _ in self.entries]
        if len(set(names)) != len(names) or not 0 <= self.least <= self.most:
            raise PackageError(
                f"a count of {len(names)} issues between {self.least} and {self.most}",
                remedy="name each issue once, and give 0 <= least <= most",
            )

    def allows(self, index: Mapping[str, int], issues: tuple[Issue, ...], package: tuple[int, ...]) -> bool:
        """Tell whether the number of counted levels lies between the bounds."""
        count = sum(issues[index[n]].levels[package[index[n]]] in levels for n, levels in self.entries)
        return self.least <= count <= self.most


Constraint = Forbidden | AtMost
