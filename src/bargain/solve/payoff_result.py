"""What a repeated game pays in equilibrium: a set from outside, a set from inside, and how far they are apart.

Room      solve. Knows no solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import fraction, show
from bargain.solve.answer import Answer
from bargain.solve.polygons import within
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.games import NormalFormGame
    from bargain.solve.answer import Status
    from bargain.solve.result import Option

__all__ = ["PayoffSet", "State"]

Pair = tuple["Fraction", "Fraction"]
_LONG = 12  # signs of a fraction; longer ones are written as decimals in tables


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state of an equilibrium: what is played, what follows, what it is worth.

    Attributes
    ----------
    cell : one action index per player
    then : pairs of the state of the next round and its probability; a public lottery
    value : discounted average payoffs
    """

    cell: tuple[int, int]
    then: tuple[tuple[int, Fraction], ...]
    value: Pair


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PayoffSet(Answer):
    """The equilibrium payoffs of a repeated game with public lotteries, from outside and from inside.

    Attributes
    ----------
    stage : two players, rational payoffs
    delta : the common discount factor
    concept, status, reason : how far the answer reaches, and why
    outer : corners of a polygon that holds every payoff; empty if there is no equilibrium
    inner : corners of a polygon of which every point is one; empty if none was found
    states : equilibria whose payoffs make up the inner polygon; start in any state, or in a lottery over them
    gap : how far the outer polygon reaches beyond the inner one, as a share of the range of each player's payoffs;
        None without an inner one
    steps : steps taken from outside
    left, pairs : the action pairs that may be played in equilibrium, as far as the steps tell, of how many
    options, sources : every argument, and BibTeX keys owed
    """

    stage: NormalFormGame
    delta: Fraction
    concept: str
    status: Status
    reason: str
    outer: tuple[Pair, ...]
    inner: tuple[Pair, ...]
    states: tuple[State, ...]
    gap: Fraction | None
    steps: int
    left: int
    pairs: int
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]

    @property
    def game(self) -> NormalFormGame:
        """The stage game."""
        return self.stage

    @property
    def regret(self) -> None:
        """Not asked: no state gives a gain by leaving."""
        return None

    def contains(self, payoffs: Sequence[object]) -> bool | None:
        """Tell whether a pair of payoffs is one of an equilibrium; None if it lies between the two sets.

        Raises
        ------
        GameError
            If there are not two numbers.
        """
        if len(payoffs) != 2:
            raise GameError(f"{len(payoffs)} payoffs for two players", remedy="give two")
        point = (fraction(payoffs[0], what="payoff"), fraction(payoffs[1], what="payoff"))
        if within(point, self.inner):
            return True
        return None if within(point, self.outer) else False

    def worst(self, player: int) -> tuple[Fraction, Fraction | None]:
        """Return bounds on the hardest punishment of a player that is credible: at least, at most.

        Raises
        ------
        GameError
            If no equilibrium exists.
        """
        if not self.outer:
            raise GameError(f"game {self.stage.title!r} has no equilibrium of this kind", remedy="read the reason")
        return min(c[player] for c in self.outer), min((c[player] for c in self.inner), default=None)

    def table(self) -> Table:
        """Return one row per state: what is played, what follows, what it is worth."""
        first, second = self.stage.players
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (
                n,
                self.stage.actions[0][s.cell[0]],
                self.stage.actions[1][s.cell[1]],
                ", ".join(f"{m + 1}" if p == 1 else f"{m + 1} ({short(p)})" for m, p in s.then),
                *(short(v) for v in s.value),
            )
            for n, s in enumerate(self.states, 1)
        )
        return Table(
            title=f"Equilibrium payoffs of '{self.stage.title}' repeated, δ = {self.delta}",
            columns=("state", first, second, "then state (probability)", f"worth to {first}", f"worth to {second}"),
            rows=rows,
            notes=(f"{self.status.value}: {self.reason}.", *self._corners(), *self._after()),
        )

    def _corners(self) -> list[str]:
        """Say where the polygons have their corners."""
        out = []
        for name, corners in (("Every point of the hull of", self.inner), ("No point outside the hull of", self.outer)):
            if corners:
                shown = ", ".join(f"({short(x)}, {short(y)})" for x, y in corners)
                out.append(f"{name} {shown} is an equilibrium payoff.")
        return out

    def _after(self) -> list[str]:
        """Say what follows a deviation."""
        out = []
        for i, who in enumerate(self.stage.players if self.states else ()):
            values = [s.value[i] for s in self.states]
            worst = values.index(min(values))
            low, high = self.worst(i)
            within_words = "" if low == high else f"; no credible punishment is below {short(low)}"
            out.append(
                f"Whoever leaves: after {who} state {worst + 1}, worth {short(high or low)} to it{within_words}."
            )
        return out

    def __repr__(self) -> str:
        def corners(name: str, found: Sequence[Pair]) -> str:
            return f"  {name}: " + (" ".join(f"({short(x)}, {short(y)})" for x, y in found) or "empty")

        apart = "" if self.gap is None else f", gap {short(self.gap)}"
        head = f"<{self.concept} of {self.stage.title!r}, δ = {self.delta}: {self.status.value}{apart}>"
        return "\n".join([head, corners("inner", self.inner), corners("outer", self.outer)])

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, every number an exact string."""

        def corners(found: Sequence[Pair]) -> list[list[str]]:
            return [[show(x), show(y)] for x, y in found]

        actions = self.stage.actions
        return {
            "status": self.status.value,
            "reason": self.reason,
            "concept": self.concept,
            "game": self.stage.title,
            "players": list(self.stage.players),
            "delta": show(self.delta),
            "gap": None if self.gap is None else show(self.gap),
            "inner": corners(self.inner),
            "outer": corners(self.outer),
            "states": [
                {
                    "actions": [actions[i][s.cell[i]] for i in (0, 1)],
                    "then": [[n, show(p)] for n, p in s.then],
                    "value": [show(v) for v in s.value],
                }
                for s in self.states
            ],
            "steps": self.steps,
            "pairs_left": self.left,
            "pairs": self.pairs,
            "options": dict(self.options),
        }


def short(value: Fraction) -> str:
    """Return a number for reading: exact if that is short, else a decimal with a sign that it is one.

    >>> from fractions import Fraction
    >>> short(Fraction(2, 3)), short(Fraction(10**20, 3 * 10**20 + 1)), short(Fraction(1, 10**12))
    ('2/3', '≈0.333333', '≈1e-12')
    """
    text = show(value)
    return text if len(text) <= _LONG else f"≈{float(value):.6g}"
