"""`bargain linkage [CASE or FILES]`: what bargaining over issues together buys, compared with one by one.

Room      cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.frontier import package_space
from bargain.cli.options import FLAGSHIP, AsJson
from bargain.cli.output import progress, say, show_json, show_table
from bargain.errors import PackageError
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from bargain.bargaining import PackageSpace, SidePayment
    from bargain.bargaining.choices import Choice

__all__ = ["linkage"]


def linkage(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CASE", help="A case, a package file (TOML), or a GENIUS domain and its utility spaces (XML)."
        ),
    ] = None,
    *,
    game: Annotated[str, typer.Option(help="The exchange of a case; the one with most issues if left out.")] = "",
    rule: Annotated[
        str, typer.Option(help="What a block agrees on: nash, kalai_smorodinsky, egalitarian, utilitarian, equal_loss.")
    ] = "nash",
    groupings: Annotated[str, typer.Option(help="Which groupings to try: all, pairs, runs, 'pairs and runs'.")] = "",
    transfer: Annotated[str, typer.Option(metavar="NAME", help="Ask for the smallest side payment in this.")] = "",
    worth: Annotated[
        list[str] | None,
        typer.Option(metavar="P/Q", help="What a unit of it is worth to an actor; one per actor, in their order."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compare bargaining over all issues at once with bargaining over blocks of them, and over each by itself."""
    from bargain.study.linkage import GROUPINGS, linked, linked_json

    if groupings and groupings not in GROUPINGS:
        raise PackageError(f"{groupings!r} names no groupings", remedy=nearest(groupings, GROUPINGS))
    space = package_space(files or [FLAGSHIP], game)
    with progress("grouping issues"):
        found = linked(space, rule=_rule(rule), groupings=groupings)
        paid = _payment(space, transfer, worth or [], _rule(rule)) if transfer or worth else None
    if as_json:
        extra = {} if paid is None else {"side_payment": list(paid)}
        show_json({**linked_json(found), **extra})
        return
    if found.found is not None:
        show_table(found.found.to_table())
    for line in (*found.words, *(paid or ())):
        say(f"- {line}")


def _rule(name: str) -> Choice:
    """Return a rule by name."""
    from bargain.bargaining import choices

    rules: dict[str, Choice] = {
        key: getattr(choices, f"{key}_choice")
        for key in ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian", "equal_loss")
    }
    if name not in rules:
        raise PackageError(f"{name!r} is no bargaining rule", remedy=nearest(name, rules))
    return rules[name]


def _payment(space: PackageSpace, name: str, worth: list[str], rule: Choice) -> tuple[str, ...]:
    """Return in words the smallest side payments that would replace linkage."""
    from bargain.bargaining import Transfer, smallest_side_payment
    from bargain.exact import fraction

    if not name or len(worth) != len(space.actors):
        raise PackageError(
            f"a side payment {name!r} with {len(worth)} worths for {len(space.actors)} actors",
            remedy="give --transfer NAME, and --worth P/Q once per actor in their order",
        )
    values = [fraction(w, what=f"worth of {name!r}") for w in worth]
    unit = Transfer(name=name, worth=tuple(zip(space.actors, values, strict=True)))
    found: SidePayment | None = smallest_side_payment(space, unit, rule=rule)
    if found is None:
        return (f"no linked deal can be replaced by paying {name}",)
    each = ", ".join(f"{v} to {a}" for a, v in unit.worth)
    return (*found.words, f"a unit of {name} is taken to be worth {each}, which compares the actors")
