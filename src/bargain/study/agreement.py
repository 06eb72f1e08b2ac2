"""How far two coders agree beyond chance: Cohen's kappa and Krippendorff's alpha, from a library.

Room      study. [decision 0011](docs/decisions/0011-agreement.md) says which library and why.
Kappa     1 - (share of units that differ) / (share expected if each coder drew from its own codes), [cohen1960]_.
Alpha     the same with codes drawn from both coders together, and a correction for few units, [krippendorff2018]_.
Numbers   the coefficients are floats, rounded to six digits; counts are exact.
Undefined where both coders use one and the same code throughout: nothing could have differed by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nltk.metrics.agreement import AnnotationTask

__all__ = ["Agreement", "agreement"]

_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Agreement of two coders on one code.

    Attributes
    ----------
    what : the code, and of which units
    units : how many units both coded
    same : on how many they agree
    kappa, alpha : approximate, at most 1; None where undefined
    """

    what: str
    units: int
    same: int
    kappa: float | None
    alpha: float | None

    @property
    def observed(self) -> Fraction | None:
        """The share of units on which both agree; None without units."""
        return Fraction(self.same, self.units) if self.units else None

    def __str__(self) -> str:
        if not self.units:
            return f"{self.what}: nothing that both coded"
        told = "kappa and alpha undefined: one code throughout"
        if self.kappa is not None and self.alpha is not None:
            told = f"kappa {self.kappa:.3f}, alpha {self.alpha:.3f}"
        return f"{self.what}: {self.same} of {self.units} alike, {told}"


def agreement(what: str, codes: Sequence[tuple[str, str]]) -> Agreement:
    """Return how far two coders agree on one code.

    Parameters
    ----------
    what : str
        The code, in words.
    codes : sequence of pairs
        Per unit the code that the first and the second coder gave.

    Raises
    ------
    MissingExtraError
        Without nltk.

    Examples
    --------
    >>> print(agreement("toy", [("x", "x"), ("y", "x"), ("y", "y")]))
    toy: 2 of 3 alike, kappa 0.400, alpha 0.444
    >>> print(agreement("toy", [("x", "x")]))
    toy: 1 of 1 alike, kappa and alpha undefined: one code throughout
    """
    same = sum(a == b for a, b in codes)
    if len({code for pair in codes for code in pair}) < 2:
        return Agreement(what=what, units=len(codes), same=same, kappa=None, alpha=None)
    task = _task(codes)
    return Agreement(
        what=what,
        units=len(codes),
        same=same,
        kappa=round(float(task.kappa()), _DIGITS),
        alpha=round(float(task.alpha()), _DIGITS),
    )


def _task(codes: Sequence[tuple[str, str]]) -> AnnotationTask:
    """Return the codes as the library wants them: coder, unit, code."""
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as fault:
        raise MissingExtraError(
            "coefficients of agreement need nltk", remedy="install bargain-games[compare]"
        ) from fault
    units = [(f"{n:06d}", pair) for n, pair in enumerate(codes)]
    return AnnotationTask(
        data=[(coder, unit, pair[k]) for unit, pair in units for k, coder in enumerate(("first", "second"))]
    )
