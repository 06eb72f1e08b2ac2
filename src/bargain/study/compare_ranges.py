"""Concession ranges of the exchanges that two codings share, and the claims behind the ends that differ.

Room      study.
Asked     under acceptance by both, and under self-enforcement, over all readings, the rest of the exchange granted
          in full. Shares are compared, since two codings may divide an issue into other levels.
Hangs     an end rests on claims without any one of which it would move; an end of the scale that is reached
          rests on none.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case import READINGS
from bargain.study.ranges import ranges

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bargain.encode import CodedCase
    from bargain.study.compare_questions import SharedGame
    from bargain.study.results import OverSpace, RangeEnd
    from bargain.study.rules import Rule

__all__ = ["ComparedRange", "RangeStand", "compared_ranges", "range_stands"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeStand:
    """One range over everything that a case allows, in short.

    Attributes
    ----------
    certain, possible : intervals of shares as printed
    ends : per end (side, extreme) the share, and the claims that it rests on; none where only shares were asked for
    """

    game: str
    issue: str
    rule: str
    certain: str
    possible: str
    ends: tuple[tuple[str, tuple[str, ...]], ...]

    def agrees(self, other: RangeStand) -> bool:
        """Tell whether both give the same certain and possible shares."""
        return (self.certain, self.possible) == (other.certain, other.possible)

    def behind(self, other: RangeStand) -> tuple[str, ...]:
        """Return the claims behind the ends that another range does not share."""
        mine = (claims for (here, claims), (there, _) in zip(self.ends, other.ends, strict=True) if here != there)
        return tuple(sorted({claim for claims in mine for claim in claims}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRange:
    """One range in two codings.

    Attributes
    ----------
    issue : id in the first coding
    first, second : how it stands in each
    first_claims, second_claims : behind the ends that differ; empty where none do, or where ends need no proof
    """

    issue: str
    first: RangeStand
    second: RangeStand
    first_claims: tuple[str, ...]
    second_claims: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether both codings give the same range."""
        return self.first.agrees(self.second)


def range_stands(case: CodedCase, game: str, rule: Rule, issues: Iterable[str] | None = None) -> tuple[RangeStand, ...]:
    """Return the ranges of one exchange under one rule, over all readings."""
    found = ranges(case, game, rule=rule, issues=list(issues or ()), readings=[READINGS], formulas=False)
    return tuple(_stand(game, item.issue, rule.name, item.over[-1]) for item in found.ranges)


def _stand(game: str, issue: str, rule: str, over: OverSpace) -> RangeStand:
    return RangeStand(
        game=game,
        issue=issue,
        rule=rule,
        certain=str(over.certain),
        possible=str(over.possible),
        ends=tuple((_end(end), end.grounds.claims) for end in over.ends),
    )


def _end(end: RangeEnd) -> str:
    return f"{end.share} {'reached' if end.attained else 'not reached'}"


def compared_ranges(
    first: CodedCase, second: CodedCase, games: Iterable[SharedGame], rules: Iterable[Rule]
) -> Iterator[ComparedRange]:
    """Yield every range of every shared exchange, in both codings."""
    asked = tuple(rules)
    for game in games:
        for rule in asked:
            mine = range_stands(first, game.first, rule, [a for a, _ in game.issues])
            theirs = range_stands(second, game.second, rule, [b for _, b in game.issues])
            for one, two in zip(mine, theirs, strict=True):
                same = one.agrees(two)
                yield ComparedRange(
                    issue=one.issue,
                    first=one,
                    second=two,
                    first_claims=() if same else one.behind(two),
                    second_claims=() if same else two.behind(one),
                )
