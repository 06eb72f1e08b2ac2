"""Packages and linkage as sections: frontier, solutions, zone, observed moves, what linking issues buys.

Room      report.
Rests on  numbers at the baseline are a worked example; what holds over all admissible stakes is said apart, and
          so is what holds for every exchange by its form.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bargain.bargaining import exchange_table, frontier_json
from bargain.exact import show
from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.evidence import places
from bargain.report.frontier_chart import FrontierPicture, LinkagePicture, frontier_chart, linkage_chart
from bargain.report.package_words import granted_words
from bargain.report.polygon import Mark
from bargain.study.linkage import linked_json
from bargain.study.packages import moved_words, solutions_table
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.report.document import Block, Figure, Plain
    from bargain.study.packages import Packages, PackageStudy

__all__ = ["package_sections", "packages_data"]

_MOST_ROWS = 20  # of the frontier, of groupings, of exchange rates
_MOST_WORDS = 12  # statements about the frontier
_BASELINE = "At the baseline of the case: a worked example, resting on the rows and conventions."
_APART = (
    "Kept apart, no issue makes its grantor better off, whatever the stakes: what costs it, it refuses, and what "
    "is in its own interest it gives without a deal. This holds by the form of an exchange and rests on no claim."
)


def package_sections(case: Case, found: Packages) -> tuple[Section, ...]:
    """Return the section on packages and linkage, and the largest exchange in detail below it."""
    study = found.main
    return (
        Section(
            title="Packages and linkage",
            blocks=(Exhibit(name="packages", table=_brief_table(found)), Bullets(items=_summary(case, study))),
        ),
        Section(title=f"Packages: {study.space.title}", level=2, blocks=tuple(_package_blocks(case, study))),
        Section(title=f"Linkage: {study.space.title}", level=2, blocks=tuple(_linkage_blocks(case, study))),
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
            _BASELINE,
        ),
    )


def _summary(case: Case, study: PackageStudy) -> tuple[str, ...]:
    """Say what differs between the two ways to bargain, and what that rests on."""
    lines = [*_readings(case, study), _APART]
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


def _readings(case: Case, study: PackageStudy) -> list[str]:
    """Name the claims that speak for bargaining over all at once, and those recorded as pointing the other way."""
    known = {claim.id: claim for claim in case.claims}
    cited = [known[c] for c in case.spec(study.game).claims if known[c].kind == "relation"]
    pairs = [c for c in cited if any(known[t].kind == "relation" for t in c.tension if t in known)]
    against = {t for c in pairs for t in c.tension if t in known and known[t].kind == "relation"} - {
        c.id for c in cited
    }
    against |= {c.id for c in case.claims if c.kind == "relation" and set(c.tension) & {p.id for p in pairs}}
    against -= {c.id for c in cited}
    if not pairs or not against:
        return []

    def words(ids: list[str]) -> str:
        return " ".join(f"{places(case, [i])}, {known[i].reading}: {known[i].paraphrase}" for i in ids)

    return [
        (
            f"The source supports two readings, in tension with each other. Matters are traded against each other: "
            f"{words([c.id for c in pairs])} Against it: {words(sorted(against))} Neither is resolved here; what "
            "follows shows how they differ."
        )
    ]


def _package_blocks(case: Case, study: PackageStudy) -> list[Block]:
    """Return frontier, solutions, zone, what was observed, and the picture."""
    space = study.space
    base = f"{_levels_words(case, study)} {_BASELINE}"
    blocks: list[Block] = [base, Exhibit(name=f"frontier-{study.game}", table=_frontier_table(study))]
    blocks += _pictures(study)
    blocks.append(Exhibit(name=f"solutions-{study.game}", table=solutions_table(study.front, study.bargains)))
    blocks.append(Exhibit(name=f"zone-{study.game}", table=_zone_table(study)))
    statements = study.pattern.words
    if statements:
        more = len(statements) - _MOST_WORDS
        told = [f"{s[0].upper()}{s[1:]}." for s in statements[:_MOST_WORDS]]
        blocks.append("What all packages on the frontier have in common, at the baseline:")
        blocks.append(Bullets(items=(*told, *([f"{_more(more, 'statement')} of this kind."] if more > 0 else []))))
    rates = exchange_table(space)
    if rates.rows:
        blocks.append(Exhibit(name=f"rates-{study.game}", table=_bounded(rates)))
    if study.observed:
        blocks.append(Exhibit(name=f"observed-{study.game}", table=_observed_table(case, study)))
    blocks.append(Exhibit(name=f"accepted-{study.game}", table=_accepted_table(study)))
    blocks += [_levels_over(study), _nash_over(study)]
    return blocks


def _more(number: int, noun: str) -> str:
    """Say how many of something are not shown.

    >>> _more(1, "rate"), _more(6, "statement")
    ('And 1 more rate', 'And 6 more statements')
    """
    return f"And {number:,} more {noun}{'' if number == 1 else 's'}"


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


def _frontier_table(study: PackageStudy) -> Table:
    """Return the undominated payoff pairs, as many as a reader wants to see, with one package each."""
    space, front = study.space, study.front
    accepted = set(front.acceptable())
    picked: dict[int, list[str]] = {}
    for bargain in study.bargains:
        for deal in bargain.deals:
            name = bargain.rule.removesuffix(" solution").removesuffix(" bargaining")
            picked.setdefault(deal.index, []).append(name)
    rows = tuple(
        (
            *p.utilities,
            p.multiplicity,
            "yes" if n in accepted else "no",
            ", ".join(picked.get(n, ())),
            moved_words(space, p.package),
        )
        for n, p in enumerate(islice(front, _MOST_ROWS))
    )
    left = len(front) - len(rows)
    notes = [f"{front.total:,} packages lie on the frontier; one is named for each pair of payoffs."]
    notes += [f"{_more(left, 'pair')}: see the JSON form of the report."] if left else []
    return Table(
        title=f"{space.title}: the packages that nobody can improve on without hurting the other",
        columns=(*space.actors, "packages", "acceptable", "picked by", "differs from no deal by"),
        rows=rows,
        notes=(*notes, _BASELINE),
    )


def _zone_table(study: PackageStudy) -> Table:
    """Return the zone of possible agreement: how many packages, how far each issue goes."""
    area, space = study.zone, study.space
    stands = {issue.name: issue.levels[issue.fallback] for issue in space.issues}
    grantor = {issue.name: issue.grantor for issue in space.issues}
    rows = tuple((r.issue, grantor[r.issue], ", ".join(r.levels), stands[r.issue]) for r in area.ranges)
    limits = ", ".join(f"{a} {show(d)}" for a, d in zip(space.actors, space.limits(), strict=True) if d is not None)
    notes = [
        f"Acceptable to both: {area.count:,} of {area.packages:,} packages."
        if area.count is not None
        else "Acceptable packages were not counted.",
        f"Each needs at least what it has without a deal: {limits}.",
    ]
    if area.certificate is not None:
        notes.append(f"{area.certificate.words}.")
    return Table(
        title=f"{space.title}: zone of possible agreement",
        columns=("issue", "grantor", "levels in acceptable packages", "without a deal"),
        rows=rows,
        notes=(*notes, _BASELINE),
    )


def _bounded(table: Table) -> Table:
    """Return a table of exchange rates that a reader can take in."""
    left = len(table.rows) - _MOST_ROWS
    notes = [
        *table.notes,
        (
            "What one step on an issue, made by the giver, buys on another, everything else unchanged: the levels of "
            "the other issue at which neither side loses by the trade, and the least and the most share of it."
        ),
        _BASELINE,
    ]
    notes += [f"{_more(left, 'rate')}, not shown here."] if left > 0 else []
    return Table(title=table.title, columns=table.columns, rows=table.rows[:_MOST_ROWS], notes=tuple(notes))


def _observed_table(case: Case, study: PackageStudy) -> Table:
    """Return what the moves say about the package, by how firm they are."""
    rows = []
    for item in study.observed:
        claims = {c for move in item.moves for c in move.claims}
        rows.append(
            (
                ", ".join(item.grades),
                ", ".join(f"{m.issue} {m.level}" for m in item.moves),
                ", ".join(item.open_issues) or "none",
                *(f"{show(lo)} to {show(hi)}" for lo, hi in zip(item.low, item.high, strict=True)),
                *item.utilities,
                "yes" if item.acceptable else "no",
                "yes" if item.can_be_accepted else "no",
                places(case, claims),
            )
        )
    who = study.space.actors
    return Table(
        title=f"{study.space.title}: the packages that agree with the observed moves",
        columns=(
            "moves counted",
            "levels observed",
            "nothing observed on",
            *(f"{a}, any completion" for a in who),
            *(f"{a}, completed" for a in who),
            "completed acceptable",
            "some completion acceptable",
            "rests on",
        ),
        rows=tuple(rows),
        notes=(
            (
                "Moves are partial: they leave issues open, so they name a set of packages. Completed: the open "
                "issues as "
                "they stand without a deal; that package as a whole was not observed."
            ),
            _BASELINE,
        ),
    )


def _accepted_table(study: PackageStudy) -> Table:
    """Return verdicts on some packages over everything that the source allows."""
    rows = tuple((what, moved_words(study.space, package), verdict) for what, package, verdict in study.over)
    return Table(
        title=f"{study.space.title}: is a package acceptable to both, over all stakes that the source allows?",
        columns=("package", "differs from no deal at the baseline by", "acceptable"),
        rows=rows,
        notes=(
            (
                "All readings of the source. Always, sometimes or never; each decided by exact linear programs, on "
                "every "
                "part of the stake space on which what stands without a deal is the same."
            ),
        ),
    )


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


def _linkage_blocks(case: Case, study: PackageStudy) -> list[Block]:
    """Return the two readings, the comparison in words, the groupings, the picture, and what could replace linkage."""
    result = study.linked.found
    blocks: list[Block] = [*_readings(case, study), _APART]
    if result is None:
        return [*blocks, f"{'. '.join(study.linked.words)}."]
    blocks.append("At the baseline:")
    blocks.append(Bullets(items=tuple(f"{w[0].upper()}{w[1:]}." for w in result.words)))
    blocks.append(Exhibit(name=f"linkage-{study.game}", table=_groupings(study)))
    if len(study.space.actors) == 2:
        blocks.append(_linkage_picture(case, study))
    blocks.append(_paying(study))
    if study.hard is not None:
        shown = {name: value for name, value in study.hard if value and name in study.stakes}
        blocks.append(
            "Where linking buys nothing: at these stakes, which every row of the case allows, no package makes anybody "
            "better off without hurting the other (stakes not named are 0): "
            f"{', '.join(f'{name} = {show(value)}' for name, value in shown.items())}."
        )
    return blocks


def _groupings(study: PackageStudy) -> Table:
    """Return the distinct outcomes over all groupings tried, bounded."""
    result = study.linked.found
    if result is None:
        return Table(title="Linkage", columns=(), rows=())
    table = result.to_table()
    left = len(table.rows) - _MOST_ROWS
    tried = "all" if result.complete else "some"
    notes = [
        *table.notes,
        *(f"{note[0].upper()}{note[1:]}." for note in study.linked.notes),
        (
            f"{tried.capitalize()} groupings of {len(result.atoms)} issues: {result.tried:,}. One row per distinct "
            "outcome; 'groupings' counts those that come to it. Gains are over what each has without a deal; "
            "outside options bind "
            "the total of all blocks only."
        ),
        _BASELINE,
    ]
    notes += [f"{_more(left, 'outcome')}: see the JSON form of the report."] if left > 0 else []
    return Table(title=table.title, columns=table.columns, rows=table.rows[:_MOST_ROWS], notes=tuple(notes))


def _linkage_picture(case: Case, study: PackageStudy) -> Figure:
    """Draw gains apart, by smallest sets, and linked."""
    result = study.linked.found
    if result is None:
        raise ValueError("nothing to link")
    return linkage_chart(
        LinkagePicture(
            name=f"linkage-{study.game}",
            title=f"What linking buys: {study.space.title}",
            players=(study.space.actors[0], study.space.actors[1]),
            apart=tuple((g[0], g[1]) for g in result.apart.any_deal),
            linked=tuple((g[0], g[1]) for g in result.linked.any_deal),
            sets=tuple(
                Mark(payoffs=(g[0], g[1]), label=" + ".join(case.issue(name).title for name in names))
                for names, gains in study.deals
                for g in gains
            ),
            picks=tuple((g[0], g[1]) for g in result.linked.under_rule or ()),
            rule=result.rule,
            note="Stakes at the baseline; each axis in that actor's own unit.",
        )
    )


def _paying(study: PackageStudy) -> str:
    """Say which side payments would replace linkage, in a unit that the report had to choose."""
    unit = (
        "in a unit worth 1 to each (a convention of this report, which compares the actors; the source names no "
        "means of payment)"
    )
    if study.payment is None:
        return f"No side payment {unit} was found that lets every issue of the linked Nash solution stand by itself."
    words = "; ".join(w.replace(" payment", "", 1) for w in study.payment.words)
    return f"What could replace linkage, {unit}: {words}."
