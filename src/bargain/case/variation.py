"""Structural variants that a case declares: what could be coded otherwise, as changes to the case.

Room      case: values only.
Kinds     a claim that is not believed, or has another reading; a row that does not hold, reads otherwise or is
          added; another game in which a game's questions are asked; another punishment after a breach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from bargain.case.evidence import Reading
    from bargain.case.forms import CaseRow

__all__ = ["Variant", "VariantPunishment"]

VariantPunishment = Literal["nothing granted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another structure that the source admits.

    Attributes
    ----------
    drop : claims that are not believed; what requires them falls
    readings : per claim another reading
    without : ids of rows that do not hold
    rows : in place of those with the same id, or beside the others
    games : per game the one in which its questions are asked instead
    punishment : what follows a breach of a repeated exchange; empty: as the rule has it
    """

    id: str
    says: str
    why: str
    drop: tuple[str, ...] = ()
    readings: tuple[tuple[str, Reading], ...] = ()
    without: tuple[str, ...] = ()
    rows: tuple[CaseRow, ...] = ()
    games: tuple[tuple[str, str], ...] = ()
    punishment: VariantPunishment | Literal[""] = ""

    @property
    def row_ids(self) -> tuple[str, ...]:
        """The ids of rows that fall or are replaced."""
        return (*self.without, *dict.fromkeys(row.label.partition(".")[0] for row in self.rows))
