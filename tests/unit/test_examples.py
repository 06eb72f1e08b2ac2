"""Every example runs and prints, byte for byte, what is kept beside it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = sorted(EXAMPLES.glob("[0-9]*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_prints_what_is_expected(script: Path, tmp_path: Path) -> None:
    """An example is deterministic, needs no particular folder, writes nothing and says nothing on stderr."""
    done = subprocess.run(
        [sys.executable, "-W", "error", str(script)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONHASHSEED": "random", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (EXAMPLES / "expected" / f"{script.stem}.txt").read_text("utf-8")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_opens_with_question_cost_and_lesson(script: Path) -> None:
    """The head of an example asks one question, says how to run it and what it costs, and what it shows."""
    head = ast.get_docstring(ast.parse(script.read_text("utf-8"))) or ""
    first, *rest = head.splitlines()
    assert first.endswith("?")
    assert f"Run     python examples/{script.name}" in head
    assert any(line.startswith("Shows") for line in rest)


def test_nothing_is_expected_of_a_script_that_is_gone() -> None:
    """Scripts and expected outputs come in pairs."""
    assert {p.stem for p in (EXAMPLES / "expected").glob("*.txt")} == {p.stem for p in SCRIPTS}
