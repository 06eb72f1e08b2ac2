"""The equilibrium in which both players of a 2×2 game mix: its formula, and the stakes at which it exists.

Room      study.
Formula   each player mixes so that the other is indifferent: a ratio of two affine forms in the other's stakes.
Where     both ratios lie strictly between 0 and 1 exactly if each player prefers one action against one reply
          and the other action against the other; that is two sign patterns per player, so up to four disjoint
          open polyhedra. Where a player is indifferent against both replies a continuum of equilibria mixes;
          those ties are not part of this formula and `nash` at a point lists them.
Source    [osborne1994]_, section 3.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible
from bargain.study.pieces import added, narrowed
from bargain.study.ranges import COLUMNS
from bargain.study.region_cuts import needed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sympy

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.games import NormalFormGame
    from bargain.polyhedra import Point, Polyhedron, RatioExtent

__all__ = ["MixedPart", "MixedRegion", "mixed_region"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedPart:
    """One sign pattern under which both players mix.

    Attributes
    ----------
    conditions : beyond the rows of the case, none implied by the rest
    extents : per player, how far the probability of the first action goes over the part
    witness : stakes in the part
    """

    conditions: tuple[Condition, ...]
    extents: tuple[RatioExtent, RatioExtent]
    witness: Point


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class MixedRegion:
    """The completely mixed equilibrium of a 2×2 game.

    Attributes
    ----------
    players, actions : labels; the probabilities are those of each player's first action
    ratios : per player (numerator, denominator), affine in the other player's stakes
    parts : disjoint; empty if the case excludes the equilibrium, ties apart
    """

    game: str
    players: tuple[str, str]
    actions: tuple[str, str]
    ratios: tuple[tuple[Affine, Affine], tuple[Affine, Affine]]
    parts: tuple[MixedPart, ...]

    def sympy(self) -> tuple[sympy.Expr, sympy.Expr]:
        """Return both probabilities as SymPy expressions in real symbols."""
        first, second = (n.to_sympy() / d.to_sympy() for n, d in self.ratios)
        return first, second

    @property
    def formulas(self) -> tuple[str, str]:
        """Both probabilities as text."""
        first, second = (f"({n}) / ({d})" for n, d in self.ratios)
        return first, second

    def __repr__(self) -> str:
        lines = [f"<mixed equilibrium of {self.game!r}: {'exists in parts' if self.parts else 'excluded by the case'}>"]
        for who, act, text in zip(self.players, self.actions, self.formulas, strict=True):
            lines.append(f"  {who}: {act} with probability {text}")
        for part in self.parts:
            reach = ", ".join(f"{who} {x}" for who, x in zip(self.players, part.extents, strict=True))
            lines.append(f"  where {' and '.join(map(str, part.conditions)) or 'anywhere'}: {reach}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        return {
            "game": self.game,
            "probabilities": [
                {"player": who, "action": act, "formula": text}
                for who, act, text in zip(self.players, self.actions, self.formulas, strict=True)
            ],
            "parts": [
                {
                    "conditions": [str(c) for c in part.conditions],
                    "extents": [str(x) for x in part.extents],
                    "witness": {name: str(v) for name, v in part.witness},
                }
                for part in self.parts
            ],
        }


def mixed_region(case: CodedCase, name: str, *, readings: Sequence[Reading] = COLUMNS[-1]) -> MixedRegion:
    """Return the completely mixed equilibrium of a 2×2 game of a case, and where it exists.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game of two players with two actions each.
    readings : which claims count; all if left out

    Raises
    ------
    CaseError
        If there is no such game.
    GameError
        If it is not 2×2.

    Examples
    --------
    >>> from bargain import load_case
    >>> print(mixed_region(load_case("russia-turkey-2022"), "payments").formulas[0])
    (-T_cost_payments_full) / (T_alone_payments - T_cost_payments_full)
    """
    game = case.game(name)
    if game.shape != (2, 2):
        raise GameError(f"game {name!r} is {'×'.join(map(str, game.shape))}", remedy="name a 2×2 game")
    gains = _gains(game)
    # The first player's mixture makes the second indifferent, and the other way round.
    ratios = (_ratio(*gains[1]), _ratio(*gains[0]))
    space = narrowed(case.space(tuple(readings)), {n for pair in gains for form in pair for n in form.names})
    found = [_part(space, gains, signs, ratios) for signs in product((1, -1), repeat=2)]
    ratios = _readable(ratios, next((part for part in found if part is not None), None))
    return MixedRegion(
        game=name,
        players=(game.players[0], game.players[1]),
        actions=(game.actions[0][0], game.actions[1][0]),
        ratios=ratios,
        parts=tuple(part for part in found if part is not None),
    )


def _gains(game: NormalFormGame) -> tuple[tuple[Affine, Affine], tuple[Affine, Affine]]:
    """Return what each player's first action gains over its second, per action of the other."""

    def form(player: int, cell: tuple[int, int]) -> Affine:
        value = game.payoff(player, cell)
        return value if isinstance(value, Affine) else Affine.number(value)

    row = (form(0, (0, 0)) - form(0, (1, 0)), form(0, (0, 1)) - form(0, (1, 1)))
    column = (form(1, (0, 0)) - form(1, (0, 1)), form(1, (1, 0)) - form(1, (1, 1)))
    return row, column


def _ratio(first: Affine, second: Affine) -> tuple[Affine, Affine]:
    """Return the other's weight on its first action at which a player is indifferent: w·first + (1−w)·second = 0."""
    return second, second - first


def _readable(
    ratios: tuple[tuple[Affine, Affine], tuple[Affine, Affine]], part: MixedPart | None
) -> tuple[tuple[Affine, Affine], tuple[Affine, Affine]]:
    """Return the ratios with denominators that are positive where the equilibrium exists first."""
    if part is None:
        return ratios
    first, second = ((n * x.sign, d * x.sign) for (n, d), x in zip(ratios, part.extents, strict=True))
    return first, second


def _part(
    space: Polyhedron,
    gains: tuple[tuple[Affine, Affine], tuple[Affine, Affine]],
    signs: tuple[int, ...],
    ratios: tuple[tuple[Affine, Affine], tuple[Affine, Affine]],
) -> MixedPart | None:
    """Return one sign pattern with its extents; None if the space excludes it."""
    forms = [form for pair, sign in zip(gains, signs, strict=True) for form in (pair[0] * sign, pair[1] * -sign)]
    if any(f.is_constant and f.constant <= 0 for f in forms):
        return None
    conditions = [Condition(f, Relation.ABOVE) for f in forms if not f.is_constant]
    area = added(space, conditions)
    answer = area.feasibility()
    if not isinstance(answer, Feasible):
        return None
    first, second = (area.ratio_extent(n, d) for n, d in ratios)
    return MixedPart(conditions=needed(space, conditions), extents=(first, second), witness=answer.witness)
