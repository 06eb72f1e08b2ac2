"""The kinds of text and number that a case file may hold, as pydantic types.

Room      case.
Strict    text is text: a bare number, date or truth value is refused, and a float everywhere.
Prose     runs of white space become one space, so that long texts can be wrapped in the file.
"""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from bargain.errors import NumberError
from bargain.exact import fraction

__all__ = ["Expression", "Id", "Label", "Prose", "Rational", "StakeId", "When"]

_LONGEST_EXPRESSION = 1_000
_BIDIRECTIONAL = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _fault(message: str, remedy: str) -> PydanticCustomError:
    """Build a fault that carries its own remedy."""
    return PydanticCustomError("case", "{message}", {"message": message, "remedy": remedy})


def _visible(text: str) -> str:
    """Return prose with single spaces; refuse characters that steer a terminal or reorder text."""
    flat = " ".join(text.split())
    for sign in flat:
        if unicodedata.category(sign) in {"Cc", "Cs"} or sign in _BIDIRECTIONAL:
            raise _fault(f"the character U+{ord(sign):04X}, which cannot be seen", "remove it")
    return flat


def _label(text: str) -> str:
    """Return a level, stance or action; refuse the signs that join labels."""
    flat = _visible(text)
    if not flat:
        raise _fault("an empty label", "write a short name such as 'full'")
    if " + " in flat or ":" in flat:
        raise _fault(f"{flat!r} contains ':' or ' + '", "these signs join labels; use other words")
    return flat


def _rational(value: object) -> Fraction:
    """Read a number that is an integer or text."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise _fault(f"found a {_named(value)} where a number must stand", 'write a number, for example 1 or "1/2"')
    try:
        return fraction(_bounded(value), what="the value")
    except NumberError as fault:
        raise _fault(fault.message, fault.remedy) from None


def _expression(value: object) -> str:
    """Read an expression, which is text or an integer; what it says is read once all stakes are known."""
    if isinstance(value, str):
        if len(value) > _LONGEST_EXPRESSION:
            raise _fault(f"an expression of {len(value):,} characters", f"use at most {_LONGEST_EXPRESSION:,}")
        return value
    return str(_rational(value))


def _bounded(value: str | float) -> str | int | float:
    """Refuse an integer that nobody could have meant."""
    if isinstance(value, int) and value.bit_length() > 1_000:
        raise _fault(f"an integer of {value.bit_length():,} bits", "use at most 1,000 bits")
    return value


def _named(value: object) -> str:
    """Return the word for a kind of value in TOML."""
    names = {bool: "truth value", dict: "table", list: "list", str: "text", int: "number", float: "number"}
    return names.get(type(value), type(value).__name__)


def _when(value: object) -> tuple[str, ...]:
    """Read one action or a list of them."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not items or not all(isinstance(item, str) for item in items):
        raise _fault(
            f"found {_named(value) if not isinstance(value, list) else 'a list that is not one of actions'}",
            'write one action in quotes, or a list such as ["stay", "switch"]',
        )
    if len(items) > 10_000:
        raise _fault(f"a list of {len(items):,} actions", "name at most 10,000")
    return tuple(" ".join(str(item).split()) for item in items)


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=64)]
StakeId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=64)]
Prose = Annotated[str, StringConstraints(max_length=20_000), AfterValidator(_visible)]
Label = Annotated[str, StringConstraints(max_length=80, min_length=1), AfterValidator(_label)]
Rational = Annotated[
    Fraction,
    PlainValidator(_rational),
    WithJsonSchema({"type": ["string", "integer"], "description": 'an exact number: 1, "1/2" or "0.5"'}),
]
Expression = Annotated[
    str,
    PlainValidator(_expression),
    WithJsonSchema({"type": ["string", "integer"], "description": "an affine expression in the stakes of one actor"}),
]
When = Annotated[
    tuple[str, ...],
    PlainValidator(_when),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}),
]
