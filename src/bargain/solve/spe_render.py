"""How a solution of a tree reads: text, table, tidy table. Nothing is computed here.

Room      solve. The result hands itself in; strategies are in words, long ones cut with a count of what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.games.tree import CHANCE
from bargain.solve.render import mixture
from bargain.solve.spe_menus import size_words
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.games.tree import TreeGame
    from bargain.solve.tree_result import TreeEquilibrium, TreeSolution

__all__ = ["counted", "strategy_words", "table", "text", "tidy"]

_SHOWN = 4  # equilibria in a repr; the table has all that are listed
_SETS = 4  # information sets per player in words


def counted(count: int | None) -> str:
    """Return a number of equilibria in words.

    >>> counted(1), counted(3), counted(None)
    ('1 equilibrium', '3 equilibria', 'infinitely many equilibria')
    """
    if count is None:
        return "infinitely many equilibria"
    return f"{size_words(count)} equilibri{'um' if count == 1 else 'a'}"


def _names(game: TreeGame, k: int) -> tuple[str, ...]:
    """Return the actions of a set; an action without label is named by its number."""
    return tuple(label or f"[{a}]" for a, label in enumerate(game.infosets[k].actions, 1))


def _where(game: TreeGame, k: int) -> str:
    """Return an information set in a few words: its label, or the path to its first node."""
    label = game.infosets[k].label
    return label or game.where(game.infosets[k].nodes[0])


def strategy_words(game: TreeGame, profile: tuple[tuple[Fraction, ...], ...], player: int, most: int = _SETS) -> str:
    """Return what one player does, set by set; only the action where the player moves once."""
    own = [k for k, s in enumerate(game.infosets) if s.player == player]
    words = [mixture(_names(game, k), profile[k]) for k in own[:most]]
    if not own:
        return "no move"
    if len(own) == 1:
        return words[0]
    told = ", ".join(f"{what} at {_where(game, k)}" for what, k in zip(words, own, strict=False))
    return told if len(own) <= most else f"{told}, and {len(own) - most:,} sets more"


def _line(solution: TreeSolution, number: int, item: TreeEquilibrium) -> str:
    game = solution.game
    parts = (
        f"{who}: {strategy_words(game, item.profile, p)} ({show(item.payoffs[p])})"
        for p, who in enumerate(game.players)
    )
    return f"  {number}. " + "; ".join(parts)


def text(solution: TreeSolution) -> str:
    """Return a few lines: how many there are, how far to trust it, the first few equilibria."""
    trust = solution.standing if solution.regret is None else f"{solution.standing}, regret {solution.regret}"
    found = counted(solution.count)
    if solution.count is None and solution.gap:
        found = f"{found}, {len(solution)} extreme"
    lines = [f"<{solution.concept} of {solution.game.title!r}: {found}, {trust}>"]
    lines += [_line(solution, n, e) for n, e in enumerate(solution.equilibria[:_SHOWN], 1)]
    left = len(solution) - _SHOWN
    if solution.truncated:
        lines.append(f"  listed: {len(solution):,}; table() shows them, raise limit for more")
    elif left > 0:
        lines.append(f"  and {left:,} more; table() has all")
    return "\n".join(lines)


def table(solution: TreeSolution) -> Table:
    """Return one row per equilibrium listed, numbered from 1; payoffs exact."""
    game = solution.game
    rows: list[tuple[Cell, ...]] = []
    for n, item in enumerate(solution.equilibria, 1):
        words = [strategy_words(game, item.profile, p) for p in range(len(game.players))]
        rows.append((n, *words, *item.payoffs))
    columns = ("no.", *game.players, *(f"payoff {p}" for p in game.players))
    return Table(
        title=f"{solution.concept[:1].upper()}{solution.concept[1:]} equilibria of {game.title}",
        columns=columns,
        rows=tuple(rows),
        notes=_notes(solution),
    )


def _notes(solution: TreeSolution) -> tuple[str, ...]:
    regret = "no profile" if solution.regret is None else f"regret {show(solution.regret)}"
    listed = f", {len(solution):,} listed" if solution.truncated else ""
    vectors = ["(" + ", ".join(map(show, v)) + ")" for v in solution.outcomes[:_SHOWN]]
    more = len(solution.outcomes) - len(vectors)
    outcomes = ", ".join(vectors) + (f" and {more:,} more" if more > 0 else "")
    return (
        f"{solution.concept}, {solution.standing}, {regret}; {counted(solution.count)}{listed}.",
        f"Payoffs of all equilibria: {outcomes or 'none'}." if solution.gap == "" else f"Payoffs found: {outcomes}.",
        f"{solution.reason}. Completeness: {solution.completeness}.",
    )


def tidy(solution: TreeSolution) -> Table:
    """Return one row per equilibrium, information set and action."""
    game = solution.game
    rows: list[tuple[Cell, ...]] = []
    for n, item in enumerate(solution.equilibria, 1):
        for k, infoset in enumerate(game.infosets):
            if infoset.player == CHANCE:
                continue
            who, payoff = game.players[infoset.player], item.payoffs[infoset.player]
            for action, p in zip(_names(game, k), item.profile[k], strict=True):
                rows.append((n, who, _where(game, k), action, p, payoff))
    columns = ("equilibrium", "player", "information set", "action", "probability", "payoff")
    return Table(title=f"{solution.concept} equilibria of {game.title}", columns=columns, rows=tuple(rows))
