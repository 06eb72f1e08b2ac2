"""A figure as PDF: one page.

Room      report.
Text      glyphs are outlines in fonts of the file's own (Type 3), each with the signs that it stands for, so that text
          can be searched and copied; every glyph is put in its place, whatever a reader makes of widths.
Bytes     no dates, no producer, no random identifier.
"""

from __future__ import annotations

import zlib
from codecs import BOM_UTF16_BE
from functools import lru_cache
from math import cos, radians, sin
from typing import TYPE_CHECKING

from bargain.report.glyphs import UNIT
from bargain.report.ink import HATCH, Ink, Look, Matrix, Written, number, segments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.path import Path

    from bargain.report.glyphs import Glyph, Placed
    from bargain.report.ink import Colour

__all__ = ["PdfInk"]

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
_OPERATORS = {"M": "m", "L": "l", "C": "c"}
_FIRST, _MOST = 1, 255  # the code of a font's first glyph, as some readers make a space of 0; how many it has
_TRUE = 0.02  # how far from its place a glyph may stand, in hundredths of the size
_UPRIGHT = Matrix(1, 0, 0, 1, 0, 0)
_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Signs def
/CMapType 2 def
1 begincodespacerange
<00> <ff>
endcodespacerange
{entries}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class PdfInk(Ink):
    """Writes PDF."""

    def __init__(self, wide: float, high: float) -> None:
        super().__init__(wide, high)
        self._page: list[str] = []
        self._states: dict[tuple[float, float], str] = {}  # how opaque: names
        self._hatches: dict[tuple[str, Colour, float], tuple[str, str]] = {}  # names and what they draw
        self._codes: dict[str, tuple[int, int]] = {}  # glyphs: which font, and which code in it
        self._fonts: list[list[tuple[Glyph, str]]] = []  # glyphs in the order of their codes, with their signs
        self._open: dict[str, int] = {}  # font files: which font has codes left

    def shape(self, path: Path, matrix: Matrix, look: Look, hatch: Path | None) -> None:
        """Draw a shape."""
        if look.face is None and look.edge is None and look.hatch is None:
            return
        shape = _operators(path, matrix)
        out = ["q"]
        if look.clip is not None:
            out.append(f"{_row(look.clip)} re W n")
        faint = (1.0 if look.edge is None else look.edge[1], 1.0 if look.face is None else look.face[1])
        if faint != (1.0, 1.0):
            out.append(f"/{self._states.setdefault(faint, f'A{len(self._states)}')} gs")
        out += _pen(look)
        if look.face is not None:
            out.append(f"{_row(look.face[0], 4)} rg")
        if look.hatch is None or hatch is None:
            out += [shape, "f" if look.edge is None else "S" if look.face is None else "B"]
        else:
            if look.face is not None:
                out += [shape, "f"]
            out += ["/Pattern cs", f"/{self._hatch(look.hatch, hatch)} scn", shape, "f" if look.edge is None else "B"]
        self._page.append("\n".join([*out, "Q"]))

    def write(self, written: Written) -> None:
        """Write a line of text."""
        if not written.line.glyphs:
            return
        across, up = cos(radians(written.angle)), sin(radians(written.angle))
        place = f"{_row((across, up, -up, across), 5)} {_row((written.x, written.y))} Tm"
        state = ""
        if written.opaque < 1:
            faint = (1.0, written.opaque)
            state = f"/{self._states.setdefault(faint, f'A{len(self._states)}')} gs "
        shown = "\n".join(self._shown(written.line.glyphs, written.line.font, written.size))
        text = f"{_row(written.colour, 4)} rg BT\n{place}\n{shown}\nET"
        if not all(placed.signs for placed in written.line.glyphs):  # glyphs that stand for no sign alone
            said = (BOM_UTF16_BE + written.line.text.encode("utf-16-be")).hex()
            text = f"/Span << /ActualText <{said}> >> BDC\n{text} EMC"
        self._page.append(f"q {state}{text} Q")

    def finished(self) -> bytes:
        """Return the file."""
        file = _File()
        page = file.add(b"")  # what it holds is known last
        content = file.stream("", "\n".join(self._page))
        states = " ".join(
            f"/{name} << /CA {number(edge)} /ca {number(face)} >>" for (edge, face), name in self._states.items()
        )
        hatches = " ".join(f"/{name} {file.stream(_TILE, drawn)} 0 R" for name, drawn in self._hatches.values())
        fonts = " ".join(f"/F{n} {_font(file, glyphs)} 0 R" for n, glyphs in enumerate(self._fonts))
        pages = file.add(f"<< /Type /Pages /Count 1 /Kids [{page} 0 R] >>".encode())
        file.put(
            page,
            (
                f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {number(self.wide)} {number(self.high)}] "
                f"/Contents {content} 0 R /Group << /S /Transparency /CS /DeviceRGB >> "
                f"/Resources << /ExtGState << {states} >> /Pattern << {hatches} >> /Font << {fonts} >> >> >>"
            ).encode(),
        )
        return file.whole(file.add(f"<< /Type /Catalog /Pages {pages} 0 R >>".encode()))

    def _hatch(self, hatch: tuple[str, Colour, float], path: Path) -> str:
        """Return the name of a hatch."""
        if hatch not in self._hatches:
            _, colour, width = hatch
            drawn = _operators(path, Matrix(HATCH, 0, 0, HATCH, 0, 0))
            lines = f"{_row(colour, 4)} RG {_row(colour, 4)} rg {number(width)} w\n{drawn}\nB"
            self._hatches[hatch] = (f"H{len(self._hatches)}", lines)
        return self._hatches[hatch][0]

    def _shown(self, glyphs: Iterable[Placed], font: str, size: float) -> Iterable[str]:
        """Yield the operators that show glyphs, each where it stands; one group for each font and height."""
        current: tuple[int, float] | None = None
        parts: list[str] = []
        pen = 0.0
        for placed in glyphs:
            which, code = self._code(placed, font)
            if (which, placed.y) != current:
                if parts:
                    yield f"[{''.join(parts)}] TJ".replace("><", "")
                yield f"/F{which} {number(size)} Tf {number(placed.y * size / UNIT)} Ts"
                current, parts = (which, placed.y), []
            if abs(placed.x - pen) > _TRUE:
                parts.append(f" {number((pen - placed.x) * 1000.0 / UNIT)} ")
                pen = placed.x
            parts.append(f"<{code:02x}>")
            pen += _advance(placed.glyph)
        yield f"[{''.join(parts)}] TJ".replace("><", "")

    def _code(self, placed: Placed, font: str) -> tuple[int, int]:
        """Return in which font a glyph is, and its code there; put it into one where it is new."""
        name = placed.glyph.name
        if name not in self._codes:
            which = self._open.get(font, -1)
            if which < 0 or len(self._fonts[which]) == _MOST:
                which = self._open[font] = len(self._fonts)
                self._fonts.append([])
            self._codes[name] = which, _FIRST + len(self._fonts[which])
            self._fonts[which].append((placed.glyph, placed.signs))
        return self._codes[name]


_TILE = (
    f"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 {number(HATCH)} {number(HATCH)}] "
    f"/XStep {number(HATCH)} /YStep {number(HATCH)} /Resources << >>"
)


class _File:
    """Objects of a file, numbered from 1."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def add(self, content: bytes) -> int:
        """Add an object and return its number."""
        self._objects.append(content)
        return len(self._objects)

    def put(self, n: int, content: bytes) -> None:
        """Say what an object holds that was added before."""
        self._objects[n - 1] = content

    def stream(self, about: str, text: str) -> int:
        """Add a text, made small."""
        return self.add(_stream(about, text))

    def whole(self, root: int) -> bytes:
        """Return the file."""
        out = bytearray(b"%PDF-1.4\n%\xac\xdc \xab\xba\n")
        places = []
        for n, content in enumerate(self._objects, 1):
            places.append(len(out))
            out += f"{n} 0 obj\n".encode() + content + b"\nendobj\n"
        start = len(out)
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        size = len(places) + 1
        out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
        out += f"trailer\n<< /Size {size} /Root {root} 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)


def _font(file: _File, glyphs: Sequence[tuple[Glyph, str]]) -> int:
    """Add a font of outlines and return its number."""
    numbers = [file.add(_outlined(glyph)) for glyph, _ in glyphs]
    last = _FIRST + len(glyphs) - 1
    drawn = " ".join(f"/g{code} {n} 0 R" for code, n in enumerate(numbers, _FIRST))
    codes = " ".join(f"/g{code}" for code in range(_FIRST, last + 1))
    signs = file.stream("", _MAP.format(entries=_entries([signs for _, signs in glyphs])))
    return file.add(
        (
            "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] "
            f"/FontMatrix [{1 / UNIT} 0 0 {1 / UNIT} 0 0] /FirstChar {_FIRST} /LastChar {last} "
            f"/Widths [{_row([_advance(g) for g, _ in glyphs], 4)}] "
            f"/Encoding << /Type /Encoding /Differences [{_FIRST} {codes}] >> "
            f"/CharProcs << {drawn} >> /Resources << >> /ToUnicode {signs} 0 R >>"
        ).encode()
    )


@lru_cache(maxsize=1024)
def _outlined(glyph: Glyph) -> bytes:
    """Return the outline of a glyph, which recurs from figure to figure, as an object."""
    box = _row((glyph.ink.left, glyph.ink.bottom, glyph.ink.right, glyph.ink.top))
    ink = f"{_operators(glyph.outline, _UPRIGHT)}\nf" if glyph.inked else ""
    return _stream("", f"{_row([_advance(glyph)], 4)} 0 {box} d1\n{ink}")


def _stream(about: str, text: str) -> bytes:
    """Return a text as an object, made small."""
    content = zlib.compress(text.encode("ascii"), 6)
    return f"<< {about} /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream"


def _entries(signs: Sequence[str]) -> str:
    """Return the part of a map that says which signs each code stands for, at most a hundred to a block."""
    lines = [f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for code, text in enumerate(signs, _FIRST) if text]
    blocks = [lines[n : n + 100] for n in range(0, len(lines), 100)]
    return "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)


def _advance(glyph: Glyph) -> float:
    """Return the width of a glyph as it is written, to which the pen keeps."""
    return round(glyph.advance, 4)


def _pen(look: Look) -> list[str]:
    """Return the operators that set the pen."""
    if look.edge is None:
        return []
    dashes = f"[{' '.join(map(number, look.dashes))}] {number(look.offset)} d " if look.dashes else ""
    return [f"{_row(look.edge[0], 4)} RG {number(look.width)} w {dashes}{_CAPS[look.cap]} J {_JOINS[look.join]} j"]


def _operators(path: Path, matrix: Matrix) -> str:
    """Return a shape as operators; quadratic curves as the cubic ones that they are."""
    out = []
    x = y = 0.0
    for kind, values in segments(path, matrix):
        if kind == "Z":
            out.append("h")
            continue
        if kind == "Q":
            cx, cy, ex, ey = values
            thirds = [x + 2 * (cx - x) / 3, y + 2 * (cy - y) / 3, ex + 2 * (cx - ex) / 3, ey + 2 * (cy - ey) / 3]
            out.append(f"{_row([*thirds, ex, ey])} c")
        else:
            out.append(f"{_row(values)} {_OPERATORS[kind]}")
        x, y = values[-2:]
    return "\n".join(out)


def _row(values: Iterable[float], places: int = 2) -> str:
    """Write numbers beside each other."""
    if places == 2:
        return " ".join(map(number, values))
    return " ".join(f"{value:.{places}f}".rstrip("0").rstrip(".") or "0" for value in values)
