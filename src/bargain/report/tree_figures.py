"""Game trees as figures: of a report, with the equilibria of a game marked, and by themselves.

Room      report.
Several   of the equilibria that let the same happen the first is drawn; if more happens in others, up to three
          pictures; the caption says which of how many it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bargain.errors import RefusedError
from bargain.report.tree_drawing import TreePicture, tree_figure
from bargain.report.tree_layout import tree_layout
from bargain.report.tree_parts import Ground, Use
from bargain.report.tree_words import clean, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.games import TreeGame
    from bargain.games.tree import Behaviour
    from bargain.report.document import Figure
    from bargain.report.tree_parts import TreeLayout

__all__ = ["by_outcome", "explained", "key_of", "tree_figures"]

_MOST = 3  # pictures of one game
_COMPARED = 256  # equilibria whose plays are compared
_LEAST = 6.6  # inches, the width of the report's other figures
_LEGIBLE = 5.0  # points of type on a page
_PLAYS = 24  # in a description


def tree_figures(
    name: str,
    tree: TreeGame,
    profiles: Sequence[Behaviour],
    *,
    concept: str = "subgame-perfect equilibrium",
    point: str = "at the baseline",
) -> tuple[Figure | str, ...]:
    """Return the drawn tree of a game, once for everything different that may happen in its equilibria.

    Parameters
    ----------
    name : str
        For the file: lower-case letters, digits and hyphens.
    tree : TreeGame
        Payoffs at `point`.
    profiles : sequence of Behaviour
        The equilibria; without any, nothing is marked.
    concept, point : str
        What they are, and where.

    Returns
    -------
    tuple of Figure or str
        A sentence in place of a tree that is too large for a page.
    """
    chosen = by_outcome(tree, profiles)
    try:
        plain = tree_layout(tree, chosen[0][1] if chosen else None)
    except RefusedError:
        plain = None
    if plain is None or plain.type_on_a4 < _LEGIBLE:
        return (f"The tree, with {len(tree.terminals):,} plays, is too large to be drawn on a page.",)
    out = []
    drawn: list[tuple[str, Behaviour | None]] = [*chosen[:_MOST]] or [("", None)]
    for n, (words, profile) in enumerate(drawn):
        layout = plain if n == 0 else tree_layout(tree, profile)
        marked = "" if profile is None else f" Marked: {concept} {words}".rstrip() + "."
        left = f" What happens in {len(chosen) - _MOST} more is not drawn." if n == 0 and len(chosen) > _MOST else ""
        signs = " ".join(explained(layout)) if n == 0 else "Signs as in the figure before."
        caption = f"The tree of '{clean(tree.title)}' {point}.{marked}{left} {signs}"
        file = name if n == 0 else f"{name}-{n + 1}"
        alt = _described(tree, profile)
        out.append(tree_figure(TreePicture(name=file, layout=layout, caption=caption, alt=alt, least=_LEAST)))
    return tuple(out)


def by_outcome(tree: TreeGame, profiles: Sequence[Behaviour]) -> list[tuple[str, Behaviour]]:
    """Return one equilibrium for everything different that may happen, each with its number in words.

    Examples
    --------
    >>> from bargain.games import game_tree, move, outcome
    >>> from bargain.solve.spe import spe
    >>> reply = move("B", {"l": outcome(0, 0), "r": outcome(0, 0)})
    >>> toy = game_tree("Toy", ("A", "B"), move("A", {"out": outcome(1, 0), "in": reply}))
    >>> [words for words, _ in by_outcome(toy, [e.profile for e in spe(toy)])]
    ['1 of 2 listed; in 1 other the same happens']
    """
    groups: dict[tuple[object, ...], list[int]] = {}
    for n, profile in enumerate(profiles[:_COMPARED]):
        likely = tree.reach(profile)
        groups.setdefault(tuple(likely[node] for node in tree.terminals), []).append(n)
    total = len(profiles)
    out = []
    for members in groups.values():
        others = len(members) - 1
        same = f"; in {others} other{'s' * (others > 1)} the same happens" if others else ""
        out.append((f"{members[0] + 1} of {total} listed{same}" if total > 1 else "", profiles[members[0]]))
    return out


def explained(layout: TreeLayout) -> tuple[str, ...]:
    """Say how to read a drawing: one sentence for every sign that occurs in it."""
    uses = {branch.use for branch in layout.branches}
    chance = any(label.ground is Ground.CHANCE and label.anchor == "start" for label in layout.labels)
    signs = (
        (Use.PLAYED in uses, "Blue lines with arrows: what may happen."),
        (Use.PLANNED in uses, "Thick black lines: what would be done where play does not come."),
        (chance, "Under a line: its probability."),
        (bool(layout.links), "A dashed line joins moves between which the mover cannot tell."),
        (bool(layout.tags), f"{_tagged(layout)}: moves of one set, between which the mover cannot tell."),
        (any(s.opens for s in layout.stations), "Thick frame: a subgame starts."),
        (bool(layout.leaves), "At the right: payoffs, each in its player's own unit."),
        (any(label.words.startswith("≈") for label in layout.labels), "≈: rounded."),
        (any(label.words.endswith("…") for label in layout.labels), "…: shortened."),
    )
    return tuple(words for occurs, words in signs if occurs)


def _tagged(layout: TreeLayout) -> str:
    return ", ".join(f"set {letter}" for _, letter in layout.tags)


def key_of(layout: TreeLayout, first: str) -> tuple[str, ...]:
    """Return the lines to be written under a tree that stands by itself."""
    return tuple(words for words in (first, " ".join(explained(layout))) if words)


def _described(tree: TreeGame, profile: Behaviour | None) -> str:
    """Return a description for those who cannot see the picture: the plays, first what may happen."""
    likely = (0,) * len(tree.parents) if profile is None else tree.reach(profile)
    marked = [_play(tree, node) for node in tree.terminals if likely[node]]
    plays = [_play(tree, node) for node in tree.terminals]
    more = f"; and {len(plays) - _PLAYS} more" if len(plays) > _PLAYS else ""
    players = ", ".join(map(clean, tree.players))
    happens = f" In the equilibrium: {'; '.join(marked[:_PLAYS])}." if marked else ""
    return f"Game tree with payoffs of {players}.{happens} All plays: {'; '.join(plays[:_PLAYS])}{more}."


def _play(tree: TreeGame, node: int) -> str:
    """Return a play and its payoffs in words."""
    way = " / ".join(map(clean, tree.path(node))) or "nothing is done"
    return f"{way} ({', '.join(number(value) for value in tree.totals[node] or ())})"
