"""Tables of packages: the frontier, what is agreed on, observed moves, what both accept.

Room      report.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.evidence import places
from bargain.report.package_words import BASELINE, MOST_ROWS, more
from bargain.study.packages import moved_words
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.study.packages import PackageStudy

__all__ = ["accepted_table", "bounded", "frontier_table", "observed_table", "zone_table"]


def frontier_table(study: PackageStudy) -> Table:
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
        for n, p in enumerate(islice(front, MOST_ROWS))
    )
    left = len(front) - len(rows)
    notes = [f"{front.total:,} packages lie on the frontier; one is named for each pair of payoffs."]
    notes += [f"{more(left, 'pair')}: see the JSON form of the report."] if left else []
    return Table(
        title=f"{space.title}: the packages that nobody can improve on without hurting the other",
        columns=(*space.actors, "packages", "acceptable", "picked by", "differs from no deal by"),
        rows=rows,
        notes=(*notes, BASELINE),
    )


def zone_table(study: PackageStudy) -> Table:
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
        notes=(*notes, BASELINE),
    )


def bounded(table: Table) -> Table:
    """Return a table of exchange rates that a reader can take in."""
    left = len(table.rows) - MOST_ROWS
    notes = [
        *table.notes,
        (
            "What one step on an issue, made by the giver, buys on another, everything else unchanged: the levels of "
            "the other issue at which neither side loses by the trade, and the least and the most share of it."
        ),
        BASELINE,
    ]
    notes += [f"{more(left, 'rate')}, not shown here."] if left > 0 else []
    return Table(title=table.title, columns=table.columns, rows=table.rows[:MOST_ROWS], notes=tuple(notes))


def observed_table(case: Case, study: PackageStudy) -> Table:
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
            BASELINE,
        ),
    )


def accepted_table(study: PackageStudy) -> Table:
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
