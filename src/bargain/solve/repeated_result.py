"""How patient a player must be: thresholds, and what a repeated game's solver returns.

Room      solve.
Set       a player keeps a profile for all discount factors, from one on, up to one, or for none; the ends
          belong to the set, because indifference is enough.
Up to     a player whose 'punishment' is worth more than the path keeps to the path only while it is
          impatient. That is rare, exact, and said; it never counts as support for patience.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.solve.answer import Tabled
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games import NormalFormGame, Profile
    from bargain.solve.result import Option, Status

__all__ = [
    "Credibility",
    "CriticalPatience",
    "Kind",
    "PlayerPatience",
    "ProfilePatience",
    "Punishment",
    "RepeatedSolution",
]


class Kind(enum.StrEnum):
    """For which discount factors in (0, 1) a condition holds."""

    ALWAYS = "always"
    FROM = "from"
    UP_TO = "up to"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriticalPatience:
    """The discount factors for which a player has no reason to leave.

    Attributes
    ----------
    kind : Kind
    delta : the end of the set, which belongs to it; None where there is none

    Examples
    --------
    >>> found = CriticalPatience.of(payoff=Fraction(2), deviation=Fraction(3), after=Fraction(1))
    >>> print(found, found.holds(Fraction(1, 2)), found.holds(Fraction(49, 100)))
    δ >= 1/2 True False
    """

    kind: Kind
    delta: Fraction | None = None

    @staticmethod
    def of(*, payoff: Fraction, deviation: Fraction | None, after: Fraction) -> CriticalPatience:
        """Return where payoff >= (1 − δ)·deviation + δ·after; `deviation` None if there is none to make."""
        if deviation is None:
            return CriticalPatience(kind=Kind.ALWAYS)
        temptation, loss = deviation - payoff, deviation - after
        if temptation <= 0 and after <= payoff:
            return CriticalPatience(kind=Kind.ALWAYS)
        if temptation < 0:
            return CriticalPatience(kind=Kind.UP_TO, delta=temptation / loss)
        if temptation == 0 or loss <= temptation:
            return CriticalPatience(kind=Kind.NEVER)
        return CriticalPatience(kind=Kind.FROM, delta=temptation / loss)

    def holds(self, delta: Fraction) -> bool:
        """Tell whether a discount factor is in the set, its end included."""
        if self.delta is None:
            return self.kind is Kind.ALWAYS
        return delta >= self.delta if self.kind is Kind.FROM else delta <= self.delta

    @property
    def attained(self) -> bool:
        """Whether the condition holds at its end, as it does wherever there is one."""
        return self.delta is not None

    def __str__(self) -> str:
        if self.delta is None:
            return self.kind.value
        return f"δ {'>=' if self.kind is Kind.FROM else '<='} {self.delta}"


def lowest_common(thresholds: Sequence[CriticalPatience]) -> tuple[Fraction, Fraction] | None:
    """Return the least and greatest common discount factor that all allow, 0 and 1 for no end; None if none."""
    if any(t.kind is Kind.NEVER for t in thresholds):
        return None
    low = max([t.delta for t in thresholds if t.kind is Kind.FROM and t.delta is not None], default=Fraction(0))
    high = min([t.delta for t in thresholds if t.kind is Kind.UP_TO and t.delta is not None], default=Fraction(1))
    return (low, high) if low <= high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayerPatience:
    """One player's incentive on one path.

    Attributes
    ----------
    payoff : per round on the path
    deviation, actions : what the best other action earns once, and which actions earn it; None and empty
        if the player has only one action
    after : per round in this player's punishment
    """

    player: int
    payoff: Fraction
    deviation: Fraction | None
    actions: tuple[int, ...]
    after: Fraction
    threshold: CriticalPatience

    @property
    def reason(self) -> str:
        """Why the threshold is what it is, in one phrase."""
        if self.deviation is None:
            return "has no other action"
        gain, loss = self.deviation - self.payoff, self.payoff - self.after
        if self.threshold.kind is Kind.ALWAYS:
            return "gains nothing by leaving"
        if self.threshold.kind is Kind.UP_TO:
            return f"loses {-gain} once by leaving, but what follows is worth {-loss} more per round"
        if self.threshold.kind is Kind.FROM:
            return f"gains {gain} once by leaving and then loses {loss} per round"
        if loss == 0:
            return f"gains {gain} once by leaving and loses nothing after: only δ = 1 would hold it"
        return f"gains {gain} once by leaving and {-loss} per round after"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePatience:
    """For which discount factors one pure profile is played for ever.

    Attributes
    ----------
    cell : one action index per player
    players : one entry per player, in order
    """

    cell: tuple[int, ...]
    players: tuple[PlayerPatience, ...]

    @property
    def common(self) -> tuple[Fraction, Fraction] | None:
        """The least and greatest common discount factor that hold all players, 0 and 1 for no end; None if none."""
        return lowest_common([p.threshold for p in self.players])

    @property
    def binding(self) -> tuple[int, ...]:
        """The players who set the least common discount factor, or make it impossible."""
        never = tuple(p.player for p in self.players if p.threshold.kind is Kind.NEVER)
        top = max([p.threshold.delta or 0 for p in self.players if p.threshold.kind is Kind.FROM], default=None)
        return never or tuple(
            p.player for p in self.players if p.threshold.kind is Kind.FROM and p.threshold.delta == top
        )

    def holds(self, patience: Sequence[Fraction]) -> bool:
        """Tell whether every player keeps to the profile at its own discount factor."""
        return all(p.threshold.holds(d) for p, d in zip(self.players, patience, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Punishment:
    """What is played for ever after one player's deviation.

    Attributes
    ----------
    name : in words
    profile : the mixed profile of the stage
    payoff : what the deviator has per round
    ties : how many others of its kind are as bad for the deviator
    """

    player: int
    name: str
    profile: Profile
    payoff: Fraction
    ties: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Credibility:
    """Whether players would carry the punishments out.

    Attributes
    ----------
    tested : which condition was tested
    thresholds : per player, for which discount factors it passes
    """

    tested: str
    thresholds: tuple[CriticalPatience, ...]

    @property
    def label(self) -> str:
        """The concept that the trigger profiles satisfy.

        >>> Credibility(tested="punishments are stage equilibria", thresholds=()).label
        'subgame perfect'
        """
        if all(t.kind is Kind.ALWAYS for t in self.thresholds):
            return "subgame perfect"
        if any(t.kind is Kind.NEVER for t in self.thresholds):
            return "Nash, not subgame perfect"
        return "Nash; subgame perfect only where the punishments pass too"

    def holds(self, patience: Sequence[Fraction]) -> bool:
        """Tell whether the punishments are credible at these discount factors."""
        return all(t.holds(d) for t, d in zip(self.thresholds, patience, strict=True)) if self.thresholds else True


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RepeatedSolution(Tabled):
    """Critical discount factors of pure profiles of a repeated game under one kind of punishment.

    Attributes
    ----------
    stage : the stage game, rational payoffs
    concept : in words
    status, reason : how far the answer reaches, and why
    punishments : one per player; empty if none of the kind exists
    credibility : whether they would be carried out
    profiles : one entry per pure profile asked for, in order
    options, sources : every argument, and BibTeX keys owed
    """

    stage: NormalFormGame
    concept: str
    status: Status
    reason: str
    punishments: tuple[Punishment, ...]
    credibility: Credibility
    profiles: tuple[ProfilePatience, ...]
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]

    def __iter__(self) -> Iterator[ProfilePatience]:
        return iter(self.profiles)

    def __len__(self) -> int:
        return len(self.profiles)

    def __getitem__(self, cell: tuple[int, ...]) -> ProfilePatience:
        for found in self.profiles:
            if found.cell == tuple(cell):
                return found
        raise KeyError(cell)

    def sustained(self, patience: Sequence[Fraction], *, credibly: bool = False) -> tuple[tuple[int, ...], ...]:
        """Return the profiles that hold at these discount factors, one per player; `credibly`: subgame perfect ones."""
        if credibly and not self.credibility.holds(patience):
            return ()
        return tuple(p.cell for p in self.profiles if p.holds(patience))

    def table(self) -> Table:
        """Return one row per profile: each player's threshold, the common one, and who sets it."""
        stage = self.stage
        rows = []
        for found in self.profiles:
            acts = ", ".join(stage.actions[p][a] for p, a in enumerate(found.cell))
            who = ", ".join(stage.players[p] for p in found.binding)
            rows.append((acts, *(str(p.threshold) for p in found.players), common_words(found.common), who))
        names = tuple(f"{p} keeps to it" for p in stage.players)
        notes = (
            f"{self.concept}; {self.status.value}: {self.reason}.",
            *(f"After {stage.players[p.player]} deviates: {p.name}." for p in self.punishments),
            f"{self.credibility.label} (tested: {self.credibility.tested}).",
        )
        columns = ("profile", *names, "common δ", "set by")
        return Table(title=f"Patience in '{stage.title}'", columns=columns, rows=tuple(rows), notes=notes)

    def __repr__(self) -> str:
        stage = self.stage
        many = f"{len(self)} profile{'' if len(self) == 1 else 's'}"
        lines = [f"<{self.concept} in {stage.title!r}: {many}, {self.status.value}, {self.credibility.label}>"]
        lines += [f"  after {stage.players[p.player]} deviates: {p.name}" for p in self.punishments]
        for found in self.profiles:
            acts = ", ".join(f"{stage.players[p]} {stage.actions[p][a]}" for p, a in enumerate(found.cell))
            each = ", ".join(f"{stage.players[p.player]} {p.threshold}" for p in found.players)
            lines.append(f"  {acts}: {each}; common {common_words(found.common)}")
        return "\n".join(lines)


def common_words(common: tuple[Fraction, Fraction] | None) -> str:
    """Write a set of common discount factors.

    >>> common_words((Fraction(0), Fraction(1))), common_words((Fraction(1, 2), Fraction(1))), common_words(None)
    ('always', 'δ >= 1/2', 'never')
    """
    if common is None:
        return "never"
    low, high = common
    if high < 1:
        return f"{low} <= δ <= {high}" if low else f"δ <= {high}"
    return f"δ >= {low}" if low else "always"
