"""The report on packages and linkage: generic, bounded, nothing hidden, the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bargain import load_case
from bargain.bargaining import PackageSpace, frontier
from bargain.report import Bullets, Exhibit, Figure, Mark, Report, to_latex, to_markdown
from bargain.report.frontier_chart import FrontierPicture, LinkagePicture, frontier_chart, linkage_chart
from bargain.report.package_sections import package_sections, packages_data
from bargain.study.packages import packages_of, solutions_of, solutions_table

if TYPE_CHECKING:
    from bargain.encode import CodedCase
    from bargain.study.packages import Packages

F = Fraction
INVENTED = str(Path(__file__).parents[1] / "cases" / "tessa-river")
FLAGSHIP = "russia-turkey-2022"


@cache
def worked(name: str) -> tuple[CodedCase, Packages]:
    case = load_case(name)
    found = packages_of(case)
    assert found is not None
    return case, found


@cache
def written(name: str) -> Report:
    case, found = worked(name)
    return Report(title="Packages", sections=package_sections(case, found))


def exhibits(report: Report) -> dict[str, Exhibit]:
    return {b.name: b for b in report.blocks() if isinstance(b, Exhibit)}


@pytest.mark.parametrize("name", [FLAGSHIP, INVENTED])
def test_every_case_with_exchanges_goes_through(name: str) -> None:
    """Tables, two figures, Markdown and LaTeX; every table of baseline numbers says what it rests on."""
    report = written(name)
    tables = exhibits(report)
    assert [b.name for b in report.blocks() if isinstance(b, Figure)] == ["frontier-package", "linkage-package"]
    for kind in ("frontier", "zone", "observed", "linkage", "rates"):
        table = tables[f"{kind}-package"].table
        assert any("worked example" in note for note in table.notes)
        assert 0 < len(table.rows) <= 20
    assert "All readings" in " ".join(tables["accepted-package"].table.notes)
    assert to_markdown(report).count("\n### ") == 2
    assert to_latex(report)


def test_the_two_readings_of_the_flagship_are_named_with_their_claims() -> None:
    """For linkage c004 and c051, against it c010; what holds by form and what the source leaves open are apart."""
    summary = " ".join(next(b.items for b in written(FLAGSHIP).blocks() if isinstance(b, Bullets)))
    traded, _, apart = summary.partition("Against it: ")
    assert "c004 (I.1), inferred" in traded
    assert "c051 (G.4), stated" in traded
    assert apart.startswith("c010 (L.2), inferred")
    assert "rests on no claim" in summary
    assert "left open by the source" in summary


def test_a_case_that_records_no_tension_claims_none() -> None:
    """The invented case names no two readings; its exchange with terms is in no table."""
    text = to_markdown(written(INVENTED))
    assert "two readings" not in text
    assert "settlement" not in text
    assert "swap-power-fees" in text


def test_solutions_that_compare_scales_say_so() -> None:
    """Three of five do."""
    table = exhibits(written(FLAGSHIP))["solutions-package"].table
    marks = {row[0]: row[1] for row in table.rows if row[0]}
    assert marks == {
        "Nash": "no",
        "Kalai–Smorodinsky": "no",
        "egalitarian": "yes",
        "utilitarian": "yes",
        "equal-loss": "yes",
    }
    assert "convention" in table.notes[0]


def test_no_deal_is_a_table_with_its_proof() -> None:
    """Without an acceptable package the solutions say none and the certificate stands below."""
    space = PackageSpace.build(
        "Gift", ("R", "T"), {"gas": ("no", "yes")}, {"R": {"gas": (0, -2)}, "T": {"gas": (0, 3)}}, disagreement=(0, 1)
    )
    front = frontier(space)
    table = solutions_table(front, solutions_of(front))
    assert {row[-1] for row in table.rows} == {"none"}
    assert table.notes[-1].startswith("no deal: ")


def test_observed_packages_do_not_pretend() -> None:
    """What was not observed is named, the completed package is called completed, its moves carry their claims."""
    table = exhibits(written(FLAGSHIP))["observed-package"].table
    last = dict(zip(table.columns, table.rows[-1], strict=True))
    assert "energy partial" in str(last["levels observed"])
    assert "logistics" in str(last["nothing observed on"])
    assert "logistics" not in str(last["levels observed"])
    assert "c044 (G.3)" in str(last["rests on"])
    assert "was not observed" in " ".join(table.notes)
    assert {"Russia, any completion", "Russia, completed"} <= set(table.columns)
    figure = next(b for b in written(FLAGSHIP).blocks() if isinstance(b, Figure))
    assert "was not itself observed" in figure.caption
    case, found = worked(FLAGSHIP)
    blind = replace(found, main=replace(found.main, observed=()))
    report = Report(title="x", sections=package_sections(case, blind))
    assert "observed-package" not in exhibits(report)
    assert "bserved" not in next(b for b in report.blocks() if isinstance(b, Figure)).caption


def test_data_for_programs_hold_frontier_solutions_zone_and_linkage() -> None:
    """The same keys as the command's JSON, and the stakes at which linking buys nothing, as exact text."""
    found = packages_data(worked(FLAGSHIP)[1])
    assert isinstance(found, dict)
    assert found["outcomes"] == "177147"
    assert found["zone"]["packages"] == "69"  # type: ignore[index,call-overload]
    assert found["linkage"]["complete"] is True  # type: ignore[index,call-overload]
    assert {"nash", "kalai_smorodinsky", "no_gain_from_linking_at"} <= set(found)
    assert packages_data(None) is None


def picture(**more: object) -> FrontierPicture:
    """Return a picture with every sign and labels that try to be formulas."""
    given: dict[str, object] = {
        "name": "frontier",
        "title": "Trade at $5 & more",
        "players": ("Ann", "Київ 中"),
        "corners": tuple((F(x), F(y)) for x, y in ((-1, 2), (0, 3), (2, 2), (3, 0), (1, -1))),
        "frontier": tuple((F(x), F(y)) for x, y in ((3, 0), (2, 2), (0, 3))),
        "floor": (F(1, 2), F(1)),
        "solutions": (Mark(payoffs=(F(2), F(2)), label="$x_1$"), Mark(payoffs=(F(2), F(2)), label="second")),
        "observed": (F(1), F(1, 2)),
        "completions": ((F(0), F(0)), (F(1), F(1, 2)), (F(1), F(0))),
        "note": "Invented.",
    }
    return FrontierPicture(**{**given, **more})  # type: ignore[arg-type]


def links(**more: object) -> LinkagePicture:
    given: dict[str, object] = {
        "name": "linkage",
        "title": "What linking buys",
        "players": ("Ann", "Bob"),
        "apart": ((F(0), F(0)),),
        "linked": ((F(2), F(0)), (F(1), F(1, 3))),
        "sets": (Mark(payoffs=(F(1), F(1, 3)), label="gas + port"), Mark(payoffs=(F(1), F(1, 3)), label="gas + oil")),
        "picks": ((F(1), F(1, 3)),),
        "rule": "Nash bargaining solution",
    }
    return LinkagePicture(**{**given, **more})  # type: ignore[arg-type]


def test_descriptions_carry_the_exact_numbers() -> None:
    """Who cannot see the picture reads every exact pair; equal picks are named together."""
    drawn = frontier_chart(picture())
    assert "(3, 0), (2, 2), (0, 3)" in drawn.alt
    assert "$x_1$, second at (2, 2)" in drawn.alt
    assert "Without a deal (1/2, 1)" in drawn.alt
    assert "gas + port, gas + oil (1, 1/3)" in linkage_chart(links()).alt


@pytest.mark.parametrize(
    "more",
    [
        {"observed": None, "completions": (), "solutions": ()},
        {"completions": ((F(1), F(1, 2)), (F(0), F(0)))},
        {"corners": ((F(0), F(0)),), "frontier": ((F(0), F(0)),), "floor": (F(0), F(0)), "solutions": ()},
        {"frontier": tuple((F(k), F(900 - k)) for k in range(900))},
    ],
)
def test_degenerate_sets_are_drawn(more: dict[str, object]) -> None:
    """No deal, a segment, a single payoff pair, hundreds of points."""
    assert frontier_chart(picture(**more)).pdf.startswith(b"%PDF")


def test_nothing_to_link_is_drawn() -> None:
    """Without any gain the picture holds what stands without a deal."""
    assert linkage_chart(links(linked=((F(0), F(0)),), sets=(), picks=())).svg.startswith(b"<?xml")


SCRIPT = """
import hashlib, test_report_packages as t
for f in (t.frontier_chart(t.picture()), t.linkage_chart(t.links())):
    for content in (f.svg, f.pdf, f.png):
        print(hashlib.sha256(content).hexdigest())
"""


def test_bytes_do_not_depend_on_the_day_the_folder_or_the_settings(tmp_path: Path) -> None:
    """Other hash seed, other clock, other folder: the same bytes of every format."""
    here = [
        hashlib.sha256(content).hexdigest()
        for f in (frontier_chart(picture()), linkage_chart(links()))
        for content in (f.svg, f.pdf, f.png)
    ]
    (tmp_path / "matplotlibrc").write_text("font.size: 20\nhatch.color: red\nhatch.linewidth: 5\n")
    surroundings = {**os.environ, "PYTHONHASHSEED": "77", "SOURCE_DATE_EPOCH": "99", "TZ": "Asia/Tokyo"}
    surroundings |= {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]), "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False, cwd=tmp_path, env=surroundings
    )
    assert done.stdout.split() == here, done.stderr
