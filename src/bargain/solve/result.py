"""What every solver returns: one frozen result, status first.

Room      solve. Imports games, tables, references, exact and errors; knows no solver.
Promise   equilibria carry their own certificate; `options` names every argument with its value; the
          repr is a few stable lines in the reader's words.
Order     equilibria are sorted by profile, descending, so that index lists mean the same every day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.solve import render
from bargain.solve.answer import Equilibria, Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    import pandas as pd

    from bargain.games import NormalFormGame, Profile
    from bargain.tables import Table

__all__ = ["BestReplies", "Equilibrium", "Option", "Part", "Removal", "Solution", "Status"]

Option = str | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BestReplies:
    """Why a profile is an equilibrium: what every action would earn against the others.

    Attributes
    ----------
    values : per player, per action: its expected payoff against the others' mixtures (player's utility)
    best : per player: the actions that earn the most, as indices in action order
    regret : the most that any one player gains by deviating alone; 0 at equilibrium
    """

    values: tuple[tuple[Fraction, ...], ...]
    best: tuple[tuple[int, ...], ...]
    regret: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Equilibrium:
    """One equilibrium: a probability per action per player, a payoff per player, and the proof."""

    profile: Profile
    payoffs: tuple[Fraction, ...]
    certificate: BestReplies


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """One step of elimination: who loses which action, because of which mixture of the others left.

    Attributes
    ----------
    step : the round, from 1; removals of one round are judged in the same game
    player, action : indices into the game as it was given
    by : the dominating mixture, as (action, probability) of the same player; one entry if pure
    strict : whether it earns more against everything left, or only as much and more once
    """

    step: int
    player: int
    action: int
    by: tuple[tuple[int, Fraction], ...]
    strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One issue of an additive game, solved alone.

    Attributes
    ----------
    label : the issue
    levels : per player of the whole game, per action: which action of the part it contains
    solution : the equilibria of the part, over the same players
    """

    label: str
    levels: tuple[tuple[int, ...], ...]
    solution: Solution


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Solution(Equilibria[Equilibrium]):
    """The outcome of one solver on one game, with all that is needed to redo it.

    Attributes
    ----------
    game : the game that was solved, rational payoffs
    concept : in words, such as ``"Nash"``
    status, reason : how far the answer reaches, and why
    equilibria : for two players the extreme ones, each once, sorted by profile, descending
    components : the maximal Nash subsets as index tuples into `equilibria`; every mixture of one
        player's members of one component is an equilibrium with every mixture of the other's.
        None where continua were not searched
    connected : the unions of components that hang together, as index tuples
    options : every argument of the solver with its value, defaults included
    sources : BibTeX keys owed
    completeness : on what the claim rests that nothing is missing
    eliminated : actions removed by strict dominance on the way; no equilibrium uses them
    parts : for additive games, the issues, each solved alone
    """

    game: NormalFormGame
    concept: str
    status: Status
    reason: str
    equilibria: tuple[Equilibrium, ...]
    components: tuple[tuple[int, ...], ...] | None
    connected: tuple[tuple[int, ...], ...] | None
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]
    completeness: str
    eliminated: tuple[Removal, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def regret(self) -> Fraction | None:
        """The largest regret of any equilibrium listed; None without one."""
        return max((e.certificate.regret for e in self.equilibria), default=None)

    def __repr__(self) -> str:
        return render.text(self)

    def table(self) -> Table:
        """Return one row per equilibrium: components, mixtures in words, payoffs."""
        return render.table(self)

    def tidy(self) -> Table:
        """Return one row per equilibrium, player and action, numbers as Fractions."""
        return render.tidy(self)

    def to_frame(self) -> pd.DataFrame:
        """Return `tidy` as a pandas frame, exact values kept.

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        return self.tidy().to_frame()

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, every number as an exact string; `from_dict` gives an equal result."""
        from bargain.solve.plain import solution_to_dict

        return solution_to_dict(self)

    @staticmethod
    def from_dict(data: Mapping[str, object]) -> Solution:
        """Return the solution that `to_dict` described.

        Raises
        ------
        FormatError
            If a part is missing or of another kind; the message names its path.
        """
        from bargain.solve.parse import solution_from_dict

        return solution_from_dict(data)
