"""A patience result as plain data for JSON: every number an exact string.

Room      study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.study.results import reading_words

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.solve.repeated_exchange import Enforcement
    from bargain.study.patience_results import PackagePatience, Patience, PatienceEnd, PatienceOver

__all__ = ["patience_to_dict"]


def patience_to_dict(found: Patience) -> dict[str, object]:
    """Return plain data; null stands where no discount factor below 1 suffices."""
    return {
        "status": found.status,
        "game": found.game,
        "title": found.title,
        "actors": list(found.actors),
        "options": dict(found.options),
        "point": {"name": found.point_name, "stakes": {name: str(v) for name, v in found.stakes}},
        "all_packages": None if found.enforcement is None else _enforcement(found.enforcement),
        "packages": [_package(found, p) for p in found.packages],
        "orders": [
            {
                "actor": o.actor,
                "kind": o.kind,
                "easier": o.easier,
                "harder": o.harder,
                "claims": list(o.grounds.claims),
                "conventions": list(o.grounds.conventions),
            }
            for o in found.orders
        ],
        "sources": list(found.sources),
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _enforcement(found: Enforcement) -> dict[str, object]:
    sweep = found.sweep()
    return {
        "packages": sweep.total,
        "oneshot": {g.name: g.levels[n] for g, n in zip(found.grants, found.oneshot, strict=True)},
        "self_enforcing": [
            {"from": str(delta), "count": count} for delta, count in zip(sweep.deltas, sweep.counts, strict=True)
        ],
        "least": [
            {
                "issue": item.issue,
                "level": item.level,
                "delta": _text(item.delta),
                "anyway": item.anyway,
                "package": None
                if item.package is None
                else {g.name: g.levels[n] for g, n in zip(found.grants, item.package, strict=True)},
                "alike": item.alike,
                "pairs": [[str(a), str(b)] for a, b in found.pairs(item.issue, item.level)],
            }
            for item in found.least()
        ],
    }


def _package(found: Patience, one: PackagePatience) -> dict[str, object]:
    return {
        "name": one.name,
        "levels": dict(one.levels),
        "at": dict(zip(found.actors, map(_text, one.at), strict=True)) if one.at else None,
        "common": _text(one.common),
        "forms": [
            {
                "where": [str(c) for c in form.where],
                "anyway": form.anyway,
                **{actor: form.text(actor) for actor in found.actors},
                "possible": form.possible,
                "certain": form.certain,
            }
            for form in one.forms
        ],
        "over": [_over(found, o) for o in one.over],
    }


def _over(found: Patience, over: PatienceOver) -> dict[str, object]:
    ends = zip(found.actors, over.by_actor, strict=True)
    return {
        "readings": list(over.readings),
        "words": f"{reading_words(over.readings)}: {over.status}",
        "parts": over.parts,
        "granted_anyway": over.anyway,
        "least": _end(over.least),
        "most": _end(over.most),
        "by_actor": {actor: {"least": _end(low), "most": _end(high)} for actor, (low, high) in ends},
    }


def _end(end: PatienceEnd) -> dict[str, object]:
    return {
        "delta": _text(end.delta),
        "ratio": _text(end.ratio),
        "attained": end.attained,
        "witness": {name: str(value) for name, value in end.witness},
        "claims": list(end.grounds.claims),
        "conventions": list(end.grounds.conventions),
        "grounds_minimal": end.minimal,
        "certificates": [
            {
                "actor": p.actor,
                "concludes": "a contradiction" if p.certificate.conclusion is None else str(p.certificate.conclusion),
                "rows": {row.label: str(row.condition) for row in p.rows},
                "multipliers": {label: str(y) for label, y in p.certificate.multipliers},
            }
            for p in end.proofs
        ],
    }
