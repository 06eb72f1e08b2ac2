"""Ways to group issues into blocks, as tuples of bit masks over atoms.

Room      bargaining. Pass one of these functions, or your own list, to `linkage`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Partition", "all_partitions", "bell", "pair_partitions", "run_partitions"]

Partition = tuple[int, ...]  # disjoint masks whose union is everything, by lowest atom


@lru_cache(maxsize=64)
def bell(n: int) -> int:
    """Return the number of partitions of n things.

    >>> [bell(n) for n in range(1, 11)]
    [1, 2, 5, 15, 52, 203, 877, 4140, 21147, 115975]
    """
    return 1 if n == 0 else sum(comb(n - 1, k) * bell(k) for k in range(n))


def all_partitions(n: int) -> Iterator[Partition]:
    """Yield every partition of n atoms.

    >>> list(all_partitions(2))
    [(1, 2), (3,)]
    """

    def split(left: int) -> Iterator[Partition]:
        if not left:
            yield ()
            return
        low = left & -left
        rest = left ^ low
        part = 0
        while True:  # every subset of the rest joins the lowest atom
            for tail in split(rest ^ part):
                yield (low | part, *tail)
            part = (part - rest) & rest
            if not part:
                return

    yield from split((1 << n) - 1)


def pair_partitions(n: int) -> Iterator[Partition]:
    """Yield all apart, every single pair linked, and all linked."""
    yield tuple(1 << k for k in range(n))
    for a, b in combinations(range(n), 2):
        if n > 2:
            masks = [1 << a | 1 << b, *(1 << k for k in range(n) if k not in {a, b})]
            yield tuple(sorted(masks, key=lambda m: m & -m))
    if n > 1:
        yield ((1 << n) - 1,)


def run_partitions(n: int) -> Iterator[Partition]:
    """Yield the groupings into runs of neighbouring atoms, 2ⁿ⁻¹ of them."""
    for cuts in range(1 << (n - 1)):
        masks, current = [], 1
        for k in range(1, n):
            if cuts >> (k - 1) & 1:
                masks.append(current)
                current = 0
            current |= 1 << k
        yield (*masks, current)
