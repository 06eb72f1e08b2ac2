"""`bargain draw`: files by their ending, whole or not at all, one message for every fault."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from bargain.cli import main

ENTRY = """EFG 2 R "Entry" { "Entrant" "Incumbent" } ""
p "" 1 1 "" { "out" "in" } 0
t "" 1 "" { 0, 2 }
p "" 2 1 "" { "fight" "yield" } 0
t "" 2 "" { -1, 1 }
t "" 3 "" { 1, 1 }
"""
INVENTED = str(Path(__file__).parents[1] / "cases" / "tessa-river")
STARTS = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG", ".tex": b"\\documentclass"}


@pytest.fixture
def entry(tmp_path: Path) -> str:
    """Return the path of a game tree with a tie."""
    path = tmp_path / "entry.efg"
    path.write_text(ENTRY, encoding="utf-8")
    return str(path)


def test_the_ending_decides_what_is_written(entry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """SVG, PDF, PNG and TikZ, whatever the case of the ending; nothing is printed, nothing else is left behind."""
    for ending, start in STARTS.items():
        target = tmp_path / f"tree{ending.upper() if ending == '.pdf' else ending}"
        assert main(["draw", entry, "-o", str(target)]) == 0
        assert target.read_bytes().startswith(start)
    assert capsys.readouterr() == ("", "")
    assert len(list(tmp_path.iterdir())) == 5


def _words(text: str) -> str:
    """Return what a TikZ drawing says, line after line."""
    lines = re.findall(r"^\\node\[.*\] at \([^)]*\) \{(.*)\};$", text, flags=re.MULTILINE)
    return " ".join(lines).replace("{-}", "-").replace("{,}", ",")


def test_the_equilibrium_asked_for_is_marked(entry: str, tmp_path: Path) -> None:
    """The first if nothing is said; another by its number; none on request. The drawing says which, and its status."""
    target = tmp_path / "tree.tex"
    said = {}
    for name, more in (("first", []), ("second", ["--equilibrium", "2"]), ("none", ["--solve", "none"])):
        assert main(["draw", entry, "-o", str(target), *more]) == 0
        said[name] = target.read_text("utf-8")
    assert "Marked: subgame-perfect equilibrium 1 of 2 listed (exact, pure only)." in _words(said["first"])
    assert "equilibrium 2 of 2 listed" in _words(said["second"])
    assert "Marked" not in _words(said["none"])
    assert [text.count(r"\draw[played]") for text in said.values()] == [2, 1, 0]
    assert said["first"].count(r"\draw[planned]") == 0
    assert said["second"].count(r"\draw[planned]") == 1


def test_games_of_a_case_are_drawn_at_the_baseline_or_with_open_stakes(tmp_path: Path) -> None:
    """Numbers and an equilibrium at the baseline; with --stakes formulas, and nothing marked."""
    target = tmp_path / "dam.tex"
    assert main(["draw", INVENTED, "dam-in-moves", "-o", str(target)]) == 0
    assert r"\draw[played]" in target.read_text("utf-8")
    assert main(["draw", INVENTED, "dam-in-moves", "--stakes", "-o", str(target)]) == 0
    text = target.read_text("utf-8")
    assert r"Corvath: $-$C\_stage\_unpaid" in text
    assert r"\draw[played]" not in text
    assert main(["draw", "russia-turkey-2022", "endurance", "--solve", "pbe", "-o", str(target)]) == 0
    assert "perfect Bayesian equilibrium 1 of 5 listed (exact)" in _words(target.read_text("utf-8"))


def test_a_tree_comes_from_stdin_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads the file from standard input."""
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=BytesIO(ENTRY.encode())))
    assert main(["draw", "-", "--solve", "pbe", "-o", str(tmp_path / "a.tex")]) == 0
    assert "Bayesian" in (tmp_path / "a.tex").read_text("utf-8")


@pytest.mark.parametrize("out", ["tree", "tree.jpg", "tree.svg.gz", "", ".svg"])
def test_an_ending_that_is_none_is_wrong_usage(entry: str, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 before anything is read or solved, with the endings that there are."""
    assert main(["draw", entry, "-o", out]) == 2
    assert ".svg, .pdf, .png, .tex" in " ".join(capsys.readouterr().err.split())


def test_options_that_do_not_go_together_are_wrong_usage(entry: str, tmp_path: Path) -> None:
    """A file has no stakes; there is no third of two equilibria; an output must be named."""
    out = str(tmp_path / "a.svg")
    assert main(["draw", entry, "-o", out, "--stakes"]) == 2
    assert main(["draw", entry, "-o", out, "--equilibrium", "3"]) == 2
    assert main(["draw", entry, "-o", out, "--solve", "nash"]) == 2
    assert main(["draw", entry]) == 2
    assert not Path(out).exists()


def test_places_that_cannot_be_written_are_named(
    entry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A missing folder, a file in place of a folder, a folder in place of a file: one line, exit 1."""
    (tmp_path / "taken.svg").mkdir()
    for out in (tmp_path / "no" / "a.svg", Path(entry) / "a.svg", tmp_path / "taken.svg"):
        assert main(["draw", entry, "-o", str(out)]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"bargain: {out}: ")
        assert said.count("\n") == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["entry.efg", "taken.svg"]


def test_bad_files_give_one_message_and_leave_what_was_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, line and column; exit 1; an older picture stays as it was."""
    bad, target = tmp_path / "bad.efg", tmp_path / "a.svg"
    target.write_bytes(b"older")
    bad.write_text(ENTRY.replace("{ -1, 1 }", "{ -1 }"), encoding="utf-8")
    assert main(["draw", str(bad), "-o", str(target)]) == 1
    assert "bad.efg, line 5, column" in capsys.readouterr().err
    assert main(["draw", str(tmp_path / "none.efg"), "-o", str(target)]) == 1
    assert main(["draw", INVENTED, "gorge", "-o", str(target)]) == 1
    assert target.read_bytes() == b"older"


def test_nothing_is_left_half_written(entry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If writing fails in the middle, the older picture stays and no scratch does."""
    target = tmp_path / "a.tex"
    target.write_bytes(b"older")

    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as stream:
            stream.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    assert main(["draw", entry, "-o", str(target)]) == 1
    monkeypatch.undo()
    assert target.read_bytes() == b"older"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.tex", "entry.efg"]


def _star(plays: int) -> str:
    """Return a file with one move and so many plays."""
    labels = " ".join(f'"a{k}"' for k in range(plays))
    ends = "".join(f't "" {k + 1} "" {{ {k} }}\n' for k in range(plays))
    return f'EFG 2 R "Star" {{ "Ann" }} ""\np "" 1 1 "" {{ {labels} }} 0\n{ends}'


def test_trees_that_cannot_be_read_are_refused_and_large_ones_said_to_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """More than 200 plays: exit 3 with an estimate. Fewer that do not fit a page: drawn, and said on stderr."""
    big, out = tmp_path / "big.efg", str(tmp_path / "big.tex")
    big.write_text(_star(201), encoding="utf-8")
    assert main(["draw", str(big), "-o", out]) == 3
    assert "201 plays" in capsys.readouterr().err
    assert not Path(out).exists()
    big.write_text(_star(120), encoding="utf-8")
    assert main(["draw", str(big), "-o", out]) == 0
    assert "on A4 its type would be" in capsys.readouterr().err


def test_imperfect_recall_is_refused_by_the_solver_and_drawn_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A player who forgets has no subgame-perfect equilibrium here; the tree can still be drawn."""
    path, out = tmp_path / "driver.efg", str(tmp_path / "driver.tex")
    later = 'p "" 1 2 "later" { "stay" "leave" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { 0 }\n'
    path.write_text(f'EFG 2 R "Driver" {{ "Ann" }} ""\np "" 1 1 "" {{ "left" "right" }} 0\n{later}{later}', "utf-8")
    assert main(["draw", str(path), "-o", out]) == 1
    assert "imperfect recall" in capsys.readouterr().err
    assert main(["draw", str(path), "-o", out, "--solve", "none"]) == 0
    assert r"\draw[link]" in Path(out).read_text("utf-8")


def test_a_tree_that_is_not_solved_is_still_drawn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Imperfect recall: the message says how to draw it, and so it is drawn."""
    (file := tmp_path / "forget.efg").write_text(
        'EFG 2 R "F" { "A" } p "" 1 1 "" { "a" "b" } 0 p "" 1 2 "" { "a" "b" } 0 t "" 1 "" { 1 } t "" 2 "" { 3 } '
        'p "" 1 2 0 t "" 1 t "" 2',
        encoding="utf-8",
    )
    out = tmp_path / "forget.svg"
    assert main(["draw", str(file), "-o", str(out)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "imperfect recall" in said
    assert "draw it with nothing marked (--solve none)" in said
    assert not out.exists()
    assert main(["draw", str(file), "-o", str(out), "--solve", "none"]) == 0
    assert out.exists()
