"""`bargain check CASE`: whether a case is well formed, and what is in it.

Room      cli.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import AsJson, loaded
from bargain.cli.output import show_json, show_table
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.encode import CodedCase

__all__ = ["check"]


def check(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="A folder or file of TOML, or the name of a case that ships.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Check a case and say what is in it. Every fault is named with its place and what would be right."""
    found = loaded(case)
    if as_json:
        show_json(_facts(found))
    else:
        show_table(_table(found))


def _facts(case: CodedCase) -> dict[str, object]:
    """Return what a case holds, in numbers."""
    readings = Counter(str(claim.reading) for claim in case.claims)
    kinds = Counter(str(row.kind) for row in case.rows)
    return {
        "status": "well formed",
        "case": case.id,
        "title": case.title,
        "version": case.version,
        "digest": case.digest,
        "paragraphs": {"all": len(case.source.locators), "without payoff content": len(case.no_payoff)},
        "claims": {"all": len(case.claims), **_counts(readings)},
        "actors": [actor.id for actor in case.actors],
        "issues": [issue.id for issue in case.issues],
        "stakes": {"all": len(case.stakes), "of open sign": sum(stake.sign == "open" for stake in case.stakes)},
        "rows": {"all": len(case.rows), **_counts(kinds)},
        "games": [_game(case, spec.id) for spec in case.games],
        "baseline": case.baseline is not None,
    }


def _counts(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items()))


def _game(case: CodedCase, name: str) -> dict[str, object]:
    """Return the size of one game."""
    spec, game = case.spec(name), case.game(name)
    return {
        "id": name,
        "form": spec.form,
        "players": list(game.players),
        "actions": list(game.shape),
        "paragraphs": list(spec.paragraphs),
    }


def _table(case: CodedCase) -> Table:
    """Return the same as a table."""
    facts = _facts(case)
    rows = []
    for name, value in facts.items():
        if name == "games":
            rows += [(f"game {g.id}", _size(case, g.id)) for g in case.games]
        elif name != "status":
            rows.append((name, _words(value)))
    return Table(title=f"{case.id}: {facts['status']}", columns=("part", "found"), rows=tuple(rows))


def _size(case: CodedCase, name: str) -> str:
    """Return form, players and size of one game in words."""
    game = case.game(name)
    noun = "action" if set(game.shape) == {1} else "actions"
    return f"{case.spec(name).form}, {' and '.join(game.players)}, {' × '.join(map(str, game.shape))} {noun}"


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "given, inside the stake space" if value else "none"
    if isinstance(value, dict):
        total = value.get("all", "")
        rest = ", ".join(f"{n} {name}" for name, n in value.items() if name != "all")
        return f"{total}: {rest}" if rest else str(total)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
