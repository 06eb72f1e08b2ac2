"""Whether the stakes at which a question is answered with yes fill some volume; if not, on which equalities they lie.

Room      study.
Volume    shown by a point with room in every condition, or by one question that has inner points beside closed
          sets. What a single condition shuts out of a space is found out once for all questions about the space.
Ties      an area without inner points lies on an equality that does not hold throughout its space: that is named.
Cost      a linear program for each condition that is new, and for each question that no condition shuts out.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.study.pieces import constant_zero, full_dimensional, outside, roomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from bargain.polyhedra import Polyhedron
    from bargain.study.families import Question

__all__ = ["Standing", "around", "equality", "shut_out", "standing", "ties"]


class Standing(enum.Enum):
    """What a space leaves of a condition.

    ROOM : some points leave room in it; FLAT : its form is zero throughout and it holds;
    TIED : it holds somewhere, on an equality only; NEVER : it holds nowhere.
    """

    ROOM = "room"
    FLAT = "flat"
    TIED = "tied"
    NEVER = "never"


def standing(space: Polyhedron, condition: Condition) -> Standing:
    """Return what a space leaves of one condition; found out once.

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> from bargain.polyhedra import Polyhedron
    >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "b == 1"})
    >>> [standing(p, parse_conditions(text)[0]).value for text in ("a >= b/2", "b >= 1", "a >= b", "a > b")]
    ['room', 'flat', 'tied', 'never']
    """
    return space.once(("standing", condition), lambda: _standing(space, condition))


def _standing(space: Polyhedron, condition: Condition) -> Standing:
    form, relation = condition.form, condition.relation
    if relation is Relation.EQUAL:
        above, below = (space.admits(Condition(f, Relation.AT_LEAST)) for f in (form, -form))
        if not (above and below):
            return Standing.NEVER
        return Standing.FLAT if constant_zero(space, form) else Standing.TIED
    if space.admits(Condition(form, Relation.ABOVE)):
        return Standing.ROOM
    if relation.strict or not space.admits(condition):
        return Standing.NEVER
    return Standing.TIED if space.admits(Condition(-form, Relation.ABOVE)) else Standing.FLAT


def shut_out(space: Polyhedron, conditions: Iterable[Condition]) -> bool:
    """Tell whether one of some conditions alone holds nowhere in a space."""
    return any(standing(space, c) is Standing.NEVER for c in conditions)


def ties(
    space: Polyhedron, asked: Sequence[Question], known: Iterable[dict[str, Fraction]] = (), first: int | None = None
) -> tuple[Condition, ...] | None:
    """Return one equality for each way in which some points answer one of some questions with yes; None for a volume.

    Parameters
    ----------
    space : Polyhedron
        Not empty.
    asked : sequence of Question
    known : points of the space that may show a volume, optional
    first : int, optional
        Which question is known to be answered with yes.

    Raises
    ------
    RefusedError
        If a cut has too many parts.
    """
    if any(around(asked, point) for point in known) or any(_volumes(space, asked, first)):
        return None
    found: dict[Condition, None] = {}
    for question in asked:
        full = _room(space, question.start)
        if (full and _closed(question)) or shut_out(space, question.start):
            continue  # nothing is left of it
        for area in outside(space, question.apart, question.start).open:
            if full and full_dimensional(area, space):
                return None
            found[equality(area, space)] = None
    return tuple(found)


def around(asked: Sequence[Question], point: dict[str, Fraction]) -> bool:
    """Tell whether a point answers yes with room in every condition: so do inner points of the space close to it."""
    return any(
        all(c.relation is not Relation.EQUAL and c.form.at(point) > 0 for c in question.start)
        and all(any(_fails_with_room(c, point) for c in item.conditions) for item in question.apart)
        for question in asked
    )


def _fails_with_room(condition: Condition, point: dict[str, Fraction]) -> bool:
    value = condition.form.at(point)
    return value != 0 if condition.relation is Relation.EQUAL else value < 0


def _closed(question: Question) -> bool:
    """Tell whether every alternative that is cut away is closed: no strict condition."""
    return not any(c.relation.strict for item in question.apart for c in item.conditions)


def _volumes(space: Polyhedron, asked: Sequence[Question], first: int | None) -> Iterator[bool]:
    """Yield, per question, whether it is seen to be answered with yes on some volume; the likeliest first.

    What is left of a set with inner points beside closed sets has inner points, unless nothing is left.
    """
    for n in sorted(range(len(asked)), key=lambda n: n != first):
        question = asked[n]
        if _closed(question) and _room(space, question.start):
            left = n == first or not question.apart
            yield left or not outside(space, question.apart, question.start, whole=False).empty


def _room(space: Polyhedron, conditions: Sequence[Condition]) -> bool:
    """Tell whether what conditions leave of a space has its dimension."""
    stand = [standing(space, c) for c in conditions]
    if Standing.NEVER in stand or Standing.TIED in stand:
        return False
    forms = [c.form for c, s in zip(conditions, stand, strict=True) if s is Standing.ROOM]
    return len(forms) < 2 or space.once(("room", frozenset(forms)), lambda: roomy(space, forms))


def equality(area: Polyhedron, space: Polyhedron) -> Condition:
    """Name an equality that holds throughout an area, not throughout its space: a condition of the question first."""
    own = [row for row in area.rows if row.label.startswith("given:")]
    for row in (*own, *area.rows):
        form = row.condition.form
        tied = row.condition.relation is Relation.EQUAL or area.extent(form).high.value == 0
        if tied and not constant_zero(space, form):
            first = form if form.terms and form.terms[0][1] > 0 else -form
            return Condition(first, Relation.EQUAL)
    raise TypeError("an area of less dimension than its space has a row that is an equality there alone")
