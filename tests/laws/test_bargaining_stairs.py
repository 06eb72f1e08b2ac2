"""One merging step for two actors keeps exactly what enumeration keeps, however many candidates the bar drops."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from bargain.bargaining import PackageSpace, frontier
from bargain.bargaining.stairs import grow, shifts


def staircase(draw, size, most):
    """Return a staircase of whole numbers: the first column falls, the second rises."""
    u = sorted(draw.sample(range(most), size), reverse=True)
    return u, sorted(draw.sample(range(most), size))


def listed(u, v, first, second):
    """Return undominated sums with all (vector, level) that give them, by a sweep over all sums."""
    ways = {}
    for x, (a, b) in enumerate(zip(first, second, strict=True)):
        for n, (c, d) in enumerate(zip(u, v, strict=True)):
            ways.setdefault((c + a, d + b), set()).add((n, x))
    kept, best = {}, -1
    for pair in sorted(ways, reverse=True):
        if pair[1] > best:
            kept[pair], best = ways[pair], pair[1]
    return kept


@pytest.mark.parametrize("most", [1_300, 5_000, 10**9, 2**60])
@pytest.mark.parametrize("size", [1, 40, 1_200])
def test_a_step_keeps_what_listing_all_sums_keeps(size, most) -> None:
    """Vectors, their order and every way to reach them, with many ties and with none."""
    draw = random.Random(size + most)  # noqa: S311  seeded examples, no secrets
    u, v = staircase(draw, size, most)
    first, second = (tuple(draw.randrange(most) // 3 for _ in range(6)) for _ in range(2))
    added = shifts(tuple(range(6)), first, second, np.int64)
    wide_u, wide_v, starts, parents, levels = grow(np.array(u), np.array(v), added, (0.0, 0.0))
    expected = listed(u, v, first, second)
    assert list(zip(wide_u.tolist(), wide_v.tolist(), strict=True)) == list(expected)
    ends = [*starts.tolist()[1:], len(parents)]
    for begin, end, ways in zip(starts.tolist(), ends, expected.values(), strict=True):
        assert set(zip(parents[begin:end].tolist(), levels[begin:end].tolist(), strict=True)) == ways


@pytest.mark.parametrize("floats", [False, True], ids=["whole numbers", "floats"])
def test_opposed_interests_agree_in_every_arithmetic(floats) -> None:
    """Fourteen issues of opposed interests: the short way equals the long way in unbounded integers."""
    draw = random.Random(7)  # noqa: S311  seeded examples, no secrets
    issues = {f"i{k}": tuple("abcde") for k in range(14)}
    payoffs = {"A": {}, "B": {}}
    for name in issues:
        steps = sorted(draw.random() if floats else draw.randrange(1_000) for _ in range(5))
        for actor, sign in (("A", 1), ("B", -1)):
            weight = draw.random() if floats else draw.randrange(1, 40)
            payoffs[actor][name] = [sign * weight * step for step in steps]
    space = PackageSpace.build("opposed", "AB", issues, payoffs, floats=True)
    short, long = frontier(space), frontier(space, numbers="Python integers")
    assert short.numbers == ("float64, certified" if floats else "int64")
    assert len(short) > 500
    assert short.whole == long.whole
    assert [p.multiplicity for p in short.points] == [p.multiplicity for p in long.points]
    assert all(space.utilities(p.package) == p.utilities for p in short.points[::50])
    assert all(isinstance(u, Fraction) for u in short.vectors[0])
