"""Packages and linkage of a coded case, held to the games of the case, to enumeration and to the stake space."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain import load_case
from bargain.bargaining import PackageSpace, linkage, problem, utilitarian_levels
from bargain.bargaining.witnesses import nash_packages, witness_points
from bargain.encode.packages import case_packages
from bargain.errors import GameError, PackageError, RefusedError
from bargain.exact import Affine
from bargain.polyhedra import Polyhedron
from bargain.study.linkage import linked, linked_json, open_issues, pairs_and_runs, settled_issues
from bargain.study.linkage_over import PackagePart, acceptance_over, hard_point, levels_over, package_parts
from bargain.study.overview import disagreement
from bargain.study.packages import package_study, packages_of, solutions_of
from bargain.study.packages_observed import observed_packages, reach_corners
from bargain.study.packages_over import rule_over
from bargain.study.regimes import oneshot_at

if TYPE_CHECKING:
    from bargain.encode import CodedCase

F = Fraction
INVENTED = Path(__file__).parents[1] / "cases" / "tessa-river"
EXCHANGES = [
    ("russia-turkey-2022", "swap-syria-logistics"),
    ("russia-turkey-2022", "swap-economy-payments"),
    ("russia-turkey-2022", "package"),
    (str(INVENTED), "swap-water-port"),
    (str(INVENTED), "package"),
]


@cache
def case(name: str) -> CodedCase:
    return load_case(name)


def invented() -> CodedCase:
    return case(str(INVENTED))


@pytest.mark.parametrize(("name", "game"), EXCHANGES)
def test_a_package_is_worth_what_its_cell_of_the_game_is_worth(name: str, game: str) -> None:
    """The multiset of payoffs equals that of the normal form, and limits are the disagreement payoffs."""
    found, point = case(name), case(name).point()
    space = case_packages(found, game, at=point)
    normal = found.game(game, at=point)
    cells = sorted(tuple(normal.payoff(p, cell) for p in (0, 1)) for cell in normal.cells())
    assert sorted(space.utilities(p) for p in product(*map(range, space.shape))) == cells
    assert space.limits() == disagreement(found.exchange(game), point)
    assert space.fallback == tuple(n for _, n in oneshot_at(found.exchange(game), point))


@pytest.mark.parametrize(("name", "stake"), [("russia-turkey-2022", "R_outside"), (str(INVENTED), "C_vesk")])
def test_outside_options_raise_what_an_actor_needs(name: str, stake: str) -> None:
    """Worth more than the one-shot payoff they are the limit; only in games in which they bind."""
    found = case(name)
    point = {**found.point(), stake: F(50)}
    space = case_packages(found, "package", at=point)
    assert space.limits() == disagreement(found.exchange("package"), point)
    assert space.limits()[0] == 50
    assert space.disagreement == case_packages(found, "package", at=found.point()).disagreement
    free = next(s.id for s in found.games if s.form == "exchange" and not s.outside and not s.terms)
    assert case_packages(found, free, at=point).limits() == case_packages(found, free, at=found.point()).limits()


def test_every_level_of_the_largest_game_makes_three_to_the_eleven() -> None:
    """All levels contain those on offer, with the same payoffs there."""
    found = case("russia-turkey-2022")
    few, all_of_them = (case_packages(found, "package", at=found.point(), every_level=e) for e in (False, True))
    assert (few.size, all_of_them.size) == (2**11, 3**11)
    for package in ((0,) * 11, (1,) * 11, (0, 1) * 5 + (1,)):
        assert few.utilities(package) == all_of_them.utilities(tuple(2 * x for x in package))
    assert few.limits() == all_of_them.limits()


def test_open_stakes_become_the_same_numbers() -> None:
    """Fixing the stakes afterwards gives the payoffs of fixing them first; the fallback can be named."""
    found, point = invented(), invented().point()
    space = case_packages(found, "package", fallback={"water": 1, "power": 1})
    at = space.at(point)
    assert at.fallback == (1, 1, 0, 0)
    assert at == case_packages(found, "package", at=point)


def test_what_is_no_exchange_or_no_fallback_is_refused() -> None:
    """Terms, other forms, unknown issues and a fallback at a point are errors that say what would be right."""
    with pytest.raises(GameError, match="adds terms"):
        case_packages(invented(), "settlement")
    with pytest.raises(GameError, match="not an exchange"):
        case_packages(invented(), "gorge")
    with pytest.raises(GameError, match="fallback for watr"):
        case_packages(invented(), "package", fallback={"watr": 1})
    with pytest.raises(GameError, match="at a point"):
        case_packages(invented(), "package", fallback={"water": 1}, at=invented().point())
    with pytest.raises(PackageError, match="levels"):
        case_packages(invented(), "package", fallback={"water": 7})


@pytest.mark.parametrize(("name", "game"), EXCHANGES)
def test_parts_cover_the_stake_space_once(name: str, game: str) -> None:
    """The baseline and other exact points lie in one part each, and its fallback is the one-shot equilibrium there."""
    found = case(name)
    parts = package_parts(found, game, every_level=True)
    for stakes in (found.point(), *map(dict, witness_points(found.space(), 3, seed=1))):
        inside = [part for part in parts if part.stakes.contains({v: stakes[v] for v in part.stakes.variables})]
        assert len(inside) == 1
        space = case_packages(found, game, at=stakes, every_level=True)
        assert inside[0].space.at(stakes) == space


@pytest.mark.parametrize(("name", "game"), [e for e in EXCHANGES if "swap" in e[1]])
def test_acceptance_over_the_stakes_agrees_with_points_of_them(name: str, game: str) -> None:
    """Where it says never or always, no exact point of the stake space disagrees; both words occur."""
    found = case(name)
    parts = package_parts(found, game)
    packages = tuple(product(*map(range, parts[0].space.shape)))
    verdicts = acceptance_over(parts, packages)
    for stakes in (found.point(), *map(dict, witness_points(found.space(), 12, seed=2))):
        space = case_packages(found, game, at=stakes)
        for package, verdict in zip(packages, verdicts, strict=True):
            limits = [low for low in space.limits() if low is not None]
            accepted = all(u >= low for u, low in zip(space.utilities(package), limits, strict=True))
            assert str(verdict) in ({"always", "sometimes"} if accepted else {"never", "sometimes"})


def test_some_verdicts_are_never_and_grow_with_the_readings() -> None:
    """Giving Syria for nothing is never accepted; on stated claims alone less is excluded."""
    found = case("russia-turkey-2022")
    gift = [(2, 0), (0, 0)]
    verdicts = acceptance_over(package_parts(found, "swap-syria-energy"), gift)
    assert [str(v) for v in verdicts] == ["never", "always"]
    stated = acceptance_over(package_parts(found, "swap-syria-energy", readings=("stated",)), gift)
    assert str(stated[0]) == "sometimes"


@pytest.mark.parametrize(("name", "game"), EXCHANGES)
def test_where_linking_buys_nothing_it_buys_nothing(name: str, game: str) -> None:
    """The stakes are admissible, and there no package gains anybody anything without hurting the other."""
    found = case(name)
    point = hard_point(package_parts(found, game, every_level=True))
    assert point is not None
    inside = {**found.point(), **point}
    own = {a.id: set(found.stakes_of(a.id)) for a in found.actors}
    rows = [r for r in found.space().rows if set(r.condition.form.names) <= set(point)]
    assert all(set(point) & stakes for stakes in list(own.values())[:2])
    assert all(row.condition.holds(inside) for row in rows)
    given = problem(case_packages(found, game, at=point, every_level=True))
    base = given.frontier.space.utilities(given.frontier.space.fallback)
    assert all(given.frontier.vectors[n] == base for n in given.indexes)


@pytest.mark.parametrize(("name", "game"), [EXCHANGES[0], EXCHANGES[4]])
def test_levels_are_judged_issue_by_issue_as_they_are_all_at_once(name: str, game: str) -> None:
    """Looking only at the stakes of one issue changes no verdict."""
    found = case(name)
    space = case_packages(found, game, every_level=True)
    whole = utilitarian_levels(space, found.space())
    assert [str(v) for v in levels_over(space, found.space())] == [str(v) for v in whole]


NUMBERS = st.sampled_from([F(-2), F(-1), F(0), F(0), F(1), F(3)])


@st.composite
def swaps(draw: st.DrawFn) -> PackageSpace:
    """Draw a few issues of two or three levels with payoffs that often leave an issue settled."""
    count = draw(st.integers(1, 4))
    names = [f"i{k}" for k in range(count)]
    sizes = {n: draw(st.integers(2, 3)) for n in names}
    levels = {n: tuple(f"l{x}" for x in range(size)) for n, size in sizes.items()}
    rows = {a: {n: [F(0), *(draw(NUMBERS) for _ in range(sizes[n] - 1))] for n in names} for a in "AB"}
    return PackageSpace.build("drawn", "AB", levels, rows, disagreement=(0, 0))


@settings(max_examples=60)
@given(swaps())
def test_issues_set_aside_change_nothing(space: PackageSpace) -> None:
    """With and without the settled issues: the same deals, the same picks, the same smallest sets."""
    short, whole = linked(space), linkage(space)
    if short.found is None:
        assert not whole.linked.deal
        assert settled_issues(space) == tuple(i.name for i in space.issues)
        return
    for part in ("apart", "linked"):
        one, two = getattr(short.found, part), getattr(whole, part)
        assert (one.deal, one.any_deal, one.under_rule) == (two.deal, two.any_deal, two.under_rule)
    assert short.found.minimal == whole.minimal
    assert [(g.deal, g.outcomes, g.most) for g in short.found.groupings] == [
        (g.deal, g.outcomes, g.most) for g in whole.groupings
    ]
    rest = open_issues(space, short.settled)
    assert rest is not None
    assert rest.utilities(rest.fallback) == space.utilities(space.fallback)


def test_all_settled_still_has_the_form_of_an_answer() -> None:
    """Where there is nothing to bargain over the answer says so."""
    space = PackageSpace.build("Gift", "AB", {"x": ("no", "yes")}, {"A": {"x": (0, -1)}, "B": {"x": (0, 0)}})
    found = linked_json(linked(space))
    assert (found["tried"], found["groupings"], found["settled"]) == ("0", [], ["x"])
    assert found["words"][0] == "no issue is left to bargain over"


def test_beyond_ten_issues_it_is_restricted_and_said() -> None:
    """Eleven issues that matter: pairs and runs only, with the number of all groupings; all of them are refused."""
    names = [f"i{k}" for k in range(11)]
    rows = {a: {n: (0, s if k % 2 else -t) for k, n in enumerate(names)} for a, s, t in (("A", 3, 1), ("B", -1, -3))}
    space = PackageSpace.build("Eleven", "AB", dict.fromkeys(names, ("no", "yes")), rows)
    found = linked(space)
    assert found.found is not None
    assert found.found.tried == len(set(pairs_and_runs(11))) == 1024 + 55 - 10
    assert not found.found.complete
    assert any("678,570" in note for note in found.notes)
    assert linked(space, groupings="pairs").found.tried == 57  # type: ignore[union-attr]
    with pytest.raises(RefusedError, match="678,570"):
        linked(space, groupings="all")


def test_open_stakes_cannot_be_linked() -> None:
    """Open stakes are named instead of guessed."""
    with pytest.raises(PackageError, match="open stakes"):
        linked(case_packages(invented(), "package"))


@settings(max_examples=60)
@given(swaps())
def test_the_reach_is_the_hull_of_all_packages(space: PackageSpace) -> None:
    """Corners are payoffs of packages, and their hull holds every package: no package lies beyond in any direction."""
    pairs = {space.utilities(p) for p in product(*map(range, space.shape))}
    corners = reach_corners(space)
    assert set(corners) <= pairs
    for a, b in product(range(-5, 6), repeat=2):
        assert max(a * x + b * y for x, y in corners) == max(a * x + b * y for x, y in pairs)


def test_observed_moves_are_a_set_of_packages() -> None:
    """Ends, corners, acceptance: all as enumeration of every package that agrees with the moves gives them."""
    for name in ("russia-turkey-2022", str(INVENTED)):
        found = case(name)
        game = "package" if name == str(INVENTED) else "swap-syria-energy"
        space = case_packages(found, game, at=found.point(), every_level=True)
        seen = observed_packages(found, space)
        assert seen
        for item in seen:
            fixed = {m.issue: m.level for m in item.moves}
            agree = [
                p for p in product(*map(range, space.shape))
                if all(space.describe(p)[i] == level for i, level in fixed.items())
            ]  # fmt: skip
            values = [space.utilities(p) for p in agree]
            assert item.completed in agree
            for k in (0, 1):
                assert (item.low[k], item.high[k]) == (min(v[k] for v in values), max(v[k] for v in values))
            limits = [low for low in space.limits() if low is not None]
            fine = [all(u >= low for u, low in zip(v, limits, strict=True)) for v in values]
            assert item.can_be_accepted == any(fine)
            assert item.acceptable == fine[agree.index(item.completed)]
            assert set(item.corners) <= set(values)


def test_observed_moves_are_taken_by_how_firm_they_are() -> None:
    """Done first, then agreed, then announced; the firmest move on an issue counts; stances name no level."""
    found = case("russia-turkey-2022")
    space = case_packages(found, "package", at=found.point(), every_level=True)
    seen = observed_packages(found, space)
    assert [item.grades for item in seen] == [("done",), ("done", "agreed"), ("done", "agreed", "announced")]
    assert [len(item.moves) for item in seen] == [3, 4, 5]
    extra = tuple(replace(m, id="m99", level="full", grade="announced") for m in found.moves if m.issue == "energy")
    more = observed_packages(replace(found, moves=(*found.moves, *extra)), space)
    assert [m.level for m in more[-1].moves if m.issue == "energy"] == ["partial"]
    assert observed_packages(replace(found, moves=()), space) == ()


def test_a_case_is_worked_through() -> None:
    """Every additive exchange in short, the largest in full; a game with terms is left out; no exchange: nothing."""
    found = packages_of(invented())
    assert found is not None
    assert [b.game for b in found.brief] == ["swap-water-port", "swap-power-fees", "package"]
    assert found.main.game == "package"
    assert found.main.zone.count == 3
    assert not any(b.apart for b in found.brief)
    assert packages_of(replace(invented(), games=invented().games[:1])) is None


def test_the_flagship_links_exactly() -> None:
    """Five of eleven issues are settled at the baseline, so all groupings of the other six are all groupings."""
    study = package_study(case("russia-turkey-2022"), "package")
    assert study.linked.found is not None
    assert (study.linked.found.tried, study.linked.found.complete) == (203, True)
    assert sum(g.alike for g in study.linked.found.groupings) == 203
    assert study.linked.found.linked.deal
    assert not study.linked.found.apart.deal
    assert study.hard is not None
    assert study.bargains == solutions_of(study.front)


@pytest.mark.parametrize("every_level", [False, True])
def test_what_the_nash_solution_can_contain_is_decided_for_the_flagship(every_level) -> None:
    """No level is left undecided; each witness is admissible and shows what it is there for."""
    parts = package_parts(case("russia-turkey-2022"), "package", every_level=every_level)
    found = rule_over(parts)
    assert (found.words("undecided"), found.cells, found.notes) == ((), 0, ())
    assert len(found.words("possibly")) == sum(parts[0].space.shape)
    for entry in found.levels[:: 5 if every_level else 3]:
        k = parts[0].space.issue(entry.issue)
        x = parts[0].space.issues[k].level(entry.level)
        for stakes, inside in ((entry.witness_for, True), (entry.witness_against, False)):
            assert any(part.stakes.contains(dict(stakes)) for part in parts)
            levels = {p[k] for p in nash_packages(parts[0].space.at(dict(stakes)))}
            assert x in levels if inside else levels != {x}


def test_parts_that_disagree_make_a_level_possible() -> None:
    """Always on one part and never on the other is possibly on the whole, with a witness of each part."""
    b = Affine.name("b")
    space = PackageSpace.build(
        "gift", "RT", {"x": ("no", "yes")}, {"R": {"x": (0, b)}, "T": {"x": (0, b)}}, disagreement=(0, 0)
    )
    high, low = (Polyhedron.read("b", {"r": row}) for row in ("1 <= b <= 2", "-2 <= b <= -1"))
    parts = [PackagePart(space=space, stakes=stakes) for stakes in (high, low)]
    assert [e.verdict for e in rule_over(parts[:1]).levels] == ["never", "necessarily"]
    assert [e.verdict for e in rule_over(parts[1:]).levels] == ["necessarily", "never"]
    whole = rule_over(parts)
    assert [e.verdict for e in whole.levels] == ["possibly", "possibly"]
    assert (whole.parts, whole.of) == (2, 2)
    assert "0 of 2 levels undecided" in repr(whole)
