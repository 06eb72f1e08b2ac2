"""Package spaces for Hypothesis and for seeded sweeps, and oracles that share no code with the solvers.

The oracles list all packages and read the definitions off them; they never merge, scale or prune.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from fractions import Fraction
from math import prod

from hypothesis import strategies as st

from bargain.bargaining import AtMost, Forbidden, Interaction, PackageSpace

LEVELS = ("none", "some", "much", "all")
NUMBERS = st.fractions(min_value=-6, max_value=6, max_denominator=4)


@st.composite
def spaces(draw, *, actors=2, most_issues=4, additive=False, limits=True):
    """Draw a small package space; payoffs tie often, may be negative, interact and be constrained."""
    who = tuple("ABCD"[:actors])
    shape = draw(st.lists(st.integers(1, 4), min_size=1, max_size=most_issues))
    number = draw(st.sampled_from([st.integers(-2, 2).map(Fraction), NUMBERS]))
    issues = {f"i{k}": LEVELS[:size] for k, size in enumerate(shape)}
    payoffs = {a: {name: [draw(number) for _ in levels] for name, levels in issues.items()} for a in who}
    parts = [] if additive else draw(st.lists(interactions(issues, who, number), max_size=2))
    rules = [] if additive else draw(st.lists(constraints(issues), max_size=2))
    space = PackageSpace.build("drawn", who, issues, payoffs, interactions=parts, constraints=rules)
    if not limits:
        return space
    return replace(space, disagreement=tuple(draw(st.none() | number) for _ in who))


@st.composite
def interactions(draw, issues, who, number):
    """Draw a joint term of two or three issues (of one issue twice never)."""
    names = draw(st.permutations(sorted(issues)))[: draw(st.integers(2, 3))]
    if len(names) < 2:
        names = [*issues, *issues][:1]
        return draw(st.nothing())
    cells = prod(len(issues[n]) for n in names)
    return Interaction(issues=tuple(names), values=tuple(tuple(draw(number) for _ in range(cells)) for _ in who))


@st.composite
def constraints(draw, issues):
    """Draw a forbidden combination or a count."""
    names = draw(st.lists(st.sampled_from(sorted(issues)), min_size=1, max_size=3, unique=True))
    if draw(st.booleans()):
        return Forbidden(entries=tuple((n, draw(st.sampled_from(issues[n]))) for n in names))
    entries = tuple((n, tuple(draw(st.sets(st.sampled_from(issues[n]), min_size=1)))) for n in names)
    least = draw(st.integers(0, 1))
    return AtMost(entries=entries, least=least, most=draw(st.integers(least, len(names))))


def sweep(seed):
    """Return one small space from a seed: few values, so ties are the normal case."""
    draw = random.Random(seed)  # noqa: S311  seeded examples, no secrets
    actors = draw.choice([2, 2, 2, 3])
    who = tuple("ABC"[:actors])
    shape = [draw.randint(1, 3) for _ in range(draw.randint(1, 4))]
    top = draw.choice([1, 2, 9])
    scale = draw.choice([1, 1, Fraction(1, 3), 10**20])
    issues = {f"i{k}": LEVELS[:size] for k, size in enumerate(shape)}

    def number():
        return draw.randint(-top, top) * Fraction(scale)

    payoffs = {a: {n: [number() for _ in levels] for n, levels in issues.items()} for a in who}
    parts, rules = [], []
    names = sorted(issues)
    if len(names) > 1 and draw.random() < 0.4:
        group = tuple(draw.sample(names, draw.randint(2, min(3, len(names)))))
        cells = prod(len(issues[n]) for n in group)
        parts.append(Interaction(issues=group, values=tuple(tuple(number() for _ in range(cells)) for _ in who)))
    if draw.random() < 0.4:
        group = draw.sample(names, draw.randint(1, len(names)))
        if draw.random() < 0.5:
            rules.append(Forbidden(entries=tuple((n, draw.choice(issues[n])) for n in group)))
        else:
            entries = tuple((n, (draw.choice(issues[n]),)) for n in group)
            rules.append(AtMost(entries=entries, most=draw.randint(0, len(group))))
    space = PackageSpace.build(f"sweep {seed}", who, issues, payoffs, interactions=parts, constraints=rules)
    limits = [space.utilities(tuple(draw.randrange(size) for size in shape)) for _ in range(2)]
    none = draw.random() < 0.1
    return replace(
        space,
        disagreement=tuple(None if none else u - draw.choice([0, 0, 1]) for u in limits[0]),
        outside=tuple(None if draw.random() < 0.8 else u for u in limits[1]),
    )


def all_packages(space):
    """List the allowed packages with their utilities, by the definition."""
    names = [issue.name for issue in space.issues]
    out = {}
    for package in itertools.product(*(range(len(issue.levels)) for issue in space.issues)):
        level = {n: issue.levels[x] for n, issue, x in zip(names, space.issues, package, strict=True)}
        if not all(_fits(rule, level) for rule in space.constraints):
            continue
        total = []
        for i in range(len(space.actors)):
            value = space.constants[i] + sum(space.payoffs[i][k][x] for k, x in enumerate(package))
            for part in space.interactions:
                at = [package[names.index(n)] for n in part.issues]
                sizes = [len(space.issues[names.index(n)].levels) for n in part.issues]
                value += part.values[i][sum(x * prod(sizes[j + 1 :]) for j, x in enumerate(at))]
            total.append(value)
        out[package] = tuple(total)
    return out


def _fits(rule, level):
    if isinstance(rule, Forbidden):
        return not all(level[n] == x for n, x in rule.entries)
    return rule.least <= sum(level[n] in counted for n, counted in rule.entries) <= rule.most


def undominated(utilities, *, weakly=False):
    """Return vector → packages for the undominated vectors, comparing all pairs."""
    by_vector = {}
    for package, vector in utilities.items():
        by_vector.setdefault(vector, []).append(package)

    def beaten(v):
        if weakly:
            return any(all(a > b for a, b in zip(w, v, strict=True)) for w in by_vector)
        return any(w != v and all(a >= b for a, b in zip(w, v, strict=True)) for w in by_vector)

    return {v: sorted(packages) for v, packages in by_vector.items() if not beaten(v)}


def limits_of(space, utilities):
    """Return where gains count from: the larger of disagreement and outside option, else the least payoff."""
    out = []
    for i in range(len(space.actors)):
        known = [x for x in (space.disagreement[i], space.outside[i]) if x is not None]
        out.append(max(known) if known else min((u[i] for u in utilities.values()), default=Fraction(0)))
    return out


def solution(space, rule):
    """Return the set of utility vectors that a rule selects, by enumeration over all acceptable packages."""
    utilities = all_packages(space)
    origin = limits_of(space, utilities)
    gains = {
        u: tuple(a - b for a, b in zip(u, origin, strict=True))
        for u in utilities.values()
        if all(a >= b for a, b in zip(u, origin, strict=True))
    }
    if not gains:
        return set()
    ideal = [max(g[i] for g in gains.values()) for i in range(len(origin))]
    if rule == "nash":
        return _nash(gains)
    keys = {
        "kalai_smorodinsky": lambda g: sorted(x / top for x, top in zip(g, ideal, strict=True) if top > 0),
        "egalitarian": sorted,
        "utilitarian": sum,
        "equal_loss": lambda g: sorted(x - top for x, top in zip(g, ideal, strict=True)),
    }
    best = max(keys[rule](g) for g in gains.values())
    return {u for u, g in gains.items() if keys[rule](g) == best}


def _nash(gains):
    """Maximise the product over each largest set of actors that gain together."""
    size = max(sum(x > 0 for x in g) for g in gains.values())
    out = set()
    for pattern in {tuple(x > 0 for x in g) for g in gains.values() if sum(x > 0 for x in g) == size}:
        inside = {u: prod(x for x in g if x > 0) for u, g in gains.items() if tuple(x > 0 for x in g) == pattern}
        best = max(inside.values())
        out |= {u for u, value in inside.items() if value == best}
    return out
