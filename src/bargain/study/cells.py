"""Cutting the stake space by the set of equilibria: which equilibria stand together, and where.

Room      study.
Exact     weak conditions and their strict opposites are kept apart, so the cells are disjoint and cover the
          space: a tie is a face of its own, not a matter of rounding. A cell is a list of polyhedra.
Product   an exchange without further terms is cut issue by issue; its cells are the products.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron, Row
from bargain.study.pieces import MOST_PARTS, added, excluded, full_dimensional, negation_parts, throughout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.study.pieces import Alternative

__all__ = ["Piece", "adjacent", "combined", "cut_by_sets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One polyhedron of a cell.

    Attributes
    ----------
    members : indices of the alternatives that hold throughout; no other holds anywhere in it
    given : conditions beyond the rows of the space
    area : the polyhedron, over the stakes that matter
    full : whether it has an inner point; otherwise it is a tie face
    """

    members: tuple[int, ...]
    given: tuple[Condition, ...]
    area: Polyhedron
    full: bool


def cut_by_sets(
    space: Polyhedron, alternatives: Sequence[Alternative], *, limit: int = MOST_PARTS
) -> tuple[Piece, ...]:
    """Return disjoint pieces that cover a space, each with the alternatives that hold in it.

    Parameters
    ----------
    space : Polyhedron
        Not empty.
    alternatives : sequence of Alternative
    limit : int
        The most pieces to hold.

    Raises
    ------
    RefusedError
        Beyond the limit.

    Notes
    -----
    Each alternative cuts every piece that it meets and does not cover: one program per piece and condition.

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> from bargain.study.pieces import Alternative
    >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "0 <= b <= 1"})
    >>> up = Alternative(label="up", conditions=parse_conditions("a >= b"))
    >>> down = Alternative(label="down", conditions=parse_conditions("b >= a"))
    >>> [(piece.members, piece.full) for piece in cut_by_sets(p, (up, down))]
    [((0,), True), ((1,), True), ((0, 1), False)]
    """
    pieces = [Piece(members=(), given=(), area=space, full=True)]
    for k, alternative in enumerate(alternatives):
        pieces = [part for piece in pieces for part in _cut(piece, k, alternative.conditions)]
        if len(pieces) > limit:
            raise RefusedError(
                f"the partition has more than {limit:,} pieces after {k + 1} of {len(alternatives)} outcomes",
                remedy="ask for the regions of single outcomes, or take a game with fewer actions",
            )
    known = (replace(piece, full=full_dimensional(piece.area, space)) for piece in pieces)
    return tuple(sorted(known, key=lambda p: (not p.full, p.members)))


def _cut(piece: Piece, k: int, conditions: Sequence[Condition]) -> Iterator[Piece]:
    """Yield the part of a piece inside an alternative, and the disjoint parts outside it."""
    area, members = piece.area, (*piece.members, k)
    if excluded(area, conditions):
        yield piece
        return
    # Conditions that hold throughout the piece cut nothing off.
    telling = [c for c in conditions if not throughout(area, c)]
    inside = added(area, telling)
    if not inside.feasibility():
        yield piece
        return
    yield replace(piece, members=members, given=(*piece.given, *telling), area=inside)
    for part in negation_parts(telling):
        beyond = added(area, part)
        if beyond.feasibility():
            yield replace(piece, given=(*piece.given, *part), area=beyond)


def combined(
    factors: Sequence[Sequence[Piece]], space: Polyhedron, *, limit: int = MOST_PARTS
) -> Iterator[tuple[tuple[Piece, ...], Polyhedron]]:
    """Iterate over the products of pieces that share points, each with its polyhedron in the space.

    Pieces of issues that one actor grants may exclude each other, so every product is asked for a point.

    Raises
    ------
    RefusedError
        If there are more than `limit` products to ask.
    """
    count = prod(len(pieces) for pieces in factors)
    if count > limit:
        raise RefusedError(
            f"the partition has up to {count:,} cells, more than {limit:,}",
            remedy="ask for single profiles, `bargain regions GAME --profile ACTION,…`, or for single issues, "
            "`bargain verdict 'conceded ISSUE in GAME'`",
        )
    for chosen in product(*factors):
        area = added(space, [c for piece in chosen for c in piece.given])
        if isinstance(area.feasibility(), Feasible):
            yield chosen, area


def adjacent(one: Polyhedron, other: Polyhedron) -> bool:
    """Tell whether two disjoint areas of one space share a facet.

    They do if some condition of either separates them and their closures meet where its form is zero, with room
    in every other row. Cost: one program per condition that both sides could share.
    """
    shared = {row.label for row in one.rows} & {row.label for row in other.rows}
    own = [row for row in (*one.rows, *other.rows) if row.label not in shared]
    common = [row for row in one.rows if row.label in shared]
    for form in dict.fromkeys(row.condition.form for row in own):
        lines = {_direction(form), _direction(-form)}
        rows = [Row("facet", Condition(form, Relation.EQUAL))]
        rows += [_open(r, n) for n, r in enumerate((*common, *own)) if _direction(r.condition.form) not in lines]
        if isinstance(Polyhedron(one.variables, tuple(rows)).feasibility(), Feasible):
            return True
    return False


def _open(row: Row, n: int) -> Row:
    """Return an inequality made strict, under a label of its own."""
    if row.condition.relation is Relation.EQUAL:
        return Row(f"{n}", row.condition)
    return Row(f"{n}", Condition(row.condition.form, Relation.ABOVE))


def _direction(form: Affine) -> Affine:
    """Return a form scaled so that its first coefficient is 1 or −1: equal for forms that vanish together, one way."""
    return form if form.is_constant else form / abs(form.terms[0][1])
