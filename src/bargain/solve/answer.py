"""What every answer of a solver can do: show its table, name its sources, stand by its status.

Room      solve. Imports errors and references; knows no solver and no result; `Status` is here.
Use       result values derive from `Tabled`, `Answer` or `Equilibria` and bring fields of these names.
"""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Generic, Self, TypeVar

from bargain.errors import NotCertifiedError
from bargain.references import bibtex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction
    from typing import Protocol

    import pandas as pd

    from bargain.tables import Table

    class Titled(Protocol):
        """Whatever has a title."""

        @property
        def title(self) -> str: ...


__all__ = ["Answer", "Equilibria", "Status", "Tabled"]

Item = TypeVar("Item")


class Status(enum.StrEnum):
    """How complete and how exact an answer is."""

    EXACT = "exact"
    EXACT_BY_MARGINALS = "exact, by marginals"
    EXACT_PURE_ONLY = "exact, pure only"
    EXACT_INCOMPLETE = "exact, incomplete"
    APPROXIMATE = "approximate"
    NONE_EXISTS = "none exists"
    NOT_CONVERGED = "not converged"


class Tabled(ABC):
    """A value with a table and BibTeX keys, `sources`."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def sources(self) -> tuple[str, ...]:
            """BibTeX keys owed."""

    @abstractmethod
    def table(self) -> Table:
        """Return the table."""

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def to_frame(self) -> pd.DataFrame:
        """Return the table as a pandas frame, exact values kept.

        Raises
        ------
        MissingExtraError
            If pandas is not installed.
        """
        return self.table().to_frame()

    def to_latex(self, *, caption: str = "", label: str = "") -> str:
        """Return the table for a paper (booktabs); its notes state concept and status."""
        return self.table().to_latex(caption=caption, label=label)

    def cite(self) -> str:
        """Return the BibTeX owed: bargain's entry and one per method."""
        return bibtex(self.sources)


class Answer(Tabled):
    """A solver's answer on one game, with its concept, status and reason."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def game(self) -> Titled:
            """What was solved."""

        @property
        def concept(self) -> str:
            """The solution concept, in words."""

        @property
        def status(self) -> Status:
            """How far the answer reaches."""

        @property
        def reason(self) -> str:
            """Why it reaches that far."""

        @property
        def regret(self) -> Fraction | None:
            """The largest regret in what is listed; None where not asked."""

    def require(self, status: Status) -> Self:
        """Return self if it has this status and no regret; call it before a number enters a paper.

        Raises
        ------
        NotCertifiedError
            Naming the status that it has and why, and the regret if there is any.
        """
        regret = self.regret
        if self.status is status and not regret:
            return self
        raise NotCertifiedError(
            f"{self.concept} of {self.game.title!r} is {self.status.value!r}"
            f"{f' with regret {regret}' if regret else ''}, not {status.value!r}: {self.reason}",
            remedy="read the reason, or require what the result is",
        )


class Equilibria(Answer, Generic[Item]):
    """An answer that lists equilibria, and is read like that list."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def equilibria(self) -> tuple[Item, ...]:
            """Those listed, each once."""

    def __iter__(self) -> Iterator[Item]:
        return iter(self.equilibria)

    def __len__(self) -> int:
        return len(self.equilibria)

    def __getitem__(self, index: int) -> Item:
        return self.equilibria[index]
