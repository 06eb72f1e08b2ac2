"""How a command ends: every fault becomes one message on stderr and an exit code, never a traceback.

Room      cli.
Faults    of bargain's own classes and of the file system are the user's to mend and get a message;
          anything else is a defect of ours and keeps its traceback, so that it can be reported.
"""

from __future__ import annotations

import functools
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, ParamSpec

from bargain.errors import BargainError, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["INTERRUPTED", "about", "exit_code", "guarded", "plain"]

P = ParamSpec("P")

INTERRUPTED = 130  # 128 + SIGINT, as shells count
_PIPE_CLOSED = 141  # 128 + SIGPIPE


def plain(text: str) -> str:
    r"""Return text that cannot steer a terminal: signs that do not print are spelled out.

    >>> plain("red \x1b[31malert")
    'red \\x1b[31malert'
    """
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)


@contextmanager
def about(file: str) -> Iterator[None]:
    """Let every fault in the block name this file, if it names no place itself."""
    try:
        yield
    except BargainError as fault:
        if fault.place is None:
            fault.place = Place(file=file)
        raise


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Let a command end in an exit code whatever happens."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        code = _outcome(lambda: command(*args, **kwargs))
        if code:
            raise SystemExit(code)

    return run


def exit_code(run: Callable[[], object]) -> int:
    """Run the command line and return the code that it exits with."""
    try:
        return _outcome(run)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)


def _outcome(run: Callable[[], object]) -> int:
    """Run and return 0, or report the fault and return its code."""
    try:
        run()
        sys.stdout.flush()
    except BargainError as fault:
        return _report(str(fault), fault.exit_code)
    except KeyboardInterrupt:
        return _report("stopped", INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the last flush is quiet
        return _PIPE_CLOSED
    except MemoryError:
        return _report("this needs more memory than there is; ask for less at once", 3)
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        return _report(f"{where}{fault.strerror or fault}", 1)
    return 0


def _report(message: str, code: int) -> int:
    """Print one message on stderr and hand the code on."""
    text = f"bargain: {plain(message)}\n"
    encoding = sys.stderr.encoding or "utf-8"
    sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
    return code
