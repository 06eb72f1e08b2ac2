"""Make very many values of one frozen class at once, field by field.

Room      games.
Why       a frozen dataclass sets its fields one by one through Python, which is half of the time that a large tree
          takes to build; here each field is set for all values in one go. The values are as if made one by one.
Not for   classes that check or complete their fields when they are made.
"""

from __future__ import annotations

from collections import deque
from itertools import repeat
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["in_bulk"]

T = TypeVar("T")


def in_bulk(kind: type[T], **columns: Sequence[object]) -> tuple[T, ...]:
    """Return one value per entry of the columns, of which there is one per field, in the order of the entries.

    Parameters
    ----------
    kind : a frozen dataclass with slots and without `__post_init__`
    **columns : per field of it, defaults included, its entries; all of one length

    Raises
    ------
    TypeError
        For a field without a column, a column without a field, a class that does more than keep its fields.
    ValueError
        For columns of unequal length.

    Examples
    --------
    >>> from bargain.games.tree_parts import Outcome
    >>> in_bulk(Outcome, label=["war", ""], number=[1, 2], payoffs=[(), ()])[0]
    Outcome(label='war', number=1, payoffs=())
    """
    if set(columns) != set(kind.__dict__.get("__slots__", ())) or hasattr(kind, "__post_init__"):
        raise TypeError(f"{kind.__name__} is not made of the fields {', '.join(columns)} alone")
    (size, *others) = {len(column) for column in columns.values()}
    if others:
        raise ValueError(f"{kind.__name__}: columns of unequal length")
    made = tuple(map(object.__new__, repeat(kind, size)))
    for name, column in columns.items():
        deque(map(getattr(kind, name).__set__, made, column), maxlen=0)
    return made
