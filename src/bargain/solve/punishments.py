"""What follows a deviation for ever: one-shot equilibria worst for the deviator, and minmax punishments.

Room      solve.
Nash      a player's payoff is linear in each player's mixture over a component, so its least value over all
          equilibria of a two-player game is at an extreme one; those are all found. With three or more
          players only pure equilibria are searched, and the result says so.
Minmax    pure: every profile of the others. Mixed, two players: the value of a matrix game by an exact
          linear program; the punished player replies as well as it can.
Credible  minmax punishments are carried out if each is a one-shot equilibrium, or if no punisher gains by a
          deviation that starts its own punishment (both are tested). Among ties, the first thousands of
          combinations, the ones that pass at the lowest discount factors are taken.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.games.repeated import pure_minmax
from bargain.solve.matrix_game import maximise
from bargain.solve.nash import nash
from bargain.solve.pure import pure_nash
from bargain.solve.render import mixture
from bargain.solve.repeated_result import Credibility, CriticalPatience, Kind, Punishment
from bargain.solve.result import Status
from bargain.solve.scaled import scaled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import NormalFormGame, Profile

__all__ = ["credibility", "minmax_punishments", "mixed_minmax", "named", "nash_punishments"]

_MOST_TRIED = 4_096  # combinations of tied punishments that are compared
EQUILIBRIA = "every punishment is a one-shot equilibrium"
PHASES = "no one-shot deviation from any punishment gains, the deviator being punished next"


def named(stage: NormalFormGame, profile: Profile) -> str:
    """Return a profile of the stage in words.

    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Toy", ("Ann", "Bob"), (("a",), ("b", "c")), [[(0, 0), (0, 0)]])
    >>> named(stage, stage.mixed((0, 1)))
    'Ann a, Bob c'
    """
    parts = zip(stage.players, stage.actions, profile, strict=True)
    return ", ".join(f"{who} {mixture(acts, mix)}" for who, acts, mix in parts)


def nash_punishments(stage: NormalFormGame, given: Sequence[Profile] | None) -> tuple[tuple[Punishment, ...], str]:
    """Return for each player the one-shot equilibrium worst for it, and how far the search went.

    Parameters
    ----------
    given : one equilibrium per player, instead of the search

    Raises
    ------
    GameError
        If a given profile is no equilibrium of the stage.
    """
    if given is not None:
        return _given(stage, given), "the punishing equilibria were given"
    found = nash(stage)
    words = "all one-shot equilibria were searched, mixed ones too"
    if found.status is not Status.EXACT:
        found = pure_nash(stage)
        words = "pure one-shot equilibria only were searched; a mixed one may punish harder"
    if not found.equilibria:
        return (), "no pure one-shot equilibrium exists, and mixed ones were not searched"
    out = []
    for player in range(len(stage.players)):
        worst = min(e.payoffs[player] for e in found)
        alike = [e for e in found if e.payoffs[player] == worst]
        name = f"the one-shot equilibrium worst for it: {named(stage, alike[0].profile)}{_ties(len(alike) - 1)}"
        out.append(Punishment(player=player, name=name, profile=alike[0].profile, payoff=worst, ties=len(alike) - 1))
    return tuple(out), words


def _ties(count: int) -> str:
    return f" ({count} other{'s' if count > 1 else ''} as bad for it)" if count else ""


def _given(stage: NormalFormGame, given: Sequence[Profile]) -> tuple[Punishment, ...]:
    if len(given) != len(stage.players):
        raise GameError(
            f"game {stage.title!r}: {len(given)} punishments for {len(stage.players)} players",
            remedy="give one equilibrium of the stage per player",
        )
    out = []
    for player, profile in enumerate(given):
        mixed = stage.mixed(profile)
        regret = stage.regret(mixed)
        if regret:
            raise GameError(
                f"game {stage.title!r}: the punishment of {stage.players[player]!r} is no one-shot equilibrium: "
                f"somebody gains {regret} by leaving it",
                remedy="give an equilibrium of the stage, or ask for minmax_trigger",
            )
        payoff = stage.expected(mixed)[player]
        name = f"the given one-shot equilibrium: {named(stage, mixed)}"
        out.append(Punishment(player=player, name=name, profile=mixed, payoff=payoff, ties=0))
    return tuple(out)


def mixed_minmax(stage: NormalFormGame, player: int) -> tuple[Fraction, Profile]:
    """Return the least to which the other's mixtures hold one of two players, and the two strategies.

    Returns
    -------
    (value, profile)
        The punisher's mixture, and a mixture of the punished player that secures the value (so that
        the pair is an equilibrium of the zero-sum game in the punished player's payoffs) [neumann1928]_.

    Raises
    ------
    GameError
        With another number of players than two.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> stage = NormalFormGame.from_table("Pennies", ("Ann", "Bob"), (("h", "t"),) * 2,
    ...     [[(1, -1), (-1, 1)], [(-1, 1), (1, -1)]])
    >>> value, profile = mixed_minmax(stage, 0)
    >>> str(value), [str(x) for x in profile[1]]
    ('0', ['1/2', '1/2'])
    """
    if len(stage.players) != 2:
        raise GameError(
            f"game {stage.title!r} has {len(stage.players)} players: independent mixtures of several punishers "
            "make the minmax no linear program",
            remedy="ask for pure punishments",
        )
    table = scaled(stage)
    rows = table.rows(player, [range(n) for n in table.shape])
    shift = 1 - min(min(row) for row in rows)
    shifted = [[x + shift for x in row] for row in rows]
    total, weights, prices = maximise([1] * len(rows[0]), shifted, [1] * len(rows))
    value = (1 / total - shift) / table.units[player]
    against, reply = (tuple(x / total for x in part) for part in (weights, prices))
    return value, (reply, against) if player == 0 else (against, reply)


def minmax_punishments(stage: NormalFormGame, *, mixed: bool) -> tuple[tuple[Punishment, ...], Credibility]:
    """Return a minmax punishment for each player, and whether they are credible together."""
    players = range(len(stage.players))
    choices = [_mixed(stage, p) if mixed else _pure(stage, p) for p in players]
    tried = [(c, credibility(stage, c)) for c in islice(product(*choices), _MOST_TRIED)]
    return min(tried, key=lambda pair: _rank(pair[1]))


def _rank(found: Credibility) -> tuple[bool, Fraction]:
    """Order credibility: always, then from low discount factors on, then never."""
    most = max([t.delta for t in found.thresholds if t.delta is not None], default=Fraction(0))
    return any(t.kind is Kind.NEVER for t in found.thresholds), most


def _pure(stage: NormalFormGame, player: int) -> list[Punishment]:
    found = pure_minmax(stage, player)
    ties = len(found.cells) - 1
    return [
        Punishment(
            player=player,
            name=f"pure minmax, {found.value} for it: {named(stage, stage.mixed(cell))}{_ties(ties)}",
            profile=stage.mixed(cell),
            payoff=found.value,
            ties=ties,
        )
        for cell in found.cells
    ]


def _mixed(stage: NormalFormGame, player: int) -> list[Punishment]:
    """Return the mixed minmax punishment with each pure best reply, and with the securing mixture."""
    value, profile = mixed_minmax(stage, player)
    values = stage.action_values(player, profile)
    size = stage.shape[player]
    replies = [tuple(Fraction(int(i == a)) for i in range(size)) for a, v in enumerate(values) if v == value]
    profiles = [tuple(r if p == player else profile[p] for p in range(2)) for r in (profile[player], *replies)]
    return [
        Punishment(
            player=player,
            name=f"mixed minmax, {value} for it: {named(stage, each)}",
            profile=each,
            payoff=value,
            ties=0,
        )
        for each in dict.fromkeys(profiles)
    ]


def credibility(stage: NormalFormGame, punishments: Sequence[Punishment]) -> Credibility:
    """Return for which discount factors everybody carries every punishment out.

    Stage equilibria pass always. Otherwise each punisher's one-shot deviations are tested, with its own
    punishment to follow; within a punishing mixture actions must earn the same, for they cannot be told apart.
    """
    if all(stage.regret(p.profile) == 0 for p in punishments):
        return Credibility(tested=EQUILIBRIA, thresholds=(CriticalPatience(kind=Kind.ALWAYS),) * len(stage.players))
    return Credibility(
        tested=PHASES, thresholds=tuple(_carried_out(stage, punishments, p) for p in range(len(stage.players)))
    )


def _carried_out(stage: NormalFormGame, punishments: Sequence[Punishment], player: int) -> CriticalPatience:
    """Return for which discount factors one player keeps to every punishment."""
    after = punishments[player].payoff
    found = []
    for punishment in punishments:
        values = stage.action_values(player, punishment.profile)
        mix = punishment.profile[player]
        inside = {v for v, w in zip(values, mix, strict=True) if w}
        if len(inside) > 1:
            return CriticalPatience(kind=Kind.NEVER)
        outside = [v for v, w in zip(values, mix, strict=True) if not w]
        here = inside.pop()
        found.append(CriticalPatience.of(payoff=here, deviation=max(outside, default=None), after=after))
    return _both(found)


def _both(found: Sequence[CriticalPatience]) -> CriticalPatience:
    """Return one threshold that says what several say together.

    None has a bound above: whoever replies best in a phase has at least its minmax there.
    """
    if any(t.kind is Kind.NEVER for t in found):
        return CriticalPatience(kind=Kind.NEVER)
    low = max([t.delta for t in found if t.delta is not None], default=None)
    return CriticalPatience(kind=Kind.ALWAYS) if low is None else CriticalPatience(kind=Kind.FROM, delta=low)
