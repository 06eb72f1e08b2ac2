"""A slice of a case's stake space as a figure: stakes and cells in the reader's words.

Room      report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.report.document import Figure, name_of
from bargain.report.sequential_words import meant, sentence
from bargain.report.slice_chart import SliceCell, SlicePicture, slice_chart

if TYPE_CHECKING:
    from bargain.case import Case
    from bargain.study.slices import Slice, SlicePart

__all__ = ["slice_figure"]

_MOST_FIXED = 6  # values written out
_NONE = "no equilibrium in pure strategies"


def slice_figure(case: Case, cut: Slice) -> Figure:
    """Return the figure of a slice."""
    game = case.spec(cut.game)
    cells = tuple(SliceCell(words=_words(part), polygons=part.polygons, tie=bool(part.ties)) for part in cut.parts)
    return slice_chart(
        SlicePicture(
            name=name_of(f"slice {cut.game} {cut.stakes[0]} {cut.stakes[1]}"),
            title=f"{game.title}: equilibria by two stakes",
            axes=(_axis(case, cut.stakes[0]), _axis(case, cut.stakes[1])),
            allowed=cut.allowed,
            point=cut.point,
            cells=cells,
            note=_note(cut),
        )
    )


def _axis(case: Case, stake: str) -> str:
    """Return what a stake means, and its name."""
    return f"{sentence(meant(case, stake))} ({stake})"


def _words(part: SlicePart) -> str:
    """Name the equilibria of a part; where only a tie lets them stand together, say so."""
    named = " | ".join(part.equilibria) or _NONE
    return f"{named} (on a tie)" if part.ties else named


def _note(cut: Slice) -> str:
    """Say which concept, which claims, where the other stakes stand, and what the plane misses."""
    some = ", ".join(f"{name} = {show(value)}" for name, value in cut.fixed[:_MOST_FIXED])
    more = len(cut.fixed) - _MOST_FIXED
    held = f"Held: {some}{f' and {more} more' if more > 0 else ''}. " if cut.fixed else ""
    ties = dict.fromkeys(str(c) for part in cut.parts for c in part.ties)
    tied = f"Hatched twice: the values held lie on a tie ({', '.join(ties)}). " if ties else ""
    elsewhere = f"{cut.missed} more set{'s' * (cut.missed > 1)} of equilibria" if cut.missed else ""
    missed = f" At other values of the stakes held: {elsewhere}." if elsewhere else ""
    basis = f"Concept: {cut.concept}, exact; {', '.join(cut.readings)} claims."
    lines = "Lines are ties, or seams within one set. Thick line: what the rows of the case allow."
    return f"{held}{tied}{basis} {lines}{missed}"
