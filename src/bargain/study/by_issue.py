"""Ranges that are read issue by issue, whatever rule they follow.

Room      study. `results` and `protocol_values` derive from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from bargain.references import bibtex
from bargain.solve.answer import Tabled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.encode import CodedCase

__all__ = ["ByIssue"]


class _OnIssue(Protocol):
    @property
    def issue(self) -> str: ...


Item = TypeVar("Item", bound=_OnIssue)


class ByIssue(Tabled, Generic[Item]):
    """One range per issue of a coded case, found by the issue's id."""

    __slots__ = ()

    if TYPE_CHECKING:

        @property
        def case(self) -> CodedCase:
            """The case that is asked."""

        @property
        def ranges(self) -> tuple[Item, ...]:
            """One per issue, in the order of the case."""

    def __iter__(self) -> Iterator[Item]:
        return iter(self.ranges)

    def __len__(self) -> int:
        return len(self.ranges)

    def __getitem__(self, issue: str) -> Item:
        for found in self.ranges:
            if found.issue == issue:
                return found
        raise KeyError(issue)

    def cite(self) -> str:
        """Return the BibTeX owed: bargain, the methods, the source that was coded."""
        return bibtex(self.sources) + "\n\n" + self.case.bibtex()
