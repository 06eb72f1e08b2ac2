"""A concession range over a space of stakes, held against its own ends, its proofs and points of the space.

Room      study. Acceptance at points comes from `acceptance`; certificates are added up by the checker of
          the polyhedra room; nothing here searches.
Points    the point of the numbers, if it lies there; the ends' witnesses, one actor's stakes from one and
          the other's from another, and each mixed with the centre of the space.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import CaseError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import check
from bargain.study.grounds import grounds
from bargain.study.results import Interval, reading_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case import Case
    from bargain.encode import Exchange
    from bargain.polyhedra import Point, Polyhedron, Row
    from bargain.study.grounds import Grounds
    from bargain.study.recheck import Findings, Sides
    from bargain.study.results import ConcessionRange, OverSpace, RangeEnd

__all__ = ["agreement", "consistency", "open_questions", "points", "proofs", "well_formed"]

Stakes = dict[str, Fraction]
Tried = list[tuple[Stakes, "Sides"]]

_MIX = Fraction(2, 5)
_ENDS = {(side, extreme) for side in ("low", "high") for extreme in ("smallest", "largest")}
_LOOSEST = {("low", "smallest"), ("high", "largest")}


def well_formed(deal: Exchange, found: ConcessionRange, over: OverSpace, space: Polyhedron) -> Findings:
    """Look for the four ends, each once, of an actor, with a share and a witness that can be tried."""
    name = _name(found, over)
    yield f"{name}: all four ends are given, each once", sorted((e.side, e.extreme) for e in over.ends) == sorted(_ENDS)
    for end in over.ends:
        fits = end.actor in deal.actors and {n for n, _ in end.witness} <= set(space.variables)
        exact = all(type(v) is Fraction for _, v in end.witness)
        share = end.share is None or (type(end.share) is Fraction and 0 <= end.share <= 1)
        yield f"{name}: the {end.extreme} {end.side} end is a share of an actor, at stakes", fits and exact and share
    for kind, levels in (("certain", over.certain_levels), ("possible", over.possible_levels)):
        ordered = levels == tuple(level for level in found.levels if level in levels)
        yield f"{name}: the {kind} levels are levels of the issue, in order", ordered


def consistency(found: ConcessionRange, over: OverSpace) -> Findings:
    """Hold the certain and possible shares and levels against the ends."""
    name = _name(found, over)
    at = {(e.side, e.extreme): e for e in over.ends}
    certain = Interval(low=at["low", "largest"].share, high=at["high", "smallest"].share)
    yield f"{name}: certain runs from the largest low to the smallest high end", over.certain == certain
    low, high = at["low", "smallest"], at["high", "largest"]
    hull = Interval(low=low.share, high=high.share, low_open=not low.attained, high_open=not high.attained)
    nothing = over.possible == Interval(low=None, high=None)
    yield f"{name}: possible runs from the smallest low to the largest high end", nothing or over.possible == hull
    told = over.no_deal.startswith("no deal: ")
    yield f"{name}: it is said why where no share is possible, and only there", told if nothing else not over.no_deal
    yield f"{name}: what is certain is possible", set(over.certain_levels) <= set(over.possible_levels)
    for level, share in zip(found.levels, found.shares, strict=True):
        fits = share in over.certain or level not in over.certain_levels
        yield f"{name}: level {level} is certain only inside the certain shares", fits
        fits = share in over.possible or level not in over.possible_levels
        yield f"{name}: level {level} is possible only inside the possible shares", fits
    yield f"{name}: no gap is spoken of where there is no level between", len(found.levels) > 2 or not over.notes


def proofs(case: Case, deal: Exchange, found: ConcessionRange, over: OverSpace, rows: dict[str, Row]) -> Findings:
    """Add up every certificate, hold its rows against the case, and its grounds against what it uses."""
    for end in over.ends:
        name = f"{_name(found, over)}: the {end.extreme} {end.side} end"
        yield f"{name} has a certificate if it needs one", bool(end.proofs) or not _needs_proof(end)
        labels: list[str] = []
        for n, proof in enumerate(end.proofs, 1):
            own = all(rows.get(r.label) == r or _is_given(deal, r) for r in proof.rows)
            yield f"{name}: certificate {n} uses only rows of the case", own
            yield f"{name}: certificate {n} adds up", check(proof.certificate, proof.rows)
            labels += proof.certificate.labels
        yield f"{name} rests on what its certificates use", _same(case, end.grounds, labels)


def _needs_proof(end: RangeEnd) -> bool:
    """Tell whether an end claims more than the scale, or a point at which all is refused, shows by itself."""
    if (end.side, end.extreme) in _LOOSEST:
        return end.binds
    return end.share is not None and end.share != (1 if end.side == "low" else 0)


def _same(case: Case, said: Grounds, labels: list[str]) -> bool:
    """Tell whether grounds are those of the rows that certificates use."""
    try:
        true = grounds(case, labels)
    except CaseError:
        return False
    same = said.claims == true.claims and said.conventions == true.conventions
    return same and sorted(said.rows) == sorted(true.rows)


def _is_given(deal: Exchange, row: Row) -> bool:
    """Tell whether a row is the condition of a part: which level is cheapest, or which disagreement binds."""
    kind, _, rest = row.label.partition(":")
    if kind != "given":
        return False
    if rest in {"one-shot", "outside"}:
        return any(_is_disagreement(deal, actor, value, rest, row.condition) for actor, value in deal.outside)
    for item in deal.issues:
        for n, m in product(range(len(item.levels)), repeat=2):
            if n != m and rest == f"{item.id}:{n}<{m}":
                relation = Relation.ABOVE if m < n else Relation.AT_LEAST
                return row.condition == Condition(item.cost[m] - item.cost[n], relation)
    return False


def _is_disagreement(deal: Exchange, actor: str, outside: Affine, kind: str, condition: Condition) -> bool:
    """Tell whether a condition compares an actor's outside option with some one-shot payoff of it."""
    relation = Relation.AT_LEAST if kind == "one-shot" else Relation.ABOVE
    if condition.relation is not relation:
        return False
    form = outside + condition.form if kind == "one-shot" else outside - condition.form
    options = [i.benefit for i in deal.issues if i.beneficiary == actor]
    options += [tuple(-c for c in i.cost) for i in deal.issues if i.grantor == actor]
    return _is_sum(form, options)


def _is_sum(form: Affine, options: list[tuple[Affine, ...]]) -> bool:
    """Tell whether a form is a sum of one option of each kind; stakes of one kind alone settle it there."""
    if not options:
        return form == Affine.number(0)
    later = {name for own in options[1:] for option in own for name in option.names}
    lefts = (form - option for option in options[0])
    mine = {name for option in options[0] for name in option.names} - later
    return any(_is_sum(left, options[1:]) for left in lefts if not mine.intersection(left.names))


def points(
    case: Case, deal: Exchange, over: OverSpace, space: Polyhedron, centre: Point, known: Stakes
) -> Iterator[Stakes]:
    """Iterate over points of the space: `known`, and the ends' witnesses mixed with the centre and each other."""
    middle = dict(centre)
    if known and space.contains(known):
        yield known
    witnesses = [{**middle, **dict(end.witness)} for end in over.ends if end.witness]
    first, second = (case.stakes_of(actor) for actor in deal.actors)
    for far, near in product([*witnesses, middle], repeat=2):
        point = {**middle, **{n: far[n] for n in first}, **{n: near[n] for n in second}}
        for one in (point, {n: point[n] * _MIX + middle[n] * (1 - _MIX) for n in point}):
            if space.contains(one):
                yield one


def agreement(found: ConcessionRange, over: OverSpace, tried: Tried) -> Findings:
    """Hold certain and possible shares and levels, and the ends, against what points of the space admit."""
    name = _name(found, over)
    met = [sides.interval for _, sides in tried]
    yield f"{name}: certain shares are accepted at every point tried", all(_covers(i, over.certain) for i in met)
    yield (
        f"{name}: impossible shares are accepted at no point tried",
        all(_covers(over.possible, i) for i in met),
    )
    hull = bool(over.notes)
    for n, (level, share) in enumerate(zip(found.levels, found.shares, strict=True)):
        seen = [sides.levels[n] for _, sides in tried]
        fits = (all(seen) or level not in over.certain_levels) and (not any(seen) or level in over.possible_levels)
        yield f"{name}: level {level} agrees with every point tried", fits
        whole = hull or level in over.certain_levels or share not in over.certain or not all(seen)
        yield f"{name}: level {level} is certain if its share is", whole
        gap = any(share in i and not fit for i, fit in zip(met, seen, strict=True))
        yield f"{name}: level {level} fails inside the interval only where that is said", hull or not gap
    for end in over.ends:
        if end.share is None or end.attained:
            there = any(_stands(end, sides) for point, sides in tried if _at(end, point))
            yield f"{name}: the {end.extreme} {end.side} end stands at its witness", there


def open_questions(found: ConcessionRange, over: OverSpace, tried: Tried) -> Iterator[str]:
    """Say of which levels neither a point nor the end of the possible shares settles what is claimed."""
    for n, (level, share) in enumerate(zip(found.levels, found.shares, strict=True)):
        seen = any(sides.levels[n] for _, sides in tried)
        if level in over.possible_levels and not seen:
            yield f"{_name(found, over)}: that level {level} is possible"
        if level not in over.possible_levels and share in over.possible:
            yield f"{_name(found, over)}: that level {level} is not possible"


def _name(found: ConcessionRange, over: OverSpace) -> str:
    return f"{found.issue}, {reading_words(over.readings)}"


def _covers(outer: Interval, inner: Interval) -> bool:
    """Tell whether every share of one closed interval lies in another; a closed one is covered with its ends."""
    if inner.empty or inner.low is None or inner.high is None:
        return True
    return inner.low in outer and inner.high in outer


def _at(end: RangeEnd, point: Stakes) -> bool:
    return bool(end.witness) and all(point[n] == v for n, v in end.witness)


def _stands(end: RangeEnd, sides: Sides) -> bool:
    """Tell whether the end's actor accepts exactly up to the end; for an end without share, nothing."""
    low, high = next((low, high) for actor, low, high in sides.ends if actor == end.actor)
    return (low if end.side == "low" else high) == end.share
