"""The .nfg reader on files as people write them, and the places its errors name."""

from __future__ import annotations

from fractions import Fraction
from time import perf_counter
from typing import TYPE_CHECKING

import pytest

from bargain.errors import FormatError, ParametricGameError
from bargain.exact import parse_affine
from bargain.games import NormalFormGame, parse_nfg, read_nfg, write_nfg, write_nfg_outcomes

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'NFG 1 R "t" { "A" "B" } '
PAIRS = '{ { "1" "2" } { "1" "2" } } ""\n'


def column(game: NormalFormGame, player: int) -> list[str]:
    return [str(v) for v in game.payoffs[player]]


def test_payoff_version_in_the_layout_of_the_manual() -> None:
    """Three by two, one payoff pair per profile, the first player's action fastest."""
    game = parse_nfg("""NFG 1 R "Three by two" { "Player 1" "Player 2" }

{ { "a" "b" "c" }
{ "x" "y" }
}
""

1 10 2 20 3 30 4 40 5 50 6 60""")
    assert game.actions == (("a", "b", "c"), ("x", "y"))
    assert column(game, 0) == ["1", "4", "2", "5", "3", "6"]
    assert column(game, 1) == ["10", "40", "20", "50", "30", "60"]


def test_outcome_version_with_no_outcome_and_shared_outcomes() -> None:
    """Number 0 gives zeros, a number used twice gives the same payoffs, commas are optional."""
    game = parse_nfg(HEAD + PAIRS + '{ { "" 1, 2 } { "won \\"all\\"" -1/2 .5 } } 0 1 2 1')
    assert column(game, 0) == ["0", "-1/2", "1", "1"]
    assert column(game, 1) == ["0", "1/2", "2", "2"]


def test_no_outcomes_at_all() -> None:
    """An empty block with zeros is the zero game."""
    assert set(parse_nfg(HEAD + PAIRS + "{ } 0 0 0 0").payoffs) == {(Fraction(0),) * 4}


def test_counts_make_numbered_actions_and_the_comment_is_optional() -> None:
    """Actions given as counts are called 1, 2, …; a comment may stand before the payoffs."""
    with_comment = parse_nfg('NFG 1 R "t" { "A" "B" } { 2 1 } "a\nlong comment" 1 2 3 4')
    assert with_comment == parse_nfg('NFG 1 D "t" { "A" "B" } { 2 1 } 1 2 3 4')
    assert with_comment.actions == (("1", "2"), ("1",))


@pytest.mark.parametrize(
    ("text", "value"),
    [("1/3", "1/3"), ("-.5", "-1/2"), ("+2", "2"), ("5.", "5"), ("1e-2", "1/100"), ("2.50E1", "25"), ("0/7", "0")],
)
def test_numbers_are_exact(text: str, value: str) -> None:
    """Quotients, decimals and exponents are read without rounding."""
    assert column(parse_nfg(f'NFG 1 R "" {{ "A" }} {{ 1 }} {text}'), 0) == [value]


@pytest.mark.parametrize(
    ("labels", "usable"),
    [
        ('"a" "a"', ("a_1", "a_2")),
        ('"" ""', ("_1", "_2")),
        ('"" "b"', ("_1", "b")),
        ('"a" "a_1" "a"', ("a_2", "a_1", "a_3")),
        ('" a" "a "', (" a", "a ")),
    ],
)
def test_labels_are_made_usable_in_the_order_of_the_file(labels: str, usable: tuple[str, ...]) -> None:
    """Repeated and empty labels are numbered, numbers in use are skipped; nothing is reordered."""
    game = parse_nfg(f'NFG 1 R "" {{ "A" }} {{ {{ {labels} }} }} ' + " ".join("1" for _ in usable))
    assert game.actions[0] == usable


def test_players_with_one_name_are_told_apart() -> None:
    """Repeated player names are numbered too."""
    assert parse_nfg('NFG 1 R "" { "A" "A" } { 1 1 } 1 2').players == ("A_1", "A_2")


def test_four_players() -> None:
    """With four players of two actions, profile (1,0,0,0) is the second in the file."""
    numbers = " ".join(str(k) for k in range(64))
    game = parse_nfg('NFG 1 R "" { "A" "B" "C" "D" } { 2 2 2 2 } ' + numbers)
    assert [game.payoff(p, (1, 0, 0, 0)) for p in range(4)] == [4, 5, 6, 7]
    assert game.payoff(0, (0, 0, 0, 1)) == 32


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: the end of the file where 'NFG' must stand"),
        ("EFG 2 R", "line 1, column 1: 'EFG' where 'NFG' must stand; is this a strategic game file?"),
        ("NFG 2 R", "line 1, column 5: '2' where version 1 must stand"),
        ("NFG 1 X", "line 1, column 7: 'X' where 'R' must stand"),
        ("NFG 1 R title", "line 1, column 9: 'title' where the title in quotation marks must stand"),
        ('NFG 1 R "t" { A }', "column 15: 'A' where a player's name in quotation marks, or '}', must stand"),
        ('NFG 1 R "t" { }', "0 players; a game has 1 to 100"),
        (HEAD + "{ 2 }", "column 29: '}' where the actions of 'B', as a count or in braces, must stand"),
        (HEAD + "{ 2 2 2 }", "column 31: '2' where '}' after the actions of 2 players must stand"),
        (HEAD + "{ 2 0 }", "column 29: no action for 'B'; give at least one"),
        (HEAD + "{ 2 -1 }", "'-1' where the actions of 'B'"),
        (HEAD + '{ 2 { "a", "b" } }', "column 34: ',' where an action's label in quotation marks, or '}', must"),
        (HEAD + "{ 2 1 }\n1 2 x 4", "line 2, column 5: 'x' where payoff 3 of 4 must stand"),
        (HEAD + "{ 2 1 }\n1, 2, 3, 4", "line 2, column 2: ',' where payoff 2 of 4 must stand"),
        (HEAD + "{ 2 1 } 1 2 3", "the end of the file where payoff 4 of 4 must stand"),
        (HEAD + "{ 2 1 } 1 2 3 4 5", "column 41: '5' after the last entry of the game; remove it"),
        (HEAD + '{ 2 1 } 1 2 3 4 "junk"', "label 'junk' after the last entry of the game"),
        (HEAD + "{ 2 1 } 1 2 3 1/0", "column 39: payoff: '1/0' has denominator 0"),
        (HEAD + "{ 2 1 } 1 2 3 nan", "'nan' where payoff 4 of 4 must stand"),
        (HEAD + "{ 2 1 } 1 2 3 1e999", "exponent of '1e999' is beyond 400"),
        (HEAD + "{ 2 1 } 1 2 3 " + "9" * 500, "column 39: a word of 500 characters; numbers have at most 400"),
        (HEAD + '{ 2 1 } "never closed', "column 33: a label is not closed"),
        (HEAD + "{ 1000 1000 } 1", "column 32: too large a game; at most 1,000,000 payoffs are read"),
        (HEAD + PAIRS + "{ { 1 2 } } 1 1 1 1", "'1' where the outcome's name in quotation marks must stand"),
        (HEAD + PAIRS + '{ { "" 1 } } 1 1 1 1', "'}' where the payoff of 'B' in outcome 1 must stand"),
        (HEAD + PAIRS + '{ { "" 1 2 3 } } 1', "'3' where '}' after the 2 payoffs of outcome 1 must stand"),
        (HEAD + PAIRS + '{ { "" 1 2 } }\n1 1 2 1', "line 3, column 5: outcome 2 is not in the block; give 0 to 1"),
        (HEAD + PAIRS + '{ { "" 1 2 } }\n1 1 -1 1', "'-1' where outcome number 3 of 4 must stand"),
        (HEAD + PAIRS + '{ { "" 1 2 } }\n1 1', "the end of the file where outcome number 3 of 4 must stand"),
    ],
)
def test_errors_name_the_place_and_what_must_stand_there(text: str, message: str) -> None:
    """Every fault is a FormatError with line, column, what was found and what would be right."""
    with pytest.raises(FormatError) as fault:
        parse_nfg(text)
    assert message in str(fault.value)


def test_reads_files_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    """UTF-8 with and without the mark gives the same game, labels beyond ASCII included."""
    text = 'NFG 1 R "Çanakkale" { "Türkiye" } { 2 }\r\n1 2\r\n'
    for name, encoding in (("plain.nfg", "utf-8"), ("marked.nfg", "utf-8-sig")):
        (tmp_path / name).write_text(text, encoding=encoding)
        assert read_nfg(tmp_path / name) == parse_nfg(text)


def test_file_faults_name_the_file(tmp_path: Path) -> None:
    """A missing file, a folder, another encoding and a huge file each get one clear message."""
    latin = tmp_path / "latin.nfg"
    latin.write_bytes('NFG 1 R "t"\n{ "Türkiye" } { 1 } 1'.encode("latin-1"))
    with pytest.raises(FormatError, match=r"latin\.nfg, line 2, column 5: byte 0xfc is not UTF-8; save the file in"):
        read_nfg(latin)
    with pytest.raises(FormatError, match=r"none\.nfg: cannot be read: No such file"):
        read_nfg(tmp_path / "none.nfg")
    with pytest.raises(FormatError, match=r"cannot be read: Is a directory"):
        read_nfg(tmp_path)
    huge = tmp_path / "huge.nfg"
    with huge.open("wb") as stream:
        stream.truncate(40 * 2**20)
    with pytest.raises(FormatError, match=r"huge\.nfg: more than 33,554,432 bytes"):
        read_nfg(huge)


@pytest.mark.parametrize("text", ["{" * 300_000, HEAD + '"' + '\\"' * 300_000, "NFG 1 R " + "9" * 600_000 + "x"])
def test_hostile_text_is_refused_quickly(text: str) -> None:
    """Unclosed labels, endless digits and nests cost one pass."""
    start = perf_counter()
    with pytest.raises(FormatError):
        parse_nfg(text)
    assert perf_counter() - start < 2


def test_what_the_format_cannot_hold_is_not_written() -> None:
    """Open stakes, labels ending in a backslash and endless payoffs are refused, not garbled."""
    stakes = NormalFormGame.from_table("t", ("A",), (("x",),), [(parse_affine("b - c"),)])
    slash = NormalFormGame.from_table("t", ("A",), (("x\\",),), [(1,)])
    long = NormalFormGame.from_table("t", ("A",), (("x",),), [(Fraction(10) ** 500,)])
    for write in (write_nfg, write_nfg_outcomes):
        with pytest.raises(ParametricGameError, match="open stakes: b, c"):
            write(stakes)
        with pytest.raises(FormatError, match="ends in a backslash"):
            write(slash)
        with pytest.raises(FormatError, match="a payoff of 501 characters"):
            write(long)
