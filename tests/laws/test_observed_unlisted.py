"""Unions that are too many to list: the same bounds and answers as the list gives, and as brute force gives."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import product

import pytest

from bargain import load_case, verify
from bargain.case import READINGS, Move
from bargain.errors import RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Certificate, Row
from bargain.study import observed, observed_search, observed_sets
from bargain.study.observed_boxes import Packages
from bargain.study.observed_models import setting
from bargain.study.observed_search import Union
from bargain.study.observed_values import ObservedStatus
from bargain.study.pieces import Alternative, Cut, Node
from bargain.study.recheck_observed import _Look
from bargain.study.verdict_values import Proof, VerdictWord

TESSA = load_case("tests/cases/tessa-river")
DEAL = TESSA.exchange("package")

SETTINGS = {
    "one move, patient": ("4/5", {"port": "some"}),
    "one move, impatient": ("1/4", {"fees": "waive"}),
    "an open cost": ("3/5", {"water": "nothing"}),
    "a shared interest": ("3/5", {"power": "surplus"}),
    "nothing is given": ("4/5", {"fees": "keep", "port": "nothing"}),
    "two issues": ("1/2", {"power": "none", "port": "some"}),
    "two patiences": ({"corvath": "1/10", "selmar": "1/2"}, {"fees": "waive"}),
    "three issues": ("1/4", {"fees": "waive", "power": "none", "port": "full"}),
}


def case_of(levels: dict[str, str]):
    """Return the case with moves at some levels, and no others."""
    moves = [
        Move(
            id=f"m{n}", actors=("corvath", "selmar"), issue=issue, level=level, entry="", grade="done",
            claims=("c001",), note="", plays=(),
        )
        for n, (issue, level) in enumerate(levels.items())
    ]  # fmt: skip
    return replace(TESSA, moves=tuple(moves))


def asked(name: str, most: int):
    """Return what moves reveal where more ways than so many are not listed."""
    delta, levels = SETTINGS[name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(observed_sets, "MOST_WAYS", most)
        return observed(case_of(levels), "package", delta=delta)


@lru_cache(maxsize=32)
def pair(name: str):
    """Return the result with a list of the union, and without."""
    return asked(name, 1_000), asked(name, 0)


def brute(name: str) -> dict[str, tuple[str, str]]:
    """Return bounds of every stake by taking every package under every one-shot outcome, straight from the payoffs."""
    delta, levels = SETTINGS[name]
    patience = {a: Fraction(delta[a] if isinstance(delta, dict) else delta) for a in DEAL.actors}
    space = TESSA.space()
    menus = [[n for n, x in enumerate(i.levels) if levels.get(i.id, x) == x] for i in DEAL.issues]
    ends: dict[str, list[tuple[Fraction, bool]]] = {}
    for alone in product(*(range(len(i.levels)) for i in DEAL.issues)):
        part = [
            Condition(c - i.cost[n], Relation.ABOVE if m < n else Relation.AT_LEAST)
            for i, n in zip(DEAL.issues, alone, strict=True)
            for m, c in enumerate(i.cost)
            if m != n
        ]
        home = space.with_rows(*(Row(f"p{k}", c) for k, c in enumerate(part)))
        if home.is_empty:
            continue
        for package in product(*menus):
            keep = []
            for actor in DEAL.actors:
                stay, leave, after = [], [], []
                for i, n, a in zip(DEAL.issues, package, alone, strict=True):
                    mine = i.grantor == actor
                    stay.append(-i.cost[n] if mine else i.benefit[n])
                    leave.append(-i.cost[a] if mine else i.benefit[n])
                    after.append(-i.cost[a] if mine else i.benefit[a])
                d = patience[actor]
                form = Affine.total(stay) - Affine.total(leave) * (1 - d) - Affine.total(after) * d
                keep.append(Row(f"keep:{actor}", Condition(form, Relation.AT_LEAST)))
            area = home.with_rows(*keep)
            if not area.is_empty:
                for stake in space.variables:
                    found = area.extent(Affine.name(stake))
                    for side, end in (("low", found.low), ("high", found.high)):
                        ends.setdefault(f"{side} {stake}", []).append((end.value, end.attained))
    out = {}
    for stake in space.variables:
        low, high = ends[f"low {stake}"], ends[f"high {stake}"]
        out[stake] = (min(low, key=lambda e: (e[0], not e[1])), max(high))
    return out


@pytest.mark.parametrize("name", SETTINGS)
def test_bounds_and_answers_are_those_of_the_list(name: str) -> None:
    """Every bound; every verdict, where the list may also say that one holds but for ties."""
    full, lazy = pair(name)
    assert full.unlisted is None
    assert lazy.unlisted is not None
    assert lazy.status is full.status
    assert [b.words for b in lazy.bounds] == [b.words for b in full.bounds]
    assert all(b.settled for b in lazy.bounds)
    for one, other in zip(full.alone, lazy.alone, strict=True):
        assert (one.some.word, one.every.word) == (other.some.word, other.every.word)
        for a, b in zip(one.answers, other.answers, strict=True):
            assert a.mostly is None or a.quantifier in other.unexamined
            assert (b.word is VerdictWord.POSSIBLE) >= (b.quantifier in other.unexamined)


@pytest.mark.parametrize("name", ["one move, impatient", "two issues", "a shared interest"])
def test_bounds_are_those_of_every_package_taken_by_itself(name: str) -> None:
    """All packages under all one-shot outcomes, each a polyhedron of its own, with nothing of the search used."""
    _, lazy = pair(name)
    wanted = brute(name)
    assert {b.stake: ((b.low.value, b.low.attained), (b.high.value, b.high.attained)) for b in lazy.bounds} == wanted


@pytest.mark.parametrize("name", SETTINGS)
def test_verify_finds_no_fault(name: str) -> None:
    """The second look adds every proof up and runs through every package."""
    assert verify(pair(name)[1]).ok, verify(pair(name)[1])


def test_every_kind_of_answer_and_bound_occurs() -> None:
    """Necessary, impossible and possible; ends that move, and ends that stay and are reached by no proof."""
    answers = [a for name in SETTINGS for item in pair(name)[1].alone for a in item.answers]
    assert {a.word for a in answers} == {VerdictWord.NECESSARY, VerdictWord.IMPOSSIBLE, VerdictWord.POSSIBLE}
    bounds = [b for name in SETTINGS for b in pair(name)[1].bounds]
    assert any(b.moved for b in bounds)
    assert any(not b.proofs[0] for b in bounds)
    assert {pair(name)[1].status for name in SETTINGS} == {ObservedStatus.SOMEWHERE, ObservedStatus.EVERYWHERE}


@pytest.mark.parametrize("most", [0, 4])
def test_what_is_given_up_is_said(monkeypatch, most: int) -> None:
    """With few boxes to spare a bound is inner and outer, an answer is not settled; both hold against the list."""
    monkeypatch.setattr(observed_search, "MOST_BOXES", most)
    full, _ = pair("one move, patient")
    rough = asked("one move, patient", 0)
    open_bounds = [(b, x) for b, x in zip(rough.bounds, full.bounds, strict=True) if not b.settled]
    assert open_bounds
    for b, exact in open_bounds:
        low, high = (outer or end for outer, end in zip(b.outer, (b.low, b.high), strict=True))
        assert low.value <= exact.low.value <= b.low.value
        assert b.high.value <= exact.high.value <= high.value
        assert b.words[1].startswith("not settled: at least")
    assert "not settled" in " ".join(rough.sentences)
    assert "called not settled" in " ".join(rough.table().notes)
    assert rough.to_dict()["unlisted"]["bounds_not_settled"] == [b.stake for b, _ in open_bounds]
    assert verify(rough).ok, verify(rough)
    shared = asked("a shared interest", 0)
    assert shared.alone[0].every.word is VerdictWord.UNSETTLED
    assert shared.to_dict()["one_by_one"][0]["every"]["verdict"] == "not settled"
    assert verify(shared).ok, verify(shared)
    with pytest.raises(RefusedError, match="no package of game 'package' was found to agree"):
        asked("two issues", 0)


def test_where_no_package_agrees_the_list_is_asked_for() -> None:
    """One clear error with a way out, and only where the list says that nothing is left."""
    SETTINGS["nothing is left"] = ("1/10", {"port": "full", "power": "none", "water": "nothing"})
    assert asked("nothing is left", 1_000).status is ObservedStatus.NOWHERE
    with pytest.raises(RefusedError, match="no package of game 'package' agrees with the moves at any stakes"):
        asked("nothing is left", 0)
    del SETTINGS["nothing is left"]


def test_forged_results_are_caught() -> None:
    """Bounds too tight, boxes lost or shifted, levels left out without proof, words turned, counts changed."""
    found = pair("two issues")[1]
    b = next(b for b in found.bounds if b.proofs[1] and b.high.attained)
    at = found.bounds.index(b)

    def bounded(**changed):
        return replace(found, bounds=(*found.bounds[:at], replace(b, **changed), *found.bounds[at + 1 :]))

    boxes = b.boxes[1]
    stepped = next(k for k, box in enumerate(boxes) if box.steps)
    box = boxes[stepped]
    bare = replace(box, steps=box.steps[1:])
    wrong = replace(box, steps=(replace(box.steps[0], proof=None), *box.steps[1:]))
    narrow = replace(box, menus=tuple(menu[:1] for menu in box.menus))
    way = box.ways[0]
    other = replace(box, ways=(replace(way, conditions=way.conditions[:-1]), *box.ways[1:]))

    def boxed(new):
        return bounded(boxes=(b.boxes[0], (*boxes[:stepped], new, *boxes[stepped + 1 :])))

    told = found.unlisted
    item = next(i for name in SETTINGS for i in pair(name)[1].alone if i.every.word is VerdictWord.IMPOSSIBLE)
    home = next(pair(name)[1] for name in SETTINGS if any(i is item for i in pair(name)[1].alone))
    k = next(n for n, i in enumerate(home.alone) if i is item)

    def answered(**changed):
        return replace(home, alone=(*home.alone[:k], replace(item, **changed), *home.alone[k + 1 :]))

    blank = replace(item.every, proof=replace(item.every.proof, cuts=()))
    turned = replace(
        item.every, word=VerdictWord.NECESSARY, witness_for=item.every.witness_against, witness_against=None
    )
    inner = replace(b.high, value=b.high.value - Fraction(1, 100))
    broken = {
        "a bound too tight": bounded(high=inner),
        "a bound said to stay": bounded(high=b.before.high, proofs=(b.proofs[0], ()), boxes=(b.boxes[0], ())),
        "an outer end that is not proved": bounded(outer=(None, inner)),
        "a box lost": bounded(boxes=(b.boxes[0], boxes[1:]), proofs=(b.proofs[0], b.proofs[1][1:])),
        "proofs lost": bounded(proofs=(b.proofs[0], b.proofs[1][1:])),
        "a step lost": boxed(bare),
        "a step without proof": boxed(wrong),
        "a box narrowed": boxed(narrow),
        "a way of another condition": boxed(other),
        "a way that is no package": replace(
            found, ways=(replace(found.ways[0], key=found.ways[0].key[::-1]), *found.ways[1:])
        ),
        "fewer packages": replace(found, unlisted=replace(told, packages=told.packages - 1)),
        "fewer outcomes": replace(found, unlisted=replace(told, outcomes=told.outcomes - 1)),
        "proofs of outcomes lost": replace(found, unlisted=replace(told, shut=())),
        "stakes without that have one": replace(found, unlisted=replace(told, beyond=found.witness)),
        "cuts lost": answered(every=blank),
        "boxes lost": answered(boxes=(item.boxes[0], ())),
        "a word turned": answered(every=turned),
    }
    assert verify(found).ok
    assert verify(home).ok
    assert [what for what, forged in broken.items() if verify(forged).ok] == []


def forged(name: str, apart: Alternative, more: tuple[Condition, ...] = ()):
    """Return a result in which a possible move is called necessary, by cuts of all boxes against it."""
    found = pair(name)[1]
    delta, _ = SETTINGS[name]
    case = case_of(SETTINGS[name][1])
    model = setting(case, "package", "done", READINGS, delta=delta, every_level=None, rest="free").model
    item = next(i for i in found.alone if i.some.word is VerdictWord.POSSIBLE)
    others = [c.id for c in found.counted if c.id != item.id]
    packages = Packages(model)
    boxes = Union.of(packages, others, item.id).boxes(packages)
    cuts = tuple(
        Cut(
            start=(*way.conditions, *more),
            alternatives=(apart,),
            nodes=(Node(given=(), split=0, children=()),),
            open=(),
            whole=True,
        )
        for box in boxes
        for way in box.ways
    )
    some = replace(item.some, word=VerdictWord.NECESSARY, witness_against=None, proof=Proof(cuts=cuts))
    return replace(
        found,
        alone=tuple(
            replace(i, some=some, boxes=(boxes, i.boxes[1]), unexamined=()) if i is item else i for i in found.alone
        ),
    )


def test_cuts_by_what_is_no_package_are_caught() -> None:
    """An alternative without a condition covers everything, and is no package; nor may a cut start elsewhere."""
    names = [n for n in SETTINGS if any(i.some.word is VerdictWord.POSSIBLE for i in pair(n)[1].alone)]
    assert names
    for name in names:
        way = pair(name)[1].ways[0]
        for apart in (Alternative(label="all", conditions=()), replace(way, conditions=())):
            look = verify(forged(name, apart))
            assert any(what.endswith("boxes prove the word (some)") for what in look.failed), look
    absurd = Condition(Affine.number(Fraction(-1)), Relation.AT_LEAST)
    found = forged(names[0], Alternative(label="all", conditions=()), (absurd,))
    item = next(i for i in found.alone if i.some.word is VerdictWord.NECESSARY)
    clash = Certificate(multipliers=((f"given:{absurd}", Fraction(1)),))
    cuts = tuple(replace(c, alternatives=(), nodes=(Node(given=(), clash=clash),)) for c in item.some.proof.cuts)
    bad = replace(item, some=replace(item.some, proof=Proof(cuts=cuts)))
    look = verify(replace(found, alone=tuple(bad if i is item else i for i in found.alone)))
    assert [what for what in look.failed if "a cut covers" in what] == []
    assert any(what.endswith("boxes prove the word (some)") for what in look.failed), look


def open_model():
    """Return an exchange in which no level of one issue is best for its beneficiary whatever the stakes."""
    case = case_of({"fees": "halve"})
    model = setting(case, "package", "done", READINGS, delta="9/10", every_level=None, rest="free").model
    water = model.deal.issue("water")
    gains = (*water.benefit[:2], water.benefit[1] * 2 - Fraction(1, 2))  # more or less than the level before it
    issues = tuple(replace(i, benefit=gains) if i is water else i for i in model.deal.issues)
    return replace(model, deal=replace(model.deal, issues=issues))


@pytest.mark.parametrize("model", [open_model(), None], ids=["a level of open worth", "as coded"])
def test_a_box_holds_the_stakes_of_all_its_packages(model) -> None:
    """At points of the space: where a package enforces itself, some way of its box holds, and of each part of it."""
    model = (
        model
        or setting(
            case_of({"fees": "halve"}), "package", "done", READINGS, delta="9/10", every_level=None, rest="free"
        ).model
    )
    packages = Packages(model)
    menus = packages.menus(["m0"])
    seen = 0
    for point in spots():
        for box in packages.boxes(menus):
            home = packages.pair(box)
            inner = packages.halves(box, box.ways[0])
            for levels in product(*menus):
                way = packages.way(home, levels)
                if way is None or not way.holds(point):
                    continue
                seen += 1
                assert any(w.holds(point) for w in box.ways)
                assert any(
                    w.holds(point)
                    for part in inner
                    if all(n in menu for n, menu in zip(levels, part.menus, strict=True))
                    for w in part.ways
                )
    assert seen > 20


def test_a_level_is_left_out_only_where_another_is_at_least_as_good() -> None:
    """At the ends of every stake; of two levels whose order is open a box takes each in turn."""
    model = open_model()
    packages = Packages(model)
    space = TESSA.space()
    base = dict(space.feasibility().witness)
    ends = [getattr(space.extent(Affine.name(s)), side) for s in space.variables for side in ("low", "high")]
    points = [{**base, **dict(end.point)} for end in ends if end.attained]
    compared = 0
    for box in packages.boxes(packages.menus(["m0"])):
        assert len(box.ways) > 1
        margins = packages.pair(box).margins
        for step in box.steps:
            row = margins[DEAL.actors.index(step.actor)][[i.id for i in DEAL.issues].index(step.issue)]
            for point in points:
                if all(c.holds(point) for c in step.given):
                    compared += 1
                    assert row[step.high].at(point) >= row[step.low].at(point)
    assert compared > 50


def spots() -> list[dict[str, Fraction]]:
    """Return points of the stake space: where some package agrees, as far out as it goes, and between these."""
    found = observed(case_of({"fees": "halve"}), "package", delta="9/10")
    base = dict(found.witness)
    ends = [{**base, **dict(end.point)} for b in found.bounds for end in (b.low, b.high) if end.attained]
    inside = [{n: (2 * a[n] + b[n]) / 3 for n in base} for a, b in zip(ends, ends[3:], strict=False)]
    unique = {tuple(sorted(p.items())): p for p in (*inside, *ends)}
    return [p for p in unique.values() if TESSA.space().contains(p)][:40]


def test_a_step_that_is_turned_is_no_reason() -> None:
    """Boxes hold their packages only with proofs that the level kept is the better one."""
    found = pair("one move, impatient")[1]
    look = _Look(found)
    menus = look.again.menus(look.all)
    boxes = next(side for b in found.bounds for side in b.boxes if side)
    assert look.again.hold(boxes, menus)
    k, step = next((k, s) for k, box in enumerate(boxes) for s in box.steps if s.proof is not None)
    turned = replace(step, low=step.high, high=step.low)
    box = boxes[k]
    size, at = len(box.menus), [i.id for i in DEAL.issues].index(step.issue)
    place = at + size * DEAL.actors.index(step.actor)
    ways = []
    for way in box.ways:
        key = (*way.key[:place], step.low, *way.key[place + 1 :])
        asked_of = look.again.conditions(box.oneshot, (key[:size], key[size:]))
        ways.append(Alternative(label="", conditions=tuple(asked_of), key=key))
    others = [s for s in box.steps if (s.actor, s.issue) != (step.actor, step.issue)]
    mine = [s for s in box.steps if s is not step and (s.actor, s.issue) == (step.actor, step.issue)]
    kept = tuple(replace(s, high=step.low) for s in mine)
    bad = replace(box, ways=tuple(ways), steps=(*others, turned, *kept))
    assert not look.again.hold((*boxes[:k], bad, *boxes[k + 1 :]), menus)
