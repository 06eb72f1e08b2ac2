"""Packages of a repeated exchange by the box: many at once, in a set of stakes that contains those of each.

Room      study.
Box       one one-shot outcome and, per issue, some levels. On it the payoffs of both sides are affine and add up
          over issues.
Relaxed   each side's condition δ·B − C >= 0 with whichever levels are best for that side alone. Every package of
          the box needs no more, so a box contains the stakes of all its packages; with one level per issue it is
          the package itself. That a level is at least as good as another throughout is proved, not assumed; where
          none is best, each of those left is taken in turn.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.games.conditions import at_least
from bargain.polyhedra import Certificate, Feasible
from bargain.study.observed_values import Box, Step
from bargain.study.pieces import Alternative, added
from bargain.study.regimes import parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.encode import Grantable
    from bargain.study.observed_sets import RepeatedModel
    from bargain.study.regimes import Part

__all__ = ["Packages", "Pair"]

Levels = tuple[int, ...]
Menus = tuple[Levels, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One one-shot outcome: where it holds, and what each level of each issue adds to either side's δ·B − C."""

    parts: tuple[Part, ...]
    oneshot: Levels
    given: tuple[Condition, ...]
    margins: tuple[tuple[tuple[Affine, ...], ...], ...]  # per side, issue and level

    def holds(self, point: Mapping[str, Fraction]) -> bool:
        """Tell whether the one-shot outcome is this one at a point."""
        return all(c.holds(point) for c in self.given)

    def first(self, point: Mapping[str, Fraction], menus: Menus) -> Levels | None:
        """Return a package that both sides keep at a point, counted from this one-shot outcome; None without one."""
        worth = [[[form.at(point) for form in row] for row in side] for side in self.margins]
        best = [[max(row[n] for n in menu) for row, menu in zip(side, menus, strict=True)] for side in worth]
        rest = [[sum(row[k:]) for k in range(len(row) + 1)] for row in best]
        waiting: list[tuple[Levels, tuple[Fraction | int, ...]]] = [((), (0,) * len(worth))]
        while waiting:
            chosen, earned = waiting.pop()
            at = len(chosen)
            if any(have + more[at] < 0 for have, more in zip(earned, rest, strict=True)):
                continue
            if at == len(menus):
                return chosen
            waiting += [
                ((*chosen, n), tuple(have + side[at][n] for have, side in zip(earned, worth, strict=True)))
                for n in menus[at]
            ]
        return None


class Packages:
    """The packages of a repeated exchange, asked for at points and by the box."""

    def __init__(self, model: RepeatedModel) -> None:
        self.model, self.deal, self.areas = model, model.deal, dict(model.areas)
        found = product(*(parts(self.deal, actor, self.areas[actor])[0] for actor in self.deal.actors))
        self.pairs = tuple(self._pair(chosen) for chosen in found)
        self._best: dict[object, tuple[Levels, tuple[Step, ...]]] = {}
        self._ways: dict[tuple[Levels, Levels], Alternative | None] = {}

    def shut(self) -> tuple[Certificate, ...]:
        """Return the proofs that there is no other one-shot outcome."""
        found = (parts(self.deal, actor, self.areas[actor])[1] for actor in self.deal.actors)
        return tuple(p.certificate for proofs in found for p in proofs)

    def names(self) -> set[str]:
        """Return every stake that the packages speak of."""
        given = {n for pair in self.pairs for c in pair.given for n in c.form.names}
        return given | {n for pair in self.pairs for side in pair.margins for row in side for f in row for n in f.names}

    def menus(self, must: Sequence[str], mustnt: str = "") -> Menus:
        """Return the levels per issue that agree with some moves and disagree with one; all where none speaks."""
        allowed = self.model.allowed(must, mustnt)
        return tuple(allowed.get(i.id, tuple(range(len(i.levels)))) for i in self.deal.issues)

    def simple(self, must: Sequence[str], mustnt: str = "") -> Iterator[tuple[Pair, Levels]]:
        """Yield packages whose issues without a move stand as in the one-shot equilibrium."""
        spoken = self.model.allowed(must, mustnt)
        for pair in self.pairs:
            menus = (spoken.get(i.id, (n,)) for i, n in zip(self.deal.issues, pair.oneshot, strict=True))
            for levels in product(*menus):
                yield pair, levels

    def way(self, pair: Pair, levels: Levels) -> Alternative | None:
        """Return the stakes at which a package enforces itself, counted from one one-shot outcome."""
        key = (pair.oneshot, levels)
        if key not in self._ways:
            self._ways[key] = self.model.way(pair.parts, levels)
        return self._ways[key]

    def at(self, point: Mapping[str, Fraction], menus: Menus) -> Alternative | None:
        """Return a package that enforces itself at a point; None if none does."""
        for pair in self.pairs:
            if pair.holds(point):
                levels = pair.first(point, menus)
                return None if levels is None else self.way(pair, levels)
        return None

    def boxes(self, menus: Menus, apart: int | None = None) -> tuple[Box, ...]:
        """Return a box per one-shot outcome with all the levels, or one for each level of one issue."""
        cut = [menus] if apart is None else [(*menus[:apart], (n,), *menus[apart + 1 :]) for n in menus[apart]]
        return tuple(self.box(pair, part) for pair in self.pairs for part in cut)

    def pair(self, box: Box) -> Pair:
        """Return the one-shot outcome of a box."""
        return next(p for p in self.pairs if p.oneshot == box.oneshot)

    def box(self, pair: Pair, menus: Menus) -> Box:
        """Return a box with what it is relaxed to."""
        kept: list[list[Levels]] = []
        steps: list[Step] = []
        for side in range(len(self.deal.actors)):
            found = [self._kept(pair, side, k, menu) for k, menu in enumerate(menus)]
            kept.append([levels for levels, _ in found])
            steps += [step for _, more in found for step in more]
        ways = []
        for keys in product(*(product(*menu) for menu in kept)):
            slack = [
                Affine.total(row[n] for row, n in zip(pair.margins[side], key, strict=True))
                for side, key in enumerate(keys)
            ]
            told = at_least(slack)
            if told is not None:
                given = tuple(c for c in dict.fromkeys((*pair.given, *told)) if not c.form.is_constant)
                ways.append(
                    Alternative(label="a box of packages", conditions=given, key=tuple(n for k in keys for n in k))
                )
        return Box(oneshot=pair.oneshot, menus=menus, ways=tuple(ways), steps=tuple(dict.fromkeys(steps)))

    def halves(self, box: Box, way: Alternative) -> tuple[Box, ...]:
        """Return a box cut by the levels of one issue, one on which the two sides count on different levels."""
        size = len(self.deal.issues)
        sides = [way.key[k : k + size] for k in range(0, len(way.key), size)]
        pair = self.pair(box)
        apart = [k for k in range(size) if len({side[k] for side in sides}) > 1]
        cut = apart or [k for k in range(size) if len(box.menus[k]) > 1]
        menus = box.menus
        return tuple(self.box(pair, (*menus[: cut[0]], (n,), *menus[cut[0] + 1 :])) for n in menus[cut[0]])

    def _kept(self, pair: Pair, side: int, k: int, menu: Levels) -> tuple[Levels, tuple[Step, ...]]:
        """Return levels of one issue of which one is always best for one side, and proofs for the others."""
        actor, issue = self.deal.actors[side], self.deal.issues[k]
        mine = tuple(row.condition for p in pair.parts for row in p.rows if issue.id in dict(p.levels))
        given = tuple(c for c in mine if not c.form.is_constant) if issue.grantor == actor else ()
        key = (actor, issue.id, menu, given)
        if key not in self._best:
            self._best[key] = self._compared(pair.margins[side][k], menu, (actor, issue.id), given)
        return self._best[key]

    def _compared(
        self, row: Sequence[Affine], menu: Levels, who: tuple[str, str], given: tuple[Condition, ...]
    ) -> tuple[Levels, tuple[Step, ...]]:
        area = added(self.areas[who[0]], given)
        seen = area.feasibility()
        point = dict(seen.witness) if isinstance(seen, Feasible) else {}
        kept: list[int] = []
        steps = []
        for n in sorted(menu, key=lambda n: row[n].at(point), reverse=True):
            for better in kept:
                form = row[better] - row[n]
                if form.is_constant or not area.admits(Condition(-form, Relation.ABOVE)):
                    proof = None if form.is_constant else area.lowest(form).certificate
                    good = proof if isinstance(proof, Certificate) else None
                    steps.append(Step(actor=who[0], issue=who[1], low=n, high=better, given=given, proof=good))
                    break
            else:
                kept.append(n)
        return tuple(kept), tuple(steps)

    def _pair(self, chosen: Sequence[Part]) -> Pair:
        given = [row.condition for part in chosen for row in part.rows]
        least = {issue: level for part in chosen for issue, level in part.levels}
        patience = dict(self.model.patience)
        return Pair(
            parts=tuple(chosen),
            oneshot=tuple(least[i.id] for i in self.deal.issues),
            given=tuple(c for c in dict.fromkeys(given) if not c.form.is_constant),
            margins=tuple(
                tuple(_margins(issue, least[issue.id], actor, patience[actor]) for issue in self.deal.issues)
                for actor in self.deal.actors
            ),
        )


def _margins(issue: Grantable, oneshot: int, actor: str, delta: Fraction) -> tuple[Affine, ...]:
    """Return what each level adds to δ·B − C of one side, counted from the one-shot level."""
    if issue.grantor == actor:
        return tuple(issue.cost[oneshot] - cost for cost in issue.cost)
    return tuple((gain - issue.benefit[oneshot]) * delta for gain in issue.benefit)
