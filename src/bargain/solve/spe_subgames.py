"""Subgames that several moves make up: cut at the subgames below, solved in the reduced normal form.

Room      solve.
Cut       the subgames directly below are replaced by payoffs; what is left has no proper subgame.
Kuhn      mixtures of reduced strategies become behaviours with the same outcome whatever others do, [kuhn1953]_.
          At a set that the player's own moves exclude, a reduced strategy says nothing, and any choice there is
          part of an equilibrium of this subgame: the set is `free`.
Points    different mixtures can be one behaviour. A maximal Nash subset is a continuum of behaviours exactly if
          its extreme members are not all one; payoffs are constant on it exactly if they are at these.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.games.normal import NormalFormGame
from bargain.games.tree import CHANCE, NOWHERE, Outcome, TreeGame
from bargain.games.tree_normal import reduced_normal_form
from bargain.solve.pure import pure_nash
from bargain.solve.result import Solution, Status
from bargain.solve.spe_list import sorted_vectors
from bargain.solve.spe_menus import Local, size_words
from bargain.solve.tree_result import SubgamePart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.tree_normal import ReducedForm
    from bargain.solve.result import Equilibrium
    from bargain.solve.spe_menus import Menus
    from bargain.solve.spe_untied import Vector

__all__ = ["Subgames", "crowded"]

_COMBINATIONS = 10_000
Rows = tuple[tuple[int, tuple[Fraction, ...]], ...]


def crowded(game: TreeGame) -> tuple[int, ...]:
    """Return the subgames in which more than two players choose once the subgames below are decided, in preorder."""
    starts = set(game.subgame_roots)
    home = [0] * len(game.parents)
    choosers: dict[int, set[int]] = {}
    for node, k in enumerate(game.sets):
        home[node] = node if node in starts or node == 0 else home[game.parents[node]]
        if k != NOWHERE and game.infosets[k].player != CHANCE and len(game.infosets[k].actions) > 1:
            choosers.setdefault(home[node], set()).add(game.infosets[k].player)
    return tuple(sorted(root for root, players in choosers.items() if len(players) > 2))


@dataclass(slots=True, kw_only=True)
class Subgames:
    """Solves such subgames one by one and remembers what it met on the way.

    Attributes
    ----------
    pure : whether to look for pure equilibria only
    packed : the subgames in which that is so in any case
    mixed : whether some equilibrium found has a mixture in it
    endless : subgames with infinitely many equilibria
    uneven : those among them on which payoffs vary
    marginal : subgames whose equilibria are known by their marginals only
    parts : the subgames as solved
    """

    pure: bool
    packed: frozenset[int] = frozenset()
    mixed: bool = False
    endless: list[int] = field(default_factory=list)
    uneven: list[int] = field(default_factory=list)
    marginal: list[int] = field(default_factory=list)
    parts: list[SubgamePart] = field(default_factory=list)

    def __call__(self, menus: Menus, kind: int) -> tuple[Local, ...]:
        """Return the equilibria of one subgame, a kind of its own, for all payoffs that may come from below."""
        root, inner = menus.kinds.nodes[kind], menus.kinds.inner(kind)
        cut = _Cut(menus.game, root, inner)
        choices = [sorted_vectors(menus.menu(c)) for c in menus.kinds.below[kind]]
        combinations = prod(map(len, choices))
        if combinations > _COMBINATIONS:
            raise RefusedError(
                f"game {menus.game.title!r}: the subgames below {menus.game.where(root)} have "
                f"{size_words(combinations)} combinations of equilibrium payoffs, over the limit of {_COMBINATIONS:,}",
                remedy="break some ties below it, or solve it for payoffs that you put there",
            )
        out: list[Local] = []
        for combination in product(*choices):
            out += self._solved(menus, root, cut, combination)
        return tuple(out)

    def _solved(self, menus: Menus, root: int, cut: _Cut, inner: Sequence[Vector]) -> list[Local]:
        """Return the equilibria of one subgame for given payoffs below."""
        below = tuple(menus.payoffs(v) for v in inner)
        form = reduced_normal_form(cut.game(below))
        normal, active = _among_choosers(form)
        pure = self.pure or root in self.packed
        from bargain.solve.nash import nash  # games of perfect information need none of it

        solution = pure_nash(normal) if pure else nash(normal)
        self.parts.append(SubgamePart(root=root, inner=tuple(zip(cut.inner, below, strict=True)), solution=solution))
        items = []
        for found in solution.equilibria:
            rows, free = _behaviour(form, cut.sets, _everyone(form, active, found))
            vector = menus.scaled(_payoffs(form, normal, found))
            items.append(Local(vector=vector, inner=tuple(inner), rows=rows, free=free))
        self.mixed = self.mixed or any(max(row) < 1 for item in items for _, row in item.rows)
        if not pure:
            self._note(root, items, solution)
        return list(dict.fromkeys(items))

    def _note(self, root: int, items: Sequence[Local], solution: Solution) -> None:
        """Remember whether equilibria are infinitely many here, and whether their payoffs vary."""
        groups = [[items[n] for n in group] for group in solution.components or ()]
        if solution.status is not Status.EXACT and root not in self.marginal:
            self.marginal.append(root)
        many = any(item.free for item in items) or any(len(set(group)) > 1 for group in groups)
        if many and root not in self.endless:
            self.endless.append(root)
        if any(len({item.vector for item in group}) > 1 for group in groups) and root not in self.uneven:
            self.uneven.append(root)


class _Cut:
    """A subgame without the subgames below it, for any payoffs that stand in their place."""

    def __init__(self, whole: TreeGame, root: int, inner: Sequence[int]) -> None:
        kept = list(_kept(whole, root, inner))
        self.inner = {node: n for n, node in enumerate(inner)}
        self.nodes = kept
        new = {old: k for k, old in enumerate(kept)}
        ends = set(inner)
        used = dict.fromkeys(whole.sets[n] for n in kept if n not in ends and whole.sets[n] != NOWHERE)
        self.sets = tuple(used)
        place = {k: n for n, k in enumerate(self.sets)}
        moving = [n not in ends and bool(whole.children[n]) for n in kept]
        self.whole = whole
        self.shape = {
            "title": whole.title if root == 0 else f"{whole.title}, after {' / '.join(whole.path(root)[-6:])}",
            "players": whole.players,
            "parents": (NOWHERE, *(new[whole.parents[n]] for n in kept[1:])),
            "moves": (NOWHERE, *(whole.moves[n] for n in kept[1:])),
            "children": tuple(
                tuple(new[c] for c in whole.children[n]) if go else () for n, go in zip(kept, moving, strict=True)
            ),
            "sets": tuple(place[whole.sets[n]] if go else NOWHERE for n, go in zip(kept, moving, strict=True)),
            "labels": ("",) * len(kept),
            "infosets": tuple(
                replace(whole.infosets[k], nodes=tuple(new[n] for n in whole.infosets[k].nodes if n in new))
                for k in self.sets
            ),
        }
        self.leaves = [n for n, go in zip(kept, moving, strict=True) if not go]
        at = iter(range(len(self.leaves)))
        self.placed = tuple(NOWHERE if go else next(at) for go in moving)

    def game(self, payoffs: Sequence[tuple[Fraction, ...]]) -> TreeGame:
        """Return it with these payoffs in the place of the subgames below."""
        outcomes = tuple(
            Outcome(
                label="",
                number=n,
                payoffs=payoffs[self.inner[leaf]] if leaf in self.inner else self.whole.totals[leaf] or (),
            )
            for n, leaf in enumerate(self.leaves, 1)
        )
        return TreeGame(**self.shape, placed=self.placed, outcomes=outcomes)  # type: ignore[arg-type]


def _kept(whole: TreeGame, root: int, inner: Sequence[int]) -> Iterator[int]:
    """Yield the nodes of a subgame down to the roots of the subgames directly below, in preorder."""
    at = root
    for stop in (*inner, whole.end(root)):
        yield from range(at, min(stop + 1, whole.end(root)))
        at = whole.end(stop) if stop < whole.end(root) else stop


def _among_choosers(form: ReducedForm) -> tuple[NormalFormGame, tuple[int, ...]]:
    """Return the normal form among those who have a choice; the others' single strategy changes no table."""
    active = tuple(p for p, own in enumerate(form.strategies) if len(own) > 1) or (0,)
    game = form.game
    return NormalFormGame(
        title=game.title,
        players=tuple(game.players[p] for p in active),
        actions=tuple(game.actions[p] for p in active),
        payoffs=tuple(game.payoffs[p] for p in active),
    ), active


def _everyone(form: ReducedForm, active: Sequence[int], found: Equilibrium) -> list[tuple[Fraction, ...]]:
    """Return the mixtures of all players of the tree."""
    known = dict(zip(active, found.profile, strict=True))
    return [known.get(p, (Fraction(1),)) for p in range(len(form.strategies))]


def _behaviour(
    form: ReducedForm, sets: Sequence[int], mixtures: Sequence[Sequence[Fraction]]
) -> tuple[Rows, tuple[int, ...]]:
    """Return what is played at each set of the whole game, and the sets that their owner's moves exclude."""
    weights = [[Fraction(0)] * len(s.actions) for s in form.tree.infosets]
    for own, mixture in zip(form.strategies, mixtures, strict=True):
        for strategy, weight in zip(own, mixture, strict=True):
            for k, a in strategy if weight else ():
                weights[k][a] += weight
    rows, free = [], []
    for k, (infoset, row) in enumerate(zip(form.tree.infosets, weights, strict=True)):
        total = sum(row)
        if infoset.player == CHANCE:
            continue
        if total:
            rows.append((sets[k], tuple([w / total for w in row])))
        elif len(row) == 1:
            rows.append((sets[k], (Fraction(1),)))
        else:
            free.append(sets[k])
    return tuple(rows), tuple(free)


def _payoffs(form: ReducedForm, normal: NormalFormGame, found: Equilibrium) -> tuple[Fraction, ...]:
    """Return what every player of the tree earns, those without a choice included."""
    support = [[(a, w) for a, w in enumerate(mixture) if w] for mixture in found.profile]
    totals = [Fraction(0)] * len(form.game.players)
    for cell in product(*support):
        weight = prod((w for _, w in cell), start=Fraction(1))
        at = normal.index([a for a, _ in cell])
        for p, table in enumerate(form.game.payoffs):
            totals[p] += weight * table[at]  # type: ignore[assignment]  # numbers: the game has no open stakes
    return tuple(totals)
