"""Signalling games as values: a sender with a type, messages, and a receiver who replies.

Room      games: values only. Knows no country, no article, no solver.
Play      chance draws a type by the prior; the sender learns it and sends one of the messages open to that
          type; the receiver sees the message, not the type, and replies. After a message without replies the
          play ends.
Axes      payoffs[p][t][m][r]: player p (0 the sender), type t, message m, reply r; one entry where message m
          has no replies, none where type t cannot send m.
Unit      each player's own utility; only differences within one player have meaning.
Source    [chokreps1987]_, section I; [spence1973]_.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, cast

from bargain.errors import GameError, ParametricGameError
from bargain.exact import Affine, fraction

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["SignallingGame"]

Payoff = Fraction | Affine
Cells = tuple[tuple[tuple[Payoff, ...], ...], ...]  # by type, message, reply
Numbers = tuple[tuple[tuple[Fraction, ...], ...], ...]
Key = tuple[str, ...]  # (type, message, reply), or (type, message) where the play ends


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SignallingGame:
    """A sender of unknown type, messages that may depend on it, and the receiver's replies.

    Build one with `build`, which reads a table by names.

    Parameters
    ----------
    title : str
    players : tuple of two str
        The sender and the receiver.
    types : tuple of str
    prior : tuple of Fraction or Affine
        One per type; numbers are positive and sum to 1.
    messages : tuple of str
    replies : tuple of tuple of str
        Per message; empty where the play ends with it.
    payoffs : nested tuples
        By player, type, message, reply, as the head of the module says.

    Raises
    ------
    GameError
        For labels that are empty or repeated, a prior that is not one, a message that nobody can send, a
        type without message, no reply at all, or payoffs that do not fit.

    Examples
    --------
    >>> g = SignallingGame.build("Job market", ("worker", "firm"), {"able": "1/2", "other": "1/2"},
    ...     {"degree": ("hire", "pass"), "none": ("hire", "pass")}, {
    ...     ("able", "degree", "hire"): (3, 1), ("able", "degree", "pass"): (-1, 0),
    ...     ("able", "none", "hire"): (4, 1), ("able", "none", "pass"): (0, 0),
    ...     ("other", "degree", "hire"): (-1, -1), ("other", "degree", "pass"): (-5, 0),
    ...     ("other", "none", "hire"): (4, -1), ("other", "none", "pass"): (0, 0)})
    >>> g
    <SignallingGame 'Job market': worker of 2 types sends one of 2 messages, firm replies; payoffs rational>
    """

    title: str
    players: tuple[str, str]
    types: tuple[str, ...]
    prior: tuple[Payoff, ...]
    messages: tuple[str, ...]
    replies: tuple[tuple[str, ...], ...]
    payoffs: tuple[Cells, Cells]

    def __post_init__(self) -> None:
        """Refuse what is no signalling game, naming the part that does not fit."""
        _labels(self.title, "player", self.players)
        _labels(self.title, "type", self.types)
        _labels(self.title, "message", self.messages)
        for message, replies in zip(self.messages, self.replies, strict=True):
            _labels(self.title, f"reply to {message!r}", replies, least=0)
        if not any(self.replies):
            raise GameError(f"game {self.title!r}: nobody replies to any message", remedy="give a message replies")
        _check_prior(self)
        _check_payoffs(self)

    @staticmethod
    def build(
        title: str,
        players: Sequence[str],
        prior: Mapping[str, object],
        replies: Mapping[str, Sequence[str]],
        payoffs: Mapping[Key, Sequence[object]],
    ) -> SignallingGame:
        """Build a game from names.

        Parameters
        ----------
        title : str
        players : sequence of two str
            The sender, then the receiver.
        prior : mapping of type to probability
        replies : mapping of message to replies
            An empty sequence where the play ends with the message.
        payoffs : mapping of (type, message, reply) to (sender's, receiver's)
            Or (type, message) where the play ends. A type that has no entry for a message cannot send it.

        Raises
        ------
        GameError
            For an entry that names something unknown, or is missing, and whatever the value itself refuses.
        NumberError
            For a number that is not exact.
        """
        types, messages = tuple(prior), tuple(replies)
        wanted = [_keys(t, m, replies[m]) for t in types for m in messages]
        known = {key for keys in wanted for key in keys}
        for key in payoffs:
            if key not in known:
                raise GameError(
                    f"game {title!r}: payoffs at {key!r} name no type, message and reply of the game",
                    remedy="write (type, message, reply), or (type, message) where the play ends",
                )
        for keys in wanted:
            _whole(title, keys, payoffs)
        tables = tuple(
            tuple(
                tuple(
                    tuple(_number(payoffs[key], player, key) for key in _keys(t, m, replies[m]) if key in payoffs)
                    for m in messages
                )
                for t in types
            )
            for player in range(2)
        )
        if len(players) != 2:
            raise GameError(f"game {title!r}: {len(players)} players", remedy="name the sender and the receiver")
        return SignallingGame(
            title=title,
            players=(players[0], players[1]),
            types=types,
            prior=tuple(p if isinstance(p, Affine) else fraction(p, what=f"prior of {t!r}") for t, p in prior.items()),
            messages=messages,
            replies=tuple(tuple(replies[m]) for m in messages),
            payoffs=(tables[0], tables[1]),
        )

    def __repr__(self) -> str:
        stakes = self.stakes
        kind = f"in {len(stakes)} stakes" if stakes else "rational"
        count = f"{len(self.types)} type{'s' if len(self.types) > 1 else ''}"
        messages = f"{len(self.messages)} message{'s' if len(self.messages) > 1 else ''}"
        sends = f"{self.players[0]} of {count} sends one of {messages}, {self.players[1]} replies"
        return f"<SignallingGame {self.title!r}: {sends}; payoffs {kind}>"

    def available(self, kind: int) -> tuple[int, ...]:
        """Return the messages that a type can send."""
        return tuple(m for m, cells in enumerate(self.payoffs[0][kind]) if cells)

    def senders(self, message: int) -> tuple[int, ...]:
        """Return the types that can send a message."""
        return tuple(t for t in range(len(self.types)) if self.payoffs[0][t][message])

    def width(self, message: int) -> int:
        """Return the number of ways in which the play goes on after a message; 1 where it ends."""
        return max(1, len(self.replies[message]))

    @property
    def odds(self) -> tuple[Fraction, ...]:
        """The prior of a rational game."""
        return cast("tuple[Fraction, ...]", self.prior)

    @property
    def numbers(self) -> tuple[Numbers, Numbers]:
        """The payoffs of a rational game."""
        return cast("tuple[Numbers, Numbers]", self.payoffs)

    @property
    def stakes(self) -> tuple[str, ...]:
        """Names of the open parameters in payoffs and prior, sorted; empty for a rational game."""
        values = [v for table in self.payoffs for row in table for cells in row for v in cells]
        return tuple(sorted({n for v in (*values, *self.prior) if isinstance(v, Affine) for n in v.names}))

    def at(self, point: Mapping[str, Fraction]) -> SignallingGame:
        """Return the rational game at a point.

        Raises
        ------
        ExpressionError
            If a parameter that occurs has no value.
        GameError
            If the prior is none at the point.
        """

        def value(x: Payoff) -> Fraction:
            return x.at(point) if isinstance(x, Affine) else x

        first, second = (
            tuple(tuple(tuple(map(value, cells)) for cells in row) for row in table) for table in self.payoffs
        )
        return replace(self, prior=tuple(map(value, self.prior)), payoffs=(first, second))

    def numeric(self) -> SignallingGame:
        """Return the game with every number a Fraction.

        Raises
        ------
        ParametricGameError
            If a parameter is open.
        """
        if self.stakes:
            raise ParametricGameError(
                f"game {self.title!r} has the open parameters {', '.join(self.stakes)}",
                remedy="give them values with at(point), or ask pbe_regions",
            )
        return self.at({})


def _keys(kind: str, message: str, replies: Sequence[str]) -> list[Key]:
    return [(kind, message, r) for r in replies] or [(kind, message)]


def _whole(title: str, keys: list[Key], payoffs: Mapping[Key, Sequence[object]]) -> None:
    """Refuse a message of a type with some replies paid and others not, and cells that are no pairs."""
    missing = [key for key in keys if key not in payoffs]
    if missing and len(missing) < len(keys):
        raise GameError(
            f"game {title!r}: no payoffs at {missing[0]!r}",
            remedy="give a pair for every reply, or for none if the type cannot send the message",
        )
    for key in keys:
        if key in payoffs and (isinstance(payoffs[key], str) or len(payoffs[key]) != 2):
            raise GameError(
                f"game {title!r}: the payoffs at {key!r} are not a pair", remedy="give the sender's and the receiver's"
            )


def _number(cell: Sequence[object], player: int, key: Key) -> Payoff:
    value = cell[player]
    return value if isinstance(value, Affine) else fraction(value, what=f"payoff at {key!r}")


def _labels(title: str, what: str, labels: Sequence[str], *, least: int = 1) -> None:
    """Refuse labels that are empty or stand twice, and lists that are too short."""
    if len(labels) < least:
        raise GameError(f"game {title!r}: no {what}", remedy="name at least one")
    for n, label in enumerate(labels):
        if not label:
            raise GameError(f"game {title!r}: {what} {n + 1} has no label", remedy="give each a non-empty label")
        if label in labels[:n]:
            raise GameError(f"game {title!r}: the {what} {label!r} stands twice", remedy="make labels unique")


def _check_prior(game: SignallingGame) -> None:
    """Refuse a prior that does not fit the types, is not positive, or does not sum to 1."""
    if len(game.prior) != len(game.types):
        raise GameError(
            f"game {game.title!r}: {len(game.prior)} prior probabilities for {len(game.types)} types",
            remedy="give one per type",
        )
    for kind, p in zip(game.types, game.prior, strict=True):
        if (not isinstance(p, Affine) or p.is_constant) and _constant(p) <= 0:
            raise GameError(
                f"game {game.title!r}: type {kind!r} has prior probability {p}",
                remedy="leave out types that cannot be; others have positive probability",
            )
    total = Affine.total(p if isinstance(p, Affine) else Affine.number(p) for p in game.prior)
    if total != Affine.number(1):
        raise GameError(
            f"game {game.title!r}: the prior sums to {total}, not to 1", remedy="make the probabilities sum to 1"
        )


def _constant(value: Payoff) -> Fraction:
    return value.constant if isinstance(value, Affine) else value


def _check_payoffs(game: SignallingGame) -> None:
    """Refuse payoffs of another shape than types, messages and replies make."""
    for player, table in zip(game.players, game.payoffs, strict=True):
        if len(table) != len(game.types) or any(len(row) != len(game.messages) for row in table):
            raise GameError(
                f"game {game.title!r}: the payoffs of {player!r} do not fit types and messages",
                remedy="give one row per type with one entry per message",
            )
    for t, kind in enumerate(game.types):
        if not game.available(t):
            raise GameError(f"game {game.title!r}: type {kind!r} has no message", remedy="give it one")
        for m, message in enumerate(game.messages):
            sizes = {len(table[t][m]) for table in game.payoffs}
            if len(sizes) > 1 or not sizes <= {0, game.width(m)}:
                raise GameError(
                    f"game {game.title!r}: payoffs of type {kind!r} after {message!r} do not fit the replies",
                    remedy="give both players one payoff per reply, or none if the type cannot send the message",
                )
    for m, message in enumerate(game.messages):
        if not game.senders(m):
            raise GameError(f"game {game.title!r}: no type can send {message!r}", remedy="leave the message out")
