"""Adding rows one by one gives the same system as reading all rows at once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Row
from bargain.polyhedra.system import extended, system

NAMES = ("a", "b", "c", "d", "e")
FORMS = st.dictionaries(st.sampled_from(NAMES), st.integers(-3, 3), max_size=3).flatmap(
    lambda terms: st.integers(-2, 2).map(lambda k: Affine.of(terms, k))
)
CONDITIONS = st.builds(Condition, FORMS, st.sampled_from(list(Relation)))


@settings(max_examples=300, deadline=None)
@given(st.lists(CONDITIONS, max_size=5), st.lists(CONDITIONS, max_size=4))
def test_extending_a_system_is_reading_all_rows(first: list[Condition], more: list[Condition]) -> None:
    """Blocks, members, integers and order agree with a system made in one go."""
    rows = tuple(Row(f"r{n}", c) for n, c in enumerate([*first, *more]))
    old, new = rows[: len(first)], rows[len(first) :]
    assert extended(system(NAMES, old), new) == system(NAMES, rows)
