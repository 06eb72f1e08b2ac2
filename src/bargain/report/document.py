"""What a report is before it becomes Markdown, LaTeX or JSON: plain values.

Room      report. Knows tables; knows no game and no case, so that any result can be reported.
Text      paragraphs are plain sentences; each writer escapes them.
Names     of tables and figures become file names and labels: lower-case letters, digits and hyphens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bargain.tables import Table

__all__ = ["Block", "Bullets", "Exhibit", "Figure", "Formula", "Plain", "Report", "Section", "name_of"]

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


Formats = tuple[bytes, bytes, bytes]  # SVG, PDF, PNG


def name_of(text: str) -> str:
    """Return text as a name for files and labels.

    >>> name_of("Syria: hold firm, or accommodate?")
    'syria-hold-firm-or-accommodate'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A table under a name."""

    name: str
    table: Table

    @property
    def notes(self) -> tuple[str, ...]:
        """What stands under the table, as sentences.

        >>> from bargain.tables import Table
        >>> Exhibit(name="x", table=Table(title="X", columns=(), rows=(), notes=("exact", "", "All of them."))).notes
        ('Exact.', 'All of them.')
        """
        return tuple(
            f"{note[:1].upper()}{note[1:]}{'' if note.endswith(('.', '!', '?', ':')) else '.'}"
            for note in self.table.notes
            if note
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture, with its caption and a description for those who cannot see it; drawn when first asked for.

    Attributes
    ----------
    draw : function of nothing
        Returns the picture as SVG, PDF and PNG; the same bytes every time.
    """

    name: str
    caption: str
    alt: str
    draw: Callable[[], Formats]

    @property
    def svg(self) -> bytes:
        """The picture as SVG."""
        return _drawn(self.draw)[0]

    @property
    def pdf(self) -> bytes:
        """The picture as PDF."""
        return _drawn(self.draw)[1]

    @property
    def png(self) -> bytes:
        """The picture as PNG."""
        return _drawn(self.draw)[2]


@lru_cache(maxsize=4)
def _drawn(draw: Callable[[], Formats]) -> Formats:
    """Draw once for all three formats."""
    return draw()


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A displayed formula: as text for Markdown, in LaTeX's own mathematics (not escaped) for LaTeX."""

    text: str
    latex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of short plain sentences."""

    items: tuple[str, ...]


Block = str | Exhibit | Figure | Formula | Bullets


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it; level 1 is a section, 2 a subsection."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report.

    Attributes
    ----------
    title : str
    summary : paragraphs before the first section
    sections : in order of reading
    data : what programs read, besides the tables: pairs of key and plain data, for the JSON form
    sources : BibTeX keys owed; they become a bibliography file
    entries : BibTeX entries of the reported work's own sources, put before the methods'
    """

    title: str
    summary: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    data: tuple[tuple[str, Plain], ...] = ()
    sources: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse names that would overwrite each other or leave the folder."""
        for kind in (Exhibit, Figure):
            names = [b.name for b in self.blocks() if isinstance(b, kind)]
            wrong = [n for n in names if n != name_of(n) or names.count(n) > 1]
            if wrong:
                raise ValueError(f"report {self.title!r}: names {sorted(set(wrong))} are repeated or not plain names")

    def blocks(self) -> Iterator[Block]:
        """Iterate over all blocks in order of reading."""
        for section in self.sections:
            yield from section.blocks
