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

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.polyhedra import Feasible
from bargain.study.families import family, questions
from bargain.study.grounds import grounds
from bargain.study.pieces import narrowed, outside
from bargain.study.ranges import COLUMNS
from bargain.study.statements import read_statement
from bargain.study.ties import shut_out, ties
from bargain.study.verdict_values import Answer, Proof, Verdict, VerdictWord

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.exact import Condition
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


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a statement: a point on it and the question that the point answers, or cuts that show it empty."""

    point: Point | None
    at: int | None = None
    cuts: tuple[Cut, ...] = ()


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
        if yes.point is None:
            word = VerdictWord.NO_EQUILIBRIUM if no.point is None else VerdictWord.IMPOSSIBLE
        elif no.point is None:
            word = VerdictWord.NECESSARY
        mostly: VerdictWord | None = None
        exceptions: tuple[Condition, ...] = ()
        if word is VerdictWord.POSSIBLE:
            mostly, exceptions = self._exceptions((holds, yes), (fails, no))
        closed = (*yes.cuts, *no.cuts)  # of a side that has a point there are none
        proof = Proof(cuts=closed, cover=() if nowhere is None or not exists else (nowhere,))
        return Answer(
            quantifier=self.quantifier,
            readings=self.readings,
            word=word,
            mostly=mostly,
            exceptions=exceptions,
            witness_for=yes.point,
            witness_against=no.point,
            without=None if nowhere is None or nowhere.empty else self._whole(nowhere.open[0]),
            proof=proof,
            grounds=grounds(self.case, proof.labels),
        )

    def _nowhere(self) -> Cut | None:
        """Return what lies outside all equilibria; None if structure says nothing does, or if ties are set aside."""
        if self.of.always or self.of.aside:
            return None
        return outside(self.space, (*self.of.supports, *self.of.opponents), whole=False)

    def _search(self, asked: Sequence[Question]) -> _Side:
        """Return a point that answers one of the questions with yes, or the cuts that say no to all.

        A question that one of its conditions answers with no need not be cut before it is known that all are.
        """
        cuts: dict[int, Cut] = {}
        hopeless = {n for n, question in enumerate(asked) if shut_out(self.space, question.start)}
        for n in sorted(range(len(asked)), key=lambda n: n in hopeless):
            cuts[n] = outside(self.space, asked[n].apart, asked[n].start, whole=False)
            if not cuts[n].empty:
                return _Side(self._whole(cuts[n].open[0]), at=n)
        return _Side(None, cuts=tuple(cuts[n] for n in range(len(asked))))

    def _whole(self, area: Polyhedron) -> Point:
        """Return the point by which an area was found open, as a point of the whole stake space."""
        values: dict[str, Fraction] = {}
        for found in (self.theta.feasibility(), area.feasibility()):
            values |= dict(found.witness) if isinstance(found, Feasible) else {}
        return tuple((name, values[name]) for name in self.theta.variables)

    def _exceptions(self, *sides: tuple[Sequence[Question], _Side]) -> tuple[VerdictWord | None, tuple[Condition, ...]]:
        """Return what a possible statement nearly is, and the equalities on which it is not."""
        if self.of.aside:
            return None, ()  # sides without inner points were set aside before
        thin: list[tuple[VerdictWord, tuple[Condition, ...]]] = []
        for (asked, found), word in zip(reversed(sides), (VerdictWord.NECESSARY, VerdictWord.IMPOSSIBLE), strict=True):
            try:
                tied = ties(self.space, asked, (dict(found.point or ()),), found.at)
            except RefusedError:
                continue  # a cut too large to look through: the plain verdict stands
            if tied is not None:
                thin.append((word, tied))
        # Where equilibria exist on ties only, neither side is the exception.
        return thin[0] if len(thin) == 1 else (None, ())
