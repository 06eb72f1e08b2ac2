"""Concession ranges as sections: numbers, formulas, grounds, and the chart.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section, name_of
from bargain.report.package_words import titled
from bargain.report.patience_words import listed
from bargain.report.range_chart import IssueRange, LevelMark, RangePicture, range_chart
from bargain.report.range_words import MOST_ISSUES, alike, binds, deal_lines, grounds_words, refusals, rest_titles
from bargain.study import reading_words
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from bargain.case import Case
    from bargain.report.document import Block, Figure
    from bargain.study import ConcessionRange, Deal, Grounds, Interval, OverSpace, Ranges

_FREE = "'Where a level costs 0, that level': the grantor goes no further than the highest level that costs it nothing."

__all__ = ["deal_section", "formulas_table", "headlines", "range_charts", "ranges_table", "rule_lines"]


def ranges_table(deals: tuple[Deal, ...]) -> Table:
    """Return all exchanges in one table, one row per issue and rule; equal rows of large exchanges are joined."""
    rows: list[tuple[str, ...]] = []
    for deal in deals:
        for n, found in enumerate(deal.found):
            answers = {
                f"{r.grantor} on {r.issue}, with {r.rest_words}": (
                    str(r.at.interval) if r.at is not None else "",
                    ", ".join(r.at.levels) or "none" if r.at is not None else "",
                    str(r.over[-1].certain),
                    str(r.over[-1].possible),
                )
                for r in found
            }
            if len(answers) > MOST_ISSUES and len(set(answers.values())) == 1:
                each = f"each of {len(answers)} issues, with {found.ranges[0].rest_words}"
                answers = {each: next(iter(answers.values()))}
            for k, (who, cells) in enumerate(answers.items()):
                game = deal.exchange.game if n == 0 and k == 0 else ""
                rows.append((game, found.rule.name if k == 0 else "", who, *cells))
    return Table(
        title="Concession ranges",
        columns=("game", "rule", "concession", "baseline", "levels there", "certain", "possible"),
        rows=tuple(rows),
        notes=(
            (
                "Shares of the issue: 0 withheld, 1 full; a round bracket is not reached. Certain: admitted whatever "
                "the open stakes. Possible: admitted by some stakes that the source allows (all readings)."
            ),
            "At the baseline: a worked example, resting on the rows and conventions of the case.",
        ),
    )


def headlines(case: Case, deals: tuple[Deal, ...]) -> tuple[str, ...]:
    """Say in sentences what holds whatever the numbers, and what the source leaves open."""
    said: dict[tuple[str, str], list[str]] = {}
    open_ones: dict[str, dict[str, None]] = {}
    for deal in deals:
        for found in deal.found:
            for r in found:
                where = f"{r.grantor} on {titled(case, r.issue)}, with {rest_titles(case, r)} ({deal.exchange.title})"
                for sentence in _sentences(case, r):
                    said.setdefault((where, sentence), []).append(found.rule.name)
                if r.over[-1].certain.empty:
                    open_ones.setdefault(r.grantor, {})[titled(case, r.issue)] = None
    lines = [
        f"{where}: {sentence}. {'Rule' if len(rules) == 1 else 'Rules'}: {listed(rules)}."
        for (where, sentence), rules in said.items()
    ]
    if open_ones:
        whose = ", nor for ".join(
            f"{grantor} on {listed(sorted(issues))}" for grantor, issues in sorted(open_ones.items())
        )
        lines.append(
            f"No share is certain for {whose}: the source orders too few stakes to fix how far "
            "either side would go, so which concession is within range depends on stakes that it leaves open."
        )
    return tuple(lines)


def _sentences(case: Case, r: ConcessionRange) -> Iterator[str]:
    """Say what one range implies over all readings."""
    over = r.over[-1]
    if over.no_deal:
        yield over.no_deal
        return
    shut = [level for level in r.levels if level not in over.possible_levels]
    grounds = _joined(over, "possible")
    if shut and grounds is not None:
        names = listed([repr(level) for level in shut])
        yield f"{names} {'is' if len(shut) == 1 else 'are'} never admitted, by {grounds_words(case, grounds)}"
    if not over.certain.empty:
        yield f"every share in {over.certain} is admitted whatever the open stakes"


def _joined(over: OverSpace, kind: str) -> Grounds | None:
    """Return the grounds of both ends together."""
    total: Grounds | None = None
    for grounds in over.grounds_of(kind):
        total = grounds if total is None else total.joined(grounds)
    return total


def deal_section(case: Case, deal: Deal) -> Section:
    """Return one exchange: ranges under each rule with formulas, grounds and chart."""
    blocks: list[Block] = []
    title = f"Ranges: {deal.exchange.title}"
    for found in deal.found:
        slug = name_of(f"{deal.exchange.game}-{found.rule.name}")
        blocks.append(Exhibit(name=f"ranges-{slug}", table=_table(case, found)))
    if len(deal.exchange.issues) <= MOST_ISSUES:
        blocks.append(Exhibit(name=f"formulas-{deal.exchange.game}", table=formulas_table(deal)))
    blocks.append(Bullets(items=deal_lines(case, deal)))
    for seen in deal.verified:
        state = "all hold" if seen.ok else f"failed: {'; '.join(seen.failed)}"
        blocks.append(
            f"Checked again ({seen.rule}): {_count(len(seen.checks), 'check')}, {state}; "
            f"tried at {_count(seen.points, 'point')}; "
            f"{seen.not_rederived}."
        )
    return Section(title=title, level=2, blocks=tuple(blocks))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def rule_lines(deals: tuple[Deal, ...]) -> tuple[str, ...]:
    """Explain the rules under which ranges were asked, each once."""
    rules = {found.rule.name: found for deal in deals for found in deal.found}
    return tuple(f"Rule: {name}. {_rule_words(found)}" for name, found in rules.items())


def _rule_words(found: Ranges) -> str:
    """Explain a rule in one sentence."""
    if found.rule.name == "reservation":
        return (
            "Both do at least as well as at disagreement: the larger of the one-shot equilibrium, in which shared "
            "interests are still granted, and of an outside option where one binds in this game."
        )
    return (
        "Nobody gains by taking once and then losing what the exchange adds for good (grim trigger, punished by the "
        "one-shot equilibrium in which shared interests are still granted). The discount factor is a convention of "
        "this report; the source gives none."
    )


def _table(case: Case, found: Ranges) -> Table:
    """Return one row per issue and set of readings; concessions of a large exchange with equal rows are joined."""
    rows = []
    for who, r in alike(found, lambda r: (_here(r), *_over_cells(case, r))):
        rows += [
            (who if n == 0 else "", _here(r) if n == 0 else "", *cells) for n, cells in enumerate(_over_cells(case, r))
        ]
    columns = ("concession", "baseline: levels", "readings", "certain: levels", "possible: levels",
               "ends inside the scale rest on")  # fmt: skip
    notes = ("An end at 0 or 1 is the end of the scale and needs no claim.", *dict.fromkeys(
        note for r in found for over in r.over for note in over.notes), *refusals(found))  # fmt: skip
    return Table(title=f"{found.title}: {found.rule.name}", columns=columns, rows=tuple(rows), notes=notes)


def _with_levels(interval: Interval, levels: tuple[str, ...]) -> str:
    """Write a range with the levels in it."""
    return str(interval) if interval.empty else f"{interval}: {', '.join(levels) or 'no level'}"


def _here(r: ConcessionRange) -> str:
    return "" if r.at is None else _with_levels(r.at.interval, r.at.levels)


def _over_cells(case: Case, r: ConcessionRange) -> tuple[tuple[str, ...], ...]:
    """Return one row per set of readings."""
    return tuple(
        (
            reading_words(over.readings),
            _with_levels(over.certain, over.certain_levels),
            _with_levels(over.possible, over.possible_levels),
            binds(case, r, over),
        )
        for over in r.over
    )


def formulas_table(deal: Deal) -> Table:
    """Return the closed forms of all concessions of an exchange under all rules."""
    rows = []
    for found in deal.found:
        for r in found:
            rows += [
                (f"{r.grantor} on {r.issue}", found.rule.name, form.condition or "all stakes", form.low, form.high)
                for form in r.forms
            ]
    return Table(
        title=f"{deal.exchange.title}: formulas of the two ends, in shares of the issue",
        columns=("concession", "rule", "where", "from", "to"),
        rows=tuple(rows),
        notes=(
            (
                "Kept within 0 and 1. Between two levels a share is worth the straight line between them; t is what "
                "the issue must be worth to its beneficiary ('from') or may cost its grantor ('to')."
            ),
            _FREE if any("where a level costs 0" in row[-1] for row in rows) else "",
        ),
    )


def range_charts(case: Case, deals: tuple[Deal, ...]) -> tuple[Figure, ...]:
    """Draw one chart per rule with the ranges of all small exchanges, over all readings, with the baseline."""
    small = [deal for deal in deals if len(deal.exchange.issues) <= MOST_ISSUES] or list(deals)
    charts = []
    for group in zip(*(deal.found for deal in small), strict=True):
        name = group[0].rule.name
        charts.append(
            range_chart(
                RangePicture(
                    name=f"ranges-{name_of(name)}",
                    title=f"Concession ranges: {name}",
                    rule="the rest of each exchange as named",
                    ranges=tuple(_issue_range(case, r) for found in group for r in found),
                )
            )
        )
    return tuple(charts)


def _given(case: Case, r: ConcessionRange) -> str:
    """Return the rest of the package as it stands beside an issue in the chart."""
    if len(r.rest) > 2:
        return rest_titles(case, r)
    return ", ".join(f"{case.issue(issue).title}: {level}" for issue, level in r.rest) or "nothing else"


def _issue_range(case: Case, r: ConcessionRange) -> IssueRange:
    over = r.over[-1]
    marks = []
    for level, share in zip(r.levels, r.shares, strict=True):
        kind = "certain" if level in over.certain_levels else "possible" if level in over.possible_levels else "never"
        marks.append(LevelMark(name=level, share=share, admissible=kind))
    return IssueRange(
        issue=f"{r.title} (with {_given(case, r)})",
        grantor=r.grantor,
        certain=_span(over.certain),
        possible=_span(over.possible),
        baseline=_span(r.at.interval) if r.at is not None else None,
        levels=tuple(marks),
        ends=(
            f"certain: {over.certain}",
            f"possible: {over.possible}",
            *(() if r.at is None else (f"baseline: {r.at.interval}",)),
        ),
        note="no deal" if over.no_deal else "",
    )


def _span(interval: Interval) -> tuple[Fraction, Fraction] | None:
    if interval.empty or interval.low is None or interval.high is None:
        return None
    return interval.low, interval.high
