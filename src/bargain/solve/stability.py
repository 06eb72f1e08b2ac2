"""Which states of a conflict in graph form are stable: Nash, GMR, SMR, SEQ for any number, SIM for two.

Room      solve.
Meaning   s is a state, i a decision maker, an improvement a move of i from s to a state strictly preferred to
          s. Opponents answer by legal sequences of at least one of their own one-step moves, none of them
          moving twice in a row; an answer sanctions if where it ends is *not strictly preferred* to s by i.
          Nash  i has no improvement.
          GMR   every improvement has a sanction.                                            [howard1971]_
          SMR   every improvement has one from which no move of i leads to a state preferred to s.
          SEQ   every improvement has one made of moves that each improve the mover's own state; where such
                an improvement first comes back, it may lead through states preferred to s.  [fraserhipel1979]_
          SIM   two decision makers: to every improvement x of i there is an improvement y of the other such
                that the state in which both moves end together is not preferred to s.       [fraserhipel1984]_
          For n decision makers as in [fang1993]_; an equilibrium is stable for all of them.
Cost      all states at once by sets of states; 4,096 states of three decision makers take about two seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.games.normal import NormalFormGame
from bargain.games.ordinal import OrdinalGame
from bargain.solve.result import Status
from bargain.solve.stability_bits import coalition, improvements, metarational, rational, simultaneous, symmetric
from bargain.solve.stability_result import Stability, StabilityConcept, StabilitySolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.solve.stability_bits import Relation

__all__ = ["ALL_CONCEPTS", "chosen", "stability"]

ALL_CONCEPTS = tuple(StabilityConcept)
_NO_SIM = "SIM is left out: it is for two decision makers"
_NO_JOINT = "SIM is left out: moving at once has no single outcome here"


def stability(
    game: OrdinalGame | NormalFormGame, *, concepts: Sequence[StabilityConcept | str] = ALL_CONCEPTS
) -> StabilitySolution:
    """Find, for every state and decision maker, the concepts under which the state is stable.

    Parameters
    ----------
    game : OrdinalGame or NormalFormGame
        Preferences complete; a game in normal form at numbers is read as `OrdinalGame.from_normal` says.
    concepts : sequence of StabilityConcept or its value
        All five if left out; SIM applies to two decision makers and is left out otherwise, with a note.

    Returns
    -------
    StabilitySolution
        Exact. Costs, with n decision makers, S states and d moves each, about n²·S·d unions of sets of S states.

    Raises
    ------
    GameError
        If preferences are known in part only (ask `stability_extensions`), or for an unknown concept.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> pd = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("quiet", "talk"),) * 2,
    ...     [[(3, 3), (1, 4)], [(4, 1), (2, 2)]])
    >>> stability(pd)
    <stabilities of 'Dilemma': 4 states, exact>
      Nash: 1 equilibrium: talk, talk
      GMR: 2 equilibria: quiet, quiet; talk, talk
      SMR: 2 equilibria: quiet, quiet; talk, talk
      SEQ: 2 equilibria: quiet, quiet; talk, talk
      SIM: 2 equilibria: quiet, quiet; talk, talk
    """
    model = OrdinalGame.from_normal(game) if isinstance(game, NormalFormGame) else game
    if not model.complete:
        raise GameError(
            f"game {model.title!r}: preferences are known in part only", remedy="ask stability_extensions(game)"
        )
    wanted = chosen(concepts)
    found, notes = _all_stable(model, wanted)
    return StabilitySolution(
        game=model,
        status=Status.EXACT,
        reason="; ".join(("every state judged by the definition", *notes)),
        found=found,
        options=(("concepts", ", ".join(wanted)),),
    )


def chosen(concepts: Sequence[StabilityConcept | str]) -> tuple[StabilityConcept, ...]:
    """Return concepts from their names, in the order of the enumeration, each once.

    Raises
    ------
    GameError
        For a name that is none.
    """
    known = {c.value: c for c in StabilityConcept}
    for name in concepts:
        if str(name) not in known:
            raise GameError(f"no stability is called {str(name)!r}", remedy=f"choose from {', '.join(known)}")
    return tuple(c for c in StabilityConcept if c in {known[str(name)] for name in concepts})


def _all_stable(
    game: OrdinalGame, wanted: tuple[StabilityConcept, ...]
) -> tuple[tuple[Stability, ...], tuple[str, ...]]:
    """Return the stable states under each concept, and notes on those left out."""
    above = tuple(order.above for order in game.orders)
    better = tuple(improvements(m, a) for m, a in zip(game.moves, above, strict=True))
    judge = _Judge(game.moves, above, better)
    found, notes = [], []
    for concept in wanted:
        if concept is StabilityConcept.SIM and len(game.players) != 2:
            notes.append(_NO_SIM)
            continue
        parts = [judge.stable(concept, p) for p in range(len(game.players))]
        whole = tuple(part for part in parts if part is not None)
        if len(whole) < len(parts):
            notes.append(_NO_JOINT)
        else:
            found.append(Stability(concept=concept, stable=whole))
    return tuple(found), tuple(notes)


class _Judge:
    """The work on one game: what opponents can answer is worked out once for each focal player."""

    def __init__(self, moves: tuple[Relation, ...], above: tuple[Relation, ...], better: tuple[Relation, ...]) -> None:
        self.moves, self.above, self.better = moves, above, better
        self._answers: dict[tuple[int, bool], Relation] = {}

    def stable(self, concept: StabilityConcept, p: int) -> int | None:
        """Return the states that are stable for a player; None where the concept does not apply."""
        own, up = self.better[p], self.above[p]
        if concept is StabilityConcept.NASH:
            return rational(own)
        if concept is StabilityConcept.GMR:
            return metarational(own, up, self.answers(p, improving=False))
        if concept is StabilityConcept.SMR:
            return symmetric(self.moves[p], own, up, self.answers(p, improving=False))
        if concept is StabilityConcept.SEQ:
            return metarational(own, up, self.answers(p, improving=True))
        return simultaneous(own, self.better[1 - p], up, (self.moves[p], self.moves[1 - p]))

    def answers(self, p: int, *, improving: bool) -> Relation:
        """Return, per state, what the others can reach together by moves, or by improvements."""
        key = (p, improving)
        if key not in self._answers:
            relations = self.better if improving else self.moves
            others = [r for q, r in enumerate(relations) if q != p]
            self._answers[key] = coalition(others) or (0,) * len(self.moves[p])
        return self._answers[key]
