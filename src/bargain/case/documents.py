"""From files to one merged table: the union of what they hold, and the way back to a place.

Room      case.
Merge     arrays of tables ([[claim]], …) are joined in the order of the files; a single table ([case],
          [source], [baseline]) stands in one file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case.words import shown
from bargain.errors import CaseError, Place
from bargain.tomltext import Document, parse_toml

if TYPE_CHECKING:
    from bargain.tomlplaces import Path

__all__ = ["ARRAYS", "MOST_ENTRIES", "SINGLES", "Material", "merge", "parse"]

SINGLES = ("case", "source", "baseline")
ARRAYS = (
    "claim", "no_payoff", "actor", "convention", "issue", "stake", "row", "number", "outside", "game", "move",
    "variant",
)  # fmt: skip
MOST_ENTRIES = 2_000  # in one table


def parse(name: str, raw: bytes) -> Document:
    """Return one file as data; CaseError with the line where it cannot be read."""
    return parse_toml(
        raw, name=name, error=CaseError, example='write for example key = "text" below a header such as [[claim]]'
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All files of a case as one table, and where each part came from."""

    data: dict[str, object]
    origins: dict[Path, tuple[Document, Path]]  # per table, or table and entry: the file and the path there
    names: tuple[str, ...]

    def file_of(self, path: Path) -> str:
        """Return the file that holds a path; the only file, if there is one; else nothing."""
        origin = self.origins.get(path[:2]) or self.origins.get(path[:1])
        if origin is not None:
            return origin[0].name
        return self.names[0] if len(self.names) == 1 else ""

    def place(self, path: Path) -> Place:
        """Return the place of a path of the merged table, as exactly as it is known."""
        table, rest = str(path[0]) if path else "", path[1:]
        entry = ""
        if table in ARRAYS and rest and isinstance(rest[0], int):
            entry, rest = self.entry(table, rest[0]), rest[1:]
        line = None
        for size in (2, 1):
            if path[:size] in self.origins:
                document, local = self.origins[path[:size]]
                line = document.positions.line(local + path[size:])
                break
        known = table if table in SINGLES or table in ARRAYS else ""
        return Place(file=self.file_of(path), line=line, table=known, entry=entry, key=_key(rest if known else path))

    def entry(self, table: str, index: int) -> str:
        """Return the name of an entry: its id, what else it is known by, or its number counted from 1."""
        entries = self.data.get(table)
        found = entries[index] if isinstance(entries, list) and index < len(entries) else None
        if isinstance(found, dict):
            for key in ("id", "actor" if table == "outside" else "locator" if table == "no_payoff" else "id"):
                if isinstance(found.get(key), str) and 0 < len(found[key]) <= 100:
                    return str(found[key])
        return f"#{index + 1}"


def _key(path: Path) -> str:
    """Return a path as text: ("grant", "benefit", 1) is grant.benefit[#2], entries counted from 1.

    >>> _key(("grant", "benefit", 1))
    'grant.benefit[#2]'
    """
    text = ""
    for part in path:
        text += f"[#{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def merge(documents: tuple[Document, ...]) -> Material:
    """Join the tables of all files.

    Raises
    ------
    CaseError
        If a single table stands in two files, a table is written in the wrong brackets, or has more
        than 2,000 entries.
    """
    data: dict[str, object] = {}
    origins: dict[Path, tuple[Document, Path]] = {}
    for document in documents:
        for table, value in document.data.items():
            place = Place(file=document.name, line=document.positions.line((table,)), table=table)
            if table in ARRAYS:
                if not isinstance(value, list):
                    found = f"one [{table}] table" if isinstance(value, dict) else shown(value)
                    raise CaseError(f"found {found}", place=place, remedy=f"write [[{table}]] above each entry")
                joined = data.setdefault(table, [])
                if not isinstance(joined, list):
                    raise TypeError(table)
                for index in range(len(value)):
                    origins[table, len(joined) + index] = (document, (table, index))
                joined.extend(value)
                origins.setdefault((table,), (document, (table,)))
                if len(joined) > MOST_ENTRIES:
                    raise CaseError(
                        f"{len(joined):,} entries in one table", place=place, remedy=f"use at most {MOST_ENTRIES:,}"
                    )
                continue
            if table in data:
                first = origins[table,][0].name
                raise CaseError(f"[{table}] stands in {first} already", place=place, remedy="keep it in one file")
            if table in SINGLES and isinstance(value, list):
                raise CaseError("found a list of tables", place=place, remedy=f"write [{table}], once")
            data[table] = value
            origins[table,] = (document, (table,))
    return Material(data=data, origins=origins, names=tuple(document.name for document in documents))
