"""Bargaining solutions on the discrete set of packages, exact, with every maximiser.

Room      bargaining.

    rule                 maximises over acceptable packages              compares the actors' scales
    nash_solution        the product of gains, each to its power         no
    kalai_smorodinsky    leximin of gain / ideal gain                    no
    egalitarian          leximin of gains                                yes
    utilitarian          the sum of utilities                            yes
    equal_loss           leximin of (gain − ideal gain)                  yes

Exactness products and ratios are compared in rationals; ties are all reported.
Leximin   the smallest entry as large as possible, then the second smallest, and so on.
Source    [nash1950b]_, [kalai1975]_, [kalai1977]_, [chun1988]_; discrete sets lose some axioms, see the docs.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from bargain.bargaining.choices import (
    egalitarian_choice,
    equal_loss_choice,
    kalai_smorodinsky_choice,
    largest_groups,
    nash_choice,
    utilitarian_choice,
)
from bargain.bargaining.frontier import Frontier
from bargain.bargaining.problem import Problem, problem
from bargain.bargaining.space import Package, PackageSpace
from bargain.errors import PackageError, RefusedError
from bargain.exact import fraction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "RULES",
    "Bargain",
    "Deal",
    "egalitarian",
    "equal_loss",
    "kalai_smorodinsky",
    "nash_solution",
    "powers_of",
    "utilitarian",
]

_MOST_POWER = 2_000
_Source = PackageSpace | Frontier | Problem
Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One chosen utility vector: gains over the origin, how many packages give it, one of them."""

    utilities: Vector
    gains: Vector
    multiplicity: int
    package: Package
    index: int  # within the frontier


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Bargain:
    """What one bargaining solution selects.

    Attributes
    ----------
    rule : str
    status : "exact" or "none exists"
    deals : all maximisers, first actor descending; empty if no package is acceptable
    origin : where gains count from
    ideal : largest gain of each actor over the acceptable packages
    left_out : actors that cannot gain and do not enter the comparison
    compares : whether the rule compares utility across actors
    weights : powers of the Nash product, else empty
    """

    rule: str
    space: PackageSpace
    status: str
    deals: tuple[Deal, ...]
    origin: Vector
    ideal: Vector
    left_out: tuple[str, ...] = ()
    compares: bool = False
    weights: Vector = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.deals)

    def __repr__(self) -> str:
        scales = ", compares the actors' scales" if self.compares else ""
        count = f"{len(self.deals)} solution{'' if len(self.deals) == 1 else 's'}"
        lines = [f"<{self.rule} of {self.space.title!r}: {count}, {self.status}{scales}>"]
        for n, deal in enumerate(self.deals[:5], 1):
            gets = ", ".join(f"{a} {u}" for a, u in zip(self.space.actors, deal.utilities, strict=True))
            what = ", ".join(f"{k}: {v}" for k, v in list(self.space.describe(deal.package).items())[:8])
            lines.append(f"  {n}. {gets}; {what}")
        lines += [f"  {note}" for note in self.notes]
        return "\n".join(lines)


def _as_problem(source: _Source) -> Problem:
    return source if isinstance(source, Problem) else problem(source)


def _result(
    given: Problem,
    rule: str,
    positions: list[int],
    *,
    compares: bool = False,
    weights: Vector = (),
    left_out: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
) -> Bargain:
    """Build the result from the positions chosen among the acceptable vectors."""
    none = () if positions else ("no package gives every actor at least its limit: see no_deal()",)
    return Bargain(
        rule=rule,
        space=given.frontier.space,
        status="exact" if positions else "none exists",
        deals=tuple(_deal(given, n) for n in positions),
        origin=given.origin,
        ideal=given.ideal,
        left_out=left_out,
        compares=compares,
        weights=weights,
        notes=(*given.notes, *notes, *none),
        sources=sources,
    )


def _deal(given: Problem, position: int) -> Deal:
    front = given.frontier
    n = given.indexes[position]
    return Deal(
        utilities=front.vectors[n],
        gains=given.gains[position],
        multiplicity=front.multiplicity(n),
        package=front.package(n),
        index=n,
    )


def nash_solution(source: _Source, *, weights: Mapping[str, object] | None = None) -> Bargain:
    """Maximise the product of gains, each raised to its actor's bargaining power.

    Parameters
    ----------
    source : PackageSpace, Frontier or Problem
    weights : dict, optional
        Actor → positive rational power; equal powers if left out.

    Returns
    -------
    Bargain
        If no package lets everybody gain strictly, the product runs over the largest set of actors
        that can gain together; where several sets are largest, each contributes its maximisers.

    Raises
    ------
    PackageError
        For a missing, unknown, zero or negative power.
    RefusedError
        If powers over their common denominator add to more than 2,000.

    Notes
    -----
    One pass over the acceptable vectors; products compared as rationals. [nash1950b]_, [kalai1977b]_.
    """
    given = _as_problem(source)
    space = given.frontier.space
    whole, shown = powers_of(space, weights)
    groups = largest_groups(given.gains)
    everybody = not groups or groups == [tuple(range(len(space.actors)))]
    return _result(
        given,
        "Nash bargaining solution",
        nash_choice(given.gains, whole),
        weights=shown,
        left_out=() if everybody else _outside(space, groups),
        notes=() if everybody else (_degenerate(space, groups),),
        sources=("nash1950b",) if weights is None else ("nash1950b", "kalai1977b"),
    )


def _outside(space: PackageSpace, groups: list[tuple[int, ...]]) -> tuple[str, ...]:
    """Name the actors in none of the largest sets."""
    return tuple(name for i, name in enumerate(space.actors) if all(i not in group for group in groups))


def _degenerate(space: PackageSpace, groups: list[tuple[int, ...]]) -> str:
    """Say over whom the product runs where not everybody can gain."""
    if groups == [()]:
        return "no actor can gain: every acceptable package gives exactly the limits"
    named = ["{" + ", ".join(space.actors[i] for i in group) + "}" for group in groups]
    return f"not all actors can gain strictly at once; the product runs over {' and, apart, over '.join(named)}"


def powers_of(space: PackageSpace, weights: Mapping[str, object] | None) -> tuple[tuple[int, ...], Vector]:
    """Return whole-number powers, and the weights as given."""
    if weights is None:
        return (1,) * len(space.actors), (Fraction(1),) * len(space.actors)
    for name in weights:
        space.actor(name)
    missing = [a for a in space.actors if a not in weights]
    if missing:
        raise PackageError(f"no bargaining power of {', '.join(missing)}", remedy="give one per actor")
    given = tuple(fraction(weights[a], what=f"bargaining power of {a!r}") for a in space.actors)
    if min(given) <= 0:
        raise PackageError(f"bargaining powers {[str(w) for w in given]}", remedy="give positive numbers")
    common = lcm(*(w.denominator for w in given))
    whole = tuple(int(w * common) for w in given)
    if sum(whole) > _MOST_POWER:
        raise RefusedError(
            f"bargaining powers {[str(w) for w in given]} need a product of degree {sum(whole):,}",
            remedy=f"round them so that the degree is at most {_MOST_POWER:,}",
        )
    return whole, given


def kalai_smorodinsky(source: _Source) -> Bargain:
    """Maximise, in leximin order, the gains as shares of the ideal gains.

    The ideal gain of an actor is its largest over the acceptable packages. An actor that cannot gain
    is left out of the comparison and named. On discrete sets equal shares seldom exist; leximin
    then gives all vectors that are as equal as possible from below. [kalai1975]_
    """
    given = _as_problem(source)
    actors = given.frontier.space.actors
    return _result(
        given,
        "Kalai–Smorodinsky solution",
        kalai_smorodinsky_choice(given.gains),
        left_out=tuple(a for a, top in zip(actors, given.ideal or (1,) * len(actors), strict=True) if top == 0),
        sources=("kalai1975",),
    )


def egalitarian(source: _Source) -> Bargain:
    """Maximise the gains in leximin order; compares the actors' scales. [kalai1977]_."""
    given = _as_problem(source)
    chosen = egalitarian_choice(given.gains)
    return _result(given, "egalitarian solution", chosen, compares=True, sources=("kalai1977",))


def utilitarian(source: _Source) -> Bargain:
    """Maximise the sum of utilities over the acceptable packages; compares the actors' scales."""
    given = _as_problem(source)
    return _result(given, "utilitarian solution", utilitarian_choice(given.gains), compares=True)


def equal_loss(source: _Source) -> Bargain:
    """Minimise the losses against the ideal gains in leximin order; compares the actors' scales. [chun1988]_."""
    given = _as_problem(source)
    chosen = equal_loss_choice(given.gains)
    return _result(given, "equal-loss solution", chosen, compares=True, sources=("chun1988",))


RULES: dict[str, Callable[[_Source], Bargain]] = {
    "nash": nash_solution,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
    "equal_loss": equal_loss,
}
