"""Games of alternating offers as TOML files.

Room      games.
Form      title, players (two names), [packages] with one list of two numbers per label; optional first, rounds
          (left out or "infinite": no last round), discount (one or two), breakdown, disagreement, broken,
          deadline, leaver, silence, and [outside] with one number, or a list of two, per player.
Numbers   integers, or "p/q" and decimals in quotes; never TOML floats.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bargain.errors import BargainError, FormatError, Place
from bargain.exact.grammar import nearest
from bargain.games.offers import OffersGame
from bargain.tomltext import file_bytes, parse_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["parse_offers", "read_offers"]

_LARGEST = 20_000_000
_KEYS = ("title", "players", "packages", "first", "rounds", "discount", "breakdown", "disagreement", "broken",
         "deadline", "leaver", "silence", "outside")  # fmt: skip


def read_offers(path: str | Path) -> OffersGame:
    """Read a game of alternating offers from a TOML file.

    Raises
    ------
    FormatError
        With file, key, what was found and what would be right.
    """
    raw = file_bytes(path, most=_LARGEST, wanted="give fewer packages")
    return parse_offers(raw, file=Path(path).name)


def parse_offers(text: str | bytes, *, file: str = "") -> OffersGame:
    """Read a game of alternating offers from TOML text.

    Examples
    --------
    >>> parse_offers('''
    ... title = "Swap"
    ... players = ["Ann", "Bob"]
    ... rounds = 3
    ... discount = "9/10"
    ... [packages]
    ... small = [2, 1]
    ... large = ["1/2", 4]
    ... ''')
    <OffersGame 'Swap': 2 packages; Ann first, 3 rounds, δ = 9/10>
    """
    data: dict[str, Any] = parse_toml(text, name=file).data
    _check_keys(data, file)
    rounds = data.get("rounds", "infinite")
    try:
        return OffersGame.build(
            str(data.get("title", "offers")),
            data["players"],
            data["packages"],
            discounts=data.get("discount", 1),
            first=str(data.get("first", "")),
            rounds=None if rounds == "infinite" else rounds,
            breakdown=data.get("breakdown", 0),
            disagreement=data.get("disagreement", (0, 0)),
            broken=data.get("broken"),
            deadline=data.get("deadline"),
            outside=[data.get("outside", {}).get(name) for name in data["players"]],
            leaver=str(data.get("leaver", "responder")),
            silence=data.get("silence", False),
        )
    except BargainError as fault:
        raise FormatError(fault.message, place=fault.place or Place(file=file), remedy=fault.remedy) from None


def _check_keys(data: Mapping[str, Any], file: str) -> None:
    """Refuse unknown keys, missing ones, and values of another kind."""

    def fault(message: str, remedy: str, key: str) -> FormatError:
        return FormatError(message, place=Place(file=file, key=key), remedy=remedy)

    for key in data:
        if key not in _KEYS:
            raise fault(f"unknown key {key!r}", nearest(key, _KEYS), key)
    players = data.get("players")
    if not isinstance(players, list) or len(players) != 2 or not all(isinstance(p, str) for p in players):
        raise fault(f"players: {players!r}", 'write players = ["…", "…"]', "players")
    for key, kind, form in (
        ("packages", dict, "write [packages] with one list of two numbers per label"),
        ("outside", dict, "write [outside] with one entry per player"),
        ("silence", bool, "write true or false"),
    ):
        if not isinstance(data.get(key, {} if key == "outside" else False if key == "silence" else None), kind):
            raise fault(f"{key}: {data.get(key)!r}", form, key)
    stranger = next((name for name in data.get("outside", {}) if name not in players), None)
    if stranger is not None:
        raise fault(f"{stranger!r} is no player", f"one of {', '.join(players)}", "outside")
