"""What a case implies whatever the numbers, what it leaves open, and on what each open question hangs.

Room      study.
Asked     of every game in normal form: whether each issue that can be granted is conceded in a one-shot
          equilibrium, and, where players take stances, whether each profile is an equilibrium. A question
          that several exchanges share is asked once.
Answers   verdicts over everything the source allows; for open ones the row whose tightening settles them
          with the least of its extent.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import CaseError
from bargain.study.alternatives import PURE, is_product, pure_alternatives
from bargain.study.families import family
from bargain.study.pivots import examined
from bargain.study.statements import Conceded, Played
from bargain.study.verdict_values import VerdictWord, quantifier_words
from bargain.study.verdicts import verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bargain.encode import CodedCase
    from bargain.games import NormalFormGame
    from bargain.study.pivotal_values import Pivotal
    from bargain.study.verdict_values import Answer, Verdict

__all__ = ["Finding", "Findings", "findings", "standard_questions"]

_MOST_PROFILES = 16  # of a game whose profiles are asked about one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One question decided.

    Attributes
    ----------
    question : in words, without the game
    games : ids of the games that share it
    verdict : with all its quantifiers and readings
    pivotal : for each quantifier that is open or falls with a claim, what moves it
    """

    question: str
    games: tuple[str, ...]
    verdict: Verdict
    pivotal: tuple[Pivotal, ...]

    def answer(self, quantifier: str) -> Answer:
        """Return the answer with all readings under a quantifier."""
        return self.verdict.pick("every" if quantifier == "every" else "some")

    def of(self, quantifier: str) -> Pivotal | None:
        """Return what moves the answer under a quantifier; None if it was not asked."""
        return next((p for p in self.pivotal if p.answer.quantifier == quantifier), None)

    @property
    def settled(self) -> tuple[Answer, ...]:
        """The answers that hold whatever the numbers, ties apart."""
        asked = (self.answer(q) for q in self.verdict.quantifiers)
        return tuple(a for a in asked if a.word is not VerdictWord.POSSIBLE or a.mostly is not None)

    @property
    def open(self) -> tuple[Answer, ...]:
        """The answers that depend on stakes that the source leaves open."""
        return tuple(a for a in (self.answer(q) for q in self.verdict.quantifiers) if a not in self.settled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Every question asked of a case."""

    case: CodedCase
    concept: str
    items: tuple[Finding, ...]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def implied(self) -> tuple[tuple[Finding, Answer], ...]:
        """What holds or fails whatever the numbers."""
        return tuple((item, a) for item in self.items for a in item.settled)

    @property
    def left_open(self) -> tuple[tuple[Finding, Answer], ...]:
        """What depends on open stakes."""
        return tuple((item, a) for item in self.items for a in item.open)

    def __repr__(self) -> str:
        return (
            f"<findings on {self.case.id!r}: {len(self.implied)} settled, {len(self.left_open)} open, {self.concept}>"
        )


def findings(case: CodedCase, *, progress: Callable[[str, int, int], None] | None = None) -> Findings:
    """Decide every question of the standard list about a case.

    Parameters
    ----------
    case : CodedCase
    progress : function of (what, done, total), optional

    Raises
    ------
    CaseError
        If the case has no game in normal form.

    Notes
    -----
    A fraction of a second per question and quantifier.
    """
    asked = standard_questions(case)
    if not asked:
        raise CaseError(f"case {case.id!r} has no game in normal form", remedy="add a [[game]]")
    items = []
    for n, (statement, games) in enumerate(asked):
        if progress is not None:
            progress(str(statement), n, len(asked))
        found = verdict(case, statement)
        of = family(statement, case, case.space())
        moved = tuple(examined(case, statement, of, found.pick(q), moves=False) for q in found.quantifiers)
        items.append(Finding(question=statement.words, games=games, verdict=found, pivotal=moved))
    return Findings(case=case, concept=PURE, items=tuple(items))


def standard_questions(case: CodedCase) -> tuple[tuple[Conceded | Played, tuple[str, ...]], ...]:
    """Return the questions of the standard list, each with the games that share it."""
    issues: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    profiles: list[tuple[Conceded | Played, tuple[str, ...]]] = []
    for spec in case.games:
        if spec.form not in {"contest", "exchange", "joint", "normal"}:
            continue
        if is_product(case, spec.id):
            for issue in case.exchange(spec.id).issues:
                issues.setdefault((issue.id, issue.levels), []).append(spec.id)
        elif prod(len(acts) for acts in spec.actions) <= _MOST_PROFILES:
            profiles += [(item, (spec.id,)) for item in _profiles(spec.id, case.game(spec.id))]
    conceded: list[tuple[Conceded | Played, tuple[str, ...]]] = []
    for (name, levels), games in issues.items():
        wanted = tuple(range(1, len(levels)))
        words = f"conceded {name}" if len(levels) > 2 else f"conceded {name} in full or not at all"
        conceded.append((Conceded(game=games[0], levels=((name, wanted),), words=words), tuple(games)))
    return (*profiles, *conceded)


def _profiles(name: str, game: NormalFormGame) -> Iterator[Played]:
    """Yield one statement for every profile that some numbers make an equilibrium."""
    for item in pure_alternatives(game):
        actions = tuple((p, (k,)) for p, k in enumerate(item.key))
        yield Played(game=name, actions=actions, words=f"equilibrium {item.label}")


def sentence(finding: Finding, answer: Answer) -> str:
    """Say one answer in a sentence, without its grounds."""
    return f"{finding.question} ({', '.join(finding.games)}), {quantifier_words(answer.quantifier)}: {answer.words}"
