"""A report as files in a folder: all of them, or none.

Room      report.
Files     report.md, report.tex, report.json, references.bib, tables/NAME.tex, figures/NAME.{svg,pdf,png}.
Whole     everything is rendered in memory and written to a new folder beside the target first. A new
          target appears by one rename; an existing one gets whole files, one rename each, and loses the
          files that an earlier report wrote there and this one does not have. Other files stay.
Bytes     the same report gives the same bytes: no dates, no paths, no order of the day.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from bargain.references import bibtex
from bargain.report.document import Bullets, Exhibit, Figure, Formula
from bargain.report.latex import to_latex, to_latex_tables
from bargain.report.markdown import to_markdown
from bargain.report.studio import Studio

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping

    from bargain.report.document import Block, Plain, Report

__all__ = ["check_folder", "files_of", "to_dict", "write_report"]

_TOP = ("report.md", "report.tex", "report.json", "references.bib")
_INSIDE = {"tables": (".tex",), "figures": (".svg", ".pdf", ".png")}
_PROBE = "bargain"
_LONGEST_INDEX = 16 * 2**20


def write_report(report: Report, folder: str | os.PathLike[str], *, artists: Studio | None = None) -> tuple[Path, ...]:
    """Write a report and return the files written, sorted.

    Parameters
    ----------
    report : Report
    folder : path
        Made if it is missing, with its parents.
    artists : Studio, optional
        Who draws the figures; this process if left out.

    Raises
    ------
    OSError
        If the folder cannot be made or written; then nothing in it has changed, except where the system
        refuses a rename half-way through an existing folder: each file is old or new then, never half.
    """
    check_folder(folder)
    target = Path(folder).resolve()
    files = files_of(report, artists=artists)
    with _named(folder):
        return _written(target, files)


def check_folder(folder: str | os.PathLike[str]) -> None:
    """Refuse a folder that cannot be made or written, before the work that is to be put there is done.

    Raises
    ------
    OSError
        With the folder as it was given, if it or what is to hold it is a file, or may not be written.
    """
    target = Path(folder).resolve()
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(20, "is a file, not a folder", str(folder))
    standing = next(path for path in (target, *target.parents) if path.exists())
    if not standing.is_dir():
        raise NotADirectoryError(20, f"cannot be made: {standing.name} is a file, not a folder", str(folder))
    with _named(folder):
        for place in (standing, target.parent) if target.exists() else (standing,):
            Path(tempfile.mkdtemp(prefix=f".{_PROBE}-", dir=place)).rmdir()


@contextmanager
def _named(folder: str | os.PathLike[str]) -> Iterator[None]:
    """Let every fault of the file system name the folder that was asked for, never a scratch folder of ours."""
    try:
        yield
    except OSError as fault:
        raise type(fault)(fault.errno, f"cannot be written: {fault.strerror or fault}", str(folder)) from fault


def _written(target: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all files into a scratch folder, then put them in their place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        fresh = scratch / "new"
        _fill(fresh, files)
        if target.exists():
            _replace(target, fresh, files)
        else:
            fresh.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return tuple(sorted(target / name for name in files))


def files_of(report: Report, *, artists: Studio | None = None) -> dict[str, bytes]:
    """Return the content of every file of a report under its name within the folder."""
    figures = [block for block in report.blocks() if isinstance(block, Figure)]
    studio = artists if artists is not None else Studio()
    studio.ahead(figures)
    out = {
        "report.md": to_markdown(report).encode(),
        "report.tex": to_latex(report).encode(),
        "references.bib": ("\n\n".join([*report.entries, bibtex(report.sources)]) + "\n").encode(),
    }
    for name, text in to_latex_tables(report).items():
        out[f"tables/{name}.tex"] = text.encode()
    for figure in figures:
        for suffix, content in zip(("svg", "pdf", "png"), studio.formats(figure), strict=True):
            out[f"figures/{figure.name}.{suffix}"] = content
    listing: dict[str, Plain] = {**to_dict(report), "files": sorted([*out, "report.json"])}  # type: ignore[dict-item]
    out["report.json"] = (json.dumps(listing, indent=2, ensure_ascii=False) + "\n").encode()
    return out


def to_dict(report: Report) -> dict[str, object]:
    """Return a report as plain data for JSON, numbers in tables as exact strings."""
    return {
        "title": report.title,
        "summary": list(report.summary),
        "sections": [
            {"title": s.title, "level": s.level, "blocks": [_block(b) for b in s.blocks]} for s in report.sections
        ],
        "sources": list(report.sources),
        **dict(report.data),
    }


def _block(block: Block) -> dict[str, object]:
    """Return one block under a key that names its kind."""
    match block:
        case str():
            return {"paragraph": block}
        case Bullets():
            return {"bullets": list(block.items)}
        case Formula():
            return {"formula": block.text, "latex": block.latex}
        case Figure():
            return {"figure": block.name, "caption": block.caption, "alt": block.alt}
        case Exhibit():
            return {"table": block.name, **block.table.to_dict()}


def _fill(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write all files into a new folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _replace(target: Path, fresh: Path, files: Mapping[str, bytes]) -> None:
    """Move whole files over those of an existing folder, then remove what an earlier report left."""
    stale = _written_before(target) - set(files)
    for name in files:
        (target / name).parent.mkdir(exist_ok=True)
        (fresh / name).replace(target / name)
    for name in sorted(stale):
        (target / name).unlink(missing_ok=True)


def _written_before(target: Path) -> set[str]:
    """Return the files that the index of an earlier report names, if they have names that we give."""
    index = target / "report.json"
    try:
        if index.stat().st_size > _LONGEST_INDEX:
            return set()
        data = json.loads(index.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return set()
    names = data.get("files") if isinstance(data, dict) else None
    return {n for n in names if isinstance(n, str) and _ours(n)} if isinstance(names, list) else set()


def _ours(name: str) -> bool:
    """Tell whether a name is one that a report can have; nothing else is ever removed."""
    path = PurePosixPath(name)
    if name in _TOP:
        return True
    return len(path.parts) == 2 and path.suffix in _INSIDE.get(path.parts[0], ()) and "\\" not in name
