"""Bargaining over packages of issues: frontiers, solutions, the zone of agreement, linkage, robustness.

Room      bargaining: a sibling of `solve` and `case`; imports polyhedra, tables, exact, errors.
          What joins it with a coded case (packages of a case, reports, commands) lives above it.

    you want                                       use
    to build or read a space of packages           PackageSpace.build, read_packages, fallback_of_grantors
    what nobody can improve on                     frontier, hull, supported; pattern for statements about it
    one agreement                                  nash_solution, kalai_smorodinsky, egalitarian, utilitarian,
                                                   equal_loss; lottery_… where lotteries can be agreed
    whether there is a deal, and how far it goes   zone, no_deal, exchange
    what linking issues buys                       linkage, outcome, smallest_side_payment
    what holds for all admissible stakes           individual_rationality, dominance, utilitarian_levels,
                                                   possible_support, robust_levels
    formulas for two issues                        two_issues
"""

from typing import TYPE_CHECKING

from bargain.on_demand import on_demand

if TYPE_CHECKING:
    from bargain.bargaining.bounds import egalitarian_bounds, frontier_bounds, kalai_smorodinsky_bounds, nash_bounds
    from bargain.bargaining.boxes import Robustness, robust_levels
    from bargain.bargaining.choices import (
        Choice,
        egalitarian_choice,
        equal_loss_choice,
        kalai_smorodinsky_choice,
        nash_choice,
        utilitarian_choice,
    )
    from bargain.bargaining.count import count_acceptable, count_allowed
    from bargain.bargaining.exchange import Exchange, exchange, exchange_table
    from bargain.bargaining.fallback import fallback_of_grantors
    from bargain.bargaining.files import frontier_json, linkage_json, read_packages
    from bargain.bargaining.frontier import Frontier, Point, frontier
    from bargain.bargaining.genius import parse_genius, read_genius
    from bargain.bargaining.hull import Hull, hull, supported
    from bargain.bargaining.linkage import Agenda, Grouping, Linkage, Outcome, linkage, outcome
    from bargain.bargaining.lotteries import (
        Lottery,
        lottery_egalitarian,
        lottery_equal_loss,
        lottery_kalai_smorodinsky,
        lottery_nash,
        lottery_utilitarian,
    )
    from bargain.bargaining.nodeal import NoDeal, check_no_deal, no_deal
    from bargain.bargaining.partitions import all_partitions, pair_partitions, run_partitions
    from bargain.bargaining.parts import AtMost, Forbidden, Interaction, Issue
    from bargain.bargaining.problem import Problem, problem
    from bargain.bargaining.robust import (
        LevelVerdict,
        Ruling,
        dominance,
        individual_rationality,
        possible_support,
        utilitarian_levels,
    )
    from bargain.bargaining.solutions import (
        RULES,
        Bargain,
        Deal,
        egalitarian,
        equal_loss,
        kalai_smorodinsky,
        nash_solution,
        utilitarian,
    )
    from bargain.bargaining.space import Package, PackageSpace
    from bargain.bargaining.statements import Implication, Pattern, holds, pattern
    from bargain.bargaining.symbolic import TwoIssues, two_issues
    from bargain.bargaining.tomlfile import parse_packages, read_packages_toml, write_packages
    from bargain.bargaining.transfer import SidePayment, Transfer, side_payment, smallest_side_payment
    from bargain.bargaining.witnesses import (
        egalitarian_packages,
        frontier_packages,
        kalai_smorodinsky_packages,
        nash_packages,
    )
    from bargain.bargaining.zone import IssueRange, Zone, zone

__all__ = [
    "RULES",
    "Agenda",
    "AtMost",
    "Bargain",
    "Choice",
    "Deal",
    "Exchange",
    "Forbidden",
    "Frontier",
    "Grouping",
    "Hull",
    "Implication",
    "Interaction",
    "Issue",
    "IssueRange",
    "LevelVerdict",
    "Linkage",
    "Lottery",
    "NoDeal",
    "Outcome",
    "Package",
    "PackageSpace",
    "Pattern",
    "Point",
    "Problem",
    "Robustness",
    "Ruling",
    "SidePayment",
    "Transfer",
    "TwoIssues",
    "Zone",
    "all_partitions",
    "check_no_deal",
    "count_acceptable",
    "count_allowed",
    "dominance",
    "egalitarian",
    "egalitarian_bounds",
    "egalitarian_choice",
    "egalitarian_packages",
    "equal_loss",
    "equal_loss_choice",
    "exchange",
    "exchange_table",
    "fallback_of_grantors",
    "frontier",
    "frontier_bounds",
    "frontier_json",
    "frontier_packages",
    "holds",
    "hull",
    "individual_rationality",
    "kalai_smorodinsky",
    "kalai_smorodinsky_bounds",
    "kalai_smorodinsky_choice",
    "kalai_smorodinsky_packages",
    "linkage",
    "linkage_json",
    "lottery_egalitarian",
    "lottery_equal_loss",
    "lottery_kalai_smorodinsky",
    "lottery_nash",
    "lottery_utilitarian",
    "nash_bounds",
    "nash_choice",
    "nash_packages",
    "nash_solution",
    "no_deal",
    "outcome",
    "pair_partitions",
    "parse_genius",
    "parse_packages",
    "pattern",
    "possible_support",
    "problem",
    "read_genius",
    "read_packages",
    "read_packages_toml",
    "robust_levels",
    "run_partitions",
    "side_payment",
    "smallest_side_payment",
    "supported",
    "two_issues",
    "utilitarian",
    "utilitarian_choice",
    "utilitarian_levels",
    "write_packages",
    "zone",
]

on_demand(
    __name__,
    {
        "bounds": ("egalitarian_bounds", "frontier_bounds", "kalai_smorodinsky_bounds", "nash_bounds"),
        "boxes": ("Robustness", "robust_levels"),
        "choices": (
            "Choice",
            "egalitarian_choice",
            "equal_loss_choice",
            "kalai_smorodinsky_choice",
            "nash_choice",
            "utilitarian_choice",
        ),
        "count": ("count_acceptable", "count_allowed"),
        "exchange": ("Exchange", "exchange", "exchange_table"),
        "fallback": ("fallback_of_grantors",),
        "files": ("frontier_json", "linkage_json", "read_packages"),
        "frontier": ("Frontier", "Point", "frontier"),
        "genius": ("parse_genius", "read_genius"),
        "hull": ("Hull", "hull", "supported"),
        "linkage": ("Agenda", "Grouping", "Linkage", "Outcome", "linkage", "outcome"),
        "lotteries": (
            "Lottery",
            "lottery_egalitarian",
            "lottery_equal_loss",
            "lottery_kalai_smorodinsky",
            "lottery_nash",
            "lottery_utilitarian",
        ),
        "nodeal": ("NoDeal", "check_no_deal", "no_deal"),
        "partitions": ("all_partitions", "pair_partitions", "run_partitions"),
        "parts": ("AtMost", "Forbidden", "Interaction", "Issue"),
        "problem": ("Problem", "problem"),
        "robust": (
            "LevelVerdict",
            "Ruling",
            "dominance",
            "individual_rationality",
            "possible_support",
            "utilitarian_levels",
        ),
        "solutions": (
            "RULES",
            "Bargain",
            "Deal",
            "egalitarian",
            "equal_loss",
            "kalai_smorodinsky",
            "nash_solution",
            "utilitarian",
        ),
        "space": ("Package", "PackageSpace"),
        "statements": ("Implication", "Pattern", "holds", "pattern"),
        "symbolic": ("TwoIssues", "two_issues"),
        "tomlfile": ("parse_packages", "read_packages_toml", "write_packages"),
        "transfer": ("SidePayment", "Transfer", "side_payment", "smallest_side_payment"),
        "witnesses": ("egalitarian_packages", "frontier_packages", "kalai_smorodinsky_packages", "nash_packages"),
        "zone": ("IssueRange", "Zone", "zone"),
    },
)
