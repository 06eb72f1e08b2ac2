"""How a solution of alternating offers reads: text, table, plain data. Nothing is solved here.

Room      solve.
Numbers   exact, but for those whose digits would fill pages: they are given to four digits and say "about".
"""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from bargain.games import OffersGame
    from bargain.games.offers import Pair
    from bargain.solve.offers_result import Ending, OfferPair, OffersOutcome, OffersSolution

__all__ = ["count_words", "ending_words", "number", "plain", "table", "text", "when_words"]

_SHOWN = 4  # outcomes in a repr
_NAMED = 3  # packages of one ending that are named
_LONGEST = 12_000  # bits of a number that is written out


def number(value: Fraction) -> str:
    """Return the exact text of a number, or "about" one that would fill pages.

    >>> from fractions import Fraction
    >>> number(Fraction(3, 4)), number(Fraction(9, 10) ** 10_000)
    ('3/4', 'about 2.661e-458')
    """
    if max(value.numerator.bit_length(), value.denominator.bit_length()) <= _LONGEST:
        return show(value)
    size = _log10(abs(value.numerator)) - _log10(value.denominator)
    power = int(size // 1)
    return f"about {'-' if value < 0 else ''}{10 ** (size - power):.3f}e{power:+03d}"


def _log10(value: int) -> float:
    """Return the logarithm of a positive integer of any size."""
    shift = max(0, value.bit_length() - 60)
    return log10(value >> shift) + shift * log10(2)


def count_words(value: int) -> str:
    """Return a count in digits, or its order of magnitude.

    >>> count_words(1_024), count_words(2**400)
    ('1,024', 'about 10^120')
    """
    return f"{value:,}" if value < 10**12 else f"about 10^{int(_log10(value))}"


def _packages(game: OffersGame, items: Sequence[int]) -> str:
    """Return the names of packages, the first few of many."""
    named = ", ".join(game.packages[x] for x in items[:_NAMED])
    more = len(items) - _NAMED
    return named if more <= 0 else f"{named} and {more:,} more with the same payoffs"


def when_words(ending: Ending) -> str:
    """Return in which round, or in how many, one ending may come about."""
    if ending.rounds > 1:
        return f"in any of {ending.rounds:,} rounds from {ending.first:,} to {ending.last:,}"
    return f"in round {ending.first:,}"


def ending_words(game: OffersGame, ending: Ending) -> str:
    """Return one ending in words."""
    if ending.kind == "never":
        return "talks never end" if not game.breakdown else "talks go on until they break down"
    when = when_words(ending)
    if ending.kind == "agreement":
        return f"{_packages(game, ending.packages)} {when}"
    if ending.kind == "exit":
        return f"{game.players[ending.player or 0]} walks out {when}"
    return "no deal by the deadline"


def _outcome(game: OffersGame, item: OffersOutcome) -> str:
    return "; or ".join(ending_words(game, e) for e in item.endings)


def _counts(solution: OffersSolution) -> str:
    """Return what is counted, in words."""
    many = len(solution)
    found = f"{many:,} pair{'' if many == 1 else 's'} of payoffs"
    if solution.equilibria is None:
        return found
    offers, profiles = solution.offer_pairs or 0, solution.profiles or 0
    return (
        f"{count_words(profiles)} profile{'' if profiles == 1 else 's'}, "
        f"{count_words(offers)} pair{'' if offers == 1 else 's'} of offers, {found}"
    )


def text(solution: OffersSolution) -> str:
    """Return a few stable lines: what was found, how far to trust it, the first few outcomes."""
    game = solution.game
    trust = solution.status.value + ("" if solution.regret is None else f", regret {solution.regret}")
    lines = [f"<{solution.concept} of {game.title!r}, {game.players[game.first]} first: {_counts(solution)}; {trust}>"]
    if not solution.outcomes:
        lines.append(f"  {solution.reason}")
    for n, item in enumerate(solution.outcomes[:_SHOWN], 1):
        each = ", ".join(f"{who} {number(u)}" for who, u in zip(game.players, item.payoffs, strict=True))
        lines.append(f"  {n}. {each}: {_outcome(game, item)}")
    if len(solution) > _SHOWN:
        lines.append(f"  and {len(solution) - _SHOWN:,} more; table() has all")
    return "\n".join(lines)


def _cell(value: Fraction) -> Cell:
    written = number(value)
    return written if written.startswith("about") else value


def table(solution: OffersSolution, limit: int | None) -> Table:
    """Return one row per outcome."""
    game = solution.game
    shown = solution.outcomes if limit is None else solution.outcomes[:limit]
    rows: list[tuple[Cell, ...]] = [
        (n, *(_cell(u) for u in item.payoffs), _outcome(game, item)) for n, item in enumerate(shown, 1)
    ]
    left = len(solution) - len(shown)
    notes = [f"{solution.concept}, {solution.status.value}: {_counts(solution)}.", solution.reason]
    notes += [_protocol(game)]
    notes += [f"{left:,} pairs of payoffs more: raise the limit."] if left else []
    title = f"{game.title}: what alternating offers lead to if {game.players[game.first]} proposes first"
    columns = ("no.", *game.players, "how it comes about")
    return Table(title=title, columns=columns, rows=tuple(rows), notes=tuple(n for n in notes if n))


def _protocol(game: OffersGame) -> str:
    """Return the protocol in one sentence."""
    last = "no last round" if game.rounds is None else f"{game.rounds:,} round{'' if game.rounds == 1 else 's'}"
    start = f"Protocol: {game.players[game.first]} proposes first, {last}"
    return f"{start}, {game.terms}." if game.terms else f"{start}."


def plain(solution: OffersSolution, limit: int | None) -> dict[str, object]:
    """Return everything as plain data."""
    game = solution.game
    shown = solution.outcomes if limit is None else solution.outcomes[:limit]
    pairs = solution.equilibria
    return {
        "status": solution.status.value,
        "concept": solution.concept,
        "reason": solution.reason,
        "completeness": solution.completeness,
        "game": _game(game),
        "counts": {
            "payoffs": len(solution),
            "value_pairs": None if pairs is None else len(pairs),
            "offer_pairs": None if solution.offer_pairs is None else _count(solution.offer_pairs),
            "profiles": None if solution.profiles is None else _count(solution.profiles),
        },
        "truncated": solution.truncated or len(shown) < len(solution),
        "outcomes": [_outcome_dict(game, o) for o in shown],
        "equilibria": None if pairs is None else [_pair_dict(game, e) for e in pairs[:limit]],
        "hull": [_pair(p) for p in solution.hull],
        "best": {p: _pair(solution.best(p).payoffs) for p in game.players} if solution.outcomes else {},
        "worst": {p: _pair(solution.worst(p).payoffs) for p in game.players} if solution.outcomes else {},
        "regret": None if solution.regret is None else show(solution.regret),
        "options": [[name, value] for name, value in solution.options],
        "sources": list(solution.sources),
    }


def _count(value: int) -> int | str:
    """Return a count, as words where other programs could not read it as a number."""
    return value if value < 2**53 else count_words(value)


def _pair(pair: Pair) -> list[str]:
    return [number(pair[0]), number(pair[1])]


def _names(game: OffersGame, items: Iterable[int]) -> list[str]:
    return [game.packages[x] for x in items]


def _outcome_dict(game: OffersGame, item: OffersOutcome) -> dict[str, object]:
    return {
        "payoffs": _pair(item.payoffs),
        "endings": [
            {
                "kind": e.kind,
                "packages": _names(game, e.packages),
                "player": None if e.player is None else game.players[e.player],
                "first_round": e.first,
                "last_round": e.last,
                "rounds": e.rounds,
            }
            for e in item.endings
        ],
    }


def _pair_dict(game: OffersGame, item: OfferPair) -> dict[str, object]:
    """Return one pair of values, by proposer."""
    out: dict[str, object] = {"offer_pairs": _count(item.offer_pairs), "profiles": _count(item.profiles)}
    for p, who in enumerate(game.players):
        offer = item.offer[p]
        out[who] = {
            "payoffs_when_proposing": _pair(item.payoffs[p]),
            "agreed": _names(game, item.agreed[p]),
            "offer": None if offer is None else game.packages[offer],
            "accepted_above": number(item.threshold[p]),
            "accepted_at": _names(game, item.accepts[p]),
            "walks_out": {game.players[p]: item.leaves[p][0], game.players[1 - p]: item.leaves[p][1]},
        }
    return out


def _game(game: OffersGame) -> dict[str, object]:
    """Return the protocol; packages are those of the input and are not repeated."""
    return {
        "title": game.title,
        "players": list(game.players),
        "packages": len(game.packages),
        "first": game.players[game.first],
        "rounds": game.rounds,
        "discounts": _pair(game.discounts),
        "breakdown": show(game.breakdown),
        "disagreement": _pair(game.disagreement),
        "broken": _pair(game.broken),
        "deadline": _pair(game.deadline),
        "exits": [None if e is None else _pair(e) for e in game.exits],
        "leaver": game.leaver.value,
        "silence": game.silence,
    }
