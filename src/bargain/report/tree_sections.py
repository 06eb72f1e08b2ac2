"""One sequential game as a section: payoffs of its plays, equilibria, sentences.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.report.document import Bullets, Exhibit, Section
from bargain.report.sequential_words import claims_of, given, head, payoff_words, sentence, strategy, value_words
from bargain.report.tree_figures import tree_figures
from bargain.solve.spe_render import counted
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.games import TreeGame
    from bargain.report.document import Block
    from bargain.study.sequential import Play, SolvedTree

__all__ = ["plays_table", "tree_section"]

_MOST_PLAYS = 64  # rows of a table of plays
_MOST_SHOWN = 40  # equilibria in a table


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
    blocks.append(Bullets(items=_sentences(case, solved)))
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
        title=f"Plays of {title} and what they are worth",
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
    title = f"{solution.concept[:1].upper()}{solution.concept[1:]} equilibria of {solved.spec.title} at the baseline"
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
    many = f"{counted(solution.count)}{pure}, with {len(ways)} outcome{'s' * (len(ways) != 1)}"
    lines = [f"{start}at the baseline there {'is' if solution.count == 1 else 'are'} {many}: {'; or '.join(ways)}."]
    if len(solution.outcomes) > 1:
        worth = "; ".join(payoff_words(game.players, payoffs) for payoffs in solution.outcomes)
        lines.append(
            f"The source leaves ties at the baseline, so more than one outcome is possible there; payoffs: {worth}."
        )
    return tuple(map(sentence, lines))
