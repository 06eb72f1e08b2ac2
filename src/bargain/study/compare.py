"""Two codings of one source side by side: whether another coder agrees, and what follows if not.

Room      study.
Claims    paired within paragraphs by what they say (`alignment`), then compared by kind and reading.
Paragraphs compared by the issues and actors on which their claims bear.
Verdicts  every question that both codings can be asked, over all readings; for those that differ the claims
          without whose rows one coding says what the other says.
Ranges    of every exchange that both have, under both rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import CaseError
from bargain.study.agreement import agreement
from bargain.study.alignment import LEAST, align, shared_issues
from bargain.study.bearing import bearings
from bargain.study.compare_questions import shared_exchanges, shared_questions
from bargain.study.compare_ranges import compared_ranges
from bargain.study.compare_values import ComparedParagraph, ComparedVerdict, Comparison
from bargain.study.rules import reservation, self_enforcing
from bargain.study.standing import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.case import Case, Claim
    from bargain.encode import CodedCase
    from bargain.study.agreement import Agreement
    from bargain.study.alignment import Pair
    from bargain.study.compare_questions import SharedQuestion
    from bargain.study.families import Quantifier

__all__ = ["compare"]

Subjects = dict[str, tuple[set[str], set[str]]]  # per paragraph the issues and actors on which it bears
_QUANTIFIERS: tuple[Quantifier, Quantifier] = ("every", "some")


def compare(
    first: CodedCase,
    second: CodedCase,
    *,
    issues: Mapping[str, str] | None = None,
    claims: Mapping[str, str] | None = None,
    least: Fraction = LEAST,
    delta: object = "9/10",
    progress: Callable[[str, int, int], None] | None = None,
) -> Comparison:
    """Compare two codings of one source.

    Parameters
    ----------
    first, second : CodedCase
        Codings whose locators name the same paragraphs.
    issues : mapping, optional
        Issues of the first that are issues of the second, by id; beyond that `same_as` in either coding counts,
        then equal ids.
    claims : mapping, optional
        Pairs of claims on which the reader insists, by id; the others are paired by what they say.
    least : Fraction
        Likeness below which two claims are not paired.
    delta : exact number
        The discount factor of self-enforcing ranges.
    progress : function of (what, done, total), optional

    Returns
    -------
    Comparison
        Pairs, verdicts and ranges are exact and deterministic; coefficients of agreement are floats.

    Raises
    ------
    CaseError
        If the codings share no paragraph, or record different texts; or if pairs given do not exist.
    MissingExtraError
        Without scipy or nltk.

    Notes
    -----
    A few seconds for two codings of some dozens of claims: two verdicts a question, and one more for each claim
    that may be what a difference hangs on.

    Examples
    --------
    >>> from bargain import load_case
    >>> found = compare(load_case("russia-turkey-2022"), load_case("russia-turkey-2022-second"))
    >>> [d.differ_by for d in found.differences if d.question == "conceded payments" and d.quantifier == "some"]
    [((1, 'c241'),)]
    """
    _check_sources(first, second)
    shared = shared_issues(first, second, issues)
    pairs = align(first, second, shared, claims=claims, least=least)
    subjects = _subjects(first, {name: name for name in shared}), _subjects(second, {b: a for a, b in shared.items()})
    asked = shared_questions(first, second, shared)
    verdicts: list[ComparedVerdict] = []
    for n, question in enumerate(asked):
        if progress is not None:
            progress(question.words, n, len(asked))
        verdicts += _verdicts(first, second, question)
    rules = (reservation(), self_enforcing(delta))
    return Comparison(
        first=first,
        second=second,
        same_source=first.source.sha256 == second.source.sha256
        if first.source.sha256 and second.source.sha256
        else None,
        issues=tuple(shared.items()),
        pairs=pairs,
        paragraphs=tuple(_paragraphs(first, second, pairs, subjects, shared)),
        agreements=tuple(_agreements(first, second, pairs, subjects, list(shared))),
        verdicts=tuple(verdicts),
        ranges=tuple(compared_ranges(first, second, shared_exchanges(first, second, shared), rules)),
    )


def _check_sources(first: Case, second: Case) -> None:
    """Refuse codings of different texts."""
    one, two = first.source.sha256, second.source.sha256
    if one and two and one != two:
        raise CaseError(
            f"{first.id!r} and {second.id!r} code different texts: their SHA-256 begin {one[:8]} and {two[:8]}",
            remedy="compare codings of one text",
        )
    if set(first.source.locators).isdisjoint(second.source.locators):
        raise CaseError(
            f"{first.id!r} and {second.id!r} name no paragraph alike",
            remedy="give sections the same letters in both codings",
        )


def _subjects(case: Case, names: Mapping[str, str]) -> Subjects:
    """Return the shared issues, and the actors, on which each paragraph bears."""
    out: Subjects = {locator: (set(), set()) for locator in case.source.locators}
    bears = bearings(case)
    for claim in case.claims:
        issues, actors = out[claim.locator]
        issues.update(names[name] for name in bears[claim.id].issues if name in names)
        actors.update(bears[claim.id].actors)
    return out


def _locators(first: Case, second: Case) -> list[str]:
    """Return the paragraphs that both codings have."""
    return [locator for locator in first.source.locators if locator in set(second.source.locators)]


def _actors(first: Case, second: Case) -> list[str]:
    """Return the actors that both codings have, in the order of the first."""
    return [actor.id for actor in first.actors if actor.id in {a.id for a in second.actors}]


def _paragraphs(
    first: Case,
    second: Case,
    pairs: Sequence[Pair],
    subjects: tuple[Subjects, Subjects],
    issues: Mapping[str, str],
) -> Iterator[ComparedParagraph]:
    """Yield what both make of each paragraph."""
    known = _actors(first, second)
    for locator in _locators(first, second):
        both = [(a, b) for a, b in _both(first, second, pairs) if a.locator == locator]
        (issues_one, actors_one), (issues_two, actors_two) = (found[locator] for found in subjects)
        yield ComparedParagraph(
            locator=locator,
            first=sum(c.locator == locator for c in first.claims),
            second=sum(c.locator == locator for c in second.claims),
            pairs=len(both),
            same_kind=sum(a.kind == b.kind for a, b in both),
            same_reading=sum(a.reading == b.reading for a, b in both),
            issues=tuple(i for i in issues if i in issues_one & issues_two),
            issues_apart=tuple(i for i in issues if i in issues_one ^ issues_two),
            actors=tuple(a for a in known if a in actors_one & actors_two),
            actors_apart=tuple(a for a in known if a in actors_one ^ actors_two),
        )


def _both(first: Case, second: Case, pairs: Sequence[Pair]) -> list[tuple[Claim, Claim]]:
    """Return the claims that pair up."""
    return [(first.claim(p.first), second.claim(p.second)) for p in pairs if p.first and p.second]


def _agreements(
    first: Case, second: Case, pairs: Sequence[Pair], subjects: tuple[Subjects, Subjects], issues: Sequence[str]
) -> Iterator[Agreement]:
    """Yield agreement on every code, over all units that both coded."""
    both = _both(first, second, pairs)
    yield agreement("kind of a claim", [(a.kind, b.kind) for a, b in both])
    yield agreement("reading of a claim", [(a.reading, b.reading) for a, b in both])
    locators = _locators(first, second)
    for what, part, names in (("issue", 0, issues), ("actor", 1, _actors(first, second))):
        cells = [
            (_bears(name in subjects[0][locator][part]), _bears(name in subjects[1][locator][part]))
            for locator in locators
            for name in names
        ]
        yield agreement(f"whether a paragraph bears on an {what}", cells)


def _bears(yes: bool) -> str:  # noqa: FBT001  a truth value as a code
    return "bears" if yes else "does not"


def _verdicts(first: CodedCase, second: CodedCase, question: SharedQuestion) -> Iterator[ComparedVerdict]:
    """Yield one question under both quantifiers; what it hangs on only where the codings differ."""
    for quantifier in _QUANTIFIERS:
        one, two = Question(first, question.first, quantifier), Question(second, question.second, quantifier)
        plain = ComparedVerdict(question=question.words, quantifier=quantifier, first=one.stand, second=two.stand)
        if plain.same:
            yield plain
            continue
        yield ComparedVerdict(
            question=question.words,
            quantifier=quantifier,
            first=one.stand,
            second=two.stand,
            first_hangs=one.hangs(),
            second_hangs=two.hangs(),
            first_rests=one.found.grounds.claims,
            second_rests=two.found.grounds.claims,
        )
