"""Ordinal games in graph form: who can move from where to where, and who prefers what.

Room      games: values only. Nothing is judged here; `solve.stability` does that.
States    numbered from 0; a set of states is one integer whose bit k says whether state k is in it, so that
          a question about all states at once is one operation on long integers.
Moves     one relation per decision maker, in one step; not assumed transitive, and moves may be one way.
Orders    per decision maker a partial order of what is known to be preferred, over classes of states known
          to be equally good. A weak order is the case in which every two classes are compared.
Source    the graph model of [fang1993]_, after [howard1971]_ and [fraserhipel1979]_.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError, RefusedError
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.games.normal import NormalFormGame

__all__ = ["OrdinalGame", "PreferenceOrder", "members"]

MOST_STATES = 1 << 14
_MOST_PARTIAL = 1 << 10


def members(states: int) -> Iterator[int]:
    """Iterate over the states in a set, ascending.

    >>> list(members(0b1101))
    [0, 2, 3]
    """
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


@dataclass(frozen=True, slots=True, kw_only=True)
class PreferenceOrder:
    """What is known of one decision maker's preferences over states.

    Attributes
    ----------
    above : per state, the set of states known to be strictly preferred to it
    same : per state, the set of states known to be equally good, itself included

    Examples
    --------
    >>> order = PreferenceOrder.ranked((2, 1, 2))
    >>> order.complete, [bin(x) for x in order.above]
    (True, ['0b0', '0b101', '0b0'])
    """

    above: tuple[int, ...]
    same: tuple[int, ...]

    @staticmethod
    def ranked(values: Sequence[int | Fraction]) -> PreferenceOrder:
        """Return the weak order of numbers, more preferred states with larger ones; equal numbers are ties."""
        levels: dict[int | Fraction, int] = {}
        for state, value in enumerate(values):
            levels[value] = levels.get(value, 0) | 1 << state
        better: dict[int | Fraction, int] = {}
        seen = 0
        for value in sorted(levels, reverse=True):
            better[value] = seen
            seen |= levels[value]
        return PreferenceOrder(above=tuple(better[v] for v in values), same=tuple(levels[v] for v in values))

    @staticmethod
    def partial(
        count: int, better: Iterable[tuple[int, int]], equal: Iterable[tuple[int, int]] = ()
    ) -> PreferenceOrder:
        """Return the partial order that pairs of states generate.

        Parameters
        ----------
        count : int
            How many states there are.
        better : pairs (x, y)
            State x is strictly preferred to state y.
        equal : pairs
            The two are equally good.

        Raises
        ------
        GameError
            If the pairs contradict each other, naming a state that would be preferred to itself.
        RefusedError
            Beyond 1,024 states.
        """
        if count > _MOST_PARTIAL:
            raise RefusedError(
                f"a partial order over {count:,} states, more than {_MOST_PARTIAL:,}", remedy="give complete rankings"
            )
        return _closed(count, tuple(better), tuple(equal))

    @property
    def complete(self) -> bool:
        """Whether every two states are compared."""
        compared = sum(2 * up.bit_count() + alike.bit_count() for up, alike in zip(self.above, self.same, strict=True))
        return compared == len(self.above) ** 2

    def compare(self, x: int, y: int) -> bool | None:
        """Tell whether state x is strictly preferred to state y; None if that is not known."""
        if self.above[y] >> x & 1:
            return True
        return False if (self.above[x] | self.same[x]) >> y & 1 else None


def _closed(count: int, better: tuple[tuple[int, int], ...], equal: tuple[tuple[int, int], ...]) -> PreferenceOrder:
    """Return the transitive closure of strict pairs over classes of equal states."""
    for x, y in (*better, *equal):
        if not (0 <= x < count and 0 <= y < count):
            raise GameError(f"the pair ({x}, {y}) names no state", remedy=f"number states 0 to {count - 1}")
    group = _groups(count, equal)
    above = [0] * count
    for x, y in better:
        above[group[y]] |= 1 << group[x]
    for k in range(count):
        bit, through = 1 << k, above[k]
        above = [up | through if up & bit else up for up in above]
    for state in range(count):
        if above[group[state]] >> group[state] & 1:
            raise GameError(
                f"preferences contradict each other: state {state} would be preferred to itself",
                remedy="take out one of the comparisons that run in a circle",
            )
    same = [0] * count
    for state, head in enumerate(group):
        same[head] |= 1 << state
    wide = [_union(same[g] for g in members(up)) for up in above]
    return PreferenceOrder(above=tuple(wide[g] for g in group), same=tuple(same[g] for g in group))


def _groups(count: int, equal: Iterable[tuple[int, int]]) -> list[int]:
    """Return, per state, the first state of its class of equals."""
    group = list(range(count))
    for x, y in equal:
        low, high = sorted((group[x], group[y]))
        group = [low if g == high else g for g in group]
    return group


def _union(sets: Iterable[int]) -> int:
    out = 0
    for each in sets:
        out |= each
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinalGame:
    """A conflict in graph form: decision makers, states, one-step moves, preferences.

    Attributes
    ----------
    title : str
    players : tuple of str
        Unique names of at least one decision maker.
    states : tuple of str
        Unique names of at least one and at most 16,384 states.
    moves : tuple of tuple of int
        Per player and state, the set of states that the player can move to alone, in one step.
    orders : tuple of PreferenceOrder
        One per player.

    Raises
    ------
    GameError
        For names missing or repeated, moves to itself or out of range, preferences that do not fit the states.
    RefusedError
        For too many states.

    Examples
    --------
    >>> game = OrdinalGame.build("Toy", ("Ann", "Bob"), ("peace", "war"), {"Ann": [("peace", "war")], "Bob": []},
    ...     {"Ann": ["peace", "war"], "Bob": [["war", "peace"]]})
    >>> game
    <OrdinalGame 'Toy': 2 decision makers, 2 states, 1 moves; preferences complete>
    """

    title: str
    players: tuple[str, ...]
    states: tuple[str, ...]
    moves: tuple[tuple[int, ...], ...]
    orders: tuple[PreferenceOrder, ...]

    def __post_init__(self) -> None:
        """Refuse what is no conflict in graph form."""
        _check_names(self.title, "decision maker", self.players)
        _check_names(self.title, "state", self.states)
        if len(self.states) > MOST_STATES:
            raise RefusedError(
                f"game {self.title!r} has {len(self.states):,} states, more than {MOST_STATES:,}",
                remedy="take out states that cannot occur",
            )
        for what, parts in (("moves", self.moves), ("preferences", self.orders)):
            if len(parts) != len(self.players):
                raise GameError(
                    f"game {self.title!r}: {what} for {len(parts)} of {len(self.players)} decision makers",
                    remedy="give one for each",
                )
        for player, moves, order in zip(self.players, self.moves, self.orders, strict=True):
            self._check_player(player, moves, order)

    def _check_player(self, player: str, moves: tuple[int, ...], order: PreferenceOrder) -> None:
        """Refuse moves and preferences that do not fit the states."""
        count = len(self.states)
        if len(moves) != count or len(order.above) != count or len(order.same) != count:
            raise GameError(
                f"game {self.title!r}: moves or preferences of {player!r} do not cover the {count} states",
                remedy="give one entry per state",
            )
        for state, reach in enumerate(moves):
            if reach < 0 or reach >> count or reach >> state & 1:
                raise GameError(
                    f"game {self.title!r}: moves of {player!r} from {self.states[state]!r} lead nowhere or to itself",
                    remedy="name other states of the game",
                )

    @staticmethod
    def build(
        title: str,
        players: Sequence[str],
        states: Sequence[str],
        moves: Mapping[str, Iterable[tuple[str, str]]],
        rankings: Mapping[str, Sequence[str | Sequence[str]]],
    ) -> OrdinalGame:
        """Build a game from names.

        Parameters
        ----------
        moves : per player, pairs (from, to)
        rankings : per player, states from best to worst; a list within the list holds states equally good

        Raises
        ------
        GameError
            For a name that is no player or state, with the nearest one, or a ranking that is not complete.
        """
        place = {name: k for k, name in enumerate(states)}
        for given in (moves, rankings):
            for name in given:
                if name not in players:
                    raise GameError(f"game {title!r} has no decision maker {name!r}", remedy=nearest(name, players))
        relations = []
        orders = []
        for player in players:
            reach = [0] * len(states)
            for start, end in moves.get(player, ()):
                reach[_state(title, place, start)] |= 1 << _state(title, place, end)
            relations.append(tuple(reach))
            orders.append(PreferenceOrder.ranked(_ranks(title, player, place, rankings.get(player, ()))))
        return OrdinalGame(
            title=title, players=tuple(players), states=tuple(states), moves=tuple(relations), orders=tuple(orders)
        )

    @staticmethod
    def from_normal(game: NormalFormGame) -> OrdinalGame:
        """Return a game at numbers in graph form: states are pure profiles, a move changes one's own action.

        Raises
        ------
        ParametricGameError
            If stakes are open: give them values with ``game.at(...)``, or use `solve.stability_over`.
        RefusedError
            For too many profiles.

        Examples
        --------
        >>> from bargain.games import NormalFormGame
        >>> pd = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("quiet", "talk"),) * 2,
        ...     [[(3, 3), (1, 4)], [(4, 1), (2, 2)]])
        >>> OrdinalGame.from_normal(pd).states
        ('quiet, quiet', 'quiet, talk', 'talk, quiet', 'talk, talk')
        """
        orders = tuple(PreferenceOrder.ranked(game.numbers(p)) for p in range(len(game.players)))
        return OrdinalGame(
            title=game.title,
            players=game.players,
            states=profile_names(game),
            moves=profile_moves(game),
            orders=orders,
        )

    @property
    def complete(self) -> bool:
        """Whether every decision maker compares every two states."""
        return all(order.complete for order in self.orders)

    def state(self, name: str) -> int:
        """Return the number of a state.

        Raises
        ------
        GameError
            With the nearest name.
        """
        return _state(self.title, {s: k for k, s in enumerate(self.states)}, name)

    def __repr__(self) -> str:
        count = sum(reach.bit_count() for moves in self.moves for reach in moves)
        known = "complete" if self.complete else "known in part"
        return (
            f"<OrdinalGame {self.title!r}: {len(self.players)} decision makers, {len(self.states):,} states, "
            f"{count:,} moves; preferences {known}>"
        )


def _check_names(title: str, kind: str, names: tuple[str, ...]) -> None:
    """Refuse names missing or repeated."""
    if not names or "" in names or len(set(names)) != len(names):
        raise GameError(f"game {title!r}: a {kind} is missing or named twice", remedy="give unique non-empty names")


def _state(title: str, place: Mapping[str, int], name: str) -> int:
    if name not in place:
        raise GameError(f"game {title!r} has no state {name!r}", remedy=nearest(name, tuple(place)))
    return place[name]


def _ranks(
    title: str, player: str, place: Mapping[str, int], ranking: Sequence[str | Sequence[str]]
) -> tuple[int, ...]:
    """Return a number per state from a ranking, best first."""
    ranks: dict[int, int] = {}
    for depth, tier in enumerate(ranking):
        for name in (tier,) if isinstance(tier, str) else tier:
            state = _state(title, place, name)
            if state in ranks:
                raise GameError(f"game {title!r}: {player!r} ranks {name!r} twice", remedy="name it once")
            ranks[state] = -depth
    if len(ranks) != len(place):
        left = next(name for name, state in place.items() if state not in ranks)
        raise GameError(f"game {title!r}: {player!r} does not rank {left!r}", remedy="rank every state")
    return tuple(ranks[k] for k in range(len(place)))


def profile_names(game: NormalFormGame) -> tuple[str, ...]:
    """Return the pure profiles of a game as names of states, numbered where labels would run together."""
    _few_enough(game)
    plain = [", ".join(acts[k] for acts, k in zip(game.actions, cell, strict=True)) for cell in game.cells()]
    if len(set(plain)) == len(plain):
        return tuple(plain)
    return tuple(f"{k + 1}: {name}" for k, name in enumerate(plain))


def profile_moves(game: NormalFormGame) -> tuple[tuple[int, ...], ...]:
    """Return, per player and profile, the profiles that differ in that player's action alone."""
    _few_enough(game)
    relations = []
    for player, size in enumerate(game.shape):
        step = 1
        for n in game.shape[player + 1 :]:
            step *= n
        relations.append(tuple(_own_moves(k, size, step) for k in range(len(game.payoffs[player]))))
    return tuple(relations)


def _own_moves(state: int, size: int, step: int) -> int:
    first = state - state // step % size * step
    return _union(1 << first + a * step for a in range(size)) & ~(1 << state)


def _few_enough(game: NormalFormGame) -> None:
    if len(game.payoffs[0]) > MOST_STATES:
        raise RefusedError(
            f"game {game.title!r} has {len(game.payoffs[0]):,} profiles, more than {MOST_STATES:,}",
            remedy="take a game with fewer actions",
        )
