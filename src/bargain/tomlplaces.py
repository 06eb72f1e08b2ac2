"""Where the tables and keys of a TOML text stand, which the standard parser does not tell.

Room      beside tables and references.
Method    one pass over the tokens of the text: strings and comments are stepped over whole, headers and
          keys at the start of a statement are recorded with their line. Keys inside inline tables are
          not recorded; their place is the line of the key that holds them.
Promise   for a text that the parser accepts, a line is right or absent.
Bounds    nesting, dotted keys and the length of a bare word are bounded before the parser, whose cost
          is not linear in them, sees the text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field

__all__ = ["DEEPEST", "Path", "Positions", "positions"]

Path = tuple[str | int, ...]  # ("claim", 2, "locator"): entries of a table are counted from 0

DEEPEST = 16  # nested brackets, and parts of a dotted key
_LONGEST_WORD = 1_000

_TOKEN = re.compile(
    r"""(?P<string>["]{3}(?:[^"\\]|\\.|"(?!""))*+["]{3,5}|'{3}(?:[^']|'(?!''))*+'{3,5})"""
    r"""|(?P<broken>["]{3}|'{3})"""
    r"""|(?P<word>[A-Za-z0-9_+-]++|"(?:[^"\\\n]|\\[^\n])*+"|'[^'\n]*+')"""
    r"""|(?P<unclosed>["'])"""
    r"""|(?P<skip>[ \t\r]++|\#[^\n]*+)"""
    r"""|(?P<newline>\n)"""
    r"""|(?P<sign>.)""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """Lines of headers and keys, and the first bound that the text exceeds, if any."""

    lines: dict[Path, int]
    excess: str = ""
    excess_line: int = 0

    def line(self, path: Path) -> int | None:
        """Return the line of the longest recorded part of a path."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return None


@dataclass(slots=True)
class _Scan:
    """The state of one pass: what kind of statement we are in, and where."""

    lines: dict[Path, int] = field(default_factory=dict)
    counts: dict[Path, int] = field(default_factory=dict)  # entries seen so far of each array of tables
    table: Path = ()
    mode: str = "start"  # start, header, key, value
    parts: list[str] = field(default_factory=list)
    depth: int = 0
    dots: int = 0
    array: bool = False
    line: int = 1
    opened: int = 1  # line on which the statement began

    def sign(self, text: str) -> None:
        """Take a bracket, dot, comma or equals sign."""
        if text in "[{":
            if self.mode == "start" and text == "[":
                self.mode, self.parts, self.opened, self.array = "header", [], self.line, False
            elif self.mode == "header" and not self.parts:
                self.array = True
            self.depth += 1
        elif text in "]}":
            self.depth -= 1
            if self.mode == "header" and self.depth == 0:
                self.enter()
        elif text == "=" and self.mode == "key":
            path = self.table + tuple(self.parts)
            for end in range(len(self.table) + 1, len(path) + 1):
                self.lines.setdefault(path[:end], self.opened)
            self.mode = "value"
        self.dots = self.dots + 1 if text == "." else 0

    def word(self, text: str) -> None:
        """Take a bare or quoted word: a part of a key or header, or a piece of a value."""
        if self.mode == "start":
            self.mode, self.parts, self.opened = "key", [], self.line
        if self.mode in {"key", "header"} and len(self.parts) <= DEEPEST:
            self.parts.append(_unquoted(text))

    def enter(self) -> None:
        """Close a header: later keys belong to this table."""
        path: Path = ()
        for n, part in enumerate(self.parts, 1):
            path += (part,)
            if n == len(self.parts) and self.array:
                index = self.counts.get(path, 0)
                self.counts[path] = index + 1
                self.lines.setdefault(path, self.opened)
                path += (index,)
            elif path in self.counts:
                path += (self.counts[path] - 1,)
            elif n < len(self.parts):
                self.lines.setdefault(path, self.opened)
        self.lines.setdefault(path, self.opened)
        self.table, self.mode = path, "value"

    def newline(self) -> None:
        """End the statement, unless a bracket of its value is open."""
        self.line += 1
        if self.depth <= 0 or self.mode != "value":
            self.mode, self.depth = "start", 0
        self.dots = 0

    def excess(self, kind: str, text: str) -> str:
        """Name the bound that the text has just exceeded, or return nothing."""
        if self.depth > DEEPEST:
            return f"brackets nested more than {DEEPEST} deep"
        if self.dots > DEEPEST:
            return f"a key of more than {DEEPEST} parts"
        if kind == "word" and len(text) > _LONGEST_WORD and text[0] not in "\"'":
            return f"a word or number of {len(text):,} characters"
        return ""


def positions(text: str) -> Positions:
    r"""Return the lines of headers and keys; cost linear in the text.

    >>> found = positions('[case]\nid = "x"\n[[claim]]\nid = "c001"\n[[claim]]\nid = "c002"\n')
    >>> found.line(("claim", 1, "id")), found.line(("claim", 1, "locator")), found.line(("case", "id"))
    (6, 5, 2)
    """
    scan = _Scan()
    for match in _TOKEN.finditer(text):
        kind, token = str(match.lastgroup), match.group()
        if kind in {"broken", "unclosed"}:
            break  # the parser will refuse the text here
        if kind == "string":
            scan.line += token.count("\n")
        elif kind == "word":
            scan.word(token)
        elif kind == "newline":
            scan.newline()
        elif kind == "sign":
            scan.sign(token)
        if excess := scan.excess(kind, token):
            return Positions(lines=scan.lines, excess=excess, excess_line=scan.line)
    return Positions(lines=scan.lines)


def _unquoted(text: str) -> str:
    """Return the key that a bare or quoted word writes."""
    if text[0] == "'":
        return text[1:-1]
    if text[0] == '"' and "\\" in text:
        try:
            return str(tomllib.loads(f"k = {text}")["k"])
        except tomllib.TOMLDecodeError:
            return text  # the parser will refuse it
    return text[1:-1] if text[0] == '"' else text
