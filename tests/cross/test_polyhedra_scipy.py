"""Exact programs against HiGHS on stake spaces of the usual size, and their speed as a ratio."""

from __future__ import annotations

import random
import time
from fractions import Fraction

import numpy as np
import pytest

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Polyhedron, Row, check
from bargain.polyhedra.check import check_extent, check_ratio

linprog = pytest.importorskip("scipy.optimize").linprog


def _rng(seed) -> random.Random:
    return random.Random(seed)  # noqa: S311


def space(seed, *, size=20, orders=20) -> Polyhedron:
    """Return two actors' stakes: signs, caps and orderings that a hidden point satisfies."""
    rng = _rng(seed)
    rows, names = [], []
    for actor in "RT":
        own = [f"{actor}{k}" for k in range(size)]
        names += own
        hidden = {name: rng.random() for name in own}
        for name in own:
            x = Affine.name(name)
            rows += [
                Row(f"sign {name}", Condition(x, Relation.ABOVE)),
                Row(f"cap {name}", Condition(1 - x, Relation.AT_LEAST)),
            ]
        for k in range(orders):
            more, less = sorted(rng.sample(own, 2), key=hidden.__getitem__, reverse=True)
            relation = rng.choice([Relation.ABOVE, Relation.AT_LEAST])
            rows.append(Row(f"order {actor}{k}", Condition(Affine.name(more) - Affine.name(less), relation)))
    return Polyhedron(tuple(names), tuple(rows))


def _form(p, rng, terms=5) -> Affine:
    return Affine.of({name: Fraction(rng.randint(-3, 3), rng.randint(1, 3)) for name in rng.sample(p.variables, terms)})


def _arrays(p):
    table = [[float(row.condition.form.coefficient(name)) for name in p.variables] for row in p.rows]
    return -np.array(table), np.array([float(row.condition.form.constant) for row in p.rows])


def _float_max(p, arrays, form) -> float:
    costs = [-float(form.coefficient(name)) for name in p.variables]
    done = linprog(costs, A_ub=arrays[0], b_ub=arrays[1], bounds=(None, None))
    assert done.status == 0
    return float(form.constant) - done.fun


@pytest.mark.parametrize("seed", range(3))
def test_extents_agree_with_highs(seed) -> None:
    """Both ends of forms over 40 variables and 120 rows, to float accuracy, every certificate checked."""
    p, rng = space(seed), _rng(seed)
    arrays = _arrays(p)
    for _ in range(8):
        form = _form(p, rng)
        found = p.extent(form)
        assert check_extent(found, p.rows)
        assert float(found.high.value) == pytest.approx(_float_max(p, arrays, form), abs=1e-7)
        assert float(found.low.value) == pytest.approx(-_float_max(p, arrays, -form), abs=1e-7)


@pytest.mark.parametrize("seed", range(2))
def test_ratios_agree_with_highs(seed) -> None:
    """No level just beyond a ratio's end is possible, the end itself is, by float programs."""
    p, rng = space(seed), _rng(seed)
    arrays = _arrays(p)
    for _ in range(4):
        top, bottom = _form(p, rng), Affine.of(dict.fromkeys(rng.sample(p.variables, 3), 1), Fraction(1, 2))
        found = p.ratio_extent(top, bottom)
        assert check_ratio(found, p.rows)
        assert _float_max(p, arrays, top - bottom * found.high.value) == pytest.approx(0, abs=1e-7)
        assert _float_max(p, arrays, bottom * found.low.value - top) == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize("seed", range(3))
def test_the_first_level_of_the_centre_agrees_with_highs(seed) -> None:
    """The largest smallest slack is that of a float program with one more variable."""
    p = space(seed)
    slacks = [row.condition.form.at(dict(p.centre())) for row in p.rows]
    table, right = _arrays(p)
    done = linprog(
        [0] * len(p.variables) + [-1],
        A_ub=np.hstack([table, np.ones((len(right), 1))]),
        b_ub=right,
        bounds=(None, None),
    )
    assert float(min(slacks)) == pytest.approx(-done.fun, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_dense_programs_agree_with_highs(seed) -> None:
    """Dense rows with large coefficients, where integers grow, are solved just as exactly."""
    rng = _rng(seed)
    names = tuple(f"x{k}" for k in range(12))
    rows = [
        Row(
            f"r{k}",
            Condition(Affine.of({n: rng.randint(-99, 99) for n in names}, rng.randint(1, 99)), Relation.AT_LEAST),
        )
        for k in range(30)
    ]
    for name in names:
        x = Affine.name(name)
        rows += [
            Row(f"{name} low", Condition(x + 1, Relation.AT_LEAST)),
            Row(f"{name} high", Condition(1 - x, Relation.AT_LEAST)),
        ]
    p = Polyhedron(names, tuple(rows))
    for _ in range(3):
        form = Affine.of({n: rng.randint(-9, 9) for n in names})
        found = p.extent(form)
        assert check(found.high.certificate, p.rows)
        assert float(found.high.value) == pytest.approx(_float_max(p, _arrays(p), form), abs=1e-7)


def test_an_extent_is_no_slower_than_a_few_float_programs() -> None:
    """Both exact ends with attainment and proofs take at most the time of ten float programs without them."""
    p, rng = space(9), _rng(9)
    arrays = _arrays(p)
    forms = [_form(p, rng) for _ in range(12)]
    p.extent(forms[0])
    exact, floats = [], []
    for form in forms[1:]:
        start = time.perf_counter()
        p.extent(form)
        middle = time.perf_counter()
        _float_max(p, arrays, form)
        exact.append(middle - start)
        floats.append(time.perf_counter() - middle)
    assert sorted(exact)[5] < 10 * sorted(floats)[5]
