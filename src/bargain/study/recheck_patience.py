"""A second look at patience results: every number again by definition, every certificate added up again.

Room      study. Shares nothing with what found them: no arrays, no ratios of costs and benefits, no linear
          program. Payoffs of packages are added up in fractions and held against the definition of a trigger:
          the path is worth at least (1 − δ) times the best stage reply plus δ times the one-shot payoff.
Point     every package; its threshold, the counts, the least patience per issue and level.
Space     certificates; witnesses; thresholds by definition at points mixed from all witnesses.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.case import READINGS
from bargain.encode.packages import packages_exchange
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra.check import check
from bargain.solve.rechecked import Recheck

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bargain.case import Reading
    from bargain.encode import Exchange
    from bargain.polyhedra import Polyhedron
    from bargain.study.patience_results import Bounding, PackagePatience, Patience, PatienceEnd, PatienceOver

__all__ = ["recheck_patience"]

_COVER = "that the parts of the stake space cover it is not re-derived"
_ALL = -1  # in place of an actor: both


def recheck_patience(result: Patience) -> Recheck:
    """Return a second look at a patience result."""
    deal = packages_exchange(result.case, result.game, every_level=result.every_level)
    checks: list[tuple[str, bool]] = []
    point = dict(result.stakes)
    if point:
        checks.append(("the point satisfies every row of the case", result.case.space().contains(point)))
        checks += _at_point(deal, result, point)
    tried = 0
    spaces: dict[tuple[Reading, ...], tuple[Polyhedron, dict[str, Fraction]]] = {}
    for one in result:
        for over in one.over:
            if over.readings not in spaces:
                space = result.case.space(over.readings)
                spaces[over.readings] = space, dict(space.interior_point())
            seen = _Over(result, deal, one, over, spaces[over.readings])
            checks += seen.findings()
            tried += len(seen.points)
    if result.orders:
        readings = result.packages[0].over[-1].readings if result.packages else READINGS
        checks += _orders(result, deal, result.case.space(readings))
    return Recheck(what=f"patience in {result.game!r}", checks=tuple(checks), points=tried, not_rederived=_COVER)


def _orders(result: Patience, deal: Exchange, space: Polyhedron) -> Iterator[tuple[str, bool]]:
    """Check every comparison: that its certificate adds up, and that it concludes what is said."""
    known = {row.label: row for row in space.rows}
    for order in result.orders:
        easier, harder = deal.issue(order.easier), deal.issue(order.harder)
        if order.kind == "concession":
            form = harder.cost[-1] - easier.cost[-1]
            fits = easier.grantor == harder.grantor == order.actor
        else:
            form = easier.benefit[-1] - harder.benefit[-1]
            fits = easier.beneficiary == harder.beneficiary == order.actor
        proof = order.proof
        adds_up = all(known.get(row.label) == row for row in proof.rows) and check(proof.certificate, proof.rows)
        concludes = proof.certificate.conclusion == Condition(form, Relation.AT_LEAST)
        yield f"order of {order.easier} and {order.harder} for {order.actor}", fits and adds_up and concludes


def _cheapest(deal: Exchange, point: Mapping[str, Fraction]) -> dict[str, int]:
    """Return the one-shot level of each issue: the first of the cheapest."""
    out = {}
    for issue in deal.issues:
        best = 0
        for level in range(1, len(issue.levels)):
            if issue.cost[level].at(point) < issue.cost[best].at(point):
                best = level
        out[issue.id] = best
    return out


def _threshold(here: Fraction, best: Fraction, after: Fraction) -> Fraction | None:
    """Return the least δ in [0, 1) with here >= (1 − δ)·best + δ·after, by trying its two ends first."""
    if here >= best and here >= after:
        return Fraction(0)
    if here <= after or best <= after:
        return None
    delta = 1 - (here - after) / (best - after)
    return delta if delta < 1 else None


class _Table:
    """All packages at a point, one actor's menu against the other's."""

    def __init__(self, deal: Exchange, point: Mapping[str, Fraction]) -> None:
        self.oneshot = _cheapest(deal, point)
        self.menus, self.pay, self.get = [], [], []
        for actor in deal.actors:
            mine = deal.granted_by(actor)
            menu = list(product(*(range(len(i.levels)) for i in mine)))
            self.menus.append(([i.id for i in mine], menu))
            costs = [[c.at(point) for c in i.cost] for i in mine]
            gifts = [[b.at(point) for b in i.benefit] for i in mine]
            self.pay.append([sum((c[n] for c, n in zip(costs, m, strict=True)), Fraction(0)) for m in menu])
            self.get.append([sum((b[n] for b, n in zip(gifts, m, strict=True)), Fraction(0)) for m in menu])
        self.plain = [menu.index(tuple(self.oneshot[i] for i in ids)) for ids, menu in self.menus]
        self.cheap = [min(pay) for pay in self.pay]
        self._known: dict[tuple[int, Fraction, Fraction], Fraction | None] = {}

    def threshold(self, actor: int, own: int, other: int) -> Fraction | None:
        """Return one actor's threshold when it grants menu entry `own` and the other `other`."""
        pay, got = self.pay[actor][own], self.get[1 - actor][other]
        key = (actor, pay, got)
        if key not in self._known:
            after = self.get[1 - actor][self.plain[1 - actor]] - self.pay[actor][self.plain[actor]]
            self._known[key] = _threshold(got - pay, got - self.cheap[actor], after)
        return self._known[key]

    def common(self, first: int, second: int) -> Fraction | None:
        """Return the larger of both thresholds, None if one of them is none."""
        a, b = self.threshold(0, first, second), self.threshold(1, second, first)
        return None if a is None or b is None else max(a, b)

    def package(self, levels: Mapping[str, int]) -> tuple[int, int]:
        """Return the two menu entries of a package; issues left out stand as one-shot."""
        whole = {**self.oneshot, **levels}
        first, second = (menu.index(tuple(whole[i] for i in ids)) for ids, menu in self.menus)
        return first, second


def _at_point(deal: Exchange, result: Patience, point: Mapping[str, Fraction]) -> Iterator[tuple[str, bool]]:
    """Check what is said about the point: every package by definition."""
    table = _Table(deal, point)
    found = result.enforcement
    if found is None:
        yield "the packages at the point are there", False
        return
    oneshot = tuple(table.oneshot[i.id] for i in deal.issues)
    yield "the one-shot equilibrium at the point", found.oneshot == oneshot
    counts: Counter[Fraction] = Counter()
    least: dict[tuple[str, int], Fraction] = {}
    (ids, first), (others, second) = table.menus
    for a, b in product(range(len(first)), range(len(second))):
        delta = table.common(a, b)
        if delta is not None:
            counts[delta] += 1
            for key in (*zip(ids, first[a], strict=True), *zip(others, second[b], strict=True)):
                if key not in least or delta < least[key]:
                    least[key] = delta
    sweep = found.sweep()
    steps = sorted(counts)
    yield (
        "the number of self-enforcing packages at every patience",
        (
            sweep.deltas == tuple(steps)
            and sweep.counts == tuple(sum(counts[d] for d in steps[: n + 1]) for n in range(len(steps)))
            and sweep.total == len(first) * len(second)
        ),
    )
    yield "the least patience of every issue and level", _least_agree(deal, result, table, least)
    for one in result:
        levels = {issue: deal.issue(issue).level(level) for issue, level in one.levels}
        own, other = table.package(levels)
        both = (table.threshold(0, own, other), table.threshold(1, other, own))
        yield f"{one.name}: thresholds at the point", one.at == both
        yield f"{one.name}: formulas at the point", _forms_agree(one, point, both, deal)


def _least_agree(deal: Exchange, result: Patience, table: _Table, least: Mapping[tuple[str, int], Fraction]) -> bool:
    """Tell whether the least patience per issue and level, and the packages named for it, stand."""
    found = result.enforcement
    if found is None:
        return False
    for item in found.least():
        level = deal.issue(item.issue).level(item.level)
        if item.delta != least.get((item.issue, level)):
            return False
        if item.package is not None:
            levels = {i.id: n for i, n in zip(deal.issues, item.package, strict=True)}
            if levels[item.issue] != level or table.common(*table.package(levels)) != item.delta:
                return False
    return True


def _forms_agree(
    one: PackagePatience, point: Mapping[str, Fraction], both: tuple[Fraction | None, ...], deal: Exchange
) -> bool:
    """Tell whether the formulas whose part holds the point give its thresholds."""
    here = [f for f in one.forms if all(c.holds(point) for c in f.where)]
    for form in here:
        for actor, cost, gain, told in zip(deal.actors, form.costs, form.gains, both, strict=True):
            pays, gets = cost.at(point), gain.at(point)
            by_form = Fraction(0) if pays == gets == 0 else pays / gets if pays < gets else None
            if by_form != told or actor not in form.actors:
                return False
    return bool(here) or not one.forms


class _Over:
    """What is said about one package over one space."""

    def __init__(
        self,
        result: Patience,
        deal: Exchange,
        one: PackagePatience,
        over: PatienceOver,
        space: tuple[Polyhedron, dict[str, Fraction]],
    ) -> None:
        self.result, self.deal, self.one, self.over = result, deal, one, over
        self.space, self.inside = space
        self.levels = {issue: deal.issue(issue).level(level) for issue, level in one.levels}
        self.ends = [(_ALL, over.least), (_ALL, over.most)]
        self.ends += [(n, end) for n, pair in enumerate(over.by_actor) for end in pair]
        self.points = self._points()

    def _points(self) -> list[dict[str, Fraction]]:
        """Return points of the space: one inside, the witnesses that lie in it, and the ways between."""
        inside = self.inside
        out = [inside]
        for _, end in self.ends:
            there = {**inside, **dict(end.witness)}
            middle = {name: (value + there[name]) / 2 for name, value in inside.items()}
            out += [p for p in (there, middle) if self.space.contains(p) and p not in out]
        return out

    def at(self, point: Mapping[str, Fraction], actor: int) -> tuple[Fraction | None, bool]:
        """Return the threshold by definition (None: no patience), and whether all of it is granted anyway."""
        part = [i for i in self.deal.issues if i.id in self.levels]
        oneshot = _cheapest(self.deal, point)
        worst: Fraction | None = Fraction(0)
        for n, who in enumerate(self.deal.actors):
            if actor in (_ALL, n):
                mine = [i for i in part if i.grantor == who]
                theirs = [i for i in part if i.beneficiary == who]
                got = sum((i.benefit[self.levels[i.id]].at(point) for i in theirs), Fraction(0))
                here = got - sum((i.cost[self.levels[i.id]].at(point) for i in mine), Fraction(0))
                cheap = sum((min(c.at(point) for c in i.cost) for i in mine), Fraction(0))
                after = sum((i.benefit[oneshot[i.id]].at(point) for i in theirs), Fraction(0)) - cheap
                delta = _threshold(here, got - cheap, after)
                worst = None if delta is None or worst is None else max(worst, delta)
        return worst, all(oneshot[i.id] == self.levels[i.id] for i in part)

    def findings(self) -> Iterator[tuple[str, bool]]:
        """Check ends, certificates, witnesses and points."""
        name = f"{self.one.name}, {', '.join(self.over.readings)}"
        for actor, end in self.ends:
            who = "both" if actor == _ALL else self.deal.names[actor]
            yield f"{name}: certificates of the {end.extreme} threshold of {who}", all(map(self._adds_up, end.proofs))
            yield f"{name}: what the {end.extreme} threshold of {who} rests on", self._rests(end)
            yield f"{name}: what they conclude for {who}, {end.extreme}", self._concludes(end)
            yield f"{name}: witness of the {end.extreme} threshold of {who}", self._stands(actor, end)
        yield f"{name}: thresholds at points of the space", all(self._within(p) for p in self.points)

    def _adds_up(self, proof: Bounding) -> bool:
        """Tell whether a certificate adds up, from rows that the case has."""
        known = {row.label: row for row in self.space.rows}
        own = all(row.label.startswith("given:") or known.get(row.label) == row for row in proof.rows)
        return own and check(proof.certificate, proof.rows)

    def _rests(self, end: PatienceEnd) -> bool:
        """Tell whether the grounds are those of the rows used."""
        labels = {x for p in end.proofs for x in p.certificate.labels if not x.startswith("given:")}
        bases = [self.result.case.basis(label) for label in labels]
        claims = {claim for basis in bases for claim in basis.claims}
        conventions = {basis.convention for basis in bases if basis.convention}
        return set(end.grounds.claims) == claims and set(end.grounds.conventions) == conventions

    def _concludes(self, end: PatienceEnd) -> bool:
        """Tell whether every certificate concludes what the end says in the one-shot equilibrium of its part."""
        concluded = [p for p in end.proofs if p.certificate.conclusion is not None]
        free = end.ratio is None if end.extreme == "most" else end.ratio == 0 and end.attained
        right = all(p.certificate.conclusion in self._statements(p.actor, dict(p.part), end) for p in concluded)
        return right and (free or bool(concluded) or any(p.part for p in end.proofs))

    def _terms(self, actor: str, oneshot: Mapping[str, int]) -> tuple[Affine, Affine]:
        """Return an actor's cost and benefit of the package above a one-shot equilibrium."""
        part = [i for i in self.deal.issues if i.id in self.levels]
        cost = gain = Affine.number(0)
        for i in part:
            if i.grantor == actor:
                cost = cost + i.cost[self.levels[i.id]] - i.cost[oneshot[i.id]]
            else:
                gain = gain + i.benefit[self.levels[i.id]] - i.benefit[oneshot[i.id]]
        return cost, gain

    def _statements(self, actor: str, oneshot: Mapping[str, int], end: PatienceEnd) -> list[Condition]:
        """Return what may be concluded of one actor on one part: cost against ratio times benefit."""
        if set(oneshot) != set(self.levels):
            return []
        cost, gain = self._terms(actor, oneshot)
        never = Condition(cost - gain, Relation.ABOVE)
        if end.extreme == "most":
            return [] if end.ratio is None else [Condition(gain * end.ratio - cost, Relation.AT_LEAST)]
        if end.ratio is None:
            return [never]
        relation = Relation.AT_LEAST if end.attained else Relation.ABOVE
        return [never, Condition(cost - gain * end.ratio, relation)]

    def _stands(self, actor: int, end: PatienceEnd) -> bool:
        """Tell whether the witness has the threshold said; one that is not reached, in the closure of its part."""
        point = {**self.inside, **dict(end.witness)}
        if not all(type(v) is Fraction for v in point.values()) or not self.space.closure().contains(point):
            return False
        if end.ratio is None or end.attained or (end.extreme == "most" and end.ratio > 1):
            return self.space.contains(point) and self._has(actor, end, point)
        parts = {p.part for p in end.proofs if p.part}
        actors = self.deal.actors if actor == _ALL else (self.deal.actors[actor],)
        for part in parts:
            for who in actors:
                cost, gain = (form.at(point) for form in self._terms(who, dict(part)))
                if gain > 0 and cost == end.ratio * gain:
                    return True
        return False

    def _has(self, actor: int, end: PatienceEnd, point: Mapping[str, Fraction]) -> bool:
        """Tell whether the threshold at a point is the one said, and the package is not granted anyway there."""
        delta, anyway = self.at(point, actor)
        if anyway and self.over.anyway == "for some stakes":
            return False
        return delta == end.delta

    def _within(self, point: Mapping[str, Fraction]) -> bool:
        """Tell whether thresholds at a point lie between the ends; points where all is granted anyway stand apart."""
        for actor, low, high in ((_ALL, self.over.least, self.over.most), *self._pairs()):
            delta, anyway = self.at(point, actor)
            if anyway and self.over.anyway != "for all stakes":
                continue
            if delta is None:
                inside = high.delta is None and (high.ratio != 1 or high.attained)
            else:
                inside = low.delta is not None and delta >= low.delta and (high.delta is None or delta <= high.delta)
                inside = inside and (low.attained or delta > low.delta if low.delta is not None else inside)
            if not inside:
                return False
        return True

    def _pairs(self) -> Iterator[tuple[int, PatienceEnd, PatienceEnd]]:
        return ((n, low, high) for n, (low, high) in enumerate(self.over.by_actor))
