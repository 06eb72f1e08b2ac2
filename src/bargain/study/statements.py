"""What can be asked of a case: a small grammar of statements that hold or fail at given stakes.

Room      study. Text is matched against a few fixed forms and never evaluated.
Forms     conceded ISSUE [at LEVEL] in GAME        an exchange: granted at all, or at one level
          equilibrium ACTION, ACTION, … in GAME    one pure profile, actions in the order of the players
          ACTOR plays ACTION in GAME               one actor's action, whatever the others do
          outcome ACTION, ACTION, … in GAME        a sequential game: the path that is played
          share SHARE of ISSUE in GAME under RULE  RULE is reservation, or self-enforcing DELTA
          ACTOR is better off in GAME than in GAME two games with the same players, such as two orders of moves
          ACTOR is better off moving second in GAME a sequential game with a variant in which it moves first
          A > B, A >= B, A == B, A < B < C, …      linear comparisons of stakes
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.errors import ExpressionError, GameError
from bargain.exact import fraction, parse_conditions, show
from bargain.exact.grammar import nearest
from bargain.study.alternatives import is_product
from bargain.study.rules import reservation, self_enforcing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from bargain.case import GameSpec
    from bargain.encode import CodedCase
    from bargain.exact import Condition
    from bargain.study.rules import Rule

__all__ = [
    "BetterOff",
    "Conceded",
    "InRange",
    "Linear",
    "Outcome",
    "Played",
    "Statement",
    "labels_of",
    "read_statement",
]

_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A comparison of stakes; no game is played."""

    conditions: tuple[Condition, ...]

    def __str__(self) -> str:
        return " and ".join(str(c) for c in self.conditions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conceded:
    """In an exchange, issues stand at levels; each entry is an issue and the levels that count."""

    game: str
    levels: tuple[tuple[str, tuple[int, ...]], ...]
    words: str

    def __str__(self) -> str:
        return f"{self.words} in {self.game}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """In a game in normal form, players take actions; each entry is a player and the actions that count."""

    game: str
    actions: tuple[tuple[int, tuple[int, ...]], ...]
    words: str

    def __str__(self) -> str:
        return f"{self.words} in {self.game}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """In a sequential game, the path that is played: all of it, or one actor's action somewhere on it."""

    game: str
    path: tuple[str, ...]  # every action from the first on; empty if one move is asked for
    move: tuple[str, str] | None  # an actor's name and its action
    words: str

    def __str__(self) -> str:
        return f"{self.words} in {self.game}"


@dataclass(frozen=True, slots=True, kw_only=True)
class InRange:
    """A share of an issue lies in its concession range, everything else granted in full."""

    game: str
    issue: str
    share: Fraction
    rule: Rule

    def __str__(self) -> str:
        return f"share {show(self.share)} of {self.issue} in {self.game} under {self.rule.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class BetterOff:
    """An actor earns more in equilibrium of one game than of another."""

    actor: str
    game: str
    other: str

    def __str__(self) -> str:
        return f"{self.actor} is better off in {self.game} than in {self.other}"


Statement = Linear | Conceded | Played | Outcome | InRange | BetterOff


def read_statement(case: CodedCase, text: str) -> Statement:
    """Return the statement that a text makes about a case.

    Parameters
    ----------
    case : CodedCase
    text : str
        One of the forms at the head of this module; names are ids of the case, actors and actions also by
        their labels.

    Raises
    ------
    CaseError, GameError
        For an unknown game, issue, level, actor or action, with the nearest.
    ExpressionError
        For a text of no such form, with the character where reading stopped.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> print(read_statement(case, "conceded syria in swap-syria-energy"))
    conceded syria in swap-syria-energy
    >>> print(read_statement(case, "R_cost_syria_full > R_cost_syria_partial"))
    R_cost_syria_full > R_cost_syria_partial
    """
    if len(text) > _LONGEST:
        raise ExpressionError(f"a statement of {len(text)} characters", remedy=f"use at most {_LONGEST:,}")
    flat = " ".join(text.split())
    for pattern, build in _FORMS:
        match = re.fullmatch(pattern, flat)
        if match is not None:
            return build(case, match)
    names = [stake.id for stake in case.stakes]
    try:
        return Linear(conditions=tuple(c for part in flat.split(" and ") for c in parse_conditions(part, names=names)))
    except ExpressionError as fault:
        raise ExpressionError(
            f"{flat!r} is no statement: {fault}",
            remedy="write 'conceded ISSUE in GAME', 'equilibrium ACTION, ACTION in GAME', "
            "'ACTOR plays ACTION in GAME', 'share 1/2 of ISSUE in GAME under reservation', or compare stakes",
        ) from fault


def _spec(case: CodedCase, game: str) -> GameSpec:
    """Return a game that is played once or in moves; refuse one that is about an exchange played by other rules."""
    spec = case.spec(game)
    about = spec.repeated or spec.offers
    if about is not None:
        how = "repeated" if spec.repeated is not None else "bargained over by offers"
        raise GameError(
            f"game {game!r} is the exchange {about.exchange!r} {how}; a statement is about play once or in moves",
            remedy=f"ask about {about.exchange!r}, or write 'share 1/2 of ISSUE in {about.exchange} under "
            "self-enforcing 9/10'",
        )
    return spec


def _conceded(case: CodedCase, match: re.Match[str]) -> Statement:
    game, name, level = match["game"], match["issue"], match["level"]
    form = _spec(case, game).form
    if not is_product(case, game):
        raise GameError(
            f"game {game!r} has the form {form!r}, in which no issue is conceded level by level",
            remedy=f"write 'ACTOR plays ACTION in {game}', or name an exchange",
        )
    issue = case.exchange(game).issue(name)
    wanted = (issue.level(level),) if level else tuple(range(1, len(issue.levels)))
    words = f"conceded {name} at {level}" if level else f"conceded {name}"
    return Conceded(game=game, levels=((name, wanted),), words=words)


def _profile(case: CodedCase, match: re.Match[str]) -> Statement:
    name = match["game"]
    _spec(case, name)
    game = case.game(name)
    labels = labels_of(match["profile"], game.actions)
    if len(labels) != len(game.players):
        raise GameError(
            f"{match['profile']!r} does not name one action of each of {', '.join(game.players)}",
            remedy=f"give {len(game.players)} actions, such as {', '.join(acts[0] for acts in game.actions)}",
        )
    picks = tuple(
        (p, (_action(name, who, acts, label),))
        for p, (who, acts, label) in enumerate(zip(game.players, game.actions, labels, strict=True))
    )
    words = "equilibrium " + ", ".join(labels)
    if is_product(case, name):
        return _package(case, name, {p: chosen[0] for p, chosen in picks}, words)
    return Played(game=name, actions=picks, words=words)


def _package(case: CodedCase, name: str, cell: Mapping[int, int], words: str) -> Conceded:
    """Return actions in an exchange, by player, as one level for each issue granted."""
    deal = case.exchange(name)
    levels: dict[str, tuple[int, ...]] = {}
    for player, action in cell.items():
        actor = deal.actors[player]
        for issue in reversed(deal.granted_by(actor)):
            action, level = divmod(action, len(issue.levels))  # noqa: PLW2901  digits, the last issue fastest
            levels[issue.id] = (level,)
    return Conceded(game=name, levels=tuple((i.id, levels[i.id]) for i in deal.issues if i.id in levels), words=words)


def labels_of(text: str, actions: Sequence[Sequence[str]]) -> list[str]:
    """Split a profile at its commas, brackets and 'Actor:' left out; labels may hold commas of their own."""
    parts = [part.strip() for part in text.strip().strip("()").split(",")]
    known = {label for acts in actions for label in acts}
    return [part if part in known else part.split(":", 1)[-1].strip() for part in parts]


def _action(game: str, who: str, actions: Sequence[str], label: str) -> int:
    if label not in actions:
        raise GameError(f"game {game!r}: {who} has no action {label!r}", remedy=nearest(label, actions))
    return actions.index(label)


def _plays(case: CodedCase, match: re.Match[str]) -> Statement:
    name, who, label = match["game"], match["who"], match["action"]
    words = f"{who} plays {label}"
    if _spec(case, name).form == "sequential":
        return Outcome(game=name, path=(), move=(_actor_name(case, who), label), words=words)
    game = case.game(name)
    player = _actor_name(case, who)
    if player not in game.players:
        raise GameError(f"game {name!r} has no player {who!r}", remedy=nearest(player, game.players))
    p = game.players.index(player)
    action = _action(name, player, game.actions[p], label)
    if is_product(case, name):
        return _package(case, name, {p: action}, words)
    return Played(game=name, actions=((p, (action,)),), words=words)


def _actor_name(case: CodedCase, who: str) -> str:
    """Return the reader's name of an actor given by id or by name."""
    names = {actor.name for actor in case.actors}
    return who if who in names else case.actor(who.lower()).name


def _path(case: CodedCase, match: re.Match[str]) -> Statement:
    name = match["game"]
    _spec(case, name)
    path = tuple(part.strip() for part in match["path"].split(","))
    return Outcome(game=name, path=path, move=None, words="outcome " + ", ".join(path))


def _share(case: CodedCase, match: re.Match[str]) -> Statement:
    issue = case.exchange(match["game"]).issue(match["issue"])
    share = fraction(match["share"], what="share")
    if not 0 <= share <= 1:
        raise ExpressionError(f"{show(share)} is no share of an issue", remedy="give a number from 0 to 1")
    words = match["rule"].split()
    if words[0] == "reservation" and len(words) == 1:
        return InRange(game=match["game"], issue=issue.id, share=share, rule=reservation())
    if words[0] in {"self-enforcing", "self_enforcing"} and len(words) == 2:
        return InRange(game=match["game"], issue=issue.id, share=share, rule=self_enforcing(words[1]))
    raise ExpressionError(
        f"{match['rule']!r} is no rule", remedy="write 'under reservation' or 'under self-enforcing 9/10'"
    )


def _better(case: CodedCase, match: re.Match[str]) -> Statement:
    for name in (match["game"], match["other"]):
        _spec(case, name)
    return BetterOff(actor=_actor_name(case, match["who"]), game=match["game"], other=match["other"])


def _order(case: CodedCase, match: re.Match[str]) -> Statement:
    """Return a comparison of the variants of a game in which an actor moves first and in which it does not."""
    who, spec = _actor_name(case, match["who"]), case.spec(match["game"])
    home = spec.variant_of or spec.id
    family = [s.id for s in case.games if s.form == "sequential" and home in {s.id, s.variant_of}]
    movers = {name: _first(case, name) for name in family}
    first, later = ([name for name, mover in movers.items() if (mover == who) is at] for at in (True, False))
    if len(first) != 1 or len(later) != 1:
        raise GameError(
            f"game {match['game']!r} has {len(first)} variants in which {who} moves first and {len(later)} in which "
            "somebody else does",
            remedy=f"write '{who} is better off in GAME than in GAME'",
        )
    one, other = (later[0], first[0]) if match["place"] == "second" else (first[0], later[0])
    return BetterOff(actor=who, game=one, other=other)


def _first(case: CodedCase, name: str) -> str:
    """Return who has the first move of a sequential game."""
    game = case.tree(name)
    player = game.infosets[game.sets[0]].player
    return game.players[player] if player >= 0 else ""


_FORMS = (
    (r"conceded (?P<issue>\S+)(?: at (?P<level>.+?))? in (?P<game>\S+)", _conceded),
    (r"equilibrium (?P<profile>.+) in (?P<game>\S+)", _profile),
    (r"outcome (?P<path>.+) in (?P<game>\S+)", _path),
    (r"share (?P<share>\S+) of (?P<issue>\S+) in (?P<game>\S+) under (?P<rule>.+)", _share),
    (r"(?P<who>.+?) is better off in (?P<game>\S+) than in (?P<other>\S+)", _better),
    (r"(?P<who>.+?) is better off moving (?P<place>first|second) in (?P<game>\S+)", _order),
    (r"(?P<who>.+?) plays (?P<action>.+) in (?P<game>\S+)", _plays),
)
