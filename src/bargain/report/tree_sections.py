"""One sequential game as a section: payoffs of its plays, equilibria, sentences.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.patience_words import listed
from bargain.report.sequential_words import (
    claims_of,
    given,
    glossary,
    head,
    payoff_words,
    sentence,
    strategy,
    together,
    value_words,
)
from bargain.report.tree_figures import tree_figures
from bargain.solve.spe_render import counted
from bargain.study.orders import inner_point
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from bargain.case import Case
    from bargain.exact import Condition
    from bargain.games import TreeGame
    from bargain.report.document import Block
    from bargain.solve.spe_regions import SpeCell, SpeRegions
    from bargain.study.orders import Orders, Preference
    from bargain.study.sequential import Play, SolvedTree

__all__ = ["orders_headlines", "orders_section", "plays_table", "tree_headlines", "tree_section"]

_MOST_PLAYS = 64  # rows of a table of plays
_MOST_SHOWN = 40  # equilibria in a table
_MOST_CELLS = 2  # parts of a region that a sentence names


def tree_section(case: Case, solved: SolvedTree) -> Section:
    """Return one sequential game: what it rests on, its plays, its equilibria with proof, sentences."""
    spec, solution = solved.spec, solved.solution
    blocks: list[Block] = list(head(case, spec, solved.game.stakes))
    blocks += tree_figures(f"tree-{spec.id}", solved.numbers, [item.profile for item in solution])
    blocks.append(Exhibit(name=f"plays-{spec.id}", table=plays_table(spec.title, solved.game, solved.numbers)))
    blocks.append(Exhibit(name=f"equilibria-{spec.id}", table=_equilibria(solved)))
    again = "holds" if solved.verification else "does not hold"
    blocks.append(
        f"Checked again by code that shares nothing with the solver: {again}; {solved.verification.completeness}."
    )
    if solved.regions is not None:
        blocks.append(Exhibit(name=f"regions-{spec.id}", table=_regions(case, solved.regions)))
    blocks.append(Bullets(items=(*_sentences(case, solved), *_over(case, solved))))
    return Section(title=spec.title, level=2, blocks=tuple(blocks))


def plays_table(title: str, game: TreeGame, numbers: TreeGame) -> Table:
    """Return one row per play: formula and baseline number for every player."""
    rows = []
    for node in game.terminals[:_MOST_PLAYS]:
        forms, values = game.totals[node] or (), numbers.totals[node] or ()
        cells = [value_words(form, value) for form, value in zip(forms, values, strict=True)]
        rows.append((" / ".join(game.path(node)), *cells))
    left = len(game.terminals) - len(rows)
    notes = ("Formula in the stakes, then its value at the baseline.",)
    return Table(
        title=f"Plays of '{title}' and what they are worth",
        columns=("play", *(f"payoff {player}" for player in game.players)),
        rows=tuple(rows),
        notes=(*notes, f"{left:,} further plays are not shown.") if left else notes,
    )


def _equilibria(solved: SolvedTree) -> Table:
    """Return one row per equilibrium at the baseline: the play, everybody's plan, payoffs."""
    from bargain.study.sequential import plays

    game, solution = solved.numbers, solved.solution
    rows: list[tuple[Cell, ...]] = []
    for n, item in enumerate(solution.equilibria[:_MOST_SHOWN], 1):
        way = _way(plays(game, item.profile))
        plans = [strategy(game, item.profile, p) for p in range(len(game.players))]
        rows.append((n, way, *plans, *item.payoffs))
    title = f"{solution.concept[:1].upper()}{solution.concept[1:]} equilibria of '{solved.spec.title}' at the baseline"
    return Table(
        title=title,
        columns=("no.", "what happens", *game.players, *(f"payoff {p}" for p in game.players)),
        rows=tuple(rows),
        notes=(
            f"{solution.concept}, {solution.standing}, regret {solution.regret}; {counted(solution.count)}.",
            f"{solution.reason}. Payoffs in each player's own unit.",
        ),
    )


def _way(found: tuple[Play, ...]) -> str:
    """Return what happens in an equilibrium, with probabilities where there is more than one play."""
    if len(found) == 1:
        return str(found[0])
    return "; ".join(f"{play.probability}: {play}" for play in found)


def _sentences(case: Case, solved: SolvedTree) -> tuple[str, ...]:
    """Return what the game says at the baseline, in sentences."""
    game, solution = solved.numbers, solved.solution
    start = given(case, claims_of(case, solved.spec, solved.game.stakes))
    ways = [_way(outcome) for outcome in solved.outcomes]
    pure = "" if solution.count is None else " in pure strategies"
    one = "with one outcome" if solution.count == 1 else "all with the same outcome"
    many = f"{counted(solution.count)}{pure}, {one if len(ways) == 1 else f'with {len(ways)} outcomes'}"
    lines = [f"{start}at the baseline there {'is' if solution.count == 1 else 'are'} {many}: {'; or '.join(ways)}."]
    if len(solution.outcomes) > 1:
        worth = ", ".join(f"({payoff_words(game.players, payoffs)})" for payoffs in solution.outcomes)
        lines.append(
            f"Somebody is indifferent at the baseline, so that equilibria with different payoffs stand there: {worth}."
        )
    return tuple(map(sentence, lines))


def _regions(case: Case, found: SpeRegions) -> Table:
    """Return one row per part of the stake space: the play, the conditions, a point."""
    rows = []
    for region in found.regions:
        way = "; or ".join(found.words(play) for play in region.plays)
        for n, cell in enumerate(region.cells):
            point = inner_point(cell.space) or cell.witness
            rows.append((way if n == 0 else "", str(cell), _point(point, found.game.stakes)))
    return Table(
        title=f"Where in the stake space which play of '{found.game.title}' is subgame perfect",
        columns=("play", "where", "for example"),
        rows=tuple(rows),
        notes=(
            (
                f"All conditions of a row hold together, beside those of the stake space of case {case.id!r}; a play "
                "that has several rows is the outcome under any of them. Parts are disjoint and cover the space but "
                "for ties, at which the plays of the parts that meet are all possible."
            ),
            f"{found.status.value}; {found.completeness}.",
        ),
    )


def _point(witness: Iterable[tuple[str, Fraction]], names: Sequence[str]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in witness if name in names)


def _over(case: Case, solved: SolvedTree) -> Iterator[str]:
    """Say what holds over the stake space, in sentences."""
    found = solved.regions
    if found is None:
        return
    start = given(case, claims_of(case, solved.spec, solved.game.stakes))
    if len(found.regions) == 1:
        yield sentence(f"{start}whatever the stakes, but for ties, the outcome is {_named(found, 0)}.")
        return
    ways = "; ".join(_named(found, n) for n in range(len(found.regions)))
    yield sentence(
        f"{start}the source leaves {len(found.regions)} outcomes open; each comes about at some admissible stakes and "
        f"fails to at others: {ways}."
    )
    few = [(n, region.cells) for n, region in enumerate(found.regions) if len(region.cells) <= _MOST_CELLS]
    for n, cells in few:
        where = "; or if ".join(together(case, _conditions(cell)) for cell in cells)
        yield sentence(f"{start}but for ties, {_named(found, n)} is the outcome exactly if {where}.")
    said = glossary(case, [_conditions(cell) for _, cells in few for cell in cells])
    if said:
        yield f"In these conditions {said}."


def _conditions(cell: SpeCell) -> tuple[Condition, ...]:
    """Return the conditions of one part, beside those of the stake space."""
    return tuple(cell.space.row(label).condition for label in cell.cuts)


def _named(found: SpeRegions, number: int) -> str:
    return " or ".join(f"'{found.words(play)}'" for play in found.regions[number].plays)


def orders_section(case: Case, found: Orders) -> Section:
    """Return two variants side by side: which plays go together, and who gains by which."""
    first, second = (case.spec(name) for name in found.ids)
    one, two = found.games
    rows = []
    for n in range(len(one.regions)):
        mine = {joint.second: joint for joint in found.joints if joint.first == n}
        cells = ["possible" if mine[k].possible else "never" for k in range(len(two.regions))]
        rows.append((_named(one, n), *cells))
    table = Table(
        title=f"Outcomes of '{first.title}' (rows) with those of '{second.title}' (columns), at the same stakes",
        columns=("", *(_named(two, k) for k in range(len(two.regions)))),
        rows=tuple(rows),
        notes=(
            (
                "Possible: there are admissible stakes at which the one order gives the row's play and the other the "
                "column's. Never: linear programs over all pairs of parts have no solution. Ties are left out."
            ),
        ),
    )
    lines = orders_headlines(case, found)
    head = f"'{second.title}' differs in {second.varies}. What does that change?"
    exhibits = (
        Exhibit(name=f"orders-{second.id}", table=table),
        Exhibit(name=f"preferences-{second.id}", table=_better(case, found)),
    )
    title = f"'{first.title}', compared with '{second.title}'"
    return Section(title=title, level=2, blocks=(head, *exhibits, Bullets(items=lines)))


def _start(case: Case, found: Orders) -> str:
    """Return the beginning of a sentence about both variants, with what is assumed."""
    pairs = zip(found.ids, found.games, strict=True)
    return given(case, (c for name, game in pairs for c in claims_of(case, case.spec(name), game.game.stakes)))


def _better(case: Case, found: Orders) -> Table:
    """Return one row per player and variant: stakes at which the player does better with it."""
    names = sorted({name for game in found.games for name in game.game.stakes})
    titles = [case.spec(name).title for name in found.ids]
    rows = []
    for item in found.preferences:
        who = found.games[0].game.players[item.player]
        rows += [
            (who, title, _point(point, names) or "nowhere")
            for title, point in zip(titles, (item.first, item.second), strict=True)
        ]
    return Table(
        title="Who does better under which variant",
        columns=("player", "does better with", "for example where"),
        rows=tuple(rows),
        notes=("Over all admissible stakes but ties.",),
    )


def _preference(case: Case, found: Orders, item: Preference) -> str:
    """Say under which variant one player does better, where not each of them is better at some stakes."""
    titles = [case.spec(name).title for name in found.ids]
    who = found.games[0].game.players[item.player]
    if item.first or item.second:
        better = titles[0] if item.first else titles[1]
        return f"but for ties, {who} never does worse in '{better}', and at some admissible stakes does better."
    return f"but for ties, {who} has the same in both at all admissible stakes."


def tree_headlines(case: Case, solved: SolvedTree) -> tuple[str, ...]:
    """Return what one game says over all admissible stakes, in a sentence."""
    found = solved.regions
    if found is None:
        return ()
    start = given(case, claims_of(case, solved.spec, solved.game.stakes))
    title, count = solved.spec.title, len(found.regions)
    if count == 1:
        return (sentence(f"{start}in '{title}' the outcome is {_named(found, 0)}, whatever the stakes, but for ties."),)
    return (
        sentence(
            f"{start}in '{title}' {count} outcomes are open; each comes about at some admissible stakes and "
            "fails to at others."
        ),
    )


def orders_headlines(case: Case, found: Orders) -> tuple[str, ...]:
    """Return who does better under which variant, in one sentence."""
    start = _start(case, found)
    players = found.games[0].game.players
    titles = [case.spec(name).title for name in found.ids]
    both = [players[item.player] for item in found.preferences if item.first and item.second]
    lines = [_preference(case, found, item) for item in found.preferences if not (item.first and item.second)]
    if both:
        lines.append(
            f"whether {listed(both)} {'does' if len(both) == 1 else 'do'} better in '{titles[0]}' or in '{titles[1]}' "
            "depends on the stakes; the source does not settle it."
        )
    return tuple(sentence(start + line) for line in lines)
