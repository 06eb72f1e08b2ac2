"""Alternating offers over a finite set of packages: the protocol as a value, and regret.

Room      games: imports exact and errors; knows no solver.
Round     the proposer names a package; the responder accepts it, which ends the talks, or rejects it. After a
          rejection the responder may walk out if it holds an outside option, then the proposer if the protocol
          lets it; otherwise talks break down with probability `breakdown`, or the other proposes next.
Payoffs   while talks go on, and for ever if they never end, each has its `disagreement` payoff per round. An
          ending in round t is worth d + δ^(t-1) (u - d): discounting eats what is gained over disagreement.
          A package, an outside option and the deadline are had in the round in which they come about, a
          breakdown in the round that it prevents.
Gains     the code computes with u - d, as of the round in question.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import fraction
from bargain.games.offers_checks import MOST_PACKAGES, check_names, check_numbers, check_plan, check_time
from bargain.games.offers_plans import RoundPlan, reached, round_regret, stationary_values

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Leaver", "OffersGame", "Pair", "RoundPlan", "walking_out"]

Pair = tuple[Fraction, Fraction]
_ZERO = Fraction(0)


class Leaver(enum.StrEnum):
    """Who may walk out to an outside option after a rejection."""

    RESPONDER = "responder"
    PROPOSER = "proposer"
    BOTH = "both"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OffersGame:
    """Two players take turns to propose one of finitely many packages.

    Parameters
    ----------
    title : str
    players : tuple of two str
    packages : tuple of str
        Labels, each once.
    payoffs : tuple of pairs of Fraction
        What each package is worth to each player, in the player's own utility.
    first : int
        Index of the player who proposes in round 1.
    rounds : int or None
        The last round; None: the talks may go on for ever.
    discounts : pair of Fraction
        Discount factor per round of each player, in (0, 1]; without a last round the factor times the
        chance that talks go on must be less than 1.
    breakdown : Fraction
        Probability, after each rejection that nobody walks out on, that talks end before the next round.
    disagreement, broken, deadline : pairs of Fraction
        What each has while there is no deal; after a breakdown; when the last offer is rejected.
    exits : pair
        Per player None, or the payoffs of both players if this one walks out.
    leaver : Leaver
        Who may walk out after a rejection.
    silence : bool
        Whether a proposer may let its round pass without a proposal.

    Raises
    ------
    GameError
        For parts that do not fit, naming them.

    Examples
    --------
    >>> g = OffersGame.build("Swap", ("R", "T"), {"a": (3, 1), "b": (2, 2), "c": (1, 3)}, discounts="9/10")
    >>> g
    <OffersGame 'Swap': 3 packages; R first, no last round, δ = 9/10>
    >>> g.gain(1)
    (Fraction(2, 1), Fraction(2, 1))
    """

    title: str
    players: tuple[str, str]
    packages: tuple[str, ...]
    payoffs: tuple[Pair, ...]
    discounts: Pair
    first: int = 0
    rounds: int | None = None
    breakdown: Fraction = _ZERO
    disagreement: Pair = (_ZERO, _ZERO)
    broken: Pair = (_ZERO, _ZERO)
    deadline: Pair = (_ZERO, _ZERO)
    exits: tuple[Pair | None, Pair | None] = (None, None)
    leaver: Leaver = Leaver.RESPONDER
    silence: bool = False

    def __post_init__(self) -> None:
        """Refuse parts that do not fit."""
        check_names(self)
        check_numbers(self)
        check_time(self)

    @staticmethod
    def build(  # noqa: PLR0913  one argument per part of the protocol
        title: str,
        players: Sequence[str],
        packages: Mapping[str, Sequence[object]],
        *,
        discounts: object,
        first: str = "",
        rounds: int | None = None,
        breakdown: object = 0,
        disagreement: Sequence[object] = (0, 0),
        broken: Sequence[object] | None = None,
        deadline: Sequence[object] | None = None,
        outside: Sequence[object | None] = (None, None),
        leaver: Leaver | str = Leaver.RESPONDER,
        silence: bool = False,
    ) -> OffersGame:
        """Build a game from plain numbers.

        Parameters
        ----------
        title : str
        players : two str
        packages : mapping of label to two exact numbers
        discounts : exact number, or two
            One factor for both, or one for each.
        first : str
            Who proposes in round 1; the first player if left out.
        rounds : int, optional
            The last round; 1 is the ultimatum game. None: no last round.
        breakdown : exact number
        disagreement, broken, deadline : two exact numbers
            `broken` and `deadline` are the disagreement payoffs if left out.
        outside : per player None, an exact number, or two
            A number is what the player has when it walks out; the other then has its own outside option
            if it has one and that is better than its disagreement payoff, otherwise the latter. Two
            numbers are what both have when this player walks out.
        leaver : Leaver or str
        silence : bool

        Raises
        ------
        GameError, NumberError

        Examples
        --------
        >>> OffersGame.build("Dollar", ("A", "B"), {"even": (1, 1), "mine": (2, 0)}, discounts=1, rounds=1)
        <OffersGame 'Dollar': 2 packages; A first, 1 round>
        """
        who = _two(players, f"offers game {title!r}: players")
        here = _pair(disagreement, "disagreement payoffs")
        factors = discounts if isinstance(discounts, list | tuple) else (discounts, discounts)
        start = str(first) or str(who[0])
        if start not in who:
            raise GameError(f"offers game {title!r}: no player {start!r}", remedy=f"first is one of {', '.join(who)}")
        return OffersGame(
            title=title,
            players=who,
            packages=tuple(packages),
            payoffs=tuple(_pair(row, f"payoffs of package {name!r}") for name, row in packages.items()),
            discounts=_pair(factors, "discount factors"),
            first=who.index(start),
            rounds=rounds,
            breakdown=fraction(breakdown, what="risk of breakdown"),
            disagreement=here,
            broken=here if broken is None else _pair(broken, "payoffs after a breakdown"),
            deadline=here if deadline is None else _pair(deadline, "payoffs at the deadline"),
            exits=walking_out(outside, here),
            leaver=_leaver(title, leaver),
            silence=silence,
        )

    @staticmethod
    def pie(
        steps: int,
        *,
        players: Sequence[str] = ("1", "2"),
        worth: tuple[Callable[[Fraction], Fraction], Callable[[Fraction], Fraction]] | None = None,
        **protocol: object,
    ) -> OffersGame:
        """Return the division of a pie in `steps` equal pieces, whole pieces only.

        Parameters
        ----------
        steps : int
            At least 1; the packages are the shares 0, 1/steps, …, 1 of the first player.
        players : two str
        worth : two functions of a Fraction, optional
            What each player's own share is worth to it; the share itself if left out.
        **protocol
            What `build` takes.

        Raises
        ------
        GameError, NumberError

        Examples
        --------
        >>> OffersGame.pie(4, discounts="1/2", rounds=2)
        <OffersGame 'Pie in 4 pieces': 5 packages; 1 first, 2 rounds, δ = 1/2>
        """
        if type(steps) is not int or not 1 <= steps < MOST_PACKAGES:
            raise GameError(f"a pie in {steps!r} pieces", remedy=f"give a whole number from 1 to {MOST_PACKAGES - 1:,}")
        mine, other = worth or (_itself, _itself)
        shares = [Fraction(k, steps) for k in range(steps + 1)]
        packages = {f"{s}:{1 - s}": (mine(s), other(1 - s)) for s in shares}
        return OffersGame.build(f"Pie in {steps} pieces", players, packages, **protocol)  # type: ignore[arg-type]

    def proposer(self, number: int) -> int:
        """Return who proposes in round `number`, counted from 1."""
        return (self.first + number - 1) % 2

    def gain(self, package: int) -> Pair:
        """Return what a package adds to the disagreement payoffs of both."""
        return self.over(self.payoffs[package])

    def over(self, payoffs: Pair) -> Pair:
        """Return payoffs less those of disagreement."""
        return payoffs[0] - self.disagreement[0], payoffs[1] - self.disagreement[1]

    def may_leave(self, player: int, proposer: int) -> bool:
        """Tell whether a player may walk out after a rejection in a round in which `proposer` proposes."""
        role = Leaver.PROPOSER if player == proposer else Leaver.RESPONDER
        return self.exits[player] is not None and self.leaver in {role, Leaver.BOTH}

    def wait(self, following: Pair) -> Pair:
        """Return the gains from going on after a rejection, if the next round is worth `following` then."""
        lost = self.over(self.broken)
        risk = self.breakdown
        values = [d * (risk * b + (1 - risk) * v) for d, b, v in zip(self.discounts, lost, following, strict=True)]
        return values[0], values[1]

    def values(self, plan: Sequence[RoundPlan]) -> tuple[Pair, ...]:
        """Return the gains that a plan brings, as of each of its rounds.

        Parameters
        ----------
        plan : sequence of RoundPlan
            One per round; without a last round two, the rounds of the first proposer and of the other.

        Raises
        ------
        GameError
            For a plan of another length, or one that does what the protocol does not allow.
        """
        check_plan(self, plan)
        if self.rounds is None:
            return stationary_values(self, plan)
        values: list[Pair] = []
        for number in range(self.rounds, 0, -1):
            goes_on = self.over(self.deadline) if not values else self.wait(values[-1])
            values.append(reached(self, self.proposer(number), plan[number - 1], goes_on))
        return tuple(reversed(values))

    def regret(self, plan: Sequence[RoundPlan]) -> Fraction:
        """Return the most that one player gains by a single deviation at any point of any history.

        It is 0 exactly if the plan is a subgame-perfect equilibrium: discounting makes far rounds
        negligible, so profitable deviations include one that departs once. Gains are measured in the
        round of the deviation, in the deviator's utility. Costs one pass over the packages per round.

        Raises
        ------
        GameError
            As `values` does.

        Examples
        --------
        >>> g = OffersGame.build("Dollar", ("A", "B"), {"even": (1, 1), "mine": (2, 0)}, discounts=1, rounds=1)
        >>> g.regret([RoundPlan(offer=1, accepts=frozenset({0, 1}))])
        Fraction(0, 1)
        >>> g.regret([RoundPlan(offer=0, accepts=frozenset({0, 1}))])
        Fraction(1, 1)
        """
        values = self.values(plan)
        worst = _ZERO
        for k, here in enumerate(plan):
            if self.rounds is None:
                goes_on = self.wait(values[1 - k])
            else:
                goes_on = self.wait(values[k + 1]) if k + 1 < self.rounds else self.over(self.deadline)
            worst = max(worst, round_regret(self, self.proposer(k + 1), here, goes_on))
        return worst

    def __repr__(self) -> str:
        last = "no last round" if self.rounds is None else f"{self.rounds:,} round{'' if self.rounds == 1 else 's'}"
        many = f"{len(self.packages):,} package{'' if len(self.packages) == 1 else 's'}"
        more = f"; {self.terms}" if self.terms else ""
        return f"<OffersGame {self.title!r}: {many}; {self.players[self.first]} first, {last}{more}>".replace(
            f"{last}; δ", f"{last}, δ"
        )

    @property
    def terms(self) -> str:
        """Patience, risk and outside options in words; empty where there is nothing to say."""
        parts = []
        if self.discounts[0] != self.discounts[1]:
            parts.append(", ".join(f"δ_{p} = {d}" for p, d in zip(self.players, self.discounts, strict=True)))
        elif self.discounts[0] != 1:
            parts.append(f"δ = {self.discounts[0]}")
        if self.breakdown:
            parts.append(f"risk of breakdown {self.breakdown}")
        if self.leaver is not Leaver.NOBODY:
            for player, gone in zip(self.players, self.exits, strict=True):
                if gone is not None:
                    own = gone[self.players.index(player)]
                    parts.append(f"{player} may walk out to {own} ({_ROLES[self.leaver]})")
        return ", ".join(parts)


_ROLES = {
    Leaver.RESPONDER: "when it rejects",
    Leaver.PROPOSER: "when it is rejected",
    Leaver.BOTH: "after any rejection",
    Leaver.NOBODY: "never",
}


def _itself(share: Fraction) -> Fraction:
    return share


def _two(values: Sequence[object], what: str) -> tuple[str, str]:
    """Return two names."""
    if isinstance(values, str) or len(values) != 2:
        raise GameError(f"{what}: {values!r}", remedy="give two")
    return str(values[0]), str(values[1])


def _pair(values: object, what: str) -> Pair:
    """Return two exact numbers."""
    if not isinstance(values, list | tuple) or len(values) != 2:
        raise GameError(f"{what}: {values!r}", remedy="give two numbers, one for each player")
    return fraction(values[0], what=what), fraction(values[1], what=what)


def _leaver(title: str, value: Leaver | str) -> Leaver:
    """Return who may walk out."""
    try:
        return Leaver(value)
    except ValueError:
        raise GameError(
            f"offers game {title!r}: {value!r} may walk out", remedy=f"one of {', '.join(x.value for x in Leaver)}"
        ) from None


def walking_out(outside: Sequence[object | None], here: Pair) -> tuple[Pair | None, Pair | None]:
    """Return the payoffs of both per player who walks out."""
    if isinstance(outside, str) or len(outside) != 2:
        raise GameError(f"outside options: {outside!r}", remedy="give one entry for each player, None for none")
    single = [None if v is None or isinstance(v, list | tuple) else fraction(v, what="outside option") for v in outside]
    found: list[Pair | None] = []
    for k, given in enumerate(outside):
        own, other = single[k], single[1 - k]
        if own is None:
            found.append(None if given is None else _pair(given, "payoffs of walking out"))
            continue
        left = here[1 - k] if other is None else max(here[1 - k], other)
        found.append((own, left) if k == 0 else (left, own))
    return found[0], found[1]
