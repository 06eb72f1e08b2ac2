"""Bargaining solutions when lotteries over packages can be agreed.

Room      bargaining.
Meaning   the problem is the convex hull of the packages, cut at the limits. Solutions are unique, except
          the utilitarian one on an edge, and except where noted.
Exactness two actors: exact rationals, a lottery over at most two packages. More actors: the egalitarian,
          Kalai–Smorodinsky and equal-loss solutions follow the whole leximin order by exact programs; the
          Nash product is `approximate` with an exact bound on the error.
Source    [nash1950b]_, [kalai1975]_, [kalai1977]_, [chun1988]_; the bound is the duality gap of [frank1956]_.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.bargaining.frontier import Frontier, frontier
from bargain.bargaining.hull import hull
from bargain.bargaining.linear import extremes
from bargain.bargaining.many import floors, nash_many, sums
from bargain.bargaining.segments import Boundary, Spot, crossing, largest_sum, nash_spot
from bargain.bargaining.solutions import powers_of
from bargain.bargaining.space import Package, PackageSpace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = [
    "LOTTERY_RULES",
    "Lottery",
    "lottery_egalitarian",
    "lottery_equal_loss",
    "lottery_kalai_smorodinsky",
    "lottery_nash",
    "lottery_utilitarian",
]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Lottery:
    """A solution on the hull: the lotteries that reach it, with expected utilities and gains.

    Attributes
    ----------
    status : "exact", "approximate" or "none exists"
    lotteries : per solution, (package, probability) pairs
    bound : for approximate results, the largest relative error of the objective; else 0
    """

    rule: str
    space: PackageSpace
    status: str
    utilities: tuple[Vector, ...]
    gains: tuple[Vector, ...]
    lotteries: tuple[tuple[tuple[Package, Fraction], ...], ...]
    origin: Vector
    ideal: Vector
    compares: bool = False
    bound: Fraction = Fraction(0)
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __repr__(self) -> str:
        error = f" within {float(self.bound):.1g} of the objective" if self.status == "approximate" else ""
        lines = [f"<{self.rule} of {self.space.title!r} with lotteries: {self.status}{error}>"]
        for n, vector in enumerate(self.utilities, 1):
            gets = ", ".join(f"{a} {u}" for a, u in zip(self.space.actors, vector, strict=True))
            lines.append(f"  {n}. {gets}; {len(self.lotteries[n - 1])} packages mixed")
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cut:
    """The hull as gains over the limits."""

    front: Frontier
    origin: Vector
    gains: tuple[Vector, ...]  # of all hull candidates, negative ones included
    indexes: tuple[int, ...]
    boundary: Boundary | None  # two actors only; None: no acceptable lottery
    notes: tuple[str, ...]


def _cut(source: PackageSpace | Frontier) -> _Cut:
    front = frontier(source) if isinstance(source, PackageSpace) else source
    space = front.space
    limits = space.limits()
    lows = extremes(space) if None in limits and len(front) else ()
    notes = []
    origin = []
    for i, (actor, low) in enumerate(zip(space.actors, limits, strict=True)):
        origin.append(low if low is not None else lows[i][0] if lows else Fraction(0))
        if low is None:
            notes.append(f"{actor} has no limit: its gains count from its least payoff, {origin[-1]}")
    two = len(space.actors) == 2
    indexes = hull(front).corners if two and len(front) else tuple(range(len(front)))
    gains = tuple(tuple(u - o for u, o in zip(front.vectors[n], origin, strict=True)) for n in indexes)
    boundary = Boundary.cut(gains) if two and gains else None
    return _Cut(front=front, origin=tuple(origin), gains=gains, indexes=indexes, boundary=boundary, notes=tuple(notes))


def _answer(
    cut: _Cut,
    rule: str,
    spots: list[Spot],
    ideal: Vector,
    *,
    compares: bool = False,
    sources: tuple[str, ...] = (),
    bound: Fraction | None = None,
    notes: tuple[str, ...] = (),
) -> Lottery:
    """Turn mixtures of hull candidates into a result, utilities recomputed from the packages."""
    lotteries, utilities = [], []
    for spot in spots:
        pairs = tuple((cut.front.package(cut.indexes[n]), p) for n, p in spot if p)
        lotteries.append(pairs)
        parts = [(cut.front.vectors[cut.indexes[n]], p) for n, p in spot if p]
        utilities.append(tuple(sum((v[i] * p for v, p in parts), Fraction(0)) for i in range(len(cut.origin))))
    status = "none exists" if not spots else "exact" if bound is None else "approximate"
    return Lottery(
        rule=rule,
        space=cut.front.space,
        status=status,
        utilities=tuple(utilities),
        gains=tuple(tuple(u - o for u, o in zip(v, cut.origin, strict=True)) for v in utilities),
        lotteries=tuple(lotteries),
        origin=cut.origin,
        ideal=ideal,
        compares=compares,
        bound=bound or Fraction(0),
        notes=(*cut.notes, *notes),
        sources=sources,
    )


def lottery_nash(source: PackageSpace | Frontier, *, weights: Mapping[str, object] | None = None) -> Lottery:
    """Maximise the (weighted) product of expected gains over lotteries.

    Two actors: exact, the best point of every edge in closed form. More: approximate, with an exact bound.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Line", ("A", "B"), {"x": ("0", "1")}, {"A": {"x": (0, 3)}, "B": {"x": (2, 0)}},
    ...     disagreement=(0, 0))
    >>> lottery_nash(space)
    <Nash bargaining solution of 'Line' with lotteries: exact>
      1. A 3/2, B 1; 2 packages mixed
    """
    cut = _cut(source)
    powers, _ = powers_of(cut.front.space, weights)
    rule, sources = "Nash bargaining solution", ("nash1950b",)
    if len(cut.origin) == 2:
        if cut.boundary is None:
            return _answer(cut, rule, [], (), sources=sources)
        spot, note = nash_spot(cut.boundary, powers)
        return _answer(cut, rule, [spot], cut.boundary.ideal, sources=sources, notes=note)
    spot, bound, out = nash_many(cut.gains, powers)
    note = _left_out(cut, out)
    return _answer(cut, rule, [spot] if spot else [], (), sources=(*sources, "frank1956"), bound=bound, notes=note)


def _left_out(cut: _Cut, actors: Iterable[int]) -> tuple[str, ...]:
    """Name the actors that no acceptable lottery lets gain."""
    return tuple(f"{cut.front.space.actors[i]} cannot gain and is left out" for i in actors)


def _floor(source: PackageSpace | Frontier, rule: str, kind: str, *, compares: bool, key: str) -> Lottery:
    """Equalise gains, shares of ideal gains, or losses."""
    cut = _cut(source)
    if len(cut.origin) == 2:
        if cut.boundary is None:
            return _answer(cut, rule, [], (), compares=compares, sources=(key,))
        ideal = cut.boundary.ideal
        one, zero = Fraction(1), Fraction(0)
        scales = {"share": ideal, "gain": (one, one), "loss": (one, one)}[kind]
        shifts = ideal if kind == "loss" else (zero, zero)
        note = _left_out(cut, [i for i, s in enumerate(scales) if s == 0])
        spot = crossing(cut.boundary, scales, shifts)
        return _answer(cut, rule, [spot], ideal, compares=compares, sources=(key,), notes=note)
    spot, ideal = floors(cut.gains, kind)
    note = _left_out(cut, [i for i, top in enumerate(ideal) if kind == "share" and top == 0])
    return _answer(cut, rule, [spot] if spot else [], ideal, compares=compares, sources=(key,), notes=note)


def lottery_kalai_smorodinsky(source: PackageSpace | Frontier) -> Lottery:
    """Give everybody the same, largest share of its ideal gain. [kalai1975]_."""
    return _floor(source, "Kalai–Smorodinsky solution", "share", compares=False, key="kalai1975")


def lottery_egalitarian(source: PackageSpace | Frontier) -> Lottery:
    """Give everybody the same, largest gain, or more where that hurts nobody. [kalai1977]_."""
    return _floor(source, "egalitarian solution", "gain", compares=True, key="kalai1977")


def lottery_equal_loss(source: PackageSpace | Frontier) -> Lottery:
    """Take the same, smallest loss from everybody's ideal gain. [chun1988]_."""
    return _floor(source, "equal-loss solution", "loss", compares=True, key="chun1988")


def lottery_utilitarian(source: PackageSpace | Frontier) -> Lottery:
    """Maximise the sum of expected utilities; on an edge both ends, and every mixture of them."""
    cut = _cut(source)
    if len(cut.origin) == 2:
        if cut.boundary is None:
            return _answer(cut, "utilitarian solution", [], (), compares=True)
        spots = largest_sum(cut.boundary)
        note = ("every mixture of the two is a solution too",) if len(spots) > 1 else ()
        return _answer(cut, "utilitarian solution", spots, cut.boundary.ideal, compares=True, notes=note)
    spot = sums(cut.gains)
    note = ("other lotteries may reach the same sum",) if spot else ()
    return _answer(cut, "utilitarian solution", [spot] if spot else [], (), compares=True, notes=note)


LOTTERY_RULES: dict[str, Callable[[PackageSpace | Frontier], Lottery]] = {
    "nash": lottery_nash,
    "kalai_smorodinsky": lottery_kalai_smorodinsky,
    "egalitarian": lottery_egalitarian,
    "utilitarian": lottery_utilitarian,
    "equal_loss": lottery_equal_loss,
}
