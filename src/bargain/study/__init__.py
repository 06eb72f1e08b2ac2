"""Study: questions asked of a case. Concession ranges under a rule, with grounds and certificates."""

from typing import TYPE_CHECKING

from bargain.on_demand import on_demand

if TYPE_CHECKING:
    from bargain.study.agreement import Agreement
    from bargain.study.alignment import Pair
    from bargain.study.compare import compare
    from bargain.study.compare_ranges import ComparedRange, RangeStand
    from bargain.study.compare_values import ComparedParagraph, ComparedVerdict, Comparison
    from bargain.study.concordance import concordance, concordance_of
    from bargain.study.concordance_marks import Concept, Judgement, Mark, OverStakes, SurvivingOutcome
    from bargain.study.concordance_values import Concordance
    from bargain.study.formulas import ClosedForm
    from bargain.study.grounds import Grounds, grounds
    from bargain.study.name_values import GameNames, NamedCell, NamedPart
    from bargain.study.names import game_names
    from bargain.study.observed import observed
    from bargain.study.observed_result import ObservedMoves
    from bargain.study.observed_values import ObservedStatus
    from bargain.study.orders import Orders, compare_orders, regions_of
    from bargain.study.ordinal import CaseStability, OrdinalReading, case_stability, ordinal_reading
    from bargain.study.overview import Deal, Overview, SolvedGame, overview
    from bargain.study.patience import patience
    from bargain.study.patience_results import PackagePatience, Patience, PatienceEnd, PatienceForm, PatienceOver
    from bargain.study.pivotal_values import Fall, Pivotal, Shift
    from bargain.study.pivots import pivotal
    from bargain.study.protocol import exchange_offers, protocol
    from bargain.study.protocol_over import Seen, protocol_over
    from bargain.study.protocol_values import LevelSet, Protocol, ProtocolRange
    from bargain.study.ranges import COLUMNS, ranges
    from bargain.study.region_cuts import partition, region, regions
    from bargain.study.region_values import Cell, Partition, Region, Regions
    from bargain.study.results import AtPoint, ConcessionRange, Interval, OverSpace, RangeEnd, Ranges, reading_words
    from bargain.study.rules import Reservation, Rule, SelfEnforcing, reservation, self_enforcing
    from bargain.study.sequential import InMoves, Partnership, SolvedTalks, SolvedTree, in_moves, plays
    from bargain.study.signals import SolvedSignal, solve_signal
    from bargain.study.slices import Slice, slice_through
    from bargain.study.standing import Hang, Stand
    from bargain.study.variant_questions import Setting
    from bargain.study.variant_values import VariantRange, Variants, VariantVerdict
    from bargain.study.variants import variants
    from bargain.study.verdict_values import Answer, Verdict, VerdictWord
    from bargain.study.verdicts import verdict
    from bargain.study.verify import RangesRecheck, verify

__all__ = [
    "COLUMNS",
    "Agreement",
    "Answer",
    "AtPoint",
    "CaseStability",
    "Cell",
    "ClosedForm",
    "ComparedParagraph",
    "ComparedRange",
    "ComparedVerdict",
    "Comparison",
    "Concept",
    "ConcessionRange",
    "Concordance",
    "Deal",
    "Fall",
    "GameNames",
    "Grounds",
    "Hang",
    "InMoves",
    "Interval",
    "Judgement",
    "LevelSet",
    "Mark",
    "NamedCell",
    "NamedPart",
    "ObservedMoves",
    "ObservedStatus",
    "Orders",
    "OrdinalReading",
    "OverSpace",
    "OverStakes",
    "Overview",
    "PackagePatience",
    "Pair",
    "Partition",
    "Partnership",
    "Patience",
    "PatienceEnd",
    "PatienceForm",
    "PatienceOver",
    "Pivotal",
    "Protocol",
    "ProtocolRange",
    "RangeEnd",
    "RangeStand",
    "Ranges",
    "RangesRecheck",
    "Region",
    "Regions",
    "Reservation",
    "Rule",
    "Seen",
    "SelfEnforcing",
    "Setting",
    "Shift",
    "Slice",
    "SolvedGame",
    "SolvedSignal",
    "SolvedTalks",
    "SolvedTree",
    "Stand",
    "SurvivingOutcome",
    "VariantRange",
    "VariantVerdict",
    "Variants",
    "Verdict",
    "VerdictWord",
    "case_stability",
    "compare",
    "compare_orders",
    "concordance",
    "concordance_of",
    "exchange_offers",
    "game_names",
    "grounds",
    "in_moves",
    "observed",
    "ordinal_reading",
    "overview",
    "partition",
    "patience",
    "pivotal",
    "plays",
    "protocol",
    "protocol_over",
    "ranges",
    "reading_words",
    "region",
    "regions",
    "regions_of",
    "reservation",
    "self_enforcing",
    "slice_through",
    "solve_signal",
    "variants",
    "verdict",
    "verify",
]

on_demand(
    __name__,
    {
        "agreement": ("Agreement",),
        "alignment": ("Pair",),
        "compare": ("compare",),
        "compare_ranges": ("ComparedRange", "RangeStand"),
        "compare_values": ("ComparedParagraph", "ComparedVerdict", "Comparison"),
        "concordance": ("concordance", "concordance_of"),
        "concordance_marks": ("Concept", "Judgement", "Mark", "OverStakes", "SurvivingOutcome"),
        "concordance_values": ("Concordance",),
        "formulas": ("ClosedForm",),
        "grounds": ("Grounds", "grounds"),
        "name_values": ("GameNames", "NamedCell", "NamedPart"),
        "names": ("game_names",),
        "observed": ("observed",),
        "observed_result": ("ObservedMoves",),
        "observed_values": ("ObservedStatus",),
        "orders": ("Orders", "compare_orders", "regions_of"),
        "ordinal": ("CaseStability", "OrdinalReading", "case_stability", "ordinal_reading"),
        "overview": ("Deal", "Overview", "SolvedGame", "overview"),
        "patience": ("patience",),
        "patience_results": ("PackagePatience", "Patience", "PatienceEnd", "PatienceForm", "PatienceOver"),
        "pivotal_values": ("Fall", "Pivotal", "Shift"),
        "pivots": ("pivotal",),
        "protocol": ("exchange_offers", "protocol"),
        "protocol_values": ("LevelSet", "Protocol", "ProtocolRange"),
        "protocol_over": ("Seen", "protocol_over"),
        "ranges": ("COLUMNS", "ranges"),
        "region_cuts": ("partition", "region", "regions"),
        "region_values": ("Cell", "Partition", "Region", "Regions"),
        "results": ("AtPoint", "ConcessionRange", "Interval", "OverSpace", "RangeEnd", "Ranges", "reading_words"),
        "rules": ("Reservation", "Rule", "SelfEnforcing", "reservation", "self_enforcing"),
        "sequential": ("InMoves", "Partnership", "SolvedTalks", "SolvedTree", "in_moves", "plays"),
        "signals": ("SolvedSignal", "solve_signal"),
        "slices": ("Slice", "slice_through"),
        "standing": ("Hang", "Stand"),
        "variant_questions": ("Setting",),
        "variant_values": ("VariantRange", "Variants", "VariantVerdict"),
        "variants": ("variants",),
        "verdict_values": ("Answer", "Verdict", "VerdictWord"),
        "verdicts": ("verdict",),
        "verify": ("RangesRecheck", "verify"),
    },
)
