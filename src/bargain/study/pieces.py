"""Cutting a set of stakes by alternatives: what lies in none of them, exactly, with a proof that can be added up.

Room      study.
Meaning   an alternative is one way in which something can hold: conditions that must hold together. Several
          alternatives make a union of polyhedra, which is no polyhedron, so whatever is asked of it is
          answered by cutting.
Cut       the points of a set outside an alternative c1, …, cm are the disjoint parts "c1, …, c(k-1) and not
          ck". Every part is cut again until it is empty, with multipliers that prove it, or lies outside all.
Cost      one feasibility program per part; parts that a known point already settles are not asked again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import Condition, Relation
from bargain.polyhedra import Infeasible, Polyhedron, Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from bargain.exact import Affine
    from bargain.polyhedra import Certificate

__all__ = [
    "Alternative",
    "Cut",
    "Node",
    "added",
    "constant_zero",
    "excluded",
    "full_dimensional",
    "inner",
    "narrowed",
    "negation_parts",
    "negations",
    "outside",
    "roomy",
    "throughout",
]

MOST_PARTS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One way in which something can hold, and the conditions under which it does.

    Attributes
    ----------
    label : what it is, in words
    conditions : must all hold; () always holds
    key : what it stands for, as numbers: a cell of a game, a level of an issue, an outcome
    """

    label: str
    conditions: tuple[Condition, ...]
    key: tuple[int, ...] = ()

    def holds(self, point: dict[str, Fraction]) -> bool:
        """Tell whether all conditions hold at a point."""
        return all(c.holds(point) for c in self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One part of a cut.

    Attributes
    ----------
    given : conditions that this part adds to its parent's
    split : index of the alternative by which it is cut further; None for an end
    children : nodes, one for each condition of that alternative
    clash : proof that the part is empty; None for a part that lies outside all alternatives
    """

    given: tuple[Condition, ...]
    split: int | None = None
    children: tuple[int, ...] = ()
    clash: Certificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A set cut by alternatives: a tree of parts, node 0 the whole.

    Attributes
    ----------
    start : conditions that all parts share, beyond the rows of the space
    alternatives : what was cut away
    nodes : every node after its parent
    open : the parts that have a point, as polyhedra of the space; one only where one was asked for
    whole : whether `open` holds all of them
    """

    start: tuple[Condition, ...]
    alternatives: tuple[Alternative, ...]
    nodes: tuple[Node, ...]
    open: tuple[Polyhedron, ...] = field(repr=False)
    whole: bool

    @property
    def empty(self) -> bool:
        """Whether nothing lies outside the alternatives."""
        return not self.open

    def clashes(self) -> Iterator[Certificate]:
        """Iterate over the proofs that parts are empty."""
        return (n.clash for n in self.nodes if n.clash is not None)


def negations(condition: Condition) -> tuple[Condition, ...]:
    """Return disjoint conditions that hold together exactly where this one fails.

    >>> from bargain.exact import parse_conditions
    >>> [str(c) for c in negations(parse_conditions("a == b")[0])]
    ['a > b', 'b > a']
    """
    if condition.relation is Relation.EQUAL:
        return (Condition(condition.form, Relation.ABOVE), Condition(-condition.form, Relation.ABOVE))
    return (condition.opposite(),)


def added(space: Polyhedron, conditions: Iterable[Condition]) -> Polyhedron:
    """Return a space with conditions as rows ``given:…``; those that stand already are not repeated.

    The same value for the same question, so that what is found out about it is found out once.
    """
    return _added(space, tuple(conditions))


@lru_cache(maxsize=2048)
def _added(space: Polyhedron, conditions: tuple[Condition, ...]) -> Polyhedron:
    rows = {f"given:{c}": c for c in conditions}
    return space.with_rows(*(Row(label, c) for label, c in rows.items() if label not in space.by_label))


def narrowed(space: Polyhedron, names: Iterable[str]) -> Polyhedron:
    """Return the factors of a space that hold these variables; rows of other factors say nothing about them."""
    return _narrowed(space, frozenset(names))


@lru_cache(maxsize=256)
def _narrowed(space: Polyhedron, wanted: frozenset[str]) -> Polyhedron:
    blocks = [b for b in space.system.blocks if wanted.intersection(b.variables)]
    kept = {v for b in blocks for v in b.variables}
    members = sorted(i for b in blocks for i in b.members)
    return Polyhedron(tuple(v for v in space.variables if v in kept), tuple(space.system.rows[i] for i in members))


def full_dimensional(area: Polyhedron, space: Polyhedron) -> bool:
    """Tell whether an area of a space, cut out by rows beyond its own, has the dimension of the space.

    It has if some point leaves room in every inequality that is not an equality throughout the space.

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "1 <= b <= 1"})
    >>> [full_dimensional(added(p, parse_conditions(text)), p) for text in ("a >= b/2", "b >= 1", "a == b", "b == 1")]
    [True, True, False, True]
    """
    known = {row.label for row in space.rows}
    own = [row.condition for row in area.rows if row.label not in known]
    if any(c.relation is Relation.EQUAL and not constant_zero(space, c.form) for c in own):
        return False
    forms = [c.form for c in own if c.relation is not Relation.EQUAL]
    if roomy(space, forms):
        return True
    kept = [form for form in forms if not constant_zero(space, form)]
    return len(kept) < len(forms) and roomy(space, kept)


def throughout(area: Polyhedron, *conditions: Condition) -> bool:
    """Tell whether conditions hold at every point of an area.

    >>> from bargain.exact import parse_conditions
    >>> p = Polyhedron.read(("a",), {"r1": "0 <= a <= 1"})
    >>> [throughout(p, *parse_conditions(text)) for text in ("a >= 0", "0 <= a <= 1", "a > 0", "a == 0")]
    [True, True, False, False]
    """
    return not any(area.admits(no) for c in conditions for no in negations(c))


def constant_zero(space: Polyhedron, form: Affine) -> bool:
    """Tell whether a form is zero throughout a space that is not empty."""
    return not any(space.admits(Condition(f, Relation.ABOVE)) for f in (form, -form))


def roomy(space: Polyhedron, forms: Iterable[Affine]) -> bool:
    """Tell whether some inner point of a space makes all forms positive."""
    rows = (Row(f"room:{n}", Condition(form, Relation.ABOVE)) for n, form in enumerate(dict.fromkeys(forms)))
    return bool(inner(space).with_rows(*rows).feasibility())


def inner(space: Polyhedron) -> Polyhedron:
    """Return the inner points of a space: every inequality strict that is not an equality throughout."""
    return space.once(("inner",), lambda: _inner(space))


def _inner(space: Polyhedron) -> Polyhedron:

    def strict(rows: Iterable[Row], flat: frozenset[str] = frozenset()) -> Polyhedron:
        made = (r if r.condition.relation is Relation.EQUAL or r.label in flat else _strict(r) for r in rows)
        return Polyhedron(space.variables, tuple(made))

    every = strict(space.rows)
    if every.feasibility():
        return every
    return strict(space.rows, frozenset(r.label for r in space.rows if constant_zero(space, r.condition.form)))


def _strict(row: Row) -> Row:
    return Row(row.label, Condition(row.condition.form, Relation.ABOVE))


def outside(
    space: Polyhedron,
    alternatives: Sequence[Alternative],
    start: Sequence[Condition] = (),
    *,
    whole: bool = True,
    limit: int = MOST_PARTS,
) -> Cut:
    """Return the points of a space that satisfy `start` and lie in none of the alternatives.

    Parameters
    ----------
    space : Polyhedron
        Not empty; only the factors that the conditions name need be there.
    alternatives : sequence of Alternative
    start : conditions, optional
    whole : bool
        Find every part; otherwise stop at the first point.
    limit : int
        The most parts to look at.

    Returns
    -------
    Cut
        Exact and complete: the open parts are disjoint and their union is what was asked for.

    Raises
    ------
    RefusedError
        If more than `limit` parts would be looked at.

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "0 <= b <= 1"})
    >>> up = Alternative(label="up", conditions=parse_conditions("a >= b"))
    >>> down = Alternative(label="down", conditions=parse_conditions("b >= a"))
    >>> outside(p, (up, down)).empty, len(outside(p, (up,)).open)
    (True, 1)
    """
    worker = _Cutter(tuple(alternatives), whole=whole, limit=limit)
    worker.run(added(space, start), tuple(start))
    return Cut(
        start=tuple(start),
        alternatives=worker.alternatives,
        nodes=tuple(worker.nodes),
        open=tuple(worker.open),
        whole=whole or not worker.open,
    )


class _Cutter:
    """The work of one cut: nodes by number, parts that still wait on a stack."""

    def __init__(self, alternatives: tuple[Alternative, ...], *, whole: bool, limit: int) -> None:
        self.alternatives, self.whole, self.limit = alternatives, whole, limit
        self.nodes: list[Node] = []
        self.open: list[Polyhedron] = []

    def run(self, root: Polyhedron, start: tuple[Condition, ...]) -> None:
        """Cut until every part is settled, or one open part is found if one is enough."""
        self.nodes.append(Node(given=start))
        waiting = [(0, root, tuple(range(len(self.alternatives))))]
        while waiting and (self.whole or not self.open):
            if len(self.nodes) > self.limit:
                raise RefusedError(
                    f"the cut has more than {self.limit:,} parts",
                    remedy="ask about fewer outcomes: `bargain verdict 'conceded ISSUE in GAME'` asks about one issue, "
                    "`bargain regions GAME --profile ACTION,…` about one profile",
                )
            waiting += reversed(self._settle(*waiting.pop()))

    def _settle(
        self, at: int, area: Polyhedron, left: tuple[int, ...]
    ) -> list[tuple[int, Polyhedron, tuple[int, ...]]]:
        """Close a part, keep it as open, or cut it; return the parts that this leaves to settle."""
        answer = area.feasibility()
        given = self.nodes[at].given
        if isinstance(answer, Infeasible):
            self.nodes[at] = Node(given=given, clash=answer.certificate)
            return []
        by, left = self._splitter(area, dict(answer.witness), left)
        if by is None:
            self.open.append(area)
            return []
        parts = negation_parts(self.alternatives[by].conditions)
        first = len(self.nodes)
        self.nodes += [Node(given=part) for part in parts]
        self.nodes[at] = Node(given=given, split=by, children=tuple(range(first, len(self.nodes))))
        return [(first + k, added(area, part), left) for k, part in enumerate(parts)]

    def _splitter(
        self, area: Polyhedron, point: dict[str, Fraction], left: tuple[int, ...]
    ) -> tuple[int | None, tuple[int, ...]]:
        """Return an alternative that meets the area, one that holds the known point first, and those then left."""
        for k in left:
            if self.alternatives[k].holds(point):
                return k, tuple(j for j in left if j != k)
        if not self.whole:
            return None, left
        for n, k in enumerate(left):
            conditions = self.alternatives[k].conditions
            if not excluded(area, conditions) and added(area, conditions).feasibility():
                return k, left[n + 1 :]
        return None, ()


def excluded(area: Polyhedron, conditions: Iterable[Condition]) -> bool:
    """Tell whether an area excludes one of some conditions by itself; cheaper than to ask about all together."""
    return any(c.relation is not Relation.EQUAL and not area.admits(c) for c in conditions)


def negation_parts(conditions: Sequence[Condition]) -> list[tuple[Condition, ...]]:
    """Return the disjoint parts of what lies outside conditions that must hold together."""
    return [(*conditions[:k], no) for k, condition in enumerate(conditions) for no in negations(condition)]
