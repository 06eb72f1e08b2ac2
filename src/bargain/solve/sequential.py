"""Pure weak perfect Bayesian equilibria of any tree with perfect recall, with all supporting beliefs.

Room      solve. Exact.
Method    every pure profile is tried. On the path beliefs follow from Bayes' rule; elsewhere the beliefs under
          which the mover's plan is best form a polytope, cut out by one row per other plan. Rows are added while
          some other plan is better at a vertex.
Concept   weak: beliefs off the path are free, so an equilibrium need not be subgame perfect; both that and
          whether it is sequential are said of each.
Source    [krepswilson1982]_; the trembles in `sequential_trembles`.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, cast

from bargain.errors import RefusedError
from bargain.games.tree import CHANCE, NOWHERE
from bargain.solve.beliefs import BeliefSet, belief_point, belief_set
from bargain.solve.pbe_limits import capped
from bargain.solve.result import Status
from bargain.solve.sequential_play import Play, played
from bargain.solve.sequential_result import AssessmentSolution, PureAssessment
from bargain.solve.sequential_trembles import consistent_beliefs

if TYPE_CHECKING:
    from bargain.games.tree import Behaviour, TreeGame

__all__ = ["weak_pbe"]

_ONE = Fraction(1)
_MOST_STEPS = 5_000_000  # nodes × subgames, for each profile that holds on the path
_SHOWN = 6  # actions in the name of a node
Weights = tuple[Fraction, ...]


def weak_pbe(game: TreeGame, *, limit: int = 50_000, why: str = "") -> AssessmentSolution:
    """Find all pure weak perfect Bayesian equilibria of a tree.

    Parameters
    ----------
    game : TreeGame
        Rational, perfect recall.
    limit : int
        The most pure profiles to try.
    why : str
        Why the tree is no signalling game; told in the result.

    Returns
    -------
    AssessmentSolution
        Each equilibrium with the polytope of beliefs at every information set, whether it is subgame perfect,
        and whether it is sequential: with trembles as proof, disproved, or undecided.

    Raises
    ------
    GameError
        For imperfect recall.
    RefusedError
        For more than `limit` pure profiles, or a tree so large that checking its subgames would not finish.
    """
    game.require_numbers()
    game.require_recall("perfect Bayesian equilibrium")
    sizes = [1 if s.player == CHANCE else len(s.actions) for s in game.infosets]
    count = capped(sizes, limit)
    if count is None:
        raise RefusedError(
            f"game {game.title!r} has more than {limit:,} pure profiles",
            remedy="ask for subgame-perfect equilibria (spe), or raise the limit",
        )
    if len(game.parents) * len(game.subgame_roots) > _MOST_STEPS:
        raise RefusedError(
            f"game {game.title!r} has {len(game.parents):,} nodes and {len(game.subgame_roots):,} subgames to check",
            remedy="ask for subgame-perfect equilibria (spe)",
        )
    names = tuple(_node_names(game, k) for k in range(len(game.infosets)))
    found = (_assessment(game, choice, names) for choice in product(*map(range, sizes)))
    equilibria = tuple(item for item in found if item is not None)
    said = f"the game is no signalling game: {why}; " if why else ""
    return AssessmentSolution(
        game=game,
        concept="weak perfect Bayesian",
        status=Status.EXACT_PURE_ONLY,
        reason=f"{said}all {count:,} pure profiles tried; mixed equilibria are not searched",
        equilibria=equilibria,
        options=(("limit", limit),),
        sources=("krepswilson1982", "fudenberg1991"),
    )


def _node_names(game: TreeGame, infoset: int) -> tuple[str, ...]:
    """Return what each node of a set stands for: its label, or the last actions that lead to it."""
    nodes = game.infosets[infoset].nodes
    if len(nodes) == 1:
        return ("the node",)
    names = [game.labels[n] or _last_actions(game, n) for n in nodes]
    times = Counter(names)
    return tuple(name if times[name] == 1 else f"node {k}" for k, name in enumerate(names, 1))


def _last_actions(game: TreeGame, node: int) -> str:
    """Return the path to a node, or the end of a long one."""
    out: list[str] = []
    while game.parents[node] != NOWHERE:
        if len(out) == _SHOWN:
            out.append("…")
            break
        parent = game.parents[node]
        out.append(game.infosets[game.sets[parent]].actions[game.moves[node]] or f"[{game.moves[node] + 1}]")
        node = parent
    return " / ".join(reversed(out)) or "the root"


def _assessment(game: TreeGame, choice: tuple[int, ...], names: tuple[tuple[str, ...], ...]) -> PureAssessment | None:
    """Return a pure profile with its beliefs, or None if it is no weak perfect Bayesian equilibrium."""
    play = played(game, choice)
    if not all(play.is_best(player, {0: _ONE}) for player in range(len(game.players))):
        return None
    beliefs: list[BeliefSet | None] = []
    for k, infoset in enumerate(game.infosets):
        if infoset.player == CHANCE:
            beliefs.append(None)
            continue
        found = _beliefs(play, k, names[k])
        if found is None:
            return None
        beliefs.append(found)
    perfect = all(
        play.is_best(player, {root: _ONE}) for root in game.subgame_roots for player in range(len(game.players))
    )
    consistency, reason, trembles, consistent = consistent_beliefs(game, choice, beliefs, perfect=perfect)
    return PureAssessment(
        profile=_behaviour(game, choice),
        payoffs=play.values[0],
        beliefs=tuple(beliefs),
        subgame_perfect=perfect,
        consistency=consistency,
        reason=reason,
        trembles=trembles,
        consistent=consistent,
    )


def _behaviour(game: TreeGame, choice: tuple[int, ...]) -> Behaviour:
    return tuple(
        cast("Weights", s.probabilities)
        if s.player == CHANCE
        else tuple(Fraction(int(a == c)) for a in range(len(s.actions)))
        for s, c in zip(game.infosets, choice, strict=True)
    )


def _beliefs(play: Play, infoset: int, names: tuple[str, ...]) -> BeliefSet | None:
    """Return the beliefs at an information set under which its mover's plan is best, or None."""
    where = play.tree.infosets[infoset]
    passed = [play.passed[n] for n in where.nodes]
    total = sum(passed, Fraction(0))
    if total:
        belief = tuple(p / total for p in passed)
        start = {n: p for n, p in zip(where.nodes, belief, strict=True) if p}
        return belief_point(names, belief) if play.is_best(where.player, start) else None
    rows = [_row(play, infoset, {infoset: a}) for a in range(len(where.actions)) if a != play.choice[infoset]]
    while True:
        found = belief_set(names, rows)
        if found is None:
            return None
        better = _better_plans(play, infoset, found)
        if not better:
            return found
        rows += better


def _row(play: Play, infoset: int, plan: dict[int, int]) -> Weights:
    """Return by how much the profile beats a plan, node by node."""
    where = play.tree.infosets[infoset]
    return tuple(play.values[n][where.player] - play.by_plan(where.player, n, plan) for n in where.nodes)


def _better_plans(play: Play, infoset: int, found: BeliefSet) -> list[Weights]:
    """Return rows of plans that are better at some extreme belief; none if the polytope is right."""
    where = play.tree.infosets[infoset]
    out = []
    for vertex in found.vertices:
        start = {n: p for n, p in zip(where.nodes, vertex, strict=True) if p}
        best, plan = play.best(where.player, start)
        if best > play.value(where.player, start):
            out.append(_row(play, infoset, plan))
    return out
