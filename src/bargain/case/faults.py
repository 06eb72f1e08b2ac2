"""Collect what is wrong with a case, and raise it as one message.

Room      case.
Rule      one load raises one error: the first fault in full, at most three more in a line each, and how
          many others there are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.errors import CaseError

if TYPE_CHECKING:
    from bargain.case.documents import Material
    from bargain.tomlplaces import Path

__all__ = ["Faults"]

_MORE = 3
_KEPT = 20  # faults whose words are kept; the others are counted


@dataclass(slots=True)
class Faults:
    """The faults found so far in the files of one case."""

    material: Material
    found: list[CaseError] = field(default_factory=list)
    count: int = 0

    @property
    def full(self) -> bool:
        """Whether further faults are only counted, so that their words need not be made."""
        return len(self.found) >= _KEPT

    def add(self, path: Path, message: str = "", remedy: str = "") -> None:
        """Note one fault at a path of the merged table."""
        self.count += 1
        if not self.full:
            self.found.append(CaseError(message, place=self.material.place(path), remedy=remedy))

    def stop(self) -> None:
        """Raise if anything was found."""
        if self.found:
            raise self.error()

    def error(self) -> CaseError:
        """Return what was found as one error; IndexError if nothing was."""
        first = self.found[0]
        also = tuple(str(fault) for fault in self.found[1 : 1 + _MORE])
        if self.count > 1 + _MORE:
            also += (f"{self.count - 1 - _MORE:,} more",)
        return CaseError(first.message, place=first.place, remedy=first.remedy, also=also)
