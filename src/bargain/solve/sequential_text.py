"""How pure assessments of a tree read: lines and tables. Nothing is computed here.

Room      solve. The result hands itself in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.games.tree import CHANCE
from bargain.solve.render import mixture
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.games.tree import TreeGame
    from bargain.solve.sequential_result import AssessmentSolution, PureAssessment
    from bargain.tables import Cell

__all__ = ["table", "text"]

_SHOWN = 4  # equilibria in a repr; the table has all


def _strategy(game: TreeGame, item: PureAssessment, player: int) -> str:
    """Return one player's plan, information set by information set."""
    return ", ".join(
        f"{game.key_of(k)}: {mixture(game.action_keys(k), item.profile[k])}"
        for k, infoset in enumerate(game.infosets)
        if infoset.player == player
    )


def _beliefs(game: TreeGame, item: PureAssessment) -> str:
    """Return the beliefs that are needed where play does not come."""
    said = []
    for k, found in enumerate(item.beliefs):
        if found is not None and not found.reached and found.inequalities:
            player = game.player_key(game.infosets[k].player)
            said.append(f"{player} at {game.key_of(k)}: {found}")
    return "; ".join(said)


def _line(game: TreeGame, number: int, item: PureAssessment) -> str:
    plans = "; ".join(f"{who}: {_strategy(game, item, p)}" for p, who in enumerate(game.players))
    needed = _beliefs(game, item)
    earned = ", ".join(map(show, item.payoffs))
    return f"  {number}. {item.kind}: {plans} ({earned})" + (f", if {needed}" if needed else "")


def text(solution: AssessmentSolution) -> str:
    """Return what was found, how far to trust it, and the first few equilibria."""
    size = len(solution)
    count = f"{size} pure equilibri{'um' if size == 1 else 'a'}, {len(solution.sequential)} certified sequential"
    lines = [f"<{solution.concept} of {solution.game.title!r}: {count}, {solution.status.value}>"]
    lines += [_line(solution.game, n, e) for n, e in enumerate(solution.equilibria[:_SHOWN], 1)]
    if size > _SHOWN:
        lines.append(f"  and {size - _SHOWN} more; table() has all")
    return "\n".join(lines)


def table(solution: AssessmentSolution) -> Table:
    """Return one row per equilibrium, numbered from 1."""
    game = solution.game
    movers = sorted({s.player for s in game.infosets if s.player != CHANCE})
    rows: list[tuple[Cell, ...]] = []
    for n, item in enumerate(solution.equilibria, 1):
        plans = "; ".join(f"{game.players[p]}: {_strategy(game, item, p)}" for p in movers)
        perfect = "yes" if item.subgame_perfect else "no"
        said = {"sequential": "yes", "not sequential": "no"}.get(item.consistency.value, "undecided")
        payoffs = ", ".join(map(show, item.payoffs))
        rows.append((n, plans, _beliefs(game, item) or "any", perfect, said, payoffs))
    notes = (
        f"{solution.concept}, {solution.status.value}: {solution.reason}.",
        f"Payoffs in the order {', '.join(game.players)}.",
    )
    return Table(
        title=f"Weak perfect Bayesian equilibria of {game.title}",
        columns=("no.", "strategies", "beliefs off the path", "subgame perfect", "sequential", "payoffs"),
        rows=tuple(rows),
        notes=notes,
    )
