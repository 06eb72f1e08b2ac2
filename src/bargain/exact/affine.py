"""Affine forms and linear conditions in named stakes.

Room      exact.
Meaning   an `Affine` is constant + sum of coefficient × stake; a `Condition` is an affine form
          compared with zero, weakly or strictly. Payoffs, rows, regions and ranges all speak in these.
Order     terms are sorted by name and hold no zero, so equal forms are equal values.
Kept      names, whole numbers, hash and text of a form or condition are worked out once, when first asked for:
          the same rows stand in hundreds of polyhedra. They are no part of the value.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING

from bargain.errors import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import sympy

__all__ = ["Affine", "Condition", "Relation"]

_ZERO = Fraction(0)


class _Kept:
    """Room beside a frozen value for what follows from it; not copied, compared or pickled."""

    __slots__ = ("_hash", "_names", "_text", "_whole")

    _hash: int
    _names: tuple[str, ...]
    _text: str
    _whole: tuple[int, tuple[int, ...], Fraction]

    def _keep(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)


@dataclass(frozen=True, slots=True)
class Affine(_Kept):
    """constant + Σ coefficient × stake, with exact rational numbers.

    Build one with `Affine.of`, `Affine.name` or `Affine.number`, or by arithmetic.

    >>> b, c = Affine.name("b"), Affine.name("c")
    >>> print(2 * b - c / 3 + 1)
    2*b - 1/3*c + 1
    >>> (b - c).at({"b": Fraction(3), "c": Fraction(1, 2)})
    Fraction(5, 2)
    """

    terms: tuple[tuple[str, Fraction], ...]  # sorted by name, no zero coefficient
    constant: Fraction

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            self._keep("_hash", hash((self.terms, self.constant)))
            return self._hash

    @staticmethod
    def of(coefficients: Mapping[str, Fraction | int], constant: Fraction | int = 0) -> Affine:
        """Return the form with these coefficients; zeros are dropped."""
        kept = tuple(sorted((name, _fraction(c)) for name, c in coefficients.items() if c))
        return Affine(kept, _fraction(constant))

    @staticmethod
    def name(name: str) -> Affine:
        """Return the form that is one stake."""
        return Affine(((name, Fraction(1)),), _ZERO)

    @staticmethod
    def number(value: Fraction | int) -> Affine:
        """Return the constant form."""
        return Affine((), Fraction(value))

    @staticmethod
    def total(forms: Iterable[Affine]) -> Affine:
        """Return the sum of many forms at the cost of one pass."""
        coefficients: dict[str, Fraction] = {}
        constant = _ZERO
        for form in forms:
            if form.constant:
                constant += form.constant
            for name, c in form.terms:
                coefficients[name] = coefficients[name] + c if name in coefficients else c
        return Affine.of(coefficients, constant)

    @property
    def names(self) -> tuple[str, ...]:
        """The stakes that occur, sorted."""
        try:
            return self._names
        except AttributeError:
            self._keep("_names", tuple([name for name, _ in self.terms]))
            return self._names

    @property
    def whole(self) -> tuple[int, tuple[int, ...], Fraction]:
        """Constant and coefficients times a positive scale, whole and without common factor, and the scale.

        >>> (Affine.name("a") / 2 - Affine.name("b") / 3 + 1).whole
        (6, (3, -2), Fraction(6, 1))
        """
        try:
            return self._whole
        except AttributeError:
            pairs = [self.constant.as_integer_ratio(), *[c.as_integer_ratio() for _, c in self.terms]]
            top = lcm(*[d for _, d in pairs])
            numbers = [n * (top // d) for n, d in pairs]
            common = gcd(*numbers) or 1
            constant, *coefficients = [n // common for n in numbers]
            self._keep("_whole", (constant, tuple(coefficients), Fraction(top, common)))
            return self._whole

    @property
    def is_constant(self) -> bool:
        """Whether no stake occurs."""
        return not self.terms

    def coefficient(self, name: str) -> Fraction:
        """Return the coefficient of one stake, 0 if it does not occur."""
        return dict(self.terms).get(name, _ZERO)

    def at(self, values: Mapping[str, Fraction]) -> Fraction:
        """Return the value at a point.

        Raises
        ------
        ExpressionError
            If a stake that occurs has no value.
        """
        return Fraction(*self.quotient(values))

    def quotient(self, values: Mapping[str, Fraction]) -> tuple[int, int]:
        """Return the value at a point as two whole numbers, the second one positive; not reduced.

        The sign is that of the first one, which costs less than the value.
        """
        total, coefficients, scale = self.whole
        below = 1
        for name, c in zip(self.names, coefficients, strict=True):
            if name not in values:
                raise ExpressionError(f"no value for stake {name!r}", remedy="give one for every stake used")
            n, d = values[name].as_integer_ratio()
            if d == below:
                total += c * n
            else:
                common = lcm(below, d)
                total = total * (common // below) + c * n * (common // d)
                below = common
        up, down = scale.as_integer_ratio()
        return total * down, below * up

    def substitute(self, values: Mapping[str, Fraction]) -> Affine:
        """Return the form with some stakes replaced by numbers; the others stay."""
        rest = {name: c for name, c in self.terms if name not in values}
        fixed = sum((c * values[name] for name, c in self.terms if name in values), _ZERO)
        return Affine.of(rest, self.constant + fixed)

    def __add__(self, other: Affine | Fraction | int) -> Affine:
        if isinstance(other, Affine):
            return Affine.total((self, other))
        if isinstance(other, Fraction | int):
            return Affine(self.terms, self.constant + other)
        return NotImplemented

    __radd__ = __add__

    def __neg__(self) -> Affine:
        return Affine(tuple((name, -c) for name, c in self.terms), -self.constant)

    def __sub__(self, other: Affine | Fraction | int) -> Affine:
        return self + (-other)

    def __rsub__(self, other: Fraction | int) -> Affine:
        return (-self) + other

    def __mul__(self, factor: Fraction | int) -> Affine:
        if not isinstance(factor, Fraction | int):
            return NotImplemented
        if factor == 0:
            return Affine.number(0)
        return Affine(tuple((name, c * factor) for name, c in self.terms), self.constant * factor)

    __rmul__ = __mul__

    def __truediv__(self, divisor: Fraction | int) -> Affine:
        if not isinstance(divisor, Fraction | int):
            return NotImplemented
        return self * (1 / Fraction(divisor))

    def __str__(self) -> str:
        text = ""
        for name, c in self.terms:
            size = name if abs(c) == 1 else f"{abs(c)}*{name}"
            text += (" - " if c < 0 else " + ") + size if text else ("-" if c < 0 else "") + size
        if not text:
            return str(self.constant)
        if self.constant:
            text += f" {'-' if self.constant < 0 else '+'} {abs(self.constant)}"
        return text

    def to_sympy(self) -> sympy.Expr:
        """Return the SymPy expression; stakes become real symbols of the same name."""
        import sympy

        out = sympy.Rational(self.constant.numerator, self.constant.denominator)
        for name, c in self.terms:
            out += sympy.Rational(c.numerator, c.denominator) * sympy.Symbol(name, real=True)
        return out


def _fraction(value: Fraction | int) -> Fraction:
    """Return a number as a fraction, itself if it is one: building another costs as much as an addition."""
    return value if type(value) is Fraction else Fraction(value)


class Relation(enum.Enum):
    """How an affine form compares with zero."""

    AT_LEAST = ">="
    ABOVE = ">"
    EQUAL = "=="

    @property
    def strict(self) -> bool:
        """Whether zero itself is excluded."""
        return self is Relation.ABOVE


@dataclass(frozen=True, slots=True)
class Condition(_Kept):
    """`form` compared with zero.

    >>> a, b = Affine.name("a"), Affine.name("b")
    >>> print(Condition(a - 2 * b, Relation.ABOVE))
    a > 2*b
    """

    form: Affine
    relation: Relation

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            self._keep("_hash", hash((self.form, self.relation)))
            return self._hash

    def holds(self, values: Mapping[str, Fraction]) -> bool:
        """Tell whether the condition holds at a point, exactly."""
        value, _ = self.form.quotient(values)
        if self.relation is Relation.AT_LEAST:
            return value >= 0
        return value > 0 if self.relation is Relation.ABOVE else value == 0

    def opposite(self) -> Condition:
        """Return the condition that holds exactly where this one fails.

        Raises
        ------
        ExpressionError
            For an equality, whose opposite is not one condition.
        """
        if self.relation is Relation.EQUAL:
            raise ExpressionError(f"the opposite of {self} is not one condition", remedy="ask for < and > separately")
        flipped = Relation.AT_LEAST if self.relation.strict else Relation.ABOVE
        return Condition(-self.form, flipped)

    def simplest(self) -> Condition:
        """Return the same condition with coefficient 1 on a single name, or the smallest whole ones on several.

        >>> print(Condition(Affine.name("a") / 2, Relation.ABOVE).simplest())
        a > 0
        >>> print(Condition(Affine.name("a") / 2 - Affine.name("b") / 3, Relation.AT_LEAST).simplest())
        3*a >= 2*b
        """
        sizes = [abs(c) for _, c in self.form.terms]
        if not sizes:
            return self
        if len(sizes) == 1:
            scale = 1 / sizes[0]
        else:
            whole = lcm(*(c.denominator for c in sizes))
            scale = Fraction(whole, gcd(*(int(c * whole) for c in sizes)))
        return self if scale == 1 else Condition(self.form * scale, self.relation)

    def __str__(self) -> str:
        try:
            return self._text
        except AttributeError:
            self._keep("_text", self._written())
            return self._text

    def _written(self) -> str:
        """Return the condition with everything on the side where it is positive."""
        left = Affine(tuple(t for t in self.form.terms if t[1] > 0), max(self.form.constant, _ZERO))
        right = Affine(tuple((n, -c) for n, c in self.form.terms if c < 0), max(-self.form.constant, _ZERO))
        if left.is_constant and not right.is_constant and self.relation is not Relation.EQUAL:
            return f"{right} {'<' if self.relation.strict else '<='} {left}"
        return f"{left} {self.relation.value} {right}"

    def to_sympy(self) -> sympy.Basic:
        """Return the SymPy relation between the form and zero."""
        import sympy

        make = {Relation.AT_LEAST: sympy.Ge, Relation.ABOVE: sympy.Gt, Relation.EQUAL: sympy.Eq}
        return make[self.relation](self.form.to_sympy(), 0)
