"""`bargain verdict`, `pivotal` and `regions`: keys of their JSON, tables, pictures, and wrong use."""

from __future__ import annotations

import ast
import json
from fractions import Fraction
from pathlib import Path

import pytest

from bargain import load_case
from bargain.cli import main
from bargain.errors import BargainError
from bargain.report.slice_sections import slice_figure
from bargain.study import partition, region, regions, verify
from bargain.study.mixed import mixed_region
from bargain.study.slices import slice_through

ROOT = Path(__file__).parents[2]
CASE = load_case("russia-turkey-2022")
SWAP = "conceded syria in swap-syria-energy"


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_json_of_a_verdict_has_what_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    """The keys that the reference lists; both quantifiers and three columns under `answers`."""
    found = json.loads(_said(capsys, "verdict", SWAP, "--json", "--quantifier", "some"))
    wanted = {"verdict", "quantifier", "concept", "for", "against", "certificate", "claims", "conventions"}
    assert wanted <= found.keys()
    assert found["quantifier"] == "some"
    assert found["except_on"] == ["R_cost_syria_partial == 0"]
    assert {(a["quantifier"], len(a["readings"])) for a in found["answers"]} == {
        (q, n) for q in ("every", "some") for n in (1, 2, 3)
    }
    point = {name: Fraction(value) for name, value in found["for"].items()}
    assert CASE.space().contains(point)
    assert point["R_cost_syria_partial"] == 0


def test_a_verdict_in_words_gives_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """The table has both quantifiers; the proof is in words, with claims; --verify says what it did."""
    text = _said(capsys, "verdict", SWAP, "--verify")
    for part in ("in every equilibrium", "in some equilibrium", "stated only", "claims c052, c053", "verified"):
        assert part in text


def test_json_of_pivotal_evidence_has_what_is_promised(capsys: pytest.CaptureFixture[str]) -> None:
    """Falls with witnesses, sets that are enough, moves of rows."""
    found = json.loads(_said(capsys, "pivotal", SWAP, "--json"))
    assert {"verdict", "headline", "falls", "sufficient", "truncated", "relaxations", "tightenings"} <= found.keys()
    assert [fall["name"] for fall in found["falls"]] == ["c052", "c053"]
    assert found["sufficient"] == [["c052", "c053"]]


def test_one_profile_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    """A game of 2,048 cells is asked profile by profile; its list of regions is refused, with a command that works."""
    game = CASE.game("package")
    found = region(CASE, "package", (0, 0))
    assert found.where == "somewhere"
    assert found.conditions == tuple(dict.fromkeys(found.conditions))
    assert game.shape == (32, 64)
    with pytest.raises(BargainError, match="`bargain regions package --profile ACTION,…`"):
        regions(CASE, "package")
    assert "R_cost_economy_full >= 0" in _said(
        capsys, "regions", "package", "--profile", ",".join(acts[0] for acts in game.actions)
    )
    text = _said(capsys, "regions", "syria", "--profile", "Russia: hold firm, Turkey: accommodate")
    assert "everywhere" in text
    assert main(["regions", "syria", "--profile", "hold firm"]) == 1


def test_regions_are_sympy_relations() -> None:
    """The conditions of a region, as relations in real symbols, say the same at a point."""
    found = region(CASE, "syria", ("accommodate", "hold firm"))
    relations = found.sympy()
    assert len(relations) == len(found.conditions) == 1
    values = dict(CASE.point())
    at = relations[0].subs({s: values[s.name] for s in relations[0].free_symbols})
    assert bool(at) is all(c.holds(values) for c in found.conditions)


def test_mixed_equilibrium_makes_the_other_indifferent() -> None:
    """At the witness of each part the formula leaves both players without a preference."""
    found = mixed_region(CASE, "payments")
    assert found.parts
    for part in found.parts:
        point = dict(CASE.point()) | dict(part.witness)
        game = CASE.game("payments").at(point)
        (p, q) = (n.at(point) / d.at(point) for n, d in found.ratios)
        assert 0 < p < 1
        assert 0 < q < 1
        rows = [sum(w * game.payoff(0, (i, j)) for j, w in enumerate((q, 1 - q))) for i in (0, 1)]
        columns = [sum(w * game.payoff(1, (i, j)) for i, w in enumerate((p, 1 - p))) for j in (0, 1)]
        assert rows[0] == rows[1]
        assert columns[0] == columns[1]


def test_regions_partitions_and_pivotal_evidence_verify_and_forgeries_do_not() -> None:
    """A region with a condition less, and a cell with another's equilibria, are found out."""
    from dataclasses import replace

    found = regions(CASE, "syria")
    cells = partition(CASE, "syria", ties=True)
    assert verify(found).ok
    assert verify(cells).ok
    wide = tuple(replace(r, conditions=()) if r.where == "somewhere" else r for r in found)
    assert not verify(replace(found, regions=wide)).ok
    swapped = tuple(
        replace(c, equilibria=other.equilibria)
        for c, other in zip(cells, (*cells.cells[1:], cells.cells[0]), strict=True)
    )
    assert not verify(replace(cells, cells=swapped)).ok
    assert not verify(replace(cells, cells=cells.cells[1:])).ok


def test_polygons_of_a_slice_fill_what_is_allowed_and_hold_their_equilibria() -> None:
    """Areas add up exactly; the middle of each polygon lies in the cell that it is drawn for."""
    stakes = ("R_clash_syria", "R_cost_syria_full")
    cells = partition(CASE, "syria")
    cut = slice_through(CASE, "syria", stakes, cells=cells)
    assert not any(part.ties for part in cut.parts)
    assert sum(_area(p) for part in cut.parts for p in part.polygons) == _area(cut.allowed)
    for part in cut.parts:
        for polygon in part.polygons:
            middle = (sum(v[k] for v in polygon) / len(polygon) for k in (0, 1))
            point = dict(CASE.point()) | dict(zip(stakes, middle, strict=True))
            assert cells.at(point).equilibria == part.equilibria
    with pytest.raises(BargainError, match="two different stakes"):
        slice_through(CASE, "syria", ("R_clash_syria", "R_clash_syria"), cells=cells)


@pytest.mark.parametrize("stakes", [("R_cost_syria_full", "R_gain_payments_full"), ("W_deterrence", "W_cost_penalty")])
def test_a_plane_that_lies_on_a_tie_is_filled_too(stakes: tuple[str, str]) -> None:
    """Nothing of what is allowed stays blank; a part on a tie holds its equilibria, and its ties hold in all of it."""
    cells = partition(CASE, "sochi", ties=True)
    cut = slice_through(CASE, "sochi", stakes, cells=cells)
    assert any(part.ties for part in cut.parts)
    assert sum(_area(p) for part in cut.parts for p in part.polygons) == _area(cut.allowed)
    for part in cut.parts:
        for polygon in part.polygons:
            middle = (sum(v[k] for v in polygon) / len(polygon) for k in (0, 1))
            point = dict(CASE.point()) | dict(zip(stakes, middle, strict=True))
            cell = cells.at(point)
            assert cell.equilibria == part.equilibria
            assert cell.full == (not part.ties)
            assert all(c.holds(point) for c in part.ties)
    words = slice_figure(CASE, cut)
    assert "(on a tie)" in words.alt
    assert "the values held lie on a tie" in words.caption


def _area(polygon: tuple[tuple[Fraction, Fraction], ...]) -> Fraction:
    """Return twice the area."""
    turned = (*polygon[1:], polygon[0])
    return sum((a[0] * b[1] - a[1] * b[0] for a, b in zip(polygon, turned, strict=True)), Fraction(0))


def test_the_picture_in_the_documentation_is_the_one_that_is_drawn(tmp_path: Path) -> None:
    """The same bytes, every time."""
    out = tmp_path / "syria.svg"
    assert main(["regions", "syria", "--slice", "R_clash_syria,R_cost_syria_full", "--out", str(out)]) == 0
    assert out.read_bytes() == (ROOT / "docs/_static/slices/syria.svg").read_bytes()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["regions", "syria", "--slice", "R_clash_syria,R_cost_syria_full"], 2),
        (["regions", "syria", "--slice", "a,b", "--out", "x.svg"], 1),
        (["regions", "syria", "--slice", "a,b", "--out", "x.exe"], 2),
        (["regions", "offers"], 1),
        (["verdict", "nothing at all"], 1),
    ],
)
def test_wrong_use_is_told(words: list[str], code: int) -> None:
    """Bad input ends with 1, wrong usage with 2."""
    assert main(words) == code


def test_second_looks_import_no_linear_program_and_nothing_that_decides() -> None:
    """What checks verdicts and regions imports values, the adder of rows and the definitions."""
    allowed = {"bargain.study.acceptance", "bargain.study.statements", "bargain.study.verdict_values"}
    allowed |= {"bargain.study.recheck_trees", "bargain.study.recheck_verdicts"}
    for name in ("recheck_verdicts", "recheck_trees", "recheck_regions"):
        tree = ast.parse((ROOT / f"src/bargain/study/{name}.py").read_text("utf-8"))
        typed = {n for node in ast.walk(tree) if isinstance(node, ast.If) for n in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node not in typed:
                module = node.module or ""
                names = {a.name for a in node.names}
                assert not module.startswith("bargain.solve") or names == {"Recheck"}, module
                assert not module.startswith("bargain.study") or module in allowed, module
                assert not module.startswith("bargain.polyhedra") or names <= {"Row", "check"}, names
