"""The LaTeX form compiles with pdfLaTeX; skipped where no TeX is installed."""

from __future__ import annotations

import shutil
import subprocess
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bargain.report import Bullets, Exhibit, Formula, RangePicture, Report, Section, range_chart, write_report
from bargain.report.range_chart import IssueRange
from bargain.tables import Table

if TYPE_CHECKING:
    from pathlib import Path

NASTY = "100% of {it} & #1 \\alpha ~x^2_3 <b> π ≠ ∅, Київ, 中, “quoted”, ½, Türkiye, [x]"


PDFLATEX = shutil.which("pdflatex")


@pytest.mark.skipif(PDFLATEX is None, reason="no pdflatex on this machine")
def test_pdflatex_compiles_the_main_file(tmp_path: Path) -> None:
    """Long tables, wide tables, signs beyond ASCII, figures and formulas: no error, no undefined reference."""
    long = Table(
        title=NASTY,
        columns=("id", "text", "number"),
        rows=tuple((f"c{k:03}", NASTY * 3, Fraction(k, 7)) for k in range(60)),
        notes=(NASTY,),
    )
    wide = Table(title="Wide", columns=tuple(f"column {k}" for k in range(12)), rows=(("[x]",) * 12, ("*y*",) * 12))
    span = (Fraction(0), Fraction(1))
    chart = range_chart(
        RangePicture(
            name="chart",
            title="Chart",
            rule="",
            ranges=(IssueRange(issue="A", grantor="B", certain=span, possible=span),),
        )
    )
    formula = Formula(text="c/b", latex=r"\frac{c_R}{\delta b_R} \le \frac{x_T}{x_R}")
    blocks = (NASTY, Exhibit(name="long", table=long), Exhibit(name="wide", table=wide), chart, formula)
    sections = (
        Section(title=NASTY, blocks=blocks),
        Section(title="Sub", level=2, blocks=(Bullets(items=("[a]", "b")),)),
    )
    write_report(Report(title=NASTY, summary=(NASTY,), sections=sections), tmp_path / "out")
    done = subprocess.run(
        [str(PDFLATEX), "-interaction=nonstopmode", "-halt-on-error", "report.tex"],
        cwd=tmp_path / "out",
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-3000:].decode("utf-8", "replace")
