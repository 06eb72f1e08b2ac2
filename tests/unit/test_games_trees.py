"""Game trees as people write them: what is built, and what every refusal says and where."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from bargain.errors import BargainError, GameError, NumberError, ParametricGameError, Place
from bargain.exact import Affine, parse_affine
from bargain.games import CHANCE, NOWHERE, InfoSet, Outcome, TreeBuilder, TreeGame, chance, game_tree, move, outcome
from bargain.games.bulk import in_bulk
from bargain.games.tree_values import action_values, behaviour

ENTRY = game_tree(
    "Entry",
    ("Entrant", "Incumbent"),
    move(
        "Entrant",
        {"out": outcome(0, 2), "in": move("Incumbent", {"fight": outcome(-1, -1), "yield": outcome(1, 1)})},
    ),
)


def signal() -> TreeGame:
    """Return a signalling game with open prior and stakes, and an outcome on the way."""
    receive = {"yield": outcome("b", 0), "press": outcome(0, "1 - c")}
    return game_tree(
        "Signal",
        ("S", "R"),
        chance(
            {
                "strong": (
                    "p",
                    move("S", {"wait": outcome(0, 0), "send": move("R", receive, at="signal")}, at="strong"),
                ),
                "weak": (
                    "1 - p",
                    move(
                        "S",
                        {"wait": outcome(0, 0), "send": move("R", receive, at="signal", earn=outcome("-k", 0))},
                        at="weak",
                    ),
                ),
            },
            label="nature",
        ),
    )


def test_the_flat_lists_of_entry_deterrence() -> None:
    """Five nodes in preorder, as the module's head says."""
    assert ENTRY.parents == (NOWHERE, 0, 0, 2, 2)
    assert ENTRY.children == ((1, 2), (), (3, 4), (), ())
    assert ENTRY.sets == (0, NOWHERE, 1, NOWHERE, NOWHERE)
    assert ENTRY.terminals == (1, 3, 4)
    assert ENTRY.totals == (None, (0, 2), None, (-1, -1), (1, 1))
    assert ENTRY.end(2) == 5
    assert ENTRY.path(3) == ("in", "fight")


def test_a_threat_is_an_equilibrium_and_not_credible() -> None:
    """Out against fight: nobody gains in the whole game; the incumbent gains 2 in the subgame."""
    threat = behaviour(ENTRY, [0, 0])
    assert (ENTRY.regret(threat), ENTRY.subgame_regret(threat)) == (0, 2)
    assert ENTRY.expected(threat) == (0, 2)
    assert ENTRY.subgame_regret(behaviour(ENTRY, [1, 1])) == 0


def test_open_names_are_listed_and_replaced() -> None:
    """Stakes stand in payoffs, parameters in probabilities; unknown names are refused only if asked."""
    game = signal()
    assert (game.stakes, game.parameters) == (("b", "c", "k"), ("p",))
    assert "payoffs in 3 open stakes, probabilities in 1 open parameters" in repr(game)
    at = game.at({"b": 2, "c": "1/2", "p": "1/3", "elsewhere": 9})
    assert (at.stakes, at.parameters) == (("k",), ())
    assert at.infosets[0].probabilities == (Fraction(1, 3), Fraction(2, 3))
    assert game.at({"k": 1}, strict=True).stakes == ("b", "c")
    with pytest.raises(GameError, match="has no stake 'q'; known: b, c, k, p"):
        game.at({"q": 1}, strict=True)
    with pytest.raises(GameError, match="'Signal', the root: probability -1 of 'weak'; a probability is 0 or more"):
        game.at({"p": 2})
    with pytest.raises(ParametricGameError, match="open stakes: b, c, k, p; give them values"):
        behaviour(game, [0, 0, 0, 0])


def test_outcomes_on_the_way_add_up() -> None:
    """The cost of the weak sender's signal is part of every total after it."""
    game = signal()
    after = {game.path(n): game.totals[n] for n in game.terminals}
    assert after["weak", "send", "yield"] == (parse_affine("b - k"), 0)
    assert after["strong", "send", "yield"] == (Affine.name("b"), 0)
    cancelled = game_tree("T", ("A",), move("A", {"x": outcome("-b")}, earn=outcome("b + 1")))
    assert cancelled.totals[1] == (Fraction(1),)


def test_what_is_earned_before_a_set_does_not_sway_it() -> None:
    """The receiver's values at the signal, at given beliefs, leave out what was earned before."""
    game = signal().at({"b": 2, "c": "1/2", "k": 1, "p": "1/3"})
    k = [s.label for s in game.infosets].index("signal")
    beliefs = [(Fraction(1, 2), Fraction(1, 2)) if n == k else None for n in range(len(game.infosets))]
    values = action_values(game, behaviour(game, [0] * len(game.infosets)), beliefs)
    assert values[k] == (0, Fraction(1, 2))
    assert [v for n, v in enumerate(values) if n != k] == [None] * (len(values) - 1)


def wrong_trees() -> list[tuple[object, str]]:
    """Return what may stand at the root of a game of Ann and Bob, and what is said of it."""
    end = outcome(0, 0)
    deep = {"on": move("Bob", {"l": outcome(1, 2), "r": outcome(1)})}
    pair = {"l": move("Bob", {"x": end}, at="h"), "r": move("Bob", {"y": end}, at="h")}
    return [
        (move("Ann", deep), "game 'T', node 'on / r': 1 payoffs for 2 players; give one per player, in their order"),
        (move("Cy", {"x": end}), "game 'T', the root: unknown player 'Cy'; known: Ann, Bob"),
        (move("Ann", {}), "game 'T', the root: a move without actions; give at least one"),
        (move("Ann", {"": end}), "the root: actions ['']; give unique non-empty labels"),
        (move("Ann", {"x": outcome()}), "node 'x': the game ends here without payoffs"),
        (move("Ann", {"x": 3}), "node 'x': int where a part of the game must stand; use move, chance or outcome"),
        (move("Ann", pair), "node 'r': actions ['y'], but information set 'h' has ['x'] at 'l'"),
        (
            move("Ann", {"x": move("Ann", {"x": end}, at="h")}, at="h"),
            "node 'x': on one path with the root of the same",
        ),
        (chance({"a": ("1/3", end), "b": ("1/3", end)}), "the root: the probabilities sum to 2/3; let them sum to 1"),
        (chance({"a": ("4/3", end), "b": ("-1/3", end)}), "the root: probability -1/3 of 'b'; a probability is 0 or"),
        (chance({"a": ("p", end), "b": ("p", end)}), "the probabilities sum to 2*p; let them sum to 1, whatever p"),
        (chance({"a": end}), "the root: event 'a' is not (probability, what follows); give both in brackets"),
        (chance([("a", 1, end)]), "the root: list where the actions must stand; give a dict of actions"),
        (
            move("Ann", {"l": chance({"a": (1, end)}, at="c"), "r": chance({"b": (1, end)}, at="c")}),
            "node 'r': actions ['b'], but information set 'c' has ['a'] at 'l'; chance has the same actions",
        ),
        (
            move("Ann", {k: chance({"a": (p, end), "b": (1 - p, end)}, at="c") for k, p in (("l", 0), ("r", 1))}),
            "node 'r': chance move 'c' has other probabilities elsewhere",
        ),
        (
            move("Ann", {"l": outcome(1, 2, label="war"), "r": outcome(2, 1, label="war")}),
            "node 'r': outcome 'war' pays otherwise elsewhere",
        ),
    ]


@pytest.mark.parametrize(("root", "message"), wrong_trees(), ids=[m[-28:] for _, m in wrong_trees()])
def test_refusals_name_the_path_and_the_remedy(root: object, message: str) -> None:
    """Every fault says game, path of actions, what is wrong and what would be right."""
    with pytest.raises(GameError) as fault:
        game_tree("T", ("Ann", "Bob"), root)
    assert message in str(fault.value)


@pytest.mark.parametrize("value", [0.5, True, None, "b*c", "1/0", "9" * 500])
def test_payoffs_and_probabilities_are_exact_or_refused_where_they_stand(value: object) -> None:
    """Floats, truth values, products of stakes and endless numbers are refused, and the path is named."""
    for root in (outcome(0, value), chance({"a": (value, outcome(0, 0))})):
        with pytest.raises(BargainError, match="dawn / x"):
            game_tree("T", ("Ann", "Bob"), move("Ann", {"dawn": move("Ann", {"x": root})}))


def test_the_same_label_of_two_players_is_two_sets() -> None:
    """An information set belongs to one player, so names are each player's own."""
    end = outcome(0, 0)
    game = game_tree(
        "T", ("A", "B"), move("A", {"l": move("A", {"x": end}, at="h"), "r": move("B", {"x": end}, at="h")})
    )
    assert [(s.player, s.label, s.number) for s in game.infosets] == [(0, "", 1), (0, "h", 2), (1, "h", 1)]


def test_named_outcomes_and_repeated_parts_are_shared() -> None:
    """One name is one outcome; a part used twice stands for two subtrees."""
    war = outcome(-1, -1, label="war")
    reply = move("B", {"hit": war, "sit": outcome(0, 0)})
    game = game_tree("T", ("A", "B"), move("A", {"l": reply, "r": reply}))
    assert len(game.parents) == 7
    assert [o.label for o in game.outcomes] == ["war", "", ""]
    assert game.placed[2] == game.placed[5]
    b = TreeBuilder("T", ("A",))
    left, right = b.move(0, "A", ("l", "r"))
    b.outcome(left, (1,), label="deal")
    b.outcome(right, label="deal")
    assert len(b.build().outcomes) == 1


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda b: b.move(0, "A", ("x",)), "the root: a second move; a node has one move"),
        (lambda b: b.move(9, "A", ("x",)), "node 9 does not exist; there are 3 so far, counted from 0"),
        (lambda b: b.outcome(2, (1,)), "node 'r': a second outcome; add the payoffs up into one"),
        (lambda b: b.outcome(-1, (1,)), "node -1 does not exist"),
        (lambda b: b.name(7, "x"), "node 7 does not exist"),
        (lambda b: b.build(), "node 'l': the game ends here without payoffs; place an outcome, or a move"),
    ],
)
def test_the_builder_names_the_node(spoil: object, message: str) -> None:
    """Node by node, faults name the same paths."""
    b = TreeBuilder("T", ("A",))
    _, right = b.move(b.root, "A", ("l", "r"))
    b.outcome(right, (1,))
    with pytest.raises(GameError) as fault:
        spoil(b)
    assert message in str(fault.value)


def test_payoffs_met_before_are_still_read_by_kind() -> None:
    """Equal payoffs become one tuple; what is equal to an integer and is none is refused all the same."""
    b = TreeBuilder("T", ("A", "B"))
    nodes = b.move(b.root, "A", ("a", "b", "c", "d"))
    b.outcome(nodes[0], (1, 0), label="one")
    b.outcome(nodes[1], [1, 0])
    for wrong in ((True, 0), (1, 0.0), (1, [0])):
        with pytest.raises(NumberError) as fault:
            b.outcome(nodes[2], wrong)
        assert fault.value.place == Place(key="c")
    with pytest.raises(GameError, match="1 payoffs for 2 players"):
        b.outcome(nodes[2], (1,))
    b.outcome(nodes[2], (Fraction(1), "0"), label="one")
    with pytest.raises(GameError, match="outcome 'one' pays otherwise elsewhere"):
        b.outcome(nodes[3], (1, 1), label="one")
    b.outcome(nodes[3], label="one")
    game = b.build()
    assert game.placed == (NOWHERE, 0, 1, 0, 0)
    assert game.outcomes[0].payoffs is game.outcomes[1].payoffs
    assert all(type(v) is Fraction for o in game.outcomes for v in o.payoffs)


def test_forms_without_names_become_numbers() -> None:
    """A constant that was written as a form is a number where numbers are asked for; open names are refused."""
    forms = replace(
        ENTRY, outcomes=tuple(replace(o, payoffs=tuple(Affine.number(v) for v in o.payoffs)) for o in ENTRY.outcomes)
    )
    assert forms.stakes == ()
    assert forms.numeric() == ENTRY
    assert ENTRY.numeric() is ENTRY
    with pytest.raises(ParametricGameError, match="open stakes: b, c, k, p"):
        signal().numeric()


def test_many_values_at_once_are_values_made_one_by_one() -> None:
    """Equal, hashed alike, printed alike, frozen; columns that do not fit the fields are refused."""
    made = in_bulk(Outcome, label=["a", ""], number=range(1, 3), payoffs=[(Fraction(1),), ()])
    alone = (Outcome(label="a", number=1, payoffs=(Fraction(1),)), Outcome(label="", number=2, payoffs=()))
    assert (made, hash(made), repr(made)) == (alone, hash(alone), repr(alone))
    assert replace(made[1], number=7) == Outcome(label="", number=7, payoffs=())
    with pytest.raises(FrozenInstanceError):
        made[0].number = 3  # type: ignore[misc]
    with pytest.raises(TypeError, match="Outcome is not made of the fields label, number alone"):
        in_bulk(Outcome, label=[""], number=[1])
    with pytest.raises(TypeError, match="TreeGame"):
        in_bulk(TreeGame, **{name: [None] for name in TreeGame.__slots__})
    with pytest.raises(ValueError, match="unequal length"):
        in_bulk(Outcome, label=["", ""], number=[1], payoffs=[(), ()])
    assert in_bulk(Outcome, label=[], number=[], payoffs=[]) == ()


def test_players_have_names() -> None:
    """Builders refuse games without players, and players without a name of their own."""
    for players in ((), ("",), ("A", "A")):
        with pytest.raises(GameError, match="give unique non-empty labels"):
            TreeBuilder("T", players)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"players": ()}, "no players"),
        ({"parents": ()}, "no nodes"),
        ({"labels": ("",)}, "lists of unequal length"),
        ({"sets": (0, 0, 1, NOWHERE, NOWHERE)}, "node number 1: 0 children and information set 0"),
        ({"parents": (NOWHERE, 0, 0, 2, 0)}, "node number 4: parents, moves and children are not one tree"),
        ({"placed": (NOWHERE, 7, NOWHERE, 1, 2)}, "an outcome that does not exist is placed"),
        ({"outcomes": ENTRY.outcomes[:1] * 2}, "two outcomes with one number"),
        ({"outcomes": (replace(ENTRY.outcomes[0], payoffs=(Fraction(1),)),)}, "node 'out': outcome 1 has 1 payoffs"),
        ({"infosets": ENTRY.infosets[:1]}, "node number 2: 2 children and information set 1"),
        ({"infosets": ENTRY.infosets[:1] * 2}, "information set 1 lists node 0"),
        ({"infosets": (replace(ENTRY.infosets[0], player=5), ENTRY.infosets[1])}, "player number 5 does not exist"),
        ({"infosets": (replace(ENTRY.infosets[0], actions=("x",)), ENTRY.infosets[1])}, "the root: 2 actions, but its"),
        ({"infosets": (replace(ENTRY.infosets[0], player=CHANCE), ENTRY.infosets[1])}, "0 probabilities for 2 actions"),
        (
            {"infosets": (replace(ENTRY.infosets[0], probabilities=(Fraction(1), Fraction(0))), ENTRY.infosets[1])},
            "the root: probabilities at a player's move",
        ),
        (
            {"infosets": (ENTRY.infosets[0], replace(ENTRY.infosets[1], player=0))},
            "two information sets of one player with number 1",
        ),
        ({"infosets": (ENTRY.infosets[0], replace(ENTRY.infosets[1], nodes=()))}, "without nodes"),
        ({"infosets": (ENTRY.infosets[0], replace(ENTRY.infosets[1], nodes=(9,)))}, "information set 1 lists node 9"),
        ({"infosets": (ENTRY.infosets[0], replace(ENTRY.infosets[1], nodes=(-3,)))}, "information set 1 lists node -3"),
        (
            {"sets": (0, NOWHERE, 0, NOWHERE, NOWHERE), "infosets": ENTRY.infosets[:1]},
            "a node that names an information set which does not list it",
        ),
    ],
)
def test_flat_lists_that_are_no_game_are_refused(change: dict[str, object], message: str) -> None:
    """The value itself checks what it holds, whoever made it."""
    with pytest.raises(GameError) as fault:
        replace(ENTRY, **change)
    assert message in str(fault.value)


def test_a_forgetful_player_is_named_with_what_it_forgot() -> None:
    """The set, the two ways to it, and what to do about solvers that refuse."""
    again = {"x": outcome(1), "y": outcome(0)}
    game = game_tree(
        "Driver", ("A",), move("A", {"l": move("A", again, at="later"), "r": move("A", again, at="later")}, at="first")
    )
    lapse = game.imperfect_recall
    assert lapse is not None
    assert (lapse.infoset, game.perfect_recall) == (1, False)
    assert "imperfect recall" in repr(game)
    with pytest.raises(GameError) as fault:
        game.regret(behaviour(game, [0, 0]))
    assert str(fault.value) == (
        "game 'Driver': 'A' has imperfect recall at information set 'later': it reaches 'l' having played 'l' at "
        "information set 'first', and 'r' having played 'r' at information set 'first', and cannot tell them apart; "
        "regret needs perfect recall; split the set, or solve the reduced normal form"
    )


def test_keys_are_labels_where_those_will_do() -> None:
    """Empty, repeated and numeric labels give way to numbers; the same name of two players does not matter."""
    game = signal()
    named = replace(
        game,
        players=("", "R"),
        infosets=tuple(
            replace(s, label=label, actions=actions)
            for s, label, actions in zip(
                game.infosets,
                ("", "x", "7", "x"),
                (("a", "a"), ("1/2", "go"), ("", "-3e2"), ("yes", "no")),
                strict=True,
            )
        ),
    )
    assert [named.player_key(p) for p in (0, 1)] == ["1", "R"]
    owner = [s.player for s in named.infosets]
    assert owner == [CHANCE, 0, 1, 0]
    assert [named.key_of(k) for k in range(4)] == ["1", "1", "1", "2"]
    assert [named.action_keys(k) for k in range(4)] == [("1", "2"), ("1", "go"), ("1", "2"), ("yes", "no")]
    assert named.action_key(1, 1) == "go"


def test_behaviours_that_do_not_fit_are_refused() -> None:
    """Missing sets, actions that do not exist, sums other than 1, and chance that plays otherwise."""
    for wrong in ([0], [0, 2], [0, (Fraction(1, 2),) * 3], [0, (Fraction(2), Fraction(-1))], [0, None]):
        with pytest.raises(GameError, match=r"of 2 information sets|is no mixture at information set 1"):
            behaviour(ENTRY, wrong)
    toss = game_tree("Toss", ("A",), chance({"h": ("1/2", outcome(1)), "t": ("1/2", outcome(0))}))
    assert toss.expected(behaviour(toss, [None])) == (Fraction(1, 2),)
    assert (toss.subgame_roots, toss.regret(behaviour(toss, [None]))) == ((0,), 0)
    with pytest.raises(GameError, match="chance does not play"):
        toss.expected(((Fraction(1), Fraction(0)),))
    with pytest.raises(GameError, match="not exact"):
        ENTRY.expected(((0.5, 0.5), (1, 0)))


def test_a_game_may_be_over_at_once() -> None:
    """One node, no moves: the whole game is its only subgame for the checker, and nobody can gain."""
    over = game_tree("Over", ("A",), outcome(3))
    assert (over.subgame_roots, over.perfect_information, over.expected(())) == ((), True, (3,))
    assert over.regret(()) == over.subgame_regret(()) == 0


def test_only_roots_induce_subgames() -> None:
    """A terminal node, and one inside an information set, start none."""
    with pytest.raises(GameError, match="no subgame starts at node 1"):
        ENTRY.induced(1)
    assert ENTRY.induced(2).game.title == "Entry after 'in'"
    assert ENTRY.induced(0).game == ENTRY


def test_values_are_values() -> None:
    """Equal games are equal and hash alike, whatever was asked of one; they can be copied."""
    other = replace(ENTRY)
    assert ENTRY.totals
    assert other == ENTRY
    assert hash(other) == hash(ENTRY)
    assert copy.deepcopy(ENTRY) == ENTRY
    assert ENTRY.at({}) == ENTRY


def test_far_beyond_the_recursion_limit() -> None:
    """A nested centipede of 20,000 moves is built, compared, hashed, checked and cut."""
    part = outcome(0, 0)
    for k in range(20_000):
        part = move("AB"[k % 2], {"stop": outcome(k % 3, k % 2), "go on": part})
    game = game_tree("Centipede", ("A", "B"), part)
    del part
    assert (len(game.parents), len(game.subgame_roots)) == (40_001, 20_000)
    assert game == replace(game)
    assert hash(game) == hash(replace(game))
    assert game.perfect_recall
    profile = behaviour(game, [0] * len(game.infosets))
    assert game.subgame_regret(profile) == 2  # going on where 0 is at hand, to the other's 2
    assert game.where(40_000) == "'go on / go on / go on / … / go on / go on / go on'"
    assert len(game.induced(2).game.parents) == 39_999


def test_numbers_are_refused_by_class() -> None:
    """A float payoff is a NumberError, as everywhere."""
    with pytest.raises(NumberError, match="is a float, which is not exact"):
        game_tree("T", ("A",), outcome(0.5))


def test_sets_out_of_order_are_refused() -> None:
    """Information sets stand in the order of their first nodes."""
    swapped = tuple(reversed(ENTRY.infosets))
    with pytest.raises(GameError, match="lists node"):
        replace(ENTRY, infosets=swapped)
    sets = (1, NOWHERE, 0, NOWHERE, NOWHERE)
    with pytest.raises(GameError, match="information sets out of order"):
        replace(ENTRY, infosets=swapped, sets=sets)
    twice = InfoSet(player=0, label="", number=1, actions=("a", "b"), nodes=(2, 0))
    with pytest.raises(GameError, match="the nodes of an information set are out of order"):
        replace(ENTRY, infosets=(twice,), sets=(0, NOWHERE, 0, NOWHERE, NOWHERE))


def test_the_best_deviation_may_need_two_own_moves() -> None:
    """No subgame cuts the second move off: going left pays only with `v` later, and regret sees both at once."""
    late = {"u": outcome(0, 0), "v": outcome(1, 0)}
    game = game_tree(
        "Two moves",
        ("A", "B"),
        move(
            "A",
            {
                "left": move("B", {"x": move("A", late, at="late"), "y": move("A", late, at="late")}, at="B"),
                "right": move("B", {"x": outcome(0, 0), "y": outcome(0, 0)}, at="B"),
            },
            at="first",
        ),
    )
    chosen = {"first": 1, "B": 0, "late": 0}
    profile = behaviour(game, [chosen[s.label] for s in game.infosets])
    assert (game.subgame_roots, game.regret(profile)) == ((0,), 1)
