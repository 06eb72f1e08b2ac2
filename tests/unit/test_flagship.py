"""The flagship case: what it covers, what it leaves open, and that its baseline is derived."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest

from bargain import load_case
from bargain.exact import Affine, Relation

FOLDER = Path(__file__).parents[2] / "seeds" / "russia-turkey-2022"
CASE = load_case("russia-turkey-2022")
PARAGRAPHS = {f"{letter}.{n}" for letter, count in {"I": 1, "L": 3, "T": 3, "R": 4, "G": 4}.items()
              for n in range(1, count + 1)}  # fmt: skip


def test_every_paragraph_is_coded_or_listed_as_empty() -> None:
    """All fifteen, read from the files without the loader."""
    claims = tomllib.loads((FOLDER / "claims.toml").read_text("utf-8"))
    told = {c["locator"] for c in claims["claim"]} | {p["locator"] for p in claims.get("no_payoff", [])}
    assert told == PARAGRAPHS


def test_the_source_is_a_citable_record_that_invents_no_title() -> None:
    """Author, publisher, address with its provenance, a hash of the text; no title."""
    source = CASE.source
    assert (source.author, source.affiliation) == ("Iliya Kusa", "Ukrainian Institute of the Future")
    assert "Kennan" in source.publisher
    assert "5 August 2022" in source.date
    assert not source.title
    assert source.title_note
    assert "russias-turkey-foreign-policy-objectives" in source.address
    assert "outside index" in source.address_note
    assert re.fullmatch(r"[0-9a-f]{64}", source.sha256)


def test_russias_other_partners_are_the_seven_of_the_text() -> None:
    """Turkey is not among its own alternatives."""
    outside = {actor.name for actor in CASE.actors if actor.role == "outside option"}
    assert outside == {"China", "India", "Pakistan", "Iran", "the UAE", "Saudi Arabia", "Egypt"}


def test_hedges_are_kept_and_tensions_name_each_other() -> None:
    """A claim in tension with another is named by it; the text's own reservations stand."""
    hedged = {claim.locator for claim in CASE.claims if claim.hedge}
    assert hedged >= {"I.1", "R.1", "G.2", "G.3"}
    for claim in CASE.claims:
        for other in claim.tension:
            assert claim.id in CASE.claim(other).tension, (claim.id, other)
    assert {"c048", "c058"} <= set(CASE.claim("c020").tension)  # status quo in Syria against the offensive


def test_all_three_readings_and_all_grades_occur() -> None:
    """A coding without inference or assumption would hide them."""
    assert {claim.reading for claim in CASE.claims} == {"stated", "inferred", "assumed"}
    assert {move.grade for move in CASE.moves} == {"announced", "agreed", "done"}


def test_stakes_of_the_west_and_turkeys_outside_option_are_assumed_throughout() -> None:
    """No row on them survives without assumed claims, but for conventions."""
    for row in CASE.rows:
        if row.actor == "west" or "T_outside" in row.condition.form.names:
            assert row.basis.convention or "assumed" in {CASE.claim(c).reading for c in row.basis.claims}, row.label


def test_the_baseline_is_the_derived_centre_and_strictly_inside() -> None:
    """The leximin-slack point of the stake space, computed again; every inequality has slack."""
    space = CASE.space()
    assert dict(space.centre()) == CASE.point()
    for row in space.rows:
        if row.condition.relation is not Relation.EQUAL:
            assert row.condition.form.at(CASE.point()) > 0, row.label


def test_no_single_swap_is_forced_to_pay_or_to_fail() -> None:
    """The coding leaves open, for both sides, whether any full swap beats the status quo."""
    space = CASE.space()
    for spec in CASE.games:
        if spec.form != "exchange" or spec.id == "package":
            continue
        deal = CASE.exchange(spec.id)
        for actor in deal.actors:
            gains = Affine.total(i.benefit[-1] for i in deal.issues if i.beneficiary == actor)
            extent = space.extent(gains - Affine.total(i.cost[-1] for i in deal.granted_by(actor)))
            assert extent.low.value is not None
            assert extent.high.value is not None
            assert extent.low.value < 0 < extent.high.value, (spec.id, actor)


def test_nothing_but_conventions_bounds_a_stake() -> None:
    """Without the caps every stake is unbounded in some direction."""
    space = CASE.space()
    caps = [row.label for row in CASE.rows if row.kind == "cap"]
    free = space.without(*caps)
    for stake in CASE.stakes:
        extent = free.extent(Affine.name(stake.id))
        assert extent.low.value is None or extent.high.value is None, stake.id


SHAPES = {
    "syria": (2, 2), "caucasus": (2, 2), "attrition": (2, 2), "payments": (2, 2), "payments-west": (2, 2, 2),
    "swap-syria-energy": (3, 3), "swap-syria-logistics": (3, 3), "swap-mediation-logistics": (3, 3),
    "swap-economy-payments": (3, 3), "swap-caucasus-alignment": (3, 3), "package": (32, 64),
}  # fmt: skip


PLAYED_IN_MOVES = {
    "sochi": "sequential", "sochi-turkey-first": "sequential", "endurance": "sequential",
    "offers": "offers", "partnership": "repeated",
}  # fmt: skip


def test_the_games_are_all_there() -> None:
    """Ids, shapes, and that each names paragraphs that exist."""
    assert {spec.id: CASE.game(spec.id).shape for spec in CASE.games if spec.one_shot} == SHAPES
    assert {spec.id: spec.form for spec in CASE.games if not spec.one_shot} == PLAYED_IN_MOVES
    for spec in CASE.games:
        assert spec.paragraphs
        assert set(spec.paragraphs) <= PARAGRAPHS


def test_each_game_names_the_paragraphs_that_its_numbers_rest_on() -> None:
    """The paragraphs of its own claims, its issues', its stakes' signs', its terms' and its outside options'."""
    for spec in CASE.games:
        claims = set(spec.claims)
        about = spec.offers or spec.repeated
        stage = spec if about is None else CASE.spec(about.exchange)
        stakes = CASE.tree(spec.id).stakes if spec.nodes else CASE.game(stage.id).stakes
        claims.update(c for name in stakes for c in CASE.stake(name).basis.claims)
        claims.update(c for name in stage.issues for c in CASE.issue(name).claims)
        numbers = {n for node in spec.nodes for p in node.probabilities for n in p.names}
        claims.update(c for name in numbers for c in CASE.number(name).basis.claims)
        claims.update(c for term in spec.terms for c in term.claims)
        if spec.outside:
            claims.update(c for option in CASE.outside if option.actor in spec.players for c in option.claims)
        assert set(spec.paragraphs) == {CASE.claim(c).locator for c in claims}, spec.id


@pytest.mark.parametrize(
    ("cell", "russia", "turkey"),
    [
        ((0, 0), "-R_clash_syria", "-T_clash_syria"),
        ((0, 1), "0", "0"),
        ((1, 0), "-R_cost_syria_full", "T_gain_syria_full"),
        ((1, 1), "-R_cost_syria_partial", "T_gain_syria_partial"),
    ],
)
def test_the_syria_contest_is_laid_out_as_coded(cell: tuple[int, int], russia: str, turkey: str) -> None:
    """Hold firm first; the first index is Russia's."""
    game = CASE.game("syria")
    assert (str(game.payoff(0, cell)), str(game.payoff(1, cell))) == (russia, turkey)


def test_exchange_payoffs_are_benefits_received_minus_costs_granted() -> None:
    """Every cell of every exchange, added up afresh from the issues."""
    point = CASE.point()
    for spec in CASE.games:
        if spec.form != "exchange":
            continue
        game, deal = CASE.game(spec.id, at=point), CASE.exchange(spec.id)
        for cell in list(game.cells())[:: 37 if spec.id == "package" else 1]:
            labels = [_levels(game.actions[p][i], deal, deal.actors[p]) for p, i in enumerate(cell)]
            chosen = {**labels[0], **labels[1]}
            for p, actor in enumerate(deal.actors):
                total = Fraction(0)
                for issue in deal.issues:
                    n = issue.levels.index(chosen[issue.id])
                    total += issue.benefit[n].at(point) if issue.beneficiary == actor else -issue.cost[n].at(point)
                assert game.payoff(p, cell) == total


def _levels(label: str, deal: object, actor: str) -> dict[str, str]:
    """Read an action's label back: one level, or 'issue: level' joined by plus signs."""
    if ": " in label:
        return dict(part.split(": ") for part in label.split(" + "))
    (only,) = [i.id for i in deal.issues if i.grantor == actor]  # type: ignore[attr-defined]
    return {only: label}


def test_terms_of_the_three_player_game_add_up() -> None:
    """Both switch and the West penalises: benefit, cost and penalty, deterrence net of its cost."""
    game = CASE.game("payments-west")
    cell = (1, 1, 1)
    assert str(game.payoff(0, cell)) == "R_gain_payments_full"
    assert str(game.payoff(1, cell)) == "-T_cost_payments_full - T_penalty_payments"
    assert str(game.payoff(2, cell)) == "-W_cost_penalty + W_deterrence"


def test_the_bibliography_entry_leaves_out_what_is_not_known() -> None:
    """No title field, and a note that says so."""
    entry = CASE.bibtex()
    assert entry.startswith("@misc{kusa2022,")
    assert "title" not in {line.split("=")[0].strip() for line in entry.splitlines()}
    assert "no title" in entry


NEW = ("R_breach", "R_signal_strong", "R_signal_weak", "T_breach", "W_return")


def test_stakes_of_the_games_in_moves_stand_in_no_row_with_others() -> None:
    """What was said of the older stakes cannot have changed: the space is a product with these as factors."""
    for row in CASE.rows:
        if set(NEW) & set(row.condition.form.names):
            assert len(row.condition.form.names) == 1, row.label


def test_what_the_games_in_moves_add_is_assumed_where_the_text_is_silent() -> None:
    """Signal costs, the West's wish for a return and every number rest on an assumed claim or a convention."""
    for name in ("R_signal_strong", "R_signal_weak", "W_return"):
        assert "assumed" in {CASE.claim(c).reading for c in CASE.stake(name).basis.claims}, name
    for number in CASE.numbers:
        basis = number.basis
        assert basis.convention or {CASE.claim(c).reading for c in basis.claims} == {"assumed"}, number.id


def test_payoffs_of_plays_cite_what_they_rest_on() -> None:
    """Every term of a sequential game names claims, and all its stakes are those of the player it pays."""
    for spec in CASE.games:
        for term in spec.terms:
            assert term.claims
            assert {CASE.stake(name).actor for name in term.value.names} == {term.player}


def test_every_variant_names_its_original_and_what_it_varies() -> None:
    """Both orders of the summit are variants of one game."""
    assert [spec.id for spec in CASE.variants("sochi-turkey-first")] == ["sochi", "sochi-turkey-first"]
    for spec in CASE.games:
        assert bool(spec.variant_of) is bool(spec.varies)
