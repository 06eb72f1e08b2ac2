"""Self-enforcing packages: what must hold of every exchange that adds up over issues.

The oracle lays the exchange out as a game in normal form and asks the game itself, package by package.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.games import NormalFormGame
from bargain.games.repeated import RepeatedGame, TriggerProfile
from bargain.solve.repeated_exchange import Grant, self_enforcing_packages

COST = st.integers(-2, 3).map(Fraction)  # shared interests and ties all the time
RISE = st.integers(0, 3).map(Fraction)
PATIENCE = st.fractions(min_value=Fraction(1, 12), max_value=Fraction(11, 12), max_denominator=12)


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[Grant, ...]:
    """Draw an exchange of at most four issues; benefits rise with the level, costs do as they like."""
    grants = []
    for player, count in enumerate((draw(st.integers(1, 2)), draw(st.integers(1, 2)))):
        for n in range(count):
            size = draw(st.integers(2, 3))
            rises = [Fraction(0), *(draw(RISE) for _ in range(size - 1))]
            grants.append(
                Grant(
                    name=f"{player}{n}",
                    grantor=player,
                    levels=tuple("abc"[:size]),
                    cost=(Fraction(0), *(draw(COST) for _ in range(size - 1))),
                    benefit=tuple(sum(rises[: k + 1], Fraction(0)) for k in range(size)),
                )
            )
    return tuple(draw(st.permutations(grants)))


def as_game(grants: tuple[Grant, ...]) -> tuple[NormalFormGame, list[list[tuple[int, ...]]]]:
    """Return the exchange in normal form, and each player's menus."""
    sides = [[g for g in grants if g.grantor == p] for p in (0, 1)]
    menus = [list(product(*(range(len(g.levels)) for g in side))) for side in sides]

    def payoff(player: int, own: tuple[int, ...], other: tuple[int, ...]) -> Fraction:
        paid = sum((g.cost[k] for g, k in zip(sides[player], own, strict=True)), Fraction(0))
        return sum((g.benefit[k] for g, k in zip(sides[1 - player], other, strict=True)), Fraction(0)) - paid

    table = [[(payoff(0, a, b), payoff(1, b, a)) for b in menus[1]] for a in menus[0]]
    return NormalFormGame.from_table("exchange", ("A", "B"), [[str(m) for m in menu] for menu in menus], table), menus


def cell_of(grants, menus, package) -> tuple[int, int]:
    """Return the cell of a package."""
    sides = [tuple(k for g, k in zip(grants, package, strict=True) if g.grantor == p) for p in (0, 1)]
    return menus[0].index(sides[0]), menus[1].index(sides[1])


@given(exchanges(), PATIENCE, PATIENCE)
@settings(max_examples=30)
def test_a_package_enforces_itself_exactly_where_the_game_says_so(grants, first: Fraction, second: Fraction) -> None:
    """Every package, ties and shared interests included: no deviation from grim trigger gains, in any phase."""
    found = self_enforcing_packages(("A", "B"), grants)
    stage, menus = as_game(grants)
    oneshot = cell_of(grants, menus, found.oneshot)
    assert stage.regret(oneshot) == 0
    punishment = stage.mixed(oneshot)
    game = RepeatedGame(stage=stage, patience=(first, second))
    held = found.holds(first, second)
    for package in product(*(range(len(g.levels)) for g in grants)):
        trigger = TriggerProfile(path=cell_of(grants, menus, package), punishments=(punishment, punishment))
        assert (game.regret(trigger) == 0) == bool(held[package]), package


@given(exchanges())
@settings(max_examples=60)
def test_the_punishment_is_the_worst_equilibrium_for_both(grants) -> None:
    """Ties count as withheld: no one-shot equilibrium gives either player less."""
    found = self_enforcing_packages(("A", "B"), grants)
    stage, menus = as_game(grants)
    here = stage.expected(stage.mixed(cell_of(grants, menus, found.oneshot)))
    for cell in stage.cells():
        if stage.regret(cell) == 0:
            assert all(u >= v for u, v in zip(stage.expected(stage.mixed(cell)), here, strict=True))


@given(exchanges(), PATIENCE)
@settings(max_examples=60)
def test_counts_least_patience_and_extremes_agree_with_enumeration(grants, delta: Fraction) -> None:
    """The sweep, per issue and level the least δ, the pairs, the minimal and the maximal packages."""
    found = self_enforcing_packages(("A", "B"), grants)
    packages = list(product(*(range(len(g.levels)) for g in grants)))
    known = {p: found.common(p) for p in packages}
    sweep = found.sweep()
    for d in (Fraction(0), delta, *sweep.deltas, *(x - Fraction(1, 10**9) for x in sweep.deltas)):
        assert sweep.at(d) == sum(t is not None and t <= d for t in known.values())
    assert found.count(delta) == sweep.at(delta) == int(found.holds(delta, delta).sum())
    for item in found.least():
        axis = [g.name for g in grants].index(item.issue)
        level = grants[axis].levels.index(item.level)
        mine = [t for p, t in known.items() if p[axis] == level and t is not None]
        assert item.delta == min(mine, default=None)
        assert item.alike == mine.count(item.delta)
        assert item.anyway == (found.oneshot[axis] == level)
        if item.package is not None:
            assert item.package[axis] == level
            assert known[item.package] == item.delta
        both = {
            (found.threshold(0, p), found.threshold(1, p))
            for p, t in known.items()
            if p[axis] == level and t is not None
        }
        minimal = {a for a in both if not any(b != a and b[0] <= a[0] and b[1] <= a[1] for b in both)}
        assert set(found.pairs(item.issue, item.level)) == minimal
        assert found.holding(item.issue, item.level, delta) == sum(t <= delta for t in mine)
    held = {p for p, t in known.items() if t is not None and t <= delta}
    small, large = found.extreme(delta)
    beyond = held - {found.oneshot}

    def below(a, b) -> bool:
        return a != b and all(x <= y for x, y in zip(a, b, strict=True))

    assert set(small) == {p for p in beyond if not any(below(q, p) for q in beyond)}
    assert set(large) == {p for p in held if not any(below(p, q) for q in held)}


@given(exchanges(), PATIENCE, PATIENCE)
@settings(max_examples=40)
def test_numbers_of_any_length_are_exact(grants, first: Fraction, second: Fraction) -> None:
    """Units of a hundred digits, beyond machine integers, move no threshold; nor does a step of 10⁻⁹⁰ go lost."""
    huge = Fraction(10**100 + 267, 3**50)
    big = [
        Grant(
            name=g.name,
            grantor=g.grantor,
            levels=g.levels,
            cost=tuple(c * huge for c in g.cost),
            benefit=tuple(b * huge for b in g.benefit),
        )
        for g in grants
    ]
    plain, scaled = (self_enforcing_packages(("A", "B"), g) for g in (grants, big))
    assert plain.sweep() == scaled.sweep()
    assert (plain.holds(first, second) == scaled.holds(first, second)).all()
    step = Fraction(1, 10**90)
    for delta in plain.sweep().deltas:
        if delta:
            assert scaled.count(delta) > scaled.count(delta - step)


@given(exchanges(), st.integers(2**30, 2**40), st.integers(1, 2**40))
@settings(max_examples=40)
def test_long_discount_factors_do_not_overflow(grants, unit: int, part: int) -> None:
    """Costs and factors that fit a machine word each, and whose products do not: held against the thresholds."""
    long = [
        replace(g, cost=tuple(c * unit for c in g.cost), benefit=tuple(b * unit for b in g.benefit)) for g in grants
    ]
    found = self_enforcing_packages(("A", "B"), long)
    delta = Fraction(part, 2**40 + 15)
    least = [found.common(p) for p in product(*map(range, found.shape))]
    assert found.count(delta) == sum(d is not None and d <= delta for d in least)


@given(exchanges(), exchanges())
@settings(max_examples=30)
def test_pooling_two_exchanges_loses_nothing(left, right) -> None:
    """What two exchanges sustain apart they sustain together, at the larger of the two thresholds or less."""
    both = [
        *left,
        *(Grant(name=f"r{g.name}", grantor=g.grantor, levels=g.levels, cost=g.cost, benefit=g.benefit) for g in right),
    ]
    one, two, pooled = (self_enforcing_packages(("A", "B"), g) for g in (left, right, both))
    for a in list(product(*(range(n) for n in one.shape)))[:20]:
        for b in list(product(*(range(n) for n in two.shape)))[:20]:
            apart = one.common(a), two.common(b)
            if None not in apart:
                together = pooled.common((*a, *b))
                assert together is not None
                assert together <= max(apart)
