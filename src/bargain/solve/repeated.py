"""How patient players must be to keep to a profile of a repeated game, exactly.

Room      solve.
Condition player i keeps to the path a if u_i(a) >= (1 − δ_i)·d_i + δ_i·p_i: d_i is what its best other action
          earns once, p_i what it has per round in its punishment. So δ_i >= (d_i − u_i) / (d_i − p_i), a weak
          condition: at the threshold itself it is indifferent and stays.
Patience  each player has its own threshold, so unequal patience needs no further work: a profile holds where
          every player's discount factor is in its own set.
Reach     pure profiles of the stage, played in every round. Correlated and mixed paths, cycles of profiles
          and public randomisation are not searched.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from bargain.errors import GameError, RefusedError
from bargain.games.repeated import best_deviation
from bargain.solve.punishments import EQUILIBRIA, minmax_punishments, nash_punishments
from bargain.solve.repeated_result import (
    Credibility,
    CriticalPatience,
    Kind,
    PlayerPatience,
    ProfilePatience,
    Punishment,
    RepeatedSolution,
)
from bargain.solve.result import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import NormalFormGame, Profile

__all__ = ["grim_trigger", "minmax_trigger"]

_MOST = 100_000  # profiles in one answer


def grim_trigger(
    stage: NormalFormGame,
    *,
    cells: Sequence[Sequence[int]] | None = None,
    punishments: Sequence[Profile] | None = None,
) -> RepeatedSolution:
    """Return how patient each player must be when a deviation is answered by a one-shot equilibrium for ever.

    Parameters
    ----------
    stage : NormalFormGame
        Rational payoffs, any number of players.
    cells : sequence of profiles
        The pure profiles to ask about, as action indices; every one if left out.
    punishments : sequence of profiles
        One equilibrium of the stage per deviator; the one worst for the deviator if left out.

    Returns
    -------
    RepeatedSolution
        Per profile and player a CriticalPatience. Subgame perfect, since the punishments are equilibria. EXACT; with
        three or more players EXACT_PURE_ONLY, for only pure equilibria were searched; NONE_EXISTS if there
        is none of these.

    Raises
    ------
    GameError
        If a profile does not fit the game, or a given punishment is no equilibrium.
    ParametricGameError
        If stakes are open; `bargain.solve.repeated_forms` then gives formulas.
    RefusedError
        If there are too many profiles, or the equilibria of the stage are.

    Notes
    -----
    [friedman1971]_. Costs one search for equilibria, and one look-up per profile and action.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(4, 0), (1, 1)]])
    >>> grim_trigger(stage, cells=[(0, 0)])
    <grim trigger in 'Dilemma': 1 profile, exact, subgame perfect>
      after Ann deviates: the one-shot equilibrium worst for it: Ann shirk, Bob shirk
      after Bob deviates: the one-shot equilibrium worst for it: Ann shirk, Bob shirk
      Ann help, Bob help: Ann δ >= 2/3, Bob δ >= 1/2; common δ >= 2/3
    """
    asked = _cells(stage, cells)
    found, words = nash_punishments(stage, punishments)
    status = Status.EXACT if "pure" not in words else Status.EXACT_PURE_ONLY
    return RepeatedSolution(
        stage=stage,
        concept="grim trigger",
        status=status if found else Status.NONE_EXISTS,
        reason=f"pure paths, and {words}",
        punishments=found,
        credibility=Credibility(tested=EQUILIBRIA, thresholds=(CriticalPatience(kind=Kind.ALWAYS),) * len(found)),
        profiles=tuple(_profile(stage, cell, found) for cell in asked) if found else (),
        options=(("cells", "all" if cells is None else len(asked)), ("punishments", punishments is not None)),
        sources=("friedman1971", "abreu1988", "mailath2006"),
    )


def minmax_trigger(
    stage: NormalFormGame, *, cells: Sequence[Sequence[int]] | None = None, mixed: bool = False
) -> RepeatedSolution:
    """Return how patient each player must be when a deviator is held to its minmax for ever.

    Parameters
    ----------
    stage : NormalFormGame
        Rational payoffs.
    cells : sequence of profiles
        The pure profiles to ask about; every one if left out.
    mixed : bool
        Whether the punisher may mix; two players only.

    Returns
    -------
    RepeatedSolution
        These are Nash equilibria of the repeated game; `credibility` says whether, and from which discount
        factors on, the punishments would be carried out, and which condition was tested.

    Raises
    ------
    GameError
        If a profile does not fit the game; for `mixed` with another number of players than two.
    ParametricGameError
        If stakes are open.
    RefusedError
        If there are too many profiles.

    Notes
    -----
    No punishment is harder, so no trigger profile holds a pure path at lower discount factors (with pure
    punishments: none that punishes by pure actions). [abreu1988]_, [neumann1928]_.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Chicken", ("Ann", "Bob"), (("swerve", "drive"),) * 2,
    ...     [[(3, 3), (2, 4)], [(4, 2), (0, 0)]])
    >>> minmax_trigger(stage, cells=[(0, 0)])
    <pure minmax in 'Chicken': 1 profile, exact, subgame perfect>
      after Ann deviates: pure minmax, 2 for it: Ann swerve, Bob drive
      after Bob deviates: pure minmax, 2 for it: Ann drive, Bob swerve
      Ann swerve, Bob swerve: Ann δ >= 1/2, Bob δ >= 1/2; common δ >= 1/2
    """
    asked = _cells(stage, cells)
    found, credible = minmax_punishments(stage, mixed=mixed)
    return RepeatedSolution(
        stage=stage,
        concept="mixed minmax" if mixed else "pure minmax",
        status=Status.EXACT,
        reason="pure paths, deviators held to their minmax for ever",
        punishments=found,
        credibility=credible,
        profiles=tuple(_profile(stage, cell, found) for cell in asked),
        options=(("cells", "all" if cells is None else len(asked)), ("mixed", mixed)),
        sources=("abreu1988", "mailath2006", "neumann1928") if mixed else ("abreu1988", "mailath2006"),
    )


def _cells(stage: NormalFormGame, cells: Sequence[Sequence[int]] | None) -> tuple[tuple[int, ...], ...]:
    """Return the profiles asked about, refusing what is none."""
    count = prod(stage.shape) if cells is None else len(cells)
    if count > _MOST:
        raise RefusedError(
            f"game {stage.title!r}: {count:,} profiles are more than the {_MOST:,} that one answer lists",
            remedy="name profiles with cells=, or use self_enforcing_packages for an exchange",
        )
    for player in range(len(stage.players)):
        stage.numbers(player)  # open stakes are refused before any work
    if cells is None:
        return tuple(stage.cells())
    for cell in cells:
        if len(cell) != len(stage.shape) or not all(0 <= a < n for a, n in zip(cell, stage.shape, strict=True)):
            raise GameError(
                f"game {stage.title!r}: {list(cell)} is no pure profile",
                remedy=f"give one action index per player, below {list(stage.shape)}",
            )
    return tuple(tuple(cell) for cell in cells)


def _profile(stage: NormalFormGame, cell: tuple[int, ...], punishments: Sequence[Punishment]) -> ProfilePatience:
    """Return every player's threshold on one path."""
    return ProfilePatience(cell=cell, players=tuple(_player(stage, cell, p) for p in punishments))


def _player(stage: NormalFormGame, cell: tuple[int, ...], punishment: Punishment) -> PlayerPatience:
    """Return one player's threshold on one path."""
    player = punishment.player
    payoff = stage.numbers(player)[stage.index(cell)]
    best = best_deviation(stage, player, cell)
    deviation = None if best is None else best.value
    return PlayerPatience(
        player=player,
        payoff=payoff,
        deviation=deviation,
        actions=() if best is None else best.actions,
        after=punishment.payoff,
        threshold=CriticalPatience.of(payoff=payoff, deviation=deviation, after=punishment.payoff),
    )
