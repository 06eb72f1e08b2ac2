"""Perfect Bayesian equilibria of signalling games: extreme ones, components, beliefs, kinds.

Room      solve. `pbe_extreme` finds the strategies; here each gets its beliefs, its label and its verdict.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bargain.errors import NotCertifiedError
from bargain.solve.beliefs import BeliefSet, belief_point
from bargain.solve.pbe_extreme import extreme_pairs
from bargain.solve.pbe_intuitive import intuitive_failures
from bargain.solve.pbe_pure import pure_pairs
from bargain.solve.pbe_replies import supporting
from bargain.solve.pbe_result import Kind, PbeComponent, SignallingEquilibrium, SignallingSolution
from bargain.solve.result import Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.signalling import SignallingGame
    from bargain.games.signalling_trees import SignallingForm
    from bargain.solve.pbe_extreme import Extreme, Plan
    from bargain.solve.result import Option

__all__ = ["equilibrium_at", "kind_of", "solve_signalling"]

_SOURCES = ("krepswilson1982", "fudenberg1991", "avis2010")


def solve_signalling(
    game: SignallingGame, form: SignallingForm | None, *, intuitive: bool, pure: bool, limit: int
) -> SignallingSolution:
    """Return all perfect Bayesian equilibria of a rational signalling game, or all pure ones."""
    if pure:
        return _pure_ones(game, form, intuitive=intuitive, limit=limit)
    found = extreme_pairs(game, limit)
    every = tuple(
        equilibrium_at(game, found.senders[i], found.receivers[j], intuitive=intuitive) for i, j in found.pairs
    )
    spans = tuple(_component(game, found, every, group, intuitive=intuitive) for group in found.groups)
    kept = [n for n, e in enumerate(every) if not e.failures]
    number = {n: k for k, n in enumerate(kept)}
    options: tuple[tuple[str, Option], ...] = (("intuitive", intuitive), ("pure", False), ("limit", limit))
    components = tuple(c for c in (_renumbered(span, number) for span in spans) if c.members)
    status, reason = _standing(spans, kept, intuitive=intuitive)
    return SignallingSolution(
        game=game,
        form=form,
        concept="perfect Bayesian",
        status=status,
        reason=reason,
        equilibria=tuple(every[n] for n in kept),
        components=components,
        failed=tuple(e for e in every if e.failures),
        options=options,
        sources=(*_SOURCES, "chokreps1987") if intuitive else _SOURCES,
    )


def _pure_ones(game: SignallingGame, form: SignallingForm | None, *, intuitive: bool, limit: int) -> SignallingSolution:
    """Return all pure perfect Bayesian equilibria, each by itself."""
    every = [equilibrium_at(game, *pair, intuitive=intuitive) for pair in pure_pairs(game, limit)]
    kept = tuple(e for e in every if not e.failures)
    said = "all choices of messages by the types tried; mixed equilibria are not searched"
    return SignallingSolution(
        game=game,
        form=form,
        concept="perfect Bayesian",
        status=Status.EXACT_PURE_ONLY,
        reason=f"{said}; those that fail the intuitive criterion are taken out" if intuitive else said,
        equilibria=kept,
        components=(),
        failed=tuple(e for e in every if e.failures),
        options=(("intuitive", intuitive), ("pure", True), ("limit", limit)),
        sources=("krepswilson1982", "fudenberg1991", *(("chokreps1987",) if intuitive else ())),
    )


def _renumbered(span: PbeComponent, number: dict[int, int]) -> PbeComponent:
    """Return a component over the equilibria that are left."""
    members = tuple(number[n] for n in span.members if n in number)
    return PbeComponent(members=members, kind=span.kind, values=span.values, verdict=span.verdict)


def _standing(spans: Sequence[PbeComponent], kept: Sequence[int], *, intuitive: bool) -> tuple[Status, str]:
    """Return status and reason."""
    whole = (
        "every equilibrium of the game, pure and mixed, lies in one of the components; perfect Bayesian "
        "and sequential equilibria are the same in signalling games"
    )
    if not intuitive:
        return Status.EXACT, whole
    if not kept:
        return Status.NONE_EXISTS, "no extreme equilibrium passes the intuitive criterion"
    open_ones = [k for k, span in enumerate(spans, 1) if span.values is None]
    torn = [
        k
        for k, s in enumerate(spans, 1)
        if s.values is not None and 0 < len(set(s.members) & set(kept)) < len(s.members)
    ]
    if open_ones:
        return Status.EXACT_INCOMPLETE, (
            f"the intuitive criterion is not defined for component {open_ones[0]} as a whole, because what the "
            f"sender earns varies within it; its extreme members are judged one by one"
        )
    if torn:
        return Status.EXACT_INCOMPLETE, (
            f"in component {torn[0]} some extreme members leave a message unsent that typical ones send, and fail the "
            f"intuitive criterion by it; they are taken out, so the rest does not span the component"
        )
    return Status.EXACT, f"{whole}; those that fail the intuitive criterion are taken out"


def equilibrium_at(game: SignallingGame, strategy: Plan, replies: Plan, *, intuitive: bool) -> SignallingEquilibrium:
    """Return an equilibrium with everything that follows from its strategies."""
    messages = range(len(game.messages))
    earned = [{m: _dot(replies[m], game.numbers[0][t][m]) for m in game.available(t)} for t in range(len(game.types))]
    values = tuple(max(row.values()) for row in earned)
    receiver = sum(
        (
            p * strategy[t][m] * _dot(replies[m], game.numbers[1][t][m])
            for t, p in enumerate(game.odds)
            for m in game.available(t)
        ),
        Fraction(0),
    )
    unsent = [m for m in messages if not any(row[m] for row in strategy)]
    return SignallingEquilibrium(
        strategy=strategy,
        replies=replies,
        values=values,
        payoffs=(_dot(game.odds, values), receiver),
        kind=kind_of(game, strategy),
        beliefs=tuple(_beliefs(game, strategy, replies, m) for m in messages),
        failures=intuitive_failures(game, values, unsent) if intuitive else None,
    )


def _dot(weights: Sequence[Fraction], values: Sequence[Fraction]) -> Fraction:
    return sum((w * v for w, v in zip(weights, values, strict=True)), Fraction(0))


def _beliefs(game: SignallingGame, strategy: Plan, replies: Plan, message: int) -> BeliefSet:
    """Return the beliefs after a message: by Bayes' rule, or all that make the replies best."""
    senders = game.senders(message)
    joint = [game.odds[t] * strategy[t][message] for t in senders]
    total = sum(joint)
    if total:
        return belief_point(tuple(game.types[t] for t in senders), tuple(j / total for j in joint))
    found = supporting(game, message, [r for r, p in enumerate(replies[message]) if p])
    if found is None:
        raise NotCertifiedError(
            f"game {game.title!r}: no belief supports the reply to {game.messages[message]!r}",
            remedy="this is a defect of the solver: report the game",
        )
    return found


def kind_of(game: SignallingGame, strategy: Plan) -> Kind:
    """Return how much a sender's strategy reveals."""
    sent = [m for m in range(len(game.messages)) if any(row[m] for row in strategy)]
    if all(len({row[m] for row in strategy}) == 1 for m in sent):
        return Kind.POOLING
    if all(sum(row[m] > 0 for row in strategy) == 1 for m in sent):
        return Kind.SEPARATING
    return Kind.SEMI_SEPARATING


def _component(
    game: SignallingGame,
    found: Extreme,
    every: Sequence[SignallingEquilibrium],
    group: tuple[int, ...],
    *,
    intuitive: bool,
) -> PbeComponent:
    """Return what the typical members of a component share: the mean of its extreme ones stands for them."""
    senders = sorted({found.pairs[n][0] for n in group})
    typical = _mean([found.senders[i] for i in senders])
    levels = {every[n].values for n in group}
    values = next(iter(levels)) if len(levels) == 1 else None
    verdict = ""
    if intuitive and values is None:
        verdict = "not defined: what the sender earns varies within the component"
    elif intuitive and values is not None:
        unsent = [m for m in range(len(game.messages)) if not any(row[m] for row in typical)]
        failures = intuitive_failures(game, values, unsent)
        verdict = f"fails by {game.messages[failures[0].message]!r}" if failures else "passes"
    return PbeComponent(members=group, kind=kind_of(game, typical), values=values, verdict=verdict)


def _mean(plans: Sequence[Plan]) -> Plan:
    share = Fraction(1, len(plans))
    return tuple(tuple(share * sum(column) for column in zip(*rows, strict=True)) for rows in zip(*plans, strict=True))
