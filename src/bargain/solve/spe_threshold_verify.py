"""Do thresholds hold? The game solved again at single values, by code of its own.

Room      solve. Uses `plays_at`, which works from the definition; nothing of the solver of thresholds.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.solve.spe_region_verify import plays_at
from bargain.solve.verify import Verification

if TYPE_CHECKING:
    from bargain.solve.spe_thresholds import SpeThresholds, ThresholdPart

__all__ = ["verify_thresholds"]


def verify_thresholds(found: SpeThresholds, *, steps: int = 24) -> Verification:
    """Check how plays depend on one open probability.

    Parameters
    ----------
    found : SpeThresholds
    steps : int
        The game is solved again at so many values between the ends, beside one in each part and every
        rational threshold.

    Returns
    -------
    Verification
        Truthy if everything holds. That plays do not change within a part is not re-derived.
    """
    values = _values(found, steps)
    faults = _order(found)
    if not faults:
        faults = [fault for value in values if (fault := _fault(found, value))]
    return Verification(
        subject=f"subgame-perfect plays of {found.game.title!r} by {found.name}, {len(found)} parts",
        checks=(
            "parts follow one another and leave no value out",
            f"plays and payoffs are those of the game solved again at {len(values)} values",
        ),
        faults=tuple(faults),
        completeness="not re-derived: that nothing changes within a part",
    )


def _values(found: SpeThresholds, steps: int) -> list[Fraction]:
    first, last = found.parts[0].low.low, found.parts[-1].high.low
    values = {first + (last - first) * Fraction(k, steps) for k in range(steps + 1)}
    values |= {part.witness for part in found if part.witness is not None}
    return sorted(values | {t.low for t in found.thresholds if t.low == t.high})


def _order(found: SpeThresholds) -> list[str]:
    """Return a fault if two neighbours leave a value out or share one."""
    return [
        f"{left} and {right} do not follow one another"
        for left, right in pairwise(found.parts)
        if left.high != right.low or left.closed[1] == right.closed[0]
    ]


def _fault(found: SpeThresholds, value: Fraction) -> str:
    part: ThresholdPart = found.at(value)
    said = {
        (play.ends, tuple(sum((c * value**k for k, c in enumerate(form)), Fraction(0)) for form in play.payoffs))
        for play in part.plays
    }
    if said == plays_at(found.game.at({found.name: value}), {}):
        return ""
    return f"the plays at {found.name} = {value} are others"
