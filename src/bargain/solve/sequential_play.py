"""A pure profile played on a tree: values, who is reached, and the best that a player can do from some nodes on.

Room      solve.
Recall    perfect recall is assumed: then all nodes of a later set of a player come after the same own moves,
          and the best plan is found set by set, the last first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from bargain.games.tree import CHANCE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bargain.games.tree import TreeGame

__all__ = ["Play", "played"]

_ZERO, _ONE = Fraction(0), Fraction(1)
Vector = tuple[Fraction, ...]
Step = tuple[int, int] | None  # own information set and action that came last


@dataclass(slots=True)
class Play:
    """One pure profile on one tree.

    Attributes
    ----------
    tree : TreeGame
    choice : per information set, the action; 0 at chance moves, where it means nothing
    values : per node, what every player expects from there on
    passed : per node, the probability of getting there
    """

    tree: TreeGame
    choice: tuple[int, ...]
    values: list[Vector]
    passed: list[Fraction]
    _known: dict[tuple[int, tuple[tuple[int, Fraction], ...]], tuple[Fraction, dict[int, int]]] = field(
        default_factory=dict
    )

    def best(self, player: int, start: Mapping[int, Fraction]) -> tuple[Fraction, dict[int, int]]:
        """Return the most that a player can earn from weighted nodes on, and a plan that earns it."""
        key = (player, tuple(start.items()))
        if key not in self._known:
            self._known[key] = self._best(player, start)
        return self._known[key]

    def _best(self, player: int, start: Mapping[int, Fraction]) -> tuple[Fraction, dict[int, int]]:
        tree = self.tree
        earned: dict[Step, Fraction] = {}
        before: dict[int, Step] = {}
        stack: list[tuple[int, Fraction, Step]] = [(node, w, None) for node, w in start.items()]
        while stack:
            node, weight, last = stack.pop()
            children = tree.children[node]
            if not children:
                earned[last] = earned.get(last, _ZERO) + weight * _total(tree, node)[player]
            elif tree.infosets[tree.sets[node]].player == player:
                before[tree.sets[node]] = last
                stack += [(child, weight, (tree.sets[node], a)) for a, child in enumerate(children)]
            else:
                stack += [(child, weight * p, last) for child, p in self.onward(node) if p]
        plan: dict[int, int] = {}
        for k in sorted(before, reverse=True):
            sums = [earned.get((k, a), _ZERO) for a in range(len(tree.infosets[k].actions))]
            plan[k] = sums.index(max(sums))
            earned[before[k]] = earned.get(before[k], _ZERO) + max(sums)
        return earned.get(None, _ZERO), plan

    def onward(self, node: int) -> Sequence[tuple[int, Fraction]]:
        """Return where play goes from a node, with probabilities."""
        infoset = self.tree.infosets[self.tree.sets[node]]
        children = self.tree.children[node]
        if infoset.player == CHANCE:
            return list(zip(children, cast("Vector", infoset.probabilities), strict=True))
        return ((children[self.choice[self.tree.sets[node]]], _ONE),)

    def by_plan(self, player: int, node: int, plan: Mapping[int, int]) -> Fraction:
        """Return what a player expects from a node on if it follows a plan, and the profile where that is silent."""
        total = _ZERO
        stack = [(node, _ONE)]
        while stack:
            at, weight = stack.pop()
            children = self.tree.children[at]
            if not children:
                total += weight * _total(self.tree, at)[player]
            elif self.tree.sets[at] in plan:
                stack.append((children[plan[self.tree.sets[at]]], weight))
            else:
                stack += [(child, weight * p) for child, p in self.onward(at) if p]
        return total

    def value(self, player: int, start: Mapping[int, Fraction]) -> Fraction:
        """Return what a player expects from weighted nodes on under the profile."""
        return sum((w * self.values[node][player] for node, w in start.items()), _ZERO)

    def is_best(self, player: int, start: Mapping[int, Fraction]) -> bool:
        """Tell whether no other plan earns a player more from weighted nodes on."""
        return self.best(player, start)[0] == self.value(player, start)


def _total(tree: TreeGame, node: int) -> Vector:
    return cast("Vector", tree.totals[node])


def played(tree: TreeGame, choice: tuple[int, ...]) -> Play:
    """Return a pure profile with the value and the probability of every node."""
    play = Play(tree=tree, choice=choice, values=[()] * len(tree.parents), passed=[_ZERO] * len(tree.parents))
    for node in range(len(tree.parents) - 1, -1, -1):
        if not tree.children[node]:
            play.values[node] = _total(tree, node)
            continue
        steps = play.onward(node)
        if len(steps) == 1:
            play.values[node] = play.values[steps[0][0]]
        else:
            rows = [play.values[child] for child, _ in steps]
            odds = [p for _, p in steps]
            play.values[node] = tuple(
                sum((p * v for p, v in zip(odds, column, strict=True)), _ZERO) for column in zip(*rows, strict=True)
            )
    play.passed[0] = _ONE
    for node, p in enumerate(play.passed):
        if p and tree.children[node]:
            for child, q in play.onward(node):
                play.passed[child] = p * q
    return play
