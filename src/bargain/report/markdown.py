"""A report as one Markdown file beside its figures.

Room      report. Every text is escaped: what comes out reads as it was written, as a paragraph.
"""

from __future__ import annotations

import re
from typing import assert_never

from bargain.report.document import Block, Bullets, Exhibit, Figure, Formula, Report
from bargain.tables import escape_markdown

__all__ = ["to_markdown"]

_OPENS_A_BLOCK = re.compile(r"^(#{1,6}(?= |$)|[-+>=~]|\d+(?=[.)]))")


def to_markdown(report: Report) -> str:
    r"""Return the whole report; figures are named relative to it, in SVG.

    >>> from bargain.report.document import Section
    >>> print(to_markdown(Report(title="Toy", sections=(Section(title="One", blocks=("1. a < b",)),))), end="")
    # Toy
    <BLANKLINE>
    ## One
    <BLANKLINE>
    1\. a &lt; b
    """
    parts = [f"# {escape_markdown(report.title)}", *map(_paragraph, report.summary)]
    for section in report.sections:
        parts.append(f"{'#' * (section.level + 1)} {escape_markdown(section.title)}")
        parts += [_block(block) for block in section.blocks]
    return "\n\n".join(parts) + "\n"


def _paragraph(text: str) -> str:
    """Escape a paragraph so that its first signs open no list, heading or quotation."""
    flat = escape_markdown(text)
    match = _OPENS_A_BLOCK.match(flat)
    if match is None:
        return flat
    head = match.group()
    return f"{head}\\{flat[len(head) :]}" if head.isdigit() else f"\\{flat}"


def _block(block: Block) -> str:
    match block:
        case str():
            return _paragraph(block)
        case Bullets():
            return "\n".join(f"- {_paragraph(item)}" for item in block.items)
        case Formula():
            return f"```text\n{block.text.replace('```', '')}\n```"
        case Figure():
            image = f"![{escape_markdown(block.alt)}](figures/{block.name}.svg)"
            return f"{image}\n\n*{escape_markdown(block.caption)}*"
        case Exhibit():
            notes = [f"*{escape_markdown(note)}*" for note in block.notes]
            return "\n\n".join([f"**{escape_markdown(block.table.title)}**", block.table.to_markdown(), *notes])
        case _:
            assert_never(block)
