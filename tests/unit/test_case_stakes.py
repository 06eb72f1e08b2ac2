"""Conventions, stakes and rows of a case: every fault is told with thing, place and remedy."""

from __future__ import annotations

import pytest

from strategies_case import ACTORS, GAMES, STAKES, Fault, check_fault

FAULTS = [
    # ---- conventions and stakes
    Fault(
        "cap on nobody",
        (ACTORS, 'actor = "fund"', 'actor = "funds"'),
        "[[convention]] 'cap-fund', key 'actor'",
        "unknown actor 'funds'",
        "did you mean 'fund'?",
    ),
    Fault(
        "cap on an actor without stakes",
        (ACTORS, 'actor = "fund"', 'actor = "vesk"'),
        "[[convention]] 'cap-fund', key 'actor'",
        "'vesk' has no stakes",
        "take the convention out",
    ),
    Fault(
        "cap without a size",
        (ACTORS, "size = 1\n", ""),
        "[[convention]] 'cap-selmar'",
        "without a size",
        'size = "1"',
        line='[[convention]]\nid = "cap-selmar"',
    ),
    Fault(
        "cap of nothing",
        (ACTORS, "size = 1\n", "size = 0\n"),
        "[[convention]] 'cap-selmar', key 'size'",
        "0 is not positive",
        'size = "1"',
    ),
    Fault(
        "size of what is no cap",
        (ACTORS, 'kind = "origin"', 'kind = "origin"\nsize = 1'),
        "[[convention]] 'origin', key 'size'",
        "belongs to a cap",
        "take it out",
        line='size = 1\nsays = "The status quo',
    ),
    Fault(
        "unbounded stake",
        (
            ACTORS,
            '[[convention]]\nid = "cap-fund"\nkind = "cap"\nactor = "fund"\nsize = "1"\n',
            '[[convention]]\nid = "cap-fund"\nkind = "other"\n',
        ),
        "[[stake]] 'F_income'",
        "no convention bounds the stake 'F_income' at all",
        "of kind \"cap\" for the actor 'fund'",
        line='[[stake]]\nid = "F_income"',
        file=STAKES,
    ),
    Fault(
        "crossed bounds",
        (STAKES, 'low = "0"\n', 'low = "2/3"\nhigh = "1/3"\n'),
        "[[stake]] 'C_vesk', key 'low'",
        "low 2/3 is above high 1/3",
        "exchange them",
    ),
    Fault(
        "sign without a basis",
        (STAKES, 'sign = "positive"\nclaims = ["c022"]', 'sign = "positive"'),
        "[[stake]] 'S_protest'",
        "the sign 'positive' rests on nothing",
        "add claims",
        line='[[stake]]\nid = "S_protest"',
    ),
    Fault(
        "stake of nobody",
        (STAKES, 'id = "S_protest"\nactor = "selmar"', 'id = "S_protest"\nactor = "selmarr"'),
        "[[stake]] 'S_protest', key 'actor'",
        "unknown actor 'selmarr'",
        "did you mean 'selmar'?",
        line='actor = "selmarr"',
    ),
    Fault(
        "stake of no issue",
        (
            STAKES,
            'id = "S_power"\nactor = "selmar"\nissue = "power"',
            'id = "S_power"\nactor = "selmar"\nissue = "powr"',
        ),
        "[[stake]] 'S_power', key 'issue'",
        "unknown issue 'powr'",
        "did you mean 'power'?",
        line='issue = "powr"',
    ),
    Fault(
        "stake that is no name",
        (STAKES, 'id = "S_protest"', 'id = "S-protest"'),
        "[[stake]] 'S-protest', key 'id'",
        "'S-protest'",
        "letters, digits and _",
    ),
    # ---- rows
    Fault(
        "row on two bases",
        (STAKES, 'requires = ["c016"]', 'requires = ["c016"]\nconvention = "levels"'),
        "[[row]] 'r010', key 'convention'",
        "both requires and convention",
        "keep the one",
        line='convention = "levels"\nwhy = "The way through Vesk',
    ),
    Fault(
        "row on no basis",
        (STAKES, 'requires = ["c016"]\n', ""),
        "[[row]] 'r010'",
        "the row rests on nothing",
        "add requires",
        line='[[row]]\nid = "r010"',
    ),
    Fault(
        "unknown convention",
        (STAKES, 'convention = "levels"', 'convention = "level"'),
        "[[row]] 'r005', key 'convention'",
        "unknown convention 'level'",
        "did you mean 'levels'?",
    ),
    Fault(
        "row that mixes actors",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk <= S_power"'),
        "[[row]] 'r010', key 'says'",
        ("mixes stakes of two actors", "'S_power' of 'selmar'", "'C_vesk' of 'corvath'"),
        "one row per actor",
    ),
    Fault(
        "row without a comparison",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk - C_port_full"'),
        "[[row]] 'r010', key 'says'",
        "no comparison",
        "'a >= b'",
    ),
    Fault(
        "row without a stake",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk <= C_vesk + 1"'),
        "[[row]] 'r010', key 'says'",
        "relates no stake",
        "'a > 0'",
    ),
    Fault(
        "unknown stake",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk <= C_port_ful"'),
        "[[row]] 'r010', key 'says'",
        ("unknown stake 'C_port_ful'", "at character 11"),
        "did you mean 'C_port_full'?",
    ),
    Fault(
        "product of stakes",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk * C_fees <= C_port_full"'),
        "[[row]] 'r010', key 'says'",
        ("a product of two stakes", "at character"),
        "affine",
    ),
    Fault(
        "syntax of an expression",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk <= (C_port_full < 1"'),
        "[[row]] 'r010', key 'says'",
        ("bracket is not closed", "at character 24"),
        "add ')'",
    ),
    Fault(
        "dot that belongs to no number",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk ≤ 1.5. + C_port_full"'),
        "[[row]] 'r010', key 'says'",
        ("unexpected '.' at character 13", "in 'C_vesk ≤ 1.5. + C_port_full'"),
        "only numbers, names",
    ),
    Fault(
        "expression that ends too early",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk <= C_port_full +"'),
        "[[row]] 'r010', key 'says'",
        ("ends too early", "at character 23"),
        "must follow",
    ),
    Fault(
        "product at the end",
        (STAKES, 'says = "C_vesk <= C_port_some"', 'says = "C_vesk <= C_port_full*C_fees"'),
        "[[row]] 'r010', key 'says'",
        ("a product of two stakes", "at character 23"),
        "affine",
    ),
    Fault(
        "code in an expression",
        (GAMES, 'value = "C_vesk"', "value = \"__import__('os')\""),
        "[[outside]] 'corvath', key 'value'",
        ("unexpected", "at character 12"),
        "only numbers, names",
    ),
    Fault(
        "number of 4,000 bits in an expression",
        (GAMES, 'value = "C_vesk"', f'value = "{"9" * 390}*C_vesk"'),
        "[[outside]] 'corvath', key 'value'",
        "1,296 bits",
        "at most 1,000",
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_told_with_thing_place_and_remedy(fault: Fault) -> None:
    """The first fault told is the one made, at its file, line and key, with what would be right."""
    check_fault(fault)
