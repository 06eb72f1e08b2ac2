"""Concession ranges in words: which end binds, on which paragraphs it rests, and why there is no deal.

Room      report. The command line says the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.evidence import places, rests_on
from bargain.report.package_words import titled
from bargain.study import reading_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from bargain.case import Case
    from bargain.encode import CodedCase, Exchange
    from bargain.study import ClosedForm, ConcessionRange, Deal, Grounds, OverSpace, RangeEnd, Ranges

__all__ = [
    "MOST_ISSUES",
    "alike",
    "binds",
    "deal_lines",
    "grounds_lines",
    "grounds_words",
    "point_lines",
    "refusals",
    "rest_titles",
]

MOST_ISSUES = 4  # exchanges with more issues get no formulas in the text and no place in the chart


def alike(found: Ranges, cells: Callable[[ConcessionRange], object]) -> list[tuple[str, ConcessionRange]]:
    """Return concessions with a name, those of a large exchange that say the same under one name."""
    if len(found) <= MOST_ISSUES:
        return [(f"{r.grantor} on {r.issue}, with {r.rest_words}", r) for r in found]
    groups: dict[object, list[ConcessionRange]] = {}
    for r in found:
        groups.setdefault((cells(r), r.rest_words), []).append(r)
    return [(_together(group, len(found)), group[0]) for group in groups.values()]


def rest_titles(case: Case, r: ConcessionRange) -> str:
    """Return the rest of the package in one phrase, issues by their titles."""
    if len(r.rest) > 2 and len({level for _, level in r.rest}) == 1:
        return r.rest_words
    return ", ".join(f"{titled(case, issue)} {level}" for issue, level in r.rest) or "nothing else"


def _together(group: list[ConcessionRange], total: int) -> str:
    """Name several concessions at once."""
    if len(group) == total:
        return f"each of {total} issues, with {group[0].rest_words}"
    by: dict[str, list[str]] = {}
    for r in group:
        by.setdefault(r.grantor, []).append(r.issue)
    who = "; ".join(f"{grantor} on {', '.join(issues)}" for grantor, issues in by.items())
    return f"{who}, {'each ' if len(group) > 1 else ''}with {group[0].rest_words}"


def refusals(found: Ranges) -> tuple[str, ...]:
    """Say for each concession without a deal at the point why there is none."""
    lines = alike(found, lambda r: "" if r.at is None else r.at.no_deal)
    return tuple(f"At the {found.point_name}, {who}: {r.at.no_deal}." for who, r in lines if r.at and r.at.no_deal)


def binds(case: Case, r: ConcessionRange, over: OverSpace) -> str:
    """Say which ends are not the scale's own, whose they are, and on what they rest."""
    if over.no_deal:
        return over.no_deal
    words = [] if over.certain.empty else _bound(case, over, "certain", (("low", "largest"), ("high", "smallest")))
    words += _bound(case, over, "possible", (("low", "smallest"), ("high", "largest")))
    if over.certain.empty:
        words.append(f"certain: none, as {_against(case, r, over)}")
    return "; ".join(words)


def _bound(case: Case, over: OverSpace, kind: str, ends: tuple[tuple[str, str], ...]) -> list[str]:
    """Return one phrase per end that binds."""
    return [
        f"{kind}, {end.side} end, set by {case.actor(end.actor).name}: {grounds_words(case, end.grounds)}"
        for end in (over.end(*which) for which in ends)
        if end.binds
    ]


def _against(case: Case, r: ConcessionRange, over: OverSpace) -> str:
    """Say who refuses what at the stakes that leave no share certain."""
    low, high = over.end("low", "largest"), over.end("high", "smallest")
    for end in (low, high):
        if end.share is None:
            return f"for some stakes {case.actor(end.actor).name} accepts no share"
    needs, yields = (case.actor(end.actor).name for end in (low, high))
    least = f"at least {low.share}" if low.attained else f"almost {low.share}"
    verb = "yields" if yields == r.grantor else "accepts"
    most = f"at most {high.share}" if high.attained else f"little more than {high.share}"
    return f"for some stakes {needs} needs {least} while for others {yields} {verb} {most}"


def _counterexample(case: Case, deal: Deal) -> tuple[str, ...]:
    """Return one line with stakes at which no share that other stakes admit will do; none where all is certain."""
    for found in deal.found:
        for r in found:
            over = r.over[-1]
            if over.certain.empty and not over.no_deal:
                who = f"{r.grantor} on {r.issue}, with {r.rest_words}, {found.rule.name}"
                return (f"Why no share is certain, for example {who}: {_example(case, deal, over)}.",)
    return ()


def _example(case: Case, deal: Deal, over: OverSpace) -> str:
    """Write the stakes of the ends that leave no share certain, and what they lead to."""
    low, high = over.end("low", "largest"), over.end("high", "smallest")
    refusing = [end for end in (low, high) if end.share is None][:1]
    return "; ".join(_stakes_of(case, deal, end) for end in refusing or (low, high))


def _stakes_of(case: Case, deal: Deal, end: RangeEnd) -> str:
    """Write the stakes of the exchange on which the actor's answer rests, and the answer.

    They are its own, and those of the other whose sign is open: it decides what is granted in any case.
    """
    used = {n for n in _stakes(deal.exchange) if case.stake(n).actor == end.actor or case.stake(n).sign == "open"}
    values = [f"{n} = {v}" for n, v in end.witness if n in used]
    who, near = case.actor(end.actor).name, "at" if end.attained else "as stakes come close to"
    if end.share is None:
        answer = "accepts no share"
    else:
        answer = f"needs at least {end.share}" if end.side == "low" else f"accepts at most {end.share}"
    return f"{near} {', '.join(values)}, {who} {answer}" if values else f"{who} {answer}"


def _stakes(exchange: Exchange) -> set[str]:
    """Return the stakes on which the payoffs of an exchange rest, outside options included."""
    forms = [form for issue in exchange.issues for form in (*issue.benefit, *issue.cost)]
    return {name for form in (*forms, *(value for _, value in exchange.outside)) for name in form.names}


def deal_lines(case: Case, deal: Deal) -> tuple[str, ...]:
    """Say who binds at the baseline under each rule, what the stakes rest on, and one counterexample."""
    rests = rests_on(case, _stakes(deal.exchange))
    if len(deal.exchange.issues) > MOST_ISSUES:
        said: dict[tuple[str, str], list[str]] = {}
        for found in deal.found:
            for who, r in alike(found, _told):
                if r.at is not None:
                    said.setdefault((f"{who[:1].upper()}{who[1:]}", _told(r)), []).append(found.rule.name)
        told = [f"{who}. At the baseline, {' and '.join(rules)}: {words}." for (who, words), rules in said.items()]
        return (*told, f"The stakes of this exchange rest on {rests}.", *_counterexample(case, deal))
    lines = []
    for under in zip(*deal.found, strict=True):
        r = under[0]
        told = [f"{found.rule.name}: {_told(x)}" for found, x in zip(deal.found, under, strict=True) if x.at]
        at = f" At the baseline, {'; '.join(told)}." if told else ""
        names = {n for form in r.forms for n in _names(form)}
        own = rests_on(case, names) if names else rests
        lines.append(f"{r.grantor} on {r.issue}, with {r.rest_words}.{at} Its stakes rest on {own}.")
    return (*lines, *_counterexample(case, deal))


def _told(r: ConcessionRange) -> str:
    """Say in words what each side accepts at the point, or why there is no deal."""
    return "" if r.at is None else r.at.no_deal or ", ".join(r.at.binding)


def grounds_lines(case: Case, found: Ranges) -> tuple[str, ...]:
    """Say for each concession which end binds and on what it rests, claims with paragraphs and conventions.

    Sets of readings that say the same stand together; concessions of a large exchange too.
    """
    return tuple(f"{who}: {_by_readings(case, r)}." for who, r in alike(found, lambda r: _by_readings(case, r)))


def point_lines(case: CodedCase, found: Ranges) -> tuple[str, ...]:
    """Say for each concession who binds at the point, then on what the stakes of the exchange rest."""
    told = tuple(f"At the {found.point_name}, {who}: {_told(r)}." for who, r in alike(found, _told) if r.at)
    return (*told, f"The stakes of this exchange rest on {rests_on(case, _stakes(case.exchange(found.game)))}.")


def _by_readings(case: Case, r: ConcessionRange) -> str:
    """Return what the ends rest on, by set of readings."""
    said: dict[str, list[str]] = {}
    for over in r.over:
        words = binds(case, r, over) or "both ends are those of the scale and need no claim"
        said.setdefault(words, []).append(reading_words(over.readings))
    return "; ".join(f"({' / '.join(readings)}) {words}" for words, readings in said.items())


def _names(form: ClosedForm) -> set[str]:
    """Return the stakes in a formula."""
    parts = (form.need.plain, form.need.over, form.need.times, form.limit.plain, form.limit.over, form.limit.times)
    ladder = (*form.issue.benefit, *form.issue.cost)
    return {name for affine in (*parts, *ladder) for name in affine.names}


def grounds_words(case: Case, grounds: Grounds) -> str:
    """Return grounds with paragraphs and, where one is used, the convention."""
    parts = [places(case, grounds.claims)] if grounds.claims else []
    if grounds.conventions:
        parts.append(f"depends on convention {', '.join(grounds.conventions)}")
    return "; ".join(parts) or "no claim: it holds for all stakes"
