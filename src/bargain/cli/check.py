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
    from bargain.case import GameSpec
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
        **({"numbers": {number.id: str(number.value) for number in case.numbers}} if case.numbers else {}),
        "games": [_game(case, spec.id) for spec in case.games],
        "baseline": case.baseline is not None,
    }


def _counts(found: Counter[str]) -> dict[str, int]:
    return dict(sorted(found.items()))


def _game(case: CodedCase, name: str) -> dict[str, object]:
    """Return the size of one game."""
    spec = case.spec(name)
    size: dict[str, object] = {}
    if spec.one_shot:
        size["actions"] = list(case.game(name).shape)
    elif spec.nodes:
        size["moves"], size["plays"] = len(spec.nodes), len(case.tree(name).terminals)
    else:
        size["exchange"] = _exchange_of(spec)
    return {
        "id": name,
        "form": spec.form,
        **({"variant of": spec.variant_of} if spec.variant_of else {}),
        "players": [case.actor(player).name for player in spec.players],
        **size,
        "paragraphs": list(spec.paragraphs),
    }


def _exchange_of(spec: GameSpec) -> str:
    """Return the exchange that a game of offers or a repeated one is about."""
    about = spec.offers or spec.repeated
    return about.exchange if about is not None else ""


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
    spec = case.spec(name)
    head = f"{spec.form}, {' and '.join(case.actor(player).name for player in spec.players)}"
    if spec.one_shot:
        shape = case.game(name).shape
        noun = "action" if set(shape) == {1} else "actions"
        size = f"{' × '.join(map(str, shape))} {noun}"
    elif spec.nodes:
        size = f"{len(spec.nodes)} move{'s' * (len(spec.nodes) != 1)}, {len(case.tree(name).terminals)} plays"
    else:
        size = f"about {_exchange_of(spec)}"
    return f"{head}, {size}" + (f"; a variant of {spec.variant_of}" if spec.variant_of else "")


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "given, inside the stake space" if value else "none"
    if isinstance(value, dict):
        if "all" not in value:
            return ", ".join(f"{name} = {n}" for name, n in value.items())
        total = value["all"]
        rest = ", ".join(f"{n} {name}" for name, n in value.items() if name != "all")
        return f"{total}: {rest}" if rest else str(total)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
