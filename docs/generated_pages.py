"""What the documentation derives from the package, so that it cannot drift: bibliography, names, module heads."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from pybtex.database import parse_string
from pybtex.plugin import find_plugin

import bargain
from bargain.references import ENTRIES

if TYPE_CHECKING:
    from pathlib import Path

LABEL = re.compile(r"^(Exactness|[A-Z]\w*(?=  )) +(\S.*)$")


def _page(path: Path, title: str, lines: list[str]) -> None:
    """Write one page of reStructuredText."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([title, "=" * len(title), "", *lines, ""]), encoding="utf-8")


def write_bibliography(path: Path) -> None:
    """Write one citation per entry, so that every ``[key]_`` in a docstring has a target."""
    style = find_plugin("pybtex.style.formatting", "unsrt")()
    plain = find_plugin("pybtex.backends", "plaintext")()
    works = parse_string("\n\n".join(ENTRIES.values()), "bibtex")
    lines = [f".. [{e.key}] {' '.join(e.text.render(plain).split())}" for e in style.format_bibliography(works)]
    intro = "The works that methods come from. ``cite()`` of a result gives the BibTeX of those that it owes."
    _page(path, "Bibliography", [intro, "", *sorted(lines)])


def write_top_level(path: Path) -> None:
    """Write the table of the names that ``import bargain`` offers."""
    lines = ["Loaded on first use, each from its room.", "", ".. list-table::", "   :header-rows: 1", ""]
    lines += ["   * - name", "     - what it is"]
    for name in sorted(set(bargain.__all__) - {"__version__"}, key=str.lower):
        value = getattr(bargain, name)
        room = ".".join(value.__module__.split(".")[:2])
        first = (inspect.getdoc(value) or "").split("\n", maxsplit=1)[0]
        lines += [f"   * - :py:obj:`~{room}.{name}`", f"     - {first}"]
    _page(path, "bargain", lines)


def format_head(_app: object, what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    """Turn the labelled lines of a module head (``Room      games: ...``) into a definition list."""
    if what != "module":
        return
    out: list[str] = []
    inside = False
    for line in lines:
        label = LABEL.match(line)
        if label:
            out += ["", label[1], f"    {label[2]}"]
        elif inside and line.startswith("  "):
            out.append(f"    {line.strip()}")
        else:
            out.append(line)
        inside = bool(label) or (inside and line.startswith("  "))
    lines[:] = out
