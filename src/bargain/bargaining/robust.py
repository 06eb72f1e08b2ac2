"""What survives the whole stake space, where the comparison is linear: exact, with witnesses.

Room      bargaining, over polyhedra.
Exact     utilitarian optimality of levels, dominance by a given package, individual rationality, and
          whether some admissible stakes and weights support a package. All are linear programs.
Scales    supporting weights multiply stakes; because no row of the stake space relates two actors, the
          products of weight and stakes are free again and the question stays linear.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.bargaining.space import Package, PackageSpace, Value, total
from bargain.errors import PackageError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Feasible, Polyhedron, Row, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "LevelVerdict",
    "Ruling",
    "dominance",
    "individual_rationality",
    "possible_support",
    "utilitarian_levels",
]

_MOST_ROWS = 5_000
Point = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Whether a statement holds everywhere, somewhere or nowhere in the stake space.

    Attributes
    ----------
    verdict : "always", "sometimes" or "never"
    witness_for, witness_against : stakes with and without the statement, where the verdict is sometimes
    weights : for support, the actors' weights at the witness
    """

    statement: str
    verdict: Verdict
    witness_for: Point | None = None
    witness_against: Point | None = None
    weights: tuple[Fraction, ...] = ()

    def __str__(self) -> str:
        return f"{self.statement}: {self.verdict}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelVerdict:
    """How one level of one issue fares over the stake space: necessarily, possibly, never or undecided."""

    issue: str
    level: str
    verdict: str
    witness_for: Point | None = None
    witness_against: Point | None = None

    def __str__(self) -> str:
        return f"{self.issue} {self.level}: {self.verdict}"


def _form(value: Value) -> Affine:
    return value if isinstance(value, Affine) else Affine.number(value)


def _all_of(stakes: Polyhedron, conditions: Sequence[Condition], statement: str) -> Ruling:
    """Decide a conjunction: never if infeasible, always if each part is always."""
    rows = tuple(Row(f"asked {n}", c) for n, c in enumerate(conditions))
    found = stakes.with_rows(*rows).feasibility()
    if not isinstance(found, Feasible):
        return Ruling(statement=statement, verdict=Verdict.NEVER)
    for condition in conditions:
        decision = stakes.decide(condition)
        if decision.verdict is not Verdict.ALWAYS:
            against = decision.witness_against
            return Ruling(
                statement=statement, verdict=Verdict.SOMETIMES, witness_for=found.witness, witness_against=against
            )
    return Ruling(statement=statement, verdict=Verdict.ALWAYS, witness_for=found.witness)


def individual_rationality(space: PackageSpace, stakes: Polyhedron, package: Package) -> Ruling:
    """Decide whether a package gives every actor its disagreement payoff and outside option.

    Examples
    --------
    >>> b, c = Affine.name("b"), Affine.name("c")
    >>> from bargain.bargaining import PackageSpace
    >>> space = PackageSpace.build("Gift", ("R", "T"), {"gas": ("no", "yes")},
    ...     {"R": {"gas": (0, -c)}, "T": {"gas": (0, b)}}, disagreement=(0, 0))
    >>> stakes = Polyhedron.read(("b", "c"), {"r1": "0 < b <= 1", "r2": "-1 <= c <= 1"})
    >>> print(individual_rationality(space, stakes, (1,)))
    (gas: yes) is acceptable to all: sometimes
    """
    conditions = [
        Condition(_form(value) - _form(low), Relation.AT_LEAST)
        for i, value in enumerate(space.forms(package))
        for low in (space.disagreement[i], space.outside[i])
        if low is not None
    ]
    return _all_of(stakes, conditions, f"{_name(space, package)} is acceptable to all")


def dominance(space: PackageSpace, stakes: Polyhedron, by: Package, package: Package) -> Ruling:
    """Decide whether one package dominates another: nobody worse off, somebody better off."""
    pairs = zip(space.forms(by), space.forms(package), strict=True)
    differences = [_form(a) - _form(b) for a, b in pairs]
    conditions = [Condition(d, Relation.AT_LEAST) for d in differences]
    conditions.append(Condition(Affine.total(differences), Relation.ABOVE))
    return _all_of(stakes, conditions, f"{_name(space, by)} dominates {_name(space, package)}")


def utilitarian_levels(space: PackageSpace, stakes: Polyhedron) -> tuple[LevelVerdict, ...]:
    """Tell per issue and level whether it maximises the sum of utilities: a level is in some optimum.

    All packages count here, acceptable or not. Compares the actors' scales.

    Raises
    ------
    PackageError
        If payoffs are not additive by issue; levels are then not comparable one by one.
    """
    if not space.is_additive:
        raise PackageError("levels of interacting or constrained issues", remedy="ask for packages one by one")
    out = []
    for k, issue in enumerate(space.issues):
        sums = [_form(total([rows[k][x] for rows in space.payoffs])) for x in range(len(issue.levels))]
        for x, level in enumerate(issue.levels):
            conditions = [Condition(sums[x] - other, Relation.AT_LEAST) for y, other in enumerate(sums) if y != x]
            ruling = _all_of(stakes, conditions, "") if conditions else None
            word = "necessarily"
            if ruling is not None:
                words = {Verdict.ALWAYS: "necessarily", Verdict.SOMETIMES: "possibly", Verdict.NEVER: "never"}
                word = words[ruling.verdict]
            out.append(
                LevelVerdict(
                    issue=issue.name,
                    level=level,
                    verdict=word,
                    witness_for=ruling.witness_for if ruling else None,
                    witness_against=ruling.witness_against if ruling else None,
                )
            )
    return tuple(out)


def possible_support(space: PackageSpace, stakes: Polyhedron, package: Package) -> Ruling:
    """Tell whether some admissible stakes and some positive weights make a package optimal.

    Returns
    -------
    Ruling
        "sometimes" with stakes and weights, or "never": then no stakes put the package on the supported
        frontier. Whether it is always there is not a linear question and not answered here.

    Raises
    ------
    PackageError
        If a row relates the stakes of two actors, or one stake enters two actors' payoffs.
    RefusedError
        For more than 5,000 rivals of a package in a space that is not additive.
    """
    owners = _owners(space, stakes)
    weights = [f"weight {n}" for n in range(len(space.actors))]
    rows = [Row(f"weight {i}", Condition(Affine.name(w), Relation.ABOVE)) for i, w in enumerate(weights)]
    rows.append(Row("sum of weights", Condition(Affine.of(dict.fromkeys(weights, 1), -1), Relation.EQUAL)))
    for row in stakes.rows:
        names = row.condition.form.names
        owner = weights[owners[names[0]]] if names else weights[0]
        rows.append(Row(f"stakes {row.label}", Condition(_lift(row.condition.form, owner), row.condition.relation)))
    for n, differences in enumerate(_rivals(space, package)):
        lifted = Affine.total(_lift(d, w) for d, w in zip(differences, weights, strict=True))
        rows.append(Row(f"rival {n}", Condition(lifted, Relation.AT_LEAST)))
    found = Polyhedron((*stakes.variables, *weights), tuple(rows)).feasibility()
    statement = f"{_name(space, package)} is supported"
    if not isinstance(found, Feasible):
        return Ruling(statement=statement, verdict=Verdict.NEVER)
    point = dict(found.witness)
    shares = tuple(point[w] for w in weights)
    stakes_at = tuple((name, point[name] / shares[owners[name]]) for name in stakes.variables)
    return Ruling(statement=statement, verdict=Verdict.SOMETIMES, witness_for=stakes_at, weights=shares)


def _lift(form: Affine, weight: str) -> Affine:
    """Return weight × form, in the products of weight and stakes."""
    return Affine.of({**dict(form.terms), weight: form.constant})


def _owners(space: PackageSpace, stakes: Polyhedron) -> dict[str, int]:
    """Return the actor of every stake; stakes without a payoff follow the stakes they share a row with."""
    owners: dict[str, int] = {}
    for i in range(len(space.actors)):
        values = [*(v for issue in space.payoffs[i] for v in issue), space.constants[i]]
        values += [v for part in space.interactions for v in part.values[i]]
        for value in values:
            for name in _form(value).names:
                if owners.setdefault(name, i) != i:
                    raise PackageError(f"stake {name!r} enters the payoffs of two actors", remedy="give each its own")
    changed = True
    while changed:
        changed = False
        for row in stakes.rows:
            inside = {owners[n] for n in row.condition.form.names if n in owners}
            if len(inside) > 1:
                raise PackageError(f"row {row.label!r} relates two actors' stakes", remedy="scales are not compared")
            for name in row.condition.form.names:
                if inside and name not in owners:
                    owners[name] = next(iter(inside))
                    changed = True
    return {name: owners.get(name, 0) for name in stakes.variables}


def _rivals(space: PackageSpace, package: Package) -> list[list[Affine]]:
    """Return per rival the actors' differences: one per other level if additive, else one per package."""
    if space.is_additive:
        return [
            [_form(rows[k][x]) - _form(rows[k][y]) for rows in space.payoffs]
            for k, x in enumerate(package)
            for y in range(space.shape[k])
            if y != x
        ]
    if space.size > _MOST_ROWS:
        raise RefusedError(
            f"{space.size:,} rivals of one package", remedy=f"at most {_MOST_ROWS:,} without additive payoffs"
        )
    here = space.forms(package)
    return [
        [_form(a) - _form(b) for a, b in zip(here, space.forms(other), strict=True)]
        for other in product(*map(range, space.shape))
        if other != package and space.allowed(other)
    ]


def _name(space: PackageSpace, package: Package) -> str:
    """Name a package by the issues that are not at their fallback."""
    moved = [
        f"{issue.name}: {issue.levels[x]}"
        for issue, x in zip(space.issues, package, strict=True)
        if x != issue.fallback
    ]
    return f"({', '.join(moved)})" if moved else "(fallback)"
