"""Is a solution of a tree true? Checked from the raw lists of the game, by code that shares nothing with the solvers.

Room      solve. Imports games' values and errors; nothing of the solvers, nothing of `games.tree_values`.
One-shot  perfect information: one other action at each node, the rest unchanged.
Nash      otherwise: in each subgame the best that each player can do against the others, set by set from the
          last to the first; perfect recall makes that enough.
Complete  where few enough, all pure profiles are tried; mixed ones are not re-derived.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.games.tree import CHANCE, NOWHERE
from bargain.solve.result import Status
from bargain.solve.verify import Verification

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bargain.games.tree import Behaviour, TreeGame
    from bargain.solve.tree_result import TreeEquilibrium, TreeSolution

__all__ = ["verify_tree"]

_ZERO, _ONE = Fraction(0), Fraction(1)
Vector = tuple[Fraction, ...]


def verify_tree(solution: TreeSolution, *, most: int = 2_000) -> Verification:
    """Check a subgame-perfect solution of a tree from the raw game.

    Parameters
    ----------
    solution : TreeSolution
    most : int
        The most pure profiles to try when completeness is re-derived.

    Returns
    -------
    Verification
        Truthy if everything holds.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> from bargain.solve.spe import spe
    >>> game = game_tree("Entry", ("Entrant", "Incumbent"), move("Entrant", {"out": outcome(0, 2),
    ...     "in": move("Incumbent", {"fight": outcome(-1, -1), "yield": outcome(1, 1)})}))
    >>> verify_tree(spe(game))
    <Verification of subgame perfect of 'Entry', 1 listed: holds; completeness re-derived: all pure profiles tried>
    """
    game = solution.game.at({})
    facts = _Facts(game)
    checks = ["payoffs follow from profiles; no deviation gains at any place; every number is a Fraction"]
    faults: list[str] = []
    for n, item in enumerate(solution.equilibria, 1):
        faults += _check(facts, item, f"equilibrium {n}")
    checks.append("each profile once; count, outcomes and status fit what is listed")
    faults += _standing(solution)
    completeness = "not re-derived: faults come first"
    if not faults:
        completeness, more = _completeness(facts, solution, most)
        faults += more
    return Verification(
        subject=f"{solution.concept} of {solution.game.title!r}, {len(solution)} listed",
        checks=tuple(checks),
        faults=tuple(faults),
        completeness=completeness,
    )


class _Facts:
    """The game's lists, read once."""

    def __init__(self, game: TreeGame) -> None:
        self.game = game
        self.players = [s.player for s in game.infosets]
        self.last = list(range(len(game.parents)))  # the last node of each subtree
        for node in reversed(range(1, len(game.parents))):
            parent = game.parents[node]
            self.last[parent] = max(self.last[parent], self.last[node])
        self.single = all(len(s.nodes) == 1 for s in game.infosets if s.player != CHANCE)
        self.roots = self._roots()

    def _roots(self) -> list[int]:
        """Return the nodes where subgames start: no set of a player reaches out of the subtree."""
        game, high, low = self.game, list(self.last), list(range(len(self.last)))
        reach_low, reach_high = list(low), list(low)
        for node in reversed(range(len(low))):
            k = game.sets[node]
            if k != NOWHERE and self.players[k] != CHANCE:
                nodes = game.infosets[k].nodes
                reach_low[node], reach_high[node] = min(nodes), max(nodes)
            for child in game.children[node]:
                reach_low[node] = min(reach_low[node], reach_low[child])
                reach_high[node] = max(reach_high[node], reach_high[child])
        return [n for n in low if game.children[n] and reach_low[n] >= n and reach_high[n] <= high[n]]

    def placed(self, node: int) -> Vector:
        """Return what is earned at a node itself."""
        at = self.game.placed[node]
        return (_ZERO,) * len(self.game.players) if at == NOWHERE else self.game.outcomes[at].payoffs  # type: ignore[return-value]

    def values(self, profile: Behaviour) -> list[Vector]:
        """Return what every player expects from each node on, what stands at the node included."""
        out: list[Vector] = [()] * len(self.game.parents)
        for node in reversed(range(len(out))):
            value = self.placed(node)
            for child, p in zip(self.game.children[node], profile[self.game.sets[node]], strict=False):
                if p:
                    value = tuple([v + p * x for v, x in zip(value, out[child], strict=True)])
            out[node] = value
        return out

    def best(self, profile: Behaviour, player: int) -> dict[int, Fraction]:
        """Return what a player can get in each subgame against the others, the smallest subgames first."""
        chosen: dict[int, int] = {}
        worth: list[Fraction | None] = [None] * len(self.game.parents)
        out = {}
        for root in reversed(self.roots):
            for k in self._open_sets(root, player, chosen):
                self._take_best(profile, player, (root, k), chosen, worth)
            out[root] = self._worth(profile, player, root, chosen, worth)
        return out

    def _open_sets(self, root: int, player: int, chosen: dict[int, int]) -> list[int]:
        """Return the player's sets in a subgame that no smaller subgame has settled, the last first."""
        found = {
            k
            for k in self.game.sets[root : self.last[root] + 1]
            if k != NOWHERE and self.players[k] == player and k not in chosen
        }
        return sorted(found, key=lambda k: self.game.infosets[k].nodes[0], reverse=True)

    def _take_best(
        self,
        profile: Behaviour,
        player: int,
        place: tuple[int, int],
        chosen: dict[int, int],
        worth: list[Fraction | None],
    ) -> None:
        """Choose the best action at a set, its nodes weighted by what chance and the others do from the root on."""
        root, k = place
        totals = [_ZERO] * len(self.game.infosets[k].actions)
        for node in self.game.infosets[k].nodes:
            weight = self._weight(profile, player, root, node)
            for a, child in enumerate(self.game.children[node]):
                if weight:
                    totals[a] += weight * self._worth(profile, player, child, chosen, worth)
        chosen[k] = max(range(len(totals)), key=lambda a: totals[a])

    def _weight(self, profile: Behaviour, player: int, root: int, node: int) -> Fraction:
        weight = _ONE
        while node != root:
            parent = self.game.parents[node]
            k = self.game.sets[parent]
            if self.players[k] != player:
                weight *= profile[k][self.game.moves[node]]
            node = parent
        return weight

    def _worth(
        self,
        profile: Behaviour,
        player: int,
        start: int,
        chosen: dict[int, int],
        worth: list[Fraction | None],
    ) -> Fraction:
        """Return what the player gets from a node on with the actions chosen so far; kept for later."""
        for node in range(self.last[start], start - 1, -1):
            if worth[node] is None:
                worth[node] = self._from(profile, player, node, chosen, worth)
        return worth[start] or _ZERO

    def _from(
        self, profile: Behaviour, player: int, node: int, chosen: dict[int, int], worth: list[Fraction | None]
    ) -> Fraction:
        k, own = self.game.sets[node], self.placed(node)[player]
        children = self.game.children[node]
        if k == NOWHERE:
            return own
        if self.players[k] == player:
            return own + (worth[children[chosen[k]]] or _ZERO)
        return own + sum((p * (worth[c] or _ZERO) for p, c in zip(profile[k], children, strict=True) if p), _ZERO)


def _check(facts: _Facts, item: TreeEquilibrium, name: str) -> list[str]:
    """Return what is wrong with one equilibrium."""
    faults = _misfit(facts, item, name)
    if faults:
        return faults
    values = facts.values(item.profile)
    if values[0] != item.payoffs:
        faults.append(f"{name} earns {', '.join(map(str, values[0]))}, not {', '.join(map(str, item.payoffs))}")
    found = dict(_gains(facts, item.profile, values))
    for place, gain in found.items():
        if gain:
            faults.append(f"{name}: somebody gains {gain} by deviating at node {place}")
            break
    proof = item.certificate
    if dict(zip(proof.places, proof.regrets, strict=False)) != found or len(proof.places) != len(proof.regrets):
        faults.append(f"{name}: the certificate does not follow from the game")
    return faults


def _misfit(facts: _Facts, item: TreeEquilibrium, name: str) -> list[str]:
    """Return what does not fit the game: shapes, mixtures, chance, kinds of numbers."""
    game = facts.game
    if len(item.profile) != len(game.infosets) or len(item.payoffs) != len(game.players):
        return [f"{name} does not fit the game"]
    numbers = [*item.payoffs, *item.certificate.regrets, *(p for row in item.profile for p in row)]
    if any(type(x) is not Fraction for x in numbers):
        return [f"{name} has a number that is no Fraction"]
    for infoset, row in zip(game.infosets, item.profile, strict=True):
        if len(row) != len(infoset.actions) or min(row) < 0 or sum(row) != 1:
            return [f"{name} is no mixture at information set {infoset.number}"]
        if infoset.player == CHANCE and row != infoset.probabilities:
            return [f"{name} changes what chance does"]
    return []


def _gains(facts: _Facts, profile: Behaviour, values: Sequence[Vector]) -> Iterator[tuple[int, Fraction]]:
    """Yield each place with the most that anyone gains there."""
    game = facts.game
    if facts.single:
        for node, k in enumerate(game.sets):
            if k != NOWHERE and facts.players[k] != CHANCE:
                p = facts.players[k]
                top = max(values[c][p] for c in game.children[node])
                yield node, top - (values[node][p] - facts.placed(node)[p])
        return
    best = [facts.best(profile, p) for p in range(len(game.players))]
    for root in facts.roots:
        yield root, max(found[root] - values[root][p] for p, found in enumerate(best))


def _standing(solution: TreeSolution) -> list[str]:
    """Return what does not fit between profiles, count, outcomes and status."""
    faults = []
    profiles = {e.profile for e in solution.equilibria}
    if len(profiles) != len(solution):
        faults.append("a profile is listed twice")
    if not {e.payoffs for e in solution.equilibria} <= set(solution.outcomes):
        faults.append("an equilibrium has payoffs that are not among the outcomes")
    if list(solution.outcomes) != sorted(set(solution.outcomes), reverse=True):
        faults.append("outcomes are not in descending order, each once")
    if solution.count is not None and (solution.count > len(solution)) != solution.truncated:
        faults.append(f"{solution.count} equilibria, {len(solution)} listed, truncated {solution.truncated}")
    if not solution.truncated and {e.payoffs for e in solution.equilibria} != set(solution.outcomes):
        faults.append("an outcome belongs to no equilibrium")
    if solution.status not in {Status.EXACT, Status.EXACT_PURE_ONLY, Status.EXACT_INCOMPLETE}:
        faults.append(f"status {solution.status.value!r} is none of subgame perfection")
    if (solution.status is Status.EXACT_INCOMPLETE) != bool(solution.gap):
        faults.append("status and gap do not agree")
    return faults


def _completeness(facts: _Facts, solution: TreeSolution, most: int) -> tuple[str, list[str]]:
    """Try all pure profiles where they are few, and compare."""
    game = facts.game
    own = [k for k, s in enumerate(game.infosets) if s.player != CHANCE]
    profiles = prod(len(game.infosets[k].actions) for k in own)
    if profiles > most:
        return f"not re-derived: more than {most:,} pure profiles", []
    found: dict[Behaviour, Vector] = {}
    for actions in product(*(range(len(game.infosets[k].actions)) for k in own)):
        profile = _pure(game, dict(zip(own, actions, strict=True)))
        values = facts.values(profile)
        if not any(gain for _, gain in _gains(facts, profile, values)):
            found[profile] = values[0]
    listed = {e.profile for e in solution.equilibria}
    pure = {p for p in listed if all(max(p[k]) == 1 for k in own)}
    if not solution.truncated and pure != set(found):
        return "refuted: a pure equilibrium is missing", [f"{len(found)} pure equilibria, {len(pure)} listed"]
    if not set(found.values()) <= set(solution.outcomes):
        return "refuted: a pure outcome is missing", ["a pure equilibrium has payoffs that are not among the outcomes"]
    return _words(facts, solution, found)


def _words(facts: _Facts, solution: TreeSolution, found: dict[Behaviour, Vector]) -> tuple[str, list[str]]:
    """Say what trying all pure profiles proves under the status of the solution."""
    pure_only = solution.status is Status.EXACT_PURE_ONLY or (facts.single and len(found) == 1)
    if not pure_only:
        return "not re-derived: all pure profiles tried, mixed ones not", []
    if solution.count != len(found) or set(found.values()) != set(solution.outcomes):
        return "refuted: count or outcomes", [f"{len(found)} pure equilibria, the solution counts {solution.count}"]
    return "re-derived: all pure profiles tried", []


def _pure(game: TreeGame, chosen: dict[int, int]) -> Behaviour:
    rows = []
    for k, infoset in enumerate(game.infosets):
        if infoset.player == CHANCE:
            rows.append(infoset.probabilities)
        else:
            rows.append(tuple(_ONE if a == chosen[k] else _ZERO for a in range(len(infoset.actions))))
    return tuple(rows)  # type: ignore[arg-type]
