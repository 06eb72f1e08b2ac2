"""Write a game tree the way it is told: moves within one another.

Room      games.
Nested    `game_tree` takes `move`, `chance` and `outcome` parts within one another, however deep, and hands them to
          `tree_builder` node by node: both roads end in the same value and the same checks.
Sets      moves of one player with the same name `at=` belong to one information set; without a name every
          move is a set of its own. Sets are numbered per player in the order of the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Union

from bargain.games.tree_builder import TreeBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bargain.games.tree import TreeGame
    from bargain.games.tree_builder import Number

__all__ = ["Chance", "End", "Move", "chance", "game_tree", "move", "outcome"]

Part = Union["Move", "Chance", "End"]


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


def _is_pair(entry: object) -> bool:
    """Tell whether an event of a chance move comes with its probability and what follows."""
    return isinstance(entry, tuple) and len(entry) == 2
