"""What the documentation derives from the package, so that it cannot drift: bibliography, names, module heads."""

from __future__ import annotations

import ast
import inspect
import re
from typing import TYPE_CHECKING, Any

from pybtex.database import parse_string
from pybtex.plugin import find_plugin

import bargain
from bargain.case.schema import case_schema
from bargain.references import ENTRIES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LABEL = re.compile(r"^(Exactness|[A-Z]\w*(?=  )) +(\S.*)$")


def write_examples(path: Path, scripts: Path) -> None:
    """Write one section per example script: its question, its text and what it prints."""
    out: list[str] = []
    for script in sorted(scripts.glob("[0-9]*.py")):
        question = (ast.get_docstring(ast.parse(script.read_text("utf-8"))) or "").split("\n", maxsplit=1)[0]
        where = f"../../examples/{script.name}"
        output = f"../../examples/expected/{script.stem}.txt"
        out += [f"## {question}", "", f"```{{literalinclude}} {where}", ":language: python", "```", ""]
        out += ["prints", "", f"```{{literalinclude}} {output}", ":language: text", "```", ""]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(out), encoding="utf-8")


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


def write_case_keys(path: Path) -> None:
    """Write every table and key of a case file, from the schema that editors use."""
    schema = case_schema()
    out: list[str] = []
    for name, node in _tables(schema["properties"], schema["$defs"]):
        out += [f"### {name}", "", _sentence(node["description"]), ""]
        out += ["| key | required | holds |", "| --- | --- | --- |"]
        needed = node.get("required", ())
        for key, value in node["properties"].items():
            said = value.get("description", "") or schema["$defs"].get(_reference(value), {}).get("description", "")
            words = [said, *([f"one of {', '.join(map(repr, value['enum']))}"] if "enum" in value else [])]
            cell = "; ".join(word for word in words if word).replace("|", "\\|").replace("<", "&lt;")
            out.append(f"| `{key}` | {'yes' if key in needed else ''} | {cell} |")
        out.append("")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(out), encoding="utf-8")


def _sentence(description: str) -> str:
    """Return what stands after the name of a table, as a sentence."""
    said = description.partition(": ")[2]
    return said[:1].upper() + said[1:]


def _reference(node: dict[str, Any]) -> str:
    """Return the definition that a node, or its items, refers to."""
    target = node.get("$ref") or node.get("items", {}).get("$ref") or ""
    return str(target).rpartition("/")[2]


def _tables(
    properties: dict[str, Any], definitions: dict[str, Any], path: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Walk through the tables of a file, outer before inner, with the heading each has in TOML."""
    for key, node in properties.items():
        definition = definitions.get(_reference(node))
        if definition is None or "properties" not in definition:
            continue
        here = f"{path}.{key}" if path else key
        yield f"`[[{here}]]`" if node.get("type") == "array" else f"`[{here}]`", definition
        yield from _tables(definition["properties"], definitions, here)
        extra = definition.get("additionalProperties")
        if isinstance(extra, dict):
            yield f"`[{here}.<actor>]`", definitions[_reference(extra)]


def format_head(_app: object, what: str, _name: str, _obj: object, _options: object, lines: list[str]) -> None:
    """Turn the labelled lines of a module head (``Room      games: ...``) into a definition list."""
    if what != "module":
        return
    out: list[str] = []
    inside, bar = False, ""
    for line in lines:
        label = LABEL.match(line)
        if label:
            bar = "| " if label[1] == "Here" else ""  # a list of modules keeps its lines
            out += ["", label[1], f"    {bar}{label[2]}"]
        elif inside and line.startswith("  "):
            out.append(f"    {bar}{line.strip()}")
        elif line.startswith("  ") and out and not out[-1]:
            out += ["::", "", line]  # a table drawn with spaces keeps its shape
        else:
            out.append(line)
        inside = bool(label) or (inside and line.startswith("  "))
    lines[:] = out
