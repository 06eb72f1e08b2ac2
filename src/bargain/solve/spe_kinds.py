"""Which subgames of a tree are alike, so that each kind of subgame is solved once.

Room      solve. Read by `spe_menus`, `spe_list` and `spe_certify`.
Settled   what `spe_untied` has settled is looked at no more: such a subgame counts as an end.
Alike     subgames that are settled and pay the same; moves of one player, or of chance with the same probabilities,
          of which action by action leads to subgames that are alike. What can happen in a subgame, and in how many
          ways, depends on its kind alone. A subgame that several moves make up is a kind of its own.
Order     ends first, then as the nodes are met from the last to the first: a kind comes after those below it.
Cost      one look-up per node that is left. A tree without two subgames alike has as many kinds as such nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from bargain.games.tree import CHANCE, NOWHERE
from bargain.solve.spe_untied import untied

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from bargain.games.tree import TreeGame
    from bargain.solve.spe_untied import Untied, Vector

__all__ = ["END", "SEVERAL", "Kinds", "kinds_of"]

END, SEVERAL = -2, -3  # in the place of a mover, beside the players and CHANCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The kinds of subgames of a tree. The lists run over the kinds, except `of`.

    Attributes
    ----------
    settled : what is settled without ties
    of : per node its kind; NOWHERE within a subgame that several moves make up, or that is settled
    ends : the payoffs of settled subgames, scaled; they are the first kinds
    movers : player, CHANCE, END or SEVERAL
    below : the kinds to which the actions lead; of SEVERAL those of the subgames directly below
    nodes : the node at which the kind was met first, the last one in preorder
    """

    game: TreeGame
    settled: Untied
    of: list[int]
    ends: list[Vector]
    movers: list[int]
    below: list[tuple[int, ...]]
    nodes: list[int]

    @property
    def units(self) -> tuple[int, ...]:
        """Per player the unit: scaled payoff = unit × payoff."""
        return self.game.scaled[0]

    def odds(self, kind: int) -> tuple[Fraction, ...]:
        """Return the probabilities of a chance move."""
        chances = self.game.infosets[self.game.sets[self.nodes[kind]]].probabilities
        return cast("tuple[Fraction, ...]", chances)

    def inner(self, kind: int) -> tuple[int, ...]:
        """Return the roots of the subgames directly below a subgame of several moves, in preorder."""
        return _directly_below(self.game, self.nodes[kind], self.of)


def kinds_of(game: TreeGame) -> Kinds:
    """Return the kinds of subgames of a tree with rational payoffs and probabilities."""
    hidden = None if game.perfect_information else _hidden(game)
    settled = untied(game, hidden)
    ends, of = _ends(game, settled)
    found = Kinds(
        game=game,
        settled=settled,
        of=of,
        ends=ends,
        movers=[END] * len(ends),
        below=[()] * len(ends),
        nodes=[NOWHERE] * len(ends),
    )
    if settled.values[0] is not None:
        return found
    alike = _per_mover(game)
    players = [s.player for s in game.infosets]
    children, sets = game.children, game.sets
    for node in reversed([node for node, value in enumerate(settled.values) if value is None]):
        if hidden and hidden[node]:
            continue
        follow = children[node]
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


def _ends(game: TreeGame, settled: Untied) -> tuple[list[Vector], list[int]]:
    """Return the different payoffs of settled subgames that no other contains, and per node their number.

    NOWHERE stands at all other nodes.
    """
    values, of = settled.values, [NOWHERE] * len(settled.values)
    tops = [
        node
        for node, (parent, value) in enumerate(zip(game.parents, values, strict=True))
        if value is not None and (parent == NOWHERE or values[parent] is None)
    ]
    known: dict[Vector, int] = {}
    for node in tops:
        of[node] = known.setdefault(cast("Vector", values[node]), len(known))
    return list(known), of
