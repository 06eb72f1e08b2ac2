"""`bargain ranges [CASE]`: how far each side can go, issue by issue.

Room      cli.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.options import FLAGSHIP, AsJson, CaseArgument, loaded
from bargain.cli.output import progress, say, show_json, show_table
from bargain.errors import CaseError
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.study import Ranges

__all__ = ["ranges", "ranges_table"]


def ranges(
    case: CaseArgument = FLAGSHIP,
    *,
    game: Annotated[list[str] | None, typer.Option(help="An exchange of the case; every one if left out.")] = None,
    issue: Annotated[list[str] | None, typer.Option(help="An issue of it; every one if left out.")] = None,
    delta: Annotated[
        str, typer.Option(metavar="P/Q", help="Ask what enforces itself at this discount factor, not what both accept.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Print concession ranges. At the baseline; certain and possible on stated claims, plus inferred, plus assumed."""
    from bargain.study import ranges as find
    from bargain.study import reservation, self_enforcing

    coded = loaded(case)
    rule = self_enforcing(delta) if delta else reservation()
    names = game or _exchanges(coded)
    found = []
    with progress("ranges") as report:
        for done, name in enumerate(names):
            if report is not None:
                report(name, done, len(names))
            found.append(find(coded, name, rule=rule, issues=tuple(issue or ())))
    if as_json:
        show_json([one.to_dict() for one in found])
        return
    for one in found:
        show_table(ranges_table(one))
        for line in _reasons(one):
            say(line)


def _exchanges(case: CodedCase) -> list[str]:
    """Return the exchanges of a case; CaseError if it has none."""
    names = [spec.id for spec in case.games if spec.form == "exchange"]
    if not names:
        raise CaseError(f"case {case.id!r} has no exchange", remedy="add a [[game]] of form exchange to ask for ranges")
    return names


def ranges_table(found: Ranges) -> Table:
    """Return one row per issue and set of readings, narrow enough for a terminal."""
    from bargain.study import reading_words

    rows = []
    for one in found:
        here = () if one.at is None else (str(one.at.interval), ", ".join(one.at.levels) or "none")
        for k, over in enumerate(one.over):
            first = (one.issue, f"{one.grantor} to {one.beneficiary}", *here) if k == 0 else ("",) * (2 + len(here))
            rows.append((*first, reading_words(over.readings), str(over.certain), str(over.possible)))
    point = () if found.ranges[0].at is None else (f"at the {found.point_name}", "levels there")
    columns = ("issue", "granted by", *point, "claims used", "certain", "possible")
    note = f"Shares of the issue, the rest of the exchange granted in full; {found.status}."
    title = f"{found.title}: {found.rule.name}"
    return Table(title=title, columns=columns, rows=tuple(rows), notes=(note,))


def _reasons(found: Ranges) -> list[str]:
    """Return why there is no deal, and the formulas, in words."""
    out = []
    for one in found:
        for form in one.forms:
            where = f" where {form.condition}" if form.condition else ""
            out += [f"{one.issue}, least{where}: {form.low}", f"{one.issue}, most{where}: {form.high}"]
        out += [f"{one.issue}: {over.no_deal}" for over in one.over[-1:] if over.no_deal]
    return out
