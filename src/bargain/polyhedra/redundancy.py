"""Rows that the others imply.

Room      polyhedra.
Order     rows are tried from the last to the first, so of two equal rows the first stays; the
          certificates use only rows that stay.
Cost      one chart and one or two programs per row, each within the row's own block.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.exact import Relation
from bargain.polyhedra.existence import witness
from bargain.polyhedra.programs import Top, supremum
from bargain.polyhedra.values import Certificate, Redundancy

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.polyhedra.system import Block, System

__all__ = ["redundant"]


def redundant(over: System) -> tuple[Redundancy, ...]:
    """Return rows that can be dropped together, each with its proof from the rows that stay, in row order."""
    witness(over)
    found: list[tuple[int, Redundancy]] = []
    for block in over.blocks:
        kept = list(range(len(block.members)))
        gone = []
        for i in reversed(range(len(block.members))):
            rest = [k for k in kept if k != i]
            if _implied(over, block, rest, i) is not None:
                kept = rest
                gone.append(i)
        for i in gone:
            proof = _implied(over, block, kept, i)
            if proof is not None:
                member = block.members[i]
                found.append((member, Redundancy(label=over.rows[member].label, certificate=proof)))
    return tuple(item for _, item in sorted(found, key=lambda pair: pair[0]))


def _part(block: Block, rows: list[int]) -> Block:
    """Return the block with these of its rows only."""
    return replace(
        block,
        members=tuple(block.members[i] for i in rows),
        scales=tuple(block.scales[i] for i in rows),
        ratios=tuple(block.ratios[i] for i in rows),
        rows=(block.rows[0], tuple(block.rows[1][i] for i in rows)),
    )


def _implied(over: System, block: Block, rest: list[int], i: int) -> Certificate | None:
    """Return a proof of row i from the rest, None if they do not imply it."""
    part = _part(block, rest)
    condition = over.rows[block.members[i]].condition
    scale = block.scales[i]
    up = _bound(part, block.rows[1][i][1], strict=condition.relation.strict)
    if up is None:
        return None
    proof = Certificate(multipliers=_named(over, part, up, scale), conclusion=condition)
    if condition.relation is not Relation.EQUAL:
        return proof
    down = _bound(part, tuple(-a for a in block.rows[1][i][1]), strict=False)
    return None if down is None else replace(proof, reverse=_named(over, part, down, scale))


def _bound(part: Block, row: tuple[int, ...], *, strict: bool) -> Top | None:
    """Return the program that shows an integer row to be non-negative (positive), None if it is not."""
    top = supremum(part.rows, tuple(-a for a in row))
    if top.value is None or top.value > 0 or (top.value == 0 and strict and top.attained):
        return None
    return top


def _named(over: System, part: Block, top: Top, scale: Fraction) -> tuple[tuple[str, Fraction], ...]:
    """Return the multipliers by label, for the row as it is written."""
    return over.named({i: y / scale for i, y in over.labelled(part, top.multipliers).items()})
