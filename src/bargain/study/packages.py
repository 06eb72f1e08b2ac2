"""The packages of an exchange worked through: frontier, solutions, zone, linkage, what was observed.

Room      study. Values and tables; the report room writes them down and draws.
Point     the documented baseline of the case, a worked example; verdicts over all admissible stakes beside it.
Observed  moves name levels of some issues only. What they leave open is open: the packages that agree with
          them are a set, given by its two ends per actor, by its hull, and by one member that completes the
          moves with what stands without a deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.bargaining import RULES, frontier, no_deal, pattern, problem, zone
from bargain.encode.packages import case_packages
from bargain.study.linkage import linked
from bargain.study.linkage_over import acceptance_over, hard_point
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from bargain.bargaining import Bargain, Frontier, Package, PackageSpace, Pattern, Zone
    from bargain.case import Case, Move
    from bargain.case.evidence import Grade
    from bargain.study.linkage import Linked

__all__ = [
    "Observed",
    "PackageStudy",
    "moved_words",
    "observed_packages",
    "package_study",
    "solutions_of",
    "solutions_table",
]

Pair = tuple["Fraction", "Fraction"]
_SCALES = (
    "Gains count from what each has without a deal. A solution that compares scales depends on the unit in which each "
    "actor's utility is written, which is a convention; the others do not."
)
_FIRMEST: tuple[Grade, ...] = ("done", "agreed", "announced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """The packages that agree with the moves of some grades.

    Attributes
    ----------
    grades : firmest first
    moves : the moves used, one per issue
    open_issues : issues on which none was observed
    completed : the package with these levels, the open issues as they stand without a deal
    utilities, acceptable : of that package
    low, high : per actor the least and most over all packages that agree with the moves
    """

    grades: tuple[Grade, ...]
    moves: tuple[Move, ...]
    open_issues: tuple[str, ...]
    completed: Package
    utilities: tuple[Fraction, ...]
    acceptable: bool
    low: tuple[Fraction, ...]
    high: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackageStudy:
    """One exchange with all its packages, at the baseline, and what holds over all admissible stakes.

    Attributes
    ----------
    game : id of the exchange
    offered : levels that the game itself puts on offer; empty: every level. All levels are used here
    over : packages with a name, and whether both accept them over all admissible stakes
    hard : stakes at which linking gains nobody anything; None if none were found
    """

    game: str
    offered: tuple[str, ...]
    space: PackageSpace
    front: Frontier
    bargains: tuple[Bargain, ...]
    zone: Zone
    pattern: Pattern
    linked: Linked
    observed: tuple[Observed, ...]
    over: tuple[tuple[str, Package, str], ...]
    hard: tuple[tuple[str, Fraction], ...] | None


def package_study(case: Case, game: str) -> PackageStudy:
    """Work through the packages of one exchange at the baseline of a case.

    Raises
    ------
    CaseError
        If the case has no baseline.
    GameError
        If the game is no exchange or has terms.
    RefusedError
        If frontier or count would not finish.

    Examples
    --------
    >>> from bargain import load_case
    >>> study = package_study(load_case("russia-turkey-2022"), "package")
    >>> study.zone.count, len(study.front), study.over[0]
    (69, 13, ...)
    """
    space = case_packages(case, game, at=case.point(), every_level=True)
    front = frontier(space)
    bargains = solutions_of(front)
    observed = observed_packages(case, space)
    named = _named(space, bargains, observed)
    verdicts = acceptance_over(case, game, [p for _, p in named], every_level=True)
    hard = hard_point(case, game, every_level=True)
    return PackageStudy(
        game=game,
        offered=case.spec(game).levels,
        space=space,
        front=front,
        bargains=bargains,
        zone=zone(front),
        pattern=pattern(front),
        linked=linked(space),
        observed=observed,
        over=tuple((what, p, str(v)) for (what, p), v in zip(named, verdicts, strict=True)),
        hard=None if hard is None else tuple(sorted(hard.items())),
    )


def _named(
    space: PackageSpace, bargains: tuple[Bargain, ...], observed: tuple[Observed, ...]
) -> list[tuple[str, Package]]:
    """Return the packages worth a verdict over all stakes, each once under all its names."""
    found: dict[Package, list[str]] = {}
    for item in observed[-1:]:
        found.setdefault(item.completed, []).append("observed moves, the rest as without a deal")
    for bargain in bargains:
        for deal in bargain.deals[:1]:
            found.setdefault(deal.package, []).append(bargain.rule)
    last = tuple(len(issue.levels) - 1 for issue in space.issues)
    found.setdefault(last, []).append("everything granted in full")
    return [(", ".join(names), package) for package, names in found.items()]


def solutions_of(front: Frontier) -> tuple[Bargain, ...]:
    """Return every bargaining solution on a frontier, in the order of `RULES`."""
    given = problem(front)
    return tuple(rule(given) for rule in RULES.values())


def observed_packages(case: Case, space: PackageSpace) -> tuple[Observed, ...]:
    """Return what the observed moves say about a package: by what is done, then agreed too, then announced too.

    Of several moves on one issue the firmest counts, the last of several equally firm ones. Grades that add
    nothing are left out; empty if no move names a level of an issue of the packages.
    """
    out: list[Observed] = []
    names = {issue.name: issue for issue in space.issues}
    for n in range(1, len(_FIRMEST) + 1):
        grades = _FIRMEST[:n]
        chosen: dict[str, Move] = {}
        for grade in reversed(grades):
            chosen |= {
                m.issue: m
                for m in case.moves
                if m.grade == grade and m.issue in names and m.level in names[m.issue].levels
            }
        if chosen and (not out or len(chosen) > len(out[-1].moves)):
            out.append(_observed(space, grades, chosen))
    return tuple(out)


def _observed(space: PackageSpace, grades: tuple[Grade, ...], chosen: dict[str, Move]) -> Observed:
    """Build the set of packages that agree with some moves."""
    package = space.package({name: move.level for name, move in chosen.items()})
    gains = space.utilities(package)
    free = [k for k, issue in enumerate(space.issues) if issue.name not in chosen]
    low, high = list(gains), list(gains)
    for i, k in product(range(len(space.actors)), free):
        row = [v for v in space.payoffs[i][k] if isinstance(v, Fraction)]
        low[i] += min(row) - row[package[k]]
        high[i] += max(row) - row[package[k]]
    return Observed(
        grades=grades,
        moves=tuple(chosen[issue.name] for issue in space.issues if issue.name in chosen),
        open_issues=tuple(space.issues[k].name for k in free),
        completed=package,
        utilities=gains,
        acceptable=all(d is None or u >= d for u, d in zip(gains, space.limits(), strict=True)),
        low=tuple(low),
        high=tuple(high),
    )


def moved_words(space: PackageSpace, package: Package) -> str:
    """Name a package by the issues that are not where they stand without a deal.

    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build(
    ...     "Gift", ("R", "T"), {"gas": ("no", "yes")}, {"R": {"gas": (0, -1)}, "T": {"gas": (0, 2)}}
    ... )
    >>> moved_words(space, (1,)), moved_words(space, (0,))
    ('gas: yes', 'nothing')
    """
    moved = [
        f"{issue.name}: {issue.levels[x]}"
        for issue, x in zip(space.issues, package, strict=True)
        if x != issue.fallback
    ]
    return ", ".join(moved) or "nothing"


def solutions_table(front: Frontier, bargains: tuple[Bargain, ...]) -> Table:
    """Return what each bargaining solution picks; those that compare the actors' scales say so."""
    space = front.space
    rows: list[tuple[Cell, ...]] = []
    for bargain in bargains:
        compares = "yes" if bargain.compares else "no"
        name = bargain.rule.removesuffix(" solution").removesuffix(" bargaining")
        for n, deal in enumerate(bargain.deals):
            head = (name, compares) if n == 0 else ("", "")
            rows.append((*head, *deal.utilities, *deal.gains, deal.multiplicity, moved_words(space, deal.package)))
        if not bargain.deals:
            rows.append((name, compares, *(None,) * (2 * len(space.actors) + 1), "none"))
    certificate = no_deal(front)
    notes = [note for bargain in bargains for note in bargain.notes if "no_deal()" not in note]
    return Table(
        title=f"Bargaining solutions of {space.title}",
        columns=(
            "solution",
            "compares scales",
            *space.actors,
            *(f"gain of {a}" for a in space.actors),
            "packages",
            "differs from no deal by",
        ),
        rows=tuple(rows),
        notes=(_SCALES, *dict.fromkeys(notes), *(() if certificate is None else (certificate.words,))),
    )
