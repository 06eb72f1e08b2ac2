"""A game of offers as a section: what equilibria agree on, issue by issue, for either first proposer; sentences.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.encode import offered_packages
from bargain.exact import show
from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.package_words import granted_by, titled
from bargain.report.patience_words import listed
from bargain.report.sequential_words import claims_of, given, head, payoff_words, sentence, stakes_of
from bargain.solve.offers_words import count_words, ending_words, when_words
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case import Case, GameSpec
    from bargain.report.document import Block
    from bargain.solve import OffersSolution
    from bargain.solve.offers_result import OffersOutcome
    from bargain.study.protocol_values import Protocol
    from bargain.study.sequential import SolvedTalks
    from bargain.tables import Cell

__all__ = ["talks_section"]

_MOST_OUTCOMES = 12  # pairs of payoffs per first proposer
_MOST_PACKAGES = 4  # with the same payoffs


def talks_section(case: Case, talks: SolvedTalks) -> Section:
    """Return one game of offers: how the talks run, the protocol range, what equilibria agree on, sentences."""
    spec, found = talks.spec, talks.found
    blocks: list[Block] = list(head(case, spec, stakes_of(found.deal)))
    blocks.append(_protocol(case, spec))
    blocks.append(Exhibit(name=f"protocol-{spec.id}", table=found.table()))
    blocks.append(Exhibit(name=f"agreements-{spec.id}", table=_agreements(case, found)))
    start = given(case, claims_of(case, spec, stakes_of(found.deal)))
    lines = [line for n in (0, 1) for line in _sentences(case, talks, n, start)]
    blocks.append(Bullets(items=tuple(map(sentence, lines))))
    return Section(title=spec.title, level=2, blocks=tuple(blocks))


def _numbers(spec: GameSpec) -> list[str]:
    """Return the numbers of the case that a game of offers uses, each once."""
    about = spec.offers
    if about is None:
        raise ValueError(spec.id)
    return list(dict.fromkeys([*(name for _, name in about.discount), *([about.breakdown] if about.breakdown else [])]))


def _protocol(case: Case, spec: GameSpec) -> str:
    """Say how the talks run, each number with what it rests on."""
    told = [f"{n.id} = {n.value} ({n.meaning}; {n.basis})" for n in map(case.number, _numbers(spec))]
    rounds = spec.offers.rounds if spec.offers is not None else None
    end = "without a last round" if rounds is None else f"{rounds:,} rounds at most"
    return f"Offers in turns, {end}; {'; '.join(told)}."


def _agreements(case: Case, found: Protocol) -> Table:
    """Return every pair of payoffs of equilibria with how it comes about, for either first proposer."""
    rows: list[tuple[Cell, ...]] = []
    for solution in found.solutions:
        worth = [row[:-1] for row in solution.table(limit=_MOST_OUTCOMES).rows]
        for numbers, outcome in zip(worth, solution.outcomes, strict=False):
            head: tuple[Cell, ...] = (solution.game.players[solution.game.first], *numbers)
            for way in _ways(case, found, solution, outcome):
                rows.append((*head, *way))
                head = ("",) * len(head)
    notes = [
        f"{s.game.players[s.game.first]} first: {s.concept}, {s.status.value}. {s.reason}"
        + (f" The first {_MOST_OUTCOMES} of {len(s):,} are shown." if len(s) > _MOST_OUTCOMES else "")
        for s in found.solutions
    ]
    players = found.deal.names
    return Table(
        title=f"Equilibria of '{found.title}', by first proposer",
        columns=("first", "no.", *players, *(f"{who} grants" for who in players), "when"),
        rows=tuple(rows),
        notes=("Issues are granted in full unless a level is named.", *notes),
    )


def _ways(
    case: Case, found: Protocol, solution: OffersSolution, outcome: OffersOutcome
) -> Iterator[tuple[str, str, str]]:
    """Yield what is granted and when, one line for each package agreed on or other ending."""
    deal, packages = found.deal, offered_packages(found.deal)
    for ending in outcome.endings:
        if ending.kind != "agreement":
            yield "", "", ending_words(solution.game, ending)
            continue
        for x in ending.packages[:_MOST_PACKAGES]:
            levels = [(i.id, i.levels[n]) for i, n in zip(deal.issues, packages[x], strict=True)]
            first, second = granted_by(case, levels, deal.actors)
            yield first, second, when_words(ending)
        if (more := len(ending.packages) - _MOST_PACKAGES) > 0:
            yield "", "", f"{more:,} more packages {when_words(ending)}"


def _sentences(case: Case, talks: SolvedTalks, number: int, start: str) -> Iterator[str]:
    """Say what the talks come to, how many equilibria there are, and how far they differ."""
    solution: OffersSolution = talks.found.solutions[number]
    game = solution.game
    first = game.players[game.first]
    if not solution.outcomes:
        yield f"{start}at the baseline, with {first} first, there is no equilibrium of this kind: {solution.reason}"
        return
    count = "" if solution.profiles is None else f"{count_words(solution.profiles)} stationary equilibria with "
    pairs = len(solution.outcomes)
    worth = payoff_words(game.players, solution.outcomes[0].payoffs)
    many = f"one pair of payoffs ({worth})" if pairs == 1 else f"{pairs:,} pairs of payoffs"
    yield f"{start}at the baseline, with {first} first, the talks have {count}{many}{_conventions(case, talks.spec)}."
    if pairs > 1:
        spans = []
        for k, player in enumerate(game.players):
            low, high = solution.worst(player).payoffs[k], solution.best(player).payoffs[k]
            spans.append(f"{player} between {show(low)} and {show(high)}")
        yield f"With {first} first, equilibria give {' and '.join(spans)}."
    by_issue = [(found.issue, found.by_first[number].levels, len(found.levels)) for found in talks.found]
    for words, wanted in (
        ("every package that is agreed on grants in full", -1),
        ("no package that is agreed on grants", 0),
    ):
        issues = [issue for issue, levels, size in by_issue if levels == (wanted % size,)]
        if issues:
            yield f"With {first} first, {words}: {listed([titled(case, issue) for issue in issues])}."


def _conventions(case: Case, spec: GameSpec) -> str:
    """Say on which conventions the numbers of the talks depend."""
    found = sorted({case.number(name).basis.convention for name in _numbers(spec)} - {""})
    return f"; this depends on convention{'s' * (len(found) > 1)} {' and '.join(found)}" if found else ""
