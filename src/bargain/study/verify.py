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

from bargain.errors import GameError
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
from bargain.solve.payoff_result import PayoffSet
from bargain.solve.payoff_verify import verify_payoffs
from bargain.solve.rechecked import Recheck
from bargain.solve.repeated_result import RepeatedSolution
from bargain.solve.repeated_verify import verify_repeated
from bargain.study.concordance_values import Concordance
from bargain.study.name_values import GameNames
from bargain.study.observed_result import ObservedMoves
from bargain.study.patience_results import Patience
from bargain.study.pivotal_values import Pivotal
from bargain.study.protocol_recheck import verify_protocol
from bargain.study.protocol_values import Protocol
from bargain.study.recheck import at_point, head, sides_at
from bargain.study.recheck_concordance import verify_concordance
from bargain.study.recheck_names import verify_names
from bargain.study.recheck_observed import verify_observed
from bargain.study.recheck_patience import recheck_patience
from bargain.study.recheck_regions import verify_partition, verify_pivotal, verify_regions_of
from bargain.study.recheck_space import agreement, consistency, open_questions, points, proofs, well_formed
from bargain.study.recheck_verdicts import verify_verdict
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

__all__ = ["RangesRecheck", "verify"]

_COVER = "that the parts of the stake space cover it is not re-derived"
_MOST_NAMED = 3  # open questions named one by one


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RangesRecheck(Recheck):
    """What a second look at concession ranges found.

    Attributes
    ----------
    rule : name of the rule of the ranges
    points : at how many points of the stake space the intervals over it were tried
    """

    rule: str
    points: int


@singledispatch
def verify(result: object) -> object:
    """Check a result again with code that shares nothing with the solver.

    Parameters
    ----------
    result : Solution or Ranges

    Returns
    -------
    Verification or Recheck
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
def _(result: Ranges) -> RangesRecheck:
    return _Second(result).verification()


@verify.register
def _(result: Patience) -> Recheck:
    return recheck_patience(result)


@verify.register
def _(result: RepeatedSolution) -> Recheck:
    return verify_repeated(result)


@verify.register
def _(result: PayoffSet) -> Recheck:
    return verify_payoffs(result)


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
def _(result: ObservedMoves) -> Recheck:
    return verify_observed(result)


@verify.register
def _(result: GameNames) -> Recheck:
    return verify_names(result)


@verify.register
def _(result: Verdict) -> Recheck:
    return verify_verdict(result)


@verify.register
def _(result: Regions) -> Recheck:
    return verify_regions_of(result)


@verify.register
def _(result: Partition) -> Recheck:
    return verify_partition(result)


@verify.register
def _(result: Pivotal) -> Recheck:
    return verify_pivotal(result)


@verify.register
def _(result: Concordance) -> Recheck:
    return verify_concordance(result)


class _Second:
    """One second look: collects checks, points tried and what stays open; spaces are built once."""

    def __init__(self, result: Ranges) -> None:
        self.result = result
        self.deal: Exchange = result.case.exchange(result.game)
        self.checks: list[tuple[str, bool]] = []
        self.left: list[str] = []
        self.tried = 0
        self._spaces: dict[tuple[Reading, ...], tuple[Polyhedron, Point]] = {}

    def verification(self) -> RangesRecheck:
        """Check every range and return what was found."""
        if self._hold(_point(self.result)):
            for found in self.result:
                if self._hold(head(self.deal, self.result, found)):
                    self._hold(at_point(self.deal, self.result, found))
                    for over in found.over:
                        self._over(found, over)
        return RangesRecheck(
            what=f"the ranges of {self.result.game!r}, {self.result.rule.name}",
            rule=self.result.rule.name,
            checks=tuple(self.checks),
            points=self.tried,
            not_rederived=_left_words(self.left),
        )

    def _hold(self, findings: Findings) -> bool:
        """Keep findings as checks; tell whether all of them passed."""
        new = list(findings)
        self.checks += new
        return all(passed for _, passed in new)

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
