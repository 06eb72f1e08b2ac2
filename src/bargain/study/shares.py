"""The least share that reaches a threshold: at a point, and over a whole space of stakes.

Room      study.
Meaning   an issue has shares 0 = s₀ < … < s_L = 1 with values v₀, …, v_L; between two levels a share is
          worth the straight line. The least share with value at least `need` is 0, a ratio of two affine
          forms on one segment, or absent when no share suffices.
Duality   a cost within a limit is a value (minus the cost) that reaches a need (minus the limit), and the
          greatest share that suffices is 1 minus the least share of the ladder read from the top; so one
          piece of code answers both sides and both ends.
Method    over a space, each segment is one linear-fractional program [charnes1962]_ on the part of the
          space where the threshold lies in it; every bound is then proved again by plain linear
          certificates at the bounding share.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Certificate, Feasible, Row, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.polyhedra import Point, Polyhedron

__all__ = [
    "Ladder",
    "Proof",
    "Reached",
    "dips",
    "greatest_share",
    "least_reached",
    "least_share",
    "most_reached",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Shares from 0 to 1 with an affine value each; `turned` if they were read from the top."""

    shares: tuple[Fraction, ...]
    values: tuple[Affine, ...]
    turned: bool = False

    def reversed(self) -> Ladder:
        """Return the ladder read from the top: the greatest share that suffices is 1 minus its least."""
        shares = tuple(1 - s for s in reversed(self.shares))
        return Ladder(shares=shares, values=tuple(reversed(self.values)), turned=not self.turned)

    def at(self, share: Fraction) -> Affine:
        """Return the value of a share as one affine form."""
        for n in range(len(self.shares) - 1):
            low, high = self.shares[n], self.shares[n + 1]
            if low <= share <= high:
                weight = (share - low) / (high - low)
                return self.values[n] * (1 - weight) + self.values[n + 1] * weight
        return self.values[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A certificate with the rows it adds up, so that it can be checked without the space it came from."""

    rows: tuple[Row, ...]
    certificate: Certificate
    share: Fraction | None  # the share whose refusal or acceptance it proves; None: that a part is empty
    space: Polyhedron = field(repr=False, compare=False)  # where it was proved; other rows may prove it too


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """One extreme of the least share over a space.

    Attributes
    ----------
    share : Fraction or None
        None: at the witness no share reaches the threshold.
    witness : Point
        Stakes at which the extreme stands (of the closure, if not attained).
    attained : bool
        Whether the witness satisfies every strict row.
    proofs : tuple of Proof
        That no stakes of the space lie beyond; empty where a share cannot (below 0) or for None,
        where the witness is the proof.
    """

    share: Fraction | None
    witness: Point
    attained: bool
    proofs: tuple[Proof, ...]


def least_share(shares: Sequence[Fraction], values: Sequence[Fraction], need: Fraction) -> Fraction | None:
    """Return the least share whose value is at least `need`; None if no share suffices.

    >>> from fractions import Fraction
    >>> half = Fraction(1, 2)
    >>> least_share((Fraction(0), half, Fraction(1)), (Fraction(0), Fraction(1), Fraction(4)), Fraction(2))
    Fraction(2, 3)
    """
    if values[0] >= need:
        return shares[0]
    for n in range(len(shares) - 1):
        if values[n + 1] >= need:
            rise = values[n + 1] - values[n]
            return shares[n] + (shares[n + 1] - shares[n]) * (need - values[n]) / rise
    return None


def greatest_share(shares: Sequence[Fraction], values: Sequence[Fraction], need: Fraction) -> Fraction | None:
    """Return the greatest share whose value is at least `need`; None if no share suffices.

    >>> from fractions import Fraction
    >>> greatest_share((Fraction(0), Fraction(1)), (Fraction(0), Fraction(-4)), Fraction(-1))
    Fraction(1, 4)
    """
    found = least_share([1 - s for s in reversed(shares)], list(reversed(values)), need)
    return None if found is None else 1 - found


def _row(name: str, form: Affine, *, strict: bool = False) -> Row:
    return Row(name, Condition(form, Relation.ABOVE if strict else Relation.AT_LEAST))


def _short_of(ladder: Ladder, need: Affine, upto: int) -> list[Row]:
    """Return the rows that say: none of the first `upto` levels reaches the threshold."""
    return [_row(f"short:{n}", need - ladder.values[n], strict=True) for n in range(upto)]


def _segment(ladder: Ladder, need: Affine, n: int, space: Polyhedron) -> Polyhedron | None:
    """Return the part of the space where the threshold is first reached between levels n and n + 1; None if empty."""
    part = _part(space, *_short_of(ladder, need, n + 1), _row("reached", ladder.values[n + 1] - need))
    return None if part is None or part.is_empty else part


def _ratio(ladder: Ladder, need: Affine, n: int) -> tuple[Affine, Affine]:
    """Return how far into segment n the threshold lies, as numerator and denominator."""
    return need - ladder.values[n], ladder.values[n + 1] - ladder.values[n]


def _some(space: Polyhedron, *rows: Row) -> Feasible | None:
    """Return a point of the space that satisfies more rows; None if there is none.

    Its own known point, if that does, and no point where one of the rows alone has none: both without a program
    over all of the rows.
    """
    known = space.feasibility()
    if isinstance(known, Feasible):
        point = dict(known.witness)
        if all(row.condition.holds(point) for row in rows):
            return known
    part = _part(space, *rows)
    found = None if part is None else part.feasibility()
    return found if isinstance(found, Feasible) else None


def _part(space: Polyhedron, *rows: Row) -> Polyhedron | None:
    """Return the part of a space where more rows hold; None if one of them alone shows that it is empty."""
    return space.with_rows(*rows) if all(space.admits(row.condition) for row in rows) else None


def least_reached(ladder: Ladder, need: Affine, space: Polyhedron) -> Reached:
    """Return the smallest least share over a non-empty space; None where no stakes let any share suffice."""
    free = _some(space, _row("reached", ladder.values[0] - need))
    if free is not None:
        return Reached(share=ladder.shares[0], witness=free.witness, attained=True, proofs=())
    for n in range(len(ladder.shares) - 1):
        part = _segment(ladder, need, n, space)
        if part is not None:
            end = part.ratio_extent(*_ratio(ladder, need, n)).low
            return _end(ladder, need, n, (end.value, end.point, end.attained), space, lower=True)
    some = space.feasibility()
    witness = some.witness if isinstance(some, Feasible) else ()
    proofs = tuple(_prove(space, need - v, s, strict=True) for s, v in zip(ladder.shares, ladder.values, strict=True))
    return Reached(share=None, witness=witness, attained=True, proofs=proofs)


def most_reached(ladder: Ladder, need: Affine, space: Polyhedron) -> Reached:
    """Return the largest least share over a non-empty space; None where some stakes let no share suffice."""
    refused = _short_of(ladder, need, len(ladder.shares))
    nothing = _some(space, *(reversed(refused) if ladder.turned else refused))  # one question from either end
    if nothing is not None:
        return Reached(share=None, witness=nothing.witness, attained=True, proofs=())
    for n in reversed(range(len(ladder.shares) - 1)):
        part = _segment(ladder, need, n, space)
        if part is not None:
            end = part.ratio_extent(*_ratio(ladder, need, n)).high
            return _end(ladder, need, n, (end.value, end.point, end.attained), space, lower=False)
    some = space.feasibility()
    witness = some.witness if isinstance(some, Feasible) else ()
    proof = _prove(space, ladder.values[0] - need, ladder.shares[0])
    return Reached(share=ladder.shares[0], witness=witness, attained=True, proofs=(proof,))


def _end(
    ladder: Ladder,
    need: Affine,
    n: int,
    found: tuple[Fraction | None, Point | None, bool],
    space: Polyhedron,
    *,
    lower: bool,
) -> Reached:
    """Turn the extreme ratio on segment n into a share, and prove over the whole space that it bounds."""
    ratio, point, attained = found
    if ratio is None:  # the threshold lies inside the segment, so the ratio is within [0, 1]
        raise AssertionError(f"{need} against {ladder.values}: a ratio between 0 and 1 has no infinite end")
    share = ladder.shares[n] + (ladder.shares[n + 1] - ladder.shares[n]) * ratio
    if lower:
        below = [s for s in ladder.shares if s < share]
        last = _prove(space, need - ladder.at(share), share, strict=not attained)
        proofs = (*(_prove(space, need - ladder.at(s), s) for s in below), last)
    else:
        proofs = (_prove(space, ladder.at(share) - need, share),) if share < 1 else ()
    return Reached(share=share, witness=point or (), attained=attained, proofs=proofs)


def _prove(space: Polyhedron, form: Affine, share: Fraction, *, strict: bool = False) -> Proof:
    """Return the certificate that a form is nowhere below zero (above zero, if strict) on the space."""
    proof = _proved(space, Condition(form, Relation.ABOVE if strict else Relation.AT_LEAST), share)
    if proof is None:
        raise AssertionError(f"{form} >= 0 was to hold on the whole space")
    return proof


def _proved(space: Polyhedron, condition: Condition, share: Fraction) -> Proof | None:
    """Return the certificate that a condition holds on the whole space; None if it does not."""
    decision = space.decide(condition)
    certificate = decision.certificate
    if decision.verdict is not Verdict.ALWAYS or certificate is None:
        return None
    used = set(certificate.labels)
    rows = tuple(row for row in space.rows if row.label in used)
    return Proof(rows=rows, certificate=certificate, share=share, space=space)


def dips(ladder: Ladder, need: Affine, space: Polyhedron) -> bool:
    """Tell whether, somewhere in the space, a level fails between two levels that suffice."""
    if _one_way(ladder, space):
        return False
    for n in range(1, len(ladder.shares) - 1):
        fails = _row("fails", need - ladder.values[n], strict=True)
        for below in ladder.values[:n]:
            for above in ladder.values[n + 1 :]:
                part = _part(space, fails, _row("below", below - need), _row("above", above - need))
                if part is not None and not part.is_empty:
                    return True
    return False


def _one_way(ladder: Ladder, space: Polyhedron) -> bool:
    """Tell whether the space's own rows say that values only rise, or only fall, from level to level."""
    if all(v == ladder.values[-1] * s for s, v in zip(ladder.shares, ladder.values, strict=True)):
        return True
    known = {row.condition.form for row in space.rows}
    steps = [high - low for low, high in zip(ladder.values, ladder.values[1:], strict=False)]
    return all(step in known for step in steps) or all(-step in known for step in steps)
