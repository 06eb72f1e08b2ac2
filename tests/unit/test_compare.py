"""Two codings side by side: pairs, agreement by an oracle, differences and what they hang on, faults, the command."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import pytest

from bargain import compare, load_case, verdict
from bargain.cli import main
from bargain.errors import CaseError, MissingExtraError
from bargain.report.compare_sections import comparison_sections
from bargain.study.agreement import agreement
from bargain.study.alignment import align, shared_issues
from bargain.study.bearing import bearings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bargain.study import Comparison

pytest.importorskip("nltk")
FIRST, SECOND = load_case("russia-turkey-2022"), load_case("russia-turkey-2022-second")
SHARED = shared_issues(FIRST, SECOND)


@cache
def found() -> Comparison:
    """Return the comparison of the two shipped codings."""
    return compare(FIRST, SECOND)


def test_issues_are_one_where_a_coding_says_so_or_by_id() -> None:
    """Declared names go before equal ones, and neither invents an issue."""
    assert SHARED["economy"] == "commerce"
    assert SHARED["syria"] == "syria"
    assert {"black-sea", "technology", "restraint"}.isdisjoint(SHARED)


def test_every_claim_stands_once_and_pairs_stay_within_a_paragraph() -> None:
    """Nothing is lost, nothing is used twice."""
    pairs = found().pairs
    assert Counter(p.first for p in pairs if p.first) == Counter(c.id for c in FIRST.claims)
    assert Counter(p.second for p in pairs if p.second) == Counter(c.id for c in SECOND.claims)
    for p in found().aligned:
        assert FIRST.claim(p.first).locator == SECOND.claim(p.second).locator == p.locator
        assert 0 < p.likeness <= 1


@pytest.mark.parametrize(
    ("one", "two"), [("c014", "c211"), ("c024", "c220"), ("c038", "c233"), ("c048", "c243"), ("c052", "c248")]
)
def test_claims_that_say_the_same_are_a_pair(one: str, two: str) -> None:
    """Pairs that any reader would make."""
    assert found().counterpart(0, one) == two
    assert found().counterpart(1, two) == one


def test_a_pair_insisted_on_stands_and_the_rest_is_paired_without_it() -> None:
    """The reader's pair goes before the words."""
    pairs = {p.first: p.second for p in align(FIRST, SECOND, SHARED, claims={"c036": "c252"}) if p.first}
    assert pairs["c036"] == "c252"
    assert len([two for two in pairs.values() if two]) == len({two for two in pairs.values() if two})


def _kappa(codes: Sequence[tuple[str, str]]) -> Fraction:
    """Cohen's coefficient from its definition."""
    n = len(codes)
    one, two = Counter(a for a, _ in codes), Counter(b for _, b in codes)
    observed = Fraction(sum(a == b for a, b in codes), n)
    expected = sum((Fraction(one[c] * two[c], n * n) for c in one), Fraction(0))
    return (observed - expected) / (1 - expected)


def _alpha(codes: Sequence[tuple[str, str]]) -> Fraction:
    """Krippendorff's coefficient for two coders, nominal codes and no gaps, by counting pairs of all values."""
    values = [code for pair in codes for code in pair]
    apart = Fraction(sum(a != b for a, b in codes), len(codes))
    pairs = [(i, j) for i in range(len(values)) for j in range(len(values)) if i != j]
    return 1 - apart / Fraction(sum(values[i] != values[j] for i, j in pairs), len(pairs))


def test_coefficients_agree_with_their_definitions() -> None:
    """The library's numbers, against fractions counted from the codes."""
    both = [(FIRST.claim(p.first), SECOND.claim(p.second)) for p in found().aligned]
    for n, codes in enumerate([[(a.kind, b.kind) for a, b in both], [(a.reading, b.reading) for a, b in both]]):
        told = found().agreements[n]
        assert told.same == sum(a == b for a, b in codes)
        assert told.kappa == pytest.approx(float(_kappa(codes)), abs=1e-6)
        assert told.alpha == pytest.approx(float(_alpha(codes)), abs=1e-6)


def test_one_code_throughout_has_no_coefficient() -> None:
    """Nothing could have differed, so nothing is claimed."""
    told = agreement("toy", [("x", "x")] * 3)
    assert (told.kappa, told.alpha, told.observed) == (None, None, 1)
    assert "undefined" in str(told)
    assert agreement("toy", []).observed is None


def test_paragraphs_add_up_to_the_whole() -> None:
    """Counts per paragraph sum to those over all."""
    rows = found().paragraphs
    assert [p.locator for p in rows] == list(FIRST.source.locators)
    assert sum(p.pairs for p in rows) == len(found().aligned)
    assert sum(p.same_kind for p in rows) == found().agreements[0].same
    cells = found().agreements[2]
    assert cells.units - cells.same == sum(len(p.issues_apart) for p in rows)


def test_bearing_names_what_rests_on_a_claim() -> None:
    """By another road: over rows, stakes and issues, not over claims."""
    told = bearings(SECOND)["c241"]
    assert told.issues == ("payments",)
    assert told.actors == ("turkey",)


def test_verdicts_are_those_of_the_verdict_itself() -> None:
    """Each side of a comparison is what `verdict` says of that coding."""
    names = {"conceded payments": ("swap-economy-payments", "swap-commerce-payments")}
    for item in found().verdicts:
        if item.question in names:
            for case, game, stand in zip((FIRST, SECOND), names[item.question], (item.first, item.second), strict=True):
                told = verdict(case, f"{item.question} in {game}").pick(item.quantifier)
                assert (told.word, told.mostly) == (stand.word, stand.mostly)


def test_the_two_codings_differ_where_their_coders_did() -> None:
    """Payments by the reading of hesitation, mediation by the go-between, Syria by what agreement shows."""
    by = {(d.question, d.quantifier): d.differ_by for d in found().differences}
    assert by["conceded payments", "some"] == ((1, "c241"),)
    assert by["conceded mediation", "some"] == ((1, "c225"),)
    assert by["conceded syria", "every"] == ((0, "c052"), (0, "c053"))
    assert (1, "c211") in by["caucasus: Russia: hold firm, Turkey: hold firm is an equilibrium of the contest", "some"]


def test_ranges_that_differ_name_claims_of_either_coding() -> None:
    """Both kinds occur, those that agree and those that differ, and the latter rest on claims that exist."""
    differ = found().other_ranges
    assert 0 < len(differ) < len(found().ranges)
    for item in differ:
        assert item.first_claims or item.second_claims
        for case, claims in ((FIRST, item.first_claims), (SECOND, item.second_claims)):
            assert all(case.claim(c) for c in claims)


def test_it_prints_and_turns_into_plain_data() -> None:
    """The repr says the headline; JSON holds every verdict and every claim."""
    assert found().headline in repr(found())
    data = json.loads(json.dumps(found().to_dict()))
    assert len(data["verdicts"]) == len(found().verdicts)
    assert len(data["claims"]) == len(found().pairs)
    assert all(table.rows for table in found().tables().values())
    assert "@misc{kusa2022" in found().cite()
    assert "@article{cohen1960" in found().cite()
    (section,) = comparison_sections(found())
    assert len(section.blocks) == 6


def test_codings_of_different_texts_are_refused() -> None:
    """By their hashes, named in the message."""
    other = replace(SECOND, source=replace(SECOND.source, sha256="0" * 64))
    with pytest.raises(CaseError, match=r"code different texts.*00000000"):
        compare(FIRST, other)


@pytest.mark.parametrize(
    ("claims", "issues", "says"),
    [
        ({"c001": "c205"}, {}, r"'c001' \(I.1\) and 'c205' \(L.1\) code different paragraphs"),
        ({"c002": "c202", "c003": "c202"}, {}, "'c202' is paired twice"),
        ({"c999": "c202"}, {}, "no claim 'c999'"),
        ({}, {"logistics": "suply"}, "no issue 'suply'.*supply"),
        ({}, {"restraint": "supply"}, "not one to one"),
    ],
)
def test_pairs_that_cannot_be_are_refused(claims: dict[str, str], issues: dict[str, str], says: str) -> None:
    """With what was found and what would be right."""
    with pytest.raises(CaseError, match=says):
        compare(FIRST, SECOND, claims=claims, issues=issues)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("nltk.metrics.agreement", lambda: agreement("toy", [("x", "y")])),
        ("scipy.optimize", lambda: align(FIRST, SECOND, SHARED)),
    ],
)
def test_a_missing_package_is_named(name: str, call: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that brings it is in the message."""
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=r"bargain-games\[compare\]"):
        call()


def test_the_command_refuses_what_is_no_pair(capsys: pytest.CaptureFixture[str]) -> None:
    """One line on stderr, exit code 1."""
    assert main(["compare", FIRST.id, SECOND.id, "--pair", "c001"]) == 1
    assert "no pair" in capsys.readouterr().err


def test_the_command_prints_the_comparison(capsys: pytest.CaptureFixture[str]) -> None:
    """A coding against itself: everything pairs, nothing differs."""
    assert main(["compare", SECOND.id, SECOND.id, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert all(item["same"] for item in data["verdicts"])
    assert data["headline"].startswith("52 of 52 and 52 claims pair up; 0 of ")
