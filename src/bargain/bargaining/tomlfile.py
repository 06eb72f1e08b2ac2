"""Reading and writing package spaces as TOML.

Room      bargaining.
Form      title, actors, optional stakes (names that payoffs may use); [[issue]] with name, levels, and
          optional grantor, beneficiary, fallback (a level name); [payoffs.<actor>] with one list per
          issue; optional [disagreement], [outside], [constants] with one entry per actor;
          [[interaction]] with issues and values.<actor>; [[forbidden]] with levels = {issue = "level"};
          [[at_most]] with most, least and levels = {issue = ["level", …]}.
Numbers   integers, "p/q", decimals in quotes, or affine expressions in the stakes; never TOML floats.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bargain.bargaining.parts import AtMost, Constraint, Forbidden, Interaction, Issue
from bargain.bargaining.space import PackageSpace, Value
from bargain.errors import BargainError, FormatError, Place
from bargain.exact import Affine, fraction, parse_affine
from bargain.exact.grammar import nearest
from bargain.tomltext import file_bytes, parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["parse_packages", "read_packages_toml", "write_packages"]

_LARGEST = 5_000_000
_KEYS = {
    "": ("title", "actors", "stakes", "issue", "payoffs", "constants", "disagreement", "outside", "interaction",
         "forbidden", "at_most"),
    "issue": ("name", "levels", "grantor", "beneficiary", "fallback"),
    "interaction": ("issues", "values"),
    "forbidden": ("levels", "why"),
    "at_most": ("most", "least", "levels", "why"),
}  # fmt: skip


def read_packages_toml(path: str | Path) -> PackageSpace:
    """Read a package space from a TOML file.

    Raises
    ------
    FormatError
        With file, table, key, what was found and what would be right.
    """
    raw = file_bytes(path, most=_LARGEST, wanted="give a package file")
    return parse_packages(raw, file=Path(path).name)


def parse_packages(text: str | bytes, *, file: str = "") -> PackageSpace:
    """Read a package space from TOML text.

    Examples
    --------
    >>> space = parse_packages('''
    ... title = "Swap"
    ... actors = ["R", "T"]
    ... disagreement = {R = 0, T = 0}
    ... [[issue]]
    ... name = "gas"
    ... levels = ["no", "yes"]
    ... [payoffs.R]
    ... gas = [0, "-1/2"]
    ... [payoffs.T]
    ... gas = [0, "0.75"]
    ... ''')
    >>> space.utilities((1,))
    (Fraction(-1, 2), Fraction(3, 4))
    """
    reader = _Reader(parse_toml(text, name=file).data, file)
    try:
        return reader.space()
    except FormatError:
        raise
    except BargainError as fault:
        raise FormatError(fault.message, place=fault.place or Place(file=file), remedy=fault.remedy) from None


class _Reader:
    """One file on its way to a package space."""

    def __init__(self, data: Mapping[str, Any], file: str) -> None:
        self.data = data
        self.file = file
        self.keys(data, "")
        self.actors = self.texts(data, "actors", "")
        self.stakes = self.texts(data, "stakes", "") if "stakes" in data else ()

    def fault(self, message: str, remedy: str, *, table: str = "", entry: str = "", key: str = "") -> FormatError:
        """Build an error with its place."""
        return FormatError(message, place=Place(file=self.file, table=table, entry=entry, key=key), remedy=remedy)

    def keys(self, table: Mapping[str, Any], name: str) -> None:
        """Refuse unknown keys with the nearest valid one."""
        for key in table:
            if key not in _KEYS[name]:
                raise self.fault(f"unknown key {key!r}", nearest(key, _KEYS[name]), table=name)

    def texts(self, table: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = table.get(key)
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.fault(f"{value!r} is not a list of texts", f'write {key} = ["…", "…"]', table=name, key=key)
        return tuple(value)

    def tables(self, key: str) -> list[Mapping[str, Any]]:
        """Return an array of tables, keys checked."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            raise self.fault(f"{key!r} is not an array of tables", f"write [[{key}]]", table=key)
        for entry in value:
            self.keys(entry, key)
        return value

    def value(self, raw: object, table: str, key: str) -> Value:
        """Read a number or an expression in the stakes."""
        try:
            if isinstance(raw, str) and self.stakes:
                form = parse_affine(raw, names=self.stakes)
                return form.constant if form.is_constant else form
            return fraction(raw, what=key)
        except BargainError as fault:
            raise self.fault(fault.message, fault.remedy, table=table, key=key) from None

    def row(self, raw: object, table: str, key: str) -> tuple[Value, ...]:
        """Read a list of numbers."""
        if not isinstance(raw, list):
            raise self.fault(f"{raw!r} is not a list", "write one number per level", table=table, key=key)
        return tuple(self.value(v, table, key) for v in raw)

    def per_actor(self, key: str, *, missing: Value | None) -> tuple[Value | None, ...]:
        """Read one optional value per actor."""
        given = self.data.get(key, {})
        if not isinstance(given, dict) or any(name not in self.actors for name in given):
            raise self.fault(f"{given!r}", f"write one value per actor: {', '.join(self.actors)}", table=key)
        return tuple(self.value(given[a], key, a) if a in given else missing for a in self.actors)

    def issues(self) -> tuple[Issue, ...]:
        """Read the issues."""
        out = []
        for entry in self.tables("issue"):
            name = entry.get("name")
            if not isinstance(name, str):
                raise self.fault("an issue without a name", 'write name = "…"', table="issue")
            levels = self.texts(entry, "levels", "issue")
            fallback = entry.get("fallback", levels[0] if levels else "")
            if fallback not in levels:
                raise self.fault(
                    f"{fallback!r} is not a level",
                    f"one of {', '.join(levels)}",
                    table="issue",
                    entry=name,
                    key="fallback",
                )
            roles = {role: entry.get(role, "") for role in ("grantor", "beneficiary")}
            for role, who in roles.items():
                if who and who not in self.actors:
                    raise self.fault(
                        f"{who!r} is no actor", f"one of {', '.join(self.actors)}", table="issue", entry=name, key=role
                    )
            out.append(Issue(name=name, levels=levels, fallback=levels.index(fallback), **roles))
        return tuple(out)

    def payoffs(self, issues: tuple[Issue, ...]) -> tuple[tuple[tuple[Value, ...], ...], ...]:
        """Read one table per actor."""
        given = self.data.get("payoffs", {})
        out = []
        for actor in self.actors:
            table = given.get(actor) if isinstance(given, dict) else None
            if not isinstance(table, dict):
                raise self.fault("the table is missing", f"write [payoffs.{actor}]", table=f"payoffs.{actor}")
            names = [issue.name for issue in issues]
            for name in (*table, *names):
                if name not in table or name not in names:
                    what = "unknown issue" if name in table else "no payoffs on issue"
                    raise self.fault(f"{what} {name!r}", "give one list per issue", table=f"payoffs.{actor}", key=name)
            out.append(tuple(self.row(table[name], f"payoffs.{actor}", name) for name in names))
        return tuple(out)

    def interactions(self) -> tuple[Interaction, ...]:
        """Read the interactions."""
        out = []
        for entry in self.tables("interaction"):
            names, values = self.texts(entry, "issues", "interaction"), entry.get("values")
            if not isinstance(values, dict) or set(values) != set(self.actors):
                raise self.fault(
                    "values do not name every actor once", "write values.<actor> = […]", table="interaction"
                )
            rows = tuple(self.row(values[a], "interaction", f"values.{a}") for a in self.actors)
            out.append(Interaction(issues=names, values=rows))
        return tuple(out)

    def constraints(self) -> tuple[Constraint, ...]:
        """Read forbidden combinations and counts."""
        out: list[Constraint] = []
        for entry in self.tables("forbidden"):
            levels = entry.get("levels")
            if not isinstance(levels, dict) or not all(isinstance(v, str) for v in levels.values()):
                raise self.fault(f"levels {levels!r}", 'write levels = {issue = "level"}', table="forbidden")
            out.append(Forbidden(entries=tuple(levels.items()), why=str(entry.get("why", ""))))
        for entry in self.tables("at_most"):
            levels = entry.get("levels")
            if not isinstance(levels, dict) or not all(isinstance(v, list) for v in levels.values()):
                raise self.fault(f"levels {levels!r}", 'write levels = {issue = ["level"]}', table="at_most")
            bounds = [entry.get("least", 0), entry.get("most")]
            if any(isinstance(b, bool) or not isinstance(b, int) for b in bounds):
                raise self.fault(f"bounds {bounds}", "write most = 2 (and least = 0)", table="at_most")
            entries = tuple((name, self.texts(levels, name, "at_most")) for name in levels)
            out.append(AtMost(entries=entries, least=bounds[0], most=bounds[1], why=str(entry.get("why", ""))))
        return tuple(out)

    def space(self) -> PackageSpace:
        """Put the parts together."""
        title = self.data.get("title", "packages")
        if not isinstance(title, str):
            raise self.fault(f"title {title!r}", 'write title = "…"', key="title")
        issues = self.issues()
        constants = self.per_actor("constants", missing=Fraction(0))
        return PackageSpace(
            title=title,
            actors=self.actors,
            issues=issues,
            payoffs=self.payoffs(issues),
            constants=tuple(c for c in constants if c is not None),
            interactions=self.interactions(),
            constraints=self.constraints(),
            disagreement=self.per_actor("disagreement", missing=None),
            outside=self.per_actor("outside", missing=None),
        )


def write_packages(space: PackageSpace) -> str:
    """Return the TOML text of a package space; reading it gives an equal space back."""
    lines = [f"title = {_text(space.title)}", f"actors = {_texts(space.actors)}"]
    if space.stakes:
        lines.append(f"stakes = {_texts(space.stakes)}")
    for key in ("constants", "disagreement", "outside"):
        given = [(a, v) for a, v in zip(space.actors, getattr(space, key), strict=True) if v is not None]
        if given and not (key == "constants" and not any(v != 0 for _, v in given)):
            lines.append(f"{key} = {{{', '.join(f'{_text(a)} = {_show(v)}' for a, v in given)}}}")
    for issue in space.issues:
        lines += ["", "[[issue]]", f"name = {_text(issue.name)}", f"levels = {_texts(issue.levels)}"]
        lines += [
            f"{role} = {_text(getattr(issue, role))}" for role in ("grantor", "beneficiary") if getattr(issue, role)
        ]
        if issue.fallback:
            lines.append(f"fallback = {_text(issue.levels[issue.fallback])}")
    for actor, rows in zip(space.actors, space.payoffs, strict=True):
        lines += ["", f"[payoffs.{_text(actor)}]"]
        lines += [f"{_text(i.name)} = {_row(row)}" for i, row in zip(space.issues, rows, strict=True)]
    for part in space.interactions:
        values = ", ".join(f"{_text(a)} = {_row(r)}" for a, r in zip(space.actors, part.values, strict=True))
        lines += ["", "[[interaction]]", f"issues = {_texts(part.issues)}", f"values = {{{values}}}"]
    for c in space.constraints:
        if isinstance(c, Forbidden):
            levels = ", ".join(f"{_text(n)} = {_text(level)}" for n, level in c.entries)
            lines += ["", "[[forbidden]]"]
        else:
            levels = ", ".join(f"{_text(n)} = {_texts(counted)}" for n, counted in c.entries)
            lines += ["", "[[at_most]]", f"most = {c.most}", f"least = {c.least}"]
        lines += [f"levels = {{{levels}}}", *([f"why = {_text(c.why)}"] if c.why else [])]
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Quote a text; JSON strings are TOML strings but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _texts(texts: tuple[str, ...]) -> str:
    return f"[{', '.join(map(_text, texts))}]"


def _show(value: Value) -> str:
    if isinstance(value, Affine) or value.denominator != 1:
        return _text(str(value))
    return str(value)


def _row(values: tuple[Value, ...]) -> str:
    return f"[{', '.join(map(_show, values))}]"
