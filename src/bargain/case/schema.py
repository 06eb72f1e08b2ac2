"""The JSON Schema of a case file, for editors, and look-ups in it, for error messages.

Room      case.
Use       begin a TOML file with `#:schema <path to>/docs/reference/case.schema.json`, and an editor that
          knows the line completes keys and marks what is wrong. A case may be split over files, so no
          table is required of any one file.
Renew     python -c 'from bargain.case import schema_text as t; print(t(), end="")' > docs/reference/case.schema.json
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bargain.tomlplaces import Path as Loc

__all__ = ["case_schema", "keys_at", "node_at", "schema_text"]

Node = dict[str, Any]


@cache
def _raw() -> Node:
    """Return the schema as pydantic derives it, without titles and nulls, which TOML has not."""
    from bargain.case.models import CaseFile

    cleaned = _clean(CaseFile.model_json_schema(by_alias=True))
    if not isinstance(cleaned, dict):
        raise TypeError("a schema is a table")
    return cleaned


def _clean(node: object, *, names: bool = False) -> object:
    """Drop what pydantic adds and an editor does not need; `names`: the keys are names, not words of JSON Schema."""
    if isinstance(node, list):
        return [_clean(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node and {"type": "null"} in node["anyOf"]:
        rest = [part for part in node["anyOf"] if part != {"type": "null"}]
        node = {key: value for key, value in node.items() if key not in {"anyOf", "default"}}
        node = {**rest[0], **node} if len(rest) == 1 else {**node, "anyOf": rest}
    return {
        key: _clean(value, names=not names and key in {"properties", "$defs"})
        for key, value in node.items()
        if names or key != "title"
    }


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of a case.

    >>> schema = case_schema()
    >>> sorted(schema["properties"])[:4], "required" in schema
    (['actor', 'baseline', 'case', 'claim'], False)
    """
    raw = json.loads(json.dumps(_raw()))
    raw.pop("required", None)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A file of a case of bargain",
        "description": "A case is a folder of TOML files whose tables are joined, or one file.",
    }
    return {**raw, **head}


def schema_text() -> str:
    """Return the schema as the text of its file."""
    return json.dumps(case_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def node_at(loc: Loc) -> Node:
    """Return what the schema says of a place in the merged tables; empty where it says nothing."""
    node = _raw()
    for part in loc:
        node = _followed(node)
        if isinstance(part, int):
            node = node.get("items", {})
        else:
            extra = node.get("additionalProperties")
            node = node.get("properties", {}).get(part) or (extra if isinstance(extra, dict) else {})
    return {**_followed(node), **{key: value for key, value in node.items() if key == "description"}}


def keys_at(loc: Loc) -> tuple[str, ...]:
    """Return the keys that a table may have.

    >>> keys_at(("no_payoff", 0))
    ('locator', 'reason')
    """
    return tuple(node_at(loc).get("properties", {}))


def _followed(node: Node) -> Node:
    """Return the definition that a node refers to, or the node."""
    reference = node.get("$ref")
    if not isinstance(reference, str):
        return node
    found: Node = _raw()["$defs"][reference.rpartition("/")[2]]
    return found
