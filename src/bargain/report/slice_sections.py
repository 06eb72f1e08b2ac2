"""A slice of a case's stake space as a figure: stakes and cells in the reader's words.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.document import Figure, name_of
from bargain.report.slice_chart import SliceCell, SlicePicture, slice_chart

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.study.slices import Slice

__all__ = ["slice_figure"]

_MOST_FIXED = 6  # values written out
_NONE = "no equilibrium in pure strategies"


def slice_figure(case: Case, cut: Slice) -> Figure:
    """Return the figure of a slice."""
    game = case.spec(cut.game)
    cells = tuple(SliceCell(words=" | ".join(p.equilibria) or _NONE, polygons=p.polygons) for p in cut.parts)
    return slice_chart(
        SlicePicture(
            name=name_of(f"slice {cut.game} {cut.stakes[0]} {cut.stakes[1]}"),
            title=f"{game.title}: equilibria by two stakes",
            axes=cut.stakes,
            allowed=cut.allowed,
            point=cut.point,
            cells=cells,
            note=_note(cut),
        )
    )


def _note(cut: Slice) -> str:
    """Say which concept, which claims, where the other stakes stand, and what the plane misses."""
    some = ", ".join(f"{name} = {show(value)}" for name, value in cut.fixed[:_MOST_FIXED])
    more = len(cut.fixed) - _MOST_FIXED
    held = f"Held: {some}{f' and {more} more' if more > 0 else ''}. " if cut.fixed else ""
    missed = f" The plane misses {cut.missed} more cell{'s' if cut.missed > 1 else ''}." if cut.missed else ""
    basis = f"Concept: {cut.concept}, exact; {', '.join(cut.readings)} claims; lines are ties."
    return f"{held}{basis} Thick line: what the rows of the case allow.{missed}"
