"""Blocks of issues bargained alone: their frontiers of gains over the fallback, shared between blocks.

Room      bargaining.
Meaning   a block bargained alone has as its disagreement the fallback of its own issues: withheld, or
          given anyway where the grantor gains (shared interests). Outside options do not bind it.
Atoms     issues joined by an interaction or a constraint are never separated; an atom is such a group.
Sharing   a block's frontier is its smaller part's frontier merged with one atom, so 2ⁿ blocks cost 2ⁿ merges.
Numbers   gains in whole numbers per actor (see `scale`), in Python integers where 62 bits do not suffice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from bargain.bargaining.frontier import frontier
from bargain.bargaining.maxima import ranked, undominated
from bargain.bargaining.scale import Scaled, scale
from bargain.bargaining.space import PackageSpace
from bargain.errors import PackageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Blocks", "Gains", "atoms_of"]

_Array = NDArray[Any]
Gains = tuple[tuple[int, ...], ...]  # undominated whole-number gains, first actor descending


def atoms_of(space: PackageSpace) -> tuple[tuple[int, ...], ...]:
    """Return the groups of issues that interactions or constraints join, in issue order."""
    parent = list(range(len(space.issues)))

    def root(k: int) -> int:
        while parent[k] != k:
            k = parent[k]
        return k

    groups = [part.issues for part in space.interactions]
    groups += [tuple(name for name, _ in c.entries) for c in space.constraints]
    for group in groups:
        for name in group[1:]:
            a, b = sorted((root(space.issue(group[0])), root(space.issue(name))))
            parent[b] = a
    heads = sorted({root(k) for k in range(len(parent))})
    return tuple(tuple(k for k in range(len(parent)) if root(k) == head) for head in heads)


@dataclass(frozen=True, kw_only=True, eq=False)
class Blocks:
    """Frontiers of gains of all blocks asked for, worked out once each; a block is a bit mask over atoms."""

    space: PackageSpace
    atoms: tuple[tuple[int, ...], ...]
    scaled: Scaled
    single: tuple[Gains, ...]  # per atom
    memo: dict[int, Gains]
    chosen: dict[int, Gains]

    @staticmethod
    def of(space: PackageSpace) -> Blocks:
        """Prepare the blocks of a space.

        Raises
        ------
        PackageError
            If the constraints exclude the fallback package.
        """
        if not space.allowed(space.fallback):
            raise PackageError(
                f"packages {space.title!r}: the constraints exclude the fallback package",
                remedy="set issue fallbacks that can stand together",
            )
        atoms = atoms_of(space)
        scaled = scale(space)
        single = tuple(_atom(space, scaled, atom) for atom in atoms)
        return Blocks(space=space, atoms=atoms, scaled=scaled, single=single, memo={}, chosen={})

    def reach(self, mask: int) -> Gains:
        """Return the frontier of a block's gains, unacceptable vectors included."""
        if mask not in self.memo:
            low = (mask & -mask).bit_length() - 1
            rest = mask & (mask - 1)
            self.memo[mask] = add(self.reach(rest), self.single[low]) if rest else self.single[low]
        return self.memo[mask]

    def deals(self, mask: int) -> Gains:
        """Return the undominated gains on which a block alone can agree: nobody below its fallback."""
        return tuple(g for g in self.reach(mask) if min(g) >= 0)

    def has_deal(self, mask: int) -> bool:
        """Tell whether a block alone can agree on something that makes somebody better off."""
        return any(max(g) > 0 for g in self.deals(mask))

    def names(self, mask: int) -> tuple[str, ...]:
        """Return the issues of a block."""
        return tuple(self.space.issues[k].name for n, atom in enumerate(self.atoms) if mask >> n & 1 for k in atom)

    def rational(self, gain: Sequence[int]) -> tuple[Fraction, ...]:
        """Return gains in utilities."""
        return tuple(
            Fraction(g) if unit == 1 else Fraction(unit.numerator * g, unit.denominator)
            for unit, g in zip(self.scaled.unit, gain, strict=True)
        )

    def subspace(self, mask: int) -> PackageSpace:
        """Return the block as a package space of its own, limits at its fallback."""
        issues = [k for n, atom in enumerate(self.atoms) if mask >> n & 1 for k in atom]
        return part_of(self.space, tuple(issues))


def part_of(space: PackageSpace, issues: tuple[int, ...]) -> PackageSpace:
    """Return the space of some issues alone, constants dropped, limits at their fallback."""
    names = {space.issues[k].name for k in issues}
    part = PackageSpace(
        title=f"{space.title}: {', '.join(space.issues[k].name for k in issues)}",
        actors=space.actors,
        issues=tuple(space.issues[k] for k in issues),
        payoffs=tuple(tuple(rows[k] for k in issues) for rows in space.payoffs),
        interactions=tuple(p for p in space.interactions if names.issuperset(p.issues)),
        constraints=tuple(c for c in space.constraints if names.issuperset(n for n, _ in c.entries) and c.entries),
    )
    return replace(part, disagreement=part.utilities(part.fallback))


def _atom(space: PackageSpace, scaled: Scaled, atom: tuple[int, ...]) -> Gains:
    """Return the frontier of one atom as whole-number gains over its fallback."""
    part = part_of(space, atom)
    front = frontier(part)
    base = part.utilities(part.fallback)
    return tuple(
        tuple(int((u - b) / unit) for u, b, unit in zip(vector, base, scaled.unit, strict=True))
        for vector in front.vectors
    )


def add(left: Gains, right: Gains) -> Gains:
    """Return the undominated sums of two lists of gains."""
    if len(right) == 1 or len(left) == 1:
        (fixed,), other = (right, left) if len(right) == 1 else (left, right)
        return tuple(tuple(a + b for a, b in zip(g, fixed, strict=True)) for g in other)
    size = len(left[0])
    large = max(abs(x) for g in (*left, *right) for x in g) >= 1 << 61
    columns = []
    for i in range(size):
        kind: Any = object if large else np.int64
        a, b = (np.array([g[i] for g in part], dtype=kind) for part in (left, right))
        columns.append(np.add.outer(a, b).ravel())
    order, starts = undominated(ranked(columns) if large else columns)
    heads = order[starts]
    return tuple(zip(*(c[heads].tolist() for c in columns), strict=True))
