"""Games in moves in a case file: what they become, and that every fault is told with thing, place and remedy."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from bargain import load_case
from bargain.case import CHANCE, Term
from bargain.errors import CaseError, GameError
from bargain.exact import Affine
from strategies_case import FILES, FOLDER, MOVES, Fault, check_fault, edited, load

DAM = 'after = ["build"]\nmover = "selmar"\nactions = ["accept", "protest"]\n\n[[game.node]]\nafter = ["build", "*"]'
FIRST = '[[game.node]]\nmover = "corvath"\nactions = ["build", "wait"]\n\n'
REPEATED = '[game.repeated]\nexchange = "swap-power-fees"\npunishment = "grim trigger"'
HEARD = 'after = ["build", "protest", "heard"]'

FAULTS = [
    Fault(
        "unknown mover",
        (MOVES, DAM, DAM.replace('mover = "selmar"', 'mover = "selma"')),
        "[[game]] 'dam-in-moves', key 'node[#2].mover'",
        "unknown player 'selma'",
        "did you mean 'selmar'?",
        line='mover = "selma"\n',
    ),
    Fault(
        "history through an action that is none",
        (MOVES, 'after = ["build", "accept"]', 'after = ["build", "acept"]'),
        "[[game]] 'dam-unheard', key 'node[#4].after[#2]'",
        "'acept' is not an action at step 2",
        "did you mean 'accept'?",
    ),
    Fault(
        "history that goes on after the end",
        (MOVES, HEARD, 'after = ["wait", "protest", "heard"]'),
        "[[game]] 'dam-unheard', key 'node[#6].after'",
        "nobody moves after wait",
        "let somebody move there",
    ),
    Fault(
        "two moves at one history",
        (MOVES, HEARD, 'after = ["build", "protest", "*"]'),
        "[[game]] 'dam-unheard', key 'node[#6].after'",
        "two entries for the history build / protest / unheard, this and number 5",
        "keep one",
    ),
    Fault(
        "no first move",
        (MOVES, FIRST + "[[game.node]]\n" + DAM, "[[game.node]]\n" + DAM),
        "[[game]] 'dam-in-moves', key 'node[#1].after'",
        "no first move",
        "without after",
        line=DAM,
    ),
    Fault(
        "unequal actions in one set",
        (
            MOVES,
            'after = ["build", "protest", "unheard"]\nmover = "fund"\nactions = ["lend", "withhold"]',
            'after = ["build", "protest", "unheard"]\nmover = "fund"\nactions = ["lend", "refuse"]',
        ),
        "[[game]] 'dam-unheard', key 'node[#5].information_set'",
        ("in 'no protest heard'", "lend, refuse", "lend, withhold"),
        "the same actions",
        line='information_set = "no protest heard"\n\n[[game.node]]\nafter = ["build", "protest", "heard"]',
    ),
    Fault(
        "probabilities do not sum to 1",
        (MOVES, '["p_heard", "1 - p_heard"]', '["p_heard", "1/2"]'),
        "[[game]] 'dam-unheard', key 'node[#3].probabilities'",
        "sum to p_heard + 1/2",
        "sum to 1",
    ),
    Fault(
        "too few probabilities",
        (MOVES, '["p_heard", "1 - p_heard"]', '["p_heard"]'),
        "[[game]] 'dam-unheard', key 'node[#3].probabilities'",
        "1 probabilities for 2 actions",
        "one per action",
    ),
    Fault(
        "probability below 0",
        (MOVES, '["p_heard", "1 - p_heard"]', '["3*p_heard", "1 - 3*p_heard"]'),
        "[[game]] 'dam-unheard', key 'node[#3].probabilities[#2]'",
        "is -1/2",
        "between 0 and 1",
    ),
    Fault(
        "unknown number in a probability",
        (MOVES, '["p_heard", "1 - p_heard"]', '["p_herd", "1 - p_herd"]'),
        "[[game]] 'dam-unheard', key 'node[#3].probabilities[#1]'",
        "'p_herd'",
        "did you mean 'p_heard'?",
    ),
    Fault(
        "a discount factor as a probability",
        (MOVES, '["p_heard", "1 - p_heard"]', '["patience", "1 - patience"]'),
        "[[game]] 'dam-unheard', key 'node[#3].probabilities[#1]'",
        "'patience' is a discount factor, not a probability",
        "of that kind",
    ),
    Fault(
        "bare probabilities",
        (MOVES, '["p_heard", "1 - p_heard"]', '["1/2", "1/2"]'),
        "[[game]] 'dam-unheard', key 'node[#3]'",
        "a move of chance in plain numbers rests on nothing",
        "claim",
        line='[[game.node]]\nafter = ["build", "protest"]\nmover = "chance"',
    ),
    Fault(
        "probabilities of a player",
        (MOVES, HEARD, HEARD + '\nprobabilities = ["1/2", "1/2"]'),
        "[[game]] 'dam-unheard', key 'node[#6].probabilities'",
        "'fund' moves here",
        "take it out",
        line='probabilities = ["1/2", "1/2"]',
    ),
    Fault(
        "bare number",
        (MOVES, 'now, to either side"\nconvention = "hearing"', 'now, to either side"'),
        "[[number]] 'patience'",
        "the discount factor rests on nothing",
        "convention = an id",
        line='[[number]]\nid = "patience"',
    ),
    Fault(
        "a discount factor of 1",
        (MOVES, 'value = "4/5"', "value = 1"),
        "[[number]] 'patience', key 'value'",
        "the discount factor 1",
        "strictly between 0 and 1",
    ),
    Fault(
        "a number with the name of a stake",
        (MOVES, 'id = "p_heard"', 'id = "S_power"'),
        "[[number]] 'S_power', key 'id'",
        "'S_power' is also a stake",
        "another name",
    ),
    Fault(
        "a term that no play meets",
        (MOVES, 'when = { chance = "heard", fund = ["lend"] }', 'when = { chance = "heard", selmar = "accept" }'),
        "[[game]] 'dam-unheard', key 'term[#6]'",
        "no play meets",
        "[[game.node]]",
        line='[[game.term]]\nplayer = "fund"\nwhen = { chance = "heard", selmar = "accept" }',
    ),
    Fault(
        "unknown action in a term of a tree",
        (MOVES, 'when = { chance = "heard", fund = ["lend"] }', 'when = { chance = "herd", fund = ["lend"] }'),
        "[[game]] 'dam-unheard', key 'term[#6].when.chance'",
        "'herd' is not an action of 'chance'",
        "did you mean 'heard'?",
    ),
    Fault(
        "stake of another actor in a term of a tree",
        (
            MOVES,
            'value = "-F_quarrel"\nclaims = ["c023"]\n\n[[game]]\nid = "dam-unheard"',
            'value = "-S_protest"\nclaims = ["c023"]\n\n[[game]]\nid = "dam-unheard"',
        ),
        "[[game]] 'dam-in-moves', key 'term[#6].value'",
        "of 'selmar', not of 'fund'",
        "F_income, F_quarrel",
        line='value = "-S_protest"\nclaims = ["c023"]',
    ),
    Fault(
        "variant of nothing",
        (MOVES, 'variant_of = "dam-in-moves"', 'variant_of = "dam-in-move"'),
        "[[game]] 'dam-unheard', key 'variant_of'",
        "unknown game 'dam-in-move'",
        "did you mean 'dam-in-moves'?",
    ),
    Fault(
        "variant of itself",
        (MOVES, 'variant_of = "dam-in-moves"', 'variant_of = "dam-unheard"'),
        "[[game]] 'dam-unheard', key 'variant_of'",
        "of itself",
        "another game",
    ),
    Fault(
        "variant that does not say what it varies",
        (MOVES, 'varies = "what the Fund knows: a protest may go unheard"\n', ""),
        "[[game]] 'dam-unheard'",
        "does not say what it varies",
        "add varies",
        line='[[game]]\nid = "dam-unheard"',
    ),
    Fault(
        "offers about no exchange",
        (MOVES, 'exchange = "swap-water-port"', 'exchange = "settlement"'),
        "[[game]] 'water-talks', key 'offers.exchange'",
        "unknown exchange that adds up over issues 'settlement'",
        "swap",
    ),
    Fault(
        "offers by nobody",
        (MOVES, 'first = "corvath"', 'first = "fund"'),
        "[[game]] 'water-talks', key 'offers.first'",
        "unknown player 'fund'",
        "corvath",
    ),
    Fault(
        "no patience",
        (
            MOVES,
            'rounds = 5\ndiscount = { corvath = "patience", selmar = "patience" }',
            'rounds = 5\ndiscount = { corvath = "patience" }',
        ),
        "[[game]] 'water-talks', key 'offers.discount'",
        "no discount factor for 'selmar'",
        "the id of a number",
        line='discount = { corvath = "patience" }',
    ),
    Fault(
        "a probability as patience",
        (
            MOVES,
            'rounds = 5\ndiscount = { corvath = "patience", selmar',
            'rounds = 5\ndiscount = { corvath = "p_heard", selmar',
        ),
        "[[game]] 'water-talks', key 'offers.discount.corvath'",
        "'p_heard'",
        "patience",
        line='discount = { corvath = "p_heard"',
    ),
    Fault(
        "a punishment that is not worked out",
        (MOVES, 'punishment = "grim trigger"', 'punishment = "grim triger"'),
        "[[game]] 'every-summer', key 'repeated.punishment'",
        "found 'grim triger'",
        "did you mean 'grim trigger'?",
    ),
    Fault(
        "a table of another form",
        (MOVES, REPEATED, "[game.offers]\nexchange = 'swap-power-fees'\nfirst = 'corvath'"),
        "[[game]] 'every-summer', key 'offers'",
        "belongs to the form 'offers'",
        "form = 'offers'",
        line="[game.offers]\nexchange = 'swap-power-fees'",
    ),
    Fault(
        "moves in another form",
        (MOVES, 'step by step"\nform = "sequential"', 'step by step"\nform = "exchange"'),
        "[[game]] 'dam-in-moves', key 'node'",
        "belongs to the form 'sequential'",
        "sequential",
        line=FIRST + "[[game.node]]\n" + DAM,
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_told_with_thing_place_and_remedy(fault: Fault) -> None:
    """The first fault told is the one made, at its file, line and key, with what would be right."""
    check_fault(fault)


def test_payoffs_of_a_play_are_the_sums_of_the_terms_that_count() -> None:
    """Every play of both trees, added up by hand from what the file says."""
    case = load_case(FOLDER)
    tree = case.tree("dam-in-moves", at=case.point())
    found = {tree.path(node): tree.totals[node] for node in tree.terminals}
    half = Fraction(1, 2)
    assert found == {
        ("build", "accept", "lend"): (half, -half, half),
        ("build", "accept", "withhold"): (-half, 0, 0),
        ("build", "protest", "lend"): (half, -1, 0),
        ("build", "protest", "withhold"): (-half, -half, 0),
        ("wait",): (0, 0, 0),
    }
    blind = case.tree("dam-unheard")
    plays = {blind.path(node): [str(u) for u in blind.totals[node] or ()] for node in blind.terminals}
    assert plays["build", "protest", "heard", "lend"] == [
        "C_stage",
        "-S_protest - S_stage_harm",
        "F_income - F_quarrel",
    ]
    assert plays["build", "protest", "unheard", "lend"][2] == "F_income"


def test_a_term_counts_where_every_player_takes_one_of_its_actions() -> None:
    """Any action of a list will do, each player named must have one, and the play must begin as told."""
    term = Term(
        player="a", when=(("a", ("x", "y")), ("b", ("z",))), value=Affine.number(1), claims=(), after=(("*",), ("z",))
    )
    assert term.counts((("a", "y"), ("b", "z"), ("a", "w")))
    assert term.counts((("a", "x"), ("b", "z")))
    assert not term.counts((("a", "y"), ("b", "v"), ("b", "z")))
    assert not term.counts((("a", "w"), ("b", "z")))
    assert not term.counts((("a", "y"),))


def test_information_sets_and_chance_are_as_written() -> None:
    """One set of two nodes; probabilities at the case's number, at another, or open."""
    case = load_case(FOLDER)
    tree = case.tree("dam-unheard")
    together = [s for s in tree.infosets if s.label == "no protest heard"]
    assert [len(s.nodes) for s in together] == [2]
    (drawn,) = [s for s in tree.infosets if s.probabilities]
    assert drawn.probabilities == (Fraction(1, 2), Fraction(1, 2))
    other = case.tree("dam-unheard", numbers={"p_heard": Fraction(1, 5)})
    assert [s.probabilities for s in other.infosets if s.probabilities] == [(Fraction(1, 5), Fraction(4, 5))]
    assert case.tree("dam-unheard", open_numbers=True).parameters == ("p_heard",)
    assert not tree.perfect_information
    assert tree.perfect_recall


def test_a_wildcard_stands_for_every_action_there() -> None:
    """`*` matches all that may be played at a step, a list the ones that it names."""
    case = load(FILES)
    spec = case.spec("dam-in-moves")
    assert [node.history for node in spec.nodes] == [(), ("build",), ("build", "accept"), ("build", "protest")]
    listed = load(edited((MOVES, 'after = ["build", "*"]', 'after = ["build", ["accept", "protest"]]')))
    assert listed.spec("dam-in-moves").nodes == spec.nodes


def test_variants_are_found_from_the_original_and_from_each_other() -> None:
    """Any game has a list of variants, itself among them."""
    case = load_case(FOLDER)
    for name in ("dam-in-moves", "dam-unheard"):
        assert [spec.id for spec in case.variants(name)] == ["dam-in-moves", "dam-unheard"]
    assert [spec.id for spec in case.variants("gorge")] == ["gorge"]
    files = edited((MOVES, 'id = "water-talks"', 'id = "water-talks"\nvariant_of = "dam-unheard"\nvaries = "all"'))
    with pytest.raises(CaseError, match="'dam-unheard' is itself a variant, of 'dam-in-moves'"):
        load(files)


def test_a_game_in_moves_is_no_normal_form_and_says_what_to_ask_for() -> None:
    """`case.game` names the method that has it; the methods name the games that they have."""
    case = load_case(FOLDER)
    with pytest.raises(GameError, match=r"form 'sequential'.*case\.tree\('dam-in-moves'\)"):
        case.game("dam-in-moves")
    with pytest.raises(GameError, match=r"form 'offers'.*case\.offers"):
        case.game("water-talks")
    with pytest.raises(GameError, match=r"'gorge' is of the form 'contest', and has no tree.*dam-in-moves"):
        case.tree("gorge")
    with pytest.raises(GameError, match=r"'gorge' is of the form 'contest', not 'offers'.*water-talks"):
        case.offers("gorge")
    with pytest.raises(GameError, match=r"not 'repeated'.*every-summer"):
        case.repeated("gorge")
    with pytest.raises(CaseError, match="no number 'p_herd'"):
        case.tree("dam-unheard", numbers={"p_herd": Fraction(1, 2)})


def test_offers_and_repetition_carry_the_payoffs_of_their_exchange() -> None:
    """Packages are the cells of the exchange, in a player's own utility; patience and options are the case's."""
    case = load_case(FOLDER)
    talks, swap = case.offers("water-talks"), case.game("swap-water-port", at=case.point())
    cells = [tuple(swap.payoff(p, cell) for p in (0, 1)) for cell in product(range(3), range(3))]
    assert list(talks.payoffs) == cells
    assert talks.rounds == 5
    assert talks.discounts == (Fraction(4, 5), Fraction(4, 5))
    assert talks.exits[0] is not None
    assert talks.exits[0][0] == case.point()["C_vesk"]
    assert talks.exits[1] is None
    assert case.offers("water-talks", numbers={"patience": Fraction(1, 3)}).discounts == (Fraction(1, 3),) * 2
    again = case.repeated("every-summer")
    assert again.stage == case.game("swap-power-fees", at=case.point())
    assert again.patience == (Fraction(4, 5), Fraction(4, 5))


def test_hostile_trees_are_bounded() -> None:
    """A few entries that stand for very many histories are refused, not grown."""
    node = '\n[[game.node]]\nafter = [{}]\nmover = "{}"\nactions = [{}]\n'
    actions = ", ".join(f'"a{n}"' for n in range(60))
    tree = "".join(node.format(", ".join(['"*"'] * depth), "corvath", actions) for depth in range(40))
    head = FILES[MOVES].index("[[game.node]]")
    files = {**FILES, MOVES: FILES[MOVES][:head] + tree + FILES[MOVES][FILES[MOVES].index("[[game.term]]") :]}
    with pytest.raises(CaseError, match="more than 1,000 moves"):
        load(files)


def test_no_player_may_be_called_chance() -> None:
    """The word is taken."""
    files = edited((MOVES, 'chance = "heard", fund = ["lend"]', 'fund = ["lend"]'))
    files = {
        name: text.replace('"fund"', f'"{CHANCE}"').replace("fund = ", "chance = ") for name, text in files.items()
    }
    with pytest.raises(CaseError) as caught:
        load(files)
    assert f"a player called {CHANCE!r}" in str(caught.value)


def test_a_case_that_uses_none_of_this_keeps_its_digest() -> None:
    """What came into the format later counts only where it is used: the number once cited is still that of the case."""
    before = {name: text for name, text in FILES.items() if name != MOVES}
    assert load(before).digest == "79898ae86393a113f0b3154af3aa2222524329310a7a620064927cfcb18eb8b0"
    assert load(FILES).digest != load(before).digest
