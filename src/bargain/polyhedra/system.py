"""Named rows cut into blocks that share no variable, each as integer rows.

Room      polyhedra. The bridge between labels and names above, and numbered integer rows below.
Blocks    rows of different actors share no variable, so Θ is a product: a question about one form
          touches only the blocks whose variables occur in it, and each block is solved once.
Order     variables and rows keep their order; blocks stand in the order of their first variable,
          rows without variables (0 >= 1, say) last.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm
from typing import TYPE_CHECKING

from bargain.exact import Relation
from bargain.polyhedra.chart import EQUAL, STRICT, WEAK, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bargain.exact import Affine
    from bargain.polyhedra.programs import Room
    from bargain.polyhedra.values import Point, Row

__all__ = ["Block", "System", "extended", "integers", "system"]

_KINDS = {Relation.AT_LEAST: WEAK, Relation.ABOVE: STRICT, Relation.EQUAL: EQUAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows that hang together, as integers.

    Attributes
    ----------
    variables : tuple of str
    members : tuple of int
        Which rows of the system these are.
    scales : tuple of Fraction
        Per row, integer row = scale × the row's form; always positive.
    ratios : tuple of pairs of int
        The same as numerators and denominators.
    rows : Rows
        The integer rows, over `variables`.
    memo : dict
        What is known of these rows; blocks are carried from polyhedron to polyhedron, and this with them.
    """

    variables: tuple[str, ...]
    members: tuple[int, ...]
    scales: tuple[Fraction, ...]
    ratios: tuple[tuple[int, int], ...]
    rows: Rows
    memo: dict[str, Room] = field(init=False, repr=False, compare=False, default_factory=dict)

    def weights(self, kinds: Iterable[int]) -> tuple[tuple[int, ...], int]:
        """Return what one common step of slack is worth to each integer row of these kinds, and the steps to 1."""
        wanted = tuple(kinds)
        scales = self.ratios
        unit = lcm(*[d for _, d in scales])
        pairs = zip(scales, self.rows[1], strict=True)
        return tuple([n * (unit // d) if kind in wanted else 0 for (n, d), (kind, _) in pairs]), unit

    def objective(self, form: Affine) -> tuple[tuple[int, ...], Fraction]:
        """Return the part of a form in this block as integers, without its constant, and their scale."""
        _, coefficients, scale = form.whole
        at, numbers = _columns(self.variables), [0] * (len(self.variables) + 1)
        for name, c in zip(form.names, coefficients, strict=True):
            if name in at:
                numbers[at[name]] = c
        common = gcd(*numbers)
        return (tuple([n // common for n in numbers]), scale / common) if common > 1 else (tuple(numbers), scale)


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """Variables, rows and blocks of one polyhedron; what follows from them is kept in `memo`."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    blocks: tuple[Block, ...]
    memo: dict[str, dict[str, int]] = field(init=False, repr=False, compare=False, default_factory=dict)

    @property
    def home(self) -> dict[str, int]:
        """In which block each variable is; worked out once, not to be changed."""
        if "home" not in self.memo:
            self.memo["home"] = {v: b for b, block in enumerate(self.blocks) for v in block.variables}
        return self.memo["home"]

    def touched(self, form: Affine) -> list[Block]:
        """Return the blocks in which a form varies, in their order."""
        home = self.home
        return [self.blocks[b] for b in sorted({home[name] for name in form.names})]

    def point(self, values: Mapping[str, Fraction]) -> Point:
        """Return values in the order of the variables."""
        return tuple((name, values[name]) for name in self.variables)

    def labelled(self, block: Block, multipliers: Iterable[tuple[int, Fraction]]) -> dict[int, Fraction]:
        """Return multipliers on the block's integer rows as multipliers on the system's rows."""
        return {block.members[i]: y * block.scales[i] for i, y in multipliers}

    def named(self, multipliers: Mapping[int, Fraction]) -> tuple[tuple[str, Fraction], ...]:
        """Return multipliers by label, in row order."""
        return tuple((self.rows[i].label, multipliers[i]) for i in sorted(multipliers) if multipliers[i])


def integers(numbers: Iterable[Fraction]) -> tuple[tuple[int, ...], Fraction]:
    """Return the numbers times a positive scale, as integers without common factor, and the scale.

    >>> integers([Fraction(1, 2), Fraction(-1, 3)])
    ((3, -2), Fraction(6, 1))
    """
    values = tuple(numbers)
    top = lcm(*(v.denominator for v in values))
    whole = [v.numerator * (top // v.denominator) for v in values]
    common = gcd(*whole) or 1
    return tuple(w // common for w in whole), Fraction(top, common)


def system(variables: tuple[str, ...], rows: tuple[Row, ...]) -> System:
    """Cut rows into blocks. Cost: linear in the terms of the rows."""
    root = {v: v for v in variables}

    def find(v: str) -> str:
        while root[v] != v:
            root[v] = root[root[v]]
            v = root[v]
        return v

    for row in rows:
        names = row.condition.form.names
        for other in names[1:]:
            root[find(other)] = find(names[0])
    groups: dict[str, tuple[list[str], list[int]]] = {}
    for v in variables:
        groups.setdefault(find(v), ([], []))[0].append(v)
    loose: list[int] = []
    for i, row in enumerate(rows):
        names = row.condition.form.names
        (groups[find(names[0])][1] if names else loose).append(i)
    blocks = [_block(tuple(vs), tuple(members), rows) for vs, members in groups.values()]
    if loose:
        blocks.append(_block((), tuple(loose), rows))
    return System(variables=variables, rows=rows, blocks=tuple(blocks))


def extended(base: System, more: tuple[Row, ...]) -> System:
    """Return the system with more rows; blocks that they do not touch are taken over as they are."""
    rows = (*base.rows, *more)
    home = base.home
    groups: list[tuple[set[int], list[int]]] = []
    for i, row in enumerate(more, len(base.rows)):
        met, members = {home[v] for v in row.condition.form.names}, [i]
        if not met:
            met = {b for b, block in enumerate(base.blocks) if not block.variables}
        for group in [g for g in groups if (g[0] & met) or (not met and not g[0])]:
            groups.remove(group)
            met, members = met | group[0], group[1] + members
        groups.append((met, members))
    touched = {b for met, _ in groups for b in met}
    blocks = [block for b, block in enumerate(base.blocks) if b not in touched]
    place = _columns(base.variables)
    for met, members in groups:
        if len(met) == 1:
            blocks.append(_with_members(base.blocks[next(iter(met))], tuple(members), rows))
            continue
        variables = sorted((v for b in met for v in base.blocks[b].variables), key=place.__getitem__)
        old = sorted(i for b in met for i in base.blocks[b].members)
        blocks.append(_block(tuple(variables), (*old, *members), rows))
    blocks.sort(key=lambda block: place[block.variables[0]] if block.variables else len(place) + 1)
    return System(variables=base.variables, rows=rows, blocks=tuple(blocks))


def _with_members(block: Block, members: tuple[int, ...], rows: tuple[Row, ...]) -> Block:
    """Return a block with more rows over the same variables."""
    more = _block(block.variables, members, rows)
    return Block(
        variables=block.variables,
        members=(*block.members, *members),
        scales=(*block.scales, *more.scales),
        ratios=(*block.ratios, *more.ratios),
        rows=(block.rows[0], (*block.rows[1], *more.rows[1])),
    )


@lru_cache(maxsize=1024)
def _columns(variables: tuple[str, ...]) -> dict[str, int]:
    """Return where the coefficient of each variable stands in an integer row; not to be changed."""
    return {v: j for j, v in enumerate(variables, 1)}


def _block(variables: tuple[str, ...], members: tuple[int, ...], rows: tuple[Row, ...]) -> Block:
    at = _columns(variables)
    blank = [0] * (len(variables) + 1)
    table, scales = [], []
    for i in members:
        condition = rows[i].condition
        numbers = blank.copy()
        numbers[0], coefficients, scale = condition.form.whole
        for name, c in zip(condition.form.names, coefficients, strict=True):
            numbers[at[name]] = c
        table.append((_KINDS[condition.relation], tuple(numbers)))
        scales.append(scale)
    return Block(
        variables=variables,
        members=members,
        scales=tuple(scales),
        ratios=tuple([scale.as_integer_ratio() for scale in scales]),
        rows=(len(variables), tuple(table)),
    )
