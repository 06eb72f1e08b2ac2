"""Verdicts: whether a statement holds whatever the stakes that the source allows, at some of them, or at none.

Room      study.
Verdict   necessary: it holds wherever an equilibrium exists, and one does somewhere; impossible: it fails
          there; possible: exact stakes that satisfy every row, one set for it and one against.
Except    a possible statement whose other side has no inner point anywhere is necessary (or impossible)
          except on equalities, which are named.
Quantifier in every, or in some, equilibrium of the named concept. Stakes without one are a part of their
          own: they are reported, and count neither for nor against.
Proof     a set is empty when every part of its cut has multipliers that add its rows up to a contradiction;
          the parts, and the rows used, are kept. [schrijver1986]_, section 7.8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import Condition, Relation
from bargain.polyhedra import Feasible
from bargain.study.families import family, questions
from bargain.study.grounds import grounds
from bargain.study.pieces import added, constant_zero, full_dimensional, narrowed, outside
from bargain.study.ranges import COLUMNS
from bargain.study.statements import read_statement
from bargain.study.verdict_values import Answer, Proof, Verdict, VerdictWord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.polyhedra import Point, Polyhedron
    from bargain.study.families import Family, Quantifier, Question
    from bargain.study.pieces import Cut
    from bargain.study.statements import Statement

__all__ = ["answer", "verdict"]


def verdict(case: CodedCase, statement: str | Statement) -> Verdict:
    """Decide a statement over everything that the source allows.

    Parameters
    ----------
    case : CodedCase
    statement : str or Statement
        Such as ``"conceded syria in swap-syria-energy"``; see `bargain.study.statements` for the forms.

    Returns
    -------
    Verdict
        One answer per quantifier and set of readings: stated claims only, plus inferred, plus assumed.
        Exact, each with witnesses or a certificate, and with the claims and conventions it rests on.

    Raises
    ------
    CaseError, GameError, ExpressionError
        If the statement names what the case does not have, or is none.
    RefusedError
        If a cut of the stake space would have more than 20,000 parts.

    Notes
    -----
    Some milliseconds per condition that occurs; an exchange costs no more for having many other issues.

    Examples
    --------
    >>> from bargain import load_case, verdict
    >>> case = load_case("russia-turkey-2022")
    >>> verdict(case, "conceded mediation in package")
    <verdict on 'conceded mediation in package': pure Nash>
      in every equilibrium: possible (stated only), possible (plus inferred), possible (plus assumed)
      in some equilibrium: possible (stated only), possible (plus inferred), possible (plus assumed)
    """
    asked = read_statement(case, statement) if isinstance(statement, str) else statement
    answers = []
    concept = ""
    used: set[str] = set()
    for readings in COLUMNS:
        space = case.space(readings)
        of = family(asked, case, space)
        concept = of.concept
        used.update(name for c in of.conditions for name in c.form.names)
        answers += [answer(case, of, quantifier, readings) for quantifier in of.quantifiers]
    stakes = tuple(stake.id for stake in case.stakes if stake.id in used)
    return Verdict(case=case, statement=asked, concept=concept, stakes=stakes, answers=tuple(answers))


def answer(
    case: CodedCase, of: Family, quantifier: Quantifier, readings: tuple[Reading, ...], space: Polyhedron | None = None
) -> Answer:
    """Decide one statement under one quantifier over one set of readings.

    Parameters
    ----------
    case : CodedCase
    of : Family
    quantifier, readings
        As in `verdict`.
    space : Polyhedron, optional
        The stakes to decide over; the case's own if left out. Used when rows are dropped or moved.
    """
    theta = case.space(readings) if space is None else space
    return _Decision(case, theta, of, quantifier, readings).answer()


class _Decision:
    """One question decided: sets are cut when they are needed, and only then."""

    def __init__(
        self, case: CodedCase, theta: Polyhedron, of: Family, quantifier: Quantifier, readings: tuple[Reading, ...]
    ) -> None:
        self.case, self.theta, self.of, self.quantifier, self.readings = case, theta, of, quantifier, readings
        self.space = narrowed(theta, {n for c in of.conditions for n in c.form.names})

    def answer(self) -> Answer:
        """Decide."""
        nowhere = self._nowhere()
        exists = self.of.always or (nowhere is not None and nowhere.empty)
        holds, fails = questions(self.of, self.quantifier, exists=exists)
        yes, no = self._search(holds), self._search(fails)
        word = VerdictWord.POSSIBLE
        if yes[0] is None:
            word = VerdictWord.NO_EQUILIBRIUM if no[0] is None else VerdictWord.IMPOSSIBLE
        elif no[0] is None:
            word = VerdictWord.NECESSARY
        closed = {
            VerdictWord.NECESSARY: no[1],
            VerdictWord.POSSIBLE: (),
            VerdictWord.IMPOSSIBLE: yes[1],
            VerdictWord.NO_EQUILIBRIUM: (*yes[1], *no[1]),
        }[word]
        mostly: VerdictWord | None = None
        exceptions: tuple[Condition, ...] = ()
        if yes[0] is not None and no[0] is not None:
            mostly, exceptions = self._exceptions(holds, fails, yes[0], no[0])
        proof = Proof(cuts=closed, cover=() if nowhere is None or not exists else (nowhere,))
        return Answer(
            quantifier=self.quantifier,
            readings=self.readings,
            word=word,
            mostly=mostly,
            exceptions=exceptions,
            witness_for=yes[0],
            witness_against=no[0],
            without=None if nowhere is None or nowhere.empty else self._whole(nowhere.open[0]),
            proof=proof,
            grounds=grounds(self.case, proof.labels),
        )

    def _nowhere(self) -> Cut | None:
        """Return what lies outside all equilibria; None if structure says nothing does, or if ties are set aside."""
        if self.of.always or self.of.aside:
            return None
        return outside(self.space, (*self.of.supports, *self.of.opponents), whole=False)

    def _search(self, asked: Sequence[Question]) -> tuple[Point | None, tuple[Cut, ...]]:
        """Return a point that answers one of the questions with yes, or the cuts that say no to all."""
        cuts = []
        for question in asked:
            cut = outside(self.space, question.apart, question.start, whole=False)
            if not cut.empty:
                return self._whole(cut.open[0]), ()
            cuts.append(cut)
        return None, tuple(cuts)

    def _whole(self, area: Polyhedron) -> Point:
        """Return the point by which an area was found open, as a point of the whole stake space."""
        values: dict[str, Fraction] = {}
        for found in (self.theta.feasibility(), area.feasibility()):
            values |= dict(found.witness) if isinstance(found, Feasible) else {}
        return tuple((name, values[name]) for name in self.theta.variables)

    def _exceptions(
        self, holds: Sequence[Question], fails: Sequence[Question], yes: Point, no: Point
    ) -> tuple[VerdictWord | None, tuple[Condition, ...]]:
        """Return what a possible statement nearly is, and the equalities on which it is not."""
        if self.of.aside:
            return None, ()  # sides without inner points were set aside before
        thin: list[tuple[VerdictWord, tuple[Condition, ...]]] = []
        for asked, word, point in ((fails, VerdictWord.NECESSARY, no), (holds, VerdictWord.IMPOSSIBLE, yes)):
            if _around(asked, dict(point)):
                continue
            try:
                ties = self._ties(asked)
            except RefusedError:
                continue  # a cut too large to look through: the plain verdict stands
            if ties is not None:
                thin.append((word, ties))
        return (
            thin[0] if len(thin) == 1 else (None, ())
        )  # where equilibria exist on ties only, neither is the exception

    def _ties(self, asked: Sequence[Question]) -> tuple[Condition, ...] | None:
        """Return one equality for each way in which some points answer yes; None if they fill some volume."""
        found: dict[Condition, None] = {}
        for question in asked:
            full = full_dimensional(added(self.space, question.start), self.space)
            if full and _closed(question):
                if not outside(self.space, question.apart, question.start, whole=False).empty:
                    return None  # what is left of a set with inner points beside closed sets has inner points
                continue
            for area in outside(self.space, question.apart, question.start).open:
                if full and full_dimensional(area, self.space):
                    return None
                found[_equality(area, self.space)] = None
        return tuple(found)


def _around(asked: Sequence[Question], point: dict[str, Fraction]) -> bool:
    """Tell whether a point answers yes with room in every condition: so do inner points of the space close to it."""
    return any(
        all(c.relation is not Relation.EQUAL and c.form.at(point) > 0 for c in question.start)
        and all(any(_fails_with_room(c, point) for c in item.conditions) for item in question.apart)
        for question in asked
    )


def _fails_with_room(condition: Condition, point: dict[str, Fraction]) -> bool:
    value = condition.form.at(point)
    return value != 0 if condition.relation is Relation.EQUAL else value < 0


def _closed(question: Question) -> bool:
    """Tell whether every alternative that is cut away is closed: no strict condition."""
    return not any(c.relation.strict for item in question.apart for c in item.conditions)


def _equality(area: Polyhedron, space: Polyhedron) -> Condition:
    """Name an equality that holds throughout an area, not throughout its space: a condition of the question first."""
    own = [row for row in area.rows if row.label.startswith("given:")]
    for row in (*own, *area.rows):
        form = row.condition.form
        tied = row.condition.relation is Relation.EQUAL or area.extent(form).high.value == 0
        if tied and not constant_zero(space, form):
            first = form if form.terms and form.terms[0][1] > 0 else -form
            return Condition(first, Relation.EQUAL)
    raise TypeError("an area of less dimension than its space has a row that is an equality there alone")
