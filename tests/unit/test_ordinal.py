"""Ordinal games, stabilities and names one at a time: what they refuse, print and leave as; the commands."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from bargain import load_case, verify
from bargain.cli import main
from bargain.errors import GameError, ParametricGameError, RefusedError
from bargain.games import NormalFormGame, OrdinalGame, PreferenceOrder, name_game, name_orders
from bargain.games.ordinal import members
from bargain.polyhedra import Polyhedron
from bargain.report.ordinal_sections import ordinal_sections
from bargain.solve import (
    Likelihood,
    StabilitySolution,
    stability,
    stability_extensions,
    stability_over,
    verify_extensions,
    verify_stability,
    verify_stakes,
)
from bargain.solve.result import Status
from bargain.study import case_stability, game_names, ordinal_reading

DILEMMA = NormalFormGame.from_table(
    "Dilemma", ("Ann", "Bob"), (("quiet", "talk"),) * 2, [[(3, 3), (1, 4)], [(4, 1), (2, 2)]]
)


@cache
def case():
    """Load the flagship once."""
    return load_case("russia-turkey-2022")


@cache
def solved():
    """Judge the Dilemma once."""
    return stability(DILEMMA)


@cache
def syria():
    """Judge one contest over the stakes once."""
    return case_stability(case(), "syria")


# ---------------------------------------------------------------- what is refused


def build(**changed):
    """Return a small conflict, with parts changed."""
    parts = {
        "title": "Toy",
        "players": ("Ann", "Bob"),
        "states": ("a", "b"),
        "moves": {"Ann": [("a", "b")]},
        "rankings": {"Ann": ["a", "b"], "Bob": [["b", "a"]]},
    }
    return OrdinalGame.build(**(parts | changed))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"players": ("Ann", "Bob", "Bob")}, "a decision maker is missing or named twice"),
        ({"states": ("a", "")}, "no state 'b'"),
        ({"moves": {"Anne": []}}, "no decision maker 'Anne'; .*Ann"),
        ({"moves": {"Ann": [("a", "c")]}}, "no state 'c'"),
        ({"moves": {"Ann": [("a", "a")]}}, "moves of 'Ann' from 'a' lead nowhere or to itself"),
        ({"rankings": {"Ann": ["a"], "Bob": ["a", "b"]}}, "'Ann' does not rank 'b'; rank every state"),
        ({"rankings": {"Ann": ["a", "b", "a"], "Bob": ["a", "b"]}}, "'Ann' ranks 'a' twice"),
    ],
)
def test_a_conflict_that_is_none_is_refused_by_name(changed, said):
    """The message names the thing and the remedy."""
    with pytest.raises(GameError, match=said):
        build(**changed)


def test_parts_that_do_not_fit_are_refused():
    """Moves or preferences for too few players or states."""
    game = build()
    with pytest.raises(GameError, match="moves for 1 of 2 decision makers"):
        replace(game, moves=game.moves[:1])
    with pytest.raises(GameError, match="do not cover the 2 states"):
        replace(game, orders=(PreferenceOrder.ranked((1,)), game.orders[1]))
    with pytest.raises(GameError, match="lead nowhere"):
        replace(game, moves=((4, 0), (0, 0)))


def test_preferences_in_a_circle_are_refused():
    """A state that would be preferred to itself is named; a pair out of range too."""
    with pytest.raises(GameError, match="state 0 would be preferred to itself"):
        PreferenceOrder.partial(3, [(0, 1), (1, 2), (2, 0)])
    with pytest.raises(GameError, match="preferred to itself"):
        PreferenceOrder.partial(2, [(0, 1)], [(0, 1)])
    with pytest.raises(GameError, match=r"\(0, 7\) names no state"):
        PreferenceOrder.partial(2, [(0, 7)])
    with pytest.raises(RefusedError, match="1,025"):
        PreferenceOrder.partial(1025, [])


def test_sizes_are_bounded():
    """Too many states are refused before anything is built."""
    wide = NormalFormGame.from_table("Wide", ("Ann",), ([str(k) for k in range(16_385)],), [(0,)] * 16_385)
    with pytest.raises(RefusedError, match="16,385 profiles, more than 16,384"):
        stability(wide)
    many = NormalFormGame.from_table("Many", ("Ann",), ([str(k) for k in range(65)],), [(0,)] * 65)
    with pytest.raises(RefusedError, match="65 profiles"):
        stability_over(many, Polyhedron.read(("a",), {"r": "a >= 0"}))
    states = tuple(map(str, range(257)))
    free = OrdinalGame(
        title="Free", players=("Ann",), states=states, moves=((0,) * 257,), orders=(PreferenceOrder.partial(257, []),)
    )
    with pytest.raises(RefusedError, match="257 states"):
        stability_extensions(free)


def test_what_stability_cannot_be_asked():
    """Open stakes, partial orders, unknown names; each message says what to ask instead."""
    with pytest.raises(ParametricGameError, match="open stakes"):
        stability(case().game("syria"))
    partial = replace(build(), orders=(PreferenceOrder.partial(2, []),) * 2)
    with pytest.raises(GameError, match="ask stability_extensions"):
        stability(partial)
    with pytest.raises(GameError, match="no stability is called 'Nsh'"):
        stability(DILEMMA, concepts=["Nsh"])
    with pytest.raises(GameError, match="no decision maker 'Bo'"):
        solved().stable("GMR", "Bo")
    with pytest.raises(GameError, match="no stabilities under 'XYZ'"):
        solved()["XYZ"]
    with pytest.raises(GameError, match="does not know the stake 'R_clash_syria'"):
        stability_over(case().game("syria"), Polyhedron.read(("a",), {"r": "a >= 0"}))


def test_what_has_no_name():
    """Another shape, open stakes, too few ranks, a number that is none."""
    three = NormalFormGame.from_table("Three", ("a", "b"), (("x", "y"), ("l", "m", "r")), [[(0, 0)] * 3] * 2)
    with pytest.raises(GameError, match="2 × 3 actions"):
        name_game(three)
    with pytest.raises(ParametricGameError):
        name_game(case().game("syria"))
    with pytest.raises(GameError, match="four cells"):
        name_orders(((1, 2, 3), (1, 2, 3, 4)))
    with pytest.raises(GameError, match="names are for 2 × 2"):
        game_names(case(), "swap-syria-energy")
    with pytest.raises(GameError, match="no 2×2 game has the number 79"):
        game_names(case(), "syria").verdict(79)


# ---------------------------------------------------------------- values


def test_partial_orders_compare_what_follows_and_nothing_else():
    """Transitivity and ties carry over; what is not known is None."""
    order = PreferenceOrder.partial(5, [(0, 1), (2, 3)], [(1, 2)])
    assert order.compare(0, 3) is True
    assert order.compare(3, 0) is False
    assert order.compare(1, 2) is False
    assert order.compare(0, 4) is None
    assert not order.complete
    assert PreferenceOrder.ranked((3, 1, 3)).complete
    assert PreferenceOrder.partial(2, [(0, 1)]).complete


def test_three_players_and_simultaneous_moves():
    """SIM is left out with a reason for three players, and where moves at once have no single outcome."""
    three = NormalFormGame.from_table(
        "Three", ("a", "b", "c"), (("x",), ("x",), ("x", "y")), [[[(0, 0, 0), (0, 0, 1)]]]
    )
    assert "SIM is left out: it is for two" in stability(three).reason
    odd = OrdinalGame.build(
        "Odd",
        ("Ann", "Bob"),
        ("a", "b", "c"),
        {"Ann": [("a", "b")], "Bob": [("a", "c")]},
        {"Ann": ["b", "a", "c"], "Bob": ["c", "a", "b"]},
    )
    found = stability(odd)
    assert "no single outcome" in found.reason
    assert [item.concept.value for item in found] == ["Nash", "GMR", "SMR", "SEQ"]
    assert "SIM is left out" in stability_extensions(odd).reason


def test_one_decision_maker_has_nobody_to_answer():
    """Alone, every concept is Nash's."""
    game = OrdinalGame.build("Alone", ("Ann",), ("a", "b"), {"Ann": [("a", "b")]}, {"Ann": ["b", "a"]})
    assert {item.equilibria for item in stability(game)} == {0b10}


def test_four_thousand_states_of_three_decision_makers():
    """2¹² states are judged exactly; those looked at again hold, and the inclusions hold for all."""
    draw = Random(2)  # noqa: S311  not for secrets
    shape = (16, 16, 16)
    labels = [[str(k) for k in range(n)] for n in shape]
    table = tuple(tuple(draw.randrange(300) for _ in range(4096)) for _ in shape)
    game = NormalFormGame(
        title="Large",
        players=("a", "b", "c"),
        actions=tuple(map(tuple, labels)),
        payoffs=table,  # type: ignore[arg-type]
    )
    found = stability(game)
    assert found.status == "exact"
    seen = verify_stability(found, most=5)
    assert seen.ok
    assert seen.completeness.startswith("not re-derived: 5 of 4,096")
    parts = {item.concept.value: item.equilibria for item in found}
    assert parts["Nash"] & ~parts["SMR"] == parts["SMR"] & ~parts["GMR"] == parts["SEQ"] & ~parts["GMR"] == 0
    nash = [cell for cell in game.cells() if parts["Nash"] >> game.index(cell) & 1]
    assert nash == [c for c in game.cells() if _nobody_gains(table, c)]
    assert len(found.table().rows) == 256
    assert "3,840 further states" in found.table().notes[1]


def _nobody_gains(table, cell):
    a, b, c = cell
    here = a * 256 + b * 16 + c
    return (
        table[0][here] == max(table[0][k * 256 + b * 16 + c] for k in range(16))
        and table[1][here] == max(table[1][a * 256 + k * 16 + c] for k in range(16))
        and table[2][here] == max(table[2][a * 256 + b * 16 + k] for k in range(16))
    )


# ---------------------------------------------------------------- how results print and leave


def test_a_solution_prints_its_status_first_and_leaves_as_json():
    """Repr, table, JSON, BibTeX and options say the same."""
    found = solved()
    assert repr(found).splitlines()[0] == "<stabilities of 'Dilemma': 4 states, exact>"
    assert found.equilibria("SEQ") == ("quiet, quiet", "talk, talk")
    assert found.stable("Nash", "Ann") == ("talk, quiet", "talk, talk")
    rows = {row[0]: row[1:] for row in found.table().rows}
    assert rows["talk, talk"] == ("E",) * 5
    assert rows["quiet, talk"][0] == "Bob"
    plain = json.loads(json.dumps(found.to_dict()))
    assert plain["equilibria"]["GMR"] == [0, 3]
    assert plain["options"] == {"concepts": "Nash, GMR, SMR, SEQ, SIM"}
    assert "@book{fang1993" in found.cite()


def test_extensions_print_words_and_witnesses():
    """Nothing known: every state with a move is possible under Nash, and the rankings that say so are there."""
    free = replace(OrdinalGame.from_normal(DILEMMA), orders=(PreferenceOrder.partial(4, []),) * 2)
    found = stability_extensions(free)
    assert set(found.equilibria("Nash", "possible")) == set(free.states)
    one = found.of("quiet, quiet", "Nash")
    assert one.word is Likelihood.POSSIBLE
    assert one.witness_for is not None
    assert json.loads(json.dumps(found.to_dict()))["verdicts"][0]["verdict"] == "possible"
    assert "over all linear extensions" in repr(found)
    assert len(found.table().rows) == 4 * 5
    assert verify_extensions(found).completeness == "re-derived: every linear extension walked"
    known = stability_extensions(OrdinalGame.from_normal(DILEMMA))
    assert {v.word for v in known} == {Likelihood.NECESSARY, Likelihood.IMPOSSIBLE}


def test_a_conflict_over_who_improves_is_not_counted_twice():
    """Two sanctions that need one opponent to rank two states both ways cannot hold together."""
    # From s Ann can go to x and to y, both better. Bob's answers x to y and y to x would be worse for Ann, were
    # x and y worse than s; here Bob's only ways back to a state not preferred run x-y-z and y-x-w.
    states = ("s", "x", "y", "w", "z")
    moves = {
        "Ann": [("s", "x"), ("s", "y")],
        "Bob": [("x", "y"), ("y", "x")],
        "Cam": [("y", "z"), ("x", "w")],
    }
    game = OrdinalGame.build(
        "Both ways",
        tuple(moves),
        states,
        moves,
        {"Ann": ["x", "y", "s", "w", "z"], "Bob": list(states), "Cam": ["x", "y", "z", "w", "s"]},
    )
    place = {name: k for k, name in enumerate(states)}
    open_bob = PreferenceOrder.partial(5, [])
    # Cam likes z better than y and x better than w, so only y leads Cam on: x must first be left for y by Bob.
    cam = PreferenceOrder.partial(5, [(place["z"], place["y"]), (place["x"], place["w"])])
    found = stability_extensions(replace(game, orders=(game.orders[0], open_bob, cam)), concepts=["SEQ"])
    assert found.of("s", "SEQ", "Ann").word is Likelihood.POSSIBLE
    # If both must be left, by Bob, in both directions, no order does it.
    both = PreferenceOrder.partial(5, [(place["z"], place["x"]), (place["w"], place["y"])])
    crossed = OrdinalGame.build(
        "Crossed",
        tuple(moves),
        states,
        {"Ann": moves["Ann"], "Bob": moves["Bob"], "Cam": [("y", "w"), ("x", "z")]},
        {"Ann": ["x", "y", "s", "w", "z"], "Bob": list(states), "Cam": ["w", "z", "x", "y", "s"]},
    )
    direct = stability_extensions(replace(crossed, orders=(game.orders[0], open_bob, both)), concepts=["SEQ"])
    assert direct.of("s", "SEQ", "Ann").word is Likelihood.NECESSARY
    apart = replace(crossed, moves=(crossed.moves[0], crossed.moves[1], (0,) * 5))
    none = stability_extensions(replace(apart, orders=(game.orders[0], open_bob, both)), concepts=["SEQ"])
    assert none.of("s", "SEQ", "Ann").word is Likelihood.IMPOSSIBLE


def test_nobody_moves_twice_in_a_row_where_preferences_are_searched():
    """Bob could improve in two steps to what Ann dreads, but not by himself: complete orders, both roads agree."""
    game = OrdinalGame.build(
        "Steps",
        ("Ann", "Bob"),
        ("start", "gain", "step", "dread"),
        {"Ann": [("start", "gain")], "Bob": [("gain", "step"), ("step", "dread")]},
        {"Ann": ["step", "gain", "start", "dread"], "Bob": ["dread", "step", "gain", "start"]},
    )
    found = stability_extensions(game, concepts=["GMR", "SMR", "SEQ"])
    plain = stability(game, concepts=["GMR", "SMR", "SEQ"])
    for concept in ("GMR", "SMR", "SEQ"):
        assert "start" not in plain.stable(concept, "Ann")
        assert found.equilibria(concept, "necessary") == plain.equilibria(concept)
    assert verify(found)


def test_nobody_sanctions_oneself():
    """An answer is made of others' moves alone: Ann's own next move does not lead Bob to where he could hurt her."""
    game = OrdinalGame.build(
        "Own move",
        ("Ann", "Bob"),
        ("s", "x", "y", "w", "v"),
        {"Ann": [("s", "x"), ("y", "w")], "Bob": [("x", "y"), ("w", "v")]},
        {"Ann": ["w", "y", "x", "s", "v"], "Bob": ["v", "w", "y", "x", "s"]},
    )
    found = stability(game)
    for concept in ("GMR", "SMR", "SEQ"):
        assert "s" not in found.stable(concept, "Ann")
    seen = stability_extensions(game)
    assert {seen.of("s", c, "Ann").word for c in ("GMR", "SMR", "SEQ")} == {Likelihood.IMPOSSIBLE}


def test_names_print_and_leave_as_json():
    """The name, its number, whose payoffs, and what ties lie between."""
    found = name_game(DILEMMA)
    assert repr(found) == "<GameName: Prisoner's Dilemma (no. 12); 1 pure equilibrium>"
    assert (found.dominant, found.equilibria) == ((1, 1), ((1, 1),))
    assert json.loads(json.dumps(found.to_dict()))["rapoport_guyer"] == 12
    assert "rapoportguyer1966" in found.cite()
    pennies = name_orders(((2, 1, 1, 2), (1, 2, 2, 1)))
    assert pennies.number is None
    assert "no pure equilibrium" in pennies.kind
    assert pennies.neighbours == (73, 74, 75, 76)
    mixed = name_orders(((3, 2, 4, 1), (3, 4, 1, 2)))
    assert mixed.number == 39
    assert mixed.patterns == ("Chicken", "Prisoner's Dilemma")
    swapped = name_orders(((3, 1, 4, 2), (3, 4, 2, 1)))
    assert swapped.patterns == ("Prisoner's Dilemma", "Chicken")


# ---------------------------------------------------------------- the case


def test_the_contest_over_syria_is_chicken_where_clash_costs_more_than_yielding():
    """Two classes but for ties, told apart by one comparison; the verdict on each number follows."""
    found = game_names(case(), "syria")
    where = {cell.name.number: [part.where for part in cell.parts] for cell in found}
    assert where == {
        39: ["R_cost_syria_full > R_clash_syria"],
        66: ["R_clash_syria > R_cost_syria_full"],
    }
    assert [cell.parts[0].name.patterns for cell in found] == [("Prisoner's Dilemma", "Chicken"), ("Chicken",) * 2]
    assert (found.verdict(66), found.verdict(39), found.verdict(12)) == ("possible", "possible", "impossible")
    assert found.necessary is None
    assert found.status == "exact"
    assert "16 tie faces not listed" in repr(found)
    with pytest.raises(GameError, match="no cell of 'syria' holds these stakes"):
        found.at({n: v * 0 for n, v in case().point().items() if n in found.space.variables})
    ties = game_names(case(), "syria", ties=True)
    assert len(ties) == 18
    baseline = ties.at({n: v for n, v in case().point().items() if n in found.space.variables})
    assert not baseline.full
    assert {39, 66} <= set(baseline.name.neighbours)


def test_readings_matter_to_names():
    """With stated claims only more classes are possible, never fewer."""
    few, most = (game_names(case(), "payments", readings=r) for r in (("stated",), ("stated", "inferred", "assumed")))
    assert {cell.name.form for cell in most} < {cell.name.form for cell in few}


def test_case_stability_puts_baseline_and_stakes_side_by_side():
    """What is necessary holds at the baseline, what is impossible does not; the table shows both."""
    found = syria()
    assert found.over is not None
    assert found.baseline is not None
    for verdict in found.over:
        part = found.baseline[verdict.concept.value]
        holds = (part.equilibria if verdict.player is None else part.stable[verdict.player]) >> verdict.state & 1
        assert holds or verdict.word is not Likelihood.NECESSARY
        assert not holds or verdict.word is not Likelihood.IMPOSSIBLE
    assert found.table().columns == ("state", "Nash", "GMR", "SMR", "SEQ", "SIM")
    assert found.status == "exact"
    assert json.loads(json.dumps(found.to_dict()))["over"]["verdicts"]
    large = case_stability(case(), "package", concepts=["Nash"])
    assert large.over is None
    assert large.status == "exact, incomplete"
    assert "at most 64 profiles" in repr(large)


def test_the_report_has_a_section_on_names_and_one_on_stability():
    """Titles, one sentence per 2×2 game, a table each; what is not judged is named."""
    found = ordinal_reading(case(), most=4)
    assert "package" in found.left_out
    names, stable = ordinal_sections(case(), found)
    assert len(names.blocks[1].items) == 4
    assert "Chicken (no. 66) where R_clash_syria > R_cost_syria_full" in names.blocks[1].items[0]
    assert any(row[:2] == ("Syria: hold firm or accommodate", "Nash") for row in stable.blocks[1].table.rows)
    assert "package" in stable.blocks[1].table.notes[1]


# ---------------------------------------------------------------- verify


def tampered(found: StabilitySolution, concept: str) -> StabilitySolution:
    """Return a solution in which one state under one concept is judged the other way."""
    parts = tuple(
        replace(item, stable=(item.stable[0] ^ 1, *item.stable[1:])) if item.concept == concept else item
        for item in found.found
    )
    return replace(found, found=parts)


@pytest.mark.parametrize("concept", ["Nash", "GMR", "SMR", "SEQ", "SIM"])
def test_verify_catches_a_state_judged_otherwise(concept):
    """One bit turned is one fault, named by state, concept and player."""
    assert verify(solved())
    seen = verify(tampered(solved(), concept))
    assert not seen
    assert f"'quiet, quiet' under {concept} for 'Ann'" in seen.faults[0]


FORGED = {
    "status": lambda r: replace(r, status=Status.NONE_EXISTS),
    "a concept lost": lambda r: replace(r, found=r.found[1:]),
    "a concept twice": lambda r: replace(r, found=(*r.found, r.found[0])),
    "a player lost": lambda r: replace(r, found=tuple(replace(i, stable=i.stable[:1]) for i in r.found)),
    "a state too many": lambda r: replace(r, found=tuple(replace(i, stable=(16, 0)) for i in r.found)),
}
RELABELLED = {
    "status": lambda r: replace(r, status=Status.NONE_EXISTS),
    "states in another order": lambda r: replace(r, states=r.states[::-1]),
    "players in another order": lambda r: replace(r, players=r.players[::-1]),
    "title": lambda r: replace(r, title="another"),
    "a verdict lost": lambda r: replace(r, verdicts=r.verdicts[1:]),
    "a witness without a part": lambda r: replace(r, verdicts=_shorter(r.verdicts)),
}


def _shorter(verdicts):
    """Return verdicts of which one witness misses its last entry."""
    k = next(n for n, v in enumerate(verdicts) if v.witness_for is not None)
    return (*verdicts[:k], replace(verdicts[k], witness_for=verdicts[k].witness_for[:-1]), *verdicts[k + 1 :])


@pytest.mark.parametrize("what", FORGED)
def test_verify_catches_a_solution_that_is_not_whole(what):
    """Trust, concepts, players and states are held against the options and the game."""
    assert not verify(FORGED[what](solved()))


@cache
def some_extensions():
    """Judge the Dilemma with one comparison known."""
    return stability_extensions(
        replace(OrdinalGame.from_normal(DILEMMA), orders=(PreferenceOrder.partial(4, [(2, 0)]),) * 2)
    )


@pytest.mark.parametrize("what", RELABELLED)
def test_verify_catches_verdicts_that_are_not_whole(what):
    """Names, completeness and the form of witnesses, over stakes and over extensions."""
    for found in (syria().over, some_extensions()):
        assert verify(found)
        assert not verify(RELABELLED[what](found))


def test_verify_tells_failures_on_ties_from_others():
    """Necessary except on ties where room is left for a failure, and possible where only ties fail, are both faults."""
    found = syria().over
    turned = {Likelihood.POSSIBLE: Likelihood.EXCEPT_TIES, Likelihood.EXCEPT_TIES: Likelihood.POSSIBLE}
    seen = set()
    for n, v in enumerate(found.verdicts):
        if v.word in turned and v.word not in seen:
            seen.add(v.word)
            verdicts = (*found.verdicts[:n], replace(v, word=turned[v.word]), *found.verdicts[n + 1 :])
            assert not verify(replace(found, verdicts=verdicts)), v
    assert seen == set(turned)


def test_verify_catches_words_and_witnesses_over_stakes():
    """A word turned, a witness outside the space, a witness that says the opposite."""
    found = syria().over
    assert found is not None
    assert verify(found).completeness == "re-derived: every admissible order walked"
    k = next(n for n, v in enumerate(found.verdicts) if v.word is Likelihood.NECESSARY)
    p = next(n for n, v in enumerate(found.verdicts) if v.word is Likelihood.POSSIBLE)

    def changed(n, **parts):
        verdicts = list(found.verdicts)
        verdicts[n] = replace(verdicts[n], **parts)
        return verify_stakes(replace(found, verdicts=tuple(verdicts)))

    assert "which its witnesses do not fit" in changed(k, word=Likelihood.POSSIBLE).faults[0]
    assert "is not necessary" in changed(p, word=Likelihood.NECESSARY, witness_against=None).faults[0]
    good = found.verdicts[p]
    assert "the witness for" in changed(p, witness_for=good.witness_against).faults[0]
    outside = tuple((n, v - 100) for n, v in good.witness_for)
    assert "breaks the row" in changed(p, witness_for=outside).faults[0]


def test_verify_catches_extensions_that_are_none():
    """A ranking that contradicts what is known is no witness."""
    game = replace(OrdinalGame.from_normal(DILEMMA), orders=(PreferenceOrder.partial(4, [(2, 0)]),) * 2)
    found = stability_extensions(game, concepts=["Nash"])
    assert verify(found)
    k = next(n for n, v in enumerate(found.verdicts) if v.witness_for is not None)
    verdicts = list(found.verdicts)
    verdicts[k] = replace(verdicts[k], witness_for=((0, 1, 2, 3), (0, 1, 2, 3)))
    assert "does not extend the order of 'Ann'" in verify(replace(found, verdicts=tuple(verdicts))).faults[0]


# ---------------------------------------------------------------- commands


def answer(capsys, *words):
    """Return what a command prints with --json."""
    assert main([*words, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def test_bargain_name(capsys):
    """A game of the case, with and without ties; JSON holds every condition and a witness."""
    found = answer(capsys, "name", "syria")
    assert [cell["rapoport_guyer"] for cell in found["cells"]] == [39, 66]
    assert found["cells"][1]["parts"][0]["deciding"] == ["R_clash_syria > R_cost_syria_full"]
    assert found["cells"][0]["witness"]
    assert main(["name", "payments"]) == 0
    assert "a game with ties (class" in capsys.readouterr().out
    assert main(["name", "swap-syria-energy"]) == 1
    assert "bargain stability" in capsys.readouterr().err


def test_bargain_name_and_stability_read_game_files(capsys, tmp_path):
    """A strategic game in Gambit's format is named and judged; a missing file is named."""
    file = tmp_path / "pd.nfg"
    file.write_text('NFG 1 R "PD" { "A" "B" } { 2 2 }\n\n3 3 4 1 1 4 2 2\n', "utf-8")
    assert answer(capsys, "name", str(file))["rapoport_guyer"] == 12
    assert main(["name", str(file)]) == 0
    assert "Prisoner's Dilemma (no. 12): 1 pure equilibrium." in capsys.readouterr().out
    assert answer(capsys, "stability", str(file))["equilibria"]["SEQ"] == [0, 3]
    assert main(["stability", str(file), "--verify"]) == 0
    assert "every state, by its" in capsys.readouterr().out
    assert main(["name", str(tmp_path / "none.nfg")]) == 1
    assert "none.nfg" in capsys.readouterr().err


def test_bargain_stability(capsys):
    """A game of the case: baseline and stakes; concepts chosen; both parts checked again."""
    found = answer(capsys, "stability", "syria", "--concept", "Nash", "--concept", "SEQ")
    assert list(found["baseline"]["equilibria"]) == ["Nash", "SEQ"]
    assert {v["verdict"] for v in found["over"]["verdicts"]} >= {"necessary", "possible", "impossible"}
    assert main(["stability", "caucasus", "--concept", "Nash", "--verify"]) == 0
    out = capsys.readouterr().out
    assert out.count("holds; completeness") == 2
    assert main(["stability", "syria", "--concept", "nash"]) == 1
    assert "choose from Nash" in capsys.readouterr().err


def test_members_count_up():
    """Every bit, in order."""
    assert list(members(0b100101)) == [0, 2, 5]
