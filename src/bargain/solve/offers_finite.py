"""Alternating offers with a last round: every value of a pure subgame-perfect equilibrium.

Room      solve.
Method    from the deadline back, the set of values per round (`offers_round`); the tree is never expanded.
Repeats   a round's set depends only on the next one's. As soon as two rounds of one proposer have the same
          set, all earlier rounds repeat with period 2 and are not computed.
Cost      rounds computed x (m log m + m log n), m values per round; m is 1 where nobody is ever indifferent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.solve.offers_round import Entry, outcomes
from bargain.solve.offers_scaled import Side, choices

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bargain.solve.offers_scaled import Link, Scaled, Vector, Whole

__all__ = ["Rounds", "Spell", "Table", "endings", "solve_rounds"]

Key = tuple[str, int]  # ("agreement", class), ("exit", player) or ("deadline", 0)
_MOST_STEPS = 2_000_000  # rounds walked, times values there, to list how one outcome comes about


@dataclass(frozen=True, slots=True)
class Table:
    """The values of one round, whole numbers over one scale per player, each with how it comes about."""

    entries: dict[Vector, Entry]
    scale: Whole

    def same(self, other: Table) -> bool:
        """Tell whether another round has the same values."""
        return self.scale == other.scale and self.entries.keys() == other.entries.keys()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The values of every round, earlier ones stored once per proposer if they repeat.

    Attributes
    ----------
    last : the number of rounds
    tables : from the last round back
    unique : whether at most one value can follow and be reached, in every round
    """

    last: int
    tables: tuple[Table, ...]
    unique: bool

    @property
    def start(self) -> int:
        """The first round computed; all before it repeat it and the one after it."""
        return self.last - len(self.tables) + 1

    def table(self, number: int) -> Table:
        """Return the values of a round."""
        if number < self.start:
            number = self.start + (self.start - number) % 2
        return self.tables[self.last - number]


def solve_rounds(game: Scaled, rounds: int, limit: int) -> Rounds:
    """Return the values of all rounds.

    Raises
    ------
    RefusedError
        If more than `limit` values would be kept.
    """
    sides = (Side(game, 0), Side(game, 1))
    tables: list[Table] = []
    unique, held = True, 0
    for number in range(rounds, 0, -1):
        side = sides[game.game.proposer(number)]
        following, scale = _following(game, side.proposer, tables[-1] if tables else None)
        found = outcomes(side, following, silence=game.game.silence, scale=scale)
        tables.append(_reduced(found, scale, game.base))
        unique = unique and len(following) == 1 and len(found) == 1
        held += len(found)
        if held > limit:
            raise _too_many(game, rounds, len(tables), held, limit)
        if len(tables) > 2 and tables[-1].same(tables[-3]):
            break
    return Rounds(last=rounds, tables=tuple(tables), unique=unique)


def _following(game: Scaled, proposer: int, later: Table | None) -> tuple[dict[Vector, tuple[Link, ...]], Whole]:
    """Return what a rejection may bring in a round, given the next one (None: it is the last), and its scale."""
    if later is None:
        scale = (1, 1)
        waits: list[tuple[Vector, Link]] = [(game.deadline, None)]
    else:
        base, (a, b) = game.base, (game.keep[0].numerator, game.keep[1].numerator)
        scale = (base[0] * later.scale[0], base[1] * later.scale[1])
        c, d = game.drift[0] * scale[0], game.drift[1] * scale[1]
        waits = [((a * v[0] + c, b * v[1] + d), v) for v in later.entries]
    out: dict[Vector, tuple[Link, ...]] = {}
    for wait, link in waits:
        for value, how, _ in choices(game, proposer, wait, link, scale):
            known = out.get(value, ())
            if how not in known:
                out[value] = (*known, how)
    return out, scale


def _reduced(entries: dict[Vector, Entry], scale: Whole, base: Whole) -> Table:
    """Return the values over the least scale at which all are whole numbers, so that equal rounds look equal."""
    factor = [_common(entries, i, scale[i], base[i]) for i in (0, 1)]
    if factor == [1, 1]:
        return Table(entries, scale)
    f, g = factor
    return Table({(v[0] // f, v[1] // g): e for v, e in entries.items()}, (scale[0] // f, scale[1] // g))


def _common(entries: dict[Vector, Entry], player: int, scale: int, base: int) -> int:
    """Return the largest power of the base that divides the scale and all values of a player."""
    factor = 1
    while base > 1 and factor < scale:
        power = factor * base
        if any(v[player] % power for v in reversed(entries)):  # the longest delays come last
            break
        factor = power
    return factor


def _too_many(game: Scaled, rounds: int, done: int, held: int, limit: int) -> RefusedError:
    return RefusedError(
        f"{game.game.title!r}: after {done:,} of {rounds:,} rounds {held:,} values are held, over the limit of "
        f"{limit:,}; players who are indifferent leave about {held // done:,} values per round",
        remedy="raise limit, ask for fewer rounds, or break ties in the payoffs",
    )


@dataclass(slots=True)
class Spell:
    """In which rounds one kind of ending may come about: the first, the last, how many."""

    first: int
    last: int
    count: int = 0


@dataclass(slots=True)
class _Walk:
    """The rounds of one outcome, from round 1 on."""

    rounds: Rounds
    now: frozenset[Vector]
    number: int = 1
    steps: int = 0
    found: dict[Key, Spell] = field(default_factory=dict)

    def note(self, key: Key, first: int, last: int, count: int) -> None:
        """Keep that an ending may come about in some rounds."""
        spell = self.found.setdefault(key, Spell(first, last))
        spell.first, spell.last = min(spell.first, first), max(spell.last, last)
        spell.count += count

    def step(self) -> list[Key]:
        """Note the endings of this round and go to the next; return them."""
        table = self.rounds.table(self.number).entries
        keys: set[Key] = set()
        later: list[Vector] = []
        for value in self.now:
            entry = table[value]
            keys.update(("agreement", k) for k in entry.classes)
            keys.update(_stops(entry.links))
            later += [link for link in entry.links if isinstance(link, tuple)]
        for key in keys:
            self.note(key, self.number, self.number, 1)
        self.steps += 1 + len(self.now)
        self.now, self.number = frozenset(later), self.number + 1
        return sorted(keys)


def _stops(links: Iterable[Link]) -> Iterator[Key]:
    """Yield the endings among links."""
    for link in links:
        if link is None:
            yield "deadline", 0
        elif isinstance(link, int):
            yield "exit", link


def endings(rounds: Rounds, value: Vector) -> tuple[dict[Key, Spell], bool]:
    """Return how a value of round 1 may come about, and whether everything was walked.

    Where rounds repeat and two rounds of one proposer are reached with the same values, the rounds
    between are counted without being walked.
    """
    walk = _Walk(rounds, frozenset([value]))
    past: list[tuple[frozenset[Vector], list[Key]]] = []
    while walk.now and walk.steps < _MOST_STEPS:
        pairs = (rounds.start + 2 - walk.number) // 2
        if len(past) == 2 and past[0][0] == walk.now and pairs > 0:
            for offset, (_, keys) in enumerate(past):
                first = walk.number + offset
                for key in keys:
                    walk.note(key, first, first + 2 * (pairs - 1), pairs)
            walk.number += 2 * pairs
            past = []
            continue
        past = [*past[-1:], (walk.now, walk.step())]
    return walk.found, not walk.now
