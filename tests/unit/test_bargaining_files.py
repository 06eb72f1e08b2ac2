"""Package files: TOML and GENIUS, what they hold and how faults are reported."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from bargain.bargaining import (
    parse_genius,
    parse_packages,
    read_genius,
    read_packages,
    read_packages_toml,
    write_packages,
)
from bargain.errors import BargainError, FormatError
from strategies_packages import spaces

TOML = """
title = "Swap"
actors = ["R", "T"]
stakes = ["c"]
disagreement = {R = 0}
[[issue]]
name = "gas"
levels = ["no", "yes"]
grantor = "R"
[[issue]]
name = "port"
levels = ["no", "yes"]
fallback = "yes"
[payoffs.R]
gas = [0, "-c/2"]
port = [0, "0.25"]
[payoffs.T]
gas = [0, "2/3"]
port = [0, -1]
[[interaction]]
issues = ["gas", "port"]
values = {R = [0, 0, 0, 1], T = [0, 0, 0, "1/7"]}
[[forbidden]]
levels = {gas = "yes", port = "no"}
why = "one way"
[[at_most]]
most = 1
levels = {gas = ["yes"], port = ["yes"]}
"""


def test_toml_holds_every_part() -> None:
    """Stakes, roles, fallbacks, interactions, constraints and missing limits come through exactly."""
    space = parse_packages(TOML)
    assert space.limits() == (0, None)
    assert space.fallback == (0, 1)
    assert space.at({"c": 1}).utilities((1, 1)) == (Fraction(3, 4), Fraction(-4, 21))
    assert not space.allowed((1, 0))
    assert not space.allowed((1, 1))
    assert space.constraints[0].why == "one way"


@settings(max_examples=40)
@given(spaces())
def test_what_is_written_is_read_back(space) -> None:
    """Writing and reading give an equal space."""
    assert parse_packages(write_packages(space)) == space


def test_open_stakes_and_odd_names_survive_writing() -> None:
    """Quotes, signs and expressions in stakes are kept."""
    space = parse_packages(TOML.replace('"gas"', '"gas \\"A\\" é"').replace("gas =", '"gas \\"A\\" é" ='))
    assert parse_packages(write_packages(space)) == space


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('title = "Swap"', 'titel = "Swap"', "unknown key 'titel'; did you mean 'title'"),
        ('grantor = "R"', 'grantor = "Q"', r"\[\[issue\]\] 'gas', key 'grantor': 'Q' is no actor"),
        ('fallback = "yes"', 'fallback = "maybe"', "'maybe' is not a level"),
        ('gas = [0, "2/3"]', "gas = [0, 0.5]", "float"),
        ('gas = [0, "2/3"]', "gas = [0]", "1 payoffs of 'T' on 'gas'"),
        ('gas = [0, "2/3"]', 'gaz = [0, "2/3"]', "unknown issue 'gaz'"),
        ('"-c/2"', '"-d/2"', "unknown stake 'd'"),
        ("most = 1", "most = 1.5", "bounds"),
        ('levels = {gas = "yes", port = "no"}', 'levels = {gas = "all", port = "no"}', "no level 'all'"),
        ("title =", "title", "TOML"),
        ("disagreement = {R = 0}", "disagreement = {X = 0}", "one value per actor"),
    ],
)
def test_toml_faults_say_where_and_what_would_be_right(old, new, words) -> None:
    """Every fault names the file and what was found."""
    with pytest.raises(FormatError, match=words) as fault:
        parse_packages(TOML.replace(old, new), file="swap.toml")
    assert "swap.toml" in str(fault.value)


DOMAIN = """<?xml version="1.0" encoding="UTF-8"?>
<negotiation_template><utility_space number_of_issues="2"><objective index="0" name="trade" type="objective">
<issue index="1" name="gas" type="discrete"><item index="1" value="no"/><item index="2" value="yes"/></issue>
<issue index="2" name="fee" type="integer" lowerbound="0" upperbound="4"/>
</objective></utility_space></negotiation_template>"""


def profile(first="1", second="4", weight="0.6", slope="0.25", extra='<reservation value="0.35"/>') -> str:
    return f"""<utility_space><objective index="0" name="trade" type="objective">
<issue index="1" name="gas" type="discrete"><item index="1" value="no" evaluation="{first}"/>
<item index="2" value="yes" evaluation="{second}"/></issue>
<issue index="2" name="fee" type="integer" lowerbound="0" upperbound="4"><evaluator ftype="linear" offset="0" slope="{slope}"/></issue>
<weight index="1" value="{weight}"/><weight index="2" value="0.4"/></objective>{extra}</utility_space>"""  # noqa: E501


def test_genius_evaluations_are_divided_by_the_largest_and_decimals_are_exact() -> None:
    """0.6 · 1/4 + 0.4 · 0.25 · 3 is exactly 9/20; integer issues are kept within [0, 1]."""
    space = parse_genius(DOMAIN, [profile(), profile(slope="0.75")], ["A", "B"])
    assert space.title == "trade"
    assert space.shape == (2, 5)
    assert space.utilities((0, 3))[0] == Fraction(9, 20)
    assert space.utilities((1, 2))[1] == 1
    assert space.limits() == (Fraction(7, 20), Fraction(7, 20))


def test_genius_without_reserved_value_has_no_limit_and_flat_issues_count_nothing() -> None:
    """No reserved value is not a reserved value of zero; evaluations of zero are no division by zero."""
    space = parse_genius(DOMAIN, [profile(extra=""), profile(first="0", second="0")], ["A", "B"])
    assert space.limits()[0] is None
    assert space.utilities((1, 0)) == (Fraction(3, 5), 0)


@pytest.mark.parametrize(
    ("domain", "one", "words"),
    [
        (DOMAIN, profile().replace('name="gas"', 'name="gaz"'), "issue 'gaz' is not in the domain"),
        (DOMAIN, profile().replace('value="yes"', 'value="maybe"'), "value 'maybe' is not in the domain"),
        (DOMAIN, profile(second="many"), "not a rational"),
        (DOMAIN, profile(weight="0.9"), "weights that add to 1.3"),
        (DOMAIN, profile().replace('<weight index="1" value="0.6"/>', ""), "no weight with index 1"),
        (DOMAIN.replace('type="integer"', 'type="real"'), profile(), "an issue of type 'real'"),
        (DOMAIN.replace("</issue>", "", 1), profile(), "not well-formed XML"),
        ("<!DOCTYPE a [<!ENTITY b 'c'>]>" + DOMAIN.split("?>")[1], profile(), "DOCTYPE"),
        ("<utility_space/>", profile(), "no issue"),
        (DOMAIN.replace('index="2" name="fee"', 'index="1" name="fee"'), profile(), "each name and index once"),
    ],
)
def test_genius_faults_name_the_file(domain, one, words) -> None:
    """Entities are refused, and every other fault says in which file and issue it stands."""
    with pytest.raises(FormatError, match=words) as fault:
        parse_genius(domain, [one, profile()], ["A", "B"], files=["d.xml", "a.xml", "b.xml"])
    assert str(fault.value).startswith(("d.xml", "a.xml", "b.xml"))


def test_files_are_told_apart_by_what_is_given(tmp_path) -> None:
    """One TOML file, or a domain and a profile per actor in the order given; anything else is explained."""
    (tmp_path / "swap.toml").write_text(TOML, "utf-8")
    for name, text in (("d.xml", DOMAIN), ("buyer.xml", profile()), ("seller.xml", profile(first="2"))):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_packages([tmp_path / "swap.toml"]) == read_packages_toml(tmp_path / "swap.toml")
    space = read_packages([tmp_path / "d.xml", tmp_path / "seller.xml", tmp_path / "buyer.xml"])
    assert space.actors == ("seller", "buyer")
    assert space == read_genius(tmp_path / "d.xml", [tmp_path / "seller.xml", tmp_path / "buyer.xml"])
    for files in ([], [tmp_path / "d.xml"], [tmp_path / "swap.toml", tmp_path / "d.xml"], [tmp_path / "none.toml"]):
        with pytest.raises(BargainError):
            read_packages(files)
    (tmp_path / "latin.toml").write_bytes(b'title = "\xe9"')
    with pytest.raises(FormatError, match="not UTF-8"):
        read_packages([tmp_path / "latin.toml"])
