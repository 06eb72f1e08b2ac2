"""Solutions of trees as plain data, exactly; and the short form that other programs script against.

Room      solve. Numbers become strings such as ``"2/3"``; `spe_parse` reads the long form back.
Counts    may have more digits than Python prints: beyond 4,000 the long form writes them in hexadecimal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.solve.pbe_json import profile_plain
from bargain.solve.plain import solution_to_dict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.games.tree import TreeGame
    from bargain.solve.tree_result import SubgamePart, TreeEquilibrium, TreeSolution

__all__ = ["count_text", "spe_json", "tree_solution_to_dict"]

_BITS = 13_000  # about 3,900 digits; Python prints 4,300


def spe_json(solution: TreeSolution) -> dict[str, object]:
    """Return the short form: status, count, truncated, equilibria, outcomes.

    Profiles are behaviour strategies by player, information set and action, without chance; keys are
    labels, or numbers where a label is empty, a number or not unique.
    """
    return {
        "status": solution.standing,
        "count": solution.count,
        "truncated": solution.truncated,
        "equilibria": [
            {"profile": profile_plain(solution.game, e.profile), "payoffs": [show(u) for u in e.payoffs]}
            for e in solution.equilibria
        ],
        "outcomes": [[show(u) for u in vector] for vector in solution.outcomes],
    }


def count_text(count: int) -> str:
    """Return a count as text that ``int(text, 0)`` reads.

    >>> count_text(24), count_text(2**20_000)[:6]
    ('24', '0x1000')
    """
    return str(count) if count.bit_length() < _BITS else hex(count)


def tree_solution_to_dict(solution: TreeSolution) -> dict[str, object]:
    """Return everything, as plain data for JSON."""
    return {
        "concept": solution.concept,
        "status": solution.status.value,
        "gap": solution.gap,
        "reason": solution.reason,
        "completeness": solution.completeness,
        "options": [[name, value] for name, value in solution.options],
        "sources": list(solution.sources),
        "game": _game(solution.game),
        "equilibria": [_equilibrium(e) for e in solution.equilibria],
        "count": None if solution.count is None else count_text(solution.count),
        "truncated": solution.truncated,
        "outcomes": [_row(v) for v in solution.outcomes],
        "parts": [_part(p) for p in solution.parts],
    }


def _row(values: Iterable[object]) -> list[str]:
    return [str(v) for v in values]


def _game(game: TreeGame) -> dict[str, object]:
    """Return the lists of a tree; children follow from parents and moves."""
    return {
        "title": game.title,
        "comment": game.comment,
        "players": list(game.players),
        "parents": list(game.parents),
        "moves": list(game.moves),
        "sets": list(game.sets),
        "placed": list(game.placed),
        "labels": list(game.labels),
        "infosets": [
            {
                "player": s.player,
                "label": s.label,
                "number": s.number,
                "actions": list(s.actions),
                "probabilities": _row(s.probabilities),
            }
            for s in game.infosets
        ],
        "outcomes": [{"label": o.label, "number": o.number, "payoffs": _row(o.payoffs)} for o in game.outcomes],
    }


def _equilibrium(item: TreeEquilibrium) -> dict[str, object]:
    return {
        "profile": [_row(row) for row in item.profile],
        "payoffs": _row(item.payoffs),
        "certificate": {
            "test": item.certificate.test,
            "places": list(item.certificate.places),
            "regrets": _row(item.certificate.regrets),
        },
    }


def _part(part: SubgamePart) -> dict[str, object]:
    return {
        "root": part.root,
        "inner": [[node, _row(vector)] for node, vector in part.inner],
        "solution": solution_to_dict(part.solution),
    }
