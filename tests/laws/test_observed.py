"""What moves reveal, against games solved by brute force at points: membership, bounds, moves left out, drops."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise, product

import pytest

from bargain import load_case
from bargain.case import Move
from bargain.games.repeated import RepeatedGame, TriggerProfile
from bargain.study import observed, region, verify
from bargain.study.observed_values import ObservedStatus
from bargain.study.pieces import outside
from bargain.study.region_cuts import package_cell
from bargain.study.tree_sets import plays
from bargain.study.verdict_values import VerdictWord
from oracles_sequential import pure_profiles, value

FLAGSHIP = load_case("russia-turkey-2022")
TESSA = load_case("tests/cases/tessa-river")


def move(name, who, issue, level="", entry="", grade="done", **plays):
    """Return a move; games are written with _ for -."""
    pairs = tuple(sorted((game.replace("_", "-"), tuple(acts)) for game, acts in plays.items()))
    return Move(
        id=name,
        actors=tuple(who),
        issue=issue,
        level=level,
        entry=entry,
        grade=grade,
        claims=("c001",),
        note="",
        plays=pairs,
    )


BOTH = ("corvath", "selmar")
WATER, PORT = move("m1", BOTH, "water", "modest"), move("m2", BOTH, "port", "full")
FEES, POWER = move("m3", ["selmar"], "fees", "halve"), move("m4", ["corvath"], "power", "none")
HOLD, BUILD = move("m5", ["selmar"], "gorge", entry="withdraw"), move("m6", ["corvath"], "grid", entry="build")
DAM = [
    move("m7", ["corvath"], "grid", "", "build", dam=["build"], dam_in_moves=["build"]),
    move("m8", ["selmar"], "grid", "", "build", dam=["protest"], dam_in_moves=["protest"]),
    move("m9", ["fund"], "grid", "", "build", dam=["lend"], dam_in_moves=["lend"]),
]

SETTINGS = {
    "contest": (TESSA, "gorge", [HOLD], {}),
    "joint": (TESSA, "grid", [BUILD], {}),
    "swap": (TESSA, "swap-water-port", [WATER, PORT], {}),
    "open cost": (TESSA, "swap-power-fees", [FEES, POWER], {}),
    "with terms": (TESSA, "settlement", [WATER], {}),
    "normal": (TESSA, "dam", DAM[:2], {}),
    "normal, a move of two": (TESSA, "dam", [move("m7", BOTH, "grid", "", "build", dam=["build", "protest"])], {}),
    "in moves": (TESSA, "dam-in-moves", DAM, {}),
    "in moves, any": (TESSA, "dam-in-moves", [move("m7", ["corvath"], "grid", dam_in_moves=["build", "wait"])], {}),
    "repeated": (TESSA, "swap-water-port", [WATER, PORT], {"delta": "3/5"}),
    "repeated, free issue": (TESSA, "swap-water-port", [WATER], {"delta": "1/2"}),
    "repeated, open cost": (TESSA, "swap-power-fees", [FEES], {"delta": "2/3"}),
    "repeated, two patiences": (TESSA, "every-summer", [FEES, POWER], {"delta": {"corvath": "1/3", "selmar": "9/10"}}),
    "sochi": (FLAGSHIP, "sochi", list(FLAGSHIP.moves), {}),
}


@lru_cache(maxsize=32)
def solved(name):
    """Return the case with its moves, and what they reveal."""
    case, game, moves, options = SETTINGS[name]
    case = replace(case, moves=tuple(moves))
    return case, observed(case, game, **options)


# ---- oracles ------------------------------------------------------------------------------------------------


def agreeing(case, found, point):
    """Return, for every equilibrium at a point, which moves it agrees with; nothing of the solver is used."""
    spec = case.spec(found.game)
    if spec.form == "sequential":
        return list(_in_moves(found, case.tree(found.game).at(point)))
    if found.patience:
        return list(_again(case, found, point))
    return list(_once(case, found, point))


def _fits(found, acts):
    """Return the moves that a profile agrees with; `acts` are pairs of who and what, or an issue and its level."""
    out = set()
    names = {a.id: a.name for a in found.case.actors}
    for m in found.case.moves:
        mine = dict(m.plays).get(found.game, ()) or ((m.entry,) if m.entry else ())
        if m.level and (m.issue, m.level) in acts:
            out.add(m.id)
        who = [names[a] for a in m.actors if any((names[a], x) in acts for x in mine)]
        able = [names[a] for a in m.actors if any(names[a] == w and x in mine for w, x in found_menu(found))]
        if mine and able and set(who) == set(able):
            out.add(m.id)
    return out & {c.id for c in found.counted}


def found_menu(found):
    """Return who can do what in a game."""
    spec = found.case.spec(found.game)
    if spec.form == "sequential":
        game = found.case.tree(found.game)
        return {(game.players[s.player], a) for s in game.infosets if s.player >= 0 for a in s.actions}
    game = found.case.game(found.game)
    return {(w, a) for w, acts in zip(game.players, game.actions, strict=True) for a in acts}


def _once(case, found, point):
    game = case.game(found.game).at(point)
    issues = [case.issue(i) for i in case.spec(found.game).issues]
    for cell in product(*(range(n) for n in game.shape)):
        if game.regret(cell) == 0:
            labels = [game.actions[p][k] for p, k in enumerate(cell)]
            acts = set(zip(game.players, labels, strict=True))
            if case.spec(found.game).form == "exchange":  # one issue each way: the label is the level
                acts |= {(i.id, label) for i, label in zip(issues, labels, strict=True)}
            yield _fits(found, acts)


def _again(case, found, point):
    """Simulate grim trigger: the punishment is the one-shot profile in which each grants its cheapest, least level."""
    spec = case.spec(found.game)
    name = spec.repeated.exchange if spec.repeated else found.game
    deal = case.exchange(name)
    stage = case.game(name).at(point)
    game = RepeatedGame(stage=stage, patience=tuple(d for _, d in found.patience))
    costs = [[c.at(point) for c in i.cost] for i in deal.issues]
    oneshot = stage.mixed(package_cell(deal, [c.index(min(c)) for c in costs]))
    for levels in product(*(range(len(c)) for c in costs)):
        trigger = TriggerProfile(path=package_cell(deal, levels), punishments=(oneshot, oneshot))
        if game.path_regret(trigger) == 0:
            yield {
                m.id
                for m in case.moves
                for i, n in zip(deal.issues, levels, strict=True)
                if i.id == m.issue and i.levels[n] == m.level
            }


def _in_moves(found, game):
    """Try every pure strategy profile at every node."""
    for profile in pure_profiles(game):
        chosen = [
            game.children[n][profile[game.sets[n]].index(1)] if game.children[n] else None
            for n in range(len(game.parents))
        ]
        fine = all(
            value(game, profile, chosen[n], p) >= value(game, profile, c, p)
            for n in range(len(game.parents))
            if game.children[n]
            for p in [game.infosets[game.sets[n]].player]
            for c in game.children[n]
        )
        if fine:
            node, acts = 0, set()
            while game.children[node]:
                at = game.infosets[game.sets[node]]
                acts.add((game.players[at.player], at.actions[game.moves[chosen[node]]]))
                node = chosen[node]
            yield _fits(found, acts)


def points(case, found):
    """Return stakes of the whole space: the baseline, members and others, and mixtures."""
    base = dict(case.baseline.values)
    ends = [dict(found.witness)] if found.witness else []
    for b in found.tightened:
        reached = [end for end in (b.low, b.high, b.before.low, b.before.high) if end.attained]
        ends += [{**dict(found.witness), **dict(end.point)} for end in reached]
    for item in found.alone:
        ends += [dict(p) for a in item.answers for p in (a.witness_for, a.witness_against, a.without) if p]
    ends = list({tuple(sorted(p.items())): p for p in ends}.values())[:9]
    third = [{n: (2 * a[n] + b[n]) / 3 for n in a} for a, b in pairwise(ends)]
    space = case.space()
    return [p for p in (base, *ends, *third) if space.contains(p)]


# ---- laws ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SETTINGS)
def test_a_point_is_in_the_union_exactly_if_some_equilibrium_there_agrees(name: str) -> None:
    """Sound and complete at every point tried; both kinds of points occur unless the union is all or nothing."""
    case, found = solved(name)
    everything = {c.id for c in found.counted}
    assert everything == {m.id for m in case.moves} - {n for n, _ in found.left}
    seen = set()
    for point in points(case, found):
        truth = any(everything <= a for a in agreeing(case, found, point))
        assert truth == any(way.holds(point) for way in found.ways)
        seen.add(truth)
    wanted = {ObservedStatus.EVERYWHERE: {True}, ObservedStatus.NOWHERE: {False}}.get(found.status, {True, False})
    assert seen == wanted


def test_several_equilibria_together_explain_a_move_everywhere() -> None:
    """Whatever is played agrees, no single play is one everywhere, and the union is proved to be the whole space."""
    _, found = solved("in moves, any")
    assert found.status is ObservedStatus.EVERYWHERE
    assert len(found.ways) > 1
    assert found.cover is not None


@pytest.mark.parametrize("name", SETTINGS)
def test_bounds_hold_at_every_member_and_are_reached_by_members(name: str) -> None:
    """No member tried lies outside; an end that is reached is reached by stakes at which an equilibrium agrees."""
    case, found = solved(name)
    everything = {c.id for c in found.counted}
    members = [p for p in points(case, found) if any(everything <= a for a in agreeing(case, found, p))]
    for b in found.bounds:
        for p in members:
            assert b.low.value <= p[b.stake] <= b.high.value
            assert b.low.attained or p[b.stake] > b.low.value
            assert b.high.attained or p[b.stake] < b.high.value
    for b in found.tightened:
        for end in (b.low, b.high):
            point = {**dict(found.witness), **dict(end.point)}
            assert point[b.stake] == end.value
            if end.attained:
                assert case.space().contains(point)
                assert any(everything <= a for a in agreeing(case, found, point))


@pytest.mark.parametrize("name", SETTINGS)
def test_a_move_left_out_is_what_the_equilibria_say_that_agree_with_the_others(name: str) -> None:
    """Necessary, possible and impossible, under both quantifiers, at every point tried."""
    case, found = solved(name)
    everything = {c.id for c in found.counted}
    tried = [agreeing(case, found, p) for p in points(case, found)]
    for item in found.alone:
        for answer, quantify in ((item.some, any), (item.every, all)):
            truths = {
                quantify(item.id in a for a in fits)
                for eq in tried
                if (fits := [a for a in eq if everything - {item.id} <= a])
            }
            if answer.word is VerdictWord.NECESSARY:
                assert truths <= {True}
            elif answer.word is VerdictWord.IMPOSSIBLE:
                assert truths <= {False}
            elif answer.word is VerdictWord.NO_EQUILIBRIUM:
                assert not truths
            for point, wanted in ((answer.witness_for, True), (answer.witness_against, False)):
                if point is not None:
                    fits = [a for a in agreeing(case, found, dict(point)) if everything - {item.id} <= a]
                    assert fits
                    assert quantify(item.id in a for a in fits) is wanted


@pytest.mark.parametrize("name", SETTINGS)
def test_verify_finds_no_fault(name: str) -> None:
    """The second look agrees."""
    assert verify(solved(name)[1]).ok, verify(solved(name)[1])


@pytest.mark.parametrize("name", ["sochi", "sochi-turkey-first", "in moves"])
def test_ways_that_lie_in_others_are_left_out_without_a_loss(name: str) -> None:
    """Every way in which an equilibrium agrees lies, exactly, in the union that is listed; none of these in another."""
    case, game, moves, _ = SETTINGS.get(name, (FLAGSHIP, name, FLAGSHIP.moves, {}))
    found = observed(replace(case, moves=tuple(moves)), game)
    tree, space = case.tree(game), case.space()
    wanted = [acts for c in found.counted for _, acts in c.plays]
    raw = [
        way
        for way in plays(tree, space)
        if all(set(acts).intersection(tree.path(end)) for end in way.key for acts in wanted)
    ]
    assert raw
    for way in raw:
        assert outside(space, found.ways, way.conditions).empty
    for way in found.ways:
        others = [w for w in found.ways if w is not way and w.key == way.key]
        assert not any(outside(space, [other], way.conditions).empty for other in others)


# ---- conflicts ----------------------------------------------------------------------------------------------

COSTLY = [
    move("m1", ["turkey"], "energy", "full", grade="announced"),
    move("m2", ["russia"], "syria", "full"),
    move("m3", ["turkey"], "logistics", "withhold"),
]
ATTRITION = [
    move("m1", ["russia"], "attrition", entry="come towards"),
    move("m2", ["west"], "attrition", entry="carry on"),
]
PAYMENTS = [
    move("m1", ["russia"], "payments", payments=["stay"]),
    move("m2", ["turkey"], "payments", payments=["switch"]),
    move("m3", ["russia", "turkey"], "payments", payments=["switch", "stay"]),
]
CONFLICTS = [
    ("swap-syria-energy", COSTLY),
    ("swap-syria-logistics", COSTLY),
    ("attrition", ATTRITION),
    ("payments", PAYMENTS),
]


def _explains(case, found, kept):
    """Tell whether some pure profile that agrees with moves has a region, profile by profile."""
    game = case.game(found.game)
    issues = case.spec(found.game).issues
    for cell in product(*game.actions):
        acts = set(zip(game.players, cell, strict=True)) | set(zip(issues, cell, strict=False))
        if kept <= _fits(found, acts) and region(case, found.game, cell).where != "nowhere":
            return True
    return False


@pytest.mark.parametrize(("game", "moves"), CONFLICTS, ids=[game for game, _ in CONFLICTS])
def test_fewest_moves_to_give_up_and_the_conflict_by_brute_force(game: str, moves: list[Move]) -> None:
    """All smallest sets, and an irreducible conflict, against the regions of all profiles under all sets of moves."""
    case = replace(FLAGSHIP, moves=tuple(moves))
    found = observed(case, game)
    everything = frozenset(c.id for c in found.counted)
    subsets = [frozenset(s) for n in range(len(everything) + 1) for s in combinations(sorted(everything), n)]
    fine = {drop for drop in subsets if _explains(case, found, everything - drop)}
    least = min(len(drop) for drop in fine)
    assert (found.status is ObservedStatus.NOWHERE) == (least > 0)
    assert verify(found).ok, verify(found)
    if least:
        assert {frozenset(drop) for drop, _ in found.drops.sets} == {drop for drop in fine if len(drop) == least}
        moves_in = frozenset(found.conflict.moves)
        assert not _explains(case, found, moves_in)
        assert all(_explains(case, found, moves_in - {m}) for m in moves_in)
        assert not found.bounds


def test_some_conflict_needs_two_moves_given_up() -> None:
    """Two grants with a cost: each alone is a conflict, and both have to go."""
    case = replace(FLAGSHIP, moves=tuple(COSTLY))
    found = observed(case, "package", every_level=False)
    assert found.status is ObservedStatus.NOWHERE
    assert [drop for drop, _ in found.drops.sets] == [("m1", "m2")]
    assert len(found.conflict.moves) == 1
    assert found.conflict.rows
    assert found.conflict.grounds.claims or found.conflict.grounds.conventions


# ---- invariances --------------------------------------------------------------------------------------------


def test_more_patience_never_takes_stakes_away() -> None:
    """What some package explains at one discount factor, some package explains at a greater one."""
    case = replace(TESSA, moves=(WATER, PORT))
    results = [observed(case, "swap-water-port", delta=d) for d in ("1/5", "1/2", "9/10")]
    for low, high in pairwise(results):
        for p in points(case, low):
            assert not any(w.holds(p) for w in low.ways) or any(w.holds(p) for w in high.ways)
        for b, c in zip(low.bounds, high.bounds, strict=True):
            assert c.low.value <= b.low.value <= b.high.value <= c.high.value


def test_firmer_moves_only_leave_more_stakes() -> None:
    """Fewer moves count, so bounds can only widen."""
    results = [observed(FLAGSHIP, "package", grade=g) for g in ("announced", "agreed", "done")]
    assert [len(r.counted) for r in results] == [5, 4, 3]
    for more, fewer in pairwise(results):
        for b, c in zip(more.bounds, fewer.bounds, strict=True):
            assert c.low.value <= b.low.value <= b.high.value <= c.high.value


def test_fewer_readings_only_leave_more_stakes() -> None:
    """Stated claims alone allow more than all of them."""
    full = observed(FLAGSHIP, "swap-syria-energy", delta="9/10")
    stated = observed(FLAGSHIP, "swap-syria-energy", delta="9/10", readings=("stated",))
    for b, c in zip(full.bounds, stated.bounds, strict=True):
        assert c.low.value <= b.low.value <= b.high.value <= c.high.value
    assert verify(stated).ok


def test_the_closed_form_of_one_issue_each_way() -> None:
    """Repeated for ever, a partial grant each way is kept where cost <= δ·gain for both, and nowhere else."""
    found = observed(FLAGSHIP, "swap-syria-energy", delta="9/10")
    (way,) = found.ways
    delta = Fraction(9, 10)
    for k in range(-3, 4):
        p = dict(found.witness) | {
            "R_gain_energy_partial": Fraction(1, 2),
            "T_gain_syria_partial": Fraction(1, 2),
            "R_cost_syria_partial": delta / 2 + Fraction(k, 100),
            "R_cost_syria_full": Fraction(9, 10),
            "T_cost_energy_partial": delta / 2,
        }
        assert way.holds(p) == (k <= 0)
