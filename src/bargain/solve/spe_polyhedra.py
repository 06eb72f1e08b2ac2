"""Cells of a stake space for `spe_cells`: polyhedra cut by the signs of affine forms.

Room      solve. Every emptiness is decided by exact linear programs of `bargain.polyhedra`.
Faces     a proper cut by form == 0 makes a face of lower dimension; cuts by > and < keep the dimension.
Merging   cells with the same answer that differ in the sign of one form are put together, so that rows become
          weak or fall away.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Row, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.tree import Payoff
    from bargain.polyhedra import Polyhedron

__all__ = ["Cell", "StakeCells", "merged", "rows_of"]

Signs = frozenset[int]
Values = dict[str, Fraction]
Cuts = tuple[tuple[Affine, Signs], ...]  # forms with the signs that they may have; each form once

_KEPT = 24  # points kept per cell


@dataclass(frozen=True, slots=True)
class Cell:
    """A part of the space: the polyhedron, the cuts that made it, and some points in it."""

    space: Polyhedron
    cuts: tuple[tuple[Affine, int], ...]
    points: tuple[Values, ...]

    @staticmethod
    def whole(space: Polyhedron, names: Iterable[str]) -> Cell:
        """Return a whole space, with points towards either end of some variables."""
        inside = dict(space.interior_point())
        points = [inside]
        for name in names:
            extent = space.extent(Affine.name(name))
            points += [_towards(inside, dict(end.point)) for end in (extent.low, extent.high) if end.point is not None]
        return Cell(space, (), _few(points))


class StakeCells:
    """Splits polyhedra by affine forms. With `faces` false, proper faces are left out."""

    def __init__(self, *, faces: bool = True) -> None:
        self.faces = faces

    def read(self, value: Payoff) -> Affine:
        """Return a payoff as a form."""
        return value if isinstance(value, Affine) else Affine.number(value)

    def minus(self, first: Affine, second: Affine) -> Affine:
        """Return a difference."""
        return first - second

    def mean(self, weights: Sequence[Affine], values: Sequence[Affine]) -> Affine:
        """Return a weighted sum; the weights are numbers."""
        return Affine.total(w.constant * v for w, v in zip(weights, values, strict=True))

    def positive(self, cell: Cell, form: Affine) -> bool:
        """Tell whether a form is positive throughout a cell; known points first."""
        if form.is_constant:
            return form.constant > 0
        if any(form.at(point) <= 0 for point in cell.points):
            return False
        return cell.space.decide(Condition(form, Relation.ABOVE)).verdict is Verdict.ALWAYS

    def split(self, cell: Cell, form: Affine) -> list[tuple[int, Cell]]:
        """Return the parts where a form is positive, zero, negative."""
        if form.is_constant:
            return [(_sign(form.constant), cell)]
        points = _signed(cell, form)
        if not (points[1] and points[-1]):
            _search(cell, form, points)
        there = [s for s in (1, 0, -1) if points[s]]
        if len(there) == 1:
            return [(there[0], cell)]
        return [(s, _cut(cell, form, s, points[s])) for s in there if s or self.faces]


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def _few(points: Sequence[Values]) -> tuple[Values, ...]:
    return tuple(points[:_KEPT])


def _towards(inside: Values, far: Values) -> Values:
    """Return the point half-way to a point of the closure: it satisfies strict rows as well."""
    return {name: (value + far[name]) / 2 for name, value in inside.items()}


def _signed(cell: Cell, form: Affine) -> dict[int, list[Values]]:
    """Return the known points of a cell by the sign of a form; a point between where it changes."""
    points: dict[int, list[Values]] = {1: [], 0: [], -1: []}
    for point in cell.points:
        points[_sign(form.at(point))].append(point)
    _bridge(form, points)
    return points


def _bridge(form: Affine, points: dict[int, list[Values]]) -> None:
    """Where a form takes both signs at known points, add a point between them at which it is zero."""
    if points[1] and points[-1] and not points[0]:
        high, low = points[1][0], points[-1][0]
        a, b = form.at(high), form.at(low)
        share = a / (a - b)
        points[0].append({name: value + share * (low[name] - value) for name, value in high.items()})


def _search(cell: Cell, form: Affine, points: dict[int, list[Values]]) -> None:
    """Look by linear programs for points of the signs that no known point has."""
    known = 1 if points[1] else -1 if points[-1] else 0
    for sign in (known,) if known else (1, -1):
        found = cell.space.decide(Condition(form * sign, Relation.ABOVE))
        witness = found.witness_against if known else found.witness_for
        if witness is not None:
            point = dict(witness)
            points[_sign(form.at(point))].append(point)
    _bridge(form, points)


def _cut(cell: Cell, form: Affine, sign: int, points: Sequence[Values]) -> Cell:
    condition = Condition(form * sign if sign else form, Relation.ABOVE if sign else Relation.EQUAL)
    row = Row(_label(cell.space, len(cell.cuts)), condition)
    return Cell(cell.space.with_rows(row), (*cell.cuts, (form, sign)), _few(points))


def _label(space: Polyhedron, number: int) -> str:
    """Return a label for a new row that the space does not use."""
    label, used = f"cut {number + 1}", {row.label for row in space.rows}
    while label in used:
        label = f"{label}'"
    return label


def _canonical(form: Affine, sign: int) -> tuple[Affine, int]:
    """Return a form whose first coefficient is 1, and the sign that it has."""
    scale = form.terms[0][1]
    return form / scale, sign if scale > 0 else -sign


def merged(cells: Iterable[Cell]) -> list[Cuts]:
    """Return cuts whose union is that of the cells, fewer where they can be put together."""
    todo = [_with_signs(cell.cuts) for cell in cells]
    changed = True
    while changed:
        todo, changed = _once(todo)
    return [tuple(sorted(item.items(), key=lambda pair: str(pair[0]))) for item in todo]


def _with_signs(cuts: Sequence[tuple[Affine, int]]) -> dict[Affine, Signs]:
    out: dict[Affine, Signs] = {}
    for form, sign in cuts:
        key, side = _canonical(form, sign)
        out[key] = out.get(key, frozenset((1, 0, -1))) & {side}
    return out


def _once(todo: list[dict[Affine, Signs]]) -> tuple[list[dict[Affine, Signs]], bool]:
    """Join cells that agree on all forms but one, form by form; tell whether any were joined."""
    forms = dict.fromkeys(form for item in todo for form in item)
    changed = False
    for form in forms:
        groups: dict[frozenset[tuple[Affine, Signs]], list[Signs]] = {}
        rest: list[dict[Affine, Signs]] = []
        for item in todo:
            if form in item:
                key = frozenset((f, s) for f, s in item.items() if f != form)
                groups.setdefault(key, []).append(item[form])
            else:
                rest.append(item)
        for key, signs in groups.items():
            joined = _joined(signs)
            changed = changed or len(joined) < len(signs)
            rest += [dict(key) if len(s) == 3 else {**dict(key), form: s} for s in joined]
        todo = rest
    return todo, changed


def _joined(signs: list[Signs]) -> list[Signs]:
    """Join sign sets to intervals: zero goes with either neighbour, or with both.

    >>> _joined([frozenset({1}), frozenset({0})]) == [frozenset({0, 1})]
    True
    """
    whole = frozenset().union(*signs)
    return [whole] if 0 in whole else sorted(set(signs), key=sorted, reverse=True)


def rows_of(space: Polyhedron, cuts: Cuts, *, shorten: bool) -> tuple[Row, ...]:
    """Return the rows of some cuts; with `shorten` without those that the space and the others imply."""
    rows: list[Row] = []
    for form, signs in cuts:
        if signs == {0}:
            condition = Condition(form, Relation.EQUAL)
        else:
            side = Fraction(1 if 1 in signs else -1)
            condition = Condition(form * side, Relation.AT_LEAST if 0 in signs else Relation.ABOVE)
        rows.append(Row(_label(space, len(rows)), condition))
    for row in tuple(reversed(rows)) if shorten else ():
        rest = [other for other in rows if other is not row]
        if space.with_rows(*rest).decide(row.condition).verdict is Verdict.ALWAYS:
            rows = rest
    return tuple(rows)
