"""Thresholds of patience as formulas, where payoffs are affine in stakes.

Room      solve.
Form      (d − u) / (d − p) with d the largest of the player's other actions: SymPy's Max where there are several.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import Affine

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sympy

    from bargain.games import NormalFormGame

__all__ = ["critical_patience_sympy"]


def critical_patience_sympy(
    stage: NormalFormGame, player: int, cell: Sequence[int], *, punishment: Sequence[int]
) -> sympy.Expr:
    """Return the least discount factor at which a player keeps to a pure path, as a SymPy expression.

    Parameters
    ----------
    stage : NormalFormGame
        Payoffs rational or affine in stakes; stakes become real symbols.
    player : int
    cell, punishment : pure profiles, as action indices
        The path, and what is played for ever after the player leaves it. Whether the punishment is an
        equilibrium depends on the stakes and is not asked here.

    Returns
    -------
    sympy.Expr
        Where it is 0 or less the player stays at any patience, provided that the punishment is worth no more
        to it than the path; where it is 1 or more, or the denominator is not positive, at none.

    Raises
    ------
    GameError
        If the player has no other action, or a profile does not fit.

    Examples
    --------
    >>> from bargain.exact import parse_affine
    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Swap", ("Ann", "Bob"), (("keep", "give"),) * 2, [
    ...     [(0, 0), (parse_affine("b_A"), parse_affine("-c_B"))],
    ...     [(parse_affine("-c_A"), parse_affine("b_B")), (parse_affine("b_A - c_A"), parse_affine("b_B - c_B"))]])
    >>> critical_patience_sympy(stage, 0, (1, 1), punishment=(0, 0))
    c_A/b_A
    """
    import sympy

    for name, profile in (("path", cell), ("punishment", punishment)):
        fits = len(profile) == len(stage.shape) and all(0 <= a < n for a, n in zip(profile, stage.shape, strict=True))
        if not fits:
            raise GameError(
                f"game {stage.title!r}: the {name} {list(profile)} is no pure profile",
                remedy=f"give one action index per player, below {list(stage.shape)}",
            )
    others = [a for a in range(stage.shape[player]) if a != cell[player]]
    if not others:
        raise GameError(
            f"game {stage.title!r}: {stage.players[player]!r} has one action only", remedy="ask about another player"
        )
    here, after = (stage.sympy(player, c) for c in (cell, punishment))
    gains = {a: _form(stage, player, (*cell[:player], a, *cell[player + 1 :])) for a in others}
    best = sympy.Max(*(gain.to_sympy() for gain in gains.values()))
    return (
        sympy.cancel((best - here) / (best - after))
        if len(set(gains.values())) == 1
        else ((best - here) / (best - after))
    )


def _form(stage: NormalFormGame, player: int, cell: Sequence[int]) -> Affine:
    value = stage.payoff(player, cell)
    return value if isinstance(value, Affine) else Affine.number(value)
