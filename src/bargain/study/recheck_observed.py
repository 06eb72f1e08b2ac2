"""Check what moves reveal again: proofs by adding rows up, points by playing the game at them.

Room      study. Imports no linear program and none of the code that found the union.
"""

from __future__ import annotations

from itertools import chain, combinations, islice
from math import prod
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Certificate, Row, check
from bargain.polyhedra.check import check_extent
from bargain.solve.rechecked import Recheck
from bargain.study.observed_play import agreements, relevant
from bargain.study.observed_values import ObservedStatus
from bargain.study.recheck_boxes import Again
from bargain.study.recheck_cuts import contradicts, refuted, with_given
from bargain.study.recheck_edges import edges
from bargain.study.recheck_moves import listing_checks, moves_checks
from bargain.study.verdict_values import VerdictWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.polyhedra import End
    from bargain.study.observed_play import Agreement
    from bargain.study.observed_result import ObservedMoves
    from bargain.study.observed_values import Bound, Box, Drops, LeftOut
    from bargain.study.pieces import Alternative
    from bargain.study.verdict_values import Answer

__all__ = ["verify_observed"]

TRIED = 40
EDGES = 40  # places at edges of the union, beyond those


def verify_observed(found: ObservedMoves) -> Recheck:
    """Check what moves reveal again with code that shares nothing with the one that found it.

    Parameters
    ----------
    found : ObservedMoves

    Returns
    -------
    Recheck
        Proofs are added up in rationals; at every witness and between them the game is solved by brute force.
    """
    look = _Look(found)
    try:
        look.run()
    except (LookupError, ValueError) as fault:  # a point without a stake, pairs cut short: no result of `observed`
        look.checks.append((f"the result is well formed ({fault})", False))
    left = "that the equilibria listed are all is tried at points, not derived"
    if found.unlisted is not None:
        left = (
            "equilibria beyond those met are not listed; that what is possible is so not on ties alone is not derived"
        )
    if found.drops is not None and found.drops.size > 1:
        left += "; that fewer moves do not suffice likewise"
    return Recheck(
        what=f"observed moves in {found.game!r}", checks=tuple(look.checks), points=look.points, not_rederived=left
    )


class _Look:
    """One second look: the rows, the point that fills others up, and what was found."""

    def __init__(self, found: ObservedMoves) -> None:
        self.found = found
        case = found.case
        readings = {c.id: c.reading for c in case.claims}
        self.rows = tuple(
            Row(r.label, r.condition)
            for r in case.rows
            if r.basis.convention or {readings[c] for c in r.basis.claims} <= set(found.readings)
        )
        self.all = frozenset(c.id for c in found.counted)
        self.checks: list[tuple[str, bool]] = []
        self.ends: list[dict[str, Fraction]] = []
        self.stakes = relevant(found)
        self.touching: dict[frozenset[str], tuple[Row, ...]] = {}
        self.known: dict[tuple[tuple[str, Fraction], ...], tuple[Agreement, ...]] = {}
        self.again = None if found.unlisted is None else Again(found, self.rows)

    def run(self) -> None:
        """Check everything."""
        self.checks += moves_checks(self.found)
        if self.found.status is ObservedStatus.SILENT:
            self.checks.append(("nothing is said without a move", not self.found.counted))
            return
        for way, proof in self.found.shut:
            self.checks.append((f"the rows exclude {way.label}", self._contradicts(way.conditions, proof)))
        self.checks += self._explained() if self.found.ways else self._unexplained()
        self.checks += [] if self.again is None else self._unlisted(self.again)
        for item in self.found.alone:
            self.checks += [(f"{item.id} given the others: {what}", ok) for what, ok in self._alone(item)]
        for b in self.found.bounds:
            self.checks += [(f"{b.stake}: {what}", ok) for what, ok in self._bound(b)]
        self.checks += listing_checks(self.found)
        tried = [*self._tried()]
        self.checks.append(("no point tried says otherwise", all(self._agrees(p) for p in tried)))
        near = islice(edges(self.found.ways, tried, self._inside), EDGES)
        edged = all(self._agrees(p) for points in near for p in points)
        self.checks.append(("no point at an edge of the union says otherwise", edged))
        for item in self.found.alone:
            self.checks += [(f"{item.id} given the others: {what}", ok) for what, ok in self._exceptions(item, tried)]

    def play(self, point: Mapping[str, Fraction]) -> set[frozenset[str]]:
        """Return which moves the equilibria at a point agree with."""
        return {agrees for _, agrees in self.equilibria(point)}

    def _unlisted(self, again: Again) -> Iterator[tuple[str, bool]]:
        """Hold that the members that are given are packages, that their number is right, and the stakes without any."""
        told, menus = self.found.unlisted, again.menus(self.all)
        if told is None:
            return
        counts = (prod(len(menu) for menu in menus), len(again.outcomes))
        yield "packages and one-shot outcomes are as many as said", counts == (told.packages, told.outcomes)
        yield "equilibria met are packages", all(again.genuine(way, menus) for way in self.found.ways)
        if told.beyond is not None:
            point = dict(told.beyond)
            yield "no equilibrium agrees beyond", self._inside(point) and self.all not in self.play(point)
            self.ends.append(point)
        yield "beyond and everywhere exclude each other", told.beyond is None or self.found.cover is None

    def equilibria(self, point: Mapping[str, Fraction]) -> tuple[Agreement, ...]:
        """Return the equilibria at a point, each with the moves that it agrees with."""
        key = tuple(sorted((name, point[name]) for name in self.stakes))
        if key not in self.known:
            if self.again is None:
                self.known[key] = agreements(self.found, point)
            else:  # packages by what they agree with: too many to list
                self.known[key] = tuple(((), agrees) for agrees in self.again.agreements(point))
        return self.known[key]

    @property
    def points(self) -> int:
        """At how many different stakes of the game it was played."""
        return len(self.known)

    def _inside(self, point: Mapping[str, Fraction]) -> bool:
        return all(row.condition.holds(dict(point)) for row in self.rows)

    def _contradicts(self, given: Iterable[Condition], proof: Certificate, labels: Iterable[str] | None = None) -> bool:
        """Tell whether rows, those named or all, and conditions add up to a contradiction."""
        kept = self.rows if labels is None else tuple(r for r in self.rows if r.label in set(labels))
        return contradicts(kept, given, proof)

    def _explained(self) -> Iterator[tuple[str, bool]]:
        """Hold that the witness is one, and that the word everywhere has its proof."""
        found = self.found
        point = dict(found.witness or ())
        yield "the witness satisfies every row", bool(point) and self._inside(point)
        yield "some equilibrium agrees at the witness", self.all in self.play(point)
        self.ends.append(point)
        everywhere = found.status is ObservedStatus.EVERYWHERE
        yield "the status is what the union says", everywhere == (found.cover is not None)
        if found.cover is not None:
            yield (
                "the union covers the space",
                found.cover.alternatives == found.ways and refuted(found.cover, self.rows),
            )

    def _unexplained(self) -> Iterator[tuple[str, bool]]:
        """Hold that the conflict is one and irreducible, and that giving moves up helps."""
        found = self.found
        yield "the status is what the union says", found.status is ObservedStatus.NOWHERE and not found.bounds
        c, drops = found.conflict, found.drops
        if c is None or drops is None:
            yield "a conflict and a way out are given", False
            return
        shut = all(self._contradicts(w.conditions, p, c.rows) for w, p in c.proofs)
        yield "the rows of the conflict exclude every way", shut
        fewer = [frozenset(c.moves) - {m} for m in c.moves] if len(c.moves) > 1 else []
        good = len(fewer) == len(c.without_move) and all(
            self._inside(dict(p)) and any(rest <= a for a in self.play(dict(p)))
            for rest, p in zip(fewer, c.without_move, strict=True)
        )
        yield "no move of the conflict can be spared", good
        loose = len(c.rows) == len(c.without_row) and all(
            self._misses_only(label, c.rows, dict(p)) and any(set(c.moves) <= a for a in self.play(dict(p)))
            for label, p in zip(c.rows, c.without_row, strict=True)
        )
        yield "no row of the conflict can be spared", loose
        yield "sets to give up have one size", len({len(d) for d, _ in drops.sets}) == 1
        for drop, p in drops.sets:
            kept = self.all - set(drop)
            agrees = any(kept <= a for a in self.play(dict(p)))
            yield f"without {', '.join(drop)} some equilibrium agrees", self._inside(dict(p)) and agrees
            self.ends.append(dict(p))

    def _misses_only(self, label: str, labels: Sequence[str], point: dict[str, Fraction]) -> bool:
        rows = {r.label: r for r in self.rows}
        return all(rows[n].condition.holds(point) == (n != label) for n in labels)

    def _filled(self, end: End) -> dict[str, Fraction]:
        return {**dict(self.found.witness or ()), **dict(end.point or ())}

    def _bound(self, b: Bound) -> Iterator[tuple[str, bool]]:
        """Hold that both ends are proved by the space or by every way, and reached."""
        mine = self._touching(frozenset(dict(b.before.low.point or ())))
        yield "the bounds before are proved", check_extent(b.before, mine)
        for end, old, n, side in ((b.low, b.before.low, 0, 1), (b.high, b.before.high, 1, -1)):
            stays = (end.value, end.attained) == (old.value, old.attained)
            if not b.proofs[n]:
                yield "an end that stays is that of the space", stays and b.outer[n] is None and not b.boxes[n]
            else:
                most, ways = b.outer[n] or end, self._members(b.boxes[n])
                yield "an end that moves is proved on every way", self._proved(b.stake, most, b.proofs[n], side, ways)
            yield "an end is reached", self._reached(b.stake, end, mine)

    def _touching(self, names: frozenset[str]) -> tuple[Row, ...]:
        """Return the rows that speak of some stakes; the others hold at the witness whatever these are."""
        if names not in self.touching:
            self.touching[names] = tuple(r for r in self.rows if not names.isdisjoint(r.condition.form.names))
        return self.touching[names]

    def _members(self, boxes: Sequence[Box]) -> tuple[Alternative, ...] | None:
        """Return what proofs about the union have to speak of: every member, or every box; None if some are missing."""
        if self.again is None:
            return None if boxes else self.found.ways
        if not self.again.hold(boxes, self.again.menus(self.all)):
            return None
        return tuple(way for box in boxes for way in box.ways)

    def _proved(
        self, stake: str, end: End, proofs: Sequence[Certificate], side: int, ways: Sequence[Alternative] | None
    ) -> bool:
        if ways is None or len(proofs) != len(ways) or end.value is None:
            return False
        for way, proof in zip(ways, proofs, strict=True):
            goal = proof.conclusion
            if goal is None and self.again is not None and self._contradicts(way.conditions, proof):
                continue  # a box without stakes
            if goal is None or not check(proof, with_given(self.rows, way.conditions)):
                return False
            rest = goal.form - Affine.name(stake) * side
            reach = -rest.constant * side  # the proof says that the stake goes no further than this
            gap = (reach - end.value) * side
            strict = goal.relation is Relation.ABOVE
            if not rest.is_constant or gap < 0 or (gap == 0 and not end.attained and not strict):
                return False
        return True

    def _reached(self, stake: str, end: End, rows: Sequence[Row]) -> bool:
        point = self._filled(end)
        if point.get(stake) != end.value:
            return False
        if end.attained:
            self.ends.append(point)
            return all(row.condition.holds(point) for row in rows) and self.all in self.play(point)
        weak = all(_weakly(row.condition, point) for row in rows)
        return weak and any(all(_weakly(c, point) for c in way.conditions) for way in self.found.ways)

    def _alone(self, item: LeftOut) -> Iterator[tuple[str, bool]]:
        """Hold words, witnesses and proofs of a move given the others against each other."""
        for answer in item.answers:
            yes, no = answer.witness_for, answer.witness_against
            word = VerdictWord.POSSIBLE if yes and no else VerdictWord.NECESSARY if yes else VerdictWord.IMPOSSIBLE
            word = VerdictWord.NO_EQUILIBRIUM if not yes and not no else word
            if self.again is not None and not (yes and no):
                if answer.word is VerdictWord.UNSETTLED:
                    word = answer.word
                else:
                    yield f"boxes prove the word ({answer.quantifier})", self._boxed(self.again, item, answer)
            yield f"the word ({answer.quantifier}) is what the witnesses say", answer.word is word
            for point, truth in ((yes, True), (no, False), (answer.without, None)):
                if point is not None:
                    here = self._truth(item.id, answer.quantifier, dict(point))
                    yield f"a witness ({answer.quantifier}) is one", self._inside(dict(point)) and here is truth
                    self.ends.append(dict(point))
            for cut in (*answer.proof.cuts, *answer.proof.cover):
                yield "a cut covers its set and every part is refuted", refuted(cut, self.rows, item.within)

    def _boxed(self, again: Again, item: LeftOut, answer: Answer) -> bool:
        """Tell whether each side without a witness is empty: cuts of every way of boxes that hold its packages."""
        others = self.all - {item.id}
        for_it, against = again.menus(self.all), again.menus(others, item.id)
        sides = []
        if not answer.witness_for:
            sides.append((for_it, against if answer.quantifier == "every" else None))
        if not answer.witness_against:
            sides.append((against, for_it if answer.quantifier == "some" else None))
        boxes = item.boxes[("some", "every").index(answer.quantifier)]
        ways = [way for box in boxes for way in box.ways]
        if len(ways) != len(answer.proof.cuts) or not all(again.hold(boxes, menus) for menus, _ in sides):
            return False
        apart = {id(box): other for menus, other in sides for box in boxes if _within(box, menus)}
        if len(apart) != len(boxes):
            return False
        others_of = [apart[id(box)] for box in boxes for _ in box.ways]
        return all(
            cut.start == way.conditions and all(other is not None and again.genuine(a, other) for a in cut.alternatives)
            for way, cut, other in zip(ways, answer.proof.cuts, others_of, strict=True)
        )

    def _truth(self, name: str, quantifier: str, point: Mapping[str, Fraction]) -> bool | None:
        others = self.all - {name}
        fits = [name in a for a in self.play(point) if others <= a]
        return None if not fits else all(fits) if quantifier == "every" else any(fits)

    def _exceptions(self, item: LeftOut, tried: Sequence[dict[str, Fraction]]) -> Iterator[tuple[str, bool]]:
        """Hold that what is said to fail on ties alone does so at every point tried."""
        for answer in item.answers:
            told = [(p, self._truth(item.id, answer.quantifier, p)) for p in tried]
            yield (
                f"conditions that are said to hold hold ({answer.quantifier})",
                all(c.holds(p) for p, truth in told if truth is not None for c in item.within),
            )
            usual = {VerdictWord.NECESSARY: True, VerdictWord.IMPOSSIBLE: False, None: None}
            good = answer.mostly in usual and (answer.mostly is None) == (not answer.exceptions)
            good = good and (answer.mostly is None or answer.word is VerdictWord.POSSIBLE)
            if good and answer.mostly is not None:
                rare = [p for p, truth in told if truth is not None and truth is not usual[answer.mostly]]
                good = all(c.relation is Relation.EQUAL for c in answer.exceptions)
                good = good and all(any(c.holds(p) for c in answer.exceptions) for p in rare)
            yield f"exceptions are ties ({answer.quantifier})", good

    def _tried(self) -> Iterator[dict[str, Fraction]]:
        """Yield points of the space: the baseline, every witness, and mixtures of both."""
        base = self.found.case.baseline
        ends = [*([dict(base.values)] if base is not None else []), *self.ends]
        unique = list({tuple(sorted(p.items())): p for p in ends}.values())
        mixed = ({n: (a[n] + 2 * b[n]) / 3 for n in a} for a, b in combinations(unique, 2))
        yield from islice(chain(unique[: TRIED // 2], mixed), TRIED)

    def _agrees(self, point: Mapping[str, Fraction]) -> bool:
        """Tell whether a point of the space is in the union exactly if some equilibrium there agrees."""
        if not self._inside(point):
            return False
        drops = self.found.drops
        if drops is not None and any(not self._needed(drops, self.all - a) for a in self.play(point)):
            return False
        ways = list(zip(self.found.ways, self.found.given, strict=True))
        if any(way.holds(dict(point)) != all(c.holds(point) for c in given) for way, given in ways):
            return False
        said = {way.key for way, _ in ways if way.holds(dict(point))}
        if self.again is not None:
            return all(self.again.stands(point, key) for key in said) and (not said or self.all in self.play(point))
        true = {key for key, agrees in self.equilibria(point) if agrees == self.all}
        some = self.found.patience and self.found.rest == "free"  # packages that others make needless are not listed
        return said <= true and bool(said) == bool(true) if some else said == true

    @staticmethod
    def _needed(drops: Drops, without: frozenset[str]) -> bool:
        """Tell whether an equilibrium that misses these moves misses more than need be, or a set that is listed."""
        return len(without) > drops.size or without in {frozenset(d) for d, _ in drops.sets}


def _within(box: Box, menus: Sequence[Sequence[int]]) -> bool:
    """Tell whether every package of a box has levels of some menus."""
    return all(set(mine) <= set(menu) for mine, menu in zip(box.menus, menus, strict=True))


def _weakly(condition: Condition, point: Mapping[str, Fraction]) -> bool:
    value = condition.form.at(point)
    return value == 0 if condition.relation is Relation.EQUAL else value >= 0
