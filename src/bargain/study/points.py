"""The stakes at which a worked number is taken: the baseline, or a point that the caller gives.

Room      study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact import fraction

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from bargain.encode import CodedCase

__all__ = ["point_of"]


def point_of(case: CodedCase, at: Mapping[str, object] | None) -> tuple[dict[str, Fraction], str]:
    """Return the stakes asked for, with what they are called; stakes not given are those of the baseline.

    Parameters
    ----------
    case : CodedCase
    at : mapping of stakes to exact numbers
        None asks for the baseline, and for nothing if the case has none.

    Raises
    ------
    GameError
        If a stake has no value, or the point breaks a row, which is named with its basis.
    CaseError
        For an unknown stake.
    NumberError
        For a value that is no exact number.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> point, name = point_of(case, {"R_cost_syria_full": "3/5"})
    >>> str(point["R_cost_syria_full"]), str(case.point()["R_cost_syria_full"]), name
    ('3/5', '2/3', 'given point')
    """
    base = case.point() if case.baseline is not None else {}
    if at is None:
        return (base, "baseline") if base else ({}, "")
    given = {case.stake(name).id: fraction(value, what=f"stake {name!r}") for name, value in at.items()}
    point = {**base, **given}
    space = case.space()
    missing = [name for name in space.variables if name not in point]
    if missing:
        raise GameError(f"the point gives no value for {', '.join(missing[:5])}", remedy="give every stake a value")
    broken = space.violated(point)
    if broken:
        raise GameError(
            f"the point is outside the stake space: it breaks {broken[0]} ({case.basis(broken[0].label)})",
            remedy="choose stakes that satisfy every row",
        )
    return point, "given point" if given else "baseline"
