"""Cut the text of a Gambit game file into tokens that know their line and column.

Room      games.
Tokens    braces, commas, quoted labels and words; blanks separate and mean nothing outside quotes.
Labels    inside quotes every character counts; a quote is written with a backslash before it, and a
          backslash before anything else is a backslash. So no label can end in a backslash.
Cost      one pass; the patterns never go back over what they have read, so hostile text stays linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import FormatError, Place

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Token", "Tokens", "escaped"]

_TOKEN = re.compile(
    r'\s*+(?:(?P<brace>[{}])|(?P<comma>,)|"(?P<label>(?:[^"\\]++|\\"|\\)*+)"|(?P<word>[^\s{},"]++)|(?P<end>\Z))'
)
_NUMBER = re.compile(r"[+-]?(?:\d+/\d+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
_LONGEST_NUMBER = 400
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the file: its kind, its text without quotes, and where it starts."""

    kind: str  # "brace", "comma", "label", "number", "word" or "end"
    text: str
    start: int

    def __str__(self) -> str:
        if self.kind == "end":
            return "the end of the file"
        short = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}…"
        return f"label {short!r}" if self.kind == "label" else repr(short)


class Tokens:
    """The tokens of one text, read with one token of lookahead.

    >>> t = Tokens('{ "a" 1/2 }')
    >>> t.accept("brace", "{"), t.label("a name"), t.next().text
    (True, 'a', '1/2')
    """

    def __init__(self, text: str, file: str = "") -> None:
        self.text = text
        self.file = file
        self._stream = self._cut()
        self.peek = next(self._stream)

    def _cut(self) -> Iterator[Token]:
        at = 0
        while True:
            match = _TOKEN.match(self.text, at)
            if match is None:
                start = at + len(self.text[at:]) - len(self.text[at:].lstrip())
                raise self.fault("a label is not closed", start, 'end it with a quotation mark; write \\" inside')
            kind = match.lastgroup or "end"
            token = Token(kind, match.group(kind), match.start(kind) - (kind == "label"))
            if kind == "word":
                token = self._number_or_word(token)
            yield token
            at = match.end()

    def _number_or_word(self, token: Token) -> Token:
        """Tell numbers from other words; the length is bounded before the pattern is tried."""
        if len(token.text) > _LONGEST_NUMBER:
            raise self.fault(
                f"a word of {len(token.text):,} characters", token.start, f"numbers have at most {_LONGEST_NUMBER}"
            )
        return Token("number", token.text, token.start) if _NUMBER.fullmatch(token.text) else token

    def place(self, start: int) -> Place:
        """Return the file, line and column of a position."""
        line = self.text.count("\n", 0, start) + 1
        column = start - (self.text.rfind("\n", 0, start) + 1) + 1
        return Place(file=self.file, line=line, column=column)

    def fault(self, message: str, start: int, remedy: str = "") -> FormatError:
        """Build the error for a position."""
        return FormatError(message, place=self.place(start), remedy=remedy)

    def unexpected(self, wanted: str) -> FormatError:
        """Build the error for the token that stands next."""
        return self.fault(f"{self.peek} where {wanted} must stand", self.peek.start)

    def next(self) -> Token:
        """Take the next token; the end is never passed."""
        token = self.peek
        if token.kind != "end":
            self.peek = next(self._stream)
        return token

    def accept(self, kind: str, text: str = "") -> bool:
        """Take the next token if it is of this kind (and text), and tell whether it was."""
        if self.peek.kind == kind and (not text or self.peek.text == text):
            self.next()
            return True
        return False

    def brace(self, sign: str, what: str) -> None:
        """Take a brace, or say what was being opened or closed."""
        if not self.accept("brace", sign):
            raise self.unexpected(f"{sign!r} {what}")

    def label(self, what: str) -> str:
        """Take a quoted label."""
        if self.peek.kind != "label":
            raise self.unexpected(f"{what} in quotation marks")
        return self.next().text.replace('\\"', '"')

    def integer(self, what: str) -> int:
        """Take a number that is a whole number without a sign."""
        if self.peek.kind != "number" or not (self.peek.text.isascii() and self.peek.text.isdigit()):
            raise self.unexpected(what)
        return int(self.next().text)


def escaped(label: str) -> str:
    r"""Return a label in quotation marks, as the format writes it.

    Raises
    ------
    FormatError
        For a label that ends in a backslash, which the format cannot express.

    >>> print(escaped('the "grain" deal'))
    "the \"grain\" deal"
    """
    if label.endswith("\\"):
        raise FormatError(f"label {label!r} ends in a backslash", remedy="the format cannot write it; rename it")
    return '"' + label.replace('"', '\\"') + '"'
