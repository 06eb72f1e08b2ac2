"""Pure assessments as the plain data that `bargain pbe --json` prints for trees that are no signalling games.

Room      solve. Every number is an exact string; information sets and actions have the keys of the tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.solve.pbe_json import belief_plain, profile_plain

if TYPE_CHECKING:
    from bargain.games.tree import TreeGame
    from bargain.solve.sequential_result import AssessmentSolution, PureAssessment

__all__ = ["assessment_json"]


def assessment_json(solution: AssessmentSolution, *, limit: int | None = None) -> dict[str, object]:
    """Return the plain form: status, count, truncated, equilibria, outcomes.

    Parameters
    ----------
    solution : AssessmentSolution
    limit : int, optional
        The most equilibria listed.
    """
    listed = solution.equilibria[:limit]
    return {
        "status": solution.status.value,
        "reason": solution.reason,
        "count": solution.count,
        "truncated": len(listed) < len(solution),
        "equilibria": [_assessment(solution.game, e) for e in listed],
        "outcomes": [[show(u) for u in payoffs] for payoffs in solution.outcomes],
    }


def _assessment(tree: TreeGame, item: PureAssessment) -> dict[str, object]:
    out: dict[str, object] = {
        "kind": item.kind,
        "profile": profile_plain(tree, item.profile),
        "payoffs": [show(u) for u in item.payoffs],
        "beliefs": belief_plain(tree, {k: found for k, found in enumerate(item.beliefs) if found is not None}),
        "subgame_perfect": item.subgame_perfect,
        "sequential": {"answer": item.consistency.value, "reason": item.reason},
    }
    if item.trembles:
        out["trembles"] = [
            {
                "player": tree.player_key(tree.infosets[t.infoset].player),
                "information set": tree.key_of(t.infoset),
                "action": tree.action_key(t.infoset, t.action),
                "order": t.order,
                "coefficient": show(t.coefficient),
            }
            for t in item.trembles
        ]
        out["consistent"] = _consistent(tree, item)
    return out


def _consistent(tree: TreeGame, item: PureAssessment) -> dict[str, dict[str, list[str]]]:
    """Return the beliefs to which the trembles lead, by player and information set."""
    out: dict[str, dict[str, list[str]]] = {tree.player_key(p): {} for p in range(len(tree.players))}
    for k, belief in enumerate(item.consistent):
        if belief is not None:
            out[tree.player_key(tree.infosets[k].player)][tree.key_of(k)] = [show(p) for p in belief]
    return out
