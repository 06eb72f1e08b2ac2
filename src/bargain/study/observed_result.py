"""The result of `observed`: status first, in words, as tables, as plain data.

Room      study.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.references import bibtex
from bargain.study.observed_moves import grade_words
from bargain.study.observed_values import ObservedStatus
from bargain.study.results import reading_words
from bargain.tables import Table

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.case import Reading
    from bargain.case.evidence import Grade
    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.polyhedra import Certificate, Point
    from bargain.study.observed_moves import Counted, Left
    from bargain.study.observed_values import Bound, Conflict, Costly, Drops, LeftOut, Unlisted
    from bargain.study.pieces import Alternative, Cut
    from bargain.study.verdict_values import Answer

__all__ = ["ObservedMoves"]

_OPEN = "answers are about all of them, and so are bounds but for those that are called not settled"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ObservedMoves:
    """What reported moves reveal about the stakes, if they are equilibrium play of one game.

    Attributes
    ----------
    status : whether some equilibrium agrees: everywhere, somewhere, nowhere; or that no move speaks of the game
    played : how the game is played: once, in moves, or repeated at which patience
    rest : "free": issues without a move may stand at any level; "one-shot": as in the one-shot equilibrium
    counted, left : the moves that say something, and the others with reasons
    ways : equilibria that agree, each with the stakes at which it is one: a union of polyhedra
    given : per way its conditions, those that the rows and the others imply left out
    shut : equilibria that would agree and that the rows exclude, each with the proof
    overlap : whether the members of the union share points
    cover : the proof that the union is everything; None if it is not
    witness : stakes at which some equilibrium agrees; None if there are none
    bounds : every stake of the case, before and after; empty if no stakes are left
    conflict, drops : why no equilibrium agrees, and the fewest moves to give up
    alone : per move, what the others say about it
    costly : per grant in a one-shot exchange, what it says about its cost
    unlisted : where the union has too many members to list: how many there may be; `ways` are then those that were
        met, while bounds and answers are about all of the union. None if `ways` is the union
    """

    status: ObservedStatus
    case: CodedCase
    game: str
    title: str
    concept: str
    played: str
    grade: Grade
    readings: tuple[Reading, ...]
    patience: tuple[tuple[str, Fraction], ...]
    every_level: bool
    rest: str
    counted: tuple[Counted, ...]
    left: tuple[Left, ...]
    ways: tuple[Alternative, ...] = ()
    given: tuple[tuple[Condition, ...], ...] = ()
    shut: tuple[tuple[Alternative, Certificate], ...] = ()
    overlap: str = ""
    cover: Cut | None = None
    witness: Point | None = None
    bounds: tuple[Bound, ...] = ()
    conflict: Conflict | None = None
    drops: Drops | None = None
    alone: tuple[LeftOut, ...] = ()
    costly: tuple[Costly, ...] = ()
    unlisted: Unlisted | None = None

    @property
    def tightened(self) -> tuple[Bound, ...]:
        """The stakes of which a bound moves."""
        return tuple(b for b in self.bounds if b.moved)

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed."""
        own = {"pure Nash": ("nash1950",), "pure subgame perfect": ("selten1975",)}.get(self.concept, ("friedman1971",))
        return (*own, "schrijver1986", "tamer2003")

    def cite(self) -> str:
        """Return the BibTeX owed: the coded source, bargain and the methods."""
        return f"{self.case.bibtex()}\n\n{bibtex(self.sources)}"

    @property
    def headline(self) -> str:
        """What was found, in a sentence."""
        names = ", ".join(c.id for c in self.counted)
        if self.status is ObservedStatus.SILENT:
            return f"No move ({grade_words(self.grade)}) says anything about {self.game}."
        if self.status is ObservedStatus.NOWHERE:
            return f"{self.status.value[7:].capitalize()} with {names} in {self.game} ({self.played})."
        fewer = len(self.tightened)
        moved = f"{fewer or 'none'} of {len(self.bounds)} stakes {'are' if fewer > 1 else 'is'} bounded more tightly"
        if self.status is ObservedStatus.EVERYWHERE:
            return f"Whatever the stakes, some equilibrium of '{self.title}' ({self.played}) agrees with {names}."
        many = (
            f"{len(self.ways)} polyhedra of stakes, {self.overlap}"
            if len(self.ways) > 1
            else f"{self.overlap} of stakes"
        )
        if self.unlisted is not None:
            many = f"at least {len(self.ways)} polyhedra of stakes (of {self.unlisted.words}; the union is not listed)"
        return f"Some equilibrium of '{self.title}' ({self.played}) agrees with {names} on {many}; {moved}."

    @property
    def sentences(self) -> tuple[str, ...]:
        """What else was found, one sentence each: conflict, moves to give up, one-shot grants, left-out moves."""
        out = []
        if self.conflict is not None:
            basis = f"rows {', '.join(self.conflict.rows)} ({self.conflict.grounds.words})"
            why = basis if self.conflict.rows else "no numbers at all make them an equilibrium together"
            out.append(f"{' with '.join(self.conflict.moves)} cannot stand: {why}")
        if self.drops is not None:
            sets = " or ".join(" and ".join(drop) for drop, _ in self.drops.sets)
            out.append(f"fewest moves to give up: {self.drops.size}, namely {sets}")
        out += [item.sentence for item in self.costly]
        for item in self.alone:
            some, every = item.words_of
            move = f"{item.id} ({item.words})"
            both = f"{some} that {move} is part of some equilibrium, and {every} that it is part of every one"
            out.append(f"given the other moves, {f'{move} is {some}' if some == every else f'it is {both}'}")
        if self.unlisted is not None:
            exact = "bounds and answers are about all of them" if all(b.settled for b in self.bounds) else _OPEN
            out.append(f"the union is not listed: {len(self.ways)} members were met, of {self.unlisted.words}; {exact}")
            if self.unlisted.beyond is None and self.cover is None:
                out.append("whether some equilibrium agrees whatever the stakes is not settled")
        if self.rest == "one-shot":
            kept = bool(self.ways) and not self.tightened
            said = "issues without a move stand as in the one-shot equilibrium; other packages are not asked about"
            more = ", and could only add stakes: no bound moves with them either" if kept else ""
            out.append(said + more)
        return tuple(out)

    def __repr__(self) -> str:
        head = f"<observed moves in {self.game!r}, {self.played}: {self.status}; {self.concept}, "
        lines = [f"{head}{grade_words(self.grade)}, {reading_words(self.readings)}>"]
        lines += [f"  {c.id}: {c.words} ({c.move.grade})" for c in self.counted]
        lines += [f"  {b.stake}: {b.words[0]} becomes {b.words[1]}" for b in self.tightened]
        if self.bounds:
            lines.append(f"  {len(self.bounds) - len(self.tightened)} other stakes keep their bounds")
        return "\n".join((*lines, *(f"  {text}" for text in self.sentences)))

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per stake of which a bound moves, before and after."""
        rows = tuple((b.stake, self.case.stake(b.stake).meaning, *b.words) for b in self.tightened)
        kept = len(self.bounds) - len(self.tightened)
        notes = [self.headline]
        if self.bounds:
            notes.append(
                f"{kept} other stakes keep their bounds. A round bracket: not reached. "
                f"{'Exact' if all(b.settled for b in self.bounds) else 'Exact unless called not settled'}, over all of "
                "the union; the union itself says more than the bounds of single stakes."
            )
        return Table(
            title=f"'{self.title}': what the moves reveal about the stakes",
            columns=("stake", "meaning", "before", "after"),
            rows=rows,
            notes=tuple(notes),
        )

    def moves_table(self) -> Table:
        """Return one row per move of the case: what it says in this game, and what the others say about it."""
        alone = {item.id: item for item in self.alone}
        left = dict(self.left)
        counted = {c.id: c for c in self.counted}
        rows: list[tuple[str, ...]] = []
        for move in self.case.moves:
            if move.id in left:
                rows.append((move.id, move.grade, f"left out: {left[move.id]}", "", ""))
                continue
            item = alone.get(move.id)
            said = ("", "") if item is None else item.words_of
            rows.append((move.id, move.grade, counted[move.id].words, *said))
        return Table(
            title=f"'{self.title}': the moves, and each given the others",
            columns=("move", "grade", "in this game", "in some equilibrium", "in every equilibrium"),
            rows=tuple(rows),
            notes=("Asked of the equilibria that agree with the other moves, at the stakes at which there are any.",),
        )

    def ways_table(self) -> Table:
        """Return one row per member of the union."""
        rows = tuple(
            (way.label, " and ".join(str(c) for c in given) or "everywhere")
            for way, given in zip(self.ways, self.given, strict=True)
        )
        return Table(
            title=f"'{self.title}': equilibria that agree with the moves",
            columns=("equilibrium", "where"),
            rows=rows,
            notes=(f"{self.concept}; {self._whole}. Conditions that the rows of the case imply are left out.",),
        )

    @property
    def _whole(self) -> str:
        """Whether the members of the union are all there, and what they share."""
        if self.unlisted is None:
            return self.overlap
        return f"{len(self.ways)} that were met of {self.unlisted.words}; {self.overlap}"

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "status": str(self.status),
            "game": self.game,
            "played": self.played,
            "concept": self.concept,
            "grade": self.grade,
            "readings": list(self.readings),
            "patience": {actor: show(delta) for actor, delta in self.patience},
            "every_level": self.every_level,
            "rest": self.rest,
            "moves": [{"id": c.id, "says": c.words, "grade": c.move.grade} for c in self.counted],
            "left_out": [{"id": name, "why": why} for name, why in self.left],
            "equilibria": [
                {"equilibrium": w.label, "where": [str(c) for c in given]}
                for w, given in zip(self.ways, self.given, strict=True)
            ],
            "overlap": self.overlap,
            "witness": _point(self.witness),
            "bounds": [{"stake": b.stake, "before": b.words[0], "after": b.words[1]} for b in self.tightened],
            "bounds_kept": len(self.bounds) - len(self.tightened),
            "conflict": self._conflict(),
            "fewest_to_drop": [] if self.drops is None else [list(drop) for drop, _ in self.drops.sets],
            "one_by_one": [
                {
                    "id": x.id,
                    "some": _answer(x.some, x.words_of[0]),
                    "every": _answer(x.every, x.words_of[1]),
                    "says": x.words,
                }
                for x in self.alone
            ],
            "costly_grants": [x.sentence for x in self.costly],
            **({} if self.unlisted is None else {"unlisted": self._unlisted(self.unlisted)}),
        }

    def _unlisted(self, told: Unlisted) -> dict[str, object]:
        return {
            "packages": told.packages,
            "one_shot_outcomes": told.outcomes,
            "met": len(self.ways),
            "stakes_without": _point(told.beyond),
            "bounds_not_settled": [b.stake for b in self.bounds if not b.settled],
        }

    def _conflict(self) -> dict[str, object] | None:
        if self.conflict is None:
            return None
        found = self.conflict
        return {
            "moves": list(found.moves),
            "rows": list(found.rows),
            "claims": list(found.grounds.claims),
            "conventions": list(found.grounds.conventions),
            "certificates": [{"equilibrium": way.label, "proof": str(proof)} for way, proof in found.proofs],
        }


def _answer(item: Answer, words: str) -> dict[str, object]:
    return {
        "verdict": words,
        "for": _point(item.witness_for),
        "against": _point(item.witness_against),
        "claims": list(item.grounds.claims),
        "conventions": list(item.grounds.conventions),
    }


def _point(point: Point | None) -> dict[str, str] | None:
    return None if point is None else {name: show(value) for name, value in point}
