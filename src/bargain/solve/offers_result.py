"""What the solver of alternating offers returns: one frozen result, status first.

Room      solve. Imports games, tables, references and errors; knows no solver.
Outcomes  one per distinct pair of payoffs, first player descending, each with the ways in which it may end.
Counts    what is counted is named: payoffs, pairs of values, pairs of offers, profiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.solve import offers_words as words
from bargain.solve.answer import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from bargain.games import OffersGame, RoundPlan
    from bargain.games.offers import Pair
    from bargain.solve.answer import Status
    from bargain.solve.result import Option
    from bargain.tables import Table

__all__ = ["Ending", "OfferPair", "OffersOutcome", "OffersSolution"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """One way in which talks may end.

    Attributes
    ----------
    kind : ``"agreement"``, ``"exit"``, ``"deadline"`` or ``"never"``
    packages : indices of the packages agreed on, all with the same payoffs; empty otherwise
    player : index of who walks out; None otherwise
    first, last, rounds : the first and the last round in which it may come about, and in how many;
        0 for ``"never"``
    """

    kind: str
    packages: tuple[int, ...] = ()
    player: int | None = None
    first: int = 0
    last: int = 0
    rounds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersOutcome:
    """One pair of equilibrium payoffs, as of round 1, with every way in which it comes about."""

    payoffs: Pair
    endings: tuple[Ending, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferPair:
    """The stationary equilibria with one pair of values, and one of them in full.

    Attributes
    ----------
    payoffs : per player, the payoffs of both at the start of a round in which this player proposes
    agreed : per player, the packages that its rounds may end with; empty if its offers are rejected
    offer : per player, the package offered in the equilibrium shown; None for silence
    threshold : per player, the payoff above which its opponent accepts, in the opponent's utility
    accepts : per player, packages at the threshold that its opponent accepts as well
    leaves : per player, whether it and whether its opponent walks out after its offer is rejected
    offer_pairs, profiles : how many pairs of offers, and how many profiles, have these values
    """

    payoffs: tuple[Pair, Pair]
    agreed: tuple[tuple[int, ...], tuple[int, ...]]
    offer: tuple[int | None, int | None]
    threshold: Pair
    accepts: tuple[tuple[int, ...], tuple[int, ...]]
    leaves: tuple[tuple[bool, bool], tuple[bool, bool]]
    offer_pairs: int
    profiles: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OffersSolution(Answer):
    """The equilibria of one game of alternating offers, with all that is needed to redo them.

    Attributes
    ----------
    game : the game that was solved
    concept : in words
    status, reason : how far the answer reaches, and why
    outcomes : every pair of payoffs as of round 1
    equilibria : without a last round, one entry per pair of values; None with a last round
    truncated : whether some endings of an outcome were not walked to the end
    regret : largest one-shot gain in the equilibria shown, asked of the game; None where not asked
    options : every argument of the solver with its value
    sources : BibTeX keys owed
    completeness : on what the claim rests that nothing is missing
    """

    game: OffersGame
    concept: str
    status: Status
    reason: str
    outcomes: tuple[OffersOutcome, ...]
    equilibria: tuple[OfferPair, ...] | None
    truncated: bool
    regret: Fraction | None
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]
    completeness: str

    @property
    def payoffs(self) -> tuple[Pair, ...]:
        """Every pair of equilibrium payoffs, first player descending."""
        return tuple(o.payoffs for o in self.outcomes)

    @property
    def packages(self) -> tuple[int, ...]:
        """Every package that some equilibrium ends with, by index."""
        return tuple(sorted({x for o in self.outcomes for e in o.endings for x in e.packages}))

    @property
    def may_fail(self) -> bool:
        """Whether some equilibrium ends without agreement, apart from exogenous breakdown."""
        return any(e.kind != "agreement" for o in self.outcomes for e in o.endings)

    @property
    def offer_pairs(self) -> int | None:
        """How many pairs of offers stationary equilibria have; None with a last round."""
        return None if self.equilibria is None else sum(e.offer_pairs for e in self.equilibria)

    @property
    def profiles(self) -> int | None:
        """How many stationary equilibria there are; None with a last round (histories are not counted)."""
        return None if self.equilibria is None else sum(e.profiles for e in self.equilibria)

    def worst(self, player: str) -> OffersOutcome:
        """Return the outcome that is worst for a player.

        Raises
        ------
        GameError
            If there is no such player, or no equilibrium.
        """
        return self._ranked(player)[0]

    def best(self, player: str) -> OffersOutcome:
        """Return the outcome that is best for a player; GameError as for `worst`."""
        return self._ranked(player)[-1]

    def _ranked(self, player: str) -> list[OffersOutcome]:
        if player not in self.game.players:
            raise GameError(f"no player {player!r}", remedy=f"one of {', '.join(self.game.players)}")
        if not self.outcomes:
            raise GameError(f"{self.game.title!r}: {self.reason}", remedy="ask for another horizon or finer packages")
        k = self.game.players.index(player)
        return sorted(self.outcomes, key=lambda o: (o.payoffs[k], o.payoffs[1 - k]))

    @property
    def hull(self) -> tuple[Pair, ...]:
        """The corners of the convex hull of the payoffs, counter-clockwise from the least of the first player."""
        return _hull(sorted(set(self.payoffs)))

    def plan(self, number: int) -> tuple[RoundPlan, RoundPlan]:
        """Return the equilibrium shown in `equilibria[number]` in full, first proposer first.

        Raises
        ------
        GameError
            If the game has a last round, or there is no such entry.
        """
        from bargain.games import RoundPlan

        if self.equilibria is None or not 0 <= number < len(self.equilibria):
            raise GameError(f"no stationary equilibrium {number}", remedy=f"there are {len(self.equilibria or ())}")
        item = self.equilibria[number]
        plans = []
        for p in (self.game.first, 1 - self.game.first):
            level = item.threshold[p]
            yes = {x for x, u in enumerate(self.game.payoffs) if u[1 - p] > level} | set(item.accepts[p])
            plans.append(RoundPlan(offer=item.offer[p], accepts=frozenset(yes), leaves=item.leaves[p]))
        return plans[0], plans[1]

    def __iter__(self) -> Iterator[OffersOutcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def __getitem__(self, index: int) -> OffersOutcome:
        return self.outcomes[index]

    def __repr__(self) -> str:
        return words.text(self)

    def table(self, *, limit: int | None = None) -> Table:
        """Return one row per outcome: payoffs and how it comes about; the first `limit` ones if given."""
        return words.table(self, limit)

    def to_dict(self, *, limit: int | None = None) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings; the first `limit` outcomes if given."""
        return words.plain(self, limit)


def _hull(points: list[Pair]) -> tuple[Pair, ...]:
    """Return the corners of sorted, distinct points."""
    if len(points) < 3:
        return tuple(points)
    chains = []
    for run in (points, points[::-1]):
        chain: list[Pair] = []
        for point in run:
            while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
                chain.pop()
            chain.append(point)
        chains += chain[:-1]
    return tuple(chains)


def _turn(a: Pair, b: Pair, c: Pair) -> Fraction:
    """Return a positive number if the way from a over b to c turns left."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
