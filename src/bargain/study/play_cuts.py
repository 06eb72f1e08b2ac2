"""Regions and cells of games in moves: at which stakes each subgame-perfect play comes about.

Room      study. `region_cuts` asks this where a game is sequential.
Region    the stakes at which some pure subgame-perfect equilibrium leads to a play: closed, a union of polyhedra.
          Listed are few polyhedra that make it up, from the closures of the cells and tie faces that have it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.solve.spe_regions import spe_regions
from bargain.study.merging import covering
from bargain.study.orders import shadow
from bargain.study.pieces import Alternative, added, throughout
from bargain.study.tree_sets import play_words, tree_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.polyhedra import Polyhedron

__all__ = ["PlayPiece", "play_alternatives", "play_pieces"]

PlayPiece = tuple[tuple[str, ...], "Polyhedron", tuple[Condition, ...], bool]  # plays, area, conditions, full


def play_pieces(case: CodedCase, name: str, readings: tuple[Reading, ...]) -> tuple[Polyhedron, tuple[PlayPiece, ...]]:
    """Return the stake space of a sequential game cut by its subgame-perfect plays, tie faces last.

    Raises
    ------
    GameError
        If the game has hidden moves or open probabilities.
    """
    game = tree_of(case, name)
    space = shadow(case.space(readings), game.stakes)
    found = spe_regions(game, space, faces=True)
    pieces = []
    for part in (*found.regions, *found.faces):
        words = tuple(play_words(game, play.ends) for play in part.plays)
        for cell in part.cells:
            given = tuple(cell.space.row(label).condition for label in cell.cuts)
            pieces.append((words, cell.space, given, part.full))
    return space, tuple(pieces)


def play_alternatives(space: Polyhedron, pieces: Sequence[PlayPiece]) -> tuple[Alternative, ...]:
    """Return closed polyhedra that make up each play's region, plays in the order in which they come up."""
    plays = dict.fromkeys(play for words, _, _, _ in pieces for play in words)
    out = []
    for play in plays:
        mine = [(area, tuple(map(_closed, given))) for words, area, given, _ in pieces if play in words]
        parts = covering(space, _largest(mine))
        for n, given in enumerate(parts, 1):
            label = play if len(parts) == 1 else f"{play} [{n} of {len(parts)}]"
            out.append(Alternative(label=label, conditions=given))
    return tuple(item for item in out if added(space, item.conditions).feasibility())


def _largest(parts: Sequence[tuple[Polyhedron, tuple[Condition, ...]]]) -> Iterator[tuple[Condition, ...]]:
    """Yield the closures of areas that lie in no earlier one."""
    kept: list[tuple[Condition, ...]] = []
    for area, given in parts:
        if not any(throughout(area, *other) for other in kept):
            kept.append(given)
            yield given


def _closed(condition: Condition) -> Condition:
    """Return a condition made weak."""
    return Condition(condition.form, Relation.AT_LEAST) if condition.relation.strict else condition
