"""Parts of the stake space on which the one-shot equilibrium, and what binds at disagreement, are fixed.

Room      study.
Why       a cost whose sign is open is a shared interest on one side of zero and a price on the other; the
          disagreement point then has a different form on each side. On each part it is affine.
Cover     the parts of one actor are disjoint (ties count as withheld) and cover its whole space.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.polyhedra import Infeasible, Polyhedron, Row
from bargain.study.rules import paid, received
from bargain.study.shares import Proof

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from bargain.encode import Exchange, Grantable
    from bargain.exact import Affine
    from bargain.study.rules import Levels, Rule

__all__ = ["Part", "Regime", "disagreement_choices", "oneshot_at", "parts", "regimes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of one actor's space with one choice of what it grants in the one-shot equilibrium."""

    levels: Levels
    rows: tuple[Row, ...]  # conditions beyond the case's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """A part of one actor's space on which the thresholds of its side are affine."""

    actor: str
    oneshot: Levels  # of both actors
    fallback: str
    space: Polyhedron


def _cheapest(issue: Grantable, n: int) -> tuple[Row, ...]:
    """Return the rows that make level n the least that costs no more than any other."""
    rows = []
    for m, cost in enumerate(issue.cost):
        if m != n:
            relation = Relation.ABOVE if m < n else Relation.AT_LEAST
            rows.append(Row(f"given:{issue.id}:{n}<{m}", Condition(cost - issue.cost[n], relation)))
    return tuple(rows)


@lru_cache(maxsize=256)
def parts(exchange: Exchange, actor: str, space: Polyhedron) -> tuple[tuple[Part, ...], tuple[Proof, ...]]:
    """Return the non-empty parts of one actor's space by what it grants one-shot, and proofs that others are empty.

    Least generous first. Cost: at most one feasibility program per issue and level kept so far; kept, because
    every rule asks for the same parts.
    """
    found = [Part(levels=(), rows=())]
    shut = []
    for issue in exchange.granted_by(actor):
        grown = []
        for part, n in product(found, range(len(issue.levels))):
            rows = (*part.rows, *_cheapest(issue, n))
            proof = _shut(space, rows)
            if proof is not None:
                shut.append(proof)
            else:
                grown.append(Part(levels=(*part.levels, (issue.id, n)), rows=rows))
        found = grown
    return tuple(found), tuple(shut)


def _shut(space: Polyhedron, rows: tuple[Row, ...]) -> Proof | None:
    """Return the proof that rows leave nothing of a space; None if they leave something.

    Rows that the space implies by itself do not count, and of one that is left the space can be asked directly.
    """
    telling = [row for row in rows if space.admits(row.condition.opposite())]
    if len(telling) <= 1 and all(space.admits(row.condition) for row in telling):
        return None
    area = space.with_rows(*rows)
    answer = area.feasibility()
    return _empty(area, answer) if isinstance(answer, Infeasible) else None


def _empty(area: Polyhedron, answer: Infeasible) -> Proof:
    """Return the proof that a part is empty."""
    used = set(answer.certificate.labels)
    rows = tuple(row for row in area.rows if row.label in used)
    return Proof(rows=rows, certificate=answer.certificate, share=None, space=area)


def regimes(
    exchange: Exchange, rule: Rule, areas: Mapping[str, Polyhedron], chosen: Mapping[str, Part]
) -> tuple[dict[str, tuple[Regime, ...]], tuple[Proof, ...]]:
    """Return, for each actor, its non-empty regimes under one one-shot outcome, and proofs that others are empty."""
    oneshot = tuple(level for part in chosen.values() for level in part.levels)
    found, shut = {}, []
    for actor, part in chosen.items():
        space = areas[actor].with_rows(*part.rows)
        mine = []
        for fallback, conditions in disagreement_choices(exchange, rule, actor, oneshot):
            area = space.with_rows(*(Row(f"given:{fallback}", c) for c in conditions))
            answer = area.feasibility() if conditions else None
            if isinstance(answer, Infeasible):
                shut.append(_empty(area, answer))
            else:
                mine.append(Regime(actor=actor, oneshot=oneshot, fallback=fallback, space=area))
        found[actor] = tuple(mine)
    return found, tuple(shut)


def _outside_gap(exchange: Exchange, actor: str, oneshot: Levels) -> Affine:
    """Return the outside option minus the one-shot payoff."""
    payoff = received(exchange, actor, oneshot) - paid(exchange, actor, oneshot)
    return dict(exchange.outside)[actor] - payoff


def oneshot_at(exchange: Exchange, stakes: dict[str, Fraction]) -> Levels:
    """Return what each actor grants in the one-shot equilibrium at a point; ties count as withheld."""
    levels = []
    for issue in exchange.issues:
        costs = [cost.at(stakes) for cost in issue.cost]
        levels.append((issue.id, costs.index(min(costs))))
    return tuple(levels)


def disagreement_choices(
    exchange: Exchange, rule: Rule, actor: str, oneshot: Levels
) -> tuple[tuple[str, tuple[Condition, ...]], ...]:
    """Return what may bind at disagreement for one actor, each with the condition under which it does."""
    options = rule.fallbacks(exchange, actor)
    if len(options) == 1:
        return ((options[0], ()),)
    gap = _outside_gap(exchange, actor, oneshot)
    return (
        ("one-shot", (Condition(-gap, Relation.AT_LEAST),)),
        ("outside", (Condition(gap, Relation.ABOVE),)),
    )
