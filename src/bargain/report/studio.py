"""Figures drawn in processes of their own, while the work that leads to the others goes on.

Room      report.
Bytes     a picture is a function of its values alone, so it does not matter who draws it, nor in which order.
Without   where there is one processor, or the system gives no processes, figures are drawn here when asked for.
Use       only a program may open a studio: new processes read its main module again, so a script would need
          `if __name__ == "__main__":`. `write_report` by itself draws here. See docs/decisions/0009.
"""

from __future__ import annotations

import os
import signal
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from bargain.report.document import Figure, Formats

__all__ = ["Studio", "studio"]

_WORKERS = 2  # a third would wait for the solver more than it draws


class Studio:
    """Draws figures that are announced in time in other processes.

    Attributes
    ----------
    pool : executor or None
        None: everything is drawn here.
    """

    def __init__(self, pool: ProcessPoolExecutor | None = None) -> None:
        self._pool = pool
        self._ordered: dict[str, tuple[Figure, Future[Formats]]] = {}

    def ahead(self, figures: Iterable[Figure]) -> None:
        """Have figures drawn from now on; one that was announced before is not drawn again.

        Only what is a function of a module with values for its arguments can be handed to another process.
        """
        for figure in figures:
            if self._pool is not None and _portable(figure) and not self._known(figure):
                try:
                    self._ordered[figure.name] = (figure, self._pool.submit(figure.draw))
                except (BrokenExecutor, OSError):
                    self._pool = None

    def formats(self, figure: Figure) -> Formats:
        """Return a figure as SVG, PDF and PNG: as it was drawn elsewhere, or else drawn now."""
        if self._known(figure):
            drawn = self._ordered[figure.name][1]
            fault = drawn.exception()
            if fault is None:
                return drawn.result()
            if isinstance(fault, (BrokenExecutor, OSError)):
                self._pool = None
        return figure.draw()  # whatever went wrong elsewhere: here it is drawn, or the fault is ours and is seen

    def _known(self, figure: Figure) -> bool:
        """Tell whether the same picture is drawn elsewhere under this name."""
        if figure.name not in self._ordered:
            return False
        mine, other = figure.draw, self._ordered[figure.name][0].draw
        if not (isinstance(mine, partial) and isinstance(other, partial)):
            return False
        return (mine.func, mine.args, mine.keywords) == (other.func, other.args, other.keywords)


def _portable(figure: Figure) -> bool:
    """Tell whether another process can be told what to draw: a function that its module knows by name."""
    return isinstance(figure.draw, partial) and "<locals>" not in getattr(figure.draw.func, "__qualname__", "<locals>")


@contextmanager
def studio(*, workers: int = _WORKERS) -> Iterator[Studio]:
    """Open a studio; its processes start at once and end with the block, whatever was still to be drawn.

    Parameters
    ----------
    workers : int
        At most so many processes, and no more than there are processors; below 2, none.
    """
    pool = _pool(min(workers, os.cpu_count() or 1))
    try:
        yield Studio(pool)
    finally:
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor | None:
    """Start processes that load the plotting package while nothing is to be drawn yet; None if there can be none."""
    if workers < 2:
        return None
    try:
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_enter)
        pool.submit(_ready)  # processes start with the first order
    except (OSError, ImportError, NotImplementedError, BrokenExecutor):
        # Some systems have no semaphores to share, which Python tells by any of the first three: it draws here then.
        return None
    return pool


def _enter() -> None:
    """Prepare a new process: an interrupt is for the one that waits, and loading takes longer than one drawing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from bargain.report.canvas import blank, drawing, saved

    with drawing():
        figure = blank(2.0, 2.0)
        figure.add_subplot().set_title("fonts, ticks and formats")
        saved(figure)


def _ready() -> None:
    """Do nothing: an order that starts the processes."""
