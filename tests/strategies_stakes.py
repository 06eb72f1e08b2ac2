"""Exact random points of a case's stake space, for property tests."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from bargain import load_case
from bargain.exact import Affine

if TYPE_CHECKING:
    from bargain.encode import CodedCase


@cache
def _corners(name: str, readings: tuple[str, ...]) -> list[dict[str, Fraction]]:
    """Return the corners of a case by the path or name it is loaded from; worked out once a run."""
    return corners(load_case(name), readings)


def corners(case: CodedCase, readings: tuple[str, ...]) -> list[dict[str, Fraction]]:
    """Return points of the space in which each stake is nearly as small or as large as it can be.

    Pulled a little towards the middle so that strict rows hold.
    """
    space = case.space(readings)  # type: ignore[arg-type]
    middle = dict(space.interior_point())
    found = [middle]
    for stake in case.stakes:
        extent = space.extent(Affine.name(stake.id))
        for end in (extent.low, extent.high):
            far = dict(end.point or ())
            found.append({n: far[n] * Fraction(99, 100) + middle[n] * Fraction(1, 100) for n in middle})
    return [p for p in found if space.contains(p)]


def points(name: str, readings: tuple[str, ...]) -> st.SearchStrategy[dict[str, Fraction]]:
    """Draw convex combinations of corners of a case: every one is a point of the space."""
    known = _corners(name, readings)

    def mix(drawn: list[tuple[int, int]]) -> dict[str, Fraction]:
        total = sum(w for _, w in drawn)
        names = known[0]
        return {n: sum((known[i][n] * w for i, w in drawn), Fraction(0)) / total for n in names}

    weights = st.tuples(st.integers(0, len(known) - 1), st.integers(1, 20))
    return st.lists(weights, min_size=1, max_size=6).map(mix)
