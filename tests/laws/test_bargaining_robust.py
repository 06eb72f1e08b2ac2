"""What is said of all stakes holds at stakes drawn at random; what is said to be possible has a witness."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest

from bargain.bargaining import (
    PackageSpace,
    dominance,
    egalitarian_bounds,
    egalitarian_packages,
    frontier,
    frontier_bounds,
    frontier_packages,
    individual_rationality,
    kalai_smorodinsky_bounds,
    kalai_smorodinsky_packages,
    nash_bounds,
    nash_packages,
    possible_support,
    robust_levels,
    supported,
    utilitarian_levels,
)
from bargain.bargaining.witnesses import levels_at, witness_points
from bargain.errors import PackageError
from bargain.exact import Affine
from bargain.polyhedra import Polyhedron, Verdict
from strategies_packages import all_packages

RULES = [
    (nash_bounds, nash_packages),
    (kalai_smorodinsky_bounds, kalai_smorodinsky_packages),
    (egalitarian_bounds, egalitarian_packages),
    (frontier_bounds, frontier_packages),
]


def family(seed):
    """Return an exchange of grants with open stakes, and its stake space."""
    draw = random.Random(seed)  # noqa: S311  seeded examples, no secrets
    levels = ("none", "part", "full")[: draw.choice([2, 3])]
    names, rows, issues = [], {}, {}
    payoffs = {"R": {}, "T": {}}
    for k in range(draw.choice([2, 3])):
        giver, taker = ("R", "T") if k % 2 else ("T", "R")
        issues[f"i{k}"] = levels
        costs = [f"{giver}_c{k}_{j}" for j in range(1, len(levels))]
        gains = [f"{taker}_b{k}_{j}" for j in range(1, len(levels))]
        names += costs + gains
        low, wide = (Fraction(draw.randint(0, 5), 8) for _ in range(2))
        rows[f"c{k}"] = f"{low} <= {' <= '.join(costs)} <= {low + wide}"
        low = Fraction(draw.randint(0, 6), 8)
        rows[f"b{k}"] = f"{low} < {' < '.join(gains)} < {low + Fraction(draw.randint(1, 4), 8)}"
        payoffs[giver][f"i{k}"] = [0, *(-Affine.name(c) for c in costs)]
        payoffs[taker][f"i{k}"] = [0, *(Affine.name(b) for b in gains)]
    space = PackageSpace.build("family", ("R", "T"), issues, payoffs, disagreement=(0, 0))
    return space, Polyhedron.read(names, rows)


@pytest.mark.parametrize("seed", range(5))
def test_verdicts_on_levels_hold_at_every_point_tried(seed) -> None:
    """Never means at no point, necessarily in every solution; possibly shows one point each way."""
    space, stakes = family(seed)
    points = witness_points(stakes, 15, seed + 1)
    assert all(stakes.contains(dict(p)) for p in points)
    for bounds, packages in RULES:
        found = robust_levels(space, stakes, bounds=bounds, packages=packages, budget=30, witnesses=8)
        at = [levels_at(space, dict(p), packages) for p in points]
        for entry in found.levels:
            k = space.issue(entry.issue)
            x = space.issues[k].level(entry.level)
            if entry.verdict == "never":
                assert all(x not in some[k] for some, _ in at)
            elif entry.verdict == "necessarily":
                assert all(every[k] == {x} for some, every in at if some[k])
            elif entry.verdict == "possibly":
                for witness, inside in ((entry.witness_for, True), (entry.witness_against, False)):
                    some, every = levels_at(space, dict(witness), packages)
                    assert (x in some[k]) if inside else every[k] != {x}


@pytest.mark.parametrize("seed", range(8))
def test_linear_questions_hold_at_every_point_tried(seed) -> None:
    """Utilitarian levels, dominance, acceptability and support, against enumeration at points."""
    space, stakes = family(seed)
    draw = random.Random(seed)  # noqa: S311  seeded examples, no secrets
    shape = [range(n) for n in space.shape]
    a, b = (tuple(draw.choice(r) for r in shape) for _ in range(2))
    by_level = {(e.issue, e.level): e.verdict for e in utilitarian_levels(space, stakes)}
    rulings = (
        dominance(space, stakes, b, a),
        individual_rationality(space, stakes, a),
        possible_support(space, stakes, a),
    )
    for point in witness_points(stakes, 12, seed):
        here = space.at(dict(point))
        utilities = all_packages(here)
        top = max(map(sum, utilities.values()))
        best = [p for p, u in utilities.items() if sum(u) == top]
        for (name, level), verdict in by_level.items():
            k = space.issue(name)
            optimal = any(p[k] == space.issues[k].level(level) for p in best)
            assert verdict != ("never" if optimal else "necessarily")
        u, v = utilities[a], utilities[b]
        holds = (
            v != u and all(y >= x for x, y in zip(u, v, strict=True)),
            min(u) >= 0,
            u in frontier(here).vectors and supported(frontier(here))[frontier(here).vectors.index(u)],
        )
        for ruling, held in zip(rulings, holds, strict=True):
            assert ruling.verdict is not (Verdict.NEVER if held else Verdict.ALWAYS)
    for ruling in rulings[:2]:
        if ruling.verdict is Verdict.SOMETIMES:
            assert stakes.contains(dict(ruling.witness_for))
            assert stakes.contains(dict(ruling.witness_against))


@pytest.mark.parametrize("seed", range(8))
def test_support_comes_with_stakes_and_weights(seed) -> None:
    """The witness is admissible, and there the package maximises the weighted sum over all packages."""
    space, stakes = family(seed)
    for package in list(all_packages(space.at(dict(witness_points(stakes, 1, 0)[0]))))[:6]:
        ruling = possible_support(space, stakes, package)
        if ruling.verdict is Verdict.NEVER:
            continue
        assert stakes.contains(dict(ruling.witness_for))
        assert min(ruling.weights) > 0
        utilities = all_packages(space.at(dict(ruling.witness_for)))
        values = {p: sum(w * x for w, x in zip(ruling.weights, u, strict=True)) for p, u in utilities.items()}
        assert values[package] == max(values.values())


def sure() -> PackageSpace:
    """Return a swap whose stakes a test bounds."""
    b, c, d, e = map(Affine.name, "bcde")
    levels = ("no", "yes")
    return PackageSpace.build(
        "sure",
        ("R", "T"),
        {"x": levels, "y": levels},
        {"R": {"x": (0, -c), "y": (0, b)}, "T": {"x": (0, e), "y": (0, -d)}},
        disagreement=(0, 0),
    )


def test_settled_stakes_give_settled_verdicts() -> None:
    """Where benefits exceed costs beyond doubt the Nash solution grants everything, and that is proved."""
    rows = {"r1": "2 <= b <= 3", "r2": "0 < c <= 1", "r3": "0 < d <= 1", "r4": "2 <= e <= 3"}
    found = robust_levels(sure(), Polyhedron.read("bcde", rows), witnesses=6)
    assert [found.verdict(i, "yes") for i in "xy"] == ["necessarily", "necessarily"]
    assert [found.verdict(i, "no") for i in "xy"] == ["never", "never"]
    assert (found.open_cells, found.undecided) == (0, ())


def test_a_claim_that_only_one_corner_refutes_is_not_proved() -> None:
    """A hair of the stake space is enough to turn necessarily into possibly, and its point is shown."""
    rows = {"r1": "2 <= b <= 3", "r2": "0 < c <= 2.001", "r3": "0 < d <= 1", "r4": "2 <= e <= 3"}
    stakes = Polyhedron.read("bcde", rows)
    found = robust_levels(sure(), stakes, witnesses=200)
    assert found.verdict("x", "yes") in {"possibly", "undecided"}
    assert robust_levels(sure(), stakes, witnesses=1, budget=3).verdict("x", "yes") != "necessarily"


def test_dominated_levels_need_no_cells() -> None:
    """A level that another dominates at all stakes is in no solution; without cells and whatever the size."""
    gain = Affine.name("b")
    names = [f"i{k}" for k in range(15)]
    space = PackageSpace.build(
        "gifts",
        "RT",
        dict.fromkeys(names, ("no", "yes")),
        {"R": dict.fromkeys(names, (0, 0)), "T": dict.fromkeys(names, (0, gain))},
        disagreement=(0, 0),
    )
    found = robust_levels(space, Polyhedron.read("b", {"r1": "0 < b <= 1"}))
    assert {e.verdict for e in found.levels if e.level == "no"} == {"never"}
    assert {e.verdict for e in found.levels if e.level == "yes"} == {"necessarily"}
    assert found.cells == 0
    weak = robust_levels(space, Polyhedron.read("b", {"r1": "0 <= b <= 1"}), witnesses=3, packages=one_package)
    assert "never" not in {e.verdict for e in weak.levels}


def one_package(space):
    """Pick one frontier package, as a rule that needs no list of ties."""
    return [frontier(space).package(0)]


def test_shares_are_labelled_as_a_sample() -> None:
    """Shares of drawn points come only on request, one per level, with the prior and the word approximate."""
    stakes = Polyhedron.read("bcde", dict.fromkeys(["r"], "0 <= b <= 1") | {n: f"0 <= {n} <= 1" for n in "cde"})
    found = robust_levels(sure(), stakes, witnesses=20, sample=60)
    assert [entry[:2] for entry in found.sampled] == [(i, level) for i in "xy" for level in ("no", "yes")]
    assert all(0 < share < 1 for *_, share in found.sampled)
    assert "approximate" in found.notes[0]
    assert "uniform" in found.notes[0]
    assert robust_levels(sure(), stakes, witnesses=20).sampled == ()


def test_what_cannot_be_bounded_is_refused() -> None:
    """Unbounded stakes, missing limits, rows that relate two actors; too many packages leave levels open, named."""
    space, stakes = family(0)
    with pytest.raises(PackageError, match="unbounded"):
        robust_levels(
            sure(), Polyhedron.read("bcde", {n: f"{n} >= 2" for n in "be"} | {n: f"0 < {n} <= 1" for n in "cd"})
        )
    free = PackageSpace(title="free", actors=space.actors, issues=space.issues, payoffs=space.payoffs)
    with pytest.raises(PackageError, match="needs a limit"):
        robust_levels(free, stakes, witnesses=1)
    names = (
        sorted({n for n in stakes.variables if n[0] == "R"})[:1]
        + sorted(n for n in stakes.variables if n[0] == "T")[:1]
    )
    mixed = Polyhedron.read(stakes.variables, {"mix": f"{names[0]} <= {names[1]}"})
    with pytest.raises(PackageError, match="two actors"):
        possible_support(space, mixed, space.fallback)
    many = {f"i{k}": ("no", "yes") for k in range(15)}
    wide = PackageSpace.build(
        "wide",
        "AB",
        many,
        {a: {name: (0, sign * 2**k) for k, name in enumerate(many)} for a, sign in (("A", 1), ("B", -1))},
        disagreement=(-2, -(2**15)),
    )
    left = robust_levels(wide, stakes, witnesses=1)
    assert len(left.undecided) == 30
    assert "32,768 packages" in left.notes[0]
    tied = robust_levels(replace(wide, disagreement=(Fraction(-1), Fraction(-(2**15)))), stakes, witnesses=1)
    assert {e.verdict for e in tied.levels} == {"possibly"}  # two solutions that share no level


def test_nothing_dominates_its_equal() -> None:
    """Dominance needs somebody better off, at every point of the stake space."""
    space, stakes = family(0)
    assert dominance(space, stakes, space.fallback, space.fallback).verdict is Verdict.NEVER
