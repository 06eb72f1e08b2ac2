"""Columns for games in moves with hidden information: perfect Bayesian, intuitive, sequential.

Room      study.
Continua  over a product of polytopes the probability of a play lies between the products of each information
          set's least and greatest, and both are attained.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.games.signalling_trees import signalling_form
from bargain.solve import SignallingSolution, pbe
from bargain.solve.pbe_json import behaviour_of
from bargain.solve.result import Status
from bargain.solve.sequential_result import Consistency
from bargain.study.concordance_marks import Concept, Judgement, Mark
from bargain.study.concordance_nash import flat
from bargain.study.concordance_plays import UNSEARCHED, along, judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games import TreeGame
    from bargain.games.signalling_trees import SignallingForm
    from bargain.games.tree import Behaviour
    from bargain.study.concordance_nash import Columns
    from bargain.study.concordance_plays import Ends, Step

__all__ = ["belief_columns"]

_ONE = Fraction(1)


def belief_columns(game: TreeGame, steps: Sequence[tuple[Step, ...]], columns: Columns) -> None:
    """Add perfect Bayesian columns; where everybody knows every move, say that they add nothing.

    Parameters
    ----------
    game : TreeGame
        Rational, perfect recall.
    steps : per play the players' choices on it
    columns : to be added to

    Notes
    -----
    [krepswilson1982]_, [chokreps1987]_, [fudenberg1991]_.
    """
    if game.perfect_information:
        columns.absent.append(("perfect Bayesian", "everybody knows every move, so it is subgame perfection"))
        return
    form = signalling_form(game)
    if isinstance(form, str):
        _assessments(game, steps, columns)
    else:
        _signals(form, steps, columns)


def _signals(form: SignallingForm, steps: Sequence[tuple[Step, ...]], columns: Columns) -> None:
    """Add perfect Bayesian equilibria of a signalling game, and those that pass the intuitive criterion."""
    names = ("perfect Bayesian", "intuitive criterion")
    try:
        found, tested = pbe(form.tree), pbe(form.tree, intuitive=True)
    except RefusedError as fault:
        columns.concepts += [flat(name, len(steps), Mark.UNSEARCHED, str(fault)) for name in names]
        return
    if not isinstance(found, SignallingSolution) or not isinstance(tested, SignallingSolution):
        raise TypeError(form.game.title)  # the caller looked
    columns.evidence += [found, tested]
    behaviours = [behaviour_of(form, item) for item in found]
    parts = [[behaviours[k] for k in part.members] for part in found.components]
    marks = tuple(judged(_between(part, path) for part in parts) for path in steps)
    columns.concepts.append(
        Concept(name=names[0], status=found.status, reason=found.reason, marks=marks, sources=found.sources)
    )
    kept = [behaviour_of(form, item) for item in tested]
    passing = tuple(judged(along(b, path) for b in kept) for path in steps)
    continuum = any(len(part.members) > 1 for part in found.components)
    told = tuple(_passed(m, whole, continuum=continuum) for m, whole in zip(passing, marks, strict=True))
    partial = continuum and any(m.mark in {Mark.UNSEARCHED, Mark.MIXED} for m in told)
    columns.concepts.append(
        Concept(
            name=names[1],
            status=Status.EXACT_INCOMPLETE if partial else tested.status,
            reason="extreme perfect Bayesian equilibria that pass it; what lies between two that fail is not judged",
            marks=told,
            sources=tested.sources,
        )
    )


def _passed(mark: Judgement, whole: Judgement, *, continuum: bool) -> Judgement:
    """Return a mark for the criterion: no is sure only where no equilibrium has the play, or all were judged."""
    return UNSEARCHED if continuum and whole.survives and not mark.survives else mark


def _between(part: Sequence[Behaviour], path: Sequence[Step]) -> Ends:
    """Return the least and greatest probability of a path over a product of polytopes, one per information set."""
    ways = list(_ways(part, path))
    return prod(map(min, ways), start=_ONE), prod(map(max, ways), start=_ONE)


def _ways(part: Sequence[Behaviour], path: Sequence[Step]) -> Iterator[list[Fraction]]:
    for k, a in path:
        yield [profile[k][a] for profile in part]


def _assessments(game: TreeGame, steps: Sequence[tuple[Step, ...]], columns: Columns) -> None:
    """Add pure weak perfect Bayesian and sequential equilibria of a tree that is no signalling game."""
    names = ("weak perfect Bayesian (pure)", "sequential (pure)")
    try:
        found = pbe(game)
    except RefusedError as fault:
        columns.concepts += [flat(name, len(steps), Mark.UNSEARCHED, str(fault)) for name in names]
        return
    if isinstance(found, SignallingSolution):
        raise TypeError(game.title)  # the caller looked
    columns.evidence.append(found)
    sure = [item for item in found.equilibria if item.consistency is Consistency.SEQUENTIAL]
    doubt = [item for item in found.equilibria if item.consistency is Consistency.UNDECIDED]
    weak = tuple(judged(along(item.profile, path) for item in found.equilibria) for path in steps)
    strong = tuple(judged(along(item.profile, path) for item in sure) for path in steps)
    open_ = tuple(judged(along(item.profile, path) for item in doubt) for path in steps)
    reason = "pure profiles; mixed ones were not looked for"
    columns.concepts.append(
        Concept(name=names[0], status=Status.EXACT_PURE_ONLY, reason=reason, marks=weak, sources=found.sources)
    )
    columns.concepts.append(
        Concept(
            name=names[1],
            status=Status.EXACT_INCOMPLETE if doubt else Status.EXACT_PURE_ONLY,
            reason=f"{len(doubt)} of {len(found.equilibria)} assessments are undecided" if doubt else reason,
            marks=tuple(UNSEARCHED if o.survives and not s.survives else s for s, o in zip(strong, open_, strict=True)),
            sources=found.sources,
        )
    )
