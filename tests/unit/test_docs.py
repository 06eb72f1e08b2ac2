"""Every code block of the documentation runs, and says what it says it says.

python    with ``>>>``: a doctest; without: executed, and a ``text`` block that follows is what it prints.
console   lines that begin with ``$ bargain`` are run; what follows is their output (``...`` stands for any text).
sh        shown, not run; but each `make` target that it names exists.
toml, text and the like are data; one with a file name after its kind is put into that file.
The blocks of a page share one namespace and one folder, which holds the case files of the examples.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from bargain.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^(?P<fence>`{3,})(?P<kind>[^\n`]*)\n(?P<body>.*?)^(?P=fence)\s*$", re.MULTILINE | re.DOTALL)
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
KINDS = {"python", "console", "sh", "toml", "text", "json", "bibtex", ""}


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, the file it is shown as, its text and the line it starts on."""

    kind: str
    file: str
    body: str
    line: int


def _blocks(page: Path) -> list[Block]:
    """Return the fenced blocks of a page; directives such as ``{toctree}`` are not blocks."""
    text = page.read_text("utf-8")
    found = []
    for match in FENCE.finditer(text):
        kind, _, file = match["kind"].strip().partition(" ")
        found.append(Block(kind, file, match["body"], text[: match.start()].count("\n") + 2))
    return [block for block in found if not block.kind.startswith("{")]


def _doctest(block: Block, page: Path, names: dict[str, object]) -> None:
    """Run one session; names that it defines stay for the next."""
    test = doctest.DocTestParser().get_doctest(block.body, names, page.name, str(page), block.line)
    said = io.StringIO()
    results = doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=said.write, clear_globs=False)
    names.update(test.globs)
    assert results.failed == 0, said.getvalue()


def _execute(block: Block, page: Path, names: dict[str, object], expected: str | None) -> None:
    """Run a plain script and compare what it prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile("\n" * (block.line - 1) + block.body, str(page), "exec"), names)  # noqa: S102  our own pages
    if expected is not None:
        assert doctest.OutputChecker().check_output(expected, printed.getvalue(), OPTIONS), printed.getvalue()


def _console(block: Block) -> None:
    """Run each command of a console block, here, where a process of its own would spend its time on imports."""
    for part in re.split(r"^\$ ", block.body, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        words = shlex.split(command)
        assert words[0] == "bargain", command
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(words[1:])
        said = out.getvalue() + err.getvalue()
        assert (code != 0) == expected.startswith("bargain: "), said
        if expected.strip():
            assert doctest.OutputChecker().check_output(expected.strip() + "\n", said.strip() + "\n", OPTIONS), said


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_code_blocks_run(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a reader copies from a page works, in an empty folder, in the order of the page."""
    for case in (ROOT / "examples").glob("*.toml"):
        shutil.copy(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.setattr("bargain.cli.report._WORKERS", 0)  # figures are drawn here too
    names: dict[str, object] = {"__name__": "__main__"}
    blocks = _blocks(page)
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        assert block.kind in KINDS, f"{page.name}:{block.line}: a block of kind {block.kind!r} that no test knows"
        if block.file:
            (tmp_path / block.file).write_text(block.body, encoding="utf-8")
        elif block.kind == "python" and ">>>" in block.body:
            _doctest(block, page, names)
        elif block.kind == "python":
            _execute(block, page, names, after.body if after is not None and after.kind == "text" else None)
        elif block.kind == "console":
            _console(block)


def test_make_targets_that_pages_name_exist() -> None:
    """A command line of the pages is one that the Makefile knows."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE))
    named = {
        (page.name, name)
        for page in PAGES
        for name in re.findall(r"(?:^|`|&& )make ([a-z-]+)", page.read_text("utf-8"), flags=re.MULTILINE)
    }
    assert named
    assert {(page, name) for page, name in named if name not in targets} == set()


def test_links_between_pages_lead_somewhere() -> None:
    """Relative links of the README and of CONTRIBUTING name files that exist."""
    for page in PAGES[:2]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_reference_names_every_command_and_option() -> None:
    """The page on the command line has a section for each command, with each of its options."""
    import typer.main

    from bargain.cli.app import app

    page = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    sections = dict(re.findall(r"^## `bargain (\w+).*?`\n(.*?)(?=^## |\Z)", page, flags=re.MULTILINE | re.DOTALL))
    commands = typer.main.get_command(app).commands
    assert sorted(sections) == sorted(commands)
    for name, command in commands.items():
        options = {option for p in command.params for option in p.opts if option.startswith("--")} - {"--help"}
        assert {option for option in options if not re.search(rf"`{option}[ `]", sections[name])} == set(), name
