r"""Read and write game trees in Gambit's `.efg` format.

Room      games.
Format    prologue ``EFG 2 R "title" { players } "comment"``, then the nodes in preorder: ``c`` chance,
          ``p`` personal, ``t`` terminal, each with a name in quotes. Moves give the number of their
          information set, its name and its actions (with probabilities at chance moves); then, as every
          node, the number of an outcome, its name and its payoffs, or 0 for none.
Again     what stands under a number may be left out where the number is used again, or must be the same.
          Outcomes may be used before the node that gives their payoffs; names may be missing or empty.
Kept      numbers, order, labels and comment, as they stand: players, actions and sets may share labels.
Refused   other versions, sets with unequal actions, probabilities that do not sum to 1, one set twice on
          a path, outcomes without payoffs, text after the tree, more than 32 MiB or two million nodes.
          Every error names the line and the column.
Source    [gambit]_, "Game representation formats".
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from bargain.errors import FormatError, GameError, Place
from bargain.exact import Affine
from bargain.games.efg_nodes import Nodes
from bargain.games.gamefile import check_size, file_text, label_list, number_text, opening, stream_text
from bargain.games.tokens import Tokens, escaped
from bargain.games.tree import CHANCE, NOWHERE, TreeGame

if TYPE_CHECKING:
    import os

    from bargain.games.tree import Payoff

__all__ = ["parse_efg", "read_efg", "read_efg_stream", "write_efg"]

_MOST_PLAYERS = 100


def read_efg(path: str | os.PathLike[str]) -> TreeGame:
    """Read a game from an `.efg` file in UTF-8.

    Raises
    ------
    FormatError
        Naming file, line and column: unreadable or too large a file, another encoding, text outside the
        format, or nodes that are not one game.
    """
    return parse_efg(file_text(path, ".efg"), file=str(path))


def read_efg_stream(stream: IO[bytes], *, file: str = "") -> TreeGame:
    """Read a game from an open binary stream, such as standard input; `file` is the name for errors.

    Raises
    ------
    FormatError
        As `read_efg`.
    """
    return parse_efg(stream_text(stream, file=file), file=file)


def parse_efg(text: str, *, file: str = "") -> TreeGame:
    """Read a game from the text of an `.efg` file; cost is one pass over the text.

    Parameters
    ----------
    text : str
    file : str
        The name to show in errors.

    Raises
    ------
    FormatError
        With line and column.

    Examples
    --------
    >>> parse_efg('EFG 2 R "Toy" { "Ann" } p "" 1 1 "" { "stay" "go" } 0 t "" 1 "" { 1/2 } t "" 0')
    <TreeGame 'Toy': Ann; 3 nodes, 1 information set, perfect information; payoffs rational>
    >>> parse_efg('EFG 2 R "Short" { "Ann" } p "" 1 1 "" { "stay" "go" } 0 t "" 0')
    Traceback (most recent call last):
        ...
    bargain.errors.FormatError: line 1, column 63: the end of the file where the node after 'go' must stand; ...
    """
    check_size(len(text), file)
    tokens = Tokens(text.removeprefix("\ufeff"), file)
    title = opening(tokens, "EFG", "2", "is this a game tree's file?")
    at = tokens.peek.start
    players = tuple(label_list(tokens, "the player names", "a player's name"))
    if not 1 <= len(players) <= _MOST_PLAYERS:
        raise tokens.fault(f"{len(players)} players", at, f"a game has 1 to {_MOST_PLAYERS}")
    comment = tokens.label("the comment") if tokens.peek.kind == "label" else ""
    nodes = Nodes(tokens, players)
    nodes.read()
    if tokens.peek.kind != "end":
        raise tokens.fault(f"{tokens.peek} after the last node of the tree", tokens.peek.start, "remove it")
    try:
        return nodes.game(title, comment)
    except GameError as fault:
        raise FormatError(fault.message, place=Place(file=file, line=1, column=1), remedy=fault.remedy) from fault


def write_efg(game: TreeGame) -> str:
    r"""Return the text of a game in the format; `parse_efg` of it gives the same game again.

    Outcomes that stand at no node are not written, and the others in the order of the tree.

    Raises
    ------
    ParametricGameError
        If stakes or probabilities are open; the format holds numbers only.
    FormatError
        For a label that ends in a backslash, or a number of more than 400 characters.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> toy = game_tree("Toy", ("Ann",), move("Ann", {"stay": outcome("1/2"), "go": outcome(0)}, at="dawn"))
    >>> print(write_efg(toy), end="")
    EFG 2 R "Toy" { "Ann" }
    ""
    p "" 1 1 "dawn" { "stay" "go" } 0
    t "" 1 "" { 1/2 }
    t "" 2 "" { 0 }
    """
    game.require_numbers()
    players = " ".join(map(escaped, game.players))
    lines = [f"EFG 2 R {escaped(game.title)} {{ {players} }}", escaped(game.comment)]
    known_sets: set[int] = set()
    known_outcomes: set[int] = set()
    for label, k, placed in zip(game.labels, game.sets, game.placed, strict=True):
        words = [escaped(label), _outcome(game, placed, known_outcomes)]
        if k == NOWHERE:
            words.insert(0, "t")
        else:
            player = game.infosets[k].player
            words.insert(0, "c" if player == CHANCE else "p")
            words.insert(2, _move(game, k, known_sets))
        lines.append(" ".join(words))
    return "\n".join(lines) + "\n"


def _move(game: TreeGame, k: int, known: set[int]) -> str:
    """Return player and information set of a move, with name and actions where it stands first."""
    infoset = game.infosets[k]
    head = str(infoset.number) if infoset.player == CHANCE else f"{infoset.player + 1} {infoset.number}"
    if k in known:
        return head
    known.add(k)
    labels = list(map(escaped, infoset.actions))
    if infoset.player == CHANCE:
        chances = zip(labels, infoset.probabilities, strict=True)
        labels = [f"{label} {_number(p, 'probability')}" for label, p in chances]
    return f"{head} {escaped(infoset.label)} {{ {' '.join(labels)} }}"


def _outcome(game: TreeGame, placed: int, known: set[int]) -> str:
    """Return the outcome of a node, with name and payoffs where it stands first."""
    if placed == NOWHERE:
        return "0"
    outcome = game.outcomes[placed]
    if placed in known:
        return str(outcome.number)
    known.add(placed)
    payoffs = ", ".join(_number(value, "payoff") for value in outcome.payoffs)
    return f"{outcome.number} {escaped(outcome.label)} {{ {payoffs} }}"


def _number(value: Payoff, what: str) -> str:
    """Return a number of a game without open names."""
    return number_text(value.constant if isinstance(value, Affine) else value, what)
