"""Reported moves, read into one game of a case: what each says there, and which say nothing and why.

Room      study.
Exchange  a move with a level is that level of its issue, granted by the issue's grantor; a move of both sides
          counts for the one that can grant.
Actions   in games played by actions a move is the action that the case names for it under `plays`, or, in a
          contest or joint move on its own issue, its stance or choice.
Firmness  announced, agreed, done: moves less firm than asked are left out. Of two that exclude each other the
          firmer counts, the later of two equally firm ones. Whatever is left out is listed with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.case.packages import grants_of, package_label, packages
from bargain.errors import CaseError
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case import Case, GameSpec, Move
    from bargain.case.evidence import Grade
    from bargain.encode import Exchange

__all__ = ["GRADES", "Counted", "Left", "grade_words", "moves_of_exchange", "moves_of_play"]

GRADES: tuple[Grade, ...] = ("announced", "agreed", "done")  # from the least firm on

Left = tuple[str, str]  # a move's id, and why it says nothing here


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A reported move with what it says in a game.

    Attributes
    ----------
    move : Move
    issue, level : in an exchange, the issue and the index of its level; empty and -1 in other games
    plays : in other games, pairs of a player's name and the actions of which it takes one
    words : what it says, for readers
    """

    move: Move
    words: str
    issue: str = ""
    level: int = -1
    plays: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def id(self) -> str:
        """The move's id."""
        return self.move.id

    def excludes(self, other: Counted) -> bool:
        """Tell whether the two can never both be true of one package or one pure profile."""
        if self.issue:
            return self.issue == other.issue and self.level != other.level
        mine, its = dict(self.plays), dict(other.plays)
        return any(not set(mine[who]) & set(its[who]) for who in mine.keys() & its.keys())


def grade_words(grade: Grade) -> str:
    """Return which moves count, in words.

    >>> grade_words("agreed"), grade_words("done")
    ('moves agreed or done', 'moves done')
    """
    kept = GRADES[GRADES.index(grade) :]
    return "moves " + (", ".join(kept[:-1]) + " or " if kept[:-1] else "") + kept[-1]


def moves_of_exchange(case: Case, deal: Exchange, grade: Grade) -> tuple[tuple[Counted, ...], tuple[Left, ...]]:
    """Return the moves that say something about an exchange, and the others with reasons.

    Raises
    ------
    CaseError
        For a word that is no grade.
    """
    found: list[Counted] = []
    left: list[Left] = []
    for move in _firm(case, grade, left):
        why = _no_grant(deal, move)
        if why:
            left.append((move.id, why))
            continue
        issue = deal.issue(move.issue)
        words = f"{deal.name(issue.grantor)}: {issue.id} at {move.level}"
        found.append(Counted(move=move, words=words, issue=issue.id, level=issue.levels.index(move.level)))
    return _one_each(found, left), tuple(left)


def _firm(case: Case, grade: Grade, left: list[Left]) -> list[Move]:
    """Return the moves that are firm enough; note the others."""
    if grade not in GRADES:
        raise CaseError(f"{grade!r} is no grade of a move", remedy=nearest(grade, GRADES))
    firm = [m for m in case.moves if GRADES.index(m.grade) >= GRADES.index(grade)]
    left += [(m.id, f"only {m.grade}") for m in case.moves if m not in firm]
    return firm


def _no_grant(deal: Exchange, move: Move) -> str:
    """Say why a move says nothing about an exchange; empty if it does."""
    issue = next((i for i in deal.issues if i.id == move.issue), None)
    if issue is None:
        return f"the game has no issue {move.issue!r}"
    if not move.level:
        return f"a stance ({move.entry!r}), where the game grants levels"
    if move.level not in issue.levels:
        return f"the game does not offer {move.issue!r} at {move.level!r}, only at {', '.join(issue.levels)}"
    if issue.grantor not in move.actors:
        return f"{deal.name(issue.grantor)} grants {move.issue!r} and is not among the actors of the move"
    return ""


def _one_each(found: Sequence[Counted], left: list[Left]) -> tuple[Counted, ...]:
    """Return the moves of which no two exclude each other; note those that give way."""
    ranked = sorted(enumerate(found), key=lambda pair: (GRADES.index(pair[1].move.grade), pair[0]), reverse=True)
    kept: list[Counted] = []
    for _, item in ranked:
        firmer = next((other for other in kept if other.excludes(item)), None)
        if firmer is None:
            kept.append(item)
        else:
            left.append((item.id, f"gives way to {firmer.id}, which excludes it and is firmer or later"))
    return tuple(item for item in found if item in kept)


def moves_of_play(
    case: Case, spec: GameSpec, actions: dict[str, tuple[str, ...]], grade: Grade, *, pure: bool
) -> tuple[tuple[Counted, ...], tuple[Left, ...]]:
    """Return the moves that are actions of a game, and the others with reasons.

    Parameters
    ----------
    case : Case
    spec : GameSpec
    actions : per player's name, what it can do somewhere in the game
    grade : the least firmness that counts
    pure : bool
        Whether a player takes one action in all, so that two different ones exclude each other.

    Raises
    ------
    CaseError
        For a word that is no grade.
    """
    found: list[Counted] = []
    left: list[Left] = []
    names = {actor.id: actor.name for actor in case.actors}
    for move in _firm(case, grade, left):
        wanted = dict(move.plays).get(spec.id, ())
        if not wanted and move.issue in spec.issues:
            wanted = (move.entry,) if move.entry else _granting(case, spec, move)
        who = [names[actor] for actor in move.actors]
        plays = tuple((w, tuple(a for a in wanted if a in actions[w])) for w in who if w in actions)
        plays = tuple((w, acts) for w, acts in plays if acts)
        if not plays:
            left.append((move.id, "the case names no action of this game for it"))
            continue
        words = " and ".join(f"{w} plays {' or '.join(acts)}" for w, acts in plays)
        if spec.form == "exchange":
            words = f"{plays[0][0]}: {move.issue} at {move.level}"
        found.append(Counted(move=move, words=words, plays=plays))
    return (_one_each(found, left) if pure else tuple(found)), tuple(left)


def _granting(case: Case, spec: GameSpec, move: Move) -> tuple[str, ...]:
    """Return the grantor's actions that hold an issue at the level of a move, in an exchange solved as a whole."""
    if spec.form != "exchange":
        return ()
    grant = case.issue(move.issue).grant
    if grant is None or grant.grantor not in move.actors:
        return ()
    menu = packages(grants_of(grant.grantor, [case.issue(i) for i in spec.issues]), spec.levels)
    return tuple(package_label(p) for p in menu if dict(p)[move.issue] == move.level)
