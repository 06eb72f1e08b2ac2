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

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from bargain.bargaining.frontier import Frontier
from bargain.bargaining.problem import Problem, problem
from bargain.bargaining.space import Package, PackageSpace
from bargain.errors import PackageError, RefusedError
from bargain.exact import fraction

__all__ = [
    "RULES",
    "Bargain",
    "Deal",
    "egalitarian",
    "equal_loss",
    "kalai_smorodinsky",
    "nash_solution",
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


def _pick(
    given: Problem, rule: str, key: Callable[[Vector], object], among: list[int] | None = None, **facts: object
) -> Bargain:
    """Return every vector with the largest key; positions refer to the acceptable vectors."""
    space = given.frontier.space
    positions = range(len(given.gains)) if among is None else among
    keys = {n: key(given.gains[n]) for n in positions}
    top = max(keys.values(), default=None)  # type: ignore[type-var]  # keys of one rule are comparable
    deals = tuple(_deal(given, n) for n, value in keys.items() if value == top)
    notes = (*given.notes, *facts.pop("notes", ()))  # type: ignore[misc]
    if not deals:
        notes = (*notes, "no package gives every actor at least its limit: see no_deal()")
    return Bargain(
        rule=rule,
        space=space,
        status="exact" if deals else "none exists",
        deals=deals,
        origin=given.origin,
        ideal=given.ideal,
        notes=notes,
        **facts,  # type: ignore[arg-type]
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
    powers, shown = _powers(space, weights)
    sources = ("nash1950b",) if weights is None else ("nash1950b", "kalai1977b")
    groups = _largest_groups(given.gains, len(space.actors))
    if not given.gains or groups == [tuple(range(len(space.actors)))]:
        return _pick(
            given, "Nash bargaining solution", lambda g: _product(g, powers), _positive(given.gains, groups),
            weights=shown, sources=sources,
        )
    return _degenerate(given, powers, groups, shown, sources)


def _degenerate(
    given: Problem, powers: tuple[int, ...], groups: list[tuple[int, ...]], shown: Vector, sources: tuple[str, ...]
) -> Bargain:
    """Handle problems in which nobody, or not everybody, can gain strictly."""
    actors = given.frontier.space.actors
    chosen: list[int] = []
    for group in groups:
        among = [n for n, g in enumerate(given.gains) if all(g[i] > 0 for i in group)]
        values = {n: _product(tuple(given.gains[n][i] for i in group), tuple(powers[i] for i in group)) for n in among}
        top = max(values.values())
        chosen += [n for n, value in values.items() if value == top]
    named = ["{" + ", ".join(actors[i] for i in group) + "}" for group in groups]
    if groups == [()]:
        note = "no actor can gain: every acceptable package gives exactly the limits"
    else:
        note = f"not all actors can gain strictly at once; the product runs over {' and, apart, '.join(named)}"
    out = tuple(name for i, name in enumerate(actors) if all(i not in group for group in groups))
    return _pick(
        given, "Nash bargaining solution", lambda _: 0, sorted(set(chosen)), weights=shown, sources=sources,
        left_out=out, notes=(note,),
    )


def _positive(gains: tuple[Vector, ...], groups: list[tuple[int, ...]]) -> list[int]:
    """Return the positions at which all of the one largest group gain."""
    return [n for n, g in enumerate(gains) if all(g[i] > 0 for i in groups[0])] if gains else []


def _largest_groups(gains: tuple[Vector, ...], actors: int) -> list[tuple[int, ...]]:
    """Return the largest sets of actors that gain strictly in one vector, sorted."""
    patterns = {tuple(i for i in range(actors) if g[i] > 0) for g in gains}
    size = max(map(len, patterns), default=0)
    return sorted(p for p in patterns if len(p) == size)


def _product(gains: Vector, powers: tuple[int, ...]) -> Fraction:
    out = Fraction(1)
    for gain, power in zip(gains, powers, strict=True):
        out *= gain**power
    return out


def _powers(space: PackageSpace, weights: Mapping[str, object] | None) -> tuple[tuple[int, ...], Vector]:
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
    inside = [i for i, top in enumerate(given.ideal) if top > 0]
    return _pick(
        given,
        "Kalai–Smorodinsky solution",
        lambda g: sorted(g[i] / given.ideal[i] for i in inside),
        left_out=tuple(a for i, a in enumerate(given.frontier.space.actors) if given.ideal and i not in inside),
        sources=("kalai1975",),
    )


def egalitarian(source: _Source) -> Bargain:
    """Maximise the gains in leximin order; compares the actors' scales. [kalai1977]_."""
    return _pick(_as_problem(source), "egalitarian solution", sorted, compares=True, sources=("kalai1977",))


def utilitarian(source: _Source) -> Bargain:
    """Maximise the sum of utilities over the acceptable packages; compares the actors' scales."""
    return _pick(_as_problem(source), "utilitarian solution", sum, compares=True)


def equal_loss(source: _Source) -> Bargain:
    """Minimise the losses against the ideal gains in leximin order; compares the actors' scales. [chun1988]_."""
    given = _as_problem(source)
    return _pick(
        given,
        "equal-loss solution",
        lambda g: sorted(gain - top for gain, top in zip(g, given.ideal, strict=True)),
        compares=True,
        sources=("chun1988",),
    )


RULES: dict[str, Callable[[_Source], Bargain]] = {
    "nash": nash_solution,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "utilitarian": utilitarian,
    "equal_loss": equal_loss,
}
