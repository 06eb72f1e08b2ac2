"""The patience that one package needs over a whole space of stakes: two ends, with proofs.

Room      study.
Method    the space is cut into parts on which the one-shot equilibrium is fixed. On a part an actor's cost C
          and benefit B of the package are affine, and its threshold is C/B: a linear-fractional program each
          way. No row relates two actors' stakes, so both ends of both actors are reached independently, and
          the common threshold of a part ends at the larger of the two.
Proof     least v: C >= v·B on every part (C > v·B where v is not reached). Most v: C <= v·B on every part,
          which is the condition of self-enforcement itself at δ = v. Both are sums of rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Infeasible, Polyhedron, Row, Verdict
from bargain.study.grounds import grounds, in_order, names_of
from bargain.study.patience_results import Bounding, PatienceEnd, PatienceForm, PatienceOver
from bargain.study.regimes import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bargain.case import Reading
    from bargain.encode import CodedCase, Exchange
    from bargain.polyhedra import Certificate, Point
    from bargain.study.regimes import Part

__all__ = ["Cut", "forms_of", "package_over", "terms"]

_MOST_REDUCED = 4  # parts up to which every single ground is tried whether it is needed
_ZERO = Affine.number(0)
Chosen = dict[str, int]  # the package's level per issue


def terms(deal: Exchange, actor: str, chosen: Mapping[str, int], oneshot: Mapping[str, int]) -> tuple[Affine, Affine]:
    """Return an actor's per-period cost and benefit of what a package adds to the one-shot equilibrium."""
    own = [i.cost[chosen[i.id]] - i.cost[oneshot[i.id]] for i in deal.issues if i.grantor == actor]
    other = [i.benefit[chosen[i.id]] - i.benefit[oneshot[i.id]] for i in deal.issues if i.beneficiary == actor]
    return Affine.total(own), Affine.total(other)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Extreme:
    """An extreme of a threshold; ratio None: no bound, or nothing that any patience could hold."""

    ratio: Fraction | None
    attained: bool
    witness: Point

    def order(self) -> tuple[bool, Fraction, bool]:
        """Smaller is easier to enforce: reached before not reached, without bound last."""
        return self.ratio is None, self.ratio or Fraction(0), not self.attained

    def height(self) -> tuple[bool, Fraction, bool]:
        """Larger is harder to enforce: reached after not reached."""
        return self.ratio is None, self.ratio or Fraction(0), self.attained


class Cut:
    """A space of stakes cut into pairs of parts, one of each actor; extremes are worked out once."""

    def __init__(self, deal: Exchange, chosen: Chosen, areas: Mapping[str, Polyhedron]) -> None:
        self.deal, self.chosen = deal, chosen
        shut: list[Bounding] = []
        self.spaces: dict[str, list[tuple[Part, Polyhedron]]] = {}
        for actor in deal.actors:
            found, empty = parts(deal, actor, areas[actor])
            shut += [Bounding(actor=actor, rows=p.rows, certificate=p.certificate) for p in empty]
            self.spaces[actor] = [(part, areas[actor].with_rows(*part.rows)) for part in found]
        self.areas = areas
        self.shut = tuple(shut)  # that the parts left out are empty
        self._known: dict[tuple[str, int, Affine, bool], _Extreme] = {}

    def pairs(self) -> list[tuple[int, int]]:
        """Return all pairs of parts."""
        first, second = (range(len(self.spaces[actor])) for actor in self.deal.actors)
        return list(product(first, second))

    def oneshot(self, pair: tuple[int, int]) -> dict[str, int]:
        """Return the one-shot level of every issue on a pair of parts."""
        chosen_parts = [self.spaces[actor][n][0] for actor, n in zip(self.deal.actors, pair, strict=True)]
        return {issue: level for part in chosen_parts for issue, level in part.levels}

    def telling(self) -> list[tuple[int, int]]:
        """Return the pairs of parts on which the package is not what is granted anyway; all if it is everywhere."""
        return [pair for pair in self.pairs() if self.oneshot(pair) != self.chosen] or self.pairs()

    def forms(self, pair: tuple[int, int]) -> dict[str, tuple[Affine, Affine]]:
        """Return both actors' cost and benefit on a pair of parts."""
        oneshot = self.oneshot(pair)
        return {actor: terms(self.deal, actor, self.chosen, oneshot) for actor in self.deal.actors}

    def beside(self, one: _Extreme, pair: tuple[int, int], n: int) -> _Extreme:
        """Return an extreme of one actor with some stakes of the other on the same pair of parts."""
        other = self.spaces[self.deal.actors[1 - n]][pair[1 - n]][1]
        there = _point(other) or ()
        return replace(one, witness=(*one.witness, *there) if n == 0 else (*there, *one.witness))

    def extreme(self, actor: str, n: int, cost: Affine, gain: Affine, *, most: bool) -> _Extreme:
        """Return one actor's least or greatest threshold on one of its parts."""
        key = (actor, n, gain, most)
        if key not in self._known:
            area = self.spaces[actor][n][1]
            self._known[key] = (_most if most else _least)(area, cost, gain)
        return self._known[key]


def _row(label: str, form: Affine, *, strict: bool = False) -> Row:
    return Row(f"given:{label}", Condition(form, Relation.ABOVE if strict else Relation.AT_LEAST))


def _point(area: Polyhedron, *rows: Row) -> Point | None:
    """Return a point of an area that satisfies more rows, None if there is none."""
    found = area.with_rows(*rows).feasibility() if rows else area.feasibility()
    return found.witness if isinstance(found, Feasible) else None


def _least(area: Polyhedron, cost: Affine, gain: Affine) -> _Extreme:
    """Return the smallest threshold on one part, where the cost is nowhere below 0."""
    free = _point(area, _row("free", -cost), _row("kept", gain))
    if free is not None:
        return _Extreme(ratio=Fraction(0), attained=True, witness=free)
    paid = area.with_rows(_row("gains", gain, strict=True))
    if not paid.feasibility():
        return _Extreme(ratio=None, attained=True, witness=_point(area) or ())
    end = paid.ratio_extent(cost, gain).low
    return _Extreme(ratio=end.value, attained=end.attained, witness=end.point or _point(paid) or ())


def _most(area: Polyhedron, cost: Affine, gain: Affine) -> _Extreme:
    """Return the largest threshold on one part."""
    for rows in ((_row("loses", -gain, strict=True),), (_row("nothing", -gain), _row("pays", cost, strict=True))):
        bad = _point(area, *rows)
        if bad is not None:
            return _Extreme(ratio=None, attained=True, witness=bad)
    paid = area.with_rows(_row("gains", gain, strict=True))
    if not paid.feasibility():
        return _Extreme(ratio=Fraction(0), attained=True, witness=_point(area) or ())
    end = paid.ratio_extent(cost, gain).high
    if end.value is None or end.value > 1 or (end.value == 1 and end.attained):
        witness = _point(area, _row("costs more", cost - gain)) or ()
        return _Extreme(ratio=end.value, attained=end.attained, witness=witness)
    return _Extreme(ratio=end.value, attained=end.attained, witness=end.point or ())


def package_over(case: CodedCase, cut: Cut, readings: tuple[Reading, ...]) -> PatienceOver:
    """Return both ends of a package's threshold over the space that some readings leave.

    Parameters
    ----------
    cut : Cut
        Of that space, for the exchange restricted to the issues that the package names.
    """
    deal = cut.deal
    each = []
    for n, actor in enumerate(deal.actors):
        ends = [_own(cut, n, actor, most=most) for most in (False, True)]
        each.append((_told(case, cut, ends[0], (actor,), most=False), _told(case, cut, ends[1], (actor,), most=True)))
    least, most = _joint(cut, most=False), _joint(cut, most=True)
    return PatienceOver(
        readings=readings,
        least=_told(case, cut, least, deal.actors, most=False),
        most=_told(case, cut, most, deal.actors, most=True),
        by_actor=tuple(each),
        parts=len(cut.pairs()),
        anyway=_anyway(cut),
    )


def _anyway(cut: Cut) -> str:
    """Say for which stakes the package is what is granted without any exchange."""
    count = sum(cut.oneshot(pair) == cut.chosen for pair in cut.pairs())
    return "for all stakes" if count == len(cut.pairs()) else "for some stakes" if count else "for no stakes"


def _own(cut: Cut, n: int, actor: str, *, most: bool) -> _Extreme:
    """Return one actor's extreme over all pairs of parts, with stakes of both: the other's decide what it grants."""
    each = ((pair, cut.extreme(actor, pair[n], *cut.forms(pair)[actor], most=most)) for pair in cut.telling())
    return _furthest((cut.beside(one, pair, n) for pair, one in each), most=most)


def _joint(cut: Cut, *, most: bool) -> _Extreme:
    """Return the extreme of the larger of both actors' thresholds, with stakes of both."""
    return _furthest((_larger(cut, pair, most=most) for pair in cut.telling()), most=most)


def _furthest(each: Iterable[_Extreme], *, most: bool) -> _Extreme:
    """Return the extreme of several; stops at one that nothing can exceed."""
    found: list[_Extreme] = []
    for one in each:
        if one.ratio is None if most else one.ratio == 0 and one.attained:
            return one
        found.append(one)
    return max(found, key=_Extreme.height) if most else min(found, key=_Extreme.order)


def _larger(cut: Cut, pair: tuple[int, int], *, most: bool) -> _Extreme:
    """Return the extreme of the larger threshold on one pair of parts, with stakes of both actors."""
    forms = cut.forms(pair)
    both = [cut.extreme(a, n, *forms[a], most=most) for a, n in zip(cut.deal.actors, pair, strict=True)]
    top = max(both, key=_Extreme.height if most else _Extreme.order)
    inside = top.attained or (most and (top.ratio is None or top.ratio > 1))  # whether stakes reach the witness
    witness: list[tuple[str, Fraction]] = []
    for actor, n, mine in zip(cut.deal.actors, pair, both, strict=True):
        meets = mine is top or mine.attained or not inside
        witness += mine.witness if meets else _below(cut.spaces[actor][n][1], forms[actor], top, most=most)
    return _Extreme(ratio=top.ratio, attained=top.attained, witness=tuple(witness))


def _below(area: Polyhedron, form: tuple[Affine, Affine], top: _Extreme, *, most: bool) -> Point:
    """Return admissible stakes of the actor that does not bind, whose own extreme no stakes reach."""
    cost, gain = form
    rows = () if most or top.ratio is None else (_row("within", gain * top.ratio - cost),)
    return _point(area, *rows) or ()


def _told(case: CodedCase, cut: Cut, found: _Extreme, actors: tuple[str, ...], *, most: bool) -> PatienceEnd:
    """Return an end with proofs that rest, where that is cheap to find out, on nothing that could be left out."""
    proofs = _proofs(cut, found, actors, most=most)
    minimal = len(cut.pairs()) <= _MOST_REDUCED
    if proofs and minimal:
        kept = set(in_order(case, _labels(proofs)))
        for name in in_order(case, _labels(proofs)):
            again = _without(case, cut, found, actors, kept - {name}, most=most)
            if again is not None:
                kept, proofs = kept - {name}, again
    return PatienceEnd(
        extreme="most" if most else "least",
        ratio=found.ratio,
        attained=found.attained,
        witness=found.witness,
        proofs=proofs,
        grounds=grounds(case, _labels(proofs)),
        minimal=minimal,
    )


def _labels(proofs: tuple[Bounding, ...]) -> list[str]:
    return [label for proof in proofs for label in proof.certificate.labels]


def _without(
    case: CodedCase, cut: Cut, found: _Extreme, actors: tuple[str, ...], names: set[str], *, most: bool
) -> tuple[Bounding, ...] | None:
    """Return proofs of the same end from these claims and conventions alone; None if it moves."""
    areas = {}
    for actor, area in cut.areas.items():
        rows = (row for row in area.rows if names.issuperset(names_of(case.basis(row.label))))
        areas[actor] = Polyhedron(area.variables, tuple(rows))
    wider = Cut(cut.deal, cut.chosen, areas)
    if len(actors) > 1:
        again = _joint(wider, most=most)
    else:
        again = _own(wider, cut.deal.actors.index(actors[0]), actors[0], most=most)
    same = again.ratio == found.ratio and again.attained == found.attained
    return _proofs(wider, found, actors, most=most) if same else None


def _proofs(cut: Cut, found: _Extreme, actors: tuple[str, ...], *, most: bool) -> tuple[Bounding, ...]:
    """Return certificates that nothing lies beyond an end; none where there is nothing beyond, or no bound."""
    if most and found.ratio is None:
        return ()
    if not most and found.ratio == 0 and found.attained:
        return ()
    out: list[Bounding] = []
    for pair in cut.telling():
        forms = cut.forms(pair)
        asked = [(actor, pair[n]) for n, actor in enumerate(cut.deal.actors) if actor in actors]
        mine = [_proof(cut, actor, n, forms[actor], found, most=most) for actor, n in asked]
        part = tuple(cut.oneshot(pair).items())
        some = [replace(proof, part=part) for proof in mine if proof is not None]
        if not some or (most and len(some) < len(mine)):
            raise AssertionError(f"an end {found.ratio} of {cut.chosen} was to hold on every part")
        out += some if most else some[:1]  # one actor shuts a pair below the least; both stay within the most
    return (*dict.fromkeys(out), *cut.shut)


def _bounding(actor: str, area: Polyhedron, certificate: Certificate) -> Bounding:
    """Return a certificate with the rows that it adds up."""
    used = set(certificate.labels)
    return Bounding(actor=actor, rows=tuple(row for row in area.rows if row.label in used), certificate=certificate)


def _proof(
    cut: Cut, actor: str, n: int, form: tuple[Affine, Affine], found: _Extreme, *, most: bool
) -> Bounding | None:
    """Return the certificate of one actor on one part; None if the statement is not true of it."""
    cost, gain = form
    area = cut.spaces[actor][n][1]
    wanted = [Condition(cost - gain, Relation.ABOVE)]  # at no patience at all
    if most and found.ratio is not None:
        wanted = [Condition(gain * found.ratio - cost, Relation.AT_LEAST)]
    elif found.ratio is not None:
        above = Relation.AT_LEAST if found.attained else Relation.ABOVE
        wanted.insert(0, Condition(cost - gain * found.ratio, above))
    for condition in wanted:
        decision = area.decide(condition)
        if decision.verdict is Verdict.ALWAYS and decision.certificate is not None:
            return _bounding(actor, area, decision.certificate)
    if found.ratio == 0 and not most:  # no cost on the part without a loss: nothing there is free
        wider = area.with_rows(_row("free", -cost), _row("kept", gain))
        answer = wider.feasibility()
        if isinstance(answer, Infeasible):
            return _bounding(actor, wider, answer.certificate)
    return None


def forms_of(cut: Cut, *, most: int) -> tuple[PatienceForm, ...]:
    """Return a package's thresholds as formulas, one for each part of the space; none for more than `most` parts."""
    deal, areas, chosen = cut.deal, cut.areas, cut.chosen
    if len(cut.pairs()) > most:
        return ()
    out = []
    for pair in cut.pairs():
        forms = cut.forms(pair)
        where: list[Condition] = []
        for actor, n in zip(deal.actors, pair, strict=True):
            if len(cut.spaces[actor]) > 1:
                where += [_plain(r.condition) for r in cut.spaces[actor][n][0].rows if not _implied(areas[actor], r)]
        costs, gains = (tuple(forms[a][k] for a in deal.actors) for k in (0, 1))
        areas_here = [cut.spaces[a][n][1] for a, n in zip(deal.actors, pair, strict=True)]
        sure = tuple(_implied(x, _row("kept", forms[a][1])) for x, a in zip(areas_here, deal.actors, strict=True))
        low, high = (_larger(cut, pair, most=most) for most in (False, True))
        out.append(
            PatienceForm(
                where=tuple(dict.fromkeys(where)),
                actors=deal.actors,
                costs=(costs[0], costs[1]),
                gains=(gains[0], gains[1]),
                sure=(sure[0], sure[1]),
                anyway=cut.oneshot(pair) == chosen,
                least=(low.ratio, low.attained),
                most=(high.ratio, high.attained),
            )
        )
    return tuple(out)


def _plain(condition: Condition) -> Condition:
    """Return a condition in smallest numbers, so that multiples of it are seen to be the same."""
    scale = abs(condition.form.terms[0][1]) if condition.form.terms else Fraction(1)
    return Condition(condition.form / scale, condition.relation)


def _implied(area: Polyhedron, row: Row) -> bool:
    return not area.with_rows(Row("given:opposite", row.condition.opposite())).feasibility()
