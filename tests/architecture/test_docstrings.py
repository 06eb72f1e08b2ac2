"""Every public name explains itself, and every work it cites is in the bibliography."""

from __future__ import annotations

import importlib
import inspect
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bargain
from bargain.references import ENTRIES

if TYPE_CHECKING:
    from types import FunctionType

ROOT = Path(__file__).parents[2]
ROOMS = sorted(p.parent.name for p in (ROOT / "src/bargain").glob("*/__init__.py"))
SECTIONS = ("Parameters", "Returns", "Yields", "Raises", "Attributes", "Examples", "Notes")
CITATION = re.compile(r"\[([A-Za-z][A-Za-z0-9_.-]*)\]_")
PAGES = [*sorted((ROOT / "src").rglob("*.py")), *sorted((ROOT / "docs").rglob("*.md"))]


def _exported() -> list[tuple[str, object]]:
    """Return every name that a room exports, with its value."""
    out: list[tuple[str, object]] = []
    for room in ROOMS:
        module = importlib.import_module(f"bargain.{room}")
        out += [(f"{room}.{name}", getattr(module, name)) for name in getattr(module, "__all__", ())]
    return out


def _sections(text: str) -> set[str]:
    """Return the numpy sections of a docstring: a known title underlined to its length."""
    lines = text.splitlines()
    return {a for a, b in pairwise(lines) if a in SECTIONS and b == "-" * len(a)}


def _own_words(value: type | FunctionType) -> bool:
    """Tell a written docstring from none and from the signature that a dataclass gets by itself."""
    text = (value.__doc__ or "").strip()
    return bool(text) and not text.startswith(f"{value.__name__}(")


def test_every_exported_function_and_class_has_its_own_docstring() -> None:
    """A name that a room exports says what it is; nothing inherits its words from a base class."""
    named = [(name, value) for name, value in _exported() if inspect.isclass(value) or inspect.isfunction(value)]
    bare = [name for name, value in named if not _own_words(value)]
    assert bare == []


@pytest.mark.parametrize("name", [n for n in bargain.__all__ if callable(getattr(bargain, n))])
def test_top_level_names_have_numpy_sections(name: str) -> None:
    """What `import bargain` offers is documented by sections: what goes in, what comes out, what is raised."""
    value = getattr(bargain, name)
    text = inspect.getdoc(value) or ""
    if inspect.isfunction(value):
        needed = {"Parameters"} if inspect.signature(value).parameters else set()
        assert needed <= _sections(text)
        assert _sections(text) & {"Returns", "Examples"} or ">>>" in text
    elif not issubclass(value, Exception):
        documented = [_sections(base.__doc__ or "") or ">>>" in (base.__doc__ or "") for base in value.__mro__[:-1]]
        assert any(documented), "a class, or the one it extends, shows what it holds or how it is used"
    else:
        assert text


def test_every_citation_is_in_the_bibliography() -> None:
    """A key in square brackets and an underscore names an entry of `references.ENTRIES`."""
    cited = {(key, path.name) for path in PAGES for key in CITATION.findall(path.read_text("utf-8"))}
    assert cited
    assert {(key, page) for key, page in cited if key not in ENTRIES} - {("key", "references.py")} == set()


def test_every_entry_is_cited_somewhere() -> None:
    """The bibliography holds what is used and nothing else."""
    source = "".join(p.read_text("utf-8") for p in PAGES if p.name != "references.py")
    assert [key for key in ENTRIES if key not in source] == []


def test_the_bibliography_is_well_formed() -> None:
    """Each entry is BibTeX under its own key, with a title and a year."""
    for key, entry in ENTRIES.items():
        assert re.match(rf"@\w+{{{re.escape(key)},\n", entry), key
        assert "title " in entry, key
        assert entry.startswith("@software") or re.search(r"\n  year +=", entry), key
