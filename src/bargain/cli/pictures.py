"""Where a command writes a picture: the ending says what, and the file is old or new, never half.

Room      cli.
Whole     the picture is made in memory and put in its place by one rename.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.report import Figure

__all__ = ["FIGURES", "formatted", "put", "target_of"]

FIGURES = (".svg", ".pdf", ".png")


def formatted(figure: Figure, ending: str) -> bytes:
    """Return a figure in the format of an ending."""
    return {".svg": figure.svg, ".pdf": figure.pdf, ".png": figure.png}[ending]


def target_of(out: str, endings: tuple[str, ...] = FIGURES) -> Path:
    """Refuse an ending that is none of ours, and a place that cannot be written, before the work is done."""
    target = Path(out)
    if target.suffix.lower() not in endings:
        raise typer.BadParameter(f"{out!r} ends in none of {', '.join(endings)}; the ending decides what is written")
    if target.is_dir():
        raise IsADirectoryError(21, "is a folder, not a file", out)
    with _scratch(target, out):
        return target


def put(target: Path, out: str, content: bytes) -> None:
    """Put the content of a picture in its place at once."""
    with _scratch(target, out) as folder:
        fresh = folder / "drawing"
        fresh.write_bytes(content)
        fresh.replace(target)


@contextmanager
def _scratch(target: Path, out: str) -> Iterator[Path]:
    """Give a folder beside the target; every fault of the file system names what was asked for."""
    try:
        with tempfile.TemporaryDirectory(prefix=".bargain-", dir=target.parent) as folder:
            yield Path(folder)
    except OSError as fault:
        raise type(fault)(fault.errno, f"cannot be written: {fault.strerror or fault}", out) from fault
