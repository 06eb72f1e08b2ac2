"""Random game trees for property tests: few nodes, ties, chance, information sets, outcomes on the way.

Shapes    grown node by node, so sizes are bounded whatever is drawn; Hypothesis shrinks towards one node.
Sets      moves are joined only where the mover's own past is the same, so perfect recall holds by
          construction; with `information="any"` only absent-mindedness is kept out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from hypothesis import strategies as st

from bargain.games.tree import CHANCE, NOWHERE, Behaviour, InfoSet, Outcome, TreeGame

if TYPE_CHECKING:
    from collections.abc import Sequence

TIES = st.integers(min_value=-1, max_value=2).map(Fraction)  # few values, so that ties are common
RATIONALS = st.fractions(min_value=-9, max_value=9, max_denominator=6)
LABELS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6).filter(lambda s: not s.endswith("\\"))
CHANCES = (
    (),
    (1,),
    (1, 1),
    (1, 2),
    (0, 1),
    (1, 1, 1),
    (3, 1, 2),
)


def _chances(draw: st.DrawFn, size: int) -> tuple[Fraction, ...]:
    """Draw probabilities that sum to 1; zeros may occur."""
    weights = draw(st.sampled_from([c for c in CHANCES if len(c) == size] or [(1,) * size]))
    return tuple(Fraction(w, sum(weights)) for w in weights)


@st.composite
def trees(
    draw: st.DrawFn,
    *,
    players: tuple[int, int] = (2, 3),
    moves: tuple[int, int] = (1, 6),
    actions: tuple[int, int] = (1, 3),
    payoffs: st.SearchStrategy[Fraction] = TIES,
    chance: bool = True,
    information: Literal["perfect", "recall", "any"] = "recall",
    labels: st.SearchStrategy[str] | None = None,
) -> TreeGame:
    """Draw a rational game tree.

    Parameters
    ----------
    players, moves, actions
        Bounds on the players, on the nodes with a move (chance included), on the actions at each.
    payoffs
        One payoff; few values by default.
    chance
        Whether chance may move.
    information
        Perfect, or imperfect with perfect recall, or any that is free of absent-mindedness.
    labels
        For titles, comments, nodes, actions, sets, outcomes, with file-like oddities; plain names if left out.
    """
    size = draw(st.integers(*players))
    movers, children = _shape(draw, size, draw(st.integers(*moves)), actions, chance=chance)
    parents = [NOWHERE] * len(children)
    move_to = [NOWHERE] * len(children)
    for node, below in enumerate(children):
        for k, child in enumerate(below):
            parents[child], move_to[child] = node, k
    groups = _groups(draw, movers, children, (parents, move_to), information)
    sets = [NOWHERE] * len(children)
    for k, nodes in enumerate(groups):
        for node in nodes:
            sets[node] = k
    placed, outcomes = _outcomes(draw, children, size, payoffs, labels)

    def label(plain: str) -> str:
        return plain if labels is None else draw(labels)

    names = tuple(f"P{p + 1}" for p in range(size))
    return TreeGame(
        title=label("random"),
        comment=label(""),
        players=names if labels is None else tuple(draw(labels) for _ in names),
        parents=tuple(parents),
        moves=tuple(move_to),
        children=tuple(children),
        sets=tuple(sets),
        placed=placed,
        labels=tuple(label("") for _ in children),
        infosets=_infosets(draw, movers, children, groups, labels),
        outcomes=outcomes,
    )


def _shape(
    draw: st.DrawFn, players: int, moves: int, actions: tuple[int, int], *, chance: bool
) -> tuple[list[int], list[tuple[int, ...]]]:
    """Draw who moves where; nodes come back in preorder, an impossible mover at terminal nodes.

    Nodes of one depth mostly have one mover and one number of actions, so that they can share a set.
    """
    below: list[list[int]] = [[]]
    mover, depth, leaves = [NOWHERE - 1], [0], [0]
    usual: dict[int, tuple[int, int]] = {}
    who = [*range(players), *([CHANCE] if chance else [])]
    sizes = [*([2, 2] if actions[0] <= 2 <= actions[1] else []), *range(actions[0], actions[1] + 1)]
    for _ in range(moves):
        node = leaves.pop(draw(st.integers(0, min(1, len(leaves) - 1))))
        if depth[node] not in usual or draw(st.integers(0, 4)) == 4:
            usual[depth[node]] = draw(st.sampled_from(who)), draw(st.sampled_from(sizes))
        mover[node], size = usual[depth[node]]
        for _ in range(size):
            below[node].append(len(below))
            leaves.append(len(below))
            below.append([])
            mover.append(NOWHERE - 1)
            depth.append(depth[node] + 1)
    order: list[int] = []
    stack = [0]
    while stack:
        node = stack.pop()
        order.append(node)
        stack += reversed(below[node])
    new = {old: k for k, old in enumerate(order)}
    return [mover[old] for old in order], [tuple(new[c] for c in below[old]) for old in order]


def _groups(
    draw: st.DrawFn,
    movers: Sequence[int],
    children: Sequence[tuple[int, ...]],
    above: tuple[Sequence[int], Sequence[int]],
    information: str,
) -> list[list[int]]:
    """Join nodes to information sets, in preorder, where the rules allow it and a coin says so."""
    parents, move_to = above
    group: dict[int, int] = {}
    groups: list[list[int]] = []
    pasts: list[tuple[object, ...]] = []
    for node, below in enumerate(children):
        if not below:
            continue
        past: list[tuple[int, int]] = []
        child, at = node, parents[node]
        while at != NOWHERE:
            if movers[at] == movers[node]:
                past.append((group[at], move_to[child]))
            child, at = at, parents[at]
        key = (movers[node], len(below), () if movers[node] == CHANCE or information == "any" else tuple(past))
        used = {g for g, _ in past}
        joinable = [g for g, other in enumerate(pasts) if other == key and g not in used]
        if information != "perfect" and joinable and draw(st.integers(0, 3)):
            g = draw(st.sampled_from(joinable))
            groups[g].append(node)
        else:
            g = len(groups)
            groups.append([node])
            pasts.append(key)
        group[node] = g
    return groups


def _outcomes(
    draw: st.DrawFn,
    children: Sequence[tuple[int, ...]],
    players: int,
    payoffs: st.SearchStrategy[Fraction],
    labels: st.SearchStrategy[str] | None,
) -> tuple[tuple[int, ...], tuple[Outcome, ...]]:
    """Place outcomes at all ends, some of them shared, and at some nodes on the way."""
    placed: list[int] = []
    outcomes: list[Outcome] = []
    for below in children:
        if below and draw(st.integers(0, 4)) < 4:
            placed.append(NOWHERE)
        elif outcomes and draw(st.integers(0, 3)) == 3:
            placed.append(draw(st.integers(0, len(outcomes) - 1)))
        else:
            placed.append(len(outcomes))
            row = tuple(draw(payoffs) for _ in range(players))
            name = "" if labels is None else draw(labels)
            outcomes.append(Outcome(label=name, number=len(outcomes) + 1, payoffs=row))
    return tuple(placed), tuple(outcomes)


def _infosets(
    draw: st.DrawFn,
    movers: Sequence[int],
    children: Sequence[tuple[int, ...]],
    groups: Sequence[Sequence[int]],
    labels: st.SearchStrategy[str] | None,
) -> tuple[InfoSet, ...]:
    """Give the information sets numbers, names and probabilities."""
    counts: dict[int, int] = {}
    out = []
    for nodes in groups:
        player, size = movers[nodes[0]], len(children[nodes[0]])
        counts[player] = counts.get(player, 0) + 1
        out.append(
            InfoSet(
                player=player,
                label="" if labels is None else draw(labels),
                number=counts[player],
                actions=tuple(f"a{k + 1}" if labels is None else draw(labels) for k in range(size)),
                nodes=tuple(nodes),
                probabilities=_chances(draw, size) if player == CHANCE else (),
            )
        )
    return tuple(out)


@st.composite
def behaviours(draw: st.DrawFn, game: TreeGame) -> Behaviour:
    """Draw a behaviour in a game: pure at some information sets, mixed at others."""
    out = []
    for infoset in game.infosets:
        if infoset.player == CHANCE:
            out.append(infoset.probabilities)
            continue
        size = len(infoset.actions)
        weights = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size).filter(any))
        out.append(tuple(Fraction(w, sum(weights)) for w in weights))
    return tuple(out)
