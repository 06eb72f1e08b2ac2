"""Columns for bargaining: which outcomes the solutions pick from what nobody refuses.

Room      study.
Set       the pure outcomes; lotteries over them are not on offer.
Gains     count from what each has without a deal: in an exchange the one-shot equilibrium in which
          shared-interest grants are still made, or an outside option that is better; in another game its
          equilibrium, if all equilibria pay the same, or the outcome that the caller names.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.bargaining import RULES, PackageSpace, frontier, problem
from bargain.errors import GameError, RefusedError
from bargain.exact import show
from bargain.exact.grammar import nearest
from bargain.solve.result import Status
from bargain.study.concordance_marks import Concept, Mark, Ruler
from bargain.study.concordance_nash import NO, YES, flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import NormalFormGame
    from bargain.solve import Solution

__all__ = ["bargain_columns", "game_limits", "outcome_space", "undominated"]

Vector = tuple[Fraction, ...]


def bargain_columns(space: PackageSpace | None, payoffs: Sequence[Vector], ruler: Ruler) -> list[Concept]:
    """Return one column per bargaining solution, in the order of `RULES`.

    Parameters
    ----------
    space : the outcomes as packages; None if there is nothing to count gains from
    payoffs : of every outcome, in order
    ruler : says why there is nothing, or what gains count from

    Notes
    -----
    [nash1950b]_, [kalai1975]_, [kalai1977]_, [chun1988]_. All outcomes with the payoffs that a solution picks have yes.
    """
    if space is None:
        return [flat(_title(key), len(payoffs), Mark.UNDEFINED, ruler.limits_basis) for key in RULES]
    try:
        given = problem(frontier(space))
    except RefusedError as fault:
        return [flat(_title(key), len(payoffs), Mark.UNSEARCHED, str(fault)) for key in RULES]
    out = []
    for key, rule in RULES.items():
        found = rule(given)
        if not found.deals:
            out.append(flat(_title(key), len(payoffs), Mark.UNDEFINED, "no outcome gives everybody its limit"))
            continue
        picked = {deal.utilities for deal in found.deals}
        scales = "; compares the players' scales" if found.compares else ""
        out.append(
            Concept(
                name=_title(key),
                status=Status.EXACT,
                reason=f"over pure outcomes, gains from {ruler.limits_basis}{scales}",
                marks=tuple(YES if v in picked else NO for v in payoffs),
                sources=found.sources,
            )
        )
    return out


def _title(key: str) -> str:
    """Return the name of a solution as a column."""
    return f"{_NAMES.get(key, key.replace('_', ' '))} solution"


_NAMES = {"nash": "Nash bargaining", "kalai_smorodinsky": "Kalai–Smorodinsky", "equal_loss": "equal-loss"}


def game_limits(
    game: NormalFormGame, solution: Solution | None, disagreement: Sequence[str] | None
) -> tuple[Vector | None, str, tuple[int, ...] | None]:
    """Return what each player has without a deal, why, and the pure outcome that is, if one.

    Raises
    ------
    GameError
        If `disagreement` names no outcome of the game.
    """
    if disagreement is not None:
        cell = _cell(game, disagreement)
        words = ", ".join(disagreement)
        calm = "" if game.regret(cell) == 0 else ", which is no equilibrium"
        return tuple(game.numbers(p)[game.index(cell)] for p in range(len(game.players))), f"{words}{calm}", cell
    if solution is None or solution.components is None:
        return None, "not all one-shot equilibria are known; name what stands without a deal", None
    paid = list(dict.fromkeys(e.payoffs for e in solution))
    if len(paid) != 1:
        many = f"one-shot equilibria pay {' or '.join('(' + ', '.join(map(show, v)) + ')' for v in paid[:4])}"
        more = f" and {len(paid) - 4} more" if len(paid) > 4 else ""
        return None, f"{many}{more}; name what stands without a deal", None
    pure = [tuple(m.index(1) for m in e.profile) for e in solution if all(1 in m for m in e.profile)]
    return paid[0], "the one-shot equilibrium", pure[0] if pure else None


def _cell(game: NormalFormGame, named: Sequence[str]) -> tuple[int, ...]:
    """Return the profile of some actions, one per player."""
    if len(named) != len(game.players):
        raise GameError(
            f"the disagreement {', '.join(named)!r} has {len(named)} actions for {len(game.players)} players",
            remedy="give one action per player, in their order",
        )
    for action, known in zip(named, game.actions, strict=True):
        if action not in known:
            raise GameError(f"game {game.title!r} has no action {action!r}", remedy=nearest(action, known))
    return tuple(acts.index(a) for acts, a in zip(game.actions, named, strict=True))


def outcome_space(game: NormalFormGame, names: Sequence[str], limits: Vector) -> PackageSpace:
    """Return the pure outcomes of a game as packages of one issue, to be bargained over."""
    return PackageSpace.build(
        game.title,
        game.players,
        {"outcome": tuple(names)},
        {who: {"outcome": game.numbers(p)} for p, who in enumerate(game.players)},
        disagreement=limits,
    )


def undominated(payoffs: Sequence[Vector]) -> tuple[bool, ...]:
    """Tell of every vector whether no other is as good for all and better for one.

    Notes
    -----
    Sorted descending, only what stands before a vector can dominate it; kept vectors are enough.

    Examples
    --------
    >>> undominated([(1, 1), (2, 0), (2, 1), (2, 1), (0, 5)])
    (False, False, True, True, True)
    """
    kept: list[Vector] = []
    for vector in sorted(set(payoffs), reverse=True):
        if not any(all(a >= b for a, b in zip(best, vector, strict=True)) for best in kept):
            kept.append(vector)
    best_of_all = set(kept)
    return tuple(v in best_of_all for v in payoffs)
