"""Regions: the stakes at which a profile is an equilibrium, and which equilibria stand together.

Room      study.
Region    the stakes at which one pure profile is an equilibrium: a polyhedron, given by the conditions that
          it adds to the rows of the case, none of them implied by the rest.
Cell      the stakes at which exactly one set of profiles are the equilibria: a list of disjoint polyhedra.
          Cells with an inner point come first; the others are tie faces, of no volume, and exact too.
Stakes    only factors of the stake space that the game's stakes belong to are worked with; the rest of the
          space is a factor of every region and says nothing about it.
"""

from __future__ import annotations

from itertools import product
from math import prod
from typing import TYPE_CHECKING

from bargain.case.evidence import READINGS
from bargain.errors import GameError, RefusedError
from bargain.exact import Condition, Relation
from bargain.exact.grammar import nearest
from bargain.polyhedra import Infeasible
from bargain.study.alternatives import (
    PURE,
    is_product,
    issue_alternatives,
    profile_alternative,
    pure_alternatives,
    words_of,
)
from bargain.study.cells import combined, cut_by_sets
from bargain.study.merging import covering, disjoint
from bargain.study.pieces import added, full_dimensional, narrowed, throughout
from bargain.study.play_cuts import play_alternatives, play_pieces
from bargain.study.region_values import Cell, Partition, Region, Regions
from bargain.study.tree_sets import SUBGAME_PERFECT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bargain.case import Reading
    from bargain.encode import CodedCase, Exchange
    from bargain.polyhedra import Polyhedron
    from bargain.study.pieces import Alternative

__all__ = ["Cell", "Partition", "Region", "Regions", "partition", "region", "regions"]

_MOST_PROFILES = 256


def region(
    case: CodedCase, name: str, profile: Sequence[int | str], *, readings: Sequence[Reading] = READINGS
) -> Region:
    """Return the region of one pure profile, in a game of any size.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game in normal form.
    profile : one action per player, by label or index
    readings : which claims count

    Raises
    ------
    CaseError
        If there is no such game.
    GameError
        If the game has no such action.

    Examples
    --------
    >>> from bargain import load_case
    >>> case = load_case("russia-turkey-2022")
    >>> region(case, "syria", ("hold firm", "accommodate")).where
    'everywhere'
    """
    game = case.game(name)
    if len(profile) != len(game.players):
        raise GameError(
            f"{len(profile)} actions do not name one of each of {', '.join(game.players)} in game {name!r}",
            remedy=f"give {len(game.players)}",
        )
    cell = tuple(_index(name, acts, wanted) for acts, wanted in zip(game.actions, profile, strict=True))
    space = case.space(tuple(readings))
    item = profile_alternative(game, cell)
    if item is None:
        return Region(
            profile=words_of(game, cell),
            where="nowhere",
            conditions=(),
            full=False,
            witness=None,
            certificate=None,
            area=None,
        )
    return _region(_factor(space, (item,)), item)


def _index(game: str, actions: Sequence[str], wanted: int | str) -> int:
    if isinstance(wanted, int) and 0 <= wanted < len(actions):
        return wanted
    if isinstance(wanted, str) and wanted in actions:
        return actions.index(wanted)
    raise GameError(f"game {game!r} has no action {wanted!r}", remedy=nearest(str(wanted), actions))


def regions(case: CodedCase, name: str, *, readings: Sequence[Reading] = READINGS) -> Regions:
    """Return, for every pure profile of a game, the stakes at which it is an equilibrium.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game in normal form, or of a sequential one: then of its subgame-perfect plays.
    readings : which claims count; all if left out

    Raises
    ------
    RefusedError
        For a game of more than 256 profiles: ask `region` for one, or `partition` for what stands together.

    Notes
    -----
    One program per condition and profile, besides one per row of the result.

    Examples
    --------
    >>> from bargain import load_case
    >>> regions(load_case("russia-turkey-2022"), "payments")
    <regions of 'payments': pure Nash, exact, stated, inferred, assumed claims>
      ...
    """
    if case.spec(name).form == "sequential":
        return _regions_of_plays(case, name, tuple(readings))
    game = case.game(name)
    count = prod(game.shape)
    if count > _MOST_PROFILES:
        raise RefusedError(
            f"game {name!r} has {count:,} profiles, more than {_MOST_PROFILES}",
            remedy=f"name one: `bargain regions {name} --profile ACTION,…`; in Python, region(case, {name!r}, profile) "
            f"gives one, and partition(case, {name!r}) all that stand together",
        )
    space = case.space(tuple(readings))
    items = pure_alternatives(game)
    return Regions(
        case=case,
        game=name,
        concept=PURE,
        readings=tuple(readings),
        regions=tuple(_region(_factor(space, (item,)), item) for item in items),
        never=count - len(items),
    )


def _regions_of_plays(case: CodedCase, name: str, readings: tuple[Reading, ...]) -> Regions:
    """Return the regions of subgame-perfect plays."""
    space, pieces = play_pieces(case, name, readings)
    items = play_alternatives(space, pieces)
    reached = {play for words, _, _, _ in pieces for play in words}
    return Regions(
        case=case,
        game=name,
        concept=SUBGAME_PERFECT,
        readings=readings,
        regions=tuple(_region(space, item) for item in items),
        never=max(len(case.tree(name).terminals) - len(reached), 0),
    )


def _factor(space: Polyhedron, items: Sequence[Alternative]) -> Polyhedron:
    """Return the factors of the space that some alternatives speak of."""
    return narrowed(space, {n for item in items for c in item.conditions for n in c.form.names})


def _region(space: Polyhedron, item: Alternative) -> Region:
    """Return the region of one alternative over its own factors of the space."""
    area = added(space, item.conditions)
    answer = area.feasibility()
    if isinstance(answer, Infeasible):
        return Region(
            profile=item.label,
            where="nowhere",
            conditions=item.conditions,
            full=False,
            witness=None,
            certificate=answer.certificate,
            area=None,
        )
    own = needed(space, item.conditions)
    return Region(
        profile=item.label,
        where="somewhere" if own else "everywhere",
        conditions=own,
        full=full_dimensional(area, space),
        witness=answer.witness,
        certificate=None,
        area=added(space, own).irredundant(),
    )


def needed(space: Polyhedron, conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Return conditions without those that the space and the others imply, scaled simply; of two alike the first."""
    kept = list(dict.fromkeys(conditions))
    for condition in reversed(tuple(kept)):
        rest = [c for c in kept if c != condition]
        area = added(space, rest)
        if throughout(area, condition):
            kept = rest
    return _paired([c.simplest() for c in kept])


def _paired(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Write a form that is at least and at most zero as one equality."""
    weak = {c.form for c in conditions if c.relation is Relation.AT_LEAST}
    out: dict[Condition, None] = {}
    for c in conditions:
        tied = c.form in weak and -c.form in weak
        first = c.form if c.form.terms and c.form.terms[0][1] > 0 else -c.form
        out[Condition(first, Relation.EQUAL) if tied else c] = None
    return tuple(out)


def partition(case: CodedCase, name: str, *, readings: Sequence[Reading] = READINGS, ties: bool = False) -> Partition:
    """Cut the stake space of a game by the set of its pure equilibria, a sequential one by its subgame-perfect plays.

    Parameters
    ----------
    case : CodedCase
    name : str
        Id of a game in normal form, or of a sequential one: then of its subgame-perfect plays.
    readings : which claims count; all if left out
    ties : bool
        List tie faces too: cells without an inner point.

    Returns
    -------
    Partition
        The cells are disjoint and, tie faces included, cover the space.

    Raises
    ------
    RefusedError
        If there would be more than 20,000 pieces.

    Examples
    --------
    >>> from bargain import load_case
    >>> partition(load_case("russia-turkey-2022"), "swap-mediation-logistics")
    <partition of 'swap-mediation-logistics' by its pure equilibria: ...
    """
    concept = PURE
    if case.spec(name).form == "sequential":
        space, groups = _by_play(case, name, tuple(readings), ties=ties)
        concept = SUBGAME_PERFECT
    elif is_product(case, name):
        space, groups = _by_issue(case, name, tuple(readings))
    else:
        space, groups = _by_profile(case, name, tuple(readings))
    cells = [_cell(words, pieces) for words, pieces in groups.items()]
    cells.sort(key=lambda cell: not cell.full)
    inner = sum(cell.full for cell in cells)
    return Partition(
        case=case,
        game=name,
        concept=concept,
        readings=tuple(readings),
        space=space,
        cells=tuple(cells if ties else cells[:inner]),
        ties=ties,
        faces=len(cells) - inner,
    )


_Groups = dict[tuple[str, ...], list[tuple["Polyhedron", tuple["Condition", ...], bool]]]


def _by_profile(case: CodedCase, name: str, readings: tuple[Reading, ...]) -> tuple[Polyhedron, _Groups]:
    """Cut by the region of each profile."""
    items = pure_alternatives(case.game(name))
    space = _factor(case.space(readings), items)
    groups: _Groups = {}
    for piece in cut_by_sets(space, items):
        words = tuple(items[k].label for k in piece.members)
        groups.setdefault(words, []).append((piece.area, needed(space, piece.given), piece.full))
    return space, groups


def _by_play(case: CodedCase, name: str, readings: tuple[Reading, ...], *, ties: bool) -> tuple[Polyhedron, _Groups]:
    """Cut by the subgame-perfect plays; cells are written with few parts where they are to be listed."""
    space, pieces = play_pieces(case, name, readings)
    groups: _Groups = {}
    for words, area, given, full in pieces:
        groups.setdefault(words, []).append((area, given, full))
    for words, parts in groups.items():
        if ties or any(full for _, _, full in parts):
            groups[words] = [_piece(space, area) for area in disjoint(space, covering(space, [g for _, g, _ in parts]))]
    return space, groups


def _piece(space: Polyhedron, area: Polyhedron) -> tuple[Polyhedron, tuple[Condition, ...], bool]:
    """Return an area with the conditions that it needs, and whether it has an inner point."""
    given = needed(space, [row.condition for row in area.rows if row.label.startswith("given:")])
    return area, given, full_dimensional(area, space)


def _by_issue(case: CodedCase, name: str, readings: tuple[Reading, ...]) -> tuple[Polyhedron, _Groups]:
    """Cut issue by issue and put the pieces together."""
    deal = case.exchange(name)
    game = case.game(name)
    whole = case.space(readings)
    levels = [issue_alternatives(issue) for issue in deal.issues]
    space = _factor(whole, [item for items in levels for item in items])
    factors = [cut_by_sets(_factor(whole, items), items) for items in levels]
    groups: _Groups = {}
    for chosen, area in combined(factors, space):
        sets = [[items[k].key[0] for k in piece.members] for items, piece in zip(levels, chosen, strict=True)]
        words = tuple(words_of(game, package_cell(deal, picks)) for picks in product(*sets))
        given = needed(space, [c for piece in chosen for c in piece.given])
        groups.setdefault(words, []).append(
            (area, given, all(p.full for p in chosen) and full_dimensional(area, space))
        )
    return space, groups


def package_cell(deal: Exchange, levels: Sequence[int]) -> tuple[int, ...]:
    """Return the cell of an exchange's game in which each issue stands at a level, one index per issue."""
    cell = []
    for actor in deal.actors:
        action = 0
        for issue, level in zip(deal.issues, levels, strict=True):
            if issue.grantor == actor:
                action = action * len(issue.levels) + level
        cell.append(action)
    return tuple(cell)


def _cell(words: tuple[str, ...], pieces: Sequence[tuple[Polyhedron, tuple[Condition, ...], bool]]) -> Cell:
    """Return one cell, parts with an inner point first."""
    ordered = sorted(pieces, key=lambda piece: not piece[2])
    inside = ordered[0][0].interior_point()
    return Cell(
        equilibria=words,
        full=ordered[0][2],
        parts=tuple(area for area, _, _ in ordered),
        given=tuple(given for _, given, _ in ordered),
        witness=inside,
    )
