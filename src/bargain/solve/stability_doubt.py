"""Stability where some comparisons are not known: yes, no, or the comparison on which it turns.

Room      solve. Shared by partial orders and by stake spaces; each says what it knows and what follows when a
          comparison is assumed.
Logic     the definitions of `stability`, with three values. "All" is no at the first no, "some" is yes at the
          first yes; otherwise an unknown comparison met on the way is handed back.
Search    to find admissible preferences under which a state is stable, or is not: split on that comparison,
          both ways, until the answer is known. Complete: a branch is left only when its answer is known or
          its assumptions exclude each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol, Self, TypeVar

from bargain.errors import RefusedError
from bargain.games.ordinal import members
from bargain.solve.stability_bits import coalition
from bargain.solve.stability_result import StabilityConcept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bargain.solve.stability_bits import Relation

__all__ = ["Doubt", "Judged", "Knowledge", "Pair", "joint_moves", "search"]

Pair = tuple[int, int, int]  # decision maker, x, y: is x strictly preferred to y?
Judged = bool | Pair
K = TypeVar("K", bound="Knowledge")

_MOST_BRANCHES = 100_000


class Knowledge(Protocol):
    """What is known of preferences, and what is assumed on top."""

    def knows(self, pair: Pair) -> bool | None:
        """Tell whether x is strictly preferred to y; None if both are admissible."""
        ...

    def assume(self, pair: Pair, *, holds: bool) -> Self | None:
        """Return the knowledge with one comparison settled; None if that is not admissible."""
        ...


def all_of(parts: Iterable[Judged]) -> Judged:
    """Return no if one part is no, else the first unknown comparison, else yes.

    >>> all_of([True, (0, 1, 2), False]), all_of([True, (0, 1, 2)]), all_of([])
    (False, (0, 1, 2), True)
    """
    open_: Judged = True
    for part in parts:
        if part is False:
            return False
        if part is not True and open_ is True:
            open_ = part
    return open_


def any_of(parts: Iterable[Judged]) -> Judged:
    """Return yes if one part is yes, else the first unknown comparison, else no."""
    open_: Judged = False
    for part in parts:
        if part is True:
            return True
        if part is not False and open_ is False:
            open_ = part
    return open_


class Doubt:
    """The definitions over one game's moves, asked of any knowledge of preferences."""

    def __init__(self, moves: Sequence[Relation]) -> None:
        self.moves = moves
        self._answers: dict[int, Relation] = {}

    def judge(self, know: Knowledge, concept: StabilityConcept, player: int | None, state: int) -> Judged:
        """Tell whether a state is stable for a player, or for everybody if `player` is None."""
        if player is None:
            return all_of(self.judge(know, concept, p, state) for p in range(len(self.moves)))
        return all_of(
            any_of((self._not(know, player, x, state), *self._sanctioned(know, concept, player, (state, x))))
            for x in members(self.moves[player][state])
        )

    @staticmethod
    def _not(know: Knowledge, player: int, x: int, y: int) -> Judged:
        """Tell whether x is not strictly preferred to y."""
        known = know.knows((player, x, y))
        return (player, x, y) if known is None else not known

    @staticmethod
    def _is(know: Knowledge, player: int, x: int, y: int) -> Judged:
        known = know.knows((player, x, y))
        return (player, x, y) if known is None else known

    def _sanctioned(
        self, know: Knowledge, concept: StabilityConcept, player: int, way: tuple[int, int]
    ) -> Iterator[Judged]:
        """Yield, for every answer to the move from a state to x, whether it sanctions."""
        state, x = way
        if concept is StabilityConcept.GMR:
            yield from (self._not(know, player, u, state) for u in members(self._reach(player)[x]))
        elif concept is StabilityConcept.SMR:
            for u in members(self._reach(player)[x]):
                ends = (u, *members(self.moves[player][u]))
                yield all_of(self._not(know, player, v, state) for v in ends)
        elif concept is StabilityConcept.SEQ:
            for u, made in self._improving(know, player, x):
                yield all_of((made, self._not(know, player, u, state)))
        elif concept is StabilityConcept.SIM:
            for y in members(self.moves[1 - player][state]):
                end = self.moves[1 - player][x] & self.moves[player][y]
                made = self._is(know, 1 - player, y, state)
                yield all_of((made, self._not(know, player, end.bit_length() - 1, state)))

    def _reach(self, player: int) -> Relation:
        """Return what the others can reach by moves, whatever they prefer."""
        if player not in self._answers:
            others = [m for q, m in enumerate(self.moves) if q != player]
            self._answers[player] = coalition(others) or (0,) * len(self.moves[player])
        return self._answers[player]

    def _improving(self, know: Knowledge, player: int, start: int) -> list[tuple[int, Judged]]:
        """Return the states that the others may reach by improvements, and whether they surely can.

        States reached by known improvements come first; of the others the first unknown step is given.
        """
        out: list[tuple[int, Judged]] = []
        seen = {(start, player)}
        later: list[tuple[tuple[int, int], Pair]] = []
        ahead = [(start, player)]
        for node in ahead:  # grows on the way
            for nxt, step in self._steps(know, player, node):
                if step is not True:
                    later.append((nxt, step))
                elif nxt not in seen:
                    seen.add(nxt)
                    ahead.append(nxt)
                    out.append((nxt[0], True))
        for nxt, step in later:  # grows on the way
            if nxt not in seen:
                seen.add(nxt)
                out.append((nxt[0], step))
                later.extend((far, step) for far, _ in self._steps(know, player, nxt))
        return out

    def _steps(
        self, know: Knowledge, player: int, node: tuple[int, int]
    ) -> Iterator[tuple[tuple[int, int], Literal[True] | Pair]]:
        """Yield every step from a pair (state, last mover) that may improve its mover's state."""
        state, last = node
        for q, relation in enumerate(self.moves):
            if q in (player, last):
                continue
            for y in members(relation[state]):
                known = know.knows((q, y, state))
                if known is not False:
                    yield (y, q), True if known else (q, y, state)


def joint_moves(moves: Sequence[Relation]) -> bool:
    """Tell whether two players who move at once always end in one state."""
    if len(moves) != 2:
        return False
    return all(
        (moves[1][x] & moves[0][y]).bit_count() == 1
        for mine, theirs in zip(*moves, strict=True)
        for x in members(mine)
        for y in members(theirs)
    )


def search(start: K, judge: Callable[[K], Judged], *, want: bool) -> K | None:
    """Return admissible preferences under which the answer is the one wanted; None if there are none.

    Raises
    ------
    RefusedError
        Beyond 100,000 branches.
    """
    waiting = [start]
    for _ in range(_MOST_BRANCHES):
        if not waiting:
            return None
        know = waiting.pop()
        answer = judge(know)
        if answer is want:
            return know
        if answer is True or answer is False:
            continue
        branches = (know.assume(answer, holds=holds) for holds in (want, not want))
        waiting += [branch for branch in branches if branch is not None]
    raise RefusedError(
        f"more than {_MOST_BRANCHES:,} ways to complete the preferences would have to be looked at",
        remedy="compare more states, or ask about fewer concepts",
    )
