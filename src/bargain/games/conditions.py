"""The linear conditions on open stakes under which a pure profile is an equilibrium.

Room      games: the definition written down; nothing is solved here.
Meaning   with payoffs affine in stakes, "nobody gains by deviating alone" is one weak condition per player
          and other action, so the stakes at which a pure profile is an equilibrium form a polyhedron.
Source    [osborne1994]_, definition 14.1.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.normal import NormalFormGame

__all__ = ["at_least", "equilibrium_conditions"]


def equilibrium_conditions(game: NormalFormGame, cell: Sequence[int]) -> tuple[Condition, ...] | None:
    """Return the conditions that make a pure profile an equilibrium; None if no stakes do.

    Parameters
    ----------
    game : NormalFormGame
        Payoffs affine in stakes, or numbers.
    cell : sequence of int
        One action index per player.

    Returns
    -------
    tuple of Condition or None
        All must hold; conditions without a stake that hold anyway are left out, each is listed once.
        Empty: an equilibrium whatever the stakes. Costs one subtraction per player and action.

    Examples
    --------
    >>> from bargain.exact import parse_affine
    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("Swap", ("Ann", "Bob"), (("keep", "give"),) * 2,
    ...     [[(0, 0), ("2", "-1")], [(parse_affine("-c"), 2), (parse_affine("2 - c"), 1)]])
    >>> [str(c) for c in equilibrium_conditions(g, (0, 0))]
    ['c >= 0']
    >>> equilibrium_conditions(g, (0, 1)) is None
    True
    """
    gains = []
    for player, size in enumerate(game.shape):
        here = _form(game, player, cell)
        for action in range(size):
            if action != cell[player]:
                there = (*cell[:player], action, *cell[player + 1 :])
                gains.append(here - _form(game, player, there))
    return at_least(gains)


def _form(game: NormalFormGame, player: int, cell: Sequence[int]) -> Affine:
    value = game.payoff(player, cell)
    return value if isinstance(value, Affine) else Affine.number(value)


def at_least(forms: Iterable[Affine]) -> tuple[Condition, ...] | None:
    """Return the conditions that forms are not negative, those that always hold left out; None if one never does."""
    kept = dict.fromkeys(_primitive(form) for form in forms)
    if any(f.is_constant and f.constant < 0 for f in kept):
        return None
    return tuple(Condition(f, Relation.AT_LEAST) for f in kept if not f.is_constant)


def _primitive(form: Affine) -> Affine:
    """Return a positive multiple with whole numbers that have no common factor; the same half-space, shortest."""
    numbers = [form.constant, *(c for _, c in form.terms)]
    top = lcm(*(c.denominator for c in numbers))
    common = gcd(*(c.numerator * (top // c.denominator) for c in numbers))
    return form * Fraction(top, common or 1)
