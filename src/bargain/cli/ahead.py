"""Work that another process can begin while this one still loads what it needs itself.

Room      cli. Nothing is loaded here before the work begins: that would be loaded twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.study.findings import Findings
    from bargain.study.sequential import InMoves
    from bargain.study.wider import Wider

__all__ = ["asked", "wider"]


def asked(case: CodedCase) -> tuple[Findings | None, InMoves | None]:
    """Decide the standard questions and work the games in moves through."""
    from bargain.study.asked import asked as ask

    return ask(case)


def wider(case: CodedCase, delta: str) -> Wider:
    """Ask the further questions."""
    from bargain.study.wider import wider as ask

    return ask(case, delta)
