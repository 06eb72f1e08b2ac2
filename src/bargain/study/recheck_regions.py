"""Check regions, partitions and pivotal evidence again by playing games at points; no linear program, no cutting code.

Room      study.
Tried     at every witness, at points between them, and on a walk from each along the stakes that matter, whose ends
          are ties: which profiles or plays are equilibria there is found by trying every action.
Proved    multipliers of regions that are nowhere are added up again.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from bargain.polyhedra import Row, check
from bargain.solve.rechecked import Recheck
from bargain.study.recheck_trees import plays_at, walk
from bargain.study.recheck_verdicts import holds_at
from bargain.study.verdict_values import VerdictWord

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.polyhedra import Point
    from bargain.study.pivotal_values import Pivotal
    from bargain.study.region_values import Partition, Region, Regions

__all__ = ["verify_partition", "verify_pivotal", "verify_regions_of"]

_STEPS = 12  # of a walk from each of the first witnesses
_STARTS = 6


def _rows(case: CodedCase, readings: Sequence[Reading]) -> tuple[Row, ...]:
    """Return the rows of the case that the readings keep."""
    known = {c.id: c.reading for c in case.claims}
    kept = (r for r in case.rows if r.basis.convention or {known[c] for c in r.basis.claims} <= set(readings))
    return tuple(Row(r.label, r.condition) for r in kept)


def _here(case: CodedCase, name: str, point: Mapping[str, Fraction]) -> set[str]:
    """Return the pure equilibria, or the subgame-perfect plays, of a game at a point, in words."""
    if case.spec(name).form == "sequential":
        tree = case.tree(name)
        return {"; ".join(", ".join(tree.path(end)) for end in ends) for ends, _ in plays_at(tree, point)}
    game = case.game(name).at(dict(point))
    found = set()
    for cell in product(*(range(len(acts)) for acts in game.actions)):
        if game.regret(cell) == 0:
            chosen = zip(game.players, game.actions, cell, strict=True)
            found.add(", ".join(f"{who}: {acts[k]}" for who, acts, k in chosen))
    return found


def _points(
    case: CodedCase, witnesses: Sequence[Point], names: Sequence[str], rows: Sequence[Row]
) -> Iterator[dict[str, Fraction]]:
    """Yield witnesses completed by the baseline, points between them, and walks, as far as they satisfy the rows."""
    base = dict(case.point())
    ends = [p for p in ({**base, **dict(w)} for w in (*witnesses, ())) if all(r.condition.holds(p) for r in rows)]
    yield from ends
    yield from ({n: (a[n] + b[n]) / 2 for n in a} for a, b in pairwise(ends))
    for start in ends[:_STARTS]:
        yield from walk(start, names, rows, _STEPS)


def verify_regions_of(found: Regions) -> Recheck:
    """Check regions: certificates are added up, and conditions hold at points exactly where there is an equilibrium."""
    rows = _rows(found.case, found.readings)
    checks = [(f"{item.profile}: nowhere, and why", _nowhere(item, rows)) for item in found if item.where == "nowhere"]
    names = tuple(dict.fromkeys(n for item in found for c in item.conditions for n in c.form.names))
    points = list(_points(found.case, [i.witness for i in found if i.witness is not None], names, rows))
    for item in found:
        if item.witness is not None:
            inside = all(c.holds(dict(item.witness)) for c in item.conditions)
            checks.append((f"{item.profile}: its witness is in it", inside))
    agree = [_said(found, p) == _here(found.case, found.game, p) for p in points]
    checks.append(("conditions say at every point tried what playing says", all(agree)))
    left = "between points, conditions are not derived anew"
    return Recheck(what=f"the regions of {found.game!r}", checks=tuple(checks), points=len(points), not_rederived=left)


def _said(found: Regions, point: Mapping[str, Fraction]) -> set[str]:
    """Return the profiles whose region holds a point; parts of one play count as that play."""
    inside = (i.profile for i in found if i.where != "nowhere" and all(c.holds(dict(point)) for c in i.conditions))
    return {words.split(" [", 1)[0] for words in inside}


def _nowhere(item: Region, rows: Sequence[Row]) -> bool:
    """Tell whether a region without points carries the proof of that; profiles that no numbers allow need none."""
    table = (*rows, *(Row(f"given:{c}", c) for c in item.conditions))
    proof = item.certificate
    return not item.conditions or (proof is not None and proof.conclusion is None and check(proof, table))


def verify_partition(found: Partition) -> Recheck:
    """Check a partition: every point tried lies in one cell, or in a face left out, with exactly its equilibria."""
    rows = _rows(found.case, found.readings)
    names = tuple(dict.fromkeys(n for cell in found for given in cell.given for c in given for n in c.form.names))
    points = list(_points(found.case, [cell.witness for cell in found], names, rows))
    most = [len(cells) for cells in (_cells(found, p) for p in points)]
    checks = [
        ("no point tried lies in two cells", all(n <= 1 for n in most)),
        ("no point tried lies in none", not found.ties or all(n == 1 for n in most)),
        ("every cell names the equilibria found by playing", all(_named(found, p) for p in points)),
        ("every cell holds its witness", all(c.holds(dict(c.witness)) for c in found)),
    ]
    left = "that cells cover the space is tried at points" + ("" if found.ties else "; tie faces are not listed")
    return Recheck(
        what=f"the partition of {found.game!r}", checks=tuple(checks), points=len(points), not_rederived=left
    )


def _cells(found: Partition, point: Mapping[str, Fraction]) -> list[set[str]]:
    """Return the equilibria of every cell whose conditions hold at a point of the space."""
    return [
        set(cell.equilibria) for cell in found if any(all(c.holds(dict(point)) for c in given) for given in cell.given)
    ]


def _named(found: Partition, point: Mapping[str, Fraction]) -> bool:
    cells = _cells(found, point)
    return not cells or cells[0] == _here(found.case, found.game, point)


def verify_pivotal(found: Pivotal) -> Recheck:
    """Check pivotal evidence: stakes that show a fall satisfy all other rows and say otherwise when played."""
    rows = _rows(found.case, found.answer.readings)
    base = dict(found.case.point())
    wanted = found.answer.word is not VerdictWord.NECESSARY
    checks = []
    for fall in found.falls:
        point = {**base, **dict(fall.witness)}
        named = set(dict(fall.witness))
        kept = [r for r in rows if r.label not in fall.rows and named.issuperset(r.condition.form.names)]
        bases = [found.case.basis(label) for label in fall.rows]
        own = all(fall.name == b.convention or fall.name in b.claims for b in bases)
        checks.append((f"{fall.name}: the rows that fall rest on it", own))
        checks.append((f"{fall.name}: its witness satisfies the rest", all(r.condition.holds(point) for r in kept)))
        truth = holds_at(found.case, found.statement, point, found.answer.quantifier)
        checks.append((f"{fall.name}: its witness says otherwise", truth is wanted))
    used = {name for names in found.sufficient for name in names}
    known = {c.id for c in found.case.claims} | {r.basis.convention for r in found.case.rows}
    checks.append(("sets that are enough name claims and conventions of the case", used <= known))
    every = [set(names) for names in found.sufficient]
    alone = not every or found.truncated or set.intersection(*every) == {fall.name for fall in found.falls}
    checks.append(("what is in every set that is enough is what the verdict falls with", alone))
    return Recheck(
        what=f"the pivotal evidence on '{found.statement}'",
        checks=tuple(checks),
        points=len(found.falls),
        not_rederived="that sets are enough, and how far rows move, is not derived anew",
    )
