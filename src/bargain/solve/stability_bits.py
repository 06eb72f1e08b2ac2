"""The stabilities of all states at once, as operations on sets of states held in long integers.

Room      solve. Works on moves and preferred sets alone; knows no titles and no results.
Coalition what opponents can reach together: any legal sequence of one-step moves, no one moving twice in a
          row. The walk is over pairs (state, who moved last); strongly connected parts are joined first, so
          that each pair is looked at once, however long the sequences are.
Cost      with n players, S states and d moves per state: about n²·S·d unions of S bits for each focal player.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.games.ordinal import members

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Relation = Sequence[int]  # per state, a set of states

__all__ = ["coalition", "improvements", "metarational", "rational", "simultaneous", "symmetric"]


def improvements(moves: Relation, above: Relation) -> tuple[int, ...]:
    """Return the moves that lead to a strictly preferred state."""
    return tuple(reach & up for reach, up in zip(moves, above, strict=True))


def coalition(relations: Sequence[Relation]) -> tuple[int, ...]:
    """Return, per state, what players can reach by legal sequences of at least one move, none twice in a row.

    >>> coalition([(0b010, 0b100, 0), (0, 0b100, 0)])
    (6, 4, 0)
    """
    if len(relations) < 2:
        return tuple(relations[0]) if relations else ()
    count = len(relations[0])
    later = _later(relations)
    out = []
    for state in range(count):
        reach = 0
        for k, relation in enumerate(relations):
            reach |= relation[state]
            for x in members(relation[state]):
                reach |= later[x * len(relations) + k]
        out.append(reach)
    return tuple(out)


def _later(relations: Sequence[Relation]) -> list[int]:
    """Return, per pair of a state and who moved last, what can still be reached.

    One pass of Tarjan's algorithm over the pairs with an explicit stack: parts come out after those they lead to.
    """
    n, count = len(relations), len(relations[0])
    order, low, done = [0] * (n * count), [0] * (n * count), [0] * (n * count)
    settled = bytearray(n * count)
    stack: list[int] = []
    clock = 0
    for root in range(n * count):
        if order[root]:
            continue
        clock += 1
        order[root] = low[root] = clock
        stack.append(root)
        path = [(root, iter(_next(relations, root)))]
        while path:
            node, ahead = path[-1]
            for nxt in ahead:
                if not order[nxt]:
                    clock += 1
                    order[nxt] = low[nxt] = clock
                    stack.append(nxt)
                    path.append((nxt, iter(_next(relations, nxt))))
                    break
                if not settled[nxt]:
                    low[node] = min(low[node], order[nxt])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[node])
                if low[node] == order[node]:
                    _settle(relations, node, (stack, settled, done))
    return done


def _next(relations: Sequence[Relation], node: int) -> list[int]:
    """Return the pairs that follow a pair."""
    n = len(relations)
    state, last = divmod(node, n)
    return [x * n + k for k, relation in enumerate(relations) if k != last for x in members(relation[state])]


def _settle(relations: Sequence[Relation], head: int, work: tuple[list[int], bytearray, list[int]]) -> None:
    """Close one strongly connected part: all its pairs can still reach the same states."""
    stack, settled, done = work
    n = len(relations)
    part: list[int] = []
    while not part or part[-1] != head:
        part.append(stack.pop())
        settled[part[-1]] = 2
    reach = 0
    for node in part:
        state, last = divmod(node, n)
        for k, relation in enumerate(relations):
            if k != last:
                reach |= relation[state]
                for x in members(relation[state]):
                    if settled[x * n + k] == 1:
                        reach |= done[x * n + k]
    for node in part:
        done[node] = reach
        settled[node] = 1


def rational(own: Relation) -> int:
    """Return the states from which a player has no improvement."""
    return _where(not reach for reach in own)


def metarational(own: Relation, above: Relation, answers: Relation) -> int:
    """Return the states where every improvement has an answer that leaves the player not better off than now."""
    return _where(all(answers[x] & ~up for x in members(reach)) for reach, up in zip(own, above, strict=True))


def symmetric(moves: Relation, own: Relation, above: Relation, answers: Relation) -> int:
    """Return the states where every improvement has such an answer from which the player cannot escape either."""
    held = _traps(moves, above)
    return _where(all(answers[x] & held[state] for x in members(reach)) for state, reach in enumerate(own))


def _traps(moves: Relation, above: Relation) -> list[int]:
    """Return, per state, the states not preferred to it from which no move leads to one that is.

    In a weak order what is preferred to states is nested: taken by size, each step only adds.
    """
    count = len(moves)
    back = [0] * count
    for state, reach in enumerate(moves):
        for x in members(reach):
            back[x] |= 1 << state
    out = [0] * count
    everything = (1 << count) - 1
    seen = into = 0
    for state in sorted(range(count), key=lambda s: above[s].bit_count()):
        up = above[state]
        for x in members(up & ~seen):
            into |= back[x]
        seen = up
        out[state] = everything & ~(up | into)
    return out


def simultaneous(own: Relation, other: Relation, above: Relation, moves: tuple[Relation, Relation]) -> int | None:
    """Return the states where every improvement meets one of the other player that spoils it when both move at once.

    Parameters
    ----------
    own, other : improvements of the focal player and of the other
    moves : all moves of the focal player and of the other

    Returns
    -------
    int or None
        None if moving at once has no single outcome: the one state that each can still reach by its own move
        after the other's.
    """
    mine, theirs = moves
    out = 0
    for state, reach in enumerate(own):
        ends = [[theirs[x] & mine[y] for y in members(other[state])] for x in members(reach)]
        if any(end.bit_count() != 1 for row in ends for end in row):
            return None
        if all(any(not end & above[state] for end in row) for row in ends):
            out |= 1 << state
    return out


def _where(tests: Iterable[bool]) -> int:
    """Return the set of positions at which a test holds."""
    out = 0
    for state, holds in enumerate(tests):
        if holds:
            out |= 1 << state
    return out
