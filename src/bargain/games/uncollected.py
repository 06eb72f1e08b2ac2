"""Make very many values without a search for cycles among them.

Room      games.
Why       the collector looks through all new values again and again while a large tree is built or solved; values
          here form no cycles, so it finds nothing. What has cycles elsewhere waits until the block is left.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python's collector from running in a block; afterwards it is as before.

    >>> import gc
    >>> before = gc.isenabled()
    >>> with uncollected():
    ...     gc.isenabled()
    False
    >>> gc.isenabled() is before
    True
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
