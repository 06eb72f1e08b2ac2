"""What the invented case says, read back as values."""

from __future__ import annotations

import hashlib
import json
import pickle
import tomllib
from dataclasses import FrozenInstanceError
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest

from bargain.case import READINGS, Basis, Case, Reading, case_schema, packages, read_case, schema_text
from bargain.errors import CaseError, RefusedError
from bargain.exact import Affine, Condition, Relation, parse_conditions
from strategies_case import FILES, FOLDER, GAMES, STAKES, edited, load

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def case() -> Case:
    """Return the invented case."""
    return load(FILES)


def test_the_article_is_the_one_that_was_coded(case: Case) -> None:
    """The digest in the record is that of the text beside it, which has as many paragraphs as are coded."""
    raw = (FOLDER / "source.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == case.source.sha256
    body = raw.decode().split("\n\n")[1:]
    assert len([part for part in body if part.count(" ") > 12]) == len(case.source.locators) == 12


def test_a_case_is_a_value(case: Case) -> None:
    """It can be compared, hashed, pickled and not changed."""
    assert pickle.loads(pickle.dumps(case)) == case  # noqa: S301  our own bytes
    assert len({case, load(FILES)}) == 1
    with pytest.raises(FrozenInstanceError):
        case.id = "x"  # type: ignore[misc]
    assert repr(case) == "<Case 'tessa-river': 12 paragraphs, 27 claims, 32 stakes, 106 rows, 11 games>"


def test_rows_have_labels_and_a_basis(case: Case) -> None:
    """Rows as written, chains in parts, signs, bounds and caps: each rests on claims or a convention."""
    assert (case.row("r006").condition, case.row("r006.2").condition) == parse_conditions(
        "C_gorge_alone > C_gorge_empty > -C_gorge_left"
    )
    assert case.basis("r006.2") == Basis(claims=("c017",))
    assert case.basis("r005") == Basis(convention="levels")
    assert case.row("sign:C_gorge_left").condition == Condition(Affine.name("C_gorge_left"), Relation.AT_LEAST)
    assert case.row("sign:C_gorge_clash").condition.relation.strict
    assert case.basis("low:C_vesk") == Basis(claims=("c015",))
    low, high = (case.row(f"cap-selmar:S_power:{end}").condition for end in ("low", "high"))
    assert low == Condition(Affine.name("S_power") + 1, Relation.AT_LEAST)
    assert high == Condition(1 - Affine.name("S_power"), Relation.AT_LEAST)
    labels = [row.label for row in case.rows]
    assert len(set(labels)) == len(labels)
    assert "sign:C_cost_water_modest" not in labels
    assert all(row.basis.claims or row.basis.convention for row in case.rows)


def test_no_row_relates_two_actors(case: Case) -> None:
    """The stake space is a product over actors."""
    for row in case.rows:
        assert {case.stake(name).actor for name in row.condition.form.names} == {row.actor}


def test_an_unknown_row_or_entry_names_the_nearest(case: Case) -> None:
    """Look-ups refuse what is not there, with the nearest name."""
    for ask, name, near in (
        (case.basis, "sign:S_pwer", "sign:S_power"),
        (case.claim, "c0001", "c001"),
        (case.stake, "S_pwer", "S_power"),
        (case.issue, "gorg", "gorge"),
        (case.actor, "corvat", "corvath"),
        (case.spec, "packag", "package"),
        (case.convention, "level", "levels"),
    ):
        with pytest.raises(CaseError, match=f"did you mean '{near}'"):
            ask(name)


def test_forms_hold_affine_entries(case: Case) -> None:
    """Grants, contests and joint moves as written, with defaults filled in."""
    power, fees, port = case.issue("power"), case.issue("fees"), case.issue("port")
    assert power.grant is not None
    assert [str(form) for form in power.grant.cost] == ["0", "-C_gain_power"]
    assert power.shares == (0, 1)
    assert fees.shares == (0, Fraction(1, 2), 1)
    assert port.shares == (0, Fraction(1, 3), 1)
    assert fees.grant is not None
    assert str(fees.grant.benefit[1]) == "1/2*C_fees"
    gorge, grid = case.issue("gorge"), case.issue("grid")
    assert gorge.contest is not None
    assert [entry.actor for entry in gorge.contest.entries] == ["corvath", "selmar"]
    assert str(gorge.contest.entries[1].give_way) == "-S_gorge_left"
    assert grid.joint is not None
    assert str(grid.joint.entries[0].left) == "0"


def test_actions_follow_from_the_form(case: Case) -> None:
    """An exchange has one action per package, the last issue running fastest."""
    corvath, selmar = case.spec("package").actions
    assert corvath[:3] == (
        "water: nothing + power: none",
        "water: nothing + power: surplus",
        "water: modest + power: none",
    )
    assert (len(corvath), len(selmar)) == (6, 9)
    assert case.spec("swap-water-port").actions == (("nothing", "modest", "guaranteed"), ("nothing", "some", "full"))
    assert case.spec("gorge").actions == (("patrol", "withdraw"),) * 2
    assert case.spec("dam").actions[2] == ("lend", "withhold")


def test_terms_may_name_issues_of_an_exchange(case: Case) -> None:
    """A condition on an issue becomes one on its grantor's packages."""
    (term,) = case.spec("settlement").terms
    assert term.when == (("corvath", ("guaranteed",)), ("selmar", ("some", "full")))
    assert term.matches({"corvath": "guaranteed", "selmar": "some"})
    assert not term.matches({"corvath": "guaranteed", "selmar": "nothing"})
    assert case.spec("dam").terms[3].matches({"corvath": "wait", "selmar": "protest", "fund": "lend"})
    both = 'when = { water = "guaranteed", corvath = ["modest", "guaranteed"], port = ["some", "full"] }'
    again = load(edited((GAMES, 'when = { water = "guaranteed", port = ["some", "full"] }', both)))
    assert again.spec("settlement").terms[0].when == term.when


def test_a_menu_that_nobody_could_write_down_is_refused(case: Case) -> None:
    """The number of packages is counted before they are made."""
    with pytest.raises(RefusedError, match="59,049 packages for one player"):
        packages([case.issue("water")] * 10)


def test_the_space_keeps_rows_by_reading(case: Case) -> None:
    """Fewer readings keep fewer rows; conventions stay, so the space stays bounded."""
    everything, stated = case.space(), case.space(("stated",))
    kept = {row.label for row in stated.rows}
    assert {row.label for row in everything.rows} == {row.label for row in case.rows}
    assert "r004" not in kept  # inferred
    assert "sign:F_income" not in kept  # assumed
    assert {"r001", "r005", "cap-fund:F_income:low"} <= kept
    assert everything.variables == stated.variables == tuple(stake.id for stake in case.stakes)
    with pytest.raises(CaseError, match="'state' is not a reading; did you mean 'stated'"):
        case.space(("state",))  # type: ignore[arg-type]


def test_the_baseline_is_the_centre_of_the_space(case: Case) -> None:
    """It is derived as it says, and lies strictly inside every row."""
    assert case.baseline is not None
    assert case.baseline.method == "leximin slack"
    assert case.point() == dict(case.space().centre())
    assert all(row.condition.form.at(case.point()) > 0 for row in case.rows)


def test_a_case_without_a_baseline_loads(case: Case) -> None:
    """The rows are then shown to hold by a linear program, and a point is refused."""
    bare = load({name: text for name, text in FILES.items() if not name.startswith("6")})
    assert bare.baseline is None
    assert bare.space().centre() == case.space().centre()
    with pytest.raises(CaseError, match="has no baseline; add"):
        bare.point()


def test_a_stake_may_be_bounded_by_conventions_other_than_a_cap() -> None:
    """Bounds that rest on a convention do as well as a cap, through other stakes too."""
    cap = '[[convention]]\nid = "cap-fund"\nkind = "cap"\nactor = "fund"\nsize = "1"\n'
    tail = '[[row]]\nid = "r010"'
    rows = "".join(
        f'[[row]]\nid = "{name}"\nsays = "{says}"\nconvention = "cap-fund"\nwhy = "x"\n\n'
        for name, says in (("r021", "0 <= F_income <= F_quarrel"), ("r022", "F_income + F_quarrel == 1"))
    )
    files = edited(
        ("3-actors.toml", cap, '[[convention]]\nid = "cap-fund"\nkind = "other"\n'), (STAKES, tail, rows + tail)
    )
    assert load(files).basis("r021.2") == Basis(convention="cap-fund")


def test_the_schema_file_is_in_step() -> None:
    """Renew it with the command in the head of bargain.case.schema."""
    assert (ROOT / "docs" / "reference" / "case.schema.json").read_text("utf-8") == schema_text()
    assert json.loads(schema_text()) == case_schema()


@pytest.mark.parametrize(
    "path", sorted([*FOLDER.glob("*.toml"), *(ROOT / "seeds").glob("*/*.toml")]), ids=lambda p: p.name
)
def test_the_schema_accepts_the_files_that_load(path: Path) -> None:
    """An editor that knows the schema has nothing to say about them, and finds it where they say."""
    text = path.read_text("utf-8")
    jsonschema.Draft202012Validator(case_schema()).validate(tomllib.loads(text))
    first = text.split("\n", 1)[0]
    if first.startswith("#:schema "):
        assert (path.parent / first.removeprefix("#:schema ")).resolve() == ROOT / "docs/reference/case.schema.json"


def test_the_schema_refuses_what_the_loader_refuses() -> None:
    """Unknown keys, wrong words and floats are marked in an editor."""
    schema = jsonschema.Draft202012Validator(case_schema())
    for text in ('[case]\nidd = "x"', '[[claim]]\nid = "x"', "[[issue]]\nshares = [0.5]", '[[stake]]\nsign = "plus"'):
        assert list(schema.iter_errors(tomllib.loads(text)))


def test_every_shipped_and_invented_case_says_where_its_games_rest() -> None:
    """Each game names paragraphs that claims code, and claims that exist."""
    for case in (read_case("russia-turkey-2022"), read_case(FOLDER)):
        coded = {claim.locator for claim in case.claims}
        for game in case.games:
            assert coded.issuperset(game.paragraphs)
            assert game.claims


@pytest.mark.parametrize("readings", [("stated",), ("stated", "inferred"), READINGS], ids=len)
def test_the_stake_space_is_the_product_of_its_factors(case: Case, readings: tuple[Reading, ...]) -> None:
    """Each actor has the rows about its own stakes, in their order; together they are all rows of the space."""
    space = case.space(readings)
    factors = {actor.id: case.factor(actor.id, readings) for actor in case.actors}
    for name, factor in factors.items():
        assert factor.variables == case.stakes_of(name)
        assert factor.rows == tuple(r for r in space.rows if set(r.condition.form.names) <= set(factor.variables))
        assert case.factor(name, list(readings)) is factor
    assert sorted(r.label for f in factors.values() for r in f.rows) == sorted(r.label for r in space.rows)


def test_every_row_is_found_by_its_label(case: Case) -> None:
    """Row for row; what it rests on is its own."""
    assert [case.row(row.label) for row in case.rows] == list(case.rows)
    assert [case.basis(row.label) for row in case.rows] == [row.basis for row in case.rows]
