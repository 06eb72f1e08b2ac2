"""The ways in which an equilibrium of a game can agree with reported moves, as unions of polyhedra.

Room      study.
Model     a game with its moves read into it. `ways` gives, for the moves that must agree and one that must not,
          every equilibrium that fits, with the stakes at which it is one. An issue or action without a move
          is free: some equilibrium is enough.
One-shot  pure Nash; in an exchange issue by issue, since what a grant costs does not depend on the rest.
In moves  pure subgame-perfect plays: a move agrees if its action is taken on the play, however chance falls.
Repeated  packages that the patience given holds: for both actors C <= δ·B, counted from the one-shot equilibrium
          in which shared interests are granted, on each part of the stakes on which that one is fixed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Protocol

from bargain.errors import GameError, RefusedError
from bargain.exact import Affine, Condition, Relation
from bargain.games.conditions import at_least
from bargain.study.alternatives import PURE, issue_alternatives
from bargain.study.pieces import Alternative
from bargain.study.regimes import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from fractions import Fraction

    from bargain.encode import Exchange, Grantable
    from bargain.polyhedra import Polyhedron
    from bargain.study.observed_moves import Counted
    from bargain.study.regimes import Part

__all__ = ["ExchangeModel", "Model", "PlayModel", "RepeatedModel", "together", "touched"]

MOST_WAYS = 1_000


class Model(Protocol):
    """A game with the moves that say something about it."""

    @property
    def concept(self) -> str:
        """The equilibria that are spoken of."""

    @property
    def counted(self) -> tuple[Counted, ...]:
        """The moves that say something."""

    def ways(self, must: Collection[str], mustnt: str = "") -> tuple[Alternative, ...]:
        """Return the equilibria that agree with some moves and disagree with one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayModel:
    """A game played by actions: its possible equilibria, each with the moves that it agrees with."""

    concept: str
    counted: tuple[Counted, ...]
    items: tuple[tuple[Alternative, frozenset[str]], ...]

    def ways(self, must: Collection[str], mustnt: str = "") -> tuple[Alternative, ...]:
        """Return the equilibria that agree with some moves and disagree with one."""
        return tuple(item for item, agrees in self.items if agrees.issuperset(must) and mustnt not in agrees)

    @staticmethod
    def of(
        concept: str,
        counted: Sequence[Counted],
        alternatives: Sequence[Alternative],
        acts: Callable[[Alternative], Sequence[Collection[tuple[str, str]]]],
    ) -> PlayModel:
        """Sort equilibria by moves; `acts` gives for each way it can run the pairs of player and action."""
        items = []
        for item in alternatives:
            runs = acts(item)
            agrees = frozenset(
                c.id
                for c in counted
                if all(any((who, a) in run for a in wanted) for run in runs for who, wanted in c.plays)
            )
            items.append((item, agrees))
        return PlayModel(concept=concept, counted=tuple(counted), items=tuple(items))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeModel:
    """An exchange played once; only issues with a move matter."""

    counted: tuple[Counted, ...]
    deal: Exchange
    concept: str = PURE

    def ways(self, must: Collection[str], mustnt: str = "") -> tuple[Alternative, ...]:
        """Return the levels of the issues with a move that can stand together in equilibrium."""
        menus = [
            [item for item in issue_alternatives(self.deal.issue(name)) if item.key[0] in levels]
            for name, levels in _allowed(self.deal, self.counted, must, mustnt).items()
        ]
        return tuple(together(chosen) for chosen in product(*menus))


def together(items: Sequence[Alternative]) -> Alternative:
    """Return alternatives of different issues as one; of none, the one that always holds."""
    return Alternative(
        label=", ".join(i.label for i in items) or "any equilibrium",
        conditions=tuple(dict.fromkeys(c for i in items for c in i.conditions)),
        key=tuple(k for i in items for k in i.key),
    )


def _allowed(
    deal: Exchange, counted: Sequence[Counted], must: Collection[str], mustnt: str
) -> dict[str, tuple[int, ...]]:
    """Return, per issue that a move speaks of, the levels that agree with some moves and disagree with one."""
    out: dict[str, tuple[int, ...]] = {}
    for item in counted:
        every = tuple(range(len(deal.issue(item.issue).levels)))
        if item.id in must:
            out[item.issue] = (item.level,)
        elif item.id == mustnt:
            out[item.issue] = tuple(n for n in every if n != item.level)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedModel:
    """An exchange repeated for ever at given patience.

    Attributes
    ----------
    patience : discount factor per actor
    areas : per actor its factor of the stake space
    smaller : ids of exchanges of fewer issues in which some of the moves say something
    """

    counted: tuple[Counted, ...]
    deal: Exchange
    patience: tuple[tuple[str, Fraction], ...]
    areas: tuple[tuple[str, Polyhedron], ...]
    concept: str
    smaller: tuple[str, ...] = ()

    def ways(self, must: Collection[str], mustnt: str = "") -> tuple[Alternative, ...]:
        """Return the self-enforcing packages that agree, once for each one-shot outcome.

        Raises
        ------
        RefusedError
            If there are more than 1,000, with their number.
        """
        pairs, menus, count = self._sizes(must, mustnt)
        if count > MOST_WAYS:
            raise RefusedError(
                f"game {self.deal.game!r} has {count:,} packages and one-shot outcomes that agree with the moves, more "
                f"than {MOST_WAYS:,}",
                remedy='let issues without a move stand as in the one-shot equilibrium (rest="one-shot")'
                + (f", or ask about {', '.join(self.smaller)} with a patience" if self.smaller else ""),
            )
        out = (
            way
            for pair, menu in zip(pairs, menus, strict=True)
            for levels in product(*menu)
            if (way := self.way(pair, levels)) is not None
        )
        return tuple(dict.fromkeys(out))

    def many(self) -> bool:
        """Tell whether the packages that agree with all moves, or with all but one, are too many to list."""
        names = [c.id for c in self.counted]
        asks = [(names, ""), *(([n for n in names if n != one], one) for one in names)]
        return any(self._sizes(must, mustnt)[2] > MOST_WAYS for must, mustnt in asks)

    def allowed(self, must: Collection[str], mustnt: str = "") -> dict[str, tuple[int, ...]]:
        """Return, per issue that a move speaks of, the levels that agree with some moves and disagree with one."""
        return _allowed(self.deal, self.counted, must, mustnt)

    def _sizes(
        self, must: Collection[str], mustnt: str
    ) -> tuple[list[tuple[Part, ...]], list[list[tuple[int, ...]]], int]:
        """Return the one-shot outcomes, the levels to try under each, and how many packages that makes."""
        areas = dict(self.areas)
        allowed = self.allowed(must, mustnt)
        pairs = list(product(*(parts(self.deal, actor, areas[actor])[0] for actor in self.deal.actors)))
        menus = [self._menus(pair, allowed) for pair in pairs]
        return pairs, menus, sum(prod(len(m) for m in menu) for menu in menus)

    def _menus(self, pair: Sequence[Part], allowed: Mapping[str, Sequence[int]]) -> list[tuple[int, ...]]:
        """Return the levels to try per issue; a free issue needs none below its one-shot level."""
        oneshot = _oneshot(pair)
        areas = dict(self.areas)
        out = []
        for issue in self.deal.issues:
            levels = tuple(allowed.get(issue.id, range(len(issue.levels))))
            least = oneshot[issue.id]
            if issue.id not in allowed and _rises(issue, least, areas[issue.beneficiary]):
                levels = tuple(n for n in levels if n >= least)
            out.append(levels)
        return out

    def way(self, pair: Sequence[Part], levels: Sequence[int]) -> Alternative | None:
        """Return the stakes at which one package enforces itself on one pair of parts; None if it never does."""
        oneshot = _oneshot(pair)
        chosen = {issue.id: n for issue, n in zip(self.deal.issues, levels, strict=True)}
        kept = at_least(self._slack(actor, delta, chosen, oneshot) for actor, delta in self.patience)
        given = [row.condition for part in pair for row in part.rows]
        if kept is None or not all(c.holds({}) for c in given if c.form.is_constant):
            return None
        words = [f"{i.id}: {i.levels[chosen[i.id]]}" for i in self.deal.issues]
        anyway = [f"{i.id} {i.levels[oneshot[i.id]]}" for i in self.deal.issues if oneshot[i.id]]
        return Alternative(
            label=", ".join(words) + (f" (one-shot anyway: {', '.join(anyway)})" if anyway else ""),
            conditions=tuple(c for c in dict.fromkeys((*given, *kept)) if not c.form.is_constant),
            key=tuple(levels),
        )

    def _slack(self, actor: str, delta: Fraction, chosen: Mapping[str, int], oneshot: Mapping[str, int]) -> Affine:
        """Return δ·B − C of one actor."""
        mine = [i.cost[chosen[i.id]] - i.cost[oneshot[i.id]] for i in self.deal.issues if i.grantor == actor]
        its = [i.benefit[chosen[i.id]] - i.benefit[oneshot[i.id]] for i in self.deal.issues if i.beneficiary == actor]
        return Affine.total(its) * delta - Affine.total(mine)


def _oneshot(pair: Sequence[Part]) -> dict[str, int]:
    return {issue: level for part in pair for issue, level in part.levels}


def _rises(issue: Grantable, least: int, area: Polyhedron) -> bool:
    """Tell whether no level below one can be worth more than it to the beneficiary."""
    return not any(
        area.admits(Condition(issue.benefit[n] - issue.benefit[least], Relation.ABOVE)) for n in range(least)
    )


def touched(deal: Exchange, counted: Sequence[Counted]) -> Exchange:
    """Return an exchange cut down to the issues that moves speak of; the others stand one-shot and add nothing.

    Raises
    ------
    GameError
        If no move speaks of any.
    """
    names = {c.issue for c in counted}
    if not names:
        raise GameError(f"no move speaks of an issue of {deal.game!r}", remedy='leave rest="one-shot" out')
    return replace(deal, issues=tuple(i for i in deal.issues if i.id in names))
