"""The signalling value, recognition of trees, the results of `pbe`, their checker, and the command."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from bargain import SignallingGame, pbe, verify
from bargain.cli import main
from bargain.errors import GameError, NumberError, ParametricGameError, RefusedError
from bargain.exact import parse_affine
from bargain.games import chance, game_tree, move, outcome, signalling_form, signalling_tree, write_efg
from bargain.solve import Consistency, Kind, Status, weak_pbe
from strategies_pbe import beer_quiche, horse

F = Fraction


def refused(kind, text, **changes):
    """Build beer and quiche with changes and see it refused with these words."""
    with pytest.raises(kind, match=text):
        beer_quiche(**changes)


def test_build_names_what_does_not_fit():
    """One message names the thing, and what would be right."""
    refused(GameError, "the prior sums to 11/10", prior={"strong": 1, "weak": "1/10"})
    refused(GameError, "type 'weak' has prior probability 0", prior={"strong": 1, "weak": 0})
    refused(NumberError, "prior of 'weak': 0.1 is a float", prior={"strong": "9/10", "weak": 0.1})
    with pytest.raises(GameError, match="reply to 'beer' 2 has no label"):
        replace(beer_quiche(), replies=(("duel", ""), ("duel", "leave")))
    with pytest.raises(GameError, match="'duel' stands twice"):
        replace(beer_quiche(), replies=(("duel", "duel"), ("duel", "leave")))
    refused(GameError, "name no type, message and reply", more={("strong", "beer", "dual"): (0, 0)})
    refused(GameError, "not a pair", more={("strong", "beer", "duel"): (0, 0, 0)})
    refused(GameError, "3 players", players=("A", "B", "C"))


def test_a_type_may_lack_a_message_but_not_half_of_it():
    """Payoffs are there for every reply or for none; every type and message is used."""
    cells = {("a", "m", "x"): (1, 1), ("b", "m", "x"): (1, 1), ("b", "m", "y"): (0, 0)}
    with pytest.raises(GameError, match=r"no payoffs at \('a', 'm', 'y'\)"):
        SignallingGame.build("g", ("S", "R"), {"a": "1/2", "b": "1/2"}, {"m": ("x", "y")}, cells)
    with pytest.raises(GameError, match="type 'a' has no message"):
        SignallingGame.build("g", ("S", "R"), {"a": "1/2", "b": "1/2"}, {"m": ("x",)}, {("b", "m", "x"): (1, 1)})
    with pytest.raises(GameError, match="no type can send 'n'"):
        SignallingGame.build("g", ("S", "R"), {"a": 1}, {"m": ("x",), "n": ("x",)}, {("a", "m", "x"): (1, 1)})


def test_open_stakes_are_refused_with_the_way_on():
    """A game in stakes is not solved at no point; at a point it is."""
    game = beer_quiche(more={("weak", "beer", "leave"): (parse_affine("3 - cost"), 0)})
    assert game.stakes == ("cost",)
    with pytest.raises(ParametricGameError, match="open parameters cost; give them values with at"):
        pbe(game)
    assert pbe(game.at({"cost": F(1)})).equilibria == pbe(beer_quiche()).equilibria


END = outcome(0, 0)
HALF = "1/2"
TYPES_SHARED = {t: (HALF, move("S", {"m": END}, at="s")) for t in "ab"}
NO_GAMES = {
    "does not begin with a chance move": move("S", {"m": END, "n": END}),
    "a chance move ends the play": chance({"a": (1, END)}),
    "not one player moves": chance({"a": (HALF, move("S", {"m": END})), "b": (HALF, move("R", {"m": END}))}),
    "does not know": chance(TYPES_SHARED),
    "nobody replies": chance({"a": (1, move("S", {"m": END}))}),
    "not followed by a move of the other": chance({"a": (1, move("S", {"m": move("S", {"x": END})}))}),
    "goes on after the reply": chance({"a": (1, move("S", {"m": move("R", {"x": move("S", {"y": END})})}))}),
    "the same information set": chance({"a": (1, move("S", {k: move("R", {"x": END}, at="r") for k in "mn"}))}),
    "probability 0": chance({"a": (1, move("S", {"m": move("R", {"x": END})})), "b": (0, move("S", {"m": END}))}),
}


@pytest.mark.parametrize(("why", "root"), NO_GAMES.items(), ids=NO_GAMES)
def test_trees_that_are_no_signalling_games_say_why(why, root):
    """Recognition gives a reason, and the tree is solved as a tree all the same."""
    tree = game_tree("T", ("S", "R"), root)
    assert why in signalling_form(tree)
    found = pbe(tree)
    assert found.status is Status.EXACT_PURE_ONLY
    assert why in found.reason


def test_messages_that_end_the_play_and_sets_that_reveal():
    """Ends with one label are one message; a receiver's set of its own is a message of its own."""
    replies = [("a", {"x": outcome(0, 1), "y": outcome(2, 0)}), ("b", {"x": outcome(2, 0), "y": outcome(0, 1)})]
    kinds = {t: (HALF, move("S", {"out": outcome(1, 0), "in": move("R", r, at="r")})) for t, r in replies}
    tree = game_tree("T", ("S", "R"), chance(kinds))
    form = signalling_form(tree)
    assert form.game.messages == ("out", "in")
    assert form.game.replies == ((), ("x", "y"))
    assert verify(pbe(tree)).ok
    both = signalling_form(game_tree("T", ("S", "R"), chance({
        "a": ("1/2", move("S", {"in": move("R", {"x": outcome(0, 1)})})),
        "b": ("1/2", move("S", {"in": move("R", {"x": outcome(2, 0)})})),
        })))  # fmt: skip
    assert both.game.messages == ("in", "in (2)")


def test_payoffs_on_the_way_count_and_the_sender_may_be_the_second_player():
    """Outcomes add up along the path; JSON keeps the order of the file's players."""
    tree = game_tree("T", ("R", "S"), chance({
        "a": ("1/2", move("S", {"m": move("R", {"x": outcome(0, 1)}, at="r", earn=outcome(10, 20))})),
        "b": ("1/2", move("S", {"m": move("R", {"x": outcome(0, 3)}, at="r")})),
        }))  # fmt: skip
    form = signalling_form(tree)
    assert form.game.players == ("S", "R")
    assert form.game.payoffs == ((((F(21),),), ((F(3),),)), (((F(10),),), ((F(0),),)))
    assert pbe(tree).to_dict()["outcomes"] == [["5", "12"]]


def test_the_intuitive_criterion_is_refused_where_it_is_not_defined():
    """Not a signalling game: refused with the reason. A component in which the sender's payoffs vary: named."""
    with pytest.raises(RefusedError, match="it has 3 players; the intuitive criterion is not defined"):
        pbe(horse(), intuitive=True)
    same = dict.fromkeys("mn", ("x", "y"))
    cells = {(t, m, r): (u if m == "m" else -1, 0) for t in "ab" for m in "mn" for r, u in (("x", 1), ("y", 0))}
    found = pbe(SignallingGame.build("g", ("S", "R"), {"a": "1/2", "b": "1/2"}, same, cells), intuitive=True)
    assert found.status is Status.EXACT_INCOMPLETE
    assert "not defined for component 1" in found.reason
    assert found.components[0].verdict.startswith("not defined")


@pytest.mark.parametrize(("at_best", "passes"), [(1, True), (0, False)])
def test_a_type_that_could_gain_nothing_but_lose_nothing_is_not_excluded(at_best, passes):
    """Only types that would lose for sure are ruled out: one that might break even still may have sent the message."""
    cells = {("s", "a", "z"): (1, 0), ("w", "a", "z"): (1, 0), ("s", "b", "x"): (2, 1), ("s", "b", "y"): (0, 0)}
    cells |= {("w", "b", "x"): (at_best, 0), ("w", "b", "y"): (0, 1)}
    game = SignallingGame.build("g", ("S", "R"), {"s": HALF, "w": HALF}, {"a": ("z",), "b": ("x", "y")}, cells)
    pooling = (((1, 0), (1, 0)), ((1,), (0, 1)))
    assert pooling in {(e.strategy, e.replies) for e in pbe(game).pure}
    assert (pooling in {(e.strategy, e.replies) for e in pbe(game, intuitive=True)}) == passes


def test_nobody_replies_is_no_signalling_game():
    """A game in which no message has replies is refused at birth."""
    with pytest.raises(GameError, match="nobody replies to any message"):
        SignallingGame.build("g", ("S", "R"), {"a": 1}, {"m": ()}, {("a", "m"): (0, 0)})


def test_results_read_as_words():
    """The repr, the table and the plain form say kinds, beliefs, components and failures."""
    found = pbe(beer_quiche(), intuitive=True)
    assert [e.kind for e in found] == [Kind.POOLING] * 2
    assert found.count is None
    assert "fail the intuitive criterion" in repr(found)
    assert "strong gains by beer, of which weak could not gain" in str(found.table().rows)
    plain = found.to_dict()
    assert plain["equilibria"][0]["beliefs"]["B"]["quiche"]["inequalities"] == ["Pr(strong) <= 1/2"]
    assert plain["failed"][0]["failures"][0]["type"] == "strong"
    assert "chokreps1987" in found.cite()


def test_a_game_with_one_equilibrium_counts_one():
    """Without a continuum the count is a number."""
    cells = {(t, "m", r): (1, v if t == "a" else -v) for t in "ab" for r, v in (("yes", 1), ("no", 0))}
    found = pbe(SignallingGame.build("g", ("S", "R"), {"a": "2/3", "b": "1/3"}, {"m": ("yes", "no")}, cells))
    assert (found.count, [e.kind for e in found]) == (1, [Kind.POOLING])


EVERY = ((F(0), F(1)), (F(1), F(0)))


def broken(solution, **changes):
    """Return a solution whose first equilibrium is changed."""
    first, *rest = solution.equilibria
    return replace(solution, equilibria=(replace(first, **changes), *rest))


def test_the_checker_finds_what_is_wrong():
    """Each kind of false statement is a fault; the true solution has none."""
    good = pbe(beer_quiche())
    assert verify(good).ok
    assert "16 pure profiles tried" in verify(good).completeness
    first, third = good[0], good[2]
    belief = first.beliefs[1]
    wrong = {
        "not exact probabilities": {"strategy": ((F(1), F(1)), (F(1), F(0)))},
        "earns less than another": {"strategy": ((F(0), F(1)), (F(0), F(1)))},
        "payoffs do not follow": {"payoffs": (F(3), F(1))},
        "it is not separating": {"kind": Kind.SEPARATING},
        "sender's values": {"values": (F(3), F(3))},
        "not that of Bayes' rule": {"beliefs": (replace(first.beliefs[0], vertices=((F(1, 2), F(1, 2)),)), belief)},
        "not best at an extreme belief": {"beliefs": (first.beliefs[0], replace(belief, vertices=EVERY))},
        "not those of the supporting": {"beliefs": (first.beliefs[0], replace(belief, vertices=((F(0), F(1)),)))},
        "rows do not describe": {"beliefs": (first.beliefs[0], replace(belief, rows=((F(-1), F(2)),)))},
        "whether the message is sent": {"beliefs": (replace(first.beliefs[0], reached=False), belief)},
    }  # fmt: skip
    for words, changes in wrong.items():
        assert any(words in fault for fault in verify(broken(good, **changes)).faults), words
    missing = replace(good, equilibria=good.equilibria[:2], components=good.components[:1])
    assert "a pure equilibrium is missing" in verify(missing).completeness
    joined = replace(good.components[0], members=(0, 1, 2, 3))
    assert any("component 1" in fault for fault in verify(replace(good, components=(joined,))).faults)
    kept = replace(pbe(beer_quiche(), intuitive=True), failed=())
    assert verify(replace(kept, equilibria=(*kept.equilibria, replace(third, failures=())))).faults


def test_the_checker_of_trees_finds_what_is_wrong():
    """False payoffs, flags, beliefs and trembles are faults; the true solution has none."""
    good = weak_pbe(horse())
    assert verify(good).ok
    assert verify(good).completeness == "re-derived: all 8 pure profiles tried"
    item = good[0]
    beliefs = (*item.beliefs[:2], replace(item.beliefs[2], vertices=((F(0), F(1)), (F(1), F(0)))))
    twice = tuple(replace(t, order=3 - t.order) if t.infoset < 2 else t for t in item.trembles)
    for words, changes in {
        "payoffs do not follow": {"payoffs": (F(0),) * 3},
        "subgame perfection": {"subgame_perfect": False},
        "another plan does better": {"beliefs": beliefs},
        "lead to another belief": {"trembles": twice},
        "one small probability": {"trembles": item.trembles[1:]},
    }.items():
        assert any(words in fault for fault in verify(broken(good, **changes)).faults), words
    assert not verify(replace(good, equilibria=())).ok


def test_too_many_profiles_and_imperfect_recall_are_refused():
    """The message says how many, and the remedy; a set that forgets is named."""
    with pytest.raises(RefusedError, match="more than 5 pure profiles"):
        weak_pbe(horse(), limit=5)
    forget = game_tree(
        "F", ("A", "B"), move("A", {k: move("A", {"x": outcome(1, 0), "y": outcome(0, 0)}, at="again") for k in "lr"})
    )
    with pytest.raises(GameError, match="needs perfect recall"):
        pbe(forget)


def test_the_command_prints_tables_and_json(tmp_path, capsys):
    """Text for readers, JSON for programs, one message and an exit code for what cannot be read or asked."""
    beer, other = tmp_path / "beer.efg", tmp_path / "horse.efg"
    beer.write_text(write_efg(signalling_tree(beer_quiche())), encoding="utf-8")
    other.write_text(write_efg(horse()), encoding="utf-8")
    assert main(["pbe", str(beer), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["status"], found["count"], found["truncated"], len(found["equilibria"])) == ("exact", None, False, 4)
    assert found["equilibria"][0]["profile"]["A"] == {
        "strong": {"beer": "1"},
        "weak": {"beer": "1"},
    }
    assert main(["pbe", str(beer), "--json", "--limit", "1", "--intuitive"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["truncated"], len(found["equilibria"]), len(found["failed"])) == (True, 1, 1)
    assert main(["pbe", str(beer), "--limit", "1"]) == 0
    assert "3 more: raise --limit" in capsys.readouterr().out
    assert main(["pbe", str(other), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["equilibria"][0]["kind"] == "sequential"
    assert main(["pbe", str(other), "--intuitive"]) == 3
    assert "horse.efg: game 'Horse' is no signalling game" in capsys.readouterr().err
    assert main(["pbe", str(tmp_path / "none.efg")]) == 1
    assert main(["pbe", "russia-turkey-2022", "nothing"]) == 1
    capsys.readouterr()
    assert main(["pbe", "russia-turkey-2022", "endurance", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "exact"


def test_what_is_not_subgame_perfect_is_not_sequential():
    """A threat off the path that only a free belief supports is weakly perfect Bayesian and no more."""
    tree = game_tree("Threat", ("One", "Two"), move("One", {
        "out": outcome(1, 3),
        "in": move("One", {
            "left": move("Two", {"a": outcome(2, 1), "b": outcome(0, 0)}, at="two"),
            "right": move("Two", {"a": outcome(-1, 0), "b": outcome(0, 1)}, at="two"),
        }),
        }))  # fmt: skip
    found = {e.payoffs: (e.subgame_perfect, e.consistency) for e in pbe(tree)}
    assert (True, Consistency.SEQUENTIAL) in found.values()
    assert verify(pbe(tree)).ok
