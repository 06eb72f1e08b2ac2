"""How a concordance is written: words, a table, plain data.

Room      study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.study.concordance_marks import Concept
    from bargain.study.concordance_values import Concordance
    from bargain.tables import Cell

__all__ = ["listing", "matrix", "plain", "reasons", "summary", "table", "text"]

_SHOWN = 12  # outcomes in a repr
_NONE = "outcomes that survive no concept that was searched"


def text(found: Concordance) -> str:
    """Return a few stable lines: every outcome with the concepts that it survives."""
    head = (
        f"<concordance of {found.name!r}: {_count(found.total)}, {len(found.concepts)} concepts, {found.status.value}>"
    )
    lines = [head, *(f"  {_line(found, n)}" for n in range(min(len(found), _SHOWN)))]
    if len(found) > _SHOWN:
        lines.append(f"  and {len(found) - _SHOWN:,} more; table() has all")
    if found.left_out:
        lines.append(f"  not listed: {found.left_out:,} {_NONE}")
    lines += [f"  {note}" for note in found.notes]
    return "\n".join(lines)


def _count(total: int) -> str:
    return f"{total:,} outcome{'s' * (total != 1)}"


def _line(found: Concordance, n: int) -> str:
    """Name one outcome, its payoffs and what it survives."""
    outcome = found.outcomes[n]
    pays = ", ".join(f"{who} {show(u)}" for who, u in zip(found.players, outcome.payoffs, strict=True))
    survived = [_name(c, n) for c in found.concepts if c.marks[n].survives]
    return f"{outcome.name} ({pays}): {', '.join(survived) or 'survives nothing'}"


def _name(concept: Concept, n: int) -> str:
    """Name a concept that an outcome survives, with the probabilities of a mixture."""
    chances = concept.marks[n].chances
    return f"{concept.name} ({chances})" if chances else concept.name


def table(found: Concordance, limit: int | None = None) -> Table:
    """Return the concordance as one table: columns at the point, then columns over all stakes."""
    rows: list[tuple[Cell, ...]] = []
    for n, outcome in enumerate(found.outcomes[:limit]):
        marks = [str(c.marks[n]) for c in found.concepts if c.defined]
        over = [column.said(n) for column in found.over]
        whole = {True: "yes", False: "no", None: ""}[outcome.undominated]
        rows.append((outcome.name, *map(show, outcome.payoffs), whole, *marks, *over))
    columns = (
        "outcome",
        *found.players,
        "undominated",
        *(c.name for c in found.concepts if c.defined),
        *(column.name for column in found.over),
    )
    return Table(
        title=f"Which outcomes of '{found.title}' survive which concepts",
        columns=columns,
        rows=tuple(rows),
        notes=_notes(found, len(rows)),
    )


def listing(found: Concordance, limit: int | None = None) -> Table:
    """Return one row per outcome, numbered, with its payoffs and what it survives, in words."""
    rows: list[tuple[Cell, ...]] = []
    for n, outcome in enumerate(found.outcomes[:limit]):
        over = [column.said(n) for column in found.over]
        told = ", ".join(_name(c, n) for c in found.concepts if c.marks[n].survives) or "nothing"
        rows.append((n + 1, outcome.name, ", ".join(map(show, outcome.payoffs)), told, *over))
    return Table(
        title=f"What the outcomes of '{found.title}' survive",
        columns=("", "outcome", f"payoffs of {', '.join(found.players)}", "survives", *(o.name for o in found.over)),
        rows=tuple(rows),
        notes=_notes(found, len(rows)),
    )


def matrix(found: Concordance) -> Table:
    """Return one row per concept, one column per outcome by its number in `listing`."""
    shown = [c for c in found.concepts if c.defined]
    rows: list[tuple[Cell, ...]] = [
        (c.name, *(m.chances or _SHORT.get(m.mark.value, m.mark.value) for m in c.marks)) for c in shown
    ]
    return Table(
        title="The same, concept by concept",
        columns=("concept", *(str(n + 1) for n in range(len(found)))),
        rows=tuple(rows),
        notes=("A number is the probability in a mixture; a question mark says that it was not searched.",),
    )


_SHORT = {"not searched": "?"}


def _notes(found: Concordance, shown: int) -> tuple[str, ...]:
    """Return what stands under the table."""
    at = f" At {found.point_name}." if found.point_name else ""
    lines = [f"{found.status.value}: {found.reason}.{at}"]
    if shown < len(found):
        lines.append(f"The first {shown:,} of {len(found):,} outcomes that survive something.")
    if found.left_out:
        lines.append(f"{found.left_out:,} of {found.total:,}: {_NONE}; not listed.")
    lines += reasons(found)
    return tuple(lines + [f"{note}." for note in found.notes])


def reasons(found: Concordance) -> list[str]:
    """Return why every column says what it says, columns with the same reason together."""
    told = [(c.name, c.reason if c.defined else f"not defined here: {c.reason}") for c in found.concepts]
    told += [*((o.name, o.reason) for o in found.over), *found.absent]
    groups: dict[str, list[str]] = {}
    for name, why in told:
        groups.setdefault(why, []).append(name)
    return [f"{', '.join(names)}: {why}." for why, names in groups.items()]


def summary(found: Concordance) -> Table:
    """Return one row per concept."""
    rows: list[tuple[Cell, ...]] = []
    for c in found.concepts:
        names = [o.name for o, m in zip(found.outcomes, c.marks, strict=True) if m.survives]
        told = names[0] if len(names) == 1 else f"{len(names):,} outcomes" if names else ""
        rows.append((c.name, c.surviving if c.defined else None, told, c.status.value if c.defined else "not defined"))
    rows += [(name, None, "", "no column") for name, _ in found.absent]
    return Table(
        title=f"How many of {_count(found.total)} survive each concept",
        columns=("concept", "survive", "which", "status"),
        rows=tuple(rows),
        notes=tuple(reasons(found)),
    )


def plain(found: Concordance) -> dict[str, object]:
    """Return plain data for JSON."""
    ruler = found.ruler
    return {
        "status": found.status.value,
        "reason": found.reason,
        "game": found.name,
        "title": found.title,
        "form": found.form,
        "case": None if found.case is None else found.case.id,
        "players": list(found.players),
        "point": found.point_name,
        "stakes": {name: str(v) for name, v in found.stakes},
        "delta": {"values": [str(d) for d in ruler.delta], "basis": ruler.delta_basis},
        "disagreement": {
            "payoffs": None if ruler.limits is None else [str(v) for v in ruler.limits],
            "basis": ruler.limits_basis,
        },
        "total": found.total,
        "left_out": found.left_out,
        "outcomes": [_outcome(found, n) for n in range(len(found))],
        "concepts": [
            {
                "name": c.name,
                "defined": c.defined,
                "status": c.status.value,
                "reason": c.reason,
                "survive": c.surviving,
                "sources": list(c.sources),
            }
            for c in found.concepts
        ],
        "over": [{"name": o.name, "reason": o.reason, "sources": list(o.sources)} for o in found.over],
        "absent": [{"concept": name, "why": why} for name, why in found.absent],
        "not_credible": [o.name for o in found.not_credible],
        "notes": list(found.notes),
        "options": dict(found.options),
        "sources": list(found.sources),
    }


def _outcome(found: Concordance, n: int) -> dict[str, object]:
    """Return one row as plain data."""
    outcome = found.outcomes[n]
    return {
        "outcome": outcome.name,
        "parts": [list(part) for part in outcome.parts],
        "payoffs": [str(u) for u in outcome.payoffs],
        "undominated": outcome.undominated,
        "concepts": {
            c.name: {
                "mark": c.marks[n].mark.value,
                "odds": [[str(low), str(high)] for low, high in c.marks[n].odds],
                "detail": c.marks[n].detail,
            }
            for c in found.concepts
        },
        "over": {o.name: None if o.words[n] is None else o.said(n) for o in found.over},
    }
