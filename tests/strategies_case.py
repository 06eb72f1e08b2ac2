"""The invented case as text, ways to break it, and a Hypothesis strategy of mutations."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import strategies as st

from bargain.case import Case, case_from_bytes
from bargain.errors import CaseError

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent / "cases" / "tessa-river"
FILES: dict[str, str] = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.toml"))}
SOURCE, CLAIMS, ACTORS, STAKES, GAMES, BASELINE, MOVES = FILES
WHOLE = "\n".join(FILES.values())  # the same case as one file


def load(files: Mapping[str, str]) -> Case:
    """Read a case from texts."""
    return case_from_bytes((name, text.encode()) for name, text in files.items())


def edited(*changes: tuple[str, str, str]) -> dict[str, str]:
    """Return the files of the case with (file, old, new) applied; each old text must stand there once."""
    files = dict(FILES)
    for name, old, new in changes:
        assert files[name].count(old) == 1, f"{old!r} stands {files[name].count(old)} times in {name}"
        files[name] = files[name].replace(old, new)
    return files


@dataclass(frozen=True)
class Fault:
    """One change of the invented case, and what the message must say."""

    name: str
    change: tuple[str, str, str]  # file, old text, new text
    where: str  # table, entry and key, as a place shows them
    says: str | tuple[str, ...]  # fragments of the message
    remedy: str  # a fragment of the remedy
    line: str = ""  # a fragment on the line that must be named; the new text if left out
    file: str = ""  # where the fault is told, if not in the changed file


def check_fault(fault: Fault) -> None:
    """Hold that the error names the fault's file, line, table, entry and key, and says what would be right."""
    files = edited(fault.change)
    with pytest.raises(CaseError) as caught:
        load(files)
    error, place = caught.value, caught.value.place
    assert place is not None
    file = fault.file or fault.change[0]
    line = line_of(files[file], fault.line or fault.change[2].split("\n")[0])
    assert (place.file, place.line) == (file, line), str(error)
    assert str(replace(place, file="", line=None, column=None)) == fault.where, str(error)
    for words in (fault.says,) if isinstance(fault.says, str) else fault.says:
        assert words in error.message, error.message
    assert fault.remedy, "each fault has a remedy"
    assert fault.remedy in error.remedy, error.remedy
    assert "\n" not in error.message
    assert len(str(error)) < 2_000


def line_of(text: str, fragment: str) -> int:
    """Return the line, counted from 1, on which a fragment begins that stands in the text once."""
    assert text.count(fragment) == 1, f"{fragment!r} stands {text.count(fragment)} times"
    return text.count("\n", 0, text.index(fragment)) + 1


_PIECES = re.findall(r'"[^"\n]*"|[A-Za-z_][A-Za-z0-9_]*|\d+|\[\[|\]\]|.|\n', WHOLE)
_ODD = [
    *["nan", "inf", "0.5", "1e999", "10" * 300, "true", "2031-03-03", "a.b.c", "é", "\x00", "\u202e", "\\", ""],
    *["[[", "]]", '"', "'''", "{", "}", "=", "\n", "#", "[claim]", "[[case]]"],
    *["<=", ">", "==", "-", "*", "/0", "(", ")"],
]

# The same text in whole lines, and inside them: words, quoted texts that are no prose, and the rest.
_LINES = [re.split(r'("[^" \n]*"|\b[A-Za-z_]\w*\b)', line) for line in WHOLE.split("\n")]
_WORDS = sorted({part for line in _LINES for part in line[1::2] if part.startswith('"') or "_" in part})
_ODD_WORDS = [
    '""',
    '"0"',
    "0.5",
    "-1",
    "true",
    "[]",
    "{}",
    '"a*b"',
    '"1/0"',
    '"\\u001b"',
    '"C_port_some >= C_port_full"',
]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Return the case as one file with one to four pieces dropped, doubled, swapped or replaced."""
    pieces = list(_PIECES)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(pieces) - 1))
        other = draw(st.integers(0, len(pieces) - 1))
        match draw(st.sampled_from(["drop", "double", "swap", "copy", "odd", "cut"])):
            case "drop":
                pieces[at] = ""
            case "double":
                pieces[at] *= 2
            case "swap":
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case "copy":
                pieces[at] = pieces[other]
            case "odd":
                pieces[at] = draw(st.sampled_from(_ODD))
            case _:
                del pieces[min(at, other) : min(at, other) + draw(st.integers(1, 400))]
        pieces = pieces or [""]
    return "".join(pieces)


@st.composite
def mistakes(draw: st.DrawFn) -> str:
    """Return the case as one file with one to three slips that leave it mostly TOML: words and lines changed."""
    lines = ["".join(line) for line in _LINES]
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(_LINES) - 1))
        match draw(st.sampled_from(["word", "word", "word", "odd", "line", "move", "block"])):
            case "word" | "odd" as kind:
                parts = list(_LINES[at])
                if len(parts) > 1:
                    place = 2 * draw(st.integers(0, len(parts) // 2 - 1)) + 1
                    parts[place] = draw(st.sampled_from(_WORDS if kind == "word" else _ODD_WORDS))
                    lines[at] = "".join(parts)
            case "line":
                lines[at] = ""
            case "move":
                lines[at], lines[(at + 3) % len(lines)] = lines[(at + 3) % len(lines)], lines[at]
            case _:
                lines[at] += "\n" + "\n".join("".join(line) for line in _LINES[at : at + draw(st.integers(1, 20))])
    return "\n".join(lines)
