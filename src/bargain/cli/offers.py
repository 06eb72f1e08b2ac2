"""`bargain offers [CASE] GAME`: what alternating offers over packages lead to.

Room      cli.
Games     an exchange or a game of offers of a case, at the baseline or at given stakes; or a TOML file of
          packages and their payoffs (`bargain.games.offers_file`). Options take precedence over the file.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bargain.cli.guard import about
from bargain.cli.options import FLAGSHIP, AsJson, loaded
from bargain.cli.output import progress, show_json, show_table
from bargain.errors import GameError
from bargain.exact.grammar import nearest

if TYPE_CHECKING:
    from fractions import Fraction

    from bargain.encode import CodedCase
    from bargain.games import OffersGame

__all__ = ["offers", "stakes_at"]

_ROWS = 40  # of the table, unless a limit is given
_LISTED = 1_000  # of the JSON, unless a limit is given


def offers(  # noqa: PLR0913  one argument per option
    names: Annotated[list[str], typer.Argument(metavar="[CASE] GAME", help="A game of a case, or a TOML file.")],
    *,
    first: Annotated[str, typer.Option(metavar="PLAYER", help="Who proposes in round 1.")] = "",
    rounds: Annotated[str, typer.Option(metavar="N|infinite", help="The last round, or that there is none.")] = "",
    delta: Annotated[
        list[str] | None, typer.Option(metavar="P/Q", help="Discount factor of both; given twice, of each.")
    ] = None,
    breakdown: Annotated[str, typer.Option(metavar="P/Q", help="Risk that a rejection ends the talks.")] = "",
    outside: Annotated[
        list[str] | None, typer.Option(metavar="PLAYER=P/Q", help="What a player has when it walks out.")
    ] = None,
    leaver: Annotated[
        str, typer.Option(help="Who may walk out after a rejection: responder, proposer, both, nobody.")
    ] = "",
    silence: Annotated[bool, typer.Option("--silence", help="Let a proposer pass.")] = False,
    at: Annotated[list[str] | None, typer.Option(metavar="STAKE=P/Q", help="Stakes other than the baseline.")] = None,
    limit: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="Most pairs of payoffs listed.", show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find what subgame-perfect equilibria of alternating offers lead to, and how many there are."""
    from bargain.solve import offers as solve

    with about(names[-1] if names[-1].endswith(".toml") else ""):
        game, horizon = _game(names, delta or [], at or [])
        rounds = rounds or horizon
        game = _with_terms(game, first=first, rounds=rounds, breakdown=breakdown, leaver=leaver)
        game = _with_exits(game, outside or [])
        game = replace(game, silence=True) if silence else game
    with progress("solving"):
        found = solve(game)
    if as_json:
        show_json(found.to_dict(limit=_LISTED if limit is None else limit))
    else:
        show_table(found.table(limit=_ROWS if limit is None else limit))


def _game(names: list[str], delta: list[str], at: list[str]) -> tuple[OffersGame, str]:
    """Return the game of a file or a case with these discount factors, and the horizon if it is still to be set."""
    if len(names) > 2 or len(delta) > 2:
        raise typer.BadParameter("give [CASE] GAME or one TOML file, and --delta at most twice")
    if len(names) == 1 and _is_file(names[0]):
        from bargain.games.offers_file import read_offers

        if at:
            raise typer.BadParameter("--at is for the stakes of a case; a file has none")
        game = read_offers(names[0])
        return (_with_patience(game, delta) if delta else game), ""
    case = loaded(names[0] if len(names) == 2 else FLAGSHIP)
    return _case_game(case, names[-1], delta, at)


def _is_file(name: str) -> bool:
    """Tell a file of packages from the name of a game."""
    return name.endswith(".toml") or Path(name).is_file()


def _case_game(case: CodedCase, name: str, delta: list[str], at: list[str]) -> tuple[OffersGame, str]:
    """Return a game of a case at its baseline, or at given stakes; an exchange has one round until a horizon is set."""
    from bargain.encode import encode_offers
    from bargain.study.points import point_of
    from bargain.study.protocol import exchange_offers

    point, _ = point_of(case, stakes_at(at) or {})
    if case.spec(name).offers is not None:
        game = encode_offers(case, name, at=point)
        return (_with_patience(game, delta) if delta else game), ""
    if not delta:
        raise GameError(f"alternating offers over {name!r} without discount factors", remedy="give --delta P/Q")
    return _with_patience(exchange_offers(case, name, at=point, delta=delta[0], rounds=1), delta), "infinite"


def stakes_at(pairs: list[str]) -> dict[str, str]:
    """Return stakes given as NAME=P/Q."""
    out = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign:
            raise typer.BadParameter(f"{pair!r} is not of the form NAME=P/Q")
        out[name.strip()] = value
    return out


def _with_patience(game: OffersGame, delta: list[str]) -> OffersGame:
    """Return the game with these discount factors."""
    from bargain.exact import fraction

    values = [fraction(d, what="discount factor") for d in delta]
    return replace(game, discounts=(values[0], values[-1]))


def _with_terms(game: OffersGame, *, first: str, rounds: str, breakdown: str, leaver: str) -> OffersGame:
    """Return the game with the terms that were given."""
    from bargain.exact import fraction
    from bargain.games import Leaver

    terms: dict[str, int | Fraction | Leaver | None] = {}
    if first:
        terms["first"] = _player(game, first)
    if rounds:
        if rounds != "infinite" and not (rounds.isascii() and rounds.isdigit() and len(rounds) < 9):
            raise typer.BadParameter(f"--rounds {rounds!r} is neither a whole number nor 'infinite'")
        terms["rounds"] = None if rounds == "infinite" else int(rounds)
    if breakdown:
        terms["breakdown"] = fraction(breakdown, what="risk of breakdown")
    if leaver:
        if leaver not in set(Leaver):
            raise typer.BadParameter(f"--leaver {leaver!r} is not one of {', '.join(Leaver)}")
        terms["leaver"] = Leaver(leaver)
    return replace(game, **terms) if terms else game  # type: ignore[arg-type]


def _with_exits(game: OffersGame, outside: list[str]) -> OffersGame:
    """Return the game with these outside options in place of its own."""
    from bargain.games.offers import walking_out

    if not outside:
        return game
    given: list[object | None] = [None, None]
    for name, value in stakes_at(outside).items():
        given[_player(game, name)] = value
    return replace(game, exits=walking_out(given, game.disagreement))


def _player(game: OffersGame, name: str) -> int:
    """Return the index of a player, whatever its case; GameError with the nearest name."""
    known = [p.casefold() for p in game.players]
    if name.casefold() not in known:
        raise GameError(f"no player {name!r}", remedy=nearest(name, game.players))
    return known.index(name.casefold())
