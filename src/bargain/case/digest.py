"""One number for the content of a case, whatever files it came in.

Room      case.
Form      canonical JSON: keys sorted, entries with ids sorted by id, exact numbers as text,
          expressions by coefficient, ASCII only, no spaces; then SHA-256.
Lasting   a key that came into the format later counts only where a case uses it, so that a digest once
          cited stays that of its case.
Leaves    layout, comments, line ends, the order of entries within a table, and the way a number or an
          expression was written. Orders that mean something (players, levels, actions) count.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition

if TYPE_CHECKING:
    from bargain.case.case import Case

__all__ = ["canonical", "digest"]

_FORM = "bargain case, form 1"
_LATER = {
    "numbers",
    "variant_of",
    "varies",
    "nodes",
    "offers",
    "repeated",
    "after",
    "same_as",
    "variations",
    "plays",
}  # count only if they hold something
_TABLES = {
    "claims",
    "no_payoff",
    "actors",
    "conventions",
    "issues",
    "stakes",
    "rows",
    "outside",
    "games",
    "moves",
    "numbers",
    "variations",
}


def canonical(case: Case) -> str:
    """Return the content of a case as canonical JSON."""
    from bargain.case.case import Case as Base  # fields of the base only: a subclass adds views, not content

    content: dict[str, object] = {"form": _FORM}
    for part in (part for part in fields(Base) if part.init):
        if part.name in _LATER and not getattr(case, part.name):
            continue
        value = _plain(getattr(case, part.name))
        if part.name in _TABLES and isinstance(value, list):
            value.sort(key=_dump)
        content[part.name] = value
    if case.baseline is not None:
        content["baseline"] = {"method": case.baseline.method, "values": _plain(tuple(sorted(case.baseline.values)))}
    return _dump(content)


def digest(case: Case) -> str:
    """Return the SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(case).encode("ascii")).hexdigest()


def _dump(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _plain(value: object) -> object:
    """Return JSON values only."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Affine):  # not as printed, which may change
        return {**{name: str(c) for name, c in value.terms}, "": str(value.constant)}
    if isinstance(value, Condition):
        return [_plain(value.form), value.relation.value, "0"]
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        held = {part.name: getattr(value, part.name) for part in fields(value)}
        out = {name: _plain(item) for name, item in held.items() if item or name not in _LATER}
        for name in ("claims", "tension"):  # sets of claims: their order says nothing
            listed = out.get(name)
            if isinstance(listed, list):
                listed.sort(key=_dump)
        return out
    raise TypeError(f"no canonical form for {type(value).__name__}")
