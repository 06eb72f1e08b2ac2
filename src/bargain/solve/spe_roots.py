"""Cells of a line for `spe_cells`: open intervals and points between the real roots of polynomials.

Room      solve. SymPy factors polynomials and isolates their roots; everything else is rational arithmetic.
Forms     polynomials in one name, as tuples of Fractions from the constant up, no trailing zero.
Roots     a root is an irreducible polynomial and an interval in which it has this one root; different objects
          are different numbers, so comparing them ends by halving the intervals.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise
from typing import TYPE_CHECKING

from bargain.exact import Affine

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sympy

    from bargain.games.tree import Payoff

__all__ = ["Line", "Polynomial", "Root", "Stretch", "between", "compare", "evaluate", "to_sympy"]

Polynomial = tuple[Fraction, ...]
_ZERO = Fraction(0)


@dataclass(slots=True, eq=False)
class Root:
    """A real algebraic number: the only root of an irreducible polynomial between two rationals."""

    polynomial: Polynomial
    low: Fraction
    high: Fraction

    def halve(self) -> None:
        """Narrow the interval; a rational root has none."""
        middle = (self.low + self.high) / 2
        here = evaluate(self.polynomial, middle)
        if here == 0:
            self.low = self.high = middle
        elif (here > 0) == (evaluate(self.polynomial, self.high) > 0):
            self.high = middle
        else:
            self.low = middle

    def expression(self) -> sympy.Expr:
        """Return the number as a SymPy expression: rational, in radicals, or as a root of its polynomial."""
        import sympy

        if self.low == self.high:
            return sympy.Rational(self.low.numerator, self.low.denominator)
        name = sympy.Symbol("x")
        roots = sympy.Poly(to_sympy(self.polynomial, name), name).real_roots()
        return next(r for r in roots if _rational(self.low) < r < _rational(self.high))


def _rational(value: Fraction) -> sympy.Rational:
    import sympy

    return sympy.Rational(value.numerator, value.denominator)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The open interval between two roots, or one point if they are the same."""

    low: Root
    high: Root

    @property
    def point(self) -> bool:
        """Whether this is one point."""
        return self.low is self.high


def evaluate(form: Polynomial, at: Fraction) -> Fraction:
    """Return the value of a polynomial.

    >>> evaluate((Fraction(1), Fraction(0), Fraction(2)), Fraction(1, 2))
    Fraction(3, 2)
    """
    total = _ZERO
    for c in reversed(form):
        total = total * at + c
    return total


def to_sympy(form: Polynomial, name: sympy.Symbol) -> sympy.Expr:
    """Return a polynomial as a SymPy expression in a symbol."""
    import sympy

    return sympy.Add(*(_rational(c) * name**k for k, c in enumerate(form)))


def compare(first: Root, second: Root) -> int:
    """Return −1, 0 or 1 as the first root is below, the same as, or above the second."""
    if first is second:
        return 0
    while first.low <= second.high and second.low <= first.high:
        first.halve()
        second.halve()
    return -1 if first.high < second.low else 1


def _trimmed(form: Sequence[Fraction]) -> Polynomial:
    end = len(form)
    while end and form[end - 1] == 0:
        end -= 1
    return tuple(form[:end])


def _remainder(form: Polynomial, by: Polynomial) -> Polynomial:
    """Return the remainder of a polynomial division."""
    rest = list(form)
    while len(rest) >= len(by):
        factor, shift = rest[-1] / by[-1], len(rest) - len(by)
        for k, c in enumerate(by):
            rest[shift + k] -= factor * c
        rest.pop()
    return _trimmed(rest)


class Line:
    """Splits stretches of a line by polynomials in one name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._roots: dict[Polynomial, list[Root]] = {}

    def rational(self, value: Fraction) -> Root:
        """Return a rational number as a root; the same number is the same object."""
        return self._of((-value, Fraction(1)))[0]

    def read(self, value: Payoff) -> Polynomial:
        """Return a number, or a form in the one name, as a polynomial."""
        if isinstance(value, Affine):
            return _trimmed((value.constant, value.coefficient(self.name)))
        return _trimmed((value,))

    def minus(self, first: Polynomial, second: Polynomial) -> Polynomial:
        """Return a difference."""
        size = max(len(first), len(second))
        pad = [(*form, *[_ZERO] * (size - len(form))) for form in (first, second)]
        return _trimmed([a - b for a, b in zip(*pad, strict=True)])

    def mean(self, weights: Sequence[Polynomial], values: Sequence[Polynomial]) -> Polynomial:
        """Return a sum of products."""
        out = [_ZERO] * max((len(w) + len(v) for w, v in zip(weights, values, strict=True)), default=0)
        for w, v in zip(weights, values, strict=True):
            for i, a in enumerate(w):
                for j, b in enumerate(v):
                    out[i + j] += a * b
        return _trimmed(out)

    def positive(self, cell: Stretch, form: Polynomial) -> bool:
        """Tell whether a polynomial is positive throughout."""
        return all(sign > 0 for sign, _ in self.split(cell, form))

    def split(self, cell: Stretch, form: Polynomial) -> list[tuple[int, Stretch]]:
        """Return the parts where a polynomial is positive, zero, negative, from left to right."""
        if len(form) < 2:
            return [(_sign(form[0] if form else _ZERO), cell)]
        if cell.point:
            return [(self._sign_at(cell.low, form), cell)]
        inner = [r for r in self._of(form) if compare(cell.low, r) < 0 < compare(cell.high, r)]
        inner.sort(key=cmp_to_key(compare))
        out: list[tuple[int, Stretch]] = []
        for left, right in pairwise([cell.low, *inner, cell.high]):
            piece = Stretch(left, right)
            out.append((_sign(evaluate(form, between(left, right))), piece))
            if right is not cell.high:
                out.append((0, Stretch(right, right)))
        return out

    def _sign_at(self, root: Root, form: Polynomial) -> int:
        """Return the sign of a polynomial at a root."""
        if not _remainder(form, root.polynomial):
            return 0
        others = self._of(form)
        while root.low != root.high and any(r.low <= root.high and root.low <= r.high for r in others):
            root.halve()
            for r in others:
                r.halve()
        return _sign(evaluate(form, root.low))

    def _of(self, form: Polynomial) -> list[Root]:
        """Return the real roots of a polynomial that is not constant, each number one object."""
        if form not in self._roots:
            self._roots[form] = [root for factor in _factors(form) for root in self._of_factor(factor)]
        return self._roots[form]

    def _of_factor(self, factor: Polynomial) -> list[Root]:
        """Return the real roots of an irreducible polynomial whose leading coefficient is 1."""
        if factor not in self._roots:
            self._roots[factor] = _isolated(factor)
        return self._roots[factor]


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)


def between(low: Root, high: Root) -> Fraction:
    """Return a rational strictly between two roots."""
    while low.high >= high.low:
        low.halve()
        high.halve()
    return (low.high + high.low) / 2


def _factors(form: Polynomial) -> list[Polynomial]:
    """Return the irreducible factors over the rationals, leading coefficient 1, each once."""
    if len(form) == 2:
        return [(form[0] / form[1], Fraction(1))]
    import sympy

    name = sympy.Symbol("x")
    _, found = sympy.Poly(to_sympy(form, name), name, domain="QQ").factor_list()
    out = []
    for factor, _ in found:
        numbers = [Fraction(int(c.p), int(c.q)) for c in reversed(factor.all_coeffs())]
        out.append(tuple(c / numbers[-1] for c in numbers))
    return out


def _isolated(factor: Polynomial) -> list[Root]:
    """Return the real roots of an irreducible polynomial, each in an interval of its own."""
    if len(factor) == 2:
        return [Root(factor, -factor[0], -factor[0])]
    import sympy

    name = sympy.Symbol("x")
    found = sympy.Poly(to_sympy(factor, name), name, domain="QQ").intervals()
    return [Root(factor, Fraction(int(a.p), int(a.q)), Fraction(int(b.p), int(b.q))) for (a, b), _ in found]
