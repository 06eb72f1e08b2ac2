"""`bargain patience [CASE] GAME`: which concessions of an exchange enforce themselves, at which patience.

Room      cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import say, show_json, show_table
from bargain.errors import CaseError

if TYPE_CHECKING:
    from bargain.study.patience_results import Patience

__all__ = ["patience"]


def patience(
    names: Annotated[
        list[str],
        typer.Argument(
            metavar="[CASE] GAME", help="An exchange of a case, or one repeated; the flagship's if CASE is left out."
        ),
    ],
    *,
    package: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ISSUE=LEVEL,…", help="A package to ask about; others stand one-shot. May be given several times."
        ),
    ] = None,
    delta: Annotated[
        list[str] | None,
        typer.Option(metavar="P/Q", help="List what survives at this discount factor; give two for the two actors."),
    ] = None,
    every_level: Annotated[bool, typer.Option(help="Take every level, also those that the game leaves out.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print from which discount factor on packages of a repeated exchange enforce themselves."""
    from bargain.report.patience_sections import formulas_of_patience, least_table, packages_table
    from bargain.report.patience_words import patience_lines
    from bargain.report.range_words import MOST_ISSUES
    from bargain.study.patience import patience as find

    if len(names) > 2:
        raise CaseError(f"{len(names)} names where a case and a game are asked for", remedy="give [CASE] GAME")
    coded = loaded(names[0] if len(names) == 2 else FLAGSHIP)
    asked = None if package is None else [_package(text) for text in package]
    found = find(coded, names[-1], packages=asked, every_level=every_level)
    here = _survivors(found, delta or [])
    if as_json:
        show_json({**found.to_dict(), **({} if here is None else {"at_delta": here})})
        return
    if found.enforcement is not None:
        show_table(least_table(found))
    if found.packages:
        show_table(packages_table(coded, found))
        if len(found.issues) <= MOST_ISSUES:
            show_table(formulas_of_patience(found))
    for line in (*patience_lines(coded, found), *_survivor_lines(here)):
        say(f"- {line}")


def _package(text: str) -> dict[str, str]:
    """Return the levels of a package written as issue=level,issue=level."""
    out: dict[str, str] = {}
    for part in text.split(","):
        issue, sign, level = (piece.strip() for piece in part.partition("="))
        if not (issue and sign and level) or issue in out:
            raise CaseError(
                f"package {text!r}: {part.strip()!r} is no issue with a level, or names one again",
                remedy="write issue=level,issue=level",
            )
        out[issue] = level
    return out


def _survivors(found: Patience, deltas: list[str]) -> dict[str, object] | None:
    """Return what enforces itself at given discount factors; None where none are given."""
    if not deltas:
        return None
    if len(deltas) > 2:
        raise CaseError(f"{len(deltas)} discount factors for two actors", remedy="give one for both, or one for each")
    if found.enforcement is None:
        raise CaseError(
            f"case {found.case.id!r} has no baseline, so nothing is known at one discount factor",
            remedy="add [baseline] with one value per stake, or leave --delta out",
        )
    count = found.enforcement.count(*deltas)
    least, most = found.enforcement.extreme(*deltas)
    return {
        "delta": list(deltas),
        "count": count,
        "minimal": [found.enforcement.words(p) for p in least],
        "maximal": [found.enforcement.words(p) for p in most],
    }


def _survivor_lines(here: dict[str, object] | None) -> list[str]:
    """Say what enforces itself at given discount factors."""
    if here is None:
        return []
    out = []
    given = here["delta"]
    at = " and ".join(map(str, given)) if isinstance(given, list) else ""
    out.append(f"At δ = {at} {here['count']:,} packages enforce themselves, the one-shot equilibrium among them.")
    for kind in ("minimal", "maximal"):
        packages = here[kind]
        if isinstance(packages, list):
            out += [f"{kind}: {words}" for words in packages]
    return out
