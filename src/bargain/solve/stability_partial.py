"""Stability over all linear extensions: what must and what can be stable when some comparisons are not known.

Room      solve.
Meaning   the admissible preferences are all strict orders, one per decision maker, that agree with the partial
          ones; states known to be equally good stay so. Decision makers' orders are independent of each other.
Exact     for one decision maker under Nash, GMR and SMR only the set of states preferred to the one in question
          matters, and the fewer the better: the two extreme extensions decide. Opponents' orders, which SEQ and
          SIM turn on, are searched (`stability_doubt`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.games.ordinal import OrdinalGame, PreferenceOrder
from bargain.solve.result import Status
from bargain.solve.stability import ALL_CONCEPTS, chosen
from bargain.solve.stability_doubt import Doubt, joint_moves, search
from bargain.solve.stability_result import (
    SOURCES,
    Likelihood,
    PartialStability,
    Ranking,
    StabilityConcept,
    StateVerdict,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.solve.stability_doubt import Judged, Pair

__all__ = ["extended", "stability_extensions"]

_MOST_STATES = 256
_ALONE = (StabilityConcept.NASH, StabilityConcept.GMR, StabilityConcept.SMR)


def stability_extensions(
    game: OrdinalGame, *, concepts: Sequence[StabilityConcept | str] = ALL_CONCEPTS
) -> PartialStability:
    """Tell, for every state, whether it is stable in all, some or none of the linear extensions.

    Parameters
    ----------
    game : OrdinalGame
        At most 256 states; preferences known in part.
    concepts : sequence of StabilityConcept or its value

    Returns
    -------
    PartialStability
        Exact, with rankings under which a state is and is not stable.

    Raises
    ------
    RefusedError
        For more states, or where opponents' orders can be completed in too many ways that matter.

    Examples
    --------
    >>> from bargain.games import OrdinalGame, PreferenceOrder
    >>> toy = OrdinalGame(title="Toy", players=("Ann",), states=("a", "b", "c"), moves=((0b110, 0, 0),),
    ...     orders=(PreferenceOrder.partial(3, [(0, 1)]),))
    >>> stability_extensions(toy, concepts=["Nash"])
    <stabilities of 'Toy' over all linear extensions: 3 states, exact>
      Nash equilibria: necessary b; c | possible a
    """
    if len(game.states) > _MOST_STATES:
        raise RefusedError(
            f"game {game.title!r} has {len(game.states):,} states, more than {_MOST_STATES} with partial preferences",
            remedy="compare all states, or take out states that cannot occur",
        )
    wanted, note = applicable(game.moves, chosen(concepts))
    doubt, start = Doubt(game.moves), _Orders(orders=game.orders)
    verdicts = tuple(
        _verdict(doubt, start, (state, concept, player))
        for concept in wanted
        for state in range(len(game.states))
        for player in (None, *range(len(game.players)))
    )
    return PartialStability(
        game=game,
        players=game.players,
        states=game.states,
        title=game.title,
        status=Status.EXACT,
        reason="all strict orders that agree with what is known" + note,
        verdicts=verdicts,
        sources=SOURCES,
    )


def applicable(
    moves: Sequence[Sequence[int]], wanted: tuple[StabilityConcept, ...]
) -> tuple[tuple[StabilityConcept, ...], str]:
    """Return the concepts that apply to a game, and a note on SIM if it does not."""
    if StabilityConcept.SIM not in wanted or joint_moves(moves):
        return wanted, ""
    kept = tuple(c for c in wanted if c is not StabilityConcept.SIM)
    return kept, "; SIM is left out: it is for two decision makers whose moves at once have one outcome"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Orders:
    """Partial orders, one per decision maker; what they leave open can go either way."""

    orders: tuple[PreferenceOrder, ...]

    def knows(self, pair: Pair) -> bool | None:
        player, x, y = pair
        return self.orders[player].compare(x, y)

    def assume(self, pair: Pair, *, holds: bool) -> _Orders:
        """Put x above y, or y above x: with strict orders not to prefer one is to prefer the other."""
        player, x, y = pair
        return self._with(player, extended(self.orders[player], *((x, y) if holds else (y, x))))

    def placed(self, player: int, state: int, *, high: bool) -> _Orders:
        """Return the orders with one state as high or as low in a player's order as it can stand."""
        order = self.orders[player]
        for other in range(len(order.above)):
            if order.compare(other, state) is None:
                order = extended(order, *((state, other) if high else (other, state)))
        return self._with(player, order)

    def _with(self, player: int, order: PreferenceOrder) -> _Orders:
        return replace(self, orders=(*self.orders[:player], order, *self.orders[player + 1 :]))

    def ranking(self) -> Ranking:
        """Return one linear extension per decision maker, states from best to worst; known ties stand together."""
        return tuple(
            tuple(sorted(range(len(o.above)), key=lambda s, o=o: (o.above[s].bit_count(), o.same[s] & -o.same[s], s)))  # type: ignore[misc]
            for o in self.orders
        )


def extended(order: PreferenceOrder, x: int, y: int) -> PreferenceOrder:
    """Return an order in which x, not compared to y before, is strictly preferred to y.

    >>> order = extended(PreferenceOrder.partial(3, [(1, 2)]), 0, 1)
    >>> order.compare(0, 2)
    True
    """
    over = order.above[x] | order.same[x]
    lower = order.same[y]
    above = tuple(up | over if (up & lower or lower >> state & 1) else up for state, up in enumerate(order.above))
    return PreferenceOrder(above=above, same=order.same)


def _verdict(doubt: Doubt, start: _Orders, about: tuple[int, StabilityConcept, int | None]) -> StateVerdict:
    """Return one verdict, with rankings for and against."""
    state, concept, player = about
    given = _found(doubt, start, about, want=True)
    against = _found(doubt, start, about, want=False)
    words = {(True, False): Likelihood.NECESSARY, (False, True): Likelihood.IMPOSSIBLE}
    word = words.get((given is not None, against is not None), Likelihood.POSSIBLE)
    return StateVerdict(
        state=state,
        concept=concept,
        player=player,
        word=word,
        witness_for=None if given is None else given.ranking(),
        witness_against=None if against is None else against.ranking(),
    )


def _found(
    doubt: Doubt, start: _Orders, about: tuple[int, StabilityConcept, int | None], *, want: bool
) -> _Orders | None:
    """Return orders under which a state is stable, or is not."""
    state, concept, player = about

    def judge(know: _Orders) -> Judged:
        return doubt.judge(know, concept, player, state)

    if player is not None:
        start = start.placed(player, state, high=want)
    elif want and concept in _ALONE:
        for p in range(len(start.orders)):
            start = start.placed(p, state, high=True)
    elif concept in _ALONE:
        return _against_one(doubt, start, about)
    return search(start, judge, want=want)


def _against_one(doubt: Doubt, start: _Orders, about: tuple[int, StabilityConcept, int | None]) -> _Orders | None:
    """Return orders under which somebody would leave a state: one decision maker is enough."""
    state, concept, _ = about
    for p in range(len(start.orders)):
        found = _found(doubt, start, (state, concept, p), want=False)
        if found is not None:
            return found
    return None
