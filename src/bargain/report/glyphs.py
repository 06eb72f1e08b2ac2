"""Lines of text as shapes: measured and laid out once, glyph by glyph, for every format and resolution.

Room      report; speaks to matplotlib alone. `tape` measures with it, and the formats draw with it.
Unit      a hundredth of the size of the type; x to the right, y upwards, from where the line begins.
Why       whoever lays out a text anew loads each glyph from the font's file again, which takes longer than all else
          in a drawing. Glyphs, pairs of glyphs and lines are kept: a bounded number, unhinted.
Letters   that are written from left to right one by one are put beside each other, pairs kerned. A line with any
          other goes through matplotlib's own layout, so that what joins or turns does so.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import numpy as np
from matplotlib.font_manager import findfont, get_font
from matplotlib.ft2font import Kerning, LoadFlags
from matplotlib.path import Path
from matplotlib.textpath import text_to_path

from bargain.report.labels import Box

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

__all__ = ["UNIT", "Glyph", "Line", "Placed", "line_of"]

UNIT = 100.0  # what the size of the type is in the coordinates of outlines
_LETTERS = range(0x590)  # Latin, Greek, Cyrillic, Armenian; beyond there are letters that join, or run to the left
_MARKS = range(0x300, 0x370)  # accents that stand upon the letter before
_SIGNS = (range(0x2010, 0x202A), range(0x2030, 0x2060), range(0x2070, 0x2C00))  # dashes, mathematics, arrows
_FIXED = 64.0  # parts of a pixel in the font library's lengths
_LINEAR = 65536.0  # and in its unrounded advances


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """One glyph of one font.

    Attributes
    ----------
    name : of the font and the glyph in it
    outline : what is to be filled
    advance : how far the pen moves
    ink : its extent; all 0 where there is none
    """

    name: str
    outline: Path
    advance: float
    ink: Box

    @property
    def inked(self) -> bool:
        """Whether there is anything to be filled."""
        return self.ink.top > self.ink.bottom


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A glyph in a line: where it stands, and for which signs of the text, where that is known."""

    glyph: Glyph
    x: float
    y: float
    signs: str


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of text in one font.

    Attributes
    ----------
    text : what it says
    font : the file
    glyphs : in order
    width : how far the pen moves
    top, bottom : of the ink
    outline : of all glyphs together
    """

    text: str
    font: str
    glyphs: tuple[Placed, ...]
    width: float
    top: float
    bottom: float
    outline: Path


def line_of(text: str, prop: FontProperties) -> Line:
    """Return a line laid out in the font of some properties, whose size does not matter.

    Examples
    --------
    >>> from matplotlib.font_manager import FontProperties
    >>> short, long = (line_of(words, FontProperties()) for words in ("hold", "hold firm"))
    >>> short.width < long.width, len(long.glyphs), long.glyphs[4].signs
    (True, 9, ' ')
    """
    return _line(normalize("NFC", text), str(findfont(prop)))


@lru_cache(maxsize=2048)
def _line(text: str, font: str) -> Line:
    """Put glyphs beside each other."""
    placed, width = _in_a_row(text, font) if all(map(_plain, map(ord, text))) else _shaped(text, font)
    inked = [p for p in placed if p.glyph.inked]
    return Line(
        text=text,
        font=font,
        glyphs=tuple(placed),
        width=width,
        top=max((p.y + p.glyph.ink.top for p in inked), default=0.0),
        bottom=min((p.y + p.glyph.ink.bottom for p in inked), default=0.0),
        outline=_together(inked),
    )


def _plain(code: int) -> bool:
    """Tell whether a sign stands beside the one before, to its right."""
    return (code in _LETTERS and code not in _MARKS) or any(code in signs for signs in _SIGNS)


def _in_a_row(text: str, font: str) -> tuple[list[Placed], float]:
    """Put the glyphs of signs beside each other, pairs kerned."""
    out, x, before = [], 0.0, ""
    for sign in text:
        x += _kern(before, sign, font) if before else 0.0
        glyph = _glyph(sign, font)
        out.append(Placed(glyph, x, 0.0, sign))
        x += glyph.advance
        before = sign
    return out, x


@lru_cache(maxsize=4096)
def _glyph(sign: str, font: str) -> Glyph:
    """Load the glyph of a sign."""
    face = _face(font)
    index = face.get_char_index(ord(sign))
    loaded = face.load_glyph(index, flags=LoadFlags.NO_HINTING)
    return _made(f"{face.postscript_name}-{index:x}", face.get_path(), loaded.linearHoriAdvance / _LINEAR)


@lru_cache(maxsize=8192)
def _kern(before: str, sign: str, font: str) -> float:
    """Return how much nearer two signs stand than their glyphs' widths say."""
    face = _face(font)
    pair = face.get_char_index(ord(before)), face.get_char_index(ord(sign))
    return float(face.get_kerning(*pair, Kerning.UNFITTED)) / _FIXED


def _shaped(text: str, font: str) -> tuple[list[Placed], float]:
    """Lay a line out as matplotlib does."""
    face, outlines = _face(font), dict[str, Any]()
    found: Any = text_to_path.get_glyphs_with_font(face, text, glyph_map=outlines)
    face.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    width = face.get_width_height()[0] / _FIXED
    known = len(found[0]) == len(text)
    out = []
    for n, (name, x, y, _) in enumerate(found[0]):
        glyph = _made(f"{name}-shaped", outlines[name], UNIT / 2)
        out.append(Placed(glyph, float(x), float(y), text[n] if known else ""))
    return out, width


def _face(font: str) -> Any:  # noqa: ANN401  matplotlib does not type its fonts
    face: Any = get_font(font)
    face.set_size(UNIT, 72)
    return face


def _made(name: str, outline: tuple[Any, Any], advance: float) -> Glyph:
    """Return a glyph with the extent of its ink."""
    corners, codes = np.asarray(outline[0], dtype=float).reshape(-1, 2), np.asarray(outline[1])
    inked = corners[codes != Path.CLOSEPOLY]  # what closes a shape has a corner of no meaning
    if not len(inked):
        return Glyph(name, Path(np.empty((0, 2))), advance, Box(0.0, 0.0, 0.0, 0.0))
    (left, bottom), (right, top) = inked.min(axis=0).tolist(), inked.max(axis=0).tolist()
    return Glyph(name, Path(corners, codes), advance, Box(left, bottom, right, top))


def _together(placed: list[Placed]) -> Path:
    """Join the outlines of a line."""
    if not placed:
        return Path(np.empty((0, 2)))
    corners = np.concatenate([np.add(p.glyph.outline.vertices, (p.x, p.y)) for p in placed])
    return Path(corners, np.concatenate([np.asarray(p.glyph.outline.codes) for p in placed]))
