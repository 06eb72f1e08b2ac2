"""Solutions as plain data, exactly; and the short form that other programs script against.

Room      solve. Numbers become strings such as ``"2/3"``; `parse` reads the long form back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.games import NormalFormGame
    from bargain.solve.result import Solution

__all__ = ["nash_json", "solution_to_dict"]


def nash_json(solution: Solution) -> dict[str, object]:
    """Return the short form: status, players, actions, equilibria, components, connected.

    Equilibria are sorted by profile, descending, and every number is an exact string; `components`
    and `connected` are index lists into `equilibria`, or None where continua were not searched.
    """
    return {
        "status": solution.status.value,
        "players": list(solution.game.players),
        "actions": [list(a) for a in solution.game.actions],
        "equilibria": [
            {"profile": _rows(e.profile), "payoffs": [show(u) for u in e.payoffs]} for e in solution.equilibria
        ],
        "components": _lists(solution.components),
        "connected": _lists(solution.connected),
    }


def solution_to_dict(solution: Solution) -> dict[str, object]:
    """Return everything, as plain data for JSON."""
    return {
        "concept": solution.concept,
        "status": solution.status.value,
        "reason": solution.reason,
        "completeness": solution.completeness,
        "options": [[name, value] for name, value in solution.options],
        "sources": list(solution.sources),
        "game": _game_to_dict(solution.game),
        "equilibria": [
            {
                "profile": _rows(e.profile),
                "payoffs": [show(u) for u in e.payoffs],
                "certificate": {
                    "values": _rows(e.certificate.values),
                    "best": [list(b) for b in e.certificate.best],
                    "regret": show(e.certificate.regret),
                },
            }
            for e in solution.equilibria
        ],
        "components": _lists(solution.components),
        "connected": _lists(solution.connected),
        "eliminated": [
            {
                "step": r.step,
                "player": r.player,
                "action": r.action,
                "by": [[a, show(w)] for a, w in r.by],
                "strict": r.strict,
            }
            for r in solution.eliminated
        ],
        "parts": [
            {"label": p.label, "levels": [list(x) for x in p.levels], "solution": solution_to_dict(p.solution)}
            for p in solution.parts
        ],
    }


def _game_to_dict(game: NormalFormGame) -> dict[str, object]:
    return {
        "title": game.title,
        "players": list(game.players),
        "actions": [list(a) for a in game.actions],
        "payoffs": [[show(v) for v in game.numbers(p)] for p in range(len(game.players))],
    }


def _rows(rows: Sequence[Sequence[Fraction]]) -> list[list[str]]:
    return [[show(x) for x in row] for row in rows]


def _lists(groups: Sequence[Sequence[int]] | None) -> list[list[int]] | None:
    return None if groups is None else [list(g) for g in groups]
