"""One exchange of slacks in a dictionary of whole numbers, against the same step in fractions."""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from hypothesis import assume, given
from hypothesis import strategies as st

from bargain.polyhedra.simplex import Dictionary, pivot

SMALL = st.integers(-4, 4)


@st.composite
def dictionaries(draw: st.DrawFn) -> Dictionary:
    """Draw rows [d, k, c…] without common factor, d > 0; many of them with one entry only, or with d = 1."""
    width = draw(st.integers(1, 4))
    rows = []
    for _ in range(draw(st.integers(1, 5))):
        entries = draw(st.lists(SMALL, min_size=width + 1, max_size=width + 1))
        if draw(st.booleans()):
            at = draw(st.integers(0, width))
            entries = [c if j == at else 0 for j, c in enumerate(entries)]
        row = [draw(st.sampled_from((1, 1, 2, 3, 6))), *entries]
        rows.append([a // gcd(*row) for a in row])
    names = draw(st.permutations(range(len(rows) + width)))
    return Dictionary(rows, list(names[: len(rows)]), list(names[len(rows) :]), width)


def _values(d: Dictionary, free: dict[int, Fraction]) -> dict[int, Fraction]:
    """Return all slacks where the non-basic ones have these values."""
    out = {name: free[name] for name in d.nonbasic}
    for name, (scale, k, *cs) in zip(d.basic, d.rows, strict=True):
        out[name] = (k + sum(c * free[n] for n, c in zip(d.nonbasic, cs, strict=True))) * Fraction(1, scale)
    return out


@given(dictionaries(), st.data())
def test_an_exchange_changes_who_is_free_and_nothing_else(d: Dictionary, data: st.DataObject) -> None:
    """Every slack keeps its value, wherever; rows stay whole, without common factor, with a positive first number."""
    choices = [(i, j) for i, row in enumerate(d.rows) for j, c in enumerate(row[2:]) if c]
    assume(choices)
    leaving, entering = data.draw(st.sampled_from(choices))
    numbers = st.fractions(min_value=-3, max_value=3, max_denominator=5)
    before = _values(d, {name: data.draw(numbers) for name in d.nonbasic})
    out, into = d.basic[leaving], d.nonbasic[entering]
    pivot(d, leaving, entering)
    assert (d.basic[leaving], d.nonbasic[entering]) == (into, out)
    assert _values(d, before) == before
    assert all(row[0] > 0 and gcd(*row) == 1 for row in d.rows)
