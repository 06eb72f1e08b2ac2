"""Does a result about stabilities say all that it should, of the game that it names? Nothing is judged here.

Room      solve. Used by `stability_verify`, before any state is looked at.
Looks at  status, names, that every state, concept and decision maker has its one answer, and the form of witnesses.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.games.ordinal import profile_names
from bargain.solve.result import Status
from bargain.solve.stability_result import Likelihood, PartialStability, StabilityConcept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import OrdinalGame
    from bargain.solve.stability_result import StabilitySolution, StakeStability, StateVerdict

__all__ = ["misfits", "misfits_of_words"]


def misfits(result: StabilitySolution) -> list[str]:
    """Return what does not fit between a solution, its options and its game."""
    game = result.game
    faults = _status(result.status)
    said = [item.concept for item in result.found]
    asked = dict(result.options).get("concepts", "").split(", ")
    wanted = [c for c in StabilityConcept if c.value in asked]
    if StabilityConcept.SIM not in said and "SIM is left out" in result.reason:
        wanted = [c for c in wanted if c is not StabilityConcept.SIM]
    if said != wanted:
        faults.append("the concepts are not those that were asked for, each once")
    for item in result.found:
        if len(item.stable) != len(game.players):
            faults.append(f"{item.concept} is judged for {len(item.stable)} of {len(game.players)} decision makers")
        if any(part < 0 or part >> len(game.states) for part in item.stable):
            faults.append(f"{item.concept} names states that the game does not have")
    return faults


def misfits_of_words(result: PartialStability | StakeStability) -> list[str]:
    """Return what does not fit between verdicts on states and the game that they are about."""
    faults = _status(result.status)
    game = result.game
    names = result.game.states if isinstance(result, PartialStability) else profile_names(result.game)
    if (result.title, result.players, result.states) != (game.title, game.players, names):
        faults.append("title, decision makers or states are not those of the game")
    concepts = [c for c in StabilityConcept if c in {v.concept for v in result.verdicts}]
    who = (None, *range(len(game.players)))
    if [(v.concept, v.state, v.player) for v in result.verdicts] != list(product(concepts, range(len(names)), who)):
        faults.append("some state has not one verdict per concept and decision maker")
    if isinstance(result, PartialStability):
        good = all(_rankings(result.game, w) for v in result.verdicts for w in _witnesses(v))
        if any(v.word in {Likelihood.EXCEPT_TIES, Likelihood.ONLY_TIES} for v in result.verdicts):
            faults.append("strict orders have no ties")
    else:
        good = all(_points(result.space.variables, w) for v in result.verdicts for w in _witnesses(v))
    return faults if good else [*faults, "a witness does not have the form of one"]


def _status(status: Status) -> list[str]:
    return [] if status is Status.EXACT else [f"status {status.value!r} is none of stabilities"]


def _witnesses(verdict: StateVerdict) -> list[Sequence[object]]:
    return [w for w in (verdict.witness_for, verdict.witness_against) if w is not None]


def _rankings(game: OrdinalGame, witness: Sequence[object]) -> bool:
    """Tell whether a witness ranks, for every decision maker, every class of states known to be equal once."""
    if len(witness) != len(game.orders):
        return False
    for ranking, order in zip(witness, game.orders, strict=True):
        heads = {same & -same for same in order.same}
        listed = [1 << s for s in ranking if isinstance(s, int) and s >= 0] if isinstance(ranking, tuple) else []
        if len([s for s in listed if s in heads]) != len(heads) or not heads <= set(listed):
            return False
    return True


def _points(variables: Sequence[str], witness: Sequence[object]) -> bool:
    """Tell whether a witness gives every stake of the space one exact number."""
    pairs = [pair for pair in witness if isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], Fraction)]
    return len(pairs) == len(witness) and sorted(str(pair[0]) for pair in pairs) == sorted(variables)
