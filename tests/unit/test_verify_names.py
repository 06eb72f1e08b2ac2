"""The second look at what games are called over a stake space: it passes, and forgeries do not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bargain import load_case, verify
from bargain.study import game_names

FLAGSHIP = load_case("russia-turkey-2022")
TESSA = load_case("tests/cases/tessa-river")
GAMES = [(FLAGSHIP, "syria"), (FLAGSHIP, "caucasus"), (FLAGSHIP, "payments"), (TESSA, "gorge"), (TESSA, "grid")]


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize(("case", "game"), GAMES, ids=[g for _, g in GAMES])
def test_names_are_found_right(case, game, ties) -> None:
    """Every 2×2 game of both cases, with tie faces and without."""
    look = verify(game_names(case, game, ties=ties))
    assert look.ok, look
    assert look.points


def test_forged_names_are_caught() -> None:
    """Conditions moved or lost, a cell lost or doubled, classes renamed, witnesses and counts changed."""
    found = game_names(FLAGSHIP, "payments", ties=True)
    k = next(n for n, c in enumerate(found.cells) if c.full and c.parts[0].given)
    cell = found.cells[k]
    part, name = cell.parts[0], cell.name

    def put(**changed):
        return replace(found, cells=(*found.cells[:k], replace(cell, **changed), *found.cells[k + 1 :]))

    def parted(**changed):
        return put(parts=(replace(part, **changed), *cell.parts[1:]))

    first = part.given[0]
    moved = replace(first, form=first.form + Fraction(1, 50))
    other = next(c for c in found.cells if c is not cell)
    orders = (name.orders[0][::-1], name.orders[1])
    broken = {
        "a condition moved": parted(given=(moved, *part.given[1:])),
        "a condition lost": parted(given=part.given[1:]),
        "the area of another": parted(area=other.parts[0].area),
        "a condition shown that does not hold": parted(deciding=(replace(first, form=-first.form),)),
        "other orders": parted(name=replace(part.name, orders=orders)),
        "another number": parted(name=replace(part.name, number=77 if name.number != 77 else 76)),
        "another form": parted(name=replace(part.name, form="11 11 11 11")),
        "other neighbours": parted(name=replace(part.name, neighbours=())),
        "another equilibrium": parted(name=replace(part.name, equilibria=(*part.name.equilibria, (1, 1), (0, 0)))),
        "other dominance": parted(name=replace(part.name, dominant=(0, 0) if part.name.dominant != (0, 0) else (1, 1))),
        "symmetry turned": parted(name=replace(part.name, symmetric=not part.name.symmetric)),
        "a witness of another class": put(witness=other.witness),
        "a witness without stakes": put(witness=()),
        "a cell lost": replace(found, cells=found.cells[1:]),
        "a cell twice": replace(found, cells=(*found.cells, cell)),
        "a cell that is thin": put(full=False),
        "faces miscounted": replace(found, faces=found.faces + 1),
        "a class that occurs not counted": replace(game_names(TESSA, "gorge"), near=()),
        "players turned": replace(found, players=found.players[::-1]),
        "orders cut short": parted(name=replace(part.name, orders=(name.orders[0][:2], name.orders[1]))),
    }
    assert verify(found).ok
    assert [what for what, forged in broken.items() if verify(forged).ok] == []
