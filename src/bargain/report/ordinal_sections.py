"""The ordinal reading in the report: what each 2×2 game is called, and which profiles are stable by orders alone.

Room      report. Turns the findings of `study.ordinal` into tables and sentences; decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.patience_words import listed
from bargain.solve.stability_result import Likelihood
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case import Case
    from bargain.study.name_values import GameNames
    from bargain.study.ordinal import CaseStability, OrdinalReading

__all__ = ["ordinal_sections"]


def ordinal_sections(case: Case, found: OrdinalReading) -> tuple[Section, ...]:
    """Return the sections of the ordinal reading: names of the 2×2 games, stabilities of small games.

    Parameters
    ----------
    case : Case
    found : OrdinalReading
        From `bargain.study.ordinal_reading`.

    Returns
    -------
    tuple of Section
        Empty where the case has no game that is small enough.
    """
    parts = []
    if found.names:
        parts.append(
            Section(
                title="What the games are called, by stakes",
                blocks=(
                    "Only the order of each player's payoffs counts here. Numbers are those of Rapoport and Guyer.",
                    Bullets(items=tuple(_named(case, item) for item in found.names)),
                    Exhibit(name="game-names", table=_names(case, found)),
                ),
            )
        )
    if found.stable:
        parts.append(
            Section(
                title="Which profiles are stable by orders alone",
                blocks=(
                    (
                        "Nash: no improvement by oneself. GMR: others can answer every improvement so that it does "
                        "not pay. SMR: nor does any move of one's own after that. SEQ: the answer improves the lot of "
                        "whoever gives it. SIM, for two: both move at once and it does not pay."
                    ),
                    Exhibit(name="ordinal-stability", table=_stable(case, found)),
                ),
            )
        )
    return tuple(parts)


def _named(case: Case, item: GameNames) -> str:
    """Say what one game is called, in a sentence."""
    title = case.spec(item.game).title
    inner = [cell for cell in item if cell.full]
    if len(inner) == 1:
        return f"'{title}' is {inner[0].name.words} at all stakes but ties."
    ways = [f"{cell.name.words} where {'; or '.join(p.where for p in cell.parts if p.full)}" for cell in inner]
    return f"'{title}' is {listed(ways)}; but for ties it is nothing else."


def _names(case: Case, found: OrdinalReading) -> Table:
    """Return one row per game and class."""
    rows = [
        (case.spec(item.game).title, cell.name.words, cell.name.kind, _whose(item, part.name.patterns), part.where)
        for item in found.names
        for cell in item
        for part in cell.parts
        if part.full
    ]
    return Table(
        title="What each 2×2 game is called",
        columns=("game", "class", "equilibria", "whose payoffs", "where, but for ties"),
        rows=tuple(rows),
        notes=(
            "Exact. Games of one class differ by the order of rows, columns and players only.",
            (
                "A class with ties is written as its four cells, row by row, each with the ranks of both players' "
                "payoffs from the least, 1; the classes it lies between come from breaking the ties."
            )
            if any("with ties" in row[1] for row in rows)
            else "",
        ),
    )


def _whose(item: GameNames, patterns: tuple[str, str] | None) -> str:
    """Say whose payoffs are those of which symmetric game."""
    if patterns is None:
        return ""
    return ", ".join(f"{who}: {title}" for who, title in zip(item.players, patterns, strict=True))


def _stable(case: Case, found: OrdinalReading) -> Table:
    """Return one row per game and concept: the profiles that are equilibria at all and at some stakes."""
    rows = [row for item in found.stable for row in _rows(case, item)]
    note = f"Larger games are not judged: {listed(list(found.left_out))}." if found.left_out else ""
    return Table(
        title="Equilibria by orders alone, over the stake space",
        columns=("game", "concept", "at all stakes", "at all but ties", "at some stakes", "on ties only"),
        rows=tuple(rows),
        notes=tuple(n for n in ("Exact; what is not listed is an equilibrium at no stakes.", note) if n),
    )


def _rows(case: Case, item: CaseStability) -> Iterator[tuple[str, ...]]:
    """Yield the rows of one game."""
    if item.over is None:
        return
    words = (Likelihood.NECESSARY, Likelihood.EXCEPT_TIES, Likelihood.POSSIBLE, Likelihood.ONLY_TIES)
    for concept in item.over.concepts:
        cells = ("; ".join(item.over.equilibria(concept.value, word.value)) for word in words)
        yield (case.spec(item.game).title, concept.value, *cells)
