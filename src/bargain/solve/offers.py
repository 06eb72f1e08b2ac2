"""Alternating offers over a finite set of packages, solved exactly without expanding the tree.

Room      solve.
Answers   with a last round: the payoffs and endings of every pure subgame-perfect equilibrium. Without one:
          every stationary pure subgame-perfect equilibrium, or why there is none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.solve.offers_finite import endings, solve_rounds
from bargain.solve.offers_result import Ending, OfferPair, OffersOutcome, OffersSolution
from bargain.solve.offers_scaled import Scaled, scaled
from bargain.solve.offers_stationary import Kind, Stationary, StationarySolver
from bargain.solve.offers_words import number
from bargain.solve.result import Status

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from bargain.games import OffersGame
    from bargain.solve.offers_finite import Spell
    from bargain.solve.offers_scaled import Vector

__all__ = ["offers"]

_IN_CHAIN = 6  # values of a circle that are named
_MOST_ASKED = 300_000  # packages times equilibria of which the regret is asked

_UNIQUE = "In no round is a second value reached: whoever is indifferent leads to the same payoffs."
_TIES = (
    "Where players are indifferent several continuations are kept, and each may follow each offer; equilibria in "
    "which they mix are not listed."
)
_STATIONARY = (
    "Listed are the equilibria in which offers depend on the proposer alone and acceptance on the offer alone; mixed "
    "ones, and ones that depend on history, are not."
)


def offers(game: OffersGame, *, limit: int = 1_000_000) -> OffersSolution:
    """Solve a game of alternating offers for its subgame-perfect equilibria.

    Parameters
    ----------
    game : OffersGame
    limit : int
        Most values that are kept (over all rounds, or pairs without a last round).

    Returns
    -------
    OffersSolution
        With a last round: every pair of payoffs of pure subgame-perfect equilibria and how it comes
        about, status EXACT if they are unique even in mixed ones, else EXACT_PURE_ONLY. Without one:
        every stationary pure subgame-perfect equilibrium, status EXACT_PURE_ONLY, or NONE_EXISTS with
        values that the players answer each other in turn for ever.

    Raises
    ------
    RefusedError
        If indifference leaves more values than `limit`.

    Notes
    -----
    Exact. Finite horizons after [stahl1972]_, infinite ones after [rubinstein1982]_, risk of breakdown after
    [binmore1986]_, outside options after [binmoreshakedsutton1989]_; equilibria in the sense of
    [selten1975]_. With m values per round and n packages a round costs m log(mn) look-ups, and rounds
    that repeat are not computed.

    Examples
    --------
    >>> from bargain.games import OffersGame
    >>> offers(OffersGame.pie(100, discounts="9/10", rounds=2, players=("Ann", "Bob")))
    <subgame-perfect of 'Pie in 100 pieces', Ann first: 2 pairs of payoffs; exact, pure only>
      1. Ann 1/10, Bob 9/10: 1/10:9/10 in round 1
      2. Ann 9/100, Bob 91/100: 9/100:91/100 in round 1
    """
    if limit < 1:
        raise GameError(f"a limit of {limit}", remedy="give at least 1")
    model = scaled(game)
    return _infinite(model, limit) if game.rounds is None else _finite(model, game.rounds, limit)


def _sources(game: OffersGame) -> tuple[str, ...]:
    """Return the works owed."""
    owed = ["selten1975", "rubinstein1982" if game.rounds is None else "stahl1972"]
    if game.breakdown:
        owed.append("binmore1986")
    if any(game.may_leave(i, p) for i in (0, 1) for p in (0, 1)):
        owed.append("binmoreshakedsutton1989")
    return tuple(owed)


def _finite(model: Scaled, last: int, limit: int) -> OffersSolution:
    """Solve a game with a last round."""
    game = model.game
    rounds = solve_rounds(model, last, limit)
    opening = rounds.table(1)
    found = [(model.payoffs(v, opening.scale), *endings(rounds, v)) for v in opening.entries]
    found.sort(key=lambda item: item[0], reverse=True)
    outcomes = tuple(OffersOutcome(payoffs=u, endings=_endings(model, spells)) for u, spells, _ in found)
    computed = len(rounds.tables)
    repeats = f"; the rounds before round {rounds.start} repeat it and the next" if rounds.start > 1 else ""
    return OffersSolution(
        game=game,
        concept="subgame-perfect",
        status=Status.EXACT if rounds.unique else Status.EXACT_PURE_ONLY,
        reason=_UNIQUE if rounds.unique else _TIES,
        outcomes=outcomes,
        equilibria=None,
        truncated=not all(whole for _, _, whole in found),
        regret=None,
        options=(("limit", limit),),
        sources=_sources(game),
        completeness=f"all values of {computed:,} rounds from the deadline back{repeats}",
    )


def _endings(model: Scaled, spells: dict[tuple[str, int], Spell]) -> tuple[Ending, ...]:
    """Return endings in order: agreements by round, walking out, the deadline."""
    found = [
        Ending(
            kind=kind,
            packages=model.members[which] if kind == "agreement" else (),
            player=which if kind == "exit" else None,
            first=spell.first,
            last=spell.last,
            rounds=spell.count,
        )
        for (kind, which), spell in spells.items()
    ]
    return tuple(sorted(found, key=_order))


def _infinite(model: Scaled, limit: int) -> OffersSolution:
    """Solve a game without a last round for stationary equilibria."""
    game = model.game
    solver = StationarySolver(model, limit)
    found = solver.solve()
    pairs = tuple(_pair(model, item) for item in found)
    solution = OffersSolution(
        game=game,
        concept="stationary subgame-perfect",
        status=Status.EXACT_PURE_ONLY if found else Status.NONE_EXISTS,
        reason=_STATIONARY if found else _why_none(model, solver.cycle()),
        outcomes=_outcomes(model, found),
        equilibria=pairs,
        truncated=False,
        regret=None,
        options=(("limit", limit),),
        sources=_sources(game),
        completeness="every pair of values that answer each other, from all candidates for one of them",
    )
    return _with_regret(solution)


def _with_regret(solution: OffersSolution) -> OffersSolution:
    """Return the solution with the regret of the equilibria shown, if that is quickly asked."""
    count = len(solution.equilibria or ())
    if not count or count * len(solution.game.packages) > _MOST_ASKED:
        return solution
    return replace(solution, regret=max(solution.game.regret(solution.plan(k)) for k in range(count)))


def _pair(model: Scaled, item: Stationary) -> OfferPair:
    """Return one pair of values with one of its equilibria."""
    shown = [_shown(model, p, item.kinds[p]) for p in (0, 1)]
    agreed = [tuple(x for c in _classes(kinds) for x in model.members[c]) for kinds in item.kinds]
    first, second = shown
    return OfferPair(
        payoffs=(model.payoffs(item.values[0]), model.payoffs(item.values[1])),
        agreed=(agreed[0], agreed[1]),
        offer=(first[0], second[0]),
        threshold=(first[1], second[1]),
        accepts=(first[2], second[2]),
        leaves=(item.kinds[0][0].leaves, item.kinds[1][0].leaves),
        offer_pairs=item.offer_pairs,
        profiles=item.profiles,
    )


def _classes(kinds: Iterable[Kind]) -> tuple[int, ...]:
    """Return the classes agreed on in any of these rounds."""
    return tuple(sorted({c for k in kinds for c in k.classes}))


def _shown(model: Scaled, proposer: int, kinds: tuple[Kind, ...]) -> tuple[int | None, Fraction, tuple[int, ...]]:
    """Return an offer, the threshold of acceptance and the packages accepted at it, for one way to play."""
    kind = kinds[0]
    threshold = model.payoffs(kind.refusal)[1 - proposer]
    yes = {x for k, may_accept, _ in kind.ties if may_accept for x in model.members[k]}
    offer = model.members[kind.classes[0]][0] if kind.classes else _refused(model, proposer, kind)
    return offer, threshold, tuple(sorted(yes if kind.classes else yes - {offer}))


def _refused(model: Scaled, proposer: int, kind: Kind) -> int | None:
    """Return a package that is rejected: one that the responder likes less, or silence, or one of its ties."""
    least = kind.refusal[1 - proposer]
    below = next((k for k, gains in enumerate(model.gains) if gains[1 - proposer] < least), None)
    if below is not None:
        return model.members[below][0]
    if model.game.silence:
        return None
    return next(model.members[k][0] for k, _, may_reject in kind.ties if may_reject)


def _outcomes(model: Scaled, found: tuple[Stationary, ...]) -> tuple[OffersOutcome, ...]:
    """Return the payoffs as of round 1, first player descending, each with its endings."""
    first = model.game.first
    merged: dict[Vector, set[Ending]] = {}
    for item in found:
        ways = merged.setdefault(item.values[first], set())
        ways |= _ways(model, first, item.kinds[first], 1)
        if any(_goes_on(k) for k in item.kinds[first]):
            ways |= _ways(model, 1 - first, item.kinds[1 - first], 2)
            if any(_goes_on(k) for k in item.kinds[1 - first]):
                ways.add(Ending(kind="never"))
    pairs = [(model.payoffs(v), ways) for v, ways in merged.items()]
    pairs.sort(key=lambda pair: pair[0], reverse=True)
    return tuple(OffersOutcome(payoffs=u, endings=tuple(sorted(ways, key=_order))) for u, ways in pairs)


def _goes_on(kind: Kind) -> bool:
    """Tell whether such a round may lead to the next."""
    return kind.rejects and not any(kind.leaves)


def _ways(model: Scaled, proposer: int, kinds: Iterable[Kind], when: int) -> set[Ending]:
    """Return how talks may end in a round."""
    out = set()
    for kind in kinds:
        for k in kind.classes:
            out.add(Ending(kind="agreement", packages=model.members[k], first=when, last=when, rounds=1))
        if kind.rejects and any(kind.leaves):
            who = 1 - proposer if kind.leaves[1] else proposer
            out.add(Ending(kind="exit", player=who, first=when, last=when, rounds=1))
    return out


def _order(ending: Ending) -> tuple[int, int, tuple[int, ...], int]:
    """Return the place of an ending: agreements first, by round."""
    kinds = ("agreement", "exit", "deadline", "never")
    return kinds.index(ending.kind), ending.first, ending.packages, ending.player or 0


def _why_none(model: Scaled, chain: tuple[Vector, ...]) -> str:
    """Return why there is no equilibrium: values that answer each other in a circle."""
    names = model.game.players
    shown = [(names[k % 2], model.payoffs(v)) for k, v in enumerate(chain[:_IN_CHAIN])]
    steps = ", then ".join(f"one of {who} {number(u[0])}, {number(u[1])}" for who, u in shown)
    return (
        "No stationary equilibrium in pure strategies: what a round of each player is worth to both has no fixed "
        f"point. Replies run in a circle of {len(chain)}: {steps.replace('one of', 'a round of', 1)}"
        f"{', and so on' if len(chain) > _IN_CHAIN else ', and again from the start'}. "
        "Mixed equilibria, and ones that depend on history, are not ruled out."
    )
