"""Payoffs as whole numbers: one positive affine change per actor, so that sums are exact and fast.

Room      bargaining.
Meaning   u_i = base_i + unit_i × (sum of the whole numbers of the package), all of them ≥ 0.
Exactness the change is exact; order, ties and dominance are those of the rationals.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from bargain.errors import PackageError, RefusedError
from bargain.exact import Affine

if TYPE_CHECKING:
    from bargain.bargaining.space import PackageSpace, Value

__all__ = ["Scaled", "scale"]

_MOST_BITS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Scaled:
    """The whole-number form of a space.

    Attributes
    ----------
    issues : per actor, issue and level a whole number ≥ 0
    joints : per actor and interaction a table of whole numbers ≥ 0
    base, unit : per actor, the way back to utilities
    top : per actor, an upper bound on the sum over a package
    """

    issues: tuple[tuple[tuple[int, ...], ...], ...]
    joints: tuple[tuple[tuple[int, ...], ...], ...]
    base: tuple[Fraction, ...]
    unit: tuple[Fraction, ...]
    top: tuple[int, ...]

    def utility(self, actor: int, whole: int) -> Fraction:
        """Return the utility that a whole-number sum stands for."""
        unit = self.unit[actor]
        return self.base[actor] + Fraction(unit.numerator * whole, unit.denominator)


def scale(space: PackageSpace) -> Scaled:
    """Return the whole-number form of a space.

    Raises
    ------
    PackageError
        If stakes are open.
    RefusedError
        If a common denominator has more than 20,000 bits.
    """
    issues, joints, bases, units, tops = [], [], [], [], []
    for i in range(len(space.actors)):
        rows = [[_fixed(v, space) for v in row] for row in space.payoffs[i]]
        tables = [[_fixed(v, space) for v in part.values[i]] for part in space.interactions]
        numbers, base, unit = _whole([*rows, *tables])
        cut = len(rows)
        issues.append(numbers[:cut])
        joints.append(numbers[cut:])
        bases.append(base + _fixed(space.constants[i], space))
        units.append(unit)
        tops.append(sum(max(row) for row in numbers))
    return Scaled(issues=tuple(issues), joints=tuple(joints), base=tuple(bases), unit=tuple(units), top=tuple(tops))


def _whole(rows: list[list[Fraction]]) -> tuple[tuple[tuple[int, ...], ...], Fraction, Fraction]:
    """Return rows of coprime whole numbers ≥ 0, each with least entry 0, and the way back."""
    denominator = lcm(*(v.denominator for row in rows for v in row))
    if denominator.bit_length() > _MOST_BITS:
        raise RefusedError(
            f"payoffs with a common denominator of {denominator.bit_length():,} bits",
            remedy=f"round them to fewer digits; at most {_MOST_BITS:,} bits are taken",
        )
    whole = [[v.numerator * (denominator // v.denominator) for v in row] for row in rows]
    lows = [min(row) for row in whole]
    whole = [[v - low for v in row] for row, low in zip(whole, lows, strict=True)]
    step = gcd(*(v for row in whole for v in row)) or 1
    out = tuple(tuple(v // step for v in row) for row in whole)
    return out, Fraction(sum(lows), denominator), Fraction(step, denominator)


def _fixed(value: Value, space: PackageSpace) -> Fraction:
    """Return a number, or refuse open stakes."""
    if isinstance(value, Affine):
        if not value.is_constant:
            raise PackageError(
                f"packages {space.title!r} have open stakes: {', '.join(space.stakes[:8])}",
                remedy="give them values with space.at({...}) first",
            )
        return value.constant
    return value
