"""Oracles for signalling games: definitions tried out by brute force. Shares no code with the solvers.

A belief is tried at the corners of a fine grid refined by every point where two replies change places, so for two
types the search is exact, and for three it is exact on games whose differences divide the grid.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise, product

F = Fraction


def solve_square(rows, right):
    """Return the one solution of a square system, or None."""
    n = len(rows)
    m = [[F(x) for x in row] + [F(b)] for row, b in zip(rows, right, strict=True)]
    for c in range(n):
        pivot = next((r for r in range(c, n) if m[r][c]), None)
        if pivot is None:
            return None
        m[c], m[pivot] = m[pivot], m[c]
        m[c] = [x / m[c][c] for x in m[c]]
        for r in range(n):
            if r != c and m[r][c]:
                m[r] = [x - m[r][c] * y for x, y in zip(m[r], m[c], strict=True)]
    return [row[-1] for row in m]


def corners(size, rows):
    """Return all vertices of {p >= 0, sum = 1, row · p >= 0}: every choice of tight rows is tried."""
    walls = [tuple(F(int(i == k)) for i in range(size)) for k in range(size)] + [tuple(map(F, r)) for r in rows]
    out = set()
    for tight in combinations(walls, size - 1):
        point = solve_square([*tight, [1] * size], [0] * (size - 1) + [1])
        if point is not None and all(sum(a * p for a, p in zip(w, point, strict=True)) >= 0 for w in walls):
            out.add(tuple(point))
    return out


def best_rows(game, m, replies, senders):
    """Return the differences that must not be negative for all of `replies` to be best."""
    v = game.payoffs[1]
    width = max(1, len(game.replies[m]))
    return [[v[t][m][r] - v[t][m][s] for t in senders] for r in replies for s in range(width) if s != r]


def senders_of(game, m):
    return [t for t in range(len(game.types)) if game.payoffs[0][t][m]]


def is_pbe(game, strategy, replies):
    """Tell by the definition whether strategies are a perfect Bayesian equilibrium with some beliefs."""
    u = game.payoffs[0]
    for t, plan in enumerate(strategy):
        earned = {
            m: sum(p * x for p, x in zip(replies[m], cells, strict=True)) for m, cells in enumerate(u[t]) if cells
        }
        top = max(earned.values())
        if any(p and (m not in earned or earned[m] != top) for m, p in enumerate(plan)):
            return False
    for m in range(len(game.messages)):
        given = [r for r, p in enumerate(replies[m]) if p]
        who = senders_of(game, m)
        weights = [game.prior[t] * strategy[t][m] for t in who]
        rows = best_rows(game, m, given, who)
        if any(weights):
            if any(sum(w * a for w, a in zip(weights, row, strict=True)) < 0 for row in rows):
                return False
        elif not corners(len(who), rows):
            return False
    return True


def pure_strategies(game):
    """Yield all pure strategies of both players, as probabilities."""
    options = [[m for m, cells in enumerate(row) if cells] for row in game.payoffs[0]]
    widths = [max(1, len(r)) for r in game.replies]
    for sent in product(*options):
        strategy = tuple(tuple(F(int(m == k)) for m in range(len(game.messages))) for k in sent)
        for given in product(*map(range, widths)):
            yield strategy, tuple(tuple(F(int(r == k)) for r in range(w)) for k, w in zip(given, widths, strict=True))


def pure_pbe(game):
    """Return all pure perfect Bayesian equilibria."""
    return {pair for pair in pure_strategies(game) if is_pbe(game, *pair)}


def is_nash(game, strategy, replies):
    """Tell whether strategies are a Nash equilibrium of the game in normal form: expected payoffs, pure deviations."""

    def worth(player, sent, given):
        return sum(
            game.prior[t] * sent[t][m] * given[m][r] * x
            for t, row in enumerate(game.payoffs[player])
            for m, cells in enumerate(row)
            for r, x in enumerate(cells)
        )

    here = [worth(p, strategy, replies) for p in range(2)]
    sent, given = zip(*pure_strategies(game), strict=True)
    return all(worth(0, other, replies) <= here[0] for other in set(sent)) and all(
        worth(1, strategy, other) <= here[1] for other in set(given)
    )


def grid(size, steps):
    """Yield the mixtures of `size` things in steps."""
    for cut in combinations(range(steps + size - 1), size - 1):
        ends = (-1, *cut, steps + size - 1)
        yield tuple(F(b - a - 1, steps) for a, b in pairwise(ends))


def in_hull(point, corners_):
    """Tell whether a point is a mixture of corners (few, in few dimensions): all bases are tried."""
    size = len(corners_)
    for count in range(1, size + 1):
        for pick in combinations(range(size), count):
            if (weights := _weights(point, [corners_[k] for k in pick])) is not None and min(weights) >= 0:
                return True
    return False


def _weights(point, some):
    """Return the weights with which some affinely independent corners make a point, or None."""
    n = len(some)
    rows = [[c[k] for c in some] for k in range(len(point))] + [[1] * n]
    right = [*point, 1]
    for pick in combinations(range(len(rows)), n):
        found = solve_square([rows[k] for k in pick], [right[k] for k in pick])
        if found is not None:
            good = all(
                sum(a * w for a, w in zip(row, found, strict=True)) == b for row, b in zip(rows, right, strict=True)
            )
            return found if good else None
    return None


def kind_by_posteriors(game, strategy):
    """Name what messages reveal from the beliefs that Bayes' rule gives."""
    posteriors = []
    for m in range(len(game.messages)):
        joint = [p * plan[m] for p, plan in zip(game.prior, strategy, strict=True)]
        if any(joint):
            posteriors.append(tuple(j / sum(joint) for j in joint))
    if all(q == game.prior for q in posteriors):
        return "pooling"
    return "separating" if all(max(q) == 1 for q in posteriors) else "semi-separating"


def fails_intuitively(game, values, unsent):
    """Return the (message, type) pairs by which the criterion of Cho and Kreps is failed."""
    u, out = game.payoffs[0], set()
    for m in unsent:
        who = senders_of(game, m)
        width = max(1, len(game.replies[m]))

        def rational(among, m=m, width=width):
            return [r for r in range(width) if corners(len(among), best_rows(game, m, [r], among))]

        left = [t for t in who if not all(values[t] > u[t][m][r] for r in rational(who))]
        out |= {(m, t) for t in left if all(values[t] < u[t][m][r] for r in rational(left))}
    return out
