"""Are the equilibria of alternating offers what they are said to be? Checked from the game's own numbers.

Room      solve. Imports games' values and the result only; nothing of the solvers.
Checks    every ending pays what its outcome says; every stationary equilibrium shown has the values it claims
          and regret 0, asked of the game; best, worst, status and order fit what is there.
Complete  a second road where size allows: every package is looked at in every round, or in reply to every
          candidate for a value, by definition and in plain fractions. Numbers of profiles are not counted again.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, cast

from bargain.solve.result import Status
from bargain.solve.verify import Verification

if TYPE_CHECKING:
    from bargain.games import OffersGame
    from bargain.games.offers import Pair
    from bargain.solve.offers_result import Ending, OffersSolution

__all__ = ["verify_offers"]

_SLOWER = 20  # how much longer a look at a package takes where a rejection may bring several things
_SKIPPED = "not re-derived: that takes more than {:,} looks at packages"


def verify_offers(solution: OffersSolution, *, most: int = 10_000_000) -> Verification:
    """Check a solution of alternating offers again, from its game.

    Parameters
    ----------
    solution : OffersSolution
    most : int
        The most looks at packages for the second road to completeness.

    Examples
    --------
    >>> from bargain.games import OffersGame
    >>> from bargain.solve import offers
    >>> verify_offers(offers(OffersGame.pie(20, discounts="4/5")))
    <Verification of stationary subgame-perfect of 'Pie in 20 pieces', 3 pairs of payoffs: holds;
    completeness re-derived: all replies to all candidates, same values>
    """
    game = solution.game
    checks = ["every way in which an outcome comes about pays what the outcome says", "status, order and ends fit"]
    faults = [*_check_form(solution), *_check_endings(solution)]
    if solution.equilibria is not None:
        checks.append(f"{len(solution.equilibria)} stationary equilibria have the values claimed and regret 0")
        faults += _check_plans(solution)
    if faults:
        completeness = "not re-derived: faults come first"
    else:
        again = _values_by_rounds(game, most) if game.rounds is not None else _stationary_pairs(game, most)
        completeness, more = _compare(solution, again, most)
        faults += more
    many = len(solution)
    return Verification(
        subject=f"{solution.concept} of {game.title!r}, {many} pair{'' if many == 1 else 's'} of payoffs",
        checks=tuple(checks),
        faults=tuple(faults),
        completeness=completeness,
    )


def _check_form(solution: OffersSolution) -> list[str]:
    """Hold status and order against what is there."""
    faults = []
    if list(solution.payoffs) != sorted(set(solution.payoffs), reverse=True):
        faults.append("outcomes are not in descending order, each once")
    if (solution.status is Status.NONE_EXISTS) != (not solution.outcomes):
        faults.append(f"status {solution.status.value!r} with {len(solution)} outcomes")
    if solution.status is Status.EXACT and len(solution) != 1:
        faults.append("status 'exact' says that payoffs are unique")
    if (solution.equilibria is None) != (solution.game.rounds is not None):
        faults.append("stationary equilibria belong to games without a last round")
    if solution.equilibria is not None:
        found = {e.payoffs[solution.game.first] for e in solution.equilibria}
        if found != set(solution.payoffs):
            faults.append("outcomes are not those of the equilibria")
    return faults


def _check_endings(solution: OffersSolution) -> list[str]:
    """Work out what every ending pays."""
    faults = []
    for n, item in enumerate(solution.outcomes, 1):
        if not item.endings:
            faults.append(f"outcome {n} does not say how it comes about")
        for ending in item.endings:
            if len({solution.game.payoffs[x] for x in ending.packages}) > 1:
                faults.append(f"outcome {n}: packages with different payoffs in one ending")
            if any(pays != item.payoffs for pays in _pays(solution.game, ending)):
                faults.append(f"outcome {n}: an ending ({ending.kind}) pays something else")
    return faults


def _pays(game: OffersGame, ending: Ending) -> list[Pair]:
    """Return what an ending is worth in round 1 if it comes in its first round, and in its last."""
    if ending.kind == "never":
        return [_delayed(game, None, 0)]
    if ending.kind == "agreement":
        final = game.payoffs[ending.packages[0]]
    elif ending.kind == "exit":
        final = game.exits[ending.player or 0] or game.disagreement
    else:
        final = game.deadline
    return [_delayed(game, final, when) for when in sorted({ending.first, ending.last})]


def _delayed(game: OffersGame, final: Pair | None, when: int) -> Pair:
    """Return payoffs as of round 1 if talks last until round `when` unless they break down; None: for ever."""
    out = []
    for i in (0, 1):
        here, risk = game.disagreement[i], game.breakdown
        lost = game.discounts[i] * risk * (game.broken[i] - here)
        keep = game.discounts[i] * (1 - risk)
        if final is None:
            out.append(here + lost / (1 - keep))
            continue
        power = keep ** (when - 1)
        before = lost * (when - 1) if keep == 1 else lost * (1 - power) / (1 - keep)
        out.append(here + before + power * (final[i] - here))
    return out[0], out[1]


def _check_plans(solution: OffersSolution) -> list[str]:
    """Ask the game for values and regret of every equilibrium shown."""
    game, faults = solution.game, []
    here = game.disagreement
    for n, item in enumerate(solution.equilibria or ()):
        plan = solution.plan(n)
        gains = game.values(plan)
        by_proposer = gains if game.first == 0 else gains[::-1]
        claimed = tuple((u[0] - here[0], u[1] - here[1]) for u in item.payoffs)
        if tuple(by_proposer) != claimed:
            faults.append(f"equilibrium {n + 1} is worth something else")
        if game.regret(plan) != 0:
            faults.append(f"in equilibrium {n + 1} someone gains by departing once")
    return faults


def _compare(
    solution: OffersSolution, again: set[Pair] | set[tuple[Pair, Pair]] | None, most: int
) -> tuple[str, list[str]]:
    """Say whether the second road found the same."""
    if again is None:
        return _SKIPPED.format(most), []
    found: set[Pair] | set[tuple[Pair, Pair]]
    if solution.equilibria is None:
        found, road = set(solution.payoffs), "all packages in all rounds"
    else:
        found, road = {e.payoffs for e in solution.equilibria}, "all replies to all candidates"
    if found == again:
        return f"re-derived: {road}, same values", []
    missing, extra = len(again - found), len(found - again)
    return f"refuted: {missing} missing, {extra} too many", ["the second road finds other values"]


class _Plain:
    """The game once more in whole units of its own, by definition."""

    def __init__(self, game: OffersGame) -> None:
        self.game = game
        pairs = {game.gain(x) for x in range(len(game.packages))}
        self.unit = [lcm(*(g[i].denominator for g in pairs)) for i in (0, 1)]
        self.gains = sorted((int(g[0] * self.unit[0]), int(g[1] * self.unit[1])) for g in pairs)

    def scaled(self, gains: Pair) -> Pair:
        """Return gains in these units."""
        return gains[0] * self.unit[0], gains[1] * self.unit[1]

    def payoffs(self, value: Pair) -> Pair:
        """Return payoffs of gains in these units."""
        here = self.game.disagreement
        return here[0] + Fraction(value[0]) / self.unit[0], here[1] + Fraction(value[1]) / self.unit[1]

    def wait(self, value: Pair) -> Pair:
        """Return what waiting for a value is worth."""
        out = []
        for i in (0, 1):
            lost = (self.game.broken[i] - self.game.disagreement[i]) * self.unit[i]
            risk = self.game.breakdown
            out.append(self.game.discounts[i] * (risk * lost + (1 - risk) * value[i]))
        return out[0], out[1]

    def stops(self, proposer: int, goes_on: Pair) -> set[Pair]:
        """Return the gains of both after a rejection, by who likes to walk out."""
        ways = {goes_on}
        for who in (proposer, 1 - proposer):
            gone = self.game.exits[who]
            if gone is None or not self.game.may_leave(who, proposer):
                continue
            left = self.scaled(self.game.over(gone))
            stay = {w for w in ways if w[who] >= left[who]}
            ways = stay | ({left} if any(w[who] <= left[who] for w in ways) else set())
        return ways

    def round(self, proposer: int, refusals: set[Pair]) -> set[Pair]:
        """Return the values of a round by looking at every package and every thing that a rejection may bring."""
        if len(refusals) == 1:
            return self._plain_round(proposer, next(iter(refusals)))
        p, r = proposer, 1 - proposer
        after: list[set[Pair]] = [refusals] if self.game.silence else []
        for gain in self.gains:
            replies = {w for w in refusals if w[r] >= gain[r]}
            if any(w[r] <= gain[r] for w in refusals):
                replies.add(cast("Pair", gain))
            after.append(replies)
        held = max(min(v[p] for v in replies) for replies in after)
        return {v for replies in after for v in replies if v[p] >= held}

    def _plain_round(self, proposer: int, refused: Pair) -> set[Pair]:
        """Return the values of a round if a rejection can bring one thing only."""
        p, r = proposer, 1 - proposer
        level = refused[r] // 1
        sure = [g for g in self.gains if g[r] > level]
        ties = [g for g in self.gains if g[r] == refused[r]] if refused[r] == level else []
        least: list[Fraction] = [Fraction(max(g[p] for g in sure))] if sure else []
        least += [min(Fraction(g[p]), refused[p]) for g in ties]
        if self.game.silence or len(sure) + len(ties) < len(self.gains):
            least.append(refused[p])
        held = max(least)
        values = {cast("Pair", g) for g in (*sure, *ties) if g[p] >= held}
        if refused[p] >= held and (self.game.silence or len(sure) < len(self.gains)):
            values.add(refused)
        return values


def _values_by_rounds(game: OffersGame, most: int) -> set[Pair] | None:
    """Return the payoffs of round 1 from the deadline back; None if that takes too long."""
    plain = _Plain(game)
    values, left = {plain.scaled(game.over(game.deadline))}, most
    for number in range(game.rounds or 0, 0, -1):
        left -= len(plain.gains) * (1 if len(values) == 1 else _SLOWER * len(values))
        if left < 0:
            return None
        p = game.proposer(number)
        goes_on = values if number == game.rounds else {plain.wait(v) for v in values}
        values = plain.round(p, set().union(*(plain.stops(p, w) for w in goes_on)))
    return {plain.payoffs(v) for v in values}


def _stationary_pairs(game: OffersGame, most: int) -> set[tuple[Pair, Pair]] | None:
    """Return the pairs of values, by proposer, that answer each other; None if that takes too long."""
    plain, here = _Plain(game), game.disagreement
    never = _delayed(game, None, 0)
    start = {cast("Pair", g) for g in plain.gains} | {plain.scaled((never[0] - here[0], never[1] - here[1]))}
    start |= {plain.scaled(game.over(e)) for e in game.exits if e is not None}
    known: dict[tuple[int, Pair], set[Pair]] = {}

    def replies(proposer: int, later: Pair) -> set[Pair]:
        key = (proposer, later)
        if key not in known:
            refusals = plain.stops(proposer, plain.wait(later))
            known[key] = set().union(*(plain.round(proposer, {w}) for w in refusals))
        return known[key]

    found: set[tuple[Pair, Pair]] = set()
    for later in start:
        found |= {(v, later) for v in replies(0, later) if later in replies(1, v)}
        found |= {(later, v) for v in replies(1, later) if later in replies(0, v)}
        if len(known) * len(plain.gains) > most:
            return None
    return {(plain.payoffs(a), plain.payoffs(b)) for a, b in found}
