"""Results of subgame perfection as values: statuses, counts, words, plain data, the command."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bargain.cli import main
from bargain.errors import FormatError, GameError, NotCertifiedError, ParametricGameError, RefusedError
from bargain.games import chance, game_tree, move, outcome, write_efg
from bargain.games.tree import InfoSet, Outcome, TreeGame
from bargain.polyhedra import Polyhedron
from bargain.solve import Status, TreeSolution, spe, spe_regions, spe_thresholds
from bargain.solve.backward import backward_induction
from bargain.solve.spe_verify import verify_tree
from bargain.study import verify

if TYPE_CHECKING:
    from pathlib import Path


def _pennies(third: tuple[int, ...] = ()) -> object:
    """Return matching pennies, the second player blind; a bystander may earn something."""

    def reply(*values: int) -> object:
        pays = [outcome(v, -v, *third) for v in values]
        return move("B", {"h": pays[0], "t": pays[1]}, at="blind")

    return move("A", {"H": reply(1, -1), "T": reply(-1, 1)}, at="penny")


def _battle(ties: str = "") -> object:
    """Battle of the sexes with three equilibria; `ties` makes one player indifferent to everything."""
    table = {"xx": (2, 1), "xy": (0, 0), "yx": (0, 0), "yy": (1, 2)}
    if ties:
        table = {"xx": (1, 0), "xy": (1, 1), "yx": (1, 2), "yy": (1, 2)}
    return move(
        "A",
        {a: move("B", {b: outcome(*table[a + b]) for b in "xy"}, at="blind") for a in "xy"},
        at="first",
    )


def _chain(depth: int, payoff: int = 0) -> TreeGame:
    """Return a tree as deep as asked, all payoffs the same if 0, else better the longer it goes on."""
    nodes = range(depth)
    return TreeGame(
        title="chain",
        players=("A", "B"),
        parents=(-1, *(2 * (k // 2) for k in range(2 * depth))),
        moves=(-1, *(k % 2 for k in range(2 * depth))),
        children=_links(depth),
        sets=(*(x for k in nodes for x in (k, -1)), -1),
        placed=(*(x for k in nodes for x in (-1, k)), depth),
        labels=("",) * (2 * depth + 1),
        infosets=tuple(
            InfoSet(player=k % 2, label="", number=k // 2 + 1, actions=("take", "pass"), nodes=(2 * k,)) for k in nodes
        ),
        outcomes=tuple(
            Outcome(label="", number=k + 1, payoffs=(Fraction(payoff * k), Fraction(payoff * k)))
            for k in range(depth + 1)
        ),
    )


def _links(depth: int) -> tuple[tuple[int, ...], ...]:
    return (*(x for k in range(depth) for x in ((2 * k + 1, 2 * k + 2), ())), ())


def test_mixed_equilibrium_of_a_subgame_is_found_and_continued() -> None:
    """Pennies after entry are worth 0, so the entrant is indifferent at 0 and stays out at 1."""
    game = game_tree("Pennies", ("A", "B"), move("A", {"out": outcome(1, 0), "in": _pennies()}))
    found = spe(game).require(Status.EXACT)
    assert found.count == 1
    half = Fraction(1, 2)
    assert found[0].profile == ((1, 0), (half, half), (half, half))
    assert found.parts[0].solution.status is Status.EXACT


def test_every_equilibrium_of_a_subgame_is_continued() -> None:
    """Three equilibria inside, worth 2, 2/3 and 1: with 1 outside each has its own answer above, one two of them."""
    game = game_tree("Battle", ("A", "B"), move("A", {"out": outcome("3/2", 5), "in": _battle()}))
    found = spe(game).require(Status.EXACT)
    assert found.count == 3
    assert found.outcomes == ((2, 1), (Fraction(3, 2), 5))


def test_a_list_with_hidden_moves_says_when_it_is_cut() -> None:
    """Of three equilibria one, two or all are asked for."""
    game = game_tree("Battle", ("A", "B"), _battle())
    assert [(len(found), found.truncated, found.count) for found in (spe(game, limit=n) for n in (0, 1, 2, 3))] == [
        (0, True, 3),
        (1, True, 3),
        (2, True, 3),
        (3, False, 3),
    ]


def test_a_tie_above_hidden_moves_is_named_as_a_continuum() -> None:
    """Where payoffs vary over a continuum the status says at which subgame, by its path."""
    game = game_tree(
        "Tie", ("A", "B"), move("B", {"go": move("A", {"out": outcome(0, 1), "in": _pennies()}), "no": outcome(0, 0)})
    )
    found = spe(game)
    assert found.status is Status.EXACT_INCOMPLETE
    assert found.standing == "exact, incomplete: continuum at subgame 'go'"
    assert found.count is None
    assert found.outcomes == ((0, 1), (0, 0))
    assert repr(found).startswith("<subgame perfect of 'Tie': infinitely many equilibria, 3 extreme, exact, incomplete")


def test_ties_of_parts_that_are_alike_are_named_at_each_place() -> None:
    """One tie returns four times beside hidden moves: the first place is named, and the others are counted."""
    tied = move("B", {"left": outcome(-3, 1), "right": outcome(-2, 1)})
    game = game_tree(
        "alike", ("A", "B"), move("A", {"one": tied, "two": tied, "three": tied, "four": tied, "hidden": _pennies()})
    )
    found = spe(game)
    assert found.gap == "continuum at subgame 'one'"
    assert "at subgame 'one', 'two', 'three' and 1 more:" in found.reason


def test_a_continuum_inside_a_subgame_is_named() -> None:
    """A subgame of hidden moves in which one player is always indifferent."""
    game = game_tree("Flat", ("A", "B"), move("A", {"out": outcome(0, 0), "in": _battle("ties")}))
    found = spe(game)
    assert found.standing == "exact, incomplete: continuum at subgame 'in'"
    assert verify(found).ok


def test_a_continuum_with_constant_payoffs_is_no_gap() -> None:
    """Two identical actions: infinitely many equilibria, one outcome, status exact."""
    game = game_tree("Same", ("A", "B"), move("A", {"x": outcome(1, 1), "y": outcome(1, 1), "in": _pennies()}))
    found = spe(game)
    assert found.status is Status.EXACT
    assert found.count is None
    assert found.outcomes == ((1, 1),)
    assert "infinitely many" in found.reason


def test_sets_that_own_moves_exclude_are_free() -> None:
    """Ann's second set lies behind a move of hers that she does not make; either choice there is listed."""
    again = [move("A", {"l": outcome(-x, x), "r": outcome(x - 3, 0)}, at="again") for x in (1, 2)]
    blind = [
        move("B", {"u": again[0], "d": again[1]}, at="b"),
        move("B", {"u": outcome(5, 1), "d": outcome(5, 0)}, at="b"),
    ]
    game = game_tree("Free", ("A", "B"), move("A", {"risk": blind[0], "safe": blind[1]}, at="a"))
    found = spe(game)
    assert found.count is None
    assert [e.payoffs for e in found] == [(5, 1), (5, 1)]
    assert spe(game, pure=True).count == 2
    assert verify(found).ok
    assert verify(spe(game, pure=True)).completeness.startswith("re-derived")


def test_three_players_in_one_subgame_are_solved_in_pure_strategies() -> None:
    """A bystander who chooses nothing does not count; a third chooser does, and the reason says where."""
    players = ("A", "B", "C")
    bystander = game_tree("Two", players, move("A", {"out": outcome(1, 0, 0), "in": _pennies((7,))}))
    assert spe(bystander).status is Status.EXACT
    watch = [move("C", {"p": outcome(v, -v, 1), "q": outcome(v, -v, 0)}, at="c") for v in (1, -1, -1, 1)]
    inside = move(
        "A",
        {
            "H": move("B", {"h": watch[0], "t": watch[1]}, at="b"),
            "T": move("B", {"h": watch[2], "t": watch[3]}, at="b"),
        },
        at="a",
    )
    found = spe(game_tree("Three", players, move("A", {"out": outcome(1, 0, 0), "in": inside})))
    assert found.status is Status.EXACT_PURE_ONLY
    assert (found.count, len(found), found.outcomes) == (0, 0, ())
    assert "the subgame at 'in' has no pure equilibrium" in found.reason
    assert verify(found).completeness == "re-derived: all pure profiles tried"


def test_ties_that_agree_at_one_level_and_not_at_another_leave_a_gap() -> None:
    """Two battles: equilibria worth 2 to A are worth the same to B in both, those worth 1 are not."""

    def battle(last: int) -> object:
        table = {"xx": (2, 1), "xy": (0, 0), "yx": (0, 0), "yy": (1, last)}
        return move(
            "A",
            {a: move("B", {b: outcome(*table[a + b]) for b in "xy"}, at=f"blind {last}") for a in "xy"},
            at=f"battle {last}",
        )

    found = spe(game_tree("Two battles", ("A", "B"), move("A", {"one": battle(2), "other": battle(5)}, at="start")))
    assert found.standing == "exact, incomplete: continuum at subgame the root"
    assert found.count is None


def test_keys_without_labels_are_the_numbers_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sets numbered 7 and 3 in the file, one called 3: keys are 7 and 3, never places, and a number is no label."""
    text = (
        'EFG 2 R "Numbers" { "A" "2" } p "" 1 7 "" { "l" "3" } 0 '
        'p "" 1 3 "7" { "l" "l" } 0 t "" 1 "" { 1 0 } t "" 2 "" { 0 0 } '
        'p "" 2 9 "end" { "" "r" } 0 t "" 2 t "" 3 "" { 0 1 }'
    )
    (file := tmp_path / "numbers.efg").write_text(text, encoding="utf-8")
    assert main(["spe", str(file), "--json"]) == 0
    (only,) = json.loads(capsys.readouterr().out)["equilibria"]
    assert only["profile"] == {"A": {"7": {"l": "1"}, "3": {"1": "1"}}, "2": {"end": {"r": "1"}}}


def test_a_crowded_subgame_does_not_cost_the_others_their_mixed_equilibria() -> None:
    """Three who must agree on one branch, pennies on the other: the pennies are mixed, and the gap says where not."""
    players = ("A", "B", "C")

    def agree(*words: str) -> object:
        return outcome(1, 1, 1) if len(set(words)) == 1 else outcome(0, 0, 0)

    def third(a: str, b: str) -> object:
        return move("C", {c: agree(a, b, c) for c in "xy"}, at="c")

    council = move("A", {a: move("B", {b: third(a, b) for b in "xy"}, at="b") for a in "xy"}, at="a")
    half = Fraction(1, 2)
    game = game_tree("Council", players, move("C", {"council": council, "pennies": _pennies((half,))}, at="start"))
    found = spe(game)
    assert found.standing == "exact, incomplete: pure only at subgame 'council'"
    assert (found.count, found.outcomes) == (2, ((1, 1, 1),))
    after = sorted({game.sets[n] for n in range(game.children[0][1], len(game.parents))} - {-1})
    assert all({half} == set(e.profile[k]) for e in found for k in after)
    assert verify(found).ok
    alone = spe(game, pure=True)
    assert (alone.status, alone.count) == (Status.EXACT_PURE_ONLY, 0)


def test_counts_of_any_size_are_exact_and_survive_plain_data() -> None:
    """Thirteen thousand ties in a row: 2 to that power, written and read back, no recursion."""
    game = _chain(13_100)
    found = backward_induction(game, limit=0)
    assert found.count == 2**13_100
    assert found.truncated
    assert "about 10^3943 equilibria" in repr(found)
    assert TreeSolution.from_dict(json.loads(json.dumps(found.to_dict()))).count == found.count


def test_a_part_that_returns_is_counted_in_full_wherever_it_returns() -> None:
    """A subgame with more equilibria than a machine word holds, on three levels of one tree: all profiles count."""
    part = outcome(1, 1)
    for k in range(70):
        part = move("AB"[k % 2], {"stop": outcome(1, 1), "go": part})
    upper = move("A", {"again": part, "same": part, "end": outcome(1, 1)})
    found = spe(game_tree("often", ("A", "B"), move("B", {"now": part, "later": upper})))
    assert found.count == 2**70 * (2**140 * 3) * 2
    assert found.outcomes == ((1, 1),)
    assert verify_tree(found).ok


@pytest.mark.parametrize(
    ("first", "second", "payoffs", "chosen"),
    [
        (("?", (1, 3)), ("?", (3, 1)), (3, 1, 3), {}),
        (("B", "ab"), ("C", "ab"), (4, 0, 4), {1: 0, 2: 1}),
        (("B", "ab"), ("B", "ba"), (0, 4, 0), {1: 0, 2: 1}),
    ],
)
def test_parts_that_differ_in_odds_mover_or_order_are_told_apart(
    first: tuple[str, tuple[int, int] | str],
    second: tuple[str, tuple[int, int] | str],
    payoffs: tuple[int, ...],
    chosen: dict[int, int],
) -> None:
    """Two subgames with the same two ends, of which one thing differs: each is solved for itself."""
    ends = {"a": outcome(0, 4, 0), "b": outcome(4, 0, 4)}

    def part(who: str, how: tuple[int, int] | str) -> object:
        if who == "?":
            return chance({name: (Fraction(n, 4), ends[name]) for name, n in zip("ab", how, strict=True)})
        return move(who, {str(k): ends[name] for k, name in enumerate(how)})

    found = spe(game_tree("two", ("A", "B", "C"), move("A", {"x": part(*first), "y": part(*second)})))
    assert found.outcomes == (payoffs,)
    for e in found:
        assert {k: e.profile[k].index(Fraction(1)) for k in chosen} == chosen


def test_deep_trees_need_no_recursion() -> None:
    """Twenty thousand moves deep and nobody ever indifferent."""
    found = backward_induction(_chain(20_000, 1))
    assert found.status is Status.EXACT
    assert found.outcomes == ((20_000, 20_000),)


def test_plain_data_give_an_equal_result() -> None:
    """to_dict through JSON and back, parts included."""
    game = game_tree("Battle", ("A", "B"), move("A", {"out": outcome("3/2", 5), "in": _battle()}))
    for found in (spe(game), spe(game, limit=1), spe(game, pure=True)):
        assert TreeSolution.from_dict(json.loads(json.dumps(found.to_dict()))) == found


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("status",), "certain"),
        (("count",), "many"),
        (("equilibria",), 3),
        (("game", "sets"), [9]),
        (("game", "parents"), [5]),
    ],
)
def test_bad_plain_data_are_named(path: tuple[str, ...], value: object) -> None:
    """A part of another kind is refused with its path."""
    found = spe(game_tree("Toy", ("A",), move("A", {"x": outcome(1), "y": outcome(0)})))
    data = json.loads(json.dumps(found.to_dict()))
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises((FormatError, GameError), match=path[-1]):
        TreeSolution.from_dict(data)


def test_tables_and_citations() -> None:
    """Rows, tidy rows, LaTeX, BibTeX; require insists on the status."""
    found = spe(game_tree("Toy_1", ("A",), move("A", {"x": outcome(1), "y": outcome(1)})))
    assert [row[1] for row in found.table().rows] == ["x", "y"]
    assert len(found.tidy().rows) == 4
    assert "Toy\\_1" in found.to_latex()
    assert "selten1965" in found.cite()
    with pytest.raises(NotCertifiedError, match="exact, pure only"):
        found.require(Status.EXACT)


def test_refusals_name_thing_and_remedy() -> None:
    """Imperfect recall by its set, hidden moves for backward induction, open stakes, too many combinations."""
    forget = move("A", {x: move("A", {"l": outcome(0), "r": outcome(1)}, at="forgot") for x in "lr"}, at="start")
    with pytest.raises(GameError, match="imperfect recall at information set 'forgot'"):
        spe(game_tree("Forgetful", ("A",), forget))
    with pytest.raises(GameError, match=r"solve it with spe\(\)"):
        backward_induction(game_tree("Hidden", ("A", "B"), _pennies()))
    opened = game_tree("Open", ("A",), move("A", {"x": outcome("s"), "y": outcome(0)}))
    with pytest.raises(ParametricGameError, match="open stakes: s"):
        spe(opened)
    space = Polyhedron.read(("t",), {"r": "0 <= t <= 1"})
    with pytest.raises(ParametricGameError, match="does not know: s"):
        spe_regions(opened, space)
    with pytest.raises(ParametricGameError, match="exactly one open probability"):
        spe_thresholds(opened)
    branch = {str(k): ("1/3", move("A", {str(a): outcome(0, a * 200**k) for a in range(200)})) for k in range(3)}
    with pytest.raises(RefusedError, match="chance move at the root has 8,000,000 combinations"):
        spe(game_tree("Wide", ("A", "B"), chance(branch)))


def test_the_checker_sees_what_is_wrong() -> None:
    """A changed payoff, mixture, certificate, count, outcome, and a missing equilibrium are each found."""
    reply = move("B", {"fight": outcome(-1, 1), "yield": outcome(1, 1)})
    good = spe(game_tree("Tied", ("A", "B"), move("A", {"out": outcome(0, 2), "in": reply})))
    assert verify_tree(good).ok
    first = good[0]
    bad = [
        replace(good, equilibria=(replace(first, payoffs=(Fraction(9), Fraction(1))), good[1])),
        replace(good, equilibria=(replace(first, profile=(first.profile[0][::-1], first.profile[1])), good[1])),
        replace(
            good,
            equilibria=(
                replace(first, certificate=replace(first.certificate, regrets=(Fraction(1), Fraction(0)))),
                good[1],
            ),
        ),
        replace(good, count=3),
        replace(good, count=1, equilibria=good.equilibria[:1], outcomes=good.outcomes[:1]),
        replace(good, outcomes=good.outcomes[::-1]),
        replace(good, equilibria=(first, first)),
    ]
    assert [n for n, b in enumerate(bad) if verify_tree(b).ok] == []


def test_command_prints_the_documented_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Keys in order, labels or numbers as keys, limit and truncation."""
    reply = move("B", {"fight": outcome(-1, 1), "7": outcome(1, 1)}, at="reply")
    game = game_tree("Tied", ("A", "B"), move("A", {"out": outcome(0, 2), "in": reply}))
    file = tmp_path / "g.efg"
    file.write_text(write_efg(game), encoding="utf-8")
    assert main(["spe", str(file), "--json", "--limit", "1"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {
        "status": "exact, pure only",
        "count": 2,
        "truncated": True,
        "equilibria": [
            {
                "profile": {"A": {"1": {"in": "1"}}, "B": {"reply": {"2": "1"}}},
                "payoffs": ["1", "1"],
            }
        ],
        "outcomes": [["1", "1"], ["0", "2"]],
    }
    assert list(said) == ["status", "count", "truncated", "equilibria", "outcomes"]
    assert main(["spe", str(file)]) == 0
    assert "2 equilibria" in capsys.readouterr().out


def test_command_prints_counts_of_any_length(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A count beyond the digits that Python prints by itself is printed whole."""
    file = tmp_path / "chain.efg"
    file.write_text(write_efg(_chain(14_400)), encoding="utf-8")
    assert main(["spe", str(file), "--json", "--limit", "0"]) == 0
    out = capsys.readouterr().out
    digits = out.split('"count": ')[1].split(",")[0]
    assert len(digits) == 4335
    assert digits[-6:] == str(pow(2, 14_400, 10**6)).zfill(6)


def test_command_names_the_place_in_a_bad_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One message with file, line and column, exit code 1."""
    file = tmp_path / "bad.efg"
    file.write_text(
        'EFG 2 R "x" { "A" }\np "" 1 1 "" { "l" "r" } 0\nt "" 1 "" { 1 }\nt "" 2 "" { z }\n', encoding="utf-8"
    )
    assert main(["spe", str(file)]) == 1
    said = capsys.readouterr().err
    assert f"{file}, line 4, column 13" in said
    assert said.count("\n") == 1
