"""What moves reveal in a repeated exchange with too many packages to list.

Room      study.
Exact     bounds and answers on moves are those of the whole union: each is a point at which the game is played, or a
          proof over boxes that hold every package. What is settled neither way is said to be.
Union     its members are not listed: how many there may be is told, and those that were met are given.
"""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import Affine
from bargain.study.grounds import grounds
from bargain.study.observed_bounds import Area, end_over, whole_point
from bargain.study.observed_boxes import Packages
from bargain.study.observed_search import Union, covering, furthest, nowhere, search
from bargain.study.observed_values import Bound, LeftOut, ObservedStatus, Unlisted
from bargain.study.pieces import added, narrowed
from bargain.study.region_cuts import needed
from bargain.study.verdict_values import Answer, Proof, VerdictWord

if TYPE_CHECKING:
    from bargain.polyhedra import Polyhedron
    from bargain.study.families import Quantifier
    from bargain.study.observed_result import ObservedMoves
    from bargain.study.observed_search import Searched
    from bargain.study.observed_sets import RepeatedModel

__all__ = ["unlisted"]


def unlisted(start: ObservedMoves, theta: Polyhedron, model: RepeatedModel) -> ObservedMoves:
    """Return what moves reveal, without a list of the union.

    Parameters
    ----------
    start : ObservedMoves
        With the question and the moves.
    theta : Polyhedron
        The stake space.
    model : RepeatedModel

    Raises
    ------
    RefusedError
        If no package agrees at any stakes: which moves and rows clash would need the list.
    """
    lazy = _Lazy(start, theta, model)
    return lazy.result()


class _Lazy:
    """One question: its packages, the stakes that they speak of, and the members of the union that were met."""

    def __init__(self, start: ObservedMoves, theta: Polyhedron, model: RepeatedModel) -> None:
        self.start, self.theta, self.model = start, theta, model
        self.packages = Packages(model)
        self.space = narrowed(theta, self.packages.names())
        self.names = [c.id for c in start.counted]
        self.union = Union.of(self.packages, self.names)
        self.areas: list[Area] = []
        self.shut = self.packages.shut()

    def result(self) -> ObservedMoves:
        """Return the result."""
        self._meet()
        bounds = tuple(self._bound(stake) for stake in self.theta.variables)
        over = covering(self.packages, self.space, self.union, [a.way for a in self.areas])
        ways = tuple(dict.fromkeys(a.way for a in self.areas))
        cover = next(iter(over.cuts), None)
        ways = ways if cover is None else cover.alternatives
        return replace(
            self.start,
            status=ObservedStatus.SOMEWHERE if cover is None else ObservedStatus.EVERYWHERE,
            ways=ways,
            given=tuple(needed(self.space, way.conditions) for way in ways),
            overlap="overlap not examined",
            cover=cover,
            witness=whole_point(self.theta, self.areas[0].space),
            bounds=bounds,
            alone=tuple(self._alone(n) for n in range(len(self.names))),
            unlisted=Unlisted(
                packages=prod(len(menu) for menu in self.union.menus),
                outcomes=len(self.packages.pairs),
                shut=self.shut,
                beyond=None if over.area is None else whole_point(self.theta, over.area),
            ),
        )

    def _meet(self) -> None:
        """Note packages with the rest one-shot that stand somewhere; if there are none, one that a search finds."""
        for pair, levels in self.union.simple:
            way = self.packages.way(pair, levels)
            if way is not None and (area := added(self.space, way.conditions)).feasibility():
                self.areas.append(Area(way, area))
        if self.areas:
            return
        found = search(self.packages, self.space, self.union)
        if found.area is None:
            why = "agrees with the moves at any stakes" if found.settled else "was found to agree with the moves"
            raise RefusedError(
                f"no package of game {self.model.deal.game!r} {why}; which moves and rows clash needs a list of them",
                remedy="ask about firmer moves only, or about a smaller exchange with a patience",
            )
        point = dict(whole_point(self.theta, found.area))
        way = self.packages.at(point, self.union.menus)
        if way is None:
            raise TypeError("a point was said to have a package and has none")
        self.areas.append(Area(way, added(self.space, way.conditions)))

    def _bound(self, stake: str) -> Bound:
        """Return the bounds of one stake."""
        form = Affine.name(stake)
        if stake not in set(self.space.variables):
            before = narrowed(self.theta, (stake,)).extent(form)
            return Bound(stake=stake, before=before, low=before.low, high=before.high, proofs=((), ()))
        before = self.space.extent(form)
        found = []
        for old, side in ((before.low, 1), (before.high, -1)):
            end, open_end = end_over(self.areas, stake, old, side=side)
            reach = None
            if open_end:
                reach = furthest(self.packages, self.space, self.union, self.areas, stake=stake, best=end, side=side)
            found.append((end if reach is None else reach.end, reach))
        (low, below), (high, above) = found
        return Bound(
            stake=stake,
            before=before,
            low=low,
            high=high,
            proofs=(() if below is None else below.proofs, () if above is None else above.proofs),
            boxes=(() if below is None else below.boxes, () if above is None else above.boxes),
            outer=(None if below is None else below.outer, None if above is None else above.outer),
        )

    def _alone(self, n: int) -> LeftOut:
        """Return what the other moves say about the n-th."""
        one = self.start.counted[n]
        others = [name for name in self.names if name != one.id]
        yes, no = Union.of(self.packages, [*others, one.id]), Union.of(self.packages, others, one.id)
        only = search(self.packages, self.space, yes, no)
        never = search(self.packages, self.space, no, yes)
        some = only if only.area is not None else search(self.packages, self.space, yes)
        miss = never if never.area is not None else search(self.packages, self.space, no)
        without = nowhere(self.packages, self.space, Union.of(self.packages, others))
        return LeftOut(
            id=one.id,
            words=one.words,
            within=(),
            some=self._answer("some", some, never, without),
            every=self._answer("every", only, miss, without),
            boxes=((*some.boxes, *never.boxes), (*only.boxes, *miss.boxes)),
            unexamined=tuple(
                quantifier
                for quantifier, sides in (("some", (some, never)), ("every", (only, miss)))
                if all(s.area is not None for s in sides) and not all(s.thick for s in sides)
            ),
        )

    def _answer(self, quantifier: Quantifier, holds: Searched, fails: Searched, without: Polyhedron | None) -> Answer:
        """Return the verdict on one move under one quantifier."""
        word = VerdictWord.POSSIBLE
        if not (holds.settled and fails.settled):
            word = VerdictWord.UNSETTLED
        elif holds.area is None:
            word = VerdictWord.NO_EQUILIBRIUM if fails.area is None else VerdictWord.IMPOSSIBLE
        elif fails.area is None:
            word = VerdictWord.NECESSARY
        proof = Proof(cuts=(*holds.cuts, *fails.cuts))
        boxes = (*holds.boxes, *fails.boxes)
        steps = (step.proof for box in boxes for step in box.steps if step.proof is not None)
        shut = self.shut if boxes else ()
        used = [*proof.labels, *(label for proved in (*steps, *shut) for label in proved.labels)]
        points = [None if s is None else whole_point(self.theta, s) for s in (holds.area, fails.area, without)]
        return Answer(
            quantifier=quantifier,
            readings=self.start.readings,
            word=word,
            mostly=None,
            exceptions=(),
            witness_for=points[0],
            witness_against=points[1],
            without=points[2],
            proof=proof,
            grounds=grounds(self.start.case, used),
        )
