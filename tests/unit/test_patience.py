"""Patience of a case's exchanges: the flagship's numbers, ends that a source fixes, messages, command, report."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from bargain import load_case, verify
from bargain.case import READINGS
from bargain.cli import main
from bargain.errors import GameError, NumberError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Row
from bargain.report.document import Exhibit, Figure, Report
from bargain.report.latex import to_latex
from bargain.report.markdown import to_markdown
from bargain.report.patience_chart import IssueSurvival, PatiencePicture, patience_chart
from bargain.report.patience_sections import patience_sections
from bargain.report.patience_words import patience_lines
from bargain.study.patience import patience
from bargain.study.patience_orders import orders

CASE = load_case("russia-turkey-2022")
CANAL = Path(__file__).parents[2] / "examples" / "canal_and_cranes.toml"


@cache
def package(*, every_level: bool):
    """Return the flagship's package game at the baseline alone."""
    return patience(CASE, "package", packages=[], readings=[], every_level=every_level)


@cache
def swap():
    """Return the flagship's swap of Syria for logistics."""
    return patience(CASE, "swap-syria-logistics")


def canal(tmp_path: Path, *rows: tuple[str, str]):
    """Return the patience of the canal case with rows rewritten."""
    text = CANAL.read_text("utf-8")
    for old, new in rows:
        assert text.count(old) == 1
        text = text.replace(old, new)
    path = tmp_path / "canal.toml"
    path.write_text(text[: text.index("[baseline]")], "utf-8")
    return patience(load_case(path), "swap", readings=[READINGS])


@pytest.mark.parametrize(("every_level", "total"), [(False, 2_048), (True, 177_147)])
def test_every_package_of_the_flagship(every_level: bool, total: int) -> None:  # noqa: FBT001
    """All packages at the baseline, re-derived package by package by the second look."""
    found = package(every_level=every_level)
    assert found.enforcement is not None
    assert len(found.enforcement) == total == found.enforcement.sweep().total
    if not every_level:
        assert verify(found).ok  # type: ignore[attr-defined]
    by_hand = (
        sum(CASE.point()[f"R_cost_{i}_full"] for i in ("syria", "caucasus"))
        / sum(CASE.point()[f"R_gain_{i}_full"] for i in ("logistics", "technology"))
    )  # fmt: skip
    levels = {"syria": -1, "caucasus": -1, "logistics": -1, "technology": -1}
    whole = [
        levels.get(g.name, o) % len(g.levels)
        for g, o in zip(found.enforcement.grants, found.enforcement.oneshot, strict=True)
    ]
    assert found.enforcement.threshold(0, whole) == by_hand


@pytest.mark.slow
def test_every_package_with_three_levels_re_derived() -> None:
    """177,147 packages, each by definition."""
    assert verify(package(every_level=True)).ok  # type: ignore[attr-defined]


def test_shared_interests_enforce_nothing() -> None:
    """What is granted anyway is in the punishment, and holding it back never enforces itself."""
    found = package(every_level=False).enforcement
    gains = [s for s in ("mediation", "economy", "black_sea") if CASE.point()[f"R_cost_{s}_full"] < 0]
    anyway = {g.name for g, o in zip(found.grants, found.oneshot, strict=True) if o}
    assert anyway >= {s.replace("_", "-") for s in gains}
    for item in found.least():
        if item.issue in anyway:
            assert item.delta == (0 if item.anyway else None)


def test_the_swap_of_the_flagship() -> None:
    """c_R/b_R and c_T/b_T at the baseline and as formulas, with what the open ends rest on."""
    one = swap().packages[0]
    point = CASE.point()
    assert one.at == (
        point["R_cost_syria_full"] / point["R_gain_logistics_full"],
        point["T_cost_logistics_full"] / point["T_gain_syria_full"],
    )
    assert str(one.forms[0].sympy("russia")) == "R_cost_syria_full/R_gain_logistics_full"
    over = one.space(READINGS)
    assert over.status == "possibly self-enforcing: δ > 0; certainly: at no δ"
    assert set(over.least.grounds.claims) <= {c.id for c in CASE.claims}
    assert over.least.grounds.claims
    assert not over.least.grounds.conventions


@pytest.mark.parametrize(
    ("new", "least", "most", "possible", "certain"),
    [
        ("2*U_keepers <= U_cranes <= 4*U_keepers", "1/4", "1/2", "δ >= 1/4", "δ >= 1/2"),
        ("2*U_keepers < U_cranes < 4*U_keepers", "1/4", "1/2", "δ > 1/4", "δ >= 1/2"),
        ("U_keepers < U_cranes <= 4*U_keepers", "1/4", "1", "δ >= 1/4", "some δ < 1 for all stakes, no one δ for all"),
        ("U_keepers <= U_cranes <= 4*U_keepers", "1/4", "1", "δ >= 1/4", "at no δ"),
        ("1/2*U_keepers <= U_cranes <= 4*U_keepers", "1/4", "2", "δ >= 1/4", "at no δ"),
        ("1/4*U_keepers <= U_cranes <= U_keepers", "1", "4", "never", "at no δ"),
        ("U_cranes >= 2*U_keepers", "0", "1/2", "δ > 0", "δ >= 1/2"),
    ],
)
def test_ends_that_a_source_fixes(tmp_path, new, least, most, possible, certain) -> None:
    """A range of cost over benefit, strict and weak, within and beyond what patience can hold."""
    found = canal(
        tmp_path, ("U_cranes >= 2*U_keepers", new), ("H_passage >= 2*H_nuisance", "H_passage >= 9*H_nuisance")
    )
    low, high = found.packages[0].over[0].by_actor[0]
    assert (str(low.ratio), str(high.ratio)) == (least, most)
    over = found.packages[0].over[0]
    assert (over.possible, over.certain) == (possible, certain)
    assert verify(found).failed == ()  # type: ignore[attr-defined]


def test_a_witness_of_both_serves_both(tmp_path: Path) -> None:
    """At the least common threshold the actor that does not bind must be within it too, at the same stakes."""
    rows = (
        ("U_cranes >= 2*U_keepers", "U_cranes == 9*U_keepers"),
        ("H_passage >= 2*H_nuisance", "H_passage >= H_nuisance"),
    )
    found = canal(tmp_path, *rows)
    over = found.packages[0].over[0]
    assert (over.least.delta, over.least.attained) == (Fraction(1, 9), True)
    stakes = dict(over.least.witness)
    assert stakes["U_cranes"] == 9 * stakes["U_keepers"] > 0
    assert 0 < 9 * stakes["H_nuisance"] <= stakes["H_passage"]
    assert verify(found).failed == ()  # type: ignore[attr-defined]


def test_a_certain_threshold_names_what_it_rests_on() -> None:
    """The sentence of the invented case: certain by stated claims and an assumed one, and no convention."""
    case = load_case(CANAL)
    found = patience(case, "swap")
    most = found.packages[0].over[-1].most
    assert (most.delta, most.grounds.conventions, most.minimal) == (Fraction(1, 2), (), True)
    assert most.grounds.claims == ("c02", "c04", "c05", "c06")  # c02 and c04: that neither grant is given anyway
    assert any("given this assumption: c06" in line for line in patience_lines(case, found))


def test_a_tie_at_cost_zero_counts_as_withheld() -> None:
    """Where a concession costs exactly nothing it is no part of the one-shot equilibrium, and needs no patience."""
    point = {"R_cost_mediation_full": 0}
    found = patience(CASE, "swap-mediation-logistics", at=point, readings=[])
    assert found.enforcement is not None
    assert found.enforcement.oneshot == (0, 0)
    assert found.enforcement.threshold(0, (2, 0)) == 0
    assert found.enforcement.common((2, 0)) == 0


def test_orders_hold_whatever_the_stakes() -> None:
    """What the source orders: energy is the hardest of Turkey's concessions that are compared with it."""
    found = patience(CASE, "package", packages=[], readings=[READINGS])
    told = {(o.actor, o.kind, o.easier, o.harder): o.grounds.claims for o in found.orders}
    assert told["turkey", "concession", "logistics", "energy"] == ("c052", "c059")
    assert ("turkey", "concession", "energy", "logistics") not in told
    assert told["russia", "return", "logistics", "alignment"] == ("c031", "c035")
    assert verify(found).ok  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("game", "levels"),
    [
        ("swap-mediation-logistics", {"mediation": "withhold", "logistics": "full"}),
        ("swap-economy-payments", {"economy": "full", "payments": "withhold"}),
        ("package", {"mediation": "withhold", "economy": "full", "restraint": "withhold"}),
        ("package", {"alignment": "full"}),
    ],
)
def test_packages_that_hold_back_a_shared_interest(game: str, levels: dict[str, str]) -> None:
    """What the one-shot equilibrium grants and the package does not is a loss; every statement is checked again."""
    found = patience(CASE, game, packages=[levels], readings=[READINGS])
    assert verify(found).failed == ()  # type: ignore[attr-defined]


def test_a_return_that_may_be_free_is_never_said_to_hold_better() -> None:
    """Energy never comes free, payments may: only the first is said to hold Russia better, were both worth more."""
    deal = CASE.exchange("package")
    areas = {actor: CASE.factor(actor, READINGS) for actor in deal.actors}
    for issue, told in (("energy", True), ("payments", False)):
        form = Affine.name(f"R_gain_{issue}_full") - Affine.name("R_gain_logistics_full")
        more = areas["russia"].with_rows(Row("given:more", Condition(form, Relation.AT_LEAST)))
        found = orders(CASE, deal, {**areas, "russia": more})
        assert any(o.kind == "return" and (o.easier, o.harder) == (issue, "logistics") for o in found) == told


def _tampered():
    found = swap()
    one = found.packages[0]
    over = one.over[-1]
    yield "witness", replace(over.least, witness=tuple((n, v + 3) for n, v in over.least.witness)), "least"
    yield "ratio", replace(over.least, ratio=Fraction(1, 7)), "least"
    yield "attained", replace(over.least, attained=True), "least"
    yield "proofs", replace(over.least, proofs=()), "least"
    yield "grounds", replace(over.least, grounds=replace(over.least.grounds, claims=("c001",))), "least"
    yield "certain", replace(over.most, ratio=Fraction(1, 2)), "most"


@pytest.mark.parametrize("what", ["witness", "ratio", "attained", "proofs", "grounds", "certain"])
def test_tampered_ends_are_caught(what: str) -> None:
    """Each part of an end is held against something."""
    found = swap()
    one = found.packages[0]
    end, which = next((end, which) for name, end, which in _tampered() if name == what)
    over = replace(one.over[-1], **{which: end})
    bad = replace(found, packages=(replace(one, over=(*one.over[:-1], over)),))
    assert not verify(bad).ok  # type: ignore[attr-defined]


def test_tampered_points_are_caught() -> None:
    """A threshold, a cost, or the one-shot equilibrium that is off by a little."""
    found = swap()
    one = found.packages[0]
    wrong = replace(found, packages=(replace(one, at=(one.at[0], one.at[0])),))
    assert "syria full for logistics full: thresholds at the point" in verify(wrong).failed  # type: ignore[attr-defined]
    costs = [list(c) for c in found.enforcement.costs]
    costs[0][1] += 1
    off = replace(found.enforcement, costs=tuple(tuple(c) for c in costs))
    assert not verify(replace(found, enforcement=off)).ok  # type: ignore[attr-defined]
    shifted = replace(found.enforcement, oneshot=(1, 0))
    assert not verify(replace(found, enforcement=shifted)).ok  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: patience(CASE, "syria"), GameError, "is a contest, not an exchange"),
        (lambda: patience(CASE, "swap-syria-logistics", packages=[{"syria": "half"}]), GameError, "no level 'half'"),
        (lambda: patience(CASE, "swap-syria-logistics", packages=[{"energy": "full"}]), GameError, "no issue 'energy'"),
        (lambda: patience(CASE, "swap-syria-logistics", packages=[{}]), GameError, "names no issue"),
        (
            lambda: patience(CASE, "swap-syria-logistics", at={"R_cost_syria_full": 5}),
            GameError,
            "outside the stake space",
        ),
        (lambda: patience(CASE, "swap-syria-logistics", at={"R_cost_syria_full": 0.5}), NumberError, "float"),
        (lambda: swap().enforcement.count("3/2"), NumberError, "strictly between 0 and 1"),
        (lambda: swap().enforcement.threshold(0, (9, 0)), GameError, "no package of 2 issues"),
        (lambda: swap().enforcement.pairs("syria", "half"), GameError, "no issue 'syria' with a level 'half'"),
    ],
)
def test_faults_name_the_thing_and_the_remedy(call, error: type[Exception], words: str) -> None:
    """One message each."""
    with pytest.raises(error, match=words):
        call()


def test_the_command_says_what_survives(capsys: pytest.CaptureFixture[str]) -> None:
    """Tables and sentences; with --delta what is minimal and maximal there."""
    assert main(["patience", "swap-syria-logistics", "--delta", "8/9"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "δ >= 8/9" in out
    assert "At δ = 8/9 3 packages enforce themselves" in out
    assert "maximal: syria full, logistics full" in out


def test_a_repeated_game_of_the_case_is_its_exchange(capsys: pytest.CaptureFixture[str]) -> None:
    """The partnership is asked about by its own name; a game of offers is refused in words."""
    assert main(["patience", "partnership", "--package", "syria=full,logistics=full", "--json"]) == 0
    own = json.loads(capsys.readouterr().out)
    assert main(["patience", "package", "--package", "syria=full,logistics=full", "--json"]) == 0
    assert own == json.loads(capsys.readouterr().out)
    assert main(["patience", "offers"]) == 1
    assert "is a game of offers, not an exchange" in capsys.readouterr().err


def test_json_holds_exact_strings(capsys: pytest.CaptureFixture[str]) -> None:
    """Thresholds, counts, ends and certificates."""
    line = ["patience", str(CANAL), "swap", "--package", "passage=open,cranes=lent", "--delta", "1/2", "--json"]
    assert main(line) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["status"] == "exact"
    assert data["all_packages"]["self_enforcing"] == [{"from": "0", "count": 1}, {"from": "1/3", "count": 2}]
    one = data["packages"][0]
    assert one["common"] == "1/3"
    assert one["over"][-1]["most"]["delta"] == "1/2"
    assert one["over"][-1]["most"]["certificates"]
    assert data["at_delta"]["maximal"] == ["passage open, cranes lent"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["patience", "syria"], "is a contest, not an exchange"),
        (["patience", "nothing"], "nothing"),
        (["patience", "a", "b", "c"], "give [CASE] GAME"),
        (["patience", "swap-syria-logistics", "--package", "syria"], "write issue=level"),
        (["patience", "swap-syria-logistics", "--delta", "1"], "strictly between 0 and 1"),
        (["patience", "swap-syria-logistics", "--delta", "0.9", "--delta", "0.8", "--delta", "0.7"], "one for both"),
    ],
)
def test_bad_lines_end_in_one_message(line: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, nothing on stdout."""
    assert main(line) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err


def test_the_section_has_a_figure_tables_and_sentences() -> None:
    """In Markdown and LaTeX; the picture is the same bytes every time."""
    (section,) = patience_sections(CASE, swap())
    figures = [b for b in section.blocks if isinstance(b, Figure)]
    assert [b.name for b in section.blocks if isinstance(b, Exhibit)] == [
        "patience-swap-syria-logistics", "patience-packages-swap-syria-logistics",
        "patience-formulas-swap-syria-logistics",
    ]  # fmt: skip
    assert len(figures) == 1
    assert "full from 8/9" in figures[0].alt
    report = Report(title="Patience", sections=(section,), sources=swap().sources)
    assert "Whoever breaks a package" in to_latex(report)
    assert "δ &gt;= 8/9" in to_markdown(report) or "δ >= 8/9" in to_markdown(report)
    (again,) = patience_sections(CASE, swap())
    assert next(b for b in again.blocks if isinstance(b, Figure)).svg == figures[0].svg
    assert figures[0].png[1:4] == b"PNG"
    assert figures[0].pdf.startswith(b"%PDF")


def test_a_case_without_a_point_has_no_figure(tmp_path: Path) -> None:
    """Over the stake space all is known; at a point nothing."""
    text = CANAL.read_text("utf-8")
    path = tmp_path / "canal.toml"
    path.write_text(text[: text.index("[baseline]")], "utf-8")
    case = load_case(path)
    found = patience(case, "swap")
    assert found.enforcement is None
    assert verify(found).ok  # type: ignore[attr-defined]
    (section,) = patience_sections(case, found)
    assert not [b for b in section.blocks if isinstance(b, Figure)]
    assert "certainly self-enforcing: δ >= 1/2" in repr(found)


@pytest.mark.parametrize(
    "picture",
    [
        PatiencePicture(name="x", title="x", point="", stairs=((Fraction(1), 1),), total=1, issues=()),
        PatiencePicture(name="x", title="x", point="", total=3, issues=(),
                        stairs=((Fraction(1, 2), 3), (Fraction(2, 3), 3))),
        PatiencePicture(
            name="x", title="x", point="", stairs=(), total=1,
            issues=(IssueSurvival(issue="a", grantor="A", levels=(("full", Fraction(3, 2)),)),),
        ),
    ],
)  # fmt: skip
def test_pictures_refuse_what_cannot_be(picture: PatiencePicture) -> None:
    """Discount factors outside [0, 1), and a staircase that does not rise."""
    with pytest.raises(ValueError, match="'x'"):
        patience_chart(picture)


def test_an_empty_picture_is_drawn() -> None:
    """Nothing that enforces itself, and strangers' signs in labels."""
    issues = (IssueSurvival(issue="a $x$ <b>", grantor="A_%", levels=(("full", None),)),)
    figure = patience_chart(PatiencePicture(name="x", title="t", point="p", stairs=(), total=1, issues=issues))
    assert b"<svg" in figure.svg
    assert "at no δ" in figure.alt
