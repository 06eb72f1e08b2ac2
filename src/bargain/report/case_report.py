"""The report on a case: what follows from the source, what it leaves open, and where each number rests.

Room      report. Puts sections together; computes nothing.
Order     the answer first, then issues, games, ranges, and the evidence down to the paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain import __version__
from bargain.report.document import Bullets, Exhibit, Report, Section
from bargain.report.evidence import evidence_sections, issues_table
from bargain.report.findings_sections import findings_data, findings_exhibit, findings_sections
from bargain.report.game_sections import equilibria_table, game_section
from bargain.report.package_sections import package_sections, packages_data
from bargain.report.range_sections import deal_section, headlines, range_charts, ranges_table, rule_lines
from bargain.report.sequential_sections import moves_data, moves_headlines, sequential_sections
from bargain.solve import nash_json

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.report.document import Plain
    from bargain.study import Overview

__all__ = ["case_report"]

_OPENERS = frozenset(("A", "An", "As", "By", "From", "In", "It", "No", "None", "The", "This"))  # of a sentence


def case_report(found: Overview) -> Report:
    """Return the report on a case that was worked through.

    Parameters
    ----------
    found : Overview
        From `bargain.study.overview`.

    Returns
    -------
    Report
        Deterministic: the same case and version give the same report, byte for byte.
    """
    case = found.case
    exchanges = {deal.exchange.game: deal.exchange for deal in found.deals}
    games = tuple(game_section(case, solved, exchanges.get(solved.spec.id)) for solved in found.games)
    ranges = tuple(deal_section(case, deal) for deal in found.deals)
    sections = [
        *(() if found.findings is None else findings_sections(case, found.findings)),
        Section(
            title="What follows for concessions, and for games in moves",
            blocks=(
                *((_rules(found),) if found.deals else ()),
                Bullets(items=(*headlines(case, found.deals), *moves_headlines(case, found.moves))),
            ),
        ),
        Section(title="How to read this", blocks=(Bullets(items=_reading(found)),)),
        Section(title="The issues", blocks=(Exhibit(name="issues", table=issues_table(case)),)),
        Section(title="Equilibria", blocks=(Exhibit(name="equilibria", table=equilibria_table(case, found.games)),)),
        *games,
    ]
    if ranges:
        table = Exhibit(name="ranges", table=ranges_table(found.deals))
        sections += [
            Section(
                title="Concession ranges",
                blocks=(*rule_lines(found.deals), table, *range_charts(found.case, found.deals)),
            ),
            *ranges,
        ]
    if found.findings is not None:
        sections.append(findings_exhibit(case, found.findings))
    if found.packages is not None:
        sections += package_sections(case, found.packages)
    if found.moves is not None:
        sections += sequential_sections(case, found.moves)
    if found.wider is not None:
        from bargain.report.wider_sections import wider_sections  # loaded only where it is shown

        sections += wider_sections(case, found.wider)
    sections += [*evidence_sections(case), Section(title="To cite", blocks=(_citing(case),))]
    return Report(
        title=case.title,
        summary=(" ".join(case.summary.split()), _source(case)),
        sections=tuple(sections),
        data=_data(found),
        sources=found.sources,
        entries=(case.bibtex(),),
    )


def _rules(found: Overview) -> str:
    """Say what the rules of the concession ranges ask, before they are named."""
    return (
        "How far each side can go on one issue while the rest of an exchange stands as named. A level is admitted if "
        "both sides accept it. Rules: reservation, nobody does worse than without a deal; self-enforcing, nobody gains "
        f"by taking once and losing the exchange for good, where a payoff of the next round is worth δ = "
        f"{found.patience} of one now."
    )


def _source(case: Case) -> str:
    """Say what was coded, in one paragraph."""
    source = case.source
    parts = [
        f"Source: {source.author}" + (f" ({source.affiliation})" if source.affiliation else ""),
        f"title: {source.title}" if source.title else _within(source.title_note),
        f"published by {source.publisher}" if source.publisher else "",
        source.date,
        f"{source.address} ({_within(source.address_note)})"
        if source.address and source.address_note
        else source.address,
        f"SHA-256 of the text coded: {source.sha256}" if source.sha256 else "",
    ]
    said = "; ".join(part.rstrip(".") for part in parts if part)
    return f"{said}. Coded by {case.coder}, version {case.version}, digest {case.digest}."


def _within(note: str) -> str:
    """Return a sentence as part of another: no capital unless a name's or an abbreviation's, no full stop.

    >>> _within("The copy bears none."), _within("SHA only")
    ('the copy bears none', 'SHA only')
    """
    words = note.strip().rstrip(".")
    first = words.split(" ", 1)[0]
    return words[:1].lower() + words[1:] if first in _OPENERS else words


def _reading(found: Overview) -> tuple[str, ...]:
    """Explain where numbers come from and what they are not."""
    case = found.case
    sections = "; ".join(f"{s.id} = {s.about} ({s.paragraphs})" for s in case.source.sections)
    lines = [
        f"A locator names a section of the source and a paragraph in it. Sections, with their paragraphs: {sections}.",
        (
            "Payoffs are formulas in named stakes. A stake's sign and order rest on claims, each claim on a paragraph; "
            "its size is open between the caps, which are conventions. Every game, exchange, stake and row below names "
            "its claims or its convention; a table that names none is about games whose sections do."
        ),
        (
            f"Numbers at the baseline are a worked example. The baseline is derived ({_method(case)}), stands in no "
            "paragraph, and no sentence of the first three sections rests on it."
        ),
        _names(case),
        f"The discount factor {found.patience} in self-enforcing ranges is a convention of this report.",
        (
            "Readings: 'stated only' keeps the rows whose claims the text states; 'plus inferred' adds the coder's "
            "inferences; 'plus assumed' adds what the text is silent on."
        ),
        "This shows what follows from one coding of one source. It predicts nothing.",
        f"Computed by bargain {__version__} in exact rational arithmetic; equilibria have regret 0.",
    ]
    return tuple(lines)


def _names(case: Case) -> str:
    """Say what the short names of issues and games stand for."""
    games = "; ".join(f"{spec.id} = '{spec.title}'" for spec in case.games)
    return (
        f"Tables use short names. Those of issues stand beside their titles in the next table; those of games: {games}."
    )


def _method(case: Case) -> str:
    method = case.baseline.method if case.baseline is not None else "none"
    if method != "leximin slack":
        return method
    return f"{method}: the least slack that it leaves in any row is as large as can be, then the next, and so on"


def _citing(case: Case) -> str:
    """Say how to cite the report and the case."""
    return (
        f"Cite the source, and: bargain {__version__}, case {case.id}, version {case.version}, digest {case.digest}. "
        "The file references.bib holds the source, the software and the methods used."
    )


def _data(found: Overview) -> tuple[tuple[str, Plain], ...]:
    """Return what programs read: equilibria and ranges in full, certificates included."""
    games = {solved.spec.id: nash_json(solved.solution) for solved in found.games}
    ranges = [r.to_dict() for deal in found.deals for r in deal.found]
    head = {"id": found.case.id, "version": found.case.version, "digest": found.case.digest}
    packages, moves = packages_data(found.packages), moves_data(found.moves)
    return (  # type: ignore[return-value]
        ("case", head),
        ("games", games),
        ("ranges", ranges),
        ("packages", packages),
        ("findings", findings_data(found.findings)),
        ("moves", moves),
        ("wider", _wider(found)),
    )


def _wider(found: Overview) -> dict[str, object] | None:
    """Return what programs read of the further questions, None where they were not asked."""
    if found.wider is None:
        return None
    from bargain.report.wider_sections import wider_data

    return wider_data(found.wider)
