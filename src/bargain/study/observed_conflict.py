"""When no equilibrium agrees with all moves: why not, and which moves to give up.

Room      study.
Conflict  moves are given up one by one as long as the rest still cannot be explained, then rows likewise; what is
          left is irreducible.
Drops     sets of moves in the order of their size, all of the first size at which some equilibrium agrees with the
          rest: exact and complete.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.polyhedra import Infeasible, Polyhedron
from bargain.study.grounds import grounds
from bargain.study.observed_bounds import possible_ways, whole_point
from bargain.study.observed_values import Conflict, Drops
from bargain.study.pieces import added

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bargain.case import Case
    from bargain.polyhedra import Certificate, Point
    from bargain.study.observed_sets import Model
    from bargain.study.pieces import Alternative

__all__ = ["agreeing_point", "conflict", "fewest_drops"]

_MOST_SETS = 20_000


def agreeing_point(theta: Polyhedron, model: Model, must: Collection[str]) -> Point | None:
    """Return stakes at which some equilibrium agrees with moves; None if there are none."""
    for way in model.ways(must):
        area = added(theta, way.conditions)
        if area.feasibility():
            return whole_point(theta, area)
    return None


def fewest_drops(theta: Polyhedron, model: Model) -> Drops:
    """Return every smallest set of moves without which some equilibrium agrees with the rest.

    Parameters
    ----------
    theta : Polyhedron
    model : Model
        With moves that no equilibrium agrees with at any stakes.

    Raises
    ------
    RefusedError
        If more than 20,000 sets would be tried.
    """
    names = [c.id for c in model.counted]
    tried = 0
    for size in range(1, len(names) + 1):
        found = []
        for drop in combinations(names, size):
            tried += 1
            if tried > _MOST_SETS:
                raise RefusedError(
                    f"more than {_MOST_SETS:,} sets of moves to give up", remedy="ask about firmer moves only"
                )
            point = agreeing_point(theta, model, [n for n in names if n not in drop])
            if point is not None:
                found.append((drop, point))
        if found:
            return Drops(sets=tuple(found), tried=tried)
    raise RefusedError("the game has no equilibrium of this concept at any stakes", remedy="choose another game")


def conflict(case: Case, theta: Polyhedron, model: Model) -> Conflict:
    """Return an irreducible set of moves and rows that cannot all stand; later moves are given up first."""
    names = [c.id for c in model.counted]
    for name in reversed([*names]):
        rest = [n for n in names if n != name]
        if rest and agreeing_point(theta, model, rest) is None:
            names = rest
    ways = model.ways(names)
    _, shut = possible_ways(theta, ways)
    used = {label for _, proof in shut for label in proof.labels}
    rows = [row for row in theta.rows if row.label in used]
    for row in tuple(rows):
        fewer = [r for r in rows if r is not row]
        if _all_shut(Polyhedron(theta.variables, tuple(fewer)), ways) is not None:
            rows = fewer
    proofs = _all_shut(Polyhedron(theta.variables, tuple(rows)), ways)
    labels = tuple(row.label for row in rows)
    fewer_moves = [[n for n in names if n != name] for name in names if len(names) > 1]
    fewer_rows = [Polyhedron(theta.variables, tuple(r for r in rows if r is not row)) for row in rows]
    return Conflict(
        moves=tuple(names),
        rows=labels,
        proofs=proofs or (),
        grounds=grounds(case, labels),
        without_move=tuple(p for rest in fewer_moves if (p := agreeing_point(theta, model, rest)) is not None),
        without_row=tuple(p for area in fewer_rows if (p := agreeing_point(area, model, names)) is not None),
    )


def _all_shut(space: Polyhedron, ways: Sequence[Alternative]) -> tuple[tuple[Alternative, Certificate], ...] | None:
    """Return the proof that each way is empty; None if one is not."""
    out = []
    for way in ways:
        answer = added(space, way.conditions).feasibility()
        if not isinstance(answer, Infeasible):
            return None
        out.append((way, answer.certificate))
    return tuple(out)
