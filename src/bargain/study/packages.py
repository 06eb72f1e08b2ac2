"""The packages of an exchange worked through: frontier, solutions, zone, linkage, what was observed.

Room      study. Values and tables; the report room writes them down and draws.
Point     the documented baseline of the case, a worked example; verdicts over all admissible stakes beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.bargaining import (
    RULES,
    Transfer,
    frontier,
    nash_solution,
    no_deal,
    outcome,
    pattern,
    problem,
    smallest_side_payment,
    zone,
)
from bargain.encode.packages import case_packages
from bargain.errors import PackageError
from bargain.study.linkage import linked
from bargain.study.linkage_over import acceptance_over, hard_point, levels_over, package_parts
from bargain.study.packages_observed import observed_packages, reach_corners
from bargain.study.packages_over import rule_over
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from bargain.bargaining import Bargain, Frontier, Package, PackageSpace, Pattern, SidePayment, Zone
    from bargain.case import Case
    from bargain.study.linkage import Linked
    from bargain.study.packages_observed import Observed
    from bargain.study.packages_over import RuleOver

__all__ = [
    "PackageBrief",
    "PackageStudy",
    "Packages",
    "moved_words",
    "package_study",
    "packages_of",
    "solutions_of",
    "solutions_table",
]

_SCALES = (
    "Gains count from what each has without a deal. A solution that compares scales depends on the unit in which each "
    "actor's utility is written, which is a convention; the others do not."
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PackageStudy:
    """One exchange with all its packages, at the baseline, and what holds over all admissible stakes.

    Attributes
    ----------
    game : id of the exchange
    offered : levels that the game itself puts on offer; empty: every level. All levels are used here
    stakes : names of the stakes in the payoffs
    corners : payoff pairs whose hull holds all packages
    levels_over : issue, level and verdict on its being in a package with the largest sum of payoffs, over
        all admissible stakes
    nash_over : the same for being in the Nash bargaining solution
    payment : the smallest side payments that would replace linkage, a unit worth 1 to each; None: none will do
    deals : gains of the undominated deals of every smallest set of issues with a deal
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
    stakes: tuple[str, ...]
    corners: tuple[tuple[Fraction, Fraction], ...]
    levels_over: tuple[tuple[str, str, str], ...]
    nash_over: RuleOver
    payment: SidePayment | None
    deals: tuple[tuple[tuple[str, ...], tuple[tuple[Fraction, ...], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageBrief:
    """One exchange in short, at the baseline.

    Attributes
    ----------
    packages, vectors, acceptable : how many packages, undominated payoff pairs, packages that both accept
    nash : per Nash solution where it leaves what stands without a deal
    apart, linked : whether a deal makes somebody better off, each issue by itself, and all together
    """

    game: str
    packages: int
    vectors: int
    acceptable: int
    nash: tuple[str, ...]
    apart: bool
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Packages:
    """The exchanges of a case as packages: all in short, the largest worked through."""

    brief: tuple[PackageBrief, ...]
    main: PackageStudy

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed, each once."""
        owed = [key for bargain in self.main.bargains for key in bargain.sources]
        return tuple(dict.fromkeys((*owed, "tollison1979", "sebenius1983")))


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
    found = linked(space)
    named = _named(space, bargains, observed)
    parts = package_parts(case, game, every_level=True)
    verdicts = acceptance_over(parts, [p for _, p in named])
    hard = hard_point(parts)
    return PackageStudy(
        game=game,
        offered=case.spec(game).levels,
        space=space,
        front=front,
        bargains=bargains,
        zone=zone(front),
        pattern=pattern(front),
        linked=found,
        observed=observed,
        over=tuple((what, p, str(v)) for (what, p), v in zip(named, verdicts, strict=True)),
        hard=None if hard is None else tuple(sorted(hard.items())),
        corners=reach_corners(space),
        stakes=parts[0].space.stakes,
        levels_over=tuple((v.issue, v.level, v.verdict) for v in levels_over(parts[0].space, case.space())),
        nash_over=rule_over(parts),
        payment=_payment(front),
        deals=_minimal_deals(found),
    )


def packages_of(case: Case) -> Packages | None:
    """Work through all exchanges of a case: the one with most issues in full, each in short.

    Returns
    -------
    Packages or None
        None if no exchange of the case is additive.

    Raises
    ------
    CaseError
        If the case has no baseline.
    """
    specs = [spec for spec in case.games if spec.form == "exchange" and not spec.terms]
    if not specs:
        return None
    return Packages(
        brief=tuple(_brief(case, spec.id) for spec in specs),
        main=package_study(case, max(specs, key=lambda spec: len(spec.issues)).id),
    )


def _brief(case: Case, game: str) -> PackageBrief:
    """Return one exchange in short."""
    space = case_packages(case, game, at=case.point(), every_level=True)
    front = frontier(space)
    area = zone(front)
    result = linked(space).found
    return PackageBrief(
        game=game,
        packages=space.size,
        vectors=len(front),
        acceptable=area.count or 0,
        nash=tuple(moved_words(space, deal.package) for deal in nash_solution(front).deals),
        apart=result is not None and result.apart.deal,
        linked=result is not None and result.linked.deal,
    )


def _payment(front: Frontier) -> SidePayment | None:
    """Return the smallest side payments if a unit is worth 1 to each of two actors, or None."""
    unit = Transfer(name="payment", worth=tuple((actor, Fraction(1)) for actor in front.space.actors))
    try:
        return smallest_side_payment(front, unit)
    except PackageError:  # more equally good packages than it compares
        return None


def _minimal_deals(found: Linked) -> tuple[tuple[tuple[str, ...], tuple[tuple[Fraction, ...], ...]], ...]:
    """Return what each smallest set of issues with a deal can reach, the others by themselves."""
    if found.found is None:
        return ()
    space = found.found.space
    out = []
    for names in found.found.minimal:
        rest = [(issue.name,) for issue in space.issues if issue.name not in names]
        out.append((names, outcome(space, [names, *rest], rule=None).any_deal))
    return tuple(out)


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
