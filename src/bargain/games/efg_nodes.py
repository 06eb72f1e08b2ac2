"""Read the nodes of an `.efg` file, which stand in preorder, into flat lists.

Room      games: the part of `efg` that walks the tree. One stack holds the moves whose children are not all
          read yet; nothing recurses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bargain.games.gamefile import exact_number
from bargain.games.tree import CHANCE, NOWHERE, InfoSet, Outcome, TreeGame
from bargain.games.tree_checks import fault_in_chances

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.games.tokens import Tokens

__all__ = ["Nodes"]

_MOST_NODES = 2_000_000


@dataclass(slots=True)
class _Set:
    """An information set as far as it is read."""

    player: int
    number: int
    label: str
    actions: tuple[str, ...]
    probabilities: tuple[Fraction, ...]
    nodes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Outcome:
    """An outcome as far as it is read; without payoffs until a node gives them."""

    number: int
    start: int
    label: str | None = None
    payoffs: tuple[Fraction, ...] | None = None


class Nodes:
    """The nodes of one file, read one after the other."""

    def __init__(self, tokens: Tokens, players: tuple[str, ...]) -> None:
        self.tokens = tokens
        self.players = players
        self._parents: list[int] = []
        self._moves: list[int] = []
        self._children: list[list[int]] = []
        self._sets: list[int] = []
        self._placed: list[int] = []
        self._labels: list[str] = []
        self._infosets: list[_Set] = []
        self._known_sets: dict[tuple[int, int], int] = {}
        self._outcomes: list[_Outcome] = []
        self._known_outcomes: dict[int, int] = {}
        self._open: list[int] = []  # the moves on the path to the next node
        self._on_path: set[int] = set()  # their information sets
        self._numbers: dict[str, Fraction] = {}

    def read(self) -> None:
        """Read the whole tree.

        Raises
        ------
        FormatError
            With line and column.
        """
        self._node()
        while self._open:
            self._node()
        for outcome in self._outcomes:
            if outcome.payoffs is None:
                raise self.tokens.fault(
                    f"outcome {outcome.number} has no payoffs anywhere", outcome.start, "give them at its first node"
                )

    def game(self, title: str, comment: str) -> TreeGame:
        """Return the game that was read."""
        return TreeGame(
            title=title,
            comment=comment,
            players=self.players,
            parents=tuple(self._parents),
            moves=tuple(self._moves),
            children=tuple(map(tuple, self._children)),
            sets=tuple(self._sets),
            placed=tuple(self._placed),
            labels=tuple(self._labels),
            infosets=tuple(
                InfoSet(
                    player=s.player,
                    label=s.label,
                    number=s.number,
                    actions=s.actions,
                    nodes=tuple(s.nodes),
                    probabilities=s.probabilities,
                )
                for s in self._infosets
            ),
            outcomes=tuple(
                Outcome(label=o.label or "", number=o.number, payoffs=o.payoffs or ()) for o in self._outcomes
            ),
        )

    def _node(self) -> None:
        """Read one node and hang it where the next one belongs."""
        tokens = self.tokens
        kind, start = tokens.peek.text, tokens.peek.start
        if tokens.peek.kind != "word" or kind not in {"c", "p", "t"}:
            raise tokens.fault(f"{tokens.peek} where {self._wanted()} must stand", start, "it begins with c, p or t")
        if len(self._parents) >= _MOST_NODES:
            raise tokens.fault("too large a game", start, f"at most {_MOST_NODES:,} nodes are read")
        tokens.next()
        node = self._hang()
        self._labels.append(tokens.label("the node's name"))
        k = NOWHERE if kind == "t" else self._infoset(CHANCE if kind == "c" else self._player(), node, start)
        self._sets.append(k)
        self._placed.append(self._outcome())
        if k != NOWHERE:
            self._open.append(node)
            self._on_path.add(k)
        while self._open and len(self._children[self._open[-1]]) == len(self._actions_at(self._open[-1])):
            self._on_path.discard(self._sets[self._open.pop()])

    def _actions_at(self, node: int) -> tuple[str, ...]:
        """Return the actions at a move."""
        return self._infosets[self._sets[node]].actions

    def _wanted(self) -> str:
        """Say which node comes next."""
        if not self._open:
            return "the first node"
        parent = self._open[-1]
        move = len(self._children[parent])
        return f"the node after {self._actions_at(parent)[move] or f'action {move + 1}'!r}"

    def _hang(self) -> int:
        """Add the next node to the lists; return its number."""
        node = len(self._parents)
        parent = self._open[-1] if self._open else NOWHERE
        self._parents.append(parent)
        self._moves.append(len(self._children[parent]) if self._open else NOWHERE)
        if self._open:
            self._children[parent].append(node)
        self._children.append([])
        return node

    def _player(self) -> int:
        """Read a player's number."""
        start = self.tokens.peek.start
        number = self.tokens.integer("the player's number")
        if not 1 <= number <= len(self.players):
            raise self.tokens.fault(f"player {number} does not exist", start, f"give 1 to {len(self.players)}")
        return number - 1

    def _infoset(self, player: int, node: int, start: int) -> int:
        """Read the information set of a move; return its index."""
        tokens = self.tokens
        at = tokens.peek.start
        number = tokens.integer("the number of the information set")
        if number < 1:
            raise tokens.fault("information set 0", at, "count them from 1")
        label = tokens.label("its name") if tokens.peek.kind == "label" else None
        given = tokens.peek.start
        actions, chances = self._actions(player) if tokens.accept("brace", "{") else (None, ())
        k = self._known_sets.get((player, number))
        if k is None:
            if actions is None:
                raise tokens.fault(
                    f"{self._name(player, number)} has no actions yet", at, "give them at its first node"
                )
            k = self._known_sets[player, number] = len(self._infosets)
            self._infosets.append(_Set(player, number, label or "", actions, chances))
        else:
            self._check_same(self._infosets[k], label, actions, chances, at if actions is None else given)
            if k in self._on_path:
                raise tokens.fault(
                    f"{self._name(player, number)} stands twice on one path (absent-mindedness)",
                    start,
                    "let a path meet each information set once",
                )
        self._infosets[k].nodes.append(node)
        return k

    def _name(self, player: int, number: int) -> str:
        """Return an information set in words."""
        return f"information set {number} of {'chance' if player == CHANCE else repr(self.players[player])}"

    def _check_same(
        self, known: _Set, label: str | None, actions: tuple[str, ...] | None, chances: tuple[Fraction, ...], at: int
    ) -> None:
        """Refuse an information set that is given again and otherwise."""
        name = self._name(known.player, known.number)
        remedy = "give it another number, or the same again"
        if label and label != known.label:
            raise self.tokens.fault(f"{name} is called {label!r} here and {known.label!r} before", at, remedy)
        if actions is not None and actions != known.actions:
            raise self.tokens.fault(f"{name} has actions {list(actions)}, before {list(known.actions)}", at, remedy)
        if actions is not None and chances != known.probabilities:
            raise self.tokens.fault(f"{name} has other probabilities than before", at, remedy)

    def _actions(self, player: int) -> tuple[tuple[str, ...], tuple[Fraction, ...]]:
        """Read the actions of a move after the brace, with probabilities if chance moves."""
        tokens = self.tokens
        start = tokens.peek.start
        actions: list[str] = []
        chances: list[Fraction] = []
        while tokens.peek.kind == "label":
            actions.append(tokens.label("an action"))
            if player == CHANCE:
                wanted = f"the probability of {actions[-1]!r}"
                chances.append(exact_number(tokens, wanted, "probability", self._numbers))
        if not tokens.accept("brace", "}"):
            raise tokens.unexpected("an action's label in quotation marks, or '}',")
        if not actions:
            raise tokens.fault("a move without actions", start, "give at least one")
        fault = fault_in_chances(actions, chances) if player == CHANCE else None
        if fault:
            raise tokens.fault(fault[0], start, fault[1])
        return tuple(actions), tuple(chances)

    def _outcome(self) -> int:
        """Read the outcome of a node; return its index, or NOWHERE for outcome 0."""
        tokens = self.tokens
        start = tokens.peek.start
        number = tokens.integer("the number of the outcome, or 0 for none,")
        if number == 0:
            return NOWHERE
        if number not in self._known_outcomes:
            self._known_outcomes[number] = len(self._outcomes)
            self._outcomes.append(_Outcome(number, start))
        k = self._known_outcomes[number]
        known = self._outcomes[k]
        label = tokens.label("its name") if tokens.peek.kind == "label" else None
        if label and known.label and label != known.label:
            raise tokens.fault(f"outcome {number} is called {label!r} here and {known.label!r} before", start)
        known.label = known.label or label
        given = tokens.peek.start
        if tokens.accept("brace", "{"):
            payoffs = self._payoffs(number)
            if known.payoffs is not None and known.payoffs != payoffs:
                raise tokens.fault(f"outcome {number} has other payoffs than before", given, "give it another number")
            known.payoffs = payoffs
        return k

    def _payoffs(self, number: int) -> tuple[Fraction, ...]:
        """Read the payoffs of an outcome after the brace; commas may stand between them."""
        tokens = self.tokens
        out = []
        for player in self.players:
            out.append(exact_number(tokens, f"the payoff of {player!r} in outcome {number}", "payoff", self._numbers))
            tokens.accept("comma")
        tokens.brace("}", f"after the {len(self.players)} payoffs of outcome {number}")
        return tuple(out)
