"""Pivotal evidence: on which claim a verdict hangs, and how little would move it.

Room      study.
Settled   a necessary or impossible statement: a claim is pivotal if the verdict does not hold without the
          rows that require it. Only claims of one proof can be: the proof stands without the others. The
          irreducible sets of claims that imply the verdict are found by taking a claim of each known set away
          in turn (a hitting-set tree, [reiter1987]_), to a stated limit.
Open      a possible statement: dropping rows can only open it further; what settles it is tightening. For
          each row "form >= 0" the least t such that "form >= t" leaves stakes, and only on one side.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron
from bargain.study.families import family, questions
from bargain.study.grounds import names_of
from bargain.study.pieces import added, full_dimensional, narrowed, negations, outside
from bargain.study.pivotal_values import Fall, Pivotal, Shift
from bargain.study.ranges import COLUMNS
from bargain.study.region_cuts import needed
from bargain.study.statements import read_statement
from bargain.study.verdict_values import VerdictWord
from bargain.study.verdicts import answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.exact import Affine
    from bargain.polyhedra import Point
    from bargain.study.families import Family, Quantifier, Question
    from bargain.study.statements import Statement
    from bargain.study.verdict_values import Answer

__all__ = ["examined", "pivotal"]

MOST_SETS = 24  # sufficient sets listed
MOST_LOOKS = 400  # spaces looked at on the way
_FEW_LOOKS = 40  # where each needs a cut of its own
_MOST_SEEN = 20_000  # sets taken away, or waiting to be


def pivotal(
    case: CodedCase,
    statement: str | Statement,
    *,
    quantifier: Quantifier = "every",
    readings: Sequence[Reading] = COLUMNS[-1],
    moves: bool = True,
) -> Pivotal:
    """Return the evidence on which a verdict hangs, the most pivotal first.

    Parameters
    ----------
    case : CodedCase
    statement : str or Statement
        As in `verdict`.
    quantifier : {"every", "some"}
        Without effect where no game is played.
    readings : which claims count; all if left out
    moves : bool
        Look for sufficient sets and for moves of rows too; without, only for falls and for where it holds.

    Returns
    -------
    Pivotal
        Exact. At most 24 sufficient sets are listed, after looking at no more than 400 spaces (40 where every
        space needs a cut of its own: ranges and orders of play); `truncated` says whether there may be more.

    Raises
    ------
    CaseError, GameError, ExpressionError, RefusedError
        As `verdict`.

    Examples
    --------
    >>> from bargain import load_case, pivotal
    >>> case = load_case("russia-turkey-2022")
    >>> pivotal(case, "conceded syria in swap-syria-logistics").falls[0].name
    'c052'
    """
    asked = read_statement(case, statement) if isinstance(statement, str) else statement
    taken = tuple(readings)
    theta = case.space(taken)
    of = family(asked, case, theta)
    wanted = quantifier if quantifier in of.quantifiers else of.quantifiers[0]
    return examined(case, asked, of, answer(case, of, wanted, taken, theta), moves=moves)


def examined(case: CodedCase, asked: Statement, of: Family, found: Answer, *, moves: bool) -> Pivotal:
    """Return the evidence on which an answer hangs that was found for this statement before.

    Parameters
    ----------
    case : CodedCase
    asked : Statement
    of : Family
        Of the statement over the stake space of the answer's readings.
    found : Answer
        By `verdicts.answer`, or one of `verdicts.verdict`; not decided again.
    moves : bool
        As in `pivotal`.
    """
    theta = case.space(found.readings)
    work = _Work(case, theta, asked, of, found)
    settled = found.word in {VerdictWord.NECESSARY, VerdictWord.IMPOSSIBLE}
    falls = tuple(work.falls()) if settled else ()
    sets, cut_short = work.sufficient() if settled and moves else ((), settled and not moves)
    open_question = found.word is VerdictWord.POSSIBLE
    tightenings = tuple(work.tightenings()) if open_question and moves else ()
    moved = {s.row for s in tightenings}
    unmoved = tuple(r.label for r in work.space.rows if r.label not in moved) if open_question and moves else ()
    return Pivotal(
        case=case,
        statement=asked,
        answer=found,
        falls=falls,
        sufficient=sets,
        truncated=cut_short,
        where=work.where() if open_question else (),
        relaxations=_ranked(case, work.relaxations()) if settled and moves else (),
        tightenings=_ranked(case, tightenings),
        unmoved=unmoved,
    )


def _ranked(case: CodedCase, shifts: Iterable[Shift]) -> tuple[Shift, ...]:
    """Return shifts of rows that rest on claims before those of conventions, each by the share that they take."""

    def rank(shift: Shift) -> tuple[bool, bool, Fraction, Fraction, str]:
        convention = bool(case.basis(shift.row).convention)
        return convention, shift.share is None, shift.share or Fraction(0), shift.by, shift.row

    return tuple(sorted(shifts, key=rank))


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a question: the largest value of a form on it, and whether it is reached."""

    value: Fraction | None
    reached: bool


class _Work:
    """One answer and the space that it was given over."""

    def __init__(self, case: CodedCase, theta: Polyhedron, statement: Statement, of: Family, found: Answer) -> None:
        self.case, self.statement, self.of, self.found = case, statement, of, found
        open_question = found.word is VerdictWord.POSSIBLE
        apart = of.local or open_question  # only a larger space may make more stakes matter
        self.space = narrowed(theta, {n for c in of.conditions for n in c.form.names}) if apart else theta
        self.holds, self.fails = questions(of, found.quantifier, exists=of.always)
        self.most_looks = MOST_LOOKS if of.local else _FEW_LOOKS
        self.names = self._suspects()
        self.true = _areas(self.space, self.holds) if open_question else ()

    def _suspects(self) -> tuple[str, ...]:
        """Return the names without which the verdict may not hold: those of its proof, if that says all."""
        if self.of.local:
            return (*self.found.grounds.claims, *self.found.grounds.conventions)
        bases = [self.case.basis(r.label) for r in self.space.rows]
        claims = sorted({c for basis in bases for c in basis.claims})
        return (*claims, *sorted({basis.convention for basis in bases if basis.convention}))

    def _other(self, space: Polyhedron) -> tuple[Question, ...]:
        """Return the questions that must all be answered with no for the verdict to hold over a space."""
        holds, fails = self.holds, self.fails
        if not self.of.local:
            of = family(self.statement, self.case, space)
            holds, fails = questions(of, self.found.quantifier, exists=of.always)
        return fails if self.found.word is VerdictWord.NECESSARY else holds

    def _without(self, names: set[str]) -> Polyhedron:
        """Return the space without the rows that require one of these claims or conventions."""
        gone = [r.label for r in self.space.rows if names.intersection(names_of(self.case.basis(r.label)))]
        return self.space.without(*gone)

    def _only(self, names: set[str]) -> Polyhedron:
        """Return the space with only those rows that rest on these claims and conventions."""
        rows = (r for r in self.space.rows if names.issuperset(names_of(self.case.basis(r.label))))
        return Polyhedron(self.space.variables, tuple(rows))

    def _breaks(self, space: Polyhedron) -> Point | None:
        """Return stakes of a larger space on the other side of the verdict; None if it still holds."""
        for question in self._other(space):
            cut = outside(space, question.apart, question.start, whole=False)
            if not cut.empty:
                seen = cut.open[0].feasibility()
                return seen.witness if isinstance(seen, Feasible) else None
        return None

    def where(self) -> tuple[tuple[Condition, ...], ...]:
        """Return the parts of the space in which the statement holds, each without conditions that others imply."""
        areas = sorted(self.true, key=lambda area: not full_dimensional(area, self.space))
        parts: dict[tuple[Condition, ...], None] = {}
        for area in areas:
            if not any(self._inside(area, part) for part in parts):
                own = [row.condition for row in area.rows if row.label.startswith("given:")]
                parts[needed(self.space, own)] = None
        return tuple(parts)

    def _inside(self, area: Polyhedron, part: tuple[Condition, ...]) -> bool:
        """Tell whether an area lies within conditions."""
        return not any(added(area, (no,)).feasibility() for condition in part for no in negations(condition))

    def falls(self) -> Iterator[Fall]:
        """Yield every claim, then every convention, whose fall breaks the verdict."""
        for name in self.names:
            witness = self._breaks(self._without({name}))
            if witness is not None:
                rows = tuple(r.label for r in self.space.rows if name in names_of(self.case.basis(r.label)))
                yield Fall(name=name, rows=rows, witness=witness)

    def sufficient(self) -> tuple[tuple[tuple[str, ...], ...], bool]:
        """Return irreducible sets of names that imply the verdict, and whether the search was cut short."""
        every = {name for r in self.space.rows for name in names_of(self.case.basis(r.label))}
        sets: dict[tuple[str, ...], None] = {}
        waiting: deque[frozenset[str]] = deque([frozenset()])
        seen = {waiting[0]}
        looks = 0
        while waiting:
            away = waiting.popleft()
            known = next((s for s in sets if away.isdisjoint(s)), None)
            if known is None:
                looks += 1
                if looks > self.most_looks or len(sets) >= MOST_SETS:
                    return _sorted(sets), True
                if self._breaks(self._only(every - away)) is not None:
                    continue
                known = self._shrunk(every - away)
                sets[known] = None
            if len(seen) > _MOST_SEEN:
                return _sorted(sets), True
            fresh = [away | {name} for name in known]
            waiting += [s for s in fresh if s not in seen]
            seen.update(fresh)
        return _sorted(sets), False

    def _shrunk(self, names: set[str]) -> tuple[str, ...]:
        """Return an irreducible set among names that imply the verdict: conventions and assumed claims go first."""
        left = set(names)
        for name in self._giving_up(names):
            if self._breaks(self._only(left - {name})) is None:
                left.discard(name)
        return tuple(sorted(left))

    def _giving_up(self, names: set[str]) -> list[str]:
        """Return names in the order in which they are given up."""
        ranks = {"assumed": 1, "inferred": 2, "stated": 3}
        reading = {c.id: ranks[c.reading] for c in self.case.claims}
        return sorted(names, key=lambda name: (reading.get(name, 0), name))

    def relaxations(self) -> Iterator[Shift]:
        """Yield, per row of the proof, how far it must give way for the verdict to break."""
        proved = set(self.found.grounds.rows)
        for row in self.space.rows:
            label = row.label
            if row.condition.relation is Relation.EQUAL or (self.of.local and label not in proved):
                continue
            wider = self.space.without(label)
            side = _largest(wider, _areas(wider, self._other(wider)), row.condition.form)
            if side is not None and side.value is not None:
                share = self._share(row.condition.form, -side.value)
                yield Shift(row=label, to=self.found.word, by=-side.value, reached=side.reached, share=share)

    def tightenings(self) -> Iterator[Shift]:
        """Yield, per row, the smallest tightening that settles the verdict with stakes left."""
        sides = self.true, _areas(self.space, self.fails)
        for row in self.space.rows:
            if row.condition.relation is Relation.EQUAL:
                continue
            form = row.condition.form
            yes, no = (_largest(self.space, areas, form) for areas in sides)
            ways = ((no, yes, VerdictWord.NECESSARY), (yes, no, VerdictWord.IMPOSSIBLE))
            options = [self._settles(row.label, form, shut, kept, word) for shut, kept, word in ways]
            found = [option for option in options if option is not None]
            if found:
                yield min(found, key=lambda s: (s.by, not s.reached))

    def _settles(
        self, label: str, form: Affine, shut: _Side | None, kept: _Side | None, word: VerdictWord
    ) -> Shift | None:
        """Return the tightening that leaves one side out and some of the other in; None if there is none."""
        if shut is None or shut.value is None or kept is None:
            return None
        room = kept.value is None or kept.value > shut.value
        touch = kept.value == shut.value and kept.reached and not shut.reached
        if not room and not touch:
            return None
        share = self._share(form, shut.value)
        return Shift(row=label, to=word, by=shut.value, reached=not shut.reached, share=share)

    def _share(self, form: Affine, by: Fraction) -> Fraction | None:
        """Return a move as a share of how far the form can go over the space."""
        extent = self.space.extent(form)
        if extent.low.value is None or extent.high.value is None or extent.high.value == extent.low.value:
            return None
        return by / (extent.high.value - extent.low.value)


def _areas(space: Polyhedron, asked: Sequence[Question]) -> tuple[Polyhedron, ...]:
    """Return every part of a space in which one of some questions is answered with yes."""
    return tuple(area for question in asked for area in outside(space, question.apart, question.start).open)


def _largest(space: Polyhedron, areas: Sequence[Polyhedron], form: Affine) -> _Side | None:
    """Return the largest value of a form over areas of a space; None if there are none.

    No area goes further than the space, so the first that goes as far ends the search.
    """
    best: Fraction | None = None
    far: list[Polyhedron] = []
    bound, reachable = (space.top(form), None) if areas else (None, None)
    for area in areas:
        value = area.top(form)
        if value is None:
            return _Side(None, reached=False)
        if best is None or value > best:
            best, far = value, []
        if value < best:
            continue
        far.append(area)
        if value == bound:
            reachable = _reaches(space, form, value) if reachable is None else reachable
            if not reachable or _reaches(area, form, value):
                return _Side(value, reached=reachable)
    if best is None:
        return None
    return _Side(best, reached=best != bound and any(_reaches(area, form, best) for area in far))


def _reaches(area: Polyhedron, form: Affine, value: Fraction) -> bool:
    """Tell whether a form has a value, the largest over an area, at a point of it."""
    return area.admits(Condition(form - value, Relation.AT_LEAST))


def _sorted(sets: Iterable[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted(sets, key=lambda names: (len(names), names)))
