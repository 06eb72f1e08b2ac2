"""What linking issues buys: groupings, side payments, the picture.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.document import Bullets, Exhibit
from bargain.report.evidence import places
from bargain.report.frontier_chart import LinkagePicture, linkage_chart
from bargain.report.package_words import APART, BASELINE, MOST_ROWS, more
from bargain.report.polygon import Mark
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.report.document import Block, Figure
    from bargain.study.packages import PackageStudy

__all__ = ["linkage_blocks", "readings"]


def linkage_blocks(case: Case, study: PackageStudy) -> list[Block]:
    """Return the two readings, the comparison in words, the groupings, the picture, and what could replace linkage."""
    result = study.linked.found
    blocks: list[Block] = [*readings(case, study), APART]
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
    left = len(table.rows) - MOST_ROWS
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
        BASELINE,
    ]
    notes += [f"{more(left, 'outcome')}: see the JSON form of the report."] if left > 0 else []
    return Table(title=table.title, columns=table.columns, rows=table.rows[:MOST_ROWS], notes=tuple(notes))


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


def readings(case: Case, study: PackageStudy) -> list[str]:
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
