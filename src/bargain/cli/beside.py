"""Work done in processes of their own while this one goes on.

Room      cli: only a program may start processes, since they read its main module again (decision 0009).
Same      a result is a function of its arguments, so it does not matter which process works it out.
Without   where there is one processor, or a process cannot be had or ends early, the work is done here when its
          result is asked for; a fault is raised here too.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from bargain.cli.memory import seldom_collected
from bargain.errors import BargainError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from bargain.study.overview import Beside

__all__ = ["elsewhere"]


@contextmanager
def elsewhere() -> Iterator[Beside]:
    """Give a function that starts work in a new process and returns how to get its result; none outlives the block."""
    started: list[SpawnProcess] = []

    def start(work: Callable[..., Any], *args: Any) -> Callable[[], Any]:  # noqa: ANN401  whatever the work returns
        if (os.cpu_count() or 1) < 2:
            return partial(work, *args)
        context = get_context("spawn")
        near, far = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(far, work, args), daemon=True)
        try:
            process.start()
        except (OSError, TypeError, AttributeError):  # no process, or work that cannot be told to one
            return partial(work, *args)
        far.close()
        started.append(process)
        return partial(_result, near, work, args)

    try:
        yield start
    finally:
        for process in started:
            process.terminate()
            process.join()


def _work(far: Connection, work: Callable[..., object], args: tuple[object, ...]) -> None:
    """Work and send the result; a fault of ours sends nothing, and an interrupt is for the one that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(BargainError, BrokenPipeError), seldom_collected():
        far.send(work(*args))
    far.close()


def _result(near: Connection, work: Callable[..., object], args: tuple[object, ...]) -> object:
    """Return what the process sent; if it sent nothing, work it out here."""
    try:
        return near.recv()
    except (EOFError, OSError):
        return work(*args)
