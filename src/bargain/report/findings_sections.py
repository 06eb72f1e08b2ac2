"""The first page of the report: what the source implies whatever the numbers, what it leaves open, and why.

Room      report. Turns findings into sentences; decides nothing.
Words     "in every equilibrium" and "in some equilibrium" are kept apart; ties that are exceptions are named;
          an open question comes with the exact conditions under which it holds and with the claims that bear
          on the stakes in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.evidence import places
from bargain.study.statements import Conceded
from bargain.study.verdict_values import VerdictWord
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.case import Case
    from bargain.exact import Condition
    from bargain.study.findings import Finding, Findings
    from bargain.study.verdict_values import Answer

__all__ = ["findings_data", "findings_sections"]

_MOST_PARTS = 3  # of where something holds, in one sentence


def findings_sections(case: Case, found: Findings) -> tuple[Section, ...]:
    """Return the two sections of the first page: what is implied, and what is open.

    Parameters
    ----------
    case : Case
    found : Findings
        From `bargain.study.findings`.
    """
    return (
        Section(
            title="What the source implies whatever the numbers",
            blocks=(
                (
                    "Over all stakes that the coding allows, with all readings of its claims; equilibria in pure "
                    "actions of games played once. No cost is borne in such an equilibrium, so a grant that costs "
                    "its grantor anything is never made there; games in moves and repeated exchanges follow below."
                ),
                Bullets(items=tuple(_implied(case, found)) or ("Nothing of the standard list of questions.",)),
            ),
        ),
        Section(
            title="What it leaves open, and what that hangs on",
            blocks=(Bullets(items=tuple(_open(case, found)) or ("None of the standard list of questions.",)),),
        ),
    )


def _implied(case: Case, found: Findings) -> Iterator[str]:
    """Yield a sentence for every game, and one for every issue, on what holds or fails whatever the numbers."""
    for name, items in _by_game(found).items():
        firm = sorted(items, key=lambda item: item.answer("some").word is not VerdictWord.NECESSARY)
        said = [text for item in firm for text in _profile(case, item)]
        if said:
            yield f"{case.spec(name).title}. {'; '.join(said)}."
    for name, items in _by_issue(found).items():
        settled = [item for item in items if item.answer("some") in item.settled]
        if settled:
            yield f"{_issue(case, name)} is {_conceded(case, [item.answer('some') for item in settled])}."


def _by_game(found: Findings) -> dict[str, list[Finding]]:
    """Return questions about profiles by game."""
    out: dict[str, list[Finding]] = {}
    for item in found:
        if not isinstance(item.verdict.statement, Conceded):
            out.setdefault(item.games[0], []).append(item)
    return out


def _by_issue(found: Findings) -> dict[str, list[Finding]]:
    """Return questions about concessions by issue."""
    out: dict[str, list[Finding]] = {}
    for item in found:
        if isinstance(item.verdict.statement, Conceded):
            out.setdefault(item.verdict.statement.levels[0][0], []).append(item)
    return out


def _profile(case: Case, item: Finding) -> Iterator[str]:
    """Yield what is settled about one profile."""
    some, what = item.answer("some"), f"({item.question.removeprefix('equilibrium ')})"
    if some.word is VerdictWord.NECESSARY:
        only = ", and the only one," if item.answer("every").word is VerdictWord.NECESSARY else ""
        yield f"{what} is an equilibrium{only} whatever the numbers{_by(case, some)}"
    elif some.word is VerdictWord.IMPOSSIBLE:
        yield f"{what} is never an equilibrium{_by(case, some)}"
    elif some.mostly is not None:
        word = "never" if some.mostly is VerdictWord.IMPOSSIBLE else "always"
        yield f"{what} is {word} an equilibrium, except on {_ties(case, (some,))}"


def _conceded(case: Case, answers: list[Answer]) -> str:
    """Say what is settled about the concession of one issue, over all games that ask."""
    always = all(VerdictWord.NECESSARY in {a.word, a.mostly} for a in answers)
    claims = tuple(dict.fromkeys(c for a in answers for c in a.grounds.claims))
    conventions = tuple(dict.fromkeys(c for a in answers for c in a.grounds.conventions))
    words = "conceded in some one-shot equilibrium whatever the numbers" if always else "never conceded one-shot"
    if claims or conventions:
        words += _by_names(case, claims, conventions)
    ties = tuple(a for a in answers if a.mostly is not None)
    return f"{words}, except on {_ties(case, ties)}" if ties else words


def _ties(case: Case, answers: Sequence[Answer]) -> str:
    """Name the ties that are exceptions, and the claims of the rows that leave no more than them."""
    ties = dict.fromkeys(c for a in answers for c in a.exceptions)
    names = [set(c.form.names) for c in ties]
    claims = {c for row in case.rows if set(row.condition.form.names) in names for c in row.basis.claims}
    said = f"{'a tie' if len(ties) == 1 else 'ties'}, {' or '.join(map(str, ties))}"
    return said + (f" ({places(case, claims)})" if claims else "")


def _open(case: Case, found: Findings) -> Iterator[str]:
    """Yield a sentence for every game, and one for every issue, that hangs on open stakes."""
    for name, items in _by_game(found).items():
        asked = [(item, item.of("some")) for item in items if item.answer("some") in item.open]
        said = [
            f"({item.question.removeprefix('equilibrium ')}) is an equilibrium exactly where {_where(p.where)}"
            for item, p in asked
            if p is not None and p.where
        ]
        if said:
            stakes = tuple(dict.fromkeys(n for _, p in asked if p is not None for n in p.hangs_on))
            yield f"{case.spec(name).title}. {'; '.join(said)}. {_bearing(case, stakes)}"
    for name, items in _by_issue(found).items():
        moved = [p for item in items if item.answer("some") in item.open and (p := item.of("some")) is not None]
        where = dict.fromkeys(_where(p.where) for p in moved if p.where)
        if where:
            stakes = tuple(dict.fromkeys(n for p in moved for n in p.hangs_on))
            said_where = "; ".join(where)
            yield f"{_issue(case, name)} is conceded one-shot exactly where {said_where}. {_bearing(case, stakes)}"


def _where(parts: tuple[tuple[Condition, ...], ...]) -> str:
    """Say where something holds; long unions are cut, and say so."""
    said = [" and ".join(map(str, part)) or "anything is allowed" for part in parts[:_MOST_PARTS]]
    more = len(parts) - _MOST_PARTS
    return " or where ".join(said) + (f", or in {more} further parts" if more > 0 else "")


def _bearing(case: Case, stakes: tuple[str, ...]) -> str:
    """Say what the open stakes mean and which claims bear on them."""
    said = "; ".join(f"{name} is {case.stake(name).meaning.strip().rstrip('.')}" for name in stakes)
    wanted = set(stakes)
    claims = {c for row in case.rows if wanted.intersection(row.condition.form.names) for c in row.basis.claims}
    bound = (
        f"Bearing on it: {places(case, tuple(sorted(claims)))}" if claims else "No claim bears on it, only a convention"
    )
    return f"{said[:1].upper()}{said[1:]}. {bound}."


def _issue(case: Case, name: str) -> str:
    """Name an issue with its grantor."""
    issue = case.issue(name)
    grantor = case.actor(issue.grant.grantor).name if issue.grant is not None else ""
    return f"{issue.title} (by {grantor})"


def _by(case: Case, answer: Answer) -> str:
    """Name the claims and conventions of a proof."""
    return _by_names(case, answer.grounds.claims, answer.grounds.conventions)


def _by_names(case: Case, claims: Sequence[str], conventions: Sequence[str]) -> str:
    """Name claims with their paragraphs, and conventions."""
    by = f", by {places(case, claims)}" if claims else ""
    return by + (f", and by convention {', '.join(conventions)}" if conventions else "")


def findings_table(case: Case, found: Findings) -> Table:
    """Return every question with its answer on each set of readings."""
    rows = [
        (item.question, ", ".join(item.games), answer.quantifier, answer.readings[-1], answer.words)
        for item in found
        for answer in item.verdict
    ]
    return Table(
        title="The standard questions, decided",
        columns=("question", "games", "quantifier", "readings up to", "verdict"),
        rows=tuple(rows),
        notes=(f"Concept: {found.concept}, exact.", f"Case {case.id}."),
    )


def findings_exhibit(case: Case, found: Findings) -> Section:
    """Return the section with all answers."""
    return Section(title="Verdicts", blocks=(Exhibit(name="verdicts", table=findings_table(case, found)),))


def findings_data(found: Findings | None) -> list[dict[str, object]]:
    """Return what programs read: every verdict in full."""
    if found is None:
        return []
    return [
        {
            "question": item.question,
            "games": list(item.games),
            **item.verdict.to_dict("some"),
            "pivotal": [p.to_dict() for p in item.pivotal],
        }
        for item in found
    ]
