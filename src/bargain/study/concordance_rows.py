"""The rows of a concordance with all their columns, and what of a large one is kept.

Room      study.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.encode.packages import case_packages
from bargain.errors import RefusedError
from bargain.exact import Affine, show
from bargain.games.ordinal import profile_names
from bargain.solve.result import Status
from bargain.study.concordance_bargains import bargain_columns, game_limits, outcome_space, undominated
from bargain.study.concordance_marks import Ruler, SurvivingOutcome
from bargain.study.concordance_nash import Columns, nash_columns, patience_column, stability_columns
from bargain.study.concordance_trees import tree_columns
from bargain.study.concordance_values import Concordance
from bargain.study.packages import moved_words
from bargain.study.patience import enforcement_at
from bargain.study.region_cuts import package_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bargain.encode import CodedCase
    from bargain.games import NormalFormGame, TreeGame

__all__ = ["Draft", "draft_exchange", "draft_normal", "draft_tree", "finished"]

MOST = 20_000  # outcomes
LISTED = 64  # outcomes of a game that are all listed
Factors = tuple[tuple[Fraction, ...], str]
_ONCE = "all move at once, so the game is its only subgame: what Nash says"
_OPEN = "nobody has private information: what Nash says"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """All outcomes of one game with all columns, before anything is left out."""

    form: str
    played: NormalFormGame | TreeGame
    players: tuple[str, ...]
    outcomes: tuple[SurvivingOutcome, ...]
    columns: Columns
    ruler: Ruler = field(default_factory=Ruler)
    notes: tuple[str, ...] = ()
    case: CodedCase | None = None
    name: str = ""
    title: str = ""


def draft_normal(game: NormalFormGame, factors: Factors, disagreement: Sequence[str] | None, states: int) -> Draft:
    """Return all pure profiles of a game with all columns."""
    _few_enough(game.title, prod(game.shape))
    names = profile_names(game)
    tables = [game.numbers(p) for p in range(len(game.players))]
    payoffs = list(zip(*tables, strict=True))
    columns = Columns()
    solution = nash_columns(game, columns)
    columns.absent += [("subgame perfect", _ONCE), ("perfect Bayesian", _OPEN)]
    stability_columns(game, columns, states)
    columns.concepts.append(patience_column(game, *factors))
    limits, why, fallback = game_limits(game, solution, disagreement)
    ruler = Ruler(delta=factors[0], delta_basis=factors[1], limits=limits, limits_basis=why, fallback=fallback)
    if len(game.players) > 1:
        space = None if limits is None else outcome_space(game, names, limits)
        columns.concepts += bargain_columns(space, payoffs, ruler)
    best = undominated(payoffs)
    outcomes = tuple(
        SurvivingOutcome(
            name=names[k],
            key=cell,
            parts=tuple((who, acts[a]) for who, acts, a in zip(game.players, game.actions, cell, strict=True)),
            payoffs=payoffs[k],
            undominated=best[k],
        )
        for k, cell in enumerate(game.cells())
    )
    return Draft(form="normal form", played=game, players=game.players, outcomes=outcomes, columns=columns, ruler=ruler)


def draft_exchange(case: CodedCase, name: str, point: Mapping[str, Fraction], factors: Factors, states: int) -> Draft:
    """Return all packages of an exchange with all columns."""
    deal, game = case.exchange(name), case.game(name, at=point)
    _few_enough(game.title, prod(game.shape))
    space = case_packages(case, name, at=point)
    packages = list(product(*(range(len(issue.levels)) for issue in space.issues)))
    places = [game.index(package_cell(deal, package)) for package in packages]
    tables = [game.numbers(p) for p in range(2)]
    payoffs = [(tables[0][k], tables[1][k]) for k in places]
    columns = Columns()
    nash_columns(game, columns)
    columns.absent += [("subgame perfect", _ONCE), ("perfect Bayesian", _OPEN)]
    stability_columns(game, columns, states)
    cells = Columns(concepts=[replace(c, marks=tuple(c.marks[k] for k in places)) for c in columns.concepts])
    enforced = enforcement_at(deal, point)
    cells.concepts.append(patience_column(game, *factors, deal=(enforced, packages)))
    ruler = _ruler(space.limits(), space.disagreement, factors, space.fallback)
    cells.concepts += bargain_columns(space, payoffs, ruler)
    best = undominated(payoffs)
    outcomes = tuple(
        SurvivingOutcome(
            name="no deal" if package == space.fallback else moved_words(space, package),
            key=package,
            parts=tuple(space.describe(package).items()),
            payoffs=payoffs[k],
            undominated=best[k],
        )
        for k, package in enumerate(packages)
    )
    without = ", ".join(f"{issue}: {level}" for issue, level in space.describe(space.fallback).items())
    return Draft(
        form="exchange",
        played=game,
        players=game.players,
        outcomes=outcomes,
        columns=replace(cells, evidence=columns.evidence, absent=columns.absent),
        ruler=ruler,
        notes=(f"no deal is {without}; packages are named by what differs from it",),
    )


def _ruler(
    limits: Sequence[Fraction | None],
    stands: Sequence[Fraction | Affine | None],
    factors: Factors,
    fallback: tuple[int, ...],
) -> Ruler:
    """Return what an exchange is measured with: the larger of no deal and an outside option."""
    numbers = tuple(v for v in limits if v is not None)
    better = numbers != tuple(stands)
    words = "no deal, the one-shot equilibrium with shared-interest grants"
    return Ruler(
        delta=factors[0],
        delta_basis=factors[1],
        limits=numbers,
        limits_basis=f"{words}, or a better outside option" if better else words,
        fallback=fallback,
    )


def draft_tree(game: TreeGame) -> Draft:
    """Return all plays of a game in moves with all columns."""
    _few_enough(game.title, len(game.terminals))
    columns = Columns()
    tree_columns(game, columns)
    columns.absent += [
        ("ordinal stabilities, self-enforcement", "they are defined for games in which all move at once"),
        ("bargaining solutions", "nothing is agreed on in a game in moves; ask for an exchange"),
    ]
    payoffs = [_paid(game, node) for node in game.terminals]
    chance = any(s.player < 0 for s in game.infosets)
    best = (None,) * len(payoffs) if chance else undominated(payoffs)
    outcomes = tuple(
        SurvivingOutcome(
            name=" / ".join(game.path(node)) or "no move",
            key=(node,),
            parts=tuple((game.players[p], action) for p, action in _movers(game, node)),
            payoffs=payoffs[k],
            undominated=best[k],
        )
        for k, node in enumerate(game.terminals)
    )
    notes = ("probabilities are those of the players' choices, given what chance does",) if chance else ()
    return Draft(form="sequential", played=game, players=game.players, outcomes=outcomes, columns=columns, notes=notes)


def _movers(game: TreeGame, node: int) -> list[tuple[int, str]]:
    """Return the players' moves on the way to a node, chance left out."""
    out = []
    for action in reversed(game.path(node)):
        node = game.parents[node]
        if game.infosets[game.sets[node]].player >= 0:
            out.append((game.infosets[game.sets[node]].player, action))
    return out[::-1]


def _paid(game: TreeGame, node: int) -> tuple[Fraction, ...]:
    """Return what every player has at the end of a play."""
    total = game.totals[node] or ()
    return tuple(v.constant if isinstance(v, Affine) else v for v in total)


def _few_enough(title: str, count: int) -> None:
    if count > MOST:
        raise RefusedError(
            f"game {title!r} has {count:,} outcomes, more than {MOST:,}",
            remedy="put fewer levels on offer, or ask for frontier and patience, which need no table",
        )


def finished(
    draft: Draft, *, point: str, stakes: tuple[tuple[str, Fraction], ...], options: tuple[tuple[str, str], ...]
) -> Concordance:
    """Return a concordance: of many outcomes only those that survive something, those that survive most first."""
    concepts, total = draft.columns.concepts, len(draft.outcomes)
    kept = list(range(total))
    if total > LISTED:
        count = [sum(c.marks[k].survives for c in concepts) for k in kept]
        kept = sorted((k for k in kept if count[k]), key=lambda k: (-count[k], k))
    partial = next((c for c in concepts if c.status in _PARTIAL), None)
    told = "every column that is defined is exact and complete"
    notes = list(draft.notes)
    found = Concordance(
        status=Status.EXACT if partial is None else Status.EXACT_INCOMPLETE,
        reason=told if partial is None else f"{partial.name}: {partial.reason}",
        form=draft.form,
        case=draft.case,
        name=draft.name or draft.played.title,
        title=draft.title or draft.played.title,
        players=draft.players,
        played=draft.played,
        point_name=point,
        stakes=stakes,
        outcomes=tuple(draft.outcomes[k] for k in kept),
        total=total,
        concepts=tuple(replace(c, marks=tuple(c.marks[k] for k in kept)) for c in concepts),
        over=(),
        absent=tuple(draft.columns.absent),
        ruler=draft.ruler,
        evidence=tuple(draft.columns.evidence),
        notes=tuple(notes),
        options=options,
    )
    return replace(found, notes=(*notes, *_incredible(found)))


_PARTIAL = {Status.EXACT_INCOMPLETE, Status.EXACT_PURE_ONLY}


def _incredible(found: Concordance) -> tuple[str, ...]:
    """Name the plays that rest on a threat nobody would carry out."""
    names = [
        f"{o.name} ({', '.join(f'{p} {show(u)}' for p, u in zip(found.players, o.payoffs, strict=True))})"
        for o in found.not_credible
    ]
    pure = any(c.name == "subgame perfect (pure)" for c in found.concepts)
    kind = " in pure strategies" if pure else ""
    return (f"not credible, Nash without being subgame perfect{kind}: {'; '.join(names)}",) if names else ()
