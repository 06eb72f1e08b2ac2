"""Agreement with negmas where both define the same thing: the frontier, and Nash and utilitarian points on it.

negmas keeps floats, takes the smallest utility where a reserved value is missing or lower, and its Kalai–Smorodinsky
points minimise the spread of ratios, which is another definition; that one is not compared.
"""

from __future__ import annotations

import random
import warnings

import pytest

from bargain.bargaining import egalitarian, frontier, nash_solution, parse_genius

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    negmas = pytest.importorskip("negmas", reason="negmas is not installed")


def scenario(seed, *, reserved=True):
    """Return GENIUS texts of a small domain and two profiles, with one-digit decimals."""
    draw = random.Random(seed)  # noqa: S311  seeded examples, no secrets
    shape = [draw.randint(2, 4) for _ in range(draw.randint(1, 4))]

    def issue(k, size, evaluations=None):
        items = "".join(
            f'<item index="{x + 1}" value="v{x}"' + (f' evaluation="{evaluations[x]}"/>' if evaluations else "/>")
            for x in range(size)
        )
        return (
            f'<issue index="{k + 1}" name="issue{k}" type="discrete" etype="discrete" vtype="discrete">{items}</issue>'
        )

    body = "".join(issue(k, size) for k, size in enumerate(shape))
    domain = f'<negotiation_template><utility_space number_of_issues="{len(shape)}"><objective index="0" name="d">{body}</objective></utility_space></negotiation_template>'  # noqa: E501
    profiles = []
    for _ in range(2):
        # negmas does not divide by the largest evaluation, so each issue here has 1 as its largest
        rows = [[draw.choice(["0.0", "0.2", "0.5", "0.7", "1.0"]) for _ in range(size)] for size in shape]
        rows = [[*row[:-1], "1.0"] for row in rows]
        weights = "".join(f'<weight index="{k + 1}" value="{1 / len(shape):.3f}"/>' for k in range(len(shape)))
        body = "".join(issue(k, size, rows[k]) for k, size in enumerate(shape))
        limit = f'<reservation value="{draw.choice(["0.1", "0.3", "0.5"])}"/>' if reserved else ""
        profiles.append(
            f'<utility_space><objective index="0" name="d">{body}{weights}</objective>{limit}</utility_space>'
        )
    return domain, profiles


def theirs(domain, profiles):
    """Read the same texts with negmas and list every outcome with its two utilities."""
    from negmas.outcomes import enumerate_issues
    from negmas.outcomes.issue_ops import issues_from_xml_str
    from negmas.preferences import UtilityFunction

    issues, _ = issues_from_xml_str(domain)
    functions = [UtilityFunction.from_xml_str(p, issues=issues)[0] for p in profiles]
    outcomes = list(enumerate_issues(issues))
    return issues, functions, {o: tuple(float(f(o)) for f in functions) for o in outcomes}


def close(mine, found):
    """Compare two sets of utility pairs to nine digits, ties collapsed."""
    return {tuple(round(float(x), 9) for x in u) for u in mine} == {tuple(round(float(x), 9) for x in u) for u in found}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(40))
def test_frontier_nash_and_egalitarian_points_agree(seed) -> None:
    """The same vectors survive, and the same ones are picked among those that both sides accept."""
    from negmas.preferences.ops import kalai_points, nash_points, pareto_frontier

    domain, profiles = scenario(seed)
    _, functions, outcomes = theirs(domain, profiles)
    space = parse_genius(domain, profiles, ["A", "B"])
    assert space.size == len(outcomes)
    front = frontier(space)
    vectors, _ = pareto_frontier(functions, outcomes=list(outcomes), sort_by_welfare=False)
    assert close(front.vectors, vectors)
    limits = [float(low) for low in space.limits()]
    acceptable = [v for v in vectors if all(u >= low - 1e-12 for u, low in zip(v, limits, strict=True))]
    nash = nash_solution(front)
    if acceptable and all(top > 0 for top in nash.ideal) and not nash.left_out:
        picked = [u for u, _ in nash_points(functions, acceptable, outcomes=list(outcomes))]
        assert close([d.utilities for d in nash.deals], picked)
    if acceptable:
        floors = [
            min(u - low for u, low in zip(v, limits, strict=True))
            for v, _ in kalai_points(functions, acceptable, outcomes=list(outcomes))
        ]
        assert min(egalitarian(front).deals[0].gains) == pytest.approx(max(floors), abs=1e-9)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("seed", range(10))
def test_without_a_reserved_value_gains_count_from_the_least_utility_on_both_sides(seed) -> None:
    """Negmas does so by raising the reserved value; here it is what having no limit means, and is said."""
    from negmas.preferences.ops import nash_points

    domain, profiles = scenario(seed, reserved=False)
    _, functions, outcomes = theirs(domain, profiles)
    front = frontier(parse_genius(domain, profiles, ["A", "B"]))
    vectors = [tuple(map(float, v)) for v in front.vectors]
    found = nash_solution(front)
    if not found.left_out:
        picked = [u for u, _ in nash_points(functions, vectors, outcomes=list(outcomes))]
        assert close([d.utilities for d in found.deals], picked)
