"""Stabilities as values: what they say, how they print, how they leave.

Room      solve. `stability` and `stability_doubt` work them out.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.exact.grammar import nearest
from bargain.games.ordinal import members
from bargain.references import bibtex
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bargain.games.normal import NormalFormGame
    from bargain.games.ordinal import OrdinalGame
    from bargain.polyhedra import Point, Polyhedron
    from bargain.solve.result import Status

__all__ = [
    "SOURCES",
    "Likelihood",
    "PartialStability",
    "Ranking",
    "Stability",
    "StabilityConcept",
    "StabilitySolution",
    "StakeStability",
    "StateVerdict",
]

SOURCES = ("fang1993", "howard1971", "fraserhipel1979", "fraserhipel1984", "nash1950")
_MOST_ROWS = 256


class StabilityConcept(enum.StrEnum):
    """When a state is stable for one decision maker; every sanction leaves that one not strictly better off.

    NASH    no move of one's own leads to a preferred state.
    GMR     every improvement can be answered by opponents' moves, none twice in a row, so that it does not pay.
    SMR     the same, and no own move after the answer makes it pay either.
    SEQ     the same as GMR with answers that improve, step by step, the state of whoever makes them.
    SIM     two decision makers: every improvement meets one of the other that spoils it when both move at once.
    """

    NASH = "Nash"
    GMR = "GMR"
    SMR = "SMR"
    SEQ = "SEQ"
    SIM = "SIM"


class Likelihood(enum.StrEnum):
    """In how many of the admissible preferences something holds."""

    NECESSARY = "necessary"
    EXCEPT_TIES = "necessary except where two states tie"
    POSSIBLE = "possible"
    ONLY_TIES = "impossible except where two states tie"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """The states that are stable under one concept, as sets of states.

    Attributes
    ----------
    concept : StabilityConcept
    stable : per decision maker, the set of states stable for that one
    """

    concept: StabilityConcept
    stable: tuple[int, ...]

    @property
    def equilibria(self) -> int:
        """The set of states that are stable for everybody."""
        out = self.stable[0]
        for part in self.stable[1:]:
            out &= part
        return out


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StabilitySolution:
    """Which states of a conflict are stable, for whom, under which concept.

    Attributes
    ----------
    game : OrdinalGame
    status, reason : always exact; the reason says what was left out, if anything
    found : one entry per concept, in the order asked for
    options : every argument with its value
    sources : BibTeX keys owed
    """

    game: OrdinalGame
    status: Status
    reason: str
    found: tuple[Stability, ...]
    options: tuple[tuple[str, str], ...]
    sources: tuple[str, ...] = SOURCES

    def __iter__(self) -> Iterator[Stability]:
        return iter(self.found)

    def __getitem__(self, concept: str) -> Stability:
        """Return what was found for one concept.

        Raises
        ------
        GameError
            If it was not asked for or does not apply.
        """
        for item in self.found:
            if item.concept == concept:
                return item
        raise GameError(
            f"game {self.game.title!r}: no stabilities under {concept!r}",
            remedy=nearest(concept, [c.value for c in (f.concept for f in self.found)]),
        )

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """Return the names of the states that are stable for everybody under a concept."""
        return tuple(self.game.states[k] for k in members(self[concept].equilibria))

    def stable(self, concept: str, player: str) -> tuple[str, ...]:
        """Return the names of the states that are stable for one decision maker under a concept."""
        if player not in self.game.players:
            raise GameError(
                f"game {self.game.title!r} has no decision maker {player!r}", remedy=nearest(player, self.game.players)
            )
        part = self[concept].stable[self.game.players.index(player)]
        return tuple(self.game.states[k] for k in members(part))

    def __repr__(self) -> str:
        lines = [f"<stabilities of {self.game.title!r}: {len(self.game.states):,} states, {self.status}>"]
        for item in self.found:
            names = [self.game.states[k] for k in members(item.equilibria)]
            shown = "; ".join(names[:4]) + (f"; and {len(names) - 4} more" if len(names) > 4 else "")
            lines.append(f"  {item.concept}: {len(names)} equilibri{'um' if len(names) == 1 else 'a'}: {shown or '-'}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per state: under each concept, E for an equilibrium or else for whom it is stable."""
        rows = [(self.game.states[k], *(self._cell(item, k) for item in self.found)) for k in self._shown()]
        left = len(self.game.states) - len(rows)
        notes = (
            f"{self.status}. {self.reason}. E: stable for everybody; otherwise for whom it is stable.",
            f"{left:,} further states, equilibria under fewer concepts or none, are not shown." if left else "",
        )
        return Table(
            title=f"Stability of the states of {self.game.title}",
            columns=("state", *(item.concept.value for item in self.found)),
            rows=tuple(rows),
            notes=tuple(note for note in notes if note),
        )

    def _shown(self) -> list[int]:
        """Return the states that a table lists: all, or in large games those that are equilibria most often."""
        count = len(self.game.states)
        if count <= _MOST_ROWS:
            return list(range(count))
        often = sorted(range(count), key=lambda k: -sum(item.equilibria >> k & 1 for item in self.found))
        return sorted(often[:_MOST_ROWS])

    def _cell(self, item: Stability, state: int) -> Cell:
        who = [p for p, part in zip(self.game.players, item.stable, strict=True) if part >> state & 1]
        return "E" if len(who) == len(self.game.players) else ", ".join(who)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "game": self.game.title,
            "players": list(self.game.players),
            "states": list(self.game.states),
            "options": dict(self.options),
            "stable": {
                item.concept.value: {
                    **{p: list(members(part)) for p, part in zip(self.game.players, item.stable, strict=True)},
                }
                for item in self.found
            },
            "equilibria": {item.concept.value: list(members(item.equilibria)) for item in self.found},
        }

    def cite(self) -> str:
        """Return the BibTeX owed."""
        return bibtex(self.sources)


Ranking = tuple[tuple[int, ...], ...]  # per decision maker, states from best to worst


@dataclass(frozen=True, slots=True, kw_only=True)
class StateVerdict:
    """Whether one state is stable, given what is known of preferences.

    Attributes
    ----------
    state : index
    concept : StabilityConcept
    player : index of the decision maker; None for everybody at once, an equilibrium
    word : Likelihood
    witness_for, witness_against : preferences under which it is and is not stable: rankings, or stakes. None
        where there are none
    """

    state: int
    concept: StabilityConcept
    player: int | None
    word: Likelihood
    witness_for: Ranking | Point | None
    witness_against: Ranking | Point | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Verdicts:
    """What partial stabilities have in common: a list of verdicts over named states."""

    players: tuple[str, ...]
    states: tuple[str, ...]
    title: str
    status: Status
    reason: str
    verdicts: tuple[StateVerdict, ...]
    sources: tuple[str, ...]

    def __iter__(self) -> Iterator[StateVerdict]:
        return iter(self.verdicts)

    def __len__(self) -> int:
        return len(self.verdicts)

    def of(self, state: str, concept: str, player: str | None = None) -> StateVerdict:
        """Return the verdict on one state; for everybody at once if no decision maker is named.

        Raises
        ------
        GameError
            If there is none.
        """
        for item in self.verdicts:
            who = None if item.player is None else self.players[item.player]
            if (self.states[item.state], item.concept.value, who) == (state, concept, player):
                return item
        raise GameError(
            f"{self.title!r}: no verdict on {state!r} under {concept!r}", remedy=nearest(state, self.states)
        )

    def equilibria(self, concept: str, word: str) -> tuple[str, ...]:
        """Return the states that are equilibria under a concept with this likelihood."""
        return tuple(
            self.states[v.state] for v in self.verdicts if v.player is None and (v.concept, v.word) == (concept, word)
        )

    @property
    def concepts(self) -> tuple[StabilityConcept, ...]:
        """The concepts that verdicts speak of, in order."""
        return tuple(dict.fromkeys(v.concept for v in self.verdicts))

    def __repr__(self) -> str:
        lines = [f"<stabilities of {self.title!r} {self._over}: {len(self.states)} states, {self.status}>"]
        for concept in self.concepts:
            parts = [
                f"{word} {'; '.join(found)}" for word in Likelihood if (found := self.equilibria(concept, word.value))
            ]
            lines.append(f"  {concept} equilibria: {' | '.join(parts)}")
        return "\n".join(lines)

    @property
    def _over(self) -> str:
        return ""

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return one row per state and concept: whether it is an equilibrium, and stable for each."""
        words = {(v.state, v.concept, v.player): v.word for v in self.verdicts}
        who = (None, *range(len(self.players)))
        rows = [
            (name, concept.value, *(words[k, concept, p].value for p in who))
            for k, name in enumerate(self.states)
            for concept in self.concepts
        ]
        return Table(
            title=f"Stability of the states of {self.title} {self._over}",
            columns=("state", "concept", "equilibrium", *self.players),
            rows=tuple(rows),
            notes=(f"{self.status}. {self.reason}.",),
        )

    def cite(self) -> str:
        """Return the BibTeX owed."""
        return bibtex(self.sources)

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, numbers as exact strings."""
        return {
            "status": self.status.value,
            "reason": self.reason,
            "game": self.title,
            "over": self._over,
            "players": list(self.players),
            "states": list(self.states),
            "verdicts": [
                {
                    "state": v.state,
                    "concept": v.concept.value,
                    "player": None if v.player is None else self.players[v.player],
                    "verdict": v.word.value,
                    "for": _plain(v.witness_for),
                    "against": _plain(v.witness_against),
                }
                for v in self.verdicts
            ],
        }


def _plain(witness: Ranking | Point | None) -> object:
    if witness is None:
        return None
    if witness and isinstance(witness[0][0], str):
        return {str(name): str(value) for name, value in witness}
    return [list(part) for part in witness]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PartialStability(_Verdicts):
    """Stabilities over all complete strict orders that agree with partial ones."""

    game: OrdinalGame

    @property
    def _over(self) -> str:
        return "over all linear extensions"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StakeStability(_Verdicts):
    """Stabilities over a stake space: preferences are the order of payoffs affine in stakes.

    Attributes
    ----------
    game : the game, stakes open
    space : the stakes that are admissible; only factors that the game's stakes belong to
    """

    game: NormalFormGame
    space: Polyhedron

    @property
    def _over(self) -> str:
        return "over the stake space"
