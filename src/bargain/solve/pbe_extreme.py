"""All perfect Bayesian equilibria of a signalling game, as products of polytopes.

Room      solve. Exact; no tolerance.
Method    Fix after each message a largest set of replies that some belief makes best together. With V_t the
          sender's value by type, the replies and values with V_t >= what each message earns type t form a
          polyhedron; so do the sender's strategies with w_m >= what each reply earns the receiver, weighted by
          prior and strategy. A pair of vertices is an equilibrium exactly if every message sent earns its
          type V_t and every reply given earns w_m (an unsent message has w_m = 0 and all replies are tight, but
          only replies in the fixed set are in play, so a belief supports them). These pairs are the extreme
          equilibria; the maximal products of hulls are the components, over all choices of the fixed sets.
Source    the argument of [avis2010]_ for Nash equilibria, applied to strategies by type and by message.
Cost      vertices of two polyhedra per choice of reply sets; both can grow exponentially, `limit` bounds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.polyhedra import Polyhedron, Row
from bargain.solve.pbe_limits import many, too_many_corners
from bargain.solve.pbe_replies import largest_reply_sets
from bargain.solve.subsets import components

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bargain.games.signalling import SignallingGame

__all__ = ["Extreme", "Plan", "extreme_pairs"]

Plan = tuple[tuple[Fraction, ...], ...]
_Side = list[tuple[Plan, int, int]]  # strategy, pairs (type, message) and pairs (message, reply), as bits

_ZERO, _ONE = Fraction(0), Fraction(1)
_MOST_CHOICES = 4_096  # combinations of reply sets


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """The extreme equilibria and what they span.

    Attributes
    ----------
    senders, receivers : strategies, by type and message, by message and reply
    pairs : (index of a sender's strategy, of a receiver's); sorted by the strategies, descending
    groups : index tuples into `pairs`; the products of hulls of which are all equilibria
    """

    senders: tuple[Plan, ...]
    receivers: tuple[Plan, ...]
    pairs: tuple[tuple[int, int], ...]
    groups: tuple[tuple[int, ...], ...]


def extreme_pairs(game: SignallingGame, limit: int) -> Extreme:
    """Return all extreme equilibria of a rational signalling game and its components.

    Raises
    ------
    RefusedError
        If there are too many combinations of reply sets, or more than `limit` vertices.
    """
    sets = [largest_reply_sets(game, m) for m in range(len(game.messages))]
    count = prod(map(len, sets))
    if count > _MOST_CHOICES:
        raise RefusedError(
            f"game {game.title!r}: {many(count)} combinations of replies that beliefs support",
            remedy="ask for the pure ones (pure=True, --pure), or leave out replies that play no part",
        )
    try:
        return _by_choices(game, sets, limit)
    except RefusedError as fault:
        raise too_many_corners(game.title, fault) from fault


def _by_choices(game: SignallingGame, sets: Sequence[tuple[tuple[int, ...], ...]], limit: int) -> Extreme:
    """Return the extreme equilibria over all choices of one set of replies per message."""
    sending = _receiver_side(game, limit)
    replying: dict[Plan, int] = {}
    edges: list[tuple[int, int]] = []
    covers: list[list[tuple[int, int]]] = []
    for choice in product(*sets):
        found = _sender_side(game, choice, limit)
        here = [
            (i, replying.setdefault(plan, len(replying)))
            for plan, tight, given in found
            for i, (_, sent, best) in enumerate(sending)
            if sent & ~tight == 0 and given & ~best == 0
        ]
        covers.append(here)
        edges += here
    return _assembled([plan for plan, _, _ in sending], list(replying), edges, covers)


def _assembled(
    senders: list[Plan],
    receivers: list[Plan],
    edges: Iterable[tuple[int, int]],
    covers: Iterable[list[tuple[int, int]]],
) -> Extreme:
    """Sort the pairs and number the components by them; a component within another is dropped."""
    pairs = sorted(set(edges), key=lambda e: (senders[e[0]], receivers[e[1]]), reverse=True)
    number = {pair: n for n, pair in enumerate(pairs)}
    groups: set[tuple[int, ...]] = set()
    for here in covers:
        groups |= {tuple(sorted(number[here[k]] for k in group)) for group in components(here)}
    kept = [g for g in groups if not any(set(g) < set(other) for other in groups)]
    return Extreme(senders=tuple(senders), receivers=tuple(receivers), pairs=tuple(pairs), groups=tuple(sorted(kept)))


def _corners(names: Sequence[str], conditions: Iterable[Condition], limit: int) -> list[dict[str, Fraction]]:
    body = Polyhedron(tuple(names), tuple(Row(f"c{k}", c) for k, c in enumerate(conditions)))
    return [dict(point) for point in body.vertices(limit)]


def _least(form: Affine) -> Condition:
    return Condition(form, Relation.AT_LEAST)


def _one(names: Iterable[str]) -> Condition:
    return Condition(Affine.of(dict.fromkeys(names, 1), -1), Relation.EQUAL)


def _sender_side(game: SignallingGame, choice: Sequence[tuple[int, ...]], limit: int) -> _Side:
    """Return the vertices of replies and the sender's values: what is tight by type and message, what is given."""
    mixed = {(m, r): f"r{m}.{r}" for m, replies in enumerate(choice) if len(replies) > 1 for r in replies}
    forms = {
        (t, m): _expected(game.numbers[0][t][m], m, choice[m], mixed)
        for t in range(len(game.types))
        for m in game.available(t)
    }
    values = [f"V{t}" for t in range(len(game.types))] if mixed else []
    points: list[dict[str, Fraction]] = [{}]
    if mixed:
        high = sum((max(v for cells in row for v in cells) for row in game.numbers[0]), _ONE)
        rows = [_least(Affine.name(name)) for name in mixed.values()]
        rows += [_one(f"r{m}.{r}" for r in replies) for m, replies in enumerate(choice) if len(replies) > 1]
        rows += [_least(Affine.name(values[t]) - form) for (t, _), form in forms.items()]
        rows.append(_least(Affine.number(high) - Affine.total(map(Affine.name, values))))
        points = _corners([*mixed.values(), *values], rows, limit)
    return [_sender_corner(game, choice, mixed, forms, point) for point in points]


def _expected(cells: Sequence[Fraction], m: int, replies: tuple[int, ...], mixed: dict[tuple[int, int], str]) -> Affine:
    """Return what a message earns as a form in the probabilities of the replies."""
    if len(replies) == 1:
        return Affine.number(cells[replies[0]])
    return Affine.of({mixed[m, r]: cells[r] for r in replies})


def _sender_corner(
    game: SignallingGame,
    choice: Sequence[tuple[int, ...]],
    mixed: dict[tuple[int, int], str],
    forms: dict[tuple[int, int], Affine],
    point: dict[str, Fraction],
) -> tuple[Plan, int, int]:
    """Return one vertex as the receiver's strategy, with bits for what is best by type and what is given."""
    plan = tuple(
        tuple(
            (point[mixed[m, r]] if (m, r) in mixed else _ONE) if r in replies else _ZERO for r in range(game.width(m))
        )
        for m, replies in enumerate(choice)
    )
    worth = {spot: form.at(point) for spot, form in forms.items()}
    tight = 0
    for (t, m), value in worth.items():
        level = point[f"V{t}"] if mixed else max(worth[t, k] for k in game.available(t))
        tight |= (value == level) << (t * len(game.messages) + m)
    return plan, tight, _given(plan)


def _given(plan: Plan) -> int:
    """Return the places of positive probabilities as bits."""
    return sum(1 << k for k, p in enumerate(p for row in plan for p in row) if p)


def _receiver_side(game: SignallingGame, limit: int) -> _Side:
    """Return the vertices of the sender's strategies and the receiver's values: what is sent, what is tight."""
    sent = {(t, m): f"s{t}.{m}" for t in range(len(game.types)) for m in game.available(t)}
    worth = {(m, r): _weighted(game, m, r, sent) for m in range(len(game.messages)) for r in range(game.width(m))}
    asked = [m for m in range(len(game.messages)) if game.width(m) > 1]
    rows = [_least(Affine.name(name)) for name in sent.values()]
    rows += [_one(sent[t, m] for m in game.available(t)) for t in range(len(game.types))]
    rows += [_least(Affine.name(f"w{m}") - worth[m, r]) for m in asked for r in range(game.width(m))]
    if asked:
        size = max(abs(v) for row in game.numbers[1] for cells in row for v in cells)
        total = Affine.total(Affine.name(f"w{m}") for m in asked)
        rows.append(_least(Affine.number(size * len(asked) + 1) - total))
    points = _corners([*sent.values(), *(f"w{m}" for m in asked)], rows, limit)
    return [_receiver_corner(game, sent, worth, point) for point in points]


def _weighted(game: SignallingGame, m: int, r: int, sent: dict[tuple[int, int], str]) -> Affine:
    """Return what a reply earns the receiver, weighted by prior and strategy."""
    return Affine.of({sent[t, m]: game.odds[t] * game.numbers[1][t][m][r] for t in game.senders(m)})


def _receiver_corner(
    game: SignallingGame,
    sent: dict[tuple[int, int], str],
    worth: dict[tuple[int, int], Affine],
    point: dict[str, Fraction],
) -> tuple[Plan, int, int]:
    """Return one vertex as the sender's strategy, with bits for what is sent and which replies are best."""
    plan = tuple(
        tuple(point[sent[t, m]] if (t, m) in sent else _ZERO for m in range(len(game.messages)))
        for t in range(len(game.types))
    )
    best = 0
    for k, ((m, _), form) in enumerate(worth.items()):
        best |= (game.width(m) == 1 or form.at(point) == point[f"w{m}"]) << k
    return plan, _given(plan), best
