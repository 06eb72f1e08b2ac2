"""Games in extensive form as values: moves, chance, information sets, outcomes.

Room      games: values only. Knows no country, no article, no solver.
Nodes     counted in preorder, the root 0; all lists below run over nodes in that order, so a subtree is one
          block of numbers and no walk needs recursion.
Payoffs   an outcome may stand at any node; a play earns the sum of the outcomes on its path, as in Gambit's
          files. `totals` holds these sums at the terminal nodes; a path without outcomes earns 0.
Chance    probabilities are numbers, or affine in named parameters; payoffs are numbers or affine in stakes.
Unit      each player's own utility; only differences and order within one player have meaning.
Beside    tree_build   how to write one            tree_values  payoffs, reach, regret: the checker
          tree_normal  its reduced normal form     efg          Gambit's files
Source    [osborne1994]_, definitions 89.1 and 200.1; [kuhn1953]_.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

from bargain.errors import GameError, ParametricGameError
from bargain.exact import fraction
from bargain.exact.grammar import nearest
from bargain.games import tree_checks, tree_facts, tree_names, tree_values
from bargain.games.tree_parts import (
    CHANCE,
    NOWHERE,
    Behaviour,
    InfoSet,
    Lapse,
    Outcome,
    Payoff,
    names_in,
    substituted,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

__all__ = ["CHANCE", "NOWHERE", "Behaviour", "InfoSet", "Lapse", "Outcome", "Payoff", "Subgame", "TreeGame"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TreeGame:
    """A finite game in extensive form for n players.

    Build one with `game_tree` (nested), `TreeBuilder` (node by node) or `read_efg`; the flat lists below are
    what walks and solvers read.

    Attributes
    ----------
    title, comment : str
    players : tuple of str
    parents : per node its parent, NOWHERE for the root
    moves : per node the index of the action that leads to it, NOWHERE for the root
    children : per node its children in the order of the actions; empty at terminal nodes
    sets : per node the index of its information set, NOWHERE at terminal nodes
    placed : per node the index of the outcome that stands there, or NOWHERE
    labels : per node its label, mostly empty
    infosets : in order of first appearance in preorder
    outcomes : tuple of Outcome

    Raises
    ------
    GameError
        For lists that are not one game; the message names the node by the path of actions to it.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> entry = game_tree("Entry", ("Entrant", "Incumbent"), move("Entrant", {
    ...     "out": outcome(0, 2),
    ...     "in": move("Incumbent", {"fight": outcome(-1, -1), "yield": outcome(1, 1)}),
    ... }))
    >>> entry
    <TreeGame 'Entry': Entrant, Incumbent; 5 nodes, 2 information sets, perfect information; payoffs rational>
    >>> entry.subgame_roots, entry.path(4)
    ((0, 2), ('in', 'yield'))
    """

    title: str
    players: tuple[str, ...]
    parents: tuple[int, ...]
    moves: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    sets: tuple[int, ...]
    placed: tuple[int, ...]
    labels: tuple[str, ...]
    infosets: tuple[InfoSet, ...]
    outcomes: tuple[Outcome, ...]
    comment: str = ""
    _memo: dict[str, object] = field(default_factory=dict, init=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        """Refuse a game that is not one, naming the node that does not fit."""
        tree_checks.check(self)

    def _once(self, compute: Callable[[TreeGame], T]) -> T:
        """Compute something from this game once and keep it."""
        if compute.__name__ not in self._memo:
            self._memo[compute.__name__] = compute(self)
        return cast("T", self._memo[compute.__name__])

    def keep(self, compute: Callable[[TreeGame], T], answer: T) -> None:
        """Keep what a builder knows already to be the answer of a function of `tree_facts`."""
        self._memo[compute.__name__] = answer

    @property
    def terminals(self) -> tuple[int, ...]:
        """The nodes at which the game ends, in preorder."""
        return self._once(tree_facts.terminals)

    @property
    def totals(self) -> tuple[tuple[Payoff, ...] | None, ...]:
        """Per terminal node what every player earns on the path to it; None at all other nodes."""
        return self._once(tree_facts.totals)

    @property
    def scaled(self) -> tuple[tuple[int, ...], list[tuple[int, ...]]]:
        """Per player the least unit that makes all its payoffs integers, and per outcome payoff × unit.

        For payoffs that are numbers; see `numeric`.
        """
        return self._once(tree_facts.scaled)

    @property
    def subgame_roots(self) -> tuple[int, ...]:
        """The nodes with children at which a subgame starts, in preorder; the root is the first.

        A chance move that is drawn alike at several nodes ties no subgames together.
        """
        return self._once(tree_facts.subgame_roots)

    @property
    def perfect_information(self) -> bool:
        """Whether every player always knows the node it is at."""
        return self._once(tree_facts.perfect_information)

    @property
    def imperfect_recall(self) -> Lapse | None:
        """The first information set at which its player has forgotten something, and why; None if none has."""
        return self._once(tree_facts.lapse)

    @property
    def perfect_recall(self) -> bool:
        """Whether every player remembers what it knew and did."""
        return self.imperfect_recall is None

    @property
    def stakes(self) -> tuple[str, ...]:
        """Names that are open in the payoffs, sorted."""
        return names_in(self._once(tree_facts.forms)[0])

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names that are open in the probabilities of chance, sorted."""
        return names_in(self._once(tree_facts.forms)[1])

    def end(self, node: int) -> int:
        """Return the first number after a node's subtree, which is range(node, end)."""
        return self._once(tree_facts.ends)[node]

    def path(self, node: int) -> tuple[str, ...]:
        """Return the labels of the actions from the root to a node."""
        return tree_names.path(self, node)

    def where(self, node: int) -> str:
        """Return the path to a node in words for a message; the middle of a long one is left out."""
        return tree_names.where(self.path(node))

    def set_name(self, infoset: int) -> str:
        """Return an information set in words for a message."""
        return tree_names.set_name(self, infoset)

    def player_key(self, player: int) -> str:
        """Return the JSON key of a player: its label, or its number from 1 if the label will not do.

        A label will do if it is non-empty, not a number, and unique.
        """
        return self._once(tree_names.player_keys)[player]

    def key_of(self, infoset: int) -> str:
        """Return the JSON key of an information set, by index: its label, or its number.

        A label will do if it is non-empty, not a number, and unique among the sets of its player.
        """
        return self._once(tree_names.set_keys)[infoset]

    def action_key(self, infoset: int, action: int) -> str:
        """Return the JSON key of an action of an information set: its label, or its number from 1.

        A label will do if it is non-empty, not a number, and unique in its set.
        """
        return self.action_keys(infoset)[action]

    def action_keys(self, infoset: int) -> tuple[str, ...]:
        """Return the JSON keys of all actions of an information set, in order."""
        name = f"actions {infoset}"
        if name not in self._memo:
            self._memo[name] = tree_names.action_keys(self, infoset)
        return cast("tuple[str, ...]", self._memo[name])

    def reach(self, behaviour: Behaviour) -> tuple[Fraction, ...]:
        """Return per node the probability that a play passes it."""
        return tree_values.reach(self, behaviour)

    def expected(self, behaviour: Behaviour) -> tuple[Fraction, ...]:
        """Return each player's expected payoff."""
        return tree_values.expected(self, behaviour)

    def regret(self, behaviour: Behaviour) -> Fraction:
        """Return the most that any one player gains by deviating alone in the whole game; 0 at Nash equilibria."""
        return tree_values.regret(self, behaviour)

    def subgame_regret(self, behaviour: Behaviour) -> Fraction:
        """Return the most that any one player gains by deviating alone in any subgame; 0 if subgame perfect."""
        return tree_values.subgame_regret(self, behaviour)

    def at(self, values: Mapping[str, object], *, strict: bool = False) -> TreeGame:
        """Return the game with stakes and parameters replaced by numbers; names not given stay open.

        Parameters
        ----------
        values : mapping of name to exact number
            May be a whole point of a case: names that this game does not use are passed over.
        strict : bool
            Refuse names that are open neither in payoffs nor in probabilities.

        Raises
        ------
        NumberError
            If a value is not an exact number.
        GameError
            If `strict`, for an unknown name, with the nearest one; for a probability that becomes negative.
        """
        known = {*self.stakes, *self.parameters}
        for name in values if strict else ():
            if name not in known:
                raise GameError(f"game {self.title!r} has no stake {name!r}", remedy=nearest(name, known))
        numbers = {name: fraction(v, what=f"stake {name!r}") for name, v in values.items() if name in known}
        return replace(
            self,
            infosets=tuple(_chances_at(s, numbers) for s in self.infosets),
            outcomes=tuple(
                replace(o, payoffs=tuple(substituted(v, numbers) for v in o.payoffs)) for o in self.outcomes
            ),
        )

    def require_numbers(self) -> None:
        """Pass if all payoffs and probabilities are numbers.

        Raises
        ------
        ParametricGameError
            Naming what is open.
        """
        open_names = sorted({*self.stakes, *self.parameters})
        if open_names:
            raise ParametricGameError(
                f"game {self.title!r} has open stakes: {', '.join(open_names)}",
                remedy="give them values with game.at({...}) first",
            )

    def numeric(self) -> TreeGame:
        """Return the game with every payoff and probability a Fraction.

        Raises
        ------
        ParametricGameError
            If something is open.
        """
        self.require_numbers()
        return self.at({}) if any(self._once(tree_facts.forms)) else self

    def require_recall(self, what: str) -> None:
        """Pass if every player has perfect recall; `what` is named as the thing that needs it.

        Raises
        ------
        GameError
            Naming the information set, and the two nodes that its player tells apart no longer.
        """
        found = self.imperfect_recall
        if found is not None:
            raise GameError(
                f"game {self.title!r}: {found}",
                remedy=f"{what} needs perfect recall; split the set, or solve the reduced normal form",
            )

    def induced(self, node: int) -> Subgame:
        """Return the subgame that starts at a node, with the way back to the numbers of this game.

        Raises
        ------
        GameError
            If no subgame starts there.
        """
        if node not in self.subgame_roots:
            raise GameError(
                f"game {self.title!r}: no subgame starts at node {node}",
                remedy="game.subgame_roots has the nodes at which one does",
            )
        return _induced(self, node)

    def __repr__(self) -> str:
        sets = sum(s.player != CHANCE for s in self.infosets)
        facts = [f"{len(self.parents)} node{'s' * (len(self.parents) != 1)}"]
        facts.append(f"{sets} information set{'s' * (sets != 1)}")
        facts += ["chance"] * (sets < len(self.infosets))
        if self.perfect_information:
            facts.append("perfect information")
        elif not self.perfect_recall:
            facts.append("imperfect recall")
        kind = f"payoffs in {len(self.stakes)} open stakes" if self.stakes else "payoffs rational"
        if self.parameters:
            kind += f", probabilities in {len(self.parameters)} open parameters"
        return f"<TreeGame {self.title!r}: {', '.join(self.players)}; {', '.join(facts)}; {kind}>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subgame:
    """A subgame as a game of its own. Node k of `game` is node `root` + k of the whole.

    What was earned before its root is left out: it is the same whatever is played in the subgame.

    Attributes
    ----------
    game : the subgame
    root : the node of the whole game at which it starts
    sets : per information set of `game` the index of the one of the whole game that it comes from
    """

    game: TreeGame
    root: int
    sets: tuple[int, ...]

    def node_in_whole(self, node: int) -> int:
        """Return the number in the whole game of a node of the subgame."""
        return self.root + node


def _chances_at(infoset: InfoSet, numbers: Mapping[str, Fraction]) -> InfoSet:
    """Return an information set with names in its probabilities replaced."""
    if not infoset.probabilities:
        return infoset
    return replace(infoset, probabilities=tuple(substituted(v, numbers) for v in infoset.probabilities))


def _induced(whole: TreeGame, root: int) -> Subgame:
    """Cut the block of a subtree out; information sets and outcomes keep their labels and numbers."""
    end = whole.end(root)
    inside = range(root, end)
    used = dict.fromkeys(k for k in whole.sets[root:end] if k != NOWHERE)
    new = {k: position for position, k in enumerate(used)} | {NOWHERE: NOWHERE}
    placed = dict.fromkeys(k for k in whole.placed[root:end] if k != NOWHERE)
    ranks = {k: position for position, k in enumerate(placed)} | {NOWHERE: NOWHERE}
    game = TreeGame(
        title=whole.title if root == 0 else f"{whole.title} after {whole.where(root)}",
        comment=whole.comment,
        players=whole.players,
        parents=(NOWHERE, *(p - root for p in whole.parents[root + 1 : end])),
        moves=(NOWHERE, *whole.moves[root + 1 : end]),
        children=tuple(tuple(c - root for c in below) for below in whole.children[root:end]),
        sets=tuple(new[k] for k in whole.sets[root:end]),
        placed=tuple(ranks[k] for k in whole.placed[root:end]),
        labels=whole.labels[root:end],
        infosets=tuple(
            replace(whole.infosets[k], nodes=tuple(n - root for n in whole.infosets[k].nodes if n in inside))
            for k in used
        ),
        outcomes=tuple(whole.outcomes[k] for k in placed),
    )
    return Subgame(game=game, root=root, sets=tuple(used))
