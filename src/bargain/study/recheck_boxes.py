"""Whether boxes hold every package of a repeated exchange, and ask no more of any than it asks itself.

Room      study: the checker of `observed` where a union is not listed. No linear program; payoffs are added up anew
          from costs and benefits, levels are run through, certificates are added up.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from bargain.encode.packages import packages_exchange
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Certificate, Row, check
from bargain.study.recheck_cuts import with_given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from bargain.study.observed_result import ObservedMoves
    from bargain.study.observed_values import Box, Step
    from bargain.study.pieces import Alternative

__all__ = ["Again"]

Levels = tuple[int, ...]


class Again:
    """A repeated exchange written down anew: what is worth what, from first principles."""

    def __init__(self, found: ObservedMoves, rows: Sequence[Row]) -> None:
        self.found, self.rows = found, tuple(rows)
        spec = found.case.spec(found.game)
        home = spec.id if spec.repeated is None else spec.repeated.exchange
        deal = packages_exchange(found.case, home, every_level=found.every_level)
        if found.rest == "one-shot":
            spoken = {c.issue for c in found.counted}
            deal = replace(deal, issues=tuple(i for i in deal.issues if i.id in spoken))
        self.deal = deal
        self.patience = dict(found.patience)
        self.places = {issue.id: n for n, issue in enumerate(deal.issues)}
        self.sizes = [len(issue.levels) for issue in deal.issues]
        self.outcomes = self._outcomes()
        self._good: dict[int, tuple[Box, bool]] = {}

    def _outcomes(self) -> tuple[Levels, ...]:
        """Return the one-shot outcomes that no proof shuts out, by what each side grants."""
        proofs = () if self.found.unlisted is None else self.found.unlisted.shut
        sides: list[list[dict[int, int]]] = []
        for actor in self.deal.actors:
            found: list[dict[int, int]] = [{}]
            for k, issue in enumerate(self.deal.issues):
                if issue.grantor == actor:
                    grown = [{**part, k: n} for part in found for n in range(len(issue.levels))]
                    found = [part for part in grown if not self._shut(part, proofs)]
            sides.append(found)
        return tuple(
            tuple(level for _, level in sorted(pair for part in chosen for pair in part.items()))
            for chosen in product(*sides)
        )

    def _shut(self, part: Mapping[int, int], proofs: Iterable[Certificate]) -> bool:
        given = [
            Row(f"given:{self.deal.issues[k].id}:{n}<{m}", c) for k, n in part.items() for m, c in self._cheapest(k, n)
        ]
        return any(p.conclusion is None and check(p, (*self.rows, *given)) for p in proofs)

    def _cheapest(self, k: int, n: int) -> list[tuple[int, Condition]]:
        """Return the conditions that make a level the least that costs no more than any other."""
        cost = self.deal.issues[k].cost
        return [
            (m, Condition(cost[m] - cost[n], Relation.ABOVE if m < n else Relation.AT_LEAST))
            for m in range(len(cost))
            if m != n
        ]

    def adds(self, actor: str, k: int, level: int, alone: int) -> Affine:
        """Return what a level adds to staying minus deviating, for one side, where the one-shot level is `alone`."""
        issue, delta = self.deal.issues[k], self.patience[actor]
        if issue.grantor == actor:
            best = after = -issue.cost[alone]
            return -issue.cost[level] - best * (1 - delta) - after * delta
        return issue.benefit[level] - issue.benefit[level] * (1 - delta) - issue.benefit[alone] * delta

    def conditions(self, alone: Levels, sides: Sequence[Levels]) -> frozenset[Condition] | None:
        """Return the conditions of packages, one per side, under a one-shot outcome; None if numbers exclude them."""
        asked = [c for k, n in enumerate(alone) for _, c in self._cheapest(k, n)]
        for actor, levels in zip(self.deal.actors, sides, strict=True):
            total = [self.adds(actor, k, n, alone[k]) for k, n in enumerate(levels)]
            asked.append(Condition(Affine.total(total), Relation.AT_LEAST))
        if not all(c.holds({}) for c in asked if c.form.is_constant):
            return None
        return frozenset(_plain(c) for c in asked if not c.form.is_constant)

    def genuine(self, way: Alternative, menus: Sequence[Sequence[int]]) -> bool:
        """Tell whether a way is a package with levels of some menus, under some one-shot outcome."""
        key = way.key
        if len(key) != len(menus) or not all(n in menu for n, menu in zip(key, menus, strict=True)):
            return False
        told = frozenset(_plain(c) for c in way.conditions)
        return any(self.conditions(alone, (key,) * len(self.deal.actors)) == told for alone in self.outcomes)

    def menus(self, must: Iterable[str], mustnt: str = "") -> list[tuple[int, ...]]:
        """Return per issue the levels that agree with some moves and disagree with one."""
        out = [tuple(range(size)) for size in self.sizes]
        wanted = set(must)
        for c in self.found.counted:
            at = self.places[c.issue]
            if c.id in wanted:
                out[at] = tuple(n for n in out[at] if n == c.level)
            elif c.id == mustnt:
                out[at] = tuple(n for n in out[at] if n != c.level)
        return out

    def hold(self, boxes: Sequence[Box], menus: Sequence[Sequence[int]]) -> bool:
        """Tell whether boxes hold every package of some menus under every one-shot outcome, and each box is good."""
        every = set(product(*menus))
        for alone in self.outcomes:
            held: set[Levels] = set()
            for box in boxes:
                if box.oneshot == alone:
                    held.update(product(*box.menus))
            if not every <= held:
                return False
        return all(self._fine(box) for box in boxes)

    def _fine(self, box: Box) -> bool:
        if id(box) not in self._good:
            self._good[id(box)] = (box, self._relaxed(box))
        return self._good[id(box)][1]

    def _relaxed(self, box: Box) -> bool:
        """Tell whether every package of a box needs at least what one of the box's ways asks."""
        steps = {(s.actor, s.issue, s.low): s for s in box.steps}
        kept = [
            [self._kept(box, actor, k, menu, steps) for k, menu in enumerate(box.menus)] for actor in self.deal.actors
        ]
        if len(box.oneshot) != len(self.sizes) or any(not levels for side in kept for levels in side):
            return False
        told = {way.key: frozenset(_plain(c) for c in way.conditions) for way in box.ways}
        for sides in product(*(product(*side) for side in kept)):
            wanted = self.conditions(box.oneshot, sides)
            key = tuple(n for levels in sides for n in levels)
            if wanted is not None and told.get(key) != wanted:
                return False
        return True

    def _kept(
        self, box: Box, actor: str, k: int, menu: Levels, steps: Mapping[tuple[str, str, int], Step]
    ) -> tuple[int, ...]:
        """Return the levels of a menu that nothing proves to be no better than another that is kept; () for a fault."""
        name = self.deal.issues[k].id
        below = {n: steps[actor, name, n] for n in menu if (actor, name, n) in steps}
        kept = tuple(n for n in menu if n not in below)
        good = all(step.high in kept and self._better(box, actor, k, step) for step in below.values())
        return kept if good else ()

    def _better(self, box: Box, actor: str, k: int, step: Step) -> bool:
        """Tell whether a level adds at least as much as another throughout, by its proof."""
        alone = box.oneshot[k]
        form = self.adds(actor, k, step.high, alone) - self.adds(actor, k, step.low, alone)
        if form.is_constant:
            return form.constant >= 0
        allowed = {_plain(c) for m, n in enumerate(box.oneshot) for _, c in self._cheapest(m, n)}
        if step.proof is None or step.proof.conclusion is None or not {_plain(c) for c in step.given} <= allowed:
            return False
        rest = step.proof.conclusion.form - form  # proved >= 0, so the form is at least minus what is left
        return rest.is_constant and rest.constant <= 0 and check(step.proof, with_given(self.rows, step.given))

    # ---- at a point ---------------------------------------------------------------------------------------------

    def _worth(self, point: Mapping[str, Fraction]) -> list[list[list[Fraction]]]:
        """Return per issue, level and side what a level adds to staying minus deviating at a point."""
        out = []
        for issue in self.deal.issues:
            costs, gains = [c.at(point) for c in issue.cost], [b.at(point) for b in issue.benefit]
            alone = costs.index(min(costs))
            row = []
            for n in range(len(costs)):
                levels = []
                for actor in self.deal.actors:
                    delta = self.patience[actor]
                    stay, leave, after = (
                        (-costs[n], -min(costs), -costs[alone])
                        if issue.grantor == actor
                        else (gains[n], gains[n], gains[alone])
                    )
                    levels.append(stay - (1 - delta) * leave - delta * after)
                row.append(levels)
            out.append(row)
        return out

    def stands(self, point: Mapping[str, Fraction], package: Levels) -> bool:
        """Tell whether neither side gains by leaving a package at a point."""
        worth = self._worth(point)
        earned = [sum(worth[k][n][side] for k, n in enumerate(package)) for side in range(2)]
        return all(have >= 0 for have in earned)

    def agreements(self, point: Mapping[str, Fraction]) -> set[frozenset[str]]:
        """Return with which moves the packages that stand at a point agree: all levels of all issues are tried.

        Issues without a move are run through first; of what they add up to only the pairs that no other beats count.
        """
        worth = self._worth(point)
        spoken = sorted({self.places[c.issue] for c in self.found.counted})
        front = [(worth[0][0][0] * 0,) * 2]
        for k, row in enumerate(worth):
            if k not in spoken:
                front = _unbeaten((a + levels[0], b + levels[1]) for a, b in front for levels in row)
        out = set()
        for chosen in product(*(range(self.sizes[k]) for k in spoken)):
            mine = [sum(worth[k][n][side] for k, n in zip(spoken, chosen, strict=True)) for side in range(2)]
            if any(a + mine[0] >= 0 and b + mine[1] >= 0 for a, b in front):
                levels = dict(zip(spoken, chosen, strict=True))
                out.add(frozenset(c.id for c in self.found.counted if levels[self.places[c.issue]] == c.level))
        return out


def _unbeaten(pairs: Iterable[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """Return the pairs that no other is at least as large as in both."""
    out: list[tuple[Fraction, Fraction]] = []
    for a, b in sorted(set(pairs), reverse=True):
        if not out or b > out[-1][1]:
            out.append((a, b))
    return out


def _plain(condition: Condition) -> Condition:
    """Return a condition scaled so that its first coefficient is 1 or −1."""
    sizes = [abs(value) for _, value in condition.form.terms]
    return Condition(condition.form / sizes[0], condition.relation) if sizes else condition
