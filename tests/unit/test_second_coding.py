"""The second coding of the article: it stands by itself, covers the same paragraphs, and forces no conclusion."""

from __future__ import annotations

import tomllib
from pathlib import Path

from bargain import load_case
from bargain.exact import Affine, Relation

FOLDER = Path(__file__).parents[2] / "seeds" / "russia-turkey-2022-second"
CASE = load_case("russia-turkey-2022-second")
FIRST = load_case("russia-turkey-2022")


def test_it_codes_the_same_source() -> None:
    """One text, by its hash, with the same fifteen paragraphs, all of them accounted for."""
    assert CASE.source == FIRST.source
    claims = tomllib.loads((FOLDER / "claims.toml").read_text("utf-8"))
    told = {c["locator"] for c in claims["claim"]} | {p["locator"] for p in claims.get("no_payoff", [])}
    assert told == set(CASE.source.locators)
    assert len(told) == 15


def test_no_claim_is_a_copy_of_the_first_coding() -> None:
    """Other ids, and other words for every paraphrase."""
    assert not {c.id for c in CASE.claims} & {c.id for c in FIRST.claims}
    assert not {c.paraphrase for c in CASE.claims} & {c.paraphrase for c in FIRST.claims}


def test_hedges_are_kept_and_tensions_name_each_other() -> None:
    """The text's reservations stand, and neither side of a tension is lost."""
    assert {claim.locator for claim in CASE.claims if claim.hedge} >= {"I.1", "T.3", "R.1", "R.4", "G.2", "G.3", "G.4"}
    pairs = {(claim.id, other) for claim in CASE.claims for other in claim.tension}
    assert pairs
    assert pairs == {(b, a) for a, b in pairs}


def test_readings_forms_and_grades_all_occur() -> None:
    """Stated, inferred and assumed; contests, swaps, a joint move and a package; announced, agreed and done."""
    assert {claim.reading for claim in CASE.claims} == {"stated", "inferred", "assumed"}
    assert {spec.form for spec in CASE.games} == {"contest", "joint", "exchange"}
    assert sum(spec.id.startswith("swap-") for spec in CASE.games) >= 3
    assert CASE.game("package").shape == (36, 24)
    assert {move.grade for move in CASE.moves} == {"announced", "agreed", "done"}


def test_the_west_is_assumed_throughout() -> None:
    """Its rows fall without assumed claims, but for conventions."""
    for row in CASE.rows:
        if row.actor == "west":
            assert row.basis.convention or "assumed" in {CASE.claim(c).reading for c in row.basis.claims}, row.label


def test_the_baseline_is_the_derived_centre_and_strictly_inside() -> None:
    """The leximin-slack point of the stake space, computed again; every inequality has slack."""
    space = CASE.space()
    assert dict(space.centre()) == CASE.point()
    for row in space.rows:
        if row.condition.relation is not Relation.EQUAL:
            assert row.condition.form.at(CASE.point()) > 0, row.label


def test_nothing_but_conventions_bounds_a_stake() -> None:
    """Without the caps every stake is unbounded in some direction."""
    free = CASE.space().without(*(row.label for row in CASE.rows if row.kind == "cap"))
    for stake in CASE.stakes:
        extent = free.extent(Affine.name(stake.id))
        assert extent.low.value is None or extent.high.value is None, stake.id


def test_no_single_swap_is_forced_to_pay_or_to_fail() -> None:
    """The coding leaves open, for both sides, whether any full swap beats the status quo."""
    space = CASE.space()
    for spec in CASE.games:
        if not spec.id.startswith("swap-"):
            continue
        deal = CASE.exchange(spec.id)
        for actor in deal.actors:
            gains = Affine.total(i.benefit[-1] for i in deal.issues if i.beneficiary == actor)
            extent = space.extent(gains - Affine.total(i.cost[-1] for i in deal.granted_by(actor)))
            assert extent.low.value is not None
            assert extent.high.value is not None
            assert extent.low.value < 0 < extent.high.value, (spec.id, actor)


def test_each_game_names_the_paragraphs_that_its_numbers_rest_on() -> None:
    """Those of its own claims, its issues', its stakes' signs' and its outside options'."""
    for spec in CASE.games:
        claims = set(spec.claims)
        claims.update(c for name in CASE.game(spec.id).stakes for c in CASE.stake(name).basis.claims)
        claims.update(c for name in spec.issues for c in CASE.issue(name).claims)
        if spec.outside:
            claims.update(c for option in CASE.outside if option.actor in spec.players for c in option.claims)
        assert set(spec.paragraphs) == {CASE.claim(c).locator for c in claims}, spec.id
