"""The commands that ask a case: check, claims, ranges."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bargain.cli import main
from bargain.report import Studio

INVENTED = Path(__file__).parents[1] / "cases" / "tessa-river"


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    """Return what a command prints with --json."""
    assert main([*words, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_check_says_what_a_case_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """Counts add up, every game has its size, and the same case has the same digest."""
    found = answer(capsys, "check", "russia-turkey-2022")
    assert isinstance(found, dict)
    assert found["paragraphs"]["all"] == 15
    assert found["claims"]["all"] == sum(n for name, n in found["claims"].items() if name != "all")
    games = {game["id"]: game for game in found["games"]}
    assert {"form": "exchange", "players": ["Russia", "Turkey"], "actions": [32, 64]}.items() <= games[
        "package"
    ].items()
    assert (games["sochi"]["moves"], games["sochi"]["plays"]) == (6, 7)
    assert games["sochi-turkey-first"]["variant of"] == "sochi"
    assert games["partnership"]["exchange"] == "package"
    assert found["numbers"]["p_endures"] == "1/2"
    assert answer(capsys, "check", "russia-turkey-2022") == found
    assert main(["check", "russia-turkey-2022"]) == 0
    assert "well formed" in capsys.readouterr().out


def test_check_names_the_fault_and_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt key, broken TOML and a missing file end with 1, the file named, stdout empty."""
    shutil.copytree(INVENTED, tmp_path / "copy")
    file = next(p for p in sorted((tmp_path / "copy").iterdir()) if "paraphrase" in p.read_text(encoding="utf-8"))
    good = file.read_text(encoding="utf-8")
    for text, message in ((good.replace("paraphrase", "paraphrse", 1), "paraphrase"), (good + "\n[[claim\n", "line")):
        file.write_text(text, encoding="utf-8")
        assert main(["check", str(tmp_path / "copy"), "--json"]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert file.name in err
        assert message in err
    assert main(["check", str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err


def test_claims_can_be_asked_by_paragraph_and_reading(capsys: pytest.CaptureFixture[str]) -> None:
    """Every claim is in exactly one paragraph and one reading; the rows it carries are named."""
    everything = answer(capsys, "claims")
    assert isinstance(everything, list)
    parts = [answer(capsys, "claims", "--reading", r) for r in ("stated", "inferred", "assumed")]
    assert sorted(c["id"] for part in parts for c in part) == sorted(c["id"] for c in everything)  # type: ignore[attr-defined]
    uses = {claim["id"]: (claim["games"], claim["numbers"]) for claim in everything}  # type: ignore[index, union-attr]
    assert uses["c072"] == (["sochi", "sochi-turkey-first"], [])  # named by terms only
    assert uses["c069"] == (["endurance"], ["p_endures"])
    there = answer(capsys, "claims", "--paragraph", "G.4")
    assert isinstance(there, list)
    assert {c["paragraph"] for c in there} == {"G.4"}
    assert any(c["rows"] for c in everything)
    assert main(["claims", "--paragraph", "G.9"]) == 1
    assert "no paragraph 'G.9'" in capsys.readouterr().err
    assert main(["claims", "--reading", "statd"]) == 1
    assert "did you mean 'stated'?" in capsys.readouterr().err


def test_ranges_of_one_swap(capsys: pytest.CaptureFixture[str]) -> None:
    """JSON carries both issues with certificates; the table shows the three sets of claims."""
    found = answer(capsys, "ranges", "--game", "swap-syria-energy")
    assert isinstance(found, list)
    assert [r["issue"] for r in found[0]["ranges"]] == ["syria", "energy"]
    assert main(["ranges", "--game", "swap-syria-energy", "--issue", "syria", "--delta", "9/10"]) == 0
    out = capsys.readouterr().out
    assert "self-enforcing at δ = 9/10" in out
    assert out.count("plus assumed") == 2  # in the table, and with what the ends rest on
    said = " ".join(out.split())
    assert "possible, low end, set by Turkey: c045 (G.3)" in said
    assert "certain: none, as for some stakes Turkey accepts no share" in said
    assert "At the baseline, Russia on syria, with energy full: " in said
    assert "The stakes of this exchange rest on c" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--game", "syria"], "is a contest, not an exchange"),
        (["--game", "swap-syria-energi"], "swap-syria-energy"),
        (["--game", "swap-syria-energy", "--issue", "siria"], "syria"),
        (["--game", "swap-syria-energy", "--delta", "2"], "2"),
        (["--game", "swap-syria-energy", "--delta", "0.9x"], "0.9x"),
    ],
)
def test_ranges_refuse_what_cannot_be_asked(words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A game that is no exchange, unknown names and impossible patience are bad input, exit 1."""
    assert main(["ranges", *words, "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.fixture
def quick_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a blank in place of every figure; what they look like, and who draws them, is tested elsewhere."""
    monkeypatch.setattr(Studio, "formats", lambda _self, _figure: (b"<svg/>", b"%PDF", b"\x89PNG"))
    monkeypatch.setattr(Studio, "ahead", lambda _self, _figures: None)
    monkeypatch.setattr("bargain.cli.report._WORKERS", 0)


@pytest.mark.usefixtures("quick_figures")
def test_report_writes_what_json_prints_and_no_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An invented case goes through without a line of Python, twice alike; no file and no line names a folder."""
    assert main(["report", str(INVENTED), "--out", str(tmp_path / "one")]) == 0
    out, err = capsys.readouterr()
    assert err.endswith(f"files in {tmp_path / 'one'}\n")
    assert "Equilibria" in out
    files = {p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*") if p.is_file()}
    assert {Path("report.md"), Path("report.tex"), Path("report.json"), Path("references.bib")} <= set(files)
    for content in (*files.values(), out.encode()):
        assert str(tmp_path).encode() not in content
        assert str(INVENTED).encode() not in content
    written = json.loads(files[Path("report.json")])
    assert written.pop("files") == sorted(str(path) for path in files)
    again = answer(capsys, "report", str(INVENTED))
    assert isinstance(again, dict)
    assert {"title", "sections", "games", "ranges"} <= set(again)
    assert again == written


def test_report_where_nothing_can_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--out on a file is one message, exit 1, and the file stays."""
    (tmp_path / "taken").write_text("mine")
    assert main(["report", str(INVENTED), "--out", str(tmp_path / "taken")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"bargain: {tmp_path / 'taken'}: is a file, not a folder\n"
    assert (tmp_path / "taken").read_text() == "mine"
    assert main(["report", str(INVENTED), "--out", str(tmp_path / "taken" / "in" / "it")]) == 1
    err = capsys.readouterr().err
    assert err == f"bargain: {tmp_path / 'taken' / 'in' / 'it'}: cannot be made: taken is a file, not a folder\n"
    (tmp_path / "taken").unlink()
    assert main(["report", str(INVENTED), "--delta", "1"]) == 1
    assert capsys.readouterr().out == ""
