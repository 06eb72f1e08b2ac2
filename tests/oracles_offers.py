"""Alternating offers by brute force: the tree written out, and every stationary profile tried.

These share no code with `bargain.solve`, and none with the computations of `bargain.games.offers`: they read
the fields of a game only, and count in payoffs as of round 1.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.games import OffersGame, RoundPlan

    Pair = tuple[Fraction, Fraction]


def _worth(game: OffersGame, payoffs: Pair, delay: int) -> Pair:
    """Return what payoffs are worth in round 1 if they are had `delay` rounds later."""
    return tuple(d + f**delay * (u - d) for u, d, f in zip(payoffs, game.disagreement, game.discounts, strict=True))  # type: ignore[return-value]


def _may(game: OffersGame, player: int, proposer: int) -> bool:
    allowed = {"nobody": (), "both": (0, 1), "proposer": (proposer,), "responder": (1 - proposer,)}
    return game.exits[player] is not None and player in allowed[game.leaver.value]


def tree_of(game: OffersGame, number: int = 1) -> tuple:
    """Return the game from a round on: ("leaf", payoffs), ("chance", branches) or (player, children)."""
    p = (game.first + number - 1) % 2
    r = 1 - p
    if number == game.rounds:
        end: tuple = ("leaf", _worth(game, game.deadline, number - 1))
    else:
        lost = ("leaf", _worth(game, game.broken, number))
        end = ("chance", ((game.breakdown, lost), (1 - game.breakdown, tree_of(game, number + 1))))
    for player in (p, r):
        if _may(game, player, p):
            end = (player, (end, ("leaf", _worth(game, game.exits[player], number - 1))))
    offers = [(r, (("leaf", _worth(game, u, number - 1)), end)) for u in game.payoffs]
    return p, tuple(offers) + ((end,) if game.silence else ())


def spe_payoffs(node: tuple) -> set[Pair]:
    """Return the payoffs of all pure subgame-perfect equilibria of a tree, over every choice in every subgame."""
    kind, rest = node
    if kind == "leaf":
        return {rest}
    if kind == "chance":
        weights = [w for w, _ in rest]
        below = [spe_payoffs(child) for _, child in rest]
        return {
            tuple(sum((w * v[i] for w, v in zip(weights, pick, strict=True)), Fraction(0)) for i in (0, 1))
            for pick in product(*below)
        }  # type: ignore[return-value]
    out: set[Pair] = set()
    for pick in product(*(spe_payoffs(child) for child in rest)):
        best = max(v[kind] for v in pick)
        out |= {v for v in pick if v[kind] == best}
    return out


def stationary_profiles(game: OffersGame) -> Iterator[tuple[tuple, tuple]]:
    """Yield every stationary pure profile: per proposer (offer, accepted set, proposer leaves, responder leaves)."""
    n = len(game.payoffs)
    subsets = [frozenset(x for x in range(n) if bits >> x & 1) for bits in range(2**n)]
    sides = []
    for p in (0, 1):
        offers = [*range(n), *([None] if game.silence else [])]
        mine = (False, True) if _may(game, p, p) else (False,)
        theirs = (False, True) if _may(game, 1 - p, p) else (False,)
        sides.append(list(product(offers, subsets, mine, theirs)))
    yield from product(*sides)


def stationary_values(game: OffersGame, profile: tuple) -> tuple[Pair, Pair]:
    """Return payoffs as of the start of a round, per proposer, by following the play."""
    return _play(game, profile, 0), _play(game, profile, 1)


def _play(game: OffersGame, profile: tuple, proposer: int) -> Pair:
    """Follow the play for two rounds; if it ends in neither it repeats, and what it is worth is a fixed point."""
    gain = [Fraction(0), Fraction(0)]
    chance, p = Fraction(1), proposer
    for delay in (0, 1):
        offer, accepts, p_leaves, r_leaves = profile[p]
        who = (1 - p) if r_leaves else p if p_leaves else None
        ends = game.payoffs[offer] if offer is not None and offer in accepts else None
        ends = game.exits[who] if ends is None and who is not None else ends
        for i in (0, 1):
            here, f = game.disagreement[i], game.discounts[i]
            if ends is not None:
                gain[i] += chance * f**delay * (ends[i] - here)
            else:
                gain[i] += chance * game.breakdown * f ** (delay + 1) * (game.broken[i] - here)
        if ends is not None:
            return tuple(g + d for g, d in zip(gain, game.disagreement, strict=True))  # type: ignore[return-value]
        chance *= 1 - game.breakdown
        p = 1 - p
    return tuple(d + g / (1 - chance * f**2) for g, d, f in zip(gain, game.disagreement, game.discounts, strict=True))  # type: ignore[return-value]


def one_shot_gain(game: OffersGame, profile: tuple) -> Fraction:
    """Return the most that anyone gains by departing once, at any node of any history."""
    values = stationary_values(game, profile)
    worst = Fraction(0)
    for p in (0, 1):
        offer, accepts, p_leaves, r_leaves = profile[p]
        r, later = 1 - p, values[1 - p]
        wait = tuple(
            d + f * (game.breakdown * (b - d) + (1 - game.breakdown) * (v - d))
            for d, f, b, v in zip(game.disagreement, game.discounts, game.broken, later, strict=True)
        )
        after = [wait]
        for who, leaves in ((p, p_leaves), (r, r_leaves)):
            here = game.exits[who] if leaves else after[-1]
            if _may(game, who, p):
                worst = max(worst, game.exits[who][who] - here[who], after[-1][who] - here[who])
            after.append(here)
        refused = after[-1]
        results = []
        for x, u in enumerate(game.payoffs):
            got = u if x in accepts else refused
            worst = max(worst, u[r] - got[r], refused[r] - got[r])
            results.append(got)
        if game.silence:
            results.append(refused)
        chosen = refused if offer is None else results[offer]
        worst = max(worst, *(v[p] - chosen[p] for v in results))
    return worst


def stationary_equilibria(game: OffersGame) -> list[tuple]:
    """Return every stationary pure profile that nobody gains by departing from once."""
    return [profile for profile in stationary_profiles(game) if one_shot_gain(game, profile) == 0]


def as_plan(plan_type: type[RoundPlan], game: OffersGame, profile: tuple) -> tuple[RoundPlan, RoundPlan]:
    """Return a profile of this module as the library's plan, first proposer first."""
    plans = [plan_type(offer=o, accepts=a, leaves=(m, t)) for o, a, m, t in profile]
    return plans[game.first], plans[1 - game.first]
