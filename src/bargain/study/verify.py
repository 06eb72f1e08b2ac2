"""Check results again with code that did not find them.

Room      study: dispatches by the kind of result; equilibria go to the solve room's checker.
Ranges    at the point: acceptance by definition at and around both ends. Over the space: every
          certificate is added up again, every row it uses is held against the case, every end is reached
          at its witness, and the intervals are tried at points mixed from all witnesses.
Says      what was proved again, what was only tried, and what was not re-derived.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatch
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import GameError, NotCertifiedError
from bargain.polyhedra import check
from bargain.solve import Solution, Verification
from bargain.solve import verify as verify_solution
from bargain.study.acceptance import accepts
from bargain.study.results import Ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.encode import Exchange
    from bargain.polyhedra import Row
    from bargain.study.results import AtPoint, ConcessionRange, OverSpace, RangeEnd

__all__ = ["Check", "RangesVerification", "verify"]

_STEP = Fraction(1, 10**9)  # how far beside an end acceptance is tried
_MIX = Fraction(2, 5)


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
def _(result: Ranges) -> RangesVerification:
    deal = result.case.exchange(result.game)
    checks: list[Check] = []
    tried = 0
    for found in result:
        if found.at is not None:
            checks.extend(_at_point(deal, result, found, found.at))
        for over in found.over:
            rows = {row.label: row for row in result.case.space(over.readings).rows}
            checks.extend(_proofs(found, over, rows))
            points = list(_points(result, deal, over))
            tried += len(points)
            checks.extend(_tried(deal, result, found, over, points))
    return RangesVerification(
        game=result.game,
        rule=result.rule.name,
        checks=tuple(checks),
        points=tried,
        not_rederived="that the parts of the stake space cover it is not re-derived",
    )


def _shares(deal: Exchange, found: ConcessionRange, share: Fraction) -> dict[str, Fraction]:
    """Return the package in which one issue has this share and the rest stands as fixed."""
    rest = dict(found.rest)
    return {i.id: share if i.id == found.issue else i.shares[i.level(rest[i.id])] for i in deal.issues}


def _both(deal: Exchange, result: Ranges, found: ConcessionRange, share: Fraction, stakes: dict[str, Fraction]) -> bool:
    """Tell whether both actors accept a share at a point."""
    package = _shares(deal, found, share)
    return all(accepts(deal, result.rule, actor, package, stakes) for actor in deal.actors)


def _at_point(deal: Exchange, result: Ranges, found: ConcessionRange, at: AtPoint) -> Iterator[Check]:
    """Try the interval's ends, their far sides, and every level, by definition."""
    stakes = dict(result.stakes)
    name = f"{found.issue} at the {result.point_name}"
    interval = at.interval
    for level, share in zip(found.levels, found.shares, strict=True):
        right = _both(deal, result, found, share, stakes) == (level in at.levels)
        yield Check(what=f"{name}: level {level}", passed=right)
    if interval.empty or interval.low is None or interval.high is None:
        grid = [Fraction(n, 24) * found.shares[-1] for n in range(25)]
        refused = not any(_both(deal, result, found, s, stakes) for s in grid)
        yield Check(what=f"{name}: no share on a grid of 25 is accepted", passed=refused)
        return
    for end in (interval.low, interval.high):
        yield Check(what=f"{name}: {end} is accepted", passed=_both(deal, result, found, end, stakes))
    for beyond in (interval.low - _STEP, interval.high + _STEP):
        if 0 <= beyond <= found.shares[-1]:
            refused = not _both(deal, result, found, beyond, stakes)
            yield Check(what=f"{name}: nothing just beyond is accepted ({beyond})", passed=refused)


def _proofs(found: ConcessionRange, over: OverSpace, rows: dict[str, Row]) -> Iterator[Check]:
    """Add up every certificate again and hold its rows against the case."""
    for end in over.ends:
        for n, proof in enumerate(end.proofs, 1):
            name = f"{found.issue}, {over.readings[-1]}: certificate {n} of the {end.extreme} {end.side} end"
            own = all(r.label.startswith("given:") or rows.get(r.label) == r for r in proof.rows)
            yield Check(what=f"{name} uses only rows of the case", passed=own)
            yield Check(what=f"{name} adds up", passed=check(proof.certificate, proof.rows))


def _points(result: Ranges, deal: Exchange, over: OverSpace) -> Iterator[dict[str, Fraction]]:
    """Return points of the space: the ends' witnesses, and their halves mixed with the centre and each other."""
    space = result.case.space(over.readings)
    centre = dict(space.interior_point())
    witnesses = [{**centre, **dict(end.witness)} for end in over.ends if end.witness]
    first, second = (result.case.stakes_of(actor) for actor in deal.actors)
    for far, near in product([*witnesses, centre], repeat=2):
        point = {**centre, **{n: far[n] for n in first}, **{n: near[n] for n in second}}
        mixed = {n: point[n] * _MIX + centre[n] * (1 - _MIX) for n in point}
        yield mixed  # inside: the centre has slack in every row, and the point is in the closure
        if space.contains(point):
            yield point


def _tried(
    deal: Exchange, result: Ranges, found: ConcessionRange, over: OverSpace, points: list[dict[str, Fraction]]
) -> Iterator[Check]:
    """Hold certain and possible shares and levels, and every attained end, against points of the space."""
    name = f"{found.issue}, {over.readings[-1]}"
    inside, outside = _probes(over)
    certain = all(_both(deal, result, found, s, p) for p in points for s in inside)
    possible = not any(_both(deal, result, found, s, p) for p in points for s in outside)
    yield Check(what=f"{name}: certain shares are accepted at every point tried", passed=certain)
    yield Check(what=f"{name}: impossible shares are accepted at no point tried", passed=possible)
    for level, share in zip(found.levels, found.shares, strict=True):
        seen = [_both(deal, result, found, share, p) for p in points]
        fits = (all(seen) or level not in over.certain_levels) and (not any(seen) or level in over.possible_levels)
        yield Check(what=f"{name}: level {level} agrees with every point tried", passed=fits)
    for end in over.ends:
        if end.share is not None and end.attained and end.witness:
            met = any(_reached(deal, result, found, end, p) for p in points)
            yield Check(what=f"{name}: the {end.extreme} {end.side} end is met at its witness", passed=met)


def _probes(over: OverSpace) -> tuple[list[Fraction], list[Fraction]]:
    """Return shares that must be accepted everywhere, and shares that must be refused everywhere."""
    grid = [Fraction(n, 12) for n in range(13)]
    ends = [e.share for e in over.ends if e.share is not None]
    shares = [*grid, *ends]
    return [s for s in shares if s in over.certain], [s for s in shares if s not in over.possible]


def _reached(deal: Exchange, result: Ranges, found: ConcessionRange, end: RangeEnd, point: dict[str, Fraction]) -> bool:
    """Tell whether, at a point, the end's actor accepts the end and nothing just beyond it."""
    if end.share is None or any(point[n] != v for n, v in end.witness):
        return False
    beyond = end.share - _STEP if end.side == "low" else end.share + _STEP
    here = accepts(deal, result.rule, end.actor, _shares(deal, found, end.share), point)
    if not 0 <= beyond <= found.shares[-1]:
        return here
    return here and not accepts(deal, result.rule, end.actor, _shares(deal, found, beyond), point)
