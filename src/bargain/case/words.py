"""How a value or an expression of a file is named in a message.

Room      case.
"""

__all__ = ["shown"]

_LONGEST = 80


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
