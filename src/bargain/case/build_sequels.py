"""Games about an exchange of the case: its packages offered in turns, or the exchange played again and again.

Room      case.
Held      the exchange exists and adds up over issues; every player has a discount factor, and each factor and
          risk is a number of the case with a basis of its own.
Variants  any game may name another of which it is a variant, and must then say what it varies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.case.evidence import Number
from bargain.case.forms import Bargain, Repetition
from bargain.case.words import shown

if TYPE_CHECKING:
    from bargain.case.context import Context
    from bargain.case.models import GameFile
    from bargain.tomlplaces import Path

__all__ = ["build_numbers", "build_offers", "build_repeated", "check_variant"]


def build_numbers(context: Context) -> tuple[Number, ...]:
    """Return the probabilities and discount factors, each in its bounds and with a basis."""
    out: list[Number] = []
    for n, entry in enumerate(context.file.number):
        path = ("number", n)
        if entry.id in context.stakes:
            context.faults.add((*path, "id"), f"{entry.id!r} is also a stake", "use another name")
        if context.bounded((*path, "value"), (entry.value,)):
            inside = 0 < entry.value < 1 if entry.kind == "discount factor" else 0 <= entry.value <= 1
            if not inside:
                ends = "strictly between 0 and 1" if entry.kind == "discount factor" else "between 0 and 1"
                context.faults.add((*path, "value"), f"the {entry.kind} {entry.value}", f"take a number {ends}")
        basis = context.basis(path, "claims", entry.claims, entry.convention, needed=f"the {entry.kind}")
        out.append(Number(id=entry.id, kind=entry.kind, value=entry.value, meaning=entry.meaning, basis=basis))
    return tuple(out)


def build_offers(context: Context, path: Path, entry: GameFile) -> Bargain | None:
    """Return how an exchange is bargained over; nothing if the game has another form."""
    file = entry.offers
    if not _has_table(context, path, entry, "offers") or file is None:
        return None
    where = (*path, "offers")
    _check_exchange(context, where, entry, file.exchange)
    context.known((*where, "first"), "player", file.first, entry.players)
    risk = context.number((*where, "breakdown"), file.breakdown, "probability") if file.breakdown else ""
    if risk and context.file.number[context.numbers[risk]].value >= 1:
        context.faults.add((*where, "breakdown"), "a risk of breakdown of 1", "take a number below 1")
    return Bargain(
        exchange=file.exchange,
        first=file.first,
        rounds=file.rounds,
        discount=_discount(context, where, entry, file.discount),
        breakdown=risk,
    )


def build_repeated(context: Context, path: Path, entry: GameFile) -> Repetition | None:
    """Return how an exchange is repeated; nothing if the game has another form."""
    file = entry.repeated
    if not _has_table(context, path, entry, "repeated") or file is None:
        return None
    where = (*path, "repeated")
    _check_exchange(context, where, entry, file.exchange)
    factors = _discount(context, where, entry, file.discount)
    return Repetition(exchange=file.exchange, discount=factors, punishment=file.punishment)


def _has_table(context: Context, path: Path, entry: GameFile, form: str) -> bool:
    """Tell whether a game has the table of a form; note one that is missing, or belongs to another form."""
    given = getattr(entry, form) is not None
    if given and entry.form != form:
        context.faults.add((*path, form), f"the table belongs to the form {form!r}", f"write form = {form!r}")
    elif not given and entry.form == form:
        context.faults.add(path, f"a game of the form {form!r} without its table", f"add [game.{form}]")
    return given and entry.form == form


def _check_exchange(context: Context, path: Path, entry: GameFile, name: str) -> None:
    """Hold that the game is about an exchange of the same players that adds up over issues."""
    where = (*path, "exchange")
    among = [game.id for game in context.file.game if game.form == "exchange" and not game.term]
    if not context.known(where, "exchange that adds up over issues", name, among):
        return
    players = context.file.game[context.games[name]].players
    if players != entry.players:
        context.faults.add(
            (*path[:-1], "players"),
            f"players {', '.join(entry.players)} where {name!r} has {', '.join(players)}",
            "name the same, in the same order",
        )


def _discount(context: Context, path: Path, entry: GameFile, given: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return one discount factor per player."""
    where = (*path, "discount")
    for player in given:
        context.known((*where, player), "player", player, entry.players)
    for player in entry.players:
        if player not in given:
            context.faults.add(where, f"no discount factor for {player!r}", f'add {player} = "…", the id of a number')
    known = {player: context.number((*where, player), name, "discount factor") for player, name in given.items()}
    return tuple((player, known[player]) for player in entry.players if player in known)


def check_variant(context: Context, path: Path, entry: GameFile) -> None:
    """Hold that a variant names another game that is none itself, and says what it changes."""
    where = (*path, "variant_of")
    if not entry.variant_of:
        if entry.varies:
            context.faults.add((*path, "varies"), "the game is no variant", "add variant_of = the id of a game")
        return
    if not entry.varies:
        context.faults.add(path, f"a variant of {entry.variant_of!r} that does not say what it varies", "add varies")
    if entry.variant_of == entry.id:
        context.faults.add(where, "a variant of itself", "name another game, or take the key out")
    elif context.known(where, "game", entry.variant_of, context.games):
        above = context.file.game[context.games[entry.variant_of]].variant_of
        if above:
            told = f"{shown(entry.variant_of)} is itself a variant, of {shown(above)}"
            context.faults.add(where, told, f"name {above!r}, so that all variants have one original")
