"""Walk through a cut again: every part is covered by its children or refuted by multipliers that are added up.

Room      study. Imports no linear program and none of the code that cuts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.polyhedra import Row, check

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.polyhedra import Certificate
    from bargain.study.pieces import Alternative, Cut

__all__ = ["contradicts", "refuted", "with_given"]


def with_given(rows: Iterable[Row], given: Iterable[Condition]) -> tuple[Row, ...]:
    """Return rows with conditions as further rows, labelled as certificates label them."""
    return (*rows, *(Row(f"given:{c}", c) for c in dict.fromkeys(given)))


def contradicts(rows: Iterable[Row], given: Iterable[Condition], proof: Certificate) -> bool:
    """Tell whether multipliers add rows and conditions up to a contradiction.

    >>> from fractions import Fraction
    >>> from bargain.exact import parse_conditions
    >>> from bargain.polyhedra import Certificate
    >>> row, given = Row("r1", parse_conditions("a > b")[0]), parse_conditions("b >= a")
    >>> proof = Certificate(multipliers=(("r1", Fraction(1)), (f"given:{given[0]}", Fraction(1))))
    >>> contradicts([row], given, proof), contradicts([], given, proof)
    (True, False)
    """
    return proof.conclusion is None and check(proof, with_given(rows, given))


def refuted(cut: Cut, rows: Sequence[Row], within: Sequence[Condition] = ()) -> bool:
    """Tell whether a cut of the rows, and of conditions that hold throughout, leaves no part open."""
    waiting: list[tuple[int, tuple[Condition, ...]]] = [(0, (*within, *cut.start))]
    while waiting:
        at, given = waiting.pop()
        node = cut.nodes[at]
        if node.clash is not None:
            if not contradicts(rows, given, node.clash):
                return False
            continue
        if node.split is None or [cut.nodes[k].given for k in node.children] != _apart(cut.alternatives[node.split]):
            return False
        waiting += [(k, (*given, *cut.nodes[k].given)) for k in node.children]
    return True


def _apart(way: Alternative) -> list[tuple[Condition, ...]]:
    """Return the parts of what lies outside a way: all before one condition hold, and that one fails."""
    out = []
    for k, c in enumerate(way.conditions):
        flips = [(-c.form, Relation.AT_LEAST if c.relation is Relation.ABOVE else Relation.ABOVE)]
        if c.relation is Relation.EQUAL:
            flips = [(c.form, Relation.ABOVE), (-c.form, Relation.ABOVE)]
        out += [(*way.conditions[:k], Condition(form, relation)) for form, relation in flips]
    return out
