"""Columns for games in moves: Nash outcomes, which of them are subgame perfect, perfect Bayesian ones.

Room      study.
Rows      plays. A probability is that of the players' choices on the play, given what chance does: yes means
          that in some equilibrium nobody's choice leads elsewhere.
Continua  over a product of polytopes the probability of a play lies between the products of each player's (or
          each information set's) least and greatest, and both are attained.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.games.tree_normal import reduced_normal_form
from bargain.solve import nash, pure_nash, spe
from bargain.solve.result import Status
from bargain.study.concordance_beliefs import belief_columns
from bargain.study.concordance_marks import Concept, Judgement, Mark
from bargain.study.concordance_nash import NO, YES, flat
from bargain.study.concordance_plays import UNSEARCHED, along, judged, own_steps

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import TreeGame
    from bargain.games.tree_normal import ReducedForm
    from bargain.study.concordance_nash import Columns
    from bargain.study.concordance_plays import Ends, Step

__all__ = ["tree_columns"]

_ZERO, _ONE = Fraction(0), Fraction(1)


def tree_columns(game: TreeGame, columns: Columns) -> None:
    """Add all columns of a game in moves.

    Parameters
    ----------
    game : TreeGame
        Rational.
    columns : to be added to

    Notes
    -----
    [nash1950]_ on the reduced normal form, [selten1965]_.
    """
    steps = [own_steps(game, node) for node in game.terminals]
    _nash(game, steps, columns)
    _perfect(game, steps, columns)
    belief_columns(game, steps, columns)


def _nash(game: TreeGame, steps: Sequence[tuple[Step, ...]], columns: Columns) -> None:
    """Add the plays of Nash equilibria of the reduced normal form, pure and mixed."""
    names, count = ("pure Nash", "mixed Nash"), len(steps)
    try:
        form = reduced_normal_form(game)
    except RefusedError as fault:
        columns.concepts += [flat(name, count, Mark.UNSEARCHED, str(fault)) for name in names]
        return
    inside = [_consistent(form, path) for path in steps]
    pure = pure_nash(form.game)
    cells = [tuple(mix.index(1) for mix in e.profile) for e in pure]
    marks = tuple(YES if any(_plays(c, sets) for c in cells) else NO for sets in inside)
    reason = "plays of pure equilibria of the reduced normal form"
    columns.evidence.append(pure)
    columns.concepts.append(
        Concept(name=names[0], status=Status.EXACT, reason=reason, marks=marks, sources=("nash1950", "osborne1994"))
    )
    try:
        whole = nash(form.game)
    except RefusedError as fault:
        columns.concepts.append(flat(names[1], count, Mark.UNSEARCHED, str(fault)))
        return
    if whole.components is None:
        columns.concepts.append(flat(names[1], count, Mark.UNSEARCHED, whole.reason))
        return
    columns.evidence.append(whole)
    profiles = [[whole[k].profile for k in part] for part in whole.components]
    mixed = [p for p in profiles if len(p) > 1 or any(0 < x < 1 for mix in p[0] for x in mix)]
    columns.concepts.append(
        Concept(
            name=names[1],
            status=Status.EXACT,
            reason="equilibria in which somebody mixes, over all of them; a continuum may be one off the play only",
            marks=tuple(_mark([_range(part, sets) for part in mixed]) for sets in inside),
            sources=whole.sources,
        )
    )


def _mark(ends: Sequence[Ends]) -> Judgement:
    """Return a mixture, also one that comes to certainty."""
    found = tuple(sorted({pair for pair in ends if pair[1] > 0}))
    return Judgement(mark=Mark.MIXED, odds=found) if found else NO


def _consistent(form: ReducedForm, path: Sequence[Step]) -> tuple[frozenset[int], ...]:
    """Return per player the strategies that go along with a path."""
    out = []
    for player, own in enumerate(form.strategies):
        wanted = {step for step in path if form.tree.infosets[step[0]].player == player}
        out.append(frozenset(k for k, strategy in enumerate(own) if wanted <= set(strategy)))
    return tuple(out)


def _plays(cell: Sequence[int], sets: Sequence[frozenset[int]]) -> bool:
    return all(a in kept for a, kept in zip(cell, sets, strict=True))


def _range(part: Sequence[Sequence[Sequence[Fraction]]], sets: Sequence[frozenset[int]]) -> Ends:
    """Return the least and greatest probability of a path over one maximal subset."""
    ways = [[sum((p[i][a] for a in kept), _ZERO) for p in part] for i, kept in enumerate(sets)]
    return prod(map(min, ways), start=_ONE), prod(map(max, ways), start=_ONE)


def _perfect(game: TreeGame, steps: Sequence[tuple[Step, ...]], columns: Columns) -> None:
    """Add the plays of subgame-perfect equilibria."""
    sources = ("selten1965", "osborne1994")
    if len(game.subgame_roots) == 1:
        pairs = zip(*(c.marks for c in columns.concepts[-2:]), strict=True)
        marks = tuple(_either(pure, mixed) for pure, mixed in pairs)
        told = "the whole game is its only subgame, so every Nash equilibrium is subgame perfect"
        status = columns.concepts[-1].status
        columns.concepts.append(
            Concept(name="subgame perfect", status=status, reason=told, marks=marks, sources=sources)
        )
        return
    try:
        found = spe(game)
    except RefusedError as fault:
        columns.concepts.append(flat("subgame perfect", len(steps), Mark.UNSEARCHED, str(fault)))
        return
    columns.evidence.append(found)
    partial = found.truncated or found.status is Status.EXACT_INCOMPLETE
    marks = tuple(judged(along(item.profile, path) for item in found) for path in steps)
    pure = found.status is Status.EXACT_PURE_ONLY
    columns.concepts.append(
        Concept(
            name="subgame perfect (pure)" if pure else "subgame perfect",
            status=Status.EXACT_INCOMPLETE if partial else found.status,
            reason="more equilibria than were listed" if found.truncated else found.reason,
            marks=tuple(UNSEARCHED if partial and not m.survives else m for m in marks),
            sources=found.sources,
        )
    )


def _either(pure: Judgement, mixed: Judgement) -> Judgement:
    """Return what pure and mixed equilibria together say of a play."""
    if pure.mark is Mark.YES or any(high == 1 for _, high in mixed.odds):
        return YES
    return mixed
