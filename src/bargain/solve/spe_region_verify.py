"""Do regions hold? Cells against each other, plays against solves at points, by code of its own.

Room      solve. Uses polyhedra for emptiness; nothing of the solver of regions.
Plays     at a point every node gets the set of plays that pure equilibria below it can give, straight from the
          definition; the plays of the cell must be these. Tried at every witness and at points between them.
Cover     cells are subtracted from the space one by one; nothing may be left, and no two may meet. Where faces
          were left out the cells are subtracted with their edges, and points on an edge are passed over.
"""

from __future__ import annotations

from itertools import combinations, islice, product
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.games.tree import CHANCE
from bargain.polyhedra import Polyhedron, Row
from bargain.solve.result import Status
from bargain.solve.verify import Verification

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.games.tree import TreeGame
    from bargain.solve.spe_regions import SpeCell, SpeRegion, SpeRegions

__all__ = ["plays_at", "verify_tree_regions"]

Play = tuple[tuple[int, ...], tuple["Fraction", ...]]  # ends, payoffs
_PIECES = 2_000
_PAIRED = 40  # cells up to which each pair is compared and the cover is worked out


def verify_tree_regions(found: SpeRegions, *, most: int = 200) -> Verification:
    """Check the partition of a stake space.

    Parameters
    ----------
    found : SpeRegions
    most : int
        The most points at which the game is solved again; witnesses come first.

    Returns
    -------
    Verification
        Truthy if everything holds. Completeness is re-derived where the cells are subtracted from the space
        and nothing is left.
    """
    parts = (*found.regions, *found.faces)
    cells = [(region, cell) for region in parts for cell in region.cells]
    faults = [*_standing(found), *_cells(found, cells)]
    points = list(islice(_points(cells), most))
    if not faults:
        faults += _plays(found, parts, points)
    completeness = "not re-derived: faults come first"
    if not faults:
        completeness, more = _cover(found, [cell for _, cell in cells])
        faults += more
    return Verification(
        subject=f"subgame-perfect plays of {found.game.title!r}, {len(cells)} cells",
        checks=(
            "status and options say what is listed",
            "every witness lies in its cell; faces are thinner than the space",
            "no two cells meet" if len(cells) <= _PAIRED else "no point tried lies in two cells",
            f"plays and payoffs are those of the game solved again at {len(points)} points",
        ),
        faults=tuple(faults),
        completeness=completeness,
    )


def _standing(found: SpeRegions) -> list[str]:
    """Return what does not fit between status, options and what is listed."""
    single = all(len(region.plays) == 1 for region in found.regions)
    faults = []
    if found.status is not (Status.EXACT if single else Status.EXACT_PURE_ONLY):
        faults.append(f"status {found.status.value!r} is not what the plays say")
    if found.faces and not _faces(found):
        faults.append("there are faces, and the options say that there are none")
    return faults


def _cells(found: SpeRegions, cells: Sequence[tuple[SpeRegion, SpeCell]]) -> list[str]:
    """Return what is wrong with the cells as polyhedra."""
    faults = []
    rows = set(found.space.rows)
    for n, (region, cell) in enumerate(cells, 1):
        if not rows <= set(cell.space.rows) or not cell.space.contains(dict(cell.witness)):
            faults.append(f"cell {n} is no part of the space, or its witness lies outside it")
        if region.full == _thin(found.space, cell):
            faults.append(f"cell {n} is said to be {'of full dimension' if region.full else 'a face'}")
    if len(cells) > _PAIRED:
        return faults
    for (n, (_, a)), (m, (_, b)) in combinations(enumerate(cells, 1), 2):
        if not _joint(found.space, a, b).is_empty:
            faults.append(f"cells {n} and {m} meet")
            break
    return faults


def _own_rows(cell: SpeCell) -> list[Condition]:
    labels = set(cell.cuts)
    return [row.condition for row in cell.space.rows if row.label in labels]


def _joint(space: Polyhedron, a: SpeCell, b: SpeCell) -> Polyhedron:
    return _with(space, [*_own_rows(a), *_own_rows(b)])


def _with(space: Polyhedron, conditions: Iterable[Condition]) -> Polyhedron:
    """Return the space with more conditions, under labels that it does not use."""
    used = {row.label for row in space.rows}
    rows = []
    for condition in conditions:
        label = f"check {len(used)}"
        while label in used:
            label = f"{label}'"
        used.add(label)
        rows.append(Row(label, condition))
    return space.with_rows(*rows)


def _thin(space: Polyhedron, cell: SpeCell) -> bool:
    """Tell whether a cell has no point at which all its own rows are strict."""
    own = _own_rows(cell)
    if any(c.relation is Relation.EQUAL for c in own):
        return True
    return _with(space, [Condition(c.form, Relation.ABOVE) for c in own]).is_empty


def _points(cells: Sequence[tuple[SpeRegion, SpeCell]]) -> Iterator[dict[str, Fraction]]:
    """Yield the witnesses, then mid-points between them: the space is convex, so they lie in it."""
    witnesses = [dict(cell.witness) for _, cell in cells]
    yield from witnesses
    for a, b in combinations(witnesses, 2):
        yield {name: (a[name] + b[name]) / 2 for name in a}


def _plays(found: SpeRegions, parts: Sequence[SpeRegion], points: Sequence[Mapping[str, Fraction]]) -> list[str]:
    rows = [(region, _own_rows(cell)) for region in parts for cell in region.cells]
    for point in points:
        home = [region for region, own in rows if all(c.holds(point) for c in own)]
        if not home and not _faces(found) and any(all(_closed(c).holds(point) for c in own) for _, own in rows):
            continue  # on an edge, where what is played was not asked for
        if len(home) != 1:
            return [f"{len(home)} cells hold one point"]
        said = {(p.ends, tuple(v.at(point) for v in p.payoffs)) for p in home[0].plays}
        if said != plays_at(found.game, point):
            return [f"the plays at {', '.join(f'{k} = {v}' for k, v in point.items())} are others"]
    return []


def _faces(found: SpeRegions) -> bool:
    """Tell whether faces are part of the answer."""
    return bool(dict(found.options).get("faces"))


def _closed(condition: Condition) -> Condition:
    """Return a condition with its edge."""
    return Condition(condition.form, Relation.AT_LEAST) if condition.relation is Relation.ABOVE else condition


def plays_at(game: TreeGame, point: Mapping[str, Fraction]) -> set[Play]:
    """Return the plays of all pure subgame-perfect equilibria at a point, with their payoffs.

    A play after one action is an equilibrium's if no other action gives more in all its equilibria.
    """
    below: list[set[Play]] = [set() for _ in game.parents]
    for node in reversed(range(len(game.parents))):
        children = game.children[node]
        if not children:
            total = game.totals[node] or ()
            below[node] = {((node,), tuple(v.at(point) if isinstance(v, Affine) else v for v in total))}
            continue
        infoset = game.infosets[game.sets[node]]
        if infoset.player == CHANCE:
            below[node] = {_together(c, infoset.probabilities) for c in product(*(below[child] for child in children))}
            continue
        worst = [min(payoffs[infoset.player] for _, payoffs in below[child]) for child in children]
        for a, child in enumerate(children):
            rivals = [w for b, w in enumerate(worst) if b != a]
            below[node] |= {play for play in below[child] if all(play[1][infoset.player] >= w for w in rivals)}
    return below[0]


def _together(plays: Sequence[Play], odds: Sequence[object]) -> Play:
    numbers = [p.constant if isinstance(p, Affine) else p for p in odds]
    ends = tuple(sorted(n for own, _ in plays for n in own))
    columns = zip(*(payoffs for _, payoffs in plays), strict=True)
    return ends, tuple(sum(p * v for p, v in zip(numbers, column, strict=True)) for column in columns)


def _cover(found: SpeRegions, cells: Sequence[SpeCell]) -> tuple[str, list[str]]:
    """Subtract the cells from the space and say what is left."""
    faces = _faces(found)
    if len(cells) > _PAIRED:
        return f"not re-derived: {len(cells)} cells", []
    left = [found.space]
    for cell in cells:
        following = []
        for piece in left:
            following += _minus(piece, [c if faces else _closed(c) for c in _own_rows(cell)])
        left = following
        if len(left) > _PIECES:
            return f"not re-derived: more than {_PIECES:,} pieces", []
    if left:
        return "refuted: part of the space lies in no cell", ["part of the space lies in no cell"]
    if faces:
        return "re-derived: the cells make up the space", []
    return "re-derived: the cells and their edges make up the space; what is played on ties was left out", []


def _minus(piece: Polyhedron, rows: Sequence[Condition]) -> list[Polyhedron]:
    """Return disjoint pieces of a polyhedron outside some rows: those that fail the first row that they fail."""
    out, rest = [], piece
    for row in rows:
        out += [p for p in (_with(rest, [c]) for c in _failures(row)) if not p.is_empty]
        rest = _with(rest, [row])
    return out


def _failures(row: Condition) -> list[Condition]:
    if row.relation is Relation.EQUAL:
        return [Condition(row.form, Relation.ABOVE), Condition(-row.form, Relation.ABOVE)]
    return [row.opposite()]
