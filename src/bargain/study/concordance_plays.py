"""Plays as rows: the players' choices on them, and what probabilities of them come to.

Room      study.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from bargain.games.tree_parts import CHANCE
from bargain.study.concordance_marks import Judgement, Mark
from bargain.study.concordance_nash import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour

__all__ = ["UNSEARCHED", "Ends", "Step", "along", "judged", "own_steps"]

Step = tuple[int, int]  # information set, action
Ends = tuple[Fraction, Fraction]  # least and greatest probability
UNSEARCHED = Judgement(mark=Mark.UNSEARCHED)


def own_steps(game: TreeGame, node: int) -> tuple[Step, ...]:
    """Return the players' choices on the way to a node, first to last; those of chance are left out."""
    out: list[Step] = []
    while node:
        parent = game.parents[node]
        if game.infosets[game.sets[parent]].player != CHANCE:
            out.append((game.sets[parent], game.moves[node]))
        node = parent
    return tuple(reversed(out))


def judged(ends: Iterable[Ends]) -> Judgement:
    """Return what ranges of probabilities come to: yes if some equilibrium plays it for sure."""
    found = sorted({pair for pair in ends if pair[1] > 0})
    if any(high == 1 for _, high in found):
        return YES
    return Judgement(mark=Mark.MIXED, odds=tuple(found)) if found else NO


def along(profile: Behaviour, path: Sequence[Step]) -> Ends:
    """Return the probability of the players' choices on a path, as a range of one point."""
    odds = prod((profile[k][a] for k, a in path), start=Fraction(1))
    return odds, odds
