"""Another coding of the source as sections of a report; with those on variants, what else a coding could be.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.variants_sections import variants_headlines, variants_sections

if TYPE_CHECKING:
    from bargain.report.document import Block
    from bargain.study import Comparison

__all__ = ["comparison_sections", "variants_headlines", "variants_sections"]


def comparison_sections(found: Comparison) -> tuple[Section, ...]:
    """Return one section: how far another coder agrees, and what differs by which claims."""
    tables = found.tables()
    names = ("agreement", "paragraphs", "verdicts", "ranges")
    blocks: list[Block] = [f"Another coding of the same source, {found.second.id}: {found.headline}."]
    blocks += [Exhibit(name=f"compare-{name}", table=tables[name]) for name in names]
    if found.differences:
        blocks.append(Bullets(items=tuple(f"{line}." for line in found.sentences())))
    return (Section(title="Another coding of the source", blocks=tuple(blocks)),)
