"""Where every number comes from: stakes, rows, claims and conventions as tables.

Room      report. Turns ids into locators, so that a reader can open the right paragraph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Affine
from bargain.report.document import Bullets, Exhibit, Section
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from bargain.case import Basis, Case, Stake

__all__ = ["EVIDENCE", "basis_words", "claims_table", "evidence_sections", "issues_table", "places", "rests_on"]


def places(case: Case, claims: Iterable[str]) -> str:
    """Return claims with their paragraphs.

    >>> from bargain import load_case
    >>> places(load_case("russia-turkey-2022"), ["c052", "c014"])
    'c014 (L.3), c052 (G.4)'
    """
    return ", ".join(f"{c} ({case.claim(c).locator})" for c in sorted(set(claims))) or "no claim"


def basis_words(case: Case, basis: Basis) -> str:
    """Return what a row rests on, with paragraphs, or its convention."""
    return f"convention {basis.convention}" if basis.convention else places(case, basis.claims)


def rests_on(case: Case, stakes: Iterable[str]) -> str:
    """Return what the signs and sizes of some stakes rest on: claims with paragraphs, then open ones."""
    known = [case.stake(name) for name in sorted(set(stakes))]
    claims = {c for stake in known for c in stake.basis.claims}
    open_ones = [stake.id for stake in known if stake.sign == "open"]
    words = places(case, claims)
    return f"{words}; sign open: {', '.join(open_ones)}" if open_ones else words


def issues_table(case: Case) -> Table:
    """Return the issues: who can grant what to whom, by which paragraphs, and what stays open."""
    rows = []
    for issue in case.issues:
        grant, forms = issue.grant, []
        for name, form in (("grant", grant), ("contest", issue.contest), ("joint", issue.joint)):
            if form is not None:
                forms.append(name)
        who = f"{case.actor(grant.grantor).name} to {case.actor(grant.beneficiary).name}" if grant else "no grant"
        open_signs = [s.id for s in case.stakes if s.issue == issue.id and s.sign == "open"]
        rows.append((issue.id, issue.title, who, ", ".join(forms), places(case, issue.claims), ", ".join(open_signs)))
    return Table(
        title="Issues",
        columns=("issue", "title", "granted by", "forms", "rests on", "sign left open"),
        rows=tuple(rows),
        notes=tuple(_levels(case)),
    )


def _levels(case: Case) -> Iterator[str]:
    """Say which share of an issue each level gives, and which levels are worth that share of the full one.

    >>> from bargain import load_case
    >>> print(*_levels(load_case("russia-turkey-2022")), sep=" ")
    Levels of a grant, with the share of the issue that each gives: withhold 0, partial 1/2, full 1. The shares are a
    convention of the coding. No stakes of their own, so by the same convention their share of the full level's: the
    costs of lower levels of mediation, economy, black-sea, payments, alignment.
    """
    grants = [issue for issue in case.issues if issue.grant is not None]
    said: dict[str, list[str]] = {}
    for issue in grants:
        levels = zip(issue.levels, issue.shares, strict=True)
        said.setdefault(", ".join(f"{level} {share}" for level, share in levels), []).append(issue.id)
    if said:
        each = next(iter(said)) if len(said) == 1 else "; ".join(f"{w} ({', '.join(ids)})" for w, ids in said.items())
        yield (
            f"Levels of a grant, with the share of the issue that each gives: {each}. "
            "The shares are a convention of the coding."
        )
    parts = {
        "costs": [i.id for i in grants if i.grant is not None and _fixed(i.grant.cost, i.shares)],
        "benefits": [i.id for i in grants if i.grant is not None and _fixed(i.grant.benefit, i.shares)],
    }
    told = [f"the {what} of lower levels of {', '.join(ids)}" for what, ids in parts.items() if ids]
    if told:
        yield (
            f"No stakes of their own, so by the same convention their share of the full level's: {' and '.join(told)}."
        )


def _fixed(entries: Sequence[Affine], shares: Sequence[Fraction]) -> bool:
    """Tell whether a lower level is the same open stake as the full one, times its share."""
    top = entries[-1]
    inner = zip(entries[1:-1], shares[1:-1], strict=True)
    return not top.is_constant and any(entry == top * share for entry, share in inner)


def claims_table(case: Case) -> Table:
    """Return every claim with its paragraph, kind, reading, our paraphrase and the coder's note."""
    rows = []
    for claim in case.claims:
        said = claim.paraphrase + (f" [hedged: {claim.hedge}]" if claim.hedge else "")
        note = claim.note + (f" In tension with {', '.join(claim.tension)}." if claim.tension else "")
        rows.append((claim.id, claim.locator, claim.kind, claim.reading, said, note))
    return Table(
        title="Claims",
        columns=("claim", "paragraph", "kind", "reading", "what it says, in our words", "coder's note"),
        rows=tuple(rows),
    )


def _stakes_table(case: Case) -> Table:
    """Return every stake: its meaning, baseline, exact extent over the stake space, and what it rests on."""
    space = case.space()
    values = case.point() if case.baseline is not None else {}
    rows = []
    for stake in case.stakes:
        extent = space.extent(_form(stake))
        bases = {c for row in case.rows if stake.id in row.condition.form.names for c in row.basis.claims}
        orderings = sorted(bases - set(stake.basis.claims))
        rows.append(
            (
                stake.id,
                stake.meaning,
                stake.unit,
                values.get(stake.id),
                str(extent),
                f"{stake.sign}: {basis_words(case, stake.basis)}" if stake.sign != "open" else "open",
                places(case, orderings) if orderings else "",
            )
        )
    return Table(
        title="Stakes",
        columns=("stake", "meaning", "unit", "baseline", "extent", "sign and its basis", "orderings it stands in"),
        rows=tuple(rows),
        notes=(
            (
                "Extent: the exact range over all stakes that every row allows; a round bracket is not reached. "
                "Its ends come from the caps (conventions) and the rows."
            ),
            "Baseline: derived by the rule the case names, from the rows alone; no number stands in the source.",
        ),
    )


def _form(stake: Stake) -> Affine:
    return Affine.name(stake.id)


def _rows_table(case: Case) -> Table:
    """Return the rows that the coder wrote; signs and caps stand with the stakes and conventions."""
    written = [row for row in case.rows if row.kind == "row"]
    return Table(
        title="Rows: what the source orders",
        columns=("row", "condition", "rests on", "why"),
        rows=tuple((r.label, str(r.condition), basis_words(case, r.basis), r.why) for r in written),
    )


def _moves_table(case: Case) -> Table:
    """Return the observed moves."""
    rows = []
    for move in case.moves:
        who = " and ".join(case.actor(a).name for a in move.actors)
        rows.append(
            (move.id, who, move.issue, move.level or move.entry, move.grade, places(case, move.claims), move.note)
        )
    return Table(
        title="Observed moves",
        columns=("move", "by", "issue", "level", "grade", "rests on", "note"),
        rows=tuple(rows),
        notes=("Recorded, not used as rows. Only what is said of the observed package rests on them.",),
    )


EVIDENCE = frozenset(
    (
        "Stakes: where each number comes from",
        "Rows",
        "Conventions",
        "Outside options",
        "Observed moves",
        "Claims, paragraph by paragraph",
        "How the source was coded",
    )
)
"""Titles of the sections that trace numbers; a short print leaves them to the files."""


def evidence_sections(case: Case) -> tuple[Section, ...]:
    """Return the sections that trace every number: stakes, rows, conventions, moves, claims, paragraphs."""
    conventions = tuple(f"{c.id} ({c.kind}): {c.says}" for c in case.conventions)
    outside = tuple(
        f"{case.actor(o.actor).name}: {o.value}, by {places(case, o.claims)}. {o.why}" for o in case.outside
    )
    silent = tuple(f"{p.locator}: {p.reason}" for p in case.no_payoff)
    blocks: list[Section] = [
        Section(
            title="Stakes: where each number comes from", blocks=(Exhibit(name="stakes", table=_stakes_table(case)),)
        ),
        Section(title="Rows", blocks=(Exhibit(name="rows", table=_rows_table(case)),)),
        Section(title="Conventions", blocks=(Bullets(items=conventions),)),
    ]
    if outside:
        blocks.append(Section(title="Outside options", blocks=(Bullets(items=outside),)))
    if case.moves:
        blocks.append(Section(title="Observed moves", blocks=(Exhibit(name="moves", table=_moves_table(case)),)))
    claims: list[Exhibit | Bullets] = [Exhibit(name="claims", table=claims_table(case))]
    if silent:
        claims.append(Bullets(items=silent))
    blocks.append(Section(title="Claims, paragraph by paragraph", blocks=tuple(claims)))
    if case.notes:
        blocks.append(Section(title="How the source was coded", blocks=(Bullets(items=case.notes),)))
    return tuple(blocks)
