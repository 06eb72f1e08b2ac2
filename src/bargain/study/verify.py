"""Check results again with code that did not find them.

Room      study: dispatches by the kind of result; equilibria go to the solve room's checker.
Ranges    at the point (`recheck`): every number is worked out again by definition. Over the space
          (`recheck_space`): all four ends are there and make up the intervals; every certificate is added
          up again, its rows are held against the case and its grounds against its rows; every end stands
          at its witness; intervals and levels are tried at points mixed from all witnesses.
Says      what was proved again, what was only tried, and what was not re-derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from typing import TYPE_CHECKING

from bargain.errors import GameError, NotCertifiedError
from bargain.solve import (
    AssessmentSolution,
    PartialStability,
    PbeRegions,
    SignallingSolution,
    Solution,
    SpeRegions,
    SpeThresholds,
    StabilitySolution,
    StakeStability,
    TreeSolution,
    Verification,
    verify_assessments,
    verify_extensions,
    verify_regions,
    verify_signalling,
    verify_stability,
    verify_stakes,
    verify_thresholds,
    verify_tree,
    verify_tree_regions,
)
from bargain.solve import verify as verify_solution
from bargain.solve.offers_result import OffersSolution
from bargain.solve.offers_verify import verify_offers
from bargain.solve.repeated_result import RepeatedSolution
from bargain.solve.repeated_verify import RepeatedVerification, verify_repeated
from bargain.study.concordance_values import Concordance
from bargain.study.observed_result import ObservedMoves
from bargain.study.patience_results import Patience
from bargain.study.pivotal_values import Pivotal
from bargain.study.protocol import Protocol
from bargain.study.protocol_recheck import verify_protocol
from bargain.study.recheck import at_point, head, sides_at
from bargain.study.recheck_concordance import ConcordanceVerification, verify_concordance
from bargain.study.recheck_observed import ObservedVerification, verify_observed
from bargain.study.recheck_patience import PatienceVerification, recheck_patience
from bargain.study.recheck_regions import RegionVerification, verify_partition, verify_pivotal, verify_regions_of
from bargain.study.recheck_space import agreement, consistency, open_questions, points, proofs, well_formed
from bargain.study.recheck_verdicts import VerdictVerification, verify_verdict
from bargain.study.region_values import Partition, Regions
from bargain.study.results import Ranges
from bargain.study.verdict_values import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case import Reading
    from bargain.encode import Exchange
    from bargain.polyhedra import Point, Polyhedron
    from bargain.study.recheck import Findings
    from bargain.study.results import ConcessionRange, OverSpace

__all__ = ["Check", "RangesVerification", "verify"]

_COVER = "that the parts of the stake space cover it is not re-derived"
_MOST_NAMED = 3  # open questions named one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked."""

    what: str
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RangesVerification:
    """What a second look at concession ranges found.

    Attributes
    ----------
    checks : tuple of Check
    points : int
        At how many points of the stake space the intervals over it were tried.
    not_rederived : str
        What no second route was taken for.
    """

    game: str
    rule: str
    checks: tuple[Check, ...]
    points: int
    not_rederived: str

    @property
    def ok(self) -> bool:
        """Whether every check passed."""
        return all(c.passed for c in self.checks)

    @property
    def failed(self) -> tuple[str, ...]:
        """What failed."""
        return tuple(c.what for c in self.checks if not c.passed)

    def __bool__(self) -> bool:
        return self.ok

    def require(self) -> RangesVerification:
        """Return self, or raise NotCertifiedError naming the first failure."""
        if self.failed:
            raise NotCertifiedError(
                f"ranges of {self.game!r}: {self.failed[0]} does not hold", remedy="do not cite them; report the case"
            )
        return self

    def __repr__(self) -> str:
        state = "verified" if self.ok else f"FAILED: {'; '.join(self.failed)}"
        return (
            f"<verification of the ranges of {self.game!r}, {self.rule}: {state}; {len(self.checks)} checks, "
            f"tried at {self.points} points; {self.not_rederived}>"
        )


@singledispatch
def verify(result: object) -> object:
    """Check a result again with code that shares nothing with the solver.

    Parameters
    ----------
    result : Solution or Ranges

    Returns
    -------
    Verification or RangesVerification
        Truthy if every check passed; says what was not re-derived.

    Raises
    ------
    GameError
        For a kind of result that has no checker.

    Examples
    --------
    >>> from bargain import load_case, ranges, verify
    >>> found = ranges(load_case("russia-turkey-2022"), "swap-syria-logistics")
    >>> verify(found).ok
    True
    """
    raise GameError(f"no checker for {type(result).__name__}", remedy="verify a Solution or concession Ranges")


@verify.register
def _(result: Solution) -> Verification:
    return verify_solution(result)


@verify.register
def _(result: SignallingSolution) -> Verification:
    return verify_signalling(result)


@verify.register
def _(result: PbeRegions) -> Verification:
    return verify_regions(result)


@verify.register
def _(result: AssessmentSolution) -> Verification:
    return verify_assessments(result)


@verify.register
def _(result: SpeRegions) -> Verification:
    return verify_tree_regions(result)


@verify.register
def _(result: SpeThresholds) -> Verification:
    return verify_thresholds(result)


@verify.register
def _(result: TreeSolution) -> Verification:
    return verify_tree(result)


@verify.register
def _(result: OffersSolution) -> Verification:
    return verify_offers(result)


@verify.register
def _(result: Protocol) -> Verification:
    return verify_protocol(result)


@verify.register
def _(result: Ranges) -> RangesVerification:
    return _Second(result).verification()


@verify.register
def _(result: Patience) -> PatienceVerification:
    return recheck_patience(result)


@verify.register
def _(result: RepeatedSolution) -> RepeatedVerification:
    return verify_repeated(result)


@verify.register
def _(result: StabilitySolution) -> Verification:
    return verify_stability(result)


@verify.register
def _(result: PartialStability) -> Verification:
    return verify_extensions(result)


@verify.register
def _(result: StakeStability) -> Verification:
    return verify_stakes(result)


@verify.register
def _(result: ObservedMoves) -> ObservedVerification:
    return verify_observed(result)


@verify.register
def _(result: Verdict) -> VerdictVerification:
    return verify_verdict(result)


@verify.register
def _(result: Regions) -> RegionVerification:
    return verify_regions_of(result)


@verify.register
def _(result: Partition) -> RegionVerification:
    return verify_partition(result)


@verify.register
def _(result: Pivotal) -> RegionVerification:
    return verify_pivotal(result)


@verify.register
def _(result: Concordance) -> ConcordanceVerification:
    return verify_concordance(result)


class _Second:
    """One second look: collects checks, points tried and what stays open; spaces are built once."""

    def __init__(self, result: Ranges) -> None:
        self.result = result
        self.deal: Exchange = result.case.exchange(result.game)
        self.checks: list[Check] = []
        self.left: list[str] = []
        self.tried = 0
        self._spaces: dict[tuple[Reading, ...], tuple[Polyhedron, Point]] = {}

    def verification(self) -> RangesVerification:
        """Check every range and return what was found."""
        if self._hold(_point(self.result)):
            for found in self.result:
                if self._hold(head(self.deal, self.result, found)):
                    self._hold(at_point(self.deal, self.result, found))
                    for over in found.over:
                        self._over(found, over)
        return RangesVerification(
            game=self.result.game,
            rule=self.result.rule.name,
            checks=tuple(self.checks),
            points=self.tried,
            not_rederived=_left_words(self.left),
        )

    def _hold(self, findings: Findings) -> bool:
        """Keep findings as checks; tell whether all of them passed."""
        new = [Check(what=what, passed=passed) for what, passed in findings]
        self.checks += new
        return all(c.passed for c in new)

    def _over(self, found: ConcessionRange, over: OverSpace) -> None:
        """Check a range over one space: its form first, for the rest builds on it."""
        case, deal = self.result.case, self.deal
        space, centre = self._space(over.readings)
        if not self._hold(well_formed(deal, found, over, space)):
            return
        self._hold(consistency(found, over))
        self._hold(proofs(case, deal, found, over, {row.label: row for row in space.rows}))
        some = points(case, deal, over, space, centre, dict(self.result.stakes))
        tried = [(p, sides_at(deal, self.result.rule, found, p)) for p in some]
        self.tried += len(tried)
        self._hold(agreement(found, over, tried))
        self.left.extend(open_questions(found, over, tried))

    def _space(self, readings: tuple[Reading, ...]) -> tuple[Polyhedron, Point]:
        """Return a space and a point well inside it."""
        if readings not in self._spaces:
            space = self.result.case.space(readings)
            self._spaces[readings] = space, space.interior_point()
        return self._spaces[readings]


def _point(result: Ranges) -> Iterator[tuple[str, bool]]:
    """Hold the point against the stake space."""
    stakes = dict(result.stakes)
    space = result.case.space()
    exact = all(type(v) is Fraction for v in stakes.values())
    known = not stakes or (len(stakes) == len(result.stakes) and set(stakes) >= set(space.variables))
    yield "the point is exact and gives every stake one value", exact and known
    inside = not stakes or (known and space.contains(stakes))
    yield "the point satisfies every row of the case", inside


def _left_words(left: list[str]) -> str:
    """Return what no second route was taken for, in one phrase."""
    if not left:
        return _COVER
    more = len(left) - _MOST_NAMED
    named = ", ".join(left[:_MOST_NAMED]) + (f" and {more} more of this kind" if more > 0 else "")
    return f"{_COVER}; not re-derived either: {named}"
