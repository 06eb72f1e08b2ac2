"""What polyhedra are asked and what they answer, as plain values.

Room      polyhedra. Imports exact and errors; no linear programming, so that `check` can import it.
Rows      one linear condition with a label; the label is how certificates and cases speak of it.
Points    tuples of (variable, value), in the order of the polyhedron's variables; `dict(point)` maps.
Exactness every number is a Fraction.
Source    certificates after the theorems of Farkas and Motzkin, [schrijver1986]_, section 7.8.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, show

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = [
    "Certificate",
    "Decision",
    "End",
    "Extent",
    "Feasible",
    "Infeasible",
    "Point",
    "Pole",
    "RatioExtent",
    "Ray",
    "Redundancy",
    "Row",
    "Verdict",
]

Point = tuple[tuple[str, "Fraction"], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled linear condition.

    >>> from bargain.exact import parse_conditions
    >>> print(Row("r1", parse_conditions("full >= partial")[0]))
    r1: full >= partial
    """

    label: str
    condition: Condition

    def __str__(self) -> str:
        return f"{self.label}: {self.condition}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Multipliers on rows that prove a conclusion by adding the rows up.

    The rows are read as form >= 0, > 0 or == 0. Weak and strict rows carry positive multipliers,
    equalities any sign. Without a conclusion the sum is a constant that contradicts its own sign, so
    the rows cannot hold together. With one, the conclusion's form is the sum plus a constant of the
    right sign; an equality needs a second sum, `reverse`, for the other direction.
    """

    multipliers: tuple[tuple[str, Fraction], ...]
    conclusion: Condition | None = None
    reverse: tuple[tuple[str, Fraction], ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The rows used, in the polyhedron's order, each once."""
        return tuple(dict.fromkeys(label for label, _ in (*self.multipliers, *self.reverse)))

    def __str__(self) -> str:
        claim = "a contradiction" if self.conclusion is None else str(self.conclusion)
        return f"{_sum(self.multipliers)} gives {claim}"


def _sum(multipliers: tuple[tuple[str, Fraction], ...]) -> str:
    return " + ".join(f"{show(y)} × [{label}]" for label, y in multipliers) or "no row at all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ray:
    """A direction that never leaves the polyhedron and along which `form` grows without end.

    For a ratio, `form` is the numerator and `still` the denominator, which keeps its value.
    """

    direction: Point
    form: Affine
    still: Affine | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """No row bounds this end."""
        return ()

    def __str__(self) -> str:
        moves = ", ".join(f"{name} by {show(step)}" for name, step in self.direction if step)
        return f"{self.form} grows without end along {moves}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pole:
    """A point of the closure where `denominator` is zero and `numerator` is positive: the ratio has no bound."""

    point: Point
    numerator: Affine
    denominator: Affine

    @property
    def labels(self) -> tuple[str, ...]:
        """No row bounds this end."""
        return ()

    def __str__(self) -> str:
        return f"{self.denominator} falls to 0 where {self.numerator} stays positive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasible:
    """A polyhedron with a point.

    Attributes
    ----------
    witness : Point
        Satisfies every row, strict ones included.
    slack : Fraction or None
        The least value of a strict row's form at the witness: the largest possible, capped at 1.
        None without a strict row.
    """

    witness: Point
    slack: Fraction | None

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """An empty polyhedron, with the rows that contradict each other and their multipliers."""

    certificate: Certificate

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One end of an extent.

    Attributes
    ----------
    value : Fraction or None
        The exact infimum or supremum over the polyhedron; None where there is no bound.
    attained : bool
        Whether a point of the polyhedron, strict rows included, has this value.
    point : Point or None
        Such a point; where the end is not attained, a point of the closure with the value; where the
        end is unbounded, any point of the polyhedron; None where a ratio's end is only approached at
        infinity (then `toward` gives the direction).
    certificate : Certificate, Ray or Pole
        Proof that nothing lies beyond: strict where the end is not attained. If unbounded a ray, or,
        for a ratio, a pole.
    toward : Point or None
        Direction along which a ratio approaches an end that no point of the closure has.
    """

    value: Fraction | None
    attained: bool
    point: Point | None
    certificate: Certificate | Ray | Pole
    toward: Point | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """The exact range of an affine form over a polyhedron; prints as an interval."""

    form: Affine
    low: End
    high: End

    def __str__(self) -> str:
        return _interval(self.low, self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioExtent:
    """The exact range of numerator / denominator over a polyhedron.

    Attributes
    ----------
    sign : int
        +1 or -1: the sign of the denominator wherever it is not zero.
    support : Certificate
        Proof of that sign, weak if the denominator can be zero in the polyhedron itself.
    proviso : Row or None
        Where the denominator can be zero in the polyhedron, the range is over the rest: this row
        states it, and the certificates may use it.
    """

    numerator: Affine
    denominator: Affine
    low: End
    high: End
    sign: int
    support: Certificate
    proviso: Row | None = None

    def __str__(self) -> str:
        return _interval(self.low, self.high)


def _interval(low: End, high: End) -> str:
    left = "(-∞" if low.value is None else f"{'[' if low.attained else '('}{show(low.value)}"
    right = "∞)" if high.value is None else f"{show(high.value)}{']' if high.attained else ')'}"
    return f"{left}, {right}"


class Verdict(enum.StrEnum):
    """Where in a non-empty polyhedron a condition holds."""

    ALWAYS = "always"
    SOMETIMES = "sometimes"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Whether a condition holds always, sometimes or never over a polyhedron.

    Attributes
    ----------
    certificate : Certificate or None
        For always and never.
    witness_for, witness_against : Point or None
        For sometimes: a point of the polyhedron each way, strict rows included.
    exceptions : tuple of Condition
        For sometimes, where the other part is only a face: the one equality outside which the
        verdict is always (if `mostly` is ALWAYS) or never (if NEVER). Empty for equality conditions.
    face : tuple of str
        Rows that hold with equality wherever the exception does.
    """

    condition: Condition
    verdict: Verdict
    certificate: Certificate | None = None
    witness_for: Point | None = None
    witness_against: Point | None = None
    exceptions: tuple[Condition, ...] = ()
    face: tuple[str, ...] = ()
    mostly: Verdict | None = None

    def __str__(self) -> str:
        if self.mostly is None:
            return f"{self.condition}: {self.verdict}"
        return f"{self.condition}: {self.mostly} except where {' and '.join(map(str, self.exceptions))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundancy:
    """A row that the rows that stay imply."""

    label: str
    certificate: Certificate
