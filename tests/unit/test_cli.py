"""How the command line ends: exit codes, streams, one message, no traceback."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import bargain
from bargain import solve
from bargain.cli import main
from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PENNIES = 'NFG 1 R "Pennies" { "Ann" "Bob" } { { "heads" "tails" } { "heads" "tails" } } 1 0 0 1 0 1 1 0'
COMMAND = [sys.executable, "-m", "bargain"]


@pytest.fixture
def pennies(tmp_path: Path) -> str:
    """Return the path of a small game file."""
    path = tmp_path / "pennies.nfg"
    path.write_text(PENNIES, encoding="utf-8")
    return str(path)


def test_answers_go_to_stdout_and_nothing_to_stderr(pennies: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A solved game is a table on stdout, exit 0."""
    assert main(["nash", pennies]) == 0
    out, err = capsys.readouterr()
    assert "Nash equilibria of Pennies" in out
    assert "1/2 heads + 1/2 tails" in out
    assert err == ""


def test_json_has_the_form_that_scripts_rely_on(pennies: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The keys, the exact strings and their order are fixed."""
    assert main(["nash", pennies, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "status": "exact",
        "players": ["Ann", "Bob"],
        "actions": [["heads", "tails"], ["heads", "tails"]],
        "equilibria": [{"profile": [["1/2", "1/2"], ["1/2", "1/2"]], "payoffs": ["1/2", "1/2"]}],
        "components": [[0]],
        "connected": [[0]],
    }


def test_components_are_index_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A continuum is one component over its extreme equilibria, which are sorted by profile, descending."""
    path = tmp_path / "tie.nfg"
    path.write_text('NFG 1 R "" { "A" "B" } { 2 2 } 1 1 1 1 1 0 0 0', encoding="utf-8")
    assert main(["nash", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    profiles = [e["profile"] for e in found["equilibria"]]
    assert profiles == [[["1", "0"], ["1", "0"]], [["0", "1"], ["1", "0"]]]
    assert found["components"] == found["connected"] == [[0, 1]]


def test_more_players_get_pure_equilibria_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For three players the status says so and both lists are null."""
    path = tmp_path / "three.nfg"
    path.write_text('NFG 1 R "" { "A" "B" "C" } { 1 2 1 } 1 1 1 2 2 2', encoding="utf-8")
    assert main(["nash", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "exact, pure only"
    assert found["components"] is found["connected"] is None
    assert found["equilibria"] == [{"profile": [["1"], ["0", "1"], ["1"]], "payoffs": ["2", "2", "2"]}]


def test_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A dash stands for stdin, and errors say so."""
    for text, code in ((PENNIES, 0), (PENNIES + " 1", 1)):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(text.encode())))
        assert main(["nash", "-", "--json"]) == code
    assert "bargain: stdin, line 1, column" in capsys.readouterr().err


@pytest.mark.parametrize("extra", [[], ["--json"]])
def test_bad_input_is_one_message_on_stderr(
    extra: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1, the file named, stdout empty, no traceback; with --json too."""
    bad = tmp_path / "bad.nfg"
    bad.write_text(PENNIES + " 7", encoding="utf-8")
    for path, message in ((bad, "bad.nfg, line 1"), (tmp_path / "none.nfg", "none.nfg: cannot be read")):
        assert main(["nash", str(path), *extra]) == 1
        out, err = capsys.readouterr()
        assert out == ""
        assert err.startswith("bargain: ")
        assert err.count("\n") == 1
        assert message in err


@pytest.mark.parametrize("words", [[], ["nash"], ["nash", "a", "b"], ["solve"], ["nash", "a", "--jsn"]])
def test_wrong_usage_is_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Missing, surplus and unknown words are usage errors, told on stderr."""
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert "Usage: bargain" in out + err
    assert not words or out == ""


def test_refused_work_is_code_3_and_names_the_file(
    pennies: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A refusal carries the file although the solver does not know it."""

    def refuse(*_: object, **__: object) -> None:
        raise RefusedError("12,000,000 vertices to come", remedy="raise the limit")

    monkeypatch.setattr(solve, "nash", refuse)
    assert main(["nash", pennies, "--json"]) == 3
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"bargain: {pennies}: 12,000,000 vertices to come; raise the limit\n")


@pytest.mark.parametrize(("fault", "code"), [(KeyboardInterrupt(), 130), (MemoryError(), 3)])
def test_interruption_and_exhaustion_end_cleanly(
    fault: BaseException, code: int, pennies: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Ctrl-C gives 130, no memory gives 3; both one line, nothing on stdout."""

    def stop(*_: object, **__: object) -> None:
        raise fault

    monkeypatch.setattr(solve, "nash", stop)
    assert main(["nash", pennies]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def test_defects_keep_their_traceback(pennies: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is our fault is not dressed up as the user's."""

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(solve, "nash", broken)
    with pytest.raises(ZeroDivisionError):
        main(["nash", pennies])


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """--version prints the version of the package."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"bargain {bargain.__version__}\n"


def test_labels_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Escape codes and markup in a file are shown as text, in answers and in errors."""
    path = tmp_path / "evil.nfg"
    path.write_text('NFG 1 R "[red]\x1b[31mA[/red]" { "\x1b]0;title\x07" } { 1 } 1', encoding="utf-8")
    assert main(["nash", str(path)]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "[red]\\x1b[31mA[/red]" in out
    path.write_text('NFG 1 R "t" { "a" } { 1 } \x1b[2J', encoding="utf-8")
    assert main(["nash", str(path)]) == 1
    assert "\x1b" not in capsys.readouterr().err


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let processes that are started here be interrupted, even where this one runs in a shell's background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_interrupt_from_outside_ends_with_130() -> None:
    """A process that waits for input and gets SIGINT ends with 130 and one line."""
    with subprocess.Popen(
        [*COMMAND, "nash", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b" " * 2**17)  # more than a pipe holds: this ends when the process has begun to read
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out, err) == (130, b"", b"bargain: stopped\n")


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """`bargain nash … | head -1` prints no complaint when the reader goes away."""
    path = tmp_path / "big.nfg"
    payoffs = " ".join("1 1" for _ in range(400))
    path.write_text(f'NFG 1 R "" {{ "A" "B" }} {{ 20 20 }} {payoffs}', encoding="utf-8")
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as pipe:
        done = subprocess.run(
            [*COMMAND, "nash", str(path), "--json"], stdout=pipe, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert (done.returncode, done.stderr) == (141, b"")


def test_any_locale_can_print_the_answer(tmp_path: Path) -> None:
    """Labels beyond the terminal's encoding do not stop the answer; JSON stays JSON."""
    path = tmp_path / "wide.nfg"
    path.write_text('NFG 1 R "Türkiye ≥ Київ" { "Türkiye" } { 1 } 1', encoding="utf-8")
    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    for extra in ([], ["--json"]):
        done = subprocess.run(
            [*COMMAND, "nash", str(path), *extra], capture_output=True, check=False, timeout=60, env=surroundings
        )
        assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["players"] == ["Türkiye"]
    missing = tmp_path / "Київ.nfg"
    done = subprocess.run(
        [*COMMAND, "nash", str(missing)], capture_output=True, check=False, timeout=60, env=surroundings
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
