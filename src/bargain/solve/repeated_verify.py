"""A second look at critical discount factors: the game's own regret just below, at and above each of them.

Room      solve. Asks `games.repeated`, whose one-shot deviations are worked out from expected payoffs of the
          stage; no threshold formula is used. Punishments are held against their definition: no deviation
          from an equilibrium, no pure equilibrium worse, no pure punishment harder, and for mixed minmax the
          value of the zero-sum game by enumeration instead of a linear program.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.games import NormalFormGame
from bargain.games.repeated import RepeatedGame, TriggerProfile
from bargain.solve.nash import nash
from bargain.solve.rechecked import Recheck
from bargain.solve.repeated_result import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.games import Profile
    from bargain.solve.repeated_result import CriticalPatience, PlayerPatience, Punishment, RepeatedSolution

__all__ = ["verify_repeated"]

_NEAR = Fraction(1, 10**9)


def verify_repeated(found: RepeatedSolution) -> Recheck:
    """Check every threshold of a repeated game again.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> from bargain.solve.repeated import grim_trigger
    >>> stage = NormalFormGame.from_table("Dilemma", ("Ann", "Bob"), (("help", "shirk"),) * 2,
    ...     [[(2, 2), (0, 3)], [(3, 0), (1, 1)]])
    >>> verify_repeated(grim_trigger(stage)).ok
    True
    """
    checks = [*_punishments(found)]
    if found.punishments:
        checks += _credible(found)
        for one in found:
            for player in one.players:
                what = f"threshold of {found.stage.players[player.player]!r} on {list(one.cell)}"
                checks.append((what, _threshold(found, one.cell, player)))
    open_words = "that no mixed equilibrium punishes harder is not re-derived"
    return Recheck(
        what=f"repeated {found.stage.title!r}",
        checks=tuple(checks),
        not_rederived=open_words if found.concept == "grim trigger" else "nothing is left out",
    )


def _tried(threshold: CriticalPatience) -> Iterator[tuple[Fraction, bool]]:
    """Iterate over discount factors near a threshold, each with whether the player is to stay."""
    for delta in (Fraction(1, 10**6), Fraction(1, 2), 1 - Fraction(1, 10**6)):
        yield delta, threshold.holds(delta)
    if threshold.delta is not None:
        up = threshold.kind is Kind.FROM
        near = min(_NEAR, threshold.delta / 2, (1 - threshold.delta) / 2)
        yield threshold.delta, True
        yield threshold.delta + near, up
        yield threshold.delta - near, not up


def _threshold(found: RepeatedSolution, cell: tuple[int, ...], player: PlayerPatience) -> bool:
    """Tell whether the player stays exactly where the threshold says."""
    trigger = TriggerProfile(path=cell, punishments=tuple(p.profile for p in found.punishments))
    for delta, stays in _tried(player.threshold):
        game = RepeatedGame(stage=found.stage, patience=(delta,) * len(found.stage.players))
        gain = next(g.gain for g in game.gains(trigger) if g.phase is None and g.player == player.player)
        if (gain == 0) != stays:
            return False
    return True


def _credible(found: RepeatedSolution) -> Iterator[tuple[str, bool]]:
    """Check for which discount factors nobody gains by leaving a punishment."""
    if all(found.stage.regret(p.profile) == 0 for p in found.punishments):
        passed = all(t.kind is Kind.ALWAYS for t in found.credibility.thresholds)
        yield "punishments are stage equilibria", passed
        return
    punishing = tuple(p.profile for p in found.punishments)
    trigger = TriggerProfile(path=(0,) * len(found.stage.players), punishments=punishing)
    for player, threshold in enumerate(found.credibility.thresholds):
        passed = True
        for delta, stays in _tried(threshold):
            game = RepeatedGame(stage=found.stage, patience=(delta,) * len(found.stage.players))
            gains = [g.gain for g in game.gains(trigger) if g.phase is not None and g.player == player]
            passed = passed and (max(gains) == 0) == stays
        yield f"credibility for {found.stage.players[player]!r}", passed


def _punishments(found: RepeatedSolution) -> Iterator[tuple[str, bool]]:
    """Check every punishment against its definition."""
    nash_like = found.concept == "grim trigger"
    pure = [found.stage.mixed(c) for c in found.stage.cells() if found.stage.regret(c) == 0] if nash_like else []
    for punishment in found.punishments:
        name = f"punishment of {found.stage.players[punishment.player]!r}"
        payoff = found.stage.expected(punishment.profile)[punishment.player]
        yield f"payoff in the {name}", payoff == punishment.payoff
        if nash_like:
            yield f"{name} is a stage equilibrium", found.stage.regret(punishment.profile) == 0
            given = dict(found.options)["punishments"]
            yield f"{name} is the worst", bool(given) or _no_worse(found, pure, punishment)
        else:
            yield f"{name} is a minmax", _is_minmax(found, punishment)


def _no_worse(found: RepeatedSolution, pure: list[Profile], punishment: Punishment) -> bool:
    payoffs = [found.stage.expected(p)[punishment.player] for p in pure]
    return all(payoff >= punishment.payoff for payoff in payoffs)


def _is_minmax(found: RepeatedSolution, punishment: Punishment) -> bool:
    """Tell whether the player cannot do better against the punishment, and no punishment is harder."""
    stage, player = found.stage, punishment.player
    if max(stage.action_values(player, punishment.profile)) != punishment.payoff:
        return False
    if found.concept == "mixed minmax":
        return _zero_sum(stage, player) == punishment.payoff
    others = product(*(range(n) for p, n in enumerate(stage.shape) if p != player))
    tops = []
    for rest in others:
        cells = [(*rest[:player], a, *rest[player:]) for a in range(stage.shape[player])]
        tops.append(max(stage.expected(stage.mixed(c))[player] for c in cells))
    return min(tops) == punishment.payoff


def _zero_sum(stage: NormalFormGame, player: int) -> Fraction:
    """Return the value of the game in which the other wants nothing but to hurt the player."""
    own = stage.numbers(player)
    against = tuple(-v for v in own)
    game = NormalFormGame(
        title=stage.title,
        players=stage.players,
        actions=stage.actions,
        payoffs=(own, against) if player == 0 else (against, own),
    )
    return nash(game)[0].payoffs[player]
