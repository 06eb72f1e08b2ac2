"""The games of a case that are played in moves, as sections of the report.

Room      report. Puts together what `tree_sections`, `signal_sections`, `talks_sections` and
          `patience_sections` write.
Sentences can be quoted as they stand: each says at which stakes it holds, names the claims and conventions it
          rests on with their paragraphs, and begins "given this assumption" where one of them is assumed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.report.document import Exhibit, Section
from bargain.report.evidence import basis_words
from bargain.report.patience_sections import patience_sections
from bargain.report.sequential_words import head, stakes_of
from bargain.report.signal_sections import signal_headlines, signal_section
from bargain.report.talks_sections import talks_section
from bargain.report.tree_sections import orders_headlines, orders_section, tree_headlines, tree_section
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.case import Case, GameSpec
    from bargain.report.document import Block, Plain
    from bargain.study.sequential import InMoves, Partnership

__all__ = ["moves_data", "moves_headlines", "numbers_table", "sequential_sections"]

_OPENING = (
    "Games that are played in moves. A threat or a promise counts in them only if it would be in the interest of the "
    "one who made it to carry it out; equilibria with this property are called subgame perfect. Where somebody does "
    "not know what another knows, an equilibrium says also what whoever does not know believes. A play is written as "
    "its moves in their order, with a stroke between them. Ties are stakes at which somebody is indifferent between "
    "two moves."
)


def sequential_sections(case: Case, found: InMoves) -> tuple[Section, ...]:
    """Return the games in moves: the numbers that they share, then one section each."""
    blocks: list[Block] = [_OPENING]
    if case.numbers:
        blocks.append(Exhibit(name="numbers", table=numbers_table(case)))
    sections = [Section(title="Games in moves", blocks=tuple(blocks))]
    sections += [tree_section(case, solved) for solved in found.trees]
    sections += [orders_section(case, orders) for orders in found.orders]
    sections += [signal_section(case, solved) for solved in found.signals]
    sections += [talks_section(case, talks) for talks in found.talks]
    for partnership in found.partnerships:
        sections += _partnership(case, partnership)
    return tuple(sections)


def moves_headlines(case: Case, found: InMoves | None) -> tuple[str, ...]:
    """Return what the games in moves say over all admissible stakes; nothing that rests on the baseline."""
    if found is None:
        return ()
    lines = [line for tree in found.trees for line in tree_headlines(case, tree)]
    lines += [line for orders in found.orders for line in orders_headlines(case, orders)]
    lines += [line for signal in found.signals for line in signal_headlines(case, signal)]
    return tuple(lines)


def moves_data(found: InMoves | None) -> dict[str, Plain]:
    """Return what programs read of the games in moves: equilibria, regions, ranges, as plain data."""
    if found is None:
        return {}
    out: dict[str, object] = {}
    for tree in found.trees:
        regions = None if tree.regions is None else tree.regions.to_dict()
        out[tree.spec.id] = {"equilibria": tree.solution.to_dict(), "regions": regions}
    for signal in found.signals:
        out[signal.spec.id] = {"equilibria": signal.solution.to_dict()}
    for talks in found.talks:
        out[talks.spec.id] = {"protocol": talks.found.to_dict()}
    for partnership in found.partnerships:
        out[partnership.spec.id] = {"patience": partnership.found.to_dict()}
    return out  # type: ignore[return-value]


def numbers_table(case: Case) -> Table:
    """Return the probabilities and discount factors of a case, each with what it rests on."""
    rows = tuple((n.id, n.kind, str(n.value), n.meaning, basis_words(case, n.basis)) for n in case.numbers)
    return Table(
        title="Probabilities and discount factors",
        columns=("number", "kind", "value", "meaning", "rests on"),
        rows=rows,
        notes=(
            (
                "They multiply payoffs, so they stay fixed where stakes are open. Each rests on an assumed claim or on "
                "a convention."
            ),
        ),
    )


def _partnership(case: Case, partnership: Partnership) -> tuple[Section, ...]:
    """Return a repeated exchange: what it is, then its patience."""
    spec, deal = partnership.spec, partnership.exchange
    sections = patience_sections(case, partnership.found)
    opening: list[Block] = list(head(case, spec, stakes_of(deal)))
    factors = ", ".join(f"{who} {delta}" for who, delta in zip(deal.names, partnership.factors, strict=True))
    held = partnership.found.enforcement
    many = 0 if held is None else held.count(*partnership.factors)
    hold = "holds" if many == 1 else "hold"
    count = (
        "" if held is None else f" At them {many:,} of {len(held):,} packages {hold}, the one-shot equilibrium counted."
    )
    opening.append(f"The case's own discount factors, which rest on {_bases(case, spec)}: {factors}.{count}")
    first = replace(sections[0], title=spec.title, blocks=(*opening, *sections[0].blocks))
    return (first, *sections[1:])


def _bases(case: Case, spec: GameSpec) -> str:
    """Say what the discount factors of a repeated game rest on."""
    names = [] if spec.repeated is None else [name for _, name in spec.repeated.discount]
    return " and ".join(dict.fromkeys(str(case.number(name).basis) for name in names))
