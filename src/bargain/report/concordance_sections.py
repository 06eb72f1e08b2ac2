"""Concept concordance as sections: per game what each outcome survives, the concepts side by side, sentences.

Room      report.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.evidence import places
from bargain.report.sequential_words import assumptions, claims_of, payoff_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.case import Case
    from bargain.report.document import Block
    from bargain.study import Concordance

__all__ = ["concordance_sections"]

_ACROSS = 12  # outcomes side by side
_NAMED = 4  # outcomes named in a sentence
_ABOUT = (
    "For each game, which of its outcomes survive which solution concepts. Cells are exact at the point named; what is "
    "said over all stakes holds for every stake that the source allows. A concept that is not defined for a game, or "
    "was not searched, says so and is no support either way. GMR, SMR, SEQ and SIM are stabilities that look some "
    "moves ahead. GMR: others can answer every improvement so that it does not pay. SMR: nor does any move of one's "
    "own after that. SEQ: the answer improves the lot of whoever gives it. SIM, for two: both move at once and it "
    "does not pay."
)


def concordance_sections(case: Case, found: Sequence[Concordance]) -> tuple[Section, ...]:
    """Return a section on concepts with one subsection for each game; nothing without games.

    Parameters
    ----------
    case : Case
    found : sequence of Concordance
        Of games of this case, in order of reading.

    Examples
    --------
    >>> from bargain import load_case
    >>> from bargain.study.concordance import concordance
    >>> case = load_case("russia-turkey-2022")
    >>> [s.title for s in concordance_sections(case, [concordance(case, "syria")])]
    ['Concepts side by side', 'Syria: hold firm or accommodate']
    """
    if not found:
        return ()
    head = Section(title="Concepts side by side", level=1, blocks=(_ABOUT,))
    return (head, *(_section(case, item) for item in found))


def _section(case: Case, found: Concordance) -> Section:
    """Return one game: its listing, its matrix or a summary, sentences."""
    listing = found.listing(limit=_ACROSS)
    small = len(found) <= _ACROSS
    other = found.matrix() if small else replace(found.summary(), notes=())
    blocks: list[Block] = [
        _rests(case, found),
        Exhibit(name=f"concordance-{found.name}", table=listing),
        Exhibit(name=f"concordance-{found.name}-concepts", table=other),
    ]
    lines = tuple(_sentences(found))
    if lines:
        blocks.append(Bullets(items=lines))
    return Section(title=found.title, level=2, blocks=tuple(blocks))


def _rests(case: Case, found: Concordance) -> str:
    """Say on what the game rests, and what in it is assumed."""
    spec = case.spec(found.name)
    claims = claims_of(case, spec, [name for name, _ in found.stakes])
    assumed = assumptions(case, claims)
    told = f" Assumed, because the source is silent: {', '.join(assumed)}." if assumed else ""
    return f"At {found.point_name}; by claims {places(case, claims)}.{told}"


def _sentences(found: Concordance) -> Iterator[str]:
    """Say which outcomes survive everything, which equilibria are dominated, and which are not credible."""
    live = [c for c in found.concepts if c.surviving and c.name != "mixed Nash"]
    every = [o.name for n, o in enumerate(found) if live and all(c.marks[n].survives for c in live)]
    if every:
        yield f"Every concept that picks any pure outcome picks {_named(every)}."
    elif live:
        yield "No outcome survives every concept that picks any pure outcome."
    pure = set(found.surviving("pure Nash"))
    worse = [o.name for o in found if o.name in pure and o.undominated is False]
    if worse:
        what = "A pure equilibrium" if len(worse) == 1 else "Pure equilibria"
        yield f"{what} that another outcome dominates: {_named(worse)}."
    lasting = next((c.name for c in found.concepts if c.name.startswith("self-enforcing at")), "")
    gained = [name for name in found.surviving(lasting) if name not in pure] if lasting else []
    if gained:
        yield f"No one-shot equilibrium, but {lasting} when the game is repeated: {_named(gained)}."
    for outcome in found.not_credible:
        paid = payoff_words(found.players, outcome.payoffs)
        yield f"A Nash outcome that rests on a threat nobody would carry out: {outcome.name} ({paid})."


def _named(names: Sequence[str]) -> str:
    """Name a few outcomes."""
    more = len(names) - _NAMED
    return ", ".join(f"'{name}'" for name in names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")
