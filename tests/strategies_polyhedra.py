"""Small polyhedra for Hypothesis, and oracles that share no code with the room they judge.

`possible` eliminates variables after Fourier and Motzkin, strictness kept: exact emptiness with no simplex.
`corners` tries every choice of n rows, solves it by elimination and keeps the points that satisfy the rest.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from hypothesis import strategies as st

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Polyhedron, Row

NAMES = ("a", "b", "c")
SMALL = st.sampled_from([Fraction(n, d) for n in range(-2, 3) for d in (1, 2)])
RELATIONS = st.sampled_from([Relation.AT_LEAST, Relation.ABOVE, Relation.AT_LEAST, Relation.ABOVE, Relation.EQUAL])


@st.composite
def forms(draw, names=NAMES):
    """Draw an affine form with small coefficients; constant forms included."""
    return Affine.of({name: draw(SMALL) for name in names}, draw(SMALL))


@st.composite
def polyhedra(draw, most=6, least=0, boxed=None):
    """Draw rows through or near a common point, so that both empty and non-empty ones are usual; sometimes in a box."""
    names = NAMES[: draw(st.integers(least, 3))]
    at = {name: Fraction(draw(st.integers(-1, 1))) for name in names}
    rows = []
    for k in range(draw(st.integers(0, most))):
        form = draw(forms(names))
        form = form - form.at(at) + draw(st.sampled_from([Fraction(n, 2) for n in (-1, 0, 0, 0, 1, 2)]))
        rows.append(Row(f"r{k}", Condition(form, draw(RELATIONS))))
    if draw(st.booleans()) if boxed is None else boxed:
        for name in names:
            x = Affine.name(name)
            rows.append(Row(f"{name}:low", Condition(x + 2, Relation.AT_LEAST)))
            rows.append(Row(f"{name}:high", Condition(2 - x, Relation.AT_LEAST)))
    return Polyhedron(names, tuple(rows))


@st.composite
def contradictions(draw):
    """Draw rows and one more that a positive sum of them denies."""
    p = draw(polyhedra(least=1, boxed=True))
    rows = draw(st.lists(st.sampled_from(p.rows), min_size=1, max_size=3, unique=True))
    total = Affine.total(row.condition.form * draw(st.integers(1, 3)) for row in rows)
    clash = Condition(-total - draw(st.sampled_from([Fraction(1, 3), Fraction(2)])), Relation.AT_LEAST)
    return p.with_rows(Row("clash", clash))


def possible(rows) -> bool:
    """Tell whether rows have a common point, by eliminating one variable after the other."""
    pairs = []
    for row in rows:
        form, relation = row.condition.form, row.condition.relation
        pairs.append((form, relation is Relation.ABOVE))
        if relation is Relation.EQUAL:
            pairs.append((-form, False))
    while names := sorted({name for form, _ in pairs for name in form.names}):
        name = names[0]
        lower = [(f / f.coefficient(name), s) for f, s in pairs if f.coefficient(name) > 0]
        upper = [(f / -f.coefficient(name), s) for f, s in pairs if f.coefficient(name) < 0]
        rest = [(f, s) for f, s in pairs if f.coefficient(name) == 0]
        pairs = list({*rest, *((f + g, s or t) for f, s in lower for g, t in upper)})
    return all(form.constant > 0 or (form.constant == 0 and not strict) for form, strict in pairs)


def _solve(names, conditions):
    """Solve form == 0 for all conditions by Gauss; None unless there is exactly one solution."""
    table = [[c.form.coefficient(name) for name in names] + [-c.form.constant] for c in conditions]
    for j in range(len(names)):
        hit = next((i for i in range(j, len(table)) if table[i][j]), None)
        if hit is None:
            return None
        table[j], table[hit] = table[hit], table[j]
        table[j] = [v / table[j][j] for v in table[j]]
        for i, row in enumerate(table):
            if i != j and row[j]:
                table[i] = [v - row[j] * w for v, w in zip(row, table[j], strict=True)]
    return {name: table[j][-1] for j, name in enumerate(names)}


def corners(polyhedron) -> set[tuple[Fraction, ...]]:
    """Return the vertices of the rows made weak, by trying every choice of rows."""
    names, rows = polyhedron.variables, polyhedron.closure().rows
    found = set()
    for chosen in combinations([row.condition for row in rows], len(names)):
        point = _solve(names, chosen)
        if point is not None and all(row.condition.holds(point) for row in rows):
            found.add(tuple(point[name] for name in names))
    return found


def with_condition(polyhedron, form, relation):
    """Return the rows with one more, for the oracle."""
    return (*polyhedron.rows, Row("asked", Condition(form, relation)))
