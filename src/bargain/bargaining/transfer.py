"""Side payments in place of linkage: what would have to be paid so that each block agrees on its own part.

Room      bargaining. Two actors.
Meaning   a transfer has a name and, for each actor, what one unit of it is worth (its own stake per unit).
          In a block, part x of a package is acceptable with a payment t from the first actor to the
          second iff gain_1 − worth_1·t ≥ 0 and gain_2 + worth_2·t ≥ 0, an interval of t.
          The smallest payment is the point of the interval closest to 0. Gross adds the sizes of
          all payments; net lets payments in opposite directions cancel.
Compares  payments compare the actors through what a unit is worth to each; the result says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING

from bargain.bargaining.blocks import part_of
from bargain.bargaining.choices import Choice, nash_choice
from bargain.bargaining.frontier import Frontier, frontier
from bargain.bargaining.space import Package, PackageSpace
from bargain.errors import PackageError
from bargain.exact import fraction

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BlockPayment", "SidePayment", "Transfer", "side_payment", "smallest_side_payment"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """Something that can be paid: what one unit is worth to each of two actors.

    Examples
    --------
    >>> Transfer.of("gas credit", R=1, T="1/2").worth
    (('R', Fraction(1, 1)), ('T', Fraction(1, 2)))
    """

    name: str
    worth: tuple[tuple[str, Fraction], ...]

    @staticmethod
    def of(name: str, **worth: object) -> Transfer:
        """Build a transfer from actor=worth pairs; worths must be positive."""
        return Transfer(name=name, worth=tuple((a, fraction(w, what=f"worth of {name!r}")) for a, w in worth.items()))

    def rates(self, space: PackageSpace) -> tuple[Fraction, Fraction]:
        """Return the worth of a unit in the order of the space's two actors."""
        given = dict(self.worth)
        if len(space.actors) != 2 or set(given) != set(space.actors) or min(given.values()) <= 0:
            raise PackageError(
                f"transfer {self.name!r} is worth {', '.join(f'{w} to {a}' for a, w in self.worth) or 'nothing'}",
                remedy="give a positive worth for each of the two actors of the packages",
            )
        return given[space.actors[0]], given[space.actors[1]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPayment:
    """What one block needs: the payments that make its part acceptable, and the smallest.

    Attributes
    ----------
    low, high : the interval of payments from the first actor to the second; low > high: none will do
    smallest : the payment of least size, negative if the second actor pays; None: none will do
    """

    issues: tuple[str, ...]
    low: Fraction
    high: Fraction
    smallest: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SidePayment:
    """The payments that let every block agree on its own part of one package.

    Attributes
    ----------
    possible : whether every block has a payment that will do
    gross : sum of the sizes of the smallest payments; None if not possible
    net : the smallest size of the sum of payments, netted over blocks; 0 where barter balances
    """

    transfer: Transfer
    space: PackageSpace
    package: Package
    blocks: tuple[BlockPayment, ...]
    possible: bool
    gross: Fraction | None
    net: Fraction | None

    @property
    def words(self) -> tuple[str, ...]:
        """Who pays whom how much, block by block."""
        first, second = self.space.actors
        out = []
        for block in self.blocks:
            what = " + ".join(block.issues)
            if block.smallest is None:
                out.append(f"{what}: no {self.transfer.name} makes it acceptable to both")
            elif block.smallest:
                payer, taker = (first, second) if block.smallest > 0 else (second, first)
                out.append(f"{what}: {payer} pays {taker} {abs(block.smallest)} {self.transfer.name}")
        if self.possible:
            out.append(
                f"in all {self.gross} {self.transfer.name} gross instead of linking; the least net that payments which "
                f"will do can come to is {self.net}"
            )
        return tuple(out)

    def __repr__(self) -> str:
        return "\n".join([f"<side payments in {self.transfer.name!r}>", *(f"  {w}" for w in self.words)])


def side_payment(
    space: PackageSpace, package: Package, transfer: Transfer, *, blocks: Iterable[Iterable[str]] | None = None
) -> SidePayment:
    """Return the smallest payments that let each block agree on its part of a package by itself.

    Parameters
    ----------
    blocks : iterable of iterables of issue names, optional
        Every issue a block of its own if left out.

    Raises
    ------
    PackageError
        For other than two actors, or a transfer without a positive worth for each.

    Examples
    --------
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, -1)}})
    >>> side_payment(space, (1, 1), Transfer.of("dollars", R=1, T=1))
    <side payments in 'dollars'>
      gas: T pays R 1 dollars
      port: R pays T 1 dollars
      in all 2 dollars gross instead of linking; the least net that payments which will do can come to is 0
    """
    rates = transfer.rates(space)
    groups = [tuple(names) for names in blocks] if blocks is not None else [(i.name,) for i in space.issues]
    parts = []
    for names in groups:
        issues = tuple(sorted(map(space.issue, names)))
        part = part_of(space, issues)
        base = part.utilities(part.fallback)
        here = part.utilities(tuple(package[k] for k in issues))
        gain = [h - b for h, b in zip(here, base, strict=True)]
        low, high = -gain[1] / rates[1], gain[0] / rates[0]
        smallest = None if low > high else min(max(Fraction(0), low), high)
        parts.append(
            BlockPayment(issues=tuple(space.issues[k].name for k in issues), low=low, high=high, smallest=smallest)
        )
    possible = all(p.smallest is not None for p in parts)
    net = None
    if possible:
        low, high = sum((p.low for p in parts), Fraction(0)), sum((p.high for p in parts), Fraction(0))
        net = abs(min(max(Fraction(0), low), high))
    return SidePayment(
        transfer=transfer,
        space=space,
        package=package,
        blocks=tuple(parts),
        possible=possible,
        gross=sum((abs(p.smallest) for p in parts if p.smallest is not None), Fraction(0)) if possible else None,
        net=net,
    )


def smallest_side_payment(
    source: PackageSpace | Frontier,
    transfer: Transfer,
    *,
    rule: Choice | None = nash_choice,
    blocks: Iterable[Iterable[str]] | None = None,
    most: int = 10_000,
) -> SidePayment | None:
    """Return the side payments of least gross size that replace linkage.

    The packages compared are those that the rule picks when all issues are linked (rule=None: every
    undominated acceptable package, which is any linked deal). Among packages that can be replaced,
    the one with the smallest gross payment is returned.

    Parameters
    ----------
    most : int
        Most packages looked at, equal utility vectors included.

    Returns
    -------
    SidePayment or None
        None if there is no linked deal, or none of them can be replaced by payments.

    Raises
    ------
    PackageError
        If more than `most` packages would have to be compared.
    """
    front = frontier(source) if isinstance(source, PackageSpace) else source
    space = front.space
    accepted = front.acceptable()
    limits = space.limits()
    base = space.utilities(space.fallback)
    origin = [b if low is None else low for low, b in zip(limits, base, strict=True)]
    gains = [tuple(u - o for u, o in zip(front.vectors[n], origin, strict=True)) for n in accepted]
    chosen = [accepted[n] for n in rule(gains)] if rule is not None else list(accepted)
    if sum(front.multiplicity(n) for n in chosen) > most:
        raise PackageError(
            f"{sum(front.multiplicity(n) for n in chosen):,} linked packages to compare", remedy=f"raise most={most:,}"
        )
    groups = None if blocks is None else [tuple(names) for names in blocks]
    options = [
        side_payment(space, package, transfer, blocks=groups)
        for n in chosen
        for package in islice(front.packages(n), most)
    ]
    possible = [option for option in options if option.gross is not None]
    return min(possible, key=lambda o: (o.gross, o.package), default=None)
