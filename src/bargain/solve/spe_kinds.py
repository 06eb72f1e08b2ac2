"""Which subgames of a tree are alike, so that each kind of subgame is solved once.

Room      solve. Read by `spe_menus`, `spe_list` and `spe_certify`.
Alike     ends that pay the same; moves of one player, or of chance with the same probabilities, of which action by
          action leads to subgames that are alike. What can happen in a subgame, and in how many ways, depends on
          its kind alone. A subgame that several moves make up is a kind of its own.
Payoffs   scaled to integers, per player: order and sums stay as they are, and integers are fast at any size.
Order     ends first, then as the nodes are met from the last to the first: a kind comes after those below it.
Cost      one look-up per node. A tree without two subgames alike has as many kinds as nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm
from typing import TYPE_CHECKING, cast

from bargain.games.tree import CHANCE, NOWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.games.tree import TreeGame

__all__ = ["END", "SEVERAL", "Kinds", "kinds_of"]

END, SEVERAL = -2, -3  # in the place of a mover, beside the players and CHANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The kinds of subgames of a tree. The lists run over the kinds, except `of`.

    Attributes
    ----------
    units : per player, scaled payoff = unit × payoff
    of : per node its kind; NOWHERE within a subgame that several moves make up
    ends : the payoffs of the ends, scaled; they are the first kinds
    movers : player, CHANCE, END or SEVERAL
    below : the kinds to which the actions lead; of SEVERAL those of the subgames directly below
    nodes : the node at which the kind was met first, the last one in preorder
    """

    game: TreeGame
    units: tuple[int, ...]
    of: list[int]
    ends: list[tuple[int, ...]]
    movers: list[int]
    below: list[tuple[int, ...]]
    nodes: list[int]

    def odds(self, kind: int) -> tuple[Fraction, ...]:
        """Return the probabilities of a chance move."""
        chances = self.game.infosets[self.game.sets[self.nodes[kind]]].probabilities
        return cast("tuple[Fraction, ...]", chances)

    def inner(self, kind: int) -> tuple[int, ...]:
        """Return the roots of the subgames directly below a subgame of several moves, in preorder."""
        return _directly_below(self.game, self.nodes[kind], self.of)


def kinds_of(game: TreeGame) -> Kinds:
    """Return the kinds of subgames of a tree with rational payoffs and probabilities."""
    units, ends, of = _ends(game)
    found = Kinds(
        game=game,
        units=units,
        of=of,
        ends=ends,
        movers=[END] * len(ends),
        below=[()] * len(ends),
        nodes=[NOWHERE] * len(ends),
    )
    hidden = None if game.perfect_information else _hidden(game)
    alike = _per_mover(game)
    players = [s.player for s in game.infosets]
    children, sets = game.children, game.sets
    for node in range(len(children) - 1, -1, -1):
        follow = children[node]
        if not follow or (hidden and hidden[node]):
            continue
        if hidden and any(hidden[c] for c in follow):
            of[node] = _new(found, SEVERAL, tuple([of[n] for n in _directly_below(game, node, of)]), node)
            continue
        k = sets[node]
        below = tuple([of[c] for c in follow])
        kind = alike[k].get(below)
        if kind is None:
            kind = alike[k][below] = _new(found, players[k], below, node)
        of[node] = kind
    return found


def _new(found: Kinds, mover: int, below: tuple[int, ...], node: int) -> int:
    """Add a kind and return its number."""
    found.movers.append(mover)
    found.below.append(below)
    found.nodes.append(node)
    return len(found.nodes) - 1


def _per_mover(game: TreeGame) -> list[dict[tuple[int, ...], int]]:
    """Return per information set a dict that it shares with all whose moves can be alike."""
    shared: dict[object, dict[tuple[int, ...], int]] = {}
    return [shared.setdefault(s.player if s.player != CHANCE else s.probabilities, {}) for s in game.infosets]


def _hidden(game: TreeGame) -> bytearray:
    """Mark the nodes with a move at which no subgame starts."""
    out = bytearray(map(bool, game.children))
    for node in game.subgame_roots:
        out[node] = 0
    return out


def _directly_below(game: TreeGame, root: int, of: Sequence[int]) -> tuple[int, ...]:
    """Return the roots of the largest subgames within a subgame, in preorder; ends are none."""
    found, node, end = [], root + 1, game.end(root)
    while node < end:
        if of[node] != NOWHERE and game.children[node]:
            found.append(node)
            node = game.end(node)
        else:
            node += 1
    return tuple(found)


def _ends(game: TreeGame) -> tuple[tuple[int, ...], list[tuple[int, ...]], list[int]]:
    """Return the units, the different payoffs of ends, scaled, and per node the number of its payoffs.

    Ends of one outcome share one tuple of the game, so each tuple is scaled once.
    """
    totals = game.totals
    rows = cast("dict[int, tuple[Fraction, ...]]", {id(row): row for row in totals if row is not None})
    columns = [_scaled(own) for own in zip(*rows.values(), strict=True)]
    vectors = list(zip(*[values for _, values in columns], strict=True))
    known = dict.fromkeys(vectors)
    number = dict(zip(known, range(len(known)), strict=True))
    numbers = dict(zip(rows, map(number.__getitem__, vectors), strict=True))
    numbers[id(None)] = NOWHERE
    return tuple([unit for unit, _ in columns]), list(known), [numbers[id(row)] for row in totals]


def _scaled(values: Sequence[Fraction]) -> tuple[int, list[int]]:
    """Return the least common denominator of some numbers, and the numbers times that.

    >>> from fractions import Fraction
    >>> _scaled((Fraction(1, 2), Fraction(2, 3)))
    (6, [3, 4])
    """
    unit = lcm(*{v.denominator for v in values})
    if unit == 1:
        return unit, [v.numerator for v in values]
    return unit, [v.numerator * (unit // v.denominator) for v in values]
