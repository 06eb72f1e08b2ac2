"""Hold that the stake space of a case is not empty, is bounded by conventions, and holds its baseline.

Room      case.
Cost      a baseline that satisfies every row shows at once that they can all hold; only without one are
          linear programs solved, exactly. Stakes that a cap bounds need none either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import ContradictionError, RefusedError
from bargain.exact import Affine
from bargain.polyhedra import Polyhedron, Row

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.case.case import Case
    from bargain.case.faults import Faults
    from bargain.case.forms import CaseRow

__all__ = ["check_space"]

_MOST_SHOWN = 12  # rows of a contradiction written out in the message
_MOST_WORK = 4_000_000  # stakes² × rows, summed over what hangs together: seconds, or a minute where rows are dense
_KINDS = ("row", "bound", "sign", "cap")


def check_space(case: Case, faults: Faults) -> None:
    """Hold what the stake space must be.

    Raises
    ------
    ContradictionError
        With an irreducible set of rows, if they cannot all hold.
    CaseError
        For a stake that no convention bounds, or a baseline outside the space.
    RefusedError
        If the case is too large to decide and has no valid baseline to show that its rows can hold.
    """
    space = case.space()
    point = dict(case.baseline.values) if case.baseline is not None else {}
    violated = space.violated(point) if case.baseline is not None else ()
    if case.baseline is None or violated:
        _check_size(case.id, space)
        conflict = space.irreducible_conflict()
        if conflict:
            raise _contradiction(case, faults, tuple(row.label for row in conflict))
    _check_bounded(case, faults)
    for row in violated:
        _outside(case, faults, row.label, point)
    faults.stop()


def _check_size(name: str, space: Polyhedron, *, each: bool = False) -> None:
    """Refuse programs that would take minutes; `each`: one for every stake, not one for all."""
    work = sum(
        len(stakes) ** (3 if each else 2) * len(rows) * (1 + _bits(rows) // 64) for stakes, rows in _blocks(space)
    )
    if work > _MOST_WORK:
        raise RefusedError(
            f"case {name!r}: whether the rows can hold is a linear program of size {work:,}, above {_MOST_WORK:,}",
            remedy="give a [baseline] inside the stake space, a cap for every actor, or fewer rows that hang together",
        )


def _blocks(space: Polyhedron) -> list[tuple[list[str], list[Row]]]:
    """Return the stakes and rows that hang together, directly or through others."""
    home = {name: name for name in space.variables}

    def root(name: str) -> str:
        while home[name] != name:
            home[name] = home[home[name]]
            name = home[name]
        return name

    for row in space.rows:
        first, *others = row.condition.form.names
        for other in others:
            home[root(other)] = root(first)
    out: dict[str, tuple[list[str], list[Row]]] = {}
    for name in space.variables:
        out.setdefault(root(name), ([], []))[0].append(name)
    for row in space.rows:
        out[root(row.condition.form.names[0])][1].append(row)
    return list(out.values())


def _bits(rows: list[Row]) -> int:
    """Return the size of the largest number in some rows."""
    numbers = [number for row in rows for _, number in row.condition.form.terms]
    numbers += [row.condition.form.constant for row in rows]
    return max((max(n.numerator.bit_length(), n.denominator.bit_length()) for n in numbers), default=0)


def _contradiction(case: Case, faults: Faults, labels: tuple[str, ...]) -> ContradictionError:
    """Name an irreducible set of rows that cannot all hold, and what they rest on."""
    rows = [case.row(label) for label in labels]
    told = "; ".join(f"{row.label}: {row.condition} ({row.basis})" for row in rows[:_MOST_SHOWN])
    if len(rows) > _MOST_SHOWN:
        told += f"; and {len(rows) - _MOST_SHOWN} more"
    claims = sorted({name for row in rows for name in row.basis.claims})
    # The place is where a reader can change something: the last row as written, else a bound or sign, else a cap.
    choice = max(enumerate(rows), key=lambda pair: (-_KINDS.index(pair[1].kind), pair[0]))[1]
    return ContradictionError(
        f"these rows cannot all hold, and any fewer of them can: {told}",
        place=faults.material.place(_origin(case, choice)),
        remedy="change one of them, or a claim that it requires",
        rows=labels,
        claims=tuple(claims),
    )


def _origin(case: Case, row: CaseRow) -> tuple[str | int, ...]:
    """Return the path of the entry that a row comes from."""
    if row.kind == "row":
        ids = list(dict.fromkeys(r.label.partition(".")[0] for r in case.rows if r.kind == "row"))
        return ("row", ids.index(row.label.partition(".")[0]), "says")
    if row.kind == "cap":
        names = [convention.id for convention in case.conventions]
        return ("convention", names.index(row.label.partition(":")[0]))
    names = [stake.id for stake in case.stakes]
    return ("stake", names.index(row.label.partition(":")[2]))


def _check_bounded(case: Case, faults: Faults) -> None:
    """Hold that conventions alone bound every stake, so that the space is bounded at every reading."""
    capped = {convention.actor for convention in case.conventions if convention.kind == "cap"}
    loose = [(n, stake) for n, stake in enumerate(case.stakes) if stake.actor not in capped]
    if not loose:
        return
    names = {stake.id for _, stake in loose}
    rows = tuple(
        Row(label=row.label, condition=row.condition)
        for row in case.rows
        if row.basis.convention and names.issuperset(row.condition.form.names)
    )
    space = Polyhedron(variables=tuple(stake.id for _, stake in loose), rows=rows)
    _check_size(case.id, space, each=True)
    for n, stake in loose:
        extent = space.extent(Affine.name(stake.id)) if rows else None
        ends = [] if extent is None else [extent.low.value, extent.high.value]
        if not ends or None in ends:
            side = "above" if ends and ends[0] is not None else "below" if ends and ends[1] is not None else "at all"
            faults.add(
                ("stake", n),
                f"no convention bounds the stake {stake.id!r} {side}",
                f'add a [[convention]] of kind "cap" for the actor {stake.actor!r}',
            )


def _outside(case: Case, faults: Faults, label: str, point: dict[str, Fraction]) -> None:
    """Note that the baseline breaks one row."""
    row = case.row(label)
    values = ", ".join(f"{name} = {point[name]}" for name in row.condition.form.names[:6])
    faults.add(
        ("baseline", "values", row.condition.form.names[0]),
        f"the baseline breaks row {label}: {row.condition} ({row.basis}), with {values}",
        "take a point inside the stake space, such as Case.space().centre()",
    )
