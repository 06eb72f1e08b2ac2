"""Packages and linkage as sections: frontier, solutions, zone, observed moves, what linking issues buys.

Room      report.
Rests on  numbers at the baseline are a worked example; what holds over all admissible stakes is said apart, and
          so is what holds for every exchange by its form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.bargaining import exchange_table, frontier_json
from bargain.exact import show
from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.frontier_chart import FrontierPicture, frontier_chart
from bargain.report.linkage_sections import linkage_blocks, readings
from bargain.report.package_tables import accepted_table, bounded, frontier_table, observed_table, zone_table
from bargain.report.package_words import APART, BASELINE, granted_words, more
from bargain.report.polygon import Mark
from bargain.study.linkage import linked_json
from bargain.study.packages import solutions_table
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.report.document import Block, Figure, Plain
    from bargain.study.packages import Packages, PackageStudy

__all__ = ["package_sections", "packages_data"]

_MOST_WORDS = 12  # statements about the frontier


def package_sections(case: Case, found: Packages) -> tuple[Section, ...]:
    """Return the section on packages and linkage, and the largest exchange in detail below it."""
    study = found.main
    return (
        Section(
            title="Packages and linkage",
            blocks=(Exhibit(name="packages", table=_brief_table(found)), Bullets(items=_summary(case, study))),
        ),
        Section(title=f"Packages: {study.space.title}", level=2, blocks=tuple(_package_blocks(case, study))),
        Section(title=f"Linkage: {study.space.title}", level=2, blocks=tuple(linkage_blocks(case, study))),
    )


def packages_data(found: Packages | None) -> Plain:
    """Return frontier, solutions, zone and linkage of the largest exchange as plain data."""
    if found is None:
        return None
    study = found.main
    return {
        "game": study.game,
        **frontier_json(study.front),
        "zone": {
            "packages": str(study.zone.count),
            "levels": {r.issue: list(r.levels) for r in study.zone.ranges},
        },
        "accepted_over_all_stakes": [
            {"what": what, "package": study.space.describe(package), "verdict": verdict}
            for what, package, verdict in study.over
        ],
        "levels_over_all_stakes": {
            "nash": [{"issue": e.issue, "level": e.level, "verdict": e.verdict} for e in study.nash_over.levels],
            "utilitarian": [{"issue": i, "level": x, "verdict": v} for i, x, v in study.levels_over],
        },
        "linkage": linked_json(study.linked),
        "no_gain_from_linking_at": None if study.hard is None else {name: show(v) for name, v in study.hard},
    }


def _brief_table(found: Packages) -> Table:
    """Return every exchange in one row."""
    rows = tuple(
        (
            b.game,
            b.packages,
            b.vectors,
            b.acceptable,
            "yes" if b.apart else "no",
            "yes" if b.linked else "no",
            "; or ".join(b.nash) or "none acceptable",
        )
        for b in found.brief
    )
    return Table(
        title="Exchanges as packages",
        columns=(
            "game",
            "packages",
            "undominated payoffs",
            "acceptable",
            "gain apart",
            "gain linked",
            "Nash solution adds",
        ),
        rows=rows,
        notes=(
            (
                "Every level of each issue is used, also where a game puts fewer on offer. Acceptable: both do "
                "at least as "
                "well as without a deal. Gain: some deal makes somebody better off and nobody worse off, every "
                "issue by "
                "itself, or all together. Nash solution adds: what the Nash bargaining solution changes in what is "
                "granted without a deal."
            ),
            BASELINE,
        ),
    )


def _summary(case: Case, study: PackageStudy) -> tuple[str, ...]:
    """Say what differs between the two ways to bargain, and what that rests on."""
    lines = [*readings(case, study), APART]
    over = []
    result = study.linked.found
    if result is not None and result.linked.deal:
        over.append("at the baseline linking makes a deal possible")
    elif result is not None:
        over.append("at the baseline not even linking all issues makes a deal possible")
    if study.hard is not None:
        over.append("at other stakes that the source allows linking all issues gains nobody anything")
    if over:
        lines.append(f"Linked ({study.space.title}): {', and '.join(over)}.{_decides(study)}")
    return tuple(lines)


def _decides(study: PackageStudy) -> str:
    """Say that the source leaves it open, where both a gain and none were found."""
    result = study.linked.found
    if study.hard is not None and result is not None and result.linked.deal:
        return " Whether linking buys anything is left open by the source: it turns on sizes, not on the orderings."
    return ""


def _package_blocks(case: Case, study: PackageStudy) -> list[Block]:
    """Return frontier, solutions, zone, what was observed, and the picture."""
    space = study.space
    base = f"{_levels_words(case, study)} {BASELINE}"
    blocks: list[Block] = [base, Exhibit(name=f"frontier-{study.game}", table=frontier_table(study))]
    blocks += _pictures(study)
    blocks.append(Exhibit(name=f"solutions-{study.game}", table=solutions_table(study.front, study.bargains)))
    blocks.append(Exhibit(name=f"zone-{study.game}", table=zone_table(study)))
    statements = study.pattern.words
    if statements:
        left = len(statements) - _MOST_WORDS
        told = [f"{s[0].upper()}{s[1:]}." for s in statements[:_MOST_WORDS]]
        blocks.append("What all packages on the frontier have in common, at the baseline:")
        blocks.append(Bullets(items=(*told, *([f"{more(left, 'statement')} of this kind."] if left > 0 else []))))
    rates = exchange_table(space)
    if rates.rows:
        blocks.append(Exhibit(name=f"rates-{study.game}", table=bounded(rates)))
    if study.observed:
        blocks.append(Exhibit(name=f"observed-{study.game}", table=observed_table(case, study)))
    blocks.append(Exhibit(name=f"accepted-{study.game}", table=accepted_table(study)))
    blocks += [_levels_over(study), _nash_over(study)]
    return blocks


def _levels_words(case: Case, study: PackageStudy) -> str:
    """Say which levels the packages are made of, and what stands without a deal."""
    space = study.space
    given: dict[str, list[tuple[str, str]]] = {}
    for issue in space.issues:
        if issue.fallback:
            given.setdefault(str(issue.grantor), []).append((issue.name, issue.levels[issue.fallback]))
    whose = "; ".join(f"by {who} {granted_words(case, grants)}" for who, grants in given.items())
    stands = (
        "Granted without a deal, in full unless a level is named, because it is in the grantor's own interest: "
        f"{whose}."
        if given
        else "Nothing is granted without a deal."
    )
    offered = f" The game itself offers only {', '.join(study.offered)}." if study.offered else ""
    return f"{len(space.issues)} issues with every level they have make {space.size:,} packages.{offered} {stands}"


def _levels_over(study: PackageStudy) -> str:
    """Say which levels maximise the sum of payoffs over all stakes."""
    sure = [f"{i} {level}" for i, level, verdict in study.levels_over if verdict == "necessarily"]
    never = [f"{i} {level}" for i, level, verdict in study.levels_over if verdict == "never"]
    rest = len(study.levels_over) - len(sure) - len(never)
    told = [f"in every one of them: {', '.join(sure)}"] if sure else []
    told += [f"in none: {', '.join(never)}"] if never else []
    told.append(f"possibly, as the open stakes fall: {'all ' if not sure and not never else ''}{rest} levels")
    return (
        "The packages with the largest sum of payoffs, over all stakes that the source allows (all readings): "
        f"{'; '.join(told)}. The sum compares the actors' scales, which is a convention."
    )


def _nash_over(study: PackageStudy) -> str:
    """Say which levels the Nash solution must, can and cannot contain over all stakes, and how that is known."""
    over = study.nash_over
    kinds = (("necessarily", "in every solution"), ("never", "in none"), ("undecided", "left undecided"))
    told = [f"{what}: {', '.join(over.words(verdict))}" for verdict, what in kinds if over.words(verdict)]
    open_ones = over.words("possibly")
    whole = "all " if len(open_ones) == len(over.levels) else ""
    if open_ones:
        told.append(f"in some solution and missing from some, as the open stakes fall: {whole}{len(open_ones)} levels")
    cells = f"; {over.cells:,} cells of the stake space were bounded" if over.cells else ""
    return (
        f"The Nash bargaining solution over the same stakes: {'; '.join(told)}. Each level that is possible is shown "
        f"by exact stakes both ways ({over.points:,} points solved{cells}). "
        f"{' '.join(f'{note[0].upper()}{note[1:]}.' for note in over.notes)}"
    ).rstrip()


def _pictures(study: PackageStudy) -> list[Figure]:
    """Draw the packages of two actors."""
    space = study.space
    floor = [d for d in space.limits() if d is not None]
    if len(space.actors) != 2 or len(floor) != 2 or not study.corners:
        return []
    last = study.observed[-1] if study.observed else None
    return [
        frontier_chart(
            FrontierPicture(
                name=f"frontier-{study.game}",
                title=f"Packages: {space.title}",
                players=(space.actors[0], space.actors[1]),
                corners=study.corners,
                frontier=tuple((u[0], u[1]) for u in study.front.vectors),
                floor=(floor[0], floor[1]),
                solutions=tuple(
                    Mark(
                        payoffs=(deal.utilities[0], deal.utilities[1]),
                        label=bargain.rule.removesuffix(" solution").removesuffix(" bargaining"),
                    )
                    for bargain in study.bargains
                    for deal in bargain.deals
                ),
                observed=None if last is None else (last.utilities[0], last.utilities[1]),
                completions=() if last is None else tuple((u[0], u[1]) for u in last.corners),
                note="Stakes at the baseline; each axis in that actor's own unit.",
            )
        )
    ]
