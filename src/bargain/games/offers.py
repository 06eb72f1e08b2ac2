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
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bargain.errors import GameError
from bargain.exact import fraction

__all__ = ["Leaver", "OffersGame", "Pair", "RoundPlan", "walking_out"]

Pair = tuple[Fraction, Fraction]
Plan = Sequence["RoundPlan"]
_ZERO, _ONE = Fraction(0), Fraction(1)
_MOST_PACKAGES = 1_000_000
_MOST_ROUNDS = 1_000_000


class Leaver(enum.StrEnum):
    """Who may walk out to an outside option after a rejection."""

    RESPONDER = "responder"
    PROPOSER = "proposer"
    BOTH = "both"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlan:
    """What both do in the rounds of one kind: one round of a finite game, or all in which one player proposes.

    Attributes
    ----------
    offer : index of the package proposed; None: nothing is proposed (if the protocol allows silence)
    accepts : indices of the packages that the responder accepts
    leaves : whether the proposer, and whether the responder, walks out after a rejection
    """

    offer: int | None
    accepts: frozenset[int]
    leaves: tuple[bool, bool] = (False, False)


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
        _check_names(self)
        _check_numbers(self)
        _check_time(self)

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
        if type(steps) is not int or not 1 <= steps < _MOST_PACKAGES:
            raise GameError(
                f"a pie in {steps!r} pieces", remedy=f"give a whole number from 1 to {_MOST_PACKAGES - 1:,}"
            )
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

    def values(self, plan: Plan) -> tuple[Pair, ...]:
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
        _check_plan(self, plan)
        if self.rounds is None:
            return _stationary_values(self, plan)
        values: list[Pair] = []
        for number in range(self.rounds, 0, -1):
            goes_on = self.over(self.deadline) if not values else self.wait(values[-1])
            values.append(_reached(self, self.proposer(number), plan[number - 1], goes_on))
        return tuple(reversed(values))

    def regret(self, plan: Plan) -> Fraction:
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
            worst = max(worst, _round_regret(self, self.proposer(k + 1), here, goes_on))
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


def _check_names(game: OffersGame) -> None:
    """Refuse players and packages that cannot be told apart."""
    if len(set(game.players)) != 2 or "" in game.players:
        raise GameError(f"offers game {game.title!r}: players {list(game.players)}", remedy="give two different names")
    if game.first not in (0, 1):
        raise GameError(f"offers game {game.title!r}: first is {game.first!r}", remedy="give 0 or 1")
    count = len(game.packages)
    if not 1 <= count <= _MOST_PACKAGES:
        raise GameError(f"offers game {game.title!r}: {count:,} packages", remedy=f"give 1 to {_MOST_PACKAGES:,}")
    if len(set(game.packages)) != count:
        twice = next(name for k, name in enumerate(game.packages) if name in game.packages[:k])
        raise GameError(f"offers game {game.title!r}: package {twice!r} twice", remedy="give each label once")
    if len(game.payoffs) != count:
        raise GameError(
            f"offers game {game.title!r}: payoffs of {len(game.payoffs):,} of {count:,} packages",
            remedy="give two numbers per package",
        )


def _check_numbers(game: OffersGame) -> None:
    """Refuse payoffs that are not two Fractions each."""
    named = [("payoffs", row) for row in game.payoffs]
    named += [(n, getattr(game, n)) for n in ("discounts", "disagreement", "broken", "deadline")]
    named += [("exits", row) for row in game.exits if row is not None]
    for name, row in named:
        if [type(v) for v in row] != [Fraction, Fraction]:
            raise GameError(
                f"offers game {game.title!r}: {name} holds {row!r}",
                remedy="give two Fractions, or use OffersGame.build",
            )


def _check_time(game: OffersGame) -> None:
    """Refuse horizons, patience and risks under which payoffs are not defined."""
    last = game.rounds
    if last is not None and (type(last) is not int or not 1 <= last <= _MOST_ROUNDS):
        raise GameError(
            f"offers game {game.title!r}: {last!r} rounds",
            remedy=f"give 1 to {_MOST_ROUNDS:,}, or None for no last one",
        )
    if type(game.breakdown) is not Fraction or not 0 <= game.breakdown <= 1:
        raise GameError(
            f"offers game {game.title!r}: a risk of breakdown of {game.breakdown}", remedy="give a number from 0 to 1"
        )
    for player, factor in zip(game.players, game.discounts, strict=True):
        if not 0 < factor <= 1:
            raise GameError(
                f"offers game {game.title!r}: discount factor {factor} of {player!r}",
                remedy="give a number above 0 and at most 1",
            )
        if last is None and factor * (1 - game.breakdown) == 1:
            raise GameError(
                f"offers game {game.title!r}: {player!r} is perfectly patient and talks may go on for ever, so delay "
                "costs it nothing and almost everything is an equilibrium",
                remedy="give a last round, a discount factor below 1, or a risk of breakdown",
            )


def _check_plan(game: OffersGame, plan: Plan) -> None:
    """Refuse a plan of another length, and moves that the protocol does not allow."""
    needed = 2 if game.rounds is None else game.rounds
    if len(plan) != needed:
        raise GameError(
            f"offers game {game.title!r}: a plan of {len(plan)} rounds", remedy=f"give {needed}, one RoundPlan for each"
        )
    known = range(len(game.packages))
    for k, here in enumerate(plan):
        p = game.proposer(k + 1)
        silent = here.offer is None
        if (silent and not game.silence) or (not silent and here.offer not in known):
            raise GameError(
                f"offers game {game.title!r}: round {k + 1} offers {here.offer!r}", remedy="offer a package"
            )
        if not all(x in known for x in here.accepts):
            raise GameError(f"offers game {game.title!r}: round {k + 1} accepts no package", remedy="give indices")
        if any(here.leaves[r] and not game.may_leave(who, p) for r, who in enumerate((p, 1 - p))):
            raise GameError(
                f"offers game {game.title!r}: round {k + 1}: walking out is not allowed",
                remedy="give the player an exit",
            )


def _refused(game: OffersGame, proposer: int, here: RoundPlan, goes_on: Pair) -> Pair:
    """Return the gains after a rejection."""
    for leaves, who in ((here.leaves[1], 1 - proposer), (here.leaves[0], proposer)):
        gone = game.exits[who]
        if leaves and gone is not None:
            return game.over(gone)
    return goes_on


def _reached(game: OffersGame, proposer: int, here: RoundPlan, goes_on: Pair) -> Pair:
    """Return the gains as of a round."""
    if here.offer is not None and here.offer in here.accepts:
        return game.gain(here.offer)
    return _refused(game, proposer, here, goes_on)


def _stationary_values(game: OffersGame, plan: Plan) -> tuple[Pair, Pair]:
    """Return the gains of a stationary plan when its first and when its second kind of round begins."""
    never = _fixed_point(game)
    both = [_reached(game, game.proposer(k + 1), here, never) for k, here in enumerate(plan)]
    stop = [_ends(game, game.proposer(k + 1), here) for k, here in enumerate(plan)]
    if not stop[0] and not stop[1]:
        return never, never
    if not stop[0]:
        both[0] = game.wait(both[1])
    if not stop[1]:
        both[1] = game.wait(both[0])
    return both[0], both[1]


def _ends(game: OffersGame, proposer: int, here: RoundPlan) -> bool:
    """Tell whether talks end in this kind of round for sure."""
    agreed = here.offer is not None and here.offer in here.accepts
    return agreed or any(here.leaves[r] and game.may_leave(w, proposer) for r, w in enumerate((proposer, 1 - proposer)))


def _fixed_point(game: OffersGame) -> Pair:
    """Return the gains if talks go on until they break down, for ever if they never do."""
    lost = game.over(game.broken)
    risk = game.breakdown
    values = [d * risk * b / (1 - d * (1 - risk)) for d, b in zip(game.discounts, lost, strict=True)]
    return values[0], values[1]


def _round_regret(game: OffersGame, proposer: int, here: RoundPlan, goes_on: Pair) -> Fraction:
    """Return the most that one deviation in this kind of round gains."""
    p, r = proposer, 1 - proposer
    mine = game.exits[p] if game.may_leave(p, p) else None
    stays = goes_on
    worst = _ZERO
    if mine is not None:
        gone = game.over(mine)
        stays = gone if here.leaves[0] else goes_on
        worst = max(gone[p], goes_on[p]) - stays[p]
    refused = stays
    theirs = game.exits[r] if game.may_leave(r, p) else None
    if theirs is not None:
        gone = game.over(theirs)
        refused = gone if here.leaves[1] else stays
        worst = max(worst, max(gone[r], stays[r]) - refused[r])
    best, chosen = refused[p] if game.silence else None, refused[p]
    for x in range(len(game.packages)):
        gain = game.gain(x)
        after = gain if x in here.accepts else refused
        worst = max(worst, max(gain[r], refused[r]) - after[r])
        best = after[p] if best is None else max(best, after[p])
        if x == here.offer:
            chosen = after[p]
    return worst if best is None else max(worst, best - chosen)
