"""Whether rows can hold together: a point with room, a contradiction, an irreducible conflict, redundancy.

Room      polyhedra.
Source    irreducible infeasible sets by deletion from the support of a certificate, [chinneck2008]_, chapter 6.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import PolyhedronError
from bargain.polyhedra.chart import STRICT
from bargain.polyhedra.programs import Room, room
from bargain.polyhedra.system import integers, system
from bargain.polyhedra.values import Certificate, Feasible, Infeasible

if TYPE_CHECKING:
    from bargain.polyhedra.system import Block, System
    from bargain.polyhedra.values import Row

__all__ = ["feasibility", "irreducible_conflict", "roomiest", "witness"]


def roomiest(block: Block) -> Room:
    """Return a point of one block with most room in its strict rows, or its clash."""
    if "roomiest" not in block.memo:
        weights, unit = block.weights([STRICT])
        block.memo["roomiest"] = room(block.rows, weights, unit if any(weights) else 1)
    return block.memo["roomiest"]


def feasibility(over: System) -> Feasible | Infeasible:
    """Return a point that satisfies every row, or multipliers of a contradiction (the first block that has one)."""
    values: dict[str, Fraction] = {}
    slacks: list[Fraction] = []
    for block in over.blocks:
        answer = roomiest(block)
        if answer.clash is not None:
            return Infeasible(certificate=_whole(over.named(over.labelled(block, answer.clash))))
        values.update(zip(block.variables, answer.point, strict=True))
        if answer.slack is not None:
            slacks.append(answer.slack)
    return Feasible(witness=over.point(values), slack=min(slacks, default=None))


def _whole(multipliers: tuple[tuple[str, Fraction], ...]) -> Certificate:
    """Return a contradiction with whole multipliers: it is one at any scale."""
    numbers, _ = integers([y for _, y in multipliers])
    pairs = zip(multipliers, numbers, strict=True)
    return Certificate(multipliers=tuple((label, Fraction(y)) for (label, _), y in pairs))


def witness(over: System) -> dict[str, Fraction]:
    """Return a point that satisfies every row.

    Raises
    ------
    PolyhedronError
        If there is none, naming the rows of the contradiction.
    """
    answer = feasibility(over)
    if isinstance(answer, Infeasible):
        raise PolyhedronError(
            f"the polyhedron is empty: {answer.certificate}",
            remedy="drop or relax one of these rows; irreducible_conflict() gives a smallest set",
        )
    return dict(answer.witness)


def irreducible_conflict(over: System) -> tuple[Row, ...]:
    """Return rows that contradict each other, every one of them needed; empty if all rows can hold.

    Starts from the rows of the certificate and tries to do without each, last row first.
    """
    answer = feasibility(over)
    if isinstance(answer, Feasible):
        return ()
    needed = set(answer.certificate.labels)
    for label in reversed(answer.certificate.labels):
        rest = tuple(r for r in over.rows if r.label in needed and r.label != label)
        smaller = feasibility(system(over.variables, rest))
        if isinstance(smaller, Infeasible):
            needed = set(smaller.certificate.labels)
    return tuple(r for r in over.rows if r.label in needed)
