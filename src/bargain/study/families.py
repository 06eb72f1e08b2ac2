"""For a statement and a quantifier: the sets of stakes whose emptiness decides it.

Room      study.
Meaning   let S be the stakes at which some equilibrium makes the statement true, O those at which some
          equilibrium makes it false. "In some equilibrium" holds on S and fails on O without S; "in every"
          holds on S without O and fails on O. Where neither, there is no equilibrium: a part of its own.
Sets      S and O are unions of polyhedra (`Alternative`); each set asked about is a list of questions
          "start, and outside these alternatives", answered by `pieces.outside`.
Exchange  an equilibrium always exists, so what is not in S fails, and only the issues named are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Literal

from bargain.errors import GameError
from bargain.study.alternatives import PURE, issue_alternatives, pure_alternatives
from bargain.study.pieces import Alternative
from bargain.study.range_sets import range_alternatives
from bargain.study.statements import BetterOff, Conceded, InRange, Linear, Outcome, Played, Statement
from bargain.study.tree_sets import SUBGAME_PERFECT, better_off_sets, outcome_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.polyhedra import Polyhedron

NO_GAME = "no game"

__all__ = ["NO_GAME", "Family", "Quantifier", "Question", "family", "questions"]

Quantifier = Literal["every", "some", "none"]
Alternatives = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Whether there is a point that satisfies `start` and lies in none of `apart`."""

    start: tuple[Condition, ...]
    apart: Alternatives


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The two unions of polyhedra that decide a statement.

    Attributes
    ----------
    concept : of which equilibria are spoken; "no game" for a statement about stakes
    quantifiers : those that make sense: every and some, or none
    supports, opponents : ways in which an equilibrium makes the statement true, and false
    always : whether an equilibrium exists whatever the stakes, by structure
    aside : whether stakes in neither are ties that are set aside, not stakes without an equilibrium
    local : whether both unions are the same whatever the space; if not, another space needs a family of its own
    """

    concept: str
    quantifiers: tuple[Quantifier, ...]
    supports: Alternatives
    opponents: Alternatives
    always: bool
    aside: bool = False
    local: bool = True

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition that occurs."""
        return tuple(c for item in (*self.supports, *self.opponents) for c in item.conditions)


def questions(of: Family, quantifier: Quantifier, *, exists: bool) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """Return the questions for stakes at which a statement holds, and for those at which it fails.

    Parameters
    ----------
    of : Family
    quantifier : "every", "some", or "none" where no game is played
    exists : bool
        Whether an equilibrium exists at all stakes in question; then "not S" is enough for "fails".
    """
    if quantifier == "every":
        fails = tuple(Question(start=o.conditions, apart=()) for o in of.opponents)
        return _outside(of.supports, of.opponents, exists=exists), fails
    holds = tuple(Question(start=s.conditions, apart=()) for s in of.supports)
    return holds, _outside(of.opponents, of.supports, exists=exists)


def _outside(inside: Alternatives, apart: Alternatives, *, exists: bool) -> tuple[Question, ...]:
    """Return what lies in some of the first and in none of the second."""
    if exists:
        return (Question(start=(), apart=apart),)
    return tuple(Question(start=item.conditions, apart=apart) for item in inside)


def family(statement: Statement, case: CodedCase, space: Polyhedron) -> Family:
    """Return the unions that decide a statement over a space.

    Raises
    ------
    GameError
        For a kind of statement that nothing decides.
    """
    match statement:
        case Linear():
            item = Alternative(label=str(statement), conditions=statement.conditions)
            return Family(concept=NO_GAME, quantifiers=("none",), supports=(item,), opponents=(), always=True)
        case InRange():
            items = range_alternatives(case, statement, space)
            rule = statement.rule.name
            return Family(concept=rule, quantifiers=("none",), supports=items, opponents=(), always=True, local=False)
        case Played():
            return _played(statement, case)
        case Conceded():
            return _conceded(statement, case)
        case Outcome():
            supports, opponents, local = outcome_sets(case, statement, space)
            return _in_moves(supports, opponents, local=local)
        case BetterOff():
            supports, opponents = better_off_sets(case, statement, space)
            return Family(
                concept=f"{SUBGAME_PERFECT}, ties set aside",
                quantifiers=("every", "some"),
                supports=supports,
                opponents=opponents,
                always=False,
                aside=True,
                local=False,
            )
        case _:
            raise GameError(f"nothing decides {statement}", remedy="ask about a game in normal form or about stakes")


def _in_moves(supports: Alternatives, opponents: Alternatives, *, local: bool) -> Family:
    """Return plays with perfect information, where an equilibrium always exists."""
    return Family(
        concept=SUBGAME_PERFECT,
        quantifiers=("every", "some"),
        supports=supports,
        opponents=opponents,
        always=True,
        local=local,
    )


def _played(statement: Played, case: CodedCase) -> Family:
    """Return the pure profiles in which players act as said, and the others."""
    wanted = dict(statement.actions)
    items = pure_alternatives(case.game(statement.game))
    fits = [all(item.key[p] in acts for p, acts in wanted.items()) for item in items]
    return Family(
        concept=PURE,
        quantifiers=("every", "some"),
        supports=tuple(i for i, ok in zip(items, fits, strict=True) if ok),
        opponents=tuple(i for i, ok in zip(items, fits, strict=True) if not ok),
        always=False,
    )


def _conceded(statement: Conceded, case: CodedCase) -> Family:
    """Return the levels asked for, together, and every other level of the same issues."""
    deal = case.exchange(statement.game)
    yes: list[list[Alternative]] = []
    no: list[Alternative] = []
    for name, wanted in statement.levels:
        items = issue_alternatives(deal.issue(name))
        yes.append([i for i in items if i.key[0] in wanted])
        no += [i for i in items if i.key[0] not in wanted]
    return Family(
        concept=PURE,
        quantifiers=("every", "some"),
        supports=tuple(_together(chosen) for chosen in product(*yes)),
        opponents=tuple(no),
        always=True,
    )


def _together(items: Sequence[Alternative]) -> Alternative:
    """Return alternatives of different issues as one."""
    return Alternative(
        label=", ".join(i.label for i in items),
        conditions=tuple(dict.fromkeys(c for i in items for c in i.conditions)),
        key=tuple(k for i in items for k in i.key),
    )
