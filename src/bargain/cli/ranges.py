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
    from bargain.study import ConcessionRange, Ranges

__all__ = ["ranges", "ranges_table"]


def ranges(  # noqa: PLR0913  one argument per option
    case: CaseArgument = FLAGSHIP,
    *,
    game: Annotated[list[str] | None, typer.Option(help="An exchange of the case; every one if left out.")] = None,
    issue: Annotated[list[str] | None, typer.Option(help="An issue of it; every one if left out.")] = None,
    delta: Annotated[
        str, typer.Option(metavar="P/Q", help="Ask what enforces itself at this discount factor, not what both accept.")
    ] = "",
    rule: Annotated[
        str, typer.Option(help="reservation, self-enforcing (with --delta) or protocol (alternating offers).")
    ] = "",
    rounds: Annotated[int | None, typer.Option(min=1, help="The last round of the protocol; none if left out.")] = None,
    sampled: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Protocol: at N random points of the stake space; approximate."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Which random points.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Print concession ranges. At the baseline; certain and possible on stated claims, plus inferred, plus assumed."""
    from bargain.report.range_words import grounds_lines, point_lines
    from bargain.study import ranges as find
    from bargain.study import reservation, self_enforcing

    coded = loaded(case)
    names = game or _exchanges(coded)
    asked_rule = _rule_of(rule, delta, rounds)
    if sampled is not None:
        if asked_rule != "protocol" or not delta:
            raise typer.BadParameter(
                "--sampled goes with --rule protocol and --delta; other rules are exact over all stakes"
            )
        _sampled(coded, names, issue or [], (delta, rounds, sampled, seed), as_json=as_json)
        return
    if asked_rule == "protocol":
        _protocol(coded, names, issue or [], delta, rounds, as_json=as_json)
        return
    asked = self_enforcing(delta) if delta else reservation()
    found = []
    with progress("ranges") as report:
        for done, name in enumerate(names):
            if report is not None:
                report(name, done, len(names))
            found.append(find(coded, name, rule=asked, issues=tuple(issue or ())))
    if as_json:
        show_json([one.to_dict() for one in found])
        return
    for one in found:
        show_table(ranges_table(one))
        for line in (*grounds_lines(coded, one), *point_lines(coded, one), *_formulas(one)):
            say(f"- {line}")


def _rule_of(rule: str, delta: str, rounds: int | None) -> str:
    """Return which rule is asked for; usage errors for options that do not go together."""
    rule = rule or ("self-enforcing" if delta else "reservation")
    if rule not in {"reservation", "self-enforcing", "protocol"}:
        raise typer.BadParameter(f"--rule {rule!r} is not one of reservation, self-enforcing, protocol")
    if (
        (rule == "reservation" and delta)
        or (rule == "self-enforcing" and not delta)
        or (rounds is not None and rule != "protocol")
    ):
        raise typer.BadParameter(
            "--delta goes with self-enforcing, which needs it, and protocol; --rounds goes with protocol"
        )
    return rule


def _protocol(
    case: CodedCase, names: list[str], issues: list[str], delta: str, rounds: int | None, *, as_json: bool
) -> None:
    """Print what alternating offers give of each issue, at the baseline."""
    from bargain.study.protocol import protocol

    found = [protocol(case, name, delta=delta or None, rounds=rounds, issues=tuple(issues)) for name in names]
    if as_json:
        show_json([one.to_dict() for one in found])
        return
    for one in found:
        show_table(one.table())


def _sampled(
    case: CodedCase, names: list[str], issues: list[str], how: tuple[str, int | None, int, int], *, as_json: bool
) -> None:
    """Print how often alternating offers agree on each level, at random points of the stake space."""
    from bargain.study.protocol_over import protocol_over

    delta, rounds, points, seed = how
    found = []
    with progress("offers at random stakes") as report:
        for done, name in enumerate(names):
            if report is not None:
                report(name, done, len(names))
            seen = protocol_over(case, name, delta=delta, points=points, seed=seed, rounds=rounds)
            found.append(seen.about(issues) if issues else seen)
    if as_json:
        show_json([one.to_dict() for one in found])
        return
    for one in found:
        show_table(one.table())


def _exchanges(case: CodedCase) -> list[str]:
    """Return the exchanges of a case; CaseError if it has none."""
    names = [spec.id for spec in case.games if spec.form == "exchange"]
    if not names:
        raise CaseError(f"case {case.id!r} has no exchange", remedy="add a [[game]] of form exchange to ask for ranges")
    return names


def ranges_table(found: Ranges) -> Table:
    """Return one row per issue and set of readings, narrow enough for a terminal."""
    from bargain.report.range_words import alike
    from bargain.study import reading_words

    def cells(one: ConcessionRange) -> tuple[tuple[str, ...], ...]:
        here = () if one.at is None else (str(one.at.interval), ", ".join(one.at.levels) or "none")
        return tuple(
            (*(here if k == 0 else ("",) * len(here)), reading_words(o.readings), str(o.certain), str(o.possible))
            for k, o in enumerate(one.over)
        )

    rows = [(who if k == 0 else "", *row) for who, one in alike(found, cells) for k, row in enumerate(cells(one))]
    point = () if found.ranges[0].at is None else (f"at the {found.point_name}", "levels there")
    columns = ("concession", *point, "claims used", "certain", "possible")
    note = f"Shares of the issue, 0 withheld, 1 full; a round bracket is not reached; {found.status}."
    title = f"{found.title}: {found.rule.name}"
    return Table(title=title, columns=columns, rows=tuple(rows), notes=(note,))


def _formulas(found: Ranges) -> list[str]:
    """Return the formulas of both ends."""
    out = []
    for one in found:
        for form in one.forms:
            where = f" where {form.condition}" if form.condition else ""
            out += [f"{one.issue}, least{where}: {form.low}", f"{one.issue}, most{where}: {form.high}"]
    return out
