"""What is said when an enumeration would not finish, with the estimate behind it.

Room      solve.
"""

from __future__ import annotations

from math import comb, log10

from bargain.errors import RefusedError

__all__ = ["too_many", "worst_case"]


def worst_case(n: int, m: int) -> int:
    """Return the most vertices that a polytope of n weights and m rows can have (the upper bound theorem).

    >>> worst_case(2, 2), worst_case(12, 12)
    (4, 24752)
    """
    facets = n + m
    return comb(facets - (n + 1) // 2, n // 2) + comb(facets - 1 - n // 2, (n - 1) // 2)


def _size(count: int) -> str:
    """Return a count in digits, or its order of magnitude if it has too many.

    >>> _size(24_752), _size(2**400)
    ('24,752', 'about 10^120')
    """
    return f"{count:,}" if count < 10**12 else f"about 10^{int((count.bit_length() - 1) * log10(2))}"


def too_many(n: int, m: int, done: int, held: int, limit: int) -> RefusedError:
    """Return the refusal: what was reached, what may be to come."""
    return RefusedError(
        f"after {done + 1} of {m} rows the best-reply polytope of {n} weights has {held:,} vertices, over the limit "
        f"of {limit:,}; all rows may give up to {_size(worst_case(n, m))}",
        remedy="solve it by its structure (iterated_dominance, additive_nash), or raise limit",
    )
