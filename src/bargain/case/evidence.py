"""What a case says about its source: sections, claims, actors, conventions, observed moves.

Room      case: values only; nothing here reads a file.
Locators  a section letter and a paragraph counted from 1: "T.2" is the second paragraph of section T.
Reading   `stated` in the source, `inferred` by the coder from what is stated, or `assumed` by the coder.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = [
    "READINGS",
    "Actor",
    "Baseline",
    "Basis",
    "Claim",
    "ClaimKind",
    "Convention",
    "ConventionKind",
    "Grade",
    "Move",
    "NoPayoff",
    "Number",
    "NumberKind",
    "Reading",
    "Role",
    "Section",
    "Source",
]

Reading = Literal["stated", "inferred", "assumed"]
ClaimKind = Literal["interest", "cost", "ordering", "relation", "move", "context"]
Role = Literal["principal", "third party", "outside option"]
ConventionKind = Literal["cap", "levels", "origin", "other"]
Grade = Literal["announced", "agreed", "done"]
NumberKind = Literal["probability", "discount factor"]

READINGS: tuple[Reading, ...] = ("stated", "inferred", "assumed")  # from the text outwards


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section of the source and how many paragraphs it has."""

    id: str
    about: str
    paragraphs: int

    @property
    def locators(self) -> tuple[str, ...]:
        """The locators of its paragraphs.

        >>> Section(id="T", about="what T wants", paragraphs=2).locators
        ('T.1', 'T.2')
        """
        return tuple(f"{self.id}.{n}" for n in range(1, self.paragraphs + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The citable record of the text that was coded; parts that are not known are empty."""

    key: str  # the key under which a bibliography cites it
    author: str
    affiliation: str
    publisher: str
    date: str
    title: str
    title_note: str  # why there is no title, where there is none
    address: str
    address_note: str
    sha256: str  # of the text coded, in hexadecimal
    note: str
    sections: tuple[Section, ...]

    @property
    def locators(self) -> tuple[str, ...]:
        """The locators of all paragraphs, in the order of the text."""
        return tuple(locator for section in self.sections for locator in section.locators)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One coded reading of the source: what a paragraph says, in the coder's words."""

    id: str
    locator: str
    paraphrase: str
    kind: ClaimKind
    reading: Reading
    hedge: str  # the source's own reservation, such as "reported"; empty if it makes none
    note: str  # the coder's note
    tension: tuple[str, ...]  # claims that point the other way; recorded, not resolved


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPayoff:
    """A paragraph that carries no payoff content, and why the coder thinks so."""

    locator: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acts, reacts, or is an alternative partner."""

    id: str
    name: str
    role: Role
    about: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """A choice of the coder that no source supports: a unit, an origin, a cap on an actor's stakes."""

    id: str
    says: str
    why: str
    kind: ConventionKind
    actor: str  # whose stakes a cap bounds; empty for other kinds
    size: Fraction | None  # a cap bounds every stake of the actor to [-size, size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What something rests on: the claims it requires, all of them, or one named convention."""

    claims: tuple[str, ...] = ()
    convention: str = ""

    def __str__(self) -> str:
        """Name the basis in the reader's words."""
        if self.convention:
            return f"convention {self.convention}"
        if not self.claims:
            return "no claim"
        return f"claim{'s' if len(self.claims) > 1 else ''} {', '.join(self.claims)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A probability or a discount factor: a number that no stake can be, since payoffs are affine in the stakes."""

    id: str
    kind: NumberKind
    value: Fraction
    meaning: str
    basis: Basis  # claims, assumed ones as a rule, or a convention; never nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A move that the source observed: what was granted or played on an issue, and how firm it is."""

    id: str
    actors: tuple[str, ...]
    issue: str
    level: str  # a level of the issue's grant, or empty
    entry: str  # a stance or choice of the issue, or empty
    grade: Grade
    claims: tuple[str, ...]
    note: str
    plays: tuple[tuple[str, tuple[str, ...]], ...] = ()  # per game in which it is an action, the actions that fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """One documented point of the stake space, for worked examples."""

    method: str  # how the point was derived
    values: tuple[tuple[str, Fraction], ...]  # one per stake, in the order of the stakes
