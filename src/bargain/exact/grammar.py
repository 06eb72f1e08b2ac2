"""A small grammar for expressions in case files: numbers, names, + − × / and comparisons.

Room      exact.
Safety    text is cut into tokens and read by recursive descent; nothing is ever evaluated. Length and
          nesting are bounded. A product needs a number on one side, so every expression is affine.
Grammar   condition   = sum (("<=" | "<" | ">=" | ">" | "==") sum)+
          sum         = product (("+" | "-") product)*
          product     = factor (("*" | "/") factor)*
          factor      = ("+" | "-") factor | number | name | "(" sum ")"
          The signs ≤ ≥ − × = are read as <= >= - * ==.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from bargain.errors import ExpressionError
from bargain.exact.affine import Affine, Condition, Relation
from bargain.exact.rational import fraction

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["nearest", "parse_affine", "parse_conditions"]

_LONGEST = 4_000
_DEEPEST = 50
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign><=|>=|==|[-+*/()<>=≤≥−×·]))",
    re.ASCII,
)
_SYNONYMS = {"−": "-", "×": "*", "·": "*", "≤": "<=", "≥": ">=", "=": "=="}
_COMPARISONS = ("<=", "<", ">=", ">", "==")


def nearest(name: str, known: Collection[str]) -> str:
    """Return a remedy that names the closest known name, or lists a few.

    >>> nearest("syira", ["syria", "energy"])
    "did you mean 'syria'?"
    """
    close = difflib.get_close_matches(name, list(known), n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    some = sorted(known)
    return f"known: {', '.join(some[:12])}{', …' if len(some) > 12 else ''}" if some else "none is declared"


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """Cut text into (kind, text, position), positions counted from 1."""
    if len(text) > _LONGEST:
        raise ExpressionError(f"an expression of {len(text)} characters", remedy=f"use at most {_LONGEST:,} characters")
    out: list[tuple[str, str, int]] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            place = len(text) - len(text[at:].lstrip())
            raise ExpressionError(
                f"unexpected {text[place]!r} at character {place + 1} in {text!r}",
                remedy="an expression has only numbers, names, + - * / ( ) and comparisons",
            )
        found = match.group(match.lastgroup)
        out.append((match.lastgroup, _SYNONYMS.get(found, found), match.start(match.lastgroup) + 1))
        at = match.end()
    return out


class _Reader:
    """Recursive descent over the tokens of one expression."""

    def __init__(self, text: str, names: Collection[str] | None) -> None:
        self.text = text
        self.names = names
        self.tokens = _tokens(text)
        self.at = 0
        self.depth = 0

    def fault(self, what: str, remedy: str = "", *, back: int = 0) -> ExpressionError:
        """Build the error for the current token, or one some tokens back; at the end, for the last character."""
        at = self.at - back
        place = self.tokens[at][2] if at < len(self.tokens) else max(len(self.text.rstrip()), 1)
        what += f" at character {place}"
        return ExpressionError(f"{what} in {self.text!r}", remedy=remedy)

    def peek(self) -> str:
        """Return the sign that stands next, or an empty text."""
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign":
            return self.tokens[self.at][1]
        return ""

    def sum(self) -> Affine:
        """Read products joined by + and -."""
        terms = [self.product()]
        while self.peek() in {"+", "-"}:
            sign = self.tokens[self.at][1]
            self.at += 1
            term = self.product()
            terms.append(term if sign == "+" else -term)
        return Affine.total(terms)

    def product(self) -> Affine:
        """Read factors joined by * and /; at most one side of * may hold a name."""
        left = self.factor()
        while self.peek() in {"*", "/"}:
            sign = self.tokens[self.at][1]
            self.at += 1
            right = self.factor()
            if sign == "/":
                if not right.is_constant:
                    raise self.fault("division by a stake", "divide by numbers only", back=1)
                if right.constant == 0:
                    raise self.fault("division by zero", "divide by a non-zero number", back=1)
                left = left / right.constant
            elif right.is_constant:
                left = left * right.constant
            elif left.is_constant:
                left = right * left.constant
            else:
                raise self.fault("a product of two stakes", "payoffs and rows are affine in the stakes", back=1)
        return left

    def factor(self) -> Affine:
        """Read a signed number, name or bracket."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.fault("nesting is too deep", f"use at most {_DEEPEST} levels")
        try:
            return self._factor()
        finally:
            self.depth -= 1

    def _factor(self) -> Affine:
        if self.at >= len(self.tokens):
            raise self.fault("the expression ends too early", "a number, a name or a bracket must follow")
        kind, text, _ = self.tokens[self.at]
        if kind == "sign" and text in {"+", "-"}:
            self.at += 1
            inner = self.factor()
            return inner if text == "+" else -inner
        if kind == "sign" and text == "(":
            self.at += 1
            inner = self.sum()
            if self.peek() != ")":
                raise self.fault("a bracket is not closed", "add ')'")
            self.at += 1
            return inner
        if kind == "number":
            self.at += 1
            return Affine.number(fraction(text))
        if kind == "name":
            if self.names is not None and text not in self.names:
                raise self.fault(f"unknown stake {text!r}", nearest(text, self.names))
            self.at += 1
            return Affine.name(text)
        raise self.fault(f"unexpected {text!r}", "a number, a name or a bracket must stand here")


def parse_affine(text: str, *, names: Collection[str] | None = None) -> Affine:
    """Read an affine expression.

    Parameters
    ----------
    text : str
        For example ``"b_full - 1/2*c_full"``.
    names : collection of str, optional
        The stakes that may occur; any name if left out.

    Raises
    ------
    ExpressionError
        With the character position, for anything outside the grammar.

    Examples
    --------
    >>> print(parse_affine("2*(b - c)/3 + 1"))
    2/3*b - 2/3*c + 1
    >>> parse_affine("b*")
    Traceback (most recent call last):
        ...
    bargain.errors.ExpressionError: the expression ends too early at character 2 in 'b*'; ...
    """
    reader = _Reader(text, names)
    form = reader.sum()
    if reader.at < len(reader.tokens):
        raise reader.fault("unexpected text after the expression", "join terms by + - * /")
    return form


def parse_conditions(text: str, *, names: Collection[str] | None = None) -> tuple[Condition, ...]:
    """Read a comparison, or a chain of them, into one condition per sign.

    Examples
    --------
    >>> [str(c) for c in parse_conditions("0 <= partial < full")]
    ['partial >= 0', 'full > partial']

    Raises
    ------
    ExpressionError
        If there is no comparison, or the text is outside the grammar.
    """
    reader = _Reader(text, names)
    sides = [reader.sum()]
    signs: list[str] = []
    while reader.peek() in _COMPARISONS:
        signs.append(reader.tokens[reader.at][1])
        reader.at += 1
        sides.append(reader.sum())
    if reader.at < len(reader.tokens):
        raise reader.fault("unexpected text after the comparison", "join sides by <=, <, >=, > or ==")
    if not signs:
        raise ExpressionError(f"no comparison in {text!r}", remedy="write for example 'a >= b' or 'a > 0'")
    return tuple(_condition(left, sign, right) for left, sign, right in zip(sides, signs, sides[1:], strict=False))


def _condition(left: Affine, sign: str, right: Affine) -> Condition:
    """Bring one comparison into the form 'affine relation zero'."""
    if sign == "==":
        return Condition(left - right, Relation.EQUAL)
    form = left - right if sign in {">=", ">"} else right - left
    return Condition(form, Relation.ABOVE if sign in {"<", ">"} else Relation.AT_LEAST)
