"""How equilibria of signalling games read: lines and tables. Nothing is computed here.

Room      solve. The result hands itself in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.solve.render import mixture
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.games.signalling import SignallingGame
    from bargain.solve.pbe_result import Failure, SignallingEquilibrium, SignallingSolution
    from bargain.tables import Cell

__all__ = ["failure_words", "table", "text"]

_SHOWN = 4  # equilibria in a repr; the table has all


def _plural(count: int, noun: str, more: str = "") -> str:
    return f"{count} {noun if count == 1 else more or noun + 's'}"


def _sent(game: SignallingGame, item: SignallingEquilibrium) -> str:
    plans = zip(game.types, item.strategy, strict=True)
    return ", ".join(f"{kind}: {mixture(game.messages, plan)}" for kind, plan in plans)


def _replied(game: SignallingGame, item: SignallingEquilibrium) -> str:
    """Return the replies, with the beliefs that an unsent message needs."""
    parts = []
    for m, message in enumerate(game.messages):
        if not game.replies[m]:
            continue
        beliefs = "" if item.sends(m) else f" if {item.beliefs[m]}" if item.beliefs[m].inequalities else ""
        parts.append(f"{message}: {mixture(game.replies[m], item.replies[m])}{beliefs}")
    return ", ".join(parts)


def _line(game: SignallingGame, number: int, item: SignallingEquilibrium) -> str:
    earned = ", ".join(map(show, item.payoffs))
    return f"  {number}. {item.kind}: {_sent(game, item)}; after {_replied(game, item)} ({earned})"


def text(solution: SignallingSolution) -> str:
    """Return what was found, how far to trust it, and the first few equilibria."""
    kind = "extreme" if solution.components else "pure"
    size = _plural(len(solution), f"{kind} equilibrium", f"{kind} equilibria")
    span = f" in {_plural(len(solution.components), 'component')}" if solution.components else ""
    head = f"{solution.concept} of {solution.game.title!r}: {size}{span}"
    lost = f"; {len(solution.failed)} fail the intuitive criterion" if solution.failed else ""
    lines = [f"<{head}, {solution.status.value}{lost}>"]
    lines += [_line(solution.game, n, e) for n, e in enumerate(solution.equilibria[:_SHOWN], 1)]
    if len(solution) > _SHOWN:
        lines.append(f"  and {len(solution) - _SHOWN} more; table() has all")
    return "\n".join(lines)


def failure_words(game: SignallingGame, failure: Failure) -> str:
    """Return a failure of the intuitive criterion in words."""
    message, kind = game.messages[failure.message], game.types[failure.kind]
    barred = " and ".join(game.types[t] for t in failure.excluded)
    since = f", of which {barred} could not gain" if barred else ""
    return f"{kind} gains by {message}{since}"


def table(solution: SignallingSolution) -> Table:
    """Return one row per equilibrium, numbered from 1; those that fail the criterion last, without number."""
    game = solution.game
    rows: list[tuple[Cell, ...]] = []
    for n, item in enumerate(solution.equilibria):
        inside = ", ".join(str(c) for c, span in enumerate(solution.components, 1) if n in span.members)
        rows.append((n + 1, inside, item.kind.value, _sent(game, item), _replied(game, item), *item.payoffs))
    for item in solution.failed:
        why = "; ".join(failure_words(game, f) for f in item.failures or ())
        kind = f"{item.kind}, not intuitive: {why}"
        rows.append((None, "", kind, _sent(game, item), _replied(game, item), *item.payoffs))
    columns = ("no.", "component", "kind", game.players[0], f"{game.players[1]}, after", *_payoff_columns(game))
    spans = [
        f"Component {c}: {span.kind}" + (f"; intuitive criterion: {span.verdict}" if span.verdict else "") + "."
        for c, span in enumerate(solution.components, 1)
    ]
    notes = (f"{solution.concept}, {solution.status.value}: {solution.reason}.", *spans)
    return Table(title=f"Perfect Bayesian equilibria of {game.title}", columns=columns, rows=tuple(rows), notes=notes)


def _payoff_columns(game: SignallingGame) -> tuple[str, str]:
    return f"payoff {game.players[0]}", f"payoff {game.players[1]}"
