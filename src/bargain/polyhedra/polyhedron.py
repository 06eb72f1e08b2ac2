"""The polyhedron as a value: variables, labelled rows, and the questions one can ask of them.

Room      polyhedra. Every method forwards to the file that answers it.
Strict    rows may be strict; every answer says whether it speaks of the rows themselves or of their closure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar, cast

from bargain.errors import PolyhedronError
from bargain.exact import Condition, Relation, parse_conditions
from bargain.exact.grammar import nearest
from bargain.polyhedra import bounds, centre, existence, ratio, redundancy
from bargain.polyhedra.decide import decide
from bargain.polyhedra.sample import Sample, sample
from bargain.polyhedra.system import System, extended, system
from bargain.polyhedra.values import Decision, End, Extent, Feasible, Infeasible, Point, RatioExtent, Redundancy, Row
from bargain.polyhedra.vertices import vertices

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Hashable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from bargain.exact import Affine

__all__ = ["Polyhedron"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Polyhedron:
    """All points that satisfy labelled linear rows, strict ones included.

    Parameters
    ----------
    variables : tuple of str
        Names, each once; a point gives each of them a value.
    rows : tuple of Row
        Labels, each once; conditions in these variables only.

    Raises
    ------
    PolyhedronError
        For a repeated variable or label, or a row that names an unknown variable.

    Examples
    --------
    >>> p = Polyhedron.read(("cost", "benefit"), {"r1": "0 < cost < benefit", "cap": "benefit <= 1"})
    >>> p
    <Polyhedron: 2 variables, 3 rows (2 strict)>
    >>> from bargain.exact import parse_affine
    >>> print(p.extent(parse_affine("benefit - cost")))
    (0, 1)
    """

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    _memo: dict[Hashable, object] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse variables and labels that are not unique, and rows about something else."""
        _unique("variable", self.variables)
        _unique("row label", [row.label for row in self.rows])
        _about(set(self.variables), self.rows)

    def __hash__(self) -> int:
        if "hash" not in self._memo:
            self._memo["hash"] = hash((self.variables, self.rows))
        return cast("int", self._memo["hash"])

    def __reduce__(self) -> tuple[object, ...]:
        return (Polyhedron, (self.variables, self.rows))

    def __repr__(self) -> str:
        strict = sum(row.condition.relation.strict for row in self.rows)
        equal = sum(row.condition.relation is Relation.EQUAL for row in self.rows)
        kinds = ", ".join(f"{n} {word}" for n, word in ((strict, "strict"), (equal, "equalities")) if n)
        count = f"{len(self.variables)} variables, {len(self.rows)} rows"
        return f"<Polyhedron: {count}{f' ({kinds})' if kinds else ''}>"

    @staticmethod
    def read(variables: Iterable[str], rows: Mapping[str, str]) -> Polyhedron:
        """Build a polyhedron from text rows; parts of a chain after the first are labelled r.2, r.3, ….

        Raises
        ------
        ExpressionError
            If a row is not a comparison of affine expressions in the variables.
        """
        names = tuple(variables)
        out = []
        for label, text in rows.items():
            parts = parse_conditions(text, names=names)
            out += [Row(label if k == 1 else f"{label}.{k}", c) for k, c in enumerate(parts, 1)]
        return Polyhedron(names, tuple(out))

    @property
    def system(self) -> System:
        """The rows cut into blocks that share no variable; worked out once."""
        if "system" not in self._memo:
            self._memo["system"] = system(self.variables, self.rows)
        return cast("System", self._memo["system"])

    def once(self, what: Hashable, work: Callable[[], T]) -> T:
        """Return what some work says of this polyhedron; done once, and kept as long as the polyhedron is.

        Parameters
        ----------
        what : hashable
            A name for the work, a pair that begins with a name of its own; nothing else may use it.
        work : function
            Of this polyhedron and of `what` alone.

        Examples
        --------
        >>> p = Polyhedron.read(("a",), {"r1": "0 <= a <= 1"})
        >>> [p.once(("number of rows",), lambda: len(p.rows)) for _ in range(2)]
        [2, 2]
        """
        if what not in self._memo:
            self._memo[what] = work()
        return cast("T", self._memo[what])

    def row(self, label: str) -> Row:
        """Return the row with this label.

        Raises
        ------
        PolyhedronError
            If there is none.
        """
        if label not in self.by_label:
            raise PolyhedronError(f"no row {label!r}", remedy=nearest(label, list(self.by_label)))
        return self.by_label[label]

    @property
    def by_label(self) -> Mapping[str, Row]:
        """The rows by their labels, in order; worked out once."""
        if "by label" not in self._memo:
            self._memo["by label"] = MappingProxyType({row.label: row for row in self.rows})
        return cast("Mapping[str, Row]", self._memo["by label"])

    def contains(self, point: Mapping[str, Fraction]) -> bool:
        """Tell whether a point satisfies every row, exactly."""
        return not self.violated(point)

    def violated(self, point: Mapping[str, Fraction]) -> tuple[Row, ...]:
        """Return the rows that fail at a point.

        Raises
        ------
        PolyhedronError
            If the point has no value for a variable.

        Examples
        --------
        >>> from fractions import Fraction
        >>> p = Polyhedron.read(("a", "b"), {"r1": "a > b", "r2": "a <= 1"})
        >>> [str(row) for row in p.violated({"a": Fraction(1), "b": Fraction(1)})]
        ['r1: a > b']
        """
        for name in self.variables:
            if name not in point:
                raise PolyhedronError(f"the point has no value for {name!r}", remedy="give one for every variable")
        return tuple(row for row in self.rows if not row.condition.holds(point))

    def with_rows(self, *rows: Row) -> Polyhedron:
        """Return the polyhedron with more rows; what is known of the blocks they do not touch is kept."""
        _unique("row label", [row.label for row in rows], self.by_label)
        _about(self.system.home, rows)
        more = object.__new__(Polyhedron)  # the rows that stood here before were checked with them
        over = extended(self.system, rows)
        for name, value in (("variables", self.variables), ("rows", over.rows), ("_memo", {"system": over})):
            object.__setattr__(more, name, value)
        return more

    def without(self, *labels: str) -> Polyhedron:
        """Return the polyhedron without the rows of these labels.

        Raises
        ------
        PolyhedronError
            If a label is unknown.
        """
        gone = {self.row(label).label for label in labels}
        return Polyhedron(self.variables, tuple(r for r in self.rows if r.label not in gone))

    def closure(self) -> Polyhedron:
        """Return the polyhedron with its strict rows made weak: the topological closure unless it is empty."""
        weak = tuple(
            Row(r.label, Condition(r.condition.form, Relation.AT_LEAST)) if r.condition.relation.strict else r
            for r in self.rows
        )
        return Polyhedron(self.variables, weak)

    def feasibility(self) -> Feasible | Infeasible:
        """Return a point that satisfies every row, or proof that there is none.

        The witness makes the least value of a strict row's form as large as possible (up to 1). The proof
        adds rows up to a constant that contradicts its own sign.

        Examples
        --------
        >>> print(Polyhedron.read(("a", "b"), {"r1": "a > b", "r2": "b >= a"}).feasibility().certificate)
        1 × [r1] + 1 × [r2] gives a contradiction
        """
        if "feasibility" not in self._memo:
            self._memo["feasibility"] = existence.feasibility(self.system)
        return cast("Feasible | Infeasible", self._memo["feasibility"])

    @property
    def is_empty(self) -> bool:
        """Whether no point satisfies every row."""
        return isinstance(self.feasibility(), Infeasible)

    def admits(self, condition: Condition) -> bool:
        """Tell whether some point satisfies every row and one more inequality; cheaper than a point of both.

        Raises
        ------
        PolyhedronError
            If the condition is an equality, or names an unknown variable.

        Examples
        --------
        >>> p = Polyhedron.read(("a", "b"), {"r1": "0 < b <= a", "cap": "a <= 1"})
        >>> p.admits(parse_conditions("b >= 1")[0]), p.admits(parse_conditions("a <= 0")[0])
        (True, False)
        """
        if condition.relation is Relation.EQUAL:
            raise PolyhedronError(f"{condition} is no inequality", remedy="ask decide()")
        self._knows(condition.form)
        known = self.feasibility()
        return isinstance(known, Feasible) and bounds.admits(self.system, condition, dict(known.witness))

    def top(self, form: Affine) -> Fraction | None:
        """Return the least upper bound of a form, None where it has none; cheaper than an extent with its proofs.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty, or the form names an unknown variable.

        Examples
        --------
        >>> from bargain.exact import parse_affine
        >>> print(Polyhedron.read(("a", "b"), {"r1": "0 < b < a", "cap": "a <= 1"}).top(parse_affine("a - b")))
        1
        """
        self._knows(form)
        if self.is_empty:
            existence.witness(self.system)
        return bounds.top(self.system, form)

    def highest(self, form: Affine) -> End:
        """Return the upper end of a form alone, as `extent` does.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty, or the form names an unknown variable.
        """
        self._knows(form)
        return bounds.highest(self.system, form, existence.witness(self.system))

    def lowest(self, form: Affine) -> End:
        """Return the lower end of a form alone, as `extent` does.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty, or the form names an unknown variable.
        """
        self._knows(form)
        return bounds.lowest(self.system, form, existence.witness(self.system))

    def extent(self, form: Affine) -> Extent:
        """Return the exact range of a form, whether each end is attained, and a certificate for each.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty, or the form names an unknown variable.
        """
        self._knows(form)
        return bounds.extent(self.system, form)

    def ratio_extent(self, numerator: Affine, denominator: Affine) -> RatioExtent:
        """Return the exact range of numerator / denominator, with certificates.

        The denominator must keep one sign. Where it can be zero inside the polyhedron, the range is over
        the points where it is not, and `proviso` says so; where it comes close to zero, the ratio has no
        bound unless the numerator vanishes with it.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty, the denominator takes both signs or is zero throughout, or a form
            names an unknown variable.

        Examples
        --------
        >>> from bargain.exact import parse_affine
        >>> p = Polyhedron.read(("c", "b"), {"r1": "0 < c < b", "r2": "1/2 <= b <= 1"})
        >>> print(p.ratio_extent(parse_affine("c"), parse_affine("b")))
        (0, 1)
        >>> print(p.ratio_extent(parse_affine("b"), parse_affine("c")))
        (1, ∞)
        """
        self._knows(numerator)
        self._knows(denominator)
        return ratio.ratio_extent(self.system, numerator, denominator)

    def decide(self, condition: Condition) -> Decision:
        """Return whether a condition holds always, sometimes or never, and why.

        Always and never carry a certificate; sometimes carries a point of the polyhedron each way, strict
        rows included, and, where one side is only a face, the equality that names the exception.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty, or the condition names an unknown variable.

        Examples
        --------
        >>> from bargain.exact import parse_conditions
        >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= b <= a", "cap": "a <= 1"})
        >>> print(p.decide(parse_conditions("a >= b")[0]))
        a >= b: always
        >>> print(p.decide(parse_conditions("a > b")[0]))
        a > b: always except where a == b
        """
        self._knows(condition.form)
        return decide(self.system, condition)

    def interior_point(self) -> Point:
        """Return a point that makes the smallest slack of the inequality rows as large as possible.

        Rows that can have no slack anywhere (implied equalities) are set aside, so strict rows always
        have some. A level without a largest value is cut at 1. Not unique: `centre` is.
        """
        return centre.interior_point(self.system)

    def centre(self) -> Point:
        """Return the one point whose slacks are leximin: the smallest as large as possible, then the next, ….

        Every inequality row counts as it is written, weak and strict alike, each once; its slack is the
        value of its form. Rows that are forced to the level reached are held there and the smallest slack
        of the rest is raised, until the point is fixed. Equalities hold throughout. The slacks are unique
        because leximin has one solution on a convex set of slack vectors, and the point is unique because
        on a bounded polyhedron the slacks determine it. Exact; strict rows have positive slack.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty, or so unbounded that some level has no largest value.

        Examples
        --------
        >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= b <= a", "cap": "a <= 1"})
        >>> [f"{name} = {value}" for name, value in p.centre()]
        ['a = 2/3', 'b = 1/3']
        """
        return centre.centre(self.system)

    def irreducible_conflict(self) -> tuple[Row, ...]:
        """Return rows that cannot hold together although any of them may be dropped; empty if all can hold."""
        return existence.irreducible_conflict(self.system)

    def redundant(self) -> tuple[Redundancy, ...]:
        """Return rows that may all be dropped without a change, each with its proof from the rows that stay.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty.

        Examples
        --------
        >>> p = Polyhedron.read(("a", "b"), {"r1": "a >= b", "r2": "b >= 1", "r3": "a > 0"})
        >>> [(r.label, str(r.certificate)) for r in p.redundant()]
        [('r3', '1 × [r1] + 1 × [r2] gives a > 0')]
        """
        if "redundant" not in self._memo:
            self._memo["redundant"] = redundancy.redundant(self.system)
        return cast("tuple[Redundancy, ...]", self._memo["redundant"])

    def irredundant(self) -> Polyhedron:
        """Return the same set without its redundant rows."""
        return self.without(*(item.label for item in self.redundant()))

    def vertices(self, limit: int = 10_000) -> tuple[Point, ...]:
        """Return the vertices of the closure, ascending in the order of the variables.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty or unbounded.
        RefusedError
            If there are more than `limit`, with how many were seen and how many there can be.

        Examples
        --------
        >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= b <= a", "cap": "a <= 1"})
        >>> [tuple(str(value) for _, value in point) for point in p.vertices()]
        [('0', '0'), ('1', '0'), ('1', '1')]
        """
        return vertices(self.system, limit)

    def sample(self, n: int, seed: int, *, steps: int | None = None, chains: int = 8) -> Sample:
        """Return approximately uniform points by hit-and-run.

        Parameters
        ----------
        n : int
            Number of points.
        seed : int
            Of the NumPy generator; the same seed gives the same points.
        steps : int
            Hit-and-run steps between kept points of one chain; if left out, a third of the squared
            dimension of the largest block, at least 20. The sample states it.
        chains : int
            Walked side by side from spread-out starts, for the mixing check.

        Returns
        -------
        Sample
            Uniform over the polyhedron in the variables' own units: another unit or cap is another prior.
            Says whether it has mixed; `require()` insists on it. Time grows with points × steps × rows.

        Raises
        ------
        PolyhedronError
            If the polyhedron is empty or unbounded, or an argument is out of range.

        Examples
        --------
        >>> p = Polyhedron.read(("a", "b"), {"r1": "0 <= b <= a", "cap": "a <= 1"})
        >>> drawn = p.sample(1000, seed=1)
        >>> drawn.mixed, drawn.points.shape
        (True, (1000, 2))
        """
        return sample(self.system, n, seed, steps, chains)

    def _knows(self, form: Affine) -> None:
        """Refuse a form in unknown variables."""
        known = self.system.home
        for name in form.names:
            if name not in known:
                raise PolyhedronError(
                    f"the form {form} names the unknown variable {name!r}", remedy=nearest(name, self.variables)
                )


def _about(known: Collection[str], rows: Iterable[Row]) -> None:
    """Refuse rows about something else than these variables."""
    for row in rows:
        for name in row.condition.form.names:
            if name not in known:
                raise PolyhedronError(
                    f"row {row.label!r} names the unknown variable {name!r}", remedy=nearest(name, known)
                )


def _unique(kind: str, names: Sequence[str], before: Container[str] = ()) -> None:
    """Refuse a name that stands twice, or stood before."""
    seen: set[str] = set()
    for name in names:
        if name in seen or name in before:
            raise PolyhedronError(f"the {kind} {name!r} stands twice", remedy="make it unique")
        seen.add(name)
