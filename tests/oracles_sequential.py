"""Oracles for assessments on trees: definitions tried out by brute force. Shares no code with the solvers."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from bargain.games.tree import CHANCE
from oracles_signalling import corners

F = Fraction


def pure_profiles(game):
    """Yield every pure behaviour, chance as it is."""
    rows = [
        [s.probabilities]
        if s.player == CHANCE
        else [tuple(F(int(a == b)) for b in range(len(s.actions))) for a in range(len(s.actions))]
        for s in game.infosets
    ]
    yield from product(*rows)


def value(game, profile, node, player):
    """Return what a player expects from a node on, by recursion over plays."""
    if not game.children[node]:
        return game.totals[node][player]
    row = profile[game.sets[node]]
    return sum(p * value(game, profile, c, player) for p, c in zip(row, game.children[node], strict=True) if p)


def reach(game, profile, node):
    """Return the probability of a node."""
    p = F(1)
    while node:
        parent = game.parents[node]
        p *= profile[game.sets[parent]][game.moves[node]]
        node = parent
    return p


def deviations(game, profile, player):
    """Yield every pure strategy of a player against the others' behaviour."""
    own = [k for k, s in enumerate(game.infosets) if s.player == player]
    for plan in product(*(range(len(game.infosets[k].actions)) for k in own)):
        out = list(profile)
        for k, a in zip(own, plan, strict=True):
            out[k] = tuple(F(int(a == b)) for b in range(len(game.infosets[k].actions)))
        yield tuple(out)


def gaps(game, profile, k):
    """Return by how much a profile beats each other plan of the mover, node by node of an information set."""
    where = game.infosets[k]
    rows = [
        tuple(value(game, profile, n, where.player) - value(game, other, n, where.player) for n in where.nodes)
        for other in deviations(game, profile, where.player)
    ]
    return list(dict.fromkeys(rows))


def supporting(game, profile, k):
    """Return the extreme beliefs at an information set that support a profile; empty if none does."""
    where, rows = game.infosets[k], gaps(game, profile, k)
    passed = [reach(game, profile, n) for n in where.nodes]
    if any(passed):
        belief = tuple(p / sum(passed) for p in passed)
        fine = all(sum(a * b for a, b in zip(row, belief, strict=True)) >= 0 for row in rows)
        return {belief} if fine else set()
    return corners(len(where.nodes), [row for row in rows if min(row) < 0])


def weak_pbe(game):
    """Return the pure weak perfect Bayesian equilibria, each with its extreme beliefs."""
    out = {}
    for profile in pure_profiles(game):
        beliefs = {}
        for k, s in enumerate(game.infosets):
            if s.player != CHANCE:
                beliefs[k] = supporting(game, profile, k)
                if not beliefs[k]:
                    break
        else:
            out[profile] = beliefs
    return out


def is_nash_from(game, profile, node):
    """Tell whether nobody gains by another strategy in the subgame at a node."""
    return all(
        value(game, other, node, player) <= value(game, profile, node, player)
        for player in range(len(game.players))
        for other in deviations(game, profile, player)
    )


def trembling(game, item, epsilon):
    """Return the fully mixed behaviour of an equilibrium's trembles at one ε."""
    rows = [list(row) for row in item.profile]
    for t in item.trembles:
        rows[t.infoset][t.action] = t.coefficient * epsilon**t.order
    for k, s in enumerate(game.infosets):
        if s.player != CHANCE:
            plan = item.profile[k].index(1)
            rows[k][plan] = 1 - sum(p for a, p in enumerate(rows[k]) if a != plan)
    return tuple(map(tuple, rows))
