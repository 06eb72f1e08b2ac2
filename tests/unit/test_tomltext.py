"""TOML from strangers ends in one error with its place, whichever reader it meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bargain.bargaining import parse_packages
from bargain.case.documents import parse
from bargain.cli import main
from bargain.errors import BargainError, FormatError
from bargain.games.offers_file import parse_offers
from bargain.tomltext import file_bytes, parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = {
    "deep brackets": (b"a = 1\nx = " + b"[" * 50_000 + b"]" * 50_000, "line 2: brackets nested more than 16 deep"),
    "long key": (b".".join([b"a"] * 20_000) + b" = 1", "line 1: a key of more than 16 parts"),
    "long integer": (b"x = " + b"9" * 5_000, "line 1: a word or number of 5,000 characters"),
    "long hexadecimal": (b"x = 0x" + b"f" * 90_000, "line 1: a word or number of 90,002 characters"),
    "no such date": (b"x = 2020-13-45", "not TOML"),
    "another encoding": ("x = 'Ödön'".encode("latin-1"), "byte 0xD6 at offset 5 is not UTF-8"),
    "unclosed": (b"title = [", "not TOML"),
    "twice": (b"x = 1\nx = 2", "not TOML: cannot overwrite a value in 'x = 2'"),
}
READERS: dict[str, Callable[[bytes], object]] = {
    "offers": lambda raw: parse_offers(raw, file="f.toml"),
    "packages": lambda raw: parse_packages(raw, file="f.toml"),
    "case": lambda raw: parse("f.toml", raw),
    "bare": lambda raw: parse_toml(raw, name="f.toml"),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_text_is_one_error_with_its_place(kind: str, reader: str) -> None:
    """No reader hands on what the parser or Python would raise."""
    raw, words = HOSTILE[kind]
    with pytest.raises(BargainError) as caught:
        READERS[reader](raw)
    assert words in str(caught.value)
    assert str(caught.value).startswith("f.toml")
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("command", ["frontier", "linkage", "offers", "check"])
@pytest.mark.parametrize("kind", HOSTILE)
def test_commands_say_it_in_one_line(
    command: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command that reads TOML ends with 1 and the message."""
    path = tmp_path / "bad.toml"
    path.write_bytes(HOSTILE[kind][0])
    assert main([command, str(path)]) == 1
    said = capsys.readouterr().err
    assert HOSTILE[kind][1] in said
    assert "Traceback" not in said


def test_a_file_is_read_within_its_bound(tmp_path: Path) -> None:
    """A larger file, an absent one, a folder and an impossible name are told apart from a good one."""
    path = tmp_path / "ten.toml"
    path.write_bytes(b"x = 12345\n")
    assert file_bytes(path, most=10, wanted="a small file") == b"x = 12345\n"
    with pytest.raises(FormatError, match=r"ten\.toml: a file of more than 9 bytes; a small file"):
        file_bytes(path, most=9, wanted="a small file")
    for wrong in (tmp_path, tmp_path / "none.toml", "a\0b"):
        with pytest.raises(FormatError, match="cannot be read"):
            file_bytes(wrong, most=9, wanted="a small file")


def test_expressions_of_a_package_file_name_their_key() -> None:
    """A formula that names no stake says in which table it stands."""
    text = """
        actors = ["R", "T"]
        stakes = ["s"]
        disagreement = {R = 0, T = 0}
        [[issue]]
        name = "gas"
        levels = ["no", "yes"]
        [payoffs.R]
        gas = [0, "1 - z"]
        [payoffs.T]
        gas = [0, "s"]
    """
    with pytest.raises(FormatError, match=r"f\.toml, \[payoffs\.R\], key 'gas': .*'z'"):
        parse_packages(text, file="f.toml")
