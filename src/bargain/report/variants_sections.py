"""Structural variants of a case as sections of a report.

Room      report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.report.document import Block
    from bargain.study import Variants

__all__ = ["variants_headlines", "variants_sections"]


def variants_sections(case: Case, found: Variants) -> tuple[Section, ...]:
    """Return one section: the variants, which verdicts and ranges survive in all, and what each changes."""
    verdicts = found.table(all_of_them=False)
    verdicts = replace(verdicts, notes=tuple(n for n in verdicts.notes if n != f"{found.headline}."))
    blocks: list[Block] = [
        (
            f"The stakes of {case.id!r} cover open numbers. What could be coded otherwise is asked here, one by one. "
            f"Settled is a verdict that holds, or fails, whatever the numbers: {found.headline}."
        ),
        Exhibit(name="variants", table=found.settings_table()),
        Exhibit(name="variants-verdicts", table=verdicts),
        Exhibit(name="variants-ranges", table=found.ranges_table()),
        Bullets(items=tuple(f"{line}." for line in found.sentences())),
    ]
    return (Section(title="Structural variants", blocks=tuple(blocks)),)


def variants_headlines(found: Variants) -> tuple[str, ...]:
    """Return what survives, in sentences for a first page."""
    text = found.headline
    return (f"{text[:1].upper()}{text[1:]}.",)
