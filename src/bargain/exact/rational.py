"""Rationals in and out: one door for every number that reaches a game, a row or a case.

Room      exact.
Bounds    at most 400 characters a number, so that a hostile file cannot make one that never ends.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import SupportsInt

from bargain.errors import NumberError

__all__ = ["fraction", "show"]

_LONGEST = 400
_LARGEST_EXPONENT = 400
_NUMBER = re.compile(r"[+-]?(\d+/\d+|(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?)", re.ASCII)


def fraction(value: object, *, what: str = "number") -> Fraction:
    """Return `value` as an exact rational.

    Parameters
    ----------
    value : int, Fraction, Decimal, str, or an integer-like object such as a NumPy integer
        Strings are integers (``"3"``), quotients (``"3/4"``) or decimals (``"0.75"``, ``"7.5e-1"``).
    what : str
        The name of the thing, for the error message.

    Returns
    -------
    Fraction

    Raises
    ------
    NumberError
        For a float (write a string), a boolean, nan, infinity, a zero denominator, or more than
        400 characters.

    Examples
    --------
    >>> fraction("3/4"), fraction("0.75"), fraction(2)
    (Fraction(3, 4), Fraction(3, 4), Fraction(2, 1))
    >>> fraction(0.1, what="cost")
    Traceback (most recent call last):
        ...
    bargain.errors.NumberError: cost: 0.1 is a float, which is not exact; write it as a string, "1/10" or "0.1"
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool):
        raise NumberError(f"{what}: {value!r} is a truth value, not a number", remedy="write 0 or 1")
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, str):
        return _from_text(value, what)
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise NumberError(f"{what}: {value} is not finite", remedy="write a finite rational")
        return _from_text(str(value), what)
    if isinstance(value, float):
        remedy = "write a finite rational"
        if value - value == 0:
            short = Fraction(repr(value))
            remedy = f'write it as a string, "{short}" or "{value!r}"'
        raise NumberError(f"{what}: {value!r} is a float, which is not exact", remedy=remedy)
    if isinstance(value, SupportsInt) and hasattr(value, "__index__"):
        return Fraction(int(value))
    raise NumberError(f"{what}: {value!r} ({type(value).__name__}) is not a number", remedy='write an integer or "p/q"')


def _from_text(text: str, what: str) -> Fraction:
    """Read an integer, a quotient or a decimal from bounded text."""
    clean = text.strip().replace("−", "-")
    if len(clean) > _LONGEST:
        raise NumberError(f"{what}: a number of {len(clean)} characters", remedy=f"use at most {_LONGEST}")
    match = _NUMBER.fullmatch(clean)
    if match is None:
        raise NumberError(f"{what}: {clean!r} is not a rational number", remedy='write an integer, "p/q" or a decimal')
    exponent = match.group(4)
    if exponent is not None and abs(int(exponent[1:])) > _LARGEST_EXPONENT:
        raise NumberError(f"{what}: exponent of {clean!r} is beyond {_LARGEST_EXPONENT}", remedy="rescale it")
    try:
        return Fraction(clean)
    except ZeroDivisionError:
        raise NumberError(f"{what}: {clean!r} has denominator 0", remedy="give a non-zero denominator") from None


def show(value: Fraction) -> str:
    """Return the shortest exact text of a rational.

    >>> show(Fraction(6, 4)), show(Fraction(3))
    ('3/2', '3')
    """
    return str(value)
