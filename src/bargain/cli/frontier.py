"""`bargain frontier FILES`: what nobody can improve on, and what the bargaining solutions pick.

Room      cli.
Files     one TOML file of packages, or a GENIUS domain and one utility space per actor; or a coded case,
          whose largest exchange is taken at the baseline unless --game names another.
JSON      utilities in the order of the files (or of the actors in the TOML file), first actor descending.
"""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import AsJson, loaded
from bargain.cli.output import progress, show_json, show_table
from bargain.errors import CaseError, FormatError
from bargain.tables import Table
from bargain.tomltext import parse_toml

if TYPE_CHECKING:
    from bargain.bargaining import Frontier, PackageSpace
    from bargain.encode import CodedCase

__all__ = ["frontier", "largest_exchange", "package_space"]

_ROWS = 40  # of the table, unless a limit is given
_PEEKED = 5_000_000  # bytes of a TOML file that are looked at to tell packages from a case


def frontier(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILES", help="A package file (TOML), a GENIUS domain and its utility spaces (XML), or a case."
        ),
    ],
    *,
    limit: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Most utility vectors listed.", show_default=False),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="List all utility vectors.")] = False,
    game: Annotated[str, typer.Option(help="The exchange of a case; the one with most issues if left out.")] = "",
    as_json: AsJson = False,
) -> None:
    """Find the packages that nobody can improve on without hurting another, and what bargaining solutions pick."""
    from bargain.bargaining import frontier as find
    from bargain.bargaining import frontier_json
    from bargain.bargaining.files import LISTED

    if every and limit is not None:
        raise typer.BadParameter("--all and --limit exclude each other")
    space = package_space(files, game)
    with progress("merging issues"):
        front = find(space)
    if as_json:
        most = LISTED if limit is None else limit
        show_json(frontier_json(front, limit=None if every else most))
        return
    show_table(_vectors(front, len(front) if every else _ROWS if limit is None else limit))
    show_table(_solutions(front))


def package_space(files: list[str], game: str = "") -> PackageSpace:
    """Read packages from files, or take them from a case at its baseline.

    Raises
    ------
    FormatError, PackageError, CaseError, GameError
        For what cannot be read, or a game that is no exchange.
    """
    from bargain.bargaining import read_packages

    if _is_package_file(files):
        if game:
            raise CaseError("a package file has no games", remedy="leave --game out, or name a case")
        return read_packages(files)
    from bargain.encode.packages import case_packages

    case = loaded(files[0])
    return case_packages(case, game or largest_exchange(case), at=case.point(), every_level=True)


def _is_package_file(files: list[str]) -> bool:
    """Tell packages from a case: several files, XML, or TOML with payoffs and actors at its top level."""
    path = Path(files[0])
    if len(files) > 1 or path.suffix.lower() == ".xml":
        return True
    if path.suffix.lower() != ".toml" or not path.is_file() or path.stat().st_size > _PEEKED:
        return path.suffix.lower() == ".toml" and not path.is_dir()
    try:
        found = parse_toml(path.read_bytes(), name=path.name).data
    except (OSError, FormatError):
        return True  # the reader says where the fault is
    return "case" not in found


def largest_exchange(case: CodedCase) -> str:
    """Return the exchange of a case with most issues, the first of several; CaseError if there is none."""
    names = [spec for spec in case.games if spec.form == "exchange" and not spec.terms]
    if not names:
        raise CaseError(
            f"case {case.id!r} has no exchange without further terms", remedy="add a [[game]] of form exchange"
        )
    return max(names, key=lambda spec: len(spec.issues)).id


def _vectors(front: Frontier, most: int) -> Table:
    """Return the first vectors, each with one package, named by where it leaves what stands without a deal."""
    from bargain.study.packages import moved_words

    space = front.space
    accepted = set(front.acceptable())
    rows = [
        (*p.utilities, p.multiplicity, "yes" if n in accepted else "no", moved_words(space, p.package))
        for n, p in enumerate(islice(front.points, most))
    ]
    left = len(front) - len(rows)
    notes = [f"{front.total:,} of {space.size:,} packages; one package is shown for each vector."]
    notes += [f"{left:,} vectors more: --limit N or --all lists them."] if left else []
    return Table(
        title=f"Undominated packages of {space.title}: {len(front):,} utility vectors",
        columns=(*space.actors, "packages", "acceptable", "differs from no deal by"),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _solutions(front: Frontier) -> Table:
    from bargain.study.packages import solutions_of, solutions_table

    return solutions_table(front, solutions_of(front))
