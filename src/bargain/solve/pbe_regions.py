"""Stakes and priors at which pure patterns of a signalling game are equilibria.

Room      solve. Exact.
Linear    given messages and replies, that no type gains by another message is linear in the stakes. So is that
          a reply is best after a message that is sent: with a numeric prior, or with numeric payoffs, or where one
          type alone sends it (then the prior cancels).
Beliefs   after an unsent message some belief has to make the reply best. Rows of numbers alone cut out a polytope
          of beliefs. One row in stakes more is satisfied by some belief exactly if it is at a vertex: the region
          is the union over the vertices. With several such rows the condition is not linear in stakes and belief
          together; then one vertex for all rows is demanded, the region is from within, and the result says so,
          unless even one vertex for each row by itself is not to be had.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from bargain.errors import GameError, ParametricGameError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.exact.grammar import nearest
from bargain.polyhedra import Polyhedron, Row
from bargain.solve.beliefs import simplex_vertices
from bargain.solve.pbe_limits import capped
from bargain.solve.pbe_regions_result import PatternPart, PbePattern, PbeRegions
from bargain.solve.pbe_signalling import kind_of
from bargain.solve.result import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sympy

    from bargain.games.signalling import SignallingGame
    from bargain.solve.beliefs import Weights

__all__ = ["belief_threshold", "pbe_priors", "pbe_regions"]

_ZERO, _ONE = Fraction(0), Fraction(1)
Labelled = tuple[str, Affine]  # what a form >= 0 says, in words, and the form
Option = tuple["Weights", tuple[Labelled, ...]]  # a belief and what it asks of the stakes


def pbe_regions(game: SignallingGame, space: Polyhedron | None = None, *, limit: int = 20_000) -> PbeRegions:
    """Find for every pure pattern of a signalling game the stakes at which it is a perfect Bayesian equilibrium.

    Parameters
    ----------
    game : SignallingGame
        Payoffs, prior or both may be affine in named stakes.
    space : Polyhedron, optional
        The stakes allowed, over all names that the game uses. No condition if left out.
    limit : int
        The most pure patterns.

    Returns
    -------
    PbeRegions
        The patterns with a non-empty region, each a union of polyhedra, with the belief that supports it in
        each. Mixed equilibria are not searched.

    Raises
    ------
    ParametricGameError
        If the space lacks a name of the game, or a reply hangs on products of open probabilities and open payoffs.
    RefusedError
        If there are more patterns than `limit`.

    Notes
    -----
    Exact; costs a linear program for each pattern that constants do not rule out, and one more for each choice of
    supporting beliefs.

    Examples
    --------
    >>> from bargain.exact import parse_affine
    >>> from bargain.games import SignallingGame
    >>> cost = parse_affine("cost")
    >>> after = {m: ("hire", "pass") for m in ("degree", "none")}
    >>> game = SignallingGame.build("Degree", ("worker", "firm"), {"able": "1/2", "other": "1/2"}, after, {
    ...     (t, m, r): ((2 if r == "hire" else 0) - (cost / (2 if t == "able" else 1) if m == "degree" else 0),
    ...                 (1 if t == "able" else -2) if r == "hire" else 0)
    ...     for t in ("able", "other") for m in after for r in after[m]})
    >>> space = Polyhedron.read(("cost",), {"positive": "cost > 0"})
    >>> for pattern in pbe_regions(game, space).of_kind("separating"):
    ...     print(pattern)
    separating: able: degree, other: none; after degree: hire, none: pass where cost <= 4 and cost >= 2
    """
    over = _space(game, space)
    widths = [game.width(m) for m in range(len(game.messages))]
    options = [game.available(t) for t in range(len(game.types))]
    count = capped([*map(len, options), *widths], limit)
    if count is None:
        raise RefusedError(f"game {game.title!r} has more than {limit:,} pure patterns", remedy="raise the limit")
    found = (_pattern(game, over, sent, given) for sent in product(*options) for given in product(*map(range, widths)))
    patterns = tuple(pattern for pattern in found if pattern is not None)
    open_ones = [p for p in patterns if not p.exact]
    status, reason = Status.EXACT_PURE_ONLY, f"all {count:,} pure patterns tried; mixed equilibria are not searched"
    if open_ones:
        status = Status.EXACT_INCOMPLETE
        reason += f"; the regions of {len(open_ones)} are from within: {open_ones[0].reason}"
    return PbeRegions(
        game=game,
        space=over,
        status=status,
        reason=reason,
        patterns=patterns,
        options=(("limit", limit),),
        sources=("krepswilson1982", "fudenberg1991"),
    )


def pbe_priors(game: SignallingGame, *, limit: int = 20_000) -> PbeRegions:
    """Find for every pure pattern of a signalling game the priors under which it is a perfect Bayesian equilibrium.

    Parameters
    ----------
    game : SignallingGame
        Numeric payoffs; its own prior is set aside.
    limit : int
        The most pure patterns.

    Returns
    -------
    PbeRegions
        Over Pr(type) for all types but the last, which has the rest; all are positive. With two types each region
        is an interval.

    Raises
    ------
    ParametricGameError
        If payoffs are open: give them numbers first, or ask `pbe_regions` for a given prior.

    Examples
    --------
    >>> from bargain.games import SignallingGame
    >>> after = {m: ("duel", "leave") for m in ("beer", "quiche")}
    >>> game = SignallingGame.build("Beer and quiche", ("A", "B"), {"strong": "9/10", "weak": "1/10"}, after, {
    ...     (t, m, r): (int((t == "strong") == (m == "beer")) + 2 * (r == "leave"), int((t == "weak") == (r == "duel")))
    ...     for t in ("strong", "weak") for m in after for r in after[m]})
    >>> print(pbe_priors(game).patterns[0])
    pooling: strong: beer, weak: beer; after beer: leave, quiche: duel where Pr(strong) >= 1/2
    """
    names = [f"Pr({kind})" for kind in game.types[:-1]]
    free = tuple(Affine.name(n) for n in names)
    last = Affine.number(1) - Affine.total(free)
    prior = (*free, last) if free else game.prior
    plain = replace(game, prior=tuple(Fraction(1, len(game.types)) for _ in game.types))
    if plain.stakes:
        raise ParametricGameError(
            f"game {game.title!r} has the open payoffs {', '.join(plain.stakes)}",
            remedy="give them numbers with at(point), or ask pbe_regions for a given prior",
        )
    return pbe_regions(replace(game, prior=prior), Polyhedron(tuple(names), ()), limit=limit)


def belief_threshold(game: SignallingGame, message: str, reply: str, other: str) -> sympy.Expr:
    """Return the probability of the first type at which two replies are equally good, as a formula in the stakes.

    With both types sending the message it is the prior at which the receiver turns from one reply to the other;
    after an unsent message it is the end of the beliefs that support one.

    Parameters
    ----------
    game : SignallingGame
        Two types can send the message.
    message, reply, other : str

    Returns
    -------
    sympy.Expr
        b / (b − a), with a and b the gains from `reply` over `other` with the first and the second type. If a > b,
        `reply` is at least as good where the probability of the first type is at least that.

    Raises
    ------
    GameError
        For unknown names, another number of types, or gains that do not depend on the type.

    Examples
    --------
    >>> from bargain.exact import parse_affine
    >>> from bargain.games import SignallingGame
    >>> w = parse_affine("win")
    >>> prior, after = {"strong": "1/2", "weak": "1/2"}, {"come": ("fight", "yield")}
    >>> game = SignallingGame.build("Duel", ("A", "B"), prior, after, {
    ...     ("strong", "come", "fight"): (0, -1), ("strong", "come", "yield"): (1, 0),
    ...     ("weak", "come", "fight"): (-1, w), ("weak", "come", "yield"): (1, 0)})
    >>> belief_threshold(game, "come", "fight", "yield")
    win/(win + 1)
    """
    import sympy

    m = _named(game, "message", message, game.messages)
    first, second = (_named(game, f"reply to {message!r}", r, game.replies[m]) for r in (reply, other))
    who = game.senders(m)
    if len(who) != 2:
        raise GameError(
            f"game {game.title!r}: {len(who)} types can send {message!r}", remedy="a threshold needs two of them"
        )
    a, b = (_gap(game, t, m, first, second) for t in who)
    if a == b:
        raise GameError(
            f"game {game.title!r}: after {message!r} the gain from {reply!r} over {other!r} is {a} with either type",
            remedy="belief does not matter there",
        )
    return sympy.cancel(b.to_sympy() / (b - a).to_sympy())


def _named(game: SignallingGame, what: str, name: str, names: Sequence[str]) -> int:
    if name not in names:
        raise GameError(f"game {game.title!r} has no {what} {name!r}", remedy=nearest(name, names))
    return names.index(name)


def _space(game: SignallingGame, space: Polyhedron | None) -> Polyhedron:
    """Return the stakes allowed, with open probabilities positive."""
    over = Polyhedron(game.stakes, ()) if space is None else space
    for name in game.stakes:
        if name not in over.variables:
            raise ParametricGameError(
                f"game {game.title!r} uses {name!r}, which the space does not have",
                remedy="give a space over all names of the game",
            )
    rows = [
        Row(f"prior of {kind}", Condition(p, Relation.ABOVE))
        for kind, p in zip(game.types, game.prior, strict=True)
        if isinstance(p, Affine) and not p.is_constant
    ]
    return Polyhedron(over.variables, (*over.rows, *rows)) if rows else over


def _affine(value: Fraction | Affine) -> Affine:
    return value if isinstance(value, Affine) else Affine.number(value)


def _pattern(
    game: SignallingGame, space: Polyhedron, sent: tuple[int, ...], given: tuple[int, ...]
) -> PbePattern | None:
    """Return a pure pattern with its region, or None if that is empty."""
    forms = _sender_forms(game, sent, given)
    if forms is None:
        return None
    base = list(forms)
    choices: list[list[Option | None]] = []
    inner: list[int] = []
    outer: list[list[list[Labelled]]] = []
    for m in range(len(game.messages)):
        if m in sent:
            more = _sent_forms(game, m, [t for t, k in enumerate(sent) if k == m], given[m])
            if more is None:
                return None
            base += more
            choices.append([None])
            continue
        options, apart = _unsent_options(game, m, given[m])
        if not options and not apart:
            return None
        choices.append(list(options))
        if apart:
            inner.append(m)
            outer += apart
    return _assembled(game, space, (sent, given), base, choices, inner, outer)


def _assembled(
    game: SignallingGame,
    space: Polyhedron,
    plans: tuple[tuple[int, ...], tuple[int, ...]],
    base: list[Labelled],
    choices: list[list[Option | None]],
    inner: list[int],
    outer: list[list[list[Labelled]]],
) -> PbePattern | None:
    """Return the union over the choices of supporting beliefs."""
    parts = []
    for pick in product(*choices):
        asked = base + [form for option in pick if option is not None for form in option[1]]
        region = _cut(space, asked)
        if region is not None:
            parts.append(
                PatternPart(region=region, beliefs=tuple(None if option is None else option[0] for option in pick))
            )
    exact = not inner or all(
        _cut(space, base + [form for some in pick for form in some]) is None for pick in product(*outer)
    )
    if not parts and exact:
        return None
    where = ", ".join(game.messages[m] for m in inner)
    why = f"several rows in stakes bound the belief after {where}" if not exact else ""
    strategy = tuple(tuple(Fraction(int(k == m)) for m in range(len(game.messages))) for k in plans[0])
    return PbePattern(
        game=game,
        space=space,
        sent=plans[0],
        given=plans[1],
        kind=kind_of(game, strategy),
        parts=tuple(parts),
        exact=exact,
        reason=why,
    )


def _cut(space: Polyhedron, forms: Sequence[Labelled]) -> Polyhedron | None:
    """Return the part of the space where all forms are >= 0, or None if it is empty."""
    rows: dict[Affine, Row] = {}
    for label, form in forms:
        if form.is_constant:
            if form.constant < 0:
                return None
        elif form not in rows:
            rows[form] = Row(f"{len(rows) + 1}: {label}", Condition(form, Relation.AT_LEAST))
    region = Polyhedron(space.variables, (*space.rows, *rows.values()))
    return None if region.is_empty else region


def _kept(forms: list[Labelled]) -> list[Labelled] | None:
    """Return the forms that are not settled by constants, or None if one fails."""
    if any(form.is_constant and form.constant < 0 for _, form in forms):
        return None
    return [(label, form) for label, form in forms if not form.is_constant]


def _sender_forms(game: SignallingGame, sent: tuple[int, ...], given: tuple[int, ...]) -> list[Labelled] | None:
    """Return what keeps every type at its message, or None if a constant does not."""
    own = [_affine(game.payoffs[0][t][m][given[m]]) for t, m in enumerate(sent)]
    return _kept(
        [
            (f"{game.types[t]} does not send {game.messages[m]}", own[t] - game.payoffs[0][t][m][given[m]])
            for t in range(len(sent))
            for m in game.available(t)
            if m != sent[t]
        ]
    )


def _rivals(game: SignallingGame, m: int, reply: int) -> list[int]:
    return [r for r in range(game.width(m)) if r != reply]


def _gap(game: SignallingGame, t: int, m: int, reply: int, other: int) -> Affine:
    """Return by how much one reply beats another if a type has sent the message."""
    cells = game.payoffs[1][t][m]
    return _affine(cells[reply]) - cells[other]


def _sent_forms(game: SignallingGame, m: int, who: Sequence[int], reply: int) -> list[Labelled] | None:
    """Return what makes a reply best after a message that these types send, or None if a constant does not."""
    out = []
    for other in _rivals(game, m, reply):
        gaps = [_gap(game, t, m, reply, other) for t in who]
        weighed = (_times(game, t, gap, m) for t, gap in zip(who, gaps, strict=True))
        form = gaps[0] if len(who) == 1 else Affine.total(weighed)
        out.append((f"no {game.replies[m][other]} after {game.messages[m]}", form))
    return _kept(out)


def _times(game: SignallingGame, t: int, gap: Affine, m: int) -> Affine:
    """Return prior × gap, if one of them is a number."""
    prior = _affine(game.prior[t])
    if prior.is_constant:
        return gap * prior.constant
    if gap.is_constant:
        return prior * gap.constant
    raise ParametricGameError(
        f"game {game.title!r}: after {game.messages[m]!r} the receiver weighs open payoffs by the open probability of "
        f"{game.types[t]!r}, which is not linear",
        remedy="give the prior or the payoffs numbers, or ask belief_threshold",
    )


def _unsent_options(game: SignallingGame, m: int, reply: int) -> tuple[list[Option], list[list[list[Labelled]]]]:
    """Return beliefs that may support a reply after an unsent message, and what they ask of the stakes.

    The second list is empty where that is exact. Otherwise it has, for each row by itself, what each belief asks.
    """
    who = game.senders(m)
    rows = {other: tuple(_gap(game, t, m, reply, other) for t in who) for other in _rivals(game, m, reply)}
    fixed = tuple(tuple(g.constant for g in row) for row in rows.values() if all(g.is_constant for g in row))
    moving = {other: row for other, row in rows.items() if not all(g.is_constant for g in row)}
    vertices = simplex_vertices(len(who), fixed)
    if not vertices or not moving:
        share = Fraction(1, len(vertices)) if vertices else _ONE
        middle = tuple(share * sum(column, _ZERO) for column in zip(*vertices, strict=True))
        return ([(middle, ())] if vertices else []), []
    asked = {other: [_mixed(game, m, other, row, v) for v in vertices] for other, row in moving.items()}
    together = zip(vertices, zip(*asked.values(), strict=True), strict=True)
    options = [(v, forms) for v, forms in together if _kept(list(forms)) is not None]
    apart = [[[form] for form in forms] for forms in asked.values()] if len(moving) > 1 else []
    return (_weakest(options) if not apart else options), apart


def _mixed(game: SignallingGame, m: int, other: int, row: Sequence[Affine], belief: Weights) -> Labelled:
    label = f"no {game.replies[m][other]} after {game.messages[m]}"
    return label, Affine.total(gap * p for gap, p in zip(row, belief, strict=True))


def _weakest(options: list[Option]) -> list[Option]:
    """Drop beliefs that ask for more than another one by a constant."""

    def implied(n: int, form: Affine) -> bool:
        for k, (_, ((_, other),)) in enumerate(options):
            gap = other - form
            if k != n and gap.is_constant and (gap.constant > 0 or (gap.constant == 0 and k < n)):
                return True
        return False

    return [option for n, option in enumerate(options) if not implied(n, option[1][0][1])]
