"""A slice through the stake space: the cells of a game in the plane of two stakes, all others held fixed.

Room      study.
Exact     polygons have rational corners, counter-clockwise; their boundary lines are ties and belong to a cell or
          to a tie face, which a picture cannot show. What the article allows in the plane is a polygon too.
Partial   a slice shows what holds at the other stakes' values only; a cell that it misses is not empty.
Ties      where the values held lie on a tie, so does the whole plane, or a part of it: its cells there are tie faces,
          and each says which tie it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import CaseError, PolyhedronError
from bargain.exact import Affine, Condition, Relation
from bargain.exact.grammar import nearest
from bargain.polyhedra import Polyhedron, Row
from bargain.study.pieces import full_dimensional
from bargain.study.ranges import COLUMNS
from bargain.study.region_cuts import partition

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.study.region_values import Partition

__all__ = ["Slice", "SlicePart", "slice_through"]

Corner = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class SlicePart:
    """One cell in the plane.

    Attributes
    ----------
    equilibria : those that stand together there; empty for none
    polygons : corners in order, one list per part of the cell
    ties : for a tie face, the equalities that the values held satisfy; empty for a cell with inner points
    """

    equilibria: tuple[str, ...]
    polygons: tuple[tuple[Corner, ...], ...]
    ties: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The cells of a game in the plane of two stakes.

    Attributes
    ----------
    stakes : ids of the stakes to the right and upwards
    fixed : the values of the others that tell cells apart
    point : the values of the two where all others come from
    allowed : the polygon that the rows of the case leave in the plane
    parts : cells that fill some of the plane, in the order of the partition; together they fill what is allowed
    missed : how many cells with inner points the plane does not meet so
    """

    game: str
    concept: str
    readings: tuple[Reading, ...]
    stakes: tuple[str, str]
    fixed: tuple[tuple[str, Fraction], ...]
    point: Corner
    allowed: tuple[Corner, ...]
    parts: tuple[SlicePart, ...]
    missed: int


def slice_through(
    case: CodedCase,
    name: str,
    stakes: Sequence[str],
    *,
    at: Mapping[str, Fraction] | None = None,
    readings: Sequence[Reading] = COLUMNS[-1],
    cells: Partition | None = None,
) -> Slice:
    """Cut a game's partition by the plane of two stakes.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game that `partition` cuts.
    stakes : two ids
    at : values of all stakes, optional
        The baseline if left out; values given replace the baseline's.
    readings : which claims count
    cells : Partition, optional
        If it is known already, with its tie faces; otherwise it is worked out.

    Raises
    ------
    CaseError
        For an unknown stake, or one named twice.
    PolyhedronError
        If the fixed values leave nothing of the plane, or it has no end.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> cut = slice_through(case, "payments", ("R_gain_payments_full", "T_cost_payments_full"))
    >>> len(cut.allowed) >= 3, len(cut.parts) + cut.missed
    (True, 2)
    """
    right, up = _pair(case, stakes)
    values = dict(case.point()) | dict(at or {})
    found = cells if cells is not None and cells.ties else partition(case, name, readings=readings, ties=True)
    space = case.space(tuple(readings))
    fixed = {n: v for n, v in values.items() if n not in {right, up}}
    allowed = _plane(space.rows, (right, up), fixed)
    if allowed is None or not full_dimensional(allowed, Polyhedron((right, up), ())):
        raise PolyhedronError(
            f"no stakes {right} and {up} go with the values of the others", remedy="give other values for them"
        )
    telling = {n for cell in found if cell.full for given in cell.given for c in given for n in c.form.names}
    parts, met = [], 0
    for cell in found:
        filled = [(_area(space.rows, given, (right, up), fixed), given) for given in cell.given]
        shown = [(_polygon(area), given) for area, given in filled if area is not None]
        if shown:
            held = () if cell.full else tuple(dict.fromkeys(c for _, given in shown for c in _equalities(given)))
            parts.append(SlicePart(equilibria=cell.equilibria, polygons=tuple(p for p, _ in shown), ties=held))
            met += cell.full
    return Slice(
        game=name,
        concept=found.concept,
        readings=tuple(readings),
        stakes=(right, up),
        fixed=tuple((n, v) for n, v in fixed.items() if n in telling),
        point=(values[right], values[up]),
        allowed=_polygon(allowed),
        parts=tuple(parts),
        missed=sum(cell.full for cell in found) - met,
    )


def _pair(case: CodedCase, stakes: Sequence[str]) -> tuple[str, str]:
    """Return two different ids of stakes."""
    known = [stake.id for stake in case.stakes]
    for name in stakes:
        if name not in known:
            raise CaseError(f"case {case.id!r} has no stake {name!r}", remedy=nearest(name, known))
    if len(set(stakes)) != 2 or len(stakes) != 2:
        raise CaseError(f"{', '.join(stakes) or 'nothing'} names no plane", remedy="name two different stakes")
    return stakes[0], stakes[1]


def _equalities(given: Iterable[Condition]) -> Iterator[Condition]:
    """Yield the ties among conditions."""
    return (c for c in given if c.relation is Relation.EQUAL)


def _area(
    rows: Iterable[Row], given: Sequence[Condition], names: tuple[str, str], fixed: Mapping[str, Fraction]
) -> Polyhedron | None:
    """Return where conditions hold in the plane; None if that fills nothing of it."""
    own = _plane((Row(f"g{n}", c) for n, c in enumerate(given)), names, fixed)
    area = None if own is None else _plane((*rows, *(Row(f"g{n}", c) for n, c in enumerate(given))), names, fixed)
    return area if area is not None and full_dimensional(area, Polyhedron(names, ())) else None


def _plane(rows: Iterable[Row], names: tuple[str, str], fixed: Mapping[str, Fraction]) -> Polyhedron | None:
    """Return rows as two stakes see them, all others fixed; None if a fixed value breaks one."""
    kept = []
    for n, row in enumerate(rows):
        form = row.condition.form
        own = Affine.of({name: form.coefficient(name) for name in names}, form.constant)
        rest = sum((k * fixed[name] for name, k in form.terms if name not in names), Fraction(0))
        condition = Condition(own + rest, row.condition.relation)
        if condition.form.is_constant:
            if not condition.holds({}):
                return None
        else:
            kept.append(Row(f"{n}", condition))
    area = Polyhedron(names, tuple(kept))
    return area if area.feasibility() else None


def _polygon(area: Polyhedron) -> tuple[Corner, ...]:
    """Return the corners of an area in the plane, counter-clockwise from the leftmost."""
    corners = [(point[0][1], point[1][1]) for point in area.vertices()]
    return (*_chain(corners)[:-1], *_chain(corners[::-1])[:-1])


def _chain(corners: Sequence[Corner]) -> list[Corner]:
    """Return the lower hull of corners in ascending order, or the upper one in descending order."""
    out: list[Corner] = []
    for corner in corners:
        while len(out) > 1 and _turn(out[-2], out[-1], corner) <= 0:
            out.pop()
        out.append(corner)
    return out


def _turn(a: Corner, b: Corner, c: Corner) -> Fraction:
    """Return twice the signed area of a triangle: positive for a turn to the left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
