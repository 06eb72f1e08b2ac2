"""Stakes, rows and outside options: from models to values.

Room      case.
Rows      every condition gets a label and a basis: rows of the file, signs and bounds of stakes, caps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.case.evidence import Basis
from bargain.case.forms import CaseRow, Outside, Stake
from bargain.exact import Affine, Condition, Relation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case.context import Context
    from bargain.case.evidence import Convention

__all__ = ["build_outside", "build_rows", "build_stakes"]

_SIGNS = {"positive": Relation.ABOVE, "nonnegative": Relation.AT_LEAST}


def build_stakes(context: Context) -> tuple[Stake, ...]:
    """Return the stakes, with bounds that do not cross and a basis wherever something is said."""
    out: list[Stake] = []
    for n, entry in enumerate(context.file.stake):
        path = ("stake", n)
        context.known((*path, "actor"), "actor", entry.actor, context.actors)
        if entry.issue:
            context.known((*path, "issue"), "issue", entry.issue, context.issues)
        for key, value in (("low", entry.low), ("high", entry.high)):
            if value is not None:
                context.bounded((*path, key), (value,))
        if entry.low is not None and entry.high is not None and entry.low > entry.high:
            context.faults.add(
                (*path, "low"), f"low {entry.low} is above high {entry.high}", "exchange them, or correct one"
            )
        says = [f"the sign {entry.sign!r}"] if entry.sign != "open" else []
        says += ["a bound"] if entry.low is not None or entry.high is not None else []
        basis = context.basis(path, "claims", entry.claims, entry.convention, needed=" and ".join(says))
        parts = {
            name: getattr(entry, name) for name in type(entry).model_fields if name not in {"claims", "convention"}
        }
        out.append(Stake(**parts, basis=basis))
    return tuple(out)


def build_rows(context: Context, stakes: tuple[Stake, ...], conventions: tuple[Convention, ...]) -> tuple[CaseRow, ...]:
    """Return all conditions on stakes: rows as written, then signs, bounds and caps."""
    return (*_written(context), *_signs(stakes), *_bounds(stakes), *_caps(stakes, conventions))


def _written(context: Context) -> Iterator[CaseRow]:
    """Yield the rows of the file; the parts of a chain are labelled r003, r003.2, r003.3."""
    for n, entry in enumerate(context.file.row):
        path = ("row", n)
        basis = context.basis(path, "requires", entry.requires, entry.convention, needed="the row")
        conditions, actor = context.conditions((*path, "says"), entry.says)
        for part, condition in enumerate(conditions, 1):
            label = entry.id if part == 1 else f"{entry.id}.{part}"
            yield CaseRow(label=label, kind="row", actor=actor, condition=condition, basis=basis, why=entry.why)


def _signs(stakes: tuple[Stake, ...]) -> Iterator[CaseRow]:
    for stake in stakes:
        if stake.sign in _SIGNS:
            condition = Condition(Affine.name(stake.id), _SIGNS[stake.sign])
            why = f"{stake.meaning}: {stake.sign}"
            yield CaseRow(
                label=f"sign:{stake.id}",
                kind="sign",
                actor=stake.actor,
                condition=condition,
                basis=stake.basis,
                why=why,
            )


def _bounds(stakes: tuple[Stake, ...]) -> Iterator[CaseRow]:
    for stake in stakes:
        for label, form in (
            ("low", None if stake.low is None else Affine.name(stake.id) - stake.low),
            ("high", None if stake.high is None else stake.high - Affine.name(stake.id)),
        ):
            if form is not None:
                yield CaseRow(
                    label=f"{label}:{stake.id}",
                    kind="bound",
                    actor=stake.actor,
                    condition=Condition(form, Relation.AT_LEAST),
                    basis=stake.basis,
                    why=f"{stake.meaning}: {label} bound",
                )


def _caps(stakes: tuple[Stake, ...], conventions: tuple[Convention, ...]) -> Iterator[CaseRow]:
    """Yield two rows per cap and stake of its actor."""
    for convention in conventions:
        if convention.kind != "cap" or convention.size is None:
            continue
        for stake in stakes:
            if stake.actor != convention.actor:
                continue
            name = Affine.name(stake.id)
            for end, form in (("low", name + convention.size), ("high", convention.size - name)):
                yield CaseRow(
                    label=f"{convention.id}:{stake.id}:{end}",
                    kind="cap",
                    actor=stake.actor,
                    condition=Condition(form, Relation.AT_LEAST),
                    basis=Basis(convention=convention.id),
                    why=convention.says,
                )


def build_outside(context: Context) -> tuple[Outside, ...]:
    """Return the outside options, each in the stakes of its actor."""
    out: list[Outside] = []
    for n, entry in enumerate(context.file.outside):
        path = ("outside", n)
        context.known((*path, "actor"), "actor", entry.actor, context.actors)
        value = context.form((*path, "value"), entry.value, entry.actor)
        claims = context.cite((*path, "claims"), entry.claims)
        out.append(Outside(actor=entry.actor, value=value, claims=claims, why=entry.why))
    return tuple(out)
