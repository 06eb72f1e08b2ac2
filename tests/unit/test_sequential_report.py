"""The games in moves of the cases: solved, checked by oracles of their own, and told in sentences that hold."""

from __future__ import annotations

import random
import re
from fractions import Fraction
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bargain import load_case
from bargain.exact import Affine, Condition, Relation, parse_conditions
from bargain.games.tree_values import expected, regret, subgame_regret
from bargain.polyhedra import Polyhedron, Row
from bargain.report import Bullets, Exhibit, Figure, Report, to_latex, to_markdown
from bargain.report.sequential_sections import numbers_table, sequential_sections
from bargain.report.sequential_words import given, together
from bargain.solve.pbe_result import Kind
from bargain.solve.spe import spe
from bargain.study.orders import shadow
from bargain.study.pieces import narrowed
from bargain.study.sequential import in_moves, plays

if TYPE_CHECKING:
    from bargain.case import GameSpec
    from bargain.games import TreeGame
    from bargain.solve.spe_regions import SpeRegion

FLAGSHIP = load_case("russia-turkey-2022")
INVENTED = load_case(Path(__file__).parents[1] / "cases" / "tessa-river")
FOUND = in_moves(FLAGSHIP)
OTHER = in_moves(INVENTED)
assert FOUND is not None
assert OTHER is not None
SECTIONS = sequential_sections(FLAGSHIP, FOUND)
HALF = Fraction(1, 2)


def test_every_game_in_moves_is_solved_once_and_has_a_section() -> None:
    """Nothing of the case is left out, and a case without such games has no such part."""
    for case, found in ((FLAGSHIP, FOUND), (INVENTED, OTHER)):
        solved = [part.spec.id for part in (*found.trees, *found.signals, *found.talks, *found.partnerships)]
        assert sorted(solved) == sorted(spec.id for spec in case.games if not spec.one_shot)
        titles = [section.title for section in sequential_sections(case, found)]
        assert set(titles[1:]) >= {case.spec(name).title for name in solved}
        assert len(titles) == 1 + len(solved) + len(found.orders)


def test_equilibria_of_the_trees_hold_and_their_plays_are_those_of_the_strategies() -> None:
    """No player gains in any subgame, by the game's own checker; plays add up to probability 1."""
    for solved in (*FOUND.trees, *OTHER.trees):
        assert solved.verification, solved.verification
        assert len(solved.solution) > 0
        for item in solved.solution:
            assert subgame_regret(solved.numbers, item.profile) == 0
            found = plays(solved.numbers, item.profile)
            assert sum(play.probability for play in found) == 1
            value = [sum(play.probability * solved.numbers.totals[play.node][p] for play in found)  # type: ignore[index]
                     for p in range(len(solved.numbers.players))]  # fmt: skip
            assert tuple(value) == item.payoffs


def _worth(spec: GameSpec, play: dict[str, str], player: str, point: dict[str, Fraction]) -> Fraction:
    """Add up a player's terms by hand: every mover named must have taken one of the actions named."""
    return sum(
        (t.value.at(point) for t in spec.terms
         if t.player == player and all(play.get(who) in wanted for who, wanted in t.when)),
        Fraction(0),
    )  # fmt: skip


TYPES, MESSAGES, REPLIES = (
    ("can last", "cannot last"),
    ("seek partners", "stand alone"),
    ("press", "offer a compromise"),
)


def _separates(point: dict[str, Fraction], prior: Fraction) -> bool:
    """Tell by brute force whether the strong seek partners, the weak stand alone, and both are best replies."""
    spec = FLAGSHIP.spec("endurance")

    def worth(kind: str, message: str, reply: str, player: str) -> Fraction:
        return _worth(spec, {"chance": kind, "russia": message, "west": reply}, player, point)

    for replies in product(REPLIES, repeat=2):
        after = dict(zip(MESSAGES, replies, strict=True))
        sent = dict(zip(TYPES, MESSAGES, strict=True))
        west = all(
            worth(kind, sent[kind], after[sent[kind]], "west")
            == max(worth(kind, sent[kind], r, "west") for r in REPLIES)
            for kind in TYPES
        )
        russia = all(
            worth(kind, sent[kind], after[sent[kind]], "russia")
            == max(worth(kind, m, after[m], "russia") for m in MESSAGES)
            for kind in TYPES
        )
        if west and russia and 0 < prior < 1:
            return True
    return False


@cache
def _points(count: int) -> list[dict[str, Fraction]]:
    """Return points of the stake space on a grid of eighths, so that ties occur; drawn the same way every day."""
    space, point = FLAGSHIP.space(), FLAGSHIP.point()
    draw = random.Random(5)  # noqa: S311  test points, not secrets
    out = []
    for _ in range(count):
        moved = {
            name: Fraction(draw.randint(-3 if "compromise" in name else 1, 3 if "compromise" in name else 7), 8)
            for name in FOUND.signals[0].game.stakes
        }
        if not space.violated({**point, **moved}):
            out.append({**point, **moved})
    return out


def test_where_partners_separate_is_what_brute_force_says() -> None:
    """The region of the separating pattern agrees with the payoffs added up by hand, at points inside and outside."""
    (signal,) = FOUND.signals
    (item,) = signal.informative
    points = _points(400)
    told = [item.pattern.contains(point) for point in points]
    assert len(points) > 60
    assert sum(told) > 5
    assert not all(told)
    for point, inside in zip(points, told, strict=True):
        assert inside == _separates(point, Fraction(1, 3)), point


def test_a_signal_that_separates_costs_the_weak_more() -> None:
    """It holds at every point that separates, though no row orders the two costs; the reason is named."""
    (signal,) = FOUND.signals
    (item,) = signal.informative
    ((high, low, why),) = item.orders
    assert (high, low) == ("R_signal_weak", "R_signal_strong")
    assert why.claims == ("c028",)
    inside = [point for point in _points(400) if item.pattern.contains(point)]
    assert all(point[high] > point[low] for point in inside)
    both = {high, low}
    assert not [row for row in FLAGSHIP.rows if both <= set(row.condition.form.names)]


@pytest.mark.parametrize(
    ("strong", "weak", "separates"),
    [
        ("1/4", "7/12", True),
        ("1/4", "1", True),
        ("13/48", "7/12", False),
        ("1/4", "27/48", False),
        ("1/8", "3/4", True),
    ],
)
def test_the_assumed_costs_that_separate_at_the_baseline(strong: str, weak: str, *, separates: bool) -> None:
    """Up to 1/4 for the strong and from 7/12 for the weak: at the ends, and a step beyond them."""
    point = {**FLAGSHIP.point(), "R_signal_strong": Fraction(strong), "R_signal_weak": Fraction(weak)}
    assert _separates(point, HALF) is separates
    (item,) = FOUND.signals[0].informative
    assert dict(item.costs) == {"R_signal_strong": "(0, 1/4]", "R_signal_weak": "[7/12, 1]"}


def test_the_map_of_costs_and_priors_agrees_with_brute_force_on_separation() -> None:
    """Every point of the grid; and semi-separating equilibria occur, which no pure pattern shows."""
    (signal,) = FOUND.signals
    assert len(signal.atlas) == 27
    for spot in signal.atlas:
        point = {**FLAGSHIP.point(), **dict(spot.stakes)}
        assert (Kind.SEPARATING in spot.kinds) is _separates(point, spot.prior)
    assert any(Kind.SEMI_SEPARATING in spot.kinds for spot in signal.atlas)


def test_the_threshold_of_belief_ranges_over_what_the_stakes_allow() -> None:
    """At points of the stake space it is positive, below 1 at some and above at others; no convention bounds it."""
    (signal,) = FOUND.signals
    for item in signal.thresholds:
        values = [item.numerator.at(point) / item.denominator.at(point) for point in _points(400)]
        assert item.over == "(0, ∞)"
        assert min(values) > 0
        assert min(values) < HALF < 1 < max(values)


def test_equilibria_of_the_signal_are_behaviours_of_the_tree() -> None:
    """Mixtures at every information set, worth what the solution says, and no gain for the one who leaves them."""
    (signal,) = FOUND.signals
    for item, profile in zip(signal.solution, signal.profiles, strict=True):
        assert expected(signal.numbers, profile) == item.payoffs
        assert regret(signal.numbers, profile) == 0


def test_the_belief_from_which_the_west_offers_a_compromise() -> None:
    """At the threshold both replies are worth the same to the West; beyond it an offer is worth more."""
    (signal,) = FOUND.signals
    spec, point = FLAGSHIP.spec("endurance"), FLAGSHIP.point()
    for item in signal.thresholds:
        assert item.value is not None
        assert item.value == item.numerator.at(point) / item.denominator.at(point)
        for step in (Fraction(0), Fraction(1, 100)):
            belief = item.value + (step if item.rising else -step)
            values = []
            for reply in REPLIES:
                each = [_worth(spec, {"chance": k, "russia": MESSAGES[item.message], "west": reply}, "west", point)
                        for k in TYPES]  # fmt: skip
                values.append(belief * each[0] + (1 - belief) * each[1])
            assert (values[item.reply] - values[1 - item.reply] > 0) is bool(step)
            assert step or values[0] == values[1]


def test_the_summit_is_not_decided_by_the_coding() -> None:
    """In either order there are admissible stakes with an exchange that stands, and others with none."""
    point = FLAGSHIP.point()
    moves = {
        "stands": {"R_gain_payments_full": Fraction(7, 8), "R_gain_payments_partial": Fraction(1, 8),
                   "R_cost_syria_full": HALF, "R_cost_syria_partial": Fraction(1, 4), "R_breach": Fraction(3, 4),
                   "T_breach": Fraction(3, 4), "W_cost_penalty": Fraction(3, 4),
                   "T_cost_payments_full": Fraction(1, 8)},
        "fails": {"R_gain_payments_full": HALF, "R_breach": Fraction(1, 8), "T_breach": Fraction(1, 8),
                  "W_cost_penalty": Fraction(1, 4), "T_cost_payments_full": Fraction(3, 8)},
    }  # fmt: skip
    for name in ("sochi", "sochi-turkey-first"):
        seen = {}
        for label, change in moves.items():
            tree = FLAGSHIP.tree(name, at={**point, **change})
            solution = spe(tree)
            seen[label] = {str(play) for item in solution for play in plays(tree, item.profile)}
        assert len(seen["stands"]) == 1
        (play,) = seen["stands"]
        assert {"yield on Syria", "leave the dollar", "let it stand"} <= set(play.split(" / ")), (name, play)
        assert all("yield on Syria" not in play for play in seen["fails"]), (name, seen["fails"])


def _admissible(witness: tuple[tuple[str, Fraction], ...]) -> bool:
    """Tell whether the other stakes of the case can be chosen so that every row holds."""
    rows = [Row(f"at {name}", Condition(Affine.name(name) - value, Relation.EQUAL)) for name, value in witness]
    space = narrowed(FLAGSHIP.space(), [name for name, _ in witness])
    return bool(space.with_rows(*rows).feasibility())


def _outcome(game: TreeGame, point: dict[str, Fraction]) -> tuple[set[int], tuple[tuple[Fraction, ...], ...]]:
    """Solve a tree at a point: the nodes where equilibria end, and their payoffs."""
    tree = game.at(point)
    solution = spe(tree)
    return {play.node for item in solution for play in plays(tree, item.profile)}, solution.outcomes


def test_regions_of_the_summit_agree_with_the_solver_at_points() -> None:
    """At points of the stake space, ties included, the outcome is that of the region, or of one that touches."""
    draw, space, base = random.Random(11), FLAGSHIP.space(), FLAGSHIP.point()  # noqa: S311  test points
    names = sorted({name for tree in FOUND.trees for name in tree.game.stakes})
    seen: dict[str, set[int]] = {"sochi": set(), "sochi-turkey-first": set()}
    tried = 0
    games = {tree.spec.id: FLAGSHIP.tree(tree.spec.id) for tree in FOUND.trees}
    while tried < 80:
        moved = {name: Fraction(draw.randint(-6 if name == "T_cost_payments_full" else 1, 6), 6) for name in names}
        for low in ("R_cost_syria", "R_gain_payments", "T_gain_syria"):  # more is worth, and costs, at least as much
            pair = sorted(moved.get(f"{low}_{level}", base[f"{low}_{level}"]) for level in ("partial", "full"))
            moved[f"{low}_partial"], moved[f"{low}_full"] = pair
        point = {**base, **moved}
        if space.violated(point):
            continue
        tried += 1
        for tree in FOUND.trees:
            assert tree.regions is not None
            ends, _ = _outcome(games[tree.spec.id], point)
            here = {name: point[name] for name in tree.regions.space.variables}
            at = [n for n, region in enumerate(tree.regions.regions) if region.contains(here)]
            assert len(at) <= 1
            if at:
                assert ends == set(tree.regions.regions[at[0]].plays[0].ends)
                seen[tree.spec.id].add(at[0])
    for tree in FOUND.trees:
        assert tree.regions is not None
        assert len(seen[tree.spec.id]) >= len(tree.regions.regions) - 2


def test_outcomes_of_both_orders_that_go_together_have_a_witness_that_does() -> None:
    """Each witness is admissible, and the solver gives both plays there; pairs called impossible never occur."""
    (orders,) = FOUND.orders
    assert {joint.possible for joint in orders.joints} == {True, False}
    for joint in orders.joints:
        if not joint.possible:
            continue
        for found, n in zip(orders.games, (joint.first, joint.second), strict=True):
            ends, _ = _outcome(found.game, dict(joint.witness))
            assert ends == set(found.regions[n].plays[0].ends)
    assert all(_admissible(joint.witness) for joint in orders.joints[::4] if joint.possible)
    never = {(joint.first, joint.second) for joint in orders.joints if not joint.possible}
    for joint in orders.joints:
        if joint.possible:
            point = dict(joint.witness)
            assert not never & set(
                product(*([n for n, r in enumerate(g.regions) if _lies(r, point)] for g in orders.games))
            )


def _lies(region: SpeRegion, point: dict[str, Fraction]) -> bool:
    """Tell whether the conditions of one of the cells hold."""
    return any(all(cell.space.row(label).condition.holds(point) for label in cell.cuts) for cell in region.cells)


def test_where_a_player_is_better_off_under_one_order_it_is() -> None:
    """Payoffs at each witness, solved afresh in both orders."""
    (orders,) = FOUND.orders
    for item in orders.preferences:
        for sign, witness in ((1, item.first), (-1, item.second)):
            assert witness
            assert _admissible(witness)
            worth = [_outcome(found.game, dict(witness))[1] for found in orders.games]
            assert [len(each) for each in worth] == [1, 1]
            assert sign * (worth[0][0][item.player] - worth[1][0][item.player]) > 0


def test_a_space_is_seen_by_some_of_its_stakes_only_where_the_others_can_follow() -> None:
    """A row that ties a stake to others outside the game is not overlooked."""
    rows = {"r1": "0 <= a <= 1", "r2": "0 <= c <= 1", "r3": "0 <= b <= 1"}
    assert shadow(Polyhedron.read(("a", "b", "c"), rows), ["a"]).variables == ("a",)
    loose = Polyhedron.read(("a", "b", "c"), {**rows, "r4": "a <= b + c"})
    assert shadow(loose, ["a", "b"]).variables == ("a", "b")
    tight = Polyhedron.read(("a", "b", "c"), {**rows, "r4": "a <= b - c", "r5": "c >= 1/2"})
    assert shadow(tight, ["a", "b"]).variables == ("a", "b", "c")
    apart = Polyhedron.read(("a", "b", "c"), {**rows, "r4": "b + c >= 1", "r5": "c <= 1/2"})
    assert shadow(apart, ["a", "b"]).variables == ("a", "b", "c")  # a stands alone and is no reason to overlook c


def test_numbers_are_shown_with_what_they_rest_on() -> None:
    """Each probability and discount factor, its claim with the paragraph or its convention."""
    rows = {row[0]: row[4] for row in numbers_table(FLAGSHIP).rows}
    assert rows["p_endures"] == "c069 (R.2)"
    assert rows["patience_russia"] == "convention patience"
    assert set(rows) == {number.id for number in FLAGSHIP.numbers}


def test_sentences_that_rest_on_assumptions_say_so() -> None:
    """Every list of sentences about a game with assumed claims names them, with paragraphs."""
    assert given(FLAGSHIP, ["c049"]) == "Given this assumption (c049 in G.3): "
    assert given(FLAGSHIP, ["c046"]) == ""
    by_title = {section.title: section for section in SECTIONS}
    for name, claim in (("sochi", "c049 in G.3"), ("endurance", "c068 in R.2"), ("offers", "c056 in T.2")):
        section = by_title[FLAGSHIP.spec(name).title]
        (lines,) = [block.items for block in section.blocks if isinstance(block, Bullets)]
        assert any(claim in line and line.startswith("Given th") for line in lines), name
        assert all(line[0].isupper() or not line[0].isalpha() for line in lines)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("W_loss_attrition >= 0", "what giving way costs the West (W_loss_attrition) is at least zero"),
        ("W_loss_attrition <= 0", "what giving way costs the West (W_loss_attrition) is at most zero"),
        ("W_loss_attrition < 0", "what giving way costs the West (W_loss_attrition) is less than zero"),
        ("0 == W_loss_attrition", "what giving way costs the West (W_loss_attrition) is exactly zero"),
        ("R_outside < R_clash_caucasus",
         ("the loss to Russia from a clash over the South Caucasus (R_clash_caucasus) is more than "
          "what turning to its other candidate partners is worth to Russia (R_outside)")),
        ("2*W_loss_attrition > W_clash_attrition", "2*W_loss_attrition > W_clash_attrition"),
        ("W_loss_attrition > 1/2", "W_loss_attrition > 1/2"),
        ("W_loss_attrition > 0 > R_clash_caucasus > R_outside",
         "W_loss_attrition > 0 and R_clash_caucasus < 0 and R_clash_caucasus > R_outside"),
    ],
)  # fmt: skip
def test_short_conditions_are_put_into_words_the_right_way_round(condition: str, words: str) -> None:
    """One stake against zero or against another, two conditions at most; anything else stays a formula."""
    assert together(FLAGSHIP, parse_conditions(condition)) == words


def test_payoffs_of_plays_are_shown_as_formula_and_number() -> None:
    """One row per play; a formula, and its value at the baseline."""
    section = next(s for s in SECTIONS if s.title == FLAGSHIP.spec("sochi").title)
    (table,) = [b.table for b in section.blocks if isinstance(b, Exhibit) and b.name == "plays-sochi"]
    row = next(r for r in table.rows if r[0] == "yield on Syria / leave the dollar / tolerate / let it stand")
    assert row[1] == "-R_cost_syria_full + R_gain_payments_full = 0"
    assert row[2] == "-T_cost_payments_full + T_gain_syria_full = 7/8"
    assert len(table.rows) == 7


def test_the_protocol_range_counts_levels_of_packages_that_equilibria_agree_on() -> None:
    """Levels are those of the packages in the solution, and every one of these is above both outside options."""
    (talks,) = FOUND.talks
    for number, solution in enumerate(talks.found.solutions):
        for n, issue in enumerate(talks.found):
            sizes = [len(i.levels) for i in talks.found.deal.issues]
            packages = list(product(*map(range, sizes)))
            assert issue.by_first[number].levels == tuple(sorted({packages[k][n] for k in solution.packages}))
        for k in solution.packages:
            assert all(u >= HALF for u in solution.game.payoffs[k])


def test_packages_that_hold_at_the_cases_own_patience_are_counted() -> None:
    """Every package of the partnership asked for its thresholds, one by one, at the case's discount factors."""
    (partnership,) = FOUND.partnerships
    found = partnership.found.enforcement
    assert found is not None
    held = 0
    for package in product(*(range(len(grant.levels)) for grant in found.grants)):
        least = [found.threshold(player, package) for player in (0, 1)]
        held += all(t is not None and t <= d for t, d in zip(least, partnership.factors, strict=True))
    section = next(s for s in SECTIONS if s.title == FLAGSHIP.spec("partnership").title)
    assert f"At them {held:,} of 2,048 packages hold, the one-shot equilibrium counted." in " ".join(
        b for b in section.blocks if isinstance(b, str)
    )


STATIC = Path(__file__).parents[2] / "docs" / "_static"
DRAWN = {block.name: block for section in SECTIONS for block in section.blocks if isinstance(block, Figure)}


@pytest.mark.parametrize("name", sorted(path.stem for path in STATIC.glob("*.svg") if path.stem in DRAWN))
def test_pictures_of_pages_are_the_reports_own(name: str) -> None:
    """A picture of the documentation that the report would draw otherwise is noticed: `make picture` renews it."""
    assert (STATIC / f"{name}.svg").read_bytes() == DRAWN[name].svg


def test_every_picture_of_a_page_is_there_and_is_used() -> None:
    """Pages name pictures that exist, and no picture is left over; games in moves have some."""
    root = STATIC.parents[1]
    pages = [root / "README.md", *sorted((root / "docs").rglob("*.md"))]
    named = {name for page in pages for name in re.findall(r"_static/([\w-]+)\.svg", page.read_text("utf-8"))}
    assert named == {path.stem for path in STATIC.glob("*.svg")}
    assert {"tree-sochi", "tree-endurance", "patience-package"} <= named & set(DRAWN)


def test_the_sections_are_written_in_every_format() -> None:
    """Markdown and LaTeX, without names that clash."""
    report = Report(title="Moves", sections=SECTIONS)
    assert "Endurance: are partners a signal?" in to_markdown(report)
    assert "Endurance: are partners a signal?" in to_latex(report)
