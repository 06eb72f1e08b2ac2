"""Concession ranges as values: what they claim, where, on which grounds, and how they print.

Room      study.
Claims    at a point: the interval of shares that the rule admits. Over the stake space: a share is
          *certain* if every admissible point admits it, *possible* if some point does.
Reading   shares are of the issue, 0 = withheld, 1 = full; both ends are clipped there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bargain.study.by_issue import ByIssue
from bargain.tables import Table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.polyhedra import Point
    from bargain.study.formulas import ClosedForm
    from bargain.study.grounds import Grounds
    from bargain.study.rules import Rule
    from bargain.study.shares import Proof

__all__ = ["AtPoint", "ConcessionRange", "Interval", "OverSpace", "RangeEnd", "Ranges", "reading_words"]


def reading_words(readings: tuple[Reading, ...]) -> str:
    """Name a set of readings as the reports do.

    >>> reading_words(("stated",)), reading_words(("stated", "inferred"))
    ('stated only', 'plus inferred')
    """
    known = {
        ("stated",): "stated only",
        ("stated", "inferred"): "plus inferred",
        ("stated", "inferred", "assumed"): "plus assumed",
    }
    return known.get(tuple(readings), " and ".join(readings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Shares from `low` to `high`; empty if either is None or they cross.

    An open end is approached and not reached: round brackets.

    >>> from fractions import Fraction
    >>> half = Fraction(1, 2)
    >>> print(Interval(low=half, high=Fraction(1)), Interval(low=half, high=half, low_open=True))
    [1/2, 1] none
    """

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    @property
    def empty(self) -> bool:
        """Whether no share is inside."""
        if self.low is None or self.high is None or self.low > self.high:
            return True
        return self.low == self.high and (self.low_open or self.high_open)

    @property
    def full(self) -> bool:
        """Whether every share is inside, nothing and all included."""
        return self.low == 0 and self.high == 1 and not (self.low_open or self.high_open)

    def __contains__(self, share: Fraction) -> bool:
        if self.empty or self.low is None or self.high is None or not self.low <= share <= self.high:
            return False
        return not ((share == self.low and self.low_open) or (share == self.high and self.high_open))

    def __str__(self) -> str:
        if self.empty:
            return "none"
        return f"{'(' if self.low_open else '['}{self.low}, {self.high}{')' if self.high_open else ']'}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AtPoint:
    """The range at one point of the stake space.

    Attributes
    ----------
    interval : Interval
        Shares that both accept.
    levels : tuple of str
        The levels on offer that both accept.
    oneshot : tuple of (issue, level)
        What is granted in the one-shot equilibrium that disagreement or punishment refers to.
    accepts : tuple of (name, low, high)
        What each side alone accepts, the beneficiary first; None where it accepts no share.
    gaps : tuple of str
        Levels inside the interval that nevertheless fail; empty unless a value falls as the level rises.
    """

    interval: Interval
    levels: tuple[str, ...]
    oneshot: tuple[tuple[str, str], ...]
    accepts: tuple[tuple[str, Fraction | None, Fraction | None], ...]
    gaps: tuple[str, ...]

    @property
    def binding(self) -> tuple[str, ...]:
        """For each side in words, what it asks or yields, and so which end binds."""
        return tuple(_accept_words(*side) for side in self.accepts)

    @property
    def no_deal(self) -> str:
        """Why no share is accepted by both, in words; empty if one is.

        >>> from fractions import Fraction
        >>> low, high = Fraction(20, 27), Fraction(1, 2)
        >>> accepts = (("Ann", low, Fraction(1)), ("Bob", Fraction(0), high))
        >>> AtPoint(interval=Interval(low=low, high=high), levels=(), oneshot=(), accepts=accepts, gaps=()).no_deal
        'no deal: Ann needs at least 20/27, Bob accepts at most 1/2'
        """
        if not self.interval.empty:
            return ""
        refused = [_accept_words(*side) for side in self.accepts if side[1] is None or side[2] is None]
        return f"no deal: {', '.join(refused or self.binding)}"

    def __repr__(self) -> str:
        if self.no_deal:
            return f"<{self.no_deal}>"
        return f"<shares {self.interval}; levels: {', '.join(self.levels) or 'none'}; {', '.join(self.binding)}>"


def _accept_words(who: str, low: Fraction | None, high: Fraction | None) -> str:
    if low is None or high is None:
        return f"{who} accepts no share"
    if low == 0 and high == 1:
        return f"{who} accepts any share"
    if high == 1:
        return f"{who} needs at least {low}"
    return f"{who} accepts at most {high}" if low == 0 else f"{who} accepts {low} to {high}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RangeEnd:
    """One end over the whole space: its extreme value, where it stands, and why nothing lies beyond.

    Attributes
    ----------
    side : str
        ``"low"`` or ``"high"``: which end of the range at a point.
    extreme : str
        ``"smallest"`` or ``"largest"`` over the space.
    actor : str
        Whose acceptance sets it.
    share : Fraction or None
        None: at the witness the actor accepts no share.
    attained : bool
        Whether the witness satisfies every strict row.
    witness : Point
        Stakes of both actors at which the end stands.
    """

    side: str
    extreme: str
    actor: str
    share: Fraction | None
    attained: bool
    witness: Point
    proofs: tuple[Proof, ...]
    grounds: Grounds

    @property
    def binds(self) -> bool:
        """Whether the end is inside the scale, not reached, or missing; not simply the end of the scale."""
        return not self.attained or self.share != (0 if self.side == "low" else 1)

    def __repr__(self) -> str:
        stands = f"{self.actor} accepts no share" if self.share is None else f"{self.share}, set by {self.actor}"
        reached = "" if self.attained else ", not reached"
        return f"<{self.extreme} {self.side} end: {stands}{reached}; {self.grounds.words}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OverSpace:
    """The range over all stakes that some readings of the source allow.

    Attributes
    ----------
    certain, possible : Interval
        [largest low end, smallest high end], and the hull of what some stakes admit.
    ends : tuple of RangeEnd
        Smallest and largest low end, smallest and largest high end; where no share is certain the
        search stops at the first stakes at which an actor refuses every share.
    parts : int
        On how many parts of the space, by what is granted one-shot, the answer was put together.
    no_deal : str
        Why no share is possible, in words; empty if some is.
    """

    readings: tuple[Reading, ...]
    certain: Interval
    possible: Interval
    certain_levels: tuple[str, ...]
    possible_levels: tuple[str, ...]
    ends: tuple[RangeEnd, ...]
    parts: int
    no_deal: str = ""
    notes: tuple[str, ...] = ()

    def grounds_of(self, kind: str) -> tuple[Grounds, ...]:
        """Return the grounds of the ends that make up the 'certain' or the 'possible' range."""
        wanted = (
            {("low", "largest"), ("high", "smallest")}
            if kind == "certain"
            else {("low", "smallest"), ("high", "largest")}
        )
        return tuple(e.grounds for e in self.ends if (e.side, e.extreme) in wanted and e.binds)

    def end(self, side: str, extreme: str) -> RangeEnd:
        """Return one end, such as ``("low", "largest")``; KeyError if there is none."""
        for found in self.ends:
            if (found.side, found.extreme) == (side, extreme):
                return found
        raise KeyError((side, extreme))

    def __repr__(self) -> str:
        why = f"; {self.no_deal}" if self.no_deal else ""
        return f"<{reading_words(self.readings)}: certain {self.certain}, possible {self.possible}{why}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ConcessionRange:
    """How far one issue can be conceded under a rule, the rest of the package fixed."""

    game: str
    issue: str
    title: str
    grantor: str
    beneficiary: str
    levels: tuple[str, ...]
    shares: tuple[Fraction, ...]
    rule: str
    rest: tuple[tuple[str, str], ...]  # the level of every other issue of the game
    at: AtPoint | None  # None where no point was given and the case has no baseline
    over: tuple[OverSpace, ...]
    forms: tuple[ClosedForm, ...]

    @property
    def rest_words(self) -> str:
        """The rest of the package in one phrase."""
        levels = {level for _, level in self.rest}
        if len(self.rest) > 2 and len(levels) == 1:
            return f"all other {len(self.rest)} issues {levels.pop()}"
        return ", ".join(f"{issue} {level}" for issue, level in self.rest) or "nothing else"

    def space(self, readings: tuple[Reading, ...]) -> OverSpace:
        """Return the range over the space of these readings; KeyError if it was not asked for."""
        for found in self.over:
            if found.readings == tuple(readings):
                return found
        raise KeyError(readings)

    def __repr__(self) -> str:
        lines = [f"<concession of {self.grantor} on {self.issue!r}, {self.rule}, with {self.rest_words}>"]
        if self.at is not None:
            here = f"{self.at.interval} share of the issue; levels: {', '.join(self.at.levels) or 'none'}"
            lines.append(f"  at the point: {self.at.no_deal or here}")
        lines += [f"  {reading_words(o.readings)}: certain {o.certain}, possible {o.possible}" for o in self.over]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ranges(ByIssue[ConcessionRange]):
    """The concession ranges of one game under one rule: what `bargain.ranges` returns."""

    case: CodedCase = field(repr=False)
    game: str
    title: str
    rule: Rule
    stakes: tuple[tuple[str, Fraction], ...]  # the point, empty if none
    point_name: str  # "baseline", "given point" or empty
    ranges: tuple[ConcessionRange, ...]
    options: tuple[tuple[str, object], ...]
    status: str = "exact"

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        return (*self.rule.sources, "charnes1962", "schrijver1986")

    def table(self) -> Table:
        """Return one row per issue: the range at the point, certain and possible for each set of readings."""
        first = self.ranges[0]
        columns = ["issue", "grantor", "rest of the package"]
        if first.at is not None:
            columns += [f"at the {self.point_name}", "levels"]
        for o in first.over:
            columns += [f"certain, {reading_words(o.readings)}", f"possible, {reading_words(o.readings)}"]
        rows = []
        for r in self.ranges:
            row = [r.issue, r.grantor, r.rest_words]
            if r.at is not None:
                row += [str(r.at.interval), ", ".join(r.at.levels) or "none"]
            for o in r.over:
                row += [str(o.certain), str(o.possible)]
            rows.append(tuple(row))
        notes = (
            f"Rule: {self.rule.name}. Shares of the issue, 0 = withheld, 1 = full; {self.status}.",
            *(f"{r.issue}, at the {self.point_name}: {r.at.no_deal}." for r in self.ranges if r.at and r.at.no_deal),
        )
        return Table(
            title=f"Concession ranges in '{self.title}'", columns=tuple(columns), rows=tuple(rows), notes=notes
        )

    def __repr__(self) -> str:
        many = f"{len(self)} issue{'' if len(self) == 1 else 's'}"
        head = f"<concession ranges of {self.game!r}: {many}, {self.rule.name}, {self.status}>"
        lines = [head]
        for r in self.ranges:
            here = "" if r.at is None else f" at the {self.point_name} {r.at.no_deal or r.at.interval};"
            last = r.over[-1] if r.over else None
            wide = f" certain {last.certain}, possible {last.possible}" if last is not None else ""
            lines.append(f"  {r.grantor} on {r.issue} (with {r.rest_words}):{here}{wide}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON; numbers are exact strings."""
        return {
            "case": self.case.id,
            "digest": _digest(self.case),
            "game": self.game,
            "rule": self.rule.name,
            "status": self.status,
            "point": {"name": self.point_name, "stakes": {n: str(v) for n, v in self.stakes}},
            "options": dict(self.options),
            "sources": list(self.sources),
            "ranges": [_range_dict(r) for r in self.ranges],
        }


@lru_cache(maxsize=4)
def _digest(case: CodedCase) -> str:
    """Return the digest of a case; every result of one case asks for it."""
    return case.digest


def _range_dict(r: ConcessionRange) -> dict[str, object]:
    """Return one range as plain data."""
    out: dict[str, object] = {
        "issue": r.issue,
        "grantor": r.grantor,
        "beneficiary": r.beneficiary,
        "rest": dict(r.rest),
        "formulas": [{"where": f.condition, "low": f.low, "high": f.high} for f in r.forms],
        "over": [_over_dict(o) for o in r.over],
    }
    if r.at is not None:
        out["at_point"] = {
            "interval": str(r.at.interval),
            "no_deal": r.at.no_deal,
            "accepts": {who: str(Interval(low=low, high=high)) for who, low, high in r.at.accepts},
            "gaps": list(r.at.gaps),
            "levels": list(r.at.levels),
            "one_shot": dict(r.at.oneshot),
            "binding": list(r.at.binding),
        }
    return out


def _over_dict(o: OverSpace) -> dict[str, object]:
    """Return one range over the space as plain data, certificates included."""
    return {
        "readings": list(o.readings),
        "certain": str(o.certain),
        "possible": str(o.possible),
        "certain_levels": list(o.certain_levels),
        "possible_levels": list(o.possible_levels),
        "parts": o.parts,
        "no_deal": o.no_deal,
        "notes": list(o.notes),
        "ends": [
            {
                "side": e.side,
                "extreme": e.extreme,
                "actor": e.actor,
                "share": None if e.share is None else str(e.share),
                "attained": e.attained,
                "binds": e.binds,
                "witness": {n: str(v) for n, v in e.witness},
                "claims": list(e.grounds.claims),
                "conventions": list(e.grounds.conventions),
                "certificates": [
                    {
                        "concludes": str(p.certificate.conclusion),
                        "rows": {row.label: str(row.condition) for row in p.rows},
                        "multipliers": {label: str(y) for label, y in p.certificate.multipliers},
                    }
                    for p in e.proofs
                ],
            }
            for e in o.ends
        ],
    }
