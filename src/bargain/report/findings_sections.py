"""The first page of the report: what the source implies whatever the numbers, what it leaves open, and why.

Room      report. Turns findings into sentences; decides nothing.
Words     "in every equilibrium" and "in some equilibrium" are kept apart; ties that are exceptions are named;
          what has the same grounds is said once; an open question comes with the exact conditions under which
          it holds, read aloud where they compare two stakes, and with the claims that bear on them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.evidence import places
from bargain.report.patience_words import listed
from bargain.report.sequential_words import glossary, together
from bargain.study import COLUMNS, reading_words
from bargain.study.statements import Conceded
from bargain.study.verdict_values import VerdictWord
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bargain.case import Case
    from bargain.exact import Condition
    from bargain.study.findings import Finding, Findings
    from bargain.study.pivotal_values import Pivotal
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
                    "What holds at all stakes that the coding allows, with all readings of its claims, in "
                    "equilibria in pure actions of games that are played once. In an exchange nobody makes a grant "
                    "there that costs it anything; games in moves and repeated exchanges, in which such grants can be "
                    f"made, follow below.{_key(case)}"
                ),
                Bullets(items=tuple(_implied(case, found)) or ("Nothing of the standard list of questions.",)),
            ),
        ),
        Section(
            title="What it leaves open, and what that hangs on",
            blocks=(
                (
                    "What holds at some of these stakes and fails at others, with the exact conditions. A claim bears "
                    "on a condition if it bounds one of the stakes in it."
                ),
                Bullets(items=tuple(_open(case, found)) or ("None of the standard list of questions.",)),
            ),
        ),
    )


def _key(case: Case) -> str:
    """Say how grounds are written, by the first claim of the case.

    >>> from bargain import load_case
    >>> _key(load_case("russia-turkey-2022"))
    ' Grounds are claims with their places in the source: c001 (I.1) is claim c001, read in section I, paragraph 1.'
    """
    if not case.claims:
        return ""
    claim = case.claims[0]
    section, _, paragraph = claim.locator.partition(".")
    place = f"section {section}, paragraph {paragraph}" if paragraph else claim.locator
    return (
        " Grounds are claims with their places in the source: "
        f"{places(case, [claim.id])} is claim {claim.id}, read in {place}."
    )


def _implied(case: Case, found: Findings) -> Iterator[str]:
    """Yield a sentence for every game, and one for every issue, on what holds or fails whatever the numbers."""
    for name, items in _by_game(found).items():
        firm = sorted(items, key=lambda item: item.answer("some").word is not VerdictWord.NECESSARY)
        said = _profiles(case, firm)
        if said:
            yield f"{_game(case, name)}, {'; '.join(said)}."
    for name, items in _by_issue(found).items():
        settled = [item for item in items if item.answer("some") in item.settled]
        if settled:
            yield f"{_issue(case, name)} is {_conceded(case, [item.answer('some') for item in settled])}."


def _game(case: Case, name: str) -> str:
    """Begin a sentence about a game.

    >>> from bargain import load_case
    >>> _game(load_case("russia-turkey-2022"), "payments")
    "In 'Leaving the dollar together'"
    """
    return f"In '{case.spec(name).title}'"


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


def _profiles(case: Case, items: Sequence[Finding]) -> list[str]:
    """Say what is settled about the profiles of one game, those with the same verdict and grounds together."""
    same: dict[tuple[str, str, str], list[str]] = {}
    for item in items:
        verdict = _profile(case, item)
        if verdict:
            same.setdefault(verdict, []).append(f"({item.question.removeprefix('equilibrium ')})")
    return [
        f"{listed(names)} {verb if len(names) == 1 else verb.replace('is', 'are', 1)} "
        f"{what if len(names) == 1 else what.replace('an equilibrium', 'equilibria')}{why}"
        for (verb, what, why), names in same.items()
    ]


def _profile(case: Case, item: Finding) -> tuple[str, str, str] | None:
    """Return what is settled about one profile: the verb, the verdict, its grounds; None if nothing is."""
    some = item.answer("some")
    if some.word is VerdictWord.NECESSARY:
        only = ", and the only one," if item.answer("every").word is VerdictWord.NECESSARY else ""
        return "is", f"an equilibrium{only} whatever the numbers", _by(case, some)
    if some.word is VerdictWord.IMPOSSIBLE:
        return "is never", "an equilibrium", _by(case, some)
    if some.mostly is not None:
        word = "never" if some.mostly is VerdictWord.IMPOSSIBLE else "always"
        return f"is {word}", "an equilibrium", f", except on {_ties(case, (some,))}"
    return None


def _conceded(case: Case, answers: list[Answer]) -> str:
    """Say what is settled about the concession of one issue, over all games that ask."""
    always = all(VerdictWord.NECESSARY in {a.word, a.mostly} for a in answers)
    claims = tuple(dict.fromkeys(c for a in answers for c in a.grounds.claims))
    conventions = tuple(dict.fromkeys(c for a in answers for c in a.grounds.conventions))
    once = "in a game played once"
    words = f"conceded in some equilibrium {once}, whatever the numbers" if always else f"never conceded {once}"
    if claims or conventions:
        words += _by_names(case, claims, conventions)
    ties = tuple(a for a in answers if a.mostly is not None)
    return f"{words}, except on {_ties(case, ties)}" if ties else words


def _ties(case: Case, answers: Sequence[Answer]) -> str:
    """Name the ties that are exceptions, and the claims of the rows that leave no more than them."""
    ties = dict.fromkeys(c for a in answers for c in a.exceptions)
    names = [set(c.form.names) for c in ties]
    claims = {c for row in case.rows if set(row.condition.form.names) in names for c in row.basis.claims}
    said = f"{'a tie' if len(ties) == 1 else 'ties'}, where {' or '.join(together(case, [c]) for c in ties)}"
    return said + (f", which is all that {places(case, claims)} {_leave(claims)}" if claims else "")


def _leave(claims: Collection[str]) -> str:
    return "leaves" if len(claims) == 1 else "leave"


def _open(case: Case, found: Findings) -> Iterator[str]:
    """Yield a sentence for every game, and one for every issue, that hangs on open stakes."""
    for name, items in _by_game(found).items():
        asked = [(item, item.of("some")) for item in items if item.answer("some") in item.open]
        said = [
            f"({item.question.removeprefix('equilibrium ')}) is an equilibrium exactly if {_where(case, p.where)}"
            for item, p in asked
            if p is not None and p.where
        ]
        if said:
            moved = [p for _, p in asked if p is not None]
            yield f"{_game(case, name)}, {'; '.join(said)}. {_bearing(case, moved)}"
    for name, items in _by_issue(found).items():
        moved = [p for item in items if item.answer("some") in item.open and (p := item.of("some")) is not None]
        where = dict.fromkeys(_where(case, p.where) for p in moved if p.where)
        if where:
            said_where = "; ".join(where)
            yield (
                f"{_issue(case, name)} is conceded in some equilibrium of a game played once exactly if "
                f"{said_where}. {_bearing(case, moved)}"
            )


def _where(case: Case, parts: tuple[tuple[Condition, ...], ...]) -> str:
    """Say when something holds; long unions are cut, and say so."""
    said = [together(case, part) if part else "anything is allowed" for part in parts[:_MOST_PARTS]]
    more = len(parts) - _MOST_PARTS
    return " or if ".join(said) + (f", or in {more} further cases" if more > 0 else "")


def _bearing(case: Case, moved: Sequence[Pivotal]) -> str:
    """Say what those open stakes mean that have not been put into words, and which claims bear on them."""
    said = glossary(case, (part for p in moved for part in p.where[:_MOST_PARTS]))
    wanted = {name for p in moved for name in p.hangs_on}
    claims = {c for row in case.rows if wanted.intersection(row.condition.form.names) for c in row.basis.claims}
    bound = (
        f"Bearing on it: {places(case, tuple(sorted(claims)))}" if claims else "No claim bears on it, only a convention"
    )
    return f"{f'Here {said}. ' if said else ''}{bound}."


def _issue(case: Case, name: str) -> str:
    """Name an issue with its grantor."""
    issue = case.issue(name)
    grantor = f" (a grant of {case.actor(issue.grant.grantor).name})" if issue.grant is not None else ""
    return f"'{issue.title}'{grantor}"


def _by(case: Case, answer: Answer) -> str:
    """Name the claims and conventions of a proof."""
    return _by_names(case, answer.grounds.claims, answer.grounds.conventions)


def _by_names(case: Case, claims: Sequence[str], conventions: Sequence[str]) -> str:
    """Name claims with their paragraphs, and conventions."""
    by = f", because of {places(case, claims)}" if claims else ""
    return by + (f", and by convention {', '.join(conventions)}" if conventions else "")


def findings_table(case: Case, found: Findings) -> Table:
    """Return every question with its answer on each set of readings."""
    rows = [
        (
            item.question,
            ", ".join(item.games),
            quantifier,
            *(a.words for a in item.verdict if a.quantifier == quantifier),
        )
        for item in found
        for quantifier in item.verdict.quantifiers
    ]
    return Table(
        title="The standard questions, decided",
        columns=("question", "games", "quantifier", *(reading_words(readings) for readings in COLUMNS)),
        rows=tuple(rows),
        notes=(
            (
                "Quantifier: in every equilibrium, or in some. Necessary: at all stakes that the rows with these "
                "readings allow; possible: at some and not at others; impossible: at none. 'Except on' names the only "
                "stakes at which that fails, all of them ties. 'Where an equilibrium exists': at some stakes there is "
                "none, and these count neither way."
            ),
            (
                f"Concept: {found.concept}, exact. Case {case.id}. What is settled with all readings stands with its "
                "grounds in the first section, what is open with its conditions in the second."
            ),
        ),
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
