"""The command line: questions in, tables or JSON out.

Room      cli: on top of everything. Typer and rich are imported when a command runs.
Streams   answers go to stdout; errors, progress and hints go to stderr.
Exit      0 answered; 1 bad input; 2 wrong usage; 3 refused or not converged; 130 stopped by Ctrl-C.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after ``bargain``; those of the process if left out.

    Returns
    -------
    int
        0, 1, 2, 3 or 130, as the head of this module says.
    """
    from bargain.cli.guard import INTERRUPTED, exit_code
    from bargain.cli.memory import seldom_collected

    with seldom_collected():
        try:
            from bargain.cli.app import app
        except KeyboardInterrupt:
            return INTERRUPTED
        words = None if arguments is None else list(arguments)
        return exit_code(lambda: app(args=words, prog_name="bargain"))
