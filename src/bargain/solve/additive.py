"""Games that are additive by issue: solved issue by issue, whatever their size.

Room      solve.
Meaning   if every payoff is a constant plus one term per block of issues, a player's expected payoff
          depends on its mixture only through the marginals on the blocks, and it can choose these
          one by one. So a profile is an equilibrium exactly if its marginals are one in every
          block: only marginals matter, and any correlation among a player's own issues will do.
Result    `parts` has the blocks with their equilibria and components: that is the whole answer.
          `equilibria` combines them as independent mixtures. Status EXACT if these are the extreme
          equilibria of the whole game too (as when the mixtures of the blocks are pure), else
          EXACT_BY_MARGINALS.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from bargain.errors import GameError
from bargain.games import NormalFormGame
from bargain.solve.dominance import eliminate
from bargain.solve.general import LIMIT, SOURCES, Call, padded, solve_pairs
from bargain.solve.issues import Block, Choice, blocks, choices, read_labels
from bargain.solve.pure import pure_nash
from bargain.solve.result import Equilibrium, Option, Part, Solution, Status
from bargain.solve.scaled import Mixed, Scaled, certify, certify_pairs, scaled

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bargain.games import Profile

    Progress = Callable[[str, int, int], None]
    Levels = Sequence[Sequence[Mapping[str, str]]]

__all__ = ["additive_nash", "additive_solution", "find_issues"]

_MOST = 10_000  # combinations listed; the parts have them all
_NOTHING = "–"  # the one action of a player without a choice in a block


def additive_nash(
    game: NormalFormGame, *, levels: Levels | None = None, limit: int = LIMIT, progress: Progress | None = None
) -> Solution:
    """Find all equilibria of a game whose payoffs are additive by issue.

    Parameters
    ----------
    game : NormalFormGame
        Rational payoffs; every player's actions are all combinations of levels of its issues.
    levels : per player, per action, {issue: level}; optional
        Read from the action labels (``"syria: full + energy: withhold"``) if left out.
    limit, progress
        As for `nash`, for each block.

    Returns
    -------
    Solution
        `parts` is the answer; `equilibria` lists at most 10,000 combinations of it, and `reason`
        says how many there are. Status EXACT if they are the extreme equilibria of the game and
        complete, EXACT_BY_MARGINALS if only their marginals are, EXACT_PURE_ONLY if a block with
        more than two active players was searched for pure equilibria only.

    Raises
    ------
    GameError
        If actions are not combinations of levels, or all issues interact: additivity is read off
        the payoff table, never taken on trust.
    ParametricGameError, RefusedError
        As for `nash`.

    Notes
    -----
    Costs (choices)² passes over the payoff table, and one small game per block. [nash1950]_, [avis2010]_.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> acts = ("oil: no + gas: no", "oil: no + gas: yes", "oil: yes + gas: no", "oil: yes + gas: yes")
    >>> table = [[(2 * (j // 2) - i // 2 + j % 2, i - j % 2) for j in range(4)] for i in range(4)]
    >>> g = NormalFormGame.from_table("Two goods", ("Ann", "Bob"), (acts, acts), table)
    >>> found = additive_nash(g)
    >>> [part.label for part in found.parts], found.status.value
    (['Ann: oil', 'Ann: gas', 'Bob: oil', 'Bob: gas'], 'exact')
    """
    given = levels is not None
    parts = choices(game, read_labels(game) if levels is None else levels)
    table = scaled(game)
    found = blocks(table, parts)
    if len(found[0]) == 1:
        names = ", ".join(_name(game, (c,)) for c in parts)
        raise GameError(
            f"game {game.title!r}: payoffs are not additive by issue; {names} interact",
            remedy="solve the game whole, with nash",
        )
    options = (("levels", "given" if given else "read from labels"), ("limit", limit), ("progress", bool(progress)))
    return additive_solution(game, table, found, Call(options=options, limit=limit, progress=progress))


Blocks = tuple[tuple[Block, ...], tuple[int, ...]]


def find_issues(game: NormalFormGame) -> Blocks | None:
    """Return the blocks that the action labels suggest and the payoffs bear out; None if they do not."""
    try:
        parts = choices(game, read_labels(game))
    except GameError:
        return None
    found = blocks(scaled(game), parts)
    return found if len(found[0]) > 1 else None


def additive_solution(game: NormalFormGame, table: Scaled, found: Blocks, call: Call) -> Solution:
    """Return the solution of a game in blocks that have been found additive."""
    parts = [_solve(game, table, block, call) for block in found[0]]
    sizes = [len(p.solution) for p in parts]
    count = prod(sizes)
    combos = list(islice(product(*(range(s) for s in sizes)), _MOST))
    equilibria, order = _combine(table, parts, combos)
    listed = count <= _MOST
    pure_only = any(p.solution.components is None for p in parts)
    status, reason = _verdict(parts, count, listed=listed, pure_only=pure_only)
    return Solution(
        game=game,
        concept="Nash",
        status=status,
        reason=reason,
        equilibria=equilibria,
        components=_products([p.solution.components for p in parts], order) if listed else None,
        connected=_products([p.solution.connected for p in parts], order) if listed else None,
        options=call.options,
        sources=SOURCES,
        completeness="additivity checked cell by cell, each block enumerated; not re-derived",
        parts=tuple(parts),
    )


def _name(game: NormalFormGame, parts: tuple[Choice, ...]) -> str:
    """Return a block's label: the issue if several players meet on it, else who chooses what."""
    if len({c.issue for c in parts}) == 1 and len(parts) > 1:
        return parts[0].issue
    return " + ".join(
        c.issue if c.issue == game.players[c.player] else f"{game.players[c.player]}: {c.issue}" for c in parts
    )


def _solve(game: NormalFormGame, table: Scaled, block: Block, call: Call) -> Part:
    """Return one block with its equilibria: all of them with at most two active players, else the pure ones."""
    actions, levels = [], []
    for p, size in enumerate(table.shape):
        mine = [c for c in block.choices if c.player == p]
        actions.append(
            tuple(_PLUS.join(combo) for combo in product(*(c.levels for c in mine))) if mine else (_NOTHING,)
        )
        steps = [prod(len(c.levels) for c in mine[k + 1 :]) for k in range(len(mine))]
        levels.append(tuple(sum(c.of[a] * s for c, s in zip(mine, steps, strict=True)) for a in range(size)))
    label = _name(game, block.choices)
    payoffs = tuple(
        tuple(Fraction(x, unit) for x in flat) for flat, unit in zip(block.payoffs, table.units, strict=True)
    )
    part = NormalFormGame(title=f"{game.title}: {label}", players=game.players, actions=tuple(actions), payoffs=payoffs)
    return Part(label=label, levels=tuple(levels), solution=_solve_part(part, call))


_PLUS = " + "


def _solve_part(game: NormalFormGame, call: Call) -> Solution:
    """Solve a block among its active players, and say it over all players."""
    active = [p for p, size in enumerate(game.shape) if size > 1] or [0]
    if len(active) > 2:
        return pure_nash(game)
    small = game
    if len(active) < len(game.players):
        small = NormalFormGame(
            title=game.title,
            players=tuple(game.players[p] for p in active),
            actions=tuple(game.actions[p] for p in active),
            payoffs=tuple(game.payoffs[p] for p in active),
        )
    table = scaled(small)
    left = eliminate(padded(table), mixed=False, weak=False)
    options: tuple[tuple[str, Option], ...] = (("limit", call.limit), ("progress", call.progress is not None))
    solved = solve_pairs(small, table, left, replace(call, options=options))
    if small is game:
        return solved
    whole = scaled(game)
    one = (Fraction(1),)
    at = {p: k for k, p in enumerate(active)}
    profiles = [tuple(e.profile[at[p]] if p in at else one for p in range(len(game.players))) for e in solved]
    log = tuple(replace(r, player=active[r.player]) for r in left[1])
    return replace(solved, game=game, equilibria=tuple(certify(whole, p) for p in profiles), eliminated=log)


def _verdict(parts: list[Part], count: int, *, listed: bool, pure_only: bool) -> tuple[Status, str]:
    """Return the status and what it rests on."""
    names = f"additive over {len(parts)} blocks, each solved alone"
    total = f"{count:,} combinations of their equilibria" + ("" if listed else f", of which {_MOST:,} are listed")
    matter = "only marginals matter: any mixture with these marginals is an equilibrium too"
    if pure_only:
        return Status.EXACT_PURE_ONLY, f"{names}; {total}; a block with over two active players has pure ones only"
    if listed and _faithful(parts):
        return Status.EXACT, f"{names}; {total}, which are the extreme equilibria of the whole game"
    return Status.EXACT_BY_MARGINALS, f"{names}; {total}; {matter}"


def _faithful(parts: list[Part]) -> bool:
    """Tell whether independent combinations of extreme equilibria are the extreme equilibria of the whole.

    For each player, the mixtures with given marginals have one vertex per combination if all marginals
    are pure; a mixed one is harmless only if the player's other marginals are fixed points.
    """
    players = len(parts[0].levels)
    for p in range(players):
        blurred, spread = [], []
        for k, part in enumerate(parts):
            mixtures = [e.profile[p] for e in part.solution]
            if any(max(mix) < 1 for mix in mixtures):
                blurred.append(k)
            if any(len({mixtures[n] for n in group}) > 1 for group in part.solution.components or ()):
                spread.append(k)
        if len(blurred) > 1 or (blurred and set(spread) - set(blurred)):
            return False
    return True


def _combine(
    table: Scaled, parts: list[Part], combos: list[tuple[int, ...]]
) -> tuple[tuple[Equilibrium, ...], dict[tuple[int, ...], int]]:
    """Return the independent products, sorted by profile, descending, and where each combination went."""
    keys = [_keys(parts, combos, p) for p in range(len(table.shape))]
    mixtures = [{key: _product(parts, p, key) for key in dict.fromkeys(keys[p])} for p in range(len(table.shape))]
    ranks, lists = [], []
    for own in mixtures:
        unique = sorted(set(own.values()), reverse=True)
        place = {mix: k for k, mix in enumerate(unique)}
        ranks.append({key: place[mix] for key, mix in own.items()})
        lists.append(unique)
    spots = [tuple(ranks[p][keys[p][c]] for p in range(len(lists))) for c in range(len(combos))]
    order = sorted(range(len(combos)), key=spots.__getitem__)
    placed = {combos[c]: n for n, c in enumerate(order)}
    if len(lists) == 2:
        return certify_pairs(table, lists[0], lists[1], [(spots[c][0], spots[c][1]) for c in order]), placed
    profiles: list[Profile] = [tuple(own[k] for own, k in zip(lists, spots[c], strict=True)) for c in order]
    return tuple(certify(table, profile) for profile in profiles), placed


def _keys(parts: list[Part], combos: list[tuple[int, ...]], p: int) -> list[tuple[int, ...]]:
    """Return, per combination, which marginal of one player it takes in each block."""
    number = []
    for part in parts:
        seen: dict[Mixed, int] = {}
        number.append([seen.setdefault(e.profile[p], n) for n, e in enumerate(part.solution)])
    return [tuple(number[k][n] for k, n in enumerate(combo)) for combo in combos]


def _product(parts: list[Part], p: int, key: tuple[int, ...]) -> Mixed:
    """Return one player's independent mixture with these marginals."""
    out = [Fraction(1)] * len(parts[0].levels[p])
    for part, n in zip(parts, key, strict=True):
        marginal = part.solution[n].profile[p]
        if len(marginal) > 1:
            out = [w * marginal[part.levels[p][a]] if w else w for a, w in enumerate(out)]
    return tuple(out)


def _products(
    groups: list[tuple[tuple[int, ...], ...] | None], order: dict[tuple[int, ...], int]
) -> tuple[tuple[int, ...], ...] | None:
    """Return products of index sets, one from each block, as index sets into the combined list."""
    known = [g for g in groups if g is not None]
    if len(known) < len(groups):
        return None
    out = [tuple(sorted(order[combo] for combo in product(*choice))) for choice in product(*known)]
    return tuple(sorted(out))
