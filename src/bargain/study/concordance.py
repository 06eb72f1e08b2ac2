"""Concept concordance: one table for one game, of which outcomes survive which concepts.

Room      study.
Normal    Nash (pure, strict, mixed), ordinal stabilities, self-enforcement, bargaining solutions, over profiles.
Exchange  the same over packages; payoffs without a deal are those of the one-shot equilibrium.
Moves     Nash outcomes of the reduced normal form, subgame perfect ones, perfect Bayesian ones, over plays.
Point     exact, at the baseline or another point; what holds over all admissible stakes has columns of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.errors import GameError, NumberError
from bargain.exact import fraction
from bargain.exact.grammar import nearest
from bargain.games import NormalFormGame
from bargain.study.alternatives import is_product
from bargain.study.concordance_over import nash_over, perfect_over
from bargain.study.concordance_rows import draft_exchange, draft_normal, draft_tree, finished

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.encode import CodedCase
    from bargain.games import TreeGame
    from bargain.study.concordance_marks import OverStakes
    from bargain.study.concordance_values import Concordance

__all__ = ["concordance", "concordance_of"]

STATES = 512  # outcomes of a game whose ordinal stabilities are worked out without being asked for


def concordance(
    case: CodedCase,
    game: str,
    *,
    delta: object | Mapping[str, object] | None = None,
    at: Mapping[str, object] | None = None,
    disagreement: Sequence[str] | None = None,
    over: bool = True,
    states: int = STATES,
) -> Concordance:
    """Return which outcomes of one game of a case survive which concepts.

    Parameters
    ----------
    case : CodedCase
    game : str
        Id of a game in normal form, an exchange, or a game in moves.
    delta : exact number, or mapping of player to exact number
        Discount factors strictly between 0 and 1; those of the case's repeated game if left out.
    at : mapping of stake to exact number
        The point; stakes not named are those of the baseline.
    disagreement : one action per player
        What stands without a deal in a game with several one-shot equilibria. An exchange brings its own.
    over : bool
        Whether to add what holds over all admissible stakes.
    states : int
        The most outcomes of a game whose ordinal stabilities are worked out; 2,048 take some seconds.

    Returns
    -------
    Concordance
        Exact at the point; what was not searched, or is not defined, says so in its column. Of a game with more
        than 64 outcomes only those that survive something are listed.

    Raises
    ------
    CaseError
        If the case has no such game or stake, or no baseline where the point leaves stakes open.
    GameError
        For offers and repeated games, a point outside the stake space, an action or player that is none, or a
        disagreement for an exchange.
    NumberError
        If a stake or a discount factor is not an exact number, or no discount factor.
    RefusedError
        For a game with more than 20,000 outcomes.

    Notes
    -----
    Costs what its solvers cost; 2,048 packages take a second, without ordinal stabilities. Concepts after
    [nash1950]_, [selten1965]_, [fang1993]_, [friedman1971]_ and [nash1950b]_.

    Examples
    --------
    >>> from bargain import load_case
    >>> found = concordance(load_case("russia-turkey-2022"), "swap-syria-logistics", over=False)
    >>> found.surviving("pure Nash"), found.surviving("Nash bargaining solution")
    (('no deal',), ('syria: full, logistics: full',))
    """
    spec = case.spec(game)
    if not (spec.one_shot or spec.nodes):
        about = spec.repeated or spec.offers
        inner = about.exchange if about is not None else ""
        raise GameError(
            f"game {game!r} is of the form {spec.form!r}, which has no outcomes of its own to compare",
            remedy=f"ask for the exchange it is about: {inner!r}",
        )
    point = _point(case, at)
    names = {actor.id: actor.name for actor in case.actors}
    players = tuple(names[p] for p in spec.players)
    factors, basis = _factors(case, spec.players, players, delta)
    if spec.nodes:
        found = draft_tree(case.tree(game, at=point))
    elif is_product(case, game):
        if disagreement is not None:
            raise GameError(
                f"game {game!r} is an exchange, and has its own disagreement: the one-shot equilibrium",
                remedy="leave the disagreement out",
            )
        found = draft_exchange(case, game, point, (factors, basis), states)
    else:
        found = draft_normal(case.game(game, at=point), (factors, basis), disagreement, states)
    whole = finished(
        replace(found, case=case, name=game, title=spec.title),
        point="the baseline" if at is None else "the given point",
        stakes=tuple((name, point[name]) for name in _stakes(case, game)),
        options=_options(delta, at, disagreement, over=over, states=states),
    )
    return replace(whole, over=_over(case, whole)) if over else whole


def concordance_of(
    game: NormalFormGame | TreeGame,
    *,
    delta: object | Mapping[str, object] | None = None,
    disagreement: Sequence[str] | None = None,
    states: int = STATES,
) -> Concordance:
    """Return which outcomes of a game at numbers survive which concepts; no case is needed.

    Parameters and errors are those of `concordance`; open stakes raise ParametricGameError.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> game = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(3, 0), (1, 1)]])
    >>> found = concordance_of(game, delta="3/4")
    >>> found.surviving("pure Nash"), found.surviving("self-enforcing at δ = 3/4")
    (('shirk, shirk',), ('help, help', 'shirk, shirk'))
    >>> print(found.judgement("help, help", "self-enforcing at δ = 3/4"))
    yes (δ >= 1/2)
    """
    if isinstance(game, NormalFormGame):
        found = draft_normal(game, _given(game.players, game.players, delta), disagreement, states)
    else:
        game.require_numbers()
        found = draft_tree(game)
    return finished(found, point="", stakes=(), options=_options(delta, None, disagreement, over=False, states=states))


def _stakes(case: CodedCase, game: str) -> tuple[str, ...]:
    """Return the stakes in a game's payoffs, and in the outside options that count against them."""
    if case.spec(game).nodes:
        return case.tree(game).stakes
    outside = case.exchange(game).outside if is_product(case, game) else ()
    return tuple(sorted({*case.game(game).stakes, *(name for _, form in outside for name in form.names)}))


def _point(case: CodedCase, at: Mapping[str, object] | None) -> dict[str, Fraction]:
    """Return the whole point: the baseline, with what was given put in its place."""
    given = {case.stake(name).id: fraction(v, what=f"stake {name!r}") for name, v in (at or {}).items()}
    if all(stake.id in given for stake in case.stakes):
        return given
    return {**case.point(), **given}


def _factors(
    case: CodedCase, ids: tuple[str, ...], players: tuple[str, ...], delta: object
) -> tuple[tuple[Fraction, ...], str]:
    """Return one discount factor per player and where they come from; none if nothing gives them."""
    if delta is not None:
        return _given(ids, players, delta)
    for spec in case.games:
        about = dict(spec.repeated.discount) if spec.repeated is not None else {}
        if about and set(ids) <= set(about):
            numbers = [case.number(about[p]) for p in ids]
            rests = ", ".join(dict.fromkeys(n.basis.convention for n in numbers if n.basis.convention))
            told = f", by convention {rests}" if rests else ""
            return tuple(n.value for n in numbers), f"discount factors of the case's game {spec.id!r}{told}"
    return (), ""


def _given(ids: tuple[str, ...], players: tuple[str, ...], delta: object) -> tuple[tuple[Fraction, ...], str]:
    """Return discount factors as the caller gave them."""
    if delta is None:
        return (), ""
    if isinstance(delta, Mapping):
        for name in delta:
            if name not in {*ids, *players}:
                raise GameError(
                    f"a discount factor for {name!r}, who does not play", remedy=nearest(str(name), players)
                )
        both = [delta.get(i, delta.get(p)) for i, p in zip(ids, players, strict=True)]
        lacking = [p for p, value in zip(players, both, strict=True) if value is None]
        if lacking:
            raise GameError(
                f"no discount factor for {', '.join(lacking)}", remedy="give one per player, or one for all"
            )
    else:
        both = [delta] * len(players)
    return tuple(_factor(value, who) for value, who in zip(both, players, strict=True)), "discount factors as given"


def _factor(value: object, who: str) -> Fraction:
    """Return one discount factor, refusing what is none."""
    found = fraction(value, what=f"discount factor of {who!r}")
    if not 0 < found < 1:
        raise NumberError(
            f"discount factor of {who!r} is {found}",
            remedy="give an exact number strictly between 0 and 1, such as 9/10",
        )
    return found


def _options(
    delta: object, at: Mapping[str, object] | None, disagreement: Sequence[str] | None, *, over: bool, states: int
) -> tuple[tuple[str, str], ...]:
    """Return every argument with its value, as text."""
    given = ", ".join(f"{k} = {v}" for k, v in delta.items()) if isinstance(delta, Mapping) else str(delta)
    point = "" if at is None else ", ".join(f"{k} = {v}" for k, v in at.items())
    return (
        ("delta", "" if delta is None else given),
        ("at", point),
        ("disagreement", "" if disagreement is None else ", ".join(disagreement)),
        ("over", str(over).lower()),
        ("states", str(states)),
    )


def _over(case: CodedCase, found: Concordance) -> tuple[OverStakes, ...]:
    """Return the columns over all admissible stakes that are cheap enough for this game."""
    keys = [o.key for o in found.outcomes]
    if found.form != "sequential":
        return (nash_over(case, found.name, keys),)
    column = perfect_over(case, found.name, [key[0] for key in keys])
    return () if column is None else (column,)
