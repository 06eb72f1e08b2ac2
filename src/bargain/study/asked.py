"""What the main job asks beside the ranges: the standard questions, and the games in moves.

Room      study. A file of its own, so that a process that only answers these loads nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.study.findings import findings
from bargain.study.sequential import in_moves

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.study.findings import Findings
    from bargain.study.sequential import InMoves

__all__ = ["asked"]


def asked(case: CodedCase) -> tuple[Findings | None, InMoves | None]:
    """Return the standard questions decided, and the games in moves worked through; None where there are none."""
    decided = findings(case) if any(spec.one_shot for spec in case.games) else None
    return decided, in_moves(case)
