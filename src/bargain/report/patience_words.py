"""Patience in words: sentences that can be quoted, each with what it rests on.

Room      report. The command line says the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.evidence import places
from bargain.study import reading_words
from bargain.study.patience_results import delta_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.case import Case
    from bargain.solve.repeated_exchange import Enforcement
    from bargain.study import Grounds
    from bargain.study.patience_orders import PatienceOrder
    from bargain.study.patience_results import Patience, PatienceOver

__all__ = ["ends_words", "patience_lines", "rests_words"]


def rests_words(case: Case, grounds: Grounds) -> str:
    """Say what a statement rests on, with paragraphs, and whether any of it is assumed or a convention."""
    if not grounds.claims and not grounds.conventions:
        return "no claim is needed"
    parts = [places(case, grounds.claims)] if grounds.claims else []
    assumed = [c for c in grounds.claims if case.claim(c).reading == "assumed"]
    if assumed:
        parts.append(f"given this assumption: {', '.join(assumed)}")
    if grounds.conventions:
        many = "s" if len(grounds.conventions) > 1 else ""
        parts.append(f"depends on convention{many} {', '.join(grounds.conventions)}")
    return "; ".join(parts)


def listed(names: Sequence[str], last: str = "and") -> str:
    """Join names as a sentence does.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


def patience_lines(case: Case, found: Patience) -> tuple[str, ...]:
    """Return what a patience result says, one sentence after the other."""
    here = () if found.enforcement is None else (*_count(found, found.enforcement), *_issues(found, found.enforcement))
    return (*here, *_pooled(found), *_over(case, found), *_orders(case, found))


def _count(found: Patience, all_of_them: Enforcement) -> Iterator[str]:
    """Say how many packages enforce themselves, and from where on."""
    sweep = all_of_them.sweep()
    ever = sweep.counts[-1]
    at = f"At the {found.point_name}"
    beyond = [x for x in all_of_them.least() if not x.anyway and x.delta is not None and x.package is not None]
    if not beyond:
        yield f"{at} no package beyond the one-shot equilibrium enforces itself, at any patience."
        return
    first = min(beyond, key=lambda x: x.delta or 0)
    words = all_of_them.words(first.package) if first.package is not None else ""
    yield (
        f"{at}, of {sweep.total:,} packages {ever:,} enforce themselves at some common discount factor below 1, the "
        f"one-shot equilibrium among them; the first beyond it ({words}) does where {delta_words(first.delta)}."
    )


def _issues(found: Patience, all_of_them: Enforcement) -> Iterator[str]:
    """Say what is granted anyway, and what nothing can hold."""
    least = all_of_them.least()
    anyway = [f"{g.name} ({g.levels[o]})" for g, o in zip(all_of_them.grants, all_of_them.oneshot, strict=True) if o]
    if anyway:
        yield (
            f"At the {found.point_name} the grantor's own interest gives {listed(anyway)} without any exchange; the "
            "punishment still includes this, so it enforces nothing."
        )
    tops = {g.name: g.levels[-1] for g in all_of_them.grants}
    never = [x.issue for x in least if x.delta is None and x.level == tops[x.issue]]
    if never:
        verb = "is" if len(never) == 1 else "are"
        yield f"At the {found.point_name} {listed(never)} in full {verb} held by no package, whatever the patience."


def _pooled(found: Patience) -> Iterator[str]:
    """Say which concessions a package holds although no one-for-one exchange does."""
    all_of_them = found.enforcement
    if all_of_them is None or len(found) < 2:
        return
    swaps = [p for p in found if len(p.levels) == 2]
    for item in all_of_them.least():
        if item.anyway or item.delta is None or item.package is None:
            continue
        alone = [p.common for p in swaps if (item.issue, item.level) in p.levels]
        known = [t for t in alone if t is not None]
        if alone and (not known or min(known) > item.delta):
            one = "at no patience" if not known else f"only where {delta_words(min(known))}"
            yield (
                f"Linkage, at the {found.point_name}: exchanged one for one, {item.issue} {item.level} is held {one}; "
                f"in a package ({all_of_them.words(item.package)}) it is held where {delta_words(item.delta)}."
            )


def _over(case: Case, found: Patience) -> Iterator[str]:
    """Say what holds over all stakes, packages of one status together."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in found:
        if one.over:
            over = one.over[-1]
            groups.setdefault((_status(over), ends_words(case, over)), []).append(one.name)
    for (status, rests), names in groups.items():
        shown = listed(names) if len(names) <= 3 else f"{len(names)} of the packages asked about ({'; '.join(names)})"
        readings = reading_words(found.packages[0].over[-1].readings)
        yield f"Over all stakes ({readings}), {shown}: {status}. Rests on: {rests}."


def _status(over: PatienceOver) -> str:
    anyway = "; granted without any exchange for some stakes, which are left out" if "some" in over.anyway else ""
    return f"{over.status}{anyway}"


def ends_words(case: Case, over: PatienceOver) -> str:
    """Return what 'possible' and 'certain' rest on, each that needs a claim or convention."""
    parts = []
    for name, end in (("possible", over.least), ("certain", over.most)):
        if end.grounds.claims or end.grounds.conventions:
            more = "" if end.minimal else " (sufficient; some may not be needed)"
            parts.append(f"{name}: {rests_words(case, end.grounds)}{more}")
    return "; ".join(parts) or "no claim is needed"


def _orders(case: Case, found: Patience) -> Iterator[str]:
    """Say which concessions need no more patience than which, comparisons with the same grounds together."""
    groups: dict[tuple[str, str, Grounds, tuple[str, ...]], list[str]] = {}
    easier: dict[tuple[str, str, Grounds, str], list[str]] = {}
    for order in found.orders:
        easier.setdefault((order.actor, order.kind, _only_names(order), order.harder), []).append(order.easier)
    for (actor, kind, grounds, hard), names in easier.items():
        groups.setdefault((actor, kind, grounds, tuple(names)), []).append(hard)
    for (actor, kind, grounds, easy), harder in groups.items():
        who = case.actor(actor).name
        rests = rests_words(case, grounds)
        if kind == "concession":
            yield (
                f"Whatever the stakes, {who} needs no more patience to concede {listed(easy, 'or')} in full than "
                f"{listed(harder, 'or')}, for the same return ({rests})."
            )
        else:
            yield (
                f"Whatever the stakes, {listed(easy)} in full holds {who} to a concession at least as well as "
                f"{listed(harder, 'or')} ({rests})."
            )


def _only_names(order: PatienceOrder) -> Grounds:
    """Return the claims and conventions without the rows, so that equal ones are seen to be equal."""
    from dataclasses import replace

    return replace(order.grounds, rows=())
