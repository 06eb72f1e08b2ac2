"""Find the files of a case and read their bytes: a folder, one file, or the name of a shipped case.

Room      case; with `load`, the only modules of the room that touch a disk.
Takes     in a folder: regular files that end in .toml and do not begin with a dot, by name.
          Other files and subfolders are not looked at; a symbolic link that ends in .toml is refused.
Bounds    1 MiB a file, 64 files, 4 MiB a case.
"""

from __future__ import annotations

import stat
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from bargain.errors import CaseError, Place
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["MOST_BYTES", "MOST_BYTES_A_FILE", "MOST_FILES", "read_bytes", "shipped_cases"]

MOST_BYTES_A_FILE = 1 << 20
MOST_BYTES = 4 << 20
MOST_FILES = 64


def read_bytes(path_or_name: str | Path) -> tuple[tuple[str, bytes], ...]:
    """Return the name to show and the bytes of every file of a case.

    A path that exists wins over a shipped name.

    Raises
    ------
    CaseError
        If there is no such path or name, nothing to read, or more than the bounds.
    """
    path = Path(path_or_name)
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError):  # absent, forbidden, too long, or with a null character
        return _shipped(path_or_name)
    if stat.S_ISDIR(kind):
        return _folder(path)
    return ((path.as_posix(), _file(path, path.as_posix())),)


def shipped_cases() -> dict[str, Traversable]:
    """Return the cases that come with the package, by name.

    >>> "russia-turkey-2022" in shipped_cases()
    True
    """
    package = resources.files("bargain")
    homes: list[Traversable] = [package / "_seeds"]
    if isinstance(package, Path):  # an editable checkout keeps the cases beside src/
        root = package.parent.parent
        if package.parent.name == "src" and (root / "pyproject.toml").is_file():
            homes.append(root / "seeds")
    for home in homes:
        if home.is_dir():
            return {case.name: case for case in sorted(home.iterdir(), key=lambda entry: entry.name) if case.is_dir()}
    return {}


def _shipped(name: str | Path) -> tuple[tuple[str, bytes], ...]:
    """Read a case that comes with the package."""
    cases = shipped_cases()
    if not isinstance(name, str) or name not in cases:
        shown = repr(name if isinstance(name, str) else name.as_posix())
        shown = shown if len(shown) <= 200 else shown[:200] + "…'"
        raise CaseError(
            f"no case {shown}: there is no such file or folder, and no case of that name comes with bargain",
            remedy=nearest(str(name)[:200], cases),
        )
    found = sorted((f for f in cases[name].iterdir() if _wanted(f.name)), key=lambda entry: entry.name)
    return tuple((f"{name}/{entry.name}", entry.read_bytes()) for entry in found)


def _wanted(name: str) -> bool:
    return name.lower().endswith(".toml") and not name.startswith(".")


def _folder(folder: Path) -> tuple[tuple[str, bytes], ...]:
    """Read the files of a folder, in the order of their names, within the bounds."""
    shown = folder.as_posix()
    try:
        paths = sorted((entry for entry in folder.iterdir() if _wanted(entry.name)), key=lambda entry: entry.name)
    except OSError as fault:
        raise CaseError(
            f"the folder cannot be read: {fault.strerror or fault}", place=Place(file=shown), remedy="make it readable"
        ) from None
    if not paths:
        raise CaseError("no file of the folder ends in .toml", place=Place(file=shown), remedy="a case is TOML files")
    if len(paths) > MOST_FILES:
        raise CaseError(
            f"{len(paths)} files that end in .toml", place=Place(file=shown), remedy=f"use at most {MOST_FILES}"
        )
    out: list[tuple[str, bytes]] = []
    total = 0
    for path in paths:
        name = path.as_posix()
        if path.is_symlink():
            raise CaseError(
                "a symbolic link in the folder of a case", place=Place(file=name), remedy="put the file itself there"
            )
        out.append((name, _file(path, name)))
        total += len(out[-1][1])
        if total > MOST_BYTES:
            raise CaseError(
                f"the files of the case hold more than {MOST_BYTES >> 20} MiB",
                place=Place(file=shown),
                remedy="split it into several cases, or shorten it",
            )
    return tuple(out)


def _file(path: Path, name: str) -> bytes:
    """Read one regular file within its bound."""
    place = Place(file=name)
    try:
        if not path.is_file():
            raise CaseError("not a regular file", place=place, remedy="a case is TOML files in one folder, or one file")
        with path.open("rb") as handle:
            raw = handle.read(MOST_BYTES_A_FILE + 1)
    except OSError as fault:
        raise CaseError(
            f"the file cannot be read: {fault.strerror or fault}", place=place, remedy="give a readable TOML file"
        ) from None
    if len(raw) > MOST_BYTES_A_FILE:
        raise CaseError(
            f"more than {MOST_BYTES_A_FILE >> 20} MiB", place=place, remedy="split the case over several files"
        )
    return raw
