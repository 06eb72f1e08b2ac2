"""Which concession needs more patience than which, and which return holds better, whatever the stakes.

Room      study.
Why       a threshold is a cost over a benefit, so what orders two costs, or two benefits, orders thresholds even
          where neither has a magnitude. The source orders some; each order is one linear condition.
Sound     only for issues on which full concession costs its grantor most above what it grants anyway; a return
          that its grantor may grant anyway holds nobody, so it is never said to hold better.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Row, Verdict
from bargain.study.grounds import grounds
from bargain.study.patience_results import Bounding

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bargain.case import Case
    from bargain.encode import Exchange, Grantable
    from bargain.polyhedra import Polyhedron
    from bargain.study.grounds import Grounds

__all__ = ["PatienceOrder", "orders"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PatienceOrder:
    """One comparison that holds for all stakes.

    Attributes
    ----------
    actor : whose patience it is about
    kind : ``"concession"``: in full, `easier` costs the actor no more than `harder`, so for the same return it
        needs no more patience; ``"return"``: `easier` is worth at least as much to the actor, so the same
        concession needs no more patience in return for it
    """

    actor: str
    kind: str
    easier: str
    harder: str
    proof: Bounding
    grounds: Grounds


def orders(case: Case, deal: Exchange, areas: Mapping[str, Polyhedron]) -> tuple[PatienceOrder, ...]:
    """Return every comparison of two issues in full that holds on the whole of a space.

    Parameters
    ----------
    areas : per actor, its factor of the stake space
    """
    out = []
    for actor in deal.actors:
        own, other = deal.granted_by(actor), deal.granted_by(deal.other(actor))
        area = areas[actor]
        plain = [i for i in own if _straight(i, area)]
        for easier, harder in permutations(plain, 2):
            out.append(_order(case, area, (actor, "concession"), (easier, harder), harder.cost[-1] - easier.cost[-1]))
        held = [i for i in other if _never_free(i, areas[deal.other(actor)])]
        for easier, harder in permutations(other, 2):
            if easier in held:
                more = easier.benefit[-1] - harder.benefit[-1]
                out.append(_order(case, area, (actor, "return"), (easier, harder), more))
    return tuple(order for order in out if order is not None)


def _order(
    case: Case, area: Polyhedron, about: tuple[str, str], pair: tuple[Grantable, Grantable], form: Affine
) -> PatienceOrder | None:
    """Return the comparison if the form is nowhere below 0, None otherwise."""
    decision = area.decide(Condition(form, Relation.AT_LEAST))
    if decision.verdict is not Verdict.ALWAYS or decision.certificate is None:
        return None
    labels = decision.certificate.labels
    rows = tuple(row for row in area.rows if row.label in set(labels))
    return PatienceOrder(
        actor=about[0],
        kind=about[1],
        easier=pair[0].id,
        harder=pair[1].id,
        proof=Bounding(actor=about[0], rows=rows, certificate=decision.certificate),
        grounds=grounds(case, labels),
    )


def _holds(area: Polyhedron, form: Affine) -> bool:
    return not area.with_rows(Row("given:opposite", Condition(form, Relation.AT_LEAST).opposite())).feasibility()


def _straight(issue: Grantable, area: Polyhedron) -> bool:
    """Tell whether no level between is ever cheaper than both withholding and granting in full."""
    full = issue.cost[-1]
    for share, cost in zip(issue.shares[1:-1], issue.cost[1:-1], strict=True):
        if cost != full * share and not _holds(area, cost):
            return False
    return True


def _never_free(issue: Grantable, area: Polyhedron) -> bool:
    """Tell whether its grantor would never grant any of it without a return."""
    return all(_holds(area, cost) for cost in issue.cost)
