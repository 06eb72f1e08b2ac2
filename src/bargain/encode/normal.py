"""From a game of a case to a game in normal form with payoffs affine in stakes.

Room      encode.
Forms     contest: two stances; exchange: one level for every issue that a player grants; joint: stay or
          switch; normal: actions as listed. Terms of the case add to every form.
Cost      one affine sum per player and cell; an exchange is additive, so its cells share partial sums.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.encode.exchange import grantable
from bargain.errors import GameError
from bargain.exact import Affine
from bargain.games import NormalFormGame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bargain.case import Case, GameSpec

__all__ = ["encode_game"]

Table = list[Affine]  # one form per cell, the last player's action running fastest


def encode_game(case: Case, name: str) -> NormalFormGame:
    """Return a game of the case in normal form.

    Parameters
    ----------
    case : Case
    name : str
        The id of one of the case's games.

    Returns
    -------
    NormalFormGame
        Players carry the actors' names; payoffs are affine in the case's stakes.

    Raises
    ------
    CaseError
        If the case has no such game.
    GameError
        If the game is played in moves, or a player's part of an issue is missing.
    """
    spec = case.spec(name)
    if not spec.one_shot:
        told = {"sequential": "case.tree", "offers": "case.offers", "repeated": "case.repeated"}[spec.form]
        raise GameError(
            f"game {name!r} is of the form {spec.form!r}, which is no normal form", remedy=f"ask for {told}({name!r})"
        )
    if spec.form == "contest":
        tables = _contest(case, spec)
    elif spec.form == "joint":
        tables = _joint(case, spec)
    elif spec.form == "exchange":
        tables = _exchange(case, spec)
    else:
        tables = [[Affine.number(0)] * prod(len(a) for a in spec.actions) for _ in spec.players]
    _add_terms(spec, tables)
    names = {actor.id: actor.name for actor in case.actors}
    return NormalFormGame(
        title=spec.title,
        players=tuple(names[p] for p in spec.players),
        actions=spec.actions,
        payoffs=tuple(tuple(table) for table in tables),
    )


def _contest(case: Case, spec: GameSpec) -> list[Table]:
    """Lay out hold/hold, hold/accommodate, accommodate/hold, accommodate/accommodate."""
    form = case.issue(spec.issues[0]).contest
    if form is None:
        raise GameError(f"game {spec.id!r}: issue {spec.issues[0]!r} has no contest form")
    entries = {e.actor: e for e in form.entries}
    first, second = (entries[p] for p in spec.players)
    return [
        [first.clash, first.prevail, first.give_way, first.compromise],
        [second.clash, second.give_way, second.prevail, second.compromise],
    ]


def _joint(case: Case, spec: GameSpec) -> list[Table]:
    """Lay out stay/stay, stay/switch, switch/stay, switch/switch."""
    form = case.issue(spec.issues[0]).joint
    if form is None:
        raise GameError(f"game {spec.id!r}: issue {spec.issues[0]!r} has no joint form")
    entries = {e.actor: e for e in form.entries}
    first, second = (entries[p] for p in spec.players)
    none = Affine.number(0)
    return [[none, first.left, first.alone, first.both], [none, second.alone, second.left, second.both]]


def _exchange(case: Case, spec: GameSpec) -> list[Table]:
    """Lay out every package: a player's action is one level for each issue it grants."""
    issues = [grantable(case.issue(i), spec) for i in spec.issues]
    grants = [[i for i in issues if i.grantor == player] for player in spec.players]
    pairs = [(mine, list(product(*(range(len(i.levels)) for i in mine)))) for mine in grants]
    paid = [[-_sum(i.cost[n] for i, n in zip(mine, c, strict=True)) for c in menu] for mine, menu in pairs]
    got = [[_sum(i.benefit[n] for i, n in zip(mine, c, strict=True)) for c in menu] for mine, menu in pairs]
    return [
        [own + gain for own in paid[0] for gain in got[1]],
        [own + gain for gain in got[0] for own in paid[1]],
    ]


def _sum(forms: Iterable[Affine]) -> Affine:
    return Affine.total(forms)


def _add_terms(spec: GameSpec, tables: list[Table]) -> None:
    """Add each term of the case to the cells that it matches."""
    if not spec.terms:
        return
    for k, cell in enumerate(product(*spec.actions)):
        played = dict(zip(spec.players, cell, strict=True))
        for term in spec.terms:
            if term.matches(played):
                tables[spec.players.index(term.player)][k] += term.value
