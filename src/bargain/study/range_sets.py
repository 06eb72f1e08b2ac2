"""The stakes at which one share of an issue lies in its concession range, as a union of polyhedra.

Room      study.
Meaning   at a fixed share the threshold of each side is affine on each part of the stake space on which the
          one-shot outcome, and what binds at disagreement, are fixed; on that part "both sides accept" is
          two weak conditions. The parts are disjoint and cover the space.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import show
from bargain.games.conditions import at_least
from bargain.polyhedra import Polyhedron
from bargain.study.pieces import Alternative
from bargain.study.regimes import disagreement_choices, parts
from bargain.study.sides import sides_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.encode import CodedCase, Exchange
    from bargain.exact import Condition
    from bargain.study.regimes import Part
    from bargain.study.rules import Levels
    from bargain.study.statements import InRange

__all__ = ["range_alternatives"]

_MOST_PARTS = 4_096


def range_alternatives(case: CodedCase, asked: InRange, space: Polyhedron) -> tuple[Alternative, ...]:
    """Return the ways in which a share is within range, everything else granted in full.

    Parameters
    ----------
    case : CodedCase
    asked : InRange
    space : Polyhedron
        The stake space of the readings asked about.

    Raises
    ------
    RefusedError
        If the exchange has more than 4,096 one-shot outcomes.
    """
    deal = case.exchange(asked.game)
    cuts = [parts(deal, actor, _own(case, actor, space))[0] for actor in deal.actors]
    count = prod(len(found) for found in cuts)
    if count > _MOST_PARTS:
        raise RefusedError(
            f"exchange {asked.game!r} has {count:,} one-shot outcomes, more than {_MOST_PARTS:,}",
            remedy="ask about an exchange of fewer issues",
        )
    rest = tuple((i.id, len(i.levels) - 1) for i in deal.issues if i.id != asked.issue)
    return tuple(item for chosen in product(*cuts) for item in _alternatives(deal, asked, rest, chosen))


def _own(case: CodedCase, actor: str, space: Polyhedron) -> Polyhedron:
    """Return one actor's factor of a space; no row mixes actors."""
    names = case.stakes_of(actor)
    own = set(names)
    return Polyhedron(names, tuple(row for row in space.rows if set(row.condition.form.names) <= own))


def _alternatives(deal: Exchange, asked: InRange, rest: Levels, chosen: tuple[Part, ...]) -> Iterator[Alternative]:
    """Yield the alternatives of one one-shot outcome, one per combination of what binds at disagreement."""
    oneshot = tuple(level for part in chosen for level in part.levels)
    given = [row.condition for part in chosen for row in part.rows]
    sides = sides_of(deal, asked.rule, deal.issue(asked.issue), rest)
    options = [disagreement_choices(deal, asked.rule, side.actor, oneshot) for side in sides]
    for binding in product(*options):
        gains = [
            side.ladder.at(asked.share) - side.need(oneshot, fallback)
            for side, (fallback, _) in zip(sides, binding, strict=True)
        ]
        accepted = at_least(gains)
        if accepted is not None:
            extra: list[Condition] = [c for _, conditions in binding for c in conditions]
            conditions = tuple(c for c in dict.fromkeys((*given, *extra, *accepted)) if not c.form.is_constant)
            if all(c.holds({}) for c in (*given, *extra) if c.form.is_constant):
                yield Alternative(label=f"share {show(asked.share)} accepted by both", conditions=conditions)
