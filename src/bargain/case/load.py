"""Read a case: from files to one value that is complete and consistent, or one clear message.

Room      case.
Steps     find the files; decode and parse each; join the tables; hold them against the models; build
          values and check every name; check the stake space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from bargain.case.build_evidence import (
    build_actors,
    build_baseline,
    build_claims,
    build_conventions,
    build_moves,
    build_no_payoff,
    build_source,
    check_use,
)
from bargain.case.build_games import build_games
from bargain.case.build_issues import build_issues
from bargain.case.build_sequels import build_numbers
from bargain.case.build_stakes import build_outside, build_rows, build_stakes
from bargain.case.build_variants import build_variants, check_variants
from bargain.case.case import Case
from bargain.case.context import declared
from bargain.case.documents import merge, parse
from bargain.case.faults import Faults
from bargain.case.files import read_bytes
from bargain.case.shape import shaped
from bargain.case.space import check_space

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from bargain.case.context import Context

__all__ = ["case_from_bytes", "read_case"]

C = TypeVar("C", bound=Case)


def read_case(path_or_name: str | Path, kind: type[C] = Case) -> C:  # type: ignore[assignment]
    """Read a coded case from a folder of TOML files, from one file, or by the name of a shipped case.

    Parameters
    ----------
    path_or_name : str or Path
        A path that exists wins over a name.
    kind : type
        The class of the value: `Case`, or a subclass without further fields.

    Returns
    -------
    Case
        Complete and consistent. A baseline is given if the files give one.

    Raises
    ------
    CaseError
        One message for all that is wrong, the first fault in full: file, line, table, entry and key,
        what was found, and what would be right.
    ContradictionError
        If the rows cannot all hold: an irreducible set of them, with their claims.

    Notes
    -----
    At most 1 MiB a file, 64 files and 4 MiB a case, 2,000 entries a table. Costs some milliseconds a
    claim; linear programs are solved only where no valid baseline shows that the rows can hold.

    Examples
    --------
    >>> read_case("russia-turkey-2022").source.locators[:3]
    ('I.1', 'L.1', 'L.2')
    >>> read_case("russia-turky")
    Traceback (most recent call last):
        ...
    bargain.errors.CaseError: no case 'russia-turky': ... did you mean 'russia-turkey-2022'?
    """
    return case_from_bytes(read_bytes(path_or_name), kind)


def case_from_bytes(files: Iterable[tuple[str, bytes]], kind: type[C] = Case) -> C:  # type: ignore[assignment]
    """Return the case that these files hold, given as names to show and bytes.

    Raises
    ------
    CaseError, ContradictionError
        As `read_case`.
    """
    material = merge(tuple(parse(name, raw) for name, raw in files))
    faults = Faults(material)
    context = declared(shaped(material, faults), faults)
    case = _built(context, kind)
    faults.stop()
    check_space(case, faults)
    check_variants(case, faults)
    return case


def _built(context: Context, kind: type[C]) -> C:
    """Turn models into values; faults are noted in the context."""
    file = context.file
    source, claims, no_payoff = build_source(context), build_claims(context), build_no_payoff(context)
    actors, conventions = build_actors(context), build_conventions(context)
    stakes = build_stakes(context)
    issues = build_issues(context)
    rows = build_rows(context, stakes, conventions)
    numbers = build_numbers(context)
    case = kind(
        id=file.case.id,
        title=file.case.title,
        version=file.case.version,
        coder=file.case.coder,
        summary=file.case.summary,
        notes=tuple(file.case.notes),
        source=source,
        claims=claims,
        no_payoff=no_payoff,
        actors=actors,
        conventions=conventions,
        issues=issues,
        stakes=stakes,
        rows=rows,
        outside=build_outside(context),
        games=build_games(context, issues),
        moves=build_moves(context),
        baseline=build_baseline(context),
        numbers=numbers,
        variations=build_variants(context),
    )
    check_use(context)
    return case
