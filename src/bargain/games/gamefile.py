"""What the readers and writers of Gambit's two file formats share: bounded text, exact numbers, lists of labels.

Room      games.
Bounds    32 MiB a file, 400 characters a number.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from bargain.errors import FormatError, NumberError, Place
from bargain.exact import fraction, show

if TYPE_CHECKING:
    import os
    from fractions import Fraction

    from bargain.games.tokens import Tokens

__all__ = ["check_size", "exact_number", "file_text", "label_list", "number_text", "opening", "stream_text"]

_MOST_BYTES = 32 * 2**20
_LONGEST_NUMBER = 400


def file_text(path: str | os.PathLike[str], kind: str) -> str:
    """Return the text of a file in UTF-8; `kind` is the ending that such files have.

    Raises
    ------
    FormatError
        For a file that cannot be read, is too large, or is in another encoding.
    """
    file = str(path)
    try:
        with Path(path).open("rb") as stream:
            return stream_text(stream, file=file)
    except OSError as fault:
        raise FormatError(
            f"cannot be read: {fault.strerror or fault}", place=Place(file=file), remedy=f"give a readable {kind} file"
        ) from fault


def stream_text(stream: IO[bytes], *, file: str = "") -> str:
    """Return the text of an open binary stream; raises as `file_text` does."""
    data = stream.read(_MOST_BYTES + 1)
    check_size(len(data), file)
    return _decoded(data, file)


def check_size(size: int, file: str) -> None:
    """Refuse a file beyond the bound."""
    if size > _MOST_BYTES:
        raise FormatError(
            f"more than {_MOST_BYTES:,} bytes", place=Place(file=file), remedy="a game file may have 32 MiB at most"
        )


def _decoded(data: bytes, file: str) -> str:
    """Decode UTF-8, naming the line of the first byte that is not."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        at = fault.start
        line = data.count(b"\n", 0, at) + 1
        column = at - (data.rfind(b"\n", 0, at) + 1) + 1
        raise FormatError(
            f"byte {data[at]:#04x} is not UTF-8",
            place=Place(file=file, line=line, column=column),
            remedy="save the file in UTF-8",
        ) from None


def opening(tokens: Tokens, kind: str, version: str, doubt: str) -> str:
    """Read what every game file opens with, such as ``EFG 2 R``, and return the title after it."""
    if not tokens.accept("word", kind):
        raise tokens.fault(f"{tokens.peek} where {kind!r} must stand", tokens.peek.start, doubt)
    if not tokens.accept("number", version):
        raise tokens.unexpected(f"version {version}")
    if not (tokens.accept("word", "R") or tokens.accept("word", "D")):
        raise tokens.unexpected("'R'")
    return tokens.label("the title")


def label_list(tokens: Tokens, what: str, one: str) -> list[str]:
    """Read a list of labels in braces."""
    tokens.brace("{", f"before {what}")
    found: list[str] = []
    while tokens.peek.kind == "label":
        found.append(tokens.label(one))
    if not tokens.accept("brace", "}"):
        raise tokens.unexpected(f"{one} in quotation marks, or '}}',")
    return found


def exact_number(tokens: Tokens, wanted: str, what: str, cache: dict[str, Fraction]) -> Fraction:
    """Read one exact number; equal texts share one value."""
    if tokens.peek.kind != "number":
        raise tokens.unexpected(wanted)
    token = tokens.next()
    if token.text not in cache:
        try:
            cache[token.text] = fraction(token.text, what=what)
        except NumberError as fault:
            raise tokens.fault(fault.message, token.start, fault.remedy) from None
    return cache[token.text]


def number_text(value: Fraction, what: str) -> str:
    """Return a number as text that the readers take back.

    Raises
    ------
    FormatError
        For more than 400 characters.
    """
    text = show(value)
    if len(text) > _LONGEST_NUMBER:
        raise FormatError(f"a {what} of {len(text)} characters", remedy=f"at most {_LONGEST_NUMBER} can be written")
    return text
