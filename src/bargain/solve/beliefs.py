"""What a player may believe at an information set: a point, or a polytope of probabilities over its nodes.

Room      solve. Imports polyhedra and exact; knows no game.
Rows      linear and homogeneous: coefficients · belief >= 0, on top of the simplex (probabilities that sum to 1).
Exactness vertices, rows and examples are Fractions.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from bargain.exact import Affine, Condition, Relation, show
from bargain.polyhedra import Polyhedron, Row

__all__ = ["BeliefSet", "Weights", "belief_point", "belief_set", "simplex_vertices"]

Weights = tuple[Fraction, ...]

_ZERO, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeliefSet:
    """The beliefs that support an equilibrium at one information set.

    Attributes
    ----------
    nodes : what each node stands for, in the order of the information set
    reached : whether play reaches the set, so that Bayes' rule fixes the belief
    rows : coefficients, one per node; each row says coefficients · belief >= 0; none is redundant
    vertices : the extreme beliefs, ascending; one where the belief is a point

    Examples
    --------
    >>> found = belief_set(("strong", "weak"), [(Fraction(-2), Fraction(1))])
    >>> print(found)
    Pr(strong) <= 1/3
    >>> found.example
    (Fraction(1, 6), Fraction(5, 6))
    """

    nodes: tuple[str, ...]
    reached: bool
    rows: tuple[Weights, ...]
    vertices: tuple[Weights, ...]

    @property
    def example(self) -> Weights:
        """One belief of the set: the mean of its vertices."""
        share = Fraction(1, len(self.vertices))
        return tuple(share * sum(column) for column in zip(*self.vertices, strict=True))

    @property
    def inequalities(self) -> tuple[str, ...]:
        """The set in words, one condition each; empty if every belief will do."""
        names = [f"Pr({node})" for node in self.nodes]
        if len(self.nodes) == 1:
            return ()
        if len(self.vertices) == 1:
            names = names[: 1 if len(names) == 2 else None]
            return tuple(f"{name} == {show(p)}" for name, p in zip(names, self.vertices[0], strict=False))
        if len(self.nodes) == 2:
            return _interval(names[0], self.vertices[0][0], self.vertices[-1][0])
        return tuple(_condition(names, row) for row in self.rows)

    def contains(self, belief: Weights) -> bool:
        """Tell whether a belief is in the set, exactly."""
        if len(belief) != len(self.nodes) or any(p < 0 for p in belief) or sum(belief) != 1:
            return False
        if self.reached:
            return belief == self.vertices[0]
        return all(sum(c * p for c, p in zip(row, belief, strict=True)) >= 0 for row in self.rows)

    def __str__(self) -> str:
        return " and ".join(self.inequalities) or "any belief"


def _interval(name: str, low: Fraction, high: Fraction) -> tuple[str, ...]:
    """Return the bounds of the first of two probabilities that say something."""
    out = [f"{name} >= {show(low)}"] if low > 0 else []
    return (*out, f"{name} <= {show(high)}") if high < 1 else tuple(out)


def _condition(names: list[str], row: Weights) -> str:
    return str(Condition(Affine.of(dict(zip(names, row, strict=True))), Relation.AT_LEAST))


def belief_point(nodes: tuple[str, ...], belief: Weights) -> BeliefSet:
    """Return the belief that Bayes' rule fixes."""
    return BeliefSet(nodes=nodes, reached=True, rows=(), vertices=(belief,))


def belief_set(nodes: tuple[str, ...], rows: list[Weights]) -> BeliefSet | None:
    """Return the polytope of beliefs with every row >= 0, or None if it is empty."""
    wanted = tuple(dict.fromkeys(_scaled(row) for row in rows if any(c < 0 for c in row)))
    vertices = simplex_vertices(len(nodes), wanted)
    if not vertices:
        return None
    return BeliefSet(nodes=nodes, reached=False, rows=_needed(len(nodes), wanted), vertices=vertices)


def _scaled(row: Weights) -> Weights:
    """Return a row divided by its largest coefficient in size, so that equal conditions are equal rows."""
    top = max(map(abs, row))
    return tuple(c / top for c in row)


def _needed(size: int, rows: tuple[Weights, ...]) -> tuple[Weights, ...]:
    """Return the rows that cut something off which the others leave."""
    kept = list(rows)
    for row in rows:
        rest = tuple(r for r in kept if r != row)
        left = simplex_vertices(size, rest)
        if all(sum(c * p for c, p in zip(row, v, strict=True)) >= 0 for v in left):
            kept.remove(row)
    return tuple(kept)


@lru_cache(maxsize=65_536)
def simplex_vertices(size: int, rows: tuple[Weights, ...]) -> tuple[Weights, ...]:
    """Return the vertices of {p >= 0, sum p = 1, row · p >= 0}, ascending; empty if there is no point.

    Raises
    ------
    RefusedError
        If there are more than 10,000.

    Examples
    --------
    >>> [tuple(map(str, v)) for v in simplex_vertices(2, ((Fraction(-2), Fraction(1)),))]
    [('0', '1'), ('1/3', '2/3')]
    """
    if size == 1:
        return () if any(row[0] < 0 for row in rows) else ((_ONE,),)
    if size == 2:
        return _segment(rows)
    names = tuple(f"p{k}" for k in range(size))
    conditions = [Condition(Affine.name(n), Relation.AT_LEAST) for n in names]
    conditions.append(Condition(Affine.of(dict.fromkeys(names, 1), -1), Relation.EQUAL))
    conditions += [Condition(Affine.of(dict(zip(names, row, strict=True))), Relation.AT_LEAST) for row in rows]
    body = Polyhedron(names, tuple(Row(f"c{k}", c) for k, c in enumerate(conditions)))
    return () if body.is_empty else tuple(tuple(v for _, v in point) for point in body.vertices())


def _segment(rows: tuple[Weights, ...]) -> tuple[Weights, ...]:
    """Return the same for two nodes: the ends of an interval."""
    low, high = _ZERO, _ONE
    for a, b in rows:  # a·p + b·(1 − p) >= 0
        if a == b:
            if b < 0:
                return ()
        elif a > b:
            low = max(low, -b / (a - b))
        else:
            high = min(high, b / (b - a))
    if low > high:
        return ()
    ends = (low,) if low == high else (low, high)
    return tuple((p, 1 - p) for p in ends)
