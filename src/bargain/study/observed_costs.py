"""What a grant in a one-shot exchange says about its cost.

Room      study.
Law       nothing that the other does depends on a grant in a one-shot exchange, so its grantor takes the level that
          costs least, and withholding costs nothing: a level that is granted costs at most 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.study.alternatives import issue_alternatives
from bargain.study.observed_sets import ExchangeModel
from bargain.study.observed_values import Costly
from bargain.study.pieces import added, narrowed
from bargain.study.region_cuts import needed

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.encode import Exchange
    from bargain.polyhedra import Polyhedron
    from bargain.study.observed_moves import Counted
    from bargain.study.observed_sets import Model

__all__ = ["costly_grants"]


def costly_grants(case: Case, model: Model, theta: Polyhedron) -> tuple[Costly, ...]:
    """Return, for each grant in a one-shot exchange, the condition on its cost; nothing for other games."""
    if not isinstance(model, ExchangeModel):
        return ()
    return tuple(_costly(case, model.deal, item, theta) for item in model.counted if item.level > 0)


def _costly(case: Case, deal: Exchange, item: Counted, theta: Polyhedron) -> Costly:
    """Say where a level costs least, and whether the rows allow it."""
    issue = deal.issue(item.issue)
    cost = issue.cost[item.level]
    free = Condition(-cost, Relation.AT_LEAST)
    way = next((a for a in issue_alternatives(issue) if a.key == (item.level,)), None)
    elsewhere = _elsewhere(case, item)
    if way is None:
        return Costly(id=item.id, words=item.words, conditions=f"{cost} <= 0", possible=False, elsewhere=elsewhere)
    space = narrowed(theta, {*cost.names, *(n for c in way.conditions for n in c.form.names)})
    possible = bool(added(space, way.conditions).feasibility())
    given = needed(space, way.conditions) if possible else (free,)
    words = " and ".join(str(c) for c in given) or "the rows leave it no cost"
    return Costly(id=item.id, words=item.words, conditions=words, possible=possible, elsewhere=elsewhere)


def _elsewhere(case: Case, item: Counted) -> tuple[str, ...]:
    """Return the games, repeated or in moves, in which the move says something."""
    out = []
    for spec in case.games:
        home = spec.repeated or spec.offers
        if (home is not None and item.issue in case.spec(home.exchange).issues) or (
            spec.form == "sequential" and spec.id in dict(item.move.plays)
        ):
            out.append(spec.id)
    return tuple(out)
