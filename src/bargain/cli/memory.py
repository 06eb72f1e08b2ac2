"""How often a program looks for cycles among its values.

Room      cli: a program may decide this for its whole run; a library only around a block that it knows to make very
          many values and no cycles (`games.uncollected`).
Why       values are frozen tuples that live as long as the run and hold hardly any cycles; to look through all of
          them after every 700 new ones takes a sixth of the time of a report.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["seldom_collected"]

_SELDOM = (50_000, 20, 50)  # new values, and collections of younger ones, before the next


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles seldom while the block runs; as often as before afterwards."""
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
