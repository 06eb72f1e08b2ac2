"""Are the pure assessments of a tree true? Checked from the tree, sharing nothing with the solver.

Room      solve. Imports games' values and results; no solver, no linear programming.
Checks    at every extreme belief no other plan of the mover does better, by trying all its plans from there on;
          Bayes' rule on the path; subgame perfection by the regrets of the `games` room; trembles lead to the
          beliefs named, and these support the profile.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, cast

from bargain.games.tree import CHANCE, NOWHERE
from bargain.games.tree_values import bayes, expected, node_values, subgame_regret
from bargain.solve.pbe_limits import capped
from bargain.solve.pbe_verify import tight_corners
from bargain.solve.sequential_result import Consistency
from bargain.solve.verify import Verification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.tree import Behaviour, TreeGame
    from bargain.solve.sequential_result import AssessmentSolution, PureAssessment

__all__ = ["verify_assessments"]

Vector = tuple[Fraction, ...]
_MOST_PLANS = 5_000  # of one player from one information set on


def verify_assessments(solution: AssessmentSolution, *, most: int = 300) -> Verification:
    """Check the pure weak perfect Bayesian equilibria of a tree.

    Parameters
    ----------
    solution : AssessmentSolution
    most : int
        The most pure profiles to try when completeness is re-derived.
    """
    faults = [
        f"equilibrium {n}: {why}"
        for n, item in enumerate(solution.equilibria, 1)
        for why in _faults(solution.game, item)
    ]
    checks = (
        f"{len(solution)} profiles: at every extreme belief no plan of the mover does better",
        "Bayes' rule on the path; all supporting beliefs and no other off it",
        f"subgame perfection; trembles of {len(solution.sequential)} sequential equilibria lead to supporting beliefs",
    )
    said, more = ("not re-derived: faults come first", []) if faults else _completeness(solution, most)
    return Verification(
        subject=f"{solution.concept} of {solution.game.title!r}, {len(solution)} pure equilibria",
        checks=checks,
        faults=(*faults, *more),
        completeness=said,
    )


def _faults(game: TreeGame, item: PureAssessment) -> Iterator[str]:
    """Yield what is wrong with one equilibrium."""
    own = [row for s, row in zip(game.infosets, item.profile, strict=True) if s.player != CHANCE]
    if any(p not in {0, 1} for row in own for p in row):
        yield "the profile is not pure"
        return
    if item.payoffs != expected(game, item.profile):
        yield "the payoffs do not follow from the profile"
    if item.subgame_perfect != (subgame_regret(game, item.profile) == 0):
        yield "subgame perfection is not as said"
    by_rule = bayes(game, item.profile)
    for k, infoset in enumerate(game.infosets):
        if infoset.player != CHANCE:
            for why in _set_faults(game, item, k, by_rule[k]):
                yield f"{game.set_name(k)}: {why}"
    if item.consistency is Consistency.SEQUENTIAL:
        yield from _tremble_faults(game, item)


def _set_faults(game: TreeGame, item: PureAssessment, k: int, rule: Vector | None) -> Iterator[str]:
    """Yield what is wrong with the beliefs at one information set."""
    found = item.beliefs[k]
    if found is None or not found.vertices or any(len(v) != len(game.infosets[k].nodes) for v in found.vertices):
        yield "it has no beliefs"
        return
    if any(sum(v) != 1 or min(v) < 0 for v in found.vertices):
        yield "the beliefs are no probabilities"
    if rule is not None and found.vertices != (rule,):
        yield "the belief is not that of Bayes' rule"
    gaps = _gaps(game, item.profile, k)
    if gaps is None:
        return
    if any(_dot(v, gap) < 0 for v in found.vertices for gap in gaps):
        yield "another plan does better at an extreme belief"
    road = tight_corners(len(game.infosets[k].nodes), gaps) if rule is None else None
    if road is not None and road != set(found.vertices):
        yield "the extreme beliefs are not those of the supporting polytope"


def _dot(a: Sequence[Fraction], b: Sequence[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))


def _after(game: TreeGame, k: int) -> list[int]:
    """Return the mover's information sets from one on: itself, and those below its nodes."""
    player = game.infosets[k].player
    below = {game.sets[n] for top in game.infosets[k].nodes for n in range(top, game.end(top))} - {NOWHERE}
    return sorted(s for s in below if game.infosets[s].player == player)


def _gaps(game: TreeGame, profile: Behaviour, k: int) -> list[Vector] | None:
    """Return by how much the profile beats each other plan, node by node; None if there are too many plans."""
    own, where = _after(game, k), game.infosets[k]
    sizes = [len(game.infosets[s].actions) for s in own]
    if capped(sizes, _MOST_PLANS) is None:
        return None
    here = node_values(game, profile)
    out: dict[Vector, None] = {}
    for plan in product(*map(range, sizes)):
        other = list(profile)
        for s, a, size in zip(own, plan, sizes, strict=True):
            other[s] = tuple(Fraction(int(b == a)) for b in range(size))
        there = node_values(game, tuple(other))
        out[tuple(here[n][where.player] - there[n][where.player] for n in where.nodes)] = None
    return list(out)


def _tremble_faults(game: TreeGame, item: PureAssessment) -> Iterator[str]:
    """Yield what is wrong with the proof that an equilibrium is sequential."""
    sizes = {(t.infoset, t.action): (t.order, t.coefficient) for t in item.trembles}
    errors = {
        (k, a)
        for k, s in enumerate(game.infosets)
        if s.player != CHANCE
        for a, p in enumerate(item.profile[k])
        if not p
    }
    if set(sizes) != errors or any(order < 1 or c <= 0 for order, c in sizes.values()):
        yield "the trembles are not one small probability for every action off the plan"
        return
    for k, infoset in enumerate(game.infosets):
        if infoset.player == CHANCE:
            continue
        weights = [_weight(game, item.profile, sizes, n) for n in infoset.nodes]
        least = min(order for order, _ in weights)
        first = [w if order == least else Fraction(0) for order, w in weights]
        limit = tuple(w / sum(first) for w in first)
        found = item.beliefs[k]
        if item.consistent[k] != limit:
            yield f"{game.set_name(k)}: the trembles lead to another belief"
        elif found is None or not found.contains(limit):
            yield f"{game.set_name(k)}: the belief of the trembles does not support the profile"


def _weight(
    game: TreeGame, profile: Behaviour, sizes: dict[tuple[int, int], tuple[int, Fraction]], node: int
) -> tuple[int, Fraction]:
    """Return order and coefficient of the probability of a node under the trembles, to the leading term."""
    total, weight = 0, Fraction(1)
    while game.parents[node] != NOWHERE:
        k, move = game.sets[game.parents[node]], game.moves[node]
        if (k, move) in sizes:
            total += sizes[k, move][0]
            weight *= sizes[k, move][1]
        else:
            weight *= profile[k][move]
        node = game.parents[node]
    return total, weight


def _completeness(solution: AssessmentSolution, most: int) -> tuple[str, list[str]]:
    """Return what trying every pure profile says, and the faults that it finds."""
    game = solution.game
    rows = [
        [cast("Vector", s.probabilities)]
        if s.player == CHANCE
        else [tuple(Fraction(int(a == b)) for b in range(len(s.actions))) for a in range(len(s.actions))]
        for s in game.infosets
    ]
    count = capped(map(len, rows), most)
    if count is None:
        return f"not re-derived: more than {most:,} pure profiles", []
    known = {e.profile for e in solution.equilibria}
    for profile in product(*rows):
        if profile not in known and _holds(game, profile):
            return "refuted: a pure equilibrium is missing", [f"missing: the profile {profile}"]
    return f"re-derived: all {count:,} pure profiles tried", []


def _holds(game: TreeGame, profile: Behaviour) -> bool:
    """Tell whether some beliefs support a profile at every information set."""
    by_rule = bayes(game, profile)
    for k, infoset in enumerate(game.infosets):
        if infoset.player == CHANCE:
            continue
        gaps, rule = _gaps(game, profile, k), by_rule[k]
        if gaps is None:
            return False
        if rule is not None and any(_dot(rule, gap) < 0 for gap in gaps):
            return False
        if rule is None and tight_corners(len(infoset.nodes), gaps) == set():
            return False
    return True
