"""Check what a concordance says of plays, by trying every pure profile of the tree in every subgame.

Room      study. No solver: definitions only.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.games.tree_values import node_values
from bargain.study.concordance_marks import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bargain.games import TreeGame
    from bargain.study.concordance_marks import Judgement
    from bargain.study.concordance_values import Concordance

__all__ = ["perfect_plays", "play_checks"]

Finding = tuple[str, bool]
Choice = tuple[int, ...]  # per information set one action; 0 for chance
_MOST = 5_000  # pure profiles to try
_ONE = Fraction(1)


def play_checks(found: Concordance, left: list[str]) -> list[Finding]:
    """Return what was checked of a concordance of plays; `left` collects what was not."""
    game = found.tree
    marks = {c.name: {o.key[0]: m for o, m in zip(found.outcomes, c.marks, strict=True)} for c in found.concepts}
    checks = [
        ("the rows are the plays of the game", {o.key[0] for o in found.outcomes} == set(game.terminals)),
        ("so many outcomes", len(game.terminals) == found.total),
    ]
    checks += _inclusions(marks)
    tried = {"pure Nash", *(name for name in marks if name.startswith("subgame perfect"))}
    left += [f"{name}: held against what it refines, not derived anew" for name in marks if name not in tried]
    if _count(game) > _MOST:
        left.append(f"yes and no by trying every profile: there are more than {_MOST:,}")
        return checks
    nash, perfect = _plays(game, (0,)), perfect_plays(game)
    if _searched(marks["pure Nash"].values()):
        checks.append(
            ("pure Nash: yes and no", {n for n, m in marks["pure Nash"].items() if m.mark is Mark.YES} == nash)
        )
    for name, said in marks.items():
        if name.startswith("subgame perfect"):
            yes = {n for n, m in said.items() if m.mark is Mark.YES}
            agree = yes == perfect if name.endswith("(pure)") else perfect <= yes
            checks.append((f"{name}: plays of pure profiles", agree))
    return checks


def _searched(said: Iterable[Judgement]) -> bool:
    return all(m.mark is not Mark.UNSEARCHED for m in said)


def _inclusions(marks: dict[str, dict[int, Judgement]]) -> Iterator[Finding]:
    """Hold refinements against what they refine: a yes of the one needs a yes, or a mixture, of the other."""
    whole = {n for name in ("pure Nash", "mixed Nash") for n, m in marks.get(name, {}).items() if m.survives}
    known = all(_searched(marks[name].values()) for name in ("pure Nash", "mixed Nash") if name in marks)
    for name, said in marks.items():
        if name in {"pure Nash", "mixed Nash"} or not known:
            continue
        kept = {n for n, m in said.items() if m.survives}
        yield f"{name}: every play is one of a Nash equilibrium", kept <= whole


def _count(game: TreeGame) -> int:
    return prod(len(s.actions) for s in game.infosets if s.player >= 0)


def perfect_plays(game: TreeGame) -> set[int]:
    """Return the ends of plays of pure subgame-perfect profiles, given what chance does; every profile is tried."""
    return _plays(game, game.subgame_roots)


def _plays(game: TreeGame, roots: Sequence[int]) -> set[int]:
    """Return the ends of plays of pure profiles that are equilibria in the subgames at some nodes."""
    sizes = [1 if s.player < 0 else len(s.actions) for s in game.infosets]
    values = {choice: _values(game, choice) for choice in product(*map(range, sizes))}
    top: dict[tuple[int, int, Choice], Fraction] = {}
    for choice, at in values.items():
        for root in roots:
            for p in range(len(game.players)):
                key = (root, p, _others(game, choice, p))
                top[key] = max(top.get(key, at[root][p]), at[root][p])
    out: set[int] = set()
    for choice, at in values.items():
        if all(
            at[root][p] == top[root, p, _others(game, choice, p)] for root in roots for p in range(len(game.players))
        ):
            out |= _reached(game, choice)
    return out


def _others(game: TreeGame, choice: Choice, player: int) -> Choice:
    """Return what all others do, the player's own choices blanked."""
    return tuple(-1 if s.player == player else a for s, a in zip(game.infosets, choice, strict=True))


def _values(game: TreeGame, choice: Choice) -> tuple[tuple[Fraction, ...], ...]:
    """Return per node what every player expects from there on."""
    profile = tuple(
        tuple(s.probabilities) if s.player < 0 else tuple(_ONE * (k == a) for k in range(len(s.actions)))
        for s, a in zip(game.infosets, choice, strict=True)
    )
    return node_values(game, profile)  # type: ignore[arg-type]


def _reached(game: TreeGame, choice: Choice) -> set[int]:
    """Return the ends that a pure profile may come to, whatever chance does."""
    stack, out = [0], set()
    while stack:
        node = stack.pop()
        if not game.children[node]:
            out.add(node)
            continue
        k = game.sets[node]
        own = game.infosets[k].player >= 0
        stack += [game.children[node][choice[k]]] if own else list(game.children[node])
    return out
