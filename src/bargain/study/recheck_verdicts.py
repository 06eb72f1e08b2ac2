"""Check verdicts again: proofs by adding rows up, witnesses and samples by playing the game at a point.

Room      study. Imports no linear program and none of the code that decided: the conditions of every
          equilibrium are derived anew from the payoffs, and truth at a point is found by trying every action.
Proofs    every part of a cut is walked through from the whole: its children must cover what lies outside the
          alternative it was cut by, and every end must carry multipliers that contradict themselves.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Row, check
from bargain.solve.rechecked import Recheck
from bargain.study.acceptance import accepts
from bargain.study.recheck_trees import (
    Body,
    body_of,
    half,
    outcome_bodies,
    pairs_true,
    plays_true,
    strategy_count,
    tied_at,
    walk,
)
from bargain.study.statements import BetterOff, Conceded, InRange, Linear, Outcome, Played
from bargain.study.verdict_values import MOST_DERIVED, VerdictWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bargain.encode import CodedCase
    from bargain.games import NormalFormGame
    from bargain.polyhedra import Point
    from bargain.study.pieces import Cut
    from bargain.study.statements import Statement
    from bargain.study.verdict_values import Answer, Verdict

__all__ = ["holds_at", "verify_verdict"]

TRIED = 24


def verify_verdict(found: Verdict) -> Recheck:
    """Check a verdict again with code that shares nothing with the one that found it.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    Recheck
        Proofs are added up in rationals and held against conditions derived anew; the statement is tried at
        every witness and at points between them.
    """
    checks: list[tuple[str, bool]] = []
    tried = 0
    for item in found:
        rows = _rows(found.case, item)
        checks += [(f"{item.quantifier}, {item.readings[-1]}: {what}", ok) for what, ok in _answer(found, item, rows)]
        points = list(_points(found, item, rows))
        tried += len(points)
        agree = all(_agrees(found.case, found.statement, item, p) for p in points)
        checks.append((f"{item.quantifier}, {item.readings[-1]}: no point tried says otherwise", agree))
    left = "" if _derived(found.case, found.statement) else _left_words(found.statement)
    return Recheck(
        what=f"the verdict on {str(found.statement)!r}", checks=tuple(checks), points=tried, not_rederived=left
    )


def _left_words(statement: Statement) -> str:
    """Say what was tried only."""
    if isinstance(statement, BetterOff):
        return "that cells and ties cover the stakes is tried at points, not derived anew; ties are set aside"
    return "conditions are tried at points, not derived anew"


def _derived(case: CodedCase, statement: Statement) -> bool:
    """Tell whether the sets behind a statement are derived anew."""
    if isinstance(statement, Outcome):
        return strategy_count(case.tree(statement.game)) <= MOST_DERIVED
    return isinstance(statement, (Linear, Played, Conceded))


def _rows(case: CodedCase, item: Answer) -> tuple[Row, ...]:
    """Return the rows of the case that the readings keep."""
    readings = {c.id: c.reading for c in case.claims}
    kept = (r for r in case.rows if r.basis.convention or {readings[c] for c in r.basis.claims} <= set(item.readings))
    return tuple(Row(r.label, r.condition) for r in kept)


def _answer(found: Verdict, item: Answer, rows: tuple[Row, ...]) -> Iterator[tuple[str, bool]]:
    """Check the word against witnesses and proof."""
    yes, no = item.witness_for is not None, item.witness_against is not None
    word = VerdictWord.NECESSARY if yes and not no else VerdictWord.IMPOSSIBLE if no and not yes else None
    word = VerdictWord.POSSIBLE if yes and no else word or VerdictWord.NO_EQUILIBRIUM
    yield "the word is what the witnesses say", item.word is word
    for name, point in (("for", item.witness_for), ("against", item.witness_against), ("without", item.without)):
        if point is not None:
            inside = _inside(found.case, point, rows)
            yield f"the witness {name} satisfies every row", inside
            yield f"the witness {name} is one", inside and _is_witness(found.case, found.statement, item, point, name)
    for cut in (*item.proof.cuts, *item.proof.cover):
        yield "a cut covers its set and every part is refuted", _refuted(cut, rows)
    used = {label for cut in item.proof.cuts for clash in cut.clashes() for label in clash.labels}
    named = {label for label in used if not label.startswith("given:")}
    yield "the grounds are the rows of the proof", set(item.grounds.rows) == named
    if _derived(found.case, found.statement):
        if item.word is not VerdictWord.POSSIBLE:
            yield "the proof speaks of every set that must be empty", _complete(found.case, found.statement, item)
        if item.without is None and isinstance(found.statement, Played):
            yield "the proof that an equilibrium always exists speaks of all", _exists(found, item)


def _inside(case: CodedCase, point: Point, rows: Iterable[Row]) -> bool:
    """Tell whether a point gives every stake one exact value and satisfies every row."""
    values = dict(point)
    named = set(values) >= {stake.id for stake in case.stakes} and len(values) == len(point)
    exact = all(type(value) is Fraction for value in values.values())
    return named and exact and all(row.condition.holds(values) for row in rows)


def _refuted(cut: Cut, rows: tuple[Row, ...]) -> bool:
    """Walk through a cut: children cover what is outside the alternative, ends contradict themselves."""
    if cut.nodes[0].given != cut.start:
        return False
    waiting: list[tuple[int, tuple[Condition, ...]]] = [(0, cut.start)]
    seen = 0
    while waiting:
        at, given = waiting.pop()
        seen += 1
        node = cut.nodes[at]
        if node.clash is not None:
            named = {f"given:{c}": c for c in given}
            table = (*rows, *(Row(label, c) for label, c in named.items()))
            if node.clash.conclusion is not None or not check(node.clash, table):
                return False
            continue
        if node.split is None or not _covers(cut, at):
            return False
        waiting += [(child, (*given, *cut.nodes[child].given)) for child in node.children]
    return seen == len(cut.nodes)


def _covers(cut: Cut, at: int) -> bool:
    """Tell whether the children of a part are: all before one condition hold, and that one fails."""
    node = cut.nodes[at]
    if not 0 <= (node.split or 0) < len(cut.alternatives) or not all(at < k < len(cut.nodes) for k in node.children):
        return False
    wanted = []
    conditions = cut.alternatives[node.split or 0].conditions
    for k, c in enumerate(conditions):
        flips = [(-c.form, Relation.AT_LEAST if c.relation is Relation.ABOVE else Relation.ABOVE)]
        if c.relation is Relation.EQUAL:
            flips = [(c.form, Relation.ABOVE), (-c.form, Relation.ABOVE)]
        wanted += [(*conditions[:k], Condition(form, relation)) for form, relation in flips]
    return [cut.nodes[child].given for child in node.children] == wanted


def _bodies(case: CodedCase, statement: Statement) -> tuple[list[Body], list[Body]]:
    """Derive anew in which ways an equilibrium makes a statement true, and false."""
    if isinstance(statement, Linear):
        return [frozenset(half(c) for c in statement.conditions)], []
    if isinstance(statement, Conceded):
        return _package_bodies(case, statement)
    if isinstance(statement, Outcome):
        return outcome_bodies(case.tree(statement.game), statement)
    if not isinstance(statement, Played):
        raise TypeError(f"no sets are derived for {statement}")
    yes: list[Body] = []
    no: list[Body] = []
    game = case.game(statement.game)
    wanted = dict(statement.actions)
    for cell in product(*(range(len(acts)) for acts in game.actions)):
        body = body_of(_gains(game, cell))
        if body is not None:
            (yes if all(cell[p] in acts for p, acts in wanted.items()) else no).append(body)
    return yes, no


def _gains(game: NormalFormGame, cell: tuple[int, ...]) -> Iterator[Affine]:
    """Yield what each player loses by each deviation."""
    for p, acts in enumerate(game.actions):
        for a in range(len(acts)):
            if a != cell[p]:
                other = [*cell]
                other[p] = a
                yield _as_form(game, p, cell) - _as_form(game, p, other)


def _as_form(game: NormalFormGame, player: int, cell: Sequence[int]) -> Affine:
    value = game.payoffs[player][game.index(cell)]
    return value if isinstance(value, Affine) else Affine.number(value)


def _package_bodies(case: CodedCase, statement: Conceded) -> tuple[list[Body], list[Body]]:
    """Derive anew which levels of each issue cost least, and put those asked for together."""
    yes: list[Body] = [frozenset()]
    no: list[Body] = []
    for name, wanted in statement.levels:
        costs = case.exchange(statement.game).issue(name).cost
        found = {n: body_of(other - cost for m, other in enumerate(costs) if m != n) for n, cost in enumerate(costs)}
        yes = [a | b for a, (n, b) in product(yes, found.items()) if n in wanted and b is not None]
        no += [b for n, b in found.items() if n not in wanted and b is not None]
    return yes, no


def _complete(case: CodedCase, statement: Statement, item: Answer) -> bool:
    """Tell whether the cuts are about every set that must be empty for the word to hold."""
    yes, no = _bodies(case, statement)
    if item.word is VerdictWord.NO_EQUILIBRIUM:
        return _none(item, yes, no)
    cuts = {(frozenset(map(half, c.start)), _all_bodies(c)) for c in item.proof.cuts}
    mine, other = (yes, no) if item.word is VerdictWord.IMPOSSIBLE else (no, yes)
    single = item.quantifier != "every"  # "holds" is being in one of `yes`
    if (item.word is VerdictWord.IMPOSSIBLE) == single:
        return {(body, frozenset()) for body in mine} <= cuts
    empty: Body = frozenset()
    return (empty, frozenset(other)) in cuts or {(body, frozenset(other)) for body in mine} <= cuts


def _none(item: Answer, yes: list[Body], no: list[Body]) -> bool:
    """Tell whether the cuts leave no stakes for any equilibrium: one kind is empty, then the other apart from it."""
    cuts = {(frozenset(map(half, c.start)), _all_bodies(c)) for c in item.proof.cuts}
    first, second = (no, yes) if item.quantifier == "every" else (yes, no)
    alone = {(body, frozenset[Body]()) for body in first}
    return alone <= cuts and {(body, frozenset(first)) for body in second} <= cuts


def _exists(found: Verdict, item: Answer) -> bool:
    """Tell whether some cut shows that no stakes lie outside all equilibria."""
    yes, no = _bodies(found.case, found.statement)
    every = frozenset((*yes, *no))
    return any(not c.start and _all_bodies(c) == every for c in item.proof.cover)


def _all_bodies(cut: Cut) -> frozenset[Body]:
    return frozenset(frozenset(map(half, a.conditions)) for a in cut.alternatives)


def _is_witness(case: CodedCase, statement: Statement, item: Answer, point: Point, name: str) -> bool:
    """Tell whether a point shows what it is said to show; where ties are set aside, one of their equilibria does."""
    wanted = {"for": True, "against": False, "without": None}[name]
    if isinstance(statement, BetterOff) and tied_at(case, statement, dict(point)):
        return wanted in set(_truths(case, statement, dict(point)))
    return holds_at(case, statement, dict(point), item.quantifier) is wanted


def _agrees(case: CodedCase, statement: Statement, item: Answer, point: Mapping[str, Fraction]) -> bool:
    """Tell whether a point is compatible with the word."""
    if isinstance(statement, BetterOff) and tied_at(case, statement, point):
        return True
    truth = holds_at(case, statement, point, item.quantifier)
    if truth is None:
        return item.without is not None
    if item.word is VerdictWord.POSSIBLE:
        return True
    return truth is (item.word is VerdictWord.NECESSARY)


def _points(found: Verdict, item: Answer, rows: Sequence[Row]) -> Iterator[dict[str, Fraction]]:
    """Yield points of the space: the baseline and all witnesses, mixed, then a walk from there along stakes."""
    ends = [dict(found.case.baseline.values)] if found.case.baseline is not None else []
    for other in found:
        if set(other.readings) >= set(item.readings):
            ends += [dict(p) for p in (other.witness_for, other.witness_against, other.without) if p is not None]
    stakes = {stake.id for stake in found.case.stakes}
    ends = [p for p in ends if stakes <= p.keys() and all(row.condition.holds(p) for row in rows)]
    for a, b in islice(product(ends, repeat=2), TRIED // 2):
        for weight in (Fraction(1, 3), Fraction(1, 1)):
            yield {name: weight * a[name] + (1 - weight) * b[name] for name in a}
    for start in ends[:1]:
        yield from walk(start, found.stakes, rows, TRIED)


def holds_at(case: CodedCase, statement: Statement, point: Mapping[str, Fraction], quantifier: str) -> bool | None:
    """Tell whether a statement holds at a point, by trying every action; None where there is no equilibrium."""
    if isinstance(statement, Linear):
        return all(c.holds(dict(point)) for c in statement.conditions)
    if isinstance(statement, InRange):
        deal = case.exchange(statement.game)
        shares = {i.id: Fraction(1) for i in deal.issues} | {statement.issue: statement.share}
        return all(accepts(deal, statement.rule, actor, shares, point) for actor in deal.actors)
    truths = list(_truths(case, statement, point))
    if not truths:
        return None
    return all(truths) if quantifier == "every" else any(truths)


def _truths(case: CodedCase, statement: Statement, point: Mapping[str, Fraction]) -> Iterator[bool]:
    """Yield, for every pure equilibrium at a point, whether the statement is true in it."""
    if isinstance(statement, Conceded):
        deal = case.exchange(statement.game)
        best = []
        for name, wanted in statement.levels:
            costs = [c.at(point) for c in deal.issue(name).cost]
            best.append([n in wanted for n, c in enumerate(costs) if c == min(costs)])
        yield from (all(chosen) for chosen in product(*best))
        return
    if isinstance(statement, Outcome):
        yield from plays_true(case.tree(statement.game), statement, point)
    if isinstance(statement, BetterOff):
        yield from pairs_true(case, statement, point)
    if isinstance(statement, Played):
        game = case.game(statement.game).at(dict(point))
        for cell in product(*(range(len(acts)) for acts in game.actions)):
            if game.regret(cell) == 0:
                yield all(cell[p] in acts for p, acts in statement.actions)
