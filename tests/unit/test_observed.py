"""What moves reveal on the flagship and the invented case: words, tables, errors, figure, command, second look."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from typer.testing import CliRunner

from bargain import load_case, verify
from bargain.case.digest import canonical
from bargain.cli.app import app
from bargain.errors import CaseError, GameError, NumberError
from bargain.exact import parse_conditions
from bargain.polyhedra import Polyhedron
from bargain.report.document import Bullets, Exhibit, Figure
from bargain.report.observed_chart import ObservedPicture, StakeBounds, observed_chart
from bargain.report.observed_sections import observed_figure, observed_sections
from bargain.study import ObservedStatus, observed
from bargain.study.observed_bounds import tightened
from bargain.study.observed_values import bound_words
from bargain.study.pieces import Alternative
from bargain.study.verdict_values import VerdictWord
from strategies_case import FILES, Fault, check_fault, edited, load

CASE = load_case("russia-turkey-2022")
GAMES = "5-games.toml"


@pytest.fixture(scope="module")
def swap():
    """Return what moves reveal in the swap repeated at 9/10."""
    return observed(CASE, "swap-syria-energy", delta="9/10")


@pytest.fixture(scope="module")
def nothing():
    """Return a game in which no equilibrium agrees: a grant in full that the rows say is costly."""
    moves = tuple(replace(m, level="full") for m in CASE.moves if m.id in {"m01", "m03"})
    return observed(replace(CASE, moves=moves), "swap-syria-energy")


def test_the_repr_says_status_concept_moves_and_bounds(swap) -> None:
    """Everything a reader needs to read aloud, the status first."""
    lines = repr(swap).splitlines()
    assert lines[0].startswith(
        "<observed moves in 'swap-syria-energy', repeated at δ = 9/10: exact: some equilibrium agrees at some stakes"
    )
    assert "  m03: Russia: syria at partial (agreed)" in lines
    assert "  R_cost_syria_partial: [0, 1) becomes [0, 9/10]" in lines
    assert "  65 other stakes keep their bounds" in lines


def test_a_costly_grant_is_no_one_shot_equilibrium_and_the_result_says_so() -> None:
    """For each grant the condition on its cost, and the games of the case that can do more."""
    found = observed(CASE, "package")
    said = {c.id: c for c in found.costly}
    assert set(said) == {"m01", "m02", "m03", "m04"}  # m05 is withheld, which is no grant
    assert said["m03"].conditions == "R_cost_syria_partial <= 0"
    assert said["m04"].conditions == "R_cost_mediation_full == 0"
    assert said["m03"].elsewhere == ("sochi", "sochi-turkey-first", "offers", "partnership")
    assert said["m01"].elsewhere == ("offers", "partnership")
    assert "only if it costs its grantor nothing" in said["m01"].sentence


def test_levels_not_on_offer_are_looked_at_where_a_move_needs_them() -> None:
    """The package offers two levels; left to itself the question takes all three, told not to it leaves moves out."""
    assert observed(CASE, "package").every_level
    narrow = observed(CASE, "package", every_level=False)
    assert [c.id for c in narrow.counted] == ["m05"]
    assert dict(narrow.left)["m01"] == "the game does not offer 'energy' at 'partial', only at withhold, full"


def test_moves_that_say_nothing_are_listed_with_reasons() -> None:
    """By firmness, by issue, by grantor, by form, and where a firmer move excludes them."""
    m01, m02, m03, m04, m05 = CASE.moves
    other = replace(m01, id="m06", level="full", grade="agreed")
    alien = replace(m03, id="m07", actors=("turkey",))
    stance = replace(m03, id="m08", level="", entry="accommodate")
    case = replace(CASE, moves=(m01, m02, m04, m05, other, alien, stance))
    found = observed(case, "swap-syria-energy", grade="agreed")
    assert [c.id for c in found.counted] == ["m01"]
    assert dict(found.left) == {
        "m02": "only announced",
        "m04": "the game has no issue 'mediation'",
        "m05": "the game has no issue 'restraint'",
        "m06": "gives way to m01, which excludes it and is firmer or later",
        "m07": "Russia grants 'syria' and is not among the actors of the move",
        "m08": "a stance ('accommodate'), where the game grants levels",
    }
    assert dict(observed(CASE, "sochi").left)["m05"] == "the case names no action of this game for it"


def test_without_a_move_nothing_is_said() -> None:
    """The status is its own, not an empty answer."""
    found = observed(CASE, "caucasus")
    assert found.status is ObservedStatus.SILENT
    assert not found.bounds
    assert "No move" in found.headline
    assert verify(found).ok


def test_a_conflict_names_moves_rows_and_what_to_give_up(nothing) -> None:
    """Rows with their claims, in words and in plain data."""
    assert nothing.status is ObservedStatus.NOWHERE
    assert nothing.drops.size == 2
    said = " ".join(nothing.sentences)
    assert "fewest moves to give up: 2, namely m01 and m03" in said
    assert "which the rows exclude" in said
    plain = nothing.to_dict()
    assert plain["fewest_to_drop"] == [["m01", "m03"]]
    assert plain["conflict"]["rows"]
    assert plain["conflict"]["certificates"]
    assert plain["bounds"] == []
    assert verify(nothing).ok


def test_tables_and_plain_data_hold_the_same_numbers(swap) -> None:
    """Before and after, exact; the moves with what the others say; every member of the union."""
    assert swap.table().rows[0][2:] == ("[0, 1)", "[0, 9/10]")
    assert {r[0]: r[3] for r in swap.moves_table().rows}["m01"] == "possible"
    assert len(swap.ways_table().rows) == len(swap.ways)
    plain = json.loads(json.dumps(swap.to_dict()))
    assert plain["bounds"][0] == {"stake": "R_cost_syria_partial", "before": "[0, 1)", "after": "[0, 9/10]"}
    assert plain["patience"] == {"russia": "9/10", "turkey": "9/10"}
    assert plain["bounds_kept"] == 65
    assert "friedman1971" in swap.cite()
    assert "tamer2003" in swap.cite()


@pytest.mark.parametrize(
    ("game", "options", "error", "says"),
    [
        ("nowhere", {}, CaseError, "no game 'nowhere'"),
        ("syria", {"grade": "rumoured"}, CaseError, "no grade"),
        ("syria", {"delta": "1/2"}, GameError, "nothing is repeated"),
        ("syria", {"every_level": True}, GameError, "no levels are granted"),
        ("swap-syria-energy", {"rest": "one-shot"}, GameError, "played once"),
        ("swap-syria-energy", {"rest": "any", "delta": "1/2"}, GameError, "rest='any'"),
        ("swap-syria-energy", {"delta": "3/2"}, NumberError, "3/2"),
        ("swap-syria-energy", {"delta": 0.9}, NumberError, "0.9"),
        ("swap-syria-energy", {"delta": {"russia": "1/2"}}, GameError, "one for each of russia and turkey"),
        ("offers", {}, GameError, "given stakes only"),
        ("endurance", {}, GameError, "hidden moves"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_way_out(game, options, error, says) -> None:
    """One clear error each."""
    with pytest.raises(error, match=says):
        observed(CASE, game, **options)


def test_the_partnership_with_other_issues_as_they_stand_one_shot() -> None:
    """Four one-shot outcomes, by the signs of two open costs; the result says what it did not look at."""
    found = observed(CASE, "partnership", rest="one-shot")
    assert found.status is ObservedStatus.SOMEWHERE
    assert found.played == "repeated at δ = 9/10"
    assert "other packages are not asked about" in " ".join(found.sentences)


def test_the_partnership_with_every_issue_free() -> None:
    """Too many packages to list: bounds and answers are about all of them, and every form says what is not listed."""
    found = observed(CASE, "partnership")
    assert found.status is ObservedStatus.SOMEWHERE
    assert (found.unlisted.packages, found.unlisted.outcomes) == (729, 32)
    assert not found.tightened
    assert all(b.settled for b in found.bounds)
    assert {item.words_of for item in found.alone} == {("possible", "possible")}
    assert "the union is not listed" in found.headline
    assert "the union is not listed" in repr(found)
    assert "that were met of 729 packages" in found.ways_table().notes[0]
    plain = found.to_dict()
    assert plain["unlisted"]["packages"] == 729
    assert plain["unlisted"]["stakes_without"] is not None
    assert "The union is not listed: 32 members were met" in " ".join(
        item for block in observed_sections(CASE, found)[0].blocks if isinstance(block, Bullets) for item in block.items
    )
    assert verify(found).ok, verify(found)


def test_the_partnership_of_the_impatient_bounds_some_stakes() -> None:
    """At a tenth three stakes are bounded more tightly, by proofs over boxes that hold every package."""
    found = observed(CASE, "partnership", delta="1/10")
    assert {b.stake: b.words[1] for b in found.tightened} == {
        "R_cost_syria_partial": "[0, 1/2]",
        "T_cost_energy_partial": "[0, 1/2)",
        "T_cost_payments_full": "(-1, 1)",
    }
    assert verify(found).ok, verify(found)


@pytest.mark.parametrize("turned", [False, True])
def test_bounds_of_a_union_are_the_furthest_of_its_members(turned) -> None:
    """Whichever member comes first; of two as far out, the one that is reached; each end with a proof per member."""
    space = Polyhedron.read(("a", "b"), {"r1": "0 <= a <= 1", "r2": "0 <= b <= 1"})
    texts = ["1/4 < a <= 1/2", "1/4 <= a <= 1/3", "1/3 <= a < 3/4"]
    ways = [Alternative(label=t, conditions=parse_conditions(t)) for t in (texts[::-1] if turned else texts)]
    first, second = tightened(space, space, ways)
    assert first.words == ("[0, 1]", "[1/4, 3/4)")
    assert [len(p) for p in first.proofs] == [3, 3]
    assert second.words == ("[0, 1]", "[0, 1]")
    assert not second.moved


# ---- second look --------------------------------------------------------------------------------------------


def test_planted_faults_are_caught(swap, nothing) -> None:
    """A bound too tight or too wide, a lost member, a turned word, a wrong way out, a spare row, a lost move."""
    b = swap.tightened[0]
    k = swap.bounds.index(b)
    tight = replace(b, high=replace(b.high, value=Fraction(4, 5)))
    wide = replace(b, high=b.before.high, proofs=((), ()))
    one = swap.alone[0]
    turned = replace(
        one, some=replace(one.some, witness_for=one.some.witness_against, witness_against=one.some.witness_for)
    )
    c, d = nothing.conflict, nothing.drops
    point = d.sets[0][1]
    broken = [
        replace(swap, bounds=(*swap.bounds[:k], tight, *swap.bounds[k + 1 :])),
        replace(swap, bounds=(*swap.bounds[:k], wide, *swap.bounds[k + 1 :])),
        replace(swap, ways=(replace(swap.ways[0], conditions=swap.ways[0].conditions[:-1]),)),
        replace(swap, status=ObservedStatus.EVERYWHERE),
        replace(swap, alone=(turned, *swap.alone[1:])),
        replace(swap, counted=swap.counted[:1], left=swap.left),
        replace(nothing, drops=replace(d, sets=((("m01",), point),))),
        replace(
            nothing, conflict=replace(c, rows=(*c.rows, "sign:R_gain_energy_full"), without_row=(*c.without_row, point))
        ),
        replace(nothing, conflict=replace(c, rows=())),
    ]
    assert [n for n, item in enumerate(broken) if verify(item).ok] == []


def _way(found, k, n, **changed):
    """Return a result in which one condition of one way is another, and printed so."""
    old = found.ways[k].conditions[n]
    new = replace(old, **changed) if "shift" not in changed else replace(old, form=old.form + changed["shift"])
    conditions = (*found.ways[k].conditions[:n], new, *found.ways[k].conditions[n + 1 :])
    ways = (*found.ways[:k], replace(found.ways[k], conditions=conditions), *found.ways[k + 1 :])
    given = tuple(tuple(new if c == old and m == k else c for c in part) for m, part in enumerate(found.given))
    return replace(found, ways=ways, given=given)


@pytest.mark.parametrize("shift", [Fraction(1, 40), Fraction(-1, 40)])
def test_conditions_that_are_off_by_little_are_caught_at_their_edges(swap, shift) -> None:
    """Every condition that cuts, moved by a fortieth either way in what is found and in what is printed."""
    for found in (replace(swap, bounds=swap.bounds), observed(CASE, "sochi")):
        moved = [(k, c) for k, given in enumerate(found.given) for c in given]
        assert moved
        for k, c in moved:
            assert not verify(_way(found, k, found.ways[k].conditions.index(c), shift=shift)).ok, (k, str(c))


def test_what_is_printed_is_held_against_what_was_found(swap) -> None:
    """Bounds, conditions, moves, exceptions, quantifiers and sets to give up: none lost, turned or renamed."""
    summit = observed(CASE, "sochi")
    given, alone = swap.given[0], swap.alone
    tie = next(n for n, item in enumerate(summit.alone) if item.every.mostly is not None)
    other = summit.alone[tie].every.exceptions[0]
    wrong = replace(
        summit.alone[tie], every=replace(summit.alone[tie].every, exceptions=(replace(other, form=other.form + 1),))
    )
    never = replace(summit.alone[tie], every=replace(summit.alone[tie].every, mostly=VerdictWord.IMPOSSIBLE))
    broken = {
        "a stake without bounds": replace(swap, bounds=swap.bounds[1:]),
        "a condition that is none": replace(swap, given=((*given[:-1], replace(given[-1], form=-given[-1].form)),)),
        "a condition not printed": replace(swap, given=(given[1:],)),
        "another level": replace(swap, counted=(replace(swap.counted[0], level=2), *swap.counted[1:])),
        "other words": replace(
            swap, counted=(replace(swap.counted[0], words="Turkey: energy at full"), *swap.counted[1:])
        ),
        "a move left out twice": replace(swap, alone=(alone[0], alone[0])),
        "another quantifier": replace(swap, alone=(replace(alone[0], some=alone[0].every), alone[1])),
        "fewer readings": replace(
            swap, alone=(replace(alone[0], some=replace(alone[0].some, readings=("stated",))), alone[1])
        ),
        "another tie": replace(summit, alone=(*summit.alone[:tie], wrong, *summit.alone[tie + 1 :])),
        "another word but for ties": replace(summit, alone=(*summit.alone[:tie], never, *summit.alone[tie + 1 :])),
        "a tie without a word": replace(
            summit,
            alone=(
                *summit.alone[:tie],
                replace(wrong, every=replace(wrong.every, mostly=None)),
                *summit.alone[tie + 1 :],
            ),
        ),
    }
    assert verify(summit).ok
    assert [what for what, item in broken.items() if verify(item).ok] == []


def test_what_is_malformed_is_a_fault_and_no_error_of_its_own(swap, nothing) -> None:
    """Points without a stake, bounds without an end, pairs cut short, cuts without nodes."""
    one, b, c = swap.alone[0], swap.tightened[0], nothing.conflict
    assert dict(swap.witness)[b.stake] != b.high.value
    at = swap.bounds.index(b)

    def bounded(**changed):
        return replace(swap, bounds=(*swap.bounds[:at], replace(b, **changed), *swap.bounds[at + 1 :]))

    broken = {
        "a witness without a stake": replace(swap, witness=swap.witness[1:]),
        "no witness": replace(swap, witness=None),
        "a witness of a move without a stake": replace(
            swap, alone=(replace(one, some=replace(one.some, witness_for=one.some.witness_for[1:])), *swap.alone[1:])
        ),
        "conditions cut short": replace(swap, given=()),
        "an end without a point": bounded(high=replace(b.high, point=None)),
        "points of the conflict cut short": replace(nothing, conflict=replace(c, without_row=())),
        "a row that there is none of": replace(nothing, conflict=replace(c, rows=("none",), without_row=c.without_row)),
        "a stake that there is none of": bounded(stake="none"),
    }
    looks = {what: verify(item) for what, item in broken.items()}
    assert [what for what, look in looks.items() if look.ok] == []


# ---- figure, sections, command ------------------------------------------------------------------------------


def test_the_figure_is_drawn_only_where_bounds_move_and_is_the_same_every_time(swap) -> None:
    """Stakes that move and a count of the others; the exact ends are in the description."""
    figure = observed_figure(CASE, swap)
    assert figure.svg == observed_figure(CASE, swap).svg
    assert figure.png.startswith(b"\x89PNG")
    assert "(R_cost_syria_partial): [0, 1) before, [0, 9/10] after" in figure.alt
    assert "65 others keep theirs" in figure.caption
    with pytest.raises(ValueError, match="nothing to draw"):
        observed_figure(CASE, observed(CASE, "partnership", rest="one-shot"))


def test_the_chart_refuses_what_is_not_tighter() -> None:
    """An interval after that leaves the one before is no tightening."""
    zero, one = Fraction(0), Fraction(1)
    row = StakeBounds(
        stake="s", actor="A", before=(zero, one), after=(-one, one), reached=(True, True), words=("[0, 1]", "[-1, 1]")
    )
    with pytest.raises(ValueError, match="does not lie in"):
        observed_chart(ObservedPicture(name="n", title="t", played="p", stakes=(row,), kept=0))


def test_sections_hold_figure_tables_and_sentences(swap, nothing) -> None:
    """With bounds a figure and a table of them; without, the conflict in words."""
    (section,) = observed_sections(CASE, swap)
    kinds = [type(b) for b in section.blocks]
    assert Figure in kinds
    assert kinds.count(Exhibit) == 3
    (section,) = observed_sections(nothing.case, nothing)
    assert not any(isinstance(b, Figure) for b in section.blocks)
    (bullets,) = [b for b in section.blocks if isinstance(b, Bullets)]
    assert any("cannot stand" in text for text in bullets.items)


def test_the_command_prints_tables_json_and_a_second_look() -> None:
    """The same numbers, exit 0; what is refused exits 3, bad input 1."""
    run = CliRunner()
    said = run.invoke(app, ["observed", "payments", "--verify"])
    assert said.exit_code == 0, said.output
    assert "T_cost_payments_full" in said.output
    assert "verified" in said.output
    plain = json.loads(run.invoke(app, ["observed", "payments", "--grade", "announced", "--json"]).output)
    assert plain["bounds"] == [{"stake": "T_cost_payments_full", "before": "[-1, 1]", "after": "[-1, 0]"}]
    assert run.invoke(app, ["observed", "offers"]).exit_code == 1
    assert run.invoke(app, ["observed", "nowhere"]).exit_code == 1


def test_round_brackets_are_ends_that_are_not_reached(swap) -> None:
    """An interval reads as it is."""
    b = next(b for b in swap.bounds if b.stake == "R_cost_syria_partial")
    assert bound_words(b.before.low, b.before.high) == "[0, 1)"


# ---- the key of the case format -----------------------------------------------------------------------------

MOVE = 'entry = "build"\ngrade = "announced"'


@pytest.mark.parametrize(
    ("plays", "key", "says", "remedy"),
    [
        ('{ nowhere = "build" }', "plays.nowhere", "unknown game 'nowhere'", "dam"),
        ('{ package = "build" }', "plays.package", "levels are granted", "leave the game out"),
        ('{ grid = "demolish" }', "plays.grid", "'demolish' is not an action of corvath or selmar in 'grid'", "build"),
        ('{ dam = "lend" }', "plays.dam", "'lend' is not an action of corvath or selmar in 'dam'", "protest"),
    ],
)
def test_plays_names_games_and_actions_that_there_are(plays: str, key: str, says: str, remedy: str) -> None:
    """Each fault at its key, with what would be right."""
    change = (GAMES, MOVE, f'entry = "build"\nplays = {plays}\ngrade = "announced"')
    check_fault(Fault(key, change, f"[[move]] 'm02', key '{key}'", says, remedy, line=f"plays = {plays}"))


def test_plays_is_read_and_counts_in_the_digest_only_where_it_is_used() -> None:
    """One action or a list of several; a case without the key keeps its number."""
    plain = load(FILES)
    change = (
        GAMES,
        MOVE,
        'entry = "build"\nplays = { dam = ["build", "protest"], gorge = "patrol" }\ngrade = "announced"',
    )
    more = load(edited(change))
    assert more.moves[1].plays == (("dam", ("build", "protest")), ("gorge", ("patrol",)))
    assert plain.moves[1].plays == ()
    assert more.digest != plain.digest
    assert '"plays"' not in canonical(plain)
