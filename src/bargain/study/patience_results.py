"""What patience an exchange needs, as values: at a point, as formulas, and over all that the source allows.

Room      study.
Claims    over the stake space: a package is *certainly* self-enforcing from a discount factor on if it is so
          for every admissible point; *possibly* if it is so for some point.
Ends      belong to the set unless said: an end that no admissible point reaches is written with > instead of >=.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.exact import Affine
from bargain.references import bibtex
from bargain.study.results import reading_words
from bargain.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    import sympy

    from bargain.case import Reading
    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.polyhedra import Certificate, Point, Row
    from bargain.solve.repeated_exchange import Enforcement
    from bargain.study.grounds import Grounds
    from bargain.study.patience_orders import PatienceOrder

__all__ = ["Bounding", "PackagePatience", "Patience", "PatienceEnd", "PatienceForm", "PatienceOver", "delta_words"]

Levels = tuple[tuple[str, str], ...]  # issue and level


def delta_words(delta: Fraction | None, *, attained: bool = True) -> str:
    """Write from which discount factor on something holds.

    >>> from fractions import Fraction
    >>> delta_words(Fraction(1, 2)), delta_words(Fraction(0), attained=False), delta_words(None)
    ('δ >= 1/2', 'δ > 0', 'never')
    """
    if delta is None:
        return "never"
    if delta == 0 and attained:
        return "always"
    return f"δ {'>=' if attained else '>'} {delta}"


def possible_words(delta: Fraction | None, *, attained: bool) -> str:
    """Write from which discount factor on something holds for some stakes.

    >>> from fractions import Fraction
    >>> possible_words(Fraction(0), attained=True), possible_words(Fraction(0), attained=False)
    ('at any δ', 'δ > 0')
    """
    return "at any δ" if delta == 0 and attained else delta_words(delta, attained=attained)


def certain_words(ratio: Fraction | None, *, attained: bool) -> str:
    """Write from which discount factor on something holds whatever the stakes.

    >>> from fractions import Fraction
    >>> certain_words(Fraction(1), attained=False), certain_words(None, attained=True)
    ('some δ < 1 for all stakes, no one δ for all', 'at no δ')
    """
    if ratio is not None and ratio < 1:
        return delta_words(ratio)
    if ratio == 1 and not attained:
        return "some δ < 1 for all stakes, no one δ for all"
    return "at no δ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounding:
    """A certificate with the rows that it adds up: on one part of the space, nothing lies beyond an end.

    Attributes
    ----------
    part : the one-shot level of each issue on that part, as an index; empty for the proof that a part left out
        holds no stakes, and for an order
    """

    actor: str
    rows: tuple[Row, ...]
    certificate: Certificate
    part: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PatienceEnd:
    """The least or the greatest threshold of a package over one space of stakes.

    Attributes
    ----------
    extreme : ``"least"`` or ``"most"``
    ratio : cost over benefit at the end; may be 1 or more; None where it has no bound, or there is no benefit
    attained : whether admissible stakes reach it
    witness : stakes of both actors at which the end stands (of the closure, if not attained); for the most,
        where no patience suffices, stakes at which it does not
    proofs : that nothing lies beyond, part by part; empty where the witness is all the proof there is to give
    grounds : what the proofs rest on
    minimal : whether each of the grounds was found to be needed; otherwise they suffice
    """

    extreme: str
    ratio: Fraction | None
    attained: bool
    witness: Point
    proofs: tuple[Bounding, ...]
    grounds: Grounds
    minimal: bool

    @property
    def delta(self) -> Fraction | None:
        """The discount factor, None where none below 1 will do."""
        return self.ratio if self.ratio is not None and self.ratio < 1 else None

    def __repr__(self) -> str:
        if self.ratio is None:
            return f"<{self.extreme} threshold: no patience suffices>"
        return f"<{self.extreme} threshold {self.ratio}{'' if self.attained else ', not reached'}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PatienceOver:
    """The patience that one package needs over all stakes that some readings of the source allow.

    Attributes
    ----------
    least, most : over both actors, who need one common discount factor
    by_actor : per actor, its own least and greatest threshold
    parts : on how many parts of the space the answer was put together
    anyway : for which stakes the package is granted without any exchange, since all of it is in the grantors'
        own interest; those stakes are left out of the thresholds unless there are no others
    """

    readings: tuple[Reading, ...]
    least: PatienceEnd
    most: PatienceEnd
    by_actor: tuple[tuple[PatienceEnd, PatienceEnd], ...]
    parts: int
    anyway: str

    @property
    def possible(self) -> str:
        """From which discount factor on some stakes make the package enforce itself."""
        return possible_words(self.least.delta, attained=self.least.attained)

    @property
    def certain(self) -> str:
        """From which discount factor on the package enforces itself whatever the stakes."""
        return certain_words(self.most.ratio, attained=self.most.attained)

    @property
    def status(self) -> str:
        """Both in one phrase."""
        if self.anyway == "for all stakes":
            return "granted anyway, whatever the stakes"
        if self.least.delta is None:
            return "never self-enforcing, whatever the stakes"
        if self.most.delta is not None:
            return f"certainly self-enforcing: {self.certain}; possibly: {self.possible}"
        return f"possibly self-enforcing: {self.possible}; certainly: {self.certain}"

    def __repr__(self) -> str:
        return f"<{reading_words(self.readings)}: {self.status}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class PatienceForm:
    """The thresholds of a package as formulas, on one part of the stake space.

    Attributes
    ----------
    where : the conditions of the part that the source does not already imply; empty for the whole space
    actors : two ids
    costs, gains : per actor, per-period cost and benefit of what only the exchange sustains
    sure : per actor, whether the benefit is nowhere negative on the part
    anyway : whether the package is granted without any exchange on the part
    least, most : the ends of the larger threshold on the part, and whether they are reached
    """

    where: tuple[Condition, ...]
    actors: tuple[str, str]
    costs: tuple[Affine, Affine]
    gains: tuple[Affine, Affine]
    sure: tuple[bool, bool]
    anyway: bool
    least: tuple[Fraction | None, bool]
    most: tuple[Fraction | None, bool]

    @property
    def possible(self) -> str:
        """From which discount factor on some stakes of the part make the package enforce itself."""
        ratio, attained = self.least
        if self.anyway:
            return "granted anyway"
        return possible_words(ratio if ratio is not None and ratio < 1 else None, attained=attained)

    @property
    def certain(self) -> str:
        """From which discount factor on the package enforces itself on the whole part."""
        return "granted anyway" if self.anyway else certain_words(self.most[0], attained=self.most[1])

    @property
    def condition(self) -> str:
        """The part in words; empty if it is the whole space."""
        return " and ".join(str(c) for c in self.where)

    def text(self, actor: str) -> str:
        """Return an actor's threshold as text."""
        cost, gain = self._terms(actor)
        zero = Affine.number(0)
        if cost == zero:
            return "0" if self.sure[self.actors.index(actor)] else f"0 if {gain} >= 0, else never"
        return "never" if gain == zero else f"{_bracket(cost)}/{_bracket(gain)}"

    def sympy(self, actor: str) -> sympy.Expr:
        """Return an actor's threshold as a SymPy expression; infinite where no patience suffices.

        It stands where the benefit is positive; stakes are real symbols.
        """
        import sympy

        cost, gain = (form.to_sympy() for form in self._terms(actor))
        if cost == 0 and gain == 0:
            return sympy.Integer(0)
        return sympy.oo if gain == 0 else cost / gain

    def _terms(self, actor: str) -> tuple[Affine, Affine]:
        n = self.actors.index(actor)
        return self.costs[n], self.gains[n]


def _bracket(form: Affine) -> str:
    text = str(form)
    return f"({text})" if " " in text or "/" in text else text


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PackagePatience:
    """The patience that one package needs; issues that it does not name stand as in the one-shot equilibrium.

    Attributes
    ----------
    name : in words
    levels : issue and level
    at : per actor the threshold at the point, None where no patience suffices; empty without a point
    """

    name: str
    levels: Levels
    at: tuple[Fraction | None, ...]
    forms: tuple[PatienceForm, ...]
    over: tuple[PatienceOver, ...]

    @property
    def common(self) -> Fraction | None:
        """The least common discount factor at the point; None if none suffices, or there is no point."""
        known = [t for t in self.at if t is not None]
        return max(known) if len(known) == len(self.at) and known else None

    def space(self, readings: tuple[Reading, ...]) -> PatienceOver:
        """Return the answer over the space of these readings; KeyError if it was not asked for."""
        for found in self.over:
            if found.readings == tuple(readings):
                return found
        raise KeyError(readings)

    def __repr__(self) -> str:
        lines = [f"<patience for {self.name}>"]
        if self.at:
            lines.append(f"  at the point: {delta_words(self.common)}")
        lines += [f"  {reading_words(o.readings)}: {o.status}" for o in self.over]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Patience:
    """Which packages of an exchange enforce themselves, and at which patience: what `patience` returns.

    Attributes
    ----------
    enforcement : every package at the point; None without a point
    packages : those that were asked about by name, also as formulas and over the stake space
    orders : which issues need more patience than which, over the last of the spaces asked for
    """

    case: CodedCase = field(repr=False)
    game: str
    title: str
    actors: tuple[str, str]
    names: tuple[str, str]
    issues: tuple[tuple[str, str, str], ...]  # id, title, name of the grantor
    every_level: bool
    stakes: tuple[tuple[str, Fraction], ...]
    point_name: str
    enforcement: Enforcement | None
    packages: tuple[PackagePatience, ...]
    orders: tuple[PatienceOrder, ...]
    options: tuple[tuple[str, object], ...]
    status: str = "exact"
    sources: tuple[str, ...] = ("friedman1971", "bernheim1990", "charnes1962", "schrijver1986")

    def __iter__(self) -> Iterator[PackagePatience]:
        return iter(self.packages)

    def __len__(self) -> int:
        return len(self.packages)

    def holding(self, issue: str, level: str) -> tuple[PackagePatience, ...]:
        """Return the named packages that hold an issue at a level."""
        return tuple(p for p in self.packages if (issue, level) in p.levels)

    def table(self) -> Table:
        """Return one row per named package: at the point, and certain and possible for each set of readings."""
        columns = ["package"]
        if self.enforcement is not None:
            columns += [*(f"{n} keeps to it" for n in self.names), f"both, at the {self.point_name}"]
        if self.packages:
            for o in self.packages[0].over:
                columns += [f"possible, {reading_words(o.readings)}", f"certain, {reading_words(o.readings)}"]
        rows = []
        for p in self.packages:
            row = [p.name]
            if self.enforcement is not None:
                row += [*(delta_words(t) for t in p.at), delta_words(p.common)]
            for o in p.over:
                row += [o.possible, o.certain]
            rows.append(tuple(row))
        note = (
            "Grim trigger: whoever breaks the package is answered for ever by the one-shot equilibrium, in which "
            f"shared interests are still granted. One discount factor for both, unless said; {self.status}."
        )
        return Table(title=f"Patience in '{self.title}'", columns=tuple(columns), rows=tuple(rows), notes=(note,))

    def cite(self) -> str:
        """Return the BibTeX owed."""
        return bibtex(self.sources)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        from bargain.study.patience_plain import patience_to_dict

        return patience_to_dict(self)

    def __repr__(self) -> str:
        lines = [
            f"<patience in {self.game!r}: {len(self)} package{'' if len(self) == 1 else 's'} by name, {self.status}>"
        ]
        if self.enforcement is not None:
            lines.append(f"  at the {self.point_name}: {self.enforcement!r}")
        lines += [f"  {p.name}: {delta_words(p.common) if p.at else p.over[-1].status}" for p in self.packages]
        return "\n".join(lines)
