"""The words of a drawn game tree: made safe, made short, and measured without a plotting package.

Room      report. Plain functions of text; strangers wrote it.
Unit      widths are in points, and never less than what DejaVu Sans takes; Latin Modern takes less.
Numbers   exact as long as they have room; longer ones are rounded to four figures and say so by "≈".
"""

from __future__ import annotations

import textwrap
import unicodedata
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from bargain.exact import Affine, show

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.games import TreeGame

__all__ = ["SIZE", "clean", "fitted", "names_of", "number", "width"]

SIZE = 8.0  # points, of most texts
_GROUPS = {  # signs by their advance in ems, rounded up
    0.3: "'ijl",
    0.35: " ,./:;\\|IJ",
    0.4: "()-[]ft",
    0.45: "!r",
    0.5: '"*_`',
    0.55: "?csz",
    0.6: "FLkvxy",
    0.65: "$0123456789EPSTYabdeghnopqu{}",
    0.7: "ABCKRVXZ",
    0.75: "NU",
    0.8: "&DGHOQ",
    0.85: "#+<=>^w~−→",
    0.9: "M≈",
    1.0: "%@Wm…",
}
_ADVANCE = {sign: advance for advance, signs in _GROUPS.items() for sign in signs}
_SMALL, _OTHER = 0.92, 1.1  # small letters of other alphabets; everything else
_ALPHABETS = 0x530  # Latin, Greek and Cyrillic stand below
_BOLD = 1.2
_LONGEST = 20  # signs of a number
_BITS = 66
_FIGURES = Context(prec=4)
_MOST_SIGNS = 4000  # of a text that is looked at


def clean(text: str) -> str:
    r"""Return text that cannot disturb a drawing: one line, no steering signs, one accent to a letter.

    >>> clean("hold\n firm \u202e"), clean("e\u0301\u0301\u0301") == "\u00e9\u0301"
    ('hold firm �', True)
    """
    out: list[str] = []
    for sign in unicodedata.normalize("NFC", " ".join(text[:_MOST_SIGNS].split())):
        if not sign.isprintable():
            out.append("\ufffd")
        elif not (unicodedata.combining(sign) and out and unicodedata.combining(out[-1])):
            out.append(sign)
    return "".join(out)


def width(words: str, *, size: float = SIZE, bold: bool = False) -> float:
    """Return how many points a line takes at most.

    >>> width("hold firm") < width("hold firm", bold=True) < width("HOLD FIRM", size=10)
    True
    """
    ems = sum(_ADVANCE.get(sign) or (_SMALL if _is_small(sign) else _OTHER) for sign in words)
    return ems * size * (_BOLD if bold else 1.0)


def _is_small(sign: str) -> bool:
    return sign.islower() and ord(sign) < _ALPHABETS


def fitted(words: str, signs: int, lines: int) -> tuple[str, ...]:
    """Return a text broken into at most so many lines of at most so many signs; "…" ends one that is cut.

    >>> fitted("offer a compromise", 12, 2), fitted("offer a compromise", 8, 1)
    (('offer a', 'compromise'), ('offer a…',))
    """
    parts = textwrap.wrap(words, signs, break_on_hyphens=False) or [""]
    if len(parts) <= lines:
        return tuple(parts)
    last = parts[lines - 1]
    return (*parts[: lines - 1], f"{last[: signs - 1].rstrip()}…" if len(last) >= signs else f"{last}…")


def number(value: Fraction | Affine) -> str:
    """Return a payoff or probability: exact, or rounded and marked where it is too long; forms in full.

    >>> from fractions import Fraction
    >>> number(Fraction(-1, 2)), number(Affine.name("b") - 1), number(Fraction(10**30, 7))
    ('−1/2', 'b − 1', '≈1.429e+29')
    """
    if isinstance(value, Affine):
        return clean(str(value).replace("-", "−"))
    if value.numerator.bit_length() + value.denominator.bit_length() <= _BITS:
        text = show(value)
        if len(text) <= _LONGEST:
            return text.replace("-", "−")
    rounded = _FIGURES.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"≈{rounded:.4g}".replace("-", "−")


def names_of(game: TreeGame) -> tuple[str, ...]:
    """Return how each player is written: by label; with its number where that does not tell it apart."""
    out = []
    for k, label in enumerate(game.players):
        own = clean(label)
        key = game.player_key(k)
        out.append(own if own and key == label else f"{own} ({k + 1})" if own else f"player {k + 1}")
    return tuple(out)
