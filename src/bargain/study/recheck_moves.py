"""Whether what is printed of observed moves is all there, and says what the case and the finding say.

Room      study. Reads the case; nothing is solved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.study.observed_moves import GRADES
from bargain.study.observed_play import levels_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bargain.study.observed_moves import Counted
    from bargain.study.observed_result import ObservedMoves

__all__ = ["listing_checks", "moves_checks"]


def moves_checks(found: ObservedMoves) -> Iterator[tuple[str, bool]]:
    """Hold that every move counts or is left out with a reason, and that those that count are firm enough."""
    levels = levels_of(found)
    counted = [c.id for c in found.counted]
    named = [*counted, *(name for name, why in found.left if why)]
    yield "every move is counted or left out", sorted(named) == sorted(m.id for m in found.case.moves)
    yield "every move says what the case says of it", all(_read(found, levels, one) for one in found.counted)
    firm = GRADES[GRADES.index(found.grade) :]
    yield "moves are as firm as asked", all(c.move.grade in firm for c in found.counted)


def _read(found: ObservedMoves, known: Mapping[str, tuple[str, ...]], one: Counted) -> bool:
    """Tell whether a move stands for what the case says: a level of its issue, or actions of the game."""
    case, game = found.case, found.game
    if one.move not in case.moves:
        return False
    if one.issue:
        levels = known.get(one.issue, ())
        grant = case.issue(one.issue).grant
        who = "" if grant is None else case.actor(grant.grantor).name
        fits = 0 <= one.level < len(levels) and levels[one.level] == one.move.level and one.issue == one.move.issue
        return fits and one.words == f"{who}: {one.issue} at {one.move.level}"
    spec, names = case.spec(game), {case.actor(a).name for a in one.move.actors}
    told = dict(one.move.plays).get(game) or ((one.move.entry,) if one.move.entry else None)
    words = " and ".join(f"{who} plays {' or '.join(acts)}" for who, acts in one.plays)
    if spec.form == "exchange":
        told, words = None, f"{one.plays[0][0]}: {one.move.issue} at {one.move.level}"
    allowed = all(told is None or set(acts) <= set(told) for _, acts in one.plays)
    return bool(one.plays) and allowed and {who for who, _ in one.plays} <= names and one.words == words


def listing_checks(found: ObservedMoves) -> Iterator[tuple[str, bool]]:
    """Hold that nothing is missing from what is printed, and that it is printed as it was found."""
    stakes = [s.id for s in found.case.stakes] if found.ways else []
    yield "every stake has its bounds", sorted(b.stake for b in found.bounds) == sorted(stakes)
    pairs = zip(found.given, found.ways, strict=False)
    kept = len(found.given) == len(found.ways) and all(_among(c, way.conditions) for g, way in pairs for c in g)
    yield "conditions printed are those of the equilibria", kept
    asked = [(c.id, c.words) for c in found.counted]
    yield "every move is left out once", [(item.id, item.words) for item in found.alone] == asked
    answers = [a for item in found.alone for a in item.answers]
    quantified = [a.quantifier for a in answers] == ["some", "every"] * len(found.alone)
    yield (
        "answers are under the quantifiers and readings asked",
        quantified and all(a.readings == found.readings for a in answers),
    )


def _among(condition: Condition, given: Sequence[Condition]) -> bool:
    """Tell whether a condition is one of some, or the equality that two of them make up."""
    both = [Condition(form, Relation.AT_LEAST) for form in (condition.form, -condition.form)]
    return condition in given or (condition.relation is Relation.EQUAL and all(c in given for c in both))
