"""What a command prints: tables for readers, JSON for programs, progress for the patient.

Room      cli.
JSON      pure ASCII, so that no locale can break it; nothing else is on stdout then.
Tables    strangers' labels are printed as they stand, never read as markup or as terminal commands.
Progress  on stderr, only on a terminal.
"""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.cli.guard import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from bargain.tables import Table

__all__ = ["progress", "say", "show_json", "show_table"]

_WIDTH = 120  # where there is no terminal to ask
_LONGEST_NAME = 26  # words up to this length are not broken where a column holds only such words


def show_json(value: object) -> None:
    """Print plain data as JSON, what fits on one line on one line."""
    sys.stdout.write(_json(value, 0) + "\n")


def _json(value: object, depth: int) -> str:
    """Return JSON text; lists and tables that do not fit get a line per entry."""
    flat = json.dumps(value)
    if len(flat) + depth <= _WIDTH or not isinstance(value, dict | list) or not value:
        return flat
    if isinstance(value, dict):
        entries = [f"{json.dumps(key)}: {_json(v, depth + len(json.dumps(key)) + 4)}" for key, v in value.items()]
        opened, closed = "{", "}"
    else:
        entries = [_json(v, depth + 2) for v in value]
        opened, closed = "[", "]"
    body = ",\n".join(entries).replace("\n", "\n  ")
    return f"{opened}\n  {body}\n{closed}"


def _console() -> Console:
    """Return a console on stdout that never stops at a sign which the terminal cannot show."""
    from rich.console import Console

    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    terminal = sys.stdout.isatty()
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False, width=None if terminal else _WIDTH)


def say(text: str, *, style: str = "") -> None:
    """Print a paragraph, wrapped at the width of the terminal."""
    _console().print(plain(text), style=style or None)


def show_table(table: Table, *, title: bool = True) -> None:
    """Print a table with its notes; columns of numbers are set to the right."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    out = RichTable(
        title=Text(plain(table.title), style="bold") if title else None,
        title_justify="left",
        box=box.SIMPLE_HEAD,
        pad_edge=False,
    )
    for k, column in enumerate(table.columns):
        numeric = bool(table.rows) and all(isinstance(row[k], int | Fraction) or row[k] is None for row in table.rows)
        names = all(" " not in str(row[k]) and len(str(row[k])) <= _LONGEST_NAME for row in table.rows)
        out.add_column(Text(plain(column)), justify="right" if numeric else "left", overflow="fold", no_wrap=names)
    for row in table.rows:
        out.add_row(*(Text(plain("" if cell is None else str(cell))) for cell in row))
    console = _console()
    console.print(out)
    for note in table.notes:
        if note:
            console.print(Text(plain(note), style="dim"))


@contextmanager
def progress(title: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a bar on stderr while the block runs.

    Gives a function of (stage, done, total), total 0 where it is not known; None where stderr is no terminal.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(plain(title), total=None)
        yield lambda stage, done, total: bar.update(
            task, description=plain(f"{title}: {stage}" if stage else title), completed=done, total=total or None
        )
