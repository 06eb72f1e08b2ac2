"""Hold the merged tables against the models, and say in plain words what does not fit.

Room      case.
Words     pydantic tells what failed and where; the sentences and remedies are written here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from bargain.case.documents import SINGLES
from bargain.case.models import CaseFile
from bargain.case.schema import keys_at, node_at
from bargain.case.words import shown
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bargain.case.documents import Material
    from bargain.case.faults import Faults
    from bargain.tomlplaces import Path

__all__ = ["shaped"]

_KINDS = {
    "string_type": ("text", 'write it in quotes: "…"'),
    "int_type": ("a whole number", "write it without quotes and without a decimal point"),
    "bool_type": ("a truth value", "write true or false"),
    "list_type": ("a list", "write it in square brackets: [ … ]"),
    "dict_type": ("a table", "write a table with keys"),
    "model_type": ("a table", "write a table with keys"),
}


def shaped(material: Material, faults: Faults) -> CaseFile:
    """Return the tables as models.

    Raises
    ------
    CaseError
        With every key that is missing, unknown, or holds the wrong kind of value.
    """
    try:
        return CaseFile.model_validate(material.data)
    except ValidationError as error:
        found = error.errors(include_url=False)
    # A key that is unknown often explains another one that is missing, so those come first.
    for fault in sorted(found, key=lambda entry: entry["type"] != "extra_forbidden"):
        path: Path = tuple(part for part in fault["loc"] if part != "[key]")
        if faults.full:
            faults.add(path)
            continue
        message, remedy = _words(fault["type"], path, fault["input"], fault.get("ctx", {}))
        faults.add(path, message, remedy)
    raise faults.error()


def _words(kind: str, path: Path, value: object, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return the message and the remedy for one fault."""
    about = str(node_at(path).get("description", ""))
    if kind == "missing":
        if len(path) == 1:
            table = f"[{path[0]}]" if path[0] in SINGLES else f"[[{path[0]}]]"
            return f"the case has no {table}", f"add it, with the keys {', '.join(_required(path))}"
        return "the key is missing", f"add it: {about}" if about else "add it"
    if kind == "extra_forbidden":
        keys = keys_at(path[:-1])
        return ("unknown table" if len(path) == 1 else "unknown key"), nearest(str(path[-1]), keys)
    if kind in _KINDS:
        wanted, remedy = _KINDS[kind]
        keys = keys_at(path)
        return f"found {shown(value)} where {wanted} must stand", f"{remedy}: {', '.join(keys)}" if keys else remedy
    if kind == "literal_error":
        node = node_at(path)
        allowed = [str(word) for word in node.get("enum", [node.get("const", "")])]  # one word alone is a constant
        return f"found {shown(value)}", f"{nearest(str(value)[:80], allowed)} (allowed: {', '.join(allowed)})"
    return _limits(kind, value, facts, about)


def _required(path: Path) -> tuple[str, ...]:
    """Return the keys that a missing table must have."""
    node = node_at(path)
    item = node_at((*path, 0)) if node.get("type") == "array" else node
    return tuple(item.get("required", ()))


def _limits(kind: str, value: object, facts: Mapping[str, Any], about: str) -> tuple[str, str]:
    """Return the words for a value of the right kind that is too long, too short or malformed."""
    if kind == "case":
        return str(facts["message"]), str(facts["remedy"])
    if kind in {"too_short", "too_long"} and not isinstance(value, str):
        bound = facts.get("min_length", facts.get("max_length"))
        count = len(value) if isinstance(value, list | dict) else 0
        word = "at least" if kind == "too_short" else "at most"
        return f"{count:,} entries", f"give {word} {bound:,}" + (f": {about}" if about else "")
    if kind in {"string_too_short", "too_short"}:
        return "an empty text", f"write {about}" if about else "write some text"
    if kind in {"string_too_long", "too_long"}:
        length = len(value) if isinstance(value, str) else 0
        return f"a text of {length:,} characters", f"use at most {facts.get('max_length', 0):,}"
    return f"found {shown(value)}", f"write {about}" if about else "see the reference of the case file"
