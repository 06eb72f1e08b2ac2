"""The coded case as one value: what was read from files, checked, and never changed again.

Room      case: knows polyhedra and exact, no game and no solver.
Order     entries stand in the order of the files, files in the order of their names.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from bargain.case.evidence import READINGS
from bargain.errors import CaseError
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from bargain.case.evidence import Actor, Baseline, Basis, Claim, Convention, Move, NoPayoff, Number, Reading, Source
    from bargain.case.forms import CaseRow, GameSpec, Issue, Outside, Stake
    from bargain.case.variation import Variant
    from bargain.polyhedra import Polyhedron

__all__ = ["Case"]


class _Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """The name by which the case refers to it."""
        ...


_T = TypeVar("_T", bound=_Named)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Case:
    """A source, what was coded from it, and the stakes, rows and games that rest on that.

    Read one with `read_case`; a case that loads is complete and consistent.

    >>> from bargain.case import read_case
    >>> case = read_case("russia-turkey-2022")
    >>> case
    <Case 'russia-turkey-2022': 15 paragraphs, ... claims, ... stakes, ... rows, ... games>
    >>> case.basis("cap-turkey:T_gain_syria_full:high")
    Basis(claims=(), convention='cap-turkey')
    """

    id: str
    title: str
    version: str
    coder: str
    summary: str
    notes: tuple[str, ...]
    source: Source
    claims: tuple[Claim, ...]
    no_payoff: tuple[NoPayoff, ...]
    actors: tuple[Actor, ...]
    conventions: tuple[Convention, ...]
    issues: tuple[Issue, ...]
    stakes: tuple[Stake, ...]
    rows: tuple[CaseRow, ...]
    outside: tuple[Outside, ...]
    games: tuple[GameSpec, ...]
    moves: tuple[Move, ...]
    baseline: Baseline | None
    numbers: tuple[Number, ...] = ()
    variations: tuple[Variant, ...] = ()
    _spaces: dict[frozenset[str], Polyhedron] = field(init=False, compare=False, default_factory=dict)
    _factors: dict[tuple[str, frozenset[str]], Polyhedron] = field(init=False, compare=False, default_factory=dict)
    _by_label: dict[str, CaseRow] = field(init=False, compare=False, default_factory=dict)

    def claim(self, name: str) -> Claim:
        """Return the claim with this id; an unknown one raises CaseError with the nearest."""
        return _find("claim", name, self.claims)

    def actor(self, name: str) -> Actor:
        """Return the actor with this id; an unknown one raises CaseError with the nearest."""
        return _find("actor", name, self.actors)

    def convention(self, name: str) -> Convention:
        """Return the convention with this id; an unknown one raises CaseError with the nearest."""
        return _find("convention", name, self.conventions)

    def issue(self, name: str) -> Issue:
        """Return the issue with this id; an unknown one raises CaseError with the nearest."""
        return _find("issue", name, self.issues)

    def stake(self, name: str) -> Stake:
        """Return the stake with this id; an unknown one raises CaseError with the nearest."""
        return _find("stake", name, self.stakes)

    def spec(self, name: str) -> GameSpec:
        """Return the game as the case states it; an unknown one raises CaseError with the nearest."""
        return _find("game", name, self.games)

    def number(self, name: str) -> Number:
        """Return the probability or discount factor with this id; an unknown one raises CaseError with the nearest."""
        return _find("number", name, self.numbers)

    def variants(self, name: str) -> tuple[GameSpec, ...]:
        """Return a game and the variants of it, in the order of the case; for a variant, those of its original.

        Raises
        ------
        CaseError
            For an unknown game, with the nearest name.

        Examples
        --------
        >>> from bargain.case import read_case
        >>> [spec.id for spec in read_case("russia-turkey-2022").variants("sochi")]
        ['sochi', 'sochi-turkey-first']
        """
        spec = self.spec(name)
        home = spec.variant_of or spec.id
        return tuple(spec for spec in self.games if home in {spec.id, spec.variant_of})

    def varied(self, variant: Variant) -> Self:
        """Return the case as a variant has it: claims, readings and rows; games are replaced by who asks.

        A dropped claim stays in the list, so that it can be named, but nothing rests on it any more. The
        baseline is left out where it breaks a row of the variant.
        """
        gone = set(variant.row_ids)
        kept = [
            row
            for row in self.rows
            if not (row.kind == "row" and row.label.partition(".")[0] in gone)
            and not set(variant.drop) & set(row.basis.claims)
        ]
        readings = dict(variant.readings)
        point = dict(self.baseline.values) if self.baseline is not None else {}
        fits = all(row.condition.holds(point) for row in variant.rows) if point else False
        return replace(
            self,
            claims=tuple(replace(claim, reading=readings.get(claim.id, claim.reading)) for claim in self.claims),
            rows=(*kept, *(row for row in variant.rows if not set(variant.drop) & set(row.basis.claims))),
            baseline=self.baseline if fits else None,
        )

    def row(self, label: str) -> CaseRow:
        """Return the row with this label; an unknown one raises CaseError with the nearest."""
        if not self._by_label:
            self._by_label.update((row.label, row) for row in reversed(self.rows))
        if label not in self._by_label:
            raise CaseError(
                f"case {self.id!r} has no row {label!r}", remedy=nearest(label, [row.label for row in self.rows])
            )
        return self._by_label[label]

    def basis(self, label: str) -> Basis:
        """Return what the row with this label rests on."""
        return self.row(label).basis

    def allows(self, basis: Basis, readings: Iterable[Reading] = READINGS) -> bool:
        """Tell whether a basis is a convention, or all its claims have one of these readings."""
        return bool(basis.convention) or self._allowed(readings).issuperset(basis.claims)

    def _allowed(self, readings: Iterable[Reading]) -> set[str]:
        """Return the ids of the claims with one of these readings."""
        allowed = set(readings)
        return {claim.id for claim in self.claims if claim.reading in allowed}

    def space(self, readings: Sequence[Reading] = READINGS) -> Polyhedron:
        """Return the stake space Θ.

        Parameters
        ----------
        readings : sequence of {"stated", "inferred", "assumed"}
            A row is kept if all claims that it requires have one of these readings, or if it is a
            convention. Fewer readings give a larger space; it stays bounded.

        Raises
        ------
        CaseError
            For a word that is not a reading.
        """
        from bargain.polyhedra import Polyhedron, Row

        for reading in readings:
            if reading not in READINGS:
                raise CaseError(f"{reading!r} is not a reading", remedy=nearest(reading, READINGS))
        asked = frozenset(readings)
        if asked not in self._spaces:  # one value for all who ask, so that what one finds out the next one knows
            allowed = self._allowed(asked)
            kept = [row for row in self.rows if row.basis.convention or allowed.issuperset(row.basis.claims)]
            self._spaces[asked] = Polyhedron(
                variables=tuple(stake.id for stake in self.stakes),
                rows=tuple(Row(label=row.label, condition=row.condition) for row in kept),
            )
        return self._spaces[asked]

    def factor(self, actor: str, readings: Sequence[Reading] = READINGS) -> Polyhedron:
        """Return one actor's factor of the stake space; no row mixes actors, so Θ is the product of these.

        Raises
        ------
        CaseError
            For an actor that the case does not have, or a word that is not a reading.
        """
        from bargain.polyhedra import Polyhedron

        key = self.actor(actor).id, frozenset(readings)
        if key not in self._factors:
            names = self.stakes_of(actor)
            own = set(names)
            rows = tuple(row for row in self.space(readings).rows if own.issuperset(row.condition.form.names))
            self._factors[key] = Polyhedron(variables=names, rows=rows)
        return self._factors[key]

    def stakes_of(self, actor: str) -> tuple[str, ...]:
        """Return the ids of one actor's stakes."""
        owner = self.actor(actor).id
        return tuple(stake.id for stake in self.stakes if stake.actor == owner)

    def point(self) -> dict[str, Fraction]:
        """Return the baseline as a mapping.

        Raises
        ------
        CaseError
            If the case has none.
        """
        if self.baseline is None:
            raise CaseError(
                f"case {self.id!r} has no baseline", remedy="add [baseline] with one value per stake, or give a point"
            )
        return dict(self.baseline.values)

    @property
    def digest(self) -> str:
        """SHA-256 of the content in a canonical order; the same for every layout of the files.

        Cost: one pass over the case, some milliseconds.
        """
        from bargain.case.digest import digest

        return digest(self)

    def __repr__(self) -> str:
        return (
            f"<{type(self).__name__} {self.id!r}: {len(self.source.locators)} paragraphs, {len(self.claims)} claims, "
            f"{len(self.stakes)} stakes, {len(self.rows)} rows, {len(self.games)} games>"
        )


def _find(table: str, name: str, among: Sequence[_T]) -> _T:
    """Return the entry with this id."""
    for entry in among:
        if entry.id == name:
            return entry
    raise CaseError(f"no {table} {name!r}", remedy=nearest(name, [entry.id for entry in among]))
