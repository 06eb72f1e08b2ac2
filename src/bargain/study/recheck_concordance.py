"""Check a concordance again: every yes and no from the raw payoffs, by trying everything.

Room      study. Imports no solver: definitions are written out once more (`recheck_outcomes`, `recheck_plays`); what
          solvers returned is handed to the checkers of their own.
Says      what was proved again, and what was not re-derived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Affine
from bargain.solve.pbe_result import SignallingSolution
from bargain.solve.pbe_verify import verify_signalling
from bargain.solve.rechecked import Recheck
from bargain.solve.result import Solution
from bargain.solve.sequential_result import AssessmentSolution
from bargain.solve.sequential_verify import verify_assessments
from bargain.solve.spe_verify import verify_tree
from bargain.solve.stability_verify import verify_stability
from bargain.solve.tree_result import TreeSolution
from bargain.solve.verify import verify as verify_solution
from bargain.study.recheck_columns import column_checks, row_checks
from bargain.study.recheck_outcomes import outcome_checks, pure_keys
from bargain.study.recheck_plays import perfect_plays, play_checks
from bargain.study.verdict_values import VerdictWord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from bargain.encode import CodedCase
    from bargain.solve import Verification
    from bargain.study.concordance_marks import OverStakes
    from bargain.study.concordance_values import Concordance, Evidence

__all__ = ["verify_concordance"]

Finding = tuple[str, bool]


def verify_concordance(found: Concordance) -> Recheck:
    """Check a concordance again with code that shares nothing with the solvers.

    Parameters
    ----------
    found : Concordance

    Returns
    -------
    Recheck
        Every cell of every column at the point is worked out again by definition; columns over all stakes are
        tried at every witness.
    """
    left: list[str] = []
    checks: list[Finding] = []
    try:
        _look(found, checks, left)
    except (LookupError, ValueError) as fault:  # a point without a stake, pairs cut short: no result of `concordance`
        checks.append((f"the result is well formed ({fault})", False))
    return _seen(found, checks, left)


def _look(found: Concordance, checks: list[Finding], left: list[str]) -> None:
    """Check everything; note what was seen, and what was not derived anew."""
    checks += [*column_checks(found), *row_checks(found)]
    if not all(passed for _, passed in checks):
        left.append("faults come first")
        return
    checks += [*_payoffs(found), *_evidence(found, left)]
    checks += play_checks(found, left) if found.form == "sequential" else outcome_checks(found, left)
    checks += _over(found)
    if found.over:
        left.append("columns over all stakes are tried at their witnesses, not derived anew")


def _seen(found: Concordance, checks: list[Finding], left: list[str]) -> Recheck:
    return Recheck(
        what=f"the concordance of {found.name!r}",
        checks=tuple(checks),
        not_rederived=f"not re-derived: {'; '.join(dict.fromkeys(left))}" if left else "",
    )


def _payoffs(found: Concordance) -> Iterator[Finding]:
    """Hold the rows' payoffs against the game, and the game against the case."""
    if found.form == "sequential":
        yield "payoffs of the rows are those of the plays", _plays_pay(found)
    if found.case is None:
        return
    point = dict(found.stakes)
    if found.form == "sequential":
        tree = found.case.tree(found.name)
        open_ = [part for node in tree.terminals for part in tree.totals[node] or ()]
        own = [part for node in found.tree.terminals for part in found.tree.totals[node] or ()]
    else:
        game = found.case.game(found.name)
        open_ = [part for table in game.payoffs for part in table]
        own = [part for table in found.normal.payoffs for part in table]
    yield "payoffs are the case's at the point", [_at(v, point) for v in open_] == [_at(v, point) for v in own]
    yield "the point satisfies every row of the case", _inside(found.case, found.stakes)


def _plays_pay(found: Concordance) -> bool:
    """Tell whether every row has what its play earns."""
    totals = found.tree.totals
    return all(tuple(_at(v, {}) for v in totals[o.key[0]] or ()) == o.payoffs for o in found.outcomes)


def _at(value: Fraction | Affine, point: Mapping[str, Fraction]) -> Fraction:
    return value.at(point) if isinstance(value, Affine) else value


def _inside(case: CodedCase, stakes: tuple[tuple[str, Fraction], ...]) -> bool:
    """Tell whether every row that speaks of the game's stakes alone holds."""
    known = dict(stakes)
    rows = [row.condition for row in case.rows if set(row.condition.form.names) <= set(known)]
    return all(condition.holds(known) for condition in rows)


def _evidence(found: Concordance, left: list[str]) -> Iterator[Finding]:
    """Hand every solver's result to its checker."""
    for item in found.evidence:
        seen = _checked(item)
        yield f"{seen.subject} ({type(item).__name__})", seen.ok
        if seen.completeness.startswith("not re-derived"):
            left.append(f"{seen.subject}: {seen.completeness.removeprefix('not re-derived: ')}")


def _checked(item: Evidence) -> Verification:
    """Return what the checker of a result says."""
    if isinstance(item, Solution):
        return verify_solution(item)
    if isinstance(item, TreeSolution):
        return verify_tree(item)
    if isinstance(item, SignallingSolution):
        return verify_signalling(item)
    if isinstance(item, AssessmentSolution):
        return verify_assessments(item)
    return verify_stability(item)


def _over(found: Concordance) -> Iterator[Finding]:
    """Try columns over all stakes at all their witnesses and at the point."""
    case = found.case
    if case is None:
        return
    given = dict(found.stakes)
    for column in found.over:
        words = [word for word in column.words if word is not None]
        pairs = zip(column.words, column.witnesses, strict=True)
        kept = all(bool(w) == (word in _LIVE) for word, w in pairs)
        yield f"{column.name}: a witness for each outcome that is possible, none for another", kept and bool(words)
        rows = [row.condition for row in case.rows if set(row.condition.form.names) <= set(given)]
        points = {w: {**given, **dict(w)} for w in dict.fromkeys((found.stakes, *column.witnesses))}
        yield f"{column.name}: the witnesses satisfy every row", all(c.holds(p) for p in points.values() for c in rows)
        asked = [o.key for o, word in zip(found.outcomes, column.words, strict=True) if word is not None]
        held = {w: _holding(case, found, p, asked) for w, p in points.items()}
        yield f"{column.name}: no point tried says otherwise", all(_agrees(found, column, h) for h in held.values())
        tied = _tied(case, found, column, points)
        yield f"{column.name}: what holds on ties only holds strictly at no point tried", tied
        said = all(o.key in held[w] for o, w in zip(found.outcomes, column.witnesses, strict=True) if w)
        yield f"{column.name}: every outcome holds at its witness", said


_LIVE = {VerdictWord.POSSIBLE, VerdictWord.NECESSARY}


def _holding(
    case: CodedCase, found: Concordance, point: dict[str, Fraction], asked: list[tuple[int, ...]]
) -> set[tuple[int, ...]]:
    """Return which of some keys are equilibria at a point, by trying everything."""
    if found.form == "sequential":
        return {(node,) for node in perfect_plays(case.tree(found.name).at(point))}
    return pure_keys(found, case.game(found.name).at(point), asked=asked)


def _tied(
    case: CodedCase,
    found: Concordance,
    column: OverStakes,
    points: Mapping[tuple[tuple[str, Fraction], ...], dict[str, Fraction]],
) -> bool:
    """Tell whether outcomes said to survive on ties only are possible ones, and strict equilibria at no point."""
    keys = [found.outcomes[n].key for n in column.tied if column.words[n] is VerdictWord.POSSIBLE]
    if len(keys) < len(column.tied) or (keys and found.form == "sequential"):
        return False
    here = (case.game(found.name).at(point) for point in points.values()) if keys else ()
    return not any(pure_keys(found, game, strict=True, asked=keys) for game in here)


def _agrees(found: Concordance, column: OverStakes, held: set[tuple[int, ...]]) -> bool:
    """Tell whether no word of a column is contradicted by what holds at a point."""
    for outcome, word in zip(found.outcomes, column.words, strict=True):
        if word is VerdictWord.NECESSARY and outcome.key not in held:
            return False
        if word is VerdictWord.IMPOSSIBLE and outcome.key in held and found.form != "sequential":
            return False
    return True
