"""Closed forms of the two ends of a concession range, as text and as SymPy expressions.

Room      study.
Meaning   the least accepted share is a threshold divided by what the issue is worth, segment by segment;
          the most yielded share likewise by what it costs. Discount factors stay symbols.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition
from bargain.study.regimes import disagreement_choices
from bargain.study.rules import Bound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import sympy

    from bargain.encode import Exchange, Grantable
    from bargain.polyhedra import Polyhedron
    from bargain.study.regimes import Part
    from bargain.study.rules import Levels, Rule

__all__ = ["ClosedForm", "closed_forms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedForm:
    """The two ends as formulas in the stakes, on one part of the stake space.

    Attributes
    ----------
    where : tuple of Condition
        The part: signs of costs, and which disagreement binds. Empty if there is only one.
    need, limit : Bound
        What the issue must be worth to the beneficiary, and may cost the grantor.
    shared : bool
        Whether the grantor grants it of its own accord on this part: then it can go to the full, and
        the grantor too asks for a least share.
    """

    issue: Grantable
    where: tuple[Condition, ...]
    need: Bound
    limit: Bound
    shared: bool

    @property
    def low(self) -> str:
        """The least share that both accept, as text."""
        taker = _segments(self.need, f"δ_{self.issue.beneficiary}", self.issue.shares, self.issue.benefit)
        if not self.shared:
            return taker
        giver = _segments(self.limit, f"δ_{self.issue.grantor}", self.issue.shares, self.issue.cost)
        if giver == "0":
            return taker
        return f"the larger of ({taker}) and {giver if giver == '1' else f'({giver})'}"

    @property
    def high(self) -> str:
        """The greatest share that both accept, as text."""
        if self.shared:
            return "1, a shared interest"
        return _segments(self.limit, f"δ_{self.issue.grantor}", self.issue.shares, self.issue.cost, up=False)

    def low_sympy(self) -> sympy.Expr:
        """Return the least share that both accept as a SymPy expression; infinite where none suffices."""
        import sympy

        taker = _piecewise(self.need, self.issue.beneficiary, self.issue.shares, self.issue.benefit, up=True)
        if not self.shared:
            return taker
        giver = _piecewise(_minus(self.limit), self.issue.grantor, self.issue.shares, self._gains, up=True)
        return sympy.Max(taker, giver)

    def high_sympy(self) -> sympy.Expr:
        """Return the greatest share that both accept; minus infinity where nothing is accepted."""
        import sympy

        if self.shared:
            return sympy.Integer(1)
        return _piecewise(self.limit, self.issue.grantor, self.issue.shares, self.issue.cost, up=False)

    @property
    def _gains(self) -> tuple[Affine, ...]:
        return tuple(-c for c in self.issue.cost)

    @property
    def condition(self) -> str:
        """The part in words; empty if it is the whole space."""
        return " and ".join(str(c) for c in self.where)


def _minus(bound: Bound) -> Bound:
    return Bound(plain=-bound.plain, over=-bound.over, times=-bound.times)


def bound_text(bound: Bound, delta: str) -> str:
    """Write a threshold with its discount factor as a symbol."""
    text = "" if bound.plain == Affine.number(0) else str(bound.plain)
    for form, sign in ((bound.over, "/"), (bound.times, "*")):
        if form == Affine.number(0):
            continue
        inner = f"({form})" if len(form.terms) + bool(form.constant) > 1 else str(form)
        piece = f"{inner}/{delta}" if sign == "/" else f"{delta}*{inner}"
        text = f"{text} + {piece}" if text else piece
    return text or "0"


def _bracket(text: str) -> str:
    return f"({text})" if " " in text or "/" in text else text


def _segments(
    bound: Bound, delta: str, shares: tuple[Fraction, ...], values: tuple[Affine, ...], *, up: bool = True
) -> str:
    """Write the share at which a ladder meets a threshold, in the order in which the segments are tried.

    Upwards the least share that reaches it, downwards the greatest that stays within it.
    """
    need = bound_text(bound, delta)
    if need == "0":
        return "0" if up else "0; where a level costs 0, that level"
    if _straight(shares, values):
        if need == str(values[-1]):
            return "1"
        return f"{_bracket(need)} / {_bracket(str(values[-1]))}"
    parts = [_segment(shares, values, n) for n in range(len(shares) - 1)]
    if up:
        tried = [f"{parts[n]} if t <= {values[n + 1]}" for n in range(len(parts) - 1)]
        return f"{', else '.join([*tried, parts[-1]])}, with t = {need}"
    tried = [f"{parts[n]} if t >= {values[n]}" for n in reversed(range(1, len(parts)))]
    return f"{', else '.join([f'1 if t >= {values[-1]}', *tried, parts[0]])}, with t = {need}"


def _segment(shares: tuple[Fraction, ...], values: tuple[Affine, ...], n: int) -> str:
    """Write the share at which the straight line between two levels meets t."""
    rise = _bracket(str(values[n + 1] - values[n]))
    climbed = "t" if values[n] == Affine.number(0) else f"(t - {_bracket(str(values[n]))})"
    step = f"{shares[n + 1] - shares[n]}*{climbed}/{rise}"
    return f"{shares[n]} + {step}" if shares[n] else step


def _straight(shares: tuple[Fraction, ...], values: tuple[Affine, ...]) -> bool:
    return all(value == values[-1] * share for share, value in zip(shares, values, strict=True))


def _piecewise(
    bound: Bound, actor: str, shares: tuple[Fraction, ...], values: tuple[Affine, ...], *, up: bool
) -> sympy.Expr:
    """Build the exact end as a Piecewise over segments, in the order in which they are tried."""
    import sympy

    delta = sympy.Symbol(f"delta_{actor}", positive=True)
    need = bound.plain.to_sympy() + bound.over.to_sympy() / delta + bound.times.to_sympy() * delta
    s = [sympy.Rational(x.numerator, x.denominator) for x in shares]
    v = [value.to_sympy() for value in values]
    cuts = [s[n] + (s[n + 1] - s[n]) * (need - v[n]) / (v[n + 1] - v[n]) for n in range(len(s) - 1)]
    if up:
        tried = [(s[0], sympy.Ge(v[0], need)), *((cut, sympy.Ge(v[n + 1], need)) for n, cut in enumerate(cuts))]
        return sympy.Piecewise(*tried, (sympy.oo, sympy.true))
    down = [(s[-1], sympy.Le(v[-1], need)), *((cuts[n], sympy.Le(v[n], need)) for n in reversed(range(len(cuts))))]
    return sympy.Piecewise(*down, (-sympy.oo, sympy.true))


def closed_forms(
    exchange: Exchange,
    rule: Rule,
    issue: Grantable,
    rest: Levels,
    spaces: Mapping[str, Polyhedron],
    known: Mapping[str, tuple[Part, ...]],
) -> tuple[ClosedForm, ...]:
    """Return one closed form per part of the space and choice of what binds at disagreement."""
    out = []
    for giver, taker in product(known[issue.grantor], known[issue.beneficiary]):
        oneshot = (*giver.levels, *taker.levels)
        choices = (disagreement_choices(exchange, rule, a, oneshot) for a in (issue.grantor, issue.beneficiary))
        for (fallback_g, where_g), (fallback_b, where_b) in product(*choices):
            signs = {
                issue.grantor: (*(r.condition for r in giver.rows), *where_g),
                issue.beneficiary: (*(r.condition for r in taker.rows), *where_b),
            }
            out.append(
                ClosedForm(
                    issue=issue,
                    where=tuple(c for actor, given in signs.items() for c in _telling(given, spaces[actor])),
                    need=rule.need(exchange, issue, rest, oneshot, fallback_b),
                    limit=rule.limit(exchange, issue, rest, oneshot, fallback_g),
                    shared=dict(oneshot)[issue.id] == len(issue.levels) - 1,
                )
            )
    return tuple(out)


def _telling(conditions: Iterable[Condition], space: Polyhedron) -> tuple[Condition, ...]:
    """Return the conditions that the space does not already imply, each once and in smallest numbers."""
    kept: list[Condition] = []
    for condition in conditions:
        scale = abs(condition.form.terms[0][1]) if condition.form.terms else Fraction(1)
        plain = Condition(condition.form / scale, condition.relation)
        if plain not in kept and space.admits(plain.opposite()):
            kept.append(plain)
    return tuple(kept)
