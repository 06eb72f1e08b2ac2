"""Every error that bargain raises on purpose.

Room      errors: the lowest room; imports nothing of bargain.
Rule      one message names the thing, the place (file, table, key or line) and the remedy.
Exit      each class knows the exit code that the command line gives it.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "BargainError",
    "CaseError",
    "ContradictionError",
    "ExpressionError",
    "FormatError",
    "GameError",
    "MissingExtraError",
    "NotCertifiedError",
    "NotConvergedError",
    "NumberError",
    "PackageError",
    "ParametricGameError",
    "Place",
    "PolyhedronError",
    "RefusedError",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the user's material a fault stands; parts that do not apply are empty.

    A table without an entry is a single one and shown in single brackets.

    >>> print(Place(file="stakes.toml", table="row", entry="r012", key="says", line=40))
    stakes.toml, line 40, [[row]] 'r012', key 'says'
    >>> print(Place(file="case.toml", table="source", key="author"))
    case.toml, [source], key 'author'
    """

    file: str = ""
    line: int | None = None
    column: int | None = None
    table: str = ""
    entry: str = ""
    key: str = ""

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(f"line {self.line}" + (f", column {self.column}" if self.column is not None else ""))
        if self.table:
            parts.append(f"[[{self.table}]] {self.entry!r}" if self.entry else f"[{self.table}]")
        if self.key:
            parts.append(f"key {self.key!r}")
        return ", ".join(parts)


class BargainError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    message : str
        What is wrong, with the thing and what was found.
    place : Place, optional
        Where it stands in the user's material.
    remedy : str, optional
        What would be right.
    """

    exit_code = 1

    def __init__(self, message: str, *, place: Place | None = None, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place is not None and str(self.place) else ""
        fix = f"; {self.remedy}" if self.remedy else ""
        return f"{where}{self.message}{fix}"

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.place, self.remedy))


def _rebuild(kind: type[BargainError], message: str, place: Place | None, remedy: str) -> BargainError:
    """Make an error again from its facts, so that errors cross process borders."""
    return kind(message, place=place, remedy=remedy)


class NumberError(BargainError, ValueError):
    """A number is missing, not finite, not rational, or a float where an exact one is needed."""


class ExpressionError(BargainError, ValueError):
    """An expression of a case does not follow the grammar, or names something unknown."""


class CaseError(BargainError, ValueError):
    """A coded case is not well formed; the message is the first fault, `also` holds a few more.

    >>> print(CaseError("'x' is unknown", remedy="known: y", also=("[case]: key 'id' is missing",)))
    'x' is unknown; known: y
      also: [case]: key 'id' is missing
    """

    def __init__(
        self, message: str, *, place: Place | None = None, remedy: str = "", also: tuple[str, ...] = ()
    ) -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.also = also

    def __str__(self) -> str:
        return "\n  also: ".join((super().__str__(), *self.also))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_case_error, (self.message, self.place, self.remedy, self.also))


def _rebuild_case_error(message: str, place: Place | None, remedy: str, also: tuple[str, ...]) -> CaseError:
    """Make a case error again from its facts."""
    return CaseError(message, place=place, remedy=remedy, also=also)


class ContradictionError(CaseError):
    """The rows of a case cannot all hold; carries an irreducible set of them."""

    def __init__(
        self,
        message: str,
        *,
        place: Place | None = None,
        remedy: str = "",
        rows: tuple[str, ...] = (),
        claims: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.rows = rows
        self.claims = claims

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild_contradiction, (self.message, self.place, self.remedy, self.rows, self.claims))


def _rebuild_contradiction(
    message: str, place: Place | None, remedy: str, rows: tuple[str, ...], claims: tuple[str, ...]
) -> ContradictionError:
    """Make a contradiction again from its facts."""
    return ContradictionError(message, place=place, remedy=remedy, rows=rows, claims=claims)


class PolyhedronError(BargainError, ValueError):
    """A question that a polyhedron cannot answer: unknown variable, unbounded, empty."""


class GameError(BargainError, ValueError):
    """A game, profile or payoff table is not well formed."""


class ParametricGameError(GameError):
    """A solver that needs numbers was given a game with open stakes."""


class PackageError(BargainError, ValueError):
    """A package space, a package or a question about packages is not well formed."""


class FormatError(BargainError, ValueError):
    """A game file does not follow its format."""


class RefusedError(BargainError, RuntimeError):
    """The work asked for would not finish; the message estimates it."""

    exit_code = 3


class NotConvergedError(BargainError, RuntimeError):
    """A numerical method stopped without reaching its goal."""

    exit_code = 3


class NotCertifiedError(BargainError, RuntimeError):
    """A result was required to be exact and verified, and is not."""

    exit_code = 3


class MissingExtraError(BargainError, ImportError):
    """A method needs an optional package that is not installed."""
