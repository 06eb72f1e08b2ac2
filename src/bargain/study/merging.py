"""Unions of polyhedra written with fewer: parts enlarged within the union, pairs joined, what others cover left out.

Room      study. The union stays the same, exactly: every step is proved by cutting what it would add (`pieces`).
Joined    two convex parts by the conditions of each that hold throughout the other. If their union is convex, that
          is what they describe together, [bemporad2001]_; it is taken wherever the union of all parts has it.
Fewest    as few as these steps leave; a smaller cover by parts of another kind is not looked for.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.study.pieces import Alternative, added, full_dimensional, outside, throughout
from bargain.study.ties import Standing, standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.polyhedra import Polyhedron

__all__ = ["covering", "disjoint"]

Part = tuple[Condition, ...]


def covering(space: Polyhedron, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts of a space with the same union as others, fewer and larger; they may overlap.

    Parameters
    ----------
    space : Polyhedron
        Not empty.
    parts : tuples of conditions
        Each a convex part of the space.

    Returns
    -------
    tuple of Part
        Those with inner points first. No part lies in the union of the others.

    Raises
    ------
    RefusedError
        If a cut has too many parts.

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> from bargain.polyhedra import Polyhedron
    >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "0 <= b <= 1"})
    >>> texts = ["a >= b", "b >= a >= 1/2", "b == 1"]
    >>> [" and ".join(map(str, part)) for part in covering(p, map(parse_conditions, texts))]
    ['a >= b', 'a >= 1/2', 'b == 1']
    """
    known = [part for part in map(_weak_pairs, parts) if added(space, part).feasibility()]
    every = _alternatives(known)
    larger: list[Part] = []
    for part in known:
        area = added(space, part)
        if not any(all(throughout(area, c) for c in other) for other in larger):
            larger.append(_enlarged(space, part, every))
    for one, other in combinations(tuple(larger), 2):
        if one in larger and other in larger:
            both = _envelope(space, one, other)
            if _within(space, both, every):
                place = larger.index(one)
                larger[place] = _enlarged(space, both, every)
                larger.remove(other)
    return tuple(tuple(_tied(space, c) for c in part) for part in _needed_parts(space, larger))


def disjoint(space: Polyhedron, parts: Sequence[Part]) -> tuple[Polyhedron, ...]:
    """Return areas of a space that share no point and have the same union as some parts; of each what no earlier has.

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> from bargain.polyhedra import Polyhedron
    >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "0 <= b <= 1"})
    >>> areas = disjoint(p, [parse_conditions(text) for text in ("a >= b", "b >= 1/2")])
    >>> [" and ".join(str(row.condition) for row in area.rows[len(p.rows) :]) for area in areas]
    ['a >= b', 'b >= 1/2 and b > a']
    """
    known = _alternatives(parts)
    return tuple(area for n, part in enumerate(parts) for area in outside(space, known[:n], part).open)


def _alternatives(parts: Iterable[Part]) -> tuple[Alternative, ...]:
    return tuple(Alternative(label="part", conditions=part) for part in parts)


def _weak_pairs(part: Part) -> Part:
    """Return conditions with every equality as two inequalities, so that one of them may go."""
    out: dict[Condition, None] = {}
    for c in part:
        tied = c.relation is Relation.EQUAL
        out.update(dict.fromkeys(Condition(f, Relation.AT_LEAST) for f in (c.form, -c.form)) if tied else {c: None})
    return tuple(out)


def _tied(space: Polyhedron, condition: Condition) -> Condition:
    """Return a condition that holds on an equality only as that equality."""
    if standing(space, condition) is not Standing.TIED:
        return condition
    form = condition.form
    return Condition(form if form.terms and form.terms[0][1] > 0 else -form, Relation.EQUAL)


def _within(space: Polyhedron, part: Part, parts: Sequence[Alternative]) -> bool:
    """Tell whether a part lies in the union of others."""
    return outside(space, parts, part, whole=False).empty


def _enlarged(space: Polyhedron, part: Part, every: Sequence[Alternative]) -> Part:
    """Return a part without conditions that keep out nothing but what lies in the union anyway; the last go first."""
    kept = list(part)
    for condition in reversed(part):
        rest = [c for c in kept if c != condition]
        if _within(space, (*rest, condition.opposite()), every):  # no equalities: they are pairs here
            kept = rest
    return tuple(kept)


def _envelope(space: Polyhedron, one: Part, other: Part) -> Part:
    """Return the conditions of either part that hold throughout the other."""
    areas = added(space, one), added(space, other)
    held = (c for part, area in ((one, areas[1]), (other, areas[0])) for c in part if throughout(area, c))
    return tuple(dict.fromkeys(held))


def _needed_parts(space: Polyhedron, parts: Sequence[Part]) -> tuple[Part, ...]:
    """Return parts without those that the others cover; thin ones and those of most conditions go first."""
    full = {part: full_dimensional(added(space, part), space) for part in parts}
    kept = sorted(parts, key=lambda part: (not full[part], len(part)))
    for part in reversed(tuple(kept)):
        rest = [other for other in kept if other != part]
        if rest and _within(space, part, _alternatives(rest)):
            kept = rest
    return tuple(kept)
