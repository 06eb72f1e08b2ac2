"""Package spaces as values: issues with levels, additive payoffs, interactions, constraints, limits.

Room      bargaining: imports exact and errors only. Knows no case and no solver of games.
Axes      payoffs[i][k][l]: actor i, issue k, level l; a package is one level index per issue.
Unit      each actor's own utility; only differences and order within one actor have meaning.
Meaning   u_i(x) = constant_i + sum over issues of payoffs[i][k][x_k] + sum over interactions.
Exactness payoffs are Fractions, or affine forms in named stakes (fix them with `at` before solving).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import prod

from bargain.bargaining.parts import AtMost, Constraint, Forbidden, Interaction, Issue
from bargain.errors import PackageError
from bargain.exact import Affine, fraction
from bargain.exact.grammar import nearest

__all__ = ["Package", "PackageSpace", "Value"]

Value = Fraction | Affine
Package = tuple[int, ...]  # one level index per issue, in the order of the issues
_ZERO = Fraction(0)
_MOST_ISSUES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageSpace:
    """Everything that can be agreed on at once, and what it is worth to each actor.

    Parameters
    ----------
    title : str
    actors : tuple of str
        At least two unique names.
    issues : tuple of Issue
    payoffs : tuple of tuple of tuple of Fraction or Affine
        Per actor and issue one payoff per level.
    constants : tuple of Fraction or Affine
        Per actor, what every package is worth on top (third-party terms); zeros if left out.
    interactions : tuple of Interaction
        Joint terms of named issues.
    constraints : tuple of Forbidden or AtMost
        Packages that cannot be agreed.
    disagreement : tuple of Fraction, Affine or None
        Per actor, the payoff without any deal; None: no limit.
    outside : tuple of Fraction, Affine or None
        Per actor, an outside option that the whole deal has to match; None: there is none.

    Raises
    ------
    PackageError
        For anything that does not fit, naming it.

    Examples
    --------
    >>> space = PackageSpace.build("Swap", ("R", "T"), {"gas": ("no", "yes"), "port": ("no", "yes")},
    ...     {"R": {"gas": (0, -1), "port": (0, 3)}, "T": {"gas": (0, 2), "port": (0, "-1/2")}}, disagreement=(0, 0))
    >>> space
    <PackageSpace 'Swap': R, T; 2 issues, 4 packages>
    >>> space.utilities((1, 1))
    (Fraction(2, 1), Fraction(3, 2))
    """

    title: str
    actors: tuple[str, ...]
    issues: tuple[Issue, ...]
    payoffs: tuple[tuple[tuple[Value, ...], ...], ...]
    constants: tuple[Value, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    disagreement: tuple[Value | None, ...] = ()
    outside: tuple[Value | None, ...] = ()
    _index: dict[str, int] = field(init=False, repr=False, compare=False, hash=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Fill the defaults and refuse parts that do not fit."""
        none: tuple[None, ...] = (None,) * len(self.actors)
        object.__setattr__(self, "constants", self.constants or (_ZERO,) * len(self.actors))
        object.__setattr__(self, "disagreement", self.disagreement or none)
        object.__setattr__(self, "outside", self.outside or none)
        object.__setattr__(self, "_index", {issue.name: k for k, issue in enumerate(self.issues)})
        _check_names(self)
        _check_payoffs(self)
        _check_parts(self)

    @staticmethod
    def build(  # noqa: PLR0913  one argument per part of the space
        title: str,
        actors: Sequence[str],
        issues: Mapping[str, Sequence[str]] | Sequence[Issue],
        payoffs: Mapping[str, Mapping[str, Sequence[object]]],
        *,
        constants: Sequence[object] = (),
        interactions: Sequence[Interaction] = (),
        constraints: Sequence[Constraint] = (),
        disagreement: Sequence[object] = (),
        outside: Sequence[object] = (),
        floats: bool = False,
    ) -> PackageSpace:
        """Build a space from plain tables: payoffs[actor][issue] lists one number per level.

        Parameters
        ----------
        floats : bool
            Whether floats are taken, each as the exact binary number it stands for. Refused by
            default, because 0.1 is not one tenth.

        Raises
        ------
        NumberError, PackageError
        """
        listed = (
            tuple(Issue(name=name, levels=tuple(levels)) for name, levels in issues.items())
            if isinstance(issues, Mapping)
            else tuple(issues)
        )
        tables: list[tuple[tuple[Value, ...], ...]] = []
        for actor in actors:
            given = payoffs.get(actor)
            if given is None:
                raise PackageError(f"packages {title!r}: no payoffs of {actor!r}", remedy="give one table per actor")
            _check_keys(title, actor, given, listed)
            tables.append(
                tuple(
                    tuple(_value(v, f"payoff of {actor!r} on {issue.name!r}", floats=floats) for v in given[issue.name])
                    for issue in listed
                )
            )
        return PackageSpace(
            title=title,
            actors=tuple(actors),
            issues=listed,
            payoffs=tuple(tables),
            constants=tuple(_value(v, "constant", floats=floats) for v in constants),
            interactions=tuple(interactions),
            constraints=tuple(constraints),
            disagreement=tuple(
                None if v is None else _value(v, "disagreement payoff", floats=floats) for v in disagreement
            ),
            outside=tuple(None if v is None else _value(v, "outside option", floats=floats) for v in outside),
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """Numbers of levels per issue."""
        return tuple(len(issue.levels) for issue in self.issues)

    @property
    def size(self) -> int:
        """Number of packages, constraints not counted."""
        return prod(self.shape)

    @property
    def is_additive(self) -> bool:
        """Whether payoffs add up over issues and no combination is excluded."""
        return not self.interactions and not self.constraints

    @property
    def fallback(self) -> Package:
        """The package in which every issue stays where it stands without a deal."""
        return tuple(issue.fallback for issue in self.issues)

    @property
    def stakes(self) -> tuple[str, ...]:
        """Names of the open stakes, sorted; empty when all payoffs are numbers."""
        found: set[str] = set()
        for value in self._values():
            if isinstance(value, Affine):
                found.update(value.names)
        return tuple(sorted(found))

    def _values(self) -> list[Value]:
        """Return every number or form of the space."""
        out = [v for actor in self.payoffs for issue in actor for v in issue]
        out += [v for part in self.interactions for table in part.values for v in table]
        out += [*self.constants, *(v for v in (*self.disagreement, *self.outside) if v is not None)]
        return out

    def issue(self, name: str) -> int:
        """Return the index of an issue.

        Raises
        ------
        PackageError
            With the nearest known name.
        """
        if name not in self._index:
            raise PackageError(f"packages {self.title!r}: no issue {name!r}", remedy=nearest(name, self._index))
        return self._index[name]

    def actor(self, name: str) -> int:
        """Return the index of an actor, or refuse with the nearest known name."""
        if name not in self.actors:
            raise PackageError(f"packages {self.title!r}: no actor {name!r}", remedy=nearest(name, self.actors))
        return self.actors.index(name)

    def package(self, levels: Mapping[str, str]) -> Package:
        """Return the package with these level names; issues not named stay at their fallback."""
        out = list(self.fallback)
        for name, level in levels.items():
            k = self.issue(name)
            out[k] = self.issues[k].level(level)
        return tuple(out)

    def describe(self, package: Package) -> dict[str, str]:
        """Return issue name → level name."""
        return {issue.name: issue.levels[x] for issue, x in zip(self.issues, package, strict=True)}

    def allowed(self, package: Package) -> bool:
        """Tell whether no constraint excludes the package."""
        return all(c.allows(self._index, self.issues, package) for c in self.constraints)

    def forms(self, package: Package) -> tuple[Value, ...]:
        """Return each actor's payoff of a package, as a number or an affine form in the stakes."""
        out: list[Value] = []
        for i in range(len(self.actors)):
            terms = [self.constants[i], *(self.payoffs[i][k][x] for k, x in enumerate(package))]
            terms += [part.value(i, self._index, self.issues, package) for part in self.interactions]
            out.append(total(terms))
        return tuple(out)

    def utilities(self, package: Package) -> tuple[Fraction, ...]:
        """Return each actor's payoff of a package, exactly.

        Raises
        ------
        PackageError
            If stakes are open.
        """
        return tuple(_number(v, self.title) for v in self.forms(package))

    def limits(self) -> tuple[Fraction | None, ...]:
        """Return what each actor has to get: the larger of disagreement and outside option; None: no limit."""
        out: list[Fraction | None] = []
        for pair in zip(self.disagreement, self.outside, strict=True):
            known = [_number(v, self.title) for v in pair if v is not None]
            out.append(max(known) if known else None)
        return tuple(out)

    def at(self, stakes: Mapping[str, object]) -> PackageSpace:
        """Return the space with stakes replaced by exact numbers; stakes not named stay open."""
        values = {name: fraction(v, what=f"stake {name!r}") for name, v in stakes.items()}

        return replace(
            self,
            payoffs=tuple(tuple(tuple(_put(v, values) for v in row) for row in actor) for actor in self.payoffs),
            constants=tuple(_put(v, values) for v in self.constants),
            interactions=tuple(
                replace(part, values=tuple(tuple(_put(v, values) for v in table) for table in part.values))
                for part in self.interactions
            ),
            disagreement=tuple(None if v is None else _put(v, values) for v in self.disagreement),
            outside=tuple(None if v is None else _put(v, values) for v in self.outside),
        )

    def __repr__(self) -> str:
        kind = f", open stakes {len(self.stakes)}" if self.stakes else ""
        extra = f", {len(self.interactions)} interactions" if self.interactions else ""
        extra += f", {len(self.constraints)} constraints" if self.constraints else ""
        who = ", ".join(self.actors)
        return f"<PackageSpace {self.title!r}: {who}; {len(self.issues)} issues, {self.size:,} packages{extra}{kind}>"


def total(terms: Sequence[Value]) -> Value:
    """Return the sum of numbers and forms; a number if no stake is left."""
    forms = [t for t in terms if isinstance(t, Affine)]
    number = sum((t for t in terms if isinstance(t, Fraction)), _ZERO)
    if not forms:
        return number
    form = Affine.total(forms) + number
    return form.constant if form.is_constant else form


def _put(value: Value, stakes: Mapping[str, Fraction]) -> Value:
    """Replace stakes in one value; a form without stakes left becomes a number."""
    if not isinstance(value, Affine):
        return value
    form = value.substitute(stakes)
    return form.constant if form.is_constant else form


def _number(value: Value, title: str) -> Fraction:
    """Return a number, or refuse a form with open stakes."""
    if isinstance(value, Affine):
        if not value.is_constant:
            raise PackageError(
                f"packages {title!r} have open stakes: {', '.join(value.names[:8])}",
                remedy="give them values with space.at({...}) first",
            )
        return value.constant
    return value


def _value(value: object, what: str, *, floats: bool) -> Value:
    """Read a payoff; a float only where it is asked for, as the binary number it is."""
    if isinstance(value, Affine):
        return value.constant if value.is_constant else value
    if floats and isinstance(value, float) and value - value == 0:
        return Fraction(value)
    return fraction(value, what=what)


def _check_keys(title: str, actor: str, given: Mapping[str, object], issues: tuple[Issue, ...]) -> None:
    """Refuse payoffs of unknown issues and missing ones."""
    names = [issue.name for issue in issues]
    for name in given:
        if name not in names:
            raise PackageError(
                f"packages {title!r}: {actor!r} has payoffs on unknown issue {name!r}", remedy=nearest(name, names)
            )
    for name in names:
        if name not in given:
            raise PackageError(
                f"packages {title!r}: {actor!r} has no payoffs on issue {name!r}", remedy="give one number per level"
            )


def _check_names(space: PackageSpace) -> None:
    """Refuse missing or repeated actors and issues."""
    if len(space.actors) < 2 or len(set(space.actors)) != len(space.actors) or "" in space.actors:
        raise PackageError(
            f"packages {space.title!r}: actors {list(space.actors)}", remedy="give two or more unique names"
        )
    names = [issue.name for issue in space.issues]
    if not names or len(set(names)) != len(names):
        raise PackageError(f"packages {space.title!r}: issues {names}", remedy="give at least one, each name once")
    if len(names) > _MOST_ISSUES:
        raise PackageError(f"packages {space.title!r}: {len(names):,} issues", remedy=f"give at most {_MOST_ISSUES:,}")
    for issue in space.issues:
        for role in (issue.grantor, issue.beneficiary):
            if role and role not in space.actors:
                raise PackageError(
                    f"issue {issue.name!r}: {role!r} is no actor of the packages", remedy=nearest(role, space.actors)
                )


def _check_payoffs(space: PackageSpace) -> None:
    """Refuse tables that do not fit actors, issues and levels."""
    count = len(space.actors)
    for what in ("payoffs", "constants", "disagreement", "outside"):
        if len(getattr(space, what)) != count:
            raise PackageError(
                f"packages {space.title!r}: {what} for {len(getattr(space, what))} of {count} actors",
                remedy="give one entry per actor",
            )
    for actor, tables in zip(space.actors, space.payoffs, strict=True):
        if len(tables) != len(space.issues):
            raise PackageError(
                f"packages {space.title!r}: payoffs of {actor!r} on {len(tables)} of {len(space.issues)} issues",
                remedy="give one table per issue",
            )
        for issue, row in zip(space.issues, tables, strict=True):
            if len(row) != len(issue.levels):
                raise PackageError(
                    f"packages {space.title!r}: {len(row)} payoffs of {actor!r} on {issue.name!r}, "
                    f"which has {len(issue.levels)} levels",
                    remedy="give one payoff per level",
                )


def _check_parts(space: PackageSpace) -> None:
    """Refuse interactions and constraints that name what does not exist."""
    for part in space.interactions:
        for name in part.issues:
            space.issue(name)
        cells = prod(space.shape[space.issue(name)] for name in part.issues)
        if len(part.values) != len(space.actors) or any(len(table) != cells for table in part.values):
            raise PackageError(
                f"interaction of {', '.join(part.issues)}: tables of {[len(t) for t in part.values]} values",
                remedy=f"give {cells} values for each of the {len(space.actors)} actors",
            )
    for constraint in space.constraints:
        if isinstance(constraint, Forbidden):
            for name, level in constraint.entries:
                space.issues[space.issue(name)].level(level)
        elif isinstance(constraint, AtMost):
            for name, levels in constraint.entries:
                for level in levels:
                    space.issues[space.issue(name)].level(level)
