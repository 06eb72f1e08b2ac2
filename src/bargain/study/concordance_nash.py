"""Columns for games in which all move at once: Nash, pure, strict and mixed; ordinal stabilities; patience.

Room      study.
Mixed     a maximal Nash subset is a product of polytopes, so over it the probability of a profile lies between
          the products of each player's least and greatest probability, and both are attained.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.games.ordinal import MOST_STATES, members
from bargain.solve import grim_trigger, nash, pure_nash
from bargain.solve.repeated_result import common_words
from bargain.solve.result import Status
from bargain.solve.stability import stability
from bargain.study.concordance_marks import Concept, Judgement, Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games import NormalFormGame
    from bargain.solve import Enforcement, Solution
    from bargain.study.concordance_marks import Odds
    from bargain.study.concordance_values import Evidence

__all__ = ["NO", "YES", "Columns", "flat", "mixed_odds", "nash_columns", "patience_column", "stability_columns"]

Cell = tuple[int, ...]
NO, YES = Judgement(mark=Mark.NO), Judgement(mark=Mark.YES)
_UNSEARCHED = Judgement(mark=Mark.UNSEARCHED)
_PURE = "every pure profile was held against every deviation"
_MIXED = "equilibria in which somebody mixes; the probabilities are those of the profile, over all of them"


@dataclass(slots=True, kw_only=True)
class Columns:
    """What the columns are put together from, while they are.

    Attributes
    ----------
    concepts : full columns, one mark per outcome of the game
    evidence : solvers' results that they were read from
    absent : concepts without a column, and why
    """

    concepts: list[Concept] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    absent: list[tuple[str, str]] = field(default_factory=list)


def flat(name: str, count: int, mark: Mark, reason: str) -> Concept:
    """Return a column that says the same of every outcome: that it is not defined, or was not searched."""
    status = Status.NONE_EXISTS if mark is Mark.UNDEFINED else Status.EXACT_INCOMPLETE
    return Concept(name=name, status=status, reason=reason, marks=(Judgement(mark=mark),) * count)


def nash_columns(game: NormalFormGame, columns: Columns) -> Solution | None:
    """Add the columns of pure, strict and mixed Nash equilibria; return all equilibria, if they were found.

    Notes
    -----
    [nash1950]_; strict after [osborne1994]_. A strict equilibrium is one from which every deviation loses.
    """
    pure = pure_nash(game)
    chosen = {tuple(mix.index(1) for mix in e.profile): e for e in pure}
    strict = {cell for cell, e in chosen.items() if all(len(best) == 1 for best in e.certificate.best)}
    columns.evidence.append(pure)
    for name, kept in (("pure Nash", set(chosen)), ("strict Nash", strict)):
        marks = tuple(YES if cell in kept else NO for cell in game.cells())
        columns.concepts.append(
            Concept(name=name, status=Status.EXACT, reason=_PURE, marks=marks, sources=("nash1950", "osborne1994"))
        )
    column, solution = _mixed(game)
    columns.concepts.append(column)
    if solution is not None:
        columns.evidence.append(solution)
    return solution


def _mixed(game: NormalFormGame) -> tuple[Concept, Solution | None]:
    """Return the column of mixed equilibria, and all equilibria."""
    name, count = "mixed Nash", prod(game.shape)
    try:
        solution = nash(game)
    except RefusedError as fault:
        return flat(name, count, Mark.UNSEARCHED, str(fault)), None
    if solution.components is None:
        return flat(name, count, Mark.UNSEARCHED, solution.reason), solution
    found = mixed_odds(solution)
    marks = tuple(
        Judgement(mark=Mark.MIXED, odds=found[cell]) if cell in found else NO for cell in solution.game.cells()
    )
    # marginals are complete as long as every combination is listed, and then there are components
    return Concept(name=name, status=Status.EXACT, reason=_MIXED, marks=marks, sources=solution.sources), solution


def mixed_odds(solution: Solution) -> dict[Cell, Odds]:
    """Return, for every profile that a mixed equilibrium plays, how likely: one range per maximal subset.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("Chicken", ("Ann", "Bob"), (("swerve", "drive"),) * 2,
    ...     [[(3, 3), (2, 4)], [(4, 2), (0, 0)]])
    >>> {cell: str(odds[0][0]) for cell, odds in mixed_odds(nash(g)).items()}
    {(0, 0): '4/9', (0, 1): '2/9', (1, 0): '2/9', (1, 1): '1/9'}
    """
    out: dict[Cell, set[tuple[Fraction, Fraction]]] = {}
    for component in solution.components or ():
        own = [[solution[k].profile[p] for k in component] for p in range(len(solution.game.players))]
        if all(m in {0, 1} for mixes in own for mix in mixes for m in mix) and len(component) == 1:
            continue
        low = [[min(column) for column in zip(*mixes, strict=True)] for mixes in own]
        high = [[max(column) for column in zip(*mixes, strict=True)] for mixes in own]
        for cell in product(*([a for a, v in enumerate(tops) if v] for tops in high)):
            ends = tuple(
                prod((part[a] for part, a in zip(side, cell, strict=True)), start=Fraction(1)) for side in (low, high)
            )
            out.setdefault(cell, set()).add((ends[0], ends[1]))
    return {cell: tuple(sorted(found)) for cell, found in sorted(out.items())}


def stability_columns(game: NormalFormGame, columns: Columns, most: int) -> None:
    """Add the columns of ordinal stability of a game with at most so many states: GMR, SMR, SEQ, SIM for two players.

    Notes
    -----
    [howard1971]_, [fraserhipel1979]_, [fraserhipel1984]_; for more players [fang1993]_.
    """
    if len(game.players) < 2:
        columns.absent.append(("ordinal stabilities", "nobody could answer a move"))
        return
    count = prod(game.shape)
    names = ("GMR", "SMR", "SEQ", "SIM")
    if count > min(most, MOST_STATES):
        why = f"{count:,} states are more than the {min(most, MOST_STATES):,} that were asked for"
        columns.concepts += [flat(name, count, Mark.UNSEARCHED, why) for name in names]
        return
    found = stability(game, concepts=names)
    columns.evidence.append(found)
    for item in found:
        kept = set(members(item.equilibria))
        columns.concepts.append(
            Concept(
                name=item.concept.value,
                status=Status.EXACT,
                reason="stable for everybody; a move is a change of one's own action",
                marks=tuple(YES if k in kept else NO for k in range(count)),
                sources=found.sources,
            )
        )
    if len(game.players) != 2:
        columns.absent.append(("SIM", "it is for two decision makers"))


def patience_column(
    game: NormalFormGame, delta: Sequence[Fraction], basis: str, deal: tuple[Enforcement, Iterable[Cell]] | None = None
) -> Concept:
    """Return the column of outcomes that enforce themselves when the game is repeated.

    Parameters
    ----------
    game : NormalFormGame
        Rational.
    delta : one discount factor per player; empty: none given
    basis : where they come from
    deal : the packages of an exchange with their thresholds, and the package of every outcome in order

    Notes
    -----
    Grim trigger: whoever leaves the outcome is answered by a one-shot equilibrium for ever, the one worst for it
    where there are several; an exchange by the one in which shared-interest grants are still made.
    [friedman1971]_, [abreu1988]_.
    """
    name = f"self-enforcing at δ = {', '.join(dict.fromkeys(map(str, delta)))}" if delta else "self-enforcing"
    if deal is not None:
        ends: list[tuple[str, bool]] = [_package(deal[0], package, delta) for package in deal[1]]
        status, reason = Status.EXACT, "after a deviation only shared-interest grants are made"
        sources: tuple[str, ...] = ("friedman1971", "bernheim1990")
    else:
        try:
            found = grim_trigger(game)
        except RefusedError as fault:
            return flat(name, prod(game.shape), Mark.UNSEARCHED, str(fault))
        if not found.profiles:
            return flat(name, prod(game.shape), Mark.UNDEFINED, "no one-shot equilibrium was found to punish with")
        ends = [(common_words(item.common), bool(delta) and item.holds(delta)) for item in found]
        told = "; ".join(f"after {game.players[p.player]} deviates, {p.name}" for p in found.punishments)
        status, reason, sources = found.status, told, found.sources
    if not delta:
        marks = tuple(Judgement(mark=Mark.UNDEFINED, detail=words) for words, _ in ends)
        told = f"no discount factor was given, and the case has none; common thresholds by outcome: {_ranked(ends)}"
        return Concept(name=name, status=Status.NONE_EXISTS, reason=told, marks=marks, sources=sources)
    marks = tuple(Judgement(mark=Mark.YES if holds else Mark.NO, detail=words) for words, holds in ends)
    return Concept(name=name, status=status, reason=f"{basis}; {reason}", marks=marks, sources=sources)


def _ranked(ends: Sequence[tuple[str, bool]]) -> str:
    return ", ".join(dict.fromkeys(words for words, _ in ends))


def _package(found: Enforcement, package: Cell, delta: Sequence[Fraction]) -> tuple[str, bool]:
    """Return the common threshold of a package in words, and whether both keep to it."""
    both = [found.threshold(player, package) for player in (0, 1)]
    common = found.common(package)
    words = common_words(None if common is None else (common, Fraction(1)))
    holds = bool(delta) and all(t is not None and t <= d for t, d in zip(both, delta, strict=True))
    return words, holds
