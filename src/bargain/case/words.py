"""How a value or an expression of a file is named in a message.

Room      case.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bargain.errors import ExpressionError

__all__ = ["plain_signs", "shown", "with_position"]

_LONGEST = 80
_TOKENS = re.compile(r"(?:\s*(?:\d+(?:\.\d*)?|\.\d+|[A-Za-z_]\w*|<=|>=|==|[-+*/()<>−×·]))*+\s*", re.ASCII)


def shown(value: object) -> str:
    """Return a short description of what a file holds.

    >>> shown("statd"), shown(0.5), shown(True), shown([1, 2]), shown({}), shown(10**400)
    ("'statd'", 'the float 0.5', 'the truth value true', 'a list of 2', 'a table', 'an integer of 1,329 bits')
    """
    if isinstance(value, str):
        return repr(value if len(value) <= _LONGEST else value[:_LONGEST] + "…")
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int):
        return f"the integer {value}" if abs(value) < 10**30 else f"an integer of {value.bit_length():,} bits"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "a table" if isinstance(value, dict) else f"the {type(value).__name__} {value}"


def plain_signs(text: str) -> str:
    """Return an expression with each comparison in its ASCII form, so that positions count what is shown.

    >>> plain_signs("a ≤ b = c")
    'a <= b == c'
    """
    return re.sub(r"(?<![<>=])=(?!=)", "==", text.replace("≤", "<=").replace("≥", ">="))


def with_position(fault: ExpressionError, text: str) -> tuple[str, str]:
    """Return the message and remedy of a fault, with the character at which it was found.

    The grammar names it unless the text ended there, or holds a sign that no expression has.
    """
    if "at character" in fault.message or "no comparison" in fault.message:
        return fault.message, fault.remedy
    plain = plain_signs(text)
    read = _TOKENS.match(plain)
    end = read.end() if read is not None else 0
    at = end + 1 if end < len(plain) else max(len(plain.rstrip()), 1)
    return f"{fault.message}, at character {at}", fault.remedy
