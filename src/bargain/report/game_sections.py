"""The games of a case as sections: payoffs as formulas and numbers, equilibria, and the picture.

Room      report.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Affine, show
from bargain.report.document import Exhibit, Section
from bargain.report.evidence import places, rests_on
from bargain.report.package_words import short_action
from bargain.report.polygon import Mark, PayoffPicture, payoff_polygon
from bargain.solve import mixture
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.encode import Exchange
    from bargain.report.document import Block, Figure
    from bargain.solve import Solution
    from bargain.study import SolvedGame

__all__ = ["equilibria_table", "game_figures", "game_section"]

_MOST_CELLS = 36  # payoff tables larger than this are given issue by issue


def equilibria_table(case: Case, games: tuple[SolvedGame, ...]) -> Table:
    """Return all games in one table: equilibria at the baseline, exact payoffs, paragraphs."""
    rows = []
    for solved in games:
        solution = solved.solution
        for n, item in enumerate(solution.equilibria):
            first = n == 0
            mixtures = zip(solution.game.players, solution.game.actions, item.profile, strict=True)
            profile = "; ".join(f"{who}: {short_action(case, mixture(acts, mix))}" for who, acts, mix in mixtures)
            payoffs = ", ".join(show(u) for u in item.payoffs)
            rows.append(
                (
                    solved.spec.id if first else "",
                    profile,
                    payoffs,
                    _inside(solution, n),
                    solution.status.value if first else "",
                    ", ".join(solved.spec.paragraphs) if first else "",
                )
            )
        if not solution.equilibria:
            rows.append((solved.spec.id, "none", "", "", solution.status.value, ", ".join(solved.spec.paragraphs)))
    return Table(
        title="Equilibria of each game at the baseline, exact",
        columns=("game", "equilibrium", "payoffs", "component", "status", "paragraphs"),
        rows=tuple(rows),
        notes=(
            (
                "Equilibria of one component mix freely: a continuum of equilibria. Payoffs are in each actor's own "
                "unit and are not compared across actors."
            ),
            (
                f"Stakes are at the baseline of case {case.id!r}, which is a worked example: it rests on the rows and "
                "conventions and stands for no measurement."
            ),
        ),
    )


def _inside(solution: Solution, n: int) -> str:
    """Name the components that hold one equilibrium."""
    if solution.components is None:
        return "not searched"
    return ", ".join(str(c) for c, group in enumerate(solution.components, 1) if n in group)


def game_figures(case: Case, solved: SolvedGame) -> tuple[Figure, ...]:
    """Return the picture of a game of two players; of more there is none."""
    return (_picture(case, solved),) if len(solved.game.players) == 2 else ()


def game_section(case: Case, solved: SolvedGame, exchange: Exchange | None) -> Section:
    """Return one game: what it rests on, payoffs, equilibria with proof, picture."""
    spec = solved.spec
    rests = f"Rests on paragraphs {', '.join(spec.paragraphs)}, by claims {places(case, spec.claims)}."
    stakes = f"Its stakes rest on {rests_on(case, solved.game.stakes)}."
    again = "holds" if solved.verification else "does not hold"
    proof = f"Checked again by code that shares nothing with the solver: {again}."
    blocks: list[Block] = [f"{spec.about} {rests}", stakes]
    if len(solved.game.payoffs[0]) <= _MOST_CELLS:
        blocks.append(Exhibit(name=f"payoffs-{spec.id}", table=_payoffs(solved)))
    elif exchange is not None:
        blocks.append(Exhibit(name=f"payoffs-{spec.id}", table=_by_issue(case, exchange)))
    blocks.append(Exhibit(name=f"equilibria-{spec.id}", table=_equilibria(case, solved)))
    blocks.append(proof)
    if spec.form == "exchange" and exchange is None:
        blocks.append("Terms beyond the issues' own make this exchange not additive, so it has no concession ranges.")
    blocks += game_figures(case, solved)
    if len(solved.game.players) > 2:
        blocks.append("More than two players: all pure equilibria are listed; mixed ones were not searched.")
    return Section(title=spec.title, level=2, blocks=tuple(blocks))


def _payoffs(solved: SolvedGame) -> Table:
    """Return one row per pure profile: formula and baseline number for every player."""
    game, numbers = solved.game, solved.numbers
    rows = []
    for cell in game.cells():
        row = [" / ".join(acts[i] for acts, i in zip(game.actions, cell, strict=True))]
        for p in range(len(game.players)):
            form, value = game.payoff(p, cell), numbers.payoff(p, cell)
            constant = not isinstance(form, Affine) or form.is_constant
            row.append(str(value) if constant else f"{form} = {value}")
        rows.append(tuple(row))
    columns = (" / ".join(game.players), *(f"payoff {p}" for p in game.players))
    notes = ("Formula in the stakes, then its value at the baseline.",)
    return Table(title=f"Payoffs of '{game.title}'", columns=columns, rows=tuple(rows), notes=notes)


def _by_issue(case: Case, exchange: Exchange) -> Table:
    """Return the payoffs of an exchange issue by issue: they add up."""
    point = case.point()
    rows = []
    for issue in exchange.issues:
        for level, benefit, cost in zip(issue.levels, issue.benefit, issue.cost, strict=True):
            if not (benefit.is_constant and cost.is_constant):
                gain, price = (f"{form} = {form.at(point)}" for form in (benefit, cost))
                rows.append(
                    (issue.id, level, exchange.name(issue.beneficiary), gain, exchange.name(issue.grantor), price)
                )
    return Table(
        title=f"Payoffs of '{exchange.title}', issue by issue",
        columns=("issue", "level", "beneficiary", "benefit", "grantor", "cost"),
        rows=tuple(rows),
        notes=("A package is worth the sum over its issues: benefits received minus costs of what is granted.",),
    )


def _equilibria(case: Case, solved: SolvedGame) -> Table:
    """Return the solver's own table, large packages named by what they grant, completeness as checked since."""
    table = solved.solution.table()
    before, after = (f"completeness: {x.completeness}" for x in (solved.solution, solved.verification))
    notes = tuple(note.replace(before, after) for note in table.notes)
    rows = tuple(tuple(short_action(case, c) if isinstance(c, str) else c for c in row) for row in table.rows)
    title = f"{table.title.removesuffix(solved.game.title)}'{solved.game.title}'"
    return Table(title=title, columns=table.columns, rows=rows, notes=notes)


def _picture(case: Case, solved: SolvedGame) -> Figure:
    """Draw the payoff polygon with equilibria and what each has without a deal or a move."""
    game, solution = solved.numbers, solved.solution
    first, second = game.numbers(0), game.numbers(1)
    outcomes = tuple(
        Mark(payoffs=(u, v), label=_label(solved, cell)) for cell, u, v in zip(game.cells(), first, second, strict=True)
    )
    pairs = [(e.payoffs[0], e.payoffs[1]) for e in solution.equilibria]
    pure = [all(1 in mix for mix in e.profile) for e in solution.equilibria]
    continua = tuple(
        tuple(pairs[n] for n in group) for group in solution.components or () if len({pairs[n] for n in group}) > 1
    )
    words = [
        "; ".join(
            f"{who} {short_action(case, mixture(acts, mix))}"
            for who, acts, mix in zip(game.players, game.actions, e.profile, strict=True)
        )
        for e in solution.equilibria
    ]
    return payoff_polygon(
        PayoffPicture(
            name=f"polygon-{solved.spec.id}",
            title=solved.spec.title,
            players=(game.players[0], game.players[1]),
            outcomes=outcomes,
            pure=tuple(Mark(payoffs=p, label=w) for p, w, is_pure in zip(pairs, words, pure, strict=True) if is_pure),
            mixed=tuple(
                Mark(payoffs=p, label="mixed equilibrium")
                for p, is_pure in zip(pairs, pure, strict=True)
                if not is_pure
            ),
            continua=continua,
            disagreement=_floor(solved),
            note="Stakes at the baseline; each axis in that actor's own unit.",
        )
    )


def _floor(solved: SolvedGame) -> Mark | None:
    """Return the disagreement point of an exchange; of a contest or joint game zero, where no concession is made."""
    if solved.disagreement is not None:
        return Mark(payoffs=(solved.disagreement[0], solved.disagreement[1]), label="disagreement")
    if solved.spec.form in ("contest", "joint"):
        return Mark(payoffs=(Fraction(0), Fraction(0)), label="no concession")
    return None


def _label(solved: SolvedGame, cell: tuple[int, ...]) -> str:
    """Name an outcome in the picture; outcomes of large games are not named."""
    if len(solved.game.payoffs[0]) > _MOST_CELLS:
        return ""
    return " / ".join(acts[i] for acts, i in zip(solved.game.actions, cell, strict=True))
