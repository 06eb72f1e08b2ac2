"""Names, paragraphs, moves and the baseline of a case: every fault is told with thing, place and remedy."""

from __future__ import annotations

import pytest

from strategies_case import ACTORS, BASELINE, CLAIMS, GAMES, SOURCE, STAKES, Fault, check_fault

FAULTS = [
    # ---- names
    Fault(
        "duplicate claim",
        (CLAIMS, 'id = "c002"', 'id = "c001"'),
        "[[claim]] 'c001', key 'id'",
        ("claim 'c001' is declared twice", "first in 2-claims.toml, line 4"),
        "its own id",
        line='id = "c001"\nlocator = "B.1"',
    ),
    Fault(
        "duplicate across files",
        (
            GAMES,
            '[[issue]]\nid = "water"',
            (
                '[[stake]]\nid = "S_power"\nactor = "selmar"\nmeaning = "x"\nunit = "x"\nsign = "open"\n\n'
                '[[issue]]\nid = "water"'
            ),
        ),
        "[[stake]] 'S_power', key 'id'",
        ("stake 'S_power' is declared twice", "first in 4-stakes.toml, line"),
        "its own id",
        line='id = "S_power"',
    ),
    Fault(
        "duplicate section",
        (SOURCE, 'id = "B"', 'id = "A"'),
        "[source], key 'section[#2].id'",
        "section 'A' is declared twice",
        "its own id",
        line='id = "A"\nabout = "water',
    ),
    Fault(
        "unknown claim",
        (STAKES, 'claims = ["c009", "c010"]', 'claims = ["c009", "c01O"]'),
        "[[stake]] 'C_port_full', key 'claims[#2]'",
        "unknown claim 'c01O'",
        "did you mean 'c0",
    ),
    Fault(
        "claim named twice",
        (STAKES, 'claims = ["c009", "c010"]', 'claims = ["c009", "c009"]'),
        "[[stake]] 'C_port_full', key 'claims[#2]'",
        "'c009' is named twice",
        "once",
    ),
    Fault(
        "unused claim",
        (
            CLAIMS,
            '[[claim]]\nid = "c026"',
            (
                '[[claim]]\nid = "c099"\nlocator = "A.1"\nparaphrase = "x"\nkind = "cost"\nreading = "stated"\n\n'
                '[[claim]]\nid = "c026"'
            ),
        ),
        "[[claim]] 'c099'",
        "'c099' is used by nothing",
        'kind = "context"',
        line='[[claim]]\nid = "c099"',
    ),
    Fault(
        "unknown claim in tension",
        (CLAIMS, 'tension = ["c004"]', 'tension = ["c0004"]'),
        "[[claim]] 'c006', key 'tension[#1]'",
        "unknown claim 'c0004'",
        "did you mean 'c004'?",
    ),
    Fault(
        "tension with itself",
        (CLAIMS, 'tension = ["c004"]', 'tension = ["c006"]'),
        "[[claim]] 'c006', key 'tension[#1]'",
        "itself",
        "the other way",
    ),
    Fault(
        "unknown paragraph",
        (CLAIMS, 'id = "c024"\nlocator = "D.4"', 'id = "c024"\nlocator = "D.5"'),
        "[[claim]] 'c024', key 'locator'",
        "unknown paragraph 'D.5'",
        "did you mean 'D.",
        line='locator = "D.5"',
    ),
    Fault(
        "paragraph left out",
        (SOURCE, "paragraphs = 4", "paragraphs = 6"),
        "[source], key 'section[#4].paragraphs'",
        ("D.5, D.6", "neither coded nor listed"),
        "[[no_payoff]]",
    ),
    Fault(
        "paragraph both coded and without payoff",
        (SOURCE, 'locator = "A.2"', 'locator = "A.1"'),
        "[[no_payoff]] 'A.1', key 'locator'",
        "'A.1' is coded by claim 'c001'",
        "take it from this list",
    ),
    Fault(
        "same name for two actors",
        (ACTORS, 'name = "Vesk"', 'name = "Selmar"'),
        "[[actor]] 'vesk', key 'name'",
        "'Selmar' is also the name of 'selmar'",
        "another name",
        line='name = "Selmar"\nrole = "outside option"',
    ),
    Fault(
        "neither title nor reason",
        (SOURCE, 'title = "Dry Seasons, Full Berths"\n', ""),
        "[source]",
        "no title",
        "title_note",
        line="[source]",
    ),
    Fault(
        "not a digest",
        (SOURCE, 'sha256 = "', 'sha256 = "x'),
        "[source], key 'sha256'",
        "found 'x",
        "64 digits",
    ),
    # ---- moves and baseline
    Fault(
        "move to an unknown level",
        (GAMES, 'level = "modest"', 'level = "modst"'),
        "[[move]] 'm01', key 'level'",
        "'modst' is not a level of 'water'",
        "did you mean 'modest'?",
    ),
    Fault(
        "move to an unknown choice",
        (GAMES, 'entry = "build"', 'entry = "bild"'),
        "[[move]] 'm02', key 'entry'",
        "'bild' is not a stance or choice of 'grid'",
        "did you mean 'build'?",
    ),
    Fault(
        "move to nowhere",
        (GAMES, 'entry = "build"\n', ""),
        "[[move]] 'm02'",
        "neither a level nor an entry",
        "the stance or choice",
        line='[[move]]\nid = "m02"',
    ),
    Fault(
        "move of nobody",
        (GAMES, 'actors = ["corvath"]', 'actors = ["corvathe"]'),
        "[[move]] 'm01', key 'actors[#1]'",
        "unknown actor 'corvathe'",
        "did you mean 'corvath'?",
    ),
    Fault(
        "stake missing from the baseline",
        (BASELINE, 'C_fees = "1/2"\n', ""),
        "[baseline], key 'values'",
        ("no value for 1", "C_fees"),
        "one value per stake",
        line="[baseline.values]",
    ),
    Fault(
        "unknown stake in the baseline",
        (BASELINE, 'C_fees = "1/2"', 'C_fees = "1/2"\nC_fee = "1/2"'),
        "[baseline], key 'values.C_fee'",
        "unknown stake 'C_fee'",
        "did you mean 'C_fees'?",
        line='C_fee = "1/2"',
    ),
    Fault(
        "baseline outside the space",
        (BASELINE, 'C_port_full = "3/4"', 'C_port_full = "1/4"'),
        "[baseline], key 'values.C_port_full'",
        ("breaks row r003: ", "(claim c010), with C_port_full = 1/4, C_port_some = 1/2"),
        "inside the stake space",
    ),
    # ---- syntax
    Fault(
        "not TOML",
        (STAKES, 'id = "r010"', 'id = "r010'),
        "",
        ("not TOML", 'id = "r010'),
        "toml.io",
    ),
    Fault(
        "key twice",
        (STAKES, 'id = "r010"', 'id = "r010"\nid = "r010"'),
        "",
        ("not TOML", "overwrite"),
        "toml.io",
        line='id = "r010"\nsays',
    ),
    Fault(
        "deep nesting",
        (STAKES, 'id = "r010"', "id = " + "[" * 5_000),
        "",
        "nested more than 16 deep",
        "flatten",
        line="[" * 5_000,
    ),
    Fault(
        "endless key",
        (STAKES, 'id = "r010"', "id" + ".a" * 5_000 + " = 1"),
        "",
        "a key of more than 16 parts",
        "shorten",
        line=".a" * 5_000,
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_a_fault_is_told_with_thing_place_and_remedy(fault: Fault) -> None:
    """The first fault told is the one made, at its file, line and key, with what would be right."""
    check_fault(fault)
