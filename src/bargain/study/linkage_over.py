"""Packages over everything that the source allows: stakes open, one part of the stake space at a time.

Room      study.
Parts     what stands without a deal depends on the signs of costs; on each part it is fixed, and payoffs and
          disagreement payoffs are affine in the stakes. The parts cover the stake space.
Verdicts  "always", "sometimes" or "never" over the union of the parts, decided by exact linear programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.bargaining import PackageSpace, individual_rationality, utilitarian_levels
from bargain.case import READINGS
from bargain.encode.packages import case_packages, packages_exchange
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron, Row, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bargain.bargaining import LevelVerdict, Package
    from bargain.case import Case, Reading

__all__ = ["PackagePart", "acceptance_over", "hard_point", "levels_over", "package_parts"]

_WEIGHTS = tuple(Fraction(w) for w in ("1", "1/2", "2", "1/4", "4", "1/16", "16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackagePart:
    """Packages with open stakes, and the part of the stake space on which this is what stands without a deal."""

    space: PackageSpace
    stakes: Polyhedron


def package_parts(
    case: Case, name: str, *, readings: Sequence[Reading] = READINGS, every_level: bool = False
) -> tuple[PackagePart, ...]:
    """Return the packages of an exchange on each part of the stake space; pass them to the robust questions.

    Parameters
    ----------
    readings : sequence of {"stated", "inferred", "assumed"}
        Rows are kept if all their claims have one of these readings, or if they are conventions.

    Raises
    ------
    GameError
        If the game is no exchange, or has terms.

    Examples
    --------
    >>> from bargain import load_case
    >>> from bargain.bargaining import robust_levels
    >>> part, = package_parts(load_case("russia-turkey-2022"), "swap-syria-energy")
    >>> robust_levels(part.space, part.stakes, budget=20).verdict("syria", "full")
    'possibly'
    """
    open_space = case_packages(case, name, every_level=every_level)
    exchange = packages_exchange(case, name, every_level=every_level)
    areas = [case.factor(actor, readings) for actor in exchange.actors]
    sides = [_fallbacks(open_space, exchange.name(a), area) for a, area in zip(exchange.actors, areas, strict=True)]
    found = []
    for chosen in product(*sides):
        rows = [row for area in areas for row in area.rows]
        rows += [row for _, given in chosen for row in given]
        levels = {issue: n for named, _ in chosen for issue, n in named}
        space = case_packages(case, name, every_level=every_level, fallback=levels)
        found.append(PackagePart(space=space, stakes=_only(space, rows)))
    return tuple(found)


_Side = tuple[tuple[tuple[str, int], ...], tuple[Row, ...]]  # what one actor grants anyway, and where


def _fallbacks(space: PackageSpace, actor: str, area: Polyhedron) -> list[_Side]:
    """Return what an actor grants without a deal, on disjoint parts of its stakes; ties count as the lower level."""
    found: list[_Side] = [((), ())]
    for k, issue in enumerate(space.issues):
        if issue.grantor != actor:
            continue
        worth = [_form(v) for v in space.payoffs[space.actor(actor)][k]]
        grown = []
        for (levels, rows), n in product(found, range(len(worth))):
            best = tuple(
                Row(
                    f"given:{issue.name}:{n}<{m}",
                    Condition(worth[n] - other, Relation.ABOVE if m < n else Relation.AT_LEAST),
                )
                for m, other in enumerate(worth)
                if m != n
            )
            if isinstance(area.with_rows(*rows, *best).feasibility(), Feasible):
                grown.append(((*levels, (issue.name, n)), (*rows, *best)))
        found = grown
    return found


def _only(space: PackageSpace, rows: list[Row]) -> Polyhedron:
    """Return the stakes of a space with the rows on them; stakes that rows join to them are kept too."""
    names = set(space.stakes)
    about = [frozenset(row.condition.form.names) for row in rows]
    while True:
        more = set().union(*(inside for inside in about if not names.isdisjoint(inside))) - names
        if not more:
            break
        names |= more
    touched = tuple(row for row, inside in zip(rows, about, strict=True) if not names.isdisjoint(inside))
    return Polyhedron(variables=tuple(sorted(names)), rows=touched)


def acceptance_over(parts_of: Iterable[PackagePart], packages: Iterable[Package]) -> tuple[Verdict, ...]:
    """Decide for each package whether both accept it: at all admissible stakes, at some, or at none.

    Parameters
    ----------
    parts_of : iterable of PackagePart
        All parts of the stake space, from `package_parts`.

    Notes
    -----
    At most one set of small linear programs per package and part; a package is left as soon as both an
    acceptance and a refusal are found.
    """
    wanted = tuple(packages)
    seen: list[set[Verdict]] = [set() for _ in wanted]
    both = {Verdict.ALWAYS, Verdict.NEVER}
    for part in parts_of:
        for verdicts, package in zip(seen, wanted, strict=True):
            if Verdict.SOMETIMES not in verdicts and not both <= verdicts:
                verdicts.add(individual_rationality(part.space, part.stakes, package).verdict)
    return tuple(v.pop() if len(v) == 1 else Verdict.SOMETIMES for v in seen)


def levels_over(space: PackageSpace, stakes: Polyhedron) -> tuple[LevelVerdict, ...]:
    """Tell per issue and level whether it is in a package with the largest sum of payoffs; compares the actors' scales.

    Parameters
    ----------
    space : PackageSpace
        Additive, stakes open.
    stakes : Polyhedron
        The whole stake space, not empty.
    """
    found: list[LevelVerdict] = []
    for k, issue in enumerate(space.issues):
        alone = PackageSpace(
            title=space.title,
            actors=space.actors,
            issues=(issue,),
            payoffs=tuple((rows[k],) for rows in space.payoffs),
        )
        found += utilitarian_levels(alone, stakes)
    return tuple(found)


def hard_point(parts_of: Iterable[PackagePart]) -> dict[str, Fraction] | None:
    """Return stakes in one of the parts at which linking gains nobody anything, or None if none were found.

    Notes
    -----
    Exact where it answers: at such stakes there is a weight under which no level of any issue adds to the
    weighted sum, so no package, and no lottery over packages, leaves one better off and nobody worse off.
    One linear program per part and weight; weights other than those tried may do where none of these does.
    """
    for part in parts_of:
        for weight in _WEIGHTS:
            rows = tuple(_idle(part.space, weight))
            found = part.stakes.with_rows(*rows).feasibility()
            if isinstance(found, Feasible):
                return dict(found.witness)
    return None


def _idle(space: PackageSpace, weight: Fraction) -> Iterator[Row]:
    """Yield the rows that let no level beat what stands without a deal, the second actor's payoff weighted."""
    first, second = space.payoffs
    for k, issue in enumerate(space.issues):
        sums = [_form(a) + _form(b) * weight for a, b in zip(first[k], second[k], strict=True)]
        for x, level in enumerate(issue.levels):
            if x != issue.fallback:
                condition = Condition(sums[issue.fallback] - sums[x], Relation.AT_LEAST)
                yield Row(f"idle {issue.name} {level}", condition)


def _form(value: Fraction | Affine) -> Affine:
    return value if isinstance(value, Affine) else Affine.number(value)
