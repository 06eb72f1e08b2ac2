"""Whether a condition holds everywhere, somewhere or nowhere over rows that have a point.

Room      polyhedra.
Witness   a point of the polyhedron itself, strict rows included: where an end is not attained, a point on
          the way to it from an inner point.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra.bounds import highest, lowest
from bargain.polyhedra.existence import witness
from bargain.polyhedra.values import Certificate, Decision, Extent, Ray, Verdict

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.polyhedra.system import System
    from bargain.polyhedra.values import End

__all__ = ["decide"]


def decide(over: System, condition: Condition) -> Decision:
    """Return the verdict with its certificate, or a witness each way."""
    inside = witness(over)
    low = lowest(over, condition.form, inside)
    above, strict = _sign(low, 1), condition.relation.strict
    if condition.relation is not Relation.EQUAL and (above > 0 or (above == 0 and not strict)):
        return _settled(condition, Verdict.ALWAYS, low, condition)
    found = Extent(form=condition.form, low=low, high=highest(over, condition.form, inside))
    below = _sign(found.high, -1)
    if condition.relation is Relation.EQUAL:
        return _equality(over, condition, found, above, below)
    if below > 0 or (below == 0 and strict):
        return _settled(condition, Verdict.NEVER, found.high, condition.opposite())
    return _both(over, condition, found, above, below)


def _sign(end: End, side: int) -> int:
    """Return 1 if the form keeps clear of zero on this side, 0 if it only touches it, else −1."""
    if end.value is None or end.value * side < 0:
        return -1
    return 1 if end.value * side > 0 or not end.attained else 0


def _proof(end: End, conclusion: Condition) -> Certificate:
    """Return the end's bound as a proof of the conclusion."""
    if not isinstance(end.certificate, Certificate):
        raise TypeError("an end without bound proves no condition")
    return Certificate(multipliers=end.certificate.multipliers, conclusion=conclusion)


def _settled(condition: Condition, verdict: Verdict, end: End, conclusion: Condition) -> Decision:
    return Decision(condition=condition, verdict=verdict, certificate=_proof(end, conclusion))


def _equality(over: System, condition: Condition, found: Extent, above: int, below: int) -> Decision:
    """Decide form == 0."""
    form = condition.form
    if above > 0:
        return _settled(condition, Verdict.NEVER, found.low, Condition(form, Relation.ABOVE))
    if below > 0:
        return _settled(condition, Verdict.NEVER, found.high, Condition(-form, Relation.ABOVE))
    if above == 0 and below == 0:
        up, down = _proof(found.low, condition), _proof(found.high, condition)
        proof = Certificate(multipliers=up.multipliers, conclusion=condition, reverse=down.multipliers)
        return Decision(condition=condition, verdict=Verdict.ALWAYS, certificate=proof)
    inside = witness(over)
    high = _beyond(inside, form, found.high) if below < 0 else None
    low = _beyond(inside, -form, found.low) if above < 0 else None
    if high is None:
        zero = dict(found.high.point or ())
    elif low is None:
        zero = dict(found.low.point or ())
    else:
        zero = _between(low, high, form)
    against = high if high is not None else low
    return Decision(
        condition=condition,
        verdict=Verdict.SOMETIMES,
        witness_for=over.point(zero),
        witness_against=over.point(against or inside),
    )


def _both(over: System, condition: Condition, found: Extent, above: int, below: int) -> Decision:
    """Build 'sometimes' for an inequality: a witness each way, and the face if one side is only a face."""
    form = condition.form
    inside = witness(over)
    high = _beyond(inside, form, found.high) if below < 0 else dict(found.high.point or ())
    low = _beyond(inside, -form, found.low) if above < 0 else dict(found.low.point or ())
    mostly, proof = None, None
    if above == 0:
        mostly, proof = Verdict.ALWAYS, _proof(found.low, Condition(form, Relation.AT_LEAST))
    elif below == 0:
        mostly, proof = Verdict.NEVER, _proof(found.high, Condition(-form, Relation.AT_LEAST))
    equal = {row.label for row in over.rows if row.condition.relation is Relation.EQUAL}
    return Decision(
        condition=condition,
        verdict=Verdict.SOMETIMES,
        certificate=proof,
        witness_for=over.point(high),
        witness_against=over.point(low),
        exceptions=() if mostly is None else (Condition(form, Relation.EQUAL),),
        face=() if proof is None else tuple(label for label in proof.labels if label not in equal),
        mostly=mostly,
    )


def _beyond(inside: dict[str, Fraction], form: Affine, end: End) -> dict[str, Fraction]:
    """Return a point of the polyhedron where the form is positive; `end` is where it is largest."""
    here = form.at(inside)
    if here > 0:
        return inside
    if isinstance(end.certificate, Ray):
        direction = dict(end.certificate.direction)
        step = (1 - here) / (form - form.constant).at(direction)
        return {name: value + step * direction[name] for name, value in inside.items()}
    far = dict(end.point or ())
    if end.attained:
        return far
    share = (1 - here / (form.at(far) - here)) / 2
    return {name: value + share * (far[name] - value) for name, value in inside.items()}


def _between(low: dict[str, Fraction], high: dict[str, Fraction], form: Affine) -> dict[str, Fraction]:
    """Return the point between two where the form is zero: negative at the first, positive at the second."""
    a, b = form.at(low), form.at(high)
    share = a / (a - b)
    return {name: value + share * (high[name] - value) for name, value in low.items()}
