"""Structural variants: from models to values, with the checks that need the whole case.

Room      case.
Held      a variant changes something; what it names exists; a claim's other reading is another one; a game is
          replaced by one with the same players; and some stakes satisfy all rows that the variant leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.case.forms import CaseRow
from bargain.case.variation import Variant
from bargain.case.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case.case import Case
    from bargain.case.context import Context
    from bargain.case.faults import Faults
    from bargain.case.models import VariantFile
    from bargain.tomlplaces import Path

__all__ = ["build_variants", "check_variants"]


def build_variants(context: Context) -> tuple[Variant, ...]:
    """Return the variants, in the order of the file."""
    return tuple(_variant(context, ("variant", n), entry) for n, entry in enumerate(context.file.variant))


def _variant(context: Context, path: Path, entry: VariantFile) -> Variant:
    rows = {row.id for row in context.file.row}
    for n, claim in enumerate(entry.drop):
        context.known((*path, "drop", n), "claim", claim, context.claims)
    context.unique((*path, "drop"), entry.drop, "claim")
    for n, row in enumerate(entry.without):
        context.known((*path, "without", n), "row", row, rows)
    context.unique((*path, "without"), entry.without, "row")
    _check_readings(context, path, entry)
    _check_games(context, path, entry)
    if not (entry.drop or entry.readings or entry.without or entry.row or entry.games or entry.punishment):
        context.faults.add(
            path, "a variant that changes nothing", "add drop, readings, without, row, games or punishment"
        )
    return Variant(
        id=entry.id,
        says=entry.says,
        why=entry.why,
        drop=tuple(entry.drop),
        readings=tuple(sorted(entry.readings.items())),
        without=tuple(entry.without),
        rows=tuple(_rows(context, path, entry)),
        games=tuple(sorted(entry.games.items())),
        punishment=entry.punishment or "",
    )


def _check_readings(context: Context, path: Path, entry: VariantFile) -> None:
    """Hold that each claim exists, is not dropped as well, and had another reading."""
    for name, reading in entry.readings.items():
        where = (*path, "readings", name)
        if not context.known(where, "claim", name, context.claims):
            continue
        if name in entry.drop:
            context.faults.add(where, f"claim {shown(name)} is dropped as well", "keep one of the two")
        if context.file.claim[context.claims[name]].reading == reading:
            context.faults.add(where, f"claim {shown(name)} is {reading} already", "give another reading")


def _check_games(context: Context, path: Path, entry: VariantFile) -> None:
    """Hold that each game and its replacement exist, differ, and share a player."""
    for name, other in entry.games.items():
        where = (*path, "games", name)
        if not all(context.known(where, "game", game, context.games) for game in (name, other)):
            continue
        if name == other:
            context.faults.add(where, f"game {shown(name)} in place of itself", "name another game")
        first, second = (context.file.game[context.games[game]].players for game in (name, other))
        if set(first) != set(second):
            told = f"{shown(other)} is played by {', '.join(second)}, {shown(name)} by {', '.join(first)}"
            context.faults.add(where, told, "name a game with the same players")


def _rows(context: Context, path: Path, entry: VariantFile) -> Iterator[CaseRow]:
    """Yield the rows of a variant, labelled as those of the case are."""
    context.unique((*path, "row"), [row.id for row in entry.row], "row")
    for n, row in enumerate(entry.row):
        where = (*path, "row", n)
        if row.id in entry.without:
            context.faults.add((*where, "id"), f"row {shown(row.id)} is taken away as well", "keep one of the two")
        basis = context.basis(where, "requires", row.requires, row.convention, needed="the row")
        conditions, actor = context.conditions((*where, "says"), row.says)
        for part, condition in enumerate(conditions, 1):
            label = row.id if part == 1 else f"{row.id}.{part}"
            yield CaseRow(label=label, kind="row", actor=actor, condition=condition, basis=basis, why=row.why)


def check_variants(case: Case, faults: Faults) -> None:
    """Hold that the rows of every variant can hold together.

    Raises
    ------
    CaseError
        Naming rows that cannot, an irreducible set of them.
    """
    point = dict(case.baseline.values) if case.baseline is not None else None
    for n, variant in enumerate(case.variations):
        if not variant.rows or (point is not None and all(row.condition.holds(point) for row in variant.rows)):
            continue
        conflict = case.varied(variant).space().irreducible_conflict()
        if conflict:
            told = "; ".join(f"{row.label}: {row.condition}" for row in conflict[:6])
            faults.add(("variant", n), f"its rows cannot all hold: {told}", "change one of them, or take one away")
    faults.stop()
