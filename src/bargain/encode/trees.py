"""From a sequential game of a case to a game tree with payoffs affine in stakes.

Room      encode.
Payoffs   at the end of a play every player has the sum of the terms that count for it; nothing is earned on
          the way, so that each payoff shows whole where the play ends.
Numbers   probabilities are put at the case's values, or left open by name: payoffs stay affine in the stakes
          only at fixed probabilities.
Cost      plays times terms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.case.build_trees import plays_of
from bargain.case.forms import CHANCE
from bargain.errors import GameError
from bargain.exact import Affine
from bargain.exact.grammar import nearest
from bargain.games import TreeBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from bargain.case import Case, GameSpec, TreeNode
    from bargain.games import TreeGame

__all__ = ["case_numbers", "encode_tree"]


def case_numbers(case: Case, given: Mapping[str, Fraction] | None = None) -> dict[str, Fraction]:
    """Return the probabilities and discount factors of a case, some replaced by others.

    Raises
    ------
    CaseError
        For a name that is no number of the case, with the nearest.
    """
    values = {number.id: number.value for number in case.numbers}
    return {**values, **{case.number(name).id: value for name, value in (given or {}).items()}}


def encode_tree(
    case: Case, name: str, *, numbers: Mapping[str, Fraction] | None = None, open_numbers: bool = False
) -> TreeGame:
    """Return a sequential game of the case as a tree.

    Parameters
    ----------
    case : Case
    name : str
        Id of a game of the form sequential.
    numbers : mapping, optional
        Probabilities other than the case's, by name.
    open_numbers : bool
        Leave named probabilities open; `TreeGame.at` puts them in.

    Returns
    -------
    TreeGame
        Players carry the actors' names; payoffs are affine in the case's stakes. Information sets carry the
        case's labels; a move that is alone in its set is labelled by the last actions before it, as many as
        tell it from the other moves of its player.

    Raises
    ------
    CaseError
        If the case has no such game or number.
    GameError
        If the game has another form, or a probability becomes negative.

    Examples
    --------
    >>> from bargain import load_case
    >>> encode_tree(load_case("russia-turkey-2022"), "sochi").players
    ('Russia', 'Turkey', 'the West')
    """
    spec = case.spec(name)
    if not spec.nodes:
        trees = [game.id for game in case.games if game.nodes]
        raise GameError(
            f"game {name!r} is of the form {spec.form!r}, and has no tree",
            remedy=nearest(name, trees) if trees else "give it form = 'sequential' and [[game.node]] tables",
        )
    tree = _built(case, spec)
    values = case_numbers(case, numbers)
    return tree if open_numbers else tree.at({p: values[p] for p in tree.parameters})


def _built(case: Case, spec: GameSpec) -> TreeGame:
    """Build the tree with all names open."""
    names = {actor.id: actor.name for actor in case.actors}
    players = tuple(names[p] for p in spec.players)
    builder = TreeBuilder(spec.title, players, comment=spec.about)
    labels = _labels(spec.nodes)
    at: dict[tuple[str, ...], int] = {(): builder.root}
    for node in spec.nodes:
        here = at[node.history]
        if node.mover == CHANCE:
            below = builder.chance(here, dict(zip(node.actions, node.probabilities, strict=True)))
        else:
            below = builder.move(here, names[node.mover], node.actions, at=labels[node.history])
        at.update({(*node.history, action): child for action, child in zip(node.actions, below, strict=True)})
    for history, play in plays_of(spec.nodes).items():
        terms = [term for term in spec.terms if term.counts(play)]
        totals = [Affine.total(t.value for t in terms if t.player == player) for player in spec.players]
        builder.outcome(at[history], totals)
    return builder.build()


def _labels(nodes: Sequence[TreeNode]) -> dict[tuple[str, ...], str]:
    """Return the label of every move's information set: the case's, or the shortest end of its history that tells it.

    Labels of one mover are unique, or meant to be the same.
    """
    out: dict[tuple[str, ...], str] = {}
    for node in nodes:
        others = [other for other in nodes if other.mover == node.mover and other.history != node.history]
        taken = {other.information_set for other in others}
        for size in range(1, len(node.history) + 1):
            end = node.history[-size:]
            label = " / ".join(end)
            if label not in taken and not any(other.history[-size:] == end for other in others):
                break
        else:
            label = " / ".join(("start", *node.history))
        out[node.history] = node.information_set or label
    return out
