"""Structural variants: how a case declares them, what is wrong with some, and what the study says of them."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest

from bargain import load_case, variants
from bargain.cli import main
from bargain.errors import CaseError
from bargain.report.variants_sections import variants_headlines, variants_sections
from bargain.study.compare_ranges import range_stands
from bargain.study.families import family
from bargain.study.results import Interval
from bargain.study.rules import reservation, self_enforcing
from bargain.study.standing import Question
from bargain.study.statements import read_statement
from bargain.study.variant_questions import settings, translated
from bargain.study.variants import _in as in_setting
from bargain.study.variants import _kept
from bargain.study.verdict_values import VerdictWord
from bargain.study.withheld import withheld
from strategies_case import FILES, load

if TYPE_CHECKING:
    from pathlib import Path

FIRST, SECOND = load_case("russia-turkey-2022"), load_case("russia-turkey-2022-second")
MOVES = list(FILES)[-1]
HALF = Fraction(1, 2)


ROW = '[[variant.row]]\nid = "r001"\nsays = "{}"\nrequires = ["c001"]\nwhy = "x"'


def _with(text: str) -> dict[str, str]:
    """Return the invented case with one more variant at its end."""
    head = '\n[[variant]]\nid = "other"\nsays = "x"\nwhy = "x"\n'
    return {**FILES, MOVES: FILES[MOVES] + head + text}


@pytest.mark.parametrize(
    ("text", "says", "remedy"),
    [
        ("", "a variant that changes nothing", "add drop"),
        ('drop = ["c099"]', "unknown claim 'c099'", "did you mean"),
        ('drop = ["c001", "c001"]', "claim 'c001' is named twice", "once"),
        ('without = ["r999"]', "unknown row 'r999'", "known: r001"),
        ('readings = { c999 = "stated" }', "unknown claim 'c999'", "known: c001"),
        ('readings = { c001 = "said" }', "found 'said'", "stated, inferred, assumed"),
        ('readings = { c001 = "stated" }', "is stated already", "another reading"),
        ('drop = ["c001"]\nreadings = { c001 = "assumed" }', "is dropped as well", "keep one"),
        ('games = { gorge = "gorge" }', "in place of itself", "another game"),
        ('games = { gorge = "dam" }', "is played by corvath, selmar, fund", "same players"),
        ('games = { gorge = "grids" }', "unknown game 'grids'", "grid"),
        ('punishment = "war"', "found 'war'", "nothing granted"),
        ('dorp = ["c001"]', "unknown key", "drop"),
        (ROW.format("C_grid > S_grid"), "mixes stakes", "one row"),
        ('[[variant.row]]\nid = "r001"\nsays = "C_grid > 0"\nwhy = "x"', "rests on nothing", "requires"),
        (
            'without = ["r001"]\n[[variant.row]]\nid = "r001"\nsays = "C_grid > 0"\nrequires = ["c001"]\nwhy = "x"',
            "taken away as well",
            "keep one",
        ),
        (
            '[[variant.row]]\nid = "r090"\nsays = "C_port_full > 2"\nrequires = ["c001"]\nwhy = "x"',
            "its rows cannot all hold",
            "change one",
        ),
    ],
)  # fmt: skip
def test_a_variant_that_cannot_be_is_told_with_place_and_remedy(text: str, says: str, remedy: str) -> None:
    """File, table and entry; what was found; what would be right."""
    with pytest.raises(CaseError) as caught:
        load(_with(text))
    assert says in caught.value.message
    assert remedy in caught.value.remedy
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.table) == (MOVES, "[[variant]]") or "variant" in str(
        caught.value
    )


def test_a_variant_leaves_the_case_alone_and_changes_what_it_says() -> None:
    """Rows fall, are replaced, are added; the case itself stays as it was."""
    by_id = {v.id: v for v in FIRST.variations}
    fewer = FIRST.varied(by_id["examples-are-no-weights"])
    gone = {r.label for r in FIRST.rows} - {r.label for r in fewer.rows}
    assert gone == {r.label for r in FIRST.rows if "c059" in r.basis.claims}
    assert fewer.claims == FIRST.claims
    other = FIRST.varied(by_id["clash-is-worst"])
    assert str(other.row("r021").condition) == "R_clash_syria > R_cost_syria_full"
    assert str(FIRST.row("r021").condition) == "R_clash_syria > R_cost_syria_partial"
    assert {r.label for r in other.rows} - {r.label for r in FIRST.rows} == {"r102", "r103"}
    assert other.baseline is None  # it breaks the new rows, so it is not carried over


def test_a_case_without_variants_keeps_its_digest() -> None:
    """Keys that came later count only where they are used."""
    plain, varied = load(FILES), load(_with('drop = ["c001"]'))
    assert plain.digest != varied.digest
    assert not plain.variations


def test_games_that_are_variants_of_others_are_variants_of_the_case() -> None:
    """Declared ones first."""
    assert [s.id for s in settings(FIRST)] == [*(v.id for v in FIRST.variations), "sochi-turkey-first"]


@pytest.mark.parametrize(
    ("text", "game", "reads"),
    [
        ("conceded syria in swap-syria-energy", "syria", "Russia plays accommodate in syria"),
        ("conceded syria in swap-syria-energy", "swap-syria-logistics", "conceded syria in swap-syria-logistics"),
        ("conceded energy in swap-syria-energy", "syria", None),
        ("equilibrium hold firm, hold firm in syria", "caucasus", "equilibrium hold firm, hold firm in caucasus"),
        ("equilibrium hold firm, hold firm in syria", "payments", None),
        ("Russia plays hold firm in sochi", "sochi-turkey-first", "Russia plays hold firm in sochi-turkey-first"),
        ("West plays tolerate in sochi", "endurance", None),
    ],
)  # fmt: skip
def test_a_question_reads_in_another_game_or_cannot_be_asked(text: str, game: str, reads: str | None) -> None:
    """The same concession, profile or move where there is one; nothing is guessed."""
    there = translated(FIRST, read_statement(FIRST, text), game)  # type: ignore[arg-type]
    assert (None if there is None else str(there)) == reads


def test_what_hangs_on_a_claim_changes_where_it_is_dropped() -> None:
    """Payments hang on hesitation, clashes on the worst; what does not, survives; readings matter over fewer only."""
    found = variants(SECOND)
    by = {(v.question, v.quantifier): v for v in found.verdicts}
    assert [name for name, _ in by["conceded payments in full or not at all", "some"].changes] == [
        "hesitation-is-no-cost"
    ]
    assert by["conceded caucasus in full or not at all", "every"].survives
    changed = dict(by["conceded mediation", "some"].changes)
    assert set(changed) == {"go-between-assumed"}
    assert "plus inferred" in changed["go-between-assumed"].words
    assert len(found.robust) < len(found.settled)
    assert json.loads(json.dumps(found.to_dict()))["case"] == SECOND.id
    assert found.headline in repr(found)
    (section,) = variants_sections(SECOND, found)
    assert len(section.blocks) == 5
    assert variants_headlines(found)[0].startswith("Of ")


def test_an_open_question_is_decided_again_where_a_variant_adds_rows() -> None:
    """With a clash as the worst outcome nobody stands firm in the South Caucasus, which is open without it."""
    (setting,) = [s for s in settings(FIRST) if s.id == "clash-is-worst"]
    statement = read_statement(FIRST, "equilibrium hold firm, hold firm in caucasus")
    here = Question(FIRST, statement, "some", family(statement, FIRST, FIRST.space()))
    assert here.stand.open
    there = in_setting(setting, here)
    assert there is not None
    assert there.word is VerdictWord.IMPOSSIBLE


def test_a_harsher_punishment_acts_on_what_enforces_itself_and_on_nothing_else(tmp_path: Path) -> None:
    """Where a shared interest can be withheld, fees can be paid for it; verdicts and reservation know no punishment."""
    for name, text in _with('punishment = "nothing granted"').items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    case = load_case(tmp_path)
    found = variants(case)
    told = {(r.stand.game, r.stand.issue, r.stand.rule): (r.stand, dict(r.told)["other"]) for r in found.ranges}
    harsh = {s.issue: s for s in range_stands(case, "swap-power-fees", withheld(self_enforcing("9/10")))}
    for issue in ("power", "fees"):
        plain, there = told["swap-power-fees", issue, "self-enforcing at δ = 9/10"]
        assert there.agrees(harsh[issue])
        assert plain.possible != there.possible
        same, untouched = told["swap-power-fees", issue, "reservation"]
        assert same == untouched
    assert all(v.survives for v in found.verdicts)


@pytest.mark.parametrize("case", [FIRST, SECOND], ids=["first", "second"])
def test_ranges_in_a_variant_are_those_of_the_case_that_it_makes(case) -> None:
    """What is taken over from the case as it stands is what is found where everything is asked again."""
    by_id = {s.id: s for s in settings(case)}
    plain, harsh = (reservation(), self_enforcing("9/10")), withheld(self_enforcing("9/10"))
    rules = {rule.name: rule for rule in plain}

    @cache
    def again(name: str, game: str, rule: str):
        punished = harsh if name and by_id[name].harsher and rule == plain[1].name else rules[rule]
        found = range_stands(by_id[name].case if name else case, game, punished)
        return {one.issue: (one.certain, one.possible) for one in found}

    found = variants(case)
    assert any(r.changes for r in found.ranges)
    assert not all(r.changes for r in found.ranges)
    for r in found.ranges:
        for name, stand in (("", r.stand), *r.told):
            if stand is not None:
                assert (stand.certain, stand.possible) == again(name, stand.game, stand.rule)[stand.issue], name


def test_a_range_is_taken_over_only_where_it_cannot_move() -> None:
    """More stakes make nothing certain and nothing impossible; fewer the other way round; both, and all may move."""
    none, half, every = (Interval(low=low, high=high) for low, high in ((None, None), (HALF, 1), (0, 1)))
    for certain, possible in product((none, half, every), repeat=2):
        kept = {
            (gone, fresh): tuple(x is not None for x in _kept(("x", certain, possible), gone=gone, fresh=fresh))
            for gone, fresh in product((False, True), repeat=2)
        }
        assert kept == {
            (False, False): (True, True),
            (True, False): (certain is none, possible is every),
            (False, True): (certain is every, possible is none),
            (True, True): (False, False),
        }
    assert not Interval(low=0, high=1, low_open=True).full


def test_no_variant_is_an_error_that_says_how_to_declare_one() -> None:
    """A case without variants has nothing to survive."""
    plain = replace(SECOND, variations=())
    with pytest.raises(CaseError, match=r"declares no variant; add a \[\[variant\]\]"):
        variants(plain)


def test_the_command_prints_json_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing else is on stdout."""
    assert main(["variants", SECOND.id, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [v["id"] for v in data["variants"]] == [v.id for v in SECOND.variations]
