"""Patience as sections: the picture, the tables, the formulas, and sentences to quote.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section, name_of
from bargain.report.patience_chart import IssueSurvival, PatiencePicture, patience_chart
from bargain.report.patience_words import ends_words, patience_lines
from bargain.report.range_words import MOST_ISSUES
from bargain.study import reading_words
from bargain.study.patience_results import delta_words
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.report.document import Block, Figure
    from bargain.study.patience_results import Patience

__all__ = ["formulas_of_patience", "least_table", "packages_table", "patience_figure", "patience_sections"]

_RULE = (
    "The exchange is repeated for ever. Whoever breaks a package is answered, for ever, by the one-shot equilibrium in "
    "which shared interests are still granted (grim trigger). A package enforces itself where, for each actor, what "
    "its own grants cost it per period is at most its discount factor times what the other's grants bring it, both "
    "counted from the one-shot equilibrium. At the threshold itself an actor is indifferent and stays. The source "
    "gives no discount factor: the threshold is the result."
)


def patience_sections(case: Case, found: Patience) -> tuple[Section, ...]:
    """Return one exchange's patience as a section: figure, tables, formulas, sentences.

    Parameters
    ----------
    case : Case
    found : Patience
        As `bargain.study.patience.patience` returns it.

    Returns
    -------
    tuple of Section
        One section of level 2; without a point it has no figure.
    """
    blocks: list[Block] = [_RULE]
    if found.enforcement is not None:
        blocks += [patience_figure(found), Exhibit(name=f"patience-{name_of(found.game)}", table=least_table(found))]
    if found.packages:
        blocks.append(Exhibit(name=f"patience-packages-{name_of(found.game)}", table=packages_table(case, found)))
    if len(found.issues) <= MOST_ISSUES and any(p.forms for p in found):
        blocks.append(Exhibit(name=f"patience-formulas-{name_of(found.game)}", table=formulas_of_patience(found)))
    blocks.append(Bullets(items=patience_lines(case, found)))
    return (Section(title=f"Patience: {found.title}", level=2, blocks=tuple(blocks)),)


def patience_figure(found: Patience) -> Figure:
    """Return the picture of which concessions survive at which patience, at the point."""
    all_of_them = found.enforcement
    if all_of_them is None:
        raise ValueError(f"{found.game!r}: no point, so nothing to draw")
    sweep, least = all_of_them.sweep(), all_of_them.least()
    issues = []
    for (issue, title, grantor), grant, oneshot in zip(
        found.issues, all_of_them.grants, all_of_them.oneshot, strict=True
    ):
        levels = [(x.level, x.delta) for x in least if x.issue == issue]
        issues.append(
            IssueSurvival(
                issue=title,
                grantor=grantor,
                anyway=grant.levels[oneshot] if oneshot else "",
                levels=tuple(levels[oneshot + 1 :]),
            )
        )
    return patience_chart(
        PatiencePicture(
            name=f"patience-{name_of(found.game)}",
            title=f"Which concessions survive at which patience: {found.title}",
            point=f"at the {found.point_name}",
            stairs=tuple(zip(sweep.deltas, sweep.counts, strict=True)),
            total=sweep.total,
            issues=tuple(issues),
        )
    )


def least_table(found: Patience) -> Table:
    """Return one row per issue and level above what is granted anyway: the least common discount factor."""
    all_of_them = found.enforcement
    rows = []
    if all_of_them is not None:
        oneshot = {g.name: o for g, o in zip(all_of_them.grants, all_of_them.oneshot, strict=True)}
        grantors = {issue: grantor for issue, _, grantor in found.issues}
        for item in all_of_them.least():
            place = next(g.levels.index(item.level) for g in all_of_them.grants if g.name == item.issue)
            if place < oneshot[item.issue] or (place == oneshot[item.issue] == 0):
                continue
            package = "" if item.package is None or item.anyway else all_of_them.words(item.package)
            delta = "granted anyway" if item.anyway else delta_words(item.delta)
            pairs = "" if item.anyway else _pairs(found, item.issue, item.level)
            rows.append((f"{grantors[item.issue]} on {item.issue}", item.level, delta, package, pairs))
    return Table(
        title=f"{found.title}: least patience at which some package holds a concession ({found.point_name})",
        columns=("concession", "level", "common δ", "for example by", "least pairs of " + " and ".join(found.names)),
        rows=tuple(rows),
        notes=("A pair: the level survives where both are at least that patient, each at its own discount factor.",),
    )


def _pairs(found: Patience, issue: str, level: str) -> str:
    """Return the first least pairs of discount factors in words."""
    pairs = [] if found.enforcement is None else found.enforcement.pairs(issue, level)
    shown = ", ".join(f"({a}, {b})" for a, b in pairs[:3])
    return shown + (f" and {len(pairs) - 3} more" if len(pairs) > 3 else "")


def packages_table(case: Case, found: Patience) -> Table:
    """Return one row per package asked about: at the point, and over the last of the spaces."""
    here = [f"{name}" for name in (*found.names, "both")] if found.enforcement is not None else []
    readings = found.packages[0].over
    columns = ["package", *here, *(("possible", "certain", "rests on") if readings else ())]
    rows = []
    for one in found:
        row = [one.name]
        if found.enforcement is not None:
            row += [*(delta_words(t) for t in one.at), delta_words(one.common)]
        if one.over:
            over = one.over[-1]
            row += [over.possible, over.certain, ends_words(case, over)]
        rows.append(tuple(row))
    notes = ["An issue that a package does not name stands as in the one-shot equilibrium."]
    if here:
        notes.append(f"By actor and both: at the {found.point_name}, as discount factors.")
    if readings:
        notes.append(
            f"Possible: for some stakes ({reading_words(readings[-1].readings)}); certain: for all of them. Stakes for "
            "which all of a package is granted anyway are left out."
        )
    return Table(
        title=f"{found.title}: patience that packages need",
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def formulas_of_patience(found: Patience) -> Table:
    """Return the thresholds of named packages as formulas, by the signs of costs where these are open."""
    rows = [
        (p.name, form.condition or "all stakes", *(form.text(a) for a in found.actors), form.possible)
        for p in found
        for form in p.forms
        if not form.anyway
    ]
    return Table(
        title=f"{found.title}: least discount factors as formulas",
        columns=("package", "where", *found.names, "possible there"),
        rows=tuple(rows),
        notes=("A formula at or above 1 means: at no patience. Where all of a package is granted anyway, it is 0.",),
    )
