"""Linkage equals enumeration: every grouping, every block's deals, every rule, and the payments in its place."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bargain.bargaining import (
    Issue,
    PackageSpace,
    Transfer,
    all_partitions,
    egalitarian_choice,
    fallback_of_grantors,
    kalai_smorodinsky_choice,
    linkage,
    nash_choice,
    outcome,
    pair_partitions,
    run_partitions,
    side_payment,
    smallest_side_payment,
)
from bargain.bargaining.blocks import atoms_of
from bargain.bargaining.partitions import bell
from bargain.errors import PackageError, RefusedError
from strategies_packages import all_packages, spaces, undominated


def _groupings(items):
    """Every way to group a list, written as plainly as possible."""
    if not items:
        yield []
        return
    for rest in _groupings(items[1:]):
        yield [[items[0]], *rest]
        for n in range(len(rest)):
            yield [*rest[:n], [items[0], *rest[n]], *rest[n + 1 :]]


def _block_gains(space, issues):
    """List the gains over the fallback of every allowed combination of some issues, the others at fallback."""
    base = space.utilities(space.fallback)
    out = {}
    for package, u in all_packages(space).items():
        if all(k in issues or x == space.fallback[k] for k, x in enumerate(package)):
            out[package] = tuple(a - b for a, b in zip(u, base, strict=True))
    return out


def _expected(space, blocks):
    """Return the undominated totals of acceptable block deals that meet the limits."""
    parts = [{g for g in _block_gains(space, block).values() if min(g) >= 0} for block in blocks]
    totals = {tuple(map(sum, zip(*chosen, strict=True))) for chosen in itertools.product(*parts)}
    return set(undominated({t: t for t in totals if _meets(space, t)}))


def _meets(space, total):
    base = space.utilities(space.fallback)
    return all(low is None or b + t >= low for low, b, t in zip(space.limits(), base, total, strict=True))


def _drawn(data, most_issues=4):
    space = data.draw(spaces(actors=data.draw(st.integers(2, 3)), most_issues=most_issues))
    fallback = data.draw(st.sampled_from(sorted(all_packages(space)) or [None]))
    if fallback is None:
        return None
    issues = tuple(replace(i, fallback=x) for i, x in zip(space.issues, fallback, strict=True))
    return replace(space, issues=issues)


@settings(max_examples=35)
@given(st.data())
def test_every_grouping_leads_where_enumeration_leads(data) -> None:
    """Any deal of any grouping, and the short list that all groupings come to."""
    space = _drawn(data)
    if space is None:
        return
    found = linkage(space, rule=None)
    atoms = [list(atom) for atom in atoms_of(space)]
    groupings = list(_groupings(atoms))
    assert found.tried == len(groupings) == sum(g.alike for g in found.groupings) == bell(len(atoms))
    expected = []
    for grouping in groupings:
        blocks = [[k for atom in block for k in atom] for block in grouping]
        named = [[space.issues[k].name for k in block] for block in blocks]
        result = outcome(space, named, rule=None)
        assert set(result.any_deal) == _expected(space, blocks)
        expected.append((result.deal, len(result.any_deal)))
    listed = [(g.deal, g.outcomes) for g in found.groupings for _ in range(g.alike)]
    assert sorted(listed) == sorted(expected)


@settings(max_examples=30)
@given(st.data(), st.sampled_from([nash_choice, kalai_smorodinsky_choice, egalitarian_choice]))
def test_totals_under_a_rule_are_sums_of_the_picks_of_the_blocks(data, rule) -> None:
    """A block picks among its own acceptable gains; outside options judge only the total."""
    space = _drawn(data, most_issues=3)
    if space is None:
        return
    for grouping in _groupings([list(atom) for atom in atoms_of(space)]):
        blocks = [[k for atom in block for k in atom] for block in grouping]
        picks = []
        for block in blocks:
            gains = sorted(undominated({g: g for g in _block_gains(space, block).values() if min(g) >= 0}))
            picks.append({gains[n] for n in rule(gains)})
        totals = {tuple(map(sum, zip(*chosen, strict=True))) for chosen in itertools.product(*picks)}
        result = outcome(space, [[space.issues[k].name for k in block] for block in blocks], rule=rule)
        assert set(result.under_rule) == {t for t in totals if _meets(space, t)}


@settings(max_examples=30)
@given(st.data())
def test_minimal_sets_are_the_smallest_with_a_deal(data) -> None:
    """A set of issues is listed iff it has a deal by itself that meets the limits and no part of it has."""
    space = _drawn(data)
    if space is None:
        return
    atoms = atoms_of(space)

    def deal(chosen):
        issues = [k for n in chosen for k in atoms[n]]
        gains = _block_gains(space, issues).values()
        return any(min(g) >= 0 and max(g) > 0 and _meets(space, g) for g in gains)

    subsets = [c for r in range(1, len(atoms) + 1) for c in itertools.combinations(range(len(atoms)), r) if deal(c)]
    smallest = [c for c in subsets if not any(set(d) < set(c) for d in subsets)]
    expected = {tuple(space.issues[k].name for n in c for k in atoms[n]) for c in smallest}
    assert set(linkage(space, rule=None).minimal) == expected


@settings(max_examples=35)
@given(spaces(additive=True), st.integers(1, 5), st.integers(1, 5), st.data())
def test_side_payments_are_the_smallest_that_both_accept(space, worth_a, worth_b, data) -> None:
    """Block by block: the payment is acceptable to both, nothing closer to zero is, and none is claimed in vain."""
    package = data.draw(st.sampled_from(sorted(all_packages(space))))
    found = side_payment(space, package, Transfer.of("coin", A=worth_a, B=worth_b))
    for k, block in enumerate(found.blocks):
        a, b = (space.payoffs[i][k][package[k]] - space.payoffs[i][k][0] for i in range(2))
        accepted = [t for t in (block.low, block.high, Fraction(0)) if a >= worth_a * t and b + worth_b * t >= 0]
        assert (block.smallest is None) == (not accepted) == (a / worth_a + b / worth_b < 0)
        if block.smallest is not None:
            assert abs(block.smallest) == min(map(abs, accepted))
    assert found.possible == all(b.smallest is not None for b in found.blocks)


def test_partitions_are_all_there_once() -> None:
    """As many as Bell's numbers, disjoint, complete; pairs and runs are among them."""
    for n in range(1, 7):
        listed = list(all_partitions(n))
        assert len(listed) == len({frozenset(p) for p in listed}) == bell(n)
        assert all(sum(p) == (1 << n) - 1 for p in listed)
        everything = {frozenset(p) for p in listed}
        for some in (pair_partitions, run_partitions):
            made = [frozenset(p) for p in some(n)]
            assert len(made) == len(set(made))
            assert set(made) <= everything


def _swap(b1=3, c1=1, b2=2, c2=1):
    issues = (
        Issue(name="gas", levels=("no", "yes"), grantor="R", beneficiary="T"),
        Issue(name="port", levels=("no", "yes"), grantor="T", beneficiary="R"),
    )
    payoffs = {"R": {"gas": (0, -c1), "port": (0, b1)}, "T": {"gas": (0, b2), "port": (0, -c2)}}
    return PackageSpace.build("swap", ("R", "T"), issues, payoffs, disagreement=(0, 0))


def test_outside_options_bind_the_total_and_not_the_blocks() -> None:
    """A shared interest pays for a block that alone would miss the outside option."""
    issues = {"joint": ("no", "yes"), "extra": ("no", "yes")}
    payoffs = {"A": {"joint": (0, 2), "extra": (0, 1)}, "B": {"joint": (0, 2), "extra": (0, 1)}}
    space = PackageSpace.build("both", "AB", issues, payoffs, disagreement=(0, 0), outside=(3, None))
    apart = linkage(space).apart
    assert apart.deal
    assert apart.any_deal == ((3, 3),)
    assert not linkage(replace(space, outside=(4, None))).linked.deal


def test_shared_interests_are_given_without_a_deal_and_gain_nothing_by_linking() -> None:
    """The fallback grants what the grantor likes best; what is given anyway is no concession."""
    issues = (
        Issue(name="shared", levels=("no", "some", "all"), grantor="R", beneficiary="T"),
        Issue(name="port", levels=("no", "yes"), grantor="T", beneficiary="R"),
    )
    payoffs = {"R": {"shared": (0, 2, 1), "port": (0, 3)}, "T": {"shared": (0, 5, 9), "port": (0, -1)}}
    space = fallback_of_grantors(PackageSpace.build("s", ("R", "T"), issues, payoffs))
    assert space.fallback == (1, 0)
    assert space.disagreement == (2, 5)
    assert linkage(space).minimal == (("shared", "port"),)


def test_payments_replace_a_swap_and_cancel() -> None:
    """Each side pays the other's cost; netted, barter needs no money."""
    found = smallest_side_payment(_swap(), Transfer.of("coin", R=1, T=1))
    assert (found.gross, found.net) == (2, 0)
    assert found.words[0] == "gas: T pays R 1 coin"
    useless = smallest_side_payment(_swap(b1=4, c1=3, b2=2, c2=1), Transfer.of("coin", R=1, T=1))
    assert useless is None  # gas is worth less to T than it costs R: no payment makes it fair by itself


def test_what_cannot_be_compared_is_refused() -> None:
    """Too many groupings, blocks that cut an atom, blocks that miss an issue, a fallback that is forbidden."""
    many = {f"i{k}": ("no", "yes") for k in range(11)}
    payoffs = {a: dict.fromkeys(many, (0, 1)) for a in "AB"}
    space = PackageSpace.build("many", "AB", many, payoffs)
    with pytest.raises(RefusedError, match="678,570"):
        linkage(space)
    found = linkage(space, groupings=pair_partitions)
    assert not found.complete
    assert "only 57 of 678,570" in found.notes[0]
    with pytest.raises(PackageError, match="every issue exactly once"):
        outcome(_swap(), [["gas"]])
    with pytest.raises(PackageError, match="positive worth"):
        side_payment(_swap(), (1, 1), Transfer.of("coin", R=1))
    assert prod([bell(3), bell(4)]) == 75


def test_equal_tops_do_not_make_a_block_reducible() -> None:
    """Linking x and y gives nobody more at most, and yet a compromise that the parts do not have."""
    payoffs = {"A": {"x": (0, 0, 3), "y": (0, 2, 0)}, "B": {"x": (0, 4, 0), "y": (0, -1, -1)}}
    space = PackageSpace.build("middle", "AB", {"x": "abc", "y": "abc"}, payoffs)
    found = linkage(space, rule=None)
    assert found.apart.any_deal == ((3, 0), (0, 4))
    assert found.linked.any_deal == ((3, 0), (2, 3), (0, 4))
    assert [g.outcomes for g in found.groupings] == [2, 3]
