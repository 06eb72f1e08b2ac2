"""Points on both sides of every condition of a union: where a condition that is off by little shows.

Room      study. Arithmetic only: no linear program.
Method    from a point of a member towards a point that misses one of its conditions, straight down the condition's
          slope, or one stake at a time: just before the edge, on it, and just behind it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bargain.exact import Condition
    from bargain.study.pieces import Alternative

__all__ = ["edges"]

Point = dict[str, Fraction]
_NEAR = Fraction(1, 64)
_ENOUGH = 2  # crossings per condition
_FROM = 6  # points of a member that are tried


def edges(
    ways: Sequence[Alternative], points: Sequence[Point], inside: Callable[[Point], bool]
) -> Iterator[tuple[Point, ...]]:
    """Yield, for every condition of every member of a union, points just before, on and just behind its edge.

    Parameters
    ----------
    ways : sequence of Alternative
    points : points of the stake space, in the union or not
    inside : tells whether a point is admissible; what is not is left out

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> from bargain.study.pieces import Alternative
    >>> way = Alternative(label="up", conditions=parse_conditions("a >= 1"))
    >>> three = next(edges([way], [{"a": Fraction(3)}], lambda point: point["a"] > 0))
    >>> [str(p["a"]) for p in three]
    ['33/32', '1', '31/32']
    """
    for way in ways:
        homes = [p for p in points if way.holds(p)][:_FROM]
        for condition in way.conditions:
            found = 0
            for home, far in _pairs(condition, homes, points):
                near = _across(condition, home, far)
                if found < _ENOUGH and near and way.holds(near[0]) and inside(near[0]):
                    found += 1
                    yield tuple(p for p in near if inside(p))


def _pairs(condition: Condition, homes: Sequence[Point], points: Sequence[Point]) -> Iterator[tuple[Point, Point]]:
    """Yield points of a member with points that miss a condition."""
    for home in homes:
        for far in (*_down(condition, home), *(p for p in points if condition.form.at(p) < 0)):
            yield home, far


def _down(condition: Condition, home: Point) -> Iterator[Point]:
    """Yield points as far behind the edge as `home` is before it: straight down the slope, and stake by stake."""
    slopes = dict(condition.form.terms)
    steep = sum((v * v for v in slopes.values()), Fraction(0))
    height = condition.form.at(home)
    if height > 0 and steep:
        yield {name: v - 2 * height * slopes.get(name, 0) / steep for name, v in home.items()}
        for name, slope in condition.form.terms:
            yield {**home, name: home[name] - 2 * height / slope}


def _across(condition: Condition, home: Point, far: Point) -> tuple[Point, ...]:
    """Return points just before, on and just behind the edge, on the way from one point to another; () if on none."""
    here, there = condition.form.at(home), condition.form.at(far)
    if here <= 0 or there >= 0:
        return ()
    edge = here / (here - there)
    shares = (edge * (1 - _NEAR), edge, edge + (1 - edge) * _NEAR)
    return tuple({name: v + share * (far[name] - v) for name, v in home.items()} for share in shares)
