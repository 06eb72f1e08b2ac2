"""What reported moves reveal: the stakes at which some equilibrium of a game agrees with them.

Room      study.
Question  if the moves that the source reports are part of an equilibrium of this game, what must the stakes be?
          Moves are partial (they fix some issues or actions) and graded (announced, agreed, done).
Answer    a union of polyhedra, exact; bounds on every stake over it with proofs; what each move adds to the
          others; where nothing is left, the irreducible conflict and the fewest moves to give up.
Beware    in a one-shot exchange a grant that costs its grantor is never part of an equilibrium. That game can
          explain it only where the cost is not positive; the result says so and names games that can do more.
Source    recovering what payoffs admit from play that is taken to be equilibrium: sets, not points, as in the
          econometrics of incomplete models, [tamer2003]_.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bargain.case import READINGS
from bargain.study.families import Family
from bargain.study.observed_bounds import overlap_words, possible_ways, tightened, whole_point
from bargain.study.observed_conflict import conflict, fewest_drops
from bargain.study.observed_costs import costly_grants
from bargain.study.observed_lazy import unlisted
from bargain.study.observed_models import Setting, setting
from bargain.study.observed_result import ObservedMoves
from bargain.study.observed_sets import RepeatedModel
from bargain.study.observed_values import LeftOut, ObservedStatus
from bargain.study.pieces import added, full_dimensional, narrowed, outside
from bargain.study.region_cuts import needed
from bargain.study.verdicts import answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case import Reading
    from bargain.case.evidence import Grade
    from bargain.encode import CodedCase
    from bargain.polyhedra import Polyhedron
    from bargain.study.observed_sets import Model
    from bargain.study.pieces import Alternative

__all__ = ["observed"]


def observed(
    case: CodedCase,
    game: str,
    *,
    grade: Grade = "announced",
    readings: Sequence[Reading] = READINGS,
    delta: object = None,
    every_level: bool | None = None,
    rest: Literal["free", "one-shot"] = "free",
) -> ObservedMoves:
    """Return what the reported moves reveal about the stakes, if they are equilibrium play of a game.

    Parameters
    ----------
    case : CodedCase
    game : str
        Id of a game: one-shot (pure Nash), sequential with perfect information (pure subgame-perfect plays),
        repeated, or an exchange with `delta` (packages that enforce themselves).
    grade : "announced", "agreed" or "done"
        The least firmness that counts.
    readings : which claims count; all if left out
    delta : exact number, or mapping of actor to one, optional
        Discount factors, strictly between 0 and 1. A repeated game has its own, which these replace; with
        them an exchange is taken as repeated.
    every_level : bool, optional
        In an exchange, take every level of the issues; if left out, where a move has a level that is not on offer.
    rest : "free" or "one-shot"
        In a repeated exchange: whether issues without a move may stand at any level, or stand as in the
        one-shot equilibrium.

    Returns
    -------
    ObservedMoves
        Exact. Status first; `verify` checks it again with other code.

    Raises
    ------
    CaseError
        For an unknown game or grade.
    GameError
        For a game of offers (solved at a point only), hidden moves, `delta` where nothing is repeated.
    NumberError
        For a discount factor outside (0, 1).
    RefusedError
        For a repeated exchange with more than 1,000 packages that may agree, if none does at any stakes.

    Notes
    -----
    Some milliseconds per stake and polyhedron for the bounds. A repeated exchange with more than 1,000 packages that
    may agree is answered without a list of them (`unlisted`): bounds and answers are about all of them.

    Examples
    --------
    >>> from bargain import load_case
    >>> found = observed(load_case("russia-turkey-2022"), "swap-syria-energy", delta="9/10")
    >>> print(found.headline)
    Some equilibrium of 'Syria for energy transit' (repeated at δ = 9/10) agrees with m01, m03 on one polyhedron ...
    """
    found = setting(case, game, grade, tuple(readings), delta=delta, every_level=every_level, rest=rest)
    start = ObservedMoves(
        status=ObservedStatus.SILENT,
        case=case,
        game=game,
        title=case.spec(game).title,
        concept=found.model.concept,
        played=found.played,
        grade=grade,
        readings=tuple(readings),
        patience=found.patience,
        every_level=found.every_level,
        rest=found.rest,
        counted=found.model.counted,
        left=found.left,
    )
    if not start.counted:
        return start
    theta = case.space(tuple(readings))
    if isinstance(found.model, RepeatedModel) and found.model.many():
        return unlisted(start, theta, found.model)
    start = replace(
        start,
        alone=tuple(_alone(_Ask(case, theta, found.model, tuple(readings)), n) for n in range(len(start.counted))),
        costly=costly_grants(case, found.model, theta),
    )
    return _explained(start, theta, found)


def _explained(start: ObservedMoves, theta: Polyhedron, found: Setting) -> ObservedMoves:
    """Return the result with the union and its bounds, or with the conflict."""
    every = found.model.ways([c.id for c in start.counted])
    space = narrowed(theta, {n for way in every for c in way.conditions for n in c.form.names})
    ways, shut = possible_ways(space, every)
    if not ways:
        return replace(
            start,
            status=ObservedStatus.NOWHERE,
            shut=shut,
            conflict=conflict(start.case, theta, found.model),
            drops=fewest_drops(theta, found.model),
        )
    beyond = outside(space, ways, whole=False)
    return replace(
        start,
        status=ObservedStatus.EVERYWHERE if beyond.empty else ObservedStatus.SOMEWHERE,
        ways=ways,
        given=tuple(needed(space, way.conditions) for way in ways),
        shut=shut,
        overlap=overlap_words(space, ways),
        cover=beyond if beyond.empty else None,
        witness=whole_point(theta, added(space, ways[0].conditions)),
        bounds=tightened(theta, space, ways),
    )


@dataclass(frozen=True, slots=True)
class _Ask:
    """What a question about one move is asked of."""

    case: CodedCase
    theta: Polyhedron
    model: Model
    readings: tuple[Reading, ...]


def _alone(ask: _Ask, n: int) -> LeftOut:
    """Return what the other moves say about the n-th."""
    one = ask.model.counted[n]
    others = [c.id for c in ask.model.counted if c is not one]
    of = Family(
        concept=ask.model.concept,
        quantifiers=("some", "every"),
        supports=ask.model.ways([*others, one.id]),
        opponents=ask.model.ways(others, one.id),
        always=False,
    )
    shared = [dict.fromkeys(way.conditions) for way in (*of.supports, *of.opponents)]
    within = tuple(c for c in shared[0] if all(c in one for one in shared)) if shared else ()
    area = added(ask.theta, within)
    found = [answer(ask.case, of, q, ask.readings, area) for q in of.quantifiers] if area.feasibility() else []
    if not found:
        found = [answer(ask.case, of, q, ask.readings, ask.theta) for q in of.quantifiers]
        within = ()
    elif not _roomy(area, ask.model.ways(others)):
        found = [replace(a, mostly=None, exceptions=()) for a in found]
    return LeftOut(id=one.id, words=one.words, within=within, some=found[0], every=found[1])


def _roomy(area: Polyhedron, ways: Sequence[Alternative]) -> bool:
    """Tell whether the union of some ways has the dimension of an area, so that what is apart from it is a tie."""
    space = narrowed(area, {n for way in ways for c in way.conditions for n in c.form.names})
    return any(full_dimensional(added(space, way.conditions), space) for way in ways)
