"""The frontier, the solutions, the zone and the statements equal what enumeration of all packages gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.bargaining import (
    RULES,
    check_no_deal,
    frontier,
    hull,
    no_deal,
    pattern,
    problem,
    supported,
    zone,
)
from bargain.bargaining.maxima import undominated as undominated_groups
from bargain.bargaining.statements import _together
from bargain.bargaining.support import supporting_weights
from strategies_packages import all_packages, limits_of, solution, spaces, sweep, undominated


def _check_everything(space) -> None:
    """Compare every exact answer about one space with enumeration."""
    _check_frontier(space)
    _check_zone(space)


def _check_frontier(space) -> None:
    """Compare the frontier, all its packages, and all solutions."""
    utilities = all_packages(space)
    front = frontier(space)
    expected = undominated(utilities)
    assert list(front.vectors) == sorted(expected, reverse=True)
    for n, point in enumerate(front.points):
        assert sorted(front.packages(n)) == expected[point.utilities]
        assert point.multiplicity == len(expected[point.utilities])
        assert point.package in expected[point.utilities]
    given_problem = problem(front)
    for name, rule in RULES.items():
        assert {deal.utilities for deal in rule(given_problem).deals} == solution(space, name), name


def _check_zone(space) -> None:
    """Compare the acceptable packages, their number and levels, and the proof that there are none."""
    utilities = all_packages(space)
    front = frontier(space)
    origin = limits_of(space, utilities)
    accepted = [p for p, u in utilities.items() if all(a >= b for a, b in zip(u, origin, strict=True))]
    proof = no_deal(front)
    assert (proof is None) == bool(accepted)
    assert proof is None or proof.kind == "frontier" or check_no_deal(proof)
    found = zone(front)
    assert (found.count, found.packages) == (len(accepted), len(utilities))
    if accepted:
        levels = [tuple(sorted({p[k] for p in accepted})) for k in range(len(space.issues))]
        named = [tuple(space.issues[k].levels[x] for x in xs) for k, xs in enumerate(levels)]
        assert [r.levels for r in found.ranges] == named


@pytest.mark.parametrize("block", range(8))
def test_two_thousand_small_spaces_equal_enumeration(block) -> None:
    """Frontier, all packages and all solutions on 2,000 seeded spaces full of ties; the zone on every fourth."""
    for seed in range(block * 250, block * 250 + 250):
        space = sweep(seed)
        _check_frontier(space)
        if seed % 4 == 0:
            _check_zone(space)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_drawn_spaces_equal_enumeration(data) -> None:
    """The same for drawn spaces of two to four actors, which shrink when they fail."""
    _check_everything(data.draw(spaces(actors=data.draw(st.integers(2, 4)), most_issues=3)))


@settings(max_examples=50, deadline=None)
@given(st.data())
def test_the_weak_frontier_equals_enumeration(data) -> None:
    """Weakly undominated vectors are those that no package beats for everybody."""
    space = data.draw(spaces(actors=data.draw(st.integers(2, 4)), most_issues=3, limits=False))
    front = frontier(space, weakly=True)
    assert list(front.vectors) == sorted(undominated(all_packages(space), weakly=True), reverse=True)
    assert set(frontier(space).vectors) <= set(front.vectors)


@settings(max_examples=40, deadline=None)
@given(spaces(limits=False))
def test_every_arithmetic_gives_the_same_frontier(space) -> None:
    """Rounded sums with certified comparisons, machine integers and Python integers agree in every part."""
    fronts = [frontier(space, numbers=kind) for kind in ("int64", "float64, certified", "Python integers")]
    assert len({front.vectors for front in fronts}) == 1
    assert len({tuple(p.multiplicity for p in front.points) for front in fronts}) == 1


@settings(max_examples=50, deadline=None)
@given(spaces(limits=False))
def test_levels_occur_together_exactly_as_in_the_listed_packages(space) -> None:
    """Statements speak of all frontier packages: their pairs of levels are those of the full list."""
    front = frontier(space)
    listed = [p for n in range(len(front)) for p in front.packages(n)]
    pairs = {(k, x, j, y) for p in listed for k, x in enumerate(p) for j, y in enumerate(p)}
    assert {tuple(map(int, cell)) for cell in zip(*_together(front).nonzero(), strict=True)} == pairs
    for said in pattern(front).implications:
        k, j = space.issue(said.issue), space.issue(said.other)
        level, bound = space.issues[k].level(said.level), space.issues[j].level(said.bound)
        concerned = [p for p in listed if (p[k] > level) == said.above]
        assert concerned
        assert all(p[j] >= bound if said.at_least else p[j] <= bound for p in concerned)
        assert any(p[j] < bound if said.at_least else p[j] > bound for p in listed)  # it says something


@settings(max_examples=40, deadline=None)
@given(spaces(limits=False))
def test_supported_vectors_have_weights_and_the_others_have_none(space) -> None:
    """The walk along the hull and one exact linear program per vector agree."""
    front = frontier(space)
    if len(front):
        rows = list(zip(*front.whole, strict=True))
        assert supported(front) == tuple(supporting_weights(rows, n) is not None for n in range(len(front)))
        corners = hull(front).vectors
        assert set(hull(front).corners) <= set(hull(front).supported)
        for (a, b), (c, d), (e, f) in zip(corners, corners[1:], corners[2:], strict=False):
            assert (c - a) * (f - b) != (e - a) * (d - b)  # no corner lies between its neighbours


@settings(max_examples=40, deadline=None)
@given(spaces(additive=True, limits=False), st.integers(1, 5), st.integers(-5, 5))
def test_units_and_origins_do_not_matter_to_the_frontier(space, factor, shift) -> None:
    """A positive affine change of one actor's payoffs changes no package of the frontier."""
    first = tuple(tuple(factor * v for v in row) for row in space.payoffs[0])
    moved = replace(
        space, payoffs=(first, *space.payoffs[1:]), constants=(shift + 0 * first[0][0], *space.constants[1:])
    )
    before, after = frontier(space), frontier(moved)
    assert [sorted(before.packages(n)) for n in range(len(before))] == [
        sorted(after.packages(n)) for n in range(len(after))
    ]


@pytest.mark.parametrize("actors", [2, 3, 4])
@pytest.mark.parametrize("weakly", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_many_vectors_are_compared_as_if_pair_by_pair(actors, weakly, seed) -> None:
    """Several thousand candidates, more than any block of the kernel, near a common budget so that many survive."""
    draw = np.random.default_rng(seed)
    table = draw.integers(0, [400, 40, 14][actors - 2], (3000, actors))
    table[:, 0] = table[:, 0] // 2 + (table[:, 1:].max() * (actors - 1) - table[:, 1:].sum(axis=1))
    order, starts = undominated_groups([table[:, i] for i in range(actors)], weakly=weakly)
    better = np.ones((len(table), len(table)), dtype=bool)
    same = np.ones_like(better)
    for i in range(actors):
        mine, theirs = table[None, :, i], table[:, None, i]
        better &= theirs > mine if weakly else theirs >= mine
        same &= theirs == mine
    kept = np.flatnonzero(~(better if weakly else better & ~same).any(axis=0))
    assert sorted(order.tolist()) == kept.tolist()
    groups = [table[group].tolist() for group in np.split(order, starts[1:])]
    assert all(row == group[0] for group in groups for row in group)
    heads = [tuple(group[0]) for group in groups]
    assert heads == sorted(set(heads), reverse=True)
