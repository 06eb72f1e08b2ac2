"""A figure as SVG.

Room      report.
Text      glyphs are outlines, each defined once and used where it stands, so that no reader's fonts are needed; the
          words stand beside them in comments.
Names     within a file begin with a digest of what is drawn, so that two figures can share a page.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import escape

from bargain.report.glyphs import UNIT
from bargain.report.ink import HATCH, Ink, Look, Matrix, Written, number, segments

if TYPE_CHECKING:
    from matplotlib.path import Path

    from bargain.report.glyphs import Glyph
    from bargain.report.ink import Colour

__all__ = ["SvgInk"]

_UPRIGHT = Matrix(1, 0, 0, 1, 0, 0)
_NAME = "\x00"  # stands for the digest until there is one
_FEW = 3  # shapes that are alike and still written each by itself

_Key = tuple[int, float, float, float, float]  # a path, and how it is turned and scaled


@dataclass(frozen=True, slots=True, eq=False)
class _Stamp:
    """A shape, where it stands, and its attributes."""

    path: Path
    matrix: Matrix
    attributes: str

    @property
    def key(self) -> _Key:
        return (id(self.path), *self.matrix[:4])


class SvgInk(Ink):
    """Writes SVG."""

    def __init__(self, wide: float, high: float) -> None:
        super().__init__(wide, high)
        self._body: list[str | _Stamp] = []
        self._defs: list[str] = []
        self._known: dict[object, str] = {}  # names and attributes that were given before

    def shape(self, path: Path, matrix: Matrix, look: Look, hatch: Path | None) -> None:
        """Keep a shape, apart from where it stands."""
        if look.face is not None or look.edge is not None or look.hatch is not None:
            self._body.append(_Stamp(path, matrix, self._attributes(look, hatch)))

    def write(self, written: Written) -> None:
        """Write a line of text as outlines."""
        uses = []
        for placed in written.line.glyphs:
            if placed.glyph.inked:
                up = f' y="{number(placed.y)}"' if placed.y else ""
                uses.append(f'<use xlink:href="#{self._glyph(placed.glyph)}" x="{number(placed.x)}"{up}/>')
        if uses:
            turn = f" rotate({number(-written.angle)})" if written.angle else ""
            scale = f"{written.size / UNIT:.5f}".rstrip("0")
            place = f"translate({number(written.x)} {number(self.high - written.y)}){turn} scale({scale} -{scale})"
            faint = f' opacity="{number(written.opaque)}"' if written.opaque < 1 else ""
            self._body += [
                f"<!-- {_comment(written.line.text)} -->",
                f'<g transform="{place}" fill="{_hex(written.colour)}"{faint}>{"".join(uses)}</g>',
            ]

    def finished(self) -> bytes:
        """Return the file."""
        lines = self._lines()
        drawing = "\n".join(["<defs>", *self._defs, "</defs>", *lines])
        digest = f"f{sha256(drawing.encode()).hexdigest()[:8]}-"
        wide, high = number(self.wide), number(self.high)
        return (
            '<?xml version="1.0" encoding="utf-8" standalone="no"?>\n'
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" '
            f'width="{wide}pt" height="{high}pt" viewBox="0 0 {wide} {high}">\n'
            f"{drawing.replace(_NAME, digest)}\n</svg>\n"
        ).encode()

    def _lines(self) -> list[str]:
        """Return the lines of the drawing; shapes that recur are defined once."""
        stamps = [item for item in self._body if isinstance(item, _Stamp)]
        often = {key for key, times in Counter(stamp.key for stamp in stamps).items() if times > _FEW}
        names: dict[_Key, str] = {}
        out = []
        for item in self._body:
            if isinstance(item, str):
                out.append(item)
                continue
            a, b, c, d, x, y = item.matrix
            if item.key not in often:
                data = _data(item.path, Matrix(a, -b, c, -d, x, self.high - y))
                out.append(f'<path d="{data}"{item.attributes}/>')
                continue
            if item.key not in names:
                names[item.key] = f"{_NAME}s{len(names)}"
                data = _data(item.path, Matrix(a, -b, c, -d, 0.0, 0.0))
                self._defs.append(f'<path id="{names[item.key]}" d="{data}"/>')
            place = f'x="{number(x)}" y="{number(self.high - y)}"'
            out.append(f'<use xlink:href="#{names[item.key]}" {place}{item.attributes}/>')
        return out

    def _glyph(self, glyph: Glyph) -> str:
        """Return the name of a glyph, defined where it is new."""
        if glyph.name not in self._known:
            self._known[glyph.name] = quote(glyph.name)
            self._defs.append(_outlined(glyph))
        return self._known[glyph.name]

    def _attributes(self, look: Look, hatch: Path | None) -> str:
        """Return how a shape looks as attributes; they begin with a space."""
        if look not in self._known:
            parts = [f'fill="{self._filled(look, hatch)}"']
            if look.face is not None and look.hatch is None and look.face[1] < 1:
                parts.append(f'fill-opacity="{number(look.face[1])}"')
            if look.edge is not None:
                parts += _stroke(look)
            if look.clip is not None:
                parts.append(f'clip-path="url(#{self._clip(look.clip)})"')
            self._known[look] = "".join(f" {part}" for part in parts)
        return self._known[look]

    def _clip(self, clip: tuple[float, float, float, float]) -> str:
        """Return the name of what is to be seen, defined where it is new."""
        if clip not in self._known:
            name = f"{_NAME}c{sum(isinstance(k, tuple) for k in self._known)}"
            x, y, wide, high = clip
            place = f'x="{number(x)}" y="{number(self.high - y - high)}" width="{number(wide)}" height="{number(high)}"'
            self._defs.append(f'<clipPath id="{name}"><rect {place}/></clipPath>')
            self._known[clip] = name
        return self._known[clip]

    def _filled(self, look: Look, hatch: Path | None) -> str:
        """Return with what a shape is filled; a hatch is defined as a pattern with its ground."""
        if look.hatch is None or hatch is None:
            return "none" if look.face is None else _hex(look.face[0])
        key = ("hatch", look.hatch, look.face)
        if key not in self._known:
            name = f"{_NAME}c{sum(isinstance(k, tuple) for k in self._known)}"
            side, (_, colour, width) = number(HATCH), look.hatch
            ground = ""
            if look.face is not None:
                faint = f' fill-opacity="{number(look.face[1])}"' if look.face[1] < 1 else ""
                ground = f'<rect width="{side}" height="{side}" fill="{_hex(look.face[0])}"{faint}/>'
            lines = _data(hatch, Matrix(HATCH, 0, 0, -HATCH, 0, HATCH))
            style = f'fill="{_hex(colour)}" stroke="{_hex(colour)}" stroke-width="{number(width)}"'
            self._defs.append(
                f'<pattern id="{name}" width="{side}" height="{side}" patternUnits="userSpaceOnUse">'
                f'{ground}<path d="{lines}" {style}/></pattern>'
            )
            self._known[key] = name
        return f"url(#{self._known[key]})"


def _stroke(look: Look) -> list[str]:
    """Return the attributes of a line that is drawn."""
    if look.edge is None:
        return []
    colour, opaque = look.edge
    parts = [f'stroke="{_hex(colour)}"', f'stroke-width="{number(look.width)}"']
    if opaque < 1:
        parts.append(f'stroke-opacity="{number(opaque)}"')
    if look.dashes:
        parts.append(f'stroke-dasharray="{" ".join(map(number, look.dashes))}"')
        if look.offset:
            parts.append(f'stroke-dashoffset="{number(look.offset)}"')
    if look.cap != "butt":
        parts.append(f'stroke-linecap="{"square" if look.cap == "projecting" else look.cap}"')
    if look.join != "miter":
        parts.append(f'stroke-linejoin="{look.join}"')
    return parts


@lru_cache(maxsize=1024)
def _outlined(glyph: Glyph) -> str:
    """Return the definition of a glyph, which recurs from figure to figure."""
    return f'<path id="{quote(glyph.name)}" d="{_data(glyph.outline, _UPRIGHT)}"/>'


def _data(path: Path, matrix: Matrix) -> str:
    """Return a shape as path data."""
    return "".join(kind + " ".join(map(number, values)) for kind, values in segments(path, matrix))


def _comment(text: str) -> str:
    """Return a text that can stand in a comment: no tag, no end, nothing that does not print."""
    printed = "".join(sign if sign.isprintable() else " " for sign in text)
    return escape(printed).replace("--", "- - ").removesuffix("-")


def _hex(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
