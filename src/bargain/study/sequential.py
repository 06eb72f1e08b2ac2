"""The games of a case that are played in moves, worked through: trees, signals, offers, repetition.

Room      study. Values only; the report room writes them down and draws.
Point     equilibria are those at the documented baseline, a worked example; what holds over all admissible
          stakes stands beside them.
Second    every tree and signalling solution is checked again by code that shares nothing with its solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bargain.games.signalling_trees import signalling_form
from bargain.solve.spe import spe
from bargain.solve.spe_verify import verify_tree
from bargain.study.orders import compare_orders, regions_of
from bargain.study.patience import patience
from bargain.study.protocol import protocol
from bargain.study.signals import SolvedSignal, solve_signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from bargain.case import GameSpec
    from bargain.encode import CodedCase, Exchange
    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour
    from bargain.solve.spe_regions import SpeRegions
    from bargain.solve.tree_result import TreeSolution
    from bargain.solve.verify import Verification
    from bargain.study.orders import Orders
    from bargain.study.patience_results import Patience
    from bargain.study.protocol_values import Protocol

__all__ = ["InMoves", "Partnership", "Play", "SolvedSignal", "SolvedTalks", "SolvedTree", "in_moves", "plays"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """One way in which a game may run: the node where it ends, its actions, and how likely it is."""

    node: int
    actions: tuple[str, ...]
    probability: Fraction

    def __str__(self) -> str:
        return " / ".join(self.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedTree:
    """One sequential game: as coded, at the baseline, solved for subgame perfection, and checked again."""

    spec: GameSpec
    game: TreeGame
    numbers: TreeGame
    solution: TreeSolution
    verification: Verification
    regions: SpeRegions | None  # over the stake space; None without perfect information

    @property
    def outcomes(self) -> tuple[tuple[Play, ...], ...]:
        """Per equilibrium listed, the plays that may come about; equal ones once, in the order of the equilibria."""
        return tuple(dict.fromkeys(plays(self.numbers, item.profile) for item in self.solution))


@dataclass(frozen=True, slots=True, kw_only=True)
class SolvedTalks:
    """One game of offers about an exchange, at the baseline, for either first proposer."""

    spec: GameSpec
    found: Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership:
    """One exchange repeated: which of its packages enforce themselves, and at which patience."""

    spec: GameSpec
    exchange: Exchange
    factors: tuple[Fraction, ...]  # the case's discount factors, per player
    found: Patience


@dataclass(frozen=True, slots=True, kw_only=True)
class InMoves:
    """All games of a case that are played in moves."""

    trees: tuple[SolvedTree, ...] = ()
    signals: tuple[SolvedSignal, ...] = ()
    talks: tuple[SolvedTalks, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    orders: tuple[Orders, ...] = ()  # variants of a sequential game against their original

    @property
    def sources(self) -> tuple[str, ...]:
        """BibTeX keys owed, each once."""
        owed = [key for tree in self.trees for key in tree.solution.sources]
        owed += [key for tree in self.trees if tree.regions is not None for key in tree.regions.sources]
        owed += [key for signal in self.signals for key in signal.solution.sources]
        owed += [key for talks in self.talks for key in talks.found.sources]
        owed += [key for part in self.signals for key in part.over.sources]
        owed += [key for part in self.partnerships for key in part.found.sources]
        return tuple(dict.fromkeys(owed))


def plays(game: TreeGame, profile: Behaviour) -> tuple[Play, ...]:
    """Return the plays that may come about under a behaviour, in the order of the tree.

    Examples
    --------
    >>> from bargain import load_case
    >>> from bargain.solve.spe import spe
    >>> case = load_case("russia-turkey-2022")
    >>> tree = case.tree("sochi-turkey-first", at=case.point())
    >>> [str(play) for play in plays(tree, spe(tree)[0].profile)]
    ['leave the dollar / hold firm / penalise / take it back']
    """
    from bargain.games.tree_values import reach

    likely = reach(game, profile)
    return tuple(
        Play(node=node, actions=game.path(node), probability=likely[node]) for node in game.terminals if likely[node]
    )


def in_moves(case: CodedCase, *, progress: Callable[[str], None] | None = None) -> InMoves | None:
    """Work through the games of a case that are played in moves, at its baseline.

    Parameters
    ----------
    case : CodedCase
        Must have a baseline.
    progress : function of what is being done, optional

    Returns
    -------
    InMoves or None
        None if the case has no such game.

    Raises
    ------
    CaseError
        If the case has no baseline.

    Notes
    -----
    A second or two for the flagship. See [selten1975]_, [rubinstein1982]_ and [friedman1971]_.
    """
    specs = [spec for spec in case.games if not spec.one_shot]
    if not specs:
        return None
    trees, signals, talks, partnerships = [], [], [], []
    for spec in specs:
        if progress is not None:
            progress(f"solving {spec.id}")
        if spec.offers is not None:
            talks.append(SolvedTalks(spec=spec, found=protocol(case, spec.id)))
        elif spec.repeated is not None:
            partnerships.append(_partnership(case, spec))
        elif isinstance(signalling_form(case.tree(spec.id)), str):
            trees.append(_tree(case, spec))
        else:
            signals.append(solve_signal(case, spec))
    return InMoves(
        trees=tuple(trees),
        signals=tuple(signals),
        talks=tuple(talks),
        partnerships=tuple(partnerships),
        orders=_orders(case, trees),
    )


def _tree(case: CodedCase, spec: GameSpec) -> SolvedTree:
    """Solve a sequential game for subgame perfection."""
    game = case.tree(spec.id)
    numbers = game.at(case.point())
    solution = spe(numbers)
    return SolvedTree(
        spec=spec,
        game=game,
        numbers=numbers,
        solution=solution,
        verification=verify_tree(solution),
        regions=regions_of(case, game),
    )


def _orders(case: CodedCase, trees: Sequence[SolvedTree]) -> tuple[Orders, ...]:
    """Compare each variant of a sequential game with its original, where both have regions and the same players."""
    by_id = {tree.spec.id: tree for tree in trees}
    out = []
    for tree in trees:
        home = by_id.get(tree.spec.variant_of)
        if home is None or home.game.players != tree.game.players:
            continue
        if home.regions is not None and tree.regions is not None:
            out.append(compare_orders(case, (home.spec.id, tree.spec.id), (home.regions, tree.regions)))
    return tuple(out)


def _partnership(case: CodedCase, spec: GameSpec) -> Partnership:
    """Find which packages of a repeated exchange enforce themselves."""
    about = spec.repeated
    if about is None:
        raise TypeError(spec.id)  # the caller looked
    deal = case.exchange(about.exchange)
    swaps = [{i.id: i.levels[-1] for i in other.issues} for other in _within(case, deal)]
    found = patience(case, about.exchange, packages=swaps or None, readings=[], formulas=False)
    factors = tuple(case.number(name).value for _, name in about.discount)
    return Partnership(spec=spec, exchange=deal, factors=factors, found=found)


def _within(case: CodedCase, deal: Exchange) -> list[Exchange]:
    """Return the smaller exchanges of the case whose issues are all among those of one."""
    ids = {issue.id for issue in deal.issues}
    others = [case.exchange(s.id) for s in case.games if s.form == "exchange" and not s.terms and s.id != deal.game]
    return [other for other in others if {issue.id for issue in other.issues} < ids]
