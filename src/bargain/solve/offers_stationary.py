"""Alternating offers without a last round: every stationary pure subgame-perfect equilibrium.

Room      solve.
Class     what a proposer offers depends on who proposes alone; what a responder accepts depends on the offer
          alone; who walks out after a rejection does not depend on what was rejected. No mixing.
Values    such an equilibrium has one value v_p for the rounds of each proposer p. It exists exactly if v_0 is
          a value of a round of player 0 followed by v_1, and the other way round (`offers_round` with a
          single continuation). Candidates for a value are the packages nobody would improve on for both,
          the payoffs of walking out, and what talking for ever is worth; one of the two values is among them.
Counts    pairs of values; pairs of offers; whole profiles, in which indifferent responders may accept or not.
Cost      a few look-ups of log n for each candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.solve.offers_round import outcomes
from bargain.solve.offers_scaled import Side, choices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.solve.offers_round import Entry
    from bargain.solve.offers_scaled import Choice, Number, Scaled, Vector

__all__ = ["Kind", "Stationary", "StationarySolver"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How the rounds of one proposer go, given what a rejection leads to.

    Attributes
    ----------
    refusal : gains of both after a rejection
    leaves : whether proposer and responder walk out then
    classes : classes agreed on; empty if the offer is rejected
    rejects : whether the value may come about by a rejected offer
    ties : classes that the responder may accept or not, with whether each is free to
    profiles, offers : number of ways to play such rounds, and of packages that may be offered
    """

    refusal: Vector
    leaves: tuple[bool, bool]
    classes: tuple[int, ...]
    rejects: bool
    ties: tuple[tuple[int, bool, bool], ...]
    profiles: int
    offers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stationary:
    """One pair of values, by proposer, and the kinds of rounds that bring it about."""

    values: tuple[Vector, Vector]
    kinds: tuple[tuple[Kind, ...], tuple[Kind, ...]]

    @property
    def profiles(self) -> int:
        """The number of profiles with these values."""
        return sum(k.profiles for k in self.kinds[0]) * sum(k.profiles for k in self.kinds[1])

    @property
    def offer_pairs(self) -> int:
        """The number of pairs of packages (or silences) that the two may offer in them."""
        return max(k.offers for k in self.kinds[0]) * max(k.offers for k in self.kinds[1])


class StationarySolver:
    """One game on its way to all pairs of values."""

    def __init__(self, game: Scaled, limit: int) -> None:
        self.game = game
        self.limit = limit
        self.sides = (Side(game, 0), Side(game, 1))
        self._known: tuple[dict[Vector, dict[Vector, Entry]], ...] = ({}, {})

    def solve(self) -> tuple[Stationary, ...]:
        """Return all equilibria, grouped by pairs of values, sorted descending.

        Raises
        ------
        RefusedError
            If there are more pairs than the limit.
        """
        found: set[tuple[Vector, Vector]] = set()
        for p in (0, 1):
            for value in self._candidates(p):
                for other in self.replies(1 - p, value):
                    if value in self.replies(p, other):
                        found.add((value, other) if p == 0 else (other, value))
                if len(found) > self.limit:
                    raise RefusedError(
                        f"{self.game.game.title!r}: more than {self.limit:,} pairs of values in stationary equilibria",
                        remedy="raise limit, or ask with less patience or fewer packages",
                    )
        return tuple(self._described(pair) for pair in sorted(found, reverse=True))

    def replies(self, proposer: int, later: Vector) -> dict[Vector, Entry]:
        """Return the values of a round of one proposer if the next is worth `later`."""
        known = self._known[proposer]
        if later not in known:
            known[later] = {}
            for refusal, link, _ in self._choices(proposer, later):
                known[later] |= outcomes(self.sides[proposer], {refusal: (link,)}, silence=self.game.game.silence)
        return known[later]

    def cycle(self) -> tuple[Vector, ...]:
        """Return values that the two reply with to each other in turn, for ever: why there is no equilibrium."""
        seen: dict[Vector, int] = {}
        chain: list[Vector] = []
        value: Vector = max(self._candidates(0))
        while value not in seen:
            seen[value] = len(chain)
            other = max(self.replies(1, value))
            chain += [value, other]
            value = max(self.replies(0, other))
        return tuple(chain[seen[value] :])

    def _choices(self, proposer: int, later: Vector) -> list[Choice]:
        return choices(self.game, proposer, self.game.wait(later), later)

    def _candidates(self, proposer: int) -> Iterator[Vector]:
        """Yield the values of a round of one proposer that do not come from waiting for the next."""
        side = self.sides[proposer]
        top: int | None = None  # the most that the proposer keeps where the responder gets more
        group: list[Vector] = []
        for v in reversed(side.vectors):
            if group and group[-1][side.responder] != v[side.responder]:
                most = max(int(g[proposer]) for g in group)
                top, group = most if top is None else max(top, most), []
            group.append(v)
            if top is None or v[proposer] >= top:
                yield v
        for gone in self.game.exits[proposer]:
            if gone is not None:
                yield gone
        yield self.never

    @property
    def never(self) -> Vector:
        """What talking for ever, or until a breakdown, is worth."""
        keep, drift = self.game.keep, self.game.drift
        return drift[0] / (1 - keep[0]), drift[1] / (1 - keep[1])

    def _described(self, pair: tuple[Vector, Vector]) -> Stationary:
        return Stationary(
            values=pair, kinds=(tuple(self._kinds(0, pair[0], pair[1])), tuple(self._kinds(1, pair[1], pair[0])))
        )

    def _kinds(self, proposer: int, value: Vector, later: Vector) -> Iterator[Kind]:
        """Yield how rounds with this value may go, one for each way to walk out or stay."""
        side = self.sides[proposer]
        for refusal, link, leaves in self._choices(proposer, later):
            entry = outcomes(side, {refusal: (link,)}, silence=self.game.game.silence).get(value)
            if entry is not None:
                ties = self._ties(side, refusal, value[proposer])
                profiles, offers = self._count(side, refusal, value, ties)
                yield Kind(
                    refusal=refusal,
                    leaves=leaves,
                    classes=entry.classes,
                    rejects=bool(entry.links),
                    ties=ties,
                    profiles=profiles,
                    offers=offers,
                )

    def _ties(self, side: Side, refusal: Vector, keeps: Number) -> tuple[tuple[int, bool, bool], ...]:
        """Return the classes at which the responder is indifferent: whether it may accept, whether it may reject."""
        p, r = side.proposer, side.responder
        span = range(side.at(refusal[r]), side.above(refusal[r]))
        return tuple((side.order[k], side.keeps[k] <= keeps, refusal[p] <= keeps) for k in span)

    def _count(
        self, side: Side, refusal: Vector, value: Vector, ties: tuple[tuple[int, bool, bool], ...]
    ) -> tuple[int, int]:
        """Return the numbers of ways to play such rounds, and of packages that may be offered in them."""
        sizes = {k: len(self.game.members[k]) for k, _, _ in ties}
        ways = prod((int(a) + int(b)) ** sizes[k] for k, a, b in ties)
        profiles = offers = 0
        for k, a, b in ties:
            chosen = int(a and self.game.gains[k] == value) + int(b and refusal == value)
            if chosen:
                profiles += chosen * sizes[k] * (ways // (int(a) + int(b)))
                offers += sizes[k]
        plain = 0
        if value[side.responder] > refusal[side.responder]:
            plain += sum(len(self.game.members[k]) for k in self._at_value(side, value))
        if value == refusal:
            low = side.at(refusal[side.responder])
            plain += sum(len(self.game.members[k]) for k in side.order[:low]) + int(self.game.game.silence)
        return profiles + plain * ways, offers + plain

    def _at_value(self, side: Side, value: Vector) -> list[int]:
        """Return the class that has this value, if one does."""
        span = range(side.at(value[side.responder]), side.above(value[side.responder]))
        return [side.order[k] for k in span if side.vectors[k] == value]
