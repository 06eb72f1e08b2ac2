"""What every check needs to know: the ids that the case declares, and what has been cited so far.

Room      case.
Use       `build_*` turn models into values through a context; each fault is noted with its place, and
          reading goes on with a stand-in, so that one load reports several faults.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.case.evidence import Basis
from bargain.case.words import shown
from bargain.errors import ExpressionError
from bargain.exact import Affine, parse_affine, parse_conditions
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from fractions import Fraction

    from bargain.case.faults import Faults
    from bargain.case.models import CaseFile
    from bargain.exact import Condition
    from bargain.tomlplaces import Path

__all__ = ["Context", "declared"]

_MOST_BITS = 1_000  # of a numerator or denominator: about 300 digits
_MOST_PARTS = 16  # comparisons in one row


@dataclass(slots=True, kw_only=True)
class Context:
    """The declared names of a case, by table, and the faults and citations found so far."""

    file: CaseFile
    faults: Faults
    claims: dict[str, int]  # id to position in its table, as for all tables below
    actors: dict[str, int]
    conventions: dict[str, int]
    issues: dict[str, int]
    stakes: dict[str, int]
    numbers: dict[str, int]
    games: dict[str, int]
    locators: tuple[str, ...]
    cited: set[str] = field(default_factory=set)

    def known(self, path: Path, kind: str, name: str, among: Collection[str]) -> bool:
        """Tell whether a name is declared; note a fault with the nearest if it is not.

        `kind` is a word such as "claim", or says whose, such as "level of 'syria'".
        """
        if name in among:
            return True
        if self.faults.full:
            self.faults.add(path)
            return False
        article = "an" if kind[0] in "aeiou" else "a"
        told = f"{shown(name)} is not {article} {kind}" if " of " in kind else f"unknown {kind} {shown(name)}"
        self.faults.add(path, told, nearest(name[:80], among))
        return False

    def cite(self, path: Path, claims: Sequence[str]) -> tuple[str, ...]:
        """Return claim ids that exist, each named once, and remember that they are used."""
        kept = [name for n, name in enumerate(claims) if self.known((*path, n), "claim", name, self.claims)]
        self.unique(path, claims, "claim")
        self.cited.update(kept)
        return tuple(kept)

    def basis(self, path: Path, key: str, claims: Sequence[str], convention: str, *, needed: str = "") -> Basis:
        """Return what an entry rests on: claims, or a convention, and not both.

        Parameters
        ----------
        path, key : the entry, and its key that holds the claims
        needed : str
            What needs a basis; empty if the entry may go without.
        """
        if claims and convention:
            self.faults.add(
                (*path, "convention"), f"both {key} and convention are given", "keep the one that it rests on"
            )
        elif needed and not claims and not convention:
            self.faults.add(path, f"{needed} rests on nothing", f"add {key} = [claim ids], or convention = an id")
        if convention:
            self.known((*path, "convention"), "convention", convention, self.conventions)
        return Basis(claims=self.cite((*path, key), claims), convention=convention)

    def owner(self, stake: str) -> str:
        """Return the actor whose payoff a stake enters."""
        return self.file.stake[self.stakes[stake]].actor

    def form(self, path: Path, text: str, actor: str) -> Affine:
        """Return an expression in one actor's stakes; 0 after a fault."""
        try:
            form = parse_affine(text, names=self.stakes)
        except ExpressionError as fault:
            self.faults.add(path, fault.message, fault.remedy)
            return Affine.number(0)
        for name in form.names:
            if self.owner(name) != actor:
                self.faults.add(
                    path,
                    f"{name!r} in {shown(text)} is a stake of {self.owner(name)!r}, not of {actor!r}",
                    f"use stakes of {actor!r} only: {self._some_of(actor)}",
                )
        self.bounded(path, (*(c for _, c in form.terms), form.constant))
        return form

    def chance(self, path: Path, text: str) -> Affine | None:
        """Return a probability as an expression in the case's numbers; nothing after a fault."""
        try:
            form = parse_affine(text)
        except ExpressionError as fault:
            self.faults.add(path, fault.message, fault.remedy)
            return None
        for name in form.names:
            if not self.known(path, "number", name, self.numbers):
                return None
            kind = self.file.number[self.numbers[name]].kind
            if kind != "probability":
                self.faults.add(path, f"{name!r} is a {kind}, not a probability", "use numbers of that kind")
                return None
        return form if self.bounded(path, (*(c for _, c in form.terms), form.constant)) else None

    def number(self, path: Path, name: str, kind: str) -> str:
        """Return the id of a number of one kind; empty after a fault."""
        among = [entry.id for entry in self.file.number if entry.kind == kind]
        return name if self.known(path, f"number of kind {kind!r}", name, among) else ""

    def conditions(self, path: Path, text: str) -> tuple[tuple[Condition, ...], str]:
        """Return a row's conditions and the actor whose stakes they relate; empty after a fault."""
        try:
            conditions = parse_conditions(text, names=self.stakes)
        except ExpressionError as fault:
            self.faults.add(path, fault.message, fault.remedy)
            return (), ""
        if len(conditions) > _MOST_PARTS:
            self.faults.add(path, f"a chain of {len(conditions)} comparisons", f"use at most {_MOST_PARTS} in one row")
            return (), ""
        owners: dict[str, str] = {}
        for condition in conditions:
            if condition.form.is_constant:
                self.faults.add(path, f"{shown(text)} has a part that relates no stake", "relate stakes, as in 'a > 0'")
                return (), ""
            for name in condition.form.names:
                owners.setdefault(self.owner(name), name)
            self.bounded(path, (*(c for _, c in condition.form.terms), condition.form.constant))
        if len(owners) > 1:
            mixed = " and ".join(f"{name!r} of {actor!r}" for actor, name in owners.items())
            self.faults.add(
                path, f"the row mixes stakes of two actors: {mixed}", "write one row per actor; scales are not compared"
            )
            return (), ""
        return conditions, next(iter(owners))

    def bounded(self, path: Path, numbers: Sequence[Fraction]) -> bool:
        """Tell whether numbers have a size that somebody may have meant; note a fault if not."""
        bits = max(max(number.numerator.bit_length(), number.denominator.bit_length()) for number in numbers)
        if bits > _MOST_BITS:
            self.faults.add(path, f"a number of {bits:,} bits", f"use at most {_MOST_BITS:,} bits, about 300 digits")
        return bits <= _MOST_BITS

    def unique(self, path: Path, names: Sequence[str], what: str) -> None:
        """Note a fault for each name that stands twice in a list."""
        seen: set[str] = set()
        for n, name in enumerate(names):
            if name in seen:
                self.faults.add((*path, n), f"{what} {shown(name)} is named twice", "name it once")
            seen.add(name)

    def _some_of(self, actor: str) -> str:
        mine = [entry.id for entry in self.file.stake if entry.actor == actor]
        return ", ".join(mine[:6]) + (", …" if len(mine) > 6 else "") if mine else "it has none"


def declared(file: CaseFile, faults: Faults) -> Context:
    """Collect the ids of all tables, and note those that stand twice."""
    tables = {
        "claim": [entry.id for entry in file.claim],
        "no_payoff": [entry.locator for entry in file.no_payoff],
        "actor": [entry.id for entry in file.actor],
        "convention": [entry.id for entry in file.convention],
        "issue": [entry.id for entry in file.issue],
        "stake": [entry.id for entry in file.stake],
        "row": [entry.id for entry in file.row],
        "number": [entry.id for entry in file.number],
        "outside": [entry.actor for entry in file.outside],
        "game": [entry.id for entry in file.game],
        "move": [entry.id for entry in file.move],
        "variant": [entry.id for entry in file.variant],
    }
    found = {table: _first(table, names, faults) for table, names in tables.items()}
    sections = _first("section", [section.id for section in file.source.section], faults)
    return Context(
        file=file,
        faults=faults,
        claims=found["claim"],
        actors=found["actor"],
        conventions=found["convention"],
        issues=found["issue"],
        stakes=found["stake"],
        numbers=found["number"],
        games=found["game"],
        locators=tuple(
            f"{section}.{n}"
            for section, index in sections.items()
            for n in range(1, file.source.section[index].paragraphs + 1)
        ),
    )


def _first(table: str, names: Sequence[str], faults: Faults) -> dict[str, int]:
    """Return where each name stands first; note a fault, with both places, for each that stands again."""
    first: dict[str, int] = {}
    prefix: Path = ("source", "section") if table == "section" else (table,)
    key = {"no_payoff": "locator", "outside": "actor"}.get(table, "id")
    for n, name in enumerate(names):
        if name not in first:
            first[name] = n
            continue
        there = faults.material.place((*prefix, first[name], key))
        line = f", line {there.line}" if there.line is not None else ""
        faults.add(
            (*prefix, n, key),
            f"{table} {shown(name)} is declared twice, first in {there.file or 'this case'}{line}",
            "keep one of them" if table in {"no_payoff", "outside"} else "give each entry its own id",
        )
    return first
