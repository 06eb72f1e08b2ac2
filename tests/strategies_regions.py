"""Small games with payoffs affine in three stakes, spaces for them, and exact points to try: corners, faces, inside."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product
from types import SimpleNamespace
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from bargain.exact import Affine
from bargain.games import NormalFormGame
from bargain.polyhedra import Polyhedron
from strategies_polyhedra import corners

if TYPE_CHECKING:
    from bargain.encode import CodedCase

BOX = {"la": "0 <= a <= 1", "lb": "0 <= b <= 1", "lc": "-1 <= c <= 1"}
SPACES = st.sampled_from(
    [
        BOX,
        {**BOX, "order": "a < b"},
        {**BOX, "order": "a <= b", "sum": "a + b <= 1", "sign": "c >= 0"},
        {**BOX, "unit": "a + b == 1"},
        {**BOX, "pin 1": "a >= 1/2", "pin 2": "a <= 1/2"},
    ]
).map(lambda rows: Polyhedron.read(("a", "b", "c"), rows))
FORMS = st.builds(
    lambda x, y, z, k: Affine.of({"a": x, "b": y, "c": z}, k), *(st.integers(-1, 1) for _ in "abc"), st.integers(-1, 1)
)


@st.composite
def affine_games(draw, shapes=((2, 2), (2, 3), (2, 2, 2))):
    """Draw a game of two or three players; payoffs are often equal, so ties are the normal case."""
    shape = draw(st.sampled_from(shapes))
    size = 1
    for n in shape:
        size *= n
    payoffs = tuple(tuple(draw(FORMS) for _ in range(size)) for _ in shape)
    return NormalFormGame(
        title="drawn",
        players=tuple(f"p{k}" for k in range(len(shape))),
        actions=tuple(tuple(f"x{j}" for j in range(n)) for n in shape),
        payoffs=payoffs,
    )


def points(space: Polyhedron) -> list[dict[str, Fraction]]:
    """Return corners of a space and points between any two of them that satisfy every row."""
    ends = [dict(zip(space.variables, p, strict=True)) for p in sorted(corners(space))]
    found = [*ends, dict(space.interior_point())]
    between = product(combinations(ends, 2), (Fraction(1, 2), Fraction(1, 3)))
    found += [{n: w * one[n] + (1 - w) * two[n] for n in one} for (one, two), w in between]
    return [p for p in found if space.contains(p)]


def stable(game: NormalFormGame, point: dict[str, Fraction]) -> set[tuple[int, ...]]:
    """Return the pure equilibria at a point, by the raw table: nobody has a better cell in its own line."""
    shape = [len(acts) for acts in game.actions]
    table = {}
    for n, cell in enumerate(product(*map(range, shape))):
        table[cell] = tuple(f.at(point) if isinstance(f, Affine) else f for f in (row[n] for row in game.payoffs))
    return {cell for cell in table if all(table[cell][p] >= table[there][p] for p, there in _lines(cell, shape))}


def _lines(cell: tuple[int, ...], shape: list[int]) -> list[tuple[int, tuple[int, ...]]]:
    """Return who can go where from a cell alone."""
    return [(p, (*cell[:p], k, *cell[p + 1 :])) for p, size in enumerate(shape) for k in range(size)]


@dataclass(frozen=True)
class Toy:
    """As much of a case as a verdict asks for: every row rests on the claim of its own name."""

    game_drawn: NormalFormGame
    theta: Polyhedron

    def game(self, _name: str) -> NormalFormGame:
        """Return the one game."""
        return self.game_drawn

    def space(self, _readings: object = None) -> Polyhedron:
        """Return the one space."""
        return self.theta

    def basis(self, label: str) -> SimpleNamespace:
        """Return what a row rests on."""
        return SimpleNamespace(claims=(label.split(".", maxsplit=1)[0].replace(" ", "-"),), convention="")

    @property
    def claims(self) -> tuple[SimpleNamespace, ...]:
        """Return one stated claim per row."""
        names = dict.fromkeys(self.basis(r.label).claims[0] for r in self.theta.rows)
        return tuple(SimpleNamespace(id=name, reading="stated") for name in names)


def toy(game: NormalFormGame, space: Polyhedron) -> CodedCase:
    """Return a toy in the place of a case."""
    return Toy(game, space)  # type: ignore[return-value]
