"""What moves reveal, as sections: the picture, the tables, sentences to quote.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section, name_of
from bargain.report.observed_chart import ObservedPicture, StakeBounds, observed_chart
from bargain.report.sequential_words import meant, sentence

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.case import Case
    from bargain.polyhedra import End
    from bargain.report.document import Block, Figure
    from bargain.study import ObservedMoves

__all__ = ["observed_figure", "observed_sections"]

_MOST_WAYS = 40  # rows of a table that is still read

_METHOD = (
    "If the moves that the source reports are part of an equilibrium of this game, what must the stakes be? Moves are "
    "partial: what they do not fix is free. The answer is exact, a union of polyhedra; the table of bounds shows it "
    "stake by stake, the table of equilibria in full."
)


def observed_sections(case: Case, found: ObservedMoves) -> tuple[Section, ...]:
    """Return what moves reveal in one game as a section: headline, figure, tables, sentences.

    Parameters
    ----------
    case : Case
    found : ObservedMoves
        As `bargain.study.observed` returns it.

    Returns
    -------
    tuple of Section
        One section of level 2; the figure only where bounds move.
    """
    name = _name(found)
    blocks: list[Block] = [_METHOD] if found.tightened else [found.headline, _METHOD]
    if found.tightened:
        blocks += [observed_figure(case, found), Exhibit(name=name, table=found.table())]
    blocks.append(Exhibit(name=f"{name}-moves", table=found.moves_table()))
    if 0 < len(found.ways) <= _MOST_WAYS:
        blocks.append(Exhibit(name=f"{name}-equilibria", table=found.ways_table()))
    if found.sentences:
        blocks.append(Bullets(items=tuple(f"{text[0].upper()}{text[1:]}." for text in found.sentences)))
    return (Section(title=f"Observed moves: '{found.title}', {found.played}", level=2, blocks=tuple(blocks)),)


def _name(found: ObservedMoves) -> str:
    """Return a name of its own for each game and way of playing it."""
    return name_of(f"observed-moves-{found.game}-{found.played if found.patience else ''}")


def observed_figure(case: Case, found: ObservedMoves) -> Figure:
    """Return the picture of bounds before and after.

    Raises
    ------
    ValueError
        If no bound moves, so that there is nothing to draw.
    """
    stakes = tuple(
        StakeBounds(
            stake=f"{sentence(meant(case, b.stake))} ({b.stake})",
            actor=case.actor(case.stake(b.stake).actor).name,
            before=(_value(b.before.low), _value(b.before.high)),
            after=(_value(b.low), _value(b.high)),
            reached=(b.low.attained, b.high.attained),
            words=b.words,
        )
        for b in found.tightened
    )
    picture = ObservedPicture(
        name=_name(found),
        title=f"{found.title}: what the moves reveal",
        played=f"{', '.join(c.id for c in found.counted)}; {found.played}",
        stakes=stakes,
        kept=len(found.bounds) - len(stakes),
    )
    return observed_chart(picture)


def _value(end: End) -> Fraction:
    if end.value is None:
        raise ValueError("a stake without a bound")
    return end.value
