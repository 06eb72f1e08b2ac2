"""How a solution reads: text, table, tidy table. Nothing is computed here.

Room      solve. Imports tables only; the result hands itself in.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.solve.result import Equilibrium, Solution

__all__ = ["mixture", "table", "text", "tidy"]

_SHOWN = 4  # equilibria in a repr; the table has all


def mixture(actions: tuple[str, ...], probabilities: tuple[Fraction, ...]) -> str:
    """Return a mixture in words.

    >>> from fractions import Fraction
    >>> mixture(("hold", "yield"), (Fraction(1, 3), Fraction(2, 3)))
    '1/3 hold + 2/3 yield'
    >>> mixture(("hold", "yield"), (Fraction(0), Fraction(1)))
    'yield'
    """
    used = [(p, a) for p, a in zip(probabilities, actions, strict=True) if p]
    return used[0][1] if len(used) == 1 else " + ".join(f"{show(p)} {a}" for p, a in used)


def _line(solution: Solution, number: int, item: Equilibrium) -> str:
    game = solution.game
    parts = (
        f"{who}: {mixture(acts, mix)} ({show(u)})"
        for who, acts, mix, u in zip(game.players, game.actions, item.profile, item.payoffs, strict=True)
    )
    return f"  {number}. " + ", ".join(parts)


def _count(number: int, noun: str) -> str:
    if noun == "equilibrium":
        return f"{number} equilibri{'um' if number == 1 else 'a'}"
    return f"{number} {noun}{'' if number == 1 else 's'}"


def text(solution: Solution) -> str:
    """Return at most six lines: what was found, how far to trust it, the first few equilibria."""
    found = _count(len(solution), "equilibrium")
    if solution.components is not None:
        found = f"{found} in {_count(len(solution.components), 'component')}"
    trust = solution.status.value if solution.regret is None else f"{solution.status.value}, regret {solution.regret}"
    lines = [f"<{solution.concept} of {solution.game.title!r}: {found}, {trust}>"]
    lines += [_line(solution, n, e) for n, e in enumerate(solution.equilibria[:_SHOWN], 1)]
    if len(solution) > _SHOWN:
        lines.append(f"  and {len(solution) - _SHOWN} more; table() has all")
    return "\n".join(lines)


def table(solution: Solution) -> Table:
    """Return one row per equilibrium, numbered from 1; payoffs exact."""
    game = solution.game
    members = [frozenset(group) for group in solution.components or ()]
    rows: list[tuple[Cell, ...]] = []
    for n, item in enumerate(solution.equilibria):
        inside = ", ".join(str(c) for c, group in enumerate(members, 1) if n in group)
        words = [mixture(a, m) for a, m in zip(game.actions, item.profile, strict=True)]
        rows.append((n + 1, inside, *words, *item.payoffs))
    columns = ("no.", "component", *game.players, *(f"payoff {p}" for p in game.players))
    regret = "no profile" if solution.regret is None else f"regret {show(solution.regret)}"
    notes = (
        f"{solution.concept}, {solution.status.value}, {regret}; completeness: {solution.completeness}; {_version()}.",
        solution.reason,
    )
    return Table(title=f"{solution.concept} equilibria of {game.title}", columns=columns, rows=tuple(rows), notes=notes)


def tidy(solution: Solution) -> Table:
    """Return one row per equilibrium, player and action."""
    game = solution.game
    rows: list[tuple[Cell, ...]] = []
    for n, item in enumerate(solution.equilibria, 1):
        for p, who in enumerate(game.players):
            best = frozenset(item.certificate.best[p])
            for a, action in enumerate(game.actions[p]):
                value = item.certificate.values[p][a]
                rows.append((n, who, action, item.profile[p][a], value, int(a in best), item.payoffs[p]))
    columns = ("equilibrium", "player", "action", "probability", "value", "best reply", "payoff")
    return Table(title=f"{solution.concept} equilibria of {game.title}", columns=columns, rows=tuple(rows))


def _version() -> str:
    try:
        return f"bargain {version('bargain-games')}"
    except PackageNotFoundError:
        return "bargain, not installed"
