"""Check certificates by adding rows up in rationals: no linear programming here, and none imported.

Room      polyhedra; imports the values and exact only, so that the checker shares nothing with the solver.
Says      True or False; a certificate that names an unknown row, repeats one or has a multiplier of the
          wrong sign is refused, never repaired.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra.values import Certificate, Infeasible, Pole, Ray, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bargain.polyhedra.values import Decision, End, Extent, Feasible, Point, RatioExtent, Row

__all__ = ["check", "check_decision", "check_extent", "check_feasibility", "check_ratio"]

_Multipliers = tuple[tuple[str, Fraction], ...]


def check(certificate: Certificate | Ray | Pole, rows: Iterable[Row]) -> bool:
    """Tell whether a certificate proves what it says about these rows.

    Parameters
    ----------
    certificate : Certificate, Ray or Pole
        Multipliers with or without a conclusion, a direction without end, or a zero of a denominator.
    rows : iterable of Row
        The rows it may use, each label once.

    Returns
    -------
    bool
        Exact; costs one pass over the terms of the rows used.

    Examples
    --------
    >>> from bargain.exact import parse_conditions
    >>> from bargain.polyhedra.values import Row
    >>> rows = [Row("r1", parse_conditions("a > b")[0]), Row("r2", parse_conditions("b >= a")[0])]
    >>> check(Certificate(multipliers=(("r1", Fraction(1)), ("r2", Fraction(1)))), rows)
    True
    >>> check(Certificate(multipliers=(("r1", Fraction(1)), ("r2", Fraction(2)))), rows)
    False
    """
    table = list(rows)
    known = {row.label: row.condition for row in table}
    if len(known) != len(table):
        return False
    if isinstance(certificate, Ray):
        return _recedes(certificate, known.values())
    if isinstance(certificate, Pole):
        return _is_pole(certificate, table)
    goal = certificate.conclusion
    if goal is None:
        total = _total(certificate.multipliers, known)
        return not certificate.reverse and total is not None and _absurd(*total)
    if goal.relation is not Relation.EQUAL:
        return not certificate.reverse and _implies(certificate.multipliers, goal.form, goal.relation, known)
    up = _implies(certificate.multipliers, goal.form, Relation.AT_LEAST, known)
    return up and _implies(certificate.reverse, -goal.form, Relation.AT_LEAST, known)


def _total(multipliers: _Multipliers, known: Mapping[str, Condition]) -> tuple[Affine, bool] | None:
    """Return the sum of the rows and whether a strict one counts; None for a multiplier that may not be."""
    if len({label for label, _ in multipliers}) != len(multipliers):
        return None
    strict = False
    forms = []
    for label, y in multipliers:
        condition = known.get(label)
        if condition is None or (condition.relation is not Relation.EQUAL and y <= 0):
            return None
        strict = strict or condition.relation.strict
        forms.append(condition.form * y)
    return Affine.total(forms), strict


def _absurd(total: Affine, strict: bool) -> bool:  # noqa: FBT001
    """Tell whether the sum is a constant that the rows say is positive, and is not."""
    return total.is_constant and (total.constant < 0 or (strict and total.constant == 0))


def _implies(multipliers: _Multipliers, form: Affine, relation: Relation, known: Mapping[str, Condition]) -> bool:
    """Tell whether form = sum of the rows + a constant of the right sign."""
    total = _total(multipliers, known)
    if total is None:
        return False
    rest = form - total[0]
    if not rest.is_constant:
        return False
    return rest.constant > 0 or (rest.constant == 0 and (total[1] or not relation.strict))


def _rate(form: Affine, direction: Mapping[str, Fraction]) -> Fraction | None:
    """Return how fast a form changes along a direction, None if the direction does not cover it."""
    if not set(form.names) <= set(direction):
        return None
    return (form - form.constant).at(direction)


def _recedes(ray: Ray, conditions: Iterable[Condition]) -> bool:
    """Tell whether the direction keeps every row, raises the form, and keeps `still` as it is."""
    direction = dict(ray.direction)
    for condition in conditions:
        rate = _rate(condition.form, direction)
        if rate is None or rate < 0 or (rate != 0 and condition.relation is Relation.EQUAL):
            return False
    rise = _rate(ray.form, direction)
    return rise is not None and rise > 0 and (ray.still is None or _rate(ray.still, direction) == 0)


def _is_pole(pole: Pole, rows: Iterable[Row]) -> bool:
    """Tell whether the point lies in the closure, with denominator zero and numerator positive."""
    values = dict(pole.point)
    covered = {*pole.numerator.names, *pole.denominator.names} <= set(values)
    return (
        covered and _in_closure(pole.point, rows) and pole.denominator.at(values) == 0 and pole.numerator.at(values) > 0
    )


def _inside(point: Point | None, rows: Iterable[Row]) -> bool:
    """Tell whether a point satisfies every row, strict ones included."""
    return point is not None and all(row.condition.holds(dict(point)) for row in rows)


def _in_closure(point: Point, rows: Iterable[Row]) -> bool:
    """Tell whether a point satisfies every row with strict ones made weak."""
    values = dict(point)
    forms = ((row.condition.form.at(values), row.condition.relation) for row in rows)
    return all(v == 0 if relation is Relation.EQUAL else v >= 0 for v, relation in forms)


def check_feasibility(answer: Feasible | Infeasible, rows: Iterable[Row]) -> bool:
    """Tell whether the witness satisfies every row, or the contradiction is one."""
    table = tuple(rows)
    if isinstance(answer, Infeasible):
        return answer.certificate.conclusion is None and check(answer.certificate, table)
    return _inside(answer.witness, table)


def check_extent(extent: Extent, rows: Iterable[Row]) -> bool:
    """Tell whether both ends of an extent are proved: the bound by its certificate, its sharpness by its point.

    An end that is not attained is sharp because the polyhedron has a point (the caller's `Feasible`) and
    its closure has one with the value.
    """
    table = tuple(rows)
    return all(_end(end, extent.form, side, table) for end, side in ((extent.low, 1), (extent.high, -1)))


def _end(end: End, form: Affine, side: int, rows: tuple[Row, ...]) -> bool:
    """Check one end: side +1 for the low one, −1 for the high one."""
    if not check(end.certificate, rows) or end.point is None:
        return False
    if end.value is None:
        outward = isinstance(end.certificate, Ray) and end.certificate.form == form * -side
        return outward and not end.attained and _inside(end.point, rows)
    relation = Relation.AT_LEAST if end.attained else Relation.ABOVE
    if not isinstance(end.certificate, Certificate):
        return False
    bound = end.certificate.conclusion == Condition((form - end.value) * side, relation)
    held = _inside(end.point, rows) if end.attained else _in_closure(end.point, rows)
    return bound and held and form.at(dict(end.point)) == end.value


def check_ratio(extent: RatioExtent, rows: Iterable[Row]) -> bool:
    """Tell whether the sign of the denominator and both ends of a ratio's extent are proved.

    An end approached only at infinity is sharp by the direction `toward`.
    """
    table = tuple(rows)
    positive = extent.denominator * extent.sign
    weak, strict = Condition(positive, Relation.AT_LEAST), Condition(positive, Relation.ABOVE)
    if not check(extent.support, table) or extent.support.conclusion not in {weak, strict}:
        return False
    if extent.support.conclusion == weak:
        if extent.proviso is None or extent.proviso.condition != strict:
            return False
        table = (*table, extent.proviso)
    elif extent.proviso is not None:
        return False
    return all(_ratio_end(end, extent, side, table) for end, side in ((extent.low, 1), (extent.high, -1)))


def _ratio_end(end: End, extent: RatioExtent, side: int, rows: tuple[Row, ...]) -> bool:
    """Check one end of a ratio: side · sign · (numerator − value · denominator) has one sign."""
    if end.value is None:
        return _ratio_unbounded(end, extent, side, rows)
    form = (extent.numerator - extent.denominator * end.value) * (side * extent.sign)
    relation = Relation.AT_LEAST if end.attained else Relation.ABOVE
    if not isinstance(end.certificate, Certificate) or end.certificate.conclusion != Condition(form, relation):
        return False
    if not check(end.certificate, rows):
        return False
    positive = extent.denominator * extent.sign
    if end.point is None:
        return not end.attained and end.toward is not None and _approaches(end.toward, form, positive, rows)
    held = _inside(end.point, rows) if end.attained else _in_closure(end.point, rows)
    return held and form.at(dict(end.point)) == 0 and positive.at(dict(end.point)) > 0


def _ratio_unbounded(end: End, extent: RatioExtent, side: int, rows: tuple[Row, ...]) -> bool:
    """Check an end without bound: a ray or a pole of this very ratio, and a point of the polyhedron."""
    numerator, denominator = extent.numerator * (-side * extent.sign), extent.denominator
    proof = end.certificate
    if isinstance(proof, Ray):
        fits = proof.form == numerator and proof.still == denominator
    else:
        fits = isinstance(proof, Pole) and proof.numerator == numerator and proof.denominator == denominator
    return fits and not end.attained and check(proof, rows) and _inside(end.point, rows)


def _approaches(toward: Point, level: Affine, positive: Affine, rows: Iterable[Row]) -> bool:
    """Tell whether a direction keeps every row, raises the denominator and keeps the level form as it is."""
    ray = Ray(direction=toward, form=positive, still=level)
    return _recedes(ray, (row.condition for row in rows))


def check_decision(decision: Decision, rows: Iterable[Row]) -> bool:
    """Tell whether a verdict is proved: by its certificate, or by a witness each way."""
    table = tuple(rows)
    if decision.verdict is Verdict.SOMETIMES:
        return _both_ways(decision, table) and (decision.mostly is None or _mostly(decision, table))
    proof = decision.certificate
    return proof is not None and proof.conclusion in _settling(decision) and check(proof, table)


def _both_ways(decision: Decision, rows: tuple[Row, ...]) -> bool:
    """Tell whether the two witnesses lie in the polyhedron and differ on the condition."""
    for_it, against = decision.witness_for, decision.witness_against
    if for_it is None or against is None or not (_inside(for_it, rows) and _inside(against, rows)):
        return False
    return decision.condition.holds(dict(for_it)) and not decision.condition.holds(dict(against))


def _settling(decision: Decision) -> tuple[Condition, ...]:
    """Return the conclusions that prove 'always' or 'never'."""
    condition = decision.condition
    if decision.verdict is Verdict.ALWAYS:
        return (condition,)
    if condition.relation is not Relation.EQUAL:
        return (condition.opposite(),)
    return (Condition(condition.form, Relation.ABOVE), Condition(-condition.form, Relation.ABOVE))


def _mostly(decision: Decision, rows: tuple[Row, ...]) -> bool:
    """Check 'always except' and 'never except': the weak condition is proved, the exception is its equality."""
    proof = decision.certificate
    if proof is None or not check(proof, rows):
        return False
    form = decision.condition.form
    weak = Condition(form if decision.mostly is Verdict.ALWAYS else -form, Relation.AT_LEAST)
    return proof.conclusion == weak and decision.exceptions == (Condition(form, Relation.EQUAL),)
