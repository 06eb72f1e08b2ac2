"""What is said when the equilibria of a signalling game, or the profiles of a tree, are too many.

Room      solve.
"""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["capped", "many", "too_many_corners"]

_LONGEST = 12  # digits that are written out


def many(count: int) -> str:
    """Return a count in digits, or its order of magnitude if it has too many.

    >>> many(24_752), many(2**400)
    ('24,752', 'about 10^120')
    """
    return f"{count:,}" if count < 10**_LONGEST else f"about 10^{int((count.bit_length() - 1) * log10(2))}"


def capped(sizes: Iterable[int], most: int) -> int | None:
    """Return the product of some sizes, or None if it is more than `most`; a long list is not multiplied out.

    >>> capped([2, 3], 10), capped([2] * 1_000_000, 10)
    (6, None)
    """
    count = 1
    for size in sizes:
        count *= size
        if count > most:
            return None
    return count


def too_many_corners(title: str, fault: RefusedError) -> RefusedError:
    """Return the refusal of a polyhedron of strategies with the remedies that there are."""
    return RefusedError(
        f"game {title!r}: the polyhedron of strategies has {fault.message}",
        remedy="ask for the pure ones (pure=True, --pure), or raise the limit",
    )
