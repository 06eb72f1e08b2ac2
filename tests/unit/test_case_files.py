"""Where a case may come from, and what is refused there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bargain.case import READINGS, case_from_bytes, read_case, shipped_cases
from bargain.case.case import Case
from bargain.errors import BargainError, CaseError
from strategies_case import CLAIMS, FILES, FOLDER, WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the invented case that a test may break."""
    return Path(shutil.copytree(FOLDER, tmp_path / "tessa-river"))


def test_a_folder_and_one_file_hold_the_same_case(tmp_path: Path) -> None:
    """The layout of the files makes no difference to the value."""
    path = tmp_path / "whole.toml"
    path.write_text(WHOLE, "utf-8")
    assert read_case(path) == read_case(FOLDER) == read_case(str(FOLDER))


def test_a_shipped_case_is_found_by_name() -> None:
    """Every case that comes with the package loads by its name, which is its id."""
    names = list(shipped_cases())
    assert "russia-turkey-2022" in names
    for name in names:
        assert read_case(name).id == name


def test_a_subclass_can_be_asked_for() -> None:
    """`kind` is the class of the value; its digest is that of the content."""

    class Coded(Case):
        """A case with more to say."""

        __slots__ = ()

    coded = read_case(FOLDER, Coded)
    assert type(coded) is Coded
    assert coded.digest == read_case(FOLDER).digest


@pytest.mark.parametrize("name", ["russia-turky-2022", "no/such/folder", "a\0b", "x" * 10_000, ""])
def test_an_unknown_name_lists_those_that_exist(name: str) -> None:
    """What is neither a path nor a name is refused in one short message."""
    with pytest.raises(CaseError) as caught:
        read_case(name or "nowhere")
    assert "no such file or folder" in caught.value.message
    assert "russia-turkey-2022" in caught.value.remedy
    assert len(str(caught.value)) < 500


def test_other_files_in_the_folder_are_not_looked_at(folder: Path) -> None:
    """Notes, hidden files, editors' copies and subfolders are left alone."""
    for name in ("notes.md", ".hidden.toml", "2-claims.toml~", "data.json"):
        (folder / name).write_bytes(b"\xff[[")
    (folder / "old").mkdir()
    (folder / "old" / "claims.toml").write_text("[[")
    assert read_case(folder) == read_case(FOLDER)


def _empty(folder: Path) -> None:
    for path in folder.glob("*.toml"):
        path.unlink()


def _link(folder: Path) -> None:
    (folder / CLAIMS).rename(folder / "elsewhere")
    (folder / CLAIMS).symlink_to(folder / "elsewhere")


def _subfolder(folder: Path) -> None:
    (folder / "x.toml").mkdir()


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "x.toml")


def _large(folder: Path) -> None:
    (folder / "x.toml").write_bytes(b"#" * ((1 << 20) + 1))


def _large_together(folder: Path) -> None:
    for n in range(5):
        (folder / f"x{n}.toml").write_bytes(b"#" * (1 << 20))


def _many(folder: Path) -> None:
    for n in range(60):
        (folder / f"x{n}.toml").touch()


def _many_entries(folder: Path) -> None:
    (folder / "x.toml").write_text('[[claim]]\nid = "c1"\n' * 2_000)


_OFFSET = FILES[CLAIMS].encode().index(b"electricity")
_LINE = FILES[CLAIMS][: FILES[CLAIMS].index("electricity")].count("\n") + 1


def _wrong_encoding(folder: Path) -> None:
    path = folder / CLAIMS
    path.write_bytes(path.read_bytes().replace(b"electricity", b"\xe9lectricity", 1))


def _other_encoding(folder: Path) -> None:
    path = folder / CLAIMS
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))


def _table_twice(folder: Path) -> None:
    (folder / "x.toml").write_text('[case]\nid = "x"\n')


@pytest.mark.parametrize(
    ("damage", "file", "says"),
    [
        (_empty, "", "no file of the folder ends in .toml; a case is TOML files"),
        (_link, CLAIMS, "a symbolic link in the folder of a case; put the file itself there"),
        (_subfolder, "x.toml", "not a regular file; a case is TOML files in one folder, or one file"),
        (_pipe, "x.toml", "not a regular file"),
        (_large, "x.toml", "more than 1 MiB; split the case"),
        (_large_together, "", "hold more than 4 MiB; split it"),
        (_many, "", "67 files that end in .toml; use at most 64"),
        (_many_entries, "x.toml, line 1, [claim]", "2,027 entries in one table; use at most 2,000"),
        (_wrong_encoding, f"{CLAIMS}, line {_LINE}", f"byte 0xE9 at offset {_OFFSET} is not UTF-8; save the file"),
        (_other_encoding, f"{CLAIMS}, line 1", "byte 0xFF at offset 0 is not UTF-8; save the file"),
        (_table_twice, "x.toml, line 1, [case]", "[case] stands in"),
    ],
    ids=lambda value: getattr(value, "__name__", "").strip("_"),
)
def test_what_cannot_be_a_case_is_refused(folder: Path, damage: Callable[[Path], None], file: str, says: str) -> None:
    """One message names the file, what was found there, and what would be right."""
    damage(folder)
    with pytest.raises(CaseError) as caught:
        read_case(folder)
    place = (folder / file).as_posix() if file else folder.as_posix()
    assert str(caught.value).startswith(f"{place}: "), str(caught.value)
    assert says in str(caught.value)


def test_a_file_that_is_one_pipe_is_refused(tmp_path: Path) -> None:
    """A path that names something other than a file or folder is not read."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CaseError, match="not a regular file"):
        read_case(tmp_path / "pipe")


def test_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    """Files from another platform give the same value and digest."""
    windows = case_from_bytes(
        (name, b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) for name, text in FILES.items()
    )
    assert windows == read_case(FOLDER)
    assert windows.digest == read_case(FOLDER).digest


def test_the_readings_are_ordered_from_the_text_outwards() -> None:
    """Results are given on stated claims, then with inferred, then with assumed ones."""
    assert READINGS == ("stated", "inferred", "assumed")


def test_errors_of_the_loader_are_errors_of_bargain() -> None:
    """One class catches all."""
    with pytest.raises(BargainError):
        case_from_bytes([("empty.toml", b"")])
