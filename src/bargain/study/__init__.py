"""Study: questions asked of a case. Concession ranges under a rule, with grounds and certificates."""

from bargain.study.formulas import ClosedForm
from bargain.study.grounds import Grounds, grounds
from bargain.study.overview import Deal, Overview, SolvedGame, overview
from bargain.study.ranges import COLUMNS, ranges
from bargain.study.results import AtPoint, ConcessionRange, Interval, OverSpace, RangeEnd, Ranges, reading_words
from bargain.study.rules import Reservation, Rule, SelfEnforcing, reservation, self_enforcing
from bargain.study.verify import Check, RangesVerification, verify

__all__ = [
    "COLUMNS",
    "AtPoint",
    "Check",
    "ClosedForm",
    "ConcessionRange",
    "Deal",
    "Grounds",
    "Interval",
    "OverSpace",
    "Overview",
    "RangeEnd",
    "Ranges",
    "RangesVerification",
    "Reservation",
    "Rule",
    "SelfEnforcing",
    "SolvedGame",
    "grounds",
    "overview",
    "ranges",
    "reading_words",
    "reservation",
    "self_enforcing",
    "verify",
]
