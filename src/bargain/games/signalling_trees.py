"""Trees that are signalling games, and signalling games as trees.

Room      games: values only; imports `tree` and `signalling`.
Form      the root is a chance move whose every action leads to a set of the sender with one node; an action
          of the sender ends the play or leads to a set of the receiver; an action of the receiver ends it.
          Types are the actions of the root, in order. Messages are the receiver's sets, and the ways to end
          the play, told apart by the label of the action (its number where it has none).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.exact import Affine
from bargain.games.signalling import SignallingGame
from bargain.games.tree import CHANCE, NOWHERE, InfoSet, Outcome, TreeGame

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SignallingForm", "signalling_form", "signalling_tree"]

Payoff = Fraction | Affine
Key = tuple[str, int | str]  # of a message: ("set", information set) or ("end", label or number of the action)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignallingForm:
    """A tree read as a signalling game, and which of its sets and actions is what.

    Attributes
    ----------
    game : SignallingGame
    tree : TreeGame
    chance : the information set of the root
    type_sets : per type, the sender's information set
    message_sets : per message, the receiver's information set; NOWHERE where the play ends
    moves : per type, per message: the action that sends it, NOWHERE where the type cannot
    """

    game: SignallingGame
    tree: TreeGame
    chance: int
    type_sets: tuple[int, ...]
    message_sets: tuple[int, ...]
    moves: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """One action of one type: the message it is, and the node it leads to."""

    kind: int
    action: int
    node: int
    key: Key


def signalling_form(tree: TreeGame) -> SignallingForm | str:
    """Return the tree as a signalling game, or why it is none.

    Examples
    --------
    >>> game = SignallingGame.build("Alarm", ("guard", "chief"), {"fire": "1/3", "none": "2/3"},
    ...     {"ring": ("run", "stay"), "keep": ()}, {("fire", "ring", "run"): (1, 1), ("fire", "ring", "stay"): (0, -1),
    ...     ("fire", "keep"): (-1, -1), ("none", "keep"): (0, 0)})
    >>> signalling_form(signalling_tree(game)).game == game
    True
    """
    why = _shape(tree)
    if why:
        return why
    kinds = tree.children[0]
    sent = [item for t in range(len(kinds)) for item in _sent(tree, t)]
    keys = list(dict.fromkeys(s.key for s in sent))
    if len({(s.kind, s.key) for s in sent}) < len(sent):
        return "two actions of one type lead to the same information set"
    if not any(kind == "set" for kind, _ in keys):
        return "nobody replies to a message"
    first: dict[Key, tuple[int, int]] = {}
    for s in sent:
        first[s.key] = min((s.action, s.kind), first.get(s.key, (s.action, s.kind)))
    keys.sort(key=first.__getitem__)
    return _form(tree, sent, keys)


def _shape(tree: TreeGame) -> str:
    """Return why the tree has not the form of a signalling game, or nothing."""
    if len(tree.players) != 2:
        return f"it has {len(tree.players)} player{'s' if len(tree.players) > 1 else ''}"
    if not tree.children[0] or tree.infosets[tree.sets[0]].player != CHANCE:
        return "it does not begin with a chance move that draws a type"
    first = [tree.sets[node] for node in tree.children[0]]
    if NOWHERE in first:
        return "a chance move ends the play"
    movers = {tree.infosets[s].player for s in first}
    if len(movers) > 1 or CHANCE in movers:
        return "after the chance move not one player moves"
    if any(len(tree.infosets[s].nodes) > 1 for s in first):
        return "the player who moves first does not know what chance has drawn"
    return _later(tree, next(iter(movers)))


def _later(tree: TreeGame, sender: int) -> str:
    """Return why the receiver's part of the tree does not fit, or nothing."""
    for kind in tree.children[0]:
        for node in tree.children[kind]:
            if not tree.children[node]:
                continue
            if tree.infosets[tree.sets[node]].player != 1 - sender:
                return "a message is not followed by a move of the other player"
            if any(tree.children[end] for end in tree.children[node]):
                return "the play goes on after the reply"
    priors = tree.infosets[tree.sets[0]].probabilities
    if any(not isinstance(p, Affine) and p <= 0 for p in priors):
        return "a type has probability 0"
    return ""


def _sent(tree: TreeGame, kind: int) -> list[_Sent]:
    """Return what the actions of a type send."""
    at = tree.children[0][kind]
    labels = tree.infosets[tree.sets[at]].actions
    times = Counter(labels)
    out = []
    for a, node in enumerate(tree.children[at]):
        name: int | str = labels[a] if labels[a] and times[labels[a]] == 1 else a + 1
        key = ("set", tree.sets[node]) if tree.children[node] else ("end", name)
        out.append(_Sent(kind=kind, action=a, node=node, key=key))
    return out


def _form(tree: TreeGame, sent: Sequence[_Sent], keys: Sequence[Key]) -> SignallingForm:
    """Put the parts together."""
    root = tree.infosets[tree.sets[0]]
    sender = tree.infosets[tree.sets[tree.children[0][0]]].player
    where = {(s.kind, s.key): s for s in sent}
    sets = tuple(int(name) if kind == "set" else NOWHERE for kind, name in keys)
    spots = [[where.get((t, key)) for key in keys] for t in range(len(root.actions))]
    first, second = (tuple(tuple(_cells(tree, spot, p) for spot in row) for row in spots) for p in (sender, 1 - sender))
    ways: dict[Key, list[_Sent]] = {}
    for item in sent:
        ways.setdefault(item.key, []).append(item)
    names = [_message_label(tree, key, ways[key]) for key in keys]
    game = SignallingGame(
        title=tree.title,
        players=_distinct((tree.players[sender], tree.players[1 - sender]), "player")[:2],  # type: ignore[arg-type]
        types=_distinct([_type_label(tree, t) for t in range(len(root.actions))], "type"),
        prior=root.probabilities,
        messages=_distinct(names, "message"),
        replies=tuple(() if s == NOWHERE else _distinct(tree.infosets[s].actions, "reply") for s in sets),
        payoffs=(first, second),
    )
    return SignallingForm(
        game=game,
        tree=tree,
        chance=tree.sets[0],
        type_sets=tuple(tree.sets[node] for node in tree.children[0]),
        message_sets=sets,
        moves=tuple(tuple(NOWHERE if spot is None else spot.action for spot in row) for row in spots),
    )


def _type_label(tree: TreeGame, kind: int) -> str:
    """Return the name of a type: chance's action, else the sender's set."""
    return tree.infosets[tree.sets[0]].actions[kind] or tree.infosets[tree.sets[tree.children[0][kind]]].label


def _message_label(tree: TreeGame, key: Key, sent: Sequence[_Sent]) -> str:
    """Return the name of a message: the label that all its senders give it, else that of the receiver's set."""
    labels = {tree.infosets[tree.sets[tree.parents[s.node]]].actions[s.action] for s in sent}
    if len(labels) == 1 and (label := next(iter(labels))):
        return label
    kind, name = key
    return tree.infosets[int(name)].label if kind == "set" else str(name)


def _distinct(labels: Sequence[str], what: str) -> tuple[str, ...]:
    """Return labels with those that are empty or stand twice told apart by their number.

    >>> _distinct(("in", "", "in"), "reply")
    ('in', 'reply 2', 'in (3)')
    """
    out: list[str] = []
    for n, label in enumerate(labels, 1):
        name = label or f"{what} {n}"
        while name in out:
            name += f" ({n})"
        out.append(name)
    return tuple(out)


def _cells(tree: TreeGame, spot: _Sent | None, player: int) -> tuple[Payoff, ...]:
    """Return one player's payoffs after an action, reply by reply."""
    if spot is None:
        return ()
    ends = tree.children[spot.node] or (spot.node,)
    return tuple(_earned(tree, node, player) for node in ends)


def _earned(tree: TreeGame, node: int, player: int) -> Payoff:
    """Return the sum of the outcomes on the path to a node."""
    total: Payoff = Fraction(0)
    while node != NOWHERE:
        if tree.placed[node] != NOWHERE:
            total = total + tree.outcomes[tree.placed[node]].payoffs[player]
        node = tree.parents[node]
    return total.constant if isinstance(total, Affine) and total.is_constant else total


@dataclass(slots=True)
class _Draft:
    """A tree being written in preorder."""

    parents: list[int]
    moves: list[int]
    sets: list[int]
    placed: list[int]
    outcomes: list[Outcome]

    def add(self, parent: int, move: int, where: int) -> int:
        """Append a node and return its number."""
        self.parents.append(parent)
        self.moves.append(move)
        self.sets.append(where)
        self.placed.append(NOWHERE)
        return len(self.parents) - 1

    def end(self, parent: int, move: int, payoffs: tuple[Payoff, ...]) -> None:
        """Append a terminal node with an outcome of its own."""
        node = self.add(parent, move, NOWHERE)
        self.pay(node, payoffs)

    def pay(self, node: int, payoffs: tuple[Payoff, ...]) -> None:
        """Place an outcome."""
        self.placed[node] = len(self.outcomes)
        self.outcomes.append(Outcome(label="", number=len(self.outcomes) + 1, payoffs=payoffs))


def signalling_tree(game: SignallingGame) -> TreeGame:
    """Return a signalling game as a tree: chance, the sender's sets by type, the receiver's by message.

    Information sets carry the type's and the message's name. `signalling_form` reads it back.
    """
    draft = _Draft([], [], [], [], [])
    nodes: dict[tuple[str, int], list[int]] = {}
    root = draft.add(NOWHERE, NOWHERE, 0)
    order: dict[tuple[str, int], int] = {("chance", 0): 0}
    nodes["chance", 0] = [root]
    for t in range(len(game.types)):
        at = draft.add(root, t, order.setdefault(("type", t), len(order)))
        nodes.setdefault(("type", t), []).append(at)
        for a, m in enumerate(game.available(t)):
            cells = [(game.payoffs[0][t][m][r], game.payoffs[1][t][m][r]) for r in range(game.width(m))]
            if not game.replies[m]:
                draft.end(at, a, cells[0])
                continue
            heard = draft.add(at, a, order.setdefault(("message", m), len(order)))
            nodes.setdefault(("message", m), []).append(heard)
            for r, cell in enumerate(cells):
                draft.end(heard, r, cell)
    return _finished(game, draft, nodes, order)


def _finished(
    game: SignallingGame,
    draft: _Draft,
    nodes: dict[tuple[str, int], list[int]],
    order: dict[tuple[str, int], int],
) -> TreeGame:
    """Return the tree with children and information sets filled in."""
    children: list[list[int]] = [[] for _ in draft.parents]
    for node, parent in enumerate(draft.parents[1:], 1):
        children[parent].append(node)
    numbers = {CHANCE: 0, 0: 0, 1: 0}
    sets = []
    for what, n in order:
        player, label, actions, odds = _described(game, what, n)
        numbers[player] += 1
        sets.append(
            InfoSet(
                player=player,
                label=label,
                number=numbers[player],
                actions=actions,
                nodes=tuple(nodes[what, n]),
                probabilities=odds,
            )
        )
    return TreeGame(
        title=game.title,
        players=game.players,
        parents=tuple(draft.parents),
        moves=tuple(draft.moves),
        children=tuple(map(tuple, children)),
        sets=tuple(draft.sets),
        placed=tuple(draft.placed),
        labels=("",) * len(draft.parents),
        infosets=tuple(sets),
        outcomes=tuple(draft.outcomes),
    )


def _described(game: SignallingGame, what: str, n: int) -> tuple[int, str, tuple[str, ...], tuple[Payoff, ...]]:
    """Return player, label, actions and probabilities of one information set."""
    if what == "chance":
        return CHANCE, "", game.types, game.prior
    if what == "type":
        return 0, game.types[n], tuple(game.messages[m] for m in game.available(n)), ()
    return 1, game.messages[n], game.replies[n], ()
