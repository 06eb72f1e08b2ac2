"""Which payoffs a repeated game has in equilibrium, at one discount factor for both players.

Room      solve.
Concept   subgame-perfect equilibria in pure actions, with a public lottery at the start of every round; perfect
          monitoring. Their payoffs form a convex set [abreu1990]_.
Two ways  from outside a set that shrinks step by step (`payoff_outer`), from inside equilibria written down as
          finitely many states (`payoff_inner`). Both are exact, whatever their distance: no payoff lies outside
          the one, every point of the other is one. How far they are apart is said. After [judd2003]_, with the
          sets' own corners in place of a grid of directions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import GameError, NumberError, RefusedError
from bargain.exact import fraction
from bargain.solve.payoff_inner import Draft, drafts, for_ever, solved, sustained, together
from bargain.solve.payoff_outer import frame_of, outer_set
from bargain.solve.payoff_result import PayoffSet, State
from bargain.solve.polygons import around, gap, hull
from bargain.solve.result import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import NormalFormGame
    from bargain.solve.payoff_outer import Frame, Outer

__all__ = ["payoff_set"]

_MOST_PAIRS = 10_000
_ROUNDS = 4  # of both ways, each with a finer outer set
_FINER = 64
_WIDER = 4
Pair = tuple[Fraction, Fraction]


def payoff_set(stage: NormalFormGame, delta: object, *, tolerance: object = "1/1000", steps: int = 20_000) -> PayoffSet:
    """Return the equilibrium payoffs of a repeated game, enclosed between two polygons.

    Parameters
    ----------
    stage : NormalFormGame
        Two players, rational payoffs.
    delta : exact number strictly between 0 and 1
        The discount factor of both.
    tolerance : exact number above 0
        How far the polygons may be apart, as a share of each player's range of payoffs.
    steps : int
        The most steps from outside.

    Returns
    -------
    PayoffSet
        EXACT where the polygons are one; APPROXIMATE where they are within the tolerance; NOT_CONVERGED, with
        both polygons as far as they got, where they are not; NONE_EXISTS where nothing is left of the outer
        one, which proves that there is no equilibrium in pure actions.

    Raises
    ------
    GameError
        With another number of players than two, or fewer than one step.
    NumberError
        If the discount factor or the tolerance is out of bounds.
    ParametricGameError
        If stakes are open.
    RefusedError
        For more than ten thousand action pairs.

    Notes
    -----
    The operator is that of [abreu1990]_ for perfect monitoring; inner and outer sets as in [judd2003]_. A step
    costs one cut and one shift of a polygon per action pair, and a hull.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(3, 0), (1, 1)]])
    >>> payoff_set(stage, "1/2")
    <repeated-game payoffs of 'Dilemma', δ = 1/2: exact, gap 0>
      inner: (1, 1) (5/2, 1) (2, 2) (1, 5/2)
      outer: (1, 1) (5/2, 1) (2, 2) (1, 5/2)
    >>> payoff_set(stage, "49/100")
    <repeated-game payoffs of 'Dilemma', δ = 49/100: exact, gap 0>
      inner: (1, 1)
      outer: (1, 1)
    """
    patience, enough = _checked(stage, delta, tolerance, steps)
    frame = frame_of(stage, patience)
    outer = outer_set(frame, enough, steps)
    found = _from_inside(stage, frame, outer, enough)
    for n in range(1, _ROUNDS):
        apart = _apart(frame, outer, found)
        if not outer.corners or (apart is not None and apart <= enough) or outer.steps >= steps:
            break
        before, outer = outer, outer_set(frame, enough / _FINER**n, steps, outer)
        if outer.corners == before.corners:
            break
        found = _better(frame, outer, found, _from_inside(stage, frame, outer, enough))
    inner = hull(s.value for s in found)
    edges, apart = _tidied(frame, outer, inner)
    status, reason = _standing(outer, apart, enough)
    return PayoffSet(
        stage=stage,
        delta=patience,
        concept="repeated-game payoffs",
        status=status,
        reason=reason,
        outer=edges,
        inner=inner,
        states=found,
        gap=apart,
        steps=outer.steps,
        left=len(outer.kept),
        pairs=len(frame.cells),
        options=(("delta", str(patience)), ("tolerance", str(enough)), ("steps", steps)),
        sources=("abreu1990", "judd2003", "abreu1988", "mailath2006"),
    )


def _checked(stage: NormalFormGame, delta: object, tolerance: object, steps: int) -> tuple[Fraction, Fraction]:
    """Return the discount factor and the tolerance, refusing what is out of bounds."""
    if len(stage.players) != 2:
        raise GameError(
            f"game {stage.title!r} has {len(stage.players)} players: payoff sets are polygons for two only",
            remedy="ask for grim_trigger or minmax_trigger",
        )
    if steps < 1:
        raise GameError(f"{steps} steps", remedy="allow at least 1")
    patience, enough = fraction(delta, what="discount factor"), fraction(tolerance, what="tolerance")
    if not 0 < patience < 1:
        raise NumberError(f"discount factor is {patience}", remedy="give a number strictly between 0 and 1")
    if enough <= 0:
        raise NumberError(f"tolerance is {enough}", remedy="give a number above 0")
    pairs = stage.shape[0] * stage.shape[1]
    if pairs > _MOST_PAIRS:
        raise RefusedError(
            f"game {stage.title!r}: {pairs:,} action pairs are more than {_MOST_PAIRS:,}",
            remedy="leave actions out, or use self_enforcing_packages for an exchange",
        )
    return patience, enough


def _own(frame: Frame, outer: Outer) -> tuple[Pair, ...]:
    """Return the outer corners in the players' own units."""
    return tuple((Fraction(x, frame.units[0]), Fraction(y, frame.units[1])) for x, y in outer.corners)


def _apart(frame: Frame, outer: Outer, found: Sequence[State]) -> Fraction | None:
    """Return how far the outer set reaches beyond what was found, or None if nothing was."""
    if not found:
        return None
    ranges = [Fraction(r, u) for r, u in zip(frame.ranges, frame.units, strict=True)]
    return gap(_own(frame, outer), hull(s.value for s in found), ranges)


def _tidied(frame: Frame, outer: Outer, inner: Sequence[Pair]) -> tuple[tuple[Pair, ...], Fraction | None]:
    """Return the outer corners and the gap; a polygon around it with the inner one's edges, if hardly larger."""
    corners = _own(frame, outer)
    if not inner:
        return corners, None
    ranges = [Fraction(r, u) for r, u in zip(frame.ranges, frame.units, strict=True)]
    apart = gap(corners, inner, ranges)
    if len(inner) > 2 and len(corners) > len(inner):
        plain = around(inner, corners)
        wider = gap(plain, inner, ranges)
        low = [min(c[i] for c in plain) >= min(c[i] for c in corners) for i in (0, 1)]
        if len(plain) == len(inner) and wider <= _WIDER * apart and all(low):
            return plain, wider
    return corners, apart


def _better(frame: Frame, outer: Outer, *each: tuple[State, ...]) -> tuple[State, ...]:
    """Return the states that leave the least of the outer set uncovered, the first of those that tie."""
    known = [(apart, n) for n, found in enumerate(each) if (apart := _apart(frame, outer, found)) is not None]
    return each[min(known)[1]] if known else ()


def _from_inside(stage: NormalFormGame, frame: Frame, outer: Outer, enough: Fraction) -> tuple[State, ...]:
    """Return the states of equilibria that come closest to the outer set; proposals are tried until that is enough."""
    if not outer.corners:
        return ()
    base = for_ever(frame, outer.kept)
    best = _states(stage, frame, base)
    for draft in drafts(frame, outer):
        apart = _apart(frame, outer, best)
        if apart is not None and apart <= enough:
            break
        best = _better(frame, outer, best, _states(stage, frame, together(base, draft)))
    return best


def _states(stage: NormalFormGame, frame: Frame, draft: Draft) -> tuple[State, ...]:
    """Return the states of a plan with their values, or none if somebody gains by leaving; unneeded ones left out."""
    values = solved(stage, frame, draft)
    if not values or not sustained(frame, draft, values):
        return ()
    first = {value: n for n, value in reversed(tuple(enumerate(values)))}  # any state of a value can stand for it
    needed = [first[corner] for corner in hull(values)]
    needed += [first[min(values, key=lambda v, i=i: v[i])] for i in (0, 1)]  # type: ignore[misc]
    then: dict[int, dict[int, Fraction]] = {}
    while needed:
        n = needed.pop()
        if n not in then:
            then[n] = {}
            for m, share in draft.then[n]:
                then[n][first[values[m]]] = then[n].get(first[values[m]], Fraction(0)) + share
            needed += then[n]
    place = {n: k for k, n in enumerate(sorted(then))}
    return tuple(
        State(
            cell=frame.cells[draft.cells[n]],
            then=tuple(sorted((place[m], share) for m, share in then[n].items())),
            value=values[n],
        )
        for n in place
    )


def _standing(outer: Outer, apart: Fraction | None, enough: Fraction) -> tuple[Status, str]:
    """Return status and reason."""
    held = "pure actions and public lotteries"
    if not outer.corners:
        return Status.NONE_EXISTS, f"{held}: after {_steps(outer)} no payoff is left that could be one of equilibrium"
    how = f"{held}; from outside {_steps(outer)}"
    if apart == 0:
        return Status.EXACT, f"{how}, from inside the same set"
    if apart is None:
        return Status.NOT_CONVERGED, f"{how}, from inside nothing was found"
    said = f"from inside all but a margin of {float(apart):.1g} of the range of payoffs"
    if apart <= enough:
        return Status.APPROXIMATE, f"{how}, {said}"
    return Status.NOT_CONVERGED, f"{how}, {said}, more than the {enough} allowed"


def _steps(outer: Outer) -> str:
    return f"{outer.steps:,} step{'' if outer.steps == 1 else 's'}"
