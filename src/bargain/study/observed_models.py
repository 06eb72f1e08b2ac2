"""From a game of a case, its moves and a patience to a model that can be asked for agreeing equilibria.

Room      study.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.encode.packages import packages_exchange
from bargain.errors import GameError
from bargain.exact import show
from bargain.polyhedra import Feasible
from bargain.study.alternatives import PURE, is_product, pure_alternatives
from bargain.study.observed_moves import GRADES, moves_of_exchange, moves_of_play
from bargain.study.observed_sets import ExchangeModel, PlayModel, RepeatedModel, touched
from bargain.study.pieces import added, narrowed, throughout
from bargain.study.rules import self_enforcing
from bargain.study.ties import shut_out
from bargain.study.tree_sets import SUBGAME_PERFECT, plays

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.case import GameSpec, Reading
    from bargain.case.evidence import Grade
    from bargain.encode import CodedCase, Exchange
    from bargain.exact import Condition
    from bargain.games import NormalFormGame, TreeGame
    from bargain.polyhedra import Polyhedron
    from bargain.study.observed_moves import Left
    from bargain.study.observed_sets import Model
    from bargain.study.pieces import Alternative

__all__ = ["Setting", "setting"]

ENFORCED = "packages that enforce themselves under grim trigger"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A model, with how its game is played and the moves that say nothing about it."""

    model: Model
    left: tuple[Left, ...]
    played: str
    patience: tuple[tuple[str, Fraction], ...] = ()
    every_level: bool = False
    rest: str = "free"


def setting(
    case: CodedCase,
    game: str,
    grade: Grade,
    readings: tuple[Reading, ...],
    *,
    delta: object,
    every_level: bool | None,
    rest: str,
) -> Setting:
    """Return the model of a game; parameters and errors are those of `observed`."""
    spec = case.spec(game)
    if spec.form == "offers":
        raise GameError(
            f"game {game!r} is a game of offers, which is solved at given stakes only",
            remedy="ask about a repeated or sequential game, or `bargain offers` at a point",
        )
    if rest not in {"free", "one-shot"}:
        raise GameError(f"rest={rest!r}", remedy='write "free" or "one-shot"')
    repeated = spec.form == "repeated" or (spec.form == "exchange" and delta is not None)
    if delta is not None and not repeated:
        raise GameError(f"game {game!r} is a {spec.form}: nothing is repeated", remedy="leave the patience out")
    if rest == "one-shot" and not repeated:
        raise GameError(f"game {game!r} is played once: rest={rest!r} says nothing", remedy="leave it out")
    if repeated:
        return _repeated(case, spec, grade, readings, delta=delta, every_level=every_level, rest=rest)
    if is_product(case, game):
        deal, wide = _deal(case, game, grade, every_level=every_level)
        counted, left = moves_of_exchange(case, deal, grade)
        return Setting(model=ExchangeModel(counted=counted, deal=deal), left=left, played="once", every_level=wide)
    if every_level is not None:
        raise GameError(f"game {game!r} is a {spec.form}: no levels are granted", remedy="leave every_level out")
    return _in_moves(case, spec, grade, readings) if spec.form == "sequential" else _at_once(case, spec, grade)


def _deal(case: CodedCase, game: str, grade: Grade, *, every_level: bool | None) -> tuple[Exchange, bool]:
    """Return an exchange with the levels to look at, and whether these are all of each issue."""
    deal = packages_exchange(case, game)
    if every_level is None:
        levels = {i.id: i.levels for i in deal.issues}
        firm = [m for m in case.moves if grade in GRADES and GRADES.index(m.grade) >= GRADES.index(grade)]
        every_level = any(m.level and m.issue in levels and m.level not in levels[m.issue] for m in firm)
    return (packages_exchange(case, game, every_level=True) if every_level else deal), every_level


def _repeated(
    case: CodedCase,
    spec: GameSpec,
    grade: Grade,
    readings: tuple[Reading, ...],
    *,
    delta: object,
    every_level: bool | None,
    rest: str,
) -> Setting:
    """Return an exchange repeated at given patience."""
    home = spec.repeated
    if home is not None and home.punishment != "grim trigger":
        raise GameError(
            f"game {spec.id!r} punishes by {home.punishment!r}", remedy="only grim trigger is cut into polyhedra"
        )
    deal, wide = _deal(case, spec.id if home is None else home.exchange, grade, every_level=every_level)
    own = {} if home is None else {actor: case.number(name).value for actor, name in home.discount}
    patience = _patience(deal.actors, own if delta is None else delta)
    counted, left = moves_of_exchange(case, deal, grade)
    deltas = {d for _, d in patience}
    names = ", ".join(f"δ_{deal.name(actor)} = {show(d)}" for actor, d in patience)
    model = RepeatedModel(
        counted=counted,
        deal=touched(deal, counted) if rest == "one-shot" else deal,
        patience=patience,
        areas=tuple((actor, case.factor(actor, readings)) for actor in deal.actors),
        concept=ENFORCED,
        smaller=tuple(
            g.id
            for g in case.games
            if g.form == "exchange"
            and not g.terms
            and len(g.issues) < len(deal.issues)
            and any(c.issue in g.issues for c in counted)
        ),
    )
    played = f"repeated at δ = {show(deltas.pop())}" if len(deltas) == 1 else f"repeated at {names}"
    return Setting(model=model, left=left, played=played, patience=patience, every_level=wide, rest=rest)


def _patience(actors: Sequence[str], delta: object) -> tuple[tuple[str, Fraction], ...]:
    """Return one discount factor per actor."""
    if not isinstance(delta, Mapping):
        rule = self_enforcing(delta)
        return tuple((actor, rule.patience_of(actor)) for actor in actors)
    if set(delta) != set(actors):
        raise GameError(
            f"discount factors for {', '.join(sorted(map(str, delta))) or 'nobody'}",
            remedy=f"give one for each of {' and '.join(actors)}, or one number for both",
        )
    given = dict(self_enforcing(**delta).patiences)
    return tuple((actor, given[actor]) for actor in actors)


def _at_once(case: CodedCase, spec: GameSpec, grade: Grade) -> Setting:
    """Return a game in normal form."""
    game = case.game(spec.id)
    menu = dict(zip(game.players, game.actions, strict=True))
    counted, left = moves_of_play(case, spec, menu, grade, pure=True)
    model = PlayModel.of(PURE, counted, pure_alternatives(game), lambda item: [_profile(game, item)])
    return Setting(model=model, left=left, played="once")


def _profile(game: NormalFormGame, item: Alternative) -> set[tuple[str, str]]:
    return {(who, acts[k]) for who, acts, k in zip(game.players, game.actions, item.key, strict=True)}


def _in_moves(case: CodedCase, spec: GameSpec, grade: Grade, readings: tuple[Reading, ...]) -> Setting:
    """Return a sequential game with perfect information."""
    game = case.tree(spec.id)
    if not game.perfect_information or game.parameters:
        raise GameError(
            f"game {spec.id!r} has hidden moves, so its plays are not cut into polyhedra",
            remedy="ask about a game with perfect information; `bargain pbe` solves signalling games",
        )
    menu: dict[str, tuple[str, ...]] = {}
    for found in game.infosets:
        if found.player >= 0:
            who = game.players[found.player]
            menu[who] = tuple(dict.fromkeys((*menu.get(who, ()), *found.actions)))
    counted, left = moves_of_play(case, spec, menu, grade, pure=False)
    ways = _largest(case.space(readings), plays(game, case.space(readings)))
    model = PlayModel.of(SUBGAME_PERFECT, counted, ways, lambda item: [_run(game, end) for end in item.key])
    return Setting(model=model, left=left, played="in moves")


def _largest(space: Polyhedron, ways: Sequence[Alternative]) -> list[Alternative]:
    """Return ways without those whose stakes all lie in another way to the same play.

    What holds at a point of one way and not at another lies in it no more than that: points are kept, as the ways
    that hold there.
    """
    numbers: dict[Condition, int] = {}
    asks = [frozenset(numbers.setdefault(c, len(numbers)) for c in way.conditions) for way in ways]
    every = tuple(numbers)
    space = narrowed(space, {name for c in every for name in c.form.names})
    kept: list[int] = []
    waiting = list(range(len(ways)))
    seen: list[frozenset[int]] = []
    while waiting:
        n = waiting.pop()
        left = {m for m in (*kept, *waiting) if ways[m].key == ways[n].key}
        if any(asks[n] >= asks[m] for m in left) or (left and shut_out(space, ways[n].conditions)):
            continue
        near = left.intersection(*(there for there in seen if n in there))
        area = added(space, ways[n].conditions)
        if near:
            found = area.feasibility()
            if not isinstance(found, Feasible):
                continue
            point = dict(found.witness)
            true = {k for k, c in enumerate(every) if c.holds(point)}
            seen.append(frozenset(m for m, asked in enumerate(asks) if true >= asked))
            near &= seen[-1]
        if not any(throughout(area, *(every[k] for k in asks[m] - asks[n])) for m in near):
            kept.append(n)
    return [ways[n] for n in reversed(kept)]


def _run(game: TreeGame, end: int) -> set[tuple[str, str]]:
    """Return who did what on the way to an end."""
    out = set()
    node = end
    while game.parents[node] >= 0:
        parent = game.parents[node]
        found = game.infosets[game.sets[parent]]
        if found.player >= 0:
            out.add((game.players[found.player], found.actions[game.moves[node]]))
        node = parent
    return out
