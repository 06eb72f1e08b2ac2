"""Package spaces as values: what they refuse and how they say it, what results look like."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from bargain.bargaining import (
    AtMost,
    Forbidden,
    Interaction,
    Issue,
    PackageSpace,
    check_no_deal,
    count_acceptable,
    count_allowed,
    exchange,
    exchange_table,
    fallback_of_grantors,
    frontier,
    frontier_json,
    holds,
    hull,
    kalai_smorodinsky,
    linkage,
    linkage_json,
    nash_solution,
    no_deal,
    pattern,
    supported,
    utilitarian,
    zone,
)
from bargain.bargaining.certified import UncertainError, certified_two
from bargain.bargaining.linear import extremes
from bargain.errors import BargainError, NumberError, PackageError, RefusedError
from bargain.exact import Affine

SWAP = {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}}
ISSUES = (
    Issue(name="gas", levels=("no", "yes"), grantor="R", beneficiary="T"),
    Issue(name="port", levels=("no", "yes"), grantor="T", beneficiary="R"),
)


def swap(**more) -> PackageSpace:
    return PackageSpace.build("swap", ("R", "T"), ISSUES, SWAP, **more)


def wide(n, kind="random", seed=0) -> PackageSpace:
    """Return n issues of five levels for two actors, interests random or opposed."""
    draw = np.random.default_rng(seed)
    if kind == "random":
        table = draw.integers(0, 1000, (2, n, 5))
    else:
        base = np.sort(draw.integers(0, 1000, (n, 5)), axis=1)
        weight = draw.integers(1, 100, (2, n, 1))
        table = np.stack([weight[0] * base, -weight[1] * base])
    names = [f"i{k}" for k in range(n)]
    payoffs = {a: dict(zip(names, table[i].tolist(), strict=True)) for i, a in enumerate("AB")}
    return PackageSpace.build("wide", "AB", dict.fromkeys(names, tuple("abcde")), payoffs)


def test_spaces_name_what_does_not_fit() -> None:
    """Each refusal names the actor, issue or level, what was found, and what would be right."""
    cases = [
        (lambda: PackageSpace.build("p", ("R",), ISSUES, SWAP), "actors .*two or more"),
        (lambda: PackageSpace.build("p", ("R", "X"), ISSUES, SWAP), "no payoffs of 'X'"),
        (lambda: PackageSpace.build("p", ("R", "T"), {"gas": ("no",)}, SWAP), "unknown issue 'port'.*known: gas"),
        (
            lambda: PackageSpace.build("p", ("R", "T"), {**{i.name: i.levels for i in ISSUES}, "x": ("a",)}, SWAP),
            "no payoffs on issue 'x'",
        ),
        (
            lambda: PackageSpace.build("p", ("R", "T"), {"gas": ("no", "yes"), "port": ("no",)}, SWAP),
            "2 payoffs of 'R' on 'port'",
        ),
        (lambda: swap(disagreement=(0,)), "disagreement for 1 of 2 actors"),
        (lambda: swap(constraints=(Forbidden(entries=(("gaz", "yes"),)),)), "no issue 'gaz'.*did you mean 'gas'"),
        (lambda: swap(constraints=(AtMost(entries=(("gas", ("full",)),), most=1),)), "no level 'full'"),
        (
            lambda: swap(interactions=(Interaction(issues=("gas", "port"), values=((Fraction(0),),) * 2),)),
            "give 4 values",
        ),
        (lambda: Issue(name="x", levels=("a", "a")), "unique level names"),
        (lambda: Issue(name="x", levels=("a",), fallback=1), "fallback 1 of 1 levels"),
        (lambda: Interaction(issues=("x", "x"), values=()), "two or more different issues"),
        (lambda: AtMost(entries=(), most=0, least=1), "least <= most"),
        (lambda: Forbidden(entries=()), "each issue once"),
        (
            lambda: PackageSpace.build(
                "p", ("R", "T"), [Issue(name="gas", levels=("a",), grantor="Q")], {a: {"gas": (0,)} for a in "RT"}
            ),
            "'Q' is no actor",
        ),
    ]
    for make, words in cases:
        with pytest.raises(PackageError, match=words):
            make()


def test_floats_are_taken_only_on_request_and_exactly() -> None:
    """0.1 is refused; with floats=True it is the binary number that it is."""
    with pytest.raises(NumberError, match="not exact"):
        PackageSpace.build("f", "AB", {"x": ("a",)}, {a: {"x": (0.1,)} for a in "AB"})
    space = PackageSpace.build("f", "AB", {"x": ("a",)}, {a: {"x": (0.1,)} for a in "AB"}, floats=True)
    assert space.utilities((0,))[0] == Fraction(0.1) != Fraction(1, 10)
    with pytest.raises(NumberError):
        PackageSpace.build("f", "AB", {"x": ("a",)}, {a: {"x": (float("nan"),)} for a in "AB"}, floats=True)


def test_open_stakes_stay_open_until_they_get_values() -> None:
    """A space in stakes shows forms, refuses to be solved, and is solved at a point."""
    c = Affine.name("c")
    space = PackageSpace.build(
        "open", "AB", {"x": ("no", "yes")}, {"A": {"x": (0, -c)}, "B": {"x": (0, 1)}}, disagreement=(0, 0)
    )
    assert space.stakes == ("c",)
    assert str(space.forms((1,))[0]) == "-c"
    with pytest.raises(PackageError, match="open stakes: c"):
        frontier(space)
    assert len(frontier(space.at({"c": "-1/2"}))) == 1
    assert repr(space) == "<PackageSpace 'open': A, B; 1 issues, 2 packages, open stakes 1>"


def test_forty_issues_are_answered_and_every_package_is_reachable() -> None:
    """5⁴⁰ packages: the frontier, its vectors checked one by one, the zone counted, statements made."""
    space = wide(40)
    front = frontier(space)
    assert space.size == 5**40
    for n in (0, len(front) // 2, len(front) - 1):
        assert space.utilities(front.package(n)) == front.vectors[n]
    firsts = [v[0] for v in front.vectors]
    assert firsts == sorted(firsts, reverse=True)
    assert firsts[0] == sum(max(row) for row in space.payoffs[0])
    assert len(hull(front).corners) <= sum(supported(front)) < len(front)
    coarse = PackageSpace.build(
        "coarse",
        "AB",
        {f"i{k}": tuple("abcde") for k in range(40)},
        {a: {f"i{k}": (0, 1, 2, -1, -2) for k in range(40)} for a in "AB"},
        disagreement=(0, 0),
    )
    found = zone(coarse)
    assert found.count + count_acceptable(_less(coarse)) == 5**40
    assert f"{found.count:,}" in repr(found)


def _less(space):
    """Return the mirrored space, acceptable iff both lose strictly (payoffs of both actors are equal)."""
    payoffs = tuple(tuple(tuple(-v for v in row) for row in actor) for actor in space.payoffs)
    return PackageSpace(
        title="mirror",
        actors=space.actors,
        issues=space.issues,
        payoffs=payoffs,
        disagreement=(Fraction(1), Fraction(1)),
    )


def test_packages_of_a_vector_come_one_at_a_time() -> None:
    """2⁴⁰ packages tie; the first few are there at once."""
    names = [f"i{k}" for k in range(40)]
    space = PackageSpace.build(
        "tie", "AB", dict.fromkeys(names, ("a", "b")), {a: dict.fromkeys(names, (1, 1)) for a in "AB"}
    )
    front = frontier(space)
    assert (len(front), front.total) == (1, 2**40)
    listing = front.packages(0)
    assert len({next(listing) for _ in range(100)}) == 100


def test_counts_beyond_machine_integers_stay_exact() -> None:
    """Multiplicities and zones of more than 2⁶⁴ packages are counted exactly."""
    names = [f"i{k}" for k in range(70)]
    space = PackageSpace.build(
        "huge",
        "AB",
        dict.fromkeys(names, ("a", "b")),
        {a: dict.fromkeys(names, (1, 1)) for a in "AB"},
        disagreement=(70, 70),
    )
    assert frontier(space).multiplicity(0) == count_acceptable(space) == count_allowed(space) == 2**70


def test_work_that_would_not_finish_is_refused_with_an_estimate() -> None:
    """Too many candidates, too many needs to count, too many programs, a product of huge degree."""
    with pytest.raises(RefusedError, match=r"more than 1,000 candidates .* the frontier has about"):
        frontier(wide(40), limit=1000)
    space = replace(wide(40), disagreement=(Fraction(25_000), Fraction(25_000)))
    with pytest.raises(RefusedError, match="different needs after"):
        count_acceptable(space, limit=10_000)
    assert zone(space, count=False).count is None
    with pytest.raises(RefusedError, match="degree"):
        nash_solution(swap(disagreement=(0, 0)), weights={"R": "1/9999", "T": 1})


def test_powers_are_checked() -> None:
    """Bargaining powers name every actor once and are positive."""
    space = swap(disagreement=(0, 0))
    for weights, words in (
        ({"R": 1}, "no bargaining power of T"),
        ({"R": 1, "T": 0}, "positive"),
        ({"Q": 1}, "no actor 'Q'"),
    ):
        with pytest.raises(PackageError, match=words):
            nash_solution(space, weights=weights)


def test_solutions_say_what_they_did() -> None:
    """Actors that cannot gain are named, scales are named, and an empty zone carries its proof."""
    space = PackageSpace.build(
        "one-sided", "AB", {"x": ("no", "yes")}, {"A": {"x": (0, 2)}, "B": {"x": (0, 0)}}, disagreement=(0, 0)
    )
    found = nash_solution(space)
    assert found.left_out == kalai_smorodinsky(space).left_out == ("B",)
    assert "the product runs over {A}" in found.notes[0]
    assert utilitarian(space).compares
    assert "compares the actors' scales" in repr(utilitarian(space))
    empty = nash_solution(swap(disagreement=(5, 5)))
    assert (empty.status, empty.deals) == ("none exists", ())
    assert no_deal(swap(disagreement=(5, 5))).words == "no deal: R needs at least 5 and no package gives it more than 3"
    tie = PackageSpace.build(
        "t", "AB", {"x": ("a", "b")}, {"A": {"x": (3, 0)}, "B": {"x": (0, 5)}}, disagreement=(0, 0)
    )
    assert len(nash_solution(tie)) == 2


def test_a_gap_between_packages_is_proved_by_cases() -> None:
    """A lottery would do, no package does: the certificate splits on levels and says so."""
    space = PackageSpace.build(
        "gap", "AB", {"x": ("a", "b")}, {"A": {"x": (4, 0)}, "B": {"x": (0, 4)}}, disagreement=(1, 1)
    )
    proof = no_deal(space)
    assert (proof.kind, len(proof.cases), proof.lotteries_help) == ("cases", 2, True)
    assert "a lottery over packages would be acceptable" in proof.words
    assert proof.nearest == ((4, 0), (0, 4))


def test_statements_read_as_sentences() -> None:
    """Grants are spoken of as such, and a statement can be asked for."""
    levels = ("withhold", "partial", "full")
    issues = [
        Issue(name="gas", levels=levels, grantor="Russia", beneficiary="Turkey"),
        Issue(name="port", levels=levels, grantor="Turkey", beneficiary="Russia"),
    ]
    payoffs = {"Russia": {"gas": (0, -1, -4), "port": (0, 2, 3)}, "Turkey": {"gas": (0, 3, 9), "port": (0, -1, -2)}}
    front = frontier(PackageSpace.build("s", ("Russia", "Turkey"), issues, payoffs))
    assert not holds(front, "gas", "partial", "port", "full")
    said = pattern(front)
    assert all(word.startswith("on the frontier") for word in said.words)
    assert dict(said.occurring)["gas"] == levels
    never = AtMost(entries=(("gas", ("full",)), ("port", ("withhold", "partial"))), most=1)
    tight = frontier(PackageSpace.build("s", ("Russia", "Turkey"), issues, payoffs, constraints=[never]))
    assert holds(tight, "gas", "partial", "port", "full")
    assert (
        "on the frontier Russia never grants more than partial on gas unless Turkey grants full on port"
        in pattern(tight).words
    )


def test_exchange_rates_are_levels_and_shares() -> None:
    """One step buys what makes up its cost and no more than it is worth."""
    levels = ("no", "half", "all")
    space = PackageSpace.build(
        "rates",
        ("R", "T"),
        {"gas": ("no", "yes"), "port": levels},
        {"R": {"gas": (0, -1), "port": (0, 1, 2)}, "T": {"gas": (0, 3), "port": (0, -2, -4)}},
    )
    rate = exchange(space, "gas", 0, "port")
    assert (rate.giver, rate.taker, rate.levels, rate.share) == ("R", "T", ("half",), (Fraction(1, 2), Fraction(3, 4)))
    assert len(exchange_table(space).rows) >= 1
    with pytest.raises(PackageError, match="no step"):
        exchange(space, "gas", 1, "port")
    joint = Interaction(issues=("gas", "port"), values=((Fraction(0),) * 6,) * 2)
    tied = PackageSpace(
        title="t", actors=space.actors, issues=space.issues, payoffs=space.payoffs, interactions=(joint,)
    )
    with pytest.raises(PackageError, match="additive"):
        exchange(tied, "gas", 0, "port")


def test_json_has_the_documented_form() -> None:
    """Exact strings, first actor descending, truncation said; solutions in the same form as the frontier."""
    data = frontier_json(swap(disagreement=(0, 0)), limit=2)
    assert list(data) == [
        "outcomes",
        "frontier",
        "nash",
        "kalai_smorodinsky",
        "egalitarian",
        "utilitarian",
        "truncated",
    ]
    assert (data["outcomes"], data["truncated"], len(data["frontier"])) == ("4", True, 2)
    entry = {"utilities": ["2", "1"], "multiplicity": "1", "package": {"gas": "yes", "port": "yes"}}
    assert data["frontier"][1] == data["nash"][0] == entry
    assert frontier_json(swap(), limit=None)["truncated"] is False
    assert linkage_json(linkage(swap()))["minimal"] == [["gas", "port"]]


def test_results_become_tables_and_short_texts() -> None:
    """Frontier, zone and linkage print stable lines and export tables."""
    space = fallback_of_grantors(swap())
    assert frontier(space).to_table().columns == ("R", "T", "packages", "gas", "port")
    assert zone(space).to_table().rows[0][0] == "gas"
    assert linkage(space).to_table().rows[0][0] == "gas | port"
    assert repr(linkage(space)).splitlines()[1].strip().startswith("issues apart: no deal")
    assert "no deal" in repr(zone(swap(disagreement=(9, 9))))


def test_errors_belong_to_the_family() -> None:
    """Every refusal can be caught as a BargainError and as the built-in it extends."""
    assert issubclass(PackageError, BargainError)
    assert issubclass(PackageError, ValueError)


def test_issues_tied_too_densely_are_refused_everywhere() -> None:
    """All pairs of thirty issues interact: no order of elimination stays small, and nothing is started."""
    names = [f"i{k}" for k in range(30)]
    pairs = [Interaction(issues=(a, b), values=((Fraction(0),) * 25,) * 2) for a in names for b in names if a < b]
    payoffs = {a: dict.fromkeys(names, range(5)) for a in "AB"}
    space = PackageSpace.build("dense", "AB", dict.fromkeys(names, tuple("abcde")), payoffs, interactions=pairs)
    for ask in (frontier, count_allowed, extremes):
        with pytest.raises(RefusedError, match="combinations stay open"):
            ask(space)


def test_a_thousand_issues_are_listed_and_no_more_are_taken() -> None:
    """Listing packages needs no recursion; a space of more issues than any agreement has is refused."""
    names = [f"i{k}" for k in range(1000)]
    space = PackageSpace.build(
        "long", "AB", dict.fromkeys(names, "ab"), {a: dict.fromkeys(names, (0, 0)) for a in "AB"}
    )
    assert next(frontier(space).packages(0)) == (0,) * 1000
    assert len(frontier_json(space)["outcomes"]) == 302
    with pytest.raises(PackageError, match="1,001 issues"):
        PackageSpace.build(
            "x", "AB", dict.fromkeys([*names, "y"], "ab"), {a: dict.fromkeys([*names, "y"], (0, 0)) for a in "AB"}
        )


def test_forged_certificates_are_refused() -> None:
    """Weights that only reach the limits, cases that miss a level, negative weights, no cases at all."""
    space = PackageSpace.build(
        "gap", "AB", {"x": ("a", "b")}, {"A": {"x": (4, 0)}, "B": {"x": (0, 4)}}, disagreement=(1, 1)
    )
    proof = no_deal(space)
    assert check_no_deal(proof)
    assert not check_no_deal(replace(proof, cases=proof.cases[:1]))
    assert not check_no_deal(replace(proof, cases=()))
    for weights in ((Fraction(1, 2), Fraction(1, 2)), (Fraction(-1), Fraction(2)), (Fraction(0), Fraction(0))):
        assert not check_no_deal(replace(proof, cases=tuple(replace(c, weights=weights) for c in proof.cases)))
    edge = PackageSpace.build("edge", "AB", {"x": ("a",)}, {"A": {"x": (1,)}, "B": {"x": (0,)}}, disagreement=(1, 1))
    exact = replace(no_deal(edge).cases[0], weights=(Fraction(1), Fraction(0)))
    assert not check_no_deal(replace(no_deal(edge), cases=(exact,)))


def test_sums_too_close_to_tell_apart_are_not_guessed() -> None:
    """A candidate whose rounded sum is beaten only within the error makes the certified merge give up."""
    near = np.array([1.0, 1.0 + 1e-12, 0.5]), np.array([0.0, 1.0, 0.2])
    with pytest.raises(UncertainError):
        certified_two(*near, (1e-10, 1e-10))
    order, _ = certified_two(*near, (1e-14, 1e-14))
    assert order.tolist() == [1]
