"""Games of offers as a section: what equilibria agree on, issue by issue, for each first proposer; sentences.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.sequential_words import claims_of, given, head, payoff_words, stakes_of
from bargain.solve.offers_words import count_words
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.case import Case
    from bargain.report.document import Block
    from bargain.study.sequential import SolvedTalks

__all__ = ["talks_section"]

_MOST_OUTCOMES = 12  # rows per protocol


def talks_section(case: Case, group: Sequence[SolvedTalks]) -> Section:
    """Return games of offers about one exchange, the variants side by side."""
    first = group[0]
    blocks: list[Block] = list(head(case, first.spec, stakes_of(first.exchange)))
    blocks += [f"'{t.spec.title}' varies {t.spec.varies}." for t in group if t.spec.varies]
    blocks.append(_protocol(case, first))
    blocks.append(Exhibit(name=f"protocol-{first.spec.id}", table=_ranges(group)))
    blocks.append(Exhibit(name=f"agreements-{first.spec.id}", table=_agreements(group)))
    blocks.append(Bullets(items=tuple(line for talks in group for line in _sentences(case, talks))))
    return Section(title=first.spec.title, level=2, blocks=tuple(blocks))


def _protocol(case: Case, talks: SolvedTalks) -> str:
    """Say how the talks run, each number with what it rests on."""
    about = talks.spec.offers
    if about is None:
        raise ValueError(talks.spec.id)
    names = dict(about.discount)
    numbers = [*names.values(), *([about.breakdown] if about.breakdown else [])]
    told = []
    for name in dict.fromkeys(numbers):
        number = case.number(name)
        basis = f"convention {number.basis.convention}" if number.basis.convention else str(number.basis)
        told.append(f"{name} = {number.value} ({number.meaning}; {basis})")
    rounds = "without a last round" if about.rounds is None else f"{about.rounds} rounds at most"
    return f"Offers in turns, {rounds}; {'; '.join(told)}."


def _ranges(group: Sequence[SolvedTalks]) -> Table:
    """Return one row per issue: the levels that equilibria agree on, for each first proposer, and their hull."""
    first = group[0]
    columns = [f"agreed, {talks.game.players[talks.game.first]} first" for talks in group]
    rows = []
    for n, issue in enumerate(first.exchange.issues):
        cells = []
        for talks in group:
            found = talks.levels()[n]
            shares = [issue.shares[k] for k in found]
            hull = f" (share {_interval(min(shares), max(shares))})" if found else ""
            cells.append(", ".join(issue.levels[k] for k in found) + hull if found else "no equilibrium")
        rows.append((issue.id, first.exchange.name(issue.grantor), *cells))
    return Table(
        title=f"The protocol range: what equilibria of {first.spec.title} agree on, issue by issue",
        columns=("issue", "granted by", *columns),
        rows=tuple(rows),
        notes=(
            (
                "Stakes at the baseline. The levels of an issue over all packages that equilibria agree on, and the "
                "hull of their shares; not every combination of levels is a package agreed on."
            ),
        ),
    )


def _interval(low: object, high: object) -> str:
    return f"{low}" if low == high else f"{low} to {high}"


def _agreements(group: Sequence[SolvedTalks]) -> Table:
    """Return every pair of payoffs of equilibria with how it comes about."""
    rows: list[tuple[object, ...]] = []
    for talks in group:
        found = talks.solution.table(limit=_MOST_OUTCOMES)
        columns = found.columns
        rows += [(talks.game.players[talks.game.first], *row) for row in found.rows]
    return Table(
        title=f"Equilibria of {group[0].spec.title}, by first proposer",
        columns=("first", *columns),
        rows=tuple(rows),  # type: ignore[arg-type]
        notes=tuple(
            f"{talks.game.players[talks.game.first]} first: {talks.solution.concept}, {talks.solution.status.value}; "
            f"{talks.solution.reason}"
            for talks in group
        ),
    )


def _sentences(case: Case, talks: SolvedTalks) -> Iterator[str]:
    """Say what the talks come to, how many equilibria there are, and how far they differ."""
    solution, game = talks.solution, talks.game
    first = game.players[game.first]
    start = given(case, claims_of(case, talks.spec, stakes_of(talks.exchange)))
    if not solution.outcomes:
        yield f"{start}with {first} first there is no equilibrium of this kind: {solution.reason}"
        return
    count = "" if solution.profiles is None else f"{count_words(solution.profiles)} stationary equilibria, "
    pairs = len(solution.outcomes)
    worth = payoff_words(game.players, solution.outcomes[0].payoffs)
    many = f"one pair of payoffs ({worth})" if pairs == 1 else f"{pairs:,} pairs of payoffs"
    yield f"{start}at the baseline, with {first} first, there are {count}{many}{_conventions(case, talks)}."
    if pairs > 1:
        spans = []
        for player in game.players:
            k = game.players.index(player)
            low, high = solution.worst(player).payoffs[k], solution.best(player).payoffs[k]
            spans.append(f"{player} between {show(low)} and {show(high)}")
        yield f"With {first} first, equilibria give {' and '.join(spans)}."
    fixed = [i.id for n, i in enumerate(talks.exchange.issues) if talks.levels()[n] == (len(i.levels) - 1,)]
    never = [i.id for n, i in enumerate(talks.exchange.issues) if talks.levels()[n] == (0,)]
    if fixed:
        yield f"Granted in full in every one of them, {first} first: {', '.join(fixed)}."
    if never:
        yield f"Granted in none of them, {first} first: {', '.join(never)}."


def _conventions(case: Case, talks: SolvedTalks) -> str:
    """Say on which conventions the numbers of the talks depend."""
    about = talks.spec.offers
    names = [name for _, name in about.discount] + [about.breakdown] if about is not None else []
    found = {case.number(name).basis.convention for name in names if name} - {""}
    many = "s" if len(found) > 1 else ""
    return f"; this depends on convention{many} {', '.join(sorted(found))}" if found else ""
