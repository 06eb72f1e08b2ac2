"""Reports as files: every text as it was written, every file whole, every byte the same."""

from __future__ import annotations

import json
import re
import tempfile
from fractions import Fraction
from pathlib import Path

import pytest

from bargain.report import (
    Bullets,
    Exhibit,
    Figure,
    Formula,
    Report,
    Section,
    check_folder,
    files_of,
    name_of,
    to_latex,
    to_latex_tables,
    to_markdown,
    write_report,
)
from bargain.report.latex import column_kinds
from bargain.tables import Table

NASTY = "100% of {it} & #1 \\alpha ~x^2_3 <b>|*a*"
TABLE = Table(title="Who gets what", columns=("who", "share"), rows=(("[Ann]", Fraction(1, 3)),), notes=("a note",))


def figure(name: str = "plot") -> Figure:
    return Figure(name=name, caption="A plot.", alt="Two points.", draw=lambda: (b"<svg/>", b"%PDF", b"\x89PNG"))


def report(*blocks: object, **more: object) -> Report:
    return Report(title="Toy", sections=(Section(title="One", blocks=blocks),), **more)  # type: ignore[arg-type]


def full(name: str = "plot") -> Report:
    blocks = (
        "Text.",
        Exhibit(name="gets", table=TABLE),
        figure(name),
        Bullets(items=("a",)),
        Formula(text="x", latex="x"),
    )
    return report(*blocks, data=(("answer", ["1/3"]),), sources=("nash1950",))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# one", "\\# one"),
        ("- one", "\\- one"),
        ("1. one", "1\\. one"),
        ("12) one", "12\\) one"),
        ("> one", "&gt; one"),
        ("+ a", "\\+ a"),
        ("~~~", "\\~~~"),
        ("a <b> *c* _d_ [e](f) `g` | h", "a &lt;b&gt; \\*c\\* \\_d\\_ \\[e\\](f) \\`g\\` \\| h"),
        ("1/2 of it", "1/2 of it"),
        ("two\n\nlines", "two lines"),
    ],
)
def test_markdown_paragraphs_read_as_written(text: str, shown: str) -> None:
    """Nothing in a paragraph opens a list, a heading, a link or a tag."""
    assert to_markdown(report(text)) == f"# Toy\n\n## One\n\n{shown}\n"


def test_markdown_holds_every_block() -> None:
    """Tables carry title and notes, figures their description and caption, formulas stand as text."""
    text = to_markdown(full())
    assert "**Who gets what**\n\n| who | share |\n| --- | --- |\n| \\[Ann\\] | 1/3 |\n\n*A note.*" in text
    assert "![Two points.](figures/plot.svg)\n\n*A plot.*" in text
    assert "- a\n" in text
    assert "```text\nx\n```" in text


def test_latex_escapes_texts_and_takes_tables_and_figures_in() -> None:
    """Strangers' text stays text; tables and figures are taken in by name, formulas as they are."""
    main = to_latex(report(NASTY, Formula(text="", latex=r"\frac{1}{2}"), figure(), Exhibit(name="gets", table=TABLE)))
    assert r"100\% of \{it\} \& \#1 \textbackslash{}alpha \textasciitilde{}x\textasciicircum{}2\_\allowbreak{}3" in main
    assert "\\[\n\\frac{1}{2}\n\\]" in main
    assert r"\includegraphics[width=\linewidth,height=0.8\textheight,keepaspectratio]{figures/plot.pdf}" in main
    assert r"\input{tables/gets.tex}" in main
    table = to_latex_tables(full())["gets"]
    assert r"{}[Ann] & 1/3 \\" in table
    assert table.count(r"\toprule") == 2  # on the first page and on the others
    assert r"\caption{Who gets what}\label{tab:gets}" in table


def test_latex_declares_signs_that_the_engine_does_not_know() -> None:
    """Common signs become mathematics, unknown ones their code: nothing is dropped, nothing stops the run."""
    main = to_latex(report("x ≠ y, Київ, Türkiye, ≤"))
    assert r"\DeclareUnicodeCharacter{2260}{\ensuremath{\neq}}" in main
    assert r"\DeclareUnicodeCharacter{041A}{[U+041A]}" in main
    assert r"\DeclareUnicodeCharacter{00FC}" not in main
    assert "%DECLARED%" not in main


def test_latex_columns_fit_the_line() -> None:
    """Wide tables become paragraphs that share the line; numbers stay right-aligned."""
    rows = tuple((f"c{k:03}", "word " * 40, "word " * 20, Fraction(1, k + 1)) for k in range(3))
    kinds = column_kinds(Table(title="", columns=("id", "long", "longer", "n"), rows=rows))
    widths = [float(w) for w in re.findall(r"dimexpr ([0-9.]+)", "".join(kinds))]
    assert [k[0] for k in kinds] == ["l", ">", ">", "r"]
    assert 0.5 < sum(widths) < 1
    assert widths[0] > widths[1]
    many = column_kinds(Table(title="", columns=tuple(f"heading {k}" for k in range(20)), rows=()))
    assert sum(float(w) for w in re.findall(r"dimexpr ([0-9.]+)", "".join(many))) <= 1.001


def test_json_holds_everything_exactly() -> None:
    """The index names title, sections, exact table cells, data, sources and all files."""
    data = json.loads(files_of(full())["report.json"])
    assert data["answer"] == ["1/3"]
    assert data["sections"][0]["blocks"][1]["rows"] == [["[Ann]", "1/3"]]
    assert data["sources"] == ["nash1950"]
    assert data["files"] == sorted(files_of(full()))
    assert b"@article{nash1950" in files_of(full())["references.bib"]


def test_names_that_collide_or_leave_the_folder_are_refused() -> None:
    """Two tables of one name, and names that are paths, are errors at once."""
    for blocks in (
        (Exhibit(name="a", table=TABLE), Exhibit(name="a", table=TABLE)),
        (figure("../a"),),
        (figure("A b"),),
    ):
        with pytest.raises(ValueError, match="repeated or not plain names"):
            report(*blocks)
    report(Exhibit(name="a", table=TABLE), figure("a"))
    assert name_of("  ÄÖ ") == "x"


def written(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_new_folder_holds_exactly_the_files(tmp_path: Path) -> None:
    """All files, with their parents, and no scratch folder left beside."""
    target = tmp_path / "deep" / "out"
    paths = write_report(full(), target)
    assert written(target) == files_of(full())
    assert [str(p.relative_to(target)) for p in paths] == sorted(files_of(full()))
    assert [p.name for p in target.parent.iterdir()] == ["out"]


def test_an_earlier_report_is_replaced_and_other_files_stay(tmp_path: Path) -> None:
    """Files that only the earlier report had go; a reader's own file stays."""
    write_report(full("old"), tmp_path / "out")
    (tmp_path / "out" / "figures" / "mine.svg").write_text("mine")
    (tmp_path / "out" / "notes.txt").write_text("mine")
    write_report(full("new"), tmp_path / "out")
    mine = {"figures/mine.svg": b"mine", "notes.txt": b"mine"}
    assert written(tmp_path / "out") == files_of(full("new")) | mine


def test_a_forged_index_removes_nothing(tmp_path: Path) -> None:
    """Names outside the folder, or unlike ours, are never followed."""
    target = tmp_path / "out"
    (target / "figures").mkdir(parents=True)
    outside = [tmp_path / "a.svg", target / "thesis.tex", target / "figures" / "notes.txt"]
    for path in outside:
        path.write_text("mine")
    forged = ["../a.svg", str(outside[0]), "figures/../../a.svg", "thesis.tex", "figures/notes.txt", "figures/..", 3]
    (target / "report.json").write_text(json.dumps({"files": forged}))
    write_report(full(), target)
    assert [p.read_text() for p in outside] == ["mine"] * 3
    for broken in ("[" * 100_000, "{", '"files"', '{"files": 3}'):
        (target / "report.json").write_text(broken)
        write_report(full(), target)


@pytest.mark.parametrize("there", [False, True])
def test_a_full_disk_leaves_nothing_half_written(
    there: bool,  # noqa: FBT001  a parameter of the test
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When writing fails half-way, the folder is as it was and no scratch is left."""
    target = tmp_path / "out"
    if there:
        write_report(full("old"), target)
    before = written(tmp_path)
    original, count = Path.write_bytes, []

    def write(self: Path, data: bytes) -> int:
        count.append(1)
        if len(count) > 3:
            raise OSError(28, "No space left on device", str(self))
        return original(self, data)

    monkeypatch.setattr(Path, "write_bytes", write)
    with pytest.raises(OSError, match="No space left") as fault:
        write_report(full("new"), target)
    assert fault.value.filename == str(target)
    assert written(tmp_path) == before
    assert target.exists() == there


def test_a_folder_that_cannot_be_made_is_refused_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check leaves nothing behind, and names the folder asked for, never a scratch folder."""
    check_folder(tmp_path / "deep" / "out")
    check_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []

    def refuse(**_: object) -> str:
        raise PermissionError(13, "Permission denied", str(tmp_path / ".scratch-x1y2"))

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    with pytest.raises(PermissionError, match="cannot be written: Permission denied") as fault:
        check_folder(tmp_path / "out")
    assert fault.value.filename == str(tmp_path / "out")
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(NotADirectoryError, match="taken is a file"):
        check_folder(tmp_path / "taken" / "out")


def test_latex_columns_hold_their_longest_word() -> None:
    """A paragraph column is never narrower than a word of its heading or cells, where all have room."""
    table = Table(
        title="",
        columns=("concession", "counterexamples", "text"),
        rows=(("Russia on it " * 4, "word " * 30, "long " * 40),),
    )
    widths = [float(w) * 98 for w in re.findall(r"dimexpr ([0-9.]+)", "".join(column_kinds(table)))]
    assert len(widths) == 3
    assert widths[0] >= len("concession")
    assert widths[1] >= len("counterexamples")


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    """--out naming a file is an error that says so; the file stays."""
    (tmp_path / "out").write_text("mine")
    with pytest.raises(NotADirectoryError, match="is a file, not a folder"):
        write_report(full(), tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"
