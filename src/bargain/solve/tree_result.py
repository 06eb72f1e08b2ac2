"""What every solver on a tree returns: one frozen result, status first.

Room      solve. Imports games' values, references, exact and errors; knows no solver.
Profiles  behaviour strategies: per information set of the game, chance included, one probability per action.
Promise   every equilibrium listed carries its certificate; `count` and `outcomes` speak of all of them,
          listed or not; `truncated` says whether some are not listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.solve.answer import Equilibria

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from bargain.games.tree import Behaviour, TreeGame
    from bargain.solve.answer import Status
    from bargain.solve.result import Option, Solution
    from bargain.tables import Table

__all__ = ["Deviations", "SubgamePart", "TreeEquilibrium", "TreeSolution"]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """Why a profile is an equilibrium: the most that anyone gains by deviating, place by place.

    Attributes
    ----------
    test : ``"one-shot"`` (one other action at one node, then as before) or ``"subgame"`` (any other strategy
        within a subgame)
    places : nodes: those at which players move, or the subgames' roots
    regrets : the most gained there, in the utility of the one who gains most; 0 at equilibrium
    """

    test: str
    places: tuple[int, ...]
    regrets: tuple[Fraction, ...]

    @property
    def regret(self) -> Fraction:
        """The largest gain at any place; 0 where nobody moves."""
        return max(self.regrets, default=Fraction(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeEquilibrium:
    """One equilibrium of a tree.

    Attributes
    ----------
    profile : behaviour strategies, chance with its own probabilities
    payoffs : expected, per player, in the player's utility
    certificate : the gains of deviating, all 0
    """

    profile: Behaviour
    payoffs: Vector
    certificate: Deviations


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgamePart:
    """One subgame with several moves, what lies below taken as decided, and its Nash equilibria.

    Attributes
    ----------
    root : the node where the subgame begins
    inner : per subgame directly below, its root and the payoffs assumed there
    solution : equilibria of the reduced normal form of what is left; only players who move in it
    """

    root: int
    inner: tuple[tuple[int, Vector], ...]
    solution: Solution


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TreeSolution(Equilibria[TreeEquilibrium]):
    """The outcome of one solver on one tree, with all that is needed to redo it.

    Attributes
    ----------
    game : the tree that was solved, rational payoffs
    concept : in words, such as ``"subgame perfect"``
    status, reason : how far the answer reaches, and why
    equilibria : those listed, each once
    count : how many there are; None if infinitely many. Under EXACT_PURE_ONLY it counts the pure ones
    truncated : whether `equilibria` was cut off by the limit
    outcomes : all distinct payoff vectors of equilibria, descending; under EXACT_INCOMPLETE those found
    options : every argument of the solver with its value, defaults included
    sources : BibTeX keys owed
    completeness : on what the claim rests that nothing is missing
    gap : under EXACT_INCOMPLETE what is missing, such as ``"continuum at subgame 'in / fight'"``
    parts : subgames that several moves make up, as they were solved
    """

    game: TreeGame
    concept: str
    status: Status
    reason: str
    equilibria: tuple[TreeEquilibrium, ...]
    count: int | None
    truncated: bool
    outcomes: tuple[Vector, ...]
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]
    completeness: str
    gap: str = ""
    parts: tuple[SubgamePart, ...] = ()

    @property
    def standing(self) -> str:
        """The status in words, with what is missing, such as ``"exact, incomplete: continuum at subgame 'in'"``."""
        return f"{self.status.value}: {self.gap}" if self.gap else self.status.value

    @property
    def regret(self) -> Fraction | None:
        """The largest regret of any equilibrium listed; None without one."""
        return max((e.certificate.regret for e in self.equilibria), default=None)

    def __repr__(self) -> str:
        from bargain.solve.spe_render import text

        return text(self)

    def table(self) -> Table:
        """Return one row per equilibrium listed: strategies in words, payoffs."""
        from bargain.solve.spe_render import table

        return table(self)

    def tidy(self) -> Table:
        """Return one row per equilibrium, information set and action, numbers as Fractions."""
        from bargain.solve.spe_render import tidy

        return tidy(self)

    def to_frame(self) -> pd.DataFrame:
        """Return `tidy` as a pandas frame, exact values kept.

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        return self.tidy().to_frame()

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, every number an exact string; `from_dict` gives an equal result."""
        from bargain.solve.spe_plain import tree_solution_to_dict

        return tree_solution_to_dict(self)

    @staticmethod
    def from_dict(data: Mapping[str, object]) -> TreeSolution:
        """Return the solution that `to_dict` described.

        Raises
        ------
        FormatError
            If a part is missing or of another kind; the message names its path.
        """
        from bargain.solve.spe_parse import tree_solution_from_dict

        return tree_solution_from_dict(data)
