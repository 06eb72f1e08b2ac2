"""Write a game tree node by node: the road for programs and for large trees.

Room      games. `tree_order` puts the nodes into preorder, `tree` checks the whole.
Order     moves and outcomes are added at node numbers, in any order, without nested objects.
Sharing   equal payoffs become one tuple of the game, and so do equal lists of actions.
Bounds    at most 10 million nodes, so that parts used many times over cannot grow without end.
Cost      linear; a move or an outcome adds a few numbers to flat lists, and no object of its own before `build`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, TypeAlias, cast

from bargain.errors import BargainError, GameError, Place
from bargain.exact import Affine, fraction, parse_affine
from bargain.exact.grammar import nearest
from bargain.games.bulk import in_bulk
from bargain.games.tree import CHANCE, NOWHERE, InfoSet, Outcome, TreeGame
from bargain.games.tree_checks import fault_in_chances
from bargain.games.tree_facts import scaled
from bargain.games.tree_names import where
from bargain.games.tree_order import first_seen, parents_of, preorder
from bargain.games.uncollected import uncollected

if TYPE_CHECKING:
    from bargain.games.tree_order import Preorder
    from bargain.games.tree_parts import Payoff

__all__ = ["Number", "TreeBuilder"]

Number: TypeAlias = int | str | Fraction | Affine
Row: TypeAlias = "tuple[Payoff, ...]"
_MOST_NODES = 10_000_000


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
        self._size = 1
        self._moved: dict[int, int] = {}  # per node with a move its information set; moves as they were added
        self._movers: list[int] = []  # per information set
        self._actions: list[tuple[str, ...]] = []  # per information set
        self._named: dict[tuple[int, str], int] = {}  # information sets with a name, by mover and name
        self._chances: dict[int, Row] = {}  # per information set of chance
        self._checked: dict[tuple[str, ...], tuple[str, ...]] = {}  # lists of actions met before, as themselves
        self._placed: dict[int, int] = {}  # per node with an outcome the outcome
        self._rows: list[Row | tuple[int, ...]] = []  # per outcome its payoffs; integers are made numbers by `build`
        self._integers = (int,) * len(self.players)  # what makes payoffs integers: True is none
        self._labels: dict[str, int] = {}  # outcomes with a label
        self._names: dict[int, str] = {}  # nodes with a label
        self._numbers: dict[int | str, Payoff] = {}  # numbers read before

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
        if not 0 <= node < self._size or node in self._placed:
            self._check_node(node)
            raise self.fault(node, "a second outcome", "add the payoffs up into one")
        if label in self._labels:
            self._placed[node] = self._again(node, payoffs, label)
            return
        row = self._row(node, payoffs)
        if label:
            self._labels[label] = len(self._rows)
        self._placed[node] = len(self._rows)
        self._rows.append(row)

    def _again(self, node: int, payoffs: Sequence[Number], label: str) -> int:
        """Return the outcome that has a label, if it pays the same or nothing is said about that."""
        known = self._labels[label]
        if payoffs and self._rows[known] != self._row(node, payoffs):  # 1 == Fraction(1)
            raise self.fault(node, f"outcome {label!r} pays otherwise elsewhere", "give it another label")
        return known

    def _row(self, node: int, payoffs: Sequence[Number]) -> Row | tuple[int, ...]:
        """Read what every player earns; integers stay as they are for now."""
        if tuple(map(type, payoffs)) == self._integers:
            return cast("tuple[int, ...]", tuple(payoffs))
        if len(payoffs) != len(self.players):
            raise self.fault(
                node, f"{len(payoffs)} payoffs for {len(self.players)} players", "give one per player, in their order"
            )
        return tuple([self._number(node, v, "payoff") for v in payoffs])

    def name(self, node: int, label: str) -> None:
        """Give a node a label."""
        self._check_node(node)
        self._names[node] = label

    def _check_node(self, node: int) -> None:
        """Refuse a node that does not exist."""
        if not 0 <= node < self._size:
            raise GameError(
                f"game {self.title!r}: node {node} does not exist",
                remedy=f"there are {self._size} so far, counted from 0",
            )

    def check_actions(self, node: int, actions: object) -> None:
        """Refuse what is no mapping of actions."""
        if not isinstance(actions, Mapping):
            raise self.fault(node, f"{type(actions).__name__} where the actions must stand", "give a dict of actions")

    def path(self, node: int) -> list[str]:
        """Return the labels of the actions from the root to a node; costs one pass over the moves."""
        parents = parents_of(*self._shape())
        out = []
        while node:
            parent = parents[node]
            first = parents.index(parent)
            out.append(self._actions[self._moved[parent]][node - first])
            node = parent
        return out[::-1]

    def _shape(self) -> tuple[list[int], list[int]]:
        """Return per move, as they were added, its node and how many children it has."""
        actions = self._actions
        return list(self._moved), [len(actions[k]) for k in self._moved.values()]

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

    def _add(self, node: int, who: int, actions: tuple[str, ...], at: str, chances: Row) -> range:
        """Add a move and its children."""
        first = self._size
        size = first + len(actions)
        if not 0 <= node < first or node in self._moved or size > _MOST_NODES:
            raise self._no_room(node)
        known = self._checked.get(actions)
        if known is None:
            self._check_labels(node, actions)
            known = self._checked[actions] = actions
        if at and (who, at) in self._named:
            self._moved[node] = self._join(node, (who, at), actions, chances)
        else:
            new = len(self._movers)
            self._moved[node] = new
            self._movers.append(who)
            self._actions.append(known)
            if at:
                self._named[who, at] = new
            if chances:
                self._chances[new] = chances
        self._size = size
        return range(first, size)

    def _no_room(self, node: int) -> GameError:
        """Say why a move cannot be added at a node."""
        self._check_node(node)
        if node in self._moved:
            return self.fault(node, "a second move", "a node has one move")
        return self.fault(node, f"more than {_MOST_NODES:,} nodes", "such a game is not solved by expanding it")

    def _check_labels(self, node: int, actions: tuple[str, ...]) -> None:
        """Refuse moves without actions, and labels that are empty, repeated or no text."""
        if not actions:
            raise self.fault(node, "a move without actions", "give at least one, or end the play with outcome()")
        if len(set(actions)) != len(actions) or not all(map(_is_label, actions)):
            raise self.fault(node, f"actions {list(actions)}", "give unique non-empty labels")

    def _join(self, node: int, name: tuple[int, str], actions: tuple[str, ...], chances: Row) -> int:
        """Return the information set of this name, if it has the same actions and the same probabilities."""
        who, at = name
        known = self._named[name]
        present = self._actions[known]
        if present != actions:
            elsewhere = where(self.path(next(n for n, k in self._moved.items() if k == known)))
            raise self.fault(
                node,
                f"actions {list(actions)}, but information set {at!r} has {list(present)} at {elsewhere}",
                f"{'chance' if who == CHANCE else 'a player'} has the same actions wherever it cannot tell where it is",
            )
        if self._chances.get(known, ()) != chances:
            raise self.fault(node, f"chance move {at!r} has other probabilities elsewhere", "give it another name")
        return known

    def build(self) -> TreeGame:
        """Return the game.

        Raises
        ------
        GameError
            For a play that ends without an outcome on its path, and what `TreeGame` refuses.
        """
        with uncollected():
            return self._built(preorder(*self._shape()))

    def _built(self, tree: Preorder) -> TreeGame:
        """Return the game, its nodes in preorder."""
        sets, added = first_seen(tree.spread(self._moved), len(self._movers))
        placed, used = first_seen(tree.spread(self._placed), len(self._rows))
        self._check_ends(tree, sets, placed)
        rows = [self._rows[k] for k in used]
        labels = [""] * self._size
        for node, label in self._names.items():
            labels[tree.places[node]] = label
        game = TreeGame(
            title=self.title,
            players=self.players,
            comment=self.comment,
            parents=tuple(tree.parents),
            moves=tuple(tree.moves),
            children=tuple(tree.children),
            sets=sets,
            placed=placed,
            labels=tuple(labels),
            infosets=self._infosets(sets, added),
            outcomes=self._outcomes(used, _as_numbers(rows)),
        )
        if all(type(row[0]) is int for row in rows):
            game.keep(scaled, ((1,) * len(self.players), cast("list[tuple[int, ...]]", rows)))
        return game

    def _outcomes(self, used: Sequence[int], payoffs: Sequence[Row]) -> tuple[Outcome, ...]:
        """Return the outcomes in preorder, numbered from 1; `used` has their numbers here."""
        texts = {outcome: label for label, outcome in self._labels.items()}
        return in_bulk(
            Outcome,
            label=[texts.get(k, "") for k in used] if texts else [""] * len(used),
            number=range(1, len(used) + 1),
            payoffs=payoffs,
        )

    def _infosets(self, sets: Sequence[int], added: Sequence[int]) -> tuple[InfoSet, ...]:
        """Return the information sets in preorder, numbered from 1 per player; `added` has their numbers here."""
        names = {k: at for (_, at), k in self._named.items()}
        counts = [count(1) for _ in (*self.players, CHANCE)]  # chance, -1, counts at the end
        movers = [self._movers[k] for k in added]
        return in_bulk(
            InfoSet,
            player=movers,
            label=[names.get(k, "") for k in added],
            number=[next(counts[who]) for who in movers],
            actions=[self._actions[k] for k in added],
            nodes=_grouped(sets, len(added)),
            probabilities=[self._chances.get(k, ()) for k in added],
        )

    def _check_ends(self, tree: Preorder, sets: Sequence[int], placed: Sequence[int]) -> None:
        """Refuse a play that ends and has earned nothing on its path, not even an outcome of zeros."""
        if (NOWHERE, NOWHERE) not in zip(sets, placed, strict=True):
            return
        earned = [False] * len(placed)
        for node, (parent, k) in enumerate(zip(tree.parents, placed, strict=True)):
            earned[node] = k != NOWHERE or (parent != NOWHERE and earned[parent])
            if sets[node] == NOWHERE and not earned[node]:
                added = tree.places.index(node)
                raise self.fault(added, "the game ends here without payoffs", "place an outcome, or a move")


def _as_numbers(rows: Sequence[Row | tuple[int, ...]]) -> list[Row]:
    """Return payoffs as numbers all; equal integers become one tuple.

    >>> half = (Fraction(1, 2), Fraction(0))
    >>> _as_numbers([(1, 0), half, (1, 0)])[1:] == [half, (Fraction(1), Fraction(0))]
    True
    """
    integers = dict.fromkeys([row for row in rows if type(row[0]) is int])
    numbers = zip(*[map(Fraction, column) for column in zip(*integers, strict=True)], strict=True)
    if len(integers) == len(rows):
        return list(numbers)
    known: dict[Row | tuple[int, ...], Row] = dict(zip(integers, numbers, strict=True))
    return [known[row] if type(row[0]) is int else cast("Row", row) for row in rows]


def _is_label(value: object) -> bool:
    """Tell whether a label is text that is not empty."""
    return isinstance(value, str) and bool(value)


def _grouped(sets: Sequence[int], size: int) -> list[tuple[int, ...]]:
    """Return per information set its nodes; most sets have one.

    >>> _grouped([0, 1, NOWHERE, 1], 2)
    [(0,), (1, 3)]
    """
    nodes = [node for node, k in enumerate(sets) if k != NOWHERE]
    if len(nodes) == size:
        return list(zip(nodes))  # sets are counted in the order of their nodes
    out: list[list[int]] = [[] for _ in range(size)]
    for node in nodes:
        out[sets[node]].append(node)
    return list(map(tuple, out))


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
