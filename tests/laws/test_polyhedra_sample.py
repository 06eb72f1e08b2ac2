"""Sampling: known moments, seeds, the affine hull, and a mixing check that can fail."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from bargain.errors import NotConvergedError, PolyhedronError
from bargain.exact import parse_conditions
from bargain.polyhedra import Polyhedron
from bargain.polyhedra.mixing import effective_size, split_r_hat


def _simplex(n):
    names = [f"x{k}" for k in range(n)]
    rows = {f"r{k}": f"{name} >= 0" for k, name in enumerate(names)}
    return Polyhedron.read(names, rows | {"sum": " + ".join(names) + " == 1"})


def _close(values, expected, errors) -> bool:
    """Tell whether estimates lie within five of their own standard errors."""
    return bool(np.all(np.abs(np.asarray(values) - expected) < 5 * np.asarray(errors)))


def _error_of_mean(sample):
    return sample.points.std(axis=0) / np.sqrt(sample.effective)


def test_a_simplex_has_the_moments_of_the_flat_dirichlet() -> None:
    """On x1 + … + xn = 1 means are 1/n, variances (n−1)/(n²(n+1)), covariances −1/(n²(n+1))."""
    n = 5
    sample = _simplex(n).sample(6000, seed=3).require()
    assert sample.dimension == n - 1
    assert np.allclose(sample.points.sum(axis=1), 1, atol=1e-9)
    assert _close(sample.points.mean(axis=0), 1 / n, _error_of_mean(sample))
    covariance = np.cov(sample.points.T)
    expected = (np.eye(n) * n - 1) / (n * n * (n + 1))
    assert np.allclose(covariance, expected, atol=0.15 * expected[0, 0])


def test_a_box_has_independent_uniform_sides() -> None:
    """In a box every coordinate has the mean and variance of its side, and no two are correlated."""
    p = Polyhedron.read(("a", "b", "c"), {"a": "-1 <= a <= 1", "b": "0 < b < 1/100", "c": "5 <= c <= 50"})
    sample = p.sample(6000, seed=4).require()
    sides = np.array([2, 0.01, 45])
    assert _close(sample.points.mean(axis=0), [0, 0.005, 27.5], _error_of_mean(sample))
    assert np.allclose(sample.points.var(axis=0), sides**2 / 12, rtol=0.1)
    assert np.all(np.abs(np.corrcoef(sample.points.T) - np.eye(3)) < 0.08)


def test_a_joined_box_is_walked_as_one_and_still_uniform() -> None:
    """A row that cuts nothing off joins two boxes into one block without changing the distribution."""
    p = Polyhedron.read(("a", "b"), {"a": "0 <= a <= 1", "b": "0 <= b <= 1", "join": "a + b <= 2"})
    sample = p.sample(6000, seed=5).require()
    assert _close(sample.points.mean(axis=0), 0.5, _error_of_mean(sample))
    counts, *_ = np.histogram2d(*sample.points.T, bins=4, range=[[0, 1], [0, 1]])
    assert np.all(np.abs(counts / 6000 - 1 / 16) < 0.02)


def test_an_order_is_sampled_like_order_statistics() -> None:
    """Sorted uniform variables have means k/(n+1)."""
    names = [f"x{k}" for k in range(1, 9)]
    sample = Polyhedron.read(names, {"r": " < ".join(["0", *names, "1"])}).sample(3000, seed=6).require()
    assert _close(sample.points.mean(axis=0), np.arange(1, 9) / 9, _error_of_mean(sample))


def test_implied_equalities_are_found() -> None:
    """Weak rows that leave no room count as equalities: the walk keeps to the hull."""
    p = Polyhedron.read(("a", "b"), {"up": "a >= b", "down": "b >= a", "box": "0 <= a <= 1"})
    sample = p.sample(400, seed=7)
    assert sample.dimension == 1
    assert np.allclose(sample.points[:, 0], sample.points[:, 1])
    assert 0.4 < sample.points[:, 0].mean() < 0.6


def test_a_share_estimates_a_volume_with_its_error() -> None:
    """Half of a square lies under its diagonal, an eighth in a corner triangle; equalities are refused."""
    p = Polyhedron.read(("a", "b"), {"a": "0 <= a <= 1", "b": "0 <= b <= 1"})
    sample = p.sample(4000, seed=8)
    for text, volume in (("a > b", 1 / 2), ("a + b <= 1/2", 1 / 8), ("a <= 1", 1)):
        share, error = sample.share(parse_conditions(text)[0])
        assert abs(share - volume) < 5 * error < 0.1
    with pytest.raises(PolyhedronError, match="decide"):
        sample.share(parse_conditions("a == b")[0])


def test_points_lie_in_the_polyhedron() -> None:
    """Up to rounding every point satisfies every row."""
    rows = {"r1": "0 < a < b", "r2": "b + c <= 3", "r3": "-1 <= c - a <= 1", "r4": "2*a + d == 3"}
    p = Polyhedron.read(("a", "b", "c", "d"), rows)
    for point in p.sample(300, seed=9).points:
        for row in p.rows:
            value = float(row.condition.form.at(dict(zip(p.variables, map(Fraction, point), strict=True))))
            assert abs(value) < 1e-9 if row.label == "r4" else value > -1e-9


def test_a_seed_is_a_sample() -> None:
    """The same seed gives the same bytes, another seed others, and the points cannot be overwritten."""
    p = _simplex(3)
    first, again, other = (p.sample(100, seed=s).points for s in (1, 1, 2))
    assert first.tobytes() == again.tobytes() != other.tobytes()
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 1


def test_a_walk_that_is_too_short_says_so() -> None:
    """In forty dimensions one step between points does not mix, and require() refuses."""
    names = [f"x{k}" for k in range(40)]
    sample = Polyhedron.read(names, {"r": " < ".join(["0", *names, "1"])}).sample(400, seed=1, steps=1, chains=4)
    assert not sample.mixed
    assert "NOT MIXED" in repr(sample)
    with pytest.raises(NotConvergedError, match="raise n, or steps above 1"):
        sample.require()


def test_the_repr_says_approximate_and_names_the_prior() -> None:
    """A reader sees method, seed, steps, prior and mixing, and nothing that changes from day to day."""
    text = repr(_simplex(3).sample(500, seed=2, steps=25))
    assert "approximate" in text
    assert "uniform over the polyhedron, each variable in its own unit (dimension 2)" in text
    assert "seed 2, 8 chains" in text
    assert "25 steps between points" in text
    assert "mixed: split R-hat at most 1.0" in text


@pytest.mark.parametrize(("rows", "dimension"), [({"r": "a == 1"}, 0), ({"r": "0 <= a <= 1"}, 1)])
def test_points_and_segments(rows, dimension) -> None:
    """A single point and a segment can be sampled."""
    sample = Polyhedron.read(("a",), rows).sample(30, seed=0)
    assert (sample.dimension, sample.points.shape) == (dimension, (30, 1))
    assert np.all((sample.points >= 0) & (sample.points <= 1))


def test_no_variables_and_no_bound() -> None:
    """Without variables there are empty points; without a bound there is no uniform distribution."""
    assert Polyhedron((), ()).sample(3, seed=0).points.shape == (3, 0)
    with pytest.raises(PolyhedronError, match="no uniform distribution: unbounded in a"):
        Polyhedron.read(("a",), {"r": "a > 0"}).sample(3, seed=0)


@pytest.mark.parametrize("wrong", [{"n": 0}, {"seed": -1}, {"steps": 0}, {"chains": 1}])
def test_arguments_out_of_range_are_refused(wrong) -> None:
    """Sizes below one and negative seeds are named."""
    with pytest.raises(PolyhedronError, match="a sample of"):
        _simplex(2).sample(**({"n": 5, "seed": 0} | wrong))


def test_diagnostics_know_good_from_bad_draws() -> None:
    """Independent draws count fully; a slow walk counts little; chains apart have a large R-hat."""
    rng = np.random.default_rng(0)
    independent = rng.standard_normal((500, 4, 1))
    assert split_r_hat(independent)[0] < 1.01
    assert effective_size(independent)[0] > 1500
    slow = np.zeros((500, 4, 1))
    for k in range(1, 500):
        slow[k] = 0.95 * slow[k - 1] + rng.standard_normal((4, 1))
    assert 20 < effective_size(slow)[0] < 120  # an AR(1) with ρ = 0.95 keeps (1−ρ)/(1+ρ) of 2,000, about 51
    assert split_r_hat(independent + np.arange(4)[None, :, None])[0] > 1.5
    assert (split_r_hat(np.ones((100, 4, 1))), effective_size(np.ones((100, 4, 1)))) == ((1.0,), (400.0,))


def test_forms_that_nobody_has_are_refused() -> None:
    """A share needs known variables."""
    sample = _simplex(2).sample(20, seed=0)
    with pytest.raises(PolyhedronError, match="unknown variable 'y'"):
        sample.share(parse_conditions("y > 0")[0])
