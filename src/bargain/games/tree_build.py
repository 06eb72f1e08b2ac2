"""Write a game tree the way it is told: nested moves, or node by node for programs.

Room      games.
Nested    `game_tree` takes `move`, `chance` and `outcome` parts within one another, however deep.
By node   `TreeBuilder` adds moves and outcomes at node numbers, in any order, without nested objects; it is
          the road for large trees. Both end in the same value and the same checks.
Sets      moves of one player with the same name `at=` belong to one information set; without a name every
          move is a set of its own. Sets are numbered per player in the order of the tree.
Bounds    at most 10 million nodes, so that parts used many times over cannot grow without end.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias, Union

from bargain.errors import BargainError, GameError, Place
from bargain.exact import Affine, fraction, parse_affine
from bargain.exact.grammar import nearest
from bargain.games.tree import CHANCE, NOWHERE, InfoSet, Outcome, TreeGame
from bargain.games.tree_checks import fault_in_chances
from bargain.games.tree_names import where

if TYPE_CHECKING:
    from bargain.games.tree_parts import Payoff

__all__ = ["Chance", "End", "Move", "TreeBuilder", "chance", "game_tree", "move", "outcome"]

Number: TypeAlias = int | str | Fraction | Affine
Part = Union["Move", "Chance", "End"]
_MOST_NODES = 10_000_000


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class End:
    """What a play earns here; made by `outcome`."""

    payoffs: tuple[Number, ...]
    label: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Move:
    """A player's move; made by `move`."""

    player: str
    actions: Mapping[str, Part]
    at: str
    label: str
    earn: End | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Chance:
    """A chance move; made by `chance`."""

    actions: Mapping[str, tuple[Number, Part]]
    at: str
    label: str
    earn: End | None


def outcome(*payoffs: Number, label: str = "") -> End:
    """Return the end of a play, or what is earned on the way (`earn=`).

    Parameters
    ----------
    *payoffs : int, str, Fraction or Affine
        One per player; strings are numbers or affine in stakes, such as ``"b - c/2"``. None at all
        ends a play that has earned before.
    label : str
        Outcomes of one name are one outcome, and must pay the same.
    """
    return End(payoffs, label)


def move(player: str, actions: Mapping[str, Part], *, at: str = "", label: str = "", earn: End | None = None) -> Move:
    """Return a move of a player.

    Parameters
    ----------
    player : str
    actions : mapping of action to what follows
    at : str
        Name of the information set; moves of this player with the same name cannot be told apart.
    label : str
        Name of the node.
    earn : outcome, optional
        What is earned on reaching the move, whatever follows.
    """
    return Move(player, actions, at, label, earn)


def chance(
    actions: Mapping[str, tuple[Number, Part]], *, at: str = "", label: str = "", earn: End | None = None
) -> Chance:
    """Return a chance move.

    Parameters
    ----------
    actions : mapping of event to (probability, what follows)
        Probabilities are exact numbers, or affine in parameters; they sum to 1 identically.
    at, label, earn
        As in `move`; chance moves of one name have the same probabilities.
    """
    return Chance(actions, at, label, earn)


def game_tree(title: str, players: Sequence[str], root: Part, *, comment: str = "") -> TreeGame:
    """Return the game that nested moves, chance moves and outcomes describe.

    Parameters
    ----------
    title : str
    players : sequence of str
        In the order of the payoffs.
    root : move, chance or outcome
        Nesting may go as deep as memory allows; a part used twice stands for two subtrees.

    Raises
    ------
    GameError
        Naming the node by the path of actions to it: an unknown player, probabilities that do not sum
        to 1, unequal actions or probabilities in one information set, one set met twice on a path, missing payoffs.
    NumberError, ExpressionError
        For payoffs and probabilities that are no exact numbers and no affine forms, at that place.

    Examples
    --------
    >>> from bargain.games import chance, game_tree, move, outcome
    >>> game_tree("Bluff", ("Ann", "Bob"), chance({
    ...     "high": ("1/2", move("Ann", {"fold": outcome(-1, 1), "bet": move(
    ...         "Bob", {"fold": outcome(1, -1), "call": outcome(2, -2)}, at="after a bet")})),
    ...     "low": ("1/2", move("Ann", {"fold": outcome(-1, 1), "bet": move(
    ...         "Bob", {"fold": outcome(1, -1), "call": outcome(-2, 2)}, at="after a bet")})),
    ... }))
    <TreeGame 'Bluff': Ann, Bob; 11 nodes, 3 information sets, chance; payoffs rational>
    >>> game_tree("Toy", ("Ann",), move("Ann", {"stay": outcome(0), "go": outcome(1, 2)}))
    Traceback (most recent call last):
        ...
    bargain.errors.GameError: game 'Toy', node 'go': 2 payoffs for 1 players; give one per player, in their order
    """
    builder = TreeBuilder(title, players, comment=comment)
    stack: list[tuple[int, Part]] = [(builder.root, root)]
    while stack:
        node, part = stack.pop()
        if isinstance(part, End):
            if part.payoffs or part.label:
                builder.outcome(node, part.payoffs, label=part.label)
            continue
        below = _place(builder, node, part)
        if part.earn is not None:
            builder.outcome(node, part.earn.payoffs, label=part.earn.label)
        if part.label:
            builder.name(node, part.label)
        stack += reversed(below)
    return builder.build()


def _place(builder: TreeBuilder, node: int, part: object) -> list[tuple[int, Part]]:
    """Put one move or chance move at a node; return its children with what follows at each."""
    if isinstance(part, Move):
        builder.check_actions(node, part.actions)
        return list(
            zip(builder.move(node, part.player, tuple(part.actions), at=part.at), part.actions.values(), strict=True)
        )
    if isinstance(part, Chance):
        builder.check_actions(node, part.actions)
        for event, entry in part.actions.items():
            if not _is_pair(entry):
                raise builder.fault(
                    node, f"event {event!r} is not (probability, what follows)", "give both in brackets"
                )
        children = builder.chance(node, {event: p for event, (p, _) in part.actions.items()}, at=part.at)
        return [(child, entry[1]) for child, entry in zip(children, part.actions.values(), strict=True)]
    raise builder.fault(
        node, f"{type(part).__name__} where a part of the game must stand", "use move, chance or outcome"
    )


def _is_label(value: object) -> bool:
    """Tell whether a label is text that is not empty."""
    return isinstance(value, str) and bool(value)


def _is_pair(entry: object) -> bool:
    """Tell whether an event of a chance move comes with its probability and what follows."""
    return isinstance(entry, tuple) and len(entry) == 2


class TreeBuilder:
    """Builds a game tree node by node; nodes are numbered as they are made, the root 0.

    `build` numbers them anew in preorder, whatever the order in which they were made.

    Parameters
    ----------
    title : str
    players : sequence of str
        Unique and non-empty.

    Examples
    --------
    >>> b = TreeBuilder("Entry", ("Entrant", "Incumbent"))
    >>> out, enter = b.move(b.root, "Entrant", ("out", "in"))
    >>> fight, give_in = b.move(enter, "Incumbent", ("fight", "yield"))
    >>> for node, payoffs in ((out, (0, 2)), (fight, (-1, -1)), (give_in, (1, 1))):
    ...     b.outcome(node, payoffs)
    >>> b.build().path(4)
    ('in', 'yield')
    """

    root = 0

    def __init__(self, title: str, players: Sequence[str], *, comment: str = "") -> None:
        self.title, self.players, self.comment = title, tuple(players), comment
        if not self.players or "" in self.players or len(set(self.players)) != len(self.players):
            raise GameError(f"game {title!r}: players {list(players)}", remedy="give unique non-empty labels")
        self._player = {name: k for k, name in enumerate(self.players)}
        self._parents, self._moves = [NOWHERE], [NOWHERE]
        self._first: list[int] = [NOWHERE]  # per node its first child; children are numbered in a row
        self._sets, self._placed = [NOWHERE], [NOWHERE]
        self._names: dict[int, str] = {}
        self._infosets: list[tuple[int, str, tuple[str, ...], tuple[Payoff, ...]]] = []
        self._nodes: list[int | list[int]] = []  # a number where a set has one node: most have
        self._known: dict[tuple[int, str], int] = {}
        self._outcomes: list[tuple[tuple[Payoff, ...], str]] = []
        self._labelled: dict[str, int] = {}
        self._numbers: dict[int | str, Payoff] = {}
        self._actions: dict[tuple[str, ...], tuple[str, ...]] = {}

    def move(self, node: int, player: str, actions: Sequence[str], *, at: str = "") -> range:
        """Let a player move at a node that has no move yet; return the numbers of its children, in order.

        Moves of one player with the same name `at` form one information set.
        """
        who = self._player.get(player)
        if who is None:
            raise self.fault(node, f"unknown player {player!r}", nearest(str(player), self.players))
        return self._add(node, who, tuple(actions), at, ())

    def chance(self, node: int, probabilities: Mapping[str, Number], *, at: str = "") -> range:
        """Let chance move at a node, with one probability per event; return the numbers of its children."""
        self.check_actions(node, probabilities)
        actions = tuple(probabilities)
        numbers = tuple(self._number(node, p, f"probability of {a!r}") for a, p in probabilities.items())
        wrong = fault_in_chances(actions, numbers)
        if wrong:
            raise self.fault(node, *wrong)
        return self._add(node, CHANCE, actions, at, numbers)

    def outcome(self, node: int, payoffs: Sequence[Number] = (), *, label: str = "") -> None:
        """Place an outcome at a node: what every player earns when a play passes it.

        An outcome that has a label may be placed again by its label alone.
        """
        self._check_node(node)
        if self._placed[node] != NOWHERE:
            raise self.fault(node, "a second outcome", "add the payoffs up into one")
        known = self._labelled.get(label) if label else None
        if known is not None and not payoffs:
            self._placed[node] = known
            return
        if len(payoffs) != len(self.players):
            raise self.fault(
                node, f"{len(payoffs)} payoffs for {len(self.players)} players", "give one per player, in their order"
            )
        numbers = self._numbers
        try:
            row = tuple([numbers[v] if type(v) is int else self._number(node, v, "payoff") for v in payoffs])
        except KeyError:
            row = tuple(self._number(node, v, "payoff") for v in payoffs)
        if known is not None and self._outcomes[known][0] != row:
            raise self.fault(node, f"outcome {label!r} pays otherwise elsewhere", "give it another label")
        if known is None:
            known = len(self._outcomes)
            self._outcomes.append((row, label))
            if label:
                self._labelled[label] = known
        self._placed[node] = known

    def name(self, node: int, label: str) -> None:
        """Give a node a label."""
        self._check_node(node)
        self._names[node] = label

    def _check_node(self, node: int) -> None:
        """Refuse a node that does not exist."""
        if not 0 <= node < len(self._parents):
            raise GameError(
                f"game {self.title!r}: node {node} does not exist",
                remedy=f"there are {len(self._parents)} so far, counted from 0",
            )

    def check_actions(self, node: int, actions: object) -> None:
        """Refuse what is no mapping of actions."""
        if not isinstance(actions, Mapping):
            raise self.fault(node, f"{type(actions).__name__} where the actions must stand", "give a dict of actions")

    def path(self, node: int) -> list[str]:
        """Return the labels of the actions from the root to a node."""
        out = []
        while node:
            parent = self._parents[node]
            out.append(self._infosets[self._sets[parent]][2][self._moves[node]])
            node = parent
        return out[::-1]

    def fault(self, node: int, message: str, remedy: str) -> GameError:
        """Build the error for a node."""
        self._check_node(node)
        place = where(self.path(node))
        return GameError(f"game {self.title!r}, {'node ' if node else ''}{place}: {message}", remedy=remedy)

    def _number(self, node: int, value: object, what: str) -> Payoff:
        """Read one number or affine form; equal ints and texts share one value."""
        if isinstance(value, int | str) and not isinstance(value, bool) and value in self._numbers:
            return self._numbers[value]
        try:
            number = _read(value, what)
        except BargainError as wrong:
            path = " / ".join(self.path(node)[-6:]) or "the root"
            raise type(wrong)(wrong.message, place=Place(key=path), remedy=wrong.remedy) from None
        if isinstance(value, int | str):
            self._numbers[value] = number
        return number

    def _add(self, node: int, who: int, actions: tuple[str, ...], at: str, chances: tuple[Payoff, ...]) -> range:
        """Add a move and its children."""
        first, size = len(self._parents), len(actions)
        if not 0 <= node < first or self._first[node] != NOWHERE or first + size > _MOST_NODES:
            raise self._no_room(node)
        if actions not in self._actions:
            self._check_labels(node, actions)
            self._actions[actions] = actions
        known = self._known.get((who, at)) if at else None
        if known is None:
            known = len(self._infosets)
            self._infosets.append((who, at, self._actions[actions], chances))
            self._nodes.append(node)
            if at:
                self._known[who, at] = known
        else:
            self._join(known, node, actions, chances)
        self._sets[node] = known
        self._first[node] = first
        none = [NOWHERE] * size
        self._parents += [node] * size
        self._moves += range(size)
        self._first += none
        self._sets += none
        self._placed += none
        return range(first, first + size)

    def _no_room(self, node: int) -> GameError:
        """Say why a move cannot be added at a node."""
        self._check_node(node)
        if self._first[node] != NOWHERE:
            return self.fault(node, "a second move", "a node has one move")
        return self.fault(node, f"more than {_MOST_NODES:,} nodes", "such a game is not solved by expanding it")

    def _check_labels(self, node: int, actions: tuple[str, ...]) -> None:
        """Refuse moves without actions, and labels that are empty, repeated or no text."""
        if not actions:
            raise self.fault(node, "a move without actions", "give at least one, or end the play with outcome()")
        if len(set(actions)) != len(actions) or not all(map(_is_label, actions)):
            raise self.fault(node, f"actions {list(actions)}", "give unique non-empty labels")

    def _join(self, known: int, node: int, actions: tuple[str, ...], chances: tuple[Payoff, ...]) -> None:
        """Add a node to an information set, if it has the same actions and the same probabilities."""
        who, at, present, held = self._infosets[known]
        if present != actions:
            elsewhere = where(self.path(self._members(known)[0]))
            raise self.fault(
                node,
                f"actions {list(actions)}, but information set {at!r} has {list(present)} at {elsewhere}",
                f"{'chance' if who == CHANCE else 'a player'} has the same actions wherever it cannot tell where it is",
            )
        if held != chances:
            raise self.fault(node, f"chance move {at!r} has other probabilities elsewhere", "give it another name")
        self._members(known).append(node)

    def _members(self, known: int) -> list[int]:
        """Return the nodes of an information set, as a list to which more can be added."""
        nodes = self._nodes[known]
        if isinstance(nodes, int):
            nodes = self._nodes[known] = [nodes]
        return nodes

    def build(self) -> TreeGame:
        """Return the game.

        Raises
        ------
        GameError
            For a play that ends without an outcome on its path, and what `TreeGame` refuses.
        """
        with _uncollected():
            return self._built(self._preorder())

    def _built(self, order: list[int]) -> TreeGame:
        """Return the game, its nodes in this order."""
        self._check_ends(order)
        position = [0] * len(order)
        for new, old in enumerate(order):
            position[old] = new
        spots = [
            (position[nodes],) if isinstance(nodes, int) else tuple(sorted([position[n] for n in nodes]))
            for nodes in self._nodes
        ]
        ranked = sorted(range(len(spots)), key=spots.__getitem__)
        set_rank = [*_ranks(ranked), NOWHERE]  # NOWHERE is -1, so it finds itself at the end
        paid = list(dict.fromkeys([k for k in map(self._placed.__getitem__, order) if k != NOWHERE]))
        paid_rank = [*_ranks(paid), NOWHERE]
        position.append(NOWHERE)
        return TreeGame(
            title=self.title,
            players=self.players,
            comment=self.comment,
            parents=tuple([position[self._parents[old]] for old in order]),
            moves=tuple(map(self._moves.__getitem__, order)),
            children=self._children(position),
            sets=tuple([set_rank[self._sets[old]] for old in order]),
            placed=tuple([paid_rank[self._placed[old]] for old in order]),
            labels=tuple([self._names.get(old, "") for old in order]) if self._names else ("",) * len(order),
            infosets=self._numbered(ranked, spots),
            outcomes=tuple(
                Outcome(label=self._outcomes[k][1], number=number, payoffs=self._outcomes[k][0])
                for number, k in enumerate(paid, 1)
            ),
        )

    def _children(self, position: list[int]) -> tuple[tuple[int, ...], ...]:
        """Return per node in preorder its children."""
        out: list[tuple[int, ...]] = [()] * len(self._parents)
        for node, (k, first) in enumerate(zip(self._sets, self._first, strict=True)):
            if k != NOWHERE:
                out[position[node]] = tuple(position[first : first + len(self._infosets[k][2])])
        return tuple(out)

    def _numbered(self, ranked: list[int], spots: list[tuple[int, ...]]) -> tuple[InfoSet, ...]:
        """Return the information sets in preorder, numbered from 1 per player."""
        counts = [0] * (len(self.players) + 1)  # chance, -1, counts at the end
        out = []
        for k in ranked:
            who, at, actions, chances = self._infosets[k]
            counts[who] += 1
            out.append(
                InfoSet(
                    player=who, label=at, number=counts[who], actions=actions, nodes=spots[k], probabilities=chances
                )
            )
        return tuple(out)

    def _preorder(self) -> list[int]:
        """Return the nodes in preorder."""
        first, sets, infosets = self._first, self._sets, self._infosets
        order, stack = [], [0]
        while stack:
            node = stack.pop()
            order.append(node)
            start = first[node]
            if start != NOWHERE:
                stack += range(start + len(infosets[sets[node]][2]) - 1, start - 1, -1)
        return order

    def _check_ends(self, order: list[int]) -> None:
        """Refuse a play that ends and has earned nothing on its path, not even an outcome of zeros."""
        bare = [k == NOWHERE and start == NOWHERE for k, start in zip(self._placed, self._first, strict=True)]
        if not any(bare):
            return
        earned = [False] * len(order)
        for node in order:
            parent = self._parents[node]
            earned[node] = self._placed[node] != NOWHERE or (parent != NOWHERE and earned[parent])
            if bare[node] and not earned[node]:
                raise self.fault(node, "the game ends here without payoffs", "place an outcome, or a move")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the block make many values without a search for cycles, of which it makes none; then as before."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _ranks(ranked: list[int]) -> list[int]:
    """Return the place of every number in an order of all numbers below its length.

    >>> _ranks([2, 0, 1])
    [1, 2, 0]
    """
    out = [0] * len(ranked)
    for place, number in enumerate(ranked):
        out[number] = place
    return out


def _read(value: object, what: str) -> Payoff:
    """Read a number, or an affine form from its text."""
    form = value
    if isinstance(value, str):
        try:
            return fraction(value, what=what)
        except BargainError:
            form = parse_affine(value)
    if isinstance(form, Affine):
        return form.constant if form.is_constant else form
    return fraction(form, what=what)
