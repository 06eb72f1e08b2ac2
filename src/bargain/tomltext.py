"""TOML from strangers: bytes of bounded size, text of bounded depth, data, and the lines of its keys.

Room      beside tables and references; the one place where TOML is parsed.
Bounds    nesting, dotted keys and bare words are bounded before the parser sees the text; the size of a file
          is its reader's to say.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bargain.errors import FormatError, Place
from bargain.tomlplaces import Positions, positions

if TYPE_CHECKING:
    from bargain.errors import BargainError

__all__ = ["Document", "file_bytes", "parse_toml"]

_AT_LINE = re.compile(r"^(.*) \(at line (\d+), column (\d+)\)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file: its name to show, its data, and where its keys stand."""

    name: str
    data: dict[str, object]
    positions: Positions


def file_bytes(path: str | Path, *, most: int, wanted: str) -> bytes:
    """Return the bytes of a file of at most `most` bytes; `wanted` says what to give instead of a larger one.

    Raises
    ------
    FormatError
        If it cannot be read or is too large.
    """
    where = Path(path)
    place = Place(file=where.name)
    try:
        with where.open("rb") as stream:
            raw = stream.read(most + 1)
    except (OSError, ValueError) as fault:  # absent, forbidden, a folder, or a name with a null character
        reason = getattr(fault, "strerror", None) or type(fault).__name__
        raise FormatError(f"cannot be read: {reason}", place=place, remedy="check the path") from None
    if len(raw) > most:
        raise FormatError(f"a file of more than {most:,} bytes", place=place, remedy=wanted)
    return raw


def parse_toml(
    raw: bytes | str,
    *,
    name: str = "",
    error: type[BargainError] = FormatError,
    example: str = 'write for example key = "text"',
) -> Document:
    r"""Return TOML as data, with the lines of its keys.

    Parameters
    ----------
    raw : bytes or str
    name : str
        The file's name, for errors.
    error : type
        What to raise.
    example : str
        Shown to someone whose text is not TOML.

    Raises
    ------
    BargainError
        Of the kind `error`, with the line, for bytes that are not UTF-8, text that is not TOML, nesting beyond
        the bounds, or a number or date that Python cannot hold.

    Examples
    --------
    >>> parse_toml("rounds = 3").data
    {'rounds': 3}
    >>> parse_toml("rounds = many", name="talks.toml")
    Traceback (most recent call last):
        ...
    bargain.errors.FormatError: talks.toml, line 1, column 10: not TOML: invalid value in 'rounds = many'; write ...
    >>> parse_toml("x = " + 100 * "[")
    Traceback (most recent call last):
        ...
    bargain.errors.FormatError: line 1: brackets nested more than 16 deep; shorten or flatten it
    """
    text = raw if isinstance(raw, str) else _decoded(raw, name, error)
    text = text.removeprefix("\ufeff")
    where = positions(text)
    if where.excess:
        raise error(where.excess, place=Place(file=name, line=where.excess_line), remedy="shorten or flatten it")
    try:
        return Document(name=name, data=tomllib.loads(text), positions=where)
    except tomllib.TOMLDecodeError as fault:
        raise _syntax_error(name, text, str(fault), error, example) from None
    except (ValueError, RecursionError) as fault:  # a number or date that Python cannot hold
        raise error(
            f"the text cannot be read: {str(fault)[:200]}", place=Place(file=name), remedy="see toml.io for the syntax"
        ) from None


def _decoded(raw: bytes, name: str, error: type[BargainError]) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise error(
            f"byte 0x{raw[fault.start]:02X} at offset {fault.start} is not UTF-8",
            place=Place(file=name, line=raw.count(b"\n", 0, fault.start) + 1),
            remedy="save the file in the encoding UTF-8",
        ) from None


def _syntax_error(name: str, text: str, message: str, error: type[BargainError], example: str) -> BargainError:
    """Say what is not TOML and where; before Python 3.14 the line is only in the parser's message."""
    match = _AT_LINE.match(message)
    if match:
        what, line, column = match.group(1), int(match.group(2)), int(match.group(3))
    else:
        what, line, column = message.removesuffix(" (at end of document)"), text.count("\n") + 1, 0
    rows = text.split("\n")
    shown = rows[line - 1].strip()[:60] if 0 < line <= len(rows) else ""
    return error(
        f"not TOML: {what[:1].lower()}{what[1:300]}" + (f" in {shown!r}" if shown else ""),
        place=Place(file=name, line=line, column=column or None),
        remedy=f"{example}; see toml.io",
    )
