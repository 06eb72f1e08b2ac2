"""Stabilities and names of small games by brute force; shares no code with the package.

A game is (moves, values): moves[i][s] a set of states, values[i][s] a number. Legal sequences are written out move
by move, as long as no pair (state, last mover) comes twice.
"""

from __future__ import annotations

from itertools import permutations, product


def sequences(moves, focal, start, allowed):
    """Return where legal sequences of the others' moves from a state end, written out one by one."""
    ends = set()

    def go(state, last, seen):
        for i in range(len(moves)):
            if i in (focal, last):
                continue
            for nxt in moves[i][state]:
                if allowed(i, state, nxt):
                    ends.add(nxt)
                    if (nxt, i) not in seen:
                        go(nxt, i, seen | {(nxt, i)})

    go(start, None, frozenset())
    return ends


def stable(moves, values, concept, i, s):
    """Tell whether a state is stable for player i, reading the definition from left to right."""

    def prefers(p, x, y):
        return values[p][x] > values[p][y]

    def holds(x):
        if concept == "Nash":
            return False
        if concept == "SIM":
            j = 1 - i
            ends = [moves[j][x] & moves[i][y] for y in moves[j][s] if prefers(j, y, s)]
            return any(not prefers(i, end, s) for (end,) in ends)
        improving = concept == "SEQ"
        answers = sequences(moves, i, x, lambda j, a, b: not improving or prefers(j, b, a))
        spoiling = [u for u in answers if not prefers(i, u, s)]
        if concept == "SMR":
            return any(all(not prefers(i, v, s) for v in moves[i][u]) for u in spoiling)
        return bool(spoiling)

    return all(holds(x) for x in moves[i][s] if prefers(i, x, s))


def extensions(count, better):
    """Return every strict order of states, as numbers, that agrees with pairs (x above y)."""
    out = []
    for order in permutations(range(count)):
        values = [0] * count
        for depth, state in enumerate(order):
            values[state] = -depth
        if all(values[x] > values[y] for x, y in better):
            out.append(tuple(values))
    return out


def eight(first, second):
    """Return the eight forms of a 2×2 game, built from matrices."""
    table = [[(first[2 * r + c], second[2 * r + c]) for c in (0, 1)] for r in (0, 1)]
    forms = []
    for swap, rows, columns in product((False, True), repeat=3):
        t = [[(b, a) for a, b in line] for line in zip(*table, strict=True)] if swap else table
        t = t[::-1] if rows else t
        t = [line[::-1] for line in t] if columns else t
        forms.append(tuple(cell for line in t for cell in line))
    return forms
