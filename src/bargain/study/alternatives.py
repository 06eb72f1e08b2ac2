"""The equilibria that a game of a case can have, each with the stakes at which it is one.

Room      study.
Exchange  payoffs add up over issues and what a grant costs does not depend on the rest, so the set of
          equilibria is a product over issues: on each, the levels that cost their grantor least. Questions
          about some issues are answered on those issues alone, whatever the size of the whole game.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.games.conditions import at_least, equilibrium_conditions
from bargain.study.pieces import Alternative

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.encode import CodedCase, Grantable
    from bargain.games import NormalFormGame

__all__ = ["PURE", "is_product", "issue_alternatives", "profile_alternative", "pure_alternatives", "words_of"]

PURE = "pure Nash"


def is_product(case: CodedCase, name: str) -> bool:
    """Tell whether a game's equilibria are a product over its issues: an exchange without further terms."""
    spec = case.spec(name)
    return spec.form == "exchange" and not spec.terms


def words_of(game: NormalFormGame, cell: Sequence[int]) -> str:
    """Return a pure profile in words.

    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("Toy", ("Ann", "Bob"), (("keep", "give"),) * 2, [[(0, 0)] * 2] * 2)
    >>> words_of(g, (0, 1))
    'Ann: keep, Bob: give'
    """
    chosen = (actions[k] for actions, k in zip(game.actions, cell, strict=True))
    return ", ".join(f"{who}: {act}" for who, act in zip(game.players, chosen, strict=True))


def profile_alternative(game: NormalFormGame, cell: Sequence[int]) -> Alternative | None:
    """Return one pure profile with the stakes at which it is an equilibrium; None if there are none."""
    conditions = equilibrium_conditions(game, cell)
    if conditions is None:
        return None
    return Alternative(label=words_of(game, cell), conditions=conditions, key=tuple(cell))


def pure_alternatives(game: NormalFormGame) -> tuple[Alternative, ...]:
    """Return every pure profile that can be an equilibrium at some numbers, in the order of the cells."""
    found = (profile_alternative(game, cell) for cell in game.cells())
    return tuple(item for item in found if item is not None)


def issue_alternatives(issue: Grantable) -> tuple[Alternative, ...]:
    """Return the levels of one issue that can be what its grantor does in a one-shot equilibrium."""
    out = []
    for n, cost in enumerate(issue.cost):
        conditions = at_least(other - cost for m, other in enumerate(issue.cost) if m != n)
        if conditions is not None:
            out.append(Alternative(label=f"{issue.id}: {issue.levels[n]}", conditions=conditions, key=(n,)))
    return tuple(out)
