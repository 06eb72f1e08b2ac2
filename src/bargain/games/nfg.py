r"""Read and write strategic games in Gambit's `.nfg` format, in both of its versions.

Room      games.
Format    prologue ``NFG 1 R "title" { players } { actions } "comment"``, then either one list of payoffs
          or a block of outcomes followed by outcome numbers, 0 for payoffs that are all zero. In both
          lists the *first* player's action runs fastest. A player's actions are a count, or labels in braces.
Labels    kept, in the file's order. Labels that are empty or repeated get ``_1``, ``_2``, … appended,
          numbers already in use skipped, as Gambit does. The comment is read and not kept.
Refused   other versions, missing or surplus payoffs, unknown outcomes, text after the game, more than
          32 MiB or a million payoffs. Every error names the line and the column.
Source    [gambit]_, "Game representation formats".
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import count
from math import prod
from typing import IO, TYPE_CHECKING

from bargain.games.gamefile import check_size, exact_number, file_text, label_list, number_text, opening, stream_text
from bargain.games.normal import NormalFormGame
from bargain.games.tokens import Tokens, escaped

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

__all__ = ["parse_nfg", "read_nfg", "read_nfg_stream", "write_nfg", "write_nfg_outcomes"]

_MOST_PAYOFFS = 1_000_000
_MOST_PLAYERS = 100


def read_nfg(path: str | os.PathLike[str]) -> NormalFormGame:
    """Read a game from a `.nfg` file in UTF-8.

    Raises
    ------
    FormatError
        Naming file, line and column: unreadable or too large a file, another encoding, or text
        outside the format.
    """
    return parse_nfg(file_text(path, ".nfg"), file=str(path))


def read_nfg_stream(stream: IO[bytes], *, file: str = "") -> NormalFormGame:
    """Read a game from an open binary stream, such as standard input; `file` is the name for errors.

    Raises
    ------
    FormatError
        As `read_nfg`.
    """
    return parse_nfg(stream_text(stream, file=file), file=file)


def parse_nfg(text: str, *, file: str = "") -> NormalFormGame:
    """Read a game from the text of a `.nfg` file; cost is one pass over the text.

    Parameters
    ----------
    text : str
    file : str
        The name to show in errors.

    Raises
    ------
    FormatError
        With line and column, for text outside the format.

    Examples
    --------
    >>> parse_nfg('NFG 1 R "Chicken" { "Ann" "Bob" } { 2 2 }  3 3  4 2  2 4  0 0')
    <NormalFormGame 'Chicken': Ann (2 actions), Bob (2 actions); payoffs rational>
    >>> parse_nfg('NFG 1 R "Short" { "Ann" } { 2 } 1')
    Traceback (most recent call last):
        ...
    bargain.errors.FormatError: line 1, column 34: the end of the file where payoff 2 of 2 must stand
    """
    check_size(len(text), file)
    tokens = Tokens(text.removeprefix("\ufeff"), file)
    title = opening(tokens, "NFG", "1", "is this a strategic game file?")
    players = _usable(label_list(tokens, "the player names", "a player's name"))
    if not 1 <= len(players) <= _MOST_PLAYERS:
        raise tokens.fault(f"{len(players)} players", 0, f"a game has 1 to {_MOST_PLAYERS}")
    actions = _actions(tokens, players)
    tokens.accept("label")  # the optional comment
    if tokens.peek.kind == "brace" and tokens.peek.text == "{":
        flat = _outcome_body(tokens, players, prod(map(len, actions)))
    else:
        flat = _payoff_body(tokens, players, prod(map(len, actions)))
    if tokens.peek.kind != "end":
        raise tokens.fault(f"{tokens.peek} after the last entry of the game", tokens.peek.start, "remove it")
    order = _file_order([len(a) for a in actions])
    tables: list[list[Fraction]] = [[Fraction(0)] * len(order) for _ in players]
    for table, column in zip(tables, flat, strict=True):
        for position, value in zip(order, column, strict=True):
            table[position] = value
    return NormalFormGame(title=title, players=players, actions=actions, payoffs=tuple(map(tuple, tables)))


def write_nfg(game: NormalFormGame) -> str:
    r"""Return the text of a game in the payoff version of the format.

    `parse_nfg` of it gives the same game again.

    Raises
    ------
    ParametricGameError
        If stakes are open; the format holds numbers only.
    FormatError
        For a label that ends in a backslash, or a payoff of more than 400 characters.

    Examples
    --------
    >>> g = NormalFormGame.from_table("Toy", ("Ann",), (("stay", "go"),), [("1/2",), (0,)])
    >>> print(write_nfg(g), end="")
    NFG 1 R "Toy" { "Ann" }
    { { "stay" "go" } }
    ""
    1/2 0
    """
    rows = _rows(game)
    return _prologue(game) + "\n".join(" ".join(map(_payoff, row)) for row in rows) + "\n"


def write_nfg_outcomes(game: NormalFormGame) -> str:
    r"""Return the text of a game in the outcome version: each payoff vector once, then its numbers.

    Profiles whose payoffs are all zero get number 0. Raises as `write_nfg` does.
    """
    rows = _rows(game)
    nothing = (Fraction(0),) * len(game.players)
    known: dict[tuple[Fraction, ...], int] = {nothing: 0}
    indices = [known.setdefault(row, len(known)) for row in rows]
    block = [f'{{ "" {", ".join(map(_payoff, row))} }}' for row, k in known.items() if k]
    return _prologue(game) + "\n".join(["{", *block, "}", " ".join(map(str, indices))]) + "\n"


def _usable(labels: Sequence[str]) -> tuple[str, ...]:
    """Return labels in which each is unique: empty and repeated ones are numbered, skipping names in use.

    >>> _usable(["a", "a_1", "a", ""])
    ('a_2', 'a_1', 'a_3', '_1')
    """
    times = Counter(labels)
    taken = set(labels)
    counters = {label: count(1) for label, n in times.items() if n > 1 or not label}
    out: list[str] = []
    for label in labels:
        name = label
        if label in counters:
            name = next(new for k in counters[label] if (new := f"{label}_{k}") not in taken)
            taken.add(name)
        out.append(name)
    return tuple(out)


def _actions(tokens: Tokens, players: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Read the actions of every player, each as a count or as a list of labels."""
    tokens.brace("{", "before the actions")
    cells = 1
    out: list[tuple[str, ...]] = []
    for player in players:
        start = tokens.peek.start
        if tokens.peek.kind == "brace" and tokens.peek.text == "{":
            labels = label_list(tokens, f"the actions of {player!r}", "an action's label")
            size = len(labels)
        else:
            size = tokens.integer(f"the actions of {player!r}, as a count or in braces,")
            labels = []
        cells *= size
        if size < 1:
            raise tokens.fault(f"no action for {player!r}", start, "give at least one")
        if cells * len(players) > _MOST_PAYOFFS:
            raise tokens.fault("too large a game", start, f"at most {_MOST_PAYOFFS:,} payoffs are read")
        out.append(_usable(labels) if labels else tuple(map(str, range(1, size + 1))))
    tokens.brace("}", f"after the actions of {len(players)} players")
    return tuple(out)


def _payoff_body(tokens: Tokens, players: tuple[str, ...], cells: int) -> list[list[Fraction]]:
    """Read one payoff per player and profile; returns one column per player in file order."""
    cache: dict[str, Fraction] = {}
    total = cells * len(players)
    flat = [exact_number(tokens, f"payoff {k} of {total}", "payoff", cache) for k in range(1, total + 1)]
    return [flat[p :: len(players)] for p in range(len(players))]


def _outcome_body(tokens: Tokens, players: tuple[str, ...], cells: int) -> list[list[Fraction]]:
    """Read the outcomes, then one outcome number per profile; returns one column per player."""
    tokens.brace("{", "before the outcomes")
    cache: dict[str, Fraction] = {}
    outcomes: list[list[Fraction]] = [[Fraction(0)] * len(players)]
    while tokens.accept("brace", "{"):
        tokens.label("the outcome's name")
        row = []
        for player in players:
            row.append(exact_number(tokens, f"the payoff of {player!r} in outcome {len(outcomes)}", "payoff", cache))
            tokens.accept("comma")
        tokens.brace("}", f"after the {len(players)} payoffs of outcome {len(outcomes)}")
        outcomes.append(row)
    tokens.brace("}", "after the outcomes")
    rows: list[list[Fraction]] = []
    for k in range(1, cells + 1):
        start = tokens.peek.start
        number = tokens.integer(f"outcome number {k} of {cells}")
        if number >= len(outcomes):
            raise tokens.fault(f"outcome {number} is not in the block", start, f"give 0 to {len(outcomes) - 1}")
        rows.append(outcomes[number])
    return [[row[p] for row in rows] for p in range(len(players))]


def _file_order(shape: Sequence[int]) -> list[int]:
    """Return our flat index of every profile in the file's order, the first player's action fastest.

    >>> _file_order([2, 3])
    [0, 3, 1, 4, 2, 5]
    """
    order = [0]
    stride = 1
    for size in reversed(shape):
        order = [base + i * stride for base in order for i in range(size)]
        stride *= size
    return order


def _rows(game: NormalFormGame) -> list[tuple[Fraction, ...]]:
    """Return the payoff vector of every profile in the file's order."""
    columns = [game.numbers(p) for p in range(len(game.players))]
    return [tuple(column[k] for column in columns) for k in _file_order(game.shape)]


def _payoff(value: Fraction) -> str:
    """Return a payoff as text that the reader takes back."""
    return number_text(value, "payoff")


def _prologue(game: NormalFormGame) -> str:
    """Return title, players, actions and an empty comment."""
    players = " ".join(map(escaped, game.players))
    actions = " ".join("{ " + " ".join(map(escaped, labels)) + " }" for labels in game.actions)
    return f'NFG 1 R {escaped(game.title)} {{ {players} }}\n{{ {actions} }}\n""\n'
