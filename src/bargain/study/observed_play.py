"""What is played at a point, by trying everything: with which reported moves each equilibrium agrees.

Room      study: the checker of `observed`. Numbers only; shares no step with the code that cuts stakes.
At once   every profile, regret asked of the game. Exchange: every level, cost compared.
In moves  backward induction on sets of plays: one is kept if its mover does no better by the worst that can follow
          any other action.
Repeated  every package: staying is worth at least (1 − δ)·(best deviation) + δ·(one-shot equilibrium).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.encode.packages import packages_exchange
from bargain.exact import Affine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bargain.encode import Exchange
    from bargain.games import TreeGame
    from bargain.study.observed_result import ObservedMoves

__all__ = ["Agreement", "agreements", "levels_of", "relevant"]

Point = dict[str, Fraction]
Agreement = tuple[tuple[int, ...], frozenset[str]]  # what is played, and the moves that it agrees with
Play = tuple[frozenset[int], tuple[Fraction, ...]]  # ends, and the payoffs expected


def relevant(found: ObservedMoves) -> frozenset[str]:
    """Return the stakes that what is played can depend on."""
    spec = found.case.spec(found.game)
    if spec.form == "sequential":
        return frozenset(found.case.tree(found.game).stakes)
    if spec.form != "exchange" and not found.patience:
        return frozenset(found.case.game(found.game).stakes)
    home = spec.id if spec.repeated is None else spec.repeated.exchange
    if spec.terms:
        return frozenset(found.case.game(home).stakes)
    deal = packages_exchange(found.case, home, every_level=found.every_level)
    return frozenset(name for i in deal.issues for form in (*i.cost, *i.benefit) for name in form.names)


def levels_of(found: ObservedMoves) -> dict[str, tuple[str, ...]]:
    """Return the levels of every issue of an exchange, once or repeated; nothing for other games."""
    spec = found.case.spec(found.game)
    if spec.terms or not (spec.form == "exchange" or spec.repeated is not None):
        return {}
    home = spec.id if spec.repeated is None else spec.repeated.exchange
    return {i.id: i.levels for i in packages_exchange(found.case, home, every_level=found.every_level).issues}


def agreements(found: ObservedMoves, point: Mapping[str, Fraction]) -> tuple[Agreement, ...]:
    """Return the equilibria at a point, by what they play, each with the moves that it agrees with.

    What is played: a profile, the levels of the issues that moves speak of, a package, or the ends of a play.
    """
    spec = found.case.spec(found.game)
    if spec.form == "sequential":
        return tuple(_in_moves(found, point))
    if found.patience:
        home = spec.id if spec.repeated is None else spec.repeated.exchange
        return tuple(_repeated(found, packages_exchange(found.case, home, every_level=found.every_level), point))
    if spec.form == "exchange" and not spec.terms:
        return tuple(_granted(found, packages_exchange(found.case, spec.id, every_level=found.every_level), point))
    return tuple(_at_once(found, point))


def _at_once(found: ObservedMoves, point: Mapping[str, Fraction]) -> Iterator[Agreement]:
    game = found.case.game(found.game).at(dict(point))
    for cell in product(*(range(n) for n in game.shape)):
        if game.regret(cell) == 0:
            acts = {who: game.actions[p][cell[p]] for p, who in enumerate(game.players)}
            fits = (c.id for c in found.counted if all(acts[who] in wanted for who, wanted in c.plays))
            yield cell, frozenset(fits)


def _granted(found: ObservedMoves, deal: Exchange, point: Mapping[str, Fraction]) -> Iterator[Agreement]:
    spoken = list(dict.fromkeys(c.issue for c in found.counted))
    costs = [[cost.at(point) for cost in deal.issue(name).cost] for name in spoken]
    for levels in product(*([n for n, cost in enumerate(row) if cost == min(row)] for row in costs)):
        chosen = dict(zip(spoken, levels, strict=True))
        yield levels, frozenset(c.id for c in found.counted if chosen[c.issue] == c.level)


def _repeated(found: ObservedMoves, deal: Exchange, point: Mapping[str, Fraction]) -> Iterator[Agreement]:
    if found.rest == "one-shot":
        spoken = {c.issue for c in found.counted}
        deal = replace(deal, issues=tuple(i for i in deal.issues if i.id in spoken))
    costs = [[c.at(point) for c in i.cost] for i in deal.issues]
    gains = [[b.at(point) for b in i.benefit] for i in deal.issues]
    alone = [c.index(min(c)) for c in costs]
    places = {i.id: n for n, i in enumerate(deal.issues)}
    for package in product(*(range(len(c)) for c in costs)):
        if all(_stays(deal, costs, gains, alone, package, actor, delta) for actor, delta in found.patience):
            yield package, frozenset(c.id for c in found.counted if package[places[c.issue]] == c.level)


def _stays(
    deal: Exchange,
    costs: list[list[Fraction]],
    gains: list[list[Fraction]],
    alone: list[int],
    package: tuple[int, ...],
    actor: str,
    delta: Fraction,
) -> bool:
    """Tell whether an actor does not gain by its best deviation, answered by the one-shot equilibrium for ever."""
    stay = deviate = after = Fraction(0)
    for n, issue in enumerate(deal.issues):
        if issue.grantor == actor:
            stay -= costs[n][package[n]]
            deviate -= min(costs[n])
            after -= costs[n][alone[n]]
        else:
            stay += gains[n][package[n]]
            deviate += gains[n][package[n]]
            after += gains[n][alone[n]]
    return stay >= (1 - delta) * deviate + delta * after


def _in_moves(found: ObservedMoves, point: Mapping[str, Fraction]) -> Iterator[Agreement]:
    game = found.case.tree(found.game).at(dict(point))
    for ends, _ in _plays(game):
        runs = [_run(game, end) for end in ends]
        fits = (
            c.id
            for c in found.counted
            if all(any((who, act) in run for act in wanted) for run in runs for who, wanted in c.plays)
        )
        yield tuple(sorted(ends)), frozenset(fits)


def _plays(game: TreeGame) -> set[Play]:
    """Return the plays of all pure subgame-perfect equilibria."""
    below: dict[int, set[Play]] = {}
    for node in reversed(range(len(game.parents))):
        plays = _plays_at(game, node, [below.pop(child) for child in game.children[node]])
        at = game.placed[node]
        earned = game.outcomes[at].payoffs if at >= 0 else (Fraction(0),) * len(game.players)
        below[node] = {(e, tuple(u + _number(w) for u, w in zip(us, earned, strict=True))) for e, us in plays}
    return below[0]


def _plays_at(game: TreeGame, node: int, below: list[set[Play]]) -> set[Play]:
    if not below:
        return {(frozenset((node,)), (Fraction(0),) * len(game.players))}
    mover = game.infosets[game.sets[node]]
    if mover.player < 0:
        return {_drawn(chosen, [_number(p) for p in mover.probabilities]) for chosen in product(*below)}
    worst = [min(us[mover.player] for _, us in plays) for plays in below]
    return {
        play
        for k, plays in enumerate(below)
        for play in plays
        if all(play[1][mover.player] >= w for j, w in enumerate(worst) if j != k)
    }


def _drawn(chosen: tuple[Play, ...], weights: list[Fraction]) -> Play:
    """Return what comes of a chance move if play goes on in chosen ways."""
    ends = frozenset(e for (ends, _), w in zip(chosen, weights, strict=True) if w for e in ends)
    columns = zip(*(us for _, us in chosen), strict=True)
    return ends, tuple(sum((u * w for u, w in zip(us, weights, strict=True)), Fraction(0)) for us in columns)


def _number(value: Affine | Fraction) -> Fraction:
    """Return a payoff of a game without open stakes."""
    return value.at({}) if isinstance(value, Affine) else value


def _run(game: TreeGame, end: int) -> set[tuple[str, str]]:
    acts = game.path(end)
    nodes = [end]
    while game.parents[nodes[0]] >= 0:
        nodes.insert(0, game.parents[nodes[0]])
    movers = [game.infosets[game.sets[n]].player for n in nodes[:-1]]
    return {(game.players[p], act) for p, act in zip(movers, acts, strict=True) if p >= 0}
