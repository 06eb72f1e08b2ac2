"""A game played for ever: the stage, each player's patience, and what a deviation is worth.

Room      games: values and the checker; knows no solver.
Payoffs   averages, (1 − δ) Σ δᵗ uₜ, so that they are in the units of the stage.
Monitor   perfect: realised actions are seen by all, mixtures are not. An action that a punishing mixture
          may produce is therefore never taken for a deviation.
Triggers  a pure profile played until somebody leaves it alone; then that player's punishment, for ever,
          restarted for whoever leaves it alone. Several who leave at once are not punished.
Source    one-shot deviations suffice because payoffs are discounted, [mailath2006]_, proposition 2.2.1; stationary
          punishments are the simplest of the simple strategy profiles of [abreu1988]_.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import GameError, NumberError
from bargain.exact import fraction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.normal import NormalFormGame, Profile

__all__ = ["Deviation", "Gain", "Minmax", "RepeatedGame", "TriggerProfile", "best_deviation", "pure_minmax"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """The most that one player earns in one round by another action than the planned one.

    Attributes
    ----------
    actions : the actions that earn it, as indices; several if they tie
    value : in the player's own stage utility
    """

    actions: tuple[int, ...]
    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Minmax:
    """The least to which the others can hold one player with pure actions, and every way to do so.

    Attributes
    ----------
    cells : pure profiles in which the others hold the player down and it replies as well as it can
    """

    player: int
    value: Fraction
    cells: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerProfile:
    """What is played on the path, and what is played for ever after each player's deviation.

    Attributes
    ----------
    path : one action index per player
    punishments : per deviator, a mixed profile of the stage
    """

    path: tuple[int, ...]
    punishments: tuple[Profile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What one player's best one-shot deviation in one phase adds to its average payoff, at least 0.

    Attributes
    ----------
    phase : index of the player being punished; None on the path
    action : the best deviation; None if none gains
    """

    phase: int | None
    player: int
    action: int | None
    gain: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedGame:
    """A stage game played for ever by players who discount, each at its own rate, under perfect monitoring.

    Parameters
    ----------
    stage : NormalFormGame
        Rational payoffs.
    patience : tuple of exact numbers
        One discount factor per player, strictly between 0 and 1.

    Raises
    ------
    GameError
        If there is not one discount factor per player.
    NumberError
        If one is no exact number strictly between 0 and 1.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(3, 0), (1, 1)]])
    >>> shirk = stage.mixed((1, 1))
    >>> grim = TriggerProfile(path=(0, 0), punishments=(shirk, shirk))
    >>> [str(RepeatedGame(stage=stage, patience=(d, d)).regret(grim)) for d in ("1/3", "1/2")]
    ['1/3', '0']
    """

    stage: NormalFormGame
    patience: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        """Refuse patience that fits no player or is not strictly between 0 and 1."""
        players = self.stage.players
        if len(self.patience) != len(players):
            raise GameError(
                f"game {self.stage.title!r}: {len(self.patience)} discount factors for {len(players)} players",
                remedy="give one per player",
            )
        read = tuple(fraction(d, what=f"discount factor of {p!r}") for p, d in zip(players, self.patience, strict=True))
        for player, delta in zip(players, read, strict=True):
            if not 0 < delta < 1:
                raise NumberError(
                    f"discount factor of {player!r} is {delta}", remedy="give a number strictly between 0 and 1"
                )
        object.__setattr__(self, "patience", read)

    def gains(self, trigger: TriggerProfile) -> tuple[Gain, ...]:
        """Return every player's best one-shot deviation on the path and in every punishment.

        Raises
        ------
        GameError
            If the profile does not fit the stage.
        """
        self._check(trigger)
        after = [self.stage.expected(p)[i] for i, p in enumerate(trigger.punishments)]
        phases = [(None, self.stage.mixed(trigger.path)), *enumerate(trigger.punishments)]
        return tuple(
            self._gain(phase, player, profile, after[player])
            for phase, profile in phases
            for player in range(len(self.stage.players))
        )

    def regret(self, trigger: TriggerProfile) -> Fraction:
        """Return the most that any player gains by one deviation in any phase; 0 if subgame perfect."""
        return max(g.gain for g in self.gains(trigger))

    def path_regret(self, trigger: TriggerProfile) -> Fraction:
        """Return the most that any player gains by one deviation on the path, the punishments taken as given."""
        return max(g.gain for g in self.gains(trigger) if g.phase is None)

    def _gain(self, phase: int | None, player: int, profile: Profile, after: Fraction) -> Gain:
        """Return one player's best deviation from one phase; unseen ones change today's payoff only."""
        delta = self.patience[player]
        values = self.stage.action_values(player, profile)
        mixture = profile[player]
        here = sum((w * v for w, v in zip(mixture, values, strict=True)), Fraction(0))
        best, worth = None, Fraction(0)
        for action, (weight, value) in enumerate(zip(mixture, values, strict=True)):
            next_rounds = here if weight else after
            gain = (1 - delta) * value + delta * next_rounds - here
            if gain > worth:
                best, worth = action, gain
        return Gain(phase=phase, player=player, action=best, gain=worth)

    def _check(self, trigger: TriggerProfile) -> None:
        """Refuse a profile for another game."""
        shape = self.stage.shape
        fits = len(trigger.path) == len(shape) and all(0 <= a < n for a, n in zip(trigger.path, shape, strict=True))
        if not fits or len(trigger.punishments) != len(shape):
            raise GameError(
                f"game {self.stage.title!r}: a trigger profile with path {list(trigger.path)} and "
                f"{len(trigger.punishments)} punishments does not fit {len(shape)} players",
                remedy="give one action index and one punishing profile per player",
            )

    def __repr__(self) -> str:
        each = ", ".join(f"δ_{p} = {d}" for p, d in zip(self.stage.players, self.patience, strict=True))
        return f"<RepeatedGame of {self.stage.title!r}: {each}, perfect monitoring>"


def best_deviation(stage: NormalFormGame, player: int, cell: Sequence[int]) -> Deviation | None:
    """Return the most that one player earns in one round by leaving a pure profile alone; None if it cannot.

    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(3, 0), (1, 1)]])
    >>> best_deviation(stage, 0, (0, 0))
    Deviation(actions=(1,), value=Fraction(3, 1))
    """
    table = stage.numbers(player)
    others = [a for a in range(stage.shape[player]) if a != cell[player]]
    if not others:
        return None
    values = {a: table[stage.index((*cell[:player], a, *cell[player + 1 :]))] for a in others}
    best = max(values.values())
    return Deviation(actions=tuple(a for a, v in values.items() if v == best), value=best)


def pure_minmax(stage: NormalFormGame, player: int) -> Minmax:
    """Return the least to which pure actions of the others hold one player, with all profiles that do.

    Parameters
    ----------
    stage : NormalFormGame
        Rational payoffs.
    player : int

    Returns
    -------
    Minmax
        In the player's stage utility. Costs one pass over its payoffs.

    Raises
    ------
    ParametricGameError
        If stakes are open.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Pennies", ("Ann", "Bob"), (("h", "t"),) * 2,
    ...     [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
    >>> pure_minmax(stage, 0).value
    Fraction(1, 1)
    """
    table = stage.numbers(player)
    tops = [(max(table[stage.index(c)] for c in cells), cells) for cells in _against(stage, player)]
    value = min(top for top, _ in tops)
    found = [c for top, cells in tops if top == value for c in cells if table[stage.index(c)] == value]
    return Minmax(player=player, value=value, cells=tuple(sorted(found)))


def _against(stage: NormalFormGame, player: int) -> Iterator[tuple[tuple[int, ...], ...]]:
    """Iterate over the others' pure profiles, each as the cells that the player can then reach."""
    ranges = [range(n) for n in stage.shape]
    for others in product(*(r for p, r in enumerate(ranges) if p != player)):
        yield tuple((*others[:player], a, *others[player:]) for a in ranges[player])
