"""The shared work behind a comparison of groupings: irreducible blocks, sums of frontiers, picks of a rule.

Room      bargaining.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.bargaining.blocks import Blocks, Gains, add
from bargain.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from bargain.bargaining.choices import Choice
    from bargain.bargaining.partitions import Partition

__all__ = ["GroupWork"]

_MOST_SUMS = 20_000
Whole = tuple[int, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class GroupWork:
    """Memoised answers about masks and groupings of one space.

    Attributes
    ----------
    needs : per actor the whole-number gain that the total has to reach (disagreement, outside option);
        None: no limit
    rule : what a block picks; None: not asked for
    """

    blocks: Blocks
    needs: tuple[int | None, ...]
    rule: Choice | None
    parts: dict[int, Partition]
    sums: dict[Partition, Gains]
    picked: dict[int, tuple[Whole, ...]]

    @staticmethod
    def of(blocks: Blocks, rule: Choice | None) -> GroupWork:
        """Prepare the work; limits are turned into gains over the fallback."""
        space = blocks.space
        base = space.utilities(space.fallback)
        needs = tuple(
            None if low is None else -((here - low) // unit)
            for low, here, unit in zip(space.limits(), base, blocks.scaled.unit, strict=True)
        )
        return GroupWork(blocks=blocks, needs=needs, rule=rule, parts={}, sums={}, picked={})

    def meets(self, gain: Whole) -> bool:
        """Tell whether a total meets every limit."""
        return all(need is None or g >= need for g, need in zip(gain, self.needs, strict=True))

    def irreducible(self, partition: Partition) -> Partition:
        """Return the irreducible blocks with a deal that a grouping comes to, sorted."""
        return tuple(sorted(part for mask in partition for part in self._irreducible(mask)))

    def _irreducible(self, mask: int) -> Partition:
        if mask not in self.parts:
            self.parts[mask] = self._decompose(mask) if self.blocks.has_deal(mask) else ()
        return self.parts[mask]

    def _decompose(self, mask: int) -> Partition:
        """Split a block whose deals are sums of two parts' deals; (mask,) if it has no such split."""
        whole = self.blocks.deals(mask)
        tops = _tops(whole)
        for left in _halves(mask):
            parts = self.blocks.deals(left), self.blocks.deals(mask ^ left)
            if tops == tuple(a + b for a, b in zip(*map(_tops, parts), strict=True)) and add(*parts) == whole:
                return tuple(sorted((*self._irreducible(left), *self._irreducible(mask ^ left))))
        return (mask,)

    def any_deal(self, partition: Partition) -> Gains:
        """Return the undominated total gains of a grouping that meet the limits."""
        return tuple(g for g in self._sum(self.irreducible(partition)) if self.meets(g))

    def _sum(self, key: Partition) -> Gains:
        """Add the deals of irreducible blocks, sharing all but the last."""
        if not key:
            return ((0,) * len(self.needs),)
        if key not in self.sums:
            self.sums[key] = add(self._sum(key[:-1]), self.blocks.deals(key[-1]))
        return self.sums[key]

    def under_rule(self, partition: Partition) -> tuple[Whole, ...]:
        """Return the totals of what the rule picks in every block, those that miss a limit left out.

        Raises
        ------
        RefusedError
            If the picks combine to more than 20,000 totals.
        """
        fixed, several = [0] * len(self.needs), []
        for mask in partition:
            picks = self._picks(mask)
            if len(picks) == 1:
                fixed = [a + b for a, b in zip(fixed, picks[0], strict=True)]
            else:
                several.append(picks)
        if prod(map(len, several)) > _MOST_SUMS:
            raise RefusedError(
                f"{prod(map(len, several)):,} combinations of the rule's picks",
                remedy="use a rule that picks fewer, or rule=None",
            )
        totals = {tuple(map(sum, zip(fixed, *chosen, strict=True))) for chosen in product(*several)}
        return tuple(sorted((t for t in totals if self.meets(t)), reverse=True))

    def _picks(self, mask: int) -> tuple[Whole, ...]:
        if mask not in self.picked:
            deals = self.blocks.deals(mask)
            gains = [self.blocks.rational(g) for g in deals]
            chosen = self.rule(gains) if self.rule is not None else []
            self.picked[mask] = tuple(deals[n] for n in chosen)
        return self.picked[mask]

    def minimal(self) -> tuple[int, ...]:
        """Return the smallest blocks with a deal that also meets the limits, the rest at its fallback."""
        found: list[int] = []
        count = len(self.blocks.atoms)
        for mask in sorted(range(1, 1 << count), key=lambda m: (m.bit_count(), m)):
            if any(mask & small == small for small in found):
                continue
            if any(max(g) > 0 and self.meets(g) for g in self.blocks.deals(mask)):
                found.append(mask)
        return tuple(found)

    def rational(self, gains: Gains) -> tuple[tuple[Fraction, ...], ...]:
        """Return gains in utilities."""
        return tuple(self.blocks.rational(g) for g in gains)


def _tops(gains: Gains) -> Whole:
    return tuple(map(max, zip(*gains, strict=True)))


def _halves(mask: int) -> Iterator[int]:
    """Yield the proper parts of a block that hold its lowest atom."""
    low = mask & -mask
    rest = mask ^ low
    part = (rest - 1) & rest
    while rest:
        yield low | part
        if not part:
            return
        part = (part - 1) & rest
