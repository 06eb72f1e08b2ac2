"""Equilibria the slow way: oracles that share no code, and no method, with the solvers or with `verify`.

Everything is read off the raw tables. `corners` tries every square system; `two_by_two` is plane geometry.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations, product

ZERO, ONE = Fraction(0), Fraction(1)


def subsets(items):
    """Return all non-empty subsets."""
    items = list(items)
    return chain.from_iterable(combinations(items, k) for k in range(1, len(items) + 1))


def solve_square(matrix, right):
    """Return the unique solution of a square system by Gauss, or None."""
    rows = [[*map(Fraction, row), Fraction(b)] for row, b in zip(matrix, right, strict=True)]
    n = len(rows)
    for c in range(n):
        pivot = next((r for r in range(c, n) if rows[r][c]), None)
        if pivot is None:
            return None
        rows[c], rows[pivot] = rows[pivot], rows[c]
        rows[c] = [v / rows[c][c] for v in rows[c]]
        for r in range(n):
            if r != c and rows[r][c]:
                rows[r] = [v - rows[r][c] * w for v, w in zip(rows[r], rows[c], strict=True)]
    return [row[-1] for row in rows]


def corners(payoffs):
    """Return the vertices of {(y, v): y a mixture, v at least what every row earns against it} as mixtures y."""
    m, n = len(payoffs), len(payoffs[0])
    found = set()
    for support in subsets(range(n)):
        for tied in combinations(range(m), len(support)):
            matrix = [[*(payoffs[i][j] for j in support), -1] for i in tied] + [[1] * len(support) + [0]]
            point = solve_square(matrix, [0] * len(tied) + [1])
            if point is None or min(point[:-1]) <= 0:
                continue
            y = [ZERO] * n
            for j, w in zip(support, point[:-1], strict=True):
                y[j] = w
            if max(sum(v * w for v, w in zip(row, y, strict=True)) for row in payoffs) == point[-1]:
                found.add(tuple(y))
    return found


def is_equilibrium(mine, theirs, x, y):
    """Tell whether nobody gains by deviating; mine[i][j] and theirs[i][j] where i meets j."""
    rows = [sum(v * w for v, w in zip(row, y, strict=True)) for row in mine]
    columns = [sum(row[j] * w for row, w in zip(theirs, x, strict=True)) for j in range(len(theirs[0]))]
    first = sum(v * w for v, w in zip(rows, x, strict=True))
    second = sum(v * w for v, w in zip(columns, y, strict=True))
    return first == max(rows) and second == max(columns)


def extreme_equilibria(mine, theirs):
    """Return every extreme equilibrium of a two-player game."""
    turned = [list(column) for column in zip(*theirs, strict=True)]
    xs, ys = corners(turned), corners(mine)
    return {(x, y) for x in xs for y in ys if is_equilibrium(mine, theirs, x, y)}


def maximal_products(pairs):
    """Return the maximal sets of pairs of the form U × V, each as a frozenset, by trying every U."""
    partners = {}
    for x, y in pairs:
        partners.setdefault(x, set()).add(y)
    products = set()
    for some in subsets(partners):
        common = frozenset.intersection(*(frozenset(partners[x]) for x in some))
        if common:
            whole = [x for x, ys in partners.items() if common <= ys]
            products.add(frozenset(product(whole, common)))
    return {p for p in products if not any(p < q for q in products)}


def hanging_together(products):
    """Return the unions of sets that overlap, directly or through others."""
    unions = []
    for one in products:
        touching = [u for u in unions if u & one]
        unions = [u for u in unions if not u & one] + [frozenset.union(one, *touching)]
    return set(unions)


def two_by_two(mine, theirs):
    """Return the extreme equilibria of a 2 × 2 game, by the two reaction curves in the unit square."""

    def gain(first, second, other):  # of one's first action, where the other plays its first with this weight
        return first * other + second * (1 - other)

    def turning(first, second):  # where the gain changes sign inside
        return {Fraction(second, second - first)} if first * second < 0 else set()

    a = mine[0][0] - mine[1][0], mine[0][1] - mine[1][1]
    b = theirs[0][0] - theirs[0][1], theirs[1][0] - theirs[1][1]
    found = set()
    for p in {ZERO, ONE} | turning(*b):
        for q in {ZERO, ONE} | turning(*a):
            g, h = gain(*a, q), gain(*b, p)
            if (g == 0 or p == (g > 0)) and (h == 0 or q == (h > 0)):
                found.add(((p, 1 - p), (q, 1 - q)))
    return found


def pure_equilibria(tables, shape):
    """Return the pure equilibria of any game as action tuples, by the definition."""
    cells = list(product(*map(range, shape)))
    value = [dict(zip(cells, table, strict=True)) for table in tables]
    return {
        cell
        for cell in cells
        if all(
            value[p][(*cell[:p], a, *cell[p + 1 :])] <= value[p][cell] for p, n in enumerate(shape) for a in range(n)
        )
    }
