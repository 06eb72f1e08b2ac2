"""Coded cases: what was read from a source, and the stakes, rows and games that rest on it.

Room      case: imports polyhedra, exact and errors; knows no game and no solver.
Choose    `read_case` for a case on disk or one that ships; `case_schema` for editors;
          `Case.space` for the stake space, at any set of readings; `Case.basis` for what a row rests on.
"""

from typing import TYPE_CHECKING

from bargain.on_demand import on_demand

if TYPE_CHECKING:
    from bargain.case.case import Case
    from bargain.case.evidence import (
        READINGS,
        Actor,
        Baseline,
        Basis,
        Claim,
        Convention,
        Move,
        NoPayoff,
        Number,
        Reading,
        Section,
        Source,
    )
    from bargain.case.files import shipped_cases
    from bargain.case.forms import (
        CHANCE,
        ONE_SHOT,
        Bargain,
        CaseRow,
        Contest,
        ContestEntry,
        GameSpec,
        Grant,
        Issue,
        Joint,
        JointEntry,
        Outside,
        Repetition,
        Stake,
        Term,
        TreeNode,
    )
    from bargain.case.load import case_from_bytes, read_case
    from bargain.case.packages import Package, grants_of, package_label, packages
    from bargain.case.schema import case_schema, schema_text
    from bargain.case.variation import Variant

__all__ = [
    "CHANCE",
    "ONE_SHOT",
    "READINGS",
    "Actor",
    "Bargain",
    "Baseline",
    "Basis",
    "Case",
    "CaseRow",
    "Claim",
    "Contest",
    "ContestEntry",
    "Convention",
    "GameSpec",
    "Grant",
    "Issue",
    "Joint",
    "JointEntry",
    "Move",
    "NoPayoff",
    "Number",
    "Outside",
    "Package",
    "Reading",
    "Repetition",
    "Section",
    "Source",
    "Stake",
    "Term",
    "TreeNode",
    "Variant",
    "case_from_bytes",
    "case_schema",
    "grants_of",
    "package_label",
    "packages",
    "read_case",
    "schema_text",
    "shipped_cases",
]

on_demand(
    __name__,
    {
        "case": ("Case",),
        "evidence": (
            "READINGS",
            "Actor",
            "Baseline",
            "Basis",
            "Claim",
            "Convention",
            "Move",
            "NoPayoff",
            "Number",
            "Reading",
            "Section",
            "Source",
        ),
        "files": ("shipped_cases",),
        "forms": (
            "CHANCE",
            "ONE_SHOT",
            "Bargain",
            "CaseRow",
            "Contest",
            "ContestEntry",
            "GameSpec",
            "Grant",
            "Issue",
            "Joint",
            "JointEntry",
            "Outside",
            "Repetition",
            "Stake",
            "Term",
            "TreeNode",
        ),
        "load": ("case_from_bytes", "read_case"),
        "packages": ("Package", "grants_of", "package_label", "packages"),
        "schema": ("case_schema", "schema_text"),
        "variation": ("Variant",),
    },
)
