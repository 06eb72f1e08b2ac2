"""Iterated elimination of dominated actions, with a log of who loses what because of what.

Room      solve.
Meaning   an action is strictly dominated if a mixture of the same player's other actions earns more
          against everything the others can still do; weakly, if it earns as much against all of it
          and more against some of it.
Order     each round removes, for all players at once, every action dominated in that round's game.
Safety    strict elimination loses no equilibrium and its end does not depend on the order. Weak
          elimination can lose equilibria, and its end depends on the order: it is a flag, off by default.
Source    [osborne1994]_, chapter 4.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from operator import ge, gt
from typing import TYPE_CHECKING

from bargain.exact import show
from bargain.games import NormalFormGame
from bargain.references import bibtex
from bargain.solve.matrix_game import dominating_mixture
from bargain.solve.render import mixture
from bargain.solve.result import Option, Removal
from bargain.solve.scaled import Scaled, scaled
from bargain.tables import Table

if TYPE_CHECKING:
    from bargain.games import Profile

__all__ = ["Elimination", "eliminate", "iterated_dominance"]

Kept = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Elimination:
    """What iterated elimination leaves, and why the rest went.

    Attributes
    ----------
    game, reduced : before and after
    kept : per player, the actions left, as indices into `game`
    log : one Removal per action removed, in order
    loses_equilibria : whether the rule can lose equilibria (weak dominance can)
    options, sources : every argument with its value; BibTeX keys owed
    """

    game: NormalFormGame
    reduced: NormalFormGame
    kept: Kept
    log: tuple[Removal, ...]
    loses_equilibria: bool
    options: tuple[tuple[str, Option], ...]
    sources: tuple[str, ...]

    def lift(self, profile: Profile) -> Profile:
        """Return a profile of the reduced game as one of the whole game: removed actions get 0."""
        return lift(self.game.shape, self.kept, profile)

    def __len__(self) -> int:
        return len(self.log)

    def __repr__(self) -> str:
        rule = "weak dominance, which can lose equilibria" if self.loses_equilibria else "strict dominance"
        left = " × ".join(str(len(k)) for k in self.kept)
        return f"<Elimination of {self.game.title!r} by {rule}: {len(self)} actions removed, {left} left>"

    def _repr_html_(self) -> str:
        return self.table().to_html()

    def table(self) -> Table:
        """Return the log in words: round, player, action removed, what dominates it, how."""
        game = self.game
        rows = []
        for r in self.log:
            weights, acts = dict(r.by), game.actions[r.player]
            by = mixture(acts, tuple(weights.get(a, Fraction(0)) for a in range(len(acts))))
            how = "strictly" if r.strict else "weakly"
            rows.append((r.step, game.players[r.player], acts[r.action], by, how))
        note = "Weak dominance can lose equilibria." if self.loses_equilibria else "No equilibrium is lost."
        columns = ("round", "player", "removed", "dominated by", "how")
        return Table(title=f"Dominance in {game.title}", columns=columns, rows=tuple(rows), notes=(note,))

    def to_dict(self) -> dict[str, object]:
        """Return plain data for JSON, in the labels of the game; weights as exact strings."""
        acts = self.game.actions
        return {
            "game": self.game.title,
            "players": list(self.game.players),
            "kept": [[acts[p][a] for a in kept] for p, kept in enumerate(self.kept)],
            "loses_equilibria": self.loses_equilibria,
            "options": [[name, value] for name, value in self.options],
            "log": [
                {
                    "round": r.step,
                    "player": self.game.players[r.player],
                    "removed": acts[r.player][r.action],
                    "by": [[acts[r.player][a], show(w)] for a, w in r.by],
                    "strict": r.strict,
                }
                for r in self.log
            ],
        }

    def cite(self) -> str:
        """Return the BibTeX owed."""
        return bibtex(self.sources)


def lift(shape: tuple[int, ...], kept: Kept, profile: Profile) -> Profile:
    """Return a profile over kept actions as one over all actions."""
    zero = Fraction(0)
    out = []
    for size, acts, mix in zip(shape, kept, profile, strict=True):
        weights = dict(zip(acts, mix, strict=True))
        out.append(tuple([weights.get(a, zero) for a in range(size)]))
    return tuple(out)


def iterated_dominance(game: NormalFormGame, *, mixed: bool = True, weak: bool = False) -> Elimination:
    """Remove dominated actions until none is left, for any number of players.

    Parameters
    ----------
    game : NormalFormGame
        Rational payoffs.
    mixed : bool
        Also look for dominating mixtures, by exact linear programs; without it, only pure actions dominate.
    weak : bool
        Remove weakly dominated actions too. This can lose equilibria, and the result says so.

    Returns
    -------
    Elimination
        The reduced game and the log. Exact; pure dominance costs (actions)² look-ups per other
        players' profile and round, mixed dominance one exact linear program per action and round.

    Raises
    ------
    ParametricGameError
        If stakes are open.

    Notes
    -----
    [osborne1994]_, chapter 4.

    Examples
    --------
    >>> from bargain.games import NormalFormGame
    >>> g = NormalFormGame.from_table("PD", ("Ann", "Bob"), (("c", "d"),) * 2, [[(3, 3), (0, 4)], [(4, 0), (1, 1)]])
    >>> found = iterated_dominance(g)
    >>> found
    <Elimination of 'PD' by strict dominance: 2 actions removed, 1 × 1 left>
    >>> print(found.table().to_markdown())
    | round | player | removed | dominated by | how |
    | --- | --- | --- | --- | --- |
    | 1 | Ann | c | d | strictly |
    | 1 | Bob | c | d | strictly |
    """
    kept, log = eliminate(scaled(game), mixed=mixed, weak=weak)
    return Elimination(
        game=game,
        reduced=restrict(game, kept),
        kept=kept,
        log=log,
        loses_equilibria=weak,
        options=(("mixed", mixed), ("weak", weak)),
        sources=("osborne1994",),
    )


def restrict(game: NormalFormGame, kept: Kept) -> NormalFormGame:
    """Return the game over the kept actions."""
    if all(len(k) == n for k, n in zip(kept, game.shape, strict=True)):
        return game
    from itertools import product

    cells = [game.index(cell) for cell in product(*kept)]
    return NormalFormGame(
        title=game.title,
        players=game.players,
        actions=tuple(tuple(acts[a] for a in k) for acts, k in zip(game.actions, kept, strict=True)),
        payoffs=tuple(tuple(table[c] for c in cells) for table in game.payoffs),
    )


def eliminate(table: Scaled, *, mixed: bool, weak: bool) -> tuple[Kept, tuple[Removal, ...]]:
    """Return the actions left per player, and the log."""
    kept: Kept = tuple(tuple(range(n)) for n in table.shape)
    log: list[Removal] = []
    step = 0
    while True:
        step += 1
        found = _round(table, kept, step, mixed=False, weak=weak)
        if not found and mixed:
            found = _round(table, kept, step, mixed=True, weak=weak)
        if not found:
            return kept, tuple(log)
        log += found
        gone = {(r.player, r.action) for r in found}
        kept = tuple(tuple(a for a in acts if (p, a) not in gone) for p, acts in enumerate(kept))


def _round(table: Scaled, kept: Kept, step: int, *, mixed: bool, weak: bool) -> list[Removal]:
    """Return what goes in one round: every action dominated in the game as it stands."""
    out: list[Removal] = []
    for p, acts in enumerate(kept):
        if len(acts) == 1:
            continue
        rows = table.rows(p, kept)
        for a, by, strict in _by_mixtures(rows, weak=weak) if mixed else _by_actions(rows, weak=weak):
            mix = tuple((acts[b], w) for b, w in by)
            out.append(Removal(step=step, player=p, action=acts[a], by=mix, strict=strict))
    return out


Found = tuple[int, tuple[tuple[int, Fraction], ...], bool]


def _by_actions(rows: list[tuple[int, ...]], *, weak: bool) -> list[Found]:
    """Return the rows that one other row dominates, each with one that nothing dominates.

    A dominating row has the larger sum, and domination is transitive: so rows are taken by falling sum
    and compared with those found undominated before them.
    """
    relation = _weakly if weak else _strictly
    top: list[int] = []
    out: list[Found] = []
    for a in sorted(range(len(rows)), key=lambda k: -sum(rows[k])):
        by = next((b for b in top if relation(rows[b], rows[a])), None)
        if by is None:
            top.append(a)
        else:
            out.append((a, ((by, Fraction(1)),), _strictly(rows[by], rows[a])))
    return sorted(out)


def _strictly(high: tuple[int, ...], low: tuple[int, ...]) -> bool:
    return high[0] > low[0] and all(map(gt, high, low))


def _weakly(high: tuple[int, ...], low: tuple[int, ...]) -> bool:
    return high != low and all(map(ge, high, low))


def _by_mixtures(rows: list[tuple[int, ...]], *, weak: bool) -> list[Found]:
    """Return the rows that a mixture of the others dominates."""
    out: list[Found] = []
    for a in range(len(rows)):
        found = dominating_mixture(rows, a, weak=weak)
        if found is not None:
            out.append((a, *found))
    return out
