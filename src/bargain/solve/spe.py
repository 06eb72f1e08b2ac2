"""Subgame perfection: subgames bottom up, whatever the players know of one another's moves.

Room      solve.
Method    perfect information: `backward`. Otherwise every subgame, the last first: single moves as in backward
          induction; several moves that hang together by `nash` on the reduced normal form (`spe_subgames`),
          once for every combination of payoffs that the subgames directly below can give.
Complete  two players to a subgame: all equilibria where every continuum has constant payoffs, because then
          the payoffs handed up are all there are. In subgames of more players: the pure ones.
Source    [selten1965]_, [selten1975]_; [osborne1994]_, definition 97.2 and chapter 11.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bargain.solve.backward import LIMIT, backward_induction, listable
from bargain.solve.result import Status
from bargain.solve.spe_certify import per_subgame
from bargain.solve.spe_list import Lister, sorted_vectors
from bargain.solve.spe_render import counted
from bargain.solve.spe_settle import settle
from bargain.solve.spe_subgames import Subgames, crowded
from bargain.solve.tree_result import TreeEquilibrium, TreeSolution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games.tree import TreeGame
    from bargain.solve.spe_menus import Menus

__all__ = ["spe"]

_SOURCES = ("selten1965", "selten1975", "kuhn1953", "nash1950", "avis2010", "osborne1994")
_NAMED = 3  # subgames named in a reason


def spe(game: TreeGame, *, limit: int = LIMIT, pure: bool = False) -> TreeSolution:
    """Find the subgame-perfect equilibria of a game in extensive form.

    Parameters
    ----------
    game : TreeGame
        Rational payoffs and probabilities, perfect recall.
    limit : int
        The most equilibria to list; of trees with very many nodes fewer are listed, at least one.
    pure : bool
        Look for pure equilibria only, also where mixed ones could be found.

    Returns
    -------
    TreeSolution
        Perfect information: see `backward_induction`. Otherwise, with at most two players to a subgame,
        EXACT if every continuum of equilibria has constant payoffs, and EXACT_INCOMPLETE if not: then the
        equilibria built on the extreme ones of each subgame are given, and `gap` names the first subgame.
        Subgames of more players are solved in pure strategies: EXACT_PURE_ONLY, all pure ones; or
        EXACT_INCOMPLETE where some subgame of two players adds mixed ones.

    Raises
    ------
    GameError
        For imperfect recall, naming the information set.
    ParametricGameError
        If stakes or probabilities are open (`spe_regions` and `spe_thresholds` solve such games).
    RefusedError
        If a reduced normal form, its equilibria, or the combinations of tied payoffs are too many.

    Notes
    -----
    At an information set that its owner's own moves within the same subgame exclude, any choice is an
    equilibrium. `equilibria` has every pure choice there; `count` counts these among pure equilibria and is
    None otherwise, because mixtures serve as well.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> def reply(fight, give):
    ...     return move("Incumbent", {"fight": outcome(*fight), "yield": outcome(*give)}, at="reply")
    >>> war = move("Entrant", {"fight": reply((-3, -1), (1, -2)), "yield": reply((-2, 1), (-1, 0))}, at="inside")
    >>> game = game_tree("Entry and war", ("Entrant", "Incumbent"), move("Entrant", {"out": outcome(0, 3),
    ...     "in": war}))
    >>> spe(game)
    <subgame perfect of 'Entry and war': 1 equilibrium, exact, regret 0>
      1. Entrant: out at the root, yield at inside (0); Incumbent: fight (3)
    """
    whole = game.numeric()
    if whole.perfect_information:
        found = backward_induction(whole, limit=limit)
        return replace(found, game=game, options=_options(limit, pure=pure))
    whole.require_recall("subgame perfection")
    solver = Subgames(pure=pure, packed=frozenset(crowded(whole)))
    menus = settle(whole, solver)
    if menus.dead is not None:
        return _none(game, menus, solver, _options(limit, pure=pure))
    if solver.packed and not solver.mixed:
        solver.pure = True  # nothing but pure profiles was found, and these are all of them
    listed = Lister(menus).first(listable(whole, limit))
    total = menus.number(menus.root)
    ties = {} if solver.pure else menus.tied()
    endless = [] if solver.pure else sorted({*solver.endless, *ties})
    uneven = [] if solver.pure else sorted({*solver.uneven, *(n for n, even in ties.items() if not even)})
    status, gap, reason = _standing(menus, solver, (endless, uneven), asked=pure)
    return TreeSolution(
        game=game,
        concept="subgame perfect",
        status=status,
        reason=reason,
        equilibria=tuple(
            TreeEquilibrium(profile=p, payoffs=menus.payoffs(v), certificate=per_subgame(whole, p)) for v, p in listed
        ),
        count=None if endless or solver.marginal else total,
        truncated=total > len(listed),
        outcomes=tuple(menus.payoffs(v) for v in sorted_vectors(menus.menu(menus.root))),
        options=_options(limit, pure=pure),
        sources=_SOURCES,
        completeness="every subgame was solved for every continuation found below it; not re-derived",
        gap=gap,
        parts=tuple(solver.parts),
    )


def _options(limit: int, *, pure: bool) -> tuple[tuple[str, int | bool], ...]:
    return (("limit", limit), ("pure", pure))


def _standing(
    menus: Menus, solver: Subgames, found: tuple[Sequence[int], Sequence[int]], *, asked: bool
) -> tuple[Status, str, str]:
    """Return status, gap and reason; `asked` tells that pure equilibria were asked for."""
    game, (endless, uneven) = menus.game, found
    crowd = (
        f"more than two players choose in the subgame at {_place(game, min(solver.packed))}" if solver.packed else ""
    )
    if solver.pure:
        why = "pure equilibria were asked for" if asked else crowd
        return Status.EXACT_PURE_ONLY, "", f"{why}: all pure equilibria, mixed ones were not looked for"
    if uneven:
        gap = f"continuum at subgame {_place(game, uneven[0])}"
        reason = (
            f"a continuum of equilibria with different payoffs {_at(game, uneven)}: continued from its extreme "
            "ones only; equilibria that rest on others of it may be missing"
            f"{f'; {crowd}, solved in pure strategies' if crowd else ''}"
        )
        return Status.EXACT_INCOMPLETE, gap, reason
    if solver.marginal:
        gap = f"marginals only at subgame {_place(game, solver.marginal[0])}"
        return Status.EXACT_INCOMPLETE, gap, "a large subgame was solved issue by issue; profiles are combinations"
    if solver.packed:
        gap = f"pure only at subgame {_place(game, min(solver.packed))}"
        return Status.EXACT_INCOMPLETE, gap, f"{crowd}: mixed equilibria were looked for in the other subgames only"
    if endless:
        reason = f"infinitely many, all with the payoffs listed: a continuum {_at(game, endless)}, extreme ones listed"
        return Status.EXACT, "", reason
    number = counted(menus.number(menus.root))
    return Status.EXACT, "", f"{number}: every subgame has finitely many equilibria, all found"


def _place(game: TreeGame, node: int) -> str:
    return game.where(node)


def _at(game: TreeGame, nodes: Sequence[int]) -> str:
    """Name a few subgames in words."""
    named = ", ".join(_place(game, n) for n in nodes[:_NAMED])
    more = len(nodes) - _NAMED
    return f"at subgame {named}" + (f" and {more} more" if more > 0 else "")


def _none(game: TreeGame, menus: Menus, solver: Subgames, options: tuple[tuple[str, int | bool], ...]) -> TreeSolution:
    """Return the answer that no pure profile is an equilibrium."""
    where = menus.game.where(menus.dead or 0)
    return TreeSolution(
        game=game,
        concept="subgame perfect",
        status=Status.EXACT_PURE_ONLY,
        reason=f"the subgame at {where} has no pure equilibrium; mixed ones were not looked for",
        equilibria=(),
        count=0,
        truncated=False,
        outcomes=(),
        options=options,
        sources=_SOURCES,
        completeness="every pure profile of that subgame was checked; not re-derived",
        parts=tuple(solver.parts),
    )
