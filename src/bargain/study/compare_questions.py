"""Which questions two codings of one source can both be asked: statements side by side.

Room      study.
Asked     of every issue that both know and both let the same actor grant: whether it is conceded in a one-shot
          exchange, and whether in full; of contests over the same issue between the same actors, and of joint moves:
          whether each pair of stances is an equilibrium. Levels are matched by their ends, stances by their place.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bargain.study.alternatives import is_product, words_of
from bargain.study.statements import Conceded, Played

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bargain.case import GameSpec
    from bargain.encode import CodedCase

__all__ = ["SharedGame", "SharedQuestion", "shared_exchanges", "shared_questions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedQuestion:
    """One question in the words of the first coding, and what each coding makes of it."""

    words: str
    first: Conceded | Played
    second: Conceded | Played


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedGame:
    """An exchange that both codings have, about the same issues: ids of the games, and pairs of issues."""

    first: str
    second: str
    issues: tuple[tuple[str, str], ...]


def shared_questions(first: CodedCase, second: CodedCase, issues: Mapping[str, str]) -> tuple[SharedQuestion, ...]:
    """Return the questions that both codings can be asked, issue by issue."""
    out: list[SharedQuestion] = []
    for name, other in issues.items():
        out += _profiles(first, second, name, other)
        out += _conceded(first, second, name, other)
    return tuple(out)


def shared_exchanges(first: CodedCase, second: CodedCase, issues: Mapping[str, str]) -> tuple[SharedGame, ...]:
    """Return the exchanges about the same issues between the same actors, at all levels, in the first's order."""
    theirs = {(frozenset(s.issues), frozenset(s.players)): s.id for s in _swaps(second)}
    out = []
    for spec in _swaps(first):
        if not all(name in issues for name in spec.issues):
            continue
        key = (frozenset(issues[name] for name in spec.issues), frozenset(spec.players))
        pairs = tuple((name, issues[name]) for name in spec.issues)
        same = all(_sides(first, a) == _sides(second, b) for a, b in pairs)
        if key in theirs and same:
            out.append(SharedGame(first=spec.id, second=theirs[key], issues=pairs))
    return tuple(out)


def _swaps(case: CodedCase) -> Iterator[GameSpec]:
    """Yield the exchanges that add up over issues and offer every level."""
    return (spec for spec in case.games if is_product(case, spec.id) and not spec.levels)


def _sides(case: CodedCase, issue: str) -> tuple[str, str] | None:
    grant = case.issue(issue).grant
    return None if grant is None else (grant.grantor, grant.beneficiary)


def _conceded(first: CodedCase, second: CodedCase, name: str, other: str) -> Iterator[SharedQuestion]:
    """Yield whether an issue is conceded at all, and in full where that is not the same."""
    if _sides(first, name) is None or _sides(first, name) != _sides(second, other):
        return
    games = _home(first, name), _home(second, other)
    if not all(games):
        return
    counts = len(first.issue(name).levels), len(second.issue(other).levels)
    for whole in (False, True) if max(counts) > 2 else (False,):
        yield SharedQuestion(
            words=f"conceded {name}{' in full' if whole else ''}",
            first=_granted(games[0], name, counts[0], whole=whole),
            second=_granted(games[1], other, counts[1], whole=whole),
        )


def _home(case: CodedCase, issue: str) -> str:
    """Return the first exchange with an issue at all its levels; empty if there is none."""
    return next((spec.id for spec in _swaps(case) if issue in spec.issues), "")


def _granted(game: str, issue: str, count: int, *, whole: bool) -> Conceded:
    """Return that an issue is granted at all, or in full."""
    levels = (count - 1,) if whole else tuple(range(1, count))
    words = f"conceded {issue}{' in full' if whole else ''}"
    return Conceded(game=game, levels=((issue, levels),), words=words)


def _profiles(first: CodedCase, second: CodedCase, name: str, other: str) -> Iterator[SharedQuestion]:
    """Yield one question for each profile of a contest or joint move that both have on an issue."""
    for form in ("contest", "joint"):
        one, two = _game(first, name, form), _game(second, other, form)
        if one is None or two is None or set(one.players) != set(two.players):
            continue
        places = [two.players.index(player) for player in one.players]
        games = first.game(one.id), second.game(two.id)
        for cell in product(range(2), repeat=2):
            there = tuple(cell[places.index(p)] for p in range(2))
            yield SharedQuestion(
                words=f"{name}: {words_of(games[0], cell)} is an equilibrium of the {form}",
                first=_played(one.id, cell, words_of(games[0], cell)),
                second=_played(two.id, there, words_of(games[1], there)),
            )


def _game(case: CodedCase, issue: str, form: str) -> GameSpec | None:
    """Return the first game of this form on an issue alone, without further terms."""
    return next((s for s in case.games if s.form == form and s.issues == (issue,) and not s.terms), None)


def _played(game: str, cell: tuple[int, ...], words: str) -> Played:
    return Played(game=game, actions=tuple((p, (k,)) for p, k in enumerate(cell)), words=f"equilibrium {words}")
