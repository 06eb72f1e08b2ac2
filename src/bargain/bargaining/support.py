"""Exact linear programs over the hull of a few vectors, with rows made only when they bind.

Room      bargaining, over polyhedra.
Idea      the dual has one variable per actor and one row per vector; start with few rows, solve, add the
          vector that violates most, repeat. It ends because there are finitely many vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bargain.errors import NotConvergedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Certificate, Feasible, Polyhedron, Row

__all__ = ["Mixture", "highest_floor", "supporting_weights"]

_MOST_ROUNDS = 2_000
Vector = Sequence[Fraction | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """A lottery over vectors by index, and the value it reaches."""

    value: Fraction
    weights: tuple[tuple[int, Fraction], ...]
    prices: tuple[Fraction, ...]  # the dual weights that prove no lottery does better
    tight: tuple[int, ...] = ()  # compared actors that no lottery of this value lifts above it


def supporting_weights(rows: Sequence[Vector], at: int, *, alone: bool = False) -> tuple[Fraction, ...] | None:
    """Return positive weights under which `rows[at]` is a largest weighted sum, or None.

    Parameters
    ----------
    alone : bool
        Whether every other vector has to stay strictly below: then it is a corner of the hull.

    Examples
    --------
    >>> supporting_weights([(4, 0), (1, 1), (0, 4)], 1) is None
    True
    >>> supporting_weights([(4, 0), (2, 2), (0, 4)], 1)
    (Fraction(1, 2), Fraction(1, 2))
    >>> supporting_weights([(4, 0), (2, 2), (0, 4)], 1, alone=True) is None
    True
    """
    relation = Relation.ABOVE if alone else Relation.AT_LEAST
    size = len(rows[at])
    names = tuple(f"w{i}" for i in range(size))
    base = [Row(f"positive {n}", Condition(Affine.name(n), Relation.ABOVE)) for n in names]
    base.append(Row("sum", Condition(Affine.of(dict.fromkeys(names, 1), -1), Relation.EQUAL)))
    weights = tuple(Fraction(1, size) for _ in names)
    cuts: list[Row] = []
    seen: set[int] = set()
    rivals = [n for n in range(len(rows)) if n != at]
    for _ in range(_MOST_ROUNDS):
        here = sum((w * r for w, r in zip(weights, rows[at], strict=True)), Fraction(0))
        sums = {n: sum((w * r for w, r in zip(weights, rows[n], strict=True)), Fraction(0)) for n in rivals}
        worst = max(rivals, key=sums.__getitem__, default=at)
        if worst == at or sums[worst] < here or (sums[worst] == here and not alone):
            return weights
        if worst in seen:
            break
        seen.add(worst)
        difference = {n: Fraction(a) - b for n, a, b in zip(names, rows[at], rows[worst], strict=True)}
        cuts.append(Row(f"v{worst}", Condition(Affine.of(difference), relation)))
        answer = Polyhedron(names, (*base, *cuts)).feasibility()
        if not isinstance(answer, Feasible):
            return None
        point = dict(answer.witness)
        weights = tuple(point[n] for n in names)
    raise NotConvergedError("supporting weights did not settle", remedy="report the payoffs; this should not happen")


def highest_floor(
    gains: Sequence[Sequence[Fraction]], scales: Sequence[Fraction], shifts: Sequence[Fraction]
) -> Mixture | None:
    """Maximise the smallest of (gain_i − shift_i) / scale_i over lotteries with all gains ≥ 0.

    Actors with scale 0 are left out of the smallest but keep their gain ≥ 0. Exact. None: no lottery
    gives everybody a gain ≥ 0.

    Examples
    --------
    >>> one = Fraction(1)
    >>> found = highest_floor([(one * 4, one * 0), (one * 0, one * 2)], (one, one), (one * 0, one * 0))
    >>> found.value, found.weights
    (Fraction(4, 3), ((0, Fraction(1, 3)), (1, Fraction(2, 3))))
    """
    size = len(scales)
    inside = [i for i in range(size) if scales[i] > 0]
    compared, limits = [f"w{i}" for i in inside], [f"m{i}" for i in range(size)]
    names = (*compared, *limits, "z")
    base = [Row(f"sign {n}", Condition(Affine.name(n), Relation.AT_LEAST)) for n in (*compared, *limits)]
    scale = {f"w{i}": scales[i] for i in inside}
    base.append(Row("sum", Condition(Affine.of(scale, -1), Relation.EQUAL)))
    goal = Affine.of({"z": Fraction(1), **{f"w{i}": -shifts[i] for i in inside}})
    first = {max(range(len(gains)), key=[g[i] for g in gains].__getitem__) for i in range(size)}
    chosen = sorted(first)
    while True:
        program = Polyhedron(names, (*base, *(_cut(n, gains[n], inside) for n in chosen)))
        low = program.extent(goal).low
        if low.value is None or not isinstance(low.certificate, Certificate):
            if len(chosen) == len(gains):  # unbounded with every row: no lottery is acceptable
                return None
            chosen = list(range(len(gains)))
            continue
        point = dict(low.point or ())
        prices = tuple(point.get(f"w{i}", Fraction(0)) + point[f"m{i}"] for i in range(size))
        values = [sum((p * g for p, g in zip(prices, gain, strict=True)), Fraction(0)) for gain in gains]
        worst = max(range(len(gains)), key=values.__getitem__)
        if values[worst] <= point["z"]:
            weights = {int(k[1:]): v for k, v in low.certificate.multipliers if k[0] == "v" and v}
            tight = tuple(i for i in inside if point.get(f"w{i}", Fraction(0)) > 0)
            return Mixture(value=low.value, weights=tuple(sorted(weights.items())), prices=prices, tight=tight)
        chosen.append(worst)  # it violates the optimum, so it is new: at most one round per vector


def _cut(n: int, gain: Sequence[Fraction], inside: list[int]) -> Row:
    """Return the row z ≥ prices · gain."""
    form = {f"w{i}": -gain[i] for i in inside}
    form |= {f"m{i}": -g for i, g in enumerate(gain)}
    return Row(f"v{n}", Condition(Affine.of({**form, "z": Fraction(1)}), Relation.AT_LEAST))
