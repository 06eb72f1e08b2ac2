"""The .efg reader on files as people write them, and the places its errors name; nash on trees."""

from __future__ import annotations

import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bargain.cli import main
from bargain.errors import FormatError, ParametricGameError, RefusedError
from bargain.games import (
    CHANCE,
    TreeBuilder,
    game_tree,
    move,
    outcome,
    parse_efg,
    read_efg,
    read_efg_stream,
    reduced_normal_form,
    write_efg,
)

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'EFG 2 R "t" { "A" "B" } '
# The layout and the oddities of Gambit's own files: a prefix of chance moves, names in brackets, everything
# given again at every node, an outcome on the way, decimals that begin with a point.
BAYES = r"""EFG 2 R "Two types, \"short\" form" { "Player 1" "Player 2" }
"A note
over two lines"

c "ROOT" 1 "(0,1)" { "1G" 0.500000 "1B" 0.500000 } 0
c "" 2 "(0,2)" { "2g" .5 "2b" 5e-1 } 0
p "" 1 1 "(1,1)" { "H" "L" } 0
p "" 2 1 "(2,1)" { "h" "l" } 1 "paid, at once" { 10, 2 }
t "" 2 "Outcome 2" { 0.80 10 }
t "" 1 "paid, at once" { 10, 2 }
p "" 2 1 "(2,1)" { "h" "l" } 0
t "" 3 "Outcome 3" { -2/3, 4.000000 }
t "" 2
p "" 1 1 "(1,1)" { "H" "L" } 0
t "" 0
t "" 1
p "" 2 2 { "h" "l" } 0
t "" 1
t "" 4 { 1 1 }
"""


def test_gambits_own_layout() -> None:
    """All of it is read: labels, numbers, sets without names, outcomes used again, payoffs on the way."""
    game = parse_efg(BAYES)
    assert (game.title, game.comment) == ('Two types, "short" form', "A note\nover two lines")
    assert [(s.player, s.number, s.label) for s in game.infosets] == [
        (CHANCE, 1, "(0,1)"),
        (CHANCE, 2, "(0,2)"),
        (0, 1, "(1,1)"),
        (1, 1, "(2,1)"),
        (1, 2, ""),
    ]
    assert game.infosets[1].probabilities == (Fraction(1, 2), Fraction(1, 2))
    assert [o.label for o in game.outcomes] == ["paid, at once", "Outcome 2", "Outcome 3", ""]
    totals = {game.path(n): game.totals[n] for n in game.terminals}
    assert totals["1G", "2g", "H", "h"] == (Fraction(54, 5), 12)
    assert totals["1G", "2g", "H", "l"] == (20, 4)
    assert totals["1G", "2b", "H"] == (0, 0)
    assert [game.key_of(k) for k in range(5)] == ["(0,1)", "(0,2)", "(1,1)", "(2,1)", "2"]
    assert parse_efg(write_efg(game)) == game


def test_a_game_of_chance_alone_and_no_game_at_all() -> None:
    """A prefix of chance moves may be the whole file, and one end too."""
    toss = parse_efg('EFG 2 R "" { "A" } c "" 7 { "h" 1/3 "t" 2/3 } 0 t "" 9 "" { 3 } t "" 0')
    assert (toss.infosets[0].number, toss.outcomes[0].number) == (7, 9)
    assert toss.expected((toss.infosets[0].probabilities,)) == (1,)
    assert parse_efg('EFG 2 D "" { "A" } t "over" 0').labels == ("over",)


def test_outcomes_may_be_used_before_their_payoffs() -> None:
    """The payoffs of a number may stand at a later node."""
    game = parse_efg(HEAD + 'p "" 1 1 { "x" "y" } 0 t "" 5 t "" 5 "late" { 1 2 }')
    assert [(o.number, o.label, o.payoffs) for o in game.outcomes] == [(5, "late", (1, 2))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: the end of the file where 'EFG' must stand; is this a game tree's file?"),
        ("NFG 1 R", "line 1, column 1: 'NFG' where 'EFG' must stand"),
        ("EFG 1 R", "line 1, column 5: '1' where version 2 must stand"),
        ("EFG 2 X", "line 1, column 7: 'X' where 'R' must stand"),
        ('EFG 2 R "t" { }', "line 1, column 13: 0 players; a game has 1 to 100"),
        (HEAD, "the end of the file where the first node must stand; it begins with c, p or t"),
        (HEAD + "x", "column 25: 'x' where the first node must stand"),
        (HEAD + "p 1", "column 27: '1' where the node's name in quotation marks must stand"),
        (HEAD + '\np "" 3 1', "line 2, column 6: player 3 does not exist; give 1 to 2"),
        (HEAD + '\np "" 1 0', "line 2, column 8: information set 0; count them from 1"),
        (HEAD + '\np "" 1 -1', "line 2, column 8: '-1' where the number of the information set must stand"),
        (HEAD + '\np "" 1 4 0', "line 2, column 8: information set 4 of 'A' has no actions yet"),
        (HEAD + '\np "" 1 1 "" { } 0', "line 2, column 15: a move without actions"),
        (HEAD + '\np "" 1 1 "" { "x", "y" } 0', "line 2, column 18: ',' where an action's label in quotation"),
        (HEAD + '\nc "" 1 "" { "x" "y" } 0', "line 2, column 17: label 'y' where the probability of 'x' must stand"),
        (HEAD + '\nc "" 1 "" { "x" 1/2 "y" 1/3 } 0', "line 2, column 13: the probabilities sum to 5/6; let them sum"),
        (HEAD + '\nc "" 1 "" { "x" 2 "y" -1 } 0', "line 2, column 13: probability -1 of 'y'; a probability is 0"),
        (HEAD + '\nc "" 1 "" { "x" 1/0 } 0', "line 2, column 17: probability: '1/0' has denominator 0"),
        (HEAD + '\np "" 1 1 "" { "x" } t', "line 2, column 21: 't' where the number of the outcome, or 0 for none,"),
        (HEAD + '\nt "" 1 "" { 1 }', "line 2, column 15: '}' where the payoff of 'B' in outcome 1 must stand"),
        (HEAD + '\nt "" 1 "" { 1 2 3 }', "line 2, column 17: '3' where '}' after the 2 payoffs of outcome 1 must"),
        (HEAD + '\nt "" 8', "line 2, column 6: outcome 8 has no payoffs anywhere; give them at its first node"),
        (HEAD + '\nt "" 0 t "" 0', "line 2, column 8: 't' after the last node of the tree; remove it"),
        (
            HEAD + 'p "" 1 1 { "x" "" } 0 t "" 0\n',
            "line 2, column 1: the end of the file where the node after 'action 2'",
        ),
        (
            HEAD + 'p "" 1 1 { "x" } 0\np "" 1 1 0 t "" 0',
            "line 2, column 1: information set 1 of 'A' stands twice on one path (absent-mindedness)",
        ),
        (
            HEAD + 'p "" 1 1 { "x" "y" } 0\np "" 2 1 { "l" } 0 t "" 0\np "" 2 1 { "r" } 0 t "" 0',
            "line 3, column 10: information set 1 of 'B' has actions ['r'], before ['l']; give it another number",
        ),
        (
            HEAD + 'p "" 1 1 { "x" "y" } 0\np "" 2 1 "h" { "l" } 0 t "" 0\np "" 2 1 "k" 0 t "" 0',
            "line 3, column 8: information set 1 of 'B' is called 'k' here and 'h' before",
        ),
        (
            HEAD + 'p "" 1 1 { "l" "r" } 0\nc "" 1 { "x" 1 "y" 0 } 0 t "" 0 t "" 0\nc "" 1 { "x" 0 "y" 1 } 0',
            "line 3, column 8: information set 1 of chance has other probabilities than before",
        ),
        (
            HEAD + 'p "" 1 1 { "x" "y" } 0 t "" 1 "" { 1 2 }\nt "" 1 "" { 1 3 }',
            "line 2, column 11: outcome 1 has other payoffs than before; give it another number",
        ),
        (
            HEAD + 'p "" 1 1 { "x" "y" } 0 t "" 1 "a" { 1 2 }\nt "" 1 "b"',
            "line 2, column 6: outcome 1 is called 'b' here and 'a' before",
        ),
        (HEAD + 't "never closed', "a label is not closed; end it with a quotation mark"),
    ],
)
def test_errors_name_the_place_and_what_must_stand_there(text: str, message: str) -> None:
    """Every fault is a FormatError with line, column, what was found and what would be right."""
    with pytest.raises(FormatError) as fault:
        parse_efg(text, file="t.efg")
    assert str(fault.value).startswith("t.efg, line ")
    assert message in str(fault.value)


def test_what_the_format_cannot_hold_is_not_written() -> None:
    """Open names, labels ending in a backslash and endless numbers are refused, not garbled."""
    with pytest.raises(ParametricGameError, match="open stakes: b"):
        write_efg(game_tree("t", ("A",), outcome("b")))
    with pytest.raises(FormatError, match="ends in a backslash"):
        write_efg(game_tree("t", ("A",), move("A", {"x\\": outcome(0)})))
    with pytest.raises(FormatError, match="a payoff of 501 characters"):
        write_efg(game_tree("t", ("A",), outcome(Fraction(10) ** 500)))


def test_deep_files_and_hostile_ones(tmp_path: Path) -> None:
    """A path of 5,000 moves is read and written; files that are too large or not text are refused."""
    b = TreeBuilder("deep", ("A",))
    node = b.root
    for k in range(5_000):
        stop, node = b.move(node, "A", ("stop", "go"))
        b.outcome(stop, (k % 2,))
    b.outcome(node, (0,))
    game = b.build()
    path = tmp_path / "deep.efg"
    path.write_text(write_efg(game), encoding="utf-8")
    assert read_efg(path) == game
    with pytest.raises(FormatError, match=r"none\.efg: cannot be read: .*; give a readable \.efg file"):
        read_efg(tmp_path / "none.efg")
    with pytest.raises(FormatError, match=r"stdin, line 1, column 10: byte 0xfc is not UTF-8"):
        read_efg_stream(io.BytesIO(b'EFG 2 R "\xfc"'), file="stdin")


def test_the_reduced_form_of_signals_reads_well() -> None:
    """Where information sets have names a strategy says what is done where; out of reach it says nothing."""
    text = HEAD + 'c "" 1 { "h" 1/2 "l" 1/2 } 0 p "" 1 1 "high" { "x" "y" } 0 t "" 0 p "" 1 3 "later" { "u" "v" } 0 '
    form = reduced_normal_form(parse_efg(text + 't "" 0 t "" 0 p "" 1 2 "low" { "x" "y" } 0 t "" 0 t "" 0'))
    assert form.game.actions == (
        (
            "high: x / low: x",
            "high: x / low: y",
            "high: y / later: u / low: x",
            "high: y / later: u / low: y",
            "high: y / later: v / low: x",
            "high: y / later: v / low: y",
        ),
        ("no move",),
    )


def test_odd_labels_still_make_a_normal_form() -> None:
    """Repeated and empty labels of players and actions are told apart."""
    text = 'EFG 2 R "" { "" "" } p "" 1 1 { "" "" } 0 p "" 2 1 { "a" "a" } 0 t "" 0 t "" 0 p "" 2 2 { "a" "a" } 0 '
    game = reduced_normal_form(parse_efg(text + 't "" 0 t "" 0')).game
    assert (game.players, game.actions) == (("[1]", "[2]"), (("1", "2"), ("1 / 1", "1 / 2", "2 / 1", "2 / 2")))


def test_what_would_not_finish_is_refused_with_its_size() -> None:
    """Fifty binary sets make 2^50 strategies: counted, not made; a limit of one's own is kept."""
    b = TreeBuilder("wide", ("A", "B"))
    for k, node in enumerate(b.move(b.root, "A", tuple(f"n{k}" for k in range(50)))):
        for j, end in enumerate(b.move(node, "B", ("l", "r"))):
            b.outcome(end, (k, j))
    wide = b.build()
    with pytest.raises(RefusedError, match="50 × about 10\\^15 profiles, about 10\\^17 payoffs in all, over the limit"):
        reduced_normal_form(wide)
    toy = game_tree("t", ("A",), move("A", {"x": outcome(0), "y": outcome(1)}))
    with pytest.raises(RefusedError, match="2 profiles, 2 payoffs in all, over the limit of 1; solve the tree itself"):
        reduced_normal_form(toy, limit=1)


def test_nash_solves_trees(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`bargain nash FILE.efg` and standard input give the equilibria of the reduced normal form."""
    text = 'EFG 2 R "Entry" { "E" "I" } p "" 1 1 { "out" "in" } 0 t "" 1 { 0 2 } '
    text += 'p "" 2 1 { "fight" "yield" } 0 t "" 2 { -1 -1 } t "" 3 { 1 1 }'
    path = tmp_path / "entry.efg"
    path.write_text(text, encoding="utf-8")
    assert main(["nash", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["actions"] == [["out", "in"], ["fight", "yield"]]
    assert [e["payoffs"] for e in answer["equilibria"]] == [["0", "2"], ["0", "2"], ["1", "1"]]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["nash", "-", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == answer
    path.write_text(text[:-3], encoding="utf-8")
    assert main(["nash", str(path)]) == 1
    said = capsys.readouterr().err
    assert f"{path}, line 1, column {len(text) - 2}: the end of the file where the payoff of 'I'" in said
