"""Why no package is acceptable to everybody: a certificate that can be checked without a frontier.

Room      bargaining.
Forms     weights: actors' weights under which even the best package falls short of the weighted limits
          (for additive payoffs that is one maximum per issue); then no lottery is acceptable either.
          cases: the same, after splitting on the levels of a few issues, weights for every case.
          frontier: neither was found within the budget; the frontier itself is the evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.bargaining.frontier import Frontier, frontier
from bargain.bargaining.linear import best
from bargain.bargaining.parts import Forbidden
from bargain.bargaining.space import PackageSpace
from bargain.bargaining.support import highest_floor

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Case", "NoDeal", "check_no_deal", "no_deal"]

_MOST_CASES = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Weights that rule out every package with these levels."""

    levels: tuple[tuple[str, str], ...]  # (issue, level) pairs fixed in this case; empty: all packages
    weights: tuple[Fraction, ...]  # one per actor, ≥ 0, summing to 1
    reach: Fraction | None  # the largest weighted sum of utilities; None: the constraints leave no package
    needed: Fraction  # the weighted sum of the limits


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class NoDeal:
    """A proof that no package gives every actor its limit.

    Attributes
    ----------
    kind : "weights", "cases" or "frontier"
    cases : one per leaf of the split; one in all for "weights"; none for "frontier"
    lotteries_help : whether some lottery over packages would be acceptable
    nearest : for two actors, the frontier vectors on both sides of the gap
    """

    space: PackageSpace
    kind: str
    cases: tuple[Case, ...]
    lotteries_help: bool
    nearest: tuple[tuple[Fraction, ...], ...] = ()

    @property
    def words(self) -> str:
        """The certificate in words."""
        limits = ", ".join(f"{a} {low}" for a, low in zip(self.space.actors, self.space.limits(), strict=True))
        if self.kind == "weights":
            case = self.cases[0]
            named = [(a, w) for a, w in zip(self.space.actors, case.weights, strict=True) if w]
            if case.reach is None:
                return "no deal: the constraints exclude every package"
            if len(named) == 1:
                who = named[0][0]
                return f"no deal: {who} needs at least {case.needed} and no package gives it more than {case.reach}"
            sums = " + ".join(f"{w}·u({a})" for a, w in named)
            return (
                f"no deal: limits {limits}; {sums} must reach {case.needed} and is at most {case.reach} for any package"
            )
        ends = " and ".join("(" + ", ".join(map(str, v)) + ")" for v in self.nearest)
        between = f"; the closest undominated packages give {ends}" if ends else ""
        hint = "; a lottery over packages would be acceptable" if self.lotteries_help else ""
        return f"no deal: limits {limits}{between}; shown by {len(self.cases) or 'the frontier:'} cases{hint}"

    def __repr__(self) -> str:
        return f"<{self.words}>"


def no_deal(source: PackageSpace | Frontier, *, most_cases: int = _MOST_CASES) -> NoDeal | None:
    """Return a certificate that no package is acceptable, or None if one is.

    Parameters
    ----------
    most_cases : int
        Most weightings tried before the frontier itself has to serve as evidence.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Gift", ("R", "T"), {"gas": ("no", "yes")},
    ...     {"R": {"gas": (0, -2)}, "T": {"gas": (0, 3)}}, disagreement=(0, 1))
    >>> no_deal(space)
    <no deal: limits R 0, T 1; 2/3·u(R) + 1/3·u(T) must reach 1/3 and is at most 0 for any package>
    """
    front = frontier(source) if isinstance(source, PackageSpace) else source
    if front.acceptable():
        return None
    space = front.space
    single = _weights(front)
    if single is not None:
        return NoDeal(space=space, kind="weights", cases=(_case(space, (), single),), lotteries_help=False)
    leaves = _split(space, (), [most_cases])
    nearest = _gap(front)
    if leaves is None:
        return NoDeal(space=space, kind="frontier", cases=(), lotteries_help=True, nearest=nearest)
    return NoDeal(space=space, kind="cases", cases=tuple(leaves), lotteries_help=True, nearest=nearest)


def check_no_deal(proof: NoDeal) -> bool:
    """Check a certificate of weights or cases against the payoffs; no frontier is computed.

    Every package must fall into a case (the cases are checked to cover all levels), and in every case
    the best weighted sum must fall short of the weighted limits. A "frontier" certificate is not
    checked here and gives False.
    """
    if not proof.cases or not _covers(proof.space, [dict(c.levels) for c in proof.cases]):
        return False
    limits = proof.space.limits()
    for case in proof.cases:
        if min(case.weights) < 0 or not any(case.weights):
            return False
        if any(w and low is None for w, low in zip(case.weights, limits, strict=True)):
            return False
        found = best(_restrict(proof.space, case.levels), case.weights)
        needed = sum((w * low for w, low in zip(case.weights, limits, strict=True) if low is not None), Fraction(0))
        if found is not None and found.value >= needed:
            return False
    return True


def _covers(space: PackageSpace, cases: list[dict[str, str]]) -> bool:
    """Tell whether every package fits some case: split on an issue that a case names, and go on."""
    if any(not case for case in cases):
        return True
    if not cases:
        return False
    name = next(iter(cases[0]))
    for level in space.issues[space.issue(name)].levels:
        left = [{k: v for k, v in case.items() if k != name} for case in cases if case.get(name, level) == level]
        if not _covers(space, left):
            return False
    return True


def _case(space: PackageSpace, levels: tuple[tuple[str, str], ...], weights: tuple[Fraction, ...]) -> Case:
    found = best(_restrict(space, levels), weights)
    limits = space.limits()
    needed = sum((w * low for w, low in zip(weights, limits, strict=True) if low is not None), Fraction(0))
    return Case(levels=levels, weights=weights, reach=None if found is None else found.value, needed=needed)


def _restrict(space: PackageSpace, levels: tuple[tuple[str, str], ...]) -> PackageSpace:
    """Forbid every other level of the named issues."""
    extra = tuple(
        Forbidden(entries=((name, other),))
        for name, level in levels
        for other in space.issues[space.issue(name)].levels
        if other != level
    )
    return replace(space, constraints=(*space.constraints, *extra)) if extra else space


def _split(space: PackageSpace, levels: tuple[tuple[str, str], ...], budget: list[int]) -> list[Case] | None:
    """Find weights for all packages with these levels, splitting further where there are none."""
    budget[0] -= 1
    if budget[0] < 0:
        return None
    inside = _restrict(space, levels)
    found = _weights(frontier(inside))
    if found is not None:
        return [_case(space, levels, found)]
    fixed = {name for name, _ in levels}
    issue = max((i for i in space.issues if i.name not in fixed), key=lambda i: len(i.levels), default=None)
    if issue is None:
        return None
    out: list[Case] = []
    for level in issue.levels:
        part = _split(space, (*levels, (issue.name, level)), budget)
        if part is None:
            return None
        out += part
    return out


def _weights(front: Frontier) -> tuple[Fraction, ...] | None:
    """Return weights ≥ 0, summing to 1, under which every vector falls short of the limits; None if none do."""
    limits = front.space.limits()
    bound = [i for i, low in enumerate(limits) if low is not None]
    if not bound:
        return None
    size = len(limits)
    if not len(front):
        return tuple(Fraction(int(i == bound[0])) for i in range(size))
    short = [tuple(v[i] - (limits[i] or 0) for i in bound) for v in front.vectors]
    for position, i in enumerate(bound):
        if all(row[position] < 0 for row in short):
            return tuple(Fraction(int(j == i)) for j in range(size))
    if len(bound) == 2:
        found = _between(short)
    else:
        one, zero = (Fraction(1),) * len(bound), (Fraction(0),) * len(bound)
        low = min(min(row) for row in short)
        lifted = [tuple(x - low for x in row) for row in short]  # makes every gain ≥ 0, so only the floor counts
        floor = highest_floor(lifted, one, zero)
        found = floor.prices if floor is not None and floor.value + low < 0 else None
    if found is None:
        return None
    total = sum(found)
    out = [Fraction(0)] * size
    for i, w in zip(bound, found, strict=True):
        out[i] = w / total
    return tuple(out)


def _between(short: Sequence[tuple[Fraction, ...]]) -> tuple[Fraction, ...] | None:
    """Return two weights that make every (gain, loss) pair negative; the ratios have to fit in between."""
    low = max((row[1] / -row[0] for row in short if row[1] >= 0), default=Fraction(0))
    high = min((-row[1] / row[0] for row in short if row[0] > 0), default=None)
    if any(row[0] == 0 and row[1] >= 0 for row in short) or (high is not None and low >= high):
        return None
    return (_simplest(low, high), Fraction(1))


def _simplest(low: Fraction, high: Fraction | None) -> Fraction:
    """Return the rational strictly between two bounds ≥ 0 with the smallest denominator, so that words stay short.

    >>> _simplest(Fraction(17, 100), Fraction(1, 4)), _simplest(Fraction(2), None)
    (Fraction(1, 5), Fraction(3, 1))
    """
    whole = Fraction(low.numerator // low.denominator)
    if high is None or whole + 1 < high:
        return whole + 1
    if low == whole:  # no whole number fits: 1/x for the simplest x above 1/(high − whole)
        return whole + 1 / _simplest(1 / (high - whole), None)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))


def _gap(front: Frontier) -> tuple[tuple[Fraction, ...], ...]:
    """Return the two neighbouring vectors between which the limits of two actors fall."""
    limits = front.space.limits()
    if len(limits) != 2 or limits[0] is None or not len(front):
        return ()
    above = [v for v in front.vectors if v[0] >= limits[0]]
    below = [v for v in front.vectors if v[0] < limits[0]]
    return (*above[-1:], *below[:1])
