"""What a 2×2 game of a case is called, over everything that the source allows.

Room      study.
Meaning   at given stakes the four payoffs of each player have an order, and the two orders make the game a
          Chicken, a Prisoner's Dilemma, … (`games.taxonomy`). The stakes with one class are a list of disjoint
          polyhedra: those with an inner point come first, the others are tie faces.
Product   each player's four payoffs are ordered over the stakes that they depend on; where no row ties the two
          players' stakes together, every pair of orders is admissible, and none needs a program.
Exact     an order that the rows exclude is left out with a program; conditions that the rows or the other
          conditions imply are left out of what is shown, and so are, in tables, those that only exclude a tie.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from bargain.case.evidence import READINGS
from bargain.errors import GameError
from bargain.exact import Affine, Condition, Relation
from bargain.games.taxonomy import called, name_orders, ranks
from bargain.solve.stability_over import factors
from bargain.study.name_values import GameNames, NamedCell, NamedPart
from bargain.study.pieces import added, full_dimensional
from bargain.study.region_cuts import needed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.games import NormalFormGame
    from bargain.polyhedra import Polyhedron

__all__ = ["game_names"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ordered:
    """One order of a player's payoffs, with the stakes that give it."""

    order: tuple[int, ...]
    given: tuple[Condition, ...]
    deciding: tuple[Condition, ...]
    area: Polyhedron
    full: bool


def game_names(case: CodedCase, name: str, *, readings: Sequence[Reading] = READINGS, ties: bool = False) -> GameNames:
    """Cut the stake space of a 2×2 game by what the game is called.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game in normal form with two players and two actions each.
    readings : which claims count; all if left out
    ties : bool
        List tie faces too: classes without an inner point.

    Returns
    -------
    GameNames
        The cells are disjoint and, tie faces included, cover the space.

    Raises
    ------
    GameError
        For a game of another shape.
    CaseError
        If there is no such game.

    Notes
    -----
    At most 75 orders per player, one program for each that survives and each condition shown.

    Examples
    --------
    >>> from bargain import load_case
    >>> game_names(load_case("russia-turkey-2022"), "payments")
    <names of 'payments' over the stake space: ...
    """
    game = case.game(name)
    if game.shape != (2, 2):
        raise GameError(
            f"game {name!r} has {' × '.join(map(str, game.shape))} actions, and names are for 2 × 2",
            remedy="take a contest or a joint move; `bargain stability` reads games of any shape",
        )
    stakes = [_stakes(game, p) for p in (0, 1)]
    whole, parts = factors(case.space(tuple(readings)), stakes)
    apart = parts[0][1] != parts[1][1] or not all(stakes)
    orders = [list(_orders(_forms(game, p), area)) for p, (area, _) in enumerate(parts)]
    cells: dict[str, list[NamedPart]] = {}
    for mine, theirs in product(*orders):
        part = _joined(mine, theirs, whole, apart=apart)
        if part is not None:
            cells.setdefault(part.name.form, []).append(part)
    named = [_cell(found) for found in cells.values()]
    named.sort(key=lambda cell: (not cell.full, cell.name.number or 0, cell.name.form))
    inner = sum(cell.full for cell in named)
    return GameNames(
        case=case,
        game=name,
        players=game.players,
        readings=tuple(readings),
        space=whole,
        cells=tuple(named if ties else named[:inner]),
        ties=ties,
        faces=len(named) - inner,
        near=_near(named),
    )


def _stakes(game: NormalFormGame, p: int) -> frozenset[str]:
    return frozenset(n for v in game.payoffs[p] if isinstance(v, Affine) for n in v.names)


def _forms(game: NormalFormGame, p: int) -> tuple[Affine, ...]:
    return tuple(v if isinstance(v, Affine) else Affine.number(v) for v in game.payoffs[p])


def _orders(forms: Sequence[Affine], space: Polyhedron) -> Iterator[_Ordered]:
    """Yield every order of a player's payoffs that some admissible stakes give, strict ones and ties."""
    waiting: list[tuple[tuple[Condition, ...], tuple[int, ...], Polyhedron]] = [((), (), space)]
    for x, y in combinations(range(len(forms)), 2):
        waiting = [split for piece in waiting for split in _three(forms[x] - forms[y], piece)]
    for given, signs, area in waiting:
        own = needed(space, given)
        yield _Ordered(
            order=_ranks(signs, len(forms)),
            given=own,
            deciding=_deciding(space, own),
            area=area,
            full=full_dimensional(area, space),
        )


def _deciding(space: Polyhedron, given: Sequence[Condition]) -> tuple[Condition, ...]:
    """Return conditions without those that only exclude a tie: whose form has one sign throughout the space."""
    return tuple(c for c in given if c.relation is Relation.EQUAL or space.admits(Condition(-c.form, Relation.ABOVE)))


def _three(
    form: Affine, piece: tuple[tuple[Condition, ...], tuple[int, ...], Polyhedron]
) -> Iterator[tuple[tuple[Condition, ...], tuple[int, ...], Polyhedron]]:
    """Yield the parts of a piece where a form is positive, negative and zero."""
    given, signs, area = piece
    if form.is_constant:
        yield given, (*signs, (form.constant > 0) - (form.constant < 0)), area
        return
    sides = (
        (1, Condition(form, Relation.ABOVE)),
        (-1, Condition(-form, Relation.ABOVE)),
        (0, Condition(form, Relation.EQUAL)),
    )
    for sign, condition in sides:
        inside = added(area, (condition,))
        if inside.feasibility():
            yield (*given, condition), (*signs, sign), inside


def _ranks(signs: Sequence[int], size: int) -> tuple[int, ...]:
    """Return the ranks that the signs of all differences make: by how many payoffs each one beats."""
    wins = [0] * size
    for (x, y), sign in zip(combinations(range(size), 2), signs, strict=True):
        wins[x] += sign > 0
        wins[y] += sign < 0
    return ranks(wins)


def _joined(mine: _Ordered, theirs: _Ordered, whole: Polyhedron, *, apart: bool) -> NamedPart | None:
    """Return the part of the space with one order for each player; None if there is none."""
    given = tuple(dict.fromkeys((*mine.given, *theirs.given)))
    deciding = tuple(dict.fromkeys((*mine.deciding, *theirs.deciding)))
    area = added(whole, given)
    full = mine.full and theirs.full
    if not apart:
        if not area.feasibility():
            return None
        given, full = needed(whole, given), full and full_dimensional(area, whole)
        deciding = _deciding(whole, given)
    name = name_orders((mine.order, theirs.order))
    return NamedPart(name=name, given=given, deciding=deciding, area=area, full=full)


def _cell(found: Sequence[NamedPart]) -> NamedCell:
    """Return one class with its parts, those with an inner point first."""
    ordered = tuple(sorted(found, key=lambda part: not part.full))
    return NamedCell(
        name=ordered[0].name, full=ordered[0].full, parts=ordered, witness=ordered[0].area.interior_point()
    )


def _near(cells: Sequence[NamedCell]) -> tuple[str, ...]:
    """Return the strict classes that are called by number in the cells, each once, in order."""
    numbers = {cell.name.number for cell in cells if cell.name.number is not None}
    return tuple(called(n) for n in sorted(numbers))
