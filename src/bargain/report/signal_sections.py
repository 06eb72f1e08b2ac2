"""One signalling game as a section: equilibria, beliefs, where the signal tells something, sentences.

Room      report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.evidence import places
from bargain.report.sequential_words import assumptions, claims_of, given, glossed, head, sentence
from bargain.report.tree_figures import tree_figures
from bargain.report.tree_sections import plays_table
from bargain.solve.pbe_result import Kind
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.case import Case
    from bargain.report.document import Block
    from bargain.study.signals import Informative, SolvedSignal, Threshold

__all__ = ["signal_headlines", "signal_section"]


def signal_section(case: Case, solved: SolvedSignal) -> Section:
    """Return one signalling game: plays, equilibria with beliefs, regions, the map of costs and priors, sentences."""
    spec, solution = solved.spec, solved.solution
    blocks: list[Block] = list(head(case, spec, solved.tree.stakes))
    blocks += tree_figures(f"tree-{spec.id}", solved.numbers, solved.profiles, concept="perfect Bayesian equilibrium")
    blocks.append(Exhibit(name=f"plays-{spec.id}", table=plays_table(spec.title, solved.tree, solved.numbers)))
    blocks.append(Exhibit(name=f"equilibria-{spec.id}", table=solution.table()))
    again = "holds" if solved.verification else "does not hold"
    blocks.append(f"Checked again by code that shares nothing with the solver: {again}.")
    blocks.append(Exhibit(name=f"regions-{spec.id}", table=_regions(case, solved)))
    blocks.append(Exhibit(name=f"priors-{spec.id}", table=_priors(solved)))
    if solved.atlas:
        blocks.append(Exhibit(name=f"map-{spec.id}", table=_map(solved)))
    blocks.append(Bullets(items=tuple(map(sentence, _sentences(case, solved)))))
    return Section(title=spec.title, level=2, blocks=tuple(blocks))


def _regions(case: Case, solved: SolvedSignal) -> Table:
    """Return one row per pure pattern and part: kind, pattern, the conditions on stakes."""
    found = solved.over.table()
    prior = ", ".join(f"Pr({kind}) = {p}" for kind, p in zip(solved.game.types, solved.game.prior, strict=True))
    return Table(
        title=f"Where in the stake space the pure patterns of '{solved.spec.title}' are equilibria",
        columns=found.columns,
        rows=found.rows,
        notes=(
            *found.notes,
            (
                f"Conditions beside those of the stake space of case {case.id!r}; prior {prior}. Where a pattern has "
                "several rows, any one of them is enough."
            ),
        ),
    )


def _priors(solved: SolvedSignal) -> Table:
    """Return the priors at which each pure pattern is an equilibrium, stakes at the baseline."""
    found = solved.priors.table()
    return Table(
        title=f"For which priors the pure patterns of '{solved.spec.title}' are equilibria",
        columns=found.columns,
        rows=found.rows,
        notes=(*found.notes, "Stakes at the baseline."),
    )


def _map(solved: SolvedSignal) -> Table:
    """Return the kinds of equilibria at a grid of priors and assumed stakes."""
    priors = tuple(dict.fromkeys(point.prior for point in solved.atlas))
    by_stakes: dict[tuple[object, ...], dict[object, str]] = {}
    for point in solved.atlas:
        key = tuple(value for _, value in point.stakes)
        by_stakes.setdefault(key, {})[point.prior] = ", ".join(kind.value for kind in point.kinds)
    first = solved.game.types[0]
    return Table(
        title=f"Which kinds of equilibria '{solved.spec.title}' has, by signal costs and prior",
        columns=(*solved.assumed, *(f"Pr({first}) = {prior}" for prior in priors)),
        rows=tuple((*map(str, key), *(cells.get(p, "") for p in priors)) for key, cells in by_stakes.items()),
        notes=(
            (
                "Every point solved exactly for all equilibria, mixed ones included; the other stakes at the baseline. "
                "Pooling tells nothing, separating everything, semi-separating something."
            ),
            "The points are the middles of the thirds of what the stake space allows: a grid, no prior over stakes.",
        ),
    )


def _sentences(case: Case, solved: SolvedSignal) -> Iterator[str]:
    """Say what the signal can tell, under which conditions, and on what that rests."""
    start = given(case, claims_of(case, solved.spec, solved.tree.stakes))
    game = solved.game
    if not solved.informative:
        yield f"{start}whatever the stakes, no pure equilibrium tells the types apart."
    for item in solved.informative:
        yield from _informative(case, solved, item, start)
    for threshold in solved.thresholds:
        yield _threshold(solved, threshold)
    kinds = [kind.value for kind in Kind if any(e.kind is kind for e in solved.solution)]
    prior = ", ".join(f"Pr({kind}) = {p}" for kind, p in zip(game.types, solved.solution.game.prior, strict=True))
    yield f"{start}at the baseline, with {prior}, every equilibrium is {' or '.join(map(_told, kinds))}."
    told = [point for point in solved.atlas if point.informative]
    if solved.atlas:
        mixed = sum(Kind.SEPARATING not in point.kinds for point in told)
        yield (
            f"{start}on a grid of {len(solved.atlas)} signal costs and priors, the other stakes at the baseline, "
            f"{len(told)} have an equilibrium in which the message tells something, {mixed} of these only a mixed one."
        )


def _told(kind: str) -> str:
    """Name a kind of equilibrium, and say what its messages tell."""
    told = {"pooling": "tells nothing", "separating": "tells everything", "semi-separating": "tells something"}
    return f"{kind} (the message {told[kind]})"


def _informative(case: Case, solved: SolvedSignal, item: Informative, start: str) -> Iterator[str]:
    """Say where a separating pattern is an equilibrium."""
    game, pattern = solved.game, item.pattern
    sent = " and ".join(
        f"'{kind}' sends '{game.messages[m]}'" for kind, m in zip(game.types, pattern.sent, strict=True)
    )
    where = "; or if ".join(" and ".join(parts) or "nothing else is asked" for parts in pattern.conditions)
    yield (
        f"{start}there is an equilibrium in which the message tells the types apart ({sent}), at every prior, exactly "
        f"if {where}."
    )
    said = glossed(case, re.findall(r"[A-Za-z_]\w*", where))
    if said:
        yield f"In these conditions {said}."
    for high, low, why in item.orders:
        names = [case.stake(name).meaning for name in (high, low)]
        because = f", because of {places(case, why.claims)}" if why.claims else ""
        also = f" and convention {', '.join(why.conventions)}" if why.conventions else ""
        yield (
            f"Wherever the types are told apart so, {names[0]} ({high}) is more than {names[1]} ({low}){because}"
            f"{also}. No row of the case says this; it follows. A signal that costs both the same would tell nothing."
        )
    if item.costs:
        told = " and ".join(f"{name} in {extent}" for name, extent in item.costs)
        assumed = assumptions(case, (c for name, _ in item.costs for c in case.stake(name).basis.claims))
        where = f" (assumed: {places(case, assumed)})" if assumed else ""
        yield f"With the other stakes at the baseline this needs {told}{where}."


def _threshold(solved: SolvedSignal, item: Threshold) -> str:
    """Say from which belief on the receiver changes its reply."""
    game = solved.game
    who, reply = game.players[1], game.replies[item.message][item.reply]
    least = "at least" if item.rising else "at most"
    always, never = ("below 0", "above 1") if item.rising else ("above 1", "below 0")
    over = (
        f", and over all admissible stakes it lies in {item.over}; where it is {never} no belief is enough, where it "
        f"is {always} every belief is"
        if item.over
        else ""
    )
    value = "no belief changes it at the baseline" if item.value is None else f"this is {item.value} at the baseline"
    return (
        f"After '{game.messages[item.message]}', '{reply}' is best for {who} if it takes the probability of "
        f"'{game.types[0]}' to be {least} ({item.numerator})/({item.denominator}); {value}{over}."
    )


def signal_headlines(case: Case, solved: SolvedSignal) -> tuple[str, ...]:
    """Return what the signal can tell over all admissible stakes, in sentences."""
    start = given(case, claims_of(case, solved.spec, solved.tree.stakes))
    title = solved.spec.title
    if not solved.informative:
        return (sentence(f"{start}in '{title}' no pure equilibrium tells the types apart, whatever the stakes."),)
    everywhere = any(not part for item in solved.informative for part in item.pattern.conditions)
    where = "at all admissible stakes" if everywhere else "at some admissible stakes and not at others"
    lines = [f"{start}in '{title}' there is a pure equilibrium that tells the types apart {where}, whatever the prior."]
    for item in solved.informative:
        for high, low, why in item.orders:
            because = f", because of {places(case, why.claims)}" if why.claims else ""
            more, less = (f"{case.stake(name).meaning} ({name})" for name in (high, low))
            lines.append(
                f"{start}wherever there is one, {more} is more than {less}{because}; no row says so, it follows."
            )
    return tuple(map(sentence, lines))
