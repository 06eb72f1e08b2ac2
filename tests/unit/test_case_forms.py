"""Issues and games of a case: every fault is told with thing, place and remedy."""

from __future__ import annotations

import pytest

from strategies_case import GAMES, Fault, check_fault

FAULTS = [
    # ---- issues
    Fault(
        "stake of another actor in a cost",
        (GAMES, '"S_cost_port_some", "S_cost_port_full"]', '"S_cost_port_some", "C_port_full"]'),
        "[[issue]] 'port', key 'grant.cost[#3]'",
        ("'C_port_full'", "of 'corvath', not of 'selmar'"),
        "stakes of 'selmar' only",
    ),
    Fault(
        "stake of another actor in a contest",
        (GAMES, 'clash = "-S_gorge_clash"', 'clash = "-C_gorge_clash"'),
        "[[issue]] 'gorge', key 'contest.selmar.clash'",
        "of 'corvath', not of 'selmar'",
        "stakes of 'selmar' only",
        line='clash = "-C_gorge_clash"\n\n[[issue]]',
    ),
    Fault(
        "stake of another actor in a joint move",
        (GAMES, 'both = "S_grid"', 'both = "C_grid"'),
        "[[issue]] 'grid', key 'joint.selmar.both'",
        "of 'corvath', not of 'selmar'",
        "stakes of 'selmar' only",
        line='both = "C_grid"\nalone = "-S_grid_lost"',
    ),
    Fault(
        "stake of another actor in an outside option",
        (GAMES, 'value = "C_vesk"', 'value = "S_power"'),
        "[[outside]] 'corvath', key 'value'",
        "of 'selmar', not of 'corvath'",
        "stakes of 'corvath' only",
    ),
    Fault(
        "stake of another actor in a term",
        (GAMES, 'value = "F_income"', 'value = "C_stage"'),
        "[[game]] 'dam', key 'term[#5].value'",
        "of 'corvath', not of 'fund'",
        "F_income, F_quarrel",
        line='value = "C_stage"\nclaims = ["c023"]',
    ),
    Fault(
        "first level is not 0",
        (GAMES, 'cost = ["0", "C_cost_water_modest"', 'cost = ["C_cost_water_full", "C_cost_water_modest"'),
        "[[issue]] 'water', key 'grant.cost[#1]'",
        ("first level", "'C_cost_water_full'"),
        'write "0"',
    ),
    Fault(
        "entries do not fit the levels",
        (GAMES, 'benefit = ["0", "S_water_modest", "S_water_full"]', 'benefit = ["0", "S_water_full"]'),
        "[[issue]] 'water', key 'grant.benefit'",
        "2 entries for 3 levels",
        "nothing, modest, guaranteed",
    ),
    Fault(
        "shares do not fit the levels",
        (GAMES, 'shares = ["0", "1/3", "1"]', 'shares = ["0", "1"]'),
        "[[issue]] 'port', key 'shares'",
        "2 shares for 3 levels",
        "one per level",
    ),
    Fault(
        "shares do not rise",
        (GAMES, 'shares = ["0", "1/3", "1"]', 'shares = ["0", "1", "1"]'),
        "[[issue]] 'port', key 'shares[#3]'",
        "1 does not rise above 1",
        "rise",
    ),
    Fault(
        "shares do not end at 1",
        (GAMES, 'shares = ["0", "1/3", "1"]', 'shares = ["0", "1/3", "2"]'),
        "[[issue]] 'port', key 'shares'",
        "from 0 to 2",
        "from 0 to 1",
    ),
    Fault(
        "many levels without shares",
        (GAMES, 'levels = ["keep", "halve", "waive"]', 'levels = ["keep", "a", "b", "waive"]'),
        "[[issue]] 'fees'",
        "4 levels without shares",
        "4 rising numbers",
        line='[[issue]]\nid = "fees"',
    ),
    Fault(
        "level twice",
        (GAMES, 'levels = ["keep", "halve", "waive"]', 'levels = ["keep", "waive", "waive"]'),
        "[[issue]] 'fees', key 'levels[#3]'",
        "'waive' is named twice",
        "once",
    ),
    Fault(
        "grantor without a grant",
        (GAMES, 'id = "gorge"\ntitle = "The gorge road"', 'id = "gorge"\ngrantor = "selmar"\ntitle = "The gorge road"'),
        "[[issue]] 'gorge', key 'grantor'",
        "nobody grants",
        "[issue.grant]",
        line='grantor = "selmar"\ntitle = "The gorge road"',
    ),
    Fault(
        "grant without a grantor",
        (
            GAMES,
            'grantor = "corvath"\nbeneficiary = "selmar"\nlevels = ["nothing"',
            'beneficiary = "selmar"\nlevels = ["nothing"',
        ),
        "[[issue]] 'water'",
        "without a grantor",
        "add grantor",
        line='[[issue]]\nid = "water"',
    ),
    Fault(
        "grant to itself",
        (GAMES, 'beneficiary = "selmar"\nlevels = ["none"', 'beneficiary = "corvath"\nlevels = ["none"'),
        "[[issue]] 'power', key 'beneficiary'",
        "'corvath' grants to itself",
        "the other actor",
        line='beneficiary = "corvath"\nlevels = ["none"',
    ),
    Fault(
        "contest of nobody",
        (GAMES, "[issue.contest.selmar]", "[issue.contest.selma]"),
        "[[issue]] 'gorge', key 'contest.selma'",
        "unknown actor 'selma'",
        "did you mean 'selmar'?",
    ),
    Fault(
        "contest of one",
        (
            GAMES,
            (
                '\n[issue.contest.selmar]\nprevail = "S_gorge_alone"\ncompromise = "S_gorge_empty"\n'
                'yield = "-S_gorge_left"\nclash = "-S_gorge_clash"\n'
            ),
            "\n",
        ),
        "[[issue]] 'gorge', key 'contest'",
        "tables of actors: corvath",
        "each of two actors",
        line="[issue.contest]",
    ),
    Fault(
        "unknown entry of a contest",
        (GAMES, 'yield = "-S_gorge_left"', 'give_way = "-S_gorge_left"'),
        "[[issue]] 'gorge', key 'contest.selmar.give_way'",
        "unknown key",
        "yield",
    ),
    Fault(
        "issue without a form",
        (
            GAMES,
            (
                '[issue.joint]\nchoices = ["wait", "build"]\n\n[issue.joint.corvath]\nboth = "C_grid"\n'
                'alone = "-C_grid_lost"\n\n[issue.joint.selmar]\nboth = "S_grid"\nalone = "-S_grid_lost"\n'
                'left = "0"\n'
            ),
            "",
        ),
        "[[issue]] 'grid'",
        "no form",
        "[issue.joint]",
        line='[[issue]]\nid = "grid"',
    ),
    # ---- games
    Fault(
        "unknown player",
        (GAMES, 'players = ["corvath", "selmar", "fund"]', 'players = ["corvath", "selmar", "found"]'),
        "[[game]] 'dam', key 'players[#3]'",
        "unknown actor 'found'",
        "did you mean 'fund'?",
    ),
    Fault(
        "unknown issue of a game",
        (GAMES, 'issues = ["power", "fees"]', 'issues = ["power", "fee"]'),
        "[[game]] 'swap-power-fees', key 'issues[#2]'",
        "unknown issue 'fee'",
        "did you mean 'fees'?",
    ),
    Fault(
        "unknown paragraph of a game",
        (GAMES, 'paragraphs = ["B.3", "C.2"]', 'paragraphs = ["B.3", "C.9"]'),
        "[[game]] 'swap-power-fees', key 'paragraphs[#2]'",
        "unknown paragraph 'C.9'",
        "did you mean 'C.",
    ),
    Fault(
        "game on a paragraph without payoffs",
        (GAMES, 'paragraphs = ["B.3", "C.2"]', 'paragraphs = ["B.3", "A.2"]'),
        "[[game]] 'swap-power-fees', key 'paragraphs[#2]'",
        "'A.2' is listed under [[no_payoff]]",
        "that claims code",
    ),
    Fault(
        "issue and issues",
        (GAMES, 'issues = ["power", "fees"]', 'issue = "grid"\nissues = ["power", "fees"]'),
        "[[game]] 'swap-power-fees', key 'issues'",
        "both issue and issues",
        "keep one",
        line='issues = ["power", "fees"]',
    ),
    Fault(
        "contest on an issue without one",
        (GAMES, 'issue = "gorge"\nparagraphs', 'issue = "water"\nparagraphs'),
        "[[game]] 'gorge', key 'issue'",
        "'water' has no [issue.contest]",
        "another form",
        line='issue = "water"\nparagraphs',
    ),
    Fault(
        "contest without an issue",
        (GAMES, 'issue = "gorge"\nparagraphs', "paragraphs"),
        "[[game]] 'gorge'",
        "0 issues in a contest",
        "one issue",
        line='[[game]]\nid = "gorge"',
    ),
    Fault(
        "third player in a joint move",
        (
            GAMES,
            'players = ["corvath", "selmar"]\nissue = "grid"',
            'players = ["corvath", "selmar", "fund"]\nissue = "grid"',
        ),
        "[[game]] 'grid', key 'players'",
        ("corvath, selmar, fund", "corvath and selmar"),
        "'normal'",
        line='players = ["corvath", "selmar", "fund"]\nissue = "grid"',
    ),
    Fault(
        "exchange of what cannot be granted",
        (GAMES, 'issues = ["power", "fees"]', 'issues = ["power", "fees", "gorge"]'),
        "[[game]] 'swap-power-fees', key 'issues'",
        "'gorge' cannot be granted",
        "[issue.grant]",
    ),
    Fault(
        "exchange in which one gives nothing",
        (GAMES, 'issues = ["power", "fees"]', 'issues = ["power"]'),
        "[[game]] 'swap-power-fees', key 'players[#2]'",
        "'selmar' grants none",
        "add an issue",
        line='players = ["corvath", "selmar"]\nissues = ["power"]',
    ),
    Fault(
        "unknown level on offer",
        (GAMES, 'issues = ["power", "fees"]', 'issues = ["power", "fees"]\nlevels = ["none", "all"]'),
        "[[game]] 'swap-power-fees', key 'levels[#2]'",
        "'all' is not a level of 'power'",
        "known: none, surplus",
        line='levels = ["none", "all"]',
    ),
    Fault(
        "nothing cannot be left out of the levels",
        (GAMES, 'title = "Water for berths"', 'levels = ["nothing"]\ntitle = "Water for berths"'),
        "[[game]] 'swap-water-port', key 'levels'",
        "the levels nothing of 'water'",
        "at least one more",
    ),
    Fault(
        "actions of a game whose form gives them",
        (GAMES, 'about = "The line works only if both build."', 'about = "x"\n[game.actions]\ncorvath = ["a"]'),
        "[[game]] 'grid', key 'actions'",
        "'joint' follow from its issues",
        "take the table out",
        line='[game.actions]\ncorvath = ["a"]',
    ),
    Fault(
        "player without actions",
        (GAMES, 'fund = ["lend", "withhold"]\n', ""),
        "[[game]] 'dam', key 'actions'",
        "no actions for 'fund'",
        "[game.actions]",
        line="[game.actions]",
    ),
    Fault(
        "unknown action in a term",
        (GAMES, 'when = { selmar = "protest" }', 'when = { selmar = "portest" }'),
        "[[game]] 'dam', key 'term[#4].when.selmar'",
        "'portest' is not an action of 'selmar'",
        "did you mean 'protest'?",
    ),
    Fault(
        "unknown player in a term",
        (GAMES, 'when = { selmar = "protest" }', 'when = { selma = "protest" }'),
        "[[game]] 'dam', key 'term[#4].when.selma'",
        "unknown player 'selma'",
        "did you mean 'selmar'?",
    ),
    Fault(
        "unknown level in a term",
        (GAMES, 'when = { water = "guaranteed", port', 'when = { water = "guarantee", port'),
        "[[game]] 'settlement', key 'term[#1].when.water'",
        "'guarantee' is not a level of 'water'",
        "did you mean 'guaranteed'?",
    ),
    Fault(
        "option of nobody",
        (GAMES, '[[outside]]\nactor = "corvath"', '[[outside]]\nactor = "corvat"'),
        "[[outside]] 'corvat', key 'actor'",
        "unknown actor 'corvat'",
        "did you mean 'corvath'?",
        line='actor = "corvat"',
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_told_with_thing_place_and_remedy(fault: Fault) -> None:
    """The first fault told is the one made, at its file, line and key, with what would be right."""
    check_fault(fault)
