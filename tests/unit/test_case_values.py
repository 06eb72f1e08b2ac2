"""Words, kinds of values and numbers of a case: every fault is told with thing, place and remedy."""

from __future__ import annotations

import pytest

from strategies_case import ACTORS, BASELINE, CLAIMS, GAMES, SOURCE, STAKES, Fault, check_fault

FAULTS = [
    # ---- words and kinds of values
    Fault(
        "unknown key",
        (CLAIMS, 'paraphrase = "Any release', 'parafrase = "Any release'),
        "[[claim]] 'c002', key 'parafrase'",
        "unknown key",
        "did you mean 'paraphrase'?",
    ),
    Fault(
        "unknown table",
        (STAKES, '[[row]]\nid = "r010"', '[[rows]]\nid = "r010"'),
        "key 'rows'",
        "unknown table",
        "did you mean 'row'?",
    ),
    Fault(
        "missing key",
        (CLAIMS, 'paraphrase = "Any release in the dry months helps Selmar\'s farms."\n', ""),
        "[[claim]] 'c002', key 'paraphrase'",
        "missing",
        "what the paragraph says",
        line='[[claim]]\nid = "c002"',
    ),
    Fault(
        "missing id",
        (CLAIMS, 'id = "c003"\n', ""),
        "[[claim]] '#3', key 'id'",
        "missing",
        "such as c001",
        line='[[claim]]\nlocator = "B.1"',
    ),
    Fault(
        "not a reading",
        (CLAIMS, 'reading = "assumed"', 'reading = "assummed"'),
        "[[claim]] 'c023', key 'reading'",
        "'assummed'",
        "did you mean 'assumed'? (allowed: stated, inferred, assumed)",
    ),
    Fault(
        "not a form",
        (GAMES, 'form = "contest"', 'form = "war"'),
        "[[game]] 'gorge', key 'form'",
        "'war'",
        "allowed: contest, exchange, joint, normal",
    ),
    Fault(
        "number where text must stand",
        (SOURCE, 'version = "1"', "version = 1"),
        "[case], key 'version'",
        ("the integer 1", "text"),
        "in quotes",
    ),
    Fault(
        "date where text must stand",
        (SOURCE, 'date = "3 March 2031"', "date = 2031-03-03"),
        "[source], key 'date'",
        "the date 2031-03-03",
        "in quotes",
    ),
    Fault(
        "text where a list must stand",
        (ACTORS, 'claims = ["c015"]', 'claims = "c015"'),
        "[[actor]] 'vesk', key 'claims'",
        ("'c015'", "a list"),
        "square brackets",
    ),
    Fault(
        "text where a whole number must stand",
        (SOURCE, "paragraphs = 4", 'paragraphs = "4"'),
        "[source], key 'section[#4].paragraphs'",
        ("'4'", "whole number"),
        "without quotes",
    ),
    Fault(
        "text where a table must stand",
        (
            GAMES,
            (
                '[issue.grant]\nbenefit = ["0", "S_water_modest", "S_water_full"]\n'
                'cost = ["0", "C_cost_water_modest", "C_cost_water_full"]'
            ),
            'grant = "x"',
        ),
        "[[issue]] 'water', key 'grant'",
        ("'x'", "a table"),
        "benefit, cost",
        line='grant = "x"',
    ),
    Fault(
        "not a claim id",
        (CLAIMS, 'id = "c026"', 'id = "claim 26"'),
        "[[claim]] 'claim 26', key 'id'",
        "'claim 26'",
        "such as c001",
    ),
    Fault(
        "empty text",
        (ACTORS, 'name = "Vesk"', 'name = ""'),
        "[[actor]] 'vesk', key 'name'",
        "empty",
        "the name for readers",
    ),
    Fault(
        "empty list",
        (ACTORS, 'claims = ["c015"]', "claims = []"),
        "[[actor]] 'vesk', key 'claims'",
        "0 entries",
        "at least 1",
    ),
    Fault(
        "unseen character",
        (ACTORS, 'name = "Vesk"', 'name = "V\\u001besk"'),
        "[[actor]] 'vesk', key 'name'",
        "U+001B",
        "remove it",
    ),
    Fault(
        "text that runs the other way",
        (ACTORS, 'name = "Vesk"', 'name = "V\\u202eesk"'),
        "[[actor]] 'vesk', key 'name'",
        "U+202E",
        "remove it",
    ),
    Fault(
        "single brackets",
        (GAMES, '[[outside]]\nactor = "corvath"', '[outside]\nactor = "corvath"'),
        "[outside]",
        "one [outside] table",
        "[[outside]]",
    ),
    Fault(
        "double brackets",
        (BASELINE, "[baseline]\n", "[[baseline]]\n"),
        "[baseline]",
        "a list of tables",
        "write [baseline], once",
    ),
    Fault(
        "label with a joining sign",
        (GAMES, 'levels = ["none", "surplus"]', 'levels = ["none", "surplus: all"]'),
        "[[issue]] 'power', key 'levels[#2]'",
        "'surplus: all'",
        "other words",
    ),
    Fault(
        "number as a condition",
        (GAMES, 'when = { selmar = "protest" }', "when = { selmar = 1 }"),
        "[[game]] 'dam', key 'term[#4].when.selmar'",
        "found number",
        "action in quotes",
    ),
    # ---- numbers
    Fault(
        "float",
        (BASELINE, 'C_fees = "1/2"', "C_fees = 0.5"),
        "[baseline], key 'values.C_fees'",
        "0.5 is a float",
        'write it as a string, "1/2" or "0.5"',
    ),
    Fault(
        "float in an expression list",
        (GAMES, 'cost = [0, "-C_gain_power"]', 'cost = [0.0, "-C_gain_power"]'),
        "[[issue]] 'power', key 'grant.cost[#1]'",
        "0.0 is a float",
        "as a string",
    ),
    Fault(
        "not a number",
        (ACTORS, "size = 1\n", "size = nan\n"),
        "[[convention]] 'cap-selmar', key 'size'",
        "nan",
        "finite rational",
    ),
    Fault(
        "infinity",
        (ACTORS, "size = 1\n", "size = -inf\n"),
        "[[convention]] 'cap-selmar', key 'size'",
        "-inf",
        "finite rational",
    ),
    Fault(
        "word for a number",
        (ACTORS, "size = 1\n", 'size = "one"\n'),
        "[[convention]] 'cap-selmar', key 'size'",
        "'one' is not a rational number",
        '"p/q"',
    ),
    Fault(
        "truth value for a number",
        (ACTORS, "size = 1\n", "size = true\n"),
        "[[convention]] 'cap-selmar', key 'size'",
        "truth value",
        "write a number",
    ),
    Fault(
        "denominator 0",
        (BASELINE, 'C_fees = "1/2"', 'C_fees = "1/0"'),
        "[baseline], key 'values.C_fees'",
        "denominator 0",
        "non-zero",
    ),
    Fault(
        "endless integer",
        (ACTORS, "size = 1\n", f"size = 0x{'f' * 900}\n"),
        "[[convention]] 'cap-selmar', key 'size'",
        "3,600 bits",
        "at most",
    ),
    Fault(
        "endless decimal number",
        (ACTORS, "size = 1\n", f"size = {'9' * 5_000}\n"),
        "",
        "5,000 characters",
        "shorten",
        line="9" * 5_000,
    ),
    Fault(
        "huge number",
        (BASELINE, 'C_fees = "1/2"', 'C_fees = "1e-399"'),
        "[baseline], key 'values.C_fees'",
        "bits",
        "at most 1,000 bits",
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_told_with_thing_place_and_remedy(fault: Fault) -> None:
    """The first fault told is the one made, at its file, line and key, with what would be right."""
    check_fault(fault)
